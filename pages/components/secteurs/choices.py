"""Choice of the screen « Secteurs »: one sector of the convention, kept in the URL under its code."""

from collections.abc import Mapping

from data_loaders.erreurs import ErreurDonnees
from data_loaders.parametres import secteurs
from data_loaders.parametres.secteurs import Secteur
from pages.components import choices, feuille as st, lieu
from pages.components.url_state import Param

TOUS, TOUT = "Tous les secteurs", "tous"
TERRITOIRES = ("departement", "bassin")


def _secteur(valeurs: list[str]) -> str | None:
    """The code of a known sector, None for the list; a file that cannot be read knows none, and the page says why."""
    try:
        connus = secteurs.lire().secteurs
    except ErreurDonnees as e:
        raise ValueError(valeurs) from e
    if len(valeurs) != 1 or valeurs[0] not in {TOUT, *connus}:
        raise ValueError(valeurs)
    return None if valeurs[0] == TOUT else valeurs[0]


# The list is written too: « Back » from a portrait must find it in the address.
PARAMS = [Param("secteur", None, _secteur, lambda code: [code or TOUT], libelle="secteur")]


def secteur(connus: Mapping[str, Secteur], sans: str = TOUS) -> Secteur | None:
    """Select a sector, or none; `sans` says what none stands for, the list of all of them by default."""
    code = choices.un_parmi("Secteur ou filière", {c: s.intitule for c, s in connus.items()}, "secteur", sans)
    return connus[code] if code else None


def territoire() -> tuple[str, str] | None:
    """Select a département or a bassin, or none: the region alone; the one that holds the current place is proposed."""
    ici = lieu.courant()
    ordre = TERRITOIRES if ici and ici.zonage == TERRITOIRES[0] else TERRITOIRES[::-1]
    trouve = lieu.rattache(ordre)
    choisi = choices.zone_placee(trouve and trouve.cle, choices.noms_situes(TERRITOIRES))
    return tuple(choisi.split(":")) if choisi else None


def ouvrir(code: str | None, texte: str, cle: str) -> None:
    """Button that opens the portrait of a sector; None goes back to the list."""

    def choisir() -> None:
        st.session_state["secteur"] = code

    st.button(texte, key=cle, on_click=choisir)
