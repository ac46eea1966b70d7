"""What a browser sends of a meeting, read as hostile: sizes, counts, types, characters. Every refusal is in French.

Nothing else reads these bodies; what is not expected is refused by the name of its field, never guessed. A screen shows
its usual choice in place of a code that it does not know; a meeting says which it is, and what is near.
"""

import difflib
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final, NamedTuple, NoReturn, TypeVar
from urllib.parse import parse_qsl

from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import INSEC
from data_loaders.parametres import secteurs
from geo import zonages
from pages.figures.seance import Diapo

FORMAT: Final = "observatoire-seance-1"
OCTETS_MAX: Final = 512 * 1024  # an agenda, and what was typed
VUES_MAX: Final = 40
# A view may be shown again: after a question, after a discussion.
MONTREES_MAX: Final = 80
NOTES_MAX: Final = 200
# As `ordre.js` has them; `LONGUEUR` for the others.
LONGUEURS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("texte", "presents", "adresse"), 2000),
    **dict.fromkeys(("titre", "cle"), 120),
    "suite": OCTETS_MAX,
}
LONGUEUR: Final = 400
SUITES_MAX: Final = 60
MINUTES_MAX: Final = 600
SECONDES_MAX: Final = 24 * 3600
SUIVIS: Final = ("decision", "a_faire")  # what the next meeting looks at again
GENRES: Final = (*SUIVIS, "remarque", "question")
_ADRESSE: Final = re.compile(r"/[a-z_]*(?:\?[^\s\\<>\"#]*)?\Z", re.ASCII)
_CLE: Final = re.compile(r"[\w:.-]+\Z", re.ASCII)
_RANG: Final = re.compile(r"(?:[1-9]\d?|[A-Z])\Z", re.ASCII)
_HEURE: Final = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d\Z", re.ASCII)

T = TypeVar("T")


class Montree(NamedTuple):
    """A view of a meeting: the figure `cle` of a screen, what the room read; minutes planned, seconds looked at;
    `rang`: its number in the agenda as the room read it, a letter for what was shown aside, "" where nothing says."""

    adresse: str
    cle: str
    message: str = ""
    dit: str = ""
    minutes: int = 0
    question: bool = False
    secondes: int = 0
    rang: str = ""

    @property
    def lu(self) -> str:
        """The headline that the room read."""
        return self.message or self.dit


class Note(NamedTuple):
    """What was typed: kind (`GENRES`), words, who does it and when; ranks of the view shown then, of its answer.

    `etat`: of what a former meeting left to follow, its state as it was typed.
    """

    genre: str
    texte: str
    qui: str = ""
    quand: str = ""
    vue: int | None = None
    heure: str = ""
    reponse: int | None = None
    etat: str = ""


@dataclass(frozen=True)
class Seance:
    """A meeting: its views, and for a record when, where, by whom and what was said.

    `depuis`: day of the meeting whose `suites` were followed; `suite`: the next agenda, as the browser wrote it.
    """

    titre: str
    vues: tuple[Montree, ...]
    debut: datetime | None = None
    fin: datetime | None = None
    lieu: str = ""
    presents: str = ""
    notes: tuple[Note, ...] = ()
    depuis: date | None = None
    suites: tuple[Note, ...] = ()
    suite: str = ""

    def de(self, genre: str) -> list[Note]:
        """Notes of a kind, in the order they were typed."""
        return [n for n in self.notes if n.genre == genre]


def retrouver(
    vues: Sequence[Montree], jouer: Callable[[str], Sequence[Diapo]]
) -> Iterator[tuple[Montree, Diapo | None, str]]:
    """Each view with its figure as it is today, else why its screen no longer gives it; `jouer`: see `rejeu.jouer`."""
    jouer = cache(jouer)
    for m in vues:
        d, raison = None, "Cet écran n’a plus cette figure"
        try:
            d = next((x for x in jouer(m.adresse) if x.cle == m.cle), None)
        except ErreurDonnees as e:
            raison = e.trouve
        yield m, d, raison


def lire_ordre(corps: bytes) -> Seance:
    """An agenda. Raises ErreurDonnees of rule `demande`, which names the field at fault."""
    return _ordre(_json(corps))


