"""The cross-table: the answer to a question as it is seen, one dimension in columns, every cell a figure as it is.

Nothing is added up: the row of the region is the region's own figure, and there is no other total.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from data_loaders import francais
from data_loaders.contracts.base import PEU_FIABLE, VIDES
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.contracts.indicateurs_detail import indicateur
from data_loaders.erreurs import DemandeInvalide
from data_loaders.francais import INSEC, capitale, echapper as escape
from data_loaders.measures import mots_estimation as mots
from data_loaders.requetes import lignes as lignes_requetes
from data_loaders.requetes.evaluation import CODES, Croisement, Reponse, meneur, statuts_mesures
from data_loaders.requetes.groupes import LIBRE
from data_loaders.requetes.lignes import ETATS_EXPORTES
from data_loaders.requetes.requete import MESURES, TRIS, Requete
from geo import lieux, zonages
from pages.figures import lecture, parts, tables
from pages.figures.tables import Html, Nomme
from pages.figures.vues import Vue, badges_decoupage, badges_demo, source_dite

DIMENSIONS: Final = {"zone": "Territoires", "periode": "Périodes", "metier": "Métiers", "indicateur": "Indicateurs"}
AU_SINGULIER: Final = {d: dits.removesuffix("s") for d, dits in DIMENSIONS.items()}
MESURES_COURTES: Final = dict(
    zip(MESURES, ("La valeur", "Son évolution", "Pour 100 de…", "Sa part du total", "Son rang"), strict=True)
)
PAGE: Final = 60  # rows written at a time
TITRE_MAX: Final = 85
REGION: Final = zonages.NOM_REGION
DECIMALES: Final = {"part": 1, "rapport": 1, "rang": 0, "evolution": 1}
# Dimension -> the columns that tell its values apart.
_CLES: Final = {d: ["zonage"] * (d == "zone") + [CODES[d]] for d in ("zone", "metier", "periode", "indicateur")}


def court(ind: Indicateur) -> str:
    """What an indicator is called on this screen."""
    return ind.colonne or ind.libelle


class Croise(NamedTuple):
    """What is drawn: the question, its figures, where each stands; the region's own, None where a row says nothing."""

    requete: Requete
    longue: pd.DataFrame
    croisement: Croisement
    region: tuple[pd.DataFrame, Croisement] | None
    demonstration: bool

    @property
    def meneur(self) -> int:
        """The column that makes the title: the one that orders the rows, else the first estimated share; the first that
        has figures where it has none."""
        q, tetes = self.requete, self.croisement.tetes
        k = meneur(self.croisement, q)
        if q.colonnes == "indicateur" and q.tri.removeprefix("-") not in (*tetes, *MENEURS):
            k = next((i for i, t in enumerate(tetes) if indicateur(t).estime), 0)
        return next((i for i in (k, *range(len(tetes))) if len(self.connues_de(i))), k)

    @property
    def connues(self) -> pd.DataFrame:
        """The figures of that column that are printed."""
        return self.connues_de(self.meneur)

    def connues_de(self, k: int) -> pd.DataFrame:
        """Those of the column `k`, one a row."""
        places = self.croisement.places[:, k]
        lues = self.longue.iloc[places[places >= 0]].reset_index(drop=True)
        declarees = [i.code for i in self.requete.lus if i.incertaine and not i.estime]
        trop_large = lues["obs_status"].eq(PEU_FIABLE) & lues["code_indicateur"].isin(declarees)
        return lues[lues[self.requete.mesuree].notna() & ~lues["obs_status"].isin(VIDES) & ~trop_large]

    @property
    def situer(self) -> bool:
        """Whether several kinds of places stand in it."""
        return self.longue["zonage"].nunique() > 1

    @property
    def regionale(self) -> tuple[pd.DataFrame, Croisement] | None:
        """The region's own, where it is one row."""
        return self.region if self.region and len(self.region[1].lignes) == 1 else None

    def de_region(self, k: int) -> pd.Series | None:
        """The region's own figure in the column `k`; None where there is none, or more than one."""
        if not self.regionale:
            return None
        df, y = self.regionale
        return df.iloc[y.places[0, k]] if y.places[0, k] >= 0 else None

    @property
    def reference(self) -> pd.Series | None:
        """The same in the column that makes the title, where it is known."""
        r = self.de_region(self.meneur)
        return r if r is not None and r[self.requete.mesuree] == r[self.requete.mesuree] else None

    @property
    def rangees(self) -> list[str]:
        """Dimensions that tell rows apart, one at least."""
        tetes, c = self.longue.iloc[self.croisement.lignes], self.requete.colonnes
        dims = [d for d in _CLES if d != c and not (d == "periode" and c == "indicateur" and self.requete.dernieres)]
        return [d for d in dims if len(tetes[_CLES[d]].drop_duplicates()) > 1] or dims[:1]


