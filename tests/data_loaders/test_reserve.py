"""What the signatories keep to themselves: under another root, that the public never reads."""

from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest

from data_loaders.__main__ import main
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import RESERVE
from data_loaders.convention import receptions
from data_loaders.erreurs import ErreurDonnees
from data_loaders.exports import jeux as exports
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.store import Magasin
from data_loaders.sources import envois
from data_loaders.sources.convention import COLONNES, SAISIE
from tests import builders
from tests.builders import metiers_bmo, observations_bmo
from tests.data_loaders.test_convention import remplir, saisi

CANARI = 1413702.55


@pytest.fixture
def racines(tmp_path, monkeypatch):
    """Public root, then the reserved one."""
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(tmp_path / "public"))
    monkeypatch.setenv("OBSERVATOIRE_RESERVE", str(tmp_path / "reserve"))
    return tmp_path / "public", tmp_path / "reserve"


def envoyer(dossier, *lignes, recu_le="2015-02-17", sans_colonne=False) -> list[str]:
    """Import a workbook of (measure, value, diffusion) of 2014, sent by the Région."""
    chemin = ecrire_envoi(dossier, *lignes, recu_le=recu_le, sans_colonne=sans_colonne)
    return envois.importer(Donnees(), chemin, lambda *_: None, recu_le=recu_le)


def ecrire_envoi(dossier, *lignes, recu_le="2015-02-17", periode="2014", sans_colonne=False) -> Path:
    """The workbook that `envoyer` imports."""
    saisies = [saisi(code, valeur, periode, diffusion=dit, partie="Région") for code, valeur, dit in lignes]
    chemin = remplir(dossier, saisies, f"envoi-{recu_le}.xlsx")
    if sans_colonne:
        livre = openpyxl.load_workbook(chemin)
        livre[SAISIE].delete_cols(list(COLONNES).index("diffusion") + 1)
        livre.save(chemin)
    return chemin


def lues(d: Donnees) -> dict[str, tuple[float, str]]:
    if not d.millesimes("convention"):
        return {}
    lu = d.lire("convention")
    return {x.code_mesure: (x.value, x.conf_status) for x in lu.itertuples()}


def publiques(racines) -> pd.DataFrame:
    return Magasin(racines[0] / "snapshots").lire("convention").to_pandas()


def test_a_store_of_the_public_takes_no_reserved_row(tmp_path):
    observations = observations_bmo([("5220", "44", "B0Z20", "met", 12.0)])
    i = observations.column_names.index("conf_status")
    tables = {"observations": observations.set_column(i, "conf_status", pa.array([RESERVE]))}
    tables["metiers"] = metiers_bmo("2023")
    for magasin in (Magasin(tmp_path / "s"), Magasin(tmp_path / "d", demonstration=True)):
        with pytest.raises(ErreurDonnees, match="réservées aux signataires"):
            magasin.publier(CONTRATS["bmo"], "2023", tables, [builders.SOURCE])
        assert magasin.courant() == {}
    Magasin(tmp_path / "r", reserve=True).publier(CONTRATS["bmo"], "2023", tables, [builders.SOURCE])


def test_reserved_values_go_under_the_reserved_root_and_are_read_with_the_others_there_only(
    racines, tmp_path, monkeypatch
):
    envoyer(
        tmp_path, ("vae_1_euros", CANARI, "Réservée"), ("cif_1_reunions", 4, ""), ("gpec_1_reunions", 7, "publique")
    )
    assert lues(Donnees()) == {"vae_1_euros": (CANARI, "N"), "cif_1_reunions": (4, "F"), "gpec_1_reunions": (7, "F")}
    assert list(receptions.lire(Donnees().figees())["numero"]) == [1, 1, 1]
    monkeypatch.delenv("OBSERVATOIRE_RESERVE")
    assert set(lues(Donnees())) == {"cif_1_reunions", "gpec_1_reunions"}
    assert set(receptions.lire(Donnees())["code_mesure"]) == {"cif_1_reunions", "gpec_1_reunions"}
    octets = [f.read_bytes() for f in racines[0].rglob("*") if f.is_file()]
    assert not any(str(CANARI).encode() in o or b"vae_1_euros" in o for o in octets if b"PAR1" in o[:4])


def test_a_public_export_made_in_the_reserved_process_stays_public(racines, tmp_path):
    envoyer(tmp_path, ("vae_1_euros", CANARI, "réservée"))
    assert exports.lire(Donnees(), "convention", "observations").empty


def test_without_the_reserved_root_nothing_of_the_workbook_is_taken(racines, tmp_path, monkeypatch):
    monkeypatch.delenv("OBSERVATOIRE_RESERVE")
    with pytest.raises(ErreurDonnees, match="OBSERVATOIRE_RESERVE"):
        envoyer(tmp_path, ("vae_1_euros", CANARI, "réservée"), ("cif_1_reunions", 4, ""))
    assert not Donnees().millesimes("convention")


