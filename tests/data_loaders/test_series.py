"""Series of producers: unemployment, registered job-seekers, social minima, training; invented or official figures."""

import csv
import datetime
from dataclasses import replace

import pandas as pd
import pytest

from data_loaders import demo, francais
from data_loaders.chiffres import origine, tableau
from data_loaders.chiffres.tableau import calculer, chiffre
from data_loaders.commandes import importation
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.contracts.indicateurs_detail import NATIONAUX
from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux.calculs import RAISON_SANS_LIGNE, SERIE, SERIES, Question
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import series as totaux
from data_loaders.sources import cellules, chomage, demandeurs, solidarite
from geo import territoire, zonages
from tests import builders

TRIMESTRES = ["2023-T2", "2023-T3", "2023-T4"]
ZE = "chomage/chomage-zone-t1-2003-t3-2023.xlsx"


def feuilles_ze(trimestres=TRIMESTRES, valeur=6.0):
    """The two sheets, with their titles of different heights and a zone of another region."""
    entieres = sorted(set(zonages.zones("ze")["code_zone"]) - set(territoire.ZE_ENTIERES))
    zones = [
        ["Taux de chômage localisés"],
        ["Code", "Libellé", "Code région", "Libellé région", *trimestres],
        ["ZE2020", "LIBZE2020", "REG", "LIBREG", *trimestres],
        *([c, "", "52", "", *[valeur] * len(trimestres)] for c in ("0051", "0062", "9402", *entieres)),
    ]
    parties = [
        ["Parties"], [], [], ["ZER2020", "LIBZER2020", *trimestres],
        *([c, "", *[valeur] * len(trimestres)] for c in ("2851", "5251", "5262")),
    ]  # fmt: skip
    return {"Documentation": [["texte"]], "txcho_ze": zones, "txcho_parties reg": parties}


def feuilles_dep(trimestres=TRIMESTRES, valeur=6.0):
    """The sheet of values of a family of series, with a département of another region."""
    entete = ["Libellé", "idBank", "Dernière mise à jour", "Période", *trimestres]
    departements = ("Loire-Atlantique", "Maine-et-Loire", "Mayenne", "Sarthe", "Vendée", "Manche")
    noms = [f"département - {d}" for d in departements]
    noms += ["région - Pays de la Loire", "région - France métropolitaine"]
    corps = [
        [f"Taux de chômage localisé par {n}", "1", "21/03/2025 12:00", "", *[valeur] * len(trimestres)] for n in noms
    ]
    return {"valeurs_trimestrielles": [entete, *corps]}


def observations(lu):
    return lu.tables["observations"].to_pandas()


FEUILLE_ZE, FEUILLE_DEP = "txcho_ze", "valeurs_trimestrielles"


def test_départements_region_and_france_are_kept_and_what_is_missing_is_said(tmp_path):
    lu = chomage.lire_dep(builders.classeur(tmp_path / "dep.xlsx", feuilles_dep()))
    assert set(observations(lu)["code_zone"]) == {"44", "49", "53", "72", "85", "52", "FM"}
    assert lu.millesime == "2023-T4"
    CONTRATS["chomage_dep"].valider(lu.tables)
    feuilles = feuilles_dep()
    feuilles[FEUILLE_DEP].pop(3)
    feuilles[FEUILLE_DEP][1][-1], feuilles[FEUILLE_DEP][2][-1] = "(Q)", "(O)"
    lu = chomage.lire_dep(builders.classeur(tmp_path / "d.xlsx", feuilles))
    assert set(observations(lu)["code_zone"]) == {"44", "49", "72", "85", "52", "FM"}
    assert lu.remarques == ("territoires absents du fichier : 53",)
    # A hidden cell is confidential.
    o = observations(lu).set_index(["code_zone", "periode"])[["obs_status", "conf_status"]]
    assert (o.loc[("44", "2023-T4")].tolist(), o.loc[("49", "2023-T4")].tolist()) == (["Q", "C"], ["O", "F"])


