"""Dictionary of data, generated from the contracts: what each column means, and what the machine checks."""

import pyarrow as pa

from data_loaders import francais
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import CONF_STATUS, OBS_STATUS, Colonne, Contrat
from data_loaders.exports.jeux import EN_FRANCAIS
from data_loaders.francais import INSEC, echapper as escape, typographier
from data_loaders.magasin.donnees import Donnees
from data_loaders.requetes import dictionnaire
from data_loaders.requetes.lignes import COLONNES
from geo import zonages
from pages.figures import tables

ENTETES = [(t, False) for t in ("Table", "Colonne", "Type", "Description", "Unité", "Valeurs admises")]
# column -> words of its codes
CODES = {"obs_status": OBS_STATUS, "conf_status": CONF_STATUS}


def _type(c: Colonne) -> str:
    if pa.types.is_string(c.type):
        return "texte"
    return "nombre entier" if pa.types.is_integer(c.type) else "oui ou non" if pa.types.is_boolean(c.type) else "nombre"


def _admises(c: Colonne) -> str:
    morceaux = []
    if c.valeurs:
        mots = CODES.get(c.nom, {})
        morceaux.append(", ".join(f"{v} ({mots[v]})" if v in mots else v for v in c.valeurs))
    if c.bornes:
        morceaux.append(f"de {francais.nombre(c.bornes[0])} à {francais.nombre(c.bornes[1])}")
    if c.motif:
        morceaux.append(f"forme{INSEC}: {c.motif}")
    if c.nulle:
        morceaux.append("peut être vide")
    return " ; ".join(morceaux)


ENTETES_FICHIERS = [(t, False) for t in ("", "Colonne", "Ce qu’elle veut dire")]
EXCEL = (
    f"À l’ouverture d’un CSV, Excel prend 2019-12 pour une date et ôte les zéros de 0051{INSEC}: le classeur (XLSX) "
    "les garde en texte, avec ses titres figés et leurs filtres. Pour garder le CSV, passer par Données, À partir d’un "
    "fichier texte, et dire « Texte » pour les codes et les périodes."
)


ENTETES_INDICATEURS = [
    (t, False) for t in ("", "Indicateur", "Définition", "Unité", "Divisé par", "Champ", "Source", "Périodes chargées")
]


def indicateurs_html(d: Donnees) -> str:
    """What each indicator is, formally, with the periods for which it is known, folded by subject."""
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
        f"{tables.tableau_html(ENTETES_INDICATEURS, lignes, f'Indicateurs, {sujet}', empile=True)}</details>"
        for sujet, lignes in sujets.items()
    )


def fichiers_html() -> str:
    """One row a heading of the files that hold figures, in their order."""
    lignes = [["", nom, typographier(sens)] for nom, sens in COLONNES.items()]
    return tables.tableau_html(ENTETES_FICHIERS, lignes, "Colonnes des fichiers de chiffres", empile=True)


def colonnes(contrat: Contrat) -> list[list[str]]:
    """One row a column of a dataset, in the order of its tables; a column of the key is marked."""
    return [
        [
            nom,
            EN_FRANCAIS.get(c.nom, c.nom) + (" (clé)" if c.nom in table.cle else ""),
            _type(c),
            c.description,
            c.unite,
            _admises(c),
        ]
        for nom, table in contrat.tables.items()
        for c in table.colonnes
    ]


def colonnes_html(dataset: str) -> str:
    """The table of `colonnes`."""
    contrat = CONTRATS[dataset]
    return tables.tableau_html(ENTETES, colonnes(contrat), contrat.titre, empile=True)
