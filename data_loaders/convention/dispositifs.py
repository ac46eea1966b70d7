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
    """A number, a date or a level that the text writes.

    Attributes:
        fiche: sheet where it is read. unite: words after the number; carte: those on a card. avant: one of `AVANT`.
        texte: what it is. mots: the exact words of the text. date: what it refers to.
        compte: the number is counted in the list that `mots` gives, not written. cherche: ways to ask for it.
    """

    code: str
    fiche: str
    valeur: float | str
    texte: str
    mots: str
    unite: str = ""
    avant: str = ""
    carte: str = ""
    date: str = SIGNATURE
    compte: bool = False
    cherche: tuple[str, ...] = ()

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
    """One sheet; every figure cited is written out.

    Attributes:
        court: name on a card. theme: part of the convention. ou: heading, in that part.
        vedettes: codes of one or two figures. paie: who pays, and what; empty where the text does not say.
        ecrit: what the text says, summarised in its order. entetes, lignes: the same in rows, or nothing.
        mesures: codes of indicators of the annex. sans_serie: why there is no series. depuis: short names of events.
    """

    code: str
    nom: str
    theme: str
    ou: str
    constat: str
    resume: str
    pour: tuple[str, ...]
    paie: tuple[Phrase, ...]
    ecrit: tuple[Phrase, ...]
    cherche: tuple[str, ...]
    court: str = ""
    vedettes: tuple[str, ...] = ()
    entetes: tuple[str, ...] = ()
    lignes: tuple[tuple[str, ...], ...] = ()
    instances: tuple[str, ...] = ()
    mesures: tuple[str, ...] = ()
    engagements: tuple[str, ...] = ()
    series: tuple[Serie, ...] = ()
    sans_serie: str = ""
    secteurs: tuple[str, ...] = ()
    depuis: tuple[str, ...] = ()


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
    series = tuple(Serie(**s) for s in lu.get("series", ()))
    base = cadre.defaut()
    for nom, lus, connus in (
        ("theme", [b["theme"]], THEMES),
        ("vedettes", lu.get("vedettes", ()), chiffres),
        ("instances", lu.get("instances", ()), [i.code for i in base.instances]),
        ("engagements", lu.get("engagements", ()), [e.code for e in base.engagements]),
        ("mesures", lu.get("mesures", ()), {m.code_indicateur for m in mesures().values()}),
        ("series", [s.indicateur for s in series], INDICATEURS),
    ):
        _parmi(ou, nom, lus, connus)
    if bool(series) == bool(b.get("sans_serie")):
        raise TEXTE.erreur(ou, "ni série ni raison, ou les deux", "", "series = […], ou bien sans_serie = « … »")
    phrases = {
        "paie": tuple(Phrase(p["qui"], _citer(ou, p["quoi"], chiffres)) for p in b.get("paie", ())),
        "ecrit": tuple(Phrase(p["quoi"], p["dit"]) for p in lu["ecrit"]),
    }
    lu |= phrases | {"cherche": _tournures(b), "series": series}
    return Fiche(**{c: v for c, v in lu.items() if c != "tableau"})


def _tournures(b: dict) -> tuple[str, ...]:
    return tuple(t.strip() for t in b.get("cherche", "").split(",") if t.strip())


def _citer(ou: str, texte: str, chiffres: Mapping[str, Chiffre]) -> str:
    _parmi(ou, "chiffre cité", _CITE.findall(texte), chiffres)
    return _CITE.sub(lambda m: chiffres[m[1]].dit, texte)


def _parmi(ou: str, champ: str, lus: Collection[Any], connus: Collection[Any]) -> None:
    if perdus := [str(c) for c in lus if c not in connus]:
        raise TEXTE.erreur(f"{ou}, {champ}", "inconnu", ", ".join(perdus), ", ".join(map(str, connus))[:300])
