"""All that the screen « Météo des métiers » shows for one set of choices: computed here, drawn elsewhere.

Both points of view are written side by side in the markup, in `.obs-candidat` and `.obs-employeur`; the style sheet
shows the one that is chosen, so that the switch is answered in the browser and no figure can change with it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from html import escape
from typing import Any, NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.francais import FINE, INSEC, ecart, enumeration, nombre
from data_loaders.indicateurs import INDICATEURS
from data_loaders.measures import meteo_mots as mots
from data_loaders.parametres import meteo
from geo import lieux, zonages
from pages.figures import icones
from pages.figures.carte_svg import EtatZone, Legende
from pages.figures.lecture import capitale
from pages.figures.tables import Html, csv_francais
from pages.figures.vue_carte import FONDS

IND = INDICATEURS["bmo_part_difficiles"]
UNITES = {"famille": ("famille de métiers", "familles de métiers"), "metier": ("métier", "métiers")}
NIVEAUX_LECTURE = {"famille": "Familles de métiers (8)", "metier": "Métiers détaillés"}
TOUS = "Tous les métiers"
# Where one recruits, for a sentence: the labels of the survey are too long for a title.
_OU = {
    "A": "dans les fonctions administratives",
    "C": "dans l’encadrement",
    "I": "dans l’industrie",
    "O": "dans le bâtiment",
    "S": "dans le social et le médico-social",
    "T": "chez les techniciens",
    "V": "dans la vente et le tourisme",
    "Z": "dans les autres métiers",
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
_PLURIEL = {5: "très recherchés", 4: "recherchés", 3: "variables", 2: "peu recherchés", 1: "sans difficulté"}
_LETTRES = ("aucune", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit")
# Part of the projects judged difficult, class 1 first: the same words for both points of view.
PARTS = ("moins de 1 projet difficile sur 5", "1 à 2 sur 5", "2 à 3 sur 5", "3 à 4 sur 5", "plus de 4 sur 5")
_ETATS_CARTE = {"secret": "s", "sans_objet": "so"}
ABSENCES = {
    "s": "secret statistique",
    "nd": "effectif insuffisant, non enquêté, non transmis ou non déterminé",
    "so": "sans objet, aucun projet",
}
NE_MESURE_PAS = (
    "Cet indice dit si les employeurs jugent leurs recrutements difficiles. Il ne mesure ni le nombre de personnes qui "
    "cherchent un emploi, ni les salaires, ni les conditions de travail, ni les embauches faites."
)
SIGNE_SECRET = "s"


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


class Tuile(NamedTuple):
    """A tile: code and name of the group, its markup."""

    code: str
    nom: str
    html: str


class VueMeteo(NamedTuple):
    """What is said of one territory.

    Attributes:
        titre: the finding, for both points of view.
        lignes: rows of the groups asked that year, from the most to the least difficult, then those without class.
    """

    titre: Deux
    sous_titre: str
    lignes: list[Any]
    lecture: str
    champ: str
    source: str
    badges: tuple[tuple[str, str], ...]


class VueCiel(NamedTuple):
    """One group of métiers over the zones of a zoning: what the map draws and says."""

    titre: str
    sous_titre: str
    dessine: str
    etats: dict[str, dict[str, EtatZone]]
    legende: Legende
    lignes: list[Any]
    lecture: str
    source: str


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
    combien = "huit familles" if niveau == "famille" else f"{nombre(len(lignes))} métiers"
    return VueMeteo(
        titre=_titre(lignes, niveau, zonage, zone),
        sous_titre=f"Météo des métiers, {combien}, {territoire(zonage, zone)}, {annee}, du recrutement le plus "
        "difficile au moins difficile",
        lignes=lignes,
        lecture=_lecture(lignes, libelles, zonage, zone, annee),
        champ=f"{IND.champ}.",
        source=source(annee, demonstration, instantane),
        badges=(("Données de démonstration", "demo"),) if demonstration else (),
    )


def lignes_territoire(indices: pd.DataFrame, libelles: dict[str, str], zone: str, annee: str) -> list[Any]:
    """Rows of one territory and vintage; groups that the survey did not list that year are left out."""
    du_lieu = (indices["code_zone"] == zone) & (indices["annee"] == annee) & (indices["statut"] != "non_enquete")
    lignes = indices[du_lieu].assign(nom=lambda d: d["code_groupe"].map(libelles))
    return _ranger(lignes)


def lignes_groupe(indices: pd.DataFrame, groupe: str, zonage: str, annee: str) -> list[Any]:
    """Rows of one group of métiers and vintage over the zones, ranked by pulled share (`rang` is among zones)."""
    lignes = indices[(indices["code_groupe"] == groupe) & (indices["annee"] == annee)]
    parts = lignes["q_tilde"].where(lignes["statut"] == "classe")
    lignes = lignes.assign(
        nom=lignes["code_zone"].map(noms_zones(zonage)),
        rang=parts.rank(method="min", ascending=False).astype("Int64"),
        rangs_nb=int(parts.notna().sum()),
    )
    return _ranger(lignes)


def _ranger(lignes: pd.DataFrame) -> list[Any]:
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


def source(annee: str, demonstration: bool, instantane: str, fonds: bool = False) -> str:
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


def _titre(lignes: Sequence[Any], niveau: str, zonage: str, zone: str) -> Deux:
    lieu = capitale(lieux.locatif(zonage, zone))
    classees = [r for r in lignes if r.statut == "classe"]
    if not classees:
        return Deux(*[f"{lieu}, aucun métier ne peut être classé{INSEC}: effectifs masqués ou trop petits"] * 2)
    if niveau != "famille":
        haut = classees[0].niveau
        dedans = sum(r.niveau == haut for r in classees)
        sur = f"{nombre(dedans)} {UNITES[niveau][dedans > 1]} sur {nombre(len(classees))} classés"
        adjectif = _PLURIEL[haut] if dedans > 1 else mots.ciel(haut, "candidat").mot
        return Deux(f"{lieu}, {sur}{INSEC}: {adjectif}", f"{lieu}, {_CIEL_DIT['employeur'][haut]} pour {sur}")
    niveaux = sorted({r.niveau for r in classees}, reverse=True)[:2]
    ou, dits = [], 0
    for n in niveaux:
        codes = [r.code_groupe for r in classees if r.niveau == n]
        ou.append(_familles(codes, len(classees), dits))
        dits += len(codes)
    phrases = []
    for vue in Deux._fields:
        premiere, *seconde = (f"{_CIEL_DIT[vue][n]} {o}" for n, o in zip(niveaux, ou, strict=True))
        suite = [s.removeprefix("recruter est ") for s in seconde]
        phrases.append(f"{lieu}, {', '.join([premiere, *suite])}")
    return Deux(*phrases)


def _familles(codes: Sequence[str], total: int, deja: int) -> str:
    """« dans le bâtiment et chez les techniciens », « pour cinq familles sur huit », « pour les trois autres »."""
    n = len(codes)
    if n == total:
        return f"pour les {_LETTRES[n]} familles de métiers" if n > 1 else _OU[codes[0]]
    if n <= 3 and not (deja and n + deja == total and n > 1):
        return enumeration([_OU[c] for c in codes])
    if deja:
        return f"pour les {_LETTRES[n]} autres" if n + deja == total else f"pour {_LETTRES[n]} autres"
    return f"pour {_LETTRES[n]} familles de métiers sur {_LETTRES[total]}"


def _lecture(lignes: Sequence[Any], libelles: dict[str, str], zonage: str, zone: str, annee: str) -> str:
    if not lignes:
        return ""
    r = lignes[0]
    return lecture_cellule(r, f"« {libelles[r.code_groupe]} »", capitale(lieux.locatif(zonage, zone)), annee)


def lecture_cellule(r: Any, quoi: str, lieu: str, annee: str) -> str:
    """One cell in a sentence: the published figures, the share kept, the class for both points of view."""
    debut = f"{lieu}, en {annee}, {quoi}{INSEC}: "
    if r.statut != "classe":
        return f"{debut}{r.raison}."
    candidat, employeur = (mots.ciel(r.niveau, v).mot for v in mots.POINTS_DE_VUE)
    part = "la part jugée difficile est masquée" if r.part_secrete else f"{part_dite(r)} sont jugés difficiles"
    rappel = "" if r.code_zone == "52" else " Rapprochée de celle de la région, car l’enquête est fragile ici,"
    retenue = f"{rappel or ' Corrigée,'} la part retenue est de {retenue_dite(r)}{INSEC}: classe "
    return (
        f"{debut}{projets_dits(r)} de recrutement, {part}.{retenue}{mots.classe_dite(r.niveau, proche(r))}, "
        f"{candidat} pour qui cherche un emploi, {employeur} pour qui recrute."
    )


def proche(r: Any) -> int | None:
    """The neighbour class, None when the class is firm."""
    return None if pd.isna(r.proche_de) else int(r.proche_de)


def part_dite(r: Any) -> str:
    """« 69 % (62 à 75) »; « s » when one hidden cell makes the whole share."""
    if r.part_secrete:
        return SIGNE_SECRET
    bas, haut = nombre(100 * r.q_lo), nombre(100 * r.q_hi)
    entre = "" if bas == haut else f"{INSEC}({bas} à {haut})"
    return f"{nombre(100 * r.q)}{INSEC}%{entre}"


def retenue_dite(r: Any) -> str:
    """The pulled share with one decimal, as the limits of the classes need."""
    return f"{nombre(100 * r.q_tilde, 1)}{INSEC}%"


def projets_dits(r: Any) -> str:
    """« au moins 591 projets »; never the filled sum."""
    n = francais.avec_unite(r.projets_visibles, "projets")
    return f"au moins {n}" if r.minorant else n


def mouvement(fleche: str, delta: float | None) -> str:
    """« en hausse (+30,3 points) », « pas de mouvement établi (+6,5 points) », « non mesurable »."""
    return mots.fleche_dite(fleche, delta, fleche, delta).partition(FINE)[0]


# ---------------------------------------------------------------- tiles


def entete_html(titre: Deux, sous_titre: str, badges: Sequence[str]) -> str:
    """Head of the page: the finding as the only h1, for both points of view; badges are markup."""
    ligne = f'<p class="obs-badges">{"".join(badges)}</p>' if badges else ""
    return (
        f'<header class="obs-titre"><div><h1>{titre.html}</h1><p class="obs-sous-titre">{escape(sous_titre)}</p></div>'
        f"{ligne}</header>"
    )


def tuile(r: Any) -> Tuile:
    """The tile of one group in one territory."""
    contenu = _bande(r) + f"<h3>{escape(r.nom)}</h3>" + (_corps(r) if r.statut == "classe" else _corps_vide(r))
    return Tuile(r.code_groupe, r.nom, f'<article class="obs-tuile {_classe_css(r)}">{contenu}</article>')


def _classe_css(r: Any) -> str:
    if r.statut == "classe":
        return f"obs-temps--{r.niveau}" + (" obs-tuile--regional" if r.fiabilite == "C" else "")
    return {"secret": "obs-tuile--secret", "effectif": "obs-tuile--effectif"}.get(r.statut, "obs-tuile--nd")


def _bande(r: Any) -> str:
    """The sky: icon, its name, the class in words and in dots."""
    if r.statut != "classe":
        signe = {"secret": SIGNE_SECRET, "sans_objet": "///", "effectif": "n.s."}.get(r.statut, "n.d.")
        mot = '<p class="obs-nom-ciel">sans classe</p>'
        return f'<div class="obs-bande"><p class="obs-sans-classe">{signe}</p>{mot}</div>'
    cieux = {v: mots.ciel(r.niveau, v) for v in mots.POINTS_DE_VUE}
    images = "".join(f'<span class="obs-{v}">{icones.image(c.icone)}</span>' for v, c in cieux.items() if c.icone)
    noms = Deux(*(icones.NOMS.get(c.icone or "", "") for c in cieux.values()))
    points = "".join(f"<i{' class=plein' if i <= r.niveau else ''}></i>" for i in range(1, 6))
    return (
        f'<div class="obs-bande">{images}<p class="obs-nom-ciel"><b>{noms.html}</b>'
        f"<span>classe {escape(mots.classe_dite(r.niveau, proche(r)))}</span>"
        f'<span class="obs-points" aria-hidden="true">{points}</span></p></div>'
    )


def _corps(r: Any) -> str:
    mot = Deux(*(capitale(mots.ciel(r.niveau, v).mot) for v in mots.POINTS_DE_VUE))
    if r.part_secrete:
        part = f"<b>{SIGNE_SECRET}</b> part masquée par le secret statistique"
    else:
        part = f"<b>{escape(part_dite(r))}</b> des projets jugés difficiles"
    faits = [
        part,
        f"{'au moins ' if r.minorant else ''}<b>{nombre(r.projets_visibles)}</b> "
        f"{escape(francais.accorder('projets', r.projets_visibles))} de recrutement",
    ]
    details = [f"{escape(capitale(mots.POSITIONS[r.position]))} ({escape(ecart(100 * r.gap))}, tous métiers)"]
    if r.code_zone != "52":
        details.append(
            f"{escape(capitale(mots.FIABILITES[r.fiabilite]))}{INSEC}: {escape(mots.part_propre(r.P))}{FINE}; "
            f"part retenue {escape(retenue_dite(r))}"
        )
    details.append(_tendance(r))
    lignes = [f"<li>{t}</li>" for t in faits] + [f'<li class="obs-detail">{t}</li>' for t in details]
    badge = '<span class="obs-badge">classe fragile</span>' if r.fragile else ""
    badge += f'<span class="obs-badge">{escape(r.porteur)}</span>' if r.porteur else ""
    pied = f'<p class="obs-badges obs-detail">{badge}</p>' if badge else ""
    return f'<p class="obs-mot">{mot.html}</p><ul>{"".join(lignes)}</ul>{pied}'


def _corps_vide(r: Any) -> str:
    """Why there is no class; with too few projects, what the region says, in grey."""
    raison = f'<p class="obs-raison">{escape(capitale(r.raison))}.</p>'
    if r.statut != "effectif" or pd.isna(r.niveau_region):
        return raison
    mot = Deux(*(mots.ciel(int(r.niveau_region), v).mot for v in mots.POINTS_DE_VUE))
    return f'{raison}<p class="obs-niveau-region">Région{INSEC}: classe {r.niveau_region} sur 5, {mot.html}</p>'


def _tendance(r: Any) -> str:
    """Arrow and words since the vintage before, then the region's: one is never read without the other."""
    if r.fleche == "non_mesurable":
        ici = f"{icones.fleche(r.fleche)} {escape(capitale(r.fleche_raison))}"
    else:
        ici = f"{icones.fleche(r.fleche)} {escape(capitale(mouvement(r.fleche, r.delta)))} depuis {r.annee_precedente}"
    if r.code_zone == "52":
        return ici
    la = f"{icones.fleche(r.fleche_region)} {escape(mouvement(r.fleche_region, r.delta_region))}"
    return f'{ici}<span class="obs-tendance-region">région{INSEC}: {la}</span>'


