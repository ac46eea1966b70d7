"""Official figures of a métier: projections to 2030, where all may be added up, and tensions, one métier at a time."""

import pandas as pd

from data_loaders.contracts.metiers import GROUPES
from data_loaders.erreurs import DemandeInvalide
from data_loaders.jeux import calculs
from data_loaders.jeux.calculs import PUBLIEE, SOMME, TOUS_GROUPES, Calcul, Question, completer, reunir, sans_ligne
from data_loaders.measures import series

RAISON_SANS_CLASSE = "n.d. : le producteur ne donne pas de classe, faute d’un effectif suffisant"
RAISON_ABSENT = "n.d. : croisement de faible effectif, absent du fichier du producteur ; ce n’est pas un zéro"
RAISON_SANS_METIER = "n.d. : cet indicateur se lit métier par métier ; aucun n’est demandé"
# Level of the question -> level of the file.
NIVEAUX_FAP = {"fap87": "fap87", "metier": "fap225"}
_CODES = {"tension_fap": "code_fap", "tension_rome": "code_rome"}  # `code_fap87` of the others


def _familles_2030(q: Question) -> pd.DataFrame:
    """Rows of one measure; of one family, that which holds it where the projections group several."""
    lues = q.lire()
    lues = lues[lues["mesure"] == q.indicateur.mesure]
    if q.metier is None:
        return lues
    lues = lues[lues["code_fap"] == next((g for g, m in GROUPES.items() if q.metier.code in m), q.metier.code)]
    if lues.empty:
        raise DemandeInvalide(f"métier inconnu du fichier lu : {q.metier.niveau}:{q.metier.code}.")
    return lues


def _projetees(lignes: pd.DataFrame, q: Question, periodes: tuple[str, ...]) -> pd.DataFrame:
    g = lignes.groupby(["code_zone", "periode"])["value"]
    sommes = g.sum(min_count=1).reset_index()
    statut = sommes["value"].notna().map({True: "E", False: "O"})
    chiffres = series.publiees(sommes.assign(obs_status=statut)).assign(cellules_nb=g.size().to_numpy())
    if q.metier and q.metier.code in {c for m in GROUPES.values() for c in m}:
        chiffres["raison"] = f"chiffre de « {lignes['libelle'].iloc[0]} », qui réunit plusieurs familles"
    return chiffres


def _decrire_familles(lignes: pd.DataFrame, q: Question) -> pd.DataFrame:
    decrites = lignes.rename(columns={"code_fap": "code", "periode": "ou"})
    return decrites.sort_values("value", ascending=False, kind="stable")


METIERS_2030 = Calcul(
    _familles_2030,
    _projetees,
    _decrire_familles,
    lambda q: PUBLIEE if q.metier else SOMME,
    entetes=("Code", "Famille professionnelle", "Terme"),
)


# Tensions, read as their producer gives them: never summed, never estimated, one métier at a time.


def officielles(lignes: pd.DataFrame, sans_classe: bool) -> pd.DataFrame:
    """The figures of these rows, columns of `series.publiees`; `sans_classe`: an empty cell is a class not given."""
    r = series.publiees(lignes)
    return r.assign(raison=r["raison"].where(r["obs_status"] != "O", RAISON_SANS_CLASSE)) if sans_classe else r


def _du_metier(q: Question) -> pd.DataFrame:
    """Rows of the métier asked, none where none is; DemandeInvalide where the file does not know it."""
    if q.metier is None:
        return pd.DataFrame(columns=["code_zone", "periode", "value", "obs_status"])
    niveau, code = q.metier.niveau, q.metier.code
    colonne, lues = _CODES.get(q.dataset, "code_fap87"), q.lire()
    if q.dataset == "tension_fap":
        lues = lues[lues["niveau_fap"] == NIVEAUX_FAP[niveau]]
    elif q.dataset == "tension_rome" and (mesure := q.indicateur.mesure) != "value":
        lues = lues.assign(value=lues[mesure], obs_status="A")  # the status is that of the class
    if code != TOUS_GROUPES:
        lues = lues[lues[colonne] == code]
    if lues.empty:
        raise DemandeInvalide(f"métier inconnu du fichier lu : {niveau}:{code}.")
    return lues[lues["code_zone"].isin(q.publiees)].rename(columns={colonne: "code_groupe"})


def _tensions(lignes: pd.DataFrame, q: Question, periodes: tuple[str, ...]) -> pd.DataFrame:
    """Figures of one métier in every zone and year; a zone the file leaves out is n.d., never zero."""
    if q.metier is None:
        return calculs.vides(q.publiees, periodes, "L", RAISON_SANS_METIER)
    chiffres = officielles(lignes, q.dataset == "tension_fap")
    return reunir(chiffres, completer(sans_ligne(chiffres, q.publiees, periodes), "O", RAISON_ABSENT))


def _prets(q: Question, periodes: tuple[str, ...]) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """Every métier of a level read at once; None for one of them alone, see `Calcul.prets`."""
    if q.metier is None or q.metier.code != TOUS_GROUPES:
        return None
    lues = _du_metier(q)[lambda df: df["periode"].isin(periodes)]
    chiffres = officielles(lues, q.dataset == "tension_fap").assign(code_groupe=lues["code_groupe"].to_numpy())
    axes = {"code_groupe": chiffres["code_groupe"].unique(), "code_zone": q.publiees, "periode": periodes}
    autres = completer(calculs.absentes(chiffres, axes), "O", RAISON_ABSENT)
    return pd.concat([chiffres, autres], ignore_index=True), chiffres[:0]


TENSIONS = Calcul(_du_metier, _tensions, prets=_prets)
METIERS_REGION = Calcul(_du_metier, _tensions)
