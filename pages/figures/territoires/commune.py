"""« Ma commune »: the first figures of a place, each with the territory it speaks for, and the doors set on it.

Texts are ready to print, unescaped; the title is the first figure that is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.defm_publics import PUBLICS
from data_loaders.francais import FINE, INSEC, capitale, echapper as escape
from data_loaders.measures import mots_estimation as mots
from data_loaders.measures.palmares import RAISONS_VIDES
from data_loaders.portraits.lieu import ChiffreLieu, Ciel, Fiche, Part
from geo import lieux, recherche, sujets, zonages
from geo.rattachement import note_sur, rattacher
from geo.sujets import Sujet
from pages.figures import icones, lecture
from pages.figures.aide import glossaire
from pages.figures.carte.vue import FONDS, MENTION_DEMONSTRATION
from pages.figures.portrait.mots import (
    mouvement,
    mouvement_estime,
    part,
    publics,
    sans_estimation,
)
from pages.figures.territoires.etats_commun import ROLES
from pages.figures.territoires.lieu import adresse, confiance
from pages.figures.vues import Vue, badges_demo

# Signs of the levels, on the map and beside each figure: one legend for both.
SIGNES = {"habitants": "ici", "chomage": "trait", "projets": "aplat", "inscrits": "tirets"}
TITRES = {
    "habitants": "Habitants",
    "chomage": "Chômage",
    "projets": "Projets de recrutement",
    "inscrits": "Demandeurs d’emploi",
}
AUTRES_MAX = 3
# Term of the glossary that a title asks to define.
_MOTS = {"chomage": "chomage", "projets": "projets", "inscrits": "inscrits"}
_DU = {"bassin": "du bassin", "departement": "du département", "region": "de la région"}
SUIVIS = ("spo", "zef", "gtec")
# Facts of a figure read at once: the difficult share is one of the four figures.
_PREMIERS = {"projets": 2}
# Said under the doors, on the screen only.
IMPRIMER = (
    '<p class="obs-note obs-imprimer">Imprimée depuis le navigateur, cette page tient sur une feuille A4, ou en PDF, '
    f"debout ou couchée{FINE}; son adresse rouvre ce lieu.</p>"
)


class Carton(NamedTuple):
    """One figure.

    Attributes:
        signe: sign of its level; "" when the place is in no zone.
        prefixe: « au moins ». valeur: the number; « n.d. » or « s » when there is none.
        faits: period, share, region, move, one line each.
        niveau: whose figure it is. autres: those of the other zones that the place meets. source: who says it.
    """

    role: str
    titre: str
    signe: str
    prefixe: str
    valeur: str
    faits: tuple[str, ...]
    niveau: str
    autres: tuple[str, ...]
    source: str


class Porte(NamedTuple):
    """A screen already set on the place."""

    adresse: str
    titre: str
    suite: str


@dataclass(frozen=True, kw_only=True)
class VueCommune(Vue):
    """All the words of the view."""

    cartons: tuple[Carton, ...]
    portes: tuple[Porte, ...]


def preparer(f: Fiche, ancien: str = "") -> VueCommune:
    """Everything said of a place.

    Args:
        ancien: name of the former commune that was asked, "" when the place bears its own name.
    """
    cartons = tuple(_carton(f, role) for role in TITRES)
    demo = any(c.demonstration for c in f.chiffres.values())
    return VueCommune(
        titre=titre(f),
        sous_titre=_sous_titre(f.sujet, ancien),
        cartons=cartons,
        portes=portes(f),
        lecture=_lecture(f),
        source=_sources(f),
        badges=badges_demo(demo),
    )


def _sous_titre(sujet: Sujet, ancien: str) -> str:
    quoi = "Ma commune" if sujet.zonage == "commune" else capitale(zonages.zonage(sujet.zonage).libelle_zone)
    departements = sorted({c[:2] for c in sujet.communes})
    ou = francais.enumeration([zonages.DEPARTEMENTS[d] for d in departements])
    if sujet.zonage in ("departement", "region"):
        return quoi
    dit = f"{quoi}{INSEC}: {sujet.nom} ({ou})"
    return f"{capitale(ancien)} est aujourd’hui dans {sujet.nom}. {dit}" if ancien else dit


def titre(f: Fiche) -> str:
    """The first figure that is known: difficulty, then unemployment, then people."""
    return _titre_difficile(f) or _titre_chomage(f) or _titre_habitants(f)


def _ou(sujet: Sujet, parts: Sequence[Part]) -> str:
    """« Autour de Mamers » for a figure of the zones around, « Dans le bassin… » for the place's own."""
    if parts[0].zonage != sujet.zonage:
        genitif = lieux.genitif(sujet.zonage, sujet.code) if sujet.zonage == "commune" else sujet.de_qui
        return f"Autour {genitif}"
    if sujet.zonage in ("departement", "region", "epci", "commune"):
        return capitale(sujet.lieu)
    return f"Dans {sujet.article} {sujet.titre}"


