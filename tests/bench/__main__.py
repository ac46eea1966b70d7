"""One command for every measure, peers in the same run: `python -m tests.bench [PARTS] [--avant FOLDER]`.

Only ratios of one run mean something: variants take turns, so that a busy machine slows them alike. Nothing is
asserted.
"""

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from data_loaders import demo
from data_loaders.francais import nombre
from data_loaders.magasin.donnees import Donnees
from tests.bench import clics, endurance, scenes, serveurs
from tests.bench.lecteurs import CHOIX, TIRAGE, Lecteur
from tests.bench.serveurs import Serveur

PARTIES = ("clics", "vues", "processeur", "charge", "memoire", "endurance")
REPLIQUE = "réplique"
P95_MAX_MS = 200
INACTIFS = 200


def _client(adresse: str, ecran: str, lecteurs_nb: int, duree: float) -> dict[str, float]:
    """Play readers in a process of their own, whose processor time is then its own."""
    commande = [sys.executable, "-m", "tests.bench.lecteurs", adresse, ecran, str(lecteurs_nb), str(duree)]
    return json.loads(subprocess.run(commande, check=True, capture_output=True, text=True).stdout.splitlines()[-1])


async def processeur(nous: dict[str, Serveur], ecran: str, tours: int) -> dict[str, dict[str, float]]:
    """Processor and bytes of a choice, by variant: never seen, then already seen."""
    releves: dict[str, dict[str, list[float]]] = {nom: {"neuf": [], "vu": [], "octets": []} for nom in nous}
    for tour in range(tours + 1):
        for nom, serveur in nous.items():
            lecteur, choix = Lecteur(serveur.adresse), CHOIX[ecran]
            await lecteur.ouvrir()
            if not tour:
                await lecteur.choisir(ecran, {})  # what is read once for all choices
            avant = serveur.processeur_ms()
            for c in choix:
                await lecteur.choisir(ecran, c)
                releves[nom]["octets"].append(lecteur.recus)
            releves[nom]["vu" if tour else "neuf"].append((serveur.processeur_ms() - avant) / len(choix))
            await lecteur.fermer()
    return {nom: {quoi: statistics.mean(v) for quoi, v in r.items()} for nom, r in releves.items()}


def charge(
    nous: dict[str, Serveur | serveurs.Grappe], ecran: str, paliers: Sequence[int], duree: float
) -> dict[str, list[dict]]:
    """p50 and p95 at each number of readers, by variant; one stops at the first step twice past the target."""
    releves: dict[str, list[dict]] = {nom: [] for nom in nous}
    for lecteurs_nb in paliers:
        for nom, s in nous.items():
            if releves[nom] and releves[nom][-1]["p95"] > 2 * P95_MAX_MS:
                continue
            avant = s.processeur_ms()
            fait = _client(s.adresse, ecran, lecteurs_nb, duree)
            fait["processeur"] = (s.processeur_ms() - avant) / (fait["changements"] + lecteurs_nb)
            releves[nom].append(fait)
    return releves


async def memoire(serveur: Serveur) -> float:
    """Memory of one reader who stays, in MB: a line of their own, choices that others have seen."""
    ecrans = list(CHOIX)

    async def lire(nombre: int) -> list[Lecteur]:
        lecteurs = [Lecteur(serveur.adresse) for _ in range(nombre)]
        for i, lecteur in enumerate(lecteurs):
            await lecteur.ouvrir()
            await lecteur.choisir(ecrans[i % len(ecrans)], CHOIX[ecrans[i % len(ecrans)]][0])
        return lecteurs

    premiers, avant = await lire(2 * len(ecrans)), serveur.memoire_mo()
    suivants = await lire(INACTIFS)
    apres = serveur.memoire_mo()
    for lecteur in (*premiers, *suivants):
        await lecteur.fermer()
    return (apres - avant) / INACTIFS


def _tableau(entetes: Sequence[str], lignes: Iterable[Sequence[str]]) -> str:
    corps = [entetes, ["---"] * len(entetes), *lignes]
    return "\n".join(f"| {' | '.join(ligne)} |" for ligne in corps) + "\n"


def _rapports(mesures: dict[str, clics.Mesures], nous: Sequence[str], quoi: str) -> str:
    """Medians, and ours over each peer."""
    entetes = [quoi, *(f"{n} (ms)" for n in (*nous, *clics.TEMOINS))]
    entetes += [f"{n} ÷ {t}" for n in nous for t in ("Plotly", "Dash")]
    lignes = []
    for nom, m in mesures.items():
        medianes = {v: statistics.median(x) for v, x in m.items() if x}
        ligne = [nom, *(nombre(medianes[v]) if v in medianes else "n.d." for v in (*nous, *clics.TEMOINS))]
        ligne += [
            nombre(medianes[n] / medianes[t], 1) if {n, t} <= medianes.keys() else "n.d."
            for n in nous
            for t in ("Plotly", "Dash")
        ]
        lignes.append(ligne)
    return _tableau(entetes, lignes)


def main() -> None:
    """Run the parts asked and print their tables in French, Markdown."""
    a = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    a.add_argument("parties", nargs="*", default=list(PARTIES), metavar="PARTS", help=", ".join(PARTIES))
    a.add_argument("--avant", type=Path, help="another checkout of the application, measured in the same run")
    a.add_argument("--donnees", type=Path, help="data root; the demonstration otherwise")
    a.add_argument("--tours", type=int, default=8, help="repetitions of each variant")
    a.add_argument("--seuls", default="", help="only the screens whose address holds this text")
    a.add_argument("--paliers", default="60,120", help="numbers of readers of the load client")
    a.add_argument("--duree", type=float, default=20, help="seconds of each step of the load client")
    a.add_argument("--repliques", type=int, default=0, help="load also N replicas, then nginx before them")
    a.add_argument("--minutes", type=float, default=30, help="of the endurance part")
    args = a.parse_args()
    if inconnues := set(args.parties) - set(PARTIES):
        a.error(f"unknown parts: {', '.join(sorted(inconnues))}")
    with tempfile.TemporaryDirectory() as dossier:
        _mesurer(args, Path(dossier))


