"""Job-seekers: by EPCI and by public of an EPCI, then adjusted series of the region and of France."""

import openpyxl
import pytest

from data_loaders.chiffres import origine, tableau
from data_loaders.commandes import importation
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import calculs
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import defm_epci, demandeurs
from geo import zonages
from tests import builders

ENTETE = "annee_mois,code_epci,lib_epci,categorie_a,categorie_b,categorie_c,categorie_d,categorie_e"
ANCENIS, LAVAL, ABSORBES = "244400552", "200083392", ("245300306", "245300330")


def fichier(tmp_path, *lignes):
    return builders.csv_de(tmp_path / "defm.csv", ENTETE, lignes)


def test_each_period_is_one_reading_with_its_totals(tmp_path):
    lignes = (f"2019-12,{ANCENIS},CC A,10,1,2,3,4", f"2018-12,{ANCENIS},CC A,20,1,2,3,4")
    lectures = defm_epci.lire(fichier(tmp_path, *lignes))
    assert [lu.millesime for lu in lectures] == ["2018-12", "2019-12"]
    df = lectures[1].tables["observations"].to_pandas()
    assert df.groupby("categorie")["value"].sum().to_dict() == {"A": 10, "B": 1, "C": 2, "D": 3, "E": 4}
    assert "catégorie A : 10 · catégories A, B, C : 13 " in lectures[1].dit[1]
    for lu in lectures:
        CONTRATS["defm_epci"].valider(lu.tables)


def test_abolished_groupings_are_added_to_their_successor_and_said(tmp_path):
    lignes = (f"2018-12,{s},CC,{v},0,0,0,0" for s, v in zip(ABSORBES, (10, 90), strict=True))
    (lu,) = defm_epci.lire(fichier(tmp_path, *lignes))
    t = lu.tables["observations"].to_pandas()
    assert t.loc[t.categorie.eq("A"), ["siren_epci", "value"]].to_numpy().tolist() == [[LAVAL, 100]]
    assert "2 lignes lues, 1 EPCI" in lu.dit[0]
    assert lu.notes == ("EPCI fusionnés ajoutés à leur successeur : 245300306, 245300330.",)


@pytest.mark.parametrize(("lignes", "regle", "message"), [
    (("2019-12,999999999,CC X,1,1,1,1,1",), "epci", "999999999 CC X"),
    ((f"2019-12,{ANCENIS},CC,*,1,1,1,1",), "signe", "« \\* »"),
    ((f"2019-12,{ANCENIS},CC,,1,1,1,1",), "signe", "cellule vide"),
    (tuple(f"2019-12,{ANCENIS},CC,{n},1,1,1,1" for n in (1, 2)), "cle", "deux fois"),
])  # fmt: skip
def test_refusals_say_what_was_seen(tmp_path, lignes, regle, message):
    with builders.refus(regle, message):
        defm_epci.lire(fichier(tmp_path, *lignes))


def test_the_epci_of_other_regions_are_left_out_when_none_of_ours_is_missing(tmp_path):
    siens = [f"2019-12,{c},X,1,1,1,1,1" for c in zonages.zones("epci")["code_zone"]]
    (lu,) = defm_epci.lire(fichier(tmp_path, *siens, "2019-12,999999999,CC X,1,1,1,1,1"))
    assert lu.tables["observations"].num_rows == 5 * len(siens)
    assert lu.remarques == ("1 EPCI d'autres régions laissés de côté",)
    with pytest.raises(ErreurDonnees, match="1 EPCI de la région sans ligne en 2019-12") as e:
        defm_epci.lire(fichier(tmp_path, *siens[1:], "2019-12,999999999,CC X,1,1,1,1,1"))
    assert "« fusions »" in e.value.remede


