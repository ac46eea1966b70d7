"""« Où se former »: the finding, the list by distance, its map, the table, what the observatory does not cover."""

import math
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache, partial
from typing import Any

import pandas as pd

from data_loaders.contracts.formation import NIVEAUX_ENTREE
from data_loaders.francais import (
    FINE,
    INSEC,
    LETTRES,
    accorder,
    avec_unite,
    echapper as escape,
    enumeration,
    est_ancien,
    nombre,
)
from data_loaders.metiers.ou_se_former import CENTRE, LYCEE, Autour
from geo import lieux, trace, zonages
from pages.figures import declares
from pages.figures.carte.plan import Plan, cadrer, englober, zone
from pages.figures.formation import mots
from pages.figures.svg import image
from pages.figures.tables import Html, Table, csv_signe, en_tetes
from pages.figures.vues import Vue

MONTRES = 6  # establishments of the list, and of the map
TAILLE = (560, 230)
MARGE, COTE_MIN = 0.175, 75.0  # around the points; least height of what it frames, in units of the traces: 25 km
SANS_PLACES = "Aucun fichier de places et de vœux n’est chargé."
AUCUN = "aucun établissement de la région dans les fichiers lus"
SOURCE = "Affelnet et Parcoursup (mise en forme Orion)"
# What no file loaded counts, and who has it.
NON_COUVERT = declares.de(declares.lire(__file__)["ailleurs"], "qui")


def devenir(libelle: str, un: bool) -> str:
    """« Devenir soudeur » for « Soudeurs »; a name that holds several is left as it is: « Se former, … »."""
    seul = mots.singulier(libelle) if un else ""
    return f"Devenir {seul}" if seul else f"{libelle}, se former"


def annonce(quoi: str, o: Autour, directs: Collection[str]) -> str:
    """« Devenir soudeur près de Saint-Nazaire : deux lycées », or the nearest one, or that none is known; of the
    diplomas that lead there first (`directs`) alone, else of the surest one, which is named."""
    nomme = ""
    if o.cours and not any(c.code in directs for c in o.cours):
        premier = min(o.cours, key=lambda c: o.codes.index(c.code))
        directs, nomme = (premier.code,), f", pour « {premier.libelle} »"
    o = o._replace(cours=tuple(c for c in o.cours if c.code in directs))
    au_large = o.zonage in ("region", "departement")  # which count them all
    ou = lieux.locatif(o.zonage, o.code) if au_large else f"près {lieux.genitif(o.zonage, o.code)}"
    places = dict.fromkeys((c.genre, c.uai) for c in o.ici)
    genres, comptes, dits = Counter(genre for genre, _ in places), [], AUCUN
    for genre in sorted(genres, key=lambda genre: (genre != LYCEE, genre != CENTRE)):
        n = genres[genre]
        comptes.append(f"{LETTRES[n] if n < len(LETTRES) else nombre(n)} {lieux.pluriel(genre) if n > 1 else genre}")
    lycees = [c for c in o.situes if c.genre == LYCEE] or list(o.situes)
    if comptes:
        dits = f"{'' if au_large or not _incertains(o) else 'au moins '}{enumeration(comptes)}"
    elif lycees:
        genre = "lycée" if lycees[0].genre == LYCEE else "établissement"
        situe = " situé" if _incertains(o) else ""
        la = "le bassin" if o.zone.zonage == "bassin" else "le territoire"
        la_bas = lieux.locatif("commune", lycees[0].code_commune)
        dits = f"pas de {genre}{situe} dans {la}{FINE}; le plus proche dans la région, {la_bas}"
    elif n := len({c.uai for c in o.cours}):
        dits = f"{avec_unite(n, 'établissements')} dans la région, {accorder('connus', n)} par leur seul département"
    return f"{quoi} {ou}{INSEC}: {dits}{nomme}"


def _incertains(o: Autour) -> bool:
    """Whether a lycée known by its département alone may be in the zone."""
    departements = {c[:2] for c in o.zone.communes}
    return any(c.km is None and c.voie == "scolaire" and c.departement in departements for c in o.cours)


def titre(quoi: str, o: Autour, jour: date, directs: Collection[str]) -> str:
    """The finding: how many lycées near, else the nearest one; then how much the surest diploma is asked for, where
    both wishes and places are known: « 35 vœux pour 10 places en soudage », and its year where it is old.

    `directs`: codes of the diplomas that lead to the métier first, of which alone a title may speak.
    """
    cours = [c for c in o.ici if c.voie == "scolaire"]
    connus = [c for c in cours if c.places and c.voeux is not None and c.code in directs]
    if not connus:
        return annonce(quoi, o, directs)
    premier = min(connus, key=lambda c: o.codes.index(c.code))
    siens = [c for c in connus if (c.code, c.periode) == (premier.code, premier.periode)]
    places, voeux = sum(c.places for c in siens), sum(c.voeux for c in siens)
    quand = f" en {siens[0].periode}" if est_ancien(siens[0].periode, jour) else ""
    _, en, matiere = siens[0].libelle.partition(" en ")
    matiere = f" en {matiere}" if en else f", {siens[0].libelle}"
    matiere = matiere if len({c.code for c in cours}) > 1 else ""
    dit = annonce(quoi, o, directs)
    return f"{dit}, {avec_unite(voeux, 'vœux')} pour {avec_unite(places, 'places')}{matiere}{quand}"


