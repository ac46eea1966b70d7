"""The search: how a line is read, what it answers and opens, its box; then everyday questions, and lines as typed.

Fifty questions about twenty communes, each written with its answer: the first line of the list is judged by its
subject, its place, its screen and its figure, which is read from the data and from nothing of the search. One in forty
is asked by default, all of them with `-m long`. The lists of lines typed (`requetes*.toml`) are judged by the screen
and the choices of their first answer.
"""

import tomllib
import unicodedata
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl

import pytest

from data_loaders import francais
from data_loaders.chiffres import tableau
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.francais import typographier
from data_loaders.jeux.calculs import Metier
from data_loaders.metiers.recherche import Trouve
from geo import zonages
from pages.components import cache, recherche
from pages.figures.recherche import lexique, ligne
from pages.figures.recherche.ligne import Proposition, des_metiers
from tests.pages.outils import contenu, ouvrir, titre


@pytest.fixture(scope="module")
def ctx(demonstration):
    return ligne.contexte(demonstration)


def premiere(texte, ctx):
    return ligne.chercher(texte, ctx).reponses[0]


def mene(reponse):
    """Screen and choices that an answer opens."""
    ecran, _, requete = reponse.adresse.partition("?")
    return ecran, {cle: v[0] if len(v) == 1 else v for cle, v in parse_qs(requete).items()}


@pytest.mark.parametrize("texte", ["", "   ", "!!!", "le la les", "zzqqx wwkkv", "12345678"])
def test_nothing_understood_is_an_empty_answer(texte, ctx):
    assert ligne.chercher(texte, ctx).reponses == []


def test_an_unknown_place_is_told_with_the_names_that_are_near(ctx):
    r = ligne.chercher("chômage à Chateaubrillant", ctx)
    assert mene(r.reponses[0])[1]["zones"] == "ze:5205"  # a misspelling is understood
    r = ligne.chercher("licorne", ctx)
    assert r.avis[0].startswith("Lieu inconnu dans la région\u00a0: «\u00a0licorne\u00a0». Vouliez-vous dire Malicorne")
    assert (r.reponses, mene(r.proches[0])[0]) == ([], "/territoires")


def test_data_that_cannot_be_read_leave_the_places_the_screens_and_the_convention():
    for texte, ecran in (("mamers", "/territoires"), ("vae", "/convention"), ("chômage laval", "/carte")):
        assert mene(premiere(texte, ligne.SANS_DONNEES))[0] == ecran


def test_every_everyday_word_of_the_file_means_something_that_exists(ctx):
    f = lexique._FICHIER
    assert set(f["indicateurs"]) <= set(INDICATEURS)
    for section in ("verbes", "indicateurs", "zonages", "secteurs", "definitions"):
        for code, texte in f[section].items():
            for tournure in texte.split(","):
                assert ligne.chercher(tournure, ctx).incompris == [], (code, tournure)
    for e in f["entrees"]:
        for tournure in e["mots"].split(","):
            vus = [mene(r)[0] for r in ligne.chercher(tournure, ctx, nb=20).reponses]
            assert e["vers"].partition("?")[0] in vus, tournure
    for e in f["absents"]:
        assert set(e) <= {"mots", "dit", "proche"}
        for tournure in e["mots"].split(","):
            assert typographier(e["dit"]) in ligne.chercher(tournure, ctx).avis, tournure


def test_a_proposal_names_its_screen(ctx):
    (proposition, *_) = ligne.de(ligne.chercher("vae", ctx).reponses)
    assert (proposition.cle, proposition.ecran) == ("/convention?rubrique=dispositifs&fiche=vae", "Convention")
    assert ligne.de(ligne.chercher("accueil", ctx).reponses)[0].cle == "/"


TROUVE = Trouve("metier", "D1X33", "Soudeurs", "titre courant\u00a0: soudeur", 100.0)
PROPOSE = ("metier:D1X33", "Soudeurs", "Métier D1X33 · titre courant\u00a0: soudeur")


def test_a_proposal_says_its_level_its_code_and_why():
    assert des_metiers([TROUVE]) == [Proposition(*PROPOSE)]


