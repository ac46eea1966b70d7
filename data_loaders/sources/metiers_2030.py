"""« Les métiers en 2030 » (DARES, France Stratégie), one table of regions, in a layout that is not the producer's."""

from data_loaders import francais
from data_loaders.contracts import metiers_2030
from data_loaders.sources import classeur, ecriture, series
from data_loaders.sources.extrait import Extrait, lecteur
from data_loaders.sources.feuilles import Lue
from geo.territoire import NOM_REGION, REGION

LUES = {classeur.normaliser(NOM_REGION), REGION}  # the region, as one writes it or the other
ARRONDI = 0.15  # thousands: three terms rounded to the hundred
# sum -> terms; what the file says of itself
SOMMES = {"postes": ("creations", "departs"), "desequilibre": ("postes", "jeunes", "mobilites")}
NOTE = "Lu dans une mise en forme republiée, et non dans celle du producteur."


@lecteur("metiers_2030")
def lire(lue: Lue) -> Extrait:
    """Read the rows of the region.

    Raises:
        ErreurDonnees: unreadable, columns missing, no row of the region, unknown sign, terms that do not add up.
    """
    brut = lue.en_texte()
    ici = brut["region"].map(classeur.normaliser).isin(LUES)
    df = lue.de_la_region(brut, ici, classeur.quelques(brut["region"]))
    autres = brut["region"].nunique() - df["region"].nunique()
    lue.compter(autres, "autres régions laissées", "de côté")
    lus = ecriture.facultatifs(df, metiers_2030.MESURES, lue)
    for m, nombres in lus.items():
        df[m] = nombres.valeurs
    for total, termes in SOMMES.items():
        faux = (df[total] - df[list(termes)].sum(axis=1, min_count=len(termes))).abs().gt(ARRONDI)
        if faux.any():
            trouve = "valeur qui n'est pas la somme de ses termes"
            cause = "deux colonnes échangées, ou signe des jeunes débutants changé"
            raise lue.contredite(total, df[faux], ("code_fap",), trouve, cause)
    cles = df[["code_fap", "libelle"]].assign(
        periode=metiers_2030.FIN, code_zone=REGION, tension_2019=df["tension"].replace("", metiers_2030.HORS_CHAMP)
    )
    postes, departs, creations = (francais.nombre(df[m].sum(), 1) for m in ("postes", "departs", "creations"))
    return Extrait.de(
        "metiers_2030",
        metiers_2030.FIN,
        series.longues(cles, lus, "E"),
        f"Les métiers en 2030 : {francais.nombre(len(brut))} lignes lues, {len(df)} familles de la région",
        f"2019-2030, milliers : postes à pourvoir {postes} · départs {departs} · créations {creations}",
        notes=(NOTE,),
    )