def preparer(r: Reponse) -> Croise:
    """The table of an answer that has columns. DemandeInvalide: too large for a screen, nothing answers, or nothing is
    left of it."""
    r.exiger_taille()
    q = r.requete
    if not len(r.croisement.lignes):
        raise DemandeInvalide("aucun chiffre ne passe ces bornes.")
    region = None
    if q.colonnes != "zone" and set(r.longue["zonage"]) != {"region"} and (q.mesure, q.par) != ("part", "zone") and (
        q.mesure != "rang"
    ):  # fmt: skip
        sienne = replace(q, zones=(f"region:{zonages.REGION}",), minimum=None, maximum=None, tri="", premiers=0)
        a = replace(r, requete=sienne)
        y, tetes = a.croisement, r.croisement.tetes
        places = np.pad(y.places, ((0, 0), (0, 1)), constant_values=-1)  # nothing under what it has not
        ou = [y.tetes.index(t) if t in y.tetes else -1 for t in tetes]
        region = (a.longue, y._replace(tetes=tetes, places=places[:, ou]))
    return Croise(q, r.longue, r.croisement, region, r.demonstration)


def _garder(x: Croisement, lignes: Any) -> Croisement:
    return x._replace(lignes=x.lignes[lignes], places=x.places[lignes])


def nommer(lignes: pd.DataFrame, dim: str, *, situer: bool) -> list[str]:
    """What is written of each row in a dimension; `situer`: with what a place is, where several kinds of them stand."""
    if dim == "periode":
        return [francais.periode_courte(p) for p in lignes["periode"]]
    if dim != "zone":
        return lignes[f"libelle_{dim}"].tolist()
    noms = []
    for z, c, nom in lignes[["zonage", "code_zone", "libelle_zone"]].itertuples(index=False, name=None):
        quoi = lignes_requetes.COMPOSE if z == LIBRE else zonages.zonage(z).libelle_zone
        dit = quoi if situer else c[:2] if z == "commune" else ""
        noms.append(f"{nom} ({dit})" if dit and dit != nom else nom)
    return noms


def petits(c: Croise) -> list[tuple[str, Croise]]:
    """A small table for each value of a third dimension, under its name; none where one table says it all."""
    if len(c.rangees) < 2:
        return []
    tetes = c.longue.iloc[c.croisement.lignes].reset_index(drop=True)
    dim = min(reversed(c.rangees), key=lambda d: len(tetes[_CLES[d]].drop_duplicates()))
    groupes = list(tetes.groupby(_CLES[dim], sort=False))
    if not 2 <= len(groupes) <= 12 or max(len(g) for _, g in groupes) > PAGE:
        return []
    sortis = []
    for cle, g in groupes:
        region = c.region
        if region and dim != "zone":
            df, y = region
            region = (df, _garder(y, (df[_CLES[dim]].iloc[y.lignes] == list(cle)).all(axis=1).to_numpy()))
        ici = c._replace(croisement=_garder(c.croisement, g.index), region=region)
        sortis.append((nommer(g.head(1), dim, situer=c.situer)[0], ici))
    return sortis


