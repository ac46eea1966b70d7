"""Portraits of the métiers (DARES), regional CSV by family: employment, or job-seekers of one category, no year inside.

What a file is of is told by the total that it repeats on each row (`parametres/totaux_publies.toml`), else by its name.
"""

import re
from pathlib import Path

import pandas as pd

from data_loaders import francais
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.metiers_region import TRIMESTRES
from data_loaders.erreurs import REPRENDRE, ErreurDonnees
from data_loaders.magasin import totaux
from data_loaders.sources import classeur, ecriture
from data_loaders.sources.extrait import Extrait, lecteur
from data_loaders.sources.feuilles import Lue
from geo.zonages import REGION

REGLE = "metiers_region"
DATASETS = ("emploi_fap", "defm_a_fap", "defm_abc_fap")
ECART_SOMME = 1.0


@lecteur(REGLE)
def lire(lue: Lue) -> Extrait:
    """Read the region's rows; the job-seekers of a year are a mean: the four quarters of the file divided by four.

    Raises:
        ErreurDonnees: unreadable, columns missing, the region absent, a number that is none, rows that do not add up to
            the total written on each, nothing that tells the dataset and the year.
    """
    df = lue.nommer()
    ici = classeur.codes(df["code_region"], 2) == REGION
    if not ici.any():
        raise classeur.hors_region(lue.nom, "", "fichier d'une autre région, ou national")
    df = df[ici]
    guillemets = df[["value", "total"]].map(lambda c: c.strip('"') if isinstance(c, str) else c)
    nombres = ecriture.lire(guillemets, (), lue.regle.decimale)
    for role, lus in nombres.items():
        if lus.illisibles.any():
            trouve, cause = "effectif qui n'est pas un nombre", "signe nouveau, ou fichier abîmé"
            raise ErreurDonnees.de_cellules(
                "signe", lue.colonne(role), trouve, df.loc[lus.illisibles, role], cause=cause
            )
    valeurs, total = nombres["value"].valeurs, float(nombres["total"].valeurs.iloc[0])
    if abs(valeurs.sum() - total) > ECART_SOMME:
        raise ErreurDonnees(
            "total",
            lue.nom,
            f"les familles font {francais.nombre(valeurs.sum())}, et le total écrit sur chaque ligne est "
            f"{francais.nombre(total)}",
            cause="lignes retirées du fichier, ou en double",
            remede=REPRENDRE,
        )
    dataset, annee = _edition(lue.nom, total)
    lues = pd.DataFrame(
        {
            "periode": annee,
            "code_zone": REGION,
            "code_fap87": classeur.codes(df["code_fap87"]),
            "value": valeurs / (1 if dataset == "emploi_fap" else TRIMESTRES),
        }
    )
    dit = f"{CONTRATS[dataset].titre}, {annee} : {len(lues)} familles, {francais.nombre(lues['value'].sum())} personnes"
    return Extrait.de(dataset, annee, lues, dit)


def _edition(nom: str, total: float) -> tuple[str, str]:
    """Dataset and year of a file of this total."""
    for dataset in DATASETS:
        for annee, bloc in totaux.connus().get(dataset, {}).items():
            if abs(bloc["total_ecrit"] - total) <= ECART_SOMME:
                return dataset, annee
    lu = classeur.normaliser(Path(nom).stem)
    annee = re.search(r"20\d\d", lu)
    parties = (("emploi", "emploi_fap"), ("defm_abc", "defm_abc_fap"), ("defm_a", "defm_a_fap"))
    dataset = next((d for mot, d in parties if mot in lu), "")
    if dataset and annee:
        return dataset, annee[0]
    raise ErreurDonnees(
        "edition",
        nom,
        f"rien ne dit l'année ni la catégorie de ce fichier, dont le total est {francais.nombre(total)}",
        cause="édition inconnue, et nom changé",
        remede="rendre son nom au fichier (defm_a_2020…, defm_abc_2020…, emploi_rp2017…), ou écrire son total dans "
        "data_loaders/parametres/totaux_publies.toml",
    )
