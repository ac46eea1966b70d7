"""« D’où vient ce chiffre ? » under the figures of every screen: it unfolds, with a formula or a source, and a file."""

import re

import pytest

from geo import libre
from tests.pages.outils import contenu, deplier, ouvrir

COMPOSE = libre.coder(libre.composer("Essai", libre.communes_epci("200083392")))
# screen, address, blocks whose figures are followed back
BLOCS = [
    ("accueil", {}, ("region",)), ("carte", {}, ("carte",)),
    ("meteo", {"zone": "bassin:5220"}, ("meteo-tuiles",)),
    ("meteo", {"onglet": "metier", "metier": "famille:O", "zone": "bassin:5220"}, ("meteo-fiche", "meteo")),
    ("meteo", {"onglet": "methode"}, ("meteo-etapes", "meteo-evaluation")),
    ("secteurs", {}, ("secteurs",)),
    ("secteurs", {"secteur": "batiment"},
     ("secteur", "secteur-departements", "secteur-tendance", "secteur-metiers", "secteur-offres")),
    ("formation", {}, ("formation-region",)),
    ("formation", {"entree": "secteur", "secteur": "batiment"},
     ("formation-diplomes", "formation-ou", "formation-2030")),
    ("formation", {"entree": "territoire", "zone": "spo:laval"}, ("territoire-niveaux", "territoire-centres")),
    ("formation", {"entree": "dossier", "secteur": "batiment"}, ("dossier-diplomes", "dossier-2030")),
    ("territoires", {"volet": "loupe", "zonage": "spo", "zone": "spo:laval"}, ("loupe", "vrai")),
    ("territoires", {"lieu": "spo:laval"}, ("commune", "triangle", "loupe")),
    ("territoires", {"volet": "etats", "etats": "spo"}, ("etats", "convention")),
    *(("territoires", {"volet": "etats", "etats": e}, ("etats",)) for e in ("gtec", "zef", "bassin")),
    ("territoires", {"volet": "loupe", "zonage": "epci"}, ("decoupage",)),
    ("territoires", {"volet": "libre", "libre": COMPOSE}, ("loupe", "chiffres")),
    ("portrait", {"zone": "spo:laval", "zonage": "spo"}, ("portrait",)),
    ("tendances", {}, ("tendances",)),
    ("tendances", {"zones": ["bassin:5220", "departement:44"]}, ("tendances",)),
    ("carte", {"annees": ["2019", "2024"]}, ("carte", "vignettes")),
    ("convention", {}, ("dispositifs",)),
    ("convention", {"rubrique": "dispositifs", "fiche": "paramedical"}, ("fiche", "fiche-aujourdhui")),
    ("convention", {"rubrique": "suivi"}, ("convention",)),
    ("convention", {"rubrique": "engagements"}, ("engagements",)),
]  # fmt: skip


@pytest.mark.parametrize(("ecran", "adresse", "blocs"), BLOCS, ids=[f"{e}-{i}" for i, (e, *_) in enumerate(BLOCS)])
def test_every_block_of_figures_can_be_followed_back(racine, ecran, adresse, blocs):
    at = deplier(ouvrir(ecran, **adresse))
    plis = {e.key.removeprefix("origine-") for e in at.expander if e.key.startswith("origine-")}
    assert set(blocs) <= plis, "a block of figures has no way back to its rows"
    assert "obs-origine" not in contenu(at), "followed before it is unfolded"
    for bloc in blocs:
        at.session_state[f"origine-{bloc}"] = True
    dits = re.findall(r'<div class="obs-origine">.*?</dl></div>', contenu(at.run()), re.S)
    assert len(dits) == len(blocs)
    for dit in dits:
        assert re.search(r"<p><strong>.+?</strong></p><p>.+?</p>", dit, re.S), "no figure, or no formula"
        assert "<dt>Fichier</dt>" in dit or "<dt>Document</dt>" in dit
        assert "Empreinte (SHA-256)" in dit
