"""Command that writes a blank file to fill: modele."""

import sys
from pathlib import Path

from data_loaders.commandes import FAIT, MAUVAIS_USAGE
from data_loaders.contracts.convention import REGLES, mesures
from data_loaders.convention import cadre
from data_loaders.convention.suivi import SANS_RYTHME
from data_loaders.erreurs import DemandeInvalide
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import convention, saisies, zonage
from geo import zonages

# Those that take options of the command.
OPTIONS = {"convention": ("partie", "periode"), "indicateurs": ("partie", "periode"), "zonage": ("decoupage",)}
MODELES = (*OPTIONS, "suivi", *saisies.MODELES)


def ecrire_modele(donnees: Donnees, nom: str, sortie: Path, **options: str) -> int:
    """Write a blank file; an existing one is never replaced, for it may have been filled."""
    if autres := [f"--{o}" for o, valeur in options.items() if valeur and o not in OPTIONS.get(nom, ())]:
        raise DemandeInvalide(f"le modèle {nom} ne prend pas l'option {', '.join(autres)}.")
    suffixe = ".toml" if nom == "suivi" else ".xlsx"
    if sortie.suffix.lower() != suffixe:
        raise DemandeInvalide(f"le modèle {nom} s'écrit dans un fichier {suffixe}, pas « {sortie.name} ».")
    if sortie.exists():
        print(f"Refusé — {sortie.name} existe déjà : choisir un autre nom. Rien n'a été écrit.", file=sys.stderr)
        return MAUVAIS_USAGE
    if nom == "suivi":
        sortie.write_text(_modele_cadre(), "utf-8")
    elif nom == "zonage":
        if options["decoupage"] not in zonages.REMPLACABLES:
            raise DemandeInvalide(f"--decoupage attend l'un de : {', '.join(zonages.REMPLACABLES)}.")
        zonage.ecrire_modele(sortie, options["decoupage"])
    elif nom in OPTIONS:
        sortie.write_bytes(convention.octets(options["partie"], options["periode"], cadre.lire(donnees.racine)))
    else:
        saisies.ecrire_modele(donnees, sortie, nom)
    print(f"Modèle écrit : {sortie.name}")
    return FAIT


def _modele_cadre() -> str:
    """The file by which the signatories settle the frame of the convention, every entry present and commented out."""
    c, connues = cadre.defaut(), mesures()
    entete = f"# À enregistrer sous le nom {cadre.FICHIER} dans le dossier de données."
    statuts = f"# Mesures. statut : {' ou '.join(cadre.STATUTS)}"
    blocs = [
        f"{entete} Une ligne précédée de # n'est pas lue.",
        '# editeur = ""                # organisme qui publie cet observatoire\n'
        f"# fin = {c.fin.isoformat()}             # dernier jour de la convention\n"
        f"# delai_mois = {REGLES.delai_mois}              # mois après la fin d'une période, pour toutes les mesures",
        f"{statuts} ; cible : un nombre, dans l'unité de la mesure, par période.",
    ]
    for m, p in ((connues[code], p) for code, p in c.propositions.items()):
        delai = f"# delai_mois = {p.delai_mois}\n" if m.rythme != SANS_RYTHME else ""
        blocs.append(
            f'# {m.dispositif} : {m.libelle} ({m.unite}, {m.rythme})\n[mesure.{m.code}]\n# partie = "{p.partie}"\n'
            f'{delai}# territoire = "{p.territoire}"\n# cible = 0\n# statut = "{p.statut}"'
        )
    blocs.append("# Réunions des instances, dates nues.")
    dates = "# dates = [2014-03-25, 2014-05-27]"
    blocs += [f"# {i.libelle} ({i.rythme})\n[instance.{i.code}]\n{dates}" for i in c.instances]
    blocs.append(f"# Engagements. etat : {', '.join(cadre.ETATS_ENGAGEMENT)}.")
    dits = '# date = 2014-03-25\n# preuve = ""'
    blocs += [f'# {e.theme} – {e.libelle}\n[engagement.{e.code}]\n# etat = "{e.etat}"\n{dits}' for e in c.engagements]
    return "\n\n".join(blocs) + "\n"
