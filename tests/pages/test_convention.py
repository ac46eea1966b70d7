"""The convention: what its cockpit says, the files it gives, its screen; the whole cycle, from model to export."""

import io
import re
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from data_loaders.__main__ import main
from data_loaders.contracts.convention import PARTIES, mesures
from data_loaders.convention import cadre, dispositifs, receptions as recues, suivi
from data_loaders.francais import echapper
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import convention
from data_loaders.versions import approbations
from data_loaders.versions.approbations import Logo, Statut
from pages.figures import theme
from pages.figures.convention import cockpit, dispositifs as figures, engagements, exports, registres, vue
from tests.data_loaders.test_suivi import recues as receptions
from tests.lecture import en_lignes, en_pdf, lisible
from tests.pages import outils
from tests.pages.outils import arbre, contenu, manquent
from tests.vues import un_sur

DEFAUT = cadre.defaut()
VALIDE = Statut(("region", "france_travail"))
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/></svg>'
CIF = [(1, "cif_1_reunions", "2013", "france_travail", "2014-02-01", 9)]
AVRIL, NOVEMBRE = date(2014, 4, 1), date(2026, 11, 25)


def voir(jour, *lignes, c=DEFAUT, statut=None, garder=None):
    suivis = [s for s in suivi.suivre(receptions(*lignes), c, jour) if garder is None or s.mesure.code in garder]
    statut = statut or Statut()
    return suivis, vue.preparer(suivis, c, jour, statut, "2014-02-01--0a0a0a0a" if lignes else "")


@pytest.mark.parametrize(("jour", "lignes", "garder", "titre"), [
    (AVRIL, (), None, "20 mesures sur 24 sont en retard"),
    (AVRIL, (), ("cif_1_reunions",), "1 mesure est en retard"),
    (date(2014, 1, 15), (), None, "Aucun retard : 20 mesures encore attendues"),
    (date(2014, 2, 2), CIF, ("cif_1_reunions",), "Toutes les mesures attendues sont reçues"),
    (NOVEMBRE, CIF, None, "Aucune des 24 mesures n’est reçue en entier"),
    (NOVEMBRE, CIF, ("cif_1_reunions",), "Une mesure, reçue en partie"),
    (AVRIL, (), (), "Aucune mesure de l’annexe ne répond à ce choix"),
    (AVRIL, (), ("spo_2_territoires",), "Aucun retard : rien n’est attendu pour ces mesures"),
])  # fmt: skip
def test_the_title_is_the_finding(jour, lignes, garder, titre):
    assert lisible(voir(jour, *lignes, garder=garder)[1].titre) == titre


def comites(*dates):
    siennes = (i._replace(dates=dates) if i.code == cadre.PILOTAGE else i for i in DEFAUT.instances)
    return replace(DEFAUT, instances=tuple(siennes))


def dits(jour, *lignes, **options):
    """What is left to settle, each in its sentence."""
    return [p.phrase for p in voir(jour, *lignes, **options)[1].points]


def test_once_the_convention_is_over_no_meeting_is_asked_for():
    dernier, apres = date(2017, 8, 27), date(2017, 8, 28)
    assert voir(dernier)[1].comite.endswith("date à fixer (tous les deux mois)")
    assert "Fixer la date du prochain comité de pilotage." in dits(dernier)
    assert voir(apres)[1].comite.startswith("Convention achevée")
    assert not any("comité" in p for p in dits(apres))
    # A meeting that the signatories set all the same is said.
    assert voir(apres, c=comites(date(2017, 9, 20)))[1].comite.endswith("20 septembre 2017 (tous les deux mois)")


