"""Where each territory of the convention stands: SPO labelled, comités of the ZEF, GTEC; a bassin has no state."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import pandas as pd

from data_loaders import etats as lire_etats
from data_loaders import francais
from data_loaders.contracts.etats import ETATS, ETATS_GTEC
from data_loaders.donnees import Donnees
from data_loaders.etats import Comite, EtatGtec, Labellisation
from data_loaders.francais import FINE, INSEC
from geo import lieux, zonages
from pages.figures import tables
from pages.figures.carte_svg import EtatZone, Legende
from pages.figures.lecture import capitale
from pages.figures.territoires_lieu import date_libelle, pourcent
from pages.figures.vue_carte import FONDS

PERIODE = "2026"
ZONAGES_ETATS = ("spo", "zef", "gtec", "bassin")
DATASETS = {"spo": "labellisation", "zef": "comites", "gtec": "gtec"}
NIVEAUX_LUS = {
    "ensemble": "Date de labellisation",
    "operateurs": "Opérateurs",
    "partenariat": "Partenariat",
    "plan": "Plan de professionnalisation",
}
_CLASSES = {
    "ensemble": ("niveaux non engagés", "niveaux engagés, sans date de labellisation", "labellisé"),
    "niveau": ("non engagé", "en cours", "obtenu"),
    "zef": ("pas de comité", "comité, sans réunion renseignée", "comité, réunions renseignées"),
    "gtec": ("à initier", "engagée", "conduite"),
}
ROLES = {
    "spo": "Un territoire du service public de l’orientation est labellisé à trois niveaux : ses opérateurs, leur "
    "partenariat, leur plan de professionnalisation.",
    "zef": "Dans chaque zone Emploi Formation, un comité de concertation économie, emploi, formation définit les "
    "besoins de formation des dispositifs « je m’oriente » et « je me prépare ».",
    "gtec": "Une gestion territoriale de l’emploi et des compétences (GTEC) est conduite, engagée ou à initier ; le "
    "reste de la région est hors GTEC.",
    "bassin": "Un bassin d’emploi est un découpage de France Travail : ses chiffres sont publiés, aucun état n’y est "
    "suivi.",
}
COMMENT_REMPLIR = (
    "<p>La première commande écrit un classeur déjà rempli des codes et des noms, avec son mode d’emploi ; la seconde "
    "lit le classeur complété, ligne par ligne. Un état remplacé reste dans l’historique.</p>"
)
NON_RENSEIGNE = "non renseigné"
# The same in the cells of a table where most are empty.
NR = "n.r."
NOTE_NR = "n.r. : non renseigné, ni par la convention ni par un fichier reçu."
CITES_MAX = 4


class VueEtats(NamedTuple):
    """What is shown of the states of a zoning.

    Attributes:
        titre: the finding. role: what such a territory is for.
        etats, legende: the map. entetes, lignes: the table, one row a territory; `codes` names their zones.
        historique: (headings, rows) of every state known, oldest first; no row where there is nothing to follow.
    """

    titre: str
    sous_titre: str
    role: str
    etats: dict[str, EtatZone]
    legende: Legende
    entetes: tuple[tuple[str, bool], ...]
    lignes: list[list[str]]
    codes: tuple[str, ...]
    historique: tuple[tuple[tuple[str, bool], ...], list[list[str]]]
    lecture: str
    champ: str
    source: str


def preparer(donnees: Donnees, zonage: str, niveau: str = "ensemble", zone: str | None = None) -> VueEtats:
    """Everything for one zoning.

    Args:
        zonage: one of `ZONAGES_ETATS`.
        niveau: one of `NIVEAUX_LUS`; read for the SPO only.
        zone: territory whose history is shown; None for all of them.

    Raises:
        ErreurDonnees: a snapshot of the states is damaged.
    """
    if zonage == "spo":
        vue = _spo(lire_etats.labellisations(donnees), niveau)
    elif zonage == "gtec":
        vue = _gtec(lire_etats.gtecs(donnees))
    elif zonage == "zef":
        vue = _zef(lire_etats.comites(donnees))
    else:
        return _bassins()
    return vue._replace(historique=_historique(donnees, zonage, zone))


def _noms(zonage: str) -> dict[str, str]:
    return dict(zonages.zones(zonage)[["code_zone", "libelle_zone"]].itertuples(index=False))


def _nb(n: int | None) -> str:
    return NR if n is None else francais.nombre(n)


def _document(e) -> str:
    """Where a row comes from: document, who sent it, when."""
    if not e.renseigne:
        return "—"
    # what the convention attests was sent by nobody
    envoi = f", transmis par {e.transmis_par}, reçu le {date_libelle(e.recu_le)}" if e.reception else ""
    return f"{e.source}{envoi}"


def _le(date: str) -> str:
    """A date with its preposition: « le 22 janvier 2013 », « en août 2013 », « en 2013 »."""
    return f"{'le' if date.count('-') == 2 else 'en'} {date_libelle(date)}"


def _etat(nom: str, classe: int | None, valeur: str, dit: str) -> EtatZone:
    statut = "ok" if classe else "nd"
    return EtatZone(classe, valeur if classe else "n.d.", f"{nom}{INSEC}: {dit}", statut)


def _legende(zonage: str, classes: tuple[str, ...], dits: dict[str, str], fin: tuple[str, str, str]) -> Legende:
    z = zonages.zonage(zonage)
    dehors = {} if z.partition else {"dehors": "hors GTEC" if zonage == "gtec" else f"hors {z.libelle_zone}"}
    return Legende(
        classes=classes,
        unite="",
        lieux={code: capitale(lieux.locatif(zonage, code)) for code in dits},
        suites={PERIODE: dits},
        dits={PERIODE: fin},
        absences={"nd": NON_RENSEIGNE} | dehors,
        zones=(z.libelle_zone, lieux.pluriel(z.libelle_zone)),
    )


def _vue(
    zonage: str, titre: str, carte: dict[str, EtatZone], legende: Legende, entetes, rangees: dict, **notes
) -> VueEtats:
    z = zonages.zonage(zonage)
    return VueEtats(
        titre,
        f"{capitale(lieux.pluriel(z.libelle_zone))}, dernier état connu de chacun",
        ROLES[zonage],
        carte,
        legende,
        entetes,
        list(rangees.values()),
        tuple(rangees),
        ((), []),
        champ=f"{len(rangees)} {lieux.pluriel(z.libelle_zone)}{FINE}; périmètre{INSEC}: {z.confiance}.",
        **notes,
    )


def _classe_ensemble(e: Labellisation) -> tuple[int | None, str, str]:
    """Class, value printed and words of a SPO, all levels together."""
    etats = [n.etat for n in e.niveaux.values()]
    if e.date_labellisation:
        return 3, e.date_labellisation[:4], f"labellisé {_le(e.date_labellisation)}"
    engages = sum(etat in ETATS[:2] for etat in etats)
    if engages:
        return 2, f"{engages}/3", f"{francais.avec_unite(engages, 'niveaux')} sur 3 avec le label, obtenu ou en cours"
    if all(etat == ETATS[2] for etat in etats):
        return 1, "0/3", "aucun niveau engagé"
    return None, "", f"labellisation {NON_RENSEIGNE}e"


def _classe_niveau(e: Labellisation, niveau: str) -> tuple[int | None, str, str]:
    n = e.niveaux[niveau]
    if not n.etat:
        return None, "", NON_RENSEIGNE
    quand = f" ({date_libelle(n.date)})" if n.date else ""
    return 3 - ETATS.index(n.etat), n.etat, f"{n.etat}{quand}"


def _niveau(n) -> str:
    return f"{n.etat} ({date_libelle(n.date)})" if n.etat and n.date else n.etat or NR


def _spo(labels: dict[str, Labellisation], niveau: str) -> VueEtats:
    noms = _noms("spo")
    lus = {c: _classe_ensemble(e) if niveau == "ensemble" else _classe_niveau(e, niveau) for c, e in labels.items()}
    classes = _CLASSES["ensemble" if niveau == "ensemble" else "niveau"]
    trouves = [c for c, (classe, _, _) in lus.items() if classe == 3]
    quoi = "une date de labellisation connue" if niveau == "ensemble" else f"le label « {NIVEAUX_LUS[niveau].lower()} »"
    entetes = (
        ("État", False),
        ("Territoire", False),
        *((NIVEAUX_LUS[n], False) for n in ("operateurs", "partenariat", "plan")),
        ("Labellisé", False),
        ("Chef de file", False),
        ("Réseaux", True),
        ("Sites", True),
        ("Source", False),
    )
    rangees = {
        c: [
            classes[lus[c][0] - 1] if lus[c][0] else NON_RENSEIGNE,
            noms[c],
            *(_niveau(n) for n in e.niveaux.values()),
            _le(e.date_labellisation) if e.date_labellisation else NR,
            e.chef_de_file or NR,
            _nb(e.reseaux_nb),
            _nb(e.sites_nb),
            _document(e),
        ]
        for c, e in labels.items()
    }
    carte = {c: _etat(noms[c], *lu) for c, lu in lus.items()}
    nb, tous = len(trouves), len(labels)
    fin = (f"Sur {tous} territoires SPO,", str(nb), f"{'ont' if nb > 1 else 'a'} {quoi}")
    premier = f"{noms[trouves[0]]}, {lus[trouves[0]][2]}" if trouves else ""
    return _vue(
        "spo",
        _titre_spo(nb, tous, quoi, premier),
        carte,
        _legende("spo", classes, {c: lu[2] for c, lu in lus.items()}, fin),
        entetes,
        rangees,
        lecture=(f"{premier}. " if premier else "") + _reste(sum(not e.renseigne for e in labels.values()), tous),
        source=_sources(labels.values()),
    )


def _titre_spo(nb: int, tous: int, quoi: str, premier: str) -> str:
    if nb == 0:
        return f"Aucun des {tous} territoires SPO n’a {quoi}"
    if nb == 1:
        return f"Un territoire SPO sur {tous} a {quoi}{INSEC}: {premier}"
    return f"{francais.nombre(nb)} territoires SPO sur {tous} ont {quoi}"


def _reste(nb: int, tous: int) -> str:
    if nb == 0:
        return "Chaque territoire a au moins une information."
    if nb == 1:
        debut = f"Rien n’est connu d’un territoire sur {tous}"
    else:
        debut = f"Rien n’est connu de {nb} territoires sur {tous}"
    return f"{debut}{INSEC}: « {NON_RENSEIGNE} » ne veut pas dire que rien n’y est fait."


def _sources(etats) -> str:
    lues = list(dict.fromkeys(e.source for e in etats if e.renseigne))
    montrees = francais.enumeration(lues[:CITES_MAX]) or "aucune source reçue"
    suite = f" et {len(lues) - CITES_MAX} autres documents" if len(lues) > CITES_MAX else ""
    return f"{montrees}{suite}. {FONDS}."


def _gtec(etats: dict[str, EtatGtec]) -> VueEtats:
    noms, classes = _noms("gtec"), _CLASSES["gtec"]
    lus = {c: (3 - ETATS_GTEC.index(e.etat) if e.etat else None, e.etat, _phrase_gtec(e)) for c, e in etats.items()}
    comptes = Counter(e.etat or NON_RENSEIGNE for e in etats.values())
    dits = [f"{comptes[mot]} {mot}" for mot in (*ETATS_GTEC, NON_RENSEIGNE) if comptes[mot]]
    rangees = {c: [e.etat or NON_RENSEIGNE, noms[c], e.commentaire or "—", _document(e)] for c, e in etats.items()}
    menees = sum(e.etat in ETATS_GTEC[:2] for e in etats.values())
    fin = (
        f"Sur {len(etats)} GTEC,",
        str(menees),
        f"{'sont conduites ou engagées' if menees > 1 else 'est conduite ou engagée'}",
    )
    return _vue(
        "gtec",
        f"{francais.nombre(len(etats))} territoires GTEC{INSEC}: {francais.enumeration(dits)}",
        {c: _etat(noms[c], *lu) for c, lu in lus.items()},
        _legende("gtec", classes, {c: lu[2] for c, lu in lus.items()}, fin),
        (("État", False), ("Territoire", False), ("Précision", False), ("Source", False)),
        rangees,
        lecture=" ".join(f"{noms[c]}{INSEC}: {lu[2]}." for c, lu in lus.items()),
        source=_sources(etats.values()),
    )


def _phrase_gtec(e: EtatGtec) -> str:
    if not e.etat:
        return NON_RENSEIGNE
    quand = e.date or (e.recu_le if not e.reception else "")
    return f"GTEC {e.etat}" + (f" {_le(quand)}" if quand and e.date else f" en {quand[:4]}" if quand else "")


def _zef(comites: dict[str, Comite]) -> VueEtats:
    noms, classes = _noms("zef"), _CLASSES["zef"]
    lus = {c: _classe_comite(e) for c, e in comites.items()}
    avec, reunions = sum(e.existe == "oui" for e in comites.values()), sum(len(e.reunions) for e in comites.values())
    dites = (
        f"{francais.avec_unite(reunions, 'réunions renseignées')}" if reunions else "aucune réunion n’est renseignée"
    )
    rangees = {
        c: [e.existe or NON_RENSEIGNE, noms[c], e.nom or NR, _reunions(e), e.commentaire or "—", _document(e)]
        for c, e in comites.items()
    }
    tous = len(comites)
    sur = f"Les {tous} zones Emploi Formation ont" if avec == tous else f"{avec} zones Emploi Formation sur {tous} ont"
    fin = (f"Sur {tous} zones Emploi Formation,", str(avec), "ont un comité de concertation")
    return _vue(
        "zef",
        f"{sur} un comité de concertation{FINE}; {dites}",
        {c: _etat(noms[c], *lu) for c, lu in lus.items()},
        _legende("zef", classes, {c: lu[2] for c, lu in lus.items()}, fin),
        (
            ("Comité", False),
            ("Zone Emploi Formation", False),
            ("Nom", False),
            ("Réunions", False),
            ("Précision", False),
            ("Source", False),
        ),
        rangees,
        lecture=f"La convention institue un comité par zone{FINE}; elle ne donne ni leur nom ni leurs réunions.",
        source=_sources(comites.values()),
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


def _bassins() -> VueEtats:
    zones = zonages.zones("bassin")
    noms = _noms("bassin")
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
    return _vue(
        "bassin",
        f"{total} bassins d’emploi portent les chiffres de l’enquête BMO{FINE}; aucun état n’y est suivi",
        {c: EtatZone(None, "", nom) for c, nom in noms.items()},
        _legende("bassin", (), dits, ("La région compte", str(total), "bassins d’emploi")),
        (
            ("Code", False),
            ("Bassin", False),
            ("Population", True),
            ("Communes", True),
            ("SPO où il est surtout", False),
        ),
        rangees,
        lecture=f"{capitale(lieux.locatif('bassin', grand['code_zone']))}, le plus peuplé, {habitants}.",
        source=f"{zonages.zonage('bassin').source}{FINE}; Insee, recensement de la population 2023. {FONDS}.",
    )


def _historique(
    donnees: Donnees, zonage: str, zone: str | None
) -> tuple[tuple[tuple[str, bool], ...], list[list[str]]]:
    entetes = (("Reçu", False), ("Territoire", False), ("État", False), ("Précision", False), ("Source", False))
    noms = _noms(zonage)
    codes = [zone] if zone in noms else list(noms)
    rangees = []
    for code in codes:
        for e in lire_etats.historique(donnees, DATASETS[zonage], code):
            rangees.append((e.recu_le, e.reception, code, e))
    rangees.sort(key=lambda r: r[:3])
    return entetes, [
        [
            date_libelle(recu) if reception else f"convention, {date_libelle(recu)}",
            noms[code],
            resume(e),
            e.commentaire or "—",
            _document(e),
        ]
        for recu, reception, code, e in rangees
    ]


def resume(e: Labellisation | EtatGtec | Comite) -> str:
    """A state in one line, what is not known left out; « non renseigné » when nothing is."""
    if isinstance(e, EtatGtec):
        return " ".join(filter(None, (e.etat, e.date and _le(e.date)))) or NON_RENSEIGNE
    if isinstance(e, Comite):
        existe = {"oui": "comité institué", "non": "pas de comité"}.get(e.existe, "")
        return ", ".join(filter(None, (existe, e.nom))) or NON_RENSEIGNE
    dits = [f"{NIVEAUX_LUS[nom].lower()}{INSEC}: {_niveau(n)}" for nom, n in e.niveaux.items() if n.etat]
    if e.date_labellisation:
        dits.insert(0, f"labellisé {_le(e.date_labellisation)}")
    dits += [f"chef de file{INSEC}: {e.chef_de_file}"] if e.chef_de_file else []
    dits += [francais.avec_unite(e.reseaux_nb, "réseaux")] if e.reseaux_nb is not None else []
    dits += [francais.avec_unite(e.sites_nb, "sites")] if e.sites_nb is not None else []
    return ", ".join(dits) or NON_RENSEIGNE


def commandes(zonage: str) -> str:
    """The two commands that fill the states of a zoning; "" where there is none."""
    nom = DATASETS.get(zonage)
    if not nom:
        return ""
    return f"python -m data_loaders modele {nom} {nom}.xlsx\npython -m data_loaders importer {nom} {nom}.xlsx"


def csv(zonage: str, v: VueEtats) -> bytes:
    """The table as CSV for French Excel, with the code of each zone."""
    table = pd.DataFrame(v.lignes, columns=[nom.lower() for nom, _ in v.entetes])
    table.insert(0, "code_zone", v.codes)
    return tables.csv_francais(table.assign(decoupage=zonage, mention=tables.MENTION_EXPORT), {})
