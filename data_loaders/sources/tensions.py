"""Official tension files, one CSV a year: by FAP 2009 and territory, by ROME and bassin (France Travail, DARES).

Classes 1 to 5 may be missing, counts may not.
"""

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd

from data_loaders import francais
from data_loaders.contracts import bmo, metiers
from data_loaders.contracts.base import DEPARTEMENTS
from data_loaders.erreurs import REPRENDRE_ENTIER, ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import indice_complet
from data_loaders.parametres import abc_publies
from data_loaders.sources import cellules, classeur
from data_loaders.sources.extrait import Extrait, lecteur
from data_loaders.sources.feuilles import Lue
from geo import zonages
from geo.territoire import BASSIN_VOISIN

_CLASSE = re.compile(r"([1-5])(?:[.,]0)?", re.ASCII)


def _derniere_annee(lue: Lue) -> tuple[pd.DataFrame, str]:
    """The rows of the last year of the file as text, and that year: the other years are left out."""
    brut = lue.en_texte()
    lues = brut["annee"].str.removesuffix(".0")
    annees = sorted(a for a in lues.unique() if re.fullmatch(r"20\d\d", a, re.ASCII))
    if not annees:
        trouve = f"années lues : {', '.join(sorted(lues.unique())[:5])}"
        cause = "colonne prise pour une autre, ou notation nouvelle"
        remede = f"vérifier les noms de colonnes dans {lue.regle.fichier} ; s'ils sont justes, reprendre le fichier du "
        raise ErreurDonnees("annee", lue.colonne("annee"), trouve, cause=cause, remede=f"{remede}producteur")
    if autres := sorted(set(lues.unique()) - {annees[-1]}):
        dites = ", ".join(a or "sans année" for a in autres[:5])
        lue.remarques.append(f"lignes laissées de côté, qui ne sont pas de {annees[-1]} : {dites}")
    return brut[lues.eq(annees[-1])].copy(), annees[-1]


def _statuer(df: pd.DataFrame, lue: Lue) -> pd.DataFrame:
    """The rows with the classes (1 to 5, null for an empty cell) of the components and, in `value`, of the tension."""
    lues = {}
    for c in ("value", *metiers.COMPOSANTES):
        if len(fautes := df.loc[df[c].ne("") & ~df[c].str.fullmatch(_CLASSE), c]):
            trouve, cause = "classe hors de 1 à 5", "un indice à la place de la classe, ou une notation nouvelle"
            remede = "vérifier la description du fichier avant d'importer"
            raise ErreurDonnees.de_cellules("classe", lue.colonne(c), trouve, fautes, cause=cause, remede=remede)
        lues[c] = df[c].str[:1].replace("", None).astype("Int8")
    classe = lues.pop("value")
    return df.assign(
        **lues,
        value=classe.astype("Float64").astype(float),
        obs_status=classe.isna().map({True: "O", False: "A"}),
    )


@lecteur("tension_fap")
def lire_fap(lue: Lue) -> Extrait:
    """Read the rows by FAP 2009 of France, of the region and of its départements; other territories are left out.

    Rows without a class carry only an imputed index, taken from a larger territory: such a row is kept without value
    (status O), and the index of no row is read, so that an imputed one can never be shown as official.
    """
    brut, annee = _derniere_annee(lue)
    brut["code_zone"] = pd.Series("", brut.index).mask(brut["niveau_geo"].eq("nat"), metiers.FRANCE)
    for niveau, role in (("reg", "region"), ("dep", "departement")):
        brut["code_zone"] = brut["code_zone"].mask(brut["niveau_geo"].eq(niveau), classeur.codes(brut[role], 2))
    attendus = {metiers.FRANCE, zonages.REGION, *DEPARTEMENTS}
    df = brut[brut["code_zone"].isin(attendus)]
    if absents := sorted(attendus - set(df["code_zone"])):
        lue.remarques.append(f"territoires absents du fichier : {', '.join(absents)}")
    if zonages.REGION in absents:
        raise classeur.hors_region(lue.nom)
    # Every territory has the same métiers, those without a class included.
    par_zone = df.groupby("code_zone")["code_fap"].agg(set)
    tous = set().union(*par_zone)
    if incomplets := {zone: sorted(tous - lus) for zone, lus in par_zone.items() if tous - lus}:
        exemple = " ; ".join(f"{zone} : {', '.join(absents[:3])}" for zone, absents in incomplets.items())
        trouve = f"métiers absents de certains territoires : {', '.join(incomplets)}"
        dits = {"nombre": sum(map(len, incomplets.values())), "exemple": exemple, "remede": REPRENDRE_ENTIER}
        raise ErreurDonnees("zone", lue.nom, trouve, cause="fichier filtré ou tronqué", **dits)
    df = df.assign(
        annee=annee,
        niveau_fap=df["niveau_fap"].str.replace(" ", ""),
        emploi=cellules.exiges(df, ["emploi"], lue)["emploi"].round().astype("int64"),
    )
    df = _statuer(df, lue)
    sans_classe_nb = int(df["obs_status"].eq("O").sum())
    suite = "lignes sans classe officielle, non disponibles : leur indice imputé n'est pas repris."
    note = f"{francais.nombre(sans_classe_nb)} {suite}"
    dits, notes = ((), (note,)) if sans_classe_nb else ((note,), ())
    titre = f"Tensions {annee} par famille professionnelle : {francais.nombre(len(brut))} lignes lues, "
    titre += f"{francais.nombre(len(df))} gardées (France, région, départements)"
    return Extrait.de("tension_fap", annee, df, titre, *dits, notes=notes)


