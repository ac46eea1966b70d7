"""Métiers: nomenclatures, crosswalks ROME → FAP, what the ROME says of a métier, titles, what DARES publishes of each.

In a nomenclature, one row the finest post, one pair code, label a level. In a list of titles, one row a FAP with its
titles (DARES), or one row a title (ROME version 4).

« Les métiers en 2030 » (with France Stratégie) is one table of regions, in a layout that is not the producer's. The
portraits by region are CSV by family: employment, or job-seekers of one category, no year inside. What a file is of is
told by the total that it repeats on each row (`parametres/totaux_publies.toml`), else by its name. The national
portraits are four tables and their dictionary.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from data_loaders import francais
from data_loaders.contracts import CONTRATS, metiers
from data_loaders.erreurs import REPRENDRE, ErreurDonnees
from data_loaders.magasin import controle
from data_loaders.sources import cellules, classeur
from data_loaders.sources.extrait import Extrait, lecteur, titrer
from data_loaders.sources.feuilles import Lue
from geo.territoire import NOM_REGION, REGION

ARRONDI = 0.15  # thousands: three terms rounded to the hundred
# sum -> terms; what the file says of itself
SOMMES = {"postes": ("creations", "departs"), "desequilibre": ("postes", "jeunes", "mobilites")}
NOTE = "Lu dans une mise en forme republiée, et non dans celle du producteur."


@lecteur("metiers_2030")
def lire_2030(lue: Lue) -> Extrait:
    """Read the rows of the region, whose terms must add up."""
    brut = lue.en_texte()
    ici = brut["region"].map(classeur.normaliser).isin({classeur.normaliser(NOM_REGION), REGION})
    df = lue.de_la_region(brut, ici, classeur.quelques(brut["region"]))
    autres = brut["region"].nunique() - df["region"].nunique()
    lue.compter(autres, "autres régions laissées", "de côté")
    lus = cellules.facultatifs(df, metiers.MESURES_2030, lue)
    df = df.assign(**{m: nombres.valeurs for m, nombres in lus.items()})
    for total, termes in SOMMES.items():
        faux = (df[total] - df[list(termes)].sum(axis=1, min_count=len(termes))).abs().gt(ARRONDI)
        if faux.any():
            trouve = "valeur qui n'est pas la somme de ses termes"
            cause = "deux colonnes échangées, ou signe des jeunes débutants changé"
            raise lue.contredite(total, df[faux], ("code_fap",), trouve, cause)
    cles = df[["code_fap", "libelle"]].assign(
        periode=metiers.FIN, code_zone=REGION, tension_2019=df["tension"].replace("", metiers.HORS_CHAMP)
    )
    postes, departs, creations = (francais.nombre(df[m].sum(), 1) for m in ("postes", "departs", "creations"))
    titre = f"Les métiers en 2030 : {francais.nombre(len(brut))} lignes lues, {len(df)} familles de la région"
    dit = f"2019-2030, milliers : postes à pourvoir {postes} · départs {departs} · créations {creations}"
    return Extrait.de("metiers_2030", metiers.FIN, cellules.longues(cles, lus, "E"), titre, dit, notes=(NOTE,))


# Word of its name -> dataset.
DATASETS = {"emploi": "emploi_fap", "defm_abc": "defm_abc_fap", "defm_a": "defm_a_fap"}
ECART_SOMME = 1.0
TRIMESTRES = 4  # the job-seekers of a year are published as the sum of four quarters


@lecteur("metiers_region")
def lire_region(lue: Lue) -> Extrait:
    """Read the region's rows; the job-seekers of a year are a mean: the four quarters of the file divided by four."""
    df = lue.nommer()
    ici = classeur.codes(df["code_region"], 2) == REGION
    if not ici.any():
        raise classeur.hors_region(lue.nom, "", "fichier d'une autre région, ou national")
    df = df[ici]
    guillemets = df[["value", "total"]].map(lambda c: c.strip('"') if isinstance(c, str) else c)
    nombres = cellules.lire_nombres(guillemets, (), lue.regle.decimale)
    for role, lus in nombres.items():
        if len(fautes := df.loc[lus.illisibles, role]):
            trouve, cause = "effectif qui n'est pas un nombre", "signe nouveau, ou fichier abîmé"
            raise ErreurDonnees.de_cellules("signe", lue.colonne(role), trouve, fautes, cause=cause)
    valeurs, total = nombres["value"].valeurs, float(nombres["total"].valeurs.iloc[0])
    if abs(valeurs.sum() - total) > ECART_SOMME:
        somme, cause = francais.nombre(valeurs.sum()), "lignes retirées du fichier, ou en double"
        trouve = f"les familles font {somme}, et le total écrit sur chaque ligne est {francais.nombre(total)}"
        raise ErreurDonnees("total", lue.nom, trouve, cause=cause, remede=REPRENDRE)
    dataset, annee = _edition(lue.nom, total)
    lues = df.assign(
        periode=annee,
        code_zone=REGION,
        code_fap87=classeur.codes(df["code_fap87"]),
        value=valeurs / (1 if dataset == "emploi_fap" else TRIMESTRES),
    )
    dit = f"{CONTRATS[dataset].titre}, {annee} : {len(lues)} familles, {francais.nombre(lues['value'].sum())} personnes"
    return Extrait.de(dataset, annee, lues, dit)


