"""Figures as rows of the API: those of the screens, each with its status, bounds, source and perimeter."""

import io
import json
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data_loaders import francais
from data_loaders.chiffres import tableau
from data_loaders.chiffres.tableau import Tableau
from data_loaders.erreurs import DemandeInvalide
from data_loaders.exports import lignes as lignes_exportees
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import nomenclatures
from geo import zonages
from pages.figures import tables
from pages.figures.api.catalogue import connus

# Column -> (type, what it says); the order is that of every format.
COLONNES: dict[str, tuple[pa.DataType, str]] = {
    "indicateur": (pa.string(), "Code de l’indicateur"),
    "libelle_indicateur": (pa.string(), "Indicateur"),
    "zonage": (pa.string(), "Découpage"),
    "code_zone": (pa.string(), "Code de la zone"),
    "libelle_zone": (pa.string(), "Zone"),
    "metier": (pa.string(), "Niveau et code du métier, vide pour tous les métiers"),
    "libelle_metier": (pa.string(), "Métier"),
    "periode": (pa.string(), "Période : 2024, 2019-12, 2023-T3"),
    "valeur": (pa.float64(), "Valeur non arrondie ; vide quand le statut l’est"),
    "unite": (pa.string(), "Unité"),
    "obs_status": (pa.string(), "Statut de l’observation (liste SDMX)"),
    "libelle_statut": (pa.string(), "Ce que veut dire le statut"),
    "raison": (pa.string(), "Pourquoi la valeur est vide ou marquée"),
    "au_moins": (pa.bool_(), "Une partie de la somme est cachée : la valeur est un minimum"),
    "borne_basse": (pa.float64(), "Plus petite valeur possible"),
    "borne_haute": (pa.float64(), "Plus grande valeur possible"),
    "estimee": (pa.bool_(), "Valeur estimée, ou complétée là où le producteur masque une réponse (statut E)"),
    "source": (pa.string(), "Qui publie le chiffre"),
    "millesime": (pa.string(), "Millésime de la source"),
    "instantane": (pa.string(), "Version des données lue"),
    "confiance_perimetre": (pa.string(), "attesté, déduit ou hypothèse de travail"),
    "mention": (pa.string(), "Données de démonstration, document de travail…"),
}
# Heading of the files of the screens -> name here.
NOMS = {
    "code_indicateur": "indicateur",
    "indicateur": "libelle_indicateur",
    "decoupage": "zonage",
    "code": "code_zone",
    "territoire": "libelle_zone",
    "code_metier": "metier",
    "metier": "libelle_metier",
    "statut": "obs_status",
    "perimetre": "confiance_perimetre",
}
Lire = Callable[[str, str, Metier | None], Tableau]


def demander(
    d: Donnees,
    lire: Lire,
    code: str,
    zonage: str | None = None,
    zones: Sequence[str] = (),
    metiers: Sequence[str] = (),
    periodes: Sequence[str] = (),
) -> pd.DataFrame:
    """Rows of an indicator, in the columns of `COLONNES`: by métier, then zone in alphabetical order, then period.

    Args:
        lire: gives `tableau.calculer(d, indicateur, zonage, métier)`.
        zonage: the finest where the figure is true when None.
        zones, periodes: all of them when empty; metiers: `niveau:code`, all métiers together when empty.

    Raises:
        DemandeInvalide: something asked that does not exist, with what does.
    """
    if code not in connus():
        raise DemandeInvalide(f"indicateur inconnu : « {code[:60]} ». La liste est à l’adresse « indicateurs ».")
    ind = connus()[code]
    zonage = zonage or ind.zonages[0]
    if zonage not in zonages.zonages():
        raise DemandeInvalide(f"découpage inconnu : « {zonage[:40]} ». Découpages : {', '.join(zonages.CODES)}.")
    noms = dict(zonages.noms(zonage)) | dict(ind.complements.get(zonage, {}))
    if inconnues := [z for z in zones if z not in noms]:
        raise DemandeInvalide(f"zone inconnue du découpage {zonage} : « {inconnues[0][:40]} ».")
    parties = []
    for metier in [Metier.lire(m) for m in metiers] or [None]:
        t = lire(code, zonage, metier)
        lignes = pd.concat([t.lignes, t.complements]) if len(t.complements) else t.lignes
        if manquantes := [p for p in periodes if p not in t.periodes]:
            chargees = ", ".join(t.periodes) or "aucune"
            raise DemandeInvalide(f"période non chargée : « {manquantes[0][:20]} ». Périodes chargées : {chargees}.")
        lignes = lignes[lignes["code_zone"].isin(zones or list(noms)) & lignes["periode"].isin(periodes or t.periodes)]
        parties.append(_nommer(d, t, lignes, noms))
    return pd.concat(parties, ignore_index=True)


