"""« D’où vient ce chiffre ? » of the maps of states: the document that attests, or the file that was received."""

import contextlib
from collections import Counter
from collections.abc import Callable
from functools import partial

from data_loaders.convention import etats as lire_etats
from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import FINE, INSEC, capitale
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Instantane
from geo import lieux, sujets, zonages
from pages.figures.provenance import documents
from pages.figures.provenance.chiffre import Provenance
from pages.figures.territoires import etats
from pages.figures.territoires.etats import DATASETS, NON_RENSEIGNE, VueEtats

TOUS = "Tous les territoires"


def chiffres(donnees: Donnees, zonage: str, v: VueEtats) -> dict[str, Callable[[], Provenance]]:
    """Name of what a map of states shows, all territories together first -> what follows it back."""
    noms = zonages.noms(zonage)
    if zonage not in DATASETS:
        return {noms[c]: partial(habitants, zonage, c) for c in v.codes}
    return {TOUS: partial(_tous, donnees, zonage, v)} | {
        noms[c]: partial(_un, donnees, zonage, c, v.etats[c].etiquette) for c in v.codes
    }


def habitants(zonage: str, code: str) -> Provenance:
    """The population of a zone: its communes, added up."""
    sujet = sujets.de_zone(zonage, code)
    return documents.compose(f"{capitale(sujet.titre)}, population", sujet)


def _tous(donnees: Donnees, zonage: str, v: VueEtats) -> Provenance:
    """How many territories in each state: those of the table."""
    mots = {None: NON_RENSEIGNE} | dict(enumerate(v.legende.classes, 1))
    comptes = Counter(mots[e.classe] for e in v.etats.values())
    dits = {mot: comptes[mot] for mot in reversed(mots.values()) if comptes[mot]}
    calcul = f"Chaque territoire compte une fois{INSEC}: {documents.compte(dits, lieux.pluriel(_mot(zonage)))}."
    en_place = donnees.officiel.millesimes(DATASETS[zonage])
    instantanes = [donnees.officiel.instantane(DATASETS[zonage], m) for m in en_place]
    return documents.attestees(v.titre, [calcul], [lire_etats.ATTESTES], instantanes, (v.entetes, v.lignes))


def _mot(zonage: str) -> str:
    return zonages.zonage(zonage).libelle_zone


def _un(donnees: Donnees, zonage: str, code: str, titre: str) -> Provenance:
    """The last state of a territory, and every one before it."""
    connus = lire_etats.historique(donnees, DATASETS[zonage], code)
    dernier = connus[-1].reception if connus else 0
    receptions = {dernier}
    if zonage == "zef":
        receptions |= {r.reception for r in lire_etats.reunions(donnees, code)}
    instantanes = _recus(donnees, DATASETS[zonage], receptions - {0})
    if not connus:
        phrase = (
            f"Ni la convention ni un fichier reçu n’en dit rien{INSEC}: «{INSEC}{NON_RENSEIGNE}{INSEC}» ne veut pas "
            "dire que rien n’y est fait."
        )
    elif dernier:
        phrase = f"Repris tel qu’il a été transmis, sans calcul{FINE}; il remplace en entier ce qui était connu avant."
    else:
        phrase = "Repris tel que la convention l’écrit, sans calcul."
    perdus = len(receptions - {0}) - len(instantanes)
    perte = "Le fichier reçu n’est plus parmi les versions gardées." if perdus else ""
    # An empty state is one that the convention does not write either: its record is what was searched.
    releves = [] if dernier else [lire_etats.ATTESTES]
    return documents.attestees(
        titre, [phrase, perte], releves, instantanes, etats.historique(donnees, zonage, code) if connus else ((), ())
    )


def _recus(donnees: Donnees, dataset: str, receptions: set[int]) -> list[Instantane]:
    """The versions that brought these receptions, the latest first: each was published with its own file."""
    apports = {}
    for i in donnees.officiel.versions(dataset):  # newest first: the oldest that holds a reception brought it
        with contextlib.suppress(ErreurDonnees):
            tables = donnees.officiel.lire_version(dataset, i.identifiant)
            apports[max(n for t in tables.values() for n in t["reception"].to_pylist())] = i
    return [apports[r] for r in sorted(receptions, reverse=True) if r in apports]
