"""Words around the trend chart: finding, reading, what is missing between vintages."""

import math
from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.indicateurs import Indicateur, montres
from data_loaders.francais import INSEC, capitale
from data_loaders.jeux import POPULATION
from data_loaders.jeux.calculs import Metier
from data_loaders.parametres import passage
from geo import lieux, zonages
from pages.figures.carte.vue import MENTION_DEMONSTRATION, champ
from pages.figures.tendances import evolution, series as tendances
from pages.figures.vues import Vue, badges_decoupages, badges_demo

LARGEUR_BADGES = 950  # px of the head of a page at 1280, the button left out
NOM_REGION = "Pays de la Loire"


def suivis() -> tuple[str, ...]:
    """Codes of the indicators that have a trend: the population has one vintage, nothing to follow."""
    return tuple(c for c, i in montres().items() if i.dataset != POPULATION)


def demandes(t: Tableau, region: Tableau | None, codes: Sequence[str]) -> list[tendances.DemandeSerie]:
    """The chosen zones (or a complement), then the region as reference."""
    lues = pd.concat([t.lignes, t.complements]) if t.indicateur.national else t.lignes
    series = [
        tendances.DemandeSerie(
            t.indicateur.libelle_zone(t.zonage, c), lues[lues["code_zone"] == c].set_index("periode")
        )
        for c in codes
    ]
    if region is not None:
        lignes = region.lignes[region.lignes["code_zone"] == zonages.REGION].set_index("periode")
        series.append(tendances.DemandeSerie(NOM_REGION, lignes, reference=True))
    return series


def rythme(t: Tableau) -> str:
    """Rhythm at which points follow each other: that of the dataset, or of the indicator in a dataset of several.

    Months or quarters that were put together follow each other at the longer step.
    """
    ind = t.indicateur
    contrat = CONTRATS.get(ind.dataset_pour(t.zonage))
    publie = contrat.rythme if contrat and contrat.rythme in tendances.PAS_ANNEES else ind.rythme
    lus = [r for p in t.periodes[-1:] if (r := francais.rythme_periode(p)) in tendances.PAS_ANNEES]
    return max([publie, *lus], key=lambda r: tendances.PAS_ANNEES.get(r, 0))


def hauteur_projection(titre: str, sous_titre: str, badges: Sequence[tuple[str, str]] = ()) -> int:
    """Height left to the chart under its title and badges, above its source, in px of a screen of 1280 × 720."""
    lignes = [math.ceil(len(texte) / signes) for texte, signes in ((titre, 36), (sous_titre, 76))]
    rangees, place = 0, 0.0
    for texte, _ in badges:
        large = 12.5 * len(texte) + 32
        if rangees == 0 or place + large > LARGEUR_BADGES:
            rangees, place = rangees + 1, 0.0
        place += large
    return max(720 - 51 * lignes[0] - 30 * lignes[1] - 54 * rangees - 140, 240)


def indice(ind: Indicateur, info: tendances.Tendance) -> str:
    """« indice 100 en 2016 », or that no period can be its base."""
    if not info.base:
        return "indice 100 sans période commune"
    return f"indice 100 {francais.en_periode(info.base, flux=ind.flux)}"


def nature(ind: Indicateur) -> str:
    """What the number is in time, as a sentence: stock, flow or mean, raw or corrected."""
    return f"Nature du chiffre{francais.INSEC}: {ind.nature}." if ind.nature else ""


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
    noms = lieux.pluriel(zonages.zonage(t.zonage).libelle_zone)
    etendues = [francais.etendue_periodes(x.periodes) for x in (t, region)]
    return (
        f"Deux éditions{INSEC}: les {noms} {etendues[0]}, la région {etendues[1]}{francais.FINE}; un écart n’est donné "
        "qu’à une période commune."
    )


def nomenclature(metiers: pd.DataFrame, metier: Metier | None) -> list[tendances.Rupture]:
    """The year the survey changed its nomenclature: families and métiers renamed one for one go on across it.

    Which nomenclature is said by the event of that year.

    Args:
        metiers: rows of the table `metiers` of the survey.
    """
    par_annee = metiers.drop_duplicates("annee").set_index("annee")["nomenclature"].sort_index()
    coupe = metier is not None and metier.niveau != "famille"
    coupe = coupe and not (metier.niveau == "metier" and passage.chaine(metier.code))
    return [
        tendances.Rupture(int(b) - 0.5, "rupture de série" if coupe else f"nomenclature {b}", coupe)
        for a, b in pairwise(par_annee.index)
        if par_annee[a] != par_annee[b]
    ]


def preparer(t: Tableau, info: tendances.Tendance, famille: str = "", region: Tableau | None = None) -> Vue:
    """Texts for one view; `info` is what is drawn, `famille` the name of the family chosen, `region` the reference."""
    ind = t.indicateur
    quoi = {"indice": indice(ind, info), "ecart": "écart à la région"}.get(info.mode, ind.unite)
    famille = f", {famille}" if famille else ""
    quoi = "" if quoi.lower() in ind.libelle.lower() else f", {quoi}"
    constat = tendances.constat(ind, info)
    reserves = (minorants(t, info).strip(), trous(t), editions(t, region), marques(info))
    badges = [*badges_demo(t.demonstration), *badges_decoupages(t.zonage)]
    if any(s.provisoires[-1] for s in info.series if s.provisoires):
        badges.append(("dernier point provisoire (p)", "gris"))
    mention = MENTION_DEMONSTRATION if t.demonstration else ind.source
    etendue = f", {francais.etendue_periodes(t.periodes)}" if t.periodes else ""
    return Vue(
        titre=constat,
        sous_titre=francais.typographier(f"{ind.libelle}{famille}{quoi}{flux_ou_stock(ind)}{etendue}"),
        lecture=" ".join(filter(None, (f"{capitale(ind.libelle)}. {constat}.", *reserves))),
        champ=f"{champ(t)} {nature(ind)}".strip(),
        source=f"{mention}{etendue}.",
        badges=tuple(badges),
    )


def minorants(t: Tableau, info: tendances.Tendance) -> str:
    """An index or a gap of lower bounds is not a bound of anything: said where it is drawn."""
    if info.mode == "niveau" or not t.lignes["minorant"].any():
        return ""
    return (
        f"Les effectifs sont des minorants, masqués différemment selon l’année{francais.INSEC}: l’indice compare ce "
        "qui est publié, pas ce qui est masqué. "
    )


def marques(info: tendances.Tendance) -> str:
    """« (d) : EPCI entiers, dont communes hors région. », for each letter of the table."""
    return " ".join(f"({m}){francais.INSEC}: {raison}." for m, raison in info.marques)


def trous(t: Tableau) -> str:
    """What the reader must know of the missing vintages of a yearly survey."""
    annees = [int(p) for p in t.periodes if p.isdigit()]
    manquantes = [str(a) for a in range(min(annees, default=0), max(annees, default=0)) if a not in annees]
    if not manquantes:
        return ""
    if len(manquantes) == 1:
        dit = f"Le millésime {manquantes[0]} n’est pas chargé"
    else:
        dit = f"Les millésimes {francais.enumeration(manquantes)} ne sont pas chargés"
    return f"{dit}{francais.INSEC}: la ligne s’interrompt, elle n’est pas prolongée."
