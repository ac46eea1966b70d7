"""Training seen from a place: its hardest métiers, apprenticeship, the diplomas of its job-seekers, its centres.

Each part is read on the zones of its producer that hold the place, and says which; nothing is estimated for it.
"""

from typing import NamedTuple

import pandas as pd

from data_loaders.chiffres.tableau import provenance_de
from data_loaders.contracts.defm import DIPLOMES, ENSEMBLE
from data_loaders.contracts.formation import TAUX_CFA
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.jeux import calculs
from data_loaders.portraits import Memoire, lieu
from geo import territoire, zonages
from geo.sujets import Sujet, rattacher

APPRENTISSAGE = "apprentissage_annuel"
NON_CHARGE = "le fichier de son producteur n’est pas chargé"
SANS_EPCI = "le fichier est publié par intercommunalité entière, et aucune ne répond de ce territoire"


class Niveaux(NamedTuple):
    """Job-seekers of categories A, B and C by level of diploma, in the zone that answers for a place: `lignes` of
    `calculs.inscrits` by the criteria of `DIPLOMES`, then `ENSEMBLE`; empty with a `raison`."""

    zonage: str
    code: str
    periode: str
    lignes: pd.DataFrame
    demonstration: bool
    instantane: str
    raison: str = ""


class Centres(NamedTuple):
    """Centres of apprenticeship of the départements of a place, their own rates, last edition; `lignes` are empty with
    a `raison`: code_departement, libelle, uai, then the rates of `TAUX_CFA`, never averaged: the producer gives no
    number of apprentices."""

    departements: tuple[str, ...]
    edition: str
    lignes: pd.DataFrame
    demonstration: bool
    raison: str = ""


class Formation(NamedTuple):
    """Training seen from a place; `ciel`: None when no zone of the survey answers for it; `annees`: code of a
    département (52: the region) -> contracts of apprenticeship of each year."""

    sujet: Sujet
    ciel: lieu.Ciel | None
    apprentissage: lieu.ChiffreLieu
    annees: dict[str, pd.DataFrame]
    niveaux: Niveaux
    centres: Centres


def formation(m: Memoire, sujet: Sujet) -> Formation:
    """All that is known of the training of a place."""
    contrats = lieu.chiffre(m, sujet, INDICATEURS[APPRENTISSAGE])
    lus = [(p.zonage, p.code) for p in contrats.parts]
    if contrats.region is not None:
        lus.append(("region", zonages.REGION))
    annees = {code: m.tableau(APPRENTISSAGE, zonage).zone(code) for zonage, code in lus}
    return Formation(sujet, lieu.ciel(m, sujet), contrats, annees, niveaux(m, sujet), centres(m, sujet))


def niveaux(m: Memoire, sujet: Sujet) -> Niveaux:
    """Levels of diploma of the job-seekers of the smallest set of whole EPCI that answers for a place."""
    demonstration = m.donnees.est_demonstration("defm_publics")
    rien = Niveaux("", "", "", pd.DataFrame(), demonstration, "", NON_CHARGE)
    if not m.donnees.millesimes("defm_publics"):
        return rien
    ind = INDICATEURS["defm_peu_diplomes"]
    r = rattacher(sujet.zonage, sujet.code, ind.zonages) if sujet.zonage else None
    emboitees = {} if r is None else zonages.emboite("epci", r.zonage, hors_admis=True)
    entieres = {c: sirens for c, sirens in emboitees.items() if c == r.code}
    if not entieres:
        return rien._replace(raison=SANS_EPCI)
    observations = m.donnees.lire("defm_publics")
    ile = [zonages.appartenance(r.zonage).get(territoire.ILE)]
    criteres = (*DIPLOMES, ENSEMBLE)
    prises = {c: calculs.lignes_inscrits(observations, c, entieres) for c in criteres}
    lignes = pd.concat([calculs.inscrits(p, c, entieres, ile).assign(critere=c) for c, p in prises.items()])
    periode = lignes["periode"].max()
    lignes = lignes[lignes["periode"] == periode].set_index("critere").reindex(criteres)
    instantane = provenance_de(m.donnees, ind, periode, r.zonage)["instantane"]
    return Niveaux(r.zonage, r.code, periode, lignes, demonstration, instantane)


def centres(m: Memoire, sujet: Sujet) -> Centres:
    """Centres of the départements where the place is, the last edition of each centre's own rates."""
    demonstration = m.donnees.est_demonstration("insertion_cfa")
    departements = tuple(sorted({c[:2] for c in sujet.communes}))
    if not m.donnees.millesimes("insertion_cfa"):
        return Centres(departements, "", pd.DataFrame(), demonstration, NON_CHARGE)
    lues = m.donnees.lire("insertion_cfa")
    lues = lues[(lues["periode"] == lues["periode"].max()) & lues["code_departement"].isin(departements)]
    large = lues.pivot(index=["code_departement", "libelle", "uai"], columns="mesure", values="value")
    large = large.reindex(columns=list(TAUX_CFA)).sort_index().reset_index()
    edition = lues["cumul"].iloc[0] if len(lues) else ""
    raison = "" if len(lues) else "le fichier ne nomme aucun centre de ce département"
    return Centres(departements, edition, large, demonstration, raison)
