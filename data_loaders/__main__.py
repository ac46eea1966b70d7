"""Command line: `python -m data_loaders importer|actualiser|etat|lister|revenir|difference|chiffre …`, in French.

Exit codes: 0 done (a figure that is n.d. included), 2 bad use, 3 a file was refused.
"""

from __future__ import annotations

import argparse
import errno
import hashlib
import json
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

from tqdm import tqdm

from data_loaders import demo, difference, francais, publication, reconnaissance, tableau
from data_loaders.contracts import CONTRATS
from data_loaders.donnees import Donnees
from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.importer import IMPORTEURS
from data_loaders.indicateurs import INDICATEURS, indicateur
from data_loaders.reconnaissance import Nature
from data_loaders.sources import convention, telechargement
from geo import zonages

FAIT, MAUVAIS_USAGE, REFUSE = 0, 2, 3
TOUT = "tout"
RESULTATS = ("publié", "refusé", "reconnu, sans usage ici", "non reconnu")
PANNES = {
    errno.ENOSPC: "disque plein",
    errno.EDQUOT: "quota de disque atteint",
    errno.EFBIG: "taille maximale de fichier atteinte",
    errno.EROFS: "dossier de données en lecture seule",
    errno.EACCES: "droits insuffisants sur le dossier de données",
    errno.EIO: "panne du disque",
}
MODELES = {"convention": convention.ecrire_modele}


class _Analyseur(argparse.ArgumentParser):
    """argparse speaks English by itself; its two outlets are put in French."""

    def error(self, message: str) -> NoReturn:
        self.exit(
            MAUVAIS_USAGE,
            f"Commande mal écrite. {self.format_usage()}"
            f"Aide : python -m data_loaders {self.prog.split(' ')[-1]} --help\n",
        )

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", "Usage :")

    def format_help(self) -> str:
        texte = super().format_help()
        for anglais, voulu in (
            ("usage:", "Usage :"),
            ("positional arguments:", "Arguments :"),
            ("options:", "Options :"),
            ("show this help message and exit", "afficher cette aide"),
        ):
            texte = texte.replace(anglais, voulu)
        return texte


