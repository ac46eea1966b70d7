"""Block « Le territoire »: where it is, who lives there, which zones it meets, which territories are like it."""

from collections.abc import Sequence

import pandas as pd

from data_loaders import parametres
from data_loaders.francais import FINE, INSEC, avec_unite, enumeration, nombre
from data_loaders.magasin.instantane import Instantane
from data_loaders.portraits.semblables import Semblables, Voisin
from data_loaders.portraits.territoire import RECOUPES, Portrait
from geo import zonages
from geo.sujets import Sujet
from geo.territoire import NOM_REGION
from pages.figures import declares, fiche
from pages.figures.carte.vue import FONDS
from pages.figures.phrases import hors_de, part
from pages.figures.portrait import dessins, mots as portrait_mots
from pages.figures.portrait.mots import Bloc, Cle, Dessin, Lien, Tableau, colonnes
from pages.figures.provenance import documents
from pages.figures.provenance.chiffre import Provenance
from pages.figures.tables import en_tetes

VILLE = 10_000
_DECLARES = declares.lire(__file__)
CONFIANCES = declares.de(_DECLARES["confiance"], "mots")
# Variable -> (what it is, decimals, unit of both values).
VARIABLES = {nom: tuple(v.values()) for nom, v in _DECLARES["variable"].items()}
THEMES = declares.de(_DECLARES["theme"], "nom")
ENTETES = en_tetes("Thème", "Variable", "Ici #", "Là-bas #", "Écart, en écarts-types #")


def bloc(p: Portrait) -> Bloc:
    """The first block of the portrait: a map, the four figures of « Ma commune »; its people are said once."""
    s, densite, population = p.sujet, p.chiffres["densite"], p.chiffres["population"]
    part_region = "" if population.region is None else f", soit {portrait_mots.comparaison(population)}"
    communes = "" if s.zonage == "commune" else f" dans {avec_unite(len(s.communes), 'communes')}"
    habitants = f"{nombre(s.population_nb)} {'habitant' if s.population_nb < 2 else 'habitants'}"
    cles = [
        Cle(c.titre, c.valeur, [c.sens, " · ".join(filter(None, (c.a_cote, c.note))), c.ou], c.prefixe)
        for c in fiche.cartes(p.fiche)
    ]
    la = "" if densite.region is None else f", {nombre(densite.region['value'])} dans la région"
    dite = f"{nombre(densite.ligne['value'])}{INSEC}habitants par km²{la}"
    if s.zonage != "commune" and (villes := int((s.table["population_nb"] >= VILLE).sum())):
        dite += f"{FINE}; {avec_unite(villes, 'communes')} de {nombre(VILLE)} habitants ou plus"
    constat = f"{s.qui} compte {habitants}{communes}{part_region}."
    dites, tableaux = [f"{dite}.", _chef_lieu(s), _epci(p)], [_decoupages(p), tableau_semblables(p)]
    champ = "Population municipale, communes au 1ᵉʳ janvier 2026."
    demonstration = any(p.fiche.chiffres[role].demonstration for role in fiche.TITRES)
    suite = dites, tableaux, champ, f"{portrait_mots.source([population])[:-1]}. {FONDS}.", demonstration
    return Bloc("territoire", "Le territoire", constat, cles, _carte(s), *suite)


def _carte(s: Sujet) -> Dessin:
    """The map of the territory, which needs no words; that of the region says what its lines are."""
    alt, legende = f"Carte {s.de_qui} et de ses communes, et sa place dans la région {NOM_REGION}.", ""
    if s.zonage == dessins.REGION:
        travail = zonages.zonage("spo").decoupage_de_travail
        spo = f"en {'tirets' if travail else 'trait fin'}, les territoires SPO{' (découpage de travail)' * travail}"
        legende = f"En trait fort, les départements ; {spo}. Villes les plus peuplées."
        alt = f"Carte {s.de_qui}{INSEC}: {legende}"
    return Dessin(lambda theme: dessins.carte(s, alt, theme), alt, legende)


def _chef_lieu(s: Sujet) -> str:
    """The most populated commune; "" when it is the only one."""
    if len(s.communes) < 2:
        return ""
    nom, n = s.table.loc[s.table["population_nb"].idxmax(), ["libelle_commune", "population_nb"]]
    combien = f"{nombre(n)} habitants, {part(n / s.population_nb)} de ceux {s.de_qui}"
    return f"La commune la plus peuplée est {nom}{INSEC}: {combien}."


def _epci(p: Portrait) -> str:
    s = p.sujet
    if s.zonage in ("epci", "commune"):
        return ""
    epci = p.recoupements["epci"]
    dedans = epci[epci["code_zone"] != ""]
    il = "Elle" if s.feminin else "Il"
    if dedans.empty:
        return f"{il} n’est dans aucune intercommunalité."
    if len(dedans) == 1:
        return f"{il} tient dans une seule intercommunalité{INSEC}: {dedans.iloc[0]['libelle_zone']}."
    debut = f"{il} s’étend sur {avec_unite(len(dedans), 'intercommunalités')}, en part des habitants"
    return f"{debut}{INSEC}: {enumeration(_noms(dedans, 'une autre'))}."


