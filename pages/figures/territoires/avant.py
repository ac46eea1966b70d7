"""« Quelle est votre commune ? »: what stands around the field, before a place is chosen."""

from data_loaders import francais
from data_loaders.francais import INSEC, echapper as escape
from geo import zonages
from pages.figures.adresses import adresse
from pages.figures.carte.dessin import EtatZone, Legende

LEGENDE = Legende(zones=("commune", "communes"))
EXEMPLES = ("44109", "49007", "72181", "72180", "44184")  # as in the mock-up: four large towns, one small
# Named on the map, so that one finds one's way; the others say their name when they are pointed at.
VILLES = (*EXEMPLES, "53130", "44036", "49328", "49099", "85191", "85194")
_CONVENTION = ("spo", "zef", "gtec")


def titre_html() -> str:
    """The question, as the h1, and what answers."""
    return (
        '<header class="obs-titre"><h1>Quelle est votre commune\u202f?</h1><p class="obs-sous-titre">Son chômage, ses '
        "embauches, ses métiers difficiles à pourvoir, sur une page.</p></header>"
    )


def exemples_html() -> str:
    """Five communes, each a link to its page."""
    noms = zonages.noms("commune")
    liens = "".join(_lien(adresse("territoires", lieu=f"commune:{c}"), escape(noms[c])) for c in EXEMPLES)
    return f'<ul class="obs-exemples" aria-label="Par exemple">{liens}</ul>'


def _lien(vers: str, mots: str) -> str:
    return f'<li><a href="{escape(vers)}" target="_self">{mots}</a></li>'


def convention_html() -> str:
    """The territories of the convention, with how many, and the one that a reader composes."""
    lignes = [
        _lien(
            adresse("territoires", volet="loupe", zonage=z),
            f"{escape(zonages.zonage(z).libelle)} <span>{francais.nombre(len(zonages.zones(z)))}</span>",
        )
        for z in _CONVENTION
    ]
    lignes.append(_lien(adresse("territoires", volet="libre"), "Composer un territoire <span></span>"))
    return f'<h2>Ou un territoire de la convention</h2><ul class="obs-lignes">{"".join(lignes)}</ul>'


def etats() -> dict[str, EtatZone]:
    """Communes without figures: pressing one opens its page."""
    return {
        c: EtatZone(None, "", f"{nom} ({zonages.DEPARTEMENTS[c[:2]]}){INSEC}: ouvrir sa page")
        for c, nom in zonages.noms("commune").items()
    }
