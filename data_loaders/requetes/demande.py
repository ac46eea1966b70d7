"""What is asked, read as people write it: a name where a code is, a suggestion where neither is known."""

from collections.abc import Mapping

from rapidfuzz import fuzz, process

from data_loaders.chiffres import tableau
from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.contracts.indicateurs_detail import NATIONAUX, PAR_METIER, convention, indicateur as du_code
from data_loaders.erreurs import DemandeInvalide
from data_loaders.jeux.calculs import NIVEAUX, Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo
from data_loaders.metiers.recherche import Index
from geo import zonages
from geo.recherche import normaliser

RESSEMBLANCE_MIN = 70  # 0 to 100: under it a name is another name
PROPOSES = 3
TOUTES = "toutes"  # every loaded period
Lieu = tuple[str, str]


def proposer(texte: str, connus: Mapping[str, str]) -> str:
    """« Vouliez-vous dire : bassin:5216 (Laval) ? », after a space; "" when nothing resembles.

    Args:
        connus: what one would write -> its name, which may be the same.
    """
    noms = {cle: normaliser(f"{cle} {nom}" if cle != nom else nom) for cle, nom in connus.items()}
    trouves = process.extract(
        normaliser(texte), noms, scorer=fuzz.WRatio, limit=PROPOSES, score_cutoff=RESSEMBLANCE_MIN
    )
    dits = [cle if connus[cle] == cle else f"{cle} ({connus[cle]})" for _, _, cle in trouves]
    return f" Vouliez-vous dire : {', '.join(dits)} ?" if dits else ""


def indicateur(texte: str) -> Indicateur:
    """An indicator by its code or its name.

    Raises:
        DemandeInvalide: unknown, with those that resemble.
    """
    tous = {**INDICATEURS, **NATIONAUX, **{i.code: i for i in PAR_METIER}, **convention()}
    if texte in tous:
        return tous[texte]
    nommes = [i for i in tous.values() if normaliser(i.libelle) == normaliser(texte)]
    if len(nommes) == 1:
        return nommes[0]
    try:
        return du_code(texte)
    except DemandeInvalide as e:
        debut, _, suite = str(e).partition(". ")
        propose = proposer(texte, {c: i.libelle for c, i in tous.items()})
        raise DemandeInvalide(f"{debut}.{propose or f' {suite}'}") from None


def lieux(ind: Indicateur, texte: str) -> list[Lieu]:
    """(zoning, code) of the zones asked: `bassin:5216`, « bassin:laval », « laval », or `bassin` for all of them.

    A name alone is that of a zone of the finest zoning on which the indicator is true.

    Raises:
        DemandeInvalide: unknown zoning or zone, or a name that several zones have; with those that resemble.
    """
    zonage, deux_points, nom = texte.partition(":")
    if not deux_points:
        if texte in zonages.CODES:
            return [(texte, c) for c in zonages.zones(texte)["code_zone"]]
        zonage, nom = "", texte
    elif zonage not in zonages.CODES:
        connus = ", ".join(zonages.CODES)
        propose = proposer(zonage, {c: zonages.zonage(c).libelle for c in zonages.CODES})
        raise DemandeInvalide(f"découpage inconnu : « {zonage[:40]} ».{propose} Découpages connus : {connus}.")
    possibles = {z: {**zonages.noms(z), **ind.complements.get(z, {})} for z in ([zonage] if zonage else ind.zonages)}
    for z, noms in possibles.items():
        if zonage and nom in noms:
            return [(z, nom)]
        if trouves := _du_nom(noms, nom):
            if len(trouves) > 1:
                dits = ", ".join(f"{z}:{c} ({noms[c]})" for c in trouves)
                raise DemandeInvalide(f"plusieurs zones s’appellent « {nom[:40]} » : {dits}.")
            return [(z, trouves[0])]
    tous = {f"{z}:{c}": n for z, noms in possibles.items() for c, n in noms.items()}
    raise DemandeInvalide(f"zone inconnue : « {texte[:60]} ».{_commune(ind, nom) or proposer(nom, tous)}")


def _du_nom(noms: Mapping[str, str], nom: str) -> list[str]:
    """Codes of the zones of this name, else of those whose name holds all its words."""
    voulu = normaliser(nom)
    exacts = [c for c, n in noms.items() if normaliser(n) == voulu]
    return exacts or [c for c, n in noms.items() if voulu and set(voulu.split()) <= set(normaliser(n).split())]


def _commune(ind: Indicateur, nom: str) -> str:
    """Where the figure of a commune is to be asked; "" when the name is that of none."""
    table = zonages.communes()
    codes = table.loc[table["libelle_commune"].map(normaliser) == normaliser(nom), "code_commune"]
    dits = []
    for zonage in ind.zonages:
        zones = dict.fromkeys(zonages.appartenance(zonage).reindex(codes).dropna())
        dits += [f"{zonage}:{z} ({zonages.libelle_zone(zonage, z)})" for z in zones]
    return f" Cette commune est dans : {', '.join(dits)}." if dits else ""


def metier(donnees: Donnees, texte: str) -> tuple[Metier, str]:
    """A group of métiers and its name: `metier:V1Z80`, « famille:industrie », « infirmiers ».

    Raises:
        DemandeInvalide: unknown; with the groups that resemble.
    """
    try:
        return Metier.lire(texte), ""
    except DemandeInvalide as refus:
        niveau, deux_points, nom = texte.partition(":")
        if deux_points and niveau not in NIVEAUX:
            raise
        trouves = Index(donnees).chercher(nom if deux_points else texte, 50)
        du_niveau = [t for t in trouves if t.niveau == niveau] if deux_points else trouves
        exacts = [t for t in du_niveau if normaliser(t.libelle) == normaliser(nom or texte)]
        retenus = exacts[:1] or (du_niveau if len(du_niveau) == 1 else [])
        if retenus:
            return Metier(retenus[0].niveau, retenus[0].code), retenus[0].libelle
        dits = ", ".join(f"{t.cle} ({t.libelle})" for t in du_niveau[:PROPOSES])
        vague = f"métier à préciser : « {texte[:60]} ». Vouliez-vous dire : {dits} ?"
        raise DemandeInvalide(vague if dits else str(refus)) from None


def niveaux(ind: Indicateur) -> tuple[str, ...]:
    """Levels of the nomenclature of métiers at which an indicator exists, the coarsest first."""
    return (ind.niveaux or bmo.NIVEAUX) if ind.metiers else ()


def refus_periode(ind: Indicateur, texte: str) -> str:
    """Why an indicator cannot have a period; "" when it may."""
    try:
        tableau.exiger_periode(ind, texte)
    except DemandeInvalide as e:
        return str(e)
    return ""
