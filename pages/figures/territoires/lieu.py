"""A place looked for, then found: its zone in each zoning, drawn here or not, how sure that is, where to go on."""

from collections.abc import Iterable, Sequence
from functools import partial

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.zones import NIVEAUX
from data_loaders.francais import FINE, INSEC, capitale, echapper as escape
from data_loaders.magasin.donnees import Donnees
from geo import lieux, recherche, sujets, zonages
from pages.figures.adresses import adresse, lien
from pages.figures.carte.dessin import EtatZone, Legende
from pages.figures.carte.vue import FONDS
from pages.figures.tables import Html, Table, csv_francais, en_tetes, mention
from pages.figures.vues import Vue

LEGENDE_OFFICIELS = "Autres découpages officiels de la commune"
NOTE = (
    "Communes telles qu’à l’édition de chaque table. Aucun chiffre de l’observatoire n’est donné sur ces "
    f"découpages{INSEC}: ils aident à situer la commune."
)
LEGENDE_COMMUNES = Legende(zones=("commune", "communes"))
EXEMPLES = ("44109", "49007", "72181", "72180", "44184")  # as in the mock-up: four large towns, one small
# Named on the map, so that one finds one's way; the others say their name when they are pointed at.
VILLES = (*EXEMPLES, "53130", "44036", "49328", "49099", "85191", "85194")


# The question, as the h1, and what answers.
TITRE = (
    '<header class="obs-titre"><h1>Quelle est votre commune\u202f?</h1><p class="obs-sous-titre">Son chômage, ses '
    "embauches, ses métiers difficiles à pourvoir, sur une page.</p></header>"
)


def exemples_html() -> str:
    """Five communes, each a link to its page; the territories of the convention, and the one that a reader composes."""
    noms = zonages.noms("commune")
    liens = "".join(f"<li>{lien(adresse('territoires', lieu=f'commune:{c}'), noms[c])}</li>" for c in EXEMPLES)
    vers, suivis = partial(adresse, "territoires"), map(zonages.zonage, ("spo", "zef", "gtec"))
    lignes = [(vers(volet="loupe", zonage=z.code), z.libelle, len(zonages.zones(z.code))) for z in suivis]
    lignes.append((vers(volet="libre"), "Composer un territoire", ""))
    item = '<li><a href="{}" target="_self">{} <span>{}</span></a></li>'
    items = "".join(item.format(escape(ou), escape(mots), n) for ou, mots, n in lignes)
    exemples = f'<ul class="obs-exemples" aria-label="Par exemple">{liens}</ul>'
    return f'{exemples}<h2>Ou un territoire de la convention</h2><ul class="obs-lignes">{items}</ul>'


def etats_communes() -> dict[str, EtatZone]:
    """Communes without figures: pressing one opens its page."""
    noms = {c: f"{nom} ({zonages.DEPARTEMENTS[c[:2]]})" for c, nom in zonages.noms("commune").items()}
    return {c: EtatZone(None, "", f"{nom}{INSEC}: ouvrir sa page") for c, nom in noms.items()}


def origine_perimetre(z: zonages.Zonage) -> str:
    """Who states a perimeter, of which vintage, when: « Insee, … Millésime 2020, établi le 25 novembre 2026 »."""
    charge = f"{FINE}; chargé par l’utilisateur" if z.charge else ""
    return f"{z.source}. Millésime {z.millesime}, au {francais.date_libelle(z.date)}{charge}."


def confiance(z: zonages.Zonage) -> Html:
    """How sure a perimeter is: the word, after the badge wherever it is not attested."""
    if not z.decoupage_de_travail:
        return Html(escape(capitale(z.confiance)))
    return Html(f'<span class="obs-badge obs-badge--gris">Découpage de travail</span> {escape(z.confiance)}')


def ailleurs(zonage: str, code: str) -> list[recherche.Appartenance]:
    """Where a place is in every other zoning. Raises KeyError: no such zoning, or no such zone in it."""
    return [a for a in recherche.situer(zonage, code) if a.zonage != zonage]


