"""What leads to a métier and from it: diplomas, near métiers, establishments; codes are invented, or official."""

import pandas as pd
import pytest

from data_loaders.contracts.formation import EFFECTIFS, TAUX
from data_loaders.metiers import avenir, diplomes, formation, liens, ou_se_former

ECRITS = formation.accents(["CAP métiers de la mode", "BTS métiers de l'eau", "Bac pro systèmes", "metier rare"])


def test_a_name_in_capitals_has_its_sigle_first_and_the_accents_that_others_write():
    assert formation.nommer("MONTEUR DES SYSTEMES (BAC PRO)", ECRITS) == "Bac pro monteur des systèmes"
    assert formation.nommer("ZINGUERIE (MC NIVEAU III)", ECRITS) == "MC zinguerie"
    assert formation.nommer("METIERS OPTION A MODE (CAP)", ECRITS) == "CAP métiers option A\u00a0: mode"
    assert formation.nommer("PLANTES A PARFUM ,AROMATIQUES  ET AUTRES", {}) == "Plantes à parfum, aromatiques et autres"
    assert formation.nommer("AIDE A DOMICILE (DIPLOME D'ETAT)", {}) == "Diplôme d’État aide à domicile"
    assert formation.nommer("STYLISTE (ECOLE IMAGINAIRE)", {}) == "Styliste (ECOLE IMAGINAIRE)"


def ligne(code, sortants, emploi, raison="", voie="apprentissage"):
    taux = round(100 * emploi / sortants) if sortants else float("nan")
    valeurs = {m: float("nan") for m in (*EFFECTIFS, *TAUX)}
    vu = {"annee_terminale": 50.0, "sortants": sortants, "emploi_6": emploi, "taux_emploi_6": taux}
    valeurs |= {m: float("nan") if v is None else v for m, v in vu.items()}
    raisons = {f"raison_{m}": "" if valeurs[m] == valeurs[m] else raison or formation.RAISON_ATTENTE for m in valeurs}
    return {"code": code, "voie": voie, "periode": "2023", "cumul": "2022-2023"} | valeurs | raisons


def test_a_diploma_and_the_one_it_replaces_are_added_up_but_for_those_too_small_to_be_shown():
    lignes = pd.DataFrame([ligne("N1", 30, 15), ligne("A1", 30, 24), ligne("Z", 40, 40)])
    (r,) = formation.reunir(lignes, {"N1": "N1", "A1": "N1"}).to_dict("records")
    assert (r["code"], r["sortants"], r["taux_emploi_6"], r["sans"]) == ("N1", 60, 65, "")
    assert r["raison_taux_emploi_12"] == formation.RAISON_ATTENTE
    assert formation.reunir(lignes, {}).empty
    lignes = pd.DataFrame([ligne("N1", None, None, formation.RAISON_PETIT), ligne("A1", 30, 24)])
    (r,) = formation.reunir(lignes, {"N1": "N1", "A1": "N1"}).to_dict("records")
    assert (r["sortants"], r["taux_emploi_6"], r["sans"]) == (30, 80, "N1")
    petits = pd.DataFrame([ligne(c, None, None, formation.RAISON_PETIT) for c in ("N1", "A1")])
    (r,) = formation.reunir(petits, {"N1": "N1", "A1": "N1"}).to_dict("records")
    assert r["taux_emploi_6"] != r["taux_emploi_6"]
    assert (r["raison_taux_emploi_6"], r["sans"]) == (formation.RAISON_PETIT, "")


def test_a_diploma_stands_for_those_that_it_alone_replaces():
    suites = {"A": "B", "B": "C", "C": "", "D": "E|F", "E": "", "F": "", "G": "H", "H": "G"}
    racines = diplomes.racines({c: {"remplace_par": s} for c, s in suites.items()})
    assert {c: racines[c] for c in "ABCD"} == {"A": "C", "B": "C", "C": "C", "D": "D"}
    assert set(racines) == set(suites)  # a circle ends


LIENS = pd.DataFrame(
    [
        ("M1", "Plombiers", "B4Z41", "Plombiers, chauffagistes", 4, 0.25, 0.60),
        ("M1", "Plombiers", "G1Z70", "Techniciens", 10, 0.62, 0.05),
        ("M1", "Plombiers", "D0Z20", "Ouvriers", 2, 0.13, 0.01),
        ("M2", "Serruriers", "D3Z20", "Métalliers", 8, 1.0, 0.5),
    ],
    columns=["code_de", "libelle_de", "code_vers", "libelle_vers", "couples_nb", "part_de", "part_vers"],
)


