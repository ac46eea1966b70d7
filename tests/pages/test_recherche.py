"""The search: how a line is read, what it answers and opens, its box; then everyday questions, and lines as typed.

The first answer to a question about a commune is judged by its screen, its subject, its place and its figure, which is
read from the data and from nothing of the search. The lists of lines typed (`requetes*.toml`) are judged by the screen
and the choices of their first answer: one in fifteen by default, all of them with `-m long`.
"""

import tomllib
import unicodedata
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, unquote

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
from pages.figures.recherche.ligne import des_metiers
from tests.pages.outils import contenu, ouvrir, titre
from tests.vues import courts, un_sur


@pytest.fixture(scope="module")
def ctx(demonstration):
    return ligne.Contexte(demonstration)


def premiere(texte, ctx):
    return ligne.chercher(texte, ctx).reponses[0]


def mene(reponse):
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


@pytest.mark.parametrize("pas", courts((32, 1), (32,)))
def test_every_everyday_word_of_the_file_means_something_that_exists(ctx, pas):
    f = lexique._FICHIER
    assert set(f["indicateurs"]) <= set(INDICATEURS)
    for section in ("verbes", "indicateurs", "zonages", "secteurs", "definitions"):
        for code, texte in f[section].items():
            for tournure in texte.split(",")[::pas]:
                assert ligne.chercher(tournure, ctx).incompris == [], (code, tournure)
    for e in f["entrees"]:
        for tournure in e["mots"].split(",")[::pas]:
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


# One answer of each kind -> what the title of its screen names.
REPONSES = {
    "mamers": "Mamers", "chômage laval": "Laval", "chômage": "", "difficultés de recrutement zef cholet": "Cholet",
    "population vertou": "Vertou", "évolution chômage laval cholet": "Laval", "comparer chômage cholet laval": "Cholet",
    "demandeurs d'emploi pays de la loire": "", "comparer laval à la région": "Laval", "comparer les départements": "",
    "soudeur saint-nazaire": "Saint-Nazaire", "comparer soudeurs cholet laval": "", "portrait spo": "",
    "météo pays de la loire": "Pays de la Loire", "portrait sarthe nord": "Sarthe Nord", "btp 2022": "bâtiment",
    "zef": "", "bassins d'emploi": "", "vae": "", "je me qualifie": "",
}  # fmt: skip


@pytest.mark.parametrize("texte", un_sur(2, REPONSES))
def test_what_is_answered_opens_as_it_is_said(racine, ctx, texte):
    premiere = ligne.chercher(texte, ctx).reponses[0]
    at = ouvrir(premiere.module, **parse_qs(premiere.adresse.partition("?")[2]))
    # On a map the title is of all its zones: the one asked is named beside it.
    assert REPONSES[texte] in (contenu(at) if premiere.module == "carte" else titre(at))
    assert [e.value for e in (*at.warning, *at.info, *at.error)] == []


# No bassin of the region holds Avessac: its département answers for the survey.
COMMUNES = {"nantes": "44109", "st nazaire": "44184", "ancenis": "44003", "le mans": "72181", "avessac": "44007"}
# What is asked of a commune -> screen, subject, zoning of the place, year of the figure, words of the sentence.
FIGURES = {
    "chomaj {}": ("tendances", "taux_chomage", "ze", "", ""),
    "chômage {} 2015": ("tendances", "taux_chomage", "ze", "2015", ""),
    "combien de chômeurs à {}": ("tendances", "defm_a", "epci", "", ""),
    "seniors au chômage {}": ("tendances", "defm_seniors", "epci", "", ""),
    "rsa {}": ("tendances", "rsa", "departement", "", ""),
    "combien d'embauches prévues à {}": ("tendances", "bmo_projets", "bassin", "", ""),
    "difficultés de recrutement à {}": ("tendances", "bmo_part_difficiles_estimee", "bassin", "", ""),
    "soudeur {}": ("meteo", "metier:D1X33", "bassin", "", "Soudeurs"),
    "recruter un aide-soignant a {}": ("meteo", "metier:V0X60", "bassin", "", "Aides-soignants"),
    "plombier chauffagiste {}": ("meteo", "metier:B2X33", "bassin", "", "lombiers"),
}
LISTES = ("requetes", "requetes_reservees", "requetes_aveugles", "requetes_fraiches", "requetes_convention")


@pytest.fixture(scope="module")
def officiel(officielles):
    return ligne.Contexte(officielles.figees())


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


