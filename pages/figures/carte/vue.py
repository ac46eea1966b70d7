"""All that the map page shows for one set of choices: computed here, drawn elsewhere.

A figure is never moved from one zoning to another: when the indicator does not exist on the chosen zoning, the
producer's own zoning is drawn under the outlines of the chosen one, and the overlap is said in words.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from data_loaders import francais
from data_loaders.chiffres.observation import Observation
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.francais import capitale
from data_loaders.measures.evolutions import evolution
from geo import lieux, sujets, zonages
from pages.figures import adresses, classes, lecture, parts, tables
from pages.figures.carte.dessin import Dessin, EtatZone, Legende
from pages.figures.chiffres_cles import sens_dit
from pages.figures.vues import Vue, badges_decoupages, badges_demo, source_dite
from pages.parts.statement import Range, fit
from pages.words import sentences

FONDS = "Fonds IGN et Insee"
DETAILS_MAX = 6
LIGNES_MAX = 100  # rows of the table on a screen; the file has them all
NOMMEES_MAX = 5  # zones that the sentence on the extremes names
COMMENT_CHARGER = "La page Données dit comment charger les fichiers officiels."
STATUTS = {"Q": "s", "M": "so", "N": "nd", "L": "nd", "O": "nd"}


@dataclass(frozen=True, kw_only=True)
class VueCarte(Vue):
    """What is drawn and said."""

    contours: str  # zoning of the outlines above the shapes, "" when it is the same
    dessin: Dessin  # states, legend and titles of the view shown
    selection: str | None  # chosen zone among the shapes
    retenues: frozenset[str] = frozenset()  # highlighted in the table: the zone, or those that the territory meets
    contour_choisi: str | None = None


def ligne_region(t: Tableau, region: Tableau, periode: str) -> pd.Series | None:
    """The region's row at a period, or None when it has no figure, or one that is real where those of `t` are not."""
    if periode not in region.periodes or t.demonstration != region.demonstration:
        return None
    ligne = region.periode(periode).loc[zonages.REGION]
    return None if ligne["obs_status"] in VIDES else ligne


def raison_region(t: Tableau, region: Tableau, periode: str) -> str:
    """Why the region has no figure at a period."""
    if t.demonstration != region.demonstration:
        return "un chiffre de démonstration ne se compare pas à un vrai"
    if periode not in region.periodes:
        return "aucune valeur publiée pour cette période"
    return lecture.raison(region.periode(periode).loc[zonages.REGION])


def dessiner(t: Tableau, region: Tableau, vue: str = "niveau", metier: str = "") -> Dessin:
    """States and legend of every period; the costly part, worth keeping from one choice to the next. `t`: figures on
    the drawn zoning; `region`: of the same indicator on `region`; `vue`: `niveau`, or `ecart` (gap with the region;
    rates only); `metier`: name of the family or métier that the figures are of, "" for all."""
    ind = t.indicateur
    mode = "cercles" if ind.genre == "compte" else ("ecarts" if vue == "ecart" else "classes")
    # Period -> the row of the region, the limits of the classes.
    reperes = {p: (ligne_region(t, region, p), coupe(t, p) if ind.genre == "taux" else ()) for p in t.periodes}
    etats = {p: _etats(t, p, mode, *lus) for p, lus in reperes.items()}
    unite = f", en {ind.unite}" if ind.genre == "taux" else ""
    if mode == "ecarts":
        unite = f", écart à la région, en {'points' if ind.unite == '%' else ind.unite}"
    quoi = ", ".join(filter(None, (ind.libelle, francais.en_phrase(metier))))
    sous_titres, titres = {}, {}
    sures = {p: _sures(ind, t.periode(p)) for p in t.periodes}
    for p, (regionale, _) in reperes.items():
        lignes, n = t.periode(p), len(t.periode(p))
        combien = f"{francais.nombre(n)} {lieux.pluriel(zonages.zonage(t.zonage).libelle_zone, n)}"
        sous_titres[p] = f"{quoi}, {combien}, {francais.periode_libelle(p)}{unite}"
        dits, dit = {}, _titre_region(t, lignes, sures[p], regionale, p)
        du_metier = f"{t.metier.niveau}:{t.metier.code} {metier}" if t.metier else ""
        for code, ligne in zip(lignes.index, lignes.to_dict("records"), strict=True):
            dits[code] = fit(lecture.observee(ind, (t.zonage, code), p, ligne, regionale, du_metier))
        titres[p] = dits | {"": f"{metier}, {francais.en_phrase(dit)}" if metier else dit}
    return Dessin(mode, etats, _legende(t, region, reperes, sures, mode), sous_titres, titres)


