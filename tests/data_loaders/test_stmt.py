import csv

import pandas as pd
import pytest

from data_loaders import demo, francais
from data_loaders.chiffres import origine, tableau
from data_loaders.chiffres.tableau import calculer, chiffre, periodes_de
from data_loaders.commandes import importation
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import series
from data_loaders.requetes.lignes import du_tableau
from data_loaders.sources import stmt
from tests import builders

STMT = "demande_emploi/stmt_inscrits_A_a_E_mensuel_brut_dep_2020_2024.csv"
DEPARTEMENTS = ("44", "49", "53", "72", "85")


def lignes_stmt(mois=("2024-11", "2024-12"), departements=(*DEPARTEMENTS, "35")):
    """Invented counts: 100 times the number of the département, plus ten a month."""
    return [f"{d},{m},{int(d) * 100 + 10 * i}" for d in departements for i, m in enumerate(mois)]


def fichier(dossier, lignes, entete="dept,mois,demandeurs_emploi"):
    return builders.csv_de(dossier / "stmt.csv", entete, lignes)


def importer(dossier, lignes):
    donnees = Donnees(dossier / "d")
    builders.importer(donnees, "stmt-dep", fichier(dossier, lignes))
    return donnees


def test_the_five_départements_are_kept_and_the_rounding_is_said_where_it_is(tmp_path):
    lu = stmt.lire_dep(fichier(tmp_path, lignes_stmt()))
    assert lu.millesime == "2024-12"
    assert lu.dit[:2] == (
        "Inscrits en fin de mois par département, catégories A à E : 12 lignes lues",
        "décembre 2024 : 44 : 4\u202f410 · 49 : 4\u202f910 · 53 : 5\u202f310 · 72 : 7\u202f210 · 85 : 8\u202f510",
    )
    assert lu.notes == (stmt.NOTE_ARRONDI,)
    assert CONTRATS["stmt_dep"].valider(lu.tables)["observations"].num_rows == 10
    lignes = ["44,2024-11,4401" if ligne.startswith("44,2024-11") else ligne for ligne in lignes_stmt()]
    assert stmt.lire_dep(fichier(tmp_path, lignes)).notes == ()


def test_the_law_of_2025_is_a_break(tmp_path):
    donnees = importer(tmp_path, lignes_stmt(("2024-12", "2025-01", "2025-02")))
    statuts = calculer(donnees, "inscrits_a_e", "region").lignes.set_index("periode")["obs_status"]
    assert statuts.to_dict() == {"2024-12": "A", "2025-01": "B", "2025-02": "A"}
    assert stmt.NOTE_RUPTURE in donnees.instantane("stmt_dep", "2025-02").manifeste["notes"]


def test_a_total_with_a_missing_part_is_not_available():
    observations = pd.DataFrame(
        [
            ("a", "p1", 10.0, "A"), ("b", "p1", None, "O"), ("a", "p2", 10.0, "P"), ("b", "p2", 5.0, "A"),
            ("a", "p3", 1.0, "A"),
        ],
        columns=["code_zone", "periode", "value", "obs_status"],
    )  # fmt: skip
    r = series.totaux(series.rattacher(observations, {"z": ["a", "b"]}), {"z": ["a", "b"]}).set_index("periode")
    assert r["obs_status"].to_dict() == {"p1": "O", "p2": "P", "p3": "O"}
    assert (r["value"].isna().to_dict(), r.loc["p2", "value"]) == ({"p1": True, "p2": False, "p3": True}, 15)
    assert r.loc["p3", "raison"] == series.RAISON_INCOMPLETE


@pytest.mark.parametrize(("statuts", "attendu"), [
    (("E", "P"), "P"), (("U", "E"), "E"), (("P", "B"), "B"), (("A", "U"), "U"), (("U", "B"), "B"), (("A", "A"), "A"),
])  # fmt: skip
def test_a_total_takes_the_gravest_status_of_its_parts(statuts, attendu):
    observations = pd.DataFrame(
        [("a", "p", 10.0, statuts[0]), ("b", "p", 5.0, statuts[1])],
        columns=["code_zone", "periode", "value", "obs_status"],
    )
    (total,) = series.totaux(series.rattacher(observations, {"z": ["a", "b"]}), {"z": ["a", "b"]}).to_dict("records")
    assert (total["obs_status"], total["raison"], total["value"]) == (attendu, series.RAISONS[attendu], 15)


@pytest.mark.parametrize(("lignes", "regle", "message"), [
    (lignes_stmt(("2024-09", "2024-11")), "periode", "entre 2024-09 et 2024-11"),
    (lignes_stmt(departements=("44", "49", "53", "72")), "zone", "85"),
    (lignes_stmt()[1:], "zone", r"44 \(2024-11\)"),
    ([*lignes_stmt(), "44,2024-12,1"], "periode", "deux fois : 2024-12"),
    ([*lignes_stmt(("2024-12",))[:-2], "85,2024-12,s"], "signe", "« s »"),
    ([*lignes_stmt(("2024-12",))[:-2], "85,2024-12,"], "signe", "cellule vide"),
    ([*lignes_stmt(), "44,décembre,10"], "periode", "décembre"),
    ([*lignes_stmt(), "44,2024-13,10"], "periode", "2024-13"),
    ([*lignes_stmt(), "44,2025-01"], "lignes", "3 cellules"),
])  # fmt: skip
def test_refusals_say_what_was_seen(tmp_path, lignes, regle, message):
    with builders.refus(regle, message):
        stmt.lire_dep(fichier(tmp_path, lignes))


