"""The convention: due dates, states and counts of the annex, redone by hand; its editable frame; what its text says."""

import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from data_loaders.__main__ import main
from data_loaders.contexte import evenements
from data_loaders.convention import cadre, dispositifs, etats, receptions, suivi
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.parametres import secteurs

DEFAUT = cadre.defaut()


def recues(*lignes):
    """Rows = (numero, code, period, party, received on, value); a missing value is not available."""
    colonnes = ("numero", "code_mesure", "periode", "partie", "recu_le", "value")
    df = pd.DataFrame(list(lignes), columns=colonnes).astype({"value": "float64", "numero": "int64"})
    statuts = df["value"].isna().map({True: "O", False: "A"})
    return df.assign(obs_status=statuts, conf_status="F", commentaire="", fichier="f.xlsx")[list(receptions.COLONNES)]


def mesure(code, jour, *lignes, c=DEFAUT):
    return next(s for s in suivi.suivre(recues(*lignes), c, jour) if s.mesure.code == code)


@pytest.mark.parametrize(("periode", "delai", "attendue"), [
    ("2014", 3, date(2015, 3, 31)),  # ends on 31 December
    ("2014-S1", 3, date(2014, 9, 30)),  # ends on 30 June
    ("2014-S2", 3, date(2015, 3, 31)),
    ("2015", 2, date(2016, 2, 29)),  # leap year
    ("2014", 2, date(2015, 2, 28)),
])  # fmt: skip
def test_a_value_is_due_on_the_last_day_of_a_month(periode, delai, attendue):
    assert suivi.echeance(periode, delai) == attendue


RECUE = (1, "cif_1_reunions", "2013", "france_travail", "2014-02-01", 9)


@pytest.mark.parametrize(("lignes", "jour", "etat"), [
    ([], date(2013, 12, 31), "attendu"), ([], date(2014, 4, 1), "retard"),
    ([], date(2014, 3, 31), "attendu"),  # the due date is still in time
    ([], date(2018, 4, 1), "non_transmis"),  # nothing is due any more
    ([RECUE], date(2014, 6, 30), "recu"),  # 2013 has come, 2014 runs
    ([RECUE], date(2015, 1, 1), "attendu"), ([RECUE], date(2015, 4, 1), "retard"),  # 2014 is due on 31 March
])  # fmt: skip
def test_a_measure_that_nobody_sent_or_sent_once(lignes, jour, etat):
    s = mesure("cif_1_reunions", jour, *lignes)
    assert s.etat == etat
    assert not lignes or s.depuis() == (date(2015, 3, 31) if etat == "retard" else None)


def test_a_half_yearly_measure_is_due_twice_a_year_and_one_without_rhythm_never():
    s = mesure("lic_1_formations", date(2014, 7, 1))
    assert [(a.periode, a.etat) for a in s.attentes] == [
        ("2013-S2", "retard"), ("2014-S1", "attendu"), ("2014-S2", "attendu"),
    ]  # fmt: skip
    assert (s.prochaine, s.attendues_nb) == (date(2014, 9, 30), 1)
    assert mesure("spo_2_territoires", date(2016, 1, 1)).etat == "sans_echeance"
    recue = (1, "spo_2_territoires", "2015", "france_travail", "2015-02-01", 2)
    s = mesure("spo_2_territoires", date(2016, 1, 1), recue)
    assert (s.etat, s.prochaine, s.attentes[0].echeance) == ("recu", None, None)


def test_a_measure_sent_in_part_is_incomplete_once_due_and_what_came_later_is_hidden():
    ligne = (1, "cif_1_reunions", "2013", "france_travail", "2014-05-02", 9)
    assert mesure("cif_1_reunions", date(2014, 5, 1), ligne).points == ()
    assert mesure("cif_1_reunions", date(2014, 5, 2), ligne).points[0].value == 9
    lignes = [(1, "cif_1_reunions", str(a), "france_travail", "2018-02-01", 9) for a in range(2013, 2018)]
    assert mesure("cif_1_reunions", date(2018, 4, 1), *lignes[:-1]).etat == "incomplet"
    assert mesure("cif_1_reunions", date(2018, 4, 1), *lignes).etat == "recu"


