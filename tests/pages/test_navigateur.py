"""What runs in the browser, tested by Node where it is present; what the map sends it, and believes of its answers."""

import gzip
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pages.components import depot, territory_map
from pages.components.territory_map import Choix, charge_utile, lire_choix
from pages.figures.carte import dessin
from pages.figures.carte.dessin import Dessin, EtatZone, Legende
from pages.figures.theme import variables_css


@pytest.mark.parametrize("dossier", ["carte_js", "explorer_js", "seance_js"])
def test_modules_do_what_their_tests_say(dossier):
    if not (node := shutil.which("node")):
        pytest.skip("node is absent: the modules are tested in a browser only")
    essais = sorted((Path(__file__).parent / dossier).glob("*.test.mjs"))
    env = {**os.environ, "CONSTANTES": json.dumps(dessin.constantes())}
    rendu = subprocess.run([node, "--test", *map(str, essais)], env=env, capture_output=True, text=True, timeout=120)
    assert rendu.returncode == 0, rendu.stdout


def test_modules_repeat_no_constant_of_python():
    source = "".join(f.read_text("utf-8") for f in territory_map.SOURCES.glob("*.js"))
    dites = ["n.d.", *dessin.ABSENCES.values(), "<pattern", "patternUnits"]
    assert [mot for mot in dites if mot in source] == []
    assert not re.search(rf"(?<![.\d]){dessin.RAYON_MAX}\b", source)


def test_colours_and_patterns_named_to_the_browser_exist():
    constantes, feuille = dessin.constantes(), variables_css()
    habits = [*constantes["habits"].values(), *(h for mode in constantes["classes"].values() for n in mode for h in n)]
    dits = {dit for habit in habits for dit in habit if dit}
    motifs = {dit for dit in dits if dit.startswith(f"url(#{constantes['prefixe']}")}
    assert [dit for dit in dits - motifs if f"{dit.removeprefix('var(').removesuffix(')')}:" not in feuille] == []
    assert [dit for dit in motifs if f'id="{dit[5:-1]}"' not in constantes["motifs"]] == []


NBSP = "\u00a0"
TAUX = EtatZone(4, "61,7", f"Nord Mayenne{NBSP}: 61,7{NBSP}%", nombre=61.7)
SECRET = EtatZone(None, "s", "Segré : secret statistique", "s")
PERIODES = {"2023-T4": {"a": TAUX}, "2024-T1": {"a": TAUX, "b": SECRET}}
PRESENT = Choix("a", "2024-T1")
LEGENDE = Legende(region={"2024-T1": (59.4, "59,4")}, suites={"2024-T1": {"a": "le plus haut"}})


def charge(periodes=PERIODES, **options):
    base = {"trace": "/ailleurs/spo.11f4f3a8.json", "fond": Path("fond.8c843877.json"), "periode": "2024-T1"}
    return charge_utile(**base | {"selection": "a", "dessins": {"": Dessin("classes", periodes, LEGENDE)}} | options)


def test_only_names_of_shape_files_leave_the_server_and_zones_taken_as_a_list():
    envoi = charge(contours=Path("/ailleurs/departement.549dc5f7.json"), choisies={"b", "a"})
    noms = ["spo.11f4f3a8.json", "fond.8c843877.json", "departement.549dc5f7.json"]
    assert [envoi[nom] for nom in ("trace", "fond", "contours")] == noms
    assert (envoi["choisies"], charge(choisies=())["choisies"]) == (["a", "b"], [])
    assert [charge()[nom] for nom in ("contours", "choisies", "contour_choisi")] == [None] * 3


def beaucoup(etat=TAUX) -> dict:
    return {"2024-T1": {str(i): etat for i in range(60)}, "2023-T4": {str(i): TAUX for i in range(60)}}