def _titre_difficile(f: Fiche) -> str:
    c = f.chiffres["difficiles"]
    if not c.parts or c.dehors > 0 or not all(p.marche.statut == "estime" for p in c.parts):
        return ""
    bas, haut = (mots.part_dite(g(p.marche.q_estimee for p in c.parts)) for g in (min, max))
    dite = haut if bas == haut else f"de {bas.removesuffix(f'{INSEC}%')} à {haut}"
    position = c.parts[0].marche.position
    ou = "" if len(c.parts) > 1 or pd.isna(position) else f", {mots.POSITIONS[int(position)]}"
    return f"{_ou(f.sujet, c.parts)}, {dite} {c.ind.phrase}{ou}"


def _titre_chomage(f: Fiche) -> str:
    c = f.chiffres["chomage"]
    if len(c.parts) != 1 or not c.parts[0].connue or c.dehors > 0:
        return ""
    ici = c.parts[0].ligne["value"]
    taux = francais.avec_unite(ici, c.ind.unite, c.ind.decimales)
    if c.region is None:
        return f"{_ou(f.sujet, c.parts)}, {taux} de chômage"
    ecart = lecture.imprimee(c.ind, ici - c.region["value"])
    la = francais.avec_unite(c.region["value"], c.ind.unite, c.ind.decimales)
    if ecart == 0:
        return f"{_ou(f.sujet, c.parts)}, le chômage est celui de la région, {taux}"
    sens = "au-dessus" if ecart > 0 else "au-dessous"
    return f"{_ou(f.sujet, c.parts)}, {taux} de chômage, {sens} de la région ({la})"


def _titre_habitants(f: Fiche) -> str:
    nom = f.sujet.nom if f.sujet.zonage == "commune" else f.sujet.qui
    return f"{nom} compte {francais.avec_unite(f.sujet.population_nb, 'habitants')}"


def _carton(f: Fiche, role: str) -> Carton:
    c = f.chiffres[role]
    source = MENTION_DEMONSTRATION if c.demonstration else c.ind.source
    if not c.parts:
        raison = f"{_qui(f.sujet)} {c.raison}. Aucun chiffre n’est estimé." if c.periode else f"{capitale(c.raison)}."
        return Carton(role, TITRES[role], "", "", "n.d.", (raison,), "", (), source)
    premiere = c.parts[0]
    prefixe = "au moins" if premiere.connue and premiere.ligne["minorant"] else ""
    return Carton(
        role=role,
        titre=TITRES[role],
        signe="ici" if premiere.zonage == f.sujet.zonage else SIGNES[role],
        prefixe=prefixe,
        valeur=_valeur(c, premiere.ligne),
        faits=tuple(filter(None, _faits(f, role, c, premiere))),
        niveau=_niveau(f.sujet, premiere, seule=len(c.parts) == 1 and c.dehors <= 0),
        autres=_autres(f, role, c),
        source=source,
    )


def _qui(sujet: Sujet) -> str:
    return sujet.nom if sujet.zonage == "commune" else sujet.qui


def _valeur(c: ChiffreLieu, ligne: pd.Series) -> str:
    if ligne["obs_status"] in VIDES:
        return lecture.SIGNES[ligne["obs_status"]]
    unite = f"{INSEC}{c.ind.unite}" if c.ind.genre == "taux" else ""
    return f"{lecture.nombre(c.ind, ligne['value'])}{unite}"


def _faits(f: Fiche, role: str, c: ChiffreLieu, p: Part) -> tuple[str, ...]:
    """Period and region, share judged difficult, move."""
    quand = francais.en_periode(c.periode, flux=c.ind.flux)
    region = _region(f.sujet, role, c)
    if not p.connue:
        raison = p.ligne["raison"] or lecture.MOTS_STATUT[p.ligne["obs_status"]]
        return (f"{quand}{INSEC}: {raison.removeprefix('n.d. : ')}{region}",)
    if role == "inscrits":
        quand = f"{'catégories A à E' if c.ind.code == 'inscrits_a_e' else 'catégories A, B et C'}, {quand}"
    bouge = mouvement(p.evolution, "points" if c.ind.genre == "taux" else "%")
    quand = f"{quand}, {bouge}" if bouge else quand
    suite = {"projets": _difficiles, "inscrits": partial(_publics, f)}.get(role, lambda p: ())
    return (f"{quand}{region}", *suite(p))


