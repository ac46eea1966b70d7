"""What the page Données lists: datasets with their vintages, zonings with their confidence, how to load."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from data_loaders import francais
from data_loaders.contexte.publications import THEMES, Publication
from data_loaders.contracts import CONTRATS
from data_loaders.exports import jeux as jeux_exportes
from data_loaders.francais import INSEC, echapper as escape
from data_loaders.importation.passages import Passage
from data_loaders.jeux import JEUX, commandes
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import adresses
from data_loaders.versions import approbations
from data_loaders.versions.approbations import Approbation, Statut
from geo import zonages
from pages.figures.donnees import catalogue
from pages.figures.donnees.catalogue import Fraicheur
from pages.figures.tables import Html, tableau_html

# Datasets of which no producer publishes a file: a workbook is written, filled, then imported.
SAISIS = frozenset({"convention", "labellisation", "gtec", "comites", "interim", "offre", "sites", "publications"})
EXPLICATIONS = {
    "attesté": "périmètre publié par l’organisme compétent",
    "déduit": "périmètre reconstitué à partir d’une source officielle, à l’EPCI près",
    "hypothèse de travail": "le périmètre d’origine n’est publié nulle part : celui-ci est à remplacer par un fichier",
}


def sources(d: Donnees, jour: date, periodes_de: Callable[[str], tuple[str, ...]]) -> list[list[str]]:
    """One row a dataset: producer, title, vintages, state, freshness on a day; `periodes_de`: `Donnees.periodes`.

    Those that are late come first, the latest at the head.
    """
    lignes = []
    tardifs = [nom for nom, _ in catalogue.manquants(d, jour, periodes_de)]
    for nom in (*tardifs, *(n for n in JEUX if n not in tardifs)):
        contrat = CONTRATS[nom]
        periodes = periodes_de(nom)
        lignes.append(
            [
                contrat.producteur,
                contrat.titre,
                _periodes(periodes),
                _etat(d, nom),
                _fraicheur(catalogue.fraicheur_de(d, nom, jour, periodes)),
            ]
        )
    return lignes


ENTETES = [(t, False) for t in ("Producteur", "Jeu de données", "Périodes", "État", "Fraîcheur")]


def sources_html(d: Donnees, jour: date, _approuvees: Sequence[Approbation]) -> str:
    """The table of `sources`; it is another one after an approval."""
    return tableau_html(ENTETES, sources(d, jour, d.periodes), "Jeux de données chargés", empile=True)


def visites(connues: Mapping[str, Passage]) -> Html:
    """What the last visit to each producer gave; empty before the first one."""
    titres = {commande: JEUX[dataset].contrat.titre for dataset, commande in reversed(commandes().items())}
    dites = (
        f"{titres.get(source, source)}, le {francais.date_libelle(p.le[:10])}{INSEC}: {p.issue}, {p.dit}"
        for source, p in connues.items()
    )
    lignes = "".join(f"<li>{escape(dite)}</li>" for dite in dites)
    return Html(f"<p>Dernière visite chez les producteurs{INSEC}:</p><ul>{lignes}</ul>" if connues else "")


ENTETES_LUS = [
    (t, False)
    for t in (
        "Millésime",
        "Fichier lu",
        "Adresse",
        "Lu le",
        "Instantané",
        "Empreinte (SHA-256)",
        "Remarques",
    )
]


def lus(d: Donnees, dataset: str) -> list[list[str]]:
    """One row a snapshot in force, newest first: the file it was read in, and what was confirmed or noticed then."""
    lignes = []
    for millesime in reversed(d.millesimes(dataset)):
        i = d.instantane(dataset, millesime)
        s, m = i.source, i.manifeste
        dites = [*map(_confirmee, m["confirmations"]), *i.retrouves, *m["notes"], *m["remarques"]]
        remarques = " ; ".join(dites).replace(" ;", f"{francais.FINE};")
        adresse = s["adresse"]
        lien = Html(f'<a href="{escape(adresse)}" target="_blank" rel="noreferrer">{escape(adresse)}</a>')
        lignes.append(
            [
                _periode(millesime) if francais.rythme_periode(millesime) else millesime,
                f"{s['fichier']} ({francais.avec_unite(s['octets'], 'octets')})",
                lien if adresse.startswith("https://") else adresse,
                catalogue.jour_libelle(date.fromisoformat(s["recupere_le"])) if s["recupere_le"] else "",
                Html(f"<code>{escape(i.identifiant)}</code>"),
                Html(f"<code>{escape(s['sha256'])}</code>"),
                remarques or "aucune",
            ]
        )
    return lignes


def lus_html(d: Donnees, dataset: str) -> str:
    """The table of `lus`; "" when nothing is in force."""
    lignes = lus(d, dataset)
    titre = f"Instantanés en place, {CONTRATS[dataset].titre}"
    return tableau_html(ENTETES_LUS, lignes, titre, empile=True) if lignes else ""


def _confirmee(c: Mapping[str, str]) -> str:
    motif = f" (motif{INSEC}: {c['motif']})" if "motif" in c else ""
    return f"règle {c['regle']} confirmée{INSEC}: {c['constat']}{motif}"


def manquants_html(d: Donnees, jour: date) -> str:
    """Files that should have come, the latest first, each with what to fetch, where, and the command; "" when none."""
    tardifs = catalogue.manquants(d, jour, d.periodes)
    if not tardifs:
        return ""
    lignes = "".join(
        f"<li>{escape(CONTRATS[nom].titre)}, {escape(catalogue.echeance(f))}{INSEC}: {_charger(nom)}</li>"
        for nom, f in tardifs
    )
    return f"<p>Il manque {francais.avec_unite(len(tardifs), 'fichiers')}{INSEC}:</p><ul>{lignes}</ul>"


def commandes_html() -> str:
    """What to fetch for each dataset, where, and the command that loads it, for who loads the data."""
    lignes = "".join(f"<li>{escape(j.contrat.titre)}{INSEC}: {_charger(nom)}</li>" for nom, j in JEUX.items())
    return f"<ul>{lignes}</ul>"


def _charger(dataset: str) -> Html:
    importer = f"<code>python -m data_loaders importer {JEUX[dataset].commande} FICHIER</code>"
    if dataset not in SAISIS:
        fiche = adresses.fiche(JEUX[dataset].commande)
        page = escape(fiche.get("page", ""))
        lien = f', <a href="{page}" target="_blank" rel="noreferrer">{page}</a>' if page else ""
        dite = escape(", ".join(filter(None, (fiche.get("fichier"), fiche.get("frequence")))))
        return Html(f"{dite}{lien}, puis {importer}" if dite else importer)
    modele = f"<code>python -m data_loaders modele {JEUX[dataset].commande} FICHIER.xlsx</code>"
    return Html(f"{modele}, remplir ce classeur, puis {importer}")


def _periodes(periodes: tuple[str, ...]) -> str:
    if not periodes:
        return "aucune"
    if len(periodes) <= 6:
        return ", ".join(_periode(p) for p in periodes)
    return f"{len(periodes)} périodes, {francais.etendue_periodes(periodes)}"


def _periode(periode: str) -> str:
    """A period, or the day of the last reception."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", periode, re.ASCII):
        return f"reçu le {catalogue.jour_libelle(date.fromisoformat(periode))}"
    return francais.periode_libelle(periode)


