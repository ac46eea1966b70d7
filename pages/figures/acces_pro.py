"""Words of the page Accès Pro: what it is, who it is for, why somebody is not let in."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from data_loaders.francais import INSEC, date_libelle, echapper as escape, enumeration
from pages.figures import theme
from pages.figures.tables import Html, en_tetes

PARIS: Final = ZoneInfo("Europe/Paris")
TITRE = "Accès Pro"
SOUS_TITRE = "Des données spécifiques et personnalisées, pour la Région et le Carif-Oref"
POURQUOI = (
    "La convention de 2013 prévoit un accès dédié, réservé à la Région et au Carif-Oref, pour leur fournir des données "
    "spécifiques et personnalisées. Il s’ouvre à une autre adresse, avec un compte professionnel : rien de ce qui y "
    "est réservé n’est sur ce site public."
)
CE_QU_ON_Y_FAIT = (
    "Composer un extrait : des territoires, des métiers, des périodes et des mesures choisis, à emporter en classeur, "
    "en CSV ou en Parquet, et à retrouver la fois suivante.",
    "Lire les valeurs que les signataires se réservent, marquées comme telles.",
    "Transmettre, approuver et publier les mesures de la convention, pour les deux signataires.",
)
SANS_ADRESSE = (
    "L’Accès Pro n’est pas ouvert ici.",
    "La personne qui tient l’observatoire n’en a pas encore indiqué l’adresse. Tout le reste du site est public.",
)
SANS_FOURNISSEUR = (
    "L’Accès Pro n’est pas encore relié à un service de connexion.",
    "La personne qui tient l’observatoire doit régler le fournisseur d’identité ; exploitation/README.md dit comment.",
)
RAISONS = {
    "anonyme": ("Connexion nécessaire.", "Se connecter avec son compte professionnel."),
    "expire": ("Votre session a pris fin.", "Se connecter de nouveau : ce qui est enregistré vous attend."),
    "sorti": ("Vous êtes déconnecté.", "Cette session a été fermée ; se connecter de nouveau pour continuer."),
    "inconnu": (
        "Cette connexion ne dit pas qui vous êtes.",
        "Le service de connexion ne nomme pas votre compte comme il se doit, ou répond pour une autre application : "
        "prévenir la personne qui tient l’observatoire. Rien ne vous est montré d’ici là.",
    ),
    "sans_role": (
        "Votre compte est reconnu, mais il n’a pas de rôle ici.",
        "Demander à la personne qui tient l’observatoire de vous en attribuer un. Un rôle donné à une adresse demande "
        "que le service de connexion la dise vérifiée. Rien ne vous est montré d’ici là.",
    ),
    "sans_regles": (
        "L’Accès Pro ne peut pas lire ses réglages.",
        "Personne n’entre tant que ce fichier n’est pas corrigé : prévenir la personne qui tient l’observatoire. Ce "
        "qui est enregistré vous attend.",
    ),
}

SANS_EXTRAIT = ("Cet extrait n’est pas parmi les vôtres.", "Il a été supprimé, ou il appartient à quelqu’un d’autre.")
AUCUN_EXTRAIT = (
    "Aucun extrait enregistré.",
    "En composer un ci-dessous : il se retrouvera ici, à emporter en classeur, en CSV ou en Parquet.",
)
SANS_MESURE = "aucune valeur reçue à ce jour"
EXTRAIT_IMPOSSIBLE = "Cet extrait ne peut pas être fait avec les données d’aujourd’hui."
ENTETES = en_tetes("", "Extrait", "Contenu", "Fichiers")
_FICHIERS = {"xlsx": "Classeur (XLSX)", "csv": "CSV", "parquet": "Parquet"}
ENTETES_JOURNAL = en_tetes("", "Quand", "Qui", "Quoi", "Sur quoi")
ACTIONS = {
    "connexion": "entre",
    "deconnexion": "sort",
    "refus": "n’est pas admis",
    "reprise": "reprend les fichiers d’une adresse",
    "extrait": "emporte un extrait",
    "convention.examen": "examine un envoi",
    "convention.envoi": "transmet un envoi",
    "convention.recu": "a transmis un envoi",
    "convention.refus": "envoi refusé",
    "convention.accord": "approbation ou publication",
}
# Keys of a line, in words.
OBJETS = {
    "etat": "état des données",
    "instantanes": "instantanés",
    "instantane": "instantané",
    "en_place": "en place",
    "sha256": "empreinte",
    "confirmees": "règles confirmées",
    "regle": "règle",
}
_REFUS: Final = {
    "sans_role": "aucun rôle",
    "inconnu": "compte mal nommé",
    "expire": "session finie",
    "sorti": "session fermée",
    "sans_regles": "réglages illisibles",
}
JOURNAL_VIDE = ("Le registre est vide.", "Chaque connexion, chaque fichier emporté et chaque envoi y seront inscrits.")
_TENUS = ("quand", "qui", "iss", "sub", "role", "action")
ETRANGERE = (
    "Cette demande vient d’un autre site.",
    "Par sécurité, l’Accès Pro ne répond qu’à ses propres pages : refaire le geste depuis l’Accès Pro.",
)
FOURNISSEUR_MUET = (
    "Le service de connexion ne répond pas.",
    "Réessayer dans quelques minutes ; si cela dure, prévenir la personne qui tient l’observatoire. Rien n’est perdu, "
    "et le site public reste ouvert.",
)
FOURNISSEUR_REFUSE = (
    "Le service de connexion n’a pas accepté cette connexion.",
    "Vérifier le compte choisi, puis se connecter de nouveau. Rien n’est perdu.",
)
RETOUR_PERDU = (
    "Cette connexion n’a pas abouti.",
    "Le lien de retour a déjà servi, a trop attendu ou n’est pas celui de ce navigateur, ou le service de connexion "
    "n’a pas répondu. Se connecter de nouveau ; si cela dure, prévenir la personne qui tient l’observatoire.",
)
SANS_JOURNAL = (
    "L’Accès Pro ne peut pas tenir son registre.",
    "Le dossier réservé ne peut pas être écrit : prévenir la personne qui tient l’observatoire.",
)
_STYLE = (
    f"{theme.page_seule()}"
    "body{font:18px/1.5 system-ui,sans-serif;margin:0;background:var(--obs-fond);color:var(--obs-encre);"
    "border-top:7px dashed}main{max-width:38rem;margin:10vh auto;padding:0 1.25rem}"
    "h1{font-size:1.75rem;line-height:1.25}a{color:var(--obs-action)}"
)


def page_html(constat: str, suite: str) -> str:
    """A whole page, for an answer that no screen is drawn around."""
    return (
        '<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width"><title>{escape(constat)} — {TITRE}</title><style>{_STYLE}</style></head>'
        f"<body><main><h1>{escape(constat)}</h1><p>{escape(suite)}</p>"
        f'<p><a href="/">Aller à l’{TITRE}</a></p></main></body></html>'
    )


def explication_html(adresse: str) -> str:
    """What the public page says: what Accès Pro is, what one does there, and where it is.

    Args:
        adresse: of the reserved process; "" when it is not set.
    """
    faits = "".join(f"<li>{escape(f)}</li>" for f in CE_QU_ON_Y_FAIT)
    lien = (
        f'<p><a class="obs-porte" href="{escape(adresse)}" rel="noopener">Ouvrir l’Accès Pro</a></p>' if adresse else ""
    )
    return f"<p>{escape(POURQUOI)}</p><h2>Ce que l’on y fait</h2><ul>{faits}</ul>{lien}"


def compte(courriel: str, sujet: str, emetteur: str) -> str:
    """Under which identity somebody acts, and who vouches for it."""
    adresse = f"{courriel}, " if courriel else "sans adresse vérifiée, "
    return f"{adresse}compte « {sujet} » de {emetteur}"


def identite_html(nom: str, role: str, fin: str, identite: str) -> str:
    """Who is there, in which role, until when; `identite`: as `compte` says it."""
    return (
        f'<p class="obs-identite"><strong>{escape(nom)}</strong>, rôle{INSEC}: {escape(role)}. '
        f"{escape(f'Cette session prend fin à {fin}.')}<small>Identité{INSEC}: {escape(identite)}</small></p>"
    )


def fin_html(fin: float, maintenant: float) -> str:
    """Mark read by `static/session.js`: the seconds that a session has left, and what is said near its end."""
    avant = (
        f"Votre session prend fin à {heure_de(fin)}. La Saisie garde ce qui y est tapé ; enregistrer le reste avant."
    )
    apres = "Votre session a pris fin : ce qui est tapé n’est plus gardé. Recharger la page pour se reconnecter."
    dits = f'data-avant="{escape(avant)}" data-apres="{escape(apres)}"'
    return f'<span hidden data-reste="{fin - maintenant:.1f}" {dits}></span>'


def lignes_extraits(extraits: Mapping[str, tuple[str, str]]) -> list[list[str]]:
    """Rows of the table of one's extracts, under `ENTETES`.

    Args:
        extraits: identifier -> name, and what it holds in words.
    """
    return [
        [
            "",
            nom,
            resume,
            Html(
                " · ".join(
                    f'<a href="acces/extraits/{i}.{genre}" download aria-label="{mot}, {escape(nom)}">{mot}</a>'
                    for genre, mot in _FICHIERS.items()
                )
            ),
        ]
        for i, (nom, resume) in extraits.items()
    ]


def lignes_journal(lues: Sequence[Mapping[str, Any]], roles: Mapping[str, str]) -> list[list[str]]:
    """Rows of the log, under `ENTETES_JOURNAL`; `roles`: role -> its words."""
    return [
        [
            "",
            date_heure(str(x.get("quand", ""))),
            _qui(x, roles),
            ACTIONS.get(x.get("action", ""), str(x.get("action", ""))),
            ", ".join(
                f"{OBJETS.get(c, c)}{INSEC}: {_objet(c, v)}"
                for c, v in x.items()
                if c not in _TENUS and v not in ("", [], None)
            )
            or "sans objet",
        ]
        for x in lues
    ]


def _qui(x: Mapping[str, Any], roles: Mapping[str, str]) -> str:
    """Who a line is of; those written before accounts were kept have an address alone."""
    role = roles.get(x.get("role", ""), x.get("role", "")) or "sans rôle"
    dits = (str(x.get(cle, "")) for cle in ("qui", "sub", "iss"))
    return f"{compte(*dits) if x.get('sub') else x.get('qui', '')} ({role})"


def _objet(cle: str, dit: Any) -> str:
    """What a line holds, in words; the start of a digest is enough to know a file again."""
    if isinstance(dit, list):
        return enumeration([str(d) for d in dit])
    if cle == "raison":
        return _REFUS.get(dit, str(dit))
    return str(dit)[:8] if cle == "sha256" else str(dit)


def date_heure(iso: str) -> str:
    """« 27 novembre 2026, 21 h 05 » in Paris; the text itself when it is no date."""
    try:
        quand = datetime.fromisoformat(iso).astimezone(PARIS)
    except ValueError:
        return iso
    return f"{date_libelle(quand.date().isoformat())}, {heure(quand)}"


def heure_de(instant: float) -> str:
    """The same, of seconds of the epoch."""
    return heure(datetime.fromtimestamp(instant, UTC))


def heure(quand: datetime) -> str:
    """« 21 h 05 » in Paris, whatever the clock of the server."""
    return quand.astimezone(PARIS).strftime(f"%-H{INSEC}h{INSEC}%M")


def fiche(nom: str, mentions: Sequence[str], statut: str, etat: str, jour: date) -> list[tuple[str, str]]:
    """Cover of the workbook of an extract.

    Args:
        mentions: those that its rows bear.
        statut: of the measures of the convention before the signatories, "" when they were not asked for.
    """
    reservees = [
        (
            "Diffusion",
            "Peut contenir des valeurs que les signataires se réservent : à lire par la Région, France Travail et le "
            "Carif-Oref seuls, ne pas diffuser.",
        ),
        ("Mesures de la convention", statut),
    ]
    return [
        ("Titre", nom),
        *(reservees if statut else ()),
        ("Mention", " ; ".join(mentions)),
        ("Champ", "Chaque ligne dit son territoire, sa période, sa source et sa version."),
        ("État des données", etat),
        ("Exporté le", jour.isoformat()),
    ]


def refus(reservee: bool, role: str | None, roles: Sequence[str]) -> tuple[str, str]:
    """Why a page is not opened, then what to do.

    Args:
        reservee: in the reserved process.
        role: of who is there, in words; None for nobody.
        roles: that the page is open to, in words; empty when it is open to all of them.
    """
    if not reservee:
        return "Cette page appartient à l’Accès Pro.", "Elle s’ouvre à l’adresse réservée, après connexion."
    if role is None:
        return RAISONS["anonyme"]
    suite = f"Elle demande le rôle {enumeration(list(roles), 'ou')} ; le vôtre : {role}."
    return "Cette page n’est pas ouverte à votre rôle.", suite
