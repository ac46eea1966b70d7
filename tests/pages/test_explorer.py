"""Explorer: each cell is the figure of the screens; moves are counted whole; what leaves keeps its status."""

import io
import math
from itertools import pairwise

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from data_loaders.chiffres import tableau
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from geo import zonages
from pages.components.api import routes
from pages.components.explorer import sorties
from pages.figures.explorer import croise, evolutions, nuage
from pages.figures.explorer.croise import Croise, Demande, Poste
from tests.pages.outils import contenu, ouvrir, sain, texte, titre

INDS = ("bmo_projets", "bmo_part_difficiles_estimee", "bmo_part_difficiles")


@pytest.fixture(scope="module")
def d(racine_demo):
    return Donnees(racine_demo).figees()


@pytest.fixture(scope="module")
def lire(d):
    lus = {}

    def lire(code, zonage, metier=""):
        cle = (code, zonage, metier)
        if cle not in lus:
            lus[cle] = tableau.calculer(d, code, zonage, Metier.lire(metier) if metier else None)
        return lus[cle]

    return lire


def demande(lignes, colonnes, zonage="bassin", inds=INDS, periodes=("",), metiers=("",), zones=None, **autres):
    postes = {
        "zone": tuple(Poste(c, n) for c, n in zonages.noms(zonage).items() if zones is None or c in zones),
        "periode": tuple(Poste(p, p) for p in periodes),
        "metier": tuple(Poste(m, m) for m in metiers),
        "indicateur": tuple(Poste(i, INDICATEURS[i].libelle) for i in inds),
    }
    return Demande(zonage, lignes, colonnes, postes, **autres)


@pytest.mark.parametrize(("lignes", "colonnes", "autres"), [
    ("zone", "indicateur", {}),
    ("zone", "periode", {"inds": INDS[:1], "periodes": ("2023", "2024")}),
    ("metier", "zone", {"inds": INDS[:1], "metiers": ("famille:O", "famille:S")}),
    ("indicateur", "metier", {"metiers": ("famille:O", "famille:S"), "zones": {"5208"}}),
    ("periode", "indicateur", {"periodes": ("2023", "2024"), "zones": {"5208"}}),
])  # fmt: skip
def test_a_cell_is_the_figure_that_every_screen_gives(d, lire, lignes, colonnes, autres):
    q = demande(lignes, colonnes, **autres)
    c = Croise(q, lire)
    vus = 0
    for ligne in q.postes[lignes]:
        for colonne in q.postes[colonnes]:
            x = c.cellule(ligne, colonne)
            ou = {k: p[0].code for k, p in q.postes.items()} | {lignes: ligne.code, colonnes: colonne.code}
            metier = Metier.lire(ou["metier"]) if ou["metier"] else None
            attendu = tableau.chiffre(d, ou["indicateur"], "bassin", ou["zone"], x.periode, metier)
            assert (x.valeur, x.ligne["obs_status"]) == (attendu["valeur"], attendu["obs_status"])
            vus += 1
    assert vus == q.cellules_nb > 3


def test_the_last_row_is_the_figure_of_the_region_itself_not_a_sum(d, lire):
    q = demande("zone", "indicateur", inds=INDS[:1])
    c = Croise(q, lire)
    t = croise.table(c)
    annee = lire("bmo_projets", "region").periodes[-1]
    region = tableau.chiffre(d, "bmo_projets", "region", "52", annee)
    assert t.lignes[-1][1].startswith("Région")
    lu = "".join(ch for ch in t.lignes[-1][2] if ch.isdigit() or ch == ".")
    assert str(int(region["valeur"])) in lu


def test_rows_follow_a_column_and_empty_cells_come_last(lire):
    q = demande("zone", "indicateur", tri="bmo_part_difficiles", metiers=("famille:A",))
    c = Croise(q, lire)
    valeurs = [c.cellule(p, Poste("bmo_part_difficiles", "")).valeur for p in c.ordre()]
    connues = [v for v in valeurs if v is not None]
    assert connues == sorted(connues, reverse=True)
    assert all(v is None for v in valeurs[len(connues) :])
    montant = Croise(Demande(q.zonage, q.lignes, q.colonnes, q.postes, q.tri, decroissant=False), lire)
    lus = [montant.cellule(p, Poste("bmo_part_difficiles", "")).valeur for p in montant.ordre()]
    assert lus[: len(connues)] == sorted(connues)


def test_bounds_never_run_into_their_value(lire):
    t = croise.table(Croise(demande("zone", "indicateur", inds=("bmo_part_difficiles_estimee",)), lire))
    assert "</b> <small>" in t.lignes[0][2]


def test_an_empty_cell_says_why(lire):
    q = demande("zone", "indicateur", inds=("taux_chomage",))
    c = Croise(q, lire)
    (raison,) = croise.vides(c, 1)
    assert raison == INDICATEURS["taux_chomage"].ailleurs
    assert raison in croise.vue(c, 1).lecture
    assert croise.vue(c, 1).champ.endswith(".")
    assert 'title="' in croise.table(c).lignes[0][2]


