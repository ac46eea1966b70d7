"""Who is behind a request: what the provider signed, whether it still holds, and which role it gives.

Streamlit keeps the claims of the identity token in a signed cookie for thirty days, and reads neither when the token
ends nor that somebody logged out elsewhere: both are checked here, for a run as for a request.

Then the log of the reserved space: who did what, on which data, when. Lines are added, never changed.
"""

import contextlib
import fcntl
import hashlib
import json
import math
import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from data_loaders.contracts.convention import PARTIES
from geo import reglages
from pages.components import compat, journal

ROLES: Final = {
    "region": "Région",
    "france_travail": "France Travail",
    "carif_oref": "Carif-Oref",
    "exploitant": "exploitant",
}
REGLAGES: Final = "acces_pro"  # table of the settings
ANONYME, EXPIRE, SORTI, INCONNU = "anonyme", "expire", "sorti", "inconnu"
SANS_ROLE, SANS_REGLES = "sans_role", "sans_regles"
DOSSIER: Final = "acces"
JOURNAL: Final = "journal.jsonl"
_AVANCE_MAX_S: Final = 300  # of the clock of the provider: a token of tomorrow would make a longer session


class Agent(NamedTuple):
    """Somebody with a role.

    Attributes:
        emetteur, sujet: who vouches for them, and its identifier of the account: the only two that never change hands.
        courriel: the address that the provider has proved, "" without one; to be read, never to find anything by.
        role: key of `ROLES`; "" for who is not let in.
        partie: signatory of the convention signed for, key of `PARTIES`; None for who signs nothing.
        fin: when the session ends, in seconds of the epoch.
    """

    emetteur: str
    sujet: str
    courriel: str
    nom: str
    role: str
    partie: str | None
    fin: float

    @property
    def cle(self) -> str:
        """Name of the files of this account."""
        return _empreinte(self.emetteur, self.sujet)


def adresse() -> str:
    """Where the reserved process is, for a link from the public one; "" when it is not set, or is no address."""
    dite = str(reglages.table(REGLAGES).get("adresse", ""))
    return dite if dite.startswith(("https://", "http://")) else ""


def reconnaitre(revendications: Mapping[str, Any]) -> Agent | str:
    """The person whom claims of a provider describe, or why nobody is let in (`ANONYME`, `EXPIRE`…).

    The public process lets nobody in.
    """
    racine = reglages.racine_reservee()
    if racine is None or revendications.get("is_logged_in") is not True:
        return ANONYME
    maintenant = time.time()
    debut, fin = (revendications.get(cle) for cle in ("iat", "exp"))
    if not _est_date(debut) or not _est_date(fin) or debut > maintenant + _AVANCE_MAX_S:
        return EXPIRE
    regles = _regles()
    if regles is None:
        return SANS_REGLES
    fin = min(fin, debut + 60 * regles.get("duree_max_minutes", 480))  # whatever the token says
    if maintenant >= fin:
        return EXPIRE
    if _sortie(racine, revendications).exists():
        return SORTI
    emetteur, sujet, nom = _compte(revendications)
    if not (emetteur and sujet and _pour_nous(revendications)):
        return INCONNU
    courriel = _courriel(revendications, regles)
    role = _role(revendications, courriel, regles)
    if role is None:
        return SANS_ROLE
    partie = role if role in PARTIES else None
    return Agent(emetteur, sujet, courriel, nom or courriel or sujet, role, partie, fin)


def refuse(revendications: Mapping[str, Any]) -> Agent:
    """Who is not let in, for the log: an address that gives no role may be that of somebody else."""
    emetteur, sujet, nom = _compte(revendications)
    return Agent(emetteur, sujet, "", nom, "", None, 0.0)


def _compte(revendications: Mapping[str, Any]) -> tuple[str, ...]:
    """Issuer, identifier and name of an account; "" for what the provider does not say as it should."""
    return tuple(_texte(revendications.get(cle)) for cle in ("iss", "sub", "name"))


def sortir(revendications: Mapping[str, Any]) -> None:
    """Refuse from now on a session that its owner closed: the cookie, copied elsewhere, is still signed."""
    racine = reglages.racine_reservee()
    if racine is None or not revendications.get("is_logged_in"):
        return
    sortie = _sortie(racine, revendications)
    sortie.parent.mkdir(parents=True, exist_ok=True)
    for ancienne in sortie.parent.iterdir():
        if time.time() - ancienne.stat().st_mtime > 31 * 86_400:  # the signature itself no longer holds
            ancienne.unlink(missing_ok=True)
    sortie.touch()


