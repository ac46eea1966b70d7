"""States of the territories: what the convention attests, what a reception replaces, what stays readable."""

import datetime

import openpyxl
import pytest

from data_loaders import __main__ as commande
from data_loaders.contracts.saisies import ZONAGE
from data_loaders.convention import etats
from data_loaders.erreurs import ErreurDonnees
from data_loaders.sources import saisies as saisie
from geo import zonages
from tests import builders

DU = {"source": "Arrêté du 3 mars 2014", "transmis_par": "Carif-Oref"}


def test_without_a_file_only_what_the_convention_attests_is_said(donnees):
    labels = etats.par_zone(donnees, "spo")
    ancenis, laval = labels["ancenis"], labels["laval"]
    assert (len(labels), labels["sud-vendee"].chef_de_file) == (17, "Pôle emploi")
    assert (ancenis.date_labellisation, ancenis.recu_le) == ("2013-01-22", "2013-08-27")
    assert all(n == etats.Niveau() for lab in labels.values() for n in lab.niveaux.values())
    assert (laval.sites_nb, laval.source) == (None, ancenis.source)
    assert etats.par_zone(donnees, "gtec")["ancenis"].etat == "conduite"
    assert {(c.existe, c.nom, c.reunions) for c in etats.par_zone(donnees, "zef").values()} == {("oui", "", ())}
    assert etats.historique(donnees, "labellisation", "laval") == []
    assert [h.date_labellisation for h in etats.historique(donnees, "labellisation", "ancenis")] == ["2013-01-22"]


def remplir(donnees, dossier, dataset, saisies):
    """The model of a dataset, filled: table -> [(code, {column: value})]; an unknown code is a new row."""
    chemin = dossier / f"{dataset}.xlsx"
    saisie.ecrire_modele(donnees, chemin, dataset)
    livre = openpyxl.load_workbook(chemin)
    for table, lignes in saisies.items():
        feuille = saisie.feuilles_etats(dataset)[table]
        colonnes = {nom: i for i, nom in enumerate(feuille.champs, 1)}
        onglet = livre[feuille.titre]
        codes = {onglet.cell(i, 1).value: i for i in range(2, onglet.max_row + 1) if onglet.cell(i, 1).value}
        for code, valeurs in lignes:
            rang = codes.get(code) if table == "etats" else None
            rang = rang or next(i for i in range(2, 999) if onglet.cell(i, 1).value is None)
            for nom, valeur in {feuille.cle[0]: code, **valeurs}.items():
                onglet.cell(rang, colonnes[nom]).value = valeur
    livre.save(chemin)
    return chemin


def importer(donnees, dossier, dataset, saisies):
    return builders.importer(donnees, dataset, remplir(donnees, dossier, dataset, saisies))


def engager(donnees, dossier, code="ancenis", **valeurs):
    """The model of the GTEC, one of which is on its way."""
    dossier.mkdir(exist_ok=True)
    return remplir(donnees, dossier, "gtec", {"etats": [(code, {"etat": "engagée", **DU, **valeurs})]})


def test_a_row_received_replaces_what_the_convention_says_and_leaves_it_readable(donnees, tmp_path):
    ligne = {
        "operateurs_etat": "Obtenu", "operateurs_date": "01/03/2014", "partenariat_etat": "en cours",
        "plan_etat": "non engage", "date_labellisation": datetime.date(2013, 1, 22), "chef_de_file": "Mission locale",
        "reseaux_nb": 6, "sites_nb": 12, **DU,
    }  # fmt: skip
    resume = importer(donnees, tmp_path, "labellisation", {"etats": [("ancenis", ligne)]})
    assert resume[0] == "Labellisation des territoires SPO : 1\u00a0ligne nouvelle, 0\u00a0ligne déjà connue"
    assert "1. Opérateurs : état « non renseigné » puis « obtenu »" in resume[1]
    assert "Sites d'accueil « non renseigné » puis « 12 »" in resume[1]
    ancenis = etats.par_zone(donnees, "spo")["ancenis"]
    assert ancenis.operateurs == etats.Niveau("obtenu", "2014-03-01")
    assert (ancenis.partenariat.etat, ancenis.plan.etat) == ("en cours", "non engagé")
    assert (ancenis.date_labellisation, ancenis.chef_de_file) == ("2013-01-22", "Mission locale")
    assert (ancenis.reseaux_nb, ancenis.sites_nb) == (6, 12)
    assert (ancenis.source, ancenis.transmis_par) == (DU["source"], "Carif-Oref")
    # The territories the file did not change keep what the convention says.
    assert etats.par_zone(donnees, "spo")["sud-vendee"].chef_de_file == "Pôle emploi"
    avant, apres = etats.historique(donnees, "labellisation", "ancenis")
    assert (avant.source, avant.reception, apres.reception, apres) == (etats.DIT["source"], 0, 1, ancenis)