def ciel_html() -> str:
    """« Lire le ciel »: the five skies from both points of view, and what the index does not measure."""
    cases = []
    for n in range(5, 0, -1):
        cieux = {v: mots.ciel(n, v) for v in mots.POINTS_DE_VUE}
        images = "".join(f'<span class="obs-{v}">{icones.image(c.icone)}</span>' for v, c in cieux.items() if c.icone)
        soi = Deux(*(_ciel_et_mot(c) for c in cieux.values()))
        autre = Deux(
            f"pour qui recrute{INSEC}: {_ciel_et_mot(cieux['employeur'])}",
            f"pour qui cherche{INSEC}: {_ciel_et_mot(cieux['candidat'])}",
        )
        cases.append(
            f'<li class="obs-temps--{n}"><div class="obs-bande">{images}</div><p><b>{n} · {soi.html}</b>'
            f"<span>{escape(capitale(mots.PARTS[n]))}.</span><span>{autre.html}</span></p></li>"
        )
    return (
        f'<ul class="obs-lire-ciel">{"".join(cases)}</ul><p class="obs-note"><strong>Ce que l’indice ne mesure pas.'
        f'</strong> {escape(NE_MESURE_PAS)}</p><p class="obs-note">{escape(mots.MENTION)}</p>'
    )


