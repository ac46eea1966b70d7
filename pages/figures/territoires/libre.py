"""A composed territory: what it is, the figures that can honestly be computed, the reasons of the others."""

import pandas as pd

from data_loaders import francais
from data_loaders.exports.ecriture import csv_francais
from data_loaders.francais import FINE, INSEC, capitale, echapper as escape
from data_loaders.portraits.territoire import Chiffre
from data_loaders.requetes import lignes as lignes_exportees
from geo import libre, lieux, zonages
from geo.sujets import Sujet
from pages.figures.carte.dessin import EtatZone, Legende
from pages.figures.carte.vue import COMMENT_CHARGER, FONDS
from pages.figures.tables import Table, en_tetes
from pages.figures.territoires.lieu import pourcent
from pages.figures.territoires.loupe import sources
from pages.figures.vues import Vue, badges_demo

CITES_MAX = 6
ETATS = ("à prendre", "pris en partie", "pris")
SANS_COMMUNE = Vue(
    "Composer un territoire à soi, et lire ce qui peut s’y calculer",
    "Prendre des intercommunalités ou des communes ci-dessous, sur la carte, ou coller leurs codes. Rien n’est gardé "
    "sur le serveur : l’adresse de la page porte tout le territoire, il suffit de la copier.",
)


def preparer(t: Sujet, chiffres: list[Chiffre]) -> Vue:
    """Everything said of a territory; `chiffres` are those of `data_loaders.portraits.territoire.chiffres`."""
    montres, n = [c for c in chiffres if c.connu or c.plage], sum(c.connu for c in chiffres)
    demonstration = any(c.demonstration for c in montres)
    habitants = francais.avec_unite(t.population_nb, "habitants")
    nb = f"{francais.avec_unite(n, 'indicateurs')} sur {len(chiffres)} s’y calcul{'ent' if n > 1 else 'e'}"
    entieres, epci = len(libre.epci(t)), ("aucune intercommunalité entière", "une intercommunalité entière")
    epci = epci[entieres] if entieres < 2 else f"{francais.nombre(entieres)} intercommunalités entières"
    dit = "Aucun chiffre n’y est estimé."
    if taux := next((c for c in chiffres if c.plage), None):
        dit = f"{taux.ind.libelle}, {francais.en_periode(taux.periode)}{INSEC}: {_plage(taux)} selon les zones "
        dit += f"rencontrées{FINE}; aucune valeur n’est estimée pour le territoire lui-même."
    champ = "Communes au 1ᵉʳ janvier 2026, population municipale 2023."
    return Vue(
        titre=f"{t.nom}{INSEC}: {habitants}{FINE}; {nb}",
        sous_titre=f"{francais.avec_unite(len(t.communes), 'communes')}, {epci}{FINE}; territoire composé par son "
        "lecteur, sans valeur officielle",
        lecture=f"«{INSEC}{t.nom}{INSEC}» compte {habitants}. {dit}",
        champ=f"{champ} {COMMENT_CHARGER}" if demonstration else champ,
        source=f"{sources((c.ind.source, c.demonstration) for c in montres)}. {FONDS}.",
        badges=badges_demo(demonstration),
    )


def faits(t: Sujet) -> tuple[tuple[str, str], ...]:
    """What the territory is: (term, text)."""
    surface, morceaux = round(t.surface_km2, 2), libre.morceaux_nb(t)
    autres = [zonages.libelle_zone("commune", c) for c in libre.hors_epci_entiers(t)]
    return (
        ("Population 2023", francais.avec_unite(t.population_nb, "habitants")),
        ("Densité", f"{francais.nombre(t.population_nb / surface)}{INSEC}hab./km²"),
        ("Surface", f"{francais.nombre(surface)}{INSEC}km²"),
        ("D’un seul tenant", "oui" if morceaux == 1 else f"non, {morceaux} morceaux"),
        ("Intercommunalités entières", _noms([zonages.libelle_zone("epci", s) for s in libre.epci(t)]) or "aucune"),
        *([("Autres communes", _noms(autres))] if autres else []),
    )


def _noms(noms: list[str]) -> str:
    autres = [f"{len(noms) - CITES_MAX} autres"] if len(noms) > CITES_MAX else []
    return francais.enumeration([*noms[:CITES_MAX], *autres])


def faits_html(faits: tuple[tuple[str, str], ...], fiche: bool = False) -> str:
    """The facts as a list of terms, in one column of sentences for a `fiche`; texts are escaped."""
    items = "".join(f"<div><dt>{escape(nom)}</dt><dd>{escape(texte)}</dd></div>" for nom, texte in faits)
    return f'<dl class="obs-faits{" obs-faits--fiche" if fiche else ""}">{items}</dl>'


