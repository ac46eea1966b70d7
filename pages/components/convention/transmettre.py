"""Sending values: a form or a workbook, examined without effect, then received once confirmed."""

import contextlib
import hashlib
import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import streamlit as st

from data_loaders.contracts.convention import PARTIES, PERIODE, mesures
from data_loaders.convention import receptions
from data_loaders.convention.cadre import Cadre
from data_loaders.convention.suivi import Suivi
from data_loaders.erreurs import DemandeInvalide, ErreurDonnees, mettre_en_quarantaine
from data_loaders.francais import FINE, INSEC, avec_unite
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import ecrire_atomique
from data_loaders.sources import convention as convention_modele, envois
from data_loaders.sources.convention import COMMENTAIRE_MAX, PREMIERE_LIGNE, RESERVEE, ErreurSaisie, Ligne, Saisie
from geo.reglages import racine_reservee
from pages.components import acces, cache, choices, convention, exports, figure_block, identite
from pages.figures import tables
from pages.figures.convention import registres, saisie

COMMENTAIRE = "Commentaire, sans donnée personnelle"
NOM_OCTETS_MAX = 120  # of a file: a system takes 255 of them
# Of the session: what waits for a confirmation, the envoi refused and why, what was just done, how many files came, and
# whether the draft was opened.
ATTENTE, REFUS, FAIT, RANG = "_saisie_attente", "_saisie_refus", "_saisie_fait", "_saisie_rang"
OUVERT = "_saisie_brouillon"


class Envoi(NamedTuple):
    """A workbook read by this session; `lignes` are those of the form it was made from, none for a file."""

    nom: str
    octets: bytes
    lignes: tuple[Ligne, ...]


class Attente(NamedTuple):
    """An envoi examined, to be confirmed; `dits`: what its reception says, which a second click finds done already."""

    envoi: Envoi
    examen: envois.Examen
    dits: list[str]


def montrer(donnees: Donnees, present: acces.Agent) -> None:
    """The whole view."""
    cadre, partie = cache.lire_cadre(donnees), present.partie
    suivis = cache.suivis_annexe(donnees, cadre, date.today())
    titre = saisie.titre(partie, saisie.manquantes(suivis, partie))
    identite.titre(titre, "Valeurs de l’annexe, examinées avant d’être reçues")
    acces.dire_identite(present)
    if fait := st.session_state.get(FAIT):
        identite.alerter("success", fait)
    if partie is None:
        identite.etat_vide(saisie.TEMOIN, "Les modèles et les envois reçus sont dans la convention, sous Transmettre.")
    elif ATTENTE in st.session_state:
        _confirmer(st.session_state[ATTENTE])
    else:
        _saisir(donnees, cadre, suivis, present, partie)
    with st.container(key="bloc-envois"):
        dit = f"Envois reçus, le dernier en tête{FINE}; rien n’est effacé"
        figure_block.titrer("Qui a transmis quoi, et quand", dit)
        convention.empiler(registres.envois(cache.recues(donnees)), "Envois reçus", "Aucun envoi n’a été reçu.")
        if refuses := receptions.refuses(racine_reservee()):
            with st.expander(f"Classeurs refusés ici, gardés tels quels ({len(refuses)})"):
                convention.empiler(registres.refus(refuses), "Classeurs refusés ici")


def _saisir(donnees: Donnees, cadre: Cadre, suivis: Sequence[Suivi], present: acces.Agent, partie: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="champs-saisie"):
        moyen = choices.boutons("Façon de transmettre", convention.MOYENS, "moyen")
        annee = choices.un_seul("Année", {a: a for a in convention_modele.annees(cadre.fin)}, "annee_saisie")
        dit, nom = f"Modèle à remplir{INSEC}: {PARTIES[partie]}, {annee}", f"convention_{partie}_{annee}.xlsx"
        exports.bouton(dit, lambda: convention_modele.octets(partie, annee, cadre), nom, exports.XLSX)
    lignes = tuple(convention_modele.lignes(partie, annee, cadre))
    if not st.session_state.get(OUVERT):
        st.session_state.update(lire_brouillon(present))
        st.session_state[OUVERT] = True
    if refuse := st.session_state.get(REFUS):
        _montrer_refus(*refuse)
    if moyen != "classeur":
        return _formulaire(donnees, lignes, partie, annee, saisie.manquantes(suivis, partie, annee))
    with st.container(key="bloc-depot"):
        dit = f"Le modèle de {saisie.POUR[partie]}, en XLSX ou ODS{FINE}; sa colonne Diffusion réserve une valeur aux "
        dit += f"signataires{FINE}; il est examiné, rien n’est encore enregistré"
        figure_block.titrer("Classeur rempli", dit)
        cle = f"depot-{st.session_state.setdefault(RANG, 0)}"
        # Of any name: Streamlit stops the page on another one, where a refusal says what to do and is logged.
        st.file_uploader("Classeur à envoyer", key=cle, max_upload_size=2, on_change=_deposer, args=(cle,))  # MB


