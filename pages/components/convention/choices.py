"""Choices of the screen « Convention »: view, sheet, day of observation, dispositif, party, year, measure."""

from datetime import date

from data_loaders.contracts.convention import PARTIES, dispositifs, mesures, regles
from data_loaders.convention import dispositifs as dispositifs_ecrits
from data_loaders.convention.dispositifs import Fiche
from data_loaders.francais import typographier
from pages.components import choices, feuille as st, url_state
from pages.components.url_state import Param

RUBRIQUES = {
    "dispositifs": "Dispositifs",
    "suivi": "Suivi",
    "temps": "Dans le temps",
    "saisie": "Transmettre",
    "engagements": "Engagements",
    "publication": "Publication",
}
MESURES_MAX = 4
# The signatories may move the end of the convention: the screen keeps the years up to the one in force.
ANNEES = tuple(str(a) for a in range(regles().debut.year, regles().fin.year + 13))


def _jour(valeurs: list[str]) -> date:
    if len(valeurs) != 1 or date.fromisoformat(valeurs[0]).isoformat() != valeurs[0]:
        raise ValueError(valeurs)
    jour = date.fromisoformat(valeurs[0])
    if not regles().debut <= jour <= date.today():
        raise ValueError(valeurs)
    return jour


def _dire(jour: date | None) -> list[str]:
    # Without a day of its own, a link shows the state on the day it is opened.
    return [] if jour is None or jour == date.today() else [jour.isoformat()]


PARAMS = [
    url_state.one("rubrique", "dispositifs", tuple(RUBRIQUES), libelle="rubrique"),
    url_state.one("fiche", None, tuple(dispositifs_ecrits.lire().fiches), libelle="fiche"),
    url_state.one("chiffre", None, tuple(dispositifs_ecrits.lire().chiffres), libelle="chiffre du texte"),
    Param("au", None, _jour, _dire, libelle="date d’observation"),
    url_state.one("dispositif", None, tuple(dispositifs()), libelle="dispositif"),
    url_state.one("signataire", None, tuple(PARTIES), libelle="partie"),
    url_state.one("exercice", ANNEES[1], ANNEES, libelle="année du modèle"),
    url_state.one("recue", next(iter(mesures())), tuple(mesures()), libelle="mesure"),
    url_state.many("mesures", tuple(mesures()), maximum=MESURES_MAX, libelle="mesures de la convention"),
]


def fiche() -> Fiche | None:
    """Select a sheet, or the list of all of them."""
    fiches = dispositifs_ecrits.lire().fiches
    noms = {c: typographier(f"{f.theme}. {f.court}") for c, f in fiches.items()}
    return fiches.get(choices.un_parmi("Fiche", noms, "fiche", f"Les {len(fiches)} fiches"))


def chiffre(f: Fiche | None) -> str:
    """The figure that the address points at in a sheet, "" for none; one of another sheet is forgotten."""
    code = st.session_state.get("chiffre")
    if code and not (f and dispositifs_ecrits.lire().chiffres[code].fiche == f.code):
        code = st.session_state["chiffre"] = None
    return code or ""


def jour(libelle: str = "État au") -> date:
    """Select the day of observation, today by default; never before the convention nor after today."""
    if st.session_state.get("au") is None:
        st.session_state["au"] = date.today()
    choisi = st.date_input(libelle, key="au", min_value=regles().debut, max_value=date.today(), format="DD/MM/YYYY")
    return choisi or date.today()


def dispositif() -> str | None:
    """Select a dispositif of the annex, or all of them; returns its label."""
    noms = dispositifs()
    return noms.get(choices.un_parmi("Dispositif", noms, "dispositif", "Les neuf"))


def mesures_suivies() -> list[str]:
    """Select one to four measures of the annex; the first one by default."""
    connues = mesures()
    if not st.session_state.get("mesures"):
        st.session_state["mesures"] = [next(iter(connues))]
    return st.multiselect(
        f"Mesures de l’annexe ({MESURES_MAX} au plus)",
        list(connues),
        key="mesures",
        format_func=lambda c: connues[c].designation,
        max_selections=MESURES_MAX,
        placeholder="Choisir des mesures",
    )
