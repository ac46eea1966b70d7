"""What a map shows, and its drawing as a standalone SVG file: no server, no browser, no outside reference."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, NamedTuple
from xml.etree import ElementTree as ET

from data_loaders.contracts.base import INDICES
from pages.figures import lecture, svg
from pages.figures.svg import EM_TEXTE, LARGEUR, MARGE, ecrire_badges, el, nb, paragraphe
from pages.figures.theme import LETTRES, POLICE_TITRES, RAMPES, Theme, motifs_svg, tokens

Mode = Literal["classes", "ecarts", "meteo", "cercles"]
Statut = Literal["ok", "s", "nd", "so", "hors"]
Habit = Literal["clair", "sombre", "papier", "projection"]

ABSENCES: Mapping[str, str] = MappingProxyType(
    {
        "s": "secret statistique",
        "nd": "non disponible",
        "so": "sans objet",
        "hors": "hors du découpage",
        "fragile": "à confirmer",
    }
)
_RIEN: Mapping = MappingProxyType({})

# The period of a map whose shapes alone are told: the year of the communes.
SANS_TEMPS = "2026"


class EtatZone(NamedTuple):
    """What one zone shows for one period.

    Attributes:
        classe: 1 (lowest) to 5; None when there is no value, or for a count.
        valeur: the number as printed, without its unit: « 5,1 », « au moins 1 234 », « s », « n.d. ».
        etiquette: the full sentence read aloud: « Ancenis : 5,1 % », « Segré : secret statistique ».
        statut: `"ok"`, `"s"` (secret), `"nd"` (not collected, or of a class that cannot be told: then `valeur` and
            `nombre` hold the value), `"so"` (not applicable), `"hors"` (outside the zoning).
        nombre: the value itself: area of the circle, position on the scale, rank. None when there is none.
        indice: small letter printed after the value: « p », « e », « b », « d »; « ≥ » is printed before it.
        fragile: the side of the class is not sure enough to be said, drawn as lines over the colour.
    """

    classe: int | None
    valeur: str
    etiquette: str
    statut: Statut = "ok"
    nombre: float | None = None
    indice: str = ""
    fragile: bool = False

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
    """Words and values of the legend, the same for every period unless a mapping says otherwise.

    Attributes:
        classes: words of each class, class 1 first: « moins de 50 % »; 3 to 5 of them, empty for counts.
        limites: the limits between classes, one less than `classes`; empty where a class is no interval of values.
        limites_libelles: the same as text: « 50 % ».
        etendue: both ends of the scale, drawn true to values.
        unite: printed after the values: « % », « points », « projets ».
        coupes: period -> those of the four above that are cut on it.
        region: period -> (value, text without unit) of the whole region; absent when it is not known.
        sens, ages: period -> how it moved, and that it is old, in words.
        region_libelle: name of that mark on the scale.
        lieux: zone code -> first words of the sentence: « À Ancenis »; code "" for the region.
        suite: words after the number, for every zone and period.
        suites: period -> zone code -> words that replace `suite`.
        dits: period -> (first words, number, other words): the sentence when no zone is chosen, instead of that of
            the region.
        extremes: period -> the sentence under the strip when no zone is shown.
        courbe: address of the curve of a zone, but for its code; "" where there is none.
        absences: status -> words of its swatch; those of `ABSENCES` for the others; `fragile` names the fragile
            values; `dehors` names the land of the region that is in no zone, when there is some.
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
    coupes: Mapping[str, Mapping[str, Any]] = _RIEN
    region: Mapping[str, tuple[float, str]] = _RIEN
    sens: Mapping[str, str] = _RIEN
    ages: Mapping[str, str] = _RIEN
    region_libelle: str = "région"
    lieux: Mapping[str, str] = _RIEN
    suite: str = ""
    suites: Mapping[str, Mapping[str, str]] = _RIEN
    dits: Mapping[str, tuple[str, str, str]] = _RIEN
    extremes: Mapping[str, str] = _RIEN
    courbe: str = ""
    absences: Mapping[str, str] = ABSENCES
    zones: tuple[str, str] = ("zone", "zones")
    maximum: float = 0
    tailles: tuple[tuple[float, str], ...] = ()
    colonne: str = "Valeur"

    def a(self, periode: str) -> "Legende":
        """The legend of one period, its own classes in place of those of all."""
        return self._replace(**self.coupes.get(periode, _RIEN), coupes=_RIEN)


