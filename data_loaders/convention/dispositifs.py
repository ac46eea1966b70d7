"""What the text of the convention says of each dispositif: its sheets, and every figure that it writes.

Sheets are in `parametres/dispositifs.toml`, figures in `parametres/chiffres_convention.toml`: a figure is written once,
and a sheet cites it by its code, « {sites} ».
"""

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from data_loaders import francais
from data_loaders.contracts.convention import THEMES, mesures
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.convention import cadre
from data_loaders.parametres import Editable
from geo.disque import relu

_PARAMETRES = Path(__file__).parents[1] / "parametres"
FICHES, CHIFFRES = _PARAMETRES / "dispositifs.toml", _PARAMETRES / "chiffres_convention.toml"
SIGNATURE = "27 août 2013"
TEXTE = Editable("dispositifs", "fiche")
AVANT = ("", "plus de", "au plus", "environ")
_CITE = re.compile(r"\{(\w+)\}")


class Chiffre(NamedTuple):
    """A number, a date or a level that the text writes."""

    code: str
    fiche: str  # sheet where it is read
    valeur: float | str
    texte: str  # what it is
    mots: str  # the exact words of the text
    unite: str = ""  # words after the number
    avant: str = ""  # one of `AVANT`
    carte: str = ""  # words after the number, on a card
    date: str = SIGNATURE  # what it refers to
    compte: bool = False  # the number is counted in the list that `mots` gives, not written
    cherche: tuple[str, ...] = ()  # ways to ask for it

    @property
    def nombre(self) -> str:
        """« 2 350 », « 800 € », « niveau 4 »: what is printed large, one word."""
        if isinstance(self.valeur, str):
            return self.valeur
        return francais.avec_unite(self.valeur, "€") if self.unite == "€" else francais.nombre(self.valeur)

    @property
    def suite(self) -> str:
        """Words after the number printed large."""
        return "" if self.unite == "€" else self.unite

    @property
    def dit(self) -> str:
        """« plus de 2 350 professionnels »."""
        return f"{self.avant} {self.nombre}{francais.INSEC if self.suite else ''}{self.suite}".strip()


class Phrase(NamedTuple):
    """A few words that name it, and what is said."""

    quoi: str
    dit: str


class Serie(NamedTuple):
    """An open series: an indicator, and for the survey a métier « niveau:code »."""

    indicateur: str
    metier: str = ""


class Fiche(NamedTuple):
    """One sheet; every figure cited is written out."""

    code: str
    nom: str
    theme: str  # part of the convention
    ou: str  # heading, in that part
    constat: str
    resume: str
    pour: tuple[str, ...]
    paie: tuple[Phrase, ...]  # who pays, and what; empty where the text does not say
    ecrit: tuple[Phrase, ...]  # what the text says, summarised in its order
    cherche: tuple[str, ...]
    court: str = ""  # name on a card
    vedettes: tuple[str, ...] = ()  # codes of one or two figures
    entetes: tuple[str, ...] = ()  # with `lignes`: what the text says, in rows, or nothing
    lignes: tuple[tuple[str, ...], ...] = ()
    instances: tuple[str, ...] = ()
    mesures: tuple[str, ...] = ()  # codes of indicators of the annex
    engagements: tuple[str, ...] = ()
    series: tuple[Serie, ...] = ()
    sans_serie: str = ""  # why there is no series
    secteurs: tuple[str, ...] = ()
    depuis: tuple[str, ...] = ()  # short names of events


class Texte(NamedTuple):
    """The whole text as it is shown: sheets and figures, by their codes, in its order."""

    fiches: Mapping[str, Fiche]
    chiffres: Mapping[str, Chiffre]

    def de(self, fiche: str) -> list[Chiffre]:
        """Figures of a sheet."""
        return [c for c in self.chiffres.values() if c.fiche == fiche]


