"""What is foreseen by 2030, and the official tension: families of FAP 2009, wider than the métier."""

from itertools import product

import pandas as pd

from data_loaders.contracts.base import OBS_STATUS
from data_loaders.contracts.metiers import DEBUT, FIN
from data_loaders.francais import INSEC, accorder, echapper as escape, nombre
from data_loaders.metiers.avenir import Avenir, Famille
from geo.territoire import NOM_REGION
from pages.figures.formation import mots
from pages.figures.phrases import COMPOSANTES
from pages.figures.tables import Html, Table, csv_signe, en_tetes
from pages.figures.vues import Vue

FORMULE = (
    "Chiffres repris tels que le producteur les publie, un effectif arrondi à la dizaine ; la part des liens est "
    "calculée ici, sur les tables officielles qui relient les métiers."
)
# What a class of the link between training and employment says.
LIEN_FORMATION = {
    True: "un diplôme précis est demandé, difficile d’y venir sans lui",
    False: "on y vient de formations variées",
}
PREMIERE = "La famille à laquelle ces métiers sont le plus liés."
_MILIEU = 3


def vue_2030(a: Avenir, un: bool, demonstration: bool) -> Vue:
    """The finding is that of the nearest family; `un`: what is asked is one métier."""
    if not a.familles:
        return Vue(f"D’ici {FIN}, aucune projection", f"{NOM_REGION}, de {DEBUT} à {FIN}")
    f, n = a.familles[0], len(a.familles)
    ou = "la famille" if un or n < 2 else f"la première de {nombre(n)} familles"
    titre = f"D’ici {FIN}, {mots.milliers(f.valeurs['postes'])} postes à pourvoir dans {ou}"
    dits = {"portee": "Famille plus large que le métier." if un else PREMIERE, "famille": f.libelle}
    if n > 1:
        dits["portee"] += f" Le choix touche {nombre(n)} familles{INSEC}: elles se lisent une à une, sans somme."
    departs, m, d = mots.milliers(f.valeurs["departs"]), f.valeurs["mobilites"], f.valeurs["desequilibre"]
    dits["besoin"] = f"{departs} départs en fin de carrière et {_creations(f.valeurs['creations'])}."
    arrivees = f"{mots.milliers(abs(m))} {'arrivées d’autres' if m < 0 else 'départs vers d’autres'} régions"
    trop = f"il y aurait {mots.milliers(-d)} candidats de plus que de postes"
    manque = f"il manquerait {mots.milliers(d)} personnes" if d > 0 else trop
    dits["reponse"] = f"Avec {mots.milliers(-f.valeurs['jeunes'])} jeunes débutants et {arrivees}, {manque}."
    return mots.vue("projection", titre, demonstration, **dits)


def _creations(x: float) -> str:
    """« 1 440 créations d’emplois », « 500 suppressions d’emplois », « aucune création nette »."""
    if mots.milliers(abs(x)) == "0":
        return "aucune création nette"
    return f"{mots.milliers(abs(x))} {'créations' if x > 0 else 'suppressions'} d’emplois"


def barres_html(f: Famille) -> Html:
    """The need over what answers it, on one scale: lengths are people."""
    v = f.valeurs
    besoin = {"departs": v["departs"], "creations": v["creations"]}
    reponse = {"jeunes": -v["jeunes"], "arrivees": -v["mobilites"], "manque": v["desequilibre"]}
    total = max(sum(max(0.0, x) for x in termes.values()) for termes in (besoin, reponse)) or 1.0
    reste = f"{'manque' if reponse['manque'] > 0 else 'surplus'}{INSEC}: {mots.milliers(abs(reponse['manque']))}"
    cotes = {"départs en fin de carrière": (besoin, _creations(besoin["creations"]).removesuffix(" d’emplois"))}
    lignes = ""
    for nom, (termes, suite) in (cotes | {"jeunes débutants": (reponse, reste)}).items():
        # Terms drawn end to end; those that are negative are said, not drawn. The first one is written.
        traits = "".join(f'<i class="{c}" style="--w:{100 * n / total:.2f}"></i>' for c, n in termes.items() if n > 0)
        lignes += (
            f'<p><span class="nom">{escape(nom)}</span><span class="longueur" aria-hidden="true">{traits}</span>'
            f"<b>{escape(mots.milliers(next(iter(termes.values()))))}</b> <span>{escape(suite)}</span></p>"
        )
    return Html(f'<div class="obs-besoin">{lignes}</div>')


def table_2030(a: Avenir) -> Table:
    """Each family with its share of the links, in people."""
    entetes = [("Part des liens", True), ("Famille (FAP 2009)", False), *((c, True) for c in mots.BESOINS.values())]
    signees = ("creations", "desequilibre", "mobilites")
    lignes = []
    for f in a.familles:
        # What answers the need is counted in minus.
        dites = {m: -f.valeurs[m] if m in ("jeunes", "mobilites") else f.valeurs[m] for m in mots.BESOINS}
        cellules = (nombre(round(100 * x) * 10, signe=m in signees) for m, x in dites.items())
        lignes.append([mots.pourcent(100 * f.part), f.libelle, *cellules])
    return Table(entetes, lignes)