def coupe(t: Tableau, *periodes: str) -> tuple[float, ...]:
    """Limits of the classes of a rate over some periods: those of all the figures printed, shared by their maps. The
    share of one métier keeps those of its words, « difficile », « partagé »: its class is the same everywhere."""
    if t.indicateur.estime and t.metier is not None:
        return t.indicateur.limites
    ind, lignes = t.indicateur, t.lignes[t.lignes["periode"].isin(periodes) & ~t.lignes["obs_status"].isin(VIDES)]
    return classes.limites_rondes([lecture.imprimee(ind, v) for v in lignes["value"]]) or ind.limites


def _du_metier(metier: str, texte: str) -> str:
    """A sentence under the name of a family or a métier: « Maçons : à Nantes, 120 projets… »."""
    return f"{metier}{francais.INSEC}: {francais.en_phrase(texte)}" if metier else texte


def preparer(
    t: Tableau, region: Tableau, zonage: str, zone: str | None, periode: str, dessin: Dessin, metier: str = ""
) -> VueCarte:
    """Everything for one view, at one of `t.periodes`. `t`, `region`, `metier`: as of `dessiner`, whose answer is
    `dessin`; `zonage`: the chosen zoning; `zone`: chosen zone of it, or None for the whole region."""
    dessine, ind = t.zonage, t.indicateur
    recoupe, lus = dessine != zonage, {}
    contours = zonage if recoupe else "spo" if zonage == "ze" else ""  # outlined above the shapes
    if recoupe:
        # « Chômage : pas publié par bassin d’emploi ; le voici par zone d’emploi »
        par, ici = (zonages.zonage(z).libelle_zone for z in (zonage, dessine))
        quoi, fin = lecture.court(ind), lecture.accord(lecture.court(ind))
        le = "les" if fin.endswith("s") else "la" if fin else "le"
        dit = f"{quoi}{francais.INSEC}: pas publié{fin} par {par}{francais.FINE}; {le} voici par {ici}"
        dessin = dessin._replace(titres={p: {**x, "": _du_metier(metier, dit)} for p, x in dessin.titres.items()})
        if zone:  # it is not among the shapes: how it meets them
            qui = sujets.de_zone(zonage, zone)
            lus = {p: lecture.recouvrement(ind, qui, dessine, t.periode(p)) for p in t.periodes}
            dits = {p: (f"{r.relation}.", "", _sans_estimation(ind, zonage)) for p, r in lus.items()}
            for p, r in lus.items():
                if r.etendue:
                    suite = f"{ind.phrase}, selon la zone"
                    dits[p] = f"{r.relation}{francais.INSEC}:", r.etendue.removeprefix("de "), suite
            dessin = dessin._replace(legende=dessin.legende._replace(dits=dits))
    source, quand, au_dessus = ind.source, francais.periode_libelle(periode), ""
    source += "" if source.endswith(quand) else f", {quand}"
    if contours and not recoupe:
        noms = lieux.pluriel(zonages.zonage(contours).libelle_zone)
        au_dessus = f" Contours{francais.INSEC}: {noms}, découpage de travail."
    return VueCarte(
        titre=dessin.titres[periode][""],
        sous_titre=dessin.sous_titres[periode],
        contours=contours,
        dessin=dessin,
        selection=None if recoupe else zone,
        lecture=_du_metier(metier, _lecture(t, region, zonage, zone, periode, lus.get(periode))),
        champ=champ(t, periode),
        source=f"{source_dite(source, t.demonstration)} {FONDS}.{au_dessus}",
        badges=badges_demo(t.demonstration) + badges_decoupages(t.zonage, zonage),
        retenues=frozenset(lus[periode].codes if lus else filter(None, (zone,))),
        contour_choisi=zone if recoupe else None,
    )


