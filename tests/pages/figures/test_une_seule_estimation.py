"""One estimate for one thing: what portraits, places and sectors print is what the published markets hold."""

import re
from html import unescape

import pytest

from data_loaders.jeux import estimations
from data_loaders.metiers import secteurs
from data_loaders.parametres import secteurs as parametres_secteurs
from data_loaders.portraits import lieu as portrait_lieu
from data_loaders.portraits.memoire import Memoire
from data_loaders.portraits.territoire import portrait
from geo import sujets, zonages
from geo.rattachement import rattacher
from pages.figures.portrait import csv as portrait_csv, vue as portrait_vue
from pages.figures.portrait.document import Ciel
from pages.figures.portrait.mots import ABSENT
from pages.figures.secteurs import csv, tables, tuiles, vue
from pages.figures.territoires import commune
from tests.lecture import en_lignes, nombres
from tests.vues import un_sur

MOTS = {"très difficile": 5, "difficile": 4, "partagé": 3, "plutôt facile": 2, "facile": 1}
PLACES = [
    *(f"bassin:{c}" for c in list(zonages.zones("bassin")["code_zone"])[:9]),
    *(f"departement:{c}" for c in zonages.DEPARTEMENTS),
    *("region:52", "spo:ancenis", "spo:nantes", "zef:laval", "gtec:ancenis", "commune:72180"),
]


@pytest.fixture(scope="module")
def memoire(demonstration):
    return Memoire(demonstration.figees())


@pytest.fixture(scope="module")
def marche(demonstration):
    lus = {}

    def lire(niveau, zonage, zone, groupe, annee):
        if (niveau, zonage) not in lus:
            lignes = estimations.lire_marches(demonstration, niveau, zonage)
            lus[niveau, zonage] = lignes.set_index(["code_zone", "code_groupe", "annee"]).sort_index()
        return lus[niveau, zonage].loc[zone, groupe, annee]

    return lire


MARQUES = {"solide": "solide", "assez solide": "assez solide", "fragile": "à confirmer"}


def _proche(texte, q, pres=0.5):
    """A text says this share first, in %, to the rounding."""
    assert abs(nombres(texte)[0] - 100 * q) <= pres + 1e-6, texte


def _verifier_part(texte, r):
    _proche(texte, r.q_estimee)


def _verifier_mots(texte, r):
    """The words name the class and how sure its side is, or neither."""
    classe, _, certitude = texte.partition(", ")
    if r.certitude == "fragile":
        assert (classe, certitude) == ("à confirmer", ""), texte
        return
    assert MOTS[classe.removesuffix(" à pourvoir")] == r.classe, texte
    assert certitude.partition(", ")[0] == r.certitude, texte


@pytest.mark.parametrize("place", un_sur(4, PLACES))
def test_a_portrait_prints_the_published_estimates(memoire, marche, place):
    sujet = sujets.de_zone(*place.split(":"))
    p = portrait(memoire, sujet)
    m, d = p.meteo, portrait_vue.document(p)
    blocs = {b.code: b for b in d.blocs}
    (table,) = blocs["meteo"].tableaux
    par_nom = {f.libelle.replace("'", "’"): f for f in m.familles}
    for nom, _, *cellules in table.lignes:
        f = par_nom[nom]
        rs = [marche("famille", m.zonage, z, f.code, m.annee) for z in m.zones["code_zone"]]
        estimees = [r for r in rs if r.statut == "estime"]
        if not estimees:
            assert cellules[0] == ABSENT
            continue
        if len(m.zones) > 1:
            parts = sorted(100 * r.q_estimee for r in estimees)
            dits = nombres(cellules[0])
            assert [dits[0], dits[-1]] == pytest.approx([parts[0], parts[-1]], abs=0.5 + 1e-6)
            continue
        (r,) = estimees
        _verifier_part(cellules[0], r)
        assert isinstance(cellules[1], Ciel)
        _verifier_mots(cellules[1].mot, r)
    if m.propre:
        r = marche("ensemble", m.zonage, sujet.code, "ensemble", m.annee)
        (cle,) = [c for c in blocs["besoins"].cles if "jugés difficiles" in c.titre]
        _verifier_part(cle.valeur, r)
    zone = m.metiers[0].code_zone
    for nom, _, part, mots, *_region in blocs["besoins"].tableaux[-1].lignes:
        code = next(x.code_groupe for x in m.metiers if x.nom.replace("'", "’") == nom)
        r = marche("metier", m.zonage, zone, code, m.annee)
        _verifier_part(part, r)
        _verifier_mots(mots, r)
    _verifier_csv(p, marche)


