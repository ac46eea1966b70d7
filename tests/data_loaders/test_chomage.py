import re

import openpyxl
import pytest

from data_loaders.chiffres.tableau import calculer, chiffre
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import chomage, series
from geo import territoire, zonages
from tests import builders

TRIMESTRES = ["2023-T2", "2023-T3", "2023-T4"]
ZE = "chomage/chomage-zone-t1-2003-t3-2023.xlsx"
DEP = "chomage/famille_TAUX-CHOMAGE_21032025.xlsx"
SERIES_DEP = {
    "département - Loire-Atlantique": "44", "département - Maine-et-Loire": "49", "département - Mayenne": "53",
    "département - Sarthe": "72", "département - Vendée": "85", "région - Pays de la Loire": "52",
    "région - France métropolitaine": "FM",
}  # fmt: skip


def feuilles_ze(trimestres=TRIMESTRES, valeur=6.0):
    """The two sheets, with their titles of different heights and a zone of another region."""
    entieres = sorted(set(zonages.zones("ze")["code_zone"]) - set(territoire.ZE_ENTIERES))
    zones = [
        ["Taux de chômage localisés"],
        ["Code", "Libellé", "Code région", "Libellé région", *trimestres],
        ["ZE2020", "LIBZE2020", "REG", "LIBREG", *trimestres],
        *([c, "", "52", "", *[valeur] * len(trimestres)] for c in ("0051", "0062", "9402", *entieres)),
    ]
    parties = [
        ["Parties"], [], [], ["ZER2020", "LIBZER2020", *trimestres],
        *([c, "", *[valeur] * len(trimestres)] for c in ("2851", "5251", "5262")),
    ]  # fmt: skip
    return {"Documentation": [["texte"]], "txcho_ze": zones, "txcho_parties reg": parties}


def feuilles_dep(trimestres=TRIMESTRES, valeur=6.0):
    """The sheet of values of a family of series, with a département of another region."""
    entete = ["Libellé", "idBank", "Dernière mise à jour", "Période", *trimestres]
    noms = [*SERIES_DEP, "département - Manche"]
    corps = [
        [f"Taux de chômage localisé par {n}", "1", "21/03/2025 12:00", "", *[valeur] * len(trimestres)] for n in noms
    ]
    return {"valeurs_trimestrielles": [entete, *corps]}


def observations(lu):
    return lu.tables["observations"].to_pandas()


def changer(nom, f):
    """A damage: what `f` makes of the rows of a sheet, changed in place or given back."""

    def abimer(feuilles):
        feuilles[nom] = f(feuilles[nom]) or feuilles[nom]

    return abimer


ZONES, SERIES = "txcho_ze", "valeurs_trimestrielles"


def test_départements_region_and_france_are_kept_and_what_is_missing_is_said(tmp_path):
    lu = chomage.lire_dep(builders.classeur(tmp_path / "dep.xlsx", feuilles_dep()))
    assert set(observations(lu)["code_zone"]) == {"44", "49", "53", "72", "85", "52", "FM"}
    assert lu.millesime == "2023-T4"
    assert ": 8 séries lues, 7 gardées" in lu.dit[0]
    assert lu.dit[0].endswith(", mises à jour le 21/03/2025")
    CONTRATS["chomage_dep"].valider(lu.tables)
    feuilles = feuilles_dep()
    feuilles["valeurs_trimestrielles"].pop(3)
    lu = chomage.lire_dep(builders.classeur(tmp_path / "d.xlsx", feuilles))
    assert set(observations(lu)["code_zone"]) == {"44", "49", "72", "85", "52", "FM"}
    assert lu.remarques == ("territoires absents du fichier : 53",)


@pytest.mark.parametrize(("brut", "attendu"), [
    (7.1, (7.1, "A")), (0.0, (0.0, "A")), ("7,1", (7.1, "A")), ("7.1 (P)", (7.1, "P")), ("7.1(SD)", (7.1, "P")),
    ("6.0 (E)", (6.0, "E")), ("6.0 (R)", (6.0, "A")), ("(O)", (None, "O")), ("(Q)", (None, "Q")),
])  # fmt: skip
def test_cells_carry_the_producers_statuses(brut, attendu):
    assert series.cellule(brut, "x") == attendu


@pytest.mark.parametrize(
    "brut", ["", None, "*", "nd", "7.1 (O)", "(P)", "(A)", "7.1 (F)", "7.1 (X)", "1 2", "nan", "٧"]
)
def test_unknown_signs_and_contradictions_are_refused(brut):
    with builders.refus("signe"):
        series.cellule(brut, "fichier, zone, trimestre")


