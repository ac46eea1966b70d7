"""A portrait as a tagged PDF of two A4 pages: the document as data, which `charte.typ` lays out."""

import json
from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

from data_loaders.measures import mots_estimation
from geo.territoire import OBSERVATOIRE
from pages.figures import icones, pdf, theme
from pages.figures.portrait.document import Ciel, Dessin, Document, Lien

PAGES = 2
_CIELS = dict(zip(("orage", "pluie", "variable", "eclaircies", "soleil"), theme.rampe("meteo"), strict=True))
# Sizes tried in turn, in parts of those of the charter: a territory that meets many zones is set a little smaller.
ECHELLES = (1.0, 0.95, 0.9, 0.86)
_DONNEES = "portrait.json"


def _valeur(x: Any, fichiers: dict[str, bytes]) -> Any:
    """A part of the document as typst reads it; the images that it names are put in `fichiers`."""
    match x:
        case str():
            return pdf.signes(x)
        case Dessin():
            nom = f"dessin-{len(fichiers)}.svg"
            fichiers[nom] = x.rendre("clair").encode()
            return {"image": nom, "alt": pdf.signes(x.alt), "legende": pdf.signes(x.legende)}
        case Ciel():
            # That of who seeks: a sheet that goes from hand to hand has one point of view.
            icone = x.classe and mots_estimation.ciel(x.classe, "candidat").icone
            if not icone:
                return pdf.signes(x.mot)
            nom = f"ciel-{icone}.svg"
            fichiers[nom] = icones.svg(icone).encode()
            return {"ciel": nom, "fond": _CIELS[icone], "mot": pdf.signes(x.mot)}
        case Lien():
            return pdf.signes(x.texte)
        case tuple() if hasattr(x, "_asdict"):
            return {nom: _valeur(v, fichiers) for nom, v in x._asdict().items()}
        case tuple():
            return [_valeur(v, fichiers) for v in x]
    return x


@dataclass(frozen=True)
class Feuilles:
    """A portrait laid out: its source, its images, and the part of the usual size of type that holds in two pages."""

    source: str
    fichiers: dict[str, bytes]
    echelle: float

    @property
    def pdf(self) -> bytes:
        """The document, written each time that it is asked for."""
        return pdf.composer(self.source, self.fichiers)


def composer(d: Document) -> Feuilles:
    """Two pages exactly, in the largest type that holds: what holds in one size holds in the smaller ones.

    Raises:
        ErreurDonnees: rule `pages` when even the smallest does not hold, rule `composition` when typst refuses it.
    """
    fichiers: dict[str, bytes] = {}
    dits = {nom: _valeur(getattr(d, nom), fichiers) for nom in ("titre", "constat", "badges", "pages", "pied")}
    fichiers[_DONNEES] = json.dumps(dits, ensure_ascii=False).encode()
    de = {"auteur": OBSERVATOIRE, "description": f"{d.constat}."}
    sources = [
        f'{pdf.preambule(d.titre, d.jour, **de, echelle=echelle)}#portrait(json("{_DONNEES}"))' for echelle in ECHELLES
    ]
    derniere = len(ECHELLES) - 1
    choisie = bisect_left(sources, True, hi=derniere, key=lambda s: pdf.pages_nb(s, fichiers) == PAGES)
    if choisie == derniere:
        pdf.exiger_pages(sources[choisie], fichiers, PAGES)
    return Feuilles(sources[choisie], fichiers, ECHELLES[choisie])
