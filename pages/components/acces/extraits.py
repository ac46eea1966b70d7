"""Personalised extracts: what somebody chose, kept as a small file of theirs, and the files made of it.

A person reads, renames and removes what is in their own folder; no address names the folder of another;
what was kept before accounts were is taken over once.
"""

import hashlib
import json
import re
import secrets
import sys
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from data_loaders.contracts.base import CONF_STATUS
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.exports import chiffres, jeux
from data_loaders.exports.ecriture import classeur
from data_loaders.francais import avec_unite, enumeration, nombre
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import ecrire_atomique
from data_loaders.requetes.evaluation import Reponse
from data_loaders.requetes.requete import DERNIERE, TOUT, Requete
from geo import zonages
from geo.reglages import racine_reservee
from pages.components import cache, guichet
from pages.components.acces import session
from pages.components.acces.gardien import page
from pages.components.acces.session import DOSSIER, Agent
from pages.components.convention.transmettre import BROUILLONS
from pages.components.exports import PARQUET, XLSX
from pages.figures import acces_pro

ROLES: Final = ("region", "carif_oref")  # « réservé à la Région et au Carif-Oref », says the convention
EXTRAITS: Final = "extraits"
FORMAT: Final = "observatoire-extrait-1"
NOMBRE_MAX: Final = 40  # of one person
NOM_MAX: Final = 80
# Choices of one list.
MAXIMA: Final = {"zones": 300, "indicateurs": 8, "metiers": 60, "periodes": 60}
LIGNES_MAX: Final = 100_000
OCTETS_MAX: Final = 64 * 1024
_CODE: Final = re.compile(r"[\w:.-]{1,60}")


class Extrait(NamedTuple):
    """What is asked: an empty list of zones or métiers stands for all of them, of periods for the last of each.

    Attributes:
        convention: with the measures of the convention, those of the signatories alone included; in a workbook only.
    """

    nom: str
    zonage: str
    zones: tuple[str, ...] = ()
    indicateurs: tuple[str, ...] = ()
    metiers: tuple[str, ...] = ()
    periodes: tuple[str, ...] = ()
    convention: bool = False


def lister(agent: Agent) -> dict[str, Extrait]:
    """identifier -> extract of a person, by name; a file that cannot be read is left out."""
    lus = {}
    for chemin in _dossier(agent).glob("*.json"):
        with suppress(KeyError):
            lus[chemin.stem] = lire(agent, chemin.stem)
    return dict(sorted(lus.items(), key=lambda e: e[1].nom.casefold()))


def lire(agent: Agent, identifiant: str) -> Extrait:
    """One extract of a person. Raises KeyError: they have none of this name, or its file says something else."""
    chemin = _dossier(agent) / f"{identifiant}.json"
    try:
        if not re.fullmatch(r"[0-9a-f]{16}", identifiant) or chemin.stat().st_size > OCTETS_MAX:
            raise KeyError(identifiant)
        return _verifie(json.loads(chemin.read_text("utf-8")))
    except (OSError, ValueError, TypeError, DemandeInvalide) as e:
        raise KeyError(identifiant) from e


def garder(agent: Agent, extrait: Extrait, identifiant: str = "") -> str:
    """Keep an extract under a new identifier, or in the place of the one of this identifier; returns the identifier.

    Raises DemandeInvalide: a name or a choice that cannot be taken, or too many extracts, in French; KeyError: this
    person has no extract of this identifier; OSError: the reserved root cannot be written.
    """
    autres = lister(agent)
    if identifiant:
        autres.pop(identifiant)
    verifie = _verifie({"format": FORMAT} | extrait._asdict())
    if any(verifie.nom.casefold() == e.nom.casefold() for e in autres.values()):
        raise DemandeInvalide(f"vous avez déjà un extrait nommé « {verifie.nom} » : choisir un autre nom.")
    if len(autres) >= NOMBRE_MAX:
        raise DemandeInvalide(f"vous avez {avec_unite(NOMBRE_MAX, 'extraits')}, le plus possible : en supprimer un.")
    identifiant = identifiant or secrets.token_hex(8)
    contenu = json.dumps({"format": FORMAT} | verifie._asdict(), ensure_ascii=False, indent=1)
    ecrire_atomique(_dossier(agent) / f"{identifiant}.json", contenu.encode())
    return identifiant


