"""Diplomas, certifications, projections, portraits and titles of métiers: what is read, and the official totals."""

import shutil

import pytest

from data_loaders.chiffres import origine
from data_loaders.chiffres.tableau import calculer, chiffre
from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import formation
from data_loaders.metiers.recherche import Index
from data_loaders.sources import appellations, diplomes, metiers_2030, portraits_metiers
from tests import builders
from tests.data_loaders.test_variantes import AVENIR, CERTIFICATIONS, DIPLOMES, SALAIRES

SUITES = [
    ["FORMATION_DIPLOME", "ANCIEN_DIPLOME_1", "ANCIEN_DIPLOME_2", "NOUVEAU_DIPLOME_1", "NOUVEAU_DIPLOME_2"],
    ["01022001", "01022000", "5002200A", "46122001", ""],
]


def lire(lecteur, tmp_path, table):
    lu = lecteur.lire(builders.texte(tmp_path / "f.csv", table))
    (table,) = lu.tables.values()
    return lu, table.to_pandas()


def importer(donnees, source, *chemins):
    for chemin in chemins:
        builders.importer(donnees, source, chemin)


def test_a_diploma_keeps_its_code_and_dates_every_successor_is_read_and_a_domain_is_no_metier(tmp_path):
    _, df = lire(diplomes, tmp_path, DIPLOMES)
    d = df.set_index("code").loc["01022001"]
    assert d[["code_parent", "niveau", "code_specialite", "ouverture", "fermeture"]].tolist() == [
        "010", "04", "220", "1995-09-01", "2024-08-31",
    ]  # fmt: skip
    lu, df = lire(diplomes, tmp_path, SUITES)
    assert lu.dataset == "suites_diplomes"
    assert sorted(df[["sens", "code_autre"]].itertuples(index=False, name=None)) == [
        ("ancien", "01022000"), ("ancien", "5002200A"), ("nouveau", "46122001"),
    ]  # fmt: skip
    lu, df = lire(diplomes, tmp_path, CERTIFICATIONS)
    assert set(df["code_rome"]) == {"A1301", "F1703"}
    assert "1 lien vers un domaine" in lu.remarques[0].replace("\u00a0", " ")
    assert df.set_index("code_certification").loc["12650", "code_cfd"] == "01022001"


@pytest.mark.parametrize(
    ("colonne", "valeur"), [("postes_a_pourvoir_milliers", "9"), ("jeunes_debutants_milliers", "1.75")]
)
def test_projections_whose_terms_do_not_add_up_are_refused(tmp_path, colonne, valeur):
    table = [list(r) for r in AVENIR]
    table[1][table[0].index(colonne)] = valeur
    with pytest.raises(ErreurDonnees, match="somme de ses termes"):
        metiers_2030.lire(builders.texte(tmp_path / "f.csv", table))


def test_a_family_that_projections_group_has_the_figure_of_its_group(donnees, tmp_path):
    importer(donnees, "metiers-2030", builders.texte(tmp_path / "f.csv", AVENIR))
    t = calculer(donnees, "postes_2030", "region")
    assert t.periode("2030").loc["52", ["value", "obs_status"]].tolist() == [4.75, "E"]
    o = origine.remonter(donnees, t, "52", "2030")
    assert (o.genre, o.termes["somme"], o.lignes["code"].tolist()) == ("somme", 4.75, ["T4Z", "XK_"])
    c = chiffre(donnees, "desequilibre_2030", "region", "52", "2030", Metier("fap87", "K0Z"))
    assert (c["valeur"], c["raison"]) == (1.0, "chiffre de « Divers », qui réunit plusieurs familles")
    with pytest.raises(DemandeInvalide, match="métier inconnu"):
        chiffre(donnees, "postes_2030", "region", "52", "2030", Metier("fap87", "B0Z"))


def test_an_absent_wage_is_not_available_and_titles_are_cut_where_one_ends(tmp_path):
    _, df = lire(portraits_metiers, tmp_path, SALAIRES)
    assert df.set_index("code_fap")["obs_status"].to_dict() == {"A0Z": "A", "ZZZ": "O", "ENSEMBLE": "A"}
    lignes = [
        ["fap", "libelle_appellation_long"],
        ["A0Z40", "Éleveur / Éleveuse,Agent de circuits pédestres, équestres"],
    ]
    _, df = lire(appellations, tmp_path, lignes)
    assert sorted(df["titre"]) == ["Agent de circuits pédestres, équestres", "Éleveur / Éleveuse"]


def test_the_official_projections_give_their_totals(reference):
    lu = metiers_2030.lire(reference / "prospective/dares_metiers_2030_region52.csv")
    lues = lu.tables["observations"].to_pandas()
    assert lues.groupby("mesure")["value"].sum().round(1).to_dict() == {
        "emploi": 1561.9, "creations": 114.8, "departs": 434.7, "postes": 549.5, "jeunes": -394.7,
        "mobilites": -25.8, "desequilibre": 128.9,
    }  # fmt: skip
    postes = lues.query("mesure == 'postes'").set_index("code_fap")["value"]
    assert postes.nlargest(3).round(1).to_dict() == {"T4Z": 28.1, "J3Z": 20.3, "W0Z": 19.7}
    assert ", 83 familles de la région" in lu.dit[0]


