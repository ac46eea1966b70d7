"""Demonstration of training: diplomas and what becomes of their leavers, establishments, places, offers, links.

Every state is there: small diplomas that show nothing, a rate not observed yet, a diploma of which nothing is
published, the break of 2022, a centre of which the département alone is known, places that nobody gives, a course on
two rows, pupils of one year alone. Codes are invented too: no figure stands under that of a diploma.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data_loaders.contracts import formation as contrat, metiers
from data_loaders.contracts.base import DEPARTEMENTS
from data_loaders.jeux import formation as mesures
from geo import zonages
from geo.zonages import REGION
from tests.demo.outils import NOMS, ROMES, Tables, hasard, table

EDITIONS = ("2019-2020", "2020-2021", "2022-2023")
DIPLOMES = NOMS["diplomes"]
SUITES = {"Installateur thermique": "Monteur en installations thermiques"}
EMPLOI = {"apprentissage": (0.68, 0.76, 0.79, 0.81), "scolaire": (0.45, 0.55, 0.6, 0.63)}  # at 6, 12, 18, 24 months
POURSUITE = {"03": 0.45, "04": 0.4, "05": 0.35}
HAUSSE = {"2019-2020": 0.0, "2020-2021": 0.02, "2022-2023": 0.05}
RIEN = "Facteur d’orgues"  # nothing but its last year is published
CFA = ("Site A", "Site B", "Site C", "Site D", "Site E", "Site F")


def cfd(rang: int, niveau: str) -> str:
    """Invented code of the diploma of this rank in `DIPLOMES`."""
    return f"{'0549'[int(niveau) - 3]}9{rang:06d}"


def mef(rang: int, niveau: str) -> str:
    """Invented code of the formation of the lycées that leads to it."""
    return f"9{int(niveau)}0{cfd(rang, niveau)}"


def diplomes() -> Iterator[tuple[str, Tables]]:
    """The diplomas, then the formations of the lycées that lead to them."""
    vide = dict.fromkeys(("libelle_court", "niveau", "code_specialite", "ouverture", "fermeture"), "")
    postes, formations = [], []
    for rang, (libelle, sigle, niveau, specialite, *_) in enumerate(DIPLOMES):
        code = cfd(rang, niveau)
        poste = {"nomenclature": "CFD", "code": code, "libelle": f"{libelle} ({sigle})", "code_parent": code[:3]}
        postes.append(vide | poste | {"libelle_court": sigle, "niveau": niveau, "code_specialite": specialite})
        formation = {"nomenclature": "MEFSTAT11", "code": mef(rang, niveau), "libelle": f"{sigle} {libelle}"}
        formations.append(vide | formation | {"code_parent": code})
    for lignes in (postes, formations):
        yield lignes[0]["nomenclature"], {"postes": table(pd.DataFrame(lignes), "diplomes", "postes")}


def certifications() -> Iterator[tuple[str, Tables]]:
    """A certification for each diploma that leads to a métier of the demonstration, then those without CFD."""
    connus = set(ROMES["code_rome"])
    lignes = [
        {
            "code_certification": str(900_000 + rang), "libelle": f"{sigle.replace('BAC PRO', 'Bac pro')} {libelle}",
            "type_diplome": sigle, "niveau": niveau, "code_rncp": "", "code_cfd": cfd(rang, niveau),
            "code_ancien_cfd": "", "code_specialite": specialite, "code_rome": rome,
        }
        for rang, (libelle, sigle, niveau, specialite, romes, *_) in enumerate(DIPLOMES)
        for rome in romes.split("|")
        if rome in connus
    ]  # fmt: skip
    lignes += [
        {
            "code_certification": str(990_000 + rang), "libelle": libelle, "type_diplome": genre, "niveau": niveau,
            "code_rncp": rncp, "code_cfd": "", "code_ancien_cfd": "", "code_specialite": "", "code_rome": rome,
        }
        for rang, (libelle, genre, niveau, romes, rncp) in enumerate(NOMS["titres"])
        for rome in romes.split("|")
    ]  # fmt: skip
    yield "ROME3", {"liens": table(pd.DataFrame(lignes), "certifications", "liens")}


def suites() -> Iterator[tuple[str, Tables]]:
    """One diploma that replaces another."""
    codes = {libelle: cfd(rang, niveau) for rang, (libelle, _, niveau, *_) in enumerate(DIPLOMES)}
    lignes = [
        {"code_cfd": codes[de], "sens": sens, "code_autre": codes[vers]}
        for ancien, nouveau in SUITES.items()
        for de, sens, vers in ((ancien, "nouveau", nouveau), (nouveau, "ancien", ancien))
    ]
    yield "CFD", {"suites": table(pd.DataFrame(lignes), "suites_diplomes", "suites")}


def insertion() -> Iterator[tuple[str, Tables]]:
    """Three editions of two voies."""
    lignes = [
        _formation(cumul, voie, rang)
        for cumul in EDITIONS
        for voie in contrat.VOIES
        for rang, d in enumerate(DIPLOMES)
        if d[5 if voie == "apprentissage" else 6]
    ]
    df = pd.DataFrame(lignes)
    totalisables = df[["periode", "cumul", "voie", "code_formation", *contrat.EFFECTIFS]]
    totalisables = totalisables.astype(dict.fromkeys(contrat.EFFECTIFS, "Int64"))
    tables = {"observations": table(mesures.inserees(df), "insertion")}
    yield EDITIONS[-1][5:], tables | {"totalisables": table(totalisables, "insertion", "totalisables")}


def _formation(cumul: str, voie: str, rang: int) -> dict[str, object]:
    libelle, _, niveau, *_, apprentis, scolaires = DIPLOMES[rang]
    h = hasard("insertion", cumul, voie, libelle)
    sortants = int((apprentis if voie == "apprentissage" else scolaires) * h.normal(1, 0.06)) or 1
    part = np.clip(POURSUITE[niveau] + h.normal(0, 0.08) + (0.1 if voie == "scolaire" else 0), 0.05, 0.8)
    poursuite = round(sortants * part / (1 - part))
    ecart = h.normal(0, 0.06) + HAUSSE[cumul]
    emplois = {
        f"emploi_{m}": round(sortants * np.clip(p + ecart, 0.1, 0.97))
        for m, p in zip(contrat.ECHEANCES, EMPLOI[voie], strict=True)
    }
    if contrat.DEFINITION_CHANGEE in cumul:
        emplois |= {"emploi_18": None, "emploi_24": None}
    effectifs = {"annee_terminale": sortants + poursuite, "sortants": sortants, "poursuite": poursuite, **emplois}
    if libelle == RIEN:
        effectifs |= dict.fromkeys([c for c in effectifs if c != "annee_terminale"])
    taux = {
        t: None
        if effectifs[x] is None or effectifs[n] < contrat.SEUIL_SORTANTS
        else round(100 * effectifs[x] / effectifs[n])
        for t, (x, n) in contrat.TAUX.items()
    }
    code = cfd(rang, niveau) if voie == "apprentissage" else mef(rang, niveau)
    return {"periode": cumul[5:], "cumul": cumul, "voie": voie, "code_formation": code, **effectifs, **taux}


def insertion_cfa() -> Iterator[tuple[str, Tables]]:
    """A few centres in each département; one in six has no rate."""
    lignes = []
    for cumul in EDITIONS:
        for d in DEPARTEMENTS:
            for rang, nom in enumerate(CFA):
                h = hasard("insertion_cfa", cumul, d, nom)
                emploi = round(float(np.clip(h.normal(68, 8), 30, 98)))
                attendu = round(float(np.clip(h.normal(67, 4), 30, 98)))
                valeurs = {
                    "taux_poursuite": round(float(np.clip(h.normal(35, 9), 0, 90))), "taux_emploi_6": emploi,
                    "taux_emploi_12": min(emploi + 6, 99), "taux_attendu_6": attendu,
                    "valeur_ajoutee_6": emploi - attendu,
                }  # fmt: skip
                muet = rang == len(CFA) - 1
                centre = {"cumul": cumul, "code_departement": d, "uai": f"0{d}9{rang:03d}Z"}
                centre["libelle"] = f"Centre de démonstration, {nom}"
                for mesure, v in valeurs.items():
                    rompu = "emploi" in mesure and contrat.DEFINITION_CHANGEE in cumul
                    statut = "O" if muet else "B" if rompu else "A"
                    value = None if muet else float(v)
                    lignes.append(centre | {"mesure": mesure, "value": value, "obs_status": statut})
    df = pd.DataFrame(lignes).assign(periode=lambda t: t["cumul"].str[5:], conf_status="F")
    yield EDITIONS[-1][5:], {"observations": table(df, "insertion_cfa")}


def projections() -> Iterator[tuple[str, Tables]]:
    """Every group of the demonstration between 2019 and 2030; the terms add up."""
    lignes = []
    for code, libelle in NOMS["groupes"].items():
        h = hasard("metiers_2030", code)
        emploi = float(h.lognormal(2.3, 0.6))
        v = {"emploi": emploi, "creations": emploi * h.normal(0.07, 0.06), "departs": emploi * h.normal(0.27, 0.04)}
        v["postes"] = v["creations"] + v["departs"]
        v |= {"jeunes": -emploi * h.normal(0.22, 0.05), "mobilites": -emploi * h.normal(0.02, 0.01)}
        v["desequilibre"] = v["postes"] + v["jeunes"] + v["mobilites"]
        lignes += [
            {"code_fap": code, "libelle": libelle, "mesure": m, "value": x, "tension_2019": str(h.integers(1, 6))}
            for m, x in v.items()
        ]
    df = pd.DataFrame(lignes).assign(periode=metiers.FIN, code_zone=REGION, obs_status="E", conf_status="F")
    yield metiers.FIN, {"observations": table(df, "metiers_2030")}


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
        (code, naf, nom, float(hasard("naf", code, naf).integers(10, 900)))
        for code in ROMES["code_rome"]
        for naf, nom in NOMS["activites"]
    ]
    df = pd.DataFrame(lignes, columns=["code_rome", "code_naf", "libelle_naf", "value"])
    df = df.assign(annee="2023", obs_status="A", conf_status="F")
    yield "2023", {"observations": table(df, "employeurs")}
