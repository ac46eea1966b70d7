"""Extracts: kept by their author, given to their author alone, the role asked for at each request."""

import io
import json
import re

import openpyxl
import pandas as pd
import pytest
from starlette.middleware import Middleware
from streamlit.testing.v1 import AppTest

from data_loaders.erreurs import DemandeInvalide
from pages.components.acces import extraits, session
from pages.components.acces.extraits import Extrait
from pages.components.acces.gardien import Gardien
from tests.data_loaders.test_secret import envoyer
from tests.pages.acces.conftest import revendications, temoin
from tests.pages.acces.test_porte import aller
from tests.pages.outils import TABLEAU_DE_BORD, contenu, sain, servir, texte

DEUX = Extrait("Soudeurs", "bassin", ("5221", "5208"), ("bmo_projets",), ("famille:O",), ("2024",))
AUTRE = "analyste@carif.exemple"


def agent(courriel: str = "region.essai@region.exemple", **autres):
    return session.reconnaitre(revendications(courriel, **autres))


@pytest.fixture
def garde(reserve) -> str:
    """Identifier of an extract of the Région."""
    return extraits.garder(agent(), DEUX)


@pytest.fixture
def client(racine, reserve):
    client = servir(extraits.routes(), [Middleware(Gardien)])
    client.cookies.update(temoin(revendications()))
    return client


@pytest.fixture
def page(racine, reserve, presenter):
    """`page()`: the page of Accès Pro, opened by the Région."""
    presenter(revendications())
    return aller


def presser(at, cle):
    return sain(at.button(key=cle).click().run())


def emporter(client, identifiant):
    """The workbook of an extract."""
    return io.BytesIO(client.get(f"/acces/extraits/{identifiant}.xlsx").content)


def test_an_extract_is_found_again_renamed_and_removed_by_its_author(garde):
    assert extraits.lister(agent(email="nouvelle@region.exemple", acces={"roles": "region"})) == {garde: DEUX}
    extraits.garder(agent(), DEUX._replace(nom="Métallurgie"), garde)
    assert extraits.lire(agent(), garde).nom == "Métallurgie"
    extraits.supprimer(agent(), garde)
    assert extraits.lister(agent()) == {}


def test_nobody_else_reads_renames_or_removes_it(garde):
    autre = agent(AUTRE)
    assert extraits.lister(autre) == {}
    gestes = (extraits.lire, lambda qui, ou: extraits.garder(qui, DEUX, ou), extraits.supprimer)
    for geste in gestes:
        with pytest.raises(KeyError):
            geste(autre, garde)
    assert extraits.lire(agent(), garde) == DEUX


@pytest.mark.parametrize("nom", ["", "   ", "x" * 81, "a\u202eb", "a\x00b", "a\u200bb"])
def test_a_hostile_name_is_refused(reserve, nom):
    with pytest.raises(DemandeInvalide):
        extraits.garder(agent(), DEUX._replace(nom=nom))
    assert extraits.lister(agent()) == {}


@pytest.mark.parametrize("identifiant", ["../../x", "0" * 15, "0" * 17, "A" * 16, "", "..%2f"])
def test_an_identifier_is_no_path(reserve, identifiant):
    with pytest.raises(KeyError):
        extraits.lire(agent(), identifiant)


def test_no_identifier_leads_to_the_folder_of_another(garde, reserve):
    (fichier,) = reserve.glob("acces/extraits/*/*.json")
    extraits.garder(agent(AUTRE), DEUX)
    with pytest.raises(KeyError):
        extraits.lire(agent(AUTRE), f"../{fichier.parent.name}/{garde}")


@pytest.mark.parametrize("autre", [
    {"indicateurs": ()}, {"indicateurs": ("inconnu",)}, {"zones": ("../x",)}, {"zones": ("5221",) * 301},
    {"zonage": "canton"},
    {"zonage": "commune", "zones": (), "metiers": ("famille:O",) * 60, "periodes": ("2024",) * 60},
])  # fmt: skip
def test_a_choice_that_is_none_or_too_wide_is_refused(reserve, autre):
    with pytest.raises(DemandeInvalide):
        extraits.garder(agent(), DEUX._replace(**autre))


def test_the_number_of_extracts_of_a_person_is_bounded_and_names_are_theirs_once(reserve, monkeypatch):
    monkeypatch.setattr(extraits, "NOMBRE_MAX", 2)
    extraits.garder(agent(), DEUX)
    with pytest.raises(DemandeInvalide, match="déjà un extrait nommé"):
        extraits.garder(agent(), DEUX._replace(nom="soudeurs"))
    deuxieme = extraits.garder(agent(), DEUX._replace(nom="b"))
    with pytest.raises(DemandeInvalide, match="en supprimer un"):
        extraits.garder(agent(), DEUX._replace(nom="c"))
    extraits.garder(agent(), DEUX._replace(nom="d"), deuxieme)
    extraits.garder(agent(AUTRE), DEUX)


