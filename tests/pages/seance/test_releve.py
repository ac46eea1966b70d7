"""The record of a meeting: hostile bodies refused, three documents opened and read."""

import html
import io
import json
import re
from datetime import date

import docx
import pypdf
import pytest
from docx.oxml.ns import qn

from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import typographier
from pages.components import depot, seance
from pages.components.seance import rejeu
from pages.figures.seance import demande, modeles, releve, traitement
from pages.figures.seance.composition import arbre
from tests.pages.outils import manquent

pytestmark = pytest.mark.usefixtures("demonstration")

ORDRE = {"format": "observatoire-seance-1", "titre": "Comité d'Ancenis", "vues": [], "instantane": ""}
CARTE = {"adresse": "/carte?zonage=departement", "cle": "bloc-principale", "message": "", "dit": "Autre titre, 12 %"}
RELEVE = {
    "seance": ORDRE,
    "debut": "2026-11-25T14:10",
    "fin": "2026-11-25T14:51",
    "lieu": "Ancenis",
    "presents": "Région, France Travail\nun lycée",
    "montrees": [
        {**CARTE, "minutes": 5, "secondes": 241, "rang": "4"},
        {"adresse": "/tendances", "cle": "bloc-tendances", "secondes": 20, "question": True, "rang": "A"},
        {"adresse": "/carte", "cle": "bloc-disparue", "dit": "Un titre lu en salle"},
        {"adresse": "/ailleurs", "cle": "x", "dit": "Un autre titre lu"},
        {"adresse": "/carte", "cle": "bloc-tableau"},
    ],
    "notes": [
        {"genre": "remarque", "texte": "#panic[dit] <b>$x$</b>\nsuite", "vue": 1},
        {"genre": "decision", "texte": "Réunir les employeurs", "vue": 0, "heure": "14:21"},
        {"genre": "a_faire", "texte": "Vérifier les communes", "qui": "Région", "quand": "janvier 2027"},
        {"genre": "question", "texte": "et l'intérim ?", "vue": 0, "reponse": 1, "heure": "14:21"},
        {"genre": "question", "texte": "les loyers", "vue": 0, "reponse": None},
    ],
    "depuis": "2026-03-12",
    "suite": '{"format": "observatoire-seance-1", "titre": "<b>"}',
    "suites": [{"genre": "decision", "texte": "Écrire aux CFA", "qui": "Région", "etat": "fait en mai", "cle": "x"}],
}


@pytest.fixture
def document() -> releve.Document:
    s = demande.lire_releve(json.dumps(RELEVE).encode())
    return releve.preparer(s, rejeu.jouer, date(2026, 11, 27), "https://observatoire.example", depot.relire)


def dites(d: releve.Document) -> list[str]:  # words under the title, piece by piece, figures left out
    return [arbre(x.replace("<br>", " ")).texte() for x in d.morceaux if isinstance(x, str)]


def test_words_come_in_the_order_of_the_minutes(document):
    quand = "25 novembre 2026, 14\u00a0h\u00a010 à 14\u00a0h\u00a051, Ancenis"
    assert (document.seance, document.quand) == ("Comité d’Ancenis", quand)
    _, _, decisions, taches, suites, remarques, questions, montrees, *_ = dites(document)
    devant = "Réunir les employeurs Prise devant la vue 4\u00a0: Autre titre"
    assert manquent(decisions + remarques, devant, "Vue A, réponse à une question de la salle. ") == []
    assert typographier("14\u00a0h\u00a021, devant la vue 4 : « et l’intérim ? ». Montré : vue A, ") in questions
    assert questions.endswith(typographier("Devant la vue 4 : « les loyers ». Sans réponse."))
    vues = "Vérifier les communes Région janvier 2027", "4\u00a0min, 5 prévues", "moins d’une minute"
    assert manquent(taches + suites + montrees, "Écrire aux CFA Région  fait en mai", *vues) == []
    assert document.badges == ("Données de démonstration", "Document de travail – non validé")


def test_a_view_keeps_what_the_room_read_and_says_what_changed_or_why_it_no_longer_answers(document):
    carte, adresse, tendances, _, disparue, _, ailleurs, *_ = dites(document)[8:]
    aujourd_hui = typographier(f"Titre d’aujourd’hui : {document.morceaux[9].vue.titre}.")
    assert manquent(carte, "Vue 4\u00a0: Autre titre, 12\u00a0%", aujourd_hui) == []
    assert adresse.endswith("https://observatoire.example/carte?zonage=departement#bloc-principale")
    assert "Chiffre changé" not in tendances
    assert manquent(disparue + ailleurs, "Un titre lu en salle", "n’a plus cette figure", "aucun écran") == []


