"""The survey of recruitment (BMO): cells métier × bassin, added up by zone, or read as they were at publication.

Estimated shares of difficult projects are computed when the survey is published and read from disk by every screen: one
table of markets a level of métiers and zoning, all vintages; the cells behind them with every step. A snapshot without
national rows (a regional file, or one published before they were kept) is estimated without France, which the table of
the years says vintage by vintage.
"""

from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path

import pandas as pd

from data_loaders import parametres
from data_loaders.contracts.bmo import HORS_DECOUPAGE
from data_loaders.erreurs import DemandeInvalide
from data_loaders.jeux import calculs
from data_loaders.jeux.calculs import COLONNES, TOUS_GROUPES, Calcul, Question, absentes, completer, nulles
from data_loaders.magasin.donnees import Derive, Donnees
from data_loaders.measures import bmo, enonces, estimation, marches, secret
from data_loaders.measures.estimation import Enquete
from geo import zonages

RAISON_ABSENTE = "aucune ligne publiée pour ce territoire"
LISTES = "listes"


def preparer(donnees: Donnees) -> Enquete:
    """Every loaded vintage, filled and set beside France, computed now; KeyError: no survey is loaded, here and
    below."""
    large = bmo.large(donnees.lire("bmo"), donnees.lire("bmo", "metiers"))
    try:
        france = donnees.lire("bmo", "france")
    except KeyError:  # a version published before national rows were kept
        france = large[:0].assign(code_region="", code_famille="")
    return estimation.preparer(large, france)


def _tables(niveau: str, zonage: str) -> tuple[str, str]:
    """What is said of the groups of a level in the zones of a zoning, then what each indicator shows of them."""
    return f"{niveau}-{zonage}", f"chiffres-{niveau}-{zonage}"


_NIVEAUX = {nom: n for n, z in product(marches.NIVEAUX, marches.ZONAGES) for nom in _tables(n, z)}


def _calculer(donnees: Donnees, table: str) -> dict[str, pd.DataFrame]:
    if table in Enquete._fields:
        return preparer(donnees)._asdict()
    metiers = donnees.lire("bmo", "metiers")
    if table == LISTES:
        listes = {n: bmo.metiers_listes(metiers, n) for n in bmo.NIVEAUX}
        tous = [(n, a, c) for n, par_annee in listes.items() for a, codes in par_annee.items() for c in sorted(codes)]
        return {table: pd.DataFrame(tous, columns=["niveau", "annee", "code_groupe"])}
    niveau, faites = _NIVEAUX[table], {}
    enquete = lire(donnees)
    for zonage, dits in marches.decrire(enquete, metiers, niveau).items():
        chiffres = marches.chiffrer(enquete.cellules, niveau, zonage, dits).rename(columns={"periode": "annee"})
        faites |= zip(_tables(niveau, zonage), (dits, chiffres), strict=True)
    return faites


DERIVE = Derive(
    "estimations",
    ("bmo",),
    (parametres.METEO, *(Path(m.__file__) for m in (bmo, enonces, estimation, marches, secret))),
    (*Enquete._fields, *_NIVEAUX, LISTES),
    _calculer,
    tri="annee",
    par=("code_groupe", "code_zone", "code_metier"),
)


def cellules_bmo(donnees: Donnees, /, **egales: str) -> pd.DataFrame:
    """Cells of every loaded vintage of the survey, hidden counts filled: `Enquete.cellules`; those of some values
    (`egales`)."""
    return DERIVE.lire(donnees, "cellules", **egales)


def lire(donnees: Donnees) -> Enquete:
    """The same with what they are set beside: the métiers in France, the vintages."""
    return Enquete(*(DERIVE.lire(donnees, nom) for nom in Enquete._fields))


def lire_marches(
    donnees: Donnees, niveau: str, zonage: str, colonnes: Sequence[str] | None = None, /, **egales: str
) -> pd.DataFrame:
    """What is said of every group of a level in every zone: rows of `marches.decrire`, all columns by default, for one
    year, zone or group, or all of them. Zones that the producer counts and that the zoning does not draw are there
    too."""
    return DERIVE.lire(donnees, _tables(niveau, zonage)[0], colonnes, **egales)


def _cellules(q: Question) -> pd.DataFrame:
    if q.metier and q.metier.niveau in bmo.NIVEAUX:
        _listes(q)
    codes = bmo.codes_prolonges(q.metier.niveau, q.metier.code) if q.metier else ()
    if q.cellules:
        cellules = q.cellules()
        if q.metier:
            cellules = cellules[cellules[q.metier.niveau].isin(codes)]
    else:
        egales = {}
        if q.seule:
            zone, egales["annee"] = q.seule
            egales |= {bmo.ZONES[q.zonage]: zone} if q.zonage in bmo.ZONES else {}
        parties = [{q.metier.niveau: c} for c in codes] if q.metier else [{}]
        cellules = _reunies([cellules_bmo(q.donnees, **egales, **p) for p in parties])
    cellules = bmo.zoner(cellules, q.zonage)
    return cellules.assign(periode=cellules["annee"])


def _listes(q: Question) -> pd.DataFrame:
    """Groups asked for and the vintages that list them (an absent row is then a real zero), `code_groupe` and `annee`;
    DemandeInvalide when none does."""
    lues = _prolongees(q, lambda egales: DERIVE.lire(q.donnees, LISTES, niveau=q.metier.niveau, **egales))
    if lues.empty:
        raise DemandeInvalide(f"métier inconnu des enquêtes chargées : {q.metier.niveau}:{q.metier.code}.")
    return lues


