"""The computed sentences, word for word."""

import re

import pandas as pd
import pytest

from data_loaders.contracts.indicateurs import indicateur
from geo import zonages
from pages.figures import lecture
from tests.pages.figures.invente import DECLAREE, ESTIMEE, fr, ligne, lignes

PART, PROJETS, DIFFICILES = (indicateur(f"bmo_{c}") for c in ("part_difficiles", "projets", "projets_difficiles"))
DEFM, DENSITE, CHOMAGE = (indicateur(c) for c in ("defm_a", "densite", "taux_chomage"))
ESTIMATION = indicateur("bmo_part_difficiles_estimee")
SECRET = "secret statistique : le producteur masque toute valeur inférieure à 5"
INSCRIT = "demandeur{0} d’emploi inscrit{0} en catégorie A (sans emploi)"
AU_MOINS = {"value": 1234, "minorant": True, "borne_haute": 1300}


def rang_de(valeur) -> pd.Series:
    return pd.Series(ligne(valeur))


DIFFICILES_DITS = "des projets d’embauche jugés difficiles, part déclarée"


@pytest.mark.parametrize(
    ("ind", "ou", "valeur", "attendu"),
    [
        (PART, "bassin:5221", 73.4, f"À Ancenis, 73~% {DIFFICILES_DITS}"),
        (PART, "bassin:5208", 50, f"Au Mans, 50~% {DIFFICILES_DITS}"),
        (PART, "departement:72", 50, f"Dans la Sarthe, 50~% {DIFFICILES_DITS}"),
        (PART, "region:52", 66.65, f"Dans les Pays de la Loire, 67~% {DIFFICILES_DITS}"),
        (PROJETS, "bassin:5216", 1234, "Aux Sables-d’Olonne, 1_234 projets de recrutement"),
        (PROJETS, "bassin:5216", 1, "Aux Sables-d’Olonne, 1 projet de recrutement"),
        (DIFFICILES, "bassin:5216", 0, "Aux Sables-d’Olonne, 0 projet de recrutement jugé difficile"),
        (DIFFICILES, "bassin:5216", 7, "Aux Sables-d’Olonne, 7 projets de recrutement jugés difficiles"),
        (DEFM, "spo:sud-mayenne", 1, f"Dans le Sud Mayenne, 1 {INSCRIT.format('')}"),
        (PROJETS, "bassin:5221", AU_MOINS, "À Ancenis, au moins 1_234 projets de recrutement"),
        (DENSITE, "bassin:5221", 84.2, "À Ancenis, 84~hab./km² en moyenne"),
        (PROJETS, "bassin:5208", "Q", f"Au Mans, {SECRET}"),
        (PROJETS, "bassin:5208", "L", "Au Mans, non disponible"),
        (PART, "bassin:5208", "M", "Au Mans, sans objet"),
    ],
)
def test_a_figure_as_a_sentence(ind, ou, valeur, attendu):
    assert str(lecture.phrase(ind, *ou.split(":"), rang_de(valeur))) == fr(attendu)


def test_the_legend_keeps_the_sign_of_an_empty_figure():
    assert lecture.phrase(PROJETS, "bassin", "5208", rang_de("Q")) == ("Au Mans,", "s", SECRET)


CACHES = {"value": 50, "minorant": True, "borne_haute": 55, "caches_nb": 1}
BORNES = {"value": 55.0, "borne_basse": 52.1, "borne_haute": 58.3, "caches_nb": 3}
SANS_YEU = {"value": 50, "obs_status": "D", "raison": "sans l’Île d’Yeu"}
ACTIFS = "5,0~% de la population active est au chômage, en moyenne sur le trimestre"
COMPTE = "on compte {} projets de recrutement"
MASQUEE = "Une cellule masquée par le secret statistique n’est pas comptée."
MASQUEES = "1_190 cellules masquées par le secret statistique ne sont pas comptées."


@pytest.mark.parametrize(
    ("ind", "valeur", "region", "attendu"),
    [
        # 1.8 is singular, and the gap is that of the figures printed: 5.0 and 6.8.
        (CHOMAGE, 5.04, 6.76, f"{ACTIFS}, 1,7~point de moins que dans la région (6,8~%)."),
        (CHOMAGE, 5.04, 5.01, f"{ACTIFS}, comme dans la région (5,0~%)."),
        (PART, 50, "Q", f"50~% {DIFFICILES_DITS}."),
        (PART, 50, None, f"50~% {DIFFICILES_DITS}."),
        (PART, BORNES, None, f"55~% {DIFFICILES_DITS}. Le secret statistique seul la laisse entre 52 et 58~%."),
        (PROJETS, 50, 1000, f"{COMPTE.format(50)}, soit 5,0~% de la région."),
        (PROJETS, CACHES, 1000, f"{COMPTE.format('au moins 50')}. {MASQUEE}"),
        (PROJETS, CACHES | {"caches_nb": 1190}, None, f"{COMPTE.format('au moins 50')}. {MASQUEES}"),
        (DEFM, SANS_YEU, None, f"on compte 50 {INSCRIT.format('s')}. Sans l’Île d’Yeu."),
        (PROJETS, "Q", 1000, f"{SECRET}."),
    ],
)
def test_the_reading_under_a_figure(ind, valeur, region, attendu):
    reference = None if region is None else rang_de(region)
    dit = lecture.lecture(ind, "bassin", "5221", "2023", rang_de(valeur), reference)
    assert dit == fr(f"À Ancenis, en 2023, {attendu}")


