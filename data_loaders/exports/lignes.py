"""A figure as a row of a file: what it is of, its value, its status and all that makes it honest.

Every CSV, workbook, Parquet and GeoJSON that holds figures of indicators is made of these rows, under these headings.
"""

from collections.abc import Mapping

import pandas as pd

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau, source_exportee
from data_loaders.contracts.base import OBS_STATUS
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.erreurs import DemandeInvalide
from data_loaders.exports.ecriture import AU_PLUS, classeur, csv_francais, parquet
from data_loaders.versions import approbations
from data_loaders.versions.approbations import Statut
from geo import zonages

OBSERVATOIRE = Statut(nature=approbations.OBSERVATOIRE)
COMPOSE = "composé par le lecteur"
OUI_NON = {True: "oui", False: "non"}
# What position is called in a file.
ETATS_EXPORTES = {-1: "au-dessous", 0: "comme la région", 1: "au-dessus"}
NOMBRES_PART = ("marge", "marge_declaree", "part_declaree", "part_estimee", "part_publiee")
# Heading -> what it means, in the order of the columns.
COLONNES = {
    "code_indicateur": "Code de l’indicateur, celui des adresses et de la ligne de commande",
    "indicateur": "Nom de l’indicateur",
    "decoupage": "Code du découpage (bassin, ze, spo, epci, departement…)",
    "libelle_decoupage": "Nom du découpage",
    "code": "Code du territoire dans ce découpage, à lire comme du texte",
    "territoire": "Nom du territoire",
    "code_metier": "Niveau et code de la famille, du domaine ou du métier ; vide : tous les métiers",
    "metier": "Nom de la famille, du domaine ou du métier ; vide : tous les métiers",
    "periode": "Période : 2024, 2019-12 (mois), 2023-T3 (trimestre), 2014-S1 (semestre), à lire comme du texte",
    "valeur": "Valeur, avec deux décimales au plus ; vide quand son statut l’est, la raison est alors dans « raison »",
    "unite": "Unité de la valeur et de ses bornes",
    "au_moins": "oui : une partie est masquée par le secret statistique, la valeur est un minimum",
    "borne_basse": "Plus petite valeur possible ; d’une part estimée, bas de la marge de 8 sur 10",
    "borne_haute": "Plus grande valeur possible ; d’une part estimée, haut de la marge de 8 sur 10",
    "marge": "Part déclarée : marge de l’enquête, en points, 95 chances sur 100",
    "etat": "Part estimée : au-dessus, au-dessous de la région, ou comme elle à 95 chances sur 100",
    "part_estimee": "Part déclarée : la part estimée de la même cellule, en %",
    "part_declaree": "Part estimée : la part déclarée de la même cellule, complétée pour le secret, en %",
    "part_publiee": "Part des cellules publiées : difficiles ÷ projets, tels que le producteur les publie, en %",
    "marge_declaree": "Part estimée : marge de cette part déclarée, en points",
    "classe": "Part estimée : classe de difficulté, de 1 à 5",
    "certitude": "Part estimée : solide, assez solide ou fragile, du côté dit (facile, partagé, difficile)",
    "rang_meilleur": "Part estimée : meilleur rang possible parmi les territoires",
    "rang_pire": "Part estimée : plus mauvais rang possible parmi les territoires",
    "estimee": "oui : la valeur est estimée, ou complétée là où le producteur masque une réponse (statut E)",
    "statut": f"Statut de l’observation (liste SDMX) : {' ; '.join(f'{c} {mot}' for c, mot in OBS_STATUS.items())}",
    "libelle_statut": "Le statut en toutes lettres",
    "raison": "Pourquoi la valeur est vide, ou ce qu’il faut savoir d’elle",
    "source": "Producteur et enquête",
    "millesime": "Millésime ou édition du fichier d’où vient la valeur",
    "instantane": "Version exacte de ce fichier dans l’Observatoire",
    "perimetre": "Ce que vaut le périmètre du territoire : attesté, ou hypothèse de travail",
    "demonstration": "oui : chiffre inventé, de la forme des vrais, pour essayer l’outil sans fichier",
    "mention": "Qui répond de ce chiffre, et s’il est validé par les signataires",
}


