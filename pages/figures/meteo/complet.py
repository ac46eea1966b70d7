"""The complete index in words: offers and job-seekers beside the survey, official classes beside ours, never merged."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from data_loaders.chiffres.tableau import source_exportee
from data_loaders.francais import FINE, INSEC, capitale, echapper as escape, nombre
from data_loaders.measures import mots_estimation as mots
from data_loaders.measures.enonces import TOLERANCE
from data_loaders.measures.indice_complet import RAISON_SANS_COMPOSANTE, SANS_ENQUETE, SANS_OFFRES
from data_loaders.parametres import meteo
from data_loaders.requetes.lignes import completer
from geo import zonages
from pages.figures.estimees import enonce, estimee, motif
from pages.figures.meteo.vue import entiers
from pages.figures.phrases import COMPOSANTES
from pages.figures.tables import Html, csv_francais, en_tetes, mention
from pages.figures.tuiles import ciel_html
from pages.figures.vues import source_dite

CHAMP = (
    f"Offres en ligne diffusées sur douze mois (un flux){FINE}; demandeurs inscrits en catégories A, B et C, moyenne "
    f"de l’année (un stock). Une offre n’est pas un projet de recrutement{INSEC}: les deux ne s’ajoutent pas."
)
SANS_OFFICIELLE = (
    f"Classe officielle de la Dares{INSEC}: aucune pour ce groupe. Elle suit la nomenclature FAP 2009, remplacée dans "
    "l’enquête à partir de 2024."
)
CERTITUDE = f"La certitude est celle de la part estimée{INSEC}: le bruit des offres et des demandeurs n’est pas mesuré."
SOURCES = "France Travail (tensions par métier et bassin, enquête BMO) et Dares (table de passage ROME – FAP)"


def titre(r: Any, annee: str) -> str:
    """The finding, or why there is none."""
    dit = "pas de classe" if pd.isna(r.classe) else _dit(r) + ", indice partiel" * bool(r.partiel)
    return f"Avec les offres et les demandeurs de {annee}{INSEC}: {dit}"


def _dit(r: Any) -> str:
    """« en tension, solide »; offers alone have no certainty."""
    mot = mots.classe_dite(int(r.classe), _entier(r))
    return mots.enonce(int(r.classe), r.certitude, complet=_entier(r)) if r.certitude else mot


def _entier(r: Any) -> bool:
    """The survey alone knows no job-seekers: its words are those of the survey."""
    return r.partiel != SANS_OFFRES


def source(annee: str, demonstration: bool) -> str:
    """Producers and year."""
    passage = "Dares, table de passage entre métiers ROME et familles professionnelles"
    qui = f"France Travail, tensions par métier et bassin, {annee}{FINE}; enquête BMO, {annee}{FINE}; {passage}"
    return f"{source_dite(qui, demonstration)} Calcul de l’Observatoire, pas l’indicateur officiel."


def html(r: Any, annee: str) -> str:
    """The sky of the complete index and its figures; an incomplete or empty one says why."""
    if pd.isna(r.classe):
        pourquoi = f'<p class="obs-nom-ciel">{escape(capitale(r.raison))}.</p>'
        ciel = f'<div class="obs-bande"><p class="obs-sans-classe">n.d.</p>{pourquoi}</div>'
    else:
        sorte = f"obs-temps--{r.classe}{' obs-ciel-complet' if _entier(r) else ''}"
        partiel = "<br>indice partiel" if r.partiel else ""
        dit = f"<p><b>{escape(capitale(_dit(r)))}</b>{partiel}</p>"
        ciel = f'<div class="obs-bande {sorte}">{ciel_html(int(r.classe), _entier(r))}{dit}</div>'
    pareil = f"(région, même métier{INSEC}: {nombre(10 * r.rho)})"
    chiffres = (
        (r.offres, "offres en ligne sur douze mois"),
        (r.demandeurs, "demandeurs inscrits, en moyenne"),
        (None if pd.isna(r.r) else 10 * r.r, f"offres de l’année pour 10 demandeurs, après lissage {pareil}"),
        (r.T, "sur 100, indice de tension"),
    )
    faits = [f"<b>{nombre(n)}</b> {dit}" for n, dit in chiffres if pd.notna(n)]
    if r.distance:
        vers = " pour passer au niveau du dessous, toutes choses égales par ailleurs"
        if pd.isna(r.candidats_en_plus):  # no number of people leads there
            vers = f"{INSEC}: seul l’avis des employeurs peut faire descendre ce niveau"
        faits.append(f"<b>{escape(capitale(r.distance))}</b>{vers}")
    # What limits the index: parts missing, offers shared between groups.
    reserves = [f"{capitale(r.partiel)}."] if r.partiel else []
    if r.certitude and _entier(r):
        reserves.append(CERTITUDE)
    if pd.notna(r.part_offres_cible_unique):
        part, suite = f"{nombre(100 * r.part_offres_cible_unique)}{INSEC}%", ""
        if r.part_offres_cible_unique <= 1 - TOLERANCE:
            part = f"Plus de 99{INSEC}%" if part.startswith("100") else part
            selon = "le niveau de qualification et le nombre de projets, une répartition et non un comptage"
            suite = f"{FINE}; les autres sont partagées selon {selon}"
        reserves.append(f"{part} de ces offres viennent de métiers ROME rattachés à ce seul groupe{suite}.")
    notes = "".join(f'<p class="obs-note">{escape(t)}</p>' for t in reserves)
    return f'<div class="obs-complet">{ciel}<ul>{"".join(f"<li>{t}</li>" for t in faits)}</ul></div>{notes}'


def lecture(r: Any, quoi: str, lieu: str, annee: str) -> str:
    """The index in a sentence: its two components and their weights, or the one that is left."""
    p = meteo()
    debut = f"{lieu}, en {annee}, « {quoi} »{INSEC}: "
    if pd.isna(r.T):
        return f"{debut}{r.raison}."
    score = "" if pd.isna(r.s_r) else f"score des offres par demandeur, {nombre(r.s_r, 1)} sur 100"
    part = "" if pd.isna(r.q_estimee) else f"part estimée de projets difficiles, {nombre(100 * r.q_estimee, 1)}{INSEC}%"
    if r.partiel in (SANS_OFFRES, SANS_ENQUETE):
        return f"{debut}{part if r.partiel == SANS_OFFRES else score}, seule composante connue."
    poids = (f" (poids {nombre(100 * x, 1)}{INSEC}%)" for x in (p.poids_offres, p.poids_bmo))
    return f"{debut}{score}{next(poids)}{FINE}; {part}{next(poids)}{FINE}; indice, {nombre(r.T, 1)} sur 100."


def raison_absent(annee: str, demandee: str) -> str:
    """Why a group has no row in the year of the complete index."""
    if annee != demandee:
        return (
            f"Les offres et les demandeurs ne sont chargés que pour {annee}, et l’enquête {annee} ne compte pas ce "
            f"groupe ici{INSEC}: la nomenclature des métiers a changé, ou il n’y avait ni projet ni offre."
        )
    return f"Aucun projet, aucune offre et aucun demandeur pour ce groupe ici en {annee}."


def table_romes(lignes: pd.DataFrame, demonstration: bool = False) -> tuple[list[tuple[str, bool]], list[list[str]]]:
    """Headers and rows of the ROME métiers behind a group; the official class is named so."""
    classe = "Classe de démonstration" if demonstration else "Classe officielle"
    corps = []
    for r in lignes.itertuples():
        dits = [nombre(r.offres), nombre(r.demandeurs), "non publiée"]
        if pd.isna(r.offres):
            dits = ["absent du fichier", "", "absent du fichier"]
        if pd.notna(r.classe_officielle):
            dits[2] = _sur_5(r.classe_officielle)
        corps.append([r.code_rome, r.libelle or r.code_rome, f"{nombre(100 * r.part)}{INSEC}%", *dits])
    return en_tetes("Code ROME", "Métier", "Part rattachée #", "Offres #", "Demandeurs #", classe), corps


def officielle_rome(lignes: pd.DataFrame, annee: str, demonstration: bool) -> str:
    """The producer's classes of the largest ROME métiers there, rows of `indices_complets.romes`; "" for none."""
    publiees = list(lignes[lignes["classe_officielle"].notna()].head(0 if demonstration else 3).itertuples())
    dites = [f"{r.libelle or r.code_rome} ({r.code_rome}), {_sur_5(r.classe_officielle)}" for r in publiees]
    debut = f"Classes de tension officielles (France Travail, {annee}), même bassin{INSEC}"
    return f"{debut}: {f'{FINE}; '.join(dites)}." if dites else ""