def test_a_territory_keeps_the_zones_that_are_mostly_in_it():
    dans = croise.dedans("commune", "departement:53")
    assert set(dans) == {c for c in zonages.noms("commune") if c.startswith("53")}
    bassins = [z for z in zonages.DEPARTEMENTS for _ in croise.dedans("bassin", f"departement:{z}")]
    assert len(bassins) == len(zonages.noms("bassin"))
    assert croise.dedans("bassin", "") == list(zonages.noms("bassin"))


@pytest.mark.parametrize("code", ["bmo_part_difficiles_estimee", "bmo_projets", "taux_chomage", "defm_a"])
def test_every_zone_is_among_the_moves_and_the_title_counts_them_all(lire, code):
    ind = INDICATEURS[code]
    t = lire(code, ind.zonages[0])
    codes = list(zonages.noms(t.zonage))
    trouves = evolutions.mouvements(t, codes)
    assert sorted(m.code for m in trouves) == sorted(codes)
    rangs = [("hausse", "baisse", "aucun", "stable", "").index(m.ligne.e.sens) for m in trouves]
    assert rangs == sorted(rangs)
    for sens in ("hausse", "baisse"):
        tailles = [abs(m.ligne.e.ecart) for m in trouves if m.ligne.e.sens == sens]
        assert tailles == sorted(tailles, reverse=True)
    v = evolutions.vue(t, trouves)
    assert v.champ.endswith(".")
    assert f"sur {len(codes)}" in v.titre.replace("\u202f", "")
    assert len(evolutions.en_lignes(t, trouves)) == len(codes)
    assert ("jusqu’à" in v.lecture) == (ind.dataset != "bmo")


def test_one_zone_and_one_move_are_said_in_the_singular(lire):
    t = lire("bmo_part_difficiles_estimee", "bassin")

    def bouger(**champs):
        seul = evolutions.mouvements(t, ["5208"])[0]
        return seul._replace(ligne=seul.ligne._replace(e=seul.ligne.e._replace(**champs)))

    seul = bouger(sens="stable", depuis="2023", periode="2024")
    dit = evolutions.vue(t, [seul]).titre.replace("\u00a0", " ")
    assert dit.endswith(": 1 stable sur 1 bassin d’emploi")
    assert evolutions.vue(t, [seul]).sous_titre == "Bassins d’emploi, 2023 à 2024"
    autre = bouger(depuis="2016", periode="2018")
    assert [ligne[2] for ligne in evolutions.table([seul, autre]).lignes] == ["2023 à 2024", "2016 à 2018"]
    q = demande("zone", "indicateur", inds=INDS[:1], zones={"5208"})
    assert croise.vue(Croise(q, lire), 1).titre.startswith("1\u00a0bassin d’emploi par indicateurs")


def test_a_cloud_has_a_disc_by_zone_and_says_who_is_missing(lire):
    x, y, taille = (
        lire(c, "bassin") for c in ("bmo_projets_saisonniers", "bmo_part_difficiles_estimee", "bmo_projets")
    )
    regions = [lire(c, "region") for c in ("bmo_projets_saisonniers", "bmo_part_difficiles_estimee")]
    codes = list(zonages.noms("bassin"))
    n = nuage.preparer(x, y, taille, regions, codes)
    assert len(n.points) + len(n.absents) == len(codes)
    assert n.region[0] is None  # a total is no reference for its parts
    assert n.region[1] is not None
    f = nuage.figure(n, x, y, "clair", "ecran", 1.0, 1200)
    assert list(f.data[0].y) == [p.y for p in n.points]
    assert len(f.data) == 1  # no line is fitted
    assert "ni droite, ni coefficient" in nuage.vue(n, x, y, taille).lecture
    assert nuage.vue(n, x, y, taille).champ.endswith(".")
    assert len(nuage.table(n, x, y, taille).lignes) == len(n.points)


@pytest.mark.parametrize(("abscisse", "largeur"), [("bmo_projets", 254), ("bmo_projets", 1200), ("population", 254)])
def test_the_marks_of_a_cloud_and_its_names_keep_apart_on_a_phone_too(lire, abscisse, largeur):
    x, y = (lire(c, "bassin") for c in (abscisse, "bmo_part_difficiles_estimee"))
    regions = [lire(c, "region") for c in (abscisse, "bmo_part_difficiles_estimee")]
    n = nuage.preparer(x, y, None, regions, list(zonages.noms("bassin")))
    f = nuage.figure(n, x, y, "clair", "ecran", 1.0, largeur)
    place = largeur - f.layout.margin.l - f.layout.margin.r
    assert place > 0.6 * largeur
    axe = f.layout.xaxis
    assert max(map(len, axe.title.text.split("<br>"))) * 6 <= place
    xs = [math.log10(v) for p in n.points for v in (p.x, *p.bornes_x)]
    pas = [(b - a) * place / (max(xs) - min(xs)) for a, b in pairwise(map(math.log10, axe.tickvals))]
    assert len(pas) >= 1
    assert all(p > 8 * len(f"{v:,.0f}") for p, v in zip(pas, axe.tickvals, strict=False))
    for p, nom in zip(n.points, f.data[0].text, strict=True):
        debut = (math.log10(p.x) - min(xs)) * place / (max(xs) - min(xs))
        assert not nom or debut + 7 * len(nom.strip()) <= place + f.layout.margin.r


