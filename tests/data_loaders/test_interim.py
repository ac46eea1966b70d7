"""Interim work: the workbook that an organisation sends, then that of the DARES. Figures are invented, or official."""

import pytest

from data_loaders.chiffres import tableau
from data_loaders.commandes import importation
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.metiers import secteurs
from data_loaders.parametres.secteurs import lire as lire_secteurs
from data_loaders.sources import interim_dares, saisies
from tests import builders

BATIMENT = lire_secteurs().secteurs["batiment"]


def importer(donnees, dossier, *lignes):
    """Receive the model, filled from its first row on."""
    chemin = dossier / "interim.xlsx"
    saisies.ecrire_modele(donnees, chemin, "interim")
    return builders.importer(donnees, "interim", builders.remplir(chemin, saisies.CHIFFRES["interim"], lignes))


def envoyee(code="batiment", territoire="Pays de la Loire", periode="2024", **valeurs):
    return {"code": code, "territoire": territoire, "periode": periode, **valeurs}


def test_figures_hidden_and_missing_ones_are_kept_apart_and_that_there_are_none_is_said(donnees, tmp_path):
    resume = importer(
        donnees, tmp_path, envoyee(missions=1200, etp=310.5), envoyee(territoire="Mayenne", missions="s", etp=None),
        envoyee(code="numerique", missions=10),
    )  # fmt: skip
    assert "3 lignes lues, transmises par Carif-Oref" in resume[0].replace("\u00a0", " ")
    assert "valeurs : 3 · masquées par l'organisme : 1 · non disponibles : 2" in resume[1]
    lu = secteurs.interim(donnees, BATIMENT).set_index(["code_zone", "mesure"])
    assert (lu.loc[("52", "missions"), "value"], lu.loc[("52", "etp"), "value"]) == (1200, 310.5)
    assert lu.loc[("53", "missions"), ["obs_status", "conf_status"]].tolist() == ["Q", "C"]
    assert (lu.loc[("53", "etp"), "obs_status"], set(lu["transmis_par"])) == ("O", {"Carif-Oref"})
    resume = importer(donnees, tmp_path, envoyee(missions=1200, etp=310.5))
    assert "valeurs : 2 · masquées par l'organisme : 0 · non disponibles : 0" in resume[1]


def test_families_are_shown_where_the_sector_was_not_sent_and_nothing_without_a_transmission(donnees, tmp_path):
    assert secteurs.interim(donnees, BATIMENT).empty
    importer(donnees, tmp_path, envoyee(code="B2Z", missions=5), envoyee(code="D2Z", missions=7))
    assert set(secteurs.interim(donnees, BATIMENT)["code"]) == {"B2Z"}
    assert secteurs.interim(donnees, lire_secteurs().secteurs["lgv"]).empty


@pytest.mark.parametrize(("faute", "message"), [
    ({"code": "boulangerie"}, "code inconnu"),
    ({"code": "S0Z"}, "famille professionnelle hors des secteurs"),
    ({"periode": "2024-S1"}, "période mal écrite"),
    ({"missions": -3}, "valeur négative"),
    ({"missions": 3.5}, "valeur à décimales"),
])  # fmt: skip
def test_a_faulty_cell_is_refused_with_its_row(donnees, tmp_path, faute, message):
    with pytest.raises(ErreurDonnees, match=message) as e:
        importer(donnees, tmp_path, envoyee(missions=1) | faute)
    assert "ligne 2, colonne" in str(e.value)
    assert donnees.officiel.millesimes("interim") == []


NOMS = {"44": "Loire-Atlantique", "49": "Maine-et-Loire", "53": "Mayenne", "72": "Sarthe", "85": "Vendée"}


def missions(valeurs):
    return [envoyee(territoire=NOMS.get(c, "Pays de la Loire"), missions=n) for c, n in valeurs.items()]


TRIMESTRES = [envoyee(periode=f"2024-T{i}", missions=n) for i, n in enumerate((300, 2, 250, 280), 1)]


