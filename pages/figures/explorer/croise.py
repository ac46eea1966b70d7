"""The cross-table: the answer to a question as it is seen, one dimension in columns, every cell a figure as it is.

Nothing is added up: the row of the region is the region's own figure, and there is no other total.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.contracts.indicateurs_detail import indicateur
from data_loaders.erreurs import DemandeInvalide
from data_loaders.francais import INSEC, capitale, echapper as escape
from data_loaders.requetes import lignes as lignes_requetes
from data_loaders.requetes.evaluation import Croisement, Reponse
from data_loaders.requetes.groupes import LIBRE
from data_loaders.requetes.requete import MESURES, Requete
from geo import lieux, zonages
from pages.figures import lecture, parts, tables
from pages.figures.carte.vue import MENTION_DEMONSTRATION
from pages.figures.tables import Html
from pages.figures.vues import Vue, badges_decoupage, badges_demo

DIMENSIONS: Final = {"zone": "Territoires", "periode": "Périodes", "metier": "Métiers", "indicateur": "Indicateurs"}
AU_SINGULIER: Final = {
    "zone": "Territoire", "periode": "Période", "metier": "Métier", "indicateur": "Indicateur",
}  # fmt: skip
MESURES_COURTES: Final = dict(
    zip(MESURES, ("La valeur", "Son évolution", "Pour 100 de…", "Sa part du total", "Son rang"), strict=True)
)
PAGE: Final = 60  # rows written at a time
TITRE_MAX: Final = 130
RETENU: Final = "Un territoire est retenu quand plus de la moitié de ses habitants y vivent."
REGION: Final = "Région (son propre chiffre)"
DECIMALES: Final = {"part": 1, "rapport": 1, "rang": 0, "evolution": 1}
VIDE: Final = "aucun chiffre à ce croisement"


class Croise(NamedTuple):
    """What is drawn: the question, its figures and where each stands; the region's own, None where a row says nothing.

    Attributes:
        fiches: for the sheet of a file, what is said of the answer.
    """

    requete: Requete
    longue: pd.DataFrame
    croisement: Croisement
    region: tuple[pd.DataFrame, Croisement] | None
    demonstration: bool

    @property
    def mesuree(self) -> str:
        """The column that holds what is measured."""
        return "ecart" if self.requete.mesure == "evolution" else "valeur"

    @property
    def rangees(self) -> list[str]:
        """Dimensions that tell rows apart, one at least."""
        tetes, c = self.longue.iloc[self.croisement.lignes], self.requete.colonnes
        cles = {"zone": ["zonage", "code_zone"], "metier": ["code_metier"], "periode": ["periode"],
                "indicateur": ["code_indicateur"]}  # fmt: skip
        dims = [d for d in cles if d != c and not (d == "periode" and c == "indicateur" and self.requete.dernieres)]
        return [d for d in dims if len(tetes[cles[d]].drop_duplicates()) > 1] or dims[:1]


def preparer(r: Reponse) -> Croise:
    """The table of an answer that has columns.

    Raises:
        DemandeInvalide: too large for a screen, nothing answers, or nothing is left of it.
    """
    r.exiger_taille()
    q = r.requete
    if not len(r.croisement.lignes):
        raise DemandeInvalide("aucun chiffre ne passe ces bornes.")
    region = None
    if q.colonnes != "zone" and set(r.longue["zonage"]) != {"region"} and (q.mesure, q.par) != ("part", "zone") and (
        q.mesure != "rang"
    ):  # fmt: skip
        a = replace(r, requete=replace(
            q, zones=(f"region:{zonages.REGION}",), minimum=None, maximum=None, tri="", premiers=0
        ))  # fmt: skip
        region = (a.longue, a.croisement) if len(a.croisement.lignes) == 1 else None
    return Croise(q, r.longue, r.croisement, region, r.demonstration)


def nommer(lignes: pd.DataFrame, dim: str, *, situer: bool) -> list[str]:
    """What is written of each row in a dimension; `situer`: with what a place is, where several kinds of them stand."""
    if dim == "periode":
        return [francais.periode_courte(p) for p in lignes["periode"]]
    if dim != "zone":
        return lignes[f"libelle_{dim}"].tolist()
    noms = []
    for z, c, nom in lignes[["zonage", "code_zone", "libelle_zone"]].itertuples(index=False, name=None):
        dit = _decoupage(z) if situer else c[:2] if z == "commune" else ""
        noms.append(f"{nom} ({dit})" if dit and dit != nom else nom)
    return noms


def _decoupage(zonage: str) -> str:
    return lignes_requetes.COMPOSE if zonage == LIBRE else zonages.zonage(zonage).libelle_zone


def _tetes(c: Croise) -> list[str]:
    """Heading of each column: name, unit and, for an indicator, the period read; ▲ or ▼ where it orders the rows."""
    q, dits = c.requete, []
    situer = c.longue["zonage"].nunique() > 1
    for places in c.croisement.places.T:
        tenues = c.longue.iloc[places[places >= 0]]
        if not len(tenues):
            dits.append("–")
            continue
        nom, une = nommer(tenues.head(1), q.colonnes, situer=situer)[0], tenues.iloc[0]
        if q.colonnes == "indicateur":
            unite = "" if une["unite"].lower() in nom.lower() else f" ({une['unite']})"
            seules = tenues["periode"].nunique() == 1 and "periode" not in c.rangees
            nom += unite + (f", {francais.periode_libelle(une['periode'])}" if seules else "")
        dits.append(nom)
    doubles = {n for n, k in Counter(dits).items() if k > 1}
    return [f"{n} [{code}]" if n in doubles else n for n, code in zip(dits, c.croisement.tetes, strict=True)]


def large(c: Croise) -> pd.DataFrame:
    """The whole table as it is seen, for a file: words, then numbers with all their digits, the region's row last."""
    sorties, tetes = [], _tetes(c)
    for df, x in [(c.longue, c.croisement), *([c.region] if c.region else [])]:
        lignes = df.iloc[x.lignes]
        cotes = {AU_SINGULIER[d]: nommer(lignes, d, situer=c.longue["zonage"].nunique() > 1) for d in c.rangees}
        if df is not c.longue:
            cotes[next(iter(cotes))] = [REGION]
        places = dict(zip(x.tetes, x.places.T, strict=True))
        valeurs = {
            nom: df[c.mesuree].reindex(places[t]).to_numpy() if t in places else float("nan")
            for nom, t in zip(tetes, c.croisement.tetes, strict=True)
        }
        sorties.append(pd.DataFrame(cotes | valeurs))
    return pd.concat(sorties, ignore_index=True)


