"""Words of the page Accès Pro: what it is, who it is for, why somebody is not let in."""

import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from data_loaders.francais import INSEC, date_libelle, echapper as escape, enumeration
from pages.figures import theme
from pages.figures.tables import Html, Table, en_tetes

PARIS: Final = ZoneInfo("Europe/Paris")
DITS: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
TITRE, SOUS_TITRE = DITS["titre"], DITS["sous_titre"]
# A constat, then what can be done about it.
CONSTATS: Final[dict[str, tuple[str, str]]] = {cle: tuple(dits) for cle, dits in DITS["constats"].items()}

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
    """What the public page says; `adresse`: of the reserved process, "" when it is not set."""
    faits, lien = "".join(f"<li>{escape(f)}</li>" for f in DITS["ce_qu_on_y_fait"]), ""
    if adresse:
        lien = f'<p><a class="obs-porte" href="{escape(adresse)}" rel="noopener">Ouvrir l’Accès Pro</a></p>'
    return f"<p>{escape(DITS['pourquoi'])}</p><h2>Ce que l’on y fait</h2><ul>{faits}</ul>{lien}"


def compte(courriel: str, sujet: str, emetteur: str) -> str:
    """Under which identity somebody acts, and who vouches for it."""
    adresse = f"{courriel}, " if courriel else "sans adresse vérifiée, "
    return f"{adresse}compte « {sujet} » de {emetteur}"


def identite_html(nom: str, role: str, fin: str, identite: str) -> str:
    """Who is there, in which role, until when; `identite`: as `compte` says it."""
    dit = f"<strong>{escape(nom)}</strong>, rôle{INSEC}: {escape(role)}. Cette session prend fin à {escape(fin)}."
    return f'<p class="obs-identite">{dit}<small>Identité{INSEC}: {escape(identite)}</small></p>'


def fin_html(fin: float, maintenant: float) -> str:
    """Mark read by `static/session.js`: the seconds that a session has left, and what is said near its end."""
    avant = "La Saisie garde ce qui y est tapé ; enregistrer le reste avant."
    avant = f"Votre session prend fin à {heure_de(fin)}. {avant}"
    apres = "Votre session a pris fin : ce qui est tapé n’est plus gardé. Recharger la page pour se reconnecter."
    dits = f'data-avant="{escape(avant)}" data-apres="{escape(apres)}"'
    return f'<span hidden data-reste="{fin - maintenant:.1f}" {dits}></span>'


def table_extraits(extraits: Mapping[str, tuple[str, str]]) -> Table:
    """One's extracts: identifier -> name, and what it holds in words."""
    lignes = []
    for i, (nom, resume) in extraits.items():
        liens = (
            f'<a href="acces/extraits/{i}.{genre}" download aria-label="{mot}, {escape(nom)}">{mot}</a>'
            for genre, mot in DITS["fichiers"].items()
        )
        lignes.append(["", nom, resume, Html(" · ".join(liens))])
    return Table(en_tetes("", "Extrait", "Contenu", "Fichiers"), lignes)


def table_journal(lues: Sequence[Mapping[str, Any]], roles: Mapping[str, str]) -> Table:
    """The log; `roles`: role -> its words."""
    lignes = []
    for x in lues:
        role = roles.get(x.get("role", ""), x.get("role", "")) or "sans rôle"
        # Those written before accounts were kept have an address alone.
        qui = compte(*(str(x.get(cle, "")) for cle in ("qui", "sub", "iss"))) if x.get("sub") else x.get("qui", "")
        objets = []
        for cle, dit in x.items():
            if cle in ("quand", "qui", "iss", "sub", "role", "action") or dit in ("", [], None):
                continue
            mots = str(dit)
            if isinstance(dit, list):
                mots = enumeration([str(d) for d in dit])
            elif cle == "raison":
                mots = DITS["refus"].get(dit, mots)
            # The start of a digest is enough to know a file again.
            objets.append(f"{DITS['objets'].get(cle, cle)}{INSEC}: {mots[:8] if cle == 'sha256' else mots}")
        action, quand = str(x.get("action", "")), str(x.get("quand", ""))
        with suppress(ValueError):  # a text that is no date stays as it is
            jour = datetime.fromisoformat(quand).astimezone(PARIS)
            quand = f"{date_libelle(jour.date())}, {heure(jour)}"
        quoi = DITS["actions"].get(action, action), ", ".join(objets) or "sans objet"
        lignes.append(["", quand, f"{qui} ({role})", *quoi])
    return Table(en_tetes("", "Quand", "Qui", "Quoi", "Sur quoi"), lignes)


def heure_de(instant: float) -> str:
    """The same, of seconds of the epoch."""
    return heure(datetime.fromtimestamp(instant, UTC))


def heure(quand: datetime) -> str:
    """« 21 h 05 » in Paris, whatever the clock of the server."""
    return quand.astimezone(PARIS).strftime(f"%-H{INSEC}h{INSEC}%M")


def fiche(nom: str, mentions: Sequence[str], statut: str, etat: str, jour: date) -> list[tuple[str, str]]:
    """Cover of the workbook of an extract; `mentions`: those that its rows bear.

    `statut`: of the measures of the convention before the signatories, "" when they were not asked for.
    """
    a_qui = "à lire par la Région, France Travail et le Carif-Oref seuls, ne pas diffuser."
    reservees = f"Peut contenir des valeurs que les signataires se réservent : {a_qui}"
    dits = [("Diffusion", reservees), ("Mesures de la convention", statut)] if statut else []
    champ = "Chaque ligne dit son territoire, sa période, sa source et sa version."
    dits = [("Titre", nom), *dits, ("Mention", " ; ".join(mentions)), ("Champ", champ)]
    return [*dits, ("État des données", etat), ("Exporté le", jour.isoformat())]


def refus(reservee: bool, role: str | None, roles: Sequence[str]) -> tuple[str, str]:
    """Why a page is not opened, in the reserved process or not, then what to do.

    `role`: of who is there, in words, None for nobody; `roles`: that it is open to, in words, none when all are.
    """
    if not reservee:
        return "Cette page appartient à l’Accès Pro.", "Elle s’ouvre à l’adresse réservée, après connexion."
    if role is None:
        return CONSTATS["anonyme"]
    suite = f"Elle demande le rôle {enumeration(list(roles), 'ou')} ; le vôtre : {role}."
    return "Cette page n’est pas ouverte à votre rôle.", suite
