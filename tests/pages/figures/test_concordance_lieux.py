"""Twenty places × fifteen indicators: each screen, file and command says one value, one class, one movement."""

import json
import re
from functools import lru_cache

import pandas as pd
import pytest

from data_loaders.__main__ import main
from data_loaders.chiffres import tableau
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.exports import ecriture
from data_loaders.portraits import Memoire, lieu as portrait_lieu
from data_loaders.portraits.territoire import portrait
from data_loaders.requetes import lignes as lignes_exportees
from geo import sujets, zonages
from pages.figures import chiffres_cles, fiche, lecture, tables
from pages.figures.carte import vue as vue_carte
from pages.figures.explorer.evolutions import mouvements as explorees
from pages.figures.portrait import rendus, vue as portrait_vue
from pages.figures.tendances import lieux as lieux_suivis, series, vue as vue_tendances
from pages.figures.territoires import commune
from tests.lecture import en_lignes, nombres
from tests.vues import tous_avec

PLACES = (
    *("commune:72180", "commune:44109", "epci:244400552", "epci:247200629", "epci:200072676"),
    *("bassin:5209", "bassin:5220", "bassin:5230", "ze:5251", "ze:5216", "ze:5201"),
    *("departement:44", "departement:53", "departement:72", "region:52"),
    *("spo:ancenis", "spo:sarthe-nord", "zef:laval", "zef:redon", "gtec:sud-vendee"),
)
SOURCES = ("demonstration", "officielles_chomage")
AUTRES = ("bmo_projets_difficiles", "bmo_projets_saisonniers", "defm_a", "apprentissage_entrees")
CODES = (
    *("population", "densite", "taux_chomage", "defm_abc", "inscrits_a_e", "bmo_projets"),
    *("bmo_part_difficiles_estimee", "apprentissage_annuel", "recrutements_jeunes", "iae_beneficiaires"),
    *("formation_eloignes", *AUTRES),
)


@pytest.fixture(params=SOURCES, scope="module")
def donnees(request):
    return request.getfixturevalue(request.param).figees()


@pytest.fixture(scope="module")
def memoire(donnees):
    """Figures of a place are read once; the command goes through the same function."""
    with pytest.MonkeyPatch.context() as m:
        m.setattr(tableau, "calculer", lru_cache(maxsize=None)(tableau.calculer))
        yield Memoire(donnees)


def ou_rien(x):
    return None if x is None or x == "" or pd.isna(x) else x


class Figure:
    """One figure as the command answers it, and what may be printed of it."""

    def __init__(self, m, code, lieu):
        self.zonage, _, self.zone = lieu.partition(":")
        self.t = m.tableau(code, self.zonage)
        self.ind, self.periode = self.t.indicateur, self.t.periodes[-1]
        self.dit = tableau.chiffre(m.donnees, code, self.zonage, self.zone, self.periode)
        self.vide = self.dit["obs_status"] in VIDES
        self.ou = f"{code} {lieu} {self.periode}"

    def texte(self, dit):
        """A text prints this figure first: rounded as the indicator is, a share of the survey to the whole percent."""
        if self.vide:
            assert dit == lecture.SIGNES[self.dit["obs_status"]], (self.ou, dit)
            return
        pres = 0.5 if self.ind.incertaine else 0.5 * 10**-self.ind.decimales
        assert abs(nombres(dit)[0] - self.dit["valeur"]) <= pres + 1e-6, (self.ou, dit)

    def egale(self, valeur):
        assert ou_rien(valeur) == pytest.approx(self.dit["valeur"]), (self.ou, valeur)

    def bouge(self, *dits):
        """Texts say what became of this figure in the words of the command, and no other."""
        mot = self.dit["evolution"]
        for dit in dits:
            trouves = re.findall(r"en (?:forte )?(?:hausse|baisse)|stable|sans évolution nette", dit.lower())
            assert trouves[:1] == ([mot] if mot else []), (self.ou, dit, mot)

    def fichier(self, ligne, decimales=2):
        """A row of a file: value, bounds, « au moins », status and reason."""
        pres = 0.5 * 10**-decimales + 1e-6
        for nom, cle in (("valeur", "valeur"), ("borne_basse", "borne_basse"), ("borne_haute", "borne_haute")):
            lu, attendu = ou_rien(ligne[nom]), ou_rien(self.dit[cle])
            assert (lu is None) == (attendu is None), (self.ou, nom, lu, attendu)
            if lu is not None:
                assert abs((nombres(lu)[0] if isinstance(lu, str) else lu) - attendu) <= pres, (self.ou, nom)
        assert ligne["obs_status"] == self.dit["obs_status"], self.ou
        assert ligne["au_moins"] in (("true", True) if self.dit["minorant"] else ("false", False)), self.ou
        assert bool(ligne["raison"]) or not self.vide, self.ou