def preparer(sujet: sujets.Sujet, autres: Sequence[recherche.Appartenance], ancien: str = "") -> Vue:
    """Words around where a place is; `ancien`: name of the former commune under which it was found."""
    travail = [z.libelle for a in autres if (z := zonages.zonage(a.zonage)).decoupage_de_travail]
    lecture = "Chaque ligne donne le territoire du découpage qui contient ce lieu"
    if any(a.raison and a.code_zone for a in autres):
        lecture += ", ou celui qui en contient la plus grande part de la population"
    if travail:
        noms = francais.enumeration([t[:1].lower() + t[1:] for t in travail])
        lecture += f". « Découpage de travail »{INSEC}: périmètre déduit ou supposé, remplaçable par fichier ({noms})"
    quoi = f"{capitale(ancien)} est aujourd’hui dans {sujet.nom}. " if ancien else ""
    communes = "" if sujet.zonage == "commune" else f", {francais.avec_unite(len(sujet.communes), 'communes')}"
    habitants = francais.avec_unite(sujet.population_nb, "habitants")
    surface = francais.nombre(sujet.surface_km2, 0 if sujet.surface_km2 >= 100 else 1)
    code = f", code {sujet.code}" if sujet.code.isdigit() else ""
    return Vue(
        titre=_titre(sujet, autres),
        sous_titre=f"{quoi}{habitants} en 2023{communes}, {surface}{INSEC}km²{code}",
        lecture=f"{lecture}.",
        champ="Périmètres en vigueur dans l’observatoire, communes au 1ᵉʳ janvier 2026, population municipale 2023.",
        source=f"Insee, code officiel géographique 2026{FINE}; source de chaque périmètre dans le tableau. {FONDS}.",
        badges=(("Découpages de travail", "gris"),) if travail else (),
    )


def _titre(sujet: sujets.Sujet, ou: Sequence[recherche.Appartenance]) -> str:
    dits = []
    for a in ou:
        if a.zonage in ("spo", "bassin") and a.code_zone:
            dans = sujets.de_zone(a.zonage, a.code_zone)
            part = f"pour {pourcent(a.part_population)} de sa population de 2023 " if a.raison else ""
            dits.append(f"{part}dans {dans.article} {dans.titre}")
    nom = sujet.nom if sujet.zonage == "commune" else sujet.qui
    return f"{nom} est {francais.enumeration(dits)}" if dits else f"{nom} n’est dans aucun territoire"


def pourcent(part: float) -> str:
    """A share; neither 0 nor 100 unless it is exactly so."""
    if 0 < part < 0.001 or 0.999 < part < 1:
        return f"{'moins de 0,1' if part < 0.5 else 'plus de 99,9'}{INSEC}%"
    decimales = 1 if 0 < part < 0.0995 or 0.9905 < part < 1 else 0
    return f"{francais.nombre(100 * part, decimales)}{INSEC}%"


def table(autres: Sequence[recherche.Appartenance]) -> Table:
    """One row a zoning: its zone, how sure that is."""
    lignes = []
    for a in autres:
        z, texte = zonages.zonage(a.zonage), escape(capitale(a.raison))
        if a.code_zone:
            texte = lien(adresse("territoires", lieu=f"{a.zonage}:{a.code_zone}"), a.libelle_zone)
            if a.raison:
                texte += f" {escape(pourcent(a.part_population))} de la population{FINE}; {escape(a.raison)}"
        note = f'<span class="obs-detail">{confiance(z)}. {escape(origine_perimetre(z))}</span>'
        lignes.append([capitale(z.libelle_zone), Html(texte + note)])
    return Table(en_tetes("Découpage", "Territoire"), lignes)