def test_the_family_nearest_to_a_metier_is_not_the_one_with_most_links():
    proches = avenir.proches(LIENS, ["M1"], 3, {"D0Z": "D0A", "D3Z": "D0A"})
    assert proches["code"].tolist() == ["B4Z", "G1Z", "D0A"]
    assert proches["part"].round(2).tolist() == [0.25, 0.62, 0.12]
    plusieurs = avenir.proches(LIENS, ["M"], 3, {"D0Z": "D0A", "D3Z": "D0A"})
    assert [*zip(plusieurs["code"], 24 * plusieurs["part"], strict=True)] == [("D0A", 10), ("G1Z", 10), ("B4Z", 4)]
    memes = LIENS.replace({"libelle_vers": {"Ouvriers": "plombiers"}})
    assert avenir.proches(memes, ["M1"], 5, {})["code"].tolist() == ["D0Z20", "B4Z41", "G1Z70"]  # its own name first


def test_a_diploma_that_bears_the_name_of_a_metier_and_leads_elsewhere_is_named():
    noms = {"D1": "CAP maçon", "D2": "BP maçon", "D3": "CAP maçonnerie", "D4": "CAP technicien"}
    liens = pd.DataFrame({"code": ["D1", "D2", "D3", "D4"], "code_metier": ["M9", "M1", "M9", "M9"]})
    insertion = pd.DataFrame({"code": [*noms], "periode": "2023", "annee_terminale": [5.0, 9.0, 7.0, 3.0]})
    dits = {c: {"libelle": nom, "remplace_par": ""} for c, nom in noms.items()}
    s = diplomes.Sources(liens, dits, diplomes.racines(dits), insertion)
    lie = diplomes.Diplome("D2", "BP maçon", "04", "", "", 1.0, ("R",), 1, "direct", "forte")
    m = diplomes.Menant("2022-2023", (lie,), (), {})
    assert diplomes.homonymes(s, m, "Maçons qualifiés") == [("CAP maçon", "M9")]
    assert diplomes.homonymes(s, m, "Techniciens de chantier") == []


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
    liens = formation.romes_des_diplomes(CERTIFICATIONS, SUITES, ["D0", "D1", "D2", "D9", "D8"])
    assert sorted(liens.itertuples(index=False, name=None)) == [
        ("D0", "R1", "ancien"), ("D0", "R2", "ancien"), ("D1", "R1", "direct"), ("D1", "R2", "direct"),
        ("D2", "R1", "direct"), ("D9", "R1", "nouveau"),
    ]  # fmt: skip


def test_weights_share_the_links_and_say_how_sure_they_are():
    lies = formation.debouches(formation.romes_des_diplomes(CERTIFICATIONS, SUITES, ["D0", "D1", "D2"]), PASSAGES)
    d1 = lies[lies["code"] == "D1"].set_index("code_metier")
    assert d1["poids"].round(3).to_dict() == {"B1X10": 0.5, "A1X10": 0.3, "A1X20": 0.2}
    assert d1["confiance"].to_dict() == {"B1X10": "forte", "A1X10": "moyenne", "A1X20": "moyenne"}
    assert set(lies.loc[lies["code"] == "D0", "confiance"]) == {"moyenne", "faible"}
    # A1X10 and A1X20 taken as one: what a diploma has of each adds up, its name comes once.
    groupe = formation.grouper_debouches(lies, ["A1"]).set_index("code")
    # the heaviest first, as heavy: the order of codes
    assert list(groupe["poids"].round(3).items()) == [("D2", 1.0), ("D0", 0.5), ("D1", 0.5)]
    assert groupe.loc["D1", ["metiers", "romes", "romes_nb"]].tolist() == ["A1X10|A1X20", "R1", 2]
    assert formation.grouper_debouches(lies, ["Z"]).empty


def test_official_diplomas_reach_their_metiers_and_means_are_those_of_all_leavers(producteurs):
    suivis = formation.insertion(producteurs)
    lies = formation.liens(producteurs)
    assert suivis["code"].nunique() == 663
    # SOURCES.md: 95 % of the diplomas of the region have a ROME; one or two have none that leads to a métier.
    assert 0.93 < suivis["code"].drop_duplicates().isin(lies["code"]).mean() < 0.96
    assert (lies.groupby("code")["poids"].sum() < 1 + 1e-9).all()
    m = formation.moyennes(producteurs, "2023").round(1)
    assert m[["taux_emploi_6", "taux_poursuite"]].tolist() == [67.2, 47.3]
    assert m["taux_emploi_24"] != m["taux_emploi_24"]