@pytest.mark.parametrize(("brut", "attendu"), [
    (7.1, (7.1, "A")), ("7,1", (7.1, "A")), ("7.1 (P)", (7.1, "P")), ("7.1(SD)", (7.1, "P")),
    ("6.0 (E)", (6.0, "E")), ("6.0 (R)", (6.0, "A")), ("(O)", (None, "O")), ("(Q)", (None, "Q")),
])  # fmt: skip
def test_cells_carry_the_producers_statuses(brut, attendu):
    assert cellules.cellule(brut, "x") == attendu


@pytest.mark.parametrize(
    "brut", ["", None, "*", "nd", "7.1 (O)", "(P)", "(A)", "7.1 (F)", "7.1 (X)", "1 2", "nan", "٧"]
)
def test_unknown_signs_and_contradictions_are_refused(brut):
    with builders.refus("signe"):
        cellules.cellule(brut, "fichier, zone, trimestre")


def _en_proportion(feuille):
    return [[v / 100 if isinstance(v, float) else v for v in ligne] for ligne in feuille]


def _sans(feuille, i):
    return [[c for j, c in enumerate(ligne) if j != i] for ligne in feuille]


@pytest.mark.parametrize(("jeu", "changer", "regle", "message"), [
    ("ze", lambda f: f[:2], "colonnes", "ZE2020, LIBZE2020"),
    ("ze", lambda f: f[:-1], "zone", "zones d'emploi de la région absentes"),
    ("ze", lambda f: _sans(f, 5), "periode", "2023-T2 et 2023-T4"),
    ("ze", lambda f: _sans(f, 6), "periode", "mêmes trimestres"),
    ("ze", lambda f: f[2].__setitem__(-1, "2024"), "colonnes", "2024"),
    ("ze", lambda f: f[2].__setitem__(-1, ""), "colonnes", "une colonne sans titre"),
    ("dep", lambda f: f[0].__setitem__(-1, ""), "colonnes", "une colonne sans titre"),
    ("ze", _en_proportion, "niveau", "hors de 1,0\u00a0% à 30,0\u00a0%"),
    ("dep", _en_proportion, "niveau",
     "0,1\u00a0% au 2ᵉ trimestre 2023, 44 : hors de 1,0\u00a0% à 30,0\u00a0%"),
    ("dep", lambda f: f[::6], "zone", "aucune série des départements"),
    ("dep", lambda f: [r[:4] for r in f], "colonnes", "aucune colonne de trimestre"),
])  # fmt: skip
def test_refusals_of_rates_say_what_was_seen(donnees, tmp_path, jeu, changer, regle, message):
    contenu, nom = (feuilles_ze(), FEUILLE_ZE) if jeu == "ze" else (feuilles_dep(), FEUILLE_DEP)
    contenu[nom] = changer(contenu[nom]) or contenu[nom]
    f = builders.classeur(tmp_path / "x.xlsx", contenu)
    with builders.refus(regle, message):
        builders.importer(donnees, f"chomage-{jeu}", f)


def importer_dep(donnees, dossier, feuilles):
    return builders.importer(donnees, "chomage-dep", builders.classeur(dossier / "dep.xlsx", feuilles))


def test_an_edition_replaces_the_whole_series_and_an_older_one_is_refused_unless_confirmed(donnees, tmp_path):
    importer_dep(donnees, tmp_path, feuilles_dep())
    importer_dep(donnees, tmp_path, feuilles_dep([*TRIMESTRES, "2024-T1"], 7.0))
    assert (donnees.millesimes("chomage_dep"), set(donnees.lire("chomage_dep")["value"])) == (["2024-T1"], {7.0})
    with pytest.raises(ErreurDonnees, match=r"plus ancienne que celle en place \(2024-T1\)") as e:
        importer_dep(donnees, tmp_path, feuilles_dep())
    assert "--confirmer edition-ancienne" in str(e.value)
    assert donnees.millesimes("chomage_dep") == ["2024-T1"]
    importer_dep(Donnees(donnees.racine, confirmees=frozenset({"edition-ancienne"})), tmp_path, feuilles_dep())
    assert donnees.millesimes("chomage_dep") == ["2023-T4"]


