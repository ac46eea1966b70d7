"""What the cockpit draws: shapes of states, counts, points to settle, grid at a glance, line of dates, table."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import groupby

from data_loaders import francais
from data_loaders.contracts.convention import PARTIES
from data_loaders.convention import suivi
from data_loaders.convention.cadre import PILOTAGE, Cadre
from data_loaders.convention.suivi import ETATS, Suivi
from data_loaders.francais import INSEC, date_libelle, echapper as escape
from pages.figures import chiffres_cles, lecture, theme
from pages.figures.convention.vue import ATraiter, Compte, colonnes, montres, valeur
from pages.figures.svg import image
from pages.figures.tables import cadre_html

ETAT = "État et échéance"
LARGEUR, HAUTEUR, MARGE = 440, 78, 30
DEMI_PERIODE = 184  # days shown on each side of the day of observation
ECART_MIN = 54  # px between two dates written
MOIS_COURTS = ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


def forme(etat: str) -> str:
    """The drawn shape of a state; the word is always beside it or read aloud."""
    return f'<span class="obs-forme obs-forme--{etat}" aria-hidden="true"></span>'


def lu(texte: str) -> str:
    """Text read aloud, that the eye has elsewhere."""
    return f'<span class="obs-lu">{escape(texte)}</span>'


def comptes_html(comptes: Sequence[Compte]) -> str:
    """Counts in large type: shape, number, word; texts are escaped."""
    cartes = "".join(
        f'<li class="obs-compte obs-compte--{c.etat}">{forme(c.etat)}<strong>{francais.nombre(c.nombre)}</strong>'
        f"<span>{escape(c.mot)}</span>{f'<small>{escape(c.note)}</small>' if c.note else ''}</li>"
        for c in comptes
    )
    return f'<ul class="obs-comptes">{cartes}</ul>'


def points_html(points: Sequence[ATraiter]) -> str:
    """What the next comité has to settle, as one list; the details of a point follow it."""
    lignes = ""
    for p in points:
        puce = forme(p.etat) if p.etat else '<span class="obs-forme" aria-hidden="true"></span>'
        detail = f'<span class="obs-detail-point">{INSEC}: {escape(p.detail)}</span>' if p.detail else ""
        lignes += f"<li>{puce}<span>{escape(p.texte)}{detail}</span></li>"
    return f'<ol class="obs-a-traiter">{lignes}</ol>' if points else "<p>Rien à traiter.</p>"


def grille_html(suivis: Sequence[Suivi]) -> str:
    """A real `<table>`: dispositifs × parties, then the counts and the next due date of each party.

    A cell without measure says so; a dispositif that a filter left out has no row.
    """
    parties, corps = [p for p in PARTIES if any(s.proposition.partie == p for s in suivis)], ""
    tetes = "".join(f'<th scope="col">{escape(nom)}</th>' for nom in ("Dispositif", *map(PARTIES.get, parties)))
    for dispositif, groupe in groupby(suivis, key=lambda s: s.mesure.dispositif):
        formes = dict.fromkeys(parties, "")
        for s in groupe:
            formes[s.proposition.partie] += _nommee(s.etat, f"{s.mesure.court}{INSEC}: {ETATS[s.etat]}", ". ")
        aucune = f'<span class="obs-sans" aria-hidden="true">–</span>{lu("aucune mesure")}'
        dites = (f'<span class="obs-formes">{f}</span>' if f else aucune for f in formes.values())
        cellules = "".join(f"<td>{d}</td>" for d in dites)
        corps += f'<tr><th scope="row">{escape(dispositif)}</th>{cellules}</tr>'
    etats = montres(suivi.comptes(suivis))
    sommes = dates = ""
    for p in parties:
        siens = [s for s in suivis if s.proposition.partie == p]
        nombres = suivi.comptes(siens)
        comptes = (
            f"<span>{forme(e)}<strong>{francais.nombre(nombres[e])}</strong>{lu(ETATS[e])}</span>" for e in etats
        )
        sommes += f'<td><span class="obs-formes obs-sommes">{"".join(comptes)}</span></td>'
        suivantes = [s.prochaine for s in siens if s.prochaine]
        dates += f"<td>{escape(date_libelle(min(suivantes)) if suivantes else 'aucune')}</td>"
    pied = f'<tr class="obs-grille-echeance"><th scope="row">Prochaine échéance</th>{dates}</tr>'
    corps = f'<tbody>{corps}</tbody><tfoot><tr><th scope="row">En tout</th>{sommes}</tr>{pied}</tfoot>'
    return cadre_html("Mesures de chaque dispositif, par partie qui transmet", tetes, corps, "obs-grille")


def _nommee(etat: str, texte: str, suite: str) -> str:
    """A shape that says its text when it is pointed at, and aloud."""
    return f'<span class="obs-forme obs-forme--{etat}" title="{escape(texte)}"></span>{lu(f"{texte}{suite}")}'


def _reunions(c: Cadre, jour: date) -> list[date]:
    """Meetings within six months of a day, oldest first."""
    dates = next(i.dates for i in c.instances if i.code == PILOTAGE)
    return [d for d in dates if abs((d - jour).days) <= DEMI_PERIODE]


def frise_dite(c: Cadre, jour: date) -> str:
    """The line of dates in words: what is drawn, no more; "" when no meeting is set within six months."""
    parties = [
        f"{'à venir' if a_venir else 'passées'} : {francais.enumeration([date_libelle(d) for d in groupe])}"
        for a_venir, groupe in groupby(_reunions(c, jour), key=lambda d: d >= jour)
    ]
    return f"Réunions du comité de pilotage autour du {date_libelle(jour)}, {', '.join(parties)}" if parties else ""


def frise_svg(c: Cadre, jour: date, nom_theme: str) -> str:
    """The drawing; "" when no meeting is set within six months.

    A meeting past is a full dot, the next one a larger dot in the colour of attention with its date above, a later one
    a ring; the day of observation is a tick.
    """
    dates = _reunions(c, jour)
    if not dates:
        return ""
    t = theme.tokens(nom_theme)
    suivante = c.prochain_comite(jour)
    points, dernier = [], -ECART_MIN
    for d in dates:
        x = LARGEUR / 2 + (LARGEUR / 2 - MARGE) * (d - jour).days / DEMI_PERIODE
        place = f'<text x="{x:.0f}" y="{{}}" text-anchor="middle" fill="{{}}"{{}}>{escape(_court(d))}</text>'
        if d == suivante:
            points.append(f'<circle cx="{x:.0f}" cy="40" r="9" fill="{t["balise"]}"/>')
            points.append(place.format(20, t["encre"], ' font-weight="700"'))
            continue
        fond = t["encre"] if d < jour else t["surface"]
        points.append(f'<circle cx="{x:.0f}" cy="40" r="6" fill="{fond}" stroke="{t["encre"]}" stroke-width="2"/>')
        if x - dernier >= ECART_MIN:
            points.append(place.format(68, t["encre2"], ""))
            dernier = x
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LARGEUR} {HAUTEUR}" width="{LARGEUR}" '
        f'height="{HAUTEUR}" font-family="system-ui,sans-serif" font-size="13">'
        f'<path d="M{MARGE} 40H{LARGEUR - MARGE}" stroke="{t["contour"]}" stroke-width="2"/>'
        f'<path d="M{LARGEUR / 2:.0f} 28V52" stroke="{t["encre"]}" stroke-width="2"/>{"".join(points)}</svg>'
    )


def _court(d: date) -> str:
    """« 30 sept. »."""
    return f"{francais.quantieme(d.day)} {MOIS_COURTS[d.month - 1]}"


def suivi_html(suivis: Sequence[Suivi], legende: str) -> str:
    """A real `<table>`, the rows of a dispositif under one header.

    A column of which no cell would hold anything is left out: `vue.lacunes` says why.
    """
    annees, valeurs, cibles = colonnes(suivis)
    tetes = ["Dispositif", "Mesure, puis libellé de l’annexe", "Transmise par", *annees, ETAT]
    tetes += ["Dernière valeur et évolution"] * valeurs + ["Cible"] * cibles
    classes = dict.fromkeys(annees, " class=c") | {ETAT: " class=obs-etat"}
    titres = "".join(f'<th scope="col"{classes.get(t, "")}>{escape(t)}</th>' for t in tetes)
    corps, indicateur = "", ""
    for dispositif, groupe in groupby(suivis, key=lambda s: s.mesure.dispositif):
        siens = list(groupe)
        for i, s in enumerate(siens):
            cellules = f'<th scope="rowgroup" rowspan="{len(siens)}">{escape(dispositif)}</th>' if i == 0 else ""
            cellules += f'<th scope="row">{_mesure(s, s.mesure.code_indicateur == indicateur)}</th>'
            cellules += f"<td>{escape(PARTIES[s.proposition.partie])}</td>{_periodes(s, annees)}"
            cellules += f'<td class="obs-etat">{_etat(s)}</td>'
            cellules += f"<td>{_valeur(s)}</td>" if valeurs else ""
            nombre, suite = cible(s)
            dite = f"<strong>{nombre}</strong><small>{escape(suite)}</small>" if suite else f"<small>{nombre}</small>"
            cellules += f'<td class="obs-cible">{dite}</td>' if cibles else ""
            corps += f"<tr{' class=obs-groupe' if i == 0 else ''}>{cellules}</tr>"
            indicateur = s.mesure.code_indicateur
    return cadre_html(legende, titres, f"<tbody>{corps}</tbody>", "obs-suivi")


def _mesure(s: Suivi, deja: bool) -> str:
    """Short name, unit and rhythm, then the annex's label; one written just above is not written again for the eye."""
    m = s.mesure
    rythme = f"rythme {m.rythme}" if m.rythme == suivi.SANS_RYTHME else m.rythme
    precision = f"({escape(m.unite)}, {escape(rythme)})"
    if deja:
        return f"{escape(m.court)} <small>{precision}</small>{lu(m.libelle)}"
    return f'{escape(m.court)}<small class="obs-annexe">{escape(m.libelle)} {precision}</small>'


