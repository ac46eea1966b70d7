"""Rules against the neighbours, their confirmation by name, and what is kept of a refused file."""

import dataclasses
import hashlib
import json

import pyarrow as pa
import pytest

from data_loaders import erreurs
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import REGLES, Constat, ErreurDonnees
from data_loaders.magasin.store import Magasin
from geo import zonages
from tests import builders
from tests.builders import SOURCE

BMO, STMT, CONVENTION = CONTRATS["bmo"], CONTRATS["stmt_dep"], CONTRATS["convention"]
DEPARTEMENTS = ("44", "49", "53", "72", "85")
MOIS = [f"2024-{m:02d}" for m in range(1, 9)]
# One row a bassin, so that the loss of one among five stays within 25 %.
BASSINS = (("5220", "44"), ("5221", "44"), ("5205", "49"), ("5209", "72"), ("5213", "85"))


def bmo(annee, bassins=BASSINS, valeur=12.0):
    lignes = [(b, d, "B0Z20", "met", valeur + i) for i, (b, d) in enumerate(bassins)]
    return builders.tables_bmo(lignes, annee)


def stmt(mois=MOIS, departements=DEPARTEMENTS):
    lignes = [(p, d, 1000.0, "A", "F") for p in mois for d in departements]
    colonnes = ("periode", "code_departement", "value", "obs_status", "conf_status")
    return {"observations": pa.table(dict(zip(colonnes, map(list, zip(*lignes, strict=True)), strict=True)))}


def convention(valeurs):
    """Two years of one measure of the annex."""
    commun = {"code_mesure": "cif_1_reunions", "partie": "france_travail", "recu_le": "2015-04-01", "commentaire": ""}
    lignes = [
        commun | {"periode": p, "value": v, "obs_status": "A", "conf_status": "F", "numero": 1, "fichier": "c.xlsx"}
        for p, v in valeurs.items()
    ]
    return {
        nom: pa.table({c.nom: pa.array([ligne[c.nom] for ligne in lignes], c.type) for c in table.colonnes})
        for nom, table in CONVENTION.tables.items()
    }


@pytest.fixture
def magasin(tmp_path):
    return Magasin(tmp_path / "snapshots")


@pytest.fixture
def charge(magasin):
    """A store with the survey of 2023 and the monthly series up to August 2024."""
    magasin.publier(BMO, "2023", bmo("2023"), [SOURCE])
    magasin.publier(STMT, "2024-08", stmt(), [SOURCE])
    return magasin


CAS = {
    "contenu-repete": (BMO, "2024", bmo("2024"), "mêmes valeurs que le millésime 2023"),
    "lignes-25": (BMO, "2024", bmo("2024", (*BASSINS, ("5222", "49"), ("5206", "49"))), "7 lignes, 5 dans"),
    "zone-absente": (BMO, "2024", bmo("2024", BASSINS[1:], 3.0), "1 zone de 2023 sans aucune ligne"),
    "zone-inconnue": (BMO, "2024", bmo("2024", (*BASSINS, ("5299", "44"))), "code inconnu du découpage bassin"),
    "periode-manquante": (STMT, "2024-10", stmt([*MOIS, "2024-10"]),
     "trou dans la série entre août 2024 et octobre 2024"),
    "saut": (CONVENTION, "2015-04-01", convention({"2013": 20.0, "2014": 60.0}), "20 en 2013 puis 60 en 2014"),
    "millesime-contredit": (BMO, "2024", bmo("2024", valeur=13.0), "la colonne des bassins est BE23"),
    "edition-ancienne": (STMT, "2024-07", stmt(MOIS[:-1]), "plus ancienne que celle en place (2024-08)"),
}  # fmt: skip


# What a reader says of its file, beside what the store finds by itself.
DOUTES = {"millesime-contredit": (Constat("millesime-contredit", "enquête de 2024, la colonne des bassins est BE23"),)}


@pytest.mark.parametrize("regle", CAS)
def test_a_broken_rule_refuses_and_its_name_lets_it_through(charge, regle):
    contrat, millesime, tables, trouve = CAS[regle]
    avant = charge.courant()
    with builders.refus(regle) as e:
        charge.publier(contrat, millesime, tables, [SOURCE], doutes=DOUTES.get(regle, ()))
    assert trouve in str(e.value)
    assert str(e.value).endswith(f"relancer avec --confirmer {regle}")
    assert charge.courant() == avant
    confirme = Magasin(charge.racine, confirmees=frozenset({regle}))
    publie = confirme.publier(contrat, millesime, tables, [SOURCE], doutes=DOUTES.get(regle, ()))
    assert [c["regle"] for c in publie.manifeste["confirmations"]] == [regle]
    assert trouve in publie.manifeste["confirmations"][0]["constat"]


@pytest.mark.parametrize("regle", CAS)
def test_confirming_another_rule_changes_nothing(charge, regle):
    contrat, millesime, tables, _ = CAS[regle]
    autres = Magasin(charge.racine, confirmees=frozenset(REGLES) - {regle})
    with builders.refus(regle):
        autres.publier(contrat, millesime, tables, [SOURCE], doutes=DOUTES.get(regle, ()))


