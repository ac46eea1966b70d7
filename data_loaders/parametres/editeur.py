"""Who answers for the observatory: publisher, host, contacts, audit; what was looked at of its accessibility."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from data_loaders.erreurs import ErreurDonnees
from geo import reglages

EDITEUR: Final = Path(__file__).with_name("editeur.toml")
VARIABLE: Final = "OBSERVATOIRE_EDITEUR"


RELEVE: Final = Path(__file__).with_name("accessibilite.toml")
VERDICTS: Final = {"C": "respecté", "NC": "non respecté", "NA": "sans objet", "NV": "non vérifié"}
_ATTENDUS: Final = {
    "editeur": ("nom", "adresse", "telephone", "courriel", "directeur_de_publication"),
    "hebergeur": ("nom", "adresse", "telephone"),
    "accessibilite": ("courriel", "schema"),
    "donnees_personnelles": ("courriel",),
}


class Audit(NamedTuple):
    """An audit of accessibility; `taux`: % of the criteria met."""

    organisme: str
    jour: date
    taux: float
    non_conformites: tuple[str, ...]

    @property
    def etat(self) -> str:
        """The word of the law: all the criteria, at least half of them, less."""
        if self.taux >= 100:
            return "totalement conforme"
        return "partiellement conforme" if self.taux >= 50 else "non conforme"


class Editeur(NamedTuple):
    """What the file says: section -> name -> text, "" where it is not written; day of the declaration of accessibility;
    its audit, None until one is recorded."""

    textes: dict[str, dict[str, str]]
    declaration: date | None
    audit: Audit | None

    @property
    def accessibilite(self) -> str:
        """State of conformity."""
        return self.audit.etat if self.audit else "non conforme"


def lire() -> Editeur:
    """The file, or that of `OBSERVATOIRE_EDITEUR`; read at each call: it is small and may be completed at any time.
    ErreurDonnees: unreadable, or a value that is not of its kind."""
    chemin = Path(reglages.texte(VARIABLE, str(EDITEUR)))
    try:
        lu = tomllib.loads(chemin.read_text("utf-8"))
        textes = {s: {n: _texte(lu.get(s, {}).get(n, "")) for n in noms} for s, noms in _ATTENDUS.items()}
        jour = lu.get("accessibilite", {}).get("declaration")
        return Editeur(textes, None if jour is None else _jour(jour), _audit(lu.get("audit")))
    except (OSError, ValueError, TypeError, AttributeError, KeyError) as e:
        trouve, remede = "réglages de l’éditeur illisibles", "corriger ce fichier, ou repartir de celui du projet"
        raise ErreurDonnees("editeur", chemin.name, trouve, exemple=str(e), remede=remede) from e


def _audit(lu: dict | None) -> Audit | None:
    if not lu:
        return None
    taux = float(lu["taux"])
    if not 0 <= taux <= 100:
        raise ValueError(f"taux = {taux}")
    constats = tuple(_texte(c) for c in lu.get("non_conformites", ()))
    return Audit(_texte(lu["organisme"]), _jour(lu["date"]), taux, constats)


def _texte(valeur: object) -> str:
    if not isinstance(valeur, str):
        raise TypeError(f"{valeur!r} n’est pas un texte")
    return valeur.strip()


def _jour(valeur: object) -> date:
    if type(valeur) is not date:
        raise TypeError(f"{valeur!r} n’est pas une date")
    return valeur


class Critere(NamedTuple):
    """A criterion: what it asks for; its verdict where a screen has none of its own; how it was seen, what is missing,
    or why nothing is concerned; the tests that check it."""

    numero: str
    demande: str
    verdict: str
    note: str
    essais: tuple[str, ...]


class Theme(NamedTuple):
    """A theme and its criteria."""

    numero: int
    titre: str
    criteres: tuple[Critere, ...]


class Releve(NamedTuple):
    """All the criteria; `parcours`: day of the last walk; `ecrans`: screen -> criterion -> its verdict there."""

    parcours: date
    themes: tuple[Theme, ...]
    ecrans: dict[str, dict[str, str]]

    @property
    def criteres(self) -> list[Critere]:
        """The criteria of every theme."""
        return [c for t in self.themes for c in t.criteres]

    def verdicts(self, ecran: str) -> dict[str, str]:
        """Criterion -> its verdict on a screen."""
        return {c.numero: c.verdict for c in self.criteres} | self.ecrans.get(ecran, {})


@cache
def releve() -> Releve:
    """The file."""
    lu = tomllib.loads(RELEVE.read_text("utf-8"))
    themes = tuple(
        Theme(t["numero"], t["titre"], tuple(Critere(*c[:4], tuple(c[4:])) for c in t["criteres"]))
        for t in lu["themes"]
    )
    ecrans = {e: {n: verdict for verdict, numeros in dits.items() for n in numeros} for e, dits in lu["ecrans"].items()}
    return Releve(lu["parcours"], themes, ecrans)
