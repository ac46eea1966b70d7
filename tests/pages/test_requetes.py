"""Lines as people type them, written before the grammar and by another hand, and where the first answer must lead."""

import json
import tomllib
import unicodedata
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

import dashboard
from data_loaders.convention import dispositifs
from data_loaders.magasin.donnees import Donnees
from pages.__main__ import main
from pages.components import choices
from pages.figures import recherche
from pages.figures.ecrans import ECRANS
from tests import builders
from tests.vues import courts

# The second list was set aside until the grammar was done; the others were written without a look at it.
REQUETES = [
    r
    for nom in ("requetes.toml", "requetes_reservees.toml", "requetes_aveugles.toml", "requetes_fraiches.toml")
    for r in tomllib.loads(Path(__file__).with_name(nom).read_text("utf-8"))["requete"]
]
CONVENTION = tomllib.loads(Path(__file__).with_name("requetes_convention.toml").read_text("utf-8"))["requete"]
MODULES = {e.module for e in ECRANS}
FAUSSES_MAX = 0.03
OFFICIELS = (
    ("bmo", "bmo/Base_open_data_21_def.xlsx"),
    ("bmo", "bmo/Base_open_data_23.xlsx"),
    ("bmo", "bmo/Base_open_data_BMO_2024.xlsx"),
    ("chomage-ze", "chomage/chomage-zone-t1-2003-t3-2023.xlsx"),
    ("chomage-dep", "chomage/famille_TAUX-CHOMAGE_21032025.xlsx"),
    ("defm-epci", "demande_emploi/defm_epci_categories_dec2016_dec2019_pdl.csv"),
    ("nomenclature", "nomenclatures/fap2021_341_228_86_22.csv"),
    ("nomenclature", "nomenclatures/dares_rome_qualif_vers_fap2021.csv"),
    ("nomenclature", "nomenclatures/rome_v3_532_labonneboite.csv"),
    *builders.FORMATION,
)


def plat(texte):
    return "".join(c for c in unicodedata.normalize("NFKD", texte.lower()) if not unicodedata.combining(c))


def ecrans(requete):
    return requete.get("ecrans", [requete.get("ecran", "")])


def a_venir(requete):
    """Lines that only a screen which the product does not have yet can answer."""
    return not any(e in ("", "/") or e.strip("/") in MODULES for e in ecrans(requete))


def faute(requete, resultat):
    """What is wrong with the first answer, "" when it is one of those expected."""
    adresse = urlsplit(resultat.reponses[0].adresse if resultat.reponses else "")
    choix = {f"{cle}={valeur}" for cle, valeur in parse_qsl(adresse.query)}
    if adresse.path not in ecrans(requete):
        return f"ouvre {adresse.path or 'rien'}, attendu {ecrans(requete)}"
    if adresse.path:
        if manquants := set(requete.get("attendus", ())) - choix:
            return f"{adresse.geturl()}, sans {manquants}"
        listes = requete.get("attendus_un_de", ())
        if listes and not any(set(liste) <= choix for liste in listes):
            return f"{adresse.geturl()}, aucun de {listes[:2]}…"
        for refuse in requete.get("refuses", ()):
            vu = [c for c in choix if c == refuse or (refuse.endswith("=*") and c.startswith(refuse[:-1]))]
            if vu or refuse == adresse.path:
                return f"{adresse.geturl()}, refusé : {refuse}"
    dits = {plat(m) for m in resultat.incompris}
    if manquants := {plat(m) for m in requete.get("incompris", ())} - dits:
        return f"non dits incompris : {manquants}"
    return ""


def bilan(ctx, requetes):
    """The wrong first answers, and their share."""
    fautes = {r["texte"]: f for r in requetes if (f := faute(r, recherche.chercher(r["texte"], ctx)))}
    return fautes, len(fautes) / len(requetes)


@pytest.fixture(scope="module")
def officiel(reference, tmp_path_factory):
    d = Donnees(tmp_path_factory.mktemp("requetes"))
    for source, chemin in OFFICIELS:
        builders.importer(d, source, reference / chemin)
    return recherche.contexte(d.figees())


@pytest.fixture(scope="module")
def invente(demonstration):
    return recherche.contexte(demonstration.figees())


