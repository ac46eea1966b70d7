"""Hidden counts stay hidden: sums redone by hand, attacks, canaries, and what the signatories keep to themselves."""

import itertools
import json
import random
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pytest

from data_loaders import demo
from data_loaders.__main__ import main
from data_loaders.chiffres import tableau
from data_loaders.contracts import CONTRATS, convention as contrat_convention
from data_loaders.contracts.base import RESERVE
from data_loaders.convention import receptions
from data_loaders.erreurs import REGLES, ErreurDonnees
from data_loaders.exports.ecriture import csv_francais
from data_loaders.jeux import calculs, enquete as estimations
from data_loaders.magasin import secret as audit
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.store import Magasin
from data_loaders.measures import bmo, secret
from data_loaders.measures.suppression import Regle, complementaire, ecarts_petits, primaire, trouvables
from data_loaders.requetes import lignes
from data_loaders.sources import envois
from data_loaders.sources.convention import COLONNES, SAISIE
from geo import zonages
from tests import builders
from tests.builders import metiers_bmo, observations_bmo
from tests.canaris import ANNEES, MESURES, METIERS, Enquete
from tests.data_loaders.test_convention import remplir, saisi
from tests.vues import un_sur


def somme(*valeurs):
    df = pd.DataFrame({"value": pd.array(list(valeurs), "Float64").astype(float)})
    df = df.assign(g="z", obs_status=["Q" if v is None else "A" for v in valeurs])
    return secret.sommes(df, ["g"]).iloc[0]


def part(*cellules):
    df = pd.DataFrame(cellules, columns=["met", "xmet"], dtype=float).assign(g="z")
    return secret.parts(df, ["g"]).iloc[0]


def test_visible_sums_are_lower_bounds_of_at_most_five_more_per_hidden_cell_in_the_order_of_groups():
    s = somme(10, 20, None, None)
    assert (s.value, s.minorant, s.borne_basse, s.borne_haute, s.caches_nb) == (30, True, 30, 40, 2)
    s = somme(10, 0)
    assert (s.value, s.minorant, s.borne_haute, s.obs_status) == (10, False, 10, "A")
    cellules = pd.DataFrame({"g": ["b", "a", "b"], "value": [1.0, 2.0, 3.0], "obs_status": "A"})
    assert secret.sommes(cellules, ["g"])[["g", "value"]].to_numpy().tolist() == [["a", 2.0], ["b", 4.0]]
    # One hidden cell is neither bounded nor guessed; all hidden is never zero.
    s = somme(None)
    assert (s.obs_status, s.raison) == ("Q", secret.RAISON_SECRET)
    assert pd.isna([s.value, s.borne_basse, s.borne_haute]).all()
    assert not s.minorant
    s = somme(None, None)
    assert (s.obs_status, s.raison) == ("Q", secret.RAISON_TOUT_CACHE)
    assert pd.isna(s.value)


def test_share_by_hand_and_why_there_is_none_where_all_is_hidden_or_without_any_project():
    # visible: P = 60, X = 30; one xmet hidden beside met 3 (at most 3), one met hidden (at most 5)
    p = part((57, 30), (3, None), (None, None))
    assert p.value == pytest.approx(100 * (30 + 0.9 + 1.2) / (60 + 2.9))
    assert p.borne_basse == pytest.approx(100 * 30 / 65)
    assert p.borne_haute == pytest.approx(100 * (30 + 3 + 5) / 65)
    assert p.obs_status == "E"  # a hidden part was filled
    assert part((57, 30), (3, 1)).obs_status == "A"
    for seule in ((12, None), (None, None)):
        p = part(seule)
        assert (p.obs_status, p.raison) == ("Q", secret.RAISON_SECRET)
    p = part((None, None), (None, None))
    assert (p.obs_status, p.raison) == ("Q", secret.RAISON_TOUT_CACHE)
    p = part((0, 0), (0, 0))
    assert p.obs_status == "M"
    assert "aucun projet" in p.raison


ZONAGES = ("bassin", "departement", "region")
INDICATEUR = {"met": "bmo_projets", "xmet": "bmo_projets_difficiles", "smet": "bmo_projets_saisonniers"}


@pytest.fixture(scope="module", params=un_sur(3, (1, 2, 3)))
def importee(request, tmp_path_factory):
    """An invented survey and the data root where it is imported; to be read only."""
    dossier = tmp_path_factory.mktemp("canaris")
    e = Enquete(dossier, request.param)
    for fichier in e.fichiers:
        builders.importer(Donnees(dossier / "racine"), "bmo", fichier)
    return e, dossier / "racine"


