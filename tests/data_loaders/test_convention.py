"""What a signatory sends: written in the model, read, examined without effect, then received once."""

import dataclasses
import datetime
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import openpyxl
import pandas as pd
import pytest

from data_loaders import __main__ as commande
from data_loaders.contracts import CONTRATS, convention as contrat
from data_loaders.convention import cadre, receptions, suivi
from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Source
from data_loaders.sources import convention, envois
from data_loaders.sources.convention import ErreurSaisie, Saisie
from tests import builders

COLONNES = {nom: i for i, nom in enumerate(convention.COLONNES, 1)}


def saisi(code, value, periode="2014", **autres):
    """What is typed on the row of a measure."""
    return code, {"periode": periode, "value": value, **autres}


def remplir(dossier, saisies, nom="saisie.xlsx"):
    """The model, filled: `saisies` = (code, {column: value}); a second one for a code is written on a new row."""
    chemin = dossier / nom
    chemin.write_bytes(convention.octets())
    livre = openpyxl.load_workbook(chemin)
    feuille = livre[convention.SAISIE]
    rangs = {feuille.cell(i, COLONNES["code_mesure"]).value: i for i in range(2, feuille.max_row + 1)}
    faites = set()
    for code, valeurs in saisies:
        rang = rangs[code]
        if code in faites:
            feuille.append([c.value for c in feuille[rang]])
            rang = feuille.max_row
        faites.add(code)
        for colonne, valeur in valeurs.items():
            feuille.cell(rang, COLONNES[colonne]).value = valeur
    livre.save(chemin)
    return chemin


def test_values_zeros_and_unavailable_ones_are_told_apart(tmp_path):
    saisies = [
        saisi("vae_1_euros", 1250.5, commentaire="à valider"), saisi("vae_1_personnes", 0, 2014),
        saisi("lic_1_formations", 12, "2014-S1"), saisi("lic_1_formations", "N.D.", "2014-S2"),
        saisi("gtec_1_conventions", 3, "2014-S1", partie="Pôle emploi"),
    ]  # fmt: skip
    lu = convention.lire(remplir(tmp_path, saisies))
    o = lu.observations.set_index(["code_mesure", "periode"])
    montant = o.loc[("vae_1_euros", "2014"), ["partie", "value", "commentaire"]].tolist()
    assert montant == ["france_travail", 1250.5, "à valider"]
    assert o.loc[("vae_1_personnes", "2014"), ["value", "obs_status"]].tolist() == [0.0, "A"]
    assert (o.loc[("lic_1_formations", "2014-S2"), "obs_status"], o["value"].isna().sum()) == ("O", 1)
    assert (o.loc[("gtec_1_conventions", "2014-S1"), "partie"], len(lu.observations)) == ("france_travail", 5)


def test_few_persons_are_hidden_at_import_and_few_things_are_not(tmp_path):
    saisies = [saisi("vae_2_personnes", 4), saisi("lic_3_personnes", 5), saisi("cif_1_reunions", 4)]
    lu = convention.lire(remplir(tmp_path, saisies))
    statuts = lu.observations.set_index("code_mesure")["obs_status"].to_dict()
    assert statuts == {"vae_2_personnes": "Q", "lic_3_personnes": "A", "cif_1_reunions": "A"}
    assert 4 not in lu.observations.query("obs_status == 'Q'")["value"].tolist()


