"""What the signatories settle beside the annex: sending party, delay, territory, target, meetings, engagements.

The annex settles none of it. What is shipped is a proposal; the file `convention.toml` of the data root replaces it,
entry by entry, and may say that an entry is settled.
"""

import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from data_loaders.contracts.convention import PARTIES, REGLES, mesures
from data_loaders.erreurs import ErreurDonnees
from geo.disque import relu

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
    """The frame of the follow-up; `editeur`: who publishes this observatory, "" when not told."""

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
    catalogue = tomllib.loads(CATALOGUE.read_text("utf-8"))
    envois = {m.code: Proposition(m.partie, REGLES.delai_mois, REGLES.territoire) for m in mesures().values()}
    engagements = tuple(Engagement(**e | {"parties": tuple(e["parties"])}) for e in catalogue["engagement"])
    instances = tuple(Instance(**i) for i in catalogue["instance"])
    return Cadre(REGLES.debut, REGLES.fin, "", envois, engagements, instances)


def lire(racine: Path) -> Cadre:
    """The frame in force under a data root: the one shipped when there is no file; ErreurDonnees: it cannot be read, or
    an entry, which is named, is unknown or impossible."""
    return _lire(Path(racine) / FICHIER)


@relu(maxsize=8)
def _lire(chemin: Path) -> Cadre:
    try:
        fichier = tomllib.loads(chemin.read_text("utf-8"))
    except FileNotFoundError:
        return defaut()
    except (OSError, ValueError) as e:
        cause = "faute de syntaxe TOML : chaque texte est entre guillemets, une date est nue"
        raise _erreur("fichier illisible", str(e), cause) from e
    base = defaut()
    tete = _champs("fichier", "fichier", fichier)
    delai = tete.get("delai_mois", REGLES.delai_mois)
    engagements, instances = ({x.code: x for x in connus} for connus in (base.engagements, base.instances))
    return Cadre(
        base.debut,
        tete.get("fin", base.fin),
        tete.get("editeur", ""),
        _section(fichier, "mesure", {c: p._replace(delai_mois=delai) for c, p in base.propositions.items()}),
        tuple(_section(fichier, "engagement", engagements).values()),
        tuple(_section(fichier, "instance", instances).values()),
    )


def _section(fichier: dict, section: str, connus: Mapping[str, Any]) -> dict[str, Any]:
    """Code -> what is known of an entry, with what the file says of it."""
    lues = fichier.get(section, {})
    if not isinstance(lues, dict):
        raise _erreur(f"section {section} mal écrite", section, f"écrire [{section}.CODE] au-dessus de chaque entrée")
    for code, entree in lues.items():
        if code not in connus or not isinstance(entree, dict):
            raise _erreur(f"entrée inconnue, section {section}", str(code), f"codes admis : {', '.join(connus)}")
    return {c: x._replace(**_champs(section, f"{section}.{c}", lues.get(c, {}))) for c, x in connus.items()}


def _champs(section: str, ou: str, entree: dict) -> dict[str, Any]:
    """What an entry says, each field read as `_LUS` declares it."""
    lire = _LUS[section]
    if inconnus := [c for c in entree if c not in lire]:
        raise _erreur(f"champ inconnu, {ou}", ", ".join(inconnus), f"champs admis : {', '.join(lire)}")
    lus = {}
    for cle in [c for c in lire if c in entree]:
        try:
            lus[cle] = lire[cle](entree[cle])
        except ValueError as e:
            raise _erreur(f"{ou}, champ {cle}", str(entree[cle]), str(e)) from e
    return lus


def _lu(admis: Callable[[Any], bool], attendu: str, lire: Callable[[Any], Any] = lambda v: v) -> Callable[[Any], Any]:
    """How a value is read; ValueError says what is due of one that is not admitted."""

    def lue(v: Any) -> Any:
        if not admis(v):
            raise ValueError(attendu)
        return lire(v)

    return lue


def _parmi(admises: Collection[str]) -> Callable[[Any], str]:
    return _lu(lambda v: v in tuple(admises), f"valeurs admises : {', '.join(admises)}")


_texte = _lu(
    lambda v: isinstance(v, str) and len(v) <= TEXTE_MAX,
    f"un texte de {TEXTE_MAX} caractères au plus, entre guillemets",
    str.strip,
)
# bool is an int for isinstance, and datetime a date; neither is one here.
_delai = _lu(lambda v: type(v) is int and 0 <= v <= DELAI_MAX, f"un nombre entier de mois, de 0 à {DELAI_MAX}")
_cible = _lu(lambda v: type(v) in (int, float) and 0 <= v < 1e10, "un nombre positif ou nul, sans guillemets", float)
_date = _lu(lambda v: type(v) is date, "une date nue, sans guillemets : 2014-03-25")
_dates = _lu(
    lambda v: isinstance(v, list),
    "une liste de dates nues : [2014-03-25, 2014-05-27]",
    lambda v: tuple(sorted({_date(d) for d in v})),
)
_fin = _lu(lambda v: _date(v) > REGLES.debut, f"une date après le {REGLES.debut.isoformat()}")


# Section -> its fields, and how the value of each is read.
_LUS: dict[str, dict[str, Callable[[object], Any]]] = {
    "fichier": {"editeur": _texte, "fin": _fin, "delai_mois": _delai}
    | dict.fromkeys(("mesure", "instance", "engagement"), lambda section: section),
    "mesure": {
        "partie": _parmi(PARTIES), "delai_mois": _delai, "territoire": _texte, "cible": _cible,
        "statut": _parmi(STATUTS),
    },
    "engagement": {"etat": _parmi(ETATS_ENGAGEMENT), "date": lambda v: _date(v).isoformat(), "preuve": _texte},
    "instance": {"dates": _dates},
}  # fmt: skip


def _erreur(trouve: str, exemple: str, cause: str) -> ErreurDonnees:
    remede = "corriger cette entrée ; d'ici là, les propositions livrées avec l'observatoire sont affichées"
    return ErreurDonnees("cadre", FICHIER, trouve, exemple=exemple, cause=cause, remede=remede)
