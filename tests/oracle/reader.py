"""The second reader: each value that a page sends is asked again to the question object, each sentence is checked.

`PYTHONPATH=. python -m tests.oracle.reader [--donnees RACINE] [--lieux spo:ancenis …] [--vues meteo …]`

A value is a `<data>`: its `value` is the question that gives it again, the way an address asks it; three words more say
what is read of the answer: `compte` (how many rows are so), `sur=ensemble` (the share of all métiers), `colonne`. From
the sent text alone, numbers are read by a parser of its own; verdicts are recomputed from the rows.
"""

import argparse
import html
import re
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl

from data_loaders.erreurs import DemandeInvalide
from data_loaders.magasin.donnees import Donnees
from data_loaders.requetes import requete
from data_loaders.requetes.evaluation import Reponse
from geo import zonages

_DATA = re.compile(r'<data value="([^"]*)">(.*?)</data>', re.S)
_SENTENCE = re.compile(r"<(h[123]|p|li|td|dd|dt|caption|figcaption)\b[^>]*>(.*?)</\1>", re.S)
_TAG, _SPACE = re.compile(r"<[^>]+>"), re.compile(r"[\s\u00a0\u202f]+")
_NUMBER = re.compile(r"[-−]?\d+(?: \d{3})*(?:,\d+)?")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_COUNTS = {
    "estimes": lambda x: x["valeur"].notna(),
    "difficiles": lambda x: x["classe"].ge(4) & x["certitude"].isin(("solide", "indicatif")),
    "aussi_en_france": lambda x: _COUNTS["difficiles"](x) & x["part_france"].add(0.5).floordiv(1).ge(60),
}
ALL = {"tous": None, "toutes": None}  # said of a count: as many as there are
# Verdict -> the words that say it, of a value beside that of the region.
_VERDICTS = {"plus": ("plus que la région",), "moins": ("moins que la région",), "égal": ("comme la région",)}
UNDATED = (" recoupe ", " réunit ", " diffère", "par les liens du ROME")  # perimeters, versions, a nomenclature
FORBIDDEN = ("autant que", "comme en moyenne", "huit fois sur dix")


class Fault(NamedTuple):
    """What is wrong with a sentence: the rule, the address, the sentence, and what the rows say."""

    rule: str
    address: str
    sentence: str
    why: str

    def __str__(self) -> str:
        return f"{self.rule} · {self.address}\n    {self.sentence}\n    {self.why}"


def plain(markup: str) -> str:
    """The text of some markup, spaces made one."""
    return _SPACE.sub(" ", html.unescape(_TAG.sub("", markup))).strip()


def number(text: str) -> float | None:
    """The first number of a French text: « 1 234,5 » is 1234.5; None where there is none."""
    lu = _NUMBER.search(_SPACE.sub(" ", text))
    return float(lu[0].replace(" ", "").replace(",", ".").replace("−", "-")) if lu else None


