from collections import Counter

import pytest

from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import metiers
from data_loaders.magasin.donnees import Donnees
from data_loaders.parametres import abc_publies
from data_loaders.sources import tensions
from geo import zonages
from tests import builders
from tests.data_loaders.test_defm_cvs import classeur as classeur_cvs

ROME = "tensions/tension_rome_bassin_2021_pdl.csv"
FAP = "tensions/dares_tensions_2019_fap_nat_reg52_dep.csv"
CVS = "demande_emploi/series_CVS_T22025.xlsx"
ENTETE_ROME = (
    "annee,ROME,cbassin,oee,defm_abc,ind_tension_d,ind_int_emb_d,ind_main_oeuvre_d,ind_dur_empl_d,ind_cond_travail_d,"
    "ind_mismatch_geo_d,ind_specif_form_empl_d,lib_bassin_bmo19"
)
ENTETE_FAP = (
    "fap,Emploi moyen,Tension ,Catégorie Tension,Intensité d'embauches,Lien formation-emploi,Manque de main-d'œuvre "
    "disponible,Non-durabilité de l'emploi,Conditions de travail contraignantes,Inadéquation géographique,Année,"
    "niveau_geo,niveau_fap,reg,dep"
)


def lignes_rome(annee="2021", inscrits=8000, classe="5"):
    """Invented: one métier in every bassin, Redon included."""
    bassins = [*(c for c in zonages.zones("bassin")["code_zone"] if c.startswith("52")), "5313"]
    return [f"{annee},A1101,{b},10.5,{inscrits},{classe},1,2,3,4,5,1,X" for b in bassins]


def lignes_fap(classe="5.0", emploi="100"):
    """Invented: one FAP in every territory; the départements have an imputed index and no class."""
    tete = [
        f"A0Z40,{emploi},-0.1,{classe},1.0,2.0,3.0,4.0,5.0,1.0,2019,{g},fap 225,{r},"
        for g, r in (("nat", ""), ("reg", "52"))
    ]
    return [*tete, *(f"A0Z40,100,0.3,,,,,,,,2019,dep,fap 225,,{d}" for d in (44, 49, 53, 72, 85, 35))]


def fichier(dossier, entete, lignes):
    return builders.csv_de(dossier / "tensions.csv", entete, lignes)


def importer(dossier, source, entete, lignes):
    donnees = Donnees(dossier / "d")
    builders.importer(donnees, source, fichier(dossier, entete, lignes))
    return donnees


def test_redon_is_left_out_components_are_kept_and_a_missing_class_is_not_available(tmp_path):
    lu = tensions.lire_rome(fichier(tmp_path, ENTETE_ROME, lignes_rome()))
    assert ": 27 lignes lues, 26 gardées (26 bassins)" in lu.dit[0]
    assert lu.faits["inscrits"] == 26 * 8000
    t = CONTRATS["tension_rome"].valider(lu.tables)["observations"].to_pylist()
    assert "5313" not in {r["code_bassin"] for r in t}
    assert (t[0]["value"], t[0]["intensite_embauches"], t[0]["non_durabilite"], t[0]["lien_formation"]) == (5, 1, 3, 1)
    lu = tensions.lire_rome(fichier(tmp_path, ENTETE_ROME, [*lignes_rome(), "2021,A1201,5203,1,1,,,,,,,,X"]))
    lues = CONTRATS["tension_rome"].valider(lu.tables)["observations"].to_pandas()
    r = lues.set_index("code_rome").loc["A1201"]
    assert (r["obs_status"], r["conf_status"]) == ("O", "F")
    assert r[["value", "intensite_embauches"]].isna().all()
    chiffres = metiers.officielles(metiers.lignes_rome(lues, "A1201", "value"), sans_classe=True)
    assert chiffres["raison"].tolist() == [metiers.RAISON_SANS_CLASSE]
    autres = metiers.officielles(metiers.lignes_rome(lues, "A1201", "value"), sans_classe=False)
    assert metiers.RAISON_SANS_CLASSE not in set(autres["raison"])


@pytest.mark.parametrize("inscrits", [4700, 12500])  # 39 % and 103 % of the published count
def test_a_file_whose_job_seekers_are_implausible_is_refused(tmp_path, inscrits):
    with builders.refus("inscrits", "entre 40 et 100"):
        importer(tmp_path, "tension-rome", ENTETE_ROME, lignes_rome(inscrits=inscrits))
    assert Donnees(tmp_path / "d").millesimes("tension_rome") == []


@pytest.mark.parametrize(("trimestres", "origine"), [
    (("2021T1", "2021T2"), "constante des paramètres"),
    (("2021T1", "2021T2", "2021T3"), "constante des paramètres"),
    (("2021T1", "2021T2", "2021T3", "2021T4"), "série CVS-CJO chargée"),
])  # fmt: skip
def test_a_published_year_is_the_mean_of_its_four_quarters(donnees, tmp_path, trimestres, origine):
    """26 bassins × 8 000 = 208 000 registered: 52 % of 400 000, and 67 % of the constant."""
    cvs = classeur_cvs(tmp_path, *({t: n + 1000 * i for i, t in enumerate(trimestres)} for n in (1000, 398500)))
    builders.importer(donnees, "defm-cvs", cvs)
    rome = fichier(tmp_path, ENTETE_ROME, lignes_rome())
    note = builders.importer(donnees, "tension-rome", rome)[2]
    assert origine in note
    publies = 400000 if len(trimestres) == 4 else abc_publies()["2021"]
    assert f"font {100 * 208000 / publies:.0f}" in note


