"""The secrecy rules of the datasets whose true small counts reach us, applied at import and audited at publication.

The rules are in `parametres/secret.toml`. Sums that a reader can do are found from the keys of a table: a zone made of
whole zones of a finer zoning, a year made of its semesters or quarters.
"""

import tomllib
from collections.abc import Hashable, Iterable, Iterator, Mapping, Set
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from data_loaders.erreurs import ErreurDonnees
from data_loaders.measures import suppression
from data_loaders.measures.suppression import Regle, Somme
from geo import zonages

REGLES = Path(__file__).parents[1] / "parametres" / "secret.toml"
SOUS_PERIODES = (("S1", "S2"), ("T1", "T2", "T3", "T4"))  # of a year


@cache
def regles(chemin: Path = REGLES) -> dict[str, Regle]:
    """dataset -> rule, refused when incomplete or impossible; datasets masked by their producer are not there."""
    lues = {}
    champs = ("portee", "seuil", "dominance", "confirme_par", "confirme_le")
    for dataset, bloc in tomllib.loads(Path(chemin).read_text("utf-8")).items():
        trouve = next((f"« {c} » manque" for c in champs if c not in bloc), "")
        if not trouve:
            regle = lues[dataset] = Regle(*(bloc[c] for c in champs[:-1]), str(bloc["confirme_le"]))
            if regle.portee not in ("personnes", "entreprises"):
                trouve = f"portée inconnue : « {regle.portee} »"
            elif regle.seuil < 2 or not 0 <= regle.dominance <= 1:
                trouve = "seuil inférieur à 2, ou dominance hors de 0 à 1"
        if trouve:
            lieu, cause = f"{Path(chemin).name}, bloc {dataset}", "règle de secret modifiée à la main"
            remede = "écrire portee, seuil, dominance, confirme_par et confirme_le, comme le dit l'en-tête du fichier"
            raise ErreurDonnees("secret-regle", lieu, trouve, cause=cause, remede=remede)
    return lues


def sommes(table: pd.DataFrame, cle: tuple[str, ...]) -> list[Somme]:
    """The sums that a reader can do with the rows of a table; a cell is named by the values of the key columns.
    `zonage` and `code_zone` name a territory, `periode` a year or a semester."""
    par_zone = _par_zone(table, cle) if {"zonage", "code_zone"} <= set(cle) else ()
    return [*par_zone, *(_par_sous_periode(table, cle) if "periode" in cle else ())]


def _par_zone(table: pd.DataFrame, cle: tuple[str, ...]) -> Iterator[Somme]:
    autres = [c for c in cle if c not in ("zonage", "code_zone")]
    presents = list(dict.fromkeys(table["zonage"]))
    emboitements = {(f, g): zonages.emboite(f, g) for f in presents for g in presents if f != g}
    for _, groupe in table.groupby(autres) if autres else [((), table)]:
        nom = dict(zip(_cles(groupe, ("zonage", "code_zone")), _cles(groupe, cle), strict=True))
        for (fin, gros), parties in emboitements.items():
            for code, codes in parties.items():
                cellules = [(gros, code), *((fin, c) for c in codes)]
                if all(c in nom for c in cellules):
                    yield tuple(nom[c] for c in cellules)


def _par_sous_periode(table: pd.DataFrame, cle: tuple[str, ...]) -> Iterator[Somme]:
    rang, cellules = cle.index("periode"), set(_cles(table, cle))
    for cellule in sorted(cellules):
        annee = cellule[rang]
        for suites in SOUS_PERIODES:
            parties = tuple((*cellule[:rang], f"{annee}-{s}", *cellule[rang + 1 :]) for s in suites)
            if cellules.issuperset(parties):
                yield cellule, *parties


def _cles(table: pd.DataFrame, cle: tuple[str, ...]) -> list[tuple]:
    return list(table[list(cle)].itertuples(index=False, name=None))


def _calculables(possibles: list[Somme], connues: Set[Hashable]) -> list[Somme]:
    """The sums whose every cell is visible or hidden: a cell that nobody has leaves its sum open."""
    return [s for s in possibles if connues >= set(s)]


