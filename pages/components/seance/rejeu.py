"""Draws a screen at an address with nobody before it, and gives back its figures.

A meeting shows, saves and prints what the screens themselves draw: the same words, the same numbers.
"""

import re
from dataclasses import replace
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import capitale, typographier
from data_loaders.magasin.donnees import Donnees
from data_loaders.portraits import Memoire
from pages.components import choices, document, identite, journal, url_state
from pages.components.carnet import Carnet
from pages.components.partage import lire_une_fois
from pages.figures import adresses
from pages.figures.api import page
from pages.figures.carte.dessin import montre
from pages.figures.diapos import MARQUES, Diapositive, SansVue, agendas, rendu
from pages.figures.ecrans import ECRANS, PAR_MODULE, accueil, formulaires
from pages.figures.recherche import ligne
from pages.figures.seance import Diapo, image
from pages.figures.tables import en_html
from pages.figures.vues import DECOUPAGE, DEMONSTRATION, Vue

HABITUELS: Final = {p.key: p.default or choices.HABITUEL for p in choices.PARAMS if p.key in ("indicateur", "zonage")}
SANS_REPONSE: Final = "Aucune vue ne répond à « {} »."
SANS_CONSTAT: Final = ("", "Tableau")  # titles that say nothing alone: that of the page is said instead


def ecran_de(adresse: str) -> tuple[str, str]:
    """(module, query) of an address of ours, `/carte?zonage=bassin`.

    Raises ErreurDonnees: no screen has this address.
    """
    module, _, requete = adresse.removeprefix("/").partition("?")
    if vers := adresses.mener(module, requete):
        module, _, requete = vers.removeprefix("/").partition("?")
    module = module or accueil()
    if len(adresse) > url_state.LONGUEUR_MAX or module not in {e.module for e in ECRANS} - {*formulaires()}:
        dit = "aucun écran de l’observatoire n’a cette adresse"
        remede = "ouvrir l’écran voulu et l’ajouter de là à la séance"
        raise ErreurDonnees("adresse", "adresse de la vue", dit, remede=remede)
    return module, requete


def jouer(adresse: str) -> list[Diapo]:
    """Figures of a screen, in the order of the page, drawn for a room.

    Raises ErreurDonnees: no screen has this address, or it shows nothing there; the reason is that of the screen.
    """
    if demandee := agendas.demandee(adresse):
        m = memoire()
        try:
            return [diapo(agendas.faire(m, *demandee), demandee, m)]
        except SansVue as e:
            dit, remede = f"{agendas.VUES[demandee.nom].nom} : {e}", "choisir une autre vue ou un autre lieu"
            raise ErreurDonnees("absent", "cette vue", dit, remede=remede) from None
    module, requete = ecran_de(adresse)
    choix = [(cle, v) for cle, v in parse_qsl(requete) if cle != "projection"]
    point = "employeur" if ("point", "employeur") in choix else "candidat"
    carnet = Carnet()
    try:
        document.ecrire(PAR_MODULE[module], choix, carnet=carnet)
    except Exception as e:
        raise ErreurDonnees("imprevu", "cette vue", identite.IMPREVU, remede=journal.imprevue(journal.noter(e))) from e
    diapos = carnet.diapos()
    if not diapos:
        raison = " ".join(carnet.vides) or "cet écran n’a rien à montrer ici"
        raise ErreurDonnees("absent", "cette vue", raison, remede="choisir un autre écran ou d’autres choix")

    def dire(titre: object) -> str:
        """A title; the météo says its own for both points of view."""
        return getattr(titre, point, titre)

    dits = [dire(t) for t in (*carnet.constats, *(d.vue.titre for d in diapos))]
    constat = next((t for t in dits if t not in SANS_CONSTAT), "")
    adresse = f"/{module}" + (f"?{urlencode(choix)}" if choix else "")
    for d in diapos:
        d.adresse, d.instantane = adresse, carnet.instantane
        dit = dire(d.vue.titre)
        d.vue = replace(d.vue, titre=f"{constat}, en tableau" if dit == "Tableau" else dit or constat)
    return diapos


def memoire() -> Memoire:
    """The figures in force, those that the screens read."""
    return Memoire(Donnees().figees(), lire_une_fois)