def _deposer(cle: str) -> None:
    """Callback: examine the file that has just arrived; the field is then ready for another one."""
    if fichier := st.session_state.get(cle):
        st.session_state[RANG] += 1
        _examiner(Envoi(nom_sur(fichier.name), fichier.getvalue(), ()))


def nom_sur(nom: str) -> str:
    """Name of a file sent by somebody, without folder, invisible character nor leading dot."""
    base = re.sub(r"[^\w .()’'-]", "_", re.split(r"[/\\]", nom)[-1]).lstrip(". ")
    return base.encode()[-NOM_OCTETS_MAX:].decode(errors="ignore") or "classeur.xlsx"


def _formulaire(donnees: Donnees, lignes: tuple[Ligne, ...], partie: str, annee: str, manquantes_nb: int) -> None:
    en_place, (envoi, erreur) = _en_place(donnees), st.session_state.get(REFUS, (None, None))
    fautes = erreur.fautes if isinstance(erreur, ErreurSaisie) and envoi.lignes == lignes else ()
    with st.container(key="bloc-formulaire"):
        reste = f"{FINE}; {avec_unite(manquantes_nb, 'valeurs')} à transmettre pour {annee}" if manquantes_nb else ""
        figure_block.titrer(f"{PARTIES[partie]}, {annee}", f"{saisie.CONSIGNE}{reste}")
        dispositif = ""
        for i, (m, periode) in enumerate(lignes):
            if m.dispositif != dispositif:
                dispositif = m.dispositif
                st.html(f"<h3>{saisie.escape(dispositif)}</h3>")
            libelle, deja = saisie.champ((m, periode), en_place.get((m.code, periode, partie)))
            with st.container(key=f"ligne-saisie-{i}"):
                gauche, milieu, droite = st.columns([6, 2, 5], vertical_alignment="center")
                gauche.html(f"<p>{saisie.escape(libelle)}<small>{saisie.escape(deja)}</small></p>")
                champs = [(milieu, "valeur", libelle, "Valeur", 40)]
                champs += [(droite, "commentaire", f"Commentaire{INSEC}: {libelle}", COMMENTAIRE, COMMENTAIRE_MAX)]
                for place, champ, dit, exemple, longueur in champs:
                    cle = cle_champ(champ, m.code, periode)
                    suite = {"on_change": _garder, "args": (cle,), "persist_state": "session"}
                    vu = {"placeholder": exemple, "label_visibility": "collapsed"}
                    place.text_input(dit, key=cle, max_chars=longueur, **vu, **suite)
                if siennes := [f"{f.trouve}{FINE}; {f.cause}" for f in fautes if f.ligne == i + PREMIERE_LIGNE]:
                    st.html(saisie.liste_html(siennes))
        quoi = donnees, lignes, partie, annee
        acces.bouton("Examiner avant d’envoyer", "examiner", "fact_check", _examiner_formulaire, *quoi)


def _garder(cle: str) -> None:
    """Callback: a field was left; what is typed outlives the session."""
    if present := acces.agent():
        with contextlib.suppress(OSError):  # what is typed is still in the page
            garder_brouillon(present, {cle: st.session_state[cle] or ""})


def _en_place(donnees: Donnees) -> dict[tuple[str, str, str], receptions.Valeur]:
    return receptions.valeurs(donnees.lire(receptions.DATASET)) if donnees.millesimes(receptions.DATASET) else {}


