"""Tables of the météo: the twin of the tiles, the ranking of the map, their CSV."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import pandas as pd

from data_loaders import francais
from data_loaders.chiffres.tableau import source_exportee
from data_loaders.francais import FINE, INSEC, nombre
from data_loaders.measures import meteo_mots as mots
from data_loaders.parametres import meteo
from geo import zonages
from pages.figures.lecture import capitale
from pages.figures.meteo.ciel import VueCiel
from pages.figures.meteo.vue import (
    IND,
    SIGNES,
    UNITES,
    Deux,
    VueMeteo,
    mouvement,
    noms_zones,
    part_dite,
    proche,
    retenue_dite,
)
from pages.figures.tables import Html, csv_francais, mention


def table(
    lignes: Sequence[Any], colonne: str, adresse: Callable[[Any], str] | None = None
) -> tuple[list[tuple[str, bool]], list[list[str]]]:
    """Headers and cells for `tables.tableau_html`: groups of a territory, or zones of a group.

    Args:
        lignes: rows with `nom` and `rang`; colonne: heading of the names; adresse: row -> where its name leads.
    """
    entetes = [
        ("Rang", True),
        (colonne, False),
        ("Classe", False),
        ("Ce que cela dit", False),
        ("Projets", True),
        ("Part difficile", True),
        ("Part retenue", True),
        ("Écart à la région", True),
        ("Part propre", True),
        ("Fiabilité", False),
        ("Tendance", False),
        ("Remarque", False),
    ]
    corps = [_cellules(r) for r in lignes]
    if adresse:
        for r, cellules in zip(lignes, corps, strict=True):
            cellules[1] = lien(r.nom, adresse(r))
    return entetes, corps


def groupes(v: VueMeteo, niveau: str, cherche: str, adresse: Callable[[str], str]) -> tuple[tuple, str]:
    """The groups of a territory as a table, and what is left out of it.

    Finer than families, without a search, the classed ones alone; `adresse` takes `niveau:code`.
    """
    lignes, reste = v.lignes, ""
    if niveau != "famille":
        lignes = [r for r in filtrer(lignes, cherche) if cherche or r.statut == "classe"]
        reste = "" if cherche else sans_classe(v.lignes, UNITES[niveau][1])
    return table(lignes, capitale(UNITES[niveau][0]), lambda r: adresse(f"{niveau}:{r.code_groupe}")), reste


def classement(c: VueCiel, zone: str) -> tuple:
    """The zones of a map as a table, the one chosen marked."""
    rangs = [i for i, r in enumerate(c.lignes) if r.code_zone == zone]
    return (*table(c.lignes, capitale(zonages.zonage(c.dessine).libelle_zone)), rangs)


def lien(nom: str, adresse: str) -> Html:
    """A name that leads to another view of the same screen; both are escaped."""
    return Html(f'<a href="{escape(adresse)}" target="_self">{escape(nom)}</a>')


def _cellules(r: Any) -> list[str]:
    projets = "" if pd.isna(r.projets_visibles) else nombre(r.projets)
    if projets and r.minorant:
        projets = f"≥{INSEC}{projets}"
    if r.statut != "classe":
        genre = {"secret": "s", "sans_objet": "so"}.get(r.statut, "nd")
        signe = SIGNES.get(r.statut, "n.d.")
        puce = Html(f'<span class="obs-puce obs-puce--{genre}" aria-hidden="true"></span> {signe}')
        fiabilite = mots.FIABILITES[""] if r.statut == "effectif" else ""
        return ["", r.nom, puce, _de_la_region(r), projets, "", "", "", "", fiabilite, "", r.raison]
    classe = Html(
        f'<span class="obs-insecable"><span class="obs-puce obs-temps--{r.niveau}" aria-hidden="true"></span> '
        f"{f'{r.niveau}, proche de {proche(r)}' if proche(r) else r.niveau}</span>"
    )
    region = r.code_zone == "52"
    remarque = [r.porteur, r.etiquette, "part masquée par le secret statistique" if r.part_secrete else ""]
    return [
        str(r.rang),
        r.nom,
        classe,
        Deux(*(mots.ciel(r.niveau, v).mot for v in mots.POINTS_DE_VUE)).html,
        projets,
        part_dite(r),
        retenue_dite(r),
        nombre(100 * r.gap, 1, signe=True),
        "" if region else f"{nombre(100 * r.w)}{INSEC}%",
        "" if region else mots.FIABILITES[r.fiabilite],
        mouvement(r.fleche, r.delta),
        f"{FINE}; ".join(filter(None, remarque)),
    ]


def _de_la_region(r: Any) -> str:
    """With too few projects here, what the region says of the group, in grey; "" otherwise."""
    if r.statut != "effectif" or pd.isna(r.niveau_region):
        return ""
    mot = Deux(*(mots.ciel(int(r.niveau_region), v).mot for v in mots.POINTS_DE_VUE))
    return Html(f'<span class="obs-gris">région{INSEC}: {r.niveau_region}, {mot.html}</span>')


def sans_classe(lignes: Sequence[Any], unite: str = "métiers") -> str:
    """How many rows have no class, by reason: « 12 sans classe : secret statistique (8), effectif insuffisant (4) »."""
    causes = Counter(r.raison.partition(f"{INSEC}:")[0].partition(" :")[0] for r in lignes if r.statut != "classe")
    if not causes:
        return ""
    dites = ", ".join(f"{cause} ({nombre(n)})" for cause, n in causes.most_common())
    total = francais.avec_unite(causes.total(), unite)
    return f"{total} sans classe{INSEC}: {dites}. La recherche et le fichier CSV donnent la raison de chacun."


def filtrer(lignes: Sequence[Any], recherche: str) -> list[Any]:
    """Rows whose name holds every word of the search, accents and case aside."""
    voulus = _nu(recherche).split()
    return [r for r in lignes if all(m in _nu(r.nom) for m in voulus)]


def _nu(texte: str) -> str:
    return unicodedata.normalize("NFKD", texte.casefold()).encode("ascii", "ignore").decode()


def csv(
    lignes: pd.DataFrame,
    libelles: dict[str, str],
    zonage: str,
    instantanes: dict[str, str],
    demonstration: bool,
) -> bytes:
    """CSV of cells of the météo, all vintages, with status, reason, source and snapshot on each row.

    Args:
        lignes: rows of `measures.meteo.indices`. The filled sums are not written; the share of a cell that is one
            hidden count is left empty.
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
    return csv_francais(df, {c: 2 for c in df.columns if c.endswith(("_pct", "_points"))} | {"projets": 0})