def liens(zonage: str, code: str) -> list[tuple[str, str]]:
    """(address, words) of the screens that say more of a place."""
    dans = {a.zonage: a.code_zone for a in recherche.situer(zonage, code) if a.code_zone}
    quoi = "Cette commune" if zonage == "commune" else "Ce territoire"
    sous_loupe = adresse("territoires", volet="loupe", zonage=zonage, zone=f"{zonage}:{code}")
    liens = [(sous_loupe, f"{quoi} sous ses découpages")]
    autres = ("portrait", "spo", "Portrait du SPO"), ("meteo", "bassin", "Météo des métiers du bassin")
    for page, autre, mots in autres:
        if c := dans.get(autre):
            liens.append((adresse(page, zonage=autre, zone=f"{autre}:{c}"), f"{mots} {lieux.genitif(autre, c)}"))
    return liens


def liens_zone(zonage: str, code: str) -> list[tuple[str, str]]:
    """Where the lens sends: portrait of the territory, its map, its trends."""
    return [
        (adresse(page, zonage=zonage, **{zone: f"{zonage}:{code}"}), f"{capitale(page)} {lieux.genitif(zonage, code)}")
        for page, zone in (("portrait", "zone"), ("carte", "zone"), ("tendances", "zones"))
    ]


def csv(sujet: sujets.Sujet, autres: Sequence[recherche.Appartenance]) -> bytes:
    """The table as CSV for French Excel, with the confidence and the source of each perimeter."""
    lignes = []
    for a in autres:
        z, qui = zonages.zonage(a.zonage), {"lieu": sujet.nom, "code_lieu": sujet.identifiant, "zonage": a.zonage}
        ou = {"libelle_zonage": z.libelle, "code_zone": a.code_zone, "libelle_zone": a.libelle_zone}
        part = {"part_population_pct": 100 * a.part_population if a.code_zone else float("nan")}
        lignes.append(qui | ou | part | {"remarque": a.raison} | valeur_du_perimetre(z))
    return csv_francais(pd.DataFrame(lignes), {"part_population_pct": 2})


def valeur_du_perimetre(z: zonages.Zonage) -> dict[str, str]:
    """Last columns of a file: what a perimeter is worth, and what its rows are."""
    return {nom: getattr(z, nom) for nom in ("confiance", "millesime", "date", "source")} | {"mention": mention(False)}


def de_commune(donnees: Donnees, code_commune: str) -> list[tuple[str, str, str, str]]:
    """The zones of a commune, in the order of `NIVEAUX`, newest edition of each table; empty when none was imported.

    Of each: words of the level with its year, name, that may not be imported, and code of the zone, who says it.
    """

    def lues(dataset: str, edition: str) -> pd.DataFrame:
        communes = donnees.lire(dataset, "communes")
        return communes[(communes["edition"] == edition) & (communes["code_commune"] == code_commune)]

    trouves = []
    if editions := donnees.officiel.millesimes("appartenance"):
        noms, lignes = {}, lues("appartenance", editions[-1])
        if nommees := donnees.officiel.millesimes("libelles_zones"):
            lus = donnees.lire("libelles_zones", "libelles")
            noms = {(r.niveau, r.code): r.libelle for r in lus[lus["edition"] == nommees[-1]].itertuples()}
        for niveau, mots in NIVEAUX.items():
            for r in lignes[lignes["niveau"] == niveau].itertuples():
                nom = noms.get((niveau, r.code), "nom non transmis")
                decoupage = francais.typographier(f"{capitale(mots)} {r.vintage}".strip())
                trouves.append((decoupage, nom, r.code, f"Insee, {editions[-1]}"))
    if editions := donnees.officiel.millesimes("clpe"):
        comite, source = "Comité local pour l’emploi", f"France Travail, {editions[-1]}"
        trouves += [(comite, r.libelle, r.code, source) for r in lues("clpe", editions[-1]).itertuples()]
    return trouves


def table_officiels(trouves: Iterable[tuple[str, str, str, str]]) -> Table:
    """One row a zone."""
    dit = '{} <span class="obs-detail">code {}</span>'
    lignes = [[quoi, Html(dit.format(escape(nom), escape(code))), source] for quoi, nom, code, source in trouves]
    return Table(en_tetes("Découpage", "Territoire", "Source"), lignes)
