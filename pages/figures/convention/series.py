"""Measures of the convention as series: grouped by unit, since two units never share an axis."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from data_loaders.chiffres.tableau import Tableau
from data_loaders.contexte.evenements import Evenement
from data_loaders.contracts import indicateurs_detail
from data_loaders.contracts.convention import PARTIES, mesures
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.exports.ecriture import AU_PLUS
from data_loaders.francais import FINE, INSEC, capitale, etendue_periodes, rang_periode
from geo.zonages import slug
from pages.figures import tables
from pages.figures.tendances import evolution, series as tendances
from pages.figures.vues import Vue

SOUS_TITRE = "Annexe de la convention du 27 août 2013, valeurs telles que transmises"


class Groupe(NamedTuple):
    """Series of one unit, each a measure sent by a party."""

    indicateur: Indicateur
    tableaux: tuple[Tableau, ...]

    @property
    def cle(self) -> str:
        """ASCII name of the unit."""
        return slug(self.indicateur.unite)

    @property
    def periodes(self) -> tuple[str, ...]:
        """Every period of the group, oldest first."""
        return tuple(sorted({p for t in self.tableaux for p in t.periodes}, key=rang_periode))

    @property
    def demandes(self) -> list[tendances.DemandeSerie]:
        """The lines to draw."""
        return [tendances.DemandeSerie(nom, t.lignes.set_index("periode")) for nom, t in self.noms.items()]

    @property
    def noms(self) -> dict[str, Tableau]:
        """Short name of each line -> its series: the measure, and who sent it where both parties did."""
        mesures_nb, noms = Counter(t.indicateur.mesure for t in self.tableaux), {}
        for t in self.tableaux:
            ind = t.indicateur
            qui = f" ({PARTIES[ind.code.rpartition('.')[2]]})" if mesures_nb[ind.mesure] > 1 else ""
            noms[f"{mesures()[ind.mesure].court}{qui}"] = t
        return noms

    @property
    def evolutions(self) -> list[evolution.Ligne]:
        """Change of each line over a year."""
        return [evolution.ligne(t.indicateur, nom, t.lignes.set_index("periode")) for nom, t in self.noms.items()]

    def info(self, evenements: Sequence[Evenement]) -> tendances.Tendance:
        """What is drawn."""
        pas = "semestriel" if any("-S" in p for p in self.periodes) else "annuel"
        return tendances.preparer(self.indicateur, self.demandes, pas, evenements=evenements)

    def vue(self, info: tendances.Tendance) -> Vue:
        """Words around the chart; its reading is the first series, then the names of the others in full."""
        ind, suite, unite = self.indicateur, f"{FINE}; ", f"en {self.indicateur.unite}"
        noms = suite.join(f"{nom}{INSEC}: {t.indicateur.libelle}" for nom, t in self.noms.items())
        sous_titre = f"Mesures de l’annexe, {etendue_periodes(self.periodes)}, {unite}"
        notes = f"{tendances.constat(ind, info)}. {noms}.", f"{ind.champ}. {capitale(ind.nature)}."
        source = suite.join(sorted({t.indicateur.source for t in self.tableaux}))
        return Vue(capitale(unite), sous_titre, *notes, f"{source}.")

    def csv(self, instantanes: Mapping[str, str]) -> bytes:
        """Every value of the group, with its reason where there is none."""
        champs = ("mesure", "libelle", "source")
        parties = [t.lignes.assign(**{c: getattr(t.indicateur, c) for c in champs}) for t in self.tableaux]
        df = pd.concat(parties, ignore_index=True).rename(columns={"value": "valeur"})
        df = df.assign(unite=self.indicateur.unite, instantane=df["periode"].map(instantanes))
        df["mention"] = df["periode"].map(tables.mentions(self.indicateur, "region", instantanes, False))
        colonnes = ["mesure", "libelle", "periode", "valeur", "unite", "obs_status", "raison", "source"]
        return tables.csv_francais(df[[*colonnes, "instantane", "mention"]], {"valeur": AU_PLUS})


def indicateurs(codes: Sequence[str]) -> list[str]:
    """Codes of the indicators of some measures: each by both parties."""
    return [indicateurs_detail.code_convention(c, p) for c in codes for p in PARTIES]


def grouper(tableaux: Sequence[Tableau]) -> list[Groupe]:
    """Groups of one unit, in the order chosen, of the series that hold at least one period."""
    connus = [t for t in tableaux if t.periodes]
    unites = dict.fromkeys(t.indicateur.unite for t in connus)
    groupes = (tuple(t for t in connus if t.indicateur.unite == unite) for unite in unites)
    return [Groupe(siens[0].indicateur, siens) for siens in groupes]