def _controler(donnees: Donnees, chemin: Path, lu: Extrait) -> Extrait:
    """The tensions by ROME and bassin, once their sum of job-seekers is near what is published, as a note says: an
    earlier edition of the 2021 file holds values that are not totals of bassins."""
    publies, origine = abc_publies().get(lu.millesime), "constante des paramètres"
    if donnees.officiel.millesimes("defm_cvs"):
        lignes = donnees.lire("defm_cvs").query("categorie == 'ABC'")
        trimestres = lignes[lignes["periode"].str.startswith(lu.millesime)]["value"].dropna()
        if len(trimestres) == 4:
            publies, origine = trimestres.mean(), "série CVS-CJO chargée"
    if publies is None:
        trouve = f"aucun total publié des inscrits en {lu.millesime} pour contrôler le fichier"
        remede = "importer d'abord la série corrigée (importer defm-cvs)"
        raise ErreurDonnees("inscrits", chemin.name, trouve, remede=remede)
    part = indice_complet.verifier_inscrits(lu.faits["inscrits"], publies, chemin.name)
    dite = f"Les inscrits du fichier font {francais.avec_unite(100 * part, '%', 0)} des catégories A, B et C publiées"
    dehors = f"bassin de {bmo.HORS_DECOUPAGE[BASSIN_VOISIN]} laissé de côté"
    return replace(lu, notes=(f"{dite} ({origine}) ; {dehors}.",))


@lecteur("tension_rome", apres=_controler)
def lire_rome(lue: Lue) -> Extrait:
    """Read the rows by ROME of the bassins of the region.

    The bassin that belongs to another region, as in the BMO survey, is left out: sums are those of the region's own.
    """
    brut, annee = _derniere_annee(lue)
    brut["code_bassin"] = classeur.codes(brut["code_bassin"], 4)
    df = brut[brut["code_bassin"].str.startswith(zonages.REGION)]
    attendus = {c for c in zonages.zones("bassin")["code_zone"] if c.startswith(zonages.REGION)}
    if absents := sorted(attendus - set(df["code_bassin"])):
        trouve, cause = "bassins de la région absents du fichier", "fichier d'une autre région, ou tronqué"
        dits = {"nombre": len(absents), "exemple": ", ".join(absents)}
        raise ErreurDonnees("zone", lue.nom, trouve, **dits, cause=cause, remede=REPRENDRE_ENTIER)
    df = df.assign(annee=annee, **cellules.exiges(df, ["offres", "inscrits"], lue))
    df = _statuer(df, lue)
    offres, inscrits = (df[c].sum() for c in ("offres", "inscrits"))
    titre = f"Tensions {annee} par métier ROME : {francais.nombre(len(brut))} lignes lues, "
    titre += f"{francais.nombre(len(df))} gardées ({df['code_bassin'].nunique()} bassins)"
    dit = f"offres de douze mois : {francais.nombre(offres)} · inscrits en moyenne : {francais.nombre(inscrits)}"
    return Extrait.de("tension_rome", annee, df, titre, dit, faits={"inscrits": inscrits})
