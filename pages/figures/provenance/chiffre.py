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
from data_loaders.parametres import meteo
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
        entetes, lignes: first rows used, for `tables.en_html`; no row where there is none to show.
        legende: caption of the rows. csv: every row used; None where the rows shown are all there is.
        fichier: ASCII name of that CSV.
    """

    html: str
    entetes: Sequence[tuple[str, bool]] = ()
    lignes: Sequence[Sequence[str]] = ()
    legende: str = ""
    csv: Callable[[], bytes] | None = None
    fichier: str = ""


def dire(o: Origine, titre: str = "", phrases: Sequence[str] = ()) -> Provenance:
    """All that is said of a figure of a `Tableau`: formula, numbers, meaning of the letters, unless other sentences are
    given under a title; its file, then its rows.
    """
    ind, vide = o.tableau.indicateur, o.ligne["obs_status"] in VIDES
    dit = (
        o.ligne["raison"] or lecture.MOTS_STATUT[o.ligne["obs_status"]] if vide else lecture.valeur_longue(o.ligne, ind)
    )
    zone = ind.libelle_zone(o.tableau.zonage, o.code_zone)
    titre = titre or f"{ind.libelle}, {zone}, {francais.periode_libelle(o.periode)}{INSEC}: {dit}"
    # Decimals are those of the producer; an estimate has none.
    au_moins = ind.decimales if o.genre == "publiee" else 0
    lignes = []
    for r in o.lignes.head(LIGNES_MONTREES).itertuples(index=False):
        valeurs = [lecture.SIGNES.get(r.obs_status, lecture.SIGNES["Q"])]
        if pd.notna(r.value):
            decimales = 0 if o.genre == "estimee" else max(au_moins, francais.decimales_lues(r.value))
            valeurs = [francais.nombre(r.value, decimales)]
        if o.genre in RAPPORTS:
            lu = francais.nombre(r.diviseur, francais.decimales_lues(r.diviseur)) if pd.notna(r.diviseur) else ""
            valeurs.append(lu or lecture.SIGNES["Q"])
        ou = francais.periode_libelle(r.ou) if francais.rythme_periode(r.ou) else r.ou
        lignes.append([r.code, r.libelle, ou, *valeurs, lecture.MOTS_STATUT.get(r.obs_status, "")])
    quoi = RAPPORTS.get(o.genre) or (capitale(ind.unite),)
    fiche = fiche_source(o.source, o.instantane, o.tableau.demonstration)
    return Provenance(
        bloc(titre, phrases or dites(o), fiche),
        [*((nom, False) for nom in o.entetes), *((nom, True) for nom in quoi), ("Statut", False)],
        lignes,
        legende(len(o.lignes), ", le fichier CSV les donne toutes"),
        lambda: _csv(o, (*o.entetes, *quoi, "Statut")),
        f"lignes_{ind.code}_{o.tableau.zonage}_{o.code_zone}_{o.periode}.csv",
    )


def dites(o: Origine) -> list[str]:
    """The formula in letters, with its numbers ("" when there is nothing to compute), then what each letter counts and
    what hidden rows do to the figure."""
    t, ind, vide = o.termes, o.tableau.indicateur, o.ligne["obs_status"] in VIDES
    p = meteo()
    x, xm, m = (francais.nombre(c, 1) for c in (p.difficiles_seuls_caches, p.difficiles_caches, p.projets_caches))
    formule = FORMULES[o.genre] + (f". {FORMULES['part']}" if o.genre == "estimee" else "")
    formule = formule.format(x=x, xm=xm, m=m, k=francais.nombre(p.poids_france))
    resultat = "" if vide else francais.avec_unite(o.ligne["value"], ind.unite, 0 if ind.incertaine else ind.decimales)
    calcul, suite = "", []
    if o.genre in ("part", "estimee"):
        suite = [
            f"X{INSEC}: {francais.avec_unite(t['X'], 'projets')} difficiles visibles{FINE}; "
            f"P{INSEC}: {francais.avec_unite(t['P'], 'projets')} visibles.",
            f"n₁{INSEC}: {francais.avec_unite(t['n_x'], 'cellules')} où seuls les projets difficiles sont masqués"
            f"{FINE}; n₂{INSEC}: {francais.avec_unite(t['n_met'], 'cellules')} où le total des projets l’est aussi. "
            "Une valeur masquée, inférieure à 5, compte pour la moyenne mesurée sur l’enquête 2016, diffusée sans "
            "masque.",
        ]
    if o.genre == "somme" and t["caches"]:
        caches = francais.avec_unite(t["caches"], "lignes masquées")
        suite = [f"{caches} par le producteur{INSEC}: le total est un minimum."]
    match o.genre:
        case _ if o.lignes.empty or (vide and o.genre != "somme"):
            pass
        case "somme":
            lues = len(o.lignes) - t["caches"]
            total = f"total {francais.avec_unite(t['somme'], ind.unite, ind.decimales)}" if lues else "aucun total"
            visibles = francais.avec_unite(lues, "lignes visibles")
            calcul = f"{visibles} sur {francais.nombre(len(o.lignes))}{INSEC}: {total}"
        case "estimee" if pd.notna(o.ligne.get("declaree")):  # nothing where no declared share is shown
            w, q, d = (o.ligne[nom] for nom in ("w", "q_estimee", "declaree"))
            termes = (w, d, 1 - w, (q - w * d) / (1 - w), q)
            calcul = "{} × {} + {} × {} = {}".format(*(f"{francais.nombre(100 * x, 1)}{INSEC}%" for x in termes))
        case "densite" | "rapport":
            haut, bas = francais.nombre(t["somme"]), francais.nombre(t["diviseur"], 1 if o.genre == "densite" else 0)
            calcul = f"{haut} ÷ {bas}{INSEC}= {resultat}"
        case "part":
            visibles, difficiles, n_x, n_met = (francais.nombre(t[nom]) for nom in ("P", "X", "n_x", "n_met"))
            haut, bas = f"({difficiles} + {x} × {n_x} + {xm} × {n_met})", f"({visibles} + {m} × {n_met})"
            calcul = f"{haut} ÷ {bas}{INSEC}= {resultat}"
    return [formule, calcul, *suite]


def fiche_source(s: Mapping[str, str], instantane: str, demonstration: bool) -> list[tuple[str, str | Html]]:
    """The file as one would cite and check it, (term, description): from a source of a manifest
    (`origine.CHAMPS_SOURCE`) and the identifier of its snapshot."""
    lignes = [
        ("Fichier", s.get("fichier", "")),
        ("Producteur", s.get("producteur", "")),
        ("Adresse", tables.lien(s.get("adresse", ""))),
        ("Lu le", s.get("recupere_le", "")),
        ("Empreinte (SHA-256)", Html(f"<code>{escape(s.get('sha256', ''))}</code>")),
        ("Instantané", Html(f"<code>{escape(instantane)}</code>")),
        ("État", MENTION if demonstration else ""),
    ]
    return [(terme, texte) for terme, texte in lignes if texte and texte != "<code></code>"]


def bloc(titre: str, phrases: Sequence[str | Html], termes: Sequence[tuple[str, str | Html]]) -> str:
    """Markup of a provenance: title, sentences (empty ones left out), then the file as (term, description)."""
    dites = [f"<strong>{escape(titre)}</strong>", *(p if isinstance(p, Html) else escape(p) for p in phrases)]
    fiche = "".join(
        f"<div><dt>{escape(terme)}</dt><dd>{texte if isinstance(texte, Html) else escape(texte)}</dd></div>"
        for terme, texte in termes
    )
    paragraphes = "".join(f"<p>{p}</p>" for p in dites if p)
    return f'<div class="obs-origine">{paragraphes}<dl>{fiche}</dl></div>'


def legende(n: int, suite: str = "") -> str:
    """Caption of the rows: how many are used, and how many are shown; `suite`: where the others are."""
    reste = f"{FINE}; les {LIGNES_MONTREES} premières sont montrées{suite}" if n > LIGNES_MONTREES else ""
    return f"{francais.avec_unite(n, 'lignes utilisées')}{reste}"


def _csv(o: Origine, noms: Sequence[str]) -> bytes:
    colonnes = ["code", "libelle", "ou", "value", *(["diviseur"] if o.genre in RAPPORTS else []), "obs_status"]
    df = o.lignes[colonnes].set_axis(noms, axis=1)
    df["Fichier"], df["SHA-256"], df["Instantané"] = o.source["fichier"], o.source["sha256"], o.instantane
    # These are the rows of the producer, whatever is made of them.
    lu = {"": o.instantane}
    df["Mention"] = tables.mentions(o.tableau.indicateur, o.tableau.zonage, lu, o.tableau.demonstration)[""]
    return tables.csv_francais(df, dict.fromkeys(noms[3:-1], 2))


def figure_suivie(t: Tableau, region: Tableau, zone: str | None, periode: str) -> tuple[Tableau, str]:
    """Which figure of a map is followed back: that of the chosen zone, else of the region, else the highest drawn."""
    if zone:
        return t, zone
    if periode in region.periodes and region.periode(periode).loc[REGION, "obs_status"] not in VIDES:
        return region, REGION
    lignes = t.periode(periode)
    return t, lignes["value"].fillna(-1.0).idxmax()


def cellule(r: Any, quoi: str, zonage: str, o: Origine) -> Provenance:
    """An estimated share (`r`, row of `marches.decrire` on `zonage`; `quoi`: « Ouvriers de la construction, Ancenis »):
    what « ? » says of it, then its calculation, then its file and its rows (`o`)."""
    titre = f"{quoi}, {r.annee}{INSEC}: {f'{estimee_dite(r)} difficiles' if estimee(r) else r.raison}"
    return dire(o, titre, [*explication(r, quoi, zonage), *methode.exemple(r)])


def cellule_complete(
    r: Any,
    uniques: Mapping[str, float],
    nom: str,
    romes: Any,
    sources: Sequence[tuple[Mapping[str, str], str]],
    demonstration: bool,
) -> Provenance:
    """The cell `nom` of the complete index (`r`, row of `indices_complets.completes`; `uniques`: see `methode.etapes`),
    and the ROME behind it; `sources`: (source of the manifest, snapshot) of the offers, then of the survey."""
    fiche = [terme for s, i in sources for terme in fiche_source(s, i, demonstration)]
    entetes, lignes = complet.table_romes(romes, demonstration)
    # One sentence a step: what it is, then its calculation.
    etapes = ((escape(titre), escape(calcul)) for titre, _, calcul in methode.etapes(r, uniques))
    phrases = [Html(f"<em>{titre}.</em> {calcul}") for titre, calcul in etapes]
    n = francais.avec_unite(len(lignes), "métiers ROME utilisés")
    return Provenance(bloc(nom, phrases, fiche), entetes, lignes, n)
