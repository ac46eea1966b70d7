"""Social minima by département of the DREES workbook. Figures are invented."""

import datetime

import pytest

from data_loaders.chiffres import tableau
from data_loaders.commandes import importation
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.sources import solidarite
from tests import builders

DEPARTEMENTS = (1, 44, 49, 53, 72, 85, "2A")
MOIS = tuple(datetime.date(2022, m, 1) for m in (10, 11, 12))


def feuille(titre, *, double=True, mois=MOIS, provisoires=1, entete="Numero", valeurs=None):
    """One sheet: two columns a département, or one; the last months marked « * »."""
    pas = ["Effectif", "Evolution en glissement annuel (en %)"] if double else ["Effectif"]
    vides, valeurs = [""] * (len(pas) - 1), valeurs or {}
    codes = [c for d in DEPARTEMENTS for c in (d, *vides)]
    noms = [c for d in DEPARTEMENTS for c in (f"Département {d}", *vides)]
    corps = []
    for i, m in enumerate(mois):
        lus = [valeurs.get((d, i), 1000 * rang + 10 * i) for rang, d in enumerate(DEPARTEMENTS)]
        marque = "*" if i >= len(mois) - provisoires else ""
        corps.append([m, marque, *(c for v in lus for c in (v, *["-"] * len(vides)))])
    return [
        [titre], [], ["Sommaire"], [], [entete, "", *codes], ["Département", "", *noms],
        ["", "", *pas * len(DEPARTEMENTS)], *corps, [], ["* Données provisoires."],
        ["Lecture : fin décembre 2022, …"],
    ]  # fmt: skip


RSA = "Tableau 3 : Nombre d'allocataires du RSA par département et par mois"
ENTREES = (
    "Tableau 12 : Nombre d'entrées hors renouvellement dans le Contrat d'engagement jeune par département et par mois"
)
STOCK = "Tableau 11 : Nombre de bénéficiaires du Contrat d'engagement jeune (stocks) par département et par mois"


def lues(lu, serie="rsa"):
    df = lu.tables["observations"].to_pandas()
    return df[df["serie"] == serie].set_index(["code_departement", "periode"])


def test_each_département_is_found_by_its_code_and_the_star_is_provisional(tmp_path):
    feuilles = {"1": feuille(RSA), "2": feuille(ENTREES, double=False, entete="Numéro"), "3": feuille(STOCK)}
    lu = solidarite.lire(builders.classeur(tmp_path / "x.xlsx", feuilles))
    CONTRATS["solidarite"].valider(lu.tables)
    assert lues(lu)["value"]["44", "2022-11"] == 1010
    assert lues(lu, "cej_entrees")["value"]["85", "2022-12"] == 5020
    assert lues(lu, "cej")["value"]["85", "2022-10"] == 5000
    assert lues(lu)["obs_status"].groupby("periode").first().to_dict() == {
        "2022-10": "A", "2022-11": "A", "2022-12": "P",
    }  # fmt: skip
    # 1020 + 2020 + 3020 + 4020 + 5020
    assert any(phrase.endswith(", décembre 2022 : 15\u202f100") for phrase in lu.dit)
    assert "absent du classeur : allocataires de l’ASS" in lu.remarques


@pytest.mark.parametrize("absente", ["nd", "-", "NC", ""])
def test_a_sign_of_absence_is_no_zero_and_an_unknown_one_is_refused(tmp_path, absente):
    lu = solidarite.lire(builders.classeur(tmp_path / "x.xlsx", {"1": feuille(RSA, valeurs={(53, 1): absente})}))
    assert lues(lu).loc[("53", "2022-11"), "obs_status"] == "O"
    with pytest.raises(ErreurDonnees, match="signe inconnu"):
        solidarite.lire(builders.classeur(tmp_path / "y.xlsx", {"1": feuille(RSA, valeurs={(53, 1): "≈"})}))


MOIS_EN_LETTRES = ("octobre 2022", "novembre 2022", "décembre 2022")


@pytest.mark.parametrize(("mois", "entete", "ecrire"), [
    (MOIS, "Numéro", builders.classeur),
    (("2022-10-01", "2022-11-01", "2022-12-01"), "Numéro", builders.ods),
    (("01/10/2022", "01/11/2022", "01/12/2022"), "Numéro", "cp1252"),
    (MOIS_EN_LETTRES, "Numéro", "utf-8"),
    (MOIS, "codes en texte", builders.classeur),
    (tuple(m.capitalize() for m in MOIS_EN_LETTRES), "Numéro", builders.classeur),
    (("2022-10", "2022-11", "2022-12"), "Numéro", builders.classeur),
    (MOIS, "Code département", builders.classeur),
])  # fmt: skip
def test_the_forms_in_which_it_comes(tmp_path, mois, entete, ecrire):
    lignes = feuille(RSA, mois=mois, entete=entete.replace("codes en texte", "Numéro"))
    if entete == "codes en texte":
        lignes[4] = [str(c) for c in lignes[4]]
    if isinstance(ecrire, str):
        f = builders.texte(tmp_path / "x.csv", lignes, encodage=ecrire)
    else:
        f = ecrire(tmp_path / "x.xlsx", {"Feuil1": lignes})
    assert importation.reconnaitre(f).source == "solidarite"
    assert lues(solidarite.lire(f))["value"]["44", "2022-11"] == 1010


def test_missing_months_are_refused_and_a_missing_département_is_said(tmp_path):
    troue = feuille(RSA, mois=(MOIS[0], MOIS[2]))
    with pytest.raises(ErreurDonnees, match="trou dans la série"):
        solidarite.lire(builders.classeur(tmp_path / "x.xlsx", {"1": troue}))
    sans = feuille(RSA)
    sans[4] = ["" if c == 85 else c for c in sans[4]]
    lu = solidarite.lire(builders.classeur(tmp_path / "y.xlsx", {"1": sans}))
    assert "Foyers allocataires du RSA : départements absents, 85" in lu.remarques
    national = {"Tableau 1": [["Tableau 1 : Effectifs des prestations sociales par mois"], ["RSA", 1]]}
    with pytest.raises(ErreurDonnees, match="aucune feuille par département") as e:
        solidarite.lire(builders.classeur(tmp_path / "z.xlsx", national))
    assert "colonnes/solidarite.toml" in e.value.remede


def test_official_benefits_of_the_region_are_the_sum_of_its_départements(producteurs):
    assert producteurs.instantane("solidarite", "2022-12").manifeste["remarques"] == []
    for code, attendu in (
        ("rsa", 67840), ("prime_activite", 283190), ("aah", 59880), ("ass", 9520), ("cej", 7876), ("cej_entrees", 1309),
    ):  # fmt: skip
        t = tableau.calculer(producteurs, code, "region")
        assert attendu in t.lignes["value"].tail(2).tolist()
        assert t.periodes[0] == ("2022-03" if code.startswith("cej") else "2017-01")