def _publics(f: Fiche, p: Part) -> tuple[str, ...]:
    """Job-seekers of the same zone by public, at the last period that is known by public."""
    lus = {code: c for code, c in f.chiffres.items() if code in PUBLICS}
    lignes = {code: x.ligne for code, c in lus.items() for x in c.parts if (x.zonage, x.code) == (p.zonage, p.code)}
    dits = (publics(lignes, next(iter(lus.values())).periode),) if lignes else ()
    if f.chiffres["inscrits"].region is not None or f.sujet.zonage == "region":
        return dits
    return ("Ce fichier ne donne pas la région.", *dits)


def _region(sujet: Sujet, role: str, c: ChiffreLieu) -> str:
    """« ; région : 5,8 % », or why the region is not beside the figure."""
    if c.region is not None:
        return f"{FINE}; région{INSEC}: {'au moins ' if c.region['minorant'] else ''}{_valeur(c, c.region)}"
    if sujet.zonage == "region":
        return ""
    if c.ind.genre == "taux" and "region" in c.ind.zonages:
        return f"{FINE}; région{INSEC}: aucun chiffre {francais.en_periode(c.periode)}, rien n’est comparé"
    return ""


def _difficiles(p: Part) -> tuple[str, ...]:
    """The estimated share of the same zone as the projects and its position, then what is in the detail."""
    r = p.marche
    if r.statut != "estime":
        return (f"embauches jugées difficiles{INSEC}: {sans_estimation(r)}",)
    declaree = "" if pd.isna(r.declaree) else f"{mots.DECLAREE}{INSEC}: {mots.declaree_dite(r.declaree, r.marge)}"
    return (
        f"jugés difficiles{INSEC}: {_situes(r)}",
        mouvement_estime(r),
        mots.memoire_dite(r.memoire),
        f"la part qui dure est {mots.intervalle_dit(r.borne_basse, r.borne_haute)}",
        declaree,
    )


def _situes(r: Any) -> str:
    """« 50 % estimés · 37 % déclarés ici, plus bas que dans la région »."""
    position = "" if pd.isna(r.position) else mots.POSITIONS[int(r.position)]
    return ", ".join(filter(None, (mots.tous_metiers_dits(r._asdict()), position)))


def nom_zone(zonage: str, code: str) -> str:
    """« bassin d’emploi de Mamers », « CC Maine Saosnois », with its communes in the level of a figure."""
    return sujets.de_zone(zonage, code).titre


def _communes(zonage: str, code: str) -> str:
    if code in zonages.epci_a_cheval() and zonage == "epci":
        dedans, tout = zonages.epci_a_cheval()[code]
        return f"{francais.avec_unite(tout, 'communes')}, dont {dedans} dans la région"
    n = int(zonages.zones(zonage).set_index("code_zone").loc[code, "communes_nb"])
    return francais.avec_unite(n, "communes")


def _niveau(sujet: Sujet, p: Part, seule: bool) -> str:
    """« chiffre du bassin d’emploi de Mamers, 82 communes »; with the share who live there when there are others."""
    if p.zonage == sujet.zonage == "commune":
        return "chiffre de la commune"
    dit = f"chiffre {sujets.de_zone(p.zonage, p.code).de_qui}"
    if p.zonage == "region":
        return dit
    z = zonages.zonage(p.zonage)
    deduit = f" (périmètre {z.confiance})" if z.decoupage_de_travail and z.confiance == "déduit" else ""
    dit = f"{dit}, {_communes(p.zonage, p.code)}{deduit}"
    return dit if seule else f"{dit}, où vivent {part(p.part_population)} des habitants"


def _autres(f: Fiche, role: str, c: ChiffreLieu) -> tuple[str, ...]:
    """The other zones that the place meets, each with its own figure and the share of the people who live there."""
    dits = []
    for p in c.parts[1 : 1 + AUTRES_MAX]:
        moins = "au moins " if p.connue and p.ligne["minorant"] else ""
        valeur = f"{moins}{_valeur(c, p.ligne)}"
        if role == "projets":
            valeur += f", {_difficiles(p)[0]}"
        dits.append(
            f"{capitale(nom_zone(p.zonage, p.code))}{INSEC}: {valeur} ({part(p.part_population)} des habitants)"
        )
    reste = len(c.parts) - 1 - AUTRES_MAX
    if reste > 0:
        dits.append(f"et {francais.avec_unite(reste, 'autres zones')}, dans les découpages ci-dessous")
    if f.sujet.zonage == "commune" and (note := note_sur(c.zonage, f.sujet.code)):
        dits.append(note)
    if c.dehors > 0.0005:
        dits.append(f"{capitale(part(c.dehors))} des habitants {recherche.hors(c.zonage)}")
    return tuple(dits)


