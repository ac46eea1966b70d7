"""What is kept of the convention, as lists: engagements, meetings, receptions, refusals, proposals, approvals."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import date
from html import escape

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.convention import PARTIES, THEMES, mesures
from data_loaders.convention import cadre, suivi
from data_loaders.convention.cadre import Cadre, Engagement, Instance
from data_loaders.convention.receptions import Refus
from data_loaders.francais import FINE, INSEC
from data_loaders.versions.approbations import Approbation, Logo
from pages.figures import lecture
from pages.figures.convention.tables import Entetes, deja
from pages.figures.donnees.catalogue import jour_libelle
from pages.figures.tables import Html

ENGAGEMENTS: Entetes = [(t, False) for t in ("Thème", "Engagement", "Qui", "État, date et preuve")]
INSTANCES: Entetes = [(t, False) for t in ("Rythme", "Instance", "Rôle", "Réunions")]
RECEPTIONS: Entetes = [
    ("Envoi", True),
    ("Période", False),
    ("Partie", False),
    ("Reçu le", False),
    ("Valeur", True),
    ("Fichier", False),
    ("Commentaire", False),
]
REFUS: Entetes = [
    ("Date", False),
    ("Fichier", False),
    ("Première faute", False),
    ("Fautes", True),
    ("Gardé dans", False),
]
PROPOSITIONS: Entetes = [
    ("Code", False),
    ("Mesure (libellé de l’annexe)", False),
    ("Unité", False),
    ("Rythme écrit", False),
    ("Où", False),
    ("Partie émettrice", False),
    ("Délai", False),
    ("Territoire", False),
    ("Cible", True),
    ("Statut", False),
]
APPROBATIONS: Entetes = [(t, False) for t in ("Partie", "Nom", "Date", "Référence")]
COMMENT_TRANSMETTRE = (
    "<p>Le classeur rempli s’importe par <code>python -m data_loaders importer convention FICHIER.xlsx</code>. Toutes "
    f"ses fautes sont dites d’un coup et le fichier refusé est gardé{FINE}; une valeur au moins trois fois plus grande "
    f"ou plus petite que la précédente est à confirmer (<code>--confirmer saut</code>){FINE}; ce qui est remplacé "
    "reste lisible ci-dessous.</p>"
)
COMMENT_APPROUVER = (
    f"<p>Un travail en commun ne se publie qu’avec l’accord de chaque signataire{FINE}; le logo de chacun n’y figure "
    f"qu’ensuite, et jamais seul. Pour enregistrer un accord{INSEC}: <code>python -m data_loaders approuver "
    "DATASET/INSTANTANE --partie region --nom … --reference …</code>. Une valeur nouvelle fait un autre instantané, à "
    "approuver à son tour.</p>"
)
COMMENT_REGLER = (
    f"<p>L’annexe n’écrit ni qui transmet, ni quand, ni pour quel territoire, ni quelle cible{FINE}; ces colonnes sont "
    f"des propositions. Pour les arrêter, comme pour dire l’état des engagements et la date des réunions{INSEC}: "
    f"<code>python -m data_loaders modele suivi {cadre.FICHIER}</code>, puis placer ce fichier dans le dossier de "
    "données.</p>"
)


def auteur_html(auteur: str) -> str:
    """Who speaks here, so that nobody takes it for a signatory."""
    return f"<p><strong>Qui parle ici{INSEC}:</strong> {escape(auteur)}.</p>"


def logos_html(logos: Mapping[str, Logo]) -> str:
    """Logos of both signatories, side by side."""
    images = "".join(
        f'<img alt="{escape(PARTIES[p])}" src="data:{x.mime};base64,{b64encode(x.contenu).decode()}">'
        for p, x in logos.items()
    )
    return f'<p class="obs-logos">{images}</p>'


def engagements(c: Cadre) -> list[list[str]]:
    """One row an engagement; a theme written above is not written again for the eye."""
    lignes, theme = [], ""
    for e in c.engagements:
        nom = f"{e.theme} – {THEMES[e.theme]}"
        lignes.append(
            [
                Html(deja(nom)) if e.theme == theme else nom,
                e.libelle,
                francais.enumeration([PARTIES[p] for p in e.parties]),
                _ou_en_est(e),
            ]
        )
        theme = e.theme
    return lignes


def _ou_en_est(e: Engagement) -> str:
    if e.etat == cadre.NON_RENSEIGNE and not e.date and not e.preuve:
        return e.etat
    quand = f"le {jour_libelle(date.fromisoformat(e.date))}" if e.date else "date non renseignée"
    return f"{e.etat}, {quand}{FINE}; {e.preuve or 'preuve non renseignée'}"


def bilan_engagements(liste: Iterable[Engagement]) -> str:
    """« 30 engagements : 2 tenus, 28 non renseignés. »."""
    liste = list(liste)
    nombres = [(etat, sum(e.etat == etat for e in liste)) for etat in cadre.ETATS_ENGAGEMENT]
    detail = francais.enumeration([f"{n} «{INSEC}{etat}{INSEC}»" for etat, n in nombres if n])
    return f"{francais.avec_unite(len(liste), 'engagements')}{INSEC}: {detail}"


def instances(liste: Iterable[Instance]) -> list[list[str]]:
    """One row a body, its meetings last."""
    return [
        [i.rythme, i.libelle, i.role, ", ".join(jour_libelle(d) for d in i.dates) or "dates à fixer"] for i in liste
    ]


def receptions(df: pd.DataFrame) -> list[list[str]]:
    """Every value received for a measure, the replaced ones included."""
    lignes = []
    for r in df.itertuples():
        m = mesures()[r.code_mesure]
        vide = pd.isna(r.value)
        decimales = 0 if m.entiere or vide or float(r.value).is_integer() else 2
        lignes.append(
            [
                francais.nombre(r.numero),
                francais.periode_libelle(r.periode),
                PARTIES[r.partie],
                jour_libelle(date.fromisoformat(r.recu_le)),
                lecture.MOTS_STATUT[r.obs_status] if vide else francais.avec_unite(r.value, m.unite, decimales),
                r.fichier,
                r.commentaire or "aucun",
            ]
        )
    return lignes


def refus(liste: Iterable[Refus]) -> list[list[str]]:
    """Workbooks refused and kept; 0 fault is that of the whole file."""
    return [
        [
            jour_libelle(date.fromisoformat(r.date[:10])),
            r.fichier,
            r.motif,
            francais.nombre(r.fautes_nb) if r.fautes_nb else "le fichier entier",
            f"quarantine/{r.dossier}",
        ]
        for r in liste
    ]


def propositions(c: Cadre) -> list[list[str]]:
    """The catalogue: what the annex writes, then what is proposed beside it."""
    return [
        [
            m.code,
            m.libelle,
            m.unite,
            m.rythme,
            f"annexe, {m.dispositif}{FINE}; titre {m.theme}",
            PARTIES[p.partie],
            f"fin de période + {p.delai_mois} mois" if m.rythme != suivi.SANS_RYTHME else "aucun, faute de rythme",
            p.territoire,
            "non fixée" if p.cible is None else francais.nombre(p.cible),
            p.statut,
        ]
        for m in mesures().values()
        for p in (c.propositions[m.code],)
    ]


def approbations(liste: Iterable[Approbation]) -> list[list[str]]:
    """Who approved what was received."""
    return [[PARTIES[a.partie], a.nom, jour_libelle(date.fromisoformat(a.date)), a.reference] for a in liste]
