"""Tables of producers in every form that a user may have them in: what is read is the same. Figures are invented."""

import random
import re
from dataclasses import replace
from datetime import datetime
from itertools import product

import pytest

from data_loaders.importation import reconnaissance
from data_loaders.sources import (
    appellations,
    communes,
    defm_epci,
    diplomes,
    formation,
    insertion,
    metiers_2030,
    metiers_region,
    nomenclatures,
    portraits_metiers,
    stmt,
    tensions,
)
from geo import zonages
from tests import builders
from tests.vues import un_sur

ORION = [
    ["id", "millesime", "code_region_ij", "code_region", "voie", "cfd", "mefstat11", "nb_annee_term",
     "nb_en_emploi_12_mois", "nb_en_emploi_18_mois", "nb_en_emploi_24_mois", "nb_en_emploi_6_mois",
     "nb_poursuite_etudes", "nb_sortant", "taux_emploi_12_mois", "taux_emploi_18_mois", "taux_emploi_24_mois",
     "taux_emploi_6_mois", "taux_poursuite_etudes"],
    ["a", "2022_2023", "17", "52", "apprentissage", "01022001", "", "100", "45", "", "", "40", "50", "50", "90", "",
     "", "80", "50"],
    ["b", "2022_2023", "17", "52", "scolaire", "", "23830031107", "30", "8", "", "", "7", "18", "12", "", "", "",
     "", "60"],
    ["c", "2019_2020", "17", "52", "apprentissage", "01022001", "", "80", "30", "32", "33", "28", "40", "40", "75",
     "80", "82", "70", "50"],
]  # fmt: skip
ORION_AILLEURS = [["z", "2022_2023", "4", "53", *ORION[1][4:]]]
CFA = [
    ["Année", "UAI", "Libellé", "Région", "Part contrats apprentissage interrompus", "Taux poursuite études",
     "Taux emploi 6 mois", "Taux emploi 6 mois attendu", "VA emploi 6 mois", "Taux emploi 12 mois",
     "Taux emploi 18 mois", "Taux emploi 24 mois", "num_ligne"],
    ["cumul 2022-2023", "0440001A", "Centre d’essai", "PAYS DE LA LOIRE", "", "43.0", "85.0", "89.0", "-4.0", "90.0",
     "", "", "1.0"],
    ["cumul 2022-2023", "0850002B", "Autre centre", "PAYS DE LA LOIRE", "", "", "", "", "", "", "", "", "2.0"],
]  # fmt: skip
CFA_AILLEURS = [["cumul 2022-2023", "0350003C", "Ailleurs", "BRETAGNE", *CFA[1][4:]]]
AVENIR = [
    ["code_fap", "fap_libelle", "region", "effectifs_2019_milliers", "creations_destructions_milliers",
     "departs_fin_carriere_milliers", "jeunes_debutants_milliers", "solde_mobilites_inter_regions_milliers",
     "desequilibre_milliers", "postes_a_pourvoir_milliers", "niveau_tension_2019"],
    ["T4Z", "Agents d’essai, et autres", "Pays de la Loire", "60.5", "1.25", "2.5", "-1.75", "-0.25", "1.75", "3.75",
     "4"],
    ["XK_", "Divers", "Pays de la Loire", "8.75", "-0.5", "1.5", "-0.25", "0.25", "1.0", "1.0", "hors champ"],
]  # fmt: skip
AVENIR_AILLEURS = [["T4Z", "Agents d’essai, et autres", "Bretagne", *AVENIR[1][3:]]]
DIPLOMES = [
    ["FORMATION_DIPLOME", "NIVEAU_FORMATION_DIPLOME", "GROUPE_SPECIALITE", "LIBELLE_COURT", "LIBELLE_LONG_200",
     "DATE_OUVERTURE", "DATE_FERMETURE", "NIVEAU_QUALIFICATION_RNCP"],
    ["01022001", "010", "220", "MC4", "ESSAI ÉTALON (MC)", "01/09/1995", "31/08/2024", "04"],
    ["5002200A", "500", "221", "CAP", "AUTRE ESSAI (CAP)", "01/09/1995", "", "03"],
]  # fmt: skip
CERTIFICATIONS = [
    ["Code_Diplome", "Libelle_Diplome", "Code_Niveau_Europeen", "Code_Rome_1", "Code_Rome_2", "Code_Nsf", "Code_RNCP",
     "Code_Scolarité", "Code_Ancien_Scolarité"],
    ["12650", "Diplôme d’essai", "3", "A1301", "M1700", "113", "37297", "01022001", ""],
    ["12651", "Autre diplôme", "4", "F1703", "A1301", "232", "", "", "5002200A"],
]  # fmt: skip
SALAIRES = [["Fap3", "Annee", "Salaire_median"], ["A0Z", "2003-2005", "1083"], ["ZZZ", "2003-2005", "NA"],
            ["Ensemble", "2016-2018", "1800"]]  # fmt: skip
