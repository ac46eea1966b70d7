"""Ready-made agendas: for a kind of meeting and a place, slides that have something to show there."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import capitale, typographier
from data_loaders.parametres import secteurs
from data_loaders.portraits import Memoire
from geo import lieux as prepositions
from geo.territoire import NOM_REGION
from pages.figures.diapos import SansVue, agendas
from pages.figures.seance.demande import FORMAT, nommes


class Modele(NamedTuple):
    """A kind of meeting; what is to be chosen, "" for the whole region; its title, `{de}` or `{nom}` a place.

    `genre`: zoning of its places, `secteur`, or "" for the region.
    """

    libelle: str
    choix: str
    genre: str
    intitule: str

    def lieux(self) -> dict[str, str]:
        """What it may be made for, `zef:ancenis`, `secteur:numerique` or "" for the region: its name in a list."""
        return nommes(self.genre) if self.genre else {"": NOM_REGION}

    def titre(self, lieu: str) -> str:
        """Title of the agenda of a place."""
        _, _, code = lieu.partition(":")
        if self.genre == "secteur":
            return self.intitule.format(nom=secteurs.lire().secteurs[code].convenu)
        return self.intitule.format(de=prepositions.genitif(self.genre, code)) if self.genre else self.intitule


MODELES: Final[Mapping[str, Modele]] = {
    "zef": Modele(
        "Comité de concertation d’une ZEF", "Zone Emploi Formation", "zef", "Comité de concertation, ZEF {de}"
    ),
    "convention": Modele("Comité de pilotage de la convention", "", "", "Comité de pilotage de la convention"),
    "secteur": Modele(
        "Conseil d’orientation d’un secteur", "Secteur ou filière", "secteur", "Conseil d’orientation : {nom}"
    ),
    "spo": Modele("Présentation d’un SPO", "Territoire SPO", "spo", "Présentation du SPO {de}"),
    "commune": Modele("Les chiffres d’une commune", "Commune", "commune", "Les chiffres {de}"),
}


def composer(nom: str, lieu: str, m: Memoire) -> tuple[dict[str, Any], Sequence[tuple[str, str]]]:
    """The agenda of a meeting, as `static/seance/ordre.js` keeps it; then what is not proposed there, and why.

    Raises:
        ErreurDonnees: no such meeting, or no such place for it.
    """
    modele = MODELES.get(nom)
    if modele is None or lieu not in modele.lieux():
        trouve = "il n’y a pas d’ordre du jour prêt pour cette réunion ou ce lieu"
        remede = "en choisir un dans la liste de l’écran Séance"
        raise ErreurDonnees("modele", "ordre du jour prêt", trouve, remede=remede)
    vues, absentes = [], []
    for vue, minutes in agendas.AGENDAS[nom].items():
        try:
            dit = typographier(agendas.faire(m, vue, lieu).titre)
        except SansVue as e:
            absentes.append((agendas.VUES[vue].nom, f"{capitale(str(e))}."))
            continue
        adresse = agendas.Demandee(vue, lieu).adresse
        vues.append({"adresse": adresse, "cle": agendas.CLE, "message": "", "dit": dit, "minutes": minutes})
    titre = typographier(modele.titre(lieu))
    return {"format": FORMAT, "titre": titre, "vues": vues, "instantane": m.donnees.etat}, absentes


def liste() -> list[dict[str, Any]]:
    """The kinds of meeting, the places of each, how many slides and minutes each has at most."""
    return [
        {"nom": nom, "libelle": m.libelle, "choix": m.choix, "lieux": [*m.lieux().items()]}
        | {"vues": len(agendas.AGENDAS[nom]), "minutes": sum(agendas.AGENDAS[nom].values())}
        for nom, m in MODELES.items()
    ]
