"""The commands of `python -m data_loaders`, one module a group, each returns an exit code; their line, in French.

`argparse` has English of its own in two places.
"""

import argparse
import difflib
import errno
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from data_loaders.erreurs import PASSAGERES
from geo.reglages import ErreurReglages

FAIT, DEFAUT, MAUVAIS_USAGE, REFUSE, PLUS_TARD = 0, 1, 2, 3, 75
TOUT = "tout"  # in place of a source
# What the system says of a path that was given wrong; the rest is its own failure.
_CHEMIN = frozenset({errno.ENOENT, errno.EISDIR, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP})


def marque(inventes: bool) -> str:
    """What ends a line that speaks of invented figures."""
    return " — Données de démonstration" if inventes else ""


def code(erreur: Exception) -> int:
    """Exit code of a failure: `REFUSE` for what is wrong in a file, and for nothing else."""
    if isinstance(erreur, ErreurReglages):
        return MAUVAIS_USAGE
    if isinstance(erreur, OSError):
        return MAUVAIS_USAGE if erreur.errno in _CHEMIN else PLUS_TARD
    return PLUS_TARD if getattr(erreur, "regle", "") in PASSAGERES else REFUSE


def lecteur_parti() -> int:
    """Leave in silence when whoever reads the output has read enough; nothing more is written at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAIT


def imprimer(entetes: list[str], corps: Iterable[list[str]]) -> None:
    """Columns as wide as their longest cell, two spaces apart."""
    lignes = [entetes, *corps]
    largeurs = [max(map(len, colonne)) for colonne in zip(*lignes, strict=True)]
    for ligne in lignes:
        print("  ".join(c.ljust(n) for c, n in zip(ligne, largeurs, strict=True)).rstrip())


class Analyseur(argparse.ArgumentParser):
    """`ArgumentParser` with its usage, its help and its refusals in French; a bad use exits with 2."""

    _propose = ""

    def error(self, message: str) -> NoReturn:
        aide = f"{self.format_usage()}{self._propose}Aide : {self.prog} --help\n"
        self.exit(MAUVAIS_USAGE, f"Commande mal écrite. {aide}")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Keep, for `error`, the choices that resemble a wrong one."""
        if action.choices is not None and value not in action.choices:
            proches = difflib.get_close_matches(str(value), list(map(str, action.choices)), 3)
            suite = f" Vouliez-vous dire : {', '.join(proches)} ?" if proches else ""
            self._propose = f"Inconnu : « {str(value)[:60]} ».{suite}\n"
        super()._check_value(action, value)

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", "Usage :")

    def format_help(self) -> str:
        texte = super().format_help()
        for anglais, voulu in (
            ("usage:", "Usage :"),
            ("positional arguments:", "Arguments :"),
            ("options:", "Options :"),
            ("show this help message and exit", "afficher cette aide"),
        ):
            texte = texte.replace(anglais, voulu)
        return texte


def construire(
    entete: Mapping[str, str], commandes: Mapping[str, Any], choix: Mapping[str, Any], mots: Mapping[str, str]
) -> Analyseur:
    """The command line that a table of commands describes (`commandes.toml`). `choix`: name of a list -> what it
    admits; `mots`: name -> words of a help text."""
    a = Analyseur(**entete)
    ensemble = a.add_subparsers(dest="commande", required=True, metavar="COMMANDE", parser_class=Analyseur)
    for nom, commande in commandes.items():
        ajouter = ensemble.add_parser(nom, help=commande["help"]).add_argument
        for dite in commande.get("options", ()):
            option = {mot: valeur for mot, valeur in dite.items() if mot != "nom"}
            tables = {"type": {"chemin": Path, "entier": int}, "choices": choix}
            option |= {mot: table[option[mot]] for mot, table in tables.items() if mot in option}
            option |= {"help": option["help"].format_map(mots)} if "help" in option else {}
            ajouter(dite["nom"], **option)
    return a
