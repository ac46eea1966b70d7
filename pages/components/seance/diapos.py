"""The slides of the ready-made agendas, made of the figures that all readers share."""

from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.portraits.memoire import Memoire
from pages.components.partage import lire_une_fois
from pages.figures.diapos import MARQUES, Diapositive, SansVue, agendas, rendu
from pages.figures.seance import Diapo
from pages.figures.vues import DECOUPAGE, DEMONSTRATION, Vue


def memoire() -> Memoire:
    """The figures in force, those that the screens read."""
    return Memoire(Donnees().figees(), lire_une_fois)


def jouer(nom: str, lieu: str) -> Diapo:
    """One slide as a room shows it.

    Raises:
        ErreurDonnees: there is no such slide, or it shows nothing there; says why.
    """
    m = memoire()
    try:
        d = agendas.faire(m, nom, lieu)
    except SansVue as e:
        remede = "choisir une autre vue ou un autre lieu"
        raise ErreurDonnees("absent", "cette vue", f"{agendas.VUES[nom].nom} : {e}", remede=remede) from None
    return diapo(d, nom, lieu, m)


def diapo(d: Diapositive, nom: str, lieu: str, m: Memoire) -> Diapo:
    """The slide among the other figures of a meeting: its words, its rows, its markup."""
    badges = ((DECOUPAGE,) if d.travail else ()) + ((DEMONSTRATION,) if d.marque == "invente" else ())
    marque = d.ancien or MARQUES[d.marque][1]
    vue = Vue(d.titre, d.mesure, d.detail, "", f"{d.source} ({marque.lower()})", badges)
    return Diapo(
        agendas.adresse(nom, lieu),
        agendas.CLE,
        vue,
        d.table or rendu.rangs(d),
        elements=[{"t": "diapositive", "h": rendu.html(d), "ecran": d.adresse}],
        dessin=rendu.dessin(d),
        instantane=f"{'Démonstration' if d.marque == 'invente' else 'Version'} {m.donnees.etat}",
    )
