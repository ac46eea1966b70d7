"""The producer's workbook of DEFM by EPCI: labels without codes, hidden diplomas, publics by SPO; invented figures."""

import shutil

import pytest

from data_loaders.chiffres import origine, tableau
from data_loaders.commandes import importation
from data_loaders.contracts.defm import PAR_PUBLIC
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.portraits import Memoire, lieu, territoire
from data_loaders.sources import defm_epci
from data_loaders.sources.defm_epci import fusions
from geo import sujets, zonages
from pages.figures.portrait import marche
from pages.figures.territoires import commune
from tests import builders

CLASSEUR = "demande_emploi/defm_par_epci_en_decembre_2016.xlsx"
CSV = "demande_emploi/defm_epci_categories_dec2016_dec2019_pdl.csv"
LAVAL, ANCENIS = "200083392", "244400552"
TITRE = "Nombre de demandeurs d'emploi inscrits à Pôle emploi en décembre 2030 par EPCI"
SOURCE = "Source : STMT, données brutes\nRéférentiel EPCI de janvier 2031"
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
        [TITRE], [SOURCE], ["", "Homme", "", "", "", "Femme", "", "", "", "", "Niveau de diplôme"],
        ["EPCI", *ages, *ages, "", *niveaux, categorie], *corps, ["Z. Communes hors EPCI", *[1] * 8, "", *[1] * 7, 8],
        ["TOTAL", *[99] * 8, "", *[99] * 7, 999], ["s.s : secret statistique"],
    ]  # fmt: skip


def _anciennete(epci=EPCI):
    titres = ["MOINS DE 3 MOIS", "DE 3 À 5 MOIS", "DE 6 À 11 MOIS", "DE 12 À 23 MOIS", "DE 24 À 35 MOIS"]
    return [
        [TITRE], [SOURCE], ["", "Catégorie ABC"],
        ["EPCI", *titres, "A PARTIR DE 36 MOIS ET PLUS", "Total - Catégories A,B,C"],
        *([nom, *ANCIENNETE, TOTAL] for nom in epci), ["TOTAL", *[99] * 6, 999],
    ]  # fmt: skip


def _categories(epci=EPCI):
    titres = [f"Catégorie {c}" for c in ("A", "B", "C", "ABC", "D", "E", "ABCDE")]
    return [
        [TITRE], [SOURCE], ["EPCI", *titres], *([nom, 30, 20, 10, 60, 2, 3, 65] for nom in epci), ["TOTAL", *[9] * 7],
    ]  # fmt: skip


def feuilles(epci=EPCI):
    return {
        "Description": [["", TITRE]], "par catégorie": _categories(epci), "par ancienneté": _anciennete(epci),
        "A": _detail("Total - Catégorie A", epci), "ABC": _detail(epci=epci),
    }  # fmt: skip


def importer(dossier, lues=None, ecrire=builders.classeur, nom="x.xlsx"):
    donnees = Donnees(dossier / "d")
    f = ecrire(dossier / nom, lues or feuilles())
    assert importation.reconnaitre(f).source == "defm-epci"
    builders.importer(donnees, "defm-epci", f)
    return donnees


def test_labels_become_epci_and_what_is_of_another_region_is_left_out(tmp_path):
    lu = defm_epci.lire_publics(builders.classeur(tmp_path / "x.xlsx", feuilles()), fusions())
    assert (lu.millesime, lu.epci_nb, lu.caches_nb) == ("2030-12", 3, 4)
    assert sorted(lu.observations["siren_epci"].unique()) == [LAVAL, ANCENIS]
    (absents,) = lu.remarques
    assert absents.startswith("EPCI de la région introuvables dans le fichier : ")
    assert "colonnes/defm_publics.toml" in absents
    assert "Ancenis" not in absents
    assert "Laval" not in absents


def test_a_public_adds_up_over_the_parts_of_a_merger(tmp_path):
    donnees = importer(tmp_path)

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


def test_a_cell_alone_is_never_guessed(tmp_path):
    donnees = importer(tmp_path, ancenis(diplomes=(5, 5, 10, 20, "s.s", "s.s", 1)))
    r = tableau.calculer(donnees, "defm_peu_diplomes", "epci").periode("2030-12").loc[ANCENIS]
    raison = "secret statistique : le producteur masque tous les effectifs de ce regroupement"
    assert (r["obs_status"], r["raison"]) == ("Q", raison)