def _ciel_et_mot(c: mots.Ciel) -> str:
    """« soleil, très recherché »; « variable » once when sky and word agree."""
    nom = icones.NOMS.get(c.icone or "", "")
    return c.mot if nom in ("", c.mot) else f"{nom}, {c.mot}"


# ---------------------------------------------------------------- map


def preparer_ciel(
    indices: pd.DataFrame,
    region: pd.DataFrame,
    groupe: str,
    quoi: str,
    dessine: str,
    zone: str | None,
    annee: str,
    point: str,
    demonstration: bool = False,
    instantane: str = "",
) -> VueCiel:
    """One group of métiers over the zones of `dessine`.

    Args:
        indices: of the level of `groupe` on `dessine`; region: the same level on `region`.
        groupe: code of the group, `ensemble` for all métiers; quoi: its label.
        zone: chosen zone, or None.
        point: `candidat` or `employeur`: the words of the legend; the style sheet swaps the colours.
    """
    noms = noms_zones(dessine)
    du_groupe = indices[indices["code_groupe"] == groupe]
    annees = sorted(du_groupe["annee"].unique())
    par_annee = {a: list(du_groupe[du_groupe["annee"] == a].itertuples()) for a in annees}
    lignes = lignes_groupe(indices, groupe, dessine, annee)
    z = zonages.zonage(dessine)
    classes = tuple(f"{mots.ciel(n, point).mot}{INSEC}: {PARTS[n - 1]}" for n in range(1, 6))
    legende = Legende(
        classes=classes,
        limites=(20, 40, 60, 80),
        limites_libelles=tuple(f"{n}{INSEC}%" for n in (20, 40, 60, 80)),
        etendue=(0, 100),
        region=_regions(region, groupe),
        lieux={c: capitale(lieux.locatif(dessine, c)) for c in noms} | {"": "Dans les Pays de la Loire"},
        suite="des projets jugés difficiles, part retenue après rappel vers la région",
        suites={a: {r.code_zone: r.raison for r in rs if r.statut != "classe"} for a, rs in par_annee.items()},
        absences=ABSENCES,
        zones=(z.libelle_zone, lieux.pluriel(z.libelle_zone)),
        colonne="Part retenue",
    )
    choisie = next((r for r in lignes if r.code_zone == zone), lignes[0])
    lieu = capitale(lieux.locatif(dessine, choisie.code_zone))
    return VueCiel(
        titre=_titre_carte(lignes, quoi, z.libelle_zone),
        sous_titre=f"{quoi}, {nombre(len(noms))} {lieux.pluriel(z.libelle_zone)}, {annee}, part retenue de projets "
        "jugés difficiles, en %",
        dessine=dessine,
        etats={a: {r.code_zone: _etat(r, noms[r.code_zone]) for r in rs} for a, rs in par_annee.items()},
        legende=legende,
        lignes=lignes,
        lecture=lecture_cellule(choisie, "tous métiers" if groupe == "ensemble" else f"« {quoi} »", lieu, annee),
        source=source(annee, demonstration, instantane, fonds=True),
    )


