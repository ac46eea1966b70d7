"""Versions of a dataset: who approved them, and what differs between two of them."""

import io
import itertools
import json
import threading
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pyarrow as pa
import pytest

from data_loaders.__main__ import main
from data_loaders.chiffres import tableau
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Source
from data_loaders.versions import approbations, difference
from pages.figures.donnees import differences as mots
from tests import builders
from tests.builders import SOURCE, metiers_bmo, observations_bmo


@pytest.fixture
def instantane(racine_propre):
    """One official snapshot of the survey; its identifier."""
    return builders.publier_bmo(Donnees(racine_propre).officiel, 12.0)


def approuver(instantane, *parties, jour="", nom="Nom saisi", cible="bmo/{}"):
    """The code of the last approval."""
    code = 0
    for partie in parties:
        commande = ["approuver", cible.format(instantane), "--partie", partie, "--nom", nom, "--reference", "CR n° 1"]
        code = main([*commande, *(["--date", jour] if jour else [])])
    return code


def test_two_approvals_make_a_document_valid_and_one_does_not(racine_propre, instantane, capsys):
    assert approbations.statut("bmo", [instantane]).texte == "Chiffres du producteur"
    assert approuver(instantane, "france_travail", jour="2024-02-29") == 0
    une = approbations.statut("bmo", [instantane])
    assert (une.texte, une.valide) == ("Approuvé par France Travail (1 sur 2) – non validé", False)
    assert approuver(instantane, "region") == 0
    assert "Validé par les deux signataires" in capsys.readouterr().out
    assert approbations.statut("bmo", [instantane]).valide
    projets = INDICATEURS["bmo_projets"]
    nommee = tableau.provenance_de(Donnees(), projets, "2023", "region")["instantane"]
    assert approbations.statut_de(projets, "region", [nommee]).valide  # as a figure names it
    premiere = approbations.lire(racine_propre)[0]
    assert premiere[:6] == ("bmo", instantane, "france_travail", "Nom saisi", "2024-02-29", "CR n° 1")


def publier_document(instantane, jour=""):
    commande = ["publier", f"bmo/{instantane}", "--nom", "Nom saisi", "--reference", "rapport n° 3"]
    return main([*commande, *(["--date", jour] if jour else [])])


def test_a_snapshot_is_published_only_once_both_signatories_approved(instantane, capsys):
    approuver(instantane, "region", jour="2024-03-01")
    assert publier_document(instantane) == 3
    assert "approbation manquante : France Travail" in capsys.readouterr().err
    approuver(instantane, "france_travail", jour="2024-03-05")
    assert publier_document(instantane, "2024-03-04") == 2
    assert "avant la dernière approbation (2024-03-05)" in capsys.readouterr().err
    assert not approbations.statut("bmo", [instantane]).publie_le
    assert publier_document(instantane, "2024-03-12") == 0
    publie = approbations.statut("bmo", [instantane])
    assert (publie.valide, publie.texte) == (True, "Publié le 12 mars 2024, validé par les deux signataires")
    assert publier_document(instantane) == 3
    assert "déjà publié le 2024-03-12" in capsys.readouterr().err
    # What is made of two snapshots is published when both are.
    valide = approbations.Statut(("region", "france_travail"))
    assert approbations.commun([publie, valide]) == valide
    assert approbations.commun([publie, valide._replace(publie_le="2024-05-01")]).publie_le == "2024-05-01"


def test_a_dataset_is_approved_whole_and_only_what_was_left(donnees, instantane, capsys):
    autre = builders.publier_bmo(donnees.officiel, 20.0, "2024")
    approuver(instantane, "region")
    assert approuver("", "region", cible="bmo") == 0
    assert [a.instantane for a in approbations.lire(donnees.racine)] == [instantane, autre]
    assert approuver("", "region", cible="bmo") == 2
    assert "déjà approuvés" in capsys.readouterr().err
    assert approuver("", "region", cible="stmt_dep") == 2
    assert "aucun instantané officiel" in capsys.readouterr().err


def test_an_unknown_or_damaged_snapshot_is_refused(racine_propre, instantane, capsys):
    assert approuver("2023--00000000", "region") == 3
    assert "version absente du disque" in capsys.readouterr().err
    assert not (racine_propre / approbations.FICHIER).exists()
    fichier = racine_propre / "snapshots" / "bmo" / instantane / "metiers.parquet"
    fichier.write_bytes(fichier.read_bytes()[:-1] + b"x")
    assert approuver(instantane, "region") == 3
    assert "metiers.parquet modifié" in capsys.readouterr().err


