"""Choices shared by the pages, kept in the session and in the address under stable codes, so that a link can be sent.

The session is the truth. The address wins on arrival and after « Back »; a change of page empties the address, and then
the session wins, as it does when two choices follow each other so fast that the second comes with the address of before
the first. Whatever the address holds that is not expected is set aside and its key reported, never raised.
"""

import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Final

from pages.components import compat, feuille as st

# A link made here holds a few hundred characters; the rest is an accident or an attack.
LONGUEUR_MAX: Final = 2_000
VALEURS_MAX: Final = 50
TRACE_SESSION: Final = "_adresse"
ARRIVEE: Final = "_arrivee"  # whether the address decided of this run: on arrival by a link, after « Back »


@dataclass(frozen=True)
class Param:
    """A shared choice.

    Attributes:
        key: name in the session and in the address.
        default: value of a new session.
        parse: from the values found in the address; raises ValueError on anything unexpected.
        dump: to the values written in the address; an empty list writes nothing.
        nom: name in the address, the key without it; of two choices of one name, a screen reads and writes its own.
        libelle: its French name, for who followed a link that cannot be understood.
    """

    key: str
    default: Any
    parse: Callable[[list[str]], Any]
    dump: Callable[[Any], list[str]]
    nom: str = ""
    libelle: str = ""

    @property
    def dit(self) -> str:
        """Its name in the address."""
        return self.nom or self.key


def un(valeur: str | None) -> list[str]:
    """Values in the address of a text, or of none."""
    return [valeur] if valeur else []


def seule(juste: Callable[[str], Any], *, repetee: bool = False) -> Callable[[list[str]], str]:
    """What reads a value that must be as said; `repetee`: the last of several, which are refused elsewhere."""

    def lire(valeurs: list[str]) -> str:
        if (len(valeurs) != 1 and not repetee) or not juste(valeurs[-1]):
            raise ValueError(valeurs)
        return valeurs[-1]

    return lire


def plusieurs(juste: Callable[[str], Any], maximum: int = VALEURS_MAX) -> Callable[[list[str]], list[str]]:
    """What reads at most so many values that must be as said, in the order given, without repeats."""

    def lire(valeurs: list[str]) -> list[str]:
        if len(valeurs) > maximum or not all(map(juste, valeurs)):
            raise ValueError(valeurs)
        return list(dict.fromkeys(valeurs))

    return lire


def one(key: str, default: Any, allowed: Collection[Any], cast: Callable[[str], Any] = str, libelle: str = "") -> Param:
    """A single value among `allowed`."""
    # `int` reads full-width digits, spaces and « 1_0 »: only a value written as we write it is ours.
    lire = seule(lambda brute: str(v := cast(brute)) == brute and v in allowed)
    dump = lambda valeur: [] if valeur is None else [str(valeur)]  # noqa: E731
    return Param(key, default, lambda valeurs: cast(lire(valeurs)), dump, libelle=libelle)


def _lisible(longueur: int) -> Callable[[str], bool]:
    return lambda texte: len(texte) <= longueur and not {*map(unicodedata.category, texte)} & {"Cc", "Cf", "Cs"}


def text(key: str, longueur: int = 200, *, libelle: str = "") -> Param:
    """Free text, such as a search: at most `longueur` characters, all of which are seen."""
    return Param(key, "", seule(_lisible(longueur)), un, libelle=libelle)


def texts(key: str, nom: str, libelle: str = "") -> Param:
    """At most `VALEURS_MAX` texts, repeated in the address under `nom`; what they mean is judged by who reads them."""
    lire = plusieurs(_lisible(LONGUEUR_MAX))
    return Param(key, [], lambda valeurs: lire(valeurs) and list(valeurs), list, nom, libelle)


def load(params: list[Param], montres: Collection[str] = ()) -> list[str]:
    """Fills the session, and returns the names whose value in the address was refused: they keep the session's value.

    Call once per run before any widget. `montres`: keys that the page writes: one that is missing after « Back » was
    not chosen yet.
    """
    etat, adresse = st.session_state, st.query_params
    lues = {param.dit: adresse.get_all(param.dit) for param in params}
    siennes = {p.dit: p.key for p in params if p.key in montres or not p.nom}
    trop_long = sum(len(valeur) for valeurs in lues.values() for valeur in valeurs) > LONGUEUR_MAX
    retour = TRACE_SESSION in etat and compat.navigation() and any(lues.values()) and lues != etat[TRACE_SESSION]
    adresse_prime = etat[ARRIVEE] = retour or TRACE_SESSION not in etat
    if retour:  # said now: « Back » again before the end of this run must not be taken for no change
        etat[TRACE_SESSION] = lues
    refusees = []
    for param in params:
        # Assigned even when unchanged: Streamlit forgets the value of a widget that the current page does not draw.
        etat[param.key] = etat.get(param.key, param.default)
        if retour and param.key in montres and not lues[param.dit]:
            etat[param.key] = param.default
        if not adresse_prime or not lues[param.dit] or siennes.get(param.dit) != param.key:
            continue
        try:
            if trop_long:
                raise ValueError(f"{param.key}: address longer than {LONGUEUR_MAX} characters")
            etat[param.key] = param.parse(lues[param.dit])
        except ValueError:
            refusees.append(param.dit)
    return refusees


def save(params: list[Param], ecartes: Collection[str] = ()) -> None:
    """Writes the choices of a screen in the address, defaults included; call once per run, after the widgets.

    `ecartes`: keys of the other screens, kept in the session. Any other parameter of the address stays as it is.
    """
    etat, adresse = st.session_state, st.query_params
    voulues = {cle: [] for cle in ecartes} | {param.dit: param.dump(etat[param.key]) for param in params}
    ecrites = {cle: valeurs for cle, valeurs in voulues.items() if valeurs}
    lues = {cle: adresse.get_all(cle) for cle in adresse if cle in voulues}
    # One state, one address: in one order too. That of this run may be older than the last one said: the browser may
    # not hold that one yet.
    if [*ecrites.items()] != [*lues.items()] or voulues != etat.get(TRACE_SESSION, voulues):
        autres = {cle: adresse.get_all(cle) for cle in adresse if cle not in voulues}
        adresse.from_dict({**autres, **ecrites})
    etat[TRACE_SESSION] = voulues
