"""The screen « Portraits » and its command line, without a browser."""

import html
import re
from functools import partial

import pytest
from pypdf import PdfReader

from data_loaders.commandes import FAIT, MAUVAIS_USAGE, REFUSE
from data_loaders.erreurs import ErreurDonnees
from data_loaders.portraits import Memoire
from data_loaders.portraits.territoire import portrait
from geo import libre, sujets, zonages
from pages import __main__ as commande
from pages.components import portrait as provenance_portrait
from pages.figures.portrait import rendus
from tests.pages import outils
from tests.pages.lecteur import Lecteur

pytestmark = pytest.mark.usefixtures("racine")

REGION = "Portrait de la région Pays de la Loire"
COMPOSE = libre.coder(libre.composer("Vallée du Loir", ["72154", "72071"]))


ouvrir = partial(outils.ouvrir, "portrait")


def contenu(at: Lecteur) -> str:
    return html.unescape(outils.contenu(at))


def surtitre(at: Lecteur) -> str:
    (trouve,) = re.findall(r'class="obs-surtitre">(.*?)</p>', contenu(at))
    return trouve


def test_a_zone_is_chosen_and_stays_in_the_address():
    at = ouvrir(zone="spo:sarthe-nord")
    assert surtitre(at) == "Portrait du territoire SPO de Sarthe Nord"
    at.selectbox(key="zone").set_value("spo:ancenis").run()
    assert surtitre(at) == "Portrait du territoire SPO d’Ancenis"
    assert at.query_params["zone"] == "spo:ancenis"
    at.selectbox(key="zonage").set_value("departement").run()
    assert surtitre(at) == "Portrait du département de la Loire-Atlantique"  # the place is kept


@pytest.mark.parametrize("zone", ["spo:ancenis", "departement:44"])
def test_every_printed_figure_is_followed_to_its_rows(demonstration, zone):
    p = portrait(Memoire(demonstration), sujets.de_zone(*zone.split(":")))
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


def test_a_whole_zoning_is_written_by_one_command(tmp_path, capsys):
    assert commande.main(["portraits", "gtec", str(tmp_path / "sortie")]) == FAIT
    fichiers = sorted((tmp_path / "sortie").iterdir())
    assert [f.name for f in fichiers] == [f"portrait_gtec_{c}.pdf" for c in sorted(zonages.zones("gtec")["code_zone"])]
    assert all(len(PdfReader(f).pages) == 2 for f in fichiers)
    assert outils.manquent(capsys.readouterr().out, "2 pages", "5 portraits écrits sur 5") == []


def test_a_refused_portrait_is_named_and_does_not_stop_the_others(tmp_path, capsys, monkeypatch):
    composer = rendus.composer

    def refuser(document):
        if "Ancenis" in document.titre:
            raise ErreurDonnees("pages", "document PDF", "3 pages au lieu de 2")
        return composer(document)

    monkeypatch.setattr(rendus, "composer", refuser)
    assert commande.main(["portraits", "gtec", str(tmp_path)]) == REFUSE
    lu = capsys.readouterr()
    assert "territoire GTEC d’Ancenis : document PDF : 3 pages au lieu de 2" in lu.err
    assert "4 portraits écrits sur 5" in lu.out
    assert len(list(tmp_path.glob("*.pdf"))) == 4


def test_one_portrait_of_a_zone_or_of_a_composed_territory(tmp_path, capsys):
    for territoire, attendu in (("bassin:5221", "bassin d’emploi d’Ancenis"), (f"libre:{COMPOSE}", "Vallée du Loir")):
        fichier = tmp_path / "un.pdf"
        assert commande.main(["portrait", territoire, str(fichier)]) == FAIT
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


def test_the_same_territory_composed_or_of_a_zone_has_the_same_population():
    ancenis = sujets.de_zone("spo", "ancenis")
    at = ouvrir(libre=libre.coder(libre.composer("Pays", sorted(ancenis.communes))))
    assert "compte 70\u202f420 habitants dans 20\u00a0communes" in contenu(at)