def test_a_value_sent_again_replaces_differences_are_told_and_an_absent_one_counts_as_received():
    s = mesure(
        "cif_1_reunions", date(2014, 9, 1), RECUE,
        (2, "cif_1_reunions", "2013", "france_travail", "2014-03-01", 11),
        (3, "cif_1_reunions", "2013", "region", "2014-03-02", 12),
    )  # fmt: skip
    assert ([(p.value, p.partie) for p in s.points], s.divergences) == ([(11.0, "france_travail")], ("2013",))
    s = mesure("cif_1_reunions", date(2014, 9, 1), (*RECUE[:5], None))
    assert (s.etat, s.points[0].value, s.points[0].obs_status) == ("recu", None, "O")


def test_the_change_compares_two_periods_of_the_same_length():
    lignes = [(1, "spo_2_territoires", p, "france_travail", "2015-01-10", v) for p, v in (("2013", 4), ("2014", 7))]
    s = mesure("spo_2_territoires", date(2016, 1, 1), *lignes)
    assert suivi.evolution(s) == (3.0, "2013")
    autre = (1, "spo_2_territoires", "2015-S1", "france_travail", "2015-08-01", 8)
    assert suivi.evolution(mesure("spo_2_territoires", date(2016, 1, 1), *lignes, autre)) is None
    assert suivi.evolution(mesure("spo_2_territoires", date(2016, 1, 1))) is None


def test_a_settled_delay_and_a_longer_convention_move_the_due_dates_and_the_soonest_comes_first():
    p = DEFAUT.propositions["cif_1_reunions"]
    c = replace(DEFAUT, propositions={**DEFAUT.propositions, "cif_1_reunions": p._replace(delai_mois=6)})
    assert mesure("cif_1_reunions", date(2014, 6, 30), c=c).etat == "attendu"
    longue = replace(DEFAUT, fin=date(2027, 8, 27))
    assert mesure("cif_1_reunions", date(2026, 6, 30), c=longue).etat == "retard"
    suivis = suivi.suivre(recues(), DEFAUT, date(2014, 7, 1))
    assert [s.mesure.rythme for s in suivi.prochaines(suivis, date(2014, 7, 1))] == ["semestriel", "semestriel"]
    assert suivi.prochaines(suivis, date(2014, 7, 1), 30) == []


def ecrire(dossier, texte):
    (dossier / cadre.FICHIER).write_text(texte, "utf-8")
    return dossier


def test_the_file_settles_entry_by_entry(tmp_path):
    texte = """
    editeur = "Service à nommer"
    fin = 2015-08-27
    delai_mois = 2
    [mesure.vae_1_euros]
    partie = "region"
    cible = 120000
    statut = "arrêté"
    [instance.comite_pilotage]
    dates = [2014-05-27, 2014-03-25]
    [engagement.portail]
    etat = "tenu"
    date = 2014-06-01
    preuve = "adresse du portail"
    """
    c = cadre.lire(ecrire(tmp_path, texte))
    assert (c.editeur, c.fin) == ("Service à nommer", date(2015, 8, 27))
    assert c.propositions["vae_1_euros"] == ("region", 2, "région entière", 120000.0, "arrêté")
    assert c.propositions["vae_2_euros"] == ("region", 2, "région entière", None, "proposé")
    assert c.prochain_comite(date(2014, 3, 26)) == date(2014, 5, 27)
    assert c.prochain_comite(date(2014, 5, 27)) == date(2014, 5, 27)
    portail = next(e for e in c.engagements if e.code == "portail")
    assert (portail.etat, portail.date, portail.preuve) == ("tenu", "2014-06-01", "adresse du portail")


