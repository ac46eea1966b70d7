"""A reader without a browser: opens a screen at an address, makes gestures in it, reads what it says."""

import json
from collections.abc import Callable, Iterator
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode

from pages.components import cadre, document, feuille
from pages.components.feuille import Aller, Geste, Noeud
from pages.figures.ecrans import PAR_MODULE, accueil

LISTES = {"selectbox": "liste", "multiselect": "listes", "button_group": "boutons", "button": "bouton"}
SAISIES = {"text_input": "texte", "text_area": "lignes", "number_input": "nombre", "date_input": "jour"}
AVIS = ("info", "warning", "error", "success")
COMPOSES = {"segmented_control": "boutons", "checkbox": "case", "toggle": "bascule", "bidi_component": "composant"}
ECRITS = {"html": "html", "caption": "legende", "code": "code", "expander": "pli", "download_button": "fichier"}
GENRES = LISTES | SAISIES | COMPOSES | ECRITS


class Choix(dict[str, Any]):
    """Those of the address: one value as it is, several in a list."""

    def __init__(self, paires: list[tuple[str, str]]) -> None:
        for nom, v in paires:
            self[nom] = v if nom not in self else [*([self[nom]] if isinstance(self[nom], str) else self[nom]), v]

    def paires(self) -> list[tuple[str, str]]:
        """One for each value."""
        return parse_qsl(urlencode(self, doseq=True), keep_blank_values=True)


class Etat(dict[str, Any]):
    """State of a drawing; what is put there is what the reader had said to a control."""

    def __init__(self, lecteur: "Lecteur", lu: dict[str, Any]) -> None:
        super().__init__(lu)
        self._lecteur = lecteur

    def __setitem__(self, cle: str, valeur: Any) -> None:
        super().__setitem__(cle, valeur)
        self._lecteur.poser(cle, valeur)


class Element:
    """A part of a screen, and what a reader does with it."""

    def __init__(self, lecteur: "Lecteur", n: Noeud) -> None:
        self._lecteur, self._n = lecteur, n
        d = n.dit
        self.key, self.type, self.label = n.cle, n.genre, d.get("etiquette", d.get("mots", ""))
        self.options = [mots for _, mots in d.get("options", ())]
        self.value = d.get("corps", d.get("mots")) if "nom" not in d else lecteur.session_state.get(n.cle)
        self.disabled = d.get("inerte", False)

    @property
    def dit(self) -> dict[str, Any]:
        """What it shows, as the sheet holds it."""
        return self._n.dit

    def set_value(self, valeur: Any) -> "Lecteur":
        """Choose, or type; the screen follows at `run`."""
        plusieurs = valeur if isinstance(valeur, list | tuple) else [valeur]
        return self._lecteur.dire(self._n, "\n".join("" if v is None else str(v) for v in plusieurs))

    def select(self, valeur: Any) -> "Lecteur":
        """Choose one; one more where several may be."""
        return self.set_value([*self.value, valeur] if self._n.genre == "listes" else valeur)

    def unselect(self, valeur: Any) -> "Lecteur":
        """Leave one of several."""
        return self.set_value([v for v in self.value if v != valeur])

    input = set_value

    def click(self) -> "Lecteur":
        """Press a button."""
        return self._lecteur.dire(self._n, "")

    def dire(self, quoi: str, valeur: Any) -> "Lecteur":
        """What a component says."""
        return self._lecteur.geste(f"{self.key}.{quoi}", {quoi: valeur})


def _garde(n: Noeud) -> tuple[str, list[str]] | None:
    """What its page says of a control that the address does not hold, with the next choice (`document.js`)."""
    d = n.dit
    if not d.get("nom", "").startswith(feuille.PRIVE) or n.genre == "bouton":
        return None
    if n.genre == "souvenir":
        return d["nom"], d["valeurs"]
    if n.genre == "pli":
        return (d["nom"], ["01"[d["ouvert"]]]) if d["ouvert"] != d["repli"] else None
    montre, repli = ([*v] if isinstance(v, list) else [v] for v in (d.get("valeurs", d.get("valeur")), d["repli"]))
    dits = ["" if v in (None, False) else "1" if v is True else v for v in montre]
    return (d["nom"], dits) if montre != repli else None


