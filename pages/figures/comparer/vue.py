"""Words of the screen « Comparer »: finding, reading, territories that the chart cannot draw and why."""

from collections.abc import Callable, Mapping, Sequence

import plotly.graph_objects as go

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.francais import INSEC, capitale
from geo import lieux, zonages
from pages.figures import lecture
from pages.figures.carte.vue import MENTION_DEMONSTRATION, champ
from pages.figures.comparer import barres
from pages.figures.comparer.lieux import REGION, Suivi, nom, nom_court
from pages.figures.tendances import dessin, panneaux, series as tendances, vue as vue_tendances
from pages.figures.territoires.lieu import adresse
from pages.figures.vues import DEMONSTRATION, Vue


def demandes(places: Mapping[int, Suivi], region: Suivi | None) -> list[tendances.DemandeSerie]:
    """The territories that carry the indicator, each in the style of its place, then the region."""
    series = [
        tendances.DemandeSerie(s.nom, s.lignes, rang=rang)
        for rang, s in places.items()
        if s.tableau.zonage in s.tableau.indicateur.zonages and s.tableau.periodes
    ]
    if region is not None:
        series.append(tendances.DemandeSerie(region.nom, region.lignes, reference=True))
    return series


def absents(ind: Indicateur, places: Mapping[int, Suivi], lire: Callable[[str], Tableau]) -> list[str]:
    """Why a territory is not drawn, and what the zones of the producer that it meets say.

    Args:
        ind: the indicator.
        places: the territories.
        lire: zoning -> figures of the indicator.
    """
    phrases = []
    for s in places.values():
        if s.tableau.zonage in ind.zonages:
            continue
        source = lire(ind.zonages[0])
        dit = ""
        if source.periodes and source.zonage != "region":
            zonage, _, code = s.lieu.partition(":")
            derniere = source.periodes[-1]
            r = lecture.recouvrement(ind, zonage, code, source.zonage, source.periode(derniere))
            dit = f" {r}, {francais.en_periode(derniere, flux=ind.flux)}." if r.etendue else f" {r}."
        phrases.append(f"{s.nom} n’est pas dessiné{INSEC}: {ind.ailleurs}.{dit}")
    return phrases


def preparer(
    ind: Indicateur, places: Mapping[int, Suivi], region: Suivi | None, info: tendances.Tendance, famille: str = ""
) -> Vue:
    """Texts for one view; `famille` is the name of the family of métiers chosen."""
    suivis = [*places.values(), *([region] if region else [])]
    dessines = [s for s in suivis if s.tableau.zonage in ind.zonages]
    demonstration = any(s.tableau.demonstration for s in suivis)
    periodes = sorted({p for s in dessines for p in s.tableau.periodes}, key=francais.rang_periode)
    etendue = f", {francais.etendue_periodes(periodes)}" if periodes else ""
    famille = f", {famille}" if famille else ""
    badges = [DEMONSTRATION] if demonstration else []
    travail = {s.tableau.zonage for s in suivis if zonages.zonage(s.tableau.zonage).decoupage_de_travail}
    if travail:
        noms = francais.enumeration([lieux.pluriel(zonages.zonage(z).libelle_zone) for z in sorted(travail)])
        badges.append((f"Découpage de travail{INSEC}: {noms}", "gris"))
    quoi = {"indice": f", {vue_tendances.indice(ind, info)}", "ecart": ", écart à la région"}.get(
        info.mode, "" if ind.unite.lower() in ind.libelle.lower() else f", {ind.unite}"
    )
    constat = titre(ind, info)
    return Vue(
        titre=constat,
        sous_titre=f"{ind.libelle}{famille}{quoi}{etendue}",
        lecture=" ".join(
            filter(
                None,
                (
                    f"{constat}. {_dessin_dit(ind, info, region)}",
                    _reserves(dessines, info),
                    vue_tendances.marques(info),
                    *dict.fromkeys(vue_tendances.editions(s.tableau, region and region.tableau) for s in dessines),
                ),
            )
        ),
        champ=f"{champ(suivis[0].tableau)} {vue_tendances.nature(ind)}".strip(),
        source=f"{MENTION_DEMONSTRATION if demonstration else ind.source}{etendue}.",
        badges=tuple(badges),
    )


def dans_le_temps(places: Mapping[int, Suivi], region: Suivi | None) -> bool:
    """Whether there are periods to set against each other."""
    return len({p for s in (*places.values(), region) if s for p in s.tableau.periodes}) > 1


