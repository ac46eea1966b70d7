"""BMO files of France Travail, every vintage since 2015: columns by name (`colonnes/bmo.toml`), never by position.

Traps seen in the files: a dictionary sheet comes first in some; codes are integers in others (leading zeros lost);
2016 writes its counts as text with two decimals and masks nothing; 2021 has rows without bassin elsewhere in France;
some vintages have rows without region (977, 978, 99), or count a part of the bassin of Redon (5313) in the region;
column order moves in 2024, when the nomenclature goes from FAP2009 to FAP2021.

A row is refused only where it could be a figure of the region; what is odd elsewhere is a remark.
"""

import re

import pandas as pd

from data_loaders import francais
from data_loaders.contracts import bmo
from data_loaders.contracts.base import DEPARTEMENTS
from data_loaders.erreurs import REPRENDRE, ErreurDonnees, constat
from data_loaders.sources import cellules, classeur
from data_loaders.sources.extrait import Extrait, lecteur
from data_loaders.sources.feuilles import Lue
from geo.zonages import NOM_REGION, REGION

REGIONS_FRANCE = 10  # a file that holds fewer is an extract: its sums are not those of France
ILLISIBLES_MAX = 0.05  # of the rows elsewhere: beyond, what is left is no longer France
PREMIERE_ANNEE_FAP2021 = 2024
ARRONDI = 0.01  # projects: a part and its whole are rounded apart
CODES = {"code_metier": 0, "code_famille": 0, "code_departement": 2, "region": 2, "code_bassin": 4}
VIDES = frozenset({"-", ".", "nd", "n.d.", "nc", "#n/a"})  # what stands for no code
_TOTAL = re.compile(r"(total|ensemble|france)\b", re.IGNORECASE)
_AN_FICHIER = re.compile(r"(?<!\d)(?:20)?(1[5-9]|[2-4]\d)(?!\d)", re.ASCII)

LIBELLES = {"met": "projets", "xmet": "difficiles", "smet": "saisonniers"}


@lecteur("bmo")
def lire(lue: Lue) -> Extrait:
    """Read one vintage; rows of the region 52 are kept, the list of métiers is that of the whole of France.

    The rows of France are a table apart, absent when the file is that of some regions only: a remark says so.
    """
    df, ecrits = _observations(lue)
    annee = _annee(df, lue)
    _completer(df, lue)
    region = _de_la_region(df, lue)
    observations = _mesures(df[region], ecrits, lue).assign(annee=annee)
    if observations["obs_status"].eq("Q").any():
        suite = "dans un millésime où le producteur les masque : vérifier qu'aucun secret n'est récrit par un nombre"
        lue.compter(observations["value"].lt(bmo.SEUIL).sum(), "effectifs", f"sous {bmo.SEUIL}, {suite}")
    bonnes = df["code_metier"].str.fullmatch(bmo.FAP.strip("^$")) & df["code_famille"].isin(list(bmo.FAMILLES))
    for ecrit in (ecrits["met"], ecrits["xmet"]):
        bonnes &= ecrit.secrets | ecrit.valeurs.between(0, bmo.PROJETS_MAX)
    _compter(lue, ~bonnes & df["region"].ne(REGION), "d'autres régions, illisible{s}, laissée{s} de côté")
    lisibles = region | bonnes
    nomenclature = "FAP2021" if int(annee) >= PREMIERE_ANNEE_FAP2021 else "FAP2009"
    metiers = df[lisibles].drop_duplicates("code_metier").assign(annee=annee, nomenclature=nomenclature)
    tables = {"observations": observations, "metiers": metiers} | _france(df, ecrits, lisibles, annee, lue)
    a_part = ", celles de la France à part, pour l'estimation" if "france" in tables else ""
    par_mesure = observations.groupby("mesure")
    caches, totaux = par_mesure["obs_status"].agg(lambda s: int((s == "Q").sum())), par_mesure["value"].sum(min_count=1)
    au_moins = "au moins " if caches.any() else ""
    masquees = [f"{francais.nombre(caches[m])} en {lib}" for m, lib in LIBELLES.items()]
    visibles = [f"{au_moins}{francais.nombre(totaux[m])} {lib}" for m, lib in LIBELLES.items()]
    met = observations[observations["mesure"] == "met"]
    deps, bassins = (met.groupby(c)["value"].sum(min_count=1) for c in ("code_departement", "code_bassin"))
    gardees = f"{francais.nombre(region.sum())} gardées ({NOM_REGION}){a_part}"
    dits = (
        f"BMO {annee} : {francais.nombre(len(df))} lignes lues, {gardees}",
        f"cellules masquées par le producteur : {francais.enumeration(masquees)}",
        f"totaux visibles : {francais.enumeration(visibles)}",
        "projets par département : " + " · ".join(f"{d} : {francais.nombre(v)}" for d, v in deps.items()),
    )
    hors = {f"{c} {nom}": francais.nombre(bassins[c]) for c, nom in bmo.HORS_DECOUPAGE.items() if c in bassins}
    note = "Ce millésime compte dans la région la part du bassin"
    notes = tuple(f"{note} {b}, que le découpage ne dessine pas : au moins {n} projets." for b, n in hors.items())
    return Extrait.de("bmo", annee, tables, *dits, notes=notes)


