"""View « Composer un territoire »: choose communes and EPCI, read what can honestly be said, take the link away."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from data_loaders.francais import INSEC, avec_unite, nombre
from data_loaders.jeux import calculs
from data_loaders.magasin.donnees import Donnees
from data_loaders.portraits.territoire import Chiffre, chiffres_libres
from geo import libre, sujets, zonages
from pages.components import cache, choices, exports, feuille as st, figure_block, territoires
from pages.components.figure_block import Fichier, parmi
from pages.components.territoires import decoupages, en_salle, garder_libre
from pages.components.territory_map import Choix, carte_de
from pages.figures import adresses
from pages.figures.provenance import documents
from pages.figures.provenance.chiffre import Provenance
from pages.figures.territoires import libre as territoires_libre
from pages.figures.vues import Vue


def montrer(donnees: Donnees) -> None:
    """The territory that the address carries, and what composes it."""
    territoires.retour()
    choices.nommer("Composer")
    t, salle = choices.territoire_compose(), choices.en_projection()
    if not salle:
        entete = st.container()
        with figure_block.partie("composer"):
            champs, carte = st.columns([4, 5], gap="large")
            with champs, st.container(key="champs-libre"):
                _composer(t)
                unite = choices.boutons("Un clic prend", territoires.UNITES, "unite")
                # Without the name either: without a commune it is in the field alone.
                vider = {"on_click": lambda: st.session_state.update({"libre": "", "libre-nom": ""})}
                st.button("Vider le territoire", key="vider-libre", disabled=t is None, **vider)
            with carte:
                _carte(t, unite)
    v, chiffres, dits = territoires_libre.SANS_COMMUNE, [], ""
    if t:
        choices.nommer(t.nom)
        chiffres = chiffres_libres(cache.memoire(donnees), t)
        v, dits = territoires_libre.preparer(t, chiffres), territoires_libre.faits_html(territoires_libre.faits(t))
    if salle:
        en_salle("composer", v, lambda: _carte(t, st.session_state["unite"]), dits, (5, 4))
    else:
        with entete:
            figure_block.titrer_page(v)
    if t:
        _chiffres(donnees, t, v, chiffres)
        decoupages.recouper(t, "territoire")


def _carte(t: sujets.Sujet | None, unite: str) -> None:
    etats, legende = territoires_libre.etats(t, unite), territoires_libre.legende(unite)
    titre = f"{zonages.zonage(unite).libelle} à prendre ou à retirer"
    prises = {"motifs": True, "choisies": territoires_libre.prises(t, unite)}
    carte_de(unite, etats, legende, titre, key=f"libre-carte-{unite}", on_change=partial(_basculer, unite), **prises)


def _suites(donnees: Donnees, t: sujets.Sujet, chiffres: list[Chiffre]) -> dict[str, Callable]:
    """Name of each figure -> what follows it back: the sums made here, then those of the producer's zones met."""
    suites = {}
    for c in chiffres:
        nom = c.ind.libelle
        if c.ind.dataset == "population":
            suites[nom] = partial(documents.compose, f"{nom}, {t.nom}", t)
        elif c.connu:
            suites[nom] = partial(_defm, donnees, t, c)
        for r in territoires_libre.rencontrees(t, c).itertuples() if c.periode else ():
            suites[f"{nom}, {r.libelle_zone}"] = cache.suivre(donnees, c.ind.code, c.zonage, r.code_zone, c.periode)
    return suites


def _defm(donnees: Donnees, t: sujets.Sujet, c: Chiffre) -> Provenance:
    lues = calculs.lignes_inscrits(donnees.lire(c.ind.dataset), c.ind.code, {"": libre.epci(t)})
    noms = {"siren_epci": "SIREN", "categorie": "Catégorie", "value": "Demandeurs d’emploi", "obs_status": "Statut"}
    table = documents.cellules(lues[lues["periode"] == c.periode], noms)
    titre, formule = f"{c.ind.libelle}, {t.nom}{INSEC}: {nombre(c.ligne['value'])}", "Somme des lignes ci-dessous"
    lus = [donnees.instantane(c.ind.dataset, c.periode)]
    return documents.publiees(titre, [f"{formule}, EPCI entiers."], lus, table)


