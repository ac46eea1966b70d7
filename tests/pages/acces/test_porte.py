"""Accès Pro: nothing before a login with a role; extracts, given to their author alone; files kept under an address."""

import hashlib
import io
import json
import re

import openpyxl
import pandas as pd
import pytest
from starlette.middleware import Middleware
from streamlit.testing.v1 import AppTest

from data_loaders.commandes import FAIT, MAUVAIS_USAGE, PLUS_TARD
from data_loaders.erreurs import DemandeInvalide
from data_loaders.magasin.donnees import Donnees
from pages.__main__ import main
from pages.components import acces
from pages.components.acces import extraits, session
from pages.components.acces.extraits import Extrait
from pages.components.acces.gardien import Gardien
from pages.components.convention import transmettre
from pages.components.document import routes
from pages.figures.ecrans import ECRANS
from tests.data_loaders.test_secret import envoyer
from tests.pages.acces.conftest import regler, revendications, temoin
from tests.pages.outils import TABLEAU_DE_BORD, contenu, manquent, ouvrir, sain, servir, texte, titre


def aller(ecran: str = "", **choix: str) -> AppTest:
    """A screen of the reserved process, at these choices."""
    at = AppTest.from_file(str(TABLEAU_DE_BORD), default_timeout=60)
    at.query_params.update(choix)
    return sain(at.switch_page(f"pages/{ecran}.py").run() if ecran else at.run())


def agent(courriel: str = "region.essai@region.exemple", **autres):
    return session.reconnaitre(revendications(courriel, **autres))


@pytest.fixture
def page(racine, reserve, presenter):
    """`aller`, for a signatory of the region."""
    presenter(revendications())
    return aller


def test_settings_that_became_wrong_close_the_door_and_offer_no_login(page, tmp_path):
    assert "Mes extraits" in texte(page())
    (tmp_path / "reglages.toml").write_text("[acces_pro", "utf-8")
    at = aller()
    assert "ne peut pas lire ses réglages" in texte(at)
    assert [*at.button] == []


@pytest.mark.parametrize("ecran", [e.module for e in ECRANS if e.module != "acces_pro"])
def test_no_screen_answers_before_a_login(racine, reserve, presenter, ecran):
    presenter({"is_logged_in": False})
    at = aller(ecran)
    assert titre(at) == "Accès Pro"
    assert "Connexion nécessaire" in texte(at)
    assert [b.key for b in at.button] == ["connexion"]
    assert [*at.selectbox, *at.multiselect, *at.text_input] == []


@pytest.mark.parametrize(("dites", "mot", "boutons"), [
    (revendications(exp=1), "Votre session a pris fin", ["connexion"]),
    (revendications("inconnu@ailleurs.exemple"), "n’a pas de rôle ici", ["connexion", "deconnexion"]),
    (revendications(aud="autre"), "ne dit pas qui vous êtes", ["connexion", "deconnexion"]),
])  # fmt: skip
def test_the_door_says_why_it_is_closed(racine, reserve, presenter, dites, mot, boutons):
    presenter(dites)
    at = aller("carte")
    assert mot in texte(at)
    assert [b.key for b in at.button] == boutons


def test_without_a_provider_the_door_says_so(racine, reserve, presenter, monkeypatch):
    presenter({})
    monkeypatch.setattr("pages.components.compat.relie", lambda: False)
    at = aller()
    assert "pas encore relié" in texte(at)
    assert not at.button


def test_who_is_in_starts_at_acces_pro_and_reads_every_screen(page):
    at = page()
    assert titre(at) == "Accès Pro"
    assert "Signataire d’essai" in texte(at)
    assert titre(ouvrir("carte")) != "Accès Pro"
    assert titre(ouvrir("accueil")).startswith("Lire l’emploi")


def test_what_is_drawn_for_the_reserved_space_is_kept_under_its_root(copie, reserve, presenter, monkeypatch):
    presenter(revendications())
    dessins = lambda: {f for f in copie.rglob("*") if f.parts[-2] in ("dessins", "derives")}  # noqa: E731
    avant = dessins()
    ouvrir("carte", indicateur="bmo_part_difficiles_estimee")
    assert (any((reserve / "dessins").iterdir()), dessins()) == (True, avant)
    assert not (reserve / "derives").exists()  # what is public is computed once for both
    monkeypatch.setattr(Donnees, "reservees", lambda donnees, dataset: dataset == "convention")
    assert [Donnees().racine_calculs(d) for d in (["bmo"], ["bmo", "convention"])] == [copie, reserve]


