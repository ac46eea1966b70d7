"""Block « Le territoire »: where it is, who lives there, which zones it meets, which territories are like it."""

from __future__ import annotations

from data_loaders.francais import INSEC, enumeration, nombre
from data_loaders.measures.similaires import Voisin
from data_loaders.portraits.semblables import Semblables
from data_loaders.portraits.territoire import RECOUPES, Portrait
from geo import zonages
from geo.sujets import Sujet
from pages.figures.carte.vue import FONDS
from pages.figures.portrait import dessins, mots as portrait_mots
from pages.figures.portrait.document import Bloc, Cellule, Cle, Colonne, Dessin, Lien, Tableau
from pages.figures.portrait.mots import part

VILLE = 10_000
CONFIANCES = {
    "attesté": "attesté",
    "déduit": "découpage de travail, déduit",
    "hypothèse de travail": "découpage de travail",
}
# Variable -> (what it is, decimals, unit of both values).
VARIABLES = {
    "population": ("population", 0, "habitants"),
    "densite": ("densité", 0, "hab./km²"),
    "part_villes": ("habitants en ville de 10 000 habitants ou plus", 0, "%"),
    "part_bourgs": ("habitants en commune de moins de 2 000 habitants", 0, "%"),
    "part_premiere": ("poids de la commune la plus peuplée", 0, "%"),
    "chomage": ("taux de chômage", 1, "%"),
    "inscrits": ("demandeurs d’emploi (A) pour 100 habitants", 1, ""),
    "projets": ("projets de recrutement pour 100 habitants", 1, ""),
    "saisonniers": ("projets saisonniers", 0, "%"),
    "famille_A": ("projets dans les fonctions administratives", 0, "%"),
    "famille_C": ("projets dans l’encadrement", 0, "%"),
    "famille_I": ("projets dans l’industrie", 0, "%"),
    "famille_O": ("projets dans le bâtiment", 0, "%"),
    "famille_S": ("projets dans le social et le médico-social", 0, "%"),
    "famille_T": ("projets chez les techniciens", 0, "%"),
    "famille_V": ("projets dans la vente et le tourisme", 0, "%"),
    "famille_Z": ("projets dans les autres métiers", 0, "%"),
}


def bloc(p: Portrait) -> Bloc:
    """The first block of the portrait."""
    s, population, densite = p.sujet, p.chiffres["population"], p.chiffres["densite"]
    n, habitants = len(s.communes), nombre(s.population_nb)
    part_region = "" if population.region is None else f", soit {_part_region(p)} de la région"
    communes = "" if s.zonage == "commune" else f" dans {_compter(n, 'commune', 'communes')}"
    mot = "habitant" if s.population_nb < 2 else "habitants"
    cles = [
        Cle("Population", habitants, tuple(filter(None, ("En 2023", portrait_mots.comparaison(population))))),
        Cle("Densité", portrait_mots.valeur(densite, densite.ligne), _notes_densite(p)),
    ]
    if s.zonage != "commune":
        cles.append(Cle("Communes", nombre(n), (_villes(s),)))
    return Bloc(
        code="territoire",
        titre="Le territoire",
        constat=f"{s.qui} compte {habitants} {mot}{communes}{part_region}.",
        cles=tuple(cles),
        dessin=Dessin(lambda theme: dessins.carte(s, _alt(s), theme), _alt(s), _legende(s)),
        phrases=tuple(filter(None, (_chef_lieu(s), _epci(p)))),
        tableaux=tuple(t for t in (_decoupages(p), _voisins(p)) if t),
        champ="Population municipale, communes au 1er janvier 2026.",
        source=f"{portrait_mots.source([population])[:-1]}. {FONDS}.",
    )


def _part_region(p: Portrait) -> str:
    return portrait_mots.comparaison(p.chiffres["population"]).removesuffix(" de la région")


def _compter(n: int, un: str, plusieurs: str) -> str:
    return f"{nombre(n)}{INSEC}{un if n < 2 else plusieurs}"


def _notes_densite(p: Portrait) -> tuple[str, ...]:
    region = p.chiffres["densite"].region
    la = "" if region is None else f"{nombre(region['value'])} dans la région"
    return tuple(filter(None, (f"{nombre(p.sujet.surface_km2)}{INSEC}km²", la)))


def _villes(s: Sujet) -> str:
    villes = int((s.table["population_nb"] >= VILLE).sum())
    if not villes:
        return f"Aucune de {nombre(VILLE)} habitants ou plus"
    return f"Dont {nombre(villes)} de {nombre(VILLE)} habitants ou plus"


def _alt(s: Sujet) -> str:
    if s.zonage == dessins.REGION:
        return f"Carte {s.de_qui}{INSEC}: {_legende(s)}"
    return f"Carte {s.de_qui} et de ses communes, et sa place dans la région Pays de la Loire."


def _legende(s: Sujet) -> str:
    """What the lines of the region's map are; the map of a territory needs no words."""
    if s.zonage != dessins.REGION:
        return ""
    travail = zonages.zonage("spo").decoupage_de_travail
    spo = "en tirets, les territoires SPO (découpage de travail)" if travail else "en trait fin, les territoires SPO"
    return f"En trait fort, les départements ; {spo}. Villes les plus peuplées."


