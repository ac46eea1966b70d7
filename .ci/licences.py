"""Writes in NOTICE the licence of every package of the lock, as the package itself declares it."""

import re
from importlib import metadata
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
TITRE = "BIBLIOTHÈQUES INSTALLÉES AVEC LE LOGICIEL (jamais livrées ; liste écrite par .ci/licences.py)\n"
# Packages of another system than the one where the list is made.
AILLEURS = re.compile(r"sys_platform == '(?:win32|emscripten)'")


def paquets(verrou: str) -> list[str]:
    """Names of the packages of a lock that every system installs."""
    lignes = re.findall(r"^([A-Za-z0-9._-]+)==[^\n]*", verrou, re.M)
    ailleurs = {ligne.partition("==")[0] for ligne in verrou.splitlines() if AILLEURS.search(ligne)}
    return [nom for nom in lignes if nom not in ailleurs]


def licence(nom: str) -> str:
    """What a package declares: its expression, else its classifiers, else the first line of its licence."""
    lu = metadata.metadata(nom)
    classes = [c.rpartition(" :: ")[2] for c in lu.get_all("Classifier") or () if c.startswith("License :: ")]
    classes = [c for c in classes if c != "OSI Approved"]
    libre = (lu.get("License") or "").strip().splitlines()
    declaree = lu.get("License-Expression") or ", ".join(classes) or (libre[0] if libre else "")
    return declaree or "dite dans ses fichiers"


def main() -> None:
    """Rewrite the section of NOTICE."""
    noms = paquets((RACINE / ".ci" / "verrou.txt").read_text("utf-8"))
    section = TITRE + "\n" + "".join(f"  {nom} : {licence(nom)}\n" for nom in noms) + "\n"
    notice = RACINE / "NOTICE"
    avant, _, suite = notice.read_text("utf-8").partition("Ce projet ne parle au nom")
    avant = avant.partition(TITRE)[0]
    notice.write_text(f"{avant}{section}Ce projet ne parle au nom{suite}", "utf-8")


if __name__ == "__main__":
    main()
