"""One zoning: where its zones are, how many people live in each, how sure the perimeter is."""

from dataclasses import dataclass

import pandas as pd

from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.francais import FINE, INSEC, avec_unite, capitale, nombre
from geo import lieux, zonages
from pages.figures import tables
from pages.figures.adresses import adresse, lien
from pages.figures.carte.dessin import EtatZone, Legende
from pages.figures.carte.vue import FONDS
from pages.figures.territoires.etats import ROLES, legende
from pages.figures.territoires.lieu import origine_perimetre, pourcent, valeur_du_perimetre
from pages.figures.vues import Vue, badges_decoupage

LIGNES_MAX = 100
ENTETES = [
    *tables.en_tetes("Code", "Territoire", "Population #", "Part de la région #", "Communes #"),
    *tables.en_tetes("Superficie (km²) #", "Habitants par km² #"),
]


@dataclass(frozen=True, kw_only=True)
class VueDecoupage(Vue):
    """What is shown of a zoning: its map, names without figures; (name, text) of what is known of the perimeter.

    `lignes`: rows under `ENTETES`, the most populated first; `masquees_nb`: those beyond `LIGNES_MAX`.
    """

    role: str
    etats: dict[str, EtatZone]
    legende: Legende
    faits: tuple[tuple[str, str], ...]
    lignes: list[list[str]]
    masquees_nb: int


def preparer(code: str) -> VueDecoupage:
    """Everything said of a zoning.

    Raises:
        KeyError: the code is not one of `zonages.CODES`.
    """
    z, table = zonages.zonage(code), _table(code)
    petite, grande = table.iloc[-1], table.iloc[0]
    nom = f"{nombre(len(table))} {lieux.pluriel(z.libelle_zone, len(table))}"
    dits = {
        r.code_zone: f"{avec_unite(r.population_nb, 'habitants')}, {avec_unite(r.communes_nb, 'communes')}"
        for r in table.itertuples()
    }
    couverte = float(table["population_nb"].sum() / zonages.communes()["population_nb"].sum())
    premiere = capitale(lieux.locatif(code, grande["code_zone"]))
    habitants = avec_unite(grande["population_nb"], "habitants")
    peuple = [f"{avec_unite(zone['population_nb'], 'habitants')} ({zone['libelle_zone']})" for zone in (petite, grande)]
    fin = ("La région compte", nombre(len(dits)), lieux.pluriel(z.libelle_zone, len(dits)))
    return VueDecoupage(
        titre=f"{nom}{INSEC}: de {' à '.join(peuple)}",
        sous_titre="Un territoire touché ouvre sa page",
        badges=badges_decoupage(code),
        role=ROLES[code],
        etats={c: EtatZone(None, "", f"{zonages.libelle_zone(code, c)}{INSEC}: {dit}") for c, dit in dits.items()},
        legende=legende(code, (), dits, fin, ""),
        faits=(
            ("Confiance", capitale(z.confiance)),
            ("Source du périmètre", origine_perimetre(z)),
            ("Population couverte", pourcent(couverte)),
            ("Chiffres", f"{indicateurs_lus(code)}."),
            *((("À savoir", z.note),) if z.note else ()),
        ),
        lignes=[
            [
                r.code_zone,
                lien(adresse("territoires", lieu=f"{code}:{r.code_zone}"), r.libelle_zone),
                nombre(r.population_nb),
                pourcent(r.part_region),
                nombre(r.communes_nb),
                nombre(r.surface_km2, 0 if r.surface_km2 >= 100 else 1),
                nombre(r.densite),
            ]
            for r in table.head(LIGNES_MAX).itertuples()
        ],
        masquees_nb=max(len(table) - LIGNES_MAX, 0),
        lecture=f"{premiere}, {habitants}, {pourcent(grande['part_region'])} de la région.",
        champ="Population municipale 2023, communes au 1ᵉʳ janvier 2026, partie ligérienne des zones interrégionales.",
        source=f"{origine_perimetre(z)} Insee, recensement de la population 2023. {FONDS}.",
    )


def _table(code: str) -> pd.DataFrame:
    """Zones, the most populated first, with their share of the region."""
    total = zonages.communes()["population_nb"].sum()
    zones = zonages.zones(code).sort_values("population_nb", ascending=False, kind="stable", ignore_index=True)
    return zones.assign(
        part_region=zones["population_nb"] / total, densite=zones["population_nb"] / zones["surface_km2"]
    )


def reste(v: VueDecoupage) -> str:
    """What the table leaves to the file; "" when it holds every zone."""
    if not v.masquees_nb:
        return ""
    return f"Les {LIGNES_MAX} plus peuplés{FINE}; le fichier CSV donne les {nombre(v.masquees_nb)} autres."


def csv(code: str) -> bytes:
    """Every zone as CSV for French Excel, with what its perimeter is worth."""
    perimetre = valeur_du_perimetre(zonages.zonage(code))
    table = _table(code).rename(columns={"densite": "habitants_km2"})
    table = table.assign(part_region_pct=100 * table["part_region"], zonage=code, **perimetre)
    colonnes = ["zonage", "code_zone", "libelle_zone", "population_nb", "part_region_pct", "communes_nb"]
    colonnes += ["surface_km2", "habitants_km2", *perimetre]
    decimales = {"population_nb": 0, "part_region_pct": 2, "communes_nb": 0, "surface_km2": 2, "habitants_km2": 1}
    return tables.csv_francais(table[colonnes], decimales)


def indicateurs_lus(code: str) -> str:
    """How many indicators are true on a zoning: « 4 indicateurs sur 17 s’y lisent »."""
    n = sum(code in i.zonages for i in INDICATEURS.values())
    if n == 0:
        return f"Aucun des {len(INDICATEURS)} indicateurs ne s’y lit"
    return f"{n} indicateur{'s' * (n > 1)} sur {len(INDICATEURS)} s’y li{'sen' * (n > 1)}t"