def _chef_lieu(s: Sujet) -> str:
    """The most populated commune; "" when it is the only one."""
    if len(s.communes) < 2:
        return ""
    premiere = s.table.loc[s.table["population_nb"].idxmax()]
    return (
        f"La commune la plus peuplée est {premiere['libelle_commune']}{INSEC}: {nombre(premiere['population_nb'])} "
        f"habitants, {part(premiere['population_nb'] / s.population_nb)} de ceux {s.de_qui}."
    )


def _epci(p: Portrait) -> str:
    """Its EPCI, the most populated first, as a sentence."""
    s = p.sujet
    if s.zonage in ("epci", "commune"):
        return ""
    epci = p.recoupements["epci"]
    dedans = epci[epci["code_zone"] != ""]
    il = "Elle" if s.feminin else "Il"
    if dedans.empty:
        return f"{il} n’est dans aucune intercommunalité."
    grands, _ = portrait_mots.nommees(dedans)
    noms = [f"{r.libelle_zone} ({part(r.part_population)})" for r in grands.itertuples()]
    autres = len(dedans) - len(grands)
    if autres:
        noms.append("une autre" if autres == 1 else f"{nombre(autres)} autres")
    n = len(dedans)
    if n == 1:
        return f"{il} tient dans une seule intercommunalité{INSEC}: {grands.iloc[0]['libelle_zone']}."
    debut = f"{il} s’étend sur {_compter(n, 'intercommunalité', 'intercommunalités')}, en part des habitants"
    return f"{debut}{INSEC}: {enumeration(noms)}."


def _decoupages(p: Portrait) -> Tableau:
    """Zones that the territory meets in each other zoning, and how sure each perimeter is."""
    lignes = []
    for code in RECOUPES:
        if code in p.recoupements and code != "epci":
            z = zonages.zonage(code)
            lignes.append((z.libelle, _rencontrees(p, code), CONFIANCES[z.confiance]))
    if p.sujet.zonage == "commune":
        epci = p.recoupements["epci"]
        nom = epci.iloc[0]["libelle_zone"] if epci.iloc[0]["code_zone"] else "aucune"
        lignes.insert(0, ("Intercommunalité", nom, "attesté"))
    colonnes = (Colonne("Découpage", part=0.2), Colonne("Zones et part des habitants"), Colonne("Périmètre", part=0.24))
    return Tableau("Dans les autres découpages", colonnes, tuple(lignes))


def _rencontrees(p: Portrait, code: str) -> str:
    parts = p.recoupements[code]
    grandes, _ = portrait_mots.nommees(parts)
    noms = [f"{_hors(code, r)} ({part(r.part_population)})" for r in grandes.itertuples()]
    autres = len(parts) - len(grandes)
    if autres:
        noms.append("1 autre" if autres == 1 else f"{nombre(autres)} autres")
    return ", ".join(noms)


def _hors(code: str, r) -> str:
    if r.code_zone:
        return r.libelle_zone
    return "hors GTEC" if code == "gtec" else f"hors {zonages.zonage(code).libelle_zone}"


def _voisins(p: Portrait) -> Tableau | None:
    s = p.semblables
    if not s.voisins:
        return None
    lignes = tuple(_voisin(s, v) for v in s.voisins)
    colonnes = (
        Colonne("Territoire", part=0.18),
        Colonne("Écart", True, 0.08),
        Colonne("Le plus proche par"),
        Colonne("Le plus différent par"),
    )
    zone = zonages.zonage(s.zonage).libelle
    parmi = nombre(s.zones_nb - (0 if p.sujet.zonage else 1))
    note = (
        "Écart : différence moyenne, en écarts-types des territoires comparés ; 0 pour deux territoires identiques. La "
        "première valeur est celle d’ici."
    )
    if s.demonstration:
        note += " Une partie des variables est de démonstration."
    return Tableau(f"Territoires semblables, parmi {parmi} {zone[0].lower()}{zone[1:]}", colonnes, lignes, note)


def _voisin(s: Semblables, v: Voisin) -> tuple[Cellule, ...]:
    nom = zonages.libelle_zone(s.zonage, v.code)
    lien = Lien(nom, f"/portrait?zone={s.zonage}:{v.code}")
    ecart = nombre(v.distance, 1) if v.distance >= 0.05 else "moins de 0,1"
    return (lien, ecart, _variable(v, v.proche), _variable(v, v.eloigne))


def _variable(v: Voisin, nom: str) -> str:
    mot, decimales, unite = VARIABLES[nom]
    ici, la = (nombre(x, decimales) for x in v.valeurs[nom])
    suite = f"{INSEC}{unite}" if unite else ""
    return f"{mot}{INSEC}: {ici} et {la}{suite}"


def explication(s: Semblables) -> str:
    """How the distance is made, for the block « Méthode »; "" when nothing is compared."""
    if not s.voisins:
        return ""
    mots = enumeration([VARIABLES[v][0] for v in s.variables if not v.startswith("famille_")])
    familles = " et répartition des projets par famille de métiers" if "famille_I" in s.variables else ""
    return (
        f"Territoires semblables{INSEC}: variables centrées et réduites ({mots}{familles}), groupées en thèmes de même "
        "poids. Une variable n’entre que si elle est vraie et connue pour tous les territoires comparés."
    )
