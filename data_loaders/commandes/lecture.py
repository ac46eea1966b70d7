"""Commands that read: etat, chiffre."""

from __future__ import annotations

import argparse
import json

from data_loaders import francais
from data_loaders.chiffres import tableau
from data_loaders.commandes import FAIT
from data_loaders.contracts.indicateurs_detail import indicateur
from data_loaders.jeux import JEUX, calculs
from data_loaders.magasin.donnees import Donnees
from geo import zonages


def etat(donnees: Donnees, en_json: bool) -> int:
    """What is loaded, dataset by dataset, and whether the files are sound."""
    fautes = donnees.officiel.verifier()
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
    print(
        f"  Source : {c['source']}"
        + (f", millésime {c['millesime']}, instantané {c['instantane']}" if c["millesime"] else "")
    )
    return FAIT