def test_invented_figures_cannot_be_approved(demo_propre, racine_propre, capsys):
    d = demo_propre
    assert approuver(d.instantane("bmo", d.millesimes("bmo")[-1]).identifiant, "region") == 3
    assert "ne s'approuvent pas" in capsys.readouterr().err
    assert not (racine_propre / approbations.FICHIER).exists()


@pytest.mark.parametrize(("cible", "options"), [
    ("bmo", {}), ("autre/2023--00000000", {}), ("bmo/2023--00000000", {"partie": "prefecture"}),
    ("bmo/2023--00000000", {"nom": "  "}), ("bmo/2023--00000000", {"reference": "x" * 201}),
    ("bmo/2023--00000000", {"jour": date.today() + timedelta(days=2)}),
])  # fmt: skip
def test_a_malformed_request_is_refused(tmp_path, cible, options):
    with pytest.raises(DemandeInvalide):
        approbations.approuver(tmp_path, cible, **{"partie": "region", "nom": "Nom", "reference": "réf."} | options)


def test_an_approval_is_recorded_once_and_not_at_a_malformed_date(racine_propre, instantane, capsys):
    assert approuver(instantane, "region", jour="31/12/2023") == 2
    assert "écrire AAAA-MM-JJ" in capsys.readouterr().err
    assert approuver(instantane, "region") == 0
    avant = (racine_propre / approbations.FICHIER).read_bytes()
    assert approuver(instantane, "region", nom="Autre nom") == 3
    assert "déjà approuvé par Région" in capsys.readouterr().err
    assert (racine_propre / approbations.FICHIER).read_bytes() == avant


@pytest.mark.parametrize("contenu", [b"pas du json\n", b"[1, 2]\n", b'{"dataset": "bmo"}\n', b"\xff\xfe\n"])
def test_a_damaged_register_approves_nothing_and_is_left_as_it_is(racine_propre, instantane, contenu):
    (racine_propre / approbations.FICHIER).write_bytes(contenu)
    with pytest.raises(ErreurDonnees, match="registre des approbations illisible"):
        approbations.lire(racine_propre)
    assert approbations.statut("bmo", [instantane]) == approbations.Statut(nature=approbations.PRODUCTEUR)
    assert approuver(instantane, "region") == 3
    assert (racine_propre / approbations.FICHIER).read_bytes() == contenu


def test_approvals_recorded_together_are_all_kept(racine_propre, instantane):
    fils = [threading.Thread(target=approuver, args=(instantane, p)) for p in ("region", "france_travail")]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert approbations.statut("bmo", [instantane]).valide


def test_three_statuses_tell_who_answers(racine_propre, instantane):
    declaree = INDICATEURS["bmo_part_difficiles"]
    estimee = replace(declaree, estime=True)
    dits = [approbations.statut_de(i, "region", [instantane]).texte for i in (declaree, estimee)]
    assert dits == ["Chiffres du producteur", "Estimation à partir des chiffres du producteur"]
    # One part of joint work makes a whole that both signatories must approve.
    ensemble = [approbations.statut(jeu, [instantane]) for jeu in ("bmo", "convention")]
    assert approbations.commun(ensemble).texte == "Document de travail – non validé"
    assert approbations.commun(ensemble[:1]).texte == "Chiffres du producteur"


BMO, CHOMAGE = CONTRATS["bmo"], CONTRATS["chomage_dep"]
TOUT = frozenset({"zone-absente", "lignes-25", "edition-ancienne", "contenu-repete"})


# Projects, difficult and seasonal ones of each bassin.
AVANT = {"5220": (100.0, 45.0, 10.0), "5221": (50.0, None, 5.0), "5222": (20.0, 10.0, None)}
APRES = {"5220": (100.0, 75.0, 12.0), "5221": (50.0, 30.0, None), "5223": (8.0, 5.0, None)}


def bmo(cellules):
    cles = itertools.product(cellules, enumerate(("met", "xmet", "smet")))
    lignes = [(b, "44", "B0Z20", mesure, cellules[b][i]) for b, (i, mesure) in cles]
    return builders.tables_bmo(lignes)


@pytest.fixture
def confirmees(racine_propre):
    return Donnees(racine_propre, confirmees=TOUT)


@pytest.fixture
def revision(confirmees):
    """The survey of 2023 and its revision: identifiers."""
    return [confirmees.officiel.publier(BMO, "2023", bmo(c), [SOURCE]).identifiant for c in (AVANT, APRES)]


