"""Command line: `python -m data_loaders importer|etat|lister|revenir|difference|chiffre|exporter …`, in French.

Exit codes: 0 done (a figure that is n.d. included), 2 bad use, 3 a file was refused, 75 another time may do: a producer
or the storage does not answer, the disk is full, somebody else is publishing.
"""

import argparse
import sys
from pathlib import Path

from data_loaders import jeux
from data_loaders.commandes import (
    MAUVAIS_USAGE,
    analyseur,
    approbation,
    code as code_de,
    estimation,
    importation,
    lecture,
    modeles,
    sauvegarde,
    versions,
)
from data_loaders.commandes.analyseur import Analyseur
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.contracts.indicateurs_detail import PAR_METIER, convention
from data_loaders.demo import instantanes as demo
from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.jeux import JEUX, commandes as commandes_jeux
from data_loaders.magasin import controle, copie
from data_loaders.magasin.donnees import Donnees
from data_loaders.requetes import requete
from data_loaders.sources import adresses
from geo import pannes, zonages
from geo.reglages import ErreurReglages

TOUT = "tout"
FORMATS = ("csv", "parquet", "xlsx")
# They change what is published.
ECRIVENT = frozenset(
    {"importer", "actualiser", "zonage", "approuver", "publier", "reparer", "revenir", "purger", "restaurer"}
)
# They read figures, those of the demonstration for what was never loaded.
LISENT = frozenset({"estimer", "evaluation", "passage", "etat", "exporter", "chiffre"})