def _analyseur() -> argparse.ArgumentParser:
    a = _Analyseur(
        prog="python -m data_loaders", description="Instantanés de l'Observatoire : importer, vérifier, lire."
    )
    commandes = a.add_subparsers(dest="commande", required=True, metavar="COMMANDE", parser_class=_Analyseur)
    c = commandes.add_parser("importer", help="lire des fichiers officiels et les publier comme instantanés")
    c.add_argument(
        "source",
        choices=[*sorted(IMPORTEURS), TOUT],
        metavar="SOURCE",
        help=f"{', '.join(sorted(IMPORTEURS))} ; ou {TOUT} : chaque fichier d'un dossier, reconnu à ses colonnes",
    )
    c.add_argument("fichiers", nargs="+", type=Path, metavar="FICHIER", help=f"ou DOSSIER, avec {TOUT}")
    _confirmer(c)
    c = commandes.add_parser("actualiser", help="télécharger chez les producteurs, puis importer")
    c.add_argument("source", nargs="*", metavar="SOURCE", help="toutes celles de adresses.toml si aucune n'est dite")
    c.add_argument("--millesime", default="", metavar="AAAA")
    _confirmer(c)
    c = commandes.add_parser("zonage", help="remplacer le périmètre d'un découpage par un fichier")
    c.add_argument("nom", choices=zonages.REMPLACABLES, metavar="NOM", help=", ".join(zonages.REMPLACABLES))
    c.add_argument("fichier", type=Path, metavar="FICHIER.csv")
    c.add_argument("--sidecar", type=Path, metavar="FICHIER.json", help="millésime, source, confiance et date")
    c = commandes.add_parser("modele", help="écrire le classeur vide qu'un correspondant remplit")
    c.add_argument("nom", choices=sorted(MODELES), metavar="NOM", help=", ".join(sorted(MODELES)))
    c.add_argument("sortie", type=Path, metavar="SORTIE.xlsx")
    c = commandes.add_parser("etat", help="dire ce qui est chargé, et ce qui est de démonstration")
    c.add_argument("--json", action="store_true", help="une ligne JSON")
    c = commandes.add_parser("lister", help="toutes les versions gardées sur le disque, avec leurs dates")
    c.add_argument("dataset", nargs="?", choices=sorted(CONTRATS), metavar="DATASET", help=", ".join(sorted(CONTRATS)))
    commandes.add_parser("verifier", help="relire chaque fichier de chaque version et comparer son empreinte")
    c = commandes.add_parser("revenir", help="remettre en place une version précédente d'un millésime")
    c.add_argument("dataset", choices=sorted(CONTRATS), metavar="DATASET", help=", ".join(sorted(CONTRATS)))
    c.add_argument("millesime", metavar="MILLESIME")
    c.add_argument("instantane", metavar="INSTANTANE", help="nom donné par la commande lister")
    c = commandes.add_parser("difference", help="dire ce qui change entre deux versions d'un même jeu")
    c.add_argument("avant", metavar="A", help="DATASET/INSTANTANE")
    c.add_argument("apres", metavar="B", help="DATASET/INSTANTANE")
    c.add_argument("--json", action="store_true", help="tous les changements, en une ligne JSON")
    c = commandes.add_parser(
        "purger", help="effacer les versions anciennes ; celles en place et les trois dernières restent"
    )
    c.add_argument("dataset", nargs="?", choices=sorted(CONTRATS), metavar="DATASET", help=", ".join(sorted(CONTRATS)))
    c = commandes.add_parser("chiffre", help="donner un chiffre, ses bornes et sa source")
    c.add_argument("indicateur", metavar="INDICATEUR", help=", ".join(INDICATEURS))
    c.add_argument("--zone", required=True, metavar="ZONAGE:CODE", help="région entière : region:52")
    c.add_argument("--periode", required=True, metavar="P", help="2023, 2019-12 ou 2023-T3")
    c.add_argument("--metier", metavar="NIVEAU:CODE", help="famille:O, fap22:B, fap87:B2Z, metier:U1Z91")
    c.add_argument("--json", action="store_true", help="une ligne JSON, la dernière de la sortie")
    return a


def _confirmer(commande: argparse.ArgumentParser) -> None:
    """The option by which an operator takes responsibility for a rule."""
    commande.add_argument(
        "--confirmer",
        action="append",
        choices=sorted(publication.REGLES),
        default=[],
        metavar="REGLE",
        help="publier malgré une règle, à répéter : "
        + " ; ".join(f"{r} ({t})" for r, t in publication.REGLES.items())
        # argparse reads % as a format
        .replace("%", "%%"),
    )


def _barre(libelle: str):
    """A progress bar on stderr and the function that feeds it."""
    barre = tqdm(
        total=1,
        desc=libelle,
        unit="",
        leave=False,
        file=sys.stderr,
        disable=not sys.stderr.isatty(),
        bar_format="{desc} {bar} {percentage:3.0f} %",
    )

    def avancer(fait: int, total: int) -> None:
        barre.total = max(total, 1)
        barre.n = min(fait, barre.total)
        barre.refresh()

    return barre, avancer


def _importer_un(donnees: Donnees, source: str, chemin: Path, adresse: str = "") -> bool:
    """Import one file; a refusal is written on stderr and leaves every snapshot as it was."""
    barre, avancer = _barre(chemin.name)
    try:
        with barre:
            lignes = IMPORTEURS[source](donnees, chemin, avancer, adresse)
    except ErreurDonnees as e:
        print(f"Refusé — {e}\n  Les instantanés en place restent inchangés.", file=sys.stderr)
        _garder(donnees, source, chemin, e)
        return False
    print("\n".join(lignes))
    return True


