"""Labelling of the SPO: the three levels, and the date of the label."""

from data_loaders import francais
from data_loaders.contracts.etats import ETATS
from data_loaders.convention.etats import Labellisation
from data_loaders.francais import FINE, INSEC
from geo import zonages
from pages.figures.tables import en_tetes
from pages.figures.territoires.etats_commun import (
    CLASSES,
    NIVEAUX_LUS,
    NON_RENSEIGNE,
    NR,
    VueEtats,
    compte_dit,
    document,
    etat_zone,
    le,
    legende,
    niveau_dit,
    sources_dites,
    vue,
)
from pages.figures.territoires.lieu import date_libelle

# What is attested, then what is supposed: never in one sentence.
ATTESTE = (
    "La convention atteste que 17 territoires ont lancé une démarche, que toute la région en est couverte et que Pôle "
    "emploi est partie prenante de chacune. Les contours montrés ici sont un découpage de travail."
)


def spo(labels: dict[str, Labellisation], niveau: str) -> VueEtats:
    """View of the SPO at one level of labelling, or at all of them by the date of the label."""
    noms = zonages.noms("spo")
    lus = {c: _classe_ensemble(e) if niveau == "ensemble" else _classe_niveau(e, niveau) for c, e in labels.items()}
    classes = CLASSES["ensemble" if niveau == "ensemble" else "niveau"]
    trouves = [c for c, (classe, _, _) in lus.items() if classe == 3]
    quoi = "une date de labellisation connue" if niveau == "ensemble" else f"le label « {NIVEAUX_LUS[niveau].lower()} »"
    entetes = [
        *en_tetes("État", "Territoire"),
        *((NIVEAUX_LUS[n], False) for n in ("operateurs", "partenariat", "plan")),
        *en_tetes("Labellisé", "Chef de file", "Réseaux #", "Sites #", "Source"),
    ]
    rangees = {
        c: [
            classes[lus[c][0] - 1] if lus[c][0] else NON_RENSEIGNE,
            noms[c],
            *(niveau_dit(n) for n in e.niveaux.values()),
            le(e.date_labellisation) if e.date_labellisation else NR,
            e.chef_de_file or NR,
            compte_dit(e.reseaux_nb),
            compte_dit(e.sites_nb),
            document(e),
        ]
        for c, e in labels.items()
    }
    carte = {c: etat_zone(noms[c], *lu) for c, lu in lus.items()}
    nb, tous = len(trouves), len(labels)
    fin = (f"Sur {tous} territoires SPO,", str(nb), f"{'ont' if nb > 1 else 'a'} {quoi}")
    premier = f"{noms[trouves[0]]}, {lus[trouves[0]][2]}" if trouves else ""
    return vue(
        "spo",
        _titre_spo(nb, tous, quoi, premier, niveau == "ensemble" and all(c and c > 1 for c, _, _ in lus.values())),
        carte,
        legende("spo", classes, {c: lu[2] for c, lu in lus.items()}, fin),
        entetes,
        rangees,
        lecture=(f"{premier}. " if premier else "") + (ATTESTE if any(e.demarche for e in labels.values()) else ""),
        source=sources_dites(labels.values()),
    )


def _classe_ensemble(e: Labellisation) -> tuple[int | None, str, str]:
    """Class, value printed and words of a SPO, all levels together."""
    etats = [n.etat for n in e.niveaux.values()]
    if e.date_labellisation:
        return 3, e.date_labellisation[:4], f"labellisé {le(e.date_labellisation)}"
    engages = sum(etat in ETATS[:2] for etat in etats)
    if engages:
        return 2, f"{engages}/3", f"{francais.avec_unite(engages, 'niveaux')} sur 3 avec le label, obtenu ou en cours"
    if all(etat == ETATS[2] for etat in etats):
        return 1, "0/3", "aucun niveau engagé"
    if e.demarche:
        return 2, "", "démarche engagée (2013)"
    return None, "", f"labellisation {NON_RENSEIGNE}e"


def _classe_niveau(e: Labellisation, niveau: str) -> tuple[int | None, str, str]:
    n = e.niveaux[niveau]
    if not n.etat:
        return None, "", NON_RENSEIGNE
    quand = f" ({date_libelle(n.date)})" if n.date else ""
    return 3 - ETATS.index(n.etat), n.etat, f"{n.etat}{quand}"


def _titre_spo(nb: int, tous: int, quoi: str, premier: str, partout: bool) -> str:
    if partout and nb < tous:
        suite = premier if nb == 1 else f"{nb} sont labellisés" if nb else ""
        return f"Démarche engagée dans tous les territoires SPO{f'{FINE}; {suite}' if suite else ''}"
    if nb == 0:
        return f"Aucun des {tous} territoires SPO n’a {quoi}"
    if nb == 1:
        return f"Un territoire SPO sur {tous} a {quoi}{INSEC}: {premier}"
    return f"{francais.nombre(nb)} territoires SPO sur {tous} ont {quoi}"
