"""The store: versions published, read, put back and pruned; rules against the neighbours; quarantine; known totals."""

import dataclasses
import hashlib
import json
from datetime import UTC, datetime
from unittest.mock import Mock

import pandas as pd
import pyarrow as pa
import pytest

from data_loaders import erreurs
from data_loaders.__main__ import main
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin import controle, store
from data_loaders.magasin.donnees import COURTE, en_cadre
from data_loaders.magasin.instantane import Source
from data_loaders.magasin.store import Magasin
from geo import zonages
from tests import builders
from tests.builders import SOURCE
from tests.descripteurs import verifier_descripteur

BMO = CONTRATS["bmo"]


@pytest.fixture
def magasin(racine_propre) -> Magasin:
    return Magasin(racine_propre / "snapshots")


def test_vintages_are_read_together_and_a_revision_supersedes_its_own_and_keeps_the_old_folder(magasin):
    ancien = magasin.publier(BMO, "2023", builders.tables_bmo(12.0), [SOURCE])
    magasin.publier(BMO, "2021", builders.tables_bmo(7.0, "2021"), [SOURCE])
    assert magasin.millesimes("bmo") == ["2021", "2023"]
    assert magasin.lire("bmo")["value"].to_pylist() == [7.0, 12.0]
    assert (magasin.instantane("bmo", "2021").source["fichier"], magasin.verifier()) == ("essai.xlsx", [])
    neuf = magasin.publier(BMO, "2023", builders.tables_bmo(13.0), [SOURCE])
    assert magasin.lire("bmo")["value"].to_pylist() == [7.0, 13.0]
    assert neuf.manifeste["previous"] == ancien.identifiant
    assert (magasin.racine / "bmo" / ancien.identifiant / "manifest.json").exists()


def test_same_content_gives_the_same_snapshot_and_a_refused_table_changes_nothing(magasin):
    un, deux = (magasin.publier(BMO, "2023", builders.tables_bmo(12.0), [SOURCE]) for _ in range(2))
    assert (un.identifiant, un.manifeste) == (deux.identifiant, deux.manifeste)
    avant = (magasin.racine / "current.json").read_bytes()
    with pytest.raises(ErreurDonnees, match="valeur impossible"):
        magasin.publier(BMO, "2024", builders.tables_bmo(-5.0, "2024"), [SOURCE])
    assert (magasin.racine / "current.json").read_bytes() == avant
    assert list((magasin.racine / "staging").iterdir()) == []