@pytest.fixture
def enquete(importee, monkeypatch):
    """The survey, its root being that of the test."""
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(importee[1]))
    return importee[0]


@pytest.mark.parametrize("mesure", un_sur(3, MESURES))
def test_no_sum_nor_difference_of_sums_carries_a_hidden_value(enquete, mesure):
    """Every question a reader may ask: a zoning, and all métiers or one at any level."""
    assert enquete.verite
    metiers = [None, calculs.Metier("famille", "O"), calculs.Metier("famille", "S")]
    metiers += [calculs.Metier(n, c) for n, k in bmo.LONGUEURS.items() for c in sorted({m[:k] for m in METIERS})]
    donnees, cellules = Donnees(), estimations.cellules_bmo(Donnees())
    questions = itertools.product(ZONAGES, metiers)
    lignes = pd.concat(
        [tableau.calculer(donnees, INDICATEUR[mesure], z, m, lambda: cellules).lignes for z, m in questions]
    )
    assert lignes["caches_nb"].gt(0).any()
    for colonne in ("value", "borne_basse", "borne_haute"):
        publies = lignes[colonne].dropna()
        # Whole numbers: their differences, of any two or more of them, across zonings, levels and vintages, are whole
        # too, and no canary is.
        assert (publies == publies.round()).all()
    assert all(v != round(v) for v in enquete.verite.values())


@pytest.mark.parametrize("mesure", MESURES)
def test_two_nested_groups_that_differ_by_one_hidden_cell_have_the_same_sum(enquete, mesure):
    """The attack itself: for each pair A ⊂ B with one hidden cell between them, B − A gives zero."""
    cellules = estimations.cellules_bmo(Donnees())
    groupes = []
    for zonage, niveau in itertools.product(ZONAGES, (*bmo.NIVEAUX, None)):
        zonees = bmo.zoner(cellules, zonage)
        cles = ["annee", "code_zone", *([niveau] if niveau else [])]
        sommes = bmo.calculer(zonees, mesure, cles).set_index(cles)["value"]
        for cle, membres in zonees.groupby(cles).groups.items():
            groupes.append((frozenset(membres), sommes[cle]))
    caches = {i for i in cellules.index if pd.isna(cellules.at[i, mesure])}
    attaques = [
        (grande, petite)
        for (b, grande), (a, petite) in itertools.permutations(groupes, 2)
        if a < b and len(b - a) == 1 and (b - a) <= caches
    ]
    assert attaques, "no pair to attack: the invented survey is too small"
    assert all(np.nan_to_num(grande) - np.nan_to_num(petite) == 0 for grande, petite in attaques)


def test_a_single_hidden_cell_has_no_value_and_no_bound(enquete):
    for annee, bassin, code, mesure in random.Random(0).sample(sorted(enquete.verite), 12):
        metier = calculs.Metier("metier", code)
        c = tableau.chiffre(Donnees(), INDICATEUR[mesure], "bassin", str(bassin), str(annee), metier)
        assert (c["valeur"], c["borne_basse"], c["borne_haute"], c["obs_status"]) == (None, None, None, "Q")
        assert c["raison"] == secret.RAISON_SECRET


def test_canaries_are_in_no_snapshot_export_or_command(enquete, monkeypatch, capsys):
    """Values of cells, decimals included, looked for as a reader of the files would."""
    canaris = [f"{v:.8f}"[:8] for v in enquete.verite.values()]
    donnees = Donnees()
    for nom in ("observations", "metiers"):
        table = donnees.lire("bmo", nom)
        assert not any("exacte" in c for c in table.columns)
        assert not set(table.get("value", ())) & set(enquete.verite.values())
    textes = [f.read_text("utf-8") for f in donnees.racine.rglob("*.json")]
    for zonage in ZONAGES:
        for mesure in MESURES:
            t = tableau.calculer(donnees, INDICATEUR[mesure], zonage)
            df = lignes.du_tableau(t, dict.fromkeys(t.periodes, "bmo/essai"))
            textes.append(csv_francais(df).decode("utf-8"))
    monkeypatch.setattr(demo, "assurer", lambda d: [])
    capsys.readouterr()
    assert main(["chiffre", "bmo_projets", "--zone", "region:52", "--periode", "2023", "--json"]) == 0
    assert main(["lister"]) == 0
    a, b = (f"bmo/{donnees.instantane('bmo', str(y)).identifiant}" for y in ANNEES)
    assert main(["difference", a, b, "--json"]) == 0
    textes.append(capsys.readouterr().out)
    tout = "\n".join(textes)
    assert '"genre": "revision"' in tout
    for canari in canaris:
        assert canari not in tout
        assert canari.replace(".", ",") not in tout


