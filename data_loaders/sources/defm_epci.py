"""DEFM by EPCI (Pôle emploi), one CSV with several Decembers: `annee_mois, code_epci, lib_epci, categorie_a…e`.

Codes of EPCI merged since are added to their successor, so that a series keeps one perimeter; said in the notes.
Four EPCI straddle the region's border and are counted whole; that is a status of the sums, not of the rows.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.contracts import defm
from data_loaders.contracts.defm import CRITERES, ENSEMBLE, PARTITIONS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import Lecteur
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import classeur, ecriture, extrait, feuilles, grilles, series
from data_loaders.sources.extrait import Extrait, publier
from data_loaders.sources.grilles import Grille
from data_loaders.sources.noms import Noms, noms, partie
from geo import zonages

REGLE_PUBLICS = "defm_publics"
ZERO = ","  # a number without any figure
ENTETE_MAX = 12
# Words of a name that do not tell an EPCI from another.
_NATURES = frozenset(["cc", "ca", "cu", "sa", "le", "la", "les", "l", "de", "du", "des", "d"])
_ABREGES = {"st": "saint", "ste": "sainte"}
# « … en décembre 2016 »: the perimeter of the EPCI has a date too.
_QUAND = re.compile(rf"(?:^|en_|nom_.*)({'|'.join(map(classeur.normaliser, francais.MOIS))})_(20\d\d)(?!\d)")
_HORS = ("total", "communes_hors_epci")


class Publics(NamedTuple):
    """One December.

    Attributes:
        categories: rows of the contract `defm_epci`; empty when the workbook does not have all of them.
        totaux: (category, criterion) -> visible sum.
    """

    millesime: str
    observations: pd.DataFrame
    categories: pd.DataFrame
    totaux: dict[tuple[str, str], float]
    epci_nb: int
    caches_nb: int
    remarques: tuple[str, ...]


def lire_publics(chemin: Path, fusions: Mapping[str, str], progres: classeur.Progres | None = None) -> Publics:
    """Read every sheet by EPCI; EPCI of other regions are left out.

    Args:
        fusions: SIREN of an abolished EPCI -> its successor.

    Raises:
        ErreurDonnees: unreadable, no month said, no EPCI of the region, an unknown sign.
    """
    nom, regle = Path(chemin).name, noms(REGLE_PUBLICS)
    # (EPCI, category, criterion) -> count, None where it is hidden
    lues: dict[tuple[str, str, str], float | None] = {}
    tete, libelles, codes = [f"nom_{classeur.normaliser(Path(chemin).stem)}"], {}, {}
    for grille in grilles.ouvrir(chemin, progres):
        tete += [classeur.normaliser(c) for ligne in grille.lignes[:ENTETE_MAX] for c in ligne]
        for libelle, code, valeurs in _epci(grille, regle):
            cle = classeur.normaliser(libelle)
            libelles[cle] = libelle
            if code is not None:
                codes[cle] = code
            lues |= {(cle, *role): v for role, v in valeurs.items()}
    periode = _mois_dit(tete, nom)
    sirens, remarques = resoudre(libelles, codes, fusions)
    if not sirens:
        trouve, exemple = "aucun EPCI de la région reconnu", next(iter(libelles.values()), "aucun libellé")
        cause = "fichier d'une autre région, ou noms d'EPCI écrits autrement"
        remede = f"ajouter les noms de la région à la partie « epci » de {regle.fichier}"
        raise ErreurDonnees("epci", nom, trouve, nombre=len(libelles), exemple=exemple, cause=cause, remede=remede)
    lignes = [(sirens[e], c, critere, v) for (e, c, critere), v in lues.items() if e in sirens]
    df = pd.DataFrame(lignes, columns=["siren_publie", "categorie", "critere", "value"])
    df = series.avec_confidentialite(
        df.assign(
            value=df["value"].astype("float64"),
            periode=periode,
            siren_epci=df["siren_publie"].replace(dict(fusions)),
            obs_status=df["value"].isna().map({True: "Q", False: "A"}),
        )
    )
    categories = df[df["critere"].eq("") & df["categorie"].isin(defm.CATEGORIES)]
    df = df[df["critere"].ne("")]
    return Publics(
        periode,
        df,
        _par_categorie(categories),
        df.groupby(["categorie", "critere"])["value"].sum().to_dict(),
        df["siren_publie"].nunique(),
        int(df["obs_status"].eq("Q").sum()),
        (*remarques, *_sommes(df)),
    )


def _entete(grille: Grille, regle: Noms) -> tuple[int, list[str]]:
    """Rank of the header and title of each column, read from top to bottom where it stands on two; none is empty."""
    for i in range(min(ENTETE_MAX, len(grille.lignes))):
        titres = grille.textes(i)
        if regle.nommees("epci", titres) and regle.nommees("total", titres):
            return i, feuilles.superposer(grille.textes(i - 1), titres, regle)
    return 0, []


def _epci(grille: Grille, regle: Noms) -> Iterator[tuple[str, str | None, dict[tuple[str, str], float | None]]]:
    """Label, SIREN if any, and (category, criterion) -> count of each row of a sheet by EPCI; none of others."""
    rang, titres = _entete(grille, regle)
    if not titres:
        return
    places = {role: p[0] for role in regle.noms if (p := regle.nommees(role, titres))}
    par_categorie = {(c, ""): i for c in defm.CATEGORIES if (i := places.get(f"categorie_{c.lower()}")) is not None}
    categorie = "A" if "total_a" in places else "ABC"
    roles = {(categorie, c): places[c] for c in CRITERES if c in places}
    roles |= par_categorie or {(categorie, ENSEMBLE): places["total"]}
    for numero, ligne in enumerate(grille.lignes[rang + 1 :], rang + 2):
        libelle = " ".join(str(ligne[places["epci"]]).split())
        cle = classeur.normaliser(libelle)
        if not cle or cle.endswith(_HORS) or not str(ligne[places["total"]]).strip():
            continue
        valeurs = {}
        for role, i in roles.items():
            texte = str(ligne[i]).strip()
            valeur = 0.0 if texte == ZERO else grilles.nombre(texte)
            if valeur is None and texte not in regle.secret:
                raise ErreurDonnees(
                    "signe",
                    f"{grille.ou}, colonne {titres[i]}",
                    "signe inconnu",
                    exemple=texte or "cellule vide",
                    cause="le producteur a changé sa notation du secret",
                    remede=f"vérifier son sens dans les notes du classeur, puis l'ajouter à la clé « secret » de "
                    f"{regle.fichier}",
                    lignes=(numero,),
                )
            valeurs[role] = valeur
        yield libelle, classeur.code(ligne[places["code_epci"]]) if "code_epci" in places else None, valeurs


def _mois_dit(tete: Iterable[str], nom: str) -> str:
    """The month that the titles say, « décembre 2016 »; else the name of the file."""
    mois = list(map(classeur.normaliser, francais.MOIS))
    for texte in [*tete[1:], tete[0]]:
        if m := _QUAND.search(texte):
            return f"{m[2]}-{mois.index(m[1]) + 1:02d}"
    trouve = "aucun mois n'est dit dans les titres des feuilles ni dans le nom du fichier"
    remede = "rendre son nom au fichier (…decembre_2016…), ou reprendre le classeur du producteur"
    raise ErreurDonnees("periode", nom, trouve, cause="titres perdus en enregistrant le fichier", remede=remede)


def _mots(libelle: str) -> tuple[str, ...]:
    texte = re.sub(r"\([^)]*\)", "", libelle).replace("œ", "oe").replace("Œ", "Oe")
    return tuple(_ABREGES.get(m, m) for m in classeur.normaliser(texte).split("_") if m not in _NATURES)


@cache
def _connus() -> dict[tuple[str, ...], str]:
    """Words of the names of the region's EPCI, of today and former -> SIREN."""
    actuels = ((nom, siren) for siren, nom in zonages.noms("epci").items())
    return {_mots(nom): siren for nom, siren in (*actuels, *partie(REGLE_PUBLICS, "epci").items())}