def test_ranks_are_words_at_both_ends_and_count_the_known_alone():
    df = lignes({"2023": {"a": 10, "b": 30, "c": 20, "d": 20, "e": "Q"}}).set_index("code_zone")
    dits = {z: lecture.rang(CHOMAGE, df, z, "bassins").partition(" des 4 bassins à valeur connue") for z in df.index}
    assert {z: dit for z, (dit, *_) in dits.items()} == {
        **dict.fromkeys("cd", "la 2ᵉ valeur la plus élevée"),
        **{"b": "la valeur la plus élevée", "a": "la valeur la plus basse", "e": ""},
    }
    assert [z for z, (_, connues, _) in dits.items() if not connues] == ["e"]
    assert lecture.rang(CHOMAGE, df.loc[["a", "b"]], "a", "bassins") == ""


def test_bounds_and_shares_of_the_survey_are_not_ranked():
    df = lignes({"2023": {"a": 10, "b": {"value": 30, "minorant": True}, "c": 20}}).set_index("code_zone")
    assert lecture.rang(PROJETS, df, "a", "bassins") == ""
    df = lignes({"2023": {"a": 10, "b": 30, "c": 20}}).set_index("code_zone")
    assert {lecture.rang(ind, df, "a", "bassins") for ind in (PART, ESTIMATION)} == {""}


def test_a_territory_partly_outside_the_only_zone_that_it_meets_is_not_said_to_be_in_it():
    parts = zonages.recoupement("epci", "243500741", "bassin")
    parts = parts[parts["code_zone"] != ""].head(1).assign(part_population=0.62)
    lues = lignes({"2023": dict.fromkeys(zonages.noms("bassin"), 50)}).set_index("code_zone")
    dit = lecture.recouvrement_de(PART, "La CA Redon Agglomération", parts, "bassin", lues, feminin=True).relation
    assert dit.startswith(fr("La CA Redon Agglomération a 62~% de ses habitants dans le bassin d’emploi "))
    assert dit.endswith("les autres hors de tout bassin d’emploi")


MAYENNE = {"5227": 4.12, "5226": 6.3, "5228": "Q"}


@pytest.mark.parametrize(
    ("ind", "ou", "valeurs", "attendu"),
    [
        (PART, "spo:ancenis", {"5221": 50}, "{} d’Ancenis coïncide avec le bassin d’emploi d’Ancenis~: 50~%"),
        (PART, "spo:laval", {"5227": 50}, "{} de Laval est compris dans le bassin d’emploi de Laval~: 50~%"),
        (PART, "spo:laval", {"5227": "Q"}, "{} de Laval est compris dans le bassin d’emploi de Laval"),
        (PART, "departement:53", MAYENNE, "département de la Mayenne recoupe 3 bassins d’emploi~: de 4 à 6~%"),
        # Counts belong to the zones met: no range, no sum.
        (PROJETS, "departement:53", MAYENNE, "département de la Mayenne recoupe 3 bassins d’emploi"),
    ],
)
def test_an_overlap_is_said_and_never_estimated(ind, ou, valeurs, attendu):
    df = lignes({"2023": valeurs}).set_index("code_zone")
    dit = str(lecture.recouvrement(ind, *ou.split(":"), "bassin", df))
    assert dit == fr(f"Le {attendu}".format("territoire SPO"))


def test_the_zones_met_give_their_share_both_ways():
    df = lignes({"2023": {"5227": 50}}).set_index("code_zone")
    (detail,) = lecture.recouvrement(PART, "spo", "laval", "bassin", df).details
    assert re.fullmatch(
        fr(r"Laval~: 50~%_; 100~% des habitants du territoire choisi, \d\d~% de ceux de ce bassin d’emploi"), detail
    )


@pytest.mark.parametrize(
    ("ind", "valeur", "courte", "longue"),
    [
        (PART, 73.44, "73", "73~%"),
        (PART, DECLAREE, "37", "37~%~(±~14)"),
        (PART, DECLAREE | {"marge": 0.251}, "marge trop large", "marge trop large"),
        (ESTIMATION, ESTIMEE, "55", "55~%"),
        (ESTIMATION, ESTIMEE | {"value": 59.986}, "60", "60~%"),
        (ESTIMATION, ESTIMEE | {"value": 59.4}, "59", "59~%"),
        (PROJETS, {"value": 1, "minorant": True, "borne_haute": 6}, "1", "au moins 1~projet"),
        (PROJETS, "Q", "s", SECRET),
        (PROJETS, "N", "n.s.", "non significatif"),
        (PART, "M", "///", "sans objet"),
        (PART, "L", "n.d.", "non disponible"),
        (PART, "O", "n.d.", "non disponible"),
    ],
)
def test_a_value_short_and_long(ind, valeur, courte, longue):
    assert lecture.valeur_courte(rang_de(valeur), ind) == courte
    assert lecture.valeur_longue(rang_de(valeur), ind) == fr(longue)
