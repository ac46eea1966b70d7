"""Choices of the screen « Explorer »: what is in rows and columns, inside which territory, in which order."""

from collections.abc import Callable, Sequence

import streamlit as st

from data_loaders import francais
from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import nomenclatures
from geo import zonages
from pages.components import cache, choices, url_state
from pages.components.choices import lire_zone
from pages.components.partage import une_fois
from pages.figures.api.reprises import PREMIER_EXPLORE
from pages.figures.explorer.croise import DIMENSIONS, PAGE, TOUS, Poste

VOLETS = {"tableau": "Tableau croisé", "mouvements": "Ce qui a bougé", "nuage": "Deux indicateurs"}
SENS = {"decroissant": "décroissant", "croissant": "croissant"}
INDICATEURS_MAX = 8
INDICATEURS_DEFAUT = (PREMIER_EXPLORE, "bmo_part_difficiles_estimee", "bmo_projets_saisonniers")
GROUPES = {"famille": "Les familles de métiers", "fap22": "Les domaines professionnels"}
PERIODES_MAX = 40
PAGES_MAX = 400

PARAMS = [
    url_state.one("explorer", "tableau", tuple(VOLETS)),
    url_state.one("lignes", "zone", tuple(DIMENSIONS)),
    url_state.one("colonnes", "indicateur", tuple(DIMENSIONS)),
    url_state.many("indicateurs", INDICATEURS, maximum=INDICATEURS_MAX),
    url_state.Param("dans", None, lire_zone, lambda v: [v] if v else []),
    url_state.text("groupe", "famille", longueur=12),
    url_state.text("tri", longueur=60),
    url_state.one("sens", "decroissant", tuple(SENS)),
    url_state.one("page", 1, range(1, PAGES_MAX + 1), int),
    url_state.one("abscisse", "bmo_projets_saisonniers", INDICATEURS),
    url_state.one("ordonnee", "bmo_part_difficiles_estimee", INDICATEURS),
    url_state.one("grosseur", "bmo_projets", (*INDICATEURS, "aucune")),
]
LIBELLES = {
    "explorer": "vue",
    "lignes": "lignes",
    "colonnes": "colonnes",
    "indicateurs": "indicateurs",
    "dans": "territoire où chercher",
    "groupe": "métiers",
    "tri": "colonne de tri",
    "sens": "ordre",
    "page": "page",
    "abscisse": "indicateur horizontal",
    "ordonnee": "indicateur vertical",
    "grosseur": "taille des disques",
}


def volet() -> str:
    """Select what is looked at."""
    return choices.boutons("Voir", VOLETS, "explorer")


def axes() -> tuple[str, str]:
    """Select what is in rows and in columns: two dimensions that differ."""
    gauche, droite, bouton = st.columns([1.8, 1.8, 1.5], vertical_alignment="bottom")
    with gauche:
        lignes = st.selectbox("Lignes", list(DIMENSIONS), key="lignes", format_func=DIMENSIONS.get, on_change=_debut)
    possibles = {d: nom for d, nom in DIMENSIONS.items() if d != lignes}
    with droite:
        colonnes = choices.un_seul("Colonnes", possibles, "colonnes", [*possibles][-1], on_change=_debut)
    with bouton:
        st.button("Échanger", key="echanger", on_click=_echanger, icon=":material/swap_horiz:")
    return lignes, colonnes


def _echanger() -> None:
    s = st.session_state
    s["lignes"], s["colonnes"] = s["colonnes"], s["lignes"]
    _debut()


def _debut() -> None:
    st.session_state["page"], st.session_state["tri"] = 1, ""


def dans(zonage: str) -> str | None:
    """Select a zone of another zoning inside which the rows are, or none; returns `zonage:code`."""
    autres = ("departement", "spo", "zef", "bassin", "ze", "gtec", "epci")
    noms = choices.noms_situes(z for z in autres if z != zonage and z in zonages.zonages())
    return choices.un_parmi("Seulement dans", noms, "dans", "Toute la région", on_change=_debut)