def valeur(c: Chiffre) -> str:
    """The figure with its unit, or its range, or « n.d. »: « 70 420 habitants », « n.d. (de 4,1 à 6,3 %) »."""
    if not c.connu:
        return "n.d."
    texte = francais.avec_unite(c.ligne["value"], c.ind.unite, c.ind.decimales)
    return f"au moins {texte}" if c.ligne["minorant"] else texte


def _plage(c: Chiffre) -> str:
    """« de 4,1 à 6,3 % », « 4,1 % » when the zones met say the same, "" when there is no range."""
    if c.plage is None:
        return ""
    bas, haut = (francais.nombre(x, c.ind.decimales) for x in c.plage)
    bornes = haut if bas == haut else f"de {bas} à {haut}"
    return f"{bornes}{INSEC}{francais.accorder(c.ind.unite, c.plage[1])}"


def rencontrees(sujet: Sujet, c: Chiffre) -> pd.DataFrame:
    """Zones of the producer that the territory meets, of a figure that is not its own."""
    zones = sujet.rencontrer(c.zonage or c.ind.zonages[0])
    return zones if c.ligne is None else zones[:0]


def table(t: Sujet, chiffres: list[Chiffre]) -> Table:
    """One row an indicator, those that can be computed first."""
    lignes = []
    for c in sorted(chiffres, key=lambda c: not c.connu):
        zones = rencontrees(t, c).itertuples()
        noms = _noms([f"{r.libelle_zone} ({pourcent(r.part_population)} des habitants)" for r in zones])
        dits = "calculé" if c.connu else "n.d.", c.ind.libelle + (" (démonstration)" if c.demonstration else "")
        rencontres = f"{noms}{INSEC}: {_plage(c)}" if noms and c.plage else noms or "—"
        quand = francais.periode_libelle(c.periode) or "—"
        lignes.append([*dits, valeur(c), quand, rencontres, capitale(c.raison) or "—"])
    titres = ("État", "Indicateur", "Valeur #", "Période", "Zones du producteur rencontrées", "Remarque")
    return Table(en_tetes(*titres), lignes)


def etats(t: Sujet | None, unite: str) -> dict[str, EtatZone]:
    """States of the map on which zones are taken: taken whole, in part, or not."""
    communes, dits = t.communes if t else frozenset(), {}
    for code, nom in zonages.noms(unite).items():
        membres = libre.communes_epci(code) if unite == "epci" else {code}
        rang = 2 if membres <= communes else int(not communes.isdisjoint(membres))
        dits[code] = EtatZone(1 + rang, "", f"{nom}{INSEC}: {ETATS[rang]}")
    return dits


def prises(t: Sujet | None, unite: str) -> list[str]:
    """Zones taken whole, those that a press removes."""
    return (libre.epci(t) if unite == "epci" else sorted(t.communes)) if t else []


def legende(unite: str) -> Legende:
    """Words of that map."""
    mot = zonages.zonage(unite).libelle_zone
    return Legende(classes=ETATS, zones=(mot, lieux.pluriel(mot)))


def csv(t: Sujet, chiffres: list[Chiffre], lien: str) -> bytes:
    """Figures and reasons as CSV for French Excel; the territory is in each row, by the text of its link."""
    return csv_francais(pd.concat([_exportee(t, c) for c in chiffres], ignore_index=True).assign(lien=lien))


def _exportee(sujet: Sujet, c: Chiffre) -> pd.DataFrame:
    ligne = {"obs_status": "L", "minorant": False} if c.ligne is None else c.ligne.to_dict()
    value = c.ligne["value"] if c.connu else None
    bornes = {"value": value, "borne_basse": value, "borne_haute": None if ligne["minorant"] else value}
    dite = pd.DataFrame([ligne | bornes | {"code_zone": "", "periode": c.periode, "raison": c.raison}])
    lu, zones, zonage = {c.periode: c.instantane}, rencontrees(sujet, c), c.zonage or c.ind.zonages[0]
    return lignes_exportees.exportees(c.ind, zonage, dite, lu, c.demonstration, compose=sujet.nom).assign(
        zonage_rencontre=c.zonage if c.ligne is None else "",
        zones_rencontrees=" ; ".join(f"{r.code_zone} {r.libelle_zone}" for r in zones.itertuples()),
        plus_basse=c.plage[0] if c.plage else float("nan"),
        plus_haute=c.plage[1] if c.plage else float("nan"),
    )


def csv_communes(t: Sujet) -> bytes:
    """The communes of the territory as CSV, to be pasted back here or loaded elsewhere."""
    table = zonages.communes()
    table = table[table["code_commune"].isin(t.communes)]
    gardees = ["code_commune", "libelle_commune", "siren_epci", "population_nb", "surface_km2"]
    return csv_francais(table[gardees].assign(territoire=t.nom), {"population_nb": 0, "surface_km2": 2})