@pytest.fixture
def chargees(donnees, tmp_path):
    """The rates of zones d'emploi at 6.0 and those of départements at 7.0, so that a mixture would show."""
    builders.importer(donnees, "chomage-ze", builders.classeur(tmp_path / "ze.xlsx", feuilles_ze()))
    dep = feuilles_dep([*TRIMESTRES, "2024-T1"], 7.0)
    dep[FEUILLE_DEP][1][-1] = "7.4 (P)"
    importer_dep(donnees, tmp_path, dep)
    return donnees


def test_each_zoning_reads_its_own_dataset_and_a_rate_is_estimated_on_no_other(chargees):
    ze, dep, bassin = (calculer(chargees, "taux_chomage", z) for z in ("ze", "departement", "bassin"))
    assert (set(ze.lignes["value"]), ze.periodes[-1], dep.periodes[-1]) == ({6.0}, "2023-T4", "2024-T1")
    assert set(ze.lignes["code_zone"]) == set(zonages.zones("ze")["code_zone"])
    assert set(ze.complements["code_zone"]) == {"0051", "0062"}
    assert dep.periode("2024-T1").loc["44", ["value", "obs_status"]].tolist() == [7.4, "P"]
    assert (set(bassin.lignes["obs_status"]), bassin.lignes["value"].isna().all()) == ({"L"}, True)
    assert "ne s’additionne pas" in bassin.lignes["raison"].iloc[0]


def test_every_official_rate_of_the_zones_is_the_workbooks(reference, producteurs):
    lu = producteurs.lire("chomage_ze")
    codes = set(zonages.zones("ze")["code_zone"]) | {"0051", "0062"}
    attendues = {}
    for feuille, entete, textes_nb in (("txcho_ze", "ZE2020", 4), ("txcho_parties reg", "ZER2020", 2)):
        df = pd.read_excel(reference / ZE, feuille, header=None, index_col=0, dtype=object, engine="openpyxl")
        valeurs = df.set_axis(df.loc[entete], axis=1).iloc[:, textes_nb - 1 :]
        attendues |= valeurs[valeurs.index.isin(codes)].stack().to_dict()
    assert len(attendues) == 25 * 83
    assert (lu.set_index(["code_ze", "periode"])["value"].to_dict(), set(lu["obs_status"])) == (attendues, {"A"})


FICHIER_STMT = "demande_emploi/stmt_inscrits_A_a_E_mensuel_brut_dep_2020_2024.csv"
DEPARTEMENTS = ("44", "49", "53", "72", "85")


def lignes_stmt(mois=("2024-11", "2024-12"), departements=(*DEPARTEMENTS, "35")):
    """Invented counts: 100 times the number of the département, plus ten a month."""
    return [f"{d},{m},{int(d) * 100 + 10 * i}" for d in departements for i, m in enumerate(mois)]


def fichier_stmt(dossier, lignes):
    return builders.csv_de(dossier / "stmt.csv", "dept,mois,demandeurs_emploi", lignes)


def test_the_five_départements_are_kept_and_the_rounding_is_said_where_it_is(tmp_path):
    lu = demandeurs.lire_dep(fichier_stmt(tmp_path, lignes_stmt()))
    assert lu.millesime == "2024-12"
    assert "12 lignes lues" in lu.dit[0]
    assert lu.notes == (demandeurs.NOTE_ARRONDI,)
    assert CONTRATS["stmt_dep"].valider(lu.tables)["observations"].num_rows == 10


