"""Download one file from its producer: bounded in time and size, never redirected to another host, never half kept."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import requests

from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.sources.classeur import Progres

DELAIS_S = (10, 30)  # connect, then silence between two packets
MORCEAU = 1 << 16
ADRESSES = Path(__file__).with_name("adresses.toml")


def adresses() -> dict[str, dict]:
    """The editable table of addresses; `OBSERVATOIRE_ADRESSES` points to another copy of it."""
    chemin = Path(os.environ.get("OBSERVATOIRE_ADRESSES") or ADRESSES)
    try:
        return tomllib.loads(chemin.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as e:
        raise ErreurDonnees(
            "adresses",
            chemin.name,
            "fichier d'adresses illisible",
            exemple=str(e),
            remede="corriger ce fichier, ou repartir de celui du projet",
        ) from e


def telecharger(source: str, dossier: Path, millesime: str = "", progres: Progres | None = None) -> tuple[Path, str]:
    """Fetch the current file of a source into `dossier`.

    Returns:
        The file written, and the address it came from.

    Raises:
        DemandeInvalide: no address is known for this source.
        ErreurDonnees: no answer, an error status, a redirect to another host, a body too large or cut short.
    """
    table = adresses()
    if source not in table:
        raise DemandeInvalide(f"aucune adresse pour la source « {source} ». Sources connues : {', '.join(table)}.")
    fiche = table[source]
    adresse = fiche["adresse"].format(millesime=millesime or fiche.get("millesime_par_defaut", ""))
    cible = dossier / Path(urlsplit(adresse).path).name
    limite = int(fiche.get("taille_max_mo", 80)) * 1024 * 1024
    try:
        with requests.Session() as session, _repondre(session, adresse, source) as reponse:
            _ecrire(reponse, cible, limite, source, progres)
    except requests.RequestException as e:
        cible.unlink(missing_ok=True)
        raise ErreurDonnees(
            "reseau",
            f"source {source}",
            "le producteur ne répond pas, ou la transmission a été coupée",
            exemple=adresse,
            cause=type(e).__name__,
            remede="réessayer plus tard ; rien n'a été remplacé",
        ) from e
    return cible, adresse


def _repondre(session: requests.Session, adresse: str, source: str) -> requests.Response:
    """Follow redirects by hand, within the producer's host only."""
    hote = urlsplit(adresse).netloc
    for _ in range(5):
        reponse = session.get(adresse, stream=True, timeout=DELAIS_S, allow_redirects=False)
        if not reponse.is_redirect:
            break
        suivante = requests.compat.urljoin(adresse, reponse.headers["location"])
        reponse.close()
        if urlsplit(suivante).netloc != hote:
            raise ErreurDonnees(
                "redirection",
                f"source {source}",
                "le producteur renvoie vers un autre site",
                exemple=suivante,
                remede="vérifier la nouvelle adresse puis corriger adresses.toml",
            )
        adresse = suivante
    if reponse.status_code != requests.codes.ok:
        code = reponse.status_code
        reponse.close()
        raise ErreurDonnees(
            "http",
            f"source {source}",
            f"le producteur répond {code}",
            exemple=adresse,
            cause="fichier déplacé ou pas encore publié" if code in (404, 410) else "panne du producteur",
            remede="corriger adresses.toml, ou réessayer plus tard ; rien n'a été remplacé",
        )
    return reponse


def _ecrire(reponse: requests.Response, cible: Path, limite: int, source: str, progres: Progres | None) -> None:
    annonce = int(reponse.headers.get("content-length") or 0)
    recu = 0
    with cible.open("wb") as f:
        for morceau in reponse.iter_content(MORCEAU):
            recu += len(morceau)
            if recu > limite:
                raise ErreurDonnees(
                    "taille",
                    f"source {source}",
                    f"plus de {limite // 1024 // 1024} Mo reçus",
                    cause="ce n'est pas le bon fichier",
                    remede="vérifier l'adresse dans adresses.toml",
                )
            f.write(morceau)
            if progres:
                progres(recu, annonce or recu)
    if annonce and recu < annonce:
        raise ErreurDonnees(
            "tronque",
            f"source {source}",
            f"{recu} octets reçus sur {annonce}",
            cause="transmission coupée",
            remede="réessayer ; rien n'a été remplacé",
        )
