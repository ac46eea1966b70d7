"""The home page without a browser: its doors, and what stands when data fail."""

from pages.figures import accueil, ecrans
from tests.pages.outils import contenu, manquent, ouvrir


def test_there_is_a_door_to_every_screen_of_the_menu():
    menu = {e.module for e in ecrans.ECRANS if e.menu}
    assert {adresse for adresse, *_ in accueil.PORTES} == menu | {"portrait", "acces_pro"}
    assert accueil.PORTES[0][1] == "Ma commune"
    assert all(phrase.endswith(".") and len(phrase) < 90 for *_, phrase in accueil.PORTES)


def test_search_doors_and_map_stand_when_the_figures_cannot_be_read(copie):
    for fichier in (copie / "demonstration" / "bmo").rglob("*.parquet"):
        fichier.write_bytes(b"PAR1" + b"\0" * 40)
    at = ouvrir("accueil")
    assert manquent(contenu(at), 'class="obs-portes"', "fichier absent ou abîmé") == []
    assert len(at.get("bidi_component")) == 2
