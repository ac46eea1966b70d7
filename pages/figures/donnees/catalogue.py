"""Catalogue of the datasets: vintages, freshness against the declared rhythm, what the last snapshot changed."""

import calendar
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from data_loaders import francais
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import Contrat
from data_loaders.francais import INSEC
from data_loaders.jeux import JEUX
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Instantane
from data_loaders.sources import producteurs
from data_loaders.versions import difference

MOIS = {"annuel": 12, "trimestriel": 3, "mensuel": 1}
PHRASES_MAX = 8


class Fraicheur(NamedTuple):
    """State of a dataset on a day: badge and its tone (`ok`, `retard`, `attendu`, `gris`), then the day it is due."""

    texte: str
    ton: str
    attendu_le: date | None = None


def fin_periode(periode: str) -> date:
    """Last day of a period: « 2024 », « 2024-T3 », « 2024-11 »."""
    annee, _, reste = periode.partition("-")
    mois = 12 if not reste else 3 * int(reste[1:]) if reste.startswith("T") else int(reste)
    return date(int(annee), mois, calendar.monthrange(int(annee), mois)[1])


def _ajouter_mois(jour: date, mois: int) -> date:
    """Last day of the month, so many months later."""
    rang = jour.year * 12 + jour.month - 1 + mois
    annee, mois = divmod(rang, 12)
    return date(annee, mois + 1, calendar.monthrange(annee, mois + 1)[1])


def fraicheur(contrat: Contrat, periode: str, jour: date) -> Fraicheur:
    """Whether the period that follows the last one loaded should have come.

    Args:
        contrat: its rhythm and delay; a rhythm in other words than `MOIS` promises nothing.
        periode: last period loaded, "" when there is none.
        jour: the day of the question. The day it is due is still in time.
    """
    if not periode:
        return Fraicheur("non transmis", "attendu")
    if contrat.rythme not in MOIS or francais.rythme_periode(periode) is None:
        return Fraicheur("sans échéance", "gris")
    attendu = _ajouter_mois(fin_periode(periode), MOIS[contrat.rythme] + contrat.retard_mois)
    return Fraicheur("en retard", "retard", attendu) if jour > attendu else Fraicheur("à jour", "ok", attendu)


def fraicheur_de(d: Donnees, dataset: str, jour: date, periodes: Sequence[str]) -> Fraicheur:
    """Freshness of what is loaded, its `periodes` oldest first.

    Invented figures are never fresh nor late; what a producer has stopped is not late either.
    """
    if d.est_demonstration(dataset):
        return Fraicheur("Données de démonstration", "demo")
    if periodes and (annee := producteurs.arrets().get(dataset)):
        return Fraicheur(f"publication arrêtée en {annee}", "gris")
    return fraicheur(CONTRATS[dataset], periodes[-1] if periodes else "", jour)


def manquants(d: Donnees, jour: date, periodes_de: Callable[[str], Sequence[str]]) -> list[tuple[str, Fraicheur]]:
    """Datasets whose next file should have come, the latest first."""
    lus = [(nom, fraicheur_de(d, nom, jour, periodes_de(nom))) for nom in JEUX if d.millesimes(nom)]
    return sorted((x for x in lus if x[1].ton == "retard"), key=lambda x: x[1].attendu_le or jour)


def jour_libelle(jour: date) -> str:
    """« 31 décembre 2025 », « 1ᵉʳ mars 2026 »."""
    return francais.date_libelle(jour.isoformat())


def changements(d: Donnees, dataset: str) -> list[str]:
    """What the last published snapshot changed, in French lines; says so when there is nothing to compare with.

    A revision is compared with the version it replaced; a new millésime with the one before it.

    Raises:
        ErreurDonnees: one of the two versions is damaged.
    """
    if not d.officiel.millesimes(dataset):
        return ["Aucun instantané officiel n’est en place."]
    avant, apres = _a_comparer(d, dataset)
    if not avant:
        montrees = CONTRATS[dataset].montrees
        lignes = francais.nombre(sum(r["rows"] for r in apres.manifeste["resources"] if r["name"] in montrees))
        return [f"Première version de {apres.identifiant}{INSEC}: {lignes} lignes, rien à quoi la comparer."]
    ecarts = difference.comparer(d.officiel, CONTRATS[dataset], avant, apres.identifiant)
    n = len(ecarts.changements)
    genre = "révision" if apres.manifeste["previous"] == avant else "nouveau millésime, comparé au précédent"
    changements = f"{francais.nombre(n)} changement{'s' if n > 1 else ''}"
    lignes = [f"De {avant} à {apres.identifiant} ({genre}){INSEC}: {changements}."]
    for genre, titre in difference.RANGS:
        if trouves := ecarts.de(genre):
            exemples = " ; ".join(c.phrase() for c in trouves[:PHRASES_MAX])
            suite = "…" if trouves[PHRASES_MAX:] else "."
            lignes.append(f"{titre}{INSEC}: {francais.nombre(len(trouves))}. {exemples}{suite}")
    return lignes


def _a_comparer(d: Donnees, dataset: str) -> tuple[str, Instantane]:
    """Identifier of the version to compare with ("" when there is none), and the snapshot compared."""
    en_place = [d.officiel.instantane(dataset, m) for m in d.officiel.millesimes(dataset)]
    gardes = {i.identifiant for i in d.officiel.versions(dataset)}
    dernier = max(en_place, key=lambda i: i.manifeste["created"])
    if dernier.manifeste["previous"] in gardes:
        return dernier.manifeste["previous"], dernier
    # Parts of one dataset (salaries, tensions…) are no vintages of one another.
    avant = [i.identifiant for i in en_place[-2:-1] if francais.rythme_periode(i.millesime)]
    return (avant[0] if avant else ""), en_place[-1]
