"""What the text says: the list of sheets, or one sheet, its figures, its follow-up and what bears on it today."""

from collections.abc import Callable
from datetime import date
from functools import partial

from data_loaders.chiffres.origine import Origine
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.convention import dispositifs
from data_loaders.convention.dispositifs import Fiche, Serie, Texte
from data_loaders.erreurs import DemandeInvalide
from data_loaders.francais import typographier
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from geo.zonages import REGION
from pages.components import cache, choices, feuille as st, figure_block
from pages.figures import adresses, chiffres_cles
from pages.figures.chiffres_cles import ChiffreCle
from pages.figures.convention import dispositifs as figures
from pages.figures.provenance import documents


def montrer(donnees: Donnees, place: st.Boite) -> None:
    """The whole view; its choice goes in `place`."""
    texte = dispositifs.lire()
    with place:
        noms = {c: typographier(f"{f.theme}. {f.court}") for c, f in texte.fiches.items()}
        fiche = texte.fiches.get(choices.un_parmi("Fiche", noms, "fiche", f"Les {len(noms)} fiches"))
    vise = st.session_state.get("chiffre")
    if vise and not (fiche and texte.chiffres[vise].fiche == fiche.code):  # that of another sheet is forgotten
        vise = st.session_state["chiffre"] = None
    if fiche:
        _fiche(donnees, texte, fiche, vise or "")
    else:
        _index(texte)


def _index(texte: Texte) -> None:
    ecrits = texte.chiffres
    suivis = {f"{texte.fiches[c.fiche].court} : {c.dit}": partial(documents.ecrit, code) for code, c in ecrits.items()}
    autour = {"table": figures.chiffres(ecrits.values(), texte, situer=True), "provenance": figure_block.parmi(suivis)}
    autour["pli"] = f"Les {len(ecrits)} chiffres et dates du texte, un par un"
    autour["csv"] = figure_block.Fichier("convention_chiffres.csv", lambda: figures.csv(texte))
    figure_block.ecrire("dispositifs", *figures.index(texte), tete="page", cadre="grille-dispositifs", **autour)


def _fiche(donnees: Donnees, texte: Texte, f: Fiche, vise: str) -> None:
    cadre = cache.lire_cadre(donnees)
    ecrits = texte.de(f.code)
    autour = {"pli": "Les chiffres en tableau", "table": figures.chiffres(ecrits, texte) if ecrits else None}
    autour["provenance"] = figure_block.parmi(documents.ecrits([c.code for c in ecrits]))
    figure_block.ecrire("fiche", *figures.essentiel(f, ecrits, cadre, vise), tete="page", **autour)
    figure_block.ecrire("fiche-texte", *figures.resume(f))
    if f.lignes:
        v, lignes = figures.tableau(f)
        figure_block.tableau("fiche-lignes", v, table=lignes)
    gauche, droite = st.columns([1, 1])
    siens = [s for s in cache.suivis_annexe(donnees, cadre, date.today()) if s.mesure.code_indicateur in f.mesures]
    with gauche:
        figure_block.ecrire("fiche-suivi", *figures.suivi(f, cadre, siens, cache.accords(donnees, siens)))
    lues = [_lire(donnees, s) for s in f.series]
    suites = figure_block.parmi({carte.titre: suite for carte, suite in lues if suite})
    dit = figures.aujourdhui(f, [carte for carte, _ in lues], cache.evenements(donnees))
    with droite:
        figure_block.ecrire("fiche-aujourdhui", *dit, provenance=suites)
    st.html(figures.voisines_html(f, texte))


def _lire(donnees: Donnees, s: Serie) -> tuple[ChiffreCle, Callable[[], Origine] | None]:
    """Last value of a series in the region, with its curve and the screen where it is read; what follows it back."""
    titre, metier = INDICATEURS[s.indicateur].libelle, Metier.lire(s.metier) if s.metier else None
    vers = adresses.metier(s.metier) if s.metier else adresses.tendances(s.indicateur, "region", [adresses.REGION])
    adresse = vers.removeprefix("/")
    try:
        t = cache.lire_tableau(donnees, s.indicateur, "region", metier)
    except DemandeInvalide:
        return ChiffreCle(titre, "n.d.", "Ce métier n’est pas dans l’enquête chargée.", adresse=adresse), None
    if metier:  # by its name in the last vintage that has it
        connus = cache.metiers(donnees)
        noms = connus.loc[connus["code_metier"] == metier.code, "libelle_metier"]
        titre = f"{titre}, {str(noms.iloc[-1]).lower()}" if len(noms) else titre
    suite = cache.suivre(donnees, s.indicateur, "region", REGION, t.periodes[-1], metier) if t.periodes else None
    return chiffres_cles.chiffre_cle(t, REGION, titre=titre, adresse=adresse), suite