def test_the_law_of_2025_is_a_break(donnees, tmp_path):
    builders.importer(donnees, "stmt-dep", fichier_stmt(tmp_path, lignes_stmt(("2024-12", "2025-01", "2025-02"))))
    statuts = calculer(donnees, "inscrits_a_e", "region").lignes.set_index("periode")["obs_status"]
    assert statuts.to_dict() == {"2024-12": "A", "2025-01": "B", "2025-02": "A"}
    assert demandeurs.NOTE_RUPTURE in donnees.instantane("stmt_dep", "2025-02").manifeste["notes"]


def totaliser(*lignes):
    observations = pd.DataFrame(lignes, columns=["code_zone", "periode", "value", "obs_status"])
    return totaux.totaux(totaux.rattacher(observations, {"z": ["a", "b"]}), {"z": ["a", "b"]})


def test_a_total_with_a_missing_part_is_not_available_and_takes_the_gravest_status_of_its_parts():
    lignes = [("a", "p1", 10.0, "A"), ("b", "p1", None, "O"), ("a", "p2", 10.0, "P"), ("b", "p2", 5.0, "A")]
    r = totaliser(*lignes, ("a", "p3", 1.0, "A")).set_index("periode")
    assert r["obs_status"].to_dict() == {"p1": "O", "p2": "P", "p3": "O"}
    assert (r["value"].isna().to_dict(), r.loc["p2", "value"]) == ({"p1": True, "p2": False, "p3": True}, 15)
    assert r.loc["p3", "raison"] == totaux.RAISON_INCOMPLETE
    for a, b, attendu in ("EPP", "UEE", "PBB", "AUU", "UBB", "AAA"):
        (total,) = totaliser(("a", "p", 10.0, a), ("b", "p", 5.0, b)).to_dict("records")
        assert (total["obs_status"], total["raison"], total["value"]) == (attendu, totaux.RAISONS[attendu], 15)


@pytest.mark.parametrize(("lignes", "regle", "message"), [
    (lignes_stmt(("2024-09", "2024-11")), "periode", "entre 2024-09 et 2024-11"),
    (lignes_stmt(departements=("44", "49", "53", "72")), "zone", "85"),
    (lignes_stmt()[1:], "zone", r"44 \(2024-11\)"),
    ([*lignes_stmt(), "44,2024-12,1"], "periode", "deux fois : 2024-12"),
    ([*lignes_stmt(("2024-12",))[:-2], "85,2024-12,"], "signe", "cellule vide"),
    ([*lignes_stmt(), "44,décembre,10"], "periode", "décembre"),
    *(([f"44,2024-11,{n}", *lignes_stmt()[1:]], "signe", "44, 2024-11 : effectif à décimales")
      for n in ('"1,230"', "1.235")),
])  # fmt: skip
def test_refusals_say_what_was_seen(tmp_path, lignes, regle, message):
    with builders.refus(regle, message):
        demandeurs.lire_dep(fichier_stmt(tmp_path, lignes))


def test_months_in_words_are_read_under_a_preamble(tmp_path):
    mois, valeurs = ("Décembre 1999", "Janvier 2000"), ("1 230", "12\u00a0340")
    corps = [f"{m};{d}; {v}" for m, v in zip(mois, valeurs, strict=True) for d in DEPARTEMENTS]
    f = tmp_path / "stmt.csv"
    ecrire(f, [*preambule(), "Mois;Département;Nombre de demandeurs d’emploi", *corps])
    assert importation.reconnaitre(f).source == "stmt-dep"
    lu = demandeurs.lire_dep(f)
    assert lu.periodes == ("1999-12", "2000-01")
    df = lu.tables["observations"].to_pandas().query("periode == '2000-01'")
    assert dict(zip(df["code_departement"], df["value"], strict=True)) == dict.fromkeys(DEPARTEMENTS, 12340.0)