@pytest.mark.parametrize(("saisi", "lu"), [("12", 12), ("1\u202f234", 1234), (12.0, 12), ("12,0", 12), (0, 0)])
def test_a_count_typed_in_a_cell_of_text_is_a_count(donnees, tmp_path, saisi, lu):
    importer(donnees, tmp_path, "labellisation", {"etats": [("laval", {"sites_nb": saisi, **DU})]})
    assert etats.par_zone(donnees, "spo")["laval"].sites_nb == lu


def test_each_reception_adds_to_the_history_and_an_emptied_row_withdraws(donnees, tmp_path):
    for etat in ("en cours", "obtenu", None):
        importer(donnees, tmp_path, "labellisation", {"etats": [("laval", {"plan_etat": etat, **DU})]})
    assert [h.plan.etat for h in etats.historique(donnees, "labellisation", "laval")] == ["en cours", "obtenu", ""]
    assert etats.par_zone(donnees, "spo")["laval"].renseigne
    assert etats.par_zone(donnees, "spo")["laval"].plan == etats.Niveau()
    assert [h.reception for h in etats.historique(donnees, "labellisation", "laval")] == [1, 2, 3]


def test_a_model_sent_back_untouched_is_refused_and_so_are_rows_that_repeat_what_is_attested(donnees, tmp_path):
    for dataset in ZONAGE:
        with pytest.raises(ErreurDonnees, match="aucune ligne remplie ni modifiée"):
            importer(donnees, tmp_path, dataset, {})
    assert donnees.officiel.courant() == {}
    chemin = remplir(donnees, tmp_path, "gtec", {})
    livre = openpyxl.load_workbook(chemin)
    livre["GTEC"].delete_cols(len(saisie.feuilles_etats("gtec")["etats"].champs) + 1)  # the marks of what came filled
    livre.save(chemin)
    with pytest.raises(ErreurDonnees, match="aucune ligne nouvelle"):
        builders.importer(donnees, "gtec", chemin)
    assert donnees.officiel.courant() == {}


def test_meetings_are_kept_by_date_and_called_off_ones_leave_the_screen(donnees, tmp_path):
    comite = [("laval", {"existe": "oui", "nom": "Comité de Laval", **DU})]
    reunion = {"objet": "Besoins de formation", "situation": "prévue", **DU}
    deux = [("laval", {"date": d, **reunion}) for d in ("2014-06-12", "2014-01-15")]
    importer(donnees, tmp_path, "comites", {"etats": comite, "reunions": deux})
    laval = etats.par_zone(donnees, "zef")["laval"]
    assert (laval.existe, laval.nom) == ("oui", "Comité de Laval")
    assert [r.date for r in laval.reunions] == ["2014-01-15", "2014-06-12"]
    saisie.ecrire_modele(donnees, tmp_path / "comites.xlsx", "comites")
    livre = openpyxl.load_workbook(tmp_path / "comites.xlsx")
    assert livre["Réunions"].cell(3, 2).value == "2014-06-12"  # the model comes back with what is known
    livre["Réunions"].cell(3, 4).value = "annulée"
    livre.save(tmp_path / "comites.xlsx")
    builders.importer(donnees, "comites", tmp_path / "comites.xlsx")
    assert [r.date for r in etats.par_zone(donnees, "zef")["laval"].reunions] == ["2014-01-15"]


