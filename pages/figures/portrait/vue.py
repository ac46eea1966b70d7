"""The whole portrait as a document: its blocks in reading order, those of training, actors and method here."""

from collections.abc import Callable
from datetime import date
from typing import Any

from data_loaders import francais, parametres
from data_loaders.convention import dispositifs
from data_loaders.convention.etats import Etat
from data_loaders.francais import FINE, INSEC, capitale, date_libelle, nombre, typographier
from data_loaders.portraits.territoire import Chiffre, Portrait
from geo import zonages
from geo.territoire import OBSERVATOIRE
from pages.figures import declares, fiche, lecture, phrases
from pages.figures.carte.vue import COMMENT_CHARGER, FONDS
from pages.figures.chiffres_cles import SOURCE_CONVENTION
from pages.figures.phrases import part
from pages.figures.portrait import marche, mots as portrait_mots, territoire
from pages.figures.portrait.mots import ABSENT, SANS_OBJET, Bloc, Cle, Document, Lien, Tableau, absence, cle, colonnes
from pages.figures.vues import badges_decoupage, badges_demo, badges_statut

NON_RENSEIGNE = "non renseigné"
DECLARES = declares.lire(__file__)
NIVEAUX = declares.de(DECLARES["niveau"], "mots")
LIGNES_MAX, COMMENTAIRE_MAX = 4, 90


def document(p: Portrait) -> Document:
    """The portrait, written."""
    premiere = territoire.bloc(p), marche.demande(p), marche.besoins(p)
    seconde = marche.meteo(p), formation(p), acteurs(p), methode(p)
    s, etat = p.sujet, p.statut.texte
    # The newest snapshot read; of the communes when there is none.
    lues = list(filter(None, (x.source.get("recupere_le") for x in p.sources)))
    jour = date.fromisoformat(max(lues, default=zonages.zonage("commune").date)[:10])
    ou = badges_decoupage(s.zonage) if s.zonage else (("Territoire composé par le lecteur", "gris"),)
    badges = (*badges_statut(p.statut), *badges_demo(p.demonstration), *ou)
    pied = f"{OBSERVATOIRE} · {etat} · fichiers reçus jusqu’au {francais.date_libelle(jour)} · {FONDS}"
    titre, constat, pied = map(typographier, (f"Portrait {s.de_qui}", fiche.titres(p.fiche)[0], pied))
    badges = tuple((typographier(texte), ton) for texte, ton in badges)
    fichier = f"{s.zonage}_{s.code}" if s.zonage else zonages.slug(s.nom) or "territoire"
    return Document(titre, constat, badges, _composer((premiere, seconde)), pied, jour, f"portrait_{fichier}")


def _composer(x: Any) -> Any:
    """A block with the typography of every text settled, once for all renderers, and nothing empty in its lists."""
    match x:
        case str():
            return typographier(x)
        case Lien():
            return x._replace(texte=typographier(x.texte))
        case list():
            return tuple(_composer(v) for v in x if v)
        case tuple():
            return type(x)(*map(_composer, x)) if hasattr(x, "_fields") else tuple(map(_composer, x))
    return x


def formation(p: Portrait) -> Bloc:
    """The series that exist: apprenticeship, places, training of those far from employment."""
    contrats, eloignes = p.chiffres["apprentissage_annuel"], p.chiffres["formation_eloignes"]
    cles = [cle(contrats, "Contrats d’apprentissage commencés")] if contrats.ligne is not None else []
    places = {"places_pro": "Places de CAP et de seconde pro au lycée"}
    places |= {"places_pro_pression": "Premiers vœux par place"}
    cles += [cle(p.chiffres[c], titre) for c, titre in places.items() if p.chiffres[c].connu]
    # A figure of the region, said to be so; the territory's own when it is the region.
    ligne = eloignes.ligne if eloignes.ligne is not None else eloignes.region
    if ligne is not None and eloignes.periode:
        quand = f"Région entière, {francais.periode_libelle(eloignes.periode)}"
        titre = "Entrées en formation de publics éloignés de l’emploi"
        cles.append(Cle(titre, lecture.valeur(eloignes.ind, ligne), (quand,)))
    cles.append(_convention("stagiaires", "Stagiaires nouvellement rémunérés"))
    commences = [(contrats, f"Contrats d’apprentissage commencés, {contrats.periode}")]
    dites, tableaux = [absence(contrats), absence(eloignes)], [portrait_mots.table_recoupe(p.sujet, commences)]
    champ = "Contrats d’apprentissage : douze flux mensuels publiés, données brutes."
    source, demonstration = portrait_mots.sources([contrats, eloignes, p.chiffres["places_pro"]])
    suite = dites, tableaux, champ, f"{source} {SOURCE_CONVENTION}.".lstrip(), demonstration
    return Bloc("formation", "Formation et orientation", _constat_formation(p, contrats), cles, None, *suite)


