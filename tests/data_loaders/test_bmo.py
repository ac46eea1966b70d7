"""Files of the survey as producers have published them, or could: read, read with a remark, or refused.

Every variant tells the figures of the same invented vintage, so that what is read can be compared with it cell by cell.
"""

import zipfile
from dataclasses import replace

import pandas as pd
import pytest

from data_loaders.chiffres import tableau
from data_loaders.commandes import importation
from data_loaders.contracts import CONTRATS
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import bmo
from pages.figures import tables
from tests import builders


def test_stars_are_never_zero_codes_are_text_and_the_file_of_a_few_regions_is_not_france(tmp_path):
    lu = bmo.lire(builders.fichier_bmo(tmp_path))
    t = lu.tables["observations"].to_pandas()
    caches = t[t.obs_status == "Q"]
    assert caches["value"].isna().all()
    assert (caches["conf_status"] == "C").all()
    assert lu.dit[1:] == (
        "cellules masquées par le producteur : 1 en projets, 2 en difficiles et 3 en saisonniers",
        "totaux visibles : au moins 368 projets, au moins 210 difficiles et au moins 35 saisonniers",
        "projets par département : 44 : 360 · 49 : n.d. · 72 : 8",
    )
    assert (set(t["code_bassin"]), len(t)) == ({"5221", "5220", "5205", "5209"}, 18)
    assert "A0Z40" in lu.tables["metiers"]["code_metier"].to_pylist()
    assert "france" not in lu.tables
    assert "de 2 régions : l'estimation des parts de ce millésime se fait sans la France" in lu.remarques[0]
    assert set(CONTRATS["bmo"].valider(lu.tables)) == {"observations", "metiers"}


def test_a_small_count_beside_hidden_ones_is_said_and_spaces_between_thousands_are_read(tmp_path):
    lignes = [(*ligne[:6], "0" if ligne[6] == "*" else ligne[6], ligne[7]) for ligne in builders.LIGNES_BMO]
    lu, sain = (bmo.lire(builders.fichier_bmo(tmp_path, 2023, rs)) for rs in (lignes, builders.LIGNES_BMO))
    (dite,) = set(lu.remarques) - set(sain.remarques)
    assert dite.startswith("2\u00a0effectifs sous 5, dans un millésime où le producteur les masque")
    lignes = builders.lignes_bmo(2023)
    lignes[1][11] = "1\u202f040"
    assert "au moins 1\u202f368 projets" in bmo.lire(builders.classeur(tmp_path / "x.xlsx", {"f": lignes})).dit[2]


def test_the_rows_of_the_whole_file_are_kept_apart_but_for_an_unreadable_one_which_is_said(tmp_path):
    lu = bmo.lire(builders.classeur(tmp_path / "x.xlsx", {"f": builders.lignes_france(2023)}))
    france = CONTRATS["bmo"].valider(lu.tables)["france"].to_pandas()
    assert len(france) == 25
    assert "25 lignes lues, 6 gardées" in lu.dit[0]
    assert (france["met"].sum(), france["xmet"].isna().sum()) == (368 + 10 + 9 * 50, 2 + 18)
    assert france.code_bassin.isna().sum() == 9
    assert france.query("code_region == '52'").code_departement.unique().tolist() == ["49", "44", "72"]
    assert france.query("code_bassin == '1101'")[["code_region", "code_departement", "met"]].isna().sum().sum() == 1
    lignes = builders.lignes_france(2023)
    lignes[-1][11] = "<5"
    lu = bmo.lire(builders.classeur(tmp_path / "x.xlsx", {"f": lignes}))
    assert lu.tables["france"].num_rows == 24
    assert lu.remarques == ("1 ligne d'autres régions, illisible, laissée de côté (ligne 26)",)


REDON = ("V0Z60", "Aides-soignants", "S", 5313, 44, "30", "12", "*")


def test_a_bassin_out_of_the_zoning_counts_in_the_region_and_is_said(tmp_path):
    lu = bmo.lire(builders.fichier_bmo(tmp_path, 2023, [*builders.LIGNES_BMO, REDON]))
    assert f"au moins {368 + 30} projets" in lu.dit[2]
    assert f"44 : {360 + 30} ·" in lu.dit[3]
    (note,) = lu.notes
    assert "bassin 5313 Redon (Bretagne)" in note
    assert "au moins 30 projets" in note


