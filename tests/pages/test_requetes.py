"""One question by every door: the same rows, cell by cell, under the same names and types."""

import csv
import html
import io
import json
import re
from dataclasses import replace

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from data_loaders.__main__ import main
from data_loaders.erreurs import DemandeInvalide
from data_loaders.magasin.donnees import Donnees
from data_loaders.requetes import groupes, lignes, requete
from data_loaders.requetes.evaluation import Reponse
from data_loaders.requetes.requete import Requete
from geo import zonages
from pages.components.api import routes
from pages.figures.explorer import croise

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
    "indicateur=bmo_projets&indicateur=bmo_part_difficiles&indicateur=bmo_part_difficiles_estimee&indicateur=densite"
    "&zone=libre:Nord~bassin:5227,5228&zone=bassin:5227&metier=famille:O&metier=libre:Soins et ventes~famille:S,V"
    "&periode=derniere&colonnes=indicateur",
    "indicateur=defm_abc&zone=libre:~epci:200083392,244400404&zone=libre:Deux~commune:44036,44109&periode=derniere"
    "&mesure=rapport&par=population",
)


@pytest.fixture
def d(racine):
    return Donnees(racine)


def lire(d, adresse):
    """Rows that answer a question."""
    return Reponse(d, requete.de_adresse(d, adresse)).table


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
    question = requete.de_adresse(d, adresse)
    assert requete.de_adresse(d, question.adresse()) == question
    r = Reponse(d, question)
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
        assert main(["exporter", adresse, "--vers", str(vers)]) == 0
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


