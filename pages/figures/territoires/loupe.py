"""Zoning lens: one territory under the other zonings, with what each is worth; then which figures are true on its own.

Of a figure that is not true there: why, and what the producer's zones say.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import pandas as pd

from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.francais import FINE, INSEC, avec_unite, capitale, echapper as escape, en_periode, enumeration, nombre
from geo import libre, lieux, sujets, zonages
from geo.sujets import Sujet
from pages.figures import lecture, tables
from pages.figures.carte.dessin import SANS_TEMPS, EtatZone, Legende
from pages.figures.carte.vue import COMMENT_CHARGER, FONDS
from pages.figures.phrases import hors_de
from pages.figures.territoires.lieu import confiance, origine_perimetre, pourcent, valeur_du_perimetre
from pages.figures.vues import MENTION_DEMONSTRATION, Vue, badges_demo

CROISES = ("spo", "zef", "gtec", "bassin", "ze", "epci", "departement")
BARRES_MAX, BARRES_SALLE = 8, 5


class Croisement(NamedTuple):
    """A territory against another zoning: the sentence (without its subject), and the rows of `libre.recouper`."""

    zonage: zonages.Zonage
    phrase: str
    parts: pd.DataFrame


def croisements(sujet: Sujet) -> list[Croisement]:
    """A territory, a zone or a composed one, under every other zoning."""
    return [croiser(sujet, autre) for autre in CROISES if autre != sujet.zonage]


def preparer(sujet: Sujet) -> Vue:
    """Words of a territory under the lens."""
    croises, habitants = croisements(sujet), avec_unite(sujet.population_nb, "habitants")
    lus = (*([zonages.zonage(sujet.zonage)] if sujet.zonage else []), *(c.zonage for c in croises))
    communes = avec_unite(len(sujet.communes), "communes")
    # « recoupe 3 bassins d’emploi et 4 zones d’emploi », those on which producers publish.
    phrases = (c.phrase for c in croises if c.zonage.code in ("bassin", "ze"))
    premier, *dits = (phrase.partition(FINE)[0].partition(", dont ")[0].partition(" (")[0] for phrase in phrases)
    dits = (d.removeprefix(f"{premier.partition(' ')[0]} ") for d in dits)
    return Vue(
        titre=f"{sujet.qui} {enumeration([premier, *dits])}",
        sous_titre=f"{communes}, {habitants} en 2023, {nombre(sujet.surface_km2)}{INSEC}km²",
        lecture=_lecture(sujet, croises),
        champ="Communes au 1ᵉʳ janvier 2026, population municipale 2023, partie ligérienne des zones interrégionales.",
        source=f"Insee, code officiel géographique 2026 et recensement de la population 2023{FINE}; source de chaque "
        f"périmètre sous son titre. {FONDS}.",
        badges=(("Découpages de travail", "gris"),) if any(z.decoupage_de_travail for z in lus) else (),
    )


def croiser(sujet: Sujet, autre: str) -> Croisement:
    """One territory against one zoning."""
    parts = libre.recouper(sujet, autre)
    parts["libelle_zone"] = parts["libelle_zone"].where(parts["code_zone"] != "", hors_de(autre))
    return Croisement(zonages.zonage(autre), _relation(parts, autre), parts)


def _relation(parts: pd.DataFrame, autre: str) -> str:
    dedans, dehors = parts[parts["code_zone"] != ""], parts[parts["code_zone"] == ""]
    mot = zonages.zonage(autre).libelle_zone
    if dedans.empty:
        return "n’est dans aucun EPCI" if autre == "epci" else f"est en entier {hors_de(autre)}"
    tailles = zonages.zones(autre).set_index("code_zone")["communes_nb"]
    entieres = int((dedans["communes_nb"] == dedans["code_zone"].map(tailles)).sum())
    if len(dedans) > 1:
        nb = f"{nombre(len(dedans))} {lieux.pluriel(mot)}"
        suite = f", dont {nombre(entieres)} en entier" if entieres else ""
        phrase = f"réunit {nb} en entier" if dehors.empty and entieres == len(dedans) else f"recoupe {nb}{suite}"
    else:
        nom = sujets.de_zone(autre, dedans["code_zone"].iloc[0]).defini
        if entieres:
            phrase = f"{'coïncide avec' if dehors.empty else 'contient'} {nom}"
        else:
            ce = "ce" if autre not in lecture.ARTICLES else "cette"
            part = f"{pourcent(float(dedans['part_zone'].iloc[0]))} des habitants de {ce} {mot}"
            phrase = f"{'tient dans' if dehors.empty else 'touche'} {nom} ({part})"
    if dehors.empty:
        return phrase
    return f"{phrase}{FINE}; {pourcent(float(dehors['part_population'].iloc[0]))} de sa population est {hors_de(autre)}"


def _lecture(sujet: Sujet, croisements: Sequence[Croisement]) -> str:
    premier, ou = next((c for c in croisements if (c.parts["code_zone"] != "").sum() > 1), croisements[0]), ""
    dedans = premier.parts[premier.parts["code_zone"] != ""]
    if len(dedans) > 1:
        habitants, communes, part = (pourcent(dedans.iloc[0][f"part_{x}"]) for x in ("population", "communes", "zone"))
        ou = f" {habitants} de ses habitants et {communes} de ses communes sont dans "
        ou += f"{capitale(dedans.iloc[0]['libelle_zone'])}, où ils font {part} de la population."
    return f"{sujet.qui} {premier.phrase}.{ou} Aucun chiffre ne passe d’un découpage à l’autre par ces parts."


def blocs_html(croisements: Sequence[Croisement]) -> str:
    """One block a zoning: its name, how sure it is, the sentence, the bars, its source. Texts are escaped."""
    blocs = ""
    for c in croisements:
        blocs += f"<section><h3>{escape(c.zonage.libelle)}</h3><p>{confiance(c.zonage)}</p>"
        blocs += f"<p><strong>{escape(capitale(c.phrase))}.</strong></p>{_barres(c)}"
        blocs += f'<p class="obs-note">{escape(origine_perimetre(c.zonage))}</p></section>'
    return f'<div class="obs-croisements">{blocs}</div>'


def barres_html(sujet: Sujet, c: Croisement) -> str:
    """One crossing for a meeting room: who is shared out, between which zones."""
    dit = f"Part des habitants {sujet.de_qui}, {lieux.pluriel(c.zonage.libelle_zone)}"
    return f"<p>{escape(dit)}</p>{_barres(c, BARRES_SALLE)}"


def _barres(c: Croisement, maximum: int = BARRES_MAX) -> str:
    barres, reste = "", len(c.parts) - maximum
    for r in c.parts.head(maximum).itertuples():
        ailleurs = "" if r.part_zone != r.part_zone else f"{FINE}; {pourcent(r.part_zone)} de ce territoire"
        note = f"{avec_unite(r.communes_nb, 'communes')} ({pourcent(r.part_communes)}){ailleurs}"
        dite = f"{escape(capitale(r.libelle_zone))}</span> <b>{escape(pourcent(r.part_population))}</b>"
        barre = f'<span class="obs-barre" aria-hidden="true" style="--part:{100 * r.part_population:.2f}%"></span>'
        note = f'<span class="obs-barre-note">{escape(note)}</span>'
        barres += f'<li><span class="obs-barre-nom">{dite}{barre}{note}</li>'
    autres = "un autre, plus petit" if reste == 1 else f"{reste} autres, plus petits"
    suite = f'<li class="obs-reste">{autres}, dans le tableau</li>' if reste > 0 else ""
    return f'<ul class="obs-barres">{barres}{suite}</ul>'


def table(croisements: Sequence[Croisement]) -> tables.Table:
    """One row a zone met."""
    lignes = []
    for c, r in ((x, r) for x in croisements for r in x.parts.itertuples()):
        noms, du_rencontre = (capitale(c.zonage.libelle_zone), capitale(r.libelle_zone)), "///"
        if r.part_zone == r.part_zone:
            du_rencontre = pourcent(r.part_zone)
        communes, habitants = pourcent(r.part_communes), pourcent(r.part_population)
        lignes.append([*noms, nombre(r.communes_nb), communes, nombre(r.population_nb), habitants, du_rencontre])
    titres = ("Découpage", "Territoire rencontré", "Communes #", "Part des communes #", "Population #")
    return tables.Table(tables.en_tetes(*titres, "Part de la population #", "Part du territoire rencontré #"), lignes)


def csv(sujet: Sujet, croisements: Sequence[Croisement]) -> bytes:
    """The table as CSV for French Excel; each row says what its perimeter is worth."""
    qui = {"territoire": sujet.nom, "code_territoire": sujet.identifiant}
    tout = [c.parts.assign(**qui, decoupage=c.zonage.code, **valeur_du_perimetre(c.zonage)) for c in croisements]
    table = pd.concat(tout, ignore_index=True)
    parts = ["part_communes", "part_population", "part_zone"]
    table[parts] *= 100
    table = table.rename(columns={p: f"{p}_pct" for p in parts})
    debut = [*qui, "decoupage", "code_zone", "libelle_zone", "communes_nb", "part_communes_pct"]
    fin = ["confiance", "millesime", "date", "source", "mention"]
    table = table[[*debut, "population_nb", "part_population_pct", "part_zone_pct", *fin]]
    return tables.csv_francais(table, {"communes_nb": 0, "population_nb": 0} | {f"{p}_pct": 2 for p in parts})


def etats(c: Croisement) -> dict[str, EtatZone]:
    """States of the map of the second zoning: share of the territory's people in each zone met."""
    noms = zonages.noms(c.zonage.code)
    dits = {code: EtatZone(None, "", f"{nom}{INSEC}: pas recoupé", "hors") for code, nom in noms.items()}
    for r in c.parts[c.parts["code_zone"] != ""].itertuples():
        part, texte = r.part_population, pourcent(r.part_population)
        dit = f"{r.libelle_zone}{INSEC}: {texte} des habitants du territoire choisi"
        classe = 1 + (part >= 0.1) + (part >= 0.5)
        dits[r.code_zone] = EtatZone(classe, texte.removesuffix(f"{INSEC}%"), dit, nombre=100 * part)
    return dits


