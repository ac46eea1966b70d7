"""Download from a producer: bounded in time, size and type, resumed when cut, never redirected to another host.

What a producer says of a file (ETag, Last-Modified) is remembered in `<data root>/telechargements.json` once the file
was imported, so that the next request costs nothing when nothing changed.
"""

from __future__ import annotations

import contextlib
import html
import json
import re
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import requests

from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.magasin.instantane import ecrire_atomique
from data_loaders.sources import producteurs
from data_loaders.sources.classeur import Progres

DELAIS_S = (10, 30)  # connect, then silence between two packets
DUREE_MAX_S = 900  # a producer that drips one byte at a time is given up
ATTENTES_S = (1.0, 4.0)  # before the second and the third attempt
REDIRECTIONS_MAX = 5
MORCEAU = 1 << 14  # what is lost at most of a body that is cut
PAGE_MAX = 4 * 1024 * 1024  # of a page that lists files
PAGES_WEB = ("text/html", "application/xhtml+xml")
ABSENTS = frozenset({404, 410})
# How a producer says that a vintage is not published yet: no such file, or its page of « not found ».
PAS_ENCORE = frozenset({"introuvable", "type"})
PASSAGERES = frozenset({408, 425, 429, 500, 502, 503, 504})
# What cut a transmission, the most precise first.
CAUSES = {
    requests.exceptions.SSLError: "certificat refusé",
    requests.Timeout: "aucune réponse à temps",
    requests.ConnectionError: "adresse inconnue, ou connexion refusée",
    requests.RequestException: "transmission coupée",
}

# What a producer says of a file -> how the next request asks whether it still holds.
CONDITIONS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
# Named groups of a pattern that date a file, the weightiest first.
DATES = ("annee", "trimestre", "mois", "jour")
# Not an HTML parser: a page is read for its links only, however badly it is written.
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


def _memoire(racine: Path) -> tuple[Path, dict[str, dict[str, str]]]:
    """What producers said of the files that were imported: address -> sha256, ETag, Last-Modified; and where it is."""
    chemin = racine / "telechargements.json"
    try:
        return chemin, json.loads(chemin.read_text("utf-8"))
    except (FileNotFoundError, ValueError):  # a lost or damaged memory only costs a download
        return chemin, {}


def conditions(racine: Path, adresse: str, en_place: frozenset[str]) -> dict[str, str]:
    """Conditions of the next request; none unless the file imported then (by its sha256) is still in force."""
    connu = _memoire(racine)[1].get(adresse, {})
    if connu.get("sha256") not in en_place:
        return {}
    return {dit: connu[n] for n, dit in CONDITIONS.items() if connu.get(n)}


def retenir(racine: Path, recu: Recu, sha256: str) -> None:
    """Remember a file, once it was imported."""
    chemin, connus = _memoire(racine)
    connus[recu.adresse] = {"sha256": sha256, **recu.etiquettes}
    ecrire_atomique(chemin, json.dumps(connus, indent=1, sort_keys=True).encode())


class Recu(NamedTuple):
    """A file received; `chemin` is null when the producer answers that it has not changed."""

    chemin: Path | None
    adresse: str
    etiquettes: dict[str, str]


def telecharger(
    source: str,
    dossier: Path,
    millesime: str = "",
    progres: Progres | None = None,
    conditions: Callable[[str], dict[str, str]] = lambda _: {},
) -> Recu:
    """Fetch the current file of a source into `dossier`: at its address, or at the newest link of its page.

    An address written year by year is asked for this year first, then for each year before, down to the one known.
    `conditions`: address -> request headers under which the producer may answer « unchanged ».
    """
    table = producteurs.lire()
    if source not in table:
        raise DemandeInvalide(f"aucune adresse pour la source « {source} ». Sources connues : {', '.join(table)}.")
    fiche = table[source]
    with requests.Session() as session:
        # The bytes must be those of the file: a compressed body could not be resumed, nor measured.
        session.headers["Accept-Encoding"] = "identity"
        if "adresse" in fiche:
            connu = fiche.get("millesime_par_defaut", "")
            millesimes = [millesime or connu]
            if not millesime and "{millesime}" in fiche["adresse"] and connu.isdigit():
                millesimes = range(max(annee_courante(), int(connu)), int(connu) - 1, -1)
            adresses_a_essayer = [fiche["adresse"].format(millesime=m) for m in millesimes]
        else:
            adresses_a_essayer = [_lien(session, source, fiche, dossier, millesime)]
        limite = int(fiche.get("taille_max_mo", 80)) * 1024 * 1024
        for adresse in adresses_a_essayer:
            try:
                return _Essai(source, adresse, dossier, limite, progres).recevoir(session, conditions(adresse))
            except ErreurDonnees as e:
                if e.regle not in PAS_ENCORE or adresse == adresses_a_essayer[-1]:
                    raise


