"""What the home page says: its doors, its map of names, its choice of key figures and their table."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau
from data_loaders.francais import FINE, INSEC, capitale, echapper as escape
from data_loaders.measures.evolutions import evolution
from data_loaders.requetes import lignes as lignes_exportees
from geo import zonages
from pages.figures import chiffres_cles, lecture, tables
from pages.figures.carte.dessin import EtatZone, Legende
from pages.figures.carte.vue import FONDS, MENTION_DEMONSTRATION
from pages.figures.chiffres_cles import ChiffreCle
from pages.figures.vues import Vue, badges_demo

LEGENDE = Legende(zones=("territoire SPO", "territoires SPO"))
LARGEUR_COURBE = 104  # a value of six figures and its « au moins » stand beside it


class Choisi(NamedTuple):
    """A figure of the home page.

    Attributes:
        titre: of its card; precision: what the title leaves out.
        adresse: screen where it is explored.
        reference: territory of `Tableau.complements` that it is set beside.
    """

    titre: str
    adresse: str
    reference: str = ""
    precision: str = ""


# A figure of the region opens the region, whatever place was looked at before.
_REGION = "&lieu=region:52"
CHIFFRES_REGION = {
    "taux_chomage": Choisi("Taux de chômage", f"tendances?indicateur=taux_chomage&zonage=region{_REGION}", "FM"),
    "defm_abc_cvs": Choisi(
        "Demandeurs d’emploi",
        f"tendances?indicateur=defm_abc_cvs&zonage=region{_REGION}",
        precision="catégories A, B et C",
    ),
    "bmo_projets": Choisi("Projets de recrutement", f"carte?indicateur=bmo_projets&zonage=bassin{_REGION}"),
    "bmo_part_difficiles_estimee": Choisi(
        "Embauches jugées difficiles, estimées",
        f"carte?indicateur=bmo_part_difficiles_estimee&zonage=bassin{_REGION}",
    ),
}
PORTES = (
    ("territoires", "Ma commune", "Ses habitants, le chômage, les embauches difficiles, et d’où vaut chaque chiffre."),
    ("portrait", "Portraits", "Mon territoire en deux pages, à lire ou à imprimer avant un conseil."),
    ("meteo", "Météo des métiers", "Où les employeurs peinent à recruter, métier par métier, près de chez soi."),
    ("carte", "Carte", "Un chiffre sur toute la région, année après année ; « Projeter » l’affiche en salle."),
    ("formation", "Formation", "Les diplômes qui mènent à un métier, et ce que deviennent ceux qui les préparent."),
    ("secteurs", "Secteurs", "Le bâtiment, la santé, l’industrie… de la convention, département par département."),
    ("tendances", "Tendances", "Ce qui monte et ce qui baisse, événements et ruptures signalés."),
    ("explorer", "Explorer", "Croiser indicateurs, territoires, métiers et périodes, puis emporter le tableau."),
    ("comparer", "Comparer", "Jusqu’à quatre territoires côte à côte, sur le même chiffre, à la même date."),
    (
        "convention",
        "Convention",
        "Ce qu’elle écrit, par dispositif ; ce que les deux signataires ont transmis.",
    ),
    ("donnees", "Données", "D’où vient chaque chiffre, ce qu’il cache, et les fichiers à emporter."),
    ("acces_pro", "Accès Pro", "L’espace réservé à la Région et au Carif-Oref : des extraits sur mesure."),
)
ENTETES = tables.en_tetes(
    "Territoire", "Chiffre", "Dernière valeur #", "Période", "Comparée à #", "De", "Ce qu’on peut en dire", "Source"
)
CHAMP = (
    "Région entière ; pour l’enquête BMO, bassins de la région, hors les trois communes de Loire-Atlantique rattachées "
    "au bassin de Redon."
)
# Figures of the convention that say it in a few words, on a screen that is about something else.
CHIFFRES_CONVENTION = ("territoires_spo", "reseaux", "sites", "professionnels", "stagiaires", "paramedical")
_CHAMP_CONVENTION = (
    "Nombres écrits dans le texte de la convention, à la date indiquée ; aucun n’est une valeur d’aujourd’hui."
)


def vue_convention(titre: str, sous_titre: str) -> Vue:
    """Words around numbers that the convention writes, under a title of the screen."""
    return Vue(titre, sous_titre, champ=_CHAMP_CONVENTION, source=f"{chiffres_cles.SOURCE_CONVENTION}.")


def vue_region(lus: Mapping[str, Tableau]) -> Vue:
    """Words around the four key figures; demonstration is said once when all are invented.

    Args:
        lus: indicator -> its figures by region.
    """
    return Vue(
        "Les quatre chiffres, un par un",
        "Pays de la Loire, dernières valeurs chargées",
        lecture_region(lus),
        CHAMP,
        sources(lus),
        badges_demo(all(t.demonstration for t in lus.values())),
    )


def titre_html() -> str:
    """The title of the house."""
    return '<h1 class="obs-heros">Lire l’emploi et la formation, territoire par territoire</h1>'


def portes_html() -> str:
    """The doors to the other screens, as links; texts are typeset in French, and escaped."""
    liens = "".join(
        f'<li><a href="{escape(adresse)}" target="_self"><strong>{escape(titre)}</strong> '
        f"<span>{escape(texte)}</span></a></li>"
        for adresse, titre, texte in PORTES
    )
    return f'<nav aria-label="Les écrans"><ul class="obs-portes">{liens}</ul></nav>'


def chiffres(lus: Mapping[str, Tableau]) -> list[ChiffreCle]:
    """Cards of the region; `lus`: indicator -> its figures by region."""
    return [
        chiffres_cles.chiffre_cle(lus[code], zonages.REGION, **choisi._asdict())
        for code, choisi in CHIFFRES_REGION.items()
    ]


def chiffres_html(cartes: list[ChiffreCle], nom_theme: str, *badges: str) -> str:
    """The title of the block, the place and its people, and the cards; texts are escaped.

    Args:
        badges: HTML of the badges of the whole block; one says the demonstration for all the cards when it is there.
    """
    habitants = francais.avec_unite(zonages.zones("region")["population_nb"].iloc[0], "habitants")
    if badges:
        cartes = [c._replace(demonstration=False) for c in cartes]
    return (
        f'<div class="obs-tete"><h2>La région en quatre chiffres</h2>{"".join(badges)}<p class="obs-sous-titre">'
        f"Pays de la Loire, {habitants} (2023)</p></div>"
        f"{chiffres_cles.cartes_html(cartes, nom_theme, LARGEUR_COURBE)}"
    )


def lignes(lus: Mapping[str, Tableau]) -> list[list[str]]:
    """Rows of the twin table of the cards, under `ENTETES`: the last period, and the one it is compared with."""
    corps = []
    for code, choisi in CHIFFRES_REGION.items():
        t = lus[code]
        titre = f"{choisi.titre}, {choisi.precision}" if choisi.precision else choisi.titre
        for lignes_lues, zone in ((t.lignes, zonages.REGION), (t.complements, choisi.reference)):
            if zone:
                corps.append(_ligne(titre, t.indicateur.libelle_zone(t.zonage, zone), t, lignes_lues, zone))
    return corps


def _ligne(titre: str, ou: str, t: Tableau, valeurs: pd.DataFrame, code_zone: str) -> list[str]:
    ici = valeurs[valeurs["code_zone"] == code_zone].set_index("periode")
    if ici.empty:
        return [ou, titre, "n.d.", "aucune période chargée", "n.d.", "aucune", "", _source(t)]
    derniere = max(ici.index, key=francais.rang_periode)
    e = evolution(t.indicateur, ici, derniere)
    avant = _cellules(ici.loc[e.depuis], e.depuis, t) if e.depuis else ["n.d.", "aucune"]
    return [ou, titre, *_cellules(ici.loc[derniere], derniere, t), *avant, capitale(e.dit), _source(t)]


def _source(t: Tableau) -> str:
    return MENTION_DEMONSTRATION if t.demonstration else t.indicateur.source


def _cellules(ligne: pd.Series, periode: str, t: Tableau) -> list[str]:
    return [lecture.valeur_longue(ligne, t.indicateur), francais.periode_libelle(periode)]


def lecture_region(lus: Mapping[str, Tableau]) -> str:
    """The sentence that reads the figures whose cards leave something out: those of the survey."""
    phrases = []
    for code in CHIFFRES_REGION:
        t = lus[code]
        if t.indicateur.dataset == "bmo" and t.periodes:
            ligne = t.periode(t.periodes[-1]).loc[zonages.REGION]
            phrases.append(lecture.lecture(t.indicateur, "region", zonages.REGION, t.periodes[-1], ligne, None))
    return " ".join(phrases)


def sources(lus: Mapping[str, Tableau]) -> str:
    """Producers of the figures shown, each once, then whose outlines the map draws."""
    noms = dict.fromkeys(_source(lus[code]) for code in CHIFFRES_REGION)
    return f"{f'{FINE}; '.join(noms)}. {FONDS}."


def csv(suivis: Sequence[tuple[Tableau, Mapping[str, str]]]) -> bytes:
    """Every period of the figures of the region for French Excel, source and snapshot on each row.

    Args:
        suivis: figures by region, with period -> snapshot.
    """
    parties = [
        lignes_exportees.du_tableau(t, ids, lignes=table)
        for t, ids in suivis
        for table in (t.lignes, t.complements)
        if not table.empty
    ]
    return tables.csv_francais(pd.concat(parties, ignore_index=True))


def note_plan() -> str:
    """What the outlines of the map are worth, and whose they are."""
    z = zonages.zonage("spo")
    valeur = f"découpage de travail ({z.confiance})" if z.decoupage_de_travail else z.confiance
    return f"{z.libelle}{INSEC}: {valeur}. {FONDS}."


def plan_de_travail() -> bool:
    """True while the perimeters of the map are a working hypothesis."""
    return zonages.zonage("spo").decoupage_de_travail


def etats_spo() -> dict[str, EtatZone]:
    """Names without figures: the map of the home page shows where one can go."""
    return {
        z.code_zone: EtatZone(None, "", f"{z.libelle_zone}, ouvrir la carte") for z in zonages.zones("spo").itertuples()
    }