def legende(sujet: Sujet, c: Croisement) -> Legende:
    """Words of the map of the second zoning."""
    mot, rencontrees = c.zonage.libelle_zone, {*c.parts["code_zone"]} - {""}
    noms = {code: capitale(lieux.locatif(c.zonage.code, code)) for code in zonages.noms(c.zonage.code)}
    dits = f"{sujet.qui} rencontre", nombre(len(rencontrees)), mot if len(rencontrees) < 2 else lieux.pluriel(mot)
    echelle = {"limites": (10, 50), "limites_libelles": (f"10{INSEC}%", f"50{INSEC}%"), "etendue": (0, 100)}
    echelle |= {"classes": ("moins de 10 % des habitants", "de 10 à 50 %", "50 % ou plus"), "unite": "%"}
    autour = {"lieux": noms, "suite": f"des habitants {sujet.de_qui}", "zones": (mot, lieux.pluriel(mot))}
    autour["suites"] = {SANS_TEMPS: {z: "rien de ce territoire" for z in noms if z not in rencontrees}}
    hors = "pas recoupé" if c.zonage.partition else f"pas recoupé, ou {hors_de(c.zonage.code)}"
    return Legende(**echelle, **autour, dits={SANS_TEMPS: dits}, absences={"hors": hors})


class Vrai(NamedTuple):
    """One indicator on one territory, at its last period: its text or "", why there is none, what the zones met say."""

    indicateur: Indicateur
    valeur: str
    raison: str
    demonstration: bool


