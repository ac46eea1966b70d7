"""Commands that read: etat, chiffre, passage."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from data_loaders import francais
from data_loaders.chiffres import tableau
from data_loaders.commandes import FAIT, REFUSE
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.contracts.indicateurs_detail import indicateur
from data_loaders.jeux import JEUX, calculs
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.store import ecrire_atomique
from data_loaders.measures import mots_estimation
from data_loaders.metiers import nomenclatures
from geo import zonages

NOMENCLATURES = nomenclatures.FAP
NIVEAUX = ("metier", *nomenclatures.TAILLES_GROUPE)


def etat(donnees: Donnees, en_json: bool) -> int:
    """What is loaded, dataset by dataset, and whether the files are sound."""
    fautes = [*donnees.officiel.verifier(), *zonages.fautes().values()]
    fiches = [
        {
            "dataset": nom,
            "titre": contrat.titre,
            "producteur": contrat.producteur,
            "demonstration": donnees.est_demonstration(nom),
            "millesimes": {m: donnees.instantane(nom, m).identifiant for m in donnees.millesimes(nom)},
        }
        for nom, contrat in ((d, j.contrat) for d, j in JEUX.items())
    ]
    perimetres = [
        {"zonage": z.code, "libelle": z.libelle, "millesime": z.millesime, "confiance": z.confiance, "charge": z.charge}
        for z in zonages.zonages().values()
    ]
    if en_json:
        print(json.dumps({"datasets": fiches, "zonages": perimetres, "fautes": fautes}, ensure_ascii=False))
        return FAIT
    for f in fiches:
        marque = "données de démonstration" if f["demonstration"] else "officiel"
        charge = f"{marque} : {', '.join(f['millesimes'])}" if f["millesimes"] else "non transmis"
        print(f"{f['titre']} ({f['dataset']}) — {charge}")
    for p in perimetres:
        print(
            f"Découpage {p['zonage']} : {p['libelle']}, {p['millesime']}, {p['confiance']}"
            f"{', chargé par fichier' if p['charge'] else ''}"
        )
    print("\n".join(f"Abîmé : {f}" for f in fautes) or "Instantanés officiels : intègres.")
    return FAIT


def chiffre(donnees: Donnees, args: argparse.Namespace) -> int:
    """Print one figure as a sentence, or as JSON on the last line."""
    zonage, _, code = args.zone.partition(":")
    metier = calculs.Metier.lire(args.metier) if args.metier else None
    c = tableau.chiffre(donnees, args.indicateur, zonage, code, args.periode, metier)
    if args.json:
        print(json.dumps(c, ensure_ascii=False))
        return FAIT
    ind = indicateur(args.indicateur)
    texte = francais.avec_unite(c["valeur"], ind.unite, ind.decimales)
    if c["minorant"]:
        texte = f"au moins {texte}"
    if c["valeur"] is not None and c["borne_haute"] != c["borne_basse"]:
        bas, haut = (francais.nombre(c[b], ind.decimales) for b in ("borne_basse", "borne_haute"))
        texte += f" ({bas} à {haut})"
    if c["demonstration"]:
        texte += " — Données de démonstration"
    lieu = ind.libelle_zone(zonage, code)
    print(f"{ind.libelle}, {lieu}, {francais.periode_libelle(args.periode)} : {texte}")
    if c["raison"]:
        print(f"  {c['raison']}")
    for mots in _certitude(ind, c) if ind.incertaine else ():
        print(f"  {mots}")
    print(
        f"  Source : {c['source']}"
        + (f", millésime {c['millesime']}, instantané {c['instantane']}" if c["millesime"] else "")
    )
    return FAIT


def _certitude(ind: Indicateur, c: tableau.Chiffre) -> Iterator[str]:
    """How sure a share of the survey is, and the other share."""
    marge = c["marge_declaree" if ind.estime else "marge"]
    if marge is not None:
        qui = "Marge de la part déclarée" if ind.estime else "Marge de l’enquête"
        yield f"{qui} : ± {francais.avec_unite(marge, 'points', 1)} (95 chances sur 100)"
    if c["valeur"] is not None and c["borne_haute"] != c["borne_basse"]:
        yield "Bornes : 8 chances sur 10" if ind.estime else "Bornes : ce que laisse ouvert le secret statistique"
    if c["position"] is not None:
        place = mots_estimation.POSITIONS_ZONE[c["position"]]
        rang = mots_estimation.rang_dit(c["rang_meilleur"], c["rang_pire"], c["rangs_nb"]) if ind.estime else ""
        yield ", ".join(filter(None, (place, rang)))
    if ind.estime and c["classe"] is not None:
        yield mots_estimation.enonce(c["classe"], c["chance"], c["ou"], c["chance_ou"], "employeur")
    autre, nom = ("part_declaree", "Part déclarée") if ind.estime else ("part_estimee", "Part estimée")
    if c[autre] is not None:
        yield f"{nom} : {francais.avec_unite(c[autre], ind.unite, ind.decimales)}. {mots_estimation.POURQUOI}"


def passage(donnees: Donnees, de: str, niveau: str, vers: Path) -> int:
    """Write the links from a FAP to the other as CSV (UTF-8, comma, decimal point, shares 0–1), and say how many."""
    (autre,) = set(NOMENCLATURES) - {de}
    liens = nomenclatures.passage(donnees, de, autre, niveau)
    if liens.empty:
        print(f"Aucun passage : les tables du ROME vers {de} et vers {autre} ne sont pas toutes deux chargées.")
        return REFUSE
    ecrire_atomique(vers, liens.to_csv(index=False, float_format="%.6g", lineterminator="\n").encode())
    seuls = liens.groupby("code_de").size().eq(1).sum()
    demonstration = " — Données de démonstration" if donnees.est_demonstration("passages") else ""
    postes = f"{len(set(liens['code_de']))} postes, dont {seuls} vers un seul"
    print(f"{vers.name} : {francais.avec_unite(len(liens), 'liens')} de {de} vers {autre}, {postes}{demonstration}")
    print("  Part : celle des couples métier ROME × qualification, non des emplois ; aucun effectif ne se partage.")
    return FAIT
