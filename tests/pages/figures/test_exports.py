"""Files given back are read again, as their receiver would."""

import dataclasses
import hashlib
import io
import json
import zipfile
from datetime import date

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data_loaders.chiffres import tableau
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import TYPES
from data_loaders.exports import jeux as exports
from data_loaders.exports.ecriture import csv_francais
from data_loaders.exports.jeux import EN_FRANCAIS
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Source
from data_loaders.requetes import lignes
from data_loaders.versions import approbations
from geo import zonages
from pages.figures.donnees import sources
from tests.builders import metiers_bmo, observations_bmo
from tests.descripteurs import verifier_csv, verifier_descripteur

JOUR = date(2026, 11, 25)
SHA = "ab" * 32
BMO = [
    *(("5220", "44", "B0Z20", m, v) for m, v in (("met", 40.5), ("xmet", None), ("smet", 0.0))),
    *(("5205", "49", "B0Z20", m, v) for m, v in (("met", 10.0), ("xmet", 6.0), ("smet", None))),
]

DEBUT = "2023;5220;Nantes;44;Loire-Atlantique;B0Z20;Maçons"


def publier(racine, libelle="Maçons") -> Donnees:
    d = Donnees(racine)
    observations = observations_bmo(BMO)
    metiers = metiers_bmo().set_column(2, "libelle_metier", pa.array([libelle]))
    source = Source("essai.xlsx", SHA, 10, "producteur d'essai", "https://exemple.test/", "2026-11-02")
    d.officiel.publier(CONTRATS["bmo"], "2023", {"observations": observations, "metiers": metiers}, [source])
    return d


@pytest.fixture
def d(tmp_path):
    return publier(tmp_path)


def feuille(contenu: bytes, nom: str) -> list[tuple]:
    return list(openpyxl.load_workbook(io.BytesIO(contenu))[nom].iter_rows(values_only=True))


def presentation(contenu: bytes) -> dict:
    return dict(r[:2] for r in feuille(contenu, "Présentation"))


def archive(donnees) -> tuple[dict, dict[str, bytes]]:
    """The descriptor of the package of all data, and its files."""
    with zipfile.ZipFile(io.BytesIO(exports.paquet(donnees, JOUR))) as lue:
        fichiers = {nom: lue.read(nom) for nom in lue.namelist()}
    return json.loads(fichiers.pop("datapackage.json")), fichiers


def test_csv_for_french_excel(d):
    contenu = exports.csv(d, "bmo", "observations")
    lignes = contenu.decode("utf-8-sig").split("\r\n")
    assert contenu.startswith(b"\xef\xbb\xbf")
    assert lignes[0].startswith("annee;code_bassin;libelle_bassin;")
    assert any(ligne.startswith(f"{DEBUT};met;projets;40,5;A;valeur normale;F;") for ligne in lignes)
    assert any(ligne.startswith(f"{DEBUT};xmet;projets difficiles;;Q;secret statistique;C;") for ligne in lignes)
    assert all(ligne.endswith(f"{d.etat};Chiffres du producteur") for ligne in lignes[1:-1])
    instantane = f"bmo/{d.instantane('bmo', '2023').identifiant}"
    assert all(f";essai.xlsx (producteur d'essai);{instantane};" in ligne for ligne in lignes[1:-1])


def test_a_row_of_a_csv_names_the_snapshot_of_its_own_vintage(d):
    autres = {"observations": observations_bmo([("5220", "44", "B0Z20", "met", 9.0)], "2022")}
    source = Source("avant.xlsx", SHA, 10, "producteur d'essai")
    d.officiel.confirmees = frozenset({"lignes-25", "zone-absente"})
    d.officiel.publier(CONTRATS["bmo"], "2022", autres | {"metiers": metiers_bmo("2022")}, [source])
    lue = pd.read_csv(io.BytesIO(exports.csv(d, "bmo", "observations")), sep=";", dtype=str, encoding="utf-8-sig")
    par_annee = lue.groupby("annee")[["fichier_source", "instantane"]].agg(set)
    for annee, fichier in (("2022", "avant.xlsx"), ("2023", "essai.xlsx")):
        assert par_annee.loc[annee, "instantane"] == {f"bmo/{d.instantane('bmo', annee).identifiant}"}
        assert par_annee.loc[annee, "fichier_source"] == {f"{fichier} (producteur d'essai)"}


def test_every_export_says_when_both_signatories_approved(d, monkeypatch):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(d.racine))
    identifiant = d.instantane("bmo", "2023").identifiant
    approbations.approuver(d.racine, f"bmo/{identifiant}", "region", "Nom saisi", "compte rendu")
    assert "(1 sur 2) – non validé" in exports.csv(d, "bmo", "observations").decode()
    approbations.approuver(d.racine, f"bmo/{identifiant}", "france_travail", "Nom saisi", "compte rendu")
    valide = "Validé par les deux signataires"
    assert exports.csv(d, "bmo", "observations").decode().count(valide) == len(BMO)
    assert presentation(exports.xlsx(d, "bmo", JOUR))["Mention"] == valide
    t = tableau.calculer(d, "bmo_part_difficiles", "bassin")
    assert json.loads(exports.geojson(t, "2023", identifiant, JOUR))["mention"] == valide
    assert archive(d)[0]["description"] == valide
    csv = csv_francais(lignes.du_tableau(t, {"2023": identifiant})).decode()
    assert csv.count(valide) == len(t.lignes)
    assert sources.statut_commun(d).texte == valide
    # A newer snapshot is another document.
    assert "Chiffres du producteur" in csv_francais(lignes.du_tableau(t, {"2023": "x"})).decode()


