"""Tables as spreadsheets and producers mangle them: read exactly, or refused in French with rows, cause and remedy."""

import codecs

import pytest

from data_loaders.__main__ import main
from data_loaders.commandes import importation
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import defm_epci, demandeurs, tensions
from geo import zonages
from tests import builders
from tests.data_loaders.test_defm import TRIMESTRES, classeur_cvs as fichier_cvs
from tests.data_loaders.test_series import feuilles_dep, feuilles_ze

ENTETE_STMT = "dept,mois,demandeurs_emploi"
STMT = [f"{d},2024-0{m},1230" for m in (1, 2) for d in ("44", "49", "53", "72", "85")]
ENTETE_EPCI = "annee_mois,code_epci,lib_epci,categorie_a,categorie_b,categorie_c,categorie_d,categorie_e"
EPCI = [f"2019-12,{s},Vallée,1230,1,2,3,4" for s in list(zonages.zones("epci")["code_zone"])[:3]]


def ecrire(dossier, octets, nom="v.csv"):
    chemin = dossier / nom
    chemin.write_bytes(octets)
    return chemin


def texte(entete, lignes):
    return "\n".join([entete, *lignes]) + "\n"


SAIN = texte(ENTETE_EPCI, EPCI)


def compte(ecrit):
    """A sound table but for the counts of a column, written otherwise."""
    return SAIN.replace("1230", ecrit).encode()


def refus(lire, chemin):
    """The refusal of a file: every one says a cause and what to do."""
    with pytest.raises(ErreurDonnees) as e:
        lire(chemin)
    assert e.value.cause
    assert e.value.remede
    return e.value


TEXTES = {
    "marque d'encodage seule": (codecs.BOM_UTF8, "colonnes", "colonnes lues : aucune"),
    "lignes blanches seules": (b"\n\n\n", "colonnes", "colonnes lues : aucune"),
    "titres de colonnes seuls": (texte(ENTETE_EPCI, []).encode(), "vide", "aucune ligne sous les titres"),
    "un octet d'un accent abîmé": (SAIN.encode().replace(b"\xc3\xa9", b"\xc3 ", 1), "encodage", "accents illisibles"),
    "accents encodés deux fois": (SAIN.encode().decode("cp1252").encode(), "encodage", "accents illisibles (3 lignes)"),
    "point des milliers": (
        compte("1.230"), "signe", "clé « decimale » de data_loaders/sources/colonnes/defm_epci.toml",
    ),
    "virgule des milliers": (compte('"1,230"'), "signe", "séparateur de milliers"),
    "pourcentage en texte": (compte("12 %"), "signe", "pourcentage écrit en texte"),
    "nombre abrégé": (compte("1.23E+03"), "signe", "nombre abrégé, dont des chiffres sont perdus"),
    "exposant": (compte("1e3"), "signe", "« 1e3 »"),
    "infini": (compte("inf"), "signe", "« inf »"),
}  # fmt: skip


@pytest.mark.parametrize("panne", TEXTES)
def test_a_mangled_text_table_is_refused(tmp_path, panne):
    octets, regle, mots = TEXTES[panne]
    e = refus(defm_epci.lire, ecrire(tmp_path, octets))
    assert e.regle == regle
    assert mots in str(e)


@pytest.mark.parametrize("ecrit", ['"1,230"', "1.235"])
def test_a_count_with_decimals_is_refused_in_a_monthly_series(tmp_path, ecrit):
    e = refus(demandeurs.lire_dep, ecrire(tmp_path, texte(ENTETE_STMT, [STMT[0][:-4] + ecrit, *STMT[1:]]).encode()))
    assert "44, 2024-01 : effectif à décimales" in str(e)


def test_a_letter_cut_at_the_end_of_what_is_read_changes_no_encoding(tmp_path, monkeypatch):
    octets = texte(ENTETE_EPCI.replace("lib_epci", "libellé"), EPCI).encode()
    chemin = ecrire(tmp_path, octets)
    for fin in range(len(ENTETE_EPCI) + 3, len(octets)):
        monkeypatch.setattr(importation, "TETE_OCTETS", fin)
        assert importation.reconnaitre(chemin).source == "defm-epci"


FAP = (
    "fap,Emploi moyen,Catégorie Tension,Année,niveau_geo,niveau_fap,reg,dep,Intensité d'embauches,"
    "Lien formation-emploi,Manque de main-d'œuvre disponible,Non-durabilité de l'emploi,"
    "Conditions de travail contraignantes,Inadéquation géographique"
)
ZONES_FAP = [("nat", "", ""), ("reg", "52", ""), *(("dep", "", d) for d in ("44", "49", "53", "72", "85"))]
LIGNES_FAP = [
    f"{fap},100,3,2019,{n},fap 225,{r},{d},1,1,1,1,1,1" for n, r, d in ZONES_FAP for fap in ("A0Z40", "B0Z20")
]


