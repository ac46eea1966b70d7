"""Files of figures that a description explains (`contracts/descriptions`), whatever their format and their layout.

One row a zone and a period, or one column a period. Codes of communes are brought to those of today: the counts of
communes merged since are added up, their rates are not available. The reader of a described dataset is found here
under its name.
"""

import re
from collections.abc import Iterator

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.descriptions import RYTHMES, ZONAGES, Description, Mesure
from data_loaders.contracts.registre import Registre
from data_loaders.contracts.zones import ZONES_ENTIERES
from data_loaders.erreurs import ErreurDonnees, constat
from data_loaders.jeux import Lecteur
from data_loaders.sources import cellules, classeur
from data_loaders.sources.extrait import Extrait, lecteur
from data_loaders.sources.feuilles import Lue
from data_loaders.sources.noms import Noms
from geo import zonages

CLE = ["periode", "zone", "serie"]
TOTAL_TOLERE = 0.5  # what is written is rounded to the unit
_LONGUEURS = {"commune": 5, "ze": 4, "bassin": 4, "departement": 2, "region": 2, "epci": 9}
_TRIMESTRE = re.compile(r"((?:19|20)\d\d)[- ]?[TQ]([1-4])", re.I | re.ASCII)


def __getattr__(nom: str) -> Lecteur:
    """The reader of a described dataset that is in force."""
    for d in Registre.decrites:
        if d.nom == nom:
            return lecteur_de(d)
    raise AttributeError(nom)


def lecteur_de(d: Description) -> Lecteur:
    """The reader of the files of a description, recognised at the columns that it names."""
    return lecteur(_noms(d))(lambda lue: _lire(d, lue))


def _noms(d: Description) -> Noms:
    lu = d.lu
    colonnes = {r: lu[r] for r in ("zone", "periode", "statut") if r in lu}
    colonnes |= {f"filtre {c}": c for m in d.mesures.values() for c in m.filtres}
    colonnes |= {code: m.colonne for code, m in d.mesures.items() if not m.annuelle}
    noms = {role: (titre,) for role, titre in colonnes.items()}
    annuelles = tuple(m.annuelle for m in d.mesures.values() if m.annuelle)
    dites = (frozenset(lu.get("secret", ())), lu.get("decimale", ""), (classeur.normaliser(lu.get("feuille", "")),))
    formes = {"zone": re.compile(ZONAGES[d.zonage][1], re.ASCII)}
    return Noms(d.nom, "la description", noms, formes, frozenset(), tuple(noms), *dites, annuelles=annuelles)


def _lire(d: Description, lue: Lue) -> Extrait:
    df = lue.en_texte()
    tout = pd.concat([lot for code, m in d.mesures.items() for lot in _lots(d, code, m, df, lue)])
    tout = tout.assign(zone=classeur.codes(tout["zone"], _LONGUEURS[d.zonage]))
    tout["code_zone"] = _zones(d, tout["zone"], lue)
    tout = tout[tout["code_zone"] != ""]
    tout = _valeurs(d, tout.assign(periode=_periodes(d, tout["periode"], lue)), lue)
    repetees = tout[tout.duplicated(CLE, keep=False)]
    if len(repetees):
        trouve = "deux lignes pour la même zone et la même période"
        cause = "le fichier répète un niveau, ou croise un critère que la description ne fixe pas"
        remede = "ajouter ce critère aux filtres de la description (sexe, secteur, taille…)"
        exemple = " · ".join(repetees.iloc[0][CLE])
        raise ErreurDonnees.de_cellules("cle", lue.ou, trouve, repetees, exemple=exemple, cause=cause, remede=remede)
    _bornes(d, tout, lue)
    publiees = _reunir(d, tout, lue)
    dites = [_total(d, code, publiees, lue) for code in d.mesures]
    absentes = [c for c in zonages.noms(d.zonage) if c not in set(publiees["code_zone"])]
    if absentes:
        noms = ", ".join(zonages.libelle_zone(d.zonage, c) for c in absentes[:5])
        suite = "comptées pour zéro" if d.nulles else 'n.d. (absent = "zero" dans la description si c’est un zéro)'
        lue.compter(len(absentes), "zones", f"sans ligne dans le fichier, {suite} : {noms}")
    titre = f"{d.contrat.titre} : {francais.avec_unite(len(df), 'lignes lues')}, "
    titre += f"{publiees['code_zone'].nunique()} zones ({ZONAGES[d.zonage][0]}), {len(d.mesures)} indicateur"
    return Extrait.serie(d.nom, publiees, titre + "s" * (len(d.mesures) > 1), *filter(None, dites), etendue=True)