def test_counts_by_category_come_too_unless_they_are_there_already(tmp_path):
    donnees = importer(tmp_path)
    a = tableau.calculer(donnees, "defm_abc", "epci").periode("2030-12")["value"]
    assert (a[ANCENIS], a[LAVAL]) == (60, 120)
    avant = donnees.instantane("defm_epci", "2030-12").identifiant
    importer(tmp_path, nom="autre.xlsx")
    assert Donnees(tmp_path / "d").instantane("defm_epci", "2030-12").identifiant == avant


def test_a_label_of_another_region_is_told_by_its_total(tmp_path):
    importer(tmp_path, {"par catégorie": _categories()})
    faux = feuilles()
    for nom in ("ABC", "par ancienneté"):
        for ligne in faux[nom]:
            if ligne[0] == "CC du Pays d'Ancenis":
                ligne[-1] = 75
    donnees = importer(tmp_path, faux)
    assert set(donnees.lire("defm_publics")["siren_epci"]) == {LAVAL}
    dites = donnees.instantane("defm_publics", "2030-12").manifeste["remarques"]
    assert any("leur total n'est pas celui du fichier par catégorie" in d for d in dites)


def test_a_place_and_a_portrait_say_the_publics_of_their_epci(racine_demo, tmp_path):
    shutil.copytree(racine_demo, tmp_path / "d")
    donnees = importer(tmp_path)
    m = Memoire(donnees)
    f = lieu.fiche(m, sujets.de_zone("epci", LAVAL))
    dits = commune.preparer(f).cartes[3].quoi.replace("\xa0", " ")
    assert "fin décembre 2030 : 19 de moins de 25 ans, 40 de 50 ans ou plus, " in dits
    assert "au moins 30 sans diplôme au-delà du collège" in dits
    p = territoire.portrait(m, sujets.de_zone("epci", LAVAL))
    phrases = " ".join(marche.demande(p).phrases).replace("\xa0", " ")
    assert "19 de moins de 25 ans" in phrases
    assert "il n’est publié ni par territoire, ni par secteur de la région" in phrases
    bassin = marche.demande(territoire.portrait(m, sujets.de_zone("bassin", "5220")))
    assert "moins de 25 ans" not in " ".join(bassin.phrases)


def echangees(f):
    """The total first."""
    for n in ("A", "ABC", "par ancienneté"):
        f[n] = [[*r[:1], *r[-1:], *r[1:-1]] if len(r) > 2 and r[0] else r for r in f[n]]
        f[n][2] = ["", "", *f[n][2][1:]]
    return f


def avec_codes(_):
    """A code beside each label, which is another one."""
    codes = dict(zip(EPCI, (ANCENIS, "245300330", "245300306", ""), strict=True))
    f = feuilles({f"Nom {i}": v for i, v in enumerate(EPCI.values())})
    noms = {f"Nom {i}": code for i, code in enumerate(codes.values())} | {"EPCI": "Code EPCI"}
    for ligne in (r for n in ("par catégorie", "par ancienneté", "A", "ABC") for r in f[n]):
        ligne.append(noms.get(ligne[0], ""))
    return f


def titres_longs(f):
    for n in ("A", "ABC"):
        f[n][2] = ["", "Hommes", "", "", "", "Femmes", *f[n][2][6:]]
        f[n][3] = [t.replace("Plus de 50 ans", "50 ans ou plus") for t in f[n][3]]
    return f


@pytest.mark.parametrize(("changer", "ecrire"), [
    (lambda f: f, builders.ods),
    (lambda f: {f"Feuil{i}": v for i, v in enumerate(f.values())}, builders.classeur),
    (lambda f: dict(reversed(f.items())), builders.classeur),
    (echangees, builders.classeur),
    (avec_codes, builders.classeur),
    (lambda _: feuilles({n: v for n, v in EPCI.items() if n != "CA d'Ailleurs"}), builders.classeur),
    (titres_longs, builders.classeur),
    (lambda f: f["ABC"], builders.texte),
])  # fmt: skip
def test_the_forms_in_which_it_comes(tmp_path, changer, ecrire):
    donnees = importer(tmp_path, changer(feuilles()), ecrire, "x.csv" if ecrire is builders.texte else "x.xlsx")
    jeunes = tableau.calculer(donnees, "defm_jeunes", "epci").periode("2030-12")["value"]
    assert (jeunes[ANCENIS], jeunes[LAVAL]) == (9, 19)


