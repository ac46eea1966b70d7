"""What is of one is never given to another while all ask at once: the roles of Accès Pro, its door, the public.

Each role has canaries of its own: name, account, extract, draft; what signatories reserve is for the four roles alone.
Every answer is searched whole, then all that is left behind: files of the data, logs of both processes.
"""

import http.client
import itertools
import json
import random
import shutil
import threading
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

import pytest

from data_loaders.contracts.convention import PARTIES
from data_loaders.convention import cadre
from data_loaders.sources import convention
from pages.components.acces import extraits, session
from pages.components.acces.session import ROLES, Agent
from pages.components.convention import transmettre
from tests.canaris import deplie, lire, reserver, trames, vus
from tests.e2e.conftest import DEPOT, demarrer, port_libre, secrets
from tests.pages.acces.conftest import SECRET, revendications, temoin
from tests.pages.acces.test_porte import DEUX

EMETTEUR = "https://fournisseur.exemple"
PORTE, PUBLIC = "la porte", "le public"
QUI = (*ROLES, PORTE, PUBLIC)
SUIVI = "/convention?rubrique=suivi"
VUE = {"adresse": SUIVI, "cle": "convention"}
ORDRE = {"format": "observatoire-seance-1", "titre": "Essai", "vues": [VUE]}
COMPARAISONS_NB = 204
A_LA_FOIS = 8


class Demande(NamedTuple):
    """What is asked: an address; of a page of forms, by its socket, which the public has none of; a body, for some."""

    adresse: str
    prise: bool = False
    corps: str = ""


def demandes(gardes: dict[str, str]) -> list[Demande]:
    """All of them; `gardes`: role -> identifier of an extract of theirs. The first ones are asked for by default."""
    return [
        *(Demande(a, True) for a in ("", "saisie?annee_saisie=2014")),
        Demande(f"/ecran{SUIVI}"),
        *(Demande(f"/acces/extraits/{i}.csv") for i in gardes.values()),
        Demande("/api/v1/jeux/convention"),
        Demande(SUIVI),
        *(Demande(a, True) for a in ("saisie?etape=approuver", "acces_pro")),
        Demande("/ecran/convention?rubrique=temps"),
        *(Demande(f"/acces/extraits/{i}.xlsx") for i in gardes.values()),
        *(Demande(f"/_seance/{nom}?{urlencode(VUE)}") for nom in ("vues", "image.svg", "image.png", "chiffres.xlsx")),
        Demande("/_seance/valise", corps=json.dumps(ORDRE)),
        Demande("/_seance/releve?format=html", corps=json.dumps({"seance": ORDRE, "montrees": [VUE]})),
    ]


def siens(qui: str) -> dict[str, str]:
    """Canaries of one role alone, by kind."""
    nu = qui.replace("_", "-")
    return {genre: f"canari-{genre}-{nu}" for genre in ("nom", "compte", "extrait", "brouillon")}


CANARIS = {dit: (role, genre) for role in ROLES for genre, dit in siens(role).items()}
RESERVE = ("les signataires", "valeur")


def reconnus(octets: bytes) -> set[tuple[str, str]]:
    """Canaries that are in there, as whose and of which kind."""
    return {c for dit, c in CANARIS.items() if dit.encode() in octets} | ({RESERVE} if vus(octets) else set())


def permis(qui: str) -> set[tuple[str, str]]:
    """Canaries that somebody may read: all, and each of them, has to be read."""
    if qui not in ROLES:
        return set()
    miens = {(qui, "nom"), (qui, "compte"), RESERVE}
    if qui in extraits.ROLES:
        miens.add((qui, "extrait"))
    if qui in PARTIES:
        miens.add((qui, "brouillon"))
    return miens | ({(r, "compte") for r in ROLES} if qui == "exploitant" else set())  # they keep the log


class Serveurs(NamedTuple):
    public: str
    reserve: str
    racine: Path
    journaux: tuple[Path, Path]
    gardes: dict[str, str]


