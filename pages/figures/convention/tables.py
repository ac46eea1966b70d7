"""What the cockpit of the convention shows: counts, points to settle, meetings, and the table of the follow-up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from itertools import groupby

from data_loaders import francais
from data_loaders.contracts.convention import PARTIES
from data_loaders.convention import suivi
from data_loaders.convention.cadre import Cadre
from data_loaders.convention.suivi import ETATS, Attente, Suivi
from data_loaders.francais import INSEC
from pages.figures import chiffres_cles, lecture
from pages.figures.convention import frise, vue
from pages.figures.convention.vue import Compte, Vue
from pages.figures.donnees.catalogue import jour_libelle
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


def frise_html(c: Cadre, jour: date, theme: str) -> str:
    """Meetings of the comité around the day; "" when none is set within six months."""
    dessin = frise.svg(c, jour, theme)
    image = chiffres_cles.image_svg(dessin, frise.phrase(c, jour))
    return f'<p class="obs-frise">{image}</p>' if dessin else ""


def parties(suivis: Sequence[Suivi]) -> tuple[Entetes, list[list[str]]]:
    """One row a party: how many measures in each state that holds one."""
    par, total = suivi.par_partie(suivis), suivi.comptes(suivis)
    etats = vue.montres(total)
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
        libelle = deja(m.libelle) if m.code_indicateur == indicateur else escape(m.libelle)
        lignes.append(
            [
                Html(deja(m.dispositif)) if m.dispositif == dispositif else m.dispositif,
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


def deja(texte: str) -> str:
    """Text read aloud, and written above for the eye."""
    return f'<span class="obs-lu">{escape(texte)}</span>'


def _rythme(rythme: str) -> str:
    return f"rythme {rythme}" if rythme == suivi.SANS_RYTHME else rythme


def _derniere(s: Suivi) -> str:
    if not s.points:
        return "non transmise"
    p = s.points[-1]
    signe = vue.valeur(s, p.value, p.obs_status)
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
    return f'<span class="obs-forme obs-forme--{a.etat}" title="{escape(texte)}"></span>{deja(f"{texte}, ")}'


def _etat(s: Suivi) -> Html:
    manquent = s.nombre("retard") + s.nombre("non_transmis")
    detail = ""
    if s.attendues_nb and s.mesure.rythme != suivi.SANS_RYTHME:
        detail = f" <small>{s.attendues_nb - manquent} sur {s.attendues_nb}</small>"
    return Html(f'<span class="obs-etat">{forme(s.etat)} <strong>{escape(ETATS[s.etat])}</strong>{detail}</span>')


def legende_suivi(v: Vue) -> str:
    """Caption of the follow-up."""
    return f"Suivi des mesures de l’annexe. {v.sous_titre}"