def lire_releve(corps: bytes) -> Seance:
    """A record: what was shown, what was said. Raises as `lire_ordre`."""
    r = _objet("relevé", _json(corps))
    ordre = _ordre(r.get("seance"))
    vues = _liste("montrees", r.get("montrees", []), MONTREES_MAX, _vue)
    debut, fin = (_instant(nom, r.get(nom)) for nom in ("debut", "fin"))
    lieu, presents = (_texte(nom, r, lignes=nom == "presents") for nom in ("lieu", "presents"))
    notes = _liste("notes", r.get("notes", []), NOTES_MAX, lambda ou, n: _note(ou, n, len(vues)))
    suites = _liste(
        "suites",
        r.get("suites", []),
        SUITES_MAX,
        lambda ou, s: Note(*_ecrits(ou, s, SUIVIS), etat=_texte("etat", s, ou)),
    )
    depuis = _instant("depuis", r.get("depuis"))
    return Seance(
        ordre.titre, vues, debut, fin, lieu, presents, notes, depuis and depuis.date(), suites, _texte("suite", r)
    )


def _json(corps: bytes) -> Any:
    _exiger(len(corps) <= OCTETS_MAX, "séance", f"elle dépasse {OCTETS_MAX // 1024}{INSEC}ko")
    try:
        return json.loads(
            corps.decode("utf-8"), parse_constant=lambda nom: _refuser("séance", f"{nom} n’est pas un nombre")
        )
    except (ValueError, RecursionError):
        _refuser("séance", "ce n’est pas un texte JSON lisible")


def _ordre(brut: Any) -> Seance:
    o = _objet("séance", brut)
    _exiger(o.get("format") == FORMAT, "format", f"«{INSEC}{FORMAT}{INSEC}» est attendu")
    return Seance(_texte("titre", o) or "Séance", _liste("vues", o.get("vues", []), VUES_MAX, _vue))


def _vue(ou: str, brut: Any) -> Montree:
    v = _objet(ou, brut)
    adresse, cle, message, dit = (_texte(nom, v, ou) for nom in ("adresse", "cle", "message", "dit"))
    _exiger(_CLE.match(cle), f"{ou}, cle", "ce n’est pas le nom d’une figure")
    _exiger(_ADRESSE.match(adresse), f"{ou}, adresse", "ce n’est pas celle d’un écran de l’observatoire")
    durees = ("minutes", MINUTES_MAX), ("secondes", SECONDES_MAX)
    minutes, secondes = (_entier(ou, v, *duree, defaut=0) for duree in durees)
    rang = _texte("rang", v, ou)
    _exiger(not rang or _RANG.match(rang), f"{ou}, rang", "un numéro de vue ou une lettre est attendu")
    question = v.get("question", False)
    _exiger(isinstance(question, bool), f"{ou}, question", "vrai ou faux est attendu")
    return Montree(adresse, cle, message, dit, minutes, question, secondes, rang)


def _entier(ou: str, v: Mapping[str, Any], nom: str, maximum: int, sinon: str = "", defaut: int | None = None) -> Any:
    sinon = sinon or f"un nombre entier de 0 à {maximum} est attendu"
    lu = v.get(nom, defaut)
    _exiger(lu is defaut or (type(lu) is int and 0 <= lu <= maximum), f"{ou}, {nom}", sinon)
    return lu


def _note(ou: str, brut: Any, vues_nb: int) -> Note:
    n = _objet(ou, brut)
    dits, heure = _ecrits(ou, n, GENRES), _texte("heure", n, ou)
    rang = "ce n’est pas le rang d’une vue montrée"
    vue, reponse = (_entier(ou, n, nom, vues_nb - 1, rang) for nom in ("vue", "reponse"))
    _exiger(not heure or _HEURE.match(heure), f"{ou}, heure", "une heure comme 14:21 est attendue")
    return Note(*dits, vue, heure, reponse)


def _ecrits(ou: str, brut: Any, connus: tuple[str, ...]) -> list[str]:
    """Kind, words, who, when of what was typed."""
    objet = _objet(ou, brut)
    genre = objet.get("genre")
    _exiger(genre in connus, f"{ou}, genre", f"{', '.join(connus)} sont attendus")
    return [genre, *(_texte(nom, objet, ou, lignes=nom == "texte") for nom in ("texte", "qui", "quand"))]


