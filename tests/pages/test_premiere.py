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


CHOIX = frozenset({"zonage", "zone", "indicateur", "explorer"})


@pytest.fixture
def ouverte(racine, moteur, monkeypatch):
    """Screens can be run, none has been; those without a choice are made when a test asks for them only."""
    monkeypatch.setattr(premiere, "_ouverte", True)
    monkeypatch.setattr(premiere, "_cle", None)
    monkeypatch.setattr(premiere, "NUES", ())
    monkeypatch.setattr(premiere, "REPOS", 0)
    yield
    premiere._faites.clear()
    premiere._voulues.clear()


def _demander(chemin: str, requete: bytes = b"") -> str:
    """What the page at an address holds, once what its demand began has ended."""

    async def demander() -> str:
        vue = premiere.de(chemin, requete, CHOIX)
        await asyncio.gather(*premiere._en_cours)
        return vue

    return vivre(demander())


def _mots(vue: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", vue))


@pytest.mark.parametrize("module", ["accueil", "tendances", "explorer", "meteo", "portrait"])
def test_a_screen_says_its_finding_and_draws_its_controls(module, racine, moteur):
    messages = rejeu.executer(module, "")
    vue = dessin.ecrire(module, messages)
    assert "<h1" in vue
    assert "<footer" in vue  # whole: a phone writes the table of contents of the page from it
    elements = [m.delta.new_element for m in messages if m.WhichOneof("type") == "delta"]
    listes = [e.selectbox for e in elements if e.WhichOneof("type") == "selectbox"]
    # In a sentence of choices the label of a list is only said, and those of « Plus de choix » are behind it.
    phrase = listes and listes[0].label_visibility.value
    for liste in listes[: 1 if phrase else 3]:
        assert phrase or liste.label in _mots(vue)
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
    ("chemin", "requete"),
    [
        ("/seance", b""),
        ("/inconnu", b""),
        ("/carte/plus", b""),
        ("/carte", b"projection=oui"),
        ("/carte", b"zonage=" + 2000 * b"x"),
    ],
)
def test_there_is_none_where_there_is_no_screen_nor_for_what_is_no_choice(ouverte, chemin, requete):
    assert [_demander(chemin, requete) for _ in range(2)] == ["", ""]


def test_a_link_has_that_of_its_choices_in_whatever_order(ouverte):
    assert _demander("/carte", b"zonage=departement&indicateur=bmo_projets") == ""
    faite = _demander("/carte", b"indicateur=bmo_projets&zonage=departement")
    (titre,) = re.findall(r"<h1>(.*?)</h1>", faite)
    messages = rejeu.executer("carte", "indicateur=bmo_projets&zonage=departement")
    assert titre in "".join(m.delta.new_element.html.body for m in messages if m.WhichOneof("type") == "delta")
    _demander("/carte")
    assert titre not in _demander("/carte")
    assert _demander("/carte", b"indicateur=bmo_projets&zonage=bassin") == ""


@pytest.mark.parametrize("requete", [b"utm_source=lettre", b"fbclid=x&zonne=spo", b"zonage=spo&niveau_ancien=2"])
def test_what_is_no_choice_makes_no_other_view(requete):
    choix = b"&".join(r for r in requete.split(b"&") if r.startswith(b"zonage"))
    assert premiere._lire("/carte", requete, CHOIX) == premiere._lire("/carte", choix, CHOIX) is not None


def test_a_choice_repeated_in_a_link_keeps_its_order():
    lues = [premiere._lire("/carte", r, {"t", "u"}) for r in (b"t=2&t=1&u=3", b"u=3&t=2&t=1", b"t=1&t=2&u=3")]
    assert lues[0] == lues[1] != lues[2]


def test_the_screens_without_a_choice_are_made_once_the_server_answers_and_first_after_a_publication(
    ouverte, monkeypatch
):
    faites = []
    monkeypatch.setattr(premiere, "NUES", (premiere.Adresse("carte"), premiere.Adresse("aide")))
    monkeypatch.setattr(premiere, "_faire", lambda a: faites.append(a) or "<h1>")

    async def ouvrir() -> str:
        premiere.ouvrir()
        await asyncio.gather(*premiere._en_cours)
        return premiere.de("/aide", b"", CHOIX)

    assert vivre(ouvrir()) == "<h1>"
    assert [a.module for a in faites] == ["carte", "aide"]
    monkeypatch.setattr(premiere.Donnees, "empreinte", "autre")
    assert _demander("/carte", b"zonage=spo") == ""
    assert [a.module for a in faites[2:]] == ["carte", "aide", "carte"]


