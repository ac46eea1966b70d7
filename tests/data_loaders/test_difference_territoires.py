"""Figures of a territory in two versions of a dataset: revisions, and two vintages of a survey."""

import io

import pandas as pd
import pytest

from data_loaders.chiffres import tableau
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.store import Source
from data_loaders.versions import territoires as difference_territoires
from pages.figures.comparer import differences as mots
from tests.builders import metiers_bmo, observations_bmo

CONTRAT = CONTRATS["bmo"]
LIEUX = ("departement:44", "bassin:5221", "region:52", "spo:ancenis")


def publier(d, annee, met, xmet, fichier):
    lignes = [("5221", "44", "B0Z20", m, v) for m, v in (("met", met), ("xmet", xmet), ("smet", 0.0))]
    lignes += [("5208", "72", "B0Z20", m, v) for m, v in (("met", 50.0), ("xmet", 10.0), ("smet", 0.0))]
    tables = {"observations": observations_bmo(lignes, annee), "metiers": metiers_bmo(annee)}
    return d.officiel.publier(CONTRAT, annee, tables, [Source(fichier, fichier[0] * 64, 1, "x")])


@pytest.fixture
def donnees(tmp_path):
    d = Donnees(tmp_path, confirmees=frozenset({"lignes", "contenu", "zone"}))
    publier(d, "2023", 100.0, 40.0, "a.xlsx")
    publier(d, "2023", 100.0, 50.0, "b.xlsx")
    publier(d, "2024", 120.0, 60.0, "c.xlsx")
    return d


def version(d, annee, rang=0):
    return [i.identifiant for i in d.officiel.versions("bmo") if i.millesime == annee][rang]


def test_a_revision_is_found_for_the_territories_that_it_touches(donnees):
    avant, apres = version(donnees, "2023", 1), version(donnees, "2023", 0)
    trouves = difference_territoires.par_territoire(donnees.officiel, CONTRAT, avant, apres, LIEUX)
    dits = [(c.lieu, c.indicateur.code, c.avant["value"], c.apres["value"]) for c in trouves]
    assert ("departement:44", "bmo_part_difficiles", 40.0, 50.0) in dits
    assert ("bassin:5221", "bmo_projets_difficiles", 40.0, 50.0) in dits
    assert ("region:52", "bmo_projets_difficiles", 50.0, 60.0) in dits
    assert {c.lieu for c in trouves} == set(LIEUX[:3])  # nothing is estimated for an SPO
    assert "bmo_projets" not in {c.indicateur.code for c in trouves}
    ailleurs = difference_territoires.par_territoire(donnees.officiel, CONTRAT, avant, apres, ("departement:72",))
    assert ailleurs == []


def test_two_vintages_are_compared_figure_to_figure(donnees):
    avant, apres = version(donnees, "2023"), version(donnees, "2024")
    trouves = difference_territoires.par_territoire(donnees.officiel, CONTRAT, avant, apres, ("departement:44",))
    (projets,) = [c for c in trouves if c.indicateur.code == "bmo_projets"]
    assert (projets.avant["periode"], projets.apres["periode"]) == ("2023", "2024")
    entetes, corps = mots.table([projets])
    assert [e for e, _ in entetes][1:] == ["Territoire", "Indicateur", "Période", "Avant", "Après", "Écart"]
    assert corps[0][1:4] == ["Loire-Atlantique (département)", "Projets de recrutement", "2023 puis 2024"]
    assert corps[0][6] == "+20\u00a0projets"
    assert "ne sont pas des révisions" in mots.portee(CONTRAT, avant, apres).replace("\u00a0", " ")


def _changement(avant, apres, **reste):
    commun = {"obs_status": "A", "minorant": False, "periode": "2023"} | reste
    part = INDICATEURS["bmo_part_difficiles"]
    return mots.Changement("departement:44", part, *(pd.Series(commun | {"value": v}) for v in (avant, apres)))


def test_a_gap_is_that_of_the_figures_as_they_are_written():
    # 70.24 is read 70,2 and 60.66 is read 60,7: their gap is 9,5 on paper, 9,6 before rounding.
    assert mots.ecart(_changement(70.24, 60.66)) == "−9,5\u00a0points"


def test_a_gap_that_cannot_be_told_says_why():
    absent = _changement(10.0, 12.0)._replace(avant=None)
    assert mots.ecart(absent) == "n.d."
    assert mots.raisons([absent, absent]) == "Écart n.d.\u00a0: une des deux valeurs manque."
    assert mots.raisons([_changement(1.0, 2.0)]) == ""


