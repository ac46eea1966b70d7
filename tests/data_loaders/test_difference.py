"""Differences between two versions, on invented surveys and rates whose changes are known one by one."""

import io
import json
import shutil

import pandas as pd
import pyarrow as pa
import pytest

from data_loaders.__main__ import main
from data_loaders.chiffres import tableau
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Source
from data_loaders.versions import difference
from pages.figures.donnees import differences as mots
from tests import builders
from tests.builders import SOURCE, metiers_bmo, observations_bmo

BMO, CHOMAGE = CONTRATS["bmo"], CONTRATS["chomage_dep"]
TOUT = frozenset({"zone-absente", "lignes-25", "edition-ancienne", "contenu-repete"})


def bmo(annee, cellules):
    lignes = [(b, "44", "B0Z20", m, v) for (b, m), v in cellules.items()]
    return builders.tables_bmo(lignes, annee)


AVANT = {
    ("5220", "met"): 100.0, ("5220", "xmet"): 45.0, ("5220", "smet"): 10.0, ("5221", "met"): 50.0,
    ("5221", "xmet"): None, ("5221", "smet"): 5.0, ("5222", "met"): 20.0, ("5222", "xmet"): 10.0,
    ("5222", "smet"): None,
}  # fmt: skip
APRES = {
    ("5220", "met"): 100.0, ("5220", "xmet"): 75.0, ("5220", "smet"): 12.0, ("5221", "met"): 50.0,
    ("5221", "xmet"): 30.0, ("5221", "smet"): None, ("5223", "met"): 8.0, ("5223", "xmet"): 5.0,
    ("5223", "smet"): None,
}  # fmt: skip


@pytest.fixture
def donnees(racine_propre):
    return Donnees(racine_propre, confirmees=TOUT)


@pytest.fixture
def revision(donnees):
    """The survey of 2023 and its revision: identifiers."""
    return [donnees.officiel.publier(BMO, "2023", bmo("2023", c), [SOURCE]).identifiant for c in (AVANT, APRES)]


def test_every_kind_of_change_is_found_and_ranked_and_a_declared_share_has_no_class(donnees, revision):
    d = difference.comparer(donnees.officiel, BMO, *revision)
    assert len(d.de("zone_retiree")) == len(d.de("zone_nouvelle")) == 1
    assert d.de("zone_retiree")[0].ou.startswith("5222 ")
    assert d.de("zone_nouvelle")[0].ou.startswith("5223 ")
    assert [(c.ou, c.avant, c.apres) for c in d.de("secret_nouveau")] == [
        ("2023 · 5221 Ancenis · B0Z20 Maçons · projets saisonniers", 5.0, None)
    ]
    assert [(c.ou, c.avant, c.apres) for c in d.de("secret_leve")] == [
        ("2023 · 5221 Ancenis · B0Z20 Maçons · projets difficiles", None, 30.0)
    ]
    assert [(c.ou, c.avant, c.apres) for c in d.de("revision")] == [
        ("2023 · 5220 Nantes · B0Z20 Maçons · projets difficiles", 45.0, 75.0),
        ("2023 · 5220 Nantes · B0Z20 Maçons · projets saisonniers", 10.0, 12.0),
    ]
    assert len(d.de("valeur_retiree")) == len(d.de("valeur_nouvelle")) == 3
    rangs = [genre for genre, _ in difference.RANGS]
    ordre = [rangs.index(c.genre) for c in d.changements]
    assert ordre == sorted(ordre)
    # 45/100 is between 40 and 50; 75/100 is above 70, the last limit.
    assert d.changements
    assert d.de("classe") == []


def test_the_other_way_round_gives_the_opposite_and_a_version_does_not_differ_from_itself(donnees, revision):
    aller = difference.comparer(donnees.officiel, BMO, *revision)
    retour = difference.comparer(donnees.officiel, BMO, *revision[::-1])
    for genre, oppose in (("secret_nouveau", "secret_leve"), ("zone_retiree", "zone_nouvelle")):
        assert [c.ou for c in aller.de(genre)] == [c.ou for c in retour.de(oppose)]
    assert {(c.avant, c.apres) for c in aller.de("revision")} == {(c.apres, c.avant) for c in retour.de("revision")}
    d = difference.comparer(donnees.officiel, BMO, revision[0], revision[0])
    assert d.changements == ()
    assert d.texte().endswith("Aucun changement.")
    with pytest.raises(ErreurDonnees, match="version absente du disque"):
        difference.comparer(donnees.officiel, BMO, revision[0], "2023--00000000")


