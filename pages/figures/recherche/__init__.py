"""Search that understands one line in everyday French: places, subject, métier, sector, year, verb, in any order.

`lexique` knows the words, `phrase` chooses the best reading of the whole line, `demande` says what it asks and of which
places, `reponses` which screens answer it (`chiffres` and `metiers` for those that show them).
"""

from functools import cached_property, lru_cache, partial
from typing import Final, NamedTuple

from data_loaders.chiffres.tableau import periodes_de
from data_loaders.francais import typographier
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo
from data_loaders.metiers import diplomes as menants, formation, liens, ou_se_former
from data_loaders.metiers.diplomes import Sources
from data_loaders.metiers.ou_se_former import Offre
from data_loaders.metiers.recherche import Index
from pages.figures.formation import ou
from pages.figures.recherche import adresses, phrase, reponses
from pages.figures.recherche.adresses import Reponse
from pages.figures.recherche.demande import METEO, Contexte, Demande, au_niveau, avis as avis_de, demander
from pages.figures.recherche.diplomes import Diplome, Diplomes
from pages.figures.recherche.lexique import Lexique, decouper

LONGUEUR_MAX: Final = 200
REPONSES_MAX: Final = 8
AUTRE_LECTURE: Final = 1.2  # doubt added beyond which another reading is not proposed

AUCUNE: Final = (
    "Aucune réponse. Essayer le nom seul de la commune ou son code, le métier comme on le dit, un mot du chiffre."
)


class Resultat(NamedTuple):
    """Answers to a line, best first; words not understood, as typed; what to tell of them, in French."""

    reponses: list[Reponse]
    incompris: list[str]
    avis: list[str]


@lru_cache(maxsize=8)
def _lexique(index: Index) -> Lexique:
    return Lexique(index)


def contexte(donnees: Donnees) -> Contexte:
    """What the data in force can answer; the words of the métiers of a vintage are read once, when asked."""
    return Contexte(
        annees=tuple(donnees.millesimes("bmo")),
        periodes=lru_cache(maxsize=128)(partial(periodes_de, donnees)),
        index=lru_cache(maxsize=8)(partial(Index, donnees)),
        diplomes=lru_cache(maxsize=1)(partial(diplomes_connus, donnees)),
        ou_se_former=lru_cache(maxsize=256)(OuSeFormer(donnees).dire),
    )


class OuSeFormer:
    """Says where to train for a group of métiers around a place; files are read when it is first asked."""

    def __init__(self, donnees: Donnees) -> None:
        self.donnees = donnees

    @cached_property
    def _lus(self) -> tuple[Sources, Offre | None]:
        fap = liens.metiers_listes(self.donnees, self.donnees.periodes("bmo")[-1])["nomenclature"].iloc[0]
        s = menants.sources(self.donnees, fap)
        return s, ou_se_former.lire(self.donnees, s)

    def dire(self, niveau: str, code: str, nom: str, lieu: str) -> str:
        """« Devenir soudeur près de Saint-Nazaire : deux lycées », "" when no file says."""
        if niveau not in bmo.LONGUEURS or not any(map(self.donnees.millesimes, ou_se_former.PLACES)):
            return ""
        s, offre = self._lus
        m = menants.menant(self.donnees, s, (code,))
        codes = [d.code for d in ou_se_former.retenus(m.suivis, m.autres)]
        o = ou_se_former.autour(offre, s, codes, *lieu.split(":"))
        return ou.annonce(ou.devenir(nom, niveau == "metier"), o)


def diplomes_connus(donnees: Donnees) -> Diplomes:
    """Diplomas that InserJeunes follows, those with most learners last edition first."""
    suivis = formation.insertion(donnees)
    derniere = suivis[suivis["periode"] == suivis["periode"].max()]
    effectifs = derniere.groupby("code")["annee_terminale"].sum()
    noms = formation.diplomes(donnees)["libelle"]
    return Diplomes(Diplome(c, noms[c], float(effectifs.get(c, 0))) for c in suivis["code"].unique() if c in noms)


def _diplomes(texte: str, demande: Demande, ctx: Contexte) -> list[Reponse]:
    """Screens of the diplomas that a line names, in the place that it says beside them."""
    if not adresses.existe("formation"):
        return []
    lecture, zone, dit = demande.lecture, None, ""
    trouves = ctx.diplomes().chercher(texte)
    if not trouves and (lieux := lecture.de("lieu")):  # without the last place said
        mots = [m.brut for i, m in enumerate(lecture.mots) if not lieux[-1].debut <= i < lieux[-1].fin]
        trouves = ctx.diplomes().chercher(" ".join(mots))
        if niveau := au_niveau(demande.lieux[-1][0], METEO):
            zone, dit = niveau.zone, f", {niveau.dit}"
    return [
        Reponse(
            adresses.formation_diplome(d.code, zone),
            typographier(f"Formation : {d.libelle}, ce que deviennent ceux qui l’ont préparé{dit}"),
        )
        for d in trouves
    ]


_SANS_METIER: Final = Index()
# Data that cannot be read leave the places, the screens and the convention.
SANS_DONNEES: Final = Contexte((), lambda _ind, _zonage: (), lambda _annee: _SANS_METIER)


def chercher(texte: str, ctx: Contexte, nb: int = REPONSES_MAX) -> Resultat:
    """Answer one line.

    Args:
        texte: as typed, cut at `LONGUEUR_MAX`.
        ctx: what the data in force can answer.
        nb: largest number of answers.
    """
    lectures = phrase.lire(texte[:LONGUEUR_MAX], _lexique(ctx.index("")))
    if not lectures:  # nothing but words that ask nothing: « bonjour »
        return Resultat([], [m.brut for m in decouper(texte[:LONGUEUR_MAX])], [])
    premiere = lectures[0]
    annee = next((a for a in premiere.annees if a in ctx.annees), "")
    if annee and any(lecture.de("metier") for lecture in lectures):  # métiers are not named the same every year
        lectures = phrase.lire(texte[:LONGUEUR_MAX], _lexique(ctx.index(annee)))
        premiere = lectures[0]
    premiere_demande = demander(premiere, ctx)
    nommes = _diplomes(texte[:LONGUEUR_MAX], premiere_demande, ctx)
    trouvees = {r.adresse: r for r in nommes}
    incompris, avis = ([], []) if nommes else (premiere_demande.incompris, avis_de(premiere_demande))
    if not nommes and all(e.genre in ("inconnu", "ailleurs", "sans") for e in premiere.elements):
        return Resultat([], incompris, avis)
    for lecture in lectures:
        if lecture.cout > premiere.cout + AUTRE_LECTURE:
            break
        for r in reponses.repondre(demander(lecture, ctx)):
            trouvees.setdefault(r.adresse, r)
    return Resultat(list(trouvees.values())[:nb], incompris, avis)