def test_every_official_count_is_the_files(reference, producteurs):
    lu = producteurs.lire("stmt_dep")
    with (reference / FICHIER_STMT).open(encoding="utf-8") as f:
        attendus = {(r["dept"], r["mois"]): float(r["demandeurs_emploi"]) for r in csv.DictReader(f)}
    assert len(attendus) == 300
    assert lu.set_index(["code_departement", "periode"])["value"].to_dict() == attendus


TITRE = "Mois;Nombre de demandeurs d'emploi"


def preambule(code="52", region="Pays de la Loire"):
    return [
        "Source : France Travail-Dares, STMT",
        f"Demandeurs d’emploi inscrits en fin de mois, {region}, de janvier 1996 à mars 1996",
        f"https://exemple.test/stmt/defm?fa=AE&fi={code}&pp=199601",
    ]


def corps(mois=None):
    mois = mois or ["Janvier 1996", "Février 1996", "Mars 1996"]
    return [f"{m}; 239 {i}40" for i, m in enumerate(mois)]


def ecrire(chemin, lignes):
    chemin.write_text("\n".join(lignes), "utf-8-sig")
    return chemin


def test_the_export_is_read_as_it_is(tmp_path):
    f = ecrire(tmp_path / "export.csv", [*preambule(), TITRE, *corps(), "", "Les données sont arrondies."])
    assert importation.reconnaitre(f).source == "stmt-region"
    lu = demandeurs.lire_region(f)
    assert lu.faits["valeurs"] == {"1996-01": 239040, "1996-02": 239140, "1996-03": 239240}
    assert (lu.millesime, lu.tables["observations"].num_rows) == ("1996-03", 3)


@pytest.mark.parametrize(("lignes", "message"), [
    ([*preambule("53", "Bretagne"), TITRE, *corps()], r"qui n'est pas la région \(code 53\)"),
    ([TITRE, *corps()], "que rien dans le fichier ne nomme"),
    ([*preambule(), TITRE, *corps(["Janvier 1996", "Mars 1996", "Avril 1996"])], "trou dans la série"),
    ([*preambule(), TITRE, *corps(["Janvier 1996", "Brumaire 1996", "Mars 1996"])], "mois mal écrit"),
])  # fmt: skip
def test_what_would_make_a_figure_wrong_is_refused(tmp_path, lignes, message):
    with pytest.raises(ErreurDonnees, match=message):
        demandeurs.lire_region(ecrire(tmp_path / "x.csv", lignes))


def test_the_region_is_set_beside_the_sum_of_the_départements(reference, donnees, tmp_path):
    builders.importer(donnees, "stmt-dep", reference / FICHIER_STMT)
    # The region as it would be exported: the sum of the départements, but for six roundings to ten.
    region = tableau.calculer(donnees, "inscrits_a_e", "region").lignes.set_index("periode")["value"]
    mois = [francais.periode_libelle(p).capitalize() for p in region.index]
    lignes = [f"{m}; {v + 20:,.0f}".replace(",", " ") for m, v in zip(mois, region, strict=True)]
    f = ecrire(tmp_path / "x.csv", [*preambule(), TITRE, *lignes])
    builders.importer(donnees, "stmt-region", f)
    assert donnees.instantane("stmt_region", "2024-12").manifeste["remarques"] == []
    ecrire(f, [*preambule(), TITRE, *lignes[:-1], "Décembre 2024; 400 000"])
    builders.importer(donnees, "stmt-region", f)
    (remarque,) = donnees.instantane("stmt_region", "2024-12").manifeste["remarques"]
    assert "1 mois où la région n'est pas la somme des cinq départements" in remarque


