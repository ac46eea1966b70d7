"""Contracts refuse what breaks them; the measures of the convention as indicators; the demonstration."""

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data_loaders import demo
from data_loaders.__main__ import main
from data_loaders.chiffres import origine, tableau
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Source
from tests import builders
from tests.builders import metiers_bmo, observations_bmo
from tests.demo import outils
from tests.demo.__main__ import GENERATEURS, ecrire

OBSERVATIONS, METIERS = (CONTRATS["bmo"].tables[nom] for nom in ("observations", "metiers"))
BONNE = ("5220", "44", "B0Z20", "met", 12.0)


def refus(table: pa.Table, contrat=OBSERVATIONS) -> ErreurDonnees:
    with pytest.raises(ErreurDonnees) as e:
        contrat.valider(table, "bmo/observations")
    return e.value


def remplacer(table: pa.Table, colonne: str, valeurs: list, type_=None) -> pa.Table:
    return table.set_column(table.column_names.index(colonne), colonne, pa.array(valeurs, type_))


def test_a_sound_table_keeps_its_values_takes_the_schema_and_large_string_is_text_too():
    table = OBSERVATIONS.valider(observations_bmo([BONNE, ("5220", "44", "B0Z20", "xmet", None)]), "x")
    assert table.schema.equals(OBSERVATIONS.schema())
    assert table["value"].to_pylist() == [12.0, None]
    table = metiers_bmo()
    table = table.cast(pa.schema([(n, pa.large_string()) for n in table.column_names]))
    assert METIERS.valider(table, "x")["code_metier"].to_pylist() == ["B0Z20"]


def test_refusals_of_a_code_a_null_value_a_duplicate_key_and_columns_say_what_was_seen():
    e = refus(remplacer(observations_bmo([BONNE]), "code_bassin", [101]))
    assert e.regle == "type"
    assert "zéros de tête" in str(e)
    assert refus(remplacer(observations_bmo([BONNE]), "value", [None], pa.float64())).regle == "statut"
    e = refus(observations_bmo([BONNE, BONNE]))
    assert (e.regle, e.lignes) == ("cle", ("2023 · 5220 · B0Z20 · met",))
    assert "code_bassin" in str(refus(observations_bmo([BONNE]).drop_columns("mesure")))


@pytest.mark.parametrize(("colonne", "valeur", "regle"), [
    ("code_bassin", "52A0", "motif"), ("code_departement", "35", "valeurs"), ("mesure", "autre", "valeurs"),
    ("value", -5.0, "bornes"), ("value", 1e308, "bornes"), ("value", float("inf"), "fini"),
    ("value", float("nan"), "fini"), ("obs_status", "Q", "statut"), ("obs_status", "Z", "valeurs"),
    ("code_metier", None, "vide"),
])  # fmt: skip
def test_each_rule_refuses_with_its_example(colonne, valeur, regle):
    table = observations_bmo([BONNE])
    e = refus(remplacer(table, colonne, [valeur], table.schema.field(colonne).type))
    assert (e.regle, e.nombre) == (regle, 1)


SOURCE = Source("saisie.xlsx", "a" * 64, 1, "correspondant")
MESURE = "lic_1_formations"


@pytest.fixture
def convention(tmp_path, monkeypatch):
    """A semestrial measure sent by one party, one half-year of it by the other, one reserved to both."""
    monkeypatch.setenv("OBSERVATOIRE_RESERVE", str(tmp_path / "reserve"))
    d = Donnees()
    lignes = [("2014-S1", "region", 12.0), ("2014-S2", "region", 15.0), ("2014-S1", "france_travail", 11.0)]
    publier(d.officiel, "2014-S2", lignes, "F")
    publier(d.reserve, "2015-S1", [("2015-S1", "region", 16.0)], "N")
    return Donnees()


def publier(magasin, millesime, lignes, diffusion):
    df = pd.DataFrame(lignes, columns=["periode", "partie", "value"]).assign(
        code_mesure=MESURE, recu_le="2015-01-31", commentaire="", obs_status="A", conf_status=diffusion
    )
    contrat = CONTRATS["convention"]
    colonnes = [c.nom for c in contrat.tables["observations"].colonnes]
    table = pa.Table.from_pandas(df[colonnes], preserve_index=False).replace_schema_metadata(None)
    vides = {nom: t.schema().empty_table() for nom, t in contrat.tables.items()}
    magasin.publier(contrat, millesime, vides | {"observations": table}, [SOURCE])


