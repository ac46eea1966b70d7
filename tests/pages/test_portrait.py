"""Portraits as documents: correct sentences everywhere, two tagged pages; their screen and their command."""

import html
import itertools
import math
import re
from functools import cache, partial
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from pypdf import PdfReader

from data_loaders.commandes import FAIT, MAUVAIS_USAGE, REFUSE
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.portraits import Memoire, semblables as portrait_semblables
from data_loaders.portraits.territoire import portrait
from geo import libre, sujets, zonages
from pages import __main__ as commande
from pages.components import portrait as provenance_portrait
from pages.figures.diapos import trace
from pages.figures.portrait import dessins, rendus, territoire, vue
from pages.figures.portrait.mots import Ciel, Dessin, Lien
from tests.lecture import en_pdf, nombres
from tests.pages import outils
from tests.pages.outils import Lecteur
from tests.vues import courts, un_sur

TOUS = [
    f"{z}:{c}" for z in ("spo", "bassin", "zef", "gtec", "departement", "region") for c in zonages.zones(z)["code_zone"]
]
# Parts of interregional zones, an EPCI astride the border, the largest, Île d'Yeu, a commune of the bassin of Redon.
TOUS += ["ze:5251", "ze:5262", "epci:243500741", "epci:244400404", "commune:44109", "commune:85113", "commune:44057"]
HOSTILE = '<img src=x onerror=alert(1)> & "Loir" #panic("x") *gras* \U0001f600'


@pytest.fixture(scope="module")
def vide(tmp_path_factory):
    return Memoire(Donnees(tmp_path_factory.mktemp("vide")).figees())


@cache
def _document(m, zone):
    return vue.document(portrait(m, sujets.de_zone(*zone.split(":"))))


def _texte(cellule) -> str:
    nom = {Dessin: "alt", Ciel: "mot", Lien: "texte"}.get(type(cellule))
    return getattr(cellule, nom) if nom else cellule


def _phrases(d) -> list[str]:
    phrases = [p for b in d.blocs for p in (b.constat, *b.phrases, b.champ, b.source)]
    return [p for p in phrases if p] + [b.dessin.alt for b in d.blocs if b.dessin]


def _textes(d) -> list[str]:
    textes = [d.titre, d.constat, d.pied, *(mot for mot, _ in d.badges), *_phrases(d)]
    for b in d.blocs:
        textes += [b.titre, *(t for c in b.cles for t in (c.titre, c.valeur, c.prefixe, *c.notes))]
        for t in b.tableaux:
            textes += [t.legende, t.note, *(c.titre for c in t.colonnes)]
            textes += [_texte(c) for ligne in t.lignes for c in ligne]
    return [t for t in textes if t]


def _fautes(texte: str) -> list[str]:
    """What a French sentence made by a machine gets wrong."""
    motifs = {
        "None ou nan": r"\bNone\b|\bnan\b",
        "deux espaces": r"[ \u00a0\u202f]{2}",
        "article non contracté": r"\b[Dd]e les? [a-zé]|\b[àÀ] les? [a-zé]|\b[Dd]e le\b",
        "élision": r"\b[Dd]e [aeiouyéèêâîôû](?!u)|\b[Ll]e [aeiouéèêâ]|\bque il",
        "apostrophe droite": "'",
        "espace avant la virgule ou le point": r" [,.]",
        "signe double sans insécable": r"[^\u00a0\u202f][:;?!](?=\s|$)| [:;?!]",
        "pour cent collé": r"\d%",
        "vide": r"\(\)|«\u00a0\u00a0»",
        "pluriel": r"(?<![\d,.\u202f])1\u00a0(?:habitants|communes|points|projets|contrats|zones)\b",
    }
    return [nom for nom, motif in motifs.items() if re.search(motif, texte)]