@pytest.mark.parametrize(("envois", "cle", "caches"), [
    ([missions({"52": 1043, "44": 500, "49": 300, "53": 3, "72": 40, "85": 200})], "code_zone", {"53", "72"}),
    # hidden by its sender
    ([missions({"52": 1000, "53": "s", "44": 200, "49": 201, "72": 202, "85": 203})], "code_zone", {"53", "44"}),
    # a quarter of a year
    ([[envoyee(missions=832), *TRIMESTRES]], "periode", {"2024-T2", "2024-T3"}),
    # 72 was seen before, so hiding it would give 53 away; 44 was not.
    ([missions({"52": 1043, "49": 300, "72": 40, "85": 200}), missions({"44": 500, "53": 3})], "code_zone",
     {"53", "44"}),
])  # fmt: skip
def test_a_small_figure_is_hidden_with_one_that_would_give_it_away(donnees, tmp_path, envois, cle, caches):
    for lignes in envois:
        resume = importer(donnees, tmp_path, *lignes)
    assert "masquées après l'importation, avec celles qui les feraient retrouver : 2" in resume[2]
    lu = secteurs.interim(donnees, BATIMENT).query("mesure == 'missions'").set_index(cle)
    assert set(lu.index[lu["obs_status"] == "Q"]) == set(lu.index[lu["value"].isna()]) == caches


def test_a_small_figure_that_earlier_versions_give_away_is_refused(donnees, tmp_path):
    importer(donnees, tmp_path, *missions({"52": 1043, "44": 500, "49": 300, "72": 40, "85": 200}))
    avant = donnees.officiel.empreinte()
    with builders.refus("secret", "se retrouvent par soustraction") as e:
        importer(donnees, tmp_path, *missions({"53": 3}))
    assert "dans une version précédente" in e.value.cause
    assert donnees.officiel.empreinte() == avant


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
SANS_LES_AUTRES = [ligne for ligne in SEULE if not ligne or ligne[0] not in ("BRETAGNE", "France entière")]


@pytest.mark.parametrize(("lues", "ecrire", "incomplet"), [
    (feuilles(), builders.classeur, False),
    (feuilles(), builders.ods, False),
    *((SEULE, lambda f, x, e=e: builders.texte(f, x, encodage=e), True) for e in ("cp1252", "utf-8")),
    (feuilles() | {"B": SEULE[:12]}, builders.classeur, False),
    ({"B": SANS_LES_AUTRES}, builders.classeur, True),
])  # fmt: skip
def test_the_forms_in_which_it_comes(donnees, tmp_path, lues, ecrire, incomplet):
    f = ecrire(tmp_path / ("x.csv" if isinstance(lues, list) else "x.xlsx"), lues)
    assert importation.reconnaitre(f).source == "interim-dares"
    lu = interim_dares.lire(f)
    assert (observations(lu)["52", "effectif_etu", "2025-T1"], bool(lu.remarques)) == (104.4, incomplet)
    builders.importer(donnees, "interim-dares", f)
    assert (not tableau.calculer(donnees, "interim_etp", "region").periodes) == incomplet


@pytest.mark.parametrize(("lues", "dit", "remede"), [
    (feuilles() | {"B": regionale(f"Nombre d'intérimaires par région {ETU}", deuxieme=90.0)}, "deux valeurs", ""),
    ({"B": [["T1" if c == "T2" else c for c in x] for x in SEULE]}, "deux valeurs", ""),
    ({n: feuilles()[n] for n in ("E", "F")}, "aucune feuille par région", "colonnes/interim_dares.toml"),
    ({"B": [*SEULE[:6], *([*x[:4], *x[5:]] for x in SEULE[6:])]}, "trou dans la série", ""),
])  # fmt: skip
def test_what_would_make_a_figure_wrong_is_refused(tmp_path, lues, dit, remede):
    with pytest.raises(ErreurDonnees, match=dit) as e:
        interim_dares.lire(builders.classeur(tmp_path / "x.xlsx", lues))
    assert remede in e.value.remede


def test_a_sector_is_of_france_and_the_region_is_whole(donnees, tmp_path):
    f = builders.classeur(tmp_path / "x.xlsx", feuilles())
    builders.importer(donnees, "interim-dares", f)
    batiment, culture = (lire_secteurs().secteurs[c] for c in ("batiment", "culture"))
    lus = secteurs.interim_publie(donnees, batiment)
    derniers = lus[lus["periode"] == "2025-T1"].set_index("ou")
    assert list(derniers.index) == ["region", "france", "FZ"]
    assert derniers["effectif"].tolist() == [104.4, 1304, 200]
    assert derniers["libelle"]["FZ"] == "France, construction"
    assert derniers["recours"].isna().tolist() == [True, True, False]
    assert set(secteurs.interim_publie(donnees, culture)["ou"]) == {"region", "france"}
