"""What is asked of the figures, as a value: the same behind a screen, an address, a command and a file;
and read as people write it: a name where a code is, a suggestion where neither is known.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode

from rapidfuzz import fuzz, process

from data_loaders import francais
from data_loaders.chiffres import tableau
from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.contracts.indicateurs_detail import NATIONAUX, PAR_METIER, convention, indicateur as du_code
from data_loaders.erreurs import DemandeInvalide
from data_loaders.jeux.calculs import NIVEAUX, Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers.recherche import Index
from data_loaders.requetes import groupes
from data_loaders.requetes.groupes import LIBRE
from data_loaders.requetes.lignes import MOTS
from geo import territoire, zonages
from geo.recherche import normaliser

RESSEMBLANCE_MIN = 70  # 0 to 100: under it a name is another name
PROPOSES = 3
TOUTES = "toutes"  # every loaded period


def proposer(texte: str, connus: Mapping[str, str]) -> str:
    """« Vouliez-vous dire : bassin:5216 (Laval) ? », after a space; "" when nothing resembles. `connus`: what one would
    write -> its name, which may be the same."""
    noms = {cle: normaliser(f"{cle} {nom}" if cle != nom else nom) for cle, nom in connus.items()}
    trouves = process.extract(
        normaliser(texte), noms, scorer=fuzz.WRatio, limit=PROPOSES, score_cutoff=RESSEMBLANCE_MIN
    )
    dits = [cle if connus[cle] == cle else f"{cle} ({connus[cle]})" for _, _, cle in trouves]
    return f" Vouliez-vous dire : {', '.join(dits)} ?" if dits else ""


def indicateur(texte: str) -> Indicateur:
    """An indicator by its code or its name; DemandeInvalide: unknown, with those that resemble."""
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


def lieux(ind: Indicateur, texte: str) -> list[tuple[str, str]]:
    """(zoning, code) of the zones asked: `bassin:5216`, « bassin:laval », « laval », or `bassin` for all of them. A
    name alone is that of a zone of the finest zoning on which the indicator is true; DemandeInvalide: unknown zoning or
    zone, or a name that several zones have; with those that resemble."""
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
        voulu = normaliser(nom)
        trouves = [c for c, n in noms.items() if normaliser(n) == voulu]
        mots = set(voulu.split())
        if trouves := trouves or [c for c, n in noms.items() if mots and mots <= set(normaliser(n).split())]:
            if len(trouves) > 1:
                dits = ", ".join(f"{z}:{c} ({noms[c]})" for c in trouves)
                raise DemandeInvalide(f"plusieurs zones s’appellent « {nom[:40]} » : {dits}.")
            return [(z, trouves[0])]
    tous = {f"{z}:{c}": n for z, noms in possibles.items() for c, n in noms.items()}
    raise DemandeInvalide(f"zone inconnue : « {texte[:60]} ».{_commune(ind, nom) or proposer(nom, tous)}")


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
    """A group of métiers and its name: `metier:V1Z80`, « famille:industrie », « infirmiers »; DemandeInvalide: unknown,
    with the groups that resemble."""
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


TOUT, ENSEMBLE, DERNIERE, ENTRE = "*", "ensemble", "derniere", ".."
DANS: Final = "*@"  # every one of a level that is in a place or a domain
MESURES: Final = MOTS["mesures"]
LE_LONG: Final = ("zone", "metier")  # what a share or a rank is among
DIMENSIONS: Final = ("zone", "periode", "metier", "indicateur")
TRIS: Final = ("valeur", "ecart", "ampleur", "zone", "periode", "metier")
_DITS: Final = {
    "mesures": " ; ".join(f"{m} : {dit}" for m, dit in MESURES.items()), "le_long": " ou ".join(LE_LONG),
    "dimensions": ", ".join(DIMENSIONS), "tris": ", ".join(TRIS), "en_mayenne": territoire.NOMS_DEPARTEMENTS["53"][1],
}  # fmt: skip
# Name in an address -> (may be repeated, what it says).
PARAMETRES: Final = {nom: (plusieurs, dit.format_map(_DITS)) for nom, (plusieurs, dit) in MOTS["parametres"].items()}
EXEMPLES: Final = {"indicateur": ["bmo_projets"], "zonage": ["bassin"], "periode": ["2024"], "tri": "-valeur"}
SEULS: Final = tuple(nom for nom, (plusieurs, _) in PARAMETRES.items() if not plusieurs)
# Names that another door, or the address of yesterday, gave to the same thing.
ANCIENS: Final = MOTS["anciens"]


@dataclass(frozen=True)
class Requete:
    """What is asked.

    Attributes:
        indicateurs: codes.
        zones: `zonage:code`, `zonage:*` for every zone of it, `zonage:*@zonage:code` for those mostly in a zone of
            another, `libre:` and the text of a group (`groupes.lire`); the finest zoning of each indicator when empty.
        metiers: `niveau:code`, `niveau:*`, `niveau:*@fap22:code` for those of a domain, `libre:` and the text of a
            group, or "" for all of them together, which is also what an empty list says.
        periodes: periods, `a..b` (an end may be missing), or `derniere`; every loaded one when empty.
        depuis: the period that a move starts from, "" for the one before that each is comparable with.
        mesure: one of `MESURES`; par: the indicator that divides, or what a share or a rank is among (`LE_LONG`).
        colonnes: the dimension that is spread in columns, "" for one row a figure.
        minimum, maximum: what is kept of the measure.
        tri: one of `TRIS` or the heading of a column, « - » before it for the largest first.
        premiers: how many rows are kept, 0 for all.
    """

    indicateurs: tuple[str, ...]
    zones: tuple[str, ...] = ()
    metiers: tuple[str, ...] = ()
    periodes: tuple[str, ...] = ()
    mesure: str = "valeur"
    par: str = ""
    colonnes: str = ""
    minimum: float | None = None
    maximum: float | None = None
    tri: str = ""
    premiers: int = 0
    depuis: str = ""

    @property
    def lus(self) -> list[Indicateur]:
        """The indicators asked."""
        return [du_code(c) for c in self.indicateurs]

    @property
    def diviseur(self) -> str:
        """The indicator that divides, "" where none does."""
        return self.par if self.mesure == "rapport" else ""

    @property
    def mesuree(self) -> str:
        """The column that holds what is measured."""
        return "ecart" if self.mesure == "evolution" else "valeur"

    @property
    def dernieres(self) -> bool:
        """Whether each figure is that of the last period of its own indicator."""
        return self.periodes == (DERNIERE,)

    @property
    def entiere(self) -> bool:
        """Whether rows leave as they are read: no order, no choice among them, nothing beside one another."""
        return not (self.tri or self.premiers or self.colonnes or self.par)

    @property
    def groupes(self) -> tuple[str, ...]:
        """The reader's own groups of places and of métiers, which no list of codes has."""
        return tuple(x for x in (*self.zones, *self.metiers) if x.startswith(f"{LIBRE}:"))

    def paires(self) -> list[tuple[str, str]]:
        """Parameters of its address, in one order: `lire` gives it back."""
        dites = [("indicateur", c) for c in self.indicateurs]
        for z in self.zones:
            zonage, _, code = z.partition(":")
            dites.append(("zonage", zonage) if code == TOUT else ("zone", z))
        dites += [("metier", m or ENSEMBLE) for m in self.metiers] + [("periode", p) for p in self.periodes]
        seuls = {
            "depuis": self.depuis, "mesure": "" if self.mesure == "valeur" else self.mesure, "par": self.par,
            "colonnes": self.colonnes,
            **{nom: "" if x is None else f"{x:g}" for nom, x in (("min", self.minimum), ("max", self.maximum))},
            "tri": self.tri, "premiers": str(self.premiers or ""),
        }  # fmt: skip
        return dites + [(nom, v) for nom, v in seuls.items() if v]

    def adresse(self) -> str:
        """What follows « ? » in its address."""
        return urlencode(self.paires(), safe=":*.@,")

    def nom(self) -> str:
        """An ASCII name for its file, without suffix."""
        lieux = {z.partition(":")[0] for z in self.zones}
        return "_".join(["_".join(self.indicateurs[:2]), *sorted(lieux)[:2], *self.periodes[:1]]).replace(ENTRE, "-")