def _tetes(c: Croise) -> list[str]:
    """Heading of each column: name, unit, its period where they have several, « au moins » where one is a minimum."""
    q, dits = c.requete, []
    noms = {i.code: i.colonne for i in q.lus}
    dates = "periode" not in c.rangees and c.longue["periode"].nunique() > 1
    for tete, places in zip(c.croisement.tetes, c.croisement.places.T, strict=True):
        tenues = c.longue.iloc[places[places >= 0]]
        if not len(tenues):
            dits.append(court(indicateur(tete)) if q.colonnes == "indicateur" else "–")
            continue
        nom, une = nommer(tenues.head(1), q.colonnes, situer=c.situer)[0], tenues.iloc[0]
        if q.colonnes == "indicateur":
            colonne = noms.get(une["code_indicateur"], "") if q.mesure == "valeur" else ""
            nom = colonne or nom
            muette = bool(colonne) or une["unite"] == "%" or une["unite"].lower() in nom.lower()
            nom += "" if muette else f" ({une['unite']})"
            nom += f", {francais.periode_libelle(une['periode'])}" if dates and tenues["periode"].nunique() == 1 else ""
            nom += ", au moins" if q.mesure == "valeur" and tenues["au_moins"].any() else ""
        dits.append(nom)
    doubles = {n for n, k in Counter(dits).items() if k > 1}
    return [f"{n} [{code}]" if n in doubles else n for n, code in zip(dits, c.croisement.tetes, strict=True)]


def large(c: Croise) -> pd.DataFrame:
    """The whole table as it is seen, for a file: words, then numbers with all their digits, each
    followed by its status, the region's row first."""
    sorties, tetes = [], _tetes(c)
    for df, x in filter(None, (c.regionale, (c.longue, c.croisement))):
        cotes = {AU_SINGULIER[d]: nommer(df.iloc[x.lignes], d, situer=c.situer) for d in c.rangees}
        if df is not c.longue:
            cotes[next(iter(cotes))] = [REGION]
        colonnes = zip(tetes, x.places.T, strict=True)
        for nom, p in colonnes:
            pris = df.reindex(p)
            cotes |= {
                nom: pris[c.requete.mesuree].to_numpy(),
                f"{nom}, statut": statuts_mesures(pris, c.requete).to_numpy(),
            }
        sorties.append(pd.DataFrame(cotes))
    return pd.concat(sorties, ignore_index=True)


def table(c: Croise, page: int = 1, *, triable: bool = False) -> tables.Table:
    """One page of the table, the region pinned first; each cell says that it is a minimum, or why it is empty.
    `triable`: whether a heading is a link that orders the rows by its column."""
    x, tri = c.croisement, c.requete.tri.removeprefix("-")
    colonnes = [_Colonne.de(c, k) for k in range(len(x.tetes))]
    lignes = _lignes(c, c.longue, _garder(x, slice((page - 1) * PAGE, page * PAGE)), colonnes)
    regionale = bool(c.regionale and lignes)
    if regionale:
        ((_, _, *suite),) = _lignes(c, *c.regionale, [k._replace(maximum=None) for k in colonnes])
        lignes.insert(0, ["", Nomme(REGION, zonages.REGION), *suite])
    descend = c.requete.tri.startswith("-")
    menee = meneur(x, c.requete) % len(x.tetes) if tri in (*x.tetes, *MENEURS) else -1

    def tete(texte: str, nom: str, menante: bool, k: _Colonne | None = None) -> str:
        dit, echelle = texte + f"{INSEC}{'▼' if descend else '▲'}" * menante, ""
        if not triable:
            return dit
        if k and k.haut > k.bas:  # both ends of the scale, under the heading
            dits = "".join(f"<span>{escape(francais.avec_unite(v, '%'))}</span>" for v in (k.bas, k.haut))
            echelle = f'<span class="obs-echelle" aria-hidden="true">{dits}</span>'
        autre = nom if menante and descend else f"-{nom}"
        vers = "?" + replace(c.requete, tri=autre if nom != "zone" or tri != "zone" else "-zone").adresse()
        return Html(f'<a href="{escape(vers)}" title="Trier par cette colonne">{escape(dit)}</a>{echelle}')

    cotes = [(tete(AU_SINGULIER[d], d, tri == d) if d in TRIS else AU_SINGULIER[d], False) for d in c.rangees]
    dites = (tete(t, x.tetes[k], k == menee, colonnes[k]) for k, t in enumerate(_tetes(c)))
    return tables.Table([("", False), *cotes, *((t, True) for t in dites)], lignes, [0] if regionale else [])


