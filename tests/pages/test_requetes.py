"""One question by every door: the same rows, cell by cell, under the same names and types."""

import csv
import io
import json

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from data_loaders.__main__ import main
from data_loaders.erreurs import DemandeInvalide
from data_loaders.magasin.donnees import Donnees
from data_loaders.requetes import lignes, requete
from data_loaders.requetes.evaluation import Reponse
from data_loaders.requetes.requete import Requete
from pages.components.api import routes

QUESTIONS = (
    "indicateur=bmo_projets&indicateur=bmo_part_difficiles_estimee&zonage=bassin&zonage=region&metier=famille:*"
    "&periode=2022..2024",
    "indicateur=taux_chomage&zone=ze:5203&zone=departement:44",
    "indicateur=bmo_part_difficiles&zonage=bassin&mesure=evolution&tri=-ampleur&premiers=10",
    "indicateur=defm_a&zonage=spo&periode=derniere&mesure=rapport&par=population",
    "indicateur=bmo_projets&zonage=departement&metier=famille:*&colonnes=periode",
    "indicateur=bmo_projets&indicateur=population&zone=epci:*%40departement:53&periode=derniere&colonnes=indicateur"
    "&tri=-valeur&premiers=4",
    "indicateur=bmo_projets&zonage=bassin&periode=derniere&mesure=part&par=zone",
    "indicateur=offres_rome&zone=bassin:5229&zone=bassin:5213&metier=rome:*&periode=derniere&colonnes=zone",
    "indicateur=defm_abc&zonage=epci&periode=derniere&mesure=evolution&depuis=2021-12",
    "indicateur=bmo_part_difficiles_estimee&zonage=bassin&periode=derniere&mesure=rang&par=zone",
)


@pytest.fixture
def d(racine_demo, monkeypatch):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine_demo))
    return Donnees(racine_demo)


@pytest.fixture
def api(d):
    return TestClient(Starlette(routes=routes.routes()))


def lu(texte: str, decimale: str = "."):
    """A cell of a text as its type, by the written form alone."""
    if texte in ("true", "false"):
        return texte == "true"
    try:
        return float(texte.replace(decimale, "."))
    except ValueError:
        return texte or None


def du_texte(octets: bytes, schema, separateur: str, decimale: str) -> list[dict]:
    lignes = csv.DictReader(io.StringIO(octets.decode("utf-8-sig")), delimiter=separateur)
    textes = {n for n, (t, _) in schema.items() if str(t) == "string"}
    return [{n: (v or None) if n in textes else lu(v, decimale) for n, v in r.items()} for r in lignes]


def propres(lignes: list[dict]) -> list[dict]:
    return [{n: None if v == "" or v != v else v for n, v in r.items()} for r in lignes]


@pytest.mark.parametrize("adresse", QUESTIONS)
def test_every_door_gives_the_same_cells(d, api, tmp_path, capsys, adresse):
    r = Reponse(d, requete.de_adresse(d, adresse))
    voulues = propres(json.loads(r.table.to_json(orient="records", double_precision=15)))
    assert voulues
    assert list(r.table) == list(r.schema)
    recus = {f: api.get(f"{routes.PREFIXE}/chiffres.{f}?{adresse}") for f in ("json", "csv", "parquet", "xlsx")}
    assert {x.status_code for x in recus.values()} == {200}
    lues = {"api json": recus["json"].json()["chiffres"]}
    lues["api csv"] = du_texte(recus["csv"].content, r.schema, ",", ".")
    lues["api parquet"] = pq.read_table(io.BytesIO(recus["parquet"].content)).to_pylist()
    for suffixe in ("csv", "xlsx", "parquet", "json"):
        vers = tmp_path / f"f.{suffixe}"
        assert main(["chiffre", adresse, "--vers", str(vers)]) == 0
        contenu = vers.read_bytes()
        if suffixe == "csv":
            lues["cli csv"] = du_texte(contenu, r.schema, ";", ",")
        elif suffixe == "parquet":
            lues["cli parquet"] = pq.read_table(vers).to_pylist()
        elif suffixe == "json":
            lues["cli json"] = json.loads(contenu)["chiffres"]
    for nom, contenu in (("api xlsx", recus["xlsx"].content), ("cli xlsx", (tmp_path / "f.xlsx").read_bytes())):
        tetes, *rangs = openpyxl.load_workbook(io.BytesIO(contenu))["chiffres"].iter_rows(values_only=True)
        lues[nom] = [dict(zip(tetes, x, strict=True)) for x in rangs]
    capsys.readouterr()
    assert main(["chiffre", adresse, "--json"]) == 0
    lues["cli"] = [json.loads(x) for x in capsys.readouterr().out.splitlines()]
    for porte, rangs in lues.items():
        assert len(rangs) == len(voulues), porte
        for une, voulue in zip(propres(rangs), voulues, strict=True):
            assert list(une) == list(voulue), porte
            for nom, v in voulue.items():
                egales = une[nom] == pytest.approx(v, rel=1e-14) if isinstance(v, float) else une[nom] == v
                assert egales, (porte, nom, une[nom], v)