def _lots(d: Description, code: str, m: Mesure, df: pd.DataFrame, lue: Lue) -> Iterator[pd.DataFrame]:
    """The rows that the filters keep, for each of the columns that bear the values: zone, serie, periode, brut (the
    value) and statut, as written."""
    garde = pd.Series(True, index=df.index)
    for colonne, voulues in m.filtres.items():
        lus = df[f"filtre {colonne}"]
        if not (pris := lus.isin(voulues)).any():
            trouve, vues = f"aucune ligne où {colonne} vaut {' ou '.join(voulues)}", ", ".join(sorted(lus.unique())[:8])
            raise ErreurDonnees("filtre", lue.ou, trouve, exemple=vues, remede="corriger le filtre de la description")
        garde &= pris
    if not garde.any():
        raise ErreurDonnees("filtre", lue.ou, f"aucune ligne ne passe tous les filtres de {code}")
    ici, titres = df[garde], {}
    if m.annuelle:
        rythme = RYTHMES[d.lu["rythme"]][2]
        for i, titre in enumerate(lue.titres):
            if vu := m.annuelle.fullmatch(titre.strip()):
                # Two figures are a year since 1950 until 2049.
                an = vu["aa"] if len(vu["aa"]) == 4 else f"{20 if int(vu['aa']) < 50 else 19}{vu['aa']}"
                titres[i] = rythme.format_map({**vu.groupdict(), "aa": an})
    else:
        titres[lue.places[code]] = d.lu.get("periode_fixe", "")
    for i, periode in titres.items():
        yield pd.DataFrame(
            {
                "zone": ici["zone"],
                "serie": code,
                "periode": periode or ici["periode"],
                "brut": lue.table.iloc[:, i].loc[ici.index],
                "statut": classeur.colonne(ici, "statut"),
            }
        )


def _zones(d: Description, lus: pd.Series, lue: Lue) -> pd.Series:
    """Code of today of each row, "" for a row of elsewhere; refused: a file of another geography, or without a row of
    the region. A code of the region that no zone ever had is a doubt."""
    connus = set(zonages.noms(d.zonage)) | (set(ZONES_ENTIERES) if d.zonage == "ze" else set())
    suite = zonages.successeurs() if d.zonage == "commune" else {c: c for c in connus}
    codes = lus.map({c: suite.get(c, "") for c in lus.unique()})
    restes = sorted(set(lus[codes == ""]))
    bien_formes = [c for c in lus.unique() if re.fullmatch(ZONAGES[d.zonage][1], c, re.ASCII)]
    if not codes.ne("").any():
        vrai = next((z for z in ZONAGES if z != d.zonage and set(lus) & set(zonages.noms(z))), "")
        if vrai or not bien_formes:
            trouve = f"les codes de la colonne {d.lu['zone']} ne sont pas ceux de zones ({ZONAGES[d.zonage][0]})"
            cause = f"ce sont ceux de zones ({ZONAGES[vrai][0]})" if vrai else "colonne prise pour une autre"
            remede = "corriger zonage ou zone dans la description"
            exemple = ", ".join(sorted(set(lus))[:5])
            raise ErreurDonnees("zone", lue.ou, trouve, exemple=exemple, cause=cause, remede=remede)
        raise classeur.hors_region(lue.ou, ", ".join(sorted(set(lus))[:5]))
    prefixes = tuple(zonages.DEPARTEMENTS) if d.zonage == "commune" else (zonages.REGION,)
    formes = set(bien_formes) if d.zonage in ("commune", "ze", "bassin") else set()
    if inconnus := [c for c in restes if c in formes and c.startswith(prefixes)]:
        mots = {"zonage": d.zonage, "colonne": d.lu["zone"]}
        lue.doutes.append(constat("zone-inconnue", exemple=", ".join(inconnus[:5]), nb=len(inconnus), **mots))
    lue.compter(int((codes == "").sum()), "lignes", "d’ailleurs ou d’un autre niveau, laissées de côté")
    changes = sorted(set(lus[codes.ne(lus) & codes.ne("")]))
    if changes:
        dits = ", ".join(f"{c} dans {zonages.libelle_zone(d.zonage, suite[c])}" for c in changes[:5])
        lue.compter(
            len(changes), "anciens codes", f"ramenés à la commune d’aujourd’hui : {dits}{' …' * (len(changes) > 5)}"
        )
    return codes


