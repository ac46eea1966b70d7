"""Block « Météo des métiers »: the sky of each family on the territory, or its range over the bassins met."""

from typing import Any

from data_loaders.francais import FINE, INSEC, capitale, ecart, nombre
from data_loaders.measures import enonces, mots_estimation as mots
from data_loaders.portraits.meteo import ESTIME, Famille, Meteo
from data_loaders.portraits.territoire import Portrait
from geo import lieux, zonages
from pages.figures import phrases
from pages.figures.phrases import CHAMP_BESOINS, part
from pages.figures.portrait import courbes, mots as portrait_mots
from pages.figures.portrait.document import Bloc, Cellule, Ciel, Colonne, Dessin, Tableau
from pages.figures.portrait.mots import ABSENT

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
        phrases=(mots.MENTION,) if m.propre else (_d_ou(m), mots.MENTION),
        tableaux=(_familles(m),),
        champ=CHAMP_BESOINS,
        source=f"{portrait_mots.source([p.chiffres['bmo_part_difficiles']])[:-1]}{FINE}; météo{INSEC}: travail de "
        "l’Observatoire, ce n’est pas l’indicateur officiel.",
        demonstration=m.demonstration,
    )


def _constat_meteo(p: Portrait, m: Meteo) -> str:
    """How many families are surely hard to fill, the hardest one named."""
    lieu = capitale(p.sujet.lieu)
    total = sum(bool(f.estimees) for f in m.familles)
    if not total:
        return f"{lieu}, aucune famille de métiers n’a de chiffre{INSEC}: effectifs masqués ou trop petits."
    dures = [f for f in _rangees(m) if f.difficile]
    if not dures:
        return f"{lieu}, aucune famille de métiers n’est nettement difficile à pourvoir."
    n = len(dures)
    partout = f" dans tous les {lieux.pluriel(zonages.zonage(m.zonage).libelle_zone)} rencontrés"
    ou = partout if len(m.zones) > 1 else ""
    nom = f"«{INSEC}{dures[0].libelle}{INSEC}»"
    if n == 1:
        return (
            f"{lieu}, une famille de métiers sur {nombre(total)} est nettement difficile à pourvoir{ou}{INSEC}: {nom}."
        )
    return (
        f"{lieu}, {nombre(n)} familles de métiers sur {nombre(total)} sont nettement difficiles à pourvoir{ou}, "
        f"d’abord {nom}."
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
    """One row a family; a single zone gives its class and how sure it is, several give a range."""
    seule = len(m.zones) == 1
    colonnes = [
        Colonne("Famille de métiers", part=0.26),
        Colonne("De 0 à 100 %", part=0.16),
        Colonne("Jugés difficiles", True, 0.13),
        Colonne("À pourvoir"),
        *([Colonne("Évolution", part=0.19)] if m.propre else []),
    ]
    lignes = [_ligne_famille(m, f, seule) for f in _rangees(m)]
    trait = f"où est la part qui dure, huit fois sur{INSEC}dix" if seule else "étendue"
    regionale = m.zonage == "region"
    note = f"Trait épais{INSEC}: {trait}{'' if regionale else f'{FINE}; trait vertical{INSEC}: la région'}."
    r = m.ensemble.region
    if m.propre and r.fleche != "non_mesurable":
        tous = "Tous les métiers" if regionale else "Toute la région"
        note += f" {tous} depuis {r.annee_precedente}{INSEC}: {ecart(100 * r.delta, 'points', 0)}."
    return Tableau(f"Ciel des huit familles de métiers, {m.annee}", tuple(colonnes), tuple(lignes), note)


def _rangees(m: Meteo) -> list[Famille]:
    """Estimated families from the most to the least difficult, then the others."""
    return sorted(
        m.familles, key=lambda f: (not f.estimees, -max((c.r.q_estimee for c in f.estimees), default=0.0), f.libelle)
    )


def _ligne_famille(m: Meteo, f: Famille, seule: bool) -> tuple[Cellule, ...]:
    suite = (ABSENT,) if m.propre else ()
    if not f.estimees:
        raison = phrases.sans_estimation(f.cellules[0].r) if seule else "aucun chiffre dans les zones rencontrées"
        return (f.libelle, ABSENT, ABSENT, raison, *suite)
    parts = [c.r.q_estimee for c in f.estimees]
    dite = portrait_mots.etendue(parts)
    r = f.estimees[0].r
    bas, haut = (r.borne_basse, r.borne_haute) if seule else (min(parts), max(parts))
    region = 100 * f.region.q_estimee if f.region.statut == ESTIME and m.zonage != "region" else None
    la = "" if region is None else f"{FINE}; région {nombre(region)}{INSEC}%"
    alt = f"{f.libelle}{INSEC}: {dite}{la}"
    dessin = Dessin(lambda theme: courbes.echelle(100 * bas, 100 * haut, region, alt, theme), alt)
    if m.propre:
        suite = (mots.mouvement_dit(r.fleche, bool(r.grand), r.fleche_raison),)
    return (f.libelle, dessin, dite, _ciel(r) if seule else _etendue(f), *suite)


def _ciel(r: Any) -> Ciel:
    """The sky of its class; the number alone where its side is not sure enough."""
    return Ciel(0 if r.certitude == enonces.FRAGILE else int(r.classe), mots.enonce(int(r.classe), r.certitude, r.w))


def _etendue(f: Famille) -> Ciel:
    """The class of the zones met: one with its sky, or from the lowest to the highest, when all are sure enough."""
    if any(c.r.certitude == enonces.FRAGILE for c in f.estimees):
        return Ciel(0, mots.A_CONFIRMER)
    classes = [int(c.r.classe) for c in f.estimees]
    bas, haut = (mots.classe_dite(n) for n in (min(classes), max(classes)))
    if bas == haut:
        return Ciel(classes[0], haut)
    return Ciel(0, f"de {bas.removesuffix(' à pourvoir')} à {haut}")