class Carte(NamedTuple):
    """All that one drawing shows.

    Attributes:
        titre: the finding, a sentence.
        etats: zone code -> state; a zone of the trace that is missing here is drawn « n.d. ».
        legende: its words.
        mode: `"classes"`, `"ecarts"`, `"meteo"` or `"cercles"`.
        sous_titre: what, where, when, unit.
        periode: key of `legende.region` and `legende.suites`.
        selection: code of the chosen zone.
    """

    titre: str
    etats: Mapping[str, EtatZone]
    legende: Legende
    mode: Mode = "classes"
    sous_titre: str = ""
    periode: str = ""
    selection: str | None = None


RAYON_MAX = 62
_PREFIXE = "carte-"
_RAMPE = {"classes": "maree", "ecarts": "ecarts", "meteo": "meteo"}
_SIGNES = {"s": "s", "nd": "n.d.", "so": "///", "hors": ""}
_RANGS = {3: (1, 3, 5), 4: (1, 2, 4, 5)}
_RANGS_TOUS = (1, 2, 3, 4, 5)
# Pattern of each colour of the ramp, when it has one: the lowest of a rate and the middle of the gaps are plain.
_TRAMES_TAUX = (None, "t2", "t3", "t4", "t5")
_TRAMES = {"classes": _TRAMES_TAUX, "meteo": _TRAMES_TAUX, "ecarts": ("e1", "e2", None, "e4", "e5")}


class _Habit(NamedTuple):
    """How a zone without a class is dressed: colours are names of tokens, `motif` replaces the fill."""

    aplat: str
    encre: str = "encre"
    motif: str | None = None


_HABITS: Mapping[str, _Habit] = MappingProxyType(
    {
        "ok": _Habit("surface"),
        "s": _Habit("vide", motif="secret"),
        "nd": _Habit("vide", motif="nd"),
        "so": _Habit("surface"),
        "hors": _Habit("creux", "encre2"),
    }
)
_EM_VALEUR, _EM_NOM = 0.54, 0.56  # mean width of a character of a label of the map in our fonts, in em


def rang_couleur(classe: int, classes: int) -> int:
    """Colour of the ramp, 1 to 5, for a class: three classes take 1-3-5, four take 1-2-4-5."""
    return _RANGS.get(classes, _RANGS_TOUS)[classe - 1]


def rayon(nombre: float | None, maximum: float) -> float:
    """Radius of a circle whose area is proportional to the number; 0 when there is nothing to draw."""
    if nombre is None or not (nombre > 0 and maximum > 0):
        return 0.0
    return RAYON_MAX * math.sqrt(nombre / maximum)


class _Dessin:
    """One drawing under way: its theme, its sizes, and the elements written so far."""

    def __init__(self, carte: Carte, habit: Habit, motifs: bool, halo: float = 0.24) -> None:
        self.carte, self.habit, self.halo = carte, habit, halo
        self.theme = "sombre" if habit == "sombre" else "clair"
        self.t: Theme = tokens(self.theme)
        self.motifs = motifs or habit in ("papier", "projection")
        # 24 px per 1280 px of width in projection.
        self.corps = 19.0 if habit == "projection" else 13.5

    def etat(self, zone: Mapping[str, Any]) -> EtatZone:
        absent = EtatZone(None, "n.d.", f"{zone['libelle']}\u00a0: {self.mots('nd')}", "nd")
        return self.carte.etats.get(zone["code"], absent)

    def mots(self, statut: str) -> str:
        return self.carte.legende.absences.get(statut, ABSENCES[statut])

    def couleurs(self, etat: EtatZone) -> tuple[str, str, str]:
        """Fill, halo and ink of a zone."""
        if etat.statut != "ok" or etat.classe is None or self.carte.mode == "cercles":
            habit = _HABITS[etat.statut]
            aplat = self.t[habit.aplat]
            return f"url(#{_PREFIXE}{habit.motif})" if habit.motif else aplat, aplat, self.t[habit.encre]
        rang = rang_couleur(etat.classe, len(self.carte.legende.classes))
        aplats, encres = RAMPES[self.theme][_RAMPE[self.carte.mode]]
        return aplats[rang - 1], aplats[rang - 1], encres[rang - 1]

    def trame(self, etat: EtatZone) -> str | None:
        """Class pattern over the colour, None when there is none."""
        if not self.motifs or etat.statut != "ok" or etat.classe is None:
            return None
        rang = rang_couleur(etat.classe, len(self.carte.legende.classes))
        nom = _TRAMES[self.carte.mode][rang - 1]
        return nom and f"url(#{_PREFIXE}{nom})"


