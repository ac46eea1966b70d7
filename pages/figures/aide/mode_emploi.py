"""How a map is read, and what each key does."""

from collections.abc import Sequence
from typing import Final

from data_loaders.francais import echapper as escape
from pages.figures.recherche import lexique
from pages.figures.tables import Html, en_tetes

CARTE: Final = (
    "Le titre dit le constat ; la ligne dessous dit ce qui est mesuré, sur quel découpage et à quelle période.",
    "Une part se lit à la couleur : plus elle est foncée, plus la part est grande ; la légende donne les limites de "
    "chaque classe, les mêmes pour toutes les années. Un effectif se lit à la taille du cercle, jamais à sa couleur.",
    "Des hachures disent un chiffre masqué par le secret statistique ; une zone vide, un chiffre qui n’existe pas. La "
    "légende compte les unes et les autres.",
    "« Écart à la région » compare chaque zone à l’ensemble : deux couleurs, de part et d’autre d’une zone claire où "
    "l’écart ne se distingue pas de rien.",
    "Une grande zone n’est pas une zone qui compte plus : la superficie ne dit ni la population ni les emplois.",
    "Le tableau sous la carte donne les mêmes chiffres, zone par zone, tels que le producteur les écrit, deux "
    "décimales au plus ; un titre les arrondit, un écart se prend avant l’arrondi. « D’où vient ce chiffre ? » mène au "
    "fichier.",
)
METHODE: Final = (
    '<p><a href="meteo?onglet=methode" target="_self">La méthode</a>\u00a0: comment chaque estimation est faite, '
    "ce qu’elle vaut.</p>"
)
TOUCHES: Final = (
    ("Tab, Maj + Tab", "partout", "aller au champ, bouton ou lien suivant, précédent"),
    ("/", "partout", "ouvrir la recherche ; s’éteint sous la loupe, « La touche / ouvre la recherche »"),
    ("Alt + P", "partout", "projeter l’écran"),
    ("Échap", "partout", "fermer ce qui est ouvert : liste, menu, définition, salle"),
    ("Flèches", "listes", "passer d’une réponse à l’autre ; Entrée choisit"),
    ("Flèches", "carte", "aller à la zone voisine ; Entrée la choisit"),
    ("+ et −", "carte", "agrandir, réduire ; 0 revient à toute la région"),
    ("Flèches", "curseur de la salle", "changer de période ; Début et Fin vont à la première et à la dernière"),
    ("Page suivante, Page précédente", "salle", "vue suivante, précédente ; une télécommande envoie ces touches"),
    ("?", "salle", "voir toutes les touches de la salle, et les éteindre"),
)
TOUCHES_ENTETES: Final = en_tetes("Où", "Touche", "Ce qu’elle fait")


def carte_html() -> str:
    """How a map is read, one rule a line."""
    return _liste(CARTE)


def absents_html() -> str:
    """What the observatory does not know, and who has it: the sentences that the search answers."""
    return _liste([a["dit"] for a in lexique.ABSENTS])


def _liste(phrases: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(p)}</li>" for p in phrases) + "</ul>"


def touches_lignes() -> list[list[str]]:
    """Rows of the table of keys."""
    return [[ou, Html(f"<kbd>{escape(touche)}</kbd>"), escape(quoi)] for touche, ou, quoi in TOUCHES]
