"""What a reader reads: typography, words explained, the rules of a first view, what is said at an address."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl
from xml.etree import ElementTree as ET

import pytest

from geo import zonages
from pages.figures import aide, declares
from pages.figures.ecrans import ECRANS
from tests.e2e.conftest import DEPOT
from tests.pages.outils import contenu, deplier, dit, ouvrir, premiere_vue, relire, texte, titre
from tests.vues import VUES, un_sur

# Terms that nothing explains are still there.
A_CORRIGER = ("formation", "explorer")
TYPES = [
    *(v for v in VUES if v and v not in A_CORRIGER),
    "territoires?lieu=commune:85113",
    "carte?indicateur=taux_chomage&zonage=ze",
]
TYPES += ["portrait?lieu=epci:244400404", "tendances?zones=bassin:5221&zones=departement:44"]
FAUTES = {
    "straight apostrophe": r"[^\W\d]'[^\W\d]",
    "breaking space": r" [;:!?»%]|« |\d (?:%|€|points?\b)",
    "thousands": r"\d \d{3}\b",
    "ordinal": r"(?<![\w-])[1-9]\d?(?:er|e|ème) (?=[a-zé])",
    "misspelt label": r"Ouviers|\b(?:Elev|Educ|Equip|Etud|Etat)\w+",
}
# Written for a machine or a terminal, or quoted as their producer names them.
OPERATEURS = re.compile(r'<details class="obs-exploitants">.*?</details>|<code>.*?</code>|<style>.*?</style>', re.S)


def textes_lus(at) -> list[str]:
    """Every text shown: markup by its blocks, then the words of the controls and their choices."""
    page = OPERATEURS.sub(" ", contenu(at))
    attributs = re.findall(r'(?:aria-label|title|alt|data-titre)="([^"]*)"', page)
    textes = [*re.split(r"</?(?!b>|strong|span|a\b|i>|em>|sup>)[a-z][^>]*>", page), *attributs]
    textes = [re.sub(r"<[^>]+>", "", t) for t in textes]
    for genre in ("markdown", "caption", "info", "warning", "text"):
        textes += [e.value for e in at.get(genre)]
    for genre in ("selectbox", "multiselect", "button_group", "toggle", "button", "text_input", "expander"):
        for e in at.get(genre):
            textes += [str(e.label), *map(str, getattr(e, "options", ()))]
    return [re.sub(r"[\n ]+", " ", html.unescape(t)).strip() for t in textes]


def inexpliques(at) -> list[str]:
    """Terms of the titles, labels and table heads of a screen that it explains nowhere."""
    page = contenu(at)
    titres = re.findall(r"<h[12][^>]*>.*?</h[12]>|<th scope=.col.*?</th>|<p class=.obs-sous-titre.*?</p>", page, re.S)
    etiquettes = [e.label for genre in ("selectbox", "multiselect") for e in at.get(genre)]
    texte = html.unescape(re.sub(r"<details.*?</details>|<[^>]+>", " ", " . ".join([*titres, *etiquettes])))
    expliques = set(re.findall(r"<b>([^<(]+)(?: \([^<]*)?\.</b>", page))
    return [m.terme for m in aide.trouver(texte) if html.escape(m.terme).partition(" (")[0] not in expliques]


@pytest.mark.parametrize("vue", un_sur(3, ["accueil", *TYPES]))
def test_a_screen_is_set_in_french_shows_no_command_and_explains_its_terms(racine, vue):
    module, _, choix = vue.partition("?")
    at = ouvrir(module, **parse_qs(choix))
    fautes = [f"{nom}: {t}" for nom, motif in FAUTES.items() for t in textes_lus(at) if re.search(motif, t)]
    if module != "aide":  # the page of the words and of the commands
        sans_pli = re.sub(r'<details class="obs-exploitants">.*?</details>', "", contenu(at), flags=re.S)
        fautes += re.findall(r"python -m \w+ \w+|streamlit run", sans_pli)
    if module not in ("aide", "a_propos"):
        fautes += [f"not explained: {terme}" for terme in inexpliques(at)]
    assert "\n".join(fautes) == ""


def test_names_of_places_are_typeset_in_every_zoning():
    droites = [n for code in zonages.CODES for n in zonages.zones(code)["libelle_zone"] if "'" in n]
    assert droites == []
    assert not zonages.communes()["libelle_commune"].str.contains("'").any()


def test_the_page_aide_opens_on_the_word_of_its_address(racine):
    at = ouvrir("aide", mot="zef")
    assert titre(at).startswith("Zone Emploi Formation (ZEF)")
    assert re.findall(r'<div id="(\w+)" class="obs-vise"', contenu(at)) == ["zef"]


def test_a_word_is_found_in_a_sentence_whatever_its_spaces():
    trouves = [m.code for m in aide.trouver("Au bassin d'emploi, 3\u00a0points de plus ; secret statistique.")]
    assert trouves == ["bassin", "points", "secret"]
    assert aide.trouver("") == ()


def test_a_definition_opens_by_the_keyboard_and_says_what_it_defines():
    html = aide.aide("chomage")
    assert '<summary aria-label="Définition\u00a0: Taux de chômage localisé">' in html
    with pytest.raises(KeyError):
        aide.aide("inconnu")


FIGURES = DEPOT / "pages/figures"
FICHIERS = [FIGURES / "mots.toml"] + [
    FIGURES / sujet / "mots.toml"
    for sujet in ("meteo", "formation", "convention", "secteurs", "portrait", "territoires")
]
FAMILLES = ("vue", "etape", "comment")  # sections of which each record is named where it is said


def sections(fichier: Path) -> Iterator[str]:
    lues = declares.lire(str(fichier))
    yield from lues
    for famille in FAMILLES:
        yield from lues.get(famille, {})


@pytest.mark.parametrize("fichier", FICHIERS, ids=lambda f: f.parent.name)
def test_what_is_declared_is_said(fichier):
    code = "\n".join(f.read_text("utf-8") for f in (DEPOT / "pages").rglob("*.py"))
    assert [nom for nom in sections(fichier) if f'"{nom}"' not in code] == []


TITRE_MAX = (95, 105)  # of one clause, of two: two lines at 1280
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
    r"|\b(?:19|20)\d\d(?:-(?:19|20)?\d\d)?\b|\b\d(?:ᵉʳ|ᵉ|er|e) trim(?:estre|\.)|catégories? A[^.]*"
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


@pytest.mark.parametrize("vue", un_sur(6, VUES))
def test_a_first_view_of_invented_figures_follows_the_rules(racine, vue):
    assert fautes(vue, lus(vue)) == {}


@pytest.mark.parametrize("vue", un_sur(12, VUES[1:]))
def test_a_first_view_of_official_figures_follows_the_rules(officielles_chomage, monkeypatch, vue):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(officielles_chomage.racine))
    relire(officielles_chomage.racine)
    assert fautes(vue, lus(vue)) == {}


# Perimeters that nobody has published, each drawn or named by its screen.
SUPPOSES = (
    "", "carte?indicateur=population&zonage=spo", "portrait?zone=spo:laval", "territoires?lieu=spo:laval",
    "territoires?volet=loupe&zonage=gtec", "territoires?volet=loupe&zonage=zef", "territoires?volet=etats",
)  # fmt: skip


@pytest.mark.parametrize("vue", un_sur(2, SUPPOSES))
def test_a_supposed_perimeter_is_said_to_be_one_where_it_is_drawn(racine, vue):
    assert re.search("découpages? de travail", " ".join(map(dit, lus(vue))), re.IGNORECASE)


AVESSAC, PART = "lieu=commune:44007", "indicateur=bmo_part_difficiles_estimee"
REGION, COMPOSER = ">Portrait de la région Pays de la Loire<", "<h1>Composer un territoire"
# What a reader learns <- address, what is said, what is not. « @info » is a notice, « <h1> » the title.
DITS = {
    "a sector takes its métiers as one": (
        "formation?entree=secteur&secteur=batiment",
        ["Le portrait du secteur", "CAP Maçon", "dans la première de 4 familles"], []),
    "a group takes its métiers as one": ("formation?metier=fap87:B2X", ["CAP Monteur en installations thermiques"], []),
    "a diploma nobody follows says why": (
        "formation?entree=diplome&diplome=titre:990003",
        ["pas de suivi à la sortie", "InserJeunes ne suit pas cette certification"], []),
    "an unknown diploma is said": ("formation?diplome=99999999", ["@info", "n’est pas dans les fichiers chargés"], []),
    "an unknown métier is said": ("formation?metier=metier:Z9Z99", ["@info", "n’est pas proposé ici"], []),
    "a commune goes under the lens and none of its missing figures is hidden": (
        "territoires?volet=loupe&zonage=commune&zone=commune:85113",
        ["<h1>La commune de l’Île-d’Yeu tient dans le bassin d’emploi de Challans", "dans aucun EPCI."], ["@info"]),
    "a zone chosen gives its history": (
        "territoires?volet=etats&etats=gtec&zonage=gtec&zone=gtec:ancenis",
        ["Chaque état connu d’Ancenis, le plus ancien d’abord"], []),
    "a link abridged is said": ("territoires?volet=libre&libre=x", [COMPOSER, "@warning", "abîmé"], []),
    "a place without a zone says that the region is shown": (
        f"carte?{AVESSAC}&zonage=bassin&{PART}",
        ["La commune d’Avessac : aucun bassin d’emploi ne s’y rapporte, la région est affichée"], []),
    "nothing to draw is a sentence": (
        f"tendances?{PART}&zones=spo:sud-vendee&zones=commune:44109",
        ["n’est publié pour aucun des territoires choisis"], ["obs-graphique"]),
    "an unknown measure is said": ("convention?rubrique=temps&mesures=x", ["<h1>", "@warning", "choix inconnu"], []),
    "too many measures are said": (
        f"convention?rubrique=temps{'&mesures=spo_1_personnes' * 5}", ["<h1>", "@warning", "choix inconnu"], []),
    "a sector without figures says why": (
        "secteurs?secteur=banque",
        ["~<h1>[^<]* : aucun métier dans l’enquête de démonstration", "La page Données dit comment charger",
         "Données de démonstration"], ["obs-graphique"]),
    "a filière that is no set of métiers lists them and has no total": (
        "secteurs?secteur=aeronautique_navale_emr",
        ["<h1>Aéronautique, Navale, EMR : 4 métiers, sans total pour la filière", "auxquels la filière fait appel",
         "chaque métier a ses propres chiffres", "un soudeur de la navale y est compté avec tous les soudeurs"],
        ["Trois chiffres", "d’un département à l’autre", "Par famille"]),
    "the filters keep the measures of a party and a dispositif": (
        "convention?rubrique=suivi&au=2015-06-30&dispositif=vae&signataire=region",
        ["2 mesures sont en retard"], ["psychologue du travail"]),
    "filters that keep nothing say so": (
        "convention?rubrique=suivi&dispositif=cif&signataire=region", ["Aucune mesure ne répond à ce choix"], []),
    "a question without answer is said and the usual table shown": (
        "explorer?indicateur=bmo_projet", ["@warning", "bmo_projets", "<h1>Embauches difficiles"], []),
    "a share among métiers asks for some": ("explorer?mesure=part&par=metier", ["choisir d’abord des métiers"], []),
    "a zone asked for goes before a composed territory": (
        "portrait?libre=Pays~~41ico8&zone=gtec:ancenis", [">Portrait du territoire GTEC d’Ancenis<"], []),
    **{f"the portrait of a damaged link, {lien}, is that of the region": (
        f"portrait?libre={lien}", [REGION, "@warning"], []) for lien in ("abime", "Nom~zz~", "~" * 50)},
    **{f"an indicator of few zonings is named, {mot}": (adresse, ["<h1>", mot], []) for adresse, mot in (
        ("tendances?indicateur=population&zonage=commune", "Population"),
        ("tendances?indicateur=defm_a_cvs&zonage=departement", "corrigé"),
        ("tendances?indicateur=iae_beneficiaires", "insertion"),
        ("tendances?indicateur=places_pro&zonage=departement", "Places en CAP"),
        ("tendances?indicateur=offres_projets&zonage=bassin", "Offres ouvertes pour 100 projets"),
        ("carte?indicateur=places_bts_pression&zonage=spo", "Vœux par place de BTS"),
        ("carte?indicateur=offres&zonage=commune", "Offres d’emploi ouvertes"),
    )},
    **{f"« {dit} » is said wherever it is to be, {adresse}": (adresse, [dit], []) for quoi, dit in (
        ("spo", "Territoires : 0 territoire labellisé"), ("gtec", "Les deux ne se comparent pas"),
    ) for adresse in (f"convention?rubrique=dispositifs&fiche={quoi}", f"convention?rubrique=suivi&dispositif={quoi}",
                      f"territoires?volet=etats&etats={quoi}")},
}  # fmt: skip


def tout(at) -> str:
    """Markup then words, and notices; plain spaces."""
    avis = [f"@{ton} {a.label}" for ton in ("info", "warning", "error") for a in at.get(ton)]
    dit = "\n".join([contenu(at).replace("&amp;", "&"), texte(at), *avis])
    return re.sub(r"<h1[^>]*>", "<h1>", dit).translate({0xA0: 32, 0x202F: 32})


@pytest.mark.parametrize("cas", un_sur(3, DITS))
def test_a_screen_says_at_an_address_what_its_reader_is_to_learn(racine, cas):
    adresse, dits, tus = DITS[cas]
    module, _, choix = adresse.partition("?")
    at = ouvrir(module, **parse_qs(choix))
    dit = tout(at) + tout(deplier(at))  # what an address had wrong is said at the first drawing alone
    assert [m for m in dits if not (re.search(m[1:], dit) if m[0] == "~" else m in dit)] == []
    assert [m for m in tus if m in dit] == []
