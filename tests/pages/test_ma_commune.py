"""« Ma commune »: every figure is the one that `chiffre` answers, levels are said, absences have their reason."""

import random
import re
from functools import lru_cache

import pytest

from data_loaders import francais
from data_loaders.chiffres import tableau
from data_loaders.contracts.defm_publics import PUBLICS
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import mots_estimation as mots
from data_loaders.portraits import lieu as portrait_lieu
from data_loaders.portraits.memoire import Memoire
from geo import sujets, zonages
from geo.rattachement import rattacher
from pages.figures import lecture
from pages.figures.territoires import commune as commune_figures, plan_lieu
from tests.pages import outils
from tests.pages.outils import contenu, sain, texte, titre
from tests.vues import un_sur

AVESSAC, YEU, VIMARTIN, MAMERS, ANETZ = "44007", "85113", "53249", "72180", "44004"


def tirees(nb: int = 60) -> list[str]:
    """Communes drawn at random, the same ones every time."""
    return random.Random(14).sample(sorted(zonages.communes()["code_commune"]), nb)


@pytest.fixture(scope="module")
def memoire(racine_demo):
    return Memoire(Donnees(racine_demo))


@pytest.fixture
def ouvrir(racine):
    return lambda **adresse: sain(outils.ouvrir("territoires", **adresse))


LIEUX = [("commune", c) for c in (*tirees(), AVESSAC, YEU, VIMARTIN, MAMERS, zonages.successeurs()[ANETZ])]
LIEUX += [("spo", "ancenis"), ("epci", "244400552"), ("ze", "5251"), ("departement", "72"), ("region", "52")]


@pytest.fixture(scope="module", params=["demonstration", "officielles_chomage"])
def lues(request):
    """Figures of every place and of the command, each table computed once."""
    with pytest.MonkeyPatch.context() as m:
        m.setattr(tableau, "calculer", lru_cache(maxsize=None)(tableau.calculer))
        yield Memoire(request.getfixturevalue(request.param).figees())


def imprime(c, dit):
    """The figure that the command answers, as the first view prints it."""
    if dit["valeur"] is None:
        return lecture.SIGNES[dit["obs_status"]]
    unite = "\u00a0%" if c.ind.genre == "taux" else ""
    return f"{francais.nombre(dit['valeur'], c.ind.decimales)}{unite}"


@pytest.mark.parametrize(("zonage", "code"), un_sur(5, LIEUX))
def test_every_figure_and_level_is_the_one_of_its_zone(lues, zonage, code):
    f = portrait_lieu.fiche(lues, sujets.de_zone(zonage, code))
    v = commune_figures.preparer(f)
    assert v.titre
    cartons = {c.role: c for c in v.cartons}
    for role, c in f.chiffres.items():
        assert bool(c.raison) == (not c.parts)
        if c.raison and role in PUBLICS:
            continue
        if c.raison:
            carton = cartons["projets" if role == "difficiles" else role]
            assert carton.valeur == "n.d."
            assert c.raison.lower() in carton.faits[0].lower()
            continue
        for p in c.parts:
            seul = tableau.chiffre(lues.donnees, c.ind.code, p.zonage, p.code, c.periode)
            assert p.connue == (seul["valeur"] is not None)
            assert p.ligne["obs_status"] == seul["obs_status"]
            if p.connue:
                assert (p.ligne["value"], p.ligne["borne_basse"], p.ligne["borne_haute"], p.ligne["minorant"]) == (
                    seul["valeur"],
                    seul["borne_basse"],
                    seul["borne_haute"],
                    seul["minorant"],
                )
            assert p.part_population > 0
        premiere = c.parts[0]
        seul = tableau.chiffre(lues.donnees, c.ind.code, premiere.zonage, premiere.code, c.periode)
        if role == "difficiles":
            dit = cartons["projets"].faits[1]
            assert seul["valeur"] is None or f"{mots.part_dite(seul['valeur'] / 100)} estimés" in dit
            continue
        if role in PUBLICS:  # said in a row of the job-seekers
            dit = f"{'au moins ' * seul['minorant']}{imprime(c, seul)} {PUBLICS[role][0]}"
            assert dit in cartons["inscrits"].faits[-1] or premiere.ligne["obs_status"] != "A"
            continue
        carton = cartons[role]
        assert carton.valeur == imprime(c, seul)
        assert (carton.prefixe == "au moins") == (seul["valeur"] is not None and seul["minorant"])
        if premiere.zonage != zonage:
            assert sujets.de_zone(premiere.zonage, premiere.code).de_qui in carton.niveau
        if c.region is not None:
            la = tableau.chiffre(lues.donnees, c.ind.code, "region", "52", c.periode)
            assert f"région\u00a0: {'au moins ' * la['minorant']}{imprime(c, la)}" in carton.faits[0]


