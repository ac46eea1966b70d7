"""What a reader reads, on every screen and view: French typography, no command, each term explained where it stands."""

import html
import re

import pytest

from geo import zonages
from pages.figures.aide import glossaire
from tests.pages.outils import contenu, ouvrir, sain

VUES = {
    "accueil": {},
    "territoires": {},
    "ma-commune": {"lieu": "commune:85113"},
    "etats": {"volet": "etats"},
    "loupe": {"volet": "loupe", "lieu": "spo:ancenis"},
    "libre": {"volet": "libre"},
    "carte": {},
    "carte-chomage": {"indicateur": "taux_chomage", "zonage": "ze"},
    "meteo": {"lieu": "bassin:5221"},
    "meteo-metier": {"onglet": "metier", "metier": "famille:O", "niveau": "famille"},
    "meteo-comparer": {"onglet": "comparer"},
    "meteo-methode": {"onglet": "methode"},
    "secteurs": {},
    "secteur": {"secteur": "batiment"},
    "tendances": {"indicateur": "taux_chomage", "zonage": "ze"},
    "tendances-convention": {"sujet": "convention"},
    "convention": {},
    "convention-engagements": {"rubrique": "engagements"},
    "convention-publication": {"rubrique": "publication"},
    "convention-saisie": {"rubrique": "saisie"},
    "donnees": {},
    "portrait": {"lieu": "epci:244400404"},
    "comparer": {"t1": "bassin:5221", "t2": "departement:44"},
    "aide": {},
    "a_propos": {},
}
ECRANS = {
    "etats": "territoires",
    "loupe": "territoires",
    "libre": "territoires",
    "secteur": "secteurs",
    "ma-commune": "territoires",
}
FAUTES = {
    "straight apostrophe": r"[^\W\d]'[^\W\d]",
    "breaking space": r" [;:!?»%]|« |\d (?:%|€|points?\b)",
    "thousands": r"\d \d{3}\b",
    "ordinal": r"(?<![\w-])[1-9]\d?(?:er|e|ème) (?=[a-zé])",
    "misspelt label": r"Ouviers|\b(?:Elev|Educ|Equip|Etud|Etat)\w+",
}
# Written for a machine or a terminal, or quoted as their producer names them.
OPERATEURS = re.compile(r'<details class="obs-exploitants">.*?</details>|<code>.*?</code>|<style>.*?</style>', re.S)


def ecran(vue: str):
    return sain(ouvrir(ECRANS.get(vue, vue.partition("-")[0]), **VUES[vue]))


def lus(at) -> list[str]:
    """Every text shown: markup by its blocks, then the words of the controls and their choices."""
    page = OPERATEURS.sub(" ", contenu(at))
    attributs = re.findall(r'(?:aria-label|title|alt|data-titre)="([^"]*)"', page)
    textes = [*re.split(r"</?(?!b>|strong|span|a\b|i>|em>|sup>)[a-z][^>]*>", page), *attributs]
    textes = [re.sub(r"<[^>]+>", "", t) for t in textes]
    for genre in ("markdown", "caption", "info", "warning", "text"):
        textes += [e.value for e in at.get(genre)]
    for genre in ("selectbox", "multiselect", "button_group", "toggle", "button", "text_input", "expander"):
        for e in at.get(genre):
            textes += [str(e.label), *map(str, getattr(e, "options", ()))]
    return [re.sub(r"[\n ]+", " ", html.unescape(t)).strip() for t in textes]


@pytest.mark.parametrize("vue", VUES)
def test_every_text_of_a_screen_is_set_in_french(racine, vue):
    textes = lus(ecran(vue))
    fautes = {nom: [t for t in textes if re.search(motif, t)][:40] for nom, motif in FAUTES.items()}
    assert "\n".join(f"{nom}: {t}" for nom, ici in fautes.items() for t in ici) == ""


@pytest.mark.parametrize("vue", [v for v in VUES if v != "aide"])
def test_no_command_is_read_outside_the_fold_of_the_operators(racine, vue):
    page = re.sub(r'<details class="obs-exploitants">.*?</details>', "", contenu(ecran(vue)), flags=re.S)
    assert not re.search(r"python -m|streamlit run", page)


# On the page of the glossary every term has its definition already.
@pytest.mark.parametrize("vue", [v for v in VUES if v not in ("aide", "a_propos")])
def test_a_term_of_a_title_a_label_or_a_table_head_is_explained_on_the_screen(racine, vue):
    at = ecran(vue)
    page = contenu(at)
    titres = re.findall(r"<h[12][^>]*>.*?</h[12]>|<th scope=.col.*?</th>|<p class=.obs-sous-titre.*?</p>", page, re.S)
    etiquettes = [e.label for genre in ("selectbox", "multiselect") for e in at.get(genre)]
    texte = html.unescape(re.sub(r"<details.*?</details>|<[^>]+>", " ", " . ".join([*titres, *etiquettes])))
    expliques = set(re.findall(r"<b>([^<(]+)(?: \([^<]*)?\.</b>", page))
    manquent = [m.terme for m in glossaire.trouver(texte) if html.escape(m.terme).partition(" (")[0] not in expliques]
    assert manquent == []


def test_names_of_places_are_typeset_in_every_zoning():
    droites = [n for code in zonages.CODES for n in zonages.zones(code)["libelle_zone"] if "'" in n]
    assert droites == []
    assert not zonages.communes()["libelle_commune"].str.contains("'").any()
