"""What a perimeter must be before it is put in force: codes, labels, merged communes, every commune once."""

import re
import unicodedata
from pathlib import Path

import pandas as pd

from geo import zonages
from geo.fichier_zonage import Fichier, nombre, producteurs, refus
from geo.territoire import (
    BASSIN_VOISIN,
    COMMUNES_DU_BASSIN_VOISIN,
    DE_LA_REGION,
    ILE,
    NOM_BASSIN_VOISIN,
    NOM_ILE,
    REGION_VOISINE,
    ZE_ENTIERES,
)
from geo.zonages import PERIMETRES, slug

LIBELLE_MAX = 60


def libelles_connus(nom: str) -> dict[str, str]:
    """Return code -> label of the zones shipped, the neighbour included for the bassins."""
    table = zonages.lire_table(PERIMETRES / f"{nom}.csv")
    connus = dict(zip(table["code_zone"], table["libelle_zone"], strict=True))
    return connus | ({BASSIN_VOISIN: NOM_BASSIN_VOISIN} if nom == "bassin" else {})


def zones_propres(fichier: Fichier) -> pd.DataFrame:
    """Return the rows with clean zone codes and labels; the codes known of a producer take their known labels."""
    lignes = fichier.lignes.copy()
    if fichier.nom == "ze":
        parties = {entiere: partie for partie, entiere in ZE_ENTIERES.items()}
        lignes["code_zone"] = lignes["code_zone"].replace(parties)
    mauvais = [c for c in lignes["code_zone"].unique() if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", c) or len(c) > 40]
    if mauvais:
        montres = [f"« {c[:40]} »" for c in mauvais]
        conseil = slug(mauvais[0][:40]) or "sud-vendee"
        raise refus(
            fichier.chemin,
            "codes de zone à écrire en minuscules sans accent ni espace",
            f"Écrivez par exemple {conseil}.",
            montres,
        )
    lignes["libelle_zone"] = [
        re.sub(r"\s+", " ", unicodedata.normalize("NFC", libelle)).strip() for libelle in lignes["libelle_zone"]
    ]
    if fichier.nom in producteurs():
        connus = libelles_connus(fichier.nom)
        lignes["libelle_zone"] = lignes["code_zone"].map(connus).fillna(lignes["libelle_zone"])
    _controler_libelles(fichier.chemin, lignes)
    return lignes


def _controler_libelles(chemin: Path, lignes: pd.DataFrame) -> None:
    # letters, digits and the punctuation of place names: no markup, no template, no control or direction mark
    admis = re.compile(r"[^\W_](?:[^\W_]|[ '’.,()/–-])*")
    mauvais = [lib for lib in lignes["libelle_zone"].unique() if not admis.fullmatch(lib) or len(lib) > LIBELLE_MAX]
    if mauvais:
        montres = [f"« {re.sub(r'[^ -~À-ÿ]', '?', lib[:40])} »" for lib in mauvais]
        remede = f"Un libellé est un nom de lieu, sans balise ni signe spécial, de {LIBELLE_MAX} caractères au plus."
        raise refus(chemin, "libellés vides, trop longs ou aux signes refusés", remede, montres)
    paires = lignes[["code_zone", "libelle_zone"]].drop_duplicates()
    if (codes := paires.loc[paires["code_zone"].duplicated(), "code_zone"]).size:
        raise refus(chemin, "codes de zone qui portent plusieurs libellés", "Gardez un libellé par code.", codes)
    repetes = paires["libelle_zone"].map(slug).duplicated()
    if (libelles := paires.loc[repetes, "libelle_zone"]).size:
        raise refus(chemin, "libellés que plusieurs codes partagent", "Donnez un nom à chaque zone.", libelles)


def sans_autre_region(fichier: Fichier, dit: list[str]) -> pd.DataFrame:
    """Leave out of a producer's national table the communes, and the bassins, of the other regions."""
    lignes = fichier.lignes
    if fichier.producteur is None:
        return lignes
    # a commune of another département may have been merged into one of the region
    connues = list(zonages.successeurs())
    dehors = ~lignes["commune"].str[:2].isin(zonages.DEPARTEMENTS) & ~lignes["commune"].isin(connues)
    if dehors.any():
        dit.append(f"Lignes d'autres régions laissées de côté : {nombre(int(dehors.sum()))}.")
    gardees = lignes[~dehors]
    if fichier.nom == "bassin":
        gardees = gardees[gardees["code_zone"].str.startswith(zonages.REGION)]
    if gardees.empty:
        raise refus(fichier.chemin, f"aucune commune {DE_LA_REGION}", "Vérifiez la région de la table.")
    return gardees


def par_commune(fichier: Fichier, lignes: pd.DataFrame) -> pd.DataFrame:
    """Return one row per code given (commune of today or of yesterday), EPCI replaced by their communes."""
    chemin, base = fichier.chemin, zonages.communes()
    for colonne, forme in (("commune", r"[0-9]{5}"), ("epci", r"[0-9]{9}")):
        donnes = lignes.loc[lignes[colonne] != "", colonne]
        mauvais = [f"« {c[:20]} »" for c in donnes.unique() if not re.fullmatch(forme, c)]
        if mauvais:
            chiffres = 5 if colonne == "commune" else 9
            remede = f"{chiffres} chiffres, en texte : un tableur a pu ôter un zéro ou ajouter « .0 »."
            raise refus(
                chemin,
                f"codes d'{colonne} mal formés" if colonne == "epci" else "codes de commune mal formés",
                remede,
                mauvais,
            )
        if (repetes := donnes[donnes.duplicated()]).size:
            raise refus(chemin, "codes donnés plus d'une fois", "Gardez une seule ligne par code.", repetes)
    inconnus = set(lignes["epci"]) - {""} - set(base["siren_epci"])
    if inconnus:
        raise refus(chemin, "EPCI inconnus en 2026 dans la région", "Mettez les SIREN à jour.", sorted(inconnus))
    deplies = lignes[lignes["epci"] != ""].merge(
        base[["code_commune", "siren_epci"]], left_on="epci", right_on="siren_epci"
    )
    deplies["commune"] = deplies["code_commune"]
    tout = pd.concat([deplies, lignes[lignes["commune"] != ""]])[["commune", "code_zone", "libelle_zone"]]
    if (repetes := tout.loc[tout["commune"].duplicated(), "commune"]).size:
        raise refus(chemin, "communes données seules et par leur EPCI", "Gardez l'une des deux lignes.", repetes)
    return tout


def suivre_fusions(fichier: Fichier, tout: pd.DataFrame, dit: list[str], partages: list[str]) -> pd.DataFrame:
    """Return code_commune, code_zone, libelle_zone: each abolished code follows the commune it was merged into.

    A merged commune whose parts are in several zones goes where most of its population lived; each one is said in
    `partages`, a sentence each, and in `dit`.
    """
    base = zonages.communes().set_index("code_commune")["libelle_commune"]
    anciennes, suivantes = zonages.communes_anciennes(), zonages.successeurs()
    inconnus = sorted(set(tout["commune"]) - set(suivantes))
    if inconnus:
        remede = f"Corrigez ces codes : aucune commune {DE_LA_REGION}, présente ou disparue, ne les porte."
        raise refus(fichier.chemin, "communes inconnues", remede, inconnus)
    poids = dict(zip(anciennes["code_ancien"], anciennes["population_nb"], strict=True))
    table = tout.assign(code_commune=tout["commune"].map(suivantes), poids=tout["commune"].map(poids).fillna(0))
    disparus = int((table["commune"] != table["code_commune"]).sum())
    if disparus:
        dit.append(f"Codes de communes disparues, qui suivent leur commune d'aujourd'hui : {nombre(disparus)}.")
    # at equal weight the part that kept the code decides
    table["meme"] = table["commune"] == table["code_commune"]
    votes = table.groupby(["code_commune", "code_zone", "libelle_zone"], as_index=False)[["poids", "meme"]].sum()
    votes = votes.sort_values(["code_commune", "poids", "meme", "code_zone"], ascending=[True, False, False, True])
    partagees = votes.loc[votes["code_commune"].duplicated(keep=False)]
    for code, vote in partagees.groupby("code_commune"):
        choix, *reste = vote["libelle_zone"]
        partages.append(
            f"{base[code]} ({code}), née de communes de plusieurs zones ({', '.join([choix, *reste])}), "
            f"va à {choix}, où vivait la majorité de ses habitants."
        )
    dit += partages
    return votes.drop_duplicates("code_commune")[["code_commune", "code_zone", "libelle_zone"]].reset_index(drop=True)


def partition(fichier: Fichier, table: pd.DataFrame) -> list[str]:
    """Refuse a partition that forgets a commune; return the warnings on what it may forget."""
    if fichier.nom == "gtec":
        return []
    base = zonages.communes().set_index("code_commune")["libelle_commune"]
    dites = set(table["code_commune"])
    manquantes = [c for c in base.index if c not in dites]
    if fichier.nom == "bassin" and set(manquantes) <= set(COMMUNES_DU_BASSIN_VOISIN):
        noms = ", ".join(f"{base[c]} ({c})" for c in manquantes)
        return (
            [
                f"{noms} : hors zonage. Ces communes relèvent du bassin de {NOM_BASSIN_VOISIN} ({BASSIN_VOISIN}), que "
                f"France Travail compte en {REGION_VOISINE} ; aucun chiffre de bassin ne leur est donné."
            ]
            if manquantes
            else []
        )
    if manquantes:
        noms = [f"{base[c]} {c}" for c in manquantes]
        remede = "Chaque commune doit être dans une zone et une seule : ajoutez-les."
        if set(manquantes) == {ILE}:
            remede = f"L{NOM_ILE[1:]} n'a pas d'EPCI : ajoutez une colonne code_commune et une ligne pour {ILE}."
        raise refus(fichier.chemin, "communes sans zone", remede, noms)
    return []
