"""Differences between two versions, on invented surveys and rates whose changes are known one by one."""

import json

import pyarrow as pa
import pytest

from data_loaders.__main__ import main
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.store import Source
from data_loaders.versions import difference
from tests import builders

SOURCE = Source("essai.xlsx", "0" * 64, 10, "producteur d'essai")
BMO, CHOMAGE = CONTRATS["bmo"], CONTRATS["chomage_dep"]
TOUT = frozenset({"zone-absente", "lignes-25", "edition-ancienne", "contenu-repete"})


def bmo(annee, cellules):
    lignes = [(b, "44", "B0Z20", m, v) for (b, m), v in cellules.items()]
    return {"observations": builders.observations_bmo(lignes, annee), "metiers": builders.metiers_bmo(annee)}


AVANT = {
    ("5220", "met"): 100.0,
    ("5220", "xmet"): 45.0,
    ("5220", "smet"): 10.0,
    ("5221", "met"): 50.0,
    ("5221", "xmet"): None,
    ("5221", "smet"): 5.0,
    ("5222", "met"): 20.0,
    ("5222", "xmet"): 10.0,
    ("5222", "smet"): None,
}
APRES = {
    ("5220", "met"): 100.0,
    ("5220", "xmet"): 75.0,
    ("5220", "smet"): 12.0,
    ("5221", "met"): 50.0,
    ("5221", "xmet"): 30.0,
    ("5221", "smet"): None,
    ("5223", "met"): 8.0,
    ("5223", "xmet"): 5.0,
    ("5223", "smet"): None,
}


@pytest.fixture
def donnees(tmp_path):
    return Donnees(tmp_path, confirmees=TOUT)


@pytest.fixture
def revision(donnees):
    """The survey of 2023 and its revision: identifiers."""
    return [donnees.officiel.publier(BMO, "2023", bmo("2023", c), [SOURCE]).identifiant for c in (AVANT, APRES)]


def test_every_kind_of_change_is_found_and_ranked(donnees, revision):
    d = difference.comparer(donnees.officiel, BMO, *revision)
    assert len(d.de("zone_retiree")) == len(d.de("zone_nouvelle")) == 1
    assert d.de("zone_retiree")[0].ou.startswith("5222 ")
    assert d.de("zone_nouvelle")[0].ou.startswith("5223 ")
    assert [(c.ou, c.avant, c.apres) for c in d.de("secret_nouveau")] == [
        ("2023 · 5221 Ancenis · B0Z20 Maçons · projets saisonniers", 5.0, None)
    ]
    assert [(c.ou, c.avant, c.apres) for c in d.de("secret_leve")] == [
        ("2023 · 5221 Ancenis · B0Z20 Maçons · projets difficiles", None, 30.0)
    ]
    assert [(c.ou, c.avant, c.apres) for c in d.de("revision")] == [
        ("2023 · 5220 Nantes · B0Z20 Maçons · projets difficiles", 45.0, 75.0),
        ("2023 · 5220 Nantes · B0Z20 Maçons · projets saisonniers", 10.0, 12.0),
    ]
    assert len(d.de("valeur_retiree")) == len(d.de("valeur_nouvelle")) == 3
    rangs = [genre for genre, _ in difference.RANGS]
    ordre = [rangs.index(c.genre) for c in d.changements]
    assert ordre == sorted(ordre)


def test_a_declared_share_has_no_class_to_change(donnees, revision):
    # 45/100 is between 40 and 50; 75/100 is above 70, the last limit.
    d = difference.comparer(donnees.officiel, BMO, *revision)
    assert d.changements
    assert d.de("classe") == []


def test_the_other_way_round_gives_the_opposite(donnees, revision):
    aller = difference.comparer(donnees.officiel, BMO, *revision)
    retour = difference.comparer(donnees.officiel, BMO, *revision[::-1])
    for genre, oppose in (("secret_nouveau", "secret_leve"), ("zone_retiree", "zone_nouvelle")):
        assert [c.ou for c in aller.de(genre)] == [c.ou for c in retour.de(oppose)]
    assert {(c.avant, c.apres) for c in aller.de("revision")} == {(c.apres, c.avant) for c in retour.de("revision")}


def test_two_vintages_are_compared_cell_by_cell_without_their_year(donnees):
    a, b = (
        donnees.officiel.publier(BMO, y, bmo(y, c), [SOURCE]).identifiant for y, c in (("2023", AVANT), ("2024", APRES))
    )
    d = difference.comparer(donnees.officiel, BMO, a, b)
    assert d.de("revision")[0].ou == "5220 Nantes · B0Z20 Maçons · projets difficiles"