def _mesurer(args: argparse.Namespace, dossier: Path) -> None:
    racine = args.donnees or dossier / "donnees"
    racine.mkdir(exist_ok=True)
    demo.assurer(Donnees(racine))
    lances = {"avant": serveurs.application(args.avant, racine)} if args.avant else {}
    lances["ici"] = serveurs.application(serveurs.DEPOT, racine)
    nous = list(lances)
    lances |= {f"{REPLIQUE} {i}": serveurs.application(serveurs.DEPOT, racine) for i in range(2, args.repliques + 1)}
    if {"clics", "vues"} & set(args.parties):
        (dossier / "scenes").mkdir()
        scenes.ecrire(racine, dossier / "scenes")
        lances |= {nom: serveurs.temoin(f"temoin_{nom}", dossier / "scenes") for nom in ("statique", "dash")}
    with serveurs.ouverts(lances) as ouverts:
        adresses = {nom: ouverts[nom].adresse for nom in nous}
        temoins = {nom: ouverts[nom].adresse for nom in ouverts if nom in ("statique", "dash")}
        if "processeur" in args.parties:
            _dire_processeur({nom: ouverts[nom] for nom in nous}, args)
        if {"clics", "vues"} & set(args.parties):
            for nom in nous:
                ouverts[nom].se_reposer()
        if "clics" in args.parties:
            faits = asyncio.run(clics.clics(adresses, temoins, args.tours, args.seuls))
            print(_rapports(faits, nous, "Du choix au dessin"))
        if "vues" in args.parties:
            faits = asyncio.run(clics.vues(adresses, temoins, args.tours, args.seuls))
            print(_rapports(faits, nous, "Première vue"))
        if "charge" in args.parties:
            repliques = [ouverts["ici"], *(ouverts[nom] for nom in ouverts if nom.startswith(REPLIQUE))]
            with serveurs.ouverts(_grappes(repliques, dossier)) as grappes:
                _dire_charge({nom: ouverts[nom] for nom in nous} | grappes, args)
        if "memoire" in args.parties:
            lignes = [
                [nom, nombre(s.pret_s, 1), nombre(asyncio.run(memoire(s)), 2), nombre(s.memoire_mo())]
                for nom, s in ((n, ouverts[n]) for n in nous)
            ]
            print(_tableau(["Processus", "prêt en (s)", "un lecteur (Mo)", "processus (Mo)"], lignes))
        if "endurance" in args.parties:
            _dire_endurance(ouverts["ici"], args.minutes)


def _grappes(repliques: Sequence[Serveur], dossier: Path) -> dict[str, serveurs.Grappe]:
    """All the replicas, then nginx before them; nothing for a single one."""
    if len(repliques) == 1:
        return {}
    (dossier / "nginx").mkdir()
    nom = f"{REPLIQUE}s : {len(repliques)}"
    return {nom: serveurs.Grappe(repliques, None), f"nginx, {nom}": serveurs.Grappe(repliques, dossier / "nginx")}


def _dire_endurance(serveur: Serveur, minutes: float) -> None:
    releves = asyncio.run(endurance.tenir(serveur, minutes))
    lignes = [[nombre(r.minute, 1), nombre(r.choix), nombre(r.memoire_mo), nombre(r.p95)] for r in releves]
    print(_tableau(["Minute", "choix depuis le début", "processus (Mo)", "p95 (ms)"], lignes))


def _dire_processeur(nous: dict[str, Serveur], args: argparse.Namespace) -> None:
    lignes = []
    for ecran in (e for e in CHOIX if args.seuls in e):
        faits = asyncio.run(processeur(nous, ecran, args.tours))
        ligne = [ecran, *(nombre(faits[n][quoi], 1) for quoi in ("neuf", "vu") for n in nous)]
        lignes.append([*ligne, *(nombre(faits[n]["octets"] / 1000, 1) for n in nous)])
    titres = ("choix jamais vu (ms)", "choix déjà vu (ms)", "ko par choix")
    print(_tableau(["Processeur du serveur", *(f"{t}, {n}" for t in titres for n in nous)], lignes))


def _dire_charge(nous: dict[str, Serveur | serveurs.Grappe], args: argparse.Namespace) -> None:
    paliers = [int(n) for n in args.paliers.split(",")]
    lignes = []
    for ecran in (e for e in ("carte", "meteo", TIRAGE) if args.seuls in e):
        for nom, releve in charge(nous, ecran, paliers, args.duree).items():
            for f in releve:
                nombres = (f["p50"], f["p95"], f["p99"], f["processeur"])
                ligne = [ecran, nom, str(f["lecteurs"]), *map(nombre, nombres), nombre(f["octets"] / 1000, 1)]
                lignes.append([*ligne, str(f["refus"]), f"{nombre(100 * f['client'])} %"])
    entetes = ["Écran", "version", "lecteurs", "p50 (ms)", "p95 (ms)", "p99 (ms)", "processeur par choix (ms)"]
    print(_tableau([*entetes, "ko par choix", "refusés", "processeur du client"], lignes))


if __name__ == "__main__":
    main()