def test_a_measure_is_followed_as_each_party_sends_it_by_the_command_too_but_for_reserved_values(convention, capsys):
    region = tableau.calculer(convention, f"{MESURE}.region", "region")
    assert (region.periodes, region.lignes["value"].tolist()) == (("2014-S1", "2014-S2"), [12.0, 15.0])
    autre = tableau.chiffre(convention, f"{MESURE}.france_travail", "region", "52", "2014-S2")
    assert (autre["valeur"], autre["raison"]) == (None, "n.d. : période non chargée (chargées : 1ᵉʳ semestre 2014)")
    assert "2015-S1" in set(convention.lire("convention")["periode"])
    assert "2015-S1" not in tableau.calculer(convention, f"{MESURE}.region", "region").periodes
    t = tableau.calculer(convention, f"{MESURE}.region", "departement")
    assert set(t.lignes["obs_status"]) == {"L"}
    assert t.lignes["raison"].str.contains("ne nomme aucun territoire").all()
    o = origine.remonter(convention, tableau.calculer(convention, f"{MESURE}.region", "region"), "52", "2014-S1")
    assert (o.genre, o.termes["somme"], o.source["fichier"]) == ("publiee", 12.0, "saisie.xlsx")
    question = ["chiffre", f"{MESURE}.region", "--zone", "region:52", "--periode", "2014-S2"]
    assert main(question) == 0
    assert "2ᵉ semestre 2014 : 15\u00a0formations" in capsys.readouterr().out.replace("\u00a0: ", " : ")


@pytest.mark.parametrize(
    ("mesure", "periode", "admise"),
    [(MESURE, "2014-S1", True), (MESURE, "2014", False), ("spo_2_territoires", "2014", True),
     ("spo_2_territoires", "2014-S1", True), ("spo_2_territoires", "2014-T1", False)],
)  # fmt: skip
def test_a_measure_takes_the_periods_of_its_rhythm(convention, mesure, periode, admise):
    question = (convention, f"{mesure}.region", "region", "52", periode)
    if admise:
        tableau.chiffre(*question)
    else:
        with pytest.raises(DemandeInvalide, match=r"forme AAAA"):
            tableau.chiffre(*question)


@pytest.mark.parametrize(("code", "zonage", "metier", "message"), [
    ("tension_rome", "bassin", Metier("rome", "N9999"), "métier inconnu du fichier lu"),
    ("tension_rome", "bassin", Metier("famille", "O"), "n’existe pas au niveau famille"),
    ("bmo_projets", "bassin", Metier("rome", "K1304"), "n’existe pas au niveau rome"),
    ("spo_1_personnes", "region", None, "de la convention, par exemple"),
])  # fmt: skip
def test_questions_without_meaning(demonstration, code, zonage, metier, message):
    with pytest.raises(DemandeInvalide, match=message):
        tableau.calculer(demonstration, code, zonage, metier)


INVENTES = set(demo.inventes())


@pytest.mark.parametrize("dataset", sorted(INVENTES | set(GENERATEURS)))
def test_what_is_shipped_is_exactly_what_its_generator_makes(dataset, tmp_path):
    ecrire(dataset, tmp_path)
    faits = sorted(tmp_path.iterdir())
    assert [f.name for f in faits] == sorted(f.name for f in demo.TABLES.glob(f"{dataset}.*"))
    for fait in faits:
        fait, livre = pq.ParquetFile(fait), pq.ParquetFile(demo.TABLES / fait.name)
        assert livre.read().equals(fait.read(), check_metadata=True), "python -m tests.demo writes the tables again"
        assert livre.metadata.metadata[b"mention"].decode() == demo.MENTION
        groupes = [[f.metadata.row_group(i).num_rows for i in range(f.num_row_groups)] for f in (fait, livre)]
        assert groupes[0] == groupes[1]


def test_everything_is_marked_and_what_is_real_or_attributed_is_never_invented(demonstration):
    for dataset in INVENTES:
        assert demonstration.est_demonstration(dataset)
        i = demonstration.instantane(dataset, demonstration.millesimes(dataset)[0])
        assert i.manifeste["demonstration"] is True
        assert i.source["producteur"] == demo.PRODUCTEUR
        assert i.source["fichier"].startswith(demo.MENTION)
    assert {"convention", "population"}.isdisjoint(INVENTES)
    assert demonstration.millesimes("convention") == []
    assert not demonstration.est_demonstration("convention")
    assert not demonstration.est_demonstration("population")


def test_another_version_is_built_again(demo_propre, tmp_path, monkeypatch):
    d = demo_propre
    monkeypatch.setattr(outils, "VERSION", "0")
    monkeypatch.setattr(demo, "TABLES", tmp_path)
    for dataset in ("bmo", "eleves"):
        ecrire(dataset, tmp_path)
    assert set(demo.assurer(d)) == {"bmo", "eleves"}
    assert Donnees(d.racine).instantane("bmo", "2023").source["fichier"].endswith("version 0.1")
    assert demo.assurer(d) == []


def test_official_snapshots_replace_demonstration_dataset_by_dataset(tmp_path):
    d = Donnees(tmp_path / "racine")
    builders.importer(d, "bmo", builders.fichier_bmo(tmp_path, 2023))
    assert set(demo.assurer(d)) == INVENTES - {"bmo"}
    d = Donnees(tmp_path / "racine")
    assert d.demo.millesimes("bmo") == []
    assert (d.est_demonstration("bmo"), d.est_demonstration("defm_epci")) == (False, True)
    assert set(d.lire("bmo")["annee"]) == {"2023"}
