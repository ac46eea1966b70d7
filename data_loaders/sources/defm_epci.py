"""DEFM by EPCI (Pôle emploi): one CSV with several Decembers, by category, and a workbook a December, by public.

In the CSV (`annee_mois, code_epci, lib_epci, categorie_a…e`), codes of EPCI merged since are added to their successor,
so that a series keeps one perimeter; said in the notes. Four EPCI straddle the region's border and are counted whole;
that is a status of the sums, not of the rows.

The workbook has labels without codes, one sheet a table, told by the titles of its columns, and `s.s` for what is
hidden. A label is resolved among the EPCI of the region: those that have the same words today, and those whose former
name is in `colonnes/defm_publics.toml`. The file is of all France: a label that is neither is of another region, so
what is missing of ours is always said.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.contracts import defm
from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import Lecteur
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import cellules, classeur, feuilles, grilles
from data_loaders.sources.extrait import Extrait, publier
from data_loaders.sources.noms import Noms, noms, partie
from geo import zonages

REGLE_PUBLICS = "defm_publics"
ENTETE_MAX = 12
# Words of a name that do not tell an EPCI from another.
_NATURES = frozenset(["cc", "ca", "cu", "sa", "le", "la", "les", "l", "de", "du", "des", "d"])
_ABREGES = {"st": "saint", "ste": "sainte"}
_MOIS = list(map(classeur.normaliser, francais.MOIS))
# « … en décembre 2016 »: the perimeter of the EPCI has a date too.
_QUAND = re.compile(rf"(?:^|en_|nom_.*)({'|'.join(_MOIS)})_(20\d\d)(?!\d)")


def fusions() -> dict[str, str]:
    """SIREN of an abolished EPCI -> its successor; read when asked: a damaged table stops no other reader."""
    return partie("defm_epci", "fusions")


def lire(chemin: Path, progres: classeur.Progres | None = None) -> list[Extrait]:
    """Read every period of the file, oldest first."""
    lue = feuilles.lire(chemin, "defm_epci", progres)
    brut = cellules.dater(lue.en_texte(), "periode", lue.colonne("periode"))
    brut["siren_epci"] = brut["code_epci"].replace(fusions())
    zones = zonages.noms("epci")
    ici = brut["siren_epci"].isin(zones)
    brut, autres = brut[ici].copy(), brut[~ici]
    # A code that is none of the region's is of another one, unless one of ours is missing: it may be its former code.
    for periode, inconnus in autres.groupby("periode", sort=False):
        if absents := sorted(set(zones) - set(brut.loc[brut["periode"].eq(periode), "siren_epci"])):
            premier, cause = inconnus.iloc[0], "EPCI fusionné depuis, ou fichier d'une autre région"
            trouve = f"EPCI inconnu dans la région, et {len(absents)} EPCI de la région sans ligne en {periode}, dont "
            remede = f"ajouter la fusion à la partie « fusions » de {lue.regle.fichier}"
            mots = {"cause": cause, "remede": f"{remede}, ou prendre le fichier de toute la région"}
            mots["exemple"] = f"{premier['code_epci']} {premier.get('libelle_epci', '')}"
            raise ErreurDonnees.de_cellules("epci", lue.ou, trouve + zones[absents[0]], inconnus, **mots)
    if dehors := autres["siren_epci"].nunique():
        lue.remarques.append(f"{dehors} EPCI d'autres régions laissés de côté")
    colonnes = {f"categorie_{c.lower()}": c for c in defm.CATEGORIES}
    brut = brut.assign(**cellules.exiges(brut, colonnes, lue, entiers=True)).rename(columns=colonnes)
    if len(repetes := brut.loc[brut.duplicated(["periode", "code_epci"]), "code_epci"]):
        trouve, cause = "EPCI présent deux fois pour la même période", "fichiers mis bout à bout"
        remede = "demander au producteur laquelle est la bonne, ou reprendre le fichier chez lui"
        raise ErreurDonnees.de_cellules("cle", lue.nom, trouve, repetes, cause=cause, remede=remede)
    long = brut.melt(["periode", "siren_epci", "code_epci"], defm.CATEGORIES, "categorie", "value")
    extraits = []
    for periode, d in long.groupby("periode"):
        somme = d.groupby(["periode", "siren_epci", "categorie"], as_index=False)["value"].sum(min_count=1)
        fusionnes = sorted(set(d["code_epci"]) & set(fusions()))
        totaux = somme.groupby("categorie")["value"].sum(min_count=1)
        a, abc = (francais.nombre(n) for n in (totaux["A"], totaux[list("ABC")].sum(skipna=False)))
        titre = f"DEFM par EPCI, {francais.periode_libelle(periode)} : {d['code_epci'].nunique()} lignes lues, "
        titre += f"{somme['siren_epci'].nunique()} EPCI, aucune cellule masquée"
        dit = f"catégorie A : {a} · catégories A, B, C : {abc} (EPCI entiers, dont communes hors région)"
        notes = (f"EPCI fusionnés ajoutés à leur successeur : {', '.join(fusionnes)}.",) if fusionnes else ()
        reste = {"notes": notes, "remarques": tuple(lue.remarques)}
        extraits.append(Extrait.de("defm_epci", periode, somme, titre, dit, **reste))
    return extraits


class Publics(NamedTuple):
    """One December of the workbook."""

    millesime: str
    observations: pd.DataFrame
    categories: pd.DataFrame  # rows of the contract `defm_epci`; empty when the workbook does not have all of them
    remarques: tuple[str, ...]


def lire_publics(chemin: Path, progres: classeur.Progres | None = None) -> Publics:
    """Read every sheet by EPCI; EPCI of other regions are left out."""
    nom, regle = Path(chemin).name, noms(REGLE_PUBLICS)
    # (EPCI, category, criterion) -> count, None where it is hidden
    lues: dict[tuple[str, str, str], float | None] = {}
    tete, libelles, codes = [], {}, {}
    for grille in grilles.ouvrir(chemin, progres):
        tete += [classeur.normaliser(c) for ligne in grille.lignes[:ENTETE_MAX] for c in ligne]
        for libelle, code, valeurs in _epci(grille, regle):
            cle = classeur.normaliser(libelle)
            libelles[cle] = libelle
            if code is not None:
                codes[cle] = code
            lues |= {(cle, *role): v for role, v in valeurs.items()}
    dits = (_QUAND.search(texte) for texte in [*tete, f"nom_{classeur.normaliser(Path(chemin).stem)}"])
    if not (quand := next(filter(None, dits), None)):
        trouve = "aucun mois n'est dit dans les titres des feuilles ni dans le nom du fichier"
        remede = "rendre son nom au fichier (…decembre_2016…), ou reprendre le classeur du producteur"
        raise ErreurDonnees("periode", nom, trouve, cause="titres perdus en enregistrant le fichier", remede=remede)
    periode = f"{quand[2]}-{_MOIS.index(quand[1]) + 1:02d}"
    sirens, remarques = _resoudre(libelles, codes)
    if not sirens:
        trouve, exemple = "aucun EPCI de la région reconnu", next(iter(libelles.values()), "aucun libellé")
        cause = "fichier d'une autre région, ou noms d'EPCI écrits autrement"
        remede = f"ajouter les noms de la région à la partie « epci » de {regle.fichier}"
        raise ErreurDonnees("epci", nom, trouve, nombre=len(libelles), exemple=exemple, cause=cause, remede=remede)
    lignes = [(sirens[e], c, critere, v) for (e, c, critere), v in lues.items() if e in sirens]
    df = pd.DataFrame(lignes, columns=["siren_publie", "categorie", "critere", "value"]).astype({"value": "float64"})
    df = df.assign(
        periode=periode,
        siren_epci=df["siren_publie"].replace(fusions()),
        obs_status=df["value"].isna().map({True: "Q", False: "A"}),
    )
    categories, df = df[df["critere"].eq("") & df["categorie"].isin(defm.CATEGORIES)], df[df["critere"].ne("")]
    if set(categories["categorie"]) != set(defm.CATEGORIES) or categories["value"].isna().any():
        categories = categories[:0]
    # The parts of a merger are added up.
    categories = categories.groupby(["periode", "siren_epci", "categorie"], as_index=False)["value"].sum()
    # Remarks on the EPCI of which a partition without anything hidden does not add up to the whole.
    large = df.pivot_table(index=["siren_publie", "categorie"], columns="critere", values="value", aggfunc="first")
    for criteres in defm.PARTITIONS:
        if {*criteres, defm.ENSEMBLE} <= set(large):
            ecarts = large[list(criteres)].sum(axis=1, skipna=False) - large[defm.ENSEMBLE]
            if len(fautes := ecarts.index[ecarts.abs() > 0.5]):
                suite = f"{francais.avec_unite(len(fautes), 'cas')}, par exemple {fautes[0][0]}"
                dit = f"{defm.CRITERES[criteres[0]]}… : la somme n'est pas le total de l'EPCI dans {suite}"
                remarques.append(dit)
    return Publics(periode, df, categories, tuple(remarques))


def _epci(grille: grilles.Grille, regle: Noms) -> Iterator[tuple[str, str | None, dict[tuple[str, str], float | None]]]:
    """Label, SIREN if any, and (category, criterion) -> count of each row of a sheet by EPCI; none of others."""
    entetes = (i for i in range(ENTETE_MAX) if all(regle.nommees(r, grille.textes(i)) for r in ("epci", "total")))
    if (rang := next(entetes, None)) is None:
        return
    # The header may stand on two rows.
    titres = feuilles.superposer(grille.textes(rang - 1), grille.textes(rang), regle)
    places = {role: p[0] for role in regle.noms if (p := regle.nommees(role, titres))}
    par_categorie = {(c, ""): i for c in defm.CATEGORIES if (i := places.get(f"categorie_{c.lower()}")) is not None}
    categorie = "A" if "total_a" in places else "ABC"
    roles = {(categorie, c): places[c] for c in defm.CRITERES if c in places}
    roles |= par_categorie or {(categorie, defm.ENSEMBLE): places["total"]}
    for numero, ligne in enumerate(grille.lignes[rang + 1 :], rang + 2):
        libelle = " ".join(str(ligne[places["epci"]]).split())
        cle = classeur.normaliser(libelle)
        if not cle or cle.endswith(("total", "communes_hors_epci")) or not str(ligne[places["total"]]).strip():
            continue
        valeurs = {}
        for role, i in roles.items():
            texte = str(ligne[i]).strip()
            valeurs[role] = 0.0 if texte == "," else grilles.nombre(texte)  # a number without any figure
            if valeurs[role] is None and texte not in regle.secret:
                cause, ou = "le producteur a changé sa notation du secret", f"{grille.ou}, colonne {titres[i]}"
                remede = "vérifier son sens dans les notes du classeur, puis l'ajouter à la clé « secret » de "
                mots = {"exemple": texte or "cellule vide", "cause": cause, "remede": remede + regle.fichier}
                raise ErreurDonnees("signe", ou, "signe inconnu", **mots, lignes=(numero,))
        yield libelle, classeur.code(ligne[places["code_epci"]]) if "code_epci" in places else None, valeurs


def _mots(libelle: str) -> tuple[str, ...]:
    texte = re.sub(r"\([^)]*\)", "", libelle).replace("œ", "oe").replace("Œ", "Oe")
    return tuple(_ABREGES.get(m, m) for m in classeur.normaliser(texte).split("_") if m not in _NATURES)


@cache
def _connus() -> dict[tuple[str, ...], str]:
    """Words of the names of the region's EPCI, of today and former -> SIREN."""
    actuels = ((nom, siren) for siren, nom in zonages.noms("epci").items())
    return {_mots(nom): siren for nom, siren in (*actuels, *partie(REGLE_PUBLICS, "epci").items())}


