"""Each screen by itself: what it shows, what it says when data fail; the home page, À propos, the point of view."""

import re
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from data_loaders import demo
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.contracts.indicateurs_detail import NATIONAUX
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import mots_estimation as mots
from data_loaders.parametres import editeur
from geo import lieux, zonages
from pages.figures import a_propos, ecrans, icones
from tests.builders import publier_bmo
from tests.pages.outils import contenu, deplier, figures, manquent, oublier, ouvrir, texte, titre
from tests.vues import VUES, tous_avec, un_sur

ECRANS = tuple(e.module for e in ecrans.ECRANS)
NBSP = "\u00a0"
DE_L_ENQUETE = {e: {"indicateur": "bmo_projets"} for e in ("carte", "tendances")}  # they open on another source
ABIME = re.compile(r"Instantané bmo/\d{4}--\w{8}\s: fichier absent ou abîmé\.")


@pytest.mark.long
def test_each_view_has_a_name_of_its_own(racine):
    assert {v.partition("?")[0] or "accueil" for v in VUES} == set(ECRANS)
    noms = {}
    for vue in VUES:
        module, _, requete = vue.partition("?")
        at = ouvrir(module or "accueil", **parse_qs(requete))
        noms[vue] = at.feuille.page
        assert titre(at), vue
        assert [w.value for w in at.warning] == [], vue
        assert "nan" not in texte(at).split(), vue
    assert [n for n in noms.values() if not n.endswith("· Observatoire emploi-formation")] == []
    assert len(set(noms.values())) == len(noms), [v for v in noms.values() if [*noms.values()].count(v) > 1]


def test_a_choice_of_territory_is_marked_in_the_table_and_a_gap_is_with_the_region(racine):
    at = ouvrir("carte", indicateur="bmo_projets", zonage="bassin")
    at.selectbox(key="zone").select("bassin:5221").run()
    assert re.search(r"aria-current=true>.*?Ancenis", contenu(deplier(at)))
    at = ouvrir("carte", indicateur="taux_chomage", zonage="ze")
    at.session_state["vue"] = "ecart"
    assert "écart à la région, en points" in texte(at.run())


DECOUPAGES = ("spo", "zef", "gtec", "bassin", "departement")


@pytest.mark.parametrize(("code", "zonage"), tous_avec(INDICATEURS, DECOUPAGES, pas=7))
def test_the_map_answers_for_every_indicator_on_every_zoning(racine, code, zonage):
    at = ouvrir("carte", indicateur=code, zonage=zonage)
    assert at.session_state["zonage"] == zonage
    assert titre(at)
    zonages_tenus = INDICATEURS[code].zonages
    dessine = zonages.zonage(zonage if zonage in zonages_tenus else zonages_tenus[0])
    assert lieux.pluriel(dessine.libelle_zone) in at.feuille.page  # the tab says what is drawn


@pytest.mark.parametrize(("code", "mode"), tous_avec([*INDICATEURS][1:], ("niveau", "indice", "ecart"), pas=7))
def test_the_trend_answers_for_every_indicator_and_mode(racine, code, mode):
    zonage = INDICATEURS[code].zonages[0]
    at = ouvrir("tendances", indicateur=code, mode=mode, zones=f"{zonage}:{next(iter(zonages.noms(zonage)))}")
    assert figures(at)[0]["data"]
    assert titre(at)


@pytest.mark.parametrize("code", NATIONAUX)
def test_a_series_of_france_is_followed_as_such(racine, code):
    at = ouvrir("tendances", indicateur=code)
    assert [t["name"] for t in figures(at)[0]["data"]] == ["France entière"]
    assert "France entière" in titre(at)
    assert not at.info
    at = ouvrir("carte", indicateur=code)
    assert at.selectbox(key="indicateur").value == "bmo_part_difficiles_estimee"
    assert "n’existe que pour la France" in at.info[0].value


@pytest.mark.parametrize(("adresse", "mot"), [
    ({"zone": "bassin:9999"}, "territoire"), ({"indicateur": "x"}, "indicateur"), ({"periode": "hier"}, "période"),
    ({"metier": "rome:K1304"}, "métier"),
    ({"zones": ["bassin:5221"] * 5}, "territoires comparés"),
    ({"zonage": "canton", "mode": "x"}, "découpage et mode"),
])  # fmt: skip
@pytest.mark.parametrize("ecran", ["carte", "tendances"])
def test_an_unknown_choice_in_a_link_is_said(racine, ecran, adresse, mot):
    (dit,) = [w.value for w in ouvrir(ecran, **adresse).warning]
    assert f"un choix inconnu ({mot}) : la valeur habituelle" in dit