def _garder(donnees: Donnees, source: str, chemin: Path, erreur: ErreurDonnees) -> None:
    """Put a refused file in quarantine and say where, or that it could not be."""
    try:
        dossier = publication.mettre_en_quarantaine(donnees.racine, chemin, erreur, source)
    except OSError as e:
        print(f"  Le fichier refusé n'a pas pu être mis de côté : {_panne(e)}.", file=sys.stderr)
        return
    if dossier:
        print(f"  Fichier et motif gardés dans quarantine/{dossier.name}/ (reason.json).", file=sys.stderr)


def _panne(e: OSError) -> str:
    """What the operating system says, in French for what happens to a data root."""
    return PANNES.get(e.errno or 0) or e.strerror or str(e)


def importer(donnees: Donnees, source: str, fichiers: list[Path]) -> int:
    """Import several files; those that are sound are published even when another is refused."""
    acceptes = [_importer_un(donnees, source, f) for f in fichiers]
    if len(fichiers) > 1:
        print(
            f"{sum(acceptes)} fichier{'s' if sum(acceptes) > 1 else ''} sur {len(fichiers)} publié"
            f"{'s' if sum(acceptes) > 1 else ''}."
        )
    return FAIT if all(acceptes) else REFUSE


def importer_tout(donnees: Donnees, dossiers: list[Path]) -> int:
    """Import every file of folders, each recognised by its columns; prints one row a file, then counts.

    Raises:
        DemandeInvalide: what was given is not a folder, or holds no file.
    """
    fichiers = reconnaissance.fichiers(dossiers)
    natures = {nom: _reconnaitre(donnees, f) for nom, f in fichiers.items()}
    # Perimeters, then the series that weighs the tensions, come first: the others are checked against them.
    ordre = sorted(fichiers, key=lambda nom: reconnaissance.rang(natures[nom]))
    resultats = {nom: _importer_reconnu(donnees, natures[nom], fichiers[nom]) for nom in ordre}
    lignes = [("Fichier", "Contenu", "Résultat"), *((nom, str(natures[nom]), resultats[nom]) for nom in fichiers)]
    a, b, _ = (max(map(len, colonne)) for colonne in zip(*lignes, strict=True))
    print("", *(f"{nom:{a}}  {contenu:{b}}  {resultat}" for nom, contenu, resultat in lignes), sep="\n")
    comptes = {r: list(resultats.values()).count(r) for r in RESULTATS}
    print(" · ".join(f"{mot} : {n}" for mot, n in comptes.items()))
    return REFUSE if comptes["refusé"] else FAIT


def _reconnaitre(donnees: Donnees, chemin: Path) -> Nature:
    """What a file is; one that cannot be read is said and put aside, as a refusal of an import is."""
    try:
        return reconnaissance.reconnaitre(chemin)
    except ErreurDonnees as e:
        print(f"Refusé — {e}", file=sys.stderr)
        _garder(donnees, "", chemin, e)
        return Nature(reconnaissance.ILLISIBLE)


def _importer_reconnu(donnees: Donnees, nature: Nature, chemin: Path) -> str:
    """Import one recognised file; returns one of `RESULTATS`."""
    publie, refuse, sans_usage, inconnu = RESULTATS
    match nature.source:
        case reconnaissance.INCONNU:
            return inconnu
        case reconnaissance.SANS_USAGE:
            return sans_usage
        case reconnaissance.ILLISIBLE:
            return refuse
        case reconnaissance.ZONAGE:
            return publie if charger_zonage(nature.precision, chemin, None, donnees) == FAIT else refuse
        case source:
            return publie if _importer_un(donnees, source, chemin) else refuse


def actualiser(donnees: Donnees, sources: list[str], millesime: str) -> int:
    """Download, then import, source by source; one that fails leaves the others, and its old snapshot, untouched."""
    acceptees = [_actualiser_une(donnees, s, millesime) for s in sources]
    if len(sources) > 1:
        print(f"{sum(acceptees)} source{'s' * (sum(acceptees) > 1)} sur {len(sources)} à jour.")
    return FAIT if all(acceptees) else REFUSE


