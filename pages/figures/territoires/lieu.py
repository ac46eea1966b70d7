"""A place looked for, then found: its zone in each zoning, drawn here or not, how sure that is, where to go on."""

from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.zones import NIVEAUX
from data_loaders.francais import FINE, INSEC, capitale, echapper as escape
from data_loaders.magasin.donnees import Donnees
from geo import lieux, recherche, sujets, zonages
from pages.figures import tables
from pages.figures.adresses import adresse, lien
from pages.figures.carte.dessin import EtatZone, Legende
from pages.figures.carte.vue import FONDS
from pages.figures.vues import Vue

ENTETES = tables.en_tetes("Découpage", "Territoire")
ENTETES_OFFICIELS = tables.en_tetes("Découpage", "Territoire", "Source")
LEGENDE_OFFICIELS = "Autres découpages officiels de la commune"
NOTE = (
    "Communes telles qu’à l’édition de chaque table. Aucun chiffre de l’observatoire n’est donné sur ces "
    f"découpages{INSEC}: ils aident à situer la commune."
)
LEGENDE_COMMUNES = Legende(zones=("commune", "communes"))
EXEMPLES = ("44109", "49007", "72181", "72180", "44184")  # as in the mock-up: four large towns, one small
# Named on the map, so that one finds one's way; the others say their name when they are pointed at.
VILLES = (*EXEMPLES, "53130", "44036", "49328", "49099", "85191", "85194")


def titre_html() -> str:
    """The question, as the h1, and what answers."""
    return (
        '<header class="obs-titre"><h1>Quelle est votre commune\u202f?</h1><p class="obs-sous-titre">Son chômage, ses '
        "embauches, ses métiers difficiles à pourvoir, sur une page.</p></header>"
    )


def exemples_html() -> str:
    """Five communes, each a link to its page."""
    noms = zonages.noms("commune")
    liens = "".join(f"<li>{lien(adresse('territoires', lieu=f'commune:{c}'), noms[c])}</li>" for c in EXEMPLES)
    return f'<ul class="obs-exemples" aria-label="Par exemple">{liens}</ul>'


def convention_html() -> str:
    """The territories of the convention, with how many, and the one that a reader composes."""
    lignes = [
        (adresse("territoires", volet="loupe", zonage=z), zonages.zonage(z).libelle, str(len(zonages.zones(z))))
        for z in ("spo", "zef", "gtec")
    ]
    lignes.append((adresse("territoires", volet="libre"), "Composer un territoire", ""))
    items = "".join(
        f'<li><a href="{escape(vers)}" target="_self">{escape(mots)} <span>{n}</span></a></li>'
        for vers, mots, n in lignes
    )
    return f'<h2>Ou un territoire de la convention</h2><ul class="obs-lignes">{items}</ul>'


def etats_communes() -> dict[str, EtatZone]:
    """Communes without figures: pressing one opens its page."""
    return {
        c: EtatZone(None, "", f"{nom} ({zonages.DEPARTEMENTS[c[:2]]}){INSEC}: ouvrir sa page")
        for c, nom in zonages.noms("commune").items()
    }


@dataclass(frozen=True, kw_only=True)
class VueLieu(Vue):
    """What is said of a place: its name, rows under `ENTETES`, (address, words) of screens; the rows as values."""

    nom: str
    lignes: list[list[str]]
    liens: tuple[tuple[str, str], ...]
    appartenances: tuple[recherche.Appartenance, ...]


def date_libelle(iso: str) -> str:
    """« 25 novembre 2026 », « août 2013 », « 2013 »; any other text is returned as it is."""
    annee, *reste = iso.split("-")
    if not (annee.isdigit() and all(r.isdigit() for r in reste) and len(reste) <= 2 and reste):
        return iso
    return francais.date_libelle(iso)


def origine_perimetre(z: zonages.Zonage) -> str:
    """Who states a perimeter, of which vintage, when: « Insee, … Millésime 2020, établi le 25 novembre 2026 »."""
    charge = f"{FINE}; chargé par l’utilisateur" if z.charge else ""
    return f"{z.source}. Millésime {z.millesime}, au {date_libelle(z.date)}{charge}."