def _motifs(theme: str | None) -> str:
    """Every pattern of a map. Gaps: upright lines below the region, level lines above, closer as the gap grows."""
    dessins = ((1, 6, "M3 0V6"), (2, 14, "M7 0V14"), (4, 14, "M0 7H14"), (5, 6, "M0 3H6"))
    encres = (
        [f"var(--obs-{LETTRES['ecarts']}{i}-texte)" for i in _RANGS_TOUS]
        if theme is None
        else RAMPES[theme]["ecarts"][1]
    )
    return motifs_svg(_PREFIXE, theme) + "".join(
        f'<pattern id="{_PREFIXE}e{rang}" width="{pas}" height="{pas}" patternUnits="userSpaceOnUse">'
        f'<path d="{d}" stroke="{encres[rang - 1]}" stroke-width="1.4" stroke-opacity=".45"/></pattern>'
        for rang, pas, d in dessins
    )


def constantes() -> dict[str, Any]:
    """What the map of the screen shares with the drawing of a file, to be written as JSON for the browser.

    Returns:
        rayon_max: radius of the largest circle, in units of the map. signes, absences: status -> sign, words.
        indices: letter after a number -> words. habits: status -> names of colours and pattern of a zone without a
        class. rampes: mode -> letter of its variables. rangs: number of classes -> colour of each. trames: mode ->
        pattern of each colour, or None.
        motifs: `<pattern>` elements in the variables of the page, whose ids begin with `prefixe`.
    """
    return {
        "rayon_max": RAYON_MAX,
        "signes": _SIGNES,
        "absences": dict(ABSENCES),
        "indices": {lettre: lecture.MOTS_STATUT[statut] for statut, lettre in INDICES.items()},
        "habits": {statut: habit._asdict() for statut, habit in _HABITS.items()},
        "rampes": {mode: LETTRES[rampe] for mode, rampe in _RAMPE.items()},
        "rangs": {n: [rang_couleur(classe, n) for classe in range(1, n + 1)] for n in _RANGS_TOUS},
        "trames": _TRAMES,
        "motifs": _motifs(None),
        "prefixe": _PREFIXE,
    }


def _phrase(carte: Carte) -> str:
    """The legend as a sentence for the chosen zone, or the value of the region; empty when neither is known."""
    legende, code = carte.legende, carte.selection
    unite = f"\u00a0{legende.unite}" if legende.unite else ""
    etat = carte.etats.get(code) if code else None
    if etat and etat.chiffree:
        suite = legende.suites.get(carte.periode, _RIEN).get(code, legende.suite)
        lieu = legende.lieux.get(code)
        valeur = f"au moins {etat.valeur}" if etat.indice == "≥" else etat.valeur
        return f"{lieu}, {valeur}{unite} {suite}".rstrip() + "." if lieu else f"{etat.etiquette}."
    if etat:
        return f"{etat.etiquette}."
    if dits := legende.dits.get(carte.periode):
        return f"{' '.join(filter(None, dits))}."
    region = legende.region.get(carte.periode)
    return f"{legende.region_libelle.capitalize()}\u00a0: {region[1]}{unite}." if region else ""


def _entete(racine: ET.Element, d: _Dessin, badges: Sequence[str]) -> float:
    t, carte = d.t, d.carte
    y = paragraphe(racine, carte.titre, 14, d.corps * 2.2, t["encre"], gras=650, titre=True)
    if carte.sous_titre:
        y = paragraphe(racine, carte.sous_titre, y + 4, d.corps * 1.15, t["encre2"])
    if phrase := _phrase(carte):
        y = paragraphe(racine, phrase, y + 4, d.corps * 1.15, t["encre"], gras=600)
    return ecrire_badges(racine, badges, y, d.corps * 1.05, t)