@pytest.mark.parametrize(("dataset", "table", "code", "valeurs", "lieu", "trouve"), [
    ("labellisation", "etats", "laval", {"plan_etat": "acquis"}, "colonne 3. Plan : état", "valeur hors liste"),
    ("labellisation", "etats", "laval", {"plan_date": "2014"}, "colonne 3. Plan : date", "date sans état"),
    ("labellisation", "etats", "laval", {"date_labellisation": "31/02/2014"}, "labellisation", "n'existe pas"),
    ("labellisation", "etats", "laval", {"date_labellisation": "2099-05-01"}, "labellisation", "date à venir"),
    ("labellisation", "etats", "laval", {"sites_nb": "douze"}, "colonne Sites d'accueil", "texte au lieu d'un"),
    ("labellisation", "etats", "laval", {"sites_nb": 1.5}, "colonne Sites d'accueil", "valeur à décimales"),
    ("labellisation", "etats", "laval", {"sites_nb": -1}, "colonne Sites d'accueil", "valeur impossible"),
    ("labellisation", "etats", "laval", {"chef_de_file": "a\u202eb"}, "Chef de file", "signes invisibles"),
    ("labellisation", "etats", "laval", {"chef_de_file": "x" * 201}, "Chef de file", "texte trop long"),
    ("labellisation", "etats", "laval", {"source": None}, "colonne Source", "case vide"),
    ("labellisation", "etats", "atlantide", {}, "colonne Code", "territoire inconnu"),
    ("comites", "etats", "laval", {"existe": "non", "nom": "Comité"}, "Nom du comité", "pas dit exister"),
    ("comites", "reunions", "laval", {"date": "2014-06", "objet": "x"}, "Date de la réunion", "date mal écrite"),
])  # fmt: skip
def test_faulty_cells_are_named_by_sheet_row_and_column(donnees, tmp_path, dataset, table, code, valeurs, lieu, trouve):
    complet = {"sites_nb": 3, "situation": "tenue"}
    propres = {c: v for c, v in complet.items() if c in saisie.feuilles_etats(dataset)[table].champs}
    with pytest.raises(ErreurDonnees) as e:
        importer(donnees, tmp_path, dataset, {table: [(code, propres | DU | valeurs)]})
    assert lieu in e.value.ou
    assert f"feuille {saisie.feuilles_etats(dataset)[table].titre}, ligne " in e.value.ou
    assert trouve in e.value.trouve
    assert donnees.officiel.courant() == {}


def test_every_fault_of_a_file_is_listed_with_its_cell_as_it_was_typed(donnees, tmp_path):
    fautes = [("laval", {"plan_etat": "acquis", "sites_nb": -1, **DU}), ("nantes", {"reseaux_nb": "x", **DU})]
    with pytest.raises(ErreurDonnees) as e:
        importer(donnees, tmp_path, "labellisation", {"etats": fautes})
    assert e.value.nombre == 2  # rows
    assert e.value.details[2].startswith("feuille Labellisation, ligne 10, colonne Réseaux")
    fautes = [("laval", {"sites_nb": -2.0, **DU}), ("nantes", {"date_labellisation": "14", **DU, "source": None})]
    with pytest.raises(ErreurDonnees) as e:
        importer(donnees, tmp_path, "labellisation", {"etats": fautes})
    for rang, dit in ((0, "(« -2 »)"), (1, "MM/AAAA"), (1, "JJ/MM/AAAA"), (2, "case vide ;")):
        assert dit in e.value.details[rang]


def test_a_month_is_typed_as_one_writes_it_and_a_row_copied_twice_names_the_first_one(donnees, tmp_path):
    chemin = engager(donnees, tmp_path)
    livre = openpyxl.load_workbook(chemin)
    for i in range(1, 8):
        livre["GTEC"].cell(9, i).value = livre["GTEC"].cell(2, i).value
    livre.save(chemin)
    with pytest.raises(ErreurDonnees, match="ligne en double de la ligne 2"):
        builders.importer(donnees, "gtec", chemin)
    builders.importer(donnees, "gtec", engager(donnees, tmp_path, date="03/2015"))
    assert etats.par_zone(donnees, "gtec")["ancenis"].date == "2015-03"


def test_the_model_offers_the_lists_that_the_reading_takes(donnees, tmp_path):
    chemin = remplir(donnees, tmp_path, "comites", {})
    livre = openpyxl.load_workbook(chemin)
    assert livre.sheetnames == ["Comités", "Réunions", "Mode d'emploi", "Listes"]
    assert livre["Listes"].sheet_state == "hidden"
    assert [c.value for c in livre["Listes"]["A"]] == list(zonages.zones("zef")["code_zone"])
    assert livre["Comités"].cell(2, 3).value == "oui"