def _observations(lue: Lue) -> tuple[pd.DataFrame, dict[str, cellules.Nombres]]:
    """Rows of the table proper, codes as text, and their counts; notes and totals around it are left out."""
    df = lue.nommer()
    for role in CODES.keys() & set(df):
        lus = {v: classeur.code(v, CODES[role]) for v in df[role].unique()}
        if CODES[role] == 2:  # « 044 » is a département too
            lus = {v: re.sub(r"^0(?=\d\d$)", "", c) for v, c in lus.items()}
        df[role] = df[role].map({v: "" if c.lower() in VIDES else c for v, c in lus.items()})
    ecrits = cellules.lire_nombres(df[list(bmo.MESURES)], lue.regle.secret, lue.regle.decimale)
    comptee = pd.concat([~e.illisibles for e in ecrits.values()], axis=1).any(axis=1)
    sans_metier = ~df["code_metier"].str.fullmatch(bmo.FAP.strip("^$"))
    notes = sans_metier & ~comptee
    sans_zone = df["code_bassin"].eq("") & ~notes
    totaux = sans_zone & lue.table[sans_zone].map(lambda v: bool(_TOTAL.match(str(v).strip()))).any(axis=1)
    totaux = totaux.fillna(False).astype(bool)
    _compter(lue, notes, "sans métier ni effectif (note, titre répété), laissée{s} de côté")
    _compter(lue, totaux, "de total, laissée{s} de côté : un total n'est pas une cellule de l'enquête")
    gardees = ~(notes | totaux)
    return df[gardees].copy(), {m: cellules.Nombres(*(serie[gardees] for serie in e)) for m, e in ecrits.items()}


def _compter(lue: Lue, lignes: pd.Series, mots: str) -> None:
    """Say how many rows, when there are some, and which ones."""
    if n := int(lignes.sum()):
        s = "s" * (n > 1)
        premieres = ", ".join(map(str, lignes.index[lignes][:3])) + ("…" if n > 3 else "")
        lue.remarques.append(f"{francais.nombre(n)} ligne{s} {mots.format(s=s)} (ligne{s} {premieres})")


