"""A command line that speaks French: `argparse` has English of its own in two places."""

from __future__ import annotations

import argparse
from typing import NoReturn

from data_loaders.commandes import MAUVAIS_USAGE


class Analyseur(argparse.ArgumentParser):
    """`ArgumentParser` with its usage, its help and its refusals in French; a bad use exits with 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(MAUVAIS_USAGE, f"Commande mal écrite. {self.format_usage()}Aide : {self.prog} --help\n")

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
