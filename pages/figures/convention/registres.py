"""What is kept of the convention, as lists: workbooks received and refused, proposals, steps of publication."""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.base import RESERVE
from data_loaders.contracts.convention import PARTIES, mesures
from data_loaders.convention import cadre, suivi
from data_loaders.convention.receptions import Refus
from data_loaders.francais import FINE, INSEC, echapper as escape
from data_loaders.versions.approbations import PUBLICATION, Approbation, Logo, Statut
from pages.figures import lecture
from pages.figures.aide import pli
from pages.figures.convention.cockpit import forme, lu
from pages.figures.convention.vue import AVEC, DECLARES, RESERVEE, nombre
from pages.figures.tables import Html, Table, en_tetes


def comment_html(cle: str) -> str:
    """How it is done: « transmettre », « approuver », « regler »; the commands folded, for who runs the product."""
    mots = DECLARES["comment"][cle]
    return f"<p>{mots['dit']}</p>" + pli(f"<p>{mots['commandes'].format(fichier=cadre.FICHIER)}</p>")


def logos_html(logos: Mapping[str, Logo]) -> str:
    """Logos of both signatories, side by side."""
    images = ""
    for p, x in logos.items():
        images += f'<img alt="{escape(PARTIES[p])}" src="data:{x.mime};base64,{b64encode(x.contenu).decode()}">'
    return f'<p class="obs-logos">{images}</p>'


def envois(df: pd.DataFrame) -> Table:
    """One row a workbook received, the newest first: who sent what, when."""
    lignes = []
    for (recu_le, numero), envoi in sorted(df.groupby(["recu_le", "numero"]), key=lambda g: g[0], reverse=True):
        # The halves of a year that the same workbook covers are not listed beside it.
        toutes = set(envoi["periode"])
        periodes = sorted(p for p in toutes if p[:4] == p or p[:4] not in toutes)
        qui = francais.enumeration([nom for p, nom in PARTIES.items() if p in set(envoi["partie"])])
        dits = envoi["fichier"].iloc[0], qui, francais.date_libelle(recu_le)
        dites = francais.enumeration([francais.periode_libelle(p) for p in periodes])
        comptes = map(francais.nombre, (envoi["code_mesure"].nunique(), envoi["value"].notna().sum()))
        lignes.append([francais.nombre(numero), *dits, dites, *comptes])
    return Table(en_tetes("Envoi #", "Classeur", "Partie", "Reçu le", "Périodes", "Mesures #", "Valeurs #"), lignes)


def titre_saisie(df: pd.DataFrame) -> str:
    """The finding of the view « Transmettre », a full sentence."""
    if df.empty:
        return "Aucun classeur n’a encore été reçu"
    n, dernier = df["numero"].nunique(), francais.date_libelle(df["recu_le"].max())
    if n == 1:
        return f"Un classeur a été reçu, le {dernier}"
    return f"{francais.nombre(n)} classeurs ont été reçus, le dernier le {dernier}"


def logos_dits(logos: Mapping[str, Logo], statut: Statut) -> str:
    """Why the logos are on screens and exports, or why they are not."""
    if not logos:
        return f"Aucun logo{INSEC}: il faut le fichier de chacun des deux signataires"
    if not statut.valide:
        return f"Les deux logos sont fournis{FINE}; ils paraîtront une fois les deux approbations recueillies"
    return "Les deux logos figurent sur le suivi et son relevé"


def receptions(df: pd.DataFrame) -> Table:
    """Every value received for a measure, the replaced ones included."""
    lignes = []
    for r in df.itertuples():
        dite = lecture.MOTS_STATUT[r.obs_status] if pd.isna(r.value) else nombre(mesures()[r.code_mesure], r.value)
        dite += f" ({RESERVEE})" if r.conf_status == RESERVE else ""
        quand = francais.periode_libelle(r.periode), PARTIES[r.partie], francais.date_libelle(r.recu_le)
        lignes.append([francais.nombre(r.numero), *quand, dite, r.fichier, r.commentaire or "aucun"])
    return Table(en_tetes("Envoi #", "Période", "Partie", "Reçu le", "Valeur #", "Fichier", "Commentaire"), lignes)


