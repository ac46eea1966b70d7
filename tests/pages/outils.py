"""A reader without a browser: opens a screen at an address, makes gestures in it, reads what it says."""

import asyncio
import html
import json
import re
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode
from xml.etree import ElementTree as ET

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from starlette.testclient import TestClient

from data_loaders.erreurs import ErreurDonnees
from pages.components import cadre, document, feuille, partage
from pages.components.feuille import Aller, Geste, Noeud
from pages.components.seance import rejeu
from pages.figures.ecrans import PAR_MODULE, accueil

LISTES = {"selectbox": "liste", "multiselect": "listes", "button_group": "boutons", "button": "bouton"}
SAISIES = {"text_input": "texte", "text_area": "lignes", "number_input": "nombre", "date_input": "jour"}
AVIS = ("info", "warning", "error", "success")
COMPOSES = {"segmented_control": "boutons", "toggle": "bascule", "bidi_component": "composant"}
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
        return self.set_value([v for v in self.value if v != valeur])

    input = set_value

    def click(self) -> "Lecteur":
        return self._lecteur.dire(self._n, "")

    def dire(self, quoi: str, valeur: Any) -> "Lecteur":
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
            self.module, _, requete = e.args[0].removeprefix("/").partition("?")
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


TABLEAU_DE_BORD = Path(__file__).parents[2] / "dashboard.py"
RESERVES = (partage.FINIS, partage.LUS, document.GARDES)
_lue: list[Path] = []
_de_cote: dict[Path, list[tuple[OrderedDict, int]]] = {}  # computed from each root that tests only read, for the next


def vivre(suite: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine returns, in a thread of its own: a browser test of this process may have left a loop running."""
    with ThreadPoolExecutor(1) as fil:
        return fil.submit(asyncio.run, suite).result()


def oublier() -> None:
    """Nothing computed for another test, or before a change of the data, is found again."""
    if _lue:
        _de_cote[_lue.pop()] = [(r._faits, r.octets) for r in RESERVES]
        for r in RESERVES:
            r._faits, r.octets = OrderedDict(), 0
    for r in RESERVES:
        r.vider()


def relire(racine: Path) -> None:
    """What was computed from this root is found again, as one reader finds what another asked; the rest is not."""
    if _lue != [racine]:
        oublier()
        for r, garde in zip(RESERVES, _de_cote.pop(racine, ()), strict=False):
            r._faits, r.octets = garde
        _lue.append(racine)


def ouvrir(ecran: str, **adresse: Any) -> Lecteur:
    """One screen, opened on an address, as a link opens it."""
    return Lecteur(ecran, Choix(parse_qsl(urlencode(adresse, doseq=True))).paires())


def servir(routes: Sequence[BaseRoute], middleware: Sequence[Middleware] = (), **options: Any) -> TestClient:
    """Asks these routes over HTTP; an address that leads to another one is not followed."""
    return TestClient(Starlette(routes=routes, middleware=middleware), follow_redirects=False, **options)


def sain(at: Any) -> Any:
    """The same screen of a session, which raised nothing."""
    assert at.exception == []
    return at


def deplier(at: Lecteur) -> Lecteur:
    """The same screen, its folds open but for « D’où vient ce chiffre ? »."""
    return at.deplier(lambda cle: cle.startswith("pli-"))


def contenu(at: Lecteur) -> str:
    """All that a screen writes, markup included."""
    return "\n".join(str(e.value) for e in at.get("html"))


def texte(at: Lecteur) -> str:
    """The words of a screen, in one line; spaces that do not break are kept."""
    return re.sub(r"[ \n]+", " ", html.unescape(re.sub(r"<[^>]+>", " ", contenu(at))))


def titre(at: Lecteur) -> str:
    """Its only h1."""
    (h1,) = re.findall(r"<h1[^>]*>(.*?)</h1>", contenu(at))
    return html.unescape(h1)


def manquent(lu: str, *mots: str) -> list[str]:
    """What is not in a text, of the words that must be."""
    return [m for m in mots if m not in lu]


def figures(at: Lecteur) -> list[dict]:
    """Charts of a screen, at its address, in order."""
    try:
        diapos = rejeu.jouer(f"/{at.module}?{urlencode(at.query_params, doseq=True)}")
    except ErreurDonnees:
        return []
    return [json.loads(g.to_json()) for d in diapos for g in d.dessins if not isinstance(g, dict)]


VIDES = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}
FERMES = {"details", "script", "style"}


class _Lecteur(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faiseur = ET.TreeBuilder()
        self.faiseur.start("div", {})

    def handle_starttag(self, tag, attrs):
        assert len(dict(attrs)) == len(attrs), (tag, attrs)
        self.faiseur.start(tag, {nom: valeur or "" for nom, valeur in attrs})
        if tag in VIDES:
            self.faiseur.end(tag)

    def handle_endtag(self, tag):
        if tag not in VIDES:
            self.faiseur.end(tag)

    def handle_data(self, data):
        self.faiseur.data(data)


def arbre(markup: str) -> ET.Element:
    """The tree of some markup, under one `div`."""
    lecteur = _Lecteur()
    lecteur.feed(markup)
    lecteur.faiseur.end("div")
    return lecteur.faiseur.close()


def dit(e: ET.Element, sauf: frozenset[str] = frozenset(FERMES)) -> str:
    """The words of an element in one line, without those of the tags and classes of `sauf` and what is hidden."""
    return re.sub(r"[ \n]+", " ", "".join(_mots(e, sauf))).strip()


def _mots(e: ET.Element, sauf: frozenset[str]) -> Iterator[str]:
    if e.tag not in sauf and e.get("class") not in sauf and "hidden" not in e.attrib:
        yield e.text or ""
        for enfant in e:
            yield from _mots(enfant, sauf)
    yield f" {e.tail or ''}" if e.tag not in ("b", "em", "span", "small", "strong", "sup") else e.tail or ""


def premiere_vue(at: Lecteur) -> list[ET.Element]:
    """What a screen draws outside its closed folds, in order."""
    return [arbre(n.dit["corps"]) for n in _ouverts(at.feuille.racine) if n.genre == "html"]


def _ouverts(n: Noeud) -> Iterator[Noeud]:
    yield n
    for enfant in n.enfants:
        if enfant.genre != "volet" and enfant.dit.get("ouvert", True):
            yield from _ouverts(enfant)
