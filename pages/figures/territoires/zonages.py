"""The zonings of the region: what is known of each perimeter, and how to replace one."""

from __future__ import annotations

from data_loaders import francais
from data_loaders.francais import FINE, INSEC
from geo import zonages
from pages.figures.territoires.lieu import confiance, origine_perimetre, pourcent
from pages.figures.territoires.loupe import CROISES

ENTETES = (
    ("Territoires", True),
    ("Découpage", False),
    ("Population couverte", True),
    ("Confiance", False),
    ("Source du périmètre", False),
    ("À savoir", False),
)

REMPLACER = (
    "<p>Un périmètre se remplace par un fichier : <code>python -m data_loaders zonage NOM FICHIER</code>, avec les "
    "colonnes <code>code_commune</code> (ou <code>siren_epci</code>), <code>code_zone</code>, "
    "<code>libelle_zone</code>. Toutes les cartes et tous les tableaux suivent.</p>"
)


def lignes() -> list[list[str]]:
    """Rows of the table of all zonings, under `ENTETES`."""
    total = zonages.communes()["population_nb"].sum()
    rangees = []
    for code in CROISES:
        z, zones = zonages.zonage(code), zonages.zones(code)
        couverte = pourcent(float(zones["population_nb"].sum() / total))
        rangees.append(
            [francais.nombre(len(zones)), z.libelle, couverte, confiance(z), origine_perimetre(z), z.note or "—"]
        )
    return rangees


def constat() -> str:
    """The finding of the screen when no territory is chosen."""
    tous = [zonages.zonage(code) for code in CROISES]
    travail = [z.libelle for z in tous if z.decoupage_de_travail]
    if not travail:
        return f"Les {len(tous)} découpages de la région sont attestés"
    restent = francais.enumeration([_minuscule(t) for t in travail])
    attestes = f"{len(tous) - len(travail)} découpages sur {len(tous)} sont attestés"
    return f"{attestes}{FINE}; restent de travail{INSEC}: {restent}"


def _minuscule(libelle: str) -> str:
    return libelle[:1].lower() + libelle[1:]