def vue(o: Autour, demonstration: bool) -> Vue:
    """Words around the list."""
    ou = "dans la région" if o.zonage == "region" else "dans le bassin" if o.zone.zonage == "bassin" else "ici"
    tete, ordre = f"Où se former, {ou if o.ici else 'au plus près'}", "Par distance à vol d’oiseau"
    ordre = ordre if o.zonage != "region" else "Par diplôme"
    return mots.vue("ou", tete, demonstration, ordre=ordre, non_couvert=non_couvert(), producteurs=SOURCE)


def non_couvert() -> str:
    """What is not counted here, each with who has it."""
    return f"Ne sont pas ici{INSEC}: " + f"{FINE}; ".join(f"{quoi} ({qui})" for quoi, qui in NON_COUVERT.items()) + "."


def _montres(o: Autour) -> list[Any]:
    """Establishments of the list and of the map, a course of each: those of the zone, else the nearest."""
    cours, n = (o.ici, MONTRES) if o.ici else (o.situes, 3)
    premiers: dict[str, Any] = {}
    for c in cours:
        premiers.setdefault(c.uai, c)
    return list(premiers.values())[:n]


def liste_html(o: Autour, jour: date) -> Html:
    """The establishments one by one: each diploma of the lycées with its bar of wishes and tick of places, then the
    ceilings of apprenticeship; "" without any."""
    pris = _montres(o)
    if not pris:
        return Html("")
    par = [(e, [c for c in o.cours if c.uai == e.uai]) for e in pris]
    echelle = max([n for _, g in par for c in g if c.voie == "scolaire" for n in (c.places, c.voeux) if n] or [1])
    items = ""
    for i, (e, cours) in enumerate(par, 1):
        km = cours[0].km
        loin = "" if km is None else f"à {avec_unite(km, 'km')}" if km >= 1 else "à moins d’un km"
        faits = ", ".join(filter(None, (statut(e), zonages.libelle_zone("commune", e.code_commune), loin)))
        lignes = ""
        for c in sorted(cours, key=lambda c: c.voie != "scolaire"):
            age, barre = _age(c, jour), ""
            if age != c.periode:
                age = f'<span class="obs-ancien">{age}</span>'
            niveau = {"1re": "entrée en première", "2de": "entrée en seconde"}.get(c.niveau, "")
            if c.voie == "scolaire" and c.places and c.voeux is not None:
                v, p = (f"--w:{100 * n / echelle:.1f}" for n in (c.voeux, c.places))
                barre = f'<span class="voeux" aria-hidden="true"><i style="{v}"></i><b style="{p}"></b></span>'
            nom = f"<p><b>{escape(c.libelle)}</b> {', '.join(filter(None, (_voie(c), niveau)))} {age}</p>"
            lignes += f'<div>{nom}{barre}<p class="dits">{escape(_dite(c))}</p></div>'
        tete = f'<h3><i aria-hidden="true">{i}</i> {_lien(e)}</h3><p class="obs-note">{escape(faits)}</p>'
        items += f"<li>{tete}{lignes}</li>"
    cle = '<span class="voeux"><i></i></span> vœux <span class="voeux"><b></b></span> places'
    return Html(f'<p class="obs-ou-cle">{cle}</p><ol class="obs-ou">{items}</ol>')


def _age(c: Any, jour: date) -> str:
    return f"ancien{INSEC}: {c.periode}" if est_ancien(c.periode, jour) else c.periode


def _voie(c: Any) -> str:
    return "lycée" if c.voie == "scolaire" else "apprentissage"


def _dite(c: Any) -> str:
    """« 35 vœux, 10 places, demandée », or what the producer does not know; « 41 vœux, plafond de 5 » by
    apprenticeship, whose places are ceilings, set against no wish."""
    voeux, suite = avec_unite(c.voeux, "vœux") if c.voeux is not None else "vœux non publiés", ""
    if c.places is None:
        return f"{voeux}, places non connues"
    if c.voie == "apprentissage":
        return f"{voeux}, plafond de {nombre(c.places)}"
    if c.places and c.voeux is not None:
        rapport = "autant de vœux que de places" if c.voeux == c.places else "des places restent"
        suite = f", {'demandée' if c.voeux > c.places else rapport}"
    return f"{voeux}, {avec_unite(c.places, 'places')}{suite}"


def statut(e: Any) -> str:
    """« lycée public », « centre d’apprentis »."""
    return f"{e.genre} {e.secteur}".strip()