def vrais(sujet: Sujet, lire: Callable[[str, str], Tableau]) -> tuple[Vue, list[Vrai]]:
    """Words around what every indicator says of a zone of a zoning, then it; `lire`: (indicator, zoning) -> figures."""
    vus = [_vrai(ind, sujet, lire) for ind in INDICATEURS.values()]
    n = sum(sujet.zonage in x.indicateur.zonages for x in vus)
    nb = f"{n} indicateurs sur {len(vus)} existent"
    if n < 2:
        nb = f"Un indicateur sur {len(vus)} existe" if n else f"Aucun des {len(vus)} indicateurs n’existe"
    ailleurs = (x for x in vus if sujet.zonage not in x.indicateur.zonages and x.raison)
    dit = next((f"{x.indicateur.libelle}{INSEC}: {x.raison}" for x in ailleurs), vus[0].raison)
    demonstration = any(x.demonstration for x in vus)
    v = Vue(
        f"{nb} sur ce découpage ({lieux.pluriel(zonages.zonage(sujet.zonage).libelle_zone)})",
        "Dernière période de chaque indicateur",
        f"{dit}. Un chiffre absent ici n’est jamais estimé{FINE}; il se lit sur le découpage de son producteur.",
        COMMENT_CHARGER if demonstration else "",
        f"{sources((x.indicateur.source, x.demonstration) for x in vus)}.",
        badges_demo(demonstration),
    )
    return v, vus


