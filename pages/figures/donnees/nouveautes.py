"""« Ce qui a changé » in plain sentences: the last files loaded, what they revised, or why nothing is compared."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from data_loaders import francais
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import INSEC, echapper as escape
from data_loaders.jeux import JEUX
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Instantane
from data_loaders.versions import difference
from pages.figures.donnees import catalogue

JEUX_CITES = 3  # datasets named, and compared: each comparison reads two versions
DEMONSTRATION = (
    "Rien à dire encore : les données sont de démonstration, et seuls des fichiers officiels se comparent à ceux "
    "qu’ils remplacent."
)
PREMIERS = "Aucun n’en remplace un autre : il n’y a pas de chiffre révisé à compter."


class Nouveautes(NamedTuple):
    """Sentences, and where to read more: (address, words)."""

    phrases: tuple[str, ...]
    lien: tuple[str, str] = ("donnees", "Le détail, jeu par jeu, dans Données")


def preparer(d: Donnees) -> Nouveautes:
    """What the last day of publication brought.

    Two versions are compared when one replaced the other: the same millésime, or the edition before it of a series. A
    new vintage of a survey revises nothing.
    """
    derniers = _derniers(d)
    if not derniers:
        return Nouveautes((DEMONSTRATION,))
    jour = date.fromisoformat(derniers[0].manifeste["created"][:10])
    jeux = list(dict.fromkeys(i.dataset for i in derniers))
    cites = [_citer(j, [i for i in derniers if i.dataset == j]) for j in jeux[:JEUX_CITES]]
    if len(jeux) > JEUX_CITES:
        cites.append(francais.avec_unite(len(jeux) - JEUX_CITES, "autres jeux de données"))
    charges = f"Derniers fichiers chargés le {catalogue.jour_libelle(jour)}{INSEC}: {francais.enumeration(cites)}."
    return Nouveautes((charges, *_revisions(d, derniers)))


def html(n: Nouveautes) -> str:
    """One line; what was revised is in its fold, with the link; texts are escaped."""
    adresse, mots = n.lien
    premiere, *suite = (escape(p) for p in n.phrases)
    lien = f'<a href="{escape(adresse)}" target="_self">{escape(mots)}</a>'
    dits = "".join(f"<p>{p}</p>" for p in suite)
    return f'<details class="obs-change"><summary>{premiere}</summary>{dits}<p>{lien}</p></details>'


def _derniers(d: Donnees) -> list[Instantane]:
    """Official snapshots in force that were published on the last day, those that replace another one first."""
    en_place = [d.officiel.instantane(j, m) for j in JEUX for m in d.officiel.millesimes(j)]
    jour = max((i.manifeste["created"][:10] for i in en_place), default="")
    derniers = [i for i in en_place if i.manifeste["created"][:10] == jour]
    return sorted(derniers, key=lambda i: not i.manifeste["previous"])


def _citer(dataset: str, instantanes: Sequence[Instantane]) -> str:
    """« Besoins en main-d’œuvre (BMO), 2016 à 2024 »."""
    periodes = [i.millesime for i in instantanes if francais.rythme_periode(i.millesime)]
    if not periodes:
        return CONTRATS[dataset].titre
    bouts = dict.fromkeys((periodes[0], periodes[-1]))
    return f"« {CONTRATS[dataset].titre} » ({' à '.join(map(francais.periode_libelle, bouts))})"


def _revisions(d: Donnees, derniers: Sequence[Instantane]) -> list[str]:
    remplacants = [i for i in derniers if i.manifeste["previous"]]
    if not remplacants:
        return [PREMIERS]
    phrases = [_revision(d, i) for i in remplacants[:JEUX_CITES]]
    if reste := remplacants[JEUX_CITES:]:
        phrases.append(f"{francais.avec_unite(len(reste), 'autres versions')} en remplacent une aussi.")
    return phrases


def _revision(d: Donnees, apres: Instantane) -> str:
    """How many figures a version revised, as a sentence; why that cannot be said otherwise."""
    contrat, avant = CONTRATS[apres.dataset], apres.manifeste["previous"]
    quoi = f"« {contrat.titre} »"
    if avant not in {i.identifiant for i in d.officiel.versions(apres.dataset)}:
        return f"{quoi} remplace une version qui n’est plus gardée{INSEC}: rien à quoi le comparer."
    try:
        ecarts = difference.comparer(d.officiel, contrat, avant, apres.identifiant)
    except ErreurDonnees:
        return f"{quoi} remplace une version qui ne peut plus être relue{INSEC}: rien à quoi le comparer."
    revises = len(ecarts.de("revision"))
    autres = len(ecarts.changements) - revises
    dits = [francais.avec_unite(revises, "chiffres révisés")] if revises else []
    if autres:
        dits.append(francais.avec_unite(autres, "autres changements" if revises else "changements"))
    if not dits:
        return f"{quoi} est identique à la version remplacée."
    return f"{quoi}{INSEC}: {francais.enumeration(dits)}, par rapport à la version remplacée."