def test_the_number_of_proposals_is_said_and_an_empty_answer_explains():
    un = recherche.charge_utile("soudeur", recherche.Trouvailles(des_metiers([TROUVE])))
    assert un["message"].startswith("1\u00a0proposition.")
    assert un["resultats"] == [[*PROPOSE, "", ""]]
    for tape, dit, avis in (("zzz", "", recherche.METIER.aucun), ("zzz", "Non compris.", "Non compris."), ("", "", "")):
        rien = recherche.charge_utile(tape, recherche.Trouvailles((), dit))
        assert (rien["message"], rien["avis"]) == ("", avis)


def test_what_the_browser_sends_is_a_short_text_or_nothing():
    lus = [recherche.lire_texte(v) for v in ("  maçon ", {"a": 1}, None)]
    assert lus == ["maçon", "", ""]
    assert len(recherche.lire_texte("a" * 5000)) == recherche.LONGUEUR_MAX


@pytest.mark.parametrize(("tape", "cle"), [("soudeuse", "metier:D1X40"), ("plonbier", "metier:B2X40"), ("licorne", "")])
def test_the_boxes_of_metiers_understand_what_is_typed_as_the_search_does(demonstration, tape, cle):
    noms = {"metier:D1X40": "Soudeurs", "metier:B2X40": "Plombiers"}
    assert cache.entendu(demonstration, "", tape, noms) == cle


@pytest.fixture(scope="module")
def contexte(demonstration):
    return ligne.contexte(demonstration)


# One answer of each kind -> what the title of its screen names.
REPONSES = {
    "mamers": "Mamers", "chômage laval": "Laval", "chômage": "", "difficultés de recrutement zef cholet": "Cholet",
    "population vertou": "Vertou", "évolution chômage laval cholet": "Laval", "comparer chômage cholet laval": "Cholet",
    "demandeurs d'emploi pays de la loire": "", "comparer laval à la région": "Laval", "comparer les départements": "",
    "soudeur saint-nazaire": "Saint-Nazaire", "comparer soudeurs cholet laval": "", "portrait spo": "",
    "météo pays de la loire": "Pays de la Loire", "portrait sarthe nord": "Sarthe Nord", "btp 2022": "bâtiment",
    "zef": "", "bassins d'emploi": "", "vae": "", "je me qualifie": "",
}  # fmt: skip


@pytest.mark.parametrize("texte", REPONSES)
def test_what_is_answered_opens_as_it_is_said(racine, contexte, texte):
    premiere = ligne.chercher(texte, contexte).reponses[0]
    at = ouvrir(premiere.module, **parse_qs(premiere.adresse.partition("?")[2]))
    # On a map the title is of all its zones: the one asked is named beside it.
    assert REPONSES[texte] in (contenu(at) if premiere.module == "carte" else titre(at))
    assert [e.value for e in (*at.warning, *at.info, *at.error)] == []


COMMUNES = {
    "nantes": "44109", "st nazaire": "44184", "ancenis": "44003", "chateaubriant": "44036", "Pornic": "44131",
    "angers": "49007", "cholet": "49099", "saumur": "49328", "segré": "49331", "Laval": "53130", "evron": "53097",
    "château-gontier": "53062", "le mans": "72181", "mamers": "72180", "la fleche": "72154", "avessac": "44007",
    "Sablé-sur-Sarthe": "72264", "la roche sur yon": "85191", "les sables d'olonne": "85194",
    "fontenay le comte": "85092",
}  # fmt: skip
# No bassin of the region holds it: its département answers for the survey.
SANS_BASSIN = ("44007",)
SOUDEUR, INFIRMIER, MACON, CUISINIER = "metier:D1X33", "metier:V1X80", "metier:B1X31", "metier:S1X40"
AIDE_SOIGNANT, COMPTABLE, SERVEUR, MENUISIER = "metier:V0X60", "metier:L1X60", "metier:S2X61", "metier:B2X38"

