"""Search field with proposals: the server searches what is typed, a proposal is chosen by keyboard or pointer.

The field asks by itself what is found, for the choices of the page that holds it; what is chosen is an address, which
the browser opens, or a gesture of that page.
"""

from collections.abc import Callable, Sequence
from html import escape
from typing import Final, NamedTuple

from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import avec_unite
from data_loaders.magasin.donnees import Donnees
from pages.components import cache, ensembles, feuille as st
from pages.components.partage import lire_une_fois
from pages.figures.adresses import lien
from pages.figures.recherche import ligne

LONGUEUR_MAX: Final = 120
_composant = st.Composant("recherche", ensembles.datee("recherche/recherche.js"), isole=False)


class Mots(NamedTuple):
    """Words of a field.

    Attributes:
        etiquette: its label. exemple: what can be typed, shown while it is empty.
        aucun: what is told when nothing is found and nothing else says why.
        touche: whether « / » goes to it. bouton: name of the button behind which it is, "" when it is always there;
            reglage: what the box beside it switches off. foyer: whether the page opens with the focus in it.
    """

    etiquette: str
    exemple: str
    aucun: str = ""
    touche: bool = False
    bouton: str = ""
    reglage: str = ""
    foyer: bool = False


METIER: Final = Mots(
    "Chercher un métier",
    "soudeur, aide-soignante, dev web…",
    "Aucun métier trouvé dans l’enquête : essayer un autre mot, ou la liste des métiers.",
)
TOUT: Final = Mots("Une commune, un métier, une question", "chômage mamers, soudeur saint-nazaire…", touche=True)
# The same behind an icon, in the header of every other page than home and in the corner of the meeting room.
BARRE: Final = TOUT._replace(bouton="Chercher (touche /)", reglage="La touche / ouvre la recherche")


class Trouvailles(NamedTuple):
    """Proposals for a text, best first; what to tell of it; without `sur`, Enter alone opens none."""

    propositions: Sequence[ligne.Proposition]
    avis: str = ""
    sur: bool = True


def charge_utile(texte: str, trouvees: Trouvailles, mots: Mots = METIER) -> dict:
    """What crosses to the browser: the text searched, its proposals, how many there are in words, what to tell."""
    n = len(trouvees.propositions)
    message = f"{avec_unite(n, 'propositions')}. Flèches pour choisir, Entrée pour ouvrir." if n else ""
    return {
        "texte": texte,
        "resultats": [list(p) for p in trouvees.propositions],
        "message": message,
        "avis": trouvees.avis or (mots.aucun if texte and not n else ""),
        "sur": trouvees.sur,
    }


def lire_texte(recu: object) -> str:
    """The text received from the browser, "" where it is none."""
    return recu.strip()[:LONGUEUR_MAX] if isinstance(recu, str) else ""


def champ(
    cle: str, chercher: Callable[[str], Trouvailles], ouvrir: Callable[[str], None] | None = None, mots: Mots = METIER
) -> None:
    """Draw the field of a key; `ouvrir` is called with that of the proposal chosen, None where it is an address."""
    ouverte = st.ouverte()
    if ouverte and ouverte.cherche and ouverte.cherche[0] == cle:
        texte = ouverte.cherche[1]
        raise st.Trouve(charge_utile(texte, chercher(texte) if texte else Trouvailles(()), mots))

    def choisir() -> None:
        dit = st.session_state[cle]
        if (texte := lire_texte(dit.texte)) and dit.choix in [p.cle for p in chercher(texte).propositions]:
            ouvrir(dit.choix)

    _composant(key=cle, data=mots._asdict(), **{"on_choix_change": choisir} if ouvrir else {})
    if ouverte and not ouvrir and not mots.bouton:
        st.html(f"<noscript>{_sans_script(lire_texte(st.query_params.get('q')), chercher, mots)}</noscript>")


def _sans_script(texte: str, chercher: Callable[[str], Trouvailles], mots: Mots) -> str:
    """The field of who has no script, sent with the page; under it, what answers the text sent."""
    champ = f'<input type="search" name="q" maxlength="{LONGUEUR_MAX}" value="{escape(texte)}">'
    html = f"<p><label>{mots.etiquette} {champ}</label> <button>Chercher</button></p>"
    if not texte:
        return html
    trouvees = chercher(texte)
    avis = trouvees.avis or ("Ce qui répond\u202f:" if trouvees.propositions else f"Rien de trouvé pour « {texte} ».")
    dites = (
        f"<li>{lien(p.cle, p.libelle)} {escape(' · '.join(filter(None, (p.precision, p.marque))))}</li>"
        for p in trouvees.propositions
    )
    return f"{html}<p>{escape(avis)}</p><ul>{''.join(dites)}</ul>"


def comprendre(texte: str, d: Donnees) -> ligne.Resultat:
    """What answers a line; damaged data leave the places, the screens and the convention."""
    try:
        return ligne.chercher(texte, ligne.Contexte(d, lire_une_fois))
    except ErreurDonnees:
        return ligne.chercher(texte, ligne.SANS_DONNEES)


def chercher(texte: str) -> Trouvailles:
    """The same for this drawing, as the field shows it: the address of a proposal is its key."""
    r = comprendre(texte, cache.donnees())
    return Trouvailles(ligne.de(r.reponses or r.proches), " ".join(r.avis), sur=bool(r.reponses))


def souvent() -> list[tuple[str, str]]:
    """Questions of the home page, each with the address of its answer."""
    d = cache.ouvertes()
    return [(q, r.reponses[0].adresse) for q in ligne.FREQUENTES if (r := comprendre(q, d)).reponses]
