"""Events that shed light on a series, from an editable file: laws, changes of definition, the health crisis.

Those shipped are in `parametres/evenements.toml`; the file `evenements.toml` of the data root, of the same form, adds
to them.
"""

import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

from data_loaders import francais
from data_loaders.contracts import CONTRATS
from data_loaders.parametres import Editable
from geo.disque import relu

FICHIER = Path(__file__).parents[1] / "parametres" / "evenements.toml"
ENTREES = Editable("evenements", "evenement")
OBLIGATOIRES = ("date", "court", "libelle", "jeux", "source")
TOUS = "tous"
COURT_MAX = 28
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


class Evenement(NamedTuple):
    """One event: `court` on the chart, `libelle` under it; `jeux`: datasets it concerns, or `("tous",)`; `date` and
    `fin`: `AAAA`, `AAAA-MM` or `AAAA-MM-JJ`, "" for what does not last."""

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
    """Place of a date on a time axis in years: 2014.0 is the first day of 2014, a month or a year its first day;
    ValueError: no such date."""
    m = _DATE.fullmatch(quand)
    if not m:
        raise ValueError(quand)
    jour = date(int(m[1]), int(m[2] or 1), int(m[3] or 1))
    return jour.year + (jour.timetuple().tm_yday - 1) / 365.25


@relu(maxsize=8)
def lire(chemin: Path = FICHIER) -> tuple[Evenement, ...]:
    """Read the events of a file, oldest first, again once it is edited; ErreurDonnees: it cannot be read, or an event
    is incomplete, misdated, or names an unknown dataset."""
    lus = []
    for lieu, entree in ENTREES.entrees(chemin):
        ENTREES.champs(lieu, entree, OBLIGATOIRES, ["fin"])
        textes = ENTREES.textes(lieu, entree, ("date", "court", "libelle", "source", "fin"))
        if len(textes["court"]) > COURT_MAX:
            raise ENTREES.erreur(lieu, "texte court trop long", textes["court"][:60], f"{COURT_MAX} signes au plus")
        jeux = ENTREES.liste(lieu, "jeux", entree["jeux"])
        ENTREES.connus(lieu, "jeu de données", jeux, (TOUS, *CONTRATS))
        for champ in ("date", "fin"):
            try:
                rang(textes[champ] or "2000")
            except ValueError:
                attendu = "AAAA, AAAA-MM ou AAAA-MM-JJ"
                raise ENTREES.erreur(lieu, f"{champ} mal écrite", textes[champ][:40], attendu) from None
        if textes["fin"] and rang(textes["fin"]) <= rang(textes["date"]):
            raise ENTREES.erreur(lieu, "la fin n'est pas après le début", textes["fin"], "une date postérieure")
        lus.append(Evenement(jeux=jeux, **textes))
    return tuple(sorted(lus, key=lambda e: (e.debut, e.court)))


def en_vigueur(racine: Path) -> tuple[Evenement, ...]:
    """The events shipped and those added under a data root, oldest first; raises ErreurDonnees as `lire` does."""
    ajoutes = Path(racine) / FICHIER.name
    tous = lire() + (lire(ajoutes) if ajoutes.exists() else ())
    return tuple(sorted(tous, key=lambda e: (e.debut, e.court)))


def concernant(evenements: tuple[Evenement, ...], jeu: str, debut: float, fin: float) -> list[Evenement]:
    """Those that concern a dataset between two places of the time axis, oldest first."""
    return [e for e in evenements if {TOUS, jeu} & set(e.jeux) and debut <= e.debut <= fin]