def test_addresses_that_a_robot_invents_fill_neither_memory_nor_processor(ouverte, monkeypatch):
    attentes = []
    monkeypatch.setattr(premiere, "VOULUES_MAX", 6)
    monkeypatch.setattr(premiere, "SIGNES_MAX", 35)
    monkeypatch.setattr(premiere, "REPOS", 9)
    monkeypatch.setattr(premiere, "_faire", lambda _: 10 * "x")

    async def dormir(secondes: float) -> None:
        attentes.append(secondes)

    monkeypatch.setattr(premiere.asyncio, "sleep", dormir)

    async def demander() -> int:
        premiere.de("/carte", b"", CHOIX)
        for i in range(20):
            premiere.de("/carte", b"zone=%d" % i, CHOIX)
        attendues = len(premiere._voulues)
        await asyncio.gather(*premiere._en_cours)
        return attendues

    assert vivre(demander()) == 6
    assert len(attentes) == 6  # after the screen alone as well
    assert all(attentes)
    assert [a.requete for a in premiere._faites] == ["", "zone=3", "zone=4"]


def test_what_is_made_of_figures_replaced_meanwhile_is_not_kept(ouverte, monkeypatch):
    def publier(_):
        monkeypatch.setattr(premiere.Donnees, "empreinte", "autre")
        premiere._suivre()
        return "<h1>"

    monkeypatch.setattr(premiere, "_faire", publier)
    _demander("/carte")
    assert not premiere._faites


@pytest.mark.parametrize("module", ["accueil", "tendances", "carte"])
def test_what_the_dark_theme_draws_otherwise_is_beside_the_rest(module, racine, moteur):
    clairs, sombres = (rejeu.executer(module, "", theme=t) for t in ("light", "dark"))
    vue = dessin.ecrire(module, clairs, sombres)
    marques = [
        re.findall(rf'<div class="{t} stElementContainer[^>]*><div class="(\w+)', vue) for t in ("clair", "sombre")
    ]
    assert marques[0] == marques[1] == {"accueil": ["stHtml"], "tendances": ["dessin"], "carte": []}[module]
    assert dessin.ecrire(module, clairs, clairs) == dessin.ecrire(module, clairs)


def test_there_is_none_in_the_reserved_process_nor_before_the_server_is_ready(ouverte, monkeypatch, tmp_path):
    _demander("/carte")
    monkeypatch.setattr(premiere, "racine_reservee", lambda: tmp_path)
    assert _demander("/carte") == ""
    monkeypatch.setattr(premiere, "racine_reservee", lambda: None)
    assert "<h1>" in _demander("/carte")
    monkeypatch.setattr(premiere, "_ouverte", False)
    assert _demander("/carte") == ""


def test_a_screen_that_cannot_be_run_is_served_without_and_said_in_the_log(ouverte, monkeypatch):
    def casser(*_, **__):
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
    avant, suite = page.split('<template id="obs-suite">')
    assert "static/js" not in avant  # asked for once it is painted
    assert re.findall(r"static/js/(\w+)\.js", suite.split("</template>")[0]) == ["index", "a"]
    assert 'aria-hidden="true" inert' in page
    sans = shell.FrenchIndex(None).rewrite(PAGE_STREAMLIT)
    _, autre = shell.FrenchIndex(None).rewrite(PAGE_STREAMLIT, "<h1>Constat</h1><script>alert(1)</script>")
    assert autre == politique  # whatever a first view says, no script of it runs
    assert "obs-premiere" not in sans[0]
    assert politique.count("sha256-") == sans[1].count("sha256-") + len(premiere.SCRIPTS)


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
    vue = dessin.ecrire("meteo", messages)
    # Those of « Plus de choix » are behind it.
    libres = sum((not g.HasField("wrap") or g.wrap) and f"<p>{g.options[0].content}</p>" in vue for g in groupes)
    assert vue.count("data-wrap") == libres > 0