@pytest.mark.parametrize(("ecran", "ouvert"), [("meteo", False), ("secteurs", True)])
def test_a_damaged_perimeter_is_said_and_the_screens_that_do_without_it_stay_open(copie, ecran, ouvert):
    (copie / "zonages" / "bassin" / "0a1b2c3d").mkdir(parents=True)
    (copie / "zonages" / "bassin" / "courant.json").write_text('{"bassin": "0a1b2c3d"}')
    at = ouvrir(ecran)
    assert "Périmètre chargé « Bassins d’emploi »" in " ".join(e.value for e in at.error).replace(NBSP, " ")
    assert ("Cet écran demande un périmètre qui ne peut pas être relu." in texte(at)) != ouvert
    assert (titre(at) == "Météo") != ouvert


def _en_dossier(fichier):
    fichier.unlink()
    fichier.mkdir()


def _zeros(fichier):
    fichier.write_bytes(b"PAR1" + b"\0" * 40)


@pytest.mark.parametrize("racine_donnees", ["fichier", "boucle"])
def test_a_data_root_that_is_no_folder_is_said_in_french(tmp_path, monkeypatch, racine_donnees):
    (tmp_path / "fichier").write_text("")
    (tmp_path / "boucle").symlink_to(tmp_path / "boucle")
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(tmp_path / racine_donnees))
    oublier()
    lu = texte(ouvrir("accueil"))
    assert re.search("Dossier de données\\s: (ce n’est pas un dossier|liens qui se renvoient l’un à l’autre)", lu)
    assert str(tmp_path) not in lu


@pytest.mark.parametrize(("ecran", "abimer"), [
    ("accueil", _zeros), ("carte", _zeros), ("meteo", _zeros), ("tendances", _en_dossier), ("accueil", _en_dossier),
])  # fmt: skip
def test_a_damaged_snapshot_is_said_in_french(copie, ecran, abimer):
    for fichier in list((copie / "demonstration" / "bmo").rglob("*.parquet")):
        abimer(fichier)
    at = ouvrir(ecran, **DE_L_ENQUETE.get(ecran, {}))
    assert ABIME.search(texte(at))
    assert "réimporter le fichier d’origine" in texte(at)
    assert str(copie) not in texte(at)
    assert titre(at)


INDEX = ("{", "[]", '{"bmo": {"2024": {}}}', '{"bmo": {"2024": 3}}')


@pytest.mark.parametrize(("ecrit", "ecran"), tous_avec(INDEX, ("accueil", "carte", "meteo", "donnees")))
def test_a_damaged_index_is_said_once_in_french_and_nothing_is_replaced(copie, ecrit, ecran):
    publier_bmo(Donnees(copie).officiel, 40.0)
    index = copie / "snapshots" / "current.json"
    index.write_text(ecrit)
    oublier()
    at = ouvrir(ecran)
    assert texte(at).count("Liste des instantanés (current.json)\u00a0: fichier abîmé.") == 1
    attendus = ("Ces chiffres ne peuvent pas être lus en ce moment.", "python -m data_loaders reparer")
    assert manquent(texte(at), *attendus, "Prévenir la personne qui tient l’observatoire") == []
    assert titre(at)
    assert index.read_text() == ecrit


@pytest.mark.parametrize(("ecran", "contenu_manifeste"), [("carte", None), ("meteo", "{"), ("donnees", None)])
def test_a_missing_or_damaged_manifest_is_said_in_french(copie, ecran, contenu_manifeste):
    manifeste = copie / "snapshots" / "bmo" / publier_bmo(Donnees(copie).officiel, 40.0) / "manifest.json"
    manifeste.unlink() if contenu_manifeste is None else manifeste.write_text(contenu_manifeste)
    oublier()
    assert ABIME.search(texte(ouvrir(ecran, **DE_L_ENQUETE.get(ecran, {}))))


def test_a_damaged_demonstration_is_made_again(copie):
    (copie / "demonstration" / "current.json").write_text("{")
    oublier()
    assert titre(ouvrir("carte"))
    manifeste = next((copie / "demonstration" / "bmo").glob("*/manifest.json"))
    manifeste.unlink()
    oublier()
    assert titre(ouvrir("carte"))
    assert manifeste.exists()


@pytest.mark.parametrize("ecran", un_sur(2, ECRANS))
def test_a_data_folder_that_cannot_be_written_is_said_and_what_is_left_stays(tmp_path, monkeypatch, ecran):
    refus = OSError(30, "Read-only file system")
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(tmp_path))
    monkeypatch.setattr(demo, "assurer", lambda _: (_ for _ in ()).throw(refus))
    oublier()
    at = ouvrir(ecran)
    assert titre(at)
    if ecran not in ("a_propos", "acces_pro", "aide"):
        assert "Le dossier de données ne peut pas être écrit" in texte(at)


