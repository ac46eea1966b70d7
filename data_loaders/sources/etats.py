"""Workbooks of the states of territories (SPO labelling, GTEC, comités): their models, their reading, their merging.

A row replaces the state of its territory as a whole, so the model comes filled with the state in force; a row sent back
as it came, or that says nothing new, is no reception.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

import pandas as pd
import pyarrow as pa

from data_loaders import francais
from data_loaders.contracts import CONTRATS, saisies
from data_loaders.contracts.saisies import NIVEAUX_LABEL, NON_RENSEIGNE, ZONAGE
from data_loaders.convention import etats
from data_loaders.jeux import Lecteur
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import cellules, modeles
from data_loaders.sources.classeur import Progres
from data_loaders.sources.extrait import completer, organismes
from data_loaders.sources.modeles import FORMES, Champ, Faute, Feuille, a_venir, aujourdhui, date, entier, liste, texte
from geo import zonages

NOUVEAUTES_MAX = 20


class Fusion(NamedTuple):
    """Tables after a reception, and what it changed: one French line a territory, or a meeting."""

    tables: dict[str, pa.Table]
    nouveautes: list[str]
    repetees_nb: int


def _zone(zonage: str, codes: tuple[str, ...], *, a_saisir: bool = False) -> Champ:
    def lire(brut: object) -> str:
        code = str(brut).strip()
        if code not in codes:
            raise Faute(
                "territoire inconnu" if code else "code vide", f"codes du découpage {zonage} : {', '.join(codes)}"
            )
        return code

    return Champ("Code", lire, 24, a_saisir=a_saisir, choix=codes)


def _compte(titre: str, maximum: int) -> Champ:
    return Champ(titre, entier(maximum), 10, numerique=True, maximum=maximum)


_RECEPTION = {
    "commentaire": Champ("Commentaire", texte(500), 40),
    "source": Champ("Source (document)", texte(), 34, obligatoire=True),
    "transmis_par": Champ("Transmis par (organisme)", texte(), 26, obligatoire=True),
}
_NOM = Champ("Territoire", texte(), 24, a_saisir=False)


def _controler(ligne: dict) -> None:
    """What the cells of a row owe to each other, on the sheets that have them."""
    for date_, etat in (("date", "etat"), *((f"{niveau}_date", f"{niveau}_etat") for niveau in NIVEAUX_LABEL)):
        if ligne.get(date_) and ligne.get(etat) == "":
            raise Faute("date sans état", "saisir l'état à cette date", date_)
    if ligne.get("nom") and ligne["existe"] != "oui":
        raise Faute("nom d'un comité qui n'est pas dit exister", "saisir « oui » dans la colonne Existe", "nom")
    if ligne.get("situation") == "tenue" and a_venir(ligne["date"]):
        raise Faute("réunion tenue à une date à venir", "saisir « prévue », ou corriger la date", "date")


def entetes(dataset: str) -> frozenset[str]:
    """How the workbook of a dataset is recognised, whatever the zones in force."""
    return _feuilles(dataset, ())["etats"].entetes


def feuilles(dataset: str) -> dict[str, Feuille]:
    """Table of the contract -> sheet of the workbook, on the zones in force."""
    return _feuilles(dataset, tuple(zonages.zones(ZONAGE[dataset])["code_zone"]))


def _feuilles(dataset: str, codes: tuple[str, ...]) -> dict[str, Feuille]:
    zonage = ZONAGE[dataset]
    code = f"code_{zonage}"
    tete = {code: _zone(zonage, codes), "territoire": _NOM}
    if dataset == "labellisation":
        titres = {"operateurs": "1. Opérateurs", "partenariat": "2. Partenariat", "plan": "3. Plan"}
        for n, titre in titres.items():
            tete[f"{n}_etat"] = liste(f"{titre} : état", saisies.ETATS, 16)
            tete[f"{n}_date"] = Champ(f"{titre} : date", date(passee=True), 14)
        reste = {
            "date_labellisation": Champ("Date de labellisation", date(passee=True), 16),
            "chef_de_file": Champ("Chef de file (organisme)", texte(), 26),
            "reseaux_nb": _compte("Réseaux", 1000),
            "sites_nb": _compte("Sites d'accueil", 100_000),
        }
        return {"etats": Feuille("Labellisation", tete | reste | _RECEPTION, (code,), _controler, prerempli=True)}
    if dataset == "gtec":
        etat = {
            "etat": liste("État de la démarche", saisies.ETATS_GTEC, 20),
            "date": Champ("Date de l'état", date(passee=True), 14),
        }
        return {"etats": Feuille("GTEC", tete | etat | _RECEPTION, (code,), _controler, prerempli=True)}
    comite = {"existe": liste("Existe", saisies.OUI_NON, 10), "nom": Champ("Nom du comité", texte(), 40)}
    reunion = {
        code: _zone(zonage, codes, a_saisir=True),
        "date": Champ("Date de la réunion", date(jour=True), 16, obligatoire=True),
        "objet": Champ("Objet", texte(300), 50, obligatoire=True),
        "situation": liste("Situation", saisies.SITUATIONS_REUNION, 12, obligatoire=True),
    }
    return {
        "etats": Feuille("Comités", tete | comite | _RECEPTION, (code,), _controler, prerempli=True),
        "reunions": Feuille("Réunions", reunion | _RECEPTION, (code, "date"), _controler, prerempli=True),
    }


def ecrire_modele(sortie: Path | BinaryIO, dataset: str, en_vigueur: Mapping[str, pd.DataFrame]) -> None:
    """Write the workbook of a dataset: one row a territory, with its state in force, then its meetings.

    Args:
        en_vigueur: table -> last row of each territory (or meeting); the territories it lacks have an empty row.
    """
    zonage = ZONAGE[dataset]
    code = f"code_{zonage}"
    lignes: dict[Feuille, list[dict]] = {}
    for table, feuille in feuilles(dataset).items():
        connues = [{c: v for c, v in r.items() if not pd.isna(v)} for r in en_vigueur[table].to_dict("records")]
        if table == "reunions":
            lignes[feuille] = connues
            continue
        par_zone = {ligne[code]: ligne for ligne in connues}
        zones = zonages.noms(zonage).items()
        lignes[feuille] = [par_zone.get(c, {}) | {code: c, "territoire": libelle} for c, libelle in zones]
    mots = {"titre": CONTRATS[dataset].titre, "formes": FORMES, "dataset": dataset}
    mots["reunions"] = modeles.notice("reunions")[0] if dataset == "comites" else ""
    modeles.ecrire(sortie, lignes, modeles.notice("etats", **mots))


def lire(chemin: Path, dataset: str) -> dict[str, pd.DataFrame]:
    """Read a filled workbook: rows by table, columns of the contract less `recu_le` and `reception`."""
    pages = feuilles(dataset)
    lues = modeles.lire(chemin, list(pages.values()), dataset)
    tables = {}
    for table, feuille in pages.items():
        noms = [c.nom for c in CONTRATS[dataset].tables[table].colonnes if c.nom in feuille.champs]
        tables[table] = pd.DataFrame(lues[feuille], columns=noms, dtype=object)
    return tables


def fusionner(
    dataset: str,
    lues: Mapping[str, pd.DataFrame],
    recues: Mapping[str, pd.DataFrame],
    connues: Mapping[str, pd.DataFrame],
    jour: str,
) -> Fusion:
    """Add to the rows received those of a reading that say something new.

    Args:
        recues: table -> every row received, oldest first.
        connues: table -> what was attested without being received (the convention), then `recues`.
        jour: ISO date of this reception.
    """
    reception = max((int(r["reception"].max()) for r in recues.values() if len(r)), default=0) + 1
    tables, nouveautes, repetees = {}, [], 0
    for nom, feuille in feuilles(dataset).items():
        contrat = CONTRATS[dataset].tables[nom]
        contenu = [c.nom for c in contrat.colonnes if c.nom not in ("transmis_par", "recu_le", "reception")]
        derniere = {_cle(r, feuille): _contenu(r, contenu) for r in connues[nom].to_dict("records")}
        neuves = []
        for ligne in lues[nom].to_dict("records"):
            avant, apres = derniere.get(_cle(ligne, feuille), {}), _contenu(ligne, contenu)
            if avant != apres:
                neuves.append(ligne)
                nouveautes.append(_dire(feuille, ligne, avant, apres))
        repetees += len(lues[nom]) - len(neuves)
        ajoutees = pd.DataFrame(neuves, columns=lues[nom].columns).assign(recu_le=jour, reception=reception)
        toutes = pd.concat([f for f in (recues[nom], ajoutees) if len(f)] or [ajoutees], ignore_index=True)
        types = {c.nom: "Int64" if pa.types.is_integer(c.type) else "string" for c in contrat.colonnes}
        tables[nom] = cellules.table(toutes.astype(types), contrat)
    return Fusion(tables, nouveautes, repetees)


def _cle(ligne: Mapping[str, object], feuille: Feuille) -> tuple:
    return tuple(ligne[c] for c in feuille.cle)


def _contenu(ligne: Mapping[str, object], colonnes: Sequence[str]) -> dict[str, object]:
    """What a row says; an empty cell is None, whatever its type."""
    return {c: None if pd.isna(ligne[c]) or ligne[c] == "" else ligne[c] for c in colonnes}


def _dire(feuille: Feuille, ligne: dict, avant: Mapping[str, object], apres: Mapping[str, object]) -> str:
    """« ancenis : 3. Plan : état « en cours » puis « obtenu » »."""
    ecarts = [
        f"{feuille.champs[c].titre} « {avant.get(c) or NON_RENSEIGNE} » puis « {v or NON_RENSEIGNE} »"
        for c, v in apres.items()
        if c not in (*feuille.cle, "source", "commentaire") and avant.get(c) != v
    ]
    return f"{' '.join(_cle(ligne, feuille))} : {', '.join(ecarts) or 'source ou commentaire'}"


def importer(dataset: str, donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
    """Add what a correspondent sent of the territories; returns the French summary."""
    contrat = CONTRATS[dataset]
    lues = lire(chemin, dataset)
    fusion = Fusion({}, [], 0)

    def ajouter() -> dict[str, pa.Table]:
        nonlocal fusion
        recues = {t: etats.recus(donnees, dataset, t) for t in contrat.tables}
        connues = {t: etats.toutes(donnees, dataset) if t == "etats" else recues[t] for t in contrat.tables}
        fusion = fusionner(dataset, lues, recues, connues, aujourdhui())
        return fusion.tables

    publie = completer(donnees, dataset, chemin, organismes(*lues.values()), adresse, ajouter)
    progres(1, 1)
    suite = len(fusion.nouveautes) - NOUVEAUTES_MAX
    return [
        f"{contrat.titre} : {francais.avec_unite(len(fusion.nouveautes), 'lignes nouvelles')}, "
        f"{francais.avec_unite(fusion.repetees_nb, 'lignes déjà connues')}",
        *(f"  {n}" for n in fusion.nouveautes[:NOUVEAUTES_MAX]),
        *([f"  … et {francais.nombre(suite)} de plus"] if suite > 0 else []),
        *publie.dire(),
    ]


LABELLISATION, GTEC, COMITES = (Lecteur(partial(importer, d), (entetes(d),)) for d in ZONAGE)