@pytest.mark.parametrize(("texte", "dit"), [
    ("editeur = sans guillemets", "fichier illisible"),
    ("couleur = 1", "champ inconnu, fichier"),
    ("mesure = 3", "section mesure mal écrite"),
    ("[mesure.spo_9]\ncible = 1", "entrée inconnue, section mesure"),
    ("[mesure.spo_1_personnes]\ncible = -1", "mesure.spo_1_personnes, champ cible"),
    ('[mesure.spo_1_personnes]\npartie = "prefecture"', "valeurs admises : region, france_travail"),
    ("[mesure.spo_1_personnes]\ndelai_mois = 25", "de 0 à 24"),
    ('[mesure.spo_1_personnes]\nstatut = "validé"', "proposé, arrêté"),
    ('[instance.comite_pilotage]\ndates = ["2014-03-25"]', "une date nue"),
    ("[instance.comite_pilotage]\ndates = 2014-03-25", "une liste de dates"),
    ('[engagement.portail]\netat = "fait"', "engagement.portail, champ etat"),
    ("[engagement.portail]\ndate = 2014-03-25T10:00:00", "une date nue"),
    ("[engagement.portail]\npreuve = 3", "entre guillemets"),
    ("fin = 2013-01-01", "une date après le 2013-08-27"),
])  # fmt: skip
def test_a_faulty_entry_is_named(tmp_path, texte, dit):
    with pytest.raises(ErreurDonnees, match=cadre.FICHIER) as e:
        cadre.lire(ecrire(tmp_path, texte))
    assert dit in str(e.value)


def test_the_model_is_a_file_that_changes_nothing_until_edited(tmp_path):
    assert main(["modele", "suivi", str(tmp_path / cadre.FICHIER)]) == 0
    assert cadre.lire(tmp_path) == cadre.defaut()


def suivis(**valeurs):
    """Follow-up once these measures were sent, all for 2014."""
    lignes = [
        {"numero": i, "fichier": "f.xlsx", "code_mesure": code, "periode": "2014", "partie": "france_travail",
         "recu_le": "2015-01-10", "commentaire": "", "value": float(v), "obs_status": "A"}
        for i, (code, v) in enumerate(valeurs.items(), 1)
    ]  # fmt: skip
    return suivi.suivre(pd.DataFrame(lignes, columns=list(receptions.COLONNES)), cadre.defaut(), date(2015, 6, 1))


@pytest.fixture
def labels(tmp_path):
    return etats.par_zone(Donnees(tmp_path), "spo")


def test_what_the_convention_attests_is_neither_a_label_nor_a_convention_signed(labels, tmp_path):
    a = etats.spo(suivis(), labels)
    assert all(dit in a.phrase for dit in ("aucune valeur reçue", "0\u00a0territoire labellisé dont"))
    assert "le label ou le chef de file n’est pas dit pour 17\u00a0territoires" in a.phrase
    a = etats.gtec(suivis(gtec_1_conventions=2), etats.par_zone(Donnees(tmp_path), "gtec"))
    assert all(dit in a.phrase for dit in (": 2\u00a0", "2\u00a0démarches", "Les deux ne se comparent pas"))


@pytest.mark.parametrize(("recu", "dit"), [(1, "la même chose"), (3, "à corriger")])
def test_a_measure_received_equals_the_territories_or_the_gap_is_said(labels, recu, dit):
    mene = etats.Etat(**vars(labels["sud-vendee"]) | {"date_labellisation": "2014-05"})
    a = etats.spo(suivis(spo_2_territoires=recu), labels | {"sud-vendee": mene})
    assert all(x in a.phrase for x in (f": {recu}\u00a0", dit))


CHIFFRE = """[[chiffre]]
code = "sites"
fiche = "spo"
valeur = 258
unite = "sites"
texte = "ouverts"
mots = "258 sites"
cherche = "258 sites"
"""
FICHE = """[[fiche]]
code = "spo"
nom = "SPO"
theme = "I"
ou = "L’orientation"
constat = "{sites} ouverts"
resume = "Des lieux."
pour = ["Tous"]
paie = []
ecrit = [{ quoi = "Où", dit = "Dans {sites}." }]
sans_serie = "Rien."
cherche = "spo"
"""