PREAMBULE = [
    "France Travail, STMT, données brutes",
    "Demandeurs d’emploi en catégories A, B, C, D, E : Sarthe, Vendée, de décembre 1999 à janvier 2000",
    "https://exemple.invalid/stmt?fi=52",
]


def test_months_in_words_are_read_under_a_preamble_and_the_export_of_one_territory_is_another_file(tmp_path):
    mois, valeurs = ("Décembre 1999", "Janvier 2000"), ("1 230", "12\u00a0340")
    corps = [f"{m};{d}; {v}" for m, v in zip(mois, valeurs, strict=True) for d in ("44", "49", "53", "72", "85")]
    f = tmp_path / "stmt.csv"
    f.write_text("\n".join([*PREAMBULE, "Mois;Département;Nombre de demandeurs d’emploi", *corps]), "utf-8-sig")
    assert importation.reconnaitre(f).source == "stmt-dep"
    lu = stmt.lire_dep(f)
    assert lu.periodes == ("1999-12", "2000-01")
    df = lu.tables["observations"].to_pandas().query("periode == '2000-01'")
    assert dict(zip(df["code_departement"], df["value"], strict=True)) == dict.fromkeys(DEPARTEMENTS, 12340.0)
    CONTRATS["stmt_dep"].valider(lu.tables)
    f = tmp_path / "stmt.csv"
    corps = ["Janvier 1996; 123 450", "Février 1996; 123 460"]
    f.write_text("\n".join([*PREAMBULE, "Mois;Nombre de demandeurs d'emploi", *corps]), "utf-8-sig")
    assert importation.reconnaitre(f).source == "stmt-region"
    with pytest.raises(ErreurDonnees, match="aucune table ne porte les colonnes dept"):
        stmt.lire_dep(f)
    with pytest.raises(ErreurDonnees, match="demandeurs_emploi"):
        stmt.lire_dep(fichier(tmp_path, lignes_stmt(), "dept,mois,nombre"))


def test_every_official_count_is_the_files(reference, producteurs):
    lu = producteurs.lire("stmt_dep")
    with (reference / STMT).open(encoding="utf-8") as f:
        attendus = {(r["dept"], r["mois"]): float(r["demandeurs_emploi"]) for r in csv.DictReader(f)}
    assert len(attendus) == 300
    assert lu.set_index(["code_departement", "periode"])["value"].to_dict() == attendus
    region = calculer(producteurs, "inscrits_a_e", "region").lignes.set_index("periode")["value"]
    assert region["2024-12"] == sum(v for (_, m), v in attendus.items() if m == "2024-12") == 331280
    assert len(region) == 60


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
    assert importation.reconnaitre(f).source == "stmt-region"
    lu = stmt.lire_region(f)
    CONTRATS["stmt_region"].valider(lu.tables)
    assert lu.faits["valeurs"] == {"1996-01": 239040, "1996-02": 239140, "1996-03": 239240}
    assert (lu.millesime, lu.tables["observations"].num_rows) == ("1996-03", 3)


FORMES_REGION = {
    "cp1252": lambda x: x,
    "sans note": lambda x: x[:-2],
    "sans adresse": lambda x: [*x[:2], *x[3:]],
    "iso": lambda _: [*preambule(), TITRE, *corps(["1996-01", "1996-02", "1996-03"])],
    "fine": lambda x: [ligne.replace("239 ", "239\u202f") for ligne in x],
    "virgules": lambda x: [*preambule(), *(ligne.replace(";", ",") for ligne in (TITRE, *corps()))],
    "colonnes échangées": lambda x: [*preambule(), *(";".join(reversed(r.split(";"))) for r in (TITRE, *corps()))],
    "xlsx": lambda x: x,
    "ods": lambda x: x,
}


@pytest.mark.parametrize("forme", FORMES_REGION)
def test_the_forms_in_which_it_comes(tmp_path, forme):
    lignes = FORMES_REGION[forme]([*preambule(), TITRE, *corps(), *NOTE])
    if forme in builders.FORMES:
        f = builders.FORMES[forme](tmp_path / f"x.{forme}", {"Feuil1": [ligne.split(";") for ligne in lignes]})
    else:
        f = ecrire(tmp_path / "x.csv", lignes, "cp1252" if forme == "cp1252" else "utf-8")
    assert importation.reconnaitre(f).source == "stmt-region"
    assert stmt.lire_region(f).faits["valeurs"]["1996-02"] == 239140


