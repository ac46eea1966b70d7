"""The file of events: what ships is readable, and a faulty entry is refused in French."""

import pytest

from data_loaders.contexte import evenements
from data_loaders.erreurs import ErreurDonnees

BON = '[[evenement]]\ndate = "2020-03-17"\ncourt = "Confinement"\nlibelle = "x"\njeux = ["tous"]\nsource = "y"\n'


def test_what_ships_is_dated_and_sourced():
    lus = evenements.lire()
    assert [e.debut for e in lus] == sorted(e.debut for e in lus)
    assert {"Loi n° 2014-288 du 5 mars 2014", "Loi n° 2015-29 du 16 janvier 2015"} <= {e.source for e in lus}
    assert next(e for e in lus if e.court == "Confinement").quand == "du 17 mars 2020 au 11 mai 2020"


def test_events_of_a_dataset_within_the_dates_drawn():
    lus = evenements.lire()
    bmo = [e.court for e in evenements.concernant(lus, "bmo", 2016.0, 2024.0)]
    assert bmo == ["Régions fusionnées", "Confinement", "FAP 2021", "France Travail"]
    assert "FAP 2021" not in [e.court for e in evenements.concernant(lus, "chomage_dep", 2016.0, 2025.0)]


def test_a_date_is_placed_on_the_axis():
    assert evenements.rang("2014") == 2014.0
    assert evenements.rang("2014-07") == pytest.approx(2014.496, abs=0.001)


@pytest.mark.parametrize(
    ("texte", "message"),
    [
        ("[[evenement", "fichier illisible"),
        ("[autre]", "section inconnue"),
        (BON.replace('court = "Confinement"\n', ""), "champ manquant ou vide"),
        (BON + 'couleur = "rouge"\n', "champ inconnu"),
        (BON.replace('"2020-03-17"', '"2020-13-17"'), "date mal écrite"),
        (BON.replace('"2020-03-17"', '"mars"'), "date mal écrite"),
        (BON.replace('"2020-03-17"', "2020-03-17"), "n'est pas un texte"),
        (BON + 'fin = "2020-03-01"\n', "la fin n'est pas après le début"),
        (BON.replace('["tous"]', '"tous"'), "liste de textes"),
        (BON.replace('["tous"]', '["bmoo"]'), "jeu de données inconnu"),
        (BON.replace("Confinement", "c" * 40), "trop long"),
    ],
)
def test_a_faulty_file_is_refused(tmp_path, texte, message):
    chemin = tmp_path / "evenements.toml"
    chemin.write_text(texte, encoding="utf-8")
    with pytest.raises(ErreurDonnees, match=message):
        evenements.lire(chemin)


def test_a_file_of_the_data_root_adds_to_what_ships_and_is_read_again(tmp_path):
    assert evenements.en_vigueur(tmp_path) == evenements.lire()
    chemin = tmp_path / "evenements.toml"
    for court in ("Ouverture d’usine", "Fermeture d’usine, un site"):
        chemin.write_text(BON.replace("Confinement", court), encoding="utf-8")
        lus = evenements.en_vigueur(tmp_path)
        assert len(lus) == len(evenements.lire()) + 1
        assert court in [e.court for e in lus]
        assert [e.debut for e in lus] == sorted(e.debut for e in lus)
    chemin.write_text("[[evenement", encoding="utf-8")
    with pytest.raises(ErreurDonnees, match="fichier illisible"):
        evenements.en_vigueur(tmp_path)


def test_what_ships_is_written_as_french_is():
    textes = [t for e in evenements.lire() for t in (e.court, e.libelle, e.source)]
    assert not [t for t in textes if "'" in t or " :" in t or " ;" in t]