@pytest.fixture
def observations(tmp_path):
    """Two groupings: 10 and 100 in A, 1 and 2 in B, 0 and 7 in C."""
    (lu,) = defm_epci.lire(fichier(tmp_path, f"2019-12,{ANCENIS},CC,10,1,0,3,4", f"2019-12,{LAVAL},CC,100,2,7,3,4"))
    return lu.tables["observations"].to_pandas()


def zone(resultat, code="z"):
    return resultat.set_index("code_zone").loc[code]


def sommer(observations, indicateur, zones, ile=()):
    return calculs.inscrits(calculs.lignes_inscrits(observations, indicateur, zones), indicateur, zones, ile)


@pytest.mark.parametrize(("indicateur", "attendu"), [("defm_a", 110), ("defm_abc", 120)])
def test_a_zone_is_the_sum_of_its_whole_groupings(observations, indicateur, attendu):
    z = zone(sommer(observations, indicateur, {"z": [ANCENIS, LAVAL]}))
    assert (z["value"], z["obs_status"], z["raison"], z["minorant"]) == (attendu, "A", "", False)
    assert (z["borne_basse"], z["borne_haute"]) == (attendu, attendu)


def test_a_missing_grouping_makes_the_zone_not_available_and_a_hidden_one_alone_a_lower_bound(observations):
    r = sommer(observations, "defm_a", {"z": [ANCENIS, "200000438"], "y": [LAVAL]})
    assert zone(r)["obs_status"] == "O"
    assert zone(r)["value"] != zone(r)["value"]
    assert "manque dans le fichier" in zone(r)["raison"]
    assert zone(r, "y")["value"] == 100
    observations.loc[observations.siren_epci.eq(ANCENIS), ["value", "obs_status"]] = [None, "Q"]
    z = zone(sommer(observations, "defm_a", {"z": [ANCENIS, LAVAL]}))
    assert (z["value"], z["minorant"], z["borne_haute"]) == (100, True, 105)
    z = zone(sommer(observations, "defm_a", {"z": [ANCENIS, LAVAL, "200000438"]}))
    assert (z["obs_status"], z["minorant"]) == ("O", False)
    assert z[["value", "borne_basse", "borne_haute"]].isna().all()


@pytest.mark.parametrize(("a_cheval", "sans_ile", "statut", "raison"), [
    ((), (), "A", ""),
    ((LAVAL,), (), "D", calculs.RAISON_A_CHEVAL),
    ((LAVAL,), ("z",), "D", f"{calculs.RAISON_A_CHEVAL} ; {calculs.RAISON_ILE}"),
])  # fmt: skip
def test_what_overflows_or_misses_an_island_has_another_definition(
    observations, a_cheval, sans_ile, statut, raison, monkeypatch
):
    monkeypatch.setattr(calculs.zonages, "epci_a_cheval", lambda: dict.fromkeys(a_cheval, (1, 2)))
    z = zone(sommer(observations, "defm_a", {"z": [LAVAL]}, sans_ile))
    assert (z["obs_status"], z["raison"].replace("\u202f", " ")) == (statut, raison)


TITRE = "Nombre de demandeurs d'emploi inscrits à Pôle emploi en décembre 2030 par EPCI"
ENTETE_SOURCE = "Source : STMT, données brutes\nRéférentiel EPCI de janvier 2031"
# label -> men and women by age, diplomas; both add up to 60.
EPCI = {
    "CC du Pays d'Ancenis": ((4, 16, 10, 5, 15, 10), (5, 5, 10, 20, 10, 9, 1)),
    "CA de Laval": ((8, 12, 10, 6, 14, 10), (5, 5, 10, 20, 10, 10, ",")),
    "CC du Pays de Loiron": ((3, 17, 10, 2, 18, 10), (5, 5, 10, 20, 10, "s.s", "s.s")),
    "CA d'Ailleurs": ((9, 9, 9, 9, 9, 15), (10, 10, 10, 10, 10, 5, 5)),
}
ANCIENNETE = (10, 10, 10, 10, 10, 10)
TOTAL = 60


