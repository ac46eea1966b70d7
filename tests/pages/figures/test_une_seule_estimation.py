"""One estimate for one thing: what portraits, places and sectors print is what the published markets hold."""

import pytest

from data_loaders.jeux import enquete
from data_loaders.portraits import Memoire
from data_loaders.portraits.territoire import portrait
from geo import sujets, zonages
from pages.figures.portrait import rendus, vue as portrait_vue
from pages.figures.portrait.document import Ciel
from pages.figures.portrait.mots import ABSENT
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
            lignes = enquete.lire_marches(demonstration, niveau, zonage)
            lus[niveau, zonage] = lignes.set_index(["code_zone", "code_groupe", "annee"]).sort_index()
        return lus[niveau, zonage].loc[zone, groupe, annee]

    return lire


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
    lues = [x for x in en_lignes(rendus.csv(p)) if x["libelle_indicateur"] == nom and x["code_metier"]]
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
