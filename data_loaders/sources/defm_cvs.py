"""DARES workbook of seasonally adjusted job-seekers, one row a quarter: two sheets by region, others of France.

The sheets by region have the same header: the row above it names the category (`DEFM A`, `DEFM ABC`), never the sheet's
name.
"""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from data_loaders import francais
from data_loaders.contracts import defm
from data_loaders.contracts.indicateurs_detail import NATIONAUX
from data_loaders.erreurs import REPRENDRE, REPRENDRE_ENTIER, ErreurDonnees
from data_loaders.jeux import Lecteur
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import classeur, grilles, series
from data_loaders.sources.extrait import Extrait, publier
from data_loaders.sources.grilles import Grille
from data_loaders.sources.noms import Noms, noms
from geo import zonages

REGLE, REGLE_FRANCE = "defm_cvs", "defm_france"
LIGNES_ENTETE = 12
FEUILLES = ("age", "anciennete", "entrees", "sorties")
# First quarter of the automatic registrations of the law « plein emploi » (source: DARES, descriptive sheet of 2025).
RUPTURE = "2025-T1"
# « Hommes (DEFM ABC) »: who, and which category.
_AGE = re.compile(r"(\w+)_defm_([a-e]+)")
_RENVOI = re.compile(r"\([^)]*\)")
NOTE_RUPTURE = (
    "Rupture au 1ᵉʳ trimestre 2025 : la loi pour le plein emploi inscrit d'office de nouveaux publics, et les règles "
    "d'actualisation et de sanction changent ; ne pas comparer avec les trimestres précédents."
)


def lire(chemin: Path, progres: classeur.Progres | None = None) -> Extrait:
    """Read an edition: the region 52, categories A and A+B+C; millésime = last quarter.

    Raises:
        ErreurDonnees: unreadable, no sheet by region, a row without a quarter, a quarter missing,
            sheets of different lengths, unknown sign.
    """
    nom, regle = Path(chemin).name, noms(REGLE)
    lues = dict(_feuilles(chemin, regle, progres))
    if not lues:
        raise ErreurDonnees(
            "colonnes",
            nom,
            "aucune feuille par région",
            cause="mise en page inconnue, ou ce n'est pas ce fichier",
            remede=f"prendre le classeur trimestriel complet (séries CVS-CJO) ; si un titre a changé, l'ajouter dans "
            f"{regle.fichier}",
        )
    observations = pd.concat([_observations(c, f, nom) for c, f in lues.items()], ignore_index=True)
    periodes = {c: set(g) for c, g in observations.groupby("categorie")["periode"]}
    if ecart := sorted(set.union(*periodes.values()) - set.intersection(*periodes.values())):
        trouve, cause = "les deux feuilles par région ne couvrent pas les mêmes trimestres", "classeur modifié"
        raise ErreurDonnees(
            "periode", nom, trouve, nombre=len(ecart), exemple=ecart[0], cause=cause, remede=REPRENDRE_ENTIER
        )
    observations.loc[observations["periode"].eq(RUPTURE) & observations["obs_status"].eq("A"), "obs_status"] = "B"
    suite = tuple(sorted(observations["periode"].unique()))
    derniers = observations[observations["periode"].eq(suite[-1])].set_index("categorie")["value"]
    dits = " · ".join(f"catégorie{'s' if len(c) > 1 else ''} {c} : {francais.nombre(v)}" for c, v in derniers.items())
    return Extrait.serie(
        REGLE,
        observations,
        f"Demandeurs d'emploi de la région, CVS-CJO : {len(suite)} trimestres lus",
        f"{francais.periode_libelle(suite[-1])} : {dits}",
        etendue=True,
        notes=(NOTE_RUPTURE,) if RUPTURE in suite else (),
        remarques=[f"catégorie {c} absente du fichier" for c in defm.CATEGORIES_CVS if c not in lues],
    )


def _feuilles(chemin: Path, regle: Noms, progres: classeur.Progres | None) -> Iterator[tuple[str, pd.DataFrame]]:
    """Pairs (category, raw rows) of the sheets by region, known by their header and by the title above it."""
    for grille in grilles.ouvrir(chemin, progres):
        for j, ligne in enumerate(grille.lignes[1:LIGNES_ENTETE], 1):
            places = [regle.nommees(role, ligne) for role in regle.reconnaitre]
            dessus = grille.lignes[j - 1]
            categories = [c for c in defm.CATEGORIES_CVS if regle.nommees(f"categorie_{c.lower()}", dessus)]
            if all(places) and len(categories) == 1:
                corps = [[rangee[p[0]] for p in places] for rangee in grille.lignes[j + 1 :]]
                yield categories[0], pd.DataFrame(corps, columns=regle.reconnaitre, dtype=object)
                break