def _fraicheur(f: Fraicheur) -> Html | str:
    if f.ton in ("demo", "gris"):
        return "" if f.ton == "demo" else f.texte
    echeance = catalogue.echeance(f)
    badge = f'<span class="obs-badge obs-badge--{f.ton}">{escape(f.texte)}</span>'
    return Html(f"{badge} {escape(echeance)}" if echeance else badge)


ENTETES_PUBLICATIONS = ("Producteur", "Titre", "Thèmes", "Territoires", "Date", "Adresse")


def publications(trouvees: Sequence[Publication]) -> list[list[str]]:
    """One row a publication: producer, title as a link, themes, territories, date, address in letters."""
    return [
        [
            p.producteur,
            Html(f'<a href="{escape(p.adresse)}" target="_blank" rel="noreferrer">{escape(p.titre)}</a>'),
            ", ".join(THEMES[t] for t in p.themes),
            ", ".join(zonages.libelle_zone(*z.split(":", 1)) for z in p.zones) or "absents du découpage en place",
            francais.periode_libelle(p.date) if francais.rythme_periode(p.date) else p.date or "tenue à jour",
            p.adresse,
        ]
        for p in trouvees
    ]


def publications_html(trouvees: Sequence[Publication]) -> str:
    """The table of `publications`."""
    entetes = [(t, False) for t in ENTETES_PUBLICATIONS]
    return tableau_html(entetes, publications(trouvees), "Publications", empile=True)


def _etat(d: Donnees, dataset: str) -> Html | str:
    if not d.millesimes(dataset):
        return "non transmis"
    if d.est_demonstration(dataset):
        return Html('<span class="obs-badge obs-badge--demo">Données de démonstration</span>')
    dernier = d.dernier(dataset)
    return f"officiel, instantané {dernier.identifiant} ; {jeux_exportes.statut(d, dataset).texte}"


def statut_commun(d: Donnees) -> Statut | None:
    """Where the joint work of the signatories stands, all its datasets together; None when none is loaded."""
    lus = [jeux_exportes.statut(d, dataset) for dataset in JEUX if d.millesimes(dataset)]
    communs = [s for s in lus if s.nature == approbations.COMMUN]
    return approbations.commun(communs) if communs else None


def perimetres() -> list[list[str]]:
    """One row a zoning: name, zones, confidence and what it means, vintage, source."""
    return [
        [
            z.code,
            z.libelle,
            francais.nombre(len(zonages.zones(z.code))),
            f"{z.confiance}{francais.INSEC}: {EXPLICATIONS[z.confiance]}",
            z.millesime,
            z.source + (" (chargé par fichier)" if z.charge else ""),
        ]
        for z in zonages.zonages().values()
    ]


def perimetres_html() -> str:
    """The table of `perimetres`."""
    entetes = [(t, t == "Zones") for t in ("Code", "Découpage", "Zones", "Confiance", "Millésime", "Source")]
    return tableau_html(entetes, perimetres(), "Découpages du territoire", empile=True)
