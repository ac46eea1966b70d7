"""Command by which an operator records that a signatory approves a snapshot: approuver."""

from __future__ import annotations

from datetime import date

from data_loaders import approbations
from data_loaders.commandes import FAIT
from data_loaders.contracts.convention import PARTIES
from data_loaders.donnees import Donnees
from data_loaders.erreurs import DemandeInvalide


def approuver(donnees: Donnees, cible: str, partie: str, nom: str, reference: str, jour: str) -> int:
    """Record one approval; prints where the snapshot then stands.

    Raises:
        DemandeInvalide: malformed target, party, text or date.
        ErreurDonnees: unknown, damaged or demonstration snapshot, or already approved by this party.
    """
    try:
        le = date.fromisoformat(jour) if jour else None
    except ValueError:
        raise DemandeInvalide(f"date « {jour} » : écrire AAAA-MM-JJ.") from None
    a, statut = approbations.approuver(donnees.racine, cible, partie, nom, reference, le)
    print(f"Approbation enregistrée : {PARTIES[a.partie]}, {a.nom}, le {a.date} ({a.reference}).")
    print(f"  {a.dataset}/{a.instantane} : {statut.texte}")
    return FAIT
