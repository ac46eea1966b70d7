"""Every estimate of a survey: what is said of it, kept results, one file, one number everywhere."""

import os
from functools import lru_cache, partial
from itertools import product

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from data_loaders import demo, jeux
from data_loaders.__main__ import main
from data_loaders.chiffres import origine, tableau
from data_loaders.commandes import lecture
from data_loaders.contracts.bmo import HORS_DECOUPAGE
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import calculs, enquete
from data_loaders.jeux.calculs import Metier, Question
from data_loaders.magasin import donnees as lecture_donnees
from data_loaders.magasin.donnees import DERIVES, Derive, Donnees
from data_loaders.measures import enonces, marches, mots_estimation as mots
from data_loaders.sources import bmo
from tests import builders
from tests.vues import un_sur

ESP, FINE = "\u00a0", "\u202f"


def dire_une(q: float, s: float) -> pd.Series:
    return enonces.dire(pd.Series([q]), pd.Series([s])).iloc[0]


@pytest.mark.parametrize(("q", "dite", "classe"), [
    (0.195, "20", 2), (0.1949, "19", 1), (0.3951, "40", 3), (0.5949, "59", 3), (0.597, "60", 4), (0.798, "80", 5),
    (0.6, "60", 4), (0.01, "1", 1), (0.99, "99", 5),
])  # fmt: skip
def test_the_class_is_that_of_the_printed_number(q, dite, classe):
    assert mots.part_dite(q) == f"{dite}{ESP}%"
    assert dire_une(q, 0.05)["classe"] == classe


@pytest.mark.parametrize(("q", "s", "certitude"), [
    # one error over .60: 84 % of the normal law; 1.04 errors: 85 %
    (0.70, 0.10, enonces.ASSEZ_SOLIDE), (0.704, 0.10, enonces.SOLIDE), (0.64, 0.10, enonces.ASSEZ_SOLIDE),
    (0.638, 0.10, enonces.FRAGILE), (0.30, 0.09, enonces.SOLIDE), (0.50, 0.05, enonces.SOLIDE),
    (0.50, 0.10, enonces.ASSEZ_SOLIDE), (0.50, 0.20, enonces.FRAGILE),
    # printed 60, thus on the upper side: the chance is that of the upper side
    (0.597, 0.02, enonces.FRAGILE),
])  # fmt: skip
def test_how_sure_the_side_is(q, s, certitude):
    assert dire_une(q, s)["certitude"] == certitude


def test_a_gap_differs_beyond_what_chance_makes_and_ranks_count_only_those():
    ecarts = pd.Series([0.0196, 0.0197, -0.0197, np.nan])
    assert enonces.differe(ecarts, 0.01**2).tolist()[:3] == [0, 1, -1]
    assert np.isnan(enonces.differe(ecarts, 0.01**2)[3])
    r = enonces.rangs(pd.Series([0.9, 0.52, 0.5, 0.1]), pd.Series([0.02] * 4))
    assert r.to_numpy().tolist() == [[1, 1], [2, 3], [2, 3], [4, 4]]


def test_errors_shrink_with_the_projects_and_their_change_is_bounded_by_what_secrets_allow():
    assert enonces.erreur(0.5, 3600.0, "famille", "bassin") == pytest.approx((2.0 * 0.25 / 120) ** 0.5)
    assert enonces.erreur(0.99, 3600.0, "famille", "region") == pytest.approx((1.2 * 0.09 / 120) ** 0.5)
    assert enonces.erreur_projets(10_000.0, "ensemble", "region") == pytest.approx((0.25 / 100) ** 0.5)
    # 100 and two hidden counts of 1 to 4, then 90 and three
    bas, haut = enonces.evolution_projets(100, 2, 4, 90, 3, 4)
    assert (bas, haut) == pytest.approx((93 / 108 - 1, 102 / 102 - 1))
    # counts with decimals: a hidden one may be as small as 0
    assert enonces.evolution_projets(100, 2, 5, 90, 3, 5) == pytest.approx((90 / 110 - 1, 105 / 100 - 1))


