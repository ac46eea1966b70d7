"""Words declared in a file `mots.toml` beside the modules that say them: a record a code, a word a use."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pages.figures.vues import Vue, badges_demo, source_dite


def lire(module: str) -> dict[str, Any]:
    """The sections of the file that stands beside a module."""
    return tomllib.loads(Path(module).with_name("mots.toml").read_text("utf-8"))


def de(section: Mapping[str, Mapping[str, str]], champ: str) -> dict[str, str]:
    """Code -> one word of its record, of those that have it, in their order."""
    return {code: mots[champ] for code, mots in section.items() if champ in mots}


def vue(mots: Mapping[str, str], titre: str, demonstration: bool, **dits: Any) -> Vue:
    """Words around a figure: its title, then those declared, their `{names}` filled; what is invented cites nobody."""
    v = Vue(titre, **{champ: texte.format(**dits) for champ, texte in mots.items()}, badges=badges_demo(demonstration))
    return replace(v, source=source_dite(v.source, demonstration)) if v.source else v
