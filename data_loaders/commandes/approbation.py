"""Commands by which an operator records that a signatory approves a snapshot, then that it is published."""

from datetime import date

from data_loaders.commandes import FAIT
from data_loaders.contracts.convention import PARTIES
from data_loaders.erreurs import DemandeInvalide
from data_loaders.magasin.donnees import Donnees
from data_loaders.versions import approbations


def approuver(donnees: Donnees, cible: str, partie: str, nom: str, reference: str, jour: str) -> int:
    """Record the approval of a snapshot, or of each one in force of a dataset; prints where they then stand.

    Args:
        cible: `DATASET/INSTANTANE`, or `DATASET` for those in force that this party has not approved yet.

    Raises:
        DemandeInvalide: malformed target, party, text or date.
        ErreurDonnees: unknown, damaged or demonstration snapshot, or already approved by this party.
    """
    le = _jour(jour)
    for une in _cibles(donnees, cible, partie):
        a, statut = approbations.approuver(donnees.racine, une, partie, nom, reference, le)
        print(f"Approbation enregistrée : {PARTIES[a.partie]}, {a.nom}, le {a.date} ({a.reference}).")
        print(f"  {a.dataset}/{a.instantane} : {statut.texte}")
    return FAIT


def publier(donnees: Donnees, cible: str, nom: str, reference: str, jour: str) -> int:
    """Record that a snapshot, or each one in force of a dataset, is published; prints where they then stand.

    Raises:
        DemandeInvalide: malformed target, text or date, or a date before the last approval.
        ErreurDonnees: unknown, damaged or demonstration snapshot, an approval missing, or already published.
    """
    le = _jour(jour)
    for une in _cibles(donnees, cible, approbations.PUBLICATION):
        a, statut = approbations.publier(donnees.racine, une, nom, reference, le)
        print(f"Publication enregistrée : {a.nom}, le {a.date} ({a.reference}).")
        print(f"  {a.dataset}/{a.instantane} : {statut.texte}")
    return FAIT


def _jour(jour: str) -> date | None:
    try:
        return date.fromisoformat(jour) if jour else None
    except ValueError:
        raise DemandeInvalide(f"date « {jour} » : écrire AAAA-MM-JJ.") from None


def _cibles(donnees: Donnees, cible: str, partie: str) -> list[str]:
    if "/" in cible:
        return [cible]
    en_place = [e["instantane"] for e in donnees.officiel.courant().get(cible, {}).values()]
    if not en_place:
        raise DemandeInvalide(f"« {cible} » n'a aucun instantané officiel en place : commande etat.")
    statuts = {i: approbations.statut(cible, [i], donnees.racine) for i in en_place}
    publication = partie == approbations.PUBLICATION
    restent = [i for i, s in statuts.items() if (not s.publie_le if publication else partie not in s.parties)]
    if not restent:
        fait = "publiés" if publication else "approuvés par cette partie"
        raise DemandeInvalide(f"tous les instantanés en place de {cible} sont déjà {fait}.")
    return [f"{cible}/{i}" for i in restent]