def test_pdf_is_tagged_and_its_text_is_in_order(document):
    lu = pypdf.PdfReader(io.BytesIO(releve.en_pdf(document)))
    assert (lu.metadata.title, lu.trailer["/Root"]["/Lang"]) == ("Relevé de séance, Comité d’Ancenis", "fr-FR")
    assert "/StructTreeRoot" in lu.trailer["/Root"]
    texte = " ".join(p.extract_text() for p in lu.pages)
    ordre = ["Une décision", "Réunir les employeurs", "À faire", "Depuis le 12 mars 2026", "fait en mai"]
    ordre += ["Une remarque", "#panic[dit]", "Deux questions de la salle", "Sans réponse", "Ce qui a été montré"]
    places = [texte.index(mots) for mots in ordre]
    assert places == sorted(places)
    assert manquent(texte.replace("\n", " "), "ne peut plus être montrée", "Données de démonstration") == []


def test_docx_has_headings_language_alternatives_and_header_rows(document):
    f = docx.Document(io.BytesIO(traitement.en_docx(document)))
    assert (f.core_properties.title, f.core_properties.language) == ("Relevé de séance, Comité d’Ancenis", "fr-FR")
    assert {x.get(qn("w:val")) for x in f.styles.element.xpath("//w:lang")} == {"fr-FR"}
    titres = [p.text for p in f.paragraphs if p.style.name.startswith("Heading")]
    parties = ["Une décision", "À faire", "Depuis le 12 mars 2026", "Une remarque", "Deux questions de la salle"]
    assert titres[:6] == [*parties, "Ce qui a été montré"]
    assert len(titres) == 6 + len(RELEVE["montrees"])
    images = f.element.body.xpath(".//wp:docPr")
    assert (len(images), len(f.tables)) == (2, 4)
    assert all(len(x.get("descr")) > 20 for x in images)
    assert all(t.rows[0]._tr.xpath("./w:trPr/w:tblHeader") for t in f.tables)
    poids = [len(p.blob) for p in f.part.package.iter_parts() if ".png" in p.partname]
    assert 0 < max(poids) <= releve.IMAGE_MAX
    assert any("#panic[dit] <b>$x$</b>" in p.text for p in f.paragraphs)


def test_a_conseil_d_orientation_produces_its_document():
    s = demande.lire_releve(json.dumps(RELEVE).encode())
    d = releve.preparer(s, rejeu.jouer, date(2026, 11, 27), papier=releve.PAPIERS["orientation"])
    assert [x.count("à compléter") for x in dites(d) if "Les cinq visées" in x] == [5 * 3]  # of each aim of the text
    f = docx.Document(io.BytesIO(traitement.en_docx(d)))
    pdf = " ".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(releve.en_pdf(d))).pages)
    ecrit = "\n".join([*(p.text for p in f.paragraphs), *(c.text for t in f.tables for r in t.rows for c in r.cells)])
    lus = {"docx": ecrit, "pdf": pdf.replace("\n", " "), "html": releve.en_html(d).decode()}
    for genre, lu in lus.items():
        titres = ["Document d’orientation", "Diagnostic partagé", "Ce qui en a été dit", "Propositions", "Réunir les"]
        places = [lu.index(mots) for mots in titres if genre == "pdf" or mots != "Réunir les"]
        assert places == sorted(places), genre
        dits = ("La Région peut s’en saisir", "Repérer les publics prioritaires", "à compléter", "Réunir les")
        assert manquent(lu, *dits) == [], genre


def test_the_browser_offers_the_documents_that_the_server_writes_and_the_titles_ask_for_them():
    source = (seance.STATIQUE / "notes.js").read_text("utf-8")
    bloc = source.partition("const DOCUMENTS = {")[2].partition("};")[0]
    offerts = re.findall(r'(\w+): \["([^"]+)", "([^"]+)"', bloc)
    assert offerts == [(nom, p.titre, p.fichier) for nom, p in releve.PAPIERS.items()]
    debuts = dict(re.findall(r"(\w+): \[.*?/\^(.+?)/u", bloc))
    for modele, papier in (("secteur", "orientation"), ("zef", "besoins")):
        m = modeles.MODELES[modele]
        assert re.match(debuts[papier], m.titre(next(iter(m.lieux()))))


def test_html_stands_alone_and_what_was_typed_is_text(document):
    texte = releve.en_html(document).decode()
    assert manquent(texte, '<html lang="fr">', "src=", "ne peut plus être montrée") == []
    assert not re.search(r'<b>\$x\$|<script|src="(?!data:)', texte)
    (suite,) = re.findall(r'<meta name="observatoire-seance" content="([^"]*)">', texte)
    assert html.unescape(suite) == RELEVE["suite"]