def csv(lignes: pd.DataFrame, libelle: str, zonage: str, demonstration: bool) -> bytes:
    """The complete index of a group in every zone and year, with its reasons: rows of `indices_complets.completes`."""
    # Estimated when a part of it is missing, not available or not published without one.
    vide = lignes["raison"].eq(RAISON_SANS_COMPOSANTE).map({True: "N", False: "L"})
    code, deux = lignes["code_zone"], ("offres_par_demandeur", "score_offres", "part_estimee_pct", "indice")
    dits = {"zonage": zonage, "code_zone": code, "libelle_zone": code.map(zonages.noms(zonage))}
    dits |= {"periode": lignes["annee"], "code_metier": lignes["code_groupe"], "libelle_metier": libelle}
    dits |= {**lignes[["offres", "demandeurs"]], "offres_par_demandeur": lignes["r"], "score_offres": lignes["s_r"]}
    dits |= {"part_estimee_pct": 100 * lignes["q_estimee"], "indice": lignes["T"], "classe": entiers(lignes["classe"])}
    dits |= {"certitude": lignes["certitude"], "obs_status": vide.where(lignes["classe"].isna(), "E")}
    candidats, uniques = lignes["candidats_en_plus"].astype("Float64"), 100 * lignes["part_offres_cible_unique"]
    dits |= {**lignes[["partiel", "raison"]], "candidats_en_plus": candidats.astype(float)}
    dits |= {"distance": lignes["distance"], "part_offres_cible_unique_pct": uniques}
    fin = {"source": source_exportee(SOURCES, demonstration), "methode": f"version {meteo().version}"}
    df = pd.DataFrame(dits | fin | {"mention": mention(demonstration)})
    decimales = dict.fromkeys((*deux, "part_offres_cible_unique_pct"), 2)
    decimales |= dict.fromkeys(("offres", "demandeurs", "candidats_en_plus"), 0)
    return csv_francais(completer(df, demonstration), decimales)