@pytest.mark.parametrize("adresse", QUESTIONS)
def test_an_address_is_that_of_its_question(d, adresse):
    r = requete.de_adresse(d, adresse)
    assert requete.de_adresse(d, r.adresse()) == r


def test_names_are_read_as_codes_and_a_bare_zone_is_of_its_zoning(d):
    r = requete.de_adresse(
        d, "indicateur=Projets de recrutement&zonage=departement&zone=44&zone=sarthe&zone=bassin:laval"
    )
    assert r == Requete(("bmo_projets",), ("departement:44", "departement:72", "bassin:5227"))


def test_what_is_asked_and_missing_is_a_row_with_its_reason(d):
    r = Reponse(d, requete.de_adresse(d, "indicateur=bmo_projets&zone=region:52&periode=1999&periode=2023"))
    assert r.table["obs_status"].tolist()[0] == "O"
    assert r.table["raison"].iloc[0].startswith("n.d. : période non chargée")
    assert r.table["periode"].tolist() == ["1999", "2023"]


@pytest.mark.parametrize(("borne", "valeur", "statut", "attendu"), [
    (12.0, 12.0, "A", "A"),
    (16.0, 12.0, "A", "E"),  # at most, with all that is hidden
    (48.5, 50.0, "E", "E"),
    (None, None, "Q", "Q"),
    (None, 12.0, "A", "O"),  # nothing is known of it
])  # fmt: skip
def test_a_bound_bears_its_own_status(borne, valeur, statut, attendu):
    bornes, valeurs = (pd.Series([x], dtype=float) for x in (borne, valeur))
    assert lignes.statuts(bornes, valeurs, pd.Series([statut])).tolist() == [attendu]


@pytest.mark.parametrize(("question", "metier"), [
    ("indicateur=tension_rome&periode=derniere", "rome:K1304"),
    ("indicateur=bmo_part_difficiles_estimee&zonage=bassin&mesure=evolution", "famille:O"),
    ("indicateur=bmo_projets&zonage=bassin&zonage=departement", "famille:O"),
])  # fmt: skip
def test_a_metier_among_all_is_itself_alone(d, question, metier):
    seul, tous = (
        Reponse(d, requete.de_adresse(d, f"{question}&metier={m}")).table
        for m in (metier, f"{metier.partition(':')[0]}:*")
    )
    parmi = tous[tous["code_metier"] == metier].reset_index(drop=True)
    assert len(seul)
    pd.testing.assert_frame_equal(seul, parmi, check_dtype=False)


def test_a_ratio_is_between_its_bounds(d):
    t = Reponse(
        d, requete.de_adresse(d, "indicateur=bmo_projets&zonage=departement&mesure=rapport&par=population")
    ).table
    t = t[t["valeur"].notna()]
    assert ((t["borne_basse"] <= t["valeur"]) & (t["valeur"] <= t["borne_haute"])).all()
    assert set(t["unite"]) == {"pour 100 habitants"}
    assert set(t["periode_diviseur"]) == {"2023"}


