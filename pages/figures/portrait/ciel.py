"""Block « Météo des métiers »: the sky of each family on the territory, or its range over the bassins met."""

from typing import Any

from data_loaders.francais import FINE, INSEC, capitale, ecart, nombre
from data_loaders.measures import mots_estimation as mots
from data_loaders.portraits.meteo import ESTIME, Famille, Meteo
from data_loaders.portraits.territoire import Portrait
from geo import lieux, zonages
from pages.figures.portrait import courbes, mots as portrait_mots
from pages.figures.portrait.document import Bloc, Cellule, Ciel, Colonne, Dessin, Tableau
from pages.figures.portrait.marche import CHAMP_BESOINS
from pages.figures.portrait.mots import ABSENT, part

AUCUNE_ESTIMATION = "Aucune valeur n’est estimée pour un territoire que son producteur ne publie pas."


def meteo(p: Portrait) -> Bloc:
    """The sky of each family: the territory's own class, else the range over the bassins met."""
    m = p.meteo
    if m is None:
        raison = portrait_mots.absence(p.chiffres["bmo_part_difficiles"])
        return Bloc("meteo", "Météo des métiers", "Aucune météo ne peut être dite ici.", phrases=(raison,))
    return Bloc(
        code="meteo",
        titre="Météo des métiers",
        constat=_constat_meteo(p, m),
        phrases=(mots.POURQUOI,) if m.propre else (_d_ou(m), mots.POURQUOI),
        tableaux=(_familles(m),),
        champ=CHAMP_BESOINS,
        source=f"{portrait_mots.source([p.chiffres['bmo_part_difficiles']])[:-1]}{FINE}; météo{INSEC}: travail de "
        "l’Observatoire, ce n’est pas l’indicateur officiel.",
        demonstration=m.demonstration,
    )


def _constat_meteo(p: Portrait, m: Meteo) -> str:
    """How many families are difficult to recruit, the hardest one named."""
    lieu = capitale(p.sujet.lieu)
    classees = [f for f in m.familles if f.classes]
    if not classees:
        return f"{lieu}, aucune famille de métiers n’a d’estimation{INSEC}: effectifs masqués ou trop petits."
    dures = [f for f in classees if f.classes[0] >= 4]
    dure = max(classees, key=lambda f: (f.classes[0], f.classes[1], max(c.r.q_estimee for c in f.estimees)))
    if not dures:
        return f"{lieu}, aucune famille de métiers n’est estimée difficile à recruter."
    n, total = len(dures), len(classees)
    partout = f" dans tous les {lieux.pluriel(zonages.zonage(m.zonage).libelle_zone)} rencontrés"
    ou = partout if len(m.zones) > 1 else ""
    nom = f"«{INSEC}{dure.libelle}{INSEC}»"
    if n == 1:
        return f"{lieu}, recruter est difficile{ou} pour une famille de métiers sur {nombre(total)}{INSEC}: {nom}."
    return (
        f"{lieu}, recruter est difficile{ou} pour {nombre(n)} familles de métiers sur {nombre(total)}, d’abord {nom}."
    )


def _d_ou(m: Meteo) -> str:
    zone = zonages.zonage(m.zonage).libelle_zone
    grandes, _ = portrait_mots.nommees(m.zones)
    noms = ", ".join(f"{r.libelle_zone} ({part(r.part_population)} des habitants)" for r in grandes.itertuples())
    debut = (
        f"La météo est celle du {zone} rencontré"
        if len(m.zones) == 1
        else f"Chaque ligne donne l’étendue des estimations sur les {lieux.pluriel(zone)} rencontrés"
    )
    return f"{debut}{INSEC}: {noms}. {AUCUNE_ESTIMATION}"


