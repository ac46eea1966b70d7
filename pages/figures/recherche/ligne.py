"""One line in everyday French, understood and answered: places, subject, métier, sector, year, verb.

`lexique` knows the words, `phrase` chooses the best reading of the whole line, `demande` says what it asks and of which
places, `reponses` which screens answer it and in what words (`chiffres` where there is a figure).
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs

from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.francais import typographier
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers.recherche import Index
from pages.figures.recherche import adresses, phrase, reponses
from pages.figures.recherche.adresses import Reponse, reponse
from pages.figures.recherche.demande import Contexte, Demande, avis as avis_de, demander
from pages.figures.recherche.diplomes import type_dit
from pages.figures.recherche.lexique import ABSENTS, Lexique, decouper

LONGUEUR_MAX: Final = 200
REPONSES_MAX: Final = 5
PAR_ECRAN: Final = 2
INVENTE: Final = "données de démonstration"
JEUX: Final = {"meteo": "bmo", "secteurs": "bmo", "formation": "insertion"}  # screen -> what it answers from

# Questions of the home page, that the search answers; proposed too where nothing was understood.
FREQUENTES: Final = ("Qui recrute à Laval ?", "Le chômage baisse-t-il à Cholet ?", "Où devenir aide-soignant ?")
AUCUNE: Final = "Rien de compris. Écrire une commune ou son code, un métier, un mot du chiffre."


class Resultat(NamedTuple):
    """Answers to a line, best first; words not understood, as typed; what to tell of them; what is near, unsure."""

    reponses: list[Reponse]
    incompris: list[str]
    avis: list[str]
    proches: Sequence[Reponse] = ()


@lru_cache(maxsize=8)
def _lexique(index: Index) -> Lexique:
    return Lexique(index)


def contexte(donnees: Donnees, garder: Callable[..., Any] | None = None) -> Contexte:
    """What the data in force can answer; `garder`: see `Memoire`."""
    return Contexte(donnees, garder)


# Data that cannot be read leave the places, the screens and the convention.
SANS_DONNEES: Final = Contexte()


def comprendre(texte: str, ctx: Contexte) -> Demande | None:
    """What a line asks; None when it asks nothing. Métiers are not named the same every year."""
    lecture = phrase.lire(texte[:LONGUEUR_MAX], _lexique(ctx.index()))
    if lecture is None:
        return None
    if lecture.de("metier") and (annee := demander(lecture, ctx).annee):
        lecture = phrase.lire(texte[:LONGUEUR_MAX], _lexique(ctx.index(annee))) or lecture
    return demander(lecture, ctx)


def chercher(texte: str, ctx: Contexte, nb: int = REPONSES_MAX) -> Resultat:
    """Answer one line.

    Args:
        texte: as typed, cut at `LONGUEUR_MAX`.
        ctx: what the data in force can answer.
        nb: largest number of answers.
    """
    texte = texte[:LONGUEUR_MAX]
    d = comprendre(texte, ctx)
    if d is None:  # nothing but words that ask nothing: « bonjour »
        return Resultat([], [m.brut for m in decouper(texte)], [AUCUNE], _souvent(ctx))
    lecture = d.lecture
    nommes = _diplomes(texte, d)
    manque = [typographier(ABSENTS[i]["dit"]) for i in lecture.premiers("absent")]
    dits, proches = reponses.lieux_proches(d)
    sur = (
        [] if lecture.de("metier") and not type_dit(texte) else nommes
    )  # « éducateur de jeunes enfants » is a métier first
    incompris, avis = ([], []) if nommes else (d.incompris, [*manque, *(dits or avis_de(d))])
    if not nommes and all(e.genre in ("inconnu", "ailleurs", "sans") for e in lecture.elements):
        return Resultat([], incompris, avis, proches or _souvent(ctx))
    trouvees = [_marquer(r, ctx) for r in _choisir([*sur, *reponses.repondre(d), *nommes], nb)]
    return Resultat(trouvees, incompris, avis or ([] if trouvees else [AUCUNE]), [] if trouvees else _souvent(ctx))


def _souvent(ctx: Contexte) -> list[Reponse]:
    """What answers the questions that are asked most, where there is nothing nearer."""
    return [chercher(q, ctx, 1).reponses[0] for q in FREQUENTES]


def _marquer(r: Reponse, ctx: Contexte) -> Reponse:
    """The same, said to be invented where the figures that it answers with are."""
    choix = parse_qs(r.adresse.partition("?")[2])
    ind = INDICATEURS.get(choix.get("indicateur", [""])[0])
    if ind and re.search(r"\d", r.dit):
        zonage = choix.get("zonage", ["", *(z.partition(":")[0] for z in choix.get("zones", ()))])[-1]
        t = ctx.tableau(ind.code, zonage if zonage in ind.zonages else ind.zonages[0])
        invente = t is not None and t.demonstration
    else:
        invente = ctx.donnees is not None and not ind and ctx.donnees.est_demonstration(JEUX.get(r.module, ""))
    return r._replace(precision=" · ".join(filter(None, (r.precision, INVENTE)))) if invente else r


def _choisir(trouvees: list[Reponse], nb: int) -> list[Reponse]:
    """Each address once, a screen `PAR_ECRAN` times at most."""
    gardees, ecrans, uniques = [], Counter(), {}
    for r in trouvees:
        uniques.setdefault(r.adresse, r)
    for r in uniques.values():
        ecrans[r.module] += 1
        if ecrans[r.module] <= PAR_ECRAN:
            gardees.append(r)
    return gardees[:nb]


def _diplomes(texte: str, d: Demande) -> list[Reponse]:
    """Screens of the diplomas that a line names, in the place that it says beside them."""
    lecture, zone = d.lecture, None
    trouves = d.contexte.diplomes.chercher(texte)
    if not trouves and (lieux := lecture.de("lieu")):  # without the last place said
        mots = [m.brut for i, m in enumerate(lecture.mots) if not lieux[-1].debut <= i < lieux[-1].fin]
        trouves = d.contexte.diplomes.chercher(" ".join(mots))
        zone = d.meteo()[-1].zone
    return [
        reponse(adresses.formation_diplome(x.code, zone), f"{x.libelle} : ce que deviennent ceux qui l’ont préparé")
        for x in trouves
    ]
