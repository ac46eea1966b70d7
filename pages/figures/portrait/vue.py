"""The whole portrait as a document: blocks in reading order, what must be known before reading, method and sources."""

from datetime import date
from typing import Any

from data_loaders import francais
from data_loaders.francais import FINE, INSEC, typographier
from data_loaders.parametres import portrait as parametres
from data_loaders.portraits.territoire import Portrait
from geo import zonages
from geo.territoire import OBSERVATOIRE
from pages.figures import fiche
from pages.figures.carte.vue import COMMENT_CHARGER, FONDS
from pages.figures.portrait import acteurs as portrait_acteurs, ciel, marche, semblables, territoire
from pages.figures.portrait.document import Bloc, Document, Lien
from pages.figures.vues import Vue, badges_decoupage, badges_demo, badges_statut

_PREMIERE_PAGE = 3


def du_bloc(b: Bloc) -> Vue:
    """What a part of a portrait says around itself, as any figure does."""
    return Vue(b.titre, champ=b.champ, source=b.source, badges=badges_demo(b.demonstration))


def document(p: Portrait) -> Document:
    """The portrait, written."""
    premiers = (
        territoire.bloc(p),
        marche.demande(p),
        marche.besoins(p),
        ciel.meteo(p),
        portrait_acteurs.formation(p),
        portrait_acteurs.acteurs(p),
    )
    blocs = tuple(map(_composer, (*premiers, methode(p))))
    s = p.sujet
    etat, jour = p.statut.texte, _jour(p)
    return Document(
        titre=typographier(f"Portrait {s.de_qui}"),
        constat=typographier(fiche.titre(p.fiche)),
        badges=tuple((typographier(texte), ton) for texte, ton in _badges(p)),
        pages=(blocs[:_PREMIERE_PAGE], blocs[_PREMIERE_PAGE:]),
        pied=typographier(f"{OBSERVATOIRE} · {etat} · données au {francais.date_libelle(jour.isoformat())} · {FONDS}"),
        jour=jour,
        fichier=f"portrait_{s.zonage}_{s.code}" if s.zonage else f"portrait_{zonages.slug(s.nom) or 'territoire'}",
    )


def _badges(p: Portrait) -> list[tuple[str, str]]:
    ou = badges_decoupage(p.sujet.zonage) if p.sujet.zonage else (("Territoire composé par le lecteur", "gris"),)
    return [*badges_statut(p.statut), *badges_demo(p.demonstration), *ou]


def _jour(p: Portrait) -> date:
    """Date of the newest snapshot read; of the communes when there is none."""
    lues = [s.recupere_le for s in p.sources if s.recupere_le]
    return date.fromisoformat(max(lues, default=zonages.zonage("commune").date)[:10])


def methode(p: Portrait) -> Bloc:
    """What the figures are, what an empty cell means, what a move is, how territories are brought together."""
    q = parametres.portrait()
    z = zonages.zonage(p.sujet.zonage) if p.sujet.zonage else None
    taux, compte = francais.nombre(q.seuil_taux, 1), francais.nombre(q.seuil_compte)
    phrases = [
        "Un chiffre n’est donné pour ce territoire que s’il y est publié, ou s’il est la somme d’unités entières. "
        "Sinon, le portrait donne celui de chaque zone rencontrée, avec la part des habitants.",
        f"«{INSEC}Au moins{INSEC}»{INSEC}: somme où manquent des cellules que leur producteur masque.",
        f"« En hausse » et « en baisse »{INSEC}: {taux} point et plus sur un an pour un taux, {compte}{INSEC}% et "
        f"plus pour un effectif{FINE}; « stable » au-dessous. Pour l’enquête, l’écart doit dépasser ce que le hasard "
        f"produit dans 95 cas sur 100{FINE}; « forte » à partir de 10{INSEC}points.",
        semblables.explication(p.semblables),
        _perimetre(z),
        COMMENT_CHARGER if p.demonstration else "",
    ]
    return Bloc(
        code="methode",
        titre="Méthode et sources",
        constat=f"Seule la météo est une estimation{FINE}; rien ne passe d’un découpage à un autre.",
        phrases=tuple(filter(None, phrases)),
        source=f"Population{INSEC}: Insee, recensement 2023. {FONDS}.",
        demonstration=p.demonstration,
    )


def _perimetre(z: zonages.Zonage | None) -> str:
    if z is None:
        return f"Périmètre{INSEC}: composé par le lecteur, gardé dans l’adresse seule."
    return f"Périmètre{INSEC}: {z.confiance}, {z.source}, millésime {z.millesime}."


def _composer(x: Any) -> Any:
    """A block with the typography of every text settled, once for all renderers; addresses stay as they are."""
    match x:
        case str():
            return typographier(x)
        case Lien():
            return x._replace(texte=typographier(x.texte))
        case tuple():
            composes = map(_composer, x)
            return type(x)(*composes) if hasattr(x, "_fields") else tuple(composes)
    return x
