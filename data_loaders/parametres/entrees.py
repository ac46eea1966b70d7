"""Editable files of entries: read, and what is wrong in one refused by its place, what was found, what is due."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data_loaders.erreurs import ErreurDonnees


@dataclass(frozen=True)
class Editable:
    """A kind of editable file, in TOML.

    Attributes:
        regle: of its refusals.
        bloc: what each of its entries begins with, `[[bloc]]`.
    """

    regle: str
    bloc: str

    def erreur(self, lieu: str, trouve: str, exemple: str, attendu: str) -> ErreurDonnees:
        """The refusal of an entry."""
        cause, remede = f"attendu : {attendu}", "corriger cette entrée"
        return ErreurDonnees(self.regle, lieu, trouve, exemple=exemple, cause=cause, remede=remede)

    def lire(self, chemin: Path) -> dict[str, Any]:
        """The whole file; ErreurDonnees when it cannot be read."""
        try:
            return tomllib.loads(Path(chemin).read_text("utf-8"))
        except (OSError, ValueError) as e:
            attendu = f"un fichier TOML : chaque texte entre guillemets, chaque entrée sous [[{self.bloc}]]"
            raise self.erreur(Path(chemin).name, "fichier illisible", str(e), attendu) from e

    def entrees(self, chemin: Path) -> list[tuple[str, dict]]:
        """Place and content of each entry of a file that holds nothing else.

        Raises:
            ErreurDonnees: it cannot be read, or has another section.
        """
        lu = self.lire(chemin)
        if autres := sorted(set(lu) - {self.bloc}):
            raise self.erreur(chemin.name, "section inconnue", ", ".join(autres), self.bloc)
        return [(f"{chemin.name}, {self.bloc} {i}", e) for i, e in enumerate(lu.get(self.bloc, []), 1)]

    def champs(self, lieu: str, entree: dict, obligatoires: Collection[str], facultatifs: Collection[str] = ()) -> None:
        """ErreurDonnees where a field is missing, empty or unknown."""
        if manquants := [c for c in obligatoires if not entree.get(c)]:
            raise self.erreur(lieu, "champ manquant ou vide", ", ".join(manquants), ", ".join(obligatoires))
        admis = (*obligatoires, *facultatifs)
        if inconnus := sorted(set(entree) - set(admis)):
            raise self.erreur(lieu, "champ inconnu", ", ".join(inconnus), ", ".join(admis))

    def textes(self, lieu: str, entree: dict, champs: Collection[str]) -> dict[str, str]:
        """Some fields, "" for those that are not there; ErreurDonnees where one is no text."""
        lus = {c: entree.get(c, "") for c in champs}
        if faux := [c for c, v in lus.items() if not isinstance(v, str)]:
            raise self.erreur(lieu, "champ qui n'est pas un texte", ", ".join(faux), "un texte entre guillemets")
        return lus

    def liste(self, lieu: str, champ: str, valeur: object) -> tuple[str, ...]:
        """A field that is a list of texts; ErreurDonnees otherwise."""
        if not isinstance(valeur, list) or not all(isinstance(v, str) and v for v in valeur):
            raise self.erreur(lieu, f"{champ} n'est pas une liste de textes", str(valeur)[:80], '["…", "…"]')
        return tuple(valeur)

    def connus(self, lieu: str, quoi: str, lus: Collection[str], admis: Collection[str]) -> None:
        """ErreurDonnees where something is not among what is admitted."""
        if perdus := sorted(set(lus) - set(admis)):
            raise self.erreur(lieu, f"{quoi} inconnu", ", ".join(perdus)[:80], ", ".join(admis)[:300])