@pytest.mark.parametrize("seuil_moins", [1, 4])
def test_a_small_count_received_leaves_no_trace_in_the_snapshot(tmp_path, monkeypatch, capsys, seuil_moins):
    """Two correspondents whose hidden counts differ leave the same table: nothing published depends on the truth."""
    personnes = [m.code for m in contrat_convention.mesures().values() if m.unite == "personnes"][:2]
    tables_lues = []
    for vrai in (seuil_moins, seuil_moins % 4 + 1):
        racine = tmp_path / str(vrai)
        monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine))
        saisies = [saisi(code, valeur) for code, valeur in zip(personnes, (120, vrai), strict=True)]
        fichier = remplir(tmp_path, saisies, f"saisie_{vrai}.xlsx")
        assert main(["importer", "convention", str(fichier)]) == 0
        table = Donnees().lire("convention")
        tables_lues.append(table.drop(columns="recu_le"))
        assert (table["value"].dropna().tolist(), table["obs_status"].tolist().count("Q")) == ([120.0], 1)
        manifeste = next(racine.glob("snapshots/convention/*/manifest.json"))
        assert json.loads(manifeste.read_text("utf-8"))["resources"][0]["rows"] == 2
    pd.testing.assert_frame_equal(*tables_lues)
    assert "valeurs masquées par le secret : 1" in capsys.readouterr().out


PERSONNES = Regle("personnes", 5)


def test_persons_under_the_threshold_are_hidden_not_zero_and_businesses_when_few_or_dominated():
    valeurs = pd.DataFrame({"value": [0, 1, 4, 5, 4.99, None]})
    assert primaire(valeurs, PERSONNES).tolist() == [False, True, True, False, True, False]
    cellules = pd.DataFrame({"unites_nb": [0, 1, 2, 3, 10, 10], "part_premiere": [0, 1, 0.6, 0.4, 0.85, 0.84]})
    assert primaire(cellules, Regle("entreprises", 3, 0.85)).tolist() == [False, True, True, False, True, False]
    assert primaire(cellules, Regle("entreprises", 3)).tolist() == [False, True, True, False, False, False]


def test_one_hidden_part_of_a_published_total_is_found_and_two_are_not_unless_their_sum_is_tiny():
    somme = ("total", "a", "b", "c")
    valeurs = {"total": 63, "a": 3, "b": 20, "c": 40}
    assert trouvables(valeurs, {"a"}, [somme], 5) == {"a"}
    assert complementaire(valeurs, {"a"}, [somme], 5) == {"a", "b"}
    assert trouvables(valeurs, {"a", "b"}, [somme], 5) == set()
    # a + b = 2 and each is at least 1: nobody needs to subtract further.
    valeurs = {"total": 42, "a": 1, "b": 1, "c": 40}
    assert trouvables(valeurs, {"a", "b"}, [somme], 5) == {"a", "b"}
    assert complementaire(valeurs, {"a", "b"}, [somme], 5) == {"a", "b", "c"}
    # a + b = 5: each is 1, 2, 3 or 4; a + b = 6 leaves five values to each.
    for total, trouvees in ((45, {"a", "b"}), (46, set())):
        assert trouvables({"total": total, "c": 40}, {"a", "b"}, [somme], 5) == trouvees
    # A zero is never hidden to protect another, and figures that do not add up give nothing away.
    somme = ("total", "a", "b")
    assert complementaire({"total": 3, "a": 3, "b": 0}, {"a"}, [somme], 5) == {"a", "total"}
    assert trouvables({"total": 5, "b": 20}, {"a"}, [somme], 5) == set()


def test_a_combination_of_sums_is_tried_not_only_one_at_a_time():
    """Two sums of two unknowns each, and their difference gives one away: no single sum does."""
    sommes = [("t1", "a", "b", "c"), ("t2", "a", "b", "d")]
    valeurs = {"t1": 60, "t2": 70, "a": 4, "b": 16, "c": 40, "d": 50}
    assert trouvables(valeurs, {"a", "b"}, sommes, 5) == set()
    assert trouvables(valeurs, {"a", "b", "c"}, sommes, 5) == {"c"}


