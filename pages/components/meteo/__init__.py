"""Screen « Météo des métiers »: its choices, what is read once for all readers, and what its views share."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pandas as pd

from data_loaders.chiffres.origine import remonter
from data_loaders.erreurs import DemandeInvalide
from data_loaders.francais import INSEC, capitale, enumeration
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import evaluation, palmares
from data_loaders.metiers import indices_complets
from geo import sujets, zonages
from geo.territoire import NOM_REGION
from pages.components import cache, choices, feuille as st, figure_block, identite, url_state
from pages.components.partage import lue, une_fois
from pages.figures import estimees, tuiles as meteo_tuiles
from pages.figures.provenance import chiffre
from pages.figures.vues import badges_demo

ONGLETS = {"territoire": "Le territoire", "metier": "Le métier", "methode": "La méthode"}
# Levels of métiers, as the first word of the sentence.
GRAINS = {"metier": "Métiers", "fap87": "Groupes", "fap22": "Domaines", "famille": "Familles"}
REGIONAL = ("region", zonages.REGION)
CIELS = (*"54321", "confirmer")  # parts of the ribbon: a class, or what is to be confirmed
TRIS = {"part": "Difficulté", "projets": "Projets", "nom": "Nom"}
PARAMS = [
    url_state.one("onglet", "territoire", tuple(ONGLETS), libelle="vue"),
    url_state.one("niveau", "metier", tuple(GRAINS), libelle="niveau de lecture"),
    url_state.one("ciel", None, CIELS, libelle="ciel"),
    url_state.one("tri", "part", tuple(TRIS), libelle="tri"),
    url_state.text("recherche", longueur=60, libelle="recherche"),
]


def accorder() -> tuple[str, str]:
    """The view and the level of métiers, before their lists: a link that names a métier alone opens it."""
    metier = st.session_state.get("metier")
    if metier and "niveau" not in st.query_params and metier.partition(":")[0] in GRAINS:
        st.session_state["niveau"] = metier.partition(":")[0]
    if metier and "onglet" not in st.query_params and "metier" in st.query_params:
        st.session_state["onglet"] = "metier"
    choices.nommer(ONGLETS[st.session_state["onglet"]])
    return st.session_state["onglet"], st.session_state["niveau"]


def niveau() -> None:
    """Select the level of métiers, the first word of the sentence."""
    choices.un_seul("Niveau de lecture", GRAINS, "niveau")


def ouvrir_metier(cle: str) -> None:
    """Callback: the group `niveau:code` becomes the choice of the page and its view opens."""
    st.session_state.update(metier=cle, niveau=cle.partition(":")[0], onglet="metier")


class Adresses(NamedTuple):
    """Addresses of the views of métiers, that keep the other choices of the page: (name, values) each."""

    choix: tuple[tuple[str, tuple[str, ...]], ...]

    def __call__(self, cle: str) -> str:
        """Address of the view of the group `niveau:code`."""
        return self._avec(metier=(cle,), niveau=(cle.partition(":")[0],), onglet=("metier",), ciel=())

    def ciel(self, lequel: str) -> str:
        """Address of the territory with the groups of one sky alone, "" for all of them."""
        return self._avec(ciel=(lequel,) if lequel else ())

    def _avec(self, **voulu: tuple[str, ...]) -> str:
        dites = {nom: voulu.get(nom, valeurs) for nom, valeurs in self.choix}
        return f"?{urlencode({nom: valeurs for nom, valeurs in dites.items() if valeurs}, doseq=True)}"


def adresses() -> Adresses:
    """Addresses that keep the choices of this session."""
    params = (*choices.PARAMS, *PARAMS)
    return Adresses(tuple((p.key, tuple(p.dump(st.session_state.get(p.key, p.default)))) for p in params))


def groupe(niveau_lu: str, libelles: dict[str, str], listes: Collection[str]) -> str | None:
    """Select one of the groups of `libelles` that are in `listes`, those of the vintage chosen, None for all of them.

    The one of another level is forgotten; a group of another vintage stays when a link names it.
    """
    demande = st.session_state.get("metier")
    codes = {c: nom for c, nom in libelles.items() if c in listes or f"{niveau_lu}:{c}" == demande}
    noms = {f"{niveau_lu}:{c}": nom for c, nom in sorted(codes.items(), key=lambda paire: paire[1])}
    if demande and demande not in noms and demande.startswith(f"{niveau_lu}:"):
        code = demande.partition(":")[2]
        st.info(f"Le métier « {code} » n’est pas proposé ici{INSEC}: tous les métiers sont affichés.")
    choisi = choices.un_parmi(capitale(estimees.UNITES[niveau_lu][0]), noms, "metier", estimees.TOUS)
    choices.nommer(noms.get(choisi, estimees.TOUS))
    return choisi.partition(":")[2] if choisi else None


# The complete index of a level on a zoning, None when it cannot be made.
completes = lue(indices_complets.completes)
# Level -> share of the region's offers that need no sharing between groups.
parts_cible_unique = lue(indices_complets.parts_cible_unique)
# The ROME métiers behind a group in a zone, with their official classes.
romes_complets = lue(indices_complets.romes)
# Official tension classes of the Dares, None when there are none at this level.
officielle = lue(indices_complets.officielle)


@lue
def evaluer(d: Donnees) -> evaluation.Evaluation:
    """Each past estimate set against the survey that followed."""
    return evaluation.evaluer(cache.estimation(d))


Lieu = tuple[str, str]  # a zoning, a zone of it


class Groupe(NamedTuple):
    """A group of métiers: its level, its code (« ensemble » for all métiers), its label."""

    niveau: str
    code: str
    libelle: str


class Contexte(NamedTuple):
    """What was chosen above the views, and what is read with it.

    `code`: the group chosen, None for all métiers; `libelles`: codes of the level of the page and their labels in
    `annee`; `listes`: those that the survey listed then; `instantanes`: its vintages, each with its snapshot.
    """

    donnees: Donnees
    lieu: choices.Territoire
    niveau: str
    annee: str
    code: str | None
    libelles: dict[str, str]
    listes: set[str]
    instantanes: dict[str, str]
    demonstration: bool

    @property
    def ici(self) -> Lieu:
        """Zoning and zone of the page."""
        return self.lieu.zonage, self.lieu.code

    @property
    def dessine(self) -> str:
        """Zoning of the maps: that of the territory, the bassins for the whole region."""
        return "departement" if self.lieu.zonage == "departement" else "bassin"

    @property
    def badges(self) -> tuple[tuple[str, str], ...]:
        """Badges of every figure of the screen."""
        return badges_demo(self.demonstration)

    def entete(self, titre: str, sous_titre: str) -> None:
        """Head of the page."""
        badges = [identite.badge(*b) for b in self.badges]
        identite.entete(meteo_tuiles.entete_html(titre, sous_titre, badges, bool(self.lieu.message)), titre)

    @property
    def nom_lieu(self) -> str:
        """« bassin d’emploi d’Ancenis »."""
        return sujets.de_zone(*self.ici).titre

    @property
    def departement(self) -> str | None:
        """The département chosen, that of most of the bassin's population, or None for the region."""
        if self.lieu.zonage == "bassin":
            return une_fois(zonages.recoupement, "bassin", self.lieu.code, "departement")["code_zone"].iloc[0] or None
        return self.lieu.code if self.lieu.zonage == "departement" else None

    def pour(self, sous_titre: str) -> str:
        """A subtitle, and the place for which the territory is shown."""
        return " · ".join(filter(None, (sous_titre, self.lieu.message)))

    def groupe(self, code: str | None) -> Groupe:
        """A group of the level of the page, or all métiers."""
        if code is None:
            return Groupe("ensemble", "ensemble", estimees.TOUS)
        return Groupe(self.niveau, code, self.libelles[code])

    def du_lieu(self, niveau: str) -> pd.DataFrame:
        """What is said of a level in the zone of the page, every vintage."""
        return cache.marches(self.donnees, niveau, self.lieu.zonage, code_zone=self.lieu.code)

    def d_ici(self, niveau: str) -> pd.DataFrame:
        """The same in the vintage of the page."""
        return une_fois(palmares.dans, self.du_lieu(niveau), self.lieu.code, self.annee)

    def cellules(self, groupe: Groupe, zonage: str, zone: str) -> pd.DataFrame:
        """Rows of a group in one zone, one a vintage, oldest first."""
        lus = cache.marches(self.donnees, groupe.niveau, zonage, code_zone=zone)
        return une_fois(estimees.cellules, lus, groupe.niveau, groupe.code, zone)

    def lignes(self, groupe: Groupe, zonage: str, zone: str) -> list[Any]:
        """The same as tuples."""
        return une_fois(palmares.rangees, self.cellules(groupe, zonage, zone))

    def ligne(self, groupe: Groupe) -> Any:
        """The row of a group here, in the vintage chosen, with its label as `nom`."""
        i = self.cellules(groupe, *self.ici)
        return next(i[i["annee"] == self.annee].assign(nom=groupe.libelle).itertuples())

    def source(self, *annees: str) -> str:
        """Source of the figures of some vintages, that of the page by default."""
        return estimees.source(enumeration(annees or [self.annee]), self.demonstration)

    def piste(
        self, groupes: Sequence[Groupe], lieux: Sequence[Lieu] = (), annees: Sequence[str] = (), cle: str = ""
    ) -> figure_block.Piste | None:
        """Follow back one of the cells shown, None without any: a group, the one of interest first, a place, a vintage.

        By default the territory of the page, in its vintage; `cle`: see `Piste`.
        """
        groupes = {f"{g.niveau}:{g.code}": g for g in groupes}
        places = {":".join(x): x for x in lieux or [self.ici]}
        if not groupes:
            return None
        listes = {
            "groupe": ("Métiers du chiffre", {cle: g.libelle for cle, g in groupes.items()}),
            "lieu": ("Territoire du chiffre", {cle: _nom(*x) for cle, x in places.items()}),
            "annee": ("Millésime du chiffre", {a: a for a in annees or [self.annee]}),
        }

        def choix(cle: str) -> tuple[str, ...]:
            a_choisir = {nom: liste for nom, liste in listes.items() if len(liste[1]) > 1}
            pris = {nom: next(iter(noms)) for nom, (_, noms) in listes.items()}
            colonnes = st.columns(len(a_choisir) or 1, vertical_alignment="bottom")
            for colonne, (nom, (titre, noms)) in zip(colonnes, a_choisir.items(), strict=False):
                with colonne:
                    pris[nom] = figure_block.choisir(f"{cle}-{nom}", titre, noms)
            return tuple(pris.values())

        def suivre(groupe: str, ou: str, annee: str) -> chiffre.Provenance:
            g, (zonage, zone) = groupes[groupe], places[ou]
            r = next((r for r in self.lignes(g, zonage, zone) if r.annee == annee), None)
            if r is None:
                raise DemandeInvalide("aucune cellule")
            metier = None if g.niveau == "ensemble" else Metier(g.niveau, g.code)
            o = remonter(self.donnees, cache.lire_tableau(self.donnees, estimees.IND.code, zonage, metier), zone, annee)
            return chiffre.cellule(r, f"{g.libelle}, {_nom(zonage, zone)}", zonage, o)

        return figure_block.Piste(suivre, choix, cle)


def _nom(zonage: str, zone: str) -> str:
    return NOM_REGION if zonage == "region" else zonages.libelle_zone(zonage, zone)
