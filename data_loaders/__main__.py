"""Command line: `python -m data_loaders importer|etat|lister|revenir|difference|chiffre|exporter …`, in French.

Exit codes: 0 done (a figure that is n.d. included), 2 bad use, 3 a file was refused, 75 another time may do: a producer
or the storage does not answer, the disk is full, somebody else is publishing.
"""

import argparse
import sys
from collections.abc import Callable
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
    """Each command, its options, and `faire(donnees, args)`, which gives its exit code."""
    a = Analyseur(
        prog="python -m data_loaders", description="Instantanés de l'Observatoire : importer, vérifier, lire."
    )
    commandes = a.add_subparsers(dest="commande", required=True, metavar="COMMANDE", parser_class=Analyseur)
    sources, niveaux = sorted(set(commandes_jeux().values())), lecture.NIVEAUX
    perimetres = ", ".join(zonages.REMPLACABLES)
    jeu = {"choices": sorted(JEUX), "metavar": "DATASET", "help": ", ".join(sorted(JEUX))}
    en_csv = {"required": True, "type": Path, "metavar": "FICHIER.csv"}

    def ajouter(
        nom: str, aide: str, faire: Callable[[Donnees, argparse.Namespace], int]
    ) -> Callable[..., argparse.Action]:
        c = commandes.add_parser(nom, help=aide)
        c.set_defaults(faire=faire)
        return c.add_argument

    option = ajouter("importer", "lire des fichiers officiels et les publier comme instantanés", _importer)
    option(
        "source",
        choices=[*sources, TOUT],
        metavar="SOURCE",
        help=f"{', '.join(sources)} ; ou {TOUT} : chaque fichier d'un dossier, reconnu à ses colonnes",
    )
    option("fichiers", nargs="+", type=Path, metavar="FICHIER", help=f"ou DOSSIER, avec {TOUT}")
    aide = "convention : jour où le classeur a été reçu, aujourd'hui par défaut"
    option("--recu-le", default="", metavar="AAAA-MM-JJ", help=aide)
    _confirmer(option)
    option = ajouter("actualiser", "télécharger chez les producteurs, puis importer", _actualiser)
    aide = "celles d'adresse sûre, dans adresses.toml, si aucune n'est dite"
    option("source", nargs="*", metavar="SOURCE", help=aide)
    option("--millesime", default="", metavar="AAAA")
    _confirmer(option)
    option = ajouter(
        "zonage",
        "remplacer le périmètre d'un découpage par un fichier",
        lambda d, o: importation.charger_zonage(o.nom, o.fichier, o.sidecar, d),
    )
    option("nom", choices=zonages.REMPLACABLES, metavar="NOM", help=perimetres)
    option("fichier", type=Path, metavar="FICHIER", help="CSV, ou classeur du modèle zonage")
    option("--sidecar", type=Path, metavar="FICHIER.json", help="millésime, source, confiance et date")
    option = ajouter("modele", "écrire le classeur vide qu'un correspondant remplit", _ecrire_modele)
    option("nom", choices=sorted(modeles.MODELES), metavar="NOM", help=", ".join(sorted(modeles.MODELES)))
    option("sortie", type=Path, metavar="SORTIE.xlsx", help="ou SORTIE.toml pour suivi")
    option("--partie", default="", metavar="PARTIE", help="convention : region ou france_travail")
    option("--periode", default="", metavar="P", help="convention : 2014, ou 2014-S1")
    option("--decoupage", default="", metavar="NOM", help=f"zonage : {perimetres}")
    option = ajouter(
        "approuver",
        "enregistrer l'approbation d'un instantané par un signataire",
        lambda d, o: approbation.approuver(d, o.cible, o.partie, o.nom, o.reference, o.date),
    )
    option("--partie", required=True, metavar="PARTIE", help="region ou france_travail")
    _signer(option, "qui approuve", "compte rendu, courrier ou décision")
    option = ajouter(
        "publier",
        "enregistrer la publication d'un instantané que chacun a approuvé",
        lambda d, o: approbation.publier(d, o.cible, o.nom, o.reference, o.date),
    )
    _signer(option, "qui publie", "où : rapport, adresse, séance")
    aide = "dire ce qui est chargé, et ce qui est de démonstration"
    option = ajouter("etat", aide, lambda d, o: lecture.etat(d, o.json))
    option("--json", action="store_true", help="une ligne JSON")
    aide = "toutes les versions gardées sur le disque, avec leurs dates"
    option = ajouter("lister", aide, lambda d, o: versions.lister(d, [o.dataset] if o.dataset else list(JEUX)))
    option("dataset", nargs="?", **jeu)
    aide = "relire chaque fichier de chaque version, dire ce qui est abîmé et la commande qui le répare"
    ajouter("verifier", aide, lambda d, _: versions.verifier(d))
    aide = "remettre en état la liste des instantanés, d'après sa copie ou les instantanés du disque"
    ajouter("reparer", aide, lambda d, _: versions.reparer(d))
    aide = "plusieurs machines : publier ce qui a été changé à la main ici, récrire les objets abîmés"
    ajouter("partager", aide, lambda d, _: versions.partager(d))
    aide = "remettre en place une version précédente d'un millésime"
    option = ajouter("revenir", aide, lambda d, o: versions.revenir(d, o.dataset, o.millesime, o.instantane))
    option("dataset", **jeu)
    option("millesime", metavar="MILLESIME")
    option("instantane", metavar="INSTANTANE", help="nom donné par la commande lister")
    aide = "dire ce qui change entre deux versions d'un même jeu"
    option = ajouter("difference", aide, lambda d, o: versions.comparer(d, o.avant, o.apres, o.json))
    option("avant", metavar="A", help="DATASET/INSTANTANE")
    option("apres", metavar="B", help="DATASET/INSTANTANE")
    option("--json", action="store_true", help="tous les changements, en une ligne JSON")
    aide = "effacer les versions anciennes ; celles en place et les trois dernières restent"
    option = ajouter("purger", aide, lambda d, o: versions.purger(d, [o.dataset] if o.dataset else list(JEUX)))
    option("dataset", nargs="?", **jeu)
    aide = "écrire tout le dossier des données dans un seul fichier, relu avant de le dire"
    option = ajouter("sauvegarder", aide, lambda d, o: sauvegarde.sauvegarder(d, o.vers, o.garder))
    option("vers", type=Path, metavar="VERS.zip", help="ou un dossier : l'archive y prend la date du jour")
    aide = "dans un dossier : combien d'archives du jour restent, toutes par défaut"
    option("--garder", type=int, metavar="N", help=aide)
    aide = "remettre en place une sauvegarde ; ce qu'elle remplace est gardé"
    option = ajouter("restaurer", aide, lambda d, o: sauvegarde.restaurer(d, o.archive))
    option("archive", type=Path, metavar="ARCHIVE.zip")
    aide = "écrire toutes les parts estimées d'une enquête BMO, en CSV"
    option = ajouter("estimer", aide, lambda d, o: estimation.estimer(d, o.periode, o.vers))
    option("--periode", required=True, metavar="AAAA", help="l'enquête estimée")
    option("--vers", **en_csv)
    aide = "confronter les parts estimées de chaque enquête BMO à l'enquête suivante"
    ajouter("evaluation", aide, lambda d, _: estimation.evaluer(d))
    aide = "écrire les liens d'une nomenclature de métiers à l'autre, en CSV"
    option = ajouter("passage", aide, lambda d, o: lecture.passage(d, o.de, o.niveau, o.vers))
    option("de", choices=lecture.NOMENCLATURES, metavar="NOMENCLATURE", help=" ou ".join(lecture.NOMENCLATURES))
    option("--niveau", choices=niveaux, default=niveaux[0], metavar="NIVEAU", help=", ".join(niveaux))
    option("--vers", **en_csv)
    option = ajouter("chiffre", "donner un chiffre, ses bornes et sa source", lecture.chiffre)
    par_metier = ", ".join(i.code for i in PAR_METIER)
    aide = (
        f"{', '.join(INDICATEURS)} ; par métier : {par_metier} ; de la convention : MESURE.PARTIE, par exemple "
        f"{next(iter(convention()))} ; ou une adresse entière de l’API, « indicateur=…&zonage=… »"
    )
    option("indicateur", nargs="+", metavar="INDICATEUR", help=aide)
    aide = "bassin:5216, bassin:laval, laval, ou bassin : toutes ses zones ; région entière : region:52"
    option("--zone", nargs="+", default=[], metavar="ZONE", help=aide)
    aide = "2023, 2019-12, 2023-T3, 2018..2024, derniere ou toutes"
    option("--periode", nargs="+", default=[], metavar="P", help=aide)
    aide = "famille:O, fap22:B, fap87:B2Z, metier:U1Z91, rome:K1304, ou son nom ; famille:* ou * : tous"
    option("--metier", nargs="+", default=[], metavar="MÉTIER", help=aide)
    for nom in requete.SEULS:
        option(f"--{nom}", help=requete.PARAMETRES[nom][1].replace("%", "%%"))
    option("--json", action="store_true", help="une ligne JSON par chiffre")
    aide = "écrire la réponse à une question, ou des jeux entiers, en fichiers"
    option = ajouter("exporter", aide, lambda d, o: lecture.exporter(d, o.quoi, o.format, o.vers))
    aide = f"l’adresse d’Explorer ou de l’API, « indicateur=…&zonage=… » ; ou des jeux : {', '.join(sorted(JEUX))}"
    option("quoi", nargs="+", metavar="QUOI", help=aide)
    option("--format", choices=FORMATS, default=FORMATS[0], help=", ".join(FORMATS))
    aide = "ou, d’une question, un FICHIER .csv, .xlsx, .parquet ou .json"
    option("--vers", required=True, type=Path, metavar="DOSSIER", help=aide)
    return a


