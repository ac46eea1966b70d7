"""What a declaration gives: columns that it shares, constants by their names, indicators that take from groups."""

import pytest

from data_loaders.contracts import CONTRATS, base, bmo, declarations
from geo.territoire import REGION

DITE = """
[commun]
licence = "{LICENCE_OUVERTE}"
rythme = "annuel"
secret = "Aucun."
producteur = "producteur d’essai"

[mots]
CHAMP = "Tous"
LIEUX = ["libelle", "zone"]

[colonnes]
periode = { dit = "Année", motif = "{ANNEE}" }
libelle = "Nom"
zone = { dit = "Zone", valeurs = ["", "{REGION}", "{DEPARTEMENTS}"] }

[contrats.a]
titre = "Un"
rythme = "mensuel"
[contrats.a.tables.observations]
cle = ["periode", "zone"]
[contrats.a.tables.observations.colonnes]
periode = {}
"*" = "{LIEUX}"
mesure = { codes = "{bmo.MESURES}" }
nb = { dit = "Nombre", type = "entier", nulle = true, bornes = [0, "{bmo.PROJETS_MAX}"] }
value = { unite = "essais", bornes = [0, 10] }

[contrats.b]
titre = "Deux"
tables = "a"

[communs.tous]
dataset = "a"
unite = "essais"
zonages = ["region"]
rythme = "annuel"
source = "essai"
phrase = "d’essai"
champ = "{CHAMP}"

[communs.taux]
comme = "tous"
genre = "taux"
unite = "%"

[indicateurs.part]
comme = "taux"
libelle = "Part d’essai"
champ = "{CHAMP}, sans exception"
"""


@pytest.fixture
def dite(tmp_path):
    (tmp_path / "essai.toml").write_text(DITE, "utf-8")
    return declarations.lire(str(tmp_path / "essai"))


def test_a_contract_has_its_columns_in_their_order_and_what_all_share(dite):
    a, b = dite.contrats["a"], dite.contrats["b"]
    assert (a.dataset, a.titre, a.licence, a.rythme, b.rythme) == ("a", "Un", base.LICENCE_OUVERTE, "mensuel", "annuel")
    assert b.tables is a.tables
    periode, libelle, zone, mesure, nb, *valeur = a.tables["observations"].colonnes
    assert (periode.motif, libelle.description, zone.valeurs) == (base.ANNEE, "Nom", ("", REGION, *base.DEPARTEMENTS))
    assert (mesure.valeurs, "met : projets de recrutement" in mesure.description) == (tuple(bmo.MESURES), True)
    assert (str(nb.type), nb.nulle, nb.bornes) == ("int64", True, (0, bmo.PROJETS_MAX))
    assert tuple(valeur) == base.valeur("essais", (0, 10))


def test_an_indicator_says_its_own_before_its_groups(dite):
    part = dite.indicateurs["part"]
    assert (part.code, part.genre, part.unite, part.zonages) == ("part", "taux", "%", ("region",))
    assert (part.champ, part.phrase) == ("Tous, sans exception", "d’essai")


@pytest.mark.parametrize("faute", ['unite = "{ABSENTE}"', 'inconnue = "x"', 'comme = "absent"'])
def test_what_nothing_explains_is_a_fault(tmp_path, faute):
    (tmp_path / "essai.toml").write_text(f"{DITE}\n[indicateurs.autre]\nlibelle = 'Autre'\n{faute}\n", "utf-8")
    with pytest.raises((KeyError, TypeError)):
        declarations.lire(str(tmp_path / "essai"))


def test_every_dataset_of_the_folder_is_known_once():
    lus = [d for nom in declarations.noms() for d in declarations.lire(nom).contrats]
    assert lus == list(CONTRATS)
