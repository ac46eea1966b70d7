"""The three CSV of training and apprenticeship: counts cumulated by their producer, turned into flows by difference.

A cumulated count starts again in January, in August for the recruitments of young people. Where the file skips months,
the difference is the flow of several: `mois_nb` says of how many. A count that decreases before it starts again is
refused, since a flow cannot be negative.
"""

from collections.abc import Sequence

import pandas as pd

from data_loaders import francais
from data_loaders.contracts import formation
from data_loaders.contracts.base import DEPARTEMENTS
from data_loaders.erreurs import REPRENDRE_ENTIER, ErreurDonnees
from data_loaders.sources import classeur, ecriture, series
from data_loaders.sources.extrait import Extrait, lecteur, titrer
from data_loaders.sources.feuilles import Lue
from geo import zonages

NOTE_FLUX = (
    "Le producteur publie des cumuls, remis à zéro en janvier (en août pour les recrutements de jeunes) ; les flux "
    "sont les différences de deux cumuls successifs."
)
NOTE_PREMIER = "Le premier mois n'est pas celui de la remise à zéro : son flux n'est pas disponible."
INDICATEUR_DITP = "IND-313"
# dataset, table of its columns -> codes of territories expected.
BAROMETRES = {"barometre_dep": DEPARTEMENTS, "barometre_region": (zonages.REGION,)}
TABLES = ("apprentissage", *BAROMETRES)


@lecteur(*TABLES)
def lire(lue: Lue) -> Extrait:
    """Read one of the three files, known by its columns; millésime = last month.

    Raises:
        ErreurDonnees: unreadable, unknown columns, malformed date, sign, territory or month missing, a cumulated count
            that decreases.
    """
    return _apprentissage(lue) if lue.regle.table == "apprentissage" else _barometre(lue)


def _apprentissage(lue: Lue) -> Extrait:
    brut = lue.en_texte()
    if autres := set(brut["indicateur"]) - {INDICATEUR_DITP}:
        trouve, exemple = "autre indicateur que les contrats d'apprentissage", classeur.quelques(autres)
        cause, remede = "fichier d'un autre indicateur", f"prendre l'indicateur {INDICATEUR_DITP}"
        raise ErreurDonnees("serie", lue.colonne("indicateur"), trouve, exemple=exemple, cause=cause, remede=remede)
    zones = {f"D{d}": d for d in DEPARTEMENTS} | {f"R{zonages.REGION}": zonages.REGION}
    df = brut.assign(code_zone=brut["zone"].map(zones), serie="")
    df = _valeurs(df.dropna(subset="code_zone"), lue)
    _verifier_zones(df, tuple(zones.values()), lue.nom)
    for zone, periodes in df.groupby("code_zone")["periode"]:
        series.verifier_suite(list(periodes), f"{lue.nom}, zone {zone}")
    df = _flux(df, formation.JANVIER, lue.nom)
    inconnu = df["mois_nb"] > 1  # months follow each other: only the first can be so
    df["value"], df["obs_status"] = df["value"].mask(inconnu), df["obs_status"].mask(inconnu, "O")
    notes = (NOTE_FLUX, NOTE_PREMIER) if inconnu.any() else (NOTE_FLUX,)
    return _lecture("apprentissage", df, lue, notes)


def _barometre(lue: Lue) -> Extrait:
    dataset, codes = lue.regle.table, BAROMETRES[lue.regle.table]
    df = lue.en_texte()
    df["code_zone"] = classeur.codes(df["code_zone"], 2)
    ignorees = sorted(set(df["serie"]) - set(formation.SERIES))
    df = df[df["code_zone"].isin(codes) & df["serie"].isin(formation.SERIES)]
    df = _valeurs(df, lue)
    _verifier_zones(df, codes, lue.nom)
    parties = []
    for code, d in df.groupby("serie"):
        mois = formation.SERIES[code].remise_a_zero
        parties.append(_flux(d, mois, lue.nom) if mois else d.assign(value=d["cumul"], cumul=None, mois_nb=0))
    df = pd.concat([p.astype({"cumul": "float64"}) for p in parties])
    return _lecture(dataset, df, lue, (NOTE_FLUX,), ignorees)


def _lecture(dataset: str, df: pd.DataFrame, lue: Lue, notes: tuple[str, ...], ignorees: Sequence[str] = ()) -> Extrait:
    """One edition; `ignorees`: series of the file that are not read."""
    dites = f" ; séries laissées de côté : {', '.join(ignorees)}" if ignorees else ""
    return Extrait.serie(
        dataset,
        df,
        titrer(dataset, len(lue.table), suite=dites),
        etendue=True,
        notes=notes,
    )


def _valeurs(df: pd.DataFrame, lue: Lue) -> pd.DataFrame:
    """The rows with `periode` and `cumul`; dates and numbers are refused when malformed."""
    df = series.dater(df, "date", lue.colonne("date"))
    return df.assign(cumul=ecriture.exiges(df, ["cumul"], lue)["cumul"], obs_status="A")


def _verifier_zones(df: pd.DataFrame, codes: tuple[str, ...], nom: str) -> None:
    """Every territory over the same months of each series, once each."""
    absents = set(codes) - set(df["code_zone"])
    for serie, d in df.groupby("serie"):
        par_zone = d.groupby("code_zone")["periode"].agg(set)
        tous = set(d["periode"])
        absents |= {" ".join(f"{z} {serie} ({min(tous - p)})".split()) for z, p in par_zone.items() if tous - p}
    if absents:
        trouve = f"territoires absents ou incomplets : {classeur.quelques(absents)}"
        raise ErreurDonnees("zone", nom, trouve, cause="fichier filtré ou tronqué", remede=REPRENDRE_ENTIER)


def _flux(df: pd.DataFrame, remise_a_zero: int, nom: str) -> pd.DataFrame:
    """Flows of one series: difference with the previous count of the same cycle, and how many months it covers.

    Args:
        df: rows of one series, columns code_zone, periode, cumul, obs_status.
        remise_a_zero: month at which the count starts again.
    """
    df = df.sort_values(["code_zone", "periode"]).copy()
    rang = df["periode"].map(francais.numero_periode) - remise_a_zero
    cycle, place = rang // 12, rang % 12
    precedent = df["cumul"].groupby([df["code_zone"], cycle]).shift(fill_value=0)
    df["mois_nb"] = place - place.groupby([df["code_zone"], cycle]).shift(fill_value=-1)
    df["value"] = df["cumul"] - precedent
    baisses = df[df["value"] < 0]
    if len(baisses):
        b = baisses.iloc[0]
        raise ErreurDonnees(
            "cumul",
            f"{nom}, {b['serie'] or INDICATEUR_DITP}",
            "un cumul diminue avant sa remise à zéro",
            nombre=len(baisses),
            lignes=baisses.index,
            exemple=f"{b['code_zone']}, {b['periode']} : {b['cumul']:g} après {precedent[b.name]:g}",
            cause="révision à la baisse, ou série qui n'est pas un cumul",
            remede="vérifier la série chez le producteur : son flux n'a pas de sens",
        )
    return df