@pytest.mark.parametrize("pas", courts((3, 1), (3,)))
def test_first_answers_are_right_on_official_data(officiel, pas):
    requetes = [r for r in REQUETES if not a_venir(r)][::pas]
    fautes, part = bilan(officiel, requetes)
    dites = "\n".join(f"{texte!r} : {f}" for texte, f in fautes.items())
    assert part <= FAUSSES_MAX, f"{len(fautes)} sur {len(requetes)}, {part:.1%}\n{dites}"


@pytest.mark.parametrize("pas", courts((3, 1), (3,)))
def test_first_answers_that_need_no_official_figure_are_right_on_demonstration(invente, pas):
    def propre(r):
        listes = [r.get("attendus", []), *r.get("attendus_un_de", [])]
        return not any(c.startswith(("metier=", "periode=", "diplome=")) for liste in listes for c in liste)

    requetes = [r for r in REQUETES if propre(r) and not a_venir(r)][::pas]
    fautes, part = bilan(invente, requetes)
    dites = "\n".join(f"{texte!r} : {f}" for texte, f in fautes.items())
    assert part <= FAUSSES_MAX, f"{len(fautes)} sur {len(requetes)}, {part:.1%}\n{dites}"


@pytest.mark.parametrize("quoi", ["invente", "officiel"])
def test_every_term_of_the_convention_leads_to_its_sheet(request, quoi):
    fautes, _ = bilan(request.getfixturevalue(quoi), CONVENTION)
    assert len(CONVENTION) >= 40
    assert not fautes, fautes


@pytest.mark.parametrize("quoi", ["invente", "officiel"])
def test_every_way_to_ask_a_figure_or_a_sheet_of_the_convention_finds_it_first(request, quoi):
    ctx, texte, fautes = request.getfixturevalue(quoi), dispositifs.lire(), {}
    voulues = [("chiffre", code, q) for code, c in texte.chiffres.items() for q in c.cherche]
    voulues += [("fiche", code, q) for code, f in texte.fiches.items() for q in f.cherche]
    for cle, code, demande in voulues:
        (premiere, *_) = recherche.chercher(demande, ctx).reponses
        if (cle, code) not in parse_qsl(urlsplit(premiere.adresse).query):
            fautes[demande] = premiere.adresse
    assert {code for cle, code, _ in voulues if cle == "chiffre"} == set(texte.chiffres)
    assert not fautes


def test_the_command_answers_on_one_line_of_json_the_last_of_its_output(racine, capsys):
    assert main(["chercher", "météo", "licorne", "mamers", "--json"]) == 0
    dit = json.loads(capsys.readouterr().out.rstrip("\n").splitlines()[-1])
    assert list(dit) == ["reponses", "incompris"]
    assert dit["incompris"] == ["licorne"]
    assert dit["reponses"][0] == {
        "adresse": "/meteo?onglet=territoire&zonage=bassin&zone=bassin:5209",
        "dit": "Météo des métiers\u00a0: bassin de Mamers, pour la commune de Mamers",
    }
    assert main(["chercher", "licorne"]) == 0
    assert "Mot non compris" in capsys.readouterr().out
    with pytest.raises(SystemExit) as sortie:
        main(["chercher"])
    assert sortie.value.code == 2


def params(module):
    modules = (choices, *dashboard.CHOIX.get(module, ()))
    return {p.key: p for m in modules for p in m.PARAMS}


@pytest.mark.parametrize("pas", courts((4, 1), (4,)))
@pytest.mark.parametrize("quoi", ["invente", "officiel"])
def test_every_answer_is_an_address_that_its_screen_understands(request, quoi, pas):
    ctx = request.getfixturevalue(quoi)
    for requete in [*REQUETES, *CONVENTION][::pas]:
        for r in recherche.chercher(requete["texte"], ctx, nb=40).reponses:
            connus = params(r.module)
            assert r.module in MODULES
            adresse = urlsplit(r.adresse)
            dits = {}
            for cle, valeur in parse_qsl(adresse.query, strict_parsing=bool(adresse.query)):
                dits.setdefault(cle, []).append(valeur)
            for cle, valeurs in dits.items():
                assert connus[cle].dump(connus[cle].parse(valeurs)) == valeurs, r
            zonage, (zone, *_) = dits.get("zonage"), dits.get("zone", [""])
            assert not zone or zone == "region:52" or zonage == [zone.partition(":")[0]], r
            assert "«" in r.dit or r.dit[0].isupper(), r
            assert "'" not in r.dit, r