@pytest.mark.parametrize(("saisie", "lieu", "trouve"), [
    ({"code_mesure": "spo_9", "periode": "2014", "value": 1}, "ligne 2, colonne Code mesure", "mesure inconnue"),
    ({"unite": "milliers", "periode": "2014", "value": 1}, "ligne 2, colonne Unité", "unité modifiée"),
    ({"periode": "2014-S1", "value": 1}, "ligne 2, colonne Période", "période mal écrite"),
    ({"periode": datetime.date(2014, 1, 1), "value": 1}, "ligne 2, colonne Période", "période mal écrite"),
    ({"value": 1}, "ligne 2, colonne Période", "période manquante"),
    ({"periode": "2019", "value": 1}, "ligne 2, colonne Période", "période hors de la convention"),
    ({"periode": "2014", "commentaire": "à venir"}, "ligne 2, colonne Valeur", "commentaire sans valeur"),
    ({"periode": "2014", "value": -1}, "ligne 2, colonne Valeur", "valeur négative"),
    ({"periode": "2014", "value": "12 personnes"}, "ligne 2, colonne Valeur", "texte au lieu d’un nombre"),
    ({"periode": "2014", "value": True}, "ligne 2, colonne Valeur", "texte au lieu d’un nombre"),
    ({"periode": "2014", "value": 12.5}, "ligne 2, colonne Valeur", "valeur à décimales"),
    ({"partie": "Untel", "periode": "2014", "value": 1}, "Partie émettrice", "partie inconnue"),
    ({"commentaire": "x" * 501, "periode": "2014", "value": 1}, "colonne Commentaire", "trop long"),
])  # fmt: skip
def test_faulty_cells_are_refused_by_row_and_column(tmp_path, saisie, lieu, trouve):
    with pytest.raises(ErreurDonnees, match=lieu) as e:
        convention.lire(remplir(tmp_path, [("spo_1_personnes", saisie)]))
    assert trouve in e.value.trouve
    assert (e.value.regle, e.value.nombre) == ("saisie", 1)


def test_every_fault_of_a_file_is_listed_not_the_first_alone(tmp_path):
    unite = ("cif_1_reunions", {"unite": "milliers", "periode": "2014", "value": 10})
    fautes = [saisi("spo_1_personnes", "12 personnes"), saisi("vae_1_euros", 10, "2014-S1"), unite]
    with pytest.raises(ErreurDonnees) as e:
        convention.lire(remplir(tmp_path, fautes))
    assert e.value.nombre == len(e.value.details) == 3
    dits = ("texte au lieu d’un nombre (« 12 personnes »)", "période mal écrite (« 2014-S1 »)", "unité modifiée")
    assert [dit for dit in dits if dit not in str(e.value)] == []


def test_the_model_of_a_party_and_a_period_is_filled_but_for_the_values_without_which_it_is_refused(tmp_path):
    chemin = tmp_path / "m.xlsx"
    assert commande.main(["modele", "convention", str(chemin), "--partie", "region", "--periode", "2014"]) == 0
    lignes = valeurs(chemin)
    attendus = {m.code for m in contrat.mesures().values() if m.partie == "region"}
    assert {ligne["code_mesure"] for ligne in lignes} == attendus
    semestres = [ligne["periode"] for ligne in lignes if ligne["code_mesure"] == "lic_2_formations"]
    assert semestres == ["2014-S1", "2014-S2"]
    assert {ligne["periode"] for ligne in lignes if ligne["rythme"] != "semestriel"} == {"2014"}
    assert {(ligne["partie"], ligne["value"]) for ligne in lignes} == {("Région", None)}
    autre = builders.classeur(tmp_path / "autre.xlsx", {"Feuille": [["Code mesure", "Valeur"]]})
    for lu, dit in ((chemin, "aucune ligne remplie"), (autre, "repartir du modèle")):
        with pytest.raises(ErreurDonnees, match=dit):
            convention.lire(lu)


def valeurs(chemin):
    """Rows of a model, by the names of its columns."""
    lignes = openpyxl.load_workbook(chemin)["Saisie"].iter_rows(min_row=2, values_only=True)
    return [dict(zip(COLONNES, ligne, strict=True)) for ligne in lignes]


def importer(chemin, *options, source="convention"):
    return commande.main(["importer", source, str(chemin), *options])


@pytest.mark.parametrize(("periode", "attendues"), [
    ("2013", [("lic_2_formations", "2013-S2")]), ("2014-S2", [("lic_2_formations", "2014-S2")]),
])  # fmt: skip
def test_half_years_are_asked_and_taken_alone_or_with_their_year_from_the_convention_on(tmp_path, periode, attendues):
    (tmp_path / "m.xlsx").write_bytes(convention.octets("region", periode))
    lues = [(x["code_mesure"], x["periode"]) for x in valeurs(tmp_path / "m.xlsx")]
    assert [x for x in lues if "S" in x[1]] == attendues
    assert (len(lues) == 1) == (periode == "2014-S2")
    with pytest.raises(DemandeInvalide, match="pour 2013-S1"):
        convention.octets("region", "2013-S1")
    with pytest.raises(ErreurDonnees, match="du 27 août 2013 au 27 août 2017"):
        convention.lire(remplir(tmp_path, [saisi("lic_2_formations", 3, "2013-S1")]))