# Screen, subject, zoning of the place, words of the sentence ("" for the figure of the subject alone) <- what is asked.
# Subject: an indicator, a métier, or "" where the screen is the answer.
ATTENDUS = {
    ("tendances", "taux_chomage", "ze", ""): (
        "chomage {}", "{} chômage", "taux de chômage à {}", "quel est le taux de chomage a {} ?", "chomaj {}",
        "le chômage baisse-t-il à {} ?", "evolution du chomage {}", "est-ce que le chômage augmente à {}",
        "chômage {} et rennes",
    ),
    ("carte", "taux_chomage", "ze", "zone d’emploi"): ("carte du chômage {}",),
    ("tendances", "taux_chomage", "ze", "2015"): ("chômage {} 2015",),
    ("tendances", "taux_chomage", "departement", "Vendée"): ("comparer {} et la vendée",),
    ("tendances", "defm_a", "epci", ""): ("demandeurs d'emploi {}", "combien de chômeurs à {}"),
    ("tendances", "defm_seniors", "epci", ""): ("seniors au chômage {}",),
    ("tendances", "defm_jeunes", "epci", ""): ("chomage des jeunes a {}",),
    ("tendances", "defm_femmes", "epci", ""): ("femmes au chomage {}",),
    ("", "rsa", "departement", ""): ("rsa {}",),
    ("carte", "population", "commune", ""): ("population {}", "combien d'habitants à {} ?"),
    ("tendances", "bmo_projets", "bassin", ""): (
        "projets de recrutement {}", "combien d'embauches prévues à {}", "offres d'emploi {}",
    ),
    ("tendances", "bmo_part_difficiles_estimee", "bassin", ""): ("difficultés de recrutement à {}",),
    ("tendances", "bmo_projets_saisonniers", "bassin", ""): ("emplois saisonniers {}",),
    ("meteo", "", "bassin", "difficile"): (
        "qui recrute à {} ?", "quels métiers manquent à {}", "métiers en tension {}", "meteo des metiers {}",
    ),
    ("meteo", SOUDEUR, "bassin", "Soudeurs"): ("soudeur {}",),
    ("meteo", INFIRMIER, "bassin", "Infirmiers"): ("infirmière à {}", "combien gagne un infirmier à {}"),
    ("meteo", MACON, "bassin", "açon"): ("macon {}",),
    ("meteo", CUISINIER, "bassin", "Cuisiniers"): ("on cherche des cuisiniers à {}",),
    ("meteo", AIDE_SOIGNANT, "bassin", "Aides-soignants"): ("recruter un aide-soignant a {}",),
    ("meteo", COMPTABLE, "bassin", "compta"): ("{} comptable",),
    ("meteo", SERVEUR, "bassin", "Serveurs"): ("serveuse {}",),
    ("meteo", "metier:B2X33", "bassin", "lombiers"): ("plombier chauffagiste {}",),
    ("formation", SOUDEUR, "commune", "soudeur"): ("se former soudure {}",),
    ("formation", AIDE_SOIGNANT, "commune", "aide-soignant"): ("où devenir aide soignant à {}",),
    ("formation", MENUISIER, "commune", ""): ("formation menuisier {}",),
    ("formation", "", "commune", "Se former"): ("formations {}", "que deviennent les apprentis {}"),
    ("territoires", "", "commune", "en une page"): ("{}", "ma commune {}", "mairie de {}", "logement {}"),
    ("territoires", "", "zef", ""): ("zef de {}",),
    ("portrait", "", "commune", "Portrait"): ("portrait de {}", "imprimer {}"),
}  # fmt: skip
QUESTIONS = {question: attendu for attendu, questions in ATTENDUS.items() for question in questions}
LISTES = ("requetes", "requetes_reservees", "requetes_aveugles", "requetes_fraiches", "requetes_convention")
TOUT = pytest.mark.parametrize("tout", [False, pytest.param(True, marks=pytest.mark.long)])
# What has no figure is told so.
SANS_CHIFFRE = ("offres d'emploi", "combien gagne", "logement")


@pytest.fixture(scope="module")
def officiel(officielles):
    return ligne.contexte(officielles.figees())


def choix(adresse):
    ecran, _, requete = adresse.partition("?")
    return ecran.removeprefix("/"), parse_qsl(requete)


def zone(code, zonage):
    if zonage == "bassin" and code in SANS_BASSIN:
        zonage = "departement"
    return f"{zonage}:{code if zonage == 'commune' else zonages.appartenance(zonage)[code]}"