def _regions(region: pd.DataFrame, groupe: str) -> dict[str, tuple[float, str]]:
    rs = region[(region["code_groupe"] == groupe) & region["statut"].eq("classe")]
    return {r.annee: (100 * r.q_tilde, nombre(100 * r.q_tilde, 1)) for r in rs.itertuples()}


def _titre_carte(lignes: Sequence[Any], quoi: str, zone: str) -> str:
    classees = [r for r in lignes if r.statut == "classe"]
    if not classees:
        return f"{quoi}{INSEC}: aucun {zone} ne peut être classé"
    niveaux = [r.niveau for r in classees]
    bas, haut = min(niveaux), max(niveaux)
    if bas == haut:
        return f"{quoi}{INSEC}: la même classe, {haut} sur 5, dans les {len(classees)} {lieux.pluriel(zone)} classés"
    n = niveaux.count(haut)
    return (
        f"{quoi}{INSEC}: de la classe {bas} à la classe {haut}, la plus haute dans {nombre(n)} "
        f"{lieux.pluriel(zone) if n > 1 else zone} sur {len(classees)}"
    )


def _etat(r: Any, nom: str) -> EtatZone:
    if r.statut != "classe":
        statut = _ETATS_CARTE.get(r.statut, "nd")
        signe = {"s": SIGNE_SECRET, "so": "///"}.get(statut, "n.s." if r.statut == "effectif" else "n.d.")
        return EtatZone(None, signe, f"{nom}{INSEC}: {r.raison}", statut)
    etiquette = (
        f"{nom}{INSEC}: {retenue_dite(r)}, classe {mots.classe_dite(r.niveau, proche(r))}, "
        f"{mots.FIABILITES[r.fiabilite]}"
    )
    part = nombre(100 * r.q_tilde, 1)
    return EtatZone(int(r.niveau), part, etiquette, "ok", float(100 * r.q_tilde), "", bool(r.fragile))


