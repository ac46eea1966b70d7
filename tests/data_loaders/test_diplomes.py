"""Diplomas, certifications, projections, portraits and titles of métiers: what is read, and the official totals."""

import pytest

from data_loaders.chiffres import origine
from data_loaders.chiffres.tableau import calculer, chiffre
from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.jeux.calculs import Metier
from data_loaders.metiers import formation
from data_loaders.metiers.recherche import Index
from data_loaders.sources import diplomes, metiers, nomenclatures
from tests import builders

AVENIR, CERTIFICATIONS, DIPLOMES, SALAIRES = (
    builders.TABLES[nom] for nom in ("avenir", "certifications", "diplomes", "salaires")
)
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
        metiers.lire(builders.texte(tmp_path / "f.csv", table))


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
    _, df = lire(metiers, tmp_path, SALAIRES)
    assert df.set_index("code_fap")["obs_status"].to_dict() == {"A0Z": "A", "ZZZ": "O", "ENSEMBLE": "A"}
    lignes = [
        ["fap", "libelle_appellation_long"],
        ["A0Z40", "Éleveur / Éleveuse,Agent de circuits pédestres, équestres"],
    ]
    _, df = lire(nomenclatures, tmp_path, lignes)
    assert sorted(df["titre"]) == ["Agent de circuits pédestres, équestres", "Éleveur / Éleveuse"]


def test_official_tables_come_in_whole(producteurs):
    postes = producteurs.lire("diplomes", "postes")
    assert postes["nomenclature"].value_counts().to_dict() == {"CFD": 1984, "MEFSTAT11": 598, "NIVEAU": 212, "NSF": 115}
    depot, jeu = producteurs.officiel, "portraits_metiers"
    lignes = {m: depot.lire(jeu, "observations", [m]).num_rows for m in depot.millesimes(jeu)}
    assert lignes == {"SALAIRES": 654, "SECTEURS": 2424, "SPECIALITES": 4968, "TENSIONS": 2367}


def test_the_official_titles_are_found_once_imported_and_never_before(officielles, producteurs):
    avant, apres = Index(officielles), Index(producteurs)
    assert avant.chercher("croupier")[0].code != "T6X61"
    assert avant.chercher("maréchal ferrant") == []
    titres = producteurs.lire("appellations", "titres")
    assert len(titres[titres["liste"] == "ROME4"]) == 11522
    assert titres[titres["principal"]]["code"].nunique() == 609
    fap = titres[titres["liste"] == "FAP2009"]
    assert fap["code"].nunique() == 208
    # Cut at every comma, as the count of the producer's repository does: 11 178 titles, 4 318 of several métiers.
    morceaux = fap.assign(titre=fap["titre"].str.split(",")).explode("titre")
    codes = morceaux.groupby(morceaux["titre"].str.strip())["code"].nunique()
    assert (len(codes), int(codes.gt(1).sum())) == (11178, 4318)
    assert apres.chercher("maréchal ferrant")[0].pourquoi.startswith("appellation de métier")
    assert apres.chercher("soudeur")[0].cle == avant.chercher("soudeur")[0].cle
    assert Index(producteurs, "2023").chercher("maréchal ferrant")[0].code.startswith("K0Z")


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
