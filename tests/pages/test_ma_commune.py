"""« Ma commune »: every figure is the one that `chiffre` answers, levels are said, absences have their reason."""

import random
from functools import lru_cache

import pytest

from data_loaders import francais
from data_loaders.chiffres import tableau
from data_loaders.measures import mots_estimation as mots
from data_loaders.portraits import Memoire, lieu as portrait_lieu
from geo import sujets, zonages
from geo.sujets import rattacher
from pages.figures import fiche as fiche_figures
from pages.figures.territoires import commune as commune_figures, plan
from tests.pages.outils import contenu, ouvrir
from tests.vues import un_sur

AVESSAC, YEU, VIMARTIN, MAMERS, ANETZ = "44007", "85113", "53249", "72180", "44004"


@pytest.fixture(scope="module")
def memoire(demonstration):
    return Memoire(demonstration)


def fiche(memoire, code, zonage="commune"):
    return portrait_lieu.fiche(memoire, sujets.de_zone(zonage, code))


TIREES = random.Random(14).sample(sorted(zonages.communes()["code_commune"]), 60)

LIEUX = [("commune", c) for c in (*TIREES, AVESSAC, YEU, VIMARTIN, MAMERS, zonages.successeurs()[ANETZ])]
LIEUX += [("spo", "ancenis"), ("epci", "244400552"), ("ze", "5251"), ("departement", "72"), ("region", "52")]


@pytest.fixture(scope="module", params=["demonstration", "officielles_chomage"])
def lues(request):
    """Figures of every place and of the command, each table computed once."""
    with pytest.MonkeyPatch.context() as m:
        m.setattr(tableau, "calculer", lru_cache(maxsize=None)(tableau.calculer))
        yield Memoire(request.getfixturevalue(request.param).figees())


def imprime(c, dit):
    """The figure that the command answers, as the first view prints it."""
    if c.ind.incertaine:
        return mots.part_dite(dit["valeur"] / 100)
    return francais.avec_unite(dit["valeur"], "%" if c.ind.genre == "taux" else "", c.ind.decimales)


@pytest.mark.parametrize(("zonage", "code"), un_sur(5, LIEUX))
def test_every_figure_and_level_is_the_one_of_its_zone(lues, zonage, code):
    f = fiche(lues, code, zonage)
    v = commune_figures.preparer(f)
    assert v.titre
    cartes = dict(zip(fiche_figures.TITRES, v.cartes, strict=True))
    for role, c in f.chiffres.items():
        assert bool(c.raison) == (not c.parts)
        for p in c.parts:
            seul = tableau.chiffre(lues.donnees, c.ind.code, p.zonage, p.code, c.periode)
            assert (p.connue, p.ligne["obs_status"]) == (seul["valeur"] is not None, seul["obs_status"])
            if p.connue:
                champs = ["borne_basse", "borne_haute", "minorant"]
                assert [p.ligne["value"], *p.ligne[champs]] == [seul["valeur"], *(seul[x] for x in champs)]
            assert p.part_population > 0
        if role not in cartes:  # people stand in the line of the place; publics in the « ? » of the job-seekers
            continue
        carte = cartes[role]
        if c.raison:
            assert (carte.valeur, carte.sens) == (fiche_figures.SANS_CHIFFRE, "")
            assert c.raison.lower() in carte.note.lower()
            continue
        premiere = c.parts[0]
        seul = tableau.chiffre(lues.donnees, c.ind.code, premiere.zonage, premiere.code, c.periode)
        assert sujets.de_zone(premiere.zonage, premiere.code).de_qui in carte.quoi
        assert carte.ou
        if seul["valeur"] is None:
            assert carte.valeur == fiche_figures.SANS_CHIFFRE
            continue
        assert carte.valeur == imprime(c, seul)
        assert (carte.prefixe == "au moins") == seul["minorant"]
        if c.region is not None:
            la = tableau.chiffre(lues.donnees, c.ind.code, "region", "52", c.periode)
            assert f"région\u00a0: {'au moins ' * la['minorant']}{imprime(c, la)}" in carte.quoi


def test_a_figure_of_the_map_has_the_sign_that_is_beside_it(memoire):
    f = fiche(memoire, MAMERS)
    signes = {c.signe for c in commune_figures.preparer(f).cartes}
    assert signes | {"ici"} == {"ici", "trait", "aplat", "tirets"} == {t.signe for t in plan.traits(f)}
    assert plan.svg(f, "sombre").count("<text") == 1  # the place alone is named