def _verifier(d):
    """Every sentence is correct, no part is empty, and no cell without a reason."""
    assert {t: f for t in _textes(d) if (f := _fautes(t))} == {}
    assert [p for p in _phrases(d) if not re.search(r"[.»]$", p) or p[:1].islower()] == []
    codes = ["territoire", "demande", "besoins", "meteo", "formation", "acteurs", "methode"]
    assert [b.code for b in d.blocs] == codes
    for b in d.blocs:
        assert b.cles or b.phrases or b.tableaux, b.code
        for t in b.tableaux:
            dits = [_texte(c) for ligne in t.lignes for c in ligne]
            assert dits
            assert all(dits), (b.code, t.lignes)
            assert all(len(ligne) == len(t.colonnes) for ligne in t.lignes)
            # Every sign that stands for a value is explained among the notes.
            signes = {*dits} & {"s", "n.d.", "n.s.", "///"}
            assert all(f"«\u00a0{s}\u00a0»" in " ".join(d.blocs[-1].phrases) for s in signes), (b.code, signes)


@pytest.mark.parametrize("zone", un_sur(20, TOUS))
def test_every_sentence_is_correct_no_part_is_empty_and_no_cell_without_reason(memoire, zone):
    _verifier(_document(memoire, zone))


@pytest.mark.parametrize(
    "zone", ["spo:ancenis", "bassin:5220", "zef:nantes", "gtec:ancenis", "departement:72", "region:52", "commune:85113"]
)
def test_so_it_is_without_data(vide, zone):
    _verifier(_document(vide, zone))


@pytest.mark.parametrize("zone", ["spo:sarthe-nord", "region:52"])
def test_the_pdf_has_two_tagged_pages(memoire, zone):
    d = _document(memoire, zone)
    pdf = rendus.composer(d).pdf
    assert pdf == rendus.composer(d).pdf
    lu = en_pdf(pdf)
    assert len(lu.pages) == 2
    racine = lu.trailer["/Root"]
    assert racine["/Lang"] == "fr-FR"
    assert "/StructTreeRoot" in racine
    assert lu.metadata.title == d.titre
    pages = [re.sub(r"\s+", " ", p.extract_text()) for p in lu.pages]
    for numero, page, blocs in zip((1, 2), pages, d.pages, strict=True):
        assert f"page {numero} sur 2" in page
        for b in blocs:
            assert b.titre in page
            assert re.sub(r"\s+", " ", b.source[:40]) in page


def test_what_does_not_hold_on_two_pages_is_refused_and_a_rather_long_text_set_smaller(memoire):
    d = _document(memoire, "spo:ancenis")

    def composer(phrases):
        bloc = d.blocs[-1]._replace(phrases=phrases)
        return rendus.composer(d._replace(pages=(d.pages[0], (*d.pages[1][:-1], bloc))))

    with pytest.raises(ErreurDonnees, match="au lieu de 2"):
        composer(("Une phrase de trop. " * 400,))
    feuilles = composer((*d.blocs[-1].phrases, "Une phrase de plus, assez longue. " * 48))
    assert feuilles.echelle < 1
    assert len(en_pdf(feuilles.pdf).pages) == 2


def test_a_hostile_name_becomes_neither_markup_nor_command(memoire):
    sujet = sujets.libre(HOSTILE, ["72154", "72071"])
    d = vue.document(portrait(memoire, sujet))
    assert "<img src=x" not in rendus.html(d)
    assert "&lt;img src=x" in rendus.html(d)
    lu = en_pdf(rendus.composer(d).pdf)
    assert len(lu.pages) == 2
    assert '#panic("x") *gras*' in lu.pages[0].extract_text()
    assert re.fullmatch(r"[a-z0-9_-]+", d.fichier)


def test_who_is_counted_outside_the_region_is_set_against_nobody(demonstration, monkeypatch):
    memoire, a_cheval = Memoire(demonstration), "243500741"
    monkeypatch.setattr(portrait_semblables, "_dernieres", _connues)
    table = portrait_semblables.variables(memoire, "epci")
    dehors = set(table.index[table["inscrits"].isna()])
    assert a_cheval in dehors <= set(zonages.epci_a_cheval())
    assert "inscrits" not in portrait_semblables.semblables(memoire, sujets.de_zone("epci", a_cheval)).variables
    s = portrait_semblables.semblables(memoire, sujets.de_zone("epci", "244400552"))
    assert "inscrits" in s.variables
    assert s.zones_nb == len(table) - len(dehors)
    assert not {v.code for v in s.voisins} & dehors


