"""A zoning file as its author wrote it, read within bounds, its columns known; then what a perimeter must be before it
is put in force: codes, labels, merged communes, every commune once.
"""

import csv
import hashlib
import io
import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from geo import disque, territoire, zonages
from geo.territoire import COMMUNES_DU_BASSIN_VOISIN, DE_LA_REGION, ILE, NOM_ILE
from geo.zonages import PERIMETRES, ErreurZonage, slug

TAILLE_MAX_OCTETS, LIGNES_MAX = 10_000_000, 60_000

_COMMUNE = ("codecommune", "codgeo", "codecommuneinsee", "codeinsee", "insee", "depcom")
_EPCI = ("sirenepci", "epci", "codeepci", "siren")
_ZONE, _LIBELLE = ("codezone",), ("libellezone",)


class Producteur(NamedTuple):
    """A producer's table, recognised by its own column names (`perimetres/*.toml`): what it attests."""

    zone: frozenset[str]
    libelle: frozenset[str]
    source: str
    millesime: str
    chiffres: int


def _nom(colonne: str) -> str:
    return slug(colonne).replace("-", "")


@cache
def producteurs() -> dict[str, Producteur]:
    """Zoning -> the table that a producer gives of it."""
    lus = {f.stem: tomllib.loads(f.read_text("utf-8")) for f in sorted(PERIMETRES.glob("*.toml"))}
    return {
        code: Producteur(
            *(frozenset(map(_nom, lu["noms"][role])) for role in ("code_zone", "libelle_zone")), **lu["atteste"]
        )
        for code, lu in lus.items()
    }


class Classeur(NamedTuple):
    """What the caller read in a workbook, which this package cannot open: its table as CSV, and what it says of the
    perimeter under the keys of a sidecar."""

    texte: str
    fiche: Mapping[str, str]


class Fichier(NamedTuple):
    """A zoning file as read: its rows (line, unite, code_zone, libelle_zone), and who made it."""

    nom: str
    chemin: Path
    lignes: pd.DataFrame
    producteur: Producteur | None
    sha256: str


def francais(texte: str) -> str:
    """Return the text with French spaces: narrow before ; ? !, wide before : and inside « »."""
    texte = re.sub(r" ([;?!])", "\u202f\\1", texte)
    return re.sub(r" ([:%»])", "\u00a0\\1", texte).replace("« ", "«\u00a0")


def nombre(n: int) -> str:
    """A whole number with French thousands."""
    return f"{n:,}".replace(",", "\u202f")


def refus(ou: Path | str, constat: str, remede: str, fautifs: Iterable[str] = ()) -> ErreurZonage:
    """Return the refusal: where, what, how many with an example, what to do."""
    noms = list(dict.fromkeys(fautifs))
    compte = f" ({nombre(len(noms))} : {', '.join(noms[:5])}{'…' if len(noms) > 5 else ''})" if noms else ""
    nom = ou.name if isinstance(ou, Path) else ou
    return ErreurZonage(francais(f"{nom} : {constat}{compte}. {remede}"))


def _exiger_sans(fautifs: Iterable[str], ou: Path, constat: str, remede: str) -> None:
    if noms := list(fautifs):
        raise refus(ou, constat, remede, noms)


def _octets(chemin: Path) -> bytes:
    try:
        if (taille := chemin.stat().st_size) > TAILLE_MAX_OCTETS:
            vu = f"{nombre(taille)} octets, trop pour un découpage"
            raise refus(chemin, vu, "Donnez la seule table des communes.")
        return chemin.read_bytes()
    except OSError as erreur:
        vu = f"fichier illisible ({disque.dire(erreur)})"
        raise refus(chemin, vu, "Vérifiez le chemin et les droits.") from erreur