def _objet(ou: str, brut: Any) -> Mapping[str, Any]:
    _exiger(isinstance(brut, dict), ou, "un objet JSON est attendu")
    return brut


def _liste(nom: str, brut: Any, maximum: int, lire: Callable[[str, Any], T]) -> tuple[T, ...]:
    _exiger(isinstance(brut, list), nom, "une liste est attendue")
    _exiger(len(brut) <= maximum, nom, f"{len(brut)} lignes, plus que {maximum}")
    return tuple(lire(f"{nom} {i}", x) for i, x in enumerate(brut, 1))


def _texte(nom: str, objet: Mapping[str, Any], ou: str = "", *, lignes: bool = False) -> str:
    """A text of at most its length, without invisible characters; line breaks where several lines may be typed."""
    ou, texte = ", ".join(filter(None, (ou, nom))), objet.get(nom, "")
    _exiger(isinstance(texte, str), ou, "un texte est attendu")
    maximum = LONGUEURS.get(nom, LONGUEUR)
    _exiger(len(texte) <= maximum, ou, f"{len(texte)} caractères, plus que {maximum}")
    for c in texte:
        if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn") and not (lignes and c == "\n"):
            _refuser(ou, f"un caractère invisible ou inconnu (U+{ord(c):04X})")
    return texte.strip()


def _instant(nom: str, brut: Any) -> datetime | None:
    if brut in (None, ""):
        return None
    try:
        lu = datetime.fromisoformat(brut)
    except (TypeError, ValueError):
        _refuser(nom, "une date comme 2026-11-25T14:10 est attendue")
    _exiger(1990 <= lu.year <= 2200, nom, "une date de ce siècle est attendue")
    return lu.replace(tzinfo=None)


def _exiger(vrai: object, ou: str, sinon: str) -> None:
    if not vrai:
        _refuser(ou, sinon)


def _refuser(ou: str, trouve: str) -> NoReturn:
    raise ErreurDonnees(
        "demande", ou, f"champ «{INSEC}{ou}{INSEC}»{INSEC}: {trouve}", remede="corriger la séance, puis recommencer"
    )


def verifier(adresse: str) -> None:
    """Refuse (rule `code`) an address whose zone, zoning, indicator or sector does not exist; the nearest is named."""
    chemin, _, requete = adresse.partition("?")
    for nom, valeur in parse_qsl("" if chemin == "/explorer" else requete):  # which names its own faults
        for quoi, connus in _connus(nom, valeur):
            if valeur not in connus:
                proches = difflib.get_close_matches(valeur, connus, 1, 0.5)
                proche = f". Proche{INSEC}: {connus[proches[0]]} ({proches[0]})" if proches else ""
                trouve = f"{quoi} «{INSEC}{valeur[:60]}{INSEC}» n’existe pas{proche}"
                raise ErreurDonnees("code", "adresse de la vue", trouve, remede="corriger le code dans le fichier")


def _connus(nom: str, valeur: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """What a parameter must be, in words, and the codes that exist with their names."""
    decoupages = {c: z.libelle for c, z in zonages.zonages().items()}
    if nom == "indicateur":
        yield "l’indicateur", {c: i.libelle for c, i in INDICATEURS.items()}
    elif nom == "zonage":
        yield "le découpage", decoupages
    elif nom == "secteur" and valeur != "tous":
        yield "le secteur", {s.code: s.intitule for s in secteurs.lire().secteurs.values()}
    elif nom in ("zone", "zones", "lieu") and ":" in valeur:
        zonage = valeur.partition(":")[0]
        yield "la zone", nommes(zonage if zonage in decoupages else "secteur")


def nommes(genre: str) -> dict[str, str]:
    """Places of a zoning, `zef:ancenis`, or sectors, `secteur:numerique`: their names."""
    suivis = {s.code: s.intitule for s in secteurs.lire().secteurs.values()}
    return {f"{genre}:{c}": nom for c, nom in (suivis if genre == "secteur" else zonages.noms(genre)).items()}
