"""Words around the figures of a métier or a sector: findings, readings, sources."""

from collections.abc import Mapping, Sequence

from data_loaders import age
from data_loaders.francais import INSEC, accorder, enumeration, nombre
from data_loaders.metiers.diplomes import Diplome, Menant
from pages.figures.formation import mots
from pages.figures.vues import Vue

MONTRES = 5  # diplomas of the first view
DIRECT = 0.5  # share of the official links of a diploma over which it leads to a métier first
AXE = "taux_emploi_6"
SANS_DIRECT = "Aucun des diplômes suivis à la sortie n’y mène d’abord : ils sont plus bas, avec la force de leur lien."


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
    return f"{libelle}{INSEC}: {_constat(surs)}"


def _constat(suivis: Sequence[Diplome]) -> str:
    ecarts = [e for d in suivis if (e := d.taux("apprentissage", AXE) - d.taux("scolaire", AXE)) == e]
    devant = sum(e > 0 for e in ecarts)
    if ecarts and devant in (0, len(ecarts)) and 0 not in ecarts:
        qui = "les apprentis" if devant else "les lycéens"
        seul = ", pour le seul diplôme publié par les deux voies" if len(ecarts) == 1 else ""
        return f"à diplôme égal, {qui} sont plus souvent en emploi à six mois{seul}"
    if ecarts:
        return (
            f"à diplôme égal, les apprentis sont plus souvent en emploi à six mois pour {nombre(devant)} "
            f"{accorder('diplômes', devant)} sur {nombre(len(ecarts))}"
        )
    publies = [(d, v) for d in suivis for v in d.voies if d.taux(v, AXE) == d.taux(v, AXE)]
    if publies:
        d, v = publies[0]
        des = mots.SORTIS[v]
        return f"{mots.pourcent(d.taux(v, AXE))} des {des} de « {d.libelle} » sont en emploi à six mois"
    if suivis:
        return "aucun des diplômes suivis n’a assez de sortants pour un taux d’emploi"
    return "aucun des diplômes qui y mènent n’est suivi à la sortie"


def diplomes(m: Menant, mesure: str, demonstration: bool) -> Vue:
    """The table of the diplomas that are followed."""
    region = m.moyennes.get(mesure, float("nan"))
    exemple = ""
    publies = [(d, v) for d in m.suivis for v in d.voies if d.taux(v, mesure) == d.taux(v, mesure)]
    if publies:
        d, v = publies[0]
        qui = mots.SORTIS[v] if "emploi" in mesure else mots.DERNIERES[v]
        exemple = (
            f"{mots.pourcent(d.taux(v, mesure))} des {qui} de « {d.libelle} » {mots.SUJETS[mesure]}. Région, tous "
            f"diplômes{INSEC}: {mots.de_region(region)}. "
        )
    reserves = {d.libelle: mots.reserves(d) for d in en_vue(m)}
    dernier = m.edition.rpartition("-")[2]
    vieux = f" · {age.mention(dernier)}" if dernier and age.est_ancien(dernier) else ""
    return mots.vue(
        "diplomes",
        mots.TETES[mesure],
        demonstration,
        edition=mots.edition(m.edition),
        vieux=vieux,
        exemple=exemple,
        reserves="".join(f"{nom}{INSEC}: {', '.join(dites)}. " for nom, dites in reserves.items() if dites),
    )


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
    if voies == {"apprentissage"}:
        return (
            "Ces diplômes ne sont suivis que par l’apprentissage : le fichier lu ne tient aucun élève d’une autre voie "
            "(lycées, instituts de formation, formation continue)."
        )
    return "Ces diplômes ne sont suivis que par le lycée." if voies == {"scolaire"} else ""


def homonymes(ailleurs: Sequence[tuple[str, str]], noms: Mapping[str, str]) -> str:
    """Diplomas that bear the name of the métier and are linked to another one, "" without any.

    Args:
        ailleurs: (diploma, code of the métier it is linked to); noms: `metier:code` -> name.
    """
    if not ailleurs:
        return ""
    dits = [f"{nom} (« {noms.get(f'metier:{code}', code)} »)" for nom, code in ailleurs]
    return (
        f"Du même nom, mais reliés par les tables officielles à un autre métier{INSEC}: {enumeration(dits)}. Ils ne "
        "sont donc pas dans ce tableau."
    )


def autres(m: Menant, demonstration: bool) -> Vue:
    """Certifications that are not followed; `demonstration`: of the certifications."""
    n = len(m.autres)
    nom = "autres certifications" if m.suivis else "certifications"
    par_niveau: dict[str, int] = {}
    for d in m.autres:
        par_niveau[d.niveau] = par_niveau.get(d.niveau, 0) + 1
    dits = [f"{nombre(k)} de {mots.niveau_dit(c).partition(' (')[0].lower()}" for c, k in sorted(par_niveau.items())]
    titre = f"{nombre(n)} {accorder(nom, n)} y {'mène' if n < 2 else 'mènent'}, sans suivi à la sortie"
    return mots.vue("autres", titre, demonstration, niveaux=enumeration(dits))