def de_adresse(d: Donnees, adresse: str) -> Requete:
    """The question of an address, « indicateur=bmo_projets&zonage=bassin », whatever stands before « ? »."""
    chemin, _, suite = adresse.rpartition("?")
    dites = parse_qsl(suite, keep_blank_values=True)
    # That of the screen also says which view and which page are open.
    return lire(d, [x for x in dites if x[0] in PARAMETRES] if chemin.endswith("explorer") else dites)


def lire(d: Donnees, dites: Iterable[tuple[str, str]]) -> Requete:
    """The question that parameters ask, codes or names; each is one of `PARAMETRES`; DemandeInvalide: an unknown
    parameter, one repeated that may not be, a value that nothing has; in French, with what is accepted and what
    resembles."""
    dites = list(dites)
    connaitre(nom for nom, _ in dites)
    valeurs = {nom: [texte.strip(" ") for n, texte in dites if n == nom] for nom in PARAMETRES}
    for nom in SEULS:
        if len(valeurs[nom]) > 1:
            raise DemandeInvalide(f"{nom} : une seule valeur, {len(valeurs[nom])} reçues.")
    un = {nom: (v[0] if v else "") for nom, v in valeurs.items()}
    if not any(valeurs["indicateur"]):
        raise DemandeInvalide(f"indicateur : paramètre obligatoire absent. {PARAMETRES['indicateur'][1]}.")
    inds = _uniques(indicateur(c) for c in valeurs["indicateur"])
    r = Requete(
        tuple(i.code for i in inds),
        _zones(inds, valeurs["zonage"], valeurs["zone"]),
        _uniques(_metier(d, inds, texte) for texte in valeurs["metier"]),
        _uniques(_periode(inds, ENTRE if p == TOUTES else p) for p in valeurs["periode"]),
        _parmi("mesure", un["mesure"] or "valeur", MESURES),
        _parmi("par", un["par"], ("", *LE_LONG))
        if un["mesure"] in ("part", "rang")
        else (indicateur(un["par"]).code if un["par"] else ""),
        _parmi("colonnes", un["colonnes"], ("", *DIMENSIONS)),
        _nombre("min", un["min"]),
        _nombre("max", un["max"]),
        un["tri"] if un["colonnes"] else _tri(un["tri"]),
        int(_nombre("premiers", un["premiers"]) or 0),
        _periode(inds, un["depuis"]) if un["depuis"] else "",
    )
    if (r.mesure in ("rapport", "part", "rang")) != bool(r.par):
        raise DemandeInvalide(
            f"mesure=rapport et par=INDICATEUR vont ensemble, comme part ou rang et par={' ou '.join(LE_LONG)}."
        )
    if r.depuis and (r.mesure != "evolution" or ENTRE in r.depuis or r.depuis == DERNIERE):
        raise DemandeInvalide("depuis : une seule période, avec mesure=evolution.")
    if r.premiers < 0:
        raise DemandeInvalide("premiers : un nombre entier, 1 au moins.")
    return r