class Lecteur:
    """A screen open at an address; what a gesture changes is read after `run`."""

    def __init__(self, ecran: str, adresse: list[tuple[str, str]]) -> None:
        self.module = ecran
        self.query_params, self._privees = Choix(adresse), dict[str, list[str]]()
        self._gestes: list[Geste] = []
        self.run()

    def run(self, **_: Any) -> Self:
        """Draw the screen for the address and the gestures since."""
        privees = [(nom, v) for nom, vs in self._privees.items() for v in vs]
        try:
            f = document.ecrire(PAR_MODULE[self.module], [*self.query_params.paires(), *privees], self._gestes)
        except Aller as e:
            self._gestes = []
            self.module, _, requete = e.adresse.removeprefix("/").partition("?")
            self.module = self.module or accueil()
            self.query_params, self._privees = Choix(parse_qsl(requete)), {}
            return self.run()
        self._gestes, self.feuille, self.session_state = [], f, Etat(self, f.session_state)
        self.query_params = Choix([(nom, v) for nom, vs in f.query_params.items() for v in vs])
        self._privees = dict(filter(None, map(_garde, self._noeuds())))
        self.exception: list[Any] = []
        return self

    def switch_page(self, page: str) -> Self:
        """Follow the menu, whose links carry the choices of every screen."""
        self.module, self._privees = page.removeprefix("pages/").removesuffix(".py"), {}
        self.query_params = Choix(cadre.portes(self.session_state))
        return self

    def dire(self, n: Noeud, dit: str) -> Self:
        """A control says a value; a gesture where the screen does more than read it."""
        nom = n.dit["nom"]
        if n.dit.get("geste") or n.genre == "bouton":
            self._gestes.append(Geste(nom, dit))
        elif nom.startswith(feuille.PRIVE):
            self._privees[nom] = dit.split("\n")
        else:
            self.query_params.pop(nom, None)
            self.query_params |= Choix([(nom, v) for v in dit.split("\n") if v])
        return self

    def poser(self, cle: str, valeur: Any) -> None:
        """A choice is what it is without a gesture."""
        param = next((p for p in cadre.connus() if p.key == cle), None)
        if param is None:
            dits = valeur if isinstance(valeur, list) else [int(valeur) if isinstance(valeur, bool) else valeur]
            self._privees[f"{feuille.PRIVE}{cle}"] = [str(d) for d in dits]
            return
        self.query_params.pop(param.dit, None)
        self.query_params |= Choix([(param.dit, v) for v in param.dump(valeur)])

    def geste(self, nom: str, dit: Any) -> Self:
        """A gesture of a component."""
        self._gestes.append(Geste(nom, json.dumps(dit)))
        return self

    def deplier(self, voulu: Callable[[str], bool]) -> Self:
        """Open the folds that are wanted, by their keys."""
        self._privees |= {n.dit["nom"]: ["1"] for n in self._noeuds() if n.genre == "pli" and voulu(n.cle)}
        return self.run()

    def _noeuds(self) -> Iterator[Noeud]:
        return self.feuille.racine.descendants()

    def get(self, genre: str) -> list[Element]:
        """Every element of a kind, in order."""
        if genre in AVIS:
            return [Element(self, n) for n in self._noeuds() if n.genre == "avis" and n.dit["ton"] == genre]
        return [Element(self, n) for n in self._noeuds() if n.genre == GENRES.get(genre)]

    def __getattr__(self, genre: str) -> Any:
        if genre not in GENRES and genre not in AVIS:
            raise AttributeError(genre)
        return _Tous(self.get(genre))


class _Tous(list[Element]):
    """Elements of a kind: `at.info[0]`, or the one of a key, `at.selectbox(key="zone")`."""

    def __call__(self, key: str = "") -> Element:
        (trouve,) = [e for e in self if e.key == key]
        return trouve