def _prolongees(q: Question, lire: Callable[[dict[str, str]], pd.DataFrame]) -> pd.DataFrame:
    """Rows of the group asked, or of all of its level, those of the other code of each métier put under its own; `lire`
    gives the rows of some values (`code_groupe`), all of them when none is said."""
    niveau, code = (q.metier.niveau, q.metier.code) if q.metier else (marches.ENSEMBLE, marches.ENSEMBLE)
    if code == TOUS_GROUPES:
        lus = bmo.prolonger(lire({}), niveau)
    else:
        siens, *autres = (lire({"code_groupe": c}) for c in bmo.codes_prolonges(niveau, code))
        lus = _reunies([siens, *(bmo.sous_autre_code(x, code) for x in autres)])
    return lus.sort_values("annee", kind="stable", ignore_index=True)


def _reunies(parties: list[pd.DataFrame]) -> pd.DataFrame:
    """The rows of several reads, most often of one alone."""
    pleines = [p for p in parties if len(p)] or parties[:1]
    return pd.concat(pleines, ignore_index=True) if pleines[1:] else pleines[0]


def _bmo(cellules: pd.DataFrame, q: Question, periodes: tuple[str, ...]) -> pd.DataFrame:
    mesure = q.indicateur.mesure
    niveau, groupe = (q.metier.niveau, q.metier.code) if q.metier else (marches.ENSEMBLE, marches.ENSEMBLE)
    if mesure == marches.PART_ESTIMEE:  # between bounds that hold it 8 times in 10
        enquete = lire(q.donnees)._replace(cellules=cellules)
        lignes = marches.parts_estimees(marches.sommer(enquete, niveau, q.zonage))
    else:
        lignes = bmo.calculer(cellules, mesure, ["code_zone", "periode"])
    return _completer_bmo(lignes.assign(code_groupe=groupe), q, periodes)


def _bmo_prets(q: Question, periodes: tuple[str, ...]) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    niveau = q.metier.niveau if q.metier else marches.ENSEMBLE
    if q.cellules or niveau not in marches.NIVEAUX:
        return None
    une = {"annee": periodes[0]} if len(periodes) == 1 else {}

    def lire(zonage: str) -> pd.DataFrame:
        table = _tables(niveau, zonage)[1]
        lus = _prolongees(q, lambda e: DERIVE.lire(q.donnees, table, mesure=q.indicateur.mesure, **une, **e))
        lus = lus.drop(columns="mesure").rename(columns={"annee": "periode"})
        return lus[lus["periode"].isin(periodes)]

    chiffres = lire(q.zonage)
    bassins = chiffres if q.zonage == "bassin" or not q.indicateur.champ_complet else lire("bassin")
    return _completer_bmo(chiffres, q, periodes), bassins[bassins["code_zone"].isin(list(HORS_DECOUPAGE))]


def _completer_bmo(chiffres: pd.DataFrame, q: Question, periodes: tuple[str, ...]) -> pd.DataFrame:
    """Zones without any published row: zero when the vintage lists the métier, else n.d. with the reason."""
    listes = _listes(q) if q.metier else None
    groupes = [marches.ENSEMBLE] if listes is None else listes["code_groupe"].unique()
    axes = {"code_groupe": groupes, "code_zone": q.codes, "periode": periodes}
    manquantes = absentes(chiffres, {c: sorted(valeurs) for c, valeurs in axes.items()})
    if manquantes.empty:
        parties = []
    elif q.metier is None:  # the whole zone is absent from the file: nothing says it is zero
        # The code of a bassin starts with that of its region.
        ailleurs = ~manquantes["code_zone"].str.startswith(zonages.REGION) & (q.zonage == "bassin")
        raisons = ailleurs.map({True: "bassin rattaché à une autre région dans l’enquête", False: RAISON_ABSENTE})
        parties = [completer(manquantes, "L", raisons)]
    else:
        paires = pd.MultiIndex.from_frame(listes[["code_groupe", "annee"]])
        listee = pd.MultiIndex.from_frame(manquantes[["code_groupe", "periode"]]).isin(paires)
        autres, liste = manquantes[~listee], q.donnees.lire("bmo", "metiers")
        raisons = bmo.raisons_non_listees(q.metier.niveau, autres["code_groupe"], autres["periode"], liste)
        zeros = nulles(manquantes[listee], "aucun projet déclaré pour ce métier")
        if q.indicateur.genre == "taux":
            zeros = completer(manquantes[listee], "M", secret.RAISON_SANS_PART)
        parties = [zeros, completer(autres, "L", raisons)]
    return pd.concat([p[["code_groupe", *COLONNES]] for p in (chiffres, *parties) if len(p)], ignore_index=True)


def _decrire_cellules(lignes: pd.DataFrame, q: Question) -> pd.DataFrame:
    part = q.indicateur.mesure in ("part_difficiles", marches.PART_ESTIMEE)
    valeur = lignes["xmet" if part else q.indicateur.mesure]
    noms = {c: zonages.libelle_zone("bassin", c) for c in lignes["code_bassin"].unique()}
    return pd.DataFrame({
        "code": lignes["code_metier"],
        "libelle": lignes["libelle_metier"],
        "ou": lignes["code_bassin"].map(noms),
        "value": valeur,
        "diviseur": lignes["met"] if part else float("nan"),
        "obs_status": valeur.isna().map({True: "Q", False: "A"}),
    }).sort_values("value", ascending=False, kind="stable")  # fmt: skip


BMO = Calcul(
    _cellules,
    _bmo,
    _decrire_cellules,
    prets=_bmo_prets,
    genre=lambda q: {"part_difficiles": calculs.PART, marches.PART_ESTIMEE: calculs.ESTIMEE}.get(
        q.indicateur.mesure, calculs.SOMME
    ),
    entetes=("Code métier", "Métier", "Bassin d’emploi"),
)
