"""Tables given to the reader: rows of the screen's table, and the same as CSV for French Excel."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple, Self

import pandas as pd

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau, source_exportee
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.exports.ecriture import csv_francais as csv_francais, neutraliser as neutraliser
from data_loaders.francais import echapper
from data_loaders.requetes.lignes import completer, mention as mention, mentions as mentions
from pages.figures import lecture, parts
from pages.figures.classes import classe

HORS_DECOUPAGE = "hors du découpage dessiné : comptée dans les totaux de la région et de son département"


class Table(NamedTuple):
    """Rows shown."""

    # (text, aligned right) for each column; the second cell of a row is its header, and the first one where the column
    # before it, of marks, would be empty.
    entetes: Sequence[tuple[str, bool]]
    lignes: Sequence[Sequence[str]]
    selection: Collection[int] = ()  # indices of the highlighted rows


def en_tetes(*titres: str) -> list[tuple[str, bool]]:
    """Titles of columns as a `Table` has them; « # » ends that of a column of figures, aligned right."""
    return [(t.removesuffix(" #"), t.endswith(" #")) for t in titres]


class Ligne(NamedTuple):
    """One row of the table beside a map.

    `etat`: where a share of the survey stands, or how hard its métier is to fill.
    """

    code: str
    rang: str
    libelle: str
    classe: int | None
    statut: str
    valeur: str
    ecart: str
    raison: str
    etat: str = ""


def lignes_classees(
    ind: Indicateur, lignes: pd.DataFrame, noms: dict[str, str], region: pd.Series | None, limites: Sequence[float] = ()
) -> list[Ligne]:
    """Rows by decreasing value, then the empty ones by name, each with its reason; shares of the survey have no rank.
    `lignes`: of one period, by code_zone; `limites`: of the classes of the map that the rows repeat, those of the
    indicator by default."""
    vide = lignes["obs_status"].isin(VIDES)
    connues = lignes[~vide].sort_values("value", ascending=False, kind="stable")
    rangs = connues["value"].rank(method="min", ascending=False).astype(int).astype(str)
    reference = None if region is None or region["obs_status"] in VIDES else region["value"]
    sorties = []
    for code, ligne in connues.iterrows():
        valeur, statut = lecture.cellule(ligne, ind), ligne["obs_status"]
        ici, ecart, etat = classe(lecture.imprimee(ind, ligne["value"]), limites or ind.limites), "", ""
        if ind.estime:
            etat = " ".join(filter(None, (parts.SIGNES.get(parts.position(ind, ligne)), parts.situee(ind, ligne))))
        elif reference is not None and ind.genre == "taux" and not ind.incertaine:
            ecart = francais.nombre(ligne["value"] - reference, ind.decimales, signe=True)
        rang = "" if ind.incertaine else rangs[code]
        sorties.append(Ligne(code, rang, noms[code], ici, statut, valeur, ecart, ligne["raison"], etat))
    for code, ligne in sorted(lignes[vide].iterrows(), key=lambda x: noms[x[0]]):
        statut, raison = ligne["obs_status"], ligne["raison"] or lecture.MOTS_STATUT[ligne["obs_status"]]
        sorties.append(Ligne(code, "", noms[code], None, statut, lecture.SIGNES[statut], "", raison))
    return sorties


def lignes_hors_decoupage(t: Tableau, periode: str) -> list[Ligne]:
    """Territories counted in the sums of a period and not drawn: no rank nor class, each is a part of a zone."""
    ind, sorties = t.indicateur, []
    for _, r in t.hors_decoupage[t.hors_decoupage["periode"] == periode].iterrows():
        nom = ind.libelle_zone(t.zonage, r["code_zone"])
        raison = " ; ".join(filter(None, (r["raison"], HORS_DECOUPAGE)))
        sorties.append(Ligne(r["code_zone"], "", nom, None, "M", lecture.cellule(r, ind), "", raison))
    return sorties


def csv_signe(
    df: pd.DataFrame,
    source: str,
    instantane: str | pd.Series,
    demonstration: bool,
    decimales: dict[str, int | None],
    *,
    complet: bool = False,
    **autres: Any,
) -> bytes:
    """CSV of rows that are no indicator's, each with its producer, its snapshot and who answers for it; `complet`: with
    what `completer` adds; `autres`: columns between the producer and the snapshot."""
    source = source_exportee(source, demonstration)
    signe = df.assign(source=source, **autres, instantane=instantane, mention=mention(demonstration))
    return csv_francais(completer(signe, demonstration) if complet else signe, decimales)