def _observations(categorie: str, feuille: pd.DataFrame, nom: str) -> pd.DataFrame:
    ou = f"{nom}, catégorie {categorie}"
    lignes = []
    for brute, valeur in feuille.itertuples(index=False):
        periode = grilles.trimestre(brute)
        if not periode and not str(valeur).strip():  # empty row, or a note under the table
            continue
        if not periode:
            trouve, cause = "ligne sans trimestre lisible", "forme attendue : 2024T3"
            raise ErreurDonnees("periode", ou, trouve, exemple=str(brute), cause=cause, remede=REPRENDRE)
        lignes.append((periode, *series.cellule(valeur, f"{ou}, {periode}", entier=True)))
    if not lignes:
        trouve = "aucun trimestre sous les titres de colonnes"
        raise ErreurDonnees("vide", ou, trouve, cause="classeur tronqué ou filtré", remede=REPRENDRE_ENTIER)
    series.verifier_suite([p for p, _, _ in lignes], ou)
    df = pd.DataFrame(lignes, columns=["periode", "value", "obs_status"])
    return df.assign(code_zone=zonages.REGION, categorie=categorie)


def lire_france(chemin: Path) -> Extrait:
    """Read the sheets of France: age × sex, seniority, entries and exits by reason.

    A sheet is known by its title and its geographic level, a series by the titles of its column. Quarters without a
    value are left out; what is missing is a remark.

    Returns:
        The edition; its millésime is "" when the workbook has none of them.

    Raises:
        ErreurDonnees: unreadable, a quarter repeated or missing inside a series.
    """
    regle, lues = noms(REGLE_FRANCE), {}
    for grille in grilles.ouvrir(chemin):
        feuille = grille.sens(regle, FEUILLES)
        if feuille and grille.sens(regle, ["france"]):
            for serie, libelle, points in _series(grille, feuille):
                series.verifier_suite([p for p, _ in points], f"{grille.ou}, {libelle}")
                lues.setdefault(serie, (libelle, points))
    absentes = [i.libelle for i in NATIONAUX.values() if i.mesure not in lues]
    remarques = (f"séries de France absentes du classeur : {' ; '.join(absentes)}",) if absentes else ()
    if not lues:
        return Extrait(dataset=REGLE_FRANCE, millesime="", tables={}, remarques=remarques)
    df = pd.DataFrame(
        [(p, defm.FRANCE, s, libelle, v) for s, (libelle, points) in lues.items() for p, v in points],
        columns=["periode", "code_zone", "serie", "libelle_serie", "value"],
    )
    rupture = df["periode"].eq(RUPTURE)
    df = df.assign(obs_status=rupture.map({True: "B", False: "A"}))
    dit = f"Demandeurs d'emploi en France : {francais.avec_unite(len(lues), 'séries')}"
    return Extrait.serie(REGLE_FRANCE, df, dit, remarques=remarques)


def _series(grille: Grille, feuille: str) -> Iterator[tuple[str, str, list[tuple[str, float]]]]:
    """Code, name and points of each column that is a series."""
    regle = noms(REGLE_FRANCE)
    rang = next((i for i in range(LIGNES_ENTETE) if regle.nommees("periode", grille.textes(i)[:1])), None)
    if rang is None:
        return
    hauts, bas = grille.textes(rang), grille.textes(rang + 1)
    dessous = bas if not (bas[:1] or [""])[0] else []
    dessus = ""
    corps = [(p, ligne) for ligne in grille.lignes[rang + 1 :] if (p := grilles.trimestre(ligne[0]))]
    for i, (haut, sous) in enumerate(itertools.zip_longest(hauts, dessous, fillvalue="")):
        dessus = haut or dessus
        serie = _code(feuille, dessus, sous) if i and (haut or sous) else ""
        points = [(p, v) for p, ligne in corps if (v := grilles.nombre(ligne[i])) is not None]
        if serie and points:
            yield serie, f"{feuille} : {dessus} {sous}".strip(), points


def _code(feuille: str, haut: str, bas: str) -> str:
    """`abc_hommes_moins_de_25_ans`, `anciennete_1_an_ou_plus`, `entrees_ensemble`; "" for a column of another kind."""
    if feuille == "age":
        m = _AGE.fullmatch(classeur.normaliser(haut))
        return f"{m[2]}_{m[1]}_{classeur.normaliser(bas)}" if m and bas else ""
    # A note (« (2) ») moves from an edition to the next.
    titre = classeur.normaliser(_RENVOI.sub("", bas if feuille == "anciennete" else haut))
    return f"{feuille}_{'ensemble' if titre == 'france_entiere' else titre}" if titre else ""


def importer(donnees: Donnees, chemin: Path, progres: classeur.Progres, adresse: str = "") -> list[str]:
    """Publish an edition of the adjusted quarterly series; returns the French summary."""
    return publier(donnees, chemin, adresse, lire(chemin, progres), lire_france(chemin))


# It weighs the tensions: read before them.
LECTEUR = Lecteur(importer, rang=1, tables=(REGLE,))
