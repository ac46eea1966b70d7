"""Words around the trend chart: finding, reading, what is missing between vintages."""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.francais import INSEC, capitale
from data_loaders.jeux.calculs import Metier
from data_loaders.measures import bmo
from geo import lieux as prepositions, sujets, zonages
from pages.figures import adresses, barres, lecture, theme
from pages.figures.barres import Barre
from pages.figures.carte import plan
from pages.figures.carte.vue import champ
from pages.figures.tendances import dessin, evolution, lieux, series as tendances
from pages.figures.tendances.lieux import Suivi
from pages.figures.tendances.series import Tendance
from pages.figures.vues import MENTION_DEMONSTRATION, Vue, badges_decoupages, badges_demo

MINORANTS = (
    f"Les effectifs sont des minorants, masqués différemment selon l’année{INSEC}: l’indice compare ce qui est publié, "
    "pas ce qui est masqué."
)
VOISINS = 6  # offered first
EXPLORES = (
    "population",
    "taux_chomage",
    "defm_abc",
    "bmo_projets",
    "bmo_part_difficiles_estimee",
    "apprentissage_annuel",
)


def voisins(ind: Indicateur, premier: str) -> dict[str, str]:
    """`zonage:code` -> name of every territory that has the figure, the nearest ones of the same zoning first."""
    zonage, _, code = premier.partition(":")
    noms = {f"{z}:{c}": lieux.nom(f"{z}:{c}") for z in ind.zonages for c in zonages.zones(z)["code_zone"]}
    noms |= {f"{z}:{c}": dit for z, autres in ind.complements.items() if ind.national for c, dit in autres.items()}
    if ind.national:
        noms.pop(lieux.REGION, None)
    ici = None if zonage in ("", "region") else plan.zone(zonage, code)
    if ici is None:
        return noms
    zones = plan.lire(zonages.trace(zonage))["zones"]
    autres = ((math.hypot(z["x"] - ici["x"], z["y"] - ici["y"]), f"{zonage}:{z['code']}") for z in zones)
    proches = [cle for _, cle in sorted(autres)[: VOISINS + 1] if cle in noms]
    return {cle: noms[cle] for cle in (*proches, *noms)}


def demandes(places: Sequence[Suivi], region: Suivi | None) -> list[tendances.DemandeSerie]:
    """The territories that carry the indicator, each in the style of its place, then the region."""
    portes = ((i, s) for i, s in enumerate(places) if s.tableau.zonage in s.tableau.indicateur.zonages)
    series = [tendances.DemandeSerie(s.nom, s.lignes, rang=rang) for rang, s in portes if s.tableau.periodes]
    if region is not None:
        series.append(tendances.DemandeSerie(region.nom, region.lignes, reference=True))
    return series


def absents(ind: Indicateur, places: Sequence[Suivi], lire: Callable[[str], Tableau]) -> list[str]:
    """Why a territory is not drawn, and what the zones of the producer that it meets say; `lire`: zoning -> figures."""
    phrases = []
    for s in (s for s in places if s.tableau.zonage not in ind.zonages):
        source, dit = lire(ind.zonages[0]), ""
        if source.periodes and source.zonage != "region":
            derniere = source.periodes[-1]
            r = lecture.recouvrement(ind, sujets.de_zone(*s.lieu.split(":")), source.zonage, source.periode(derniere))
            dit = f" {r}, {francais.en_periode(derniere, flux=ind.flux)}." if r.etendue else f" {r}."
        phrases.append(f"{s.nom} n’est pas dessiné{INSEC}: {ind.ailleurs}.{dit}")
    return phrases


def figure(ind: Indicateur, info: Tendance) -> Callable[..., go.Figure]:
    """What draws the series: bars at their only period, one panel each where one axis would not show them, else lines.
    All take the arguments of `dessin.figure`."""
    if _une_periode(info):
        return _barres
    return dessin.panneaux if dessin.en_panneaux(ind, info) else dessin.figure


