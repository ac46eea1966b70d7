"""What the signatories settle beside the annex: sending party, delay, territory, target, meetings, engagements.

The annex settles none of it. What is shipped is a proposal; the file `convention.toml` of the data root replaces it,
entry by entry, and may say that an entry is settled.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from data_loaders.contracts.convention import PARTIES, mesures, regles
from data_loaders.erreurs import ErreurDonnees

FICHIER = "convention.toml"
CATALOGUE = Path(__file__).parents[1] / "parametres" / "engagements.toml"
PROPOSE, ARRETE = "proposé", "arrêté"
STATUTS = (PROPOSE, ARRETE)
NON_RENSEIGNE = "non renseigné"
ETATS_ENGAGEMENT = (NON_RENSEIGNE, "à engager", "en cours", "tenu", "abandonné")
PILOTAGE = "comite_pilotage"
TEXTE_MAX = 300
DELAI_MAX = 24


class Proposition(NamedTuple):
    """How one measure is to be sent; `statut` is `PROPOSE` until the signatories settle it."""

    partie: str
    delai_mois: int
    territoire: str
    cible: float | None = None
    statut: str = PROPOSE


class Engagement(NamedTuple):
    """One engagement of the convention, and what was said of it; `date` and `preuve` are "" when not told."""

    code: str
    theme: str
    libelle: str
    parties: tuple[str, ...]
    etat: str = NON_RENSEIGNE
    date: str = ""
    preuve: str = ""


class Instance(NamedTuple):
    """A body where the partners meet, and its meetings, oldest first."""

    code: str
    libelle: str
    rythme: str
    role: str
    dates: tuple[date, ...] = ()


@dataclass(frozen=True)
class Cadre:
    """The frame of the follow-up.

    Attributes:
        editeur: who publishes this observatory, "" when not told.
        propositions: code of the measure -> proposal.
    """

    debut: date
    fin: date
    editeur: str = ""
    propositions: Mapping[str, Proposition] = field(default_factory=dict, hash=False)
    engagements: tuple[Engagement, ...] = ()
    instances: tuple[Instance, ...] = ()

    def prochain_comite(self, jour: date) -> date | None:
        """Next meeting of the comité de pilotage, the day itself included; None when none is set."""
        dates = next(i.dates for i in self.instances if i.code == PILOTAGE)
        return next((d for d in dates if d >= jour), None)


@cache
def defaut() -> Cadre:
    """The frame shipped: every entry proposed, nothing told."""
    r = regles()
    catalogue = tomllib.loads(CATALOGUE.read_text("utf-8"))
    return Cadre(
        r.debut,
        r.fin,
        propositions={m.code: Proposition(m.partie, r.delai_mois, r.territoire) for m in mesures().values()},
        engagements=tuple(
            Engagement(e["code"], e["theme"], e["libelle"], tuple(e["parties"])) for e in catalogue["engagement"]
        ),
        instances=tuple(Instance(i["code"], i["libelle"], i["rythme"], i["role"]) for i in catalogue["instance"]),
    )


def lire(racine: Path) -> Cadre:
    """The frame in force under a data root: the one shipped when there is no file.

    Raises:
        ErreurDonnees: the file cannot be read, or an entry is unknown or impossible; the message names it.
    """
    chemin = Path(racine) / FICHIER
    try:
        etat = chemin.stat()
    except FileNotFoundError:
        return defaut()
    return _lire(chemin, etat.st_mtime_ns, etat.st_size)


@lru_cache(maxsize=8)
def _lire(chemin: Path, _modifie: int, _octets: int) -> Cadre:
    try:
        fichier = tomllib.loads(chemin.read_text("utf-8"))
    except (OSError, ValueError) as e:
        raise _erreur(
            "fichier illisible", str(e), "faute de syntaxe TOML : chaque texte est entre guillemets, une date est nue"
        ) from e
    base = defaut()
    _cles("fichier", fichier, ("editeur", "fin", "delai_mois", "mesure", "instance", "engagement"))
    delai = _prendre(fichier, "fichier", "delai_mois", regles().delai_mois, _delai)
    fin = _prendre(fichier, "fichier", "fin", base.fin, lambda v: _fin(v, base.debut))
    editeur = _prendre(fichier, "fichier", "editeur", "", _texte)
    lues = _section(fichier, "mesure", base.propositions)
    return Cadre(
        base.debut,
        fin,
        editeur,
        {
            code: _proposition(code, p._replace(delai_mois=delai), lues.get(code, {}))
            for code, p in base.propositions.items()
        },
        tuple(_engagement(e, entree) for e, entree in _par_code(fichier, "engagement", base.engagements)),
        tuple(_instance(i, entree) for i, entree in _par_code(fichier, "instance", base.instances)),
    )


def _par_code(fichier: dict, section: str, connus: tuple) -> list[tuple]:
    lues = _section(fichier, section, [c.code for c in connus])
    return [(c, lues.get(c.code, {})) for c in connus]


def _section(fichier: dict, section: str, codes) -> dict:
    lues = fichier.get(section, {})
    if not isinstance(lues, dict):
        raise _erreur(f"section {section} mal écrite", section, f"écrire [{section}.CODE] au-dessus de chaque entrée")
    for code, entree in lues.items():
        if code not in codes or not isinstance(entree, dict):
            raise _erreur(f"entrée inconnue, section {section}", str(code), f"codes admis : {', '.join(codes)}")
    return lues


def _proposition(code: str, p: Proposition, entree: dict) -> Proposition:
    ou = f"mesure.{code}"
    _cles(ou, entree, Proposition._fields)
    return Proposition(
        _prendre(entree, ou, "partie", p.partie, lambda v: _parmi(v, tuple(PARTIES))),
        _prendre(entree, ou, "delai_mois", p.delai_mois, _delai),
        _prendre(entree, ou, "territoire", p.territoire, _texte),
        _prendre(entree, ou, "cible", p.cible, _cible),
        _prendre(entree, ou, "statut", p.statut, lambda v: _parmi(v, STATUTS)),
    )


def _engagement(e: Engagement, entree: dict) -> Engagement:
    ou = f"engagement.{e.code}"
    _cles(ou, entree, ("etat", "date", "preuve"))
    etat = _prendre(entree, ou, "etat", e.etat, lambda v: _parmi(v, ETATS_ENGAGEMENT))
    quand = _prendre(entree, ou, "date", None, _date)
    return e._replace(
        etat=etat, date=quand.isoformat() if quand else "", preuve=_prendre(entree, ou, "preuve", "", _texte)
    )


def _instance(i: Instance, entree: dict) -> Instance:
    ou = f"instance.{i.code}"
    _cles(ou, entree, ("dates",))
    return i._replace(dates=_prendre(entree, ou, "dates", (), _dates))


def _cles(ou: str, entree: dict, admises: tuple[str, ...]) -> None:
    if inconnues := [c for c in entree if c not in admises]:
        raise _erreur(f"champ inconnu, {ou}", ", ".join(inconnues), f"champs admis : {', '.join(admises)}")


def _prendre(entree: dict, ou: str, cle: str, sinon: Any, lire_valeur: Callable[[object], Any]) -> Any:
    if cle not in entree:
        return sinon
    try:
        return lire_valeur(entree[cle])
    except ValueError as e:
        raise _erreur(f"{ou}, champ {cle}", str(entree[cle]), str(e)) from e


def _texte(v: object) -> str:
    if not isinstance(v, str) or len(v) > TEXTE_MAX:
        raise ValueError(f"un texte de {TEXTE_MAX} caractères au plus, entre guillemets")
    return v.strip()


def _parmi(v: object, admises: tuple[str, ...]) -> str:
    if v not in admises:
        raise ValueError(f"valeurs admises : {', '.join(admises)}")
    return str(v)


def _delai(v: object) -> int:
    if isinstance(v, bool) or not isinstance(v, int) or not 0 <= v <= DELAI_MAX:
        raise ValueError(f"un nombre entier de mois, de 0 à {DELAI_MAX}")
    return v


def _cible(v: object) -> float:
    if isinstance(v, bool) or not isinstance(v, int | float) or not 0 <= v < 1e10:
        raise ValueError("un nombre positif ou nul, sans guillemets")
    return float(v)


def _date(v: object) -> date:
    # datetime is a date for isinstance, and not for a calendar.
    if type(v) is not date:
        raise ValueError("une date nue, sans guillemets : 2014-03-25")
    return v


def _dates(v: object) -> tuple[date, ...]:
    if not isinstance(v, list):
        raise ValueError("une liste de dates nues : [2014-03-25, 2014-05-27]")
    return tuple(sorted({_date(d) for d in v}))


def _fin(v: object, debut: date) -> date:
    if _date(v) <= debut:
        raise ValueError(f"une date après le {debut.isoformat()}")
    return v


def _erreur(trouve: str, exemple: str, cause: str) -> ErreurDonnees:
    remede = "corriger cette entrée ; d'ici là, les propositions livrées avec l'observatoire sont affichées"
    return ErreurDonnees("cadre", FICHIER, trouve, exemple=exemple, cause=cause, remede=remede)
