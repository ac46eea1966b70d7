"""The screen « Convention » without a browser; then the whole cycle, from the blank model to the approved export."""

import io
import re

import openpyxl
import pytest

from data_loaders.__main__ import main
from data_loaders.contracts.convention import PARTIES, mesures
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.convention import cadre, dispositifs, receptions, suivi
from data_loaders.francais import echapper
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import convention
from data_loaders.versions import approbations
from pages.figures.convention import dispositifs as figures, exports as convention_exports, vue as convention_vue
from tests.pages import outils
from tests.pages.outils import contenu, manquent
from tests.vues import un_sur

COLONNES = {nom: i for i, nom in enumerate(convention.COLONNES, 1)}
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 8


def ouvrir(**adresse):
    return outils.ouvrir("convention", **{"rubrique": "suivi"} | adresse)


def texte(at):
    return re.sub(r"\s+", " ", outils.texte(at))


@pytest.mark.parametrize("au", ["2012-01-01", "2999-01-01", "20150630", "30/06/2015", "<script>", "２０１５-06-30"])
def test_an_impossible_day_is_said_and_today_is_shown(racine, au):
    at = outils.ouvrir("accueil", au=au)
    assert any("date d’observation" in w.value for w in at.warning)
    assert "Ce qu’écrit la convention" in texte(at.switch_page("pages/convention.py").run())


@pytest.mark.parametrize(("fichier", "ecrit", "dit"), [
    (cadre.FICHIER, "[mesure.cif_1_reunions]\npartie = 'prefecture'\n", "mesure.cif_1_reunions, champ partie"),
    (approbations.FICHIER, "abîmé\n", "Document de travail – non validé"),
])  # fmt: skip
def test_a_fault_in_an_edited_file_or_a_register_is_said_and_the_rest_stays(copie, fichier, ecrit, dit):
    (copie / fichier).write_text(ecrit, "utf-8")
    assert manquent(texte(ouvrir()), dit, "Suivi des mesures") == []


def remplir(dossier, partie, annee, valeurs, nom=None):
    """The real model of a party and year, filled; `valeurs`: code -> {column: what is typed}."""
    chemin = dossier / (nom or f"{partie}_{annee}.xlsx")
    assert main(["modele", "convention", str(chemin), "--partie", partie, "--periode", annee]) == 0
    livre = openpyxl.load_workbook(chemin)
    feuille = livre[convention.SAISIE]
    for rang in range(2, feuille.max_row + 1):
        code = feuille.cell(rang, COLONNES["code_mesure"]).value
        for colonne, valeur in valeurs.get(code, {}).items():
            feuille.cell(rang, COLONNES[colonne]).value = valeur
    livre.save(chemin)
    return chemin


def importer(chemin):
    return main(["importer", "convention", str(chemin)])


def en_vigueur():
    return Donnees().instantane("convention", Donnees().millesimes("convention")[-1]).identifiant


@pytest.mark.parametrize("fichier", ["receptions.parquet", "manifest.json"])
def test_a_damaged_snapshot_is_said_in_french(copie, tmp_path, fichier):
    assert importer(remplir(tmp_path, "region", "2014", {"vae_2_euros": {"value": 9}})) == 0
    (chemin,) = copie.glob(f"snapshots/convention/*/{fichier}")
    chemin.write_bytes(b"abime")
    assert manquent(texte(ouvrir()).replace("’", "'"), "abîmé", "réimporter le fichier d'origine") == []