@pytest.mark.parametrize(("ecran", "choix", "dit"), [
    ("carte", {"indicateur": "population", "zonage": "spo"}, "Population, 20"),
    ("tendances", {}, "aucun millésime chargé"),
])  # fmt: skip
def test_without_any_snapshot_what_is_missing_is_said_and_populations_stay_readable(
    tmp_path, monkeypatch, ecran, choix, dit
):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(tmp_path))
    monkeypatch.setattr(demo, "assurer", lambda donnees: [])
    oublier()
    at = ouvrir(ecran, **choix)
    assert dit in texte(at)
    assert "obs-badge--demo" not in contenu(at)


def test_the_legal_notice_names_the_version_of_the_journal(racine):
    journal = Path(__file__).parents[2].joinpath("CHANGELOG.md").read_text("utf-8")
    version = re.search(r"^## Version ([\d.]+)", journal, re.M)[1]
    assert f"Version {version}." in texte(ouvrir("a_propos"))


def test_there_is_a_door_to_every_screen_of_the_menu():
    portes = [e for e in ecrans.ECRANS if e.porte]
    assert [e.titre for e in ecrans.ECRANS if e.menu and e not in portes] == []
    assert all(e.porte.endswith(".") and len(e.porte) < 90 for e in portes)


def test_search_doors_and_map_stand_when_the_figures_cannot_be_read(copie):
    for fichier in (copie / "demonstration" / "bmo").rglob("*.parquet"):
        fichier.write_bytes(b"PAR1" + b"\0" * 40)
    at = ouvrir("accueil")
    assert manquent(contenu(at), 'class="obs-portes"', "fichier absent ou abîmé") == []
    assert len(at.get("bidi_component")) == 2


DEPOT = Path(__file__).resolve().parents[2]
STATIQUE = Path(a_propos.__file__).parents[1] / "components" / "static"
COMPLET = """
[editeur]
nom = "Agence <b>exemple</b>"
adresse = "1 rue de l’Exemple"
telephone = "00"
courriel = "a@exemple.fr"
directeur_de_publication = "la présidence"
[hebergeur]
nom = "Hébergeur"
adresse = "2 rue"
telephone = "01"
[accessibilite]
courriel = "acces@exemple.fr"
schema = "exemple.fr/schema"
declaration = 2027-01-31
[donnees_personnelles]
courriel = "dpo@exemple.fr"
[audit]
organisme = "Un cabinet"
date = 2027-01-15
taux = 71.5
non_conformites = ["le calendrier"]
"""


@pytest.fixture
def reglages(tmp_path, monkeypatch):
    """`reglages(text)` makes it the settings of who runs the observatory."""

    def ecrire(contenu: str):
        (tmp_path / "editeur.toml").write_text(contenu)
        monkeypatch.setenv(editeur.VARIABLE, str(tmp_path / "editeur.toml"))
        return editeur.lire()

    return ecrire


@pytest.mark.parametrize("partie", ecrans.RUBRIQUES)
def test_each_part_has_its_title_and_its_address(racine, partie):
    at = ouvrir("a_propos", partie=partie)
    assert ecrans.RUBRIQUES[partie] in texte(at)
    assert f'href="a_propos?partie={partie}"' in contenu(at)


def test_the_map_of_the_site_leads_to_every_screen():
    plan = a_propos.partie("plan", editeur.lire())[2]
    assert [e.titre for e in ecrans.ECRANS if f">{e.titre}</a>" not in plan] == []


def test_every_criterion_has_a_verdict_and_what_is_called_tested_is():
    releve = editeur.releve()
    assert [len(t.criteres) for t in releve.themes] == [9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12]
    assert [c.numero for c in releve.criteres] == [
        f"{t.numero}.{i}" for t in releve.themes for i in range(1, len(t.criteres) + 1)
    ]
    for c in releve.criteres:
        assert c.verdict in editeur.VERDICTS, c
        assert bool(c.essais) + c.note.startswith("Parcours") == (c.verdict == "C"), c
        assert c.note or c.essais, c
        for fichier, _, fonction in (e.partition("::") for e in c.essais):
            assert f"def {fonction}(" in (DEPOT / fichier).read_text("utf-8"), c
    for ecran, verdicts in releve.ecrans.items():
        assert ecran in ecrans.PAR_MODULE
        assert verdicts.keys() <= {c.numero for c in releve.criteres}
        assert set(verdicts.values()) <= {"NA", "NV"}


