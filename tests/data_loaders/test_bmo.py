import pandas as pd
import pytest

from data_loaders.chiffres import tableau
from data_loaders.contracts import CONTRATS
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import bmo
from pages.figures import tables
from tests import builders

TOTAUX_BMO = "totaux visibles : au moins 368 projets, au moins 210 difficiles et au moins 35 saisonniers"


def test_stars_are_never_zero_codes_are_text_and_the_file_of_a_few_regions_is_not_france(tmp_path):
    lu = bmo.lire(builders.fichier_bmo(tmp_path))
    t = lu.tables["observations"].to_pandas()
    caches = t[t.obs_status == "Q"]
    assert caches["value"].isna().all()
    assert (caches["conf_status"] == "C").all()
    assert lu.dit == (
        "BMO 2023 : 7 lignes lues, 6 gardées (Pays de la Loire)",
        "cellules masquées par le producteur : 1 en projets, 2 en difficiles et 3 en saisonniers",
        TOTAUX_BMO,
        "projets par département : 44 : 360 · 49 : n.d. · 72 : 8",
    )
    t = bmo.lire(builders.fichier_bmo(tmp_path)).tables["observations"]
    assert set(t["code_bassin"].to_pylist()) == {"5221", "5220", "5205", "5209"}
    assert CONTRATS["bmo"].tables["observations"].valider(t, "x").num_rows == 18
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


def test_the_rows_of_the_whole_file_are_kept_apart(tmp_path):
    lu = bmo.lire(builders.classeur(tmp_path / "x.xlsx", {"f": builders.lignes_france(2023)}))
    france = CONTRATS["bmo"].valider(lu.tables)["france"].to_pandas()
    assert len(france) == 25
    assert "25 lignes lues, 6 gardées" in lu.dit[0]
    assert (france["met"].sum(), france["xmet"].isna().sum()) == (368 + 10 + 9 * 50, 2 + 18)
    assert france.code_bassin.isna().sum() == 9
    assert france.query("code_region == '52'").code_departement.unique().tolist() == ["49", "44", "72"]
    assert france.query("code_bassin == '1101'")[["code_region", "code_departement", "met"]].isna().sum().sum() == 1


def test_a_cell_unreadable_elsewhere_leaves_its_row_out_and_is_said(tmp_path):
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
    for t in (bassins, tableau.calculer(donnees, "bmo_part_difficiles", "departement")):
        assert "y compris la part du bassin de Redon" in t.champ(str(premiere))
        assert t.champ(str(4045 - premiere)) == t.indicateur.champ
        assert t.champ().endswith(f"rattachées au bassin de Redon, sauf en {premiere}, où le producteur les compte")
    (ligne,) = tables.lignes_hors_decoupage(bassins, str(premiere))
    assert (ligne.libelle, ligne.rang, ligne.classe, ligne.valeur) == (
        "Redon (Bretagne), part comptée dans la région", "", None, "30",
    )  # fmt: skip
    assert "comptée dans les totaux" in ligne.raison
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


def test_cells_that_official_files_hide_in_france_stay_hidden(officielles):
    caches = officielles.lire("bmo", "france")["met"].isna().groupby(officielles.lire("bmo", "france")["annee"]).sum()
    assert caches.to_dict() == {"2016": 0, "2018": 9609, "2021": 9180, "2023": 9196, "2024": 10891}
