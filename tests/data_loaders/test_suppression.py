"""Hidden counts stay hidden: tables small enough to attack by hand, then random ones attacked by enumeration."""

import random

import pandas as pd
import pyarrow as pa
import pytest

from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import REGLES, ErreurDonnees
from data_loaders.magasin import secret
from data_loaders.magasin.instantane import Source
from data_loaders.magasin.store import Magasin
from data_loaders.measures.suppression import Regle, Somme, complementaire, ecarts_petits, primaire, trouvables
from geo import zonages

PERSONNES = Regle("personnes", 5)
ENTREPRISES = Regle("entreprises", 3, 0.85)


def test_persons_under_the_threshold_are_hidden_not_zero_and_businesses_when_few_or_dominated():
    valeurs = pd.DataFrame({"value": [0, 1, 4, 5, 4.99, None]})
    assert primaire(valeurs, PERSONNES).tolist() == [False, True, True, False, True, False]
    cellules = pd.DataFrame({"unites_nb": [0, 1, 2, 3, 10, 10], "part_premiere": [0, 1, 0.6, 0.4, 0.85, 0.84]})
    assert primaire(cellules, ENTREPRISES).tolist() == [False, True, True, False, True, False]
    assert primaire(cellules, Regle("entreprises", 3)).tolist() == [False, True, True, False, False, False]


def test_one_hidden_part_of_a_published_total_is_found_and_two_are_not_unless_their_sum_is_tiny():
    somme = Somme("total", ("a", "b", "c"))
    valeurs = {"total": 63, "a": 3, "b": 20, "c": 40}
    assert trouvables(valeurs, {"a"}, [somme], 5) == {"a"}
    assert complementaire(valeurs, {"a"}, [somme], 5) == {"a", "b"}
    assert trouvables(valeurs, {"a", "b"}, [somme], 5) == set()
    # a + b = 2 and each is at least 1: nobody needs to subtract further.
    valeurs = {"total": 42, "a": 1, "b": 1, "c": 40}
    assert trouvables(valeurs, {"a", "b"}, [somme], 5) == {"a", "b"}
    assert complementaire(valeurs, {"a", "b"}, [somme], 5) == {"a", "b", "c"}


@pytest.mark.parametrize(("reste", "trouvees"), [(5, {"a", "b"}), (6, set())])
def test_a_hidden_cell_is_found_when_it_may_take_fewer_than_five_values(reste, trouvees):
    """a + b = 5: each is 1, 2, 3 or 4; a + b = 6 leaves five values to each."""
    somme = Somme("total", ("a", "b", "c"))
    assert trouvables({"total": 40 + reste, "c": 40}, {"a", "b"}, [somme], 5) == trouvees


def test_a_zero_is_never_hidden_to_protect_another_and_figures_that_do_not_add_up_give_nothing_away():
    somme = Somme("total", ("a", "b"))
    assert complementaire({"total": 3, "a": 3, "b": 0}, {"a"}, [somme], 5) == {"a", "total"}
    assert trouvables({"total": 5, "b": 20}, {"a"}, [Somme("total", ("a", "b"))], 5) == set()


def test_a_combination_of_sums_is_tried_not_only_one_at_a_time():
    """Two sums of two unknowns each, and their difference gives one away: no single sum does."""
    sommes = [Somme("t1", ("a", "b", "c")), Somme("t2", ("a", "b", "d"))]
    valeurs = {"t1": 60, "t2": 70, "a": 4, "b": 16, "c": 40, "d": 50}
    assert trouvables(valeurs, {"a", "b"}, sommes, 5) == set()
    assert trouvables(valeurs, {"a", "b", "c"}, sommes, 5) == {"c"}


def _tient(valeurs, masquees, sommes):
    """True when the hidden cells can be filled so that every sum is right, by trial of every integer."""
    if not masquees:
        return True
    for essai in range(1, 21):
        lues = {**valeurs, masquees[0]: essai}
        if all(
            lues[s.total] == sum(lues[p] for p in s.parties) for s in sommes if all(c in lues for c in s.cellules)
        ) and _tient(lues, masquees[1:], sommes):
            return True
    return False


@pytest.mark.parametrize("graine", range(40))
def test_no_reader_finds_one_value_only_behind_a_hidden_cell(graine):
    """A two-way table with its margins, as a territory × sector one; the attacker tries every integer."""
    hasard = random.Random(graine)
    lignes, colonnes = "xyz", "12"
    valeurs = {f"{i}{j}": hasard.choice([0, 1, 2, 3, 4, 5, 6, 9]) for i in lignes for j in colonnes}
    sommes = [Somme(i, tuple(f"{i}{j}" for j in colonnes)) for i in lignes]
    sommes += [Somme(j, tuple(f"{i}{j}" for i in lignes)) for j in colonnes]
    for s in sommes:
        valeurs[s.total] = sum(valeurs[p] for p in s.parties)
    petites = {c for c, v in valeurs.items() if 0 < v < 5}
    masquees = complementaire(valeurs, petites, sommes, 5)
    cellules = {m for m in masquees if len(m) == 2}
    lues = {c: v for c, v in valeurs.items() if c not in masquees}
    visibles = [s for s in sommes if s.total in lues]
    for c in petites & cellules:
        autres = sorted(cellules - {c})
        assert any(_tient({**lues, c: v}, autres, visibles) for v in range(1, 21) if v != valeurs[c]), c


