"""Catalogue of the datasets: vintages, freshness what changed, in words and for a watcher."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from data_loaders import francais
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import Contrat
from data_loaders.convention.suivi import echeance
from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import INSEC, echapper as escape
from data_loaders.jeux import JEUX
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Instantane
from data_loaders.sources import producteurs
from data_loaders.versions import difference
from geo import zonages

MOIS = {"annuel": 12, "trimestriel": 3, "mensuel": 1}
PHRASES_MAX = 8


class Fraicheur(NamedTuple):
    """State of a dataset on a day: badge and its tone (`ok`, `retard`, `attendu`, `gris`), then the day it is due."""

    texte: str
    ton: str
    attendu_le: date | None = None


def fraicheur(contrat: Contrat, periode: str, jour: date) -> Fraicheur:
    """Whether the period that follows the last one loaded, `periode`, should have come.

    A rhythm in other words than `MOIS` promises nothing. The day it is due is still in time.
    """
    if not periode:
        return Fraicheur("non transmis", "attendu")
    if contrat.rythme not in MOIS or francais.rythme_periode(periode) is None:
        return Fraicheur("sans échéance", "gris")
    attendu = echeance(periode, MOIS[contrat.rythme] + contrat.retard_mois)
    return Fraicheur("en retard", "retard", attendu) if jour > attendu else Fraicheur("à jour", "ok", attendu)


def fraicheur_de(d: Donnees, dataset: str, jour: date) -> Fraicheur:
    """Freshness of what is loaded.

    Invented figures are never fresh nor late; what a producer has stopped is not late either.
    """
    if d.est_demonstration(dataset):
        return Fraicheur("Données de démonstration", "demo")
    periodes = d.periodes(dataset)
    if periodes and (annee := producteurs.arrets().get(dataset)):
        return Fraicheur(f"publication arrêtée en {annee}", "gris")
    return fraicheur(CONTRATS[dataset], periodes[-1] if periodes else "", jour)


def manquants(d: Donnees, jour: date) -> list[tuple[str, Fraicheur]]:
    """Datasets whose next file should have come, the latest first."""
    lus = [(nom, fraicheur_de(d, nom, jour)) for nom in JEUX if d.millesimes(nom)]
    return sorted((x for x in lus if x[1].ton == "retard"), key=lambda x: x[1].attendu_le or jour)


def changements(d: Donnees, dataset: str) -> list[str]:
    """What the last published snapshot changed, in French lines; says so when there is nothing to compare with. A
    revision is compared with the version it replaced, a new millésime with the one before it. ErreurDonnees: one of the
    two is damaged."""
    if not d.officiel.millesimes(dataset):
        return ["Aucun instantané officiel n’est en place."]
    en_place = [d.officiel.instantane(dataset, m) for m in d.officiel.millesimes(dataset)]
    apres = max(en_place, key=lambda i: i.manifeste["created"])
    avant = apres.manifeste["previous"]
    if avant not in {i.identifiant for i in d.officiel.versions(dataset)}:
        # Parts of one dataset (salaries, tensions…) are no vintages of one another.
        anciens = [i.identifiant for i in en_place[-2:-1] if francais.rythme_periode(i.millesime)]
        avant, apres = (anciens[0] if anciens else ""), en_place[-1]
    if not avant:
        montrees = CONTRATS[dataset].montrees
        lignes = francais.nombre(sum(r["rows"] for r in apres.manifeste["resources"] if r["name"] in montrees))
        return [f"Première version de {apres.identifiant}{INSEC}: {lignes} lignes, rien à quoi la comparer."]
    ecarts = difference.comparer(d, dataset, avant, apres.identifiant)
    n = len(ecarts.changements)
    genre = "révision" if apres.manifeste["previous"] == avant else "nouveau millésime, comparé au précédent"
    changements = f"{francais.nombre(n)} {francais.accorder('changements', n)}"
    lignes = [f"De {avant} à {apres.identifiant} ({genre}){INSEC}: {changements}."]
    for genre, titre in difference.RANGS:
        if trouves := ecarts.de(genre):
            exemples = " ; ".join(c.phrase() for c in trouves[:PHRASES_MAX])
            suite = "…" if trouves[PHRASES_MAX:] else "."
            lignes.append(f"{titre}{INSEC}: {francais.nombre(len(trouves))}. {exemples}{suite}")
    return lignes


JEUX_CITES = 3  # datasets named, and compared: each comparison reads two versions
DEMONSTRATION = (
    "Rien à dire encore : les données sont de démonstration, et seuls des fichiers officiels se comparent à ceux "
    "qu’ils remplacent."
)
PREMIERS = "Aucun n’en remplace un autre : il n’y a pas de chiffre révisé à compter."


def nouveautes(d: Donnees) -> tuple[str, ...]:
    """What the last day of publication brought, in sentences.

    Two versions are compared when one replaced the other: the same millésime, or the edition before it of a series. A
    new vintage of a survey revises nothing.
    """
    en_place = [d.officiel.instantane(j, m) for j in JEUX for m in d.officiel.millesimes(j)]
    if not en_place:
        return (DEMONSTRATION,)
    jour = max(i.manifeste["created"][:10] for i in en_place)
    derniers = [i for i in en_place if i.manifeste["created"][:10] == jour]
    derniers.sort(key=lambda i: not i.manifeste["previous"])  # those that replace another one first
    remplacants = [i for i in derniers if i.manifeste["previous"]]
    jeux = list(dict.fromkeys(i.dataset for i in derniers))
    cites = [_citer_jeu(j, [i for i in derniers if i.dataset == j]) for j in jeux[:JEUX_CITES]]
    if len(jeux) > JEUX_CITES:
        cites.append(francais.avec_unite(len(jeux) - JEUX_CITES, "autres jeux de données"))
    charges = f"Derniers fichiers chargés le {francais.date_libelle(jour)}{INSEC}: {francais.enumeration(cites)}."
    revisions = [_revision(d, i) for i in remplacants[:JEUX_CITES]] or [PREMIERS]
    if reste := remplacants[JEUX_CITES:]:
        revisions.append(f"{francais.avec_unite(len(reste), 'autres versions')} en remplacent une aussi.")
    return (charges, *revisions)


def nouveautes_html(phrases: Sequence[str]) -> str:
    """One line; what was revised is in its fold, with the link; texts are escaped."""
    premiere, *suite = (escape(p) for p in phrases)
    lien = '<a href="donnees" target="_self">Le détail, jeu par jeu, dans Données</a>'
    dits = "".join(f"<p>{p}</p>" for p in suite)
    return f'<details class="obs-change"><summary>{premiere}</summary>{dits}<p>{lien}</p></details>'


def _citer_jeu(dataset: str, instantanes: Sequence[Instantane]) -> str:
    """« Besoins en main-d’œuvre (BMO), 2016 à 2024 »."""
    periodes = [i.millesime for i in instantanes if francais.rythme_periode(i.millesime)]
    if not periodes:
        return CONTRATS[dataset].titre
    bouts = dict.fromkeys((periodes[0], periodes[-1]))
    return f"« {CONTRATS[dataset].titre} » ({' à '.join(map(francais.periode_libelle, bouts))})"


def _revision(d: Donnees, apres: Instantane) -> str:
    """How many figures a version revised, as a sentence; why that cannot be said otherwise."""
    quoi, avant = f"« {CONTRATS[apres.dataset].titre} »", apres.manifeste["previous"]
    if avant not in {i.identifiant for i in d.officiel.versions(apres.dataset)}:
        return f"{quoi} remplace une version qui n’est plus gardée{INSEC}: rien à quoi le comparer."
    try:
        ecarts = difference.comparer(d, apres.dataset, avant, apres.identifiant)
    except ErreurDonnees:
        return f"{quoi} remplace une version qui ne peut plus être relue{INSEC}: rien à quoi le comparer."
    revises = len(ecarts.de("revision"))
    comptes = {"chiffres révisés": revises}
    comptes["autres changements" if revises else "changements"] = len(ecarts.changements) - revises
    dits = [francais.avec_unite(n, mots) for mots, n in comptes.items() if n]
    if not dits:
        return f"{quoi} est identique à la version remplacée."
    return f"{quoi}{INSEC}: {francais.enumeration(dits)}, par rapport à la version remplacée."


def sante(d: Donnees, jour: date) -> dict[str, Any]:
    """State of the data on a day; `pret` is False when a perimeter is damaged; ErreurDonnees: the list of snapshots, or
    the manifest of one, cannot be read."""
    fautes, jeux = zonages.fautes(), {nom: {"etat": "absent"} for nom in JEUX}
    for nom in filter(d.millesimes, JEUX):
        lus = {m: d.instantane(nom, m) for m in d.millesimes(nom)}
        dernier = max(i.manifeste["created"][:10] for i in lus.values())
        jeux[nom] = {
            "etat": "demonstration" if d.est_demonstration(nom) else "officiel",
            "instantanes": {m: i.identifiant for m, i in lus.items()},
            "enregistre_le": dernier,
            "age_jours": (jour - date.fromisoformat(dernier)).days,
        }
    return {
        "pret": not fautes,
        "etat": d.etat,
        "jeux": jeux,
        "en_retard": [nom for nom, _ in manquants(d, jour)],
        "perimetres": {
            z.code: {"millesime": z.millesime, "confiance": z.confiance} for z in zonages.zonages().values()
        },
        "actualisation": {source: p._asdict() for source, p in producteurs.passages(d.racine).items()},
        "fautes": fautes,
    }