@pytest.mark.parametrize("abime", ["{", "[]", "{}", "long", json.dumps({"format": "autre"})])
def test_a_damaged_file_is_left_out(garde, reserve, abime):
    (fichier,) = reserve.glob("acces/extraits/*/*.json")
    if abime == "long":
        abime = fichier.read_text("utf-8") + " " * extraits.OCTETS_MAX
    fichier.write_text(abime, "utf-8")
    assert extraits.lister(agent()) == {}


LECTEURS = {
    "xlsx": lambda octets: pd.read_excel(octets, sheet_name="chiffres", dtype=str),
    "csv": lambda octets: pd.read_csv(octets, sep=";", dtype=str),
    "parquet": lambda octets: pd.read_parquet(octets).astype(str),
}


@pytest.mark.parametrize("genre", LECTEURS)
def test_its_author_takes_it_away_and_that_is_logged(client, garde, genre):
    reponse = client.get(f"/acces/extraits/{garde}.{genre}")
    assert (reponse.status_code, reponse.headers["cache-control"]) == (200, "no-store")
    assert reponse.headers["content-disposition"] == f'attachment; filename="soudeurs.{genre}"'
    lignes = LECTEURS[genre](io.BytesIO(reponse.content))
    assert (list(lignes["code_zone"]), set(lignes["periode"])) == (["5221", "5208"], {"2024"})
    (ligne,) = session.inscriptions()
    dite = {"action": "extrait", "extrait": garde, "format": genre, "lignes": 2, "qui": "region.essai@region.exemple"}
    assert {c: ligne[c] for c in dite} == dite
    assert ligne["instantanes"] == sorted(set(lignes["instantane"]))


def test_a_workbook_says_what_it_is_and_its_name_is_only_text(client, reserve):
    nom = "=1+1 <script>é../"
    identifiant = extraits.garder(agent(), DEUX._replace(nom=nom))
    reponse = client.get(f"/acces/extraits/{identifiant}.xlsx")
    assert reponse.headers["content-disposition"] == 'attachment; filename="1-1-script-e.xlsx"'
    feuille = openpyxl.load_workbook(io.BytesIO(reponse.content))["Présentation"]
    presentation = {a.value: b for a, b in feuille.iter_rows(max_col=2)}
    assert (presentation["Titre"].value, presentation["Titre"].data_type) == (nom, "s")
    assert "démonstration" in presentation["Mention"].value.lower()


def test_a_workbook_holds_the_measures_of_the_convention_when_they_are_asked_for(client, tmp_path, presenter, copie):
    presenter(revendications())
    assert "valeurs réservées aux signataires" not in texte(aller("convention"))
    sans = extraits.garder(agent(), DEUX._replace(nom="sans", convention=True))
    livre = openpyxl.load_workbook(emporter(client, sans))
    assert ("Mesures de la convention", "aucune valeur reçue à ce jour") in [*livre["Présentation"].values]
    envoyer(tmp_path, ("vae_1_euros", 1413702.25, "réservée"), ("vae_2_euros", 70, ""))
    assert "valeurs réservées aux signataires" in texte(aller("convention"))
    suivi = AppTest.from_file(str(TABLEAU_DE_BORD), default_timeout=60)
    suivi.query_params["rubrique"] = "suivi"
    lu = texte(sain(suivi.switch_page("pages/convention.py").run()))
    assert re.search(r"1.413.702,25\s\S+ \(réservée aux signataires\)", lu)
    assert re.search(r"\b70\s\S+ (?!\(réservée)", lu)
    octets = {}
    for convention in (True, False):
        garde = extraits.garder(agent(), DEUX._replace(nom=f"c{convention}", convention=convention))
        octets[convention] = emporter(client, garde)
    lues = pd.read_excel(octets[True], sheet_name="mesures_convention").set_index("code_mesure")
    assert lues.loc["vae_1_euros", ["valeur", "libelle_conf_status"]].tolist() == [1413702.25, "réservé à l’Accès Pro"]
    assert lues.loc["vae_2_euros", "libelle_conf_status"] == "libre"
    presentation = pd.read_excel(octets[True], sheet_name="Présentation", header=None, index_col=0)[1]
    assert "la Région, France Travail et le Carif-Oref seuls, ne pas diffuser" in presentation["Diffusion"]
    assert presentation["Mesures de la convention"].startswith("Document de travail")
    assert "mesures_convention" not in openpyxl.load_workbook(octets[False]).sheetnames


