"""What is foreseen of a métier in 2030, and its official tension: both speak of FAP 2009, hence of a wider family.

The crosswalk to FAP 2009 goes through ROME (`nomenclatures.passage`): each family is shown with its share of the links,
and none is added to another.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from data_loaders.contracts.metiers import COMPOSANTES, GROUPES
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import nomenclatures
from geo.zonages import REGION

FAP87, FAP225 = 3, 5  # characters of their codes
SANS_PASSAGE = "la table qui relie les métiers de l’enquête à la nomenclature de 2009 n’est pas chargée"
SANS_AVENIR = "aucune projection n’est publiée pour une famille de ce métier"
SANS_TENSION = "aucune classe officielle n’est publiée pour une famille de ce métier"
NON_CHARGE = "le fichier de son producteur n’est pas chargé"


class Famille(NamedTuple):
    """A family of FAP 2009 that holds some of the métiers asked.

    Attributes:
        part: share (0..1) of their links (ROME × qualification) that lead to it.
        valeurs: measure of 2030 -> thousands, or component of tension -> class 1 to 5, None where there is none.
        classe: official class of tension (1 to 5), None where there is none; annee: of this class.
    """

    code: str
    libelle: str
    part: float
    valeurs: Mapping[str, float | None]
    classe: int | None = None
    annee: str = ""


class Avenir(NamedTuple):
    """Families, the nearest first, or the reason why there is none."""

    familles: tuple[Famille, ...]
    raison: str = ""


def passages(donnees: Donnees, cible: str) -> pd.DataFrame:
    """Links from the métiers of the FAP `cible` to those of FAP 2009: see `nomenclatures.passage`."""
    if cible != "FAP2009":
        return nomenclatures.passage(donnees, cible, "FAP2009")
    noms = nomenclatures.libelles(donnees, "metier")
    lignes = [(c, nom, c, nom, 1, 1.0, 1.0) for c, nom in noms.items() if len(c) == FAP225]
    colonnes = ["code_de", "libelle_de", "code_vers", "libelle_vers", "couples_nb", "part_de", "part_vers"]
    return pd.DataFrame(lignes, columns=colonnes)


def proches(liens: pd.DataFrame, codes: Iterable[str], taille: int, reunis: Mapping[str, str]) -> pd.DataFrame:
    """Families that hold the métiers whose codes begin so, the nearest first: columns code, part (sums to 1).

    The nearest is the one that bears the name of the métier: cooks have more links with chefs than with the cooks of
    2009. Then the one with which a métier shares most of the links of both: a family of technicians shares ten links
    with the plumbers, out of its hundred and fifty. `taille`: characters of the code of a family; `reunis`: code ->
    that of the family that holds it with another one.
    """
    pris = liens[liens["code_de"].str.startswith(tuple(codes))]
    familles = pris["code_vers"].str[:taille].map(lambda c: reunis.get(c, c))
    du_nom = pris["libelle_de"].str.casefold().eq(pris["libelle_vers"].str.casefold()) & pris["libelle_de"].ne("")
    pris = pris.assign(code=familles, proximite=(pris["part_de"] * pris["part_vers"]).mask(du_nom, 1.0))
    df = pris.groupby("code", as_index=False).agg(part=("couples_nb", "sum"), proximite=("proximite", "max"))
    df["part"] = df["part"] / df["part"].sum()
    # Of several métiers, the family that holds most of them; of one, the family nearest to it.
    seul = pris["code_de"].nunique() == 1
    ordre = {"by": ["proximite" if seul else "part", "part", "code"], "ascending": [False, False, True]}
    return df.sort_values(**ordre, ignore_index=True)[["code", "part"]]


def en_2030(donnees: Donnees, liens: pd.DataFrame, codes: Iterable[str]) -> Avenir:
    """What is foreseen of the families that hold the métiers, between 2019 and 2030."""
    if not donnees.millesimes("metiers_2030"):
        return Avenir((), NON_CHARGE)
    lues = donnees.lire("metiers_2030")
    if donnees.est_demonstration("metiers_2030"):  # its groups are those of the demonstration survey
        if not donnees.est_demonstration("bmo"):
            return Avenir((), NON_CHARGE)
        groupes = sorted({c for c in lues["code_fap"] if c.startswith(tuple(x[:FAP87] for x in codes))})
        trouvees = pd.DataFrame({"code": groupes, "part": 1 / max(1, len(groupes))})
    elif liens.empty:
        return Avenir((), SANS_PASSAGE)
    else:
        reunis = {c: groupe for groupe, membres in GROUPES.items() for c in membres}
        trouvees = proches(liens, codes, FAP87, reunis)
    noms = lues.drop_duplicates("code_fap").set_index("code_fap")["libelle"]
    valeurs = lues.pivot(index="code_fap", columns="mesure", values="value")
    connues = trouvees[trouvees["code"].isin(noms.index)].itertuples(index=False)
    familles = tuple(Famille(c, noms[c], part, valeurs.loc[c].to_dict()) for c, part in connues)
    return Avenir(familles, "" if familles else SANS_AVENIR)


def tension(donnees: Donnees, liens: pd.DataFrame, codes: Iterable[str]) -> Avenir:
    """Official tension of the métiers of FAP 2009 that hold those asked, last year loaded: that of the métier (225
    posts) where it has a class, else that of its group of 87."""
    if not donnees.millesimes("tension_fap"):
        return Avenir((), NON_CHARGE)
    if liens.empty:
        return Avenir((), SANS_PASSAGE)
    lues = donnees.lire("tension_fap")
    lues = lues[(lues["annee"] == lues["annee"].max()) & (lues["code_zone"] == REGION)]
    classees = lues[lues["value"].notna()].set_index("code_fap")
    reunis = {c: c if c in classees.index else c[:FAP87] for c in liens["code_vers"]}
    trouvees = proches(liens, codes, FAP225, reunis)
    noms = {**nomenclatures.libelles(donnees, "fap87"), **nomenclatures.libelles(donnees, "metier")}
    dites = {c: {x: None if pd.isna(r[x]) else int(r[x]) for x in COMPOSANTES} for c, r in classees.iterrows()}
    familles = tuple(
        Famille(c, noms.get(c, c), part, dites[c], int(classees.at[c, "value"]), classees.at[c, "annee"])
        for c, part in trouvees.itertuples(index=False)
        if c in dites
    )
    return Avenir(familles, "" if familles else SANS_TENSION)
