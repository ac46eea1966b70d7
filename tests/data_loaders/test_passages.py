"""A visit to every producer: what each gave is kept, said, and told to systemd by the exit code."""

import json

import pytest

from data_loaders.__main__ import main
from data_loaders.erreurs import ErreurDonnees
from data_loaders.importation import passages
from data_loaders.magasin.donnees import Donnees
from tests.producteur import repondre


@pytest.fixture
def deux(visites, tmp_path):
    """Two producers at addresses that are sure: that of the survey, and that of unemployment."""
    (tmp_path / "adresses.toml").write_text(
        f'[bmo]\nadresse = "{visites.adresse}/{{millesime}}/bmo.xlsx"\nmillesime_par_defaut = "2023"\n'
        f'[chomage-ze]\nadresse = "{visites.adresse}/ze.xlsx"\n'
        '[a-la-main]\npage = "https://exemple.fr"\nmanuel = "non"\n'
    )
    return visites


def lues():
    return {s: (p.issue, p.dit) for s, p in passages.lire(Donnees().racine).items()}


def test_what_each_gave_is_kept_and_a_refusal_fails(deux, genuin, capsys):
    deux.scenario = [lambda g: repondre(contenu=genuin if "bmo" in g.path else b"ce n'est pas un classeur")(g)]
    assert main(["actualiser"]) == 3
    assert "publié : 1 · inchangé : 0 · refusé : 1 · injoignable : 0" in capsys.readouterr().out
    dites = lues()
    assert dites["bmo"] == (passages.PRIS, "bmo.xlsx")
    assert dites["chomage-ze"][0] == passages.REFUSE
    assert "\n" not in dites["chomage-ze"][1]
    assert list(dites) == ["bmo", "chomage-ze"]


def test_a_network_that_is_down_changes_nothing_and_says_so(deux, genuin, monkeypatch, capsys):
    deux.scenario = [repondre(contenu=genuin)]
    main(["actualiser", "bmo"])
    avant = Donnees().officiel.empreinte()
    deux.shutdown()
    deux.server_close()
    assert main(["actualiser"]) == 75
    assert Donnees().officiel.empreinte() == avant
    assert {i for i, _ in lues().values()} == {passages.ABSENT}
    dit = "le producteur ne répond pas, ou la transmission a été coupée (adresse inconnue, ou connexion refusée)"
    assert lues()["bmo"][1] == dit


def test_a_publication_that_runs_is_for_another_day(deux, genuin):
    deux.scenario = [repondre(contenu=genuin)]
    with Donnees().officiel.verrou():
        assert main(["actualiser", "bmo"]) == 75
    assert lues()["bmo"][0] == passages.ABSENT


def test_a_file_that_has_not_changed_is_not_a_failure(deux, genuin):
    deux.scenario = [repondre(contenu=genuin, etag='"un"'), repondre(304)]
    assert main(["actualiser", "bmo"]) == 0
    assert main(["actualiser", "bmo"]) == 0
    assert lues()["bmo"][0] == passages.INCHANGE


def test_a_refusal_says_its_cause():
    e = ErreurDonnees("reseau", "fichier", "il est abîmé", cause="transmission coupée")
    assert passages.refus(e, recu=True).dit == "il est abîmé (transmission coupée)"


def test_a_visit_to_one_leaves_what_is_known_of_the_others(tmp_path):
    passages.retenir(tmp_path, {"a": passages.maintenant(passages.PRIS, "un")})
    passages.retenir(tmp_path, {"b": passages.maintenant(passages.REFUSE, "deux")})
    assert {s: p.issue for s, p in passages.lire(tmp_path).items()} == {"a": passages.PRIS, "b": passages.REFUSE}


@pytest.mark.parametrize("abime", ["", "{", "[]", '{"a": {}}', '{"a": 3}'])
def test_a_lost_file_is_no_visit(tmp_path, abime):
    (tmp_path / passages.FICHIER).write_text(abime)
    assert passages.lire(tmp_path) == {}
    passages.retenir(tmp_path, {"a": passages.maintenant(passages.PRIS, "un")})
    assert json.loads((tmp_path / passages.FICHIER).read_text())["a"]["dit"] == "un"


def test_screens_and_watchers_say_it(racine_demo, tmp_path):
    from datetime import date

    from pages.figures.donnees import sante, sources

    p = {"bmo": passages.Passage("2026-11-27T05:41:00+00:00", passages.REFUSE, "moitié < du fichier")}
    html = sources.visites(p)
    assert "le 27 novembre 2026" in html
    assert "refusé, moitié &lt; du fichier" in html
    assert sources.visites({}) == ""
    passages.retenir(tmp_path, p)
    d = Donnees(tmp_path)
    assert sante.constat(d, date(2026, 11, 27), d.periodes)["actualisation"]["bmo"]["issue"] == passages.REFUSE