def table(c: Croise, page: int = 1) -> tables.Table:
    """One page of the table; each cell says its bounds, that it is a minimum, or why it is empty."""
    x, situer = c.croisement, c.longue["zonage"].nunique() > 1
    maxima = [c.longue[c.mesuree].reindex(places).max() for places in x.places.T]
    debut, fin = (page - 1) * PAGE, page * PAGE
    lignes = _lignes(c, c.longue, x, range(*slice(debut, fin).indices(len(x.lignes))), maxima, situer)
    regionale = bool(c.region and lignes)
    if regionale:
        df, y = c.region
        ordre = [y.tetes.index(t) if t in y.tetes else -1 for t in x.tetes]
        y = y._replace(places=y.places[:, ordre])
        ((_, _, *suite),) = _lignes(c, df, y, range(1), [None] * len(ordre), situer)
        lignes.append(["", REGION, *suite])
    fleche = {"-": f"{INSEC}▼"}.get(c.requete.tri[:1], f"{INSEC}▲") if c.requete.tri.lstrip("-") in MENEURS else ""
    tetes = _tetes(c)
    if fleche:
        meneur = -1 if c.requete.colonnes == "periode" else 0
        tetes[meneur] += fleche
    tete = [("", False), *((AU_SINGULIER[d], False) for d in c.rangees), *((t, True) for t in tetes)]
    return tables.Table(tete, lignes, [len(lignes) - 1] if regionale else [])


MENEURS: Final = ("valeur", "ecart", "ampleur")  # orders that a column gives