def _ecarts(table: pd.DataFrame, cle: tuple[str, ...], seuil: int) -> list[tuple[str, str]]:
    """Pairs A ⊂ B of visible territories, of any zonings, whose difference is under the threshold."""
    if not {"zonage", "code_zone"} <= set(cle):
        return []
    communes = {
        f"{zonage}:{code}": frozenset(membres.index)
        for zonage in table["zonage"].unique()
        for code, membres in zonages.appartenance(zonage).groupby(zonages.appartenance(zonage))
    }
    visibles = table.dropna(subset=["value"])
    noms = visibles["zonage"] + ":" + visibles["code_zone"]
    autres = [visibles[c] for c in cle if c not in ("zonage", "code_zone")] or [pd.Series(0, index=visibles.index)]
    trouves = []
    for _, groupe in visibles.assign(nom=noms).groupby(autres):
        valeurs = {n: v for n, v in zip(groupe["nom"], groupe["value"], strict=True) if n in communes}
        trouves += suppression.ecarts_petits(valeurs, communes, seuil)
    return trouves


def montrees(versions: Iterable[pd.DataFrame], cle: tuple[str, ...]) -> dict[Hashable, float]:
    """Cell -> value that a reader of earlier versions, oldest first, has seen: the last one where there are several."""
    vues: dict[Hashable, float] = {}
    for table in versions:
        lues = table.dropna(subset=["value"])
        vues |= dict(zip(_cles(lues, cle), lues["value"], strict=True))
    return vues


def masquer(
    table: pd.DataFrame, cle: tuple[str, ...], regle: Regle, connues: Mapping[Hashable, float] = MappingProxyType({})
) -> pd.DataFrame:
    """Hide what the rule hides, and what would give it away, as earlier versions (`montrees`) showed: value null, Q, C.

    The table has true counts and, for businesses, `unites_nb` and `part_premiere`.
    """
    valeurs, deja = montrees([table], cle), set(_cles(table[table["obs_status"].eq("Q")], cle))
    petites = {c for c, petite in zip(_cles(table, cle), suppression.primaire(table, regle), strict=True) if petite}
    calculables = _calculables(sommes(table, cle), valeurs.keys() | deja)
    cachees = suppression.complementaire(valeurs, petites | deja, calculables, regle.seuil, connues)
    cache = pd.Series([c in cachees for c in _cles(table, cle)], index=table.index)
    return table.assign(
        value=table["value"].mask(cache),
        obs_status=table["obs_status"].mask(cache, "Q"),
        conf_status=table["conf_status"].mask(cache, "C"),
    )


def auditer(
    dataset: str, table: pd.DataFrame, cle: tuple[str, ...], connues: Mapping[Hashable, float] = MappingProxyType({})
) -> dict[str, object]:
    """What a manifest says of the secrecy of a table about to be published; without a rule, the producer's is trusted.

    Refused: a hidden cell that can be found again from the published ones and from what earlier versions showed
    (`montrees`), two nested territories that differ by too small a count.
    """
    masque = table["obs_status"].eq("Q") if "obs_status" in table else pd.Series(False, index=table.index)
    fiche = {"cellules_masquees": int(masque.sum()), "sommes_essayees": 0, "retrouvees": 0}
    regle = regles().get(dataset)
    if regle is None:
        return {"regle": "masquage du producteur", **fiche}
    visibles, cachees = montrees([table], cle), set(_cles(table[masque], cle))
    possibles = _calculables(sommes(table, cle), visibles.keys() | cachees)
    avant = {c: connues[c] for c in cachees if c in connues}
    trouvees = suppression.trouvables(visibles, cachees, possibles, regle.seuil)
    trouvees |= suppression.trouvables(visibles | avant, cachees - avant.keys(), possibles, regle.seuil)
    if trouvees:
        trouve = "des valeurs masquées se retrouvent par soustraction"
        exemple = ", ".join(map(str, min(trouvees, key=str)))
        cause = "un total et toutes ses autres parties sont publiés, ici ou dans une version précédente"
        remede = "masquer le total, ou une partie de plus qui n'ait jamais été montrée ; à défaut, ne pas "
        remede += "transmettre cette valeur"
    elif trouvees := _ecarts(table, cle, regle.seuil):
        a, b = trouvees[0]
        trouve, exemple = "la différence de deux territoires emboîtés donne un effectif trop petit", f"{b} moins {a}"
        cause, remede = "deux découpages publiés l'un avec l'autre", "masquer l'un des deux territoires"
    if trouvees:
        nombre = len(trouvees)
        raise ErreurDonnees("secret", dataset, trouve, nombre=nombre, exemple=exemple, cause=cause, remede=remede)
    return {"regle": regle.mention, **fiche, "sommes_essayees": len(possibles)}