def _une_periode(info: Tendance) -> bool:
    """Whether nothing can be said over time."""
    return len({p for s in info.series for p in s.periodes if p}) == 1


def _barres(info: Tendance, mode: theme.Mode = "ecran", _largeur: int = 0, _hauteur: int | None = None) -> go.Figure:
    """The longest first; the region is beside the territories where it is no sum of what they count."""
    series = [s for s in info.series if not s.reference or info.unite == "%" or "/" in info.unite]
    trouvees = (Barre(s.libelle, s.y[0], s.textes[0], s.textes[0]) for s in series)
    return barres.figure(tuple(sorted(trouvees, key=lambda b: (b.valeur is None, -(b.valeur or 0.0)))), mode)


def cote_a_cote(places: Sequence[Suivi]) -> str:
    """Address of the key figures of the territories, side by side in Explorer."""
    return adresses.ecran("explorer", indicateur=EXPLORES, zone=[s.lieu for s in places], colonnes="indicateur")


def rythme(t: Tableau) -> str:
    """Rhythm at which points follow each other: that of the dataset, or of the indicator in a dataset of several.
    Months or quarters that were put together follow each other at the longer step."""
    ind = t.indicateur
    contrat = CONTRATS.get(ind.dataset_pour(t.zonage))
    publie = contrat.rythme if contrat and contrat.rythme in tendances.PAS_ANNEES else ind.rythme
    return max((publie, *map(francais.rythme_periode, t.periodes[-1:])), key=lambda r: tendances.PAS_ANNEES.get(r, 0))


def hauteur_projection(titre: str, sous_titre: str, badges: Sequence[tuple[str, str]] = ()) -> int:
    """Height left to the chart under its title and badges, above its source, in px of a screen of 1280 × 720."""
    rangees, place = 0, math.inf
    for texte, _ in badges:
        large = 12.5 * len(texte) + 32
        if place + large > 950:  # px of the head of a page at 1280, the button left out
            rangees, place = rangees + 1, 0.0
        place += large
    return max(580 - 51 * math.ceil(len(titre) / 36) - 30 * math.ceil(len(sous_titre) / 76) - 54 * rangees, 240)


def flux_ou_stock(ind: Indicateur) -> str:
    """« , flux du mois », « , stock en fin de mois »: what is added up or counted on a day; "" for a mean or a rate."""
    debut = ind.nature.partition(",")[0]
    return f", {debut}" if debut.startswith(("flux", "stock")) else ""


def evolutions(ind: Indicateur, series: Sequence[tendances.DemandeSerie]) -> list[evolution.Ligne]:
    """What became of each territory, then of the region."""
    return [evolution.ligne(ind, d.libelle, d.lignes) for d in series]


def editions(t: Tableau, region: Tableau | None) -> str:
    """Where two files of one producer stop at different periods: the region is set against the zone at the same one."""
    if region is None or not (t.periodes and region.periodes) or t.periodes[-1] == region.periodes[-1]:
        return ""
    noms = prepositions.pluriel(zonages.zonage(t.zonage).libelle_zone)
    ici, la = (francais.etendue_periodes(x.periodes) for x in (t, region))
    suite = f"{francais.FINE}; un écart n’est donné qu’à une période commune."
    return f"Deux éditions{INSEC}: les {noms} {ici}, la région {la}{suite}"


def nomenclature(metiers: pd.DataFrame, metier: Metier | None) -> list[tendances.Rupture]:
    """The year the survey changed its nomenclature, which its event names: families and métiers renamed one for one go
    on across it. `metiers`: rows of the table of the survey."""
    par_annee = metiers.drop_duplicates("annee").set_index("annee")["nomenclature"].sort_index()
    coupe = metier is not None and metier.niveau != "famille"
    coupe = coupe and not (metier.niveau == "metier" and bmo.chaine(metier.code))
    return [
        tendances.Rupture(int(b) - 0.5, "rupture de série" if coupe else f"nomenclature {b}", coupe)
        for a, b in pairwise(par_annee.index)
        if par_annee[a] != par_annee[b]
    ]