def portes(f: Fiche) -> tuple[Porte, ...]:
    """Doors already set on the place, in the zoning that each screen answers for."""
    lieu, chomage = f.sujet.identifiant, f.chiffres["chomage"].parts
    r = rattacher(f.sujet.zonage, f.sujet.code, f.chiffres["difficiles"].ind.zonages)
    z, zone = r.zonage, r.cle
    estimes = f.ciel.estimes_nb if f.ciel else 0
    suite = francais.avec_unite(estimes, "métiers estimés") if estimes else sujets.de_zone(z, r.code).titre
    sortes = [
        Porte(adresse("portrait", zonage=z, zone=zone, lieu=lieu), f"Portrait {_DU[z]}", "deux pages à imprimer"),
        Porte(adresse("meteo", zone=zone, lieu=lieu), "Météo des métiers", suite),
    ]
    if chomage:
        zones = f"{chomage[0].zonage}:{chomage[0].code}"
        vers = adresse("tendances", indicateur="taux_chomage", zonage=chomage[0].zonage, zones=zones, lieu=lieu)
        sortes.append(Porte(vers, "Tendances", "le chômage depuis 2003"))
    sortes.append(Porte(adresse("comparer", t1=zone, lieu=lieu), "Comparer", "avec d’autres territoires"))
    dessine, choix = ("bassin", {}) if z == "region" else (z, {"zone": zone})
    vers = adresse("carte", indicateur="bmo_part_difficiles_estimee", zonage=dessine, lieu=lieu, **choix)
    n = francais.avec_unite(len(zonages.zones(dessine)), lieux.pluriel(zonages.zonage(dessine).libelle_zone))
    sortes.append(Porte(vers, "Carte", n))
    return tuple(sortes)


def _lecture(f: Fiche) -> str:
    c = f.chiffres["chomage"]
    if not c.parts or not c.parts[0].connue:
        return "Chaque chiffre dit le territoire dont il parle ; aucun n’est estimé pour la commune seule."
    p = c.parts[0]
    dit = lecture.lecture(c.ind, p.zonage, p.code, c.periode, p.ligne, c.region)
    zone = sujets.de_zone(p.zonage, p.code)
    pour = "" if p.zonage == f.sujet.zonage else f" Ce taux est celui {zone.de_qui}, il n’existe pas {_pour(f.sujet)}."
    return f"{dit}{pour}"


def _pour(sujet: Sujet) -> str:
    return "pour la commune seule" if sujet.zonage == "commune" else "pour ce territoire"


def _sources(f: Fiche) -> str:
    lues = (MENTION_DEMONSTRATION if c.demonstration else c.ind.source for c in f.chiffres.values())
    return f"{f'{FINE}; '.join(dict.fromkeys(lues))}. {FONDS}."


def cartons_html(cartons: Sequence[Carton]) -> str:
    """The figures as a list; texts are escaped. What is not read first opens under « Détail »."""
    return f'<ul class="obs-cartons">{"".join(map(_carton_html, cartons))}</ul>'


def _carton_html(c: Carton) -> str:
    prefixe = f"<small>{escape(c.prefixe)}</small> " if c.prefixe else ""
    dits = [f"<p>{escape(t)}</p>" for t in c.faits]
    premiers = _PREMIERS.get(c.role, 1)
    suite = (
        f'<details class="obs-suite"><summary aria-label="{escape(f"Détail et source{INSEC}: {c.titre}")}">Détail'
        f'</summary>{"".join(dits[premiers:])}<p class="obs-note">{escape(c.source)}</p></details>'
    )
    signe = f'<i class="obs-signe obs-signe--{c.signe}" aria-hidden="true"></i>' if c.signe else ""
    niveau = f'<p class="obs-niveau">{signe}<span>{escape(c.niveau)}</span></p>' if c.niveau else ""
    autres = "".join(f'<p class="obs-autre">{escape(t)}</p>' for t in c.autres)
    mot = f" {glossaire.aide(_MOTS[c.role])}" if c.role in _MOTS else ""
    return (
        f'<li><h2>{escape(c.titre)}{mot}</h2><p class="obs-chiffre">{prefixe}{escape(c.valeur)}</p>'
        f'<div class="obs-dits">{"".join(dits[:premiers])}{niveau}{autres}{suite}</div></li>'
    )


