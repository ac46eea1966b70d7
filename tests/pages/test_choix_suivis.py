"""Choices made one after the other on a document, as the form of a page says them: each is kept, as in a session."""

from urllib.parse import parse_qsl, urlencode

import pytest

from pages.components import document
from pages.components.feuille import Feuille, Geste, Noeud
from pages.figures.ecrans import PAR_MODULE
from tests.pages.outils import contenu, ouvrir, sain

pytestmark = pytest.mark.usefixtures("racine")


class Page:
    """A screen in a browser: what its form asks after each choice is what `static/document/document.js` asks."""

    def __init__(self, module: str, adresse: str = "") -> None:
        self.ecran = PAR_MODULE[module]
        self.demander(parse_qsl(adresse, keep_blank_values=True))

    def demander(self, choix: list[tuple[str, str]], *gestes: Geste) -> "Page":
        """Ask for choices, after what was done."""
        self.feuille: Feuille = document.ecrire(self.ecran, sorted(choix, key=lambda c: c[0]), gestes)
        self.adresse = urlencode([(nom, v) for nom, vs in self.feuille.query_params.items() for v in vs])
        return self

    def noeuds(self, nom: str = "") -> list[Noeud]:
        """What is drawn, or what has a name in a request."""
        tous = list(self.feuille.racine.descendants())
        return [n for n in tous if n.dit.get("nom") == nom] if nom else tous

    def noeud(self, cle: str) -> Noeud:
        """What has a key."""
        (trouve,) = [n for n in self.noeuds() if n.cle == cle]
        return trouve

    def choisir(self, cle: str, *valeurs: str) -> "Page":
        """One choice."""
        n = self.noeud(cle)
        gestes = [Geste(n.dit["nom"], "\n".join(valeurs))] if n.dit["geste"] else []
        return self.demander(self.formulaire({n.dit["nom"]: list(valeurs)}), *gestes)

    def presser(self, cle: str) -> "Page":
        """One press of a button."""
        return self.demander(self.formulaire({}), Geste(self.noeud(cle).dit["nom"], ""))

    def plier(self, cle: str, ouvert: str = "1") -> "Page":
        """Open a fold, or close it."""
        return self.demander(self.formulaire({self.noeud(cle).dit["nom"]: [ouvert]}))

    def formulaire(self, dits: dict[str, list[str]]) -> list[tuple[str, str]]:
        """What the form says, with what was just chosen there."""
        choix = parse_qsl(self.adresse)
        for n in self.noeuds():
            nom = n.dit.get("nom", "")
            if n.genre in ("composant", "bouton", "fichier", "lien") or not nom:
                continue
            valeurs = dits.get(nom, _dites(n, "valeur"))
            if nom.startswith("_."):
                choix += [(nom, v) for v in valeurs or [""]] if valeurs != _dites(n, "repli") else []
            elif not n.dit["geste"]:
                choix = [c for c in choix if c[0] != nom] + [(nom, v) for v in valeurs if v]
        return choix

    @property
    def textes(self) -> str:
        """All that it writes, markup included."""
        return "\n".join(n.dit["corps"] for n in self.noeuds() if n.genre == "html")


def _dites(n: Noeud, quoi: str) -> list[str]:
    if n.genre in ("listes", "souvenir"):
        return n.dit["valeurs"] if quoi == "valeur" else n.dit.get("repli", [])
    if n.genre == "pli":
        return ["01"[n.dit["ouvert" if quoi == "valeur" else "repli"]]]
    dit = n.dit[quoi]
    return [("1" if dit else "") if isinstance(dit, bool) else dit or ""]


def test_a_choice_that_no_address_holds_is_kept_over_what_the_screen_takes_first():
    page = Page("tendances", "indicateur=taux_chomage&zones=ze%3A5211").plier("origine-tendances")
    assert page.noeud("suivi-periode").dit["valeur"] == "2024-T4"
    page.choisir("suivi-periode", "2015-T1").choisir("place-2", "ze:5214").choisir("mode", "indice")
    assert page.noeud("suivi-periode").dit["valeur"] == "2015-T1"
    assert "1ᵉʳ trimestre 2015" in page.textes


def test_periods_that_nobody_asked_for_follow_the_indicator_in_silence():
    page = Page("carte", "indicateur=taux_chomage").plier("pli-vignettes").choisir("indicateur", "bmo_projets")
    assert page.noeud("annees").dit["valeurs"] == page.feuille.query_params.get_all("annees") != []
    assert [n.dit["mots"] for n in page.noeuds() if n.genre == "avis" and "laissée de côté" in n.dit["mots"]] == []


def test_a_table_left_for_another_view_is_found_again():
    page = Page("explorer").choisir("x-indicateurs", "taux_chomage").choisir("x-tri", "").choisir("x-zones")
    dite = page.adresse
    assert {"tri", "zonage"}.isdisjoint(dict(parse_qsl(dite)))  # an order, and places, that nothing says
    page.choisir("explorer", "nuage")
    assert "taux_chomage" not in page.adresse
    assert page.choisir("explorer", "tableau").adresse == dite
    assert page.noeud("x-zones").dit["valeurs"] == []


def test_a_table_turned_round_has_its_places_as_columns_and_its_rows_by_pages():
    page = Page("explorer").choisir("explorer", "retourne")
    assert page.feuille.query_params.get("colonnes") == "zone"
    page = Page("explorer", "zonage=commune&indicateur=population").presser("page-apres")
    assert "Page 2 sur" in page.textes


def test_the_day_of_the_convention_is_chosen_between_its_first_and_today():
    page = Page("convention", "rubrique=suivi").choisir("au", "2024-03-01")
    assert page.feuille.query_params.get("au") == page.noeud("au").dit["valeur"] == "2024-03-01"
    assert page.choisir("au", "1999-01-01").noeud("au").dit["valeur"] != "1999-01-01"


def test_a_document_says_what_a_session_says_after_the_same_choices():
    at, page = ouvrir("explorer"), Page("explorer")
    for cle, genre, valeur in (
        ("x-indicateurs", "multiselect", ["bmo_projets", "population"]),
        ("x-mesure", "selectbox", "rang"),
        ("x-colonnes", "selectbox", "zone"),
        ("explorer", "selectbox", "mouvements"),
        ("zonage", "selectbox", "epci"),
        ("explorer", "selectbox", "retourne"),
    ):
        sain(getattr(at, genre)(key=cle).set_value(valeur).run())
        page.choisir(cle, *([valeur] if isinstance(valeur, str) else valeur))
        assert [b for b in page.textes.split("\n") if "<table" in b] == [
            b for b in contenu(at).split("\n") if "<table" in b
        ]
        assert sorted(parse_qsl(page.adresse)) == sorted(parse_qsl(urlencode(at.query_params, doseq=True)))


def test_what_changes_no_choice_leaves_the_address_as_it_is():
    page = Page("carte")
    assert page.plier("origine-carte").adresse == Page("carte").adresse
    assert Page("carte", urlencode(sorted(parse_qsl(page.adresse)))).adresse == page.adresse