def test_a_difference_between_two_zonings_is_named_when_it_is_too_small_and_not_when_there_is_none():
    communes = {"A": frozenset("ab"), "B": frozenset("abc"), "C": frozenset("cd")}
    assert ecarts_petits({"A": 40, "B": 43, "C": 12}, communes, 5) == [("A", "B")]
    assert ecarts_petits({"A": 40, "B": 40, "C": 12}, communes, 5) == []
    assert ecarts_petits({"A": 40, "B": 45, "C": 12}, communes, 5) == []
    communes = {"A": frozenset("ab"), "B": frozenset("ab")}
    assert ecarts_petits({"A": 40, "B": 43}, communes, 5) == []


DEPARTEMENTS = ("44", "49", "53", "72", "85")


def _table(valeurs, region=None):
    lignes = [("departement", d, "2023", v) for d, v in zip(DEPARTEMENTS, valeurs, strict=True)]
    if region is not None:
        lignes.append(("region", "52", "2023", region))
    table = pd.DataFrame(lignes, columns=["zonage", "code_zone", "periode", "value"])
    return table.assign(value=table["value"].astype("float64"), obs_status="A", conf_status="F")


CLE = ("zonage", "code_zone", "periode")


def test_sums_that_a_reader_can_do_are_known_and_masking_hides_a_second_departement():
    (somme,) = secret.sommes(_table([3, 20, 30, 40, 50], 143), CLE)
    assert (somme.total, [p[1] for p in somme.parties]) == (("region", "52", "2023"), list(DEPARTEMENTS))
    assert secret.sommes(_table([3, 20, 30, 40, 50]), CLE) == []
    table = pd.DataFrame({"mesure": "m", "periode": ["2014", "2014-S1", "2014-S2", "2015-S1"]})
    (somme,) = secret.sommes(table, ("mesure", "periode"))
    assert somme == Somme(("m", "2014"), (("m", "2014-S1"), ("m", "2014-S2")))
    masquee = secret.masquer(_table([3, 20, 30, 40, 50], 143), CLE, PERSONNES)
    assert masquee["obs_status"].tolist() == ["Q", "Q", "A", "A", "A", "A"]
    assert masquee["conf_status"].tolist() == ["C", "C", "F", "F", "F", "F"]
    assert masquee["value"].isna().tolist() == [True, True, False, False, False, False]
    assert secret.masquer(_table([3, 20, 30, 40, 50]), CLE, PERSONNES)["obs_status"].eq("Q").sum() == 1


def test_a_snapshot_whose_hidden_cell_can_be_found_alone_or_with_an_earlier_version_is_refused():
    table = _table([None, 20, 30, 40, 50], 143)
    table.loc[0, ["obs_status", "conf_status"]] = ["Q", "C"]
    with pytest.raises(ErreurDonnees, match="se retrouvent par soustraction") as e:
        secret.auditer("interim", table, CLE)
    assert "departement, 44" in e.value.exemple
    fiche = secret.auditer("interim", secret.masquer(_table([3, 20, 30, 40, 50], 143), CLE, PERSONNES), CLE)
    assert fiche == {"regle": "règle à confirmer", "cellules_masquees": 2, "sommes_essayees": 1, "retrouvees": 0}
    # Two departements are hidden with the region shown; who kept an older version knows one, and subtracts.
    table = _table([None, None, 30, 40, 50], 143)
    table.loc[:1, "obs_status"] = "Q"
    assert secret.auditer("interim", table, CLE)["retrouvees"] == 0
    with pytest.raises(ErreurDonnees, match="se retrouvent par soustraction") as e:
        secret.auditer("interim", table, CLE, {("departement", "49", "2023"): 20.0})
    assert e.value.nombre == 1
    assert "departement, 44" in e.value.exemple


