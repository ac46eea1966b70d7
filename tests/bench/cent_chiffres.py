"""Figures made again from the producers' files, with nothing of the product: what it says stands beside.

`OBSERVATOIRE_REFERENCE=DOSSIER OBSERVATOIRE_DONNEES=RACINE python -m tests.bench.cent_chiffres` prints a table; it
ends with the code 1 when one differs.
"""

import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from data_loaders.chiffres import tableau
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees

Cas = tuple[str, str, str, str, str, float]  # indicator, zoning, zone, period, « niveau:code » or "", value
ENQUETES = {
    "2016": ("ResMetBE16.xlsx", "BE16", "Métier", "Region"),
    "2018": ("ResMetBE18.xlsx", "BE18", "metier", "REG"),
    "2021": ("Base_open_data_21_def.xlsx", "BE21", "Code métier BMO", "REG"),
    "2023": ("Base_open_data_23.xlsx", "BE23", "Code métier BMO", "REG"),
    "2024": ("Base_open_data_BMO_2024.xlsx", "BE24", "Code métier BMO", "REG"),
}
HASARD = random.Random(2013)


def enquetes(dossier: Path) -> Iterator[Cas]:
    """Visible projects of a bassin, of a family or of a métier in it; whole bassins of the region alone."""
    for annee, (fichier, bassin, metier, region) in ENQUETES.items():
        feuilles = pd.read_excel(dossier / "bmo" / fichier, sheet_name=None, engine="calamine", dtype=str)
        df = next(f for f in feuilles.values() if "met" in f)
        df = df[df[region].str.zfill(2).eq("52") & df[bassin].str.match(r"^52\d\d$", na=False)]
        df["met"] = pd.to_numeric(df["met"], errors="coerce")
        for cle, niveau, colonne in ((8, "", bassin), (6, "famille", "Famille_met"), (4, "metier", metier)):
            groupes = df.groupby([bassin, colonne] if niveau else [bassin])["met"].sum(min_count=1).dropna()
            for code, valeur in groupes.sample(cle, random_state=HASARD.randrange(10**6)).items():
                zone, quoi = code if niveau else (code, "")
                yield "bmo_projets", "bassin", zone, annee, f"{niveau}:{quoi}" if niveau else "", float(valeur)


def inscrits(dossier: Path) -> Iterator[Cas]:
    """Job-seekers of category A, whole EPCI; those of a month by département."""
    df = pd.read_csv(dossier / "demande_emploi" / "defm_epci_categories_dec2016_dec2019_pdl.csv", dtype=str)
    df["categorie_a"] = pd.to_numeric(df["categorie_a"], errors="coerce")
    for r in df.dropna(subset="categorie_a").sample(14, random_state=1).itertuples():
        yield "defm_a", "epci", r.code_epci, r.annee_mois, "", float(r.categorie_a)
    stmt = pd.read_csv(dossier / "demande_emploi" / "stmt_inscrits_A_a_E_mensuel_brut_dep_2020_2024.csv", dtype=str)
    for r in stmt.sample(12, random_state=2).itertuples():
        yield "inscrits_a_e", "departement", r.dept, r.mois, "", float(r.demandeurs_emploi)


FREIGNE = "49144"  # in Loire-Atlantique since the file was made
MAUGES = "49244"  # counts a commune more since


def offre(dossier: Path) -> Iterator[Cas]:
    """Offers by commune and département; places and wishes per place by département, and in the region."""

    def lire(chemin: str) -> pd.DataFrame:
        return pd.read_csv(next(dossier.glob(chemin)), sep=";", dtype=str, encoding="utf-8-sig")

    offres = lire("offres/*.csv")
    offres["n"] = offres["nb_offre"].astype(int)
    par = offres.groupby("commune")["n"].sum()
    for commune, n in par[par >= 100].drop(MAUGES).sample(10, random_state=3).items():
        yield "offres", "commune", commune, "2021-12", "", float(n)
    departement = offres["commune"].str[:2].mask(offres["commune"].eq(FREIGNE), "44")
    for d, n in offres.groupby(departement)["n"].sum().items():
        yield "offres", "departement", d, "2021-12", "", float(n)
    affelnet = lire("formation/attractivite_capacite_2022*.csv")
    entrees = affelnet[affelnet["MEF STAT 11"].str.startswith(("2321", "2381"))]
    lots = [("places_pro", "2022", entrees.iloc[:, 0], entrees["Capacité carte scolaire"], entrees["Demandes vœux 1"])]
    for annee in ("2022", "2024"):
        bts = lire(f"formation/BTS_attractivite_capacite_{annee}*.csv")
        bts = bts[bts["MEFSTAT11"].str.startswith("32")]
        for code, statut in (("places_bts", "Scolaire"), ("places_apprentis", "Apprentissage")):
            b = bts[bts["STATUT"].eq(statut)]
            lots.append((code, annee, b["UAI"], b["CAPACITEPSUP"], b["NB_VOEUX_CONFIRMES"]))
    for code, annee, uai, places, voeux in lots:
        places = pd.to_numeric(places).where(lambda p: p.between(1, 500))
        for d, n in places.groupby(uai.str[1:3]).sum().items():
            yield code, "departement", d, annee, "", float(n)
        connues = places.notna()
        pression = pd.to_numeric(voeux)[connues].sum() / places.sum()
        yield f"{code}_pression", "region", "52", annee, "", float(pression)


def cas(dossier: Path) -> list[Cas]:
    """The figures, in order."""
    return [*enquetes(dossier), *inscrits(dossier), *offre(dossier.parent / "offre")]


def main() -> int:
    """Print the table; how many differ decides the code."""
    dossier, d = Path(os.environ["OBSERVATOIRE_REFERENCE"]), Donnees().figees()
    fautes = absents = 0
    print(
        "| indicateur | lieu | période | métier | fichier | écran |  |\n| --- | --- | --- | --- | ---: | ---: | --- |"
    )
    for code, zonage, zone, periode, metier, attendue in (lus := cas(dossier)):
        try:
            c = tableau.chiffre(d, code, zonage, zone, periode, Metier.lire(metier) if metier else None)
        except ValueError as e:  # a perimeter that the product does not draw
            absents += 1
            print(f"| {code} | {zone} | {periode} | {metier} | {attendue:.10g} | | {e} |")
            continue
        egal = c["valeur"] is not None and abs(c["valeur"] - attendue) < (0.5 if attendue >= 50 else 0.001)
        fautes += not egal
        dit = f"{'≥ ' if c['minorant'] else ''}{c['valeur']}"
        print(f"| {code} | {zone} | {periode} | {metier} | {attendue:.10g} | {dit} | {'=' if egal else '≠'} |")
    print(f"\n{len(lus)} chiffres refaits, {fautes} différents, {absents} sans écran.")
    return 1 if fautes else 0


if __name__ == "__main__":
    sys.exit(main())
