"""Slides and agendas as `vues.toml` declares them: the words of each, where its figures come from, where it leads."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from data_loaders import age
from data_loaders.measures import mots_estimation
from geo import zonages
from pages.figures.diapos import Corps, Diapositive, mots
from pages.figures.diapos.mots import Ici
from pages.figures.recherche import adresses
from pages.figures.tables import Table

FICHIER: Final = Path(__file__).with_name("vues.toml")
_LU: Final = tomllib.loads(FICHIER.read_text("utf-8"))
# Dataset -> its producer and its name; names and themes of the convention -> how a room reads them.
SOURCES: Final[Mapping[str, str]] = _LU["sources"]
COURTS: Final[Mapping[str, str]] = _LU["courts"]
THEMES: Final[Mapping[str, str]] = _LU["themes"]
# Kind of meeting -> name of each slide, in their order -> minutes.
AGENDAS: Final[Mapping[str, Mapping[str, int]]] = _LU["agendas"]
ESTIME: Final = "Observatoire, d’après l’enquête BMO"
INVENTE: Final = "chiffres inventés"


class Vue(NamedTuple):
    """A slide that may be asked for; its words hold `{names}` of what is found for a place.

    Attributes:
        nom: its name in a list. faire: what makes it, `lieux.chomage`; avec: what it is made for, where one thing
            makes several.
        choix: what it may be asked for besides, "" for nothing: a period, a métier, a word; local: it is of a place.
        titres: its title, the longest first. mesure: what is measured. detail: how to read it.
        jeu: dataset of its figures; estime: they are an estimate; date: the age of an old one is said. source: words
            in place of the dataset's. marque: its mark, unless the figures are invented.
        travail: the zoning of its place may be a supposed one. vers: the screen where it is explored.
        question: pattern of what it answers. chiffres: indicators that it answers, and their names on it.
    """

    nom: str
    faire: str
    mesure: str
    vers: str
    titres: tuple[str, ...] = ()
    avec: str = ""
    choix: str = ""
    local: bool = True
    detail: str = ""
    jeu: str = ""
    estime: bool = False
    date: bool = False
    source: str = ""
    marque: str = ""
    travail: bool = False
    question: str = ""
    chiffres: Mapping[str, str] = MappingProxyType({})


VUES: Final[Mapping[str, Vue]] = {cle: Vue(**dits) for cle, dits in _LU["vues"].items()}


def diapositive(
    cle: str,
    corps: Corps,
    ici: Ici | None = None,
    periode: str = "",
    demonstration: bool = False,
    table: Table | None = None,
    *,
    titres: tuple[str, ...] = (),
    lieu: str | None = None,
    travail: bool = False,
    **dits: Any,
) -> Diapositive:
    """A slide in the words of its declaration.

    Args:
        cle: its name. corps: its figure. ici: its place and the zone that answers for it.
        periode, demonstration: of its figures. table: all its rows.
        titres: in place of those declared. lieu: words of the title that name the place, when they are not its name.
        dits: what the words hold.
    """
    v = VUES[cle]
    dits |= {"ici": ici, "periode": periode, "jour": age.aujourdhui(), "mention": mots_estimation.MENTION}
    # No producer is named for an invented figure.
    qui = INVENTE if demonstration else v.source.format(**dits) or (ESTIME if v.estime else SOURCES[v.jeu])
    return Diapositive(
        mots.titrer(*(t.format(**dits) for t in titres or v.titres)),
        v.mesure.format(**dits),
        corps,
        qui if v.source else f"{qui}, {mots.quand(periode)}",
        "invente" if demonstration else v.marque or ("estime" if v.estime else "publie"),
        adresses.du_modele(v.vers, dits),
        lieu=lieu if lieu is not None else ici.souligne if ici else "",
        travail=travail or (v.travail and ici is not None and zonages.zonage(ici.z).decoupage_de_travail),
        ancien=mots.ancien(periode) if v.date else "",
        detail=v.detail.format(**dits),
        table=table,
    )