def test_workbook_has_a_cover_and_one_sheet_a_table(d):
    contenu = exports.xlsx(d, "bmo", JOUR)
    couverture = presentation(contenu)
    dites = {"Titre": CONTRATS["bmo"].titre, "Licence": "Licence Ouverte 2.0", "Exporté le": "2026-11-25"}
    dites |= {"Fichier lu 2026-11-02": f"essai.xlsx (SHA-256 {SHA})", "Mention": "Chiffres du producteur"}
    assert couverture == couverture | dites | {"État des données": d.etat, "obs_status Q": "secret statistique"}
    assert "signe à l’écran" in couverture["n.s."]
    assert [v for k, v in couverture.items() if k and k.startswith("Unité de value")] == ["projets"]
    lues = feuille(contenu, "observations")
    assert (*DEBUT.split(";"), "met", "projets", 40.5, "A", "valeur normale", "F") in lues
    assert (*DEBUT.split(";"), "xmet", "projets difficiles", None, "Q", "secret statistique", "C") in lues
    assert len(feuille(contenu, "metiers")) == 2


@pytest.mark.parametrize("piege", ["=1+1", "@SUM(A1)", "-2+3", '=HYPERLINK("http://x")', "\tTab", "+33"])
def test_text_is_never_a_formula(tmp_path, piege):
    d = publier(tmp_path, piege)
    classeur = openpyxl.load_workbook(io.BytesIO(exports.xlsx(d, "bmo", JOUR)))
    cellules = [c for f in classeur for ligne in f.iter_rows() for c in ligne]
    assert not [c for c in cellules if c.data_type == "f"]
    assert piege in [c.value for c in cellules]
    lue = pd.read_csv(io.BytesIO(exports.csv(d, "bmo", "metiers")), sep=";", dtype=str)
    assert lue["libelle_metier"].tolist() == [f"'{piege}"]
    assert f"'{piege[:3]}" in archive(d)[1]["donnees/bmo_metiers.csv"].decode().replace('""', '"')


def test_characters_that_a_workbook_forbids_are_left_out(tmp_path):
    assert feuille(exports.xlsx(publier(tmp_path, "Ma\x0bçons"), "bmo", JOUR), "metiers")[1][2] == "Maçons"


def test_parquet_keeps_types_and_says_what_it_is(d):
    lue = pq.read_table(io.BytesIO(exports.parquet(d, "bmo", "observations", JOUR)))
    assert [n for n in lue.schema.names if not n.startswith("libelle_")] == [
        EN_FRANCAIS.get(c.nom, c.nom) for c in CONTRATS["bmo"].tables["observations"].colonnes
    ]
    assert lue["valeur"].null_count == 2
    assert lue.schema.field("valeur").type == pa.float64()
    fiche = dict(json.loads(lue.schema.metadata[b"fiche"]))
    assert fiche["Mention"] == "Chiffres du producteur"


def test_only_open_licences_or_invented_figures_are_given_back(d, demonstration, monkeypatch):
    assert exports.diffusable(d, "bmo")
    assert not exports.diffusable(d, "defm_epci")  # nothing loaded
    contrat = CONTRATS["tension_rome"]
    assert contrat.licence != exports.LICENCE_OUVERTE
    monkeypatch.setitem(CONTRATS, "bmo", dataclasses.replace(CONTRATS["bmo"], licence=contrat.licence))
    assert not exports.diffusable(d, "bmo")
    assert exports.diffusable(demonstration, "bmo")


def test_package_describes_every_file_it_holds_by_the_rules_of_the_standard(demonstration):
    descripteur, contenus = archive(demonstration)
    verifier_descripteur(descripteur)
    assert {r["path"] for r in descripteur["resources"]} == set(contenus)
    assert not any("bmo_france" in n for n in contenus)  # rows of the whole survey: never given as figures of ours
    assert len({r["name"] for r in descripteur["resources"]}) == len(contenus)
    for r in descripteur["resources"]:
        contenu = contenus[r["path"]]
        assert (r["hash"], r["bytes"]) == (f"sha256:{hashlib.sha256(contenu).hexdigest()}", len(contenu))
        if "schema" in r:
            assert list(pd.read_csv(io.BytesIO(contenu), nrows=1)) == [f["name"] for f in r["schema"]["fields"]]
        if r["format"] == "csv":
            verifier_csv(r, contenu)
    assert {f"zonages/{c}.csv" for c in zonages.CODES} <= set(contenus)
    assert descripteur["version"] == demonstration.etat
    assert descripteur["description"] == "Données de démonstration"


def test_package_is_the_same_for_the_same_state_and_day(d):
    assert exports.paquet(d, JOUR) == exports.paquet(d, JOUR)


def test_every_type_of_every_contract_has_a_name_in_the_package():
    """The package is made of whatever is loaded: one column of an unknown type would refuse the whole archive."""
    utilises = {str(c.type) for contrat in CONTRATS.values() for t in contrat.tables.values() for c in t.colonnes}
    assert utilises <= TYPES.keys()
