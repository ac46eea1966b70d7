"""DREES workbook of social minima by département: one sheet a benefit, one or two columns a département, by month.

A sheet is known by its title, a département by its code above its column; a month marked « * » is provisional.
"""

import datetime

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.base import DEPARTEMENTS
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.sources import cellules, classeur, grilles
from data_loaders.sources.extrait import Extrait, lecteur
from data_loaders.sources.noms import Noms

REGLE = "solidarite"
PRESTATIONS = {c: i.libelle for c, i in INDICATEURS.items() if i.dataset == REGLE}
# Signs of a value that is missing: never a zero.
ABSENTES = {"nd", "n.d.", "nc", "-", "", "n.c."}
ENTETE_MAX = 12


@lecteur(REGLE, ouvrir=grilles.livre)
def lire(livre: grilles.Livre) -> Extrait:
    """Read an edition: the five départements, every benefit that is there; millésime = last month."""
    lues: dict[str, pd.DataFrame] = {}
    for grille in livre.grilles:
        code = grille.sens(livre.regle, PRESTATIONS)
        if code and code not in lues and (lot := _observations(grille, code, livre.regle)) is not None:
            lues[code] = lot
            if absents := sorted(set(DEPARTEMENTS) - set(lot["code_departement"])):
                livre.remarques.append(f"{PRESTATIONS[code]} : départements absents, {', '.join(absents)}")
    if not lues:
        trouve = "aucune feuille par département d'une prestation connue"
        cause = "édition nationale seule, ou ce n'est pas ce fichier"
        raise livre.sans_feuille(trouve, cause, "mensuel complet de la Drees")
    absentes = (dite for c, dite in PRESTATIONS.items() if c not in lues)
    livre.remarques.extend(f"absent du classeur : {francais.en_phrase(dite)}" for dite in absentes)
    observations = pd.concat(lues.values(), ignore_index=True)
    periodes = tuple(sorted(observations["periode"].unique()))
    derniers = []
    for code, lot in observations.groupby("serie"):
        mois = lot.loc[lot["value"].notna(), "periode"].max()
        somme = lot.loc[lot["periode"].eq(mois), "value"].sum()
        derniers.append(f"{PRESTATIONS[code]}, {francais.periode_libelle(mois)} : {francais.nombre(somme)}")
    titre = f"Minima sociaux et accompagnement des jeunes : {len(periodes)} mois lus"
    return Extrait.serie(REGLE, observations, f"{titre}, {francais.etendue_periodes(periodes)}", *derniers)


def _observations(grille: grilles.Grille, code: str, regle: Noms) -> pd.DataFrame | None:
    """Rows of a sheet, under the row of the codes of départements; None where there is none."""
    premieres = enumerate(grille.lignes[:ENTETE_MAX])
    rang = next((i for i, ligne in premieres if regle.nommees("numero", list(map(str, ligne[:3])))), None)
    if rang is None:
        return None
    codes = [classeur.code(c, 2) for c in grille.lignes[rang]]
    colonnes = {d: codes.index(d) for d in DEPARTEMENTS if d in codes}
    lignes, suite = [], []
    for ligne in grille.lignes[rang + 1 :]:
        date = ligne[0] if isinstance(ligne[0], datetime.date) else str(ligne[0]).replace("*", "")
        if not (periode := cellules.mois(date)):
            continue
        suite.append(periode)
        # The mark stands in a column of its own, or beside the month.
        provisoire = "*" in f"{ligne[0]}{ligne[1]}"
        for departement, i in colonnes.items():
            valeur = grilles.nombre(ligne[i])
            if valeur is None and str(ligne[i]).strip().lower() not in ABSENTES:
                ou, cause = f"{grille.ou}, {departement}, {periode}", "le producteur a changé sa notation"
                remede = "vérifier son sens dans les notes du classeur, puis l'ajouter à ABSENTES dans "
                mots = {"exemple": str(ligne[i]), "remede": f"{remede}data_loaders/sources/solidarite.py"}
                raise ErreurDonnees("signe", ou, "signe inconnu", cause=cause, **mots)
            statut = "O" if valeur is None else "P" if provisoire else "A"
            lignes.append((periode, departement, code, valeur, statut))
    cellules.verifier_suite(suite, grille.ou)
    colonnes = ["periode", "code_departement", "serie", "value", "obs_status"]
    return pd.DataFrame(lignes, columns=colonnes).astype({"value": "float64"})