@pytest.mark.parametrize(("dit", "attendu"), [
    (mots.enonce(5, "solide", 0.3), "très difficile à pourvoir, solide"),
    (mots.enonce(4, "indicatif", 0.1), "difficile à pourvoir, indicatif, d’après la France surtout"),
    (mots.enonce(4, "fragile", 0.1), "à confirmer"),
    (mots.enonce(4, "solide", complet=True), "en tension, solide"),
    (mots.intervalle_dit(0.436, 0.552), f"entre 44 et 55{ESP}%, marge de l’estimation"),
    (mots.declaree_dite(0.3688, 9.1), f"37{ESP}% (±{FINE}9)"),
    (mots.declaree_dite(0.3688, 25.1), mots.MARGE_TROP_LARGE),
    (mots.rang_dit(1, 16, 26), "rang 1 à 16 sur 26"),
    (mots.rang_dit(2, 2, 8), "rang 2 sur 8"),
    (mots.memoire_dite(1), "au-dessus de la région à chaque enquête"),
    (mots.mouvement_dit("non_mesurable", raison="non comparable : x"), "non comparable : x"),
    (mots.evolution_dite(-0.0843, -0.068), f"−8,4 à −6,8{FINE}%"),
    (mots.evolution_dite(0.051, 0.051), f"+5,1{FINE}%"),
])  # fmt: skip
def test_the_words_of_the_estimate(dit, attendu):
    assert dit == attendu


def bouge(delta: float, region: float, fleche: str = "baisse") -> str:
    ligne = {"fleche": fleche, "delta": delta, "grand": abs(delta) >= 0.1, "fleche_raison": ""}
    return mots.mouvement_situe(ligne | {"delta_reference": region})


def test_a_move_that_is_the_region_s_says_so_and_all_metiers_say_both_shares_when_they_disagree():
    assert bouge(-0.169, -0.091) == f"en forte baisse, 17{ESP}points, surtout comme toute la région (−9)"
    assert bouge(-0.2, -0.09) == f"en forte baisse, 20{ESP}points, dont 9 pour toute la région"
    assert bouge(0.08, -0.03, "hausse").endswith(f"toute la région{ESP}: −3{ESP}points")
    ligne = {"q_estimee": 0.496, "borne_basse": 0.44, "borne_haute": 0.55, "declaree": 0.369}
    assert mots.tous_metiers_dits(ligne) == f"50{ESP}% estimés · 37{ESP}% déclarés ici"
    assert mots.tous_metiers_dits(ligne | {"declaree": 0.5}) == f"50{ESP}% estimés"
    assert mots.tous_metiers_dits(ligne | {"declaree": np.nan}) == f"50{ESP}% estimés"


@pytest.fixture
def publiees(racine_propre, tmp_path) -> Donnees:
    """Two vintages, imported by the command, which keeps the results too where `avance` is asked for before."""
    assert main(["importer", "bmo", *(str(builders.fichier_bmo(tmp_path, a)) for a in (2021, 2022))]) == 0
    return Donnees(racine_propre)


@pytest.fixture
def derive(tmp_path) -> Derive:
    """A result that counts how many times it was computed."""
    parametres = tmp_path / "parametres.toml"
    parametres.write_text("a = 1")
    fois = []

    def calculer(publiees: Donnees, table: str) -> dict[str, pd.DataFrame]:
        fois.append(table)
        annees = publiees.millesimes("bmo")
        return {table: pd.DataFrame({"annee": annees, "n": pd.array([1, None], dtype="Int64"), "fois": len(fois)})}

    return Derive("essai", ("bmo",), (parametres,), ("une", "deux"), calculer, tri="annee")


def fichiers(publiees: Donnees, nom: str = "essai") -> list:
    return sorted((publiees.racine / DERIVES / nom).rglob("*.parquet"))


def test_a_result_is_computed_once_for_the_table_that_is_asked_for_and_read_as_it_was(publiees, derive):
    premiere, seconde = derive.lire(publiees, "une"), derive.lire(Donnees(publiees.racine), "une")
    pd.testing.assert_frame_equal(premiere, seconde)
    assert (premiere["fois"].tolist(), str(premiere["n"].dtype)) == ([1, 1], "Int64")
    assert derive.lire(publiees, "une", annee="2022")["annee"].tolist() == ["2022"]
    derive.lire(publiees, "une")
    assert [f.name.split("--")[0] for f in fichiers(publiees)] == ["une"]
    derive.assurer(publiees)
    assert [f.name.split("--")[0] for f in fichiers(publiees)] == ["deux", "une"]
    assert derive.lire(publiees, "une")["fois"].tolist() == [1, 1]


