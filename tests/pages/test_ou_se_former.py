"""Where to train, on the official files: findings, thirty searches with an answer, the screen."""

import contextlib
import io
import re
from datetime import date
from pathlib import Path

import pytest

from data_loaders import demo
from data_loaders.__main__ import main
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import diplomes, ou_se_former
from data_loaders.metiers.liens import libelles_listes
from pages.figures.formation import ou
from pages.figures.recherche import ligne as recherche
from tests import builders
from tests.pages import outils
from tests.pages.outils import contenu, manquent, texte, titre

JOUR = date(2026, 11, 28)
ENQUETE = (
    ("bmo", "bmo/Base_open_data_BMO_2024.xlsx"),
    ("nomenclature", "nomenclatures/fap2021_341_228_86_22.csv"),
    ("nomenclature", "nomenclatures/dares_rome_qualif_vers_fap2021.csv"),
    ("nomenclature", "nomenclatures/rome_v3_532_labonneboite.csv"),
    ("insertion-cfa", "insertion/fr-en-inserjeunes-cfa_region52.csv"),
    *builders.FORMATION,
)
RECHERCHES = """
se former soudure saint nazaire ; où se former cuisine laval ; formation aide-soignante mamers ;
devenir infirmier le mans ; se former maçon ancenis ; devenir boulanger cholet ;
où apprendre la coiffure à fontenay-le-comte ; formation électricien la roche sur yon ;
devenir plombier châteaubriant ; se former mécanicien auto angers ; formation chauffeur routier la flèche ;
se former caissière château-gontier ; formation vendeur les herbiers ; devenir serveur pornic ;
se former informatique nantes ; formation comptable redon ; se former jardinier segré ; se former éleveur craon ;
se former charpentier sablé ; devenir couvreur laval ; se former usinage la ferté-bernard ;
formation aide à domicile baugé ; devenir éducateur challans ; se former hôtellerie guérande ;
formation magasinier carquefou ; devenir peintre en bâtiment clisson ; se former menuisier pouzauges ;
formation secrétaire luçon ; devenir assistante maternelle ernée ; ou se former en boucherie a vallet
"""


@pytest.fixture(scope="session")
def racine_offre(reference, commune) -> Path:
    """Data root of the last survey, of what leads to métiers, and of who trains for them; to be read only."""
    dossier = reference.racine.parent / "offre"
    if not dossier.is_dir():
        pytest.skip("the files of places are not beside the official ones")

    def remplir(racine: Path) -> None:
        with pytest.MonkeyPatch.context() as m, contextlib.redirect_stdout(io.StringIO()):
            m.setenv("OBSERVATOIRE_DONNEES", str(racine))
            for source, chemin in ENQUETE:
                builders.importer(Donnees(racine), source, reference / chemin)
            assert main(["importer", "tout", str(dossier)]) == 3  # the directory of another region is refused
        demo.assurer(Donnees(racine))

    return commune("offre", remplir)


@pytest.fixture(scope="session")
def offre(racine_offre):
    """`offre(metier, place)`: who trains for a métier around a place, and the name of the métier."""
    d = Donnees(racine_offre)
    s = diplomes.sources(d, "FAP2021")
    connue, noms = ou_se_former.lire(d, s), libelles_listes(d, "2024")["metier"]

    def autour(metier: str, lieu: str):
        m = diplomes.menant(d, s, (metier,))
        codes = [x.code for x in ou_se_former.retenus(m.suivis, m.autres)]
        return noms[metier], ou_se_former.autour(connue, s, codes, *lieu.split(":"))

    return autour


@pytest.fixture(scope="session")
def contexte(racine_offre):
    """What the search may answer with these files."""
    return recherche.contexte(Donnees(racine_offre))


@pytest.mark.parametrize(("metier", "lieu", "dit"), [
    ("D1X33", "commune:44184", "soudeur près de Saint-Nazaire : deux lycées, 35 vœux pour 10 places en soudage"),
    ("D1X33", "commune:72180",
     "soudeur près de Mamers : pas de lycée dans le bassin ; le plus proche dans la région, à Arnage"),
    ("D1X33", "spo:laval", "soudeur près de Laval : un lycée, 63 vœux pour 12 places"),
    ("D1X33", "departement:44", "soudeur en Loire-Atlantique : "),
    ("R0X61", "commune:53062", "caissier près de Château-Gontier-sur-Mayenne : aucun établissement"),
])  # fmt: skip
def test_the_finding_of_a_place_counts_its_lycees_or_names_the_nearest(offre, metier, lieu, dit):
    nom, o = offre(metier, lieu)
    titre = ou.titre(ou.devenir(nom, True), o, JOUR, o.codes)
    assert re.sub("[\u00a0\u202f]", " ", titre).startswith(f"Devenir {dit}")


def test_distances_grow_and_what_has_no_point_comes_last_with_its_departement(offre):
    _, o = offre("D1X30", "commune:44184")
    kms = [c.km for c in o.cours]
    situes = [km for km in kms if km is not None]
    assert kms == [*sorted(situes), *[None] * (len(kms) - len(situes))]
    assert None in kms
    lignes = ou.table(o, {}, JOUR).lignes
    assert lignes[-1][2].endswith("commune inconnue")
    assert (lignes[-1][0], lignes[0][0][-2:]) == ("", "km")
    assert {c.etablissement.code_commune for c in o.cours if c.etablissement.uai == "0440074S"} == {"44184"}


@pytest.mark.parametrize("ligne", [ligne.strip() for ligne in RECHERCHES.split(";")])
def test_a_search_for_a_training_names_an_establishment_or_says_why_not(contexte, ligne):
    premiere = recherche.chercher(ligne, contexte).reponses[0]
    assert premiere.module == "formation"
    assert "lieu=" in premiere.adresse
    assert re.search(r"lycée|centres? d’apprentis|établissement", premiere.dit), premiere.dit


def test_the_screen_shows_them_on_a_map_and_in_a_list_and_says_what_is_not_there(racine_offre, monkeypatch):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine_offre))
    outils.oublier()
    at = outils.ouvrir("formation", entree="metier", metier="metier:D1X33", lieu="commune:44184")
    assert titre(at).startswith("Devenir soudeur près de Saint-Nazaire")
    listes = ("35 vœux, 10 places, demandée", "9 vœux, 15 places, des places restent", "41 vœux, plafond de 5")
    assert manquent(texte(at).replace("\u00a0", " "), *listes, "La bonne alternance", "vol d’oiseau") == []
    assert re.search(r'alt="Saint-Nazaire et les établissements[^"]*Brossaud', contenu(at))
