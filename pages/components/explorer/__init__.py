"""Streamlit side of the screen « Explorer »."""

import contextlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import parse_qsl

from data_loaders import francais
from data_loaders.chiffres import tableau
from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.contracts.indicateurs_detail import indicateur as du_code
from data_loaders.erreurs import DemandeInvalide
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import nomenclatures
from data_loaders.requetes import dictionnaire, groupes, requete
from data_loaders.requetes.groupes import LIBRE
from data_loaders.requetes.requete import DANS, DERNIERE, ENTRE, LE_LONG, TOUT, Requete
from geo import libre, lieux, sujets, zonages
from pages.components import cache, choices, feuille as st, url_state
from pages.components.partage import une_fois
from pages.figures.api.page import PREMIER_EXPLORE
from pages.figures.explorer.croise import DIMENSIONS, MESURES_COURTES, court

VOLETS = {
    "tableau": "Tableau", "retourne": "Tableau retourné", "mouvements": "Ce qui a bougé", "nuage": "Deux indicateurs",
}  # fmt: skip
TABLEAUX: Final = ("tableau", "retourne")  # one question: places as rows, or as columns
INDICATEURS_MAX = 8
INDICATEURS_DEFAUT = (PREMIER_EXPLORE, "bmo_part_difficiles_estimee", "bmo_projets_saisonniers")
EXPLORES: Final = dictionnaire.connus()
NIVEAUX: Final = {
    "famille": "familles de métiers", "fap22": "domaines professionnels", "fap87": "familles professionnelles",
    "metier": "métiers", "rome": "métiers du ROME",
}  # fmt: skip
ORDRES: Final = {
    "": "Celui des noms", "-valeur": "Du plus grand au plus petit", "valeur": "Du plus petit au plus grand",
}  # fmt: skip
PRECEDENTE: Final = "La précédente comparable"
TOUS: Final = f"Tous{francais.INSEC}: "  # before the name of a level, for all that it has
LUE: Final = "_requetes"  # view -> its question as its lists show it
_PARTAGEE: Final = "_question_partagee"  # whether the shared choices are those of the question
# Names of a question that no other screen has.
SIENS: Final = {
    "depuis": "période de départ", "mesure": "ce qui est montré", "par": "à quoi c’est rapporté",
    "colonnes": "colonnes", "min": "au moins", "max": "au plus", "tri": "ordre", "premiers": "nombre de lignes",
}  # fmt: skip
PARAMS = [
    url_state.one("explorer", "tableau", tuple(VOLETS), libelle="vue"),
    url_state.one("page", 1, range(1, 401), int, libelle="page"),
    *(url_state.texts(f"q-{nom}", nom, libelle=SIENS.get(nom, "")) for nom in requete.PARAMETRES),
]


def _relire(valeurs: list[str]) -> dict[str, Requete]:
    """Questions by view, as `_retenir` says them; one that has no answer any more is left out."""
    lues = {}
    for vue, _, adresse in (v.partition("?") for v in valeurs):
        with contextlib.suppress(DemandeInvalide):
            lues |= {vue: requete.lire(cache.ouvertes(), parse_qsl(adresse))} if vue in VOLETS else {}
    return lues


def _retenir(lues: Mapping[str, Requete]) -> list[str]:
    dites = [f"{vue}?{r.adresse()}" for vue, r in lues.items()]
    return dites if sum(map(len, dites)) <= 2_000 else []  # characters


SOUVENIRS = [url_state.Param(LUE, {}, _relire, _retenir)]


def volet() -> str:
    """Select what is looked at; a table has its territories as rows, or as columns."""
    s = st.session_state
    colonnes = s.get("x-colonnes") or next(iter(s.get("q-colonnes", ())), "")

    def tourner() -> None:
        if s["explorer"] == "retourne" or (s["explorer"] == "tableau" and colonnes == "zone"):
            s["x-colonnes"] = "zone" if s["explorer"] == "retourne" else "indicateur"

    if s["explorer"] in TABLEAUX and colonnes:
        s["explorer"] = TABLEAUX[colonnes == "zone"]
    return choices.un_seul("Voir", VOLETS, "explorer", on_change=tourner)


