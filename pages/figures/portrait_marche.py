"""Blocks « Chômage et demande d’emploi », « Besoins en main-d’œuvre » and « Météo des métiers »."""

from __future__ import annotations

from typing import Any

from data_loaders import francais
from data_loaders.francais import FINE, INSEC, nombre
from data_loaders.measures import meteo_mots as mots
from data_loaders.portrait import Chiffre, Portrait
from data_loaders.portrait_meteo import Famille, Meteo
from geo import lieux, zonages
from pages.figures import portrait_dessins, portrait_mots
from pages.figures.lecture import capitale
from pages.figures.meteo_vue import mouvement, proche
from pages.figures.portrait_document import Bloc, Cellule, Ciel, Colonne, Dessin, Tableau
from pages.figures.portrait_mots import cle, part, recouvrement, table_recoupe

CHAMP_DEMANDE = (
    "Taux : chômeurs au sens du BIT parmi les actifs, au lieu de résidence, corrigé des variations saisonnières ; "
    "inscrits en fin de mois, données brutes."
)
CHAMP_BESOINS = "Intentions d’embauche déclarées pour l’année par les établissements enquêtés."
EPCI_NOMMES = 3
AUCUNE_ESTIMATION = "Aucune valeur n’est estimée pour un territoire que son producteur ne publie pas."


def demande(p: Portrait) -> Bloc:
    """Unemployment rate and job-seekers: the territory's own, else those of the zones met."""
    taux = p.chiffres["taux_chomage"]
    propres = [p.chiffres[c] for c in ("defm_a", "defm_abc", "inscrits_a_e") if p.chiffres[c].ligne is not None]
    connus = [c for c in propres if c.connu]
    montres = connus or propres or [p.chiffres["defm_a"]]
    tables = [table_recoupe(p.sujet, [(taux, "Taux de chômage")])]
    if montres[0].ligne is None:
        tables.append(
            table_recoupe(
                p.sujet, [(c, t) for c, t in _inscrits(p) if not c.recoupe.empty] or _inscrits(p), EPCI_NOMMES
            )
        )
    cles = [cle(taux, "Taux de chômage")] if taux.ligne is not None else []
    cles += [cle(c, _TITRES[c.ind.code]) for c in montres if c.ligne is not None]
    constat = _constat_demande(p, taux, montres[0])
    return Bloc(
        code="demande",
        titre="Chômage et demande d’emploi",
        constat=constat,
        cles=tuple(cles),
        dessin=_courbe(p),
        phrases=tuple(
            filter(None, (_taux_ailleurs(p, taux, constat), *map(portrait_mots.absence, (taux, montres[0]))))
        ),
        tableaux=tuple(t for t in tables if t),
        champ=CHAMP_DEMANDE,
        source=portrait_mots.source([taux, *montres]),
        demonstration=any(c.demonstration and c.instantane for c in (taux, *montres)),
    )


_TITRES = {
    "defm_a": "Demandeurs d’emploi, catégorie A",
    "defm_abc": "Demandeurs d’emploi, catégories A, B, C",
    "inscrits_a_e": "Inscrits, catégories A à E",
}


def _inscrits(p: Portrait) -> list[tuple[Chiffre, str]]:
    return [(p.chiffres["defm_a"], "Catégorie A"), (p.chiffres["defm_abc"], "Catégories A, B, C")]


def _constat_demande(p: Portrait, taux: Chiffre, inscrits: Chiffre) -> str:
    """The finding: the rate where it is published, else the job-seekers, else the range of the rates met."""
    lieu = capitale(p.sujet.lieu)
    if taux.connu:
        texte = f"{lieu}, {portrait_mots.valeur(taux, taux.ligne)} de la population active est au chômage"
        ecart = portrait_mots.comparaison(taux)
        return f"{texte} {francais.en_periode(taux.periode)}{f', {ecart}' if ecart else ''}."
    if inscrits.connu:
        n = f"{'au moins ' if inscrits.ligne['minorant'] else ''}{nombre(inscrits.ligne['value'])}"
        quand = francais.en_periode(inscrits.periode, flux=inscrits.ind.flux)
        mot = francais.accorder(inscrits.ind.unite, inscrits.ligne["value"])
        suite = portrait_mots.mouvement(inscrits.evolution, "%")
        return f"{lieu}, {n} {mot} {quand}{f', {suite}' if suite else ''}."
    return recouvrement(p.sujet, taux) or f"{lieu}, aucun chiffre du chômage n’est disponible."


def _taux_ailleurs(p: Portrait, taux: Chiffre, constat: str) -> str:
    """Where the rate is published, and its range over the zones met unless the finding already says it."""
    phrase = recouvrement(p.sujet, taux)
    if not phrase:
        return ""
    phrases = [f"Le taux de chômage est publié par {zonages.zonage(taux.zonage).libelle_zone}."]
    if phrase != constat:
        phrases.append(phrase)
    if taux.region is not None:
        phrases.append(f"Dans la région{INSEC}: {portrait_mots.valeur(taux, taux.region)}.")
    return " ".join(phrases)


