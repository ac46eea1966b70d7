"""A client that asks for documents without end, beside readers of the map: who waits, and who is asked to come back.

`PYTHONPATH=. python -m tests.faults.foule [--depot COPY] [--secondes 90] [--lecteurs 30] [--cadence 20] [--clients 1]`
serves the demonstration on this machine, asks it for records of forty views, and prints a table in Markdown.
`--clients 40` gives each request one of forty addresses, as nginx would say it.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
from collections import Counter
from itertools import count, islice
from pathlib import Path

import httpx2

from data_loaders.demo import instantanes as demo
from data_loaders.magasin.donnees import Donnees
from geo import zonages
from tests.bench import serveurs

VUES = 40


def releve() -> dict:
    """A record of forty views, all different."""
    codes = list(zonages.zones("commune")["code_zone"])
    ecrans = ("carte", "territoires")
    adresses = (f"/{e}?zonage=commune&zone=commune:{c}" for c in codes for e in ecrans)
    montrees = [{"adresse": a, "cle": a[1:].partition("?")[0], "dit": "Vue"} for a in islice(adresses, VUES)]
    ordre = {"format": "observatoire-seance-1", "titre": "Foule", "vues": []}
    return {"seance": ordre, "debut": "2026-11-25T14:10", "fin": "2026-11-25T14:51", "montrees": montrees}


async def assaillir(adresse: str, cadence: float, clients: int, fini: asyncio.Event) -> tuple[Counter, int]:
    """Ask until told to stop; what was answered, by status, and how many waited together at most."""
    statuts, plus, en_cours, corps = Counter(), 0, set(), releve()
    async with httpx2.AsyncClient(timeout=600, limits=httpx2.Limits(max_connections=None)) as client:

        async def demander(i: int) -> None:
            qui = {"x-forwarded-for": f"10.0.0.{i % clients + 1}"}
            try:
                r = await client.post(f"{adresse}/_seance/releve?format=pdf", json=corps, headers=qui)
                statuts[r.status_code] += 1
            except httpx2.HTTPError:
                statuts["sans réponse"] += 1

        for i in count():
            if fini.is_set():
                break
            tache = asyncio.create_task(demander(i))
            en_cours.add(tache)
            tache.add_done_callback(en_cours.discard)
            await asyncio.sleep(1 / cadence)
            plus = max(plus, len(en_cours))
        statuts["encore en attente"] = len(en_cours)
        for tache in list(en_cours):
            tache.cancel()
        await asyncio.gather(*en_cours, return_exceptions=True)
    return statuts, plus


async def lire(adresse: str, args: argparse.Namespace) -> dict[str, float]:
    """Readers of the map, in a process of their own: p50 and p95 of their changes."""
    commande = [sys.executable, "-m", "tests.bench.lecteurs", adresse, "carte", str(args.lecteurs), str(args.secondes)]
    lecteurs = await asyncio.create_subprocess_exec(*commande, stdout=subprocess.PIPE)
    sortie, _ = await lecteurs.communicate()
    return json.loads(sortie.splitlines()[-1])


async def mesurer(adresse: str, args: argparse.Namespace) -> None:
    """Readers alone, then beside who asks: a machine busy with something else slows both."""
    dire = lambda quoi, lu, suite: print(f"| {quoi} | {lu['p50']:.0f} ms | {lu['p95']:.0f} ms | {suite} |")  # noqa: E731
    dire("lecteurs seuls", await lire(adresse, args), "|")
    fini = asyncio.Event()
    assaut = asyncio.create_task(assaillir(adresse, args.cadence, args.clients, fini))
    lu = await lire(adresse, args)
    fini.set()
    statuts, plus = await assaut
    dire(
        f"{args.cadence:g} documents par seconde, {args.clients} adresse(s)",
        lu,
        f"{plus} | {', '.join(f'{n} × {s}' for s, n in statuts.most_common() if n)}",
    )


def main() -> None:
    """Serve, ask, print."""
    a = argparse.ArgumentParser(prog="python -m tests.faults.foule", description=__doc__)
    a.add_argument("--depot", type=Path, default=serveurs.DEPOT, help="checkout that is served")
    a.add_argument("--secondes", type=float, default=90)
    a.add_argument("--lecteurs", type=int, default=30)
    a.add_argument("--cadence", type=float, default=20, help="documents asked for in a second")
    a.add_argument("--clients", type=int, default=1, help="addresses that ask")
    args = a.parse_args()
    with tempfile.TemporaryDirectory() as racine:
        demo.assurer(Donnees(Path(racine)))
        with serveurs.ouverts({"ici": serveurs.application(args.depot, Path(racine))}) as ouverts:
            ouverts["ici"].se_reposer()
            print("| | p50 de Carte | p95 de Carte | demandes à la fois | réponses |")
            print("| --- | --- | --- | --- | --- |")
            asyncio.run(mesurer(ouverts["ici"].adresse, args))


if __name__ == "__main__":
    main()
