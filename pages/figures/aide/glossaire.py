"""The glossary: every term a mayor would not use, its definition, and where it is found in a sentence."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from data_loaders.francais import INSEC, echapper as escape, typographier
from pages.figures.tables import Html, echapper

FICHIER = Path(__file__).with_name("glossaire.toml")
DECOUPAGES = ("zef", "spo", "gtec", "bassin")  # those that are taken for one another


class Mot(NamedTuple):
    """A term; `signe` stands for it in a cell, "" when nothing does; `motif` finds it in a sentence, in any case."""

    code: str
    terme: str
    texte: str
    signe: str
    motif: re.Pattern[str]


@cache
def mots() -> dict[str, Mot]:
    """code -> term, in the order of the file."""
    lu = tomllib.loads(FICHIER.read_text("utf-8"))
    return {
        code: Mot(code, m["terme"], typographier(m["texte"]), m.get("signe", ""), re.compile(m["motif"], re.IGNORECASE))
        for code, m in lu.items()
    }


@lru_cache(maxsize=4096)
def trouver(texte: str) -> tuple[Mot, ...]:
    """Terms found in a text, in the order in which they are first met."""
    texte = typographier(texte)
    ici = {m: trouve.start() for m in mots().values() if (trouve := m.motif.search(texte))}
    return tuple(sorted(ici, key=ici.__getitem__))


def aide(code: str) -> Html:
    """A small « ? » that opens a definition in place, by keyboard and touch; KeyError for an unknown term."""
    m = mots()[code]
    return Html(
        f'<details class="obs-mot"><summary aria-label="Définition{INSEC}: {escape(m.terme)}">?</summary>'
        f"<span>{_definition(m)}</span></details>"
    )


def _definition(m: Mot) -> str:
    signe = f" ({escape(m.signe)})" if m.signe else ""
    return f"<b>{escape(m.terme)}{signe}.</b> {escape(m.texte)}"


def quoi_html(texte: str, lecture: str = "", champ: str = "") -> str:
    """The one « ? » of a figure: how to read it, what it covers, the terms of its words; "" when nothing is to say."""
    dits = [("Lecture", lecture), ("Champ", champ)]
    lignes = [f"<b>{nom}.</b> {escape(dit)}" for nom, dit in dits if dit]
    lignes += map(_definition, trouver(f"{texte} {lecture} {champ}"))
    if not lignes:
        return ""
    corps = "".join(f"<span>{ligne}</span>" for ligne in lignes)
    return (
        f'<details class="obs-mot obs-quoi"><summary aria-label="Ce que dit ce chiffre">?</summary>'
        f"<span>{corps}</span></details>"
    )


def autres() -> list[str]:
    """Codes of the terms that are no `DECOUPAGES`, in alphabetical order."""
    restent = [m for m in mots().values() if m.code not in DECOUPAGES]
    return [m.code for m in sorted(restent, key=lambda m: m.terme.lower().replace("é", "e").replace("«", ""))]


def glossaire_html(codes: Sequence[str], vise: str | None) -> str:
    """Some terms, each with its anchor, `vise` being pointed at."""
    lignes = "".join(_entree(mots()[code], code == vise) for code in codes)
    return f'<dl class="obs-glossaire">{lignes}</dl>'


def _entree(m: Mot, vise: bool) -> str:
    ici = ' class="obs-vise" aria-current="true"' if vise else ""
    signe = f" <code>{escape(m.signe)}</code>" if m.signe else ""
    return f'<div id="{m.code}"{ici}><dt>{escape(m.terme)}{signe}</dt><dd>{echapper(m.texte)}</dd></div>'