def _regles() -> dict[str, Any] | None:
    """The table of the settings as it is now; None where it cannot be followed, which lets nobody in."""
    genres = {"duree_max_minutes": int, "revendication": str, "personnes": dict, "courriels_verifies": bool}
    try:
        lues = reglages.table_relue(REGLAGES)
        if fautes := [c for c, genre in genres.items() if not isinstance(lues.get(c, genre()), genre)]:
            raise reglages.ErreurReglages(f"Réglages, table {REGLAGES} : {fautes[0]} ne convient pas.")
    except reglages.ErreurReglages as e:
        journal.noter(e, str(e))
        return None
    return lues


def _est_date(valeur: object) -> bool:
    return isinstance(valeur, int | float) and not isinstance(valeur, bool) and math.isfinite(valeur)


def _texte(valeur: object) -> str:
    """A claim that is a text one can read, spaces inside alone, as long as OpenID lets it be; "" for anything else."""
    lisible = isinstance(valeur, str) and valeur.isprintable() and len(valeur) <= 255
    return valeur if lisible and valeur == valeur.strip() else ""


def _pour_nous(revendications: Mapping[str, Any]) -> bool:
    """Whether the provider made this token for this application: it makes those of others too."""
    ici = compat.client(str(revendications.get("provider")))
    dites = revendications.get("aud")
    porteur = revendications.get("azp", ici)  # the one of several to whom it was given
    return bool(ici) and porteur == ici and ici in (dites if isinstance(dites, list) else [dites])


def _courriel(revendications: Mapping[str, Any], regles: Mapping[str, Any]) -> str:
    """The address, "" where it is not proved: who writes that of another neither reads nor signs theirs."""
    prouve = revendications.get("email_verified", regles.get("courriels_verifies", False)) is True
    return _texte(revendications.get("email")) if prouve else ""


def _plie(courriel: str) -> str:
    """An address in lower case; one that has other letters as it is: many of them fold into those of somebody else."""
    return courriel.lower() if courriel.isascii() else courriel


def _role(revendications: Mapping[str, Any], courriel: str, regles: Mapping[str, Any]) -> str | None:
    """Role that the settings give to a proved address, else the one that the provider says."""
    par_courriel = {_plie(c): r for c, r in regles.get("personnes", {}).items()}
    if courriel and _plie(courriel) in par_courriel:
        return _connu([par_courriel[_plie(courriel)]])
    dit: Any = revendications
    if not regles.get("revendication"):
        return None
    for cle in str(regles["revendication"]).split("."):  # some providers nest: « realm_access.roles »
        dit = dit.get(cle) if isinstance(dit, Mapping) else None
    return _connu(dit if isinstance(dit, list) else [dit])


def _connu(roles: list[Any]) -> str | None:
    return next((r for r in ROLES if r in roles), None)


def _sortie(racine: Path, revendications: Mapping[str, Any]) -> Path:
    """The file whose presence says that this session was closed."""
    dits = (revendications.get(cle) for cle in ("iss", "sub", "iat", "exp", "nonce"))
    return racine / DOSSIER / "sorties" / _empreinte(*dits)


def _empreinte(*dits: Any) -> str:
    return hashlib.sha256(json.dumps(dits).encode()).hexdigest()[:32]


def inscrire(agent: Agent, action: str, **objet: Any) -> None:
    """Add a line; of the person, the account, the address and the role alone.

    Raises OSError: it cannot be written, and what could not be logged is not done; RuntimeError: no reserved root.
    """
    racine = reglages.racine_reservee()
    if racine is None:
        raise RuntimeError("no reserved root")
    dit = {"quand": datetime.now(UTC).isoformat(timespec="seconds"), "qui": agent.courriel, "iss": agent.emetteur}
    dit |= {"sub": agent.sujet, "role": agent.role, "action": action} | objet
    dit = {c: v[:300] if isinstance(v, str) else v for c, v in dit.items()}  # a line stays a line
    ligne = json.dumps(dit, ensure_ascii=False) + "\n"
    chemin = racine / DOSSIER / JOURNAL
    chemin.parent.mkdir(parents=True, exist_ok=True)
    with chemin.open("a+b") as f:
        fcntl.flock(f, fcntl.LOCK_EX)
        if f.tell():
            f.seek(-1, os.SEEK_END)
            if f.read(1) != b"\n":  # a process that died while it wrote takes no other line away
                f.write(b"\n")
        f.write(ligne.encode("utf-8", "replace"))


def inscriptions(combien: int = 200) -> list[dict[str, Any]]:
    """Last lines, newest first; one that cannot be read is left out."""
    racine = reglages.racine_reservee()
    try:
        # What people wrote may hold other ends of line, which JSON leaves as they are.
        lignes = (racine / DOSSIER / JOURNAL).read_text("utf-8", "replace").split("\n") if racine else []
    except FileNotFoundError:
        return []
    lues = []
    for ligne in reversed(lignes):
        with contextlib.suppress(ValueError):
            lue = json.loads(ligne)
            lues += [lue] if isinstance(lue, dict) else []
        if len(lues) == combien:
            break
    return lues
