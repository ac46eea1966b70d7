"""Feeds (Atom): what was published, and the figures of a place, a métier or an indicator that moved, by one rule."""

from collections.abc import Sequence
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, SubElement, tostring

from data_loaders import francais
from data_loaders.chiffres import tableau
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.contracts.indicateurs_detail import indicateur
from data_loaders.erreurs import DemandeInvalide
from data_loaders.francais import FINE, INSEC
from data_loaders.jeux import JEUX
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures.evolutions import testee
from data_loaders.measures.mots_estimation import ecart_dit
from data_loaders.requetes import requete
from data_loaders.requetes.evaluation import Reponse
from data_loaders.requetes.requete import DERNIERE, Requete
from geo.territoire import OBSERVATOIRE

PARAMETRES = {nom: requete.PARAMETRES[nom] for nom in ("indicateur", "zone", "metier")}
DITS = ("hausse", "baisse")
NOUVEAUTES_MAX = 60
PLACES = ("bmo_projets", "population")  # a name is first that of a bassin, then of any place


def _commencer(titre: str, adresse: str, quand: str) -> Element:
    fil = Element("feed", xmlns="http://www.w3.org/2005/Atom")
    _dire(fil, id=adresse, title=titre)
    SubElement(fil, "link", rel="self", href=adresse)
    _dire(fil, updated=quand or "1970-01-01T00:00:00+00:00")
    _dire(SubElement(fil, "author"), name=OBSERVATOIRE)
    return fil


def nouveautes(d: Donnees, base: str) -> bytes:
    """The feed of what was published: new vintages and revisions of official files, newest first."""
    versions = sorted(
        (i for nom in JEUX for i in d.officiel.versions(nom)), key=lambda i: i.manifeste["created"], reverse=True
    )[:NOUVEAUTES_MAX]
    quand = versions[0].manifeste["created"] if versions else ""
    fil = _commencer(f"{OBSERVATOIRE} : données publiées et révisées", f"{base}nouveautes.atom", quand)
    for i in versions:
        contrat, revise = CONTRATS[i.dataset], bool(i.manifeste["previous"])
        ici = f"{base}instantanes/{i.dataset}/{i.identifiant}"
        titre = f"{contrat.titre}, {i.millesime} : {'révision' if revise else 'nouveau millésime'}"
        lu = f"Fichier lu : {i.source['fichier']}, {contrat.producteur}."
        lu += f" Remplace {i.manifeste['previous']}." if revise else ""
        _entrer(fil, ici, titre, i.manifeste["created"], ici, lu)
    return tostring(fil, encoding="utf-8", xml_declaration=True)


def _entrer(fil: Element, identifiant: str, titre: str, quand: str, adresse: str, resume: str) -> None:
    entree = SubElement(fil, "entry")
    _dire(entree, id=identifiant, title=titre, updated=quand)
    SubElement(entree, "link", href=adresse)
    _dire(entree, summary=resume)


def _dire(parent: Element, **textes: str) -> None:
    for nom, texte in textes.items():
        SubElement(parent, nom).text = texte


def questions(d: Donnees, dites: Sequence[tuple[str, str]]) -> list[Requete]:
    """The questions of a feed, one an indicator: those named, else all that have a move to tell there; DemandeInvalide:
    as `requete.lire`; nothing named at all."""
    if trop := [nom for nom, _ in dites if nom not in PARAMETRES]:
        raise requete.inconnu(trop[0], PARAMETRES)
    if not dites:
        raise DemandeInvalide("nommer au moins un indicateur, une zone ou un metier.")
    inds = [requete.indicateur(v) for nom, v in dites if nom == "indicateur"]
    zones = [z for nom, v in dites if nom == "zone" for z in _lieu(inds, v)]
    metiers, trouvees = [x for x in dites if x[0] == "metier"], []
    for i in inds or INDICATEURS.values():
        ici = [z for z in zones if z.partition(":")[0] in i.zonages]
        chargees = tableau.periodes_de(d, i, (ici[0].partition(":")[0] if ici else i.zonages[0]))
        if not chargees or not testee(i) or (zones and not ici) or (metiers and not i.metiers):
            continue
        fixes = [("periode", DERNIERE), ("mesure", "evolution")]
        ou = [("zone", z) for z in ici]
        trouvees.append(requete.lire(d, [("indicateur", i.code), *ou, *metiers, *fixes]))
    return trouvees


def _lieu(inds: Sequence[Indicateur], texte: str) -> list[str]:
    refus = None
    for i in inds or [indicateur(c) for c in PLACES]:
        try:
            return [f"{z}:{c}" for z, c in requete.lieux(i, texte)]
        except DemandeInvalide as e:
            refus = e
    raise refus


def signaux(reponses: Sequence[Reponse], adresse: str, base: str) -> bytes:
    """The feed: a move each, the newest figures first; nothing invented, nothing that its producer keeps."""
    entrees = []
    for r in reponses:
        if r.demonstration or r.ferme:
            continue
        t = r.table
        for ligne in t[t["sens"].isin(DITS)].to_dict("records"):
            dataset, _, identifiant = ligne["instantane"].partition("/")
            quand = next(i for i in r.d.magasin(dataset).versions(dataset) if i.identifiant == identifiant)
            entrees.append((quand.manifeste["created"], ligne))
    entrees.sort(key=lambda e: e[0], reverse=True)
    fil = _commencer(f"{OBSERVATOIRE}{INSEC}: ce qui change", adresse, entrees[0][0] if entrees else "")
    for quand, x in entrees:
        ind = indicateur(x["code_indicateur"])
        seul = Requete((ind.code,), (f"{x['zonage']}:{x['code_zone']}",), tuple(filter(None, [x["code_metier"]])))
        figure = f"{base}chiffres?{seul.adresse()}&periode={x['periode']}"
        quoi = [ind.libelle, x["libelle_metier"] if x["code_metier"] else "", x["libelle_zone"]]
        depuis = francais.periode_libelle(x["depuis"])
        titre = f"{', '.join(filter(None, quoi))}{INSEC}: {x['evolution']} depuis {depuis}"
        choix = {"indicateur": ind.code, "zonage": x["zonage"], "zone": seul.zones, "metier": seul.metiers}
        # Where a reader sees the series.
        ecran = f"{base.removesuffix('api/v1/')}tendances?{urlencode(choix, doseq=True, safe=':')}"
        # The figure, what separates it from the one before, who says it.
        valeur = francais.avec_unite(x["valeur"], ind.unite, ind.decimales)
        ecart = ecart_dit(ind, x["ecart"], x["ecart_bas"], x["ecart_haut"])
        dit = f"{francais.periode_libelle(x['periode'])}{INSEC}: {'au moins ' * x['au_moins']}{valeur}"
        resume = f"{FINE}; ".join(filter(None, (dit, ecart, x["source"]))) + "."
        _entrer(fil, figure, titre, quand, ecran, resume)
    return tostring(fil, encoding="utf-8", xml_declaration=True)