def _examiner_formulaire(donnees: Donnees, lignes: tuple[Ligne, ...], partie: str, annee: str) -> None:
    """Callback: what is typed becomes a workbook, examined as one that was sent."""
    en_place = _en_place(donnees)
    saisies = []
    for m, p in lignes:
        tapes = (st.session_state.get(cle_champ(champ, m.code, p)) or "" for champ in CHAMPS)
        deja = en_place.get((m.code, p, partie))  # what is reserved stays so: only a workbook says otherwise
        saisies.append(Saisie(*tapes, RESERVEE if deja and deja.reservee else ""))
    octets = convention_modele.octets_remplis(lignes, saisies, cache.lire_cadre(donnees))
    _examiner(Envoi(f"saisie_{partie}_{annee}.xlsx", octets, lignes))


def _examiner(envoi: Envoi) -> None:
    """What receiving an envoi would do, logged, for who is there; a file refused is put aside, a form stays typed."""
    _laisser(REFUS, FAIT)
    present = acces.agent()
    if present is None or present.partie is None:
        return
    try:
        with _ecrit(envoi) as chemin:
            try:
                if chemin.suffix.lower() not in (".xlsx", ".ods"):
                    dit = "ce nom n’est ni celui d’un classeur XLSX, ni celui d’un ODS"
                    raise ErreurDonnees("format", envoi.nom, dit)
                examen = envois.examiner(Donnees(), chemin, (present.partie,))
            except ErreurDonnees as e:
                acces.journal("convention.refus", **_trace(envoi), regle=e.regle)
                if not envoi.lignes:
                    with contextlib.suppress(OSError):  # the refusal is what matters
                        mettre_en_quarantaine(racine_reservee(), chemin, e, receptions.DATASET)
                raise
        faits = {"valeurs": len(examen.changements), "en_place": examen.en_place}
        acces.journal("convention.examen", **_trace(envoi), **faits)
        st.session_state[ATTENTE] = Attente(envoi, examen, [])
    except (ErreurDonnees, OSError) as e:
        st.session_state[REFUS] = envoi, saisie.panne(e)


@contextlib.contextmanager
def _ecrit(envoi: Envoi) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as dossier:
        chemin = Path(dossier) / envoi.nom
        chemin.write_bytes(envoi.octets)
        yield chemin


def _trace(envoi: Envoi) -> dict[str, str]:
    return {"fichier": envoi.nom, "sha256": hashlib.sha256(envoi.octets).hexdigest()}


def _montrer_refus(envoi: Envoi, erreur: ErreurDonnees) -> None:
    constat, suite, dites = saisie.refus(erreur, envoi.lignes)
    if erreur.regle == "vide" and envoi.octets:
        constat, suite, dites = *saisie.VIDE_ENVOI, []
    with st.container(key="bloc-refus"):
        identite.alerter("error", constat)
        if dites:
            st.html(saisie.liste_html(dites))
        if suite:
            st.html(f"<p>{saisie.escape(suite)}</p>")


def _confirmer(attente: Attente) -> None:
    examen = attente.examen
    if refuse := st.session_state.get(REFUS):
        constat, suite, _ = saisie.refus(refuse[1])
        identite.alerter("error", f"{constat} {suite}")
    with st.container(key="bloc-examen"):
        dit = f"{saisie.resume(examen.changements)}{FINE}; rien ne l’est encore"
        figure_block.titrer("Ce qui serait enregistré", dit)
        st.html(tables.en_html(saisie.envoi(examen.changements), "Valeurs de cet envoi", empile=True))
        if not examen.nouveau:
            identite.etat_vide(saisie.DEJA_RECU)
        regles = {c.regle: c for c in examen.doutes}
        for regle, constat in regles.items():
            dit, cas = saisie.doute(constat, examen.sauts)
            with st.container(key=f"doute-{regle}"):
                identite.alerter("warning", dit)
                st.html(saisie.liste_html(cas, ""))
                comment = {"max_chars": envois.MOTIF_MAX, "help": saisie.MOTIF_AIDE, "persist_state": "session"}
                st.text_input("Pourquoi ces valeurs sont justes", key=f"motif-{regle}", **comment)
        with st.container(horizontal=True, key="gestes-saisie"):
            if examen.nouveau:
                dit = "Confirmer et transmettre" if regles else "Transmettre ces valeurs"
                acces.bouton(dit, "recevoir", "check", _recevoir, attente, tuple(regles))
            laisser = {"icon": ":material/undo:", "on_click": _laisser, "args": (ATTENTE, REFUS)}
            st.button("Revenir sans rien enregistrer", key="abandonner", **laisser)
            nom = re.sub(r"[^A-Za-z0-9._-]", "_", attente.envoi.nom)
            exports.bouton("Garder ce classeur", lambda: attente.envoi.octets, nom, exports.XLSX)