def _couches(
    groupe: ET.Element,
    d: _Dessin,
    fond: Mapping,
    trace: Mapping,
    contours: Mapping | None,
    contour_choisi: str | None,
) -> None:
    t, zones = d.t, trace["zones"]
    x, y, largeur, hauteur = trace["viewBox"]
    mer = "#FFFFFF" if d.habit == "papier" else t["mer"]
    el(groupe, "rect", x=x, y=y, width=largeur, height=hauteur, fill=mer)
    el(groupe, "path", d=fond["voisin"], fill=t["voisin"], stroke=t["voisin-b"])
    el(groupe, "path", class_="dehors", d=fond["region"], fill=t["creux"])
    if d.habit != "papier":
        for eau in fond["eaux"]:
            traits = {"stroke": t["eau"], "stroke_width": eau["largeur"], "opacity": eau["opacite"]}
            el(groupe, "path", class_="eau", d=eau["d"], fill="none", **traits)
    for zone in zones:
        etat = d.etat(zone)
        forme = el(groupe, "path", class_="zone", data_code=zone["code"], d=zone["d"], fill=d.couleurs(etat)[0])
        el(forme, "title", etat.etiquette)
        if trame := d.trame(etat):
            el(groupe, "path", class_="trame", d=zone["d"], fill=trame)
        if etat.fragile:
            el(groupe, "path", class_="fragile", d=zone["d"], fill=f"url(#{_PREFIXE}fragile)")
    tout = "".join(zone["d"] for zone in zones)
    fin = 0.35 if len(zones) > 150 else 1
    _trait(groupe, tout, t["limite"], 2.8 * fin)
    _trait(groupe, tout, t["cote"], 0.8 * fin)
    if sans_objet := "".join(zone["d"] for zone in zones if d.etat(zone).statut == "so"):
        _trait(groupe, sans_objet, t["encre"], 1.4, "6 4")
    _trait(groupe, fond["region"], t["cote"], 1.5)
    _cercles(groupe, d, zones)
    if contours:
        autres = "".join(zone["d"] for zone in contours["zones"])
        _trait(groupe, autres, t["surface"], 5)
        _trait(groupe, autres, t["encre"], 2.2, "9 5")
    choisie = _zone(trace, d.carte.selection) or _zone(contours, contour_choisi)
    if choisie:
        _trait(groupe, choisie["d"], t["surface"], 8)
        _trait(groupe, choisie["d"], t["encre"], 3.4)
    for zone in zones:
        _etiqueter(groupe, d, zone)
    if choisie and d.habit == "projection":
        _plaque(groupe, d, choisie)


def _zone(trace: Mapping | None, code: str | None) -> Mapping[str, Any] | None:
    return next((zone for zone in trace["zones"] if zone["code"] == code), None) if trace and code else None


def _trait(groupe: ET.Element, chemin: str, couleur: str, largeur: float, tirets: str | None = None) -> None:
    el(
        groupe,
        "path",
        d=chemin,
        fill="none",
        stroke=couleur,
        stroke_width=nb(largeur) if largeur >= 1 else largeur,
        stroke_linejoin="round",
        stroke_dasharray=tirets,
    )


def _cercles(groupe: ET.Element, d: _Dessin, zones: Iterable[Mapping]) -> None:
    if d.carte.mode != "cercles":
        return
    rayons = [(rayon(d.etat(zone).nombre, d.carte.legende.maximum), zone) for zone in zones]
    # Largest first, so that a small circle is never hidden.
    for r, zone in sorted(rayons, key=lambda paire: -paire[0]):
        if r:
            _cercle(groupe, d, zone["x"], zone["y"], r, 0.75)


def _cercle(groupe: ET.Element, d: _Dessin, x: float, y: float, r: float, opacite: float) -> None:
    couleur = RAMPES[d.theme]["maree"][0][3]
    traits = {"fill": couleur, "fill_opacity": opacite, "stroke": d.t["encre"]}
    el(groupe, "circle", cx=nb(x), cy=nb(y), r=f"{r:.2f}", **traits)


