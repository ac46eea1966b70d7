"""What the application says, written down: a move of the code changes none of it, or says which line it changes.

`PYTHONPATH=. python -m tests.bench.temoin [--vers DOSSIER] [--seuls TEXTE…] [--comparer] [--signer] [--donnees RACINE]`

Each view of `tests/vues.py`, in three places where it follows them, and as a meeting takes it, each list of the API,
each set of searches, each agenda and its documents becomes a text in DOSSIER, out of the repository; its digest is a
line of `tests/bench/temoin.txt`, which `tests/pages/test_temoin.py` reads again. What is drawn, shapes and colours to
the pixel, is signed in `dessins.txt` beside it: figures of each view as images, slides of each agenda, the palette. A
run prints the lines that changed and ends with the code 1 when there are any.

- Before a move, on the state that is signed: run it once, so that DOSSIER holds the texts.
- After it: `--comparer` prints beside each line that changed the difference of its texts; `--seuls meteo` reads a part.
- A change that is wanted: `--signer` (with `--seuls`, that part alone) writes the digests and the texts again; commit
  the signed files with the change, and say in the message which lines change and why.

The data are those of the demonstration, made again at each run; `--donnees` reads a root of official files instead (a
copy: screens keep their drawings there), whose digests stand in DOSSIER and are signed there. The clock stands still;
digests, identifiers and the paths of the machine are blotted out, and numbers keep ten figures. A file is read rather
than weighed: rows of a workbook, words of a PDF, members of an archive; what is none of these is its bytes.
"""

import argparse
import datetime
import difflib
import hashlib
import html
import io
import json
import re
import sys
import tempfile
import time
import tomllib
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

import docx
import pandas as pd
import pypdf
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

import dashboard  # noqa: F401  # every module that reads the clock is there before it stops
from data_loaders import demo
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.requetes import dictionnaire
from geo import reglages
from geo.reglages import DEPOT, racine_donnees
from pages.components import depot, document
from pages.components.api import routes
from pages.components.feuille import Noeud
from pages.components.seance import rejeu
from pages.figures import icones, theme
from pages.figures.api import catalogue
from pages.figures.diapos import agendas, rendu
from pages.figures.ecrans import PAR_MODULE, accueil
from pages.figures.recherche import ligne as recherche
from pages.figures.seance import classeur, demande, image, modeles, releve, traitement
from tests.vues import VUES

SIGNES: Final = Path(__file__).with_suffix(".txt")
DESSINES: Final = SIGNES.with_name("dessins.txt")
INSTANT: Final = datetime.datetime(2026, 11, 27, 9, tzinfo=datetime.UTC)
# None, a SPO, and a commune that no bassin holds: its département answers for it.
LIEUX: Final = ("", "spo:ancenis", "commune:44007")
# What no view of `tests/vues.py` chooses.
DE_PLUS: Final = (
    "formation?entree=metier&metier=metier:V0X60", "formation?entree=diplome&diplome=49000009",
    "formation?entree=territoire", "meteo?onglet=metier&metier=metier:V0X60",
)  # fmt: skip
SUIVENT_LE_LIEU: Final = frozenset(
    ("carte", "explorer", "formation", "meteo", "portrait", "secteurs", "tendances", "territoires")
)
REQUETES: Final = ("requetes", "requetes_reservees", "requetes_aveugles", "requetes_fraiches", "requetes_convention")
DESSINS: Final = ("graphique", "territory_map")
PRODUIT: Final = ("geo", "data_loaders", "pages", "dashboard")
OPTIONS_MAX: Final = 60  # a longer list is said by its digest

_IDENTIFIANT: Final = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=--)[0-9a-f]{8}\b|(?<=\.)[0-9a-f]{8}(?=\.)"
    r"|(?<![0-9A-Za-z])(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,}(?![0-9A-Za-z])"
)
_SVG: Final = re.compile(r"<svg\b.*?</svg>", re.S)
_FRACTION: Final = re.compile(r"-?\d*\.\d+")
_DECIMALES: Final = re.compile(r"\d+\.\d{9,}(?:e-?\d+)?")
# Nor the dark drawing, which says what the light one says.
_SANS_MOTS: Final = re.compile(r"<(style|script)\b.*?</\1>|<img class=\"sombre\"[^>]*>", re.S)
_BALISE: Final = re.compile(r"<(/?)([a-zA-Z][\w-]*)([^>]*)>")
_ATTRIBUT: Final = re.compile(r'\b(?:href|alt|aria-label|title)="([^"]+)"')
_FIN_DE_LIGNE: Final = re.compile(r"p|li|h\d|tr|dt|dd|div|section|header|caption|summary|br|text|option|details")
_HORS_NOM: Final = re.compile(r"[^\w.-]+")
_DATE, _DATETIME = datetime.date, datetime.datetime