def test_two_presses_turn_two_pages_though_nothing_was_drawn_between():
    def presses():
        from pages.components.explorer import choices

        for pas in (1, 1, 1, -1):
            choices._aller(pas)

    assert AppTest.from_function(presses).run().session_state["page"] == 3


def test_what_leaves_is_what_the_address_for_a_script_gives(d, racine_demo, monkeypatch):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine_demo))
    # The census knows no métier: it answers for all of them together.
    q = demande(
        "zone", "indicateur", inds=("bmo_projets", "population"), metiers=("famille:O",), zones={"5208", "5203"}
    )
    r = sorties.requete(q)
    ici = TestClient(Starlette(routes=routes.routes()))
    lue = pd.read_parquet(io.BytesIO(ici.get(f"{routes.PREFIXE}/chiffres.parquet?{r.adresse()}").content))
    partie = pd.read_parquet(io.BytesIO(sorties.octets(d, r, "parquet")))
    pd.testing.assert_frame_equal(lue, partie)
    assert set(lue["code_zone"]) == {"5208", "5203"}
    assert not lue["obs_status"].isin(VIDES).all()


@pytest.mark.parametrize("adresse", [
    {},
    {"explorer": "mouvements", "indicateur": "bmo_part_difficiles_estimee"},
    {"explorer": "nuage"},
    {"lignes": "metier", "colonnes": "zone", "zonage": "departement"},
    {"lignes": "periode", "colonnes": "zone", "zonage": "ze", "indicateur": "taux_chomage"},
    {"lignes": "zone", "colonnes": "zone"},
    {"zonage": "commune", "page": "3"},
    {"dans": "departement:53", "tri": "bmo_projets", "sens": "croissant"},
    {"indicateurs": ["taux_chomage", "bmo_projets"]},
    {"groupe": "fap22:ZZ", "lignes": "metier", "colonnes": "periode"},
])  # fmt: skip
def test_the_screen_answers_its_addresses(racine_demo, monkeypatch, adresse):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine_demo))
    at = sain(ouvrir("explorer", **adresse))
    assert titre(at)
    assert "Données de démonstration" in contenu(at) or adresse.get("zonage") == "commune"
    if adresse.get("indicateurs"):
        assert any("ne peut pas rejoindre" in i.value for i in at.info)
    if adresse.get("dans"):
        assert "Mayenne" in texte(at)


@pytest.mark.parametrize(("adresse", "constat"), [
    ({"zonage": "departement", "dans": "bassin:5221"}, "Rien ne répond à ce choix"),
    ({"zonage": "epci"}, "Ce tableau est trop grand"),
])  # fmt: skip
def test_a_table_that_cannot_be_drawn_says_so_in_the_title(racine_demo, monkeypatch, adresse, constat):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine_demo))
    monkeypatch.setattr(croise, "CELLULES_MAX", 50)
    at = sain(ouvrir("explorer", **adresse))
    assert titre(at).startswith(constat)


def test_an_end_is_named_only_where_secrecy_cannot_put_another_zone_there(lire):
    c = Croise(demande("zone", "indicateur", inds=("bmo_projets",)), lire)
    t = lire("bmo_projets", "bassin")
    derniere = t.periode(t.periodes[-1])
    connues = derniere[~derniere["obs_status"].isin(VIDES)]
    sur = connues["value"].idxmin()
    autres = connues.drop(sur)
    dit = croise.etendue(c)
    if connues.loc[sur, "borne_haute"] > autres["borne_basse"].min():
        assert dit == ""
    taux = Croise(demande("zone", "indicateur", zonage="ze", inds=("taux_chomage",)), lire)
    assert " : de ".replace(" :", "\u00a0:") in croise.etendue(taux)
    part = Croise(demande("zone", "indicateur", inds=("bmo_part_difficiles_estimee",)), lire)
    assert croise.etendue(part) == ""


def test_without_a_place_a_table_without_territories_is_that_of_the_region(racine_demo, monkeypatch, d):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine_demo))
    choix = {"lignes": "metier", "colonnes": "periode", "zonage": "bassin", "indicateur": "bmo_projets"}
    at = sain(ouvrir("explorer", **choix))
    annee = d.periodes("bmo")[-1]
    region = tableau.chiffre(d, "bmo_projets", "region", "52", annee, Metier("famille", "O"))
    lu = contenu(at).replace("\u202f", "")
    assert str(int(region["valeur"])) in lu
    assert "Pays de la Loire" in texte(at)
