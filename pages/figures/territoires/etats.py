"""Where each territory of the convention stands: SPO labelled, comités of the ZEF, GTEC; a bassin has no state."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from data_loaders.contracts.saisies import ETATS, ETATS_GTEC
from data_loaders.convention import etats as lire_etats
from data_loaders.francais import FINE, INSEC, avec_unite, capitale, date_libelle, enumeration, nombre
from data_loaders.magasin.donnees import Donnees
from data_loaders.versions.approbations import TRAVAIL, Statut
from geo import lieux, zonages
from pages.figures import declares, tables
from pages.figures.carte.dessin import SANS_TEMPS, EtatZone, Legende, rang_couleur
from pages.figures.carte.vue import FONDS
from pages.figures.tables import Table, en_tetes, pastille
from pages.figures.territoires.lieu import pourcent
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
# What is attested, then what is supposed: never in one sentence.
ATTESTEE = (
    "La convention atteste que 17 territoires ont lancé une démarche, que toute la région en est couverte et que Pôle "
    "emploi est partie prenante de chacune. Les contours montrés ici sont un découpage de travail."
)
NON_RENSEIGNE = "non renseigné"
Lu = tuple[int | None, str, str]  # of a zone: class, None where nobody said, value printed, words
INCONNU: Lu = (None, "", NON_RENSEIGNE)
# The same in the cells of a table where most are empty.
NR = "n.r."
NOTE_NR = "n.r.\u00a0: non renseigné, ni par la convention ni par un fichier reçu."
CITES_MAX = 4


@dataclass(frozen=True, kw_only=True)
class VueEtats(Vue):
    """What is shown of the states of a zoning: its map, a table of one row a zone of `codes`."""

    etats: dict[str, EtatZone]
    legende: Legende
    entetes: tuple[tuple[str, bool], ...]
    lignes: list[list[str]]
    codes: tuple[str, ...]


def preparer(donnees: Donnees, zonage: str, niveau: str = "ensemble") -> VueEtats:
    """Everything for a zoning of `ZONAGES_ETATS`, a level of the SPO. Raises ErreurDonnees: its states are damaged."""
    if zonage not in DATASETS:
        return _bassins()
    etats = lire_etats.par_zone(donnees, zonage)
    vue = _spo(etats, niveau) if zonage == "spo" else _gtec(etats) if zonage == "gtec" else _zef(etats)
    perdus = lire_etats.sans_zone(donnees, DATASETS[zonage])
    if not perdus:
        return vue
    # What is known of territories that the perimeter no longer has.
    dits = enumeration([f"«{INSEC}{e.code}{INSEC}» ({resume(e)})" for e in perdus])
    qui = "d’un territoire absent" if len(perdus) == 1 else "de territoires absents"
    dite = f"État connu {qui} de ce découpage, reporté sur aucun autre{INSEC}: {dits}."
    return replace(vue, lecture=f"{vue.lecture} {dite}")


def _spo(labels: dict[str, lire_etats.Etat], niveau: str) -> VueEtats:
    """View of the SPO at one level of labelling, or at all of them by the date of the label."""
    noms = zonages.noms("spo")
    ensemble = niveau == "ensemble"
    lus = {c: _classe_ensemble(e) if ensemble else _classe_niveau(e, niveau) for c, e in labels.items()}
    classes = CLASSES["ensemble" if ensemble else "niveau"]
    trouves = [c for c, (classe, _, _) in lus.items() if classe == 3]
    quoi = "une date de labellisation connue" if ensemble else f"le label « {NIVEAUX_LUS[niveau].lower()} »"
    niveaux = (NIVEAUX_LUS[n] for n in ("operateurs", "partenariat", "plan"))
    entetes = en_tetes("État", "Territoire", *niveaux, "Labellisé", "Chef de file", "Réseaux #", "Sites #", "Source")
    rangees = {}
    for c, e in labels.items():
        label = _le(e.date_labellisation) if e.date_labellisation else NR
        comptes = (NR if n is None else nombre(n) for n in (e.reseaux_nb, e.sites_nb))
        dits = (*map(_niveau_dit, e.niveaux.values()), label, e.chef_de_file or NR, *comptes)
        rangees[c] = [classes[lus[c][0] - 1] if lus[c][0] else NON_RENSEIGNE, noms[c], *dits, document(e)]
    nb, tous = len(trouves), len(labels)
    fin = (f"Sur {tous} territoires SPO,", str(nb), f"{'ont' if nb > 1 else 'a'} {quoi}")
    premier = f"{noms[trouves[0]]}, {lus[trouves[0]][2]}" if trouves else ""
    lecture = f"{premier}. " if premier else ""
    if any(e.demarche for e in labels.values()):
        lecture += ATTESTEE
    titre = f"{nombre(nb)} territoires SPO sur {tous} ont {quoi}"
    if ensemble and nb < tous and all(c and c > 1 for c, _, _ in lus.values()):
        suite = premier if nb == 1 else f"{nb} sont labellisés" if nb else ""
        titre = f"Démarche engagée dans tous les territoires SPO{f'{FINE}; {suite}' if suite else ''}"
    elif nb < 2:
        un = f"Un territoire SPO sur {tous} a {quoi}{INSEC}: {premier}"
        titre = un if nb else f"Aucun des {tous} territoires SPO n’a {quoi}"
    return _vue("spo", titre, classes, lus, fin, entetes, rangees, lecture, _sources(labels))


def _classe_ensemble(e: lire_etats.Etat) -> Lu:
    etats = [n.etat for n in e.niveaux.values()]  # all levels together
    if e.date_labellisation:
        return 3, e.date_labellisation[:4], f"labellisé {_le(e.date_labellisation)}"
    if engages := sum(etat in ETATS[:2] for etat in etats):
        return 2, f"{engages}/3", f"{avec_unite(engages, 'niveaux')} sur 3 avec le label, obtenu ou en cours"
    if all(etat == ETATS[2] for etat in etats):
        return 1, "0/3", "aucun niveau engagé"
    if e.demarche:
        return 2, "", "démarche engagée (2013)"
    return None, "", f"labellisation {NON_RENSEIGNE}e"


def _classe_niveau(e: lire_etats.Etat, niveau: str) -> Lu:
    n = e.niveaux[niveau]
    return (3 - ETATS.index(n.etat), n.etat, _niveau_dit(n)) if n.etat else INCONNU


def _gtec(etats: dict[str, lire_etats.Etat]) -> VueEtats:
    noms, lus, rangees = zonages.noms("gtec"), {}, {}
    for c, e in etats.items():
        quand = f" {_le(e.date)}" if e.date else "" if e.reception or not e.recu_le else f" en {e.recu_le[:4]}"
        lus[c] = (3 - ETATS_GTEC.index(e.etat), e.etat, f"GTEC {e.etat}{quand}") if e.etat else INCONNU
        rangees[c] = [e.etat or NON_RENSEIGNE, noms[c], e.commentaire or "—", document(e)]
    comptes = Counter(ligne[0] for ligne in rangees.values())
    pluriels = {mot: "" if mot == "à initier" else "s" for mot in (*ETATS_GTEC, NON_RENSEIGNE)}
    dits = [f"{n} {mot}{s * (n > 1)}" for mot, s in pluriels.items() if (n := comptes[mot])]
    titre = f"{nombre(len(etats))} territoires GTEC{INSEC}: {enumeration(dits)}"
    menees = sum(e.etat in ETATS_GTEC[:2] for e in etats.values())
    sont = "sont conduites ou engagées" if menees > 1 else "est conduite ou engagée"
    fin, entetes = (f"Sur {len(etats)} GTEC,", str(menees), sont), en_tetes("État", "Territoire", "Précision", "Source")
    lecture = " ".join(f"{noms[c]}{INSEC}: {dit}." for c, (_, _, dit) in lus.items())
    return _vue("gtec", titre, CLASSES["gtec"], lus, fin, entetes, rangees, lecture, _sources(etats))


def _zef(comites: dict[str, lire_etats.Etat]) -> VueEtats:
    noms, tous, lus, rangees = zonages.noms("zef"), len(comites), {}, {}
    for c, e in comites.items():
        sans = {"oui": (2, "", "comité, aucune réunion renseignée"), "non": (1, "non", "pas de comité")}
        lus[c] = sans.get(e.existe, INCONNU)
        if e.existe == "oui" and e.reunions:
            lus[c] = 3, str(len(e.reunions)), f"comité, {avec_unite(len(e.reunions), 'réunions')}"
        tenues = " ; ".join(f"{date_libelle(r.date)} ({r.situation}){INSEC}: {r.objet}" for r in e.reunions)
        dits = e.existe or NON_RENSEIGNE, noms[c], e.nom or NR, tenues or NR, e.commentaire or "—"
        rangees[c] = [*dits, document(e)]
    avec, reunions = sum(e.existe == "oui" for e in comites.values()), sum(len(e.reunions) for e in comites.values())
    dites = avec_unite(reunions, "réunions renseignées") if reunions else "aucune réunion n’est renseignée"
    # That every zone has one is attested; how many zones there are is our own working hypothesis.
    sur = "Chaque zone Emploi Formation a" if avec == tous else f"{avec} zones Emploi Formation sur {tous} ont"
    titre = f"{sur} un comité de concertation{FINE}; {dites}"
    lecture = f"La convention institue un comité par zone{FINE}; elle ne donne ni leur nom ni leurs réunions. "
    lecture += f"Le découpage en {tous} zones est une hypothèse de travail."
    fin = f"Sur {tous} zones du découpage de travail,", str(avec), "ont un comité de concertation"
    entetes = en_tetes("Comité", "Zone Emploi Formation", "Nom", "Réunions", "Précision", "Source")
    return _vue("zef", titre, CLASSES["zef"], lus, fin, entetes, rangees, lecture, _sources(comites))


def _bassins() -> VueEtats:
    zones, rangees = zonages.zones("bassin"), {}
    for z in zones.itertuples():
        spo = zonages.recoupement("bassin", z.code_zone, "spo").iloc[0]
        surtout = f"{spo['libelle_zone']} ({pourcent(float(spo['part_population']))} de la population)"
        rangees[z.code_zone] = [z.code_zone, z.libelle_zone, nombre(z.population_nb), nombre(z.communes_nb), surtout]
    grand = zones.loc[zones["population_nb"].idxmax()]
    ou, habitants = lieux.locatif("bassin", grand["code_zone"]), avec_unite(grand["population_nb"], "habitants")
    titre = f"{len(zones)} bassins d’emploi portent les chiffres de l’enquête BMO{FINE}; aucun état n’y est suivi"
    lus = dict.fromkeys(rangees, (None, "", "bassin d’emploi, sans état à suivre"))
    fin = "La région compte", str(len(zones)), "bassins d’emploi"
    entetes = en_tetes("Code", "Bassin", "Population #", "Communes #", "SPO où il est surtout")
    sources = [f"{zonages.zonage('bassin').source}{FINE}; Insee, recensement de la population 2023"]
    lecture = f"{capitale(ou)}, le plus peuplé, {habitants}."
    return _vue("bassin", titre, (), lus, fin, entetes, rangees, lecture, sources)


def _sources(etats: dict) -> list[str]:
    return [e.source for e in etats.values() if e.renseigne]


def _vue(
    zonage: str,
    titre: str,
    classes: Sequence[str],
    lus: dict[str, Lu],
    fin: tuple[str, str, str],
    entetes: list[tuple[str, bool]],
    rangees: dict[str, list[str]],
    lecture: str,
    sources: Iterable[str],
) -> VueEtats:
    """The view of a zoning; `fin`: the sentence when no zone is chosen; no `classes` where no state is followed;
    `rangees`: zone -> cells of its row."""
    z, noms, carte = zonages.zonage(zonage), zonages.noms(zonage), {}
    for c, (classe, valeur, dit) in lus.items():  # without a class, the pattern of what is not known
        suivi = (f"{noms[c]}{INSEC}: {dit}", "ok" if classe else "nd") if classes else (noms[c],)
        carte[c] = EtatZone(classe, valeur if classe else "", *suivi)
    uniques = list(dict.fromkeys(sources))
    montrees = enumeration(uniques[:CITES_MAX]) or "aucune source reçue"
    suite = f" et {len(uniques) - CITES_MAX} autres documents" if len(uniques) > CITES_MAX else ""
    mots, badges = lieux.pluriel(z.libelle_zone), (*badges_statut(Statut()), *badges_decoupage(zonage))
    dits = legende(zonage, tuple(classes), {c: dit for c, (_, _, dit) in lus.items()}, fin)
    champ = f"{len(rangees)} {mots}{FINE}; périmètre{INSEC}: {z.confiance}."
    notes = f"{capitale(mots)}, dernier état connu de chacun", lecture, champ, f"{montrees}{suite}. {FONDS}.", badges
    tableau = {"entetes": entetes, "lignes": [*rangees.values()], "codes": tuple(rangees)}
    return VueEtats(titre, *notes, etats=carte, legende=dits, **tableau)


def legende(
    zonage: str, classes: tuple[str, ...], dits: dict[str, str], fin: tuple[str, str, str], nd: str = NON_RENSEIGNE
) -> Legende:
    """Words of the map: what each zone says, and the sentence when none is chosen; `nd`: what is not known, if any."""
    z = zonages.zonage(zonage)
    dehors = {} if z.partition else {"dehors": "hors GTEC" if zonage == "gtec" else f"hors {z.libelle_zone}"}
    autour = {"unite": "", "lieux": {code: capitale(lieux.locatif(zonage, code)) for code in dits}}
    autour |= {"absences": {"nd": nd} | dehors if nd else dehors, "suites": {SANS_TEMPS: dits}}
    zones = z.libelle_zone, lieux.pluriel(z.libelle_zone)
    return Legende(classes=classes, zones=zones, dits={SANS_TEMPS: fin}, **autour)


def legende_html(v: VueEtats) -> str:
    """The classes and the absences that are drawn, with how many zones each: the legend where the map has none."""
    total, comptes, items = len(v.legende.classes), Counter(e.classe for e in v.etats.values()), ""
    for classe, mots in (*enumerate(v.legende.classes, 1), (None, v.legende.absences.get("nd", ""))):
        puce = pastille(rang_couleur(classe, total)).partition("</span>")[0] + "</span>" if classe else pastille(None)
        items += f"<li>{puce} {tables.echapper(mots)}{INSEC}: {comptes[classe]}</li>" if comptes[classe] else ""
    return f'<ul class="obs-legende-etats">{items}</ul>' if total else ""


def _niveau_dit(n) -> str:
    """State and date of a level of labelling, « n.r. » when nobody said."""
    return f"{n.etat} ({date_libelle(n.date)})" if n.etat and n.date else n.etat or NR


def document(e) -> str:
    """Where a row comes from: document, who sent it, when; what the convention attests was sent by nobody."""
    envoi = f", transmis par {e.transmis_par}, reçu le {date_libelle(e.recu_le)}" if e.reception else ""
    return f"{e.source}{envoi}" if e.renseigne else "—"


def _le(date: str) -> str:
    """A date with its preposition: « le 22 janvier 2013 », « en août 2013 », « en 2013 »."""
    return f"{'le' if date.count('-') == 2 else 'en'} {date_libelle(date)}"


def historique(donnees: Donnees, zonage: str, zone: str | None = None) -> Table:
    """Every state known of a territory, oldest first; of all without one, those that the perimeter lost included."""
    jeu, noms = DATASETS[zonage], zonages.noms(zonage)
    noms = {e.code: f"{e.code} (absent du découpage)" for e in lire_etats.sans_zone(donnees, jeu)} | noms
    connus = [e for code in ([zone] if zone else noms) for e in lire_etats.historique(donnees, jeu, code)]
    lignes = []
    for e in sorted(connus, key=lambda e: (e.recu_le, e.reception, e.code)):
        quand = f"{'' if e.reception else 'convention, '}{date_libelle(e.recu_le)}"
        lignes.append([quand, noms[e.code], resume(e), e.commentaire or "—", document(e)])
    return Table(en_tetes("Reçu", "Territoire", "État", "Précision", "Source"), lignes)


def resume(e: lire_etats.Etat) -> str:
    """A state in one line, what is not known left out; « non renseigné » when nothing is."""
    if e.zonage == "gtec":
        return " ".join(filter(None, (e.etat, e.date and _le(e.date)))) or NON_RENSEIGNE
    if e.zonage == "zef":
        existe = {"oui": "comité institué", "non": "pas de comité"}.get(e.existe, "")
        return ", ".join(filter(None, (existe, e.nom))) or NON_RENSEIGNE
    dits = [f"labellisé {_le(e.date_labellisation)}"] if e.date_labellisation else []
    dits += [f"{NIVEAUX_LUS[nom].lower()}{INSEC}: {_niveau_dit(n)}" for nom, n in e.niveaux.items() if n.etat]
    dits += [f"chef de file{INSEC}: {e.chef_de_file}"] if e.chef_de_file else []
    return ", ".join([*dits, *e.comptes]) or NON_RENSEIGNE


def commandes(zonage: str) -> str:
    """The two commands that fill the states of a zoning; "" where there is none."""
    if not (nom := DATASETS.get(zonage)):
        return ""
    return f"python -m data_loaders modele {nom} {nom}.xlsx\npython -m data_loaders importer {nom} {nom}.xlsx"


def csv(zonage: str, v: VueEtats) -> bytes:
    """The table as CSV for French Excel, with the code of each zone."""
    table = pd.DataFrame(v.lignes, columns=[nom.lower() for nom, _ in v.entetes])
    table.insert(0, "code_zone", v.codes)
    return tables.csv_francais(table.assign(decoupage=zonage, mention=TRAVAIL), {})