SECTEURS = [["Fap", "Secteur", "Label_secteur", "Milliers", "Pourcentage", "libelle"],
            ["P", "OZ", "Administration d’été", "1227.72856", "62.25", "x"],
            ["P", "AU", "Autres", "3.5", "NA", "x"]]  # fmt: skip
TITRES = [["code_ogr", "libelle_appellation_long", "code_rome", "classification"],
          ["10200", "Boulanger / Boulangère", "D1102", "PRINCIPALE"],
          ["10201", "Tourier", "D1102", "SYNONYME"]]  # fmt: skip
ROME4 = [["code_rome", "code_ogr", "libelle_rome", "code_rome_parent"],
         ["A1101", "6", "Conducteur d’engins", "A1101"], ["A1102", "7", "Conducteur en forêt", "A1101"],
         ["A1201", "8", "Élagueur", ""]]  # fmt: skip
DEPARTEMENTS = ("44", "49", "53", "72", "85")
EPCI = [["annee_mois", "code_epci", "lib_epci", *(f"categorie_{c}" for c in "abcde")],
        ["2018-12", "244400552", "CC d’essai", "1230", "45", "6789", "0", "12"],
        ["2018-12", "200083392", "CA d’essai", "10", "1", "2", "3", "4"]]  # fmt: skip
STMT = [["dept", "mois", "demandeurs_emploi"],
        *([d, m, str(134520 + i)] for d in DEPARTEMENTS for i, m in enumerate(("2024-11", "2024-12")))]  # fmt: skip
BASSINS = [c for c in zonages.zones("bassin")["code_zone"] if c.startswith("52")]
TENSION_ROME = [
    ["annee", "ROME", "cbassin", "oee", "defm_abc", "ind_tension_d", "ind_int_emb_d", "ind_main_oeuvre_d",
     "ind_dur_empl_d", "ind_cond_travail_d", "ind_mismatch_geo_d", "ind_specif_form_empl_d", "lib_bassin_bmo19"],
    *(["2021", "A1101", b, "39.25", "1018.75", "4", "1", "2", "3", "4", "5", "1", "X"] for b in BASSINS),
]  # fmt: skip
_NIVEAUX = [("nat", "", ""), ("reg", "52", ""), *(("dep", "", d) for d in DEPARTEMENTS)]
TENSION_FAP = [
    ["fap", "Emploi moyen", "Tension ", "Catégorie Tension", "Intensité d'embauches", "Lien formation-emploi",
     "Manque de main-d'œuvre disponible", "Non-durabilité de l'emploi", "Conditions de travail contraignantes",
     "Inadéquation géographique", "Année", "niveau_geo", "niveau_fap", "reg", "dep"],
    *(["A0Z40", "63100", "-0.25", "4.0", "5.0", "3.0", "2.0", "5.0", "4.0", "5.0", "2019", g, "fap 225", r, d]
      for g, r, d in _NIVEAUX),
]  # fmt: skip
BAROMETRE = [
    ["mesure", "indicateur", "id_indicateur", "code_region", "libelle_region", "date", "valeur", "unite"],
    *(["m", "i", "nb-beneficiaires-siae", "52", "Pays de la Loire", d, v, "u"]
      for d, v in (("2022-01-31", "2670.0"), ("2022-02-28", "2675.0"))),
]  # fmt: skip
APPRENTIS = [
    ["indic_id", "enforce_zone_id", "metric_enforce_date", "maille", "indic_vi", "indic_va", "indic_vc", "indic_ta"],
    *(["IND-313", z, d, "DEPT", "", v, "", ""] for z in (*(f"D{d}" for d in DEPARTEMENTS), "R52")
      for d, v in (("2024-01-01", "507.0"), ("2024-02-01", "1708.0"))),
]  # fmt: skip
EMPLOI = [["code_reg", "FAP_3", "emp_fap_reg", "emp_reg", "variable", "REG", "pourcentage"],
          ["52", "A0Z", "42.25", "100.0", "42.25", "52", "0.09"],
          ["52", "T4Z", "57.75", "100.0", "57.75", "52", "0.08"]]  # fmt: skip