def test_two_vintages_are_compared_cell_by_cell_without_their_year(donnees):
    a, b = (
        donnees.officiel.publier(BMO, y, bmo(y, c), [SOURCE]).identifiant for y, c in (("2023", AVANT), ("2024", APRES))
    )
    d = difference.comparer(donnees.officiel, BMO, a, b)
    assert d.de("revision")[0].ou == "5220 Nantes · B0Z20 Maçons · projets difficiles"


def test_an_edition_of_a_series_shows_its_revised_rate_and_class(donnees):
    def edition(taux):
        zones = ["44", "49", "53", "72", "85", "52", "FM"]
        return {
            "observations": pa.table(
                {
                    "periode": ["2023-T4"] * 7, "code_zone": zones, "value": [taux] + [7.5] * 6,
                    "obs_status": ["A"] * 7, "conf_status": ["F"] * 7,
                }
            )
        }  # fmt: skip

    a, b = (donnees.officiel.publier(CHOMAGE, "2023-T4", edition(t), [SOURCE]).identifiant for t in (5.4, 5.5))
    d = difference.comparer(donnees.officiel, CHOMAGE, a, b)
    assert [(c.genre, c.avant, c.apres) for c in d.changements] == [("classe", 5.4, 5.5), ("revision", 5.4, 5.5)]
    assert d.de("classe")[0].phrase() == (
        "Taux de chômage localisé, Loire-Atlantique, 4ᵉ trimestre 2023 : très bas (5,4\u00a0%) puis bas (5,5\u00a0%)"
    )


def test_the_command_gives_a_text_and_one_json_line(donnees, revision, capsys):
    a, b = (f"bmo/{i}" for i in revision)
    assert main(["difference", a, b]) == 0
    texte = capsys.readouterr().out
    assert texte.startswith(f"De {a} à {b}\nZones retirées : 1\n")
    assert "  2023 · 5220 Nantes · B0Z20 Maçons · projets difficiles : 45 puis 75 (+30)" in texte
    assert "Ancenis · B0Z20 Maçons · projets difficiles : secret statistique puis 30" in texte
    assert main(["difference", a, b, "--json"]) == 0
    objet = json.loads(capsys.readouterr().out)
    assert (objet["avant"], objet["apres"], objet["nombres"]["revision"]) == (a, b, 2)
    assert main(["difference", a, b.replace("bmo", "stmt_dep")]) == 2


NOMENCLATURES = CONTRATS["nomenclatures"]


def postes(**libelles):
    """One domain and its posts, by code."""
    lignes = [("FAP2021", "fap22", "B", "Bâtiment", "")]
    lignes += [("FAP2021", "fap86", code, libelle, "B") for code, libelle in libelles.items()]
    noms = [c.nom for c in NOMENCLATURES.tables["postes"].colonnes]
    return {"postes": pa.table([list(c) for c in zip(*lignes, strict=True)], noms)}


def test_posts_of_a_nomenclature_added_removed_and_renamed_are_told_apart(donnees):
    etats = (postes(B0Z="Maçons", B1Z="Peintres"), postes(B0Z="Maçons, plâtriers", B2Z="Couvreurs"))
    a, b = (donnees.officiel.publier(NOMENCLATURES, "FAP2021", t, [SOURCE]).identifiant for t in etats)
    d = difference.comparer(donnees.officiel, NOMENCLATURES, a, b)
    assert [(c.genre, c.phrase()) for c in d.changements] == [
        ("ligne_retiree", "FAP2021 · fap86 · B1Z : libelle « Peintres », code_parent « B »"),
        ("ligne_nouvelle", "FAP2021 · fap86 · B2Z : libelle « Couvreurs », code_parent « B »"),
        ("ligne_modifiee", "FAP2021 · fap86 · B0Z : libelle « Maçons » puis « Maçons, plâtriers »"),
    ]
    assert "Lignes modifiées : 1" in d.texte()
    assert difference.comparer(donnees.officiel, NOMENCLATURES, a, a).changements == ()


