"""Import a producer's file: read, check, publish, and say in French what was found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from data_loaders import francais
from data_loaders.contracts import CONTRATS
from data_loaders.donnees import Donnees
from data_loaders.sources import bmo, defm_epci
from data_loaders.sources.classeur import Progres
from data_loaders.store import Source

LIBELLES = {"met": "projets", "xmet": "difficiles", "smet": "saisonniers"}


def importer_bmo(donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
    """Publish one vintage of the survey; returns the French summary."""
    lu = bmo.lire(chemin, progres)
    contrat = CONTRATS["bmo"]
    source = Source.du_fichier(chemin, contrat.producteur, adresse or contrat.adresse)
    publie = donnees.officiel.publier(contrat, lu.millesime, lu.tables, [source])
    au_moins = "au moins " if any(lu.caches.values()) else ""
    totaux = francais.enumeration([f"{au_moins}{francais.nombre(lu.totaux[m])} {LIBELLES[m]}" for m in LIBELLES])
    caches = francais.enumeration([f"{francais.nombre(lu.caches[m])} en {LIBELLES[m]}" for m in LIBELLES])
    deps = " · ".join(f"{d} : {francais.nombre(v)}" for d, v in lu.departements.items())
    return [
        f"BMO {lu.millesime} : {francais.nombre(lu.lues_nb)} lignes lues, {francais.nombre(lu.gardees_nb)} gardées "
        "(Pays de la Loire)",
        f"  cellules masquées par le producteur : {caches}",
        f"  totaux visibles : {totaux}",
        f"  projets par département : {deps}",
        f"  instantané bmo/{publie.identifiant}",
    ]


def importer_defm_epci(donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
    """Publish each period of the file; returns the French summary."""
    contrat = CONTRATS["defm_epci"]
    lectures = defm_epci.lire(chemin)
    source = Source.du_fichier(chemin, contrat.producteur, adresse or contrat.adresse)
    lignes = []
    for i, lu in enumerate(lectures, 1):
        publie = donnees.officiel.publier(contrat, lu.millesime, lu.tables, [source], lu.notes)
        abc = sum(lu.totaux[c] for c in "ABC")
        lignes += [
            f"DEFM par EPCI, {francais.periode_libelle(lu.millesime)} : {lu.lues_nb} lignes lues, {lu.gardees_nb} "
            "EPCI, aucune cellule masquée",
            f"  catégorie A : {francais.nombre(lu.totaux['A'])} · catégories A, B, C : {francais.nombre(abc)} (EPCI "
            "entiers, dont communes hors région)",
            *(f"  {n}" for n in lu.notes),
            f"  instantané defm_epci/{publie.identifiant}",
        ]
        progres(i, len(lectures))
    return lignes


IMPORTEURS: dict[str, Callable[..., list[str]]] = {"bmo": importer_bmo, "defm-epci": importer_defm_epci}
