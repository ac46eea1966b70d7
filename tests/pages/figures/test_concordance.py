"""One figure for one thing: each screen, file and command says one value, one class, one movement, cell by cell."""

import math
import re

import pandas as pd
import pytest

from data_loaders.__main__ import main
from data_loaders.chiffres import tableau
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.exports import ecriture
from data_loaders.jeux import enquete
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import enonces, marches, mots_estimation as mots
from data_loaders.metiers import nomenclatures
from data_loaders.portraits import lieu as portrait_lieu
from data_loaders.portraits.territoire import portrait
from data_loaders.requetes import lignes as lignes_exportees
from geo import sujets, zonages
from pages.figures import chiffres_cles, estimees, fiche, lecture, tables, tuiles
from pages.figures.carte import vue as vue_carte
from pages.figures.explorer.evolutions import mouvements as explorees
from pages.figures.meteo import ciel, courbes, vue
from pages.figures.portrait import rendus, vue as portrait_vue
from pages.figures.tendances import lieux as lieux_suivis, series, vue as vue_tendances
from tests import builders
from tests.lecture import en_lignes, nombres
from tests.pages.meteo.conftest import texte
from tests.vues import courts, tous_avec

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
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def memoire(donnees, memoires):
    return memoires(donnees.racine)


def ou_rien(x):
    return None if x is None or pd.isna(x) or x == "" else x


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


@pytest.mark.parametrize(("lieu", "donnees"), tous_avec(PLACES, SOURCES, pas=10), indirect=["donnees"])
def test_a_place_has_one_figure_on_every_screen_and_in_every_file(memoire, lieu):
    zonage, _, zone = lieu.partition(":")
    p = portrait(memoire, sujets.de_zone(zonage, zone))
    cartes_du_portrait = [c for b in portrait_vue.document(p).blocs for c in b.cles]
    en_portrait = [x for x in en_lignes(rendus.csv(p)) if x["code_zone"] == zone and not x["code_metier"]]
    lignes_du_portrait = {x["libelle_indicateur"]: x for x in en_portrait}
    place = portrait_lieu.fiche(memoire, sujets.de_zone(zonage, zone))
    cartes = dict(zip(fiche.TITRES, fiche.cartes(place), strict=True))
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
        f.bouge(explore.e.dit)
    courbe = dict(zip(s.periodes, s.y, strict=True))
    f.egale(courbe.get(f.periode))
    table = lieux_suivis.table(places)
    f.fichier(table[table["periode"] == f.periode].iloc[0], 9)


ESTIMEE = "bmo_part_difficiles_estimee"
ETATS = {-1: "au-dessous", 0: "écart non prouvé", 1: "au-dessus"}
NOMS = dict(zonages.zones("bassin")[["code_zone", "libelle_zone"]].itertuples(index=False))


@pytest.fixture(scope="module")
def inventees(tmp_path_factory) -> Donnees:
    dossier = tmp_path_factory.mktemp("parts")
    with pytest.MonkeyPatch.context() as m:
        m.setenv("OBSERVATOIRE_DONNEES", str(dossier / "racine"))
        assert main(["importer", "bmo", *(str(builders.fichier_bmo(dossier, a)) for a in (2021, 2022))]) == 0
    return Donnees(dossier / "racine")


def comparer(d: Donnees, metier: Metier | None) -> int:
    """Map, table and file say of a share what its market says; returns how many. Its bounds: `test_estimations.py`."""
    niveau, groupe = (metier.niveau, metier.code) if metier else (marches.ENSEMBLE, marches.ENSEMBLE)
    m = enquete.lire_marches(d, niveau, "bassin")
    m = m[(m["code_groupe"] == groupe) & m["code_zone"].isin(NOMS)]
    t, region = (tableau.calculer(d, ESTIMEE, z, metier) for z in ("bassin", "region"))
    carte = vue_carte.dessiner(t, region)
    fichier = lignes_exportees.du_tableau(t, {}).set_index(["periode", "code_zone"])
    rangees = {p: tables.lignes_classees(t.indicateur, t.periode(p), NOMS, None) for p in m["annee"].unique()}
    lignes = {p: {x.code: x for x in liste} for p, liste in rangees.items()}
    for _, x in m.iterrows():
        annee, zone = x["annee"], x["code_zone"]
        etat, ligne, exportee = carte.etats[annee][zone], lignes[annee][zone], fichier.loc[(annee, zone)]
        ou = f"{metier} {zone} {annee}"
        if x["statut"] != "estime":
            assert (etat.nombre, ou_rien(exportee["valeur"])) == (None, None), ou
            continue
        imprimee = math.floor(100 * x["q_estimee"] + 0.5)
        assert (etat.nombre, ligne.valeur, etat.valeur) == (imprimee, str(imprimee), str(imprimee)), ou
        assert ligne.classe == 1 + sum(imprimee >= limite for limite in (20, 40, 60, 80)), ou
        marge = None if pd.isna(x["declaree"]) else x["marge_points"]
        assert ou_rien(exportee["marge_declaree_points"]) == pytest.approx(marge), ou
        if metier is None:
            assert (ou_rien(exportee["classe"]), exportee["etat"]) == (None, ETATS[x["position"]]), ou
            assert mots.POSITIONS[x["position"]] in etat.etiquette, ou
            assert mots.POSITIONS[x["position"]] in ligne.etat, ou
        else:
            assert int(exportee["classe"]) == x["classe"] == etat.classe, ou
            assert (exportee["certitude"], ou_rien(exportee["etat"])) == (x["certitude"], None), ou
            assert etat.fragile == (x["certitude"] == "fragile"), ou
            dit = mots.enonce(x["classe"], x["certitude"], x["w"])
            assert (etat.etiquette.endswith(dit), ligne.etat) == (True, dit), ou
    return int(m["statut"].eq("estime").sum())