@pytest.mark.parametrize(("lignes", "message"), [
    ([*preambule("53", "Bretagne"), TITRE, *corps()], r"qui n'est pas la région \(code 53\)"),
    ([TITRE, *corps()], "que rien dans le fichier ne nomme"),
    ([*preambule(), TITRE, *corps(["Janvier 1996", "Mars 1996", "Avril 1996"])], "trou dans la série"),
    ([*preambule(), TITRE, *corps(["Janvier 1996", "Février 1996", "Février 1996"])], "présente deux fois"),
    ([*preambule(), TITRE, *corps(["Janvier 1996", "Brumaire 1996", "Mars 1996"])], "mois mal écrit"),
])  # fmt: skip
def test_what_would_make_a_figure_wrong_is_refused(tmp_path, lignes, message):
    with pytest.raises(ErreurDonnees, match=message):
        stmt.lire_region(ecrire(tmp_path / "x.csv", lignes))


def _longue(donnees):
    """The region as it would be exported: the sum of the départements, rounded to ten."""
    region = tableau.calculer(donnees, "inscrits_a_e", "region").lignes.set_index("periode")["value"]
    mois = [francais.periode_libelle(p).capitalize() for p in region.index]
    return [f"{m}; {v:,.0f}".replace(",", " ") for m, v in zip(mois, region, strict=True)]


def test_the_region_is_set_beside_the_sum_of_the_départements(reference, donnees, tmp_path):
    builders.importer(donnees, "stmt-dep", reference / STMT)
    lignes = _longue(donnees)
    f = ecrire(tmp_path / "x.csv", [*preambule(), TITRE, *lignes])
    builders.importer(donnees, "stmt-region", f)
    assert donnees.instantane("stmt_region", "2024-12").manifeste["remarques"] == []
    longue = tableau.calculer(donnees, "inscrits_a_e_long", "region").lignes.set_index("periode")["value"]
    assert longue["2024-12"] == 331280
    ecrire(f, [*preambule(), TITRE, *lignes[:-1], "Décembre 2024; 400 000"])
    builders.importer(donnees, "stmt-region", f)
    (remarque,) = donnees.instantane("stmt_region", "2024-12").manifeste["remarques"]
    assert "1 mois où la région n'est pas la somme des cinq départements" in remarque


@pytest.fixture
def inventees(donnees, monkeypatch):
    """Data of demonstration, of the two datasets that answer for the region."""
    monkeypatch.setattr(demo, "inventes", lambda: ["stmt_dep", "stmt_region"])
    demo.assurer(donnees)
    return donnees


def _region(donnees, periode):
    """What is said of the region at a month: value, first word of the snapshot, whether it is invented."""
    c = chiffre(donnees, "inscrits_a_e", "region", "52", periode)
    return c["valeur"], c["instantane"].partition("/")[0], c["demonstration"]


@pytest.mark.parametrize(("charges", "attendus"), [
    # The series of the region is there: nothing invented beside it, not even at a month that it lacks.
    (("region",), {"1996-01": (239040, "stmt_region", False), "2024-12": (None, "", False)}),
    # Departements alone: their sum, not the invented series of the region.
    (("dep",), {"1996-02": (30300, "stmt_dep", False), "1996-01": (None, "", False)}),
    # Both: a series of the region comes before a sum, which goes on after it.
    (("dep", "region"), {"1996-03": (239240, "stmt_region", False), "1996-04": (30400, "stmt_dep", False)}),
    ((), {"1996-01": (None, "stmt_region", True)}),
])  # fmt: skip
def test_what_is_official_is_never_beside_what_is_invented(inventees, tmp_path, charges, attendus):
    donnees = inventees
    if "dep" in charges:
        builders.importer(donnees, "stmt-dep", fichier(tmp_path, lignes_stmt(("1996-02", "1996-03", "1996-04"))))
    if "region" in charges:
        builders.importer(donnees, "stmt-region", ecrire(tmp_path / "r.csv", [*preambule(), TITRE, *corps()]))
    lus = {p: _region(donnees, p) for p in attendus}
    assert {p: (v if attendus[p][0] else None, *suite) for p, (v, *suite) in lus.items()} == attendus
    t = calculer(donnees, "inscrits_a_e", "region")
    assert t.demonstration is not any(charges)
    assert not charges or max(t.periodes) < "1997"
    assert periodes_de(donnees, t.indicateur, "region") == t.periodes
    exportees = du_tableau(t, {p: tableau.provenance_de(donnees, t.indicateur, p, "region")["instantane"]
                                      for p in t.periodes})  # fmt: skip
    connus = {p: a for p, a in attendus.items() if a[0]}
    assert {p: v for p, v in zip(exportees["periode"], exportees["valeur"], strict=True) if p in connus} == {
        p: a[0] for p, a in connus.items()
    }
    for p, (valeur, jeu, _) in connus.items():
        o = origine.remonter(donnees, t, "52", p)
        assert (o.lignes["value"].sum(), o.instantane.partition("/")[0]) == (valeur, jeu)
        assert len(o.lignes) == (1 if jeu == "stmt_region" else 5)