def table(t: Tableau, region: Tableau, periode: str, retenues: frozenset[str]) -> tables.Table:
    """The twin of the map at a period: rank, territory, class, value, gap with the region, and why a cell is empty or
    marked; the territories that it does not draw come last. `retenues`: zones highlighted, beyond `LIGNES_MAX` too."""
    ind, taux, noms = t.indicateur, t.indicateur.genre == "taux", zonages.noms(t.zonage)
    regionale, limites = ligne_region(t, region, periode), coupe(t, periode) if taux else ()
    classees = tables.lignes_classees(ind, t.periode(periode), noms, regionale, limites)
    classees += tables.lignes_hors_decoupage(t, periode)
    dits = {champ for champ in ("rang", "ecart", "etat", "raison") for r in classees if getattr(r, champ)}
    rangs = t.metier is None and "rang" in dits  # no rank of one family or métier is sure enough
    colonnes = [
        ("Rang" if rangs else "", rangs, lambda r: r.rang if rangs else ""),  # the second column names the row
        ("Territoire", False, lambda r: r.libelle),
        *([("Classe", False, lambda r: tables.pastille(r.classe, r.statut))] if taux else ()),
        (ind.unite if taux else capitale(ind.unite), True, lambda r: r.valeur),
        *([("État", False, lambda r: r.etat)] if "etat" in dits else ()),
        *([("Écart à la région", True, lambda r: r.ecart)] if "ecart" in dits else ()),
        *([("Remarque", False, lambda r: r.raison)] if "raison" in dits else ()),
    ]
    gardees = [r for i, r in enumerate(classees) if i < LIGNES_MAX or r.code in retenues]
    return tables.Table(
        [(titre, droite) for titre, droite, _ in colonnes],
        [[cellule(r) for *_, cellule in colonnes] for r in gardees],
        [i for i, r in enumerate(gardees) if r.code in retenues],
    )


def _etats(
    t: Tableau, periode: str, mode: str, region: pd.Series | None, limites: tuple[float, ...]
) -> dict[str, EtatZone]:
    ind, lignes, noms, etats = t.indicateur, t.periode(periode), zonages.noms(t.zonage), {}
    for code, ligne in zip(lignes.index, lignes.to_dict("records"), strict=True):
        nom, statut = f"{noms[code]}{francais.INSEC}: ", ligne["obs_status"]
        texte, indice = lecture.valeur_longue(ligne, ind), "≥" if ligne["minorant"] else lecture.indice(ind, ligne)
        if statut in VIDES:
            etats[code] = EtatZone(None, lecture.SIGNES[statut], nom + texte, STATUTS[statut])
            continue
        place = lecture.imprimee(ind, ligne["value"])
        ici = classes.classe(place, limites), lecture.nombre(ind, ligne["value"])
        if ind.incertaine:
            dits = ", ".join(filter(None, (nom + texte, parts.situee(ind, ligne))))
            signe = parts.SIGNES.get(parts.position(ind, ligne), "")
            # Where it stands on the scale is the printed number, as its colour.
            etats[code] = EtatZone(*ici, dits, "ok", place, signe, parts.incertain(ligne))
        elif mode != "ecarts":
            suite = f" ({lecture.MOTS_STATUT[statut]})" if indice not in ("", "≥") else ""
            etats[code] = EtatZone(*ici, nom + texte + suite, "ok", float(ligne["value"]), indice)
        elif region is None:
            etats[code] = EtatZone(None, "n.d.", f"{nom}écart non disponible", "nd")
        else:
            delta = lecture.imprimee(ind, ligne["value"] - region["value"])
            dit = f"{nom}{francais.ecart(delta, ind.unite_ecart, ind.decimales)} ({texte})"
            ici = classes.classe(delta, classes.limites_ecart(ind)), francais.nombre(delta, ind.decimales, signe=True)
            etats[code] = EtatZone(*ici, dit, "ok", delta, indice)
    return etats


