"""Sentences of the answers that hold a figure: « {sujet} {lieu} : {chiffre}, {sens} », read where the screens read."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.francais import FINE, INSEC, capitale, de, en_periode, typographier
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import enonces, mots_estimation, palmares
from data_loaders.measures.evolutions import evolution
from data_loaders.metiers.recherche import Trouve
from data_loaders.portraits import lire_marches
from geo import lieux, zonages
from geo.recherche import Lieu
from pages.figures import adresses, estimees, lecture, parts
from pages.figures.chiffres_cles import sens_dit
from pages.figures.ecrans import ECRANS
from pages.figures.lecture import court
from pages.figures.meteo import vue as vue_meteo
from pages.figures.recherche.demande import LA_REGION, SPO_ZEF_GTEC, Demande, Niveau, au_niveau

# Where a figure is not published for a place: the nearest one that is.
REMPLACANTS: Final = {"defm_a": ("inscrits_a_e", "defm_a_cvs"), "defm_abc": ("inscrits_a_e", "defm_abc_cvs")}


class Reponse(NamedTuple):
    """A line of the list: an address, the sentence that answers, whose figure it is, how old or how sure it is."""

    adresse: str
    dit: str
    precision: str = ""
    age: str = ""

    @property
    def module(self) -> str:
        """The screen that it opens; `/` is the home page."""
        return self.adresse[1:].partition("?")[0] or ECRANS[0].module


def reponse(adresse: str, dit: str, precision: str = "", age: str = "") -> Reponse:
    """The same, in French typography."""
    return Reponse(adresse, typographier(dit), typographier(precision), age)


def valeur(ind: Indicateur, ligne: pd.Series) -> str:
    """« 6,2 % », « au moins 1 301 », « 2 252 », or why there is none."""
    if ligne["obs_status"] in VIDES:
        return lecture.valeur_longue(ligne, ind).removeprefix("n.d. : ")
    if ind.genre == "compte":
        return f"{'au moins ' if ligne['minorant'] else ''}{francais.nombre(ligne['value'], ind.decimales)}"
    return lecture.valeur_longue(ligne, ind)


def _age(periode: str, ind: Indicateur) -> tuple[str, str]:
    """What follows the territory: the date, or the mark of an old figure."""
    ancien = francais.mention_ancien(periode)
    return "" if ancien else en_periode(periode, flux=ind.flux), ancien


def _precision(*dits: str) -> str:
    return " · ".join(filter(None, dits))


def _dans_le_temps(ind: Indicateur, places: Sequence[Niveau]) -> str:
    """Address of the curve of some zones, or of the map of a figure that has no curve worth it."""
    if ind.dataset == "population":
        return adresses.carte(ind.code, places[0].zonage, places[0].zone)
    return adresses.tendances(ind.code, places[0].zonage, [n.zone for n in places])


def _courbe(d: Demande, ind: Indicateur, n: Niveau) -> Reponse | None:
    """The answer on one zone: its figure and direction, or the one asked against the last; None without data."""
    t = d.contexte.tableau(ind.code, n.zonage)
    lignes = t.zone(n.code) if t else pd.DataFrame()
    if lignes.empty:
        return None
    connues = lignes[~lignes["obs_status"].isin(VIDES)]
    derniere = max((connues if len(connues) else lignes).index, key=francais.rang_periode)
    vers, periode, region = _dans_le_temps(ind, [n]), d.periode(ind, n.zonage), ""
    if n.zonage != "region" and ind.genre != "compte" and "region" in ind.zonages:
        ligne = d.contexte.tableau(ind.code, "region").zone(zonages.REGION)
        if derniere in ligne.index and ligne.loc[derniere, "obs_status"] not in VIDES:
            region = f"région {valeur(ind, ligne.loc[derniere])}"
    if periode and periode != derniere and lignes.loc[periode, "obs_status"] not in VIDES:
        autre = f"contre {valeur(ind, lignes.loc[derniere])} {en_periode(derniere, flux=ind.flux)}"
        dit = f"{court(ind)} {n.ou} {en_periode(periode, flux=ind.flux)}{INSEC}: {valeur(ind, lignes.loc[periode])}"
        return reponse(vers, f"{dit}, {autre}", _precision(_nom(n)))
    quand, vieux = _age(derniere, ind)
    sens = "" if lignes.loc[derniere, "obs_status"] in VIDES else sens_dit(evolution(ind, lignes, derniere))
    dit = ", ".join(filter(None, (f"{court(ind)} {n.ou}{INSEC}: {valeur(ind, lignes.loc[derniere])}", sens)))
    return reponse(vers, dit, _precision(_nom(n), region, quand), vieux)


def annees_absentes(d: Demande) -> Iterator[str]:
    """« Pas de 2024 : Inscrits A de moins de 25 ans par EPCI ; dernier chiffre : fin décembre 2016. » for each figure
    whose year asked is not loaded where it is asked."""
    # « la convention de 2013 »: the year is that of its text.
    de_la_convention = any(map(d.lecture.de, ("entree", "fiche", "ecrit")))
    for ind in (INDICATEURS[c] for c in (() if d.metiers or de_la_convention or not d.lecture.annees else d.chiffres)):
        places = d.places(dessines(ind))
        zonage = places[0].zonage if places else next(iter(z for z in ind.zonages if z == "region"), ind.zonages[0])
        periodes = d.contexte.periodes(ind, zonage)
        if not periodes or any(d.periode(ind, z) for z in (zonage, *(() if places else ind.zonages))):
            continue
        annee, ou = d.lecture.annees[-1], f" {places[0].ou}" if places else ""
        quel, p = ("premier", periodes[0]) if annee < periodes[0] else ("dernier", periodes[-1])
        yield typographier(f"{court(ind)}{ou} : pas de {annee} ; {quel} chiffre : {francais.periode_libelle(p)}.")


def sources(d: Demande) -> Iterator[Reponse]:
    """Whose figures are those asked, how often they come, of when the last one is."""
    codes = d.chiffres or (["bmo_projets"] if d.metiers or "meteo" in d.verbes else [])
    if not codes:
        yield reponse("/donnees", "Données : qui publie chaque chiffre, de quand il date, quand vient le suivant")
    for ind in map(INDICATEURS.__getitem__, codes):
        zonage = (d.places(dessines(ind)) or [LA_REGION])[0].zonage
        periodes = d.contexte.periodes(ind, zonage) or d.contexte.periodes(ind, ind.zonages[0])
        quand = f", dernier chiffre : {francais.periode_libelle(periodes[-1])}" if periodes else ""
        yield reponse("/donnees", f"{ind.libelle} : {ind.source}{quand}", f"chiffre {ind.rythme}")


def _nom(n: Niveau) -> str:
    if n.zonage == "departement" and n.lieu.zonage not in ("departement", "region"):
        return f"le plus près {lieux.genitif(n.lieu.zonage, n.lieu.code)}"
    if n.zonage == n.lieu.zonage and n.zonage in ("region", "departement", "commune"):
        return ""
    return n.nom if n.zonage == "region" else f"{n.nom}{lieux.part(zonages.libelle_zone(n.zonage, n.code))}"


def dessines(ind: Indicateur) -> tuple[str, ...]:
    """Zonings of the figure that a map draws."""
    return tuple(z for z in ind.zonages if z != "region")


def repondre(d: Demande, ind: Indicateur) -> Iterator[Reponse]:
    """Answers on a figure: the places asked, its curve, its map."""
    places = [] if d.rang else d.places(dessines(ind))
    if not places and not d.rang and (autre := _remplacant(d, ind)):
        yield from repondre(d, autre)
        return
    if len(places) > 1 or (places and LA_REGION in d.lieux):
        yield from cote_a_cote(d, ind, places)
        return
    if places:
        lignes = [r for r in (_courbe(d, ind, places[0]), *_carte(d, ind, places[0])) if r]
        astride = bool(_a_cheval(places[0].lieu, dessines(ind)))
        yield from lignes[::-1] if "carte" in d.verbes or d.superlatif or (astride and not d.evolution) else lignes
        return
    region = _courbe(d, ind, Niveau("region", zonages.REGION, LA_REGION)) if "region" in ind.zonages else None
    if d.lieux and LA_REGION not in d.lieux and not d.rang:  # a place where the figure is not published
        dit = f"{court(ind)}{INSEC}: pas de chiffre {lieux.locatif(d.lieux[0].zonage, d.lieux[0].code)}"
        region = region and region._replace(precision=_precision(dit, region.precision))
    cartes = list(_carte(d, ind, None))
    if region and not d.evolution and cartes and d.superlatif == "":
        zonage = d.zonage if d.zonage in dessines(ind) else _habituel(d, ind)
        cartes[0] = region._replace(adresse=adresses.carte(ind.code, zonage, None, d.periode(ind, zonage)))
        debut = d.contexte.periodes(ind, "region")[0][:4]
        region = reponse(region.adresse, f"{court(ind)} dans la région : la courbe depuis {debut}")
    yield from filter(None, [region, *cartes] if d.evolution or not cartes else [*cartes, region])


def _remplacant(d: Demande, ind: Indicateur) -> Indicateur | None:
    """The nearest figure that is published for the place asked, or for the region."""
    region = LA_REGION in d.lieux or (d.evolution and not d.lieux)
    autres = (INDICATEURS[c] for c in REMPLACANTS.get(ind.code, ()) if d.lieux or region)
    return next((a for a in autres if (a.zonages == ("region",)) == region), None)


def cote_a_cote(d: Demande, ind: Indicateur, places: Sequence[Niveau]) -> Iterator[Reponse]:
    """« Chômage en 2023 : Le Mans 7,7 %, Angers 7,0 % », then each of them."""
    if (t := d.contexte.tableau(ind.code, places[0].zonage)) is None:
        return
    periode = d.periode(ind, places[0].zonage) or t.periodes[-1]
    tous = [*places, *([Niveau("region", zonages.REGION, LA_REGION)] if LA_REGION in d.lieux else [])]
    lus = {n: d.contexte.tableau(ind.code, n.zonage).zone(n.code) for n in tous if n.zonage in ind.zonages}
    dits = [
        f"{n.lieu.libelle if n.lieu != LA_REGION else 'la région'} {valeur(ind, x.loc[periode])}"
        for n, x in lus.items()
        if periode in x.index
    ]
    dit = f"{court(ind)} {en_periode(periode, flux=ind.flux)}{INSEC}: {', '.join(dits)}"
    yield reponse(
        _dans_le_temps(ind, places), dit, _precision(", ".join(n.nom for n in places)), francais.mention_ancien(periode)
    )
    yield from _carte(d, ind, places[0])


def _habituel(d: Demande, ind: Indicateur) -> str:
    """The zoning of a map asked without a place: the SPO where the figure is true on them, else one of the period."""
    habituel = "spo" if "spo" in ind.zonages else dessines(ind)[0]
    if d.rang and d.lieux and d.lieux[0].zonage == "departement":  # zones that it holds, for what is asked of it
        habituel = next((z for z in ("ze", "epci", "bassin") if z in ind.zonages), habituel)
    return next((z for z in (habituel, *dessines(ind)) if d.periode(ind, z)), habituel)


def _carte(d: Demande, ind: Indicateur, n: Niveau | None) -> Iterator[Reponse]:
    """The map: the extremes, or the zone that is the highest when that is asked."""
    if not dessines(ind):
        return
    zonage = n.zonage if n else d.zonage if d.zonage in dessines(ind) else _habituel(d, ind)
    zone = _a_cheval(n.lieu, dessines(ind)) or n.zone if n else None
    t, demandee = d.contexte.tableau(ind.code, zonage), d.periode(ind, zonage)
    vers = adresses.carte(ind.code, zonage, zone, demandee)
    if not t:
        yield reponse(vers, f"{court(ind)}, sur la carte")
        return
    periode, par = demandee or t.periodes[-1], zonages.zonage(zonage).libelle_zone
    lues = t.periode(periode)
    connues = lues[~lues["obs_status"].isin(VIDES)]["value"]
    quand, vieux = _age(periode, ind)
    if d.superlatif and len(connues) and not ind.incertaine:
        dedans = _dedans(d, zonage, connues.index)
        yield _premiers(d, ind, zonage, lues.loc[dedans], _precision(quand), vieux)
        return
    dit = f"{court(ind)} par {par}"
    if len(connues) > 1 and not ind.incertaine:
        extremes = (connues.idxmin(), connues.idxmax())
        ou = (lieux.locatif(zonage, code).partition(" (")[0] for code in extremes)
        dites = (f"{valeur(ind, lues.loc[code])} {dite}" for code, dite in zip(extremes, ou, strict=True))
        dit += f"{INSEC}: {de(' à '.join(dites))}"
    elif ind.incertaine and (region := d.contexte.tableau(ind.code, "region")):
        noms, pluriel = zonages.noms(zonage), lieux.pluriel(par)
        if peu := parts.peu_d_ecarts(ind, lues, noms, region.zone(zonages.REGION).loc[periode], pluriel):
            dit = f"{court(ind)}{INSEC}: {peu if d.superlatif else peu.partition(FINE)[0]}"
    yield reponse(vers, dit, quand, vieux)


def _dedans(d: Demande, zonage: str, codes: Sequence[str]) -> list[str]:
    """Zones that the département asked holds, all of them without any, or where none is held."""
    voulus = {li.code for li in d.lieux if li.zonage == "departement"}
    tenus = ((code, au_niveau(Lieu(zonage, code, ""), ("departement",))) for code in codes) if voulus else ()
    return [code for code, n in tenus if n and n.code in voulus and zonage != "departement"] or list(codes)


def _premiers(d: Demande, ind: Indicateur, zonage: str, lues: pd.DataFrame, quand: str, vieux: str) -> Reponse:
    """The first of a zoning, those whose value is that of the last of them kept: « Chômage, du plus haut : Redon
    7,9 %, Le Mans 7,7 % »; one alone is said on its map; a rank of minima is said to be so."""
    n, haut = min(max(d.rang, 1), len(lues)), d.superlatif == "haut"
    classees = lues.sort_values("value", ascending=not haut, kind="stable")
    limite = classees["value"].iloc[n - 1]
    premieres = classees[classees["value"].ge(limite) if haut else classees["value"].le(limite)]
    minima = "rang d’après les minima publiés" if "minorant" in lues and lues["minorant"].any() else ""
    contenants = (li for li in d.lieux if li.zonage == "departement" != zonage)
    du = next((f" {lieux.genitif(li.zonage, li.code)}" for li in contenants), "")
    sur = f"des {francais.nombre(len(lues))} {lieux.pluriel(zonages.zonage(zonage).libelle_zone)}{du}"
    if len(premieres) == 1:
        code = premieres.index[0]
        vers = adresses.carte(ind.code, zonage, f"{zonage}:{code}", d.periode(ind, zonage))
        ou = Niveau(zonage, code, LA_REGION._replace(zonage=zonage, code=code)).ou.partition(" (")[0]
        dit = f"{capitale(ou)} : {valeur(ind, lues.loc[code])}, le plus {d.superlatif} {sur}"
        return reponse(vers, dit, _precision(court(ind), quand, minima), vieux)
    noms, vers = zonages.noms(zonage), adresses.carte(ind.code, zonage, None, d.periode(ind, zonage))
    dits = (f"{noms[code].partition(' (')[0]} {valeur(ind, r)}" for code, r in premieres.iterrows())
    dit = f"{court(ind)}, du plus {d.superlatif} : {', '.join(dits)}"
    return reponse(vers, dit, _precision(f"{len(premieres)} {sur}", quand, minima), vieux)


def _a_cheval(lieu: Any, possibles: Sequence[str]) -> str:
    """A SPO, ZEF or GTEC astride several zones of the figure: the map shows them all under its outline."""
    if lieu.zonage not in SPO_ZEF_GTEC or lieu.zonage in possibles:
        return ""
    parts_zone = zonages.recoupement(lieu.zonage, lieu.code, possibles[0])
    return lieu.cle if len(parts_zone[parts_zone["part_population"] > 0.001]) > 1 else ""


# ---------------------------------------------------------------- métiers


def metier(d: Demande, groupe: Trouve, n: Niveau) -> Reponse:
    """« Soudeurs à Saint-Nazaire : difficile à pourvoir, 78 % difficiles »."""
    nom_groupe = d.contexte.index(d.annee).libelles[groupe.niveau][groupe.code]
    vers = adresses.metier(groupe.cle, n.zone if d.lieux else None, d.annee)
    ou = n.ou if n.zonage in ("region", "departement") else lieux.locatif(n.lieu.zonage, n.lieu.code)
    lignes = d.contexte.groupes(groupe.niveau, n.zonage, n.code)
    annee = d.annee or d.contexte.annees[-1]
    lues = palmares.rangees(lignes[(lignes["code_groupe"] == groupe.code) & (lignes["annee"] == annee)])
    if not lues:
        return reponse(vers, f"{nom_groupe} {ou}{INSEC}: pas dans l’enquête en {annee}", _nom(n))
    r = lues[0]
    projets = estimees.projets_dits(r).replace("projets", "projets d’embauche") if pd.notna(r.projets) else ""
    precision = _precision(_nom(n), projets, annee)
    if not estimees.estimee(r):
        return reponse(vers, vue_meteo.titre_metier(r, groupe.niveau, nom_groupe, n.zonage), precision)
    # A side that is to be confirmed is not said.
    classe = "" if r.certitude == enonces.FRAGILE else f"{mots_estimation.classe_dite(int(r.classe))}, "
    dit = f"{estimees.court(nom_groupe)} {ou} : {classe}{estimees.estimee_dite(r)} difficiles"
    return reponse(vers, dit, precision, mots_estimation.certitude_dite(r.certitude, estimees.poids_france(r)))


def ciel(d: Demande, n: Niveau) -> Reponse:
    """« Bassin de Laval, 2024, estimé : 79 métiers sur 131 difficiles à pourvoir »; a place that another speaks for is
    named first, « ZEF de Redon, bassin de Blain, 2024 »."""
    vers = adresses.meteo(n.zone if d.lieux else None, d.annee)
    if not d.contexte.annees:
        return reponse(vers, "Météo des métiers")
    annee = d.annee or d.contexte.annees[-1]
    v = d.contexte.lire(_vue_meteo, n.zonage, n.code, annee, n.remplace)
    return reponse(vers, v.titre, _precision(_nom(n), annee))


def _vue_meteo(donnees: Donnees, zonage: str, zone: str, annee: str, demande: str) -> vue_meteo.VueMeteo:
    lignes = lire_marches(donnees, "metier", zonage, code_zone=zone)
    return vue_meteo.preparer(lignes, {}, "metier", zonage, zone, annee, asked=demande)


def carte_metier(d: Demande, groupe: Trouve) -> Reponse:
    """The map of a group of métiers by bassin: few gaps, or the share where it is said."""
    nom_groupe = d.contexte.index(d.annee).libelles[groupe.niveau][groupe.code]
    vers = adresses.ecran("carte", indicateur=adresses.DIFFICILES, zonage="bassin", metier=groupe.cle, periode=d.annee)
    return reponse(vers, f"{nom_groupe}, bassin par bassin", "embauches difficiles")


def evolution_metier(d: Demande, groupe: Trouve, n: Niveau) -> Reponse:
    """The curve of a group of métiers."""
    ind = INDICATEURS[next((c for c in d.chiffres if INDICATEURS[c].metiers), adresses.DIFFICILES)]
    nom_groupe = d.contexte.index(d.annee).libelles[groupe.niveau][groupe.code]
    zones = [p.zone for p in d.places(dessines(ind))] or [n.zone]
    vers = adresses.tendances(ind.code, zones[0].partition(":")[0], zones, groupe.cle)
    return reponse(vers, f"{nom_groupe}{INSEC}: {court(ind).lower()}, enquête après enquête", _nom(n))