def figure(donnees, sujet, ou, annee=""):
    """The number of an indicator, or the share of a métier, as the sentence must print it; "" where there is none."""
    zonage, _, code = ou.partition(":")
    metier = Metier.lire(sujet) if ":" in sujet else None
    t = tableau.calculer(donnees, "bmo_part_difficiles_estimee" if metier else sujet, zonage, metier)
    lignes = t.zone(code)
    connues = lignes[lignes["value"].notna()]
    if annee:
        connues = connues[connues.index.str.startswith(annee)]
    if connues.empty or (metier and connues.index[-1] != t.periodes[-1]):
        return ""
    return francais.nombre(connues["value"].iloc[-1], 0 if t.indicateur.incertaine else t.indicateur.decimales)


def faute(donnees, officiel, question, nom, code):
    """Why the first line is wrong, "" when it is right."""
    ecran, sujet, zonage, mots = QUESTIONS[question]
    r = ligne.chercher(question.format(nom), officiel)
    if not r.reponses:
        return "aucune réponse"
    premiere = r.reponses[0]
    module, params = choix(premiere.adresse)
    ou = zone(code, zonage)
    if question.startswith(SANS_CHIFFRE) and not any("n’a pas" in a for a in r.avis):
        return "le manque n’est pas dit"
    if ecran and module != ecran:
        return f"écran {module} au lieu de {ecran}"
    if (sujet or zonage != "commune" or ecran in ("territoires", "portrait")) and ou not in [v for _, v in params]:
        return f"{premiere.adresse} : lieu {ou} attendu"
    if sujet and sujet not in [v for _, v in params]:
        return f"{premiere.adresse} : sujet {sujet} attendu"
    if mots not in premiere.dit:
        return f"« {premiere.dit} » ne dit pas « {mots} »"
    if sujet and ecran in ("tendances", "meteo", "") and mots != "Vendée":
        voulue = figure(donnees, sujet, ou, mots if mots.isdecimal() else "")
        if voulue not in premiere.dit:
            return f"« {premiere.dit} » ne dit pas {voulue}"
    return ""


@TOUT
def test_at_least_95_in_100_everyday_questions_are_answered_first(officielles, officiel, tout):
    cas = [(q, nom, code) for q in QUESTIONS for nom, code in COMMUNES.items()]
    cas = cas if tout else cas[::41]
    fautes = {q.format(nom): f for q, nom, code in cas if (f := faute(officielles, officiel, q, nom, code))}
    assert len(fautes) <= 0.05 * len(cas), fautes


def ecart(attendu, r):
    """Why the first answer is not the one that a list wants, "" when it is; see the head of `requetes.toml`."""
    adresse = r.reponses[0].adresse if r.reponses else ""
    ecran, params = adresse.partition("?")[0], {f"{c}={v}" for c, v in parse_qsl(adresse.partition("?")[2])}
    params |= {f"{p.partition('=')[0]}=*" for p in params} | {ecran}
    vouloir = [set(v) for v in attendu.get("attendus_un_de", [[]])]
    justes = (
        ecran in (attendu.get("ecrans") or [attendu["ecran"]]),
        set(attendu.get("attendus", ())) <= params and any(v <= params for v in vouloir),
        not set(attendu.get("refuses", ())) & params,
        {m for x in attendu.get("incompris", ()) for m in plat(x)} <= {m for x in r.incompris for m in plat(x)},
    )
    return "" if all(justes) else f"{adresse} {r.incompris}"


def plat(texte):
    sans = unicodedata.normalize("NFKD", texte.lower())
    return "".join(c for c in sans if not unicodedata.combining(c)).split()


@TOUT
def test_lines_as_they_are_typed_open_the_screen_that_was_written_beside_them(officiel, tout):
    dossier = Path(__file__).parent
    lues = [r for nom in LISTES for r in tomllib.loads((dossier / f"{nom}.toml").read_text("utf-8"))["requete"]]
    lues = lues if tout else lues[::15]
    fautes = {r["texte"]: f for r in lues if (f := ecart(r, ligne.chercher(r["texte"], officiel)))}
    assert len(fautes) <= max(2, 0.01 * len(lues)), fautes