def preparer(ind: Indicateur, places: Sequence[Suivi], region: Suivi | None, info: Tendance, famille: str = "") -> Vue:
    """Texts for one view; `info` is what is drawn, `famille` the name of the group of métiers chosen."""
    dessines = [s for s in places if s.tableau.zonage in ind.zonages]
    au_pas = dessines[0].tableau.indicateur if dessines else ind  # what the step chosen makes of it
    demonstration = any(s.tableau.demonstration for s in dessines)
    periodes = sorted({p for s in dessines for p in s.tableau.periodes}, key=francais.rang_periode)
    etendue = f", {francais.etendue_periodes(periodes)}" if periodes else ""
    base = francais.en_periode(info.base, flux=ind.flux) if info.base else "sans période commune"
    quoi = {"indice": f"indice 100 {base}", "ecart": "écart à la région"}.get(info.mode, ind.unite)
    quoi = "" if quoi == "%" or quoi.lower() in ind.libelle.lower() else f", {quoi}"
    titre = evolution.titre(ind, info, [lieux.ou(s.lieu, ind) for s in dessines], famille)
    qui = ""
    if len(dessines) == 1 and dessines[0].tableau.zonage not in ("region", "departement"):
        qui = capitale(sujets.de_zone(*dessines[0].lieu.split(":")).titre)  # its name alone does not say what it is
    qui = qui.replace(f" (partie {zonages.NOM_REGION})", f", communes des {zonages.NOM_REGION}")
    reserves = []
    for t in (s.tableau for s in dessines):
        # An index or a gap of lower bounds is not a bound of anything.
        reserves += [MINORANTS if info.mode != "niveau" and t.lignes["minorant"].any() else "", _trous(t)]
    # « (d) : EPCI entiers, dont communes hors région. », for each letter of the table.
    reserves.append(" ".join(f"({m}){INSEC}: {raison}." for m, raison in info.marques))
    reserves += [editions(s.tableau, region and region.tableau) for s in dessines]
    badges = [*badges_demo(demonstration), *badges_decoupages(*dict.fromkeys(s.tableau.zonage for s in dessines))]
    if any(s.provisoires[-1] for s in info.series if s.provisoires):
        badges.append(("dernier point provisoire (p)", "gris"))
    dit = f"La région est en pointillés{INSEC}." if region else ""
    if dessin.en_panneaux(ind, info):
        dit = dessin.lecture_panneaux(info)
    elif _une_periode(info):
        dit = "Une seule période est publiée : rien ne se dit dans le temps."
    nature = f"Nature du chiffre{INSEC}: {au_pas.nature}." if au_pas.nature else ""
    return Vue(
        titre=titre,
        sous_titre=francais.typographier(
            f"{ind.libelle}{quoi}{flux_ou_stock(au_pas)}{etendue}{f'. {qui}.' if qui else ''}"
        ),
        lecture=" ".join(dict.fromkeys(filter(None, (f"{capitale(ind.libelle)}. {titre}.", dit, *reserves)))),
        champ=" ".join(filter(None, (champ(dessines[0].tableau), nature))) if dessines else "",
        source=f"{MENTION_DEMONSTRATION if demonstration else capitale(ind.source)}{etendue}.",
        badges=tuple(badges),
    )


def _trous(t: Tableau) -> str:
    """What the reader must know of the missing vintages of a yearly survey."""
    annees = [int(p) for p in t.periodes if p.isdigit()]
    manquantes = [str(a) for a in range(min(annees, default=0), max(annees, default=0)) if a not in annees]
    if not manquantes:
        return ""
    dit = f"Les millésimes {francais.enumeration(manquantes)} ne sont pas chargés"
    if len(manquantes) == 1:
        dit = f"Le millésime {manquantes[0]} n’est pas chargé"
    return f"{dit}{francais.INSEC}: la ligne s’interrompt, elle n’est pas prolongée."
