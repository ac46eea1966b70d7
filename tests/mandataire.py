"""nginx on our own file, without root: what an administrator replaces, then ports and folders of the machine."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DOSSIER = Path(__file__).resolve().parents[1] / "exploitation" / "nginx"
PRESENT = all(map(shutil.which, ("nginx", "openssl")))
CERTIFICAT = "certificat.pem"
SERVEUR = "server 127.0.0.1:8501 max_fails=2 fail_timeout=10s;"
RESERVE = "proxy_pass http://127.0.0.1:8601;"
SITE = "localhost"  # a name, which nginx asks for; the reserved process is alone on its port
LENT = "timeout 10s;"  # a client that sends nothing more is cut then


def port_libre() -> int:
    """A port that nobody listens to."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


def ecrire(dossier: Path, serveurs: list[int], lent: str) -> tuple[Path, int, int]:
    """Write a whole configuration around the files of the repository; returns it and their HTTPS ports.

    The last server plays the reserved process.
    """
    cle, certificat = dossier / "cle.pem", dossier / CERTIFICAT
    commande = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    commande += ["-days", "2", "-subj", "/CN=essai", "-addext", f"subjectAltName=IP:127.0.0.1,DNS:{SITE}"]
    commande += ["-keyout", str(cle), "-out", str(certificat)]
    subprocess.run(commande, check=True, capture_output=True)
    clair, chiffre, pro = port_libre(), port_libre(), port_libre()

    def poser(nom: str, propres: dict[str, str]) -> None:
        texte = (DOSSIER / nom).read_text("utf-8")
        for ecrit, ici in propres.items():
            assert ecrit in texte, f"{nom} no longer says « {ecrit} »"
            texte = texte.replace(ecrit, ici)
        (dossier / nom).write_text(texte, "utf-8")

    def ecoute(port: int, suite: str = "") -> dict[str, str]:
        return {
            f"listen 80{suite};": f"listen 127.0.0.1:{clair}{suite};",
            f"listen [::]:80{suite};": "",
            f"listen 443 ssl{suite};": f"listen 127.0.0.1:{port} ssl{suite};",
            f"listen [::]:443 ssl{suite};": "",
            LENT: f"timeout {lent};",
        }

    def ici(port: int, hote: str) -> dict[str, str]:
        return {
            **ecoute(port),
            f"/etc/letsencrypt/live/{hote}/fullchain.pem": str(certificat),
            f"/etc/letsencrypt/live/{hote}/privkey.pem": str(cle),
            "/var/log/nginx": str(dossier),
        }

    public = {
        "server_name observatoire.exemple.fr;": f"server_name {SITE};",
        SERVEUR: " ".join(SERVEUR.replace("8501", str(p)) for p in serveurs),
        "/var/cache": str(dossier),
    }
    poser("observatoire.conf", public | ici(chiffre, "observatoire.exemple.fr"))
    reserve = {RESERVE: RESERVE.replace("8601", str(serveurs[-1]))}
    poser("observatoire-pro.conf", reserve | ici(pro, "pro.observatoire.exemple.fr"))
    poser("observatoire-ferme.conf", ecoute(chiffre, " default_server"))
    temporaires = "".join(f"{n}_temp_path {dossier / n};" for n in ("proxy", "client_body", "fastcgi", "uwsgi", "scgi"))
    entier = dossier / "nginx.conf"
    qui = "user root;" if os.geteuid() == 0 else ""  # else its workers could not enter the folder of a test
    entier.write_text(
        f"{qui} daemon off; pid {dossier / 'nginx.pid'}; error_log {dossier / 'nginx.log'};"
        f"events {{ worker_connections 4096; }} http {{ {temporaires} include {dossier}/observatoire*.conf; }}",
        "utf-8",
    )
    return entier, chiffre, pro


@contextmanager
def nginx(dossier: Path, serveurs: list[int], lent: str = "10s") -> Iterator[str]:
    """The address of nginx before these ports of this machine, until the end; it bears a slow client for `lent`."""
    with nginx_entier(dossier, serveurs, lent) as (adresse, _):
        yield adresse


@contextmanager
def nginx_entier(dossier: Path, serveurs: list[int], lent: str = "10s") -> Iterator[tuple[str, str]]:
    """The same, and the address before the last port as it is for the reserved process."""
    fichier, port, pro = ecrire(dossier, serveurs, lent)
    processus = subprocess.Popen(["nginx", "-c", str(fichier)], stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as prise:
                if prise.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        else:
            raise AssertionError((dossier / "nginx.log").read_text("utf-8"))
        yield f"https://{SITE}:{port}", f"https://127.0.0.1:{pro}"
    finally:
        processus.terminate()
        processus.wait()
