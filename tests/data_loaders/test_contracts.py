import pyarrow as pa
import pytest

from data_loaders.contracts.bmo import METIERS, OBSERVATIONS
from data_loaders.erreurs import ErreurDonnees
from tests.builders import metiers_bmo, observations_bmo

BONNE = ("5220", "44", "B0Z20", "met", 12.0)


def refus(table: pa.Table, contrat=OBSERVATIONS) -> ErreurDonnees:
    with pytest.raises(ErreurDonnees) as e:
        contrat.valider(table, "bmo/observations")
    return e.value


def remplacer(table: pa.Table, colonne: str, valeurs: list, type_=None) -> pa.Table:
    return table.set_column(table.column_names.index(colonne), colonne, pa.array(valeurs, type_))


def test_a_sound_table_keeps_its_values_and_takes_the_schema():
    table = OBSERVATIONS.valider(observations_bmo([BONNE, ("5220", "44", "B0Z20", "xmet", None)]), "x")
    assert table.schema.equals(OBSERVATIONS.schema())
    assert table["value"].to_pylist() == [12.0, None]


def test_large_string_is_text_too():
    table = metiers_bmo()
    table = table.cast(pa.schema([(n, pa.large_string()) for n in table.column_names]))
    assert METIERS.valider(table, "x")["code_metier"].to_pylist() == ["B0Z20"]


def test_an_integer_code_is_refused_not_cast():
    e = refus(remplacer(observations_bmo([BONNE]), "code_bassin", [101]))
    assert e.regle == "type"
    assert "zéros de tête" in str(e)


@pytest.mark.parametrize(
    ("colonne", "valeur", "regle"),
    [
        ("code_bassin", "52A0", "motif"),
        ("code_departement", "35", "valeurs"),
        ("mesure", "autre", "valeurs"),
        ("value", -5.0, "bornes"),
        ("value", 1e308, "bornes"),
        ("value", float("inf"), "fini"),
        ("value", float("nan"), "fini"),
        ("obs_status", "Q", "statut"),
        ("obs_status", "Z", "valeurs"),
        ("code_metier", None, "vide"),
    ],
)
def test_each_rule_refuses_with_its_example(colonne, valeur, regle):
    table = observations_bmo([BONNE])
    e = refus(remplacer(table, colonne, [valeur], table.schema.field(colonne).type))
    assert e.regle == regle
    assert e.nombre == 1


def test_a_null_value_needs_a_status_that_says_why():
    assert refus(remplacer(observations_bmo([BONNE]), "value", [None], pa.float64())).regle == "statut"


def test_duplicate_key_names_the_row():
    e = refus(observations_bmo([BONNE, BONNE]))
    assert e.regle == "cle"
    assert e.lignes == ("2023 · 5220 · B0Z20 · met",)


def test_columns_seen_are_listed():
    assert "code_bassin" in str(refus(observations_bmo([BONNE]).drop_columns("mesure")))