def _connues(m, code, zonage):
    """Job-seekers of every zone, invented, with the statuses they have; nothing else."""
    if code != "defm_a":
        return None
    t = m.tableau(code, zonage)
    lignes = t.periode(t.periodes[-1])
    return lignes.assign(value=[100.0 + i for i in range(len(lignes))])


@pytest.mark.parametrize("sujet", [sujets.de_zone("bassin", "5220"), sujets.libre("essai", ["44109", "85113"])])
def test_the_gap_of_two_similar_territories_is_redone_from_what_is_shown(memoire, sujet):
    p = portrait(memoire, sujet)
    v = p.semblables.voisins[0]
    t = territoire.provenance(p, v, portrait_semblables.instantanes(memoire.donnees, p.semblables))
    themes: dict[str, list[float]] = {}
    for theme, *_, ecart in t.lignes:
        themes.setdefault(theme, []).extend(nombres(ecart))
    moyennes = [sum(e * e for e in ecarts) / len(ecarts) for ecarts in themes.values()]
    assert math.sqrt(sum(moyennes) / len(moyennes)) == pytest.approx(v.distance, abs=0.02)
    assert f"÷ {len(themes)}) = {v.distance:.2f}".replace(".", ",") in t.html
    assert "communes.csv" in t.html
    assert ("<code>bmo/" in t.html) == ("projets" in p.semblables.variables)
    assert ("Laissé de côté" in t.html) == (len(t.lignes) < len(territoire.VARIABLES))


@pytest.mark.parametrize("code", zonages.zones("ze")["code_zone"])
def test_the_name_of_a_line_stays_in_its_chart(code):
    nom = zonages.libelle_zone("ze", code)
    lignes = pd.DataFrame({"value": [5.0, 5.2]}, index=["2023-T2", "2023-T3"])
    svg = dessins.courbe(lignes, lignes + 0.1, nom, "essai", "%")
    ecrits = [t for t in ET.fromstring(svg).iter() if t.tag.endswith("text")]
    textes = [(float(t.get("x")), float(t.get("y")), t.text) for t in ecrits]
    dits = [t for t in textes if t[0] == max(x for x, *_ in textes)]
    dite = "".join("".join(t for *_, t in dits).split())
    assert dite.startswith("".join(nom.split()))
    assert "région" in dite
    large, haut = dessins.DESSIN
    # Digits and letters of the fallback fonts are at most 0.6 em wide.
    assert all(x + 0.6 * trace.CORPS * len(t) <= large and y <= haut for x, y, t in dits)
    ordonnees = sorted(y for _, y, _ in dits)
    assert all(b - a >= trace.LIGNE - 0.1 for a, b in itertools.pairwise(ordonnees))


pytestmark = pytest.mark.usefixtures("racine")

REGION = "Portrait de la région Pays de la Loire"
COMPOSE = libre.coder(libre.composer("Vallée du Loir", ["72154", "72071"]))


ouvrir = partial(outils.ouvrir, "portrait")


def contenu(at: Lecteur) -> str:
    return html.unescape(outils.contenu(at))


def surtitre(at: Lecteur) -> str:
    (trouve,) = re.findall(r'class="obs-surtitre">(.*?)</p>', contenu(at))
    return trouve


