"""The sheet that a screen writes on: Streamlit in a session of its own, a value everywhere else.

A screen imports this module as `st` and calls what Streamlit calls by the same names. In a session these are
Streamlit's own functions. Elsewhere (a page served, a room, a record, a picture) they write a tree of `Noeud`, which
says what the screen says and which choices it offers, for any medium to write: see `pages.components.document`.

Only what the screens use is here: a name that is missing is an AttributeError at the first test that draws it.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import date
from functools import partialmethod
from math import inf, isfinite
from typing import Any, ClassVar, Final, NamedTuple

import streamlit

_ouverte: ContextVar["Feuille | None"] = ContextVar("feuille", default=None)

# Sent by Streamlit with every message, hence its size: the component itself is a file that the browser keeps.
_MONTAGE: Final = """const module = import(new URL("{0}", document.baseURI).href);
export default async (composant) => (await module).default(composant);"""
# Name, in a request, of a control that the address does not hold.
PRIVE: Final = "_."
TAPE_MAX: Final = 120  # characters of what is typed in place of an option
LARGEUR_HABITUELLE: Final = 1280  # px
LARGEURS: Final = (320, 3840)

Nommer = Callable[[Any], str]  # words of an option


def __getattr__(nom: str) -> Any:
    """What the screen asks: of the sheet that is open, else of Streamlit."""
    ouverte = _ouverte.get()
    return getattr(streamlit if ouverte is None else ouverte, nom)


def ouverte() -> "Feuille | None":
    """The sheet being written; None in a session of Streamlit."""
    return _ouverte.get()


class Composant:
    """A component of the browser: mounted by Streamlit in a session, named with its data on a sheet."""

    tous: ClassVar[dict[str, "Composant"]] = {}

    def __init__(self, nom: str, adresse: str, *, isole: bool = True) -> None:
        """`adresse`: of its module, relative to the site; `isole`: drawn in a shadow root, out of the page's style."""
        self.nom, self.adresse, self.isole = nom, adresse, isole
        self.tous[nom] = self
        self._vrai = streamlit.components.v2.component(nom, js=_MONTAGE.format(adresse), isolate_styles=isole)

    def __call__(self, *, key: str, data: Any, **suites: Callable[[], None]) -> None:
        """Draw it. `suites`: `on_NOM_change` -> what is called, before the next drawing, when the reader said NOM."""
        if feuille := _ouverte.get():
            feuille.composant(self.nom, key, data, suites)
        else:
            self._vrai(key=key, data=data, **suites)


class Reprise(BaseException):
    """A choice is other than the screen had it: it is drawn again from the start."""


class Aller(BaseException):
    """A choice leads to another address, its argument."""


class Trouve(BaseException):
    """The search field asked about is drawn: its argument says what it finds, and nothing more is drawn."""


class Geste(NamedTuple):
    """What a reader did with a control that does more than hold a value: its name in a request, what it says."""

    nom: str
    dit: str


class Noeud:
    """A part of a screen: its kind (« boite », « html », « liste »…), its key, what it shows by name, what it holds."""

    __slots__ = ("cle", "dit", "enfants", "genre")

    def __init__(self, genre: str, cle: str = "", **dit: Any) -> None:
        self.genre, self.cle, self.dit = genre, cle, dit
        self.enfants: list[Noeud] = []

    def descendants(self) -> Iterator["Noeud"]:
        """Itself, then what it holds, in reading order."""
        yield self
        for enfant in self.enfants:
            yield from enfant.descendants()

    def suivis(self) -> tuple[str, ...]:
        """Names of the gestures that it follows."""
        if self.genre == "composant":
            return tuple(f"{self.cle}.{dit}" for dit in self.dit["dits"])
        return (self.dit["nom"],) if "nom" in self.dit else ()


class Boite(Noeud):
    """A part that holds others: `with boite:` writes in it, as `boite.html(…)` does."""

    __slots__ = ("_feuille", "open")

    def __init__(self, feuille: "Feuille", genre: str, cle: str = "", **dit: Any) -> None:
        super().__init__(genre, cle, **dit)
        self._feuille, self.open = feuille, True

    def __enter__(self) -> "Boite":
        self._feuille.pile.append(self)
        return self

    def __exit__(self, *_: object) -> None:
        self._feuille.pile.pop()

    def __getattr__(self, nom: str) -> Callable[..., Any]:
        ecrire = getattr(self._feuille, nom)

        def dedans(*quoi: Any, **comment: Any) -> Any:
            with self:
                return ecrire(*quoi, **comment)

        return dedans


