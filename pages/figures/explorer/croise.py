"""The cross-table: two of the four dimensions in rows and columns, the two others fixed; every cell a figure as it is.

Nothing is added up: the row of the region is the region's own figure, and there is no other total.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.francais import INSEC, capitale, echapper as escape
from geo import lieux, zonages
from pages.figures import lecture, parts, tables
from pages.figures.carte.vue import MENTION_DEMONSTRATION
from pages.figures.tables import Html
from pages.figures.vues import Vue, badges_decoupage, badges_demo

DIMENSIONS = {"zone": "Territoires", "periode": "Périodes", "metier": "Métiers", "indicateur": "Indicateurs"}
AU_SINGULIER = {"zone": "Territoire", "periode": "Période", "metier": "Métier", "indicateur": "Indicateur"}
PAGE = 60  # rows written at a time
CELLULES_MAX = 20_000
TITRE_MAX = 130
TOUS = ""
RETENU = "Un territoire est retenu quand plus de la moitié de ses habitants y vivent."
Lire = Callable[[str, str, str], Tableau]  # indicator, zoning, « niveau:code » or TOUS


class Poste(NamedTuple):
    """One heading: its code in the dimension, and what is written."""

    code: str
    libelle: str


@dataclass(frozen=True)
class Demande:
    """What is asked.

    Attributes:
        lignes, colonnes: names of two `DIMENSIONS`.
        postes: dimension -> what is in it, in order; a dimension that is neither in rows nor in columns has one.
        tri: code of the column that orders the rows, "" for their own order; decroissant: largest first.
    """

    zonage: str
    lignes: str
    colonnes: str
    postes: Mapping[str, tuple[Poste, ...]]
    tri: str = ""
    decroissant: bool = True

    @property
    def cellules_nb(self) -> int:
        """How many cells the whole table has."""
        return len(self.postes[self.lignes]) * len(self.postes[self.colonnes])


class Cellule(NamedTuple):
    """A figure: its indicator, its row of a `Tableau` and its period; without row, `raison` says why."""

    ind: Indicateur
    ligne: Mapping | None
    periode: str
    raison: str = ""

    @property
    def valeur(self) -> float | None:
        """The number, None for an empty cell."""
        if self.ligne is None or self.ligne["obs_status"] in VIDES:
            return None
        return float(self.ligne["value"])


def derniere(t: Tableau) -> str:
    """The last period of a table, "" when nothing is loaded."""
    return t.periodes[-1] if t.periodes else ""


@dataclass
class Croise:
    """A cross-table that reads its figures as they are asked for.

    Attributes:
        regionale: True when the figures of the region end a table of territories.
    """

    q: Demande
    lire: Lire
    _lus: dict[tuple[str, str, str], Mapping] = field(default_factory=dict)

    def cellule(self, ligne: Poste, colonne: Poste, zonage: str = "") -> Cellule:
        """The figure at a row and a column."""
        ou = {d: p[0].code for d, p in self.q.postes.items()} | {
            self.q.lignes: ligne.code,
            self.q.colonnes: colonne.code,
        }
        ind, zonage = INDICATEURS[ou["indicateur"]], zonage or self.q.zonage
        zone = zonages.REGION if zonage == "region" else ou["zone"]
        metier = ou["metier"] if ind.metiers else TOUS
        if ou["metier"] and not ind.metiers:
            return Cellule(ind, None, "", "cet indicateur n’existe pas par métier")
        if zonage not in ind.zonages:
            return Cellule(ind, None, "", ind.ailleurs)
        t, lignes = self._lignes(ind.code, zonage, metier)
        periode = ou["periode"] or derniere(t)
        trouvee = lignes.get((zone, periode))
        if trouvee is None:
            return Cellule(ind, None, periode, "période non chargée pour cet indicateur")
        return Cellule(ind, trouvee, periode)

    def _lignes(self, code: str, zonage: str, metier: str) -> tuple[Tableau, Mapping]:
        cle = (code, zonage, metier)
        if cle not in self._lus:
            t = self.lire(code, zonage, metier)
            voulues = [p.code or derniere(t) for p in self.q.postes["periode"]]
            lues = t.lignes[t.lignes["periode"].isin(voulues)]
            self._lus[cle] = t, {(x["code_zone"], x["periode"]): x for x in lues.to_dict("records")}
        return self._lus[cle]

    @property
    def regionale(self) -> bool:
        """Whether the region's own figures end the table."""
        return self.q.lignes == "zone" and self.q.zonage != "region"

    @property
    def demonstration(self) -> bool:
        """Whether one of the figures read is invented."""
        return any(t.demonstration for t, _ in self._lus.values())

    def ordre(self) -> list[Poste]:
        """Rows in the order asked; empty cells come last, whichever way."""
        postes = list(self.q.postes[self.q.lignes])
        colonne = next((c for c in self.q.postes[self.q.colonnes] if c.code == self.q.tri), None)
        if colonne is None:
            return postes
        valeurs = {p.code: self.cellule(p, colonne).valeur for p in postes}
        connus = [p for p in postes if valeurs[p.code] is not None]
        sens = -1 if self.q.decroissant else 1
        return sorted(connus, key=lambda p: sens * valeurs[p.code]) + [p for p in postes if valeurs[p.code] is None]