LIBELLES = [["NIVGEO", "CODGEO", "LIBGEO", "NB_COM"], ["AAV", "008", "Nantes", "116"], ["ZE", "0051", "Alençon", "148"],
            ["UU", "00851", "Unité d’essai", "3"]]  # fmt: skip
SOURCES = {
    "defm-epci": (EPCI, [], lambda f: _reunir(defm_epci.lire(f))),
    "stmt-dep": (STMT, [["35", m, "1"] for m in ("2024-11", "2024-12")], stmt.lire_dep),
    "tension-rome": (TENSION_ROME, [[*TENSION_ROME[1][:2], "5313", *TENSION_ROME[1][3:]]], tensions.lire_rome),
    "tension-fap": (TENSION_FAP, [[*TENSION_FAP[3][:-1], "35"]], tensions.lire_fap),
    "barometre": (BAROMETRE, [[*BAROMETRE[1][:3], "53", "Bretagne", *BAROMETRE[1][5:]]], formation.lire),
    "apprentissage": (APPRENTIS, [["IND-313", "D35", *APPRENTIS[1][2:]]], formation.lire),
    "metiers-region": (EMPLOI, [["11", "A0Z", "7.0", "7.0", "100.0", "11", "0.1"]],
     lambda f: metiers_region.lire(f.rename(f.with_stem("emploi_rp2017")))),
    "libelles": (LIBELLES, [], communes.lire),
    "insertion": (ORION, ORION_AILLEURS, insertion.lire),
    "insertion-cfa": (CFA, CFA_AILLEURS, insertion.lire_cfa),
    "metiers-2030": (AVENIR, AVENIR_AILLEURS, metiers_2030.lire),
    "diplomes": (DIPLOMES, [], diplomes.lire),
    "certifications": (CERTIFICATIONS, [], diplomes.lire),
    "salaires": (SALAIRES, [], portraits_metiers.lire),
    "secteurs": (SECTEURS, [], portraits_metiers.lire),
    "appellations": (TITRES, [], appellations.lire),
    "rome4": (ROME4, [], nomenclatures.lire),
}  # fmt: skip
COMMANDES = {
    "barometre": "formation", "apprentissage": "formation", "libelles": "communes", "certifications": "diplomes",
    "salaires": "portraits-metiers", "secteurs": "portraits-metiers", "rome4": "nomenclature",
}  # fmt: skip


def _reunir(lectures):
    """The editions of a file as one reading."""
    return replace(lectures[0], tables={f"{n} {lu.millesime}": t for lu in lectures for n, t in lu.tables.items()})


def _colonnes(table, rangs):
    return [[ligne[i] for i in rangs] for ligne in table]


def _melangee(table, _):
    rangs = list(range(len(table[0])))
    random.Random(3).shuffle(rangs)
    return _colonnes(table, rangs)


def _en_nombres(table, _):
    """As a spreadsheet saves it: what looks like a number is one, and its leading zeros are lost."""

    def nombre(v):
        return float(v) if re.fullmatch(r"-?\d+(\.\d+)?", v) else v

    return [table[0], *([nombre(v) for v in ligne] for ligne in table[1:])]


DECIMAL = r"-?\d+\.\d+"
_COURTS = dict(
    zip(
        (f"{i:02d}" for i in range(1, 13)),
        ["janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc"],
        strict=True,
    )
)


def _remplacer(motif, par):
    """Cells of the body that have a form, written otherwise."""
    return lambda t, _: [t[0], *([par(v) if re.fullmatch(motif, v) else v for v in ligne] for ligne in t[1:])]


def _mois_court(v):
    """« 2024-11 » as a French spreadsheet shows it: « nov-24 »."""
    return f"{_COURTS[v[5:7]]}-{v[2:4]}"


def _brouillon(d, t):
    """A workbook whose hidden sheet has the same columns and other rows."""
    return builders.classeur(d / "f.xlsx", {"Ancien": [t[0], t[-1]], "Données": t}, cachees=["Ancien"])