def lue(d: Donnees, vue: str) -> tuple[Requete, bool]:
    """The question of a view, and whether an address asks it: that of the address where one arrives by it, else as its
    lists left it; a bare address is that of the usual table on the current zoning; what of it has no meaning is said
    and left out."""
    s, vue = st.session_state, "tableau" if vue in TABLEAUX else vue
    dites = [(nom, v) for nom in requete.PARAMETRES for v in s.get(f"q-{nom}", [])]
    gardees = s.setdefault(LUE, {})
    connue = next((r for r in gardees.values() if r.paires() == dites), None)
    if connue and not s.get(_PARTAGEE):
        _partager(connue)
    arrivee = bool(dites) and connue is None
    if not arrivee and vue in gardees:
        return gardees[vue], False
    r = usuelle = _usuelle(vue)
    if arrivee:
        try:
            r = requete.lire(d, _completer(dites, usuelle))
        except DemandeInvalide as e:
            st.warning(f"Cette adresse pose une question sans réponse\u202f: {e}")
    if vue == "tableau" and not r.colonnes:
        r = replace(r, colonnes="periode" if len(r.indicateurs) == 1 and not r.dernieres else "indicateur")
    _partager(r)
    gardees[vue] = r
    for cle in [c for c in s if str(c).startswith("x-")]:
        del s[cle]
    return r, arrivee


def avertir(r: Requete, tenue: Requete) -> None:
    """Say what of a question that an address asked a view leaves out: nothing is dropped in silence."""
    noms = {p.dit: p.libelle for p in (*choices.PARAMS, *PARAMS) if p.libelle}
    ecartees = [x for x in r.paires() if x not in tenue.paires() and x[1] not in (DERNIERE, ENTRE)]
    if ecartees:
        dites = francais.enumeration([f"{noms.get(nom, nom)} ({v})" for nom, v in ecartees])
        st.warning(f"Cette vue ne tient pas compte de\u202f: {dites}.")


def _partager(r: Requete) -> None:
    """The choices that every screen shares become those of a question."""
    s = st.session_state
    s["indicateur"] = r.indicateurs[0] if r.indicateurs[0] in INDICATEURS else s["indicateur"]
    z, _, code = (*r.zones, f"{s['zonage']}:{TOUT}")[0].partition(":")
    s["zonage"] = s["zonage"] if z == LIBRE else z
    s["metier"] = next((m for m in r.metiers[:1] if m and TOUT not in m and not m.startswith(LIBRE)), None)
    s["dans"] = code.removeprefix(DANS) if code.startswith(DANS) else None
    s[_PARTAGEE] = True


def _usuelle(vue: str) -> Requete:
    zones = (f"{st.session_state['zonage']}:{TOUT}",)
    if vue == "nuage":
        return Requete(INDICATEURS_DEFAUT[::-1], zones, periodes=(DERNIERE,))
    if vue == "mouvements":
        code = st.session_state["indicateur"]
        return Requete((code if code in INDICATEURS else PREMIER_EXPLORE,), zones, mesure="evolution")
    colonnes = "zone" if st.session_state["explorer"] == "retourne" else "indicateur"
    tri = f"-{INDICATEURS_DEFAUT[1]}" if colonnes == "indicateur" else ""
    return Requete(INDICATEURS_DEFAUT, zones, periodes=(DERNIERE,), colonnes=colonnes, tri=tri)


def _completer(dites: Sequence[tuple[str, str]], usuelle: Requete) -> list[tuple[str, str]]:
    """An address that names no indicator, or no place, is of the usual ones; without period, of the last."""
    noms, lieux_dits = {nom for nom, _ in dites}, {"zone", "zonage"}
    absents = ({"indicateur", "mesure"} - noms) | (set() if noms & lieux_dits else lieux_dits)
    ajouts = [p for p in usuelle.paires() if p[0] in absents]
    if usuelle.dernieres and "periode" not in noms and ("colonnes", "periode") not in dites and (
        ajouts or "colonnes" in noms
    ):  # fmt: skip
        ajouts.append(("periode", DERNIERE))
    return [*dites, *ajouts]


def ecrire(vue: str, r: Requete) -> None:
    """The question that the lists of a view ask now, for the address."""
    s = st.session_state
    s[LUE]["tableau" if vue in TABLEAUX else vue] = r
    for nom in requete.PARAMETRES:
        s[f"q-{nom}"] = [v for n, v in r.paires() if n == nom]


def _ordre(tri: str) -> str:
    """The order of the rows by a column, as a list says it: its name, and which way."""
    nom, mots = tri.removeprefix("-"), "Une colonne"
    if nom in INDICATEURS:
        mots = du_code(nom).libelle
    elif francais.rythme_periode(nom):
        mots = francais.periode_libelle(nom)
    elif zonages.existe(*(zone := nom.partition(":")[::2])):
        mots = zonages.libelle_zone(*zone)
    return f"{mots}, {'le plus grand' if tri.startswith('-') else 'le plus petit'} d’abord"