def _actualiser_une(donnees: Donnees, source: str, millesime: str) -> bool:
    memoire = telechargement.Memoire(donnees.racine)
    en_place = donnees.officiel.sources_en_place()
    with tempfile.TemporaryDirectory() as dossier:
        barre, avancer = _barre(f"Téléchargement {source}")
        try:
            with barre:
                recu = telechargement.telecharger(
                    source, Path(dossier), millesime, avancer, lambda adresse: memoire.entetes(adresse, en_place)
                )
        except ErreurDonnees as e:
            print(f"Refusé — {e}\n  Les instantanés en place restent inchangés.", file=sys.stderr)
            return False
        if recu.chemin is None:
            print(f"Source {source} : déjà à jour ({recu.adresse})")
            return True
        octets = recu.chemin.read_bytes()
        print(f"Reçu {recu.chemin.name} ({francais.nombre(len(octets) / 1024 / 1024, 1)} Mo) de {recu.adresse}")
        if not _importer_un(donnees, source, recu.chemin, recu.adresse):
            return False
        memoire.retenir(recu, hashlib.sha256(octets).hexdigest())
        return True


def charger_zonage(nom: str, fichier: Path, sidecar: Path | None, donnees: Donnees) -> int:
    """Replace the perimeter of a zoning."""
    try:
        rapport = zonages.charger(nom, fichier, donnees.racine, sidecar)
    except zonages.ErreurZonage as e:
        print(f"Refusé — {e}\n  Le découpage en place reste inchangé.", file=sys.stderr)
        return REFUSE
    print("\n".join(rapport.lignes))
    return FAIT


def ecrire_modele(nom: str, sortie: Path) -> int:
    """Write a blank workbook; an existing file is never replaced, for it may have been filled."""
    if sortie.exists():
        print(f"Refusé — {sortie.name} existe déjà : choisir un autre nom. Rien n'a été écrit.", file=sys.stderr)
        return REFUSE
    MODELES[nom](sortie)
    print(f"Modèle écrit : {sortie.name}")
    return FAIT


def etat(donnees: Donnees, en_json: bool) -> int:
    """What is loaded, dataset by dataset, and whether the files are sound."""
    fautes = donnees.officiel.verifier()
    fiches = [
        {
            "dataset": nom,
            "titre": contrat.titre,
            "producteur": contrat.producteur,
            "demonstration": donnees.est_demonstration(nom),
            "millesimes": {m: donnees.instantane(nom, m).identifiant for m in donnees.millesimes(nom)},
        }
        for nom, contrat in CONTRATS.items()
    ]
    perimetres = [
        {"zonage": z.code, "libelle": z.libelle, "millesime": z.millesime, "confiance": z.confiance, "charge": z.charge}
        for z in zonages.zonages().values()
    ]
    if en_json:
        print(json.dumps({"datasets": fiches, "zonages": perimetres, "fautes": fautes}, ensure_ascii=False))
        return FAIT
    for f in fiches:
        marque = "données de démonstration" if f["demonstration"] else "officiel"
        charge = f"{marque} : {', '.join(f['millesimes'])}" if f["millesimes"] else "non transmis"
        print(f"{f['titre']} ({f['dataset']}) — {charge}")
    for p in perimetres:
        print(
            f"Découpage {p['zonage']} : {p['libelle']}, {p['millesime']}, {p['confiance']}"
            f"{', chargé par fichier' if p['charge'] else ''}"
        )
    print("\n".join(f"Abîmé : {f}" for f in fautes) or "Instantanés officiels : intègres.")
    return FAIT


def lister(donnees: Donnees, datasets: list[str]) -> int:
    """Every version on disk, newest first, the ones in force marked."""
    for dataset in datasets:
        versions = donnees.officiel.versions(dataset)
        print(f"{CONTRATS[dataset].titre} ({dataset}) : {len(versions) or 'aucune'} version{'s' * (len(versions) > 1)}")
        for v in versions:
            marque = "en place" if donnees.officiel.est_courant(v) else "gardée"
            print(f"  {v.identifiant} · {marque} · publiée le {v.manifeste['created']} · {v.source['fichier']}")
    return FAIT