@pytest.fixture(scope="module")
def serveurs(racine_demo, tmp_path_factory):
    """A public process and a reserved one on the same data, canaries planted."""
    dossier = tmp_path_factory.mktemp("roles")
    racine, reserve, port = dossier / "public", dossier / "reserve", port_libre()
    shutil.copytree(racine_demo, racine)
    gardes = {}
    with pytest.MonkeyPatch.context() as m:
        m.setenv("OBSERVATOIRE_DONNEES", str(racine))
        m.setenv("OBSERVATOIRE_RESERVE", str(reserve))
        reserver(dossier)
        for role in ROLES:
            dits = siens(role)
            agent = Agent(EMETTEUR, dits["compte"], "", dits["nom"], role, None, 0.0)
            session.inscrire(agent, "connexion")
            if role in PARTIES:
                mesure, periode = convention.lignes(role, "2014", cadre.defaut())[0]
                cle = transmettre.cle_champ("commentaire", mesure.code, periode)
                transmettre.garder_brouillon(agent, {cle: dits["brouillon"]})
            if role in extraits.ROLES:
                gardes[role] = extraits.garder(agent, DEUX._replace(nom=dits["extrait"], convention=True))
    (dossier / "reglages.toml").write_text('[acces_pro]\nrevendication = "role"\n', "utf-8")
    env = {"OBSERVATOIRE_RESERVE": str(reserve), "OBSERVATOIRE_REGLAGES": str(dossier / "reglages.toml")}
    options = secrets(dossier, f"http://127.0.0.1:{port}", "http://127.0.0.1:9", SECRET)
    journaux, script = (dossier / "public.txt", dossier / "reserve.txt"), DEPOT / "dashboard.py"
    lances = []
    try:
        adresses = []
        for journal, quoi in zip(journaux, ({}, {"port": port, "options": options, "env": env}), strict=True):
            adresse, serveur = demarrer(script, racine, journal, **quoi)
            adresses.append(adresse)
            lances.append(serveur)
        yield Serveurs(*adresses, racine, journaux, gardes)
    finally:
        for serveur in lances:
            serveur.terminate()
            serveur.wait(timeout=20)


def temoins(serveur: str, qui: str) -> dict[str, str]:
    """Cookies of somebody who is in; none of the others."""
    if qui not in ROLES:
        return {}
    dits = siens(qui)
    return temoin(revendications(iss=EMETTEUR, sub=dits["compte"], name=dits["nom"], role=qui, origin=serveur))


def demander(serveur: str, quoi: Demande, biscuits: dict[str, str]) -> bytes:
    """Head and body of an answer; one that says to come back is asked for again."""
    en_tetes = {"Cookie": "; ".join(f"{nom}={dit}" for nom, dit in biscuits.items())}
    while True:
        ligne = http.client.HTTPConnection(urlsplit(serveur).netloc, timeout=120)
        ligne.request("POST" if quoi.corps else "GET", quoi.adresse, quoi.corps or None, en_tetes)
        reponse = ligne.getresponse()
        lu = reponse.read()
        ligne.close()
        if reponse.status != http.HTTPStatus.SERVICE_UNAVAILABLE or not reponse.getheader("retry-after"):
            return f"{reponse.status} {reponse.getheaders()}\n".encode() + deplie("", lu)
        time.sleep(0.2)


@pytest.mark.parametrize("nb", [pytest.param(COMPARAISONS_NB, marks=pytest.mark.long), 42])
def test_nothing_of_one_is_given_to_another_while_all_ask_at_once(serveurs, nb):
    tous = demandes(serveurs.gardes)
    cas = list(itertools.product(tous[:7] if nb < COMPARAISONS_NB else tous, QUI))
    hasard = random.Random(27)
    cas += hasard.choices(cas, k=max(0, nb - len(cas)))
    hasard.shuffle(cas)
    lus: dict[tuple[Demande, str], list[set]] = defaultdict(list)
    verrou = threading.Lock()

    def comparer(c: tuple[Demande, str]) -> None:
        quoi, qui = c
        serveur = serveurs.public if qui == PUBLIC else serveurs.reserve
        biscuits = temoins(serveur, qui)
        if quoi.prise and qui != PUBLIC:
            recu = b"".join(trames(serveur, quoi.adresse, biscuits))
        else:
            recu = demander(serveur, quoi._replace(adresse=f"/{quoi.adresse.removeprefix('/')}"), biscuits)
        assert not (quoi.adresse.startswith("/_seance") and qui in (*ROLES, PUBLIC)) or recu.startswith(b"200 ")
        with verrou:
            lus[c].append(reconnus(recu))

    with ThreadPoolExecutor(A_LA_FOIS) as files:
        list(files.map(comparer, cas))
    assert sum(map(len, lus.values())) == len(cas) >= nb
    for qui in QUI:
        siennes = [vu for (_, q), vus_ in lus.items() if q == qui for vu in vus_]
        assert set().union(*siennes) == permis(qui), qui
    # The same answer each time, whoever asks beside.
    assert [c for c, vus_ in lus.items() if any(vu != vus_[0] for vu in vus_)] == []
    laisses = [f for f in serveurs.racine.rglob("*") if f.is_file()]
    assert [f.name for f in (*laisses, *serveurs.journaux) if reconnus(deplie("", lire(f)))] == []
