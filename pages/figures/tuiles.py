"""Markup of the météo: head of the page, ribbon of the skies, cards, the sheet of one métier.

Both skies of a class are written side by side; the style sheet shows the one of the point of view.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from data_loaders.francais import FINE, INSEC, accorder, avec_unite, capitale, echapper as escape, nombre, typographier
from data_loaders.measures import enonces, mots_estimation as mots
from data_loaders.measures.palmares import Liste, rangees
from data_loaders.parametres import meteo
from geo.zonages import REGION
from pages.figures import declares, estimees, icones
from pages.figures.estimees import SAISONNIERS_MIN, SIGNES, estimee, estimee_dite, position_dite, teinte
from pages.figures.tables import Html
from pages.words import sentences

NE_MESURE_PAS = (
    "La météo dit si les employeurs jugent leurs embauches difficiles. Elle ne mesure ni le nombre de personnes qui "
    "cherchent un emploi, ni les salaires, ni les conditions de travail, ni les embauches faites."
)
LONG = 45  # signs of a name over which it is written smaller
CONFIRMER = "confirmer"  # the part of the ribbon that has no class
BARRES = {enonces.FRAGILE: 1, enonces.ASSEZ_SOLIDE: 2, enonces.SOLIDE: 3}
LISTES = declares.de(declares.lire(__file__)["liste"], "titre")


def entete_html(titre: str, sous_titre: str, badges: Sequence[str], montre: bool) -> str:
    """Head of the page: the finding as the only h1; badges are markup. `montre`: whether the
    subtitle is in sight, and not only said: it adds to the title and to the choices."""
    ligne = f'<p class="obs-badges">{"".join(badges)}</p>' if badges else ""
    return (
        f'<header class="obs-titre"><h1>{sentences.html(titre)}</h1>'
        f'<p class="obs-{"sous-titre" if montre else "lu"}">{escape(sous_titre)}</p>{ligne}</header>'
    )


def ciel_html(classe: int, complet: bool = False) -> str:
    """The sky of a class for both points of view; its word is beside it."""
    cieux = {v: mots.ciel(classe, v, complet) for v in mots.POINTS_DE_VUE}
    return "".join(f'<span class="obs-{v}">{icones.image(c)}</span>' for v, c in cieux.items() if c)


def certitude_html(r: Any, complet: bool = False, commune: str = "") -> Html:
    """« Difficile à pourvoir, ▮▮▮ solide »: the class word, then the mark of how sure its side is, without `commune`,
    the mark, or the end of it, that is already said once above."""
    marque = _marque(r, complet).removesuffix(commune).removesuffix(", ")
    if r.certitude == enonces.FRAGILE:
        return Html(marque.replace(mots.A_CONFIRMER, capitale(mots.A_CONFIRMER)))
    mot = escape(capitale(mots.classe_dite(int(r.classe), complet)))
    return Html(f"{mot}, {marque}" if marque else mot)


def _marque(r: Any, complet: bool = False) -> str:
    if not r.certitude:
        return ""
    dite = escape(mots.certitude_dite(r.certitude, None if complet else estimees.poids_france(r)))
    return f'<i class="obs-sur obs-sur--{BARRES[r.certitude]}" aria-hidden="true"></i> {dite}'


def ruban_html(lignes: Sequence[Any], adresse: Callable[[str], str], choisi: str | None) -> str:
    """Métiers by sky, those that are sure enough; then the others: it is the legend of the cards, and chooses them.
    `adresse`: part of the ribbon, "" for all of them -> address of the screen with its métiers alone."""
    cases = ""
    for c, rs in _par_ciel(lignes).items():
        classe, ciel = ("a-confirmer", "") if c == CONFIRMER else (f"temps--{c}", ciel_html(int(c)))
        vers = adresse("" if c == choisi else c)
        cases += (
            f'<li class="obs-{classe}" style="flex-grow:{len(rs)}"><a href="{escape(vers)}" target="_self"'
            f"{' aria-current=true' * (c == choisi)}>{ciel}<span><b>{nombre(len(rs))}</b> {_mot_du_ciel(c, len(rs))}"
            f"<small>{faveur(c)}</small></span></a></li>"
        )
    return f'<ul class="obs-ruban">{cases}</ul>' if cases else ""


def _par_ciel(lignes: Sequence[Any]) -> dict[str, list[Any]]:
    """Part of the ribbon -> its rows, those with the most projects first; an empty one is left out."""
    parts: dict[str, list[Any]] = {str(c): [] for c in sorted(mots.PARTS, reverse=True)} | {CONFIRMER: []}
    for r in sorted(filter(estimee, lignes), key=lambda r: -r.projets):
        parts[str(r.classe) if r.net else CONFIRMER].append(r)
    return {c: rs for c, rs in parts.items() if rs}


def _mot_du_ciel(c: str, n: int) -> str:
    return mots.A_CONFIRMER if c == CONFIRMER else f"{mots.MOTS[int(c)]}{'s' * (n > 1)}"


def faveur(classe: Any) -> str:
    """Whom a sky favours, "" where it favours neither."""
    if classe in (CONFIRMER, "3", 3):
        return ""
    return mots.FAVEURS["candidat" if int(classe) > 3 else "employeur"]


def d_un_ciel_html(lignes: Sequence[Any], choisi: str, niveau: str, adresse: Callable[[str], str], nb: int) -> str:
    """Cards of the métiers of one part of the ribbon, the most projects first; the others are in the table."""
    rs = _par_ciel(lignes).get(choisi, [])
    n, suite = len(rs), " ; les autres sont dans le tableau" if len(rs) > nb else ""
    titre = f"{nombre(n)} {estimees.UNITES[niveau][n > 1]} {_mot_du_ciel(choisi, n)}{suite}"
    return f'<section class="obs-palmares">{cartes_html(rs[:nb], niveau, adresse, titre=typographier(titre))}</section>'


def palmares_html(
    listes: Mapping[str, Liste],
    quelles: Sequence[str],
    libelles: dict[str, str],
    niveau: str,
    adresse: Callable[[str], str],
    nb: int,
) -> str:
    """Short lists of métiers (`quelles`, of those of `palmares.palmares`) as cards, each list with its title, or why it
    is empty; `nb`: cards of a list at most; `libelles`: code of a group of `niveau` -> label; `adresse`: `niveau:code`
    -> address of its view."""
    sections = ""
    for q in quelles:
        (lignes, raison), titre = listes[q], LISTES[q].replace("métiers", estimees.UNITES[niveau][1])
        corps = f'<h2>{escape(titre)}</h2><p class="obs-raison">{escape(capitale(raison))}.</p>'
        if not raison:
            rs = rangees(lignes.assign(nom=lignes["code_groupe"].map(libelles)))[:nb]
            corps = cartes_html(rs, niveau, adresse, q == "surplus", titre)
        sections += f'<section class="obs-palmares">{corps}</section>'
    return sections


def cartes_html(
    lignes: Sequence[Any], niveau: str, adresse: Callable[[str], str], complet: bool = False, titre: str = ""
) -> str:
    """Cards side by side; the certainty, and whom the sky favours, are said once above them when all are alike."""
    dites = [r for r in lignes if complet or estimee(r)]
    marques = {_marque(r, complet) for r in dites}
    notes = [_commune(marques) if len(dites) > 1 else "", _commune({faveur(r.classe) for r in dites if not complet})]
    commune = notes[0]
    note = f'<p class="obs-note">{" · ".join(filter(None, notes))}</p>' if any(notes) else ""
    cartes = ""
    for r in lignes:
        vers = adresse(f"{niveau}:{r.code_groupe}")
        if not complet:
            cartes += carte_html(r, vers, commune)
            continue
        nombres = f"<p><span><b>{nombre(10 * r.r)}</b> offres de l’année pour 10 demandeurs</span></p>"
        sorte, ciel = f"obs-temps--{r.classe} obs-ciel-complet", ciel_html(int(r.classe), True)
        cartes += article(sorte, ciel, _nom(r.nom, vers), nombres, certitude_html(r, True, commune))
    tete = f"<h2>{escape(titre)}</h2>" if titre else ""
    return f'<div class="obs-tete-liste">{tete}{note}</div><div class="obs-cartes">{cartes}</div>'


def _commune(marques: set[str]) -> str:
    """What all of these say: the whole of it, or that they come from France above all; "" where they differ."""
    if len(marques) == 1:
        return next(iter(marques))
    sures = [m for m in marques if not m.endswith(mots.A_CONFIRMER)]
    return mots.SURTOUT_FRANCE if sures and all(m.endswith(mots.SURTOUT_FRANCE) for m in sures) else ""


def carte_html(r: Any, adresse: str = "", commune: str = "", nom: str = "") -> str:
    """A card of four lines: name, share and projects, class word and its certainty. `adresse`: of its view; `commune`:
    the mark of certainty said above the cards; `nom`: in place of that of the row."""
    nom = _nom(nom or r.nom, adresse)
    if not estimee(r):
        corps = f'<p class="obs-raison">{escape(capitale(r.raison))}.</p>'
        signe = f'<b class="obs-sans-classe">{SIGNES.get(r.statut, "n.d.")}</b>'
        return article("obs-tuile--nd", signe, nom, corps)
    saison = ", saisonniers" if r.part_saisonniers >= meteo().saisonnier_part else ""
    plus = "<small>au moins</small> " if r.minorant else ""
    nombres = (
        f"<p><span><b>{escape(estimee_dite(r))}</b> difficiles{escape(_qui(r))}</span>"
        f"<span><b>{plus}{nombre(r.projets)}</b> {accorder('projets', r.projets)}{saison}</span></p>"
    )
    if pd.isna(r.classe):
        return article("", "", nom, nombres, escape(capitale(position_dite(r))))
    return article(teinte(r), ciel_html(int(r.classe)), nom, nombres, certitude_html(r, False, commune))


def _nom(nom: str, adresse: str) -> str:
    """A name that leads to its view; a long one is written smaller, so that cards stay side by side."""
    long = " data-long" * (len(nom) > LONG)
    return f'<a href="{escape(adresse)}" target="_self"{long}>{escape(nom)}</a>' if adresse else escape(nom)


def _qui(r: Any) -> str:
    """Of all métiers together, who says the share, and the declared one where it is far."""
    dits = mots.tous_metiers_dits(r._asdict()).removeprefix(estimee_dite(r)) if pd.isna(r.classe) else ""
    return dits and f",{dits}"


def article(sorte: str, ciel: str, nom: str, corps: str, certitude: str = "") -> str:
    """A card: its sky on the colour of its class, its name, its body; all are markup, "" for what it has not."""
    tete, fin = f'<div class="obs-case {sorte}">{ciel}</div>' if ciel else "", certitude and f"<p>{certitude}</p>"
    return f'<article class="obs-carte">{tete}<h3>{nom}</h3>{corps}{fin}</article>'


def fiche_html(r: Any) -> str:
    """The sheet of one group in one place: its sky and whom it favours, the share, the projects, the region."""
    if not estimee(r):
        region = ""
        if pd.notna(r.classe_region):
            dite = f"{mots.classe_dite(int(r.classe_region))}, {mots.part_dite(r.q_region)}"
            if r.certitude_region == enonces.FRAGILE:
                dite = f"{mots.part_dite(r.q_region)}, {mots.A_CONFIRMER}"
            region = f"<p>Dans la région{INSEC}: {escape(dite)}.</p>"
        return f'<article class="obs-fiche"><p class="obs-raison">{escape(capitale(r.raison))}.</p>{region}</article>'
    bande = ""
    if pd.notna(r.classe):
        dit = certitude_html(r)
        if r.certitude != enonces.FRAGILE:  # the class word, then how sure it is and whom it favours
            dites = " · ".join(filter(None, (_marque(r), faveur(r.classe))))
            dit = f"{escape(capitale(mots.classe_dite(int(r.classe))))}<small>{dites}</small>"
        bande = f'<div class="obs-bande {teinte(r)}">{ciel_html(int(r.classe))}<p>{dit}</p></div>'
    dedans = pd.notna(r.q_region) and r.code_zone != REGION
    region = f"<br>{escape(f'région {mots.part_dite(r.q_region)}')}" if dedans else ""
    saison = f"en {r.annee}"
    if r.part_saisonniers >= SAISONNIERS_MIN:
        moins = "au moins " * (r.minorant and r.part_saisonniers < 1)
        saison = f"dont {moins}{avec_unite(100 * r.part_saisonniers, '%')} saisonniers"
    nombres = (
        f"<p><b>{escape(estimee_dite(r))}</b> des projets difficiles{escape(_qui(r))}{region}</p>"
        f"<p><b>{escape(estimees.projets_dits(r).rpartition(INSEC)[0])}</b> projets d’embauche<br>{escape(saison)}</p>"
    )
    return f'<article class="obs-fiche">{bande}<div class="obs-deux">{nombres}</div></article>'


def cieux_html() -> str:
    """The five skies from both points of view, and what they do not measure."""
    cases, qui = "", {"candidat": "cherche", "employeur": "recrute"}
    for n in range(5, 0, -1):
        mot = escape(capitale(mots.classe_dite(n)))
        noms = {v: icones.NOMS.get(mots.ciel(n, v), "pas de ciel") for v in mots.POINTS_DE_VUE}
        ciels = "".join(f'<span class="obs-{v}">{FINE}; {nom} pour qui {qui[v]}</span>' for v, nom in noms.items())
        dit = f"<b>{mot}</b><span>{escape(capitale(mots.PARTS[n]))} difficiles{ciels}.</span>"
        cases += f'<li class="obs-temps--{n}"><div class="obs-bande">{ciel_html(n)}</div><p>{dit}</p></li>'
    return f'<ul class="obs-lire-ciel">{cases}</ul><p class="obs-note">{escape(NE_MESURE_PAS)}</p>'