def _detail(categorie="Total - Catégories A,B,C", epci=EPCI):
    ages = ["Moins de 25 ans", "Entre 25 et 49 ans", "Plus de 50 ans", "TOTAL"]
    niveaux = ["NIV. I/II", *(f"NIVEAU {n}" for n in ("III", "IV", "V")), "NIV. V BIS", "NIVEAU VI", "Indéterminé"]
    corps = [[nom, *a[:3], sum(a[:3]), *a[3:], sum(a[3:]), "", *d, TOTAL] for nom, (a, d) in epci.items()]
    return [
        [TITRE], [ENTETE_SOURCE], ["", "Homme", "", "", "", "Femme", "", "", "", "", "Niveau de diplôme"],
        ["EPCI", *ages, *ages, "", *niveaux, categorie], *corps, ["Z. Communes hors EPCI", *[1] * 8, "", *[1] * 7, 8],
        ["TOTAL", *[99] * 8, "", *[99] * 7, 999], ["s.s : secret statistique"],
    ]  # fmt: skip


def _anciennete(epci=EPCI):
    titres = ["MOINS DE 3 MOIS", "DE 3 À 5 MOIS", "DE 6 À 11 MOIS", "DE 12 À 23 MOIS", "DE 24 À 35 MOIS"]
    return [
        [TITRE], [ENTETE_SOURCE], ["", "Catégorie ABC"],
        ["EPCI", *titres, "A PARTIR DE 36 MOIS ET PLUS", "Total - Catégories A,B,C"],
        *([nom, *ANCIENNETE, TOTAL] for nom in epci), ["TOTAL", *[99] * 6, 999],
    ]  # fmt: skip


def _categories(epci=EPCI):
    titres = [f"Catégorie {c}" for c in ("A", "B", "C", "ABC", "D", "E", "ABCDE")]
    return [
        [TITRE], [ENTETE_SOURCE], ["EPCI", *titres],
        *([nom, 30, 20, 10, 60, 2, 3, 65] for nom in epci), ["TOTAL", *[9] * 7],
    ]  # fmt: skip


def feuilles_publics(epci=EPCI):
    return {
        "Description": [["", TITRE]], "par catégorie": _categories(epci), "par ancienneté": _anciennete(epci),
        "A": _detail("Total - Catégorie A", epci), "ABC": _detail(epci=epci),
    }  # fmt: skip


def importer_publics(dossier, lues=None, ecrire=builders.classeur, nom="x.xlsx"):
    donnees = Donnees(dossier / "d")
    f = ecrire(dossier / nom, lues or feuilles_publics())
    assert importation.reconnaitre(f).source == "defm-epci"
    builders.importer(donnees, "defm-epci", f)
    return donnees


def test_labels_become_epci_and_what_is_of_another_region_is_left_out(tmp_path):
    lu = defm_epci.lire_publics(builders.classeur(tmp_path / "x.xlsx", feuilles_publics()))
    caches_nb = lu.observations["obs_status"].eq("Q").sum()
    assert (lu.millesime, lu.observations["siren_publie"].nunique(), caches_nb) == ("2030-12", 3, 4)
    assert sorted(lu.observations["siren_epci"].unique()) == [LAVAL, ANCENIS]
    (absents,) = lu.remarques
    assert absents.startswith("EPCI de la région introuvables dans le fichier : ")
    assert "colonnes/defm_publics.toml" in absents
    assert "Ancenis" not in absents
    assert "Laval" not in absents