def test_a_year_that_nothing_tells_about_is_refused(tmp_path):
    with pytest.raises(ErreurDonnees, match="importer defm-cvs"):
        importer(tmp_path, "tension-rome", ENTETE_ROME, lignes_rome("2031"))


@pytest.mark.parametrize(("lignes", "regle", "message"), [
    (lignes_rome()[1:], "zone", "absents"),
    (lignes_rome(classe="6"), "classe", "« 6 »"),
    (lignes_rome(classe="4.5"), "classe", r"4\.5"),
    (lignes_rome(inscrits="s"), "signe", "« s »"),
    (lignes_rome(inscrits=""), "signe", "cellule vide"),
    (lignes_rome("21"), "annee", "21"),
    ([*lignes_rome(), lignes_rome()[0].replace("10.5", "11.5")], "cle", "en double"),
    ([*lignes_rome(), lignes_rome()[0].replace("A1101", "K0Z40")], "motif", "K0Z40"),
])  # fmt: skip
def test_refusals_of_the_rome_file_say_what_was_seen(tmp_path, lignes, regle, message):
    with builders.refus(regle, message):
        importer(tmp_path, "tension-rome", ENTETE_ROME, lignes)


def test_the_region_alone_or_the_last_year_is_read_and_what_is_missing_or_left_is_said(tmp_path):
    donnees = importer(tmp_path, "tension-fap", ENTETE_FAP, lignes_fap()[1:2])
    assert set(donnees.lire("tension_fap")["code_zone"]) == {"52"}
    remarques = donnees.instantane("tension_fap", "2019").manifeste["remarques"]
    assert "territoires absents du fichier : 44, 49, 53, 72, 85, FR" in remarques
    lignes = [*lignes_rome("2020"), *lignes_rome(), lignes_rome("Total")[0]]
    donnees = importer(tmp_path, "tension-rome", ENTETE_ROME, lignes)
    assert donnees.millesimes("tension_rome") == ["2021"]
    remarques = donnees.instantane("tension_rome", "2021").manifeste["remarques"]
    assert "lignes laissées de côté, qui ne sont pas de 2021 : 2020, Total" in remarques


def test_an_imputed_index_is_never_a_value(tmp_path):
    donnees = importer(tmp_path, "tension-fap", ENTETE_FAP, lignes_fap())
    t = donnees.lire("tension_fap").set_index("code_zone")
    assert t["obs_status"].to_dict() == dict.fromkeys(("44", "49", "53", "72", "85"), "O") | {"52": "A", "FR": "A"}
    assert t.loc[["FR", "52"], "value"].tolist() == [5, 5]
    assert t.loc["44", ["value", "intensite_embauches"]].isna().all()
    assert t.loc["44", "emploi"] == 100
    assert "5 lignes sans classe" in donnees.instantane("tension_fap", "2019").manifeste["notes"][0]


@pytest.mark.parametrize(("lignes", "regle", "message"), [
    ([lignes_fap()[0], *lignes_fap()[2:]], "region", "aucune ligne de la région"),
    (lignes_fap(classe="-0.006"), "classe", "un indice à la place"),
    (lignes_fap(emploi="nd"), "signe", "« nd »"),
    ([ligne.replace("fap 225", "fap 341") for ligne in lignes_fap()], "valeurs", "fap341"),
])  # fmt: skip
def test_refusals_of_the_fap_file_say_what_was_seen(tmp_path, lignes, regle, message):
    with builders.refus(regle, message):
        importer(tmp_path, "tension-fap", ENTETE_FAP, lignes)


def test_the_official_rome_file_cell_by_cell(reference, donnees):
    for source, chemin in (("defm-cvs", CVS), ("tension-rome", ROME)):
        resume = builders.importer(donnees, source, reference / chemin)
    assert any("70" in ligne and "série CVS-CJO chargée" in ligne for ligne in resume)
    t = donnees.lire("tension_rome")
    attendus = {
        (r["cbassin"], r["ROME"]): tuple(float(r[c]) for c in ("oee", "defm_abc", "ind_tension_d", "ind_dur_empl_d"))
        for r in builders.lignes_de(reference / ROME)
        if r["cbassin"] != "5313"
    }
    lus = t.set_index(["code_bassin", "code_rome"])[["offres", "inscrits", "value", "non_durabilite"]]
    assert dict(zip(lus.index, lus.itertuples(index=False, name=None), strict=True)) == attendus


def test_the_constant_is_the_mean_of_the_official_year(producteurs):
    t = producteurs.lire("defm_cvs").query("categorie == 'ABC' and periode.str.startswith('2021')")
    assert abc_publies()["2021"] == t["value"].mean()


def test_the_official_fap_file_cell_by_cell(reference, officielles):
    t = officielles.lire("tension_fap")
    brutes = builders.lignes_de(reference / FAP)
    classes = Counter(r["Catégorie Tension"][:1] for r in brutes)
    assert Counter("" if v != v else str(int(v)) for v in t["value"]) == classes
    attendus = {
        ({"nat": "FR", "reg": r["reg"], "dep": r["dep"]}[r["niveau_geo"]], r["fap"]): r["Catégorie Tension"]
        for r in brutes
        if r["Catégorie Tension"]
    }
    lus = t.dropna(subset="value").set_index(["code_zone", "code_fap"])["value"].map(str)
    assert lus.to_dict() == attendus
