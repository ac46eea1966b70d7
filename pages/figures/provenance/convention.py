"""« D’où vient ce chiffre ? » of the counts of the convention: measures by state, engagements by state."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from data_loaders.contracts.convention import ANNEXE, PARTIES, THEMES
from data_loaders.convention import cadre
from data_loaders.convention.cadre import Cadre
from data_loaders.convention.suivi import ETATS, Suivi
from data_loaders.francais import INSEC
from data_loaders.magasin.instantane import Instantane
from pages.figures.provenance import documents
from pages.figures.provenance.chiffre import Provenance
from pages.figures.tables import en_tetes


def mesures(titre: str, suivis: Sequence[Suivi], racine: Path, instantanes: Sequence[Instantane]) -> Provenance:
    """How many measures in each state on the day of observation, from due dates and what was received.

    Args:
        titre: the finding of the screen.
        racine: the data root, where the signatories may have settled parties and due dates.
        instantanes: snapshots of the values received.
    """
    n = Counter(s.etat for s in suivis)
    calcul = documents.compte({ETATS[e]: n[e] for e in ETATS if n[e]}, "mesures")
    regle = (
        "L’état d’une mesure se déduit de son rythme dans l’annexe, de son délai de transmission, des valeurs reçues "
        "et du jour choisi."
    )
    lignes = [[s.mesure.court, PARTIES[s.proposition.partie], ETATS[s.etat]] for s in suivis]
    entetes = en_tetes("Mesure", "Partie", "État")
    return documents.attestees(titre, [f"{calcul}.", regle], _releves(ANNEXE, racine), instantanes, (entetes, lignes))


def engagements(titre: str, c: Cadre, racine: Path) -> Provenance:
    """How many engagements in each state, as the signatories told it."""
    n = Counter(e.etat for e in c.engagements)
    calcul = documents.compte({e: n[e] for e in cadre.ETATS_ENGAGEMENT if n[e]}, "engagements")
    regle = f"Un état ne se calcule pas{INSEC}: il est celui que les signataires ont dit."
    lignes = [[f"{e.theme} – {THEMES[e.theme]}", e.libelle, e.etat] for e in c.engagements]
    entetes = en_tetes("Titre", "Engagement", "État")
    return documents.attestees(titre, [f"{calcul}.", regle], _releves(cadre.CATALOGUE, racine), (), (entetes, lignes))


def _releves(livre: Path, racine: Path) -> list[Path]:
    """The list shipped, then the file of the signatories where there is one."""
    leur = racine / cadre.FICHIER
    return [livre, *([leur] if leur.is_file() else [])]
