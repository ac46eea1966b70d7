"""Refusals of the data layer, and rules that an operator may confirm by name; in French, a data steward reads them;
and where a refused file goes, with the reason of its refusal.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
import string
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from data_loaders.francais import avec_unite, en_periode, nombre, periode_libelle

if TYPE_CHECKING:
    import pandas as pd

LIGNES_CITEES = 5
# The usual remedies.
REPRENDRE = "reprendre le fichier chez le producteur"
REPRENDRE_ENTIER = "reprendre le fichier complet chez le producteur"
# Rules that say nothing of what was given: another time may do.
PASSAGERES = frozenset({"verrou", "disque"})


DITES: Final[dict[str, dict[str, Any]]] = tomllib.loads(Path(__file__).with_name("regles.toml").read_text("utf-8"))
# Rule of `--confirmer` -> what it refuses.
REGLES: Final = {regle: dite["refuse"] for regle, dite in DITES.items()}
JOINT = " · "


class Constat(NamedTuple):
    """A rule that a table breaks and that an operator may confirm by its name, in the words of the refusal; `lignes`:
    the first rows concerned, as `ErreurDonnees` cites them."""

    regle: str
    trouve: str
    exemple: str = ""
    nombre: int = 0
    cause: str = ""
    lignes: tuple[str, ...] = ()


@dataclass(eq=False, repr=False)
class ErreurDonnees(Exception):
    """A file or a frame that cannot be taken as it is."""

    regle: str  # short code of the broken rule, used by tests and by quarantine records
    ou: str  # file, sheet or column concerned
    trouve: str  # what was found there
    _: KW_ONLY
    nombre: int = 0  # how many rows are concerned (0 = the whole file)
    exemple: str = ""  # one offending value, as read
    cause: str = ""  # likely cause
    remede: str = ""  # what to do
    details: tuple[str, ...] = ()  # every fault of the file, one French line each, when there are several
    lignes: Iterable[object] = ()  # those concerned, as their reader finds them (number, or key); the first are kept
    confirmer: str = ""  # the options that would publish it all the same; "" when nothing would

    def __post_init__(self) -> None:
        self.exemple = self.exemple[:120]
        self.lignes = tuple(map(str, itertools.islice(self.lignes, LIGNES_CITEES)))
        super().__init__(self.message())

    @classmethod
    def de_cellules(cls, regle: str, ou: str, trouve: str, fautives: pd.Series | pd.DataFrame, **mots: str) -> Self:
        """The refusal of some cells, or rows: how many, on which rows (their index), the first cell as an example.
        `mots`: the cause; the remedy and the example, where they are not these."""
        if "exemple" not in mots:
            mots["exemple"] = (str(fautives.iloc[0] or "").strip() or "cellule vide") if len(fautives) else ""
        return cls(regle, ou, trouve, nombre=len(fautives), lignes=fautives.index, **{"remede": REPRENDRE} | mots)

    def message(self) -> str:
        """French text in reading order: where, what, how many, one example, likely cause, what to do."""
        nombre = f" ({self.nombre} ligne{'s' if self.nombre > 1 else ''})" if self.nombre else ""
        lignes = [f"{self.ou} : {self.trouve}{nombre}"]
        if self.lignes:
            suite = " …" if self.nombre > len(self.lignes) else ""
            lignes.append(f"Ligne{'s' if len(self.lignes) > 1 else ''} : {', '.join(self.lignes)}{suite}")
        if self.exemple:
            lignes.append(f"Exemple : « {self.exemple} »")
        if self.cause:
            lignes.append(f"Cause probable : {self.cause}")
        if self.details:
            lignes += ["Toutes les fautes :", *(f"- {d}" for d in self.details)]
        if self.remede:
            lignes.append(f"À faire : {self.remede}")
        return "\n  ".join(lignes)


class DemandeInvalide(Exception):
    """A question that has no meaning (unknown indicator, zone, period form): exit code 2, never a figure."""


_FORMES: Final = {
    "n": lambda x, decimales: nombre(x, int(decimales or 0)),
    "%": lambda x, decimales: avec_unite(x, "%", int(decimales or 0)),
    "e": lambda periode, _: en_periode(periode),
    "p": lambda periode, _: periode_libelle(periode),
}


class _Phrase(string.Formatter):
    """A sentence whose figures and periods are written in French, by `_FORMES`."""

    def format_field(self, value: Any, format_spec: str) -> str:
        dire = _FORMES.get(format_spec[:1])
        return dire(value, format_spec[1:]) if dire else super().format_field(value, format_spec)


def constat(
    regle: str, cases: Sequence[Sequence[object]] = (), cas: str = "", *, exemple: str = "", nb: int = 0, **mots: Any
) -> Constat:
    """What a rule says of a file, by its sentence `cas` where it has several; `mots`: what the sentence names. `cases`:
    keys of the rows concerned, the first ones are cited; `nb`: how many they are, where they have no key."""
    dite = DITES[regle] | DITES[regle].get(cas, {})
    nb = len(cases) or nb
    lire = lambda texte: _Phrase().vformat(texte, (), {"nb": nb, **mots})  # noqa: E731
    cites = tuple(JOINT.join(map(str, c)) for c in cases[:LIGNES_CITEES])
    return Constat(regle, lire(dite["dit"]), exemple, nb, lire(dite["cause"]), cites)


OCTETS_MAX = 80 * 1024 * 1024  # of an imported file
# A refusal that says nothing about the file: nothing to keep.
SANS_FICHIER = PASSAGERES | {"absent", "abime", "adresses"}


def mettre_en_quarantaine(
    racine: Path, fichier: Path, erreur: ErreurDonnees, dataset: str = "", description: Path | None = None
) -> Path | None:
    """Keep a refused file and the reason, so that a refusal can be studied and settled; beyond the size bound of
    imports, only the first mebibyte is kept. Its folder, or None when the refusal is not about the file. `dataset`:
    what it was offered as; `description`: what explained it, kept beside it."""
    if erreur.regle in SANS_FICHIER or not fichier.is_file():
        return None
    octets = fichier.stat().st_size
    entier = octets <= OCTETS_MAX
    with fichier.open("rb") as f:
        sha256 = hashlib.file_digest(f, "sha256").hexdigest()
        f.seek(0)
        contenu = f.read(OCTETS_MAX if entier else 1 << 20)
    maintenant = datetime.now(UTC)
    dossier = racine / "quarantine" / f"{maintenant:%Y%m%dT%H%M%SZ}--{sha256[:8]}"
    dossier.mkdir(parents=True, exist_ok=True)
    colonne = re.search(r"colonne (\w+)", f"{erreur.ou} {erreur.trouve}")
    raison = {
        "regle": erreur.regle,
        "ou": erreur.ou,
        "colonne": colonne[1] if colonne else "",
        "trouve": erreur.trouve,
        "lignes_nb": erreur.nombre,
        "lignes": list(erreur.lignes),
        "exemple": erreur.exemple,
        "fautes": list(erreur.details),
        "cause": erreur.cause,
        "remede": erreur.remede,
        "source": dataset,
        "fichier": fichier.name,
        "sha256": sha256,
        "octets": octets,
        "copie": "entière" if entier else f"{len(contenu)} premiers octets",
        "date": maintenant.isoformat(timespec="seconds"),
    }
    # A fixed name: that of the file was chosen by somebody else.
    suffixe = fichier.suffix.lower()
    (dossier / f"refuse{suffixe if suffixe in ('.xlsx', '.csv') else '.bin'}").write_bytes(contenu)
    if description and description.is_file():
        with description.open("rb") as f:
            (dossier / "description.toml").write_bytes(f.read(1 << 20))
    (dossier / "reason.json").write_text(json.dumps(raison, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return dossier