def test_every_kind_of_change_is_found_and_ranked_and_a_declared_share_has_no_class(confirmees, revision):
    d = difference.comparer(confirmees, "bmo", *revision)
    assert len(d.de("zone_retiree")) == len(d.de("zone_nouvelle")) == 1
    assert d.de("zone_retiree")[0].ou.startswith("5222 ")
    assert d.de("zone_nouvelle")[0].ou.startswith("5223 ")
    dits = [(c.ou, c.avant, c.apres) for g in ("secret_nouveau", "secret_leve", "revision") for c in d.de(g)]
    assert dits == [
        ("2023 · 5221 Ancenis · B0Z20 Maçons · projets saisonniers", 5.0, None),
        ("2023 · 5221 Ancenis · B0Z20 Maçons · projets difficiles", None, 30.0),
        ("2023 · 5220 Nantes · B0Z20 Maçons · projets difficiles", 45.0, 75.0),
        ("2023 · 5220 Nantes · B0Z20 Maçons · projets saisonniers", 10.0, 12.0),
    ]
    assert len(d.de("valeur_retiree")) == len(d.de("valeur_nouvelle")) == 3
    rangs = [genre for genre, _ in difference.RANGS]
    ordre = [rangs.index(c.genre) for c in d.changements]
    assert ordre == sorted(ordre)
    # 45/100 is between 40 and 50; 75/100 is above 70, the last limit.
    assert d.de("classe") == []


def test_an_edition_of_a_series_shows_its_revised_rate_and_class(confirmees):
    def edition(taux):
        zones = ["44", "49", "53", "72", "85", "52", "FM"]
        colonnes = {"periode": ["2023-T4"] * 7, "code_zone": zones, "value": [taux] + [7.5] * 6}
        return {"observations": pa.table(colonnes | {"obs_status": ["A"] * 7, "conf_status": ["F"] * 7})}

    a, b = (confirmees.officiel.publier(CHOMAGE, "2023-T4", edition(t), [SOURCE]).identifiant for t in (5.4, 5.5))
    d = difference.comparer(confirmees, "chomage_dep", a, b)
    assert [(c.genre, c.avant, c.apres) for c in d.changements] == [("classe", 5.4, 5.5), ("revision", 5.4, 5.5)]
    dit = "Taux de chômage localisé, Loire-Atlantique, 4ᵉ trimestre 2023 : très bas (5,4\u00a0%) puis bas (5,5\u00a0%)"
    assert d.de("classe")[0].phrase() == dit


def test_the_command_gives_a_text_and_one_json_line(confirmees, revision, capsys):
    a, b = (f"bmo/{i}" for i in revision)
    assert main(["difference", a, b]) == 0
    texte = capsys.readouterr().out
    assert texte.startswith(f"De {a} à {b}\nZones retirées : 1\n")
    assert "  2023 · 5220 Nantes · B0Z20 Maçons · projets difficiles : 45 puis 75 (+30)" in texte
    assert "Ancenis · B0Z20 Maçons · projets difficiles : secret statistique puis 30" in texte
    assert main(["difference", a, b, "--json"]) == 0
    objet = json.loads(capsys.readouterr().out)
    assert (objet["avant"], objet["apres"], objet["nombres"]["revision"]) == (a, b, 2)
    assert main(["difference", a, b.replace("bmo", "stmt_dep")]) == 2


NOMENCLATURES = CONTRATS["nomenclatures"]


def postes(**libelles):
    """One domain and its posts, by code."""
    lignes = [("FAP2021", "fap22", "B", "Bâtiment", "")]
    lignes += [("FAP2021", "fap86", code, libelle, "B") for code, libelle in libelles.items()]
    noms = [c.nom for c in NOMENCLATURES.tables["postes"].colonnes]
    return {"postes": pa.table([list(c) for c in zip(*lignes, strict=True)], noms)}


def test_posts_of_a_nomenclature_added_removed_and_renamed_are_told_apart(confirmees):
    etats = (postes(B0Z="Maçons", B1Z="Peintres"), postes(B0Z="Maçons, plâtriers", B2Z="Couvreurs"))
    a, b = (confirmees.officiel.publier(NOMENCLATURES, "FAP2021", t, [SOURCE]).identifiant for t in etats)
    d = difference.comparer(confirmees, "nomenclatures", a, b)
    assert [(c.genre, c.phrase()) for c in d.changements] == [
        ("ligne_retiree", "FAP2021 · fap86 · B1Z : libelle « Peintres », code_parent « B »"),
        ("ligne_nouvelle", "FAP2021 · fap86 · B2Z : libelle « Couvreurs », code_parent « B »"),
        ("ligne_modifiee", "FAP2021 · fap86 · B0Z : libelle « Maçons » puis « Maçons, plâtriers »"),
    ]


LIEUX = ("departement:44", "bassin:5221", "region:52", "spo:ancenis")


