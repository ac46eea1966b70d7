"""Words around what other producers say of a sector: offers and job-seekers, official tension, interim work."""

from datetime import date

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.interim import MESURES
from data_loaders.francais import FINE, INSEC, avec_unite, capitale, nombre
from data_loaders.metiers.liens import Mobilites
from data_loaders.metiers.secteurs import Offres, Releve
from data_loaders.parametres.secteurs import Secteur
from geo import zonages
from geo.territoire import NOM_REGION
from geo.zonages import REGION
from pages.figures import declares
from pages.figures.mobilites import SOURCE as SOURCE_ROME
from pages.figures.tables import Table, en_tetes
from pages.figures.vues import MENTION_DEMONSTRATION, Vue, badges_demo

_VUES = declares.lire(__file__)


def _vue(cle: str, secteur: Secteur, titre: str, demonstration: bool = False, **dits: str) -> Vue:
    return declares.vue(_VUES[cle], titre, demonstration, secteur=secteur.libelle, **dits)


def offres(o: Offres, releve: Releve) -> Vue:
    """Words around offers and job-seekers; the reason alone when there are none."""
    if o.raison:
        quoi = f"{releve.secteur.libelle}, offres et demandeurs d’emploi"
        return Vue("Offres et demandeurs d’emploi", quoi, f"{capitale(o.raison)}.")
    total, dits, entre, partage = o.par_bassin.drop(columns="code_bassin").sum(), [], [], ""
    for quoi in ("offres", "inscrits"):
        bas, n, haut = (nombre(total[f"{quoi}{b}"]) for b in ("_min", "", "_max"))
        # « Au moins » when the passage is exact, since rows are missing; else some ROME goes to other sectors too.
        dits.append(f"{'Environ' if bas != haut else 'Au moins'} {n} {quoi}")
        entre.append(f"{quoi}, {n}" + (f"{INSEC}({bas} à {haut})" if bas != haut else ""))
    titre = f"{dits[0]} sur douze mois en {o.annee}, pour {dits[1].lower()}"
    bassins = f"{nombre(len(o.par_bassin))} des {len(zonages.zones('bassin'))} bassins d’emploi"
    if any(dit.startswith("Environ") for dit in dits):
        partage = (
            " Un métier ROME partagé entre plusieurs familles est réparti selon ses niveaux de qualification et les "
            f"projets de l’enquête {o.enquete}{FINE}; les bornes comptent les seuls ROME entiers, puis tous ceux qui "
            "touchent le secteur."
        )
    mention = MENTION_DEMONSTRATION if o.demonstration else "France Travail et Dares, tensions par métier et bassin"
    lus = {"annee": o.annee, "bassins": bassins, "entre": " et ".join(entre), "partage": partage, "mention": mention}
    return _vue("offres", releve.secteur, titre, **lus)


def classes(lignes: pd.DataFrame, secteur: Secteur) -> Vue:
    """Words around the official classes; the reason alone when there are none is written by the page."""
    annee = lignes["annee"].iloc[0]
    regionales = lignes[lignes["code_zone"].eq(REGION) & ~lignes["obs_status"].isin(VIDES)]["value"]
    titre = "Aucun groupe du secteur n’a de classe officielle dans la région"
    if len(regionales):
        bas, haut = int(regionales.min()), int(regionales.max())
        etendue = f"{bas} sur 5" if bas == haut else f"de {bas} à {haut} sur 5 selon le groupe de métiers"
        titre = f"Tension officielle de {annee} dans la région{INSEC}: {etendue}"
    return _vue("classes", secteur, titre, annee=annee)


def interim_publie(lignes: pd.DataFrame, secteur: Secteur, demonstration: bool) -> Vue:
    """Words around what is published of interim work; `lignes` from `secteurs.interim_publie`, not empty."""
    periode = lignes["periode"].max()
    dernieres = lignes[lignes["periode"] == periode].set_index("ou")
    quand = francais.en_periode(periode)
    titre = f"{nombre(dernieres.loc['region', 'effectif'])} intérimaires dans la région {quand}, tous secteurs ensemble"
    dits = []
    for r in (dernieres.loc[c] for c in secteur.interim if c in dernieres.index):
        ou = f"{capitale(r['libelle'].partition(', ')[2])}, en France"
        part = f"{nombre(r['recours'], 1)}{INSEC}%"
        dits.append(f"{ou}{INSEC}: {nombre(r['effectif'])} intérimaires, {part} des salariés.")
    mention = MENTION_DEMONSTRATION if demonstration else "Dares, emploi intérimaire"
    lu = francais.periode_libelle(periode)
    v = _vue("interim_publie", secteur, titre, activites=" ".join(dits), mention=mention, quand=lu)
    return v.avec(*badges_demo(demonstration))


def interim(lignes: pd.DataFrame, secteur: Secteur) -> Vue:
    """Words around interim work; `lignes` from `data_loaders.metiers.secteurs.interim`, not empty."""
    periode = lignes["periode"].max()
    derniere = lignes[lignes["periode"].eq(periode) & lignes["code_zone"].eq(REGION)]
    par_secteur = lignes["code"].eq(secteur.code).all()
    quand = francais.en_periode(periode)
    titre = f"Emploi intérimaire transmis {quand}, sans chiffre pour la région entière"
    detail = (
        "Chiffres par famille professionnelle, jamais additionnés : celles qui sont transmises peuvent ne pas couvrir "
        "tout le secteur."
    )
    if par_secteur:
        detail = "Chiffres du secteur, tels que l’organisme les transmet."
        connues = derniere[derniere["obs_status"] == "A"].set_index("mesure")["value"]
        dits = [
            avec_unite(connues[m], dite, 0 if m == "missions" else 1) for m, dite in MESURES.items() if m in connues
        ]
        titre = f"Intérim {quand}{INSEC}: {f'{FINE}; '.join(dits)} dans la région" if dits else titre
    envoyeurs = francais.enumeration(sorted(lignes["transmis_par"].unique()))
    sources = francais.enumeration(sorted(lignes["source"].unique()))
    recu = francais.date_libelle(lignes["recu_le"].max())
    return _vue("interim", secteur, titre, detail=detail, sources=sources, envoyeurs=envoyeurs, recu=recu)


def ouvertes(
    secteur: Secteur, jour: str, par_bassin: pd.Series, aujourdhui: date, demonstration: bool
) -> tuple[Vue, Table]:
    """Offers open one day (ISO date) by bassin, the most first, and what is said of them; `par_bassin`: code ->
    offers."""
    tries = par_bassin.sort_values(ascending=False, kind="stable")
    noms, vieux = zonages.noms("bassin"), francais.est_ancien(jour[:7], aujourdhui)
    quand = f"le {francais.date_libelle(jour)}"
    premier = f", {noms[tries.index[0]]} en tête" if len(tries) else ""
    titre = f"{avec_unite(tries.sum(), 'offres ouvertes')} {quand}{premier}"
    v = _vue("ouvertes", secteur, titre, demonstration, vieux=f", ancien{INSEC}: {jour[:4]}" if vieux else "")
    lignes = [[code, noms.get(code, code), nombre(n)] for code, n in tries.items()]
    return v, Table(en_tetes("Code", "Bassin d’emploi", "Offres #"), lignes)


def venir(secteur: Secteur, m: Mobilites, demonstration: bool) -> Vue:
    """Where those who take these métiers come from."""
    n = len(m.depuis)
    titre = f"On y vient de {avec_unite(n, 'autres métiers')}, par les liens du ROME" if n else "D’où l’on vient"
    return _vue("venir", secteur, titre, demonstration, region=NOM_REGION, rome=SOURCE_ROME)