def test_a_place_without_a_zone_says_why_and_its_title_too(memoire):
    f = fiche(memoire, AVESSAC)
    projets = commune_figures.preparer(f).cartes[2]
    assert "Avessac relève du bassin de Redon, que France Travail compte en Bretagne" in projets.note
    assert fiche_figures.titre(f).endswith(fiche_figures.SANS_ENQUETE)
    cartes = commune_figures.preparer(fiche(memoire, YEU)).cartes
    assert "n’est dans aucune intercommunalité" in cartes[3].note
    assert cartes[2].valeur != fiche_figures.SANS_CHIFFRE


@pytest.mark.parametrize("zonage", ["spo", "zef", "gtec", "epci"])
def test_the_zone_that_answers_for_a_place_on_every_screen_comes_first(memoire, zonage):
    for code in zonages.noms(zonage):
        f = fiche(memoire, code, zonage)
        for c in f.chiffres.values():
            r = rattacher(zonage, code, (c.zonage,))
            if r and r.code in {p.code for p in c.parts}:
                assert c.parts[0].code == r.code, (code, c.ind.code)
        if f.ciel and f.ciel.zonage == "bassin" and f.chiffres["projets"].parts:
            assert f.chiffres["projets"].parts[0].code == f.ciel.code


def test_a_place_astride_two_zones_counts_them_on_its_card_and_names_them_behind(memoire):
    f = fiche(memoire, "5208", "bassin")
    carte = commune_figures.preparer(f).cartes[3]
    autres = len(f.chiffres["inscrits"].parts) - 1
    assert autres > 0
    assert carte.ou.endswith(f", et {francais.avec_unite(autres, 'autres')}")
    assert "où vivent" in carte.quoi
    assert carte.quoi.count(" des habitants)") >= min(autres, fiche_figures.AUTRES_MAX)


def test_the_title_says_unemployment_its_direction_then_the_metiers(memoire):
    f = fiche(memoire, MAMERS)
    c, p = f.chiffres["chomage"], f.chiffres["chomage"].parts[0]

    def titre(valeur, region, mot="stable"):
        ligne, la = p.ligne.copy(), c.region.copy()
        ligne["value"], la["value"] = valeur, region
        parts = (p._replace(ligne=ligne, evolution=p.evolution._replace(sens=mot)),)
        chomage = c.__class__(**{**c.__dict__, "parts": parts, "region": la, "periode": "2023-T3"})
        ciel = f.ciel._replace(estimes_nb=39, difficiles_nb=16)
        dit = fiche_figures.titre(f._replace(chiffres={**f.chiffres, "chomage": chomage}, ciel=ciel))
        return dit.translate({0xA0: 32, 0x202F: 32})

    court = " ; 16 métiers sur 39 nettement difficiles"
    assert titre(6.2, 5.8) == f"Autour de Mamers : 6,2 % de chômage en 2023, stable{court} à pourvoir"
    assert titre(6.2, 5.8, "hausse") == f"Autour de Mamers : 6,2 % de chômage en 2023, en hausse{court}"
    assert titre(5.8, 5.8) == f"Autour de Mamers : 5,8 % de chômage en 2023, comme la région{court}"


def test_a_former_commune_opens_its_successor_and_says_so(racine):
    for adresse in ({"lieu": f"commune:{ANETZ}"}, {"cherche": "Anetz"}):
        at = ouvrir("territoires", **adresse)
        assert "Anetz est aujourd’hui dans Vair-sur-Loire" in contenu(at)
        assert at.query_params["lieu"] == f"commune:{ANETZ}"
    at = ouvrir("territoires", lieu=f"commune:{ANETZ}", cherche="Mamers")
    assert at.query_params["lieu"] == f"commune:{MAMERS}"


def test_neighbours_share_a_border():
    voisins = {zonages.libelle_zone("commune", c) for c in plan.voisins("commune", MAMERS)}
    assert {"Saint-Longis", "Saint-Rémy-des-Monts"} <= voisins
    assert "Le Mans" not in voisins
    assert plan.voisins("commune", YEU) == []
    assert {"49", "72"} <= set(plan.voisins("departement", "53")) <= {"44", "49", "72"}