def supprimer(agent: Agent, identifiant: str) -> None:
    """Remove an extract of a person. Raises KeyError: they have none of this identifier."""
    lire(agent, identifiant)
    (_dossier(agent) / f"{identifiant}.json").unlink(missing_ok=True)


def _dossier(agent: Agent) -> Path:
    racine = racine_reservee()
    if racine is None:
        raise KeyError("no reserved root")
    return racine / DOSSIER / EXTRAITS / agent.cle


def _verifie(dit: dict[str, Any]) -> Extrait:
    """An extract as a file says it. Raises DemandeInvalide: one of its fields is not as expected."""
    if not isinstance(dit, dict) or set(dit) != {"format", *Extrait._fields} or dit["format"] != FORMAT:
        raise DemandeInvalide("ce n'est pas un extrait.")
    nom = " ".join(str(dit["nom"]).split())
    if not nom or len(nom) > NOM_MAX:
        raise DemandeInvalide(f"donner un nom à l'extrait, en {avec_unite(NOM_MAX, 'caractères')} au plus.")
    if any(unicodedata.category(c).startswith("C") for c in nom):
        raise DemandeInvalide("le nom contient un caractère invisible : le retaper.")
    listes = {cle: tuple(dit[cle]) for cle in MAXIMA}
    codes = [*sum(listes.values(), ()), dit["zonage"]]
    if not all(isinstance(c, str) and _CODE.fullmatch(c) for c in codes):
        raise DemandeInvalide("un des choix n'est pas un code.")
    if not listes["indicateurs"] or not set(listes["indicateurs"]) <= set(INDICATEURS):
        raise DemandeInvalide("choisir au moins un indicateur.")
    if any(len(listes[cle]) > maximum for cle, maximum in MAXIMA.items()) or dit["zonage"] not in zonages.zonages():
        raise DemandeInvalide("une des listes est trop longue, ou le découpage n'existe plus.")
    lignes_nb = len(listes["zones"]) or len(zonages.noms(dit["zonage"]))
    for liste in ("indicateurs", "metiers", "periodes"):  # at most so many rows of figures
        lignes_nb *= max(1, len(listes[liste]))
    if lignes_nb > LIGNES_MAX:
        trop = f"cet extrait ferait {avec_unite(lignes_nb, 'lignes')}, pour {nombre(LIGNES_MAX)} au plus"
        raise DemandeInvalide(f"{trop} : choisir moins de territoires, de métiers ou de périodes.")
    return Extrait(nom, dit["zonage"], **listes, convention=dit["convention"] is True)


def _xlsx(r: Reponse, e: Extrait) -> bytes:
    """With the measures of the convention in force, those reserved to the signatories included, where it asks so."""
    feuilles, sens = {"chiffres": r.table}, {nom: dit for nom, (_, dit) in r.schema.items()}
    statut = acces_pro.DITS["sans_mesure"] if e.convention else ""
    recues = r.d.lire("convention") if e.convention and r.d.millesimes("convention") else ()
    if len(recues):
        recues = jeux.ajouter(r.d, "convention", "observations", recues)
        feuilles["mesures_convention"] = recues.assign(libelle_conf_status=recues["conf_status"].map(CONF_STATUS))
        sens |= {c.nom: c.description for c in jeux.modele("convention", "observations").colonnes}
        statut = jeux.statut(r.d, "convention").texte
    mentions = sorted(set(r.table["mention"]) - {""})
    return classeur(acces_pro.fiche(e.nom, mentions, statut, r.d.etat, date.today()), feuilles, sens)


FICHIERS: Final[dict[str, tuple[Callable[[Reponse, Extrait], bytes], str]]] = {
    "xlsx": (_xlsx, XLSX),
    "csv": (lambda r, _e: b"".join(chiffres.csv(r)), "text/csv"),
    "parquet": (lambda r, _e: b"".join(chiffres.parquet(r)), PARQUET),
}


