"""Command that writes a blank file to fill: modele."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from data_loaders.commandes import FAIT, MAUVAIS_USAGE
from data_loaders.contracts.convention import mesures, regles
from data_loaders.convention import cadre
from data_loaders.convention.suivi import SANS_RYTHME
from data_loaders.erreurs import DemandeInvalide
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import convention, saisies, zonage
from geo import zonages


class Modele(NamedTuple):
    """How a file is written, `ecrire(donnees, sortie, **options)`, and the options of the command that it takes."""

    ecrire: Callable[..., None]
    options: tuple[str, ...] = ()
    suffixe: str = ".xlsx"


def _zonage(_: Donnees, sortie: Path, decoupage: str) -> None:
    if decoupage not in zonages.REMPLACABLES:
        raise DemandeInvalide(f"--decoupage attend l'un de : {', '.join(zonages.REMPLACABLES)}.")
    zonage.ecrire_modele(sortie, decoupage)


_CONVENTION = Modele(
    lambda d, sortie, partie, periode: convention.ecrire_modele(sortie, partie, periode, cadre.lire(d.racine)),
    ("partie", "periode"),
)
MODELES = {
    "convention": _CONVENTION,
    "indicateurs": _CONVENTION,
    "suivi": Modele(lambda _, sortie: sortie.write_text(_modele_cadre(), "utf-8"), suffixe=".toml"),
    **{d: Modele(partial(saisies.ecrire_modele, dataset=d)) for d in saisies.MODELES},
    "zonage": Modele(_zonage, ("decoupage",)),
}


def ecrire_modele(donnees: Donnees, nom: str, sortie: Path, **options: str) -> int:
    """Write a blank file; an existing one is never replaced, for it may have been filled."""
    modele = MODELES[nom]
    if autres := [f"--{o}" for o, valeur in options.items() if valeur and o not in modele.options]:
        raise DemandeInvalide(f"le modèle {nom} ne prend pas l'option {', '.join(autres)}.")
    if sortie.suffix.lower() != modele.suffixe:
        raise DemandeInvalide(f"le modèle {nom} s'écrit dans un fichier {modele.suffixe}, pas « {sortie.name} ».")
    if sortie.exists():
        print(f"Refusé — {sortie.name} existe déjà : choisir un autre nom. Rien n'a été écrit.", file=sys.stderr)
        return MAUVAIS_USAGE
    modele.ecrire(donnees, sortie, **{o: options[o] for o in modele.options})
    print(f"Modèle écrit : {sortie.name}")
    return FAIT


def _modele_cadre() -> str:
    """The file by which the signatories settle the frame of the convention, every entry present and commented out."""
    lignes = [
        f"# À enregistrer sous le nom {cadre.FICHIER} dans le dossier de données. "
        "Une ligne précédée de # n'est pas lue.",
        "",
        '# editeur = ""                # organisme qui publie cet observatoire',
        f"# fin = {regles().fin.isoformat()}             # dernier jour de la convention",
        f"# delai_mois = {regles().delai_mois}              # mois après la fin d'une période, pour toutes les mesures",
        "",
        f"# Mesures. statut : {' ou '.join(cadre.STATUTS)} ; "
        "cible : un nombre, dans l'unité de la mesure, par période.",
    ]
    for code, p in cadre.defaut().propositions.items():
        m = mesures()[code]
        lignes += [
            "",
            f"# {m.dispositif} : {m.libelle} ({m.unite}, {m.rythme})",
            f"[mesure.{code}]",
            f'# partie = "{p.partie}"',
            *([f"# delai_mois = {p.delai_mois}"] if m.rythme != SANS_RYTHME else []),
            f'# territoire = "{p.territoire}"',
            "# cible = 0",
            f'# statut = "{p.statut}"',
        ]
    lignes += ["", "# Réunions des instances, dates nues."]
    for i in cadre.defaut().instances:
        lignes += ["", f"# {i.libelle} ({i.rythme})", f"[instance.{i.code}]", "# dates = [2014-03-25, 2014-05-27]"]
    lignes += ["", f"# Engagements. etat : {', '.join(cadre.ETATS_ENGAGEMENT)}."]
    for e in cadre.defaut().engagements:
        lignes += [
            "",
            f"# {e.theme} – {e.libelle}",
            f"[engagement.{e.code}]",
            f'# etat = "{e.etat}"',
            "# date = 2014-03-25",
            '# preuve = ""',
        ]
    return "\n".join(lignes) + "\n"