def tableau_demande(d: Donnees, r: Requete) -> Requete:
    """Select all that a table asks, as a sentence: places, indicators, periods, métiers; the rest under « Plus »."""
    s = st.session_state
    inds = [du_code(c) for c in s.get("x-indicateurs", r.indicateurs) or r.indicateurs]
    mot, dit = _dire_lieux(s.get("x-zones", r.zones))
    choices.mot(mot)
    with choices.ouvrant(dit, "mot-zones"):
        noms, siens = une_fois(_tous_lieux), dict.fromkeys((*r.zones, *s.get("x-zones", ())))
        noms = {z: _nom_dedans(z) for z in siens if z not in noms} | noms
        zones = _plusieurs("Territoires", "x-zones", noms, r.zones, "Tous")
        _reunir("x-zones", "territoires")
    choices.mot("par")
    with choices.ouvrant(court(inds[0]) if len(inds) == 1 else f"{len(inds)} indicateurs", "mot-indicateurs"):
        inds = [du_code(i) for i in indicateurs(EXPLORES, "x-indicateurs", r.indicateurs) or r.indicateurs]
    choisies = {p for z in zones or ["region:"] for i in inds for p in tableau.periodes_de(d, i, _zonage_lu(i, z))}
    mot, dit = _dire_periodes(d, inds, zones, s.get("x-periodes", r.periodes or (ENTRE,)))
    choices.mot(mot)
    with choices.ouvrant(dit, "mot-periodes"):
        dites = {ENTRE: "Toutes", DERNIERE: "La dernière de chacun"}
        dites |= {p: p for p in r.periodes if p not in dites}
        dites |= {p: francais.periode_libelle(p) for p in sorted(choisies, key=francais.rang_periode, reverse=True)}
        periodes = _plusieurs("Périodes", "x-periodes", dites, r.periodes or (ENTRE,), "La dernière de chacun")
    par_metier, metiers = [i for i in inds if i.metiers], []
    noms = une_fois(_metiers, d, tuple(i.code for i in par_metier)) if par_metier else {}
    if noms:
        noms = {m: _nom_groupe(m) for m in (*r.metiers, *s.get("x-metiers", ())) if m.startswith(f"{LIBRE}:")} | noms
        noms |= {m: m for m in r.metiers if m and m not in noms and not s.get("x-metiers")}
        if tapes := s.get("x-metiers"):  # « menuisier », as one says it
            s["x-metiers"] = [m if m in noms else cache.entendu(d, "", m, noms) for m in tapes]
        choices.mot("pour")
        dits = [noms[m] for m in s.get("x-metiers", r.metiers) if m in noms]
        dit = dits[0] if len(dits) == 1 else f"{len(dits)} choix de métiers" if dits else "tous les métiers"
        with choices.ouvrant(dit.removeprefix(TOUS), "mot-metiers"):
            tape = {"accept_new_options": True, "filter_mode": "contains"}
            metiers = _plusieurs("Métiers", "x-metiers", noms, r.metiers, "Tous réunis", **tape)
            _reunir("x-metiers", "métiers")
    if not metiers and (exiges := [i for i in par_metier if i.code not in INDICATEURS]):
        metiers = [f"{tableau.niveaux(exiges[0])[0]}:{TOUT}"]  # true of one métier at a time only
    with choices.plus("explorer"):
        for cle, dite in (("mesure", r.mesure), ("par", r.par), ("depuis", r.depuis), ("colonnes", r.colonnes),
                          ("tri", r.tri), ("min", r.minimum), ("max", r.maximum),
                          ("premiers", r.premiers or None)):  # fmt: skip
            s.setdefault(f"x-{cle}", dite)
        mesure, par, depuis = choices.un_seul("Montrer", MESURES_COURTES, "x-mesure"), "", ""
        if mesure == "rapport":
            comptes = {c: i.libelle for c, i in EXPLORES.items() if i.genre == "compte"}
            par = choices.un_seul("Divisé par", comptes, "x-par", "population", on_change=debut)
        elif mesure == "evolution":
            noms = {p: nom for p, nom in dites.items() if francais.rythme_periode(p)}
            depuis = choices.un_parmi("Depuis", noms, "x-depuis", PRECEDENTE, on_change=debut) or ""
        elif mesure in ("part", "rang"):
            par = choices.un_seul("Parmi", {z: DIMENSIONS[z] for z in LE_LONG}, "x-par", on_change=debut)
        # A list that opens late shows its first line when nothing was said of it since: the usual one.
        dimensions = {"indicateur": DIMENSIONS["indicateur"]} | DIMENSIONS
        colonnes = choices.un_seul("En colonnes", dimensions, "x-colonnes", on_change=debut)
        if (nom := s["x-tri"].removeprefix("-")) not in ("", *requete.TRIS) and (
            colonnes != r.colonnes or (colonnes == "indicateur" and nom not in [i.code for i in inds])
        ):  # fmt: skip
            s["x-tri"] = ""  # the column that ordered the rows is gone
        ordres = ORDRES | ({s["x-tri"]: _ordre(s["x-tri"])} if s["x-tri"] not in ORDRES else {})
        tri = choices.un_seul("Ordre", ordres, "x-tri", on_change=debut)
        bas, haut, combien = st.columns(3)
        bornes = [
            place.number_input(mot, key=cle, step=1.0, format="%g", placeholder="–", on_change=debut)
            for place, mot, cle in ((bas, "Au moins", "x-min"), (haut, "Au plus", "x-max"))
        ]
        options = {"key": "x-premiers", "step": 1, "placeholder": "Toutes", "on_change": debut}
        premiers = combien.number_input("Lignes", 1, 10_000, **options)
    return Requete(
        tuple(i.code for i in inds), tuple(zones), tuple(metiers), tuple(periodes) or (DERNIERE,), mesure, par,
        colonnes, *bornes, tri=tri or ("-valeur" if premiers else ""), premiers=int(premiers or 0), depuis=depuis,
    )  # fmt: skip