@pytest.mark.parametrize("adresse", [q for q in QUESTIONS if "spo" not in q])
def test_the_screen_shows_the_rows_of_the_files_rounded(d, adresse):
    q = requete.de_adresse(d, adresse)
    r = Reponse(d, q if q.colonnes else replace(q, colonnes="indicateur"))
    c = croise.preparer(r)
    pages = range(1, -(-len(c.croisement.lignes) // croise.PAGE) + 1)
    vues = [x for p in pages for x in croise.table(c, p).lignes if x[1] != croise.REGION]
    assert len(vues) == len(r.table)
    for places, vue in zip(c.croisement.places, vues, strict=True):
        for place, cellule in zip(places, vue[1 + len(c.rangees) :], strict=True):
            dit = re.search(r"<b[^>]*>(.*?)</b>", html.unescape(str(cellule)))
            v = float("nan") if place < 0 else r.longue[r.mesuree].iloc[place]
            assert bool(dit) == (v == v)
            if dit and "trop large" not in dit[1]:
                nombre = re.sub(r"[^\d,−]", "", dit[1]).replace("−", "-").replace(",", ".")
                decimales = len(nombre.partition(".")[2])
                assert float(nombre) == pytest.approx(v, abs=0.5 * 10**-decimales + 1e-9)


def test_a_group_is_the_sum_of_its_members_between_their_bounds_and_no_sum_of_rates(d):
    question = "periode=derniere&zone={}&metier={}".format
    inds = "indicateur=bmo_projets&indicateur=population&indicateur=densite&indicateur=taux_chomage&"
    membres = [(z, m) for z in ("bassin:5227", "bassin:5228") for m in ("famille:S", "famille:V")]
    seuls = [lire(d, inds + question(*membre)).set_index("code_indicateur") for membre in membres]
    g = lire(d, inds + question("libre:N~bassin:5227,mayenne", "libre:SV~famille:S,V"))
    g = g.set_index("code_indicateur")
    assert (g["libelle_zone"] == "N").all()
    for colonne in ("valeur", "borne_basse", "borne_haute"):
        for ind, membres in (("bmo_projets", seuls), ("population", seuls[::2])):
            assert g.loc[ind, colonne] == sum(t.loc[ind, colonne] for t in membres)
    densites = [t.loc["densite", "valeur"] for t in seuls]
    assert max(densites) > g.loc["densite", "valeur"] > min(densites)
    assert "ne s’additionne pas" in g.loc["taux_chomage", "raison"]
    communes = zonages.appartenance("bassin")
    codes = ",".join(communes.index[communes == "5227"])
    question = "indicateur=bmo_projets&periode=derniere&zone=bassin:5227&zone=libre:L~commune:"
    seul, somme = lire(d, question + codes).sort_values("zonage")["valeur"]
    assert seul == somme
    *_, coupe = lire(d, question + codes.partition(",")[2])["raison"]
    assert coupe.startswith("n.d. : ce groupe n’est pas fait de territoires entiers")


def test_a_hidden_member_makes_a_minimum_and_an_unknown_one_no_sum():
    cache = {"obs_status": "Q", "raison": "s", "cellules_nb": 2, "caches_nb": 2}
    m = pd.DataFrame([
        {"periode": "2023", "value": 20, "obs_status": "A", "borne_basse": 20, "borne_haute": 25, "caches_nb": 1},
        {"periode": "2023"} | cache,
        {"periode": "2024", "value": 20, "obs_status": "A", "borne_basse": 20, "borne_haute": 20, "caches_nb": 0},
        {"periode": "2024", "obs_status": "L", "raison": "n.d. : ailleurs", "caches_nb": 0},
        {"periode": "2025"} | cache,
        {"periode": "2025"} | cache,
    ]).assign(cible="x", minorant=False, cellules_nb=3)  # fmt: skip
    m["raison"] = m["raison"].fillna("")
    deux = pd.Series(2, index=m.index)
    r = groupes.sommer(m, deux, borne=True).set_index("periode")
    assert r["obs_status"].tolist() == ["A", "L", "Q"]
    assert r.loc["2023", ["value", "borne_basse", "borne_haute", "minorant"]].tolist() == [20, 20, 35, True]
    assert r.loc["2024", "raison"] == "n.d. : il manque un membre du groupe (ailleurs)"
    assert r.loc[["2024", "2025"], ["value", "borne_basse", "borne_haute"]].isna().all(axis=None)
    assert groupes.sommer(m, deux, borne=False)["borne_haute"].isna()[0]  # nothing bounds what is hidden


def test_names_are_read_as_codes_and_a_bare_zone_is_of_its_zoning(d):
    places = "zonage=departement&zone=44&zone=sarthe&zone=bassin:laval"
    r = requete.de_adresse(d, f"indicateur=Projets de recrutement&{places}")
    assert r == Requete(("bmo_projets",), ("departement:44", "departement:72", "bassin:5227"))


def test_what_is_asked_and_missing_is_a_row_with_its_reason(d):
    t = lire(d, "indicateur=bmo_projets&zone=region:52&periode=1999&periode=2023")
    assert (t["obs_status"].iloc[0], t["periode"].tolist()) == ("O", ["1999", "2023"])
    assert t["raison"].iloc[0].startswith("n.d. : période non chargée")


@pytest.mark.parametrize(("borne", "valeur", "statut", "attendu"), [
    (12.0, 12.0, "A", "A"),
    (16.0, 12.0, "A", "E"),  # at most, with all that is hidden
    (48.5, 50.0, "E", "E"), (None, None, "Q", "Q"),
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
    seul, tous = (lire(d, f"{question}&metier={m}") for m in (metier, f"{metier.partition(':')[0]}:*"))
    parmi = tous[tous["code_metier"] == metier].reset_index(drop=True)
    assert len(seul)
    pd.testing.assert_frame_equal(seul, parmi, check_dtype=False)


def test_a_ratio_is_between_its_bounds(d):
    t = lire(d, "indicateur=bmo_projets&zonage=departement&mesure=rapport&par=population")
    t = t[t["valeur"].notna()]
    assert ((t["borne_basse"] <= t["valeur"]) & (t["valeur"] <= t["borne_haute"])).all()
    assert (set(t["unite"]), set(t["periode_diviseur"])) == ({"pour 100 habitants"}, {"2023"})


@pytest.mark.parametrize(("mesure", "code"), [
    ("part", "bmo_projets_saisonniers"), ("rang", "bmo_part_difficiles_estimee"),
])  # fmt: skip
def test_a_share_or_a_rank_is_between_what_the_bounds_of_all_allow(d, mesure, code):
    question = f"indicateur={code}&zonage=bassin&periode=derniere"
    nus = lire(d, question)
    t = lire(d, f"{question}&mesure={mesure}&par=zone")
    v, bas, haut = (nus[c] for c in ("valeur", "borne_basse", "borne_haute"))
    if mesure == "part":
        assert t["valeur"].sum() == pytest.approx(100)
        voulues = (100 * v / v.sum(), 100 * bas / (bas + haut.sum() - haut), 100 * haut / (haut + bas.sum() - bas))
    else:
        voulues = [[1 + (autres > x).sum() for x in siens] for siens, autres in ((v, v), (haut, bas))]
        voulues.append([(haut >= x).sum() for x in bas])
    for colonne, voulue in zip(("valeur", "borne_basse", "borne_haute"), voulues, strict=True):
        assert t[colonne].tolist() == pytest.approx(list(voulue))
    assert (t["borne_basse"] < t["borne_haute"]).any()


@pytest.mark.parametrize(("code", "depuis", "sens"), [("bmo_projets", "2021", {"aucun"}), ("population", "2016", None)])
def test_a_move_starts_where_it_is_asked_and_a_survey_says_no_rise_of_it(d, code, depuis, sens):
    question = f"indicateur={code}&zonage=departement"
    t = lire(d, f"{question}&mesure=evolution&depuis={depuis}")
    v = lire(d, question).set_index(["code_zone", "periode"])
    compares = t[t["depuis"].ne("")]
    assert set(compares["depuis"]) <= {depuis}
    for x in compares.itertuples():
        avant, apres = (v.loc[(x.code_zone, p)] for p in (x.depuis, x.periode))
        if not (avant["au_moins"] or apres["au_moins"]):
            assert x.ecart == pytest.approx(100 * (apres["valeur"] / avant["valeur"] - 1))
    if sens:
        assert len(compares)
        assert set(compares["sens"]) == sens


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
    ("indicateur=bmo_projets&zone=libre:Nord", "mal écrit"),
    ("indicateur=bmo_projets&zone=libre:Nord~bassin:9999", "zone inconnue"),
    ("indicateur=bmo_projets&zone=libre:Nord~metier:V1Z80", "n’est pas un découpage"),
    ("indicateur=bmo_projets&metier=libre:K~rome:K1304,K1302", "Niveaux : famille"),
])  # fmt: skip
def test_a_question_without_meaning_is_refused_with_what_is_accepted(d, adresse, dit):
    with pytest.raises(DemandeInvalide, match=dit):
        requete.de_adresse(d, adresse)