def _cadre(
    lignes: pd.DataFrame, libelles: dict[str, str], zonage: str, instantanes: dict[str, str], demonstration: bool
) -> pd.DataFrame:
    classe = lignes["statut"] == "classe"
    montrable = lignes["publiee"].notna() & lignes["q"].notna() & ~lignes["part_secrete"]
    points = {c: (100 * lignes[c]).where(montrable) for c in ("publiee", "publiee_lo", "publiee_hi")}
    return pd.DataFrame(
        {
            "decoupage": zonage,
            "code": lignes["code_zone"],
            "territoire": lignes["code_zone"].map(noms_zones(zonage)),
            "periode": lignes["annee"],
            "code_metier": lignes["code_groupe"],
            "metier": lignes["code_groupe"].map(libelles),
            "classe": _mots(lignes["niveau"], str),
            "proche_de": _mots(lignes["proche_de"], str),
            "candidat": _mots(lignes["niveau"], lambda n: mots.ciel(n, "candidat").mot),
            "employeur": _mots(lignes["niveau"], lambda n: mots.ciel(n, "employeur").mot),
            "classe_region": _mots(lignes["niveau_region"], str),
            "position": _mots(lignes["position"], mots.POSITIONS.get),
            "projets": lignes["projets"].where(lignes["projets_visibles"].notna()),
            "au_moins": lignes["minorant"].map({True: "oui", False: "non"}),
            "part_difficiles_pct": points["publiee"],
            "borne_basse_pct": points["publiee_lo"],
            "borne_haute_pct": points["publiee_hi"],
            "part_retenue_pct": (100 * lignes["q_tilde"]).where(classe),
            "part_propre_pct": (100 * lignes["w"]).where(classe),
            "saisonniers_au_moins_pct": 100 * lignes["part_saisonniers"],
            "porteur": lignes["porteur"],
            "etiquette": lignes["etiquette"],
            "ecart_region_points": (100 * lignes["gap"]).where(classe),
            "fiabilite": lignes["fiabilite"].map(mots.FIABILITES).where(classe, ""),
            "tendance": lignes["fleche"].map(mots.FLECHES),
            "tendance_points": 100 * lignes["delta"],
            "tendance_raison": lignes["fleche_raison"],
            "statut": lignes["obs_status"],
            "raison": lignes["raison"],
            "source": source_exportee(IND.source, demonstration),
            "methode": f"version {meteo().version}",
            "instantane": lignes["annee"].map(instantanes),
            "mention": mention(demonstration),
        }
    )


def _mots(classes: pd.Series, dire: Callable[[int], str]) -> pd.Series:
    """Words of each class, "" where there is none."""
    return pd.Series(["" if pd.isna(n) else dire(int(n)) for n in classes], index=classes.index, dtype="object")