def _periodes(s: Suivi, annees: Sequence[str]) -> str:
    """One cell a year, halves side by side; each shape is also read aloud."""
    if not s.attentes:
        return f'<td colspan="{len(annees)}"><small>sans rythme écrit</small></td>' if annees else ""
    formes = dict.fromkeys(annees, "")
    for a in s.attentes:
        formes[a.periode[:4]] += _nommee(a.etat, f"{francais.periode_libelle(a.periode)}{INSEC}: {ETATS[a.etat]}", ", ")
    return "".join(f'<td class="c">{dites or lu("rien d’attendu")}</td>' for dites in formes.values())


def _etat(s: Suivi) -> str:
    detail = ""
    if s.attendues_nb and s.mesure.rythme != suivi.SANS_RYTHME:
        manquent = s.nombre("retard") + s.nombre("non_transmis")
        detail = f" <small>{s.attendues_nb - manquent} sur {s.attendues_nb}</small>"
    dates = [("depuis", s.depuis())] if s.etat == "retard" else []
    dates += [("prochaine", s.prochaine)] if s.prochaine else []
    suite = "".join(f"<small>{mot} le {escape(_court(d))} {d.year}</small>" for mot, d in dates)
    return f"<span>{forme(s.etat)} <strong>{escape(ETATS[s.etat])}</strong>{detail}</span>{suite}"