def test_the_line_of_meetings_draws_those_within_six_months():
    dates = (date(2013, 1, 1), date(2014, 1, 28), date(2014, 3, 25), date(2014, 5, 27), date(2014, 7, 22))
    c = comites(*dates)
    dessin = cockpit.frise_svg(c, AVRIL, "clair")
    assert dessin.count("<circle") == 4
    assert dessin.count(theme.CLAIR["balise"]) == 1
    assert "27 mai" in dessin
    dite = cockpit.frise_dite(c, AVRIL)
    assert "passées : 28 janvier 2014 et 25 mars 2014, à venir : 27 mai 2014 et 22 juillet 2014" in lisible(dite)
    assert cockpit.frise_svg(comites(), AVRIL, "clair") == cockpit.frise_dite(comites(), AVRIL) == ""
    serrees = cockpit.frise_svg(comites(*(date(2014, 6, j) for j in range(1, 20))), AVRIL, "sombre")
    assert serrees.count("<text") == 2


def test_two_parties_that_differ_and_a_missing_approval_are_points_once_a_value_came():
    deux = [*CIF, (2, "cif_1_reunions", "2013", "region", "2014-02-02", 12)]
    points = dits(date(2014, 3, 1), *deux, statut=Statut(("region",)))
    assert any("valeurs différentes pour 2013" in p for p in points)
    assert any(p.startswith("Recueillir l’approbation de France Travail") for p in points)
    assert not any("approbation" in p for p in dits(date(2014, 3, 1), *deux, statut=VALIDE))
    assert any("approbation" in p for p in dits(date(2014, 2, 1), *CIF))
    assert not any("approbation" in p for p in dits(date(2014, 1, 31), *CIF))


def cellules(html):
    """Rows of the body of the table, each the texts of its cells."""
    mots = ([" ".join(" ".join(c.itertext()).split()) for c in r] for r in arbre(html).find(".//tbody").iter("tr"))
    return [*mots]


def test_an_engagement_says_its_state_its_date_and_its_evidence():
    dit = DEFAUT.engagements[0]._replace(etat="tenu", date="2014-06-01", preuve="<script>alert(1)</script>")
    c = replace(DEFAUT, engagements=(dit, DEFAUT.engagements[1]))
    v, html = engagements.un_par_un(c)
    assert "<script>" not in html
    _, premier, second = cellules(html)
    assert (premier[0], premier[3], premier[4]) == ("tenu", "1ᵉʳ juin 2014", "<script>alert(1)</script>")
    assert (second[0], second[3], second[4]) == ("non renseigné", "non renseignée", "non renseignée")
    assert v.sous_titre == ""
    assert engagements.bilan([dit]) == "1\xa0engagement\xa0: 1 «\xa0tenu\xa0»"


@pytest.mark.parametrize(("etats", "titre"), [
    (["tenu"], "1 engagement sur 30 est tenu"),
    (["tenu"] * 12, "12 engagements sur 30 sont tenus"),
    (["tenu"] * 30, "Les 30 engagements sont tenus"),
    (["abandonné"], "Aucun des 30 engagements n’est dit tenu"),
])  # fmt: skip
def test_the_title_of_the_engagements_is_the_finding(etats, titre):
    dits = [e._replace(etat=etat) for e, etat in zip(DEFAUT.engagements, etats, strict=False)]
    assert lisible(engagements.titre([*dits, *DEFAUT.engagements[len(dits) :]])) == titre


def test_the_calendar_of_a_year_marks_the_next_meeting():
    c = comites(date(2014, 11, 25), date(2015, 3, 24), date(2015, 5, 27), date(2015, 5, 28))
    html = engagements.calendrier_html(c.instances, date(2015, 4, 1))
    ((nom, *mois),) = cellules(html)
    assert nom == "Comité de pilotage de la convention"
    assert [m for m in mois if m != "aucune réunion"] == ["24", "27 , prochaine réunion , 28"]
    assert len(mois) == 12
    assert engagements.calendrier_html(c.instances, date(2016, 1, 1)) == ""
    assert engagements.sans_reunion(DEFAUT.instances) == "Aucune date de réunion n’est renseignée."
    assert engagements.sans_reunion(c.instances) == ""


