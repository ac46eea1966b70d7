"""States of each zoning: labelling of the SPO, GTEC, comités of the ZEF; the bassins have none."""

from collections import Counter

from data_loaders import francais
from data_loaders.contracts.etats import ETATS, ETATS_GTEC
from data_loaders.convention.etats import Comite, EtatGtec, Labellisation
from data_loaders.francais import FINE, INSEC, capitale
from geo import lieux, zonages
from pages.figures.carte.dessin import EtatZone
from pages.figures.carte.vue import FONDS
from pages.figures.tables import en_tetes
from pages.figures.territoires import etats_commun as commun
from pages.figures.territoires.etats_commun import NIVEAUX_LUS, NON_RENSEIGNE, NR, VueEtats, document, le
from pages.figures.territoires.lieu import date_libelle, pourcent

# What is attested, then what is supposed: never in one sentence.
ATTESTE = (
    "La convention atteste que 17 territoires ont lancé une démarche, que toute la région en est couverte et que Pôle "
    "emploi est partie prenante de chacune. Les contours montrés ici sont un découpage de travail."
)


def spo(labels: dict[str, Labellisation], niveau: str) -> VueEtats:
    """View of the SPO at one level of labelling, or at all of them by the date of the label."""
    noms = zonages.noms("spo")
    lus = {c: _classe_ensemble(e) if niveau == "ensemble" else _classe_niveau(e, niveau) for c, e in labels.items()}
    classes = commun.CLASSES["ensemble" if niveau == "ensemble" else "niveau"]
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
            *(commun.niveau_dit(n) for n in e.niveaux.values()),
            le(e.date_labellisation) if e.date_labellisation else NR,
            e.chef_de_file or NR,
            commun.compte_dit(e.reseaux_nb),
            commun.compte_dit(e.sites_nb),
            document(e),
        ]
        for c, e in labels.items()
    }
    carte = {c: commun.etat_zone(noms[c], *lu) for c, lu in lus.items()}
    nb, tous = len(trouves), len(labels)
    fin = (f"Sur {tous} territoires SPO,", str(nb), f"{'ont' if nb > 1 else 'a'} {quoi}")
    premier = f"{noms[trouves[0]]}, {lus[trouves[0]][2]}" if trouves else ""
    return commun.vue(
        "spo",
        _titre_spo(nb, tous, quoi, premier, niveau == "ensemble" and all(c and c > 1 for c, _, _ in lus.values())),
        carte,
        commun.legende("spo", classes, {c: lu[2] for c, lu in lus.items()}, fin),
        entetes,
        rangees,
        lecture=(f"{premier}. " if premier else "") + (ATTESTE if any(e.demarche for e in labels.values()) else ""),
        source=commun.sources_dites(labels.values()),
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


def gtec(etats: dict[str, EtatGtec]) -> VueEtats:
    """View of the GTEC."""
    noms, classes = zonages.noms("gtec"), commun.CLASSES["gtec"]
    lus = {c: (3 - ETATS_GTEC.index(e.etat) if e.etat else None, e.etat, _phrase_gtec(e)) for c, e in etats.items()}
    comptes = Counter(e.etat or NON_RENSEIGNE for e in etats.values())
    dits = [f"{n} {_accorder(mot, n)}" for mot in (*ETATS_GTEC, NON_RENSEIGNE) if (n := comptes[mot])]
    rangees = {c: [e.etat or NON_RENSEIGNE, noms[c], e.commentaire or "—", document(e)] for c, e in etats.items()}
    menees = sum(e.etat in ETATS_GTEC[:2] for e in etats.values())
    fin = (
        f"Sur {len(etats)} GTEC,",
        str(menees),
        f"{'sont conduites ou engagées' if menees > 1 else 'est conduite ou engagée'}",
    )
    return commun.vue(
        "gtec",
        f"{francais.nombre(len(etats))} territoires GTEC{INSEC}: {francais.enumeration(dits)}",
        {c: commun.etat_zone(noms[c], *lu) for c, lu in lus.items()},
        commun.legende("gtec", classes, {c: lu[2] for c, lu in lus.items()}, fin),
        en_tetes("État", "Territoire", "Précision", "Source"),
        rangees,
        lecture=" ".join(f"{noms[c]}{INSEC}: {lu[2]}." for c, lu in lus.items()),
        source=commun.sources_dites(etats.values()),
    )


def _accorder(mot: str, n: int) -> str:
    return f"{mot}s" if n > 1 and mot != "à initier" else mot


def _phrase_gtec(e: EtatGtec) -> str:
    if not e.etat:
        return NON_RENSEIGNE
    quand = e.date or (e.recu_le if not e.reception else "")
    return f"GTEC {e.etat}" + (f" {le(quand)}" if quand and e.date else f" en {quand[:4]}" if quand else "")


def zef(comites: dict[str, Comite]) -> VueEtats:
    """View of the comités of the ZEF, with their meetings."""
    noms, classes = zonages.noms("zef"), commun.CLASSES["zef"]
    lus = {c: _classe_comite(e) for c, e in comites.items()}
    avec, reunions = sum(e.existe == "oui" for e in comites.values()), sum(len(e.reunions) for e in comites.values())
    dites = (
        f"{francais.avec_unite(reunions, 'réunions renseignées')}" if reunions else "aucune réunion n’est renseignée"
    )
    rangees = {
        c: [e.existe or NON_RENSEIGNE, noms[c], e.nom or NR, _reunions(e), e.commentaire or "—", document(e)]
        for c, e in comites.items()
    }
    tous = len(comites)
    # That every zone has one is attested; how many zones there are is our own working hypothesis.
    sur = "Chaque zone Emploi Formation a" if avec == tous else f"{avec} zones Emploi Formation sur {tous} ont"
    fin = (f"Sur {tous} zones du découpage de travail,", str(avec), "ont un comité de concertation")
    return commun.vue(
        "zef",
        f"{sur} un comité de concertation{FINE}; {dites}",
        {c: commun.etat_zone(noms[c], *lu) for c, lu in lus.items()},
        commun.legende("zef", classes, {c: lu[2] for c, lu in lus.items()}, fin),
        en_tetes("Comité", "Zone Emploi Formation", "Nom", "Réunions", "Précision", "Source"),
        rangees,
        lecture=f"La convention institue un comité par zone{FINE}; elle ne donne ni leur nom ni leurs réunions. Le "
        f"découpage en {tous} zones est une hypothèse de travail.",
        source=commun.sources_dites(comites.values()),
    )


def _classe_comite(e: Comite) -> tuple[int | None, str, str]:
    if e.existe == "oui":
        if e.reunions:
            return 3, str(len(e.reunions)), f"comité, {francais.avec_unite(len(e.reunions), 'réunions')}"
        return 2, "", "comité, aucune réunion renseignée"
    return (1, "non", "pas de comité") if e.existe == "non" else (None, "", NON_RENSEIGNE)


def _reunions(e: Comite) -> str:
    dites = [f"{date_libelle(r.date)} ({r.situation}){INSEC}: {r.objet}" for r in e.reunions]
    return " ; ".join(dites) or NR


def bassins() -> VueEtats:
    """View of the bassins: what they are, no state, no history."""
    zones = zonages.zones("bassin")
    noms = zonages.noms("bassin")
    rangees = {}
    for z in zones.itertuples():
        spo = zonages.recoupement("bassin", z.code_zone, "spo").iloc[0]
        part = pourcent(float(spo["part_population"]))
        rangees[z.code_zone] = [
            z.code_zone,
            z.libelle_zone,
            francais.nombre(z.population_nb),
            francais.nombre(z.communes_nb),
            f"{spo['libelle_zone']} ({part} de la population)",
        ]
    grand = zones.loc[zones["population_nb"].idxmax()]
    habitants = francais.avec_unite(grand["population_nb"], "habitants")
    total = len(zones)
    dits = dict.fromkeys(noms, "bassin d’emploi, sans état à suivre")
    return commun.vue(
        "bassin",
        f"{total} bassins d’emploi portent les chiffres de l’enquête BMO{FINE}; aucun état n’y est suivi",
        {c: EtatZone(None, "", nom) for c, nom in noms.items()},
        commun.legende("bassin", (), dits, ("La région compte", str(total), "bassins d’emploi")),
        en_tetes("Code", "Bassin", "Population #", "Communes #", "SPO où il est surtout"),
        rangees,
        lecture=f"{capitale(lieux.locatif('bassin', grand['code_zone']))}, le plus peuplé, {habitants}.",
        source=f"{zonages.zonage('bassin').source}{FINE}; Insee, recensement de la population 2023. {FONDS}.",
    )