def test_a_flipped_bit_is_seen_by_reading_and_by_verifying(magasin):
    i = magasin.publier(BMO, "2023", builders.tables_bmo(12.0), [SOURCE])
    chemin = magasin.racine / "bmo" / i.identifiant / "observations.parquet"
    contenu = bytearray(chemin.read_bytes())
    contenu[len(contenu) // 8] ^= 1
    chemin.write_bytes(contenu)
    assert magasin.verifier() == [f"bmo/{i.identifiant} : observations.parquet modifié"]
    with pytest.raises(ErreurDonnees, match="abîmé"):
        magasin.lire("bmo")


def test_the_manifest_keeps_the_rules_of_the_standard_dates_what_it_read_and_says_how_secrecy_was_audited(magasin):
    m = magasin.publier(BMO, "2023", builders.tables_bmo(12.0), [SOURCE], remarques=("fichier d'une région",)).manifeste
    verifier_descripteur(m)
    assert m["periode"] == {"debut": "2023", "fin": "2023"}
    assert m["zonages"] == {
        c: {"millesime": zonages.zonage(c).millesime, "sha8": zonages.zonage(c).sha8} for c in ("departement", "bassin")
    }
    audit = {"regle": "masquage du producteur", "cellules_masquees": 0, "sommes_essayees": 0, "retrouvees": 0}
    assert (m["audit_secret"], m["remarques"][0]) == (audit, "fichier d'une région")


def test_a_snapshot_without_its_supporting_table_gives_no_row_of_it_and_one_removed_is_missed(magasin):
    codes = {"code_region": "11", "code_departement": "75", "code_metier": "B0Z20", "code_famille": "O"}
    france = pa.Table.from_pylist([{"annee": "2023", **codes, "met": 50.0}], BMO.tables["france"].schema())
    tables = {**builders.tables_bmo(12.0), "france": france}
    i = magasin.publier(BMO, "2023", tables, [SOURCE])
    magasin.publier(BMO, "2021", builders.tables_bmo(7.0, "2021"), [SOURCE])
    assert magasin.lire("bmo", "france")["annee"].to_pylist() == ["2023"]
    assert magasin.lire("bmo", "france", ["2021"]).num_rows == 0
    (magasin.racine / "bmo" / i.identifiant / "france.parquet").unlink()
    with pytest.raises(ErreurDonnees, match="absent ou abîmé"):
        magasin.lire("bmo", "france")


@pytest.mark.parametrize("contenu", ["[]", "", None])
def test_a_manifest_that_is_not_the_one_published_is_not_read(magasin, contenu):
    publie = magasin.publier(BMO, "2023", builders.tables_bmo(12.0), [SOURCE])
    manifeste = magasin.racine / "bmo" / publie.identifiant / "manifest.json"
    # None: sound, and of another day.
    manifeste.write_text(manifeste.read_text().replace('"created"', '"create_"') if contenu is None else contenu)
    for lecture in (lambda: magasin.instantane("bmo", "2023"), lambda: magasin.lire("bmo")):
        with pytest.raises(ErreurDonnees, match=r"manifest\.json"):
            lecture()


def test_what_is_invented_has_the_same_fingerprint_on_every_machine(tmp_path, monkeypatch):
    machines = [Magasin(tmp_path / nom, demonstration=True) for nom in "ab"]
    for jour, magasin in enumerate(machines, 1):
        instant = datetime(2026, 1, jour, tzinfo=UTC)
        monkeypatch.setattr(store, "datetime", Mock(now=Mock(return_value=instant)))
        magasin.publier(BMO, "2023", builders.tables_bmo(12.0), [SOURCE])
    un, deux = machines
    assert un.instantane("bmo", "2023").manifeste["created"] != deux.instantane("bmo", "2023").manifeste["created"]
    assert un.empreinte() == deux.empreinte()
    deux.publier(BMO, "2023", builders.tables_bmo(13.0), [SOURCE])
    assert un.empreinte() != deux.empreinte()


def test_rolling_back_changes_one_vintage_keeps_the_version_left_and_to_something_else_is_refused(magasin, capsys):
    un, deux = builders.publier_bmo(magasin, 1.0), builders.publier_bmo(magasin, 2.0)
    builders.publier_bmo(magasin, 9.0, "2024")
    assert main(["revenir", "bmo", "2023", un]) == 0
    assert f"En place : bmo/{un} (auparavant : {deux}" in capsys.readouterr().out
    assert magasin.lire("bmo")["value"].to_pylist() == [1.0, 9.0]
    assert {i.identifiant for i in magasin.versions("bmo")} >= {un, deux}
    assert magasin.verifier() == []
    magasin.revenir(BMO, "2023", deux)
    assert magasin.lire("bmo")["value"].to_pylist() == [2.0, 9.0]
    absentes = [("2023", i, "version absente du disque") for i in ("2023--00000000", "../../x--00000000")]
    for millesime, instantane, message in (*absentes, ("2022", un, "celui d'un autre millésime")):
        avant = magasin.courant()
        assert main(["revenir", "bmo", millesime, instantane]) == 3
        assert message in capsys.readouterr().err
        assert magasin.courant() == avant


@pytest.mark.parametrize("fichier", ["observations.parquet", "manifest.json"])
def test_a_damaged_version_is_named_and_never_put_back(magasin, capsys, fichier):
    un = builders.publier_bmo(magasin, 1.0)
    builders.publier_bmo(magasin, 2.0)
    chemin = magasin.racine / "bmo" / un / fichier
    texte = chemin.read_bytes()
    # In a manifest, the checksum of a table is what is tampered with.
    chemin.write_bytes(texte.replace(b"sha256:", b"sha256:0") if fichier.endswith("json") else texte[:-1])
    assert main(["verifier"]) == 3
    sortie = capsys.readouterr().out
    assert "Instantanés en place : intègres." in sortie
    assert f"Abîmé, version gardée : bmo/{un} : {fichier.replace('manifest.json', 'manifeste')} modifié" in sortie
    avant = magasin.courant()
    with pytest.raises(ErreurDonnees, match="modifié"):
        magasin.revenir(BMO, "2023", un)
    assert magasin.courant() == avant


@pytest.mark.parametrize("manifeste", ["[]", '{"created": "x", "millesime": "2023", "sources": []}', "{"])
def test_a_version_whose_manifest_lost_its_words_is_left_out_of_the_list(magasin, capsys, manifeste):
    un = builders.publier_bmo(magasin, 1.0)
    builders.publier_bmo(magasin, 2.0)
    (magasin.racine / "bmo" / un / "manifest.json").write_text(manifeste)
    assert main(["lister", "bmo"]) == 0
    assert un not in capsys.readouterr().out
    assert main(["verifier"]) == 3
    assert f"Abîmé, version gardée : bmo/{un} : manifeste" in capsys.readouterr().out


def test_pruning_keeps_the_three_newest_and_the_current_one(magasin, capsys):
    versions = [builders.publier_bmo(magasin, float(v)) for v in range(1, 7)]
    autre = builders.publier_bmo(magasin, 50.0, "2024")
    magasin.revenir(BMO, "2023", versions[0])
    assert main(["purger", "bmo"]) == 0
    assert {i.identifiant for i in magasin.versions("bmo")} == {versions[0], *versions[-3:], autre}
    assert capsys.readouterr().out.count("Effacé : bmo/") == 2
    assert magasin.verifier() == []
    assert main(["purger"]) == 0
    assert capsys.readouterr().out == "Rien à effacer.\n"


STMT = CONTRATS["stmt_dep"]
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
}  # fmt: skip


