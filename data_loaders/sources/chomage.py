"""INSEE workbooks of localised unemployment rates, one row a territory, one column a quarter.

One is a family of series (BDM): départements, region, France. The other has a sheet of zones d'emploi (`txcho_ze`) and
one of the parts of zones, whose header rows are found by the names they hold (`ZE2020`, `ZER2020`).
"""

import pandas as pd

from data_loaders.contracts import zones
from data_loaders.erreurs import REPRENDRE_ENTIER, ErreurDonnees
from data_loaders.sources import cellules, classeur, feuilles
from data_loaders.sources.extrait import Extrait, lecteur
from data_loaders.sources.noms import noms
from geo import zonages
from geo.territoire import ZE_ENTIERES

TERRITOIRES = [("département", nom, code) for code, nom in zonages.DEPARTEMENTS.items()] + [
    ("région", zonages.NOM_REGION, zonages.REGION),
    ("région", "France métropolitaine", zones.FRANCE_METRO),
]
CODES = {classeur.normaliser(f"Taux de chômage localisé par {quoi} - {nom}"): code for quoi, nom, code in TERRITOIRES}
# Whole zones, and their parts in a region.
FEUILLES = ("chomage_ze", "chomage_ze#parties")


@lecteur("chomage_dep")
def lire_dep(lue: feuilles.Lue) -> Extrait:
    """Read a family of series: the five départements, the region and France métropolitaine; millésime = last quarter.

    Territories are known by the label of the series; regions are those of 2016, départements do not change.
    """
    brut = lue.en_texte(autres=True)
    brut["code_zone"] = brut["libelle"].map(lambda v: CODES.get(classeur.normaliser(v), ""))
    gardees = brut[brut["code_zone"] != ""]
    if gardees.empty:
        trouve = "aucune série des départements ni de la région"
        cause = "libellés de séries inconnus, ou autre famille de séries"
        remede = "prendre la famille « taux de chômage localisés » (départements et régions)"
        exemple = next(iter(brut["libelle"]), "")
        raise ErreurDonnees("zone", lue.nom, trouve, exemple=exemple, cause=cause, remede=remede)
    observations = cellules.depivoter(gardees, "code_zone", lue.nom, set(lue.regle.noms))
    mise_a_jour = classeur.colonne(gardees, "mise_a_jour").iloc[0].partition(" ")[0]
    if manquants := [c for c in CODES.values() if c not in set(gardees["code_zone"])]:
        lue.remarques.append(f"territoires absents du fichier : {', '.join(manquants)}")
    titre = f"Taux de chômage par département et région : {len(brut)} séries lues, {gardees['code_zone'].nunique()}"
    jour = f", mises à jour le {mise_a_jour}" if mise_a_jour else ""
    titre += f" gardées (départements, région, France métropolitaine){jour}"
    return Extrait.serie("chomage_dep", observations, titre, etendue=True)


@lecteur(FEUILLES[0])
def lire_ze(lue: feuilles.Lue) -> Extrait:
    """Read the zones d'emploi; those of other regions are left out, millésime = last quarter.

    The whole interregional zones and their parts in the region are both kept: the parts are what the map draws. The
    sheet of the regional parts may be missing: a table saved as text holds one sheet.
    """
    lots = [(lue, set(zonages.zones("ze")["code_zone"]) - set(ZE_ENTIERES) | set(ZE_ENTIERES.values()))]
    if feuilles.convient(feuilles.ouvrir(classeur.contenu(lue.chemin)), noms(FEUILLES[1])):
        parties = feuilles.lire(lue.chemin, FEUILLES[1])
        lue.remarques.extend(r for r in parties.remarques if r not in lue.remarques)
        lots.append((parties, set(ZE_ENTIERES)))
    else:
        absentes = ", ".join(sorted(ZE_ENTIERES))
        lue.remarques.insert(0, f"parties régionales des zones interrégionales absentes du fichier : {absentes}")
    larges = []
    for lu, attendues in lots:
        brut = lu.en_texte(autres=True)
        brut["code_ze"] = classeur.codes(brut["code_ze"], 4)
        larges.append(gardees := brut[brut["code_ze"].isin(attendues)])
        if manquantes := sorted(attendues - set(gardees["code_ze"])):
            trouve = "zones d'emploi de la région absentes du fichier"
            dits = {"nombre": len(manquantes), "exemple": ", ".join(manquantes)}
            cause = "zonage d'une autre année, ou fichier tronqué"
            remede = "prendre le fichier national en zones d'emploi 2020"
            raise ErreurDonnees("zone", lue.nom, trouve, **dits, cause=cause, remede=remede)
    ignorees = set(lue.regle.noms) - {"code_ze"}
    observations = pd.concat([cellules.depivoter(df, "code_ze", lue.nom, ignorees) for df in larges], ignore_index=True)
    par_zone = observations.groupby("code_ze")["periode"].nunique()
    if par_zone.nunique() > 1:
        trouve, cause = "les deux feuilles ne couvrent pas les mêmes trimestres", "feuilles de deux éditions"
        exemple = f"{par_zone.idxmin()} : {par_zone.min()} trimestres au lieu de {par_zone.max()}"
        raise ErreurDonnees("periode", lue.nom, trouve, exemple=exemple, cause=cause, remede=REPRENDRE_ENTIER)
    titre = f"Taux de chômage par zone d'emploi : {sum(len(lu.table) for lu, _ in lots)} zones lues, {len(par_zone)}"
    titre += " gardées (zones qui touchent la région, entières et parties régionales)"
    return Extrait.serie("chomage_ze", observations, titre, etendue=True)