def test_the_official_crosswalks_join_most_diplomas_to_metiers(reference, donnees):
    importer(donnees, "insertion", reference / "insertion/inserjeunes_orion_region52.csv")
    noms = ("formation_diplome_extrait", "mefstat11_vers_cfd_extrait", "anciens_nouveaux_diplomes_extrait",
            "groupe_specialite", "niveau_formation_diplome")  # fmt: skip
    importer(donnees, "diplomes", *(reference / f"nomenclatures/bcn_{n}.csv" for n in noms))
    importer(donnees, "diplomes", reference / "certifications/certif_info_rome_extrait.csv")
    postes = donnees.lire("diplomes", "postes")
    assert postes["nomenclature"].value_counts().to_dict() == {"CFD": 1984, "MEFSTAT11": 598, "NIVEAU": 212, "NSF": 115}
    t = donnees.lire("insertion", "totalisables")
    parents = postes[postes["nomenclature"] == "MEFSTAT11"].set_index("code")["code_parent"]
    cfd = t["code_formation"].where(t["voie"].eq("apprentissage"), t["code_formation"].map(parents))
    presents, liens = set(cfd), donnees.lire("certifications", "liens")
    assert len(presents) == 663
    suites = (
        donnees.lire("suites_diplomes", "suites").query("sens == 'nouveau'").groupby("code_cfd")["code_autre"].agg(set)
    )
    connus = set(liens["code_cfd"])
    anciens = connus | set(liens["code_ancien_cfd"])
    nouveaux = {c for c in presents if suites.get(c, set()) & anciens}
    parts = [round(100 * len(presents & s) / len(presents)) for s in (connus, anciens, anciens | nouveaux)]
    assert parts == [78, 93, 95]


def lues_nb(lu):
    """The rows of the file, as the summary says."""
    return int(lu.dit[0].rpartition(" : ")[2].partition(" lignes lues")[0].replace("\u202f", ""))


def test_the_official_portraits_come_in_whole(reference):
    lus = {}
    for nom in ("salaire_median_3niv", "evol_tensions", "secteurs_employeurs_3niv", "specialite_diplome_3niv"):
        lu = portraits_metiers.lire(reference / f"portraits_metiers/{nom}.csv")
        lus[lu.millesime] = lues_nb(lu)
    assert lus == {"SALAIRES": 654, "TENSIONS": 2367, "SECTEURS": 1212, "SPECIALITES": 2484}
    assert lues_nb(portraits_metiers.lire(reference / "portraits_metiers/Dictionnaire_variables_PSM.xlsx")) == 480


def test_the_official_titles_are_found_once_imported_and_never_before(racine_officielle, reference, donnees):
    shutil.copytree(racine_officielle, donnees.racine)
    avant = Index(Donnees())
    assert avant.chercher("croupier")[0].code != "T6X61"
    assert avant.chercher("maréchal ferrant") == []
    importer(donnees, "nomenclature", reference / "nomenclatures/rome_v4_codes.csv")
    importer(donnees, "appellations", reference / "nomenclatures/rome_v4_appellations.csv")
    importer(donnees, "appellations", reference / "portraits_metiers/appellations_fap225.csv")
    titres = donnees.lire("appellations", "titres")
    assert len(titres[titres["liste"] == "ROME4"]) == 11522
    assert titres[titres["principal"]]["code"].nunique() == 609
    fap = titres[titres["liste"] == "FAP2009"]
    assert fap["code"].nunique() == 208
    # Cut at every comma, as the count of the producer's repository does: 11 178 titles, 4 318 of several métiers.
    morceaux = fap.assign(titre=fap["titre"].str.split(",")).explode("titre")
    par_titre = morceaux["titre"].str.strip().groupby(morceaux["titre"].str.strip()).size()
    codes = morceaux.assign(titre=morceaux["titre"].str.strip()).groupby("titre")["code"].nunique()
    assert (len(par_titre), int(codes.gt(1).sum())) == (11178, 4318)
    apres = Index(Donnees())
    assert apres.chercher("maréchal ferrant")[0].pourquoi.startswith("appellation de métier")
    assert apres.chercher("soudeur")[0].cle == avant.chercher("soudeur")[0].cle
    assert Index(Donnees(), "2023").chercher("maréchal ferrant")[0].code.startswith("K0Z")


@pytest.mark.parametrize(("libelles", "nom"), [
    (["BPJEPS spécialité éducateur sportif mention char à voile"],
     "BPJEPS spécialité éducateur sportif mention char à voile"),
    (["BPJEPS sport mention char à voile", "BPJEPS sport mention aviron"], "BPJEPS sport"),
    (["BPJEPS sport mention auto option A piste", "BPJEPS sport mention auto option B karting"],
     "BPJEPS sport mention auto"),
    (["Ébéniste (BTMS) option restauration", "Ébéniste (BTMS)"], "Ébéniste (BTMS)"),
    (["TP cuisinier", "TP commis de cuisine"], "TP cuisinier"),
])  # fmt: skip
def test_a_diploma_bears_the_name_that_its_mentions_share(libelles, nom):
    assert formation.sans_mention([*libelles, *libelles]) == nom