@pytest.mark.parametrize(("lieu", "donnees"), tous_avec(PLACES, SOURCES, pas=2), indirect=["donnees"])
def test_a_place_has_one_figure_on_every_screen_and_in_every_file(memoire, lieu):
    zonage, _, zone = lieu.partition(":")
    p = portrait(memoire, sujets.de_zone(zonage, zone))
    cartes_du_portrait = [c for b in portrait_vue.document(p).blocs for c in b.cles]
    en_portrait = [x for x in en_lignes(rendus.csv(p)) if x["code_zone"] == zone and not x["code_metier"]]
    lignes_du_portrait = {x["libelle_indicateur"]: x for x in en_portrait}
    place = portrait_lieu.fiche(memoire, sujets.de_zone(zonage, zone))
    cartes = dict(zip(fiche.TITRES, commune.preparer(place).cartes, strict=True))
    compares = 0
    for code in CODES:
        ind = INDICATEURS[code]
        if zonage not in ind.zonages or not memoire.tableau(code, zonage).periodes:
            continue
        f = Figure(memoire, code, lieu)
        compares += 1
        _carte_et_tendances(memoire, f)
        if code in p.chiffres and p.chiffres[code].ligne is not None:
            f.fichier(lignes_du_portrait[ind.libelle])
            for carte in cartes_du_portrait:
                sans = f.vide and carte.valeur == fiche.SANS_CHIFFRE
                if p.chiffres[code].ind.libelle.lower() in carte.titre.lower() and not sans:
                    f.texte(carte.valeur)
        cle = chiffres_cles.chiffre_cle(f.t, zone)
        f.texte(cle.valeur)
        if not f.vide:
            f.bouge(cle.sens)
        for role, c in place.chiffres.items():  # their values are compared by `test_ma_commune.py`
            if role in cartes and c.ind.code == code and c.parts and c.parts[0].zonage == zonage and not f.vide:
                f.bouge(cartes[role].sens)
    assert compares >= 2


def _etats(m, code, zonage):
    return vue_carte.dessiner(m.tableau(code, zonage), m.tableau(code, "region")).etats


def _lignes(m, code, zonage):
    t = m.tableau(code, zonage)
    noms = dict(zonages.zones(zonage)[["code_zone", "libelle_zone"]].itertuples(index=False))
    limites = vue_carte.coupe(t, t.periodes[-1]) if t.indicateur.genre == "taux" else ()
    return tables.lignes_classees(t.indicateur, t.periode(t.periodes[-1]), noms, None, limites)


def _carte_et_tendances(m, f):
    """Map, its table and its files, curve, comparison: the same value, class and words at the last period."""
    if f.zonage != "region":
        etat = m.garder(_etats, m, f.ind.code, f.zonage)[f.periode][f.zone]
        f.egale(etat.nombre) if not f.ind.incertaine or f.vide else f.texte(str(int(etat.nombre)))
        f.texte(etat.valeur.removeprefix("au moins "))
        ligne = {x.code: x for x in m.garder(_lignes, m, f.ind.code, f.zonage)}[f.zone]
        f.texte(ligne.valeur.removeprefix("au moins "))
        if f.ind.limites and not f.vide:
            limites = vue_carte.coupe(f.t, f.periode)
            assert etat.classe == ligne.classe == 1 + sum(nombres(etat.valeur)[0] >= x for x in limites), f.ou
        la = f.t.lignes[(f.t.lignes["periode"] == f.periode) & (f.t.lignes["code_zone"] == f.zone)]
        (en_csv,) = en_lignes(ecriture.csv_francais(lignes_exportees.du_tableau(f.t, {}, lignes=la)))
        f.fichier(en_csv)
    places = lieux_suivis.suivis_de([f"{f.zonage}:{f.zone}"], lambda z: m.tableau(f.ind.code, z), lambda t: {}, "")
    (demande,) = vue_tendances.demandes(places, None)
    (s,) = series.preparer(f.ind, [demande], f.ind.rythme).series
    (bouge,) = vue_tendances.evolutions(f.ind, [demande])
    if bouge.e.periode == f.periode:
        f.bouge(bouge.constat)
        (explore,) = explorees(f.t, [f.zone])
        f.bouge(explore.ligne.e.dit)
    courbe = dict(zip(s.periodes, s.y, strict=True))
    f.egale(courbe.get(f.periode))
    table = lieux_suivis.table(f.ind, places)
    f.fichier(table[table["periode"] == f.periode].iloc[0], 9)


def test_the_command_prints_what_the_screens_read(donnees, memoire, monkeypatch, capsys):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(donnees.racine))
    for lieu in ("bassin:5209", "departement:44", "epci:244400552", "ze:5201"):
        for code in ("taux_chomage", "defm_abc", "bmo_part_difficiles_estimee", "bmo_projets"):
            if lieu.partition(":")[0] in INDICATEURS[code].zonages:
                f = Figure(memoire, code, lieu)
                assert main(["chiffre", code, "--zone", lieu, "--periode", f.periode, "--json"]) == 0
                dit = json.loads(capsys.readouterr().out.splitlines()[-1])
                f.egale(dit["valeur"])
                for borne in ("borne_basse", "borne_haute"):
                    assert dit[borne] == pytest.approx(f.dit[borne], abs=1e-6), borne
