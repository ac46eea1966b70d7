"""Interim employment of the DARES workbook: the region by place, sectors in France only. Figures are invented."""

import pytest

from data_loaders.chiffres import origine, tableau
from data_loaders.commandes import importation
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.metiers import secteurs
from data_loaders.parametres import secteurs as parametres
from data_loaders.sources import interim_dares
from pages.figures.secteurs import autres
from tests import builders

ETU, ETT = "de l'établissement utilisateur", "de l'établissement de travail temporaire"
REGION = "PAYS DE LA LOIRE"


def tete(titre):
    return [
        ["Titre", titre], ["Type de données :", "données trimestrielles CVS"], ["Unité :", "effectif"],
        ["Champ :", "France hors Mayotte"], ["Source :", "essai"], [],
    ]  # fmt: skip


def regionale(titre, region=100.4, france=1300.0, deuxieme=None):
    """Two blocks of the same quarters, the years written once."""
    entetes = [["", "", 2024, "", "", "", 2025], ["", "", "T1", "T2", "T3", "T4", "T1"]]
    bloc = [
        ["BRETAGNE", 53, *(90 + i for i in range(5))], [REGION, 52, *(region + i for i in range(5))],
        ["Total DOM", "", *(1 for _ in range(5))], ["France entière", "", *(france + i for i in range(5))],
    ]  # fmt: skip
    ancien = [[REGION, 52, *((deuxieme or region) + i for i in range(5))]]
    return [*tete(titre), *entetes, *bloc, [], [], ["regions", "", "T1", "T2", "T3", "T4", "T1"], *ancien]


def sectorielle(titre, valeur):
    return [
        *tete(titre), ["", 2024, "", "", "", 2025], ["", "T1", "T2", "T3", "T4", "T1"],
        ["FZ : Construction", *(valeur for _ in range(5))],
        ["Ensemble des secteurs", *(2 * valeur for _ in range(5))],
    ]  # fmt: skip


def feuilles():
    return {
        "Lisez-moi": [["L'emploi intérimaire"]],
        "A": regionale(f"Nombre d'intérimaires par région {ETT}", 110.0),
        "B": regionale(f"Nombre d'intérimaires par région {ETU}"),
        "C": regionale(f"Volume de travail temporaire (en ETP) par région {ETT}", 111.0),
        "D": regionale(f"Volume de travail temporaire (en ETP) par région {ETU}", 101.0),
        "E": sectorielle("Nombre d'intérimaires en fin de trimestre par secteur d'activité", 200.0),
        "F": sectorielle("Taux de recours à l'intérim par secteur d'activité", 0.05),
    }


def observations(lu):
    return lu.tables["observations"].to_pandas().set_index(["code_zone", "serie", "periode"])["value"]


def test_mission_and_agency_are_two_series_a_rate_is_in_percent_and_a_group_keeps_its_name(tmp_path):
    lu = interim_dares.lire(builders.classeur(tmp_path / "x.xlsx", feuilles()))
    CONTRATS["interim_dares"].valider(lu.tables)
    valeurs = observations(lu)
    assert lu.periodes == ("2024-T1", "2024-T2", "2024-T3", "2024-T4", "2025-T1")
    assert (valeurs["52", "effectif_etu", "2025-T1"], valeurs["52", "effectif_ett", "2025-T1"]) == (104.4, 114)
    assert (valeurs["52", "etp_etu", "2024-T2"], valeurs["FR", "effectif_etu", "2024-T1"]) == (102, 1300)
    assert lu.remarques == ()
    secteurs = lu.tables["secteurs"].to_pandas().set_index(["secteur", "mesure", "periode"])["value"]
    assert secteurs["FZ", "recours", "2025-T1"] == pytest.approx(5)
    assert secteurs["ensemble_des_secteurs", "effectif", "2025-T1"] == 400
    assert set(lu.tables["secteurs"]["libelle_secteur"].to_pylist()) == {"Construction", "Ensemble des secteurs"}


SEULE = regionale(f"Nombre d'intérimaires par région {ETU}")
EN_UN_MOT = [*SEULE[:6], [], ["", "", "2024T1", "2024T2", "2024T3", "2024T4", "2025T1"], *SEULE[8:]]
SANS_LES_AUTRES = [ligne for ligne in SEULE if not ligne or ligne[0] not in ("BRETAGNE", "France entière")]


