"""Tables of producers in every form that a user may have them in: what is read is the same. Figures are invented."""

import random
import re
from dataclasses import replace
from datetime import datetime
from itertools import product

import pytest

from data_loaders.commandes import importation
from data_loaders.sources import communes, defm_epci, demandeurs, formation, metiers, tensions
from geo import zonages
from tests import builders
from tests.data_loaders.test_tensions import ENTETE_FAP, ENTETE_ROME
from tests.vues import un_sur

T = builders.TABLES
ORION, CFA, AVENIR = T["orion"], T["cfa"], T["avenir"]
ORION_AILLEURS = [["z", "2022_2023", "4", "53", *ORION[1][4:]]]
CFA_AILLEURS = [["cumul 2022-2023", "0350003C", "Ailleurs", "BRETAGNE", *CFA[1][4:]]]
AVENIR_AILLEURS = [["T4Z", "Agents d’essai, et autres", "Bretagne", *AVENIR[1][3:]]]
DEPARTEMENTS = ("44", "49", "53", "72", "85")
STMT = [["dept", "mois", "demandeurs_emploi"],
        *([d, m, str(134520 + i)] for d in DEPARTEMENTS for i, m in enumerate(("2024-11", "2024-12")))]  # fmt: skip
BASSINS = [c for c in zonages.zones("bassin")["code_zone"] if c.startswith("52")]
TENSION_ROME = [
    ENTETE_ROME.split(","),
    *(["2021", "A1101", b, "39.25", "1018.75", "4", "1", "2", "3", "4", "5", "1", "X"] for b in BASSINS),
]  # fmt: skip
_NIVEAUX = [("nat", "", ""), ("reg", "52", ""), *(("dep", "", d) for d in DEPARTEMENTS)]
TENSION_FAP = [
    ENTETE_FAP.split(","),
    *(["A0Z40", "63100", "-0.25", "4.0", "5.0", "3.0", "2.0", "5.0", "4.0", "5.0", "2019", g, "fap 225", r, d]
      for g, r, d in _NIVEAUX),
]  # fmt: skip
APPRENTIS = [
    ["indic_id", "enforce_zone_id", "metric_enforce_date", "maille", "indic_vi", "indic_va", "indic_vc", "indic_ta"],
    *(["IND-313", z, d, "DEPT", "", v, "", ""] for z in (*(f"D{d}" for d in DEPARTEMENTS), "R52")
      for d, v in (("2024-01-01", "507.0"), ("2024-02-01", "1708.0"))),
]  # fmt: skip
SOURCES = {
    "defm-epci": (T["epci"], [], lambda f: _reunir(defm_epci.lire(f))),
    "stmt-dep": (STMT, [["35", m, "1"] for m in ("2024-11", "2024-12")], demandeurs.lire_dep),
    "tension-rome": (TENSION_ROME, [[*TENSION_ROME[1][:2], "5313", *TENSION_ROME[1][3:]]], tensions.lire_rome),
    "tension-fap": (TENSION_FAP, [[*TENSION_FAP[3][:-1], "35"]], tensions.lire_fap),
    "barometre": (T["barometre"], [[*T["barometre"][1][:3], "53", "Bretagne", *T["barometre"][1][5:]]], formation.lire),
    "apprentissage": (APPRENTIS, [["IND-313", "D35", *APPRENTIS[1][2:]]], formation.lire),
    "metiers-region": (T["emploi"], [["11", "A0Z", "7.0", "7.0", "100.0", "11", "0.1"]],
     lambda f: metiers.lire_region(f.rename(f.with_stem("emploi_rp2017")))),
    "libelles": (T["libelles"], [], communes.lire),
    "insertion": (ORION, ORION_AILLEURS, formation.lire_insertion),
    "insertion-cfa": (CFA, CFA_AILLEURS, formation.lire_cfa),
    "metiers-2030": (AVENIR, AVENIR_AILLEURS, metiers.lire_2030),
    "diplomes": (T["diplomes"], [], formation.lire_diplomes),
    "certifications": (T["certifications"], [], formation.lire_diplomes),
    "salaires": (T["salaires"], [], metiers.lire_portraits),
    "secteurs": (T["secteurs"], [], metiers.lire_portraits),
    "appellations": (T["titres"], [], metiers.lire_appellations),
    "rome4": (T["rome4"], [], metiers.lire_nomenclature),
}  # fmt: skip
COMMANDES = {
    "barometre": "formation", "apprentissage": "formation", "libelles": "communes", "certifications": "diplomes",
    "salaires": "portraits-metiers", "secteurs": "portraits-metiers", "rome4": "nomenclature",
}  # fmt: skip


