"""Demonstration of training: invented diplomas and what becomes of their leavers, projections of the métiers.

Every state is there: small diplomas that show nothing, a rate not observed yet, a diploma of which nothing is
published, the break of 2022. Codes are invented too: no figure stands under that of a diploma.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data_loaders.contracts import formation as contrat, metiers
from data_loaders.contracts.base import DEPARTEMENTS
from data_loaders.jeux import formation as mesures
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
    vide = {"libelle_court": "", "niveau": "", "code_specialite": "", "ouverture": "", "fermeture": ""}
    postes, formations = [], []
    for rang, (libelle, sigle, niveau, specialite, *_) in enumerate(DIPLOMES):
        code = cfd(rang, niveau)
        nom = f"{libelle} ({sigle})"
        postes.append(
            vide
            | {"nomenclature": "CFD", "code": code, "libelle": nom, "libelle_court": sigle, "code_parent": code[:3]}
            | {"niveau": niveau, "code_specialite": specialite}
        )
        formations.append(
            vide
            | {"nomenclature": "MEFSTAT11", "code": mef(rang, niveau), "libelle": f"{sigle} {libelle}"}
            | {"code_parent": code}
        )
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
    observations = mesures.inserees(df)
    totalisables = df[["periode", "cumul", "voie", "code_formation", *contrat.EFFECTIFS]]
    yield (
        EDITIONS[-1][5:],
        {
            "observations": table(observations, "insertion"),
            "totalisables": table(
                totalisables.astype(dict.fromkeys(contrat.EFFECTIFS, "Int64")), "insertion", "totalisables"
            ),
        },
    )


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
                for mesure, v in valeurs.items():
                    rompu = "emploi" in mesure and contrat.DEFINITION_CHANGEE in cumul
                    lignes.append(
                        {
                            "periode": cumul[5:], "cumul": cumul, "code_departement": d, "uai": f"0{d}9{rang:03d}Z",
                            "libelle": f"Centre de démonstration, {nom}", "mesure": mesure,
                            "value": None if muet else float(v), "obs_status": "O" if muet else "B" if rompu else "A",
                            "conf_status": "F",
                        }
                    )  # fmt: skip
    yield EDITIONS[-1][5:], {"observations": table(pd.DataFrame(lignes), "insertion_cfa")}


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