class Reader:
    """Asks again what pages say; `values`: question -> how each page printed it."""

    def __init__(self, donnees: Donnees) -> None:
        self.donnees = donnees
        self.rows = lru_cache(maxsize=4096)(self._rows)
        self.values: dict[str, tuple[str, str]] = {}

    def _rows(self, question: str):
        return Reponse(self.donnees, requete.lire(self.donnees, parse_qsl(question))).table

    def expected(self, key: str) -> tuple[float, dict]:
        """The value of a key, and the row that has it (the first of those that are counted)."""
        dits = dict(parse_qsl(key))
        reste = {c: dits.pop(c, "") for c in ("compte", "sur", "colonne")}
        x = self.rows("&".join(f"{c}={v}" for c, v in dits.items()))
        ligne = x.iloc[0].to_dict()
        if reste["compte"]:
            return float(_COUNTS[reste["compte"]](x).sum()), ligne
        if reste["sur"]:
            tout = self.rows("&".join(f"{c}={v}" for c, v in dits.items() if c != "metier"))
            return 100 * ligne["valeur"] / tout["valeur"].iloc[0], ligne
        return float(ligne[reste["colonne"] or "valeur"]), ligne

    def read(self, address: str, markup: str) -> Iterator[Fault]:
        """The faults of a page."""
        for tag, corps in _SENTENCE.findall(markup):
            yield from self._sentence(address, tag, corps)

    def _sentence(self, address: str, tag: str, corps: str) -> Iterator[Fault]:
        dit, valeurs = plain(corps), _DATA.findall(corps)
        if mot := next((m for m in FORBIDDEN if m in dit), ""):
            yield Fault("R3", address, dit, f"« {mot} » is no verdict")
        if "…" in dit and tag in ("h1", "h2"):
            yield Fault("R11", address, dit, "a name is cut")
        nus = plain(_DATA.sub("", corps))
        compte = number(_YEAR.sub("", nus)) is not None and not any(mot in dit for mot in UNDATED)
        if tag in ("h1", "h2") and not valeurs and compte and not _YEAR.search(dit):
            yield Fault("R5", address, dit, "a number in a title, and no year")
        lues = []
        for cle, texte in valeurs:
            cle, texte = html.unescape(cle), plain(texte)
            try:
                attendu, ligne = self.expected(cle)
            except (DemandeInvalide, LookupError, ValueError) as e:  # a key that no one can ask
                yield Fault("R1", address, dit, f"{cle}: {e!r}")
                continue
            lu = attendu if texte in ALL else number(texte)
            decimales = len(texte.partition(",")[2].rstrip(" %")) if "," in texte else 0
            if lu is None or abs(lu - attendu) > 0.5 * 10**-decimales + 1e-9:
                yield Fault("R1", address, dit, f"{cle}: {attendu:.6g}, « {texte} » printed")
            avant = self.values.setdefault(cle, (texte, address))
            if avant[0] != texte and number(avant[0]) is not None and lu is not None and number(texte) is not None:
                yield Fault("R9", address, dit, f"« {avant[0]} » on {avant[1]}")
            if ligne["au_moins"] and "compte" not in cle and "sur=" not in cle and "au moins" not in dit:
                yield Fault("R1", address, dit, "a lower bound is printed as exact")
            lues.append((cle, ligne, attendu, texte))
        if lues:
            yield from self._situated(address, dit, lues)

    def _situated(self, address: str, dit: str, lues: list[tuple[str, dict, float, str]]) -> Iterator[Fault]:
        """Place, date, evidence and verdict of a sentence that has values."""
        nu = _SPACE.sub(" ", dit.replace("’", "'")).lower()
        for cle, ligne, _, _ in lues:
            nom = str(ligne["libelle_zone"]).partition(" (")[0].replace("’", "'").lower()
            # « des Herbiers » of « Les Herbiers », « du Mans » of « Le Mans »
            mot = re.sub(r"^(les|le) ", "", nom)
            if ligne["zonage"] != "region" and "colonne=part_france" not in cle and mot not in nu:
                yield Fault("R4", address, dit, f"{cle}: « {ligne['libelle_zone']} » is not said")
            if str(ligne["periode"])[:4] not in dit:
                yield Fault("R5", address, dit, f"{cle}: {ligne['periode']} is not said")
            if "-T" in str(ligne["periode"]) and "trim" not in dit:
                yield Fault("R5", address, dit, f"{cle}: a quarter said as its year")
            if ligne["estimee"] and "estim" not in dit and "d’après la France" not in dit:
                yield Fault("R7", address, dit, f"{cle}: an estimate is said as published")
        yield from self._verdict(address, dit, lues)

    def _verdict(self, address: str, dit: str, lues: list[tuple[str, dict, float, str]]) -> Iterator[Fault]:
        """A value beside that of the region: the words are those of what the rows prove."""
        region = next((x for x in lues if x[1]["zonage"] == "region"), None)
        ici = next((x for x in lues if x[1]["zonage"] != "region"), None)
        if region is None or ici is None or "sur=" in ici[0]:
            dits = [v for v, mots in _VERDICTS.items() if any(m in dit for m in mots)]
            if dits:
                yield Fault("R3", address, dit, "a verdict without its two values")
            return
        etat = {"au-dessus": "plus", "au-dessous": "moins", "écart non prouvé": "indistinct"}.get(ici[1].get("etat"))
        verdict = (
            etat
            if ici[1]["estimee"]
            else ("égal" if ici[3] == region[3] else "plus" if ici[2] > region[2] else "moins")
        )
        for nom, mots in _VERDICTS.items():
            if any(m in dit for m in mots) and nom != verdict:
                yield Fault("R3", address, dit, f"the rows prove « {verdict} »")
        if verdict == "indistinct" and "non prouvé" not in dit and "ne permet pas" not in dit:
            yield Fault("R3", address, dit, "a gap that is not proven is not said so")


def addresses(vues: Iterable[str], lieux: Iterable[str]) -> list[str]:
    """Each view, and each in each place."""
    return [f"/{v}{'&' if '?' in v else '?'}lieu={lieu}" if lieu else f"/{v}" for v in vues for lieu in lieux]


def walk(donnees: Donnees, adresses: Iterable[str]) -> Iterator[Fault | int]:
    """The faults of each page, then how many values were read on it."""
    from pages.components import document  # the one way to what a reader is sent
    from pages.components.seance import rejeu
    from pages.figures.ecrans import PAR_MODULE

    lecteur = Reader(donnees)
    for adresse in adresses:
        module, question = rejeu.ecran_de(adresse)
        feuille = document.ecrire(PAR_MODULE[module], parse_qsl(question), tout=True)
        markup = "\n".join(n.dit["corps"] for n in feuille.racine.descendants() if n.genre == "html")
        yield from lecteur.read(adresse, markup)
        yield len(_DATA.findall(markup))


VIEWS = (
    "territoires",
    "meteo",
    "formation?entree=territoire",
    "carte",
    "tendances",
    "secteurs",
    "secteurs?secteur=numerique",
    "secteurs?secteur=vegetal",
    "explorer",
    "convention",
    "donnees",
    "portrait",
)
PLACES = ("", "spo:ancenis", "commune:72180", "commune:44007", "departement:85", "epci:243500741")


def main(arguments: list[str] | None = None) -> int:
    """Print the faults; the code is 1 when there are any."""
    p = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    p.add_argument("--lieux", nargs="*", default=None)
    p.add_argument("--vues", nargs="*", default=VIEWS)
    args = p.parse_args(arguments)
    tous = [
        f"{z}:{c}"
        for z in ("region", "departement", "bassin", "ze", "epci", "spo", "zef", "gtec")
        for c in zonages.noms(z)
    ]
    trouves = list(walk(Donnees(), addresses(args.vues, tous if args.lieux is None else args.lieux)))
    fautes = [x for x in trouves if isinstance(x, Fault)]
    print(*fautes, f"{sum(x for x in trouves if isinstance(x, int))} values, {len(fautes)} faults", sep="\n")
    return bool(fautes)


if __name__ == "__main__":
    sys.exit(main())