def _uniques(valeurs: Iterable) -> tuple:
    return tuple(dict.fromkeys(valeurs))


def connaitre(noms: Iterable[str]) -> None:
    """Reads nothing: what names no parameter is refused (DemandeInvalide) before a question takes a place."""
    for nom in noms:
        if nom not in PARAMETRES:
            raise inconnu(nom, PARAMETRES)


def inconnu(nom: str, parametres: Iterable[str]) -> DemandeInvalide:
    """What answers to a name of parameter that nothing has: what replaced it, or what resembles it."""
    connus = ", ".join(parametres)
    if nom in ANCIENS:
        return DemandeInvalide(f"{nom} : ce paramètre n’existe plus, {ANCIENS[nom]}. Paramètres : {connus}.")
    proche = proposer(nom, {p: p for p in parametres})
    return DemandeInvalide(f"{nom[:40]} : paramètre inconnu.{proche} Paramètres : {connus}.")


def _parmi(nom: str, valeur: str, admises: Iterable[str]) -> str:
    if valeur in admises:
        return valeur
    proche = proposer(valeur, {a: a for a in admises if a})
    raise DemandeInvalide(f"{nom} : « {valeur[:40]} » inconnu.{proche} Valeurs : {', '.join(filter(None, admises))}.")


def _tri(texte: str) -> str:
    if texte:
        _parmi("tri", texte.removeprefix("-"), TRIS)
    return texte


def _nombre(nom: str, texte: str) -> float | None:
    try:
        x = float(texte.replace(",", ".")) if texte else None
    except ValueError:
        x = float("nan")
    if x is not None and (abs(x) > 1e15 or x != x or (nom == "premiers" and x != int(x))):
        raise DemandeInvalide(f"{nom} : nombre attendu, « {texte[:40]} » reçu.")
    return x


