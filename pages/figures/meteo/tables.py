"""Tables of the météo: the twin of the tiles, the list of the map, their CSV."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from data_loaders import francais
from data_loaders.chiffres.tableau import source_exportee
from data_loaders.francais import INSEC, avec_unite, capitale, echapper as escape, nombre
from data_loaders.measures import enonces, mots_estimation as mots
from data_loaders.parametres import meteo
from data_loaders.requetes.lignes import completer
from geo import zonages
from pages.figures.lecture import au_moins
from pages.figures.meteo import vue
from pages.figures.meteo.ciel import VueCiel
from pages.figures.meteo.vue import ESTIME, SIGNES, VueMeteo, enonce, estimee, estimee_dite, position_dite
from pages.figures.tables import Html, Table, csv_francais, en_tetes, mention


def table(
    lignes: Sequence[Any], colonne: str, adresse: Callable[[Any], str] | None = None
) -> tuple[list[tuple[str, bool]], list[list[str]]]:
    """Headers and cells for `tables.tableau_html`: groups of a territory, or zones of a group.

    Args:
        lignes: rows with `nom`; colonne: heading of the names; adresse: row -> where its name leads.
    """
    entetes = [(colonne, False), *en_tetes("Difficiles #", "Ce que cela dit", "Projets #", "Saisonniers #")]
    corps = [_cellules(r) for r in lignes]
    if adresse:
        for r, cellules in zip(lignes, corps, strict=True):
            cellules[0] = lien(r.nom, adresse(r))
    return entetes, corps


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
    return table(lignes, capitale(vue.UNITES[niveau][0]), lambda r: adresse(f"{niveau}:{r.code_groupe}"))


def sans_chiffre(v: VueMeteo, niveau: str) -> Table:
    """The groups that have no figure, each with its reason."""
    return Table(
        en_tetes(capitale(vue.UNITES[niveau][0]), "Pourquoi"),
        [[r.nom, capitale(r.raison)] for r in v.lignes if not estimee(r)],
    )


def classement(c: VueCiel, zone: str) -> tuple:
    """The zones of a map as a table, the one chosen marked."""
    rangs = [i for i, r in enumerate(c.lignes) if r.code_zone == zone]
    return *table(c.lignes, capitale(zonages.zonage(c.dessine).libelle_zone)), rangs


def lien(nom: str, adresse: str) -> Html:
    """A name that leads to another view of the same screen; both are escaped."""
    return Html(f'<a href="{escape(adresse)}" target="_self">{escape(nom)}</a>')


def _cellules(r: Any) -> list[str]:
    projets = "" if pd.isna(r.projets) else au_moins(nombre(r.projets), r.minorant)
    if not estimee(r):
        genre = {"secret": "s", "sans_objet": "so"}.get(r.statut, "nd")
        signe = SIGNES.get(r.statut, "n.d.")
        puce = Html(f'<span class="obs-puce obs-puce--{genre}" aria-hidden="true"></span> {signe}')
        return [r.nom, "", Html(f"{puce} {escape(r.raison)}"), projets, ""]
    return [r.nom, estimee_dite(r), classe_html(r), projets, saisonniers_dits(r)]


def classe_html(r: Any) -> Html:
    """The colour of the sky, then the class word and its certainty; of all métiers together, their position."""
    if pd.isna(r.classe):
        return Html(escape(position_dite(r)))
    sorte = "obs-a-confirmer" if r.certitude == enonces.FRAGILE else f"obs-temps--{r.classe}"
    puce = f'<span class="obs-puce {sorte}" aria-hidden="true"></span>'
    return Html(f"{puce} {escape(enonce(r))}")


def saisonniers_dits(r: Any) -> str:
    """« 62 % », « ≥ 62 % » where seasonal cells are hidden too, « masqués »; never « ≥ 0 % » nor « ≥ 100 % »."""
    part = r.part_saisonniers
    if pd.isna(part) or (r.minorant and part < vue.SAISONNIERS_MIN):
        return "masqués"
    return au_moins(avec_unite(100 * part, "%"), r.minorant and part < 1)


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
    lignes: pd.DataFrame, libelles: dict[str, str], zonage: str, instantanes: dict[str, str], demonstration: bool
) -> bytes:
    """CSV of cells of the météo, all vintages, with status, reason, source and snapshot on each row.

    Args:
        lignes: rows of `measures.marches.decrire`. Filled sums are not written; the declared share of a cell that is
            one hidden count is left empty, and so is all of a row without an estimate.
        instantanes: vintage -> snapshot.
    """
    return csv_parties([(zonage, lignes)], libelles, instantanes, demonstration)


def csv_parties(
    parties: Sequence[tuple[str, pd.DataFrame]],
    libelles: dict[str, str],
    instantanes: dict[str, str],
    demonstration: bool,
) -> bytes:
    """The same for rows of several zonings, `(zonage, rows)` each, in one file."""
    df = pd.concat([_cadre(lignes, libelles, zonage, instantanes, demonstration) for zonage, lignes in parties])
    df = completer(df.reset_index(drop=True), demonstration)
    points = {c: 1 for c in df.columns if c.endswith(("_pct", "_points"))}
    return csv_francais(df, points | {"projets": 0})


def _cadre(
    lignes: pd.DataFrame, libelles: dict[str, str], zonage: str, instantanes: dict[str, str], demonstration: bool
) -> pd.DataFrame:
    dit = lignes["statut"] == ESTIME
    declarees = lignes["declaree"].notna() & lignes["statut"].isin([ESTIME, "effectif"])

    def pct(colonne: str, ou: pd.Series) -> pd.Series:
        return (100 * lignes[colonne].astype(float)).where(ou)

    def dire(ecrire: Callable[[Any], str]) -> list[str]:
        return [ecrire(r) if estimee(r) else "" for r in lignes.itertuples()]

    return pd.DataFrame(
        {
            "zonage": zonage,
            "code_zone": lignes["code_zone"],
            "libelle_zone": lignes["code_zone"].map(zonages.noms(zonage)),
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
            "source": source_exportee(vue.IND.source, demonstration),
            "methode": f"version {meteo().version}",
            "instantane": lignes["annee"].map(instantanes),
            "mention": mention(demonstration),
        }
    )


def entiers(classes: pd.Series) -> list[str]:
    """Classes in a file, "" where there is none."""
    return ["" if pd.isna(n) else str(int(n)) for n in classes]