@pytest.mark.parametrize("regle", CAS)
def test_a_broken_rule_refuses_and_its_name_lets_it_through(charge, regle):
    contrat, millesime, tables, trouve = CAS[regle]
    avant = charge.courant()
    with builders.refus(regle) as e:
        charge.publier(contrat, millesime, tables, [SOURCE])
    assert trouve in str(e.value)
    assert str(e.value).endswith(f"relancer avec --confirmer {regle}, et --raison TEXTE pour dire pourquoi")
    assert charge.courant() == avant
    confirme = Magasin(charge.racine, confirmees=frozenset({regle}))
    publie = confirme.publier(contrat, millesime, tables, [SOURCE])
    assert [c["regle"] for c in publie.manifeste["confirmations"]] == [regle]
    assert trouve in publie.manifeste["confirmations"][0]["constat"]


def test_a_sound_neighbour_and_a_longer_series_pass_without_a_word(charge):
    suite = charge.publier(BMO, "2024", bmo("2024", valeur=13.0), [SOURCE])
    longue = charge.publier(STMT, "2025-08", stmt([*MOIS, *(f"2024-{m:02d}" for m in range(9, 13))]), [SOURCE])
    for publie in (suite, longue):
        # These invented rows are not those whose totals are known.
        dites = [r for r in publie.manifeste["remarques"] if not r.startswith("totaux connus")]
        assert (publie.manifeste["confirmations"], dites) == ([], [])


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


CONNUS = """
[toy.2023]
source = "producteur d’essai"
totaux = [
    { mesure = "met", total = 368 },
    { mesure = ["met", "xmet"], total = 578 },
    { mesure = "met", compte = "visibles", total = 2 },
    { mesure = "met", compte = "vides", total = 1 },
    { table = "annexe", colonne = "part", total = 12.5 },
]
"""
TABLES_LUES = {
    "observations": pa.table(
        {"mesure": ["met", "met", "met", "xmet"], "value": pa.array([168.2, 200.0, None, 210.0], pa.float64())}
    ),
    "annexe": pa.table({"part": [6.2, 6.34]}),
}


@pytest.fixture
def connus(tmp_path, monkeypatch):
    lire, f = controle.totaux_connus.__wrapped__, tmp_path / "totaux.toml"

    def ecrire(texte):
        f.write_text(texte, "utf-8")
        monkeypatch.setattr(controle, "totaux_connus", lambda: lire(f))

    ecrire(CONNUS)
    return ecrire


