"""« Les métiers en 2030 » (DARES, France Stratégie), one table of regions, in a layout that is not the producer's."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from data_loaders import francais
from data_loaders.contracts import metiers_2030
from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import Lecteur
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import classeur, ecriture, feuilles, series

REGION = {"pays_de_la_loire", "52"}
ARRONDI = 0.15  # thousands: three terms rounded to the hundred
# sum -> terms; what the file says of itself
SOMMES = {"postes": ("creations", "departs"), "desequilibre": ("postes", "jeunes", "mobilites")}
NOTE = "Lu dans une mise en forme republiée, et non dans celle du producteur."


class Extrait(NamedTuple):
    """The rows of the region; `sommes`: measure -> total, thousands."""

    tables: dict[str, pa.Table]
    lues_nb: int
    familles_nb: int
    sommes: dict[str, float]
    remarques: tuple[str, ...]


def lire(chemin: Path) -> Extrait:
    """Read the rows of the region.

    Raises:
        ErreurDonnees: unreadable, columns missing, no row of the region, unknown sign, terms that do not add up.
    """
    lue = feuilles.lire(chemin, "metiers_2030")
    brut = lue.en_texte()
    remarques = [*lue.remarques]
    df = brut[brut["region"].map(classeur.normaliser).isin(REGION)].copy()
    if df.empty:
        raise ErreurDonnees(
            "region",
            lue.ou,
            "aucune ligne des Pays de la Loire",
            exemple=", ".join(sorted(set(brut["region"]))[:5]),
            cause="fichier d'une autre région",
            remede="prendre le fichier de la région, ou celui de toutes les régions",
        )
    if autres := brut["region"].nunique() - df["region"].nunique():
        remarques.append(f"{francais.avec_unite(autres, 'autres régions laissées')} de côté")
    lus = ecriture.facultatifs(df, metiers_2030.MESURES, lue)
    for m, nombres in lus.items():
        df[m] = nombres.valeurs
    for total, termes in SOMMES.items():
        faux = (df[total] - df[list(termes)].sum(axis=1, min_count=len(termes))).abs().gt(ARRONDI)
        if faux.any():
            f = df[faux].iloc[0]
            raise ErreurDonnees(
                "partie",
                lue.colonne(total),
                "valeur qui n'est pas la somme de ses termes",
                nombre=int(faux.sum()),
                exemple=f"{f['code_fap']} : {f[total]:g}",
                cause="deux colonnes échangées, ou signe des jeunes débutants changé",
                remede=f"vérifier les noms de colonnes dans {lue.regle.fichier} ; s'ils sont justes, reprendre le "
                "fichier chez le producteur",
                lignes=df.index[faux],
            )
    parties = [
        pd.DataFrame(
            {
                "periode": metiers_2030.FIN,
                "code_zone": "52",
                "code_fap": df["code_fap"],
                "libelle": df["libelle"],
                "mesure": m,
                "value": df[m],
                "obs_status": df[m].notna().map({True: "E", False: "O"}).mask(lus[m].secrets, "Q"),
                "tension_2019": df["tension"].replace("", metiers_2030.HORS_CHAMP),
            }
        )
        for m in metiers_2030.MESURES
    ]
    observations = series.avec_confidentialite(pd.concat(parties, ignore_index=True))
    return Extrait(
        {"observations": series.table(observations, metiers_2030.OBSERVATIONS)},
        len(brut),
        len(df),
        {m: float(df[m].sum()) for m in metiers_2030.MESURES},
        tuple(remarques),
    )


def importer(donnees: Donnees, chemin: Path, progres: classeur.Progres, adresse: str = "") -> list[str]:
    """Publish the projections of the region; returns the French summary."""
    lu = lire(chemin)
    progres(1, 1)
    publie = donnees.publier_fichier(
        "metiers_2030", chemin, adresse, metiers_2030.FIN, lu.tables, (NOTE,), lu.remarques
    )
    return [
        f"Les métiers en 2030 : {francais.nombre(lu.lues_nb)} lignes lues, {lu.familles_nb} familles de la région",
        f"  2019-2030, milliers : postes à pourvoir {francais.nombre(lu.sommes['postes'], 1)} · départs "
        f"{francais.nombre(lu.sommes['departs'], 1)} · créations {francais.nombre(lu.sommes['creations'], 1)}",
        f"  {NOTE}",
        *publie.dire(),
    ]


LECTEUR = Lecteur(importer, tables=("metiers_2030",))
