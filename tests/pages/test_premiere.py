"""The first view: what the server writes of a screen in the page itself, beside what its run says."""

import asyncio
import html
import re

import pytest

from pages.components import premiere, shell
from pages.components.premiere import dessin
from pages.components.seance import rejeu
from tests.pages.outils import vivre
from tests.pages.test_shell import PAGE

PAGE_STREAMLIT = PAGE.replace(
    "</head>",
    '<script type="module" crossorigin src="./static/js/index.js"></script>'
    '<link rel="modulepreload" crossorigin href="./static/js/a.js"></head>',
)


@pytest.fixture
def ouverte(racine, moteur, monkeypatch):
    """Screens can be run, none has been."""
    monkeypatch.setattr(premiere, "_ouverte", True)
    monkeypatch.setattr(premiere, "_faites", {})


def _demander(chemin: str, requete: bytes = b"") -> str:
    """What the page at an address holds, once what its demand began has ended."""

    async def demander() -> str:
        vue = premiere.de(chemin, requete)
        await asyncio.gather(*premiere._en_cours)
        return vue

    return vivre(demander())


def _mots(vue: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", vue))


@pytest.mark.parametrize("module", ["accueil", "comparer", "explorer", "meteo", "portrait"])
def test_a_screen_says_its_finding_and_draws_its_controls(module, racine, moteur):
    messages = rejeu.executer(module, "")
    vue = dessin.ecrire(module, messages)
    assert "<h1" in vue
    assert len(vue) < 4 * dessin.LONGUEUR_MAX
    elements = [m.delta.new_element for m in messages if m.WhichOneof("type") == "delta"]
    listes = [e.selectbox for e in elements if e.WhichOneof("type") == "selectbox"][:3]
    for liste in listes:
        assert liste.label in _mots(vue)
        if liste.set_value and liste.raw_value:
            assert f'value="{html.escape(liste.raw_value)}"' in vue


def test_the_words_of_the_map_are_those_of_its_run(racine, moteur):
    messages = rejeu.executer("carte", "")
    vue = dessin.ecrire("carte", messages)
    (titre,) = re.findall(r"<h1>(.*?)</h1>", vue)
    assert titre in "".join(m.delta.new_element.html.body for m in messages if m.WhichOneof("type") == "delta")
    assert 'data-dessin="territory_map"' in vue
    assert re.findall(r'aria-current=page><span data-mots="([^"]+)"', vue) == ["Carte"]
    assert "obs-badge--demo" in vue  # what is not real says so from the first view on


def test_it_is_made_for_the_next_reader_and_again_once_figures_change(ouverte, monkeypatch):
    assert _demander("/carte") == ""
    faite = _demander("/carte")
    assert "<h1>" in faite
    monkeypatch.setattr(premiere.Donnees, "empreinte", "autre")
    assert _demander("/carte") == ""
    assert "<h1>" in _demander("/carte")


def test_it_is_made_again_when_a_drawing_that_it_names_has_left(ouverte, racine):
    _demander("/territoires")
    noms = set(premiere._DESSINS.findall(_demander("/territoires"))) - premiere.icones.FICHIERS.keys()
    chemins = [racine / premiere.depot.DOSSIER / nom for nom in noms]
    assert chemins
    gardes = {c: c.read_bytes() for c in chemins}
    chemins[0].unlink()
    assert _demander("/territoires") == ""
    for chemin, contenu in gardes.items():
        chemin.write_bytes(contenu)


@pytest.mark.parametrize(
    ("chemin", "requete"), [("/carte", b"zonage=spo"), ("/seance", b""), ("/inconnu", b""), ("/carte/plus", b"")]
)
def test_there_is_none_where_a_choice_is_made_nor_where_there_is_no_screen(ouverte, chemin, requete):
    assert [_demander(chemin, requete) for _ in range(2)] == ["", ""]


def test_there_is_none_in_the_reserved_process_nor_before_the_server_is_ready(ouverte, monkeypatch, tmp_path):
    _demander("/carte")
    monkeypatch.setattr(premiere, "racine_reservee", lambda: tmp_path)
    assert _demander("/carte") == ""
    monkeypatch.setattr(premiere, "racine_reservee", lambda: None)
    assert "<h1>" in _demander("/carte")
    monkeypatch.setattr(premiere, "_ouverte", False)
    assert _demander("/carte") == ""


def test_a_screen_that_cannot_be_run_is_served_without_and_said_in_the_log(ouverte, monkeypatch):
    def casser(*_):
        raise OSError("disque")

    dits = []
    monkeypatch.setattr(rejeu, "executer", casser)
    monkeypatch.setattr(premiere.journal, "noter", lambda e, message: dits.append(message))
    assert [_demander("/carte") for _ in range(3)] == ["", "", ""]
    assert len(dits) == 1


def test_what_it_needs_comes_before_streamlit_and_the_policy_lets_it_in():
    page, politique = shell.FrenchIndex(None).rewrite(
        PAGE_STREAMLIT,
        '<h1>Constat</h1><div data-dessin="territory_map" data-de="{&quot;trace&quot;: &quot;t.json&quot;}">',
    )
    assert re.findall(
        r'as="fetch" crossorigin="anonymous" href="\./statique/(?:territory_map\.\w+|traces)/([^"]+)"', page
    ) == [
        "constantes.json",
        "territory_map.css",
        "t.json",
    ]
    assert page.index("titres.woff2") < page.index("territory_map.js") < page.index("static/js/index.js")
    assert page.index("<h1>Constat</h1>") < page.index('<div id="root">')
    assert page.count('fetchpriority="low"') == 2  # Streamlit's scripts
    assert 'aria-hidden="true" inert' in page
    sans = shell.FrenchIndex(None).rewrite(PAGE_STREAMLIT)
    assert "obs-premiere" not in sans[0]
    assert politique.count("sha256-") == sans[1].count("sha256-") + 1


def test_the_theme_kept_by_streamlit_has_the_name_that_is_read():
    lus = (f.read_text("utf-8") for f in (premiere.ensembles._streamlit() / "js").glob("utils.*.js"))
    (texte,) = (t for t in lus if "stActiveTheme-" in t)
    version, cle = re.search(r"(\w+)=2,(\w+)=`stActiveTheme-\$\{window\.location\.pathname\}`", texte).groups()
    assert f"ACTIVE_THEME:`${{{cle}}}-v${{{version}}}`" in texte
    assert "-v2" in premiere.THEME_VOULU


def test_the_buttons_of_a_choice_go_to_the_line_as_streamlit_lets_them(racine, moteur):
    messages = rejeu.executer("meteo", "")
    elements = (m.delta.new_element for m in messages if m.WhichOneof("type") == "delta")
    groupes = [e.button_group for e in elements if e.WhichOneof("type") == "button_group"]
    libres = sum(not g.HasField("wrap") or g.wrap for g in groupes)
    assert dessin.ecrire("meteo", messages).count("data-wrap") == libres > 0
