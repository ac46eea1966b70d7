"""The three renderings of a portrait: on screen and on two sheets printed from it, as a tagged PDF, as CSV."""

import json
import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import partial
from html import unescape
from typing import Any, NamedTuple

import pandas as pd

from data_loaders.exports.ecriture import csv_francais
from data_loaders.francais import echapper as escape
from data_loaders.jeux import calculs
from data_loaders.measures import mots_estimation
from data_loaders.portraits.territoire import Chiffre, Portrait
from data_loaders.requetes import lignes as lignes_exportees
from geo.territoire import OBSERVATOIRE
from pages.figures import icones, pdf, theme, tuiles
from pages.figures.adresses import lien
from pages.figures.portrait.mots import Bloc, Cellule, Ciel, Dessin, Document, Lien, Tableau
from pages.figures.svg import image
from pages.figures.tables import cadre_html

PAGES = 2
# Sizes tried in turn, in parts of those of the charter: a territory that meets many zones is set a little smaller.
ECHELLES = (1.0, 0.95, 0.9, 0.86)
_DONNEES = "portrait.json"
PART = "part_habitants"
_VALEURS = ("value", "borne_basse", "borne_haute")
_PARTS = {
    "bmo_part_difficiles_estimee": ("q_estimee", "borne_basse", "borne_haute"),
    "bmo_part_difficiles": ("declaree", "declaree_lo", "declaree_hi"),
}


def html(d: Document, echelle: float = 1.0) -> str:
    """The whole portrait; every text is escaped; `echelle`: see `Feuilles`."""
    badges = "".join(f'<span class="obs-badge obs-badge--{ton}">{escape(mot)}</span>' for mot, ton in d.badges)
    tete, feuilles = f'<p class="obs-surtitre">{escape(d.titre)}</p><p class="obs-badges">{badges}</p>', ""
    tete = f'<header><div class="obs-regle"></div>{tete}<h1>{escape(d.constat)}</h1></header>'
    for n, blocs in enumerate(d.pages, 1):
        pied = f"<span>{escape(d.pied)}</span><span>page {n} sur {len(d.pages)}</span>"
        dits = f'{tete}{"".join(map(_bloc, blocs))}<p class="obs-feuille-pied">{pied}</p>'
        feuilles, tete = f'{feuilles}<section class="obs-feuille">{dits}</section>', ""
    return f'<article class="obs-portrait" style="--echelle:{echelle}">{feuilles}</article>'


def texte(feuilles: str) -> str:
    """The words of a portrait laid out."""
    return unescape(re.sub(r"<[^>]+>", " ", feuilles))


def _bloc(b: Bloc) -> str:
    marque = '<span class="obs-badge obs-badge--demo">Données de démonstration</span>' if b.demonstration else ""
    notes = (("Champ", b.champ), ("Source", b.source))
    dites = " ".join(f"<strong>{nom}.</strong> {escape(texte)}" for nom, texte in notes if texte)
    corps = bloc_html(b) + (f'<p class="obs-source">{dites}</p>' if dites else "")
    return f'<section class="obs-bloc" id="bloc-{b.code}"><h2>{escape(b.titre)} {marque}</h2>{corps}</section>'


def bloc_html(b: Bloc) -> str:
    """A part of the portrait between its heading and its notes."""
    cles = ""
    for c in b.cles:
        prefixe = f"<small>{escape(c.prefixe)}</small> " if c.prefixe else ""
        notes = "".join(f"<span>{escape(n)}</span>" for n in c.notes)
        cles += f"<li><span>{escape(c.titre)}</span><strong>{prefixe}{escape(c.valeur)}</strong>{notes}</li>"
    cles = f'<ul class="obs-cles">{cles}</ul>' if cles else ""
    textes = f"{cles}{''.join(f'<p>{escape(p)}</p>' for p in b.phrases)}"
    if b.dessin:  # its legend names the figure too; without one, who listens is told of the image alone
        dessin, legende = image(b.dessin.rendre, b.dessin.alt), escape(b.dessin.legende)
        figure = f'<figure aria-label="{legende}">{dessin}<figcaption>{legende}</figcaption></figure>'
        figure = figure if legende else f'<figure role="none">{dessin}</figure>'
        textes = f'<div class="obs-cote obs-cote--{b.code}">{figure}<div>{textes}</div></div>'
    return f'<p class="obs-constat">{escape(b.constat)}</p>{textes}{"".join(map(_tableau, b.tableaux))}'


def _tableau(t: Tableau) -> str:
    tetes, lignes, cotes = "", "", [" class=d" if c.droite else "" for c in t.colonnes]
    for c, cote in zip(t.colonnes, cotes, strict=True):
        style = f' style="width:{100 * c.part:g}%"' if c.part else ""
        tetes += f'<th scope="col"{style}{cote}>{escape(c.titre)}</th>'
    for ligne in t.lignes:  # the first cell names the row
        nom, *autres = (f"{cote}>{_cellule(c)}" for cote, c in zip(cotes, ligne, strict=True))
        lignes += f'<tr><th scope="row"{nom}</th>{"".join(f"<td{x}</td>" for x in autres)}</tr>'
    note = f'<p class="obs-source">{escape(t.note)}</p>' if t.note else ""
    table = f"{cadre_html(t.legende, tetes, f'<tbody>{lignes}</tbody>')}{note}"
    return f'<details class="obs-plie"><summary>{escape(t.legende)}</summary>{table}</details>' if t.plie else table


