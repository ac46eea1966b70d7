"""What the ROME says of a métier: where it leads, what it asks to know, and which employers hire for it in France."""

from data_loaders import francais
from data_loaders.contracts import CONTRATS, rome
from data_loaders.sources import classeur, ecriture, series
from data_loaders.sources.extrait import Extrait, lecteur
from data_loaders.sources.feuilles import Lue

TABLES = ("mobilites", "savoirs", "employeurs")
VERSION = "ROME3"


@lecteur(*TABLES)
def lire(lue: Lue) -> Extrait:
    """Read one of the three files, known by its columns; codes malformed or repeated are for the contract to refuse.

    Raises:
        ErreurDonnees: unreadable, columns missing, a count that is none, no year.
    """
    df, dataset = lue.en_texte().rename(columns={"rome": "code_rome"}), lue.regle.table
    millesime = VERSION
    if dataset == "mobilites":
        sens = df["sens"].map(classeur.normaliser)
        df = df.assign(code_cible=df["cible"], sens=sens)
        for c in ("appellation", "appellation_cible"):
            df[c] = df.get(c, "")
        suite = " · ".join(f"{rome.MOBILITES.get(s, s)} : {francais.nombre(n)}" for s, n in sens.value_counts().items())
    elif dataset == "savoirs":
        # The producer doubles an apostrophe.
        df = df.assign(code_savoir=df["code"], libelle=df["libelle"].str.replace("''", "’"))
        suite = f"{francais.nombre(df['code'].nunique())} savoirs"
    else:
        millesime = series.exiger_annee(lue.ou)
        nombres = ecriture.exiges(df, ["embauches"], lue, entiers=True)["embauches"]
        df = df.assign(
            annee=millesime,
            code_naf=df["naf"].str.replace(".", ""),
            libelle_naf=df["libelle"],
            value=nombres,
        )
        suite = f"{francais.nombre(nombres.sum())} embauches, {francais.nombre(df['code_naf'].nunique())} activités"
    titre = f"{CONTRATS[dataset].titre} : {francais.nombre(len(df))} lignes, "
    titre += f"{francais.nombre(df['code_rome'].nunique())} métiers"
    return Extrait.de(dataset, millesime, df, titre, suite)
