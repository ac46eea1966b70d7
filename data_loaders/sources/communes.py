"""CSV of communes: Insee's table of the zonings they belong to, its labels, France Travail's comités locaux.

None of these files says its edition: the year of its name gives it, else the latest year that a column bears, else the
year it is read.
"""

import re
from datetime import date

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.zones import NIVEAUX
from data_loaders.erreurs import REPRENDRE, ErreurDonnees
from data_loaders.sources import noms
from data_loaders.sources.extrait import Extrait, lecteur, titrer
from data_loaders.sources.feuilles import Lue
from geo import zonages

SANS_ZONE = "ZZZZZZZZZ"  # a commune in no zone of this level
INCONNUES = "corriger ces codes : aucune commune de la région ne les a portés"


@lecteur("appartenance", "libelles_zones", "clpe")
def lire(lue: Lue) -> Extrait:
    """Read one of the three tables, known by its columns."""
    if lue.regle.table == "libelles_zones":
        return _libelles(lue)
    brut = lue.en_texte(autres=True)
    ici = brut["code_commune"].str[:2].isin(zonages.DEPARTEMENTS)
    gardees = brut[ici]
    suite, codes = zonages.successeurs(), set(gardees["code_commune"])
    manquants = sorted(set(zonages.communes()["code_commune"]) - {suite.get(c) for c in codes})
    for fautifs, trouve, remede in (
        (sorted(codes - suite.keys()), "communes inconnues", INCONNUES),
        (manquants, "communes absentes", "reprendre la table entière chez le producteur"),
    ):
        if fautifs:
            dits = {"nombre": len(fautifs), "exemple": ", ".join(fautifs[:5])}
            raise ErreurDonnees("communes", lue.nom, trouve, **dits, remede=remede)
    if lue.regle.table == "appartenance":
        return _appartenance(gardees, lue)
    edition, notes = _edition(lue.nom, [])
    zones = {"clpe": gardees["code"].nunique()}
    return _extrait(edition, gardees, zones, notes, lue, len(gardees))


def _niveau(nom: str) -> tuple[str, str, int] | None:
    """Level, year and length of its codes that a name of the producer says: `ze2020` is `zone_emploi`, `2020`, 4.

    None for a level of no use to a reader.
    """
    m = re.fullmatch(r"([a-z]+?)(20\d\d)?", nom.lower(), re.ASCII)
    lu = noms.partie("appartenance", "niveaux").get(m[1]) if m else None
    return (lu["code"], m[2] or "", lu["chiffres"]) if lu else None


def _edition(nom: str, annees: list[str]) -> tuple[str, tuple[str, ...]]:
    """Edition and, when neither the name nor a column gives it, the sentence that says how it was named."""
    if dite := re.search(r"(?<!\d)20\d\d(?!\d)", nom):
        return dite.group(), ()
    edition = max(annees, default=str(date.today().year))
    origine = "de son découpage le plus récent" if annees else "de sa lecture"
    return edition, (f"Le fichier ne dit pas son édition : elle prend l'année {origine}, {edition}.",)


def _appartenance(brut: pd.DataFrame, lue: Lue) -> Extrait:
    niveaux = {c: n for c in brut.columns if (n := _niveau(c))}
    edition, notes = _edition(lue.nom, [annee for _, annee, _ in niveaux.values() if annee])
    long = brut.melt(["code_commune", "libelle_commune"], list(niveaux), "colonne", "code")
    long = long[(long["code"] != SANS_ZONE) & (long["code"] != "")]
    long["niveau"] = long["colonne"].map(lambda c: niveaux[c][0])
    long["vintage"] = long["colonne"].map(lambda c: niveaux[c][1])
    # A spreadsheet takes their first zeros away.
    long["code"] = [c.zfill(niveaux[n][2]) for c, n in zip(long["code"], long["colonne"], strict=True)]
    zones = long.groupby("niveau", sort=False)["code"].nunique().to_dict()
    return _extrait(edition, long, zones, notes, lue, len(brut))


def _libelles(lue: Lue) -> Extrait:
    brut = lue.en_texte()
    niveaux = {n: _niveau(n) for n in brut["niveau"].unique()}
    connus = {n: v for n, v in niveaux.items() if v}
    if not connus:
        exemple, remede = ", ".join(niveaux), "vérifier la colonne NIVGEO"
        raise ErreurDonnees("niveaux", lue.nom, "aucun niveau connu", exemple=exemple, remede=remede)
    edition, notes = _edition(lue.nom, [annee for _, annee, _ in connus.values() if annee])
    df = brut[brut["niveau"].isin(connus)]
    nombres = pd.to_numeric(df["communes_nb"], errors="coerce")
    if len(fautes := df.loc[nombres % 1 != 0, "communes_nb"]):  # what is no number at all included
        ou, trouve = lue.colonne("communes_nb"), "ce n'est pas un nombre de communes"
        raise ErreurDonnees("nombre", ou, trouve, nombre=len(fautes), exemple=fautes.iloc[0], remede=REPRENDRE)
    df = df.assign(
        niveau=df["niveau"].map(lambda n: connus[n][0]),
        code=[c.zfill(connus[n][2]) for c, n in zip(df["code"], df["niveau"], strict=True)],
        communes_nb=nombres.astype("int64"),
    )
    zones = df.groupby("niveau", sort=False)["code"].nunique().to_dict()
    if autres := sorted(niveaux.keys() - connus.keys()):
        notes += (f"Niveaux laissés de côté : {francais.enumeration(autres)}.",)
    return _extrait(edition, df, zones, notes, lue, len(brut))


def _extrait(
    edition: str, lignes: pd.DataFrame, zones: dict[str, int], notes: tuple[str, ...], lue: Lue, gardees_nb: int
) -> Extrait:
    """One table; `zones`: level (or `clpe`) -> how many there are."""
    dataset, dehors_nb = lue.regle.table, len(lue.table) - gardees_nb
    dehors = f", {francais.nombre(dehors_nb)} d'autres régions laissées de côté" if dehors_nb else ""
    titre = titrer(dataset, len(lue.table), f", édition {edition}", dehors)
    niveaux = {**NIVEAUX, "clpe": "comité local"}
    dites = " · ".join(f"{niveaux[n]} {francais.nombre(nb)}" for n, nb in zones.items())
    return Extrait.de(dataset, edition, lignes.assign(edition=edition), titre, f"zones : {dites}", notes=notes)
