"""Workbooks that organisations send, but for the convention: models, reading, merging with the rows in place.

- States of territories (SPO labelling, GTEC, comités): a row replaces the state of its territory as a whole, so the
  model comes filled with the state in force; a row sent back as it came, or that says nothing new, is no reception.
- Sites of the networks of orientation, or the list of agencies of Pôle emploi (2019). A commune is given by its name or
  its Insee code; a former one leads to the one of today.
- A catalogue of publications.
- Figures of interim work and of the training offer: a number, « s » where its sender hides it, nothing where there is
  none; one row a sector (or professional family), territory and period. No figure of theirs is published elsewhere.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

import pandas as pd
import pyarrow as pa

from data_loaders import francais
from data_loaders.contexte import publications
from data_loaders.contracts import CONTRATS, interim, saisies
from data_loaders.contracts.saisies import NIVEAUX_LABEL, NON_RENSEIGNE, OUI_NON, RESEAUX, ZONAGE
from data_loaders.convention import etats
from data_loaders.jeux import Lecteur
from data_loaders.magasin import secret
from data_loaders.magasin.donnees import Donnees
from data_loaders.parametres import secteurs
from data_loaders.sources import cellules, classeur, feuilles, modeles
from data_loaders.sources.extrait import completer
from data_loaders.sources.modeles import Champ, Faute, Feuille, aujourdhui, compte, date, forme, liste, texte
from geo import recherche, zonages

# Sheets with the rows already filled, instructions, codes and meanings printed under them.
Modele = tuple[Mapping[Feuille, Sequence[Mapping[str, object]]], list[str], dict[str, list[tuple[str, str]]]]
NOUVEAUTES_MAX = 20
_COMMENTAIRE = Champ("Commentaire", texte(500), 40)


def _transmis(largeur: int, organisme: int, source: str = "Source") -> dict[str, Champ]:
    """What ends the row of a sheet: who says it."""
    return {
        "source": Champ(source, texte(), largeur, obligatoire=True),
        "transmis_par": Champ("Transmis par (organisme)", texte(), organisme, obligatoire=True),
    }


_RECEPTION = {"commentaire": _COMMENTAIRE, **_transmis(34, 26, "Source (document)")}
_TRANSMISSION = {"commentaire": _COMMENTAIRE, **_transmis(36, 30)}


def ecrire_modele(donnees: Donnees, sortie: Path | BinaryIO, dataset: str) -> None:
    """Write the workbook of a dataset, filled with what is in force."""
    modeles.ecrire(sortie, *MODELES[dataset](donnees))


def _organismes(*lues: pd.DataFrame) -> str:
    """Who says some rows, in words."""
    return francais.enumeration(sorted(set(pd.concat(lues)["transmis_par"])))


def _controler_etat(ligne: dict) -> None:
    """What the cells of a row owe to each other, on the sheets that have them."""
    for date_, etat in (("date", "etat"), *((f"{niveau}_date", f"{niveau}_etat") for niveau in NIVEAUX_LABEL)):
        if ligne.get(date_) and ligne.get(etat) == "":
            raise Faute("date sans état", "saisir l'état à cette date", date_)
    if ligne.get("nom") and ligne["existe"] != "oui":
        raise Faute("nom d'un comité qui n'est pas dit exister", "saisir « oui » dans la colonne Existe", "nom")
    if ligne.get("situation") == "tenue" and ligne["date"] > aujourdhui():
        raise Faute("réunion tenue à une date à venir", "saisir « prévue », ou corriger la date", "date")


def feuilles_etats(dataset: str, codes: tuple[str, ...] | None = None) -> dict[str, Feuille]:
    """Table of the contract -> sheet of the workbook, on the zones in force unless they are said."""
    zonage = ZONAGE[dataset]
    codes = tuple(zonages.zones(zonage)["code_zone"]) if codes is None else codes

    def lire(brut: object) -> str:
        lu = str(brut).strip()
        if lu not in codes:
            cause = f"codes du découpage {zonage} : {', '.join(codes)}"
            raise Faute("territoire inconnu" if lu else "code vide", cause)
        return lu

    code, lieu = f"code_{zonage}", Champ("Code", lire, 24, a_saisir=False, choix=codes)
    champs = {code: lieu, "territoire": Champ("Territoire", texte(), 24, a_saisir=False)}
    if dataset == "labellisation":
        for n, titre in {"operateurs": "1. Opérateurs", "partenariat": "2. Partenariat", "plan": "3. Plan"}.items():
            champs[f"{n}_etat"] = liste(f"{titre} : état", saisies.ETATS, 16)
            champs[f"{n}_date"] = Champ(f"{titre} : date", date(passee=True), 14)
        champs |= {
            "date_labellisation": Champ("Date de labellisation", date(passee=True), 16),
            "chef_de_file": Champ("Chef de file (organisme)", texte(), 26),
            "reseaux_nb": compte("Réseaux", 1000),
            "sites_nb": compte("Sites d'accueil", 100_000),
        }
    elif dataset == "gtec":
        champs["etat"] = liste("État de la démarche", saisies.ETATS_GTEC, 20)
        champs["date"] = Champ("Date de l'état", date(passee=True), 14)
    else:
        champs |= {"existe": liste("Existe", OUI_NON, 10), "nom": Champ("Nom du comité", texte(), 40)}
    titre = {"labellisation": "Labellisation", "gtec": "GTEC", "comites": "Comités"}[dataset]
    trouvees = {"etats": Feuille(titre, champs | _RECEPTION, (code,), _controler_etat, prerempli=True)}
    if dataset == "comites":
        reunion = {
            code: replace(lieu, a_saisir=True),
            "date": Champ("Date de la réunion", date(jour=True), 16, obligatoire=True),
            "objet": Champ("Objet", texte(300), 50, obligatoire=True),
            "situation": liste("Situation", saisies.SITUATIONS_REUNION, 12, obligatoire=True),
        }
        champs = reunion | _RECEPTION
        trouvees["reunions"] = Feuille("Réunions", champs, (code, "date"), _controler_etat, prerempli=True)
    return trouvees


def _modele_etats(dataset: str, donnees: Donnees) -> Modele:
    """One row a territory, with its state in force, if any, then its meetings."""
    zonage, en_vigueur = ZONAGE[dataset], etats.en_vigueur(donnees, dataset)
    code, lignes = f"code_{zonage}", {}
    for table, feuille in feuilles_etats(dataset).items():
        connues = [{c: v for c, v in r.items() if not pd.isna(v)} for r in en_vigueur[table].to_dict("records")]
        if table == "etats":
            zones, connues = zonages.noms(zonage).items(), {ligne[code]: ligne for ligne in connues}
            connues = [connues.get(c, {}) | {code: c, "territoire": libelle} for c, libelle in zones]
        lignes[feuille] = connues
    reunions = modeles.notice("reunions")[0] if dataset == "comites" else ""
    mots = {"titre": CONTRATS[dataset].titre, "formes": modeles.FORMES, "dataset": dataset, "reunions": reunions}
    return lignes, modeles.notice("etats", **mots), {}


def fusionner(
    donnees: Donnees, dataset: str, lues: Mapping[str, pd.DataFrame]
) -> tuple[dict[str, pa.Table], list[str]]:
    """Add to the rows received (table -> every one, oldest first) those of a reading that say something new; what is
    new, a French line a row. What was attested without being received (the convention) is known already."""
    recues = {t: etats.recus(donnees, dataset, t) for t in CONTRATS[dataset].tables}
    connues = recues | {"etats": etats.toutes(donnees, dataset)}
    reception = max((int(r["reception"].max()) for r in recues.values() if len(r)), default=0) + 1
    tables, nouveautes = {}, []
    for nom, feuille in feuilles_etats(dataset).items():
        contrat, cle = CONTRATS[dataset].tables[nom], list(feuille.cle)
        contenu = [c.nom for c in contrat.colonnes if c.nom not in ("transmis_par", "recu_le", "reception")]
        avant, apres = (_contenus(lignes[nom], cle, contenu) for lignes in (connues, lues))
        neuves = [c for c, dit in apres.items() if avant.get(c, {}) != dit]
        nouveautes += [_dire(feuille, c, avant.get(c, {}), apres[c]) for c in neuves]
        ajoutees = lues[nom].loc[[c in neuves for c in apres]].assign(recu_le=aujourdhui(), reception=reception)
        toutes = pd.concat([f for f in (recues[nom], ajoutees) if len(f)] or [ajoutees], ignore_index=True)
        types = {c.nom: "Int64" if pa.types.is_integer(c.type) else "string" for c in contrat.colonnes}
        tables[nom] = cellules.table(toutes.astype(types), contrat)
    return tables, nouveautes


def _contenus(lignes: pd.DataFrame, cle: Sequence[str], colonnes: Sequence[str]) -> dict[tuple, dict[str, object]]:
    """Key -> what its last row says; an empty cell is None, whatever its type."""
    dits = lignes[list(colonnes)].astype(object).mask(lambda t: t.isna() | t.eq(""), None).to_dict("records")
    return dict(zip(lignes[list(cle)].itertuples(index=False, name=None), dits, strict=True))


def _dire(feuille: Feuille, cle: tuple, avant: Mapping[str, object], apres: Mapping[str, object]) -> str:
    """« ancenis : 3. Plan : état « en cours » puis « obtenu » »."""
    ecarts = [
        f"{feuille.champs[c].titre} « {avant.get(c) or NON_RENSEIGNE} » puis « {v or NON_RENSEIGNE} »"
        for c, v in apres.items()
        if c not in (*feuille.cle, "source", "commentaire") and avant.get(c) != v
    ]
    return f"{' '.join(cle)} : {', '.join(ecarts) or 'source ou commentaire'}"


def importer_etats(dataset: str, donnees: Donnees, chemin: Path, _: object, adresse: str = "") -> list[str]:
    """Add what a correspondent sent of the territories; returns the French summary."""
    contrat, pages, lues = CONTRATS[dataset], feuilles_etats(dataset), {}
    lignes = modeles.lire(chemin, list(pages.values()), dataset)
    for table, feuille in pages.items():
        noms = [c.nom for c in contrat.tables[table].colonnes if c.nom in feuille.champs]
        lues[table] = pd.DataFrame(lignes[feuille], columns=noms, dtype=object)
    nouveautes: list[str] = []

    def ajouter() -> dict[str, pa.Table]:
        tables, nouveautes[:] = fusionner(donnees, dataset, lues)
        return tables

    publie = completer(donnees, dataset, chemin, _organismes(*lues.values()), adresse, ajouter)
    neuves_nb = len(nouveautes)
    suite = neuves_nb - NOUVEAUTES_MAX
    return [
        f"{contrat.titre} : {francais.avec_unite(neuves_nb, 'lignes nouvelles')}, "
        f"{francais.avec_unite(sum(map(len, lues.values())) - neuves_nb, 'lignes déjà connues')}",
        *(f"  {n}" for n in nouveautes[:NOUVEAUTES_MAX]),
        *([f"  … et {francais.nombre(suite)} de plus"] if suite > 0 else []),
        *publie.dire(),
    ]


AGENCES = "sites_agences"
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
    code = commune(nom) if nom else ""
    if nom and not code:
        raise Faute("commune inconnue", "attendu : le nom ou le code Insee d’une commune de la région")
    return code


SITES = Feuille(
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
        "situation": liste("Situation du site", saisies.SITUATIONS_SITE, 14, obligatoire=True),
        "etat_le": Champ("État au", date(passee=True), 14),
        **_transmis(34, 28),
    },
    ("reseau", "code_site", "nom", "code_commune"),
    prerempli=True,
)


def _modele_sites(donnees: Donnees) -> Modele:
    connus = donnees.lire("sites", "sites").to_dict("records") if donnees.officiel.millesimes("sites") else []
    lignes = [{**r, "reseau": RESEAUX[r["reseau"]]} for r in connus]
    notice = modeles.notice("sites", formes=modeles.FORMES, dataset="sites")
    return {SITES: lignes}, notice, {"Réseaux": [(n, "") for n in RESEAUX.values()]}


def lire_agences(chemin: Path) -> tuple[pd.DataFrame, list[str]]:
    """Read the list of sites of Pôle emploi: the agencies, and the offices where nobody is received.

    The year is that of the name of the file: nothing else tells it.
    """
    lue = feuilles.lire(chemin, AGENCES)
    brut = lue.en_texte().replace("NULL", "")
    df = lue.de_la_region(brut, classeur.codes(brut["region"], 2) == zonages.REGION)
    annee = cellules.annee_du_nom(Path(chemin).name)
    if not annee:
        lue.remarques.append("date de la liste inconnue : son nom de fichier ne porte pas d'année")
    sites = df[["nom", "adresse"]].assign(
        reseau="pole_emploi",
        code_site=df["code"].map(classeur.normaliser),
        code_commune=df["commune"].map({n: commune(n) for n in df["commune"].unique()}),
        code_postal=classeur.codes(df["code_postal"], 5),
        # The other types are offices, where nobody is received.
        accueil=df["type"].eq("ALE").map({True: "oui", False: "non"}),
        vae="",
        cep="",
        situation="ouvert",
        etat_le=annee,
        source=Path(chemin).name,
        transmis_par="Pôle emploi",
    )
    perdus = sites["code_commune"] == ""
    cites = classeur.quelques(df.loc[perdus, "commune"])
    lue.compter(perdus.sum(), "sites", f"laissés de côté, commune inconnue : {cites}")
    return sites[~perdus], lue.remarques


def importer_sites(donnees: Donnees, chemin: Path, _: object, adresse: str = "") -> list[str]:
    """Add or replace sites, from the workbook or from the list of agencies; returns the French summary."""
    contrat = CONTRATS["sites"]
    lu = classeur.contenu(chemin)
    livre = feuilles.ouvrir(lu) if lu.classeur else []
    # The workbook has the sheet of the model, even if a title of its columns was broken.
    if any(f.nom == SITES.titre for f in livre) or any(SITES.entetes <= set(t) for t in feuilles.tetes(livre)):
        lus, remarques = pd.DataFrame(modeles.lire(chemin, [SITES], "sites")[SITES]), []
        lus["reseau"] = lus["reseau"].map({libelle: code for code, libelle in RESEAUX.items()})
        deduits = lus["nom"].map(classeur.normaliser) + "_" + lus["code_commune"]
        lus["code_site"] = lus["code_site"].mask(lus["code_site"] == "", deduits)
    else:
        lus, remarques = lire_agences(chemin)
    qui = _organismes(lus)

    def ajouter() -> dict[str, pa.Table]:
        """A row replaces that of the same network and code; what it leaves empty keeps what was known."""
        table, neufs = contrat.tables["sites"], lus.assign(recu_le=aujourdhui())
        if donnees.officiel.millesimes("sites"):
            precedents, cle = donnees.lire("sites", "sites"), list(table.cle)
            connus = neufs[cle].merge(precedents, how="left", on=cle).set_axis(neufs.index)[list(FACULTATIFS)]
            facultatifs = neufs[list(FACULTATIFS)]
            neufs[list(FACULTATIFS)] = facultatifs.mask(facultatifs.eq(""), connus.fillna(""))
            neufs = pd.concat([precedents, neufs]).drop_duplicates(cle, keep="last")
        return {"sites": cellules.table(neufs, table)}

    publie = completer(donnees, "sites", chemin, qui, adresse, ajouter)
    return [
        f"{contrat.titre} : {francais.avec_unite(len(lus), 'sites lus')}, transmis par {qui}",
        f"  où le public est accueilli : {francais.nombre(lus['accueil'].eq('oui').sum())} · communes : "
        f"{francais.nombre(lus['code_commune'].nunique())}",
        *(f"  remarque : {r}" for r in remarques),
        *publie.dire(),
    ]


def _codes(connu: Callable[[str], bool], faute: str, attendu: str) -> Callable[[object], str]:
    def lire(brut: object) -> str:
        codes = [c for c in re.split(r"[\s,;]+", str(brut).strip()) if c]
        if inconnus := [c for c in codes if not connu(c)]:
            raise Faute(f"{faute} : {', '.join(inconnus)}"[:120], attendu)
        return " ".join(dict.fromkeys(codes))

    return lire


_adresse = forme(
    f"({publications.ADRESSE.pattern})?", "adresse refusée", "attendu : https://…, sans espace ni guillemet"
)
_theme = _codes(publications.THEMES.__contains__, "thème inconnu", f"attendu : {', '.join(publications.THEMES)}")
_lieu = _codes(publications.zone_connue, "territoire inconnu", "attendu : DÉCOUPAGE:CODE, par exemple spo:ancenis")
PUBLICATIONS = Feuille(
    "Publications",
    {
        "adresse": Champ("Adresse de la page", _adresse, 60, obligatoire=True),
        "titre": Champ("Titre", texte(300), 60, obligatoire=True),
        "producteur": Champ("Producteur", texte(), 30, obligatoire=True),
        "themes": Champ("Thèmes", _theme, 24, obligatoire=True),
        "zones": Champ("Territoires", _lieu, 30, obligatoire=True),
        "date": Champ("Date de publication", date(), 16),
        "situation": liste("Situation dans le catalogue", ("publiée", "retirée"), 16, obligatoire=True),
    },
    ("adresse",),
    prerempli=True,
)


def _modele_publications(donnees: Donnees) -> Modele:
    lignes = [
        p._asdict()
        | {"themes": ", ".join(p.themes), "zones": ", ".join(p.zones), "date": p.date or None, "situation": "publiée"}
        for p in publications.lire(donnees)
    ]
    zones = zonages.noms("spo").items()
    aides = {
        "Thèmes": list(publications.THEMES.items()),
        "Territoires SPO (les autres découpages s'écrivent de même)": [(f"spo:{c}", nom) for c, nom in zones],
    }
    return {PUBLICATIONS: lignes}, modeles.notice("publications", dataset="publications"), aides


def importer_publications(donnees: Donnees, chemin: Path, _: object, adresse: str = "") -> list[str]:
    """Add to the catalogue of publications, or replace its entries of the same address; returns the French summary."""
    lignes = modeles.lire(chemin, [PUBLICATIONS], "publications")[PUBLICATIONS]
    lues = neuves = pd.DataFrame(lignes)

    def ajouter() -> dict[str, pa.Table]:
        nonlocal neuves
        catalogue = publications.lire(donnees)
        adresses = {p.adresse for p in catalogue}
        # An unknown page, other words for a known one, a known one withdrawn.
        dites = map(publications.en_publication, lues.to_dict("records"))
        autres = [dite not in catalogue for dite in dites]
        neuves = lues[lues["adresse"].isin(adresses).where(lues["situation"].eq("retirée"), autres)]
        toutes = pd.concat([publications.recues(donnees), neuves.assign(recu_le=aujourdhui())], ignore_index=True)
        table = CONTRATS["publications"].tables["publications"]
        return {"publications": cellules.table(toutes.drop_duplicates("adresse", keep="last").astype("string"), table)}

    publie = completer(donnees, "publications", chemin, CONTRATS["publications"].producteur, adresse, ajouter)
    retirees = int(neuves["situation"].eq("retirée").sum())
    return [
        f"Publications : {francais.avec_unite(len(neuves) - retirees, 'pages ajoutées ou modifiées')}, "
        f"{francais.avec_unite(retirees, 'retirées')}, "
        f"{francais.avec_unite(len(lues) - len(neuves), 'lignes déjà connues')}",
        f"  catalogue : {francais.avec_unite(len(publications.lire(donnees)), 'pages')}",
        *publie.dire(),
    ]


_FAP = re.compile(r"[A-Z][0-9A-Z][A-Z](\d\d)?", re.ASCII)


def _nombre(titre: str, largeur: int, *, entier: bool = True) -> Champ:
    """A column of figures, whole or not, each with its status: Q when its sender hides it, O when it is not known."""

    def lire(brut: object) -> dict[str, object]:
        if (dit := str(brut).strip().lower()) in ("", "s"):
            return {"value": None, "obs_status": "Q" if dit else "O"}
        if modeles.nombre(brut) % 1 and entier:
            raise Faute("valeur à décimales", "un nombre entier est attendu")
        return {"value": float(brut), "obs_status": "A"}

    return Champ(titre, lire, largeur, numerique=True)


def _periode(motif: str, attendu: str) -> Champ:
    return Champ("Période", forme(motif, "période mal écrite", f"forme attendue : {attendu}"), 12, obligatoire=True)


def _secteur_ou_fap(brut: object) -> str:
    code = classeur.code(brut)
    connus = secteurs.lire().secteurs
    if code not in connus and not _FAP.fullmatch(code):
        raise Faute("code inconnu", f"secteurs connus : {', '.join(connus)} ; ou un code FAP (D2Z, E0Z21)")
    prefixes = {p for s in connus.values() for n in secteurs.NOMENCLATURES for p in s.prefixes(n)}
    if code not in connus and not any(code.startswith(p) for p in prefixes):
        raise Faute("famille professionnelle hors des secteurs", "aucun secteur de secteurs.toml ne contient ce code")
    return code


def _territoires() -> dict[str, str]:
    """« spo:ancenis » -> name, over the zonings in force."""
    return {f"{zonage}:{code}": nom for zonage in saisies.ZONAGES_OFFRE for code, nom in zonages.noms(zonage).items()}


def _territoire(brut: object) -> tuple[str, ...] | str:
    """Zoning and code; "" for an empty cell."""
    code = str(brut).strip().lower()
    if code and code not in _territoires():
        raise Faute("territoire inconnu", "attendu : DÉCOUPAGE:CODE, par exemple spo:ancenis ou departement:44")
    return code and tuple(code.split(":"))


def _controler_offre(ligne: dict) -> None:
    if ligne["sous_ensemble"] and ligne["objectif"] != "qualifier":
        raise Faute("sous-ensemble d’un autre objectif", "seul « Je me qualifie » en a", "sous_ensemble")


_SECTEURS = {saisies.TOUS_SECTEURS: "tous secteurs"} | {c: s.libelle for c, s in secteurs.lire().secteurs.items()}
CHIFFRES = {
    "interim": Feuille(
        "Intérim",
        {
            "code": Champ("Code secteur ou FAP", _secteur_ou_fap, 26, a_saisir=False, obligatoire=True),
            "libelle": Champ("Secteur", texte(), 36, a_saisir=False),
            "territoire": liste("Territoire", interim.TERRITOIRES, 20, a_saisir=False, obligatoire=True),
            "periode": _periode(interim.PERIODE, "AAAA, ou AAAA-T1 à AAAA-T4"),
            "missions": _nombre("Missions", 14),
            "etp": _nombre("ETP", 14, entier=False),
            **_TRANSMISSION,
        },
        ("code", "territoire", "periode"),
    ),
    "offre": Feuille(
        "Offre de formation",
        {
            "objectif": liste("Objectif", saisies.OBJECTIFS, 44, a_saisir=False, obligatoire=True),
            "sous_ensemble": liste("Sous-ensemble", saisies.SOUS_ENSEMBLES, 34, a_saisir=False),
            "secteur": liste("Secteur", _SECTEURS, 34, a_saisir=False),
            "niveau": liste("Niveau visé", saisies.NIVEAUX_OFFRE, 26, a_saisir=False),
            "territoire": Champ("Code du territoire", _territoire, 26, a_saisir=False, obligatoire=True),
            "libelle": Champ("Territoire", texte(), 26, a_saisir=False),
            "periode": _periode(saisies.PERIODE_OFFRE, "AAAA, ou AAAA-S1 et AAAA-S2"),
            "places": _nombre("Places", 12),
            "entrees": _nombre("Entrées", 12),
            **_TRANSMISSION,
        },
        ("objectif", "sous_ensemble", "secteur", "niveau", "territoire", "periode"),
        _controler_offre,
    ),
}


def _modele_chiffres(dataset: str, _: Donnees) -> Modele:
    """Every sector in the region, then in each département; every objective in each SPO, each ZEF and the region."""
    if dataset == "interim":
        connus, aides = secteurs.lire().secteurs.values(), {}
        lieux = interim.TERRITOIRES.values()
        lignes = [{"code": s.code, "libelle": s.libelle, "territoire": lieu} for s in connus for lieu in lieux]
    else:
        aides = {"Codes des territoires": list(_territoires().items())}
        lignes = [
            {"objectif": objectif, "territoire": code, "libelle": nom}
            for code, nom in _territoires().items()
            if not code.startswith("departement:")
            for objectif in saisies.OBJECTIFS.values()
        ]
    notice = modeles.notice(dataset, "chiffres", dataset=dataset, seuil=secret.regles()[dataset].seuil)
    return {CHIFFRES[dataset]: lignes}, notice, aides


def importer_chiffres(dataset: str, donnees: Donnees, chemin: Path, _: object, adresse: str = "") -> list[str]:
    """Add the figures that an organisation sent; returns the French summary."""
    contrat, feuille = CONTRATS[dataset], CHIFFRES[dataset]
    lignes = modeles.lire(chemin, [feuille], dataset)[feuille]
    mesures = [m for m, champ in feuille.champs.items() if champ.numerique]
    lues = pd.DataFrame({**ligne, "mesure": m, **ligne[m]} for ligne in lignes for m in mesures)
    if dataset == "offre":
        lues = lues.replace({"secteur": {"": saisies.TOUS_SECTEURS}, "niveau": {"": "tous"}})
    lues[["zonage", "code_zone"]] = lues["territoire"].to_list()
    qui = _organismes(lues)

    def ajouter() -> dict[str, pa.Table]:
        """Rows sent replace those of the same key; small figures are hidden, with those that would give them away."""
        table = contrat.tables["observations"]
        nouvelles = cellules.avec_confidentialite(lues.assign(recu_le=aujourdhui()).astype({"value": "float64"}))
        precedentes = [donnees.lire(dataset)] if donnees.officiel.millesimes(dataset) else []
        toutes = pd.concat([*precedentes, nouvelles], ignore_index=True)
        gardees = toutes.drop_duplicates(list(table.cle), keep="last", ignore_index=True)
        masquees = secret.masquer(gardees, table.cle, secret.regles()[dataset], donnees.officiel.montrees(contrat))
        return {"observations": cellules.table(masquees, table)}

    publie = completer(donnees, dataset, chemin, qui, adresse, ajouter)
    statuts = lues["obs_status"].value_counts()
    masquees = donnees.lire(dataset)["obs_status"].eq("Q").sum()
    return [
        f"{contrat.titre} : {francais.avec_unite(len(lignes), 'lignes lues')}, transmises par {qui}",
        f"  valeurs : {statuts.get('A', 0)} · masquées par l'organisme : {statuts.get('Q', 0)} · non disponibles : "
        f"{statuts.get('O', 0)}",
        f"  masquées après l'importation, avec celles qui les feraient retrouver : {masquees}",
        *publie.dire(),
    ]


MODELES: dict[str, Callable[[Donnees], Modele]] = {
    **{dataset: partial(_modele_etats, dataset) for dataset in ZONAGE},
    "publications": _modele_publications,
    **{dataset: partial(_modele_chiffres, dataset) for dataset in CHIFFRES},
    "sites": _modele_sites,
}
# How a workbook of states is recognised, whatever the zones in force.
LABELLISATION, GTEC, COMITES = (
    Lecteur(partial(importer_etats, d), (feuilles_etats(d, ())["etats"].entetes,)) for d in ZONAGE
)
LECTEUR_SITES = Lecteur(importer_sites, (SITES.entetes,), tables=(AGENCES,))
LECTEUR_PUBLICATIONS = Lecteur(importer_publications, (PUBLICATIONS.entetes,))
INTERIM, OFFRE = (Lecteur(partial(importer_chiffres, d), (f.entetes,)) for d, f in CHIFFRES.items())
