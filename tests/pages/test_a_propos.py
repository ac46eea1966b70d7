"""À propos: who answers for the observatory, from one file; what the browser keeps, all of it."""

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

from data_loaders.erreurs import ErreurDonnees
from data_loaders.parametres import editeur
from pages.figures import a_propos, ecrans
from tests.pages.outils import contenu, manquent, ouvrir, texte

DEPOT = Path(__file__).resolve().parents[2]
STATIQUE = Path(a_propos.__file__).parents[1] / "components" / "static"
COMPLET = """
[editeur]
nom = "Agence <b>exemple</b>"
adresse = "1 rue de l’Exemple"
telephone = "00"
courriel = "a@exemple.fr"
directeur_de_publication = "la présidence"
[hebergeur]
nom = "Hébergeur"
adresse = "2 rue"
telephone = "01"
[accessibilite]
courriel = "acces@exemple.fr"
schema = "exemple.fr/schema"
declaration = 2027-01-31
[donnees_personnelles]
courriel = "dpo@exemple.fr"
[audit]
organisme = "Un cabinet"
date = 2027-01-15
taux = 71.5
non_conformites = ["le calendrier"]
"""


@pytest.fixture
def reglages(tmp_path, monkeypatch):
    """`reglages(text)` makes it the settings of who runs the observatory."""

    def ecrire(contenu: str):
        (tmp_path / "editeur.toml").write_text(contenu)
        monkeypatch.setenv(editeur.VARIABLE, str(tmp_path / "editeur.toml"))
        return editeur.lire()

    return ecrire


@pytest.mark.parametrize("partie", ecrans.RUBRIQUES)
def test_each_part_has_its_title_and_its_address(racine, partie):
    at = ouvrir("a_propos", partie=partie)
    assert ecrans.RUBRIQUES[partie] in texte(at)
    assert f'href="a_propos?partie={partie}"' in contenu(at)


def test_the_map_of_the_site_leads_to_every_screen():
    plan = a_propos.partie("plan", editeur.lire()).html
    assert [e.titre for e in ecrans.ECRANS if f">{e.titre}</a>" not in plan] == []


def test_every_criterion_has_a_verdict_and_what_is_called_tested_is():
    releve = editeur.releve()
    assert [len(t.criteres) for t in releve.themes] == [9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12]
    assert [c.numero for c in releve.criteres] == [
        f"{t.numero}.{i}" for t in releve.themes for i in range(1, len(t.criteres) + 1)
    ]
    for c in releve.criteres:
        assert c.verdict in editeur.VERDICTS, c
        assert bool(c.essais) + c.note.startswith("Parcours") == (c.verdict == "C"), c
        assert c.note or c.essais, c
        for fichier, _, fonction in (e.partition("::") for e in c.essais):
            assert f"def {fonction}(" in (DEPOT / fichier).read_text("utf-8"), c
    for ecran, verdicts in releve.ecrans.items():
        assert ecran in ecrans.PAR_MODULE
        assert verdicts.keys() <= {c.numero for c in releve.criteres}
        assert set(verdicts.values()) <= {"NA", "NV"}


def test_each_screen_has_its_criteria_counted_and_the_state_is_not_raised_by_them():
    releve = editeur.releve()
    declaration = a_propos.partie("accessibilite", editeur.lire())
    assert manquent(declaration.titre + declaration.html, "non conforme", "n’est pas un audit") == []
    lignes = re.findall(r"<td[^>]*>/\w+</td><th.*?</tr>", declaration.html)
    comptes = [sum(map(int, re.findall(r">(\d+)<", ligne))) for ligne in lignes]
    assert comptes == [106] * len(ecrans.ECRANS)
    assert (releve.verdicts("meteo")["7.3"], releve.verdicts("aide")["7.3"]) == ("NC", "NV")


def test_what_is_written_in_the_file_is_shown_escaped(reglages):
    e = reglages(COMPLET)
    pages = {cle: a_propos.partie(cle, e) for cle in ecrans.RUBRIQUES}
    assert a_propos.A_RENSEIGNER not in "".join(p.html for p in pages.values())
    assert "Agence &lt;b&gt;exemple" in pages["mentions"].html
    assert "mailto:acces@exemple.fr" in pages["accessibilite"].html
    assert "mailto:dpo@exemple.fr" in pages["personnelles"].html


@pytest.mark.parametrize(
    ("taux", "etat"), [(100, "totalement conforme"), (71.5, "partiellement conforme"), (49.9, "non conforme")]
)
def test_the_state_is_that_of_the_audit_on_every_page(reglages, racine, taux, etat):
    e = reglages(COMPLET.replace("71.5", str(taux)))
    assert e.accessibilite == etat
    assert f"Accessibilité : {etat}" in texte(ouvrir("secteurs")).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("avant", "apres"),
    [("71.5", "171"), ("2027-01-15", '"hier"'), ('"Hébergeur"', "3"), ("[audit]", "[audit"), ("taux = 71.5\n", "")],
)
def test_settings_that_cannot_be_read_are_refused_by_name_and_the_screens_stay(reglages, racine, avant, apres):
    with pytest.raises(ErreurDonnees, match="réglages de l’éditeur illisibles"):
        reglages(COMPLET.replace(avant, apres))
    assert manquent(texte(ouvrir("secteurs")), "difficiles", "illisibles") == []


def test_every_key_that_our_scripts_keep_is_named():
    connus = [nom for nom, *_ in a_propos.STOCKAGE]
    sources = "".join(f.read_text("utf-8") for d in ("seance", "recherche") for f in (STATIQUE / d).glob("*.js"))
    cles = set(re.findall(r'(?:lire|garder|oublier|[gs]etItem|removeItem)\("([\w-]+)"', sources))
    cles |= set(re.findall(r'^(?:export )?const \w+ = "(obs-[\w-]+)";', sources, re.M))
    assert len(cles) >= 6
    assert [c for c in cles if not any(fnmatch(c, nom) for nom in connus)] == []
