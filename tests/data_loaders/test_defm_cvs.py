import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from data_loaders.chiffres import origine, tableau
from data_loaders.chiffres.tableau import calculer, chiffre
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.contracts.indicateurs_detail import NATIONAUX
from data_loaders.erreurs import ErreurDonnees
from data_loaders.sources import defm_cvs
from tests import builders

CVS = "demande_emploi/series_CVS_T22025.xlsx"
TRIMESTRES = ("2024T3", "2024T4", "2025T1")


def classeur(dossier, a=None, abc=None, titres=("DEFM A", "DEFM ABC")):
    """A workbook with the two sheets by region, named otherwise than the real ones; `a`, `abc`: quarter -> cell."""
    wb = openpyxl.Workbook()
    wb.active.append(["Titre", "Descriptif"])
    feuilles = (a or {t: 1000.0 + i for i, t in enumerate(TRIMESTRES)}, abc or dict.fromkeys(TRIMESTRES, 3000.0))
    for i, (titre, cellules) in enumerate(zip(titres, feuilles, strict=False)):
        f = wb.create_sheet(f"Feuille {i}")
        for ligne in (["Titre", "Demandeurs"], ["", titre], ["Période", "BRETAGNE", "PAYS DE LA LOIRE"]):
            f.append(ligne)
        for t, v in cellules.items():
            f.append([t, 5.0, v])
        f.append(["", "", ""])
    chemin = dossier / "cvs.xlsx"
    wb.save(chemin)
    return chemin


def test_sheets_are_known_by_the_title_above_their_header_and_a_missing_category_is_said(tmp_path):
    lu = defm_cvs.lire(classeur(tmp_path))
    assert lu.periodes == ("2024-T3", "2024-T4", "2025-T1")
    assert lu.dit[1].endswith(" : catégorie A : 1\u202f002 · catégories ABC : 3\u202f000")
    assert CONTRATS["defm_cvs"].valider(lu.tables)["observations"].num_rows == 6
    lu = defm_cvs.lire(classeur(tmp_path, titres=("DEFM A",)))
    assert lu.dit[1].endswith(" : catégorie A : 1\u202f002")
    assert lu.remarques == ("catégorie ABC absente du fichier",)
    lignes = [["Titre"], ["", "DEFM A"], ["Période", "PAYS DE LA LOIRE"], ["2025T1", "1 002"]]
    texte = builders.texte(tmp_path / "f.csv", lignes)
    assert defm_cvs.lire(texte).dit[1].endswith(" : catégorie A : 1\u202f002")
    with pytest.raises(ErreurDonnees, match="aucune feuille par région"):
        defm_cvs.lire(classeur(tmp_path, titres=()))


def test_the_law_of_2025_is_a_break_and_is_said(donnees, tmp_path):
    lignes = builders.importer(donnees, "defm-cvs", classeur(tmp_path))
    statuts = calculer(donnees, "defm_a_cvs", "region").lignes.set_index("periode")["obs_status"]
    assert statuts.to_dict() == {"2024-T3": "A", "2024-T4": "A", "2025-T1": "B"}
    assert donnees.instantane("defm_cvs", "2025-T1").manifeste["notes"] == [defm_cvs.NOTE_RUPTURE]
    assert any("loi pour le plein emploi" in ligne for ligne in lignes)


@pytest.mark.parametrize(("cellules", "regle", "message"), [
    ({"2024T3": 1.0, "2025T1": 1.0}, "periode", "entre 2024-T3 et 2025-T1"),
    ({"2024T3": 1.0, "2024 T5": 1.0}, "periode", "2024 T5"),
    ({**dict.fromkeys(TRIMESTRES, 1.0), "2025T2": 1.0}, "periode", "mêmes trimestres"),
    ({**dict.fromkeys(TRIMESTRES, 1.0), "2025T1": "nd"}, "signe", "« nd »"),
    ({**dict.fromkeys(TRIMESTRES, 1.0), "2025T1": None}, "signe", "cellule vide"),
])  # fmt: skip
def test_refusals_say_what_was_seen(tmp_path, cellules, regle, message):
    with builders.refus(regle, message):
        defm_cvs.lire(classeur(tmp_path, a=cellules))


def test_every_official_quarter_is_the_files(reference, producteurs):
    lu = producteurs.lire("defm_cvs")
    wb = CalamineWorkbook.from_path(str(reference / CVS))
    for categorie in ("A", "ABC"):
        lignes = wb.get_sheet_by_name(f"DEFM cat {categorie} par région").to_python()
        colonne = lignes[6].index("PAYS DE LA LOIRE")
        attendus = {f"{ligne[0][:4]}-{ligne[0][4:]}": ligne[colonne] for ligne in lignes[7:]}
        assert len(attendus) == 118
        assert lu[lu["categorie"] == categorie].set_index("periode")["value"].to_dict() == attendus
    assert chiffre(producteurs, "defm_abc_cvs", "region", "52", "2021-T1")["valeur"] == 325370
    c = chiffre(producteurs, "defm_a_cvs", "region", "52", "2025-T1")
    assert (c["valeur"], c["obs_status"], c["millesime"]) == (148760, "B", "2025-T2")
    assert calculer(producteurs, "defm_a_cvs", "departement").lignes["value"].isna().all()


def tete(titre, niveau="France entière (1)"):
    return [["Titre", titre], ["Données", "CVS-CJO"], ["Niveau géographique", niveau], ["Source", "essai"], []]


def lignes(*calculs):
    """A row a quarter: each of its cells, of its rank."""
    return [[p, *(f(i) if callable(f) else f + i for f in calculs)] for i, p in enumerate(TRIMESTRES)]


