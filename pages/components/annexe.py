"""What is read of the annex of the convention: the frame that the signatories edit, and the follow-up on a day."""

from collections.abc import Collection
from datetime import date

import pandas as pd

from data_loaders.convention import cadre, etats, receptions, suivi
from data_loaders.convention.cadre import Cadre
from data_loaders.convention.etats import Accord
from data_loaders.convention.suivi import Suivi
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from pages.components import identite
from pages.components.partage import lire_une_fois, lue, une_fois

recues = lue(receptions.lire)


def lire_cadre(d: Donnees) -> Cadre:
    """The frame of the data root; what is shipped, and a notice, when its file has a fault."""
    try:
        return cadre.lire(d.racine)
    except ErreurDonnees as e:
        identite.panne(e)
        return cadre.defaut()


def suivis(d: Donnees, c: Cadre, jour: date, dispositif: str | None, partie: str | None) -> list[Suivi]:
    """Measures on a day: those of a dispositif (its label) and of a party, or all 24."""
    return [
        s
        for s in une_fois(suivi.suivre, recues(d), c, jour)
        if dispositif in (None, s.mesure.dispositif) and partie in (None, s.proposition.partie)
    ]


def historique(d: Donnees, code_mesure: str) -> pd.DataFrame:
    """Every reception of a measure."""
    return receptions.de_mesure(recues(d), code_mesure)


def accords(d: Donnees, suivis: Collection[Suivi]) -> list[Accord]:
    """What is said of the two measures that territories tell too, when they are among those given."""
    codes = {s.mesure.code for s in suivis}
    dits = [(etats.SPO, etats.spo, etats.labellisations), (etats.GTEC, etats.gtec, etats.gtecs)]
    return [comparer(suivis, lire_une_fois(lire, d)) for code, comparer, lire in dits if code in codes]
