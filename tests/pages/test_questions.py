"""Fifty everyday questions about twenty communes, each written with its answer: the first line of the list is judged by
its subject, its place, its screen and its figure, which is read from the data and from nothing of the search.

One in forty is asked by default, all of them with `-m long`. The lists of lines typed
(`requetes*.toml`) are judged by the screen and the choices of their first answer.
"""

import tomllib
import unicodedata
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from data_loaders import francais
from data_loaders.chiffres import tableau
from data_loaders.jeux.calculs import Metier
from geo import zonages
from pages.figures.recherche import ligne

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
def ctx(officielles):
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


def faute(donnees, ctx, question, nom, code):
    """Why the first line is wrong, "" when it is right."""
    ecran, sujet, zonage, mots = QUESTIONS[question]
    r = ligne.chercher(question.format(nom), ctx)
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
def test_at_least_95_in_100_everyday_questions_are_answered_first(officielles, ctx, tout):
    cas = [(q, nom, code) for q in QUESTIONS for nom, code in COMMUNES.items()]
    cas = cas if tout else cas[::41]
    fautes = {q.format(nom): f for q, nom, code in cas if (f := faute(officielles, ctx, q, nom, code))}
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
def test_lines_as_they_are_typed_open_the_screen_that_was_written_beside_them(ctx, tout):
    dossier = Path(__file__).parent
    lues = [r for nom in LISTES for r in tomllib.loads((dossier / f"{nom}.toml").read_text("utf-8"))["requete"]]
    lues = lues if tout else lues[::15]
    fautes = {r["texte"]: f for r in lues if (f := ecart(r, ligne.chercher(r["texte"], ctx)))}
    assert len(fautes) <= max(2, 0.01 * len(lues)), fautes