def _zonage_lu(ind: Indicateur, zone: str) -> str:
    zonage = zone.partition(":")[0]
    return ind.zonages[0] if zonage == LIBRE else zonage


def _dire_lieux(zones: Sequence[str]) -> tuple[str, str]:
    """« de » « 26 bassins d’emploi », « » « des Herbiers »: how a sentence says places."""
    genres, nb = {z.partition(":")[0] for z in zones}, 0
    for z in zones:
        zonage, _, code = z.partition(":")
        dedans = code.removeprefix(DANS) if code.startswith(DANS) else ""
        nb += len(une_fois(sujets.dedans, zonage, dedans)) if dedans or code == TOUT else 1
    if nb == 1 and len(zones) == 1 and TOUT not in zones[0]:
        zonage, _, code = zones[0].partition(":")
        return ("de", groupes.lire(code).nom) if zonage == LIBRE else ("", lieux.genitif(zonage, code))
    if len(genres) != 1 or LIBRE in genres:
        return "de", f"{francais.nombre(nb)} territoires" if nb else "tous les territoires"
    return "de", f"{francais.nombre(nb)} {lieux.pluriel(zonages.zonage(genres.pop()).libelle_zone, nb)}"


def _dire_periodes(
    d: Donnees, inds: Sequence[Indicateur], zones: Sequence[str], periodes: Sequence[str]
) -> tuple[str, str]:
    """« en » « 2024 », « au » « 3ᵉ trimestre 2023 », « à » « 4 dates »."""
    if not periodes or tuple(periodes) == (DERNIERE,):
        lues = [tableau.periodes_de(d, i, _zonage_lu(i, zones[0]) if zones else i.zonages[0]) for i in inds]
        dernieres = {x[-1] for x in lues if x}
        if len(dernieres) != 1:
            return "à la", "dernière date"
        periodes = [*dernieres]
    if len(periodes) > 1 or ENTRE in periodes:
        return "à", "toutes les dates" if ENTRE in periodes else f"{len(periodes)} dates"
    if ENTRE in periodes[0]:
        return "de", " à ".join(francais.periode_libelle(b) for b in periodes[0].split(ENTRE) if b)
    mot, _, dit = francais.en_periode(periodes[0], flux=True).partition(" ")
    return mot, dit


def _plusieurs(
    etiquette: str, cle: str, noms: Mapping[str, str], dites: Iterable[str], aucun: str, **suite: Any
) -> list[str]:
    """Several of a list, those of the question at first; what the list no longer holds is left out."""
    st.session_state[cle] = list(dict.fromkeys(v for v in st.session_state.get(cle, dites) if v in noms))
    suite |= {"format_func": noms.get, "placeholder": aucun, "on_change": debut}
    return st.multiselect(etiquette, list(noms), key=cle, **suite)


