"""« Les métiers en 2030 » (DARES, France Stratégie), one table of regions, in a layout that is not the producer's."""

from pathlib import Path

import pandas as pd

from data_loaders import francais
from data_loaders.contracts import metiers_2030
from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import Lecteur
from data_loaders.sources import classeur, ecriture, feuilles, series
from data_loaders.sources.extrait import Extrait, importeur
from geo.zonages import REGION

LUES = {"pays_de_la_loire", REGION}  # the region, as one writes it or the other
ARRONDI = 0.15  # thousands: three terms rounded to the hundred
# sum -> terms; what the file says of itself
SOMMES = {"postes": ("creations", "departs"), "desequilibre": ("postes", "jeunes", "mobilites")}
NOTE = "Lu dans une mise en forme republiée, et non dans celle du producteur."


def lire(chemin: Path, progres: classeur.Progres | None = None) -> Extrait:
    """Read the rows of the region.

    Raises:
        ErreurDonnees: unreadable, columns missing, no row of the region, unknown sign, terms that do not add up.
    """
    lue = feuilles.lire(chemin, "metiers_2030", progres)
    brut = lue.en_texte()
    remarques = [*lue.remarques]
    df = brut[brut["region"].map(classeur.normaliser).isin(LUES)].copy()
    if df.empty:
        raise classeur.hors_region(lue.ou, ", ".join(sorted(set(brut["region"]))[:5]))
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
                "code_zone": REGION,
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
    postes, departs, creations = (francais.nombre(df[m].sum(), 1) for m in ("postes", "departs", "creations"))
    return Extrait(
        dataset="metiers_2030",
        millesime=metiers_2030.FIN,
        tables={"observations": series.table(observations, metiers_2030.OBSERVATIONS)},
        dit=(
            f"Les métiers en 2030 : {francais.nombre(len(brut))} lignes lues, {len(df)} familles de la région",
            f"2019-2030, milliers : postes à pourvoir {postes} · départs {departs} · créations {creations}",
            NOTE,
        ),
        notes=(NOTE,),
        remarques=tuple(remarques),
    )


LECTEUR = Lecteur(importeur(lire), tables=("metiers_2030",))
