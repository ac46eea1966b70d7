"""The rules of words and numbers of a first view: its title, its cards, its tables; nothing of the method."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl
from xml.etree import ElementTree as ET

import pytest

from pages.figures.ecrans import ECRANS
from tests.pages.lecture_html import dit, premiere_vue
from tests.pages.outils import ouvrir, relire
from tests.vues import VUES, courts, un_sur

TITRE_MAX = (85, 105)  # of one clause, of two: two lines at 1280
# Never said on a first view.
INTERDITS = {
    "declared share": r"projets? de recrutement|intentions? d’embauche|part des projets|parts? estimées?\b",
    "classes": r"recherchée?s?\b|niveau \d|classe \d|indéterminé|sans difficulté|\bniches?\b|\bfragiles?\b",
    "chance": r"chances? sur 10|8 fois sur 10",
    "margin": r"±|\bà \d+ points? près",
    "test": r"\bétablie?s?\b|non distinguable|pas de mouvement|\|z\|",
    "signs": r"≥|///|\bn\.\s?d\.|sans objet|effectif insuffisant|non enquêté|non mesurable|secret statistique",
    "administration": r"\bDEFM\b|en catégories A, B|\bCVS\b|taux de pression|attractivité|poids des réponses",
    "method": r"méthode de l’Observatoire|hypothèse de travail|\(partie [^)]+\)|python -m|--[0-9a-f]{8}\b|[0-9a-f]{40}",
    "controls": r"niveau de lecture|\brubrique\b|\bvolet\b",
}
# What explains is free of its words; it has a title, cards and tables as the others.
METHODE = "meteo?onglet=methode"
QUI_EXPLIQUENT = ("aide", "donnees", METHODE, "a_propos", "acces_pro", "convention")
SANS_VERDICT = ("acces_pro", "seance")  # doors
NOMBRE = re.compile(r"(?<![\w,-])\d{1,3}(?:[\s\u202f\u00a0]\d{3})+(?:,\d+)?|(?<![\w,-])\d+(?:,\d+)?")
DATES = re.compile(
    r"\b(?:1er|1ᵉʳ|\d{1,2}) (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b"
    r"|\b(?:19|20)\d\d(?:-(?:19|20)?\d\d)?\b|\b\d(?:ᵉʳ|ᵉ|er|e) trimestre|catégories? A[^.]*"
)
# A count of things that one could list is no measure, nor is the whole that it is counted in.
COMPTES = re.compile(
    r"\b\d+ (?:(?:grands?|autres) )?(?:métiers?|familles?|bassins?|zones?|territoires?|départements?|communes?"
    r"|secteurs?|dossiers?|dispositifs?|engagements?|mesures?|chiffres?|mots?|fichiers?|sources?|lycées?|diplômes?"
    r"|en (?:hausse|baisse|forte)|sans évolution)(?:[^.,;:]*? sur \d+)?"
)
VERBES = re.compile(
    r"\b(?:est|sont|manque|a|ont|n’a|n’est|couvrent|viennent|redescend\w*|remont\w*|mont[eé]\w*|creuse|embauchent|recruter"
    r"|lire|préparer|composer|devenir|publient|écrit|jugée?s|engagée|nettement|projets d’embauche)\b"
    r"|\ben (?:hausse|baisse)\b",
    re.IGNORECASE,
)
SANS_VALEUR = {"", "n.d.", "///", "s", "—", "–", "non renseigné", "aucune", "non transmis"}
HORS_VUE = frozenset({"details", "style", "script", "table", "obs-ligne-source", "obs-source"})


def lus(vue: str) -> list[ET.Element]:
    """What a view draws first."""
    ecran, _, demande = vue.partition("?")
    return premiere_vue(ouvrir(ecran or ECRANS[0].module, **dict(parse_qsl(demande))))


def nombres(texte: str) -> list[str]:
    """Numbers of measure in a sentence: no year, no date, no count of things."""
    return NOMBRE.findall(COMPTES.sub(" ", DATES.sub(" ", texte)))


def cartes(pages: list[ET.Element]) -> Iterator[ET.Element]:
    """Items of lists that have a name of their own or a large number."""
    for page in pages:
        for e in page.iter("li"):
            if e.find("./h3") is not None or e.find("./*[@class='obs-chiffre']") is not None:
                yield e


def fautes(vue: str, pages: list[ET.Element]) -> dict[str, list[str]]:
    """Rule -> what breaks it in a view."""
    # Written for both points of view, one of which the style sheet hides.
    titres = [dit(h if (vu := h.find("./span")) is None else vu) for page in pages for h in page.iter("h1")]
    listees = [] if vue == METHODE else [*cartes(pages)]
    trouvees = {
        "title": titres if len(titres) != 1 else [],
        "verdict": [t for t in titres if vue not in SANS_VERDICT and ":" not in t and not VERBES.search(t)],
        "length": [f"{len(t)} {t}" for t in titres if len(t) > TITRE_MAX[bool(re.search("\u202f[;?]", t))]],
        "numbers of the title": [t for t in titres if len(nombres(t)) > 2],
        "numbers of a card": [dit(c) for c in listees if len(nombres(dit(c))) > 2],
        "marks of a card": [dit(c) for c in listees if len(c.findall(".//details")) > 1],
        "empty column": [f for page in pages for t in page.iter("table") for f in vides(t)],
    }
    if not vue.startswith(QUI_EXPLIQUENT):
        mots = " . ".join(dit(p, HORS_VUE) for p in pages)
        trouvees["words"] = [
            f"{regle}: {mots[max(m.start() - 40, 0) : m.end() + 20]}"
            for regle, motif in INTERDITS.items()
            for m in re.finditer(motif, mots, re.IGNORECASE)
        ]
    return {regle: dites for regle, dites in trouvees.items() if dites}


def vides(table: ET.Element) -> list[str]:
    """Columns of a table in which nothing is said, whatever the row."""
    rangs = [r for r in table.iter("tr") if r.find("td") is not None]
    colonnes = zip(*([dit(c) or "".join(x.tag for x in c) for c in r] for r in rangs), strict=False)
    noms = [dit(h) for h in next(iter(table.iter("tr")), ())]
    return [
        f"{i}: {noms[i : i + 1]}"
        for i, dites in enumerate(colonnes)
        if len(rangs) > 1 and all(d.lower() in SANS_VALEUR for d in dites)
    ]


@pytest.mark.parametrize("vue", courts(VUES, VUES[::2]))
def test_a_first_view_of_invented_figures_follows_the_rules(racine, vue):
    assert fautes(vue, lus(vue)) == {}


@pytest.mark.parametrize("vue", un_sur(4, VUES[1:]))
def test_a_first_view_of_official_figures_follows_the_rules(officielles_chomage, monkeypatch, vue):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(officielles_chomage.racine))
    relire(officielles_chomage.racine)
    assert fautes(vue, lus(vue)) == {}


# Perimeters that nobody has published, each drawn or named by its screen.
SUPPOSES = (
    "", "carte?indicateur=population&zonage=spo", "portrait?zone=spo:laval", "territoires?lieu=spo:laval",
    "territoires?volet=loupe&zonage=gtec", "territoires?volet=loupe&zonage=zef", "territoires?volet=etats",
)  # fmt: skip
SOURCEES = ("carte", "meteo", "tendances", "secteurs", "portrait", "explorer", "convention", "formation")


@pytest.mark.parametrize("vue", SUPPOSES)
def test_a_supposed_perimeter_is_said_to_be_one_where_it_is_drawn(racine, vue):
    assert re.search("découpages? de travail", " ".join(map(dit, lus(vue))), re.IGNORECASE)


@pytest.mark.parametrize("vue", un_sur(3, SOURCEES))
def test_a_screen_of_figures_has_its_line_of_source(racine, vue):
    lignes = [dit(e) for page in lus(vue) for e in page.iter() if e.get("class") in ("obs-ligne-source", "obs-source")]
    assert any(lignes), lignes