def _analyseur() -> argparse.ArgumentParser:
    a = Analyseur(
        prog="python -m data_loaders", description="Instantanés de l'Observatoire : importer, vérifier, lire."
    )
    sources = sorted(set(commandes_jeux().values()))
    commandes = a.add_subparsers(dest="commande", required=True, metavar="COMMANDE", parser_class=Analyseur)
    c = commandes.add_parser("importer", help="lire des fichiers officiels et les publier comme instantanés")
    c.add_argument(
        "source",
        choices=[*sources, TOUT],
        metavar="SOURCE",
        help=f"{', '.join(sources)} ; ou {TOUT} : chaque fichier d'un dossier, reconnu à ses colonnes",
    )
    c.add_argument("fichiers", nargs="+", type=Path, metavar="FICHIER", help=f"ou DOSSIER, avec {TOUT}")
    c.add_argument(
        "--recu-le",
        default="",
        metavar="AAAA-MM-JJ",
        help="convention : jour où le classeur a été reçu, aujourd'hui par défaut",
    )
    _confirmer(c)
    c = commandes.add_parser("actualiser", help="télécharger chez les producteurs, puis importer")
    c.add_argument(
        "source", nargs="*", metavar="SOURCE", help="celles d'adresse sûre, dans adresses.toml, si aucune n'est dite"
    )
    c.add_argument("--millesime", default="", metavar="AAAA")
    _confirmer(c)
    c = commandes.add_parser("zonage", help="remplacer le périmètre d'un découpage par un fichier")
    c.add_argument("nom", choices=zonages.REMPLACABLES, metavar="NOM", help=", ".join(zonages.REMPLACABLES))
    c.add_argument("fichier", type=Path, metavar="FICHIER", help="CSV, ou classeur du modèle zonage")
    c.add_argument("--sidecar", type=Path, metavar="FICHIER.json", help="millésime, source, confiance et date")
    c = commandes.add_parser("modele", help="écrire le classeur vide qu'un correspondant remplit")
    c.add_argument("nom", choices=sorted(modeles.MODELES), metavar="NOM", help=", ".join(sorted(modeles.MODELES)))
    c.add_argument("sortie", type=Path, metavar="SORTIE.xlsx", help="ou SORTIE.toml pour suivi")
    c.add_argument("--partie", default="", metavar="PARTIE", help="convention : region ou france_travail")
    c.add_argument("--periode", default="", metavar="P", help="convention : 2014, ou 2014-S1")
    c.add_argument("--decoupage", default="", metavar="NOM", help=f"zonage : {', '.join(zonages.REMPLACABLES)}")
    c = commandes.add_parser("approuver", help="enregistrer l'approbation d'un instantané par un signataire")
    c.add_argument("--partie", required=True, metavar="PARTIE", help="region ou france_travail")
    _signer(c, "qui approuve", "compte rendu, courrier ou décision")
    c = commandes.add_parser("publier", help="enregistrer la publication d'un instantané que chacun a approuvé")
    _signer(c, "qui publie", "où : rapport, adresse, séance")
    c = commandes.add_parser("etat", help="dire ce qui est chargé, et ce qui est de démonstration")
    c.add_argument("--json", action="store_true", help="une ligne JSON")
    c = commandes.add_parser("lister", help="toutes les versions gardées sur le disque, avec leurs dates")
    c.add_argument("dataset", nargs="?", choices=sorted(JEUX), metavar="DATASET", help=", ".join(sorted(JEUX)))
    commandes.add_parser(
        "verifier", help="relire chaque fichier de chaque version, dire ce qui est abîmé et la commande qui le répare"
    )
    commandes.add_parser(
        "reparer", help="remettre en état la liste des instantanés, d'après sa copie ou les instantanés du disque"
    )
    commandes.add_parser(
        "partager", help="plusieurs machines : publier ce qui a été changé à la main ici, récrire les objets abîmés"
    )
    c = commandes.add_parser("revenir", help="remettre en place une version précédente d'un millésime")
    c.add_argument("dataset", choices=sorted(JEUX), metavar="DATASET", help=", ".join(sorted(JEUX)))
    c.add_argument("millesime", metavar="MILLESIME")
    c.add_argument("instantane", metavar="INSTANTANE", help="nom donné par la commande lister")
    c = commandes.add_parser("difference", help="dire ce qui change entre deux versions d'un même jeu")
    c.add_argument("avant", metavar="A", help="DATASET/INSTANTANE")
    c.add_argument("apres", metavar="B", help="DATASET/INSTANTANE")
    c.add_argument("--json", action="store_true", help="tous les changements, en une ligne JSON")
    c = commandes.add_parser(
        "purger", help="effacer les versions anciennes ; celles en place et les trois dernières restent"
    )
    c.add_argument("dataset", nargs="?", choices=sorted(JEUX), metavar="DATASET", help=", ".join(sorted(JEUX)))
    c = commandes.add_parser(
        "sauvegarder", help="écrire tout le dossier des données dans un seul fichier, relu avant de le dire"
    )
    c.add_argument("vers", type=Path, metavar="VERS.zip", help="ou un dossier : l'archive y prend la date du jour")
    c.add_argument(
        "--garder",
        type=int,
        metavar="N",
        help="dans un dossier : combien d'archives du jour restent, toutes par défaut",
    )
    c = commandes.add_parser("restaurer", help="remettre en place une sauvegarde ; ce qu'elle remplace est gardé")
    c.add_argument("archive", type=Path, metavar="ARCHIVE.zip")
    c = commandes.add_parser("estimer", help="écrire toutes les parts estimées d'une enquête BMO, en CSV")
    c.add_argument("--periode", required=True, metavar="AAAA", help="l'enquête estimée")
    c.add_argument("--vers", required=True, type=Path, metavar="FICHIER.csv")
    commandes.add_parser("evaluation", help="confronter les parts estimées de chaque enquête BMO à l'enquête suivante")
    c = commandes.add_parser("passage", help="écrire les liens d'une nomenclature de métiers à l'autre, en CSV")
    c.add_argument("de", choices=lecture.NOMENCLATURES, metavar="NOMENCLATURE", help=" ou ".join(lecture.NOMENCLATURES))
    niveaux = lecture.NIVEAUX
    c.add_argument("--niveau", choices=niveaux, default=niveaux[0], metavar="NIVEAU", help=", ".join(niveaux))
    c.add_argument("--vers", required=True, type=Path, metavar="FICHIER.csv")
    c = commandes.add_parser("chiffre", help="donner un chiffre, ses bornes et sa source")
    par_metier = ", ".join(i.code for i in PAR_METIER)
    c.add_argument(
        "indicateur",
        nargs="+",
        metavar="INDICATEUR",
        help=f"{', '.join(INDICATEURS)} ; par métier : {par_metier} ; de la convention : MESURE.PARTIE, par exemple "
        f"{next(iter(convention()))} ; ou une adresse entière de l’API, « indicateur=…&zonage=… »",
    )
    c.add_argument(
        "--zone",
        nargs="+",
        default=[],
        metavar="ZONE",
        help="bassin:5216, bassin:laval, laval, ou bassin : toutes ses zones ; région entière : region:52",
    )
    c.add_argument(
        "--periode", nargs="+", default=[], metavar="P", help="2023, 2019-12, 2023-T3, 2018..2024, derniere ou toutes"
    )
    c.add_argument(
        "--metier",
        nargs="+",
        default=[],
        metavar="MÉTIER",
        help="famille:O, fap22:B, fap87:B2Z, metier:U1Z91, rome:K1304, ou son nom ; famille:* ou * : tous",
    )
    for nom in requete.SEULS:
        c.add_argument(f"--{nom}", help=requete.PARAMETRES[nom][1].replace("%", "%%"))
    c.add_argument("--json", action="store_true", help="une ligne JSON par chiffre")
    c = commandes.add_parser("exporter", help="écrire la réponse à une question, ou des jeux entiers, en fichiers")
    c.add_argument(
        "quoi",
        nargs="+",
        metavar="QUOI",
        help=f"l’adresse d’Explorer ou de l’API, « indicateur=…&zonage=… » ; ou des jeux : {', '.join(sorted(JEUX))}",
    )
    c.add_argument("--format", choices=FORMATS, default=FORMATS[0], help=", ".join(FORMATS))
    c.add_argument(
        "--vers",
        required=True,
        type=Path,
        metavar="DOSSIER",
        help="ou, d’une question, un FICHIER .csv, .xlsx, .parquet ou .json",
    )
    return a


