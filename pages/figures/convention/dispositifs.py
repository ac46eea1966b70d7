"""What the text of the convention says, dispositif by dispositif: the list of sheets, and one sheet."""

from collections.abc import Iterable, Sequence
from itertools import groupby

import pandas as pd

from data_loaders.contexte.evenements import Evenement
from data_loaders.contracts.convention import PARTIES, THEMES
from data_loaders.convention.cadre import Cadre
from data_loaders.convention.dispositifs import Chiffre, Fiche, Texte
from data_loaders.convention.etats import Accord
from data_loaders.convention.suivi import ETATS, SANS_RYTHME, Suivi
from data_loaders.francais import FINE, INSEC, capitale, echapper as escape, en_periode, enumeration
from data_loaders.parametres import secteurs
from geo.territoire import NOM_REGION
from pages.figures import adresses, chiffres_cles, tables
from pages.figures.convention import vue as vue_convention
from pages.figures.convention.cockpit import forme
from pages.figures.convention.engagements import FORMES
from pages.figures.vues import Vue, badges_demo

SOURCE = f"{chiffres_cles.SOURCE_CONVENTION}, résumée."
SANS_CHIFFRE = "Le texte n’écrit aucun chiffre pour ce dispositif."


def _vue(titre: str, sous_titre: str) -> Vue:
    champ = f"Tel qu’écrit en 2013{FINE}; rien n’est une valeur ni un droit d’aujourd’hui."
    return Vue(titre, sous_titre, champ=champ, source=SOURCE)


def index(texte: Texte) -> tuple[Vue, str]:
    """A card a sheet, under the title of the convention where it stands."""
    comptes, sortie = f"{len(texte.fiches)} dispositifs, {len(texte.chiffres)} chiffres et dates", ""
    dit = f"Région {NOM_REGION} et Pôle emploi, 27 août 2013, titres I à V"
    for theme, groupe in groupby(texte.fiches.values(), key=lambda f: f.theme):
        cartes = []
        for f in groupe:
            dits = _liste(_grand(c, c.carte) for c in map(texte.chiffres.get, f.vedettes))
            tete = f"<h3>{adresses.lien(adresses.fiche(f.code), f.court)}</h3><p>{escape(f.resume)}</p>"
            cartes.append(f"<li>{tete}{dits}</li>")
        seule = " obs-seule" if len(cartes) == 1 else ""
        titre = f"<h2><span>{theme}</span> {escape(THEMES[theme])}</h2>"
        fiches = f'{titre}<ul class="obs-fiches">{"".join(cartes)}</ul>'
        sortie += f'<section class="obs-titre-convention{seule}">{fiches}</section>'
    return _vue(f"Ce qu’écrit la convention de 2013{INSEC}: {comptes}", dit), f'<div class="obs-titres">{sortie}</div>'


def _grand(c: Chiffre, carte: str = "") -> str:
    avant = f"<small>{escape(c.avant)}</small> " if c.avant else ""
    dits = carte or c.suite
    suite = f' <small class="obs-suite">{escape(dits)}</small>' if dits else ""
    long = " obs-etroit" if len(c.nombre) > 11 else ""
    return f'<p class="obs-chiffre{long}">{avant}{escape(c.nombre)}{suite}</p>'


def chiffres(liste: Iterable[Chiffre], texte: Texte, *, situer: bool = False) -> tables.Table:
    """Figures in rows; `situer` adds the sheet of each, as a link to the figure there."""
    lignes = []
    for c in liste:
        vers = [adresses.lien(adresses.fiche(c.fiche, c.code), texte.fiches[c.fiche].court)] if situer else []
        lignes.append([c.dit, capitale(c.texte), f"«{INSEC}{c.mots}{INSEC}»", c.date, *vers])
    titres = "Chiffre", "Ce que c’est", "Mots du texte", "Date", *(["Fiche"] if situer else [])
    return tables.Table(tables.en_tetes(*titres), lignes)


