import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from data_loaders import jeux
from data_loaders.chiffres.tableau import calculer, chiffre
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import defm_cvs
from tests import classeurs

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


def test_the_two_sheets_are_known_by_the_title_above_their_header(tmp_path):
    lu = defm_cvs.lire(classeur(tmp_path))
    assert lu.periodes == ("2024-T3", "2024-T4", "2025-T1")
    assert lu.dit[1].endswith(" : catégorie A : 1\u202f002 · catégories ABC : 3\u202f000")
    assert CONTRATS["defm_cvs"].valider(lu.tables)["observations"].num_rows == 6


def test_the_law_of_2025_is_a_break_and_is_said(tmp_path):
    donnees = Donnees(tmp_path / "d")
    lignes = jeux.lecteurs()["defm-cvs"].importer(donnees, classeur(tmp_path), print)
    statuts = calculer(donnees, "defm_a_cvs", "region").lignes.set_index("periode")["obs_status"]
    assert statuts.to_dict() == {"2024-T3": "A", "2024-T4": "A", "2025-T1": "B"}
    assert donnees.instantane("defm_cvs", "2025-T1").manifeste["notes"] == [defm_cvs.NOTE_RUPTURE]
    assert any("loi pour le plein emploi" in ligne for ligne in lignes)


@pytest.mark.parametrize(
    ("cellules", "regle", "message"),
    [
        ({"2024T3": 1.0, "2025T1": 1.0}, "periode", "entre 2024-T3 et 2025-T1"),
        ({"2024T3": 1.0, "2024 T5": 1.0}, "periode", "2024 T5"),
        ({**dict.fromkeys(TRIMESTRES, 1.0), "2025T2": 1.0}, "periode", "mêmes trimestres"),
        ({**dict.fromkeys(TRIMESTRES, 1.0), "2025T1": "nd"}, "signe", "« nd »"),
        ({**dict.fromkeys(TRIMESTRES, 1.0), "2025T1": None}, "signe", "cellule vide"),
    ],
)
def test_refusals_say_what_was_seen(tmp_path, cellules, regle, message):
    with pytest.raises(ErreurDonnees, match=message) as e:
        defm_cvs.lire(classeur(tmp_path, a=cellules))
    assert e.value.regle == regle


def test_a_sheet_alone_is_read_and_the_missing_category_is_said(tmp_path):
    lu = defm_cvs.lire(classeur(tmp_path, titres=("DEFM A",)))
    assert lu.dit[1].endswith(" : catégorie A : 1\u202f002")
    assert lu.remarques == ("catégorie ABC absente du fichier",)
    lignes = [["Titre"], ["", "DEFM A"], ["Période", "PAYS DE LA LOIRE"], ["2025T1", "1 002"]]
    texte = classeurs.texte(tmp_path / "f.csv", lignes)
    assert defm_cvs.lire(texte).dit[1].endswith(" : catégorie A : 1\u202f002")
    with pytest.raises(ErreurDonnees, match="aucune feuille par région"):
        defm_cvs.lire(classeur(tmp_path, titres=()))


def test_every_official_quarter_is_the_files(reference, tmp_path):
    lu = defm_cvs.lire(reference / CVS).tables["observations"].to_pandas()
    wb = CalamineWorkbook.from_path(str(reference / CVS))
    for categorie in ("A", "ABC"):
        lignes = wb.get_sheet_by_name(f"DEFM cat {categorie} par région").to_python()
        colonne = lignes[6].index("PAYS DE LA LOIRE")
        attendus = {f"{ligne[0][:4]}-{ligne[0][4:]}": ligne[colonne] for ligne in lignes[7:]}
        assert len(attendus) == 118
        lus = lu[lu["categorie"] == categorie].set_index("periode")["value"]
        assert lus.to_dict() == attendus
    donnees = Donnees(tmp_path)
    jeux.lecteurs()["defm-cvs"].importer(donnees, reference / CVS, print)
    assert chiffre(donnees, "defm_abc_cvs", "region", "52", "2021-T1")["valeur"] == 325370
    c = chiffre(donnees, "defm_a_cvs", "region", "52", "2025-T1")
    assert (c["valeur"], c["obs_status"], c["millesime"]) == (148760, "B", "2025-T2")
    assert calculer(donnees, "defm_a_cvs", "departement").lignes["value"].isna().all()


def test_the_demonstration_holds_both_categories(demonstration):
    a, abc = (calculer(demonstration, f"defm_{c}_cvs", "region").lignes["value"] for c in ("a", "abc"))
    assert (a.to_numpy() < abc.to_numpy()).all()
    assert (abc % 10 == 0).all()