def _noms(zones: pd.DataFrame, une: str, hors: str = "") -> list[str]:
    """Zones met, each with its part of the people, then how many others: `une` for a single one."""
    grandes = portrait_mots.nommees(zones)
    noms = [f"{r.libelle_zone if r.code_zone else hors} ({part(r.part_population)})" for r in grandes.itertuples()]
    autres = len(zones) - len(grandes)
    return [*noms, *([une if autres == 1 else f"{nombre(autres)} autres"] if autres else [])]


def _decoupages(p: Portrait) -> Tableau:
    lignes = []
    if p.sujet.zonage == "commune":
        epci = p.recoupements["epci"].iloc[0]
        lignes.append(("Intercommunalité", epci["libelle_zone"] if epci["code_zone"] else "aucune", "attesté"))
    for z in map(zonages.zonage, (c for c in RECOUPES if c in p.recoupements and c != "epci")):
        zones = ", ".join(_noms(p.recoupements[z.code], "1 autre", hors_de(z.code)))
        lignes.append((z.libelle, zones, CONFIANCES[z.confiance]))
    tetes = colonnes(("Découpage", 20), ("Zones et part des habitants", 0), ("Périmètre", 24))
    return Tableau("Dans les autres découpages", tetes, lignes)


def tableau_semblables(p: Portrait) -> Tableau | None:
    """The nearest territories, and what brings each one close or away; None when too few are compared."""
    s = p.semblables
    if not s.voisins:
        return None
    lignes = []
    for v in s.voisins:
        lien = Lien(zonages.libelle_zone(s.zonage, v.code), f"/portrait?zone={s.zonage}:{v.code}")
        ecart = nombre(v.distance, 1) if v.distance >= 0.05 else "moins de 0,1"
        lignes.append((lien, ecart, _variable(v, v.proche), _variable(v, v.eloigne)))
    tetes = ("Territoire", 18), ("Écart #", 8), ("Le plus proche par", 0), ("Le plus différent par", 0)
    zone = zonages.zonage(s.zonage).libelle
    parmi = nombre(s.zones_nb - (0 if p.sujet.zonage else 1))
    note = (
        "Plus l’écart, en écarts-types, est petit, plus les territoires se ressemblent ; 0 pour deux territoires "
        "identiques. La première valeur est celle d’ici."
    )
    if p.sujet.zonage and s.zones_nb < len(zonages.zones(s.zonage)):
        note += " Les autres, dont les demandeurs d’emploi sont comptés sur un autre territoire que les habitants, "
        note += "ne sont pas comparés."
    if s.demonstration:
        note += " Une partie des variables est de démonstration."
    legende = f"Territoires semblables, parmi {parmi} {zone[0].lower()}{zone[1:]}"
    return Tableau(legende, colonnes(*tetes), lignes, note, plie=True)


def _variable(v: Voisin, nom: str) -> str:
    mot, decimales, unite = VARIABLES[nom]
    ici, la = (nombre(x, decimales) for x in v.valeurs[nom])
    return f"{mot}{INSEC}: {ici} et {la}{f'{INSEC}{unite}' if unite else ''}"


def methode_semblables(s: Semblables) -> str:
    """How the distance is made, for the block « Méthode »; "" when nothing is compared."""
    if not s.voisins:
        return ""
    mots = enumeration([VARIABLES[v][0] for v in s.variables if not v.startswith("famille_")])
    familles = " et répartition des projets par famille de métiers" if "famille_I" in s.variables else ""
    dit = f"variables centrées et réduites ({mots}{familles}), groupées en thèmes de même poids. Une variable n’entre"
    return f"Territoires semblables{INSEC}: {dit} que si elle est vraie et connue pour tous les territoires comparés."


def provenance(p: Portrait, v: Voisin, instantanes: Sequence[Instantane]) -> Provenance:
    """The gap with one territory: its formula with its numbers, every variable, the snapshots they come from."""
    s, la = p.semblables, zonages.libelle_zone(p.semblables.zonage, v.code)
    themes = {n: t for t, noms in parametres.portrait().themes.items() for n in noms}
    absentes = [VARIABLES[n][0] for n in themes if n not in s.variables]
    termes = " + ".join(nombre(x, 2) for x in v.themes.values())
    detail = enumeration([f"{THEMES[t]} {nombre(x, 2)}" for t, x in v.themes.items()])
    zone = zonages.zonage(s.zonage).libelle
    phrases = [
        "Écart = racine carrée de la moyenne des thèmes. Un thème vaut la moyenne des carrés des écarts de ses "
        "variables.",
        f"√(({termes}) ÷ {len(v.themes)}) = {nombre(v.distance, 2)}{FINE}; {detail}.",
        f"L’écart d’une variable est la différence des deux valeurs, divisée par l’écart-type des {nombre(s.zones_nb)} "
        f"territoires comparés ({zone[0].lower()}{zone[1:]}{'' if p.sujet.zonage else ' et celui-ci'}). La population "
        "et la densité sont comparées par leur logarithme.",
        f"Laissé de côté, faute d’être vrai et connu pour tous{INSEC}: {enumeration(absentes)}." if absentes else "",
    ]
    lignes = []
    for n in s.variables:
        quoi, decimales, unite = VARIABLES[n]
        valeurs = (f"{nombre(x, decimales)}{f'{INSEC}{unite}' if unite else ''}" for x in v.valeurs[n])
        lignes.append([THEMES[themes[n]], quoi, *valeurs, nombre(v.ecarts[n], 2)])
    return documents.semblable(f"Écart entre {p.sujet.nom} et {la}", phrases, s.zonage, instantanes, (ENTETES, lignes))
