"""Command line: `python -m data_loaders importer|etat|lister|revenir|difference|chiffre|exporter …`, in French.

Exit codes: 0 done (a figure that is n.d. included), 2 bad use, 3 a file was refused, 75 another time may do: a producer
does not answer, the disk is full, somebody else is publishing.
"""

import contextlib
import pkgutil
import re
import sys
import tomllib
from pathlib import Path

from data_loaders import commandes, demo, jeux
from data_loaders.commandes import MAUVAIS_USAGE, TOUT, Analyseur, code as code_de, lecture, modeles
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.contracts.indicateurs_detail import PAR_METIER, convention
from data_loaders.erreurs import REGLES, DemandeInvalide, ErreurDonnees
from data_loaders.jeux import JEUX
from data_loaders.magasin.donnees import Donnees
from data_loaders.requetes import requete
from geo import disque, reglages, zonages

COMMANDES = tomllib.loads((Path(__file__).parent / "commandes" / "commandes.toml").read_text("utf-8"))
# Those of a question, which have the names of its parameters.
COMMANDES["chiffre"]["options"][-1:-1] = [
    {"nom": f"--{nom}", "help": requete.PARAMETRES[nom][1].replace("%", "%%")} for nom in requete.SEULS
]


def _analyseur() -> Analyseur:
    """The commands of `commandes.toml`."""
    sources = sorted(set(jeux.commandes().values()))
    choix = {
        "sources": sources, "sources_ou_tout": [*sources, TOUT], "regles": sorted(REGLES),
        "perimetres": zonages.REMPLACABLES, "modeles": sorted(modeles.MODELES), "jeux": sorted(JEUX),
        "nomenclatures": lecture.NOMENCLATURES, "niveaux": lecture.NIVEAUX, "formats": ("csv", "parquet", "xlsx"),
        "indicateurs": list(INDICATEURS), "par_metier": [i.code for i in PAR_METIER],
    }  # fmt: skip
    regles = " ; ".join(f"{r} ({t})" for r, t in REGLES.items()).replace("%", "%%")  # argparse formats %
    mots = {nom: ", ".join(liste) for nom, liste in choix.items()} | {"tout": TOUT, "regles": regles}
    mots |= {"convention": next(iter(convention())), "nomenclatures": " ou ".join(lecture.NOMENCLATURES)}
    entete = {
        "prog": "python -m data_loaders",
        "description": "Instantanés de l'Observatoire : importer, vérifier, lire.",
    }
    return commandes.construire(entete, COMMANDES, choix, mots)


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    with contextlib.suppress(reglages.ErreurReglages):  # said below
        Donnees()
    options = vars(_analyseur().parse_args(argv))
    commande = COMMANDES[options.pop("commande")]
    try:
        reglages.verifier()
        regles, raison = options.pop("confirmer", ()), options.pop("raison", "").strip()
        donnees = Donnees(confirmees=dict.fromkeys(regles, raison) if raison else frozenset(regles))
        avant = donnees.officiel.empreinte()
        if commande.get("lit"):
            demo.assurer(donnees)
        code = pkgutil.resolve_name(f"data_loaders.commandes.{commande['fait']}")(donnees, **options)
        sys.stdout.flush()
        if donnees.officiel.empreinte() != avant:
            jeux.materialiser(Donnees(donnees.racine))
        return code
    except DemandeInvalide as e:
        print(f"Demande mal formée : {e}", file=sys.stderr)
        return MAUVAIS_USAGE
    except BrokenPipeError:  # « … | head » has read what it wanted
        return commandes.lecteur_parti()
    except OSError as e:
        # A temporary file has, between dots, the name of the one that it stands for.
        nom = re.sub(r"^\.(.+)\.\w+$", r"\1", Path(e.filename or "fichier").name)
        print(f"Impossible — {nom} : {disque.dire(e)}. Rien n'a été remplacé.", file=sys.stderr)
        return code_de(e)
    except (ErreurDonnees, zonages.ErreurZonage, reglages.ErreurReglages) as e:
        print(f"Impossible — {e}", file=sys.stderr)
        return code_de(e)


if __name__ == "__main__":
    sys.exit(main())