def _legende(
    t: Tableau, region: Tableau, reperes: Mapping[str, tuple], sures: Mapping[str, pd.DataFrame], mode: str
) -> Legende:
    ind, z = t.indicateur, zonages.zonage(t.zonage)
    regions, coupes = ({p: lus[i] for p, lus in reperes.items()} for i in (0, 1))
    lieux_dits = {c: capitale(lieux.locatif(t.zonage, c)) for c in zonages.noms(t.zonage)}
    lieux_dits[""] = "Dans la région"
    metier = f"{t.metier.niveau}:{t.metier.code}" if t.metier else None
    courbe = adresses.ecran("tendances", indicateur=ind.code, metier=metier, zones=f"{t.zonage}:").removeprefix("/")
    de_region = region.lignes[region.lignes["code_zone"] == zonages.REGION].set_index("periode")
    connues = {p: r for p, r in regions.items() if r is not None}
    mouvements = {p: sens_dit(evolution(region.indicateur, de_region, p)) for p in connues}
    commun = {
        "lieux": lieux_dits,
        "zones": (z.libelle_zone, lieux.pluriel(z.libelle_zone)),
        "suites": _suites(t, region, regions, mode),
        "sens": {p: dit for p, dit in mouvements.items() if dit},
        "ages": {p: dit for p in t.periodes if (dit := francais.mention_ancien(p))},
        "extremes": {p: _extremes(t, p, sures[p], regions[p], coupes[p]) for p in t.periodes},
        "courbe": courbe if len(t.periodes) > 1 else "",  # the code of a zone ends it
        "absences": {} if z.partition else {"dehors": "hors GTEC" if z.code == "gtec" else f"hors {z.libelle_zone}"},
        "colonne": "Écart" if mode == "ecarts" else ("%" if ind.unite == "%" else capitale(ind.unite)),
    }
    if mode == "ecarts":
        limites = classes.limites_ecart(ind)
        return Legende(
            classes=tuple(classes.textes_limites(limites, ind.unite_ecart, ind.decimales)),
            limites=limites,
            limites_libelles=tuple(francais.nombre(x, decimales(limites), signe=True) for x in limites),
            etendue=(2 * limites[0], 2 * limites[-1]),
            unite=ind.unite_ecart,
            suite=f"par rapport à la région{francais.INSEC}: {francais.en_phrase(ind.libelle)}",
            region=dict.fromkeys(connues, (0.0, "0")),
            **commun,
        )
    commun["region"] = {
        p: (float(r["value"]), f"{'au moins ' if r['minorant'] else ''}{lecture.nombre(ind, r['value'])}")
        for p, r in connues.items()
    }
    if mode == "cercles":
        valeurs = t.lignes[~t.lignes["obs_status"].isin(VIDES)]["value"]
        maximum = float(valeurs.max()) if len(valeurs) else 1.0
        haut = _arrondi_lisible(maximum)
        tailles = tuple((x, francais.nombre(x)) for x in (haut, *(_arrondi_lisible(haut / n) for n in (4, 20))))
        return Legende(unite="", suite=f"{ind.unite} {ind.phrase}", maximum=maximum, tailles=tailles, **commun)
    dits = {p: _classes(t, p, x) for p, x in coupes.items() if x}
    return Legende(coupes=dits, unite=ind.unite, suite=ind.phrase, **commun)


def _classes(t: Tableau, periode: str, limites: tuple[float, ...]) -> dict:
    """Classes of a rate at a period under some limits, as fields of a `Legende`."""
    ind, n, lignes = t.indicateur, decimales(limites), t.periode(periode)
    connues = lignes[~lignes["obs_status"].isin(VIDES)]["value"]
    # The scale goes as far as the values, at most once and a half what the limits span.
    pas = 1.5 * (limites[-1] - limites[0]) or abs(limites[0]) or 1.0
    bas, haut = (connues.min(), connues.max()) if len(connues) else (limites[0], limites[-1])
    bas, haut = max(min(bas, limites[0]), limites[0] - pas), min(max(haut, limites[-1]), limites[-1] + pas)
    return {
        "classes": tuple(classes.textes_limites(limites, ind.unite, n)),
        "limites": limites,
        "limites_libelles": tuple(francais.avec_unite(x, ind.unite, n) for x in limites),
        "etendue": (bas - pas / 12, haut + pas / 12),
    }