def _resoudre(libelles: Mapping[str, str], codes: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Normalised label -> SIREN for the EPCI of the region, and what could not be resolved."""
    anciens = set(_connus().values())
    par_siren: dict[str, list[str]] = defaultdict(list)
    for cle, libelle in libelles.items():
        if siren := codes.get(cle) if codes.get(cle) in anciens else _connus().get(_mots(libelle)):
            par_siren[siren].append(cle)
    sirens, remarques = {cles[0]: s for s, cles in par_siren.items() if len(cles) == 1}, []
    if doubles := [", ".join(libelles[c] for c in cles) for cles in par_siren.values() if len(cles) > 1]:
        remarques.append(f"EPCI laissés de côté, deux libellés les désignent : {' ; '.join(doubles)}")
    # Before a merger its parts stand for their successor.
    vus = {fusions().get(s, s) for s in sirens.values()}
    if absents := [nom for s, nom in zonages.noms("epci").items() if s not in vus]:
        suite = f"leur nom d'alors s'ajoute à la partie « epci » de {noms(REGLE_PUBLICS).fichier}"
        remarques.append(f"EPCI de la région introuvables dans le fichier : {', '.join(absents)} ; {suite}")
    return sirens, remarques


def _publier_publics(donnees: Donnees, chemin: Path, lu: Publics, adresse: str) -> list[str]:
    """Publish what was read; the counts by category too, unless that period is in place already: then the EPCI whose
    job-seekers are not those in place are left out, for a label may be that of another region's."""
    df, remarques = lu.observations, lu.remarques
    totaux = df.groupby(["categorie", "critere"])["value"].sum()
    a, abc = (totaux.get((c, defm.ENSEMBLE), float("nan")) for c in ("A", "ABC"))
    titre = f"DEFM par EPCI selon l'âge, le sexe, le diplôme et l'ancienneté, {francais.periode_libelle(lu.millesime)}"
    vus = f"{df['siren_publie'].nunique()} EPCI de la région, {df['obs_status'].eq('Q').sum()} cellules sous secret"
    dit = f"catégorie A : {francais.nombre(a)} · catégories A, B, C : {francais.nombre(abc)} (EPCI entiers)"
    parts = [("defm_epci", lu.categories), ("defm_publics", df)]
    if lu.millesime in donnees.officiel.millesimes("defm_epci"):
        connues = donnees.lire("defm_epci").query("periode == @lu.millesime and categorie in ('A', 'B', 'C')")
        connus = connues.groupby("siren_epci")["value"].sum(min_count=3)
        lus = df[df["critere"].eq(defm.ENSEMBLE) & df["categorie"].eq("ABC")].groupby("siren_epci")["value"].sum()
        ecarts = (connus - lus).abs()
        if len(faux := ecarts.index[ecarts > 0.5]):
            cites = ", ".join(zonages.noms("epci")[s] for s in faux)
            dite = "EPCI laissés de côté, leur total n'est pas celui du fichier par catégorie à la même date"
            remarques = (*remarques, f"{dite} : {cites}")
        parts = [("defm_publics", df[~df["siren_epci"].isin(faux)])]
    lots = (Extrait.de(d, lu.millesime, lot, remarques=tuple(remarques)) for d, lot in parts if len(lot))
    return [f"{titre} : {vus} statistique", f"  {dit}", *publier(donnees, chemin, adresse, *lots)]


def importer(donnees: Donnees, chemin: Path, progres: classeur.Progres, adresse: str = "") -> list[str]:
    """Publish every period of the file, or none; returns the French summary."""
    if feuilles.convient(feuilles.ouvrir(classeur.contenu(chemin)), noms(REGLE_PUBLICS)):
        return _publier_publics(donnees, chemin, lire_publics(chemin, progres), adresse)
    return publier(donnees, chemin, adresse, *lire(chemin, progres))


LECTEUR = Lecteur(importer, tables=("defm_epci", REGLE_PUBLICS))
