"""The long series of the region, exported by the site of the STMT. Figures are invented."""

import pytest

from data_loaders import francais, jeux
from data_loaders.chiffres import tableau
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.importation import reconnaissance
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import stmt_region
from tests import classeurs

STMT = "demande_emploi/stmt_inscrits_A_a_E_mensuel_brut_dep_2020_2024.csv"
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


NOTE = ["", "Les données sont arrondies à la dizaine."]


def ecrire(chemin, lignes, encodage="utf-8-sig"):
    chemin.write_bytes("\n".join(lignes).encode(encodage))
    return chemin


def test_the_export_is_read_as_it_is(tmp_path):
    f = ecrire(tmp_path / "export.csv", [*preambule(), TITRE, *corps(), *NOTE])
    assert reconnaissance.reconnaitre(f).source == "stmt-region"
    lu = stmt_region.lire(f)
    CONTRATS["stmt_region"].valider(lu.tables)
    assert lu.faits["valeurs"] == {"1996-01": 239040, "1996-02": 239140, "1996-03": 239240}
    assert (lu.millesime, lu.tables["observations"].num_rows) == ("1996-03", 3)


@pytest.mark.parametrize(
    "forme", ["cp1252", "sans_note", "sans_adresse", "iso", "fine", "xlsx", "ods", "virgules", "colonnes_echangees"]
)
def test_the_forms_in_which_it_comes(tmp_path, forme):
    lignes = [*preambule(), TITRE, *corps(), *NOTE]
    if forme == "sans_note":
        lignes = lignes[:-2]
    if forme == "sans_adresse":
        del lignes[2]
    if forme == "iso":
        lignes = [*preambule(), TITRE, *corps(["1996-01", "1996-02", "1996-03"])]
    if forme == "fine":
        lignes = [ligne.replace("239 ", "239\u202f") for ligne in lignes]
    if forme == "virgules":
        lignes = [*preambule(), TITRE.replace(";", ","), *(c.replace(";", ",") for c in corps())]
    if forme == "colonnes_echangees":
        tournees = [";".join(reversed(ligne.split(";"))) for ligne in (TITRE, *corps())]
        lignes = [*preambule(), *tournees]
    if forme in ("xlsx", "ods"):
        ecrire_en = getattr(classeurs, forme)
        f = ecrire_en(tmp_path / f"x.{forme}", {"Feuil1": [ligne.split(";") for ligne in lignes]})
    else:
        f = ecrire(tmp_path / "x.csv", lignes, "cp1252" if forme == "cp1252" else "utf-8")
    assert reconnaissance.reconnaitre(f).source == "stmt-region"
    assert stmt_region.lire(f).faits["valeurs"]["1996-02"] == 239140


@pytest.mark.parametrize(
    ("lignes", "message"),
    [
        ([*preambule("53", "Bretagne"), TITRE, *corps()], r"qui n'est pas la région \(code 53\)"),
        ([TITRE, *corps()], "que rien dans le fichier ne nomme"),
        ([*preambule(), TITRE, *corps(["Janvier 1996", "Mars 1996", "Avril 1996"])], "trou dans la série"),
        ([*preambule(), TITRE, *corps(["Janvier 1996", "Février 1996", "Février 1996"])], "présente deux fois"),
        ([*preambule(), TITRE, *corps(["Janvier 1996", "Brumaire 1996", "Mars 1996"])], "mois mal écrit"),
    ],
)
def test_what_would_make_a_figure_wrong_is_refused(tmp_path, lignes, message):
    with pytest.raises(ErreurDonnees, match=message):
        stmt_region.lire(ecrire(tmp_path / "x.csv", lignes))


def _longue(donnees):
    """The region as it would be exported: the sum of the départements, rounded to ten."""
    region = tableau.calculer(donnees, "inscrits_a_e", "region").lignes.set_index("periode")["value"]
    mois = [francais.periode_libelle(p).capitalize() for p in region.index]
    return [f"{m}; {v:,.0f}".replace(",", " ") for m, v in zip(mois, region, strict=True)]


def test_the_region_is_set_beside_the_sum_of_the_départements(reference, tmp_path):
    donnees = Donnees(tmp_path / "d")
    jeux.lecteurs()["stmt-dep"].importer(donnees, reference / STMT, print)
    lignes = _longue(donnees)
    f = ecrire(tmp_path / "x.csv", [*preambule(), TITRE, *lignes])
    jeux.lecteurs()["stmt-region"].importer(donnees, f, print)
    assert donnees.instantane("stmt_region", "2024-12").manifeste["remarques"] == []
    longue = tableau.calculer(donnees, "inscrits_a_e_long", "region").lignes.set_index("periode")["value"]
    assert longue["2024-12"] == 331280
    ecrire(f, [*preambule(), TITRE, *lignes[:-1], "Décembre 2024; 400 000"])
    jeux.lecteurs()["stmt-region"].importer(donnees, f, print)
    (remarque,) = donnees.instantane("stmt_region", "2024-12").manifeste["remarques"]
    assert "1 mois où la région n'est pas la somme des cinq départements" in remarque