def test_totals_are_sums_and_counts_at_their_precision_and_nothing_where_none_is_known(connus):
    lus, remarques, _ = controle.comparer_totaux("toy", "2023", TABLES_LUES)
    assert (lus["retrouves"], remarques) == (5, [])
    assert controle.comparer_totaux("toy", "2022", TABLES_LUES) == ({"retrouves": 0, "source": ""}, [], [])


def test_what_is_not_found_is_one_remark_named_up_to_a_few_then_counted(connus):
    change = {"observations": TABLES_LUES["observations"], "annexe": pa.table({"part": [6.2, 6.4]})}
    connus(CONNUS.replace("total = 578", "total = 1578"))
    lus, (dit,), _ = controle.comparer_totaux("toy", "2023", change)
    assert lus["retrouves"] == 3
    assert dit.startswith("totaux connus non retrouvés : 2 sur 5 (producteur d’essai), ")
    assert "mesure met + xmet : 578 lus, 1\u202f578 attendus" in dit
    assert dit.endswith("colonne part : 12,6 lus, 12,5 attendus")
    connus(CONNUS.replace("total = ", "total = 9"))
    _, (dit,), _ = controle.comparer_totaux("toy", "2023", TABLES_LUES)
    assert dit.count(" attendus") == controle.ECARTS_DITS
    assert dit.endswith(f" ; et {5 - controle.ECARTS_DITS} de plus")
    connus(CONNUS.replace('mesure = "met", total', 'mesure = "smet", total'))
    _, (dit,), _ = controle.comparer_totaux("toy", "2023", TABLES_LUES)
    assert "mesure smet : aucune cellule, 368 attendus" in dit


def test_a_publication_keeps_what_was_found_and_a_demonstration_is_compared_with_nothing(connus, tmp_path):
    connus('[solidarite.2022-12]\nsource = "essai"\ntotaux = [{ serie = "rsa", total = 30 }, { total = 31 }]')
    ligne = {
        "periode": ["2022-12"], "code_departement": ["44"], "serie": ["rsa"], "value": [30.0], "obs_status": ["A"],
        "conf_status": ["F"],
    }  # fmt: skip
    publier = {"tables": {"observations": pa.table(ligne)}, "sources": [Source("f.csv", "0" * 64, 1, "essai")]}
    contrat = CONTRATS["solidarite"]
    publie = Magasin(tmp_path / "a").publier(contrat, "2022-12", **publier)
    assert publie.manifeste["totaux"] == {"retrouves": 1, "source": "essai"}
    assert publie.retrouves == ["totaux connus retrouvés : 1 (essai)"]
    assert "  totaux connus retrouvés : 1 (essai)" in publie.dire()
    assert sum("totaux connus non retrouvés" in ligne for ligne in publie.dire()) == 1
    ancienne = {c: v for c, v in publie.manifeste.items() if c != "totaux"}
    assert dataclasses.replace(publie, manifeste=ancienne).retrouves == []
    invente = Magasin(tmp_path / "b", demonstration=True).publier(contrat, "2022-12", **publier)
    assert not any("totaux connus" in ligne for ligne in invente.dire())


def test_every_known_total_is_found_in_the_official_files(producteurs):
    for dataset, millesimes in controle.totaux_connus().items():
        for m, bloc in millesimes.items():
            tables = {t: producteurs.officiel.lire(dataset, t, [m]) for t in CONTRATS[dataset].tables}
            lus, remarques, _ = controle.comparer_totaux(dataset, m, tables)
            assert (lus["retrouves"], remarques) == (len(bloc["totaux"]), []), (dataset, m)


@pytest.mark.parametrize("textes", [[None, None], ["é", None, "é"]])
@pytest.mark.parametrize("genre", [pa.string(), pa.large_string()])
def test_a_frame_is_that_of_its_table_and_holds_a_text_once(textes, genre):
    colonne = pa.chunked_array([textes * COURTE, [], ["a", None, "é"]], genre)
    table = pa.table({"n": pa.array(range(len(colonne))), "texte": colonne, "octets": colonne.cast(pa.binary())})
    df = en_cadre(table)
    pd.testing.assert_frame_equal(df, table.to_pandas())
    assert len({id(t) for t in df["texte"].dropna()}) == 2
    assert en_cadre(table[:0]).equals(table[:0].to_pandas())
