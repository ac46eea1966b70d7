"""« D’où vient ce chiffre ? » of what no `Tableau` holds: the convention, shares of population, states, rows sent."""

import contextlib
import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from pathlib import Path

import pandas as pd

from data_loaders.chiffres.origine import SOURCE_COMMUNES
from data_loaders.contracts.convention import ANNEXE, PARTIES, THEMES
from data_loaders.convention import cadre, dispositifs, etats as lire_etats
from data_loaders.convention.cadre import Cadre
from data_loaders.convention.suivi import ETATS, Suivi
from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import FINE, INSEC, avec_unite, capitale, nombre
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Instantane
from geo import libre, lieux, sujets, zonages
from geo.sujets import Sujet
from pages.figures.chiffres_cles import SOURCE_CONVENTION
from pages.figures.provenance import chiffre
from pages.figures.provenance.chiffre import Provenance
from pages.figures.tables import en_tetes
from pages.figures.territoires import etats
from pages.figures.territoires.etats import DATASETS, NON_RENSEIGNE, VueEtats

TOUS = "Tous les territoires"

Table = tuple[Sequence[tuple[str, bool]], Sequence[Sequence[str]]]


def ecrits(codes: Sequence[str]) -> dict[str, Callable[[], Provenance]]:
    """Name of figures written in the convention -> what follows each back."""
    connus = dispositifs.lire().chiffres
    return {connus[code].dit: partial(ecrit, code) for code in codes}


def ecrit(code: str) -> Provenance:
    """A figure written in the convention: its exact words, where they stand and its date."""
    texte = dispositifs.lire()
    c = texte.chiffres[code]
    f = texte.fiches[c.fiche]
    fiche = [("Document", SOURCE_CONVENTION), ("Partie", f"Titre {f.theme}, {f.ou}"), ("Date du chiffre", c.date)]
    fiche += _releve(dispositifs.CHIFFRES)
    lu = "Compté dans la liste que donne le texte" if c.compte else "Écrit dans le texte"
    phrases = [
        f"{lu}{INSEC}: « {c.mots} ». Soit{INSEC}: {c.dit}, {c.texte}.",
        f"Repris tel quel, sans calcul{FINE}; ce n’est pas une valeur d’aujourd’hui.",
    ]
    return Provenance(chiffre.bloc(capitale(c.dit), phrases, fiche))


def _releve(chemin: Path) -> list:
    return [("Relevé dans", chemin.name), ("Empreinte (SHA-256)", hashlib.sha256(chemin.read_bytes()).hexdigest())]


def publiees(
    titre: str, phrases: Sequence[str], instantanes: Sequence[Instantane], table: Table, releves: Sequence[Path] = ()
) -> Provenance:
    """Rows as they were published or sent, with the files they were read in (`instantanes`, the latest first), and the
    files where what the convention says of them is written down (`releves`, those of the signatories included).
    `phrases`: how the figure was made, nothing where it is printed as it came."""
    dites = phrases or ["Repris tel que l’organisme le publie ou le transmet, sans calcul."]
    fiche = [("Document", SOURCE_CONVENTION), *(terme for f in releves for terme in _releve(f))] if releves else []
    fiche += [terme for i in instantanes for terme in _fiche(i)]
    entetes, lignes = table[:2]
    comptees = chiffre.legende(len(lignes)) if lignes else ""
    return Provenance(chiffre.bloc(titre, dites, fiche), entetes, lignes[: chiffre.LIGNES_MONTREES], comptees)


def compte(comptes: Mapping[str, int], unite: str) -> str:
    """A total by its terms: « 1 labellisé + 16 non renseigné = 17 territoires »."""
    termes = " + ".join(f"{nombre(n)}{INSEC}«{INSEC}{mot}{INSEC}»" for mot, n in comptes.items())
    return f"{termes} = {avec_unite(sum(comptes.values()), unite)}"


def part(sujet: Sujet, code_zonage: str, code_zone: str) -> Provenance:
    """The share of a territory's population that lives in a zone of another zoning: the communes that they share;
    `sujet`: the territory; `code_zone`: "" for what is in no zone."""
    p = libre.recouper(sujet, code_zonage).set_index("code_zone").loc[code_zone]
    appartenance = zonages.appartenance(code_zonage)
    ailleurs = appartenance.index[appartenance != code_zone] if code_zone else appartenance.index
    dedans = sujet.communes.intersection(appartenance.index) if code_zone else sujet.communes
    z = zonages.zonage(code_zonage)
    nom = p["libelle_zone"] or "(hors de ce découpage)"
    calcul = (
        f"Habitants des communes qu’ils partagent{INSEC}: {nombre(p['population_nb'])} ÷ "
        f"{avec_unite(sujet.population_nb, 'habitants')} = {nombre(100 * p['part_population'], 1)}{INSEC}%"
    )
    titre = f"{capitale(sujet.titre)}, part de sa population{INSEC}: {z.libelle_zone} {nom}"
    return _communes(titre, calcul, _prises(dedans.difference(ailleurs)), _perimetre(code_zonage))