def _lien(e: Any) -> str:
    annuaire = f"https://data.education.gouv.fr/explore/dataset/fr-en-annuaire-education/table/?q={e.uai}"
    nom = escape(e.nom or f"Établissement {e.uai}")
    return f'<a href="{escape(e.fiche or annuaire)}" target="_blank" rel="noopener noreferrer">{nom}</a>'


def pli(o: Autour) -> str:
    """Words of the fold that holds the whole table: the towns beyond those shown."""
    deja = {e.uai for e in _montres(o)}
    communes = [c.code_commune for c in o.situes if c.uai not in deja]
    noms = [zonages.libelle_zone("commune", c) for c in list(dict.fromkeys(communes))[:3]]
    return f"Plus loin dans la région{INSEC}: {', '.join(noms)}" if noms else "Tous les établissements, en tableau"


def table(o: Autour, taux: Mapping[tuple[str, str], str], jour: date) -> Table:
    """Every course, the nearest first, then what its département alone locates."""
    entetes = en_tetes("Distance #", "Établissement", "Commune", "Diplôme", "Voie", "Année", "Vœux et places", "Région")
    lignes = []
    for c in o.cours:
        commune = c.code_commune and zonages.libelle_zone("commune", c.code_commune)
        ou = commune or f"{zonages.libelle_zone('departement', c.departement)}, commune inconnue"
        nom = Html(f"{_lien(c)}<small>{escape(statut(c))}</small>")
        loin, rapport = "" if c.km is None else avec_unite(c.km, "km"), taux.get((c.code, c.voie), "")
        lignes.append([loin, nom, ou, c.libelle, _voie(c), _age(c, jour), _dite(c), rapport])
    return Table(entetes, lignes)


def csv(o: Autour, quoi: str, demonstration: bool, instantanes: str) -> bytes:
    """Every course with its codes; nothing is added up."""
    lignes = []
    for c in o.cours:
        km, places, voeux = (math.nan if x is None else x for x in (c.km, c.places, c.voeux))
        ou = {"uai": c.uai, "etablissement": c.nom, "statut": statut(c), "code_departement": c.departement}
        ou |= {"code_commune": c.code_commune, "distance_km": km, "diplome": c.libelle, "code": c.code}
        entree = {"niveau_entree": NIVEAUX_ENTREE[c.niveau], "voie": c.voie, "annee": c.periode}
        lignes.append({"demande": quoi} | ou | entree | {"places": places, "voeux": voeux})
    decimales = {"distance_km": 1, "places": 0, "voeux": 0}
    return csv_signe(pd.DataFrame(lignes), SOURCE, instantanes, demonstration, decimales)


@lru_cache(maxsize=1)
def _projection():
    from pyproj import Transformer

    return Transformer.from_crs(4326, 2154, always_xy=True)


def _sur_la_carte(latitude: float, longitude: float) -> tuple[float, float]:
    x, y = _projection().transform(longitude, latitude)
    return (x - trace.OUEST_M) / trace.METRES_PAR_UNITE, (trace.NORD_M - y) / trace.METRES_PAR_UNITE


def carte_html(o: Autour) -> str:
    """The map as the page shows it: the establishments of the list under their rank, and the place; "" without any."""
    noms = f"{FINE}; ".join(f"{i}, {e.nom or e.uai}" for i, e in enumerate(_montres(o), 1))
    if not noms:
        return ""
    alternative = f"{zonages.libelle_zone(o.zonage, o.code)} et les établissements{INSEC}: {noms}."
    return f'<div class="obs-plan obs-plan--ou">{image(partial(_carte_svg, o), alternative)}</div>'


def _carte_svg(o: Autour, theme: str) -> str:
    """The same as a standalone SVG, framed on the place and the establishments."""
    ici = None if o.zonage == "region" else _sur_la_carte(*o.depart)
    places = [_sur_la_carte(*e.point) for e in _montres(o)]
    p = Plan(theme, cadrer(englober([*places, *([ici] if ici else [])]), TAILLE, MARGE, COTE_MIN), TAILLE)
    p.sol()
    p.tracer(p.contours("commune"), "filet", 0.7)
    p.tracer(p.contours("departement"), "contour", 1.4)
    p.tracer((zone(o.zone.zonage, o.zone.code) or {"d": ""})["d"], "encre", 2.6)
    if ici:
        p.rond(*ici, 7, "surface", 2, "balise")
    ecartees: list[tuple[float, float]] = []
    for x, y in places:  # to the right of one that it would hide
        while any(math.hypot(x - a, y - b) < 23 * p.u * 0.9 for a, b in ecartees):
            x += 23 * p.u
        ecartees.append((x, y))
    for i, (x, y) in reversed([*enumerate(ecartees, 1)]):
        p.rond(x, y, 11, "surface", 2, "encre")
        p.nommer(str(i), x, y, 13, encre="surface")
    return p.svg()