@pytest.mark.parametrize("question", un_sur(2, FIGURES))
def test_the_first_answer_about_a_place_prints_its_figure(officielles, officiel, question):
    ecran, sujet, zonage, annee, mots = FIGURES[question]
    for nom, code in COMMUNES.items():
        decoupage = "departement" if (nom, zonage) == ("avessac", "bassin") else zonage
        ou = f"{decoupage}:{zonages.appartenance(decoupage)[code]}"
        r = premiere(question.format(nom), officiel)
        module, params = mene(r)
        assert (module, {sujet, ou} - {*params.values()}) == (f"/{ecran}", set()), r
        assert [m for m in (mots, figure(officielles, sujet, ou, annee)) if m not in r.dit] == [], r


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


@pytest.mark.parametrize("tout", [False, pytest.param(True, marks=pytest.mark.long)])
def test_lines_as_they_are_typed_open_the_screen_that_was_written_beside_them(officiel, tout):
    dossier = Path(__file__).parent
    lues = [r for nom in LISTES for r in tomllib.loads((dossier / f"{nom}.toml").read_text("utf-8"))["requete"]]
    lues = lues if tout else lues[::15]
    fautes = {r["texte"]: f for r in lues if (f := ecart(r, ligne.chercher(r["texte"], officiel)))}
    assert len(fautes) <= max(2, 0.01 * len(lues)), fautes


def ecart_de_phrase(vu, q, voulu):
    """What is wrong in the answer to a sentence, "" when nothing is; see the head of `phrases.toml`."""
    lieu, adresse, dit = [*(p.strip() for p in voulu.split("|")), "", ""][:3]
    r, lieux = ligne.chercher(q, vu), (d.lieux if (d := ligne.comprendre(q, vu)) else [])
    premiere_ = next(iter(r.reponses), None)
    ouverts = lieux if premiere_ or adresse != "rien" else []
    noms = " ".join(f"{li.libelle} {li.ancien or ''}" for li in ouverts).replace("’", "'")
    ouvre = unquote(premiere_.adresse) if premiere_ else ""
    vers = {"rien": not premiere_, "source": ouvre.startswith("/donnees"), "-": True, "": True}
    dits, refuse = " ".join(plat(" ".join([*r.avis, premiere_.dit if premiere_ else ""]))), dit.startswith("!")
    justes = {
        "lieu": noms.strip() in ("", "Pays de la Loire") if lieu == "-" or not ouverts else lieu in noms,
        "adresse": vers.get(adresse, adresse in ouvre),
        "dit": " ".join(plat(dit.strip("!"))) in dits and bool(r.avis or not refuse),
    }
    return ", ".join(nom for nom, juste in justes.items() if not juste) and f"{justes} {ouvre} {noms} {r.avis}"


@pytest.mark.parametrize("pas", courts((4,), (1,)))
def test_sentences_are_understood_or_it_is_said_that_they_are_not(officiel, pas):
    lues = tomllib.loads((Path(__file__).parent / "phrases.toml").read_text("utf-8"))
    phrases = [(q, voulu) for genre in lues.values() for q, voulu in genre.items()][::pas]
    fautes = {q: f for q, voulu in phrases if (f := ecart_de_phrase(officiel, q, voulu))}
    assert len(fautes) <= 0.03 * len(phrases), fautes
    assert not [q for q, f in fautes.items() if "'lieu': False" in f], fautes


@pytest.mark.parametrize("texte", [
    "combien " * 1300, "<b onclick=alert(1)>chômage</b> laval", "😀 chômage laval 😀", "chômage\tlaval\n" * 30,
])  # fmt: skip
def test_what_is_long_or_marked_up_costs_little_and_says_no_more_than_it_is(ctx, texte):
    r = ligne.chercher(texte, ctx)
    assert all("<" not in x.dit + " ".join(r.avis) for x in r.reponses)
    assert bool(r.reponses) == ("laval" in texte)
    assert (ligne.COUPEE in r.avis) == (len(texte.strip()) > ligne.LONGUEUR_MAX)


@pytest.mark.parametrize("pas", courts((97,), (7,)))
def test_no_word_of_everyday_french_is_a_place_in_a_sentence(ctx, pas):
    """« je crois que … », for words of the dictionary."""
    mots = sorted(lexique._francais()[0])[::pas]
    lus = {m: ligne.comprendre(f"je crois que {m}", ctx) for m in mots}
    assert {m: e for m, d in lus.items() if d and (e := d.lecture.de("lieu"))} == {}


@pytest.mark.parametrize(("texte", "debut"), [
    ("qui recrute à Redon", "ZEF de Redon, bassin de Blain, 20"),
    ("qui recrute à Bouaye", "Bouaye, bassin de Nantes, 20"),
    ("qui recrute à Mamers", "Bassin de Mamers, 20"),
    ("qui recrute en Vendée", "Vendée, 20"),
])  # fmt: skip
def test_a_place_is_never_titled_by_the_one_that_speaks_for_it(ctx, texte, debut):
    assert premiere(texte, ctx).dit.startswith(debut)