def annee_courante() -> int:
    """Year of the first vintage that is asked for."""
    return date.today().year


def _lien(session: requests.Session, source: str, fiche: dict, dossier: Path, millesime: str) -> str:
    """Address of the newest file that the page of a source links to."""
    if manuel := fiche.get("manuel"):
        trouve = "pas de téléchargement automatique"
        remede = f"télécharger le fichier sur {fiche['page']}, puis : python -m data_loaders importer {source} FICHIER"
        raise ErreurDonnees("manuel", f"source {source}", trouve, cause=manuel, remede=remede)
    try:
        motif = re.compile(fiche["motif"])
    except (KeyError, re.error) as e:
        sans = isinstance(e, KeyError)
        trouve = "ni adresse, ni page et motif, ni page et manuel" if sans else "motif mal écrit"
        exemple, remede = "" if sans else f"{fiche['motif']} ({e})", "corriger cette entrée"
        lieu = f"adresses.toml, source {source}"
        raise ErreurDonnees("adresses", lieu, trouve, exemple=exemple, remede=remede) from e
    page = _Essai(source, fiche["page"], dossier, PAGE_MAX, None, page=True)
    recue = page.recevoir(session, {})
    texte = recue.chemin.read_text("utf-8", errors="replace")
    recue.chemin.unlink()
    return choisir(texte, page.finale, motif, source, millesime)


def choisir(texte: str, page: str, motif: re.Pattern[str], source: str, millesime: str = "") -> str:
    """Address of the newest file (of a year, where one is wanted) among the links of a page that fit a pattern.

    Links are resolved against the address of the page; groups of the pattern named as in `DATES` say how new a file is.
    One that leads to another site, or out of https, is refused.
    """
    trouves = []
    for groupes in _HREF.findall(texte):
        with contextlib.suppress(ValueError):  # « http://[ » is no address
            adresse = urljoin(page, html.unescape("".join(groupes)).strip())
            if m := motif.search(adresse):
                trouves.append((tuple(int(m.groupdict().get(d) or 0) for d in DATES), adresse))
    voulus = [t for t in trouves if not millesime or str(t[0][0]) == millesime]
    exemple, cause = "", "le producteur a changé sa page"
    if voulus:
        exemple = max(voulus)[1]
        ici, la = urlsplit(page), urlsplit(exemple)
        if (la.netloc, la.scheme) == (ici.netloc, ici.scheme):
            return exemple
        regle, trouve = "redirection", f"le lien trouvé sur {page} mène à un autre site"
    elif trouves:
        regle, trouve = "millesime", f"aucun fichier de {millesime} sur {page}"
        cause = "fichier pas encore publié, ou retiré"
        exemple = ", ".join(sorted({str(d[0]) for d, _ in trouves}))
    else:
        regle, trouve = "lien", f"la page {page} n'a plus de lien de la forme « {motif.pattern} »"
    remede = "ouvrir cette page, puis corriger adresses.toml, ou importer le fichier téléchargé à la main"
    raise ErreurDonnees(regle, f"source {source}", trouve, exemple=exemple, cause=cause, remede=remede)