def test_a_metier_renamed_between_two_vintages_is_said_and_its_year_is_not(donnees):
    neufs = bmo("2024", AVANT)
    neufs["metiers"] = neufs["metiers"].set_column(2, "libelle_metier", pa.array(["Maçons, plâtriers"]))
    a = donnees.officiel.publier(BMO, "2023", bmo("2023", AVANT), [SOURCE]).identifiant
    b = donnees.officiel.publier(BMO, "2024", neufs, [SOURCE]).identifiant
    (change,) = difference.comparer(donnees.officiel, BMO, a, b).changements
    assert change.phrase() == "B0Z20 : libelle_metier « Maçons » puis « Maçons, plâtriers »"


CONTRAT = CONTRATS["bmo"]
LIEUX = ("departement:44", "bassin:5221", "region:52", "spo:ancenis")


def publier(d, annee, met, xmet, fichier):
    lignes = [("5221", "44", "B0Z20", m, v) for m, v in (("met", met), ("xmet", xmet), ("smet", 0.0))]
    lignes += [("5208", "72", "B0Z20", m, v) for m, v in (("met", 50.0), ("xmet", 10.0), ("smet", 0.0))]
    tables = {"observations": observations_bmo(lignes, annee), "metiers": metiers_bmo(annee)}
    return d.officiel.publier(CONTRAT, annee, tables, [Source(fichier, fichier[0] * 64, 1, "x")])


@pytest.fixture(scope="module")
def enquetes(tmp_path_factory):
    """A survey revised, then the next one; to be read only."""
    d = Donnees(tmp_path_factory.mktemp("enquetes") / "racine")
    publier(d, "2023", 100.0, 40.0, "a.xlsx")
    publier(d, "2023", 100.0, 50.0, "b.xlsx")
    publier(d, "2024", 120.0, 60.0, "c.xlsx")
    return d


def version(d, annee, rang=0):
    return [i.identifiant for i in d.officiel.versions("bmo") if i.millesime == annee][rang]


def test_a_revision_is_found_for_the_territories_that_it_touches(enquetes):
    avant, apres = (version(enquetes, "2023", 1), version(enquetes, "2023", 0))
    trouves = difference.par_territoire(enquetes.officiel, CONTRAT, avant, apres, LIEUX)
    dits = [(c.lieu, c.indicateur.code, c.avant["value"], c.apres["value"]) for c in trouves]
    assert ("departement:44", "bmo_part_difficiles", 40.0, 50.0) in dits
    assert ("bassin:5221", "bmo_projets_difficiles", 40.0, 50.0) in dits
    assert ("region:52", "bmo_projets_difficiles", 50.0, 60.0) in dits
    assert {c.lieu for c in trouves} == set(LIEUX[:3])  # nothing is estimated for an SPO
    assert "bmo_projets" not in {c.indicateur.code for c in trouves}
    ailleurs = difference.par_territoire(enquetes.officiel, CONTRAT, avant, apres, ("departement:72",))
    assert ailleurs == []


def test_two_vintages_are_compared_figure_to_figure(enquetes):
    avant, apres = version(enquetes, "2023"), version(enquetes, "2024")
    trouves = difference.par_territoire(enquetes.officiel, CONTRAT, avant, apres, ("departement:44",))
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
    return mots.ChangementTerritoire(
        "departement:44", part, *(pd.Series(commun | {"value": v}) for v in (avant, apres))
    )


