"""The slides of the ready-made agendas, made of the figures that all readers share."""

from typing import Any, Final

from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import typographier
from data_loaders.magasin.donnees import Donnees
from data_loaders.portraits import Memoire
from pages.components.partage import lire_une_fois
from pages.figures.diapos import MARQUES, Diapositive, SansVue, agendas, mots, rendu
from pages.figures.diapos.agendas import Demandee
from pages.figures.recherche import ligne
from pages.figures.seance import Diapo
from pages.figures.vues import DECOUPAGE, DEMONSTRATION, Vue

AUCUNE_VUE: Final = "Aucune vue ne répond à « {} »."


def memoire() -> Memoire:
    """The figures in force, those that the screens read."""
    return Memoire(Donnees().figees(), lire_une_fois)


def jouer(demandee: Demandee) -> Diapo:
    """One slide as a room shows it.

    Raises:
        ErreurDonnees: there is no such slide, or it shows nothing there; says why.
    """
    m = memoire()
    try:
        d = agendas.faire(m, *demandee)
    except SansVue as e:
        remede = "choisir une autre vue ou un autre lieu"
        raise ErreurDonnees("absent", "cette vue", f"{agendas.VUES[demandee.nom].nom} : {e}", remede=remede) from None
    return diapo(d, demandee, m)


def diapo(d: Diapositive, demandee: Demandee, m: Memoire) -> Diapo:
    """The slide among the other figures of a meeting: its words, its rows, its markup."""
    badges = ((DECOUPAGE,) if d.travail else ()) + ((DEMONSTRATION,) if d.marque == "invente" else ())
    marque = d.ancien or MARQUES[d.marque][1]
    vue = Vue(d.titre, d.mesure, d.detail, "", f"{d.source} ({marque.lower()})", badges)
    return Diapo(
        demandee.adresse,
        agendas.CLE,
        vue,
        d.table or rendu.rangs(d),
        elements=[{"t": "diapositive", "h": rendu.html(d)}],
        dessin=rendu.dessin(d),
        ecran=d.adresse,
        instantane=f"{'Démonstration' if d.marque == 'invente' else 'Version'} {m.donnees.etat}",
    )


def repondre(texte: str, adresse: str) -> dict[str, Any]:
    """Answers to a question of the room, over the view of an address: slides first, then what the search finds.

    Returns:
        `reponses`: address, words, what it is of each; `avis`; `detail`: the answer is the detail of the view shown.
    """
    m = memoire()
    ctx = ligne.contexte(m.donnees, lire_une_fois)
    d = ligne.comprendre(texte, ctx)
    try:
        dites = agendas.repondre(texte, d, agendas.demandee(adresse), m)
    except agendas.Detail:
        return {"reponses": [], "avis": "", "detail": True}
    trouvees = [{"adresse": q.adresse, "dit": typographier(dit), "ecran": agendas.VUES[q.nom].nom} for q, dit in dites]
    r = ligne.chercher(texte, ctx)
    # A question that names no place is asked of the one on screen.
    ici = agendas.demandee(adresse)
    if r.reponses and d and not d.lieux and ici and ici.lieu and not ici.lieu.startswith("secteur:"):
        r = ligne.chercher(f"{texte} {mots.nom(*mots.cle(ici.lieu))}", ctx)
    trouvees += [
        {"adresse": p.cle, "dit": p.libelle, "ecran": p.ecran} for p in ligne.de(r.reponses) if p.cle != "/seance"
    ]
    avis = " ".join(r.avis if trouvees else (AUCUNE_VUE.format(texte), *r.avis))
    return {"reponses": trouvees, "avis": avis if texte.strip() else "", "detail": False}