def test_a_sound_neighbour_and_a_longer_series_pass_without_a_word(charge):
    suite = charge.publier(BMO, "2024", bmo("2024", valeur=13.0), [SOURCE])
    longue = charge.publier(STMT, "2025-08", stmt([*MOIS, *(f"2024-{m:02d}" for m in range(9, 13))]), [SOURCE])
    for publie in (suite, longue):
        # These invented rows are not those whose totals are known.
        dites = [r for r in publie.manifeste["remarques"] if not r.startswith("totaux connus")]
        assert (publie.manifeste["confirmations"], dites) == ([], [])


def test_a_single_row_is_said_in_the_singular(magasin):
    magasin.publier(BMO, "2023", bmo("2023", BASSINS), [SOURCE])
    confirme = Magasin(magasin.racine, confirmees=frozenset({"zone-absente", "lignes-25"}))
    publie = confirme.publier(BMO, "2024", bmo("2024", BASSINS[:1], 3.0), [SOURCE])
    (dit,) = (c["constat"] for c in publie.manifeste["confirmations"] if c["regle"] == "lignes-25")
    assert dit.startswith("1 ligne, 5 dans")


@pytest.mark.parametrize(("nombre", "dit"), [(250, False), (251, True), (150, False), (149, True)])
def test_the_first_row_beyond_a_quarter_is_a_gap(magasin, nombre, dit):
    def tables(annee, n, valeur):
        lignes = [(*BASSINS[i % 5], f"{'ABCDEF'[i // 50]}{i // 5 % 10}Z20", "met", valeur + i) for i in range(n)]
        return builders.tables_bmo(lignes, annee)

    magasin.publier(BMO, "2023", tables("2023", 200, 12.0), [SOURCE])
    confirme = Magasin(magasin.racine, confirmees=frozenset({"lignes-25", "total"}))
    publie = confirme.publier(BMO, "2024", tables("2024", nombre, 13.0), [SOURCE])
    assert ("lignes-25" in {c["regle"] for c in publie.manifeste["confirmations"]}) is dit


def test_an_edition_on_demand_may_be_shorter_but_the_same_one_does_not_shrink(magasin):
    demande = dataclasses.replace(BMO, rythme="à chaque édition")
    confirme = Magasin(magasin.racine, confirmees=frozenset({"zone-absente"}))
    for annee, bassins, valeur in (("2023", BASSINS, 1.0), ("2024", BASSINS[:2], 2.0), ("2024", BASSINS, 3.0)):
        confirme.publier(demande, annee, bmo(annee, bassins, valeur), [SOURCE])
    with pytest.raises(ErreurDonnees, match="2 lignes, 5 dans la version en place 2024"):
        confirme.publier(demande, "2024", bmo("2024", BASSINS[:2], 9.0), [SOURCE])


def test_a_first_version_names_five_of_the_zones_it_lacks(magasin):
    absents = sorted(set(zonages.zones("bassin")["code_zone"]) - {"5313"})
    for manque, noms in ((absents[:5], absents[:5]), (absents[:6], [*absents[:5], "…"])):
        bassins = [(code, "44") for code in absents if code not in manque]
        depot = Magasin(magasin.racine / str(len(manque)), confirmees=frozenset({"zone-inconnue"}))
        remarques = depot.publier(BMO, "2023", bmo("2023", bassins), [SOURCE]).manifeste["remarques"]
        (dite,) = (r for r in remarques if "colonne code_bassin" in r)
        assert f"et {len(manque)} zones sans aucune ligne" in dite
        lues = dite.partition("colonne code_bassin : ")[2].partition(" ; ")[0].replace(" …", ", …").split(", ")
        assert [n.partition(" ")[0] for n in lues] == noms


def test_every_broken_rule_is_named_at_once_and_a_gap_with_a_far_vintage_is_only_a_notice(charge):
    with pytest.raises(ErreurDonnees, match="1 zone de 2023 sans aucune ligne"):
        charge.publier(BMO, "2023", bmo("2023", BASSINS[1:]), [SOURCE])
    tables = bmo("2024", (("5299", "44"),))
    with pytest.raises(ErreurDonnees) as e:
        charge.publier(BMO, "2024", tables, [SOURCE])
    for regle in ("zone-absente", "lignes-25", "zone-inconnue"):
        assert f"--confirmer {regle}" in e.value.remede
    assert "5 zones de 2023 sans aucune ligne" in str(e.value)
    assert "5 dans le millésime 2023 (−80\u00a0%)" in str(e.value)
    publie = charge.publier(BMO, "2026", bmo("2026", (*BASSINS, ("5222", "49"), ("5206", "49"))), [SOURCE])
    assert publie.manifeste["confirmations"] == []
    assert publie.manifeste["remarques"][0].startswith("7 lignes, 5 dans le millésime 2023 (+40")


