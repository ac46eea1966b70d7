"""All that the screen « Météo des métiers » shows for one set of choices: computed here, drawn elsewhere.

Rows are those of `measures.marches.decrire`. Both points of view are written side by side in the markup, in
`.obs-candidat` and `.obs-employeur`; the style sheet shows the one that is chosen, so that the switch is answered in
the browser and no figure can change with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.francais import FINE, INSEC, avec_unite, capitale, ecart, echapper as escape, enumeration, nombre
from data_loaders.measures import marches, mots_estimation as mots, palmares
from data_loaders.parametres import meteo
from geo import lieux, zonages
from geo.zonages import REGION
from pages.figures.carte.vue import FONDS
from pages.figures.tables import Html
from pages.figures.vues import Vue, badges_demo

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
ESTIME = "estime"
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
_HESITE = {"candidat": "le ciel hésite", "employeur": "la difficulté hésite entre deux niveaux"}
_ADJECTIFS = {
    5: ("très recherché", "très recherchés"),
    4: ("recherché", "recherchés"),
    3: ("à temps variable", "à temps variable"),
    2: ("peu recherché", "peu recherchés"),
    1: ("sans difficulté", "sans difficulté"),
}
_LETTRES = ("aucune", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit")
SIGNE_SECRET = "s"
SAISONNIERS_MIN = 0.01  # under it, a lower bound says nothing: « au moins 0 % »
# What stands for an estimate that is missing, « n.d. » for every other reason.
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
        lignes: rows of the groups asked that year, from the highest to the lowest estimate, then those without.
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
) -> VueMeteo:
    """Everything about the groups of métiers of one territory.

    Args:
        indices: rows of `measures.marches.decrire` for `niveau` and `zonage`.
        libelles: code of a group -> its label.
        zonage: `bassin`, `departement` or `region`; zone: a zone of it.
        annee: a loaded vintage.
    """
    lignes = lignes_territoire(indices, libelles, zone, annee)
    combien = "huit familles" if niveau == "famille" else f"{nombre(len(lignes))} {UNITES[niveau][1]}"
    titre, suite = _titre(lignes, niveau, zonage, zone)
    return VueMeteo(
        titre=titre,
        suite=suite,
        sous_titre=f"Météo des métiers, {combien}, {territoire(zonage, zone)}, {annee}, part estimée de projets "
        "difficiles",
        lignes=lignes,
        lecture=_lecture(lignes, libelles, zonage, zone, annee),
        champ=CHAMP,
        source=source(annee, demonstration),
        badges=badges_demo(demonstration),
    )


def cellules(indices: pd.DataFrame, groupe: str, zone: str) -> pd.DataFrame:
    """Rows of a group in one zone, one a vintage, oldest first."""
    return indices[(indices["code_zone"] == zone) & (indices["code_groupe"] == groupe)].sort_values("annee")


def lignes(cellules: pd.DataFrame) -> list[Any]:
    """The same as tuples."""
    return palmares.rangees(cellules)


def lignes_territoire(indices: pd.DataFrame, libelles: dict[str, str], zone: str, annee: str) -> list[Any]:
    """Rows of one territory and vintage; groups that the survey did not list that year are left out."""
    ici = palmares.dans(indices, zone, annee)
    return ranger(ici[ici["statut"] != "non_enquete"].assign(nom=lambda d: d["code_groupe"].map(libelles)))


def ranger(lignes: pd.DataFrame) -> list[Any]:
    """Estimated rows by decreasing share, then the others by name."""
    vide = lignes["statut"] != ESTIME
    ordre = lignes.assign(vide=vide, cle=-lignes["q_estimee"].where(~vide))
    return palmares.rangees(ordre.sort_values(["vide", "cle", "nom"]))


def territoire(zonage: str, zone: str) -> str:
    """« bassin d'emploi d'Ancenis », « département de la Sarthe », « région Pays de la Loire »."""
    if zonage == "region":
        return "région Pays de la Loire"
    return f"{zonages.zonage(zonage).libelle_zone} {lieux.genitif(zonage, zone)}"


def source_courte(annee: str, demonstration: bool, fonds: bool = False) -> str:
    """The source on one line of a meeting room."""
    donnees = "Données de démonstration" if demonstration else f"France Travail, BMO {annee}"
    donnees += f"{FINE}; IGN et Insee" if fonds else ""
    return f"{donnees}{FINE}; méthode de l’Observatoire, version {_version()}{FINE}; pas l’indicateur officiel."


def source(annee: str, demonstration: bool, fonds: bool = False) -> str:
    """Producer, vintage and method."""
    donnees = "Données de démonstration, chiffres inventés" if demonstration else f"{IND.source}, {annee}"
    suite = f" {FONDS}." if fonds else ""
    return (
        f"{donnees}. Météo{INSEC}: méthode de l’Observatoire, version {_version()}{FINE}; cet indice n’est pas "
        f"l’indicateur officiel.{suite}"
    )


def _version() -> str:
    return meteo().version


# ---------------------------------------------------------------- one row in words


def estimee(r: Any) -> bool:
    """Whether the row has an estimate that may be shown."""
    return r.statut == ESTIME


def estimee_dite(r: Any) -> str:
    """« 83 % », « près de 60 % »."""
    return mots.part_dite(r.q_estimee)


def estimee_fine(r: Any) -> str:
    """The estimate with the one decimal of tables."""
    return avec_unite(100 * r.q_estimee, "%", 1)


def intervalle_dit(r: Any) -> str:
    """« entre 70 et 97 %, 8 chances sur 10 »."""
    return mots.intervalle_dit(r.borne_basse, r.borne_haute)


def declaree_dite(r: Any) -> str:
    """« 67 % (± 21) »; « s » when one hidden cell makes the whole share."""
    return SIGNE_SECRET if pd.isna(r.declaree) else mots.declaree_dite(r.declaree, r.marge)


def bornes_dites(r: Any) -> str:
    """« 62 à 75 % »: what the declared share may be, whatever hidden cells hold; "" when they leave no doubt."""
    if pd.isna(r.declaree):
        return ""
    bas, haut = nombre(100 * r.declaree_lo), nombre(100 * r.declaree_hi)
    return "" if bas == haut else f"{bas} à {haut}{INSEC}%"


def mots_dits(r: Any, complet: bool = False) -> Deux:
    """« très recherché » and « très difficile »; « partagé ou difficile » when the neighbour is named too."""
    return Deux(*(mots.classe_dite(int(r.classe), r.ou, v, complet) for v in mots.POINTS_DE_VUE))


def chance(r: Any) -> float:
    """The chance printed beside these words: of the class alone, or of one or the other."""
    return r.chance if pd.isna(r.ou) else r.chance_ou


def enonces(r: Any, complet: bool = False) -> Deux:
    """« très difficile, 6 chances sur 10 »."""
    return Deux(*(mots.enonce(int(r.classe), r.chance, r.ou, r.chance_ou, v, complet) for v in mots.POINTS_DE_VUE))


def position_dite(r: Any) -> str:
    """Where it stands in the region that year; "" where no position is said."""
    if pd.isna(r.position):
        return ""
    dits = mots.POSITIONS_ZONE if r.code_groupe == marches.ENSEMBLE else mots.POSITIONS_GROUPE
    return f"{dits[int(r.position)]} ({mots.part_dite(r.reference)})"


def rang_dit(r: Any) -> str:
    """« rang 1 à 16 sur 26 »; "" without a rank."""
    return (
        "" if pd.isna(r.rang_meilleur) or r.rangs_nb == 1 else mots.rang_dit(r.rang_meilleur, r.rang_pire, r.rangs_nb)
    )


def mouvement_dit(r: Any) -> str:
    """« baisse établie, 9 points », « pas de mouvement établi », « non mesurable : … »."""
    return mots.mouvement_dit(r.fleche, r.delta, bool(r.grand), r.fleche_raison)


def contexte_mouvement(r: Any) -> str:
    """« région : baisse établie, 9 points ; dont niveau régional −9 points »: what is said beside every movement."""
    if r.fleche == "non_mesurable" or (r.code_zone == REGION and r.code_groupe == marches.ENSEMBLE):
        return ""
    dont = f"dont niveau régional {ecart(100 * r.delta_reference, 'points', 0)}"
    if r.code_zone == REGION or r.fleche_region == "non_mesurable":
        return dont
    la = mots.mouvement_dit(r.fleche_region, r.delta_region, bool(r.grand_region), "")
    return f"région{INSEC}: {la}{FINE}; {dont}"


def evolution_dite(r: Any) -> str:
    """The same on one line of a table: « baisse établie, 9 points (région −9, dont niveau −9) »."""
    dit = mouvement_dit(r)
    if r.fleche == "non_mesurable" or (r.code_zone == REGION and r.code_groupe == marches.ENSEMBLE):
        return dit
    niveau = f"niveau {nombre(100 * r.delta_reference, signe=True)}"
    if r.code_zone == REGION or pd.isna(r.delta_region):
        return f"{dit} (dont {niveau})"
    return f"{dit} (région {nombre(100 * r.delta_region, signe=True)}, dont {niveau})"


def projets_dits(r: Any) -> str:
    """« au moins 591 projets »; never the filled sum."""
    n = francais.avec_unite(r.projets, "projets")
    return f"au moins {n}" if r.minorant else n


def raison_dite(raison: str) -> str:
    """A reason inside a sentence, its detail in brackets: « secret statistique (le producteur masque…) »."""
    cause, _, detail = raison.replace(f"{INSEC}: ", " : ").partition(" : ")
    return f"{cause} ({detail})" if detail else cause


def cause(raison: str) -> str:
    """The first words of a reason: « secret statistique »."""
    return raison.partition(f"{INSEC}:")[0].partition(" :")[0]


# ---------------------------------------------------------------- sentences


def _titre(lignes: Sequence[Any], niveau: str, zonage: str, zone: str) -> tuple[Deux, Deux]:
    """The finding, then what a meeting room leaves out of it; a row between two classes is in neither."""
    lieu = capitale(lieux.locatif(zonage, zone))
    estimees = [r for r in lignes if estimee(r)]
    if not estimees:
        return pareil(f"{lieu}, aucun métier ne peut être estimé{INSEC}: effectifs masqués ou trop petits"), RIEN
    nettes = [r for r in estimees if pd.isna(r.ou)]
    if not nettes:
        n, unites = len(estimees), UNITES[niveau]
        return Deux(*(f"{lieu}, {h} pour {nombre(n)} {unites[n > 1]}" for h in _HESITE.values())), RIEN
    if niveau != "famille":
        haut = max(r.classe for r in nettes)
        dedans = int(sum(r.classe == haut for r in nettes))
        dits, combien = f"{nombre(dedans)} {UNITES[niveau][dedans > 1]}", f"sur {nombre(len(estimees))} estimés"
        candidat = f"{lieu}, {dits} {_ADJECTIFS[haut][dedans > 1]} {combien}"
        return Deux(candidat, f"{lieu}, {_CIEL_DIT['employeur'][haut]} pour {dits} {combien}"), RIEN
    niveaux = sorted({r.classe for r in nettes}, reverse=True)[:2]
    ou, dits = [], 0
    for n in niveaux:
        codes = [r.code_groupe for r in nettes if r.classe == n]
        ou.append(_familles(codes, len(estimees), dits))
        dits += len(codes)
    premiere, *reste = zip(niveaux, ou, strict=True)
    debuts = (f"{lieu}, {_CIEL_DIT[v][premiere[0]]} {premiere[1]}" for v in Deux._fields)
    suites = ["".join(f", {_CIEL_DIT[v][n].removeprefix('recruter est ')} {o}" for n, o in reste) for v in Deux._fields]
    if dits == len(nettes) < len(estimees):
        suites = [f"{s}{FINE}; ailleurs, {_HESITE[v]}" for s, v in zip(suites, Deux._fields, strict=True)]
    return Deux(*debuts), Deux(*suites)


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
    return lecture_cellule(r, f"« {libelles[r.code_groupe]} »", zonage, annee)


def titre_metier(r: Any, quoi: str, lieu: str) -> Deux:
    """The finding on one group in one place, for both points of view; without an estimate, why in a few words."""
    if not estimee(r):
        return pareil(f"{quoi}, {lieu}{INSEC}: sans estimation, {cause(r.raison)}")
    candidat, employeur = enonces(r)
    return Deux(f"{quoi}, {lieu}{INSEC}: {candidat}", f"{quoi}, {lieu}{INSEC}: recrutement {employeur}")


def lecture_ici(r: Any, quoi: str, zonage: str, annee: str) -> str:
    """One cell in a sentence; all métiers together are named so."""
    return lecture_cellule(r, "tous métiers" if r.code_groupe == marches.ENSEMBLE else f"« {quoi} »", zonage, annee)


def lecture_cellule(r: Any, quoi: str, zonage: str, annee: str) -> str:
    """One cell in sentences: the estimate and its interval, the class for both, what it leans on, the answers."""
    debut = f"{capitale(lieux.locatif(zonage, r.code_zone))}, en {annee}, {quoi}{INSEC}: "
    if not estimee(r):
        return f"{debut}pas d’estimation, {raison_dite(r.raison)}."
    candidat, employeur = mots_dits(r)
    part = estimee_dite(r)
    part = part if part.startswith("près") else f"environ {part}"
    suite = f"{INSEC}: {position_dite(r)}" if r.code_groupe == marches.ENSEMBLE and r.code_zone != REGION else ""
    dits = [
        f"{debut}{part} des projets de recrutement sont difficiles (estimation{FINE}; {intervalle_dit(r)}){suite}",
        f"{capitale(candidat)} pour qui cherche un emploi, {employeur} pour qui recrute, {mots.chance_dite(chance(r))}",
    ]
    if r.code_groupe == marches.ENSEMBLE and r.code_zone == REGION:
        dits.append("Pour tous les métiers de la région, l’estimation est la part déclarée")
    else:
        du_lieu = "de la région" if r.code_zone == REGION else lieux.genitif(zonage, r.code_zone)
        dits.append(mots.poids_dit(r.w, du_lieu).removesuffix("."))
        dits.append(_declarees(r))
    return f"{'. '.join(filter(None, dits))}."


def _declarees(r: Any) -> str:
    if pd.isna(r.declaree):
        return "La part des réponses de l’année est masquée par le secret statistique"
    marge = avec_unite(100 * r.marge, "points")
    return f"Les réponses de l’année disent {avec_unite(100 * r.declaree, '%')}, à {marge} près"


def tete(s: Any) -> list[str]:
    """First sentences on a place: projects, estimated share beside the region's, answers, movement, season.

    Each is true alone; a figure that cannot be said is left out with its sentence.

    Args:
        s: from `measures.palmares.synthese`.
    """
    e, dites = s.ensemble, []
    if pd.isna(e.projets):
        return dites
    dites.append(f"En {s.annee}, {projets_dits(e).replace('projets', 'projets de recrutement')}.")
    if estimee(e):
        position = f"{INSEC}: {position_dite(e)}" if position_dite(e) else ""
        part = estimee_dite(e)
        part = part if part.startswith("près") else f"environ {part}"
        dites.append(f"{capitale(part)} sont difficiles ({intervalle_dit(e)}){position}.")
        if e.code_zone != REGION:
            dites.append(f"{_declarees(e)}.")
        if e.fleche in ("hausse", "baisse"):
            autour = contexte_mouvement(e)
            dites.append(
                f"Depuis {e.annee_precedente}{INSEC}: {mouvement_dit(e)}{f'{FINE}; {autour}' if autour else ''}."
            )
    if e.part_saisonniers >= SAISONNIERS_MIN:
        dites.append(f"{francais.minimum(e.part_saisonniers).capitalize()} des projets publiés sont saisonniers.")
    return dites


def fermete(s: Any) -> str:
    """How many métiers have an estimate, and how many of them are said of one class alone; "" without any."""
    if not s.estimes_nb:
        return ""
    verbe = "ont" if s.estimes_nb > 1 else "a"
    reste = f"{FINE}; {avec_unite(s.sans_estime_nb, 'autres')} en disent la raison" if s.sans_estime_nb else ""
    return (
        f"{avec_unite(s.estimes_nb, 'métiers')} {verbe} une estimation, dont {nombre(s.une_classe_nb)} d’une seule "
        f"classe{reste}."
    )
