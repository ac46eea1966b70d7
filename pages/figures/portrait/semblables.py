"""« Territoires semblables »: the table, the sentence of the method, and how each gap is made."""

from collections.abc import Sequence

from data_loaders.francais import FINE, INSEC, enumeration, nombre
from data_loaders.magasin.instantane import Instantane
from data_loaders.measures.similaires import Voisin
from data_loaders.parametres import portrait as parametres
from data_loaders.portraits.semblables import Semblables
from data_loaders.portraits.territoire import Portrait
from geo import zonages
from pages.figures import declares
from pages.figures.portrait.document import Cellule, Colonne, Lien, Tableau
from pages.figures.provenance import documents
from pages.figures.provenance.chiffre import Provenance
from pages.figures.tables import en_tetes

_DECLARES = declares.lire(__file__)
# Variable -> (what it is, decimals, unit of both values).
VARIABLES = {nom: tuple(v.values()) for nom, v in _DECLARES["variable"].items()}
THEMES = declares.de(_DECLARES["theme"], "nom")
ENTETES = en_tetes("Thème", "Variable", "Ici #", "Là-bas #", "Écart, en écarts-types #")


def tableau(p: Portrait) -> Tableau | None:
    """The nearest territories, and what brings each one close or away; None when too few are compared."""
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
        "Plus l’écart, en écarts-types, est petit, plus les territoires se ressemblent ; 0 pour deux territoires "
        "identiques. La première valeur est celle d’ici."
    )
    if p.sujet.zonage and s.zones_nb < len(zonages.zones(s.zonage)):
        note += (
            " Les autres, dont les demandeurs d’emploi sont comptés sur un autre territoire que les habitants, ne sont "
            "pas comparés."
        )
    if s.demonstration:
        note += " Une partie des variables est de démonstration."
    return Tableau(
        f"Territoires semblables, parmi {parmi} {zone[0].lower()}{zone[1:]}", colonnes, lignes, note, plie=True
    )


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


def nom(s: Semblables, v: Voisin) -> str:
    """« Territoires semblables, Segré »: its name in the list of the figures that can be followed back."""
    return f"Territoires semblables, {zonages.libelle_zone(s.zonage, v.code)}"


def provenance(p: Portrait, v: Voisin, instantanes: Sequence[Instantane]) -> Provenance:
    """The gap with one territory: its formula with its numbers, every variable, the files they come from.

    Args:
        v: one of `p.semblables.voisins`; instantanes: `data_loaders.portraits.semblables.instantanes` of the same.
    """
    s, la = p.semblables, zonages.libelle_zone(p.semblables.zonage, v.code)
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
        _laissees(s),
    ]
    themes = {n: t for t, noms in parametres.portrait().themes.items() for n in noms}
    lignes = [
        [THEMES[themes[n]], VARIABLES[n][0], *(_valeur(n, x) for x in v.valeurs[n]), nombre(v.ecarts[n], 2)]
        for n in s.variables
    ]
    return documents.semblable(f"Écart entre {p.sujet.nom} et {la}", phrases, s.zonage, instantanes, (ENTETES, lignes))


def _valeur(variable: str, x: float) -> str:
    _, decimales, unite = VARIABLES[variable]
    return f"{nombre(x, decimales)}{f'{INSEC}{unite}' if unite else ''}"


def _laissees(s: Semblables) -> str:
    """Variables that did not enter, said; "" when all did."""
    absentes = [VARIABLES[n][0] for noms in parametres.portrait().themes.values() for n in noms if n not in s.variables]
    if not absentes:
        return ""
    return f"Laissé de côté, faute d’être vrai et connu pour tous{INSEC}: {enumeration(absentes)}."