# ---------------------------------------------------------------- tables


def table(lignes: Sequence[Any], colonne: str) -> tuple[list[tuple[str, bool]], list[list[str]]]:
    """Headers and cells for `tables.tableau_html`: groups of a territory, or zones of a group.

    Args:
        lignes: rows with `nom` and `rang`; colonne: heading of the names.
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
    return entetes, [_cellules(r) for r in lignes]


def _cellules(r: Any) -> list[str]:
    projets = "" if pd.isna(r.projets_visibles) else nombre(r.projets_visibles)
    if projets and r.minorant:
        projets = f"≥{INSEC}{projets}"
    if r.statut != "classe":
        genre = {"secret": "s", "sans_objet": "so"}.get(r.statut, "nd")
        puce = Html(f'<span class="obs-puce obs-puce--{genre}" aria-hidden="true"></span>')
        fiabilite = mots.FIABILITES[""] if r.statut == "effectif" else ""
        return ["", r.nom, puce, "", projets, "", "", "", "", fiabilite, "", r.raison]
    classe = Html(
        f'<span class="obs-puce obs-temps--{r.niveau}" aria-hidden="true"></span> '
        f"{escape(str(r.niveau) + (f', proche de {proche(r)}' if proche(r) else ''))}"
    )
    region = r.code_zone == "52"
    remarque = [r.porteur, "part masquée par le secret statistique" if r.part_secrete else ""]
    if r.fleche == "non_mesurable":
        remarque.append(f"tendance {r.fleche_raison}")
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
    classe = lignes["statut"] == "classe"
    montrable = lignes["q"].notna() & ~lignes["part_secrete"]
    points = {c: (100 * lignes[c]).where(montrable) for c in ("q", "q_lo", "q_hi")}
    df = pd.DataFrame(
        {
            "decoupage": zonage,
            "code": lignes["code_zone"],
            "territoire": lignes["code_zone"].map(noms_zones(zonage)),
            "periode": lignes["annee"],
            "code_metier": lignes["code_groupe"],
            "metier": lignes["code_groupe"].map(libelles),
            "classe": lignes["niveau"].astype("string"),
            "proche_de": lignes["proche_de"].astype("string"),
            "candidat": lignes["niveau"].map(lambda n: "" if pd.isna(n) else mots.ciel(int(n), "candidat").mot),
            "employeur": lignes["niveau"].map(lambda n: "" if pd.isna(n) else mots.ciel(int(n), "employeur").mot),
            "position": lignes["position"].map(lambda n: "" if pd.isna(n) else mots.POSITIONS[int(n)]),
            "projets": lignes["projets_visibles"],
            "au_moins": lignes["minorant"].map({True: "oui", False: "non"}),
            "part_difficiles_pct": points["q"],
            "borne_basse_pct": points["q_lo"],
            "borne_haute_pct": points["q_hi"],
            "part_retenue_pct": (100 * lignes["q_tilde"]).where(classe),
            "part_propre_pct": (100 * lignes["w"]).where(classe),
            "ecart_region_points": (100 * lignes["gap"]).where(classe),
            "fiabilite": lignes["fiabilite"].map(mots.FIABILITES).where(classe, ""),
            "tendance": lignes["fleche"].map(mots.FLECHES),
            "tendance_points": 100 * lignes["delta"],
            "tendance_raison": lignes["fleche_raison"],
            "statut": lignes["obs_status"],
            "raison": lignes["raison"],
            "source": IND.source,
            "methode": f"version {meteo().version}",
            "instantane": lignes["annee"].map(instantanes),
            "mention": "Données de démonstration" if demonstration else "",
        }
    )
    return csv_francais(df, {c: 2 for c in df.columns if c.endswith(("_pct", "_points"))} | {"projets": 0})