@pytest.mark.parametrize(("lues", "nb"), [("inventees", 10), pytest.param("officielles", 800, marks=pytest.mark.long)])
def test_all_that_is_shown_of_a_share_is_what_its_market_says(request, lues, nb):
    d = request.getfixturevalue(lues)
    familles = sorted(set(enquete.lire_marches(d, "famille", "bassin")["code_groupe"]))
    assert sum(comparer(d, metier) for metier in (None, *(Metier("famille", f) for f in familles))) > nb


LIMITES = {1: (0, 19), 2: (20, 39), 3: (40, 59), 4: (60, 79), 5: (80, 100)}
CELLULES = [(n, z) for n in marches.NIVEAUX for z in marches.ZONAGES]


@pytest.fixture(scope="module", params=courts(CELLULES, CELLULES[::3]), ids="-".join)
def cellules(request, demonstration):
    """All rows of a level on a zoning, with the names of the groups."""
    niveau, zonage = request.param
    df = enquete.lire_marches(demonstration, niveau, zonage)
    df = df[df["code_zone"].isin(zonages.noms(zonage))]
    noms = {"ensemble": estimees.TOUS}
    for annee in sorted(set(df["annee"])) if niveau != "ensemble" else ():
        noms |= nomenclatures.libelles_enquete(demonstration, niveau, annee)
    return zonage, df.assign(nom=df["code_groupe"].map(noms)), noms


@pytest.mark.parametrize("vus", courts((200, None), (200,)))
def test_every_cell_has_the_same_number_class_and_movement_on_every_view(cellules, vus):
    zonage, df, noms = cellules
    fichier = en_lignes(vue.csv([(zonage, df)], noms, {}, True))
    lus = {(x["periode"], x["code_zone"], x["code_metier"]): x for x in fichier}
    assert len(lus) == len(df)
    enquetees = df[df["statut"] != "non_enquete"]
    for r in enquetees.iloc[:: 1 + len(enquetees) // (vus or len(df))].itertuples():
        lu = lus[r.annee, r.code_zone, r.code_groupe]
        ligne = estimees.table([r], "")[1][0]
        dits = [texte(tuiles.carte_html(r)), texte(tuiles.fiche_html(r)), " ".join(vue.explication(r, "x", zonage))]
        assert not re.search(r"\bnan\b|<NA>|None", " ".join([*dits, *ligne]))
        if not estimees.estimee(r):
            assert lu["part_estimee_pct"] == lu["classe"] == lu["certitude"] == lu["mots"] == ligne[1] == ""
            assert lu["raison"]
            continue
        part = estimees.estimee_dite(r)
        entier = int(part.partition("\u00a0")[0])
        assert entier == enonces.pourcent(r.q_estimee)
        assert abs(entier - float(lu["part_estimee_pct"].replace(",", "."))) <= 0.55
        etat = ciel._etat(r, "x")
        suivis = [courbes.Suivi("x", [r])]
        courbe = courbes.table(courbes.preparer(suivis, {r.annee: "FAP"}, "metier"))[1][0][2]
        assert ligne[1] == part == courbe == f"{etat.valeur}\u00a0%"
        for dit in (*dits, etat.etiquette):
            assert part in dit
        assert LIMITES[etat.classe][0] <= entier <= LIMITES[etat.classe][1]
        assert lu["mots"] == estimees.enonce(r) or r.code_groupe == marches.ENSEMBLE
        assert lu["mots"] in texte(ligne[2])
        if r.code_groupe == marches.ENSEMBLE:
            assert lu["classe"] == lu["certitude"] == ""
            assert not etat.fragile
            continue
        assert (lu["classe"], lu["certitude"]) == (str(etat.classe), r.certitude)
        fragile = r.certitude == enonces.FRAGILE
        assert etat.fragile == fragile
        mot = mots.classe_dite(etat.classe)
        for dit in (*dits[:2], etat.etiquette):
            assert (mot in dit.lower()) != fragile
        assert estimees.mouvement(r).startswith(lu["evolution"])
