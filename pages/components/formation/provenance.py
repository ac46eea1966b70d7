"""« D’où vient ce chiffre ? » of the rates: the rows of InserJeunes behind a diploma, every edition and voie."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import diplomes
from pages.components.formation import cache, choices as choices_formation
from pages.components.provenance import Piste, parmi
from pages.figures.provenance import documents
from pages.figures.provenance.chiffre import Provenance

COLONNES = {
    "cumul": "Sortants de",
    "code": "Diplôme (CFD)",
    "voie": "Voie",
    "annee_terminale": "Dernière année",
    "poursuite": "Poursuivent",
    "sortants": "Sortants",
    "emploi_6": "En emploi à 6 mois",
    "taux_poursuite": "Poursuite (%)",
    "taux_emploi_6": "Emploi à 6 mois (%)",
    "taux_emploi_12": "Emploi à 12 mois (%)",
}
FORMULE = (
    "Taux repris tels que le producteur les publie. Quand plusieurs formations mènent au même diplôme, ou qu’un "
    "diplôme en remplace un autre, les effectifs s’additionnent et le taux en est refait."
)


def des_diplomes(
    donnees: Donnees, libelles: Mapping[str, str], autres: Mapping[str, Callable[[], Any]] = MappingProxyType({})
) -> Piste | None:
    """Follow back the rates of one of the diplomas shown, code -> name; `autres`: what else the block shows."""
    suivis = {nom: partial(_lignes, donnees, code, nom) for code, nom in libelles.items()}
    return parmi(suivis | dict(autres), "Diplôme ou territoire" if autres else "Diplôme")


def _lignes(donnees: Donnees, code: str, libelle: str) -> Provenance:
    s = cache.sources(donnees, choices_formation.nomenclature(donnees))
    lignes = s.insertion[s.insertion["code"].isin(diplomes.famille(s, code))]
    lignes = lignes.sort_values(["periode", "voie", "code"], ascending=[False, True, True])
    lus = [donnees.dernier(d) for d in ("insertion", "diplomes") if donnees.millesimes(d)]
    return documents.publiees(libelle, (FORMULE,), lus, documents.cellules(lignes, COLONNES))