def mention(demonstration: bool, statut: Statut | None = None) -> str:
    """What every export says of itself: who answers for it, work of the observatory by default."""
    s = statut or OBSERVATOIRE
    if not demonstration:
        return s.texte
    # Invented figures are no producer's, and nobody approves them.
    textes = [] if s.nature == approbations.PRODUCTEUR else [approbations.MENTIONS[s.nature]]
    return " ; ".join(["Données de démonstration", *textes])


def mentions(ind: Indicateur, zonage: str, instantanes: Mapping[str, str], demonstration: bool) -> dict[str, str]:
    """Period -> what a row of that period says of itself, from the snapshot it was read in."""
    return {p: mention(demonstration, approbations.statut_de(ind, zonage, [i])) for p, i in instantanes.items()}


def du_tableau(
    t: Tableau, instantanes: Mapping[str, str], nom_metier: str = "", lignes: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Figures of a `Tableau` as rows of a file, see `exportees`; `lignes` by default all those that its sums count."""
    if lignes is None:
        lignes = pd.concat([t.lignes, t.hors_decoupage])
    metier = (f"{t.metier.niveau}:{t.metier.code}" if t.metier else "", nom_metier)
    return exportees(t.indicateur, t.zonage, lignes, instantanes, t.demonstration, metier)


def exportees(
    ind: Indicateur,
    zonage: str,
    lignes: pd.DataFrame,
    instantanes: Mapping[str, str],
    demonstration: bool,
    metier: tuple[str, str] = ("", ""),
    compose: str = "",
) -> pd.DataFrame:
    """Rows of figures under `COLONNES`; what is said of shares of the survey only where `ind` is one.

    Args:
        lignes: columns of `calculs.COLONNES`, those of `marche.COLONNES_MARCHE` where there are some.
        instantanes: period -> snapshot.
        metier: code and label; empty for all métiers.
        compose: name of the territory, where a reader drew it and no zoning has it.
    """
    noms = {c: compose or ind.libelle_zone(zonage, c) for c in lignes["code_zone"].unique()}
    perimetre = zonages.zonage(zonage)
    ou = ("libre", COMPOSE, COMPOSE) if compose else (zonage, perimetre.libelle, perimetre.confiance)
    lus = [instantanes.get(p, "") for p in lignes["periode"]]
    df = pd.DataFrame(
        {
            "code_indicateur": ind.code,
            "indicateur": ind.libelle,
            "decoupage": ou[0],
            "libelle_decoupage": ou[1],
            "code": lignes["code_zone"],
            "territoire": lignes["code_zone"].map(noms),
            "code_metier": metier[0],
            "metier": metier[1],
            "periode": lignes["periode"],
            "valeur": _nombres(lignes["value"]),
            "unite": ind.unite,
            "au_moins": lignes["minorant"].astype(bool).map(OUI_NON),
            "borne_basse": _nombres(lignes["borne_basse"]),
            "borne_haute": _nombres(lignes["borne_haute"]),
            **(_erreurs(ind, lignes) if ind.incertaine else {}),
            "estimee": lignes["obs_status"].eq("E").map(OUI_NON),
            "statut": lignes["obs_status"],
            "libelle_statut": lignes["obs_status"].map(OBS_STATUS),
            "raison": lignes["raison"],
            "source": source_exportee(ind.source, demonstration),
            "millesime": [_millesime(i, p) for i, p in zip(lus, lignes["periode"], strict=True)],
            "instantane": lus,
            "perimetre": ou[2],
            "demonstration": OUI_NON[demonstration],
            "mention": lignes["periode"].map(mentions(ind, zonage, instantanes, demonstration)),
        }
    )
    return df.reset_index(drop=True)


def completer(df: pd.DataFrame, demonstration: bool) -> pd.DataFrame:
    """Rows that hold several figures each, wide tables of a screen, with what every row of a file says.

    Args:
        df: columns under French names, of which those of `COLONNES` that it has: `decoupage`, `statut`, `instantane`…
    """
    decoupages = {z: zonages.zonage(z) for z in df["decoupage"].unique()} if "decoupage" in df else {}
    ajouts = {}
    if decoupages:
        ajouts["decoupage"] = ("libelle_decoupage", df["decoupage"].map({z: x.libelle for z, x in decoupages.items()}))
    if "statut" in df:
        ajouts["statut"] = ("libelle_statut", df["statut"].map(OBS_STATUS).fillna(""))
    if "instantane" in df:
        dits = df["instantane"].astype(object).fillna("")  # a column of nothing but absences is one of numbers
        millesimes = [_millesime(i, p) for i, p in zip(dits, df["periode"], strict=True)]
        ajouts["source"] = ("millesime", millesimes)
    sortie = df.copy()
    for apres, (nom, valeurs) in ajouts.items():
        sortie.insert(sortie.columns.get_loc(apres) + 1, nom, valeurs)
    if decoupages:
        sortie["perimetre"] = df["decoupage"].map({z: x.confiance for z, x in decoupages.items()})
    return sortie.assign(demonstration=OUI_NON[demonstration])


def _nombres(valeurs: pd.Series) -> pd.Series:
    return pd.to_numeric(valeurs, errors="coerce").astype(float)


def _millesime(instantane: str, periode: str) -> str:
    """`bmo/2024--1a2b3c4d` is of 2024; the census shipped with the product has one vintage, that of its period."""
    return instantane.partition("/")[2].partition("--")[0] or (periode if instantane else "")


def _erreurs(ind: Indicateur, lignes: pd.DataFrame) -> dict[str, pd.Series]:
    """Columns of a share of the survey: the other shares, margin in points, what is said of the estimate."""
    rien = pd.Series(float("nan"), index=lignes.index)

    def lire(nom: str) -> pd.Series:
        return _nombres(lignes.get(nom, rien))

    def entier(valeurs: pd.Series) -> pd.Series:
        return valeurs.map("{:.0f}".format, na_action="ignore")

    position, marge, publiee = lire("position"), 100 * lire("marge"), 100 * lire("publiee")
    if not ind.estime:
        return {"marge": marge, "part_estimee": 100 * lire("q_estimee"), "part_publiee": publiee}
    return {
        "etat": position.map(ETATS_EXPORTES),
        "part_declaree": 100 * lire("declaree"),
        "marge_declaree": marge,
        "part_publiee": publiee,
        "classe": entier(lire("classe")),
        "certitude": lignes.get("certitude", rien),
        "rang_meilleur": entier(lire("rang_meilleur").where(position.notna())),
        "rang_pire": entier(lire("rang_pire").where(position.notna())),
    }


def csv(ind: Indicateur, df: pd.DataFrame) -> bytes:
    """Rows of one indicator for French Excel."""
    return csv_francais(df, decimales(ind))


def fichier(ind: Indicateur, df: pd.DataFrame, suffixe: str) -> bytes:
    """Rows of one indicator in the format of a name of file; a workbook says what its columns mean.

    Raises:
        DemandeInvalide: another suffix than .csv, .xlsx or .parquet.
    """
    match suffixe:
        case ".csv":
            return csv(ind, df)
        case ".xlsx":
            return classeur([("Titre", ind.libelle), ("Champ", ind.champ)], {"chiffres": df}, COLONNES)
        case ".parquet":
            return parquet(df, COLONNES)
    raise DemandeInvalide(f"format inconnu : « {suffixe[:20]} ». Formats : .csv, .xlsx, .parquet.")


def decimales(ind: Indicateur) -> dict[str, int]:
    """Decimals of the columns of numbers of `exportees`: two of a rate, those of the producer of a count."""
    noms = ("valeur", "borne_basse", "borne_haute", *(NOMBRES_PART if ind.incertaine else ()))
    return dict.fromkeys(noms, francais.DECIMALES_MAX if ind.genre == "taux" else AU_PLUS)
