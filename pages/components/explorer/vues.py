"""Views of the screen « Explorer »: the cross-table, what moved most, two indicators face to face; their files."""

import json
from collections.abc import Callable, Generator
from dataclasses import replace
from functools import partial
from typing import Final

from data_loaders import francais
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.erreurs import DemandeInvalide
from data_loaders.exports import chiffres, ecriture
from data_loaders.francais import capitale, echapper as escape
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures.evolutions import testee
from data_loaders.requetes.evaluation import CLASSEUR_MAX
from data_loaders.requetes.requete import DANS, DERNIERE, TOUT, Requete
from geo import sujets, zonages
from pages.components import cache, choices, explorer, exports, feuille as st, figure_block, identite, tendances
from pages.components.ensembles import datee
from pages.components.partage import une_fois
from pages.figures.explorer import croise, evolutions, nuage

ADRESSE_MODULE: Final = datee("explorer/fichier.js")
# Its lists, its question, then, once the sentence of the lists is written, the line of choices and what is drawn.
Vue = Generator[Requete, None, None]


def tableau(d: Donnees, question: Requete, ligne: Callable[..., None]) -> Vue:
    """The cross-table."""
    r, nom = explorer.tableau_demande(d, question), explorer.VOLETS["tableau"]
    yield r
    try:
        c = une_fois(_preparer, d, r)
    except DemandeInvalide as e:
        constat = "Rien ne répond à ce choix"
        ligne(nom, constat)
        identite.titre(constat, nom)
        identite.etat_vide(capitale(str(e)), "Élargir le choix, ou en demander moins.")
        return
    page = _page(len(c.croisement.lignes))
    v = croise.vue(c, page, fut=une_fois(_fut, d, r) if len(c.croisement.lignes) == 1 else "")
    ligne(nom, v.sous_titre.partition(". ")[0])
    petits, triable = croise.petits(c), not choices.en_projection()
    table = croise.table(c, page, triable=triable)
    with figure_block.bloc("explorer", v, tete="page", table=table, pli="En un seul tableau" if petits else ""):
        if not choices.en_projection() and (bande := croise.repartition(c)):  # a room reads rows, no strip of dots
            st.html(bande)
        for titre, petit in petits:
            st.html(f"<h2>{escape(titre)}</h2>")
            figure_block.tabuler(croise.table(petit, triable=triable), titre)
    boutons(d, r)


def _preparer(d: Donnees, r: Requete) -> croise.Croise:
    return croise.preparer(cache.reponse(d, r))


def _fut(d: Donnees, r: Requete) -> str:
    """« en baisse depuis 2023 », of the first figure of a table of one row; "" where nothing is said of it."""
    if r.mesure != "valeur":
        return ""
    q = replace(r, indicateurs=r.indicateurs[:1], mesure="evolution", colonnes="", tri="", minimum=None, maximum=None)
    lues = cache.reponse(d, q).table
    une = lues.iloc[-1] if len(lues) else {"depuis": ""}
    return f"{une['evolution']} depuis {francais.periode_libelle(une['depuis'])}" if une["depuis"] else ""


