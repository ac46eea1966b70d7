"""Commands on the life of snapshots: their versions and repair, what the signatories approve, the archive of a root."""

import json
import re
from datetime import date
from pathlib import Path

from data_loaders import francais, jeux
from data_loaders.commandes import FAIT, REFUSE
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.convention import PARTIES
from data_loaders.convention import receptions
from data_loaders.erreurs import DemandeInvalide
from data_loaders.magasin import reparation, sauvegarde
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import INDEX
from data_loaders.magasin.store import Magasin
from data_loaders.versions import approbations, difference
from geo import zonages
from geo.reglages import racine_reservee


def lister(donnees: Donnees, dataset: str | None) -> int:
    """Every version on disk, newest first, the ones in force marked; of one dataset, or of all of them."""
    for nom in [dataset] if dataset else jeux.JEUX:
        versions = donnees.officiel.versions(nom)
        print(f"{CONTRATS[nom].titre} ({nom}) : {len(versions) or 'aucune'} version{'s' * (len(versions) > 1)}")
        for v in versions:
            marque = "en place" if donnees.officiel.est_courant(v) else "gardée"
            statut = approbations.statut(nom, [v.identifiant], donnees.racine).texte
            le = f"enregistrée le {v.manifeste['created']}"
            print(f"  {v.identifiant} · {marque} · {le} · {v.source['fichier']} · {statut}")
    return FAIT


def verifier(donnees: Donnees) -> int:
    """Check the index and every file of every version; what is damaged is named, with the command that mends it."""
    abime = False
    for nom, magasin in _magasins(donnees):
        etat = reparation.examiner(magasin)
        abimees = reparation.avaries(magasin, etat.liste, jeux.commandes())
        anciennes = magasin.verifier_versions(etat.liste)
        abime = abime or bool(etat.fautes or abimees or anciennes)
        if etat.fautes:
            print(f"Abîmée, liste des instantanés ({INDEX}) : {' ; '.join(etat.fautes)}")
            print(f"  À faire : {reparation.COMMANDE} reparer (d'après : {etat.releve})")
        print(*abimees, sep="\n", end="\n" if abimees else "")
        if not abimees and not etat.fautes:
            print(f"{nom} en place : intègres.")
        print("\n".join(f"Abîmé, version gardée : {f}" for f in anciennes) or "Versions gardées : intègres.")
        if anciennes:
            print("  À faire : rien n'en dépend ; réimporter le fichier d'origine la rétablit.")
        if etat.copie_en_retard:
            print(f"Copie de la liste : absente ou en retard. À faire : {reparation.COMMANDE} reparer")
    perimetres = zonages.fautes()
    print("\n".join(perimetres.values()) or "Périmètres chargés : intègres.")
    if entamee := receptions.entamee(donnees):
        print(f"Convention : réception non finie.\n  À faire, si rien ne se transmet : {reparation.COMMANDE} reparer")
    return REFUSE if abime or perimetres or entamee else FAIT


def _magasins(donnees: Donnees) -> list[tuple[str, Magasin]]:
    """What a sentence calls their snapshots, and the stores that hold official ones: two in the reserved process."""
    tous = [("Instantanés", donnees.officiel), ("Instantanés réservés", donnees.reserve)]
    return [(nom, magasin) for nom, magasin in tous if magasin]


def reparer(donnees: Donnees) -> int:
    """Mend the index from its copy or from the snapshots on disk; what stays damaged is said with its command."""
    toutes = []
    for _, magasin in _magasins(donnees):
        etat = reparation.reparer(magasin)
        print("\n".join(reparation.dire(etat)))
        abimees = reparation.avaries(magasin, etat.liste, jeux.commandes())
        print(*abimees, sep="\n", end="\n" if abimees else "")
        toutes += abimees
    if receptions.reprendre(donnees.racine):
        print("Convention : une réception interrompue est défaite ; la transmettre de nouveau.")
    return REFUSE if toutes else FAIT