@pytest.mark.parametrize(("genre", "debut"), [("pdf", b"%PDF"), ("docx", b"PK"), ("html", b"<!DOCTYPE html>")])
def test_a_record_is_a_file_to_keep(client, genre, debut):
    r = client.post(f"/_seance/releve?format={genre}", json=RELEVE)
    assert (r.status_code, r.headers["cache-control"]) == (200, "no-store")
    assert r.content.startswith(debut)
    assert r.headers["content-disposition"] == f'attachment; filename="releve-de-seance.{genre}"'


def avec(**champs) -> bytes:
    """A record that would be taken but for these fields."""
    return json.dumps(RELEVE | {"notes": []} | champs).encode()


HOSTILES = {
    "rien": (b"", "séance"),
    "pas du JSON": (b"{", "séance"),
    "pas de l’UTF-8": (b'{"seance": "\xff"}', "séance"),
    "imbriqué": (b"[" * 100_000, "séance"),
    "une liste": (b"[]", "relevé"),
    "trop long": (b'{"x": "' + b"a" * demande.OCTETS_MAX + b'"}', "séance"),
    "sans séance": (json.dumps({"montrees": []}).encode(), "séance"),
    "autre format": (avec(seance=ORDRE | {"format": "observatoire-seance-2"}), "format"),
    "infini": (avec(montrees=[CARTE | {"minutes": float("inf")}]), "séance"),
    "secondes d’une semaine": (avec(montrees=[CARTE | {"secondes": 604_800}]), "montrees 1, secondes"),
    "suite d’un autre genre": (avec(suites=[{"genre": "remarque", "texte": "x"}]), "suites 1, genre"),
    "réponse hors du relevé": (avec(notes=[{"genre": "question", "texte": "x", "reponse": 9}]), "notes 1, reponse"),
    "minutes en texte": (avec(montrees=[CARTE | {"minutes": "4"}]), "montrees 1, minutes"),
    "minutes vraies": (avec(montrees=[CARTE | {"minutes": True}]), "montrees 1, minutes"),
    "trop de vues": (avec(montrees=[CARTE] * (demande.MONTREES_MAX + 1)), "montrees"),
    "adresse d’ailleurs": (avec(montrees=[CARTE | {"adresse": "https://ailleurs.example/"}]), "montrees 1, adresse"),
    "adresse double": (avec(montrees=[CARTE | {"adresse": "//ailleurs.example"}]), "montrees 1, adresse"),
    "clé de balise": (avec(montrees=[CARTE | {"cle": "<script>"}]), "montrees 1, cle"),
    "invisible": (avec(lieu="Ancenis\u202e"), "lieu"),
    "demi-caractère": (b'{"seance": {"format": "observatoire-seance-1", "titre": "\\ud800"}}', "titre"),
    "nul": (avec(presents="a\u0000b"), "presents"),
    "texte trop long": (avec(lieu="a" * 401), "lieu"),
    "genre inconnu": (avec(notes=[{"genre": "secret", "texte": "x"}]), "notes 1, genre"),
    "vue hors du relevé": (avec(notes=[{"genre": "remarque", "texte": "x", "vue": 5}]), "notes 1, vue"),
    "heure fausse": (avec(notes=[{"genre": "remarque", "texte": "x", "heure": "25:00"}]), "notes 1, heure"),
    "date fausse": (avec(debut="demain"), "debut"),
    "date en nombre": (avec(debut=12), "debut"),
    "trop de notes": (avec(notes=[{"genre": "remarque", "texte": "x"}] * (demande.NOTES_MAX + 1)), "notes"),
}


@pytest.mark.parametrize(("corps", "champ"), HOSTILES.values(), ids=HOSTILES)
def test_hostile_bodies_are_refused_by_the_name_of_the_field(client, corps, champ):
    with pytest.raises(ErreurDonnees) as faute:
        demande.lire_releve(corps)
    assert (faute.value.regle, faute.value.ou) == ("demande", champ)
    r = client.post("/_seance/releve?format=pdf", content=corps)
    assert r.status_code == 422
    assert "champ «" in r.json()["raison"].lower()
    assert "Traceback" not in r.text


def test_other_formats_do_not_exist(client):
    assert client.post("/_seance/releve?format=odt", json=RELEVE).status_code == 404
    assert client.get("/_seance/releve?format=pdf", follow_redirects=True).status_code == 404


def test_nothing_typed_is_kept_on_the_server(client, racine):
    fichiers = lambda: {f for f in racine.rglob("*") if f.is_file() and f.parent.name != depot.DOSSIER}  # noqa: E731
    avant = fichiers()
    client.post("/_seance/releve?format=html", json=RELEVE)
    assert fichiers() == avant
    assert all(b"employeurs" not in f.read_bytes() for f in (racine / depot.DOSSIER).glob("*.json"))