def _extrait(requete: Request) -> Response:
    agent: Agent = requete.scope["agent"]  # read again by the layer at each request
    if agent.role not in ROLES:
        return page(403, *acces_pro.refus(True, session.ROLES[agent.role], [session.ROLES[r] for r in ROLES]))
    identifiant, genre = requete.path_params["identifiant"], requete.path_params["genre"]
    try:
        ecrire, mime = FICHIERS[genre]
        e = lire(agent, identifiant)
    except KeyError:
        return page(404, *acces_pro.CONSTATS["sans_extrait"])
    d, zones = Donnees().figees(), tuple(f"{e.zonage}:{z}" for z in e.zones or (TOUT,))
    try:  # a zone, a métier or a zoning may no longer exist
        r = cache.reponse(d, Requete(e.indicateurs, zones, e.metiers, e.periodes or (DERNIERE,)))
        contenu, lignes_nb = ecrire(r, e), len(r.table)
        dit = {"extrait": identifiant, "format": genre, "lignes": lignes_nb, "etat": d.etat}
        session.inscrire(agent, "extrait", **dit, instantanes=sorted(set(r.table["instantane"]) - {""}))
    except (DemandeInvalide, ErreurDonnees) as faute:
        return page(422, acces_pro.DITS["extrait_impossible"], str(faute))
    except OSError:
        return page(503, *acces_pro.CONSTATS["sans_journal"])
    nu = unicodedata.normalize("NFKD", e.nom).encode("ascii", "ignore").decode().lower()
    nom = re.sub(r"[^a-z0-9]+", "-", nu).strip("-")[:60] or "extrait"
    return guichet.piece(contenu, f"{nom}.{genre}", mime)


def routes() -> list[BaseRoute]:
    """None in the public process."""
    return [Route("/acces/extraits/{identifiant}.{genre}", _extrait)] if racine_reservee() else []


def reprendre(adresse: str, emetteur: str, sujet: str) -> str:
    """Give to an account what was kept under an address, logged first; returns what to say of it.

    All was, before accounts were told apart by who vouches for them; an address may have changed hands since: who runs
    the observatory says whose account takes it over, once. Raises DemandeInvalide where there is nothing to do so.
    """
    racine = racine_reservee()
    if racine is None:
        raise DemandeInvalide("aucun dossier réservé (OBSERVATOIRE_RESERVE) : lancer la commande avec ses réglages.")
    entrees = (x for x in session.inscriptions(sys.maxsize) if x.get("action") == "connexion")
    entres = {(x.get("iss"), x.get("sub")): x for x in entrees}
    if (emetteur, sujet) not in entres:
        connus = [acces_pro.compte(str(x.get("qui")), str(s), str(i)) for (i, s), x in entres.items() if s]
        suite = f" Comptes entrés : {enumeration(connus)}." if connus else ""
        raise DemandeInvalide(f"ce compte n’est jamais entré ici : lui demander de se connecter une fois.{suite}")
    ancien = hashlib.sha256(adresse.casefold().encode()).hexdigest()[:32]
    anciens = racine / DOSSIER / EXTRAITS / ancien, racine / BROUILLONS / f"{ancien}.json"
    cle = Agent(emetteur, sujet, "", "", "", None, 0.0).cle
    dossier, brouillon = racine / DOSSIER / EXTRAITS / cle, racine / BROUILLONS / f"{cle}.json"
    extraits = [*anciens[0].glob("*.json")]
    if not extraits and not anciens[1].exists():
        raise DemandeInvalide("rien n’est gardé sous cette adresse, ou c’est déjà repris.")
    if anciens[1].exists() and brouillon.exists():
        raise DemandeInvalide("ce compte a déjà une saisie en cours : lui demander de la transmettre ou de la vider.")
    commande = Agent("", "", "ligne de commande", "", "exploitant", None, 0.0)
    session.inscrire(commande, "reprise", adresse=adresse, compte=acces_pro.compte("", sujet, emetteur))
    dossier.mkdir(parents=True, exist_ok=True)
    for extrait in extraits:
        extrait.rename(dossier / extrait.name)
    if saisie := anciens[1].exists():
        anciens[1].rename(brouillon)
    dits = [avec_unite(len(extraits), "extraits"), *(["la saisie en cours"] if saisie else [])]
    return f"Repris par le compte « {sujet} » de {emetteur} : {enumeration(dits)}."
