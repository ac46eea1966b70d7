"""The figures of a meeting as a workbook: a sheet of notes, then one sheet a view; what is a number is a number."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from data_loaders.exports.ecriture import Ecrit, Fiche, classeur
from data_loaders.francais import INSEC, typographier
from data_loaders.requetes.lignes import COLONNES
from pages.figures.carte import plan
from pages.figures.carte.dessin import montre
from pages.figures.seance import Diapo, image
from pages.figures.seance.composition import Composition
from pages.figures.seance.demande import Seance, retrouver

# Columns whose digits count nothing: codes, periods.
_CODES: Final = re.compile(r"(?:^|_)(?:code|siren|siret|insee|periode|annee|decoupage|millesime|trimestre|mois)(?:_|$)")
_NOMBRE: Final = re.compile(
    r"(≥[\s])?([+−-]?)(\d{1,3}(?:[\u202f\u00a0 ]\d{3})+|\d+)(?:,(\d+))?([\u00a0 ](?:%|points?|hab\./km²))?\Z"
)
Rangs = list[list[Any]]


def une(d: Diapo, jour: date, base: str = "") -> bytes:
    """The workbook of one figure."""
    return classeur([*_fiche(d, base), ("Exporté le", jour.isoformat())], {"Figure": _cadre(d)}, COLONNES)


def de_seance(s: Seance, jouer: Callable[[str], Sequence[Diapo]], jour: date, base: str = "") -> bytes:
    """The workbook of an agenda; a view that its screen no longer gives is said among the notes. See `retrouver`."""
    notes: Fiche = [("Séance", typographier(s.titre)), ("Exporté le", jour.isoformat())]
    feuilles: dict[str, pd.DataFrame] = {}
    for i, (m, d, raison) in enumerate(retrouver(s.vues, jouer), 1):
        notes += [("", ""), (f"Vue {i}", "")]
        if d:
            notes += _fiche(d, base)
            feuilles[f"Vue {i}"] = _cadre(d)
        else:
            notes += [("Titre", typographier(m.lu)), ("Sans chiffres", typographier(f"{raison}."))]
    return classeur(notes, feuilles, COLONNES)


def _fiche(d: Diapo, base: str) -> Fiche:
    v = d.vue
    dits = {"Titre": v.titre, "Sous-titre": v.sous_titre, "Lecture": v.lecture, "Champ": v.champ}
    dits |= {"Source et millésime": v.source, "Statut": " ; ".join(image.badges(d)), "Données": d.instantane}
    lus = [(nom, typographier(dit)) for nom, dit in dits.items() if dit]
    return [*lus, ("Adresse", f"{base}{d.adresse}#{d.cle}")]


def _cadre(d: Diapo) -> pd.DataFrame:
    tetes, *lignes = _rangs(d)
    return pd.DataFrame(lignes, columns=tetes, dtype=object)


def _rangs(d: Diapo) -> Rangs:
    """Header and rows: the file of the figure, else its table, else what it draws and says."""
    if d.csv:
        tetes, *lignes = csv.reader(io.StringIO(d.csv[1]().decode("utf-8-sig")), delimiter=";")
        codes = [bool(_CODES.search(t)) for t in tetes]
        # A cell that was kept from being a formula is text here: nothing is ever run.
        dits = ([v.removeprefix("'") if c else nombre(v) for v, c in zip(x, codes, strict=True)] for x in lignes)
        return [tetes, *dits]
    if d.table:
        droites = [droite for _, droite in d.table.entetes]
        lues = ([image.nu(c) for c in r] for r in d.table.lignes)
        corps = [[nombre(c) if droite else c for c, droite in zip(r, droites, strict=True)] for r in lues]
        return [[image.nu(mots) for mots, _ in d.table.entetes], *corps]
    if d.graphiques:
        return [["Série", "Abscisse", "Valeur", "Lecture"], *(r for g in d.graphiques for r in _du_graphique(g))]
    zones = [
        [zone["libelle"], e.nombre, e.ecrite, typographier(e.etiquette)]
        for c in d.cartes
        for zone in plan.lire(Path(c["trace"]))["zones"]
        if (e := montre(c).etats[c["periode"]].get(zone["code"]))
    ]
    if any(valeur is not None for _, valeur, *_ in zones):
        return [["Territoire", "Valeur", "Écrit", "Lecture"], *zones]
    texte, c = image.texte(d), image.composition(d)
    lues = [r for t in c.tables(texte) for r in _nombres(*t)]
    if zones or not lues:
        lues = lues or [[m] for m in c.morceaux(texte)]
        lues = [["Texte"], *([nom, dit] for nom, _, _, dit in zones), *(lues or [[""]] * (not zones))]
    large = max(map(len, lues))
    tetes, *rangs = ([*r, *[None] * (large - len(r))] for r in lues)
    return [[str(v or "") for v in tetes], *rangs]


def _nombres(tetes: Sequence[str], *lignes: Sequence[str]) -> Rangs:
    """Rows of a table of a page, numbers under the headings that name no code."""
    codes = [bool(_CODES.search(t.lower())) for t in tetes]
    return [tetes, *([v if i < len(codes) and codes[i] else nombre(v) for i, v in enumerate(r)] for r in lignes)]


def _du_graphique(g: go.Figure) -> Iterator[list[Any]]:
    mots_de = Composition().mots
    for t in g.data:
        if t.hovertext is None:  # words, lines that join the points of another trace
            continue
        places, valeurs = (t.y, t.x) if t.type == "bar" and t.orientation == "h" else (t.x, t.y)
        dits = t.customdata if t.customdata is not None else [""] * len(places)
        for place, valeur, dit in zip(places, valeurs, dits, strict=True):
            if valeur is not None:
                dite = dit if isinstance(dit, str) else " : ".join(map(str, dit))
                yield [mots_de(t.name or ""), place, valeur, mots_de(dite)]


def nombre(texte: str) -> Any:
    """A number where the text is one, with its sign « ≥ » and its unit kept as a format; the text elsewhere."""
    m = _NOMBRE.match(texte)
    if m is None or (m[3].startswith("0") and len(m[3]) > 1):
        return texte
    entier = re.sub(r"\D", "", m[3])
    valeur = (float(f"{entier}.{m[4]}") if m[4] else int(entier)) * (-1 if m[2] in ("−", "-") else 1)
    if not (m[1] or m[5] or m[2] == "+"):
        return valeur
    forme = f"#,##0{'.' + '0' * len(m[4]) if m[4] else ''}"
    avant, apres = (f'"{x.replace(" ", INSEC)}"' if x else "" for x in (m[1], m[5]))
    signe = f"+{forme}" if m[2] == "+" else forme
    return Ecrit(valeur, f"{avant}{signe}{apres};{avant}-{forme}{apres}")
