"""Words and tables of the dossier of a sector or filière of the convention."""

from collections.abc import Mapping
from dataclasses import replace

from data_loaders.contracts.metiers_2030 import DEBUT, FIN
from data_loaders.francais import FINE, INSEC, avec_unite, echapper as escape, nombre
from data_loaders.metiers.avenir import Avenir
from data_loaders.metiers.diplomes import Menant
from data_loaders.metiers.secteurs import Releve
from data_loaders.parametres.secteurs import LISTES, Correspondance, Secteur
from geo.territoire import NOM_REGION
from pages.figures import adresses
from pages.figures.adresses import liens_html
from pages.figures.formation import mots, table, vue as vue_formation
from pages.figures.secteurs import tables as secteurs_tables, vue as secteurs_vue
from pages.figures.tables import Table
from pages.figures.vues import BADGE_TRAVAIL, Vue

DIPLOMES_MONTRES = 15
_PROPRES = 5  # columns of the table of the portrait that are kept: code to class
_MOITIE, _PROCHE = 0.5, 0.05  # shares of links: under the first it is said, under the second no title is made of it
TEXTE_DE_2013 = "Texte tel qu’écrit le 27 août 2013"
QUI_CHOISIT = (
    "La convention nomme le secteur, pas ses métiers : la correspondance est celle de l’Observatoire, à discuter avec "
    "les branches et le Carif-Oref."
)


def tete(releve: Releve, annee: str) -> Vue:
    """Head of the dossier: the finding of the portrait of the sector."""
    s = releve.secteur
    v = secteurs_vue.tete_sans_total(releve, annee) if s.sans else secteurs_vue.tete(releve, annee)
    return replace(v, sous_titre=f"Dossier « {s.convenu} », {genre(s)}. {v.sous_titre}")


def liste(c: Correspondance) -> Vue:
    """Head of the list of dossiers."""
    return Vue(f"{nombre(len(c.secteurs))} dossiers à lire, un par secteur ou filière de la convention", f"{c.source}")


def liste_html(c: Correspondance) -> str:
    """Links to every dossier, by list of the convention."""
    parties = []
    for code, titre in LISTES.items():
        paires = [(adresses.dossier(s.code), s.convenu) for s in c.secteurs.values() if s.liste == code]
        parties.append(f"<h2>{escape(titre)}</h2>{liens_html(paires)}")
    return "".join(parties)


def texte(secteur: Secteur, c: Correspondance) -> Vue:
    """What the convention asks for the sector."""
    titre = f"Dans la convention{INSEC}: {genre(secteur)}"
    ou = c.textes[secteur.liste].ou if secteur.liste in c.textes else ""
    return Vue(titre, ou, f"{TEXTE_DE_2013}. {QUI_CHOISIT}", source=f"{c.source}.", badges=(BADGE_TRAVAIL,))


def genre(secteur: Secteur) -> str:
    """« étude prospective de la relation emploi-formation »."""
    dit = mots.GENRES[secteur.liste]
    return dit if dit[:1].isupper() and dit[1:2].isupper() else dit[:1].lower() + dit[1:]


def texte_html(secteur: Secteur, c: Correspondance) -> str:
    """The sentence of the convention, then the métiers that are counted and what is left out, each with its reason."""
    cite = f"<blockquote><p>« {escape(t.phrase)} »</p></blockquote>" if (t := c.textes.get(secteur.liste)) else ""
    verbe = "Métiers auxquels la filière fait appel" if secteur.sans else "Métiers comptés"
    motifs = "".join(f"<li>{escape(choix.motif)}.</li>" for choix in secteur.choix)
    pris = f"<p><strong>{verbe}.</strong></p><ul>{motifs}</ul>"
    return f"{cite}{pris}{secteurs_tables.hors_html(secteur)}"


def metiers(releve: Releve, annee: str) -> Vue:
    """The métiers of the sector: the finding of its portrait."""
    v = secteurs_vue.metiers(releve, annee, len(releve.codes(annee)))
    suite = (
        "La tension officielle et les projections portent sur des familles de la nomenclature de 2009, plus larges "
        f"que le métier{INSEC}: la plus proche est nommée{FINE}; si elle reçoit moins de la moitié de ses liens "
        "officiels, leur part est dite."
    )
    return replace(v, lecture=f"{v.lecture} {suite}", badges=(BADGE_TRAVAIL,))


def table_metiers(releve: Releve, annee: str, tensions: Mapping[str, Avenir], avenirs: Mapping[str, Avenir]) -> Table:
    """Each métier with its own figures, its official tension, and the family of which 2030 is foreseen.

    Args:
        tensions, avenirs: by code of métier; without any of `avenirs` the family is left out.
    """
    entetes, corps = secteurs_tables.metiers(releve, annee, len(releve.codes(annee)))
    annees = {f.annee for a in tensions.values() for f in a.familles}
    tetes = [*entetes[:_PROPRES], (f"Tension officielle {max(annees, default='')}".strip(), True)]
    tetes += [(f"Famille de {FIN}", False)] if avenirs else []
    tetes += [("Remarque", False)] if entetes[-1][0] == "Remarque" else []
    rendus = []
    for li in corps:
        famille = [_famille(avenirs[li[0]])] if avenirs else []
        remarque = [li[-1] or "—"] if entetes[-1][0] == "Remarque" else []
        rendus.append([*li[:_PROPRES], _tension(tensions[li[0]]), *famille, *remarque])
    return Table(tetes, rendus)


