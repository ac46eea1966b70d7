"""Job-seekers: raw by month (STMT of France Travail), adjusted by quarter (DARES).

The STMT, categories A to E together, is one table of the départements, or the export of the region; a month is
« 2024-12 » or « Décembre 2024 ». The workbook of DARES has a row a quarter: two sheets by region, others of France.
The sheets by region have the same header: the row above it names the category (`DEFM A`, `DEFM ABC`), never the name of
the sheet.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from data_loaders import francais
from data_loaders.contracts import defm
from data_loaders.contracts.base import DEPARTEMENTS
from data_loaders.contracts.indicateurs_detail import NATIONAUX
from data_loaders.erreurs import REPRENDRE, REPRENDRE_ENTIER, ErreurDonnees
from data_loaders.jeux import Lecteur
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import cellules, classeur, grilles
from data_loaders.sources.extrait import Extrait, lecteur, publier
from data_loaders.sources.feuilles import Lue
from data_loaders.sources.noms import noms
from geo import zonages

ARRONDI = 10
NOTE_ARRONDI = "Effectifs arrondis à la dizaine par le producteur ; le total régional est la somme de cinq arrondis."
# First month of the automatic registrations of the law « plein emploi » (source: DARES, descriptive sheet of 2025).
RUPTURE = "2025-01"
NOTE_RUPTURE = (
    "Rupture en janvier 2025 : la loi pour le plein emploi inscrit d'office de nouveaux publics, classés pour partie "
    "dans les nouvelles catégories F et G."
)
_ADRESSE = re.compile(r"[?&]fi=(\d+)")
PREAMBULE_MAX = 12


@lecteur("stmt_dep")
def lire_dep(lue: Lue) -> Extrait:
    """Read the table of the départements, `dept, mois, demandeurs_emploi`; others are left out, millésime = last month.

    The producer rounds every count to ten: sums of départements carry the sum of their roundings.
    """
    brut = lue.nommer()
    brut["code_departement"] = classeur.codes(brut["code_departement"], 2)
    df = brut[brut["code_departement"].isin(DEPARTEMENTS)].copy()
    df = cellules.dater(df, "periode", lue.colonne("periode"))
    # Every département over the same months, without a hole: the region is their sum.
    manquants, tous = sorted(set(DEPARTEMENTS) - set(df["code_departement"])), set(df["periode"])
    for code, periodes in df.groupby("code_departement")["periode"]:
        cellules.verifier_suite(list(periodes), f"{lue.nom}, département {code}")
        manquants += [f"{code} ({absent})" for absent in sorted(tous - set(periodes))[:1]]
    if manquants:
        trouve = f"départements absents ou incomplets : {', '.join(manquants)}"
        cause = "fichier partiel : le total régional est la somme des cinq départements"
        raise ErreurDonnees("zone", lue.nom, trouve, cause=cause, remede="reprendre le fichier des cinq départements")
    df, notes = _valeurs(df, lue.nom + ", " + df["code_departement"] + ", " + df["periode"])
    dernier = df["periode"].max()
    derniers = df[df["periode"] == dernier]
    deps = " · ".join(f"{r.code_departement} : {francais.nombre(r.value)}" for r in derniers.itertuples())
    titre = f"Inscrits en fin de mois par département, catégories A à E : {len(brut)} lignes lues"
    dit = f"{francais.periode_libelle(dernier)} : {deps}"
    return Extrait.serie("stmt_dep", df, titre, dit, etendue=True, notes=notes)


def _valeurs(df: pd.DataFrame, lieux: pd.Series) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The rows with their counts read, the break of 2025 as their status; notes on it and on the rounding."""
    lues = [cellules.cellule(v, ou, entier=True) for v, ou in zip(df["value"], lieux, strict=True)]
    df = df.assign(value=[v for v, _ in lues], obs_status=[s for _, s in lues])
    df["obs_status"] = df["obs_status"].mask(df["periode"].eq(RUPTURE) & df["obs_status"].eq("A"), "B")
    arrondis = bool((df["value"].dropna() % ARRONDI == 0).all())
    notes = ((NOTE_ARRONDI,) if arrondis else ()) + ((NOTE_RUPTURE,) if RUPTURE in set(df["periode"]) else ())
    return df, notes


def _comparer(donnees: Donnees, _: Path, lu: Extrait) -> Extrait:
    """The edition of the region, with a remark on the months at which the départements loaded are not its whole."""
    if not donnees.officiel.millesimes("stmt_dep"):
        return lu
    sommes = donnees.lire("stmt_dep").groupby("periode")["value"].sum(min_count=len(DEPARTEMENTS)).dropna()
    region = pd.Series(lu.faits["valeurs"]).dropna()
    ecarts = (sommes - region).abs()
    # Six roundings to ten: half of ten each.
    loin = ecarts[ecarts > (len(DEPARTEMENTS) + 1) * ARRONDI / 2]
    if loin.empty:
        return lu
    pire, mois_nb = loin.idxmax(), francais.nombre(len(loin))
    dite = f"{mois_nb} mois où la région n'est pas la somme des cinq départements chargés, par exemple "
    dite += f"{francais.periode_libelle(pire)} : {francais.nombre(region[pire])} et {francais.nombre(sommes[pire])}"
    return replace(lu, remarques=(*lu.remarques, dite))