def test_a_hidden_part_leaves_the_gap_between_two_bounds():
    """By hand: 100 visible with 2 hidden of 1 to 4, then 90 with 1: from 91 ÷ 108 to 94 ÷ 102."""
    avant, apres = (
        pd.Series(
            {"value": v, "caches_nb": n, "borne_basse": v, "borne_haute": v + 4 * n, "minorant": True, "raison": ""}
            | {"obs_status": "A", "periode": p}
        )
        for v, n, p in ((100.0, 2, "2023"), (90.0, 1, "2024"))
    )
    c = mots.ChangementTerritoire("departement:44", INDICATEURS["bmo_projets"], avant, apres)
    assert mots.evolution(c) == pytest.approx((91 / 108 - 1, 94 / 102 - 1))
    assert mots.ecart(c) == "−15,7 à −7,8\u202f%"
    assert "entre deux bornes" in mots.raisons([c])
    (lue,) = pd.read_csv(
        io.BytesIO(mots.csv([c], "2023--x", "2024--y", "bmo")), sep=";", decimal=",", encoding="utf-8-sig"
    ).to_dict("records")
    assert (lue["evolution_basse_pct"], lue["evolution_haute_pct"]) == (-15.74, -7.84)
    assert pd.isna(lue["ecart"])
    for cote, periode, haut in (("avant", 2023, 108), ("apres", 2024, 94)):
        assert (lue[f"au_moins_{cote}"], lue[f"periode_{cote}"]) == (True, periode)
        assert (lue[f"borne_haute_{cote}"], lue[f"libelle_obs_status_{cote}"]) == (haut, "valeur normale")


def test_the_bounds_of_a_gap_are_those_of_the_trends(officielles):
    """One interval for one question: that of the region from the last vintage but one to the last."""
    avant, apres = (officielles.instantane("bmo", m).identifiant for m in officielles.millesimes("bmo")[-2:])
    (projets,) = [
        c
        for c in difference.par_territoire(officielles.officiel, CONTRAT, avant, apres, ["region:52"])
        if c.indicateur.code == "bmo_projets"
    ]
    lignes = tableau.calculer(officielles, "bmo_projets", "region").lignes.set_index("periode")
    dite = lignes.loc[officielles.millesimes("bmo")[-1]]
    assert mots.evolution(projets) == pytest.approx((dite["evolution_lo"], dite["evolution_hi"]))
    assert mots.ecart(projets) == "−8,4 à −6,8\u202f%"


def test_words_around_the_table_and_why_a_gap_cannot_be_told(enquetes):
    avant, apres = (version(enquetes, "2023", 1), version(enquetes, "2023", 0))
    trouves = difference.par_territoire(enquetes.officiel, CONTRAT, avant, apres, LIEUX[:1])
    assert mots.constat(trouves, LIEUX, avant, apres) == "2 chiffres diffèrent, pour 1 territoire sur 4."
    assert mots.constat([], LIEUX, avant, apres).startswith("Aucun chiffre")
    assert mots.constat([], LIEUX, avant, avant).startswith("La même version")
    assert "ce sont des révisions" in mots.portee(CONTRAT, avant, apres)
    texte = mots.csv(trouves, avant, apres, "bmo").decode("utf-8-sig")
    assert f"bmo/{avant}" in texte
    assert "Chiffres du producteur" in texte
    absent = _changement(10.0, 12.0)._replace(avant=None)
    assert mots.ecart(absent) == "n.d."
    assert mots.raisons([absent, absent]) == "Écart n.d.\u00a0: une des deux valeurs manque."
    assert mots.raisons([_changement(1.0, 2.0)]) == ""


def test_the_usual_pair_is_the_version_in_force_and_what_it_replaced(enquetes, tmp_path):
    enquetes = Donnees(shutil.copytree(enquetes.racine, tmp_path / "racine"))
    gardees = enquetes.officiel.versions("bmo")
    en_place = [enquetes.instantane("bmo", m).identifiant for m in enquetes.millesimes("bmo")]
    assert mots.habituelles(gardees, en_place) == (version(enquetes, "2023"), version(enquetes, "2024"))
    publier(enquetes, "2024", 120.0, 61.0, "d.xlsx")
    gardees = enquetes.officiel.versions("bmo")
    en_place = [enquetes.instantane("bmo", m).identifiant for m in enquetes.millesimes("bmo")]
    assert mots.habituelles(gardees, en_place) == (version(enquetes, "2024", 1), version(enquetes, "2024", 0))


def test_a_version_that_is_gone_is_refused_and_only_datasets_of_territories_are_compared(enquetes):
    with pytest.raises(ErreurDonnees, match="version absente du disque"):
        difference.par_territoire(enquetes.officiel, CONTRAT, version(enquetes, "2024"), "2024--00000000", LIEUX)
    assert {d for d in CONTRATS if difference.comparables(d)} >= {"bmo", "chomage_ze", "barometre_region"}
    assert not any(map(difference.comparables, ("convention", "nomenclatures", "tension_rome")))