def xlsx(d, t):
    return builders.classeur(d / "f.xlsx", {"Feuil7": t})


FORMES = {
    "csv": (None, lambda d, t: builders.texte(d / "f.csv", t)),
    "csv-virgule": (None, lambda d, t: builders.texte(d / "f.csv", t, ",")),
    "csv-barre": (None, lambda d, t: builders.texte(d / "f.csv", t, "|")),
    "csv-utf-16": (None, lambda d, t: builders.texte(d / "f.csv", t, "\t", "utf-16")),
    "csv-cp1252": (None, lambda d, t: builders.texte(d / "f.csv", t, ";", "cp1252")),
    "csv-bom": (None, lambda d, t: builders.texte(d / "f.csv", t, ";", "utf-8-sig")),
    "autre-feuille": (None, xlsx),
    "ods": (None, lambda d, t: builders.ods(d / "f.ods", {"Tableau": t})),
    "ordre": (_melangee, lambda d, t: builders.texte(d / "f.csv", t)),
    "titres": (
     lambda t, _: [[f" {c.replace('_', ' ').upper()} " for c in t[0]], *t[1:]], lambda d,
     t: builders.texte(d / "f.csv", t)),
    "colonne-en-plus": (lambda t, _: [[*ligne, "x"] for ligne in t], lambda d, t: builders.texte(d / "f.csv", t)),
    "preambule": (lambda t, _: [["Source : essai", *[""] * (len(t[0]) - 1)], *t], xlsx),
    "national": (lambda t, ailleurs: [*t, *ailleurs], lambda d, t: builders.texte(d / "f.csv", t)),
    "reenregistre": (_en_nombres, xlsx),
    "virgule-decimale": (
     _remplacer(DECIMAL, lambda v: v.replace(".", ",")), lambda d, t: builders.texte(d / "f.csv", t, ";", "cp1252")),
    "dates": (
     _remplacer(r"20\d\d-\d\d-\d\d", datetime.fromisoformat), lambda d,
     t: builders.classeur(d / "f.xlsx", {"Feuil1": t})),
    "dates-françaises": (
     _remplacer(r"20\d\d-\d\d-\d\d", lambda v: f"{v[8:]}/{v[5:7]}/{v[:4]}"), lambda d,
     t: builders.texte(d / "f.csv", t)),
    "mois-datés": (
     _remplacer(r"20\d\d-[01]\d", lambda v: datetime.fromisoformat(f"{v}-01")), lambda d,
     t: builders.classeur(d / "f.xlsx", {"Feuil1": t})),
    "mois-courts": (_remplacer(r"20\d\d-[01]\d", _mois_court), lambda d, t: builders.texte(d / "f.csv", t)),
    "note": (
     lambda t,
     _: [*t, [""] * len(t[0]), ["Source : producteur d’essai ; données provisoires", *[""] * (len(t[0]) - 1)]], xlsx),
    "lignes-vides": (lambda t, _: [t[0], [""] * len(t[0]), *t[1:3], [""] * len(t[0]), *t[3:]], xlsx),
    "titres-fusionnés": (lambda t, _: [["Champ : essai", *[""] * (len(t[0]) - 2), "Notes"], *t], xlsx),
    "brouillon-masqué": (None, _brouillon),
    "préambule-texte": (
     lambda t, _: [["Source : producteur d’essai, région ; voir la notice"], [], *t], lambda d,
     t: builders.texte(d / "f.csv", t)),
    "repete": (lambda t, _: [*t, t[1]], lambda d, t: builders.texte(d / "f.csv", t)),
}  # fmt: skip


@pytest.mark.parametrize(("source", "forme"), un_sur(3, product(SOURCES, FORMES)))
def test_whatever_its_form_a_file_says_the_same(tmp_path, source, forme):
    table, ailleurs, lire = SOURCES[source]
    (tmp_path / "reference").mkdir()
    attendu = lire(builders.texte(tmp_path / "reference" / "f.csv", table)).tables
    transformer, ecrire = FORMES[forme]
    chemin = ecrire(tmp_path, transformer(table, ailleurs) if transformer else table)
    assert reconnaissance.reconnaitre(chemin).source == COMMANDES.get(source, source)
    lu = lire(chemin).tables
    assert {n: t.to_pylist() for n, t in lu.items()} == {n: t.to_pylist() for n, t in attendu.items()}
