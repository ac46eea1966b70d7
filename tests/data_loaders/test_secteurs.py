"""Portrait of a sector from the snapshots: states of each dataset, and the official figures of the region."""

import pandas as pd
import pytest

from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import enquete as estimations
from data_loaders.measures import bmo, enonces, estimation, marches
from data_loaders.metiers import secteurs
from data_loaders.parametres import secteurs as parametres

SECTEURS = parametres.lire().secteurs


@pytest.fixture(scope="module")
def toutes(officielles):
    return officielles, estimations.lire(officielles)


def test_a_year_without_the_metiers_or_a_zone_without_rows_is_never_zero(demonstration):
    donnees, enquete = demonstration, estimations.lire(demonstration)
    cellules = enquete.cellules
    ailleurs = enquete._replace(cellules=cellules[cellules["code_departement"] != "53"])
    r = secteurs.relever(donnees, SECTEURS["culture"], ailleurs)
    ligne = r.tableau("bmo_projets", "departement").periode("2024").loc["53"]
    assert (ligne["obs_status"], ligne["raison"]) == ("L", secteurs.RAISON_ABSENTE)
    sans = cellules[~((cellules["code_departement"] == "53") & (cellules["code_metier"] == "U1X80"))]
    r = secteurs.relever(donnees, SECTEURS["culture"], enquete._replace(cellules=sans))
    assert r.tableau("bmo_projets", "departement").periode("2024").loc["53", "value"] == 0
    part = r.tableau("bmo_part_difficiles", "departement").periode("2024").loc["53"]
    assert (part["obs_status"], part["raison"]) == ("M", secteurs.secret.RAISON_SANS_PART)


@pytest.mark.parametrize(("code", "projets", "part", "metiers"), [
    ("batiment", 13078, 75.2, 25), ("aide_domicile", 8749, 80.6, 3), ("agroalimentaire", 6934, 63.9, 2),
])  # fmt: skip
def test_official_figures_of_the_priority_sectors_in_2024(toutes, code, projets, part, metiers):
    donnees, enquete = toutes
    r = secteurs.relever(donnees, SECTEURS[code], enquete)
    assert not r.demonstration
    ligne = r.tableau("bmo_projets").periode("2024").loc["52"]
    assert (ligne["value"], ligne["minorant"]) == (projets, True)
    assert round(r.tableau("bmo_part_difficiles").periode("2024").loc["52", "value"], 1) == part
    assert len(r.codes("2024")) == metiers


TETE = 'version = "1"\nen_vigueur = "2020-01-01"\nstatut = "essai"\nsource = "essai"\n'
BON = """
[[secteur]]
code = "bois"
libelle = "Bois"
ou = "dans le bois"
liste = "etude"
[[secteur.metiers]]
motif = "essai"
FAP2009 = ["F2Z"]
FAP2021 = ["F1X30"]
"""


@pytest.mark.parametrize(("texte", "message"), [
    ("version = ", "fichier illisible"),
    (BON, "tête de fichier incomplète"),
    (TETE, "liste vide"),
    (TETE + BON + BON, "secteur en double"),
    (TETE + '[textes.etude]\nou = "Titre IV"\n' + BON, "texte de la convention mal écrit"),
    (TETE + BON.replace('libelle = "Bois"\n', ""), "champ manquant ou vide"),
    (TETE + BON.replace('liste = "etude"', 'liste = "autre"'), "liste inconnue"),
    (TETE + BON.replace('"bois"', '"Bois !"'), "code mal écrit"),
    (TETE + BON.replace("ou =", "voie = []\nou ="), "champ inconnu"),
    (TETE + BON.replace("ou =", 'voir = ["acier"]\nou ='), "renvoi vers un secteur inconnu"),
    (TETE + BON.partition("[[secteur.metiers]]")[0], "aucun métier"),
    (TETE + BON.replace('motif = "essai"\n', ""), "choix sans motif"),
    (TETE + BON.replace('FAP2009 = ["F2Z"]\n', ""), "choix mal écrit"),
    (TETE + BON.replace('"F2Z"', "").replace('"F1X30"', ""), "choix sans code"),
])  # fmt: skip
def test_a_faulty_file_is_refused_in_french(tmp_path, texte, message):
    chemin = tmp_path / "secteurs.toml"
    chemin.write_text(texte, encoding="utf-8")
    with pytest.raises(ErreurDonnees, match=message) as e:
        parametres.lire(chemin)
    assert "À faire" in str(e.value)