def _perimetre(code_zonage: str) -> tuple[str, str]:
    z = zonages.zonage(code_zonage)
    return "Périmètre", f"{z.source} ({z.confiance}), millésime {z.millesime}, empreinte {z.sha8}"


def semblable(
    titre: str, phrases: Sequence[str], code_zonage: str, instantanes: Sequence[Instantane], table: Table
) -> Provenance:
    """The gap between two territories: the census, the perimeter compared, then the other files read."""
    fiche = [*_fiche_communes(), _perimetre(code_zonage), *(terme for i in instantanes for terme in _fiche(i))]
    entetes, lignes = table[:2]
    comptees = f"{nombre(len(lignes))}{INSEC}variables comparées"
    return Provenance(chiffre.bloc(titre, phrases, fiche), entetes, lignes, comptees)


def compose(titre: str, sujet: Sujet) -> Provenance:
    """Population and density of a territory that a reader composed: its communes, added up."""
    prises = _prises(sujet.communes)
    habitants, surface = prises["population_nb"].sum(), prises["surface_km2"].sum()
    calcul = (
        f"Somme de {avec_unite(len(prises), 'communes')}{INSEC}: {avec_unite(habitants, 'habitants')}{FINE}; "
        f"{nombre(habitants)} ÷ {nombre(surface, 1)}{INSEC}km² = {nombre(habitants / surface, 1)}{INSEC}habitants/km²."
    )
    return _communes(titre, calcul, prises)


def _prises(codes: Collection[str]) -> pd.DataFrame:
    communes = zonages.communes()
    return communes[communes["code_commune"].isin(codes)].sort_values("population_nb", ascending=False)


def _fiche_communes() -> list:
    sha256 = hashlib.sha256((zonages.DERIVE / SOURCE_COMMUNES["fichier"]).read_bytes()).hexdigest()
    return chiffre.fiche_source(SOURCE_COMMUNES | {"sha256": sha256}, f"communes--{sha256[:8]}", False)


def _communes(titre: str, calcul: str, prises: pd.DataFrame, *perimetre: tuple[str, str]) -> Provenance:
    html = chiffre.bloc(titre, [calcul], [*_fiche_communes(), *perimetre])
    lignes = [
        [c.code_commune, c.libelle_commune, nombre(c.population_nb), nombre(c.surface_km2, 2)]
        for c in prises.itertuples()
    ]
    entetes = en_tetes("Code commune", "Commune", "Habitants #", "Superficie (km²) #")
    return Provenance(html, entetes, lignes[: chiffre.LIGNES_MONTREES], chiffre.legende(len(lignes)))


def _fiche(i: Instantane) -> list:
    return chiffre.fiche_source(i.source, f"{i.dataset}/{i.identifiant}", bool(i.manifeste["demonstration"]))


def cellules(df: pd.DataFrame, colonnes: Mapping[str, str]) -> Table:
    """A frame as a table: columns kept under their titles; numbers in French."""
    nombres = [c for c in colonnes if pd.api.types.is_numeric_dtype(df[c])]
    entetes = [(titre, c in nombres) for c, titre in colonnes.items()]
    lignes = [
        [
            "n.d." if pd.isna(v) else nombre(v, 0 if float(v).is_integer() else 1) if c in nombres else str(v)
            for c, v in zip(colonnes, ligne, strict=True)
        ]
        for ligne in df[list(colonnes)].itertuples(index=False, name=None)
    ]
    return entetes, lignes


def mesures(titre: str, suivis: Sequence[Suivi], racine: Path, instantanes: Sequence[Instantane]) -> Provenance:
    """How many measures in each state on the day of observation, from due dates and what was received.

    `racine`: the data root, where the signatories may have settled parties and due dates.
    """
    n = Counter(s.etat for s in suivis)
    calcul = compte({ETATS[e]: n[e] for e in ETATS if n[e]}, "mesures")
    regle = (
        "L’état d’une mesure se déduit de son rythme dans l’annexe, de son délai de transmission, des valeurs reçues "
        "et du jour choisi."
    )
    lignes = [[s.mesure.court, PARTIES[s.proposition.partie], ETATS[s.etat]] for s in suivis]
    entetes = en_tetes("Mesure", "Partie", "État")
    return publiees(titre, [f"{calcul}.", regle], instantanes, (entetes, lignes), _releves(ANNEXE, racine))


