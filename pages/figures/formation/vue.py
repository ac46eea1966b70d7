"""What leads to a métier or a sector: findings, tables of rates and of other certifications, what employers ask."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import pandas as pd

from data_loaders import francais
from data_loaders.francais import INSEC, accorder, capitale, echapper as escape, enumeration, nombre
from data_loaders.measures import enonces
from data_loaders.metiers import formation
from data_loaders.metiers.diplomes import DIRECT, Diplome, Menant
from pages.figures import tuiles
from pages.figures.adresses import lien
from pages.figures.formation import mots
from pages.figures.tables import Html, Table, csv_signe, en_tetes
from pages.figures.vues import Vue

MONTRES = 5  # diplomas of the first view
AXE = "taux_emploi_6"
SANS_DIRECT = "Aucun des diplômes suivis à la sortie n’y mène d’abord : ils sont plus bas, avec la force de leur lien."
SANS_LIGNE = "l’enquête n’en publie aucune ligne"
SANS_TOTAL = "Pas de chiffre pour la filière entière : chacun de ses métiers a les siens."
HORS_ENQUETE = (
    "L’enquête Besoins en main-d’œuvre n’interroge pas sur ce métier (elle laisse de côté l’État et les collectivités "
    "pour l’essentiel) : ni projets, ni difficulté."
)
UNE_VOIE = {
    "apprentissage": "Ces diplômes ne sont suivis que par l’apprentissage : le fichier lu ne tient aucun élève d’une "
    "autre voie (lycées, instituts de formation, formation continue).",
    "scolaire": "Ces diplômes ne sont suivis que par le lycée.",
}
LEGENDE = Html(
    '<p class="obs-legende-voies"><span class="obs-deux-voies" aria-hidden="true"><i class="apprentissage" '
    'style="--v:50"></i></span> apprentissage <span class="obs-deux-voies" aria-hidden="true"><i class="scolaire" '
    'style="--v:50"></i></span> lycée <span class="obs-deux-voies" aria-hidden="true"><i class="region" '
    'style="--v:50"></i></span> région, tous diplômes</p>'
)


def en_vue(m: Menant) -> list[Diplome]:
    """Diplomas of the first view: links that are not weak, the surest first."""
    return [d for d in m.suivis if d.confiance != "faible"][:MONTRES]


def titre(libelle: str, m: Menant) -> str:
    """The finding: the two voies side by side where both are published, else the diploma with most learners.

    A diploma that leads elsewhere as often as here is no finding on this métier.
    """
    surs = [d for d in m.suivis if d.poids > DIRECT]
    if m.suivis and not surs:
        return f"{libelle}{INSEC}: aucun diplôme suivi à la sortie n’y mène directement"
    constat = "aucun des diplômes qui y mènent n’est suivi à la sortie"
    ecarts = [e for d in surs if (e := d.taux("apprentissage", AXE) - d.taux("scolaire", AXE)) == e]
    devant = sum(e > 0 for e in ecarts)
    if ecarts:
        qui, suite = "apprentis", f" pour {nombre(devant)} {accorder('diplômes', devant)} sur {nombre(len(ecarts))}"
        if devant in (0, len(ecarts)) and 0 not in ecarts:
            qui = "apprentis" if devant else "lycéens"
            suite = ", pour le seul diplôme publié par les deux voies" if len(ecarts) == 1 else ""
        constat = f"à diplôme égal, les {qui} sont plus souvent en emploi à six mois{suite}"
    elif publie := _publie(surs, AXE):
        d, v = publie
        constat = f"{mots.pourcent(d.taux(v, AXE))} des {mots.SORTIS[v]} de « {d.libelle} » sont en emploi à six mois"
    elif surs:
        constat = "aucun des diplômes suivis n’a assez de sortants pour un taux d’emploi"
    return f"{libelle}{INSEC}: {constat}"


def _publie(suivis: Sequence[Diplome], mesure: str) -> tuple[Diplome, str] | None:
    """The first diploma and voie that have a rate."""
    return next(((d, v) for d in suivis for v in d.voies if d.taux(v, mesure) == d.taux(v, mesure)), None)


def diplomes(m: Menant, mesure: str, demonstration: bool) -> Vue:
    """The table of the diplomas that are followed."""
    exemple, reserves = "", {d.libelle: mots.reserves(d) for d in en_vue(m)}
    if publie := _publie(m.suivis, mesure):
        d, v = publie
        qui = mots.SORTIS[v] if "emploi" in mesure else mots.DERNIERES[v]
        exemple = f"{mots.pourcent(d.taux(v, mesure))} des {qui} de « {d.libelle} » {mots.SUJETS[mesure]}. "
        exemple += f"Région, tous diplômes{INSEC}: {mots.de_region(m.moyennes.get(mesure, float('nan')))}. "
    dernier = m.edition.rpartition("-")[2]
    vieux = f" · {francais.mention_ancien(dernier)}" if dernier and francais.est_ancien(dernier) else ""
    dits = {"edition": mots.edition(m.edition), "vieux": vieux, "exemple": exemple}
    dits["reserves"] = "".join(f"{nom}{INSEC}: {', '.join(dites)}. " for nom, dites in reserves.items() if dites)
    return mots.vue("diplomes", mots.TETES[mesure], demonstration, **dits)


def sans_suivi(m: Menant) -> str:
    """Why no rate is shown: none of what leads there is followed."""
    n = len(m.autres)
    if not n:
        return "Aucun diplôme ni aucune certification n’est relié à ce métier par les tables officielles."
    return (
        f"{nombre(n)} {accorder('certifications', n)} y {'mène' if n < 2 else 'mènent'}, et InserJeunes n’en suit "
        "aucune : il décrit les apprentis et les lycéens professionnels, du CAP au BTS. Aucun taux n’est donc montré, "
        "et celui d’un diplôme voisin ne le remplace pas."
    )


def une_voie(m: Menant) -> str:
    """What is said when one voie alone has leavers, "" otherwise."""
    voies = {v for d in m.suivis for v in d.voies}
    return UNE_VOIE[voies.pop()] if len(voies) == 1 else ""


def homonymes(ailleurs: Sequence[tuple[str, str]], noms: Mapping[str, str]) -> str:
    """Diplomas that bear the name of the métier and are linked to another one, "" without any.

    `ailleurs`: (diploma, code of the métier it is linked to); `noms`: `metier:code` -> name.
    """
    dits = enumeration([f"{nom} (« {noms.get(f'metier:{code}', code)} »)" for nom, code in ailleurs])
    dite = f"Du même nom, mais reliés par les tables officielles à un autre métier{INSEC}: {dits}."
    return f"{dite} Ils ne sont donc pas dans ce tableau." if ailleurs else ""


def autres(m: Menant, demonstration: bool) -> Vue:
    """Certifications that are not followed; `demonstration`: of the certifications."""
    n, nom = len(m.autres), "autres certifications" if m.suivis else "certifications"
    par_niveau = sorted(Counter(d.niveau for d in m.autres).items())
    dits = [f"{nombre(k)} de {mots.niveau_dit(c).partition(' (')[0].lower()}" for c, k in par_niveau]
    titre = f"{nombre(n)} {accorder(nom, n)} y {'mène' if n < 2 else 'mènent'}, sans suivi à la sortie"
    return mots.vue("autres", titre, demonstration, niveaux=enumeration(dits))


def table_diplomes(suivis: Sequence[Diplome], mesure: str, moyennes: Mapping[str, float]) -> Table:
    """One line a diploma, the rate of each voie; then the region, all diplomas."""
    region = [moyennes.get(f"{v}.{mesure}", float("nan")) for v in mots.VOIES]
    bas = [["Tous diplômes du CAP au BTS, région", *map(mots.pourcent, region)]] if region[0] == region[0] else []
    lignes = []
    for d in suivis:
        niveau = mots.niveau_dit(d.niveau).rpartition("(")[2].removesuffix(")")
        nom = lien(f"formation?entree=diplome&diplome={d.code}", d.libelle)
        cellules = [Html(f"{nom}<small>{escape(f'{niveau}, {mots.CONFIANCES[d.confiance]}')}</small>")]
        for voie in mots.VOIES:
            v, dit = d.taux(voie, mesure), escape(mots.cellule(d, voie, mesure))
            gris = f'<span class="obs-gris" title="{escape(d.raison(voie, mesure))}">{dit}</span>' if v != v else ""
            cellules.append(Html(gris or f'<b class="obs-voie">{dit}</b>'))
        lignes.append(cellules)
    return Table(en_tetes("Diplôme", *(f"{nom} #" for nom in mots.COLONNES.values())), [*lignes, *bas])


def table_autres(liste: Sequence[Diplome], romes: Mapping[str, str]) -> Table:
    """Certifications that nobody follows at their exit, by level then link."""
    lignes = []
    for d in sorted(liste, key=lambda d: (d.niveau or "99", -d.poids, d.libelle)):
        lie = f"{mots.CONFIANCES[d.confiance].removeprefix('lien ')}, {mots.pourcent(100 * d.poids)}"
        genre, par = d.type_diplome.partition(" (")[0], mots.par_rome(d.romes, romes)
        lignes.append([mots.niveau(d.niveau), d.libelle, genre, lie, par])
    return Table(en_tetes("Niveau", "Certification", "Type", "Lien", "Par le ROME"), lignes)


def entetes_voies(court: bool = False) -> list[tuple[str, bool]]:
    """Heads of the columns; `court`: employment alone, for a room."""
    taux = [(f"{nom}, {quoi}", True) for quoi in mots.TAUX_LUS.values() for nom in mots.COLONNES.values()]
    return [("Niveau", False), ("Diplôme", False), ("Lien", False), *taux[: len(mots.COLONNES) if court else None]]


def ligne_voies(d: Diplome, court: bool = False) -> list[str]:
    """Cells under `entetes_voies`; an empty rate says why in a word, a link how sure it is and its share of all."""
    taux = [mots.cellule(d, voie, mesure) for mesure in mots.TAUX_LUS for voie in mots.VOIES]
    lie = f"{mots.CONFIANCES[d.confiance].removeprefix('lien ')},{INSEC}{mots.pourcent(100 * d.poids)}"
    fixes = [f"niv.{INSEC}{n}" if (n := mots.niveau(d.niveau)) else "inconnu", d.libelle, lie]
    return [*fixes, *taux][: len(entetes_voies(court))]


def csv(m: Menant, libelle: str, romes: Mapping[str, str], lus: Mapping[str, str], demonstration: bool) -> bytes:
    """Every diploma and certification, each voie and rate, with status, reason, source and snapshot."""
    lignes = []
    for d in (*m.suivis, *m.autres):
        qui = {"metiers": libelle, "diplome": d.libelle, "code": d.code, "niveau": mots.niveau(d.niveau)}
        qui |= {"type": d.type_diplome, "rncp": d.rncp, "lien_part": 100 * d.poids, "lien_confiance": d.confiance}
        qui |= {"romes": mots.par_rome(d.romes, romes), "remarques": " ; ".join(mots.reserves(d))}
        for voie, mesure in product(mots.VOIES, mots.MESURES) if d.voies else (("", ""),):
            v = d.taux(voie, mesure) if voie else float("nan")
            raison = d.raison(voie, mesure) if voie else formation.NON_SUIVI
            lu = {"edition": m.edition, "voie": mots.VOIES.get(voie, ""), "mesure": mots.MESURES.get(mesure, "")}
            lu |= {"valeur": v, "region": m.moyennes.get(mesure, float("nan"))}
            lignes.append(qui | lu | mots.statut(v, raison, mesure, m.edition))
    source = f"{mots.SOURCE}{m.edition}".replace(f"{INSEC}:", " :")
    instantanes = " ; ".join(f"{jeu}/{i}" for jeu, i in lus.items())
    decimales = {"lien_part": 0, "valeur": 0, "region": 1}
    return csv_signe(pd.DataFrame(lignes), source, instantanes, demonstration, decimales)


def vide_html(raison: str) -> Html:
    """Why there is no card."""
    return Html(f'<p class="obs-raison">{escape(raison)}</p>')


def employeurs_html(quoi: str, r: Any, adresse: str) -> Html:
    """The card of the place, that of the météo; `r`: its row, None without one; `adresse`: where it is read in full."""
    if r is None:
        return vide_html(f"{capitale(SANS_LIGNE)}.")
    dit = "" if r.certitude in ("", enonces.FRAGILE) else tuiles.faveur(r.classe)
    return Html(f'{tuiles.carte_html(r, adresse, nom=quoi)}<p class="obs-note">{escape(capitale(dit))}</p>')