def _tient(valeurs, masquees, sommes):
    """True when the hidden cells can be filled so that every sum is right, by trial of every integer."""
    if not masquees:
        return True
    for essai in range(1, 21):
        lues = {**valeurs, masquees[0]: essai}
        calculables = [s for s in sommes if lues.keys() >= set(s)]
        justes = all(lues[total] == sum(lues[p] for p in parties) for total, *parties in calculables)
        if justes and _tient(lues, masquees[1:], sommes):
            return True
    return False


@pytest.mark.parametrize("graine", range(20))
def test_no_reader_finds_one_value_only_behind_a_hidden_cell(graine):
    """A two-way table with its margins, as a territory × sector one; the attacker tries every integer."""
    hasard = random.Random(graine)
    lignes, colonnes = "xyz", "12"
    valeurs = {f"{i}{j}": hasard.choice([0, 1, 2, 3, 4, 5, 6, 9]) for i in lignes for j in colonnes}
    sommes = [(i, *(f"{i}{j}" for j in colonnes)) for i in lignes]
    sommes += [(j, *(f"{i}{j}" for i in lignes)) for j in colonnes]
    for total, *parties in sommes:
        valeurs[total] = sum(valeurs[p] for p in parties)
    petites = {c for c, v in valeurs.items() if 0 < v < 5}
    masquees = complementaire(valeurs, petites, sommes, 5)
    cellules = {m for m in masquees if len(m) == 2}
    lues = {c: v for c, v in valeurs.items() if c not in masquees}
    visibles = [s for s in sommes if s[0] in lues]
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


def interim_de(valeurs, region=None):
    lignes = [("departement", d, "2023", v) for d, v in zip(DEPARTEMENTS, valeurs, strict=True)]
    if region is not None:
        lignes.append(("region", "52", "2023", region))
    table = pd.DataFrame(lignes, columns=["zonage", "code_zone", "periode", "value"])
    return table.assign(value=table["value"].astype("float64"), obs_status="A", conf_status="F")


CLE = ("zonage", "code_zone", "periode")


def test_sums_that_a_reader_can_do_are_known_and_masking_hides_a_second_departement():
    (somme,) = audit.sommes(interim_de([3, 20, 30, 40, 50], 143), CLE)
    assert (somme[0], [p[1] for p in somme[1:]]) == (("region", "52", "2023"), list(DEPARTEMENTS))
    assert audit.sommes(interim_de([3, 20, 30, 40, 50]), CLE) == []
    table = pd.DataFrame({"mesure": "m", "periode": ["2014", "2014-S1", "2014-S2", "2015-S1"]})
    (somme,) = audit.sommes(table, ("mesure", "periode"))
    assert somme == (("m", "2014"), ("m", "2014-S1"), ("m", "2014-S2"))
    masquee = audit.masquer(interim_de([3, 20, 30, 40, 50], 143), CLE, PERSONNES)
    assert masquee["obs_status"].tolist() == ["Q", "Q", "A", "A", "A", "A"]
    assert masquee["conf_status"].tolist() == ["C", "C", "F", "F", "F", "F"]
    assert masquee["value"].isna().tolist() == [True, True, False, False, False, False]
    assert audit.masquer(interim_de([3, 20, 30, 40, 50]), CLE, PERSONNES)["obs_status"].eq("Q").sum() == 1


def test_a_snapshot_whose_hidden_cell_can_be_found_alone_or_with_an_earlier_version_is_refused():
    table = interim_de([None, 20, 30, 40, 50], 143)
    table.loc[0, ["obs_status", "conf_status"]] = ["Q", "C"]
    with pytest.raises(ErreurDonnees, match="se retrouvent par soustraction") as e:
        audit.auditer("interim", table, CLE)
    assert "departement, 44" in e.value.exemple
    fiche = audit.auditer("interim", audit.masquer(interim_de([3, 20, 30, 40, 50], 143), CLE, PERSONNES), CLE)
    assert fiche == {"regle": "règle à confirmer", "cellules_masquees": 2, "sommes_essayees": 1, "retrouvees": 0}
    # Two departements are hidden with the region shown; who kept an older version knows one, and subtracts.
    table = interim_de([None, None, 30, 40, 50], 143)
    table.loc[:1, "obs_status"] = "Q"
    assert audit.auditer("interim", table, CLE)["retrouvees"] == 0
    with pytest.raises(ErreurDonnees, match="se retrouvent par soustraction") as e:
        audit.auditer("interim", table, CLE, {("departement", "49", "2023"): 20.0})
    assert e.value.nombre == 1
    assert "departement, 44" in e.value.exemple


