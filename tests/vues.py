"""The views of the application, by their address, and pairs to walk through: some by default, all with `-m long`."""

from collections.abc import Collection, Iterable

import pytest

from pages.figures.ecrans import ECRANS

# Something is chosen there.
A_CHOIX = (
    "territoires?volet=lieu", "territoires?volet=lieu&lieu=commune:44109", "territoires?volet=loupe",
    "territoires?volet=etats", "territoires?volet=libre", "carte", "meteo", "meteo?onglet=metier",
    "meteo?onglet=methode", "secteurs", "secteurs?secteur=numerique", "tendances", "convention?rubrique=temps",
    "convention", "convention?rubrique=saisie", "convention?rubrique=engagements",
    "convention?rubrique=publication", "donnees", "portrait",
)  # fmt: skip
# Nothing to choose there, or what another view has.
AUTRES = (
    "", "seance", "aide", "acces_pro",
    "a_propos", "a_propos?partie=accessibilite", "a_propos?partie=personnelles", "a_propos?partie=plan",
    "carte?zone=bassin:5208&periode=2023", "formation", "formation?entree=dossier", "explorer",
    "explorer?explorer=mouvements", "explorer?explorer=nuage", "convention?rubrique=suivi",
)  # fmt: skip
_DITES = {v.partition("?")[0] or "accueil" for v in (*A_CHOIX, *AUTRES)}
VUES = (*A_CHOIX, *AUTRES, *(e.module for e in ECRANS if e.module not in _DITES))  # a new screen is read as it opens


def courts(tous: Collection, par_defaut: Collection) -> list:
    """All of them, for `parametrize`: those that are not of the default suite are run with the long ones."""
    return [t if t in par_defaut else pytest.param(t, marks=pytest.mark.long) for t in tous]


def un_sur(pas: int, tous: Iterable) -> list:
    """One in `pas` of them, for `parametrize`; the others are run with the long ones. A tuple is several arguments."""
    cas = [t if isinstance(t, tuple) else (t,) for t in tous]
    return [pytest.param(*c, marks=[pytest.mark.long] if i % pas else []) for i, c in enumerate(cas)]


def tous_avec(premiers: Collection, seconds: Collection, pas: int = 1) -> list:
    """Every pair, for `parametrize`: by default each of the first, or one in `pas`, with one of the second in turn."""
    pairs = [(i, j, a, b) for i, a in enumerate(premiers) for j, b in enumerate(seconds)]
    defaut = {(i, i // pas % len(seconds)) for i in range(0, len(premiers), pas)}
    return [pytest.param(a, b, marks=[] if (i, j) in defaut else pytest.mark.long) for i, j, a, b in pairs]
