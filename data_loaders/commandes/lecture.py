"""Commands that read: what is loaded, figures and files, the estimates of a vintage and what the past says of them."""

import json
import sys
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd

from data_loaders import francais
from data_loaders.chiffres import tableau
from data_loaders.commandes import DEFAUT, FAIT, MAUVAIS_USAGE, imprimer, marque
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import PEU_FIABLE
from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.erreurs import DemandeInvalide
from data_loaders.exports import chiffres, jeux
from data_loaders.francais import avec_unite, nombre
from data_loaders.jeux import JEUX, enquete
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import ecrire_atomique
from data_loaders.measures import evaluation, marches, mots_estimation
from data_loaders.metiers import nomenclatures
from data_loaders.requetes import requete
from data_loaders.requetes.evaluation import Reponse
from geo import zonages

NOMENCLATURES = nomenclatures.FAP
NIVEAUX = ("metier", "fap22", "fap87")
SORTIE = Path("-")


def etat(donnees: Donnees, en_json: bool) -> int:
    """What is loaded, dataset by dataset, and whether the files are sound."""
    fautes = [*donnees.officiel.verifier(), *zonages.fautes().values()]
    fiches = [
        {
            "dataset": nom,
            "titre": jeu.contrat.titre,
            "producteur": jeu.contrat.producteur,
            "demonstration": donnees.est_demonstration(nom),
            "millesimes": {m: donnees.instantane(nom, m).identifiant for m in donnees.millesimes(nom)},
        }
        for nom, jeu in JEUX.items()
    ]
    perimetres = [
        {"zonage": z.code, "libelle": z.libelle, "millesime": z.millesime, "confiance": z.confiance, "charge": z.charge}
        for z in zonages.zonages().values()
    ]
    if en_json:
        print(json.dumps({"datasets": fiches, "zonages": perimetres, "fautes": fautes}, ensure_ascii=False))
        return FAIT
    for f in fiches:
        nature = "données de démonstration" if f["demonstration"] else "officiel"
        charge = f"{nature} : {', '.join(f['millesimes'])}" if f["millesimes"] else "non transmis"
        print(f"{f['titre']} ({f['dataset']}) — {charge}")
    for p in perimetres:
        suite = ", chargé par fichier" if p["charge"] else ""
        print(f"Découpage {p['zonage']} : {p['libelle']}, {p['millesime']}, {p['confiance']}{suite}")
    print("\n".join(f"Abîmé : {f}" for f in fautes) or "Instantanés officiels : intègres.")
    return FAIT


def chiffre(donnees: Donnees, en_json: bool, **dites: Any) -> int:
    """Print each figure asked as a sentence, or each row as a line of JSON."""
    if "=" in dites["indicateur"][0]:
        r = requete.de_adresse(donnees, dites["indicateur"][0])
    else:
        # The options have the names of the parameters of an address.
        voulus = [(nom, v) for nom in ("indicateur", "zone", "metier", "periode") for v in dites[nom]]
        # What is said is read before what is missing is asked for: a name that nothing has is said first.
        r = requete.lire(donnees, [*voulus, *((nom, v) for nom in requete.SEULS if (v := dites[nom]) is not None)])
        if not (dites["zone"] and dites["periode"]):
            raise DemandeInvalide("dire --zone et --periode, ou une adresse : indicateur=…&zonage=…&periode=….")
    reponse = Reponse(donnees, r)
    if en_json:
        for morceau in reponse.morceaux():
            print(chiffres.objets(morceau, par_ligne=True), end="")
        return FAIT
    if r.mesure != "valeur" or not r.entiere or r.groupes:
        autres = "une mesure, un tri, des colonnes ou un groupe"
        raise DemandeInvalide(f"{autres} se lisent avec --json, ou par « exporter ».")
    for p in reponse.parties:
        for code_metier in p.metiers:
            metier = Metier(p.niveau, code_metier) if p.niveau else None
            t = tableau.calculer(donnees, p.ind.code, p.zonage, metier)
            nom = nomenclatures.libelle(donnees, p.niveau, code_metier) if p.niveau else ""
            for code, periode in product(p.codes, p.periodes):
                print(_phrase(t, code, periode, nom, tableau.chiffre_de(donnees, t, code, periode)))
    return FAIT