def test_a_session_that_ends_while_a_page_is_open_shows_the_door_at_the_next_choice(page, presenter):
    at = page()
    presenter(revendications(exp=1))
    sain(at.selectbox(key="zonage").select("spo").run())
    assert "Votre session a pris fin" in texte(at)


def test_the_public_page_says_where_acces_pro_is_or_that_it_is_not_open(racine, tmp_path, monkeypatch):
    monkeypatch.delenv("OBSERVATOIRE_RESERVE", raising=False)
    at = ouvrir("acces_pro")
    assert "n’est pas ouvert ici" in texte(at)
    regler(tmp_path, '[acces_pro]\nadresse = "https://reserve.exemple.fr"\n', monkeypatch)
    at = ouvrir("acces_pro")
    assert 'href="https://reserve.exemple.fr"' in contenu(at)
    assert "n’est pas ouvert ici" not in texte(at)
    assert not at.button


def test_who_runs_the_observatory_reads_the_log_and_nobody_else(racine, reserve, presenter):
    presenter(revendications())
    chemin = reserve / "acces" / "journal.jsonl"
    chemin.parent.mkdir()  # a line written before accounts were kept
    chemin.write_text('{"qui": "ancien@region.exemple", "role": "region", "action": "connexion"}\n', "utf-8")
    acces.journal("extrait", format="csv", nom="<b>", instantanes=["bmo/1", "rome/2"], sha256="0a1b2c3d" * 8)
    assert "Registre" not in texte(aller())
    presenter(revendications("x@y.exemple", acces={"roles": "exploitant"}))
    at = aller()
    compte = "compte « region.essai@region.exemple » de https://fournisseur.exemple (Région)"
    lu = texte(at).replace("\u00a0", " ")
    dits = ("ancien@region.exemple (Région)", "emporte un extrait", "instantanés : bmo/1 et rome/2", " : 0a1b2c3d")
    assert manquent(lu, f"region.essai@region.exemple, {compte}", *dits) == []
    assert ("0a1b2c3d0a" in lu, "<b>" in contenu(at)) == (False, False)
    assert re.search(r"\d{1,2} h \d\d", lu)


@pytest.mark.parametrize(("autres", "dit"), [
    ({}, "region.essai@region.exemple, compte « 42 » de https://fournisseur.exemple"),
    ({"email_verified": False}, "sans adresse vérifiée, compte « 42 » de https://fournisseur.exemple"),
    ({"sub": "<b>7"}, "compte « <b>7 » de https://fournisseur.exemple"),
])  # fmt: skip
def test_one_reads_under_which_identity_and_provider_in_which_role_one_acts(racine, reserve, presenter, autres, dit):
    presenter(revendications(**{"sub": "42", "acces": {"roles": ["region"]}} | autres))
    for ecran in ("", "saisie"):
        at = aller(ecran)
        lu = texte(at).replace("\u00a0", " ")
        assert manquent(lu, dit, "Signataire d’essai , rôle : Région. Cette session prend fin à") == []
        assert "<b>7" not in contenu(at)


@pytest.mark.parametrize(("role", "offerte"), [
    ("region", True), ("france_travail", True), ("exploitant", True), ("carif_oref", False),
])  # fmt: skip
def test_the_menu_offers_nobody_what_they_are_refused(reserve, role, offerte):
    dedans = routes.de_session("saisie", agent("x@y.exemple", acces={"roles": role}))[0]
    dits = ('href="saisie" aria-current', 'href="carte"', "data-reste")
    assert [mot in dedans for mot in dits] == [offerte, True, True]
    dehors = routes.de_session("saisie", None)[0]
    assert ('href="carte"' in dehors, "data-reste" in dehors) == (False, False)


def test_the_page_of_personal_data_says_what_the_reserved_space_knows(racine, reserve, monkeypatch):
    assert "Vous y êtes connu" in texte(ouvrir("a_propos", partie="personnelles"))
    monkeypatch.delenv("OBSERVATOIRE_RESERVE")
    assert "Vous y êtes connu" not in texte(ouvrir("a_propos", partie="personnelles"))