def test_a_version_does_not_differ_from_itself(donnees, revision):
    d = difference.comparer(donnees.officiel, BMO, revision[0], revision[0])
    assert d.changements == ()
    assert d.texte().endswith("Aucun changement.")


def test_an_edition_of_a_series_shows_its_revised_rate_and_class(donnees):
    def edition(taux):
        zones = ["44", "49", "53", "72", "85", "52", "FM"]
        return {
            "observations": pa.table(
                {
                    "periode": ["2023-T4"] * 7,
                    "code_zone": zones,
                    "value": [taux] + [7.5] * 6,
                    "obs_status": ["A"] * 7,
                    "conf_status": ["F"] * 7,
                }
            )
        }

    a, b = (donnees.officiel.publier(CHOMAGE, "2023-T4", edition(t), [SOURCE]).identifiant for t in (5.4, 5.5))
    d = difference.comparer(donnees.officiel, CHOMAGE, a, b)
    assert [(c.genre, c.avant, c.apres) for c in d.changements] == [("classe", 5.4, 5.5), ("revision", 5.4, 5.5)]
    assert d.de("classe")[0].phrase() == (
        "Taux de chômage localisé, Loire-Atlantique, 4ᵉ trimestre 2023 : très bas (5,4\u00a0%) puis bas (5,5\u00a0%)"
    )


def test_a_version_that_is_not_on_disk_is_refused(donnees, revision):
    with pytest.raises(ErreurDonnees, match="version absente du disque"):
        difference.comparer(donnees.officiel, BMO, revision[0], "2023--00000000")


def test_the_command_gives_a_text_and_one_json_line(donnees, revision, monkeypatch, capsys):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(donnees.racine))
    a, b = (f"bmo/{i}" for i in revision)
    assert main(["difference", a, b]) == 0
    texte = capsys.readouterr().out
    assert texte.startswith(f"De {a} à {b}\nZones retirées : 1\n")
    assert "  2023 · 5220 Nantes · B0Z20 Maçons · projets difficiles : 45 puis 75 (+30)" in texte
    assert "Ancenis · B0Z20 Maçons · projets difficiles : secret statistique puis 30" in texte
    assert main(["difference", a, b, "--json"]) == 0
    objet = json.loads(capsys.readouterr().out)
    assert (objet["avant"], objet["apres"]) == (a, b)
    assert objet["nombres"]["revision"] == 2
    assert main(["difference", a, b.replace("bmo", "stmt_dep")]) == 2


NOMENCLATURES = CONTRATS["nomenclatures"]


def postes(**libelles):
    """One domain and its posts, by code."""
    lignes = [("FAP2021", "fap22", "B", "Bâtiment", "")]
    lignes += [("FAP2021", "fap86", code, libelle, "B") for code, libelle in libelles.items()]
    noms = [c.nom for c in NOMENCLATURES.tables["postes"].colonnes]
    return {"postes": pa.table([list(c) for c in zip(*lignes, strict=True)], noms)}


def test_posts_of_a_nomenclature_added_removed_and_renamed_are_told_apart(donnees):
    etats = (postes(B0Z="Maçons", B1Z="Peintres"), postes(B0Z="Maçons, plâtriers", B2Z="Couvreurs"))
    a, b = (donnees.officiel.publier(NOMENCLATURES, "FAP2021", t, [SOURCE]).identifiant for t in etats)
    d = difference.comparer(donnees.officiel, NOMENCLATURES, a, b)
    assert [(c.genre, c.phrase()) for c in d.changements] == [
        ("ligne_retiree", "FAP2021 · fap86 · B1Z : libelle « Peintres », code_parent « B »"),
        ("ligne_nouvelle", "FAP2021 · fap86 · B2Z : libelle « Couvreurs », code_parent « B »"),
        ("ligne_modifiee", "FAP2021 · fap86 · B0Z : libelle « Maçons » puis « Maçons, plâtriers »"),
    ]
    assert "Lignes modifiées : 1" in d.texte()
    assert difference.comparer(donnees.officiel, NOMENCLATURES, a, a).changements == ()


def test_a_metier_renamed_between_two_vintages_is_said_and_its_year_is_not(donnees):
    neufs = bmo("2024", AVANT)
    neufs["metiers"] = neufs["metiers"].set_column(2, "libelle_metier", pa.array(["Maçons, plâtriers"]))
    a = donnees.officiel.publier(BMO, "2023", bmo("2023", AVANT), [SOURCE]).identifiant
    b = donnees.officiel.publier(BMO, "2024", neufs, [SOURCE]).identifiant
    (change,) = difference.comparer(donnees.officiel, BMO, a, b).changements
    assert change.phrase() == "B0Z20 : libelle_metier « Maçons » puis « Maçons, plâtriers »"
