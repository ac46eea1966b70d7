"""Tension file by ROME and bassin (France Travail, DARES), one CSV a year; region 52 only.

An earlier edition of the 2021 file holds values that are not totals of bassins: the importer weighs the regional sum of
job-seekers against what is published (`measures.meteo_complet.verifier_inscrits`). Redon (5313) belongs to Bretagne, as
in the BMO survey: it is left out, so that sums are those of the region's 26 bassins.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from data_loaders import francais
from data_loaders.contracts import tension_rome
from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import Lecteur
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import meteo_complet
from data_loaders.parametres import abc_publies
from data_loaders.sources import classeur, ecriture, feuilles, series, tensions
from geo import zonages

REGION = "52"


class Extrait(NamedTuple):
    """One year of the file; `offres` and `inscrits` are sums over the region."""

    millesime: str
    tables: dict[str, pa.Table]
    lues_nb: int
    gardees_nb: int
    bassins_nb: int
    offres: float
    inscrits: float
    remarques: tuple[str, ...]


def lire(chemin: Path) -> Extrait:
    """Read the bassins of the region.

    Raises:
        ErreurDonnees: unreadable, columns missing, no year, a bassin of the region missing, a class out of 1–5, a
            count that is not a number.
    """
    nom = Path(chemin).name
    lue = feuilles.lire(chemin, "tension_rome")
    brut, annee, remarques = tensions.derniere_annee(lue)
    brut["code_bassin"] = classeur.codes(brut["code_bassin"], 4)
    df = brut[brut["code_bassin"].str.startswith(REGION)]
    attendus = {c for c in zonages.zones("bassin")["code_zone"] if c.startswith(REGION)}
    if absents := sorted(attendus - set(df["code_bassin"])):
        raise ErreurDonnees(
            "zone",
            nom,
            "bassins de la région absents du fichier",
            nombre=len(absents),
            exemple=", ".join(absents),
            cause="fichier d'une autre région, ou tronqué",
            remede="reprendre le fichier complet chez le producteur",
        )
    df = df.assign(annee=annee, **ecriture.exiges(df, ["offres", "inscrits"], lue))
    df = tensions.statuer(df, lue)
    return Extrait(
        annee,
        {"observations": series.table(df, tension_rome.OBSERVATIONS)},
        len(brut),
        len(df),
        df["code_bassin"].nunique(),
        df["offres"].sum(),
        df["inscrits"].sum(),
        remarques,
    )


def importer(donnees: Donnees, chemin: Path, progres: classeur.Progres, adresse: str = "") -> list[str]:
    """Publish one year of the tensions by ROME and bassin, once its job-seekers are plausible; French summary."""
    lu = lire(chemin)
    progres(1, 1)
    publies, origine = _abc_de(donnees, lu.millesime, chemin.name)
    part = meteo_complet.verifier_inscrits(lu.inscrits, publies, chemin.name)
    note = (
        f"Les inscrits du fichier font {francais.avec_unite(100 * part, '%', 0)} des catégories A, B et C publiées "
        f"({origine}) ; bassin de Redon (Bretagne) laissé de côté."
    )
    publie = donnees.publier_fichier("tension_rome", chemin, adresse, lu.millesime, lu.tables, (note,), lu.remarques)
    return [
        f"Tensions {lu.millesime} par métier ROME : {francais.nombre(lu.lues_nb)} lignes lues, "
        f"{francais.nombre(lu.gardees_nb)} gardées ({lu.bassins_nb} bassins)",
        f"  offres de douze mois : {francais.nombre(lu.offres)} · inscrits en moyenne : {francais.nombre(lu.inscrits)}",
        f"  {note}",
        *publie.dire(),
    ]


def _abc_de(donnees: Donnees, annee: str, nom: str) -> tuple[float, str]:
    """Published job-seekers A, B, C of the region, mean of a year, and where they come from.

    Raises:
        ErreurDonnees: neither the adjusted series nor the parameter knows this year.
    """
    if donnees.officiel.millesimes("defm_cvs"):
        lignes = donnees.lire("defm_cvs").query("categorie == 'ABC'")
        trimestres = lignes[lignes["periode"].str.startswith(annee)]["value"].dropna()
        if len(trimestres) == 4:
            return trimestres.mean(), "série CVS-CJO chargée"
    if annee in abc_publies():
        return abc_publies()[annee], "constante des paramètres"
    raise ErreurDonnees(
        "inscrits",
        nom,
        f"aucun total publié des inscrits en {annee} pour contrôler le fichier",
        remede="importer d'abord la série corrigée (importer defm-cvs)",
    )


LECTEUR = Lecteur(importer, tables=("tension_rome",))
