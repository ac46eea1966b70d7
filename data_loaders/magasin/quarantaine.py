"""Where a refused file goes, with the reason of its refusal."""

import hashlib
import json
import re
from datetime import UTC, datetime
from pathlib import Path

from data_loaders.erreurs import PASSAGERES, ErreurDonnees

OCTETS_MAX = 80 * 1024 * 1024  # of an imported file
# A refusal that says nothing about the file: nothing to keep.
SANS_FICHIER = PASSAGERES | {"absent", "abime", "adresses"}


def mettre_en_quarantaine(racine: Path, fichier: Path, erreur: ErreurDonnees, dataset: str = "") -> Path | None:
    """Keep a refused file and the reason, so that a refusal can be studied and settled.

    Args:
        fichier: the refused file; beyond the size bound of imports, only its first mebibyte is kept.
        dataset: what it was offered as.

    Returns:
        `quarantine/<utc>--<sha8>/`, or None when the refusal is not about the file.

    Raises:
        OSError: the data root cannot be written.
    """
    if erreur.regle in SANS_FICHIER or not fichier.is_file():
        return None
    octets = fichier.stat().st_size
    entier = octets <= OCTETS_MAX
    with fichier.open("rb") as f:
        sha256 = hashlib.file_digest(f, "sha256").hexdigest()
        f.seek(0)
        contenu = f.read(OCTETS_MAX if entier else 1 << 20)
    maintenant = datetime.now(UTC)
    dossier = racine / "quarantine" / f"{maintenant:%Y%m%dT%H%M%SZ}--{sha256[:8]}"
    dossier.mkdir(parents=True, exist_ok=True)
    colonne = re.search(r"colonne (\w+)", f"{erreur.ou} {erreur.trouve}")
    raison = {
        "regle": erreur.regle,
        "ou": erreur.ou,
        "colonne": colonne[1] if colonne else "",
        "trouve": erreur.trouve,
        "lignes_nb": erreur.nombre,
        "lignes": list(erreur.lignes),
        "exemple": erreur.exemple,
        "fautes": list(erreur.details),
        "cause": erreur.cause,
        "remede": erreur.remede,
        "source": dataset,
        "fichier": fichier.name,
        "sha256": sha256,
        "octets": octets,
        "copie": "entière" if entier else f"{len(contenu)} premiers octets",
        "date": maintenant.isoformat(timespec="seconds"),
    }
    # A fixed name: that of the file was chosen by somebody else.
    suffixe = fichier.suffix.lower()
    (dossier / f"refuse{suffixe if suffixe in ('.xlsx', '.csv') else '.bin'}").write_bytes(contenu)
    (dossier / "reason.json").write_text(json.dumps(raison, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return dossier