def _verifier_csv(p, marche):
    codes = {f.libelle: f.code for f in p.meteo.familles}
    nom = p.chiffres["bmo_part_difficiles_estimee"].ind.libelle
    lues = [x for x in en_lignes(portrait_csv.csv(p)) if x["libelle_indicateur"] == nom and x["code_metier"]]
    assert len(lues) == len(codes) * len(p.meteo.zones)
    for ligne in lues:
        r = marche("famille", p.meteo.zonage, ligne["code_zone"], codes[ligne["libelle_metier"]], p.meteo.annee)
        assert "Travail de l’Observatoire" in ligne["mention"]
        if r.statut != "estime":
            assert (ligne["valeur"], bool(ligne["raison"])) == ("", True)
            continue
        parts = {"valeur": r.q_estimee, "borne_basse": r.borne_basse, "borne_haute": r.borne_haute}
        for champ, attendu in parts.items():
            _proche(ligne[champ], attendu, 0.005)


@pytest.mark.parametrize("place", ["spo:cholet", "spo:sarthe-nord", "commune:44109"])
def test_the_sky_of_a_place_is_that_of_the_zone_where_meteo_opens(memoire, place):
    sujet = sujets.de_zone(*place.split(":"))
    f = portrait_lieu.fiche(memoire, sujet)
    assert f"{f.ciel.zonage}:{f.ciel.code}" == rattacher(sujet.zonage, sujet.code, ("bassin", "departement")).cle
    assert f"meteo?zone={f.ciel.zonage}%3A{f.ciel.code}" in commune.ciel_html(f.ciel, place)


@pytest.mark.parametrize("place", PLACES)
def test_a_place_prints_the_published_estimates(memoire, marche, place):
    f = portrait_lieu.fiche(memoire, sujets.de_zone(*place.split(":")))
    annee = f.chiffres["difficiles"].periode
    html = unescape(commune.ciel_html(f.ciel, place))
    tuiles = re.findall(r"<article.*?</article>", html)
    assert len(tuiles) == len(f.ciel.metiers) > 0
    for tuile in tuiles:
        r = marche("metier", f.ciel.zonage, f.ciel.code, re.search(r"metier%3A(\w+)", tuile)[1], annee)
        _verifier_part(re.search(r"<b>(.*?)</b>", tuile)[1], r)
        assert MARQUES[r.certitude] in html.lower()  # on the card, or once for all of them
        assert (f"obs-temps--{r.classe}" in tuile) == (r.certitude != "fragile")


def test_sectors_print_one_estimate(demonstration):
    """Region and départements of every sector: figures of the card, of the title, of the table and of the file."""
    enquete = estimations.lire(demonstration)
    annee, vus = demonstration.periodes("bmo")[-1], 0
    for secteur in parametres_secteurs.lire().secteurs.values():
        releve = secteurs.relever(demonstration, secteur, enquete)
        if releve is None or secteur.sans:
            continue
        lignes = {ligne[0]: ligne for ligne in tables.departements(releve, annee)[1]}
        lu = {(x["code_zone"], x["periode"]): x for x in en_lignes(csv.csv_zones(releve, {}))}
        for code in lignes:
            r = releve.marche(annee, "region" if code == "52" else "departement", code)
            if r.statut != "estime":
                assert lignes[code][3] == "n.d."
                continue
            vus += 1
            _verifier_part(lignes[code][3], r)
            _verifier_mots(lignes[code][4], r)
            _proche(lu[code, annee]["part_estimee_pct"], r.q_estimee, 0.005)
            assert (lu[code, annee]["classe"], lu[code, annee]["certitude"]) == (str(r.classe), r.certitude)
        r = releve.marche(annee)
        carte = tuiles.carte_html(secteur, releve, annee, False)
        _verifier_part(re.search(r"<b>(.*?)</b> d’embauches difficiles", carte)[1], r)
        assert ("obs-a-confirmer" if r.certitude == "fragile" else f"obs-temps--{r.classe}") in carte
        _verifier_part(vue.tete(releve, annee).titre.partition(", ")[2], r)
    assert vus > 20
