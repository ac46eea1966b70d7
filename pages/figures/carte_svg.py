"""What a map shows, and its drawing as a standalone SVG file: no server, no browser, no outside reference."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

Mode = Literal["classes", "ecarts", "meteo", "cercles"]
Statut = Literal["ok", "s", "nd", "so", "hors"]

ABSENCES: Mapping[str, str] = MappingProxyType(
    {"s": "secret statistique", "nd": "non disponible", "so": "sans objet", "hors": "hors du découpage"}
)
_RIEN: Mapping = MappingProxyType({})


class EtatZone(NamedTuple):
    """What one zone shows for one period.

    Attributes:
        classe: 1 (lowest) to 5; None when there is no value, or for a count.
        valeur: the number as printed, without its unit: « 5,1 », « au moins 1 234 », « s », « n.d. ».
        etiquette: the full sentence read aloud: « Ancenis : 5,1 % », « Segré : secret statistique ».
        statut: `"ok"`, `"s"` (secret), `"nd"` (not collected), `"so"` (not applicable), `"hors"` (outside the zoning).
        nombre: the value itself: area of the circle, position on the scale, rank. None when there is none.
        indice: small letter or sign printed after the value: « p », « e », « b », « ≥ ».
        fragile: low reliability, drawn as lines over the colour.
    """

    classe: int | None
    valeur: str
    etiquette: str
    statut: Statut = "ok"
    nombre: float | None = None
    indice: str = ""
    fragile: bool = False


class Legende(NamedTuple):
    """Words and values of the legend, the same for every period unless a mapping says otherwise.

    Attributes:
        classes: words of each class, class 1 first: « moins de 50 % »; 3 to 5 of them, empty for counts.
        limites: the limits between classes, one less than `classes`.
        limites_libelles: the same as text: « 50 % ».
        etendue: both ends of the scale, drawn true to values.
        unite: printed after the values: « % », « points », « projets ».
        region: period -> (value, text without unit) of the whole region; absent when it is not known.
        region_libelle: name of that mark on the scale.
        lieux: zone code -> first words of the sentence: « À Ancenis »; code "" for the region.
        suite: words after the number, for every zone and period.
        suites: period -> zone code -> words that replace `suite`.
        absences: status -> words of its swatch; those of `ABSENCES` for the others.
        zones: what a zone is called, singular and plural.
        maximum: number whose circle is the largest, over all periods; counts only.
        tailles: three (number, text) of the nested circles, largest first; counts only.
        colonne: heading of the value column of the ranking.
    """

    classes: tuple[str, ...] = ()
    limites: tuple[float, ...] = ()
    limites_libelles: tuple[str, ...] = ()
    etendue: tuple[float, float] = (0, 1)
    unite: str = "%"
    region: Mapping[str, tuple[float, str]] = _RIEN
    region_libelle: str = "région"
    lieux: Mapping[str, str] = _RIEN
    suite: str = ""
    suites: Mapping[str, Mapping[str, str]] = _RIEN
    absences: Mapping[str, str] = ABSENCES
    zones: tuple[str, str] = ("zone", "zones")
    maximum: float = 0
    tailles: tuple[tuple[float, str], ...] = ()
    colonne: str = "Valeur"
