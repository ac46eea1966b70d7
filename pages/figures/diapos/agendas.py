"""Every slide by its name, and the five ready-made agendas as lists of names and minutes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple
from urllib.parse import parse_qs, urlencode

from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.francais import capitale
from data_loaders.portraits.memoire import Memoire
from pages.figures.diapos import Diapositive, SansVue, convention, lieux, secteurs

Fabrique = Callable[..., Diapositive]


class Vue(NamedTuple):
    """A slide that may be asked for: its name in a list, what makes it of the figures and a place.

    `choix`: what it may be asked for besides, "" for nothing: a period, a métier, a word; `local`: it is of a place.
    """

    nom: str
    faire: Fabrique
    choix: str = ""
    local: bool = True


VUES: Final[Mapping[str, Vue]] = {
    "reperes": Vue("Repères", lieux.reperes),
    "chomage": Vue("Chômage", lieux.chomage, "periode"),
    "mouvement": Vue("Chômage depuis la convention", lieux.mouvement),
    "courbe": Vue("Chômage dans le temps", lieux.courbe),
    "inscrits": Vue("Inscrits à France Travail", lieux.inscrits),
    "publics": Vue("Publics inscrits", lieux.publics, "public"),
    "solidarite": Vue("RSA et solidarité", lieux.solidarite),
    "difficiles": Vue("Embauches difficiles", lieux.difficiles),
    "familles": Vue("Familles de métiers", lieux.familles),
    "metiers": Vue("Métiers à préparer", lieux.metiers),
    "eloignes": Vue("Formation des publics éloignés", lieux.eloignes),
    "trancher": Vue("Ce qui est à décider", lieux.trancher),
    "france": Vue("Chômage en France", lieux.france, local=False),
    "metier": Vue("Un métier", lieux.metier, "metier"),
    "definition": Vue("Un mot", lieux.definition, "mot", local=False),
    "label": Vue("État du SPO", convention.label),
    "spo": Vue("Le SPO en 2013", convention.spo_2013),
    "conseils": Vue("Conseils et comités", convention.fiche("conseils")),
    "objectifs": Vue("Quatre objectifs", convention.fiche("objectifs")),
    "avancement": Vue("Annexe", convention.avancement),
    "attendues": Vue("Mesures attendues", convention.attendues),
    "engagements": Vue("Engagements", convention.engagements),
    "pilotage": Vue(
        "Comité de pilotage",
        convention.engagement("pilotage", "Le comité de pilotage doit se réunir tous les deux mois"),
    ),
    "instances": Vue("Instances", convention.instances),
    "publication": Vue("Publication", convention.publication),
    "decider": Vue("Ce qui est à décider", convention.decider),
    "promesse": Vue("Ce que dit la convention", secteurs.promesse),
    "secteurs": Vue("Secteurs suivis", secteurs.tous),
    "annees": Vue("Embauches difficiles dans le temps", secteurs.annees),
    "embauches": Vue("Métiers qui embauchent", secteurs.embauches),
    "difficulte": Vue("Difficulté des métiers", secteurs.difficiles),
    "formations": Vue("Diplômes et débouchés", secteurs.formations),
    "en2030": Vue("Métiers en 2030", secteurs.en_2030),
    "interim": Vue("Intérim", secteurs.interim),
    "adapter": Vue("Ce qui est à décider", secteurs.trancher),
}
# Kind of meeting -> name of each slide, in their order -> minutes.
AGENDAS: Final[Mapping[str, Mapping[str, int]]] = {
    "zef": {
        "reperes": 3, "conseils": 3, "chomage": 4, "mouvement": 4, "publics": 5, "solidarite": 3, "difficiles": 5,
        "familles": 5, "metiers": 6, "eloignes": 4, "trancher": 5,
    },
    "convention": {
        "avancement": 8, "attendues": 6, "engagements": 5, "pilotage": 5, "instances": 5, "secteurs": 7,
        "publication": 4, "decider": 5,
    },
    "secteur": {
        "promesse": 3, "conseils": 4, "secteurs": 4, "annees": 4, "embauches": 5, "difficulte": 5, "formations": 6,
        "en2030": 5, "interim": 3, "adapter": 5,
    },
    "spo": {
        "reperes": 3, "label": 4, "spo": 3, "chomage": 4, "inscrits": 4, "publics": 4, "difficiles": 5, "familles": 5,
        "trancher": 4,
    },
    "commune": {
        "reperes": 3, "chomage": 4, "mouvement": 4, "inscrits": 3, "difficiles": 4, "familles": 4, "trancher": 3,
    },
}  # fmt: skip
CLE: Final = "diapo"  # of the figure of such an address
VUE_PARAM, LIEU_PARAM = "vue", "lieu"


class Demandee(NamedTuple):
    """A slide asked for: its name, its place ("" for none), what it is asked for besides."""

    nom: str
    lieu: str
    choix: str = ""

    @property
    def adresse(self) -> str:
        """`/seance?vue=chomage&lieu=zef%3Aancenis&periode=2013-T3`."""
        dits = {VUE_PARAM: self.nom, LIEU_PARAM: self.lieu, VUES[self.nom].choix: self.choix}
        return f"/seance?{urlencode({cle: v for cle, v in dits.items() if cle and v})}"


def demandee(adresse_: str) -> Demandee | None:
    """What an address asks for; None when it is that of a screen."""
    module, _, requete = adresse_.partition("?")
    lus = parse_qs(requete)
    if module != "/seance" or VUE_PARAM not in lus:
        return None
    nom = lus[VUE_PARAM][-1]
    choix = VUES[nom].choix if nom in VUES else ""
    return Demandee(nom, lus.get(LIEU_PARAM, [""])[-1], lus.get(choix, [""])[-1])


def faire(m: Memoire, nom: str, lieu: str, choix: str = "") -> Diapositive:
    """One slide.

    Raises:
        SansVue: it has nothing to show there. ErreurDonnees: no slide has this name, or no place this one.
    """
    if nom not in VUES:
        raise ErreurDonnees(
            "adresse",
            "vue",
            f"aucune vue ne s’appelle « {nom[:40]} »",
            remede="en choisir une dans un ordre du jour prêt",
        )
    try:
        return VUES[nom].faire(m, lieu, choix) if VUES[nom].choix else VUES[nom].faire(m, lieu)
    except (KeyError, DemandeInvalide) as e:
        raise ErreurDonnees(
            "lieu",
            "lieu de la vue",
            f"aucun lieu ne s’appelle « {lieu[:60]} » ici",
            remede="choisir un lieu de la région",
        ) from e


class Ordre(NamedTuple):
    """An agenda for a place: slides that show something, with their names and minutes; why the others do not."""

    vues: Sequence[tuple[str, int, Diapositive]]
    absentes: Sequence[tuple[str, str]]


def composer(m: Memoire, modele: str, lieu: str) -> Ordre:
    """The slides of an agenda for a place; one that has nothing to show is left out, with its reason."""
    vues, absentes = [], []
    for nom, minutes in AGENDAS[modele].items():
        try:
            vues.append((nom, minutes, faire(m, nom, lieu)))
        except SansVue as e:
            absentes.append((VUES[nom].nom, f"{capitale(str(e))}."))
    return Ordre(vues, absentes)