def test_a_public_adds_up_over_the_parts_of_a_merger(tmp_path):
    donnees = importer_publics(tmp_path)

    def epci(code):
        return tableau.calculer(donnees, code, "epci").periode("2030-12")

    assert epci("defm_jeunes").loc[LAVAL, "value"] == 8 + 6 + 3 + 2
    assert epci("defm_seniors").loc[ANCENIS, "value"] == 20
    assert epci("defm_femmes").loc[ANCENIS, "value"] == 30
    assert epci("defm_longue_duree").loc[LAVAL, "value"] == 60
    peu = epci("defm_peu_diplomes").loc[LAVAL]
    # 10 + 10 in Laval, 10 in Loiron, where what is hidden is at most what the other diplomas leave of 60.
    assert (peu["value"], peu["minorant"], peu["caches_nb"], peu["borne_haute"]) == (30, True, 1, 40)
    o = origine.remonter(donnees, tableau.calculer(donnees, "defm_peu_diplomes", "epci"), LAVAL, "2030-12")
    assert o.termes["somme"] == 30
    assert sorted(o.lignes["ou"].unique()) == ["niveau V bis (fin de collège)", "niveau VI (sans diplôme)"]
    absente = epci("defm_jeunes").loc["244400404"]
    assert (absente["obs_status"], absente["raison"]) == ("O", "cet EPCI manque dans le fichier du producteur")
    # A cell alone is never guessed.
    (tmp_path / "seule").mkdir()
    donnees = importer_publics(tmp_path / "seule", publics_d_ancenis(diplomes=(5, 5, 10, 20, "s.s", "s.s", 1)))
    r = epci("defm_peu_diplomes").loc[ANCENIS]
    raison = "secret statistique : le producteur masque tous les effectifs de ce regroupement"
    assert (r["obs_status"], r["raison"]) == ("Q", raison)


def test_counts_by_category_come_too_unless_they_are_there_already(tmp_path):
    donnees = importer_publics(tmp_path)
    a = tableau.calculer(donnees, "defm_abc", "epci").periode("2030-12")["value"]
    assert (a[ANCENIS], a[LAVAL]) == (60, 120)
    avant = donnees.instantane("defm_epci", "2030-12").identifiant
    importer_publics(tmp_path, nom="autre.xlsx")
    assert Donnees(tmp_path / "d").instantane("defm_epci", "2030-12").identifiant == avant


def test_a_label_of_another_region_is_told_by_its_total(tmp_path):
    importer_publics(tmp_path, {"par catégorie": _categories()})
    faux = feuilles_publics()
    for nom in ("ABC", "par ancienneté"):
        for ligne in faux[nom]:
            if ligne[0] == "CC du Pays d'Ancenis":
                ligne[-1] = 75
    donnees = importer_publics(tmp_path, faux)
    assert set(donnees.lire("defm_publics")["siren_epci"]) == {LAVAL}
    dites = donnees.instantane("defm_publics", "2030-12").manifeste["remarques"]
    assert any("leur total n'est pas celui du fichier par catégorie" in d for d in dites)


@pytest.mark.parametrize(("changer", "ecrire"), [
    (lambda f: f, builders.ods),
    (lambda f: {f"Feuil{i}": v for i, v in enumerate(f.values())}, builders.classeur),
    (lambda f: dict(reversed(f.items())), builders.classeur),
    (lambda _: feuilles_publics({n: v for n, v in EPCI.items() if n != "CA d'Ailleurs"}), builders.classeur),
    (lambda f: f["ABC"], builders.texte),
])  # fmt: skip
def test_the_forms_in_which_it_comes(tmp_path, changer, ecrire):
    nom = "x.csv" if ecrire is builders.texte else "x.xlsx"
    donnees = importer_publics(tmp_path, changer(feuilles_publics()), ecrire, nom)
    jeunes = tableau.calculer(donnees, "defm_jeunes", "epci").periode("2030-12")["value"]
    assert (jeunes[ANCENIS], jeunes[LAVAL]) == (9, 19)


def lire_publics(dossier, lues, nom="x.xlsx"):
    return defm_epci.lire_publics(builders.classeur(dossier / nom, lues))


def publics_d_ancenis(ages=(4, 16, 10, 5, 15, 10), diplomes=(5, 5, 10, 20, 10, 9, 1)):
    return feuilles_publics({"CC du Pays d'Ancenis": (ages, diplomes)})


