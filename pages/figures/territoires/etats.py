"""Where each territory of the convention stands: SPO labelled, comités of the ZEF, GTEC; a bassin has no state."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from data_loaders import francais
from data_loaders.convention import etats as lire_etats
from data_loaders.convention.etats import Comite, EtatGtec, Labellisation
from data_loaders.francais import INSEC
from data_loaders.magasin.donnees import Donnees
from data_loaders.versions import approbations
from geo import zonages
from pages.figures import tables
from pages.figures.territoires import etats_commun as commun
from pages.figures.territoires.etats_commun import DATASETS, NIVEAUX_LUS, NON_RENSEIGNE, VueEtats, document, le
from pages.figures.territoires.etats_decoupages import bassins, gtec, spo, zef
from pages.figures.territoires.lieu import date_libelle


def preparer(donnees: Donnees, zonage: str, niveau: str = "ensemble", zone: str | None = None) -> VueEtats:
    """Everything for one zoning.

    Args:
        zonage: one of `ZONAGES_ETATS`.
        niveau: one of `NIVEAUX_LUS`; read for the SPO only.
        zone: territory whose history is shown; None for all of them.

    Raises:
        ErreurDonnees: a snapshot of the states is damaged.
    """
    if zonage == "spo":
        vue = spo(lire_etats.labellisations(donnees), niveau)
    elif zonage == "gtec":
        vue = gtec(lire_etats.gtecs(donnees))
    elif zonage == "zef":
        vue = zef(lire_etats.comites(donnees))
    else:
        return bassins()
    perdus = lire_etats.sans_zone(donnees, DATASETS[zonage])
    return replace(
        vue, historique=historique(donnees, zonage, zone, [e.code for e in perdus]), lecture=vue.lecture + _hors(perdus)
    )


def _hors(perdus: list) -> str:
    """What is known of territories that the perimeter no longer has; "" when there is none."""
    if not perdus:
        return ""
    dits = francais.enumeration([f"«{INSEC}{e.code}{INSEC}» ({resume(e)})" for e in perdus])
    qui = "d’un territoire absent" if len(perdus) == 1 else "de territoires absents"
    return f" État connu {qui} de ce découpage, reporté sur aucun autre{INSEC}: {dits}."


def historique(
    donnees: Donnees, zonage: str, zone: str | None, perdus: Sequence[str] = ()
) -> tuple[tuple[tuple[str, bool], ...], list[list[str]]]:
    """(headings, rows) of every state known, oldest first.

    Args:
        zone: the territory; None for all, those of `perdus` included, which the perimeter no longer has.
    """
    entetes = tables.en_tetes("Reçu", "Territoire", "État", "Précision", "Source")
    noms = {code: f"{code} (absent du découpage)" for code in perdus} | zonages.noms(zonage)
    codes = [zone] if zone in noms else list(noms)
    rangees = []
    for code in codes:
        for e in lire_etats.historique(donnees, DATASETS[zonage], code):
            rangees.append((e.recu_le, e.reception, code, e))
    rangees.sort(key=lambda r: r[:3])
    return entetes, [
        [
            date_libelle(recu) if reception else f"convention, {date_libelle(recu)}",
            noms[code],
            resume(e),
            e.commentaire or "—",
            document(e),
        ]
        for recu, reception, code, e in rangees
    ]


def resume(e: Labellisation | EtatGtec | Comite) -> str:
    """A state in one line, what is not known left out; « non renseigné » when nothing is."""
    if isinstance(e, EtatGtec):
        return " ".join(filter(None, (e.etat, e.date and le(e.date)))) or NON_RENSEIGNE
    if isinstance(e, Comite):
        existe = {"oui": "comité institué", "non": "pas de comité"}.get(e.existe, "")
        return ", ".join(filter(None, (existe, e.nom))) or NON_RENSEIGNE
    dits = [f"{NIVEAUX_LUS[nom].lower()}{INSEC}: {commun.niveau_dit(n)}" for nom, n in e.niveaux.items() if n.etat]
    if e.date_labellisation:
        dits.insert(0, f"labellisé {le(e.date_labellisation)}")
    dits += [f"chef de file{INSEC}: {e.chef_de_file}"] if e.chef_de_file else []
    dits += [francais.avec_unite(e.reseaux_nb, "réseaux")] if e.reseaux_nb is not None else []
    dits += [francais.avec_unite(e.sites_nb, "sites")] if e.sites_nb is not None else []
    return ", ".join(dits) or NON_RENSEIGNE


def commandes(zonage: str) -> str:
    """The two commands that fill the states of a zoning; "" where there is none."""
    nom = DATASETS.get(zonage)
    if not nom:
        return ""
    return f"python -m data_loaders modele {nom} {nom}.xlsx\npython -m data_loaders importer {nom} {nom}.xlsx"


def csv(zonage: str, v: VueEtats) -> bytes:
    """The table as CSV for French Excel, with the code of each zone."""
    table = pd.DataFrame(v.lignes, columns=[nom.lower() for nom, _ in v.entetes])
    table.insert(0, "code_zone", v.codes)
    return tables.csv_francais(table.assign(decoupage=zonage, mention=approbations.TRAVAIL), {})
