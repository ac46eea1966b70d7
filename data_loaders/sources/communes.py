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
    dataset = lue.regle.table
    if dataset == "libelles_zones":
        brut = gardees = lue.en_texte()
        nommes = list(brut["niveau"].unique())
        if not any(map(_niveau, nommes)):
            exemple, remede = ", ".join(nommes), "vérifier la colonne NIVGEO"
            raise ErreurDonnees("niveaux", lue.nom, "aucun niveau connu", exemple=exemple, remede=remede)
    else:
        brut = lue.en_texte(autres=True)
        gardees = brut[brut["code_commune"].str[:2].isin(zonages.DEPARTEMENTS)]
        nommes = list(brut.columns) if dataset == "appartenance" else []
        suite, codes = zonages.successeurs(), set(gardees["code_commune"])
        manquants = sorted(set(zonages.communes()["code_commune"]) - {suite.get(c) for c in codes})
        for fautifs, trouve, remede in (
            (sorted(codes - suite.keys()), "communes inconnues", INCONNUES),
            (manquants, "communes absentes", "reprendre la table entière chez le producteur"),
        ):
            if fautifs:
                dits = {"nombre": len(fautifs), "exemple": ", ".join(fautifs[:5])}
                raise ErreurDonnees("communes", lue.nom, trouve, **dits, remede=remede)
    niveaux = {n: lu for n in nommes if (lu := _niveau(n))}
    dite, notes = re.search(r"(?<!\d)20\d\d(?!\d)", lue.nom), ()
    annees = [annee for _, annee, _ in niveaux.values() if annee]
    edition = dite.group() if dite else max(annees, default=str(date.today().year))
    if not dite:
        origine = "de son découpage le plus récent" if annees else "de sa lecture"
        notes = (f"Le fichier ne dit pas son édition : elle prend l'année {origine}, {edition}.",)
    if dataset == "clpe":
        df = gardees.assign(niveau="clpe")
    else:
        if dataset == "appartenance":
            df = gardees.melt(["code_commune", "libelle_commune"], list(niveaux), "nomme", "code")
            df = df[(df["code"] != SANS_ZONE) & (df["code"] != "")]
        else:
            df = brut[brut["niveau"].isin(niveaux)].rename(columns={"niveau": "nomme"})
            nombres = pd.to_numeric(df["communes_nb"], errors="coerce")
            if len(fautes := df.loc[nombres % 1 != 0, "communes_nb"]):  # what is no number at all included
                ou, trouve = lue.colonne("communes_nb"), "ce n'est pas un nombre de communes"
                dits = {"nombre": len(fautes), "exemple": fautes.iloc[0]}
                raise ErreurDonnees("nombre", ou, trouve, **dits, remede=REPRENDRE)
            df = df.assign(communes_nb=nombres.astype("int64"))
            if autres := sorted(set(nommes) - niveaux.keys()):
                notes += (f"Niveaux laissés de côté : {francais.enumeration(autres)}.",)
        df = df.assign(
            niveau=df["nomme"].map(lambda n: niveaux[n][0]),
            vintage=df["nomme"].map(lambda n: niveaux[n][1]),
            # A spreadsheet takes their first zeros away.
            code=[c.zfill(niveaux[n][2]) for c, n in zip(df["code"], df["nomme"], strict=True)],
        )
    zones = df.groupby("niveau", sort=False)["code"].nunique()
    dehors_nb = len(lue.table) - len(gardees)
    dehors = f", {francais.nombre(dehors_nb)} d'autres régions laissées de côté" if dehors_nb else ""
    titre = titrer(dataset, len(lue.table), f", édition {edition}", dehors)
    libelles = {**NIVEAUX, "clpe": "comité local"}
    dites = " · ".join(f"{libelles[n]} {francais.nombre(nb)}" for n, nb in zones.items())
    return Extrait.de(dataset, edition, df.assign(edition=edition), titre, f"zones : {dites}", notes=notes)


def _niveau(nom: str) -> tuple[str, str, int] | None:
    """Level, year and length of its codes that a name says (`ze2020`: `zone_emploi`, `2020`, 4); None for no use."""
    m = re.fullmatch(r"([a-z]+?)(20\d\d)?", nom.lower(), re.ASCII)
    lu = noms.partie("appartenance", "niveaux").get(m[1]) if m else None
    return (lu["code"], m[2] or "", lu["chiffres"]) if lu else None