def test_every_code_takes_metiers_in_the_official_surveys(enquetes):
    tables = [enquetes(annee)[1] for annee in ("2021", "2023", "2024")]
    metiers = [(t["nomenclature"].iloc[0], list(t["code_metier"])) for t in tables]
    assert [n for n, _ in metiers] == ["FAP2009", "FAP2009", "FAP2021"]
    perdus = [
        (s.code, prefixe, nomenclature)
        for nomenclature, codes in metiers
        for s in parametres.lire().secteurs.values()
        for prefixe in s.prefixes(nomenclature)
        if not any(c.startswith(prefixe) for c in codes)
    ]
    assert perdus == []


METIERS = {"B0Z20": "O", "B0Z21": "O", "V0Z60": "S", "A0Z40": "Z"}
# département, métier, projects, difficult, seasonal; None = hidden
CELLULES = (
    ("44", "5220", "B0Z20", 900.0, 540.0, 90.0), ("44", "5220", "B0Z21", None, None, None),
    ("44", "5221", "B0Z20", 100.0, 60.0, None), ("49", "5213", "V0Z60", 400.0, 100.0, 40.0),
    ("72", "5209", "B0Z21", None, None, None),
)  # fmt: skip


@pytest.fixture(scope="module")
def enquete():
    metiers = pd.DataFrame(
        [("2023", m, f"Métier {m}", f, f"Famille {f}", "FAP2009") for m, f in METIERS.items()],
        columns=["annee", "code_metier", "libelle_metier", "code_famille", "libelle_famille", "nomenclature"],
    )
    lignes = [
        {"annee": "2023", "code_bassin": b, "code_departement": d, "code_metier": m, "mesure": mesure, "value": v}
        for d, b, m, met, xmet, smet in CELLULES
        for mesure, v in (("met", met), ("xmet", xmet), ("smet", smet))
    ]
    return bmo.large(pd.DataFrame(lignes), metiers), metiers


@pytest.fixture(scope="module")
def estimee(enquete):
    """The survey filled, without France, with its métiers and those of the sector."""
    large, metiers = enquete
    dedans = secteurs.metiers_du_secteur(metiers, {"FAP2009": ("B0Z",)})
    return estimation.preparer(large, large[:0].assign(code_region="")), metiers, dedans


def test_a_sector_takes_the_metiers_of_the_nomenclature_of_the_year(enquete):
    _, metiers = enquete
    assert list(secteurs.metiers_du_secteur(metiers, {"FAP2009": ("B0Z",)})["code_metier"]) == ["B0Z20", "B0Z21"]
    assert list(secteurs.metiers_du_secteur(metiers, {"FAP2009": ("B0Z21",)})["code_metier"]) == ["B0Z21"]
    assert secteurs.metiers_du_secteur(metiers, {"FAP2021": ("B0Z",)}).empty


def test_visible_sums_are_lower_bounds_and_a_departement_where_all_is_hidden_has_no_figure(enquete):
    large, metiers = enquete
    dedans = secteurs.metiers_du_secteur(metiers, {"FAP2009": ("B0Z",), "FAP2021": ()})
    marquees = secteurs.marquer_lignes(large, dedans, "bat")
    d = secteurs.detail(bmo.zoner(marquees, "region"), "bat", ["code_zone"]).loc["52"]
    assert (d.projets, d.minorant) == (1000.0, True)
    # X = 540 + 60, two hidden cells of projects: (600 + 2 × 1,2) / (1000 + 2 × 2,9)
    assert (d.part, d.part_basse) == (pytest.approx(100 * 602.4 / 1005.8), pytest.approx(100 * 600 / 1010))
    assert d.part_haute == pytest.approx(100 * 610 / 1010)
    # 90 seasonal projects seen, at most 5 hidden in Ancenis and 5 in each hidden cell
    assert (d.saison_basse, d.saison_haute) == (pytest.approx(100 * 90 / 1010), pytest.approx(100 * 105 / 1010))
    assert (d.metiers_nb, d.metiers_caches_nb) == (2, 1)
    d = secteurs.detail(bmo.zoner(marquees, "departement"), "bat", ["code_zone"])
    assert list(d.index) == ["44", "72"]
    assert d.loc["72", ["projets", "part", "saison_haute"]].isna().all()
    assert "secret statistique" in d.loc["72", "part_raison"]


