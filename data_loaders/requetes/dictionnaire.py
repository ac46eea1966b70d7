"""What each indicator is, formally: definition, unit, denominator, source, periods and métiers."""

from typing import Any

from data_loaders import francais
from data_loaders.chiffres import tableau
from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.contracts.indicateurs_detail import PAR_METIER
from data_loaders.magasin.donnees import Donnees
from data_loaders.requetes import requete
from data_loaders.requetes.evaluation import Reponse

SUR_ECHELLE = "sur 5"  # a class, which divides by nothing


def connus() -> dict[str, Indicateur]:
    """Indicators that are listed: those of the screens, then those asked one métier at a time."""
    return dict(INDICATEURS) | {i.code: i for i in PAR_METIER}


def denominateur(ind: Indicateur) -> str:
    """What a rate divides by; "" for a count or a class."""
    if ind.genre == "compte" or ind.unite == SUR_ECHELLE:
        return ""
    _, _, pour = ind.unite.partition("pour ")
    return ind.denominateur or pour.lstrip("0123456789 \u202f\u00a0") or ind.unite.partition(" par ")[2]


def definition(ind: Indicateur) -> str:
    """What a number of the indicator says, as it is read, and what it is in time."""
    unite = "" if ind.unite == "%" else f" {ind.unite}"
    signe = f"{francais.INSEC}%" if ind.unite == "%" else ""
    return ". ".join(filter(None, (f"Se lit : « N{signe}{unite} {ind.phrase} »", francais.capitale(ind.nature)))) + "."


def fiche(d: Donnees, ind: Indicateur) -> dict[str, Any]:
    """All of it, as plain values; `ferme`: why it is not given to the public, "" when it is."""
    periodes = {z: list(tableau.periodes_de(d, ind, z)) for z in ind.zonages}
    return {
        "indicateur": ind.code,
        "libelle": ind.libelle,
        "definition": definition(ind),
        "unite": ind.unite,
        "denominateur": denominateur(ind),
        **{c: getattr(ind, c) for c in ("champ", "nature", "theme", "genre", "decimales", "rythme")},
        "zonages": list(ind.zonages),
        "periodes": periodes,
        "ailleurs": ind.ailleurs,
        "complements": {z: dict(c) for z, c in ind.complements.items()},
        "niveaux_de_metiers": list(tableau.niveaux(ind)),
        "source": ind.source,
        "jeu": ind.dataset,
        "estime": ind.estime,
        "ferme": Reponse(d, requete.Requete((ind.code,))).ferme,
    }


def metiers(d: Donnees, ind: Indicateur) -> dict[str, dict[str, str]]:
    """Level -> code -> name of the métiers that an indicator has in what is loaded."""
    reponse = Reponse(d, requete.Requete((ind.code,)))
    return {n: reponse.metiers_de(ind, n) for n in tableau.niveaux(ind)}
