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

from data_loaders.demo import instantanes as demo
from data_loaders.francais import nombre
from data_loaders.magasin.donnees import Donnees
from tests.bench import clics, endurance, scenes, serveurs, session
from tests.bench.serveurs import Serveur

PARTIES = ("clics", "vues", "processeur", "charge", "memoire", "endurance")
REPLIQUE = "réplique"
P95_MAX_MS = 200
INACTIVES = 100


def _client(adresse: str, ecran: str, sessions: int, duree: float) -> dict[str, float]:
    """Play readers in a process of their own, whose processor time is then its own."""
    commande = [sys.executable, "-m", "tests.bench.session", adresse, ecran, str(sessions), str(duree)]
    return json.loads(subprocess.run(commande, check=True, capture_output=True, text=True).stdout.splitlines()[-1])


async def processeur(nous: dict[str, Serveur], ecran: str, tours: int) -> dict[str, dict[str, float]]:
    """Processor and bytes of one change, by variant: the first run, choices never seen, then choices already seen."""
    lecteurs = {nom: session.Lecteur(s.adresse, ecran) for nom, s in nous.items()}
    releves: dict[str, dict[str, list[float]]] = {
        nom: {"premier": [], "neuf": [], "vu": [], "octets": []} for nom in nous
    }
    for tour in range(tours + 1):
        for i, choix in enumerate(session.CHOIX[ecran]):
            for nom, lecteur in lecteurs.items():
                if not tour and not i:
                    await lecteur.ouvrir()
                avant = nous[nom].processeur_ms()
                fait = await lecteur.changer(choix)
                await asyncio.sleep(0.02)  # what follows `script_finished` belongs to the run
                releves[nom]["vu" if tour else "neuf" if i else "premier"].append(nous[nom].processeur_ms() - avant)
                if tour:
                    releves[nom]["octets"].append(fait.octets)
    for lecteur in lecteurs.values():
        await lecteur.fermer()
    return {nom: {quoi: statistics.mean(v) for quoi, v in r.items() if v} for nom, r in releves.items()}


def charge(
    nous: dict[str, Serveur | serveurs.Grappe], ecran: str, paliers: Sequence[int], duree: float
) -> dict[str, list[dict]]:
    """p50 and p95 at each number of sessions, by variant; one stops at the first step twice past the target."""
    releves: dict[str, list[dict]] = {nom: [] for nom in nous}
    for sessions in paliers:
        for nom, s in nous.items():
            if releves[nom] and releves[nom][-1]["p95"] > 2 * P95_MAX_MS:
                continue
            avant = s.processeur_ms()
            fait = _client(s.adresse, ecran, sessions, duree)
            fait["processeur"] = (s.processeur_ms() - avant) / (fait["changements"] + sessions)
            releves[nom].append(fait)
    return releves