def decimales(limites: tuple[float, ...]) -> int:
    """Those with which limits are written."""
    return max((francais.decimales_lues(x) for x in limites), default=0)


def _suites(t: Tableau, region: Tableau, regions: dict[str, pd.Series | None], mode: str) -> dict[str, dict[str, str]]:
    """Words that replace those of the legend: the reason of an empty figure, the singular, the region among gaps."""
    vides = t.lignes["obs_status"].isin(VIDES)
    suites: dict[str, dict[str, str]] = {p: {} for p in t.periodes}
    for periode, ligne in regions.items():
        if ligne is None:
            suites[periode][""] = raison_region(t, region, periode)
        elif t.indicateur.incertaine:
            suites[periode][""] = parts.suite(t.indicateur, ligne)
        elif mode == "ecarts":
            reference = francais.avec_unite(ligne["value"], t.indicateur.unite, t.indicateur.decimales)
            suites[periode][""] = f"par construction{francais.INSEC}: la région, {reference}, est la référence"
    if mode == "cercles":
        for ligne in t.lignes[t.lignes["value"] < 2].itertuples():
            suites[ligne.periode][ligne.code_zone] = lecture.comptes(t.indicateur, ligne.value)
    if t.indicateur.incertaine:
        for ligne in t.lignes[~vides].to_dict("records"):
            suites[ligne["periode"]][ligne["code_zone"]] = parts.suite(t.indicateur, ligne)
    for ligne in t.lignes[vides].itertuples():
        suites[ligne.periode][ligne.code_zone] = ligne.raison or lecture.MOTS_STATUT[ligne.obs_status]
    return {p: dites for p, dites in suites.items() if dites}


def _arrondi_lisible(x: float) -> float:
    """Largest of 1, 2 or 5 times a power of ten not above x."""
    puissance = 10 ** math.floor(math.log10(max(x, 1)))
    return float(max(m for m in (1, 2, 5) if m * puissance <= max(x, 1)) * puissance)


def _titre_region(t: Tableau, lignes: pd.DataFrame, sures: pd.DataFrame, region: pd.Series | None, periode: str) -> str:
    """« Chômage en 2023 : de 3,5 % aux Herbiers à 7,9 % autour de Redon »; little gaps; nothing published."""
    ind = t.indicateur
    estime = f", {sentences.ESTIMATED}" if ind.estime else ""
    tete = f"{lecture.court(ind)}, {sentences.when(periode, flux=ind.flux)}{estime}{francais.INSEC}: "
    if peu := _peu_d_ecarts(t, lignes, region):
        return tete + peu.partition(francais.FINE)[0]
    if sures.empty:
        return f"{tete}aucune valeur publiée"
    bas, haut = (sures[sures["imprimee"] == x] for x in (sures["imprimee"].min(), sures["imprimee"].max()))
    # The unit of a count is in its name.
    dire = lecture.nombre if ind.genre == "compte" else lecture.chiffree
    dits = [dire(ind, x["imprimee"].iloc[0]) for x in (bas, haut)]
    if len(bas) == len(sures):
        return f"{tete}{dits[0]} partout" if len(sures) > 1 else f"{tete}{dits[0]} ({_ou(t, bas)})"
    lus = (Observation.of(ind, t.zonage, x.index[0], periode, x.iloc[0]) for x in (bas, haut))
    return fit(Range(tete, *lus, tuple(dits), tuple(_ou(t, x) for x in (bas, haut))))


def _sures(ind: Indicateur, lignes: pd.DataFrame) -> pd.DataFrame:
    """The rows that a title may name, with the number that each prints: known, and not « à confirmer »."""
    connues = lignes[~lignes["obs_status"].isin(VIDES)]
    if ind.incertaine:
        connues = connues.loc[[not parts.incertain(r) for r in connues.to_dict("records")]]
    return connues.assign(imprimee=[lecture.imprimee(ind, v) for v in connues["value"]])