def revenir(donnees: Donnees, dataset: str, millesime: str, instantane: str) -> int:
    """Roll back one millésime."""
    avant = donnees.officiel.courant().get(dataset, {}).get(millesime, {}).get("instantane", "aucun")
    publie = donnees.officiel.revenir(CONTRATS[dataset], millesime, instantane)
    print(f"En place : {dataset}/{publie.identifiant} (auparavant : {avant}, toujours sur le disque).")
    return FAIT


def comparer(donnees: Donnees, avant: str, apres: str, en_json: bool) -> int:
    """What changes between two versions of a dataset."""
    (dataset, _, a), (autre, _, b) = avant.partition("/"), apres.partition("/")
    if dataset not in CONTRATS or autre != dataset:
        raise DemandeInvalide("comparer deux versions d'un même jeu, écrites DATASET/INSTANTANE (commande lister).")
    d = difference.comparer(donnees, dataset, a, b)
    print(json.dumps(d.en_dict(), ensure_ascii=False) if en_json else d.texte())
    return FAIT


def purger(donnees: Donnees, dataset: str | None) -> int:
    """Remove what is neither in force nor among the three newest."""
    effacees = [f"{d}/{i}" for d in ([dataset] if dataset else jeux.JEUX) for i in donnees.officiel.purger(CONTRATS[d])]
    print("\n".join(f"Effacé : {e}" for e in effacees) or "Rien à effacer.")
    return FAIT


def approuver(donnees: Donnees, cible: str, nom: str, reference: str, jour: str, partie: str | None = None) -> int:
    """Record the approval of a snapshot by a party, its publication without one; prints where it then stands.

    Of a dataset, those in force that are still to be approved, or published.
    """
    try:
        le = date.fromisoformat(jour) if jour else None
    except ValueError:
        raise DemandeInvalide(f"date « {jour} » : écrire AAAA-MM-JJ.") from None
    for une in _cibles(donnees, cible, partie or approbations.PUBLICATION):
        a, statut = approbations.approuver(donnees.racine, une, partie, nom, reference, le)
        fait = f"Approbation enregistrée : {PARTIES[partie]}," if partie else "Publication enregistrée :"
        print(f"{fait} {a.nom}, le {a.date} ({a.reference}).")
        print(f"  {a.dataset}/{a.instantane} : {statut.texte}")
    return FAIT


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


def _racines(donnees: Donnees) -> dict[str, Path]:
    reservee = racine_reservee()
    return {"donnees": donnees.racine} | ({"reserve": reservee} if reservee else {})


def sauvegarder(donnees: Donnees, vers: Path, garder: int | None = None) -> int:
    """Write the archive; said only once it was read again.

    In a folder it takes the date of the day, and the last `garder` archives of a day stay; all of them by default.
    """
    dossier = vers if vers.is_dir() else None
    if garder is not None and (dossier is None or garder < 1):
        raise DemandeInvalide("--garder demande un dossier, et une archive au moins à y laisser.")
    if dossier:
        vers = dossier / f"{date.today().isoformat()}.zip"
    n = sauvegarde.sauvegarder(_racines(donnees), vers)
    mo = francais.nombre(vers.stat().st_size / 1024 / 1024, 1)
    print(f"{vers.name} : {francais.avec_unite(n, 'fichiers')}, {mo} Mo, relus un à un.")
    if dossier and garder:
        du_jour = sorted(f for f in dossier.iterdir() if re.fullmatch(r"\d{4}-\d\d-\d\d\.zip", f.name))
        for ancienne in du_jour[:-garder]:
            ancienne.unlink()
            print(f"{ancienne.name} : effacée, {francais.avec_unite(garder, 'archives')} gardées.")
    return FAIT


def restaurer(donnees: Donnees, archive: Path) -> int:
    """Put an archive back."""
    sommaire, remplaces = sauvegarde.restaurer(archive, _racines(donnees))
    n = francais.avec_unite(len(sommaire["fichiers"]), "fichiers")
    print(f"{archive.name}, du {sommaire['cree']} : {n} en place.")
    if remplaces:
        print(f"Remplacés, et gardés dans {sauvegarde.REMPLACES}/ : {', '.join(remplaces)}.")
    return FAIT
