"""What a signatory sends to the convention: received by a command, or examined first under the same rules."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data_loaders import francais
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import RESERVE
from data_loaders.contracts.convention import PARTIES, Saut, mesures, trouver_sauts
from data_loaders.convention import cadre, receptions
from data_loaders.convention.receptions import IDENTIQUE, Changement, comparer
from data_loaders.erreurs import Constat, DemandeInvalide, ErreurDonnees
from data_loaders.jeux import Lecteur
from data_loaders.magasin import controle
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Edition, Instantane, Source
from data_loaders.magasin.store import Magasin
from data_loaders.sources import cellules, classeur, convention
from data_loaders.sources.modeles import aujourdhui

CONTRAT = CONTRATS[receptions.DATASET]
MOTIF_MAX = 200


class Envoi(NamedTuple):
    """What receiving a workbook would publish."""

    lu: convention.Extrait  # what must be hidden beside what is in force hidden too
    precedentes: pd.DataFrame | None  # observations in force, None when nothing was ever received
    en_place: str  # their snapshots, or ""
    edition: Edition | None  # None when all of it is known already


class Examen(NamedTuple):
    """What receiving a workbook would do."""

    lu: convention.Extrait
    en_place: str  # snapshots in force when it was examined, "" when nothing was ever received
    changements: tuple[Changement, ...]  # every value sent, and those in force that it changes without their being sent
    doutes: tuple[Constat, ...]  # rules that are broken, each to be confirmed with a reason
    sauts: tuple[Saut, ...]  # the pairs of values that break the rule `saut`

    @property
    def nouveau(self) -> bool:
        """False when all that is sent is known already."""
        return any(c.genre != IDENTIQUE for c in self.changements)


def fusionner(precedentes: pd.DataFrame | None, lu: convention.Extrait, recu_le: str) -> pa.Table:
    """Edition after this reception: of a measure, period and party, the row received last is in force."""
    table = CONTRAT.tables["observations"]
    toutes = pd.concat([precedentes, _datees(lu, recu_le)], ignore_index=True).sort_values("recu_le", kind="stable")
    return cellules.table(convention.tenues(toutes.drop_duplicates(list(table.cle), keep="last")), table)


def _datees(lu: convention.Extrait, recu_le: str) -> pd.DataFrame:
    return lu.observations.assign(recu_le=recu_le).astype({"value": "float64"})


def importer(
    donnees: Donnees, chemin: Path, progres: classeur.Progres, adresse: str = "", recu_le: str = ""
) -> list[str]:
    """Add what a correspondent sent to the indicators of the convention; returns the French summary. `recu_le`: when
    the workbook reached the observatory: what came on paper in 2015 and is entered later was in time."""
    lu = convention.lire(chemin, cadre.lire(donnees.racine).fin)
    progres(1, 1)
    with receptions.une_a_la_fois(donnees.racine):
        publie = publier(donnees, preparer(donnees, lu, chemin, recu_le or aujourdhui(), adresse))
    recues = lu.observations
    return [
        f"Convention : {len(recues)} lignes lues, {recues['value'].count()} valeurs reçues, "
        f"{recues['code_mesure'].nunique()} mesures sur {len(mesures())}, de {_nommer(lu)}",
        f"  valeurs non disponibles : {recues['obs_status'].eq('O').sum()} · valeurs masquées par le secret : "
        f"{recues['obs_status'].eq('Q').sum()} · lignes sans valeur, laissées de côté : {lu.sans_valeur_nb}",
        *(publie.dire() if publie else ["  déjà reçu à l'identique : rien n'est ajouté"]),
    ]


def preparer(donnees: Donnees, lu: convention.Extrait, chemin: Path, recu_le: str, adresse: str = "") -> Envoi:
    """What is in force with what is received; nothing is written."""
    connus = donnees.millesimes("convention")
    precedentes = donnees.lire("convention") if connus else None
    historique = receptions.lire(donnees) if connus else None
    magasins = (m for m in (donnees.officiel, donnees.reserve) if m)
    en_place = " ".join(e["instantane"] for m in magasins for e in m.courant().get("convention", {}).values())
    lu = lu._replace(observations=convention.tenues(lu.observations, precedentes))
    if connus:
        # A missing value is not equal to itself; no value is negative.
        lots = (lu.observations, precedentes, historique[historique["recu_le"] == recu_le])
        lots = (t[lu.observations.columns].astype({"value": "float64"}).fillna({"value": -1.0}) for t in lots)
        dites, *connues = (set(t.itertuples(index=False, name=None)) for t in lots)
        if any(dites <= c for c in connues):  # value, status and comment alike
            return Envoi(lu, precedentes, en_place, None)
    # Every reception, this one under the next number; nothing received before is ever removed.
    numero = 1 if historique is None else int(historique["numero"].max()) + 1
    nouvelles = _datees(lu, recu_le).assign(numero=numero, fichier=chemin.name)
    toutes = convention.tenues(pd.concat([historique, nouvelles], ignore_index=True))
    recues = cellules.table(toutes, CONTRAT.tables["receptions"])
    tables = {"observations": fusionner(precedentes, lu, recu_le), "receptions": recues}
    source = Source.du_fichier(chemin, f"correspondant : {_nommer(lu)}", adresse)
    # The history never goes back in time, what is in force may: an old paper can replace nothing.
    return Envoi(lu, precedentes, en_place, Edition(max(recues["recu_le"].to_pylist()), tables, [source]))


def publier(donnees: Donnees, envoi: Envoi, vu: str | None = None) -> Instantane | None:
    """Publish what was prepared under `receptions.une_a_la_fois`; None when nothing of it is new.

    `vu`: snapshot that was in force when the sender looked at what would be replaced, None when nobody looked; another
    reception since is refused (rule `examen`).
    """
    if envoi.edition is None:
        return None
    if vu not in (None, envoi.en_place):
        trouve = "un autre envoi a été reçu depuis l'examen"
        cause = "les deux signataires travaillent en même temps, ou une autre page est ouverte"
        remede = "examiner de nouveau : ce qui serait remplacé a pu changer"
        raise ErreurDonnees("examen", envoi.edition.sources[0].fichier, trouve, cause=cause, remede=remede)
    # What is reserved is kept first, then what is public is published: both, or none when one is refused or cut.
    a_publier = parts(donnees, envoi.edition)
    for magasin, part in a_publier:
        controle.refuser(CONTRAT, part.millesime, magasin.essayer(CONTRAT, part).constats, magasin.confirmees)
    if len(a_publier) > 1:
        receptions.annoncer(donnees)
    return [magasin.publier_ensemble(CONTRAT, [part])[0] for magasin, part in a_publier][-1]


def parts(donnees: Donnees, edition: Edition) -> list[tuple[Magasin, Edition]]:
    """What each store is to publish, the reserved one first; what did not change is left as it is."""
    if donnees.reserve is None:
        return [(donnees.officiel, edition)]
    toutes = CONTRAT.valider(edition.tables)
    trouvees = []
    for magasin in (donnees.reserve, donnees.officiel):
        tables = {
            nom: t.filter(pc.equal(pc.equal(t["conf_status"], RESERVE), magasin.reserve)) for nom, t in toutes.items()
        }
        nouvelle = tables["receptions"].num_rows > 0
        if magasin.millesimes("convention"):
            nouvelle = any(not t.equals(magasin.lire("convention", nom)) for nom, t in tables.items())
        if nouvelle:
            trouvees.append((magasin, edition._replace(tables=tables)))
    return trouvees


def _nommer(lu: convention.Extrait) -> str:
    envoyees = set(lu.observations["partie"])
    return francais.enumeration([nom for p, nom in PARTIES.items() if p in envoyees])


def examiner(donnees: Donnees, chemin: Path, parties: Collection[str]) -> Examen:
    """Read a workbook and say what it would change; nothing is written, refusals are those of its import."""
    classeur.verifier_envoi(chemin)
    lu = convention.lire(chemin, cadre.lire(donnees.racine).fin, parties)
    envoi = preparer(donnees, lu, chemin, aujourdhui())
    envoyees = {tuple(cle) for cle in envoi.lu.observations[["code_mesure", "periode", "partie"]].to_numpy()}
    apres = envoi.edition.tables["observations"].to_pandas() if envoi.edition else envoi.precedentes
    a_publier = parts(donnees, envoi.edition) if envoi.edition else []
    changements = (c for c in comparer(envoi.precedentes, apres) if c.genre != IDENTIQUE or c[:3] in envoyees)
    doutes, sauts = [], []
    for magasin, part in a_publier:
        doutes += magasin.essayer(CONTRAT, part).constats
        connues = magasin.lire("convention").to_pandas() if magasin.millesimes("convention") else None
        sauts += trouver_sauts(part.tables["observations"].to_pandas(), connues)
    return Examen(envoi.lu, envoi.en_place, tuple(changements), tuple(doutes), tuple(sauts))


def recevoir(
    donnees: Donnees, chemin: Path, parties: Collection[str], vu: str, motifs: Mapping[str, str]
) -> Instantane | None:
    """Receive a workbook that was examined; None when all of it is known already, as it is after a second click. `vu`:
    snapshots in force at the examination, as in `publier`; `motifs`: rule confirmed -> reason."""
    motifs = {regle: " ".join(motif.split()) for regle, motif in motifs.items()}
    if not all(0 < len(motif) <= MOTIF_MAX for motif in motifs.values()):
        raise DemandeInvalide(f"dire pourquoi cette valeur est juste, en {MOTIF_MAX} caractères au plus.")
    avec = Donnees(donnees.racine, confirmees=motifs)
    lu = convention.lire(chemin, cadre.lire(donnees.racine).fin, parties)
    with receptions.une_a_la_fois(avec.racine):
        return publier(avec, preparer(avec, lu, chemin, aujourdhui()), vu)


LECTEUR = Lecteur(importer, (convention.FEUILLE.entetes,))