def test_the_store_sets_what_it_publishes_against_what_its_earlier_versions_showed(tmp_path):
    """The first edition shows Maine-et-Loire; the second hides it with Loire-Atlantique, and shows the region."""
    contrat = CONTRATS["interim"]
    magasin = Magasin(tmp_path, confirmees=frozenset(REGLES))

    def publier(millesime, valeurs, region, vide):
        table = _table(valeurs, region).assign(
            code="batiment", mesure="missions", commentaire="", source="s", transmis_par="o", recu_le="2024-01-31"
        )
        table.loc[table["value"].isna(), "obs_status"] = vide
        table["conf_status"] = table["obs_status"].eq("Q").map({True: "C", False: "F"})
        observations = contrat.tables["observations"]
        lue = pa.Table.from_pandas(table[[c.nom for c in observations.colonnes]], observations.schema(), False)
        source = Source("x.xlsx", "0" * 64, 1, "o")
        return magasin.publier(contrat, millesime, {"observations": lue.replace_schema_metadata(None)}, [source])

    publier("2024-01", [None, 20, 30, 40, 50], None, "O")
    with pytest.raises(ErreurDonnees, match="se retrouvent par soustraction") as e:
        publier("2024-02", [None, None, 30, 40, 50], 200, "Q")
    assert e.value.regle == "secret"


@pytest.mark.parametrize("graine", range(30))
def test_two_versions_put_together_give_nothing_away(graine):
    """Random départements come one after the other; the attacker keeps all that was ever shown."""
    hasard = random.Random(graine)
    valeurs = [hasard.choice((1, 2, 3, 4, *range(5, 60))) for _ in range(5)]
    connues: dict = {}
    for connus in (hasard.randrange(2, 5), 5):
        table = _table(valeurs[:connus] + [None] * (5 - connus), sum(valeurs))
        table.loc[table["value"].isna(), "obs_status"] = "O"
        masquee = secret.masquer(table, CLE, PERSONNES, connues)
        try:
            secret.auditer("interim", masquee, CLE, connues)
        except ErreurDonnees:  # nothing left to protect with: not published, and the truth stays out of reach
            return
        connues |= secret.montrees([masquee], CLE)
    cellules = masquee[list(CLE)].itertuples(index=False, name=None)
    cachees = {c for c, q in zip(cellules, masquee["obs_status"] == "Q", strict=True) if q} - connues.keys()
    assert trouvables(connues, cachees, secret.sommes(masquee, CLE), 5) == set()


def regle(dossier, portee="entreprises", seuil=2, dominance: float = 0):
    """The file of a rule that nobody confirmed yet."""
    fichier = dossier / "secret.toml"
    champs = f'portee = "{portee}"\nseuil = {seuil}\ndominance = {dominance}\nconfirme_par = ""\nconfirme_le = ""\n'
    fichier.write_text(f"[x]\n{champs}", "utf-8")
    return fichier


@pytest.mark.parametrize(("champs", "mot"), [
    ({"portee": "voitures"}, "voitures"), ({"seuil": 1}, "inférieur à 2"), ({"dominance": 85}, "dominance"),
    ({"portee": 'personnes"\n[y]\nportee = "x'}, "seuil"),
])  # fmt: skip
def test_a_rule_badly_written_is_refused_in_french(tmp_path, champs, mot):
    with pytest.raises(ErreurDonnees, match=mot):
        secret.regles(regle(tmp_path, **champs))


@pytest.mark.parametrize("dominance", [0, 0.85, 1])
def test_a_dominance_from_none_to_the_whole_is_taken(tmp_path, dominance):
    assert secret.regles(regle(tmp_path, dominance=dominance)) == {"x": Regle("entreprises", 2, dominance)}


def test_who_confirmed_a_rule_or_that_the_producer_masks_is_said():
    assert PERSONNES.mention == "règle à confirmer"
    assert Regle("personnes", 5, 0, "la Région", "2014-01-15").mention == (
        "règle confirmée par la Région le 2014-01-15"
    )
    assert secret.auditer("bmo", _table([3, 20, 30, 40, 50]), CLE)["regle"] == "masquage du producteur"


def test_two_nested_zonings_that_differ_by_three_persons_are_refused():
    """An SPO and a wider bassin: nothing is hidden, but the difference is a count of three persons elsewhere."""
    fin, gros = _emboites()
    table = pd.DataFrame(
        [("spo", fin, "2023", 40.0), ("departement", gros, "2023", 43.0)],
        columns=["zonage", "code_zone", "periode", "value"],
    ).assign(obs_status="A", conf_status="F")
    with pytest.raises(ErreurDonnees, match="différence de deux territoires") as e:
        secret.auditer("interim", table, CLE)
    assert e.value.exemple == f"departement:{gros} moins spo:{fin}"
    table.loc[1, "value"] = 45.0
    assert secret.auditer("interim", table, CLE)["retrouvees"] == 0
    table.loc[1, ["value", "periode"]] = [43.0, "2024"]
    assert secret.auditer("interim", table, CLE)["retrouvees"] == 0


def _emboites():
    spo, departement = zonages.appartenance("spo"), zonages.appartenance("departement")
    for code, communes in spo.groupby(spo):
        dedans = departement[communes.index].unique()
        if len(dedans) == 1:
            return code, dedans[0]
    raise AssertionError("no SPO lies within one département")
