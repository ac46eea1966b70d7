"""From diplomas to métiers, and what becomes of the leavers. Codes are invented, save in the official tables."""

import pandas as pd
import pytest

from data_loaders import jeux
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import debouches
from data_loaders.metiers import formation

CERTIFICATIONS = pd.DataFrame(
    [("D1", "D0", "R1"), ("D1", "D0", "R2"), ("D2", "", "R1"), ("", "", "R3")],
    columns=["code_cfd", "code_ancien_cfd", "code_rome"],
)
SUITES = pd.DataFrame(
    [("D9", "nouveau", "D2"), ("D9", "ancien", "D1"), ("D1", "nouveau", "D2")],
    columns=["code_cfd", "sens", "code_autre"],
)
PASSAGES = pd.DataFrame(
    [("R1", "A1X10", 0.6), ("R1", "A1X20", 0.4), ("R2", "B1X10", 1.0)], columns=["code_rome", "code_metier", "part"]
)


def test_a_diploma_is_known_by_its_code_then_the_former_then_what_replaces_it():
    liens = debouches.romes(CERTIFICATIONS, SUITES, ["D0", "D1", "D2", "D9", "D8"])
    assert sorted(liens.itertuples(index=False, name=None)) == [
        ("D0", "R1", "ancien"), ("D0", "R2", "ancien"), ("D1", "R1", "direct"), ("D1", "R2", "direct"),
        ("D2", "R1", "direct"), ("D9", "R1", "nouveau"),
    ]  # fmt: skip


def test_weights_share_the_links_and_say_how_sure_they_are():
    lies = debouches.metiers(debouches.romes(CERTIFICATIONS, SUITES, ["D0", "D1", "D2"]), PASSAGES)
    d1 = lies[lies["code"] == "D1"].set_index("code_metier")
    assert d1["poids"].round(3).to_dict() == {"B1X10": 0.5, "A1X10": 0.3, "A1X20": 0.2}
    assert d1["confiance"].to_dict() == {"B1X10": "forte", "A1X10": "moyenne", "A1X20": "moyenne"}
    assert set(lies.loc[lies["code"] == "D0", "confiance"]) == {"moyenne", "faible"}
    # A1X10 and A1X20 taken as one: what a diploma has of each adds up, its name comes once.
    groupe = debouches.grouper(lies, ["A1"]).set_index("code")
    # the heaviest first, as heavy: the order of codes
    assert list(groupe["poids"].round(3).items()) == [("D2", 1.0), ("D0", 0.5), ("D1", 0.5)]
    assert groupe.loc["D1", ["metiers", "romes", "romes_nb"]].tolist() == ["A1X10|A1X20", "R1", 2]
    assert debouches.grouper(lies, ["Z"]).empty


def test_demonstration_leads_from_a_diploma_to_its_metier(racine_demo):
    d = Donnees(racine_demo)
    menant = debouches.grouper(formation.liens(d), ["S1X40"]).join(formation.diplomes(d), on="code")
    assert menant[["libelle", "suivi", "confiance"]].to_numpy().tolist() == [["CAP Cuisine", True, "forte"]]
    lignes = formation.insertion(d).set_index(["code", "voie", "periode"])
    petit = lignes[lignes["sortants"].isna() & lignes["annee_terminale"].notna()]
    assert set(petit["raison_taux_emploi_6"]) == {formation.RAISON_PETIT, formation.RAISON_ABSENT}
    assert set(lignes.loc[lignes["taux_emploi_18"].isna(), "raison_taux_emploi_18"]) >= {formation.RAISON_ABSENT}


@pytest.fixture(scope="module")
def chargees(reference, tmp_path_factory):
    d = Donnees(tmp_path_factory.mktemp("debouches"))
    for source, *fichiers in (
        ("nomenclature", "nomenclatures/dares_rome_qualif_vers_fap2021.csv"),
        ("insertion", "insertion/inserjeunes_orion_region52.csv"),
        ("diplomes", "nomenclatures/bcn_formation_diplome_extrait.csv"),
        ("diplomes", "nomenclatures/bcn_mefstat11_vers_cfd_extrait.csv"),
        ("diplomes", "nomenclatures/bcn_anciens_nouveaux_diplomes_extrait.csv"),
        ("diplomes", "certifications/certif_info_rome_extrait.csv"),
    ):
        for f in fichiers:
            jeux.lecteurs()[source].importer(d, reference / f, lambda *_: None)
    return d


def test_official_diplomas_reach_their_metiers_as_far_as_the_tables_go(chargees):
    suivis = formation.insertion(chargees)
    lies = formation.liens(chargees)
    assert suivis["code"].nunique() == 663
    # SOURCES.md: 95 % of the diplomas of the region have a ROME; one or two have none that leads to a métier.
    assert 0.93 < suivis["code"].drop_duplicates().isin(lies["code"]).mean() < 0.96
    assert (lies.groupby("code")["poids"].sum() < 1 + 1e-9).all()


def test_no_diploma_of_nurse_nor_of_teacher_and_care_assistants_by_apprenticeship_only(chargees):
    connus = formation.diplomes(chargees)
    for metier in ("V1X80", "W0X80"):
        menant = debouches.grouper(formation.liens(chargees), [metier]).join(connus, on="code")
        assert len(menant) > 5
        assert not menant["suivi"].any()
    suivis = formation.insertion(chargees)
    aide_soignant = suivis[(suivis["code"] == "46033104") & (suivis["periode"] == "2023")]
    assert aide_soignant["voie"].tolist() == ["apprentissage"]


def test_means_of_the_region_are_those_of_all_leavers(chargees):
    m = formation.moyennes(chargees, "2023").round(1)
    assert m[["taux_emploi_6", "taux_poursuite"]].tolist() == [67.2, 47.3]
    assert m["taux_emploi_24"] != m["taux_emploi_24"]