def lire_fiches(tmp_path, fiches=FICHE, chiffres=CHIFFRE):
    (tmp_path / "fiches.toml").write_text(fiches, "utf-8")
    (tmp_path / "chiffres.toml").write_text(chiffres, "utf-8")
    return dispositifs.lire(tmp_path / "fiches.toml", tmp_path / "chiffres.toml")


def plat(texte):
    """Letters and digits alone, as they are typed whatever the spaces and the apostrophes."""
    sans_signes = re.sub(r"<[^>]+>|\*", "", texte).replace("’", "'").replace("ᵉ", "e")
    return re.sub(r"\s", "", sans_signes).lower()


def test_a_figure_is_written_once_and_cited_by_its_code(tmp_path):
    f = lire_fiches(tmp_path).fiches["spo"]
    assert (f.constat, f.ecrit[0].dit) == ("258\u00a0sites ouverts", "Dans 258\u00a0sites.")
    assert [c.code for c in lire_fiches(tmp_path).de("spo")] == ["sites"]


@pytest.mark.parametrize(("fiches", "chiffres", "dit"), [
    (FICHE.replace("{sites} ouverts", "{sitess}"), CHIFFRE, "sitess"),
    (FICHE.replace('theme = "I"', 'theme = "VI"'), CHIFFRE, "theme"),
    (FICHE + 'vedettes = ["rien"]\n', CHIFFRE, "vedettes"),
    (FICHE + 'mesures = ["rien"]\n', CHIFFRE, "mesures"),
    (FICHE.replace('sans_serie = "Rien."', 'series = [{ indicateur = "rien" }]'), CHIFFRE, "series"),
    (FICHE.replace('sans_serie = "Rien."\n', ""), CHIFFRE, "ni série ni raison"),
    (FICHE.replace('nom = "SPO"\n', ""), CHIFFRE, "« nom »"),
    (FICHE + 'couleur = "bleu"\n', CHIFFRE, "couleur"),
    (FICHE, CHIFFRE.replace('fiche = "spo"', 'fiche = "vae"'), "vae"),
    (FICHE, CHIFFRE + 'avant = "presque"\n', "presque"),
    (FICHE, CHIFFRE * 2, "deux chiffres"),
    (FICHE * 2, CHIFFRE, "deux fiches"),
    ("[[fiche]", CHIFFRE, "illisible"),
])  # fmt: skip
def test_a_fault_names_its_entry(tmp_path, fiches, chiffres, dit):
    with pytest.raises(ErreurDonnees) as e:
        lire_fiches(tmp_path, fiches, chiffres)
    assert dit in str(e.value)


def test_every_sheet_names_what_exists_and_every_engagement_has_its_sheet():
    noms = {e.court for e in evenements.lire()}
    for f in dispositifs.lire().fiches.values():
        assert set(f.depuis) <= noms, f.code
        assert set(f.secteurs) <= set(secteurs.lire().secteurs), f.code
    fiches = dispositifs.lire().fiches.values()
    base = dispositifs.cadre.defaut()
    assert {e.code for e in base.engagements} == {c for f in fiches for c in f.engagements}
    assert {m.code_indicateur for m in dispositifs.mesures().values()} == {c for f in fiches for c in f.mesures}
    assert {i.code for i in base.instances} == {c for f in fiches for c in f.instances}


def test_the_words_quoted_are_those_of_the_text(reference):
    textes = sorted((reference.racine.parent / "source").glob("*.txt"))
    if not textes:
        pytest.skip("le texte de la convention n’est pas à côté des fichiers de référence")
    lu = plat(" ".join(t.read_text("utf-8") for t in textes))
    texte = dispositifs.lire()
    assert [c.code for c in texte.chiffres.values() if plat(c.mots) not in lu] == []
    dites = [t for f in texte.fiches.values() for t in (f.constat, f.ou, *(p.dit for p in f.ecrit))]
    cites = [q for t in dites for q in re.findall(r"« ([^»]+) »", t)]
    assert [q for q in cites if plat(q) not in lu] == []