SANS_DATE = {"ABC": [["Demandeurs d'emploi par EPCI"], [""], *_detail()[2:]]}


@pytest.mark.parametrize(("lues", "dit", "remede"), [
    (publics_d_ancenis(diplomes=(5, 5, 10, 20, 10, "<5", 1)), "signe inconnu", "secret"),
    (feuilles_publics({"CA d'Ailleurs": EPCI["CA d'Ailleurs"]}), "aucun EPCI de la région", "defm_publics.toml"),
    (SANS_DATE, "aucun mois", ""),
])  # fmt: skip
def test_what_would_make_a_figure_wrong_is_refused(tmp_path, lues, dit, remede):
    with pytest.raises(ErreurDonnees, match=dit) as e:
        lire_publics(tmp_path, lues)
    assert remede in e.value.remede


def test_a_month_is_read_in_a_name_and_what_is_odd_is_said(tmp_path):
    assert lire_publics(tmp_path, SANS_DATE, "epci_decembre_2031.xlsx").millesime == "2031-12"
    doubles = {"CC du Pays d'Ancenis": EPCI["CA de Laval"], "Pays d’Ancenis": EPCI["CA de Laval"]} | EPCI
    lu = lire_publics(tmp_path, feuilles_publics(doubles))
    assert any(r.startswith("EPCI laissés de côté, deux libellés") for r in lu.remarques)
    assert ANCENIS not in set(lu.observations["siren_epci"])
    lu = lire_publics(tmp_path, publics_d_ancenis((4, 16, 10, 5, 15, 11)))
    assert any("la somme n'est pas le total de l'EPCI" in r for r in lu.remarques)


def test_what_the_official_workbook_hides(producteurs):
    assert producteurs.instantane("defm_publics", "2016-12").manifeste["remarques"] == []
    df = producteurs.lire("defm_publics")
    assert df["siren_publie"].nunique() == 72
    caches = df[df["obs_status"] == "Q"]
    assert caches.groupby("categorie")["siren_publie"].nunique().to_dict() == {"A": 41, "ABC": 34}
    assert set(caches["critere"]) == {"diplome_6", "diplome_inconnu"}


TRIMESTRES = ("2024T3", "2024T4", "2025T1")


def classeur_cvs(dossier, a=None, abc=None, titres=("DEFM A", "DEFM ABC")):
    """A workbook with the two sheets by region, named otherwise than the real ones; `a`, `abc`: quarter -> cell."""
    wb = openpyxl.Workbook()
    wb.active.append(["Titre", "Descriptif"])
    feuilles_france = (a or {t: 1000.0 + i for i, t in enumerate(TRIMESTRES)}, abc or dict.fromkeys(TRIMESTRES, 3000.0))
    for i, (titre, cellules) in enumerate(zip(titres, feuilles_france, strict=False)):
        f = wb.create_sheet(f"Feuille {i}")
        for ligne in (["Titre", "Demandeurs"], ["", titre], ["Période", "BRETAGNE", "PAYS DE LA LOIRE"]):
            f.append(ligne)
        for t, v in cellules.items():
            f.append([t, 5.0, v])
        f.append(["", "", ""])
    chemin = dossier / "cvs.xlsx"
    wb.save(chemin)
    return chemin


def test_sheets_are_known_by_the_title_above_their_header_and_a_missing_category_is_said(tmp_path):
    lu = demandeurs.lire_cvs(classeur_cvs(tmp_path))
    assert lu.periodes == ("2024-T3", "2024-T4", "2025-T1")
    assert lu.dit[1].endswith(" : catégorie A : 1\u202f002 · catégories ABC : 3\u202f000")
    assert CONTRATS["defm_cvs"].valider(lu.tables)["observations"].num_rows == 6
    lu = demandeurs.lire_cvs(classeur_cvs(tmp_path, titres=("DEFM A",)))
    assert lu.dit[1].endswith(" : catégorie A : 1\u202f002")
    assert lu.remarques == ("catégorie ABC absente du fichier",)
    with pytest.raises(ErreurDonnees, match="aucune feuille par région"):
        demandeurs.lire_cvs(classeur_cvs(tmp_path, titres=()))


