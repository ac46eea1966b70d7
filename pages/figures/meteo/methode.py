"""« La méthode, pas à pas »: the rules in plain words, each with the figures of one cell, and the parameters.

Every number of a step is the one the measure used: a reader can redo the cell by hand.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.francais import FINE, INSEC, avec_unite, capitale, ecart, echapper as escape, nombre
from data_loaders.measures import enonces, marches, mots_estimation as mots
from data_loaders.measures.moteurs import Moteurs
from data_loaders.parametres import ParametresMeteo, meteo
from pages.figures import tables
from pages.figures.meteo import tuiles, vue
from pages.figures.meteo.vue import chance, estimee, mots_dits

# Parameters of this reading: (name in the file, what it is, number of the step that uses it).
PARAMETRES = (
    ("seuil_secret", "Seuil du secret statistique, en projets", 1),
    ("plafond_entier", "Plus grande valeur masquée quand tout est entier", 1),
    ("projets_caches", "Projets comptés pour une cellule masquée", 1),
    ("difficiles_caches", "Projets difficiles comptés quand les projets sont masqués", 1),
    ("difficiles_seuls_caches", "Projets difficiles comptés quand eux seuls sont masqués", 1),
    ("oubli", "Poids d’une enquête plus ancienne d’un an", 2),
    ("bornes_part", "Bornes de toute part estimée", 2),
    ("rappel_groupe", "Force du rappel d’un métier de la région, d’une famille d’un bassin", 4),
    ("rappel_sans_france", "La même pour un métier de la région, sans fichier national", 4),
    ("rappel_cellule", "Force du rappel d’un métier dans un bassin", 6),
    ("variance", "Bornes de q × (1 − q) dans les erreurs", 8),
    ("dispersion", "Erreur d’une cellule (α)", 8),
    ("derive", "Erreur commune à toute la région (β)", 8),
    ("intervalle", "Largeur de l’intervalle, 8 chances sur 10", 8),
    ("limites_classe", "Limites des niveaux", 9),
    ("limites_tres", "Limites de « très »", 9),
    ("chance_tres", "Chance à partir de laquelle « très » est dit", 9),
    ("chance_seule", "Chance sous laquelle le niveau voisin est nommé aussi", 9),
    ("projets_minimum", "Projets nécessaires pour une estimation locale", 9),
    ("surete", "Écart sûr, 9 chances sur 10 d’un côté", 10),
    ("marge_z", "Marge de la part déclarée, 95 chances sur 100", 11),
    ("reponses", "Réponses indépendantes que vaut un effectif (c)", 11),
    ("dispersion_tendance", "Dérive d’une cellule entre deux enquêtes", 12),
    ("derive_tendance", "Erreur de la région, deux enquêtes", 12),
    ("fleche_z", "Seuil du test de tendance", 12),
    ("fleche_part", "Mouvement grand, à partir de", 12),
    ("dispersion_projets", "Dispersion admise du nombre de projets", 13),
    ("porteur_part", "Part des métiers dits porteurs", 13),
    ("porteur_minimum", "Projets nécessaires pour un porteur", 13),
    ("saisonnier_part", "Part saisonnière d’un porteur saisonnier", 13),
)
# The same for the complete index.
PARAMETRES_COMPLETS = (
    ("lissage", "Force du rapprochement vers le rapport régional", 2),
    ("effectif_regional", "Offres et demandeurs nécessaires dans la région", 2),
    ("rapport_reference", "Offres de l’année par demandeur, tous métiers, dans la région", 3),
    ("poids_offres", "Poids du score des offres", 4),
    ("poids_bmo", "Poids de la part estimée", 4),
    ("effectif_local", "Offres et demandeurs nécessaires dans le territoire", 7),
    ("couverture_groupe", "Part des offres régionales qu’un groupe doit couvrir", 7),
    ("couverture_abc", "Part des inscrits publiés qu’un fichier de tensions doit porter", 7),
)
NIVEAUX_DITS = {"famille": "familles", "metier": "métiers, groupes et domaines", "ensemble": "tous métiers"}


SOUS_TITRE = "La météo des métiers, règle par règle, avec les chiffres de la cellule choisie"


class Etape(NamedTuple):
    """A step: its title, the rule in plain words, the calculation on the cell (empty when it has none)."""

    titre: str
    regle: str
    calcul: str


class Cellule(NamedTuple):
    """What a row is worked out from.

    Attributes:
        moteurs: its mean steps; annee: row of `Estimation.annees` of its vintage; nb: number of cells summed.
        seule: the cell itself when it is the only one, with `historiques`: see `measures.moteurs`; None otherwise.
    """

    moteurs: Moteurs
    annee: Any
    nb: int
    seule: Any | None = None
    historiques: Mapping[str, pd.DataFrame] = {}


def etapes(
    r: Any, precedente: Any | None, niveau: str, cellule: Cellule | None, p: ParametresMeteo | None = None
) -> list[Etape]:
    """The steps for one row, as far as it can be computed.

    Args:
        r: row of `marches.decrire`; precedente: the row of the vintage before, or None.
        niveau: level of métiers of the row; it chooses the margin of the declared share.
        cellule: what it is made of, None where nothing is published.
    """
    p = p or meteo()
    if not estimee(r) or cellule is None:
        return [_publie(r, p), Etape("Pas d’estimation locale", f"{capitale(r.raison)}.", _regionale(r))]
    construction = _une_cellule(cellule, p) if cellule.seule is not None else _une_somme(cellule)
    suite = [_erreur(r, p), _classe(r, p), _position(r, p), _declaree(r, niveau, p), _tendance(r, precedente, p)]
    return [_publie(r, p), *construction, *suite, _porteur(r, niveau, p)]


def _regionale(r: Any) -> str:
    if r.statut != "effectif" or pd.isna(r.classe_region):
        return ""
    return f"Dans la région{INSEC}: {tuiles.region_dite(r).employeur}."


def _publie(r: Any, p: ParametresMeteo) -> Etape:
    regle = (
        "L’enquête publie, par métier et par bassin, le nombre de projets de recrutement et combien sont jugés "
        f"difficiles. Les valeurs inférieures à {_court(p.seuil_secret)} sont masquées, et traitées comme telles quand "
        "une enquête les publie. Elles cachent surtout de petits nombres difficiles"
        f"{INSEC}: le calcul leur donne leur moyenne connue ({_court(p.projets_caches)} projets par exemple), jamais "
        "montrée comme un effectif."
    )
    if pd.isna(r.projets):
        return Etape("Ce que publie l’enquête", regle, f"Aucune valeur visible{FINE}; {_masquees(r)}.")
    difficiles = "" if pd.isna(r.difficiles) else f" dont {nombre(r.difficiles)} jugés difficiles"
    return Etape(
        "Ce que publie l’enquête",
        regle,
        f"{avec_unite(r.projets, 'projets')} visibles{difficiles}{FINE}; {_masquees(r)}.",
    )


def _masquees(r: Any) -> str:
    met, xmet = (avec_unite(n, "cellules") for n in (r.caches_met, r.caches_xmet))
    return f"{met} aux projets masqués, {xmet} aux seuls projets difficiles masqués"


_REGLES = {
    "france": (
        "Le métier en France",
        "Dans toute la France, les réponses sur un métier sont nombreuses. On part donc de l’écart du métier à "
        "l’ensemble des métiers, enquête après enquête, les plus anciennes comptant moins.",
    ),
    "niveau": (
        "Le niveau de la région",
        "Un même nombre de points, pour tous les métiers, amène le total au niveau déclaré dans la région cette année.",
    ),
    "metier": (
        "Le métier dans la région",
        "L’écart du métier dans la région, enquête après enquête, n’est retenu que pour ce qu’il pèse. Les métiers ne "
        "sont pas suivis à travers un changement de nomenclature.",
    ),
    "famille": (
        "La famille dans le bassin",
        "De même pour la famille de métiers dans le bassin, suivie, elle, à travers les nomenclatures.",
    ),
    "cellule": (
        "Le métier dans le bassin",
        "De même pour les réponses du bassin sur ce métier. Leur poids est dit à côté de l’estimation.",
    ),
    "total": (
        "Le même total",
        "Un dernier nombre de points, le même pour toutes les cellules, garde le total difficile de la région.",
    ),
}


def _une_cellule(c: Cellule, p: ParametresMeteo) -> list[Etape]:
    """Steps 2 to 7 of one métier in one bassin."""
    s, a, h = c.seule, c.annee, c.historiques
    if h["france"].empty:
        france = f"Aucun fichier national{INSEC}: la part de la famille dans la région, {_pct(s.F)}."
    else:
        d = h["france"]
        depuis = "" if a.annee_france == s.annee else f" (au millésime {a.annee_france}, le plus proche)"
        base = _pct(a.Q_france) if pd.notna(a.Q_france) else "la part de tous les métiers"
        france = f"{_somme(d, 0)}. Tous métiers en France{INSEC}: {base}{depuis}. Le métier{INSEC}: {_pct(s.F)}."
    rappel = p.rappel_sans_france if h["france"].empty else p.rappel_groupe
    calculs = {
        "france": france,
        "niveau": f"{_pct(s.F)} {_plus(a.a)} = {_pct(s.b)}.",
        "metier": f"{_somme(h['metier'], rappel)} = {_points(s.delta)}{INSEC}: {_pct(s['T'])}.",
        "famille": f"{_somme(h['famille'], p.rappel_groupe)} = {_points(s.phi)}{INSEC}: {_pct(s.U)}.",
        "cellule": (
            f"{_somme(h['cellule'], p.rappel_cellule)} = {_points(s.epsilon)}. Poids des réponses locales{INSEC}: "
            f"{nombre(s.N_cellule, 2)} ÷ ({nombre(s.N_cellule, 2)} + {_court(p.rappel_cellule)}) = {_pct(s.w)}."
        ),
        "total": f"{_pct(s.U)} {_plus(s.epsilon)} {_plus(s.r)} = {_pct(s.q_estimee)}, la part estimée.",
    }
    return [Etape(*_REGLES[nom], calcul) for nom, calcul in calculs.items()]


def _somme(d: pd.DataFrame, rappel: float) -> str:
    """« 2021 : 0,49 × 53,86 × +7,74 ; … ; somme ÷ (87,08 + 200) »: a pooled gap, vintage by vintage."""
    termes = f"{FINE}; ".join(
        f"{x.annee}{INSEC}: {nombre(x.poids, 4)} × {nombre(x.n, 2)} × {nombre(100 * x.e, 2, signe=True)} points"
        for x in d.itertuples()
    )
    poids, total = (d["poids"] * d["n"]).sum(), 100 * (d["poids"] * d["n"] * d["e"]).sum()
    diviseur = f"({nombre(poids, 2)} + {_court(rappel)})" if rappel else nombre(poids, 2)
    return f"Poids × √projets × écart{INSEC}: {termes}. Somme {nombre(total, 2, signe=True)} ÷ {diviseur}"


def _une_somme(c: Cellule) -> list[Etape]:
    """The same steps for a group of cells: means by projects."""
    m = c.moteurs
    part, calculs = 100 * m.depart, {"france": f"Moyenne de {avec_unite(c.nb, 'cellules')}{INSEC}: {_pct(m.depart)}."}
    noms = {"niveau": "niveau", "metier": "delta", "famille": "phi", "cellule": "epsilon", "total": "r"}
    for nom, pas in noms.items():
        avant, part = part, part + m.points[pas]
        calculs[nom] = f"{_pct(avant / 100)} {_plus(m.points[pas] / 100)} = {_pct(part / 100)}."
    regle = " Un groupe est toujours la moyenne de ses cellules, chacune comptant pour ses projets."
    return [
        Etape(_REGLES[n][0], _REGLES[n][1] + (regle if n == "france" else ""), calcul) for n, calcul in calculs.items()
    ]


def _erreur(r: Any, p: ParametresMeteo) -> Etape:
    v = enonces.variance(r.q_estimee, p)
    return Etape(
        "L’intervalle",
        "Les écarts vus entre chaque enquête et la suivante disent de combien l’estimation peut se tromper, une année "
        "de dérive comprise. Plus les projets sont partagés entre de nombreuses cellules, plus l’erreur est petite"
        f"{INSEC}: H vaut 1 pour une seule cellule.",
        f"H = {nombre(r.H, 4)}{FINE}; erreur = √({nombre(v, 4)} × ({_court(p.dispersion)} × {nombre(r.H, 4)} + "
        f"{_court(p.derive)})) = {nombre(100 * r.s, 2)} points. {_pct(r.q_estimee)} ± {_court(p.intervalle)} × "
        f"{nombre(100 * r.s, 2)}{INSEC}: de {_pct(r.borne_basse)} à {_pct(r.borne_haute)}.",
    )


def _classe(r: Any, p: ParametresMeteo) -> Etape:
    bas, haut = (_court(100 * x) for x in p.limites_classe)
    tres_bas, tres_haut = (_court(100 * x) for x in p.limites_tres)
    candidat, employeur = mots_dits(r)
    voisin = (
        ""
        if pd.isna(r.ou)
        else f" Seule, sa chance serait de {nombre(r.chance, 3)}{INSEC}: le niveau voisin est nommé avec elle."
    )
    return Etape(
        "Le niveau et sa chance",
        f"Moins de {bas}{INSEC}%, de {bas} à {haut}{INSEC}%, {haut}{INSEC}% et plus{INSEC}: les limites sont les mêmes "
        f"partout et chaque année. « Très » se mérite{INSEC}: il est dit quand la part a au moins "
        f"{_court(10 * p.chance_tres)} chances sur 10 d’être de {tres_haut}{INSEC}% ou plus, ou de moins de {tres_bas}"
        f"{INSEC}%. Sous {_court(10 * p.chance_seule)} chances sur 10, le niveau voisin est nommé aussi.",
        f"{_pct(r.q_estimee)}{INSEC}: {candidat} pour qui cherche un emploi, {employeur} pour qui recrute, chance "
        f"{nombre(chance(r), 3)}, soit {mots.chance_dite(chance(r))}.{voisin}",
    )


def _position(r: Any, p: ParametresMeteo) -> Etape:
    zone = r.code_groupe == marches.ENSEMBLE
    regle = (
        "Un groupe de métiers est comparé à l’ensemble des métiers de la région, un territoire à la région pour tous "
        f"les métiers seulement. Un écart plus petit que {_court(p.surete)} fois l’erreur n’est pas distinguable du "
        "hasard. Les rangs sont dits de même, du meilleur au pire possible."
    )
    if pd.isna(r.position):
        return Etape("La position et le rang", regle, "Sans objet pour la région entière.")
    seuil = p.surete * (r.s_ecart if zone else r.s)
    calcul = (
        f"{_pct(r.q_estimee)} − {_pct(r.reference)} = {_points(r.q_estimee - r.reference)}, seuil "
        f"{nombre(100 * seuil, 2)} points{INSEC}: {vue.position_dite(r).rpartition(' (')[0]}"
    )
    rang = f"{FINE}; {vue.rang_dit(r)}" if vue.rang_dit(r) else ""
    return Etape("La position et le rang", regle, f"{calcul}{rang}.")


def _declaree(r: Any, niveau: str, p: ParametresMeteo) -> Etape:
    regle = (
        "La part déclarée reste celle du producteur. Un effectif de P projets y vaut bien moins de réponses, c × √P, "
        f"d’où sa marge. {mots.POURQUOI}"
    )
    if pd.isna(r.declaree):
        return Etape(
            "La part déclarée", regle, "Une seule cellule, masquée, la fait tout entière : elle n’est pas dite."
        )
    bornes = f", {vue.bornes_dites(r)} selon ce que cache le secret" if vue.bornes_dites(r) else ""
    return Etape(
        "La part déclarée",
        regle,
        f"{_pct(r.declaree)}{bornes}. Marge{INSEC}: {_court(p.marge_z)} × "
        f"√({nombre(enonces.variance(r.q_estimee, p), 4)} ÷ ({_court(p.reponses[niveau])} × √P)) = "
        f"{nombre(100 * r.marge, 1)} points.",
    )


def _tendance(r: Any, avant: Any | None, p: ParametresMeteo) -> Etape:
    regle = (
        f"Deux questions, deux mots. Un mouvement est établi quand il dépasse {_court(p.fleche_z)} fois son "
        f"erreur{FINE}; il est grand à partir de {_court(100 * p.fleche_part)} points. Sinon aucun mouvement n’est "
        "établi, ce qui ne veut pas dire que rien n’a bougé. Le mouvement de la région est toujours dit à côté."
    )
    if r.fleche == "non_mesurable" or avant is None:
        return Etape("La tendance", regle, f"{capitale(r.fleche_raison)}.")
    autour = vue.contexte_mouvement(r)
    return Etape(
        "La tendance",
        regle,
        f"{r.annee_precedente}{INSEC}: {_pct(avant.q_estimee)}{FINE}; {r.annee}{INSEC}: {_pct(r.q_estimee)}. Écart "
        f"{_points(r.delta)}, erreur {nombre(100 * r.delta_erreur, 2)} points, test {nombre(r.z, 2)}{INSEC}: "
        f"{vue.mouvement_dit(r)}{f' ({autour})' if autour else ''}.",
    )


def _porteur(r: Any, niveau: str, p: ParametresMeteo) -> Etape:
    regle = (
        f"Un métier détaillé est « porteur » quand il est parmi les {_court(100 * p.porteur_part)}{INSEC}% de métiers "
        f"du territoire qui ont le plus de projets, avec au moins {_court(p.porteur_minimum)} projets et sans baisse "
        f"établie{FINE}; « porteur saisonnier » si la moitié des projets le sont. Porteur et difficile{INSEC}: "
        f"recruter et former{FINE}; porteur sans l’être{INSEC}: débouchés. Les autres métiers difficiles sont des "
        "niches."
    )
    if niveau != "metier":
        return Etape("Les métiers porteurs", regle, f"Sans objet ici{INSEC}: le repère se lit métier par métier.")
    connue = r.part_saisonniers >= vue.SAISONNIERS_MIN
    saison = f", dont au moins {_pct(r.part_saisonniers)} saisonniers" if connue else ""
    dit = f"{FINE}; ".join(filter(None, (r.porteur, r.etiquette))) or "ni porteur, ni niche"
    evolution = ""
    if pd.notna(r.evolution_lo):
        evolution = (
            f" Projets depuis {r.annee_precedente}{INSEC}: {mots.evolution_dite(r.evolution_lo, r.evolution_hi)}."
        )
    return Etape("Les métiers porteurs", regle, f"{avec_unite(r.projets, 'projets')}{saison}{INSEC}: {dit}.{evolution}")


def titre(quoi: str, lieu: str, annee: str) -> str:
    """Title of the method: the cell it works out."""
    return f"Comment se calcule la météo{INSEC}: {quoi}, {lieu}, {annee}"


def html(lieu: str, quoi: str, annee: str, liste: list[Etape], titre_liste: str = "La méthode, pas à pas") -> str:
    """Markup of the steps; text is escaped."""
    items = "".join(
        f"<li><h3>{escape(e.titre)}</h3><p>{escape(e.regle)}</p>"
        + (f'<p class="obs-calcul">{escape(e.calcul)}</p>' if e.calcul else "")
        + "</li>"
        for e in liste
    )
    tete = f"Exemple calculé avec les choix de la page{INSEC}: {quoi}, {lieu}, {annee}."
    return f'<h2>{escape(titre_liste)}</h2><p>{escape(tete)}</p><ol class="obs-etapes">{items}</ol>'


def en_bref_html() -> str:
    """The method in six sentences for who will not read further."""
    phrases = (
        "Une fois par an, France Travail demande aux employeurs combien de personnes ils comptent embaucher, et "
        "lesquels de ces recrutements ils jugent difficiles.",
        "Dans un bassin, les réponses sur un métier sont peu nombreuses. La part estimée les complète par ce que l’on "
        "sait du métier en France, de la région, de la famille dans le bassin et des enquêtes passées.",
        f"Deux nombres, deux noms{INSEC}: la part déclarée est celle des réponses de l’année, que l’on retrouve chez "
        f"le producteur{FINE}; la part estimée est celle à retenir. Le ciel, la chance, le rang et la flèche sont les "
        "siens.",
        "Une chance est dite avec chaque ciel, un intervalle avec chaque part. Les enquêtes passées ont été "
        f"confrontées à celles qui ont suivi{INSEC}: ces chances et ces intervalles y ont été retrouvés.",
        "Sous dix projets, l’enquête ne permet pas d’estimation locale : le niveau régional est montré, en gris. Ce "
        "que le secret masque entièrement n’est pas estimé.",
        f"{tuiles.NE_MESURE_PAS} {mots.MENTION}",
    )
    return f'<h2>En bref</h2><ol class="obs-etapes">{"".join(f"<li><p>{escape(p)}</p></li>" for p in phrases)}</ol>'


def qualite_html() -> str:
    """Quality of the survey in plain French: who answers, what is known of it, what must not be concluded."""
    faits = (
        (
            "Qui répond",
            "Les employeurs interrogés par France Travail. Leurs réponses sont pondérées par le producteur pour parler "
            "de tous les employeurs.",
        ),
        (
            "Combien répondent",
            f"Nombre de questionnaires et taux de réponse par bassin{INSEC}: non communiqués dans les fichiers "
            "chargés. L’erreur dite ici est donc mesurée autrement, en comparant chaque enquête à la suivante.",
        ),
        (
            "Ce qui est déclaré",
            "Des intentions d’embauche pour l’année, non des embauches faites, et un avis d’employeur sur leur "
            "difficulté, non une mesure.",
        ),
        (
            "Ruptures connues",
            "La nomenclature des métiers change en 2024 (FAP 2009, puis FAP 2021)"
            f"{INSEC}: seules les familles et l’ensemble se suivent. L’enquête de 2016 est publiée sans masque"
            f"{FINE}; le calcul lui applique la règle du secret, comme aux autres.",
        ),
        (
            "À ne pas conclure",
            "Qu’un territoire est au-dessus d’un autre pour un métier ou une famille. Que deux parts proches sont "
            "différentes. Que les candidats manquent, ou que les salaires et les conditions de travail n’y sont pour "
            f"rien{INSEC}: l’enquête ne le dit pas.",
        ),
    )
    items = "".join(f"<div><dt>{escape(nom)}</dt><dd>{escape(dit)}</dd></div>" for nom, dit in faits)
    return f'<h2>Ce que vaut l’enquête</h2><dl class="obs-qualite">{items}</dl>'


def parametres_html() -> str:
    """Table of the parameters of this reading, each with its value and its ground."""
    p = meteo()
    legende = f"Paramètres de la météo, version {p.version}, en vigueur le {francais.date_libelle(p.en_vigueur)}"
    parties = (
        ("D’après l’enquête BMO", PARAMETRES),
        ("Avec les offres et les demandeurs d’emploi", PARAMETRES_COMPLETS),
    )
    blocs = [
        f"<h3>{nom}</h3>{_table_parametres(p, liste, f'{legende}, {nom[0].lower()}{nom[1:]}')}"
        for nom, liste in parties
    ]
    return f"<h2>{escape(legende)}</h2>{''.join(blocs)}"


def _table_parametres(p: ParametresMeteo, liste: Sequence[tuple[str, str, int]], legende: str) -> str:
    lignes = [[str(etape), libelle, _valeur(getattr(p, nom)), p.fondements[nom]] for nom, libelle, etape in liste]
    entetes = tables.en_tetes("Étape #", "Paramètre", "Valeur", "Pourquoi cette valeur")
    return tables.tableau_html(entetes, lignes, legende)


def _valeur(v: Any) -> str:
    if isinstance(v, dict):
        if len(v) == 1:
            return _court(next(iter(v.values())))
        # The two levels between families and métiers have the value of the métiers.
        return f"{FINE}; ".join(
            f"{NIVEAUX_DITS.get(k, k)} {_court(x)}" for k, x in v.items() if not k.startswith("fap")
        )
    if isinstance(v, tuple):
        return f"{FINE}; ".join(_court(x) for x in v)
    return _court(v)


def _court(x: float) -> str:
    """The number without useless decimals: « 20 », « 2,9 », « 1,96 »."""
    return nombre(x, next(d for d in range(5) if d == 4 or round(x, d) == round(x, 4)))


def _pct(x: float) -> str:
    return f"{nombre(100 * x, 2)}{INSEC}%"


def _points(x: float) -> str:
    return ecart(100 * x, "points", 2)


def _plus(x: float) -> str:
    """« + 2,45 points », « − 0,11 point »: a term of a sum."""
    return f"{'+' if x >= 0 else francais.MOINS} {avec_unite(100 * abs(x), 'points', 2)}"