async def memoire(serveur: Serveur) -> tuple[float, float]:
    """Memory of one idle session, in MB: means of the first and of the second hundred, spread over every screen."""
    ecrans = list(session.CHOIX)
    lecteurs: list[session.Lecteur] = []
    releves = []
    for ecran in ecrans:
        lecteur = session.Lecteur(serveur.adresse, ecran)
        await lecteur.ouvrir()
        await lecteur.changer(session.CHOIX[ecran][0])
        lecteurs.append(lecteur)
    for _ in range(2):
        avant = serveur.memoire_mo()
        for i in range(INACTIVES):
            ecran = ecrans[i % len(ecrans)]
            lecteurs.append(session.Lecteur(serveur.adresse, ecran))
            await lecteurs[-1].ouvrir()
            await lecteurs[-1].changer(session.CHOIX[ecran][0])
        releves.append((serveur.memoire_mo() - avant) / INACTIVES)
    for lecteur in lecteurs:
        await lecteur.fermer()
    return releves[0], releves[1]


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
    a.add_argument("--seuls", default="", help="only the gestures, screens or load screens whose name holds this text")
    a.add_argument("--paliers", default="5,15,30,60,100", help="numbers of sessions of the load client")
    a.add_argument("--duree", type=float, default=20, help="seconds of each step of the load client")
    a.add_argument("--repliques", type=int, default=0, help="load also 1, then 2… then N replicas behind nginx")
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
            print(_rapports(faits, nous, "Du clic au dessin"))
        if "vues" in args.parties:
            faits = asyncio.run(clics.vues(adresses, temoins, args.tours, args.seuls))
            print(_rapports(faits, nous, "Première vue, navigateur froid"))
        if "charge" in args.parties:
            repliques = [ouverts["ici"], *(ouverts[nom] for nom in ouverts if nom.startswith(REPLIQUE))]
            with serveurs.ouverts(_grappes(repliques, dossier)) as grappes:
                _dire_charge({nom: ouverts[nom] for nom in nous} | grappes, args)
        if "memoire" in args.parties:
            lignes = []
            for nom in nous:
                une, deux = (nombre(m, 2) for m in asyncio.run(memoire(ouverts[nom])))
                lignes.append([nom, nombre(ouverts[nom].pret_s, 1), une, deux, nombre(ouverts[nom].memoire_mo())])
            entetes = ["Processus", "prêt en (s)", "1re centaine (Mo par session)", "2e centaine", "processus (Mo)"]
            print(_tableau(entetes, lignes))
        if "endurance" in args.parties:
            _dire_endurance(ouverts["ici"], args.minutes)


def _grappes(repliques: Sequence[Serveur], dossier: Path) -> dict[str, serveurs.Grappe]:
    """nginx before one replica, then before one more, to the last; nothing for a single one."""
    grappes = {}
    for n in range(1, len(repliques) + 1) if len(repliques) > 1 else ():
        (dossier / f"nginx{n}").mkdir()
        grappes[f"nginx, {REPLIQUE}s : {n}"] = serveurs.Grappe(repliques[:n], dossier / f"nginx{n}")
    return grappes


def _dire_endurance(serveur: Serveur, minutes: float) -> None:
    releves = asyncio.run(endurance.tenir(serveur, minutes))
    lignes = [[nombre(r.minute, 1), nombre(r.sessions), nombre(r.memoire_mo), nombre(r.p95)] for r in releves]
    print(_tableau(["Minute", "sessions ouvertes depuis le début", "processus (Mo)", "p95 (ms)"], lignes))


def _dire_processeur(nous: dict[str, Serveur], args: argparse.Namespace) -> None:
    lignes = []
    for ecran in (e for e in session.CHOIX if args.seuls in e):
        faits = asyncio.run(processeur(nous, ecran, args.tours))
        ligne = [ecran]
        for quoi in ("premier", "neuf", "vu"):
            ligne += [nombre(faits[n][quoi]) if quoi in faits[n] else "n.d." for n in nous]
        lignes.append([*ligne, *(nombre(faits[n]["octets"] / 1000, 1) for n in nous)])
    titres = ("1er passage (ms)", "choix jamais vu (ms)", "choix déjà vu (ms)", "ko par changement")
    print(_tableau(["Processeur du serveur", *(f"{t}, {n}" for t in titres for n in nous)], lignes))


def _dire_charge(nous: dict[str, Serveur | serveurs.Grappe], args: argparse.Namespace) -> None:
    paliers = [int(n) for n in args.paliers.split(",")]
    lignes = []
    for ecran in (e for e in ("carte", "meteo") if args.seuls in e):
        for nom, releve in charge(nous, ecran, paliers, args.duree).items():
            for f in releve:
                nombres = (f["p50"], f["p95"], f["processeur"])
                ligne = [ecran, nom, str(f["sessions"]), *map(nombre, nombres), nombre(f["octets"] / 1000, 1)]
                lignes.append([*ligne, f"{nombre(100 * f['client'])} %"])
    entetes = ["Écran", "version", "sessions", "p50 (ms)", "p95 (ms)", "processeur par changement (ms)"]
    print(_tableau([*entetes, "ko par changement", "processeur du client"], lignes))


if __name__ == "__main__":
    main()