def test_the_store_sets_what_it_publishes_against_what_its_earlier_versions_showed(tmp_path):
    """The first edition shows Maine-et-Loire; the second hides it with Loire-Atlantique, and shows the region."""
    contrat = CONTRATS["interim"]
    magasin = Magasin(tmp_path, confirmees=frozenset(REGLES))
    autres = {"code": "batiment", "mesure": "missions", "commentaire": "", "source": "s", "transmis_par": "o"}

    def publier(millesime, valeurs, region, vide):
        table = interim_de(valeurs, region).assign(**autres, recu_le="2024-01-31")
        table.loc[table["value"].isna(), "obs_status"] = vide
        table["conf_status"] = table["obs_status"].eq("Q").map({True: "C", False: "F"})
        observations = contrat.tables["observations"]
        lue = pa.Table.from_pandas(table[[c.nom for c in observations.colonnes]], observations.schema(), False)
        magasin.publier(contrat, millesime, {"observations": lue.replace_schema_metadata(None)}, [builders.SOURCE])

    publier("2024-01", [None, 20, 30, 40, 50], None, "O")
    with builders.refus("secret", "se retrouvent par soustraction"):
        publier("2024-02", [None, None, 30, 40, 50], 200, "Q")


@pytest.mark.parametrize("graine", range(15))
def test_two_versions_put_together_give_nothing_away(graine):
    """Random départements come one after the other; the attacker keeps all that was ever shown."""
    hasard = random.Random(graine)
    valeurs = [hasard.choice((1, 2, 3, 4, *range(5, 60))) for _ in range(5)]
    connues: dict = {}
    for connus in (hasard.randrange(2, 5), 5):
        table = interim_de(valeurs[:connus] + [None] * (5 - connus), sum(valeurs))
        table.loc[table["value"].isna(), "obs_status"] = "O"
        masquee = audit.masquer(table, CLE, PERSONNES, connues)
        try:
            audit.auditer("interim", masquee, CLE, connues)
        except ErreurDonnees:  # nothing left to protect with: not published, and the truth stays out of reach
            return
        connues |= audit.montrees([masquee], CLE)
    cellules = masquee[list(CLE)].itertuples(index=False, name=None)
    cachees = {c for c, q in zip(cellules, masquee["obs_status"] == "Q", strict=True) if q} - connues.keys()
    assert trouvables(connues, cachees, audit.sommes(masquee, CLE), 5) == set()


@pytest.mark.parametrize(("champs", "mot"), [
    ({"portee": "voitures"}, "voitures"), ({"seuil": 1}, "inférieur à 2"), ({"dominance": 85}, "dominance"),
    ({"portee": 'personnes"\n[y]\nportee = "x'}, "seuil"),
])  # fmt: skip
def test_a_rule_badly_written_is_refused_in_french(tmp_path, champs, mot):
    ecrits = {"portee": "entreprises", "seuil": 2, "dominance": 0, "confirme_par": "", "confirme_le": ""} | champs
    lignes = (f'{c} = "{v}"' if isinstance(v, str) else f"{c} = {v}" for c, v in ecrits.items())
    (tmp_path / "secret.toml").write_text("\n".join(("[x]", *lignes)), "utf-8")
    with pytest.raises(ErreurDonnees, match=mot):
        audit.regles(tmp_path / "secret.toml")


def test_two_nested_zonings_that_differ_by_three_persons_are_refused():
    """An SPO and a wider bassin: nothing is hidden, but the difference is a count of three persons elsewhere."""
    spo, departement = zonages.appartenance("spo"), zonages.appartenance("departement")
    dans = ((code, departement[communes.index].unique()) for code, communes in spo.groupby(spo))
    fin, gros = next((code, autour[0]) for code, autour in dans if len(autour) == 1)
    table = pd.DataFrame(
        [("spo", fin, "2023", 40.0), ("departement", gros, "2023", 43.0)],
        columns=["zonage", "code_zone", "periode", "value"],
    ).assign(obs_status="A", conf_status="F")
    with pytest.raises(ErreurDonnees, match="différence de deux territoires") as e:
        audit.auditer("interim", table, CLE)
    assert e.value.exemple == f"departement:{gros} moins spo:{fin}"
    table.loc[1, "value"] = 45.0
    assert audit.auditer("interim", table, CLE)["retrouvees"] == 0
    table.loc[1, ["value", "periode"]] = [43.0, "2024"]
    assert audit.auditer("interim", table, CLE)["retrouvees"] == 0