def _etiqueter(groupe: ET.Element, d: _Dessin, zone: Mapping[str, Any]) -> None:
    """Value and name in the largest circle of the zone; the name goes first, then the value."""
    etat = d.etat(zone)
    cercle = d.carte.mode == "cercles" and rayon(etat.nombre, d.carte.legende.maximum)
    valeur = etat.ecrite
    nombre, *lettre = re.split("\u00a0(?=[a-z]$)", valeur)
    tv, tn = (d.corps, d.corps) if d.habit == "projection" else (d.corps * 1.35, d.corps)
    choix = [] if d.habit == "projection" else [[zone["libelle"]], zone.get("nom") or [zone["libelle"]]]
    for lignes in (*choix, []):
        hauteur = tv * 0.92 + len(lignes) * tn * 1.02
        large = max([len(valeur) * _EM_VALEUR * tv, *(len(ligne) * _EM_NOM * tn for ligne in lignes)])
        if math.hypot(large * 0.42, hauteur * 0.4) <= zone["r"] * 1.08 or (cercle and not lignes):
            break
    else:
        return
    _, halo, encre = d.couleurs(etat)
    haut = zone["y"] - hauteur / 2
    traits = {"fill": encre, "stroke": halo, "stroke_linejoin": "round", "paint_order": "stroke"}
    texte = el(groupe, "text", class_="nom", text_anchor="middle", **traits)
    el(
        texte,
        "tspan",
        nombre,
        x=nb(zone["x"]),
        y=nb(haut + tv * 0.8),
        font_size=nb(tv),
        font_weight=750,
        font_family=POLICE_TITRES,
        stroke_width=nb(tv * d.halo),
    )
    mise = {"font_size": nb(tn), "font_weight": 600, "stroke_width": nb(tn * d.halo)}
    for indice in lettre:
        el(texte, "tspan", f"\u00a0{indice}", **mise)
    for i, ligne in enumerate(lignes):
        y = haut + tv * 0.92 + tn * (0.84 + i * 1.02)
        el(texte, "tspan", ligne, x=nb(zone["x"]), y=nb(y), **mise)


def _plaque(groupe: ET.Element, d: _Dessin, zone: Mapping[str, Any]) -> None:
    """Name of the chosen zone in a dark tag; the north-west of the frame is always outside the region."""
    corps = d.corps * 1.2
    large, haut = len(zone["libelle"]) * corps * 0.54 + corps * 1.2, corps * 1.7
    x, y = 130.0, 250.0
    _trait(groupe, f"M{nb(x + large / 2)} {nb(y + haut)}L{zone['x']} {nb(zone['y'] - corps)}", d.t["encre"], 2.2)
    boite = {"width": nb(large), "height": nb(haut), "rx": 3}
    el(groupe, "rect", class_="plaque", x=nb(x), y=nb(y), fill=d.t["encre"], **boite)
    police = {"font_size": nb(corps), "font_weight": 700, "font_family": POLICE_TITRES, "text_anchor": "middle"}
    centre = {"x": nb(x + large / 2), "y": nb(y + corps * 1.2)}
    el(groupe, "text", zone["libelle"], fill=d.t["surface"], **centre, **police)


class _Pastille(NamedTuple):
    fond: str
    mots: str
    trame: str | None = None
    tirets: bool = False


def _pastilles(d: _Dessin, zones: Sequence[Mapping]) -> list[_Pastille]:
    """Swatches of the legend: every class, then the absences and the fragile values that are on the map."""
    legende, etats = d.carte.legende, [d.etat(zone) for zone in zones]

    def compte(n: int) -> str:
        return f"({n}\u00a0{legende.zones[n > 1]})"

    pastilles = []
    for i, mots in enumerate(legende.classes if d.carte.mode != "cercles" else (), 1):
        modele = EtatZone(i, "", "")
        n = sum(etat.classe == i and etat.statut == "ok" for etat in etats)
        dits = f"{i} · {mots}"
        pastilles.append(_Pastille(d.couleurs(modele)[0], f"{dits} {compte(n)}", d.trame(modele)))
    for statut, signe in _SIGNES.items():
        if n := sum(etat.statut == statut for etat in etats):
            fond = d.couleurs(EtatZone(None, "", "", statut))[0]
            mots = " · ".join(filter(None, (signe, d.mots(statut))))
            pastilles.append(_Pastille(fond, f"{mots} {compte(n)}", tirets=statut == "so"))
    if dehors := legende.absences.get("dehors"):
        pastilles.append(_Pastille(d.t["creux"], dehors))
    if n := sum(etat.fragile for etat in etats):
        trame = f"url(#{_PREFIXE}fragile)"
        pastilles.append(_Pastille(d.t["surface"], f"{d.mots('fragile')} {compte(n)}", trame))
    return pastilles