def sources(lues: Iterable[tuple[str, bool]]) -> str:
    """Producers, each once, of (source, whether the figure is of demonstration); an invented figure cites none."""
    return enumeration(list(dict.fromkeys(MENTION_DEMONSTRATION if demo else s for s, demo in lues)))


def _vrai(ind: Indicateur, sujet: Sujet, lire: Callable[[str, str], Tableau]) -> Vrai:
    ici = sujet.zonage in ind.zonages
    t, texte, raison = lire(ind.code, sujet.zonage if ici else ind.zonages[0]), "", capitale(ind.ailleurs)
    derniere = t.periodes[-1] if t.periodes else ""
    if ici:
        raison = "Aucun millésime chargé"
        if derniere:
            ligne = t.periode(derniere).loc[sujet.code]
            raison = capitale(ligne["raison"].removeprefix("n.d. : "))
            if ligne["obs_status"] in VIDES:
                raison = raison or lecture.MOTS_STATUT[ligne["obs_status"]]
            else:
                texte = f"{lecture.valeur_longue(ligne, ind)}, {en_periode(derniere)}"
    elif derniere and t.zonage != "region":
        r = lecture.recouvrement(ind, sujet, t.zonage, t.periode(derniere))
        raison += f". {r}" + (f", {en_periode(derniere)}" if r.etendue else "")
    return Vrai(ind, texte, raison, t.demonstration)


def table_vrais(sujet: Sujet, vus: Sequence[Vrai]) -> tables.Table:
    """One row an indicator, those that say something first; the sign says in a word what the order says."""
    lignes = []
    for x in sorted(vus, key=lambda x: (sujet.zonage not in x.indicateur.zonages, not x.valeur)):
        nom = f"{x.indicateur.libelle}{' (démonstration)' if x.demonstration else ''}"
        decoupages = ", ".join(zonages.zonage(z).libelle_zone for z in x.indicateur.zonages)
        lignes.append(["vrai" if x.valeur else "n.d.", nom, x.valeur or "n.d.", x.raison or "—", decoupages])
    pourquoi = "Pourquoi, et ce que disent les zones du producteur"
    return tables.Table(tables.en_tetes("État", "Indicateur", "Sur ce territoire", pourquoi, "Vrai par"), lignes)
