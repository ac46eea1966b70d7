"""Territories side by side: one period a row, reasons in empty cells, nothing moved between zonings."""

import io

import openpyxl
import pytest

from data_loaders.chiffres.tableau import calculer
from data_loaders.contracts.indicateurs import INDICATEURS, indicateur
from data_loaders.exports.ecriture import classeur as ecrire_classeur
from data_loaders.magasin.donnees import Donnees
from data_loaders.portraits.memoire import Memoire
from data_loaders.portraits.territoire import portrait
from geo import sujets
from pages.figures.comparer import cles as comparer_cles, lieux as lieux_compares, vue as comparer_vue
from pages.figures.comparer.lieux import REGION, Suivi
from pages.figures.tendances import dessin as tendances_dessin, panneaux, series as tendances
from tests.pages.figures.invente import fr, serie, tableau

BASSIN, SPO, DEP = "bassin:5221", "spo:sud-vendee", "departement:44"
PART = indicateur("bmo_part_difficiles_estimee")
VALEURS = {
    "bassin": {
        "2023": {"5221": 70.0},
        "2024": {"5221": {"value": 73.6, "borne_basse": 70.8, "borne_haute": 79.1, "marge": 0.132}},
    },
    "departement": {"2023": {"44": 60.0}},
    "region": {"2023": {"52": 55.0}, "2024": {"52": 59.5}},
    "spo": {"2023": {}, "2024": {}},
}


def lire(code, zonage):
    if code != PART.code:
        return tableau(code, zonage, {})
    return tableau(code, zonage, VALEURS[zonage], autres="L")


def rangee(lieux):
    rangees = comparer_cles.preparer(lieux, lire)
    assert [r.indicateur.code for r in rangees] == [PART.code]
    return rangees[0]


def test_all_the_figures_of_a_row_are_of_the_last_common_period():
    r = rangee([BASSIN, DEP, REGION])
    assert r.periode == "2023"
    assert [c.texte for c in r.cellules] == ["70", "60", "55"]
    assert rangee([BASSIN, REGION]).cellules[0].texte == "74"


def test_a_column_whose_zoning_does_not_carry_the_figure_says_why_and_is_never_filled():
    r = rangee([BASSIN, SPO, REGION])
    vide = r.cellules[1]
    assert (vide.texte, vide.raison) == ("n.d.", PART.ailleurs)
    t = comparer_cles.table([r], ["A", "B", "C"])
    assert t.lignes[0][4] == "n.d. (1)"
    assert t.notes == (PART.ailleurs,)


def test_a_period_that_a_zoning_has_not_is_said():
    valeurs = {"bassin": {"2024": {"5221": 1.0}}, "departement": {"2023": {"44": 1.0}}}
    rangees = comparer_cles.preparer(
        [BASSIN, DEP],
        lambda code, z: tableau(code, z, valeurs[z] if code == PART.code else {}, autres="L"),
    )
    assert rangees[0].periode == "2024"
    assert rangees[0].cellules[1].raison == "période non chargée (2024)"


def test_exports_keep_status_reason_and_mention():
    df = comparer_cles.frame([rangee([BASSIN, SPO, REGION])], {(PART.code, BASSIN): "bmo/2024--x"})
    assert df["libelle_zone"].tolist() == ["Ancenis", "Sud Vendée", "Pays de la Loire"]
    assert df["obs_status"].tolist()[::2] == ["A", "A"]
    assert df["raison"].tolist()[1] == PART.ailleurs
    assert set(df["mention"]) == {"Travail de l’Observatoire"}
    assert df[["millesime", "instantane"]].to_numpy().tolist()[0] == ["2024", "bmo/2024--x"]
    assert "73,6" in comparer_cles.csv([rangee([BASSIN, REGION])], {}).decode("utf-8-sig")


def test_the_workbook_holds_the_key_figures_and_the_series():
    tous, region = places({0: BASSIN, 1: DEP})
    feuilles = comparer_cles.feuilles([rangee([BASSIN, REGION])], PART, [*tous.values(), region], {})
    classeur = openpyxl.load_workbook(io.BytesIO(ecrire_classeur([("Titre", "x")], feuilles)))
    assert classeur.sheetnames == ["Présentation", "chiffres_cles", "series"]
    assert list(comparer_cles.feuilles([rangee([BASSIN, REGION])], PART, [], {})) == ["chiffres_cles"]