def test_a_code_accepted_once_is_not_asked_again(charge):
    bassins = (*BASSINS, ("5299", "44"))
    Magasin(charge.racine, confirmees=frozenset({"zone-inconnue"})).publier(BMO, "2024", bmo("2024", bassins), [SOURCE])
    charge.publier(BMO, "2025", bmo("2025", bassins, 20.0), [SOURCE])
    assert charge.millesimes("bmo") == ["2023", "2024", "2025"]


def test_publishing_again_what_was_confirmed_asks_nothing(charge):
    contrat, millesime, tables, _ = CAS["contenu-repete"]
    Magasin(charge.racine, confirmees=frozenset({"contenu-repete"})).publier(contrat, millesime, tables, [SOURCE])
    assert charge.publier(contrat, millesime, tables, [SOURCE]).manifeste["confirmations"]


def test_a_hole_between_monthly_vintages_is_refused(tmp_path):
    mensuel = dataclasses.replace(STMT, serie=False)
    magasin = Magasin(tmp_path)
    magasin.publier(mensuel, "2024-01", stmt(["2024-01"]), [SOURCE])
    avril = stmt(["2024-04"])
    avril["observations"] = avril["observations"].set_column(2, "value", pa.array([7.0] * 5))
    with pytest.raises(ErreurDonnees, match="trou dans la série entre janvier 2024 et avril 2024"):
        magasin.publier(mensuel, "2024-04", avril, [SOURCE])


def test_a_damaged_neighbour_does_not_forbid_the_publication_that_repairs_it(charge):
    dossier = charge.racine / "bmo" / charge.instantane("bmo", "2023").identifiant
    (dossier / "observations.parquet").write_bytes(b"")
    assert charge.verifier() == [f"bmo/{dossier.name} : observations.parquet modifié"]
    charge.publier(BMO, "2023", bmo("2023"), [SOURCE])
    assert (charge.verifier(), charge.lire("bmo").num_rows) == ([], len(BASSINS))


def test_a_refused_file_is_kept_with_its_reason(cli, tmp_path):
    fichier = builders.fichier_bmo(tmp_path, 2023, [("B0Z20", "Maçons", "O", 5221, 44, "<5", "*", "*")])
    code, sortie, erreur = cli("importer", "bmo", fichier)
    assert (code, sortie) == (3, "")
    (dossier,) = (cli.racine / "quarantine").iterdir()
    assert f"quarantine/{dossier.name}/ (reason.json)" in erreur
    assert not (cli.racine / "snapshots" / "current.json").exists()
    contenu = fichier.read_bytes()
    assert (dossier / "refuse.xlsx").read_bytes() == contenu
    raison = json.loads((dossier / "reason.json").read_text("utf-8"))
    assert dossier.name.endswith(f"--{raison['sha256'][:8]}")
    assert raison["sha256"] == hashlib.sha256(contenu).hexdigest()
    assert {c: raison[c] for c in ("regle", "colonne", "lignes_nb", "exemple", "fichier", "source", "copie")} == {
        "regle": "signe", "colonne": "met", "lignes_nb": 1, "exemple": "<5", "fichier": "bmo_2023.xlsx",
        "source": "bmo", "copie": "entière",
    }  # fmt: skip
    assert raison["cause"]
    assert raison["remede"]


def test_only_the_head_of_an_oversized_file_is_kept(cli, tmp_path, monkeypatch):
    monkeypatch.setattr(erreurs, "OCTETS_MAX", 3 << 20)
    fichier = tmp_path / "gros.csv"
    fichier.write_bytes(b"x" * (4 << 20))
    code, _, erreur = cli("importer", "stmt-dep", fichier)
    assert code == 3
    assert "fichier de 4 Mo" in erreur
    (copie,) = cli.racine.glob("quarantine/*/refuse.csv")
    assert copie.stat().st_size == 1 << 20
    assert json.loads((copie.parent / "reason.json").read_text("utf-8"))["octets"] == 4 << 20


def test_a_refusal_that_is_not_about_the_file_keeps_nothing_and_an_unknown_rule_is_bad_use(cli, tmp_path):
    assert cli("importer", "bmo", tmp_path / "absent.xlsx")[0] == 3
    fichier = builders.fichier_bmo(tmp_path, 2023)
    with Magasin(cli.racine / "snapshots").verrou():
        assert cli("importer", "bmo", fichier)[0] == 75
    assert not (cli.racine / "quarantine").exists()
    assert cli("importer", "bmo", tmp_path / "x.xlsx", "--confirmer", "tout")[0] == 2


def test_a_quarantine_that_cannot_be_written_is_said_and_the_refusal_stands(cli, tmp_path):
    cli.racine.mkdir()
    (cli.racine / "quarantine").write_text("a file where the folder should be")
    page = tmp_path / "page.xlsx"
    page.write_bytes(b"<html></html>")
    code, _, erreur = cli("importer", "bmo", page)
    assert code == 3
    assert "une page web au lieu d'un fichier de données" in erreur
    assert "n'a pas pu être mis de côté" in erreur