@pytest.mark.parametrize(("dites", "statut", "mot"), [
    (revendications(AUTRE), 404, "pas parmi les vôtres"),
    (revendications("x@y.exemple", acces={"roles": "exploitant"}), 403, "pas ouverte à votre rôle"),
    (revendications("x@y.exemple", acces={"roles": "france_travail"}), 403, "pas ouverte à votre rôle"),
    (revendications("x@y.exemple"), 403, "pas de rôle"),
    (revendications(exp=1), 401, "pris fin"),
    ({"is_logged_in": False}, 401, "Connexion nécessaire"),
], ids=["another", "exploitant", "france_travail", "no role", "expired", "nobody"])  # fmt: skip
def test_anybody_else_obtains_nothing(client, garde, dites, statut, mot):
    client.cookies.clear()
    client.cookies.update(temoin(dites))
    for genre in extraits.FICHIERS:
        reponse = client.get(f"/acces/extraits/{garde}.{genre}")
        assert (reponse.status_code, mot in reponse.text) == (statut, True)
    assert session.inscriptions() == []


def test_a_cookie_played_again_after_the_logout_or_from_another_site_obtains_nothing(client, garde):
    adresse = f"/acces/extraits/{garde}.csv"
    assert client.get(adresse, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    session.sortir(revendications())
    assert client.get(adresse).status_code == 401
    assert session.inscriptions() == []


def test_what_cannot_be_logged_is_not_given(client, garde, reserve):
    (reserve / "acces" / "journal.jsonl").mkdir()
    reponse = client.get(f"/acces/extraits/{garde}.csv")
    assert (reponse.status_code, "ne peut pas tenir son registre" in reponse.text) == (503, True)


def test_what_the_data_no_longer_have_is_said(client, reserve):
    identifiant = extraits.garder(agent(), DEUX._replace(zones=("9999",)))
    reponse = client.get(f"/acces/extraits/{identifiant}.csv")
    assert (reponse.status_code, "9999" in reponse.text) == (422, True)
    assert client.get(f"/acces/extraits/{identifiant}.exe").status_code == 404


def test_the_public_process_has_no_such_address(monkeypatch):
    monkeypatch.delenv("OBSERVATOIRE_RESERVE", raising=False)
    assert extraits.routes() == []


def test_one_composes_keeps_takes_up_renames_and_removes_on_the_page(page):
    at = page()
    assert "Aucun extrait enregistré" in texte(at)
    at.multiselect(key="extrait-zones").select("5221").run()
    at.multiselect(key="extrait-metiers").select("famille:O").run()
    at.text_input(key="extrait-nom").input("<b>Soudeurs</b>").run()
    presser(at, "extrait-garder")
    ((identifiant, garde),) = extraits.lister(agent()).items()
    assert (garde.nom, garde.zones, garde.metiers) == ("<b>Soudeurs</b>", ("5221",), ("famille:O",))
    assert f'href="acces/extraits/{identifiant}.xlsx"' in contenu(at)
    assert "<b>Soudeurs" not in contenu(at)
    assert r"\<b\>Soudeurs" in at.success[0].value
    at.text_input(key="extrait-nouveau-nom").input("Métallurgie").run()
    presser(at, "extrait-renommer")
    assert extraits.lire(agent(), identifiant).nom == "Métallurgie"
    at.multiselect(key="extrait-zones").set_value([]).run()
    presser(at, "extrait-reprendre")
    assert at.multiselect(key="extrait-zones").value == ["5221"]
    presser(at, "extrait-supprimer")
    assert extraits.lister(agent()) == {}


def test_a_button_takes_what_was_typed_and_chosen_just_before_it(page, garde):
    autre = extraits.garder(agent(), DEUX._replace(nom="Autre"))
    at = page()
    at.selectbox(key="extrait-choisi").set_value(garde)
    presser(at, "extrait-supprimer")
    assert list(extraits.lister(agent())) == [autre]
    at.text_input(key="extrait-nouveau-nom").input("Renommé")
    presser(at, "extrait-renommer")
    at.text_input(key="extrait-nom").input("Neuf")
    at.multiselect(key="extrait-zones").select("5221")
    at.checkbox(key="extrait-convention").check()
    presser(at, "extrait-garder")
    neuf, renomme = extraits.lister(agent()).values()
    assert (neuf.nom, neuf.zones, neuf.convention) == ("Neuf", ("5221",), True)
    assert renomme == DEUX._replace(nom="Renommé")


def test_a_button_pressed_after_the_end_of_the_session_does_nothing(page, presenter, garde):
    at = page()
    presenter(revendications(exp=1))
    presser(at, "extrait-supprimer")
    assert "pris fin" in texte(at)
    assert extraits.lire(agent(), garde) == DEUX


@pytest.mark.parametrize("role", ["exploitant", "france_travail"])
def test_extracts_are_for_the_region_and_the_carif_oref(racine, reserve, presenter, role):
    presenter(revendications("x@y.exemple", acces={"roles": role}))
    assert "extrait-garder" not in [b.key for b in aller().button]