def test_a_target_says_where_it_comes_from_and_how_far_it_is_reached():
    p = DEFAUT.propositions["cif_1_reunions"]._replace(cible=12.0)
    c = replace(DEFAUT, propositions={**DEFAUT.propositions, "cif_1_reunions": p})
    suivis, v = voir(AVRIL, *CIF, c=c, garder=("cif_1_reunions", "presc_1_prescriptions"))
    assert [cockpit.cible(s) for s in suivis] == [("12", "proposée, 75\xa0% atteints"), ("non fixée", "")]
    html = cockpit.suivi_html(suivis, "Suivi")
    assert [ligne[-1] for ligne in cellules(html)] == ["12 proposée, 75 % atteints", "non fixée"]
    assert v.lacunes == ""


def test_the_curve_appears_with_two_values_and_says_them():
    deux = [*CIF, (1, "cif_1_reunions", "2014", "france_travail", "2015-02-01", 12)]
    suivis, _ = voir(date(2015, 4, 1), *deux, garder=("cif_1_reunions",))
    html = cockpit.suivi_html(suivis, "Suivi")
    assert '<img class="clair" alt="9 en 2013 et 12 en 2014"' in html
    assert cockpit.ecart(suivis[0]) == "+3 depuis 2013"
    assert "+3 depuis 2013" in html


def test_workbooks_received_are_listed_the_newest_first():
    recues = (("lic_2_formations", "2014-S1", 4), ("lic_2_formations", "2014-S2", None), ("fpc_1_suites", "2014", 12))
    lignes = [(2, code, periode, "region", "2015-02-10", valeur) for code, periode, valeur in recues]
    df = receptions((1, "lic_1_formations", "2014-S1", "france_travail", "2014-07-20", 9), *lignes)
    assert registres.envois(df).lignes == [
        ["2", "f.xlsx", "Région", "10 février 2015", "2014", "2", "2"],
        ["1", "f.xlsx", "France Travail", "20 juillet 2014", "1ᵉʳ semestre 2014", "1", "1"],
    ]
    assert registres.titre_saisie(df) == "2 classeurs ont été reçus, le dernier le 10 février 2015"
    assert registres.titre_saisie(df[df["numero"] == 1]) == "Un classeur a été reçu, le 20 juillet 2014"
    assert registres.titre_saisie(df[:0]) == "Aucun classeur n’a encore été reçu"


@pytest.mark.parametrize(("statut", "titre"), [
    (Statut(), "Aucun des deux signataires n’a encore approuvé les valeurs reçues"),
    (Statut(("region",)), "Il manque l’approbation de France Travail"),
    (VALIDE, "Les deux signataires ont approuvé les valeurs de l’annexe"),
    (VALIDE._replace(publie_le="2015-05-01"), "Les valeurs de l’annexe sont publiées depuis le 1ᵉʳ mai 2015"),
])  # fmt: skip
def test_the_title_of_publication_is_the_finding(statut, titre):
    assert registres.titre_publication(statut, "2015-02-10--0a0a0a0a") == titre
    assert registres.titre_publication(statut, "").startswith("Rien à approuver")


def test_logos_are_said_missing_or_waiting():
    logos = {p: Logo(p, SVG, "image/svg+xml") for p in VALIDE.parties}
    assert registres.logos_dits({}, VALIDE).startswith("Aucun logo")
    assert "une fois les deux approbations" in registres.logos_dits(logos, Statut())
    assert registres.logos_dits(logos, VALIDE) == "Les deux logos figurent sur le suivi et son relevé"


def test_the_workbook_says_where_it_stands_what_is_late_and_what_came():
    suivis, v = voir(AVRIL, *CIF)
    contenu = exports.xlsx(suivis, v, DEFAUT, AVRIL, Statut(), "2014-02-01--0a0a0a0a")
    livre = openpyxl.load_workbook(io.BytesIO(contenu))
    couverture = dict(r[:2] for r in livre["Présentation"].iter_rows(values_only=True))
    assert couverture["Mention"] == "Document de travail – non validé"
    assert couverture["Instantané des valeurs"] == "2014-02-01--0a0a0a0a"
    assert couverture["Mesures\xa0: en retard"] == "19"
    assert [r[0].value for r in livre["Points à traiter"].iter_rows(min_row=2)] == [p.phrase for p in v.points]
    lignes = list(livre["Suivi"].iter_rows(values_only=True))
    cif = next(dict(zip(lignes[0], r, strict=True)) for r in lignes if r[1] == "cif_1_reunions")
    assert (cif["valeur"], cif["etat"], cif["raison"]) == (9, "reçu", None)