def verifier(donnees: Donnees) -> int:
    """Check every file of every version; damaged ones are named."""
    fautes = donnees.officiel.verifier()
    anciennes = donnees.officiel.verifier_versions()
    print("\n".join(f"Abîmé, en place : {f}" for f in fautes) or "Instantanés en place : intègres.")
    print("\n".join(f"Abîmé, version gardée : {f}" for f in anciennes) or "Versions gardées : intègres.")
    return REFUSE if fautes or anciennes else FAIT


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
    d = difference.comparer(donnees.officiel, CONTRATS[dataset], a, b)
    print(json.dumps(d.en_dict(), ensure_ascii=False) if en_json else d.texte())
    return FAIT


def purger(donnees: Donnees, datasets: list[str]) -> int:
    """Remove what is neither in force nor among the three newest."""
    effacees = [f"{d}/{i}" for d in datasets for i in donnees.officiel.purger(CONTRATS[d])]
    print("\n".join(f"Effacé : {e}" for e in effacees) or "Rien à effacer.")
    return FAIT


def chiffre(donnees: Donnees, args: argparse.Namespace) -> int:
    """Print one figure as a sentence, or as JSON on the last line."""
    zonage, _, code = args.zone.partition(":")
    metier = tableau.Metier.lire(args.metier) if args.metier else None
    c = tableau.chiffre(donnees, args.indicateur, zonage, code, args.periode, metier)
    if args.json:
        print(json.dumps(c, ensure_ascii=False))
        return FAIT
    ind = indicateur(args.indicateur)
    texte = francais.avec_unite(c["valeur"], ind.unite, ind.decimales)
    if c["minorant"]:
        texte = f"au moins {texte}"
    if c["valeur"] is not None and c["borne_haute"] != c["borne_basse"]:
        bas, haut = (francais.nombre(c[b], ind.decimales) for b in ("borne_basse", "borne_haute"))
        texte += f" ({bas} à {haut})"
    if c["demonstration"]:
        texte += " — Données de démonstration"
    lieu = ind.libelle_zone(zonage, code)
    print(f"{ind.libelle}, {lieu}, {francais.periode_libelle(args.periode)} : {texte}")
    if c["raison"]:
        print(f"  {c['raison']}")
    print(
        f"  Source : {c['source']}"
        + (f", millésime {c['millesime']}, instantané {c['instantane']}" if c["millesime"] else "")
    )
    return FAIT


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    args = _analyseur().parse_args(argv)
    donnees = Donnees(confirmees=frozenset(getattr(args, "confirmer", ())))
    try:
        match args.commande:
            case "importer":
                if args.source == TOUT:
                    return importer_tout(donnees, args.fichiers)
                return importer(donnees, args.source, args.fichiers)
            case "actualiser":
                return actualiser(donnees, args.source or list(telechargement.adresses()), args.millesime)
            case "zonage":
                return charger_zonage(args.nom, args.fichier, args.sidecar, donnees)
            case "modele":
                return ecrire_modele(args.nom, args.sortie)
            case "lister":
                return lister(donnees, [args.dataset] if args.dataset else list(CONTRATS))
            case "verifier":
                return verifier(donnees)
            case "revenir":
                return revenir(donnees, args.dataset, args.millesime, args.instantane)
            case "difference":
                return comparer(donnees, args.avant, args.apres, args.json)
            case "purger":
                return purger(donnees, [args.dataset] if args.dataset else list(CONTRATS))
            case "etat":
                demo.assurer(donnees)
                return etat(donnees, args.json)
            case _:
                demo.assurer(donnees)
                return chiffre(donnees, args)
    except DemandeInvalide as e:
        print(f"Demande mal formée : {e}", file=sys.stderr)
        return MAUVAIS_USAGE
    except OSError as e:
        print(f"Refusé — {Path(e.filename or 'fichier').name} : {_panne(e)}. Rien n'a été remplacé.", file=sys.stderr)
        return REFUSE
    except ErreurDonnees as e:
        print(f"Impossible — {e}", file=sys.stderr)
        return REFUSE


if __name__ == "__main__":
    sys.exit(main())
