"""What is damaged among the snapshots, what mends it, and the repair of the index from what is whole on disk.

Which version is in force is a decision: a repair finds it again, in the index or in its copy, and never takes another
one. Where both are lost, the newest whole version of each millésime is taken, and said. A damaged version stays where
it is: the command that puts back the one before is proposed, not run, since it changes figures.
"""

from collections.abc import Mapping
from typing import NamedTuple

from data_loaders import erreurs
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.instantane import ABSENT, INDEX, MANIFESTE, Index, entrees, fautes, lire_index
from data_loaders.magasin.store import Magasin

COMMANDE = "python -m data_loaders"


class Etat(NamedTuple):
    """What is found of the index, and what it should say."""

    liste: Index  # the index as a repair writes it
    fautes: tuple[str, ...] = ()  # what is wrong with the index, in French; empty when it is sound
    copie_en_retard: bool = False  # the copy is not the index
    releve: str = ""  # where `liste` was found: the index, its copy, or the snapshots on disk
    choisies: tuple[str, ...] = ()  # versions that nothing says to be in force, taken as the newest whole ones


def examiner(magasin: Magasin) -> Etat:
    """The index against its copy and the snapshots on disk; changes nothing."""
    courant, faute = lire_index(magasin.racine / INDEX)
    copie, _ = lire_index(magasin.copie)
    sur_disque = any(magasin.racine.glob(f"*/*--????????/{MANIFESTE}"))
    if faute == ABSENT and copie is None and not sur_disque:
        return Etat({})
    trouvees = [faute] if faute else _fautes_liste(magasin, courant)
    if not trouvees:
        return Etat(courant, copie_en_retard=copie != courant, releve=INDEX)
    if copie is not None and not _fautes_liste(magasin, copie):
        return Etat(copie, tuple(trouvees), releve=magasin.copie.name)
    liste, choisies = _reconstruire(magasin, [x for x in (courant, copie) if x])
    return Etat(liste, tuple(trouvees), releve="instantanés du disque", choisies=tuple(choisies))


def _fautes_liste(magasin: Magasin, liste: Index) -> list[str]:
    """Entries that no publication can have written; a damaged version is no fault of the list."""
    return [f"{d} {m} : {faute}" for d, m, e in entrees(liste) if (faute := _faute_entree(magasin, d, m, e))]


def _faute_entree(magasin: Magasin, dataset: str, millesime: str, entree: Mapping[str, str]) -> str:
    identifiant = entree["instantane"]
    if dataset not in CONTRATS:
        return "jeu inconnu"
    if not identifiant.startswith(f"{millesime}--"):
        return f"instantané d'un autre millésime ({identifiant})"
    dossier = magasin.racine / dataset / identifiant
    if not dossier.is_dir():
        return f"instantané absent du disque ({identifiant})"
    # A whole version whose manifest is not the one listed: the checksum of the list is what changed.
    if not fautes(dossier) and fautes(dossier, entree["manifeste_sha256"]):
        return "empreinte du manifeste fausse"
    return ""


def _reconstruire(magasin: Magasin, connues: list[Index]) -> tuple[Index, list[str]]:
    """Entries still sound in what is left of the lists, then the newest whole version of each other millésime."""
    liste: Index = {}
    choisies = []
    for dataset, contrat in CONTRATS.items():
        lues = [
            {m: e for m, e in connue.get(dataset, {}).items() if not _faute_entree(magasin, dataset, m, e)}
            for connue in connues
        ]
        # A series has one edition in force: those of two lists are never put together.
        lues = [next(filter(None, lues), {})] if contrat.serie else lues
        sures = {m: e for lue in reversed(lues) for m, e in lue.items()}
        for i in magasin.versions(dataset):
            libre = not sures if contrat.serie else i.millesime not in sures
            if libre and not fautes(magasin.racine / dataset / i.identifiant):
                sures[i.millesime] = magasin.entree(dataset, i.identifiant)
                choisies.append(f"{dataset}/{i.identifiant}")
        if sures:
            liste[dataset] = dict(sorted(sures.items()))
    return liste, choisies


def avaries(magasin: Magasin, liste: Index, commandes: Mapping[str, str]) -> list[str]:
    """Damaged versions of a list, in French, each with the exact command that mends it."""
    dites = []
    for dataset, millesime, entree in entrees(liste):
        nom = entree["instantane"]
        if trouvees := fautes(magasin.racine / dataset / nom, entree["manifeste_sha256"]):
            remede = _remede(magasin, dataset, millesime, nom, commandes[dataset])
            dites.append(f"Abîmé, en place : {dataset}/{nom} : {' ; '.join(trouvees)}\n  À faire : {remede}")
    return dites


def _remede(magasin: Magasin, dataset: str, millesime: str, identifiant: str, commande: str) -> str:
    """The version before, if one is whole; else the file to import again."""
    versions = magasin.versions(dataset)
    fichier = next((i.source["fichier"] for i in versions if i.identifiant == identifiant), "")
    reimporter = f"{COMMANDE} importer {commande} {fichier or 'FICHIER'}"
    for i in versions:
        proche = CONTRATS[dataset].serie or i.millesime == millesime
        if proche and i.identifiant != identifiant and not fautes(magasin.racine / dataset / i.identifiant):
            le = i.manifeste["created"]
            revenir = f"{COMMANDE} revenir {dataset} {i.millesime} {i.identifiant}"
            return f"{revenir} (version intègre enregistrée le {le}), ou réimporter : {reimporter}"
    return f"{reimporter} (aucune autre version intègre sur le disque)"


def reparer(magasin: Magasin) -> Etat:
    """Write the index that `examiner` finds, and its copy, in one step each; gives what it found.

    The damaged file goes to quarantine.
    """
    with magasin.verrou():
        etat = examiner(magasin)
        if etat.fautes:  # what is replaced is kept: a list changed by hand may be understood one day
            raison = ErreurDonnees("index", INDEX, " ; ".join(etat.fautes), remede=f"remplacé d'après {etat.releve}")
            erreurs.mettre_en_quarantaine(magasin.racine.parent, magasin.racine / INDEX, raison)
        if etat.fautes or (etat.copie_en_retard and etat.liste):
            magasin.ecrire_index(etat.liste)
    return etat


def dire(etat: Etat) -> list[str]:
    """French lines on a repair that was made."""
    if not etat.fautes:
        rien = "Liste des instantanés : intègre, rien à réparer."
        return ["Copie de la liste des instantanés : remise à jour."] if etat.copie_en_retard else [rien]
    millesimes_nb = sum(map(len, etat.liste.values()))
    lignes = [
        f"Liste des instantanés ({INDEX}) : {' ; '.join(etat.fautes)}.",
        f"  Remise en état d'après : {etat.releve} (jeux : {len(etat.liste)}, millésimes : {millesimes_nb}).",
    ]
    if etat.choisies:
        lignes += [
            "  Rien ne disait plus quelle version était en place ; la plus récente intègre a été prise :",
            *(f"    {c}" for c in etat.choisies),
            "  Si une version plus ancienne avait été remise en place, la remettre par la commande revenir.",
        ]
    return lignes
