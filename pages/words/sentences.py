"""The short words of a statement: its place, its date, its evidence, its verdict. The only ones, on every medium."""

from collections.abc import Iterable
from typing import Final, Self

from data_loaders import francais
from data_loaders.chiffres.observation import Evidence, Verdict
from data_loaders.francais import INSEC, capitale, echapper as escape
from geo import lieux, sujets, zonages

# What a zone is called before its name.
HEADS: Final = {"bassin": "bassin", "ze": "zone d’emploi", "zef": "ZEF", "spo": "SPO", "gtec": "GTEC"}
PART_REGIONALE: Final = "partie régionale"
WHOLE: Final = "hors région comprise"  # of a figure that counts communes of another region too
ESTIMATED: Final = "estimé"
ESTIMATES: Final = (Evidence.LOCAL, Evidence.SHARED, Evidence.NATIONAL)


class Said(str):
    """A sentence that keeps what each of its values is: `keys`, the question of each, in the order they are read;
    `html`: the same with each value in its `<data>`, escaped."""

    html: str
    keys: tuple[str, ...]

    @classmethod
    def of(cls, pieces: Iterable[str | tuple[str, str]]) -> Self:
        """A piece is text, or a value as it is printed and the question that gives it again."""
        dits = [p if isinstance(p, tuple) else (p, "") for p in pieces]
        said = cls("".join(texte for texte, _ in dits))
        said.html = "".join(f'<data value="{escape(c)}">{escape(t)}</data>' if c else escape(t) for t, c in dits)
        said.keys = tuple(c for _, c in dits if c)
        return said


def html(texte: str) -> str:
    """Markup of a sentence: its values marked where it knows them."""
    return getattr(texte, "html", "") or escape(texte)


def place(zonage: str, zone: str) -> str:
    """« Bassin de Mamers », « Zone d’emploi d’Alençon, partie régionale », « Sarthe », « Région »."""
    if zonage == "region":
        return "Région"
    if zonage not in HEADS:
        return capitale(zonages.libelle_zone(zonage, zone))
    nom = lieux.genitif(zonage, zone)
    suite = f", {PART_REGIONALE}" if lieux.part(sujets.de_zone(zonage, zone).titre) else ""
    return capitale(f"{HEADS[zonage]} {lieux.bref(nom)}{suite}")


def inside(zonage: str, zone: str) -> str:
    """The same inside a sentence: « bassin de Mamers », « Sarthe »."""
    nom = place(zonage, zone)
    return francais.en_phrase(nom) if zonage == "region" or HEADS.get(zonage, "").islower() else nom


def when(periode: str, *, flux: bool = False) -> str:
    """« 2024 », « 3ᵉ trim. 2023 », « fin 2019 » for a stock of December, « déc. 2019 » for its flow; never a year for
    a quarter."""
    if not flux and periode.endswith("-12"):
        return f"fin {periode[:4]}"
    rythme = francais.rythme_periode(periode)
    if rythme == "trimestriel":
        return francais.periode_libelle(periode).replace("trimestre", "trim.")
    return francais.periode_courte(periode) if rythme == "mensuel" else francais.periode_libelle(periode)


def since(periode: str, *, flux: bool = False) -> str:
    """The same after « depuis », « entre »: « 2018 », « le 3ᵉ trim. 2023 »."""
    article = "le " if francais.rythme_periode(periode) in ("trimestriel", "semestriel") else ""
    return article + when(periode, flux=flux)


def span(debut: str, fin: str, *, flux: bool = False) -> str:
    """From one period to another: « de 2016 à 2024 », « du 3ᵉ trim. 2021 au 3ᵉ trim. 2023 »."""
    a, b = when(debut, flux=flux), when(fin, flux=flux)
    return f"du {a} au {b}" if since(debut).startswith("le ") else f"de {a} à {b}"


def beside(verdict: Verdict, reference: str, other: str = "la région") -> tuple[str, str, str]:
    """Words before, the value of the reference as printed, words after it; `other`: what it is, with its article."""
    nu = other.removeprefix("la ")
    return {
        Verdict.MORE: (f"plus que {other} (", reference, ")"),
        Verdict.LESS: (f"moins que {other} (", reference, ")"),
        Verdict.SAME: (f"comme {other}", "", ""),
        Verdict.UNPROVEN: (f"{nu} ", reference, ", écart non prouvé"),
        Verdict.UNTESTED: (f"{nu} ", reference, ""),
        Verdict.INCOMPARABLE: ("", "", ""),
    }[verdict]


def coverage(zonage: str, zone: str, statut: str) -> str:
    """Which part of a zone that the edge of the region cuts is counted; "" of a zone that is whole, and of those whose
    name says it."""
    if statut == "D":
        return f", {WHOLE}"
    return f", {PART_REGIONALE}" if zonage == "epci" and zone in zonages.epci_a_cheval() else ""


def head(
    zonage: str, zone: str, periode: str, evidence: Evidence, *, flux: bool = False, asked: str = "", part: str = ""
) -> str:
    """« Bassin de Mamers, 2024, estimé : »: place, date, and the evidence where it is no producer's; `asked`: the place
    that the zone stands in for, « Bouaye, bassin de Nantes, … »; `part`: what `coverage` says of the zone."""
    ou = (f"{asked}, {inside(zonage, zone)}" if asked else place(zonage, zone)) + part
    preuve = "" if evidence not in ESTIMATES else f", {evidence if evidence == Evidence.NATIONAL else ESTIMATED}"
    return f"{ou}, {when(periode, flux=flux)}{preuve}{INSEC}: "
