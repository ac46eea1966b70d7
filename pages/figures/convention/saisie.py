"""What the reserved screen « Saisie » says to a signatory: what is sent, what it changes, what is approved."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import takewhile

from data_loaders import francais
from data_loaders.contracts.convention import PARTIES, Saut, mesures
from data_loaders.convention.receptions import IDENTIQUE, NOUVELLE, REMPLACEE, Changement, Valeur
from data_loaders.convention.suivi import Suivi
from data_loaders.erreurs import REGLES, Constat, ErreurDonnees
from data_loaders.francais import FINE, INSEC, echapper as escape
from data_loaders.magasin.instantane import Instantane
from data_loaders.sources.convention import PREMIERE_LIGNE, SAISIE, Ligne
from data_loaders.sources.modeles import Case, ErreurSaisie
from data_loaders.versions.approbations import PUBLICATION, Approbation, Statut
from geo import disque
from pages.figures import declares, lecture
from pages.figures.convention.vue import AVEC, DECLARES, nombre
from pages.figures.tables import Html, Table, en_tetes

PORTE = "Saisie de la convention : transmettre, approuver, publier"
POUR, SUJETS = (declares.de(DECLARES["partie"], champ) for champ in ("pour", "sujet"))
# Kind of change -> what it does, in a table; how many, in a sentence; since what was approved.
EFFETS, UNE, PLUSIEURS, DEPUIS = (
    declares.de(DECLARES["changement"], champ) for champ in ("effet", "une", "plusieurs", "depuis")
)
# Rules that a file breaks before any of its cells is read: it is not the form of this page.
PAS_LE_MODELE = ("vide", "taille", "format", "zip", "archive", "tronque", "lignes", "encodage", "colonnes")
# Rule of a refusal -> what to do here, where the command line would say a command.
REMEDES = declares.de(DECLARES["remede"], "mots")
REMEDES |= dict.fromkeys(PAS_LE_MODELE, REMEDES.pop("modele"))
CONSIGNE = f"Un champ vide n’est pas envoyé{FINE}; n.d. dit qu’une valeur n’est pas disponible"
VIDE_ENVOI = ("Aucune valeur n’est saisie.", "Écrire au moins une valeur, ou n.d. quand elle n’est pas disponible.")
DEJA_RECU = "Tout ce qui est envoyé est déjà connu : rien n’est ajouté."
CHANGE_PENDANT = (
    "les valeurs ont changé pendant la lecture, un envoi vient d’être reçu",
    "relire la liste ci-dessous, qui est à jour, avant d’approuver",
)
PUBLIE = (
    "Ces valeurs sont approuvées par les deux signataires, et leur publication est enregistrée.",
    "Une valeur nouvelle fera un autre instantané, à approuver à son tour.",
)
MOTIF_MANQUE = "dire pourquoi ces valeurs sont justes"
MOTIF_AIDE = "Ce motif reste avec les valeurs et se lit sur la page Données : aucune donnée personnelle."
TEXTES_MANQUENT = "Remplir le nom et la référence, de 1 à 200 caractères chacun."
TEXTES_RETOURNES = "Retaper le nom et la référence : un caractère invisible y retourne les mots."
LECTURE_MANQUE = "Cocher d’abord la case qui dit que ces valeurs ont été lues."
TEMOIN = "L’exploitant voit tout et n’envoie rien : seul un signataire transmet et approuve."


def titre(partie: str | None, manquantes_nb: int) -> str:
    """The finding of « Transmettre », a full sentence: what a party has still to send."""
    if partie is None:
        return "Ce que chaque signataire transmet"
    if not manquantes_nb:
        return f"{SUJETS[partie]} a transmis tout ce qui est échu"
    return f"{SUJETS[partie]} a encore {francais.avec_unite(manquantes_nb, 'valeurs échues')} à transmettre"


def valeur(code: str, v: Valeur | None) -> str:
    """« 1 234 personnes », « secret statistique », « aucune »."""
    if v is None:
        return "aucune"
    return lecture.MOTS_STATUT[v.obs_status] if v.value is None else nombre(mesures()[code], v.value)


def champ(ligne: Ligne, en_place: Valeur | None) -> tuple[str, str]:
    """Label of the field of a measure, then what is in force, as its help."""
    m, periode = ligne
    quand = f", {francais.periode_libelle(periode)}" if len(periode) > 4 else ""
    reservee = ", réservée aux signataires" if en_place and en_place.reservee else ""
    deja = f"en place{INSEC}: {valeur(m.code, en_place)}{reservee}" if en_place else "aucune valeur reçue"
    return f"{m.court} ({m.unite}{quand})", deja


def envoi(changements: Iterable[Changement]) -> Table:
    """One row a value sent, or changed by the sending."""
    lignes = []
    for c in changements:
        mots = EFFETS[c.genre]
        if c.apres.obs_status == "Q" and c.genre in (NOUVELLE, REMPLACEE):
            mots += ", masquée par le secret statistique"
        if c.apres.reservee:
            mots += ", réservée aux signataires"
        elif c.avant and c.avant.reservee:
            mots += ", n’est plus réservée, sera publique"
        lignes.append(_ligne(c, mots))
    entetes = en_tetes("Dispositif", "Mesure", "Période", "En place #", "Envoyée #", "Ce qui change", "Commentaire")
    return Table(entetes, lignes)


def lecture_approbation(changements: Iterable[Changement]) -> Table:
    """One row a value to approve, beside what the same party approved last."""
    debut = en_tetes("Dispositif", "Mesure", "Période", "Transmise par", "Dernière approuvée #", "À approuver #")
    lignes = [_ligne(c, DEPUIS[c.genre], PARTIES[c.partie]) for c in changements]
    return Table(debut + en_tetes("Depuis", "Commentaire"), lignes)


def _ligne(c: Changement, effet: str, *partie: str) -> list[str]:
    m = mesures()[c.code_mesure]
    valeurs = (valeur(m.code, v) for v in (c.avant, c.apres))
    quand = francais.periode_libelle(c.periode)
    effet = escape(effet) if c.genre == IDENTIQUE else Html(f"<strong>{escape(effet)}</strong>")
    return [m.dispositif, m.court, quand, *partie, *valeurs, effet, c.apres.commentaire or "aucun"]


def depuis(changements: Sequence[Changement], instantane: str, derniere: str, partie: str | None) -> str:
    """What is to be read: the snapshot, and what differs from the one that the same party approved last."""
    total = francais.avec_unite(len(changements), "valeurs")
    quoi = f"Instantané {instantane}{INSEC}: {total}"
    if not derniere:
        par = f"{POUR[partie]} n’a" if partie else "les deux signataires n’ont"
        return f"{quoi}{FINE}; {par} encore rien approuvé, toutes sont à lire"
    if derniere == instantane:
        return f"{quoi}, déjà {'approuvées' if len(changements) > 1 else 'approuvée'}"
    n = sum(c.genre != IDENTIQUE for c in changements)
    change = f"{francais.avec_unite(n, 'valeurs')} {'diffèrent' if n > 1 else 'diffère'}" if n else "aucune ne diffère"
    return f"{quoi}{FINE}; {change} de l’instantané {derniere}, approuvé auparavant"


def confirmations(versions: Iterable[Instantane], derniere: str) -> list[str]:
    """What was confirmed, and why, in the versions received since the one approved last; newest first."""
    dites = []
    for i in takewhile(lambda i: i.identifiant != derniere, versions):
        for c in i.manifeste["confirmations"]:
            constat = c["constat"]
            for code, m in mesures().items():  # the names of the measures in place of their codes
                constat = constat.replace(f"{code} (", f"{m.court} (")
            dites.append(f"{constat}{FINE}; motif{INSEC}: {c.get('motif', 'non écrit')}")
    return dites


def attente(autre: str) -> tuple[str, str]:
    """What is said to who approved first."""
    suite = "La publication s’ouvrira ici une fois les deux accords recueillis."
    return f"Votre approbation est enregistrée. Il manque celle {AVEC[autre]}.", suite


def inscrit(a: Approbation, statut: Statut) -> str:
    """What was just recorded, and where the values stand."""
    geste = "Publication" if a.partie == PUBLICATION else f"Approbation {AVEC[a.partie]}"
    return f"{geste} enregistrée{INSEC}: {a.nom}, {a.reference}. {statut.texte}."


def resume(changements: Sequence[Changement]) -> str:
    """« 13 valeurs : 10 nouvelles, 2 remplacées, 1 sans changement »."""
    n = Counter(c.genre for c in changements)
    dits = [f"{francais.nombre(n[g])}{INSEC}{(UNE, PLUSIEURS)[n[g] > 1][g]}" for g in EFFETS if n[g]]
    return f"{francais.avec_unite(len(changements), 'valeurs')}{INSEC}: {', '.join(dits)}"


def doute(constat: Constat, sauts: Sequence[Saut]) -> tuple[str, list[str]]:
    """A rule that is broken, in words; then each case of it."""
    if constat.regle != "saut":
        return REGLES.get(constat.regle, constat.regle), [constat.trouve]
    dits = []
    for s in sauts:
        m = mesures()[s.code_mesure]
        avant, apres = (nombre(m, v) for v in (s.valeur_avant, s.valeur_apres))
        quoi = f"{m.dispositif}, {francais.en_phrase(m.court)}{INSEC}: {avant} {francais.en_periode(s.avant)}"
        dits.append(f"{quoi}, puis {apres} {francais.en_periode(s.apres)}")
    return f"À confirmer{INSEC}: {REGLES['saut']}.", dits


def refus(e: ErreurDonnees, lignes: Sequence[Ligne] = ()) -> tuple[str, str, list[str]]:
    """A refusal: the finding, what to do, every fault; with the rows of a form, one names its measure, not its row."""
    remede = REMEDES.get(e.regle, e.remede)
    if isinstance(e, ErreurSaisie):
        constat = f"{francais.avec_unite(len(e.fautes), 'cases')} à corriger{INSEC}: rien n’a été enregistré."
        dites = [faute_dite(f, lignes) for f in e.fautes]
        if not lignes:
            remede = "corriger ces cases dans le classeur, puis l’envoyer de nouveau ; celui-ci est gardé tel quel"
    else:
        constat = f"Refusé{INSEC}: {e.trouve}. Rien n’a été enregistré."
        abime = "ce n’est pas le modèle de cette page, ou il s’est abîmé en route"
        cause = abime if e.regle in PAS_LE_MODELE else e.cause
        dites = list(e.details) or ([f"Cause probable{INSEC}: {cause}."] if cause else [])
    return constat, f"À faire{INSEC}: {remede}." if remede else "", dites


def panne(e: ErreurDonnees | OSError) -> ErreurDonnees:
    """A refusal as it is; that of the disk, as a refusal."""
    return ErreurDonnees("disque", "", disque.dire(e)) if isinstance(e, OSError) else e


def faute_dite(f: Case, lignes: Sequence[Ligne] = ()) -> str:
    """« feuille Saisie, ligne 3, colonne Valeur : valeur négative (« -1 ») ; signe ou colonne confondus ».

    In a form, « Conventions de GTEC signées (2014), valeur : … ».
    """
    cite = f" («{INSEC}{f.exemple[:40]}{INSEC}»)" if f.exemple else ""
    ou = f"feuille {SAISIE}, ligne {f.ligne}, colonne {f.colonne}"
    if lignes:
        m, periode = lignes[f.ligne - PREMIERE_LIGNE]
        ou = f"{m.court} ({francais.periode_libelle(periode)}), {f.colonne.lower()}"
    return f"{ou}{INSEC}: {f.trouve}{cite}{FINE}; {f.cause}"


def liste_html(lignes: Sequence[str], sorte: str = ' class="obs-fautes"') -> str:
    """Faults, or cases of a doubt, one a line; escaped."""
    return f"<ul{sorte}>{''.join(f'<li>{escape(ligne)}</li>' for ligne in lignes)}</ul>"


def recu(partie: str, recues_nb: int, masquees_nb: int, instantane: str) -> str:
    """What was received, how much of it is hidden, and what comes next; no snapshot where all of it is reserved."""
    dont = f", dont {francais.avec_unite(masquees_nb, 'masquées')} par le secret statistique" if masquees_nb else ""
    suite = "Elles sont réservées aux signataires : rien n’est à approuver ni à publier."
    if instantane:
        suite = f"Chaque signataire doit maintenant approuver l’instantané {instantane}."
    return f"{francais.avec_unite(recues_nb, 'valeurs reçues')} {AVEC[partie]}{dont}. {suite}"


def manquantes(suivis: Iterable[Suivi], partie: str | None, annee: str = "") -> int:
    """How many values are past their due date, of a party, in a year or in all of them."""
    attentes = (a for s in suivis if s.proposition.partie == partie for a in s.attentes)
    return sum(a.etat in ("retard", "non_transmis") and a.periode.startswith(annee) for a in attentes)
