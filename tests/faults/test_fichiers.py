"""Files as they really arrive: refused by name in French, kept in quarantine; a damaged list of what is in force."""

import errno
import json
import re
import shlex
import zipfile

import openpyxl
import pytest

from data_loaders import erreurs, jeux
from data_loaders.__main__ import main
from data_loaders.commandes import importation
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import COPIE, INDEX
from data_loaders.magasin.store import Magasin
from data_loaders.sources import bmo as bmo_source
from geo import zonages
from tests import builders
from tests.data_loaders.test_defm import ENTETE
from tests.vues import courts, tous_avec, un_sur

LIGNES = [*builders.LIGNES_BMO, ("B0Z20", "Maçons", "O", 5209, 72, "9", "5", "*")]


def bit_inverse(dossier):
    f = builders.fichier_bmo(dossier, 2024)
    with zipfile.ZipFile(f) as z:
        feuille = z.getinfo("xl/worksheets/sheet2.xml")
        milieu = feuille.header_offset + 60 + feuille.compress_size // 2
    octets = bytearray(f.read_bytes())
    octets[milieu] ^= 1
    f.write_bytes(octets)
    return f


def reecrire(f, changer):
    """A sound archive around other members."""
    with zipfile.ZipFile(f) as z:
        membres = {nom: z.read(nom) for nom in z.namelist()}
    with zipfile.ZipFile(f, "w", zipfile.ZIP_DEFLATED) as z:
        for nom, octets in changer(membres).items():
            z.writestr(nom, octets)
    return f