def _constat_formation(p: Portrait, contrats: Chiffre) -> str:
    if not contrats.connu:
        quatre = "La Région organise la formation autour de quatre objectifs"
        return f"{quatre} ; leurs entrées ne sont pas connues par territoire."
    n = francais.avec_unite(contrats.ligne["value"], "contrats")
    suite = phrases.mouvement(contrats.evolution, "%")
    quand = f"{'commencé' if contrats.ligne['value'] < 2 else 'commencés'} en {contrats.periode}"
    return f"{capitale(p.sujet.lieu)}, {n} d’apprentissage {quand}{f', {suite}' if suite else ''}."


def _convention(code: str, titre: str) -> Cle | None:
    """A figure written in the convention, of the whole region and dated; None when the file no longer has it."""
    c = dispositifs.lire().chiffres.get(code)
    return c and Cle(titre, c.nombre, (f"Région entière, {c.date} (convention)",), c.avant)


def acteurs(p: Portrait) -> Bloc:
    """Labelling of the SPO, GTEC, comités of the ZEF."""
    a = p.acteurs
    aucun = "GTEC", "aucun", SANS_OBJET, "Aucun territoire GTEC ici.", SANS_OBJET
    gtec = _lignes("GTEC", a["gtec"], _gtec) or [aucun]
    lignes = [*_lignes("SPO", a["spo"], _labellisation), *gtec, *_lignes("Comité de la ZEF", a["zef"], _comite)]
    qui = ("Démarche", 14), ("Territoire", 17), ("Habitants #", 10), ("État connu", 0), ("Attesté le", 13)
    # Who stated the states shown, each once; the convention for the figures of the region.
    etats = (e for groupe in a.values() for _, _, e in groupe[:LIGNES_MAX])
    sources = dict.fromkeys(e.source for e in etats if e.source and "Convention" not in e.source)
    cles = [_convention(code, titre) for code, titre in declares.de(DECLARES["spo"], "titre").items()]
    tableaux = [Tableau("État des démarches et des instances", colonnes(*qui), lignes)]
    source = f"{f'{FINE}; '.join([SOURCE_CONVENTION, *sources])}."
    return Bloc("acteurs", "Acteurs", _constat_acteurs(p), cles, tableaux=tableaux, source=source)


def _lignes(genre: str, etats: tuple, dire: Callable) -> list[tuple[str, ...]]:
    """One row a territory, or one for all of them when they are many."""
    if len(etats) > LIGNES_MAX:
        connus = sum(e.renseigne for _, _, e in etats)
        s = "s" if connus > 1 else ""
        dit = f"{nombre(connus)} état{s} renseigné{s} sur {nombre(len(etats))}."
        return [(genre, f"{nombre(len(etats))} territoires", part(sum(x for _, x, _ in etats)), dit, SANS_OBJET)]
    dates = (("/".join(reversed(e.recu_le.split("-"))) or ABSENT) for _, _, e in etats)
    return [(genre, nom, part(x), dire(e), recu) for (nom, x, e), recu in zip(etats, dates, strict=True)]


def _labellisation(e: Etat) -> str:
    dit, quand = "démarche engagée, attestée par la convention en août 2013" if e.demarche else "", e.date_labellisation
    if quand:
        dit = f"labellisé {'le' if len(quand) > 7 else 'en'} {date_libelle(quand)}"
    niveaux = (f"{NIVEAUX[n]}{INSEC}: {niveau.etat}" for n, niveau in e.niveaux.items() if niveau.etat)
    return _dire([dit, f"chef de file{INSEC}: {e.chef_de_file}" if e.chef_de_file else "", *niveaux, *e.comptes])


