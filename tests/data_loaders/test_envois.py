"""What a signatory sends, examined without effect, then received once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from data_loaders.convention import cadre, receptions
from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.importation import envois
from data_loaders.magasin import copie
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources.convention import ErreurSaisie
from data_loaders.sources.modeles import convention_modele
from data_loaders.sources.modeles.convention_modele import Saisie
from tests.data_loaders.test_convention import remplir, saisi

FT, REGION = ("france_travail",), ("region",)
CENT = [saisi("presc_1_prescriptions", 100, "2013"), saisi("cif_1_reunions", 8, "2013")]


def fichiers(donnees):
    return sorted(f for f in donnees.racine.rglob("*") if f.is_file())


def genres(examen):
    return {(c.code_mesure, c.periode): c.genre for c in examen.changements}


def recevoir(donnees, chemin, parties=FT, motifs=None):
    """Received by whoever looked at it right before."""
    vu = envois.examiner(donnees, chemin, parties).en_place
    return envois.recevoir(donnees, chemin, parties, vu, motifs or {})


def test_an_examination_says_each_value_and_changes_nothing(donnees, tmp_path):
    recevoir(donnees, remplir(tmp_path, CENT))
    avant = fichiers(donnees), donnees.officiel.empreinte()
    deux = remplir(
        tmp_path,
        [
            saisi("presc_1_prescriptions", 100, "2013"),
            saisi("presc_1_prescriptions", 301),
            saisi("cif_1_reunions", "n.d.", "2013"),
        ],
    )
    examen = envois.examiner(donnees, deux, FT)
    assert genres(examen) == {
        ("cif_1_reunions", "2013"): "retirée",
        ("presc_1_prescriptions", "2013"): "identique",
        ("presc_1_prescriptions", "2014"): "nouvelle",
    }
    ((avant_cif, apres_cif),) = [(c.avant, c.apres) for c in examen.changements if c.code_mesure == "cif_1_reunions"]
    assert (avant_cif.value, apres_cif.value, apres_cif.obs_status) == (8, None, "O")
    (doute,) = examen.doutes
    assert [(s.avant, s.apres) for s in examen.sauts] == [("2013", "2014")]
    assert (doute.regle, "100 en 2013 puis 301 en 2014" in doute.trouve) == ("saut", True)
    assert (fichiers(donnees), donnees.officiel.empreinte()) == avant


def test_an_amount_that_an_envoi_hides_is_said_though_it_was_not_sent(donnees, tmp_path):
    recevoir(donnees, remplir(tmp_path, [saisi("vae_2_euros", 9000)]), REGION)
    peu = remplir(tmp_path, [saisi("vae_2_personnes", 3)])
    examen = envois.examiner(donnees, peu, REGION)
    assert genres(examen) == {("vae_2_personnes", "2014"): "nouvelle", ("vae_2_euros", "2014"): "masquée"}
    assert all(c.apres.value is None for c in examen.changements)


def test_a_doubt_is_confirmed_by_a_reason_that_the_manifest_keeps(donnees, tmp_path):
    recevoir(donnees, remplir(tmp_path, CENT))
    triple = remplir(tmp_path, [saisi("presc_1_prescriptions", 300)])
    with pytest.raises(ErreurDonnees) as refus:
        recevoir(donnees, triple)
    assert refus.value.regle == "saut"
    for muet in (" ", "x" * 201):
        with pytest.raises(DemandeInvalide):
            recevoir(donnees, triple, motifs={"saut": muet})
    publie = recevoir(donnees, triple, motifs={"saut": "  Ouverture de\nl’agence de Laval "})
    (confirmation,) = publie.manifeste["confirmations"]
    assert (confirmation["regle"], confirmation["motif"]) == ("saut", "Ouverture de l’agence de Laval")


def test_a_party_sends_its_own_values_alone_each_other_row_is_named(donnees, tmp_path):
    mele = remplir(tmp_path, [*CENT, saisi("vae_2_euros", 9)])
    for parties, nombre in ((FT, 1), (REGION, 2)):
        with pytest.raises(ErreurSaisie) as refus:
            envois.examiner(donnees, mele, parties)
        assert [f.trouve for f in refus.value.fautes] == ["ligne de l’autre signataire"] * nombre
        with pytest.raises(ErreurSaisie):
            envois.recevoir(donnees, mele, parties, "", {})
    assert envois.examiner(donnees, mele, FT + REGION).nouveau


def test_the_same_envoi_twice_is_received_once(donnees, tmp_path):
    chemin = remplir(tmp_path, CENT)
    vu = envois.examiner(donnees, chemin, FT).en_place
    with ThreadPoolExecutor(4) as clics:
        rendus = list(clics.map(lambda _: envois.recevoir(donnees, chemin, FT, vu, {}), range(4)))
    assert sum(r is not None for r in rendus) == 1
    assert receptions.lire(donnees)["numero"].unique().tolist() == [1]
    assert not envois.examiner(donnees, chemin, FT).nouveau


def test_what_was_not_seen_is_not_replaced(donnees, tmp_path):
    un = remplir(tmp_path, CENT)
    vu = envois.examiner(donnees, un, FT).en_place
    recevoir(donnees, remplir(tmp_path, [saisi("vae_2_euros", 9)], "r.xlsx"), REGION)
    with pytest.raises(ErreurDonnees) as refus:
        envois.recevoir(donnees, un, FT, vu, {})
    assert refus.value.regle == "examen"
    assert recevoir(donnees, un)


def test_what_is_typed_in_a_form_is_read_as_from_a_workbook(donnees, tmp_path):
    lignes = convention_modele.lignes("region", "2014", cadre.defaut())
    tapees = {
        "vae_2_euros": Saisie(" 1\u202f234,5 ", "Budget\x07 voté"),
        "vae_2_personnes": Saisie("n.d.", ""),
        "gtec_1_conventions": Saisie("0", "=1+1"),
    }
    chemin = tmp_path / "saisie.xlsx"
    saisies = [tapees.get(m.code, Saisie("", "")) for m, _ in lignes]
    chemin.write_bytes(convention_modele.octets_remplis(lignes, saisies, cadre.defaut()))
    lues = {c.code_mesure: c.apres[:3] for c in envois.examiner(donnees, chemin, REGION).changements}
    assert lues == {
        "vae_2_personnes": (None, "O", ""),
        "vae_2_euros": (1234.5, "A", "Budget  voté"),
        "gtec_1_conventions": (0, "A", "=1+1"),
    }


def test_a_fault_of_a_form_is_that_of_its_row(donnees, tmp_path):
    lignes = convention_modele.lignes("region", "2014", cadre.defaut())
    rang = next(i for i, (m, _) in enumerate(lignes) if m.code == "gtec_1_conventions")
    saisies = [Saisie("douze" if i == rang else "", "") for i in range(len(lignes))]
    chemin = tmp_path / "saisie.xlsx"
    chemin.write_bytes(convention_modele.octets_remplis(lignes, saisies, cadre.defaut()))
    with pytest.raises(ErreurSaisie) as refus:
        envois.examiner(donnees, chemin, REGION)
    (faute,) = refus.value.fautes
    assert faute.ligne == rang + convention_modele.PREMIERE_LIGNE
    assert (faute.colonne, faute.exemple) == ("Valeur", "douze")


def test_what_is_received_is_published_for_every_machine(tmp_path, monkeypatch):
    (tmp_path / "stock").mkdir()
    monkeypatch.setenv("OBSERVATOIRE_STOCKAGE", f"file://{tmp_path}/stock")
    ici, la = tmp_path / "ici", tmp_path / "la"
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(ici))
    recevoir(Donnees(ici), remplir(tmp_path, CENT))
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(la))
    assert copie.suivre()
    assert len(receptions.lire(Donnees(la))) == len(CENT)
