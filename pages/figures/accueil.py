"""What the home page says: its key figures and their table, its questions, its doors, its map of names."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from data_loaders.chiffres.tableau import Tableau
from data_loaders.francais import FINE, INSEC, avec_unite, capitale, echapper as escape, periode_libelle, rang_periode
from data_loaders.measures.evolutions import evolution
from data_loaders.requetes import lignes as lignes_exportees
from geo import zonages
from geo.territoire import HORS_BASSINS, NOM_REGION
from pages.figures import lecture, tables
from pages.figures.adresses import lien
from pages.figures.carte.dessin import EtatZone, Legende
from pages.figures.carte.vue import FONDS
from pages.figures.chiffres_cles import ChiffreCle, cartes_html, chiffre_cle
from pages.figures.ecrans import ECRANS
from pages.figures.vues import MENTION_DEMONSTRATION, Vue, badges_demo

LEGENDE = Legende(zones=("territoire SPO", "territoires SPO"))
TITRE = '<h1 class="obs-heros">Lire l’emploi et la formation, territoire par territoire</h1>'
LARGEUR_COURBE = 104  # a value of six figures and its « au moins » stand beside it


class Choisi(NamedTuple):
    """A figure of the home page: the screen where it is explored, the territory of `Tableau.complements` that its « ? »
    sets beside it, small words after its date, what its « ? » adds."""

    adresse: str
    reference: str = ""
    precision: str = ""
    quoi: str = ""


# A figure of the region opens the region, whatever place was looked at before.
_REGION = "&lieu=region:52"
CHIFFRES_REGION = {
    "taux_chomage": Choisi(f"tendances?indicateur=taux_chomage&zonage=region{_REGION}", "FM"),
    "defm_abc_cvs": Choisi(
        f"tendances?indicateur=defm_abc_cvs&zonage=region{_REGION}",
        precision="catégories A, B, C",
        quoi="Depuis 2025, la loi inscrit à France Travail les personnes au RSA et les jeunes suivis par une mission "
        "locale : la hausse vient aussi de là.",
    ),
    "bmo_projets": Choisi(f"carte?indicateur=bmo_projets&zonage=bassin{_REGION}"),
    "bmo_part_difficiles_estimee": Choisi(
        f"carte?indicateur=bmo_part_difficiles_estimee&zonage=bassin{_REGION}", precision="estimé"
    ),
}
ENTETES = tables.en_tetes(
    "Territoire", "Chiffre", "Dernière valeur #", "Période", "Comparée à #", "De", "Ce qu’on peut en dire", "Source"
)
CHAMP = f"Région entière ; pour l’enquête BMO, bassins de la région, hors {HORS_BASSINS}."


def vue_region(lus: Mapping[str, Tableau]) -> Vue:
    """Words around the four key figures, indicator -> figures by region; demonstration is said once when all are so."""
    phrases = []  # the cards of the survey leave something out
    for code in CHIFFRES_REGION:
        t = lus[code]
        if t.indicateur.dataset == "bmo" and t.periodes:
            ligne = t.periode(t.periodes[-1]).loc[zonages.REGION]
            phrases.append(lecture.lecture(t.indicateur, "region", zonages.REGION, t.periodes[-1], ligne, None))
    titre, quoi = "Les quatre chiffres, un par un", f"{NOM_REGION}, dernières valeurs chargées"
    return Vue(titre, quoi, " ".join(phrases), CHAMP, badges=badges_demo(all(t.demonstration for t in lus.values())))


def portes_html() -> str:
    """The doors to the other screens, as links; texts are typeset in French, and escaped."""
    liens = "".join(
        f'<li><a href="{e.module}" target="_self"><strong>{escape(e.sur_porte or e.titre)}</strong> '
        f"<span>{escape(e.porte)}</span></a></li>"
        for e in ECRANS
        if e.porte
    )
    return f'<nav aria-label="Les écrans"><ul class="obs-portes">{liens}</ul></nav>'


def chiffres(lus: Mapping[str, Tableau]) -> list[ChiffreCle]:
    """Cards of the region; `lus`: indicator -> its figures by region."""
    cartes = []
    for code, choisi in CHIFFRES_REGION.items():
        t = lus[code]
        c = chiffre_cle(t, zonages.REGION, None, t.indicateur.court, choisi.adresse, choisi.reference)
        note = ", ".join(filter(None, (c.note, choisi.precision, c.prefixe)))
        cartes.append(c._replace(note=note, prefixe="", quoi=" ".join(filter(None, (c.quoi, choisi.quoi)))))
    return cartes


def chiffres_html(cartes: list[ChiffreCle], *badges: str) -> str:
    """The cards, escaped, under a title read aloud; one of `badges`, which are HTML, says the demonstration for all."""
    if badges:
        cartes = [c._replace(demonstration=False) for c in cartes]
    return f'<h2 class="obs-lu">La région en quatre chiffres</h2>{"".join(badges)}{cartes_html(cartes, LARGEUR_COURBE)}'


def questions_html(questions: Sequence[tuple[str, str]]) -> str:
    """Questions that the search answers, each a link to its answer."""
    liens = "".join(f"<li>{lien(adresse, question)}</li>" for question, adresse in questions)
    return f'<nav class="obs-souvent" aria-label="On demande souvent"><p>On demande souvent</p><ul>{liens}</ul></nav>'


def sources_html(lus: Mapping[str, Tableau]) -> str:
    """« Sources : Insee ; Dares ; France Travail ; estimations de l’Observatoire », on one line."""
    noms = [MENTION_DEMONSTRATION] if any(t.demonstration for t in lus.values()) else []
    for t in lus.values():
        if not t.demonstration:
            producteurs = t.indicateur.source.partition(",")[0].split(" et ")
            noms += ["estimations de l’Observatoire"] if t.indicateur.estime else producteurs
    return f'<p class="obs-note">Sources{INSEC}: {escape(f"{FINE}; ".join(dict.fromkeys(noms)))}. {escape(FONDS)}.</p>'


def table(lus: Mapping[str, Tableau]) -> tables.Table:
    """The cards as rows: the last period, and the one it is compared with."""
    corps = []
    for code, choisi in CHIFFRES_REGION.items():
        t = lus[code]
        ind, source = t.indicateur, MENTION_DEMONSTRATION if t.demonstration else t.indicateur.source
        for lues, zone in ((t.lignes, zonages.REGION), (t.complements, choisi.reference)):
            if not zone:
                continue
            tete = [ind.libelle_zone(t.zonage, zone), ind.court]
            ici = lues[lues["code_zone"] == zone].set_index("periode")
            if ici.empty:
                corps.append([*tete, "n.d.", "aucune période chargée", "n.d.", "aucune", "", source])
                continue
            derniere = max(ici.index, key=rang_periode)
            e = evolution(ind, ici, derniere)
            dits = []
            for p in (derniere, e.depuis):
                dits += [lecture.valeur_longue(ici.loc[p], ind), periode_libelle(p)] if p else ["n.d.", "aucune"]
            corps.append([*tete, *dits, capitale(e.dit), source])
    return tables.Table(ENTETES, corps)


def csv(suivis: Sequence[tuple[Tableau, Mapping[str, str]]]) -> bytes:
    """Every period of figures by region, each with period -> snapshot, for French Excel."""
    lues = ((t, ids, lignes) for t, ids in suivis for lignes in (t.lignes, t.complements) if not lignes.empty)
    parties = [lignes_exportees.du_tableau(t, ids, lignes=lignes) for t, ids, lignes in lues]
    return tables.csv_francais(pd.concat(parties, ignore_index=True))


def note_plan_html() -> str:
    """What the outlines of the map are: « 17 territoires SPO, découpage de travail »."""
    z, n = zonages.zonage("spo"), len(zonages.noms("spo"))
    valeur = "découpage de travail" if z.decoupage_de_travail else z.confiance
    return f'<p class="obs-plan-note">{avec_unite(n, "territoires")} SPO, {escape(valeur)}</p>'


def etats_spo() -> dict[str, EtatZone]:
    """Names without figures: the map of the home page shows which places it opens."""
    return {code: EtatZone(None, "", f"{nom}, ouvrir ses chiffres") for code, nom in zonages.noms("spo").items()}
