"""Tables of the diplomas: rates of the two voies with their dots, other certifications, CSV."""

from collections.abc import Mapping, Sequence

import pandas as pd

from data_loaders.francais import INSEC, echapper as escape
from data_loaders.metiers import formation
from data_loaders.metiers.diplomes import Diplome, Menant
from pages.figures.formation import mots
from pages.figures.tables import Html, Table, csv_signe, en_tetes


def diplomes(suivis: Sequence[Diplome], mesure: str, moyennes: Mapping[str, float]) -> Table:
    """One line a diploma, the rate of each voie; then the region, all diplomas."""
    region = [moyennes.get(f"{v}.{mesure}", float("nan")) for v in mots.VOIES]
    bas = [["Tous diplômes du CAP au BTS, région", *map(mots.pourcent, region)]] if region[0] == region[0] else []
    entetes = en_tetes("Diplôme", *(f"{nom} #" for nom in mots.COLONNES.values()))
    return Table(entetes, [*(_ligne(d, mesure) for d in suivis), *bas])


def _ligne(d: Diplome, mesure: str) -> list[str]:
    niveau = mots.niveau_dit(d.niveau).rpartition("(")[2].removesuffix(")")
    dits = [niveau, mots.CONFIANCES[d.confiance]]
    adresse = escape(f"formation?entree=diplome&diplome={d.code}")
    nom = f'<a href="{adresse}" target="_self">{escape(d.libelle)}</a><small>{escape(", ".join(dits))}</small>'
    return [Html(nom), *(_taux(d, v, mesure) for v in mots.VOIES)]


def _taux(d: Diplome, voie: str, mesure: str) -> Html:
    v = d.taux(voie, mesure)
    dit = escape(mots.cellule(d, voie, mesure))
    if v == v:
        return Html(f'<b class="obs-voie">{dit}</b>')
    return Html(f'<span class="obs-gris" title="{escape(d.raison(voie, mesure))}">{dit}</span>')


LEGENDE = Html(
    '<p class="obs-legende-voies"><span class="obs-deux-voies" aria-hidden="true"><i class="apprentissage" '
    'style="--v:50"></i></span> apprentissage <span class="obs-deux-voies" aria-hidden="true"><i class="scolaire" '
    'style="--v:50"></i></span> lycée <span class="obs-deux-voies" aria-hidden="true"><i class="region" '
    'style="--v:50"></i></span> région, tous diplômes</p>'
)


def autres(liste: Sequence[Diplome], romes: Mapping[str, str]) -> Table:
    """Certifications that nobody follows at their exit, by level then link."""
    entetes = en_tetes("Niveau", "Certification", "Type", "Lien", "Par le ROME")
    tries = sorted(liste, key=lambda d: (d.niveau or "99", -d.poids, d.libelle))
    lignes = [
        [
            mots.niveau(d.niveau),
            d.libelle,
            d.type_diplome.partition(" (")[0],
            f"{mots.CONFIANCES[d.confiance].removeprefix('lien ')}, {mots.pourcent(100 * d.poids)}",
            mots.par_rome(d, romes).removeprefix("par "),
        ]
        for d in tries
    ]
    return Table(entetes, lignes)


def entetes_voies(court: bool = False) -> list[tuple[str, bool]]:
    """Heads of the columns; `court`: employment alone, for a room."""
    taux = [(f"{nom}, {quoi}", True) for quoi in mots.TAUX_LUS.values() for nom in mots.COLONNES.values()]
    return [("Niveau", False), ("Diplôme", False), ("Lien", False), *taux[: len(mots.COLONNES) if court else None]]


def ligne_voies(d: Diplome, court: bool = False) -> list[str]:
    """Cells under `entetes_voies`; an empty rate says why in a word."""
    taux = [mots.cellule(d, voie, mesure) for mesure in mots.TAUX_LUS for voie in mots.VOIES]
    fixes = [f"niv.{INSEC}{n}" if (n := mots.niveau(d.niveau)) else "inconnu", d.libelle, _lien(d)]
    return [*fixes, *taux][: len(entetes_voies(court))]


def _lien(d: Diplome) -> str:
    """« fort, 100 % »: how sure the link is, and its share of the official links of the diploma."""
    return f"{mots.CONFIANCES[d.confiance].removeprefix('lien ')},{INSEC}{mots.pourcent(100 * d.poids)}"


def csv(
    m: Menant, libelle: str, romes: Mapping[str, str], instantanes: Mapping[str, str], demonstration: bool
) -> bytes:
    """Every diploma and certification, each voie and rate, with status, reason, source and snapshot."""
    lignes = []
    for d in (*m.suivis, *m.autres):
        for voie in mots.VOIES if d.voies else ("",):
            for mesure, nom in mots.MESURES.items() if voie else (("", ""),):
                v = d.taux(voie, mesure) if voie else float("nan")
                raison = d.raison(voie, mesure) if voie else formation.NON_SUIVI
                lignes.append(
                    {
                        "metiers": libelle,
                        "diplome": d.libelle,
                        "code": d.code,
                        "niveau": mots.niveau(d.niveau),
                        "type": d.type_diplome,
                        "rncp": d.rncp,
                        "lien_part": 100 * d.poids,
                        "lien_confiance": d.confiance,
                        "romes": mots.par_rome(d, romes).removeprefix("par "),
                        "remarques": " ; ".join(mots.reserves(d)),
                        "edition": m.edition,
                        "voie": mots.VOIES.get(voie, ""),
                        "mesure": nom,
                        "valeur": v,
                        "region": m.moyennes.get(mesure, float("nan")),
                        **mots.statut(v, raison, mesure, m.edition),
                    }
                )
    source = f"{mots.SOURCE}{m.edition}".replace(f"{INSEC}:", " :")
    lus = " ; ".join(f"{jeu}/{i}" for jeu, i in instantanes.items())
    return csv_signe(pd.DataFrame(lignes), source, lus, demonstration, {"lien_part": 0, "valeur": 0, "region": 1})
