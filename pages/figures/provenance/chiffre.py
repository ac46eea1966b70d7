"""« D’où vient ce chiffre ? »: the formula with its numbers or the steps of the method, the file, the rows."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.chiffres.origine import Origine
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.base import VIDES
from data_loaders.demo import MENTION
from data_loaders.francais import FINE, INSEC, capitale, echapper as escape
from data_loaders.measures import secret
from data_loaders.parametres import meteo
from data_loaders.versions import approbations
from geo.zonages import REGION
from pages.figures import lecture, tables
from pages.figures.estimees import estimee, estimee_dite
from pages.figures.meteo import complet, methode
from pages.figures.meteo.vue import explication
from pages.figures.tables import Html

LIGNES_MONTREES = 20
# genre of ratio -> names of the columns value, diviseur
RAPPORTS = {
    "part": ("Projets difficiles", "Projets"),
    "estimee": ("Projets difficiles", "Projets"),
    "densite": ("Habitants", "Superficie (km²)"),
    "rapport": ("Effectif", "Sur l’effectif de"),
}
FORMULES = {
    "part": f"Part déclarée{INSEC}= (X + {{x}} × n₁ + {{xm}} × n₂) ÷ (P + {{m}} × n₂)",
    "estimee": f"Part estimée{INSEC}= w × part déclarée + (1 − w) × part de la France au niveau de la région{FINE}; "
    f"w{INSEC}= √P ÷ (√P + {{k}}), poids des réponses d’ici",
    "densite": f"Densité{INSEC}= habitants ÷ superficie",
    "rapport": f"Taux{INSEC}= somme de l’effectif ÷ somme de l’effectif auquel il se rapporte",
    "somme": f"Total{INSEC}= somme des lignes publiées, celles que le producteur masque étant laissées de côté",
    "publiee": "Chiffre repris tel que son producteur le publie, sans calcul",
}


class Provenance(NamedTuple):
    """What is unfolded under « D’où vient ce chiffre ? ».

    Attributes:
        html: the figure, its formula with its numbers, the file it was read in.
        entetes, lignes: first rows used, for `tables.tableau_html`; no row where there is none to show.
        legende: caption of the rows.
        csv: every row used; None where the rows shown are all there is.
        fichier: ASCII name of that CSV.
    """

    html: str
    entetes: Sequence[tuple[str, bool]] = ()
    lignes: Sequence[Sequence[str]] = ()
    legende: str = ""
    csv: Callable[[], bytes] | None = None
    fichier: str = ""


def dire(o: Origine) -> Provenance:
    """All that is said of a figure of a `Tableau`."""
    return Provenance(
        html(o),
        entetes(o),
        lignes(o),
        legende(o),
        lambda: csv(o),
        f"lignes_{o.tableau.indicateur.code}_{o.tableau.zonage}_{o.code_zone}_{o.periode}.csv",
    )


def titre(o: Origine) -> str:
    """« Projets de recrutement, Ancenis, 2024 : 1 234 projets », or the reason when there is no figure."""
    ind = o.tableau.indicateur
    vide = o.ligne["obs_status"] in VIDES
    mot = (
        o.ligne["raison"] or lecture.MOTS_STATUT[o.ligne["obs_status"]] if vide else lecture.valeur_longue(o.ligne, ind)
    )
    return f"{ind.libelle}, {o.libelle_zone}, {francais.periode_libelle(o.periode)}{INSEC}: {mot}"


def formule(o: Origine) -> str:
    """The formula in letters."""
    constantes = (secret.DIFFICILES_SEULS_CACHES, secret.DIFFICILES_CACHES, secret.PROJETS_CACHES)
    lettres = dict(zip(("x", "xm", "m"), (francais.nombre(c, 1) for c in constantes), strict=True))
    lettres["k"] = francais.nombre(meteo().poids_france)
    if o.genre == "estimee":
        return f"{FORMULES['estimee']}. {FORMULES['part']}".format(**lettres)
    return FORMULES[o.genre].format(**lettres)


def calcul(o: Origine) -> str:
    """The formula with its numbers; "" when there is nothing to compute."""
    if o.genre == "publiee" or o.lignes.empty:
        return ""
    if o.genre == "estimee":
        return _estimee(o.ligne)
    t, ind = o.termes, o.tableau.indicateur
    if o.genre == "somme":
        lues = len(o.lignes) - t["caches"]
        return f"{_compter(lues, 'ligne visible', 'lignes visibles')} sur {francais.nombre(len(o.lignes))}{INSEC}: " + (
            f"total {francais.avec_unite(t['somme'], ind.unite, ind.decimales)}" if lues else "aucun total"
        )
    if o.ligne["obs_status"] in VIDES:
        return ""
    resultat = f"{lecture.nombre(ind, o.ligne['value'])}{INSEC}{ind.unite}"
    if o.genre in ("densite", "rapport"):
        haut, bas = francais.nombre(t["somme"]), francais.nombre(t["diviseur"], 1 if o.genre == "densite" else 0)
        return f"{haut} ÷ {bas}{INSEC}= {resultat}"
    haut = _plus(t["X"], (secret.DIFFICILES_SEULS_CACHES, t["n_x"]), (secret.DIFFICILES_CACHES, t["n_met"]))
    bas = _plus(t["P"], (secret.PROJETS_CACHES, t["n_met"]))
    return f"{haut} ÷ {bas}{INSEC}= {resultat}"


def _estimee(r: pd.Series) -> str:
    """The line of the estimate with its numbers; "" where no declared share is shown."""
    if r["obs_status"] in VIDES or pd.isna(r.get("declaree")):
        return ""
    w, q, d = r["w"], r["q_estimee"], r["declaree"]
    termes = (w, d, 1 - w, (q - w * d) / (1 - w), q)
    ecrits = (f"{francais.nombre(100 * x, 1)}{INSEC}%" for x in termes)
    return "{} × {} + {} × {} = {}".format(*ecrits)


def _plus(visible: float, *caches: tuple[float, int]) -> str:
    termes = [francais.nombre(visible), *(f"{francais.nombre(c, 1)} × {francais.nombre(n)}" for c, n in caches)]
    return f"({' + '.join(termes)})"


def _compter(n: int, un: str, plusieurs: str) -> str:
    return f"{francais.nombre(n)}{INSEC}{un if n < 2 else plusieurs}"


def explications(o: Origine) -> list[str]:
    """What each letter counts, and what hidden rows do to the figure."""
    t = o.termes
    if o.genre in ("part", "estimee"):
        return [
            f"X{INSEC}: {francais.avec_unite(t['X'], 'projets')} difficiles visibles{FINE}; "
            f"P{INSEC}: {francais.avec_unite(t['P'], 'projets')} visibles.",
            f"n₁{INSEC}: {_compter(t['n_x'], 'cellule', 'cellules')} où seuls les projets difficiles sont masqués"
            f"{FINE}; n₂{INSEC}: {_compter(t['n_met'], 'cellule', 'cellules')} où le total des projets l’est aussi. "
            "Une valeur masquée, inférieure à 5, compte pour la moyenne mesurée sur l’enquête 2016, diffusée sans "
            "masque.",
        ]
    if o.genre == "somme" and t["caches"]:
        masquees = _compter(t["caches"], "ligne masquée", "lignes masquées")
        return [f"{masquees} par le producteur{INSEC}: le total est un minimum."]
    return []


def fiche_source(s: Mapping[str, str], instantane: str, demonstration: bool) -> list[tuple[str, str | Html]]:
    """The file as one would cite and check it, (term, description): from a source of a manifest
    (`origine.CHAMPS_SOURCE`) and the identifier of its snapshot."""
    adresse = s["adresse"]
    lien = Html(f'<a href="{escape(adresse)}" target="_blank" rel="noreferrer">{escape(adresse)}</a>')
    lignes = [
        ("Fichier", s["fichier"]),
        ("Producteur", s["producteur"]),
        ("Adresse", lien if adresse.startswith("https://") else adresse),
        ("Lu le", s["recupere_le"]),
        ("Empreinte (SHA-256)", Html(f"<code>{escape(s['sha256'])}</code>")),
        ("Instantané", Html(f"<code>{escape(instantane)}</code>")),
        ("État", MENTION if demonstration else ""),
    ]
    return [(terme, texte) for terme, texte in lignes if texte and texte != "<code></code>"]


def html(o: Origine) -> str:
    """Title, formula, numbers, meaning of the letters, then the file."""
    return bloc(
        titre(o),
        [formule(o), calcul(o), *explications(o)],
        fiche_source(o.source, o.instantane, o.tableau.demonstration),
    )


def bloc(titre: str, phrases: Sequence[str | Html], termes: Sequence[tuple[str, str | Html]]) -> str:
    """Markup of a provenance: title, sentences (empty ones left out), then the file as (term, description)."""
    dites = [f"<strong>{escape(titre)}</strong>", *(p if isinstance(p, Html) else escape(p) for p in phrases)]
    fiche = "".join(
        f"<div><dt>{escape(terme)}</dt><dd>{texte if isinstance(texte, Html) else escape(texte)}</dd></div>"
        for terme, texte in termes
    )
    paragraphes = "".join(f"<p>{p}</p>" for p in dites if p)
    return f'<div class="obs-origine">{paragraphes}<dl>{fiche}</dl></div>'


def entetes(o: Origine) -> list[tuple[str, bool]]:
    """Headers of the rows used, for `tables.tableau_html`."""
    code, libelle, ou = o.entetes
    ratio = RAPPORTS.get(o.genre)
    valeurs = ratio or (capitale(o.tableau.indicateur.unite),)
    return [(code, False), (libelle, False), (ou, False), *((v, True) for v in valeurs), ("Statut", False)]


def lignes(o: Origine) -> list[list[str]]:
    """The first rows used, as text."""
    # Decimals are those of the producer; an estimate has none.
    au_moins = o.tableau.indicateur.decimales if o.genre == "publiee" else 0
    sorties = []
    for r in o.lignes.head(LIGNES_MONTREES).itertuples(index=False):
        ou = francais.periode_libelle(r.ou) if francais.rythme_periode(r.ou) else r.ou
        signe = lecture.SIGNES.get(r.obs_status, lecture.SIGNES["Q"])
        valeurs = [signe]
        if pd.notna(r.value):
            decimales = 0 if o.genre == "estimee" else max(au_moins, francais.decimales_lues(r.value))
            valeurs = [francais.nombre(r.value, decimales)]
        if o.genre in RAPPORTS:
            lue = pd.notna(r.diviseur)
            valeurs.append(
                francais.nombre(r.diviseur, francais.decimales_lues(r.diviseur)) if lue else lecture.SIGNES["Q"]
            )
        sorties.append([r.code, r.libelle, ou, *valeurs, lecture.MOTS_STATUT.get(r.obs_status, "")])
    return sorties


def legende(o: Origine) -> str:
    """Caption of the rows: how many are used, and how many are shown."""
    n = len(o.lignes)
    utilisees = _compter(n, "ligne utilisée", "lignes utilisées")
    if n <= LIGNES_MONTREES:
        return utilisees
    return f"{utilisees}{FINE}; les {LIGNES_MONTREES} premières sont montrées, le fichier CSV les donne toutes"


def csv(o: Origine) -> bytes:
    """Every row used, for French Excel, with file, snapshot and mention on each row."""
    noms = [nom for nom, _ in entetes(o)]
    colonnes = ["code", "libelle", "ou", "value", *(["diviseur"] if o.genre in RAPPORTS else []), "obs_status"]
    df = o.lignes[colonnes].set_axis(noms, axis=1)
    df["Fichier"], df["SHA-256"], df["Instantané"] = o.source["fichier"], o.source["sha256"], o.instantane
    df["Mention"] = tables.mention(
        o.tableau.demonstration, approbations.statut_de(o.tableau.indicateur, o.tableau.zonage, [o.instantane])
    )
    decimales = dict.fromkeys(noms[3 : len(colonnes) - 1], 2)
    return tables.csv_francais(df, decimales)


def figure_suivie(t: Tableau, region: Tableau, zone: str | None, periode: str) -> tuple[Tableau, str]:
    """Which figure of a map is followed back: that of the chosen zone, else of the region, else the highest drawn."""
    if zone:
        return t, zone
    if periode in region.periodes and region.periode(periode).loc[REGION, "obs_status"] not in VIDES:
        return region, REGION
    lignes = t.periode(periode)
    return t, lignes["value"].fillna(-1.0).idxmax()


def cellule(r: Any, quoi: str, zonage: str, o: Origine) -> Provenance:
    """An estimated share: what « ? » says of it, then its calculation, then its file and its rows.

    Args:
        r: row of `marches.decrire`; quoi: « Ouvriers de la construction, Ancenis »; zonage: that of the row.
        o: the same figure followed back to its rows.
    """
    dits = [*explication(r, quoi, zonage), *methode.exemple(r)]
    titre = f"{quoi}, {r.annee}{INSEC}: {f'{estimee_dite(r)} difficiles' if estimee(r) else r.raison}"
    html = bloc(titre, dits, fiche_source(o.source, o.instantane, o.tableau.demonstration))
    return dire(o)._replace(html=html)


def cellule_complete(
    r: Any,
    uniques: Mapping[str, float],
    nom: str,
    romes: Any,
    sources: Sequence[tuple[Mapping[str, str], str]],
    demonstration: bool,
) -> Provenance:
    """A cell of the complete index.

    Args:
        r: row of `indices_complets.completes`; uniques: see `methode.etapes`.
        nom: of the cell; romes: the ROME métiers behind it.
        sources: (source of the manifest, snapshot) of the offers, then of the survey.
    """
    fiche = [terme for s, i in sources for terme in fiche_source(s, i, demonstration)]
    entetes, lignes = complet.table_romes(romes, demonstration)
    n = len(lignes)
    # One sentence a step: what it is, then its calculation, or its rule where it has none.
    phrases = [
        tables.Html(f"<em>{escape(e.titre)}.</em> {escape(e.calcul or e.regle)}") for e in methode.etapes(r, uniques)
    ]
    return Provenance(
        bloc(nom, phrases, fiche),
        entetes,
        lignes,
        f"{n}{INSEC}métier{'s' if n > 1 else ''} ROME utilisé{'s' if n > 1 else ''}",
    )