def _texte(chemin: Path, contenu: bytes) -> str:
    if contenu.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise refus(chemin, "classeur de tableur, pas un CSV", "Enregistrez la feuille au format CSV.")
    texte = disque.decoder(contenu)
    if not texte.strip():
        raise refus(chemin, "fichier vide", "Refaites l'export.")
    if "\x00" in texte:
        raise refus(chemin, "octets nuls, le fichier n'est pas du texte", "Refaites l'export en CSV.")
    if texte.lstrip()[:1] == "<":
        raise refus(chemin, "page web à la place d'un CSV", "Le téléchargement a échoué : recommencez-le.")
    lignes = [f"ligne {i}, « {extrait.strip()} »" for i, extrait in disque.accents_abimes(texte).items()]
    _exiger_sans(lignes, chemin, "accents illisibles", "Enregistrez le fichier au format CSV UTF-8.")
    return texte


def _tableau(chemin: Path, texte: str) -> pd.DataFrame:
    """Return the cells, all text and stripped, under the normalised column names; the index is the line number."""
    entete = texte.lstrip().splitlines()[0]
    lecteur = csv.reader(io.StringIO(texte), delimiter=max(";,\t|", key=entete.count), strict=True)
    try:
        numerotees = [(lecteur.line_num, r) for r in lecteur if any(cellule.strip() for cellule in r)]
    except csv.Error as erreur:
        raise refus(chemin, f"CSV mal formé ({erreur})", "Refaites l'export, guillemets fermés.") from erreur
    if len(numerotees) > LIGNES_MAX:
        vu = f"{nombre(len(numerotees))} lignes, trop pour un découpage"
        raise refus(chemin, vu, "Donnez la seule table des communes.")
    (_, colonnes), *corps = numerotees
    noms = list(map(_nom, colonnes))
    repetes = (c for i, c in enumerate(colonnes) if noms[i] in noms[:i])
    _exiger_sans(repetes, chemin, "colonnes de même nom", "Gardez-en une.")
    for i, rangee in corps:
        if len(rangee) != len(colonnes):
            n, attendues = len(rangee), len(colonnes)
            vu = f"ligne {i}, {n} cellule{'s' * (n > 1)} pour {attendues} colonne{'s' * (attendues > 1)}"
            raise refus(chemin, vu, "Un libellé contient sans doute le séparateur : mettez-le entre guillemets.")
    if not corps:
        raise refus(chemin, "aucune ligne sous l'en-tête", "Refaites l'export.")
    cellules = [[cellule.strip() for cellule in rangee] for _, rangee in corps]
    return pd.DataFrame(cellules, columns=noms, index=[i for i, _ in corps])


def _colonne(table: pd.DataFrame, noms: Iterable[str]) -> pd.Series | None:
    return next((table[nom] for nom in noms if nom in table.columns), None)


def lire(nom: str, chemin: Path, classeur: Classeur | None) -> Fichier:
    """Return the rows of a file for the zoning `nom`; ``classeur`` is its content when it is a workbook. ErreurZonage:
    not a table, out of bounds, or without the columns of a perimeter."""
    contenu = _octets(chemin)
    texte = classeur.texte if classeur else _texte(chemin, contenu)
    table = _tableau(chemin, texte)
    vus = set(table.columns)
    producteur = producteurs().get(nom)
    if producteur and not (producteur.zone & vus and producteur.libelle & vus):
        producteur = None
    communes, epci = _colonne(table, _COMMUNE), _colonne(table, _EPCI)
    zone = _colonne(table, producteur.zone if producteur else _ZONE)
    libelle = _colonne(table, producteur.libelle if producteur else _LIBELLE)
    if producteur:
        epci = None
        zone = zone.map(lambda c: c.zfill(producteur.chiffres) if c.isdigit() else c)
    if (communes is None and epci is None) or zone is None or libelle is None:
        vues = texte.lstrip().splitlines()[0][:200]
        autres = [n for n, p in producteurs().items() if n != nom and p.zone & vus]
        remede = "Colonnes attendues : code_commune (ou siren_epci), code_zone, libelle_zone."
        if autres:
            remede = f"C'est la table du découpage « {autres[0]} » : chargez-la sous ce nom."
        raise refus(chemin, f"colonnes vues « {vues} »", remede)
    vide = pd.Series("", index=table.index)
    communes, epci = (vide if serie is None else serie for serie in (communes, epci))
    doubles = (f"ligne {i}" for i in table.index[(communes != "") == (epci != "")])
    _exiger_sans(doubles, chemin, "lignes sans code, ou avec commune et EPCI à la fois", "Un seul code par ligne.")
    lignes = pd.DataFrame({"commune": communes, "epci": epci, "code_zone": zone, "libelle_zone": libelle})
    return Fichier(nom, chemin, lignes, producteur, hashlib.sha256(contenu).hexdigest())


