"""What the text of the convention says: sheets and figures read whole, faults named, quotations exact."""

import re

import pytest

from data_loaders.contexte import evenements
from data_loaders.convention import dispositifs
from data_loaders.convention.dispositifs import Chiffre
from data_loaders.erreurs import ErreurDonnees
from data_loaders.parametres import secteurs

CHIFFRE = """[[chiffre]]
code = "sites"
fiche = "spo"
valeur = 258
unite = "sites"
texte = "ouverts"
mots = "258 sites"
cherche = "258 sites"
"""
FICHE = """[[fiche]]
code = "spo"
nom = "SPO"
theme = "I"
ou = "L’orientation"
constat = "{sites} ouverts"
resume = "Des lieux."
pour = ["Tous"]
paie = []
ecrit = [{ quoi = "Où", dit = "Dans {sites}." }]
sans_serie = "Rien."
cherche = "spo"
"""


def lire(tmp_path, fiches=FICHE, chiffres=CHIFFRE):
    (tmp_path / "fiches.toml").write_text(fiches, "utf-8")
    (tmp_path / "chiffres.toml").write_text(chiffres, "utf-8")
    return dispositifs.lire(tmp_path / "fiches.toml", tmp_path / "chiffres.toml")


def plat(texte):
    """Letters and digits alone, as they are typed whatever the spaces and the apostrophes."""
    sans_signes = re.sub(r"<[^>]+>|\*", "", texte).replace("’", "'").replace("ᵉ", "e")
    return re.sub(r"\s", "", sans_signes).lower()


def test_a_figure_is_written_once_and_cited_by_its_code(tmp_path):
    f = lire(tmp_path).fiches["spo"]
    assert (f.constat, f.ecrit[0].dit) == ("258\u00a0sites ouverts", "Dans 258\u00a0sites.")
    assert [c.code for c in lire(tmp_path).de("spo")] == ["sites"]


@pytest.mark.parametrize(("champs", "dit"), [
    ({"valeur": 2350, "avant": "plus de", "unite": "agents"}, "plus de 2\u202f350\u00a0agents"),
    ({"valeur": 800, "avant": "au plus", "unite": "€"}, "au plus 800\u00a0€"),
    ({"valeur": "22 janvier 2013"}, "22 janvier 2013"),
])  # fmt: skip
def test_a_figure_is_said_with_what_the_text_says_around_it(champs, dit):
    assert Chiffre(code="x", fiche="y", texte="", mots="", **champs).dit == dit


@pytest.mark.parametrize(("fiches", "chiffres", "dit"), [
    (FICHE.replace("{sites} ouverts", "{sitess}"), CHIFFRE, "sitess"),
    (FICHE.replace('theme = "I"', 'theme = "VI"'), CHIFFRE, "theme"),
    (FICHE + 'vedettes = ["rien"]\n', CHIFFRE, "vedettes"),
    (FICHE + 'engagements = ["rien"]\n', CHIFFRE, "engagements"),
    (FICHE + 'instances = ["rien"]\n', CHIFFRE, "instances"),
    (FICHE + 'mesures = ["rien"]\n', CHIFFRE, "mesures"),
    (FICHE.replace('sans_serie = "Rien."', 'series = [{ indicateur = "rien" }]'), CHIFFRE, "series"),
    (FICHE.replace('sans_serie = "Rien."\n', ""), CHIFFRE, "ni série ni raison"),
    (FICHE.replace('nom = "SPO"\n', ""), CHIFFRE, "« nom »"),
    (FICHE + 'couleur = "bleu"\n', CHIFFRE, "couleur"),
    (FICHE, CHIFFRE.replace('fiche = "spo"', 'fiche = "vae"'), "vae"),
    (FICHE, CHIFFRE + 'avant = "presque"\n', "presque"),
    (FICHE, CHIFFRE * 2, "deux chiffres"),
    (FICHE * 2, CHIFFRE, "deux fiches"),
    ("[[fiche]", CHIFFRE, "illisible"),
])  # fmt: skip
def test_a_fault_names_its_entry(tmp_path, fiches, chiffres, dit):
    with pytest.raises(ErreurDonnees) as e:
        lire(tmp_path, fiches, chiffres)
    assert dit in str(e.value)


def test_every_sheet_names_what_exists_and_every_engagement_has_its_sheet():
    noms = {e.court for e in evenements.lire()}
    for f in dispositifs.lire().fiches.values():
        assert set(f.depuis) <= noms, f.code
        assert set(f.secteurs) <= set(secteurs.lire().secteurs), f.code
    fiches = dispositifs.lire().fiches.values()
    base = dispositifs.cadre.defaut()
    assert {e.code for e in base.engagements} == {c for f in fiches for c in f.engagements}
    assert {m.code_indicateur for m in dispositifs.mesures().values()} == {c for f in fiches for c in f.mesures}
    assert {i.code for i in base.instances} == {c for f in fiches for c in f.instances}


def test_the_words_quoted_are_those_of_the_text(reference):
    textes = sorted((reference.racine.parent / "source").glob("*.txt"))
    if not textes:
        pytest.skip("le texte de la convention n’est pas à côté des fichiers de référence")
    lu = plat(" ".join(t.read_text("utf-8") for t in textes))
    texte = dispositifs.lire()
    assert [c.code for c in texte.chiffres.values() if plat(c.mots) not in lu] == []
    dites = [t for f in texte.fiches.values() for t in (f.constat, f.ou, *(p.dit for p in f.ecrit))]
    cites = [q for t in dites for q in re.findall(r"« ([^»]+) »", t)]
    assert [q for q in cites if plat(q) not in lu] == []