def test_the_command_line_writes_a_model_then_recognises_it_filled(donnees, tmp_path, capsys):
    dossier = tmp_path / "recus"
    dossier.mkdir()
    for dataset, onglet in (("labellisation", "Labellisation"), ("gtec", "GTEC"), ("comites", "Comités")):
        chemin = dossier / f"{dataset}.xlsx"
        assert commande.main(["modele", dataset, str(chemin)]) == 0
        livre = openpyxl.load_workbook(chemin)
        champs = list(saisie.feuilles_etats(dataset)["etats"].champs)
        for nom, valeur in DU.items():
            livre[onglet].cell(3, champs.index(nom) + 1).value = valeur
        livre.save(chemin)
    assert commande.main(["importer", "tout", str(dossier)]) == 0
    assert "publié : 3 · refusé : 0" in capsys.readouterr().out
    assert commande.main(["modele", "gtec", str(tmp_path / "g.xlsx"), "--partie", "region"]) == 2
    assert "le modèle gtec ne prend pas l'option --partie" in capsys.readouterr().err


def test_a_model_written_before_a_reception_does_not_undo_it(donnees, tmp_path):
    vieux = engager(donnees, tmp_path / "vieux", "sud-vendee")
    builders.importer(donnees, "gtec", engager(donnees, tmp_path))
    builders.importer(donnees, "gtec", vieux)
    assert etats.par_zone(donnees, "gtec")["ancenis"].etat == "engagée"
    assert len(etats.historique(donnees, "gtec", "ancenis")) == 2


def test_two_receptions_at_once_never_lose_one(donnees, tmp_path, monkeypatch):
    """The second one comes while the first is merging with what is in place: it is refused, not overwritten."""
    autre, une = engager(donnees, tmp_path / "autre", "sud-vendee"), engager(donnees, tmp_path)
    fusionner, refus = saisie.fusionner, []

    def pendant(*args):
        with monkeypatch.context() as m:
            m.setattr(saisie, "fusionner", fusionner)
            with builders.refus("verrou", "une autre publication est en cours") as e:
                builders.importer(donnees, "gtec", autre)
        refus.append(e)
        return fusionner(*args)

    with monkeypatch.context() as m:
        m.setattr(saisie, "fusionner", pendant)
        builders.importer(donnees, "gtec", une)
    assert refus
    builders.importer(donnees, "gtec", autre)
    lus = etats.par_zone(donnees, "gtec")
    assert (lus["ancenis"].etat, lus["sud-vendee"].etat) == ("engagée", "engagée")
    recues = [h.reception for c in ("ancenis", "sud-vendee") for h in etats.historique(donnees, "gtec", c)]
    assert recues == [0, 1, 0, 2]


def test_the_model_lets_whole_numbers_only_into_its_counts_and_no_formula_out_of_a_text(donnees, tmp_path):
    importer(donnees, tmp_path, "labellisation", {"etats": [("angers", {"chef_de_file": "x", **DU})]})
    livre = openpyxl.load_workbook(tmp_path / "labellisation.xlsx")
    for nom in ("chef_de_file", "source"):
        cellule = livre["Labellisation"].cell(
            3, list(saisie.feuilles_etats("labellisation")["etats"].champs).index(nom) + 1
        )
        cellule.value, cellule.data_type = "=1+1", "s"
    livre.save(tmp_path / "labellisation.xlsx")
    builders.importer(donnees, "labellisation", tmp_path / "labellisation.xlsx")
    assert etats.par_zone(donnees, "spo")["angers"].chef_de_file == "=1+1"
    livre = openpyxl.load_workbook(remplir(donnees, tmp_path, "labellisation", {}))
    assert "f" not in {c.data_type for ligne in livre["Labellisation"].iter_rows() for c in ligne}
    regles = {str(r.sqref).split(":")[0]: r for r in livre["Labellisation"].data_validations.dataValidation}
    assert (regles["K2"].type, regles["K2"].formula2, regles["K2"].showErrorMessage) == ("whole", "1000", True)
