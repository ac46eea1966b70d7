"""The sectors of the convention: an editable file, checked against the official lists of métiers."""

import pytest

from data_loaders.erreurs import ErreurDonnees
from data_loaders.parametres import secteurs
from data_loaders.sources import nomenclatures

TETE = 'version = "1"\nen_vigueur = "2020-01-01"\nstatut = "essai"\nsource = "essai"\n'
BON = """
[[secteur]]
code = "bois"
libelle = "Bois"
ou = "dans le bois"
liste = "etude"
[[secteur.metiers]]
motif = "essai"
FAP2009 = ["F2Z"]
FAP2021 = ["F1X30"]
"""
ANNEES = ("2021", "2023", "2024")


def ecrire(dossier, texte):
    chemin = dossier / "secteurs.toml"
    chemin.write_text(texte, encoding="utf-8")
    return chemin


def test_the_lists_of_the_convention_are_whole():
    par_liste = {}
    for s in secteurs.lire().secteurs.values():
        par_liste.setdefault(s.liste, []).append(s.code)
    assert {liste: len(codes) for liste, codes in par_liste.items()} == {"prioritaire": 5, "etude": 4, "filiere": 4}
    assert [s.code for s in secteurs.lire().secteurs.values() if s.sans] == [
        "aeronautique_navale_emr",
        "aeroportuaire",
        "lgv",
    ]


def test_each_list_has_its_sentence_of_the_convention():
    textes = secteurs.lire().textes
    assert set(textes) == set(secteurs.LISTES)
    assert "dialogues engagés autour des secteurs prioritaires" in textes["prioritaire"].phrase


def test_a_file_edited_by_hand_is_read(tmp_path):
    s = secteurs.lire(ecrire(tmp_path, TETE + BON)).secteurs["bois"]
    assert s.prefixes("FAP2009") == ("F2Z",)
    assert s.prefixes("FAP2021") == ("F1X30",)
    assert s.prefixes("FAP1999") == ()


@pytest.mark.parametrize(
    ("texte", "message"),
    [
        ("version = ", "fichier illisible"),
        (BON, "tête de fichier incomplète"),
        (TETE, "liste vide"),
        (TETE + BON + BON, "secteur en double"),
        (TETE + '[textes.etude]\nou = "Titre IV"\n' + BON, "texte de la convention mal écrit"),
        (TETE + '[textes.autre]\nou = "Titre IV"\nphrase = "…"\n' + BON, "liste inconnue"),
        (TETE + BON.replace('libelle = "Bois"\n', ""), "champ manquant ou vide"),
        (TETE + BON.replace('liste = "etude"', 'liste = "autre"'), "liste inconnue"),
        (TETE + BON.replace('"bois"', '"Bois !"'), "code mal écrit"),
        (TETE + BON.replace("ou =", "voie = []\nou ="), "champ inconnu"),
        (TETE + BON.replace("ou =", 'voir = ["acier"]\nou ='), "renvoi vers un secteur inconnu"),
        (TETE + BON.replace("ou =", 'hors = "rien"\nou ='), "hors n'est pas une liste"),
        (TETE + BON.replace("ou =", 'sans = ["aucun"]\nou ='), "sans n'est pas un texte"),
        (TETE + BON.partition("[[secteur.metiers]]")[0], "aucun métier"),
        (TETE + BON.replace('motif = "essai"\n', ""), "choix sans motif"),
        (TETE + BON.replace('FAP2009 = ["F2Z"]\n', ""), "choix mal écrit"),
        (TETE + BON.replace("F2Z", "F2Z2"), "code FAP mal écrit"),
        (TETE + BON.replace('"F2Z"', "").replace('"F1X30"', ""), "choix sans code"),
    ],
)
def test_a_faulty_file_is_refused_in_french(tmp_path, texte, message):
    with pytest.raises(ErreurDonnees, match=message) as e:
        secteurs.lire(ecrire(tmp_path, texte))
    assert "À faire" in str(e.value)


@pytest.fixture(scope="module")
def metiers(enquetes):
    """(nomenclature, codes) of the surveys of both nomenclatures."""
    tables = [enquetes(annee)[1] for annee in ANNEES]
    return [(t["nomenclature"].iloc[0], list(t["code_metier"])) for t in tables]


def test_every_code_takes_metiers_in_the_official_surveys(metiers):
    assert [n for n, _ in metiers] == ["FAP2009", "FAP2009", "FAP2021"]
    perdus = [
        (s.code, prefixe, nomenclature)
        for nomenclature, codes in metiers
        for s in secteurs.lire().secteurs.values()
        for prefixe in s.prefixes(nomenclature)
        if not any(c.startswith(prefixe) for c in codes)
    ]
    assert perdus == []


@pytest.mark.parametrize(
    ("fichier", "nomenclature"),
    [("fap2009_225_87_22.csv", "FAP2009"), ("fap2021_341_228_86_22.csv", "FAP2021")],
)
def test_every_code_is_in_the_official_nomenclature(reference, fichier, nomenclature):
    postes = nomenclatures.lire(reference / "nomenclatures" / fichier).tables["postes"]
    connus = set(postes["code"].to_pylist())
    perdus = [p for s in secteurs.lire().secteurs.values() for p in s.prefixes(nomenclature) if p not in connus]
    assert perdus == []