def test_the_whole_cycle(copie, tmp_path, capsys):
    """Blank model, filled by each party, refused with its three faults, corrected, approved by both, exported."""
    region = {c: {"value": 40} for c, m in mesures().items() if m.partie == "region"}
    operateur = {c: {"value": 50} for c, m in mesures().items() if m.partie == "france_travail"}
    fautif = operateur | {
        "spo_1_personnes": {"value": "50 personnes"},
        "vae_1_euros": {"value": 50, "unite": "milliers d'euros"},
        "presc_1_prescriptions": {"value": 50, "periode": "14"},
    }

    assert importer(remplir(tmp_path, "region", "2014", region)) == 0
    avant = en_vigueur()
    capsys.readouterr()

    envoye = remplir(tmp_path, "france_travail", "2014", fautif)
    assert importer(envoye) == 3
    fautes = ("texte au lieu d’un nombre", "unité modifiée", "période mal écrite")
    assert manquent(capsys.readouterr().err, *fautes) == []
    assert next(copie.glob("quarantine/*/refuse.xlsx")).read_bytes() == envoye.read_bytes()
    assert en_vigueur() == avant

    saisie = texte(ouvrir(rubrique="saisie"))
    assert "france_travail_2014.xlsx texte au lieu d’un nombre 3 à corriger quarantine/" in saisie

    assert importer(remplir(tmp_path, "france_travail", "2014", operateur, "corrige.xlsx")) == 0
    d = Donnees()
    assert d.lire("convention")["code_mesure"].nunique() == 24
    assert set(receptions.lire(d)["fichier"]) == {"region_2014.xlsx", "corrige.xlsx"}

    attendus = ("Document de travail – non validé", "40 personnes en 2014", "1 sur 5")
    assert manquent(texte(ouvrir()), *attendus) == []
    instantane = en_vigueur()
    (copie / "logos").mkdir()
    for partie in PARTIES:
        (copie / "logos" / f"{partie}.png").write_bytes(PNG)
    assert "obs-logos" not in contenu(ouvrir())

    for partie in PARTIES:
        options = ["--partie", partie, "--nom", "Nom saisi", "--reference", "compte rendu"]
        assert main(["approuver", f"convention/{instantane}", *options]) == 0
    at = ouvrir()
    assert "Validé par les deux signataires" in texte(at)
    assert "obs-logos" in contenu(at)
    assert main(["publier", "convention", "--nom", "Nom saisi", "--reference", "rapport annuel"]) == 0
    publie = texte(ouvrir(rubrique="publication"))
    assert "Les valeurs de l’annexe sont publiées depuis le" in publie
    assert publie.count("fait, Nom saisi, le") == 3

    jour, statut = at.date_input(key="au").value, approbations.statut("convention", [instantane])
    regles = cadre.lire(copie)
    suivis = suivi.suivre(receptions.lire(d), regles, jour)
    v = convention_vue.preparer(suivis, regles, jour, statut, instantane)
    octets = convention_exports.xlsx(suivis, v, regles, jour, statut, instantane)
    livre = openpyxl.load_workbook(io.BytesIO(octets))
    couverture = dict(r[:2] for r in livre["Présentation"].iter_rows(values_only=True))
    assert re.fullmatch("Publié le .*, validé par les deux signataires", couverture["Mention"])
    assert couverture["Instantané des valeurs"] == instantane
    assert {r[11] for r in livre["Suivi"].iter_rows(min_row=2, values_only=True)} == {40, 50}


TEXTE = dispositifs.lire()


@pytest.mark.parametrize("code", un_sur(3, TEXTE.fiches))
def test_the_address_of_each_figure_shows_it_in_its_exact_words(racine, code):
    f, siens = TEXTE.fiches[code], TEXTE.de(code)
    html = contenu(ouvrir(rubrique="dispositifs", fiche=code, **({"chiffre": siens[-1].code} if siens else {})))
    assert manquent(html, f"<h1>{echapper(f.constat)}</h1>", *(echapper(p.dit) for p in f.ecrit)) == []
    for c in siens:
        (ici,) = re.findall(rf'<li id="chiffre-{c.code}".*?</li>', html, re.S)
        assert manquent(ici, f"<q>«\u00a0{echapper(c.mots)}\u00a0»</q>", echapper(c.nombre)) == []
        assert ('aria-current="true"' in ici) == (c is siens[-1])
        montre = figures.essentiel_html(f, siens, cadre.defaut(), c.code)
        assert f'<li id="chiffre-{c.code}" class="obs-vise"' in montre
        assert montre.count("obs-vise") == 1
    if not siens:
        assert figures.SANS_CHIFFRE in html


@pytest.mark.parametrize("code", un_sur(3, TEXTE.fiches))
def test_every_open_series_of_a_sheet_has_its_last_value_and_a_link(racine, code):
    f = TEXTE.fiches[code]
    html = contenu(ouvrir(rubrique="dispositifs", fiche=code))
    if not f.series:
        assert echapper(f.sans_serie) in html
    for s in f.series:
        voulu = f"meteo?onglet=metier&amp;niveau=metier&amp;metier={s.metier}" if s.metier else (
            f"tendances?indicateur={s.indicateur}&amp;zonage=region&amp;zones=region:52"
        )  # fmt: skip
        cartes = [c for c in re.findall(r"<li><h3><a href=.*?</li>", html, re.S) if voulu in c]
        assert any(echapper(INDICATEURS[s.indicateur].libelle) in c for c in cartes), s
        assert all(re.search(r'class="obs-chiffre">(?:<small>.*?</small> )?[\d\u202f,]+', c) for c in cartes), s
