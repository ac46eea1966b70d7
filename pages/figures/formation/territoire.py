"""Entry from a territory: its hardest métiers, what leads there, apprenticeship, levels; the region at first."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import product

import pandas as pd

from data_loaders.contracts.defm import DIPLOMES, ENSEMBLE
from data_loaders.contracts.formation import TAUX, TAUX_CFA, VOIES
from data_loaders.francais import FINE, INSEC, avec_unite, capitale, enumeration, nombre, periode_libelle
from data_loaders.measures.evolutions import evolution
from data_loaders.measures.palmares import RAISONS_VIDES
from data_loaders.metiers.diplomes import Menant
from data_loaders.parametres import meteo
from data_loaders.portraits.formation import Centres, Formation, Niveaux
from geo import lieux, sujets, zonages
from pages.figures import lecture
from pages.figures.barres import Barre
from pages.figures.estimees import ESTIMATION, estimation
from pages.figures.formation import mots, vue
from pages.figures.phrases import mouvement
from pages.figures.tables import Html, Table, csv_signe, en_tetes
from pages.figures.vues import Vue, badges_demo
from pages.parts.statement import Counted, Hard, fit
from pages.words import sentences

DIPLOMES_MONTRES = 3  # of each métier: the surest links
SANS_CHOIX = "Qu’est-ce qui mène à un métier, et que deviennent ceux qui s’y forment\u202f?"
CHOISIR = "Choisir un métier, un secteur ou un diplôme ci-dessus."
SANS_CIEL = "Aucune zone de l’enquête ne répond de ce territoire."
SANS_DIPLOME = "Les diplômes se lisent à partir des métiers, et ce territoire n’en a aucun à montrer."
SANS_METIER = f"{capitale(RAISONS_VIDES['difficiles'])}."
FORMULE_NIVEAUX = (
    "Chaque nombre est la somme des intercommunalités entières du territoire, telles que le producteur les publie ; "
    "une part est ce nombre divisé par l’ensemble."
)
FORMULE_REGION = (
    "Taux de tous les diplômes : somme des sortants en emploi ÷ somme des sortants ; pour la poursuite d’études, somme "
    "de ceux qui poursuivent ÷ somme des dernières années. Les diplômes trop petits pour être montrés y sont."
)
MASQUE = "le producteur masque deux niveaux de certaines intercommunalités, aucun n’est retrouvé par différence."
LIGNES = {"": "Les deux voies", "apprentissage.": "Apprentissage", "scolaire.": "Lycée"}
Editions = Mapping[str, tuple[str, pd.Series]]
Figure = tuple[Vue, Table | str]  # words around a table, or why there is none


def _ou(sujet: sujets.Sujet, zonage: str, code: str) -> str:
    """« Bassin d’emploi d’Ancenis, pour la commune de … »: the zone that a figure is of."""
    r = sujets.rattacher(sujet.zonage, sujet.code, (zonage,)) if sujet.zonage else None
    dit = sujets.pour(sujet.zonage, sujet.code, r) if r else ""
    return capitale(dit or sujets.de_zone(zonage, code).titre)


def tete(f: Formation) -> Vue:
    """Head of the page: the hardest métier of the place, then what may be read of its training."""
    titre = f"La formation, {f.sujet.lieu}"
    if f.ciel is not None and f.ciel.metiers:
        m = f.ciel.metiers[0]
        titre = fit(Hard(m.nom, "metier", f.ciel.zonage, m))
    demonstration = f.centres.demonstration or (f.ciel is not None and f.ciel.demonstration)
    return mots.vue("territoire", titre, demonstration, sujet=capitale(f.sujet.titre))


def metiers(f: Formation) -> Figure:
    """The métiers that are the hardest to fill in the zone of the survey that answers for the place."""
    c = f.ciel
    if c is None:
        return Vue("Les métiers les plus difficiles à pourvoir", capitale(f.sujet.titre)), SANS_CIEL
    ou, seuil = _ou(f.sujet, c.zonage, c.code), nombre(meteo().porteur_minimum)
    titre = fit(Counted.of(c.zonage, c.code, c.annee, "metier", c.compte))
    v = mots.vue("difficiles", titre, c.demonstration, ou=ou, annee=c.annee, seuil=seuil)
    lignes = []
    for r in c.metiers:
        lignes.append([r.code_groupe, r.nom, lecture.au_moins(nombre(r.projets), r.minorant), *estimation(r)])
    return v, Table([*en_tetes("Code", "Métier", "Projets #"), *ESTIMATION], lignes) if lignes else SANS_METIER


def diplomes(menants: Sequence[tuple[str, Menant]], demonstration: bool, court: bool = False) -> Figure:
    """What leads to these métiers: rates of the region, by voie; a line a métier and diploma; none is said so."""
    edition = next((m.edition for _, m in menants if m.edition), "")
    sans = [nom for nom, m in menants if not m.suivis]
    titre = "Les diplômes qui mènent à ces métiers"
    if sans:
        titre += f"{FINE}; aucun n’est suivi pour {enumeration([f'« {nom} »' for nom in sans])}"
    v = mots.vue("menants", titre, demonstration, edition=mots.edition(edition))
    (niveau, diplome, *suite), corps = vue.entetes_voies(court), []
    entetes = [("Métier", False), diplome, niveau, *suite]  # the diploma, which names the line, comes second
    for nom, m in menants:
        lignes = [vue.ligne_voies(d, court) for d in m.suivis[:DIPLOMES_MONTRES]]
        corps += [[nom, libelle, niveau, *dits] for niveau, libelle, *dits in lignes]
        if not m.suivis:
            autres = f"{avec_unite(len(m.autres), 'certifications')}, sans suivi à la sortie"
            autres = autres if m.autres else "aucune certification reliée"
            corps.append([nom, autres, "—", "—", *["non suivi"] * (len(entetes) - 4)])
    return v, Table(entetes, corps) if menants else SANS_DIPLOME


def apprentissage(f: Formation) -> Figure:
    """Contracts begun in the year, where the figure is true: by département, and in the region; one column a year."""
    c = f.apprentissage
    if not c.parts:
        return Vue("L’apprentissage", capitale(f.sujet.titre)), c.raison
    p, quoi = c.parts[0], capitale(c.ind.libelle)
    dits = capitale(lieux.locatif(p.zonage, p.code)), "le nombre de contrats d’apprentissage n’est pas connu"
    if p.connue:
        combien = f"{nombre(p.ligne['value'])} contrats d’apprentissage commencés en {c.periode}"
        dits = dits[0], combien, mouvement(p.evolution, "%")
    niveau, titre = "la région" if f.sujet.zonage == "region" else "le département", ", ".join(filter(None, dits))
    v = mots.vue("apprentissage", titre, c.demonstration, quoi=quoi, niveau=niveau, ind=c.ind)
    annees, corps = sorted({a for lues in f.annees.values() for a in lues.index}), []
    for _, code, nom in zones_apprentissage(f):
        lues = f.annees[code]
        valeurs = [lecture.compte(lues.loc[a]) if a in lues.index else "n.d." for a in annees]
        bouge = evolution(c.ind, lues, c.periode)
        corps.append([code, nom, *valeurs, mouvement(bouge, "%") or bouge.dit])
    return v, Table(en_tetes("Code", "Territoire", *(f"{a} #" for a in annees), "Évolution"), corps)


def zones_apprentissage(f: Formation) -> list[tuple[str, str, str]]:
    """(zoning, code, name) of the territories whose contracts are known: those of the place, then the region."""
    cles = [("region" if code == zonages.REGION else "departement", code) for code in f.annees]
    return [(z, code, zonages.libelle_zone(z, code)) for z, code in cles]


def niveaux(n: Niveaux, sujet: sujets.Sujet) -> Figure:
    """The most frequent level of diploma of the job-seekers, where it is known; each level of the former scale, what it
    is called today, its job-seekers."""
    if n.raison:
        titre = "Les diplômes des demandeurs d’emploi"
        return Vue(titre, capitale(sujet.titre), badges=badges_demo(n.demonstration)), n.raison
    tous = n.lignes.loc[ENSEMBLE]
    tete = f"{sentences.place(n.zonage, n.code)}, {sentences.when(n.periode)}{INSEC}: "
    titre = f"{tete}les diplômes des inscrits A, B, C sont sous secret statistique"
    connus = n.lignes.loc[list(mots.NIVEAUX_DITS), "value"].dropna()
    if len(connus) and tous["value"] == tous["value"]:
        premier = connus.idxmax()
        combien = f"{nombre(connus[premier])} inscrits A, B, C sur {nombre(tous['value'])}"
        titre = f"{tete}{combien} {mots.NIVEAUX_DITS[premier]}"
    masque = f" «{INSEC}≥{INSEC}» et «{INSEC}s{INSEC}»{INSEC}: {MASQUE}"
    cachees = n.lignes["minorant"].any() or n.lignes["obs_status"].eq("Q").any()
    remarques = enumeration(sorted({r for r in n.lignes["raison"] if r and not r.startswith("secret")}))
    dits = {"ou": _ou(sujet, n.zonage, n.code), "quand": periode_libelle(n.periode)}
    dits |= {"secret": masque if cachees else "", "remarques": f" ({remarques})" if remarques else ""}
    corps = []
    for critere, nom in DIPLOMES.items():
        echelle, _, quoi = nom.rstrip(")").partition(" (")
        comptes = lecture.compte(n.lignes.loc[critere]), _part(n, critere) or "non calculée"
        corps.append([echelle, quoi or "inconnu", mots.NIVEAUX_ACTUELS[critere], *comptes])
    corps.append(["Ensemble", "tous niveaux", "—", lecture.compte(tous), mots.pourcent(100)])
    entetes = en_tetes("Ancienne échelle", "Diplôme", "Échelle d’aujourd’hui", "Demandeurs d’emploi #", "Part #")
    return mots.vue("niveaux", titre, n.demonstration, **dits), Table(entetes, corps)


def barres_niveaux(n: Niveaux) -> tuple[Barre, ...]:
    """One bar a level, from the highest diploma to none."""
    barres = []
    for critere, nom in DIPLOMES.items():
        ligne, part = n.lignes.loc[critere], _part(n, critere)
        valeur, texte = float(ligne["value"]), lecture.compte(ligne)
        court = f"{texte}{part and f', {part}'}"
        if valeur != valeur:
            valeur, texte, court = None, f"s{INSEC}: secret statistique", f"s{INSEC}: secret"
        barres.append(Barre(capitale(nom), valeur, texte, court))
    return tuple(barres)


def _part(n: Niveaux, critere: str) -> str:
    """Share of all the job-seekers, "" where the count is hidden or a lower bound."""
    ligne, tous = n.lignes.loc[critere], n.lignes.loc[ENSEMBLE, "value"]
    if ligne["value"] != ligne["value"] or ligne["minorant"] or not tous > 0:
        return ""
    part = 100 * ligne["value"] / tous
    return f"moins de 1{INSEC}%" if 0 < part < 0.5 else mots.pourcent(part)


def centres(c: Centres) -> Figure:
    """Centres of apprenticeship, each with its own rates; one line for each that has one."""
    ou = enumeration([zonages.DEPARTEMENTS[d] for d in c.departements])
    if c.raison:
        return Vue("Les centres de formation d’apprentis", ou, badges=badges_demo(c.demonstration)), c.raison
    publies = int(c.lignes["taux_emploi_6"].notna().sum())
    vides = c.lignes.loc[c.lignes[list(mots.CENTRES)].isna().all(axis=1), "libelle"]
    noms = enumeration([*map(capitale, vides)])
    tus = f" Sans aucun taux publié{INSEC}: {noms}." if noms else ""
    centres = f"{avec_unite(publies, 'centres')} de formation d’apprentis sur {len(c.lignes)}"
    titre = f"{centres} ont un taux d’emploi à six mois publié, sortis en {mots.edition(c.edition)}"
    v = mots.vue("centres", titre, c.demonstration, ou=ou, edition=mots.edition(c.edition), vides=tus)
    taux = [t for t in mots.CENTRES if c.lignes[t].notna().any()]
    dire = {t: partial(nombre, signe=True) if t == "valeur_ajoutee_6" else mots.pourcent for t in taux}
    corps = []
    for _, r in c.lignes.dropna(subset=list(mots.CENTRES), how="all").iterrows():
        lus = (dire[t](r[t]) if r[t] == r[t] else "non publié" for t in taux)
        corps.append([r["code_departement"], r["libelle"], *lus])
    return v, Table([("Dép.", False), ("Centre", False), *((mots.CENTRES[t], True) for t in taux)], corps)


def csv_centres(c: Centres, instantane: str) -> bytes:
    """Every centre and rate, as published."""
    df = c.lignes.rename(columns={"code_departement": "departement", "libelle": "centre"} | TAUX_CFA)
    decimales = dict.fromkeys(TAUX_CFA.values(), 0)
    return csv_signe(df.assign(sortants_de=c.edition), "Depp, InserJeunes", instantane, c.demonstration, decimales)


def region(editions: Editions, demonstration: bool) -> tuple[Vue, Table, Html]:
    """The finding: both voies, last edition; one row an edition and voie; one bar a voie, of the last edition."""
    cumul, m = next(iter(editions.values()))
    a, s = (m[f"{v}.taux_emploi_6"] for v in VOIES)
    sortis = f"{mots.pourcent(a)} des apprentis et {mots.pourcent(s)} des lycéens"
    titre = f"Sortis en {mots.edition(cumul)}, {sortis} sont en emploi six mois après"
    v = mots.vue("region", titre, demonstration, edition=mots.edition(cumul))
    barre = '<li><b>{}</b><span class="voeux" aria-hidden="true"><i style="--w:{:.1f}"></i></span><b>{}</b></li>'
    taux = zip(mots.COLONNES.values(), (a, s), strict=True)
    barres = "".join(barre.format(nom, x, mots.de_region(x)) for nom, x in taux if x == x)
    noms = {t: f"Emploi à {t.rpartition('_')[2]} mois" for t in TAUX} | {"taux_poursuite": "Poursuite d’études"}
    lignes = []
    for (cumul, m), (debut, nom) in product(editions.values(), LIGNES.items()):
        taux = (m[f"{debut}{t}"] for t in TAUX)
        dits = (mots.de_region(x) if x == x else "pas encore observé" for x in taux)
        lignes.append([mots.edition(cumul), nom, *dits])
    table = Table(en_tetes("Sortants de", "Voie", *(f"{noms[t]} #" for t in TAUX)), lignes)
    return v, table, Html(f'<ul class="obs-ou obs-deux-barres">{barres}</ul>')
