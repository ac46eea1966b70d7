"""Events that shed light on a series, from an editable file: laws, changes of definition, the health crisis.

Those shipped are in `parametres/evenements.toml`; the file `evenements.toml` of the data root, of the same form, adds
to them.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from data_loaders import francais
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees

FICHIER = Path(__file__).parents[1] / "parametres" / "evenements.toml"
OBLIGATOIRES = ("date", "court", "libelle", "jeux", "source")
TOUS = "tous"
COURT_MAX = 28
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


@dataclass(frozen=True)
class Evenement:
    """One event.

    Attributes:
        date: `AAAA`, `AAAA-MM` or `AAAA-MM-JJ`; fin: the same, "" for what does not last.
        court: words on the chart; libelle: sentence under it.
        jeux: datasets it concerns, or `("tous",)`.
    """

    date: str
    court: str
    libelle: str
    jeux: tuple[str, ...]
    source: str
    fin: str = ""

    @property
    def quand(self) -> str:
        """« 5 mars 2014 », « du 17 mars 2020 au 11 mai 2020 »."""
        if self.fin:
            return f"du {francais.date_libelle(self.date)} au {francais.date_libelle(self.fin)}"
        return francais.date_libelle(self.date)

    @property
    def debut(self) -> float:
        """Place on a time axis in years."""
        return rang(self.date)

    @property
    def terme(self) -> float | None:
        """Place of the end, None for what does not last."""
        return rang(self.fin) if self.fin else None


def rang(quand: str) -> float:
    """Place of a date on a time axis in years: 2014.0 is the first day of 2014, a month or a year its first day.

    Raises:
        ValueError: no such date.
    """
    m = _DATE.fullmatch(quand)
    if not m:
        raise ValueError(quand)
    jour = date(int(m[1]), int(m[2] or 1), int(m[3] or 1))
    return jour.year + (jour.timetuple().tm_yday - 1) / 365.25


def lire(chemin: Path = FICHIER) -> tuple[Evenement, ...]:
    """Read the events of a file, oldest first; it is read again once edited.

    Raises:
        ErreurDonnees: the file cannot be read, or an event is incomplete, misdated, or names an unknown dataset.
    """
    try:
        etat = Path(chemin).stat()
    except OSError:
        return _lire(Path(chemin), 0, 0)
    return _lire(Path(chemin), etat.st_mtime_ns, etat.st_size)


def en_vigueur(racine: Path) -> tuple[Evenement, ...]:
    """The events shipped and those added under a data root, oldest first; raises ErreurDonnees as `lire` does."""
    ajoutes = Path(racine) / FICHIER.name
    tous = lire() + (lire(ajoutes) if ajoutes.exists() else ())
    return tuple(sorted(tous, key=lambda e: (e.debut, e.court)))


@lru_cache(maxsize=8)
def _lire(chemin: Path, _modifie: int, _octets: int) -> tuple[Evenement, ...]:
    try:
        fichier = tomllib.loads(chemin.read_text(encoding="utf-8"))
    except (OSError, ValueError) as e:
        raise ErreurDonnees(
            "evenements",
            chemin.name,
            "fichier illisible",
            exemple=str(e)[:120],
            cause="faute de syntaxe TOML, ou fichier absent",
            remede="corriger la ligne citée : textes entre guillemets, chaque entrée commence par [[evenement]]",
        ) from e
    if autres := sorted(set(fichier) - {"evenement"}):
        raise _erreur(chemin.name, "section inconnue", ", ".join(autres), "evenement")
    lus = [_evenement(f"{chemin.name}, événement {i}", e) for i, e in enumerate(fichier.get("evenement", []), 1)]
    return tuple(sorted(lus, key=lambda e: (e.debut, e.court)))


def _erreur(lieu: str, trouve: str, exemple: str, attendu: str) -> ErreurDonnees:
    return ErreurDonnees(
        "evenements", lieu, trouve, exemple=exemple, cause=f"attendu : {attendu}", remede="corriger cette entrée"
    )


def _evenement(lieu: str, entree: dict) -> Evenement:
    if manquants := [c for c in OBLIGATOIRES if not entree.get(c)]:
        raise _erreur(lieu, "champ manquant ou vide", ", ".join(manquants), ", ".join(OBLIGATOIRES))
    if inconnus := sorted(set(entree) - {*OBLIGATOIRES, "fin"}):
        raise _erreur(lieu, "champ inconnu", ", ".join(inconnus), ", ".join((*OBLIGATOIRES, "fin")))
    textes = {c: entree.get(c, "") for c in ("date", "court", "libelle", "source", "fin")}
    if faux := [c for c, v in textes.items() if not isinstance(v, str)]:
        raise _erreur(lieu, "champ qui n'est pas un texte", ", ".join(faux), "un texte entre guillemets")
    if len(textes["court"]) > COURT_MAX:
        raise _erreur(lieu, "texte court trop long", textes["court"][:60], f"{COURT_MAX} signes au plus")
    jeux = entree["jeux"]
    if not isinstance(jeux, list) or not all(isinstance(j, str) for j in jeux):
        raise _erreur(lieu, "jeux n'est pas une liste de textes", str(jeux)[:80], '["…", "…"]')
    if inconnus := sorted(set(jeux) - {TOUS, *CONTRATS}):
        raise _erreur(lieu, "jeu de données inconnu", ", ".join(inconnus), f"{TOUS}, {', '.join(CONTRATS)}")
    for champ in ("date", "fin"):
        try:
            debut_ou_fin = rang(textes[champ]) if textes[champ] else None
        except ValueError:
            raise _erreur(lieu, f"{champ} mal écrite", textes[champ][:40], "AAAA, AAAA-MM ou AAAA-MM-JJ") from None
        if champ == "fin" and debut_ou_fin is not None and debut_ou_fin <= rang(textes["date"]):
            raise _erreur(lieu, "la fin n'est pas après le début", textes["fin"], "une date postérieure")
    return Evenement(jeux=tuple(jeux), **textes)


def concernant(evenements: tuple[Evenement, ...], jeu: str, debut: float, fin: float) -> list[Evenement]:
    """Those that concern a dataset between two places of the time axis, oldest first."""
    return [e for e in evenements if {TOUS, jeu} & set(e.jeux) and debut <= e.debut <= fin]