class Requete(dict[str, list[str]]):
    """Choices of an address, by name; what the screen writes there is its canonical address."""

    def get_all(self, key: str) -> list[str]:
        return list(self[key]) if key in self else []

    def get(self, key: str, default: Any = None) -> Any:
        """The last value of a name."""
        return self[key][-1] if key in self else default

    def from_dict(self, params: Mapping[str, Any]) -> None:
        self.clear()
        self.update({cle: [v] if isinstance(v, str) else list(v) for cle, v in params.items()})


class Feuille:
    """One drawing of a screen.

    Attributes:
        racine: what is drawn; session_state, query_params: as Streamlit's, of this drawing alone.
        privees: name of a control that the address does not hold -> its values.
        depart: state in which a drawing begins: what gestures left, and what was said to such controls.
        gestes: what the reader did, oldest first, not yet followed.
        noms: key of a choice -> its name in the address, said by the frame once it knows the screen.
        page: name of the page, in the tab of the browser.
        largeur: of the window, in px; mesuree: whether what is drawn depends on it.
        passagere: whether what is said may be over in a moment.
        tout: whether folds are open until they are closed, for who cannot open them.
        carnet: notebook of a meeting, for which the screen is drawn without its choices; None for a reader.
        cherche: key of a search field and the text typed there, when that alone is asked.
    """

    def __init__(self, requete: Iterable[tuple[str, str]] = (), gestes: Sequence[Geste] = ()) -> None:
        self.query_params = Requete()
        self.privees: dict[str, list[str]] = {}
        for cle, valeur in requete:
            ou = self.privees if cle.startswith(PRIVE) else self.query_params
            ou.setdefault(cle, []).append(valeur)
        self.gestes, self.faits = list(gestes), set[str]()
        self.depart: dict[str, Any] = {}
        self._replis: dict[str, Any] = {}  # key of a control -> its value, had the reader said nothing of it
        self.noms: dict[str, str] = {}
        self.page, self.largeur = "", LARGEUR_HABITUELLE
        self.mesuree = self.passagere = self.tout = False
        self.carnet: Any = None
        self.cherche: tuple[str, str] | None = None
        self.commencer()

    def commencer(self) -> None:
        """An empty sheet, for the same choices."""
        self.session_state = dict(self.depart)
        self.racine = Boite(self, "racine")
        self.pile: list[Boite] = [self.racine]

    @contextmanager
    def ecrite(self) -> Iterator["Feuille"]:
        """Inside, screens write on this sheet."""
        jeton = _ouverte.set(self)
        try:
            yield self
        finally:
            _ouverte.reset(jeton)

    def jouer(self, dessiner: Callable[[], None]) -> None:
        """Draw a screen: each gesture is followed, then it is drawn again from the choices that this leaves.

        Raises Aller: a gesture leads to another address.
        """
        with self.ecrite():
            while True:
                with suppress(Reprise):
                    dessiner()
                    # The first is of no control of this screen; the next ones are still to be followed.
                    noms = {nom for n in self.racine.descendants() for nom in n.suivis()}
                    suite = next((i for i, g in enumerate(self.gestes) if i and g.nom in noms), len(self.gestes))
                    self.gestes = self.gestes[suite:]
                    if not self.gestes:
                        return
                self.commencer()

    def rappeler(self, souvenirs: Mapping[str, Callable[[list[str]], Any]]) -> None:
        """What a page kept: key -> what reads it, ValueError on anything unexpected."""
        for cle, lire in souvenirs.items():
            if cle not in self.session_state and (dites := self.privees.get(PRIVE + cle)):
                with suppress(ValueError):
                    self.session_state[cle] = lire(dites)

    def retenir(self, souvenirs: Mapping[str, list[str]]) -> None:
        """What its page is to keep for the next drawing, by key."""
        for cle, valeurs in souvenirs.items():
            self._poser(Noeud("souvenir", nom=PRIVE + cle, valeurs=valeurs))

    def _poser(self, noeud: Any) -> Any:
        self.pile[-1].enfants.append(noeud)
        return noeud

    # ------------------------------------------------------------------ what holds

    def container(self, *, key: str = "", horizontal: bool = False, **mise: Any) -> Boite:
        """Parts one under the other, or side by side."""
        place = {"haut": mise.get("vertical_alignment", "top"), "largeur": mise.get("width", "stretch")}
        return self._poser(Boite(self, "boite", key, horizontal=horizontal, **place))

    def columns(
        self, spec: int | Sequence[float], *, gap: str = "small", vertical_alignment: str = "top"
    ) -> list[Boite]:
        """Parts side by side, as wide as said."""
        parts = [1.0] * spec if isinstance(spec, int) else list(spec)
        ligne = self._poser(Boite(self, "colonnes", ecart=gap))
        ligne.enfants = [Boite(self, "colonne", poids=x / sum(parts), haut=vertical_alignment) for x in parts]
        return ligne.enfants

    def expander(self, label: str, expanded: bool = False, *, key: str = "", on_change: str = "", **_: Any) -> Boite:
        """A fold; with `on_change`, what it holds is drawn only once it is open, which `open` says."""
        nom, etat = PRIVE + key, self.session_state
        # As it is until the reader touches it.
        repli = self._replis.setdefault(nom, self.tout or bool(etat.get(key, expanded))) if on_change else expanded
        ouvert = self.privees.get(nom, ["01"[repli]])[-1] == "1"
        if on_change:
            etat[key] = ouvert
        pli = Boite(self, "pli", key, mots=label, nom=nom, ouvert=ouvert, repli=repli, differe=bool(on_change))
        pli.open = ouvert
        return self._poser(pli)

    def popover(self, label: str, *, key: str = "", width: str | int = "content", **_: Any) -> Boite:
        """A word that opens what it holds."""
        return self._poser(Boite(self, "volet", key, mots=label, largeur=width))

    # ------------------------------------------------------------------ what is said

    def html(self, body: str, *, width: str | int = "stretch") -> None:
        """Markup of ours."""
        self._poser(Noeud("html", corps=body, largeur=width))

    def caption(self, body: str) -> None:
        """A remark in small type."""
        self._poser(Noeud("legende", mots=body))

    def code(self, body: str, language: str = "") -> None:
        """Lines to copy."""
        self._poser(Noeud("code", mots=body, langue=language))

    def _avis(self, ton: str, body: str, **_: Any) -> None:
        """Something to know, what to beware of, what went wrong."""
        self._poser(Noeud("avis", ton=ton, mots=body))

    info = partialmethod(_avis, "info")
    warning = partialmethod(_avis, "warning")
    error = partialmethod(_avis, "error")

    def page_link(self, page: str, *, label: str, icon: str = "", **_: Any) -> None:
        """A link to another screen, `pages/NOM.py`."""
        self._poser(Noeud("lien", vers=page.removeprefix("pages/").removesuffix(".py"), mots=label))

    def set_page_config(self, *, page_title: str = "", **_: Any) -> None:
        """The name of the page."""
        self.page = page_title or self.page

    # ------------------------------------------------------------------ what is chosen

    def _geste(self, nom: str) -> Geste | None:
        """The gesture to follow now, when it is of the control of this name."""
        return self.gestes.pop(0) if self.gestes and self.gestes[0].nom == nom else None

    def _suivre(self, cle: str, valeur: Any, suite: Callable[..., None] | None, avec: Sequence[Any] = ()) -> None:
        """The choices as the gesture leaves them. Raises Reprise: the screen is drawn again."""
        self.session_state[cle] = valeur
        self.faits = {cle}
        if suite:
            suite(*avec)
        self.depart = self.session_state
        raise Reprise

    def _tenir(
        self,
        genre: str,
        etiquette: str,
        mise: Mapping[str, Any],
        repli: Any,
        lire: Callable[[list[str]], Any],
        dire: Callable[[Any], Any],
        admettre: Callable[[Any], Any] = lambda valeur: valeur,
        **dit: Any,
    ) -> Any:
        """Draw a control, and return what it holds.

        `mise`: its key, what follows it, how it is laid out, in the words of Streamlit. `repli`: its value when nothing
        is said of it. `lire`: from the values of a request, ValueError on what it does not hold; `dire`: a value as it
        is shown; `admettre`: a value, or another one where the control has it no more.

        Raises Reprise: the reader said other than the screen, which may have read it above: it is drawn again with it.
        """
        cle, suite = mise.get("key") or etiquette, mise.get("on_change")
        nom, etat = self.noms.get(cle, PRIVE + cle), self.session_state
        posee, connue = cle in etat, cle in self._replis
        sans = self._replis.get(cle, etat.setdefault(cle, repli))
        if geste := self._geste(nom):
            try:
                valeur = lire([geste.dit] if geste.dit else [])
            except ValueError:
                raise Reprise from None  # a choice that has left the list meanwhile changes nothing
            self._replis[cle] = sans
            self._suivre(cle, valeur, suite, mise.get("args", ()))
        if nom in self.privees and not connue:
            with suppress(ValueError):
                valeur = lire([d for d in self.privees[nom] if d])
                self._replis[cle] = sans
                self.depart[cle] = etat[cle] = valeur
                if posee and valeur != sans:
                    raise Reprise
        valeur = etat[cle] = admettre(etat[cle])
        dit |= {
            # What the screen itself took is answered by it, as what a callback answers.
            "geste": suite is not None or (nom.startswith(PRIVE) and (posee or connue)),
            "vue": mise.get("label_visibility", "visible") == "visible",
            "largeur": mise.get("width", "stretch"),
            "exemple": mise.get("placeholder", ""),
            "valeurs" if isinstance(valeur, list) else "valeur": dire(valeur),
        }
        self._poser(Noeud(genre, mise.get("key", ""), etiquette=etiquette, nom=nom, repli=dire(sans), **dit))
        return valeur

    def selectbox(
        self, label: str, options: Iterable[Any], index: int | None = 0, format_func: Nommer = str, **mise: Any
    ) -> Any:
        """One of a list; with `index` None, or none, which `placeholder` says; `accept_new_options`: or words."""
        possibles, libre = list(options), mise.get("accept_new_options", False)
        if libre:  # what is typed is understood by the screen, before it is an option
            mise = {"on_change": lambda: None} | mise
        repli = None if index is None or not possibles else possibles[index]
        lire = _un_de(possibles, vide=index is None, libre=libre)
        dit = {"aucun": mise.get("placeholder", "") if index is None else None, "libre": libre}
        admettre = lambda v: v if v in possibles else repli  # noqa: E731
        choix = _choix(possibles, format_func)
        return self._tenir("liste", label, mise, repli, lire, _texte, admettre, options=choix, **dit)

    def segmented_control(self, label: str, options: Iterable[Any], *, format_func: Nommer = str, **mise: Any) -> Any:
        """One of a few, all in sight, which the screen chooses at first."""
        possibles, mise = list(options), {"width": "content"} | mise
        admettre = lambda v: v if v in possibles else None  # noqa: E731
        lire, choix = _un_de(possibles, vide=False), _choix(possibles, format_func)
        return self._tenir("boutons", label, mise, None, lire, _texte, admettre, options=choix)

    def multiselect(
        self, label: str, options: Iterable[Any], default: Sequence[Any] = (), format_func: Nommer = str, **mise: Any
    ) -> list[Any]:
        """Several of a list, in the order they were chosen; `accept_new_options`: words too, which a callback reads."""
        par_nom, maximum = {str(o): o for o in options}, mise.get("max_selections")
        libre = mise.get("accept_new_options", False)

        def lire(dites: list[str]) -> list[Any]:
            # A gesture says all of them at once.
            noms = list(dict.fromkeys(n for d in dites for n in d.split("\n") if n))
            if not (libre or par_nom.keys() >= {*noms}) or len(noms) > (maximum or len(noms)):
                raise ValueError(noms)
            return [par_nom.get(n, n[:TAPE_MAX]) for n in noms]

        possibles = [*par_nom.values()]
        admettre = lambda valeurs: [v for v in valeurs or [] if v in possibles]  # noqa: E731
        dire = lambda valeurs: [str(v) for v in valeurs or []]  # noqa: E731
        dit = {"aucun": mise.get("placeholder", ""), "maximum": maximum, "libre": libre}
        choix = _choix(possibles, format_func)
        return [*self._tenir("listes", label, mise, [*default], lire, dire, admettre, options=choix, **dit)]

    def toggle(self, label: str, value: bool = False, **mise: Any) -> bool:
        """A switch."""
        return bool(self._tenir("bascule", label, mise, value, lambda dites: dites[-1:] == ["1"], bool))

    def text_input(
        self, label: str, value: str = "", max_chars: int | None = None, *, genre: str = "texte", **mise: Any
    ) -> str:
        """A line of text, or several."""
        lire = lambda dites: (dites or [""])[-1][:max_chars]  # noqa: E731
        return self._tenir(genre, label, mise, value, lire, _dire, longueur=max_chars) or ""

    text_area = partialmethod(text_input, genre="lignes")

    def number_input(self, label: str, min_value: float = -inf, max_value: float = inf, **mise: Any) -> float | None:
        """A number, or none, as it is at first."""
        genre = type(mise.get("step", 1))

        def lire(dites: list[str]) -> float | None:
            if not dites or not dites[-1].strip():
                return None
            lu = float("".join(dites[-1].split()).replace(",", "."))
            if not isfinite(lu) or not min_value <= lu <= max_value:
                raise ValueError(dites)
            return genre(lu)

        return self._tenir("nombre", label, mise, None, lire, _dire)

    def date_input(self, label: str, *, min_value: date, max_value: date, **mise: Any) -> date | None:
        """A day, the last one that may be taken without a choice."""

        def lire(dites: list[str]) -> date:
            lu = date.fromisoformat((dites or [""])[-1])
            if not min_value <= lu <= max_value:
                raise ValueError(dites)
            return lu

        return self._tenir("jour", label, mise, max_value, lire, _dire, bornes=(min_value, max_value))

    def button(self, label: str, key: str = "", *, on_click: Callable[..., None] | None = None, **mise: Any) -> bool:
        """A button; True in the drawing that follows a press."""
        cle, inerte = key or label, mise.get("disabled", False)
        nom = self.noms.get(cle, PRIVE + cle)
        if self._geste(nom):
            if not inerte:
                self.faits = {cle}
                if on_click:
                    on_click(*mise.get("args", ()), **mise.get("kwargs", {}))
                self.depart = self.session_state
            raise Reprise
        self._poser(Noeud("bouton", key, mots=label, nom=nom, sorte=mise.get("type", "secondary"), inerte=inerte))
        return cle in self.faits

    def download_button(
        self, label: str, data: Callable[[], bytes], file_name: str, mime: str = "text/csv", *, key: str = "", **_: Any
    ) -> None:
        """A file, made when it is asked for."""
        self._poser(Noeud("fichier", key or file_name, mots=label, contenu=data, fichier=file_name, type_media=mime))

    def composant(self, nom: str, cle: str, data: Any, suites: Mapping[str, Callable[[], None]]) -> None:
        """See `Composant`; a gesture of one is named `key.what`."""
        dits = {champ.removeprefix("on_").removesuffix("_change"): suite for champ, suite in suites.items()}
        for champ, suite in dits.items():
            if geste := self._geste(f"{cle}.{champ}"):
                self._suivre(cle, _Dit.lu(geste.dit), suite)
        self.session_state.pop(cle, None)
        self._poser(Noeud("composant", cle, nom=nom, donnees=data, dits=tuple(dits)))


