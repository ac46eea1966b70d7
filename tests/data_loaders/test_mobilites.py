"""From a métier to another by the links of the ROME, and who hires for it in France: everything is invented."""

import pandas as pd
import pytest

from data_loaders.metiers import liens

TABLES = {
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
        colonnes, lignes = TABLES[dataset]
        return pd.DataFrame(lignes, columns=colonnes)


@pytest.fixture(autouse=True)
def rome(monkeypatch):
    """R1 is the métier A, R2 is B, R3 is C but for a tenth, which is A."""
    parts = [("R1", "A", 1.0), ("R2", "B", 1.0), ("R3", "C", 0.9), ("R3", "A", 0.1)]
    lus = pd.DataFrame(parts, columns=["code_rome", "code_metier", "part"])
    monkeypatch.setattr(liens, "passages", lambda donnees, annee: lus)


def test_a_metier_leads_to_those_of_its_links_and_comes_from_others():
    m = liens.mobilites(Invente("mobilites", "savoirs"), ("A",), "2024")
    assert [(p.code, p.sens, p.savoirs) for p in m.vers] == [
        ("B", "proche", ("Rare", "Commun")),
        ("C", "evolution", ("Commun",)),
    ]
    assert [(p.code, p.sens) for p in m.depuis] == [("C", "proche")]
    assert not m.raison


@pytest.mark.parametrize(("donnees", "codes", "raison"), [
    (Invente(), ("A",), liens.NON_CHARGE),
    (Invente("mobilites", enquete_inventee=True), ("A",), liens.NON_CHARGE),
    (Invente("mobilites"), ("Z",), liens.SANS_LIEN),
])  # fmt: skip
def test_no_link_says_why(donnees, codes, raison):
    assert liens.mobilites(donnees, codes, "2024") == ((), (), raison)


def test_employers_share_the_hires_of_a_rome_as_its_levels():
    annee, liste = liens.employeurs(Invente("employeurs"), ("A",), "2024")
    assert annee == "2021"
    assert [(e.libelle, e.part) for e in liste] == [("Un", 0.75), ("Deux", 0.25)]
    assert liens.employeurs(Invente(), ("A",), "2024") == ("", ())