@pytest.mark.parametrize(("lues", "ecrire", "incomplet"), [
    (feuilles(), builders.classeur, False),
    (feuilles(), builders.ods, False),
    *((SEULE, lambda f, x, e=e: builders.texte(f, x, encodage=e), True) for e in ("cp1252", "utf-8")),
    ({f"Feuil{i}": v for i, v in enumerate(reversed(feuilles().values()))}, builders.classeur, False),
    ({"B": EN_UN_MOT}, builders.classeur, True),
    (feuilles() | {"B": SEULE[:12]}, builders.classeur, False),
    ({"B": SANS_LES_AUTRES}, builders.classeur, True),
])  # fmt: skip
def test_the_forms_in_which_it_comes(tmp_path, lues, ecrire, incomplet):
    f = ecrire(tmp_path / ("x.csv" if isinstance(lues, list) else "x.xlsx"), lues)
    assert importation.reconnaitre(f).source == "interim-dares"
    lu = interim_dares.lire(f)
    assert (observations(lu)["52", "effectif_etu", "2025-T1"], bool(lu.remarques)) == (104.4, incomplet)


@pytest.mark.parametrize(("lues", "dit", "remede"), [
    (feuilles() | {"B": regionale(f"Nombre d'intérimaires par région {ETU}", deuxieme=90.0)}, "deux valeurs", ""),
    ({n: feuilles()[n] for n in ("E", "F")}, "aucune feuille par région", "colonnes/interim_dares.toml"),
    ({n: [x for x in f if x[:1] != [REGION]] for n, f in feuilles().items()}, "aucune feuille par région", ""),
    ({"B": [*SEULE[:6], *([*x[:4], *x[5:]] for x in SEULE[6:])]}, "trou dans la série", ""),
])  # fmt: skip
def test_what_would_make_a_figure_wrong_is_refused(tmp_path, lues, dit, remede):
    with pytest.raises(ErreurDonnees, match=dit) as e:
        interim_dares.lire(builders.classeur(tmp_path / "x.xlsx", lues))
    assert remede in e.value.remede


def test_a_sector_is_of_france_and_the_region_is_whole(donnees, tmp_path):
    f = builders.classeur(tmp_path / "x.xlsx", feuilles())
    builders.importer(donnees, "interim-dares", f)
    batiment, culture = (parametres.lire().secteurs[c] for c in ("batiment", "culture"))
    lus = secteurs.interim_publie(donnees, batiment)
    derniers = lus[lus["periode"] == "2025-T1"].set_index("ou")
    assert list(derniers.index) == ["region", "france", "FZ"]
    assert derniers["effectif"].tolist() == [104.4, 1304, 200]
    assert derniers["libelle"]["FZ"] == "France, construction"
    assert derniers["recours"].isna().tolist() == [True, True, False]
    assert set(secteurs.interim_publie(donnees, culture)["ou"]) == {"region", "france"}
    v = autres.interim_publie(lus, batiment, demonstration=False)
    assert v.titre == "104 intérimaires dans la région au 1ᵉʳ trimestre 2025, tous secteurs ensemble"
    assert "aucun chiffre d’un secteur de la région n’existe" in v.lecture
    assert "Construction, en France : 200 intérimaires, 5,0 % des salariés." in v.lecture.replace("\xa0", " ")


def test_the_activities_named_beside_the_sectors_are_those_of_the_workbook(producteurs):
    connus = set(producteurs.lire("interim_dares", "secteurs")["secteur"])
    nommes = {c for s in parametres.lire().secteurs.values() for c in s.interim}
    assert nommes
    assert nommes <= connus


def test_each_indicator_is_its_series_of_the_official_workbook(producteurs):
    assert producteurs.instantane("interim_dares", "2025-T3").manifeste["remarques"] == []
    attendus = {
        "interimaires": (54031, 705599), "interimaires_agence": (58689, 705599), "interim_etp": (54193, 715342),
    }  # fmt: skip
    for code, (region, france) in attendus.items():
        t = tableau.calculer(producteurs, code, "region")
        lus = [df.set_index("periode")["value"] for df in (t.lignes, t.complements)]
        assert (len(lus[0]), *(round(v["2025-T3"]) for v in lus)) == (103, region, france)
    o = origine.remonter(producteurs, t, "52", "2025-T3")
    assert (o.genre, len(o.lignes)) == ("publiee", 1)
    assert o.source["fichier"].endswith(".xlsx")
