"""A diploma: what becomes of its leavers by edition and voie, the métiers it may lead to and their sky."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import pandas as pd

from data_loaders.contracts.base import OBS_STATUS
from data_loaders.contracts.formation import EFFECTIFS, TAUX
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.francais import INSEC, accorder, nombre
from data_loaders.metiers import formation
from geo import zonages
from pages.figures import adresses, lecture
from pages.figures.estimees import ESTIMATION, estimation, estimee
from pages.figures.formation import mots
from pages.figures.formation.vue import SANS_LIGNE
from pages.figures.tables import Table, csv_signe, en_tetes
from pages.figures.vues import Vue

AXE, PART = "taux_emploi_6", "bmo_part_difficiles_estimee"
PARTS = {"part_estimee": "q_estimee", "borne_basse": "borne_basse", "borne_haute": "borne_haute"}
Noms = Mapping[str, str]  # of codes
SANS_SUIVI = f"{formation.NON_SUIVI}{INSEC}: aucun taux d’insertion n’est montré."
SANS_METIER = (
    "Aucun métier de l’enquête n’est relié à ce diplôme par les tables officielles : il n’a pas de métier "
    "ROME, ou ce métier n’a pas d’équivalent dans l’enquête."
)


def titre(libelle: str, lignes: pd.DataFrame) -> str:
    """The finding: the rates of the last edition, by voie."""
    if lignes.empty:
        return f"{libelle}{INSEC}: pas de suivi à la sortie"
    derniere = lignes[lignes["periode"] == lignes["periode"].max()].set_index("voie")
    taux = {nom: derniere[AXE].get(v) for v, nom in (("apprentissage", "apprentis"), ("scolaire", "lycéens"))}
    dits = [f"{mots.pourcent(x)} des {nom}" for nom, x in taux.items() if pd.notna(x)]
    if not dits:
        return f"{libelle}{INSEC}: trop peu de sortants pour un taux d’emploi"
    return f"{libelle}{INSEC}: {' et '.join(dits)} sortis sont en emploi à six mois"


def devenir(libelle: str, lignes: pd.DataFrame, anciens: Sequence[str], demonstration: bool) -> tuple[Vue, Table]:
    """Rates by edition and voie, one row each; an empty cell says why."""
    avec = f" Avec {', '.join(anciens)}, de la même filiation." if anciens else ""
    editions = " ; ".join(lignes["cumul"].drop_duplicates()) if len(lignes) else ""
    titre = "Ce que deviennent ceux qui l’ont préparé"
    v = mots.vue("devenir", titre, demonstration, libelle=libelle, avec=avec, editions=editions)
    emplois = {t: f"Emploi à {t.rpartition('_')[2]} mois #" for t in TAUX if "emploi" in t}
    mesures = {"annee_terminale": nombre, "taux_poursuite": mots.pourcent, "sortants": nombre}
    mesures |= dict.fromkeys(emplois, mots.pourcent)
    titres = ("Sortants de", "Voie", "Dernière année #", "Poursuivent #", "Sortants #", *emplois.values())
    corps = []
    for _, r in lignes.iterrows():
        dites = (dire(r[m]) if r[m] == r[m] else mots.VIDES[r[f"raison_{m}"]][0] for m, dire in mesures.items())
        corps.append([r["cumul"], mots.VOIES[r["voie"]], *dites])
    return v, Table(en_tetes(*titres), corps)


def vue_metiers(libelle: str, liens: pd.DataFrame, ou: str, annee: str, source: str, demonstration: bool) -> Vue:
    """Métiers that it may lead to."""
    n = len(liens)
    titre = f"{nombre(n)} {accorder('métiers', n)} où il peut mener" if n else "Aucun métier relié"
    dits = {"libelle": libelle, "ou": ou, "annee": annee, "enquete": source.removesuffix(".")}
    v = mots.vue("metiers", titre, demonstration, **dits)
    return replace(v, source=source) if demonstration else v  # invented, and estimated by the method all the same


def metiers(
    liens: pd.DataFrame, noms: Noms, romes: Noms, lignes: Mapping[str, Any], zone: str, portes: bool = True
) -> tuple[Table, pd.DataFrame]:
    """Each métier with its link and its sky: rows shown, then those of the file, with status and reason.

    `noms`: of `metier:code`; `lignes`: code -> row of the météo there; `zone`: `zonage:code` that the links to the
    météo, the `portes`, open.
    """
    rangees, dites, ou = [], [], zonages.libelle_zone(*zone.split(":"))
    for x in liens.itertuples():
        cle, codes, r = f"metier:{x.code_metier}", x.romes.split("|"), lignes.get(x.code_metier)
        nom, connue = noms.get(cle, x.code_metier), r is not None and estimee(r)
        ciel = ["n.d.", "n.d.", "hors enquête, ou aucune ligne ici" if r is None else r.raison]
        if connue:
            ciel = [lecture.au_moins(nombre(r.projets), r.minorant), *estimation(r)]
        lie = mots.CONFIANCES[x.confiance].removeprefix("lien "), mots.par_rome(codes, romes)
        vers = adresses.lien(adresses.formation("metier", cle), nom) if cle in noms else nom
        porte = adresses.lien(adresses.metier(cle, zone), "Météo") if r is not None else ""
        rangees.append([mots.pourcent(100 * x.poids), vers, *lie, *ciel, *([porte] if portes else [])])
        dit = {"libelle_metier": nom, "code_metier": x.code_metier, "lien_part": 100 * x.poids}
        dit |= {"lien_confiance": x.confiance, "romes": ", ".join(romes.get(c, c) for c in codes), "libelle_zone": ou}
        dit |= {"projets": r.projets if r is not None else float("nan"), "au_moins": r is not None and bool(r.minorant)}
        dit |= {part: 100 * getattr(r, champ) if connue else float("nan") for part, champ in PARTS.items()}
        dit |= {"classe": str(r.classe) if connue else "", "certitude": r.certitude if connue else ""}
        dit |= {"obs_status": "E" if connue else "O", "libelle_obs_status": OBS_STATUS["E" if connue else "O"]}
        dites.append(dit | {"raison": "" if connue else SANS_LIGNE if r is None else r.raison})
    entetes = en_tetes("Poids #", "Métier", "Lien", "Par le ROME", "Projets #") + ESTIMATION
    return Table(entetes + [("", False)] * portes, rangees), pd.DataFrame(dites)


def csv_metiers(dites: pd.DataFrame, instantane: str, demonstration: bool) -> bytes:
    """The rows of `metiers` as a file."""
    decimales = {"lien_part": 0, "projets": 0} | dict.fromkeys(PARTS, 2)
    return csv_signe(dites, INDICATEURS[PART].source, instantane, demonstration, decimales)


def csv(libelle: str, code: str, lignes: pd.DataFrame, instantane: str, demonstration: bool) -> bytes:
    """Every edition, voie and measure, with status and reason."""
    sorties = []
    for (_, r), mesure in product(lignes.iterrows(), (*EFFECTIFS, *TAUX)):
        qui = {"diplome": libelle, "code": code, "sortants_de": r["cumul"], "voie": mots.VOIES[r["voie"]]}
        lu = {"mesure": mesure, "valeur": r[mesure], "unite": "%" if mesure in TAUX else "jeunes"}
        sorties.append(qui | lu | mots.statut(r[mesure], r[f"raison_{mesure}"], mesure, r["cumul"]))
    return csv_signe(pd.DataFrame(sorties), "Depp et Dares, InserJeunes", instantane, demonstration, {"valeur": 0})