def test_every_key_indicator_exists():
    assert set(comparer_cles.INDICATEURS_CLES) <= INDICATEURS.keys()


def places(lieux):
    return comparer_vue.suivis_de(lieux, lambda z: lire(PART.code, z), lambda t: dict.fromkeys(t.periodes, "bmo/x"))


def test_a_place_keeps_its_style_when_another_is_emptied():
    tous, region = places({0: BASSIN, 2: DEP})
    series = comparer_vue.demandes(tous, region)
    assert [(s.libelle, s.rang, s.reference) for s in series] == [
        ("Ancenis (bassin d’emploi)", 0, False),
        ("Loire-Atlantique (département)", 2, False),
        ("Pays de la Loire", None, True),
    ]
    seul, region = places({2: DEP})
    assert seul[2].nom == "Loire-Atlantique"
    avant = tendances_dessin.figure(tendances.preparer(PART, series, "annuel")).data[1]
    apres = tendances_dessin.figure(tendances.preparer(PART, comparer_vue.demandes(seul, region), "annuel")).data[0]
    assert (avant.line.color, avant.line.dash, avant.marker.symbol) == (
        apres.line.color, apres.line.dash, apres.marker.symbol
    )  # fmt: skip


def test_the_region_is_drawn_once():
    tous, region = places({0: REGION, 1: BASSIN})
    assert region is None
    assert len(comparer_vue.demandes(tous, region)) == 2


def test_a_territory_that_is_not_drawn_says_why_and_what_it_meets():
    tous, _ = places({0: BASSIN, 1: SPO})
    (dit,) = comparer_vue.absents(PART, tous, lambda z: lire(PART.code, z))
    assert dit.startswith(fr("Sud Vendée (SPO) n’est pas dessiné~: l’enquête est diffusée par bassin"))
    assert "recoupe" in dit


def info(valeurs, ind=PART):
    demandes = [tendances.DemandeSerie(nom, serie(v)) for nom, v in valeurs.items()]
    return tendances.preparer(ind, demandes, "annuel")


def test_the_finding_ranks_the_territories_at_their_last_common_period():
    i = info({"A": {"2022": 5.0, "2023": 6.0}, "B": {"2022": 9.0}})
    assert comparer_vue.titre(PART, i) == fr("En 2022~: B 9~%, A 5~%")
    projets = indicateur("bmo_projets")
    assert comparer_vue.titre(projets, info({"A": {"2022": 5.0}, "B": {"2022": 9.0}}, projets)) == fr(
        "En 2022~: B 9~projets, A 5"
    )


def test_an_index_says_its_base_and_what_lower_bounds_do_to_it():
    projets = indicateur("bmo_projets")
    masque = {"value": 9.0, "minorant": True, "caches_nb": 1}
    t = tableau("bmo_projets", "bassin", {"2021": {"5221": 5.0}, "2023": {"5221": masque}})
    suivi = Suivi(BASSIN, "Ancenis", t, {})
    i = tendances.preparer(projets, comparer_vue.demandes({0: suivi}, None), "annuel", mode="indice")
    v = comparer_vue.preparer(projets, {0: suivi}, None, i)
    assert v.sous_titre == "Projets de recrutement, indice 100 en 2021, de 2021 à 2023"
    assert v.titre == fr("Indice en 2023~: Ancenis 180,0")
    assert "minorants" in v.lecture
    assert "Le millésime 2022 n’est pas chargé" in v.lecture


def test_nothing_drawn_is_said():
    assert comparer_vue.titre(PART, info({})).endswith("non publié pour les territoires choisis")


@pytest.mark.parametrize("valeurs", [{"A": {"2022": "Q"}}, {"A": {"2022": 1.0}, "B": {"2023": 1.0}}])
def test_no_common_period_is_said(valeurs):
    assert comparer_vue.titre(PART, info(valeurs)).endswith("pas de période connue pour tous ces territoires")


def test_the_file_of_the_series_names_the_zoning_of_each_row():
    tous, region = places({0: BASSIN, 1: DEP})
    df = lieux_compares.table(PART, [*tous.values(), region])
    assert df.groupby("zonage", sort=False)["libelle_zone"].first().to_dict() == {
        "bassin": "Ancenis",
        "departement": "Loire-Atlantique",
        "region": "Pays de la Loire",
    }
    assert set(df["instantane"]) == {"bmo/x"}