def test_a_value_changes_side_when_it_is_sent_again(racines, tmp_path):
    envoyer(tmp_path, ("vae_1_euros", 100, ""), ("cif_1_reunions", 4, ""))
    envoyer(tmp_path, ("vae_1_euros", 100, "réservée"), recu_le="2015-03-01")
    assert lues(Donnees())["vae_1_euros"] == (100, "N")
    assert set(publiques(racines)["code_mesure"]) == {"cif_1_reunions"}
    envoyer(tmp_path, ("vae_1_euros", 100, "publique"), recu_le="2015-04-01")
    assert lues(Donnees())["vae_1_euros"] == (100, "F")
    assert set(publiques(racines)["code_mesure"]) == {"cif_1_reunions", "vae_1_euros"}
    assert list(receptions.de_mesure(receptions.lire(Donnees()), "vae_1_euros")["conf_status"]) == ["F", "N", "F"]
    assert list(receptions.lire(Donnees())["numero"]) == [1, 1, 2, 3]


def test_a_reserved_value_sent_alone_leaves_the_public_snapshot_as_it_is(racines, tmp_path):
    envoyer(tmp_path, ("cif_1_reunions", 4, ""))
    avant = Donnees().officiel.courant()
    envoyer(tmp_path, ("vae_1_euros", CANARI, "réservée"), recu_le="2015-03-01")
    assert Donnees().officiel.courant() == avant
    assert "déjà reçu" in envoyer(tmp_path, ("vae_1_euros", CANARI, "réservée"), recu_le="2015-03-01")[2]


def test_a_value_published_elsewhere_since_it_was_reserved_is_public(racines, tmp_path, monkeypatch):
    envoyer(tmp_path, ("vae_1_euros", 100, "réservée"))
    monkeypatch.delenv("OBSERVATOIRE_RESERVE")
    envoyer(tmp_path, ("vae_1_euros", 110, ""), recu_le="2015-03-01")
    monkeypatch.setenv("OBSERVATOIRE_RESERVE", str(racines[1]))
    assert lues(Donnees()) == {"vae_1_euros": (110, "F")}


def test_a_model_of_before_is_read_and_another_word_is_refused(racines, tmp_path):
    envoyer(tmp_path, ("cif_1_reunions", 4, ""), sans_colonne=True)
    assert lues(Donnees()) == {"cif_1_reunions": (4, "F")}
    with pytest.raises(ErreurDonnees, match="colonne Diffusion"):
        envoyer(tmp_path, ("vae_1_euros", 1, "secrète"), recu_le="2015-03-01")


def test_the_state_of_the_data_changes_with_what_is_reserved(racines, tmp_path):
    envoyer(tmp_path, ("cif_1_reunions", 4, ""))
    avant = Donnees().empreinte
    envoyer(tmp_path, ("vae_1_euros", CANARI, "réservée"), recu_le="2015-03-01")
    assert Donnees().empreinte != avant
    assert Donnees().figees().reservees("convention")
    assert Donnees().racine_calculs == racines[1]


def test_an_examination_asks_of_each_store_what_it_will_ask_when_published(racines, tmp_path):
    envoyer(tmp_path, ("vae_1_euros", 100, "réservée"), ("cif_1_reunions", 40, ""))
    suite = (("vae_1_euros", 900, "réservée"), ("cif_1_reunions", 900, ""))
    chemin = ecrire_envoi(tmp_path, *suite, recu_le="2015-03-01", periode="2015")
    examen = envois.examiner(Donnees(), chemin, ("region",))
    assert [c.regle for c in examen.doutes] == ["saut", "saut"]
    assert {s.code_mesure for s in examen.sauts} == {"vae_1_euros", "cif_1_reunions"}
    assert {(c.code_mesure, c.apres.reservee) for c in examen.changements} == {
        ("vae_1_euros", True),
        ("cif_1_reunions", False),
    }
    avant = Donnees().empreinte
    with pytest.raises(ErreurDonnees):
        envois.recevoir(Donnees(), chemin, ("region",), examen.en_place, {})
    assert Donnees().empreinte == avant  # neither store took its part
    envois.recevoir(Donnees(), chemin, ("region",), examen.en_place, {"saut": "essai"})
    assert len(lues(Donnees())) == 2
    assert Donnees().lire("convention")["periode"].nunique() == 2


def test_what_is_reserved_is_checked_and_mended_as_the_rest(racines, tmp_path, capsys):
    envoyer(tmp_path, ("vae_1_euros", CANARI, "Réservée"))
    assert main(["verifier"]) == 0
    assert "Instantanés réservés en place : intègres." in capsys.readouterr().out
    liste = racines[1] / "snapshots" / "current.json"
    liste.write_bytes(b"{")
    assert main(["verifier"]) == 3
    assert "reparer" in capsys.readouterr().out
    assert main(["reparer"]) == 0
    (parquet,) = (racines[1] / "snapshots" / "convention").glob("*/observations.parquet")
    parquet.write_bytes(b"PAR1")
    assert main(["verifier"]) == 3
    assert "Abîmé, en place : convention/" in capsys.readouterr().out