def csv_2030(a: Avenir, libelle: str, demonstration: bool, instantane: str) -> bytes:
    """Every family, as published: thousands, with what answers the need counted in minus."""
    fin = {"unite": "milliers de personnes", "obs_status": "E", "libelle_obs_status": OBS_STATUS["E"]}
    lignes = []
    for f, (m, nom) in product(a.familles, mots.BESOINS.items()):
        lignes.append(_de_famille(f, libelle) | {"periode": FIN, "mesure": nom, "valeur": f.valeurs[m]} | fin)
    source = "Dares et France Stratégie, Les métiers en 2030"
    return csv_signe(pd.DataFrame(lignes), source, instantane, demonstration, {"part_des_liens": 0, "valeur": 3})


def _de_famille(f: Famille, libelle: str) -> dict[str, str | float]:
    return {"metiers": libelle, "famille": f.libelle, "code": f.code, "part_des_liens": 100 * f.part}


def vue_tension(a: Avenir, un: bool) -> Vue:
    """The official class of the nearest family, then what it says on the link between training and employment; of
    several métiers (not `un`), how many families have the highest class."""
    if not a.familles:
        return Vue("Tension officielle", f"Classe de la Dares, {NOM_REGION}")
    f, n = a.familles[0], len(a.familles)
    if un:
        titre, quoi = f"Tension officielle{INSEC}: {f.classe} sur 5 en {f.annee}", f"« {f.libelle} »"
        lien = "Lien entre formation et emploi non publié."
        if (lie := f.valeurs["lien_formation"]) is not None:
            sens = "au milieu de l’échelle" if lie == _MILIEU else LIEN_FORMATION[lie > _MILIEU]
            lien = f"Lien entre formation et emploi{INSEC}: {lie} sur 5, {sens}."
    else:
        fortes = sum(x.classe == 5 for x in a.familles)
        sur = f"{nombre(fortes)} {accorder('familles', fortes)} sur {n}"
        titre, quoi = f"Tension officielle {f.annee}{INSEC}: 5 sur 5 pour {sur}", "Familles que ces métiers touchent"
        precises = sum((x.valeurs["lien_formation"] or 0) > _MILIEU for x in a.familles)
        lien = f"Pour {nombre(precises)} sur {n}, {LIEN_FORMATION[True]} (lien entre formation et emploi de 4 ou 5)."
    return mots.vue("tension", titre, quoi=quoi, lien=lien, annee=f.annee)


def table_tension(a: Avenir) -> Table:
    """Each family: its class, and the classes of its components."""
    noms = {"lien_formation": "Lien formation – emploi"}
    noms |= {c: nom for c, (nom, _) in COMPOSANTES.items() if c not in noms}
    dits = ((mots.pourcent(100 * f.part), f.libelle, str(f.classe), f.valeurs) for f in a.familles)
    lignes = [[*dit, *(_sur5(valeurs[c]) for c in noms)] for *dit, valeurs in dits]
    titres = (f"{nom} #" for nom in ("Classe", *noms.values()))
    return Table(en_tetes("Part des liens #", "Famille (FAP 2009)", *titres), lignes)


def csv_tension(a: Avenir, libelle: str, instantane: str) -> bytes:
    """Every family with its class and those of its components."""
    lignes = [_de_famille(f, libelle) | {"annee": f.annee, "classe": f.classe} | f.valeurs for f in a.familles]
    decimales = dict.fromkeys(("part_des_liens", "classe", *COMPOSANTES), 0)
    return csv_signe(pd.DataFrame(lignes), "Dares et France Travail", instantane, False, decimales)


def _sur5(n: float | None) -> str:
    return "n.d." if n is None else str(n)


def tension_html(a: Avenir, un: bool) -> Html:
    """The classes as a scale of five squares: the whole, then the link between training and employment; of several
    métiers, the class of each family."""
    f = a.familles[0]
    lignes = [("Tension", f.classe), ("Lien formation – emploi", f.valeurs["lien_formation"])]
    if not un:
        lignes = [(x.libelle, x.classe) for x in a.familles[:6]]  # the table has them all
    items = ""
    for nom, n in lignes:
        carres = "<i class=plein></i>" * int(n or 0) + "<i></i>" * (5 - int(n or 0))
        items += f'<p><span class="nom">{escape(nom)}</span><span class="carres" aria-hidden="true">{carres}</span>'
        items += f"<b>{_sur5(n)}</b></p>"
    return Html(f'<div class="obs-cinq">{items}</div>')
