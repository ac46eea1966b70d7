"""Demonstration of where to train and of who recruits: invented establishments, places, wishes, pupils, offers, links.

Every state is there: a centre of which the département alone is known, places that nobody gives, a course on two rows,
too few places for a rate, pupils of one year alone.
"""

from collections.abc import Iterator

import pandas as pd

from geo import zonages
from tests.demo.formation import CFA, DIPLOMES, cfd, mef
from tests.demo.outils import NOMS, ROMES, Tables, hasard, table

ANNEES = ("2022", "2023", "2024")
LYCEES_PAR_DEPARTEMENT, COURS_PAR_LYCEE = 14, 4
CENTRES_SITUES = 4
JOUR = "2024-12-20"
OFFRES_PAR_HABITANT = 0.018
NIVEAUX = {"CAP": ("cap",), "BAC PRO": ("2de", "1re"), "BTS": ("bts",)}
SAVOIRS = ("Lecture de plan", "Règles de sécurité", "Logiciels de bureautique", "Relation au client", "Hygiène")


def _lycees() -> Iterator[tuple[str, str, str, str]]:
    """UAI, département, commune, name: in the most populated communes, the last of the Sarthe of an unknown one."""
    communes = zonages.communes().sort_values("population_nb", ascending=False)
    for d, siennes in communes.groupby("code_departement"):
        codes = siennes["code_commune"].head(LYCEES_PAR_DEPARTEMENT).tolist()
        for rang, commune in enumerate(codes):
            connue = "" if (d, rang) == ("72", LYCEES_PAR_DEPARTEMENT - 1) else commune
            yield f"0{d}8{rang:03d}Z", d, connue, f"Lycée de démonstration {rang + 1} ({d})"


def _cours(uai: str) -> Iterator[tuple[int, str, str]]:
    """Rank in `DIPLOMES`, sigle, level of each course of an establishment."""
    possibles = [i for i, (_, sigle, *_) in enumerate(DIPLOMES) if sigle in NIVEAUX]
    for i in sorted(hasard("cours", uai).choice(possibles, COURS_PAR_LYCEE, replace=False)):
        yield int(i), DIPLOMES[i][1], DIPLOMES[i][2]


def _lignes(annee: str, voie: str, sigles: tuple[str, ...]) -> list[dict]:
    lignes = []
    centres = [(f"0{d}9{r:03d}Z", d) for d in zonages.DEPARTEMENTS for r in range(len(CFA))]
    lieux = centres if voie == "apprentissage" else [(uai, d) for uai, d, *_ in _lycees()]
    for uai, d in lieux:
        for rang, sigle, niveau in _cours(uai):
            for entree in NIVEAUX[sigle] if sigle in sigles else ():
                h = hasard("places", annee, voie, uai, str(rang), entree)
                places = int(h.choice((12, 15, 24, 30))) if voie == "scolaire" else int(h.choice((20, 40, 150)))
                voeux = int(places * h.lognormal(1.8 if entree == "bts" else -0.1, 0.5))
                tues = bool(h.random() < 0.03)
                ligne = {
                    "periode": annee, "uai": uai, "code_departement": d, "code_formation": mef(rang, niveau),
                    "voie": voie, "rang": 1, "niveau": entree, "libelle": f"{sigle} {DIPLOMES[rang][0]}",
                    "famille": "", "code_cfd": cfd(rang, niveau), "value": None if tues else float(places),
                    "obs_status": "O" if tues else "A", "conf_status": "F", "voeux": voeux,
                }  # fmt: skip
                if entree == "1re":  # another code than the year before
                    ligne["code_formation"] = "8" + ligne["code_formation"][1:]
                lignes.append(ligne)
                if h.random() < 0.03:
                    lignes.append(ligne | {"rang": 2})
    return lignes


def places_bts() -> Iterator[tuple[str, Tables]]:
    """Each year, the lycées then the centres."""
    for annee in ANNEES:
        lignes = _lignes(annee, "scolaire", ("BTS",)) + _lignes(annee, "apprentissage", ("BTS",))
        yield annee, {"observations": table(pd.DataFrame(lignes), "places_bts")}


def places_pro() -> Iterator[tuple[str, Tables]]:
    """Each year, the lycées."""
    for annee in ANNEES:
        df = pd.DataFrame(_lignes(annee, "scolaire", ("CAP", "BAC PRO")))
        yield annee, {"observations": table(df, "places_pro")}