def test_names_say_which_nantes():
    noms = {lieux_compares.nom(x) for x in ("spo:nantes", "departement:44", REGION)}
    assert noms == {"Nantes (SPO)", "Loire-Atlantique (département)", "Pays de la Loire"}
    assert Suivi(BASSIN, "x", lire(PART.code, "bassin"), {}).lignes.loc["2024", "value"] == 73.6


@pytest.mark.parametrize("code", ["apprentissage_annuel", "formation_eloignes"])
def test_a_series_of_training_says_the_same_on_a_portrait_and_in_a_comparison(racine_demo, code):
    d = Donnees(racine_demo)
    lieux = ["region:52", "departement:44"]
    rangees = comparer_cles.preparer(lieux, lambda c, z: calculer(d, c, z))
    (rangee,) = [r for r in rangees if r.indicateur.code == code]
    for lieu, cellule in zip(lieux, rangee.cellules, strict=True):
        zonage, zone = lieu.split(":")
        c = portrait(Memoire(d), sujets.de_zone(zonage, zone)).chiffres[code]
        assert c.periode == rangee.periode
        if zonage in rangee.indicateur.zonages:
            assert c.ligne["value"] == cellule.ligne["value"]


PROJETS = indicateur("bmo_projets")


def tailles(**valeurs):
    demandes = [tendances.DemandeSerie(nom, serie({"2023": v - 1, "2024": v})) for nom, v in valeurs.items()]
    region = tendances.DemandeSerie("Pays de la Loire", serie({"2023": 9e4, "2024": 1e5}), reference=True)
    return tendances.preparer(PROJETS, [*demandes, region], "annuel")


def test_counts_of_different_size_have_a_panel_each():
    i = tailles(Nantes=40_000.0, Mamers=1_300.0, Ancenis=2_500.0, Cholet=5_000.0)
    assert panneaux.conviennent(PROJETS, i)
    fig = panneaux.figure(i, mode="projection")
    hauts = [fig.layout[f"yaxis{n}"].range for n in ("", 2, 3, 4, 5)]
    assert all(bas == 0 and max(s.y) < haut for (bas, haut), s in zip(hauts, i.series, strict=True))
    textes = [a.text for a in fig.layout.annotations]
    assert {"Nantes", "Mamers", fr("<b>1 300</b>"), fr("<b>100 000</b>")} <= set(textes)
    assert "à sa propre échelle" in panneaux.lecture(i)
    assert {a.font.size for a in fig.layout.annotations} == {24}


def test_territories_of_one_size_keep_one_scale_and_the_region_its_own():
    i = tailles(A=4_000.0, B=2_000.0)
    fig = panneaux.figure(i)
    assert fig.layout.yaxis.range == fig.layout.yaxis2.range != fig.layout.yaxis3.range
    assert "même échelle" in panneaux.lecture(i)


def test_a_rate_or_an_index_stays_on_one_axis():
    assert not panneaux.conviennent(PART, info({"A": {"2022": 5.0}, "B": {"2022": 90.0}}))
    demandes = [tendances.DemandeSerie(n, serie({"2023": v, "2024": v})) for n, v in (("A", 5.0), ("B", 900.0))]
    assert not panneaux.conviennent(PROJETS, tendances.preparer(PROJETS, demandes, "annuel", mode="indice"))


def test_panels_are_stacked_on_a_phone():
    i = tailles(Nantes=40_000.0, Mamers=1_300.0)
    domaines = [panneaux.figure(i, largeur=340).layout[f"xaxis{n}"].domain for n in ("", 2, 3)]
    assert domaines[0] == domaines[1] == domaines[2]
    assert panneaux.figure(i, largeur=340).layout.height == 3 * panneaux.HAUTEUR_PHONE


def test_two_places_of_one_name_are_told_apart_where_names_are_short():
    assert lieux_compares.noms_courts(["commune:53054", "commune:72058"]) == ["Changé (Mayenne)", "Changé (Sarthe)"]
    assert lieux_compares.noms_courts(["commune:53054", "departement:72"]) == ["Changé", "Sarthe"]
