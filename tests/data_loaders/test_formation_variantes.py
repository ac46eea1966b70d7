"""Files of training and of métiers in every form that a user may have them in: what is read is the same."""

import random
import re

import pytest

from data_loaders.importation import reconnaissance
from data_loaders.sources import appellations, diplomes, insertion, metiers_2030, nomenclatures, portraits_metiers
from tests import builders

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
SOURCES = {
    "insertion": (ORION, ORION_AILLEURS, insertion.lire),
    "insertion-cfa": (CFA, CFA_AILLEURS, insertion.lire_cfa),
    "metiers-2030": (AVENIR, AVENIR_AILLEURS, metiers_2030.lire),
    "diplomes": (DIPLOMES, [], diplomes.lire),
    "certifications": (CERTIFICATIONS, [], diplomes.lire),
    "salaires": (SALAIRES, [], portraits_metiers.lire),
    "secteurs": (SECTEURS, [], portraits_metiers.lire),
    "appellations": (TITRES, [], appellations.lire),
    "rome4": (ROME4, [], nomenclatures.lire),
}
COMMANDES = {"certifications": "diplomes", "salaires": "portraits-metiers", "secteurs": "portraits-metiers",
             "rome4": "nomenclature"}  # fmt: skip


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


def xlsx(d, t):
    return builders.classeur(d / "f.xlsx", {"Feuil7": t})


FORMES = {
    "csv": (None, lambda d, t: builders.texte(d / "f.csv", t)),
    "csv-virgule": (None, lambda d, t: builders.texte(d / "f.csv", t, ",")),
    "csv-cp1252": (None, lambda d, t: builders.texte(d / "f.csv", t, ";", "cp1252")),
    "csv-bom": (None, lambda d, t: builders.texte(d / "f.csv", t, ";", "utf-8-sig")),
    "autre-feuille": (None, xlsx),
    "ods": (None, lambda d, t: builders.ods(d / "f.ods", {"Tableau": t})),
    "ordre": (_melangee, lambda d, t: builders.texte(d / "f.csv", t)),
    "titres": (
        lambda t, _: [[f" {c.replace('_', ' ').upper()} " for c in t[0]], *t[1:]],
        lambda d, t: builders.texte(d / "f.csv", t),
    ),
    "colonne-en-plus": (lambda t, _: [[*ligne, "x"] for ligne in t], lambda d, t: builders.texte(d / "f.csv", t)),
    "preambule": (lambda t, _: [["Source : essai", *[""] * (len(t[0]) - 1)], *t], xlsx),
    "national": (lambda t, ailleurs: [*t, *ailleurs], lambda d, t: builders.texte(d / "f.csv", t)),
    "reenregistre": (_en_nombres, xlsx),
    "repete": (lambda t, _: [*t, t[1]], lambda d, t: builders.texte(d / "f.csv", t)),
}


@pytest.mark.parametrize("forme", FORMES)
@pytest.mark.parametrize("source", SOURCES)
def test_whatever_its_form_a_file_says_the_same(tmp_path, source, forme):
    table, ailleurs, lire = SOURCES[source]
    (tmp_path / "reference").mkdir()
    attendu = lire(builders.texte(tmp_path / "reference" / "f.csv", table)).tables
    transformer, ecrire = FORMES[forme]
    chemin = ecrire(tmp_path, transformer(table, ailleurs) if transformer else table)
    assert reconnaissance.reconnaitre(chemin).source == COMMANDES.get(source, source)
    lu = lire(chemin).tables
    assert {n: t.to_pylist() for n, t in lu.items()} == {n: t.to_pylist() for n, t in attendu.items()}