def test_the_search_leads_to_the_page(racine, capsys):
    assert main(["chercher", "espace pro"]) == 0
    assert "/acces_pro" in capsys.readouterr().out.splitlines()[1]


DEUX = Extrait("Soudeurs", "bassin", ("5221", "5208"), ("bmo_projets",), ("famille:O",), ("2024",))
AUTRE = "analyste@carif.exemple"


@pytest.fixture
def garde(reserve) -> str:
    return extraits.garder(agent(), DEUX)


@pytest.fixture
def client(racine, reserve):
    client = servir(extraits.routes(), [Middleware(Gardien)])
    client.cookies.update(temoin(revendications()))
    return client


def presser(at, cle):
    return sain(at.button(key=cle).click().run())


def test_an_extract_is_found_again_renamed_and_removed_by_its_author(garde):
    assert extraits.lister(agent(email="nouvelle@region.exemple", acces={"roles": "region"})) == {garde: DEUX}
    extraits.garder(agent(), DEUX._replace(nom="Métallurgie"), garde)
    assert extraits.lire(agent(), garde).nom == "Métallurgie"
    extraits.supprimer(agent(), garde)
    assert extraits.lister(agent()) == {}


def test_nobody_else_reads_renames_or_removes_it(garde):
    autre = agent(AUTRE)
    assert extraits.lister(autre) == {}
    for geste in (extraits.lire, lambda qui, ou: extraits.garder(qui, DEUX, ou), extraits.supprimer):
        with pytest.raises(KeyError):
            geste(autre, garde)
    assert extraits.lire(agent(), garde) == DEUX


@pytest.mark.parametrize("identifiant", [
    "../../x", "0" * 15, "0" * 17, "A" * 16, "", "..%2f", "../{dossier}/{garde}",
])  # fmt: skip
def test_an_identifier_is_no_path_nor_leads_to_the_folder_of_another(garde, reserve, identifiant):
    (fichier,) = reserve.glob("acces/extraits/*/*.json")
    extraits.garder(agent(AUTRE), DEUX)
    with pytest.raises(KeyError):
        extraits.lire(agent(AUTRE), identifiant.format(dossier=fichier.parent.name, garde=garde))


@pytest.mark.parametrize("autre", [
    *({"nom": nom} for nom in ("", "   ", "x" * 81, "a\u202eb", "a\x00b", "a\u200bb")),
    {"indicateurs": ()}, {"indicateurs": ("inconnu",)}, {"zones": ("../x",)}, {"zones": ("5221",) * 301},
    {"zonage": "canton"},
    {"zonage": "commune", "zones": (), "metiers": ("famille:O",) * 60, "periodes": ("2024",) * 60},
])  # fmt: skip
def test_a_hostile_name_or_a_choice_that_is_none_or_too_wide_is_refused(reserve, autre):
    with pytest.raises(DemandeInvalide):
        extraits.garder(agent(), DEUX._replace(**autre))
    assert extraits.lister(agent()) == {}


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
    assert "valeurs réservées aux signataires" not in texte(ouvrir("convention"))

    def emporter(**autres):
        garde = extraits.garder(agent(), DEUX._replace(**autres))
        return io.BytesIO(client.get(f"/acces/extraits/{garde}.xlsx").content)

    livre = openpyxl.load_workbook(emporter(nom="sans", convention=True))
    assert ("Mesures de la convention", "aucune valeur reçue à ce jour") in [*livre["Présentation"].values]
    envoyer(tmp_path, ("vae_1_euros", 1413702.25, "réservée"), ("vae_2_euros", 70, ""))
    assert "valeurs réservées aux signataires" in texte(ouvrir("convention"))
    lu = texte(ouvrir("convention", rubrique="suivi"))
    assert re.search(r"1.413.702,25\s\S+ \(réservée aux signataires\)", lu)
    assert re.search(r"\b70\s\S+ (?!\(réservée)", lu)
    octets = emporter(nom="avec", convention=True)
    lues = pd.read_excel(octets, sheet_name="mesures_convention").set_index("code_mesure")
    assert lues.loc["vae_1_euros", ["valeur", "libelle_conf_status"]].tolist() == [1413702.25, "réservé à l’Accès Pro"]
    assert lues.loc["vae_2_euros", "libelle_conf_status"] == "libre"
    presentation = pd.read_excel(octets, sheet_name="Présentation", header=None, index_col=0)[1]
    assert "la Région, France Travail et le Carif-Oref seuls, ne pas diffuser" in presentation["Diffusion"]
    assert presentation["Mesures de la convention"].startswith("Document de travail")
    assert "mesures_convention" not in openpyxl.load_workbook(emporter()).sheetnames


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