def test_the_csv_says_where_it_stands_on_each_row():
    suivis, _ = voir(AVRIL, *CIF)
    lignes = en_lignes(exports.csv(suivis, AVRIL, VALIDE._replace(publie_le="2015-05-01")))
    assert len(lignes) == 24
    assert {list(x.values())[-1] for x in lignes} == {"Publié le 1ᵉʳ mai 2015, validé par les deux signataires"}
    assert "aucune valeur transmise" in {dit for x in lignes for dit in x.values()}


def test_the_pdf_holds_every_measure_and_carries_logos_only_once_approved():
    suivis, v = voir(AVRIL, *CIF)
    logos = {p: Logo(p, SVG, "image/svg+xml") for p in VALIDE.parties}

    def faire(*approuve):
        contenu = exports.document(suivis, v, DEFAUT, AVRIL, *approuve)
        lu = en_pdf(contenu)
        assert lu.metadata.title == v.titre
        return contenu, " ".join(" ".join(p.extract_text() for p in lu.pages).split())

    travail, texte = faire(Statut(), logos)
    assert all(s.mesure.unite in texte for s in suivis)
    assert "Document de travail – non validé" in texte
    assert texte.count("non transmise") == 23
    assert texte.count("en retard (0 sur 1)") == 19
    assert "Cible" not in texte
    assert "2013 2014" in texte
    assert "Périodes : R reçu, ! en retard, a attendu, – non transmis, · rien d’attendu." in texte
    valide, texte = faire(VALIDE, logos)
    assert "Validé par les deux signataires" in texte
    assert travail == faire(Statut())[0]
    assert valide != faire(VALIDE)[0]


COLONNES = {nom: i for i, nom in enumerate(convention.COLONNES, 1)}
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 8


def ouvrir(**adresse):
    return outils.ouvrir("convention", **{"rubrique": "suivi"} | adresse)


def texte(at):
    return re.sub(r"\s+", " ", outils.texte(at))


@pytest.mark.parametrize("au", ["2012-01-01", "2999-01-01", "20150630", "30/06/2015", "<script>", "２０１５-06-30"])
def test_an_impossible_day_is_said_and_today_is_shown(racine, au):
    at = outils.ouvrir("accueil", au=au)
    assert any("date d’observation" in w.value for w in at.warning)
    assert "Ce qu’écrit la convention" in texte(at.switch_page("pages/convention.py").run())


@pytest.mark.parametrize(("fichier", "ecrit", "dit"), [
    (cadre.FICHIER, "[mesure.cif_1_reunions]\npartie = 'prefecture'\n", "mesure.cif_1_reunions, champ partie"),
    (approbations.FICHIER, "abîmé\n", "Document de travail – non validé"),
])  # fmt: skip
def test_a_fault_in_an_edited_file_or_a_register_is_said_and_the_rest_stays(copie, fichier, ecrit, dit):
    (copie / fichier).write_text(ecrit, "utf-8")
    assert manquent(texte(ouvrir()), dit, "Suivi des mesures") == []


def remplir(dossier, partie, annee, valeurs, nom=None):
    """The real model of a party and year, filled; `valeurs`: code -> {column: what is typed}."""
    chemin = dossier / (nom or f"{partie}_{annee}.xlsx")
    assert main(["modele", "convention", str(chemin), "--partie", partie, "--periode", annee]) == 0
    livre = openpyxl.load_workbook(chemin)
    feuille = livre[convention.SAISIE]
    for rang in range(2, feuille.max_row + 1):
        code = feuille.cell(rang, COLONNES["code_mesure"]).value
        for colonne, valeur in valeurs.get(code, {}).items():
            feuille.cell(rang, COLONNES[colonne]).value = valeur
    livre.save(chemin)
    return chemin


def importer(chemin):
    return main(["importer", "convention", str(chemin)])


def en_vigueur():
    return Donnees().instantane("convention", Donnees().millesimes("convention")[-1]).identifiant