def _reunir(lectures):
    """The editions of a file as one reading."""
    return replace(lectures[0], tables={f"{n} {lu.millesime}": t for lu in lectures for n, t in lu.tables.items()})


def _melangee(table, _):
    rangs = random.Random(3).sample(range(len(table[0])), len(table[0]))
    return [[ligne[i] for i in rangs] for ligne in table]


DECIMAL = r"-?\d+\.\d+"
_COURTS = ("janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc")


def _remplacer(motif, par):
    """Cells of the body that have a form, written otherwise."""
    return lambda t, _: [t[0], *([par(v) if re.fullmatch(motif, v) else v for v in ligne] for ligne in t[1:])]


def _brouillon(d, t):
    """A workbook whose hidden sheet has the same columns and other rows."""
    return builders.classeur(d / "f.xlsx", {"Ancien": [t[0], t[-1]], "Données": t}, cachees=["Ancien"])


def csv(d, t):
    return builders.texte(d / "f.csv", t)


def xlsx(d, t):
    return builders.classeur(d / "f.xlsx", {"Feuil7": t})


FORMES = {
    "csv": (None, csv),
    "csv-virgule": (None, lambda d, t: builders.texte(d / "f.csv", t, ",")),
    "csv-utf-16": (None, lambda d, t: builders.texte(d / "f.csv", t, "\t", "utf-16")),
    "csv-cp1252": (None, lambda d, t: builders.texte(d / "f.csv", t, ";", "cp1252")),
    "autre-feuille": (None, xlsx),
    "ods": (None, lambda d, t: builders.ods(d / "f.ods", {"Tableau": t})),
    "ordre": (_melangee, csv),
    "titres": (lambda t, _: [[f" {c.replace('_', ' ').upper()} " for c in t[0]], *t[1:]], csv),
    "colonne-en-plus": (lambda t, _: [[*ligne, "x"] for ligne in t], csv),
    "preambule": (lambda t, _: [["Source : essai", *[""] * (len(t[0]) - 1)], *t], xlsx),
    "national": (lambda t, ailleurs: [*t, *ailleurs], csv),
    # What looks like a number is one, and its leading zeros are lost.
    "reenregistre": (_remplacer(r"-?\d+(\.\d+)?", float), xlsx),
    "virgule-decimale": (
     _remplacer(DECIMAL, lambda v: v.replace(".", ",")), lambda d, t: builders.texte(d / "f.csv", t, ";", "cp1252")),
    "dates": (_remplacer(r"20\d\d-\d\d-\d\d", datetime.fromisoformat), xlsx),
    "dates-françaises": (_remplacer(r"20\d\d-\d\d-\d\d", lambda v: f"{v[8:]}/{v[5:7]}/{v[:4]}"), csv),
    "mois-datés": (_remplacer(r"20\d\d-[01]\d", lambda v: datetime.fromisoformat(f"{v}-01")), xlsx),
    # « nov-24 », as a French spreadsheet shows it
    "mois-courts": (_remplacer(r"20\d\d-[01]\d", lambda v: f"{_COURTS[int(v[5:7]) - 1]}-{v[2:4]}"), csv),
    "note": (
     lambda t, _: [*t, [""] * len(t[0]), ["Source : essai ; données provisoires", *[""] * (len(t[0]) - 1)]], xlsx),
    "lignes-vides": (lambda t, _: [t[0], [""] * len(t[0]), *t[1:3], [""] * len(t[0]), *t[3:]], xlsx),
    "titres-fusionnés": (lambda t, _: [["Champ : essai", *[""] * (len(t[0]) - 2), "Notes"], *t], xlsx),
    "brouillon-masqué": (None, _brouillon),
    "préambule-texte": (lambda t, _: [["Source : producteur d’essai, région ; voir la notice"], [], *t], csv),
    "repete": (lambda t, _: [*t, t[1]], csv),
}  # fmt: skip


@pytest.mark.parametrize(("source", "forme"), un_sur(5, product(SOURCES, FORMES)))
def test_whatever_its_form_a_file_says_the_same(tmp_path, source, forme):
    table, ailleurs, lire = SOURCES[source]
    (tmp_path / "reference").mkdir()
    attendu = lire(builders.texte(tmp_path / "reference" / "f.csv", table)).tables
    transformer, ecrire = FORMES[forme]
    chemin = ecrire(tmp_path, transformer(table, ailleurs) if transformer else table)
    assert importation.reconnaitre(chemin).source == COMMANDES.get(source, source)
    lu = lire(chemin).tables
    assert {n: t.to_pylist() for n, t in lu.items()} == {n: t.to_pylist() for n, t in attendu.items()}