def _periodes(d: Description, lus: pd.Series, lue: Lue) -> pd.Series:
    """Each as we write it; refused where it is none of the rhythm."""
    forme = RYTHMES[d.lu["rythme"]][0]

    def ecrire(brut: str) -> str:
        texte = classeur.code(brut)
        if d.lu["rythme"] == "mensuel":
            texte = cellules.mois(texte) or re.sub(r"^(\d{4})(\d\d)$", r"\1-\2", texte)
        elif d.lu["rythme"] == "trimestriel":
            texte = _TRIMESTRE.sub(lambda m: f"{m[1]}-T{m[2]}", texte)
        return texte if re.fullmatch(forme, texte, re.ASCII) else ""

    ecrites = lus.map({p: ecrire(p) for p in lus.unique()})
    if len(fausses := lus[ecrites == ""]):
        trouve = f"période qui n’est pas d’un rythme {d.lu['rythme']}"
        raise ErreurDonnees.de_cellules("periode", lue.ou, trouve, fausses, remede="corriger rythme ou periode")
    return ecrites


def _valeurs(d: Description, tout: pd.DataFrame, lue: Lue) -> pd.DataFrame:
    """The same rows with value and obs_status: a mark of secrecy is a status, never a zero."""
    manquants, secrets = set(d.lu.get("manquant", ())) | {""}, set(d.lu.get("secret", ()))
    textes = tout["brut"].map({v: cellules.sans_espaces(v) for v in tout["brut"].unique()})
    nombres = cellules.lire_nombres(tout[["brut"]], secrets | manquants, d.lu.get("decimale", ""))["brut"]
    if len(fautes := tout.loc[nombres.illisibles, "brut"]):
        trouve, cause, remede = cellules.pourquoi(str(fautes.iloc[0]).strip(), "la description")
        raise ErreurDonnees.de_cellules("signe", lue.ou, trouve, fautes, cause=cause, remede=remede)
    dits = dict.fromkeys(manquants, "O") | cellules.STATUTS | {"": "A"} | dict.fromkeys(secrets, "Q")
    statuts = {s: dits.get(s) for s in tout["statut"].unique()}
    if inconnus := [s for s, lu in statuts.items() if lu is None]:
        remede = "l’ajouter à secret ou à manquant dans la description, selon ce qu’il veut dire"
        trouve = f"statut inconnu, colonne {d.lu['statut']}"
        raise ErreurDonnees("signe", lue.ou, trouve, exemple=", ".join(inconnus[:5]), remede=remede)
    statut = tout["statut"].map(statuts)
    statut = statut.mask(textes.isin(manquants) & ~statut.isin(list(VIDES)), "O").mask(textes.isin(secrets), "Q")
    lues = tout.assign(value=nombres.valeurs.mask(statut.isin(list(VIDES))), obs_status=statut)
    return lues[~textes.eq("") | statut.eq("Q")] if d.nulles else lues