def resoudre(
    libelles: Mapping[str, str], codes: Mapping[str, str], fusions: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """Label -> SIREN for the EPCI of the region, and what could not be resolved.

    Args:
        libelles: normalised label -> label as written.
        codes: normalised label -> SIREN, where the file gives one.
        fusions: SIREN of an abolished EPCI -> its successor.
    """
    anciens = set(_connus().values())
    par_siren: dict[str, list[str]] = defaultdict(list)
    for cle, libelle in libelles.items():
        siren = codes.get(cle) if codes.get(cle) in anciens else _connus().get(_mots(libelle))
        if siren:
            par_siren[siren].append(cle)
    remarques = []
    if doubles := {s: cles for s, cles in par_siren.items() if len(cles) > 1}:
        dits = " ; ".join(", ".join(libelles[c] for c in cles) for cles in doubles.values())
        remarques.append(f"EPCI laissés de côté, deux libellés les désignent : {dits}")
    sirens = {cles[0]: s for s, cles in par_siren.items() if s not in doubles}
    # Before a merger its parts stand for their successor.
    vus = {fusions.get(s, s) for s in sirens.values()}
    if absents := [nom for s, nom in zonages.noms("epci").items() if s not in vus]:
        remarques.append(
            f"EPCI de la région introuvables dans le fichier : {', '.join(absents)} ; leur nom d'alors s'ajoute à la "
            f"partie « epci » de {noms(REGLE_PUBLICS).fichier}"
        )
    return sirens, remarques


def _sommes(df: pd.DataFrame) -> list[str]:
    """Remarks on the EPCI of which a partition without anything hidden does not add up to the whole."""
    if df.empty:
        return []
    large = df.pivot_table(index=["siren_publie", "categorie"], columns="critere", values="value", aggfunc="first")
    remarques = []
    for criteres in PARTITIONS:
        presents = [c for c in criteres if c in large]
        if len(presents) < len(criteres) or ENSEMBLE not in large:
            continue
        ecarts = large[presents].sum(axis=1, skipna=False) - large[ENSEMBLE]
        fautes = ecarts[ecarts.abs() > 0.5]
        if len(fautes):
            remarques.append(
                f"{CRITERES[criteres[0]]}… : la somme n'est pas le total de l'EPCI dans "
                f"{francais.avec_unite(len(fautes), 'cas')}, par exemple {fautes.index[0][0]}"
            )
    return remarques


def _par_categorie(df: pd.DataFrame) -> pd.DataFrame:
    """Rows of the contract `defm_epci`, the parts of a merger added up; empty unless every category is there."""
    if set(df["categorie"]) != set(defm.CATEGORIES) or df["value"].isna().any():
        return df[:0]
    somme = df.groupby(["periode", "siren_epci", "categorie"], as_index=False)["value"].sum()
    return somme.assign(obs_status="A", conf_status="F")


def ecarter(lu: Publics, connues: pd.DataFrame) -> Publics:
    """The same without the EPCI whose job-seekers are not those that another file gives at the same date.

    A label may be that of an EPCI of another region.

    Args:
        connues: rows of `defm_epci` of that period.
    """
    par_epci = connues[connues["categorie"].isin(list("ABC"))].groupby("siren_epci")["value"].sum(min_count=3)
    tous = lu.observations[lu.observations["critere"].eq(ENSEMBLE) & lu.observations["categorie"].eq("ABC")]
    lus = tous.groupby("siren_epci")["value"].sum()
    communs = par_epci.dropna().index.intersection(lus.index)
    faux = [s for s in communs if abs(par_epci[s] - lus[s]) > 0.5]
    if not faux:
        return lu
    remarque = (
        "EPCI laissés de côté, leur total n'est pas celui du fichier par catégorie à la même date : "
        f"{', '.join(zonages.noms('epci')[s] for s in faux)}"
    )
    gardees = lu.observations[~lu.observations["siren_epci"].isin(faux)]
    return lu._replace(observations=gardees, remarques=(*lu.remarques, remarque))


def _publier_part(
    dataset: str, donnees: Donnees, chemin: Path, lu: Publics, lignes: pd.DataFrame, adresse: str
) -> list[str]:
    edition = extrait.Extrait.de(dataset, lu.millesime, lignes, remarques=lu.remarques)
    return extrait.publier(donnees, chemin, adresse, edition)


def publier_publics(donnees: Donnees, chemin: Path, lu: Publics, adresse: str) -> list[str]:
    """Publish what was read; the counts by category too, unless that period is in place already."""
    lignes = []
    if lu.millesime in donnees.officiel.millesimes("defm_epci"):
        connues = donnees.lire("defm_epci")
        lu = ecarter(lu, connues[connues["periode"] == lu.millesime])
    elif len(lu.categories):
        lignes = _publier_part("defm_epci", donnees, chemin, lu, lu.categories, adresse)
    if len(lu.observations):
        lignes += _publier_part("defm_publics", donnees, chemin, lu, lu.observations, adresse)
    a, abc = (lu.totaux.get((c, ENSEMBLE), float("nan")) for c in ("A", "ABC"))
    return [
        f"DEFM par EPCI selon l'âge, le sexe, le diplôme et l'ancienneté, {francais.periode_libelle(lu.millesime)} : "
        f"{lu.epci_nb} EPCI de la région, {lu.caches_nb} cellules sous secret statistique",
        f"  catégorie A : {francais.nombre(a)} · catégories A, B, C : {francais.nombre(abc)} (EPCI entiers)",
        *lignes,
    ]


def lire(chemin: Path, progres: classeur.Progres | None = None) -> list[Extrait]:
    """Read every period of the file, oldest first.

    Raises:
        ErreurDonnees: unreadable, columns missing, a SIREN unknown while one of the region is missing, a count that is
            no number, an EPCI given twice.
    """
    nom = Path(chemin).name
    lue = feuilles.lire(chemin, "defm_epci", progres)
    brut = series.dater(lue.en_texte(), "periode", lue.colonne("periode"))
    brut["siren_epci"] = brut["code_epci"].replace(fusions())
    brut, remarques = _de_la_region(brut, lue)
    colonnes = {f"categorie_{c.lower()}": c for c in defm.CATEGORIES}
    brut = brut.assign(**ecriture.exiges(brut, colonnes, lue, entiers=True))
    if len(repetes := brut.loc[brut.duplicated(["periode", "code_epci"]), "code_epci"]):
        trouve, cause = "EPCI présent deux fois pour la même période", "fichiers mis bout à bout"
        remede = "demander au producteur laquelle est la bonne, ou reprendre le fichier chez lui"
        raise ErreurDonnees.de_cellules("cle", nom, trouve, repetes, cause=cause, remede=remede)
    long = brut.melt(["periode", "siren_epci", "code_epci"], list(colonnes), "categorie", "value")
    long["categorie"] = long["categorie"].map(colonnes)
    return [_periode(p, d, remarques) for p, d in long.groupby("periode", sort=True)]


def _de_la_region(brut: pd.DataFrame, lue: feuilles.Lue) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The rows of the EPCI of the region, and the remarks.

    A code that is none of them is of another region, unless one of ours is missing: it may be its former code.

    Raises:
        ErreurDonnees: unknown codes at a date at which EPCI of the region are missing.
    """
    zones = zonages.noms("epci")
    dedans = brut["siren_epci"].isin(zones)
    autres = brut[~dedans]
    for periode in autres["periode"].unique():
        absents = sorted(set(zones) - set(brut.loc[brut["periode"].eq(periode), "siren_epci"]))
        if absents:
            inconnus = autres[autres["periode"].eq(periode)]
            exemple = inconnus.iloc[0]
            raise ErreurDonnees(
                "epci",
                lue.ou,
                f"EPCI inconnu dans la région, et {len(absents)} EPCI de la région sans ligne en {periode}, dont "
                f"{zones[absents[0]]}",
                nombre=len(inconnus),
                lignes=inconnus.index,
                exemple=f"{exemple['code_epci']} {exemple.get('libelle_epci', '')}",
                cause="EPCI fusionné depuis, ou fichier d'une autre région",
                remede=f"ajouter la fusion à la partie « fusions » de {lue.regle.fichier}, ou prendre le fichier de "
                "toute la région",
            )
    dehors = autres["siren_epci"].nunique()
    dites = (f"{dehors} EPCI d'autres régions laissés de côté",) if dehors else ()
    return brut[dedans].copy(), (*lue.remarques, *dites)


def fusions() -> dict[str, str]:
    """SIREN of an abolished EPCI -> its successor."""
    return partie("defm_epci", "fusions")


def _periode(periode: str, d: pd.DataFrame, remarques: tuple[str, ...]) -> Extrait:
    somme = d.groupby(["siren_epci", "categorie"], as_index=False)["value"].sum(min_count=1)
    somme = somme.assign(periode=periode)
    fusionnes = sorted(set(d["code_epci"]) & set(fusions()))
    notes = (f"EPCI fusionnés ajoutés à leur successeur : {', '.join(fusionnes)}.",) if fusionnes else ()
    totaux = somme.groupby("categorie")["value"].sum(min_count=1)
    a, abc = totaux["A"], totaux[list("ABC")].sum(skipna=False)
    return Extrait.de(
        "defm_epci",
        periode,
        somme,
        f"DEFM par EPCI, {francais.periode_libelle(periode)} : {d['code_epci'].nunique()} lignes lues, "
        f"{somme['siren_epci'].nunique()} EPCI, aucune cellule masquée",
        f"catégorie A : {francais.nombre(a)} · catégories A, B, C : {francais.nombre(abc)} (EPCI entiers, dont "
        "communes hors région)",
        notes=notes,
        remarques=remarques,
    )


def importer(donnees: Donnees, chemin: Path, progres: classeur.Progres, adresse: str = "") -> list[str]:
    """Publish every period of the file, or none; returns the French summary."""
    if feuilles.convient(feuilles.ouvrir(classeur.contenu(chemin)), noms(REGLE_PUBLICS)):
        return publier_publics(donnees, chemin, lire_publics(chemin, fusions(), progres), adresse)
    return publier(donnees, chemin, adresse, *lire(chemin, progres))


LECTEUR = Lecteur(importer, tables=("defm_epci", REGLE_PUBLICS))
