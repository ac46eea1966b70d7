"""What a reader reads, on every screen and view: French typography, no command, each term explained where it stands."""

import html
import re
from urllib.parse import parse_qs

import pytest

from geo import zonages
from pages.figures import aide
from tests.pages.outils import contenu, ouvrir
from tests.vues import VUES

# Terms that nothing explains are still there.
A_CORRIGER = ("formation", "explorer")
ECRANS = [
    *(v for v in VUES if v and v not in A_CORRIGER),
    "territoires?lieu=commune:85113",
    "carte?indicateur=taux_chomage&zonage=ze",
]
ECRANS += ["portrait?lieu=epci:244400404", "tendances?zones=bassin:5221&zones=departement:44"]
FAUTES = {
    "straight apostrophe": r"[^\W\d]'[^\W\d]",
    "breaking space": r" [;:!?»%]|« |\d (?:%|€|points?\b)",
    "thousands": r"\d \d{3}\b",
    "ordinal": r"(?<![\w-])[1-9]\d?(?:er|e|ème) (?=[a-zé])",
    "misspelt label": r"Ouviers|\b(?:Elev|Educ|Equip|Etud|Etat)\w+",
}
# Written for a machine or a terminal, or quoted as their producer names them.
OPERATEURS = re.compile(r'<details class="obs-exploitants">.*?</details>|<code>.*?</code>|<style>.*?</style>', re.S)


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


def inexpliques(at) -> list[str]:
    """Terms of the titles, labels and table heads of a screen that it explains nowhere."""
    page = contenu(at)
    titres = re.findall(r"<h[12][^>]*>.*?</h[12]>|<th scope=.col.*?</th>|<p class=.obs-sous-titre.*?</p>", page, re.S)
    etiquettes = [e.label for genre in ("selectbox", "multiselect") for e in at.get(genre)]
    texte = html.unescape(re.sub(r"<details.*?</details>|<[^>]+>", " ", " . ".join([*titres, *etiquettes])))
    expliques = set(re.findall(r"<b>([^<(]+)(?: \([^<]*)?\.</b>", page))
    return [m.terme for m in aide.trouver(texte) if html.escape(m.terme).partition(" (")[0] not in expliques]


@pytest.mark.parametrize("vue", ["accueil", *ECRANS])
def test_a_screen_is_set_in_french_shows_no_command_and_explains_its_terms(racine, vue):
    module, _, choix = vue.partition("?")
    at = ouvrir(module, **parse_qs(choix))
    fautes = [f"{nom}: {t}" for nom, motif in FAUTES.items() for t in lus(at) if re.search(motif, t)]
    if module != "aide":  # the page of the words and of the commands
        sans_pli = re.sub(r'<details class="obs-exploitants">.*?</details>', "", contenu(at), flags=re.S)
        fautes += re.findall(r"python -m \w+ \w+|streamlit run", sans_pli)
    if module not in ("aide", "a_propos"):
        fautes += [f"not explained: {terme}" for terme in inexpliques(at)]
    assert "\n".join(fautes) == ""


def test_names_of_places_are_typeset_in_every_zoning():
    droites = [n for code in zonages.CODES for n in zonages.zones(code)["libelle_zone"] if "'" in n]
    assert droites == []
    assert not zonages.communes()["libelle_commune"].str.contains("'").any()
