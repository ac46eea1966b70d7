"""Ready-made agendas: for a kind of meeting and a place, slides that have something to show there."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import typographier
from data_loaders.parametres import secteurs
from data_loaders.portraits import Memoire
from geo import lieux as prepositions, zonages
from geo.territoire import NOM_REGION
from pages.figures.diapos import agendas
from pages.figures.seance import Diapo
from pages.figures.seance.demande import FORMAT


class Lieu(NamedTuple):
    """What an agenda is made for: `zef:ancenis`, `secteur:numerique`, or "" for the region; its name in a list."""

    cle: str
    libelle: str


class Modele(NamedTuple):
    """A kind of meeting.

    Attributes:
        libelle: « Comité de concertation d’une ZEF ». choix: what is to be chosen, "" when it is for the whole region.
        lieux: what it may be made for. titre: a place -> title of the agenda.
    """

    libelle: str
    choix: str
    lieux: Callable[[], Sequence[Lieu]]
    titre: Callable[[str], str]


def _zones(zonage: str) -> Callable[[], list[Lieu]]:
    def lister() -> list[Lieu]:
        z = zonages.zones(zonage)
        return [Lieu(f"{zonage}:{c}", nom) for c, nom in zip(z["code_zone"], z["libelle_zone"], strict=True)]

    return lister


def _secteurs() -> list[Lieu]:
    return [Lieu(f"secteur:{s.code}", s.intitule) for s in secteurs.lire().secteurs.values()]


def _de(lieu: str) -> str:
    """« d’Ancenis »."""
    zonage, _, code = lieu.partition(":")
    return prepositions.genitif(zonage, code)


MODELES: Final[Mapping[str, Modele]] = {
    "zef": Modele(
        "Comité de concertation d’une ZEF",
        "Zone Emploi Formation",
        _zones("zef"),
        lambda lieu: f"Comité de concertation, ZEF {_de(lieu)}",
    ),
    "convention": Modele(
        "Comité de pilotage de la convention",
        "",
        lambda: [Lieu("", NOM_REGION)],
        lambda _: "Comité de pilotage de la convention",
    ),
    "secteur": Modele(
        "Conseil d’orientation d’un secteur",
        "Secteur ou filière",
        _secteurs,
        lambda lieu: f"Conseil d’orientation : {secteurs.lire().secteurs[lieu.partition(':')[2]].convenu}",
    ),
    "spo": Modele(
        "Présentation d’un SPO", "Territoire SPO", _zones("spo"), lambda lieu: f"Présentation du SPO {_de(lieu)}"
    ),
    "commune": Modele(
        "Les chiffres d’une commune", "Commune", _zones("commune"), lambda lieu: f"Les chiffres {_de(lieu)}"
    ),
}


def montre(d: Diapo) -> bool:
    """Whether a figure has something to show: a title, a drawing or a table, and a value for the zone it is about."""
    dessine = d.table or d.cartes or d.graphiques
    if not d.vue.titre or not (d.elements or d.table) or ("obs-vide" in str(d.elements) and not dessine):
        return False
    zones = [(c["periodes"][c["periode"]], c["selection"]) for c in d.cartes if c["selection"]]
    return all(code in etats and etats[code].statut == "ok" for etats, code in zones)


def composer(nom: str, lieu: str, m: Memoire) -> tuple[dict[str, Any], Sequence[tuple[str, str]]]:
    """The agenda of a meeting, as `static/seance/ordre.js` keeps it; then what is not proposed there, and why.

    Args:
        nom: key of `MODELES`. lieu: key of one of its places. m: the figures read.

    Raises:
        ErreurDonnees: no such meeting, or no such place for it.
    """
    modele = MODELES.get(nom)
    if modele is None or lieu not in {li.cle for li in modele.lieux()}:
        raise ErreurDonnees(
            "modele",
            "ordre du jour prêt",
            "il n’y a pas d’ordre du jour prêt pour cette réunion ou ce lieu",
            remede="en choisir un dans la liste de l’écran Séance",
        )
    fait = agendas.composer(m, nom, lieu)
    vues = [
        {
            "adresse": agendas.Demandee(vue, lieu).adresse,
            "cle": agendas.CLE,
            "message": "",
            "dit": typographier(d.titre),
            "minutes": minutes,
        }
        for vue, minutes, d in fait.vues
    ]
    ordre = {"format": FORMAT, "titre": typographier(modele.titre(lieu)), "vues": vues, "instantane": m.donnees.etat}
    return ordre, fait.absentes


def liste() -> list[dict[str, Any]]:
    """The kinds of meeting, the places of each, how many slides and minutes each has at most."""
    return [
        {
            "nom": nom,
            "libelle": m.libelle,
            "choix": m.choix,
            "lieux": [list(li) for li in m.lieux()],
            "vues": len(agendas.AGENDAS[nom]),
            "minutes": sum(agendas.AGENDAS[nom].values()),
        }
        for nom, m in MODELES.items()
    ]