@pytest.mark.parametrize(("cellules", "groupes"), [(6, 1), (3, 2)])
def test_a_short_result_is_read_at_one_go_a_long_one_value_by_value(publiees, derive, monkeypatch, cellules, groupes):
    monkeypatch.setattr(lecture_donnees, "LOT", cellules)
    lu = derive.lire(publiees, "une")
    (chemin,) = fichiers(publiees)
    assert pq.ParquetFile(chemin).num_row_groups == groupes
    pd.testing.assert_frame_equal(derive.lire(publiees, "une"), lu)


@pytest.mark.parametrize("coup", ["bit", "coupe", "vide", "efface"])
def test_a_damaged_result_is_computed_again(publiees, derive, coup):
    derive.lire(publiees, "une")
    (chemin,) = fichiers(publiees)
    contenu = bytearray(chemin.read_bytes())
    contenu[len(contenu) // 2] ^= 1
    ecrits = {"bit": bytes(contenu), "coupe": bytes(contenu[:100]), "vide": b""}
    chemin.write_bytes(ecrits[coup]) if coup in ecrits else chemin.unlink()
    assert derive.lire(publiees, "une")["fois"].tolist() == [2, 2]
    assert derive.lire(publiees, "une")["fois"].tolist() == [2, 2]
    assert len(fichiers(publiees)) == 1


def test_another_snapshot_makes_another_result_and_the_older_ones_go(publiees, derive, tmp_path):
    derive.lire(publiees, "une")
    for met in ("41", "42", "43"):
        lignes = [(*x[:5], met, *x[6:]) if i == 0 else x for i, x in enumerate(builders.LIGNES_BMO)]
        fichier = str(builders.fichier_bmo(tmp_path, 2021, lignes))
        assert main(["importer", "bmo", fichier]) == 0
        derive.lire(Donnees(publiees.racine), "une")
    assert derive.lire(Donnees(publiees.racine), "une")["fois"].tolist() == [4, 4]
    assert len(fichiers(publiees)) == 3


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_disk_that_cannot_be_written_only_costs_time(publiees, derive):
    publiees.racine.chmod(0o500)
    try:
        assert derive.lire(publiees, "une")["fois"].tolist() == [1, 1]
        assert derive.lire(publiees, "une")["fois"].tolist() == [2, 2]
    finally:
        publiees.racine.chmod(0o700)


def test_without_its_dataset_nothing_is_kept(tmp_path, derive):
    vide = Donnees(tmp_path / "vide")
    derive.assurer(vide)
    assert fichiers(vide) == []
    with pytest.raises(KeyError):
        enquete.cellules_bmo(vide)
    with pytest.raises(KeyError):
        derive.lire(vide, "trois")


def test_nothing_is_read_from_what_a_damaged_snapshot_gave(publiees):
    assert len(enquete.cellules_bmo(publiees))
    i = publiees.instantane("bmo", "2021").identifiant
    (publiees.racine / "snapshots/bmo" / i / "observations.parquet").write_bytes(b"PAR1")
    with pytest.raises(ErreurDonnees, match="abîmé"):
        enquete.cellules_bmo(publiees)


def test_a_damaged_snapshot_does_not_refuse_the_publication_of_another_dataset(publiees, avance):
    i = publiees.instantane("bmo", "2021").identifiant
    (publiees.racine / "snapshots/bmo" / i / "observations.parquet").write_bytes(b"")
    jeux.materialiser(publiees)
    assert fichiers(publiees, "estimations") == []


@pytest.mark.parametrize("niveau", un_sur(3, marches.NIVEAUX))
def test_figures_made_at_publication_are_those_that_are_made_now(demonstration, niveau):
    listes = enquete.DERIVE.lire(demonstration, enquete.LISTES)
    codes = [""]
    if niveau != marches.ENSEMBLE:
        codes = listes.loc[listes["niveau"] == niveau, "code_groupe"].unique()[::40]
    periodes, tri = demonstration.periodes("bmo"), ["code_zone", "periode"]
    de_l_enquete = [i for i in INDICATEURS.values() if i.dataset == "bmo"]
    for ind, zonage, code in product(de_l_enquete, marches.ZONAGES, codes):
        q = Question(demonstration, ind, zonage, Metier(niveau, code) if code else None)
        pretes, dehors = enquete.BMO.prets(q, periodes)
        lues = enquete.BMO.lignes(q)
        pd.testing.assert_frame_equal(
            pretes[calculs.COLONNES].sort_values(tri, ignore_index=True),
            enquete.BMO.chiffres(lues, q, periodes)[calculs.COLONNES].sort_values(tri, ignore_index=True),
        )
        assert set(dehors["periode"]) == set(lues.loc[lues["code_bassin"].isin(list(HORS_DECOUPAGE)), "periode"])


ANNEES = (2018, 2021, 2022)


@pytest.fixture(scope="module")
def trois(tmp_path_factory) -> Donnees:
    """Three vintages whose files hold a few regions, save the one in the middle, which holds France."""
    dossier = tmp_path_factory.mktemp("estimer")
    d = Donnees(dossier / "racine")
    for annee in ANNEES:
        lignes = builders.lignes_france(annee) if annee == 2021 else builders.lignes_bmo(annee)
        bmo.lire.importer(d, builders.classeur(dossier / f"{annee}.xlsx", {"BMO": lignes}), None)
    return Donnees(dossier / "racine")


@pytest.fixture(scope="module")
def exporter(trois):
    """`exporter(annee)`: the file of a vintage, computed once for all the tests that read it."""
    return lru_cache(maxsize=None)(partial(lecture.table_estimee, trois))


def test_the_file_holds_every_level_and_zone_with_france_or_that_of_an_earlier_vintage(exporter):
    t = exporter("2021")
    assert set(t["niveau"]) == {"ensemble", "famille", "fap22", "fap87", "metier"}
    assert set(t["bassin"]) == {"region", "44", "49", "72", "5205", "5209", "5220", "5221"}
    assert not t.duplicated(["niveau", "code", "bassin"]).any()
    assert not {"P", "X"} & set(t.columns)
    assert (t["annee_france"] == "2021").all()
    # 2018 has no national file, nor any before it; 2022 takes that of 2021.
    assert set(exporter("2018")["annee_france"]) == {""}
    assert exporter("2018").query("niveau == 'metier'")["france"].isna().all()
    assert set(exporter("2022")["annee_france"]) == {"2021"}


def test_a_secret_row_keeps_its_place_a_small_one_has_no_class_and_one_hidden_count_no_share(exporter):
    t = exporter("2021").query("niveau == 'metier'").set_index(["code", "bassin"])
    secret, petit = t.loc[("B0Z20", "5205")], t.loc[("V0Z60", "5209")]
    assert secret["statut"] == "secret"
    assert secret[["q_estimee", "borne_basse", "borne_haute", "classe", "s", "w"]].isna().all()
    assert secret[["declaree", "marge_declaree_points"]].isna().all()
    assert petit["statut"] == "effectif"
    assert (pd.isna(petit["classe"]), petit["certitude"]) == (True, "")
    assert petit[["q_estimee", "borne_basse", "borne_haute"]].notna().all()
    seul = t.loc[("V0Z60", "5221")]
    assert seul["statut"] == "estime"
    assert seul[["declaree", "declaree_basse", "declaree_haute", "marge_declaree_points"]].isna().all()


def test_the_command_writes_a_csv_that_any_tool_reads_and_nothing_of_a_wrong_question(
    trois, exporter, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(trois.racine))
    monkeypatch.setattr(demo, "assurer", lambda d: [])
    vers = tmp_path / "f.csv"
    absente = "millésime 2019 de l’enquête BMO non chargé (chargés : 2018, 2021 et 2022)"
    for periode, message in (("2019", absente), ("2021-T1", "forme AAAA")):
        assert main(["estimer", "--periode", periode, "--vers", str(vers)]) == 2
        assert message in capsys.readouterr().err
    assert not vers.exists()
    assert main(["estimer", "--periode", "2021", "--vers", str(vers)]) == 0
    entete, premiere = vers.read_text("utf-8").splitlines()[:2]
    assert entete.startswith("niveau,code,bassin,q_estimee,borne_basse,borne_haute,classe,certitude,")
    assert premiere.startswith("ensemble,ensemble,region,0.")
    dit = f"f.csv : {len(exporter('2021'))}{ESP}lignes, dont {exporter('2021')['classe'].notna().sum()} avec une classe"
    assert dit in capsys.readouterr().out


ESTIMEE, DECLAREE = "bmo_part_difficiles_estimee", "bmo_part_difficiles"


def questions(trois: Donnees):
    """Zonings × levels × groups of the survey: the widest level and the narrowest."""
    for zonage in marches.ZONAGES:
        yield zonage, marches.ENSEMBLE, None
        for niveau in ("famille", "metier"):
            codes = set(enquete.lire_marches(trois, niveau, zonage)["code_groupe"])
            yield from ((zonage, niveau, Metier(niveau, c)) for c in sorted(codes))


def test_what_is_said_beside_a_share_is_in_its_unit():
    ligne = {
        "classe": 4,
        "certitude": "solide",
        "declaree": 0.25,
        "q_estimee": 0.5,
        "marge_points": 12.5,
        "publiee": 0.2,
    }
    ligne |= {"position": 1, "memoire": 0, "rang_meilleur": 2, "rang_pire": 3, "rangs_nb": 9, "valeur": None}
    marge, publiee = f"± 12,5{ESP}points (95 chances sur 100)", f"Part des cellules publiées : 20,0{ESP}%"
    place, part = "plus que la région, rang 2 à 3 sur 9", f"{mots.DECLAREE.capitalize()} : 25,0{ESP}%"
    estimee, declaree = (list(lecture._certitude(INDICATEURS[c], ligne)) for c in (ESTIMEE, DECLAREE))
    assert estimee == [f"Marge de la part déclarée : {marge}", place, mots.enonce(4, "solide"), part, publiee]
    assert declaree == [f"Marge de l’enquête : {marge}", f"Part estimée : 50,0{ESP}%", publiee]


@pytest.mark.parametrize(("indicateur", "valeur", "bas", "haut", "condition"), [
    (ESTIMEE, "q_estimee", "borne_basse", "borne_haute", "estime"),
    (DECLAREE, "declaree", "declaree_lo", "declaree_hi", ""),
])  # fmt: skip
def test_the_indicators_and_the_markets_agree_everywhere(trois, indicateur, valeur, bas, haut, condition):
    comparees = 0
    cellules, lire = enquete.cellules_bmo(trois), lru_cache(maxsize=None)(enquete.lire_marches)
    for zonage, niveau, metier in questions(trois):
        t = tableau.calculer(trois, indicateur, zonage, metier, lambda: cellules)
        lignes = t.lignes.set_index(["periode", "code_zone"])
        code = metier.code if metier else marches.ENSEMBLE
        m = lire(trois, niveau, zonage)
        m = m[m["code_groupe"] == code].set_index(["annee", "code_zone"])
        m = m[m.index.isin(lignes.index)]
        vues = lignes.loc[m.index, ["value", "borne_basse", "borne_haute"]]
        dites = m["statut"].eq(condition) if condition else m[valeur].notna()
        attendues = 100 * m[[valeur, bas, haut]].where(dites)
        assert vues.to_numpy() == pytest.approx(attendues.to_numpy(), nan_ok=True)
        comparees += int(dites.sum())
    assert comparees > 20


def test_the_estimate_is_followed_back_to_its_cells_and_an_empty_one_says_why(trois):
    t = tableau.calculer(trois, ESTIMEE, "bassin", Metier("metier", "B0Z20")).periode("2022")
    assert t.loc["5205", ["obs_status", "raison"]].tolist() == ["Q", marches.STATUTS["secret"][1]]
    petit = tableau.calculer(trois, ESTIMEE, "bassin", Metier("metier", "V0Z60")).periode("2022").loc["5209"]
    assert (petit["obs_status"], petit["raison"]) == ("N", "trop peu de projets pour un chiffre")
    raison = "sans objet : aucun projet de recrutement, donc aucune part"
    assert t.loc["5216", ["obs_status", "raison"]].tolist() == ["M", raison]
    assert pd.isna(t.loc[["5205", "5216"], "value"]).all()
    t = tableau.calculer(trois, ESTIMEE, "bassin")
    o = origine.remonter(trois, t, "5221", "2022")
    assert o.genre == "estimee"
    cellules = enquete.cellules_bmo(trois).query("annee == '2022' and code_bassin == '5221'")
    assert o.lignes["value"].sum() == cellules["xmet"].sum()
    assert o.lignes["diviseur"].sum() == cellules["met"].sum()
    assert origine.remonter(trois, t, "5205", "2022").lignes[["value", "diviseur"]].isna().all(axis=None)