CANARI = 1413702.55


@pytest.fixture
def racines(tmp_path, monkeypatch):
    """Public root, then the reserved one."""
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(tmp_path / "public"))
    monkeypatch.setenv("OBSERVATOIRE_RESERVE", str(tmp_path / "reserve"))
    return tmp_path / "public", tmp_path / "reserve"


def envoyer(dossier, *lignes, recu_le="2015-02-17") -> list[str]:
    """Import a workbook of (measure, value, diffusion) of 2014, sent by the Région."""
    chemin = ecrire_envoi(dossier, *lignes, nom=f"envoi-{recu_le}.xlsx")
    return envois.importer(Donnees(), chemin, lambda *_: None, recu_le=recu_le)


def ecrire_envoi(dossier, *lignes, periode="2014", nom="envoi.xlsx") -> Path:
    """The workbook that `envoyer` imports."""
    saisies = [saisi(code, valeur, periode, diffusion=dit, partie="Région") for code, valeur, dit in lignes]
    return remplir(dossier, saisies, nom)


def lues(d: Donnees) -> dict[str, tuple[float, str]]:
    lu = d.lire("convention") if d.millesimes("convention") else pd.DataFrame()
    assert lu.index.is_unique
    return {x.code_mesure: (x.value, x.conf_status) for x in lu.itertuples()}


def publiques(racines) -> pd.DataFrame:
    return Magasin(racines[0] / "snapshots").lire("convention").to_pandas()


def test_a_store_of_the_public_takes_no_reserved_row(tmp_path):
    observations = observations_bmo([("5220", "44", "B0Z20", "met", 12.0)])
    i = observations.column_names.index("conf_status")
    tables = {"observations": observations.set_column(i, "conf_status", pa.array([RESERVE]))}
    tables["metiers"] = metiers_bmo("2023")
    for magasin in (Magasin(tmp_path / "s"), Magasin(tmp_path / "d", demonstration=True)):
        with pytest.raises(ErreurDonnees, match="réservées aux signataires"):
            magasin.publier(CONTRATS["bmo"], "2023", tables, [builders.SOURCE])
        assert magasin.courant() == {}
    Magasin(tmp_path / "r", reserve=True).publier(CONTRATS["bmo"], "2023", tables, [builders.SOURCE])


def test_reserved_values_go_under_the_reserved_root_and_are_read_with_the_others_there_only(
    racines, tmp_path, monkeypatch
):
    publiques = (("cif_1_reunions", 4, ""), ("gpec_1_reunions", 7, "publique"))
    envoyer(tmp_path, ("vae_1_euros", CANARI, "Réservée"), *publiques)
    assert lues(Donnees()) == {"vae_1_euros": (CANARI, "N"), "cif_1_reunions": (4, "F"), "gpec_1_reunions": (7, "F")}
    assert list(receptions.lire(Donnees().figees())["numero"]) == [1, 1, 1]
    # Sent alone, a reserved value leaves the public snapshot as it is, and is known when it comes again.
    avant = Donnees().officiel.courant()
    envoyer(tmp_path, ("vae_2_euros", CANARI, "réservée"), recu_le="2015-03-01")
    assert Donnees().officiel.courant() == avant
    assert "déjà reçu" in envoyer(tmp_path, ("vae_2_euros", CANARI, "réservée"), recu_le="2015-03-01")[2]
    monkeypatch.delenv("OBSERVATOIRE_RESERVE")
    assert set(lues(Donnees())) == {"cif_1_reunions", "gpec_1_reunions"}
    assert set(receptions.lire(Donnees())["code_mesure"]) == {"cif_1_reunions", "gpec_1_reunions"}
    octets = [f.read_bytes() for f in racines[0].rglob("*") if f.is_file()]
    assert not any(str(CANARI).encode() in o or b"vae_1_euros" in o for o in octets if b"PAR1" in o[:4])
    # Without the reserved root, nothing of a workbook is taken.
    with pytest.raises(ErreurDonnees, match="OBSERVATOIRE_RESERVE"):
        envoyer(tmp_path, ("vae_1_euros", CANARI, "réservée"), ("cif_1_reunions", 9, ""), recu_le="2015-04-01")
    assert Donnees().officiel.courant() == avant