def test_many_states_are_named_and_their_name_is_that_of_what_is_drawn(racine_propre):
    etats = beaucoup()
    envoi = charge(periodes=etats, selection="1")
    nom = envoi["etats"]
    fichier = racine_propre / depot.DOSSIER / nom
    assert json.loads(gzip.decompress(fichier.read_bytes()))["vues"][""]["mode"] == "classes"
    # Another zone or period, another process (the same states built again): the same address. Another figure: another.
    autre_choix = charge(periodes=etats, selection="2", periode="2023-T4")
    assert autre_choix["etats"] == charge(periodes=beaucoup())["etats"] == nom
    assert charge(periodes=beaucoup(SECRET))["etats"] != nom
    # Gone from the disk, it is written again under its name.
    fichier.unlink()
    assert charge(periodes=etats)["etats"] == nom
    assert fichier.exists()


def test_states_are_in_the_message_where_the_data_root_cannot_be_written(tmp_path, monkeypatch):
    (tmp_path / "fichier").write_text("")
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(tmp_path / "fichier"))
    assert set(charge(periodes=beaucoup())["etats"]["vues"]) == {""}


def test_written_states_are_bounded_and_the_oldest_leave(racine_propre, monkeypatch):
    anciens = [charge(periodes=beaucoup(TAUX._replace(nombre=float(i))))["etats"] for i in range(3)]
    poids = (racine_propre / depot.DOSSIER / anciens[0]).stat().st_size
    for rang, nom in enumerate(anciens):
        os.utime(racine_propre / depot.DOSSIER / nom, (rang, rang))
    monkeypatch.setattr(depot, "OCTETS_MAX", 2 * poids + poids // 2)
    nouveau = charge(periodes=beaucoup(SECRET))["etats"]
    assert {f.name for f in (racine_propre / depot.DOSSIER).iterdir()} == {*anciens[1:], nouveau}


def test_two_views_are_under_one_address_whichever_is_shown(racine_propre):
    modes = {"niveau": "classes", "ecart": "ecarts"}
    dessins = {nom: Dessin(mode, beaucoup(), LEGENDE) for nom, mode in modes.items()}
    envois = [charge(vue=nom, dessins={nom: dessins[nom]} | dessins) for nom in modes]
    assert envois[0]["etats"] == envois[1]["etats"]
    assert [envoi["vue"] for envoi in envois] == ["niveau", "ecart"]


def test_an_unknown_period_is_refused():
    with pytest.raises(KeyError, match="1999"):
        charge(periode="1999")


def test_a_view_from_the_browser_is_believed_only_when_it_was_sent():
    vues = {"niveau", "ecart"}
    present = PRESENT._replace(vue="niveau")
    recu = {"selection": "a", "periode": "2024-T1"}
    assert lire_choix(recu | {"vue": "ecart"}, PERIODES, present, vues).vue == "ecart"
    for autre in ("<b>", None, ["ecart"], 3):
        assert lire_choix(recu | {"vue": autre}, PERIODES, present, vues).vue == "niveau"


@pytest.mark.parametrize(("recu", "attendu"), [
    ({"selection": "b", "periode": "2024-T1"}, Choix("b", "2024-T1")),
    ({"selection": "a", "periode": "2023-T4"}, Choix("a", "2023-T4")),
    ({"selection": None, "periode": "2024-T1"}, Choix(None, "2024-T1")),
    ({"selection": "b", "periode": "1999"}, Choix("b", "2024-T1")),
    # « b » has no state for that period.
    ({"selection": "b", "periode": "2023-T4"}, Choix("a", "2023-T4")),
    ({"selection": "<script>", "periode": "2024-T1"}, PRESENT),
    ({"selection": ["a"], "periode": {}}, PRESENT),
    ({"selection": 3}, PRESENT), ("a", PRESENT), (None, PRESENT),
])  # fmt: skip
def test_a_choice_from_the_browser_is_believed_only_when_it_names_what_was_sent(recu, attendu):
    assert lire_choix(recu, PERIODES, PRESENT) == attendu