def _chiffres(donnees: Donnees, t: sujets.Sujet, v: Vue, chiffres: list[Chiffre]) -> None:
    texte = st.session_state["libre"]
    dite = replace(v, titre="Ce qui peut s’y calculer", sous_titre="Dernière période de chaque indicateur", badges=())
    with figure_block.partie("chiffres"):
        with figure_block.bloc("chiffres", dite, cadre="", provenance=parmi(_suites(donnees, t, chiffres))):
            st.html(territoires_libre.faits_html(territoires_libre.faits(t)))
            figure_block.tabuler(territoires_libre.table(t, chiffres), v.titre)
        with st.container(key="actions-libre", horizontal=True):
            csv = Fichier("chiffres_territoire.csv", lambda: territoires_libre.csv(t, chiffres, texte))
            figure_block.telecharger("chiffres", csv)
            communes = partial(territoires_libre.csv_communes, t)
            exports.bouton("Télécharger les communes (CSV)", communes, "communes_territoire.csv", cle="csv-communes")
        liens = (
            (adresses.adresse("portrait", portrait="libre", libre=texte), "Portrait de ce territoire"),
            (adresses.adresse("territoires", volet="libre", libre=texte), "Lien permanent vers ce territoire"),
        )
        st.html(adresses.liens_html(liens))


def _composer(t: sujets.Sujet | None) -> None:
    """The fields that compose a territory: its name, whole EPCI, other communes, codes pasted."""
    etat, dessinees = st.session_state, frozenset(t.communes if t else ())
    if t:
        etat["libre-nom"] = "" if t.nom == libre.SANS_NOM else t.nom
    nommer = {"on_change": lambda: garder_libre(_nom(), _communes()), "placeholder": libre.SANS_NOM}
    st.text_input("Nom du territoire", key="libre-nom", max_chars=libre.NOM_MAX, **nommer)
    etat["libre-epci"] = libre.epci(t) if t else []
    etat["libre-communes"] = libre.hors_epci_entiers(t) if t else []

    def changer() -> None:
        retenues = set(etat["libre-communes"]).union(*map(libre.communes_epci, etat["libre-epci"]))
        garder_libre(_nom(), _communes() - (dessinees - retenues) | (retenues - dessinees))

    listes = ("Intercommunalités entières", "epci", "libre-epci"), ("Autres communes", "commune", "libre-communes")
    for dit, zonage, cle in listes:
        noms = {z.code_zone: f"{z.libelle_zone} ({z.code_zone})" for z in zonages.zones(zonage).itertuples()}
        st.multiselect(dit, list(noms), key=cle, format_func=noms.get, placeholder="Choisir", on_change=changer)

    def ajouter() -> None:
        communes, (lues, messages) = _communes(), libre.lire_codes(etat["libre-codes"])
        garder_libre(_nom(), communes | lues)
        neuves = len(lues - communes)
        ajoutees = f"{avec_unite(neuves, 'communes ajoutées')}." if lues else ""
        etat["_avis_libre"] = tuple(filter(None, (ajoutees, *messages)))
        etat["libre-codes"] = ""

    with st.expander("Coller une liste de codes"):
        dit = "Codes Insee de communes ou SIREN d’intercommunalités, quel que soit le séparateur"
        st.text_area(dit, key="libre-codes", max_chars=20_000, placeholder="44036, 44128 ; 244400552")
        st.button("Ajouter ces codes", key="ajouter-codes", on_click=ajouter)
    for avis in etat.pop("_avis_libre", ()):
        st.info(avis)


def _basculer(unite: str, choix: Choix) -> None:
    """Callback of the map: what was pressed joins the territory, or leaves it when all of it was there."""
    if choix.selection:
        pressees, communes = sujets.de_zone(unite, choix.selection).communes, _communes()
        garder_libre(_nom(), communes - pressees if pressees <= communes else communes | pressees)


def _communes() -> frozenset[str]:
    """Those of the territory as it is now: what a callback adds to may be newer than what was last drawn."""
    try:
        return frozenset(libre.decoder(st.session_state.get("libre") or "").communes)
    except zonages.ErreurZonage:
        return frozenset()


def _nom() -> str:
    try:
        return libre.nommer(st.session_state.get("libre-nom") or "")
    except zonages.ErreurZonage as e:
        st.session_state["_avis_libre"] = (str(e),)
        return libre.SANS_NOM