def _valeur(s: Suivi) -> str:
    """Last value and its period, the gap with the one before, then the curve of the values known."""
    if not s.points:
        return "<small>aucune valeur transmise</small>"
    p = s.points[-1]
    texte = f"{valeur(s, p)}{'' if p.value is not None else f' ({lecture.MOTS_STATUT[p.obs_status]})'}"
    quand = francais.en_periode(p.periode)
    connus = tuple((x.periode, x.value) for x in s.points if x.value is not None)
    valeurs = francais.enumeration([f"{francais.nombre(v)} {francais.en_periode(q)}" for q, v in connus])
    courbe = partial(chiffres_cles.courbe_svg, connus, largeur=76, hauteur=20)
    dits = f"<strong>{escape(texte)}</strong> <small>{escape(quand)}</small><small>{escape(ecart(s))}</small>"
    return f'<span class="obs-valeur"><span>{dits}</span>{image(courbe, valeurs)}</span>'


def ecart(s: Suivi) -> str:
    """« +77 depuis 2013 », or why there is none."""
    if (e := suivi.evolution(s)) is None:
        return "pas de valeur comparable avant"
    return f"{francais.nombre(e[0], 0 if e[0].is_integer() else 2, signe=True)} depuis {francais.periode_libelle(e[1])}"


def cible(s: Suivi) -> tuple[str, str]:
    """The target, then where it comes from and how far the last value reaches; « non fixée » alone without one."""
    p = s.proposition
    if p.cible is None:
        return "non fixée", ""
    atteint = ""
    if s.points and s.points[-1].value is not None and p.cible:
        atteint = f", {francais.nombre(100 * s.points[-1].value / p.cible)}{INSEC}% atteints"
    return francais.nombre(p.cible, 0 if p.cible.is_integer() else 2), f"{p.statut}e{atteint}"
