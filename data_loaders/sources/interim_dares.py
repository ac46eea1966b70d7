"""DARES workbook of interim employment: the sheets by region (two blocks each) and by sector, one column a quarter.

What a sheet holds is said by its own title and unit: « région de l'établissement utilisateur », « ETP ». The region and
France are read in the first block, that of the present regions; the second one, of the former regions, repeats them.
"""

import itertools
import re
from collections.abc import Iterator, Mapping

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.interim import FRANCE, MESURES_SECTEUR, SERIES
from data_loaders.erreurs import ErreurDonnees
from data_loaders.sources import cellules, classeur, grilles
from data_loaders.sources.extrait import Extrait, lecteur
from data_loaders.sources.noms import Noms
from geo.territoire import LA_REGION, REGION

ZONES = {"region": REGION, "france": FRANCE}
ENTETE_MAX = 15


@lecteur("interim_dares", ouvrir=grilles.livre)
def lire(livre: grilles.Livre) -> Extrait:
    """Read an edition: the region and France by quarter, the sectors of France; millésime = last quarter."""
    regions, secteurs = {}, {}
    for grille in livre.grilles:
        if serie := grille.sens(livre.regle, SERIES):
            regions[serie] = [(p, z, serie, v) for (z, p), v in _regionale(grille, livre.regle).items()]
        elif mesure := grille.sens(livre.regle, MESURES_SECTEUR):
            secteurs[mesure] = list(_sectorielles(grille, mesure))
    observations = _table(regions, ["periode", "code_zone", "serie", "value"])
    region = observations[observations["code_zone"].eq(REGION)]
    if region.empty:
        trouve = f"aucune feuille par région ne porte {LA_REGION}"
        cause = "classeur national, ou ce n'est pas ce fichier"
        raise livre.sans_feuille(trouve, cause, "trimestriel complet de la Dares")
    for (zone, serie), lues in observations.groupby(["code_zone", "serie"])["periode"]:
        cellules.verifier_suite(list(lues), f"{livre.nom}, {zone}, {SERIES[serie]}")
    par_secteur = _table(secteurs, ["periode", "secteur", "libelle_secteur", "mesure", "value"])
    livre.remarques.extend(f"série absente du classeur : {dit}" for s, dit in SERIES.items() if not regions.get(s))
    if par_secteur.empty:
        livre.remarques.append("aucune feuille par secteur dans ce classeur")
    if not observations["code_zone"].eq(FRANCE).any():
        livre.remarques.append("la France entière n'est pas dans ce classeur")
    periodes = tuple(sorted(region["periode"].unique()))
    derniers = region[region["periode"].eq(periodes[-1])].set_index("serie")["value"].to_dict()
    titre = f"Emploi intérimaire : {len(periodes)} trimestres lus, {francais.etendue_periodes(periodes)}"
    dits = (f"{dit} : {francais.nombre(derniers[s])}" for s, dit in SERIES.items() if s in derniers)
    tables = {"observations": observations, "secteurs": par_secteur}
    return Extrait.de("interim_dares", periodes[-1], tables, titre, *dits, periodes=periodes)


def _table(lots: Mapping[str, list[tuple]], colonnes: list[str]) -> pd.DataFrame:
    return pd.DataFrame(itertools.chain(*lots.values()), columns=colonnes).astype({"value": "float64"})


def _corps(grille: grilles.Grille) -> Iterator[tuple[list, list[tuple[str, float]]]]:
    """Each row under that of quarters, and its figures, each with its quarter: two columns may say the same one."""
    colonnes: dict[int, str] = {}
    for i, (dessus, ligne) in enumerate(itertools.pairwise([[], *grille.lignes])):
        if colonnes:
            yield ligne, [(p, v) for j, p in colonnes.items() if (v := grilles.nombre(ligne[j])) is not None]
        elif 0 < i < ENTETE_MAX:
            # A year is written once above T1, or with the quarter (« 2000T1 »).
            annee = ""
            for j, rang in enumerate(ligne):
                ecrite = classeur.code(dessus[j])
                annee = ecrite if re.fullmatch(r"(19|20)\d\d", ecrite, re.ASCII) else annee
                if periode := grilles.trimestre(rang) or (annee and grilles.trimestre(f"{annee}{rang}")):
                    colonnes[j] = periode


def _regionale(grille: grilles.Grille, regle: Noms) -> dict[tuple[str, str], float]:
    """(zone, quarter) -> figure, from the first block; the second one, where it is there, must say the same."""
    lus: dict[tuple[str, str], float] = {}
    for ligne, valeurs in _corps(grille):
        zone = next((z for role, z in ZONES.items() if regle.nommees(role, list(map(str, ligne[:2])))), "")
        for periode, valeur in valeurs if zone else ():
            if abs(lus.setdefault((zone, periode), valeur) - valeur) > 0.5:
                cause = "les deux blocs de la feuille (régions actuelles et anciennes) ne se rejoignent pas"
                remede = "demander au producteur laquelle est la bonne, ou importer l'édition suivante"
                exemple = f"{francais.nombre(lus[zone, periode])} et {francais.nombre(valeur)}"
                ou, trouve = f"{grille.ou}, {periode}", "le même territoire y a deux valeurs"
                raise ErreurDonnees("cle", ou, trouve, exemple=exemple, cause=cause, remede=remede)
    return lus


def _sectorielles(grille: grilles.Grille, mesure: str) -> Iterator[tuple[str, str, str, str, float]]:
    """Rows of a sheet by sector: « FZ : Construction »; the groups without a code keep their name as a code."""
    facteur = 100.0 if mesure == "recours" else 1.0
    vus = set()
    for ligne, valeurs in _corps(grille):
        libelle = " ".join(str(ligne[0]).split())
        code, deux_points, reste = libelle.partition(" : ")
        code, reste = (code, reste) if deux_points and len(code) <= 3 else (classeur.normaliser(libelle), libelle)
        if not code or code in vus:
            continue
        vus.add(code)
        for periode, valeur in valeurs:
            yield periode, code, reste, mesure, valeur * facteur
