"""DARES tension file by FAP 2009 and territory, one CSV a year: France, the region 52 and its five départements.

Rows without a class carry only an imputed index, taken from a larger territory: such a row is kept without value
(status O), and the index of no row is read, so that an imputed one can never be shown as official.
"""

from pathlib import Path

import pandas as pd

from data_loaders import francais
from data_loaders.contracts import tension_fap
from data_loaders.erreurs import REPRENDRE_ENTIER, ErreurDonnees
from data_loaders.jeux import Lecteur
from data_loaders.sources import classeur, ecriture, feuilles, series, tensions
from data_loaders.sources.extrait import Extrait, importeur
from geo import zonages


def lire(chemin: Path, progres: classeur.Progres | None = None) -> Extrait:
    """Read the rows of France, of the region and of its départements; other territories are left out.

    Raises:
        ErreurDonnees: unreadable, columns missing, no year, a territory missing, an unknown level, a class out of
            1–5, a count that is not a number.
    """
    nom = Path(chemin).name
    lue = feuilles.lire(chemin, "tension_fap", progres)
    brut, annee, remarques = tensions.derniere_annee(lue)
    brut["code_zone"] = _zones(brut)
    df = brut[brut["code_zone"].isin([tension_fap.FRANCE, zonages.REGION, *tension_fap.DEPARTEMENTS])]
    attendus = {tension_fap.FRANCE, zonages.REGION, *tension_fap.DEPARTEMENTS}
    if absents := sorted(attendus - set(df["code_zone"])):
        remarques += (f"territoires absents du fichier : {', '.join(absents)}",)
    if zonages.REGION in absents:
        raise ErreurDonnees(
            "zone",
            nom,
            "aucune ligne de la région 52",
            cause="fichier d'une autre région, ou tronqué",
            remede="prendre le fichier de la région, ou celui de toute la France",
        )
    _verifier_metiers(df, nom)
    df = df.assign(
        annee=annee,
        niveau_fap=df["niveau_fap"].str.replace(" ", ""),
        emploi=ecriture.exiges(df, ["emploi"], lue)["emploi"].round().astype("int64"),
    )
    df = tensions.statuer(df, lue)
    table = series.table(df, tension_fap.OBSERVATIONS)
    sans_classe_nb = int(df["obs_status"].eq("O").sum())
    note = (
        f"{francais.nombre(sans_classe_nb)} lignes sans classe officielle, non disponibles : leur indice imputé n'est "
        "pas repris."
    )
    return Extrait(
        dataset="tension_fap",
        millesime=annee,
        tables={"observations": table},
        dit=(
            f"Tensions {annee} par famille professionnelle : {francais.nombre(len(brut))} lignes lues, "
            f"{francais.nombre(len(df))} gardées (France, région, départements)",
            note,
        ),
        notes=(note,) if sans_classe_nb else (),
        remarques=remarques,
    )


def _verifier_metiers(df: pd.DataFrame, nom: str) -> None:
    """Every territory has the same métiers, those without a class included: a missing row is a file cut short."""
    par_zone = df.groupby("code_zone")["code_fap"].agg(set)
    tous = set().union(*par_zone)
    if incomplets := {zone: sorted(tous - lus) for zone, lus in par_zone.items() if tous - lus}:
        raise ErreurDonnees(
            "zone",
            nom,
            f"métiers absents de certains territoires : {', '.join(incomplets)}",
            nombre=sum(map(len, incomplets.values())),
            exemple=" ; ".join(f"{zone} : {', '.join(absents[:3])}" for zone, absents in incomplets.items()),
            cause="fichier filtré ou tronqué",
            remede=REPRENDRE_ENTIER,
        )


def _zones(brut: pd.DataFrame) -> pd.Series:
    """Code of the territory of each row; "" where the level is none of the three."""
    niveau = brut["niveau_geo"]
    reg, dep = (classeur.codes(brut[c], 2) for c in ("region", "departement"))
    zones = pd.Series("", index=brut.index)
    zones = zones.mask(niveau.eq("nat"), tension_fap.FRANCE)
    return zones.mask(niveau.eq("reg"), reg).mask(niveau.eq("dep"), dep)


LECTEUR = Lecteur(importeur(lire), tables=("tension_fap",))
