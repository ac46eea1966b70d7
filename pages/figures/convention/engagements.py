"""Engagements of the convention theme by theme, the bodies where the partners meet and their calendar."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from data_loaders.contracts.convention import PARTIES, THEMES
from data_loaders.convention.cadre import ETATS_ENGAGEMENT, FICHIER, NON_RENSEIGNE, Cadre, Engagement, Instance
from data_loaders.francais import FINE, INSEC, avec_unite, date_libelle, echapper as escape, enumeration
from geo.territoire import CONVENTION
from pages.figures.convention.cockpit import MOIS_COURTS, forme, lu
from pages.figures.tables import Html, Table, cadre_html, en_tetes
from pages.figures.vues import Vue

# State of an engagement -> the shape that draws it; the word is always beside.
FORMES = dict(zip(ETATS_ENGAGEMENT, ("non_transmis", "attendu", "incomplet", "recu", "sans_echeance"), strict=True))
SOURCE = (
    f"{CONVENTION} du 27 août 2013, titres I à V, résumés{FINE}; états, dates et "
    f"preuves{INSEC}: fichier {FICHIER} tenu par les signataires."
)
CHAMP = (
    f"Un état ne se déduit d’aucun chiffre{INSEC}: il est «{INSEC}{NON_RENSEIGNE}{INSEC}» tant que les "
    "signataires ne l’ont pas dit."
)


def titre(liste: Sequence[Engagement]) -> str:
    """The finding, a full sentence."""
    n = _par_etat(liste)
    tenus = n["tenu"]
    if n[NON_RENSEIGNE] == len(liste):
        return f"L’état des {len(liste)} engagements n’est pas renseigné"
    if tenus == len(liste):
        return f"Les {len(liste)} engagements sont tenus"
    if not tenus:
        return f"Aucun des {len(liste)} engagements n’est dit tenu"
    return f"{avec_unite(tenus, 'engagements')} sur {len(liste)} {'sont tenus' if tenus > 1 else 'est tenu'}"


def bilan(liste: Sequence[Engagement]) -> str:
    """« 30 engagements : 2 « tenu », 28 « non renseigné » »."""
    detail = enumeration([f"{n} «{INSEC}{etat}{INSEC}»" for etat, n in _par_etat(liste).items() if n])
    return f"{avec_unite(len(liste), 'engagements')}{INSEC}: {detail}"


def _par_etat(liste: Iterable[Engagement]) -> dict[str, int]:
    etats = [e.etat for e in liste]
    return {etat: etats.count(etat) for etat in ETATS_ENGAGEMENT}


def themes(c: Cadre) -> Table:
    """One row a theme: how many engagements in each state that holds one."""
    n = _par_etat(c.engagements)
    etats = [e for e in ETATS_ENGAGEMENT if n[e]]
    entetes = en_tetes("Titre", "Thème de la convention", "Engagements #")
    entetes += [(Html(f"{forme(FORMES[e])} {escape(e)}"), True) for e in etats]
    lignes = []
    for theme, nom in THEMES.items():
        par = _par_etat(e for e in c.engagements if e.theme == theme)
        lignes.append([theme, nom, str(sum(par.values())), *(str(par[e]) for e in etats)])
    return Table(entetes, lignes)


def un_par_un(c: Cadre) -> tuple[Vue, str]:
    """One row an engagement under the header of its theme; dates and evidence have a column only when one is told."""
    dits = any(e.date or e.preuve for e in c.engagements)
    tus = all(e.etat == NON_RENSEIGNE for e in c.engagements)
    tetes = [*([] if tus else ["État"]), "Engagement", "Qui s’engage", *(["Date", "Preuve"] if dits else [])]
    corps = ""
    for theme, groupe in groupby(c.engagements, key=lambda e: e.theme):
        tete = f'<th scope="rowgroup" colspan="{len(tetes)}">{theme} – {escape(THEMES[theme])}</th>'
        corps += f'<tbody><tr class="obs-groupe">{tete}</tr>'
        for e in groupe:
            etat = "" if tus else f'<td class="obs-etat">{forme(FORMES[e.etat])} {escape(e.etat)}</td>'
            qui = escape(enumeration([PARTIES[p] for p in e.parties]))
            corps += f'<tr>{etat}<th scope="row">{escape(e.libelle)}</th><td>{qui}</td>'
            if dits:
                quand = date_libelle(e.date) if e.date else "non renseignée"
                corps += f"<td>{quand}</td><td>{escape(e.preuve or 'non renseignée')}</td>"
            corps += "</tr>"
        corps += "</tbody>"
    sans = "" if dits else "Aucune date ni aucune preuve n’est renseignée."
    v = Vue("Engagement par engagement", sans, champ=CHAMP, source=SOURCE)
    titres = "".join(f'<th scope="col">{escape(t)}</th>' for t in tetes)
    return v, cadre_html("Engagements de la convention", titres, corps, "obs-engagements")


def instances(liste: Sequence[Instance]) -> Table:
    """One row a body: rhythm as written, name, role, then its meetings when one is told."""
    dits = ([i.rythme, i.libelle, i.role, ", ".join(map(date_libelle, i.dates))] for i in liste)
    n = 4 if any(i.dates for i in liste) else 3
    entetes = en_tetes("Rythme écrit", "Instance", "Rôle", "Réunions")[:n]
    return Table(entetes, [[*ligne[:3], ligne[3] or "aucune date renseignée"][:n] for ligne in dits])


def sans_reunion(liste: Sequence[Instance]) -> str:
    """That no meeting is told; "" when one is."""
    return "" if any(i.dates for i in liste) else "Aucune date de réunion n’est renseignée."


def calendrier_html(liste: Sequence[Instance], jour: date) -> str:
    """Meetings of the year of a day, bodies × months; "" when none is told. The next one of a body is in bold."""
    mois = "".join(f'<th scope="col" class="c">{m}</th>' for m in MOIS_COURTS)
    titres, corps = f'<th scope="col">{jour.year}</th>{mois}', ""
    for i in liste:
        dates = [d for d in i.dates if d.year == jour.year]
        suivante = next((d for d in dates if d >= jour), None)
        mois = [list[str]() for _ in MOIS_COURTS]
        for d in dates:
            dit = f"<strong>{d.day}</strong>{lu(', prochaine réunion')}" if d == suivante else str(d.day)
            mois[d.month - 1].append(dit)
        cases = "".join(f'<td class="c">{", ".join(dits) or lu("aucune réunion")}</td>' for dits in mois)
        corps += f'<tr><th scope="row">{escape(i.libelle)}</th>{cases}</tr>' if dates else ""
    legende = f"Calendrier des réunions de {jour.year}"
    return corps and cadre_html(legende, titres, f"<tbody>{corps}</tbody>", "obs-calendrier")
