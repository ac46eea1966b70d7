"""State of the territories of the convention: SPO labelling, GTEC, comités of the ZEF, each with its history.

What the convention of 2013 attests is in `parametres/etats.toml`. A row received for a territory replaces what the
convention says of it, as a whole: one row, one source. Every earlier state stays readable through `historique`.

Then whether two measures of the annex and these states say the same (`Accord`). `spo_2` counts labelled territories
that Pôle emploi coordinates: a label and a chef de file are known territory by territory, so that both must be equal
once both are told. `gtec_1` counts conventions signed: the state of a GTEC says where it is, not that a convention was
signed, and never stands for it.
"""

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pandas as pd

from data_loaders.contracts import CONTRATS
from data_loaders.contracts.saisies import NIVEAUX_LABEL, ZONAGE
from data_loaders.convention.suivi import Suivi
from data_loaders.francais import INSEC, avec_unite, en_periode
from data_loaders.magasin.donnees import Donnees
from geo import zonages

ATTESTES = Path(__file__).parents[1] / "parametres" / "etats.toml"
DIT = tomllib.loads(ATTESTES.read_text("utf-8"))
_TABLES = {d: CONTRATS[d].tables for d in ZONAGE}


class Niveau(NamedTuple):
    """One of the three levels of a label: `etat` is one of `contracts.saisies.ETATS`, "" when nobody said."""

    etat: str = ""
    date: str = ""


class Etat(SimpleNamespace):
    """What a row says of a territory, `zonage` and `code`, or of a meeting: the columns of its table (`CONTRATS`), ""
    or null where nobody said.

    `reception` is 0 for what the convention attests, `source` "" when neither it nor a file says anything; each of
    `NIVEAUX_LABEL` is a `Niveau`; `reunions` are the meetings of a comité by date, those called off left out.
    """

    @property
    def renseigne(self) -> bool:
        """False when neither the convention nor a file says anything of this territory."""
        return bool(self.source)

    @property
    def demarche(self) -> bool:
        """True where only the convention speaks: of a SPO, it attests a démarche in every territory, and no level."""
        return self.renseigne and self.reception == 0

    @property
    def niveaux(self) -> dict[str, Niveau]:
        """The three levels of a label, in the order of the charter."""
        return {n: getattr(self, n) for n in NIVEAUX_LABEL}

    @property
    def comptes(self) -> tuple[str, ...]:
        """« 6 réseaux », « 12 sites », those that are known."""
        comptes = (self.reseaux_nb, "réseaux"), (self.sites_nb, "sites")
        return tuple(avec_unite(n, mots) for n, mots in comptes if n is not None)


def attestes(dataset: str) -> pd.DataFrame:
    """What the convention says, as rows of the table `etats` of a dataset; the zones it does not know are absent."""
    zone, lignes = f"code_{ZONAGE[dataset]}", DIT[dataset]
    if isinstance(lignes, dict):  # said of every zone at once
        lignes = [lignes | {zone: code} for code in zonages.zones(ZONAGE[dataset])["code_zone"]]
    recu = {"source": DIT["source"], "transmis_par": DIT["transmis_par"], "recu_le": DIT["date"], "reception": 0}
    return pd.DataFrame([_vide(dataset) | ligne | recu for ligne in lignes])


def _vide(dataset: str) -> dict[str, Any]:
    """The row of a territory of which nobody says anything."""
    return {c.nom: None if c.nulle else "" for c in _TABLES[dataset]["etats"].colonnes} | {"reception": 0}


def recus(donnees: Donnees, dataset: str, table: str = "etats") -> pd.DataFrame:
    """Every row received, oldest first; no row when no file was imported. Never of demonstration."""
    if not donnees.officiel.millesimes(dataset):
        return pd.DataFrame(columns=[c.nom for c in _TABLES[dataset][table].colonnes])
    lues = donnees.officiel.lire(dataset, table).to_pandas()
    return lues.sort_values("reception", kind="stable", ignore_index=True)


def toutes(donnees: Donnees, dataset: str) -> pd.DataFrame:
    """What the convention attests, then every row received: the whole history of the table `etats`."""
    recues = recus(donnees, dataset)
    return pd.concat([attestes(dataset), recues], ignore_index=True) if len(recues) else attestes(dataset)


def _lire(lignes: pd.DataFrame, dataset: str) -> list[Etat]:
    """Rows of a table as what each says."""
    lus, zonage = [], ZONAGE[dataset]
    for x in lignes.to_dict("records"):
        dits = {n: Niveau(x[f"{n}_etat"], x[f"{n}_date"]) for n in NIVEAUX_LABEL if f"{n}_etat" in x}
        dits |= {c: None if pd.isna(x[c]) else int(x[c]) for c in ("reception", "reseaux_nb", "sites_nb") if c in x}
        lus.append(Etat(**x | dits, zonage=zonage, code=x[f"code_{zonage}"], reunions=()))
    return lus


