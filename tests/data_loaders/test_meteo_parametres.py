import pytest

from data_loaders.erreurs import ErreurDonnees
from data_loaders.measures import marches, secret
from data_loaders.parametres import METEO, meteo as lire


def test_every_parameter_has_a_ground_and_a_date():
    p = lire()
    assert p.version
    assert p.en_vigueur
    assert all(len(fondement) > 20 for fondement in p.fondements.values())
    assert "poids_bmo" in p.fondements


def test_weights_and_limits_are_consistent():
    p = lire()
    assert p.poids_offres + p.poids_bmo == 1
    limites = [p.limites_tres[0], *p.limites_classe, p.limites_tres[1]]
    assert limites == sorted(limites)
    assert p.plafond_entier < p.seuil_secret
    assert set(p.reponses) == set(marches.NIVEAUX)


def test_the_fills_are_those_of_the_shares_on_the_map():
    p = lire()
    assert (p.seuil_secret, p.projets_caches, p.difficiles_caches, p.difficiles_seuls_caches) == (
        secret.SEUIL,
        secret.PROJETS_CACHES,
        secret.DIFFICILES_CACHES,
        secret.DIFFICILES_SEULS_CACHES,
    )


@pytest.mark.parametrize(
    ("avant", "apres", "message"),
    [
        ("[lissage]", "[lisage]", "lisage, lissage"),
        ('version = "3"', "", "version, date"),
        ('fondement = "complément du poids des offres"', "", "poids_bmo"),
    ],
)
def test_a_broken_file_is_refused(tmp_path, avant, apres, message):
    texte = METEO.read_text(encoding="utf-8")
    assert avant in texte
    chemin = tmp_path / "meteo.toml"
    chemin.write_text(texte.replace(avant, apres), encoding="utf-8")
    with pytest.raises(ErreurDonnees, match=message):
        lire(chemin)
