"""Tables of the météo: the twin of the tiles, the list of the map, their CSV."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from data_loaders import francais
from data_loaders.chiffres.tableau import source_exportee
from data_loaders.francais import INSEC, capitale, nombre
from data_loaders.measures import mots_estimation as mots
from data_loaders.parametres import meteo
from data_loaders.requetes.lignes import completer
from geo import zonages
from pages.figures import estimees
from pages.figures.estimees import ESTIME, enonce, estimee, position_dite, table
from pages.figures.meteo import vue
from pages.figures.meteo.ciel import VueCiel
from pages.figures.meteo.vue import VueMeteo
from pages.figures.tables import Table, csv_francais, en_tetes, mention


def groupes(v: VueMeteo, niveau: str, cherche: str, tri: str, adresse: Callable[[str], str]) -> tuple:
    """The groups of a territory as a table, by decreasing share, by `projets` or by `nom`.

    Finer than families, without a search, the estimated ones alone; `adresse` takes `niveau:code`.
    """
    lignes = v.lignes
    if niveau != "famille":
        lignes = [r for r in filtrer(lignes, cherche) if cherche or estimee(r)]
    if tri == "projets":
        lignes = sorted(lignes, key=lambda r: -r.projets if estimee(r) else 1)
    elif tri == "nom":
        lignes = sorted(lignes, key=lambda r: _nu(r.nom))
    return table(lignes, capitale(estimees.UNITES[niveau][0]), lambda r: adresse(f"{niveau}:{r.code_groupe}"))


def sans_chiffre(v: VueMeteo, niveau: str) -> Table:
    """The groups that have no figure, each with its reason."""
    return Table(
        en_tetes(capitale(estimees.UNITES[niveau][0]), "Pourquoi"),
        [[r.nom, capitale(r.raison)] for r in v.lignes if not estimee(r)],
    )


def classement(c: VueCiel, zone: str) -> tuple:
    """The zones of a map as a table, the one chosen marked."""
    rangs = [i for i, r in enumerate(c.lignes) if r.code_zone == zone]
    return *table(c.lignes, capitale(zonages.zonage(c.dessine).libelle_zone)), rangs


def sans_estimation(lignes: Sequence[Any]) -> str:
    """How many rows have no figure, by reason: « 12 sans chiffre : masqué (8), … »."""
    causes = Counter(vue.cause(r.raison) for r in lignes if not estimee(r))
    if not causes:
        return ""
    dites = ", ".join(f"{raison} ({nombre(n)})" for raison, n in causes.most_common())
    return f"{francais.avec_unite(causes.total(), 'métiers')} sans chiffre{INSEC}: {dites}. "


def filtrer(lignes: Sequence[Any], recherche: str) -> list[Any]:
    """Rows whose name holds every word of the search, accents and case aside."""
    voulus = _nu(recherche).split()
    return [r for r in lignes if all(m in _nu(r.nom) for m in voulus)]


def _nu(texte: str) -> str:
    return unicodedata.normalize("NFKD", texte.casefold()).encode("ascii", "ignore").decode()


def csv(
    parties: Sequence[tuple[str, pd.DataFrame]],
    libelles: dict[str, str],
    instantanes: dict[str, str],
    demonstration: bool,
) -> bytes:
    """CSV of cells of the météo, all vintages, with status, reason, source and snapshot on each row.

    Args:
        parties: zoning and rows of `measures.marches.decrire` in it. Filled sums are not written; the declared share of
            a cell that is one hidden count is left empty, and so is all of a row without an estimate.
        instantanes: vintage -> snapshot.
    """
    lignes = pd.concat(
        [r.assign(zonage=z, libelle_zone=r["code_zone"].map(zonages.noms(z))) for z, r in parties], ignore_index=True
    )
    dit = lignes["statut"] == ESTIME
    declarees = lignes["declaree"].notna() & lignes["statut"].isin([ESTIME, "effectif"])

    def pct(colonne: str, ou: pd.Series) -> pd.Series:
        return (100 * lignes[colonne].astype(float)).where(ou)

    def dire(ecrire: Callable[[Any], str]) -> list[str]:
        return [ecrire(r) if estimee(r) else "" for r in lignes.itertuples()]

    df = pd.DataFrame(
        {
            **lignes[["zonage", "code_zone", "libelle_zone"]],
            "periode": lignes["annee"],
            "code_metier": lignes["code_groupe"],
            "libelle_metier": lignes["code_groupe"].map(libelles),
            "part_estimee_pct": pct("q_estimee", dit),
            "estimee_borne_basse_pct": pct("borne_basse", dit),
            "estimee_borne_haute_pct": pct("borne_haute", dit),
            "classe": entiers(lignes["classe"]),
            "certitude": lignes["certitude"],
            "mots": dire(enonce),
            "position": dire(position_dite),
            "rang": dire(vue.rang_dit),
            "projets": lignes["projets"],
            "au_moins": lignes["minorant"].eq(True),
            "part_declaree_pct": pct("declaree", declarees),
            "declaree_marge_points": pct("marge", declarees),
            "declaree_secret_bas_pct": pct("declaree_lo", declarees),
            "declaree_secret_haut_pct": pct("declaree_hi", declarees),
            "part_publiee_pct": pct("publiee", declarees),
            "poids_local_pct": pct("w", dit),
            "part_estimee_region_pct": pct("q_region", lignes["q_region"].notna()),
            "saisonniers_au_moins_pct": 100 * lignes["part_saisonniers"],
            "porteur": lignes["porteur"],
            "evolution": dire(lambda r: mots.mouvement_dit(r.fleche, r.grand, r.fleche_raison)),
            "evolution_points": 100 * lignes["delta"],
            "niveau_regional_points": 100 * lignes["delta_reference"],
            "obs_status": lignes["obs_status"],
            "raison": lignes["raison"],
            "source": source_exportee(estimees.IND.source, demonstration),
            "methode": f"version {meteo().version}",
            "instantane": lignes["annee"].map(instantanes),
            "mention": mention(demonstration),
        }
    )
    points = {c: 1 for c in df.columns if c.endswith(("_pct", "_points"))}
    return csv_francais(completer(df, demonstration), points | {"projets": 0})


def entiers(classes: pd.Series) -> list[str]:
    """Classes in a file, "" where there is none."""
    return ["" if pd.isna(n) else str(int(n)) for n in classes]
