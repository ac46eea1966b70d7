"""What leads to a métier, and what becomes of those who trained: diplomas, certifications, insertion by voie.

From a diploma to the métiers it may lead to, links go certification → ROME → FAP, many-to-many at each step. A weight
is a share of the official links (ROME, then ROME × qualification), never of the leavers: nothing says how many of those
who trained work in a métier, and no leaver is split nor added up along a link.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import takewhile
from pathlib import Path

import pandas as pd

from data_loaders.contracts.formation import EFFECTIFS, SEUIL_SORTANTS, TAUX, VOIES
from data_loaders.francais import capitale, typographier
from data_loaders.jeux.formation import totalisees
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import indice_complet
from data_loaders.metiers import nomenclatures
from data_loaders.metiers.recherche import sans_accent

RAISON_VOIE = "aucun apprenti ni élève de cette voie dans le fichier lu"
RAISON_PETIT = f"moins de {SEUIL_SORTANTS} sortants : le producteur ne publie aucun taux"
RAISON_ABSENT = "non publié par le producteur"
RAISON_ATTENTE = "pas encore observé : le producteur ne publie rien à cette date pour ces sortants"
_RAISONS = {"N": RAISON_PETIT, "L": RAISON_ATTENTE}
NON_SUIVI = "InserJeunes ne suit pas cette certification"
_TITRE = "titre:"

# How a diploma is found among the certifications: by its own code, a former one, or that of the one that replaces it.
LIENS = ("direct", "ancien", "nouveau")
# Half of the links of a diploma, or a fifth: under it the diploma leads mostly elsewhere.
POIDS_FORT, POIDS_MOYEN = 0.5, 0.2
DEGRES = ("faible", "moyenne", "forte")


def diplomes(donnees: Donnees) -> pd.DataFrame:
    """Diplomas and certifications that are known, by code (CFD; `titre:` then its Certif Info code for one without
    CFD): libelle, niveau (European, "" if unknown), type_diplome, rncp, suivi (True when InserJeunes has rows of
    it), remplace_par (CFD, "|" between).

    A name of Certif Info comes before the capitals of the Base centrale des nomenclatures.
    """
    certifications = _certifications(donnees)
    titres = certifications.drop_duplicates("code").set_index("code")
    titres["libelle"] = certifications.groupby("code")["libelle"].agg(sans_mention)
    postes = _table(donnees, "diplomes", "postes", ["nomenclature", "code", "libelle", "niveau", "libelle_court"])
    postes = postes[postes["nomenclature"] == "CFD"].drop_duplicates("code").set_index("code")
    tout = pd.DataFrame(index=titres.index.union(postes.index).rename("code"))
    noms = titres["libelle"].map(typographier)
    ecrits = accents(titres["libelle"])
    restent = postes.index.difference(titres.index)
    tout["libelle"] = pd.concat([noms, postes.loc[restent, "libelle"].map(lambda n: nommer(n, ecrits))])
    tout["niveau"] = titres["niveau"].replace("", pd.NA).reindex(tout.index).fillna(postes["niveau"]).fillna("")
    tout["type_diplome"] = titres["type_diplome"].reindex(tout.index).fillna(postes["libelle_court"]).fillna("")
    tout["rncp"] = titres["code_rncp"].reindex(tout.index).fillna("")
    tout["suivi"] = tout.index.isin(insertion(donnees)["code"])
    suites = _table(donnees, "suites_diplomes", "suites", ["code_cfd", "sens", "code_autre"])
    suites = suites[suites["sens"] == "nouveau"].groupby("code_cfd")["code_autre"].agg("|".join)
    return tout.assign(remplace_par=suites.reindex(tout.index).fillna(""))


def liens(donnees: Donnees, cible: str = "FAP2021") -> pd.DataFrame:
    """Links from each diploma or certification to the métiers of a FAP, see `debouches`.

    Diplomas that InserJeunes follows are looked for by their former and new codes too. Empty when certifications or the
    crosswalk of ROME are not loaded, or when one is official and the other of demonstration.
    """
    certifications = _certifications(donnees)
    passages = nomenclatures.correspondance(donnees, cible)
    if donnees.est_demonstration("certifications") != donnees.est_demonstration("passages"):
        passages = passages.iloc[:0]
    suites = _table(donnees, "suites_diplomes", "suites", ["code_cfd", "sens", "code_autre"])
    codes = set(certifications["code"]) | set(insertion(donnees)["code"])
    par_rome = romes_des_diplomes(certifications.assign(code_cfd=certifications["code"]), suites, codes)
    return debouches(par_rome, indice_complet.passages(passages))


def romes_des_diplomes(certifications: pd.DataFrame, suites: pd.DataFrame, codes: Iterable[str]) -> pd.DataFrame:
    """ROME that each diploma (CFD) leads to, by the first of `LIENS` that knows it, no row for those that none knows:
    code, code_rome, lien. `certifications`: columns code_cfd, code_ancien_cfd ("" when there is none), code_rome;
    `suites`: code_cfd, sens (`nouveau`…), code_autre."""
    cle, colonnes = ["code", "code_rome"], ["code_cfd", "code_rome"]
    directs = certifications[colonnes].set_axis(cle, axis=1)
    anciens = certifications[["code_ancien_cfd", "code_rome"]].set_axis(cle, axis=1)
    nouveaux = suites[suites["sens"] == "nouveau"].merge(directs, left_on="code_autre", right_on="code")
    nouveaux = nouveaux[colonnes].set_axis(cle, axis=1)
    restent, parties = set(codes), []
    for lien, table in zip(LIENS, (directs, anciens, nouveaux), strict=True):
        trouves = table[table["code"].isin(restent)].drop_duplicates()
        parties.append(trouves.assign(lien=lien))
        restent -= set(trouves["code"])
    return pd.concat(parties, ignore_index=True)


def debouches(liens: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """Métiers that each diploma may lead to; each of its ROME weighs the same.

    Args:
        liens: rows of `romes_des_diplomes`; passages: see `indice_complet.passages`.

    Returns:
        Columns code, code_metier, lien, poids (0 to 1; sums to 1 by diploma when each of its ROME leads to a métier),
        romes (codes through which the link goes, "|" between), romes_nb (all those of the diploma), confiance; the
        heaviest link of each diploma first.
    """
    total = liens.groupby("code")["code_rome"].nunique().rename("romes_nb")
    lies = liens.merge(passages, on="code_rome").join(total, on="code")
    lies["poids"] = lies["part"] / lies["romes_nb"]
    lies = lies.sort_values("code_rome").groupby(["code", "code_metier", "lien", "romes_nb"], as_index=False)
    lies = lies.agg(poids=("poids", "sum"), romes=("code_rome", "|".join))
    lies["confiance"] = [confiance(*couple) for couple in zip(lies["lien"], lies["poids"], strict=True)]
    ordre = {"by": ["code", "poids", "code_metier"], "ascending": [True, False, True]}
    colonnes = ["code", "code_metier", "lien", "poids", "romes", "romes_nb", "confiance"]
    return lies[colonnes].sort_values(**ordre, ignore_index=True)


def confiance(lien: str, poids: float) -> str:
    """How sure a link is: its weight, one step less when the diploma is known by another code than its own."""
    # A share of links is a sum of fractions: five tenths may read 0.49999.
    degre = (poids > POIDS_MOYEN - 1e-9) + (poids > POIDS_FORT - 1e-9)
    return DEGRES[max(0, degre - (lien != "direct"))]


def grouper_debouches(lies: pd.DataFrame, codes: Iterable[str]) -> pd.DataFrame:
    """Links to a set of métiers taken as one (a group, a sector; `codes`: beginnings of their codes): weights add up, a
    diploma has one row. The columns of `debouches`, code_metier replaced by metiers ("|" between), the heaviest
    first."""
    dedans = lies[lies["code_metier"].str.startswith(tuple(codes))]
    if dedans.empty:
        return dedans.rename(columns={"code_metier": "metiers"})
    un = dedans.groupby(["code", "lien", "romes_nb"], as_index=False).agg(
        metiers=("code_metier", "|".join),
        poids=("poids", "sum"),
        romes=("romes", lambda r: "|".join(sorted({c for codes in r for c in codes.split("|")}))),
    )
    un["confiance"] = [confiance(*couple) for couple in zip(un["lien"], un["poids"], strict=True)]
    return un.sort_values(["poids", "code"], ascending=[False, True], ignore_index=True)


def insertion(donnees: Donnees) -> pd.DataFrame:
    """What becomes of the leavers of each diploma and voie, each edition: code (CFD), voie, periode, cumul, then the
    counts and rates of the contract (%), with `raison_M` why the cell of the measure M is empty, "" otherwise.

    A diploma prepared in one and in two years has one row: its counts are added up, its rates made again from them.
    """
    colonnes = ["periode", "cumul", "voie", "code_formation", "mesure", "value", "obs_status"]
    lues = _table(donnees, "insertion", "observations", colonnes)
    formations = _table(donnees, "diplomes", "postes", ["nomenclature", "code", "code_parent"])
    formations = formations[formations["nomenclature"] == "MEFSTAT11"].set_index("code")["code_parent"]
    code = lues["code_formation"].where(lues["voie"] == "apprentissage", lues["code_formation"].map(formations))
    lues = lues.assign(code=code).dropna(subset="code")
    raisons = lues["obs_status"].map(_RAISONS).fillna(RAISON_ABSENT)
    return _par_diplome(lues.assign(raison=raisons.where(lues["value"].isna(), "")))


def reunir(lignes: pd.DataFrame, vers: Mapping[str, str]) -> pd.DataFrame:
    """Rows of `insertion` of diplomas taken as one (`vers`: code -> the one that stands for it; others are left out):
    counts add up, rates are made again. What a voie does not publish of one of them is left out, and `sans` (codes,
    "|" between) names it."""
    prises = lignes[lignes["code"].isin(vers)]
    if prises.empty:
        return prises.assign(sans="")
    groupe = prises["code"].map(vers)
    cle = [groupe.rename("code"), prises["voie"], prises["periode"]]
    montrees = prises["sortants"].notna() & prises["emploi_6"].notna()
    plusieurs = prises.groupby(cle)["code"].transform("size") > 1
    dites = montrees.groupby(cle).transform("any")
    ecartees = plusieurs & dites & ~montrees
    sans = prises[ecartees].groupby([c[ecartees] for c in cle])["code"].agg("|".join).rename("sans")
    restent = prises[~ecartees].assign(code=groupe)
    longues = restent.melt(["code", "voie", "periode", "cumul"], [*EFFECTIFS, *TAUX], "mesure")
    longues["raison"] = restent[[f"raison_{m}" for m in (*EFFECTIFS, *TAUX)]].melt()["value"]
    return _par_diplome(longues).join(sans, on=["code", "voie", "periode"]).fillna({"sans": ""})


def _par_diplome(longues: pd.DataFrame) -> pd.DataFrame:
    """One row a diploma, voie and edition, from one a measure and formation (value, and the reason if it is empty)."""
    cle, mesures = ["code", "voie", "periode", "cumul"], [*EFFECTIFS, *TAUX]
    # Sorted: the last reason of a group is its greatest, which pandas finds many times sooner than by comparing.
    groupes = longues.assign(vide=longues["value"].isna()).sort_values("raison").groupby([*cle, "mesure"])
    sommes = groupes.agg(
        value=("value", "sum"), vide=("vide", "any"), nombre=("vide", "size"), raison=("raison", "last")
    )
    # Two formations make a sum only when both are shown.
    sommes["value"] = sommes["value"].mask(sommes["vide"])
    df, nombre, raisons = (sommes[c].unstack("mesure").reindex(columns=mesures) for c in ("value", "nombre", "raison"))
    for taux, (part, base) in TAUX.items():
        refait = (100 * df[part] / df[base]).where(df[base] >= SEUIL_SORTANTS).round()
        df[taux] = df[taux].mask(nombre[taux] > 1, refait)
    vides = df.isna()
    raisons = raisons.where(raisons.ne(""), RAISON_ABSENT).fillna(RAISON_ABSENT).where(vides, "")
    return df.join(raisons.add_prefix("raison_")).reset_index()


def moyennes(donnees: Donnees, periode: str) -> pd.Series:
    """Rates (%) of the region an edition, all diplomas, those too small to be shown included: both voies, then
    `voie.taux`; NaN where nothing is published."""
    lues = totalisees(_table(donnees, "insertion", "totalisables", ["periode", "voie", *EFFECTIFS]))
    lues = lues[lues["periode"] == periode]
    sommes = {"": lues} | {f"{v}.": lues[lues["voie"] == v] for v in VOIES}
    taux = {
        f"{nom}{t}": 100 * lignes[part].sum(min_count=1) / lignes[base].where(lignes[part].notna()).sum(min_count=1)
        for nom, lignes in sommes.items()
        for t, (part, base) in TAUX.items()
    }
    return pd.Series(taux, dtype="float64")


def _certifications(donnees: Donnees) -> pd.DataFrame:
    """Rows of `certifications/liens` with `code`: the diploma (CFD), else the certification itself."""
    colonnes = ["code_certification", "libelle", "type_diplome", "niveau", "code_rncp"]
    lues = _table(donnees, "certifications", "liens", [*colonnes, "code_cfd", "code_ancien_cfd", "code_rome"])
    return lues.assign(code=lues["code_cfd"].where(lues["code_cfd"] != "", _TITRE + lues["code_certification"]))


def _table(donnees: Donnees, dataset: str, table: str, colonnes: list[str]) -> pd.DataFrame:
    """Columns of a table; without rows when the dataset is not loaded."""
    if not donnees.millesimes(dataset):
        return pd.DataFrame(columns=colonnes, dtype="object")
    return donnees.lire(dataset, table)[colonnes]


def sans_mention(libelles: Iterable[str]) -> str:
    """Name of a diploma from those of its certifications: « BPJEPS spécialité éducateur sportif » for all its mentions.

    InserJeunes counts the mentions and options of one diploma together. Names that differ otherwise are wordings of
    one: the first is kept.
    """
    noms = list(dict.fromkeys(libelles))
    rangs = zip(*(n.split() for n in noms), strict=False)
    communs = [mots[0] for mots in takewhile(lambda mots: len(set(mots)) == 1, rangs)]
    if (commun := " ".join(communs)) in noms:
        return commun
    coupes = [i for i, m in enumerate(communs) if m in ("mention", "option")]
    return " ".join(communs[: coupes[-1]]) if coupes else noms[0]


# Sigles of the files of schools and diplomas, as they are said.
SIGLES = tomllib.loads(Path(__file__).with_name("sigles.toml").read_text("utf-8"))
_LETTRES = re.compile(r"[^\W\d_]+")
ACCENT_MIN = 4  # letters of a word that is given its accents back: « a » and « à » are two words
ACCENT_SUR = 0.8  # share of the times it is written so


def accents(libelles: Iterable[str]) -> dict[str, str]:
    """Word without accents -> the same word as those labels write it, for words that they nearly always accent."""
    ecrits: dict[str, Counter[str]] = {}
    for mot, n in Counter(m for libelle in libelles for m in _LETTRES.findall(libelle.lower())).items():
        ecrits.setdefault(sans_accent(mot), Counter())[mot] = n
    premiers = {plat: (*mots.most_common(1)[0], mots.total()) for plat, mots in ecrits.items()}
    return {
        plat: mot
        for plat, (mot, n, total) in premiers.items()
        if mot != plat and len(plat) >= ACCENT_MIN and n >= ACCENT_SUR * total
    }


def nommer(capitales: str, ecrits: Mapping[str, str]) -> str:
    """« CUISINE (CAP) » → « CAP cuisine »: a name of the Base centrale, which writes no accent (`ecrits`: see
    `accents`). What follows the name and is no type of diploma (a school) stays after it."""
    capitales = re.sub(r" *, *(?=[^\W\d])", ", ", " ".join(capitales.split()))
    nom, _, fin = capitales.rstrip(")").rpartition("(")
    nom = _LETTRES.sub(lambda m: ecrits.get(m[0], m[0]), (nom or capitales).strip().lower())
    nom = re.sub(r"(?<!option )\ba\b(?! ?:)", "à", nom)
    nom = re.sub(r"\boption ([a-z])\b(?: ?:)?", lambda m: f"option {m[1].upper()} :", nom)
    sigle = SIGLES["diplomes"].get(fin.upper()) if "(" in capitales else None
    suite = f" ({fin})" if fin and "(" in capitales and not sigle else ""
    return typographier(f"{sigle} {nom}" if sigle else f"{capitale(nom)}{suite}")