def test_a_hidden_cell_is_confidential(tmp_path):
    feuilles = feuilles_dep()
    feuilles[SERIES][1][-1], feuilles[SERIES][2][-1] = "(Q)", "(O)"
    o = observations(chomage.lire_dep(builders.classeur(tmp_path / "d.xlsx", feuilles)))
    o = o[o["periode"] == "2023-T4"].set_index("code_zone")[["obs_status", "conf_status"]]
    assert (o.loc["44"].tolist(), o.loc["49"].tolist()) == (["Q", "C"], ["O", "F"])


def _sans(feuille, i):
    return [[c for j, c in enumerate(ligne) if j != i] for ligne in feuille]


@pytest.mark.parametrize(("jeu", "changer", "regle", "message"), [
    ("ze", lambda f: f.pop(ZONES), "colonnes", "ZE2020, LIBZE2020"),
    ("ze", changer(ZONES, lambda f: f[:-1]), "zone", "zones d'emploi de la région absentes"),
    ("ze", changer(ZONES, lambda f: _sans(f, 5)), "periode", "2023-T2 et 2023-T4"),
    ("ze", changer(ZONES, lambda f: _sans(f, 6)), "periode", "mêmes trimestres"),
    ("ze", changer(ZONES, lambda f: f[-1].__setitem__(-1, "s")), "signe", r"« s »"),
    ("ze", changer(ZONES, lambda f: f[2].__setitem__(-1, "2024")), "colonnes", "2024"),
    ("dep", changer(SERIES, lambda f: f[::8]), "zone", "aucune série des départements"),
    ("dep", changer(SERIES, lambda f: f[0].__setitem__(0, "Nom")), "colonnes", "aucune table"),
    ("dep", changer(SERIES, lambda f: _sans(f, 5)), "periode", "trou dans la série entre 2023-T2 et 2023-T4"),
    ("dep", changer(SERIES, lambda f: [r[:4] for r in f]), "colonnes", "aucune colonne de trimestre"),
])  # fmt: skip
def test_refusals_say_what_was_seen(tmp_path, jeu, changer, regle, message):
    contenu, lire = {"ze": (feuilles_ze, chomage.lire_ze), "dep": (feuilles_dep, chomage.lire_dep)}[jeu]
    contenu = contenu()
    changer(contenu)
    with builders.refus(regle, message):
        lire(builders.classeur(tmp_path / "x.xlsx", contenu))


def importer(donnees, dossier, feuilles):
    return builders.importer(donnees, "chomage-dep", builders.classeur(dossier / "dep.xlsx", feuilles))


def test_a_repeated_zone_is_refused_and_leaves_the_edition_in_place(donnees, tmp_path):
    importer(donnees, tmp_path, feuilles_dep())
    avant, feuilles = donnees.officiel.courant(), feuilles_dep()
    feuilles[SERIES].append([*feuilles[SERIES][1][:-1], 9.9])
    with builders.refus("cle"):
        importer(donnees, tmp_path, feuilles)
    assert donnees.officiel.courant() == avant


def test_an_edition_replaces_the_whole_series_and_an_older_one_is_refused_unless_confirmed(donnees, tmp_path):
    importer(donnees, tmp_path, feuilles_dep())
    importer(donnees, tmp_path, feuilles_dep([*TRIMESTRES, "2024-T1"], 7.0))
    assert (donnees.millesimes("chomage_dep"), set(donnees.lire("chomage_dep")["value"])) == (["2024-T1"], {7.0})
    with pytest.raises(ErreurDonnees, match=r"plus ancienne que celle en place \(2024-T1\)") as e:
        importer(donnees, tmp_path, feuilles_dep())
    assert "--confirmer edition-ancienne" in str(e.value)
    assert donnees.millesimes("chomage_dep") == ["2024-T1"]
    importer(Donnees(donnees.racine, confirmees=frozenset({"edition-ancienne"})), tmp_path, feuilles_dep())
    assert donnees.millesimes("chomage_dep") == ["2023-T4"]


@pytest.fixture
def chargees(donnees, tmp_path):
    """The rates of zones d'emploi at 6.0 and those of départements at 7.0, so that a mixture would show."""
    builders.importer(donnees, "chomage-ze", builders.classeur(tmp_path / "ze.xlsx", feuilles_ze()))
    dep = feuilles_dep([*TRIMESTRES, "2024-T1"], 7.0)
    dep[SERIES][1][-1] = "7.4 (P)"
    importer(donnees, tmp_path, dep)
    return donnees


