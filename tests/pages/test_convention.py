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
from data_loaders.sources.modeles import convention_modele
from data_loaders.versions import approbations
from pages.figures.convention import dispositifs as figures, exports as convention_exports, vue as convention_vue
from tests.pages import outils
from tests.pages.outils import contenu, sain
from tests.vues import un_sur

COLONNES = {nom: i for i, nom in enumerate(convention_modele.COLONNES, 1)}
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 8


@pytest.fixture
def racine(copie):
    return copie


def ouvrir(**adresse):
    return sain(outils.ouvrir("convention", **{"rubrique": "suivi"} | adresse))


def texte(at):
    return re.sub(r"\s+", " ", outils.texte(at))


def test_without_any_value_the_screen_says_so_and_stays_whole(racine):
    vu = texte(ouvrir())
    assert "Aucune mesure de l’annexe n’a été transmise" in vu
    assert "convention achevée au plus tard le 27 août 2017" in vu
    assert "Convention achevée : plus de comité de pilotage" in vu
    assert "Données de démonstration" not in vu
    for code, m in mesures().items():
        assert m.libelle in vu, code
    for carte in ("Mesure par mesure", "Points à traiter", "Suivi des mesures"):
        assert carte in vu
    attendus = {
        "saisie": ("Aucun classeur n’a encore été reçu", "Qui a transmis quoi, et quand", "Catalogue des 24 mesures"),
        "engagements": (
            "L’état des 30 engagements n’est pas renseigné",
            "Instances et réunions",
            "Aucune date de réunion",
        ),
        "publication": ("Rien à approuver : aucune valeur n’a été transmise", "Qui parle ici", "Aucun logo"),
    }
    for rubrique, dits in attendus.items():
        vu = texte(ouvrir(rubrique=rubrique))
        assert all(dit in vu for dit in dits), rubrique
    catalogue = texte(ouvrir(rubrique="saisie"))
    assert all(m.libelle in catalogue for m in mesures().values())


def test_a_past_day_shows_what_was_late_then(racine):
    at = ouvrir(au="2015-06-30")
    assert "20 mesures sur 24 sont en retard" in texte(at)
    assert at.query_params["au"] == "2015-06-30"


def test_the_filters_keep_the_measures_of_a_party_and_a_dispositif(racine):
    vu = texte(ouvrir(au="2015-06-30", dispositif="vae", signataire="region"))
    assert "2 mesures sont en retard" in vu
    assert "psychologue du travail" not in vu
    assert "Aucune mesure ne répond à ce choix" in texte(ouvrir(dispositif="cif", signataire="region"))


@pytest.mark.parametrize("au", ["2012-01-01", "2999-01-01", "20150630", "30/06/2015", "<script>", "２０１５-06-30"])
def test_an_impossible_day_is_said_and_today_is_shown(racine, au):
    at = outils.ouvrir("accueil", au=au)
    assert any("date d’observation" in w.value for w in at.warning)
    assert "Ce qu’écrit la convention" in texte(at.switch_page("pages/convention.py").run())


def test_a_fault_in_the_edited_file_is_said_and_the_rest_stays(racine):
    (racine / cadre.FICHIER).write_text("[mesure.cif_1_reunions]\npartie = 'prefecture'\n", "utf-8")
    vu = texte(ouvrir())
    assert "mesure.cif_1_reunions, champ partie" in vu
    assert "Suivi des mesures" in vu


def test_a_damaged_register_leaves_a_working_document(racine):
    (racine / approbations.FICHIER).write_text("abîmé\n", "utf-8")
    assert "Document de travail – non validé" in texte(ouvrir())