def _lignes(
    c: Croise, df: pd.DataFrame, x: Croisement, rangs: range, maxima: Sequence[float | None], situer: bool
) -> list[list[str]]:
    tetes = df.iloc[x.lignes[rangs.start : rangs.stop]]
    cotes = zip(*(nommer(tetes, d, situer=situer) for d in c.rangees), strict=True)
    lignes = []
    for i, noms in zip(rangs, cotes, strict=True):
        cellules = [df.iloc[p].to_dict() if p >= 0 else None for p in x.places[i]]
        lignes.append(["", *noms, *(_ecrire(c, ligne, m) for ligne, m in zip(cellules, maxima, strict=True))])
    return lignes


def _ecrire(c: Croise, ligne: Mapping | None, maximum: float | None) -> Html | str:
    if ligne is None:
        return Html(f'<span title="{VIDE}">n.d.</span>')
    mesure, ind, v = c.requete.mesure, indicateur(ligne["code_indicateur"]), ligne[c.mesuree]
    if raison := _raison(c, ligne):
        return Html(f'<span title="{escape(raison)}">{lecture.SIGNES.get(ligne["obs_status"], "–")}</span>')
    if mesure == "evolution":
        unite = "%" if ind.genre == "compte" else "points" if ind.unite == "%" else ind.unite
        return Html(f'<b title="{escape(ligne["constat"])}">{escape(francais.ecart(v, unite))}</b>')
    lue = ligne | {"value": v, "minorant": ligne["au_moins"]}
    if mesure == "valeur":
        nombre = lecture.au_moins(lecture.valeur_courte(lue, ind), ligne["au_moins"])
        bornes = parts.bornes(ligne, 0) if ind.incertaine else ""
    else:
        nombre, bornes = francais.nombre(v, DECIMALES[mesure]), parts.bornes(ligne, DECIMALES[mesure])
    statut, indice = ligne["obs_status"], lecture.INDICES.get(ligne["obs_status"], "")
    dite = indice and mesure == "valeur" and not ind.estime
    marque = f'<abbr title="{lecture.MOTS_STATUT[statut]}">{indice}</abbr>' if dite else ""
    entre = f" <small>{escape(bornes)}</small>" if bornes else ""  # a space: a copy or a room may set them on one line
    base = 100.0 if ind.incertaine and mesure == "valeur" else maximum
    part = max(0.0, min(1.0, v / base)) if base and base > 0 and mesure != "rang" else 0.0
    jauge = f'<i class="obs-jauge" style="--v:{100 * part:.0f}%" aria-hidden="true"></i>' if part else ""
    return Html(f"<b>{escape(nombre)}</b>{marque}{entre}{jauge}")


def _raison(c: Croise, ligne: Mapping) -> str:
    """Why a cell is empty; "" where it is not."""
    if ligne[c.mesuree] == ligne[c.mesuree] and ligne["obs_status"] not in VIDES:
        return ""
    if c.mesuree == "ecart":
        return ligne["constat"] or "rien à comparer"
    return ligne["raison"] or lecture.MOTS_STATUT[ligne["obs_status"]]


def vides(c: Croise, page: int) -> dict[str, int]:
    """reason -> how many cells of the page are empty for it, most frequent first."""
    places = c.croisement.places[(page - 1) * PAGE : page * PAGE].ravel()
    lues = c.longue.iloc[places[places >= 0]]
    lues = lues[lues[c.mesuree].isna() | lues["obs_status"].isin(VIDES)]
    raisons = Counter(_raison(c, ligne) for ligne in lues.to_dict("records"))
    return dict(raisons.most_common())