def _nommer(d: Donnees, t: Tableau, lignes: pd.DataFrame, noms: dict[str, str]) -> pd.DataFrame:
    instantanes = {p: tableau.provenance_de(d, t.indicateur, p, t.zonage)["instantane"] for p in t.periodes}
    df = lignes_exportees.du_tableau(t, instantanes, _libelle_metier(d, t), lignes).rename(columns=NOMS)
    df = df.assign(**{nom: df[nom].eq("oui") for nom in ("au_moins", "estimee")})[list(COLONNES)]
    rang = {code: i for i, code in enumerate(noms)}
    return df.sort_values(["code_zone", "periode"], key=lambda s: s.map(rang) if s.name == "code_zone" else s)


def _libelle_metier(d: Donnees, t: Tableau) -> str:
    if t.metier is None:
        return nomenclatures.TOUS if t.indicateur.metiers else ""
    return nomenclatures.libelle(d, t.metier.niveau, t.metier.code)


def enregistrements(df: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON writes them: an empty number is null."""
    return json.loads(df.to_json(orient="records", force_ascii=False, double_precision=15))


def csv(df: pd.DataFrame) -> bytes:
    """UTF-8, comma, decimal point; text that a spreadsheet would run is neutralised."""
    textes = [c for c, (genre, _) in COLONNES.items() if pa.types.is_string(genre)]
    propre = df.assign(**{c: df[c].map(tables.neutraliser) for c in textes})
    return propre.to_csv(index=False, lineterminator="\n").encode()


# SDMX-CSV 2.0: dimensions, the observation, then its attributes; the columns that a reader of SDMX looks for.
_SDMX = {
    "INDICATOR": "indicateur",
    "AREA_TYPE": "zonage",
    "REF_AREA": "code_zone",
    "OCCUPATION": "metier",
    "FREQ": "",
    "TIME_PERIOD": "",
    "OBS_VALUE": "valeur",
    "OBS_STATUS": "obs_status",
    "UNIT_MEASURE": "unite",
    "LOWER_BOUND": "borne_basse",
    "UPPER_BOUND": "borne_haute",
    "COMMENT_OBS": "raison",
    "SOURCE": "source",
    "VERSION": "instantane",
    "COMMENT_DSET": "mention",
}
_FREQUENCES = {"annuel": "A", "semestriel": "S", "trimestriel": "Q", "mensuel": "M"}
TOUS_METIERS = "_T"  # the code of a total in SDMX


def sdmx(df: pd.DataFrame) -> bytes:
    """SDMX-CSV 2.0: the periods in its forms (2023-Q3, 2014-S1), all métiers together under `_T`."""
    rythmes = df["periode"].map(francais.rythme_periode)
    colonnes = {nom: df[source] for nom, source in _SDMX.items() if source}
    colonnes |= {"FREQ": rythmes.map(_FREQUENCES), "TIME_PERIOD": df["periode"].str.replace("-T", "-Q", regex=False)}
    colonnes |= {"OCCUPATION": df["metier"].replace("", TOUS_METIERS)}
    tete = {"STRUCTURE": "dataflow", "STRUCTURE_ID": "OEF_PDL:CHIFFRES(1.0)", "ACTION": "I"}
    textes = {"COMMENT_OBS", "SOURCE", "COMMENT_DSET"}
    sortie = pd.DataFrame(
        {nom: colonnes[nom].map(tables.neutraliser) if nom in textes else colonnes[nom] for nom in _SDMX}
    )
    for i, (nom, valeur) in enumerate(tete.items()):
        sortie.insert(i, nom, valeur)
    return sortie.to_csv(index=False, lineterminator="\n").encode()


def parquet(df: pd.DataFrame) -> bytes:
    """The same columns, typed; what each says is in its metadata."""
    schema = pa.schema([pa.field(n, genre, metadata={"description": dit}) for n, (genre, dit) in COLONNES.items()])
    sortie = io.BytesIO()
    pq.write_table(pa.Table.from_pandas(df, schema=schema, preserve_index=False), sortie, compression="zstd")
    return sortie.getvalue()