def _ou(t: Tableau, lignes: pd.DataFrame) -> str:
    """« Les Herbiers », « Redon, partie régionale », « 3 zones » for those that share a number."""
    if len(lignes) == 1:
        nom = zonages.libelle_zone(t.zonage, lignes.index[0])
        return lieux.bref(nom) + f", {sentences.PART_REGIONALE}" * bool(lieux.part(nom))
    return f"{francais.nombre(len(lignes))} {_zones(t).partition(' ')[0]}"


def _zones(t: Tableau) -> str:
    return lieux.pluriel(zonages.zonage(t.zonage).libelle_zone)


def _peu_d_ecarts(t: Tableau, lignes: pd.DataFrame, region: pd.Series | None) -> str:
    if region is None or not t.indicateur.incertaine:
        return ""
    return parts.peu_d_ecarts(t.indicateur, lignes, zonages.noms(t.zonage), region, _zones(t).partition(" ")[0])


def _extremes(
    t: Tableau, periode: str, sures: pd.DataFrame, region: pd.Series | None, limites: tuple[float, ...]
) -> str:
    """One sentence on the zones that stand out: those that differ from the region, or those of the highest class."""
    ind, lignes = t.indicateur, t.periode(periode)
    if peu := _peu_d_ecarts(t, lignes, region):
        return capitale(peu.partition(f"{francais.FINE}; ")[2])
    if sures.empty:
        return ""
    noms = {c: lieux.bref(nom) for c, nom in zonages.noms(t.zonage).items()}
    if ind.genre == "compte":
        premiere = sures["imprimee"].idxmax()
        part = lecture.ecart_region(ind, lignes.loc[premiere], region).removeprefix("soit ")
        return f"{noms[premiere]}{francais.INSEC}: {part}." if part else ""
    hautes = sures[sures["imprimee"] >= limites[-1]].sort_values("imprimee", ascending=False) if limites else sures[:0]
    if not 0 < len(hautes) <= NOMMEES_MAX or len(lignes) == 1:  # the only zone is the region, said above
        return ""
    atteint = "atteignent" if len(hautes) > 1 else "atteint"
    qui = francais.enumeration([noms[c] for c in hautes.index])
    quoi = zonages.zonage(t.zonage).libelle_zone if len(hautes) == 1 else _zones(t)
    seuil = francais.avec_unite(limites[-1], ind.unite, decimales(limites[-1:]))
    return capitale(f"{len(hautes)} {quoi} {atteint} {seuil}{francais.INSEC}: {qui}.")


def _lecture(
    t: Tableau, region: Tableau, zonage: str, zone: str | None, periode: str, r: lecture.Recouvrement | None
) -> str:
    ind, lignes, reference = t.indicateur, t.periode(periode), ligne_region(t, region, periode)
    if r:
        details = [f"{d}." for d in r.details[:DETAILS_MAX]]
        if (reste := len(r.details) - DETAILS_MAX) > 0:
            details.append(f"{reste} autres, plus petits, sont dans le tableau.")
        return f"{r}. {' '.join(details)} {_sans_estimation(ind, zonage)}"
    if zone:
        phrase = lecture.lecture(ind, t.zonage, zone, periode, lignes.loc[zone], reference)
        # Between zones, no rank of one family or métier is sure enough.
        rang = "" if t.metier else lecture.rang(ind, lignes, zone, _zones(t))
        return f"{phrase} C’est {rang}." if rang else phrase
    if reference is not None:
        return lecture.lecture(ind, "region", zonages.REGION, periode, reference, None)
    return f"La région n’a pas de valeur{francais.INSEC}: {raison_region(t, region, periode)}."


def champ(t: Tableau, periode: str = "") -> str:
    """Who is counted at a period, or at all of them; on demonstration figures, how to load the official ones."""
    return f"{t.champ(periode)}. {COMMENT_CHARGER}" if t.demonstration else f"{t.champ(periode)}."


def _sans_estimation(ind: Indicateur, contours: str) -> str:
    territoire = f"{lecture.ARTICLES.get(contours, 'Le ').lower()}{zonages.zonage(contours).libelle_zone}"
    if ind.genre == "compte":
        return f"Ces effectifs sont ceux des zones du producteur{francais.INSEC}: aucun n’est attribué à {territoire}."
    return f"Aucune valeur n’est estimée pour {territoire}."
