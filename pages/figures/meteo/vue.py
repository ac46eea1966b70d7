"""All that the screen « Météo des métiers » shows for one set of choices: computed here, drawn elsewhere.

Both points of view are written side by side in the markup, in `.obs-candidat` and `.obs-employeur`; the style sheet
shows the one that is chosen, so that the switch is answered in the browser and no figure can change with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.francais import FINE, INSEC, enumeration, nombre
from data_loaders.measures import meteo_mots as mots
from data_loaders.parametres import meteo
from geo import lieux, zonages
from pages.figures.carte.vue import FONDS
from pages.figures.lecture import capitale
from pages.figures.tables import Html
from pages.figures.vues import DEMONSTRATION, Vue

IND = INDICATEURS["bmo_part_difficiles"]
CHAMP = f"{IND.champ}."
UNITES = {
    "famille": ("famille de métiers", "familles de métiers"),
    "fap22": ("domaine", "domaines"),
    "fap87": ("groupe de métiers", "groupes de métiers"),
    "metier": ("métier", "métiers"),
}
NIVEAUX_LECTURE = {
    "famille": "Familles de métiers (8)",
    "fap22": "Domaines professionnels (22)",
    "fap87": "Groupes de métiers (87)",
    "metier": "Métiers détaillés",
}
TOUS = "Tous les métiers"
# Where one recruits, for a sentence: the labels of the survey are too long for a title.
_OU = {
    "A": "dans les fonctions administratives",
    "C": "dans l’encadrement",
    "I": "dans l’industrie",
    "O": "dans le bâtiment",
    "S": "dans le médico-social",
    "T": "chez les techniciens",
    "V": "dans la vente et le tourisme",
    "Z": "dans la famille « Autres métiers »",
}
_CIEL_DIT = {
    "candidat": {
        5: "grand soleil",
        4: "éclaircies",
        3: "temps variable",
        2: "pluie",
        1: "employeurs sans difficulté",
    },
    "employeur": {
        5: "recruter est très difficile",
        4: "recruter est difficile",
        3: "recruter est partagé entre facile et difficile",
        2: "recruter est plutôt aisé",
        1: "recruter est aisé",
    },
}
_ADJECTIFS = {
    5: ("très recherché", "très recherchés"),
    4: ("recherché", "recherchés"),
    3: ("à temps variable", "à temps variable"),
    2: ("peu recherché", "peu recherchés"),
    1: ("sans difficulté", "sans difficulté"),
}
_LETTRES = ("aucune", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit")
SIGNE_SECRET = "s"
# What stands for a class that is missing, « n.d. » for every other reason.
SIGNES = {"secret": SIGNE_SECRET, "sans_objet": "///", "effectif": "n.s."}


class Deux(NamedTuple):
    """The same thing said to who looks for a job and to who recruits."""

    candidat: str
    employeur: str

    @property
    def html(self) -> Html:
        """Markup with both, or the text alone when they agree. Text is escaped."""
        if self.candidat == self.employeur:
            return Html(escape(self.candidat))
        return Html("".join(f'<span class="obs-{v}">{escape(t)}</span>' for v, t in self._asdict().items()))


def pareil(texte: str) -> Deux:
    """The same words for both."""
    return Deux(texte, texte)


RIEN = pareil("")


@dataclass(frozen=True, kw_only=True)
class VueMeteo(Vue):
    """What is said of one territory.

    Attributes:
        titre: the finding, for both points of view; suite: the end of it, left out of a meeting room.
        lignes: rows of the groups asked that year, from the most to the least difficult, then those without class.
    """

    titre: Deux
    suite: Deux
    lignes: list[Any]


def preparer(
    indices: pd.DataFrame,
    libelles: dict[str, str],
    niveau: str,
    zonage: str,
    zone: str,
    annee: str,
    demonstration: bool = False,
    instantane: str = "",
) -> VueMeteo:
    """Everything about the groups of métiers of one territory.

    Args:
        indices: result of `measures.meteo.indices` for `niveau` and `zonage`.
        libelles: code of a group -> its label.
        zonage: `bassin`, `departement` or `region`; zone: a zone of it.
        annee: a loaded vintage.
        instantane: identifier of the snapshot, printed in the source.
    """
    lignes = lignes_territoire(indices, libelles, zone, annee)
    combien = "huit familles" if niveau == "famille" else f"{nombre(len(lignes))} {UNITES[niveau][1]}"
    titre, suite = _titre(lignes, niveau, zonage, zone)
    return VueMeteo(
        titre=titre,
        suite=suite,
        sous_titre=f"Météo des métiers, {combien}, {territoire(zonage, zone)}, {annee}",
        lignes=lignes,
        lecture=_lecture(lignes, libelles, zonage, zone, annee),
        champ=CHAMP,
        source=source(annee, demonstration, instantane),
        badges=badges(demonstration),
    )


def badges(demonstration: bool) -> tuple[tuple[str, str], ...]:
    """Text and tone of the badges of a figure of the météo."""
    return (DEMONSTRATION,) if demonstration else ()


def cellules(indices: pd.DataFrame, groupe: str, zone: str) -> pd.DataFrame:
    """Rows of a group in one zone, one a vintage, oldest first."""
    return indices[(indices["code_zone"] == zone) & (indices["code_groupe"] == groupe)].sort_values("annee")


def lignes(cellules: pd.DataFrame) -> list[Any]:
    """The same as tuples."""
    return list(cellules.itertuples())


def lignes_territoire(indices: pd.DataFrame, libelles: dict[str, str], zone: str, annee: str) -> list[Any]:
    """Rows of one territory and vintage; groups that the survey did not list that year are left out."""
    du_lieu = (indices["code_zone"] == zone) & (indices["annee"] == annee) & (indices["statut"] != "non_enquete")
    lignes = indices[du_lieu].assign(nom=lambda d: d["code_groupe"].map(libelles))
    return ranger(lignes)


def ranger(lignes: pd.DataFrame) -> list[Any]:
    """Classed rows by decreasing share, then the others by name."""
    ordre = lignes.assign(vide=lignes["statut"] != "classe", cle=-lignes["q_tilde"].where(lignes["statut"] == "classe"))
    return list(ordre.sort_values(["vide", "cle", "nom"]).itertuples())


def noms_zones(zonage: str) -> dict[str, str]:
    """code_zone -> name."""
    return dict(zonages.zones(zonage)[["code_zone", "libelle_zone"]].itertuples(index=False))


def territoire(zonage: str, zone: str) -> str:
    """« bassin d'emploi d'Ancenis », « département de la Sarthe », « région Pays de la Loire »."""
    if zonage == "region":
        return "région Pays de la Loire"
    return f"{zonages.zonage(zonage).libelle_zone} {lieux.genitif(zonage, zone)}"


def source_courte(annee: str, demonstration: bool, fonds: bool = False) -> str:
    """The source on one line of a meeting room."""
    donnees = "Données de démonstration" if demonstration else f"France Travail, BMO {annee}"
    donnees += f"{FINE}; IGN et Insee" if fonds else ""
    return f"{donnees}{FINE}; méthode de l’Observatoire, version {meteo().version}{FINE}; pas l’indicateur officiel."


def source(annee: str, demonstration: bool, instantane: str = "", fonds: bool = False) -> str:
    """Producer, vintage, method and snapshot."""
    p = meteo()
    donnees = "Données de démonstration, chiffres inventés" if demonstration else f"{IND.source}, {annee}"
    suite = f" {FONDS}." if fonds else ""
    suite += f" Instantané {instantane}." if instantane else ""
    return (
        f"{donnees}. Météo{INSEC}: méthode de l’Observatoire, version {p.version}{FINE}; cet indice n’est pas "
        f"l’indicateur officiel.{suite}"
    )


# ---------------------------------------------------------------- sentences


def _titre(lignes: Sequence[Any], niveau: str, zonage: str, zone: str) -> tuple[Deux, Deux]:
    """The finding, then what a meeting room leaves out of it."""
    lieu = capitale(lieux.locatif(zonage, zone))
    classees = [r for r in lignes if r.statut == "classe"]
    if not classees:
        return Deux(*[f"{lieu}, aucun métier ne peut être classé{INSEC}: effectifs masqués ou trop petits"] * 2), RIEN
    if niveau != "famille":
        haut = classees[0].niveau
        dedans = int(sum(r.niveau == haut for r in classees))
        dits, classes = (f"{nombre(dedans)} {UNITES[niveau][dedans > 1]}", f"sur {nombre(len(classees))} classés")
        candidat = f"{lieu}, {dits} {_ADJECTIFS[haut][dedans > 1]} {classes}"
        return Deux(candidat, f"{lieu}, {_CIEL_DIT['employeur'][haut]} pour {dits} {classes}"), RIEN
    niveaux = sorted({r.niveau for r in classees}, reverse=True)[:2]
    ou, dits = [], 0
    for n in niveaux:
        codes = [r.code_groupe for r in classees if r.niveau == n]
        ou.append(_familles(codes, len(classees), dits))
        dits += len(codes)
    premiere, *reste = zip(niveaux, ou, strict=True)
    suites = [[f", {_CIEL_DIT[v][n].removeprefix('recruter est ')} {o}" for n, o in reste] for v in Deux._fields]
    debuts = (f"{lieu}, {_CIEL_DIT[v][premiere[0]]} {premiere[1]}" for v in Deux._fields)
    return Deux(*debuts), Deux(*("".join(suite) for suite in suites))


def _familles(codes: Sequence[str], total: int, deja: int) -> str:
    """« dans le bâtiment et chez les techniciens », « pour cinq familles sur huit », « pour les trois autres »."""
    n = len(codes)
    if n == total:
        return f"pour les {_LETTRES[n]} familles de métiers" if n > 1 else _OU[codes[0]]
    # After a first list a second one is named when it is short: a title holds on two lines.
    if n <= (2 if deja else 3) and not (deja and n + deja == total and n > 1):
        return enumeration([_OU[c] for c in codes])
    if deja:
        return f"pour les {_LETTRES[n]} autres" if n + deja == total else f"pour {_LETTRES[n]} autres familles"
    return f"pour {_LETTRES[n]} familles de métiers sur {_LETTRES[total]}"


def _lecture(lignes: Sequence[Any], libelles: dict[str, str], zonage: str, zone: str, annee: str) -> str:
    if not lignes:
        return ""
    r = lignes[0]
    return lecture_cellule(r, f"« {libelles[r.code_groupe]} »", capitale(lieux.locatif(zonage, zone)), annee)


def titre_metier(r: Any, quoi: str, lieu: str) -> Deux:
    """The finding on one group in one place, for both points of view; without class, why in a few words."""
    if r.statut != "classe":
        raison = r.raison.partition(f"{INSEC}:")[0].partition(" :")[0]
        return pareil(f"{quoi}, {lieu}{INSEC}: sans classe, {raison}")
    candidat, employeur = (mots.ciel(r.niveau, v).mot for v in mots.POINTS_DE_VUE)
    return Deux(f"{quoi}, {lieu}{INSEC}: {candidat}", f"{quoi}, {lieu}{INSEC}: recrutement {employeur}")


def lecture_ici(r: Any, quoi: str, zonage: str, annee: str) -> str:
    """The same in a sentence, with the figures."""
    dit = "tous métiers" if r.code_groupe == "ensemble" else f"« {quoi} »"
    return lecture_cellule(r, dit, capitale(lieux.locatif(zonage, r.code_zone)), annee)


def lecture_cellule(r: Any, quoi: str, lieu: str, annee: str) -> str:
    """One cell in a sentence: the published figures, the share kept, the class for both points of view."""
    debut = f"{lieu}, en {annee}, {quoi}{INSEC}: "
    if r.statut != "classe":
        return f"{debut}pas de classe, {raison_dite(r.raison)}."
    candidat, employeur = (mots.ciel(r.niveau, v).mot for v in mots.POINTS_DE_VUE)
    part = "dont la part jugée difficile est masquée" if r.part_secrete else f"dont {part_dite(r)} jugés difficiles"
    propre = "" if r.code_zone == "52" else f"Rapprochée de celle de la région (part propre{INSEC}: {_propre(r)}), "
    retenue = capitale(f"{propre}la part retenue est de {retenue_dite(r)}")
    return (
        f"{debut}{projets_dits(r)} de recrutement, {part}. {retenue}{INSEC}: classe "
        f"{mots.classe_dite(r.niveau, proche(r))}, {candidat} pour qui cherche un emploi, {employeur} pour qui recrute."
    )


def raison_dite(raison: str) -> str:
    """A reason inside a sentence, its detail in brackets: « secret statistique (le producteur masque…) »."""
    cause, _, detail = raison.replace(f"{INSEC}: ", " : ").partition(" : ")
    return f"{cause} ({detail})" if detail else cause


def _propre(r: Any) -> str:
    return f"{nombre(100 * r.w)}{INSEC}%"


def proche(r: Any) -> int | None:
    """The neighbour class, None when the class is firm."""
    return None if pd.isna(r.proche_de) else int(r.proche_de)


def part_dite(r: Any) -> str:
    """« 69 % (62 à 75) »; « s » when one hidden cell makes the whole share."""
    if r.part_secrete:
        return SIGNE_SECRET
    bas, haut = nombre(100 * r.publiee_lo), nombre(100 * r.publiee_hi)
    entre = "" if bas == haut else f"{INSEC}({bas} à {haut})"
    return f"{nombre(100 * r.publiee)}{INSEC}%{entre}"


def retenue_dite(r: Any) -> str:
    """The pulled share with one decimal, as the limits of the classes need."""
    return f"{nombre(100 * r.q_tilde, 1)}{INSEC}%"


def projets_dits(r: Any) -> str:
    """« au moins 591 projets »; never the filled sum."""
    n = francais.avec_unite(r.projets, "projets")
    return f"au moins {n}" if r.minorant else n


def mouvement(fleche: str, delta: float | None) -> str:
    """« en hausse (+30,3 points) », « pas de mouvement établi (+6,5 points) », « non mesurable »."""
    return mots.fleche_dite(fleche, delta, fleche, delta).partition(FINE)[0]