def _dire(dits: list[str]) -> str:
    return f"{capitale(f'{FINE}; '.join(filter(None, dits)) or NON_RENSEIGNE)}."


def _gtec(e: Etat) -> str:
    """The comment of who sent the state is cut where it would not hold in a cell."""
    if not e.etat:
        return f"{capitale(NON_RENSEIGNE)}."
    dit, quand = e.commentaire, f" ({date_libelle(e.date)})" if e.date else ""
    if len(dit) > COMMENTAIRE_MAX:
        dit = f"{dit[: COMMENTAIRE_MAX - 1].rstrip()}…"
    return f"Démarche {e.etat}{quand}. {dit}".rstrip()


def _comite(c: Etat) -> str:
    dits = [{"oui": "institué", "non": "non institué", "": ""}[c.existe], c.nom]
    if tenues := [r for r in c.reunions if r.situation == "tenue"]:
        n = len(tenues)
        dits.append(f"{n} réunion{'s' if n > 1 else ''}, la dernière le {date_libelle(tenues[-1].date)}")
    return _dire(dits)


def _constat_acteurs(p: Portrait) -> str:
    spo, gtec = p.acteurs["spo"], p.acteurs["gtec"]
    connus = [(nom, e.date_labellisation) for nom, _, e in spo if e.date_labellisation]
    if p.sujet.zonage == "spo" and connus:
        nom, quand = connus[0]
        depuis = f"{'le ' if len(quand) > 7 else ''}{date_libelle(quand)}"
        return f"La démarche SPO «{INSEC}{nom}{INSEC}» est labellisée depuis {depuis}."
    if p.sujet.zonage == "spo" and spo[0][2].demarche:
        nom = f"«{INSEC}{p.sujet.nom}{INSEC}»"
        return f"La démarche SPO {nom} est engagée, la convention l’atteste en août 2013."
    if not any(e.renseigne for _, _, e in (*spo, *gtec)):
        return "L’état des démarches d’orientation et de gestion des emplois n’est pas renseigné ici."
    return "L’état des démarches n’est renseigné qu’en partie."


def methode(p: Portrait) -> Bloc:
    """What the figures are, what an empty cell means, what a move is, how territories are brought together."""
    q, perimetre = parametres.portrait(), "composé par le lecteur, gardé dans l’adresse seule"
    if p.sujet.zonage:
        z = zonages.zonage(p.sujet.zonage)
        perimetre = f"{z.confiance}, {z.source}, millésime {z.millesime}"
    taux, compte = francais.nombre(q.seuil_taux, 1), francais.nombre(q.seuil_compte)
    phrases = [
        "Un chiffre n’est donné pour ce territoire que s’il y est publié, ou s’il est la somme d’unités entières. "
        "Sinon, le portrait donne celui de chaque zone rencontrée, avec la part des habitants.",
        f"«{INSEC}Au moins{INSEC}»{INSEC}: somme où manquent des cellules que leur producteur masque.",
        f"« En hausse » et « en baisse »{INSEC}: {taux} point et plus sur un an pour un taux, {compte}{INSEC}% et "
        f"plus pour un effectif{FINE}; « stable » au-dessous. Pour l’enquête, l’écart doit dépasser ce que le hasard "
        f"produit dans 95 cas sur 100{FINE}; « forte » à partir de 10{INSEC}points.",
        territoire.methode_semblables(p.semblables),
        f"Périmètre{INSEC}: {perimetre}.",
        COMMENT_CHARGER if p.demonstration else "",
    ]
    constat = f"La météo est une estimation, d’après la France surtout{FINE}; rien ne passe d’un découpage à un autre."
    source = f"Population{INSEC}: Insee, recensement 2023. {FONDS}."
    quoi = "methode", "Méthode et sources", constat
    return Bloc(*quoi, phrases=phrases, source=source, demonstration=p.demonstration)