def test_the_model_follows_what_the_signatories_settled(tmp_path):
    regle = "fin = 2018-06-30\n[mesure.presc_1_prescriptions]\npartie = 'region'\n"
    (tmp_path / cadre.FICHIER).write_text(regle, "utf-8")
    c = cadre.lire(tmp_path)
    (tmp_path / "m.xlsx").write_bytes(convention.octets("region", "2018", c))
    lignes = valeurs(tmp_path / "m.xlsx")
    assert "presc_1_prescriptions" in {ligne["code_mesure"] for ligne in lignes}
    assert {ligne["partie"] for ligne in lignes} == {"Région"}
    assert [ligne["periode"] for ligne in lignes if ligne["rythme"] == "semestriel"] == ["2018-S1"]


def test_the_workbook_of_what_is_missing_holds_the_late_periods_alone(tmp_path):
    recues = pd.DataFrame(
        [(1, "r.xlsx", "lic_2_formations", "2013-S2", "region", "2014-02-01", "", 9.0, "A", "F")],
        columns=[c.nom for c in CONTRATS["convention"].tables["receptions"].colonnes],
    )
    lignes = convention.manquantes(suivi.suivre(recues, cadre.defaut(), date(2014, 10, 1)), "region")
    assert [(m.code, p) for m, p in lignes if m.rythme == "semestriel"] == [("lic_2_formations", "2014-S1")]
    assert {p for m, p in lignes if m.rythme == "annuel"} == {"2013"}
    assert "gtec_1_conventions" not in {m.code for m, _ in lignes}
    (tmp_path / "m.xlsx").write_bytes(convention.octets_remplis(lignes, (), cadre.defaut()))
    lues = [(x["code_mesure"], x["periode"], x["value"]) for x in valeurs(tmp_path / "m.xlsx")]
    assert lues == [(m.code, p, None) for m, p in lignes]


def test_jumps_are_asked_and_a_confirmation_is_written_in_the_manifest(donnees, tmp_path, capsys):
    assert importer(remplir(tmp_path, [saisi("presc_1_prescriptions", 100, "2013")])) == 0
    deux = remplir(tmp_path, [saisi("presc_1_prescriptions", 300)], "deux.xlsx")
    assert importer(deux) == 3
    erreur = capsys.readouterr().err
    assert "presc_1_prescriptions (France Travail) : 100 en 2013 puis 300 en 2014" in erreur
    (refus,) = receptions.refuses(donnees.racine)
    # the public page shows no value of it
    assert (refus.publie, refus.motif) == ("", "valeur au moins 3 fois plus grande ou plus petite")
    assert importer(deux, "--confirmer", "saut") == 0
    assert "confirmé (saut)" in capsys.readouterr().out
    (refus,) = receptions.refuses(donnees.racine)
    derniere = Donnees().millesimes("convention")[-1]
    assert refus.publie == Donnees().officiel.instantane("convention", derniere).identifiant
    # Confirmed once, it is not asked again with the next file.
    assert importer(remplir(tmp_path, [saisi("cif_1_reunions", 12)], "trois.xlsx")) == 0


def test_an_amount_is_hidden_with_the_persons_it_is_of_whichever_came_first(donnees, tmp_path):
    montant, autre = saisi("vae_2_euros", 4200), saisi("vae_2_euros", 9000, "2015")
    for nom, saisies in (("a", [montant, autre]), ("b", [saisi("vae_2_personnes", 3)]), ("c", [montant])):
        assert importer(remplir(tmp_path, saisies, f"{nom}.xlsx"), "--confirmer", "saut") == 0
        table = Donnees().lire("convention").set_index(["code_mesure", "periode"]).loc["vae_2_euros"]
        assert (table.loc["2015", "value"], table.loc["2014", "obs_status"]) == (9000, "A" if nom == "a" else "Q")
    recues = receptions.lire(Donnees())
    assert 4200 not in recues["value"].tolist()
    assert set(recues.query("obs_status == 'Q'")["conf_status"]) == {"C"}