@relu(maxsize=4)
def lire(fiches: Path = FICHES, chiffres: Path = CHIFFRES) -> Texte:
    """Read the sheets and the figures, again once they are edited; ErreurDonnees: unreadable file, field unknown or
    missing, code that nothing bears; the message names the entry."""
    bruts = {}
    for b in TEXTE.lire(chiffres).get("chiffre", []):
        ou = f"{chiffres.name}, {b.get('code', 'chiffre sans code')}"
        TEXTE.champs(ou, b, ("code", "fiche", "valeur", "texte", "mots", "cherche"), Chiffre._fields)
        _parmi(ou, "avant", [b.get("avant", "")], AVANT)
        c = Chiffre(**b | {"cherche": _tournures(b)})
        if c.code in bruts:
            raise TEXTE.erreur(c.code, "deux chiffres ont ce code", "", "un code par chiffre")
        bruts[c.code] = c
    connus = {code: c._replace(texte=_citer(code, c.texte, bruts)) for code, c in bruts.items()}
    lues = [
        _fiche(f"{fiches.name}, {b.get('code', 'fiche sans code')}", b, connus)
        for b in TEXTE.lire(fiches).get("fiche", [])
    ]
    par_code = {f.code: f for f in lues}
    if len(par_code) < len(lues):
        raise TEXTE.erreur(fiches.name, "deux fiches ont le même code", "", "un code par fiche")
    for c in connus.values():
        _parmi(f"{chiffres.name}, {c.code}", "fiche", [c.fiche], par_code)
    return Texte(par_code, connus)


def _fiche(ou: str, b: dict, chiffres: Mapping[str, Chiffre]) -> Fiche:
    champs = [n for n in Fiche._fields if n not in ("entetes", "lignes")]
    obligatoires = ("code", "nom", "theme", "ou", "constat", "resume", "pour", "ecrit", "cherche")
    TEXTE.champs(ou, b, obligatoires, (*champs, "tableau"))

    def cite(v: Any) -> Any:
        """Figures cited written out in every text of a value; lists as tuples."""
        if isinstance(v, str):
            dit = _citer(ou, v, chiffres)
            return francais.capitale(dit) if v.startswith("{") else dit
        return {c: cite(x) for c, x in v.items()} if isinstance(v, dict) else tuple(map(cite, v))

    lu = cite(b | {"court": b.get("court", b["nom"])} | b.get("tableau", {}))
    lu["series"] = tuple(Serie(**s) for s in lu.get("series", ()))
    _parmi(ou, "theme", [b["theme"]], THEMES)
    base = cadre.defaut()
    for nom, connus in {
        "vedettes": chiffres,
        "instances": [i.code for i in base.instances],
        "engagements": [e.code for e in base.engagements],
        "mesures": {m.code_indicateur for m in mesures().values()},
    }.items():
        _parmi(ou, nom, lu.get(nom, ()), connus)
    _parmi(ou, "series", [s.indicateur for s in lu["series"]], INDICATEURS)
    if bool(lu["series"]) == bool(b.get("sans_serie")):
        raise TEXTE.erreur(ou, "ni série ni raison, ou les deux", "", "series = […], ou bien sans_serie = « … »")
    lu["paie"] = tuple(Phrase(p["qui"], _citer(ou, p["quoi"], chiffres)) for p in b.get("paie", ()))
    lu["ecrit"] = tuple(Phrase(p["quoi"], p["dit"]) for p in lu["ecrit"])
    return Fiche(**{c: v for c, v in lu.items() if c != "tableau"} | {"cherche": _tournures(b)})


def _tournures(b: dict) -> tuple[str, ...]:
    return tuple(t.strip() for t in b.get("cherche", "").split(",") if t.strip())


def _citer(ou: str, texte: str, chiffres: Mapping[str, Chiffre]) -> str:
    _parmi(ou, "chiffre cité", _CITE.findall(texte), chiffres)
    return _CITE.sub(lambda m: chiffres[m[1]].dit, texte)


def _parmi(ou: str, champ: str, lus: Collection[Any], connus: Collection[Any]) -> None:
    if perdus := [str(c) for c in lus if c not in connus]:
        raise TEXTE.erreur(f"{ou}, {champ}", "inconnu", ", ".join(perdus), ", ".join(map(str, connus))[:300])
