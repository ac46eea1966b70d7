"""What a map shows, zone by zone, and its drawing for a file: the same states, words and colours as in the browser."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from data_loaders.contracts.base import INDICES
from pages.figures import lecture, svg
from pages.figures.carte.plan import Plan, lire
from pages.figures.svg import CORPS, EM_TEXTE, LARGEUR, MARGE, dire, el, lettres, nb
from pages.figures.theme import POLICE_TITRES, Theme, encres, motifs_svg, rampe, tokens

Mode = Literal["classes", "ecarts", "meteo", "cercles"]
Statut = Literal["ok", "s", "nd", "so", "hors"]

ABSENCES: Mapping[str, str] = {
    "s": "secret statistique",
    "nd": "non disponible",
    "so": "sans objet",
    "hors": "hors du découpage",
    "fragile": "à confirmer",
}
_RIEN: Mapping = MappingProxyType({})

# The period of a map whose shapes alone are told: the year of the communes.
SANS_TEMPS = "2026"


class EtatZone(NamedTuple):
    """What one zone shows for one period."""

    classe: int | None  # 1 (lowest) to 5; None when there is no value, or for a count
    valeur: str  # the number as printed, without its unit: « 5,1 », « au moins 1 234 », « s », « n.d. »
    etiquette: str  # the full sentence read aloud: « Ancenis : 5,1 % », « Segré : secret statistique »
    # `"ok"`, `"s"` (secret), `"nd"` (not collected, or of a class that cannot be told: then `valeur` and `nombre` hold
    # the value), `"so"` (not applicable), `"hors"` (outside the zoning).
    statut: Statut = "ok"
    nombre: float | None = None  # the value itself: area of the circle, position on the scale, rank; None without one
    indice: str = ""  # small letter printed after the value: « p », « e », « b », « d »; « ≥ » is printed before it
    fragile: bool = False  # the side of the class is not sure enough to be said, drawn as lines over the colour

    @property
    def chiffree(self) -> bool:
        """Whether the state shows a value, with or without a class."""
        return self.statut == "ok" or self.nombre is not None

    @property
    def ecrite(self) -> str:
        """The value with its sign or letter: « ≥ 42 283 », « 5,1 p »."""
        if self.indice == "≥":
            return f"≥\u00a0{self.valeur}"
        return f"{self.valeur}\u00a0{self.indice}" if self.indice else self.valeur


class Legende(NamedTuple):
    """Words and values of the legend, the same for every period unless a mapping says otherwise."""

    classes: tuple[str, ...] = ()  # words of each, class 1 first: « moins de 50 % »; 3 to 5 of them, none for counts
    limites: tuple[float, ...] = ()  # between classes, one less; empty where a class is no interval of values
    limites_libelles: tuple[str, ...] = ()  # the same as text: « 50 % »
    etendue: tuple[float, float] = (0, 1)  # both ends of the scale, drawn true to values
    unite: str = "%"  # printed after the values: « % », « points », « projets »
    coupes: Mapping[str, Mapping[str, Any]] = _RIEN  # period -> those of the four above that are cut on it
    region: Mapping[str, tuple[float, str]] = _RIEN  # period -> (value, text without unit) of the whole, where known
    sens: Mapping[str, str] = _RIEN  # period -> how the region moved, in words
    ages: Mapping[str, str] = _RIEN  # period -> that it is old, in words
    region_libelle: str = "région"  # name of that mark on the scale
    lieux: Mapping[str, str] = _RIEN  # zone code -> first words of the sentence: « À Ancenis »; "" for the region
    suite: str = ""  # words after the number, for every zone and period
    suites: Mapping[str, Mapping[str, str]] = _RIEN  # period -> zone code -> words that replace `suite`
    # Period -> (first words, number, other words): the sentence when no zone is chosen, instead of that of the region.
    dits: Mapping[str, tuple[str, str, str]] = _RIEN
    extremes: Mapping[str, str] = _RIEN  # period -> the sentence under the strip when no zone is shown
    courbe: str = ""  # address of the curve of a zone, but for its code; "" where there is none
    # Status -> words of its swatch, those of `ABSENCES` for the others; `fragile` names the fragile values, `dehors`
    # the land of the region that is in no zone, when there is some.
    absences: Mapping[str, str] = ABSENCES
    zones: tuple[str, str] = ("zone", "zones")  # what a zone is called, singular and plural
    maximum: float = 0  # number whose circle is the largest, over all periods; counts only
    tailles: tuple[tuple[float, str], ...] = ()  # three (number, text) of nested circles, largest first; counts only
    colonne: str = "Valeur"  # heading of the value column of the ranking

    def a(self, periode: str) -> "Legende":
        """The legend of one period, its own classes in place of those of all."""
        return self._replace(**self.coupes.get(periode, _RIEN), coupes=_RIEN)


class Dessin(NamedTuple):
    """What a map draws whatever the zone and the period chosen."""

    mode: Mode  # `"classes"` (rates), `"ecarts"` (signed gaps), `"meteo"` (skies), `"cercles"` (counts: area ∝ number)
    etats: Mapping[str, Mapping[str, EtatZone]]  # period -> zone -> state, in time order
    legende: Legende
    sous_titres: Mapping[str, str] = _RIEN  # period -> what, where, when, unit
    # Period -> zone -> what is said of it; under "", the finding. The map writes both in the head of the page
    # (`identite.titre`) with the zone, period or view chosen, in the words that the next run will say.
    titres: Mapping[str, Mapping[str, str]] = _RIEN


def montre(carte: Mapping[str, Any]) -> Dessin:
    """The view that a map shows, of those that `territory_map` is given."""
    return carte["dessins"][carte.get("vue", "")]


RAYON_MAX = 62
NOMS_MAX = 150  # zones past which borders are thin, and values are left to who points at them, as in the browser
# Before the name of a pattern: a page may hold the drawings of both themes.
_PREFIXES = {"page": "carte-", "clair": "carte-", "sombre": "carte-sombre-"}
_RAMPE = {"classes": "maree", "ecarts": "ecarts", "meteo": "meteo"}
_SIGNES = {"s": "s", "nd": "n.d.", "so": "///", "hors": ""}
_RANGS = {1: (1,), 2: (1, 2), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}  # colour of each class
# Pattern of each colour of the ramp, when it has one: the lowest of a rate and the middle of the gaps are plain.
_TRAMES_TAUX = (None, "t2", "t3", "t4", "t5")
_TRAMES = {"classes": _TRAMES_TAUX, "meteo": _TRAMES_TAUX, "ecarts": ("e1", "e2", None, "e4", "e5")}


# How a zone without a class is dressed: colours are names of tokens, a pattern replaces the fill.
_HABITS: Mapping[str, Mapping[str, str | None]] = {
    "ok": {"aplat": "surface", "encre": "encre", "motif": None},
    "s": {"aplat": "vide", "encre": "encre", "motif": "secret"},
    "nd": {"aplat": "vide", "encre": "encre", "motif": "nd"},
    "so": {"aplat": "surface", "encre": "encre", "motif": None},
    "hors": {"aplat": "creux", "encre": "encre2", "motif": None},
}
_EM_VALEUR, _EM_NOM = 0.54, 0.56  # mean width of a character of a label of the map in our fonts, in em


def rang_couleur(classe: int, classes: int) -> int:
    """Colour of the ramp, 1 to 5, for a class: three classes take 1-3-5, four take 1-2-4-5."""
    return _RANGS[classes][classe - 1]


def rayon(nombre: float | None, maximum: float) -> float:
    """Radius of a circle whose area is proportional to the number; 0 when there is nothing to draw."""
    if nombre is None or not (nombre > 0 and maximum > 0):
        return 0.0
    return RAYON_MAX * math.sqrt(nombre / maximum)


class Aspect(NamedTuple):
    """What each zone looks like and says in one drawing: `etats`, `legende`, `mode` as those of `Dessin`, at one
    period; `trames`: class patterns over the colours."""

    etats: Mapping[str, EtatZone]
    legende: Legende
    mode: Mode
    theme: str = "clair"
    trames: bool = False

    def etat(self, zone: Mapping[str, Any]) -> EtatZone:
        """The state of a zone of a trace."""
        absent = EtatZone(None, "n.d.", f"{zone['libelle']}\u00a0: {self.mots('nd')}", "nd")
        return self.etats.get(zone["code"], absent)

    def mots(self, statut: str) -> str:
        """Words of an absence."""
        return self.legende.absences.get(statut, ABSENCES[statut])

    def _rang(self, etat: EtatZone) -> int | None:
        """Colour of the ramp, from 0; None where the zone has no class."""
        if etat.statut != "ok" or etat.classe is None or self.mode == "cercles":
            return None
        return rang_couleur(etat.classe, len(self.legende.classes)) - 1

    def couleurs(self, etat: EtatZone) -> tuple[str, str, str]:
        """Fill, halo and ink of a zone."""
        t, rang = tokens(self.theme), self._rang(etat)
        if rang is None:
            habit = _HABITS[etat.statut]
            aplat = t[habit["aplat"]]
            return self.motif(habit["motif"]) if habit["motif"] else aplat, aplat, t[habit["encre"]]
        aplat = rampe(_RAMPE[self.mode], self.theme)[rang]
        return aplat, aplat, encres(_RAMPE[self.mode], self.theme)[rang]

    def motif(self, nom: str) -> str:
        """A pattern as a fill."""
        return f"url(#{_PREFIXES[self.theme]}{nom})"

    def trame(self, etat: EtatZone) -> str | None:
        """Class pattern over the colour, None when there is none."""
        rang = self._rang(etat) if self.trames else None
        nom = rang is not None and _TRAMES[self.mode][rang]
        return self.motif(nom) if nom else None

    def cercles(self, zones: Iterable[Mapping[str, Any]]) -> list[tuple[float, Mapping[str, Any]]]:
        """Radius and zone of each circle, largest first, so that a small circle is never hidden."""
        if self.mode != "cercles":
            return []
        rayons = ((rayon(self.etat(zone).nombre, self.legende.maximum), zone) for zone in zones)
        return sorted(((r, zone) for r, zone in rayons if r), key=lambda paire: -paire[0])


def constantes() -> dict[str, Any]:
    """What the map of the screen shares with the drawing of a file, to be written as JSON for the browser: `signes`,
    `absences`: status -> sign, words; `indices`: letter after a number -> words; `habits`: status -> as `_habit`;
    `classes`: mode -> for each number of classes, that of each; `motifs`: `<pattern>` elements, in variables of the
    page, whose names begin by `prefixe`."""
    return {
        "rayon_max": RAYON_MAX,
        "signes": _SIGNES,
        "absences": dict(ABSENCES),
        "indices": {lettre: lecture.MOTS_STATUT[statut] for statut, lettre in INDICES.items()},
        "habits": {statut: _habit(EtatZone(None, "", "", statut)) for statut in _HABITS},
        "classes": {
            mode: [[_habit(EtatZone(i, "", ""), mode, n) for i in range(1, n + 1)] for n in range(6)] for mode in _RAMPE
        },
        "motifs": motifs_svg(_PREFIXES["page"], "page"),
        "prefixe": _PREFIXES["page"],
    }


def _habit(modele: EtatZone, mode: Mode = "classes", classes: int = 0) -> list[str | None]:
    """Fill, halo, ink and class pattern (None: none) of such a zone, in variables of the page."""
    a = Aspect({}, Legende(classes=("",) * classes), mode, "page", trames=True)
    return [*a.couleurs(modele), a.trame(modele)]


def _phrase(a: Aspect, periode: str, selection: str | None) -> str:
    """The legend as a sentence for the chosen zone, or the value of the region; empty when neither is known."""
    legende, code = a.legende, selection
    unite = f"\u00a0{legende.unite}" if legende.unite else ""
    etat = a.etats.get(code) if code else None
    if etat and etat.chiffree and (lieu := legende.lieux.get(code)):
        suite = legende.suites.get(periode, _RIEN).get(code, legende.suite)
        valeur = f"au moins {etat.valeur}" if etat.indice == "≥" else etat.valeur
        return f"{lieu}, {valeur}{unite} {suite}".rstrip() + "."
    if etat:
        return f"{etat.etiquette}."
    if dits := legende.dits.get(periode):
        return f"{' '.join(filter(None, dits))}."
    region = legende.region.get(periode)
    return f"{legende.region_libelle.capitalize()}\u00a0: {region[1]}{unite}." if region else ""


def peindre(p: Plan, trace: Mapping[str, Any], a: Aspect, *, titres: bool = True) -> None:
    """Zones in their colours, their borders, circles; `titres`: each is said to who points at it."""
    zones = trace["zones"]
    p.couches.append(el("defs", motifs_svg(_PREFIXES[a.theme], a.theme)))
    for zone in zones:
        etat = a.etat(zone)
        dit = [el("title", dire(etat.etiquette))] if titres else []
        p.couches.append(el("path", *dit, class_="zone", data_code=zone["code"], d=zone["d"], fill=a.couleurs(etat)[0]))
        if trame := a.trame(etat):
            p.tracer(zone["d"], fond=trame, class_="trame")
        if etat.fragile:
            p.tracer(zone["d"], fond=a.motif("fragile"), class_="fragile")
    fin = 0.35 if len(zones) > NOMS_MAX else 1
    tout = "".join(zone["d"] for zone in zones)
    p.tracer(tout, "limite", 2.8 * fin)
    p.tracer(tout, "cote", 0.8 * fin)
    p.tracer("".join(zone["d"] for zone in zones if a.etat(zone).statut == "so"), "encre", 1.4, tirets=(6, 4))
    p.tracer(p.fond["region"], "cote", 1.5)
    echelle = p.cadre[2] / LARGEUR
    p.couches += [_cercle(a, z["x"], z["y"], r * echelle, 0.75, p.u) for r, z in a.cercles(zones)]


def dessiner(carte: Mapping[str, Any]) -> svg.Dessin:
    """The map as a file shows it, on its ground and over its legend; `carte`: as `territory_map` takes it."""
    periode, selection, d = carte["periode"], carte["selection"], montre(carte)
    trace, autres = lire(Path(carte["trace"])), carte.get("contours")
    a = Aspect(d.etats[periode], d.legende.a(periode), d.mode, trames=True)
    p = Plan.entier("clair", LARGEUR, lire(Path(carte["fond"])))
    p.sol("creux", eaux=True)
    peindre(p, trace, a)
    choisie = _zone(trace, selection)
    if autres:
        contours, choisi = lire(Path(autres)), carte.get("contour_choisi")
        choisie = choisie or _zone(contours, choisi)
        zones = contours["zones"] if carte.get("contours_tous", True) else filter(None, [_zone(contours, choisi)])
        p.tracer("".join(z["d"] for z in zones), "encre", 2.2, tirets=(9, 5), dessous=2.8)
    if choisie:
        p.tracer(choisie["d"], "encre", 3.4, dessous=4.6)
    # Under a label the dashes of the outlines are hidden by a wider halo.
    halo = 0.5 if autres else 0.24
    p.couches += [_etiqueter(a, z, halo) for z in (trace["zones"] if len(trace["zones"]) <= NOMS_MAX else ())]
    legende, fin = _legende(a, trace["zones"], p.taille[1] + 20)
    dit = " ; ".join(a.etat(zone).etiquette for zone in trace["zones"])
    return svg.Dessin(p.dans() + legende, LARGEUR, fin, _phrase(a, periode, selection), dit)


def _zone(trace: Mapping, code: str | None) -> Mapping[str, Any] | None:
    return next((zone for zone in trace["zones"] if zone["code"] == code), None)


def _cercle(a: Aspect, x: float, y: float, r: float, opacite: float, trait: float = 1.0) -> str:
    aspect = {"fill": rampe("maree", a.theme)[3], "fill_opacity": opacite, "stroke": tokens(a.theme)["encre"]}
    return el("circle", cx=float(x), cy=float(y), r=float(r), stroke_width=trait, **aspect)


def _etiqueter(a: Aspect, zone: Mapping[str, Any], halo: float) -> str:
    """Value and name in the largest circle of the zone; the name goes first, then the value."""
    etat = a.etat(zone)
    cercle = a.mode == "cercles" and rayon(etat.nombre, a.legende.maximum)
    valeur = etat.ecrite
    nombre, *lettre = re.split("\u00a0(?=[a-z]$)", valeur)
    tv, tn = CORPS * 1.35, CORPS
    for lignes in ([zone["libelle"]], zone.get("nom") or [zone["libelle"]], []):
        hauteur = tv * 0.92 + len(lignes) * tn * 1.02
        large = max([len(valeur) * _EM_VALEUR * tv, *(len(ligne) * _EM_NOM * tn for ligne in lignes)])
        if math.hypot(large * 0.42, hauteur * 0.4) <= zone["r"] * 1.08 or (cercle and not lignes):
            break
    else:
        return ""
    _, cerne, encre = a.couleurs(etat)
    haut, x = zone["y"] - hauteur / 2, float(zone["x"])
    gros = {"font_size": tv, "font_weight": 750, "font_family": POLICE_TITRES, "stroke_width": tv * halo}
    mise = {"font_size": tn, "font_weight": 600, "stroke_width": tn * halo}
    dits = [el("tspan", dire(nombre), x=x, y=haut + tv * 0.8, **gros)]
    dits += [el("tspan", f"\u00a0{dire(indice)}", **mise) for indice in lettre]
    for i, ligne in enumerate(lignes):
        dits.append(el("tspan", dire(ligne), x=x, y=haut + tv * 0.92 + tn * (0.84 + i * 1.02), **mise))
    return el("text", *dits, class_="nom", text_anchor="middle", fill=encre, **svg.cerne(cerne, 1))


def _pastilles(a: Aspect, zones: Sequence[Mapping]) -> Iterator[tuple[str, str, str | None, bool]]:
    """Swatches of the legend (fill, words, pattern, whether its edge is dashed): classes, absences, fragile values."""
    legende, etats, t = a.legende, [a.etat(zone) for zone in zones], tokens(a.theme)

    def compte(n: int) -> str:
        return f"({n}\u00a0{legende.zones[n > 1]})"

    for i, mots in enumerate(legende.classes if a.mode != "cercles" else (), 1):
        modele = EtatZone(i, "", "")
        n = sum(etat.classe == i and etat.statut == "ok" for etat in etats)
        yield a.couleurs(modele)[0], f"{i} · {mots} {compte(n)}", a.trame(modele), False
    for statut, signe in _SIGNES.items():
        if n := sum(etat.statut == statut for etat in etats):
            fond = a.couleurs(EtatZone(None, "", "", statut))[0]
            # The signs that the zones bear: one absence may have two, « n.s. » and « n.d. ».
            ecrits = ", ".join(sorted({etat.valeur for etat in etats if etat.statut == statut and not etat.chiffree}))
            mots = " · ".join(filter(None, (ecrits or signe, a.mots(statut))))
            yield fond, f"{mots} {compte(n)}", None, statut == "so"
    if dehors := legende.absences.get("dehors"):
        yield t["creux"], dehors, None, False
    if n := sum(etat.fragile for etat in etats):
        yield t["surface"], f"{a.mots('fragile')} {compte(n)}", a.motif("fragile"), False


def _legende(a: Aspect, zones: Sequence[Mapping], y: float) -> tuple[str, float]:
    """The legend from `y` down, and the ordinate of its end."""
    t, dessin = tokens(a.theme), ""
    if a.mode == "cercles":
        dessin, y = _tailles(a, t, y)
    corps = CORPS * 1.05
    x, haut = float(MARGE), corps * 1.35
    for fond, mots, trame, en_tirets in _pastilles(a, zones):
        large = haut * 1.55 + 8 + len(mots) * corps * EM_TEXTE + 12
        if x > MARGE and x + large > LARGEUR - MARGE + 24:
            x, y = float(MARGE), y + haut * 1.5
        boite = {"x": x, "y": y, "width": haut * 1.55, "height": haut}
        tirets, contour = ("4 3", t["encre"]) if en_tirets else (None, t["contour"])
        dessin += el("rect", class_="pastille", fill=fond, stroke_dasharray=tirets, **boite, stroke=contour)
        if trame:
            dessin += el("rect", class_="trame", fill=trame, **boite)
        dessin += lettres(mots, x + haut * 1.55 + 8, y + corps * 1.02, corps, t["encre"])
        x += large
    return dessin, y + haut


def _tailles(a: Aspect, t: Theme, y: float) -> tuple[str, float]:
    rayons = [(rayon(nombre, a.legende.maximum), mots) for nombre, mots in a.legende.tailles]
    grand = max((r for r, _ in rayons), default=0)
    centre, bas, dessin = MARGE + grand, y + 2 * grand, ""
    dit = -math.inf
    for r, mots in rayons:
        sommet = bas - 2 * r
        dit = max(sommet, dit + CORPS * 1.15)
        fil = f"M{nb(centre)} {nb(sommet)}H{nb(centre + grand + 6)}L{nb(centre + grand + 16)} {nb(dit)}h8"
        dessin += _cercle(a, centre, bas - r, r, 0.25)
        dessin += svg.chemin(fil, t["contour"], 1, stroke_dasharray="2 2")
        dessin += lettres(mots, centre + grand + 28, dit + CORPS * 0.36, CORPS, t["encre"])
    return dessin, max(bas, dit + CORPS) + 16