def test_each_zoning_reads_its_own_dataset_and_a_rate_is_estimated_on_no_other(chargees):
    ze, dep, bassin = (calculer(chargees, "taux_chomage", z) for z in ("ze", "departement", "bassin"))
    assert (set(ze.lignes["value"]), ze.periodes[-1], dep.periodes[-1]) == ({6.0}, "2023-T4", "2024-T1")
    assert set(ze.lignes["code_zone"]) == set(zonages.zones("ze")["code_zone"])
    assert set(ze.complements["code_zone"]) == {"0051", "0062"}
    loire = dep.periode("2024-T1").loc["44", ["value", "obs_status", "raison"]].tolist()
    assert loire == [7.4, "P", "valeur provisoire"]
    assert (set(bassin.lignes["obs_status"]), bassin.lignes["value"].isna().all()) == ({"L"}, True)
    assert "ne s’additionne pas" in bassin.lignes["raison"].iloc[0]


@pytest.mark.parametrize(("zonage", "zone", "dataset", "valeur"), [
    ("ze", "5251", "chomage_ze", 6.0), ("ze", "0051", "chomage_ze", 6.0), ("ze", "0062", "chomage_ze", 6.0),
    ("departement", "85", "chomage_dep", 7.0), ("region", "52", "chomage_dep", 7.0),
    ("region", "FM", "chomage_dep", 7.0),
])  # fmt: skip
def test_a_figure_carries_the_provenance_of_its_dataset(chargees, zonage, zone, dataset, valeur):
    c = chiffre(chargees, "taux_chomage", zonage, zone, "2023-T3")
    assert (c["valeur"], c["unite"], c["demonstration"]) == (valeur, "%", False)
    assert c["instantane"].startswith(f"{dataset}/")
    assert re.fullmatch(r"[0-9a-f]{64}", c["sha256"])


def test_a_period_not_loaded_gives_the_ends_of_a_long_series(donnees, tmp_path):
    importer(donnees, tmp_path, feuilles_dep([f"{a}-T{t}" for a in range(2019, 2024) for t in range(1, 5)]))
    c = chiffre(donnees, "taux_chomage", "region", "52", "2030-T1")
    assert (c["valeur"], c["obs_status"]) == (None, "O")
    assert "1ᵉʳ trimestre 2019 à 4ᵉ trimestre 2023" in c["raison"]


def _officielles(chemin, feuille, entete, premiere, garder):
    """(code or label, period) -> number, read with another library than the importer's."""
    lignes = list(openpyxl.load_workbook(chemin, read_only=True)[feuille].iter_rows(values_only=True))
    titres = next(ligne for ligne in lignes if ligne[0] == entete)
    return {
        (ligne[0], p): v
        for ligne in lignes
        if ligne[0] in garder
        for p, v in zip(titres[premiere:], ligne[premiere:], strict=True)
    }


def test_every_official_rate_of_the_zones_is_the_workbooks(reference, producteurs):
    lu = producteurs.lire("chomage_ze")
    codes = set(zonages.zones("ze")["code_zone"]) | {"0051", "0062"}
    attendues = _officielles(reference / ZE, "txcho_ze", "ZE2020", 4, codes)
    attendues |= _officielles(reference / ZE, "txcho_parties reg", "ZER2020", 2, codes)
    assert len(attendues) == 25 * 83
    assert (lu.set_index(["code_ze", "periode"])["value"].to_dict(), set(lu["obs_status"])) == (attendues, {"A"})


def test_every_official_rate_of_the_départements_is_the_workbooks(reference, producteurs):
    lu = producteurs.lire("chomage_dep")
    libelles = {f"Taux de chômage localisé par {n}": c for n, c in SERIES_DEP.items()}
    attendues = _officielles(reference / DEP, "valeurs_trimestrielles", "Libellé", 4, libelles)
    assert len(attendues) == 7 * 100
    assert lu.set_index(["code_zone", "periode"])["value"].to_dict() == {
        (libelles[n], p): float(v) for (n, p), v in attendues.items()
    }


@pytest.mark.parametrize(("zonage", "zone", "periode", "taux"), [
    ("ze", "5251", "2023-T3", 6.2), ("ze", "0051", "2023-T3", 6.5), ("departement", "44", "2024-T4", 5.6),
    ("region", "52", "2000-T1", 7.3),
])  # fmt: skip
def test_official_rates_a_reader_can_check(producteurs, zonage, zone, periode, taux):
    assert chiffre(producteurs, "taux_chomage", zonage, zone, periode)["valeur"] == taux