def publier(d, annee, met, xmet, fichier):
    lignes = [("5221", "44", "B0Z20", m, v) for m, v in (("met", met), ("xmet", xmet), ("smet", 0.0))]
    lignes += [("5208", "72", "B0Z20", m, v) for m, v in (("met", 50.0), ("xmet", 10.0), ("smet", 0.0))]
    tables = {"observations": observations_bmo(lignes, annee), "metiers": metiers_bmo(annee)}
    return d.officiel.publier(BMO, annee, tables, [Source(fichier, fichier[0] * 64, 1, "x")])


@pytest.fixture(scope="module")
def enquetes(tmp_path_factory):
    """A root with a survey, its revision and the next one, and their versions; to be read only."""
    d = Donnees(tmp_path_factory.mktemp("enquetes") / "racine")
    cellules = (("2023", 100.0, 40.0, "a.xlsx"), ("2023", 100.0, 50.0, "b.xlsx"), ("2024", 120.0, 60.0, "c.xlsx"))
    return d, *(publier(d, *x).identifiant for x in cellules)


def par_territoire(d, avant, apres, lieux):
    versions = {i: difference.figer(d, "bmo", i) for i in (avant, apres)}
    return difference.par_territoire(BMO, avant, apres, lieux, lambda i, ind, zonage: versions[i].tableau(ind, zonage))


def test_a_revision_is_found_for_the_territories_that_it_touches(enquetes):
    d, avant, apres, _ = enquetes
    trouves = par_territoire(d, avant, apres, LIEUX)
    dits = [(c.lieu, c.indicateur.code, c.avant["value"], c.apres["value"]) for c in trouves]
    assert ("departement:44", "bmo_part_difficiles", 40.0, 50.0) in dits
    assert ("bassin:5221", "bmo_projets_difficiles", 40.0, 50.0) in dits
    assert ("region:52", "bmo_projets_difficiles", 50.0, 60.0) in dits
    assert {c.lieu for c in trouves} == set(LIEUX[:3])  # nothing is estimated for an SPO
    assert "bmo_projets" not in {c.indicateur.code for c in trouves}
    assert par_territoire(d, avant, apres, ("departement:72",)) == []


def test_two_vintages_are_compared_figure_to_figure(enquetes):
    d, _, avant, apres = enquetes
    trouves = par_territoire(d, avant, apres, ("departement:44",))
    (projets,) = [c for c in trouves if c.indicateur.code == "bmo_projets"]
    assert (projets.avant["periode"], projets.apres["periode"]) == ("2023", "2024")
    (ligne,) = mots.table([projets])[1]
    assert (ligne[3], ligne[6]) == ("2023 puis 2024", "+20\u00a0projets")


def test_a_hidden_part_leaves_the_gap_between_two_bounds():
    """By hand: 100 visible with 2 hidden of 1 to 4, then 90 with 1: from 91 ÷ 108 to 94 ÷ 102."""
    commun = {"minorant": True, "raison": "", "obs_status": "A"}
    avant, apres = (
        pd.Series(commun | {"value": v, "caches_nb": n, "borne_basse": v, "borne_haute": v + 4 * n, "periode": p})
        for v, n, p in ((100.0, 2, "2023"), (90.0, 1, "2024"))
    )
    c = mots.ChangementTerritoire("departement:44", INDICATEURS["bmo_projets"], avant, apres)
    assert mots.evolution(c) == pytest.approx((91 / 108 - 1, 94 / 102 - 1))
    assert mots.ecart(c) == "−15,7 à −7,8\u202f%"
    assert "entre deux bornes" in mots.raisons([c])
    csv = io.BytesIO(mots.csv([c], "2023--x", "2024--y", "bmo"))
    (lue,) = pd.read_csv(csv, sep=";", decimal=",", encoding="utf-8-sig").to_dict("records")
    assert (lue["evolution_basse_pct"], lue["evolution_haute_pct"]) == (-15.74, -7.84)
    assert pd.isna(lue["ecart"])
    for cote, periode, haut in (("avant", 2023, 108), ("apres", 2024, 94)):
        assert (lue[f"au_moins_{cote}"], lue[f"periode_{cote}"]) == (True, periode)
        assert (lue[f"borne_haute_{cote}"], lue[f"libelle_obs_status_{cote}"]) == (haut, "valeur normale")


def test_a_version_that_is_gone_is_refused_and_only_datasets_of_territories_are_compared(enquetes):
    with pytest.raises(ErreurDonnees, match="version absente du disque"):
        par_territoire(enquetes[0], enquetes[-1], "2024--00000000", LIEUX)
    assert not any(map(difference.comparables, ("convention", "nomenclatures", "tension_rome")))