@pytest.mark.parametrize(("charges", "attendus"), [
    # The series of the region is there: nothing invented beside it, not even at a month that it lacks.
    (("region",), {"1996-01": (239040, "stmt_region", False), "2024-12": (None, "", False)}),
    # Departements alone: their sum, not the invented series of the region.
    (("dep",), {"1996-02": (30300, "stmt_dep", False), "1996-01": (None, "", False)}),
    # Both: a series of the region comes before a sum, which goes on after it.
    (("dep", "region"), {"1996-03": (239240, "stmt_region", False), "1996-04": (30400, "stmt_dep", False)}),
    ((), {"1996-01": (None, "stmt_region", True)}),
])  # fmt: skip
def test_what_is_official_is_never_beside_what_is_invented(donnees, monkeypatch, tmp_path, charges, attendus):
    monkeypatch.setattr(demo, "inventes", lambda: ["stmt_dep", "stmt_region"])
    demo.assurer(donnees)
    if "dep" in charges:
        builders.importer(donnees, "stmt-dep", fichier_stmt(tmp_path, lignes_stmt(("1996-02", "1996-03", "1996-04"))))
    if "region" in charges:
        builders.importer(donnees, "stmt-region", ecrire(tmp_path / "r.csv", [*preambule(), TITRE, *corps()]))
    # value, first word of the snapshot, whether it is invented
    lus = {p: chiffre(donnees, "inscrits_a_e", "region", "52", p) for p in attendus}
    assert {
        p: (c["valeur"] if attendus[p][0] else None, c["instantane"].partition("/")[0], c["demonstration"])
        for p, c in lus.items()
    } == attendus
    t = calculer(donnees, "inscrits_a_e", "region")
    assert t.demonstration is not any(charges)
    assert not charges or max(t.periodes) < "1997"
    for p, (valeur, jeu, _) in attendus.items():
        if not valeur:
            continue
        o = origine.remonter(donnees, t, "52", p)
        assert (o.lignes["value"].sum(), o.instantane.partition("/")[0]) == (valeur, jeu)
        assert len(o.lignes) == (1 if jeu == "stmt_region" else 5)


CODES_DEP = (1, 44, 49, 53, 72, 85, "2A")
MOIS = tuple(datetime.date(2022, m, 1) for m in (10, 11, 12))


def feuille(titre, *, double=True, mois=MOIS, provisoires=1, entete="Numero", valeurs=None):
    """One sheet: two columns a département, or one; the last months marked « * »."""
    pas = ["Effectif", "Evolution en glissement annuel (en %)"] if double else ["Effectif"]
    vides, valeurs = [""] * (len(pas) - 1), valeurs or {}
    codes = [c for d in CODES_DEP for c in (d, *vides)]
    noms = [c for d in CODES_DEP for c in (f"Département {d}", *vides)]
    corps = []
    for i, m in enumerate(mois):
        lus = [valeurs.get((d, i), 1000 * rang + 10 * i) for rang, d in enumerate(CODES_DEP)]
        marque = "*" if i >= len(mois) - provisoires else ""
        corps.append([m, marque, *(c for v in lus for c in (v, *["-"] * len(vides)))])
    return [
        [titre], [], ["Sommaire"], [], [entete, "", *codes], ["Département", "", *noms],
        ["", "", *pas * len(CODES_DEP)], *corps, [], ["* Données provisoires."],
        ["Lecture : fin décembre 2022, …"],
    ]  # fmt: skip


PAR_MOIS = "par département et par mois"
RSA = f"Tableau 3 : Nombre d'allocataires du RSA {PAR_MOIS}"
ENTREES = f"Tableau 12 : Nombre d'entrées hors renouvellement dans le Contrat d'engagement jeune {PAR_MOIS}"
STOCK = f"Tableau 11 : Nombre de bénéficiaires du Contrat d'engagement jeune (stocks) {PAR_MOIS}"


def minima(lu, serie="rsa"):
    df = lu.tables["observations"].to_pandas()
    return df[df["serie"] == serie].set_index(["code_departement", "periode"])