def _laisser(*cles: str) -> None:
    for cle in cles:
        st.session_state.pop(cle, None)


def _recevoir(attente: Attente, regles: tuple[str, ...]) -> None:
    """Callback: receive what was shown; a second click finds it known already."""
    present = acces.agent()
    if present is None or present.partie is None or st.session_state.get(ATTENTE) is not attente:
        return
    _laisser(REFUS)
    motifs = {regle: st.session_state.get(f"motif-{regle}") or "" for regle in regles}
    envoi, examen, dits = attente
    with _ecrit(envoi) as chemin:
        try:
            # First: what could not be logged is not done.
            acces.journal("convention.envoi", **_trace(envoi), confirmees=list(regles))
            publie = envois.recevoir(Donnees(), chemin, (present.partie,), examen.en_place, motifs)
        except DemandeInvalide:
            st.session_state[REFUS] = envoi, ErreurDonnees("motif", envoi.nom, saisie.MOTIF_MANQUE)
            return
        except ErreurDonnees as e:
            with contextlib.suppress(OSError):  # the refusal is what matters
                acces.journal("convention.refus", **_trace(envoi), regle=e.regle)
            if e.regle == "examen":
                _examiner(envoi)
            st.session_state[REFUS] = envoi, e
            return
        except OSError as e:
            st.session_state[REFUS] = envoi, saisie.panne(e)
            return
    if publie:
        envoyees = examen.lu.observations["obs_status"]
        publics = [e["instantane"] for e in Donnees().officiel.courant().get(receptions.DATASET, {}).values()]
        a_approuver = publie.identifiant if publie.identifiant in publics else ""
        dits.append(saisie.recu(present.partie, len(envoyees), int(envoyees.eq("Q").sum()), a_approuver))
        with contextlib.suppress(OSError):  # it is received: its manifest says so too
            acces.journal("convention.recu", **_trace(envoi), instantane=publie.identifiant)
    st.session_state[FAIT] = dits[-1] if dits else saisie.DEJA_RECU
    _oublier(present, envoi, regles)


def _oublier(present: acces.Agent, envoi: Envoi, regles: tuple[str, ...]) -> None:
    """Empty the fields of what was received, and show what is in force now."""
    cles = [cle_champ(champ, m.code, p) for m, p in envoi.lignes for champ in CHAMPS]
    with contextlib.suppress(OSError):  # typed again, it would be known already
        garder_brouillon(present, dict.fromkeys(cles, ""))
    for cle in (*cles, *(f"motif-{regle}" for regle in regles)):
        st.session_state[cle] = ""
    _laisser(ATTENTE)
    cache.oublier()


BROUILLONS: Final = "brouillons"  # what each person typed and has not sent
CHAMPS: Final = ("valeur", "commentaire")
_CLE_CHAMP: Final = re.compile(
    rf"saisie-(?:{'|'.join(CHAMPS)})-({'|'.join(mesures())})-{PERIODE['non précisé']}", re.ASCII
)


def cle_champ(champ: str, code: str, periode: str) -> str:
    """Key of a field in the session, and in the draft."""
    return f"saisie-{champ}-{code}-{periode}"


def lire_brouillon(agent: acces.Agent) -> dict[str, str]:
    """What this person typed and has not sent; a file that cannot be read is no draft."""
    try:
        lu = json.loads(_fichier_brouillon(agent).read_text("utf-8"))
        return {c: str(t)[:COMMENTAIRE_MAX] for c, t in lu.items() if _CLE_CHAMP.fullmatch(c)}
    except (OSError, ValueError, AttributeError):
        return {}


def garder_brouillon(agent: acces.Agent, tapes: Mapping[str, str]) -> None:
    """Add what was typed to a draft; an empty text forgets its field, an empty draft its file. Raises OSError."""
    reste = {c: t for c, t in (lire_brouillon(agent) | tapes).items() if t}
    if reste:
        ecrire_atomique(_fichier_brouillon(agent), json.dumps(reste, ensure_ascii=False).encode())
    else:
        _fichier_brouillon(agent).unlink(missing_ok=True)


def _fichier_brouillon(agent: acces.Agent) -> Path:
    return racine_reservee() / BROUILLONS / f"{agent.cle}.json"
