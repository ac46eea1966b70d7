"""« D’où l’on vient, où l’on va »: métiers that the ROME links to one, each with its figure here; who hires."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from data_loaders.contracts.metiers import MOBILITES
from data_loaders.francais import FINE, INSEC, avec_unite, capitale, echapper as escape, enumeration
from data_loaders.measures import enonces, palmares
from data_loaders.measures.mots_estimation import A_CONFIRMER, classe_dite
from data_loaders.metiers.liens import Mobilites, Part, Passage
from pages.figures import estimees
from pages.figures.adresses import lien
from pages.figures.estimees import court
from pages.figures.tables import Html, Table
from pages.figures.vues import Vue

PORTES = 2
MONTRES, EMPLOYEURS_MONTRES, SAVOIRS_DITS = 8, 6, 2
TITRE = "D’où l’on vient, où l’on va"
Rangs = Sequence[tuple[Passage, Any]]  # métiers, each with its row of the survey here
Adresse = Callable[[str], str]  # of what `metier:code` leads to
SOURCE = "ROME (France Travail), liens et savoirs de toute la France"


def ranger(passages: Sequence[Passage], ici: pd.DataFrame) -> Rangs:
    """Those that the survey asks: surely hard to fill here first, then by their share, then by shared savoirs."""
    codes = {p.code: p for p in passages}
    lignes = ici[ici["code_groupe"].isin(codes) & ici["statut"].ne("non_enquete")]
    lignes = lignes.assign(
        net=palmares.nets(lignes).eq(enonces.DIFFICILE),
        part=lignes["q_estimee"].where(lignes["statut"].eq("estime")),
        rang=lignes["code_groupe"].map(list(codes).index),
    )
    ordre = {"by": ["net", "part", "rang"], "ascending": [False, False, True]}
    return [(codes[r.code_groupe], r) for r in palmares.rangees(lignes.sort_values(**ordre))][:MONTRES]


def vue(libelle: str, ou: str, m: Mobilites, badges: Sequence[tuple[str, str]]) -> Vue:
    """Words around both tables."""
    lu = (
        f"Un métier proche demande des savoirs voisins{FINE}; une évolution demande plus de temps ou de formation. Les "
        f"premiers sont les plus difficiles à pourvoir ici{FINE}; la part est celle de la météo, estimée."
    )
    return Vue(f"{TITRE}{INSEC}: {libelle}", ou, lu, source=f"{SOURCE}.", badges=tuple(badges))


def voisins(rangs: Rangs, noms: Mapping[str, str], adresse: Adresse) -> list[tuple[str, str, str]]:
    """The first métiers that one may go to and that have a figure here: address, name, what their sky says."""
    voisins = []
    for r in [r for _, r in rangs if r.statut == "estime"][:PORTES]:
        dit = A_CONFIRMER if r.certitude == enonces.FRAGILE else classe_dite(int(r.classe))
        voisins.append((adresse(f"metier:{r.code_groupe}"), court(noms[r.code_groupe]), dit))
    return voisins


def table(rangs: Rangs, colonne: str, noms: Mapping[str, str], adresse: Adresse, former: Adresse) -> Table:
    """Each métier with its figure here, what links it, and where to train for it; `colonne`: heading of the names;
    `adresse`, `former`: of its météo, of its training."""
    nommees = pd.DataFrame([r for _, r in rangs]).assign(nom=[noms[p.code] for p, _ in rangs])
    entetes, corps = estimees.table(palmares.rangees(nommees), colonne, lambda r: adresse(f"metier:{r.code_groupe}"))
    suites = [(_lien(p), lien(former(f"metier:{p.code}"), f"Se{INSEC}former")) for p, _ in rangs]
    # What matters to who changes métier: the share, its word, the projects.
    gardees = slice(0, 4)
    return Table(
        [*entetes[gardees], ("Ce qui les relie", False), ("", False)],
        [[*c[gardees], *s] for c, s in zip(corps, suites, strict=True)],
    )


def _lien(p: Passage) -> str:
    """« métier proche, 12 savoirs partagés : lecture de plan, soudage »."""
    if not p.savoirs:
        return MOBILITES[p.sens]
    n = len(p.savoirs)
    exemples = ", ".join(p.savoirs[:SAVOIRS_DITS])
    return f"{MOBILITES[p.sens]}, {avec_unite(n, 'savoirs partagés')}{INSEC}: {exemples}{', …' * (n > SAVOIRS_DITS)}"


def employeurs_html(annee: str, liste: Sequence[Part]) -> Html:
    """Which employers take these métiers, France, said so; "" without any."""
    if not liste:
        return Html("")
    dits = [f"{e.libelle} ({avec_unite(100 * e.part, '%')})" for e in liste[:EMPLOYEURS_MONTRES]]
    phrase = (
        f"{capitale(enumeration(dits))}. Part des embauches de France en {annee}, selon l’activité de l’employeur "
        "(NAF), sans les petits liens : ce n’est pas un compte d’ici."
    )
    return Html(f'<h3>Les employeurs, en France</h3><p class="obs-note">{escape(phrase)}</p>')
