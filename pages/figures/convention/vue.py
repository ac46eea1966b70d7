"""What the cockpit of the convention says on a day: the finding, the counts, what the next comité has to settle."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from data_loaders import francais
from data_loaders.contracts.convention import PARTIES, Mesure
from data_loaders.convention import cadre, suivi
from data_loaders.convention.cadre import Cadre
from data_loaders.convention.suivi import Point, Suivi
from data_loaders.francais import FINE, INSEC, date_libelle
from data_loaders.versions.approbations import Statut
from geo.territoire import NOM_REGION
from pages.figures import declares, lecture
from pages.figures.vues import Vue, badges_statut

DECLARES = declares.lire(__file__)
# State of a measure -> (singular, plural).
MOTS = {etat: tuple(m.values()) for etat, m in DECLARES["etat"].items()}
RESERVEE = "réservée aux signataires"
AVEC = declares.de(DECLARES["partie"], "de")
CHAMP = (
    "Échéance = fin de période + délai (trois mois par défaut, proposé). Une mesure est dite reçue quand toutes les "
    "valeurs échues sont arrivées, même non disponibles."
)
SOURCE = (
    f"Annexe de la convention Région {NOM_REGION} – Pôle emploi du 27 août 2013\u202f; valeurs saisies par les "
    "correspondants des deux signataires."
)


class Compte(NamedTuple):
    """A number of measures in a state; `note` says more in a few words."""

    etat: str
    nombre: int
    mot: str
    note: str = ""


class ATraiter(NamedTuple):
    """One point of the next comité: state of `suivi.ETATS` or "", what is to settle, then in which dispositifs."""

    etat: str
    texte: str
    detail: str = ""

    @property
    def phrase(self) -> str:
        """The point as a sentence."""
        return f"{self.texte}{f'{INSEC}: {self.detail}' if self.detail else ''}."


@dataclass(frozen=True, kw_only=True)
class VueConvention(Vue):
    """Head and notes of the cockpit: next comité, or why there is none; what its table leaves out, and why, or ""."""

    comptes: tuple[Compte, ...]
    comite: str
    points: tuple[ATraiter, ...]
    lacunes: str


def preparer(suivis: Sequence[Suivi], c: Cadre, jour: date, statut: Statut, instantane: str = "") -> VueConvention:
    """Everything around the table, for the measures shown; `instantane`: of the values, "" when none was received."""
    badges = [*badges_statut(statut)]
    if any(s.proposition.statut == cadre.PROPOSE for s in suivis):
        badges.append(("Parties, échéances et cibles proposées", "gris"))
    champ, au = CHAMP, f"au {date_libelle(jour)}"
    sous_titre = f"Annexe de la convention du 27 août 2013, {_mesures(len(suivis))}, {au}"
    if jour > c.fin:
        fin, mesures = date_libelle(c.fin), _mesures(len(suivis), capitale=True)
        sous_titre = f"{mesures} de l’annexe, {au}{FINE}; convention achevée au plus tard le {fin}"
        champ = f"{CHAMP} La convention a pris fin au plus tard le {fin}{FINE}; Pôle emploi est devenu France Travail."
    autour = titre(suivis, c, jour), sous_titre, _lecture(suivis), champ, SOURCE, tuple(badges)
    dits = {"comptes": comptes(suivis, jour), "comite": comite(c, jour), "lacunes": lacunes(suivis)}
    return VueConvention(*autour, points=tuple(points(suivis, c, jour, statut, instantane)), **dits)


def titre(suivis: Sequence[Suivi], c: Cadre, jour: date) -> str:
    """The finding, a full sentence."""
    n, total = suivi.comptes(suivis), len(suivis)
    recu, manquent, tard = n["recu"], n["non_transmis"] + n["incomplet"], n["retard"]
    if not total:
        return "Aucune mesure de l’annexe ne répond à ce choix"
    if tard:
        avant = f" avant le comité du {date_libelle(suite)}" if (suite := c.prochain_comite(jour)) else ""
        return f"{_mesures(tard, total)} {'sont' if tard > 1 else 'est'} en retard{avant}"
    if recu == total:
        return "Toutes les mesures attendues sont reçues"
    if n["non_transmis"] and not recu + n["incomplet"]:
        return "Aucune mesure de l’annexe n’a été transmise"
    if manquent and not recu:
        return f"Aucune des {total} mesures n’est reçue en entier" if total > 1 else "Une mesure, reçue en partie"
    if manquent:
        return f"{_mesures(recu, total)} {'ont' if recu > 1 else 'a'} été reçue{'s' * (recu > 1)} en entier"
    if n["attendu"]:
        return f"Aucun retard{INSEC}: {_mesures(n['attendu'])} encore attendue{'s' * (n['attendu'] > 1)}"
    return f"Aucun retard{INSEC}: rien n’est attendu pour ces mesures"


def comptes(suivis: Sequence[Suivi], jour: date) -> tuple[Compte, ...]:
    """One card a state."""
    n = suivi.comptes(suivis)
    depuis = min(filter(None, (s.depuis() for s in suivis)), default=None)
    suivante = min((s.prochaine for s in suivis if s.prochaine), default=None)
    attendu = "plus aucune échéance"
    if suivante:
        attendu = f"{'prochaine échéance' if n['attendu'] else 'rien à transmettre avant'} le {date_libelle(suivante)}"
    notes = {
        "attendu": attendu,
        "retard": f"la plus ancienne depuis le {date_libelle(depuis)}" if n["retard"] and depuis else "",
        "incomplet": "une partie des périodes manque",
        "non_transmis": "toutes les échéances sont passées",
        "sans_echeance": "l’annexe n’écrit pas leur rythme",
    }
    return tuple(Compte(e, n[e], MOTS[e][n[e] > 1], notes.get(e, "")) for e in montres(n))


def montres(n: dict[str, int]) -> list[str]:
    """States worth a place among counts; once all is due, nothing can be late nor expected."""
    toujours = ["recu"] if n["non_transmis"] + n["incomplet"] else ["recu", "retard", "attendu"]
    return toujours + [e for e in ("incomplet", "non_transmis", "sans_echeance") if n[e]]


def comite(c: Cadre, jour: date) -> str:
    """Next comité de pilotage, what to do to set it, or that the convention is over."""
    suite = c.prochain_comite(jour)
    if not suite and jour > c.fin:
        return f"Convention achevée{INSEC}: plus de comité de pilotage, ces points relèvent du bilan"
    quand = date_libelle(suite) if suite else "date à fixer"
    return f"Prochain comité de pilotage{INSEC}: {quand} (tous les deux mois)"


def points(suivis: Sequence[Suivi], c: Cadre, jour: date, statut: Statut, instantane: str) -> list[ATraiter]:
    """What the next comité has to settle, gravest first."""
    sortie = [p for etat in ("retard", "non_transmis", "incomplet") for p in _manquantes(suivis, etat)]
    for m, p in ((s.mesure, p) for s in suivis for p in s.divergences):
        deux = f"{m.dispositif}{INSEC}: les deux parties ont transmis des valeurs différentes pour"
        sortie.append(ATraiter("retard", f"{deux} {francais.periode_libelle(p)} ({m.court}, en {m.unite})"))
    if proches := suivi.prochaines(suivis, jour):
        fin = date_libelle(proches[-1].prochaine)
        ont = f"{_mesures(len(proches), capitale=True)} {'ont chacune' if len(proches) > 1 else 'a'}"
        sortie.append(ATraiter("attendu", f"{ont} une valeur à transmettre d’ici le {fin}"))
    if c.prochain_comite(jour) is None and jour <= c.fin:
        sortie.append(ATraiter("", "Fixer la date du prochain comité de pilotage"))
    if proposes := sum(s.proposition.statut == cadre.PROPOSE for s in suivis):
        stade = f"{_mesures(proposes)} au stade «{INSEC}{cadre.PROPOSE}{INSEC}»"
        sortie.append(ATraiter("", "Arrêter qui transmet, quand, pour quel territoire et quelle cible", stade))
    if muets := sum(e.etat == cadre.NON_RENSEIGNE for e in c.engagements):
        sortie.append(ATraiter("", f"Dire où en sont {muets} engagements sur {len(c.engagements)}"))
    if instantane and not statut.valide and any(s.points for s in suivis):
        noms = francais.enumeration([AVEC[p] for p in PARTIES if p not in statut.parties])
        sortie.append(ATraiter("", f"Recueillir l’approbation {noms} sur les valeurs reçues"))
    return sortie


def _manquantes(suivis: Sequence[Suivi], etat: str) -> list[ATraiter]:
    """Measures in a state, one point a party: how many, since when, then by dispositif."""
    sortie = []
    for partie, nom in PARTIES.items():
        siens = [s for s in suivis if s.etat == etat and s.proposition.partie == partie]
        par = [f"{d} ({len(list(g))})" for d, g in groupby(siens, key=lambda s: s.mesure.dispositif)]
        texte, quand = f"{nom}{INSEC}: {_mesures(len(siens))} {MOTS[etat][len(siens) > 1]}", ""
        if siens and etat == "retard":
            plus = ", pour la plus ancienne" if len(siens) > 1 else ""
            quand = f" depuis le {date_libelle(min(s.depuis() for s in siens))}{plus}"
        sortie += [ATraiter(etat, f"{texte}{quand}", francais.enumeration(par))] if siens else []
    return sortie


def colonnes(suivis: Sequence[Suivi]) -> tuple[list[str], bool, bool]:
    """What the table has a column for: the years expected, whether a value is known, whether a target is set."""
    annees = sorted({a.periode[:4] for s in suivis for a in s.attentes})
    return annees, any(s.points for s in suivis), any(s.proposition.cible is not None for s in suivis)


def lacunes(suivis: Sequence[Suivi]) -> str:
    """What the table has no column for, and why."""
    _, valeurs, cibles = colonnes(suivis)
    sans_valeur = f"Aucune valeur n’a été transmise{INSEC}: ni dernière valeur, ni évolution à montrer."
    dites = (valeurs, sans_valeur), (cibles, "L’annexe ne fixe aucune cible et aucune n’est proposée.")
    return " ".join(phrase for connue, phrase in dites if not connue) if suivis else ""


def _lecture(suivis: Sequence[Suivi]) -> str:
    if not suivis:
        return ""
    s = next((s for s in suivis if s.points), suivis[0])
    quoi = f"{s.mesure.dispositif}, «{INSEC}{s.mesure.libelle}{INSEC}» ({s.mesure.unite})"
    if s.points:
        p = s.points[-1]
        dite, recu = f"{valeur(s, p)} {francais.en_periode(p.periode)}", date_libelle(p.recu_le)
        return f"{quoi}{INSEC}: {dite}, valeur reçue le {recu}."
    if s.attendues_nb:
        a = s.attentes[0]
        de = f"{'de' if len(a.periode) == 4 else 'du'} {francais.periode_libelle(a.periode)}"
        attendue = f"était attendue {AVEC[s.proposition.partie]} pour le {date_libelle(a.echeance)} (proposé)"
        return f"{quoi}{INSEC}: la valeur {de} {attendue}{FINE}; elle n’est pas arrivée."
    return f"{quoi}{INSEC}: aucune valeur n’est encore attendue."


def valeur(s: Suivi, p: Point) -> str:
    """« 1 234 personnes », or the sign of what is missing; what the public does not have is said."""
    dite = lecture.SIGNES.get(p.obs_status, "n.d.") if p.value is None else nombre(s.mesure, p.value)
    return f"{dite} ({RESERVEE})" if p.reservee else dite


def nombre(m: Mesure, x: float) -> str:
    """« 1 234 personnes », « 1 234,50 euros »."""
    return francais.avec_unite(x, m.unite, 0 if m.entiere or float(x).is_integer() else 2)


def _mesures(n: int, total: int = 0, capitale: bool = False) -> str:
    """« 7 mesures », « 7 mesures sur 24 »."""
    if n == 0:
        return "Aucune mesure" if capitale else "aucune mesure"
    return f"{francais.nombre(n)}{INSEC}mesure{'s' * (n > 1)}{f' sur {francais.nombre(total)}' if total > n else ''}"