def test_the_law_of_2025_is_a_break_and_is_said(donnees, tmp_path):
    lignes = builders.importer(donnees, "defm-cvs", classeur_cvs(tmp_path))
    statuts = tableau.calculer(donnees, "defm_a_cvs", "region").lignes.set_index("periode")["obs_status"]
    assert statuts.to_dict() == {"2024-T3": "A", "2024-T4": "A", "2025-T1": "B"}
    assert donnees.instantane("defm_cvs", "2025-T1").manifeste["notes"] == [demandeurs.NOTE_RUPTURE_CVS]
    assert any("loi pour le plein emploi" in ligne for ligne in lignes)


@pytest.mark.parametrize(("cellules", "regle", "message"), [
    ({"2024T3": 1.0, "2025T1": 1.0}, "periode", "entre 2024-T3 et 2025-T1"),
    ({**dict.fromkeys(TRIMESTRES, 1.0), "2025T2": 1.0}, "periode", "mêmes trimestres"),
    ({**dict.fromkeys(TRIMESTRES, 1.0), "2025T1": "nd"}, "signe", "« nd »"),
    ({"": ""}, "vide", "aucun trimestre sous les titres"),
    (dict.fromkeys(TRIMESTRES, "208.900"), "signe", "effectif à décimales"),
])  # fmt: skip
def test_refusals_of_adjusted_series_say_what_was_seen(tmp_path, cellules, regle, message):
    with builders.refus(regle, message):
        demandeurs.lire_cvs(classeur_cvs(tmp_path, a=cellules))


def tete(titre, niveau="France entière (1)"):
    return [["Titre", titre], ["Données", "CVS-CJO"], ["Niveau géographique", niveau], ["Source", "essai"], []]


def lignes(*calculs):
    """A row a quarter: each of its cells, of its rank."""
    return [[p, *(f(i) if callable(f) else f + i for f in calculs)] for i, p in enumerate(TRIMESTRES)]


def feuilles_france():
    age = "Demandeurs d'emploi en catégories A, B, C : par sexe et tranche d'âge - DEFM ABC"
    anciennete = tete("Demandeurs d'emploi : par ancienneté d'inscription", "France entière - Hors Mayotte")
    return {
        "Feuil1": [
            *tete(age),
            ["Période", "Hommes (DEFM ABC)", "", "Femmes (DEFM ABC)", "", "", "France entière (1) - Homme"],
            ["", "Moins de 25 ans", "Ensemble", "Moins de 25 ans", "Ensemble", "", "DEFM A"],
            *lignes(100, 200, 300, 400, lambda _: "", lambda _: 9),
        ],
        "Feuil2": [
            *anciennete, ["Période", "Ancienneté d'inscription en catégories A,B,C"],
            ["", "Moins de 3 mois", "De 3 mois \nà moins de 6 mois", "1 an ou plus (longue durée)"],
            *lignes(10, 20, 30), ["n.d.= non disponible"],
        ],
        "Feuil3": [
            *tete("Entrées à France Travail en catégories A, B, C : par motif d'inscription"),
            ["Période", "France entière\n(catégories A,B,C)", "Fin de contrat (2)"], [], ["2024T2", "", ""],
            *lignes(50, 60),
        ],
        "Feuil4": [
            *tete("Sorties de France Travail de catégories A, B, C : par motif de sortie"),
            ["Période", "France entière (1)\n(catégories A,B,C)", "DRE"], *lignes(70, lambda i: "." if i else 5),
        ],
        "Feuil5": [
            *tete("Demandeurs d'emploi : par sexe et tranche d'âge", "Bretagne"), ["Période", "Hommes (DEFM ABC)"],
            ["", "Ensemble"], *lignes(lambda _: 1),
        ],
    }  # fmt: skip