def couper_la_feuille(f, feuille):
    return reecrire(f, lambda lus: {n: o[: len(o) // 2] if feuille in n else o for n, o in lus.items()})


def remplacer(membre, contenu):
    return lambda dossier: reecrire(builders.fichier_bmo(dossier, 2024), lambda lus: lus | {membre: contenu})


def brut(contenu):
    def ecrire(dossier):
        (dossier / "bmo.xlsx").write_bytes(contenu)
        return dossier / "bmo.xlsx"

    return ecrire


def bombe(dossier):
    f = dossier / "bombe.xlsx"
    with zipfile.ZipFile(f, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("xl/workbook.xml", b"0" * (32 << 20))
    return f


# Readers of workbooks take memory for the whole rectangle, and for as many texts as are announced.
CELLULE_LOINTAINE = remplacer(
    "xl/worksheets/sheet2.xml",
    b'<worksheet><sheetData><row><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>',
)
TEXTES_ANNONCES = remplacer("xl/sharedStrings.xml", b'<sst count="1" uniqueCount="4294967295"><si><t>a</t></si></sst>')


def bmo(lignes, annee=2024):
    return lambda dossier: builders.fichier_bmo(dossier, annee, lignes)


VALEURS = [(*ligne[:5], str(int(ligne[5]) + 1) if ligne[5] != "*" else "*", *ligne[6:]) for ligne in LIGNES]
# Fault -> how to write the file, rule of the refusal, words of its first line.
FICHIERS = {
    "fichier tronqué": (
     lambda d: brut(builders.fichier_bmo(d, 2024).read_bytes()[:3000])(d), "tronque", "classeur illisible"),
    "un bit inversé": (bit_inverse, "tronque", "classeur illisible"),
    "feuille coupée dans une archive saine": (
     lambda d: couper_la_feuille(builders.fichier_bmo(d, 2024), "sheet2"), "tronque", "classeur illisible"),
    "fichier vide": (brut(b""), "vide", "fichier vide (0 octet)"),
    "ancien .xls renommé": (brut(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99), "tronque", "classeur illisible"),
    "fichier trop gros": (brut(b"PK\x03\x04" + b"0" * (2 << 20)), "taille", "fichier de 2 Mo"),
    "archive piégée": (bombe, "zip", "contenu décompressé de 32 Mo"),
    "cellule au bout de la feuille": (CELLULE_LOINTAINE, "zip", "feuille de 1048576 lignes sur 16384 colonnes"),
    "textes annoncés par milliards": (TEXTES_ANNONCES, "zip", "classeur qui annonce 4294967295 textes"),
    "clé en double": (bmo([*VALEURS, VALEURS[0]]), "cle", "lignes en double pour la même clé"),
    "signe inconnu": (bmo([*VALEURS[1:], (*VALEURS[0][:5], "<5", "*", "*")]), "signe", "signe inconnu"),
    "effectif négatif": (bmo([*VALEURS[1:], (*VALEURS[0][:5], "-5", "*", "*")]), "bornes", "valeur impossible"),
    "effectif infini": (bmo([*VALEURS[1:], (*VALEURS[0][:5], "1e999", "*", "*")]), "signe", "nombre abrégé"),
    "code ROME au lieu d'un code FAP": (bmo([*VALEURS[1:], ("M1801", *VALEURS[0][1:])]), "motif", "code mal formé"),
    "code FAP mal formé": (bmo([*VALEURS[1:], ("M180", *VALEURS[0][1:])]), "motif", "code mal formé"),
}  # fmt: skip


@pytest.fixture
def racine(racine_propre, tmp_path, monkeypatch, capsys):
    """A data root with the survey of 2023."""
    monkeypatch.setattr(erreurs, "OCTETS_MAX", 1 << 20)
    assert main(["importer", "bmo", str(builders.fichier_bmo(tmp_path, 2023, LIGNES))]) == 0
    capsys.readouterr()
    return racine_propre


def refuser(racine, capsys, source, fichier, regle, mots):
    """Import a file that must be refused; the message, and the reason that is kept."""
    avant = (racine / "snapshots" / "current.json").read_bytes()
    assert main(["importer", source, str(fichier)]) == 3
    sortie, erreur = capsys.readouterr()
    assert sortie == ""
    assert mots in erreur
    assert "Les instantanés en place restent inchangés." in erreur
    assert (racine / "snapshots" / "current.json").read_bytes() == avant
    (chemin,) = racine.glob("quarantine/*/reason.json")
    raison = json.loads(chemin.read_text("utf-8"))
    assert raison["regle"] == regle
    return erreur, raison


@pytest.mark.parametrize("panne", FICHIERS)
def test_a_faulty_file_is_refused_and_kept_with_rows_cause_and_remedy(racine, tmp_path, capsys, panne):
    ecrire, regle, mots = FICHIERS[panne]
    _, raison = refuser(racine, capsys, "bmo", ecrire(tmp_path), regle, mots)
    assert raison["cause"]
    assert raison["remede"]
    if raison["lignes_nb"]:
        assert raison["colonne"] or regle == "cle"
        assert 1 <= len(raison["lignes"]) <= raison["lignes_nb"]


def test_the_rows_of_a_refusal_are_those_of_the_sheet(racine, tmp_path, capsys):
    faux = [VALEURS[0], (*VALEURS[1][:5], "<5", "*", "*"), *VALEURS[2:], (*VALEURS[0][:3], 5230, 44, "nd", "*", "*")]
    erreur, _ = refuser(racine, capsys, "bmo", bmo(faux)(tmp_path), "signe", "colonne met : signe inconnu (2 lignes)")
    lignes = openpyxl.load_workbook(tmp_path / "bmo_2024.xlsx")["BMO"].iter_rows(values_only=True)
    numeros = [str(i) for i, ligne in enumerate(lignes, 1) if {"<5", "nd"} & set(ligne)]
    assert f"Lignes : {', '.join(numeros)}\n" in erreur


def test_a_cell_beyond_what_a_reader_takes_is_refused_with_its_line(racine, tmp_path, capsys):
    fichier = tmp_path / "stmt.csv"
    fichier.write_text(f"dept,mois,demandeurs_emploi\n44,2024-01,{'9' * 200_000}\n", "utf-8")
    erreur, _ = refuser(racine, capsys, "stmt-dep", fichier, "lignes", "ligne illisible")
    assert "Ligne : 2\n" in erreur


@pytest.mark.parametrize("source", un_sur(3, ["tout", *jeux.lecteurs()]))
def test_a_workbook_whose_sheets_are_cut_is_refused_by_every_reader(racine, tmp_path, capsys, source):
    dossier = tmp_path / "recus"
    dossier.mkdir()
    fichier = couper_la_feuille(builders.fichier_bmo(dossier, 2024), "sheet")
    assert main(["importer", source, str(dossier if source == "tout" else fichier)]) == 3
    assert "classeur illisible" in "".join(capsys.readouterr())


@pytest.mark.parametrize("derniers", courts((0, 60), (60,)))
def test_no_flipped_bit_of_a_workbook_ever_reaches_the_figures(tmp_path, derniers):
    """Every byte in turn, or the last ones, which say where each sheet is: the file is refused, or says the same."""
    fichier = builders.fichier_bmo(tmp_path, 2023)
    octets = fichier.read_bytes()
    attendu = bmo_source.lire(fichier).tables
    refus = 0
    essayes = range(len(octets))[-derniers:]
    for i in essayes:
        fichier.write_bytes(octets[:i] + bytes([octets[i] ^ (1 << i % 8)]) + octets[i + 1 :])
        try:
            lues = bmo_source.lire(fichier).tables
        except ErreurDonnees:
            refus += 1
        else:
            assert all(lues[nom].equals(table) for nom, table in attendu.items()), f"byte {i}"
    assert refus > len(essayes) // 3


SIRENS = list(zonages.zones("epci")["code_zone"])[:6]


def lignes(annee, a=10, sirens=SIRENS):
    """One row a grouping; the first one has `a` job-seekers more than the year."""
    return [f"{annee}-12,{s},CC,{annee + (a if i == 0 else i)},1,2,3,4" for i, s in enumerate(sirens)]


def importer(dossier, ecrites=()):
    ecrites = ecrites or [*lignes(2018), *lignes(2019)]
    return main(["importer", "defm-epci", str(builders.csv_de(dossier / "defm.csv", ENTETE, ecrites))])


@pytest.mark.parametrize(("seconde", "mots"), [
    (lignes(2019, -9999), "valeur impossible"),  # faulty in itself, then beside the first one of the same file
    (lignes(2019, sirens=SIRENS[1:]), "1 zone de 2018-12 sans aucune ligne"),
])  # fmt: skip
def test_a_faulty_part_publishes_nothing_and_leaves_what_was_in_place(racine_propre, tmp_path, capsys, seconde, mots):
    fautif = [*lignes(2018, 99), *seconde]
    assert importer(tmp_path, fautif) == 3
    assert mots in capsys.readouterr().err
    assert not (racine_propre / "snapshots" / "current.json").exists()
    assert Donnees().officiel.versions("defm_epci") == []
    assert importer(tmp_path) == 0
    avant = Donnees().empreinte
    assert Donnees().officiel.millesimes("defm_epci") == ["2018-12", "2019-12"]
    assert importer(tmp_path, fautif) == 3
    assert Donnees().empreinte == avant
    assert len(Donnees().officiel.versions("defm_epci")) == 2


def test_a_disk_that_fills_between_two_vintages_publishes_neither(racine_propre, tmp_path, capsys, monkeypatch):
    vrai, faits = Magasin._nommer, iter([True])

    def panne(self, *args):
        if not next(faits, False):
            raise OSError(errno.ENOSPC, "No space left on device")
        vrai(self, *args)

    with monkeypatch.context() as m:
        m.setattr(Magasin, "_nommer", panne)
        assert importer(tmp_path) == 75
    assert "disque plein. Rien n'a été remplacé." in capsys.readouterr().err
    assert Donnees().officiel.millesimes("defm_epci") == []
    assert importer(tmp_path) == 0
    assert Donnees().officiel.millesimes("defm_epci") == ["2018-12", "2019-12"]


MODELES = ("labellisation", "gtec", "comites", "publications", "convention", "interim", "offre", "sites")


def modele(dossier, nom):
    chemin = dossier / f"{nom}.xlsx"
    chemin.unlink(missing_ok=True)
    assert main(["modele", nom, str(chemin)]) == 0
    return chemin


def change(changer):
    """A model whose first sheet was changed by `changer`."""

    def ecrire(dossier, nom):
        chemin = modele(dossier, nom)
        livre = openpyxl.load_workbook(chemin)
        changer(livre.worksheets[0])
        livre.save(chemin)
        return chemin

    return ecrire


PANNES_DE_MODELE = {
    "feuille coupée dans une archive saine": (
     lambda d, nom: couper_la_feuille(modele(d, nom), "sheet1"), "classeur illisible"),
    "archive piégée": (lambda d, _: bombe(d), "contenu décompressé de 32 Mo"),
    "une colonne supprimée": (change(lambda o: o.delete_cols(1)), "repartir du modèle"),
    "en-tête réécrit": (change(lambda o: o.cell(1, 1, "Autre")), "repartir du modèle"),
    "n'importe quoi dans une ligne": (change(lambda o: [o.cell(3, c.column, "mot") for c in o[3]]), "ligne 3, colonne"),
    "modèle rendu tel quel": (modele, "aucune ligne"),
}  # fmt: skip


@pytest.mark.parametrize("nom", MODELES)
def test_a_model_is_recognised(racine_propre, tmp_path, nom):
    assert str(importation.reconnaitre(modele(tmp_path, nom))) == nom


@pytest.mark.parametrize(("panne", "nom"), tous_avec(PANNES_DE_MODELE, MODELES))
def test_a_broken_model_is_refused_and_kept(racine_propre, tmp_path, capsys, nom, panne):
    ecrire, mots = PANNES_DE_MODELE[panne]
    chemin = ecrire(tmp_path, nom)
    capsys.readouterr()
    assert main(["importer", nom, str(chemin)]) == 3
    sortie, erreur = capsys.readouterr()
    assert sortie == ""
    assert mots in erreur
    assert "À faire : " in erreur
    assert Donnees().officiel.courant() == {}
    (raison,) = racine_propre.glob("quarantine/*/reason.json")
    assert json.loads(raison.read_text("utf-8"))["source"] == nom


BMO = CONTRATS["bmo"]


@pytest.fixture
def magasin(racine_propre):
    """Three vintages; the first version of 2023 is in force again, two newer ones are kept."""
    m = Magasin(racine_propre / "snapshots", confirmees=frozenset({"lignes-25", "contenu-repete"}))
    un = builders.publier_bmo(m, 1.0)
    for valeur, annee in ((2.0, "2023"), (3.0, "2023"), (7.0, "2021"), (9.0, "2024")):
        builders.publier_bmo(m, valeur, annee)
    m.revenir(BMO, "2023", un)
    return m


def lancer(capsys, *commande):
    code, (sortie, erreur) = main(list(commande)), capsys.readouterr()
    assert erreur == ""
    return code, sortie


def valeurs(magasin):
    return magasin.lire("bmo")["value"].to_pylist()


def inverser_un_bit(octets, cherche):
    i = octets.index(cherche) + len(cherche)
    return octets[:i] + bytes([octets[i] ^ 1]) + octets[i + 1 :]


SAINE = (0, "Liste des instantanés : intègre, rien à réparer.\n")


def test_where_nothing_was_published_there_is_nothing_to_repair(racine_propre, capsys):
    assert lancer(capsys, "reparer") == SAINE
    assert not (racine_propre / "snapshots" / INDEX).exists()


# What happened to the list -> its bytes, None when it is gone.
PANNES = {
    "liste tronquée": lambda o: o[: len(o) // 2],
    "liste vide": lambda _: b"",
    "liste effacée": lambda _: None,
    "liste remplie de zéros": lambda o: bytes(len(o)),
    "un bit inversé, nom d'un jeu": lambda o: inverser_un_bit(o, b'"bm'),
    "un bit inversé, millésime": lambda o: inverser_un_bit(o, b'"202'),
    "un bit inversé, nom d'un instantané": lambda o: inverser_un_bit(o, b"2023--"),
    "un bit inversé, empreinte": lambda o: inverser_un_bit(o, b'manifeste_sha256": "'),
}


def abimer(index, panne):
    abimee = PANNES[panne](index.read_bytes())
    index.unlink() if abimee is None else index.write_bytes(abimee)
    return abimee


@pytest.mark.parametrize("panne", PANNES)
def test_a_damaged_list_is_said_then_found_again_exactly(magasin, capsys, panne):
    index = magasin.racine / INDEX
    avant = index.read_bytes()
    abimee = abimer(index, panne)
    code, sortie = lancer(capsys, "verifier")
    assert code == 3
    assert "Abîmée, liste des instantanés (current.json) : " in sortie
    assert "À faire : python -m data_loaders reparer" in sortie
    code, sortie = lancer(capsys, "reparer")
    assert code == 0
    assert f"Remise en état d'après : {COPIE} (jeux : 1, millésimes : 3)." in sortie
    assert index.read_bytes() == avant, "the version put back by hand must stay in force"
    assert valeurs(magasin) == [7.0, 1.0, 9.0]
    assert lancer(capsys, "verifier")[0] == 0
    gardees = [f.read_bytes() for f in magasin.racine.parent.glob("quarantine/*/refuse.bin")]
    assert gardees == ([] if abimee is None else [abimee]), "the damaged list is kept"


@pytest.mark.parametrize("panne", ["liste tronquée", "liste effacée"])
def test_without_any_copy_the_newest_whole_versions_are_taken_and_said(magasin, capsys, panne):
    abimer(magasin.racine / INDEX, panne)
    magasin.copie.unlink()
    recente = next(i.identifiant for i in magasin.versions("bmo") if i.millesime == "2023")
    (magasin.racine / "bmo" / recente / "observations.parquet").write_bytes(b"PAR1")
    code, sortie = lancer(capsys, "reparer")
    assert code == 0
    assert "la plus récente intègre a été prise" in sortie
    assert "la remettre par la commande revenir" in sortie
    assert valeurs(magasin) == [7.0, 2.0, 9.0], "neither the damaged one nor the oldest"
    assert json.loads(magasin.copie.read_text()) == magasin.courant()


def test_entries_still_sound_are_kept_when_the_copy_is_lost(magasin, capsys):
    index = magasin.racine / INDEX
    avant = index.read_bytes()
    index.write_bytes(inverser_un_bit(avant, b'"2024--'))
    magasin.copie.write_text("{")
    assert lancer(capsys, "reparer")[0] == 0
    assert index.read_bytes() == avant


def test_a_damaged_version_in_force_is_left_and_the_one_before_proposed(magasin, capsys):
    abime = magasin.courant()["bmo"]["2023"]["instantane"]
    fichier = magasin.racine / "bmo" / abime / "observations.parquet"
    fichier.write_bytes(fichier.read_bytes()[:-9])
    avant = (magasin.racine / INDEX).read_bytes()
    for commande in ("verifier", "reparer"):
        code, sortie = lancer(capsys, commande)
        assert code == 3
        assert f"Abîmé, en place : bmo/{abime} : observations.parquet modifié" in sortie
    assert (magasin.racine / INDEX).read_bytes() == avant, "figures never change by themselves"
    propose = re.search(r"À faire : python -m data_loaders (revenir bmo 2023 \S+) ", sortie)[1]
    assert lancer(capsys, *shlex.split(propose))[0] == 0
    assert valeurs(magasin) == [7.0, 3.0, 9.0]
    assert lancer(capsys, "reparer")[0] == 0


@pytest.mark.parametrize("fichier", ["observations.parquet", "manifest.json"])
def test_without_another_version_the_file_to_import_again_is_named(magasin, capsys, fichier):
    abime = magasin.courant()["bmo"]["2024"]["instantane"]
    (magasin.racine / "bmo" / abime / fichier).unlink()
    code, sortie = lancer(capsys, "verifier")
    nom = "essai.xlsx" if fichier != "manifest.json" else "FICHIER"
    assert code == 3
    assert f"python -m data_loaders importer bmo {nom} (aucune autre version intègre sur le disque)" in sortie


def test_a_list_that_was_removed_never_reads_as_an_empty_one(magasin, capsys):
    """Otherwise invented figures would take the place of official ones, and a publication would forget the others."""
    (magasin.racine / INDEX).unlink()
    with pytest.raises(ErreurDonnees, match="reparer"):
        magasin.millesimes("bmo")
    with pytest.raises(ErreurDonnees, match="reparer"):
        builders.publier_bmo(magasin, 5.0, "2025")
    assert main(["etat"]) == 3
    assert "liste des instantanés (current.json) : fichier absent" in capsys.readouterr().err
    assert lancer(capsys, "reparer")[0] == 0
    assert valeurs(magasin) == [7.0, 1.0, 9.0]


def test_a_repair_waits_for_no_publication_and_cut_midway_leaves_the_state_to_repair(magasin, capsys, monkeypatch):
    index = magasin.racine / INDEX
    avant = index.read_bytes()
    index.write_bytes(b"{")
    with magasin.verrou():
        assert main(["reparer"]) == 75
    assert "une autre publication est en cours" in capsys.readouterr().err

    def couper(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as m:
        m.setattr("data_loaders.magasin.store.ecrire_atomique", couper)
        with pytest.raises(KeyboardInterrupt):
            main(["reparer"])
    assert index.read_bytes() == b"{"
    assert lancer(capsys, "reparer")[0] == 0
    assert index.read_bytes() == avant


def test_nothing_to_repair_changes_nothing_and_a_late_copy_is_said_and_brought_up_to_date(magasin, capsys):
    octets = lambda: {f: f.read_bytes() for f in magasin.racine.rglob("*") if f.is_file()}  # noqa: E731
    avant = octets()
    assert (lancer(capsys, "reparer"), octets()) == (SAINE, avant)
    magasin.copie.unlink()
    code, sortie = lancer(capsys, "verifier")
    assert (code, "Copie de la liste : absente ou en retard" in sortie) == (0, True)
    assert lancer(capsys, "reparer")[0] == 0
    assert json.loads(magasin.copie.read_text()) == magasin.courant()


def test_a_copy_that_cannot_be_written_fails_no_publication(magasin):
    magasin.copie.unlink()
    magasin.copie.mkdir()
    builders.publier_bmo(magasin, 5.0)
    assert valeurs(magasin) == [7.0, 5.0, 9.0]