def test_a_value_changes_side_when_it_is_sent_again(racines, tmp_path):
    envoyer(tmp_path, ("vae_1_euros", 100, ""), ("cif_1_reunions", 4, ""))
    envoyer(tmp_path, ("vae_1_euros", 100, "réservée"), recu_le="2015-03-01")
    assert lues(Donnees())["vae_1_euros"] == (100, "N")
    assert set(publiques(racines)["code_mesure"]) == {"cif_1_reunions"}
    envoyer(tmp_path, ("vae_1_euros", 100, "publique"), recu_le="2015-04-01")
    assert lues(Donnees())["vae_1_euros"] == (100, "F")
    assert set(publiques(racines)["code_mesure"]) == {"cif_1_reunions", "vae_1_euros"}
    assert list(receptions.de_mesure(receptions.lire(Donnees()), "vae_1_euros")["conf_status"]) == ["F", "N", "F"]
    assert list(receptions.lire(Donnees())["numero"]) == [1, 1, 2, 3]


def test_a_value_published_elsewhere_since_it_was_reserved_is_public(racines, tmp_path, monkeypatch):
    envoyer(tmp_path, ("vae_1_euros", 100, "réservée"))
    monkeypatch.delenv("OBSERVATOIRE_RESERVE")
    envoyer(tmp_path, ("vae_1_euros", 110, ""), recu_le="2015-03-01")
    monkeypatch.setenv("OBSERVATOIRE_RESERVE", str(racines[1]))
    assert lues(Donnees()) == {"vae_1_euros": (110, "F")}


def test_a_model_of_before_is_read_and_another_word_is_refused(racines, tmp_path):
    chemin = ecrire_envoi(tmp_path, ("cif_1_reunions", 4, ""))
    livre = openpyxl.load_workbook(chemin)
    livre[SAISIE].delete_cols(list(COLONNES).index("diffusion") + 1)
    livre.save(chemin)
    envois.importer(Donnees(), chemin, lambda *_: None, recu_le="2015-02-17")
    assert lues(Donnees()) == {"cif_1_reunions": (4, "F")}
    with pytest.raises(ErreurDonnees, match="colonne Diffusion"):
        envoyer(tmp_path, ("vae_1_euros", 1, "secrète"), recu_le="2015-03-01")


def test_an_examination_asks_of_each_store_what_it_will_ask_when_published(racines, tmp_path):
    envoyer(tmp_path, ("vae_1_euros", 100, "réservée"), ("cif_1_reunions", 40, ""))
    suite = (("vae_1_euros", 900, "réservée"), ("cif_1_reunions", 900, ""))
    chemin = ecrire_envoi(tmp_path, *suite, periode="2015")
    examen = envois.examiner(Donnees(), chemin, ("region",))
    assert [c.regle for c in examen.doutes] == ["saut", "saut"]
    assert {s.code_mesure for s in examen.sauts} == {"vae_1_euros", "cif_1_reunions"}
    assert {c.code_mesure: c.apres.reservee for c in examen.changements} == {
        "vae_1_euros": True, "cif_1_reunions": False,
    }  # fmt: skip
    avant = Donnees().empreinte
    with pytest.raises(ErreurDonnees):
        envois.recevoir(Donnees(), chemin, ("region",), examen.en_place, {})
    assert Donnees().empreinte == avant  # neither store took its part
    envois.recevoir(Donnees(), chemin, ("region",), examen.en_place, {"saut": "essai"})
    assert len(lues(Donnees())) == 2
    assert Donnees().lire("convention")["periode"].nunique() == 2


def test_what_is_reserved_is_checked_and_mended_as_the_rest(racines, tmp_path, capsys):
    envoyer(tmp_path, ("vae_1_euros", CANARI, "Réservée"))
    assert main(["verifier"]) == 0
    assert "Instantanés réservés en place : intègres." in capsys.readouterr().out
    liste = racines[1] / "snapshots" / "current.json"
    liste.write_bytes(b"{")
    assert main(["verifier"]) == 3
    assert "reparer" in capsys.readouterr().out
    assert main(["reparer"]) == 0
    assert main(["verifier"]) == 0
