"""Indicators of the annex of the convention: values entered by the correspondents of the two signatories.

The annex (labels, units, rhythms) is in `parametres/convention.toml`. No value is published anywhere: an indicator that
nobody sent has no row.
"""

from __future__ import annotations

import dataclasses
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from data_loaders.contracts.base import VALEUR, Colonne, Contrat, Table

ANNEXE = Path(__file__).parent.parent / "parametres" / "convention.toml"
PARTIES = {"region": "Région", "france_travail": "France Travail"}
PERIODE = {"annuel": r"20\d\d", "semestriel": r"20\d\d-S[12]", "non précisé": r"20\d\d(-S[12])?"}
FORMES = {"annuel": "AAAA", "semestriel": "AAAA-S1 ou AAAA-S2", "non précisé": "AAAA, AAAA-S1 ou AAAA-S2"}


class Mesure(NamedTuple):
    """One measure of the annex, with the indicator and the dispositif it belongs to.

    Attributes:
        rythme: as written in the annex (`annuel`, `semestriel` or `non précisé`).
        partie: party proposed for sending it, key of `PARTIES`; the annex names none.
        entiere: True when the measure counts things (no decimals).
    """

    code: str
    code_indicateur: str
    dispositif: str
    libelle: str
    unite: str
    rythme: str
    partie: str
    entiere: bool


@cache
def mesures() -> dict[str, Mesure]:
    """code -> measure, the 24 measures in the order of the annex."""
    annexe = tomllib.loads(ANNEXE.read_text("utf-8"))
    dispositifs = {d["code"]: d["libelle"] for d in annexe["dispositif"]}
    lues = [
        Mesure(
            m["code"],
            i["code"],
            dispositifs[i["dispositif"]],
            i["libelle"],
            m["unite"],
            m["rythme"],
            i["partie_proposee"],
            m["unite"] not in annexe["unites_decimales"],
        )
        for i in annexe["indicateur"]
        for m in i["mesure"]
    ]
    return {m.code: m for m in lues}


@cache
def seuil_personnes() -> int:
    """Smallest count of persons that is kept; a smaller one, zero excepted, is hidden at import."""
    return tomllib.loads(ANNEXE.read_text("utf-8"))["seuil_personnes"]


OBSERVATIONS = Table(
    colonnes=(
        Colonne("code_mesure", pa.string(), "Mesure de l'annexe", valeurs=tuple(mesures())),
        Colonne("periode", pa.string(), "Année, ou semestre (2014-S1)", motif=rf"^({PERIODE['non précisé']})$"),
        Colonne("partie", pa.string(), "Signataire qui transmet la valeur", valeurs=tuple(PARTIES)),
        Colonne("recu_le", pa.string(), "Date de réception de la valeur", motif=r"^\d{4}-\d\d-\d\d$"),
        Colonne("commentaire", pa.string(), "Précision du correspondant ; vide s'il n'en donne pas"),
        dataclasses.replace(VALEUR[0], unite="celle de la mesure", bornes=(0, 1e10)),
        *VALEUR[1:],
    ),
    cle=("code_mesure", "periode", "partie"),
)
CONTRAT = Contrat(
    dataset="convention",
    titre="Indicateurs de la convention Région – Pôle emploi",
    producteur="correspondants de la Région et de France Travail",
    licence="usage des signataires, non publié",
    rythme="annuel ou semestriel, selon la mesure",
    secret=f"Un effectif de personnes de 1 à {seuil_personnes() - 1} est masqué à l'importation ; règle à confirmer "
    "par les signataires.",
    tables={"observations": OBSERVATIONS},
    serie=True,
)