def _cellule(c: Cellule) -> str:
    match c:
        case Dessin():
            return image(c.rendre, c.alt)
        case Ciel():
            if not c.classe:
                return escape(c.mot)
            return f'<span class="obs-ciel obs-temps--{c.classe}">{tuiles.ciel_html(c.classe)}</span> {escape(c.mot)}'
        case Lien():
            return lien(c.adresse, c.texte)
        case _:
            return escape(c)


class Feuilles(NamedTuple):
    """A portrait laid out: its source, its images, and the part of the usual size of type that holds in two pages."""

    source: str
    fichiers: dict[str, bytes]
    echelle: float

    @property
    def pdf(self) -> bytes:
        """The document, written each time that it is asked for."""
        return pdf.composer(self.source, self.fichiers)


def composer(d: Document) -> Feuilles:
    """Two pages exactly, in the largest type that holds: what holds in one size holds in the smaller ones.

    Raises ErreurDonnees: rule `pages` when even the smallest does not hold, rule `composition` when typst refuses it.
    """
    fichiers: dict[str, bytes] = {}
    dits = {nom: _valeur(getattr(d, nom), fichiers) for nom in ("titre", "constat", "badges", "pages", "pied")}
    fichiers[_DONNEES] = json.dumps(dits, ensure_ascii=False).encode()
    preambule = partial(pdf.preambule, d.titre, d.jour, auteur=OBSERVATOIRE, description=f"{d.constat}.")
    sources = [f'{preambule(echelle=echelle)}#portrait(json("{_DONNEES}"))' for echelle in ECHELLES]
    derniere = len(ECHELLES) - 1
    choisie = bisect_left(sources, True, hi=derniere, key=lambda s: pdf.pages_nb(s, fichiers) == PAGES)
    if choisie == derniere:
        pdf.exiger_pages(sources[choisie], fichiers, PAGES)
    return Feuilles(sources[choisie], fichiers, ECHELLES[choisie])


def _valeur(x: Any, fichiers: dict[str, bytes]) -> Any:
    """A part of the document as typst reads it; the images that it names are put in `fichiers`."""
    match x:
        case str():
            return pdf.signes(x)
        case Dessin():
            nom = f"dessin-{len(fichiers)}.svg"
            fichiers[nom] = x.rendre("clair").encode()
            return {"image": nom, "alt": pdf.signes(x.alt), "legende": pdf.signes(x.legende)}
        case Ciel():
            # That of who seeks: a sheet that goes from hand to hand has one point of view.
            icone = x.classe and mots_estimation.ciel(x.classe, "candidat")
            if not icone:
                return pdf.signes(x.mot)
            nom = f"ciel-{icone}.svg"
            fichiers[nom] = icones.svg(icone).encode()
            fonds = dict(zip(("orage", "pluie", "variable", "eclaircies", "soleil"), theme.rampe("meteo"), strict=True))
            return {"ciel": nom, "fond": fonds[icone], "mot": pdf.signes(x.mot)}
        case Lien():
            return pdf.signes(x.texte)
        case tuple() if hasattr(x, "_asdict"):
            return {nom: _valeur(v, fichiers) for nom, v in x._asdict().items()}
        case tuple():
            return [_valeur(v, fichiers) for v in x]
    return x


def csv(p: Portrait) -> bytes:
    """One row a figure, under the headings of every export, with the share of the population that it is of.

    A figure that is not published on the territory has one row with its reason and no value, then one a zone met. The
    estimate of each family, and the declared share, come last.
    """
    sujet, lignes = p.sujet, []
    for c in p.chiffres.values():
        raison = c.raison or f"non publié sur ce territoire : zones rencontrées, découpage {c.zonage}"
        (vide,) = calculs.vides([sujet.code], (c.periode,), "L", raison).to_dict("records")
        ici = vide if c.ligne is None else {**c.ligne, "code_zone": sujet.code}
        lignes.append(_ligne_csv(c, sujet.zonage or c.zonage, ici, 1.0, compose="" if sujet.zonage else sujet.nom))
        lignes += [_ligne_csv(c, c.zonage, r, r["part_population"]) for r in c.recoupe.to_dict("records")]
    parts = p.meteo.zones["part_population"] if p.meteo else ()
    familles = p.meteo.familles if p.meteo else ()
    for f, r, habitants in ((x, *y) for x in familles for y in zip(x.cellules, parts, strict=True)):
        dit = {"code_zone": r.code_zone, "obs_status": r.obs_status, "raison": r.raison, "minorant": False}
        dit["periode"] = r.annee
        for code, champs in _PARTS.items():
            valeurs = {n: 100 * getattr(r, champ) for n, champ in zip(_VALEURS, champs, strict=True)}
            if "estimee" in code and r.statut != "estime":
                valeurs = dict.fromkeys(_VALEURS)
            metier = f"famille:{r.code_groupe}", f.libelle
            lignes.append(_ligne_csv(p.chiffres[code], p.meteo.zonage, valeurs | dit, habitants, metier))
    df = pd.concat(lignes, ignore_index=True)
    return csv_francais(df[[c for c in (*lignes_exportees.COLONNES, PART) if c in df]])


def _ligne_csv(
    c: Chiffre,
    zonage: str,
    r: Mapping[str, Any],
    habitants: float,
    metier: tuple[str, str] = ("", ""),
    compose: str = "",
) -> pd.DataFrame:
    lignes = pd.DataFrame([{"periode": c.periode, **r}])
    lus, demonstration = {lignes["periode"].iloc[0]: c.instantane}, c.demonstration and bool(c.instantane)
    sortie = lignes_exportees.exportees(c.ind, zonage, lignes, lus, demonstration, metier, compose)
    return sortie.assign(**{PART: 100 * habitants})