def csv(texte: Texte) -> bytes:
    """Every figure of the text for French Excel."""
    lignes = []
    for c in texte.chiffres.values():
        f, dit = texte.fiches[c.fiche], {"avant": c.avant, "valeur": str(c.valeur), "unite": c.unite, "texte": c.texte}
        d_ou = {"mots_du_texte": c.mots, "compte": "compté" if c.compte else "écrit", "date": c.date, "source": SOURCE}
        lignes.append({"code": c.code, "titre": f.theme, "fiche": f.nom} | dit | d_ou)
    return tables.csv_francais(pd.DataFrame(lignes), {})


def essentiel(f: Fiche, liste: Sequence[Chiffre], cadre: Cadre, vise: str) -> tuple[Vue, str]:
    """For whom, who pays, where it is debated; beside them the figures of the text, `vise` being pointed at."""
    noms = {i.code: f"{escape(i.libelle)} <small>{escape(_rythme(i.rythme))}</small>" for i in cadre.instances}
    paie = [f"<strong>{escape(p.quoi)}</strong>{INSEC}: {escape(p.dit)}" for p in f.paie]
    cles = {"Pour qui": _liste(map(escape, f.pour)), "Qui paie": _liste(paie) or "<p>Le texte ne dit pas qui paie.</p>"}
    cles["Instances"] = _liste([noms[c] for c in f.instances]) or "<p>Le texte n’en nomme pas.</p>"
    gauche = "".join(f"<div><dt>{nom}</dt><dd>{dit}</dd></div>" for nom, dit in cles.items())
    droite = ""
    for c in liste:  # a figure under its own name in the page, `chiffre-sites`, with the exact words of the text
        ici = ' class="obs-vise" aria-current="true"' if c.code == vise else ""
        mots = f"{'compté dans' if c.compte else ''} <q>«{INSEC}{escape(c.mots)}{INSEC}»</q>"
        quand = "" if c.date in (c.nombre, "27 août 2013") else f" <small>({escape(c.date)})</small>"
        dit = f"<p>{escape(capitale(c.texte))}{quand}.</p>"
        droite += f'<li id="chiffre-{c.code}"{ici}>{_grand(c)}{dit}<p class="obs-citation">{mots}</p></li>'
    droite = f'<ul class="obs-ecrits">{droite}</ul>' if droite else f'<p class="obs-raison">{SANS_CHIFFRE}</p>'
    html = f'<div class="obs-essentiel{"" if liste else " obs-seul"}"><dl>{gauche}</dl>{droite}</div>'
    return _vue(f.constat, f"{f.nom}. Titre {f.theme}, «{INSEC}{f.ou}{INSEC}», tel qu’écrit le 27 août 2013"), html


def _rythme(rythme: str) -> str:
    return "rythme non précisé" if rythme == SANS_RYTHME else rythme


def _liste(elements: Iterable[str]) -> str:
    corps = "".join(f"<li>{e}</li>" for e in elements)
    return f"<ul>{corps}</ul>" if corps else ""


def resume(f: Fiche) -> tuple[Vue, str]:
    """The summary of the text, one paragraph a subject; texts are escaped."""
    lignes = "".join(f"<div><dt>{escape(p.quoi)}</dt><dd>{escape(p.dit)}</dd></div>" for p in f.ecrit)
    v = _vue(f"{f.court}, tel qu’écrit le 27 août 2013", "Résumé dans l’ordre du texte")
    return v, f'<dl class="obs-texte-ecrit">{lignes}</dl>'


def tableau(f: Fiche) -> tuple[Vue, tables.Table]:
    """The rows of the sheets that have some."""
    colonnes = enumeration([t.lower() for t in f.entetes[1:]])
    v = _vue(f"{f.court}, {colonnes}", "Tel qu’écrit le 27 août 2013, ligne par ligne")
    return v, tables.Table([(t, False) for t in f.entetes], f.lignes)