def en_vigueur(donnees: Donnees, dataset: str) -> dict[str, pd.DataFrame]:
    """Table -> last row of each territory, or of each meeting: what a model is filled with."""
    cle = [f"code_{ZONAGE[dataset]}"]
    tables = {"etats": toutes(donnees, dataset).drop_duplicates(cle, keep="last")}
    if "reunions" in _TABLES[dataset]:
        tables["reunions"] = recus(donnees, dataset, "reunions").drop_duplicates([*cle, "date"], keep="last")
    return tables


def historique(donnees: Donnees, dataset: str, code: str) -> list[Etat]:
    """Every state known of a zone, in force or not, oldest first: what the convention attests, then each reception; of
    a comité, without its meetings."""
    lignes = toutes(donnees, dataset)
    return _lire(lignes[lignes[f"code_{ZONAGE[dataset]}"] == code], dataset)


def sans_zone(donnees: Donnees, dataset: str) -> list[Etat]:
    """Last states of territories that the perimeter in force does not have: known, and carried over to no other one."""
    connues = zonages.noms(ZONAGE[dataset])
    return [e for e in _lire(en_vigueur(donnees, dataset)["etats"], dataset) if e.code not in connues]


def par_zone(donnees: Donnees, zonage: str) -> dict[str, Etat]:
    """Last state of every zone of a zoning in force, in its order, empty where nobody said anything: label of each SPO,
    state of each GTEC, comité of each ZEF with its meetings by date, those called off left out.

    The convention attests a démarche in 17 SPO territories that cover the region: in each one of a perimeter of 17.
    """
    dataset = next(d for d, z in ZONAGE.items() if z == zonage)
    tables = en_vigueur(donnees, dataset)
    lus = {e.code: e for e in _lire(tables["etats"], dataset)}
    vides = pd.DataFrame([_vide(dataset) | {f"code_{zonage}": code} for code in zonages.noms(zonage)])
    etats = {e.code: lus.get(e.code, e) for e in _lire(vides, dataset)}
    for e in etats.values() if zonage == "spo" and len(etats) == DIT["demarches_nb"] else ():
        if not e.renseigne:
            e.source, e.transmis_par, e.recu_le = DIT["source"], DIT["transmis_par"], DIT["date"]
            e.commentaire = DIT["demarche"]
    if "reunions" in tables:
        tenues = tables["reunions"][lambda t: t["situation"] != "annulée"].sort_values("date")
        for r in _lire(tenues, dataset):
            if r.code in etats:
                etats[r.code].reunions += (r,)
    return etats


OPERATEURS = ("pôle emploi", "france travail")
SPO, GTEC = "spo_2_territoires", "gtec_1_conventions"
MENEES = ("conduite", "engagée")


class Accord(NamedTuple):
    """What the annex and the territories of `zonage` say of one thing; `mots`: of the link to them."""

    phrase: str
    zonage: str
    mots: str


def spo(suivis: Collection[Suivi], labels: Mapping[str, Etat]) -> Accord:
    """`spo_2` beside the labels and the chefs de file of the territories."""
    n = sum(bool(e.date_labellisation) and e.chef_de_file.strip().lower() in OPERATEURS for e in labels.values())
    muets = sum(not (e.date_labellisation and e.chef_de_file) for e in labels.values())
    annexe, recu = _annexe(SPO, suivis)
    manque = f" ; le label ou le chef de file n’est pas dit pour {avec_unite(muets, 'territoires')}" if muets else ""
    suite = "Les deux disent la même chose."
    if annexe is None:
        suite = f"Rien à comparer tant que la mesure n’est pas reçue{manque}."
    elif annexe != n:
        suite = f"Les deux diffèrent{manque}. L’un des deux est à corriger."
    dit = f"Annexe, territoires labellisés que Pôle emploi coordonne{INSEC}: {recu}."
    vus = f"Territoires{INSEC}: {avec_unite(n, 'territoires labellisés')} dont Pôle emploi est chef de file."
    return Accord(f"{dit} {vus} {suite}", "spo", "L’état des territoires SPO")


def gtec(suivis: Collection[Suivi], etats: Mapping[str, Etat]) -> Accord:
    """`gtec_1` beside the states of the GTEC."""
    n = sum(e.etat in MENEES for e in etats.values())
    phrase = (
        f"Annexe, conventions de GTEC signées{INSEC}: {_annexe(GTEC, suivis)[1]}. Territoires{INSEC}: "
        f"{avec_unite(n, 'démarches')} {'conduites ou engagées' if n > 1 else 'conduite ou engagée'} sur {len(etats)}. "
        "Les deux ne se comparent pas : une démarche peut être menée sans que sa convention soit signée, et l’état "
        "d’un territoire ne dit pas la signature."
    )
    return Accord(phrase, "gtec", "L’état des GTEC")


def _annexe(code: str, suivis: Collection[Suivi]) -> tuple[float | None, str]:
    """Last value received of a measure, and how to say it."""
    recus = [(s, p) for s in suivis if s.mesure.code == code for p in s.points if p.value is not None]
    if not recus:
        return None, "aucune valeur reçue"
    s, p = recus[-1]
    return p.value, f"{avec_unite(p.value, s.mesure.unite)} {en_periode(p.periode)}"
