"""Freshness at its limits, what a snapshot changed, the dictionary of every contract."""

import dataclasses
import re
from datetime import date

import pyarrow as pa
import pytest

from data_loaders.contracts import CONTRATS
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.store import Source
from pages.figures.donnees import catalogue, dictionnaire, sources
from tests.builders import metiers_bmo, observations_bmo

SOURCE = Source("essai.xlsx", "ab" * 32, 10, "producteur d'essai")


def contrat(rythme, retard_mois):
    return dataclasses.replace(CONTRATS["bmo"], rythme=rythme, retard_mois=retard_mois)


@pytest.mark.parametrize(
    ("rythme", "retard", "periode", "dernier_jour"),
    [
        ("annuel", 0, "2024", date(2025, 12, 31)),
        ("annuel", 18, "2021", date(2024, 6, 30)),
        ("annuel", 6, "2019-12", date(2021, 6, 30)),
        ("trimestriel", 6, "2024-T3", date(2025, 6, 30)),
        ("trimestriel", 5, "2024-T3", date(2025, 5, 31)),
        ("mensuel", 2, "2024-11", date(2025, 2, 28)),
        ("mensuel", 2, "2023-11", date(2024, 2, 29)),
    ],
)
def test_late_the_day_after_the_day_it_is_due(rythme, retard, periode, dernier_jour):
    c = contrat(rythme, retard)
    assert catalogue.fraicheur(c, periode, dernier_jour) == ("à jour", "ok", dernier_jour)
    lendemain = date.fromordinal(dernier_jour.toordinal() + 1)
    assert catalogue.fraicheur(c, periode, lendemain) == ("en retard", "retard", dernier_jour)


def test_no_promise_is_never_late():
    assert catalogue.fraicheur(contrat("selon la série", 0), "2001", date(2026, 1, 1)).ton == "gris"
    assert catalogue.fraicheur(contrat("annuel", 0), "", date(2026, 1, 1)).ton == "attendu"


def test_the_day_is_written_in_french():
    assert catalogue.jour_libelle(date(2026, 3, 1)) == "1ᵉʳ mars 2026"
    assert catalogue.jour_libelle(date(2025, 12, 31)) == "31 décembre 2025"


@pytest.fixture
def d(tmp_path):
    return Donnees(tmp_path)


def publier(d, projets, annee="2023"):
    lignes = [("5220", "44", "B0Z20", m, projets) for m in ("met", "xmet", "smet")]
    tables = {"observations": observations_bmo(lignes, annee), "metiers": metiers_bmo(annee)}
    d.officiel.publier(CONTRATS["bmo"], annee, tables, [SOURCE])


def test_what_the_last_snapshot_changed(d):
    assert catalogue.changements(d, "bmo") == ["Aucun instantané officiel n’est en place."]
    publier(d, 40.0)
    assert catalogue.changements(d, "bmo")[0].startswith("Première version de 2023--")
    publier(d, 60.0)
    lignes = catalogue.changements(d, "bmo")
    assert lignes[0].endswith("(révision)\u00a0: 3 changements.")
    assert lignes[1].startswith("Chiffres révisés\u00a0: 3. ")
    assert "40 puis 60 (+20)" in lignes[1]


def test_a_new_vintage_is_compared_with_the_one_before(d):
    d.officiel.confirmees = frozenset({"contenu-repete"})
    publier(d, 40.0)
    publier(d, 60.0, "2024")
    lignes = catalogue.changements(d, "bmo")
    assert lignes[0].startswith("De 2023--")
    assert "(nouveau millésime, comparé au précédent)" in lignes[0]
    assert "40 puis 60 (+20)" in lignes[-1]


def test_the_new_edition_of_a_series_is_compared_with_the_one_it_replaces(d):
    contrat = CONTRATS["stmt_dep"]
    mois = ["2024-01", "2024-02", "2024-03"]
    noms = contrat.tables["observations"].schema().names
    for n, valeur in ((2, 1000.0), (3, 1010.0)):
        lignes = [(p, c, valeur, "A", "F") for p in mois[:n] for c in ("44", "49", "53", "72", "85")]
        table = pa.Table.from_pylist([dict(zip(noms, ligne, strict=True)) for ligne in lignes])
        d.officiel.publier(contrat, mois[n - 1], {"observations": table}, [Source("stmt.csv", "0" * 64, 1, "essai")])
    lignes = catalogue.changements(d, "stmt_dep")
    assert re.fullmatch(r"De 2024-02--\w{8} à 2024-03--\w{8} \(révision\)\u00a0: 15 changements\.", lignes[0])
    assert [x.partition("\u00a0:")[0] for x in lignes[1:]] == ["Cellules nouvelles", "Chiffres révisés"]


def test_the_files_read_are_cited_with_what_was_confirmed(d):
    d.officiel.confirmees = frozenset({"contenu-repete"})
    publier(d, 40.0)
    publier(d, 40.0, "2024")
    neuf, ancien = sources.lus(d, "bmo")
    assert [neuf[0], ancien[0]] == ["2024", "2023"]
    assert neuf[1] == "essai.xlsx (10\u00a0octets)"
    assert SOURCE.sha256 in neuf[5]
    assert d.instantane("bmo", "2024").identifiant in neuf[4]
    assert neuf[6].startswith("règle contenu-repete confirmée\u00a0: mêmes valeurs que le millésime 2023")
    # The invented survey knows one bassin: a first version says which have no row, a later one is compared with it.
    assert ancien[6].startswith("première version, et 25 zones sans aucune ligne, colonne code_bassin : 5203")


def test_freshness_and_state_in_the_table_of_sources(d):
    def ligne(jour):
        return sources.sources(d, jour, d.periodes)[0]

    assert "non transmis" in ligne(date(2024, 1, 1))[4]
    publier(d, 40.0)
    assert "obs-badge--ok" in ligne(date(2024, 12, 31))[4]
    assert "obs-badge--retard" in ligne(date(2025, 1, 1))[4]
    assert "31 décembre 2024" in ligne(date(2025, 1, 1))[4]


def test_invented_figures_are_neither_fresh_nor_late(demonstration):
    assert catalogue.fraicheur_de(demonstration, "bmo", date(2099, 1, 1), ("2024",)).ton == "demo"


@pytest.mark.parametrize("nom", CONTRATS)
def test_every_column_of_every_contract_is_described(nom):
    lignes = dictionnaire.colonnes(CONTRATS[nom])
    assert len(lignes) == sum(len(t.colonnes) for t in CONTRATS[nom].tables.values())
    assert all(len(ligne) == len(dictionnaire.ENTETES) for ligne in lignes)
    assert all(ligne[3] for ligne in lignes)


def test_the_dictionary_says_key_bounds_codes_and_blanks():
    par_colonne = {(ligne[0], ligne[1]): ligne for ligne in dictionnaire.colonnes(CONTRATS["bmo"])}
    assert ("observations", "code_bassin (clé)") in par_colonne
    value = par_colonne["observations", "value"]
    assert value[2] == "nombre"
    assert value[4] == "projets"
    assert value[5] == "de 0 à 1\u202f000\u202f000\u202f; peut être vide"
    assert "Q (secret statistique)" in par_colonne["observations", "obs_status"][5]
    assert par_colonne["observations", "annee (clé)"][5].startswith("forme")