def _phrase(t: tableau.Tableau, code: str, periode: str, nom: str, c: tableau.Chiffre) -> str:
    """The figure in words, its reason, how sure it is and its source, a line each."""
    ind = t.indicateur
    texte = francais.avec_unite(c["valeur"], ind.unite, ind.decimales)
    if c["minorant"]:
        texte = f"au moins {texte}"
    if ind.incertaine and c["obs_status"] == PEU_FIABLE:
        texte = mots_estimation.MARGE_TROP_LARGE
    elif c["valeur"] is not None and c["borne_haute"] != c["borne_basse"]:
        bas, haut = (francais.nombre(c[b], ind.decimales) for b in ("borne_basse", "borne_haute"))
        texte += f" ({bas} à {haut})"
    texte += marque(c["demonstration"])
    quoi = (ind.libelle, nom, ind.libelle_zone(t.zonage, code), francais.periode_libelle(periode))
    bouge = f"{francais.capitale(c['evolution'])} depuis {francais.periode_libelle(c['depuis'])}" if c["depuis"] else ""
    dites = [c["raison"], bouge, *(_certitude(ind, c) if ind.incertaine else ())]
    source = f"Source : {c['source']}"
    source += f", millésime {c['millesime']}, instantané {c['instantane']}" if c["millesime"] else ""
    suite = "".join(f"\n  {mots}" for mots in (*filter(None, dites), source))
    return f"{', '.join(filter(None, quoi))} : {texte}{suite}"


def _ecrire(vers: Path, contenu: bytes, suite: str) -> None:
    """Write a file and say what it holds; `-`: the standard output, which then holds nothing else."""
    if vers == SORTIE:
        sys.stdout.flush()
        sys.stdout.buffer.write(contenu)
        sys.stdout.buffer.flush()
    else:
        ecrire_atomique(vers, contenu)
    print(f"{'sortie' if vers == SORTIE else vers.name} : {suite}", file=sys.stderr if vers == SORTIE else sys.stdout)


def exporter(donnees: Donnees, quoi: list[str], forme: str, vers: Path) -> int:
    """Write the answer to a question in a file, or datasets in a folder: what may not be given back is said.

    A question makes a file of that name, or of its own name and format in a folder, or the standard output for `-`.
    """
    if "=" in quoi[0]:
        reponse = Reponse(donnees, requete.de_adresse(donnees, quoi[0]))
        if vers != SORTIE and not vers.suffix:
            vers /= f"{reponse.requete.nom()}.{forme}"
        octets = b"".join(chiffres.fichier(reponse, vers.suffix or f".{forme}"))
        lignes_nb = francais.avec_unite(len(reponse.table), "lignes")
        _ecrire(vers, octets, f"{lignes_nb}{marque(reponse.demonstration)}")
        return FAIT
    if vers == SORTIE:
        raise DemandeInvalide("un jeu fait plusieurs fichiers : nommer un dossier ; « - » n’en lit qu’un.")
    if inconnus := [n for n in quoi if n not in JEUX]:
        propose = requete.proposer(inconnus[0], {n: j.contrat.titre for n, j in JEUX.items()})
        raise DemandeInvalide(f"jeu inconnu : « {inconnus[0][:40]} ».{propose} Jeux : {', '.join(sorted(JEUX))}.")
    refuses = 0
    for nom in quoi:
        if not jeux.diffusable(donnees, nom):
            refuses += 1
            raison = f"licence du producteur : {CONTRATS[nom].licence}" if donnees.millesimes(nom) else "non transmis"
            print(f"{nom} : non écrit, {raison}", file=sys.stderr)
            continue
        for fichier, contenu in jeux.fichiers(donnees, nom, forme, date.today()):
            ecrire_atomique(vers / fichier, contenu)
            taille = francais.avec_unite(len(contenu), "octets")
            print(f"{fichier} : {taille}{marque(donnees.est_demonstration(nom))}")
    return MAUVAIS_USAGE if refuses else FAIT


