"""What explains: the glossary and its « ? », how a map is read, the keys, the commands of who loads the data."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from data_loaders.francais import INSEC, echapper as escape, typographier
from pages.figures.recherche import lexique
from pages.figures.tables import Html, echapper, en_tetes

FICHIER = Path(__file__).with_name("glossaire.toml")
DECOUPAGES = ("zef", "spo", "gtec", "bassin")  # those that are taken for one another


class Mot(NamedTuple):
    """A term; `signe` stands for it in a cell, "" when nothing does; `motif` finds it in a sentence, in any case."""

    code: str
    terme: str
    texte: str
    signe: str
    motif: re.Pattern[str]


@cache
def mots() -> dict[str, Mot]:
    """code -> term, in the order of the file."""
    return {
        code: Mot(code, m["terme"], typographier(m["texte"]), m.get("signe", ""), re.compile(m["motif"], re.IGNORECASE))
        for code, m in tomllib.loads(FICHIER.read_text("utf-8")).items()
    }


@lru_cache(maxsize=4096)
def trouver(texte: str) -> tuple[Mot, ...]:
    """Terms found in a text, in the order in which they are first met."""
    texte = typographier(texte)
    ici = {m: trouve.start() for m in mots().values() if (trouve := m.motif.search(texte))}
    return tuple(sorted(ici, key=ici.__getitem__))


def aide(code: str) -> Html:
    """A small « ? » that opens a definition in place, by keyboard and touch; KeyError for an unknown term."""
    m = mots()[code]
    signe = f'<summary aria-label="Définition{INSEC}: {escape(m.terme)}">?</summary>'
    return Html(f'<details class="obs-mot">{signe}<span>{_definition(m)}</span></details>')


def _definition(m: Mot) -> str:
    signe = f" ({escape(m.signe)})" if m.signe else ""
    return f"<b>{escape(m.terme)}{signe}.</b> {escape(m.texte)}"


def quoi_html(texte: str, lecture: str = "", champ: str = "") -> str:
    """The one « ? » of a figure: how to read it, what it covers, the terms of its words; "" when nothing is to say."""
    lignes = [f"<b>{nom}.</b> {escape(dit)}" for nom, dit in (("Lecture", lecture), ("Champ", champ)) if dit]
    lignes += map(_definition, trouver(f"{texte} {lecture} {champ}"))
    if not lignes:
        return ""
    corps = "".join(f"<span>{ligne}</span>" for ligne in lignes)
    signe = '<summary aria-label="Ce que dit ce chiffre">?</summary>'
    return f'<details class="obs-mot obs-quoi">{signe}<span>{corps}</span></details>'


def autres() -> list[str]:
    """Codes of the terms that are no `DECOUPAGES`, in alphabetical order."""
    restent = [m for m in mots().values() if m.code not in DECOUPAGES]
    return [m.code for m in sorted(restent, key=lambda m: m.terme.lower().replace("é", "e").replace("«", ""))]


def glossaire_html(codes: Sequence[str], vise: str | None) -> str:
    """Some terms, each with its anchor, `vise` being pointed at."""
    lignes = ""
    for m in map(mots().__getitem__, codes):
        ici = ' class="obs-vise" aria-current="true"' if m.code == vise else ""
        signe = f" <code>{escape(m.signe)}</code>" if m.signe else ""
        lignes += f'<div id="{m.code}"{ici}><dt>{escape(m.terme)}{signe}</dt><dd>{echapper(m.texte)}</dd></div>'
    return f'<dl class="obs-glossaire">{lignes}</dl>'


PLI = "Pour qui charge les données"
COMMANDES = (
    ("importer tout DOSSIER", "charge chaque fichier officiel d’un dossier, reconnu à ses colonnes"),
    ("importer JEU FICHIER…", "charge un ou plusieurs fichiers d’un jeu de données ; la page Données donne son nom"),
    ("actualiser bmo", "va chercher le dernier millésime chez le producteur (aussi : chomage-ze)"),
    ("zonage NOM FICHIER", "remplace un périmètre : colonnes code_commune ou siren_epci, code_zone, libelle_zone"),
    ("modele NOM SORTIE.xlsx", "écrit un classeur à remplir, avec son mode d’emploi ; puis importer NOM SORTIE.xlsx"),
    ("etat", "dit ce qui est chargé, ce qui est de démonstration, et vérifie les empreintes"),
    ("verifier", "relit tous les fichiers ; dit ce qui est abîmé et la commande qui le répare"),
    ("reparer", "remet en état la liste des instantanés"),
    ("lister JEU", "donne les versions d’un jeu de données ; revenir JEU MILLÉSIME VERSION remet l’une d’elles"),
    (
        "chiffre INDICATEUR --zone ZONE… --periode PÉRIODE…",
        "des chiffres, leurs bornes, leur source ; un nom vaut un code",
    ),
    ("exporter ADRESSE --vers F.xlsx", "écrit la réponse à l’adresse d’Explorer ou de l’API, aussi en csv ou parquet"),
    ("exporter JEU… --format csv --vers DOSSIER", "écrit des jeux de données, aussi en parquet ou xlsx"),
    ("approuver convention --partie region --nom … --reference …", "enregistre l’accord d’un signataire"),
)


def pli(html: str) -> Html:
    """What only an operator needs, folded under the same words everywhere."""
    return Html(f'<details class="obs-exploitants"><summary>{PLI}</summary>{html}</details>')


def table_html() -> str:
    """Every command and what it does."""
    lignes = "".join(
        f"<div><dt><code>python -m data_loaders {escape(commande)}</code></dt><dd>{escape(quoi)}</dd></div>"
        for commande, quoi in COMMANDES
    )
    return f'<dl class="obs-glossaire">{lignes}</dl>'


CARTE: Final = (
    "Le titre dit le constat ; la ligne dessous dit ce qui est mesuré, sur quel découpage et à quelle période.",
    "Une part se lit à la couleur : la légende, du plus petit au plus grand, donne les limites de chaque "
    "classe, les mêmes pour toutes les années. Un effectif se lit à la taille du cercle, jamais à sa couleur.",
    "Sans couleur, des traits en biais disent un chiffre masqué par le secret statistique, des points un chiffre qui "
    "manque ; sur une couleur, des traits redisent la classe, ou un chiffre à confirmer. La légende les dit.",
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
TOUCHES_LIGNES: Final = [[ou, Html(f"<kbd>{escape(touche)}</kbd>"), escape(quoi)] for touche, ou, quoi in TOUCHES]
TOUCHES_ENTETES: Final = en_tetes("Où", "Touche", "Ce qu’elle fait")


# What the observatory does not know, and who has it: the sentences that the search answers.
ABSENTS: Final = [a["dit"] for a in lexique.ABSENTS]


def liste_html(phrases: Sequence[str]) -> str:
    """Sentences, one a line."""
    return "<ul>" + "".join(f"<li>{escape(p)}</li>" for p in phrases) + "</ul>"
