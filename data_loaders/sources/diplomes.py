"""Diplomas: four nomenclatures and the successions of the Éducation nationale, certifications → ROME of Certif Info."""

import re
from collections.abc import Iterable

import pandas as pd

from data_loaders import francais
from data_loaders.contracts import formation
from data_loaders.contracts.metiers import ROME
from data_loaders.sources import classeur
from data_loaders.sources.extrait import Extrait, lecteur, titrer
from data_loaders.sources.feuilles import Lue

# table of names -> nomenclature, length of its codes, of those of their parents
POSTES = {
    "diplomes#cfd": ("CFD", 8, 3),
    "diplomes#mefstat11": ("MEFSTAT11", 11, 8),
    "diplomes#nsf": ("NSF", 3, 2),
    "diplomes#niveau": ("NIVEAU", 3, 0),
}
# The widest first: the columns of one are in another.
TABLES = ("suites_diplomes", "certifications", "diplomes#cfd", "diplomes#niveau", "diplomes#mefstat11", "diplomes#nsf")
_DATE = re.compile(r"(\d\d)/(\d\d)/(\d{4})", re.ASCII)
_SENS = re.compile(r"(ancien|nouveau)(?:_diplome_\d+)?")
_DOMAINE = re.compile(r"[A-N]\d\d00", re.ASCII)


@lecteur(*TABLES)
def lire(lue: Lue) -> Extrait:
    """Read one of the six files, known by its columns.

    Raises:
        ErreurDonnees: unreadable, unknown columns; codes malformed or repeated are for the contract to refuse.
    """
    df = lue.en_texte(autres=True)
    if lire_table := {"suites_diplomes": _suites, "certifications": _certifications}.get(lue.regle.table):
        return lire_table(df, lue)
    nomenclature, longueur, parent = POSTES[lue.regle.table]
    postes = pd.DataFrame(
        {
            "nomenclature": nomenclature,
            "code": classeur.codes(df["code"], longueur),
            "libelle": _libelles(df),
            "libelle_court": classeur.colonne(df, "libelle_court") if nomenclature in ("CFD", "NIVEAU") else "",
            "code_parent": classeur.codes(df["parent"], parent) if parent else "",
            "niveau": classeur.codes(classeur.colonne(df, "niveau"), 2),
            "code_specialite": classeur.codes(classeur.colonne(df, "specialite"), 3),
            "ouverture": _jours(classeur.colonne(df, "ouverture")),
            "fermeture": _jours(classeur.colonne(df, "fermeture")),
        }
    )
    postes = lue.sans_repetition(postes)
    dit = f"{formation.NOMENCLATURES[nomenclature]} : {francais.nombre(len(postes))} codes"
    return _lecture("diplomes", nomenclature, postes, len(df), dit)


def _suites(df: pd.DataFrame, lue: Lue) -> Extrait:
    sens = {c: m[1] for c in df.columns if (m := _SENS.fullmatch(c))}
    liens = pd.concat([pd.DataFrame({"code_cfd": df["code"], "sens": s, "code_autre": df[c]}) for c, s in sens.items()])
    liens = liens[liens["code_autre"] != ""]
    for c in ("code_cfd", "code_autre"):
        liens[c] = classeur.codes(liens[c], 8)
    liens = lue.sans_repetition(liens)
    dit = f"{francais.nombre(len(liens))} liens, {francais.nombre(liens['code_cfd'].nunique())} diplômes"
    return _lecture("suites_diplomes", "SUITES", liens, len(df), dit)


def _certifications(df: pd.DataFrame, lue: Lue) -> Extrait:
    romes = [c for c in df.columns if c == "rome" or re.fullmatch(r"code_rome_\d+", c)]
    fiches = pd.DataFrame(
        {
            "code_certification": df["code"],
            "libelle": df["libelle"],
            "type_diplome": classeur.colonne(df, "type_diplome"),
            "niveau": classeur.codes(classeur.colonne(df, "niveau"), 2),
            "code_rncp": classeur.colonne(df, "rncp"),
            "code_cfd": classeur.codes(classeur.colonne(df, "cfd"), 8),
            "code_ancien_cfd": classeur.codes(classeur.colonne(df, "ancien_cfd"), 8),
            "code_specialite": classeur.colonne(df, "specialite"),
        }
    )
    liens = pd.concat([fiches.assign(code_rome=df[c]) for c in romes])
    liens = liens[liens["code_rome"] != ""]
    # A domain of the ROME (M1700) is no métier.
    metiers = liens["code_rome"].str.fullmatch(ROME) & ~liens["code_rome"].str.fullmatch(_DOMAINE)
    domaines = "vers un domaine du ROME, et non un métier, laissés de côté"
    lue.compter((~metiers).sum(), "liens", domaines)
    liens = lue.sans_repetition(liens[metiers])
    dit = (
        f"{francais.nombre(liens['code_certification'].nunique())} certifications, "
        f"{francais.nombre(liens['code_rome'].nunique())} métiers"
    )
    return _lecture("certifications", "ROME3", liens, len(df), dit)


def _lecture(dataset: str, millesime: str, lignes: pd.DataFrame, lues_nb: int, dit: str) -> Extrait:
    return Extrait.de(dataset, millesime, lignes, titrer(dataset, lues_nb), dit)


def _libelles(df: pd.DataFrame) -> pd.Series:
    """The label in full; where it is empty, the other one that the file has."""
    if "libelle_long" not in df:
        return df["libelle"]
    longs = df["libelle_long"]
    return df["libelle"].where(df["libelle"] != "", longs) if "libelle" in df else longs


def _jours(dates: Iterable[str]) -> list[str]:
    """« 01/09/1995 » gives `1995-09-01`; what is no date is unknown."""
    lus = (_DATE.fullmatch(d) for d in dates)
    return [f"{m[3]}-{m[2]}-{m[1]}" if m else "" for m in lus]