def _edition(nom: str, total: float) -> tuple[str, str]:
    """Dataset and year of a file of this total."""
    for dataset in DATASETS.values():
        for annee, bloc in controle.totaux_connus().get(dataset, {}).items():
            if abs(bloc["total_ecrit"] - total) <= ECART_SOMME:
                return dataset, annee
    lu = classeur.normaliser(Path(nom).stem)
    annee, dataset = re.search(r"20\d\d", lu), next((d for mot, d in DATASETS.items() if mot in lu), "")
    if dataset and annee:
        return dataset, annee[0]
    trouve = "rien ne dit l'année ni la catégorie de ce fichier, dont le total est "
    remede = "rendre son nom au fichier (defm_a_2020…, defm_abc_2020…, emploi_rp2017…), ou écrire son total dans "
    remede += "data_loaders/parametres/totaux_publies.toml"
    cause = "édition inconnue, et nom changé"
    raise ErreurDonnees("edition", nom, trouve + francais.nombre(total), cause=cause, remede=remede)


ABSENT = "NA"
# table of names -> millésime, measure of each column of figures
FICHIERS = {
    "portraits#salaires": ("SALAIRES", {"valeur": "salaire"}),
    "portraits#tensions": ("TENSIONS", {"valeur": "tension"}),
    "portraits#secteurs": ("SECTEURS", {"emploi": "secteur_emploi", "part": "secteur_part"}),
    "portraits#specialites": ("SPECIALITES", {"emploi": "specialite_emploi", "part": "specialite_part"}),
}
NOTE_PORTRAITS = "Publication nationale, republiée par un tiers : un contexte, jamais un chiffre de la région."


@lecteur("portraits#variables", *FICHIERS)
def lire_portraits(lue: Lue) -> Extrait:
    """Read one of the five files, known by its columns."""
    df, table = lue.en_texte(), lue.regle.table
    if table not in FICHIERS:
        dataset, millesime, familles = "portraits_variables", "PSM", ""
        lignes = df[df["variable"] != ""].replace(ABSENT, "").sort_values(["variable", "modalite"], kind="stable")
    else:
        dataset, (millesime, mesures) = "portraits_metiers", FICHIERS[table]
        df = lue.sans_repetition(df.replace(ABSENT, ""))
        lus = cellules.facultatifs(df, mesures, lue)
        codes = df["code_fap"].str.upper()
        roles = {"periode": "periode", "code_modalite": "modalite", "libelle_modalite": "libelle"}
        cles = codes.to_frame().assign(**{c: df.get(role, "") for c, role in roles.items()})
        lignes = cellules.longues(cles, {mesure: lus[role] for role, mesure in mesures.items()})
        familles = f", {francais.avec_unite(codes.nunique(), 'familles professionnelles')}"
    return Extrait.de(dataset, millesime, lignes, titrer(dataset, len(df), suite=familles), notes=(NOTE_PORTRAITS,))


# Tables of names of columns: crosswalk -> nomenclature reached; nomenclature -> its name, its levels, the finest first.
PASSAGES = {"nomenclatures#passage_fap2009": "FAP2009", "nomenclatures#passage_fap2021": "FAP2021"}
HIERARCHIES = {
    "nomenclatures#fap2009": ("FAP2009", ("fap225", "fap87", "fap22")),
    "nomenclatures#fap2021": ("FAP2021", ("fap341", "fap228", "fap86", "fap22")),
    "nomenclatures#rome3": ("ROME3", ("rome",)),
    "nomenclatures#rome4": ("ROME4", ("rome4",)),
}
POSTES_NB = {"rome": 532, "rome4": 609}  # the levels of the FAP are named after theirs


@lecteur(*PASSAGES, *HIERARCHIES)
def lire_nomenclature(lue: Lue) -> Extrait:
    """Read a nomenclature or a crosswalk, known by its columns; a code has one label and one parent."""
    brut, table, notes = lue.en_texte(), lue.regle.table, ()
    if table in PASSAGES:
        dataset, edition = "passages", PASSAGES[table]
        lignes = brut.assign(cible=edition)
        multiples = francais.nombre(brut.groupby("code_rome")["code_fap"].nunique().gt(1).sum())
        dit = f"{multiples} codes ROME vont vers plusieurs familles professionnelles"
    else:
        dataset, (edition, niveaux) = "nomenclatures", HIERARCHIES[table]
        lignes = _postes(brut, niveaux, lue.nom).assign(nomenclature=edition)
        comptes = lignes["niveau"].value_counts(sort=False).to_dict()
        dit = " · ".join(f"{niveau} : {francais.nombre(n)} postes" for niveau, n in comptes.items())
        attendus = {niveau: POSTES_NB.get(niveau) or int(niveau.removeprefix("fap")) for niveau in comptes}
        ecarts = [f"{comptes[v]} postes au niveau {v}, {n} attendus" for v, n in attendus.items() if comptes[v] != n]
        notes = tuple(f"Nomenclature incomplète, ou d'une autre édition : {ecart}." for ecart in ecarts)
    titre = titrer(dataset, len(lue.table), f", {edition}")
    return Extrait.de(dataset, edition, lignes, titre, dit, notes=notes)


