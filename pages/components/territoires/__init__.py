"""Screen « Ma commune »: its choices, the field that finds a place, and what its views share.

`libre` is a text of `geo.libre.coder`: the address alone keeps the territory that a reader composes.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from data_loaders.francais import capitale
from geo import libre, recherche, sujets, zonages
from geo.territoire import DE_LA_REGION
from pages.components import choices, feuille as st, figure_block, lieu as lieu_courant, url_state
from pages.components.recherche import Mots, Trouvailles, champ as champ_recherche
from pages.components.territory_map import Choix
from pages.figures.recherche.ligne import Proposition
from pages.figures.territoires.etats import NIVEAUX_LUS, ZONAGES_ETATS
from pages.figures.territoires.loupe import CROISES
from pages.figures.vues import Vue

VOLETS = ("lieu", "loupe", "etats", "libre")
ZONAGES_LOUPE = (*CROISES, "commune")
UNITES = {"epci": "des intercommunalités", "commune": "des communes"}
PARAMS = [
    url_state.one("volet", "lieu", VOLETS, libelle="volet"),
    url_state.text("cherche", longueur=recherche.LONGUEUR_MAX, libelle="recherche"),
    url_state.one("croise", "spo", CROISES, libelle="second découpage"),
    url_state.one("etats", "spo", ZONAGES_ETATS, libelle="états suivis"),
    url_state.one("niveau_label", "ensemble", tuple(NIVEAUX_LUS), libelle="niveau de labellisation"),
    url_state.one("unite", "epci", tuple(UNITES), libelle="unité à choisir"),
    url_state.text("libre", longueur=libre.LONGUEUR_MAX, libelle="territoire composé"),
]
COMMUNE = Mots(
    "Votre commune, ou un territoire",
    "Mamers, st nazaire, 44109…",
    f"Aucun lieu {DE_LA_REGION} ne ressemble à ce nom : vérifier l’orthographe, ou donner son code.",
    foyer=True,
)


def lieu() -> recherche.Lieu | None:
    """The current place; the first that answers to the words of the address, where it carries some."""
    cherche = st.session_state.get("cherche")
    if cherche and (trouves := [cle_lieu(r) for r in recherche.chercher(cherche)]):
        st.session_state["cherche"] = ""
        if st.session_state.get("lieu") not in trouves:
            lieu_courant.placer(trouves[0])
    return lieu_courant.courant()


def cle_lieu(r: recherche.Lieu) -> str:
    """The place as the address keeps it: a former commune under its own code, so that it can be said."""
    if not r.ancien:
        return r.cle
    anciennes = zonages.communes_anciennes()
    du_nom = anciennes[(anciennes["libelle_ancien"] == r.ancien) & (anciennes["code_commune"] == r.code)]
    return f"{r.zonage}:{du_nom['code_ancien'].iloc[0]}" if len(du_nom) else r.cle


def nommer_lieu(r: recherche.Lieu) -> tuple[str, str]:
    """« Anetz », « aujourd’hui Vair-sur-Loire, Loire-Atlantique »; « Ancenis », « Territoire SPO »."""
    if r.zonage != "commune":
        return r.libelle, capitale(zonages.zonage(r.zonage).libelle_zone)
    departement = zonages.DEPARTEMENTS[r.code[:2]]
    if r.ancien:
        return capitale(r.ancien), f"Aujourd’hui {r.libelle}, {departement}"
    return r.libelle, f"Commune, {departement}"


def champ(cle: str, mots: Mots = COMMUNE) -> None:
    """The field that finds a place as one types; `cle` is unique in the application."""

    def chercher(texte: str) -> Trouvailles:
        return Trouvailles([Proposition(cle_lieu(r), *nommer_lieu(r), "") for r in recherche.chercher(texte)])

    champ_recherche(cle, chercher, lieu_courant.placer, mots)


def retour() -> None:
    """Back to the places, from a zoning or a territory to compose."""
    if not choices.en_projection():
        aller = {"on_click": lambda: st.session_state.update(volet="lieu")}
        st.button("Ma commune", key="retour", icon=":material/arrow_back:", type="tertiary", **aller)


def suivre(zonage: str, choix: Choix, /, **apres: str) -> None:
    """Callback of a map of `zonage`: the zone pressed becomes the current place; `apres`: what is chosen then."""
    if choix.selection:
        lieu_courant.placer(f"{zonage}:{choix.selection}")
        st.session_state.update(apres)


def croise(autre_que: str) -> str:
    """Select the second zoning of the map, never the first one."""
    possibles = {z: zonages.zonage(z).libelle for z in CROISES if z != autre_que}
    return choices.un_seul("Découpage dessiné", possibles, "croise", "bassin" if "bassin" in possibles else "spo")


def garder_libre(nom: str, communes: Iterable[str]) -> None:
    """Put a territory in the address, or nothing when it has no commune."""
    retenues = sorted(communes)
    st.session_state["libre"] = libre.coder(libre.composer(nom, retenues)) if retenues else ""


def partir_de(zonage: str, code: str) -> None:
    """A button that opens the composition on the communes of a zone."""

    def partir() -> None:
        sujet = sujets.de_zone(zonage, code)
        garder_libre(sujet.nom, sujet.communes)
        st.session_state["volet"] = "libre"

    st.button("En faire un territoire à composer", key="partir-de", on_click=partir, icon=":material/edit:")


def en_salle(cle: str, v: Vue, carte: Callable[[], None], dits: str, largeurs: tuple[int, int] = (1, 1)) -> None:
    """A map as high as the screen, then what is said of it, as markup; `cle` is unique on the page."""
    with figure_block.bloc(f"salle-{cle}", replace(v, sous_titre="")):
        gauche, droite = st.columns(largeurs, gap="medium")
    with gauche:
        carte()
    if dits:
        droite.html(dits)
