"""One zoning: where its zones are, how many people live in each, how sure the perimeter is."""

import pandas as pd

from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.francais import FINE, INSEC, avec_unite, capitale, nombre
from geo import lieux, zonages
from pages.figures.adresses import adresse, lien
from pages.figures.carte.dessin import EtatZone, Legende
from pages.figures.carte.vue import FONDS
from pages.figures.tables import Table, csv_francais, en_tetes
from pages.figures.territoires.etats import legende
from pages.figures.territoires.lieu import origine_perimetre, pourcent, valeur_du_perimetre
from pages.figures.vues import Vue, badges_decoupage

LIGNES_MAX = 100


def preparer(code: str) -> Vue:
    """Words around a zoning. Raises KeyError: the code is not one of `zonages.CODES`."""
    z, lues = zonages.zonage(code), zones(code)
    petite, grande = lues.iloc[-1], lues.iloc[0]
    habitants = [avec_unite(zone["population_nb"], "habitants") for zone in (petite, grande)]
    bornes = (f"{n} ({zone['libelle_zone']})" for n, zone in zip(habitants, (petite, grande), strict=True))
    premiere = capitale(lieux.locatif(code, grande["code_zone"]))
    return Vue(
        f"{nombre(len(lues))} {lieux.pluriel(z.libelle_zone, len(lues))}{INSEC}: de {' à '.join(bornes)}",
        "Un territoire touché ouvre sa page",
        f"{premiere}, {habitants[1]}, {pourcent(grande['part_region'])} de la région.",
        "Population municipale 2023, communes au 1ᵉʳ janvier 2026, partie ligérienne des zones interrégionales.",
        f"{origine_perimetre(z)} Insee, recensement de la population 2023. {FONDS}.",
        badges_decoupage(code),
    )


def faits(code: str) -> tuple[tuple[str, str], ...]:
    """(name, text) of what is known of the perimeter."""
    z, couverte = zonages.zonage(code), zones(code)["population_nb"].sum()
    n, tous = sum(code in i.zonages for i in INDICATEURS.values()), len(INDICATEURS)
    lus = f"{n} indicateur{'s' * (n > 1)} sur {tous} s’y li{'sen' * (n > 1)}t"
    return (
        ("Confiance", capitale(z.confiance)),
        ("Source du périmètre", origine_perimetre(z)),
        ("Population couverte", pourcent(float(couverte / zonages.communes()["population_nb"].sum()))),
        ("Chiffres", f"{lus if n else f'Aucun des {tous} indicateurs ne s’y lit'}."),
        *((("À savoir", z.note),) if z.note else ()),
    )


def carte(code: str) -> tuple[dict[str, EtatZone], Legende]:
    """The map: names without figures."""
    dits = {}
    for r in zones(code).itertuples():
        dits[r.code_zone] = f"{avec_unite(r.population_nb, 'habitants')}, {avec_unite(r.communes_nb, 'communes')}"
    fin = "La région compte", nombre(len(dits)), lieux.pluriel(zonages.zonage(code).libelle_zone, len(dits))
    etats = {c: EtatZone(None, "", f"{zonages.libelle_zone(code, c)}{INSEC}: {dit}") for c, dit in dits.items()}
    return etats, legende(code, (), dits, fin, "")


def tableau(code: str) -> tuple[Vue, Table]:
    """One row a zone, the `LIGNES_MAX` most populated; the file has the others, which is then said."""
    lignes, autres = [], len(zones(code)) - LIGNES_MAX
    dit = f"Les {LIGNES_MAX} plus peuplés{FINE}; le fichier CSV donne les {nombre(autres)} autres."
    v = Vue("Un territoire par ligne", dit if autres > 0 else "Du plus peuplé au moins peuplé")
    for r in zones(code).head(LIGNES_MAX).itertuples():
        nom = lien(adresse("territoires", lieu=f"{code}:{r.code_zone}"), r.libelle_zone)
        taille = nombre(r.surface_km2, 0 if r.surface_km2 >= 100 else 1), nombre(r.densite)
        comptes = nombre(r.population_nb), pourcent(r.part_region), nombre(r.communes_nb)
        lignes.append([r.code_zone, nom, *comptes, *taille])
    titres = ("Code", "Territoire", "Population #", "Part de la région #", "Communes #", "Superficie (km²) #")
    return v, Table(en_tetes(*titres, "Habitants par km² #"), lignes)


def zones(code: str) -> pd.DataFrame:
    """Zones, the most populated first, with their share of the region."""
    zones = zonages.zones(code).sort_values("population_nb", ascending=False, kind="stable", ignore_index=True)
    habitants, total = zones["population_nb"], zonages.communes()["population_nb"].sum()
    return zones.assign(part_region=habitants / total, densite=habitants / zones["surface_km2"])


def csv(code: str) -> bytes:
    """Every zone as CSV for French Excel, with what its perimeter is worth."""
    perimetre = valeur_du_perimetre(zonages.zonage(code))
    table = zones(code).rename(columns={"densite": "habitants_km2"})
    table = table.assign(part_region_pct=100 * table["part_region"], zonage=code, **perimetre)
    colonnes = ["zonage", "code_zone", "libelle_zone", "population_nb", "part_region_pct", "communes_nb"]
    colonnes += ["surface_km2", "habitants_km2", *perimetre]
    decimales = {"population_nb": 0, "part_region_pct": 2, "communes_nb": 0, "surface_km2": 2, "habitants_km2": 1}
    return csv_francais(table[colonnes], decimales)