def _certitude(ind: Indicateur, c: tableau.Chiffre) -> Iterator[str]:
    """How sure a share of the survey is, and the other shares."""
    lu = {nom: x for nom, x in c.items() if not pd.isna(x)}
    if "marge_points" in lu:
        qui = "Marge de la part déclarée" if ind.estime else "Marge de l’enquête"
        yield f"{qui} : ± {francais.avec_unite(lu['marge_points'], 'points', 1)} (95 chances sur 100)"
    if "valeur" in lu and c["borne_haute"] != c["borne_basse"]:
        yield (
            "Bornes : marge de l’estimation, 8 chances sur 10"
            if ind.estime
            else "Bornes : ce que laisse ouvert le secret statistique"
        )
    if ind.estime and "position" in lu:
        rang = mots_estimation.rang_dit(lu["rang_meilleur"], lu["rang_pire"], lu["rangs_nb"])
        place = mots_estimation.POSITIONS[lu["position"]]
        yield ", ".join(filter(None, (place, mots_estimation.memoire_dite(lu.get("memoire", 0)), rang)))
    if ind.estime and "classe" in lu:
        yield mots_estimation.enonce(lu["classe"], lu.get("certitude"))
    autre, nom = ("declaree", mots_estimation.DECLAREE) if ind.estime else ("q_estimee", "part estimée")
    for cle, dit in ((autre, nom), ("publiee", mots_estimation.PUBLIEE)):
        if cle in lu:
            yield f"{francais.capitale(dit)} : {francais.avec_unite(100 * lu[cle], ind.unite, ind.decimales)}"


def passage(donnees: Donnees, de: str, niveau: str, vers: Path) -> int:
    """Write the links from a FAP to the other as CSV (UTF-8, comma, decimal point, shares 0–1), and say how many."""
    (autre,) = set(NOMENCLATURES) - {de}
    liens = nomenclatures.passage(donnees, de, autre, niveau)
    if liens.empty:
        print(f"Aucun passage : les tables du ROME vers {de} et vers {autre} ne sont pas toutes deux chargées.")
        return MAUVAIS_USAGE
    contenu = liens.to_csv(index=False, float_format="%.6g", lineterminator="\n").encode()
    seuls = liens.groupby("code_de").size().eq(1).sum()
    demonstration = marque(donnees.est_demonstration("passages"))
    postes = f"{len(set(liens['code_de']))} postes, dont {seuls} vers un seul"
    suite = f"{francais.avec_unite(len(liens), 'liens')} de {de} vers {autre}, {postes}{demonstration}"
    part = "  Part : celle des couples métier ROME × qualification, non des emplois ; aucun effectif ne se partage."
    _ecrire(vers, contenu, f"{suite}\n{part}")
    return FAIT


DITS_NIVEAUX = {
    marches.ENSEMBLE: "tous métiers",
    "famille": "familles",
    "fap22": "domaines",
    "fap87": "familles professionnelles",
    "metier": "métiers",
}
ZONES = {"bassin": "bassins", "departement": "départements", "region": "région"}


# Columns of the export -> those of `marches.decrire`.
EXPORTEES = {
    "niveau": "niveau", "code": "code_groupe", "bassin": "bassin", "q_estimee": "q_estimee",
    "borne_basse": "borne_basse", "borne_haute": "borne_haute", "classe": "classe", "certitude": "certitude",
    "statut": "statut", "declaree": "declaree", "marge_declaree_points": "marge_points",
    "declaree_basse": "declaree_lo", "declaree_haute": "declaree_hi", "publiee": "publiee", "s": "s", "w": "w",
    "france": "F", "france_au_niveau_de_la_region": "F_region", "annee_france": "annee_france", "position": "position",
    "memoire": "memoire", "rang_meilleur": "rang_meilleur", "rang_pire": "rang_pire", "rangs_nb": "rangs_nb",
    "annee_precedente": "annee_precedente", "delta": "delta", "fleche": "fleche", "grand": "grand",
    "projets": "projets", "difficiles": "difficiles", "au_moins": "minorant", "source": "source",
}  # fmt: skip
# Empty in a secret row, except what the producer published.
ESTIMEES = ("q_estimee", "borne_basse", "borne_haute", "s", "w")