def refus(liste: Iterable[Refus]) -> Table:
    """Workbooks refused and kept; 0 fault is that of the whole file."""
    lignes = []
    for r in liste:
        fautes = francais.nombre(r.fautes_nb) if r.fautes_nb else "le fichier entier"
        suite = f"confirmé, puis publié ({r.publie})" if r.publie else "à corriger"
        quoi = francais.date_libelle(r.date[:10]), r.fichier, r.motif
        lignes.append([*quoi, fautes, suite, f"quarantine/{r.dossier}"])
    return Table(en_tetes("Date", "Fichier", "Première faute", "Fautes #", "Suite donnée", "Gardé dans"), lignes)


def propositions(c: cadre.Cadre) -> Table:
    """The catalogue: what the annex writes, then what is proposed beside it."""
    lignes = []
    for m in mesures().values():
        p = c.propositions[m.code]
        delai = f"fin de période + {p.delai_mois} mois" if m.rythme != suivi.SANS_RYTHME else "aucune, faute de rythme"
        cible = "cible non fixée" if p.cible is None else f"cible{INSEC}: {francais.nombre(p.cible)}"
        mesure = Html(f"{escape(m.court)} <small>({m.code})</small>")
        ecrits = f"annexe, {m.dispositif}{FINE}; titre {m.theme}", m.libelle, mesure, f"{m.unite}, {m.rythme}"
        lignes.append([*ecrits, PARTIES[p.partie], delai, f"{p.territoire}{FINE}; {cible}", p.statut])
    titres = ("Article", "Définition (libellé de l’annexe)", "Mesure", "Unité et rythme écrits", "Transmise par")
    return Table(en_tetes(*titres, "Échéance", "Territoire et cible", "Statut"), lignes)


def etapes_html(instantane: str, faites: Iterable[Approbation]) -> str:
    """The steps of a snapshot, "" when nothing was ever received, from values received to publication, as one list.

    `faites`: lines of the register about it; texts are escaped.
    """
    dites = {a.partie: f"{a.nom}, le {francais.date_libelle(a.date)}{FINE}; {a.reference}" for a in faites}
    recues = "Valeurs reçues", f"instantané {instantane}" if instantane else "aucune valeur transmise", bool(instantane)
    attendues = {p: (f"Approbation {de}", "à recueillir") for p, de in AVEC.items()}
    attendues[PUBLICATION] = "Publication", "à enregistrer, une fois les deux approbations recueillies"
    etapes = [recues, *((nom, dites.get(p, attente), p in dites) for p, (nom, attente) in attendues.items())]
    lignes = "".join(
        f"<li>{forme('recu' if fait else 'attendu')}<strong>{escape(nom)}</strong>"
        f"<span>{lu('fait, ' if fait else 'pas encore fait, ')}{escape(texte)}</span></li>"
        for nom, texte, fait in etapes
    )
    return f'<ol class="obs-accord">{lignes}</ol>'


def titre_publication(statut: Statut, instantane: str) -> str:
    """The finding of the view « Publication », a full sentence."""
    if not instantane:
        return f"Rien à approuver{INSEC}: aucune valeur n’a été transmise"
    if statut.publie_le:
        return f"Les valeurs de l’annexe sont publiées depuis le {francais.date_libelle(statut.publie_le)}"
    if statut.valide:
        return "Les deux signataires ont approuvé les valeurs de l’annexe"
    if statut.parties:
        return f"Il manque l’approbation {next(AVEC[p] for p in PARTIES if p not in statut.parties)}"
    return "Aucun des deux signataires n’a encore approuvé les valeurs reçues"


def statuts(lignes: Iterable[tuple[str, Sequence[str], Statut]]) -> Table:
    """One row a dataset, of its name, its official snapshots in place, their status."""
    dites = [[francais.nombre(len(instantanes)), nom, statut.texte] for nom, instantanes, statut in lignes]
    return Table(en_tetes("Instantanés en place #", "Jeu de données", "Statut"), dites)
