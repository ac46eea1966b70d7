"""What the cockpit of the convention says, and the files it gives: read as their receiver would."""

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from pypdf import PdfReader

from data_loaders.convention import cadre, suivi
from data_loaders.versions.approbations import Logo, Statut
from pages.figures import tables, theme
from pages.figures.convention import (
    exports as convention_exports,
)
from pages.figures.convention import (
    frise as convention_frise,
)
from pages.figures.convention import (
    registres as convention_registres,
)
from pages.figures.convention import (
    tables as convention_tables,
)
from pages.figures.convention import (
    vue as convention_vue,
)
from tests.data_loaders.test_suivi import receptions

DEFAUT = cadre.defaut()
VALIDE = Statut(("region", "france_travail"))
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/></svg>'
CIF = [(1, "cif_1_reunions", p, "france_travail", "2014-02-01", v) for p, v in (("2013", 9),)]


def voir(jour, *lignes, c=DEFAUT, statut=None, garder=None):
    suivis = [s for s in suivi.suivre(receptions(*lignes), c, jour) if garder is None or s.mesure.code in garder]
    statut = statut or Statut()
    return suivis, convention_vue.preparer(suivis, c, jour, statut, "2014-02-01--0a0a0a0a" if lignes else "")


@pytest.mark.parametrize(
    ("jour", "lignes", "garder", "titre"),
    [
        (date(2014, 4, 1), (), None, "20 mesures en retard"),
        (date(2014, 1, 15), (), None, "Aucun retard : 20 mesures encore attendues"),
        (date(2014, 2, 2), CIF, ("cif_1_reunions",), "Toutes les mesures attendues sont reçues"),
        (date(2026, 11, 25), (), None, "Aucune mesure de l’annexe n’a été transmise"),
        (date(2026, 11, 25), CIF, None, "Aucune des 24 mesures n’est reçue en entier"),
        (date(2026, 11, 25), CIF, ("cif_1_reunions",), "Une mesure, reçue en partie"),
        (date(2014, 4, 1), (), (), "Aucune mesure de l’annexe ne répond à ce choix"),
        (date(2014, 4, 1), (), ("spo_2_territoires",), "Aucun retard : rien n’est attendu pour ces mesures"),
    ],
)
def test_the_title_is_the_finding(jour, lignes, garder, titre):
    assert voir(jour, *lignes, garder=garder)[1].titre.replace("\xa0", " ") == titre


def test_the_next_meeting_stands_in_the_title_when_it_is_set():
    instances = tuple(
        i._replace(dates=(date(2014, 5, 27),)) if i.code == cadre.PILOTAGE else i for i in DEFAUT.instances
    )
    v = voir(date(2014, 4, 1), c=replace(DEFAUT, instances=instances))[1]
    assert v.titre.endswith("en retard avant le comité de pilotage du 27 mai 2014")
    assert v.comite.endswith("27 mai 2014 (tous les deux mois)")
    assert not [p for _, p in v.points if "Fixer la date" in p]


def comites(*dates):
    return replace(
        DEFAUT, instances=tuple(i._replace(dates=dates) if i.code == cadre.PILOTAGE else i for i in DEFAUT.instances)
    )


def test_the_line_of_meetings_draws_those_within_six_months():
    dates = (date(2013, 1, 1), date(2014, 1, 28), date(2014, 3, 25), date(2014, 5, 27), date(2014, 7, 22))
    c, jour = comites(*dates), date(2014, 4, 1)
    dessin = convention_frise.svg(c, jour, "clair")
    assert dessin.count("<circle") == 4
    assert dessin.count(theme.CLAIR["balise"]) == 1
    assert "27 mai" in dessin
    assert convention_frise.phrase(c, jour) == (
        "Réunions du comité de pilotage autour du 1er avril 2014, passées : 28 janvier 2014 et 25 mars 2014, à venir : "
        "27 mai 2014 et 22 juillet 2014"
    )
    assert convention_frise.svg(comites(), jour, "clair") == convention_frise.phrase(comites(), jour) == ""
    serrees = convention_frise.svg(comites(*(date(2014, 6, j) for j in range(1, 20))), jour, "sombre")
    assert serrees.count("<text") == 2


def test_counts_always_share_the_measures_and_carry_a_word():
    for jour in (date(2013, 9, 1), date(2014, 4, 1), date(2026, 11, 25)):
        suivis, v = voir(jour, *CIF)
        assert sum(c.nombre for c in v.comptes) == len(suivis) == 24
        assert all(c.mot for c in v.comptes)


def test_points_name_each_party_and_what_is_left_to_settle():
    points = [texte for _, texte in voir(date(2014, 4, 1))[1].points]
    assert points[0].startswith("Région\xa0: 10\xa0mesures en retard depuis le 31 mars 2014")
    assert "VAE (2)" in points[0]
    assert points[1].startswith("France Travail\xa0: 10\xa0mesures en retard")
    assert any("30 septembre 2014" in p for p in points) is False
    assert any("date du prochain comité" in p for p in points)
    assert any("30 engagements sur 30" in p for p in points)


def test_two_parties_that_differ_and_a_missing_approval_are_points():
    deux = [*CIF, (2, "cif_1_reunions", "2013", "region", "2014-02-02", 12)]
    points = [texte for _, texte in voir(date(2014, 3, 1), *deux, statut=Statut(("region",)))[1].points]
    assert any("valeurs différentes pour 2013" in p for p in points)
    assert any(p.startswith("Recueillir l’approbation de France Travail") for p in points)
    assert not any("approbation" in p for _, p in voir(date(2014, 3, 1), *deux, statut=VALIDE)[1].points)