def _legende(racine: ET.Element, d: _Dessin, zones: Sequence[Mapping], y: float) -> float:
    if d.carte.mode == "cercles":
        y = _tailles(racine, d, y)
    corps = d.corps * 1.05
    x, haut = float(MARGE), corps * 1.35
    for pastille in _pastilles(d, zones):
        large = haut * 1.55 + 8 + len(pastille.mots) * corps * EM_TEXTE + 12
        if x > MARGE and x + large > LARGEUR - MARGE + 24:
            x, y = float(MARGE), y + haut * 1.5
        boite = {"x": nb(x), "y": nb(y), "width": nb(haut * 1.55), "height": nb(haut)}
        tirets = "4 3" if pastille.tirets else None
        contour = {"stroke": d.t["encre"] if pastille.tirets else d.t["contour"], "stroke_dasharray": tirets}
        el(racine, "rect", class_="pastille", fill=pastille.fond, **boite, **contour)
        if pastille.trame:
            el(racine, "rect", class_="trame", fill=pastille.trame, **boite)
        place = {"x": nb(x + haut * 1.55 + 8), "y": nb(y + corps * 1.02)}
        el(racine, "text", pastille.mots, font_size=nb(corps), fill=d.t["encre"], **place)
        x += large
    return y + haut


def _tailles(racine: ET.Element, d: _Dessin, y: float) -> float:
    rayons = [(rayon(nombre, d.carte.legende.maximum), mots) for nombre, mots in d.carte.legende.tailles]
    grand = max((r for r, _ in rayons), default=0)
    centre, bas = MARGE + grand, y + 2 * grand
    dit = -math.inf
    for r, mots in rayons:
        _cercle(racine, d, centre, bas - r, r, 0.25)
        sommet = bas - 2 * r
        dit = max(sommet, dit + d.corps * 1.15)
        fil = f"M{nb(centre)} {nb(sommet)}H{nb(centre + grand + 6)}L{nb(centre + grand + 16)} {nb(dit)}h8"
        _trait(racine, fil, d.t["contour"], 1, "2 2")
        place = {"x": nb(centre + grand + 28), "y": nb(dit + d.corps * 0.36)}
        el(racine, "text", mots, font_size=nb(d.corps), fill=d.t["encre"], **place)
    return max(bas, dit + d.corps) + 16


def dessiner_svg(
    fond: Mapping[str, Any],
    trace: Mapping[str, Any],
    carte: Carte,
    theme: Habit = "clair",
    motifs: bool = False,
    largeur: int = 1000,
    source: str = "",
    badges: Sequence[str] = (),
    contours: Mapping[str, Any] | None = None,
    contour_choisi: str | None = None,
) -> str:
    """A whole SVG file: title, badges, the same drawing as on screen, legend, source.

    Fonts are named, not embedded: a reader without them shows a system font. Nothing in the file points outside it.

    Args:
        fond: ground in the format of the traces: `voisin`, `region`, `eaux`.
        trace: shapes of the zoning: `viewBox`, `zones`; 1000 units wide.
        carte: what to show.
        theme: `"papier"` and `"projection"` are light with class patterns, the first without waterlines.
        motifs: class patterns in the other themes.
        largeur: width in pixels written in the file; the drawing scales.
        source: producers, millésimes, version; IGN and Insee for the ground are to be named in it.
        badges: « Données de démonstration », « Découpage de travail »…
        contours: a second zoning whose outlines are drawn above.
        contour_choisi: code of the zone of `contours` drawn as a chosen zone is.
    """
    # Under a label the dashes of the outlines are hidden by a wider halo.
    d = _Dessin(carte, theme, motifs, halo=0.5 if contours else 0.24)
    phrases = [carte.sous_titre, *badges, *(d.etat(zone).etiquette for zone in trace["zones"]), source]
    racine = svg.racine(carte.titre, " ; ".join(filter(None, phrases)), _PREFIXE)
    racine.append(ET.fromstring(f"<defs>{_motifs(d.theme)}</defs>"))
    papier = el(racine, "rect", width="100%", height="100%", fill=d.t["surface"])
    y = _entete(racine, d, badges)
    x0, y0, large, haut = trace["viewBox"]
    cadre = {"viewBox": f"{x0} {y0} {large} {haut}", "width": LARGEUR, "height": nb(haut * LARGEUR / large)}
    groupe = ET.SubElement(racine, "svg", {"x": "0", "y": nb(y)} | {cle: str(v) for cle, v in cadre.items()})
    _couches(groupe, d, fond, trace, contours, contour_choisi)
    y = _legende(racine, d, trace["zones"], y + haut * LARGEUR / large + 20)
    if source:
        y = paragraphe(racine, source, y + 10, d.corps, d.t["encre2"])
    hauteur = math.ceil(y + 20)
    racine.set("viewBox", f"0 0 {LARGEUR} {hauteur}")
    racine.set("width", str(largeur))
    racine.set("height", str(round(largeur * hauteur / LARGEUR)))
    papier.set("height", str(hauteur))
    return ET.tostring(racine, encoding="unicode")