def engagements(titre: str, c: Cadre, racine: Path) -> Provenance:
    """How many engagements in each state, as the signatories told it."""
    n = Counter(e.etat for e in c.engagements)
    calcul = compte({e: n[e] for e in cadre.ETATS_ENGAGEMENT if n[e]}, "engagements")
    regle = f"Un état ne se calcule pas{INSEC}: il est celui que les signataires ont dit."
    lignes = [[f"{e.theme} – {THEMES[e.theme]}", e.libelle, e.etat] for e in c.engagements]
    entetes = en_tetes("Titre", "Engagement", "État")
    return publiees(titre, [f"{calcul}.", regle], (), (entetes, lignes), _releves(cadre.CATALOGUE, racine))


def _releves(livre: Path, racine: Path) -> list[Path]:
    """The list shipped, then the file of the signatories where there is one."""
    leur = racine / cadre.FICHIER
    return [livre, *([leur] if leur.is_file() else [])]


def chiffres_etats(donnees: Donnees, zonage: str, v: VueEtats) -> dict[str, Callable[[], Provenance]]:
    """Name of what a map of states shows, all territories together first -> what follows it back."""
    noms = zonages.noms(zonage)
    if zonage not in DATASETS:
        return {noms[c]: partial(habitants, zonage, c) for c in v.codes}
    return {TOUS: partial(_tous_etats, donnees, zonage, v)} | {
        noms[c]: partial(_un_etat, donnees, zonage, c, v.etats[c].etiquette) for c in v.codes
    }


def habitants(zonage: str, code: str) -> Provenance:
    """The population of a zone: its communes, added up."""
    sujet = sujets.de_zone(zonage, code)
    return compose(f"{capitale(sujet.titre)}, population", sujet)


def _tous_etats(donnees: Donnees, zonage: str, v: VueEtats) -> Provenance:
    mots = {None: NON_RENSEIGNE} | dict(enumerate(v.legende.classes, 1))
    comptes = Counter(mots[e.classe] for e in v.etats.values())
    dits = {mot: comptes[mot] for mot in reversed(mots.values()) if comptes[mot]}
    calcul = (
        f"Chaque territoire compte une fois{INSEC}: {compte(dits, lieux.pluriel(zonages.zonage(zonage).libelle_zone))}."
    )
    jeu = DATASETS[zonage]
    instantanes = [donnees.officiel.instantane(jeu, m) for m in donnees.officiel.millesimes(jeu)]
    return publiees(v.titre, [calcul], instantanes, (v.entetes, v.lignes), [lire_etats.ATTESTES])


def _un_etat(donnees: Donnees, zonage: str, code: str, titre: str) -> Provenance:
    connus = lire_etats.historique(donnees, DATASETS[zonage], code)
    dernier = connus[-1].reception if connus else 0
    receptions = {dernier}
    if zonage == "zef":
        receptions |= {r.reception for r in lire_etats.par_zone(donnees, zonage)[code].reunions}
    instantanes = _recus(donnees, DATASETS[zonage], receptions - {0})
    phrase, table = "Repris tel que la convention l’écrit, sans calcul.", ((), ())
    if dernier:
        phrase = f"Repris tel qu’il a été transmis, sans calcul{FINE}; il remplace en entier ce qui était connu avant."
    if connus:
        table = etats.historique(donnees, zonage, code)
    else:
        rien = f"«{INSEC}{NON_RENSEIGNE}{INSEC}» ne veut pas dire que rien n’y est fait"
        phrase = f"Ni la convention ni un fichier reçu n’en dit rien{INSEC}: {rien}."
    perdus = len(receptions - {0}) - len(instantanes)
    perte = "Le fichier reçu n’est plus parmi les versions gardées." if perdus else ""
    # An empty state is one that the convention does not write either: its record is what was searched.
    return publiees(titre, [phrase, perte], instantanes, table, [] if dernier else [lire_etats.ATTESTES])


def _recus(donnees: Donnees, dataset: str, receptions: set[int]) -> list[Instantane]:
    """The versions that brought these receptions, the latest first: each was published with its own file."""
    apports = {}
    for i in donnees.officiel.versions(dataset):  # newest first: the oldest that holds a reception brought it
        with contextlib.suppress(ErreurDonnees):
            tables = donnees.officiel.lire_version(dataset, i.identifiant)
            apports[max(n for t in tables.values() for n in t["reception"].to_pylist())] = i
    return [apports[r] for r in sorted(receptions, reverse=True) if r in apports]
