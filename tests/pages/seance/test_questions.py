"""Ten questions of an analyst: the screen, the command and the API give one answer."""

import json
import re
from urllib.parse import urlencode

import pytest

from data_loaders.__main__ import main
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import nomenclatures
from pages.components.api import routes
from pages.components.seance import rejeu

# Question, choices of Explorer, row, column, then what the command and the API are asked.
QUESTIONS = {
    "projets à Nantes": ({}, "Nantes", 0, ("bmo_projets", "bassin:5220", "2024", "")),
    "part estimée à Cholet": ({}, "Cholet", 1, ("bmo_part_difficiles_estimee", "bassin:5205", "2024", "")),
    "saisonniers en Vendée": (
        {"zonage": "departement"}, "Vendée", 2, ("bmo_projets_saisonniers", "departement:85", "2024", ""),
    ),
    "projets de 2023": ({"periode": "2023"}, "Ancenis", 0, ("bmo_projets", "bassin:5221", "2023", "")),
    "le bâtiment à Laval": (
        {"metier": "famille:O"}, "Laval", 0, ("bmo_projets", "bassin:5227", "2024", "famille:O"),
    ),
    "les familles en Sarthe": (
        {"metier": "famille:*", "colonnes": "zone", "zonage": "departement", "indicateur": "bmo_projets"},
        "famille:S", "Sarthe", ("bmo_projets", "departement:72", "2024", "famille:S"),
    ),
    "chômage du Mans": (
        {"zonage": "ze", "indicateur": "taux_chomage", "colonnes": "indicateur"}, "Le Mans", 0,
        ("taux_chomage", "ze:5212", "", ""),
    ),
    "inscrits d’une intercommunalité": (
        {"zone": "epci:*@departement:53", "indicateur": "defm_a", "colonnes": "indicateur"},
        "CA Laval Agglomération", 0,
        ("defm_a", "epci:200083392", "", ""),
    ),
    "la région elle-même": ({}, "Pays de la Loire", 0, ("bmo_projets", "region:52", "2024", "")),
    "une suite d’années": (
        {"colonnes": "periode", "indicateur": "bmo_projets"}, "Saumur", "2023",
        ("bmo_projets", "bassin:5206", "2023", ""),
    ),
}  # fmt: skip


def chiffres(texte: str) -> str:
    """« ≥ 2 536 60 à 69 » → « 2536 »: the number alone."""
    (gras,) = re.findall(r"<b[^>]*>(.*?)</b>", texte) or [texte]
    return re.sub(r"[^\d,−-]", "", gras).replace(",", ".")


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_screen_the_command_and_the_api_agree(api, moteur, racine, capsys, question):
    choix, rangee, colonne, (code, lieu, periode, metier) = QUESTIONS[question]
    (diapo,) = [d for d in rejeu.jouer(f"/explorer?{urlencode(choix, doseq=True)}") if d.table]
    tetes, lignes = diapo.table[:2]
    if ":" in rangee:  # a family is named as the survey does
        rangee = nomenclatures.libelles_enquete(Donnees(racine), "famille", "2024")[rangee.partition(":")[2]]
    lue = next(x for x in lignes if x[1] == rangee)
    k = colonne if isinstance(colonne, int) else [t for t, _ in tetes[2:]].index(colonne)
    ecran = chiffres(str(lue[2 + k]))

    zonage, _, zone = lieu.partition(":")
    q = {"indicateur": code, "zonage": zonage, "zone": zone} | ({"metier": metier} if metier else {})
    rangees = api.get(f"{routes.PREFIXE}/chiffres", params=q).json()["chiffres"]
    (lu,) = [r for r in rangees if r["periode"] == (periode or rangees[-1]["periode"])]
    commande = ["chiffre", code, "--zone", lieu, "--periode", lu["periode"], "--json"]
    assert main([*commande, *(("--metier", metier) if metier else ())]) == 0
    script = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
    assert (script["valeur"], script["obs_status"]) == (lu["valeur"], lu["obs_status"])
    decimales = len(ecran.partition(".")[2])
    assert ecran == f"{lu['valeur']:.{decimales}f}"
    assert any(m in str(lue[2 + k]) for m in ("≥", "data-minimum")) == lu["au_moins"]