@pytest.mark.parametrize("fichier", ["receptions.parquet", "manifest.json"])
def test_a_damaged_snapshot_is_said_in_french(copie, tmp_path, fichier):
    assert importer(remplir(tmp_path, "region", "2014", {"vae_2_euros": {"value": 9}})) == 0
    (chemin,) = copie.glob(f"snapshots/convention/*/{fichier}")
    chemin.write_bytes(b"abime")
    assert manquent(texte(ouvrir()).replace("’", "'"), "abîmé", "réimporter le fichier d'origine") == []


def test_the_whole_cycle(copie, tmp_path):
    """Blank model, filled by each party, refused with its three faults, corrected, approved by both, exported."""
    region = {c: {"value": 40} for c, m in mesures().items() if m.partie == "region"}
    operateur = {c: {"value": 50} for c, m in mesures().items() if m.partie == "france_travail"}
    fautif = operateur | {
        "spo_1_personnes": {"value": "50 personnes"},
        "vae_1_euros": {"value": 50, "unite": "milliers d'euros"},
        "presc_1_prescriptions": {"value": 50, "periode": "14"},
    }

    assert importer(remplir(tmp_path, "region", "2014", region)) == 0
    avant = en_vigueur()
    assert importer(remplir(tmp_path, "france_travail", "2014", fautif)) == 3
    assert en_vigueur() == avant
    saisie = texte(ouvrir(rubrique="saisie"))
    assert "france_travail_2014.xlsx texte au lieu d’un nombre 3 à corriger quarantine/" in saisie

    assert importer(remplir(tmp_path, "france_travail", "2014", operateur, "corrige.xlsx")) == 0
    d = Donnees()
    assert d.lire("convention")["code_mesure"].nunique() == 24
    assert set(recues.lire(d)["fichier"]) == {"region_2014.xlsx", "corrige.xlsx"}

    attendus = ("Document de travail – non validé", "40 personnes en 2014", "1 sur 5")
    assert manquent(texte(ouvrir()), *attendus) == []
    instantane = en_vigueur()
    (copie / "logos").mkdir()
    for partie in PARTIES:
        (copie / "logos" / f"{partie}.png").write_bytes(PNG)
    assert "obs-logos" not in contenu(ouvrir())

    for partie in PARTIES:
        options = ["--partie", partie, "--nom", "Nom saisi", "--reference", "compte rendu"]
        assert main(["approuver", f"convention/{instantane}", *options]) == 0
    at = ouvrir()
    assert "Validé par les deux signataires" in texte(at)
    assert "obs-logos" in contenu(at)
    assert main(["publier", "convention", "--nom", "Nom saisi", "--reference", "rapport annuel"]) == 0
    publie = texte(ouvrir(rubrique="publication"))
    assert "Les valeurs de l’annexe sont publiées depuis le" in publie
    assert publie.count("fait, Nom saisi, le") == 3


TEXTE = dispositifs.lire()


@pytest.mark.parametrize("code", un_sur(3, TEXTE.fiches))
def test_the_address_of_each_figure_shows_it_in_its_exact_words(racine, code):
    f, siens = TEXTE.fiches[code], TEXTE.de(code)
    html = contenu(ouvrir(rubrique="dispositifs", fiche=code, **({"chiffre": siens[-1].code} if siens else {})))
    assert manquent(html, f"<h1>{echapper(f.constat)}</h1>", *(echapper(p.dit) for p in f.ecrit)) == []
    for c in siens:
        (ici,) = re.findall(rf'<li id="chiffre-{c.code}".*?</li>', html, re.S)
        assert manquent(ici, f"<q>«\u00a0{echapper(c.mots)}\u00a0»</q>", echapper(c.nombre)) == []
        assert ('aria-current="true"' in ici) == (c is siens[-1])
        _, montre = figures.essentiel(f, siens, cadre.defaut(), c.code)
        assert f'<li id="chiffre-{c.code}" class="obs-vise"' in montre
        assert montre.count("obs-vise") == 1
    if not siens:
        assert figures.SANS_CHIFFRE in html