def lire(dossier, lues, nom="x.xlsx"):
    return defm_epci.lire_publics(builders.classeur(dossier / nom, lues), fusions())


def ancenis(ages=(4, 16, 10, 5, 15, 10), diplomes=(5, 5, 10, 20, 10, 9, 1)):
    return feuilles({"CC du Pays d'Ancenis": (ages, diplomes)})


SANS_DATE = {"ABC": [["Demandeurs d'emploi par EPCI"], [""], *_detail()[2:]]}


@pytest.mark.parametrize(("lues", "dit", "remede"), [
    (ancenis(diplomes=(5, 5, 10, 20, 10, "<5", 1)), "signe inconnu", "secret"),
    (feuilles({"CA d'Ailleurs": EPCI["CA d'Ailleurs"]}), "aucun EPCI de la région", "defm_publics.toml"),
    (SANS_DATE, "aucun mois", ""),
])  # fmt: skip
def test_what_would_make_a_figure_wrong_is_refused(tmp_path, lues, dit, remede):
    with pytest.raises(ErreurDonnees, match=dit) as e:
        lire(tmp_path, lues)
    assert remede in e.value.remede


def test_a_month_is_read_in_a_name_and_what_is_odd_is_said(tmp_path):
    assert lire(tmp_path, SANS_DATE, "epci_decembre_2031.xlsx").millesime == "2031-12"
    doubles = {"CC du Pays d'Ancenis": EPCI["CA de Laval"], "Pays d’Ancenis": EPCI["CA de Laval"]} | EPCI
    lu = lire(tmp_path, feuilles(doubles))
    assert any(r.startswith("EPCI laissés de côté, deux libellés") for r in lu.remarques)
    assert ANCENIS not in set(lu.observations["siren_epci"])
    lu = lire(tmp_path, ancenis((4, 16, 10, 5, 15, 11)))
    assert any("la somme n'est pas le total de l'EPCI" in r for r in lu.remarques)


def test_what_the_official_workbook_hides_and_the_counts_by_category_that_it_gives_too(reference, producteurs, donnees):
    assert producteurs.instantane("defm_publics", "2016-12").manifeste["remarques"] == []
    df = producteurs.lire("defm_publics")
    assert df["siren_publie"].nunique() == 72
    caches = df[df["obs_status"] == "Q"]
    assert caches.groupby("categorie")["siren_publie"].nunique().to_dict() == {"A": 41, "ABC": 34}
    assert set(caches["critere"]) == {"diplome_6", "diplome_inconnu"}
    # The workbook alone gives the counts by category that the file of the four Decembers gives.
    builders.importer(donnees, "defm-epci", reference / CLASSEUR)
    for code in ("defm_a", "defm_abc"):
        lus = [tableau.calculer(d, code, "epci").periode("2016-12")["value"].fillna(-1) for d in (donnees, producteurs)]
        assert lus[0].equals(lus[1])


def test_publics_add_up_by_spo_where_epci_do(producteurs):
    parties = zonages.emboite("epci", "spo", hors_admis=True)
    assert parties
    for code in PAR_PUBLIC:
        spo, epci = (tableau.calculer(producteurs, code, z).periode("2016-12") for z in ("spo", "epci"))
        for zone, sirens in parties.items():
            assert spo.loc[zone, "value"] == epci.loc[sirens, "value"].sum()
            assert spo.loc[zone, "minorant"] == (spo.loc[zone, "caches_nb"] > 0)
        assert spo["minorant"].any() == ("peu_diplomes" in code)


@pytest.mark.parametrize(("qui", "total"), [
    ("jeunes", 14778 + 12971), ("seniors", 21551 + 20835), ("femmes", 83532), ("peu_diplomes", 11340 + 13534),
])  # fmt: skip
def test_category_a_by_public_is_that_of_the_producer_and_part_of_all(producteurs, qui, total):
    codes = (f"defm_a_{qui}", f"defm_{qui}")
    a, tous = (tableau.calculer(producteurs, c, "epci").periode("2016-12")["value"] for c in codes)
    assert a.sum() == total
    assert qui == "peu_diplomes" or (a <= tous).all()  # lower bounds do not compare