def _page(lignes_nb: int) -> int:
    s, pages = st.session_state, max(1, -(-lignes_nb // croise.PAGE))
    s["page"] = ici = min(s.get("page") or 1, pages)

    def aller(pas: int) -> None:
        # From where one is now: a second press may come before the first one has been drawn.
        s["page"] = max(1, (s.get("page") or 1) + pas)

    if pages > 1:
        avant, dit, apres = st.columns([1.5, 2, 1.5], vertical_alignment="center")
        avant.button("Lignes précédentes", disabled=ici == 1, on_click=aller, args=(-1,), key="page-avant")
        dit.html(f"<p>Page {ici} sur {pages}</p>")
        apres.button("Lignes suivantes", disabled=ici == pages, on_click=aller, args=(1,), key="page-apres")
    return ici


def _zonage() -> str:
    choices.mot("de")
    return choices.zonage((*choices.ZONAGES_CARTE, "region"))


def _dans(zonage: str) -> tuple[list[str], tuple[str, ...]]:
    """Select the place that zones are in, or none; returns them, and what an address says of them."""
    autres = ("departement", "spo", "zef", "bassin", "ze", "gtec", "epci")
    noms = choices.noms_situes(tuple(z for z in autres if z != zonage and z in zonages.zonages()))
    dans = choices.un_parmi("Seulement dans", noms, "dans", "Toute la région", on_change=explorer.debut)
    codes = une_fois(sujets.dedans, zonage, dans or "")
    return codes, (f"{zonage}:{DANS}{dans}" if dans else f"{zonage}:{TOUT}",)


def mouvements(d: Donnees, question: Requete, ligne: Callable[..., None]) -> Vue:
    """What moved most."""
    zonage, s = _zonage(), st.session_state
    choices.mot("par")
    possibles = tuple(c for c, i in INDICATEURS.items() if zonage in i.zonages and testee(i))
    code = choices.indicateur(possibles).code
    metier, nom = None, ""
    if INDICATEURS[code].metiers:
        choices.mot("pour")
        metier, nom = tendances.metier(d)
    t = cache.lire_tableau(d, code, zonage, metier)
    choices.exiger(t.periodes)
    with choices.plus("explorer"):
        # "" for the last period, and for the one before that each is comparable with.
        noms = {p: francais.periode_libelle(p) for p in reversed(t.periodes)}
        for cle, dite in (("x-depuis", question.depuis), ("x-jusque", next(iter(question.periodes), ""))):
            s.setdefault(cle, dite)
        depuis = choices.un_parmi("De", noms, "x-depuis", explorer.PRECEDENTE) or ""
        jusque = choices.un_parmi("À", noms, "x-jusque", "La dernière de chacun") or ""
        codes, zones = _dans(zonage)
    r = Requete(
        (code,), zones, (f"{metier.niveau}:{metier.code}",) if metier else (), (jusque,) if jusque else (),
        mesure="evolution", tri="-ampleur", depuis=depuis,
    )  # fmt: skip
    yield r
    trouves = une_fois(evolutions.mouvements, t, codes, jusque, depuis)
    v = evolutions.vue(t, trouves, nom)
    ligne(explorer.VOLETS["mouvements"], v.sous_titre)
    figure_block.tableau("mouvements", v, tete="page", table=une_fois(evolutions.table, trouves))
    boutons(d, r)


def face_a_face(d: Donnees, question: Requete, ligne: Callable[..., None]) -> Vue:
    """Two indicators face to face, and a third one that sizes the discs, or none."""
    zonage = _zonage()
    noms = {c: i.libelle for c, i in INDICATEURS.items() if zonage in i.zonages}
    dits = (*question.indicateurs, "aucune", "aucune")
    for cle, code in zip(("x-abscisse", "x-ordonnee", "x-grosseur"), dits, strict=False):
        st.session_state.setdefault(cle, code)
    choices.mot("par")
    cx = choices.un_seul("Horizontal", noms, "x-abscisse")
    choices.mot("et")
    cy = choices.un_seul("Vertical", noms, "x-ordonnee", [*noms][1 % len(noms)])
    with choices.plus("explorer"):
        ct = choices.un_seul("Taille des ronds", noms | {"aucune": "égale"}, "x-grosseur", "aucune")
        ct = None if ct == "aucune" else ct
        codes, zones = _dans(zonage)
    r = Requete(tuple(dict.fromkeys(filter(None, (cx, cy, ct)))), zones, periodes=(DERNIERE,))
    yield r
    x, y, taille = (cache.lire_tableau(d, c, zonage) if c else None for c in (cx, cy, ct))
    choices.exiger(x.periodes)
    choices.exiger(y.periodes)
    regions = [cache.lire_tableau(d, code, "region") for code in (cx, cy)]
    n = une_fois(nuage.preparer, x, y, taille, regions, codes)
    v = nuage.vue(n, x, y, taille)
    ligne(explorer.VOLETS["nuage"], v.sous_titre)
    large = min(figure_block.largeur() - 60, 1290)
    with figure_block.bloc("nuage", v, tete="page", table=nuage.table(n, x, y, taille), pli="Les mêmes en tableau"):
        figure_block.graphique("nuage", une_fois(nuage.figure, n, x, y, figure_block.mode(), large), v.lecture, large)
    boutons(d, r)


def boutons(d: Donnees, r: Requete) -> None:
    """What is taken away, as it is seen or one figure a row; or why a producer does not let its figures be given."""
    reponse = cache.reponse(d, r)
    if ferme := reponse.ferme:
        st.html(f"<p>{escape(ferme)}</p>")
        return
    with st.container(horizontal=True, key="exports-explorer"):
        st.html('<button class="obs-copier" type="button" aria-live="polite">Copier le tableau</button>')
        if r.colonnes:
            st.html('<label><input type="checkbox" class="obs-avec-codes"> avec les codes</label>')
        for forme, suffixe, genre in (
            ("large", "xlsx", exports.XLSX), ("large", "csv", "text/csv"),
            ("long", "csv", "text/csv"), ("long", "parquet", exports.PARQUET),
        )[(1 if reponse.cellules_nb > CLASSEUR_MAX else 0) if r.colonnes else 2 :]:  # fmt: skip
            dit, suite = ("Tel quel", "") if forme == "large" else ("Une ligne par chiffre", "_lignes")
            texte = f"{dit} ({'Parquet' if suffixe == 'parquet' else suffixe.upper()})"
            nom, faire = f"{r.nom()}{suite}.{suffixe}", partial(octets, d, r, forme, suffixe)
            exports.bouton(texte, faire, nom, genre, f"export-{forme}-{suffixe}")
    adresse = f"chiffres.csv?{r.adresse()}"
    lien = f'<a href="api/v1/{escape(adresse)}" target="_blank"><code>/api/v1/{escape(adresse)}</code></a>'
    st.html(f"<p>Pour un script, la même question\u00a0: {lien}</p>{_fichier(r)}")


def _fichier(r: Requete) -> str:
    """The field of a file that the browser alone reads (`static/explorer/fichier.js`), with the same question."""
    q = replace(r, zones=(), colonnes="indicateur", tri="", premiers=0, minimum=None, maximum=None)
    noms = json.dumps({i.code: i.libelle for i in q.lus}, ensure_ascii=False)
    donnees = f'data-question="{escape(q.adresse())}" data-noms="{escape(noms)}" data-module="{ADRESSE_MODULE}"'
    return (
        "<details><summary>Joindre mon fichier</summary>"
        f'<div class="obs-fichier" {donnees}><label>Un CSV de communes ou d’EPCI\u00a0: une colonne de codes, des '
        'nombres <input type="file" accept=".csv,.txt,.tsv,text/csv"></label>'
        "<p>Lu et joint dans ce navigateur\u00a0: il n’est ni envoyé, ni gardé. 5\u00a0Mo et 50\u202f000 lignes au "
        "plus.</p><output></output></div></details>"
    )


def octets(d: Donnees, r: Requete, forme: str, suffixe: str) -> bytes:
    """A file: `large`, the table as it is seen with the region's row; `long`, every figure of it, one a row."""
    plate = replace(cache.reponse(d, r), a_plat=True)
    if forme == "long":
        return b"".join(chiffres.fichier(plate, suffixe))
    c = croise.preparer(cache.reponse(d, r))
    df = croise.large(c)
    if suffixe == "csv":
        return ecriture.csv_francais(df)
    v = croise.vue(c)
    fiche = [*chiffres.fiche(plate, v.titre), ("Sous-titre", v.sous_titre), ("Lecture", v.lecture)]
    sens = {n: dit for n, (_, dit) in plate.schema.items()}
    return ecriture.classeur(fiche, {"tableau": df, "chiffres": plate.table}, sens)
