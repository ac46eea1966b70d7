"""The zonings of the region, side by side: what a territory of each is, its map, how sure its perimeter is."""

from types import MappingProxyType
from urllib.parse import quote

from data_loaders import francais
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.francais import FINE, INSEC, echapper as escape
from geo import lieux, zonages
from geo.zonages import Zonage
from pages.figures import tables, theme
from pages.figures.aide.exploitants import pli
from pages.figures.comparer.vignettes import formes
from pages.figures.territoires.etats_commun import ROLES as ROLES_SUIVIS
from pages.figures.territoires.lieu import adresse, confiance, origine_perimetre, pourcent
from pages.figures.territoires.loupe import CROISES

ROLES = MappingProxyType(
    {
        **ROLES_SUIVIS,
        "ze": "Une zone d’emploi de l’Insee est un espace où la plupart des actifs résident et travaillent ; ses taux "
        "de chômage n’appartiennent qu’à elle.",
        "epci": "Une intercommunalité réunit des communes qui exercent ensemble des compétences ; quatre débordent la "
        "région, et leurs producteurs les comptent entières.",
        "departement": "Un département est un échelon de l’État et une collectivité ; la météo des métiers se lit par "
        "bassin d’emploi ou par département.",
        "commune": "Une commune est la plus petite unité : tous les autres découpages en sont faits.",
    }
)
ENTETES = tables.en_tetes(
    "Territoires #", "Découpage", "Population couverte #", "Confiance", "Source du périmètre", "À savoir"
)

REMPLACER = pli(
    "<p>Un périmètre se remplace par un fichier\u00a0: <code>python -m data_loaders zonage NOM FICHIER</code>, avec "
    "les colonnes <code>code_commune</code> (ou <code>siren_epci</code>), <code>code_zone</code>, "
    "<code>libelle_zone</code>. Toutes les cartes et tous les tableaux suivent.</p>"
)
_CONFIANCES = {
    "attesté": "leur périmètre est attesté",
    "déduit": "leur périmètre est déduit, personne ne l’atteste",
    "hypothèse de travail": "leur périmètre est une hypothèse de travail",
}
# Dashes of the borders, in steps of the small maps: what is not attested is not drawn as if it were.
_TIRETS = "2.5 5"


def lignes() -> list[list[str]]:
    """Rows of the table of all zonings, under `ENTETES`."""
    rangees = []
    for code in CROISES:
        z, zones = zonages.zonage(code), zonages.zones(code)
        rangees.append(
            [francais.nombre(len(zones)), z.libelle, couverte(code), confiance(z), origine_perimetre(z), z.note or "—"]
        )
    return rangees


def couverte(code: str) -> str:
    """Share of the region's people that a zoning covers."""
    total = zonages.communes()["population_nb"].sum()
    return pourcent(float(zonages.zones(code)["population_nb"].sum() / total))


def constat() -> str:
    """How many zonings are attested, and the names of the others."""
    tous = [zonages.zonage(code) for code in CROISES]
    travail = [z.libelle for z in tous if z.decoupage_de_travail]
    if not travail:
        return f"Les {len(tous)} découpages de la région sont attestés"
    restent = francais.enumeration([_minuscule(t) for t in travail])
    attestes = f"{len(tous) - len(travail)} découpages sur {len(tous)} sont attestés"
    return f"{attestes}{FINE}; restent de travail{INSEC}: {restent}"


def accueil() -> str:
    """The finding of the screen before anything is chosen: the SPO, and how sure their perimeter is."""
    z = zonages.zonage("spo")
    n = francais.avec_unite(len(zonages.zones("spo")), "territoires SPO")
    couvrent = "couvrent la région" if z.partition else f"couvrent {couverte('spo')} de la population de la région"
    return f"{n} {couvrent}{FINE}; {_CONFIANCES[z.confiance]}"


def _minuscule(libelle: str) -> str:
    return libelle[:1].lower() + libelle[1:]


def indicateurs_lus(code: str) -> str:
    """How many indicators are true on a zoning: « 4 indicateurs sur 17 s’y lisent »."""
    n = sum(code in i.zonages for i in INDICATEURS.values())
    if n == 0:
        return f"Aucun des {len(INDICATEURS)} indicateurs ne s’y lit"
    return f"{n} indicateur{'s' * (n > 1)} sur {len(INDICATEURS)} s’y li{'sen' * (n > 1)}t"


def vignette_svg(code: str, nom_theme: str = "clair") -> str:
    """Small map of a zoning as a standalone SVG: dashed borders where the perimeter is not attested."""
    t, plan = theme.tokens(nom_theme), formes(code)
    x, y, large, haut = plan.cadre
    tout = "".join(d for d, *_ in plan.zones.values())
    aplat = theme.rampe("maree", nom_theme)[1]
    tirets = f' stroke-dasharray="{_TIRETS}"' if zonages.zonage(code).decoupage_de_travail else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x:.0f} {y:.0f} {large:.0f} {haut:.0f}" fill="none" '
        f'stroke-linejoin="round"><path d="{plan.region}" fill="{t["creux"]}"/>'
        f'<path d="{tout}" fill="{aplat}" stroke="{t["encre"]}" stroke-width="1.2"{tirets}/>'
        f'<path d="{plan.region}" stroke="{t["cote"]}" stroke-width="1.6"/></svg>'
    )


def vignette_texte(z: Zonage) -> str:
    """What the small map shows, for who does not see it."""
    traits = "en tirets, périmètres de travail" if z.decoupage_de_travail else "périmètres attestés"
    return f"Carte des {_minuscule(z.libelle)}, {traits}"


def cartes_html(nom_theme: str = "clair") -> str:
    """One card a zoning, each a link to its own view; texts are escaped."""
    return f'<ul class="obs-decoupages">{"".join(_carte(code, nom_theme) for code in CROISES)}</ul>'


def _carte(code: str, nom_theme: str) -> str:
    z, n = zonages.zonage(code), len(zonages.zones(code))
    lien = escape(adresse("territoires", volet="loupe", zonage=code))
    nom = f"{francais.nombre(n)} {z.libelle_zone if n < 2 else lieux.pluriel(z.libelle_zone)}"
    couvre = "" if z.partition else f"{couverte(code)} de la population{FINE}; "
    image = quote(vignette_svg(code, nom_theme), safe=" =:/,;-")
    return (
        f'<li><img src="data:image/svg+xml,{image}" alt="{escape(vignette_texte(z))}">'
        f'<div><h3><a href="{lien}" target="_self">{escape(nom)}</a></h3><p>{confiance(z)}</p>'
        f"<p>{escape(ROLES[code])}</p>"
        f'<p class="obs-note">{escape(couvre)}{escape(indicateurs_lus(code))}. {escape(origine_perimetre(z))}</p>'
        f"</div></li>"
    )


def table_html() -> str:
    """The same as a table, with what must be known of each perimeter."""
    return tables.tableau_html(ENTETES, lignes(), "Les découpages et leur confiance")
