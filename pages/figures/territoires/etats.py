"""Where each territory of the convention stands: SPO labelled, comités of the ZEF, GTEC; a bassin has no state."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.saisies import ETATS, ETATS_GTEC
from data_loaders.convention import etats as lire_etats
from data_loaders.convention.etats import Comite, EtatGtec, Labellisation
from data_loaders.francais import FINE, INSEC, capitale, echapper as escape
from data_loaders.magasin.donnees import Donnees
from data_loaders.versions import approbations
from data_loaders.versions.approbations import Statut
from geo import lieux, zonages
from pages.figures import declares, tables
from pages.figures.carte.dessin import SANS_TEMPS, EtatZone, Legende, rang_couleur
from pages.figures.carte.vue import FONDS
from pages.figures.tables import en_tetes, pastille
from pages.figures.territoires.lieu import date_libelle, pourcent
from pages.figures.vues import Vue, badges_decoupage, badges_statut

ZONAGES_ETATS = ("spo", "zef", "gtec", "bassin")
DATASETS = {"spo": "labellisation", "zef": "comites", "gtec": "gtec"}
_DECLARES = declares.lire(__file__)
NIVEAUX_LUS, ROLES = (declares.de(_DECLARES[section], "mots") for section in ("niveau", "role"))
CLASSES = {etats: tuple(classes) for etats, classes in _DECLARES["classes"].items()}
COMMENT_REMPLIR = (
    "<p>La première commande écrit un classeur déjà rempli des codes et des noms, avec son mode d’emploi\u202f; la "
    "seconde lit le classeur complété, ligne par ligne. Un état remplacé reste dans l’historique.</p>"
)
NON_RENSEIGNE = "non renseigné"
# The same in the cells of a table where most are empty.
NR = "n.r."
NOTE_NR = "n.r.\u00a0: non renseigné, ni par la convention ni par un fichier reçu."
CITES_MAX = 4


@dataclass(frozen=True, kw_only=True)
class VueEtats(Vue):
    """What is shown of the states of a zoning.

    Attributes:
        role: what such a territory is for.
        etats, legende: the map. entetes, lignes: the table, one row a territory; `codes` names their zones.
        historique: (headings, rows) of every state known, oldest first; no row where there is nothing to follow.
    """

    role: str
    etats: dict[str, EtatZone]
    legende: Legende
    entetes: tuple[tuple[str, bool], ...]
    lignes: list[list[str]]
    codes: tuple[str, ...]
    historique: tuple[tuple[tuple[str, bool], ...], list[list[str]]]


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
    perdus, lecture = lire_etats.sans_zone(donnees, DATASETS[zonage]), vue.lecture
    if perdus:  # what is known of territories that the perimeter no longer has
        dits = francais.enumeration([f"«{INSEC}{e.code}{INSEC}» ({resume(e)})" for e in perdus])
        qui = "d’un territoire absent" if len(perdus) == 1 else "de territoires absents"
        lecture += f" État connu {qui} de ce découpage, reporté sur aucun autre{INSEC}: {dits}."
    return replace(vue, historique=historique(donnees, zonage, zone, [e.code for e in perdus]), lecture=lecture)


def _spo(labels: dict[str, Labellisation], niveau: str) -> VueEtats:
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
            *(_niveau_dit(n) for n in e.niveaux.values()),
            _le(e.date_labellisation) if e.date_labellisation else NR,
            e.chef_de_file or NR,
            *(NR if n is None else francais.nombre(n) for n in (e.reseaux_nb, e.sites_nb)),
            document(e),
        ]
        for c, e in labels.items()
    }
    nb, tous = len(trouves), len(labels)
    fin = (f"Sur {tous} territoires SPO,", str(nb), f"{'ont' if nb > 1 else 'a'} {quoi}")
    premier = f"{noms[trouves[0]]}, {lus[trouves[0]][2]}" if trouves else ""
    lecture = f"{premier}. " if premier else ""
    if any(e.demarche for e in labels.values()):
        # What is attested, then what is supposed: never in one sentence.
        lecture += (
            "La convention atteste que 17 territoires ont lancé une démarche, que toute la région en est couverte et "
            "que Pôle emploi est partie prenante de chacune. Les contours montrés ici sont un découpage de travail."
        )
    partout = niveau == "ensemble" and all(c and c > 1 for c, _, _ in lus.values())
    if partout and nb < tous:
        suite = premier if nb == 1 else f"{nb} sont labellisés" if nb else ""
        titre = f"Démarche engagée dans tous les territoires SPO{f'{FINE}; {suite}' if suite else ''}"
    elif nb == 0:
        titre = f"Aucun des {tous} territoires SPO n’a {quoi}"
    elif nb == 1:
        titre = f"Un territoire SPO sur {tous} a {quoi}{INSEC}: {premier}"
    else:
        titre = f"{francais.nombre(nb)} territoires SPO sur {tous} ont {quoi}"
    return _suivie("spo", titre, classes, lus, fin, entetes, rangees, lecture, labels)


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
    if e.demarche:
        return 2, "", "démarche engagée (2013)"
    return None, "", f"labellisation {NON_RENSEIGNE}e"


def _classe_niveau(e: Labellisation, niveau: str) -> tuple[int | None, str, str]:
    n = e.niveaux[niveau]
    if not n.etat:
        return None, "", NON_RENSEIGNE
    quand = f" ({date_libelle(n.date)})" if n.date else ""
    return 3 - ETATS.index(n.etat), n.etat, f"{n.etat}{quand}"


def _gtec(etats: dict[str, EtatGtec]) -> VueEtats:
    """View of the GTEC."""
    noms = zonages.noms("gtec")
    lus = {c: (3 - ETATS_GTEC.index(e.etat) if e.etat else None, e.etat, _phrase_gtec(e)) for c, e in etats.items()}
    comptes = Counter(e.etat or NON_RENSEIGNE for e in etats.values())
    pluriels = {mot: "" if mot == "à initier" else "s" for mot in (*ETATS_GTEC, NON_RENSEIGNE)}
    dits = [f"{n} {mot}{s * (n > 1)}" for mot, s in pluriels.items() if (n := comptes[mot])]
    rangees = {c: [e.etat or NON_RENSEIGNE, noms[c], e.commentaire or "—", document(e)] for c, e in etats.items()}
    menees = sum(e.etat in ETATS_GTEC[:2] for e in etats.values())
    sont = "sont conduites ou engagées" if menees > 1 else "est conduite ou engagée"
    return _suivie(
        "gtec",
        f"{francais.nombre(len(etats))} territoires GTEC{INSEC}: {francais.enumeration(dits)}",
        CLASSES["gtec"],
        lus,
        (f"Sur {len(etats)} GTEC,", str(menees), sont),
        en_tetes("État", "Territoire", "Précision", "Source"),
        rangees,
        " ".join(f"{noms[c]}{INSEC}: {lu[2]}." for c, lu in lus.items()),
        etats,
    )


def _phrase_gtec(e: EtatGtec) -> str:
    if not e.etat:
        return NON_RENSEIGNE
    quand = e.date or (e.recu_le if not e.reception else "")
    return f"GTEC {e.etat}" + (f" {_le(quand)}" if quand and e.date else f" en {quand[:4]}" if quand else "")


def _zef(comites: dict[str, Comite]) -> VueEtats:
    """View of the comités of the ZEF, with their meetings."""
    noms, rangees = zonages.noms("zef"), {}
    lus = {c: _classe_comite(e) for c, e in comites.items()}
    avec, reunions = sum(e.existe == "oui" for e in comites.values()), sum(len(e.reunions) for e in comites.values())
    dites = francais.avec_unite(reunions, "réunions renseignées") if reunions else "aucune réunion n’est renseignée"
    for c, e in comites.items():
        tenues = " ; ".join(f"{date_libelle(r.date)} ({r.situation}){INSEC}: {r.objet}" for r in e.reunions)
        debut = [e.existe or NON_RENSEIGNE, noms[c], e.nom or NR]
        rangees[c] = [*debut, tenues or NR, e.commentaire or "—", document(e)]
    tous = len(comites)
    # That every zone has one is attested; how many zones there are is our own working hypothesis.
    sur = "Chaque zone Emploi Formation a" if avec == tous else f"{avec} zones Emploi Formation sur {tous} ont"
    return _suivie(
        "zef",
        f"{sur} un comité de concertation{FINE}; {dites}",
        CLASSES["zef"],
        lus,
        (f"Sur {tous} zones du découpage de travail,", str(avec), "ont un comité de concertation"),
        en_tetes("Comité", "Zone Emploi Formation", "Nom", "Réunions", "Précision", "Source"),
        rangees,
        f"La convention institue un comité par zone{FINE}; elle ne donne ni leur nom ni leurs réunions. Le "
        f"découpage en {tous} zones est une hypothèse de travail.",
        comites,
    )


def _classe_comite(e: Comite) -> tuple[int | None, str, str]:
    if e.existe == "oui":
        if e.reunions:
            return 3, str(len(e.reunions)), f"comité, {francais.avec_unite(len(e.reunions), 'réunions')}"
        return 2, "", "comité, aucune réunion renseignée"
    return (1, "non", "pas de comité") if e.existe == "non" else (None, "", NON_RENSEIGNE)


def _bassins() -> VueEtats:
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
    total, dits = len(zones), dict.fromkeys(noms, "bassin d’emploi, sans état à suivre")
    return vue(
        "bassin",
        f"{total} bassins d’emploi portent les chiffres de l’enquête BMO{FINE}; aucun état n’y est suivi",
        {c: EtatZone(None, "", nom) for c, nom in noms.items()},
        legende("bassin", (), dits, ("La région compte", str(total), "bassins d’emploi")),
        en_tetes("Code", "Bassin", "Population #", "Communes #", "SPO où il est surtout"),
        rangees,
        lecture=f"{capitale(lieux.locatif('bassin', grand['code_zone']))}, le plus peuplé, {habitants}.",
        source=f"{zonages.zonage('bassin').source}{FINE}; Insee, recensement de la population 2023. {FONDS}.",
    )


def _suivie(
    zonage: str,
    titre: str,
    classes: tuple[str, ...],
    lus: dict[str, tuple[int | None, str, str]],
    fin: tuple[str, str, str],
    entetes,
    rangees: dict,
    lecture: str,
    etats: dict,
) -> VueEtats:
    """The view of a zoning whose states are followed.

    Args:
        lus: zone -> class, None where nobody said, value printed, words; fin: the sentence when no zone is chosen.
        rangees, etats: zone -> cells of its row, its state, whose documents are named each once.
    """
    noms, carte = zonages.noms(zonage), {}
    for c, (classe, valeur, dit) in lus.items():  # without a class, the pattern of what is not known
        statut = "ok" if classe else "nd"
        carte[c] = EtatZone(classe, valeur if classe else "", f"{noms[c]}{INSEC}: {dit}", statut)
    sources = list(dict.fromkeys(e.source for e in etats.values() if e.renseigne))
    montrees = francais.enumeration(sources[:CITES_MAX]) or "aucune source reçue"
    suite = f" et {len(sources) - CITES_MAX} autres documents" if len(sources) > CITES_MAX else ""
    legendes = legende(zonage, classes, {c: dit for c, (_, _, dit) in lus.items()}, fin)
    source = f"{montrees}{suite}. {FONDS}."
    return vue(zonage, titre, carte, legendes, entetes, rangees, lecture=lecture, source=source)


def vue(
    zonage: str, titre: str, carte: dict[str, EtatZone], legende: Legende, entetes, rangees: dict, **notes
) -> VueEtats:
    """The view of a zoning; `rangees` gives the cells of each zone, in the order of the table."""
    z = zonages.zonage(zonage)
    return VueEtats(
        titre,
        f"{capitale(lieux.pluriel(z.libelle_zone))}, dernier état connu de chacun",
        role=ROLES[zonage],
        etats=carte,
        legende=legende,
        entetes=entetes,
        lignes=list(rangees.values()),
        codes=tuple(rangees),
        historique=((), []),
        badges=(*badges_statut(Statut()), *badges_decoupage(zonage)),
        champ=f"{len(rangees)} {lieux.pluriel(z.libelle_zone)}{FINE}; périmètre{INSEC}: {z.confiance}.",
        **notes,
    )


def legende(
    zonage: str, classes: tuple[str, ...], dits: dict[str, str], fin: tuple[str, str, str], nd: str = NON_RENSEIGNE
) -> Legende:
    """Words of the map: what each zone says, and the sentence when none is chosen; `nd`: what is not known, if any."""
    z = zonages.zonage(zonage)
    dehors = {} if z.partition else {"dehors": "hors GTEC" if zonage == "gtec" else f"hors {z.libelle_zone}"}
    return Legende(
        classes=classes,
        unite="",
        lieux={code: capitale(lieux.locatif(zonage, code)) for code in dits},
        suites={SANS_TEMPS: dits},
        dits={SANS_TEMPS: fin},
        absences=({"nd": nd} if nd else {}) | dehors,
        zones=(z.libelle_zone, lieux.pluriel(z.libelle_zone)),
    )


def legende_html(v: VueEtats) -> str:
    """The classes and the absences that are drawn, with how many zones each: the legend where the map has none."""
    total = len(v.legende.classes)
    comptes = Counter(e.classe for e in v.etats.values())
    entrees = [(pastille(rang_couleur(i, total)), mots, comptes[i]) for i, mots in enumerate(v.legende.classes, 1)]
    entrees = [(puce.partition("</span>")[0] + "</span>", mots, n) for puce, mots, n in entrees]
    if comptes[None]:
        entrees.append((pastille(None), v.legende.absences["nd"], comptes[None]))
    items = "".join(f"<li>{puce} {escape(mots)}{INSEC}: {francais.nombre(n)}</li>" for puce, mots, n in entrees if n)
    return f'<ul class="obs-legende-etats">{items}</ul>' if total else ""


def _niveau_dit(n) -> str:
    """State and date of a level of labelling, « n.r. » when nobody said."""
    return f"{n.etat} ({date_libelle(n.date)})" if n.etat and n.date else n.etat or NR


def document(e) -> str:
    """Where a row comes from: document, who sent it, when."""
    if not e.renseigne:
        return "—"
    # what the convention attests was sent by nobody
    envoi = f", transmis par {e.transmis_par}, reçu le {date_libelle(e.recu_le)}" if e.reception else ""
    return f"{e.source}{envoi}"


def _le(date: str) -> str:
    """A date with its preposition: « le 22 janvier 2013 », « en août 2013 », « en 2013 »."""
    return f"{'le' if date.count('-') == 2 else 'en'} {date_libelle(date)}"


def historique(
    donnees: Donnees, zonage: str, zone: str | None, perdus: Sequence[str] = ()
) -> tuple[tuple[tuple[str, bool], ...], list[list[str]]]:
    """(headings, rows) of every state known, oldest first.

    Args:
        zone: the territory; None for all, those of `perdus` included, which the perimeter no longer has.
    """
    entetes = tables.en_tetes("Reçu", "Territoire", "État", "Précision", "Source")
    noms = {code: f"{code} (absent du découpage)" for code in perdus} | zonages.noms(zonage)
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
            document(e),
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
    dits = [f"{NIVEAUX_LUS[nom].lower()}{INSEC}: {_niveau_dit(n)}" for nom, n in e.niveaux.items() if n.etat]
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
    return tables.csv_francais(table.assign(decoupage=zonage, mention=approbations.TRAVAIL), {})