def _signer(commande: argparse.ArgumentParser, nom: str, reference: str) -> None:
    """What is signed, by whom, where it is written and when."""
    cible = "DATASET/INSTANTANE (commande lister), ou DATASET : tous ceux en place"
    commande.add_argument("cible", metavar="CIBLE", help=cible)
    commande.add_argument("--nom", required=True, metavar="NOM", help=nom)
    commande.add_argument("--reference", required=True, metavar="TEXTE", help=reference)
    commande.add_argument("--date", default="", metavar="AAAA-MM-JJ", help="aujourd'hui par défaut")


def _confirmer(commande: argparse.ArgumentParser) -> None:
    """The option by which an operator takes responsibility for a rule."""
    commande.add_argument(
        "--confirmer",
        action="append",
        choices=sorted(controle.REGLES),
        default=[],
        metavar="REGLE",
        help="publier malgré une règle, à répéter : "
        + " ; ".join(f"{r} ({t})" for r, t in controle.REGLES.items())
        # argparse reads % as a format
        .replace("%", "%%"),
    )


def _executer(args: argparse.Namespace, donnees: Donnees) -> int:
    """The command itself; returns the exit code."""
    if args.commande in LISENT:
        demo.assurer(donnees)
    match args.commande:
        case "importer":
            if args.source == TOUT and not args.recu_le:
                return importation.importer_tout(donnees, args.fichiers)
            return importation.importer(donnees, args.source, args.fichiers, args.recu_le)
        case "actualiser":
            return importation.actualiser(donnees, args.source or adresses.par_defaut(args.millesime), args.millesime)
        case "zonage":
            return importation.charger_zonage(args.nom, args.fichier, args.sidecar, donnees)
        case "modele":
            options = {o: getattr(args, o) for o in ("partie", "periode", "decoupage")}
            return modeles.ecrire_modele(donnees, args.nom, args.sortie, **options)
        case "approuver":
            return approbation.approuver(donnees, args.cible, args.partie, args.nom, args.reference, args.date)
        case "publier":
            return approbation.publier(donnees, args.cible, args.nom, args.reference, args.date)
        case "lister":
            return versions.lister(donnees, [args.dataset] if args.dataset else list(JEUX))
        case "verifier":
            return versions.verifier(donnees)
        case "partager":
            return versions.partager(donnees)
        case "reparer":
            return versions.reparer(donnees)
        case "revenir":
            return versions.revenir(donnees, args.dataset, args.millesime, args.instantane)
        case "difference":
            return versions.comparer(donnees, args.avant, args.apres, args.json)
        case "purger":
            return versions.purger(donnees, [args.dataset] if args.dataset else list(JEUX))
        case "sauvegarder":
            return sauvegarde.sauvegarder(donnees, args.vers, args.garder)
        case "restaurer":
            return sauvegarde.restaurer(donnees, args.archive)
        case "estimer":
            return estimation.estimer(donnees, args.periode, args.vers)
        case "evaluation":
            return estimation.evaluer(donnees)
        case "passage":
            return lecture.passage(donnees, args.de, args.niveau, args.vers)
        case "etat":
            return lecture.etat(donnees, args.json)
        case "exporter":
            return lecture.exporter(donnees, args.quoi, args.format, args.vers)
        case _:
            return lecture.chiffre(donnees, args)


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    args = _analyseur().parse_args(argv)
    try:
        donnees = Donnees(confirmees=frozenset(getattr(args, "confirmer", ())))
        autour = copie.publication if args.commande in ECRIVENT else copie.lecture
        with autour(donnees.racine):
            avant = donnees.officiel.empreinte()
            code = _executer(args, donnees)
            sys.stdout.flush()
            if donnees.officiel.empreinte() != avant:
                jeux.materialiser(Donnees(donnees.racine))
        return code
    except DemandeInvalide as e:
        print(f"Demande mal formée : {e}", file=sys.stderr)
        return MAUVAIS_USAGE
    except BrokenPipeError:  # « … | head » has read what it wanted
        return analyseur.lecteur_parti()
    except OSError as e:
        nom = Path(e.filename or "fichier").name
        print(f"Impossible — {nom} : {pannes.dire(e)}. Rien n'a été remplacé.", file=sys.stderr)
        return code_de(e)
    except (ErreurDonnees, zonages.ErreurZonage, ErreurReglages) as e:
        print(f"Impossible — {e}", *getattr(e, "__notes__", ()), sep="\n  ", file=sys.stderr)
        return code_de(e)


if __name__ == "__main__":
    sys.exit(main())