def table(c: Croise, page: int = 1) -> tables.Table:
    """One page of the table; each cell says its bounds, that it is a minimum, or why it is empty."""
    q = c.q
    ordre, colonnes = c.ordre(), q.postes[q.colonnes]
    montrees = ordre[(page - 1) * PAGE : page * PAGE]
    maxima = {k.code: _maximum(c, ordre, k) for k in colonnes} if len(ordre) * len(colonnes) <= CELLULES_MAX else {}
    lignes = [["", p.libelle, *(_ecrire(c.cellule(p, k), maxima.get(k.code)) for k in colonnes)] for p in montrees]
    if c.regionale and montrees:
        region = Poste(zonages.REGION, "Région")
        lignes.append(
            ["", "Région (son propre chiffre)", *(_ecrire(c.cellule(region, k, "region"), None) for k in colonnes)]
        )
    tete = [("", False), (AU_SINGULIER[q.lignes], False), *((_entete(c, k), True) for k in colonnes)]
    return tables.Table(tete, lignes, [len(lignes) - 1] if c.regionale and montrees else [])


def _entete(c: Croise, k: Poste) -> str:
    """Heading of a column: name, unit and, for an indicator, the period read; ▲ or ▼ where it orders the rows."""
    fleche = (f"{INSEC}▼" if c.q.decroissant else f"{INSEC}▲") if k.code == c.q.tri else ""
    if c.q.colonnes != "indicateur":
        return f"{k.libelle}{fleche}"
    premiere = c.cellule(c.q.postes[c.q.lignes][0], k)
    quand = f", {francais.periode_libelle(premiere.periode)}" if premiere.periode and c.q.lignes != "periode" else ""
    unite = "" if premiere.ind.unite.lower() in k.libelle.lower() else f" ({premiere.ind.unite})"
    return f"{k.libelle}{unite}{quand}{fleche}"


def _maximum(c: Croise, ordre: Sequence[Poste], k: Poste) -> float | None:
    """Largest value of a column, what its bars are drawn against; a share of the survey is drawn against 100."""
    valeurs = [v for p in ordre if (v := c.cellule(p, k).valeur) is not None]
    return max(valeurs, default=None)


def _ecrire(cellule: Cellule, maximum: float | None) -> Html | str:
    ind, ligne = cellule.ind, cellule.ligne
    if ligne is None:
        return Html(f'<span title="{escape(cellule.raison)}">n.d.</span>')
    if ligne["obs_status"] in VIDES:
        raison = ligne["raison"] or lecture.MOTS_STATUT[ligne["obs_status"]]
        signe = lecture.SIGNES[ligne["obs_status"]]
        return Html(f'<span title="{escape(raison)}">{signe}</span>')
    indice = lecture.INDICES.get(ligne["obs_status"], "")
    marque = (
        f'<abbr title="{lecture.MOTS_STATUT[ligne["obs_status"]]}">{indice}</abbr>' if indice and not ind.estime else ""
    )
    bornes = parts.bornes(ligne, 0) if ind.incertaine else ""
    entre = f" <small>{escape(bornes)}</small>" if bornes else ""  # a space: a copy or a room may set them on one line
    base = 100.0 if ind.incertaine else maximum
    part = max(0.0, min(1.0, ligne["value"] / base)) if base and base > 0 else 0.0
    jauge = f'<i class="obs-jauge" style="--v:{100 * part:.0f}%" aria-hidden="true"></i>' if part else ""
    valeur = lecture.au_moins(lecture.valeur_courte(ligne, ind), ligne["minorant"])
    return Html(f"<b>{escape(valeur)}</b>{marque}{entre}{jauge}")


def vides(c: Croise, page: int) -> dict[str, int]:
    """reason -> how many cells of the page are empty for it, most frequent first."""
    raisons: dict[str, int] = {}
    for p, k in product(c.ordre()[(page - 1) * PAGE : page * PAGE], c.q.postes[c.q.colonnes]):
        x = c.cellule(p, k)
        if x.ligne is None:
            raison = x.raison
        elif x.ligne["obs_status"] in VIDES:
            raison = x.ligne["raison"] or lecture.MOTS_STATUT[x.ligne["obs_status"]]
        else:
            continue
        raisons[raison] = raisons.get(raison, 0) + 1
    return dict(sorted(raisons.items(), key=lambda r: -r[1]))