def feuilles():
    age = "Demandeurs d'emploi en catégories A, B, C : par sexe et tranche d'âge - DEFM ABC"
    anciennete = tete("Demandeurs d'emploi : par ancienneté d'inscription", "France entière - Hors Mayotte")
    return {
        "Feuil1": [
            *tete(age),
            ["Période", "Hommes (DEFM ABC)", "", "Femmes (DEFM ABC)", "", "", "France entière (1) - Homme"],
            ["", "Moins de 25 ans", "Ensemble", "Moins de 25 ans", "Ensemble", "", "DEFM A"],
            *lignes(100, 200, 300, 400, lambda _: "", lambda _: 9),
        ],
        "Feuil2": [
            *anciennete, ["Période", "Ancienneté d'inscription en catégories A,B,C"],
            ["", "Moins de 3 mois", "De 3 mois \nà moins de 6 mois", "1 an ou plus (longue durée)"],
            *lignes(10, 20, 30), ["n.d.= non disponible"],
        ],
        "Feuil3": [
            *tete("Entrées à France Travail en catégories A, B, C : par motif d'inscription"),
            ["Période", "France entière\n(catégories A,B,C)", "Fin de contrat (2)"], [], ["2024T2", "", ""],
            *lignes(50, 60),
        ],
        "Feuil4": [
            *tete("Sorties de France Travail de catégories A, B, C : par motif de sortie"),
            ["Période", "France entière (1)\n(catégories A,B,C)", "DRE"], *lignes(70, lambda i: "." if i else 5),
        ],
        "Feuil5": [
            *tete("Demandeurs d'emploi : par sexe et tranche d'âge", "Bretagne"), ["Période", "Hommes (DEFM ABC)"],
            ["", "Ensemble"], *lignes(lambda _: 1),
        ],
    }  # fmt: skip


def valeurs(lu):
    return lu.tables["observations"].to_pandas().set_index(["serie", "periode"])["value"]


@pytest.mark.parametrize("forme", ["xlsx", "ods", "autre_ordre"])
def test_a_series_is_named_by_the_titles_of_its_column(tmp_path, forme):
    lues = feuilles()
    if forme == "autre_ordre":
        lues = dict(reversed(lues.items()))
    ecrire = builders.ods if forme == "ods" else builders.classeur
    lu = defm_cvs.lire_france(ecrire(tmp_path / "x", lues))
    CONTRATS["defm_france"].valider(lu.tables)
    v = valeurs(lu)
    assert set(v.index.get_level_values(0)) == {
        "abc_hommes_moins_de_25_ans", "abc_hommes_ensemble", "abc_femmes_moins_de_25_ans", "abc_femmes_ensemble",
        "anciennete_moins_de_3_mois", "anciennete_de_3_mois_a_moins_de_6_mois", "anciennete_1_an_ou_plus",
        "entrees_ensemble", "entrees_fin_de_contrat", "sorties_ensemble", "sorties_dre",
    }  # fmt: skip
    assert (v["abc_femmes_ensemble", "2025-T1"], v["anciennete_1_an_ou_plus", "2024-T3"]) == (402, 30)
    assert (v["entrees_ensemble"].index[0], list(v["sorties_dre"])) == ("2024-T3", [5])
    assert "de 50 ans ou plus" in lu.remarques[0]


def test_the_law_of_2025_is_a_break_a_hole_is_refused_and_a_workbook_without_france_is_not(tmp_path):
    lu = defm_cvs.lire_france(builders.classeur(tmp_path / "x.xlsx", feuilles()))
    statuts = lu.tables["observations"].to_pandas().groupby("periode")["obs_status"].first().to_dict()
    assert statuts == {"2024-T3": "A", "2024-T4": "A", "2025-T1": "B"}
    troue = feuilles()
    del troue["Feuil1"][8]
    with pytest.raises(ErreurDonnees, match="trou dans la série"):
        defm_cvs.lire_france(builders.classeur(tmp_path / "y.xlsx", troue))
    lu = defm_cvs.lire_france(builders.classeur(tmp_path / "x.xlsx", {"Autre": tete("par région")}))
    assert (lu.millesime, len(lu.remarques)) == ("", 1)


def test_the_genuine_workbook_gives_both(producteurs):
    assert producteurs.millesimes("defm_cvs") == producteurs.millesimes("defm_france") == ["2025-T2"]
    assert producteurs.instantane("defm_france", "2025-T2").manifeste["remarques"] == []
    lu = producteurs.lire("defm_france")
    assert lu["serie"].nunique() == 76
    attendus = {
        "defm_jeunes_france": 792800, "defm_seniors_france": 1501200, "defm_femmes_france": 2862300,
        "defm_longue_duree_france": 2454600, "defm_entrees_france": 713700, "defm_sorties_france": 756800,
    }  # fmt: skip
    assert set(attendus) == set(NATIONAUX)
    assert not set(NATIONAUX) & set(INDICATEURS)
    for code, attendu in attendus.items():
        t = tableau.calculer(producteurs, code, "region")
        assert t.complements.set_index("periode")["value"]["2025-T2"] == attendu
        assert t.lignes["value"].isna().all()
        assert "France entière" in t.lignes["raison"].iloc[0]
        o = origine.remonter(producteurs, t, "FR", "2025-T2")
        assert (o.ligne["value"], len(o.lignes), o.libelle_zone) == (attendu, 1, "France entière")
    # The three ages of the producer add up to the whole within their roundings to a hundred.
    ages = lu[lu["periode"].eq("2025-T2")].set_index("serie")["value"]
    morceaux = [ages[f"abc_total_{a}"] for a in ("moins_de_25_ans", "25_a_49_ans", "50_ans_ou_plus")]
    assert abs(sum(morceaux) - ages["abc_total_ensemble"]) <= 200