def confiance(z: zonages.Zonage) -> tables.Html:
    """How sure a perimeter is: the word, after the badge wherever it is not attested."""
    if not z.decoupage_de_travail:
        return tables.Html(escape(capitale(z.confiance)))
    return tables.Html(f'<span class="obs-badge obs-badge--gris">Découpage de travail</span> {escape(z.confiance)}')


def preparer(zonage: str, code: str, ancien: str = "") -> VueLieu:
    """Everything said of a place; `ancien`: name of the former commune under which it was found.

    Raises:
        KeyError: no such zoning, or no such zone in it.
    """
    sujet = sujets.de_zone(zonage, code)
    ou = recherche.situer(zonage, code)
    autres = [a for a in ou if a.zonage != zonage]
    travail = [z.libelle for a in autres if (z := zonages.zonage(a.zonage)).decoupage_de_travail]
    lecture = "Chaque ligne donne le territoire du découpage qui contient ce lieu"
    if any(a.raison and a.code_zone for a in autres):
        lecture += ", ou celui qui en contient la plus grande part de la population"
    if travail:
        noms = francais.enumeration([t[:1].lower() + t[1:] for t in travail])
        lecture += f". « Découpage de travail »{INSEC}: périmètre déduit ou supposé, remplaçable par fichier ({noms})"
    return VueLieu(
        nom=sujet.nom,
        titre=_titre(sujet, autres),
        sous_titre=_sous_titre(sujet, ancien),
        lignes=[_ligne(a) for a in autres],
        lecture=f"{lecture}.",
        champ="Périmètres en vigueur dans l’observatoire, communes au 1ᵉʳ janvier 2026, population municipale 2023.",
        source=f"Insee, code officiel géographique 2026{FINE}; source de chaque périmètre dans le tableau. {FONDS}.",
        liens=_liens(zonage, code, ou),
        badges=(("Découpages de travail", "gris"),) if travail else (),
        appartenances=tuple(autres),
    )


def _titre(sujet: sujets.Sujet, ou: list[recherche.Appartenance]) -> str:
    dits = []
    for a in ou:
        if a.zonage in ("spo", "bassin") and a.code_zone:
            dans = sujets.de_zone(a.zonage, a.code_zone)
            part = f"pour {pourcent(a.part_population)} de sa population " if a.raison else ""
            dits.append(f"{part}dans {dans.article} {dans.titre}")
    nom = sujet.nom if sujet.zonage == "commune" else sujet.qui
    return f"{nom} est {francais.enumeration(dits)}" if dits else f"{nom} n’est dans aucun territoire"


def pourcent(part: float) -> str:
    """A share; neither 0 nor 100 unless it is exactly so."""
    if 0 < part < 0.001 or 0.999 < part < 1:
        return f"{'moins de 0,1' if part < 0.5 else 'plus de 99,9'}{INSEC}%"
    decimales = 1 if 0 < part < 0.0995 or 0.9905 < part < 1 else 0
    return f"{francais.nombre(100 * part, decimales)}{INSEC}%"


def _sous_titre(sujet: sujets.Sujet, ancien: str) -> str:
    quoi = f"{capitale(ancien)} est aujourd’hui dans {sujet.nom}. " if ancien else ""
    communes = "" if sujet.zonage == "commune" else f", {francais.avec_unite(len(sujet.communes), 'communes')}"
    habitants = francais.avec_unite(sujet.population_nb, "habitants")
    surface = francais.nombre(sujet.surface_km2, 0 if sujet.surface_km2 >= 100 else 1)
    code = f", code {sujet.code}" if sujet.code.isdigit() else ""
    return f"{quoi}{habitants} en 2023{communes}, {surface}{INSEC}km²{code}"