Textes = Iterator[tuple[str, Callable[[], str]]]


def neutre(texte: str) -> str:
    """Without what changes from one run or one machine to the next."""
    texte = _IDENTIFIANT.sub("…", texte.replace(str(racine_donnees()), "…").replace(str(DEPOT), "…"))
    return _DECIMALES.sub(lambda m: f"{float(m[0]):.10g}", texte)


def empreinte(texte: str) -> str:
    return hashlib.sha256(texte.encode()).hexdigest()[:16]


class _Genre(type):
    """A date that stands for another kind of date: what is true of one is true of the other."""

    def __instancecheck__(cls, x: object) -> bool:
        return isinstance(x, cls.__base__)


@cache
def _lit_l_heure(m: ModuleType) -> bool:
    """Whether a module of the product asks for the time: the others may ask what a date is, and need the true one."""
    du_produit = m.__name__.partition(".")[0] in PRODUIT and getattr(m, "__file__", None)
    return bool(du_produit) and bool(re.search(r"\b(?:today|now)\(", Path(m.__file__).read_text("utf-8")))


@contextmanager
def horloge(instant: datetime.datetime = INSTANT) -> Iterator[None]:
    """The product, and the pages that it runs, read this instant on their clock."""

    class Jour(_DATE, metaclass=_Genre):
        __slots__ = ()  # as large as what it stands for: compiled modules look at that

        @classmethod
        def today(cls) -> datetime.date:
            return instant.date()

    class Instant(_DATETIME, metaclass=_Genre):
        __slots__ = ()

        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:
            return instant.astimezone(tz) if tz else instant.replace(tzinfo=None)

    def regler(faux: Mapping[str, type]) -> None:
        for m in [*filter(_lit_l_heure, [*sys.modules.values()]), datetime]:
            for nom, voulu in faux.items():
                vu = vars(m).get(nom)
                if isinstance(vu, type) and issubclass(vu, _DATE):
                    setattr(m, nom, voulu)

    avant = {"date": datetime.date, "datetime": datetime.datetime}
    regler({"date": Jour, "datetime": Instant})
    try:
        yield
    finally:  # in the modules that were imported meanwhile too
        regler(avant)


def mots(balises: str) -> str:
    """Words of HTML or of SVG, a line for each line read; a link and an image are said by what they lead to or say."""

    def dire(m: re.Match) -> str:
        ferme, nom, attributs = m.groups()
        dits = "".join(f" [{a}] " for a in _ATTRIBUT.findall(attributs))
        fin = "\n" if (ferme or nom == "br") and _FIN_DE_LIGNE.fullmatch(nom) else " | " if nom in ("td", "th") else " "
        return dits + (fin if ferme or fin == "\n" else " ")

    nu = html.unescape(_BALISE.sub(dire, _SANS_MOTS.sub("", balises)))
    return "\n".join(ligne for brut in nu.split("\n") if (ligne := re.sub(r"[ \t]+", " ", brut).strip(" |")))


def aplatir(x: Any, ou: str = "") -> Iterator[str]:
    """A JSON value, a line for each of its leaves and of its lists of values."""
    if isinstance(x, dict):
        for cle, v in x.items():
            yield from aplatir(v, f"{ou}.{cle}" if ou else str(cle))
    elif isinstance(x, list) and any(isinstance(v, dict | list) for v in x):
        for i, v in enumerate(x):
            yield from aplatir(v, f"{ou}[{i}]")
    else:
        yield f"{ou} = {mots(x) if isinstance(x, str) and '<' in x else json.dumps(x, ensure_ascii=False)}"
        if isinstance(x, str) and x.endswith(".json") and depot.NOM.fullmatch(x):
            contenu = depot.relire(f"{icones.DOSSIER}/{x}")
            yield from aplatir(json.loads(contenu), f"{ou}:") if contenu else ()