def indicateurs(zonage: str) -> list[str]:
    """Select up to eight indicators that are true on the zoning; those of another one are set aside, and said."""
    possibles = [c for c, i in INDICATEURS.items() if zonage in i.zonages]
    demandes = st.session_state.get("indicateurs") or list(INDICATEURS_DEFAUT)
    gardes = [c for c in demandes if c in possibles]
    if ecartes := [INDICATEURS[c] for c in demandes if c not in possibles]:
        raisons = " ; ".join(f"« {i.libelle} » ({i.ailleurs})" for i in ecartes)
        st.info(f"Une colonne d’un autre découpage ne peut pas rejoindre celles-ci : {raisons}.")
    st.session_state["indicateurs"] = gardes or possibles[:1]
    return st.multiselect(
        f"Indicateurs ({INDICATEURS_MAX} au plus)", possibles, key="indicateurs", max_selections=INDICATEURS_MAX,
        format_func=lambda c: INDICATEURS[c].libelle, placeholder="Choisir des indicateurs", on_change=_debut,
    ) or possibles[:1]  # fmt: skip


def indicateur(zonage: str, parmi: Callable[[Indicateur], bool] = lambda _: True) -> str:
    """Select one indicator that is true on the zoning, among those that `parmi` keeps."""
    return choices.indicateur(tuple(c for c, i in INDICATEURS.items() if zonage in i.zonages and parmi(i))).code


def metiers(d: Donnees) -> tuple[Poste, ...]:
    """Select which métiers are in rows or columns: families, domains, or the métiers of one domain."""
    annee = d.periodes("bmo")[-1]
    familles, domaines = (une_fois(nomenclatures.libelles_enquete, d, n, annee) for n in GROUPES)
    options = dict(GROUPES) | {f"fap22:{c}": f"Les métiers : {nom}" for c, nom in domaines.items()}
    choisi = choices.un_seul("Métiers", options, "groupe", on_change=_debut)
    niveau, _, code = choisi.partition(":")
    if not code:
        noms = familles if niveau == "famille" else domaines
        return tuple(Poste(f"{niveau}:{c}", nom) for c, nom in noms.items())
    listes = cache.metiers(d)
    codes = listes.loc[listes["annee"].eq(annee) & listes["code_metier"].str.startswith(code), "code_metier"]
    noms = une_fois(nomenclatures.libelles_enquete, d, "metier", annee)
    return tuple(Poste(f"metier:{c}", noms[c]) for c in sorted(set(codes)))


def periode_fixe(periodes: Sequence[str]) -> str:
    """Select a period, or the last of each indicator; "" for the latter."""
    noms = {p: francais.periode_libelle(p) for p in reversed(periodes)}
    return choices.un_parmi("Période", noms, "periode", "La dernière de chacun") or ""


def ordre(colonnes: Sequence[Poste]) -> tuple[str, bool]:
    """Select the column that orders the rows, and which way."""
    noms = {c.code: c.libelle for c in colonnes}
    gauche, droite = st.columns([2, 2.5], vertical_alignment="bottom")
    with gauche:
        tri = choices.un_parmi("Trier par", noms, "tri", "L’ordre des noms")
    with droite:
        sens = choices.boutons("Ordre", SENS, "sens") if tri else ""
    return tri or TOUS, sens != "croissant"


def page(lignes_nb: int) -> int:
    """Where one is in the rows: buttons before and after, and words between them."""
    pages = max(1, -(-lignes_nb // PAGE))
    ici = min(st.session_state.get("page") or 1, pages)
    st.session_state["page"] = ici
    if pages > 1:
        avant, dit, apres = st.columns([1.5, 2, 1.5], vertical_alignment="center")
        avant.button("Lignes précédentes", disabled=ici == 1, on_click=_aller, args=(-1,), key="page-avant")
        dit.markdown(f"Page {ici} sur {pages}")
        apres.button("Lignes suivantes", disabled=ici == pages, on_click=_aller, args=(1,), key="page-apres")
    return ici


def _aller(pas: int) -> None:
    # From where one is now: a second press may come before the first one has been drawn.
    st.session_state["page"] = max(1, (st.session_state.get("page") or 1) + pas)


def paire(zonage: str) -> tuple[str, str, str | None]:
    """Select the two indicators face to face and what sizes the discs."""
    noms = {c: i.libelle for c, i in INDICATEURS.items() if zonage in i.zonages}
    colonnes = st.columns(3)
    with colonnes[0]:
        x = choices.un_seul("Horizontal", noms, "abscisse")
    with colonnes[1]:
        y = choices.un_seul("Vertical", noms, "ordonnee", [*noms][1 % len(noms)])
    with colonnes[2]:
        taille = choices.un_seul("Taille", noms | {"aucune": "Aucune"}, "grosseur", "aucune")
    return x, y, None if taille == "aucune" else taille
