"""A métier is found as people say it, and every answer leads to a group of the survey."""

import pytest

from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import liens as liens_metiers, recherche
from tests import builders

# question -> métier of the 2024 survey (FAP 2021) expected among the first three answers
ATTENDUS = {
    "soudeur": "D1X33", "Soudeur / Soudeuse": "D1X33", "aid soignant": "V0X60", " h2913 ": "D1X33",
    "aide soignante": "V0X60", "infirmiere": "V1X80", "sage-femme": "V1X80", "developeur": "M1X80", "nounou": "T2B60",
    "prof": "W0X90", "chauffeur routier": "J3X43", "chauffeur de bus": "J3X41", "ambulancier": "J3X40",
    "préparatrice de commandes": "J0X34", "macon": "B1X31", "couvreur": "B1X34", "carreleur": "B2X30",
    "conducteur de travaux": "B6X74", "patissier": "S0X42", "plongeur": "S1X20", "femme de chambre": "S2X60",
    "agent d'entretien": "T4X60", "coiffeuse": "T0X60", "éboueur": "T4X62", "vendeuse": "R1X60",
    "agent immobilier": "R3X84", "secretaire": "L0X60", "informaticien": "M1X81", "couturière": "F0X33",
    "ouvrier agricole": "A0X40", "ostréiculteur": "A3X40", "dentiste": "V2X91", "éducatrice spécialisée": "V4X83",
    "aesh": "V5X84",
}  # fmt: skip


def codes(trouves):
    return [t.code for t in trouves]


@pytest.mark.parametrize(("texte", "mots"), [
    ("Soudeuses", ("soudeur",)), ("Aides-soignantes", ("aide", "soignant")), ("  Maçonne ", ("macon",)),
    ("conductrice d'engins", ("conducteur", "engin")), ("électriciennes", ("electricien",)),
    ("métaux", ("metal",)), ("gros œuvre", ("gro", "oeuvr")), ("de la", ("de", "la")), ("", ()),
])  # fmt: skip
def test_words_are_put_in_one_form(texte, mots):
    assert recherche.mots(texte) == mots


@pytest.fixture(scope="module")
def index(demonstration):
    return recherche.Index(demonstration)


@pytest.mark.parametrize("texte", ["", " ", "a", "de la", "xyzqwv", "12345", "<img src=x>", "%00", "🙂", "coiffeuse"])
def test_nothing_resembling_gives_no_answer(index, texte):
    assert index.chercher(texte) == []


def test_a_code_is_an_answer_a_very_long_text_is_cut_and_a_word_being_typed_finds_its_end(index):
    assert [(t.cle, t.pourquoi) for t in index.chercher("d1x40")] == [("metier:D1X40", "code de l'enquête")]
    assert [t.cle for t in index.chercher("V0X")] == ["fap87:V0X"]
    animation = index.chercher("G1202")
    assert animation[0].romes == ("G1202",)
    assert animation[0].pourquoi == "métier du ROME\u00a0: Animation culturelle (G1202)"
    assert index.chercher("Z9999") == index.chercher("B") == []
    assert codes(index.chercher("soudeur" + " " * 200 + "maçon")) == codes(index.chercher("soudeur"))
    assert index.chercher("z" * 100_000) == []
    assert "metier:D1X40" in [t.cle for t in index.chercher("soud")]
    assert index.chercher("so") == []


def test_an_answer_says_why_and_a_group_comes_once(index):
    premier = index.chercher("soudeuse")[0]
    assert (premier.pourquoi, premier.romes) == ("titre courant\u00a0: soudeur", ("H2913",))
    assert premier.libelle == "Soudeurs"
    for texte in ("vente", "ouvrier", "agent", "cuisine"):
        cles = [t.cle for t in index.chercher(texte, nb=50)]
        assert cles
        assert len(cles) == len(set(cles))
        scores = [t.score for t in index.chercher(texte, nb=50)]
        assert scores == sorted(scores, reverse=True)
    assert len(index.chercher("ouvrier", nb=2)) == 2


def test_an_official_survey_is_read_without_a_crosswalk_of_demonstration_and_none_gives_no_answer(
    demo_propre, tmp_path
):
    builders.importer(demo_propre, "bmo", builders.fichier_bmo(tmp_path, 2023))
    donnees = Donnees()
    index = recherche.Index(donnees)
    # the label of the survey is enough; codes without a label, and ROME of demonstration, are not searched
    assert index.chercher("aide soignante")[0].cle == "metier:V0Z60"
    assert liens_metiers.romes(donnees, "metier", "V0Z60") == []
    assert not [e for e in index.entrees if "ROME" in e.valeur.pourquoi or "chargé" in " ".join(e.mots)]
    vide = Donnees(tmp_path)
    assert recherche.Index(vide).chercher("maçon") == []
    assert liens_metiers.romes(vide, "metier", "D1X40") == []


@pytest.fixture(scope="module")
def officiel(officielles):
    return recherche.Index(officielles)


@pytest.mark.parametrize("texte", ATTENDUS)
def test_everyday_words_find_the_official_metier(officiel, texte):
    assert ATTENDUS[texte] in codes(officiel.chercher(texte)[:3])


def test_every_title_leads_somewhere_in_the_official_survey_and_welders_to_their_rome(officielles, officiel):
    romes = liens_metiers.libelles_rome(officielles)
    for titre in recherche.titres_courants()[0]:
        assert set(titre.romes) <= set(romes), titre
        for texte in titre.titres:
            assert officiel.chercher(texte), texte
    r = liens_metiers.romes(officielles, "metier", "D1X33")
    assert (r[0].code, r[0].libelle, sum(x.part for x in r)) == ("H2913", "Soudage manuel", pytest.approx(1))
