"""Whether two measures of the annex and the states of the territories say the same, and if not, why.

`spo_2` counts labelled territories that Pôle emploi coordinates: a label and a chef de file are known territory by
territory, so that both must be equal once both are told. `gtec_1` counts conventions signed: the state of a GTEC says
where it is, not that a convention was signed, and never stands for it.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from data_loaders.convention.etats import EtatGtec, Labellisation
from data_loaders.convention.suivi import Suivi
from data_loaders.francais import INSEC, avec_unite, en_periode

OPERATEURS = ("pôle emploi", "france travail")
SPO, GTEC = "spo_2_territoires", "gtec_1_conventions"
MENEES = ("conduite", "engagée")


class Accord(NamedTuple):
    """What the annex and the territories say of one thing.

    Attributes:
        annexe: last value received; None without any. territoires: count of the states known.
        egaux: None when they cannot be compared. phrase: all of it in a sentence.
        zonage: of the territories. mots: of the link to them.
    """

    code_mesure: str
    annexe: float | None
    territoires: int
    egaux: bool | None
    phrase: str
    zonage: str
    mots: str


def spo(suivis: Collection[Suivi], labels: Mapping[str, Labellisation]) -> Accord:
    """`spo_2` beside the labels and the chefs de file of the territories."""
    n = sum(bool(e.date_labellisation) and e.chef_de_file.strip().lower() in OPERATEURS for e in labels.values())
    muets = sum(not (e.date_labellisation and e.chef_de_file) for e in labels.values())
    annexe, recu = _annexe(SPO, suivis)
    egaux = None if annexe is None else annexe == n
    manque = f" ; le label ou le chef de file n’est pas dit pour {avec_unite(muets, 'territoires')}" if muets else ""
    suite = {
        None: f"Rien à comparer tant que la mesure n’est pas reçue{manque}.",
        True: "Les deux disent la même chose.",
        False: f"Les deux diffèrent{manque}. L’un des deux est à corriger.",
    }[egaux]
    phrase = (
        f"Annexe, territoires labellisés que Pôle emploi coordonne{INSEC}: {recu}. Territoires{INSEC}: "
        f"{avec_unite(n, 'territoires labellisés')} dont Pôle emploi est chef de file. {suite}"
    )
    return Accord(SPO, annexe, n, egaux, phrase, "spo", "L’état des territoires SPO")


def gtec(suivis: Collection[Suivi], etats: Mapping[str, EtatGtec]) -> Accord:
    """`gtec_1` beside the states of the GTEC."""
    n = sum(e.etat in MENEES for e in etats.values())
    annexe, recu = _annexe(GTEC, suivis)
    phrase = (
        f"Annexe, conventions de GTEC signées{INSEC}: {recu}. Territoires{INSEC}: {avec_unite(n, 'démarches')} "
        f"{'conduites ou engagées' if n > 1 else 'conduite ou engagée'} sur {len(etats)}. Les deux ne se comparent "
        "pas : une démarche peut être menée sans que sa convention soit signée, et l’état d’un territoire ne dit pas "
        "la signature."
    )
    return Accord(GTEC, annexe, n, None, phrase, "gtec", "L’état des GTEC")


def _annexe(code: str, suivis: Collection[Suivi]) -> tuple[float | None, str]:
    """Last value received of a measure, and how to say it."""
    points = [p for s in suivis if s.mesure.code == code for p in s.points if p.value is not None]
    if not points:
        return None, "aucune valeur reçue"
    unite = next(s.mesure.unite for s in suivis if s.mesure.code == code)
    return points[-1].value, f"{avec_unite(points[-1].value, unite)} {en_periode(points[-1].periode)}"