def test_each_screen_has_its_criteria_counted_and_the_state_is_not_raised_by_them():
    releve = editeur.releve()
    titre, _, html = a_propos.partie("accessibilite", editeur.lire())
    assert manquent(titre + html, "non conforme", "n’est pas un audit") == []
    lignes = re.findall(r"<td[^>]*>/\w+</td><th.*?</tr>", html)
    comptes = [sum(map(int, re.findall(r">(\d+)<", ligne))) for ligne in lignes]
    assert comptes == [106] * len(ecrans.ECRANS)
    assert (releve.verdicts("meteo")["7.3"], releve.verdicts("aide")["7.3"]) == ("NC", "NV")


def test_what_is_written_in_the_file_is_shown_escaped(reglages):
    e = reglages(COMPLET)
    pages = {cle: a_propos.partie(cle, e)[2] for cle in ecrans.RUBRIQUES}
    assert a_propos.A_RENSEIGNER not in "".join(pages.values())
    assert "Agence &lt;b&gt;exemple" in pages["mentions"]
    assert "mailto:acces@exemple.fr" in pages["accessibilite"]
    assert "mailto:dpo@exemple.fr" in pages["personnelles"]


@pytest.mark.parametrize(
    ("taux", "etat"), [(100, "totalement conforme"), (71.5, "partiellement conforme"), (49.9, "non conforme")]
)
def test_the_state_is_that_of_the_audit_on_every_page(reglages, racine, taux, etat):
    e = reglages(COMPLET.replace("71.5", str(taux)))
    assert e.accessibilite == etat
    assert f"Accessibilité : {etat}" in texte(ouvrir("secteurs")).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("avant", "apres"),
    [("71.5", "171"), ("2027-01-15", '"hier"'), ('"Hébergeur"', "3"), ("[audit]", "[audit"), ("taux = 71.5\n", "")],
)
def test_settings_that_cannot_be_read_are_refused_by_name_and_the_screens_stay(reglages, racine, avant, apres):
    with pytest.raises(ErreurDonnees, match="réglages de l’éditeur illisibles"):
        reglages(COMPLET.replace(avant, apres))
    assert manquent(texte(ouvrir("secteurs")), "difficiles", "illisibles") == []


def test_every_key_that_our_scripts_keep_is_named():
    connus = [nom for nom, *_ in a_propos.STOCKAGE]
    sources = "".join(f.read_text("utf-8") for d in ("seance", "recherche") for f in (STATIQUE / d).glob("*.js"))
    cles = set(re.findall(r'(?:lire|garder|oublier|[gs]etItem|removeItem)\("([\w-]+)"', sources))
    cles |= set(re.findall(r'^(?:export )?const \w+ = "(obs-[\w-]+)";', sources, re.M))
    assert len(cles) >= 6
    assert [c for c in cles if not any(fnmatch(c, nom) for nom in connus)] == []


A_CIEL = {
    "meteo": {"zone": "bassin:5220"},
    "meteo, métier": {"onglet": "metier", "metier": "metier:B2X40", "zone": "bassin:5220"},
    "territoires": {"lieu": "commune:44109"},
    "formation": {"metier": "metier:B2X40", "zone": "bassin:5220"},
    "secteurs": {},
    "portrait": {"zonage": "bassin", "zone": "bassin:5220"},
}
# A class, then what is drawn in it: the image of each point of view.
CIEL = re.compile(r"obs-temps--(\d)[^>]*>((?:<(?!article|li\b)[^>]*>)*?)(?=[^<>]*[^<>\s][^<>]*<)")
IMAGE = re.compile(r'<span class="obs-(candidat|employeur)">(<img[^>]*>)</span>')


@pytest.mark.parametrize("ecran", A_CIEL)
def test_a_metier_that_employers_seek_is_sunny_everywhere_and_recruiting_turns_every_sky(racine, ecran):
    at = ouvrir(ecran.partition(",")[0], point="employeur", **A_CIEL[ecran])
    html = contenu(at)
    assert '<span hidden data-point="employeur">' in html
    assert at.query_params["point"] == "employeur"
    cieux = [(int(c), dict(IMAGE.findall(dedans))) for c, dedans in CIEL.findall(html)]
    dessines = [(c, images) for c, images in cieux if images]
    assert dessines
    for classe, images in dessines:
        assert images == {p: icones.image(i) for p in mots.POINTS_DE_VUE if (i := mots.ciel(classe, p))}
    assert "obs-ic" not in IMAGE.sub("", html), "a sky is drawn for one point of view alone"