def _ligne(a: recherche.Appartenance) -> list[str]:
    z = zonages.zonage(a.zonage)
    nom = capitale(z.libelle_zone)
    note = f'<span class="obs-detail">{confiance(z)}. {escape(origine_perimetre(z))}</span>'
    if not a.code_zone:
        return [nom, tables.Html(f"{escape(capitale(a.raison))}{note}")]
    texte = lien(adresse("territoires", lieu=f"{a.zonage}:{a.code_zone}"), a.libelle_zone)
    if a.raison:
        texte += f" {escape(pourcent(a.part_population))} de la population{FINE}; {escape(a.raison)}"
    return [nom, tables.Html(texte + note)]


def _liens(zonage: str, code: str, ou: list[recherche.Appartenance]) -> tuple[tuple[str, str], ...]:
    dans = {a.zonage: a.code_zone for a in ou if a.code_zone}
    quoi = "Cette commune" if zonage == "commune" else "Ce territoire"
    sous_loupe = adresse("territoires", volet="loupe", zonage=zonage, zone=f"{zonage}:{code}")
    liens = [(sous_loupe, f"{quoi} sous ses découpages")]
    for page, autre, mots in (
        ("portrait", "spo", "Portrait du SPO"),
        ("meteo", "bassin", "Météo des métiers du bassin"),
    ):
        if c := dans.get(autre):
            liens.append((adresse(page, zonage=autre, zone=f"{autre}:{c}"), f"{mots} {lieux.genitif(autre, c)}"))
    return tuple(liens)


def liens_zone(zonage: str, code: str) -> list[tuple[str, str]]:
    """Where the lens sends: portrait of the territory, its map, its trends."""
    return [
        (adresse(page, zonage=zonage, **{zone: f"{zonage}:{code}"}), f"{mot} {lieux.genitif(zonage, code)}")
        for page, zone, mot in (
            ("portrait", "zone", "Portrait"),
            ("carte", "zone", "Carte"),
            ("tendances", "zones", "Tendances"),
        )
    ]


def csv(zonage: str, code: str, v: VueLieu) -> bytes:
    """The table as CSV for French Excel, with the confidence and the source of each perimeter."""
    lignes = [
        {
            "lieu": zonages.libelle_zone(zonage, code),
            "code_lieu": f"{zonage}:{code}",
            "zonage": a.zonage,
            "libelle_zonage": zonages.zonage(a.zonage).libelle,
            "code_zone": a.code_zone,
            "libelle_zone": a.libelle_zone,
            "part_population_pct": 100 * a.part_population if a.code_zone else float("nan"),
            "remarque": a.raison,
            **valeur_du_perimetre(zonages.zonage(a.zonage)),
        }
        for a in v.appartenances
    ]
    return tables.csv_francais(pd.DataFrame(lignes), {"part_population_pct": 2})


def valeur_du_perimetre(z: zonages.Zonage) -> dict[str, str]:
    """Last columns of a file: what a perimeter is worth, and what its rows are."""
    dits = {nom: getattr(z, nom) for nom in ("confiance", "millesime", "date", "source")}
    return dits | {"mention": tables.mention(False)}


class Officiel(NamedTuple):
    """Where a commune is at one level: words of the level with its year, name and code of the zone, who says it."""

    decoupage: str
    territoire: str
    code: str
    source: str


def de_commune(donnees: Donnees, code_commune: str) -> list[Officiel]:
    """The zones of a commune, in the order of `NIVEAUX`, newest edition of each table; empty when none was imported.

    A zone whose name was not imported is given by its code alone, and says so.
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
                trouves.append(Officiel(decoupage, nom, r.code, f"Insee, {editions[-1]}"))
    if editions := donnees.officiel.millesimes("clpe"):
        trouves += [
            Officiel("Comité local pour l’emploi", r.libelle, r.code, f"France Travail, {editions[-1]}")
            for r in lues("clpe", editions[-1]).itertuples()
        ]
    return trouves


def lignes_officiels(trouves: list[Officiel]) -> list[list[str]]:
    """Cells of the table under `ENTETES_OFFICIELS`."""
    dit = '{} <span class="obs-detail">code {}</span>'
    noms = [tables.Html(dit.format(escape(o.territoire), escape(o.code))) for o in trouves]
    return [[o.decoupage, nom, o.source] for o, nom in zip(trouves, noms, strict=True)]
