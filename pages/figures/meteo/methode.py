"""« La méthode, pas à pas »: the rules in plain words, each with the figures of one cell, and the parameters.

Every number of a step is the one the measure used: a reader can redo the cell by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.francais import FINE, INSEC, avec_unite, difference, ecart, nombre
from data_loaders.measures import meteo_mots as mots
from data_loaders.parametres import ParametresMeteo, meteo
from pages.figures import tables
from pages.figures.lecture import capitale
from pages.figures.meteo import tuiles

# Parameters of this reading: (name in the file, what it is, number of the step that uses it).
PARAMETRES = (
    ("seuil_secret", "Seuil du secret statistique, en projets", 1),
    ("projets_caches", "Projets comptés pour une cellule masquée", 2),
    ("difficiles_caches", "Projets difficiles comptés quand les projets sont masqués", 2),
    ("difficiles_seuls_caches", "Projets difficiles comptés quand eux seuls sont masqués", 2),
    ("rappel", "Force du rappel vers la région", 3),
    ("limites_niveau", "Limites des cinq classes", 4),
    ("reponses", "Réponses indépendantes que vaut un effectif (c)", 5),
    ("fiabilite", "Projets nécessaires pour chaque fiabilité", 6),
    ("limites_position", "Limites de la position par rapport à la région", 7),
    ("fleche_z", "Seuil du test de tendance", 8),
    ("fleche_part", "Mouvement minimal de la part", 8),
    ("part_moyenne", "Bornes de la part moyenne dans le test", 8),
    ("dispersion_projets", "Dispersion admise du nombre de projets", 9),
    ("porteur_part", "Part des métiers dits porteurs", 9),
    ("saisonnier_part", "Part saisonnière d’un porteur saisonnier", 9),
)
# The same for the complete index; 0 when no step of one single year uses it.
PARAMETRES_COMPLETS = (
    ("lissage", "Force du rapprochement vers le rapport régional", 2),
    ("effectif_regional", "Offres et demandeurs nécessaires dans la région", 2),
    ("rapport_reference", "Offres de l’année par demandeur, tous métiers, dans la région", 3),
    ("poids_offres", "Poids du score des offres", 4),
    ("poids_bmo", "Poids de la part jugée difficile", 4),
    ("effectif_local", "Offres et demandeurs nécessaires dans le territoire", 7),
    ("couverture_groupe", "Part des offres régionales qu’un groupe doit couvrir", 7),
    ("couverture_abc", "Inscrits du fichier rapportés aux ABC publiés, bornes", 0),
    ("dispersion_offres", "Dispersion admise du rapport entre deux années", 0),
    ("fleche_rapport", "Évolution minimale du rapport entre deux années", 0),
)
NIVEAUX_DITS = {"famille": "familles, domaines et groupes", "metier": "métiers", "ensemble": "tous métiers"}


SOUS_TITRE = "La météo des métiers, règle par règle, avec les chiffres de la cellule choisie"


class Etape(NamedTuple):
    """A step: its title, the rule in plain words, the calculation on the cell (empty when it has none)."""

    titre: str
    regle: str
    calcul: str


def etapes(r: Any, precedente: Any | None, niveau: str, p: ParametresMeteo | None = None) -> list[Etape]:
    """The steps for one cell, as far as it can be computed.

    Args:
        r: row of `measures.meteo.indices`; precedente: the row of the vintage before, or None.
        niveau: level of métiers of the cell; it chooses c and names the target.
    """
    p = p or meteo()
    if pd.isna(r.q) or r.part_secrete:
        return [_publie(r), Etape("Le calcul s’arrête ici", _pourquoi(r), "")]
    debut = [_publie(r), _part(r, p), _rappel(r, niveau, p)]
    if r.statut != "classe":
        return [*debut, Etape("Pas de classe", f"{capitale(r.raison)}.", "")]
    suite = [_classe(r, p), _fragile(r, niveau, p), _fiabilite(r, p), _position(r), _tendance(r, precedente, p)]
    return [*debut, *suite, _porteur(r, niveau, p)]


def _pourquoi(r: Any) -> str:
    if r.part_secrete:
        return (
            f"Une seule cellule, masquée, fait tout le résultat{INSEC}: montrer la suite du calcul ferait croire à une "
            "mesure. La part affichée est « s »."
        )
    return f"{capitale(r.raison)}."


def _publie(r: Any) -> Etape:
    regle = (
        "L’enquête publie, par métier et par bassin, le nombre de projets de recrutement et combien sont "
        "jugés difficiles par l’employeur. Les valeurs trop petites sont masquées. Un métier sans ligne n’a aucun "
        "projet."
    )
    if pd.isna(r.projets_visibles):
        return Etape("Ce que publie l’enquête", regle, f"Aucune valeur visible{FINE}; {_masquees(r)}.")
    difficiles = "" if pd.isna(r.difficiles_visibles) else f" dont {nombre(r.difficiles_visibles)} jugés difficiles"
    if r.projets > r.projets_visibles:  # a vintage published without mask
        regle += (
            f" L’enquête de {r.annee} publie aussi les valeurs inférieures à 5{INSEC}: le calcul les traite comme "
            "masquées, pour rester comparable aux autres enquêtes."
        )
    return Etape(
        "Ce que publie l’enquête",
        regle,
        f"{avec_unite(r.projets_visibles, 'projets')} visibles{difficiles}{FINE}; {_masquees(r)}.",
    )


def _masquees(r: Any) -> str:
    met, xmet = (avec_unite(n, "cellules") for n in (r.caches_met, r.caches_xmet))
    return f"{met} aux projets masqués, {xmet} aux seuls projets difficiles masqués"


def _part(r: Any, p: ParametresMeteo) -> Etape:
    pv, xv = (0 if pd.isna(v) else v for v in (r.projets_visibles, r.difficiles_visibles))
    ajout_p = f" + {r.caches_met} × {_court(p.projets_caches)}" if r.caches_met else ""
    ajout_x = f" + {r.caches_xmet} × {_court(p.difficiles_seuls_caches)}" if r.caches_xmet else ""
    ajout_x += f" + {r.caches_met} × {_court(p.difficiles_caches)}" if r.caches_met else ""
    haut, bas = (f"({nombre(v)}{plus})" if plus else nombre(v) for v, plus in ((xv, ajout_x), (pv, ajout_p)))
    calcul = f"Part brute = {haut} ÷ {bas} = {_pct(r.q)}"
    if r.q_lo < r.q_hi:
        calcul += f"{FINE}; selon ce que cachent les cellules masquées, de {_pct(r.q_lo)} à {_pct(r.q_hi)}"
    return Etape(
        "La part jugée difficile",
        "Laisser de côté les cellules masquées gonflerait la part de 3 à 8 points, car elles cachent surtout des "
        "zéros. On leur donne la valeur moyenne de celles de 2016, publiées sans masque, "
        f"{_court(p.projets_caches)} projets par exemple. Ce total sert au calcul seulement, il n’est pas un effectif "
        "observé.",
        f"{calcul}.",
    )


def _rappel(r: Any, niveau: str, p: ParametresMeteo) -> Etape:
    cible = "de tous les métiers dans la région" if r.code_zone == "52" else "du même groupe dans la région"
    if niveau == "metier":
        cible = "de la famille dans la région" if r.code_zone == "52" else "du même métier dans la région"
    if niveau == "ensemble":
        cible = "de la région"
    racine = r.P**0.5
    return Etape(
        "Le rappel vers la région",
        f"Dans un petit territoire, la part bouge beaucoup d’une enquête à l’autre sans que rien n’ait changé. On la "
        f"rapproche donc de celle {cible}, d’autant plus que les projets sont peu nombreux.",
        f"Part propre = {nombre(racine, 2)} ÷ ({nombre(racine, 2)} + {_court(p.rappel)}) = {_pct(r.w)}, où "
        f"{nombre(racine, 2)} est la racine carrée du total précédent. Part retenue = {nombre(r.w, 4)} × {_pct(r.q)} + "
        f"{nombre(1 - r.w, 4)} × {_pct(r.cible)} = {_pct(r.q_tilde)}.",
    )


def _classe(r: Any, p: ParametresMeteo) -> Etape:
    limites = francais.enumeration([f"{_court(100 * x)}" for x in p.limites_niveau])
    candidat, employeur = (mots.ciel(r.niveau, v).mot for v in mots.POINTS_DE_VUE)
    return Etape(
        "La classe",
        f"Les limites sont {limites}{INSEC}%, les mêmes chaque année{FINE}; une limite appartient à la classe du "
        "dessus.",
        f"{_pct(r.q_tilde)}{INSEC}: classe {r.niveau} sur 5, {candidat} pour qui cherche un emploi, {employeur} pour "
        "qui recrute.",
    )


def _fragile(r: Any, niveau: str, p: ParametresMeteo) -> Etape:
    limite = min(p.limites_niveau, key=lambda x: abs(r.q_tilde - x))
    c = p.reponses[niveau]
    calcul = (
        f"Marge = {nombre(r.w, 4)} × √({nombre(r.q_tilde, 4)} × {nombre(1 - r.q_tilde, 4)} ÷ ({_court(c)} × "
        f"{nombre(r.P**0.5, 2)})) = {nombre(100 * r.e, 2)} points. Limite la plus proche{INSEC}: {_court(100 * limite)}"
        f"{INSEC}%, à {nombre(100 * abs(r.q_tilde - limite), 2)} points."
    )
    if not r.fragile:
        suite = " La classe est nette."
    elif abs(r.q_tilde - limite) < r.e:
        suite = f" La distance est plus petite que la marge{INSEC}: classe fragile, proche de {int(r.proche_de)}."
    else:
        suite = (
            f" Selon ce que cachent les cellules masquées, la part retenue va de {_pct(r.q_tilde_lo)} à "
            f"{_pct(r.q_tilde_hi)}{INSEC}: classe fragile, proche de {int(r.proche_de)}."
        )
    return Etape(
        "Classe nette ou fragile",
        "Un effectif de projets est estimé à partir de bien moins de réponses. La marge dit de combien la part retenue "
        f"pourrait bouger. Plus de la moitié des classes sont fragiles{INSEC}: c’est l’enquête qui le veut.",
        calcul + suite,
    )


def _fiabilite(r: Any, p: ParametresMeteo) -> Etape:
    a, b, c = (_court(p.fiabilite[x]) for x in "ABC")
    return Etape(
        "La fiabilité",
        f"À partir de {a} projets, la classe est surtout celle du territoire{FINE}; de {b} à {a}, mixte{FINE}; de "
        f"{c} à {b}, surtout celle de la région (hachures){FINE}; au-dessous de {c}, pas de classe locale.",
        f"Ici{INSEC}: {mots.FIABILITES[r.fiabilite]}, {mots.part_propre(r.P, p)}.",
    )


def _ecart(apres: float, avant: float) -> str:
    return ecart(difference(100 * apres, 100 * avant, 2), decimales=2)


def _position(r: Any) -> Etape:
    return Etape(
        "La position",
        f"La classe ne dépend d’aucune autre année{FINE}; la position compare à la région la même année.",
        f"{_pct(r.q_tilde)} − {_pct(r.q_tilde - r.gap)} = {_ecart(r.q_tilde, r.q_tilde - r.gap)}{INSEC}: "
        f"{mots.POSITIONS[r.position]}.",
    )


def _tendance(r: Any, avant: Any | None, p: ParametresMeteo) -> Etape:
    regle = (
        f"Une flèche n’est donnée que si la part brute a bougé d’au moins {_court(100 * p.fleche_part)} points et si "
        f"le test dépasse {_court(p.fleche_z)}. Sinon aucun mouvement n’est établi, ce qui ne veut pas dire que rien "
        "n’a bougé."
    )
    if r.fleche == "non_mesurable" or avant is None:
        return Etape("La tendance", regle, f"{capitale(r.fleche_raison)}.")
    return Etape(
        "La tendance",
        regle,
        f"{r.annee_precedente}{INSEC}: {_pct(avant.q)}{FINE}; {r.annee}{INSEC}: {_pct(r.q)}. Écart{INSEC}: "
        f"{_ecart(r.q, avant.q)}, test{INSEC}: {nombre(r.z, 2)}. "
        f"{capitale(mots.FLECHES[r.fleche])}.",
    )


def _porteur(r: Any, niveau: str, p: ParametresMeteo) -> Etape:
    regle = (
        f"Un métier détaillé est « porteur » quand il est parmi les {_court(100 * p.porteur_part)}{INSEC}% de métiers "
        f"du territoire qui ont le plus de projets, avec au moins {_court(p.effectif_minimum)} projets et sans baisse "
        f"établie{FINE}; « porteur saisonnier » si la moitié des projets le sont. Porteur en classe 4 ou 5{INSEC}: "
        f"recruter et former{FINE}; en classe 1 à 3{INSEC}: débouchés. Les autres métiers de classe 4 ou 5 sont des "
        "niches."
    )
    if niveau != "metier":
        return Etape("Les métiers porteurs", regle, f"Sans objet ici{INSEC}: le repère se lit métier par métier.")
    saison = "" if pd.isna(r.part_saisonniers) else f", dont au moins {_pct(r.part_saisonniers)} saisonniers"
    dit = f"{FINE}; ".join(filter(None, (r.porteur, r.etiquette))) or "ni porteur, ni niche"
    return Etape("Les métiers porteurs", regle, f"{avec_unite(r.projets_visibles, 'projets')}{saison}{INSEC}: {dit}.")


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
        f"La météo est la part des projets jugés difficiles, en cinq classes{INSEC}: de moins d’un projet sur cinq à "
        "plus de quatre sur cinq. Les limites sont les mêmes partout et chaque année.",
        "Dans un petit territoire, quelques réponses suffisent à tout changer. On rapproche donc sa part de celle de "
        "la région, d’autant plus qu’il y a peu de projets, et l’on dit de combien.",
        "Les très petits nombres sont masqués par le producteur. Ils sont remplacés par leur moyenne connue pour le "
        "calcul, jamais montrés, et l’on donne la plus petite et la plus grande part possibles.",
        "Une classe est dite fragile quand la suivante est aussi vraisemblable. C’est le cas de plus de la moitié "
        "d’entre elles, car c’est une enquête.",
        f"{tuiles.NE_MESURE_PAS} {mots.MENTION}",
    )
    return f'<h2>En bref</h2><ol class="obs-etapes">{"".join(f"<li><p>{escape(p)}</p></li>" for p in phrases)}</ol>'


def parametres_html(p: ParametresMeteo | None = None) -> str:
    """Table of the parameters of this reading, each with its value and its ground."""
    p = p or meteo()
    legende = f"Paramètres de la météo, version {p.version}, en vigueur le {_date(p.en_vigueur)}"
    parties = (
        ("D’après l’enquête BMO", PARAMETRES),
        ("Avec les offres et les demandeurs d’emploi", PARAMETRES_COMPLETS),
    )
    blocs = [f"<h3>{nom}</h3>{_table_parametres(p, liste, f'{legende}, {nom.lower()}')}" for nom, liste in parties]
    return f"<h2>{escape(legende)}</h2>{''.join(blocs)}"


def _table_parametres(p: ParametresMeteo, liste: Sequence[tuple[str, str, int]], legende: str) -> str:
    lignes = [
        [str(etape or "–"), libelle, _valeur(getattr(p, nom)), p.fondements[nom]] for nom, libelle, etape in liste
    ]
    entetes = [("Étape", True), ("Paramètre", False), ("Valeur", False), ("Pourquoi cette valeur", False)]
    return tables.tableau_html(entetes, lignes, legende)


def _valeur(v: Any) -> str:
    if isinstance(v, dict):
        if len(v) == 1:
            return _court(next(iter(v.values())))
        # The two levels between families and métiers have the value of the families.
        return f"{FINE}; ".join(
            f"{NIVEAUX_DITS.get(k, k)} {_court(x)}" for k, x in v.items() if not k.startswith("fap")
        )
    if isinstance(v, tuple):
        return f"{FINE}; ".join(_court(x) for x in v)
    return _court(v)


def _date(iso: str) -> str:
    annee, mois, jour = iso.split("-")
    return f"{'1er' if jour == '01' else int(jour)} {francais.MOIS[int(mois) - 1]} {annee}"


def _court(x: float) -> str:
    """The number without useless decimals: « 20 », « 2,9 », « 1,96 »."""
    return nombre(x, next(d for d in range(5) if d == 4 or round(x, d) == round(x, 4)))


def _pct(x: float) -> str:
    return f"{nombre(100 * x, 2)}{INSEC}%"