def _familles(m: Meteo) -> Tableau:
    """One row a family; a single zone gives its interval, its chance and its declared share, several give a range."""
    seule = len(m.zones) == 1
    colonnes = [
        Colonne("Famille de métiers", part=0.2 if seule else 0.26),
        Colonne("De 0 à 100 %", part=0.1 if seule else 0.16),
        Colonne("Estimation", True, 0.08 if seule else 0.13),
        *([Colonne(f"8{INSEC}chances sur{INSEC}10", True, 0.1)] if seule else []),
        Colonne("Qui recrute"),
        Colonne("Qui cherche", part=0.11 if seule else 0.2),
        *([Colonne("Déclarés", True, 0.1)] if seule else []),
        *([Colonne("Évolution", part=0.13)] if m.propre else []),
    ]
    lignes = [_ligne_famille(m, f, seule) for f in _rangees(m)]
    trait = "Trait épais" + (f"{INSEC}: 8{INSEC}chances sur{INSEC}10" if seule else f"{INSEC}: étendue")
    note = (
        f"{trait}{FINE}; trait vertical{INSEC}: la région. «{INSEC}Déclarés{INSEC}»{INSEC}: part des réponses de "
        "cette enquête et sa marge, en points."
        if seule
        else f"{trait}{FINE}; trait vertical{INSEC}: la région."
    )
    r = m.ensemble.region
    if m.propre and r.fleche != "non_mesurable":
        note += f" Niveau régional depuis {r.annee_precedente}{INSEC}: {ecart(100 * r.delta, 'points', 0)}."
    return Tableau(f"Ciel des huit familles de métiers, {m.annee}", tuple(colonnes), tuple(lignes), note)


def _rangees(m: Meteo) -> list[Famille]:
    """Estimated families from the most to the least difficult, then the others."""
    return sorted(
        m.familles,
        key=lambda f: (not f.classes, -max((c.r.q_estimee for c in f.estimees), default=0.0), f.libelle),
    )


def _ligne_famille(m: Meteo, f: Famille, seule: bool) -> tuple[Cellule, ...]:
    reste = 3 if m.propre else 2
    if not f.classes:
        if not seule:
            return (f.libelle, ABSENT, ABSENT, "aucune estimation dans les zones rencontrées", ABSENT)
        r = f.cellules[0].r
        return (f.libelle, *[ABSENT] * 3, portrait_mots.sans_estimation(r), *[ABSENT] * reste)
    dite = portrait_mots.etendue([c.r.q_estimee for c in f.estimees])
    r = f.estimees[0].r
    bas, haut = (r.borne_basse, r.borne_haute) if seule else _bouts([c.r.q_estimee for c in f.estimees])
    region = 100 * f.region.q_estimee if f.region.statut == ESTIME else None
    la = "" if region is None else f"{FINE}; région {nombre(region)}{INSEC}%"
    alt = f"{f.libelle}{INSEC}: {dite}{la}"
    dessin = Dessin(lambda theme: courbes.echelle(100 * bas, 100 * haut, region, alt, theme), alt)
    debut: tuple[Cellule, ...] = (f.libelle, dessin, dite)
    if not seule:
        return (*debut, *(_etendue(f, v) for v in ("employeur", "candidat")))
    icones = [mots.ciel(int(r.classe), v).icone or "" for v in ("employeur", "candidat")]
    cellules = (
        *debut,
        portrait_mots.bornes(r.borne_basse, r.borne_haute),
        Ciel(icones[0], portrait_mots.enonce(r)),
        Ciel(icones[1], mots.classe_dite(int(r.classe), r.ou, "candidat")),
        ABSENT if r.declaree != r.declaree else mots.declaree_dite(r.declaree, r.marge),
    )
    return (*cellules, _evolution(r)) if m.propre else cellules


def _bouts(parts: list[float]) -> tuple[float, float]:
    return min(parts), max(parts)


def _evolution(r: Any) -> str:
    if r.fleche == "non_mesurable":
        return "non mesurable"
    return mots.mouvement_dit(r.fleche, r.delta, bool(r.grand), r.fleche_raison)


def _etendue(f: Famille, point: str) -> Ciel:
    """The sky of the zones met: one, or from the lowest to the highest class."""
    ciels = [mots.ciel(n, point) for n in dict.fromkeys(f.classes)]
    if len(ciels) == 1:
        return Ciel(ciels[0].icone or "", ciels[0].mot)
    return Ciel("", f"{ciels[0].mot} à {ciels[1].mot}")
