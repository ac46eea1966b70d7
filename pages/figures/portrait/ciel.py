"""Block « Météo des métiers »: the sky of each family on the territory, or its range over the bassins met."""

from __future__ import annotations

from data_loaders.francais import FINE, INSEC, nombre
from data_loaders.measures import meteo_mots as mots
from data_loaders.portraits.meteo import Famille, Meteo
from data_loaders.portraits.territoire import Portrait
from geo import lieux, zonages
from pages.figures.lecture import capitale
from pages.figures.meteo.vue import mouvement, proche
from pages.figures.portrait import courbes, mots as portrait_mots
from pages.figures.portrait.document import Bloc, Cellule, Ciel, Colonne, Dessin, Tableau
from pages.figures.portrait.marche import CHAMP_BESOINS
from pages.figures.portrait.mots import part

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
        phrases=(_d_ou(p, m),),
        tableaux=(_familles(m),),
        champ=CHAMP_BESOINS,
        source=f"{portrait_mots.source([p.chiffres['bmo_part_difficiles']])[:-1]}{FINE}; météo{INSEC}: méthode de "
        "l’Observatoire, ce n’est pas l’indicateur officiel.",
        demonstration=m.demonstration,
    )


def _constat_meteo(p: Portrait, m: Meteo) -> str:
    """How many families are difficult to recruit, the hardest one named."""
    lieu = capitale(p.sujet.lieu)
    classees = [f for f in m.familles if f.classes]
    if not classees:
        return f"{lieu}, aucune famille de métiers ne peut être classée{INSEC}: effectifs masqués ou trop petits."
    dures = [f for f in classees if f.classes[0] >= 4]
    dure = max(classees, key=lambda f: (f.classes[0], f.classes[1], max(c.r.q_tilde for c in f.classees)))
    if not dures:
        return f"{lieu}, aucune famille de métiers n’est classée difficile à recruter."
    n, total = len(dures), len(classees)
    partout = f" dans tous les {lieux.pluriel(zonages.zonage(m.zonage).libelle_zone)} rencontrés"
    ou = partout if len(m.zones) > 1 else ""
    nom = f"«{INSEC}{dure.libelle}{INSEC}»"
    if n == 1:
        return f"{lieu}, recruter est difficile{ou} pour une famille de métiers sur {nombre(total)}{INSEC}: {nom}."
    return (
        f"{lieu}, recruter est difficile{ou} pour {nombre(n)} familles de métiers sur {nombre(total)}, d’abord {nom}."
    )


def _d_ou(p: Portrait, m: Meteo) -> str:
    if m.propre:
        return (
            "Cinq classes, selon la part des projets de recrutement jugés difficiles, rapprochée de celle de la région "
            "quand les projets sont peu nombreux."
        )
    zone = zonages.zonage(m.zonage).libelle_zone
    grandes, _ = portrait_mots.nommees(m.zones)
    noms = ", ".join(f"{r.libelle_zone} ({part(r.part_population)} des habitants)" for r in grandes.itertuples())
    un = len(m.zones) == 1
    debut = (
        f"La météo est celle du {zone} rencontré"
        if un
        else f"Chaque ligne donne l’étendue sur les {lieux.pluriel(zone)} rencontrés"
    )
    return f"{debut}{INSEC}: {noms}. {AUCUNE_ESTIMATION}"


def _familles(m: Meteo) -> Tableau:
    famille, trait = (0.23, 0.12) if m.propre else (0.27, 0.16)
    colonnes = [
        Colonne("Famille de métiers", part=famille),
        Colonne("De 0 à 100 %", part=trait),
        Colonne("Part retenue", True, 0.11),
        Colonne("Classe", part=0.13),
        Colonne("Qui recrute"),
        Colonne("Qui cherche"),
    ]
    if m.propre:
        colonnes.append(Colonne("Évolution", part=0.15))
    lignes = [_ligne_famille(m, f) for f in _rangees(m)]
    note = (
        f"Trait vertical{INSEC}: la région. Part retenue{INSEC}: part des projets jugés difficiles, rapprochée de "
        "celle de la région. Deux classes voisines ne sont pas une différence établie."
    )
    return Tableau(f"Ciel des huit familles de métiers, {m.annee}", tuple(colonnes), tuple(lignes), note)


def _rangees(m: Meteo) -> list[Famille]:
    """Classed families from the most to the least difficult, then the others."""
    return sorted(
        m.familles,
        key=lambda f: (not f.classes, -max((c.r.q_tilde for c in f.classees), default=0.0), f.libelle),
    )


def _ligne_famille(m: Meteo, f: Famille) -> tuple[Cellule, ...]:
    if not f.classes:
        raison = f.cellules[0].r.raison if len(f.cellules) == 1 else "aucune classe dans les zones rencontrées"
        return (f.libelle, "n.d.", "n.d.", raison, *("n.d." for _ in range(3 if m.propre else 2)))
    parts = [100 * c.r.q_tilde for c in f.classees]
    bas, haut = min(parts), max(parts)
    dite = f"{nombre(bas)} à {nombre(haut)}" if nombre(bas) != nombre(haut) else nombre(bas)
    region = 100 * f.region.q_tilde if f.region.statut == "classe" else None
    la = "" if region is None else f"{FINE}; région {nombre(region)}{INSEC}%"
    alt = f"{f.libelle}{INSEC}: {dite}{INSEC}%{la}"
    dessin = Dessin(lambda theme: courbes.echelle(bas, haut, region, alt, theme), alt)
    cellules: list[Cellule] = [f.libelle, dessin, f"{dite}{INSEC}%", _classes(f)]
    cellules += [_ciel(f, v) for v in ("employeur", "candidat")]
    if m.propre:
        r = f.cellules[0].r
        cellules.append(mouvement(r.fleche, r.delta))
    return tuple(cellules)


def _classes(f: Famille) -> str:
    bas, haut = f.classes
    if bas != haut:
        return f"{bas} à {haut} sur 5"
    return mots.classe_dite(bas, proche(f.classees[0].r)) if len(f.cellules) == 1 else f"{bas} sur 5"


def _ciel(f: Famille, point: str) -> Ciel:
    ciels = [mots.ciel(n, point) for n in dict.fromkeys(f.classes)]
    if len(ciels) == 1:
        return Ciel(ciels[0].icone or "", ciels[0].mot)
    return Ciel("", f"{ciels[0].mot} à {ciels[1].mot}")