def texte_du_fichier(nom: str, contenu: bytes) -> str:
    """What a reader finds in a file."""
    match Path(nom).suffix:
        case ".csv" | ".json" | ".geojson" | ".svg" | ".atom" | ".md" | ".txt" | ".html":
            lu = contenu.decode("utf-8-sig")
            return mots(lu) if nom.endswith(".html") else lu
        case ".xlsx":
            feuilles = pd.read_excel(io.BytesIO(contenu), sheet_name=None, header=None, dtype=str, engine="calamine")
            return "\n".join(f"# {n}\n{f.to_csv(index=False, header=False, sep='|')}" for n, f in feuilles.items())
        case ".parquet":
            return pd.read_parquet(io.BytesIO(contenu)).to_csv(index=False, sep="|")
        case ".pdf":
            lu = "\n".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(contenu)).pages)
            return re.sub(r"( |\S*://\S*)\n", r"\1", lu)  # where a line ends depends on how wide an identifier is
        case ".docx":
            corps = docx.Document(io.BytesIO(contenu)).element.body
            return "\n".join("".join(p.itertext()) for p in corps.iter() if p.tag.endswith("}p"))
        case ".zip":
            with zipfile.ZipFile(io.BytesIO(contenu)) as z:
                return "\n".join(f"# {n}\n{texte_du_fichier(n, z.read(n))}" for n in sorted(z.namelist()))
    return hashlib.sha256(contenu).hexdigest().upper()  # not blotted out