def figure(ind: Indicateur, info: tendances.Tendance) -> Callable[..., go.Figure]:
    """What draws the series: bars at their only period, one panel each where one axis would not show them, else lines.

    All take the arguments of `dessin.figure`.
    """
    if barres.conviennent(info):
        return barres.figure
    return panneaux.figure if panneaux.conviennent(ind, info) else dessin.figure


def _dessin_dit(ind: Indicateur, info: tendances.Tendance, region: Suivi | None) -> str:
    """How to read what `figure` draws."""
    if barres.conviennent(info):
        return barres.LECTURE
    pointilles = f"{francais.FINE}; la région est en pointillés" if region else ""
    dit = f"Chaque territoire a sa couleur, son trait et sa forme{pointilles}."
    return f"{dit} {panneaux.lecture(info)}" if panneaux.conviennent(ind, info) else dit


def _reserves(dessines: Sequence[Suivi], info: tendances.Tendance) -> str:
    """What lower bounds and missing vintages do to the lines, each said once."""
    dites = [
        dit for s in dessines for dit in (vue_tendances.minorants(s.tableau, info), vue_tendances.trous(s.tableau))
    ]
    return " ".join(dict.fromkeys(d.strip() for d in dites if d))


def titre(ind: Indicateur, info: tendances.Tendance) -> str:
    """The finding: every territory at the last period that they all know, the highest first."""
    series = [s for s in info.series if not s.reference]
    valeurs = [{p: v for p, v in zip(s.periodes, s.y, strict=True) if v is not None} for s in series]
    if not series:
        return f"{ind.libelle}{INSEC}: non publié pour les territoires choisis"
    communes = set.intersection(*map(set, valeurs)) if valeurs else set()
    if not communes:
        return f"{ind.libelle}{INSEC}: pas de période connue pour tous ces territoires"
    derniere = max(communes, key=francais.rang_periode)
    rangs = sorted(zip(series, valeurs, strict=True), key=lambda c: -c[1][derniere])
    # The unit of a count is said once.
    unites = [info.unite] + [info.unite if info.unite == "%" or info.mode == "ecart" else ""] * (len(rangs) - 1)
    dits = [f"{s.libelle} {s.dire(ind, info, derniere, u)}" for (s, _), u in zip(rangs, unites, strict=True)]
    quand = francais.en_periode(derniere, flux=ind.flux)
    return f"{capitale(f'indice {quand}' if info.mode == 'indice' else quand)}{INSEC}: {', '.join(dits)}"


def publies_html(choisis: Mapping[int, str], publie: Callable[[Indicateur, str], bool]) -> str:
    """Links to the same comparison on the figures that every territory chosen has: the census at least.

    Args:
        choisis: rank of the place -> `zonage:code`.
        publie: (indicator, zoning) -> whether a period is loaded.
    """
    decoupages = {lieu.partition(":")[0] for lieu in choisis.values()}
    places = {f"t{rang + 1}": lieu for rang, lieu in choisis.items()}
    liens = [
        f'<a href="{francais.echapper(adresse("comparer", indicateur=code, **places))}" target="_self">'
        f"{francais.echapper(INDICATEURS[code].libelle)}</a>"
        for code in INDICATEURS
        if all(z in INDICATEURS[code].zonages and publie(INDICATEURS[code], z) for z in decoupages)
    ]
    eux = "ce territoire" if len(choisis) == 1 else "ces territoires"
    return f"<p>Publié pour {eux}{INSEC}: {', '.join(liens)}.</p>"


def suivis_de(
    choisis: Mapping[int, str], lire: Callable[[str], Tableau], instantanes: Callable[[Tableau], Mapping[str, str]]
) -> tuple[dict[int, Suivi], Suivi | None]:
    """The chosen territories with their figures, and the region when it is not one of them.

    Args:
        choisis: rank of the place -> `zonage:code`.
        lire: zoning -> figures of the indicator.
        instantanes: figures -> period -> snapshot.
    """
    places = {}
    # Of one zoning only, names need not say which.
    nommer = nom if len({lieu.partition(":")[0] for lieu in choisis.values()}) > 1 else nom_court
    for rang, lieu in choisis.items():
        t = lire(lieu.partition(":")[0])
        places[rang] = Suivi(lieu, nommer(lieu), t, instantanes(t))
    if REGION in choisis.values():
        return places, None
    t = lire("region")
    if t.zonage not in t.indicateur.zonages:
        return places, None
    return places, Suivi(REGION, nom_court(REGION), t, instantanes(t))


def connue(suivis: Sequence[Suivi]) -> bool:
    """True when at least one value can be drawn."""
    return any((~s.lignes["obs_status"].isin(VIDES)).any() for s in suivis)
