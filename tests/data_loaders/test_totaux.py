"""Totals that are known of an edition, set beside what is published of it."""

import dataclasses

import pyarrow as pa
import pytest

from data_loaders.contracts import CONTRATS
from data_loaders.magasin import controle
from data_loaders.magasin.instantane import Source
from data_loaders.magasin.store import Magasin

CONNUS = """
[toy.2023]
source = "producteur d’essai"
totaux = [
    { mesure = "met", total = 368 },
    { mesure = ["met", "xmet"], total = 578 },
    { mesure = "met", compte = "visibles", total = 2 },
    { mesure = "met", compte = "vides", total = 1 },
    { table = "annexe", colonne = "part", total = 12.5 },
]
"""
TABLES = {
    "observations": pa.table(
        {"mesure": ["met", "met", "met", "xmet"], "value": pa.array([168.2, 200.0, None, 210.0], pa.float64())}
    ),
    "annexe": pa.table({"part": [6.2, 6.34]}),
}


@pytest.fixture
def connus(tmp_path, monkeypatch):
    lire = controle.totaux_connus

    def ecrire(texte):
        f = tmp_path / "totaux.toml"
        f.write_text(texte, "utf-8")
        lus = lire.__wrapped__(f)
        monkeypatch.setattr(controle, "connus", lambda: lus)

    ecrire(CONNUS)
    return ecrire


def test_totals_are_sums_and_counts_at_their_precision_and_nothing_where_none_is_known(connus):
    lu = controle.comparer_totaux("toy", "2023", TABLES)
    assert (lu.retrouves_nb, lu.remarques) == (5, ())
    assert controle.comparer_totaux("toy", "2022", TABLES) == controle.Compares()


def test_what_is_not_found_is_one_remark_named_up_to_a_few_then_counted(connus):
    change = {"observations": TABLES["observations"], "annexe": pa.table({"part": [6.2, 6.4]})}
    connus(CONNUS.replace("total = 578", "total = 1578"))
    lu = controle.comparer_totaux("toy", "2023", change)
    assert lu.retrouves_nb == 3
    (dit,) = lu.remarques
    assert dit.startswith("totaux connus non retrouvés : 2 sur 5 (producteur d’essai), ")
    assert "mesure met + xmet : 578 lus, 1\u202f578 attendus" in dit
    assert dit.endswith("colonne part : 12,6 lus, 12,5 attendus")
    connus(CONNUS.replace("total = ", "total = 9"))
    (dit,) = controle.comparer_totaux("toy", "2023", TABLES).remarques
    assert dit.count(" attendus") == controle.ECARTS_DITS
    assert dit.endswith(f" ; et {5 - controle.ECARTS_DITS} de plus")
    connus(CONNUS.replace('mesure = "met", total', 'mesure = "smet", total'))
    assert "mesure smet : aucune cellule, 368 attendus" in controle.comparer_totaux("toy", "2023", TABLES).remarques[0]


def test_a_publication_keeps_what_was_found_and_a_demonstration_is_compared_with_nothing(connus, tmp_path):
    connus('[solidarite.2022-12]\nsource = "essai"\ntotaux = [{ serie = "rsa", total = 30 }, { total = 31 }]')
    ligne = {
        "periode": ["2022-12"], "code_departement": ["44"], "serie": ["rsa"], "value": [30.0], "obs_status": ["A"],
        "conf_status": ["F"],
    }  # fmt: skip
    publier = {"tables": {"observations": pa.table(ligne)}, "sources": [Source("f.csv", "0" * 64, 1, "essai")]}
    contrat = CONTRATS["solidarite"]
    publie = Magasin(tmp_path / "a").publier(contrat, "2022-12", **publier)
    assert publie.manifeste["totaux"] == {"retrouves": 1, "source": "essai"}
    assert publie.retrouves == ["totaux connus retrouvés : 1 (essai)"]
    assert "  totaux connus retrouvés : 1 (essai)" in publie.dire()
    assert sum("totaux connus non retrouvés" in ligne for ligne in publie.dire()) == 1
    ancienne = {c: v for c, v in publie.manifeste.items() if c != "totaux"}
    assert dataclasses.replace(publie, manifeste=ancienne).retrouves == []
    invente = Magasin(tmp_path / "b", demonstration=True).publier(contrat, "2022-12", **publier)
    assert not any("totaux connus" in ligne for ligne in invente.dire())


def test_every_known_total_is_found_in_the_official_files(producteurs):
    for dataset, millesimes in controle.totaux_connus().items():
        for m, bloc in millesimes.items():
            tables = {t: producteurs.officiel.lire(dataset, t, [m]) for t in CONTRATS[dataset].tables}
            lu = controle.comparer_totaux(dataset, m, tables)
            assert (lu.retrouves_nb, lu.remarques) == (len(bloc["totaux"]), ()), (dataset, m)


def test_every_total_names_a_dataset_its_columns_and_its_source():
    for dataset, millesimes in controle.totaux_connus().items():
        colonnes = {t: {c.nom for c in table.colonnes} for t, table in CONTRATS[dataset].tables.items()}
        for bloc in millesimes.values():
            assert bloc["source"].strip()
            for attendu in bloc["totaux"]:
                table = attendu.get("table", "observations")
                cles = set(attendu) - {"total", "table", "colonne", "compte"}
                assert cles | {attendu.get("colonne", "value")} <= colonnes[table], (dataset, attendu)
                assert attendu.get("compte", "vides") in ("visibles", "vides")