def _courbe(p: Portrait) -> Dessin | None:
    c = p.courbe
    if c is None:
        return None
    nom = f"{zonages.zonage(c.zonage).libelle_zone} {lieux.genitif(c.zonage, c.code)}"
    if c.zonage == "region":
        nom = "région Pays de la Loire"
    region = c.region if c.zonage != "region" else c.region.head(0)
    debut, fin = (min(c.lignes.index, key=francais.rang_periode), max(c.lignes.index, key=francais.rang_periode))
    ici = "" if c.part_population == 1 else f", où vivent {part(c.part_population)} des habitants du territoire"
    compare = "" if region.empty else f"{FINE}; en pointillé, la région"
    titre = f"Taux de chômage, {nom}{ici}, {francais.etendue_periodes([debut, fin])}{compare}."
    court = zonages.libelle_zone(c.zonage, c.code) if c.zonage != "region" else "région"
    return Dessin(lambda theme: portrait_dessins.courbe(c.lignes, region, court, titre, "%", theme), titre, titre)


def besoins(p: Portrait) -> Bloc:
    """Recruitment projects: the territory's own, else those of the bassins met; then the first métiers."""
    projets, part_difficile, saisonniers = (
        p.chiffres[c] for c in ("bmo_projets", "bmo_part_difficiles", "bmo_projets_saisonniers")
    )
    propre = projets.ligne is not None
    tables = [
        table_recoupe(
            p.sujet,
            [(projets, "Projets"), (part_difficile, "Jugés difficiles"), (saisonniers, "Saisonniers")],
        ),
        _metiers(p.meteo) if p.meteo else None,
    ]
    cles = ()
    if propre:
        cles = (
            cle(projets, "Projets de recrutement"),
            cle(part_difficile, "Jugés difficiles"),
            cle(saisonniers, "Projets saisonniers"),
        )
    return Bloc(
        code="besoins",
        titre="Besoins en main-d’œuvre",
        constat=_constat_besoins(p, projets, part_difficile),
        cles=cles,
        phrases=tuple(filter(None, (portrait_mots.absence(projets),))),
        tableaux=tuple(t for t in tables if t),
        champ=CHAMP_BESOINS,
        source=portrait_mots.source([projets]),
        demonstration=projets.demonstration and bool(projets.instantane),
    )


def _constat_besoins(p: Portrait, projets: Chiffre, part_difficile: Chiffre) -> str:
    lieu = capitale(p.sujet.lieu)
    if projets.connu:
        n = francais.avec_unite(projets.ligne["value"], "projets")
        moins = "au moins " if projets.ligne["minorant"] else ""
        texte = f"{lieu}, les employeurs déclarent {moins}{n} de recrutement en {projets.periode}"
        if part_difficile.connu:
            texte += f"{FINE}; {portrait_mots.valeur(part_difficile, part_difficile.ligne)} sont jugés difficiles"
            ecart = portrait_mots.comparaison(part_difficile)
            texte += f", {ecart}" if ecart else ""
        return f"{texte}."
    phrase = recouvrement(p.sujet, part_difficile)
    if not phrase:
        return f"{lieu}, aucun projet de recrutement n’est connu."
    return f"{phrase[:-1]} de projets de recrutement jugés difficiles."


def _metiers(m: Meteo) -> Tableau | None:
    """The métiers with the most projects where most of the people live."""
    if not m.metiers:
        return None
    zone = m.zones.iloc[0]
    ou = f"{zonages.zonage(m.zonage).libelle_zone} {lieux.genitif(m.zonage, zone['code_zone'])}"
    if m.zonage == "region":
        ou = "région Pays de la Loire"
    ici = "" if m.propre else f" ({part(zone['part_population'])} des habitants du territoire)"
    colonnes = (
        Colonne("Métier"),
        Colonne("Projets", True, 0.16),
        Colonne("Difficulté", part=0.2),
        Colonne("Dans la région", part=0.2),
    )
    lignes = tuple((r.nom, _projets(r), _classe(r), _classe_region(r)) for r in m.metiers)
    return Tableau(f"Les métiers aux projets les plus nombreux, {ou}{ici}, {m.annee}", colonnes, lignes)


def _projets(r: Any) -> str:
    return f"{'au moins ' if r.minorant else ''}{nombre(r.projets_visibles)}"


def _classe(r: Any) -> str:
    return mots.classe_dite(int(r.niveau), proche(r))


def _classe_region(r: Any) -> str:
    return "n.d." if r.niveau_region != r.niveau_region or r.niveau_region is None else f"{int(r.niveau_region)} sur 5"


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
    dessin = Dessin(lambda theme: portrait_dessins.echelle(bas, haut, region, alt, theme), alt)
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