class _Colonne(NamedTuple):
    """What all the cells of a column are drawn against: its largest figure, the ends of its margins, the region's."""

    maximum: float | None
    bas: float
    haut: float
    region: float | None

    @classmethod
    def de(cls, c: Croise, k: int) -> "_Colonne":
        """Of the column `k`; no scale where it is not one of estimates."""
        connues = c.connues_de(k)
        maximum = connues[c.requete.mesuree].max()
        if c.requete.mesure != "valeur" or connues.empty or not all(
            indicateur(i).estime for i in connues["code_indicateur"].unique()
        ):  # fmt: skip
            return cls(maximum, 0, 0, None)
        region, bas, haut = c.de_region(k), connues["borne_basse"].min(), connues["borne_haute"].max()
        ici = None if region is None else region["valeur"]
        return cls(maximum, max(0, bas // 10 * 10), min(100, -(-haut // 10) * 10), ici)

    def place(self, v: float) -> float:
        """Where a value stands on the scale, in %."""
        return 100 * min(1.0, max(0.0, (v - self.bas) / (self.haut - self.bas)))

    def marge_html(self, ligne: Mapping) -> str:
        """A dot, a pale band, the margin of the estimate, the region in dashes."""
        a, z, v = (self.place(ligne[n]) for n in ("borne_basse", "borne_haute", "valeur"))
        ici = "" if self.region is None else f";--r:{self.place(self.region):.1f}%"
        dit = escape(f"{mots.MARGE}{INSEC}: {parts.bornes(ligne, 0)} %")
        return (
            f'<i class="obs-marge{" obs-marge--region" if ici else ""}" title="{dit}" '
            f'style="--a:{a:.1f}%;--e:{z - a:.1f}%;--v:{v:.1f}%{ici}"></i>'
        )


MENEURS: Final = ("valeur", "ecart", "ampleur")  # orders that a column gives


def _lignes(c: Croise, df: pd.DataFrame, x: Croisement, colonnes: Sequence[_Colonne]) -> list[list[str]]:
    tetes = df.iloc[x.lignes]
    dites = (map(Nomme, nommer(tetes, d, situer=c.situer), tetes[CODES[d]]) for d in c.rangees)
    cotes = zip(*dites, strict=True)
    return [
        ["", *noms, *(_ecrire(c, df, p, k) for p, k in zip(places, colonnes, strict=True))]
        for noms, places in zip(cotes, x.places, strict=True)
    ]


def _ecrire(c: Croise, df: pd.DataFrame, place: int, colonne: _Colonne) -> Html:
    if place < 0:
        return Html('<span title="aucun chiffre à ce croisement">n.d.</span>')
    ligne = df.iloc[place].to_dict()
    mesure, ind, v = c.requete.mesure, indicateur(ligne["code_indicateur"]), ligne[c.requete.mesuree]
    if raison := _raison(c, ligne):
        signe = mots.MARGE_TROP_LARGE if parts.trop_large(ind, ligne) else lecture.SIGNES.get(ligne["obs_status"], "–")
        return Html(f'<span title="{escape(raison)}">{signe}</span>')
    if mesure == "evolution":
        dit = mots.ecart_dit(ind, *(ligne[c] for c in ("ecart", "ecart_bas", "ecart_haut")))
        constat = f"depuis {francais.periode_libelle(ligne['depuis'])}{INSEC}: {ligne['constat']}"
        return Html(f'<b title="{escape(constat)}">{escape(dit)}</b>')
    # Where columns are indicators, the heading says that one has minima.
    minore = ligne["au_moins"] and mesure == "valeur"
    nombre, bornes = lecture.au_moins(dire(c, ligne), minore and c.requete.colonnes != "indicateur"), ""
    if mesure != "valeur":
        bornes = parts.bornes(ligne, DECIMALES[mesure])
    elif ind.incertaine:
        bornes = parts.enonce(ligne) if ind.estime else parts.marge(ligne) or parts.bornes(ligne, 0)
    marque = lecture.indice(ind, ligne | {"minorant": ligne["au_moins"]}) if mesure == "valeur" else ""
    if marque:
        marque = f'<abbr title="{lecture.MOTS_STATUT[ligne["obs_status"]]}">{marque}</abbr>'
    entre = f" <small>{escape(bornes)}</small>" if bornes else ""  # a space: a copy or a room may set them on one line
    minimum = ' data-minimum title="au moins"' if minore else ""
    if colonne.haut > colonne.bas:
        dessin = colonne.marge_html(ligne)
    else:
        base = 100.0 if ind.incertaine and mesure == "valeur" else colonne.maximum
        part = max(0.0, min(1.0, v / base)) if base and base > 0 and mesure != "rang" else 0.0
        dessin = f'<i class="obs-jauge" style="--v:{100 * part:.0f}%" aria-hidden="true"></i>'
    return Html(f"<b{minimum}>{escape(nombre)}</b>{marque}{dessin}{entre}")


def dire(c: Croise, ligne: Mapping) -> str:
    """A figure as it is printed, « 60 % », « 42 283 »."""
    mesure, ind, v = c.requete.mesure, indicateur(ligne["code_indicateur"]), ligne["valeur"]
    if mesure != "valeur":
        return francais.nombre(v, DECIMALES[mesure]) + (f"{INSEC}%" if mesure == "part" else "")
    nombre = lecture.valeur_courte(dict(ligne) | {"value": v, "minorant": ligne["au_moins"]}, ind)
    return nombre + (f"{INSEC}%" if ind.unite == "%" and nombre[-1].isdigit() else "")


def _raison(c: Croise, ligne: Mapping) -> str:
    """Why a cell has no number; "" where it has one."""
    muette = ligne["obs_status"] in VIDES or parts.trop_large(indicateur(ligne["code_indicateur"]), ligne)
    if ligne[c.requete.mesuree] == ligne[c.requete.mesuree] and not muette:
        return ""
    if c.requete.mesuree == "ecart":
        return ligne["constat"] or "rien à comparer"
    return ligne["raison"] or lecture.MOTS_STATUT[ligne["obs_status"]]


def vue(c: Croise, page: int = 1, *, fut: str = "") -> Vue:
    """Words around the table; `fut`: what became of the only figure of the first column, « en baisse depuis 2023 »."""
    q, x = c.requete, c.croisement
    n, decoupages = len(x.lignes), list(dict.fromkeys(c.longue["zonage"]))
    seul = zonages.zonage(decoupages[0]) if len(decoupages) == 1 and decoupages != [LIBRE] else None
    tetes, region = c.longue.iloc[x.lignes[:1]], c.reference
    fixees = [
        nommer(tetes, d, situer=False)[0]
        for d in DIMENSIONS
        if d not in (q.colonnes, *c.rangees) and not (d == "periode" and q.colonnes == "indicateur" and q.dernieres)
    ]
    if "zone" in c.rangees and seul:
        fixees.append(francais.en_phrase(seul.libelle) if fixees else seul.libelle)
    estimee = q.mesure == "valeur" and any(indicateur(i).estime for i in c.longue["code_indicateur"].unique())
    trait = f"Trait pâle{INSEC}: marge de l’estimation." if estimee else ""
    if q.mesure == "valeur" and any(i.incertaine and not i.estime for i in q.lus):
        trait += f" ±{INSEC}: marge de l’enquête en points, 95 chances sur 100."
    if estimee and region is not None and indicateur(region["code_indicateur"]).estime:
        trait += f" Pointillé{INSEC}: la région, {dire(c, region)}."
    choisies = [f"{MESURES[q.mesure]}. "] if q.mesure not in ("valeur", "rapport") else []
    if q.minimum is not None or q.maximum is not None or q.premiers:
        choisies.append(f"{francais.avec_unite(n, 'lignes')} gardées d’après la colonne qui les range. ")
    if n > PAGE:
        choisies.append(f"Lignes {(page - 1) * PAGE + 1} à {min(page * PAGE, n)} sur {francais.nombre(n)}. ")
    if any("@" in z for z in q.zones):
        choisies.append("Un territoire est retenu quand plus de la moitié de ses habitants y vivent. ")
    places = x.places[(page - 1) * PAGE : page * PAGE].ravel()
    raisons = Counter(filter(None, (_raison(c, r) for r in c.longue.iloc[places[places >= 0]].to_dict("records"))))
    absents = "".join(f" {francais.avec_unite(nb, 'cases')}{INSEC}: {r}." for r, nb in raisons.most_common(3))
    if muets := [court(i) for i in q.lus if i.code not in set(c.longue["code_indicateur"])]:
        absents += f" Sans chiffre à cette période{INSEC}: {francais.enumeration(muets)}."
    return Vue(
        verdict(c, seul, fut),
        ". ".join(filter(None, (", ".join(filter(None, fixees)), trait))),
        capitale("".join(choisies))
        + "Au moins : une partie est cachée par le secret, le chiffre est un minimum. Rien n’est additionné : la ligne "
        "de la région est son propre chiffre." + absents,
        f"{' ; '.join(dict.fromkeys(i.champ for i in q.lus))}.",
        source_dite(" ; ".join(dict.fromkeys(c.longue["source"])), c.demonstration),
        badges_demo(c.demonstration) + tuple(b for z in decoupages[:1] if z != LIBRE for b in badges_decoupage(z)),
    )


def verdict(c: Croise, seul: zonages.Zonage | None, fut: str = "") -> str:
    """The finding of the leading column: its spread, its ends, or the one figure there is. No end is named where
    secrecy may put another row there; a share of the survey says first that gaps are few."""
    q, n = c.requete, len(c.croisement.lignes)
    quoi = "lignes"
    if len(c.rangees) == 1:
        (dim,) = c.rangees
        quoi = lieux.pluriel(seul.libelle_zone) if dim == "zone" and seul else DIMENSIONS[dim].lower()
    connues = c.connues
    ind = indicateur(connues["code_indicateur"].iloc[0] if len(connues) else q.indicateurs[0])
    dates = connues["periode"].unique()
    quand = f" {francais.en_periode(dates[0], flux=True)}" if len(dates) == 1 else ""
    lignes = francais.avec_unite(n, quoi)
    if connues.empty:
        return f"{lignes}{INSEC}: pas de chiffre pour ce choix"
    sujet = court(ind) if q.mesure == "valeur" else connues["libelle_indicateur"].iloc[0]
    if q.mesure == "evolution":
        de_a = connues[["depuis", "periode"]].drop_duplicates().to_numpy().tolist()
        entre = f" depuis {francais.periode_libelle(q.depuis)}" if q.depuis else ""
        entre = " de {} à {}".format(*map(francais.periode_libelle, de_a[0])) if len(de_a) == 1 else entre
        teste = f", {mots.NON_TESTE}" if set(connues["sens"]) == {mots.NON_TESTE} else ""
        return f"{sujet}{INSEC}: ce qui a changé{entre}, {lignes}{teste}"
    if n == 1 and q.mesure == "valeur":
        un = connues.iloc[0]
        # « Mamers », « Infirmiers à Mamers ».
        metier = un["libelle_metier"] if un["code_metier"] else ""
        de_qui = ", ".join(filter(None, (metier, un["libelle_zone"])))
        if metier and un["zonage"] != LIBRE:
            de_qui = f"{metier} {lieux.locatif(un['zonage'], un['code_zone'])}"
        valeur = f"{'au moins ' * bool(un['au_moins'])}{lecture.chiffree(ind, un['valeur'])}"
        return ", ".join(filter(None, (f"{de_qui}{INSEC}: {valeur} {ind.phrase}", fut)))
    inds = [court(indicateur(x)) for x in connues["code_indicateur"].unique()]
    if len(inds) > 1:
        return f"{inds[0]} et {francais.en_phrase(inds[1])}{quand}, par {seul.libelle_zone if seul else 'territoire'}"
    if len(connues) < 3:
        return f"{sujet}{quand}, {lignes}"
    bas, haut = connues.loc[connues["valeur"].idxmin()], connues.loc[connues["valeur"].idxmax()]
    if ind.estime:
        ailleurs = (~connues["etat"].isin([ETATS_EXPORTES[0]])).mean() if "etat" in connues else 1
        if ailleurs <= parts.PEU:
            entre = f"{quoi.partition(' ')[0]}, {francais.de(dire(c, bas))} à {dire(c, haut)}"
            return f"{sujet}{quand}{INSEC}: peu d’écarts entre {entre}"
    else:  # no other row may be beyond an end that is named, by secrecy or by chance
        doute = connues.get("marge_points", pd.Series(0.0, connues.index)).fillna(0.0)
        moins, plus = connues["borne_basse"] - doute, connues["borne_haute"] + doute
        bas = bas if plus[bas.name] <= moins.drop(bas.name).min() else None
        haut = haut if moins[haut.name] >= plus.drop(haut.name).max() else None
    if bas is None and haut is None:
        return f"{sujet}{quand}, {lignes}"
    if bas is None or haut is None:
        seul_bout, mot = (haut, "élevé") if bas is None else (bas, "bas")
        minimum = "au moins " * bool(seul_bout["au_moins"])
        return f"{sujet}{quand}{INSEC}: {minimum}{dire(c, seul_bout)} {_ou(c, seul_bout)}, le plus {mot}"
    bouts = f"{francais.de(dire(c, bas))} {_ou(c, bas)} à {dire(c, haut)} {_ou(c, haut)}"
    titre = f"{sujet}{quand}{INSEC}: {bouts}"
    sans_lieux = f"{sujet}{quand}{INSEC}: {francais.de(dire(c, bas))} à {dire(c, haut)}"
    return titre if len(titre) <= TITRE_MAX else sans_lieux


def _ou(c: Croise, ligne: pd.Series) -> str:
    """« à Nantes », « aux Herbiers »; « (Cuisiniers) » where rows are no places."""
    if c.rangees == ["zone"] and ligne["zonage"] != LIBRE:
        connue = zonages.existe(ligne["zonage"], ligne["code_zone"])  # a complement has a name alone
        ou = lieux.locatif(ligne["zonage"], ligne["code_zone"]) if connue else f"à {ligne['libelle_zone']}"
        return ou.partition(" (")[0]
    return f"({', '.join(nommer(pd.DataFrame([ligne]), d, situer=False)[0] for d in c.rangees)})"


def repartition(c: Croise) -> str:
    """Markup of the distribution of the leading column: a dot a row, the region in dashes, both ends written."""
    leurs = c.connues
    if c.requete.mesure == "evolution" or len(leurs) < 5 or leurs["code_indicateur"].nunique() > 1:
        return ""
    extremes = [leurs.loc[leurs["valeur"].idxmin()], leurs.loc[leurs["valeur"].idxmax()]]
    bas, haut = (x["valeur"] for x in extremes)
    if haut <= bas:
        return ""
    noms, bouts = nommer(leurs, c.rangees[0], situer=False), [escape(dire(c, x)) for x in extremes]

    def place(x: Mapping) -> str:
        return f'style="--v:{100 * (x["valeur"] - bas) / (haut - bas):.1f}%"'

    points = "".join(
        f'<i {place(x)} title="{escape(f"{nom} : {dire(c, x)}")}"></i>'
        for nom, x in zip(noms, leurs.to_dict("records"), strict=True)
    )
    r, trait = c.reference, ""
    if r is not None and bas <= r["valeur"] <= haut:
        trait = f"<em {place(r)}>région {escape(dire(c, r))}</em>"
    dit = escape(f"Répartition : {len(leurs)} lignes, de {bouts[0]} à {bouts[1]}")
    return (
        f'<div class="obs-repartition" role="img" aria-label="{dit}"><span>{bouts[0]}</span>'
        f"<div>{points}{trait}</div><span>{bouts[1]}</span></div>"
    )