def _tension(a: Avenir) -> str:
    """« 5 sur 5 (D2Z42) »: the class of the nearest family."""
    if not a.familles or a.familles[0].classe is None:
        return "non publiée"
    return f"{a.familles[0].classe} sur 5 ({a.familles[0].code})"


def _famille(a: Avenir) -> str:
    """The nearest family, with its share of the links where it is less than half of them."""
    if not a.familles:
        return "aucune projection"
    f = a.familles[0]
    return f.libelle if f.part >= _MOITIE else f"{f.libelle} ({mots.pourcent(100 * f.part)} de ses liens)"


def diplomes(secteur: Secteur, m: Menant, demonstration: bool) -> Vue:
    """What leads to these métiers: both voies side by side, the surest links first."""
    montres = retenus(m)
    reste = len(m.suivis) - len(montres)
    sous_titre = f"{avec_unite(len(montres), 'diplômes suivis')}, les liens les plus sûrs, {NOM_REGION}"
    if reste:
        sous_titre += f"{FINE}; sans {avec_unite(reste, 'autres')}, de liens plus faibles ou de moins d’élèves"
    region = m.moyennes.get(vue_formation.AXE, float("nan"))
    dite = f"Région, tous diplômes{INSEC}: {mots.de_region(region)} en emploi à six mois. " if region == region else ""
    autres = f" {vue_formation.autres(m, demonstration).titre}." if m.autres else ""
    edition = mots.edition(m.edition)
    return mots.vue(
        "dossier_diplomes",
        vue_formation.titre(secteur.libelle, m),
        demonstration,
        quoi=f"{sous_titre}, sortants de {edition}" if edition else sous_titre,
        edition=edition,
        moyenne=dite,
        autres=autres,
    )


def retenus(m: Menant) -> list:
    """Diplomas that are followed, of strong or middling links, the first ones."""
    surs = [d for d in m.suivis if d.confiance != "faible"]
    return (surs or list(m.suivis))[:DIPLOMES_MONTRES]


def table_diplomes(m: Menant, court: bool = False) -> Table:
    """One line a diploma, never added up; `court`: see `table.entetes_voies`."""
    return Table(table.entetes_voies(court), [table.ligne_voies(d, court) for d in retenus(m)])


def avenir(a: Avenir, demonstration: bool) -> Vue:
    """What is foreseen: the family with the most posts, of those that hold at least a twentieth of the links."""
    proches = [f for f in a.familles if f.part >= _PROCHE] or list(a.familles)
    if not proches:
        v = mots.vue("dossier_projection", f"D’ici {FIN}, aucune projection", demonstration)
        return replace(v, lecture="", champ="", source="")
    f = max(proches, key=lambda f: f.valeurs["postes"])
    postes = mots.milliers(f.valeurs["postes"])
    titre = f"D’ici {FIN}, la famille « {f.libelle} » aurait le plus de postes à pourvoir{INSEC}: {postes}"
    return mots.vue("dossier_projection", titre, demonstration)


def inconnus(secteur: Secteur) -> Vue:
    """Head of what is not known."""
    return Vue("Ce qu’on ne sait pas, et pourquoi", f"Dossier « {secteur.convenu} »")


def inconnus_html(secteur: Secteur, m: Menant) -> str:
    """What no file gives, each with its reason."""
    total = ("Un total pour la filière", secteur.sans)
    employeur = ("L’activité de l’employeur", "L’enquête compte des métiers, chez tous les employeurs.")
    autres = (
        f"Ce que deviennent ceux qui passent les {avec_unite(len(m.autres), 'autres certifications')}",
        "InserJeunes suit les apprentis et les lycéens professionnels, du CAP au BTS.",
    )
    dits = [
        total if secteur.sans else employeur,
        ("L’insertion par territoire", "InserJeunes est publié pour la région entière."),
        *([autres] if m.autres else []),
        (
            "Combien de sortants d’un diplôme travaillent dans ces métiers",
            "Un lien officiel dit ce qui est possible, jamais ce que font les sortants.",
        ),
        ("Les entrées en formation continue par métier", "Aucun fichier n’en est chargé."),
        (
            "L’intérim de ce secteur dans la région",
            "La Dares publie la région tous secteurs ensemble, et chaque activité pour la France seulement.",
        ),
        (
            "Les besoins de ces métiers au-delà de l’année",
            f"Les projections portent sur des familles plus larges, et sont celles d’un modèle qui part de {DEBUT}.",
        ),
    ]
    items = "".join(f"<li><strong>{escape(quoi)}.</strong> {escape(raison)}</li>" for quoi, raison in dits)
    return f"<ul>{items}</ul>"