def test_every_row_says_why_a_cell_is_empty_and_escapes_what_is_typed():
    suivis, v = voir(date(2014, 4, 1), *CIF)
    lignes = convention_tables.suivi_lignes(suivis, "clair")
    assert len(lignes) == 24
    assert all(str(c) for ligne in lignes for c in ligne)
    html = tables.tableau_html(convention_tables.SUIVI, lignes, convention_tables.legende_suivi(v))
    assert html.count("<tr") == 25
    assert "9\xa0réunions, 2013" in html
    c = replace(DEFAUT, engagements=(DEFAUT.engagements[0]._replace(preuve="<script>alert(1)</script>"),))
    assert "<script>" not in tables.tableau_html(
        convention_registres.ENGAGEMENTS, convention_registres.engagements(c), "x"
    )


def test_an_engagement_says_its_state_its_date_and_its_evidence():
    dit = DEFAUT.engagements[0]._replace(etat="tenu", date="2014-06-01", preuve="compte rendu")
    lignes = convention_registres.engagements(replace(DEFAUT, engagements=(dit, DEFAUT.engagements[1])))
    assert lignes[0][-1] == "tenu, le 1er juin 2014\u202f; compte rendu"
    assert lignes[1][-1] == "non renseigné"
    assert convention_registres.bilan_engagements([dit]) == "1\xa0engagement\xa0: 1 «\xa0tenu\xa0»"


def test_a_target_is_marked_proposed_and_compared():
    p = DEFAUT.propositions["cif_1_reunions"]._replace(cible=12.0)
    c = replace(DEFAUT, propositions={**DEFAUT.propositions, "cif_1_reunions": p})
    suivis, _ = voir(date(2014, 4, 1), *CIF, c=c, garder=("cif_1_reunions",))
    cellules = dict(
        zip([t for t, _ in convention_tables.SUIVI], convention_tables.suivi_lignes(suivis, "clair")[0], strict=True)
    )
    assert cellules["Cible"] == "12 (proposé)\xa0: 75\xa0% atteints"


def test_the_curve_appears_with_two_values_and_says_them():
    deux = [*CIF, (1, "cif_1_reunions", "2014", "france_travail", "2015-02-01", 12)]
    suivis, _ = voir(date(2015, 4, 1), *deux, garder=("cif_1_reunions",))
    cellule = convention_tables.suivi_lignes(suivis, "clair")[0][4]
    assert cellule.startswith("+3 depuis 2013<img alt=")
    assert "9 en 2013 et 12 en 2014" in cellule


def test_the_end_of_the_convention_is_said_once_it_is_over():
    assert "Pôle emploi est devenu France Travail" in voir(date(2026, 11, 25))[1].champ
    assert "France Travail" not in voir(date(2014, 4, 1))[1].champ


def test_the_workbook_has_its_cover_and_every_sheet():
    suivis, v = voir(date(2014, 4, 1), *CIF)
    contenu = convention_exports.xlsx(suivis, v, DEFAUT, date(2014, 4, 1), Statut(), "2014-02-01--0a0a0a0a")
    livre = openpyxl.load_workbook(io.BytesIO(contenu))
    assert livre.sheetnames == ["Présentation", "Suivi", "Périodes", "Points à traiter", "Engagements", "Réunions"]
    couverture = dict(r[:2] for r in livre["Présentation"].iter_rows(values_only=True))
    assert couverture["Mention"] == "Document de travail – non validé"
    assert "ne parle au nom d’aucun des signataires" in couverture["Auteur"]
    assert couverture["Mesures\xa0: en retard"] == "19"
    lignes = list(livre["Suivi"].iter_rows(values_only=True))
    assert len(lignes) == 25
    cif = next(dict(zip(lignes[0], r, strict=True)) for r in lignes if r[1] == "cif_1_reunions")
    assert (cif["valeur"], cif["etat"], cif["raison"]) == (9, "reçu", None)


def test_the_csv_says_where_it_stands_on_each_row():
    suivis, _ = voir(date(2014, 4, 1), *CIF)
    lignes = convention_exports.csv(suivis, date(2014, 4, 1), VALIDE).decode("utf-8-sig").split("\r\n")
    assert len(lignes) == 26
    assert all(ligne.endswith(";Validé par les deux signataires") for ligne in lignes[1:-1])
    assert any(";aucune valeur transmise;" in ligne for ligne in lignes)


def texte_pdf(contenu):
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(contenu)).pages).split())


def test_the_pdf_holds_every_measure_and_carries_logos_only_once_approved():
    suivis, v = voir(date(2014, 4, 1), *CIF)
    logos = {p: Logo(p, SVG, "image/svg+xml") for p in VALIDE.parties}
    travail = convention_exports.document(suivis, v, DEFAUT, date(2014, 4, 1), Statut(), logos)
    texte = texte_pdf(travail)
    for s in suivis:
        assert s.mesure.unite in texte
    assert "Document de travail – non validé" in texte
    assert texte.count("non transmise") == 23
    valide = convention_exports.document(suivis, v, DEFAUT, date(2014, 4, 1), VALIDE, logos)
    assert "Validé par les deux signataires" in texte_pdf(valide)
    assert travail == convention_exports.document(suivis, v, DEFAUT, date(2014, 4, 1), Statut())
    assert valide != convention_exports.document(suivis, v, DEFAUT, date(2014, 4, 1), VALIDE)
    assert PdfReader(io.BytesIO(travail)).metadata.title == v.titre