def _bornes(d: Description, tout: pd.DataFrame, lue: Lue) -> None:
    """Refuse values out of what the description admits, and counts that look like rates."""
    for code, m in d.mesures.items():
        lues = tout.loc[tout["serie"] == code].dropna(subset="value")
        bas, haut = m.bornes
        if len(hors := lues[~lues["value"].between(bas, haut)]):
            trouve = f"{code} : valeur impossible (hors de {francais.nombre(bas)} à {francais.nombre(haut)})"
            exemple = f"{hors.iloc[0]['zone']} : {hors.iloc[0]['value']:g}"
            cause, remede = "unité ou colonne confondue", "vérifier la colonne, ou dire bornes dans la description"
            raise ErreurDonnees.de_cellules("bornes", lue.ou, trouve, hors, exemple=exemple, cause=cause, remede=remede)
        if m.somme and len(lues) and lues["value"].max() <= 100 and lues["value"].mod(1).ne(0).mean() > 0.5:
            trouve = f"{code} : des nombres à décimales, tous de 0 à 100, dits additionnables"
            raise ErreurDonnees("addition", lue.ou, trouve, remede='si c’est un taux, écrire addition = "jamais"')


def _reunir(d: Description, tout: pd.DataFrame, lue: Lue) -> pd.DataFrame:
    """One row a zone of today: merged communes added up where that has a meaning."""
    cle = ["periode", "code_zone", "serie"]
    repetees = tout.duplicated(cle, keep=False)
    if not repetees.any():
        return tout[[*cle, "value", "obs_status"]]
    sommees = frozenset(code for code, m in d.mesures.items() if m.somme)
    g = tout[repetees].groupby(cle, as_index=False)
    faites = g.agg(
        value=("value", lambda v: v.sum(skipna=False)),
        obs_status=("obs_status", lambda s: next((x for x in ("Q", "O", *"NMLBPEU") if x in set(s)), "A")),
    )
    taux = ~faites["serie"].isin(sommees)
    faites = faites.assign(value=faites["value"].mask(taux), obs_status=faites["obs_status"].mask(taux, "O"))
    lue.compter(int(taux.sum()), "valeurs", "n.d. : communes fusionnées depuis, dont les taux ne s’additionnent pas")
    return pd.concat([tout.loc[~repetees, [*cle, "value", "obs_status"]], faites], ignore_index=True)


def _total(d: Description, code: str, publiees: pd.DataFrame, lue: Lue) -> str:
    """What is said of the totals of an indicator; ErreurDonnees where one is not found again."""
    siennes, hors = publiees[publiees["serie"] == code], set(ZONES_ENTIERES)
    sommes = siennes[~siennes["code_zone"].isin(hors)].groupby("periode")["value"].sum(min_count=1)
    for periode, attendu in d.mesures[code].totaux.items():
        trouve = sommes.get(periode)
        if trouve is None or abs(trouve - attendu) > TOTAL_TOLERE:
            dit = "période absente" if trouve is None else f"{francais.nombre(trouve)} lus"
            trouve = f"total attendu {francais.nombre(attendu)}, {dit} ({code}, {francais.periode_libelle(periode)})"
            remede = "vérifier les filtres, le total de la description, ou reprendre un fichier entier"
            raise ErreurDonnees("total", lue.ou, trouve, remede=remede)
    if not d.mesures[code].somme or sommes.empty:
        return ""
    derniere = sommes.index.max()
    retrouve = ", total retrouvé" if derniere in d.mesures[code].totaux else ""
    total = francais.avec_unite(sommes[derniere], d.indicateurs[code].unite, d.indicateurs[code].decimales)
    return f"{d.indicateurs[code].libelle}, {francais.periode_libelle(derniere)} : {total}{retrouve}"