def test_extracts_are_for_the_region_and_the_carif_oref(racine, reserve, presenter):
    for role in ("exploitant", "france_travail"):
        presenter(revendications("x@y.exemple", acces={"roles": role}))
        assert "extrait-garder" not in [b.key for b in aller().button]


ADRESSE, EMETTEUR = "Region.Essai@region.exemple", "https://fournisseur.exemple"
TAPE = {transmettre.cle_champ("valeur", "vae_2_euros", "2014"): "900"}


def entrer(sujet: str):
    session.inscrire(agent(sub=sujet), "connexion")
    return agent(sub=sujet)


@pytest.fixture
def anciens(reserve):
    """An extract and a draft as they were kept: under the address alone."""
    cle, un = hashlib.sha256(ADRESSE.casefold().encode()).hexdigest()[:32], agent(sub="autrefois")
    extraits.garder(un, DEUX)
    transmettre.garder_brouillon(un, TAPE)
    for dossier, nom in (("acces/extraits", "{}"), ("brouillons", "{}.json")):
        (reserve / dossier / nom.format(un.cle)).rename(reserve / dossier / nom.format(cle))


def sien(compte):
    return [*extraits.lister(compte).values()], transmettre.lire_brouillon(compte)


def reprendre(*argv):
    return main(["reprendre", *argv])


def test_they_go_to_the_account_that_is_named_once_and_the_log_says_so(anciens, capsys):
    un, autre = entrer("42"), entrer("43")
    assert sien(un) == sien(autre) == ([], {})
    assert reprendre(ADRESSE.upper(), EMETTEUR, "42") == FAIT
    assert "« 42 » de https://fournisseur.exemple : 1\xa0extrait et la saisie en cours" in capsys.readouterr().out
    assert (sien(un), sien(autre)) == (([DEUX], TAPE), ([], {}))
    ligne = session.inscriptions()[0]
    assert (ligne["action"], ligne["adresse"], ligne["role"]) == ("reprise", ADRESSE.upper(), "exploitant")
    assert "« 42 »" in ligne["compte"]
    assert reprendre(ADRESSE, EMETTEUR, "43") == MAUVAIS_USAGE
    assert "déjà repris" in capsys.readouterr().err
    assert len(session.inscriptions()) == 3


@pytest.mark.parametrize(("emetteur", "sujet"), [(EMETTEUR, "4"), ("https://autre.exemple", "42"), ("", "")])
def test_an_account_that_never_came_in_takes_nothing_and_those_that_did_are_named(anciens, capsys, emetteur, sujet):
    un = entrer("42")
    assert reprendre(ADRESSE, emetteur, sujet) == MAUVAIS_USAGE
    assert "compte « 42 » de https://fournisseur.exemple" in capsys.readouterr().err
    assert sien(un) == ([], {})


def test_what_cannot_be_logged_is_not_done_nor_what_is_being_typed_written_over(anciens, capsys, monkeypatch):
    un, neuf = entrer("42"), dict.fromkeys(TAPE, "1")
    with monkeypatch.context() as m:
        m.setattr(session, "inscrire", lambda *a, **o: (_ for _ in ()).throw(OSError(28, "plein")))
        assert reprendre(ADRESSE, EMETTEUR, "42") == PLUS_TARD
    assert "Non écrit — dossier réservé" in capsys.readouterr().err
    assert sien(un) == ([], {})
    transmettre.garder_brouillon(un, neuf)
    assert reprendre(ADRESSE, EMETTEUR, "42") == MAUVAIS_USAGE
    assert "déjà une saisie en cours" in capsys.readouterr().err
    assert sien(un) == ([], neuf)


def test_there_is_nothing_to_take_over_in_the_public_process(capsys, monkeypatch):
    monkeypatch.delenv("OBSERVATOIRE_RESERVE", raising=False)
    assert reprendre(ADRESSE, EMETTEUR, "42") == MAUVAIS_USAGE
    assert "aucun dossier réservé" in capsys.readouterr().err
