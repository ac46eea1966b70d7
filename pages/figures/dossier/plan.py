"""Places and wishes of each diploma beside the métier that it leads to: how hard to fill, and what is foreseen."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from data_loaders.contracts.metiers_2030 import FIN
from data_loaders.francais import FINE, INSEC, avec_unite, nombre
from data_loaders.measures import enonces, mots_estimation
from data_loaders.metiers.avenir import Famille
from data_loaders.metiers.ou_se_former import Bilan
from geo.territoire import NOM_REGION
from pages.figures import phrases
from pages.figures.formation.ou import SOURCE
from pages.figures.tables import Html, Table, en_tetes
from pages.figures.vues import Vue, badges_demo

ENTETES = [
    *en_tetes("Écart", "Diplôme", "Vœux #", "Places #", "Année", "Plafond apprentis #"),
    *en_tetes("Métier le plus lié", "Difficiles #", f"D’ici {FIN}"),
]
SANS_PLACES = "Aucun de ces diplômes n’est dans un fichier de places chargé."


class Ligne(NamedTuple):
    """A diploma: its places, the métier of the survey that most of its links lead to, what is foreseen of its family.

    Attributes:
        r: the métier in the region, a row of `marches.decrire`; None where the survey says nothing.
    """

    libelle: str
    bilan: Bilan
    metier: str
    r: Any
    famille: Famille | None

    @property
    def manque(self) -> bool:
        """Places are short and jobs wait: more wishes than places, and a métier surely hard to fill."""
        return self.bilan.voeux > self.bilan.places > 0 and self.difficile

    @property
    def difficile(self) -> bool:
        """Whether its métier is surely hard to fill in the region."""
        r = self.r
        return r is not None and r.certitude in enonces.SURS and int(r.classe) >= 4


def vue(libelle: str, lignes: Sequence[Ligne], demonstration: bool) -> Vue:
    """The finding: how many diplomas have more wishes than places and lead where employers look for people."""
    n, total = sum(li.manque for li in lignes), len(lignes)
    titre = (
        f"{libelle}{INSEC}: plus de vœux que de places et un métier difficile à pourvoir pour {nombre(n)} "
        f"{'diplôme' if n < 2 else 'diplômes'} sur {nombre(total)}"
        if lignes
        else f"{libelle}{INSEC}: places et besoins, rien à comparer"
    )
    return Vue(
        titre,
        f"Vœux et places au lycée, part des embauches jugées difficiles et projection, {NOM_REGION}",
        "Rien n’est divisé entre ces colonnes : un vœu n’est pas une personne, une place n’est pas un sortant, un "
        "diplôme peut mener ailleurs, et la projection porte sur une famille plus large que le métier. Une seconde "
        f"commune à plusieurs diplômes n’est comptée pour aucun{FINE}; un plafond d’apprentis ne s’ajoute pas.",
        source=f"{SOURCE}{FINE}; enquête BMO, part estimée par l’Observatoire{FINE}; Dares et France Stratégie, Les "
        f"métiers en {FIN}.",
        badges=badges_demo(demonstration),
    )


def table(lignes: Sequence[Ligne], jour: date) -> Table:
    """One row a diploma, those whose places are short where jobs wait first, then the most asked for."""
    tries = sorted(lignes, key=lambda li: (not li.manque, -(li.bilan.voeux - li.bilan.places), li.libelle))
    return Table(ENTETES, [_cellules(li, jour) for li in tries], [i for i, li in enumerate(tries) if li.manque])


def _cellules(li: Ligne, jour: date) -> list[str]:
    b, r = li.bilan, li.r
    vieux = Html(f'<span class="obs-ancien">ancien{INSEC}: {b.periode}</span>')
    estimee = r is not None and r.statut == "estime"
    return [
        "places courtes" if li.manque else "—",
        li.libelle,
        nombre(b.voeux) if b.places else "—",
        nombre(b.places) if b.places else "—",
        vieux if phrases.ancienne(b.periode, jour) else b.periode,
        nombre(b.plafonds) if b.plafonds else "—",
        li.metier or "aucun dans l’enquête",
        mots_estimation.part_dite(r.q_estimee) if estimee else "—",
        _avenir(li.famille),
    ]


def _avenir(f: Famille | None) -> str:
    """« il manquerait 2 890 personnes », of the nearest family."""
    if f is None:
        return "aucune projection"
    d = f.valeurs["desequilibre"]
    dit = avec_unite(round(100 * abs(d)) * 10, "personnes")
    return f"il manquerait {dit}" if d > 0 else f"{dit} de plus que de postes"