@pytest.mark.parametrize(
    ("avant", "apres", "demande"), [(20, 59, False), (20, 60, True), (90, 30, True), (0, 10, True), (2, 9, False)]
)
def test_a_jump_is_three_times_more_or_less_small_values_apart(avant, apres, demande):
    assert contrat.invraisemblable(avant, apres) is demande


def test_a_paper_entered_later_was_received_on_its_own_day(tmp_path, capsys):
    def recevoir(valeur, nom, jour):
        return importer(remplir(tmp_path, [saisi("cif_1_reunions", valeur)], nom), "--recu-le", jour)

    assert recevoir(44, "rectifie.xlsx", "2015-03-20") == 0
    # The first sending is found in a drawer afterwards: it is kept, and replaces nothing.
    assert recevoir(40, "premier.xlsx", "2015-02-10") == 0
    assert Donnees().lire("convention")[["recu_le", "value"]].values.tolist() == [["2015-03-20", 44.0]]
    recues = receptions.lire(Donnees())
    assert recues[["numero", "recu_le", "value"]].values.tolist() == [[1, "2015-03-20", 44.0], [2, "2015-02-10", 40.0]]
    etats = [
        next(s for s in suivi.suivre(recues, cadre.defaut(), jour) if s.mesure.code == "cif_1_reunions")
        for jour in (date(2015, 2, 9), date(2015, 2, 10), date(2015, 3, 20))
    ]
    assert [[p.value for p in s.points] for s in etats] == [[], [40.0], [44.0]]
    capsys.readouterr()
    assert recevoir(40, "premier.xlsx", "2015-02-10") == 0
    assert "déjà reçu à l'identique" in capsys.readouterr().out
    assert len(receptions.lire(Donnees())) == 2


@pytest.mark.parametrize(("source", "jour", "dit"), [
    ("bmo", "2015-02-10", "ne sert qu'à la source convention"),
    ("convention", "10/02/2015", "écrire AAAA-MM-JJ"),
    ("convention", "2013-08-26", "hors de la période"),
    ("convention", "2999-01-01", "hors de la période"),
])  # fmt: skip
def test_an_impossible_day_of_reception_imports_nothing(donnees, tmp_path, capsys, source, jour, dit):
    assert importer(remplir(tmp_path, [saisi("cif_1_reunions", 40)]), "--recu-le", jour, source=source) == 2
    assert dit in capsys.readouterr().err
    assert donnees.millesimes("convention") == []


def test_workbooks_received_together_are_all_kept(donnees, tmp_path):
    codes = ("cif_1_reunions", "fpc_1_suites", "fpc_2_certifications", "presc_1_prescriptions")
    fichiers = [remplir(tmp_path, [saisi(c, 20)], f"{c}.xlsx") for c in codes]
    with ThreadPoolExecutor() as fils:
        list(fils.map(lambda f: builders.importer(donnees, "convention", f), fichiers))
    assert set(donnees.lire("convention")["code_mesure"]) == set(codes)
    assert sorted(receptions.lire(donnees)["numero"]) == [1, 2, 3, 4]


def test_refused_workbooks_are_listed_without_what_was_typed(racine_propre, tmp_path):
    assert receptions.refuses(racine_propre) == []
    assert importer(remplir(tmp_path, [saisi("spo_1_personnes", "3 personnes")], "fautif.xlsx")) == 3
    assert importer(remplir(tmp_path, [], "autre.xlsx"), source="bmo") == 3
    abime = racine_propre / "quarantine" / "abime"
    abime.mkdir()
    (abime / "reason.json").write_text("[1]", "utf-8")
    (refus,) = receptions.refuses(racine_propre)
    assert (refus.fichier, refus.motif, refus.fautes_nb) == ("fautif.xlsx", "texte au lieu d’un nombre", 1)
    assert not any("3 personnes" in str(champ) for champ in refus)