def _zones(inds: Sequence[Indicateur], decoupages: Sequence[str], zones: Sequence[str]) -> tuple[str, ...]:
    """A bare zone is of the only zoning named, which is then not asked as a whole."""
    for z in decoupages:
        _parmi("zonage", z, zonages.CODES)
    nues = [z for z in zones if ":" not in z and z not in zonages.CODES]
    if nues and len(set(decoupages)) > 1:
        raise DemandeInvalide(f"zone : « {nues[0][:40]} » de quel découpage ? Écrire {decoupages[0]}:{nues[0][:40]}.")
    entiers = [] if nues else [f"{z}:{TOUT}" for z in decoupages]
    trouvees = []
    for texte in zones:
        zonage, deux_points, code = texte.partition(":")
        if zonage == LIBRE:
            g = groupes.lire(code)
            if g.genre not in zonages.CODES:
                connus = ", ".join(zonages.CODES)
                raise DemandeInvalide(f"groupe : « {g.genre[:40]} » n’est pas un découpage : {connus}.")
            codes = _uniques(c for x in g.codes for _, c in lieux(inds[0], f"{g.genre}:{x}"))  # names read as codes
            trouvees.append(f"{LIBRE}:{code if g.codes == codes else g._replace(codes=codes).texte}")
        elif zonage in zonages.CODES and (code == TOUT or not deux_points):
            trouvees.append(f"{zonage}:{TOUT}")
        elif zonage in zonages.CODES and code.startswith(DANS):
            trouvees += [f"{zonage}:{DANS}{z}:{c}" for z, c in lieux(inds[0], code.removeprefix(DANS))]
        else:  # a name is looked for where the first indicator is true
            voulue = f"{decoupages[0]}:{texte}" if ":" not in texte and decoupages else texte
            trouvees += [f"{z}:{c}" for z, c in lieux(inds[0], voulue)]
    return _uniques((*entiers, *trouvees))


def _metier(d: Donnees, inds: Sequence[Indicateur], texte: str) -> str:
    if texte in ("", ENSEMBLE):
        return ""
    par_metier = [i for i in inds if i.metiers]
    if not par_metier:
        raise DemandeInvalide(f"metier : l’indicateur {inds[0].code} n’existe pas par métier.")
    niveau, _, code = texte.partition(":")
    if niveau == LIBRE:
        groupe = groupes.lire(code)
        niveau = groupe.genre
        codes = _uniques(metier(d, f"{niveau}:{x}")[0].code for x in groupe.codes)
        texte = f"{LIBRE}:{groupe._replace(codes=codes).texte}"
    elif code.startswith(DANS):
        if not re.fullmatch(r"fap22:[A-Z]", code.removeprefix(DANS)) or niveau not in ("fap87", "metier"):
            raise DemandeInvalide(f"metier : « {texte[:40]} » mal écrit. Forme : metier:*@fap22:B ou fap87:*@fap22:B.")
    elif texte == TOUT:
        communs = set.intersection(*(set(tableau.niveaux(i)) for i in par_metier))
        niveau = next((n for n in reversed(tableau.niveaux(par_metier[0])) if n in communs), "")
        texte = f"{niveau}:{TOUT}"
    elif code != TOUT:
        m, _ = metier(d, texte)
        niveau, texte = m.niveau, f"{m.niveau}:{m.code}"
    for i in par_metier:
        if niveau not in tableau.niveaux(i):
            connus = ", ".join(tableau.niveaux(i))
            raise DemandeInvalide(
                f"metier : l’indicateur {i.code} n’existe pas au niveau {niveau}. Niveaux : {connus}."
            )
    return texte


def _periode(inds: Sequence[Indicateur], texte: str) -> str:
    """A period, a range or `derniere`, that one of the indicators at least may have."""
    if texte in (DERNIERE, ENTRE):
        return texte
    for bout in list(filter(None, texte.split(ENTRE))) or [texte]:
        refus = [tableau.refus_de_periode(ind, bout) for ind in inds]
        if all(refus) and not (ENTRE in texte and francais.rythme_periode(bout)):
            raise DemandeInvalide(f"{refus[0]} Aussi : a..b, {DERNIERE}.")
    return texte
