"""Which figures are true on a zoning, for one territory; for the others, why not and what the producer's zones say."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.francais import FINE, INSEC, capitale
from geo import lieux, zonages
from geo.sujets import Sujet
from pages.figures import lecture, tables
from pages.figures.carte.vue import COMMENT_CHARGER
from pages.figures.vues import MENTION_DEMONSTRATION, Vue, badges_demo

ENTETES = tables.en_tetes(
    "État", "Indicateur", "Sur ce territoire", "Pourquoi, et ce que disent les zones du producteur", "Vrai par"
)
OUI, NON = "vrai", "n.d."


class Vrai(NamedTuple):
    """One indicator on one territory, at its last period.

    Attributes:
        vrai: whether the figure exists on the zoning. valeur: text of the figure, "" when there is none.
        raison: why there is none, and the zones met. decoupages: where the figure is true.
    """

    indicateur: Indicateur
    vrai: bool
    valeur: str
    raison: str
    decoupages: str
    demonstration: bool


@dataclass(frozen=True, kw_only=True)
class VueVrai(Vue):
    """The list, its finding and its notes."""

    lignes: tuple[Vrai, ...]


def preparer(sujet: Sujet, lire: Callable[[str, str], Tableau]) -> VueVrai:
    """What every indicator says of a zone.

    Args:
        sujet: a zone of a zoning.
        lire: (indicator, zoning) -> figures.
    """
    vus = tuple(_vrai(ind, sujet, lire) for ind in INDICATEURS.values())
    vrais = [v for v in vus if v.vrai]
    z = zonages.zonage(sujet.zonage)
    titre = f"{_compte(len(vrais), len(vus))} sur ce découpage ({lieux.pluriel(z.libelle_zone)})"
    autres = [v for v in vus if not v.vrai and v.raison]
    dit = f"{autres[0].indicateur.libelle}{INSEC}: {autres[0].raison}" if autres else vus[0].raison
    demonstration = any(v.demonstration for v in vus)
    return VueVrai(
        titre,
        "Dernière période de chaque indicateur",
        f"{dit}. Un chiffre absent ici n’est jamais estimé{FINE}; il se lit sur le découpage de son producteur.",
        COMMENT_CHARGER if demonstration else "",
        f"{sources((i.indicateur.source, i.demonstration) for i in vus)}.",
        badges_demo(demonstration),
        lignes=vus,
    )


def sources(lues: Iterable[tuple[str, bool]]) -> str:
    """Producers, each once; an invented figure cites none.

    Args:
        lues: (source, whether the figure is of demonstration).
    """
    return francais.enumeration(list(dict.fromkeys(MENTION_DEMONSTRATION if demo else s for s, demo in lues)))


def _compte(vrais: int, tous: int) -> str:
    if vrais == 0:
        return f"Aucun des {tous} indicateurs n’existe"
    return (
        f"{francais.nombre(vrais)} indicateurs sur {tous} existent" if vrais > 1 else f"Un indicateur sur {tous} existe"
    )


def _vrai(ind: Indicateur, sujet: Sujet, lire: Callable[[str, str], Tableau]) -> Vrai:
    decoupages = ", ".join(zonages.zonage(z).libelle_zone for z in ind.zonages)
    if sujet.zonage in ind.zonages:
        return _ici(ind, sujet, lire(ind.code, sujet.zonage), decoupages)
    source = lire(ind.code, ind.zonages[0])
    raison = capitale(ind.ailleurs)
    if source.periodes and ind.zonages[0] != "region":
        quand = francais.en_periode(source.periodes[-1])
        lignes = source.periode(source.periodes[-1])
        parts = sujet.recouper(ind.zonages[0])
        r = lecture.recouvrement_de(ind, sujet.qui, parts, ind.zonages[0], lignes, feminin=sujet.feminin)
        raison += f". {r}" + (f", {quand}" if r.etendue else "")
    return Vrai(ind, False, "", raison, decoupages, source.demonstration)


def _ici(ind: Indicateur, sujet: Sujet, t: Tableau, decoupages: str) -> Vrai:
    if not t.periodes:
        return Vrai(ind, True, "", "Aucun millésime chargé", decoupages, t.demonstration)
    periode = t.periodes[-1]
    ligne = t.periode(periode).loc[sujet.code]
    raison = capitale(ligne["raison"].removeprefix("n.d. : "))
    if ligne["obs_status"] in VIDES:
        return Vrai(ind, True, "", raison or lecture.MOTS_STATUT[ligne["obs_status"]], decoupages, t.demonstration)
    texte = f"{lecture.valeur_longue(ligne, ind)}, {francais.en_periode(periode)}"
    return Vrai(ind, True, texte, raison, decoupages, t.demonstration)


def lignes(v: VueVrai) -> list[list[str]]:
    """Cells of the table under `ENTETES`; the sign says in a word what the order says."""
    ordre = sorted(v.lignes, key=lambda x: (not x.vrai, not x.valeur))
    return [
        [
            OUI if x.vrai and x.valeur else NON,
            x.indicateur.libelle + (" (démonstration)" if x.demonstration else ""),
            x.valeur or NON,
            x.raison or "—",
            x.decoupages,
        ]
        for x in ordre
    ]


def table_html(v: VueVrai, legende: str) -> str:
    """The table; texts are escaped."""
    return tables.tableau_html(ENTETES, lignes(v), legende)