class _Essai:
    """The attempts at one file, or at the page that lists files."""

    def __init__(
        self, source: str, adresse: str, dossier: Path, limite: int, progres: Progres | None, *, page: bool = False
    ) -> None:
        self.source, self.adresse, self.limite, self.progres = source, adresse, limite, progres
        self.cible = dossier / ("page.html" if page else Path(urlsplit(adresse).path).name)
        self.page, self.finale = page, adresse
        self.etiquettes: dict[str, str] = {}
        self.fin = time.monotonic() + DUREE_MAX_S

    def _refus(self, regle: str, trouve: str, *, exemple: str = "", cause: str = "", remede: str = "") -> ErreurDonnees:
        exemple, remede = exemple or self.adresse, remede or "réessayer plus tard ; rien n'a été remplacé"
        return ErreurDonnees(regle, f"source {self.source}", trouve, exemple=exemple, cause=cause, remede=remede)

    def recevoir(self, session: requests.Session, conditions: dict[str, str]) -> Recu:
        """Up to three attempts, each resuming where the last one was cut; nothing half received is left."""
        try:
            for attente in (*ATTENTES_S, None):
                rendu = self._une_fois(session, conditions)
                if isinstance(rendu, Recu):
                    return rendu
                if attente is None or time.monotonic() + attente > self.fin:
                    raise rendu
                time.sleep(attente)
        except ErreurDonnees:
            self.cible.unlink(missing_ok=True)
            raise

    def _une_fois(self, session: requests.Session, conditions: dict[str, str]) -> Recu | ErreurDonnees:
        """One attempt; a refusal that another one may cure is returned, others are raised."""
        deja = self.cible.stat().st_size if self.cible.exists() else 0
        marque = self.etiquettes.get("etag", "")
        if deja and marque and not marque.startswith("W/"):
            entetes = {"Range": f"bytes={deja}-", "If-Range": marque}
        else:  # without a strong mark, the two halves could be those of two files
            deja, entetes = 0, conditions
        try:
            with self._demander(session, entetes) as reponse:
                return self._prendre(reponse, deja)
        except requests.RequestException as e:
            cause = next(dit for genre, dit in CAUSES.items() if isinstance(e, genre))
            return self._refus("reseau", "le producteur ne répond pas, ou la transmission a été coupée", cause=cause)

    def _demander(self, session: requests.Session, entetes: dict[str, str]) -> requests.Response:
        """Follow redirects by hand, within the producer's host only."""
        self.finale = self.adresse
        for _ in range(REDIRECTIONS_MAX):
            reponse = session.get(self.finale, headers=entetes, stream=True, timeout=DELAIS_S, allow_redirects=False)
            if not reponse.is_redirect:
                break
            suivante = urljoin(self.finale, reponse.headers["location"])
            reponse.close()
            ici, la = urlsplit(self.adresse), urlsplit(suivante)
            if la.netloc != ici.netloc or (ici.scheme == "https" and la.scheme != "https"):
                trouve = "le producteur renvoie vers un autre site"
                remede = "vérifier la nouvelle adresse puis corriger adresses.toml"
                raise self._refus("redirection", trouve, exemple=suivante, remede=remede)
            self.finale = suivante
        return reponse

    def _prendre(self, reponse: requests.Response, deja: int) -> Recu | ErreurDonnees:
        """Write the body after the `deja` bytes already there."""
        code = reponse.status_code
        if code == requests.codes.not_modified:
            return Recu(None, self.adresse, {})
        if code not in (requests.codes.ok, requests.codes.partial_content):
            absent = code in ABSENTS
            cause = "fichier déplacé ou pas encore publié" if absent else "panne du producteur"
            mots = {"cause": cause, "remede": "corriger adresses.toml, ou réessayer plus tard ; rien n'a été remplacé"}
            refus = self._refus("introuvable" if absent else "http", f"le producteur répond {code}", **mots)
            if code in PASSAGERES:
                return refus
            raise refus
        deja = deja if code == requests.codes.partial_content else 0
        nature = reponse.headers.get("content-type", "").partition(";")[0].strip().lower()
        if self.page != (nature in PAGES_WEB):
            trouve, exemple, quoi = "une page web au lieu du fichier attendu", "", "l'adresse"
            if self.page:
                trouve, quoi = "un fichier au lieu de la page qui liste les fichiers", "la page"
                exemple = f"{self.adresse} ({nature or 'nature inconnue'})"
            cause, remede = "l'adresse du producteur a changé", f"vérifier {quoi} dans adresses.toml"
            raise self._refus("type", trouve, exemple=exemple, cause=cause, remede=remede)
        self.etiquettes = {n: reponse.headers[n] for n in CONDITIONS if n in reponse.headers}
        recu, annonce = deja, deja + int(reponse.headers.get("content-length") or 0)
        self._borner(annonce)
        with self.cible.open("ab" if deja else "wb") as f:
            for morceau in reponse.iter_content(MORCEAU):
                recu += len(morceau)
                self._borner(recu)
                f.write(morceau)
                if self.progres:
                    self.progres(recu, max(annonce, recu))
        if recu < annonce:
            return self._refus("tronque", f"{recu} octets reçus sur {annonce}", cause="transmission coupée")
        return Recu(self.cible, self.adresse, self.etiquettes)

    def _borner(self, octets: int) -> None:
        if octets > self.limite:
            trouve = f"plus de {self.limite // 1024 // 1024} Mo reçus"
            cause = f"ce n'est pas {'la bonne page' if self.page else 'le bon fichier'}"
            raise self._refus("taille", trouve, cause=cause, remede="vérifier l'adresse dans adresses.toml")
        if time.monotonic() > self.fin:
            raise self._refus("duree", f"plus de {DUREE_MAX_S // 60} minutes d'attente", cause="producteur trop lent")