def _nom_groupe(cle: str) -> str:
    """« Soins (groupe de 3) »."""
    g = groupes.lire(cle.partition(":")[2])
    suite = f" de {len(g.codes)}"
    return g.nom if g.nom.endswith(suite) else f"{g.nom} (groupe{suite})"


def _reunir(cle: str, quoi: str) -> None:
    """Offer to add up what a list holds, when all of it is of one kind; the group takes its place in the list."""
    s = st.session_state
    choisis = [v.partition(":") for v in s.get(cle, ()) if not v.startswith(LIBRE)]
    genres = {genre for genre, _, _ in choisis}
    if len(choisis) < 2 or len(genres) > 1 or any(TOUT in code for _, _, code in choisis):
        return

    def faire() -> None:
        nom = s[f"{cle}-nom"].replace(groupes.NOM, "-")
        try:
            g = groupes.lire(f"{nom}{groupes.NOM}{choisis[0][0]}:{groupes.ET.join(c for _, _, c in choisis)}")
        except DemandeInvalide as e:
            s["x-refus"] = francais.capitale(str(e))
            return
        s[cle] = [*(v for v in s[cle] if v.startswith(LIBRE)), f"{LIBRE}:{g.texte}"]

    st.text_input(f"Additionner ces {len(choisis)} {quoi} sous un nom", key=f"{cle}-nom", max_chars=libre.NOM_MAX)
    st.button("Additionner", key=f"{cle}-reunir", on_click=faire)
    if refus := s.pop("x-refus", ""):
        st.warning(refus)


def _nom_dedans(zone: str) -> str:
    if zone.startswith(LIBRE):
        return _nom_groupe(zone)
    zonage, _, dans = zone.partition(f":{DANS}")
    z, _, code = dans.partition(":")
    return f"{zonages.zonage(zonage).libelle}, {zonages.libelle_zone(z, code)}"


def _tous_lieux() -> dict[str, str]:
    """Whole zonings, those of a département, then each zone."""
    codes = tuple(zonages.zonages())
    noms = {f"{z}:{TOUT}": f"{TOUS}{zonages.zonage(z).libelle} ({len(zonages.noms(z))})" for z in codes}
    dans = [f"{z}:{DANS}departement:{c}" for z in ("bassin", "epci", "commune") for c in zonages.noms("departement")]
    noms |= {z: _nom_dedans(z) for z in dans}
    return noms | {z: nom.replace("(région)", "").strip() for z, nom in choices.noms_situes(codes).items()}


def _metiers(d: Donnees, codes: tuple[str, ...]) -> dict[str, str]:
    """Whole levels that the indicators share, the métiers of each domain, then each group."""
    communs = set.intersection(*(set(tableau.niveaux(du_code(c))) for c in codes))
    niveaux = [n for n in NIVEAUX if n in communs]
    if not d.millesimes("bmo") and niveaux != ["rome"]:
        return {}
    noms = {n: _noms(d, n) for n in (*niveaux, "fap22")}
    tous = {f"{n}:{TOUT}": f"{TOUS}{NIVEAUX[n]} ({len(noms[n])})" for n in niveaux}
    if "metier" in niveaux:
        tous |= {f"metier:{DANS}fap22:{c}": f"Les métiers{francais.INSEC}: {nom}" for c, nom in noms["fap22"].items()}
    return tous | {f"{n}:{c}": f"{nom} ({c})" for n in niveaux for c, nom in noms[n].items()}


def _noms(d: Donnees, niveau: str) -> dict[str, str]:
    if niveau == "rome":
        return nomenclatures.libelles(d, niveau)
    return nomenclatures.libelles_enquete(d, niveau, d.periodes("bmo")[-1]) if d.millesimes("bmo") else {}


def debut() -> None:
    """Callback: back to the first rows."""
    st.session_state["page"] = 1


def indicateurs(possibles: Collection[str], cle: str, dits: Sequence[str] = INDICATEURS_DEFAUT) -> list[str]:
    """Select up to eight indicators among those possible, `dits` at first; none while one chooses again."""
    if ecartes := [du_code(c) for c in st.session_state.get(cle, dits) if c not in possibles]:
        st.info(f"Hors de ce découpage\u202f: {' ; '.join(f'« {i.libelle} » ({i.ailleurs})' for i in ecartes)}.")
    noms, dit = {c: du_code(c).libelle for c in possibles}, f"Indicateurs ({INDICATEURS_MAX} au plus)"
    return _plusieurs(dit, cle, noms, dits, "Choisir des indicateurs", max_selections=INDICATEURS_MAX)
