"""nginx on our own file, without root: what an administrator replaces, then ports and folders of the machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FICHIER = Path(__file__).resolve().parents[1] / "exploitation" / "nginx" / "observatoire.conf"
PRESENT = all(map(shutil.which, ("nginx", "openssl")))
CERTIFICAT = "certificat.pem"
SERVEUR = "server 127.0.0.1:8501 max_fails=2 fail_timeout=10s;"


def port_libre() -> int:
    """A port that nobody listens to."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


def ecrire(dossier: Path, serveurs: list[int]) -> tuple[Path, int]:
    """Write a whole configuration around the file of the repository; returns it and its HTTPS port."""
    cle, certificat = dossier / "cle.pem", dossier / CERTIFICAT
    commande = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    commande += ["-days", "2", "-subj", "/CN=essai", "-addext", "subjectAltName=IP:127.0.0.1"]
    commande += ["-keyout", str(cle), "-out", str(certificat)]
    subprocess.run(commande, check=True, capture_output=True)
    clair, chiffre = port_libre(), port_libre()
    texte = FICHIER.read_text("utf-8")
    for ecrit, ici in {
        SERVEUR: " ".join(SERVEUR.replace("8501", str(p)) for p in serveurs),
        "listen 80;": f"listen 127.0.0.1:{clair};",
        "listen [::]:80;": "",
        "listen 443 ssl;": f"listen 127.0.0.1:{chiffre} ssl;",
        "listen [::]:443 ssl;": "",
        "/etc/letsencrypt/live/observatoire.exemple.fr/fullchain.pem": str(certificat),
        "/etc/letsencrypt/live/observatoire.exemple.fr/privkey.pem": str(cle),
        "/var/log/nginx": str(dossier),
        "/var/cache": str(dossier),
    }.items():
        assert ecrit in texte, f"{FICHIER.name} no longer says « {ecrit} »"
        texte = texte.replace(ecrit, ici)
    (dossier / "observatoire.conf").write_text(texte, "utf-8")
    temporaires = "".join(f"{n}_temp_path {dossier / n};" for n in ("proxy", "client_body", "fastcgi", "uwsgi", "scgi"))
    entier = dossier / "nginx.conf"
    qui = "user root;" if os.geteuid() == 0 else ""  # else its workers could not enter the folder of a test
    entier.write_text(
        f"{qui} daemon off; pid {dossier / 'nginx.pid'}; error_log {dossier / 'nginx.log'};"
        f"events {{}} http {{ {temporaires} include {dossier / 'observatoire.conf'}; }}",
        "utf-8",
    )
    return entier, chiffre


@contextmanager
def nginx(dossier: Path, serveurs: list[int]) -> Iterator[str]:
    """The address of nginx before these ports of this machine, until the end."""
    fichier, port = ecrire(dossier, serveurs)
    processus = subprocess.Popen(["nginx", "-c", str(fichier)], stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as prise:
                if prise.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        else:
            raise AssertionError((dossier / "nginx.log").read_text("utf-8"))
        yield f"https://127.0.0.1:{port}"
    finally:
        processus.terminate()
        processus.wait()