@pytest.mark.parametrize("premiere", [2022, 2023])
def test_a_bassin_out_of_the_zoning_is_missed_in_no_other_vintage(donnees, tmp_path, premiere):
    fichiers = {
        premiere: builders.fichier_bmo(tmp_path, premiere, [*builders.LIGNES_BMO, REDON]),
        4045 - premiere: builders.fichier_bmo(tmp_path, 4045 - premiere),
    }
    for f in fichiers.values():
        bmo.lire.importer(donnees, f, lambda *_: None)
    avec, sans = (tableau.chiffre(donnees, "bmo_projets", "bassin", "5313", str(a)) for a in fichiers)
    assert (avec["valeur"], avec["minorant"]) == (30.0, False)
    assert (sans["valeur"], sans["raison"]) == (None, "n.d. : ce millésime ne compte pas ce territoire dans la région")
    region = tableau.chiffre(donnees, "bmo_projets", "region", "52", str(premiere))
    bassins = tableau.calculer(donnees, "bmo_projets", "bassin")
    lignes = pd.concat([bassins.lignes, bassins.complements])
    assert lignes[lignes["periode"] == str(premiere)]["value"].sum() == region["valeur"] == 398.0
    assert bassins.hors_decoupage["periode"].tolist() == [str(premiere)]
    assert "y compris la part du bassin de Redon" in bassins.champ(str(premiere))
    assert bassins.champ(str(4045 - premiere)) == bassins.indicateur.champ
    assert bassins.champ().endswith(f"sauf en {premiere}, où le producteur les compte")
    (ligne,) = tables.lignes_hors_decoupage(bassins, str(premiere))
    assert (ligne.rang, ligne.classe, ligne.valeur) == ("", None, "30")
    assert tables.lignes_hors_decoupage(bassins, str(4045 - premiere)) == []


def test_a_year_that_the_bassins_contradict_is_confirmed_by_name(tmp_path):
    lignes = builders.lignes_bmo(2023)
    lignes[0] = [c.replace("23", "22") for c in lignes[0]]
    f = builders.classeur(tmp_path / "x.xlsx", {"f": lignes})
    with builders.refus("millesime-contredit", r"enquête de 2023 .* la colonne des bassins est BE22"):
        bmo.lire.importer(Donnees(tmp_path / "d"), f, lambda *_: None)
    confirme = Donnees(tmp_path / "d", confirmees=frozenset({"millesime-contredit"}))
    bmo.lire.importer(confirme, f, lambda *_: None)
    assert confirme.officiel.instantane("bmo", "2023").manifeste["confirmations"][0]["regle"] == "millesime-contredit"


ENTETE, *CORPS = builders.lignes_france(2023)
COLONNES = {c: i for i, c in enumerate(ENTETE)}
MET = COLONNES["met"]


def lignes(**changes):
    """The vintage, header first; `changes`: title -> function of (cell, row), or None to take the column away."""
    neuves = []
    for ligne in CORPS:
        cellules = dict(zip(ENTETE, ligne, strict=True))
        for titre, f in changes.items():
            if f:
                cellules[titre] = f(cellules[titre], cellules)
        neuves.append([v for c, v in cellules.items() if changes.get(c, True)])
    return [[c for c in ENTETE if changes.get(c, True)], *neuves]


def renommees(noms, table=None):
    entete, *corps = table or lignes()
    return [[noms.get(c, c) for c in entete], *corps]


def avec(*plus):
    return [*lignes(), *plus]


def ligne(**cellules):
    """A row of the survey of a métier that the others do not have, so that no key stands twice."""
    base = dict(zip(ENTETE, CORPS[0], strict=True)) | {"Code métier BMO": "S1Z20", "Famille_met": "S", "met": "7"}
    base |= {"xmet": "*", "smet": "*"} | cellules
    return [base[c] for c in ENTETE]


def xlsx(table, nom="bmo_2023.xlsx", **feuilles):
    return lambda d: builders.classeur(d / nom, feuilles or {"BMO_2023_open_data": table})


def csv(table, nom="bmo_2023.csv", separateur=";", encodage="utf-8"):
    return lambda d: builders.texte(d / nom, table, separateur, encodage)