# After the départements, to which it is compared.
@lecteur("stmt_region", rang=3, apres=_comparer)
def lire_region(lue: Lue) -> Extrait:
    """Read the export of one territory, millésime = last month: three lines of preamble, then a month a line.

    The table has no code: the region is the one that the preamble names, by its name or by the address of the export.
    """
    grille = next(iter(grilles.ouvrir(lue.chemin)))
    tete = " ".join(str(c) for ligne in grille.lignes[:PREAMBULE_MAX] for c in ligne)
    codes = _ADRESSE.findall(tete)
    if zonages.REGION not in codes and classeur.normaliser(zonages.NOM_REGION) not in classeur.normaliser(tete):
        trouve, cause = "que rien dans le fichier ne nomme", "lignes d'en-tête perdues en enregistrant le fichier"
        if codes:
            trouve, cause = f"qui n'est pas la région (code {codes[0]})", "export d'un autre territoire"
        remede = "exporter de nouveau la série de la région, sans l'ouvrir dans un tableur ; pour les départements, "
        remede += "importer le fichier des cinq départements (stmt-dep)"
        raise ErreurDonnees("zone", lue.nom, f"série d'un seul territoire, {trouve}", cause=cause, remede=remede)
    df = lue.nommer()
    # Under the table, a note fills the first cell alone.
    df = df[~(df["value"].isin(["", None]) & ~df["periode"].map(cellules.mois).astype(bool))]
    df = cellules.dater(df, "periode", lue.colonne("periode"))
    cellules.verifier_suite(list(df["periode"]), lue.nom)
    df, notes = _valeurs(df.assign(code_zone=zonages.REGION), lue.nom + ", " + df["periode"])
    valeurs = df.set_index("periode")["value"].sort_index()
    etendue = francais.etendue_periodes(tuple(valeurs.index))
    titre = f"Inscrits en fin de mois de la région, catégories A à E : {len(df)} mois lus, {etendue}"
    dit = f"{francais.periode_libelle(valeurs.index[-1])} : {francais.nombre(valeurs.iloc[-1])}"
    return Extrait.serie("stmt_region", df, titre, dit, notes=notes, faits={"valeurs": valeurs.to_dict()})


REGLE, REGLE_FRANCE = "defm_cvs", "defm_france"
LIGNES_ENTETE = 12
FEUILLES = ("age", "anciennete", "entrees", "sorties")
# First quarter of the automatic registrations of the law « plein emploi » (source: DARES, descriptive sheet of 2025).
RUPTURE_CVS = "2025-T1"
# « Hommes (DEFM ABC) »: who, and which category.
_AGE = re.compile(r"(\w+)_defm_([a-e]+)")
_RENVOI = re.compile(r"\([^)]*\)")
NOTE_RUPTURE_CVS = (
    "Rupture au 1ᵉʳ trimestre 2025 : la loi pour le plein emploi inscrit d'office de nouveaux publics, et les règles "
    "d'actualisation et de sanction changent ; ne pas comparer avec les trimestres précédents."
)


def lire_cvs(chemin: Path, progres: classeur.Progres | None = None) -> Extrait:
    """Read an edition: the region 52, categories A and A+B+C; millésime = last quarter.

    A sheet is known by its header and the title above it.
    """
    nom, regle = Path(chemin).name, noms(REGLE)
    lues: dict[str, list[list]] = {}
    for grille in grilles.ouvrir(chemin, progres):
        for dessus, (j, ligne) in itertools.pairwise(enumerate(grille.lignes[:LIGNES_ENTETE])):
            places = [regle.nommees(role, ligne) for role in regle.reconnaitre]
            categories = [c for c in defm.CATEGORIES_CVS if regle.nommees(f"categorie_{c.lower()}", dessus[1])]
            if all(places) and len(categories) == 1:
                lues[categories[0]] = [[rangee[p[0]] for p in places] for rangee in grille.lignes[j + 1 :]]
                break
    if not lues:
        trouve, cause = "aucune feuille par région", "mise en page inconnue, ou ce n'est pas ce fichier"
        remede = "prendre le classeur trimestriel complet (séries CVS-CJO) ; si un titre a changé, l'ajouter dans "
        raise ErreurDonnees("colonnes", nom, trouve, cause=cause, remede=remede + regle.fichier)
    observations = pd.concat([_observations(c, f, nom) for c, f in lues.items()], ignore_index=True)
    fois = observations.groupby("periode")["categorie"].nunique()
    if len(ecart := fois.index[fois < len(lues)]):
        trouve, cause = "les deux feuilles par région ne couvrent pas les mêmes trimestres", "classeur modifié"
        dits = {"nombre": len(ecart), "exemple": ecart[0]}
        raise ErreurDonnees("periode", nom, trouve, **dits, cause=cause, remede=REPRENDRE_ENTIER)
    observations.loc[observations["periode"].eq(RUPTURE_CVS) & observations["obs_status"].eq("A"), "obs_status"] = "B"
    suite = list(fois.index)
    derniers = observations[observations["periode"].eq(suite[-1])].set_index("categorie")["value"]
    dits = " · ".join(f"catégorie{'s' if len(c) > 1 else ''} {c} : {francais.nombre(v)}" for c, v in derniers.items())
    titre = f"Demandeurs d'emploi de la région, CVS-CJO : {len(suite)} trimestres lus"
    notes = (NOTE_RUPTURE_CVS,) if RUPTURE_CVS in suite else ()
    absentes = tuple(f"catégorie {c} absente du fichier" for c in defm.CATEGORIES_CVS if c not in lues)
    dit = f"{francais.periode_libelle(suite[-1])} : {dits}"
    return Extrait.serie(REGLE, observations, titre, dit, etendue=True, notes=notes, remarques=absentes)