@pytest.mark.parametrize(
    ("mesure", "code"), [("part", "bmo_projets_saisonniers"), ("rang", "bmo_part_difficiles_estimee")]
)
def test_a_share_or_a_rank_is_between_what_the_bounds_of_all_allow(d, mesure, code):
    question = f"indicateur={code}&zonage=bassin&periode=derniere"
    nus = Reponse(d, requete.de_adresse(d, question)).table
    t = Reponse(d, requete.de_adresse(d, f"{question}&mesure={mesure}&par=zone")).table
    v, bas, haut = (nus[c] for c in ("valeur", "borne_basse", "borne_haute"))
    if mesure == "part":
        assert t["valeur"].sum() == pytest.approx(100)
        voulues = (100 * v / v.sum(), 100 * bas / (bas + haut.sum() - haut), 100 * haut / (haut + bas.sum() - bas))
    else:
        voulues = (
            [1 + (v > x).sum() for x in v], [1 + (bas > x).sum() for x in haut], [(haut >= x).sum() for x in bas]
        )  # fmt: skip
    for colonne, voulue in zip(("valeur", "borne_basse", "borne_haute"), voulues, strict=True):
        assert t[colonne].tolist() == pytest.approx(list(voulue))
    assert (t["borne_basse"] < t["borne_haute"]).any()


@pytest.mark.parametrize(("code", "depuis", "sens"), [("bmo_projets", "2021", {"aucun"}), ("population", "2016", None)])
def test_a_move_starts_where_it_is_asked_and_a_survey_says_no_rise_of_it(d, code, depuis, sens):
    question = f"indicateur={code}&zonage=departement&mesure=evolution&depuis={depuis}"
    t = Reponse(d, requete.de_adresse(d, question)).table
    v = Reponse(d, requete.de_adresse(d, f"indicateur={code}&zonage=departement")).table
    v = v.set_index(["code_zone", "periode"])
    compares = t[t["depuis"].ne("")]
    assert set(compares["depuis"]) <= {depuis}
    for x in compares.itertuples():
        avant, apres = (v.loc[(x.code_zone, p)] for p in (x.depuis, x.periode))
        if not (avant["au_moins"] or apres["au_moins"]):
            assert x.ecart == pytest.approx(100 * (apres["valeur"] / avant["valeur"] - 1))
    if sens:
        assert len(compares)
        assert set(compares["sens"]) == sens


def test_order_threshold_and_top_leave_the_empty_cells_last_or_out(d):
    question = "indicateur=bmo_projets&zonage=bassin&periode=derniere"
    tous, gardes, premiers = (
        Reponse(d, requete.de_adresse(d, question + suite)).table["valeur"]
        for suite in ("&tri=-valeur", "&tri=-valeur&min=1000", "&tri=-valeur&premiers=3")
    )
    assert tous.dropna().is_monotonic_decreasing
    assert gardes.tolist() == [v for v in tous if v >= 1000]
    assert premiers.tolist() == tous.head(3).tolist()


def test_a_dataset_that_is_not_given_has_no_figure_given_either(racine_officielle, monkeypatch):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine_officielle))
    ici = TestClient(Starlette(routes=routes.routes()))
    refus = ici.get(f"{routes.PREFIXE}/chiffres.csv?indicateur=tension_rome&metier=rome:K1304")
    assert refus.status_code == 403
    assert "licence du producteur" in refus.json()["detail"]


@pytest.mark.parametrize(("adresse", "dit"), [
    ("zonage=bassin", "indicateur : paramètre obligatoire absent"),
    ("indicateur=bmo_projets&zonage=bassin&zonage=region&zone=laval", "de quel découpage"),
    ("indicateur=bmo_projets&mesure=rapport", "vont ensemble"),
    ("indicateur=bmo_projets&premiers=1.5", "nombre attendu"),
    ("indicateur=population&metier=*", "n’existe pas par métier"),
    ("indicateur=bmo_projets&depuis=2021", "avec mesure=evolution"),
    ("indicateur=bmo_projets&mesure=part&par=population", "Valeurs : zone, metier"),
    ("indicateur=bmo_projets&metier=famille:*%40fap22:B", "mal écrit"),
    ("indicateur=bmo_projets&metier=rome:*", "Niveaux : famille"),
])  # fmt: skip
def test_a_question_without_meaning_is_refused_with_what_is_accepted(d, adresse, dit):
    with pytest.raises(DemandeInvalide, match=dit):
        requete.de_adresse(d, adresse)


def test_a_sheet_reads_in_pandas_with_its_leading_zeros(api):
    recue = api.get(f"{routes.PREFIXE}/chiffres.csv?indicateur=population&zonage=departement")
    lue = pd.read_csv(io.BytesIO(recue.content), dtype={"code_zone": str, "periode": str})
    assert lue["code_zone"].tolist() == sorted(lue["code_zone"])
