"""Each screen by itself, without a browser: what it shows, one interaction by key, what it says when data fail."""

import re
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from data_loaders import demo
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.contracts.indicateurs_detail import NATIONAUX
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Source
from geo import zonages
from pages.figures import ecrans
from tests.pages.outils import contenu, deplier, figures, manquent, oublier, ouvrir, texte, titre
from tests.vues import VUES, tous_avec

ECRANS = tuple(e.module for e in ecrans.ECRANS)
NBSP = "\u00a0"
DE_L_ENQUETE = {e: {"indicateur": "bmo_projets"} for e in ("carte", "tendances")}  # they open on another source
ABIME = re.compile(r"Instantané bmo/\d{4}--\w{8}\s: fichier absent ou abîmé\.")


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
    carte = "Carte · Embauches difficiles · Bassin d’emploi du Mans · "
    assert noms["carte?zone=bassin:5208&periode=2023"].startswith(carte)
    assert noms["meteo?onglet=methode"].startswith("Météo · La méthode · ")


# Perimeters, states and measures of the convention are never invented.
SANS_INVENTES = ("a_propos", "acces_pro", "aide", "territoires", "convention", "seance")


@pytest.mark.parametrize("ecran", ECRANS)
def test_a_screen_says_that_its_figures_are_of_demonstration_where_they_are(racine, ecran):
    at = ouvrir(ecran, **({"volet": "etats"} if ecran == "territoires" else {}))
    assert ("obs-badge--demo" in contenu(at)) == (ecran not in SANS_INVENTES)


def test_a_choice_of_territory_is_marked_in_the_table_and_a_gap_is_with_the_region(racine):
    at = ouvrir("carte", indicateur="bmo_projets", zonage="bassin")
    at.selectbox(key="zone").select("bassin:5221").run()
    assert re.search(r"aria-current=true>.*?Ancenis", contenu(deplier(at)))
    at = ouvrir("carte", indicateur="taux_chomage", zonage="ze")
    at.session_state["vue"] = "ecart"
    assert "écart à la région, en points" in texte(at.run())


DECOUPAGES = ("spo", "zef", "gtec", "bassin", "departement")


@pytest.mark.parametrize(("code", "zonage"), tous_avec(INDICATEURS, DECOUPAGES, pas=2))
def test_the_map_answers_for_every_indicator_on_every_zoning(racine, code, zonage):
    at = ouvrir("carte", indicateur=code, zonage=zonage)
    assert at.session_state["zonage"] == zonage
    assert titre(at)


@pytest.mark.parametrize(("code", "mode"), tous_avec([*INDICATEURS][1:], ("niveau", "indice", "ecart"), pas=2))
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


def test_a_link_to_a_zone_alone_brings_its_zoning(racine):
    at = ouvrir("accueil", zone="spo:ancenis")
    assert at.session_state["zonage"] == "spo"
    at.switch_page("pages/carte.py").run()
    assert at.selectbox(key="zone").value == "spo:ancenis"


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


def officiel(racine: Path) -> Path:
    """One official vintage of the survey, invented, beside the demonstration; its folder."""
    magasin = Donnees(racine)
    millesime = magasin.demo.millesimes("bmo")[-1]
    tables = {nom: magasin.demo.lire("bmo", nom, [millesime]) for nom in CONTRATS["bmo"].tables}
    source = Source("invente.xlsx", "0" * 64, 1, "inventé")
    publie = magasin.officiel.publier(CONTRATS["bmo"], millesime, tables, [source])
    return racine / "snapshots" / "bmo" / publie.identifiant


INDEX = ("{", "[]", '{"bmo": {"2024": {}}}', '{"bmo": {"2024": 3}}')


@pytest.mark.parametrize(("ecrit", "ecran"), tous_avec(INDEX, ("accueil", "carte", "meteo", "donnees")))
def test_a_damaged_index_is_said_once_in_french_and_nothing_is_replaced(copie, ecrit, ecran):
    officiel(copie)
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
    manifeste = officiel(copie) / "manifest.json"
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


@pytest.mark.parametrize("ecran", ECRANS)
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
    ("carte", {"indicateur": "population", "zonage": "spo"}, "Population en "),
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