def archive(*tables, nom="BMO_2023.zip"):
    """A ZIP of workbooks, as the older vintages are offered."""

    def ecrire(d):
        with zipfile.ZipFile(d / nom, "w") as z:
            for i, table in enumerate(tables):
                interne = builders.classeur(d / f"interne_{i}.xlsx", {"f": table})
                z.write(interne, f"BMO/{interne.name}")
        return d / nom

    return ecrire


def deux_rangs():
    """The upper row names groups of columns, or a column of which the lower cell is empty."""
    haut, bas = [], []
    for c in ENTETE:
        haut.append({"annee": "annee", "REG": "Territoire", "met": "Projets"}.get(c, ""))
        bas.append("" if c == "annee" else c)
    return [["Enquête BMO", *[""] * (len(ENTETE) - 1)], haut, bas, *CORPS]


def titres_sur_deux_rangs():
    """« Projets » above « difficiles »: both rows make the name."""
    bas = {"met": "de recrutement", "xmet": "difficiles", "smet": "saisonniers"}
    haut = ["Projets" if c == "met" else "" if c in bas else c for c in ENTETE]
    return [haut, [bas.get(c, "") for c in ENTETE], *CORPS]


DICTIONNAIRE = [["", "Variables ", "Description "], ["", "annee", 2023], ["", "met", "Nombre de projets"]]
NOTE = ["Source : enquête", *[""] * (len(ENTETE) - 1)]
TOTAL = ["Total", *[""] * (MET - 1), "1078", "500", "35"]
ENTETE_2019 = {
    "Code métier BMO": "code métier BMO", "Nom métier BMO": "nom_metier BMO", "Famille_met": "Famille_metier",
    "Lbl_fam_met": "Libellé de famille de métier",
}  # fmt: skip
ENTETE_2020 = {"Code métier BMO": "metier", "Nom métier BMO": "nommetier"}
ENTETE_2016 = {
    "Code métier BMO": "Métier", "Nom métier BMO": "Libellé du métier", "Dept": "Département", "REG": "Region",
}  # fmt: skip
EN_CLAIR = {
    "annee": "Année", "REG": "Code région", "NOM_REG": "Région", "Dept": "Code département", "NomDept": "Département",
    "BE23": "code bassin", "NOMBE23": "Bassin d'emploi", "met": "Projets de recrutement",
    "xmet": "Projets jugés difficiles", "smet": "Projets saisonniers",
}  # fmt: skip

