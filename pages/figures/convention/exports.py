"""The follow-up of the convention to take away: table for French Excel, workbook with its cover."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.convention import PARTIES, THEMES
from data_loaders.convention import suivi
from data_loaders.convention.cadre import Cadre
from data_loaders.convention.suivi import ETATS, Point, Suivi
from data_loaders.exports.ecriture import classeur
from data_loaders.francais import FINE, INSEC
from data_loaders.versions.approbations import Statut
from geo.territoire import OBSERVATOIRE
from pages.figures import tables
from pages.figures.convention import vue
from pages.figures.convention.vue import VueConvention

SANS_EDITEUR = f"organisme qui publie non renseigné{FINE}; ne parle au nom d’aucun des signataires"


def auteur(c: Cadre) -> str:
    """Who speaks: the observatory and who publishes it."""
    return f"{OBSERVATOIRE}, {c.editeur or SANS_EDITEUR}"


def lignes(suivis: Sequence[Suivi]) -> pd.DataFrame:
    """One row a measure; a missing value is null, and its reason stands in `raison`."""
    return pd.DataFrame([[lire(s) for lire in _COLONNES.values()] for s in suivis], columns=list(_COLONNES))


def _raison(s: Suivi) -> str:
    """Why a measure has no value; "" where it has one."""
    if not s.points:
        return "aucune valeur transmise"
    if s.points[-1].value is None:
        return "non disponible" if s.points[-1].obs_status == "O" else "secret statistique"
    return ""


_COLONNES: Mapping[str, Callable[[Suivi], Any]] = {
    "dispositif": lambda s: s.mesure.dispositif,
    "code_mesure": lambda s: s.mesure.code,
    "mesure": lambda s: s.mesure.court,
    "libelle": lambda s: s.mesure.libelle,
    "unite": lambda s: s.mesure.unite,
    "rythme": lambda s: s.mesure.rythme,
    "partie_proposee": lambda s: PARTIES[s.proposition.partie],
    "etat": lambda s: ETATS[s.etat],
    "valeurs_recues": lambda s: s.nombre("recu"),
    "valeurs_attendues": lambda s: s.attendues_nb,
    "derniere_periode": lambda s: s.points[-1].periode if s.points else "",
    "valeur": lambda s: s.points[-1].value if s.points else None,
    "raison": _raison,
    "evolution": lambda s: e[0] if (e := suivi.evolution(s)) else None,
    "cible": lambda s: s.proposition.cible,
    "statut_proposition": lambda s: s.proposition.statut,
    "echeance_depassee": lambda s: _dit(s.depuis()),
    "prochaine_echeance": lambda s: _dit(s.prochaine),
}


def _dit(jour: date | None) -> str:
    return jour.isoformat() if jour else ""


def periodes(suivis: Sequence[Suivi]) -> pd.DataFrame:
    """One row a measure and period: due date, state, value, reception."""
    rangs = [
        (s.mesure.code, a.periode, _dit(a.echeance), ETATS[a.etat], *_recu(a.point)) for s in suivis for a in s.attentes
    ]
    colonnes = ["code_mesure", "periode", "echeance", "etat", "partie", "recu_le", "valeur", "obs_status"]
    return pd.DataFrame(rangs, columns=[*colonnes, "commentaire"])


def _recu(p: Point | None) -> tuple[str, str, float | None, str, str]:
    return (PARTIES[p.partie], p.recu_le, p.value, p.obs_status, p.commentaire) if p else ("", "", None, "", "")


def csv(suivis: Sequence[Suivi], jour: date, statut: Statut) -> bytes:
    """The follow-up for French Excel, day of observation, source and mention on each row."""
    df = lignes(suivis).assign(observe_le=jour.isoformat(), source=vue.SOURCE, mention=tables.mention(False, statut))
    return tables.csv_francais(
        df, {"valeur": None, "evolution": None, "cible": None, "valeurs_recues": 0, "valeurs_attendues": 0}
    )


def xlsx(suivis: Sequence[Suivi], v: VueConvention, c: Cadre, jour: date, statut: Statut, instantane: str) -> bytes:
    """The follow-up as a workbook: cover, measures, periods, points, engagements, meetings."""
    couverture = [
        ("Titre", v.titre),
        ("Objet", v.sous_titre),
        ("Mention", tables.mention(False, statut)),
        ("Auteur", auteur(c)),
        ("Observé le", jour.isoformat()),
        ("Comité de pilotage", v.comite),
        ("Source", v.source),
        ("Champ", v.champ),
        ("Instantané des valeurs", instantane or "aucune valeur reçue"),
        *((f"Mesures{INSEC}: {ETATS[k.etat]}", francais.nombre(k.nombre)) for k in v.comptes),
    ]
    engagements = pd.DataFrame(
        [
            {
                "theme": f"{e.theme} – {THEMES[e.theme]}",
                "engagement": e.libelle,
                "qui": francais.enumeration([PARTIES[p] for p in e.parties]),
                "etat": e.etat,
                "date": e.date,
                "preuve": e.preuve,
            }
            for e in c.engagements
        ]
    )
    reunions = pd.DataFrame(
        [
            {"instance": i.libelle, "rythme": i.rythme, "date": d}
            for i in c.instances
            for d in [x.isoformat() for x in i.dates] or ["aucune date renseignée"]
        ]
    )
    feuilles = {
        "Suivi": lignes(suivis),
        "Périodes": periodes(suivis),
        "Points à traiter": pd.DataFrame({"point": [p.phrase for p in v.points]}),
        "Engagements": engagements,
        "Réunions": reunions,
    }
    return classeur(couverture, feuilles)