@pytest.mark.parametrize("forme", ["xlsx", "ods", "autre_ordre"])
def test_a_series_is_named_by_the_titles_of_its_column(tmp_path, forme):
    lues = feuilles_france()
    if forme == "autre_ordre":
        lues = dict(reversed(lues.items()))
    ecrire = builders.ods if forme == "ods" else builders.classeur
    lu = demandeurs.lire_france(ecrire(tmp_path / "x", lues))
    CONTRATS["defm_france"].valider(lu.tables)
    lues = lu.tables["observations"].to_pandas().set_index(["serie", "periode"])
    v, statuts = lues["value"], lues["obs_status"].groupby("periode").first().to_dict()
    assert statuts == {"2024-T3": "A", "2024-T4": "A", "2025-T1": "B"}  # the law of 2025 is a break
    assert set(v.index.get_level_values(0)) == {
        "abc_hommes_moins_de_25_ans", "abc_hommes_ensemble", "abc_femmes_moins_de_25_ans", "abc_femmes_ensemble",
        "anciennete_moins_de_3_mois", "anciennete_de_3_mois_a_moins_de_6_mois", "anciennete_1_an_ou_plus",
        "entrees_ensemble", "entrees_fin_de_contrat", "sorties_ensemble", "sorties_dre",
    }  # fmt: skip
    assert (v["abc_femmes_ensemble", "2025-T1"], v["anciennete_1_an_ou_plus", "2024-T3"]) == (402, 30)
    assert (v["entrees_ensemble"].index[0], list(v["sorties_dre"])) == ("2024-T3", [5])
    assert "de 50 ans ou plus" in lu.remarques[0]


def test_a_hole_is_refused_and_a_workbook_without_france_is_not(tmp_path):
    troue = feuilles_france()
    del troue["Feuil1"][8]
    with pytest.raises(ErreurDonnees, match="trou dans la série"):
        demandeurs.lire_france(builders.classeur(tmp_path / "y.xlsx", troue))
    lu = demandeurs.lire_france(builders.classeur(tmp_path / "x.xlsx", {"Autre": tete("par région")}))
    assert (lu.millesime, len(lu.remarques)) == ("", 1)


def test_the_genuine_workbook_gives_both(producteurs):
    assert producteurs.millesimes("defm_cvs") == producteurs.millesimes("defm_france") == ["2025-T2"]
    assert producteurs.instantane("defm_france", "2025-T2").manifeste["remarques"] == []
    assert producteurs.lire("defm_france")["serie"].nunique() == 76
    attendus = {
        "defm_jeunes_france": 792800, "defm_seniors_france": 1501200, "defm_femmes_france": 2862300,
        "defm_longue_duree_france": 2454600, "defm_entrees_france": 713700, "defm_sorties_france": 756800,
    }  # fmt: skip
    for code, attendu in attendus.items():
        t = tableau.calculer(producteurs, code, "region")
        assert t.complements.set_index("periode")["value"]["2025-T2"] == attendu
        assert t.lignes["value"].isna().all()
        assert "France entière" in t.lignes["raison"].iloc[0]


def test_epci_counted_on_other_communes_are_not_added_up(officielles):
    """Mauges Communauté doubles in 2017 by its communes nouvelles: the territory of Cholet has no figure before."""
    zef = tableau.calculer(officielles, "defm_a", "zef")
    cholet = zef.zone("cholet")
    assert cholet["value"].isna().to_dict() == {"2016-12": True, "2017-12": False, "2018-12": False, "2019-12": False}
    assert cholet.loc["2016-12", "raison"].endswith("ne s’additionnent pas")
    assert zef.zone("ancenis")["value"].notna().all()
    assert "5 % au plus" in zef.zone("angers").loc["2016-12", "raison"]