def estimer(donnees: Donnees, periode: str, vers: Path) -> int:
    """Write the estimates as CSV (UTF-8, comma, decimal point, shares 0–1) and say how many have a class."""
    table = table_estimee(donnees, periode)
    contenu = table.to_csv(index=False, float_format="%.10g", lineterminator="\n").encode()
    classees = nombre(table["classe"].notna().sum())
    demonstration = marque(donnees.est_demonstration("bmo"))
    _ecrire(vers, contenu, f"{avec_unite(len(table), 'lignes')}, dont {classees} avec une classe{demonstration}")
    return FAIT


def table_estimee(donnees: Donnees, periode: str) -> pd.DataFrame:
    """Every estimate of one vintage: all levels of métiers, in every bassin, département and the region.

    One row a group with a published cell, hidden or not; `bassin`: code of a bassin or a département, or `region`.
    `marge_declaree_points` is null where no declared share is given.
    """
    if francais.rythme_periode(periode) != "annuel":
        raise DemandeInvalide(f"millésime « {periode[:20]} » : l’enquête est annuelle, forme AAAA.")
    if periode not in donnees.millesimes("bmo"):
        charges = francais.enumeration(donnees.millesimes("bmo")) or "aucun"
        raise DemandeInvalide(f"millésime {periode} de l’enquête BMO non chargé (chargés : {charges}).")
    lots = []
    for niveau, zonage in product(marches.NIVEAUX, reversed(marches.ZONAGES)):
        lues = enquete.lire_marches(donnees, niveau, zonage, annee=periode)
        lues = lues[lues["cellules_nb"] > 0].sort_values(["code_zone", "code_groupe"])
        lots.append(lues.assign(niveau=niveau, bassin="region" if zonage == "region" else lues["code_zone"]))
    df = pd.concat(lots, ignore_index=True)
    secret = df["statut"] == "secret"
    df = df.assign(
        **{c: df[c].mask(secret) for c in ESTIMEES},
        marge_points=df["marge_points"].mask(secret | df["declaree"].isna()),
        rangs_nb=df["rangs_nb"].where(df["rang_pire"].notna()).astype("Int64"),
        source=tableau.source_exportee(INDICATEURS["bmo_part_difficiles"].source, donnees.est_demonstration("bmo")),
    )
    return pd.DataFrame({nom: df[colonne] for nom, colonne in EXPORTEES.items()})


def evaluer(donnees: Donnees) -> int:
    """Print how well each past survey was followed by the next one; DEFAUT when the method fails its own test."""
    e = evaluation.evaluer(enquete.lire(donnees))
    invente = marque(donnees.est_demonstration("bmo"))
    print(f"Parts estimées de chaque enquête BMO, confrontées à l'enquête suivante{invente}")
    if e.lignes.empty:
        print("Une seule enquête chargée, ou aucune qui se compare à une autre : rien à confronter.")
        return FAIT
    print(f"Enquêtes : {' ; '.join(e.couples)}")
    print("\nErreur logarithmique (plus petite, meilleure), et enquête suivante dans les marges, son bruit ajouté")
    corps = []
    for r in e.lignes.itertuples():
        erreurs = (nombre(getattr(r, f"log_loss_{nom}"), 4) for nom in evaluation.PREDICTIONS)
        corps.append([_quoi(r), nombre(r.groupes_nb), *erreurs, *_parts(r.dans_80, r.dans_95)])
    imprimer(["", "groupes", *evaluation.PREDICTIONS.values(), "8 sur 10", "95 sur 100"], corps)
    print("\nEnquête suivante du même côté, par certitude")
    corps = [
        [_quoi(r) if r.niveau else "ensemble", r.certitude, nombre(r.groupes_nb), *_parts(r.meme_cote, r.publiee)]
        for r in e.certitudes.itertuples()
    ]
    imprimer(["", "certitude", "groupes", "niveau de l'année retiré, 100 projets et plus", "telle que publiée"], corps)
    for r, dit in e.defauts():
        print(f"Défaut : {_quoi(r)} : {dit}", file=sys.stderr)
    return DEFAUT if e.defauts() else FAIT


def _quoi(r: Any) -> str:
    return f"{DITS_NIVEAUX[r.niveau]} × {ZONES[r.zonage]}"


def _parts(*parts: float) -> list[str]:
    return [avec_unite(100 * x, "%") for x in parts]
