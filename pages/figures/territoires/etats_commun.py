"""What the views of states share: their form, their words, the cells of what nobody said."""

from collections import Counter
from dataclasses import dataclass

from data_loaders import francais
from data_loaders.francais import FINE, INSEC, capitale, echapper as escape
from data_loaders.versions.approbations import Statut
from geo import lieux, zonages
from pages.figures import declares
from pages.figures.carte.dessin import SANS_TEMPS, EtatZone, Legende, rang_couleur
from pages.figures.carte.vue import FONDS
from pages.figures.tables import pastille
from pages.figures.territoires.lieu import date_libelle
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


def compte_dit(n: int | None) -> str:
    """A count, « n.r. » when nobody said."""
    return NR if n is None else francais.nombre(n)


def document(e) -> str:
    """Where a row comes from: document, who sent it, when."""
    if not e.renseigne:
        return "—"
    # what the convention attests was sent by nobody
    envoi = f", transmis par {e.transmis_par}, reçu le {date_libelle(e.recu_le)}" if e.reception else ""
    return f"{e.source}{envoi}"


def le(date: str) -> str:
    """A date with its preposition: « le 22 janvier 2013 », « en août 2013 », « en 2013 »."""
    return f"{'le' if date.count('-') == 2 else 'en'} {date_libelle(date)}"


def etat_zone(nom: str, classe: int | None, valeur: str, dit: str) -> EtatZone:
    """State of a zone on the map; without a class its name stands alone on the pattern of what is not known."""
    return EtatZone(classe, valeur if classe else "", f"{nom}{INSEC}: {dit}", "ok" if classe else "nd")


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


def niveau_dit(n) -> str:
    """State and date of a level of labelling, « n.r. » when nobody said."""
    return f"{n.etat} ({date_libelle(n.date)})" if n.etat and n.date else n.etat or NR


def sources_dites(etats) -> str:
    """Documents that attest the states, each once, then the ground of the map."""
    lues = list(dict.fromkeys(e.source for e in etats if e.renseigne))
    montrees = francais.enumeration(lues[:CITES_MAX]) or "aucune source reçue"
    suite = f" et {len(lues) - CITES_MAX} autres documents" if len(lues) > CITES_MAX else ""
    return f"{montrees}{suite}. {FONDS}."
