"""French numbers, periods and lists: the only place where a figure becomes text; which of them is old.

Typography: U+202F between thousands, decimal comma, U+2212 as minus, U+00A0 before « % ». Ordinals are written with the
raised letters U+1D49 and U+02B3, which our fonts have: the same text serves screens, drawings, files and titles.
"""

import math
import re
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from html import escape

from geo import reglages

FINE = "\u202f"
INSEC = "\u00a0"
MOINS = "\u2212"
LETTRES = ("aucun", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
MOIS_COURTS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")

# Any float fits; the usual 28 digits refuse 1e30.
_PRECISION = Context(prec=340)
DECIMALES_MAX = 2  # of a figure in a table or a file, whatever its producer writes
# rhythm -> how its periods are written, how many make a year
_RYTHMES = {
    "annuel": (re.compile(r"(?:19|20)\d\d\Z", re.ASCII), 1),
    "mensuel": (re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])\Z", re.ASCII), 12),
    "trimestriel": (re.compile(r"((?:19|20)\d\d)-T([1-4])\Z", re.ASCII), 4),
    "semestriel": (re.compile(r"((?:19|20)\d\d)-S([12])\Z", re.ASCII), 2),
}


def capitale(texte: str) -> str:
    """First letter in upper case, accents kept; the rest untouched."""
    return texte[:1].upper() + texte[1:]


def arrondir(x: float, decimales: int = 0) -> Decimal:
    """Round half away from zero, on the decimal writing of `x` (66.5 gives 67, 2.675 gives 2.68)."""
    return Decimal(repr(float(x))).quantize(Decimal(1).scaleb(-decimales), ROUND_HALF_UP, _PRECISION)


def decimales_lues(x: float) -> int:
    """How many decimals a producer's number has, two at most."""
    return max(0, -arrondir(x, DECIMALES_MAX).normalize().as_tuple().exponent)


def nombre(x: float | None, decimales: int = 0, *, signe: bool = False) -> str:
    """« 1 234,5 »; « n.d. » when `x` is missing; `signe` writes « + » before a positive value."""
    if x is None or not math.isfinite(x):
        return "n.d."
    arrondi = arrondir(x, decimales)
    texte = f"{abs(arrondi):,.{decimales}f}".replace(",", FINE).replace(".", ",")
    return f"{MOINS if arrondi < 0 else '+' if signe and arrondi > 0 else ''}{texte}"


def avec_unite(x: float | None, unite: str, decimales: int = 0, *, signe: bool = False) -> str:
    """A number and its unit: « 5,1 % », « 1 234 projets »; the missing value stays « n.d. »."""
    texte = nombre(x, decimales, signe=signe)
    return texte if texte == "n.d." or not unite else f"{texte}{INSEC}{accorder(unite, float(arrondir(x, decimales)))}"


def ecart(x: float | None, unite: str = "points", decimales: int = 1) -> str:
    """A signed gap: « +14,0 points », « −0,2 point »."""
    return avec_unite(x, unite, decimales, signe=True)


def minimum(part: float) -> str:
    """« au moins 17 % » of a lower bound in 0..1: rounded down, or it would say more than what is known."""
    return f"au moins {nombre(math.floor(100 * part + 1e-9))}{INSEC}%"


INVARIABLES = ("mois", "fois", "cas")


def en_phrase(libelle: str) -> str:
    """A label inside a sentence: its first letter alone is lowered, « allocataires du RSA », « catégorie A »."""
    return libelle if libelle[1:2].isupper() else libelle[:1].lower() + libelle[1:]


def de(mots: str) -> str:
    """« de 12 », « d’au moins 12 »."""
    return f"d’{mots}" if mots[:1] in "aeiouéèêâîôœ" else f"de {mots}"


def accorder(mot: str, n: float | None) -> str:
    """Singular of a plural unit when |n| < 2, as French requires: « 1,9 point », « 0 projet »; not of « pour 100 »."""
    if n is None or abs(n) >= 2 or "/" in mot or "." in mot or mot.startswith("pour "):
        return mot
    return " ".join(m[:-1] if m.endswith(("s", "œux")) and m not in INVARIABLES else m for m in mot.split(" "))


def ordinal(n: int) -> str:
    """« 1ᵉʳ », « 4ᵉ », of a masculine noun; the feminine is the same from the second."""
    return "1ᵉʳ" if n == 1 else f"{n}ᵉ"


def periode_libelle(periode: str) -> str:
    """« 2023 », « décembre 2019 », « 3ᵉ trimestre 2023 », « 1ᵉʳ semestre 2014 »; any other text as it is."""
    rythme, annee = rythme_periode(periode), periode[:4]
    if rythme == "mensuel":
        return f"{MOIS[int(periode[5:]) - 1]} {annee}"
    if rythme in ("trimestriel", "semestriel"):
        return f"{ordinal(int(periode[6:]))} {rythme.replace('iel', 'e')} {annee}"
    return periode


def periode_courte(periode: str) -> str:
    """« déc. 2019 », « T3 2023 », « S1 2014 » for a tick of an axis; any other text as it is."""
    rythme = rythme_periode(periode)
    if rythme in (None, "annuel"):
        return periode
    return f"{MOIS_COURTS[int(periode[5:]) - 1] if rythme == 'mensuel' else periode[5:]} {periode[:4]}"


def en_periode(periode: str, *, flux: bool = False) -> str:
    """The period with its preposition: « en 2023 », « fin décembre 2019 », « au 3ᵉ trimestre 2023 »; `flux`: what is
    counted happened during the month (« en décembre 2019 »), instead of being there at its end."""
    mois = "en" if flux else "fin"
    prepositions = {"mensuel": mois, "trimestriel": "au", "semestriel": "au"}
    return f"{prepositions.get(rythme_periode(periode) or '', 'en')} {periode_libelle(periode)}"