def vue(c: Croise, page: int, dans: str = "") -> Vue:
    """Words around the table. `dans`: the territory that the rows are inside, in words."""
    q = c.q
    n = len(q.postes[q.lignes])
    fixes = [d for d in DIMENSIONS if d not in (q.lignes, q.colonnes)]
    fixees = [p[0].libelle for d in fixes if (p := q.postes[d]) and p[0].libelle]
    pluriel = (
        lieux.pluriel(zonages.zonage(q.zonage).libelle_zone) if q.lignes == "zone" else DIMENSIONS[q.lignes].lower()
    )
    titre = f"{francais.avec_unite(n, pluriel)}{f' {dans}' if dans else ''} par {DIMENSIONS[q.colonnes].lower()}"
    bouts = etendue(c)
    titre = f"{titre} ; {bouts}" if bouts and len(titre) + len(bouts) <= TITRE_MAX else titre
    inds = [INDICATEURS[p.code] for p in q.postes["indicateur"]]
    sources = " ; ".join(dict.fromkeys(i.source for i in inds))
    raisons = vides(c, page)
    absents = "".join(f" {francais.avec_unite(nb, 'cases')}{INSEC}: {r}." for r, nb in list(raisons.items())[:3])
    debut = (page - 1) * PAGE + 1
    lues = f"Lignes {debut} à {min(page * PAGE, n)} sur {francais.nombre(n)}. " if n > PAGE else ""
    return Vue(
        titre,
        ", ".join(filter(None, (*fixees, zonages.zonage(q.zonage).libelle if q.lignes != "zone" else ""))),
        lues
        + (f"{RETENU} " if dans else "")
        + "≥ : une partie est cachée par le secret, le chiffre est un minimum. En petit, les bornes d’une part. Rien "
        "n’est additionné : la ligne de la région est son propre chiffre." + absents,
        f"{' ; '.join(dict.fromkeys(i.champ for i in inds))}.",
        f"{MENTION_DEMONSTRATION if c.demonstration else capitale(sources)}.",
        badges_demo(c.demonstration) + badges_decoupage(q.zonage),
    )


def etendue(c: Croise) -> str:
    """« projets de recrutement : de 1 242 (Blain) à 42 283 (Nantes), au moins »: both ends of the column of the order.

    "" where ends say nothing: a share of the survey is never ranked, two values are few, and what secrecy hides may
    put another zone at the end.
    """
    colonnes = c.q.postes[c.q.colonnes]
    k = next((x for x in colonnes if x.code == c.q.tri), colonnes[0])
    lues = [(p, c.cellule(p, k)) for p in c.q.postes[c.q.lignes]]
    connues = [(p, x) for p, x in lues if x.valeur is not None]
    if len(connues) < 3 or len({x.ind.code for _, x in connues}) > 1 or connues[0][1].ind.incertaine:
        return ""
    ind = connues[0][1].ind
    bas, haut = (f(connues, key=lambda r: r[1].valeur) for f in (min, max))
    autres_bas, autres_haut = ([x.ligne for p, x in connues if p is not bout[0]] for bout in (bas, haut))
    if bas[1].ligne["borne_haute"] > min(r["borne_basse"] for r in autres_bas):
        return ""
    if haut[1].ligne["borne_basse"] < max(r["borne_haute"] for r in autres_haut):
        return ""
    unite = f"{INSEC}%" if ind.unite == "%" else ""
    dits = [f"{lecture.nombre(ind, x.valeur)}{unite} ({p.libelle})" for p, x in (bas, haut)]
    ou = "" if c.q.colonnes == "indicateur" else f", {k.libelle}"
    minimum = ", au moins" if any(x.ligne["minorant"] for _, x in (bas, haut)) else ""
    return f"{francais.en_phrase(ind.libelle)}{ou}{INSEC}: de {dits[0]} à {dits[1]}{minimum}"


def dedans(zonage: str, dans: str) -> list[str]:
    """Zones of a zoning whose population is mostly in a zone (`zonage:code`), in alphabetical order."""
    noms = zonages.noms(zonage)
    if not dans:
        return list(noms)
    autre, _, code = dans.partition(":")
    communes = zonages.communes().set_index("code_commune")["population_nb"]
    ici = zonages.appartenance(zonage)
    table = pd.DataFrame(
        {"zone": ici, "dans": zonages.appartenance(autre).reindex(ici.index).eq(code), "n": communes.reindex(ici.index)}
    )
    parts_ = table["n"].where(table["dans"], 0).groupby(table["zone"]).sum() / table.groupby("zone")["n"].sum()
    return [c for c in noms if parts_.get(c, 0) > 0.5]
