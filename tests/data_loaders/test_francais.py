import pytest

from data_loaders import francais as f
from geo import reglages


@pytest.mark.parametrize(("x", "decimales", "texte"), [
    (203271, 0, "203\u202f271"), (66.5, 0, "67"), (-66.5, 0, "\u221267"), (2.675, 2, "2,68"), (0, 0, "0"),
    (-0.04, 1, "0,0"), (1234567.891, 1, "1\u202f234\u202f567,9"), (None, 0, "n.d."), (float("nan"), 1, "n.d."),
    (float("inf"), 1, "n.d."),
])  # fmt: skip
def test_nombre(x, decimales, texte):
    assert f.nombre(x, decimales) == texte


@pytest.mark.parametrize(
    ("x", "texte"), [(14, "+14,0\u00a0points"), (-0.2, "\u22120,2\u00a0point"), (0, "0,0\u00a0point")]
)
def test_ecart_signs_and_agrees(x, texte):
    assert f.ecart(x) == texte


@pytest.mark.parametrize(("mot", "n", "texte"), [
    ("mois", 1, "mois"), ("projets", 1, "projet"), ("projets", 1.9, "projet"), ("projets", 2, "projets"),
    ("hab./km²", 1, "hab./km²"), ("demandeurs d'emploi", 0, "demandeur d'emploi"),
    ("pour 1 000 habitants", 1.2, "pour 1 000 habitants"),
])  # fmt: skip
def test_accorder(mot, n, texte):
    assert f.accorder(mot, n) == texte


@pytest.mark.parametrize(("code", "texte", "rythme"), [
    ("2023", "2023", "annuel"), ("2019-12", "décembre 2019", "mensuel"),
    ("2023-T3", "3ᵉ trimestre 2023", "trimestriel"), ("2014-S1", "1ᵉʳ semestre 2014", "semestriel"),
    *((c, c, None) for c in ("2014-S3", "2023-13", "２０２３", "2023\n")),
])  # fmt: skip
def test_periods(code, texte, rythme):
    assert (f.periode_libelle(code), f.rythme_periode(code)) == (texte, rythme)


def test_a_stock_is_at_the_end_of_its_month_and_a_flow_within_it():
    assert f.en_periode("2019-12") == "fin décembre 2019"
    assert f.en_periode("2019-12", flux=True) == "en décembre 2019"
    assert f.en_periode("2014-S1") == "au 1ᵉʳ semestre 2014"
    assert f.etendue_periodes(["2018-08", "2022-09"]) == "d’août 2018 à septembre 2022"
    assert (f.etendue_periodes(["2023"]), f.etendue_periodes(["2023-T1"])) == ("en 2023", "au 1ᵉʳ trimestre 2023")
    assert f.etendue_periodes(["2014-S1", "2015-S2"]) == "du 1ᵉʳ semestre 2014 au 2ᵉ semestre 2015"


def test_periods_sort_as_time_and_are_short_on_an_axis():
    codes = ["2019-12", "2023-T3", "2014-S1", "2023"]
    assert [f.periode_courte(c) for c in codes] == ["déc. 2019", "T3 2023", "S1 2014", "2023"]
    codes = ["2023-T3", "2019-12", "2023-S2", "2023-T1", "2023"]
    assert (f.rang_periode("2023-T1"), f.rang_periode("2014-S2")) == (2023.125, 2014.75)
    assert sorted(codes, key=f.rang_periode) == ["2019-12", "2023", "2023-T1", "2023-T3", "2023-S2"]


def test_an_enumeration_has_its_et_and_a_unit_agrees_with_the_number_written():
    assert [f.enumeration(m) for m in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a et b", "a, b et c"]
    assert (f.ecart(1.6, decimales=0), f.avec_unite(1.4, "points")) == ("+2\u00a0points", "1\u00a0point")
    assert f.ecart(-1.96) == "−2,0\u00a0points"


@pytest.mark.parametrize(("iso", "texte"), [
    ("2014-03-05", "5 mars 2014"), ("2024-01-01", "1ᵉʳ janvier 2024"), ("2017-08", "août 2017"), ("2024", "2024"),
])  # fmt: skip
def test_dates(iso, texte):
    assert f.date_libelle(iso) == texte


def test_a_sentence_typed_plainly_is_typeset_once_and_misspelt_labels_are_corrected():
    typee = "L'enquête : « 5 % » ; et l'année ? Oui !"
    composee = "L’enquête\xa0: «\xa05\xa0%\xa0»\u202f; et l’année\u202f? Oui\u202f!"
    assert (f.typographier(typee), f.typographier(composee)) == (composee, composee)
    assert f.typographier("Ouviers qualifiés de l'industrie") == "Ouvriers qualifiés de l’industrie"
    assert f.typographier("Eleveurs") == "Éleveurs"
    assert f.typographier("Réalisation du gros oeuvre, manoeuvres") == "Réalisation du gros œuvre, manœuvres"
    assert f.typographier("Soins d'hygiène; de confort du patient") == "Soins d’hygiène, de confort du patient"
    accordee = "Pilotes d’installations lourdes des industries"
    assert f.typographier("Pilotes d'installation lourde des industries") == accordee
    assert f.typographier("conduite d’installation de production") == "conduite d’installation de production"


@pytest.mark.parametrize(("libelle", "dit"), [
    ("Foyers allocataires du RSA", "foyers allocataires du RSA"), ("RSA", "RSA"), ("Élèves", "élèves"), ("", ""),
    ("Demandeurs d’emploi femmes, catégorie A", "demandeurs d’emploi femmes, catégorie A"),
])  # fmt: skip
def test_a_label_inside_a_sentence_keeps_its_capitals(libelle, dit):
    assert f.en_phrase(libelle) == dit


@pytest.mark.parametrize(("periode", "dite"), [
    ("2024", ""), ("2023", "ancien\xa0: 2023"), ("2024-T4", ""), ("2024-T3", "ancien\xa0: T3 2024"),
    ("2024-S1", "ancien\xa0: S1 2024"), ("2024-11", ""), ("2024-10", "ancien\xa0: oct. 2024"),
    ("2019-12", "ancien\xa0: déc. 2019"),
])  # fmt: skip
def test_a_figure_is_old_two_years_after_its_period_ended(periode, dite):
    assert f.mention_ancien(periode) == dite


def test_what_is_no_period_has_no_age_and_a_reader_counts_from_today(monkeypatch):
    with pytest.raises(ValueError, match="hier"):
        f.est_ancien("hier")
    monkeypatch.delenv(reglages.JOUR)
    assert not f.est_ancien(str(reglages.jour().year))