def _degres(ciel: Ciel) -> set[str]:
    return {mots.certitude_dite(m.r.certitude, m.r.w) for m in ciel.metiers}


def ciel_sous_titre(ciel: Ciel) -> str:
    """Where, when, and the degree that all the métiers share: said once, above them."""
    degres = _degres(ciel)
    ou = capitale(nom_zone(ciel.zonage, ciel.code))
    return ", ".join([ou, ciel.annee, *(degres if len(degres) == 1 else ())])


def ciel_html(ciel: Ciel, lieu: str, point: str = "candidat") -> str:
    """Tiles of the métiers sought, each a link to its own page that keeps the place; why there is none."""
    ou = nom_zone(ciel.zonage, ciel.code)
    if not ciel.metiers:
        return (
            f'<p class="obs-note">Dans {escape(sujets.de_zone(ciel.zonage, ciel.code).article)} {escape(ou)}, '
            f"{escape(RAISONS_VIDES['difficiles'])}.</p>"
        )
    zone = f"{ciel.zonage}:{ciel.code}"
    tuiles = []
    degres = _degres(ciel)
    for m in ciel.metiers:
        r = m.r
        c = mots.ciel(int(r.classe), point)
        image = icones.image(c.icone) if c.icone else ""
        vers = adresse("meteo", zone=zone, metier=f"metier:{r.code_groupe}", lieu=lieu)
        projets = f"{'au moins ' if r.minorant else ''}{francais.avec_unite(r.projets, 'projets')}"
        dit = mots.enonce(int(r.classe), r.certitude, r.w) if len(degres) > 1 else mots.classe_dite(int(r.classe))
        dits = (dit, projets)
        tuiles.append(
            f'<li class="obs-temps--{r.classe}"><div>{image}<b>{escape(mots.part_dite(r.q_estimee))}</b></div>'
            f'<p><a href="{escape(vers)}" target="_self">{escape(m.nom)}</a></p>'
            f"<p>{'<br>'.join(map(escape, dits))}</p></li>"
        )
    note = f"En % des projets d’embauche. {mots.MENTION}"
    return f'<ul class="obs-cherches">{"".join(tuiles)}</ul><p class="obs-note">{escape(note)}</p>'


def suivis_html(f: Fiche) -> str:
    """SPO, ZEF and GTEC of the place, and what each of them is."""
    blocs = []
    for zonage in SUIVIS:
        if zonage == f.sujet.zonage:
            continue
        z = zonages.zonage(zonage)
        parts = f.sujet.recouper(zonage)
        dits = []
        for r in parts[parts["code_zone"] != ""].head(AUTRES_MAX).itertuples():
            lien = adresse("territoires", volet="loupe", zonage=zonage, zone=f"{zonage}:{r.code_zone}")
            habitants = "" if len(parts) == 1 else f" ({part(r.part_population)} des habitants)"
            dits.append(f'<a href="{escape(lien)}" target="_self">{escape(r.libelle_zone)}</a>{habitants}')
        ici = francais.enumeration(dits) or capitale(recherche.hors(zonage))
        blocs.append(
            f"<li><h3>{escape(capitale(z.libelle_zone))} {glossaire.aide(zonage)}</h3><p>{ici}</p>"
            f'<p class="obs-note">{escape(ROLES[zonage])}</p><p>{confiance(z)}</p></li>'
        )
    return f'<ul class="obs-suivis">{"".join(blocs)}</ul>'


def portes_html(liens: Sequence[Porte]) -> str:
    """The doors; texts are escaped."""
    items = "".join(
        f'<li><a href="{escape(p.adresse)}" target="_self"><strong>{escape(p.titre)}</strong> '
        f"<span>{escape(p.suite)}</span></a></li>"
        for p in liens
    )
    return f'<nav aria-label="Sur ce lieu"><ul class="obs-portes obs-portes--lieu">{items}</ul></nav>'


def voisins_html(codes: Sequence[str], zonage: str) -> str:
    """Links to the neighbours of the same zoning; "" when there is none."""
    if not codes:
        return ""
    noms = {c: zonages.libelle_zone(zonage, c) for c in codes}
    liens = ", ".join(
        f'<a href="{escape(adresse("territoires", lieu=f"{zonage}:{c}"))}" target="_self">{escape(nom)}</a>'
        for c, nom in sorted(noms.items(), key=lambda paire: zonages.slug(paire[1]))
    )
    quoi = "Communes voisines" if zonage == "commune" else "Voisins"
    return f'<p class="obs-note obs-voisins">{quoi}{INSEC}: {liens}.</p>'