LUS = {
    "dictionnaire en première feuille": xlsx(None, **{"Description des variables": DICTIONNAIRE, "BMO": lignes()}),
    "feuille sans nom parlant": xlsx(None, **{"#LN00137": lignes()}),
    "noms de colonnes de 2016": xlsx(renommees(ENTETE_2016)),
    "noms de colonnes de 2019": xlsx(renommees(ENTETE_2019)),
    "noms de colonnes de 2020": xlsx(renommees(ENTETE_2020)),
    "noms de colonnes en clair": xlsx(renommees(EN_CLAIR)),
    "colonne clpe en plus": xlsx([[*r[:9], "5201" if i else "clpe", *r[9:]] for i, r in enumerate(lignes())]),
    "colonne vide sans titre": xlsx([[*ligne[:3], "", *ligne[3:]] for ligne in lignes()]),
    "codes en nombres, zéros perdus": xlsx(lignes(BE23=lambda v, _: int(v) if v else v, REG=lambda v, _: int(v))),
    "codes en nombres à virgule": xlsx(lignes(BE23=lambda v, _: float(v) if v else v, Dept=lambda v, _: float(v))),
    "étoile suivie d'une espace": xlsx(lignes(xmet=lambda v, _: v.replace("*", " * "))),
    "département à trois chiffres": xlsx(lignes(Dept=lambda v, _: f"0{v}")),
    "sans libellé de famille": xlsx(lignes(Lbl_fam_met=None)),
    "année écrite comme une date": xlsx(lignes(annee=lambda v, _: "2023-01-01")),
    "cellules vides d'un bassin écrites nd": xlsx(lignes(BE23=lambda v, _: v or "nd")),
    "CSV nommé .xlsx": csv(lignes(), nom="bmo_2023.xlsx"),
    "ODS nommé .xlsx": lambda d: builders.ods(d / "bmo_2023.xlsx", {"Notes": [["a"]], "BMO": lignes()}),
}
# Variant -> how to write it, words of the remark.
REMARQUES = {
    "titres sur deux rangs": (xlsx(deux_rangs()), "titres de colonnes lus sur deux lignes"),
    "titres coupés en deux rangs": (xlsx(titres_sur_deux_rangs()), "titres de colonnes lus sur deux lignes"),
    "archive ZIP d'un seul classeur": (archive(lignes()), "lu dans l'archive : BMO_2023.zip, BMO/interne_0.xlsx"),
    "note sous le tableau": (xlsx(avec([], NOTE)), "1\xa0ligne de note sous le tableau"),
    "note d'une seule cellule sous un CSV": (csv(avec(NOTE[:1])), "1\xa0ligne de note sous le tableau"),
    "ligne de total": (xlsx(avec(TOTAL)), "1 ligne de total, laissée de côté"),
    "descriptions sous les titres": (
     xlsx([ENTETE, [f"libellé {c}" for c in ENTETE], *CORPS]), "sans métier ni effectif"),
    "ni région ni bassin, 977": (
     xlsx(avec(ligne(REG="", Dept="977", BE23=""), ligne(REG="", Dept="978", BE23=""))),
     "2 lignes sans région ou sans bassin, d'autres départements (977, 978)"),
    "région 52, autre département, sans bassin": (
     xlsx(avec(ligne(Dept="99", BE23=""))), "d'autres départements (99)"),
    "sans colonne annee": (xlsx(lignes(annee=None)), "millésime lu dans le titre de la colonne des bassins (BE23)"),
    "année dans le seul nom du fichier": (
     xlsx(renommees({"BE23": "code bassin", "NOMBE23": "bassin"}, lignes(annee=None)), nom="Base_open_data_23.xlsx"),
     "millésime lu dans son nom, Base_open_data_23.xlsx"),
    "années fusionnées": (
     xlsx(lignes(annee=lambda v, c: v if c["BE23"] == 5221 else "")), "sans année, prises avec celle des autres"),
    "sans libellé de métier": (xlsx(lignes(**{"Nom métier BMO": None})), "sans libellé de métier : son code"),
    "famille par son seul libellé": (xlsx(lignes(Famille_met=None)), "sans code de famille : lu d'après son libellé"),
    "signe inconnu dans une autre région": (
     xlsx(avec(ligne(REG="11", Dept="75", BE23="1102", met="<5"))), "illisible"),
    "code ROME dans une autre région": (
     xlsx(avec(ligne(REG="11", Dept="75", BE23="1102", **{"Code métier BMO": "M1801"}))),
     "1 ligne d'autres régions, illisible"),
}  # fmt: skip
# Variant -> how to write it, rule, words of the cause or of what was found, words of the remedy.
REFUSES = {
    "met renommé": (xlsx(renommees({"met": "volume"})), "colonnes", "colonne renommée", "colonnes/bmo.toml"),
    "bassin renommé": (xlsx(renommees({"BE23": "zone"})), "colonnes", "colonne renommée", "clé « code_bassin »"),
    "deux colonnes met qui diffèrent": (
     xlsx([[*ligne, "MET " if i == 0 else "3"] for i, ligne in enumerate(lignes())]), "colonnes",
     "ne disent pas la même chose", "clé « met »"),
    "deux feuilles pareilles": (xlsx(None, a=lignes(), b=lignes()), "feuilles", "brouillon", "clé « feuilles »"),
    "feuille masquée": (
     lambda d: builders.classeur(d / "bmo.xlsx", {"BMO": lignes(), "Lisez-moi": [["titre"]]}, cachees=["BMO"]),
     "feuilles", "ne montre pas", "clé « feuilles »"),
    "deux enquêtes bout à bout": (
     xlsx(lignes(annee=lambda v, c: 2022 if c["BE23"] == 5221 else v)), "annee", "bout à bout",
     "tel que le producteur le publie"),
    "année de deux exercices": (xlsx(lignes(annee=lambda v, _: "2022/2023")), "annee", "AAAA", "reprendre"),
    "aucune année nulle part": (
     xlsx(renommees({"BE23": "code bassin", "NOMBE23": "bassin"}, lignes(annee=None)), nom="bmo.xlsx"), "annee",
     "colonne renommée", "nommer le fichier d'après son enquête"),
    "sans région, département de la région": (
     xlsx(avec(ligne(REG="", BE23=""))), "vide", "peuvent être de la région", "demander au producteur"),
    "total sans libellé": (xlsx(avec([*[""] * MET, "140", "85", "10"])), "vide", "peuvent être", "demander"),
    "région fusionnée avec la ligne du dessus": (
     xlsx(lignes(REG=lambda v, c: "" if c["BE23"] == 5205 else v)), "vide", "peuvent être", "demander"),
    "région 52 sans bassin": (xlsx(avec(ligne(BE23=""))), "vide", "fusionnées", "demander au producteur le bassin"),
    "signe inconnu": (xlsx(avec(ligne(met="nd"))), "signe", "sa notation", "clé « secret »"),
    "effectif vide": (xlsx(avec(ligne(met=""))), "signe", "fichier incomplet", "reprendre le fichier"),
    "1.234 sans autre indice": (xlsx(avec(ligne(met="1.234"))), "signe", "lire de deux façons", "clé « decimale »"),
    "plus de difficiles que de projets": (
     xlsx(avec(ligne(met="7", xmet="9"))), "partie", "interverties", "reprendre"),
    "ligne coupée": (csv(avec(ligne()[:6])), "lignes", "tronqué", "reprendre"),
    "autre région": (
     xlsx([ENTETE, *[r for r in CORPS if str(r[5]) != "52"]]), "region", "autre région", "toutes les régions"),
    "titres sans ligne": (xlsx([ENTETE]), "vide", "tronqué", "reprendre"),
    "archive de deux classeurs": (archive(lignes(), lignes()), "archive", "plusieurs fichiers", "extraire l'archive"),
    "page web": (csv([["<!DOCTYPE html>"]], nom="bmo_2023.xlsx"), "format", "adresse du producteur", "télécharger"),
    "PDF": (csv([["%PDF-1.7"]], nom="bmo_2023.pdf"), "format", "pas le bon fichier", "télécharger"),
}  # fmt: skip