def etendue_periodes(periodes: Sequence[str]) -> str:
    """« de janvier 2012 à décembre 2024 », « d’août 2018 à… », « du 1ᵉʳ trimestre 2003 au 3ᵉ trimestre 2023 ».

    A single one is « en 2023 ».
    """
    if periodes[0] == periodes[-1]:
        return en_periode(periodes[0], flux=True)
    debut, fin = periode_libelle(periodes[0]), periode_libelle(periodes[-1])
    masculin = rythme_periode(periodes[0]) in ("trimestriel", "semestriel")
    return f"du {debut} au {fin}" if masculin else f"{de(debut)} à {fin}"


_TYPOGRAPHIE = (
    ("'", "’"),
    (" ;", f"{FINE};"),
    (" :", f"{INSEC}:"),
    (" ?", f"{FINE}?"),
    (" !", f"{FINE}!"),
    (" %", f"{INSEC}%"),
    ("« ", f"«{INSEC}"),
    (" »", f"{INSEC}»"),
    # Labels that their producer misspells; the files keep them as they were published.
    ("Ouviers ", "Ouvriers "),
    ("Eleveurs", "Éleveurs"),
    ("Educateurs", "Éducateurs"),
    ("installation lourde ", "installations lourdes "),
    ("oeuvre", "œuvre"),
    ("hygiène; de confort", "hygiène, de confort"),
)

# « 4e trimestre », not the identifier « 2021--4e5f6a7b ».
_ORDINAL = re.compile(r"(?<![\w-])([1-9]\d?)(?:er|e)(?=[ \u00a0][A-Za-zÀ-ÿ])")

_MILLIERS = re.compile(r"(?<![\d,.-]\d{3})(?<=\d) (?=\d{3}(?!\d))")
_UNITE = re.compile(r"(?<=\d) (?=€|points?\b)")


@lru_cache(maxsize=8192)
def typographier(texte: str) -> str:
    """Typographic apostrophes, ordinals and unbreakable spaces, in a sentence typed without; never for a file name.

    Known misspellings of producers are corrected too: the glossary says which.
    """
    for avant, apres in _TYPOGRAPHIE:
        texte = texte.replace(avant, apres)
    texte = _ORDINAL.sub(lambda m: ordinal(int(m[1])), texte)
    return _UNITE.sub(INSEC, _MILLIERS.sub(FINE, texte))


def echapper(texte: str) -> str:
    """Text for markup, typeset in French: what typed sentences, producers and files put in a page goes through here."""
    return escape(typographier(texte))


def quantieme(jour: int) -> str:
    """Day of a month: « 1ᵉʳ », « 31 »."""
    return ordinal(1) if jour == 1 else str(jour)


def date_libelle(jour: str | date) -> str:
    """« 5 mars 2014 », « 1ᵉʳ janvier 2024 », « août 2017 », « 2024 » of a day, or from an ISO date, whole or not."""
    iso = str(jour)
    mois, _, quantieme_lu = iso.rpartition("-") if iso.count("-") == 2 else (iso, "", "")
    quand = periode_libelle(mois)
    return f"{quantieme(int(quantieme_lu))} {quand}" if quantieme_lu else quand


def rythme_periode(periode: str) -> str | None:
    """The rhythm of a period code: `annuel`, `semestriel`, `trimestriel`, `mensuel`, or None when it is no period."""
    return next((rythme for rythme, (motif, _) in _RYTHMES.items() if motif.match(periode)), None)


def rang_periode(periode: str) -> float:
    """Place of a period on a time axis in years: the year itself, the middle of a month, quarter or half-year."""
    for motif, nb in _RYTHMES.values():
        if nb > 1 and (m := motif.match(periode)):
            return int(m[1]) + (int(m[2]) - 0.5) / nb
    return float(periode)


def un_an_avant(periode: str) -> str:
    """The same month, quarter or half of the year before: « 2019-12 » gives « 2018-12 »."""
    return f"{int(periode[:4]) - 1}{periode[4:]}"


def numero_periode(periode: str) -> int:
    """Number of a year, quarter (`2003-T1`) or month (`2003-01`): two neighbours of one rhythm differ by one.
    ValueError for a label that is none of them."""
    annee, _, reste = periode.partition("-")
    par_an = 4 if reste.startswith("T") else 12
    return int(annee) * par_an + int(reste.removeprefix("T")) if reste else int(annee)


def retourne(texte: str) -> bool:
    """Whether a character that is not seen turns the words after it over: one would not read what is written."""
    return re.search("[\u202a-\u202e\u2066-\u2069]", texte) is not None


def enumeration(mots: Sequence[str], conjonction: str = "et") -> str:
    """« a, b et c »."""
    if len(mots) < 2:
        return "".join(mots)
    return f"{', '.join(mots[:-1])} {conjonction} {mots[-1]}"


ANCIEN_ANS = 2  # a figure is old when its period ended more than so many years before today


def est_ancien(periode: str, jour: date | None = None) -> bool:
    """Whether a period (year, half, quarter, month) ended more than two years before a day, today without one;
    ValueError when it is none."""
    rythme = rythme_periode(periode)
    if rythme is None:
        raise ValueError(periode)
    dernier_mois = int(periode[5:].lstrip("ST") or 1) * 12 // _RYTHMES[rythme][1]
    jour = jour or reglages.jour()
    return (jour.year - ANCIEN_ANS, jour.month) > (int(periode[:4]), dernier_mois)


def mention_ancien(periode: str) -> str:
    """« ancien : déc. 2019 », which takes the place of the date of an old figure; "" for another."""
    return f"ancien{INSEC}: {periode_courte(periode)}" if est_ancien(periode) else ""