def vue(c: Croise, page: int = 1) -> Vue:
    """Words around the table."""
    q, x = c.requete, c.croisement
    n, decoupages = len(x.lignes), list(dict.fromkeys(c.longue["zonage"]))
    seul = zonages.zonage(decoupages[0]) if len(decoupages) == 1 and decoupages != [LIBRE] else None
    places = lieux.pluriel(seul.libelle_zone) if seul else "territoires"
    noms = {"zone": places, "metier": "métiers", "periode": "périodes", "indicateur": "indicateurs"}
    quoi = noms[c.rangees[0]] if len(c.rangees) == 1 else "lignes"
    par = "" if len(c.rangees) == 1 else f" ({francais.enumeration([noms[d] for d in c.rangees])})"
    titre = f"{francais.avec_unite(n, quoi)}{par} par {DIMENSIONS[q.colonnes].lower()}"
    bouts = etendue(c)
    titre = f"{titre} ; {bouts}" if bouts and len(titre) + len(bouts) <= TITRE_MAX else titre
    fixes = [d for d in DIMENSIONS if d not in (q.colonnes, *c.rangees)]
    tetes = c.longue.iloc[x.lignes[:1]]
    fixees = [
        nommer(tetes, d, situer=False)[0]
        for d in fixes
        if not (d == "periode" and q.colonnes == "indicateur" and q.dernieres)
    ]
    if "zone" in c.rangees and seul:
        fixees.append(seul.libelle)
    inds = q.lus
    choisies = [f"{MESURES[q.mesure]}. "] if q.mesure not in ("valeur", "rapport") else []
    if q.minimum is not None or q.maximum is not None or q.premiers:
        choisies.append(
            f"{francais.avec_unite(n, 'lignes')} gardées d’après la première colonne ou la dernière période. "
        )
    if n > PAGE:
        debut = (page - 1) * PAGE + 1
        choisies.append(f"Lignes {debut} à {min(page * PAGE, n)} sur {francais.nombre(n)}. ")
    if any("@" in z for z in q.zones):
        choisies.append(f"{RETENU} ")
    absents = "".join(f" {francais.avec_unite(nb, 'cases')}{INSEC}: {r}." for r, nb in list(vides(c, page).items())[:3])
    sources = " ; ".join(dict.fromkeys(c.longue["source"]))
    return Vue(
        titre,
        ", ".join(filter(None, fixees)),
        capitale("".join(choisies))
        + "≥ : une partie est cachée par le secret, le chiffre est un minimum. En petit, les bornes. Rien n’est "
        "additionné : la ligne de la région est son propre chiffre." + absents,
        f"{' ; '.join(dict.fromkeys(i.champ for i in inds))}.",
        f"{MENTION_DEMONSTRATION if c.demonstration else capitale(sources)}.",
        badges_demo(c.demonstration) + tuple(b for z in decoupages[:1] if z != LIBRE for b in badges_decoupage(z)),
    )


def etendue(c: Croise) -> str:
    """« projets de recrutement : de 1 242 (Blain) à 42 283 (Nantes), au moins »: both ends of the leading column.

    "" where ends say nothing: a share of the survey is never ranked, two values are few, and what secrecy hides may
    put another row at the end.
    """
    q, x = c.requete, c.croisement
    lues = c.longue.reindex(x.places[:, -1 if q.colonnes == "periode" else 0]).dropna(subset=["valeur"])
    ind: Indicateur = indicateur(lues["code_indicateur"].iloc[0]) if len(lues) else q.lus[0]
    if q.mesure != "valeur" or len(lues) < 3 or lues["code_indicateur"].nunique() > 1 or ind.incertaine:
        return ""
    bas, haut = lues.loc[lues["valeur"].idxmin()], lues.loc[lues["valeur"].idxmax()]
    if bas["borne_haute"] > lues["borne_basse"].drop(bas.name).min():
        return ""
    if haut["borne_basse"] < lues["borne_haute"].drop(haut.name).max():
        return ""
    unite = f"{INSEC}%" if ind.unite == "%" else ""
    bouts = pd.DataFrame([bas, haut])
    noms = nommer(bouts, c.rangees[0], situer=False)
    dits = [f"{lecture.nombre(ind, v)}{unite} ({nom})" for v, nom in zip(bouts["valeur"], noms, strict=True)]
    ou = "" if q.colonnes == "indicateur" else f", {nommer(bouts, q.colonnes, situer=False)[0]}"
    minimum = ", au moins" if bouts["au_moins"].any() else ""
    return f"{francais.en_phrase(ind.libelle)}{ou}{INSEC}: de {dits[0]} à {dits[1]}{minimum}"
