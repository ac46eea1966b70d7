"""Two measures of the annex beside the states of the territories: equal, or why not."""

from datetime import date

import pandas as pd
import pytest

from data_loaders.convention import accord, cadre, etats, receptions, suivi
from data_loaders.magasin.donnees import Donnees


def suivis(**valeurs):
    """Follow-up once these measures were sent, all for 2014."""
    lignes = [
        {"numero": i, "fichier": "f.xlsx", "code_mesure": code, "periode": "2014", "partie": "france_travail",
         "recu_le": "2015-01-10", "commentaire": "", "value": float(v), "obs_status": "A"}
        for i, (code, v) in enumerate(valeurs.items(), 1)
    ]  # fmt: skip
    return suivi.suivre(pd.DataFrame(lignes, columns=list(receptions.COLONNES)), cadre.defaut(), date(2015, 6, 1))


@pytest.fixture
def labels(tmp_path):
    return etats.labellisations(Donnees(tmp_path))


def test_what_the_convention_attests_is_no_labelled_territory_that_the_operator_leads(labels):
    a = accord.spo(suivis(), labels)
    assert (a.annexe, a.territoires, a.egaux) == (None, 0, None)
    assert "aucune valeur reçue" in a.phrase
    assert "le label ou le chef de file n’est pas dit pour 17\u00a0territoires" in a.phrase


@pytest.mark.parametrize(("recu", "egaux", "dit"), [(1, True, "la même chose"), (3, False, "à corriger")])
def test_a_measure_received_equals_the_territories_or_the_gap_is_said(labels, recu, egaux, dit):
    mene = labels["sud-vendee"]
    mene = mene.__class__(**{**mene.__dict__, "date_labellisation": "2014-05"})
    a = accord.spo(suivis(spo_2_territoires=recu), labels | {"sud-vendee": mene})
    assert (a.annexe, a.territoires, a.egaux) == (recu, 1, egaux)
    assert dit in a.phrase


def test_the_state_of_a_gtec_never_stands_for_a_convention_signed(tmp_path):
    a = accord.gtec(suivis(gtec_1_conventions=2), etats.gtecs(Donnees(tmp_path)))
    assert (a.annexe, a.territoires, a.egaux) == (2, 2, None)
    assert "Les deux ne se comparent pas" in a.phrase