TABLES_ROME = {
    "mobilites": (
        ["code_rome", "code_cible", "sens", "appellation", "appellation_cible"],
        [("R1", "R2", "evolution", "", ""), ("R1", "R2", "proche", "", "11"), ("R1", "R3", "evolution", "", ""),
         ("R3", "R1", "proche", "", ""), ("R9", "R2", "proche", "", "")],
    ),
    "savoirs": (
        ["code_rome", "code_savoir", "libelle"],
        [("R1", "1", "Commun"), ("R1", "2", "Rare"), ("R2", "1", "Commun"), ("R2", "2", "Rare"), ("R3", "1", "Commun")],
    ),
    "employeurs": (
        ["annee", "code_rome", "code_naf", "libelle_naf", "value"],
        [("2021", r, naf, nom, n) for r, naf, nom, n in (
            ("R1", "1111Z", "Un", 30.0), ("R2", "1111Z", "Un", 70.0), ("R1", "2222Z", "Deux", 10.0))],
    ),
}  # fmt: skip


class Invente:
    """Data of some of these tables; the survey is of demonstration or not."""

    def __init__(self, *tables: str, enquete_inventee: bool = False) -> None:
        self.tables, self.inventee = tables, enquete_inventee

    def millesimes(self, dataset):
        return ["1"] if dataset in self.tables else []

    def est_demonstration(self, dataset):
        return dataset == "bmo" and self.inventee

    def lire(self, dataset, table):
        colonnes, lignes = TABLES_ROME[dataset]
        return pd.DataFrame(lignes, columns=colonnes)


@pytest.fixture
def rome(monkeypatch):
    """R1 is the métier A, R2 is B, R3 is C but for a tenth, which is A."""
    parts = [("R1", "A", 1.0), ("R2", "B", 1.0), ("R3", "C", 0.9), ("R3", "A", 0.1)]
    lus = pd.DataFrame(parts, columns=["code_rome", "code_metier", "part"])
    monkeypatch.setattr(liens, "passages", lambda donnees, annee: lus)


def test_a_metier_leads_to_those_of_its_links_and_comes_from_others(rome):
    m = liens.mobilites(Invente("mobilites", "savoirs"), ("A",), "2024", {})
    vers = [(p.code, p.sens, p.savoirs) for p in m.vers]
    assert vers == [("B", "proche", ("Rare", "Commun")), ("C", "evolution", ("Commun",))]
    assert ([(p.code, p.sens) for p in m.depuis], m.raison) == ([("C", "proche")], "")


@pytest.mark.parametrize(("donnees", "codes", "raison"), [
    (Invente(), ("A",), liens.NON_CHARGE),
    (Invente("mobilites", enquete_inventee=True), ("A",), liens.NON_CHARGE),
    (Invente("mobilites"), ("Z",), liens.SANS_LIEN),
])  # fmt: skip
def test_no_link_says_why(rome, donnees, codes, raison):
    assert liens.mobilites(donnees, codes, "2024", {}) == ((), (), raison)


def test_what_counts_little_in_a_metier_gives_it_no_neighbour(monkeypatch):
    """R2 is a hundredth of the offers of A: what it alone shares ties nobody to it."""
    parts = [("R1", "B", 1.0), ("R2", "A", 1.0), ("R3", "A", 1.0)]
    lus = pd.DataFrame(parts, columns=["code_rome", "code_metier", "part"])
    monkeypatch.setattr(liens, "passages", lambda donnees, annee: lus)
    offres = ({"R3": 100.0, "R2": 1.0}, {"R3": 100.0, "R2": 10.0}, {})
    m = [liens.mobilites(Invente("mobilites", "savoirs"), ("A",), "2024", o) for o in offres]
    assert [x.depuis[0].savoirs for x in m] == [("Commun",), ("Rare", "Commun"), ("Rare", "Commun")]


def test_employers_share_the_hires_of_a_rome_as_its_levels(rome):
    annee, liste = liens.employeurs(Invente("employeurs"), ("A",), "2024")
    assert annee == "2021"
    assert [(e.libelle, e.part) for e in liste] == [("Un", 0.75), ("Deux", 0.25)]
    assert liens.employeurs(Invente(), ("A",), "2024") == ("", ())


def test_a_hundred_kilometres_are_a_hundred_kilometres():
    nantes, angers = (47.2184, -1.5536), (47.4736, -0.5542)
    assert ou_se_former.kilometres(nantes, angers) == pytest.approx(80.4, abs=0.5)