def _annee(df: pd.DataFrame, lue: Lue) -> str:
    """The one year of the survey, from its column, else from the title of the bassins, else from the file's name."""
    titre = lue.titres[lue.places["code_bassin"]]
    an = lue.regle.an(titre)
    if "annee" in df:
        annees = classeur.codes(df["annee"])
        # Empty cells beside a year are cells merged with the one above.
        _compter(lue, annees.eq(""), "sans année, prise{s} avec celle des autres")
        annees = annees[annees.ne("")].str.replace(r"(-01-01.*|\.0+)$", "", regex=True)
        mauvaises = annees[~annees.str.fullmatch(r"20\d\d")]
        if len(mauvaises) or annees.empty:
            ou, cause = f"{lue.ou}, colonne annee", "forme attendue : AAAA"
            raise ErreurDonnees.de_cellules("annee", ou, "année mal écrite", mauvaises, cause=cause)
        if annees.nunique() > 1:
            trouve = f"années lues : {', '.join(annees.unique()[:5])}"
            cause = "plusieurs enquêtes mises bout à bout ; un millésime est une seule enquête"
            remede = "importer le fichier de chaque enquête, tel que le producteur le publie"
            raise ErreurDonnees("annee", lue.ou, trouve, cause=cause, remede=remede)
        annee = annees.iloc[0]
        if an and not annee.endswith(an):
            doute = f"enquête de {annee} d'après sa colonne annee, mais la colonne des bassins est {titre}"
            lue.doutes.append(constat("millesime-contredit", doute=doute))
        return annee
    if an:
        remarque = "sans colonne de l'année : millésime lu dans le titre de la colonne des bassins"
        lue.remarques.append(f"{remarque} ({titre})")
        return f"20{an}"
    ans = set(_AN_FICHIER.findall(lue.chemin.stem))
    if len(ans) != 1:
        trouve = "année de l'enquête introuvable : ni colonne annee, ni colonne BE suivie de l'année"
        suite = ", ou nommer le fichier d'après son enquête (BMO_2026.xlsx)"
        raise _renommee(lue, "annee", trouve, "annee", suite)
    lue.remarques.append(f"sans année dans le fichier : millésime lu dans son nom, {lue.nom}")
    return f"20{ans.pop()}"


def _completer(df: pd.DataFrame, lue: Lue) -> None:
    """Columns that a file may lack, from those it has."""
    if "code_famille" not in df and "libelle_famille" in df:
        par_libelle = {classeur.normaliser(lib): c for c, lib in bmo.FAMILLES.items()}
        df["code_famille"] = df["libelle_famille"].map(lambda v: par_libelle.get(classeur.normaliser(v), ""))
        lue.remarques.append("sans code de famille : lu d'après son libellé")
    lues = f"introuvable ; colonnes lues : {classeur.citer(lue.titres)}"
    if "code_famille" not in df:
        raise _renommee(lue, "colonnes", f"colonne de la famille de métiers {lues}", "code_famille")
    if "libelle_famille" not in df:
        df["libelle_famille"] = df["code_famille"].map(bmo.FAMILLES).fillna("")
    if "libelle_metier" not in df:
        df["libelle_metier"] = df["code_metier"]
        lue.remarques.append("sans libellé de métier : son code en tient lieu")
    for c in ("libelle_metier", "libelle_famille"):
        df[c] = classeur.codes(df[c])
    if "region" not in df:
        if not df["code_departement"].isin(DEPARTEMENTS).all():
            raise _renommee(lue, "colonnes", f"colonne de la région {lues}", "region")
        df["region"] = REGION
        lue.remarques.append("sans colonne de la région : toutes les lignes sont des cinq départements")


def _renommee(lue: Lue, regle: str, trouve: str, cle: str, suite: str = "") -> ErreurDonnees:
    remede = f"ajouter son nom à la clé « {cle} » de {lue.regle.fichier}{suite}"
    return ErreurDonnees(regle, lue.ou, trouve, cause="colonne renommée par le producteur", remede=remede)