def diapo(d: Diapositive, demandee: agendas.Demandee, m: Memoire) -> Diapo:
    """The slide among the other figures of a meeting: its words, its rows, its markup."""
    badges = ((DECOUPAGE,) if d.travail else ()) + ((DEMONSTRATION,) if d.marque == "invente" else ())
    marque = d.ancien or MARQUES[d.marque][1]
    vue = Vue(d.titre, d.mesure, d.detail, "", f"{d.source} ({marque.lower()})", badges)
    dessinee = {"html": rendu.html(d), "dessin": rendu.dessin(d), "ecran": d.adresse}
    dessinee["instantane"] = f"{'Démonstration' if d.marque == 'invente' else 'Version'} {m.donnees.etat}"
    return Diapo(demandee.adresse, agendas.CLE, vue, d.table or rendu.rangs(d), **dessinee)


def repondre(texte: str, adresse: str) -> dict[str, Any]:
    """Answers to a question of the room, over the view of an address: slides first, then what the search finds.

    Returns:
        `reponses`: address, words, screen with place and date of each; `avis`, with what is kept; `sur`: the first one
        answers all that was asked; `detail`: the answer is the detail of the view shown.
    """
    m, ici = memoire(), agendas.demandee(adresse)
    ctx = ligne.Contexte(m.donnees, lire_une_fois)
    d = ligne.comprendre(texte, ctx)
    dites = agendas.repondre(texte, d, ici, m)
    if dites is None:
        return {"reponses": [], "avis": "", "sur": True, "detail": True}
    complet, gardes = agendas.completer(texte, d, ici)
    r = ligne.chercher(complet, ctx)
    slides = [
        {"adresse": q.adresse, "dit": typographier(dit), "ecran": agendas.VUES[q.nom].nom} for q, dit in dites.items()
    ]
    screens = [
        {"adresse": p.cle, "dit": p.libelle, "ecran": " · ".join(filter(None, (p.ecran, p.precision, p.marque)))}
        for p in ligne.de(r.reponses)
        if p.cle != "/seance"
    ]
    trouvees = slides + screens
    sur = bool(trouvees) and (d is None or (d.sure and not d.incompris and not d.lecture.de("absent")))
    garde = [typographier(f"Gardé de la vue : {', '.join(gardes)}.")] if gardes and screens and not slides else []
    avis = [*garde, *(r.avis if d else ())] if trouvees else [SANS_REPONSE.format(texte), *r.avis]
    return {"reponses": trouvees, "avis": " ".join(avis) if texte.strip() else "", "sur": sur, "detail": False}


def charge_utile(d: Diapo) -> dict[str, Any]:
    """What the browser draws of a figure, typeset; `prete`: its `html` is a whole slide."""
    v = d.vue
    dits = {nom: typographier(getattr(v, nom)) for nom in ("titre", "sous_titre", "lecture", "champ", "source")}
    dits |= {nom: getattr(d, nom) for nom in ("adresse", "cle", "html", "instantane")}
    dits |= {"prete": bool(d.ecran), "table": en_html(d.table, v.sous_titre) if d.table else "", "vide": vide(d)}
    dits["badges"] = [[typographier(mots), ton] for mots, ton in v.badges]
    return dits | {"script": page.reprise(d.ecran or d.adresse, HABITUELS, ECRANS[0].module)}


def vide(d: Diapo) -> str:
    """Why a figure has nothing to show: what its map says of its zone, or its screen in its place; "" when it has:
    a title, a drawing or a table, a value for the zone it is about."""
    vides = [image.composition(d).mots(h) for h in re.findall('<div class="obs-vide".*?</div>', d.html, re.S)]
    etats = [montre(c).etats[c["periode"]].get(c["selection"]) for c in d.cartes if c["selection"]]
    montree = d.vue.titre and (d.table or d.dessins or (d.html and not vides))
    if montree and all(e and e.statut == "ok" for e in etats):
        return ""
    dites = [*(e.etiquette for e in etats if e and e.statut != "ok"), *vides, "aucune valeur à montrer pour ce lieu"]
    return typographier(capitale(next(filter(None, dites))))
