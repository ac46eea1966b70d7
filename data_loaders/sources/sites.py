"""Sites of the networks of orientation: the workbook to fill, and the list of agencies of Pôle emploi (2019).

A commune is given by its name or its Insee code; a former one leads to the one of today.
"""

import re
from pathlib import Path
from typing import BinaryIO

import pandas as pd
import pyarrow as pa

from data_loaders import francais
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.saisies import OUI_NON, RESEAUX, SITUATIONS_SITE
from data_loaders.jeux import Lecteur
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import cellules, classeur, feuilles, modeles
from data_loaders.sources.classeur import Progres
from data_loaders.sources.extrait import completer, organismes
from data_loaders.sources.modeles import FORMES, Champ, Faute, Feuille, aujourdhui, date, forme, liste, texte
from geo import recherche, zonages

DATASET = "sites"
TABLE = "sites_agences"
NOM_SUR = 150  # likeness of a name of commune from which it is that one, see `recherche.chercher`
FACULTATIFS = ("accueil", "vae", "cep", "adresse", "code_postal", "etat_le")


def commune(nom: str) -> str:
    """Code of the commune of today that a name or an Insee code leads to; "" when none is sure."""
    if re.fullmatch(r"\d{5}", nom, re.ASCII):
        return zonages.successeurs().get(nom, "")
    lieux = (li for li in recherche.chercher(nom) if li.zonage == "commune" and li.score >= NOM_SUR)
    return next((li.code for li in lieux), "")


def _commune(brut: object) -> str:
    nom = classeur.code(brut)
    if nom and not commune(nom):
        raise Faute("commune inconnue", "attendu : le nom ou le code Insee d’une commune de la région")
    return commune(nom) if nom else ""


FEUILLE = Feuille(
    "Sites",
    {
        "reseau": liste("Réseau", RESEAUX.values(), 44, obligatoire=True),
        "code_site": Champ("Code du site", lambda brut: classeur.normaliser(classeur.code(brut)), 16),
        "nom": Champ("Nom du site", texte(), 34, obligatoire=True),
        "code_commune": Champ("Commune", _commune, 26, obligatoire=True),
        "adresse": Champ("Adresse", texte(), 40),
        "code_postal": Champ(
            "Code postal", forme(r"(\d{5})?", "code postal mal écrit", "cinq chiffres sont attendus", 5), 12
        ),
        "accueil": liste("Accueil du public", OUI_NON, 16),
        "vae": liste("Point VAE", OUI_NON, 16),
        "cep": liste("Conseil en évolution professionnelle", OUI_NON, 16),
        "situation": liste("Situation du site", SITUATIONS_SITE, 14, obligatoire=True),
        "etat_le": Champ("État au", date(passee=True), 14),
        "source": Champ("Source", texte(), 34, obligatoire=True),
        "transmis_par": Champ("Transmis par (organisme)", texte(), 28, obligatoire=True),
    },
    ("reseau", "code_site", "nom", "code_commune"),
    prerempli=True,
)


def ecrire_modele(sortie: Path | BinaryIO, connus: pd.DataFrame) -> None:
    """Write the workbook, filled with the sites known (rows of the contract)."""
    lignes = [{**r, "reseau": RESEAUX[r["reseau"]]} for r in connus.to_dict("records")]
    notice = modeles.notice(DATASET, formes=FORMES, dataset=DATASET)
    modeles.ecrire(sortie, {FEUILLE: lignes}, notice, {"Réseaux": [(n, "") for n in RESEAUX.values()]})


def _lire_agences(chemin: Path) -> tuple[pd.DataFrame, list[str]]:
    """Read the list of sites of Pôle emploi: the agencies, and the offices where nobody is received.

    The year is that of the name of the file: nothing else tells it.
    """
    lue = feuilles.lire(chemin, TABLE)
    brut = lue.en_texte().replace("NULL", "")
    df = lue.de_la_region(brut, classeur.codes(brut["region"], 2) == zonages.REGION)
    annee = cellules.annee_du_nom(Path(chemin).name)
    if not annee:
        lue.remarques.append("date de la liste inconnue : son nom de fichier ne porte pas d'année")
    sites = pd.DataFrame(
        {
            "reseau": "pole_emploi",
            "code_site": df["code"].map(classeur.normaliser),
            "nom": df["nom"],
            "code_commune": df["commune"].map({n: commune(n) for n in df["commune"].unique()}),
            "adresse": df["adresse"],
            "code_postal": classeur.codes(df["code_postal"], 5),
            # The other types are offices, where nobody is received.
            "accueil": df["type"].eq("ALE").map({True: "oui", False: "non"}),
            "vae": "",
            "cep": "",
            "situation": "ouvert",
            "etat_le": annee,
            "source": Path(chemin).name,
            "transmis_par": "Pôle emploi",
        }
    )
    perdus = sites["code_commune"] == ""
    cites = classeur.quelques(df.loc[perdus, "commune"])
    lue.compter(perdus.sum(), "sites", f"laissés de côté, commune inconnue : {cites}")
    return sites[~perdus], lue.remarques


def importer(donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
    """Add or replace sites, from the workbook or from the list of agencies; returns the French summary."""
    contrat = CONTRATS[DATASET]
    lu = classeur.contenu(chemin)
    livre = feuilles.ouvrir(lu) if lu.classeur else []
    # The workbook has the sheet of the model, even if a title of its columns was broken.
    modele = any(f.nom == FEUILLE.titre for f in livre) or any(FEUILLE.entetes <= set(t) for t in feuilles.tetes(livre))
    if modele:
        lignes, remarques = modeles.lire(chemin, [FEUILLE], DATASET)[FEUILLE], []
        lus = pd.DataFrame(lignes, columns=list(FEUILLE.champs))
        lus["reseau"] = lus["reseau"].map({libelle: code for code, libelle in RESEAUX.items()})
        deduits = lus["nom"].map(classeur.normaliser) + "_" + lus["code_commune"]
        lus["code_site"] = lus["code_site"].mask(lus["code_site"] == "", deduits)
    else:
        lus, remarques = _lire_agences(chemin)
    qui = organismes(lus)

    def ajouter() -> dict[str, pa.Table]:
        """A row replaces that of the same network and code; what it leaves empty keeps what was known."""
        table, neufs = contrat.tables["sites"], lus.assign(recu_le=aujourdhui())
        if not donnees.officiel.millesimes(DATASET):
            return {"sites": cellules.table(neufs, table)}
        precedents, cle = donnees.lire(DATASET, "sites"), list(table.cle)
        connus = neufs[cle].merge(precedents, how="left", on=cle)
        for c in FACULTATIFS:
            neufs[c] = neufs[c].mask(neufs[c].eq("").to_numpy(), connus[c].fillna("").to_numpy())
        return {"sites": cellules.table(pd.concat([precedents, neufs]).drop_duplicates(cle, keep="last"), table)}

    publie = completer(donnees, DATASET, chemin, qui, adresse, ajouter)
    progres(1, 1)
    accueil = int(lus["accueil"].eq("oui").sum())
    return [
        f"{contrat.titre} : {francais.avec_unite(len(lus), 'sites lus')}, transmis par {qui}",
        f"  où le public est accueilli : {francais.nombre(accueil)} · communes : "
        f"{francais.nombre(lus['code_commune'].nunique())}",
        *(f"  remarque : {r}" for r in remarques),
        *publie.dire(),
    ]


LECTEUR = Lecteur(importer, (FEUILLE.entetes,), tables=(TABLE,))
