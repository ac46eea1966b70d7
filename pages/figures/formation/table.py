"""Tables of the diplomas: rates of the two voies with their dots, other certifications, CSV."""

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from data_loaders.francais import INSEC, echapper as escape
from data_loaders.metiers import formation
from data_loaders.metiers.diplomes import Diplome, Menant
from pages.figures.formation import mots
from pages.figures.tables import Html, Table, csv_signe, en_html, en_tetes

# One line a diploma: its level, its name with its link, the rate of each voie and both on a scale.
ENTETES = en_tetes("Niv.", "Diplôme", "Apprentis #", "", "Lycée #")
_TAUX_LUS = {"taux_emploi_6": "emploi à 6 mois", "taux_poursuite": "poursuite d’études"}


def html(suivis: Sequence[Diplome], mesure: str, region: float, romes: Mapping[str, str], legende: str) -> str:
    """Tables of the diplomas, one a ROME métier that they go through: which of them is an oddity is seen."""
    parties = []
    for rome, groupe in par_rome(suivis).items():
        titre = f"Par le métier ROME « {romes.get(rome, rome)} » ({rome})"
        t = Table(ENTETES, [_ligne(d, rome, mesure, region, romes) for d in groupe])
        parties.append(f'<h3 class="obs-rome">{escape(titre)}</h3>{en_html(t, f"{legende}. {titre}")}')
    return "".join(parties)


def par_rome(suivis: Sequence[Diplome]) -> dict[str, list[Diplome]]:
    """ROME -> diplomas, in the order given; one that goes through several is under the one that most others share."""
    combien = Counter(r for d in suivis for r in d.romes)
    groupes: dict[str, list[Diplome]] = {}
    for d in suivis:
        groupes.setdefault(max(d.romes, key=lambda r: (combien[r], r)), []).append(d)
    return groupes


def _ligne(d: Diplome, rome: str, mesure: str, region: float, romes: Mapping[str, str]) -> list[str]:
    autres = [f"{romes[r]} ({r})" if r in romes else r for r in d.romes if r != rome]
    dits = [mots.lien(d), *([f"aussi par {', '.join(autres)}"] if autres else []), *mots.reserves(d)]
    adresse = escape(f"formation?entree=diplome&diplome={d.code}")
    nom = Html(f'<a href="{adresse}" target="_self">{escape(d.libelle)}</a><small>{escape(" · ".join(dits))}</small>')
    apprentis, lycee = (_taux(d, v, mesure) for v in mots.VOIES)
    return [mots.niveau(d.niveau), nom, apprentis, _points(d, mesure, region), lycee]


def _taux(d: Diplome, voie: str, mesure: str) -> Html:
    v = d.taux(voie, mesure)
    dit = escape(mots.cellule(d, voie, mesure))
    if v == v:
        return Html(f'<b class="obs-voie obs-voie--{voie}">{dit}</b>')
    return Html(f'<span class="obs-gris" title="{escape(d.raison(voie, mesure))}">{dit}</span>')


def _points(d: Diplome, mesure: str, region: float) -> Html:
    """Both rates from 0 to 100 %: a disc, a square, the line between them, a tick for the region."""
    connus = {v: x for v in mots.VOIES if (x := d.taux(v, mesure)) == x}
    reperes = f'<i class="region" style="--v:{region:.1f}"></i>' if region == region else ""
    if len(connus) > 1:
        bas, haut = min(connus.values()), max(connus.values())
        reperes += f'<i class="entre" style="--v:{bas:g};--w:{haut - bas:g}"></i>'
    reperes += "".join(f'<i class="{v}" style="--v:{x:g}"></i>' for v, x in connus.items())
    return Html(f'<span class="obs-deux-voies" aria-hidden="true">{reperes}</span>')


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
    taux = [(f"{nom}, {quoi}", True) for quoi in _TAUX_LUS.values() for nom in mots.COLONNES.values()]
    return [("Niveau", False), ("Diplôme", False), ("Lien", False), *taux[: len(mots.COLONNES) if court else None]]


def ligne_voies(d: Diplome, court: bool = False) -> list[str]:
    """Cells under `entetes_voies`; an empty rate says why in a word."""
    taux = [mots.cellule(d, voie, mesure) for mesure in _TAUX_LUS for voie in mots.VOIES]
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