def suivi(f: Fiche, cadre: Cadre, suivis: Sequence[Suivi], accords: Sequence[Accord]) -> tuple[Vue, str]:
    """Engagements with their state, measures with their last value, and whether territories say the same."""
    titre = f"{f.court}, ce qui est promis, ce qui se mesure"
    promis = ""
    for e in cadre.engagements:
        if e.code in f.engagements:
            qui = enumeration([PARTIES[p] for p in e.parties])
            dit = f"{escape(e.libelle)} <small>{escape(qui)}{INSEC}: {escape(e.etat)}</small>"
            promis += f"<li>{forme(FORMES[e.etat])}<span>{dit}</span></li>"
    mesures = "".join(f"<li>{forme(s.etat)}<span>{_mesure(s)}</span></li>" for s in suivis)
    sans = '<p class="obs-raison">L’annexe ne mesure pas ce dispositif.</p>'
    mesures = f'<ul class="obs-a-traiter">{mesures}</ul>' if mesures else sans
    voir = adresses.lien(adresses.convention("engagements"), "Tous les engagements")
    promis = f'<div><h3>Engagements</h3><ul class="obs-a-traiter">{promis}</ul><p class="obs-vers">{voir}</p></div>'
    mesures = f"<div><h3>Mesures de l’annexe</h3>{mesures}{adresses.accords_html(accords)}</div>"
    v = Vue(titre, "Engagements de la convention et mesures de son annexe", source=vue_convention.SOURCE)
    return v, f"{promis}{mesures}"


def _mesure(s: Suivi) -> str:
    dit = f"{ETATS[s.etat]}, aucune valeur reçue"
    if s.points:
        dit = f"{vue_convention.valeur(s, s.points[-1])} {en_periode(s.points[-1].periode)}"
    rythme = _rythme(s.mesure.rythme)
    return f"{escape(s.mesure.court)} <small>{escape(s.mesure.unite)}, {escape(rythme)}{INSEC}: {escape(dit)}</small>"


def aujourdhui(
    f: Fiche, cartes: Sequence[chiffres_cles.ChiffreCle], evenements: Iterable[Evenement]
) -> tuple[Vue, str]:
    """The open series, or why there is none; the sectors named; dated changes that a source of the product says."""
    quoi = f"{f.court}, ce qui l’éclaire aujourd’hui", "Séries ouvertes, et ce qui a changé depuis 2013"
    suite = "une série éclaire le sujet, elle ne mesure pas le dispositif."
    notes = {"champ": f"{NOM_REGION}, dernière valeur chargée{FINE}; {suite}"}
    notes["source"] = " ".join(dict.fromkeys(c.source for c in cartes if c.source))
    v = Vue(*quoi, **notes, badges=badges_demo(any(c.demonstration for c in cartes)))
    sans = f'<p class="obs-raison">{escape(f.sans_serie)}</p>' if f.sans_serie else ""
    series, connus = chiffres_cles.cartes_html(cartes) if cartes else sans, secteurs.lire().secteurs
    liens = "".join(f"<li>{adresses.lien(adresses.secteurs(c), connus[c].libelle)}</li>" for c in f.secteurs)
    nommes = f'<div><h3>Secteurs nommés</h3><ul class="obs-liens">{liens}</ul></div>' if liens else ""
    lignes = ""
    for e in (e for e in evenements if e.court in f.depuis):
        lignes += f"<li><strong>{escape(e.quand)}</strong> {escape(e.libelle)} <small>{escape(e.source)}</small></li>"
    sans = "Aucune source datée de l’observatoire ne dit ce qui a changé pour ce dispositif."
    dits = f'<ul class="obs-depuis">{lignes}</ul>' if lignes else f'<p class="obs-raison">{sans}</p>'
    return v, f"{series}{nommes}<div><h3>Ce qui a changé depuis</h3>{dits}</div>"


def voisines_html(f: Fiche, texte: Texte) -> str:
    """Links to the sheet before, the list, the sheet after."""
    fiches = list(texte.fiches.values())
    rang, vers = fiches.index(f), lambda x, mot: adresses.lien(adresses.fiche(x.code), f"{mot} : {x.court}")
    avant = vers(fiches[rang - 1], "Avant") if rang else ""
    apres = vers(fiches[rang + 1], "Après") if rang + 1 < len(fiches) else ""
    toutes = adresses.lien(adresses.fiche(), "Toutes les fiches")
    return f'<nav class="obs-voisines" aria-label="Autres fiches">{avant}{toutes}{apres}</nav>'
