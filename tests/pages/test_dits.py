"""A screen opened at an address, as a link opens it, its folds open: what it says, and what it must not."""

import re
from urllib.parse import parse_qs

import pytest

from tests.pages.outils import contenu, deplier, ouvrir, texte

AVESSAC, PART = "lieu=commune:44007", "indicateur=bmo_part_difficiles_estimee"
REGION, COMPOSER = ">Portrait de la région Pays de la Loire<", "<h1>Composer un territoire"
# What a reader learns <- address, what is said, what is not. « @info » is a notice, « <h1> » the title.
DITS = {
    "a métier without any diploma followed says it and shows no rate": (
        "formation?metier=metier:V1X80", ["n’est suivi à la sortie</h1>", "n’en suit aucune"], ["obs-voie"]),
    "a sector takes its métiers as one": (
        "formation?entree=secteur&secteur=batiment",
        ["Le portrait du secteur", "CAP Maçon", "dans la première de 4 familles"], []),
    "a group takes its métiers as one": ("formation?metier=fap87:B2X", ["CAP Monteur en installations thermiques"], []),
    "a diploma nobody follows says why": (
        "formation?entree=diplome&diplome=titre:990003",
        ["pas de suivi à la sortie", "InserJeunes ne suit pas cette certification"], []),
    "an unknown diploma is said": ("formation?diplome=99999999", ["@info", "n’est pas dans les fichiers chargés"], []),
    "an unknown métier is said": ("formation?metier=metier:Z9Z99", ["@info", "n’est pas proposé ici"], []),
    "the météo leads to where to train": (
        "meteo?metier=metier:B2X40&onglet=metier", ['href="formation?entree=metier&metier=metier:B2X40'], []),
    "a sector leads to where to train": (
        "secteurs?secteur=batiment", ['href="formation?entree=secteur&secteur=batiment"'], []),
    "training leads back to the météo": (
        "formation?metier=metier:B2X40", [r'~href="meteo\?[^"]*metier=metier:B2X40'], []),
    "the lens shows a zoning": (
        "territoires?volet=loupe&zonage=gtec", ["<h1>5 territoires GTEC : de 70 420 habitants (Ancenis)", "12 %"], []),
    "the lens shows a territory": (
        "territoires?volet=loupe&zonage=spo&zone=spo:sud-vendee&croise=ze",
        ["<h1>Le territoire SPO du Sud Vendée", "Découpage de travail", "indicateurs sur", "de démonstration"], []),
    "a commune goes under the lens and none of its missing figures is hidden": (
        "territoires?volet=loupe&zonage=commune&zone=commune:85113",
        ["<h1>La commune de l’Île-d’Yeu tient dans le bassin d’emploi de Challans", "dans aucun EPCI."], ["@info"]),
    "a zone chosen gives its history": (
        "territoires?volet=etats&etats=gtec&zonage=gtec&zone=gtec:ancenis",
        ["Chaque état connu d’Ancenis, le plus ancien d’abord"], []),
    "a link abridged is said": ("territoires?volet=libre&libre=x", [COMPOSER, "@warning", "abîmé"], []),
    "an unknown EPCI is said": (
        "territoires?volet=libre&libre=nom~zzzzzz~", [COMPOSER, "@warning", "EPCI inconnus"], []),
    "an unknown commune is said": (
        "territoires?volet=libre&libre=nom~~44zz", [COMPOSER, "@warning", "Communes inconnues"], []),
    "a territory of the convention says its status": (
        "territoires?lieu=spo:ancenis", ["découpage de travail · labellisé le 22 janvier 2013"], []),
    "a place is read in the zoning of the indicator": (
        "carte?lieu=commune:72180&indicateur=taux_chomage", ["d’emploi", "pour la commune de Mamers"], []),
    "a place without a zone says that the region is shown": (
        f"carte?{AVESSAC}&zonage=bassin&{PART}",
        ["La commune d’Avessac : aucun bassin d’emploi ne s’y rapporte, la région est affichée"], []),
    "a place without a bassin is read by its département on the map": (
        f"carte?{AVESSAC}&{PART}", ["département de la Loire-Atlantique, pour la commune d’Avessac"], []),
    "a place without a bassin is read by its département in the météo": (
        f"meteo?{AVESSAC}&{PART}", ["département de la Loire-Atlantique, pour la commune d’Avessac"], []),
    "a figure of the region opens the region": (
        "tendances?indicateur=taux_chomage&zonage=region&lieu=region:52", ["~<h1>[^<]*dans la région"], ["@info"]),
    "nothing to draw is a sentence": (
        f"tendances?{PART}&zones=spo:sud-vendee&zones=commune:44109",
        ["n’est publié pour aucun des territoires choisis"], ["obs-graphique"]),
    "a measure of the convention without value says so": (
        "convention?rubrique=temps&mesures=spo_1_personnes",
        ["~<h1>[^<]*aucune valeur transmise"], ["obs-badge--demo", "@warning"]),
    "an unknown measure is said": ("convention?rubrique=temps&mesures=x", ["<h1>", "@warning", "choix inconnu"], []),
    "too many measures are said": (
        f"convention?rubrique=temps{'&mesures=spo_1_personnes' * 5}", ["<h1>", "@warning", "choix inconnu"], []),
    "too many places lose nothing": (
        f"tendances?{'&'.join(f'zones=departement:{d}' for d in (44, 49, 53, 72, 85))}", ["<h1>"], []),
    "too many periods lose nothing": (f"carte?{'&'.join(f'annees={a}' for a in range(2000, 2010))}", ["<h1>"], []),
    "a version that is a path loses nothing": ("donnees?version_avant=../../etc--00000000", ["<h1>"], []),
    "an unknown version loses nothing": ("donnees?version_avant=2023--00000000&jeu=bmo", ["<h1>"], []),
    "a sector without figures says why": (
        "secteurs?secteur=banque",
        ["~<h1>[^<]* : aucun métier dans l’enquête de démonstration", "La page Données dit comment charger",
         "Données de démonstration"], ["obs-graphique"]),
    "a filière that is no set of métiers lists them and has no total": (
        "secteurs?secteur=aeronautique_navale_emr",
        ["<h1>Aéronautique, Navale, EMR : 4 métiers, sans total pour la filière", "auxquels la filière fait appel",
         "chaque métier a ses propres chiffres", "un soudeur de la navale y est compté avec tous les soudeurs"],
        ["Trois chiffres", "d’un département à l’autre", "Par famille"]),
    "a portrait of a sector says its champ, its source and what is not transmitted": (
        "secteurs?secteur=aide_domicile",
        ["Projets saisonniers", "Jugés difficiles, estimés", "Part déclarée, complétée pour le secret", "Lecture.",
         "part des cellules publiées", "Champ.", "Données de démonstration, chiffres inventés", "Tension officielle",
         "Non transmis : aucun organisme n’a envoyé l’emploi intérimaire", "Correspondance de travail, version 2",
         "Laissé dehors"], []),
    "a portrait of a sector says its open offers, who comes to it and who hires in France": (
        "secteurs?secteur=batiment",
        [r"~\d+ offres ouvertes le \d+ décembre 2024, .* en tête", "ne se divise pas par les projets d’une année",
         r"~On y vient de \d+ autres métiers|relie ce métier à aucun autre", "Part des embauches de France"], []),
    "a past day shows what was late then": (
        "convention?rubrique=suivi&au=2015-06-30", ["20 mesures sur 24 sont en retard", "@jour État au"], []),
    "the calendar of the convention names its day": ("convention?rubrique=engagements", ["@jour Calendrier au"], []),
    "the filters keep the measures of a party and a dispositif": (
        "convention?rubrique=suivi&au=2015-06-30&dispositif=vae&signataire=region",
        ["2 mesures sont en retard"], ["psychologue du travail"]),
    "filters that keep nothing say so": (
        "convention?rubrique=suivi&dispositif=cif&signataire=region", ["Aucune mesure ne répond à ce choix"], []),
    "a figure of another sheet is forgotten": (
        "convention?rubrique=dispositifs&fiche=vae&chiffre=sites", ["<h1>"], ["obs-vise"]),
    "a question without answer is said and the usual table shown": (
        "explorer?indicateur=bmo_projet", ["@warning", "bmo_projets", "<h1>Embauches difficiles"], []),
    "a share among métiers asks for some": ("explorer?mesure=part&par=metier", ["choisir d’abord des métiers"], []),
    "without a choice the portrait is that of the region": ("portrait", [REGION], []),
    "a zone asked for goes before a composed territory": (
        "portrait?libre=Pays~~41ico8&zone=gtec:ancenis", [">Portrait du territoire GTEC d’Ancenis<"], []),
    **{f"the portrait of a damaged link, {lien}, is that of the region": (
        f"portrait?libre={lien}", [REGION, "@warning"], []) for lien in ("abime", "Nom~zz~", "~" * 50)},
    **{f"an indicator of few zonings is named, {mot}": (adresse, ["<h1>", mot], []) for adresse, mot in (
        ("tendances?indicateur=population&zonage=commune", "Population"),
        ("tendances?indicateur=defm_a_cvs&zonage=departement", "corrigé"),
        ("tendances?indicateur=iae_beneficiaires", "insertion"),
        ("tendances?indicateur=places_pro&zonage=departement", "Places en CAP"),
        ("tendances?indicateur=offres_projets&zonage=bassin", "Offres ouvertes pour 100 projets"),
        ("carte?indicateur=places_bts_pression&zonage=spo", "Vœux par place de BTS"),
        ("carte?indicateur=offres&zonage=commune", "Offres d’emploi ouvertes"),
    )},
    **{f"what is chosen on the home page opens its screen, {adresse}": (
        adresse, [f"~<h1>[^<]*{constat}"], ["@warning"]) for adresse, constat in (
        ("territoires?volet=lieu&cherche=Vertou&lieu=commune:44215", "Vertou"),
        ("portrait?portrait=zone&zonage=spo&zone=spo:cholet", "Cholet"),
        ("portrait?portrait=zone&zone=region:52", "Pays de la Loire"),
        ("meteo?onglet=metier&niveau=famille&metier=famille:O&zonage=bassin&zone=bassin:5208", "au Mans"),
        ("carte?zonage=spo&zone=spo:cholet", "Inscrits à France Travail"),
        ("carte?indicateur=taux_chomage&zonage=ze&zone=ze:5211", "Chômage"),
        ("secteurs?secteur=batiment", "Dans le bâtiment"),
    )},
    **{f"« {dit} » is said wherever it is to be, {adresse}": (adresse, [dit], []) for quoi, dit in (
        ("spo", "Territoires : 0 territoire labellisé"), ("gtec", "Les deux ne se comparent pas"),
    ) for adresse in (f"convention?rubrique=dispositifs&fiche={quoi}", f"convention?rubrique=suivi&dispositif={quoi}",
                      f"territoires?volet=etats&etats={quoi}")},
    "what is said of the labels is not where they are not": (
        "convention?rubrique=suivi&dispositif=vae", ["<h1>"], ["Territoires : 0 territoire labellisé"]),
}  # fmt: skip


def tout(at) -> str:
    """Markup then words, notices, and the names of dates; plain spaces."""
    avis = [f"@{ton} {a.label}" for ton in ("info", "warning", "error") for a in at.get(ton)]
    noms = [f"@jour {e.label}" for e in at.date_input]
    dit = "\n".join([contenu(at).replace("&amp;", "&"), texte(at), *avis, *noms])
    return re.sub(r"<h1[^>]*>", "<h1>", dit).translate({0xA0: 32, 0x202F: 32})


@pytest.mark.parametrize("cas", DITS)
def test_a_screen_says_at_an_address_what_its_reader_is_to_learn(racine, cas):
    adresse, dits, tus = DITS[cas]
    module, _, choix = adresse.partition("?")
    at = ouvrir(module, **parse_qs(choix))
    dit = tout(at) + tout(deplier(at))  # what an address had wrong is said at the first drawing alone
    assert [m for m in dits if not (re.search(m[1:], dit) if m[0] == "~" else m in dit)] == []
    assert [m for m in tus if m in dit] == []