def _postes(brut: pd.DataFrame, niveaux: Sequence[str], nom: str) -> pd.DataFrame:
    parties = []
    # A code of the ROME version 4 comes from one of version 3, itself where the file names none.
    plus_haut = brut["code_rome3"].where(brut["code_rome3"] != "", brut["code_rome4"]) if "code_rome3" in brut else ""
    for niveau, parent in zip(niveaux, [*niveaux[1:], None], strict=True):
        postes = brut[[f"code_{niveau}", f"libelle_{niveau}"]].set_axis(["code", "libelle"], axis=1)
        postes = postes.assign(code_parent=brut[f"code_{parent}"] if parent else plus_haut).drop_duplicates()
        doubles = postes[postes.duplicated("code", keep=False)]
        if len(doubles):
            ou, trouve = f"{nom}, niveau {niveau}", "un code a deux libellés ou deux parents"
            exemple = " / ".join(f"{d.code} {d.libelle} ({d.code_parent})" for d in doubles.head(2).itertuples())
            cause = "fichiers de deux éditions mis bout à bout, ou saisie fautive"
            mots = {"cause": cause, "remede": "reprendre le fichier d'une seule édition chez le producteur"}
            raise ErreurDonnees.de_cellules("nomenclature", ou, trouve, doubles, exemple=exemple, **mots)
        parties.append(postes.assign(niveau=niveau))
    return pd.concat(parties, ignore_index=True)


@lecteur("mobilites", "savoirs", "employeurs")
def lire_rome(lue: Lue) -> Extrait:
    """Read one of the three files, known by its columns; codes malformed or repeated are for the contract to refuse."""
    df, dataset = lue.en_texte().rename(columns={"rome": "code_rome"}), lue.regle.table
    millesime = "ROME3"
    if dataset == "mobilites":
        sens = df["sens"].map(classeur.normaliser)
        appellations = {c: df.get(c, "") for c in ("appellation", "appellation_cible")}
        df = df.assign(code_cible=df["cible"], sens=sens, **appellations)
        comptes = ((metiers.MOBILITES.get(s, s), n) for s, n in sens.value_counts().items())
        suite = " · ".join(f"{nom} : {francais.nombre(n)}" for nom, n in comptes)
    elif dataset == "savoirs":
        # The producer doubles an apostrophe.
        df = df.assign(code_savoir=df["code"], libelle=df["libelle"].str.replace("''", "’"))
        suite = f"{francais.nombre(df['code'].nunique())} savoirs"
    else:
        millesime = cellules.exiger_annee(lue.ou)
        nombres = cellules.exiges(df, ["embauches"], lue, entiers=True)["embauches"]
        naf = df["naf"].str.replace(".", "")
        df = df.assign(annee=millesime, code_naf=naf, libelle_naf=df["libelle"], value=nombres)
        suite = f"{francais.nombre(nombres.sum())} embauches, {francais.nombre(df['code_naf'].nunique())} activités"
    titre = f"{CONTRATS[dataset].titre} : {francais.nombre(len(df))} lignes, "
    titre += f"{francais.nombre(df['code_rome'].nunique())} métiers"
    return Extrait.de(dataset, millesime, df, titre, suite)


@lecteur("appellations#rome", "appellations#fap")
def lire_appellations(lue: Lue) -> Extrait:
    """Read one of the two lists, known by its columns."""
    df = lue.en_texte()
    dares = lue.regle.table == "appellations#fap"
    if dares:
        # Its titles are joined by commas; inside a title, a space follows the comma.
        df = df.assign(titre=df["titre"].str.split(r",(?=\S)", regex=True)).explode("titre")
    millesime, titres = "FAP2009" if dares else "ROME4", df["titre"].str.strip()
    principaux = classeur.colonne(df, "classement").str.upper().eq("PRINCIPALE")
    lignes = df.assign(liste=millesime, titre=titres, principal=principaux)
    # A title that names its métier and one of its synonyms are one.
    lignes = lignes.sort_values("principal", ascending=False, kind="stable").drop_duplicates(["titre", "code"])
    par_titre = lignes.groupby("titre")["code"].nunique()
    titre = f"Appellations de métiers, {millesime} : {francais.nombre(len(lue.table))} lignes lues"
    plusieurs = f"{francais.nombre(par_titre.gt(1).sum())} de plusieurs métiers"
    dit = f"{francais.avec_unite(len(par_titre), 'titres')}, dont {plusieurs}"
    return Extrait.de("appellations", millesime, lignes, titre, dit)