def test_a_figure_of_the_map_has_the_sign_of_its_legend(memoire):
    f = portrait_lieu.fiche(memoire, sujets.de_zone("commune", MAMERS))
    signes = {c.signe for c in commune_figures.preparer(f).cartons}
    assert signes == {"ici", "trait", "aplat", "tirets"} == {t.signe for t in plan_lieu.traits(f)}
    assert all(f"obs-signe--{s}" in plan_lieu.legende_html(f) for s in signes)


def test_rows_of_a_place_without_a_zone_stay_with_their_reason(memoire):
    cartons = {c.role: c for c in _cartons(memoire, AVESSAC)}
    assert cartons["projets"].valeur == "n.d."
    assert "Avessac relève du bassin de Redon, que France Travail compte en Bretagne" in cartons["projets"].faits[0]
    cartons = {c.role: c for c in _cartons(memoire, YEU)}
    assert cartons["inscrits"].valeur == "n.d."
    assert "n’est dans aucune intercommunalité" in cartons["inscrits"].faits[0]
    assert cartons["projets"].valeur != "n.d."


@pytest.mark.parametrize("zonage", ["spo", "zef", "gtec", "epci"])
def test_the_zone_that_answers_for_a_place_on_every_screen_comes_first(memoire, zonage):
    for code in zonages.noms(zonage):
        f = portrait_lieu.fiche(memoire, sujets.de_zone(zonage, code))
        for c in f.chiffres.values():
            r = rattacher(zonage, code, (c.zonage,))
            if r and r.code in {p.code for p in c.parts}:
                assert c.parts[0].code == r.code, (code, c.ind.code)
        if f.ciel and f.ciel.zonage == "bassin" and f.chiffres["projets"].parts:
            assert f.chiffres["projets"].parts[0].code == f.ciel.code


def _cartons(memoire, code):
    return commune_figures.preparer(portrait_lieu.fiche(memoire, sujets.de_zone("commune", code))).cartons


def test_a_place_astride_two_zones_shows_both_with_their_shares(memoire):
    f = portrait_lieu.fiche(memoire, sujets.de_zone("bassin", "5208"))
    carton = next(c for c in commune_figures.preparer(f).cartons if c.role == "inscrits")
    assert "où vivent" in carton.niveau
    parts = f.chiffres["inscrits"].parts
    assert len(parts) > 1
    assert all("des habitants)" in dit for dit in carton.autres[: len(parts) - 1][: commune_figures.AUTRES_MAX])


@pytest.mark.parametrize(("position", "dit"), [(-1, "plus bas que dans la région"), (0, "comme la région")])
def test_the_title_says_the_share_and_where_it_stands(memoire, position, dit):
    f = portrait_lieu.fiche(memoire, sujets.de_zone("commune", MAMERS))
    c = f.chiffres["difficiles"]
    marche = c.parts[0].marche._replace(statut="estime", q_estimee=0.496, position=position)
    change = c.__class__(**{**c.__dict__, "parts": (c.parts[0]._replace(marche=marche),)})
    trouve = commune_figures.titre(f._replace(chiffres={**f.chiffres, "difficiles": change}))
    assert trouve == f"Autour de Mamers, 50\u00a0% des projets d’embauche jugés difficiles, {dit}"


def test_the_first_view_of_territoires_is_the_place_with_its_figures_first(ouvrir):
    at = ouvrir(lieu=f"commune:{MAMERS}")
    page = contenu(at)
    assert titre(at).startswith("Autour de Mamers, ")
    ordre = [page.index(m) for m in ("<h1", "obs-cartons", "obs-cherches", "obs-portes--lieu", "obs-suivis")]
    assert ordre == sorted(ordre)
    assert "chiffre du bassin d’emploi de Mamers, " in texte(at)
    assert "Territoire SPO Sarthe Nord" in texte(at)
    assert at.query_params["lieu"] == f"commune:{MAMERS}"


def test_a_former_commune_opens_its_successor_and_says_so(ouvrir):
    at = ouvrir(lieu=f"commune:{ANETZ}")
    assert "Anetz est aujourd’hui dans Vair-sur-Loire" in texte(at)
    assert at.query_params["lieu"] == f"commune:{ANETZ}"
    assert ouvrir(lieu=f"commune:{ANETZ}", cherche="Mamers").query_params["lieu"] == f"commune:{MAMERS}"


def test_doors_are_set_on_the_place(ouvrir):
    liens = re.findall(r'href="([^"]+)"', contenu(ouvrir(lieu=f"commune:{MAMERS}")))
    for ecran in ("portrait", "meteo", "tendances", "comparer", "carte"):
        lien = next(x for x in liens if x.startswith(f"{ecran}?"))
        assert f"lieu=commune%3A{MAMERS}" in lien
        assert "5209" in lien or ecran == "tendances"


def test_neighbours_share_a_border():
    voisins = {zonages.libelle_zone("commune", c) for c in plan_lieu.voisins("commune", MAMERS)}
    assert {"Saint-Longis", "Saint-Rémy-des-Monts"} <= voisins
    assert "Le Mans" not in voisins
    assert plan_lieu.voisins("commune", YEU) == []
    assert {"49", "72"} <= set(plan_lieu.voisins("departement", "53")) <= {"44", "49", "72"}
