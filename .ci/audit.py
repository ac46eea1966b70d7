"""Writes beside the locks the faults known of every package that they hold: audit.txt. Takes uv; exits 1 on a fault.

What could not be looked up is said so: silence is not a proof.
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

CI = Path(__file__).resolve().parent
VERROUS = ("verrou.txt", "verrou-essais.txt")
OUTIL = "pip-audit==2.10.1"
# Asked of a base of faults, not of the registry: its answer for a package that it cannot find looks like a good one.
COMMANDE = ("uv", "tool", "run", "--quiet", "--from", OUTIL, "pip-audit", "--vulnerability-service", "osv")
OPTIONS = ("--disable-pip", "--require-hashes", "--format", "json", "--progress-spinner", "off", "--requirement")


def empreinte(verrou: str) -> str:
    """Checksum of a lock, by which a report says what it is about."""
    return hashlib.sha256((CI / verrou).read_bytes()).hexdigest()


def interroger(verrou: str) -> list[dict]:
    """What the tool says of every package of a lock; nothing when it could not say."""
    fini = subprocess.run([*COMMANDE, *OPTIONS, str(CI / verrou)], capture_output=True, text=True, check=False)
    try:
        return json.loads(fini.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(*fini.stderr.strip().splitlines()[-1:], file=sys.stderr)
        return []


def dire(paquets: Sequence[dict]) -> list[str]:
    """One line a fault, then one for what was not looked up, or for good news."""
    fautes = [
        f"{p['name']} {p['version']} : {f['id']}, corrigée en {', '.join(f['fix_versions']) or 'aucune version'}"
        for p in paquets
        for f in p.get("vulns", ())
    ]
    passes = [p["name"] for p in paquets if "vulns" not in p]
    if not paquets or len(passes) == len(paquets):
        return ["non vérifié : la base des failles n’a pas répondu"]
    if passes:
        return [*fautes, f"non vérifiés : {', '.join(passes)}"]
    return fautes or [f"{len(paquets)} paquets, aucune faille connue"]


def main() -> int:
    """Rewrite the report."""
    trouves = {verrou: interroger(verrou) for verrou in VERROUS}
    lignes = [f"Audit du {date.today().isoformat()}, {OUTIL}, base OSV (écrit par .ci/audit.py)"]
    for verrou, paquets in trouves.items():
        lignes += ["", f"{verrou} {empreinte(verrou)}", *(f"  {dit}" for dit in dire(paquets))]
    (CI / "audit.txt").write_text("\n".join(lignes) + "\n", "utf-8")
    return int(any(p.get("vulns") for paquets in trouves.values() for p in paquets))


if __name__ == "__main__":
    sys.exit(main())