def lire_json(chemin: Path) -> dict[str, Any]:
    """Return the object of a sidecar; raises ErreurZonage."""
    texte = _texte(chemin, _octets(chemin))
    try:
        dit = json.loads(texte)
    except (ValueError, RecursionError) as erreur:
        raise refus(chemin, f"JSON mal formé ({erreur})", "Corrigez la fiche.") from erreur
    if not isinstance(dit, dict):
        raise refus(chemin, "la fiche n'est pas un objet JSON", 'Écrivez {"zonage": …, "source": …}.')
    return dit


LIBELLE_MAX = 60


def libelles_connus(nom: str) -> dict[str, str]:
    """Return code -> label of the zones shipped, the neighbour included for the bassins."""
    table = zonages.lire_table(PERIMETRES / f"{nom}.csv")
    connus = dict(zip(table["code_zone"], table["libelle_zone"], strict=True))
    return connus | ({territoire.BASSIN_VOISIN: territoire.NOM_BASSIN_VOISIN} if nom == "bassin" else {})


def zones_propres(fichier: Fichier) -> pd.DataFrame:
    """Return the rows with clean zone codes and labels; the codes known of a producer take their known labels."""
    lignes = fichier.lignes.copy()
    if fichier.nom == "ze":
        parties = {entiere: partie for partie, entiere in territoire.ZE_ENTIERES.items()}
        lignes["code_zone"] = lignes["code_zone"].replace(parties)
    mauvais = [c for c in lignes["code_zone"].unique() if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", c) or len(c) > 40]
    conseil = (slug(mauvais[0][:40]) if mauvais else "") or "sud-vendee"
    vu = "codes de zone à écrire en minuscules sans accent ni espace"
    _exiger_sans((f"« {c[:40]} »" for c in mauvais), fichier.chemin, vu, f"Écrivez par exemple {conseil}.")
    lignes["libelle_zone"] = [
        re.sub(r"\s+", " ", unicodedata.normalize("NFC", libelle)).strip() for libelle in lignes["libelle_zone"]
    ]
    if fichier.nom in producteurs():
        connus = libelles_connus(fichier.nom)
        lignes["libelle_zone"] = lignes["code_zone"].map(connus).fillna(lignes["libelle_zone"])
    # letters, digits and the punctuation of place names: no markup, no template, no control or direction mark
    admis = re.compile(r"[^\W_](?:[^\W_]|[ '’.,()/–-])*")
    mauvais = [lib for lib in lignes["libelle_zone"].unique() if not admis.fullmatch(lib) or len(lib) > LIBELLE_MAX]
    montres = (f"« {re.sub(r'[^ -~À-ÿ]', '?', lib[:40])} »" for lib in mauvais)
    remede = f"Un libellé est un nom de lieu, sans balise ni signe spécial, de {LIBELLE_MAX} caractères au plus."
    _exiger_sans(montres, fichier.chemin, "libellés vides, trop longs ou aux signes refusés", remede)
    paires = lignes[["code_zone", "libelle_zone"]].drop_duplicates()
    codes = paires.loc[paires["code_zone"].duplicated(), "code_zone"]
    _exiger_sans(codes, fichier.chemin, "codes de zone qui portent plusieurs libellés", "Gardez un libellé par code.")
    libelles = paires.loc[paires["libelle_zone"].map(slug).duplicated(), "libelle_zone"]
    _exiger_sans(libelles, fichier.chemin, "libellés que plusieurs codes partagent", "Donnez un nom à chaque zone.")
    return lignes


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
    for colonne, chiffres, vus in (("commune", 5, "codes de commune"), ("epci", 9, "codes d'epci")):
        donnes = lignes.loc[lignes[colonne] != "", colonne]
        mauvais = (f"« {c[:20]} »" for c in donnes.unique() if not re.fullmatch(f"[0-9]{{{chiffres}}}", c))
        remede = f"{chiffres} chiffres, en texte : un tableur a pu ôter un zéro ou ajouter « .0 »."
        _exiger_sans(mauvais, chemin, f"{vus} mal formés", remede)
        repetes = donnes[donnes.duplicated()]
        _exiger_sans(repetes, chemin, "codes donnés plus d'une fois", "Gardez une seule ligne par code.")
    inconnus = sorted(set(lignes["epci"]) - {""} - set(base["siren_epci"]))
    _exiger_sans(inconnus, chemin, "EPCI inconnus en 2026 dans la région", "Mettez les SIREN à jour.")
    membres = base[["code_commune", "siren_epci"]].set_axis(["commune", "epci"], axis=1)
    deplies = lignes[lignes["epci"] != ""].drop(columns="commune").merge(membres, on="epci")
    tout = pd.concat([deplies, lignes[lignes["commune"] != ""]])[["commune", "code_zone", "libelle_zone"]]
    repetes = tout.loc[tout["commune"].duplicated(), "commune"]
    _exiger_sans(repetes, chemin, "communes données seules et par leur EPCI", "Gardez l'une des deux lignes.")
    return tout


def suivre_fusions(fichier: Fichier, tout: pd.DataFrame, dit: list[str], partages: list[str]) -> pd.DataFrame:
    """Return code_commune, code_zone, libelle_zone: each abolished code follows the commune it was merged into. One
    whose parts are in several zones goes where most of its population lived; it is said in `partages`, and in `dit`."""
    base = zonages.communes().set_index("code_commune")["libelle_commune"]
    anciennes, suivantes = zonages.communes_anciennes(), zonages.successeurs()
    inconnus = sorted(set(tout["commune"]) - set(suivantes))
    remede = f"Corrigez ces codes : aucune commune {DE_LA_REGION}, présente ou disparue, ne les porte."
    _exiger_sans(inconnus, fichier.chemin, "communes inconnues", remede)
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
    base = zonages.communes().set_index("code_commune")["libelle_commune"]
    dites = set(table["code_commune"])
    manquantes = [c for c in base.index if c not in dites]
    if fichier.nom == "gtec" or not manquantes:
        return []
    if fichier.nom == "bassin" and set(manquantes) <= set(COMMUNES_DU_BASSIN_VOISIN):
        noms = ", ".join(f"{base[c]} ({c})" for c in manquantes)
        return [
            f"{noms} : hors zonage. Ces communes relèvent du bassin de {territoire.NOM_BASSIN_VOISIN} "
            f"({territoire.BASSIN_VOISIN}), que France Travail compte en {territoire.REGION_VOISINE} ; aucun chiffre "
            "de bassin ne leur est donné."
        ]
    remede = "Chaque commune doit être dans une zone et une seule : ajoutez-les."
    if set(manquantes) == {ILE}:
        remede = f"L{NOM_ILE[1:]} n'a pas d'EPCI : ajoutez une colonne code_commune et une ligne pour {ILE}."
    raise refus(fichier.chemin, "communes sans zone", remede, [f"{base[c]} {c}" for c in manquantes])