def _observations(categorie: str, feuille: list[list], nom: str) -> pd.DataFrame:
    ou = f"{nom}, catégorie {categorie}"
    lignes = []
    for brute, valeur in feuille:
        periode = grilles.trimestre(brute)
        if not periode and not str(valeur).strip():  # empty row, or a note under the table
            continue
        if not periode:
            trouve, cause = "ligne sans trimestre lisible", "forme attendue : 2024T3"
            raise ErreurDonnees("periode", ou, trouve, exemple=str(brute), cause=cause, remede=REPRENDRE)
        lignes.append((periode, *cellules.cellule(valeur, f"{ou}, {periode}", entier=True)))
    if not lignes:
        trouve = "aucun trimestre sous les titres de colonnes"
        raise ErreurDonnees("vide", ou, trouve, cause="classeur tronqué ou filtré", remede=REPRENDRE_ENTIER)
    cellules.verifier_suite([p for p, _, _ in lignes], ou)
    df = pd.DataFrame(lignes, columns=["periode", "value", "obs_status"])
    return df.assign(code_zone=zonages.REGION, categorie=categorie)


def lire_france(chemin: Path) -> Extrait:
    """Read the sheets of France: age × sex, seniority, entries and exits by reason; without any, no millésime.

    A sheet is known by its title and its geographic level, a series by the titles of its column. Quarters without a
    value are left out; what is missing is a remark.
    """
    regle, lues = noms(REGLE_FRANCE), {}
    for grille in grilles.ouvrir(chemin):
        feuille = grille.sens(regle, FEUILLES)
        if feuille and grille.sens(regle, ["france"]):
            for serie, libelle, points in _series(grille, feuille):
                cellules.verifier_suite([p for p, _ in points], f"{grille.ou}, {libelle}")
                lues.setdefault(serie, (libelle, points))
    absentes = [i.libelle for i in NATIONAUX.values() if i.mesure not in lues]
    remarques = (f"séries de France absentes du classeur : {' ; '.join(absentes)}",) if absentes else ()
    if not lues:
        return Extrait(dataset=REGLE_FRANCE, millesime="", tables={}, remarques=remarques)
    df = pd.DataFrame(
        [(p, defm.FRANCE, s, libelle, v) for s, (libelle, points) in lues.items() for p, v in points],
        columns=["periode", "code_zone", "serie", "libelle_serie", "value"],
    )
    df = df.assign(obs_status=df["periode"].eq(RUPTURE_CVS).map({True: "B", False: "A"}))
    dit = f"Demandeurs d'emploi en France : {francais.avec_unite(len(lues), 'séries')}"
    return Extrait.serie(REGLE_FRANCE, df, dit, remarques=remarques)


def _series(grille: grilles.Grille, feuille: str) -> Iterator[tuple[str, str, list[tuple[str, float]]]]:
    """Code (`abc_hommes_moins_de_25_ans`, `anciennete_1_an_ou_plus`), name and points of each column of a series."""
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
        if feuille == "age":
            m = _AGE.fullmatch(classeur.normaliser(dessus))
            serie = f"{m[2]}_{m[1]}_{classeur.normaliser(sous)}" if m and sous else ""
        else:
            # A note (« (2) ») moves from an edition to the next.
            titre = classeur.normaliser(_RENVOI.sub("", sous if feuille == "anciennete" else dessus))
            serie = f"{feuille}_{'ensemble' if titre == 'france_entiere' else titre}" if titre else ""
        points = [(p, v) for p, ligne in corps if (v := grilles.nombre(ligne[i])) is not None]
        if serie and points and i and (haut or sous):
            yield serie, f"{feuille} : {dessus} {sous}".strip(), points


def importer(donnees: Donnees, chemin: Path, progres: classeur.Progres, adresse: str = "") -> list[str]:
    """Publish an edition of the adjusted quarterly series; returns the French summary."""
    region, france = lire_cvs(chemin, progres), lire_france(chemin)
    if france.millesime:
        return publier(donnees, chemin, adresse, region, france)
    return [*publier(donnees, chemin, adresse, region), *(f"  {r}" for r in france.remarques)]


# It weighs the tensions: read before them.
LECTEUR = Lecteur(importer, rang=1, tables=(REGLE,))