def test_an_edition_published_before_receptions_were_kept_is_still_read(donnees, tmp_path):
    tables = {"observations": CONTRATS["convention"].tables["observations"]}
    ancien = dataclasses.replace(CONTRATS["convention"], tables=tables)
    lu = convention.lire(remplir(tmp_path, [saisi("cif_1_reunions", 40, "2013")]))
    table = envois.fusionner(None, lu, "2014-03-01")
    source = Source("ancien.xlsx", "0" * 64, 1, "")
    donnees.officiel.publier(ancien, "2014-03-01", {"observations": table}, [source])
    assert receptions.lire(donnees)[["numero", "fichier", "value"]].values.tolist() == [[1, "ancien.xlsx", 40.0]]
    builders.importer(donnees, "convention", remplir(tmp_path, [saisi("cif_1_reunions", 41, "2013")]))
    assert receptions.lire(donnees)["value"].tolist() == [40.0, 41.0]


def test_a_repeated_row_names_the_first_one_and_rows_above_the_header_are_counted(tmp_path):
    with pytest.raises(ErreurDonnees, match=r"ligne 26.*\n?.*") as e:
        convention.lire(remplir(tmp_path, [saisi("spo_1_personnes", 8)] * 2))
    assert e.value.trouve == "ligne en double de la ligne 2"
    chemin = remplir(tmp_path, [saisi("spo_1_personnes", -8)])
    livre = openpyxl.load_workbook(chemin)
    livre["Saisie"].insert_rows(1, 3)
    livre.save(chemin)
    with pytest.raises(ErreurDonnees, match="ligne 5, colonne Valeur"):
        convention.lire(chemin)


def test_a_reception_replaces_its_own_rows_alone_and_may_withdraw(donnees, tmp_path):
    premiere = [saisi("fpc_1_suites", 40), saisi("cif_1_reunions", 9)]
    resume = builders.importer(donnees, "convention", remplir(tmp_path, premiere))
    assert "2 valeurs reçues, 2 mesures sur 24" in resume[0]
    suite = [saisi("cif_1_reunions", "n.d."), saisi("presc_1_prescriptions", 700)]
    builders.importer(donnees, "convention", remplir(tmp_path, suite))
    o = donnees.lire("convention").set_index("code_mesure")
    assert o["value"].dropna().to_dict() == {"fpc_1_suites": 40.0, "presc_1_prescriptions": 700.0}
    assert (o.loc["cif_1_reunions", "obs_status"], len(donnees.millesimes("convention"))) == ("O", 1)


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
    triple = [saisi("presc_1_prescriptions", 301), saisi("cif_1_reunions", "n.d.", "2013")]
    deux = remplir(tmp_path, [CENT[0], *triple])
    examen = envois.examiner(donnees, deux, FT)
    assert genres(examen) == {
        ("cif_1_reunions", "2013"): "retirée", ("presc_1_prescriptions", "2013"): "identique",
        ("presc_1_prescriptions", "2014"): "nouvelle",
    }  # fmt: skip
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


def test_what_is_typed_in_a_form_is_read_as_from_a_workbook_and_a_fault_is_that_of_its_row(donnees, tmp_path):
    lignes = convention.lignes("region", "2014", cadre.defaut())
    tapees = {"vae_2_euros": Saisie(" 1\u202f234,5 ", "Budget\x07 voté"), "vae_2_personnes": Saisie("n.d.", "")}
    tapees["gtec_1_conventions"] = Saisie("0", "=1+1")
    chemin = tmp_path / "saisie.xlsx"
    saisies = [tapees.get(m.code, Saisie("", "")) for m, _ in lignes]
    chemin.write_bytes(convention.octets_remplis(lignes, saisies, cadre.defaut()))
    lues = {c.code_mesure: c.apres[:3] for c in envois.examiner(donnees, chemin, REGION).changements}
    assert lues == {
        "vae_2_personnes": (None, "O", ""), "vae_2_euros": (1234.5, "A", "Budget  voté"),
        "gtec_1_conventions": (0, "A", "=1+1"),
    }  # fmt: skip
    rang = next(i for i, (m, _) in enumerate(lignes) if m.code == "gtec_1_conventions")
    saisies = [Saisie("douze" if i == rang else "", "") for i in range(len(lignes))]
    chemin.write_bytes(convention.octets_remplis(lignes, saisies, cadre.defaut()))
    with pytest.raises(ErreurSaisie) as refus:
        envois.examiner(donnees, chemin, REGION)
    (faute,) = refus.value.fautes
    assert faute.ligne == rang + convention.PREMIERE_LIGNE
    assert (faute.colonne, faute.exemple) == ("Valeur", "douze")