def officielle_html(lignes: Sequence[Any], noms: dict[str, str], notre: Any, annee: str, demonstration: bool) -> str:
    """Official classes of the Dares beside ours, each with its year; never merged.

    `lignes`: of `indices_complets.officielle`; `noms`: of the zones; `notre`: our row of the page, of vintage `annee`.
    """
    if not lignes:
        return f'<p class="obs-note">{escape(SANS_OFFICIELLE)}</p>'
    items = composantes = ""
    for r in lignes:
        dit = f"classe {_sur_5(r.classe_officielle)}" if pd.notna(r.classe_officielle) else escape(r.raison)
        items += f"<li>{escape(noms.get(r.code_zone, r.code_zone))}{INSEC}: <b>{dit}</b></li>"
    for c, (nom, sens) in COMPOSANTES.items():
        dite = f"{escape(nom)}{INSEC}: {_sur_5(getattr(lignes[0], c, None))}"
        composantes += f"<div><dt>{dite}</dt><dd>Classe haute{INSEC}: {escape(sens)}.</dd></div>"
    ici = escape(enonce(notre) if estimee(notre) else motif(notre.raison))
    quoi = "Classe de tension de démonstration" if demonstration else "Classe de tension officielle (Dares)"
    return Html(
        f'<div class="obs-officielle"><p><strong>{quoi}, {escape(lignes[0].annee)}</strong></p>'
        f"<ul>{items}</ul>"
        f'<details><summary>Ses six composantes</summary><dl class="obs-qualite">{composantes}</dl></details>'
        f'<p class="obs-note">Météo de l’Observatoire, {escape(annee)}{INSEC}: {ici}. Deux méthodes, deux '
        f"années{FINE}: les classes se lisent côte à côte et ne se mélangent pas.</p></div>"
    )


def _sur_5(n: Any) -> str:
    return "n.d." if pd.isna(n) else f"{int(n)} sur 5"
