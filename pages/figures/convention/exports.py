"""The follow-up of the convention to take away: table for French Excel, workbook with its cover."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.convention import PARTIES, THEMES
from data_loaders.convention import suivi
from data_loaders.convention.cadre import Cadre
from data_loaders.convention.suivi import ETATS, Suivi
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
    return pd.DataFrame([_ligne(s) for s in suivis], columns=list(_COLONNES))


_COLONNES = (
    "dispositif",
    "code_mesure",
    "mesure",
    "libelle",
    "unite",
    "rythme",
    "partie_proposee",
    "etat",
    "valeurs_recues",
    "valeurs_attendues",
    "derniere_periode",
    "valeur",
    "raison",
    "evolution",
    "cible",
    "statut_proposition",
    "echeance_depassee",
    "prochaine_echeance",
)


def _ligne(s: Suivi) -> tuple:
    dernier = s.points[-1] if s.points else None
    if dernier is None:
        raison = "aucune valeur transmise"
    elif dernier.value is None:
        raison = "non disponible" if dernier.obs_status == "O" else "secret statistique"
    else:
        raison = ""
    e = suivi.evolution(s)
    depuis = s.depuis()
    return (
        s.mesure.dispositif,
        s.mesure.code,
        s.mesure.court,
        s.mesure.libelle,
        s.mesure.unite,
        s.mesure.rythme,
        PARTIES[s.proposition.partie],
        ETATS[s.etat],
        s.nombre("recu"),
        s.attendues_nb,
        dernier.periode if dernier else "",
        dernier.value if dernier else None,
        raison,
        e[0] if e else None,
        s.proposition.cible,
        s.proposition.statut,
        depuis.isoformat() if depuis else "",
        s.prochaine.isoformat() if s.prochaine else "",
    )


def periodes(suivis: Sequence[Suivi]) -> pd.DataFrame:
    """One row a measure and period: due date, state, value, reception."""
    return pd.DataFrame(
        [
            {
                "code_mesure": s.mesure.code,
                "periode": a.periode,
                "echeance": a.echeance.isoformat() if a.echeance else "",
                "etat": ETATS[a.etat],
                "partie": PARTIES[a.point.partie] if a.point else "",
                "recu_le": a.point.recu_le if a.point else "",
                "valeur": a.point.value if a.point else None,
                "obs_status": a.point.obs_status if a.point else "",
                "commentaire": a.point.commentaire if a.point else "",
            }
            for s in suivis
            for a in s.attentes
        ],
        columns=[
            "code_mesure", "periode", "echeance", "etat", "partie", "recu_le", "valeur", "obs_status", "commentaire"
        ],
    )  # fmt: skip


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