def _importer(donnees: Donnees, o: argparse.Namespace) -> int:
    if o.source == TOUT and not o.recu_le:
        return importation.importer_tout(donnees, o.fichiers)
    return importation.importer(donnees, o.source, o.fichiers, o.recu_le)


def _actualiser(donnees: Donnees, o: argparse.Namespace) -> int:
    return importation.actualiser(donnees, o.source or adresses.par_defaut(o.millesime), o.millesime)


def _ecrire_modele(donnees: Donnees, o: argparse.Namespace) -> int:
    options = {nom: getattr(o, nom) for nom in ("partie", "periode", "decoupage")}
    return modeles.ecrire_modele(donnees, o.nom, o.sortie, **options)


def _signer(option: Callable[..., argparse.Action], nom: str, reference: str) -> None:
    """What is signed, by whom, where it is written and when."""
    option("cible", metavar="CIBLE", help="DATASET/INSTANTANE (commande lister), ou DATASET : tous ceux en place")
    option("--nom", required=True, metavar="NOM", help=nom)
    option("--reference", required=True, metavar="TEXTE", help=reference)
    option("--date", default="", metavar="AAAA-MM-JJ", help="aujourd'hui par défaut")


def _confirmer(option: Callable[..., argparse.Action]) -> None:
    """The option by which an operator takes responsibility for a rule."""
    dites = " ; ".join(f"{r} ({t})" for r, t in controle.REGLES.items()).replace("%", "%%")  # argparse formats %
    aide = f"publier malgré une règle, à répéter : {dites}"
    option("--confirmer", action="append", choices=sorted(controle.REGLES), default=[], metavar="REGLE", help=aide)


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    args = _analyseur().parse_args(argv)
    try:
        donnees = Donnees(confirmees=frozenset(getattr(args, "confirmer", ())))
        autour = copie.publication if args.commande in ECRIVENT else copie.lecture
        with autour(donnees.racine):
            avant = donnees.officiel.empreinte()
            if args.commande in LISENT:
                demo.assurer(donnees)
            code = args.faire(donnees, args)
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