def test_a_metier_missing_from_a_territory_is_a_file_cut_short(tmp_path):
    assert tensions.lire_fap(ecrire(tmp_path, texte(FAP, LIGNES_FAP).encode())).tables["observations"].num_rows == 14
    e = refus(tensions.lire_fap, ecrire(tmp_path, texte(FAP, LIGNES_FAP[:-1]).encode()))
    assert "métiers absents de certains territoires : 85 (1 ligne)" in str(e)
    assert "85 : B0Z20" in str(e)


@pytest.mark.parametrize("emploi", ["inf", "1e30", "9" * 30])
def test_a_number_beyond_any_count_is_refused_not_overflowed(tmp_path, emploi):
    faux = [LIGNES_FAP[0].replace(",100,", f",{emploi},"), *LIGNES_FAP[1:]]
    assert refus(tensions.lire_fap, ecrire(tmp_path, texte(FAP, faux).encode())).regle == "signe"


FAP2021 = "Code_FAP341,Intitulé_FAP341,Code_FAP228,Intitulé_FAP228,Code_FAP86,Intitulé_FAP86,Code_FAP22,Intitulé_FAP22"
POSTES = [
    f"A{i}X4{j},Métier {i}{j},A{i}X4{j},Métier {i}{j},A{i}X,Groupe {i},A,Domaine" for i in range(4) for j in (0, 1)
]


def test_a_nomenclature_cut_short_is_said_and_never_replaces_a_whole_one(tmp_path, capsys):
    entiere = ecrire(tmp_path, texte(FAP2021, POSTES).encode())
    assert main(["importer", "nomenclature", str(entiere)]) == 0
    assert "8 postes au niveau fap341, 341 attendus" in capsys.readouterr().out
    coupee = ecrire(tmp_path, texte(FAP2021, POSTES[:4]).encode())
    avant = Donnees().empreinte
    assert main(["importer", "nomenclature", str(coupee)]) == 3
    erreur = capsys.readouterr().err
    assert "dans la version en place FAP2021" in erreur
    assert "--confirmer lignes-25" in erreur
    assert Donnees().empreinte == avant


def test_a_first_version_says_which_zones_have_no_row(tmp_path, capsys):
    assert main(["importer", "bmo", str(builders.fichier_bmo(tmp_path, 2023))]) == 0
    sortie = capsys.readouterr().out
    assert "remarque : première version, et " in sortie
    assert "vérifier que le fichier est entier" in sortie
    assert Donnees().officiel.instantane("bmo", "2023").manifeste["remarques"]


def en_proportion(feuilles):
    return {nom: [[v / 100 if isinstance(v, float) else v for v in r] for r in rs] for nom, rs in feuilles.items()}


def sans_titre(feuilles, nom, rang):
    feuilles[nom][rang][-1] = ""
    return feuilles


SERIES = {
    "taux en proportion, par zone": ("chomage-ze", en_proportion(feuilles_ze()), "hors de 1,0\u00a0% à 30,0\u00a0%"),
    "taux en proportion, par département": ("chomage-dep", en_proportion(feuilles_dep()),
     "0,1\u00a0% au 2ᵉ trimestre 2023, 44 : hors de 1,0\u00a0% à 30,0\u00a0%"),
    "dernier trimestre sans titre, par zone": ("chomage-ze", sans_titre(feuilles_ze(), "txcho_ze", 2),
     "une colonne sans titre"),
    "dernier trimestre sans titre, par département": ("chomage-dep",
     sans_titre(feuilles_dep(), "valeurs_trimestrielles", 0), "une colonne sans titre"),
}  # fmt: skip


@pytest.mark.parametrize("panne", SERIES)
def test_a_mangled_series_of_rates_is_refused(tmp_path, panne):
    source, feuilles, mots = SERIES[panne]
    fichier = builders.classeur(tmp_path / "v.xlsx", feuilles)
    e = refus(lambda chemin: builders.importer(Donnees(tmp_path / "racine"), source, chemin), fichier)
    assert mots in str(e)


@pytest.mark.parametrize(("cellules", "mots"), [
    ({"": ""}, "aucun trimestre sous les titres"), (dict.fromkeys(TRIMESTRES, "208.900"), "effectif à décimales"),
])  # fmt: skip
def test_a_mangled_adjusted_series_is_refused(tmp_path, cellules, mots):
    e = refus(demandeurs.lire_cvs, fichier_cvs(tmp_path, a=cellules))
    assert mots in str(e)
