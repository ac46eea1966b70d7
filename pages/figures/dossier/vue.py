"""Words and tables of the dossier of a sector or filière of the convention, places and wishes beside needs included."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from data_loaders.contracts.metiers import DEBUT, FIN
from data_loaders.francais import FINE, INSEC, avec_unite, echapper as escape, en_phrase, est_ancien, nombre
from data_loaders.measures import enonces, mots_estimation
from data_loaders.metiers.avenir import Avenir, Famille
from data_loaders.metiers.diplomes import Menant
from data_loaders.metiers.ou_se_former import Bilan
from data_loaders.metiers.secteurs import Releve
from data_loaders.parametres.secteurs import LISTES, Correspondance, Secteur
from geo.territoire import NOM_REGION
from pages.figures import adresses
from pages.figures.formation import mots, vue as vue_formation
from pages.figures.formation.ou import SOURCE
from pages.figures.secteurs import tables as secteurs_tables, vue as secteurs_vue
from pages.figures.tables import Html, Table, en_tetes
from pages.figures.vues import BADGE_TRAVAIL, Vue, badges_demo

DIPLOMES_MONTRES = 15
_PROPRES = 5  # columns of the table of the portrait that are kept: code to class
QUI_CHOISIT = (
    "La convention nomme le secteur, pas ses métiers : la correspondance est celle de l’Observatoire, à discuter avec "
    "les branches et le Carif-Oref."
)
ENTETES_PLACES = [
    *en_tetes("Écart", "Diplôme", "Vœux #", "Places #", "Année", "Plafond apprentis #"),
    *en_tetes("Métier le plus lié", "Difficiles #", f"D’ici {FIN}"),
]
SANS_PLACES = "Aucun de ces diplômes n’est dans un fichier de places chargé."


def tete(releve: Releve, annee: str) -> Vue:
    """Head of the dossier: the finding of the portrait of the sector."""
    s = releve.secteur
    v = secteurs_vue.tete_sans_total(releve, annee) if s.sans else secteurs_vue.tete(releve, annee)
    return replace(v, sous_titre=f"Dossier « {s.convenu} », {genre(s)}. {v.sous_titre}")


def liste(c: Correspondance) -> tuple[Vue, str]:
    """Links to every dossier, by list of the convention."""
    html = ""
    for code, titre in LISTES.items():
        paires = ((adresses.dossier(s.code), s.convenu) for s in c.secteurs.values() if s.liste == code)
        html += f"<h2>{escape(titre)}</h2>{adresses.liens_html(paires)}"
    combien = f"{nombre(len(c.secteurs))} dossiers à lire, un par secteur ou filière de la convention"
    return Vue(combien, f"{c.source}"), html


def genre(secteur: Secteur) -> str:
    """« étude prospective de la relation emploi-formation »."""
    return en_phrase(mots.GENRES[secteur.liste])


def texte(secteur: Secteur, c: Correspondance) -> tuple[Vue, str]:
    """The sentence of the convention, then the métiers that are counted and what is left out, each with its reason."""
    t, lecture = c.textes.get(secteur.liste), f"Texte tel qu’écrit le 27 août 2013. {QUI_CHOISIT}"
    quoi = f"Dans la convention{INSEC}: {genre(secteur)}", t.ou if t else "", lecture
    cite = f"<blockquote><p>« {escape(t.phrase)} »</p></blockquote>" if t else ""
    verbe = "Métiers auxquels la filière fait appel" if secteur.sans else "Métiers comptés"
    motifs = "".join(f"<li>{escape(choix.motif)}.</li>" for choix in secteur.choix)
    pris = f"<p><strong>{verbe}.</strong></p><ul>{motifs}</ul>"
    v = Vue(*quoi, source=f"{c.source}.", badges=(BADGE_TRAVAIL,))
    return v, f"{cite}{pris}{secteurs_tables.hors_html(secteur)}"


def metiers(
    releve: Releve, annee: str, tensions: Mapping[str, Avenir], avenirs: Mapping[str, Avenir]
) -> tuple[Vue, Table]:
    """Each métier with its own figures, its official tension, and the family of which 2030 is foreseen, if any is."""
    v = secteurs_vue.metiers(releve, annee, len(releve.codes(annee)))
    suite = (
        "La tension officielle et les projections portent sur des familles de la nomenclature de 2009, plus larges "
        f"que le métier{INSEC}: la plus proche est nommée{FINE}; si elle reçoit moins de la moitié de ses liens "
        "officiels, leur part est dite."
    )
    v = replace(v, lecture=f"{v.lecture} {suite}", badges=(BADGE_TRAVAIL,))
    entetes, corps = secteurs_tables.metiers(releve, annee, len(releve.codes(annee)))
    annees = {f.annee for a in tensions.values() for f in a.familles}
    remarque = entetes[-1][0] == "Remarque"
    tetes = [*entetes[:_PROPRES], (f"Tension officielle {max(annees, default='')}".strip(), True)]
    tetes += [(f"Famille de {FIN}", False)] * bool(avenirs) + [("Remarque", False)] * remarque
    rendus = []
    for li in corps:
        proche = next(iter(tensions[li[0]].familles), None)
        connue = proche and proche.classe is not None
        rendu = [*li[:_PROPRES], f"{proche.classe} sur 5 ({proche.code})" if connue else "non publiée"]
        if avenirs:
            f = next(iter(avenirs[li[0]].familles), None)
            part = f" ({mots.pourcent(100 * f.part)} de ses liens)" if f and f.part < 0.5 else ""
            rendu.append(f"{f.libelle}{part}" if f else "aucune projection")
        rendus.append([*rendu, *[li[-1] or "—"] * remarque])
    return v, Table(tetes, rendus)


def diplomes(secteur: Secteur, m: Menant, demonstration: bool, court: bool = False) -> tuple[Vue, Table]:
    """What leads to these métiers: both voies side by side, the surest links first; a line a diploma, never added up.

    `court`: see `vue.entetes_voies`.
    """
    montres = retenus(m)
    reste = len(m.suivis) - len(montres)
    sous_titre = f"{avec_unite(len(montres), 'diplômes suivis')}, les liens les plus sûrs, {NOM_REGION}"
    if reste:
        sous_titre += f"{FINE}; sans {avec_unite(reste, 'autres')}, de liens plus faibles ou de moins d’élèves"
    region = m.moyennes.get(vue_formation.AXE, float("nan"))
    dite = f"Région, tous diplômes{INSEC}: {mots.de_region(region)} en emploi à six mois. " if region == region else ""
    edition = mots.edition(m.edition)
    dits = {"quoi": f"{sous_titre}, sortants de {edition}" if edition else sous_titre, "edition": edition}
    dits |= {"moyenne": dite, "autres": f" {vue_formation.autres(m, demonstration).titre}." if m.autres else ""}
    v = mots.vue("dossier_diplomes", vue_formation.titre(secteur.libelle, m), demonstration, **dits)
    return v, Table(vue_formation.entetes_voies(court), [vue_formation.ligne_voies(d, court) for d in montres])


def retenus(m: Menant) -> list:
    """Diplomas that are followed, of strong or middling links, the first ones."""
    return ([d for d in m.suivis if d.confiance != "faible"] or list(m.suivis))[:DIPLOMES_MONTRES]


def avenir(a: Avenir, demonstration: bool) -> Vue:
    """What is foreseen: the family with the most posts, of those that hold at least a twentieth of the links."""
    proches = [f for f in a.familles if f.part >= 0.05] or list(a.familles)
    if not proches:
        v = mots.vue("dossier_projection", f"D’ici {FIN}, aucune projection", demonstration)
        return replace(v, lecture="", champ="", source="")
    f = max(proches, key=lambda f: f.valeurs["postes"])
    postes = mots.milliers(f.valeurs["postes"])
    titre = f"D’ici {FIN}, la famille « {f.libelle} » aurait le plus de postes à pourvoir{INSEC}: {postes}"
    return mots.vue("dossier_projection", titre, demonstration)


def inconnus(secteur: Secteur, m: Menant) -> tuple[Vue, str]:
    """What no file gives, each with its reason."""
    autres = f"Ce que deviennent ceux qui passent les {avec_unite(len(m.autres), 'autres certifications')}"
    dits = {
        "Un total pour la filière": secteur.sans,
        "L’activité de l’employeur": "" if secteur.sans else "L’enquête compte des métiers, chez tous les employeurs.",
        "L’insertion par territoire": "InserJeunes est publié pour la région entière.",
        autres: m.autres and "InserJeunes suit les apprentis et les lycéens professionnels, du CAP au BTS.",
        "Combien de sortants d’un diplôme travaillent dans ces métiers": "Un lien officiel dit ce qui est possible, "
        "jamais ce que font les sortants.",
        "Les entrées en formation continue par métier": "Aucun fichier n’en est chargé.",
        "L’intérim de ce secteur dans la région": "La Dares publie la région tous secteurs ensemble, et chaque "
        "activité pour la France seulement.",
        "Les besoins de ces métiers au-delà de l’année": "Les projections portent sur des familles plus larges, et "
        f"sont celles d’un modèle qui part de {DEBUT}.",
    }
    lignes = (f"<li><strong>{escape(quoi)}.</strong> {escape(raison)}</li>" for quoi, raison in dits.items() if raison)
    v = Vue("Ce qu’on ne sait pas, et pourquoi", f"Dossier « {secteur.convenu} »")
    return v, f"<ul>{''.join(lignes)}</ul>"


class Ligne(NamedTuple):
    """A diploma: its places, the métier that most of its links lead to, what is foreseen of its family.

    `r`: the métier in the region, a row of `marches.decrire`; None where the survey says nothing.
    """

    libelle: str
    bilan: Bilan
    metier: str
    r: Any
    famille: Famille | None

    @property
    def manque(self) -> bool:
        """Places are short and jobs wait: more wishes than places, and a métier surely hard to fill in the region."""
        courtes = self.bilan.voeux > self.bilan.places > 0
        return courtes and self.r is not None and self.r.certitude in enonces.SURS and int(self.r.classe) >= 4


def places(libelle: str, lignes: Sequence[Ligne], jour: date, demonstration: bool) -> tuple[Vue, Table]:
    """The finding, how many diplomas have more wishes than places and lead where employers look for people; one row a
    diploma, those whose places are short where jobs wait first, then the most asked for."""
    n = sum(li.manque for li in lignes)
    dit = "places et besoins, rien à comparer"
    if lignes:
        combien = f"{n} {'diplôme' if n < 2 else 'diplômes'} sur {len(lignes)}"
        dit = f"plus de vœux que de places et un métier difficile à pourvoir pour {combien}"
    v = Vue(
        f"{libelle}{INSEC}: {dit}",
        f"Vœux et places au lycée, part des embauches jugées difficiles et projection, {NOM_REGION}",
        "Rien n’est divisé entre ces colonnes : un vœu n’est pas une personne, une place n’est pas un sortant, un "
        "diplôme peut mener ailleurs, et la projection porte sur une famille plus large que le métier. Une seconde "
        f"commune à plusieurs diplômes n’est comptée pour aucun{FINE}; un plafond d’apprentis ne s’ajoute pas.",
        source=f"{SOURCE}{FINE}; enquête BMO, part estimée par l’Observatoire{FINE}; Dares et France Stratégie, Les "
        f"métiers en {FIN}.",
        badges=badges_demo(demonstration),
    )

    tries = sorted(lignes, key=lambda li: (not li.manque, -(li.bilan.voeux - li.bilan.places), li.libelle))
    courtes = [i for i, li in enumerate(tries) if li.manque]
    return v, Table(ENTETES_PLACES, [_cellules(li, jour) for li in tries], courtes)


def _cellules(li: Ligne, jour: date) -> list[str]:
    b, r, avenir = li.bilan, li.r, "aucune projection"
    if li.famille is not None:
        d = li.famille.valeurs["desequilibre"]
        dit = avec_unite(round(100 * abs(d)) * 10, "personnes")
        avenir = f"il manquerait {dit}" if d > 0 else f"{dit} de plus que de postes"
    quand = b.periode
    if est_ancien(b.periode, jour):
        quand = Html(f'<span class="obs-ancien">ancien{INSEC}: {b.periode}</span>')
    comptes = (nombre(n) if b.places else "—" for n in (b.voeux, b.places))
    plafonds = nombre(b.plafonds) if b.plafonds else "—"
    part = mots_estimation.part_dite(r.q_estimee) if r is not None and r.statut == "estime" else "—"
    debut = "places courtes" if li.manque else "—", li.libelle, *comptes, quand, plafonds
    return [*debut, li.metier or "aucun dans l’enquête", part, avenir]