def remplir(dossier, partie, annee, valeurs, nom=None):
    """The real model of a party and year, filled; `valeurs`: code -> {column: what is typed}."""
    chemin = dossier / (nom or f"{partie}_{annee}.xlsx")
    assert main(["modele", "convention", str(chemin), "--partie", partie, "--periode", annee]) == 0
    livre = openpyxl.load_workbook(chemin)
    feuille = livre[convention_modele.SAISIE]
    for rang in range(2, feuille.max_row + 1):
        code = feuille.cell(rang, COLONNES["code_mesure"]).value
        for colonne, valeur in valeurs.get(code, {}).items():
            feuille.cell(rang, COLONNES[colonne]).value = valeur
    livre.save(chemin)
    return chemin


@pytest.mark.parametrize("fichier", ["receptions.parquet", "manifest.json"])
def test_a_damaged_snapshot_is_said_in_french(racine, tmp_path, fichier):
    assert (
        main(["importer", "convention", str(remplir(tmp_path, "region", "2014", {"vae_2_euros": {"value": 9}}))]) == 0
    )
    (chemin,) = racine.glob(f"snapshots/convention/*/{fichier}")
    chemin.write_bytes(b"abime")
    vu = texte(ouvrir())
    assert "abîmé" in vu
    assert "réimporter le fichier d'origine" in vu.replace("’", "'")


def test_the_whole_cycle(racine, tmp_path, capsys):
    """Blank model, filled by each party, refused with its three faults, corrected, approved by both, exported."""
    region = {c: {"value": 40} for c, m in mesures().items() if m.partie == "region"}
    operateur = {c: {"value": 50} for c, m in mesures().items() if m.partie == "france_travail"}
    fautif = operateur | {
        "spo_1_personnes": {"value": "50 personnes"},
        "vae_1_euros": {"value": 50, "unite": "milliers d'euros"},
        "presc_1_prescriptions": {"value": 50, "periode": "14"},
    }

    assert main(["importer", "convention", str(remplir(tmp_path, "region", "2014", region))]) == 0
    avant = Donnees().instantane("convention", Donnees().millesimes("convention")[-1]).identifiant
    capsys.readouterr()

    envoye = remplir(tmp_path, "france_travail", "2014", fautif)
    assert main(["importer", "convention", str(envoye)]) == 3
    erreur = capsys.readouterr().err
    for dit in ("texte au lieu d’un nombre", "unité modifiée", "période mal écrite"):
        assert dit in erreur
    garde = next(racine.glob("quarantine/*/refuse.xlsx"))
    assert garde.read_bytes() == envoye.read_bytes()
    assert Donnees().instantane("convention", Donnees().millesimes("convention")[-1]).identifiant == avant

    saisie = texte(ouvrir(rubrique="saisie"))
    assert "france_travail_2014.xlsx texte au lieu d’un nombre 3 à corriger quarantine/" in saisie

    corrige = remplir(tmp_path, "france_travail", "2014", operateur, "corrige.xlsx")
    assert main(["importer", "convention", str(corrige)]) == 0
    d = Donnees()
    assert d.lire("convention")["code_mesure"].nunique() == 24
    assert set(receptions.lire(d)["fichier"]) == {"region_2014.xlsx", "corrige.xlsx"}

    vu = texte(ouvrir())
    assert "Document de travail – non validé" in vu
    assert "40 personnes en 2014" in vu
    assert "1 sur 5" in vu
    instantane = d.instantane("convention", d.millesimes("convention")[-1]).identifiant
    (racine / "logos").mkdir()
    for partie in PARTIES:
        (racine / "logos" / f"{partie}.png").write_bytes(PNG)
    assert not any("obs-logos" in e.value for e in ouvrir().get("html"))

    for partie in PARTIES:
        options = ["--partie", partie, "--nom", "Nom saisi", "--reference", "compte rendu"]
        assert main(["approuver", f"convention/{instantane}", *options]) == 0
    at = ouvrir()
    assert "Validé par les deux signataires" in texte(at)
    assert any("obs-logos" in e.value for e in at.get("html"))
    assert main(["publier", "convention", "--nom", "Nom saisi", "--reference", "rapport annuel"]) == 0
    publie = texte(ouvrir(rubrique="publication"))
    assert "Les valeurs de l’annexe sont publiées depuis le" in publie
    assert publie.count("fait, Nom saisi, le") == 3
    at = ouvrir()

    jour, statut = at.date_input(key="au").value, approbations.statut("convention", [instantane])
    suivis = suivi.suivre(receptions.lire(d), cadre.lire(racine), jour)
    v = convention_vue.preparer(suivis, cadre.lire(racine), jour, statut, instantane)
    contenu = convention_exports.xlsx(suivis, v, cadre.lire(racine), jour, statut, instantane)
    livre = openpyxl.load_workbook(io.BytesIO(contenu))
    couverture = dict(r[:2] for r in livre["Présentation"].iter_rows(values_only=True))
    assert couverture["Mention"].startswith("Publié le ")
    assert couverture["Mention"].endswith(", validé par les deux signataires")
    assert couverture["Instantané des valeurs"] == instantane
    valeurs = [r[11] for r in livre["Suivi"].iter_rows(min_row=2, values_only=True)]
    assert sorted(set(valeurs)) == [40, 50]


