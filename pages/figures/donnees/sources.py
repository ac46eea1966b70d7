"""What the page Données lists: datasets, zonings, how to load, and what each column means, from the contracts."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

import pyarrow as pa

from data_loaders import francais
from data_loaders.contexte.publications import THEMES, Publication
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import CONF_STATUS, OBS_STATUS
from data_loaders.exports import jeux as jeux_exportes
from data_loaders.exports.jeux import EN_FRANCAIS
from data_loaders.francais import INSEC, echapper as escape, typographier
from data_loaders.jeux import JEUX, commandes
from data_loaders.magasin.donnees import Donnees
from data_loaders.requetes import dictionnaire
from data_loaders.requetes.lignes import COLONNES
from data_loaders.sources import producteurs
from data_loaders.sources.producteurs import Passage
from data_loaders.versions import approbations
from data_loaders.versions.approbations import Statut
from geo import zonages
from pages.figures.donnees import catalogue
from pages.figures.tables import Html, Table, en_html, en_tetes, lien

# Datasets of which no producer publishes a file: a workbook is written, filled, then imported.
SAISIS = frozenset({"convention", "labellisation", "gtec", "comites", "interim", "offre", "sites", "publications"})
EXPLICATIONS = {
    "attesté": "périmètre publié par l’organisme compétent",
    "déduit": "périmètre reconstitué à partir d’une source officielle, à l’EPCI près",
    "hypothèse de travail": "le périmètre d’origine n’est publié nulle part : celui-ci est à remplacer par un fichier",
}


def sources(d: Donnees, jour: date) -> dict[str, list[list[str]]]:
    """One row a dataset, the latest first: title, producer, last period, freshness on a day. They are `suivies`,
    `sans_echeance` (they promise no date) or `non_transmises`, never sent."""
    lus = {nom: catalogue.fraicheur_de(d, nom, jour) for nom in JEUX}
    groupes = {"attendu": "non_transmises", "gris": "sans_echeance"}
    triees: dict[str, list[list[str]]] = {g: [] for g in ("suivies", *groupes.values())}
    for nom in sorted(lus, key=lambda n: (lus[n].ton != "retard", lus[n].attendu_le or date.max)):
        periodes, f = d.periodes(nom), lus[nom]
        derniere, fraiche = francais.periode_libelle(periodes[-1]) if periodes else "aucune", f.texte
        if periodes and re.fullmatch(r"\d{4}-\d\d-\d\d", periodes[-1], re.ASCII):
            derniere = f"reçu le {francais.date_libelle(periodes[-1])}"
        if f.ton in ("ok", "retard", "demo"):
            mots = {"retard": "attendu le", "ok": "suivant le"}.get(f.ton)
            suite = f" {mots} {escape(francais.date_libelle(f.attendu_le))}" if mots else ""
            fraiche = Html(f'<span class="obs-badge obs-badge--{f.ton}">{escape(f.texte)}</span>{suite}')
        ligne = [CONTRATS[nom].titre, CONTRATS[nom].producteur, derniere, fraiche]
        triees[groupes.get(f.ton, "suivies")].append(ligne)
    return triees


def inventees(d: Donnees) -> bool:
    """Whether no official file is loaded."""
    return not any(map(d.officiel.millesimes, JEUX))


def titre(d: Donnees, jour: date) -> str:
    """What is missing, or that nothing is."""
    tardifs = catalogue.manquants(d, jour)
    if tardifs:
        manque, depuis = francais.avec_unite(len(tardifs), "fichiers"), tardifs[0][1].attendu_le
        return f"Il manque {manque}, le plus ancien attendu depuis le {francais.date_libelle(depuis)}"
    if inventees(d):
        return f"Données{INSEC}: les chiffres sont inventés, en attendant les fichiers des producteurs"
    return f"Données{INSEC}: tous les fichiers attendus sont là"


def sources_html(lignes: Sequence[Sequence[str]], legende: str) -> str:
    """The table of some rows of `sources`."""
    entetes = en_tetes("", "Jeu de données", "Producteur", "Dernière période", "Fraîcheur")
    return en_html((entetes, [["", *ligne] for ligne in lignes]), legende, empile=True)


def visites(connues: Mapping[str, Passage]) -> Html:
    """What the last visit to each producer gave; empty before the first one."""
    titres = {commande: JEUX[dataset].contrat.titre for dataset, commande in reversed(commandes().items())}
    dites = (
        f"{titres.get(source, source)}, le {francais.date_libelle(p.le[:10])}{INSEC}: {p.issue}, {p.dit}"
        for source, p in connues.items()
    )
    lignes = "".join(f"<li>{escape(dite)}</li>" for dite in dites)
    return Html(f"<p>Dernière visite chez les producteurs{INSEC}:</p><ul>{lignes}</ul>" if connues else "")


def lus_html(d: Donnees, dataset: str) -> str:
    """One row a snapshot in force, newest first: the file it was read in, and what was confirmed or noticed then."""
    lignes = []
    for millesime in reversed(d.millesimes(dataset)):
        i = d.instantane(dataset, millesime)
        s, m = i.source, i.manifeste
        confirmees = []
        for c in m["confirmations"]:
            motif = f" (motif{INSEC}: {c['motif']})" if "motif" in c else ""
            confirmees.append(f"règle {c['regle']} confirmée{INSEC}: {c['constat']}{motif}")
        dites = [*confirmees, *i.retrouves, *m["notes"], *m["remarques"]]
        remarques = " ; ".join(dites).replace(" ;", f"{francais.FINE};") or "aucune"
        lu = f"{s['fichier']} ({francais.avec_unite(s['octets'], 'octets')})"
        quand = francais.date_libelle(s["recupere_le"])
        codes = (Html(f"<code>{escape(code)}</code>") for code in (i.identifiant, s["sha256"]))
        lignes.append([francais.periode_libelle(millesime), lu, lien(s["adresse"]), quand, *codes, remarques])
    entetes = en_tetes("Millésime", "Fichier lu", "Adresse", "Lu le", "Instantané", "Empreinte (SHA-256)", "Remarques")
    titre = f"Instantanés en place, {CONTRATS[dataset].titre}"
    return en_html((entetes, lignes), titre, empile=True) if lignes else ""


def commandes_html(d: Donnees, jour: date) -> str:
    """What to fetch for each dataset, where, and the command that loads it, for who loads the data; late ones first."""
    tardifs, lignes = [nom for nom, _ in catalogue.manquants(d, jour)], ""
    for nom in (*tardifs, *(n for n in JEUX if n not in tardifs)):
        commande = JEUX[nom].commande
        dite = f"<code>python -m data_loaders modele {commande} FICHIER.xlsx</code>, remplir ce classeur"
        if nom not in SAISIS:
            fiche = producteurs.fiche(commande)
            fichier, page = fiche.get("fichier", "").replace("{millesime}", "AAAA"), fiche.get("page", "")
            dite = escape(", ".join(filter(None, (fichier, fiche.get("frequence")))))
            dite += f", {lien(page)}" if dite and page else ""
        importer = f"{dite and f'{dite}, puis '}<code>python -m data_loaders importer {commande} FICHIER</code>"
        lignes += f"<li>{escape(CONTRATS[nom].titre)}{INSEC}: {importer}</li>"
    return f"<ul>{lignes}</ul>"


def publications(trouvees: Sequence[Publication]) -> Table:
    """One row a publication: producer, title as a link, themes, territories, date, address in letters."""
    lignes = []
    for p in trouvees:
        themes = ", ".join(THEMES[t] for t in p.themes)
        ou = ", ".join(zonages.libelle_zone(*z.split(":", 1)) for z in p.zones) or "absents du découpage en place"
        quand = francais.periode_libelle(p.date) or "tenue à jour"
        lignes.append([p.producteur, lien(p.adresse, p.titre), themes, ou, quand, p.adresse])
    return Table(en_tetes("Producteur", "Titre", "Thèmes", "Territoires", "Date", "Adresse"), lignes)


def etat(d: Donnees, dataset: str) -> str:
    """Whether the figures of a dataset are official, and who answers for them."""
    if not d.millesimes(dataset):
        return "Aucun fichier n’est chargé pour ce jeu."
    if d.est_demonstration(dataset):
        return "Chiffres inventés, de la forme des vrais, pour essayer l’outil sans fichier."
    return f"Officiel{INSEC}; {jeux_exportes.statut(d, dataset).texte}."


def statut_commun(d: Donnees) -> Statut | None:
    """Where the joint work of the signatories stands, all its datasets together; None when none is loaded."""
    lus = [jeux_exportes.statut(d, dataset) for dataset in JEUX if d.millesimes(dataset)]
    communs = [s for s in lus if s.nature == approbations.COMMUN]
    return approbations.commun(communs) if communs else None


def perimetres_html() -> str:
    """One row a zoning: name, zones, confidence and what it means, vintage, source."""
    entetes = en_tetes("Code", "Découpage", "Zones #", "Confiance", "Millésime", "Source")
    lignes = []
    for z in zonages.zonages().values():
        n, sure = francais.nombre(len(zonages.zones(z.code))), f"{z.confiance}{INSEC}: {EXPLICATIONS[z.confiance]}"
        source = z.source + (" (chargé par fichier)" if z.charge else "")
        lignes.append([z.code, z.libelle, n, sure, z.millesime, source])
    return en_html((entetes, lignes), "Découpages du territoire", empile=True)


# column -> words of its codes
CODES = {"obs_status": OBS_STATUS, "conf_status": CONF_STATUS}


EXCEL = (
    f"À l’ouverture d’un CSV, Excel prend 2019-12 pour une date et ôte les zéros de 0051{INSEC}: le classeur (XLSX) "
    "les garde en texte, avec ses titres figés et leurs filtres. Pour garder le CSV, passer par Données, À partir d’un "
    "fichier texte, et dire « Texte » pour les codes et les périodes."
)


def indicateurs_html(d: Donnees) -> str:
    """What each indicator is, formally, with the periods for which it is known, folded by subject."""
    entetes = en_tetes("", "Indicateur", "Définition", "Unité", "Divisé par", "Champ", "Source", "Périodes chargées")
    sujets: dict[str, list[list[str]]] = {}
    for i in dictionnaire.connus().values():
        f = dictionnaire.fiche(d, i)
        dites = [
            f"{zonages.zonage(z).libelle}{INSEC}: {francais.etendue_periodes(p) if p else 'aucune'}"
            for z, p in f["periodes"].items()
        ]
        nom = f"{f['libelle']} ({f['indicateur']})"
        textes = (f["definition"], f["unite"], f["denominateur"], f["champ"], f["source"])
        sujets.setdefault(i.theme, []).append(["", nom, *map(typographier, textes), " ; ".join(dites)])
    return "".join(
        f'<details class="obs-sujet"><summary>{escape(sujet)} ({len(lignes)})</summary>'
        f"{en_html((entetes, lignes), f'Indicateurs, {sujet}', empile=True)}</details>"
        for sujet, lignes in sujets.items()
    )


def fichiers_html() -> str:
    """One row a heading of the files that hold figures, in their order."""
    lignes = [["", nom, typographier(sens)] for nom, sens in COLONNES.items()]
    entetes = en_tetes("", "Colonne", "Ce qu’elle veut dire")
    return en_html((entetes, lignes), "Colonnes des fichiers de chiffres", empile=True)


def colonnes_html(dataset: str) -> str:
    """One row a column of a dataset, in the order of its tables; a column of the key is marked."""
    types = {pa.types.is_string: "texte", pa.types.is_integer: "nombre entier", pa.types.is_boolean: "oui ou non"}
    contrat, lignes = CONTRATS[dataset], []
    for nom, table in contrat.tables.items():
        for c in table.colonnes:
            dite = EN_FRANCAIS.get(c.nom, c.nom) + (" (clé)" if c.nom in table.cle else "")
            genre = next((dit for est, dit in types.items() if est(c.type)), "nombre")
            codes = CODES.get(c.nom, {})
            admises = [", ".join(f"{v} ({codes[v]})" if v in codes else v for v in c.valeurs)] if c.valeurs else []
            admises += [f"de {' à '.join(map(francais.nombre, c.bornes))}"] if c.bornes else []
            admises += [f"forme{INSEC}: {c.motif}"] if c.motif else []
            admises += ["peut être vide"] if c.nulle else []
            lignes.append([nom, dite, genre, c.description, c.unite, " ; ".join(admises)])
    entetes = en_tetes("Table", "Colonne", "Type", "Description", "Unité", "Valeurs admises")
    return en_html((entetes, lignes), contrat.titre, empile=True)