def _estimer(enquete, dedans, zonage):
    region = marches.sommer(enquete, marches.ENSEMBLE, "region").set_index("annee")["q_estimee"]
    return secteurs.estimer(secteurs.restreindre(enquete, dedans, "bat"), zonage, reference=region)


def test_the_estimate_of_a_sector_is_redone_by_hand(estimee):
    enquete, _, dedans = estimee
    region = _estimer(enquete, dedans, "region").iloc[0]
    n, part, tous = 1005.8**0.5, 602.4 / 1005.8, 702.4 / 1405.8
    sans_france = (n * part + 60 * tous) / (n + 60)  # the region plays France, drawn to its own level
    q = (n * part + 60 * sans_france) / (n + 60)
    assert region["q_estimee"] == pytest.approx(q)
    assert region["s"] == pytest.approx((1.6 * q * (1 - q) / (n + 60)) ** 0.5)
    assert (region["classe"], region["certitude"], region["position"]) == (3, enonces.ASSEZ_SOLIDE, 0)
    ici = _estimer(enquete, dedans, "departement").set_index("code_zone")
    assert ici["statut"].to_dict() == {"44": "estime", "72": "secret"}
    assert (ici.loc["72", "raison"], ici.loc["72", "certitude"]) == (marches.STATUTS["secret"][1], "")
    assert pd.isna(ici.loc["72", "classe"])


def test_a_metier_is_told_where_it_has_an_estimate_and_a_sector_equal_to_a_family_as_the_family(estimee):
    enquete, metiers, dedans = estimee
    lus = marches.decrire(enquete, metiers, "metier")["region"].set_index("code_groupe").loc[["B0Z20", "B0Z21"]]
    assert lus["statut"].to_dict() == {"B0Z20": "estime", "B0Z21": "secret"}
    dit = enonces.dire(lus["q_estimee"], lus["s"]).loc["B0Z20"]
    assert lus.loc["B0Z20", ["classe", "certitude"]].tolist() == dit.tolist()
    assert lus.loc["B0Z21", ["classe", "certitude"]].isna().tolist() == [True, False]
    secteur = _estimer(enquete, dedans, "departement").set_index("code_zone")
    famille = marches.decrire(enquete, metiers, "famille")["departement"]
    famille = famille[famille["code_groupe"] == "O"].set_index("code_zone").loc[secteur.index]
    pd.testing.assert_series_equal(secteur["q_estimee"], famille["q_estimee"])


PASSAGES = pd.DataFrame(
    [("F1", "B0Z20", 1.0), ("F2", "B0Z20", 0.5), ("F2", "V0Z60", 0.5), ("F3", "V0Z60", 1.0), ("F4", "B0Z21", 0.25),
     ("F4", "A0Z40", 0.75)],
    columns=["code_rome", "code_metier", "part"],
)  # fmt: skip
PROJETS = pd.Series({"B0Z20": 300.0, "V0Z60": 100.0, "B0Z21": float("nan")})


def test_a_rome_is_shared_by_qualifications_and_projects_and_offers_are_bounded_by_what_touches():
    part = secteurs.part_du_secteur(PASSAGES, PROJETS, {"B0Z20", "B0Z21"}).set_index("code_rome")
    # F2: 0,5 × 300 against 0,5 × 100; F4 has no project: its qualification levels alone
    assert part["part"].to_dict() == {"F1": 1.0, "F2": 0.75, "F4": 0.25}
    assert part["entier"].to_dict() == {"F1": True, "F2": False, "F4": False}
    tensions = pd.DataFrame(
        [("5220", "F1", 10.0, 4.0), ("5220", "F2", 100.0, 40.0), ("5220", "F3", 7.0, 7.0), ("5221", "F2", 8.0, 8.0)],
        columns=["code_bassin", "code_rome", "offres", "inscrits"],
    )
    o = secteurs.partager_offres(tensions, PASSAGES, PROJETS, {"B0Z20", "B0Z21"}).set_index("code_bassin")
    assert o.loc["5220", ["offres_min", "offres", "offres_max"]].tolist() == [10.0, 85.0, 110.0]
    assert o.loc["5220", ["inscrits_min", "inscrits", "inscrits_max"]].tolist() == [4.0, 34.0, 44.0]
    assert o.loc["5221", ["offres_min", "offres", "offres_max"]].tolist() == [0.0, 6.0, 8.0]