def eleves() -> Iterator[tuple[str, Tables]]:
    """The pupils of one year alone."""
    df = pd.DataFrame(_lignes(ANNEES[-1], "scolaire", tuple(NIVEAUX)))
    df = df[df["rang"].eq(1)].dropna(subset="value")
    parts = [hasard("eleves", u, f).uniform(0.7, 1.02) for u, f in zip(df["uai"], df["code_formation"], strict=True)]
    yield ANNEES[-1], {"observations": table(df.assign(value=(df["value"] * parts).round()), "eleves")}


def etablissements() -> Iterator[tuple[str, Tables]]:
    """The lycées by their point, a few centres by their commune; the others are known by their département alone."""
    communes = zonages.communes().set_index("code_commune")
    lignes = [
        {
            "source": "annuaire", "uai": uai, "code_departement": d, "formation": "", "rang": 1, "nom": nom,
            "secteur": "privé" if hasard("secteur", uai).random() < 0.4 else "public", "code_commune": commune,
            "latitude": communes.at[commune, "latitude"] if commune else None,
            "longitude": communes.at[commune, "longitude"] if commune else None, "fiche": "",
        }
        for uai, d, commune, nom in _lycees()
    ]  # fmt: skip
    centres = [
        ligne | {"source": "affelnet", "uai": f"0{d}9{r:03d}Z", "nom": f"Centre de démonstration, {CFA[r]}"}
        | {"latitude": None, "longitude": None}
        for d in zonages.DEPARTEMENTS
        for r, ligne in enumerate([x for x in lignes if x["code_departement"] == d][:CENTRES_SITUES])
    ]  # fmt: skip
    yield "affelnet", {"lieux": table(pd.DataFrame(centres), "etablissements", "lieux")}
    yield "annuaire", {"lieux": table(pd.DataFrame(lignes), "etablissements", "lieux")}


def offres() -> Iterator[tuple[str, Tables]]:
    """As many as a commune has people, spread over a few métiers."""
    codes, lignes = list(ROMES["code_rome"]), []
    for commune, population in zonages.communes()[["code_commune", "population_nb"]].itertuples(index=False):
        h = hasard("offres", commune)
        for code in h.choice(codes, 6, replace=False):
            if n := int(h.poisson(OFFRES_PAR_HABITANT * population / 6)):
                lignes.append({"code_commune": commune, "code_rome": str(code), "value": float(n)})
    df = pd.DataFrame(lignes).assign(code_departement=lambda t: t["code_commune"].str[:2])
    df = df.assign(periode=JOUR[:7], jour=JOUR, obs_status="A", conf_status="F")
    yield JOUR[:7], {"observations": table(df, "offres")}


def mobilites() -> Iterator[tuple[str, Tables]]:
    """Two near métiers and one further on from each."""
    codes, lignes = list(ROMES["code_rome"]), []
    for code in codes:
        autres = hasard("mobilites", code).choice([c for c in codes if c != code], 3, replace=False)
        lignes += [
            {"code_rome": code, "code_cible": str(c), "sens": s, "appellation": "", "appellation_cible": ""}
            for c, s in zip(autres, ("proche", "proche", "evolution"), strict=True)
        ]
    yield "ROME3", {"liens": table(pd.DataFrame(lignes), "mobilites", "liens")}


def savoirs() -> Iterator[tuple[str, Tables]]:
    """Three for each métier."""
    lignes = [
        {"code_rome": code, "code_savoir": str(900_000 + int(i)), "libelle": SAVOIRS[i]}
        for code in ROMES["code_rome"]
        for i in sorted(hasard("savoirs", code).choice(len(SAVOIRS), 3, replace=False))
    ]
    yield "ROME3", {"liens": table(pd.DataFrame(lignes), "savoirs", "liens")}


def employeurs() -> Iterator[tuple[str, Tables]]:
    """A few activities for each métier."""
    lignes = [
        {
            "code_rome": code, "code_naf": naf, "libelle_naf": nom,
            "value": float(hasard("naf", code, naf).integers(10, 900)),
        }
        for code in ROMES["code_rome"]
        for naf, nom in NOMS["activites"]
    ]  # fmt: skip
    df = pd.DataFrame(lignes).assign(annee="2023", obs_status="A", conf_status="F")
    yield "2023", {"observations": table(df, "employeurs")}