def _dire(v: Any) -> str:
    """What is typed in a field, as it shows it."""
    return "" if v is None else f"{v:.15g}".replace(".", ",") if isinstance(v, float) else str(v)


class _Dit(dict[str, Any]):
    """What a component said, by name, as an attribute too."""

    __getattr__ = dict.get

    @classmethod
    def lu(cls, dit: str) -> "_Dit":
        """From a request; nothing for what it cannot have said."""
        with suppress(ValueError, RecursionError):
            if isinstance(lu := json.loads(dit), dict):
                return cls(lu)
        return cls()


def _choix(possibles: Sequence[Any], format_func: Nommer) -> list[tuple[str, str]]:
    """What a list of choices shows, whatever its kind: the value of each, its words."""
    return [(str(o), format_func(o) or str(o)) for o in possibles]


def _texte(valeur: Any) -> str | None:
    return None if valeur is None else str(valeur)


def _un_de(possibles: Sequence[Any], *, vide: bool, libre: bool = False) -> Callable[[list[str]], Any]:
    """What reads one of several options from the values of a request; `libre`: or words."""
    par_nom = {str(o): o for o in possibles}

    def lire(dites: list[str]) -> Any:
        dite = dites[-1] if dites else ""  # an option may say nothing
        if vide and not dite:
            return None
        if dite not in par_nom and not libre:
            raise ValueError(dites)
        return par_nom.get(dite, dite[:TAPE_MAX])

    return lire
