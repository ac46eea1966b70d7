"""What a signatory sends to the convention, examined before it is received: same reading, same rules, no effect."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

from data_loaders.contracts import CONTRATS
from data_loaders.contracts.convention import Saut, trouver_sauts
from data_loaders.convention import cadre, receptions
from data_loaders.convention.changements import IDENTIQUE, Changement, comparer
from data_loaders.erreurs import DemandeInvalide
from data_loaders.magasin.controle import Constat
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.store import Edition, Instantane, Magasin
from data_loaders.sources import classeur, convention

MOTIF_MAX = 200


class Examen(NamedTuple):
    """What receiving a workbook would do.

    Attributes:
        lu: what was read.
        en_place: snapshots in force when it was examined, "" when nothing was ever received.
        changements: every value sent, and those in force that it changes although they were not sent.
        doutes: rules that are broken, each to be confirmed with a reason.
        sauts: the pairs of values that break the rule `saut`.
    """

    lu: convention.Extrait
    en_place: str
    changements: tuple[Changement, ...]
    doutes: tuple[Constat, ...]
    sauts: tuple[Saut, ...]

    @property
    def nouveau(self) -> bool:
        """False when all that is sent is known already."""
        return any(c.genre != IDENTIQUE for c in self.changements)


def examiner(donnees: Donnees, chemin: Path, parties: Collection[str]) -> Examen:
    """Read a workbook and say what it would change; nothing is written.

    Args:
        parties: those whose values are taken.

    Raises:
        ErreurDonnees: the workbook is refused, as its import would be.
    """
    classeur.eprouver(chemin)
    lu = convention.lire(chemin, cadre.lire(donnees.racine).fin, parties)
    envoi = convention.preparer(donnees, lu, chemin, convention.aujourdhui())
    envoyees = {tuple(cle) for cle in envoi.lu.observations[["code_mesure", "periode", "partie"]].to_numpy()}
    apres = envoi.edition.tables["observations"].to_pandas() if envoi.edition else envoi.precedentes
    a_publier = convention.parts(donnees, envoi.edition) if envoi.edition else []
    changements = (c for c in comparer(envoi.precedentes, apres) if c.genre != IDENTIQUE or c[:3] in envoyees)
    doutes = [c for magasin, part in a_publier for c in magasin.essayer(CONTRATS["convention"], part).constats]
    sauts = [s for magasin, part in a_publier for s in _sauts(magasin, part)]
    return Examen(envoi.lu, envoi.en_place, tuple(changements), tuple(doutes), tuple(sauts))


def recevoir(
    donnees: Donnees, chemin: Path, parties: Collection[str], vu: str, motifs: Mapping[str, str]
) -> Instantane | None:
    """Receive a workbook that was examined; None when all of it is known already, as it is after a second click.

    Args:
        vu: snapshots that were in force at the examination.
        motifs: rule confirmed -> reason.

    Raises:
        DemandeInvalide: a reason empty or too long.
        ErreurDonnees: refused; rule `examen` when another reception came since, for what it replaces was not seen.
    """
    avec = Donnees(donnees.racine, confirmees={regle: _motif(m) for regle, m in motifs.items()})
    lu = convention.lire(chemin, cadre.lire(donnees.racine).fin, parties)
    with receptions.une_a_la_fois(avec.racine):
        return convention.publier(avec, convention.preparer(avec, lu, chemin, convention.aujourdhui()), vu)


def _sauts(magasin: Magasin, part: Edition) -> list[Saut]:
    connues = magasin.lire("convention").to_pandas() if magasin.millesimes("convention") else None
    return trouver_sauts(part.tables["observations"].to_pandas(), connues)


def _motif(texte: str) -> str:
    motif = " ".join(texte.split())
    if not motif or len(motif) > MOTIF_MAX:
        raise DemandeInvalide(f"dire pourquoi cette valeur est juste, en {MOTIF_MAX} caractères au plus.")
    return motif