@pytest.fixture(scope="module")
def attendu(tmp_path_factory):
    return bmo.lire(xlsx(lignes())(tmp_path_factory.mktemp("attendu")))


@pytest.mark.parametrize("variante", LUS)
def test_a_variant_is_read_as_the_usual_file(tmp_path, attendu, variante):
    chemin = LUS[variante](tmp_path)
    assert importation.reconnaitre(chemin).source == "bmo"
    lu = bmo.lire(chemin)
    assert lu.tables.keys() == attendu.tables.keys()
    for nom, table in CONTRATS["bmo"].valider(lu.tables).items():
        assert table.equals(CONTRATS["bmo"].valider(attendu.tables)[nom]), nom
    # The tables are compared above; a département whose cells are all hidden has no sum.
    assert replace(lu, tables={}, dit=lu.dit[:3]) == replace(attendu, tables={}, dit=attendu.dit[:3])


@pytest.mark.parametrize("variante", REMARQUES)
def test_what_is_odd_and_harmless_is_said(tmp_path, attendu, variante):
    ecrire, mots = REMARQUES[variante]
    chemin = ecrire(tmp_path)
    assert importation.reconnaitre(chemin).source == "bmo"
    lu = bmo.lire(chemin)
    assert any(mots in r for r in lu.remarques), lu.remarques
    assert lu.tables["observations"].equals(attendu.tables["observations"])
    attendus, metiers = (t.tables["metiers"].select(["code_metier", "code_famille"]).to_pylist() for t in (attendu, lu))
    assert [m for m in attendus if m not in metiers] == []
    assert attendu.remarques == ()


@pytest.mark.parametrize("variante", REFUSES)
def test_a_refusal_says_the_true_cause_and_a_remedy_that_leaves_the_file_alone(tmp_path, variante):
    ecrire, regle, cause, remede = REFUSES[variante]
    with builders.refus(regle) as e:
        CONTRATS["bmo"].valider(bmo.lire(ecrire(tmp_path)).tables)
    assert cause in f"{e.value.trouve} {e.value.cause}"
    assert remede in e.value.remede