def test_each_département_is_found_by_its_code_and_the_star_is_provisional(tmp_path):
    feuilles = {"1": feuille(RSA), "2": feuille(ENTREES, double=False, entete="Numéro"), "3": feuille(STOCK)}
    lu = solidarite.lire(builders.classeur(tmp_path / "x.xlsx", feuilles))
    assert minima(lu)["value"]["44", "2022-11"] == 1010
    assert minima(lu, "cej_entrees")["value"]["85", "2022-12"] == 5020
    assert minima(lu, "cej")["value"]["85", "2022-10"] == 5000
    statuts = minima(lu)["obs_status"].groupby("periode").first().to_dict()
    assert statuts == {"2022-10": "A", "2022-11": "A", "2022-12": "P"}
    assert "absent du classeur : allocataires de l’ASS" in lu.remarques


@pytest.mark.parametrize("absente", ["nd", "-", "NC", ""])
def test_a_sign_of_absence_is_no_zero_and_an_unknown_one_is_refused(tmp_path, absente):
    lu = solidarite.lire(builders.classeur(tmp_path / "x.xlsx", {"1": feuille(RSA, valeurs={(53, 1): absente})}))
    assert minima(lu).loc[("53", "2022-11"), "obs_status"] == "O"
    with pytest.raises(ErreurDonnees, match="signe inconnu"):
        solidarite.lire(builders.classeur(tmp_path / "y.xlsx", {"1": feuille(RSA, valeurs={(53, 1): "≈"})}))


def test_missing_months_are_refused_and_a_missing_département_is_said(tmp_path):
    troue = feuille(RSA, mois=(MOIS[0], MOIS[2]))
    with pytest.raises(ErreurDonnees, match="trou dans la série"):
        solidarite.lire(builders.classeur(tmp_path / "x.xlsx", {"1": troue}))
    sans = feuille(RSA)
    sans[4] = ["" if c == 85 else c for c in sans[4]]
    lu = solidarite.lire(builders.classeur(tmp_path / "y.xlsx", {"1": sans}))
    assert "Foyers allocataires du RSA : départements absents, 85" in lu.remarques


@pytest.mark.parametrize("calcul", [SERIE, SERIES])
def test_a_zone_that_its_file_leaves_out_is_never_said_to_be_published_elsewhere(calcul):
    vue = pd.DataFrame({"code_zone": ["FR"], "periode": ["2024-T1"], "value": [1.0], "obs_status": ["A"]})

    def dites(ind, zonage):
        q = Question(None, ind, zonage)
        return set(calcul.chiffres(vue, q, ("2024-T1",)).set_index("code_zone").loc[q.codes, "raison"])

    par_bassin = replace(INDICATEURS["interimaires"], zonages=("bassin", "region"), ailleurs="diffusé par bassin")
    assert [dites(par_bassin, zonage) for zonage in par_bassin.zonages] == [{RAISON_SANS_LIGNE}] * 2
    national = NATIONAUX["defm_jeunes_france"]  # France alone is published
    assert dites(national, "region") == {f"n.d. : {national.ailleurs}"}


def test_what_was_counted_on_other_communes_is_found_and_what_it_lacked_is_measured():
    """A part that gains by half what its neighbour loses moved its border; one that follows the others did not."""
    valeurs = {f"e{i}": (1_000 + 10 * i, 1_020 + 11 * i) for i in range(12)}
    valeurs |= {"gagne": (600, 1_224), "perd": (900, 300)}
    parties = pd.DataFrame(
        [(c, p, v) for c, duo in valeurs.items() for p, v in zip(("2016-12", "2017-12"), duo, strict=True)],
        columns=["code", "periode", "value"],
    )
    manque = totaux.perimetres_changes(parties).set_index(["code", "periode"])["manque"]
    assert manque[manque != 0].index.tolist() == [("gagne", "2016-12"), ("perd", "2016-12")]
    assert manque["gagne", "2016-12"] == pytest.approx(600, abs=10)
    assert manque["perd", "2016-12"] < -590
