"""A territory that a reader composes: communes and whole EPCI, a name, and the link that carries it.

Nothing of it is kept on the server: the address holds all of it, in a form short enough for any choice of communes.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby, permutations

import numpy as np
import pandas as pd

from geo import sujets, trace, zonages
from geo.sujets import Sujet
from geo.territoire import DE_LA_REGION
from geo.zonages import ErreurZonage

NOM_MAX, LONGUEUR_MAX = 60, 1_800
SANS_NOM = "Territoire sans nom"
# Communes of another region are named in the messages, up to that many.
CITES_MAX = 6
ABIME = "Le lien de ce territoire est abîmé\u00a0: le recopier en entier."
_SEPARATEUR = "~"
_SIREN_SIGNES, _COMMUNE_SIGNES = 6, 2


@lru_cache(maxsize=1)
def _membres() -> dict[str, frozenset[str]]:
    table = zonages.communes()
    table = table[table["siren_epci"] != ""]
    return {siren: frozenset(g["code_commune"]) for siren, g in table.groupby("siren_epci")}


def communes_epci(siren: str) -> frozenset[str]:
    """Return the communes of the region in an EPCI; KeyError when it has none."""
    return _membres()[siren]


def epci(t: Sujet) -> list[str]:
    """Return the SIREN of the EPCI whose every commune of the region is in a territory, sorted."""
    return sorted(s for s, membres in _membres().items() if membres <= t.communes)


def hors_epci_entiers(t: Sujet) -> list[str]:
    """Return its communes that are not here with the whole of their EPCI, sorted; one in no EPCI is always of them."""
    return sorted(t.communes.difference(*map(communes_epci, epci(t))))


def morceaux_nb(t: Sujet) -> int:
    """Return its number of separate pieces on the map: 1 when every commune touches the rest."""
    restent, morceaux = set(t.communes), 0
    while restent:
        morceaux += 1
        a_voir = [restent.pop()]
        while a_voir:
            voisines = _voisines()[a_voir.pop()] & restent
            restent -= voisines
            a_voir += voisines
    return morceaux


@lru_cache(maxsize=1)
def _voisines() -> dict[str, set[str]]:
    """Return the neighbours of each commune: those that share two corners of the drawing, hence a side."""
    zones = json.loads(zonages.trace("commune").read_text(encoding="utf-8"))["zones"]
    par_sommet: dict[tuple[int, int], list[str]] = {}
    for zone in zones:
        for sommet in {point for anneau in trace.anneaux(zone["d"]) for point in anneau}:
            par_sommet.setdefault(sommet, []).append(zone["code"])
    communs = Counter(paire for codes in par_sommet.values() for paire in permutations(codes, 2))
    voisines: dict[str, set[str]] = {zone["code"]: set() for zone in zones}
    for (a, b), nb in communs.items():
        if nb > 1:
            voisines[a].add(b)
    return voisines


def nommer(nom: str) -> str:
    """Return a name fit to be shown and carried by a link; ErreurZonage: too long, or a character that cannot be
    seen."""
    propre = re.sub(r"\s+", " ", unicodedata.normalize("NFC", nom)).strip()
    if len(propre) > NOM_MAX:
        raise ErreurZonage(f"Ce nom a {len(propre)} caractères\u00a0: {NOM_MAX} au plus.")
    if any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn") for c in propre):
        raise ErreurZonage("Ce nom contient un caractère invisible\u00a0: le saisir de nouveau.")
    return propre.replace(_SEPARATEUR, "-") or SANS_NOM


def composer(nom: str, communes: Iterable[str]) -> Sujet:
    """Return the territory of these communes of 2026, under a name of its author's (at most ``NOM_MAX`` printable
    characters, never markup); ErreurZonage: no commune, an unknown one, or a name that cannot be kept."""
    retenues = sorted(set(communes))
    connues = set(zonages.communes()["code_commune"])
    if inconnues := [c for c in retenues if c not in connues]:
        raise ErreurZonage(f"Communes inconnues en 2026 dans la région\u00a0: {_citer(inconnues)}.")
    if not retenues:
        raise ErreurZonage("Ce territoire n’a aucune commune.")
    return sujets.libre(nommer(nom), retenues)


def _citer(dits: list[str], signes: int | None = 12) -> str:
    suite = f" et {len(dits) - CITES_MAX} autres" if len(dits) > CITES_MAX else ""
    return ", ".join(d[:signes] for d in dits[:CITES_MAX]) + suite


def _en_36(n: int, signes: int) -> str:
    return np.base_repr(n, 36).lower().rjust(signes, "0")


def coder(t: Sujet) -> str:
    """Return the text that carries a territory in an address: name, EPCI, then the communes that differ from them.

    An EPCI is written when more than half of its communes are taken; a commune is written when it must be added to
    the EPCI written, or taken from them. Hence at most 71 x 6 + 614 x 2 signs and the name, whatever is chosen.
    """
    ecrits = [s for s, membres in sorted(_membres().items()) if 2 * len(membres & t.communes) > len(membres)]
    ecrites = t.communes ^ frozenset().union(*map(communes_epci, ecrits))
    par_departement = groupby(sorted(ecrites), key=lambda code: code[:2])
    parties = [dep + "".join(_en_36(int(c[2:]), _COMMUNE_SIGNES) for c in codes) for dep, codes in par_departement]
    return _SEPARATEUR.join([t.nom, "".join(_en_36(int(s), _SIREN_SIGNES) for s in ecrits), ".".join(parties)])


def _decouper(texte: str, signes: int) -> list[int]:
    if len(texte) % signes or not re.fullmatch(r"[0-9a-z]*", texte, re.ASCII):
        raise ErreurZonage(ABIME)
    return [int(texte[i : i + signes], 36) for i in range(0, len(texte), signes)]


def decoder(texte: str) -> Sujet:
    """Return the territory that a text of ``coder`` carries; codes abolished since follow their commune of today.
    ErreurZonage, in French: too long, damaged, an EPCI or a commune that the region does not have, no commune."""
    if len(texte) > LONGUEUR_MAX:
        raise ErreurZonage("Le lien de ce territoire est trop long pour être lu.")
    parties = texte.rsplit(_SEPARATEUR, 2)
    if len(parties) != 3:
        raise ErreurZonage(ABIME)
    nom, epci_ecrits, communes_ecrites = parties
    sirens = [f"{n:09d}" for n in _decouper(epci_ecrits, _SIREN_SIGNES)]
    if inconnus := [s for s in sirens if s not in _membres()]:
        raise ErreurZonage(f"EPCI inconnus en 2026 dans la région\u00a0: {_citer(inconnus)}.")
    codes = []
    for groupe in filter(None, communes_ecrites.split(".")):
        codes += [f"{groupe[:2]}{n:03d}" for n in _decouper(groupe[2:], _COMMUNE_SIGNES)]
    suite = zonages.successeurs()
    if inconnues := [c for c in codes if c not in suite]:
        raise ErreurZonage(f"Communes inconnues dans la région\u00a0: {_citer(inconnues)}.")
    return composer(nom, {suite[c] for c in codes}.symmetric_difference(set().union(*map(communes_epci, sirens))))


def lire_codes(texte: str) -> tuple[set[str], list[str]]:
    """Read codes of communes (5 digits) and EPCI (9 digits) pasted with any separator, words passed over. Return
    communes of 2026, then in French codes abolished (the commune that follows), of another region, unknown."""
    suite, membres = zonages.successeurs(), _membres()
    communes: set[str] = set()
    disparus, ailleurs, illisibles = {}, [], []
    # a spreadsheet writes 44036.0 for a code taken as a number
    for code in dict.fromkeys(re.findall(r"[0-9]+", re.sub(r"\.0+(?![0-9])", " ", texte), re.ASCII)):
        if code in membres:
            communes |= membres[code]
        elif code in suite:
            communes.add(suite[code])
            if suite[code] != code:
                disparus[code] = suite[code]
        elif len(code) in (5, 9):
            ailleurs.append(code)
        else:
            illisibles.append(code)
    noms = zonages.communes().set_index("code_commune")["libelle_commune"]
    reprises = [f"{ancien} (aujourd’hui {noms[actuel]}, {actuel})" for ancien, actuel in disparus.items()]
    dits = {
        f"Communes disparues, remplacées par celle qui les a reprises\u00a0: {_citer(reprises, None)}.": reprises,
        f"Codes qui ne sont ni une commune ni une intercommunalité {DE_LA_REGION}\u00a0: {_citer(ailleurs)}.": ailleurs,
        f"Nombres laissés de côté\u00a0: {_citer(illisibles)}. Une commune a 5 chiffres, une intercommunalité 9.":
            illisibles,
    }  # fmt: skip
    messages = [dit for dit, codes in dits.items() if codes]
    if not communes and not messages:
        messages.append("Aucun code lu\u00a0: coller des codes Insee de communes ou des SIREN d’intercommunalités.")
    return communes, messages


def recouper(sujet: Sujet, code_zonage: str) -> pd.DataFrame:
    """Return the zones of a zoning that a territory meets, the most populated part first: columns of
    ``zonages.recoupement`` (code_zone "" = in no zone), then part_communes (0 to 1, of the territory) and part_zone
    (of the population of the zone met; NaN where there is no zone)."""
    parts = sujet.recouper(code_zonage)
    populations = zonages.zones(code_zonage).set_index("code_zone")["population_nb"]
    return parts.assign(
        part_communes=parts["communes_nb"] / len(sujet.communes),
        part_zone=parts["population_nb"] / parts["code_zone"].map(populations),
    )