def test_each_view_names_its_day(racine):
    assert ouvrir().date_input(key="au").label == "État au"
    assert ouvrir(rubrique="engagements").date_input(key="au").label == "Calendrier au"


# The view « Dispositifs » of the convention: its list, every sheet, every figure at its own address

TEXTE = dispositifs.lire()


def test_the_screen_opens_on_the_list_of_sheets(racine):
    at = sain(outils.ouvrir("convention"))
    assert at.query_params["rubrique"] == "dispositifs"
    html = contenu(at)
    for f in TEXTE.fiches.values():
        assert f'href="convention?rubrique=dispositifs&amp;fiche={f.code}"' in html, f.code
        assert echapper(f.resume) in html, f.code
    html = contenu(outils.deplier(at))
    for c in TEXTE.chiffres.values():  # the table of all of them
        assert f"fiche={c.fiche}&amp;chiffre={c.code}" in html, c.code


@pytest.mark.parametrize("code", un_sur(3, TEXTE.fiches))
def test_the_address_of_each_figure_shows_it_in_its_exact_words(racine, code):
    f, siens = TEXTE.fiches[code], TEXTE.de(code)
    html = contenu(ouvrir(rubrique="dispositifs", fiche=code, **({"chiffre": siens[-1].code} if siens else {})))
    assert f"<h1>{echapper(f.constat)}</h1>" in html
    for p in f.ecrit:
        assert echapper(p.dit) in html, p.quoi
    for c in siens:
        (ici,) = re.findall(rf'<li id="chiffre-{c.code}".*?</li>', html, re.S)
        assert f"<q>«\u00a0{echapper(c.mots)}\u00a0»</q>" in ici
        assert echapper(c.nombre) in ici
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


def test_a_figure_of_another_sheet_is_forgotten(racine):
    at = ouvrir(rubrique="dispositifs", fiche="vae", chiffre="sites")
    assert "obs-vise" not in contenu(at)
    assert "chiffre" not in at.query_params


def test_an_old_address_still_opens_what_it_named(racine):
    assert "Suivi des mesures" in contenu(ouvrir(rubrique="suivi", dispositif="vae"))


def test_the_territories_and_the_annex_are_compared_wherever_one_of_them_is_shown(racine):
    spo, gtec = "Territoires\u00a0: 0\u00a0territoire labellisé", "Les deux ne se comparent pas"
    for dit, fiche, dispositif in ((spo, "spo", "spo"), (gtec, "gtec", "gtec")):
        assert dit in contenu(ouvrir(rubrique="dispositifs", fiche=fiche))
        assert dit in contenu(ouvrir(rubrique="suivi", dispositif=dispositif))
        assert dit in contenu(sain(outils.ouvrir("territoires", volet="etats", etats=fiche)))
    assert spo not in contenu(ouvrir(rubrique="suivi", dispositif="vae"))