def _de_la_region(df: pd.DataFrame, lue: Lue) -> pd.Series:
    """True on the rows of the region; one without region, or without bassin, is refused when it could be ours."""
    dedans, sans_bassin = df["region"].eq(REGION), df["code_bassin"].eq("")
    suspectes = df["region"].eq("") | (dedans & sans_bassin)
    ailleurs = ~df["code_departement"].isin(["", *DEPARTEMENTS]) & ~df["code_bassin"].str.startswith(REGION)
    if len(perdues := df[suspectes & ~ailleurs]):
        departement, bassin, metier = perdues.iloc[0][["code_departement", "code_bassin", "code_metier"]]
        trouve = "lignes sans région ou sans bassin, qui peuvent être de la région"
        exemple = f"département {departement or 'vide'}, bassin {bassin or 'vide'}, métier {metier}"
        cause = "cellules fusionnées, ou codes que le producteur n'a pas remplis"
        mots = {"cause": cause, "remede": f"demander au producteur le bassin de ces lignes, ou {REPRENDRE}"}
        raise ErreurDonnees.de_cellules("vide", lue.ou, trouve, perdues, exemple=exemple, **mots)
    dits = ", ".join(sorted(set(df.loc[suspectes, "code_departement"]))[:6])
    _compter(lue, suspectes, f"sans région ou sans bassin, d'autres départements ({dits}), laissée{{s}} de côté")
    region = dedans & ~suspectes
    if not region.any():
        raise classeur.hors_region(lue.ou)
    return region


def _mesures(region: pd.DataFrame, ecrits: dict[str, cellules.Nombres], lue: Lue) -> pd.DataFrame:
    """Long rows: value, or null with status Q where the producer hides it; no part is larger than the projects."""
    for mesure, ecrit in ecrits.items():
        if (fautes := region.loc[ecrit.illisibles[region.index], mesure]).size:
            trouve, cause, remede = cellules.pourquoi(str(fautes.iloc[0] or "").strip(), lue.regle.fichier)
            ou = f"{lue.ou}, colonne {mesure}"
            raise ErreurDonnees.de_cellules("signe", ou, trouve, fautes, cause=cause, remede=remede)
    projets = ecrits["met"].valeurs[region.index]  # a negative one is for the contract to refuse
    for mesure, ecrit in ecrits.items():
        fautives = region[ecrit.valeurs[region.index].gt(projets + ARRONDI) & projets.ge(0)]
        if len(fautives):
            f, ou = fautives.iloc[0], f"{lue.ou}, colonne {mesure}"
            lieu = f"bassin {f['code_bassin']}, métier {f['code_metier']}"
            exemple = f"{ecrit.valeurs[f.name]:g} pour {projets[f.name]:g} projets, {lieu}"
            trouve = "plus de projets que dans la colonne met, dont elle est une partie"
            cause = "colonnes interverties, ou saisie fautive"
            raise ErreurDonnees.de_cellules("partie", ou, trouve, fautives, exemple=exemple, cause=cause)
    cles = region[["code_bassin", "code_departement", "code_metier"]]
    return cellules.longues(cles, {m: cellules.Nombres(*(s[region.index] for s in e)) for m, e in ecrits.items()})


def _france(
    df: pd.DataFrame, ecrits: dict[str, cellules.Nombres], lisibles: pd.Series, annee: str, lue: Lue
) -> dict[str, pd.DataFrame]:
    """The table of the rows of the whole file as published; none for the file of a few regions."""
    regions_nb = df.loc[df["region"].ne(""), "region"].nunique()
    if regions_nb >= REGIONS_FRANCE and lisibles.mean() >= 1 - ILLISIBLES_MAX:
        france = df[["region", "code_departement", "code_bassin", "code_metier", "code_famille"]].replace("", None)
        france = france.rename(columns={"region": "code_region"})
        france = france.assign(annee=annee, met=ecrits["met"].valeurs, xmet=ecrits["xmet"].valeurs)[lisibles]
        return {"france": france.sort_values(["code_metier", "code_region", "code_bassin"], kind="stable")}
    raison = "fichier d'une seule région" if regions_nb == 1 else f"fichier de {regions_nb} régions"
    if regions_nb >= REGIONS_FRANCE:
        raison = "trop de lignes illisibles dans les autres régions"
    suite = "l'estimation des parts de ce millésime se fait sans la France, moins précise"
    lue.remarques.append(f"{raison} : {suite} ; importer le fichier national entier pour l'avoir")
    return {}