@pytest.mark.parametrize("zone", courts(("spo:ancenis", "departement:44"), ("spo:ancenis",)))
def test_every_printed_figure_is_followed_to_its_rows(demonstration, memoire, zone):
    p = portrait(memoire, sujets.de_zone(*zone.split(":")))
    suites = provenance_portrait.chiffres(demonstration, p)
    assert any(nom.startswith("Territoires semblables") for nom in suites)
    contrats = [suite() for nom, suite in suites.items() if nom.startswith("Contrats d’apprentissage")]
    assert contrats
    for o in contrats:
        assert (len(o.lignes), o.genre, o.lignes["value"].sum()) == (12, "somme", o.ligne["value"])
    # Where no place of training is offered, nought is made of no row, and nothing is divided by it.
    for nom, suite in suites.items():
        o = suite()
        assert len(o.lignes) or nom.startswith("Convention") or not o.ligne["value"] > 0, nom


def test_the_link_of_a_composed_territory_opens_its_portrait():
    at = ouvrir(libre=COMPOSE)
    assert surtitre(at) == "Portrait du territoire «\u00a0Vallée du Loir\u00a0»"
    assert at.query_params["portrait"] == "libre"
    at.segmented_control(key="portrait").set_value("zone").run()
    assert surtitre(at) == REGION
    assert at.query_params["libre"] == COMPOSE


def test_what_does_not_hold_on_two_pages_is_read_all_the_same(monkeypatch):
    def refuser(document):
        raise ErreurDonnees("pages", "document PDF", "3 pages au lieu de 2", remede="signaler ce cas")

    monkeypatch.setattr(rendus, "composer", refuser)
    at = ouvrir(zone="spo:ancenis")
    assert "3 pages au lieu de 2" in contenu(at)
    assert surtitre(at) == "Portrait du territoire SPO d’Ancenis"


@pytest.mark.long
def test_a_refused_portrait_is_named_and_does_not_stop_the_others(tmp_path, capsys, monkeypatch):
    composer = rendus.composer

    def refuser(document):
        if "Ancenis" in document.titre:
            raise ErreurDonnees("pages", "document PDF", "3 pages au lieu de 2")
        return composer(document)

    with monkeypatch.context() as m:
        m.setattr(rendus, "composer", refuser)
        assert commande.main(["portraits", "gtec", str(tmp_path / "sortie")]) == REFUSE
    lu = capsys.readouterr()
    assert "territoire GTEC d’Ancenis : document PDF : 3 pages au lieu de 2" in lu.err
    assert "4 portraits écrits sur 5" in lu.out
    assert commande.main(["portraits", "gtec", str(tmp_path / "sortie")]) == FAIT
    fichiers = sorted(f.name for f in (tmp_path / "sortie").iterdir())
    assert fichiers == [f"portrait_gtec_{c}.pdf" for c in sorted(zonages.zones("gtec")["code_zone"])]


def test_one_portrait_of_a_zone_or_of_a_composed_territory(tmp_path, capsys):
    for lieu, attendu in (("bassin:5221", "bassin d’emploi d’Ancenis"), (f"libre:{COMPOSE}", "Vallée du Loir")):
        fichier = tmp_path / "un.pdf"
        assert commande.main(["portrait", lieu, str(fichier)]) == FAIT
        assert attendu in PdfReader(fichier).metadata.title
        assert attendu in capsys.readouterr().out


@pytest.mark.parametrize("territoire", ["spo:atlantide", "nulle-part", "libre:abime", ""])
def test_an_unknown_territory_is_refused_in_french(tmp_path, capsys, territoire):
    assert commande.main(["portrait", territoire, str(tmp_path / "x.pdf")]) == MAUVAIS_USAGE
    assert "Demande mal formée" in capsys.readouterr().err
    assert not (tmp_path / "x.pdf").exists()


def test_an_impossible_folder_or_a_command_badly_written_is_said_in_french(tmp_path, capsys):
    (tmp_path / "fichier").write_text("x")
    assert commande.main(["portraits", "gtec", str(tmp_path / "fichier" / "dessous")]) == MAUVAIS_USAGE
    assert "Non écrit — dessous : ce" in capsys.readouterr().err
    with pytest.raises(SystemExit) as sortie:
        commande.main(["portraits", "mars", "x"])
    assert sortie.value.code == MAUVAIS_USAGE
    assert "Commande mal écrite" in capsys.readouterr().err
