"""The file by which the signatories settle the frame of the convention: its blank model, every entry commented out."""

from __future__ import annotations

from data_loaders.contracts.convention import mesures, regles
from data_loaders.convention.cadre import ETATS_ENGAGEMENT, FICHIER, STATUTS, defaut
from data_loaders.convention.suivi import SANS_RYTHME


def modele() -> str:
    """The file to edit, every entry present and commented out."""
    lignes = [
        f"# À enregistrer sous le nom {FICHIER} dans le dossier de données. Une ligne précédée de # n'est pas lue.",
        "",
        '# editeur = ""                # organisme qui publie cet observatoire',
        f"# fin = {regles().fin.isoformat()}             # dernier jour de la convention",
        f"# delai_mois = {regles().delai_mois}              # mois après la fin d'une période, pour toutes les mesures",
        "",
        f"# Mesures. statut : {' ou '.join(STATUTS)} ; cible : un nombre, dans l'unité de la mesure, par période.",
    ]
    for code, p in defaut().propositions.items():
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
    for i in defaut().instances:
        lignes += ["", f"# {i.libelle} ({i.rythme})", f"[instance.{i.code}]", "# dates = [2014-03-25, 2014-05-27]"]
    lignes += ["", f"# Engagements. etat : {', '.join(ETATS_ENGAGEMENT)}."]
    for e in defaut().engagements:
        lignes += [
            "",
            f"# {e.theme} – {e.libelle}",
            f"[engagement.{e.code}]",
            f'# etat = "{e.etat}"',
            "# date = 2014-03-25",
            '# preuve = ""',
        ]
    return "\n".join(lignes) + "\n"