class Html(str):
    """Markup made by this project, passed through unescaped."""

    __slots__ = ()


class Nomme(str):
    """The name of a row, with the `code` that a copy of the table takes where it is asked for."""

    __slots__ = ("code",)
    code: str

    def __new__(cls, nom: str, code: str) -> Self:
        """`nom`, which bears `code`."""
        nomme = super().__new__(cls, nom)
        nomme.code = code
        return nomme

    def __getnewargs__(self) -> tuple[str, str]:
        """What a copy is made of."""
        return str(self), self.code


def lien(adresse: str, texte: str = "") -> Html | str:
    """A link to a page of another site, in a tab of its own; what is no address there stays as it is written."""
    if not adresse.startswith("https://"):
        return texte or adresse
    return Html(f'<a href="{echapper(adresse)}" target="_blank" rel="noreferrer">{echapper(texte or adresse)}</a>')


def en_html(table: tuple, legende: str, empile: bool = False) -> str:
    """A `Table` as a real `<table>`; every cell is escaped unless it is a `Html`.

    Args:
        legende: caption, said by screen readers.
        empile: on a phone each row becomes a card, each cell under the title of its column. Roles are then written:
            a browser takes them away from the cells of a table that is no longer laid out as one.
    """
    entetes, lignes, selection = Table(*table)

    def role(nom: str) -> str:
        return f" role={nom}" if empile else ""

    tete, corps, montrer = 1, "", ""
    if not entetes[0][0] and not any(ligne[0] for ligne in lignes):
        tete, entetes, lignes = 0, entetes[1:], [ligne[1:] for ligne in lignes]
    repere = Html('<span class="obs-lu">Repère</span>')  # of a column of marks, that nobody needs to see
    tetes = "".join(
        f'<th scope="col"{role("columnheader")}{" class=d" if d else ""}>{_cellule(t or repere)}</th>'
        for t, d in entetes
    )
    for i, ligne in enumerate(lignes):
        corps += f"<tr{role('row')}{' class=sel aria-current=true' * (i in selection)}>"
        for j, (c, (titre, d)) in enumerate(zip(ligne, entetes, strict=True)):
            balise, attributs = ("th", " scope=row" + role("rowheader")) if j == tete else ("td", role("cell"))
            attributs += f' data-code="{echapper(c.code)}"' if isinstance(c, Nomme) else ""
            attributs += " class=d" * d + (f' data-titre="{echapper(titre)}"' if empile else "")
            corps += f"<{balise}{attributs}>{_cellule(c)}</{balise}>"
        corps += "</tr>"
    pile, groupe = " obs-tableau--empile" if empile else "", role("rowgroup")
    if len(lignes) > (4 if empile else 13):  # a phone shows the first ones, and those chosen
        montrer = f'<label class="obs-montrer"><input type="checkbox"> Toutes les lignes ({len(lignes)})</label>'
    return (
        f'<div class="obs-tableau{pile}" tabindex="0" role="region" aria-label="{echapper(legende)}"><table'
        f"{role('table')}><caption>{echapper(legende)}</caption><thead{groupe}><tr{role('row')}>{tetes}</tr></thead>"
        f"<tbody{groupe}>{corps}</tbody></table></div>{montrer}"
    )


def cadre_html(legende: str, tetes: str, corps: str, classe: str = "") -> str:
    """A real `<table>` that `en_html` cannot lay out: its head and its rows are markup, its caption is escaped."""
    dite, sorte = echapper(legende), f' class="{classe}"' if classe else ""
    return (
        f'<div class="obs-tableau" tabindex="0" role="region" aria-label="{dite}"><table{sorte}>'
        f"<caption>{dite}</caption><thead><tr>{tetes}</tr></thead>{corps}</table></div>"
    )


def _cellule(c: str) -> str:
    return c if isinstance(c, Html) else echapper(str(c))


def pastille(n: int | None, statut: str = "") -> Html:
    """Swatch and number of a class, or the drawn state of an empty cell; the number is the text, not the colour."""
    if n is None:
        genre = {"Q": "s", "M": "so"}.get(statut, "nd")
        return Html(f'<span class="obs-puce obs-puce--{genre}" aria-hidden="true"></span>')
    return Html(f'<span class="obs-puce obs-puce--{n}" aria-hidden="true"></span> {n}')
