"""What leads to a set of métiers, diploma by diploma: the weight of the link, and what becomes of each voie's leavers.

A diploma and the one that replaces it are one: their leavers are two generations of a same training.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from data_loaders.contracts.formation import VOIES
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import formation
from data_loaders.metiers.recherche import sans_accent

CONFIANCES = formation.DEGRES[::-1]


class Diplome(NamedTuple):
    """A diploma or certification that may lead to the métiers asked.

    Attributes:
        code: CFD, or `titre:` and a code; niveau: European level, "" if unknown.
        poids: share (0..1) of its official links; romes: ROME that the link goes through, of `romes_nb` in all.
        lien: see `formation.LIENS`; confiance: in `CONFIANCES`.
        anciens: names of the diplomas it replaces, put together with it; devient: name of the one that replaces it.
        voies: what becomes of its leavers, last edition: voie -> row of `formation.reunir`, whose `sans` names the
            diplomas put together that are left out, too small to be shown; empty when InserJeunes does not follow it.
    """

    code: str
    libelle: str
    niveau: str
    type_diplome: str
    rncp: str
    poids: float
    romes: tuple[str, ...]
    romes_nb: int
    lien: str
    confiance: str
    anciens: tuple[str, ...] = ()
    devient: str = ""
    voies: Mapping[str, Mapping] = {}

    @property
    def terminale(self) -> float:
        """Learners in their last year, both voies, those that are shown."""
        return sum(n for v in self.voies.values() if (n := v["annee_terminale"]) == n)

    def taux(self, voie: str, mesure: str) -> float:
        """A rate (%), NaN when it is empty."""
        return self.voies[voie][mesure] if voie in self.voies else float("nan")

    def raison(self, voie: str, mesure: str) -> str:
        """Why a rate is empty, "" otherwise."""
        return self.voies[voie][f"raison_{mesure}"] if voie in self.voies else formation.RAISON_VOIE


class Sources(NamedTuple):
    """Tables that every question reads, see `formation`; `diplomes`: code -> its columns; `racines`: see there."""

    liens: pd.DataFrame
    diplomes: dict[str, dict]
    racines: dict[str, str]
    insertion: pd.DataFrame


class Menant(NamedTuple):
    """What leads to a set of métiers.

    Attributes:
        edition: last one loaded, as its two years are written; "" when none is.
        suivis: diplomas that InserJeunes follows, the surest links first; autres: certifications that it does not.
        moyennes: rates of the region, all diplomas (`formation.moyennes`).
    """

    edition: str
    suivis: tuple[Diplome, ...]
    autres: tuple[Diplome, ...]
    moyennes: Mapping[str, float]


DIRECT = 0.5  # share of the official links of a diploma over which it leads to a métier first


def directs(m: Menant) -> list[str]:
    """Codes of the diplomas that lead there first: an establishment is counted for one of these."""
    return [d.code for d in (*m.suivis, *m.autres) if d.poids > DIRECT]


def au_coeur(m: Menant, comptent: Collection[str]) -> tuple[Menant, tuple[Diplome, ...]]:
    """What leads to a métier by the ROME métiers that count in it (`liens.comptent`), then the diplomas followed that
    lead there aside; all of them count where nothing weighs."""

    def compte(d: Diplome) -> bool:
        return not comptent or any(r in comptent for r in d.romes)

    suivis, autres = (tuple(filter(compte, liste)) for liste in (m.suivis, m.autres))
    return m._replace(suivis=suivis, autres=autres), tuple(d for d in m.suivis if not compte(d))


def sources(donnees: Donnees, cible: str) -> Sources:
    """The tables, for the FAP `cible`."""
    diplomes = formation.diplomes(donnees).to_dict("index")
    return Sources(formation.liens(donnees, cible), diplomes, racines(diplomes), formation.insertion(donnees))


def racines(diplomes: Mapping[str, dict]) -> dict[str, str]:
    """Code -> code of the diploma that stands for it today: what replaces it, when one alone does."""
    suivants = {c: s for c, d in diplomes.items() if (s := d["remplace_par"]) and "|" not in s}

    def racine(code: str) -> str:
        vus = {code}
        while (suivant := suivants.get(code)) and suivant not in vus:
            code = suivant
            vus.add(code)
        return code

    return {code: racine(code) for code in diplomes}


def menant(donnees: Donnees, s: Sources, codes: Iterable[str]) -> Menant:
    """What leads to the métiers whose codes begin so."""
    lies = formation.grouper_debouches(s.liens, codes)
    lies = lies.assign(racine=lies["code"].map(s.racines).fillna(lies["code"]))
    derniere = s.insertion["periode"].max() if len(s.insertion) else ""
    lignes = s.insertion[s.insertion["periode"] == derniere]
    du_fichier = set(lignes["code"])
    par_racine: dict[str, list] = {}
    for lien in lies.itertuples(index=False):  # the heaviest first
        par_racine.setdefault(lien.racine, []).append(lien)
    vers, suivis, autres = {}, [], []
    for racine, groupe in par_racine.items():
        noms = [x.code for x in groupe if x.code in du_fichier]
        tete = racine if racine in noms else (noms or [x.code for x in groupe])[0]
        vers |= dict.fromkeys(noms, tete)
        (suivis if noms else autres).append(_diplome(s.diplomes, tete, racine, groupe, noms))
    reunies = {c: g.set_index("voie") for c, g in formation.reunir(lignes, vers).groupby("code")}
    suivis = [d._replace(voies=_voies(reunies[d.code], s.diplomes)) for d in suivis]
    suivis.sort(key=lambda d: (CONFIANCES.index(d.confiance), -d.terminale, d.libelle))
    autres.sort(key=lambda d: (CONFIANCES.index(d.confiance), -d.poids, d.libelle))
    edition = lignes["cumul"].iloc[0] if len(lignes) else ""
    moyennes = formation.moyennes(donnees, derniere).to_dict() if edition else {}
    return Menant(edition, tuple(suivis), tuple(autres), moyennes)


def famille(s: Sources, code: str) -> list[str]:
    """Codes of a diploma, of those it replaces and of the one that replaces it, its own first."""
    racine = s.racines.get(code, code)
    return [code, *sorted(c for c, r in s.racines.items() if r == racine and c != code)]


def evolution(s: Sources, code: str) -> pd.DataFrame:
    """What becomes of the leavers of a diploma, with those of its family, each edition and voie: rows of
    `formation.reunir`, the last edition first; empty when InserJeunes does not follow it."""
    lignes = formation.reunir(s.insertion, dict.fromkeys(famille(s, code), code))
    lignes = lignes.assign(rang=lignes["voie"].map(list(VOIES).index))
    return lignes.sort_values(["periode", "rang"], ascending=[False, True], ignore_index=True).drop(columns="rang")


def metiers(s: Sources, code: str) -> pd.DataFrame:
    """Métiers that a diploma may lead to, by its own links, else by those of its family: rows of
    `formation.debouches`, the heaviest first."""
    par_code = s.liens[s.liens["code"].isin(famille(s, code))]
    propres = par_code[par_code["code"] == code]
    if propres.empty and len(par_code):
        propres = par_code[par_code["code"] == par_code["code"].iloc[0]]
    return propres.reset_index(drop=True)


# Words that begin the name of too many métiers to be that of one.
GENERIQUES = frozenset((
    "agent", "aide", "assistant", "cadre", "chef", "conducteur", "dirigeant", "employe", "ingenieur", "maitrise",
    "ouvrier", "patron", "professionnel", "responsable", "specialiste", "surveillant", "technicien",
))  # fmt: skip
NOM_MIN = 5  # letters


def homonymes(s: Sources, m: Menant, metier: str) -> list[tuple[str, str]]:
    """Diplomas followed that bear the name of a métier, « maçon » for « Maçons qualifiés », and that the tables link
    elsewhere: (name, code of the métier they are most linked to), those with most learners first."""
    mot = sans_accent(metier.lower()).partition(" ")[0].rstrip("s")
    if len(mot) < NOM_MIN or mot in GENERIQUES:
        return []
    lies = {s.racines.get(d.code, d.code) for d in m.suivis}
    derniere = s.insertion[s.insertion["periode"] == s.insertion["periode"].max()]
    trouves: dict[str, tuple[str, str]] = {}
    for code in derniere.groupby("code")["annee_terminale"].sum().sort_values(ascending=False, kind="stable").index:
        nom = s.diplomes[code]["libelle"]
        dits = {x.rstrip("s") for x in re.findall(r"\w+", sans_accent(nom.lower()))}
        if mot in dits and s.racines.get(code, code) not in lies and len(vers := metiers(s, code)):
            trouves.setdefault(nom, (nom, vers["code_metier"].iloc[0]))
    return list(trouves.values())


def _diplome(diplomes: Mapping[str, dict], tete: str, racine: str, groupe: list, noms: list[str]) -> Diplome:
    """Of its links, the heaviest first; `noms`: codes put together with `tete`."""
    dit, lien = diplomes[tete], next((x for x in groupe if x.code == tete), groupe[0])
    connu = (dit[c] for c in ("libelle", "niveau", "type_diplome", "rncp"))
    confiance = min((x.confiance for x in groupe), key=CONFIANCES.index)
    anciens = tuple(sorted({diplomes[c]["libelle"] for c in noms} - {dit["libelle"]}))
    nouveau = diplomes.get(racine, dit)["libelle"]
    devient = "" if nouveau == dit["libelle"] else nouveau
    poids, romes = float(lien.poids), tuple(lien.romes.split("|"))
    return Diplome(tete, *connu, poids, romes, int(lien.romes_nb), lien.lien, confiance, anciens, devient)


def _voies(lignes: pd.DataFrame, diplomes: Mapping[str, dict]) -> dict[str, dict]:
    sans = (tuple(diplomes[c]["libelle"] for c in codes.split("|") if c) for codes in lignes["sans"])
    par_voie = lignes.assign(sans=list(sans)).to_dict("index")
    return {voie: par_voie[voie] for voie in VOIES if voie in par_voie}
