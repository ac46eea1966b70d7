"""The view « Dispositifs » of the convention: its list, every sheet, every figure at its own address."""

import re

import pytest

from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.convention import cadre, dispositifs
from data_loaders.francais import echapper
from pages.figures.convention import dispositifs as figures
from tests.pages import outils
from tests.pages.outils import contenu, sain

TEXTE = dispositifs.lire()


def ouvrir(**adresse):
    return sain(outils.ouvrir("convention", **adresse))


def test_the_screen_opens_on_the_list_of_sheets(racine):
    at = ouvrir()
    assert at.query_params["rubrique"] == "dispositifs"
    html = contenu(at)
    for f in TEXTE.fiches.values():
        assert f'href="convention?rubrique=dispositifs&amp;fiche={f.code}"' in html, f.code
        assert echapper(f.resume) in html, f.code
    for c in TEXTE.chiffres.values():  # the table of all of them
        assert f"fiche={c.fiche}&amp;chiffre={c.code}" in html, c.code


@pytest.mark.parametrize("code", TEXTE.fiches)
def test_the_address_of_each_figure_shows_it_in_its_exact_words(racine, code):
    f, siens = TEXTE.fiches[code], TEXTE.de(code)
    html = contenu(ouvrir(rubrique="dispositifs", fiche=code, **({"chiffre": siens[-1].code} if siens else {})))
    assert f"<h1>{echapper(f.constat)}</h1>" in html
    for p in f.ecrit:
        assert echapper(p.dit) in html, p.quoi
    for c in siens:
        (ici,) = re.findall(rf'<li id="chiffre-{c.code}".*?</li>', html, re.S)
        assert f"<q>«\u00a0{echapper(c.mots)}\u00a0»</q>" in ici
        assert echapper(c.nombre) in ici
        assert ('aria-current="true"' in ici) == (c is siens[-1])
        montre = figures.essentiel_html(f, siens, cadre.defaut(), c.code)
        assert f'<li id="chiffre-{c.code}" class="obs-vise"' in montre
        assert montre.count("obs-vise") == 1
    if not siens:
        assert figures.SANS_CHIFFRE in html


@pytest.mark.parametrize("code", TEXTE.fiches)
def test_every_open_series_of_a_sheet_has_its_last_value_and_a_link(racine, code):
    f = TEXTE.fiches[code]
    html = contenu(ouvrir(rubrique="dispositifs", fiche=code))
    if not f.series:
        assert echapper(f.sans_serie) in html
    for s in f.series:
        voulu = f"meteo?onglet=metier&amp;niveau=metier&amp;metier={s.metier}" if s.metier else (
            f"tendances?indicateur={s.indicateur}&amp;zonage=region&amp;zones=region:52"
        )  # fmt: skip
        cartes = [c for c in re.findall(r"<li><h3><a href=.*?</li>", html, re.S) if voulu in c]
        assert any(echapper(INDICATEURS[s.indicateur].libelle) in c for c in cartes), s
        assert all(re.search(r'class="obs-chiffre">(?:<small>.*?</small> )?[\d\u202f,]+', c) for c in cartes), s


def test_a_figure_of_another_sheet_is_forgotten(racine):
    at = ouvrir(rubrique="dispositifs", fiche="vae", chiffre="sites")
    assert "obs-vise" not in contenu(at)
    assert "chiffre" not in at.query_params


def test_an_old_address_still_opens_what_it_named(racine):
    assert "Suivi des mesures" in contenu(ouvrir(rubrique="suivi", dispositif="vae"))


def test_the_territories_and_the_annex_are_compared_wherever_one_of_them_is_shown(racine):
    spo, gtec = "Territoires\u00a0: 0\u00a0territoire labellisé", "Les deux ne se comparent pas"
    for dit, fiche, dispositif in ((spo, "spo", "spo"), (gtec, "gtec", "gtec")):
        assert dit in contenu(ouvrir(rubrique="dispositifs", fiche=fiche))
        assert dit in contenu(ouvrir(rubrique="suivi", dispositif=dispositif))
        assert dit in contenu(sain(outils.ouvrir("territoires", volet="etats", etats=fiche)))
    assert spo not in contenu(ouvrir(rubrique="suivi", dispositif="vae"))
