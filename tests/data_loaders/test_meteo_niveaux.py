"""The two levels between families and métiers: pulled to the same group in the region, named by the nomenclature."""

import pytest

from data_loaders.erreurs import ErreurDonnees
from data_loaders.measures import marches, secret
from data_loaders.metiers.nomenclatures import libelles_charges, libelles_enquete
from data_loaders.parametres import METEO, meteo as lire
from tests import builders
from tests.demo.outils import NOMS

GROUPES = {"fap22": 1, "fap87": 3}
FAP2009 = (
    "Code FAP détaillées,FAP détaillées,Code FAP agrégées,FAP agrégées,Code domaines professionnels,"
    "domaines professionnels\nB0Z20,Maçons,B0Z,Gros œuvre,B,Bâtiment\nV0Z60,Aides-soignants,V0Z,Soins,V,Santé\n"
)


def test_official_groups_are_named_by_the_nomenclature_of_their_vintage(officielles):
    libelles = {(n, a): libelles_enquete(officielles, n, a) for n in GROUPES for a in ("2023", "2024")}
    assert not [t for noms in libelles.values() for t in noms.values() if "non chargé" in t]
    assert libelles["fap22", "2023"]["H"] == "Ingénieurs et cadres de l’industrie"
    assert libelles["fap22", "2024"]["H"] == "Ingénieurs, cadres et agents des fonctions transverses de l’industrie"
    assert libelles["fap87", "2023"]["V0Z"] == libelles["fap87", "2024"]["V0X"] == "Aides-soignants"
    assert libelles_charges(officielles, "fap87")


def test_a_group_without_a_nomenclature_is_its_code_and_says_so_and_an_unknown_level_is_refused(donnees, tmp_path):
    builders.importer(donnees, "bmo", builders.fichier_bmo(tmp_path, 2023))
    assert libelles_enquete(donnees, "fap22", "2023") == {c: f"{c} (libellé non chargé)" for c in "ABV"}
    assert not libelles_charges(donnees, "fap22")
    assert libelles_charges(donnees, "famille")
    assert libelles_enquete(donnees, "metier", "2023")["B0Z20"] == "Maçons"
    chemin = tmp_path / "n.csv"
    chemin.write_text(FAP2009, "utf-8")
    builders.importer(donnees, "nomenclature", chemin)
    assert libelles_enquete(donnees, "fap22", "2023")["B"] == "Bâtiment"
    assert libelles_enquete(donnees, "fap87", "2023")["V0Z"] == "Soins"
    assert libelles_charges(donnees, "fap22")
    assert libelles_enquete(donnees, "ensemble", "2023") == {"ensemble": "Tous les métiers"}
    with pytest.raises(KeyError):
        libelles_enquete(donnees, "fap341", "2023")


def test_groups_of_demonstration_and_official_ones_never_lend_each_other_a_name(demo_propre, tmp_path):
    donnees = demo_propre
    for niveau, noms in (("fap22", NOMS["domaines"]), ("fap87", NOMS["groupes"])):
        assert libelles_enquete(donnees, niveau, "2023") == {c: n.replace("'", "’") for c, n in noms.items()}
    chemin = tmp_path / "n.csv"
    chemin.write_text(FAP2009, "utf-8")
    builders.importer(donnees, "nomenclature", chemin)
    assert libelles_enquete(donnees, "fap22", "2023")["V"] == "Santé et action sociale"
    builders.importer(donnees, "bmo", builders.fichier_bmo(tmp_path, 2023))
    assert libelles_enquete(donnees, "fap22", "2023")["V"] == "Santé"


def test_parameters_are_dated_consistent_and_fill_as_the_shares_on_the_map_do():
    p = lire()
    assert p.version
    assert p.en_vigueur
    assert (p.poids_offres + p.poids_bmo, list(p.limites_classe)) == (1, sorted(p.limites_classe))
    assert p.plafond_entier < p.seuil_secret
    for table in (p.erreur_estimee, p.bruit_declaree, p.bruit_projets, p.erreur_france):
        assert set(table) == {*marches.NIVEAUX, "secteur"}
    assert (p.seuil_secret, p.projets_caches, p.difficiles_caches, p.difficiles_seuls_caches) == (
        secret.SEUIL, secret.PROJETS_CACHES, secret.DIFFICILES_CACHES, secret.DIFFICILES_SEULS_CACHES,
    )  # fmt: skip


@pytest.mark.parametrize(("avant", "apres", "message"), [
    ("[lissage]", "[lisage]", "lisage, lissage"),
    ('version = "4"', "", "version, date"),
    ('fondement = "complément du poids des offres"', "", "poids_bmo"),
])  # fmt: skip
def test_a_broken_file_is_refused(tmp_path, avant, apres, message):
    texte = METEO.read_text(encoding="utf-8")
    assert avant in texte
    chemin = tmp_path / "meteo.toml"
    chemin.write_text(texte.replace(avant, apres), encoding="utf-8")
    with pytest.raises(ErreurDonnees, match=message):
        lire(chemin)
