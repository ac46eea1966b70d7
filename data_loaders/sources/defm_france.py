"""The sheets of France in the DARES workbook of job-seekers: age × sex, seniority, entries and exits by reason.

A sheet is known by its title and its geographic level, a series by the titles of its column.
"""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from data_loaders import francais
from data_loaders.contracts import defm_france
from data_loaders.sources import classeur, grilles, series
from data_loaders.sources.extrait import Extrait
from data_loaders.sources.grilles import Grille
from data_loaders.sources.noms import noms

REGLE = "defm_france"
FEUILLES = ("age", "anciennete", "entrees", "sorties")
ENTETE_MAX = 12
# First quarter of the automatic registrations of the law « plein emploi » (source: DARES, descriptive sheet of 2025).
RUPTURE = "2025-T1"
# « Hommes (DEFM ABC) »: who, and which category.
_AGE = re.compile(r"(\w+)_defm_([a-e]+)")
_RENVOI = re.compile(r"\([^)]*\)")


def lire(chemin: Path) -> Extrait:
    """Read the series of France, quarters without a value left out; what is missing is a remark.

    Returns:
        The edition; its millésime is "" when the workbook has none of them.

    Raises:
        ErreurDonnees: unreadable, a quarter repeated or missing inside a series.
    """
    regle, lues = noms(REGLE), {}
    for grille in grilles.ouvrir(chemin):
        feuille = grille.sens(regle, FEUILLES)
        if feuille and grille.sens(regle, ["france"]):
            for serie, libelle, points in _series(grille, feuille):
                series.verifier_suite([p for p, _ in points], f"{grille.ou}, {libelle}")
                lues.setdefault(serie, (libelle, points))
    absentes = [i.libelle for i in defm_france.NATIONAUX if i.mesure not in lues]
    remarques = (f"séries de France absentes du classeur : {' ; '.join(absentes)}",) if absentes else ()
    if not lues:
        return Extrait(dataset="defm_france", millesime="", tables={}, remarques=remarques)
    df = pd.DataFrame(
        [(p, defm_france.FRANCE, s, libelle, v) for s, (libelle, points) in lues.items() for p, v in points],
        columns=["periode", "code_zone", "serie", "libelle_serie", "value"],
    )
    rupture = df["periode"].eq(RUPTURE)
    df = series.avec_confidentialite(df.assign(obs_status=rupture.map({True: "B", False: "A"})))
    periodes = tuple(sorted(df["periode"].unique()))
    tables = {"observations": series.table(df, defm_france.OBSERVATIONS)}
    return Extrait(
        dataset="defm_france",
        millesime=periodes[-1],
        tables=tables,
        dit=(f"Demandeurs d'emploi en France : {francais.avec_unite(len(lues), 'séries')}",),
        remarques=remarques,
        periodes=periodes,
    )


def _series(grille: Grille, feuille: str) -> Iterator[tuple[str, str, list[tuple[str, float]]]]:
    """Code, name and points of each column that is a series."""
    regle = noms(REGLE)
    rang = next((i for i in range(ENTETE_MAX) if regle.nommees("periode", _ligne(grille, i)[:1])), None)
    if rang is None:
        return
    hauts, bas = _ligne(grille, rang), _ligne(grille, rang + 1)
    dessous = bas if not (bas[:1] or [""])[0] else []
    dessus = ""
    corps = [(p, ligne) for ligne in grille.lignes[rang + 1 :] if (p := grilles.trimestre(ligne[0]))]
    for i, (haut, sous) in enumerate(itertools.zip_longest(hauts, dessous, fillvalue="")):
        dessus = haut or dessus
        serie = _code(feuille, dessus, sous) if i and (haut or sous) else ""
        points = [(p, v) for p, ligne in corps if (v := grilles.nombre(ligne[i])) is not None]
        if serie and points:
            yield serie, f"{feuille} : {dessus} {sous}".strip(), points


def _ligne(grille: Grille, rang: int) -> list[str]:
    return [" ".join(str(c).split()) for c in grille.lignes[rang]] if rang < len(grille.lignes) else []


def _code(feuille: str, haut: str, bas: str) -> str:
    """`abc_hommes_moins_de_25_ans`, `anciennete_1_an_ou_plus`, `entrees_ensemble`; "" for a column of another kind."""
    if feuille == "age":
        m = _AGE.fullmatch(classeur.normaliser(haut))
        return f"{m[2]}_{m[1]}_{classeur.normaliser(bas)}" if m and bas else ""
    # A note (« (2) ») moves from an edition to the next.
    titre = classeur.normaliser(_RENVOI.sub("", bas if feuille == "anciennete" else haut))
    return f"{feuille}_{'ensemble' if titre == 'france_entiere' else titre}" if titre else ""