class Fichiers:
    """Files that the buttons of a screen give: their texts, kept once each in a folder."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier
        self.archives: dict[str, str] = {}  # all that is published, from wherever it is asked: read once

    def ligne(self, nom: str, contenu: Callable[[], bytes] | bytes) -> str:
        """The line of a file in the text of a view, which names its own text."""
        if nom not in self.archives:
            lu = neutre(texte_du_fichier(nom, contenu() if callable(contenu) else contenu))
            self.dossier.mkdir(parents=True, exist_ok=True)
            (self.dossier / f"{empreinte(lu)}.txt").write_text(lu, "utf-8")
            dite = f"fichier {neutre(nom)} : {empreinte(lu).upper()}"
            if not nom.endswith(".zip"):
                return dite
            self.archives[nom] = dite
        return self.archives[nom]

    def relire(self, ligne: str) -> list[str]:
        """Lines of the file that a line of a view names."""
        return (self.dossier / f"{ligne.rpartition(' ')[2].lower()}.txt").read_text("utf-8").splitlines()


# Kinds of a sheet -> how the record names them.
GENRES: Final = {
    "liste": "selectbox",
    "listes": "multiselect",
    "boutons": "button_group",
    "bascule": "checkbox",
    "texte": "text_input",
    "lignes": "text_area",
    "nombre": "number_input",
    "jour": "date_input",
    "bouton": "button",
    "fichier": "download_button",
    "lien": "page_link",
    "avis": "alert",
    "legende": "markdown",
}


def element(n: Noeud) -> Iterator[str]:
    """What one element of a page says: its words, the data of a drawing, the label, value and choices of a control."""
    d = n.dit
    if n.genre == "html":
        yield mots(d["corps"])
    elif n.genre == "composant":
        yield f"({d['nom']})"
        yield from aplatir(json.loads(json.dumps(d["donnees"]))) if d["nom"] in DESSINS else ()
    elif n.genre == "pli":
        yield f"(pli) {d['mots']}"
    elif n.genre in GENRES:
        noms = dict(d.get("options", ()))
        pris = [noms.get(v, v) for v in d.get("valeurs", [d.get("valeur")]) if v not in (None, "", False)]
        dits = [d.get("etiquette", d.get("mots", "")), *map(str, pris), d.get("aucun") or d.get("exemple") or ""]
        dite = " ; ".join(noms.values()) if len(noms) <= OPTIONS_MAX else empreinte("\n".join(noms.values())).upper()
        choix = f" ({len(noms)} choix : {dite})" if noms else ""
        yield f"({GENRES[n.genre]}) {' · '.join(x for x in dits if x)}{choix}"


def ecran(adresse: str, fichiers: Fichiers) -> str:
    """A screen as a reader has it, every fold open, in the order of the page, then its files."""
    module, requete = rejeu.ecran_de(adresse)
    feuille = document.ecrire(PAR_MODULE[module], parse_qsl(requete), tout=True)
    lignes = [f"page : {feuille.page}", f"adresse : {urlencode(list(feuille.query_params.items()), doseq=True)}"]
    noeuds = list(feuille.racine.descendants())
    for n in noeuds:
        lignes += element(n)
    lignes += [fichiers.ligne(n.dit["fichier"], n.dit["contenu"]) for n in noeuds if n.genre == "fichier"]
    return "\n".join(ligne for ligne in lignes if ligne)


def figures(adresse: str, fichiers: Fichiers) -> str:
    """The figures of a screen as a meeting takes them: what is said around each, its rows, its file."""
    lignes = []
    try:
        diapos = rejeu.jouer(adresse)
    except ErreurDonnees as e:
        return f"rien : {e}"
    for d in diapos:
        lignes.append(f"\n## {d.cle}")
        lignes += [
            f"{n} : {v}" for n in ("titre", "sous_titre", "lecture", "champ", "source") if (v := getattr(d.vue, n))
        ]
        lignes += [f"badge {ton} : {dit}" for dit, ton in d.vue.badges]
        lignes += [f"dessins : {len(d.cartes)} cartes, {len(d.graphiques)} graphiques"]
        if d.table:
            lignes += [" | ".join(t for t, _ in d.table.entetes), *(" | ".join(map(str, r)) for r in d.table.lignes)]
        lignes += [fichiers.ligne(*d.csv)] if d.csv else []
    return "\n".join(map(mots, lignes))


def les_vues(fichiers: Fichiers) -> Textes:
    for vue in (*VUES, *DE_PLUS):
        module, _, requete = vue.partition("?")
        suit = module in SUIVENT_LE_LIEU and not re.search(r"\b(?:lieu|zone)=", requete)
        for lieu in LIEUX if suit else LIEUX[:1]:
            adresse = f"/{module or accueil()}?" + "&".join(filter(None, (requete, lieu and f"lieu={lieu}")))
            nom = f"vues {vue or accueil()} {lieu or '-'}"
            yield f"{nom} écran", partial(ecran, adresse, fichiers)
            yield f"{nom} figures", partial(figures, adresse, fichiers)


def l_api(_: Fichiers) -> Textes:
    client = TestClient(Starlette(routes=routes.routes()), base_url="http://observatoire.example")

    def demander(adresse: str) -> str:
        r = client.get(f"{routes.PREFIXE}{adresse}")
        suite = r.links.get("next", {}).get("url")
        dit = mots(r.text) if "html" in r.headers["content-type"] else r.text
        return f"{r.status_code}\n{dit}" + (demander(suite.partition(routes.PREFIXE)[2]) if suite else "")

    for adresse in routes.application().openapi()["paths"]:
        if "{" not in adresse and adresse != "/chiffres":
            yield f"api {adresse}", partial(demander, adresse)
    for zonage in catalogue.zonages.CODES:
        yield f"api /zonages/{zonage}", partial(demander, f"/zonages/{zonage}")
    for code, i in dictionnaire.connus().items():
        # What its first zoning says in the last period, and the region in all of them.
        demandes = [f"zonage={i.zonages[0]}&periode=derniere", *["zonage=region&periode=.."] * ("region" in i.zonages)]
        lire = [partial(demander, f"/chiffres.csv?indicateur={code}&{q}") for q in demandes]
        yield f"api {code}", lambda lire=lire: "\n".join(lu() for lu in lire)


def les_recherches(_: Fichiers) -> Textes:
    contexte = cache(lambda: recherche.Contexte(Donnees().figees()))

    def repondre(nom: str) -> str:
        lignes = []
        for r in tomllib.loads((DEPOT / "tests" / "pages" / f"{nom}.toml").read_text("utf-8"))["requete"]:
            trouve = recherche.chercher(r["texte"], contexte())
            lignes += [f"\n{r['texte']}", *(f"  {p.adresse} {p.dit}" for p in trouve.reponses)]
            lignes += [f"  incompris : {trouve.incompris} {trouve.avis}"]
        return "\n".join(lignes)

    return ((f"recherche {nom}", partial(repondre, nom)) for nom in REQUETES)


def les_seances(_: Fichiers) -> Textes:
    """The agenda of each kind of meeting, for the first and the last of its places, and the documents of its record."""
    jouer, jour, memoire = cache(rejeu.jouer), INSTANT.date(), rejeu.memoire()
    base = "https://observatoire.example"

    def ordre(nom: str, lieu: str) -> str:
        return "\n".join(aplatir(modeles.composer(nom, lieu, memoire)[0]))

    def papier(nom: str, lieu: str, quoi: str, genre: str) -> str:
        ordre_, _ = modeles.composer(nom, lieu, memoire)
        vues = ordre_["vues"]
        tenu = {"debut": "2026-11-25T14:10", "fin": "2026-11-25T14:51", "lieu": "Nantes", "presents": "Région"}
        montrees = [{c: v[c] for c in ("adresse", "cle", "dit", "minutes")} for v in vues]
        s = demande.lire_releve(json.dumps({"seance": ordre_, "montrees": montrees, "notes": [], **tenu}).encode())
        if genre == "xlsx":
            return texte_du_fichier("seance.xlsx", classeur.de_seance(s, jouer, jour, base))
        d = releve.preparer(s, jouer, jour, base, depot.relire, releve.PAPIERS[quoi])
        ecrire = {"pdf": releve.en_pdf, "html": releve.en_html, "docx": traitement.en_docx}[genre]
        return texte_du_fichier(f"x.{genre}", ecrire(d))

    for nom, m in modeles.MODELES.items():
        lieux = [*m.lieux()]
        for lieu in dict.fromkeys((lieux[0], lieux[-1])):
            yield f"seance {nom} {lieu or '-'}", partial(ordre, nom, lieu)
        for genre in ("pdf", "html", "docx", "xlsx"):
            yield f"seance {nom} {lieux[0] or '-'} {genre}", partial(papier, nom, lieux[0], releve.RELEVE, genre)
    for quoi in releve.PAPIERS:
        if quoi != releve.RELEVE:
            yield f"seance convention - {quoi} pdf", partial(papier, "convention", "", quoi, "pdf")


def au_pixel(balises: str) -> str:
    """Markup of drawings, an element a line: a coordinate that moves by less than a pixel is the same."""
    return _FRACTION.sub(lambda m: f"{float(m[0]):.0f}", balises.replace("><", ">\n<"))


def les_dessins(_: Fichiers) -> Textes:
    memoire = cache(rejeu.memoire)

    def de_la_vue(adresse: str) -> str:
        try:
            figures_ = rejeu.jouer(adresse)
        except ErreurDonnees:
            return ""
        return au_pixel("\n".join(image.en_svg(d, depot.relire).decode() for d in figures_))

    def de_la_seance(nom: str, lieu: str) -> str:
        vues = modeles.composer(nom, lieu, memoire())[0]["vues"]
        demandees = (agendas.demandee(v["adresse"]) for v in vues)
        pages = (rendu.html(agendas.faire(memoire(), *d)) for d in demandees if d)
        return au_pixel("\n".join(svg for page in pages for svg in _SVG.findall(page)))

    for vue in VUES:
        yield f"dessins {vue or accueil()}", partial(de_la_vue, f"/{vue or accueil()}")
    for nom, m in modeles.MODELES.items():
        lieu = next(iter(m.lieux()))
        yield f"dessins seance {nom} {lieu or '-'}", partial(de_la_seance, nom, lieu)
    yield "dessins palette", theme.variables_css


PARTIES: Final = (les_vues, l_api, les_recherches, les_seances, les_dessins)


def textes(fichiers: Fichiers) -> Textes:
    """Every line of the record, and what writes its text."""
    for partie in PARTIES:
        yield from partie(fichiers)


def groupe(nom: str) -> str:
    """Lines read together: those of a screen, of a set of searches, of a kind of meeting, of the API."""
    quoi, de, *_ = nom.replace("?", " ").split(" ")
    return quoi if quoi == "api" else f"{'vues' if quoi == 'dessins' else quoi} {de}"


@contextmanager
def scene(racine: Path | None) -> Iterator[None]:
    """Screens can be run, at the instant of the record, on this root or on the demonstration."""
    with tempfile.TemporaryDirectory() as provisoire, pytest.MonkeyPatch.context() as m, horloge():
        m.delenv(reglages.JOUR, raising=False)
        m.setenv("OBSERVATOIRE_DONNEES", str(racine or provisoire))
        if racine is None:
            demo.assurer(Donnees())
        yield


def lire_signes(chemin: Path) -> dict[str, str]:
    """Line -> digest."""
    with suppress(FileNotFoundError):
        return dict(ligne.rsplit("\t", 1) for ligne in chemin.read_text("utf-8").splitlines())
    return {}


def ecrire_signes(chemin: Path, lignes: Mapping[str, str]) -> None:
    """Sign these lines."""
    chemin.write_text("".join(f"{n}\t{e}\n" for n, e in sorted(lignes.items())), "utf-8")


def du_depot() -> dict[str, str]:
    """What is signed in the repository."""
    return lire_signes(SIGNES) | lire_signes(DESSINES)


def difference(avant: Sequence[str], apres: Sequence[str], fichiers: Fichiers) -> Iterator[str]:
    """What two texts say otherwise; a file that changed is compared by what it holds."""
    vus = list(difflib.unified_diff(avant, apres, "avant", "apres", n=1, lineterm=""))
    yield from vus
    perdus, gagnes = ([x[1:] for x in vus if x.startswith(f"{s}fichier ")] for s in "-+")
    for a, b in zip(perdus, gagnes, strict=False):
        yield b
        yield from list(difflib.unified_diff(fichiers.relire(a), fichiers.relire(b), n=0, lineterm=""))[2:]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the texts, print the lines that changed; 1 when there are any."""
    a = argparse.ArgumentParser(prog="python -m tests.bench.temoin", description=__doc__.partition("\n")[0])
    a.add_argument("--vers", type=Path, default=Path(tempfile.gettempdir()) / "observatoire-temoin", metavar="DOSSIER")
    a.add_argument("--seuls", nargs="+", default=[""], metavar="TEXTE", help="lines that hold one of these words")
    a.add_argument("--comparer", action="store_true", help="print the difference of the texts that changed")
    a.add_argument("--signer", action="store_true", help="write the digests and the texts again")
    a.add_argument("--donnees", type=Path, metavar="RACINE", help="official root; its digests stand in DOSSIER")
    q = a.parse_args(arguments)
    ailleurs = q.donnees and q.vers / "temoin.txt"
    avant, vus, debut = lire_signes(ailleurs) if ailleurs else du_depot(), {}, time.monotonic()
    fichiers = Fichiers(q.vers / "fichiers")
    change = 0
    with scene(q.donnees):
        for nom, ecrire in textes(fichiers):
            if not any(mot in nom for mot in q.seuls):
                continue
            texte = neutre(ecrire())
            vus[nom] = empreinte(texte)
            garde = q.vers / f"{_HORS_NOM.sub('_', nom)}.txt"
            neuf = garde.with_suffix(".neuf.txt")
            garde.parent.mkdir(parents=True, exist_ok=True)
            if vus[nom] == avant.get(nom):
                neuf.unlink(missing_ok=True)
            else:
                change += 1
                print(f"{'≠' if nom in avant else '+'} {nom}", flush=True)
                if q.comparer and garde.exists() and empreinte(ancien := garde.read_text("utf-8")) == avant.get(nom):
                    print("\n".join(difference(ancien.splitlines(), texte.splitlines(), fichiers)))
                elif q.comparer and nom in avant:
                    print(f"  no text signed in {q.vers}: {neuf.name} is that of now")
            (garde if q.signer or vus[nom] == avant.get(nom) else neuf).write_text(texte, "utf-8")
    perdus = [nom for nom in avant if nom not in vus and any(mot in nom for mot in q.seuls)]
    print(*(f"- {nom}" for nom in perdus), sep="\n", end="\n" if perdus else "")
    if q.signer:
        tous = {n: e for n, e in avant.items() if n not in perdus} | vus
        dessins = {n: e for n, e in tous.items() if n.startswith("dessins ")}
        if ailleurs:
            ecrire_signes(ailleurs, tous)
        else:
            ecrire_signes(DESSINES, dessins)
            ecrire_signes(SIGNES, {n: e for n, e in tous.items() if n not in dessins})
    print(f"{len(vus)} textes, {change} changés, {len(perdus)} perdus, {time.monotonic() - debut:.0f} s")
    return int(bool(change or perdus) and not q.signer)


if __name__ == "__main__":
    sys.exit(main())