def test_a_hidden_part_leaves_the_gap_between_two_bounds():
    """By hand: 100 visible with 2 hidden of 1 to 4, then 90 with 1: from 91 ÷ 108 to 94 ÷ 102."""
    avant, apres = (
        pd.Series(
            {"value": v, "caches_nb": n, "borne_basse": v, "borne_haute": v + 4 * n, "minorant": True, "raison": ""}
            | {"obs_status": "A", "periode": p}
        )
        for v, n, p in ((100.0, 2, "2023"), (90.0, 1, "2024"))
    )
    c = mots.Changement("departement:44", INDICATEURS["bmo_projets"], avant, apres)
    assert mots.evolution(c) == pytest.approx((91 / 108 - 1, 94 / 102 - 1))
    assert mots.ecart(c) == "−15,7 à −7,8\u00a0%"
    assert "entre deux bornes" in mots.raisons([c])
    (lue,) = pd.read_csv(
        io.BytesIO(mots.csv([c], "2023--x", "2024--y", "bmo")), sep=";", decimal=",", encoding="utf-8-sig"
    ).to_dict("records")
    assert (lue["evolution_basse_pct"], lue["evolution_haute_pct"]) == (-15.74, -7.84)
    assert pd.isna(lue["ecart"])
    for cote, periode, haut in (("avant", 2023, 108), ("apres", 2024, 94)):
        assert (lue[f"au_moins_{cote}"], lue[f"periode_{cote}"]) == ("oui", periode)
        assert (lue[f"borne_haute_{cote}"], lue[f"libelle_statut_{cote}"]) == (haut, "valeur normale")


def test_the_bounds_of_a_gap_are_those_of_the_trends(officielles):
    """One interval for one question: that of the region from the last vintage but one to the last."""
    avant, apres = (officielles.instantane("bmo", m).identifiant for m in officielles.millesimes("bmo")[-2:])
    (projets,) = [
        c
        for c in difference_territoires.par_territoire(officielles.officiel, CONTRAT, avant, apres, ["region:52"])
        if c.indicateur.code == "bmo_projets"
    ]
    lignes = tableau.calculer(officielles, "bmo_projets", "region").lignes.set_index("periode")
    dite = lignes.loc[officielles.millesimes("bmo")[-1]]
    assert mots.evolution(projets) == pytest.approx((dite["evolution_lo"], dite["evolution_hi"]))
    assert mots.ecart(projets) == "−8,4 à −6,8\u00a0%"


def test_words_around_the_table(donnees):
    avant, apres = version(donnees, "2023", 1), version(donnees, "2023", 0)
    trouves = difference_territoires.par_territoire(donnees.officiel, CONTRAT, avant, apres, LIEUX[:1])
    assert mots.constat(trouves, LIEUX, avant, apres) == "2 chiffres diffèrent, pour 1 territoire sur 4."
    assert mots.constat([], LIEUX, avant, apres).startswith("Aucun chiffre")
    assert mots.constat([], LIEUX, avant, avant).startswith("La même version")
    assert "ce sont des révisions" in mots.portee(CONTRAT, avant, apres)
    texte = mots.csv(trouves, avant, apres, "bmo").decode("utf-8-sig")
    assert f"bmo/{avant}" in texte
    assert "Chiffres du producteur" in texte


def test_the_usual_pair_is_the_version_in_force_and_what_it_replaced(donnees):
    gardees = donnees.officiel.versions("bmo")
    en_place = [donnees.instantane("bmo", m).identifiant for m in donnees.millesimes("bmo")]
    assert mots.habituelles(gardees, en_place) == (version(donnees, "2023"), version(donnees, "2024"))
    publier(donnees, "2024", 120.0, 61.0, "d.xlsx")
    gardees = donnees.officiel.versions("bmo")
    en_place = [donnees.instantane("bmo", m).identifiant for m in donnees.millesimes("bmo")]
    assert mots.habituelles(gardees, en_place) == (version(donnees, "2024", 1), version(donnees, "2024", 0))


def test_a_version_that_is_gone_is_refused(donnees):
    with pytest.raises(ErreurDonnees, match="version absente du disque"):
        difference_territoires.par_territoire(
            donnees.officiel, CONTRAT, version(donnees, "2024"), "2024--00000000", LIEUX
        )


def test_only_datasets_of_territories_are_compared():
    assert {d for d in CONTRATS if difference_territoires.comparables(d)} >= {"bmo", "chomage_ze", "barometre_region"}
    assert not any(map(difference_territoires.comparables, ("convention", "nomenclatures", "tension_rome")))
