"""Tables of the convention: follow-up, parties, engagements, meetings, receptions, proposals, approvals."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape
from itertools import groupby

import pandas as pd

from data_loaders import cadre, francais, suivi
from data_loaders.approbations import Approbation, Logo
from data_loaders.cadre import Cadre, Engagement, Instance
from data_loaders.contracts.convention import PARTIES, THEMES, mesures
from data_loaders.francais import FINE, INSEC
from data_loaders.receptions import Refus
from data_loaders.suivi import ETATS, Attente, Suivi
from pages.figures import chiffres_cles, convention_frise, convention_vue, lecture
from pages.figures.catalogue import jour_libelle
from pages.figures.convention_vue import Compte, Vue
from pages.figures.tables import Html

Entetes = list[tuple[str, bool]]
SUIVI: Entetes = [
    ("Dispositif", False),
    ("Mesure (libellé de l’annexe)", False),
    ("Transmise par", False),
    ("Dernière valeur", True),
    ("Évolution", True),
    ("Cible", True),
    ("Périodes", False),
    ("État", False),
    ("Prochaine échéance", False),
]
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
    f"ses fautes sont dites d’un coup et le fichier refusé est gardé{FINE}; une valeur au moins trois fois plus grande ou "
    f"plus petite que la précédente est à confirmer (<code>--confirmer saut</code>){FINE}; ce qui est remplacé reste lisible "
    "ci-dessous.</p>"
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
    f"<code>python -m data_loaders modele suivi {cadre.FICHIER}</code>, puis placer ce fichier dans le dossier de données.</p>"
)


def forme(etat: str) -> str:
    """The drawn shape of a state; the word is always beside it or read aloud."""
    return f'<span class="obs-forme obs-forme--{etat}" aria-hidden="true"></span>'


def comptes_html(comptes: Sequence[Compte]) -> str:
    """Counts in large type: shape, number, word; texts are escaped."""
    cartes = "".join(
        f'<li class="obs-compte obs-compte--{c.etat}">{forme(c.etat)}<strong>{francais.nombre(c.nombre)}</strong>'
        f"<span>{escape(c.mot)}</span>{f'<small>{escape(c.note)}</small>' if c.note else ''}</li>"
        for c in comptes
    )
    return f'<ul class="obs-comptes">{cartes}</ul>'


def points_html(points: Sequence[tuple[str, str]]) -> str:
    """What the next comité has to settle, as one list."""
    lignes = "".join(
        f"<li>{forme(etat) if etat else '<span class=obs-forme aria-hidden=true></span>'}<span>{escape(texte)}</span>"
        "</li>"
        for etat, texte in points
    )
    return f'<ol class="obs-a-traiter">{lignes}</ol>' if points else "<p>Rien à traiter.</p>"


def auteur_html(auteur: str) -> str:
    """Who speaks here, so that nobody takes it for a signatory."""
    return f"<p><strong>Qui parle ici{INSEC}:</strong> {escape(auteur)}.</p>"


def frise_html(c: Cadre, jour: date, theme: str) -> str:
    """Meetings of the comité around the day; "" when none is set within six months."""
    dessin = convention_frise.svg(c, jour, theme)
    image = chiffres_cles.image_svg(dessin, convention_frise.phrase(c, jour))
    return f'<p class="obs-frise">{image}</p>' if dessin else ""


def logos_html(logos: Mapping[str, Logo]) -> str:
    """Logos of both signatories, side by side."""
    images = "".join(
        f'<img alt="{escape(PARTIES[p])}" src="data:{x.mime};base64,{b64encode(x.contenu).decode()}">'
        for p, x in logos.items()
    )
    return f'<p class="obs-logos">{images}</p>'


def parties(suivis: Sequence[Suivi]) -> tuple[Entetes, list[list[str]]]:
    """One row a party: how many measures in each state that holds one."""
    par, total = suivi.par_partie(suivis), suivi.comptes(suivis)
    etats = convention_vue.montres(total)
    entetes = [("Mesures", True), ("Partie (proposé)", False)]
    entetes += [(Html(f"{forme(e)} {escape(ETATS[e])}"), True) for e in etats]
    lignes = [
        [francais.nombre(sum(par[code].values())), nom, *(francais.nombre(par[code][e]) for e in etats)]
        for code, nom in PARTIES.items()
    ]
    return entetes, lignes


def suivi_lignes(suivis: Sequence[Suivi], theme: str) -> list[list[str]]:
    """Rows of the follow-up; a dispositif and an indicator written above are not written again for the eye."""
    lignes, dispositif, indicateur = [], "", ""
    for s in suivis:
        m = s.mesure
        libelle = _deja(m.libelle) if m.code_indicateur == indicateur else escape(m.libelle)
        lignes.append(
            [
                Html(_deja(m.dispositif)) if m.dispositif == dispositif else m.dispositif,
                Html(f"{libelle} <small>en {escape(m.unite)}, {escape(_rythme(m.rythme))}</small>"),
                PARTIES[s.proposition.partie],
                _derniere(s),
                _evolution(s, theme),
                _cible(s),
                Html(_periodes(s.attentes)),
                _etat(s),
                jour_libelle(s.prochaine) if s.prochaine else "aucune",
            ]
        )
        dispositif, indicateur = m.dispositif, m.code_indicateur
    return lignes


def _deja(texte: str) -> str:
    return f'<span class="obs-lu">{escape(texte)}</span>'


def _rythme(rythme: str) -> str:
    return f"rythme {rythme}" if rythme == suivi.SANS_RYTHME else rythme


def _derniere(s: Suivi) -> str:
    if not s.points:
        return "non transmise"
    p = s.points[-1]
    signe = convention_vue.valeur(s, p.value, p.obs_status)
    raison = "" if p.value is not None else f" ({lecture.MOTS_STATUT[p.obs_status]})"
    return f"{signe}{raison}, {francais.periode_libelle(p.periode)}"


def _evolution(s: Suivi, theme: str) -> Html | str:
    """Curve of the values known, then the gap between the last two."""
    connus = tuple((p.periode, p.value) for p in s.points if p.value is not None)
    e = suivi.evolution(s)
    if e is None:
        return "moins de deux valeurs comparables" if s.points else "aucune valeur"
    gap, periode = e
    decimales = 0 if float(gap).is_integer() else 2
    texte = f"{francais.nombre(gap, decimales, signe=True)} depuis {francais.periode_libelle(periode)}"
    valeurs = francais.enumeration([f"{francais.nombre(v)} {francais.en_periode(p)}" for p, v in connus])
    return Html(f"{escape(texte)}{chiffres_cles.image_svg(chiffres_cles.courbe_svg(connus, theme), valeurs)}")


def _cible(s: Suivi) -> str:
    if s.proposition.cible is None:
        return "non fixée"
    texte = f"{francais.nombre(s.proposition.cible)} ({s.proposition.statut})"
    dernier = s.points[-1] if s.points else None
    if dernier is None or dernier.value is None or not s.proposition.cible:
        return texte
    return f"{texte}{INSEC}: {francais.nombre(100 * dernier.value / s.proposition.cible)}{INSEC}% atteints"


def _periodes(attentes: Sequence[Attente]) -> str:
    """Shapes by year, halves side by side; each is also read aloud."""
    if not attentes:
        return "sans rythme écrit"
    annees = "".join(
        f"<li>{''.join(_forme_lue(a) for a in groupe)}<span aria-hidden=true>{annee[2:]}</span></li>"
        for annee, groupe in groupby(attentes, key=lambda a: a.periode[:4])
    )
    return f'<ul class="obs-annees">{annees}</ul>'


def _forme_lue(a: Attente) -> str:
    texte = f"{francais.periode_libelle(a.periode)}{INSEC}: {ETATS[a.etat]}"
    return f'<span class="obs-forme obs-forme--{a.etat}" title="{escape(texte)}"></span>{_deja(f"{texte}, ")}'


def _etat(s: Suivi) -> Html:
    manquent = s.nombre("retard") + s.nombre("non_transmis")
    detail = ""
    if s.attendues_nb and s.mesure.rythme != suivi.SANS_RYTHME:
        detail = f" <small>{s.attendues_nb - manquent} sur {s.attendues_nb}</small>"
    return Html(f'<span class="obs-etat">{forme(s.etat)} <strong>{escape(ETATS[s.etat])}</strong>{detail}</span>')


def engagements(c: Cadre) -> list[list[str]]:
    """One row an engagement; a theme written above is not written again for the eye."""
    lignes, theme = [], ""
    for e in c.engagements:
        nom = f"{e.theme} – {THEMES[e.theme]}"
        lignes.append(
            [
                Html(_deja(nom)) if e.theme == theme else nom,
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


def legende_suivi(v: Vue) -> str:
    """Caption of the follow-up."""
    return f"Suivi des mesures de l’annexe. {v.sous_titre}"
