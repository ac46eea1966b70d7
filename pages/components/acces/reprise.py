"""Files kept under an address, as all were before accounts were told apart by who vouches for them.

An address may have changed hands since: who runs the observatory says whose account takes them over, once.
"""

import hashlib
import sys

from data_loaders.erreurs import DemandeInvalide
from data_loaders.francais import avec_unite, enumeration
from geo.reglages import racine_reservee
from pages.components.acces import registre
from pages.components.acces.extraits import EXTRAITS
from pages.components.acces.session import DOSSIER, Agent
from pages.components.convention.saisie.brouillon import DOSSIER as BROUILLONS
from pages.figures.acces_pro import compte


def reprendre(adresse: str, emetteur: str, sujet: str) -> str:
    """Give to an account what was kept under an address, logged first; returns what to say of it.

    Raises:
        DemandeInvalide: not the reserved process, an account that never came in, nothing to take over,
            or a draft there.
        OSError: the reserved root cannot be written.
    """
    racine = racine_reservee()
    if racine is None:
        raise DemandeInvalide("aucun dossier réservé (OBSERVATOIRE_RESERVE) : lancer la commande avec ses réglages.")
    entres = {(x.get("iss"), x.get("sub")): x for x in registre.lire(sys.maxsize) if x.get("action") == "connexion"}
    if (emetteur, sujet) not in entres:
        connus = [compte(str(x.get("qui")), str(s), str(i)) for (i, s), x in entres.items() if s]
        suite = f" Comptes entrés : {enumeration(connus)}." if connus else ""
        raise DemandeInvalide(f"ce compte n’est jamais entré ici : lui demander de se connecter une fois.{suite}")
    anciens = racine / DOSSIER / EXTRAITS / _cle(adresse), racine / BROUILLONS / f"{_cle(adresse)}.json"
    cle = Agent(emetteur, sujet, "", "", "", None, 0.0).cle
    dossier, brouillon = racine / DOSSIER / EXTRAITS / cle, racine / BROUILLONS / f"{cle}.json"
    extraits = [*anciens[0].glob("*.json")]
    if not extraits and not anciens[1].exists():
        raise DemandeInvalide("rien n’est gardé sous cette adresse, ou c’est déjà repris.")
    if anciens[1].exists() and brouillon.exists():
        raise DemandeInvalide("ce compte a déjà une saisie en cours : lui demander de la transmettre ou de la vider.")
    commande = Agent("", "", "ligne de commande", "", "exploitant", None, 0.0)
    registre.ecrire(commande, "reprise", adresse=adresse, compte=compte("", sujet, emetteur))
    dossier.mkdir(parents=True, exist_ok=True)
    for extrait in extraits:
        extrait.rename(dossier / extrait.name)
    if saisie := anciens[1].exists():
        anciens[1].rename(brouillon)
    dits = [avec_unite(len(extraits), "extraits"), *(["la saisie en cours"] if saisie else [])]
    return f"Repris par le compte « {sujet} » de {emetteur} : {enumeration(dits)}."


def _cle(adresse: str) -> str:
    return hashlib.sha256(adresse.casefold().encode()).hexdigest()[:32]
