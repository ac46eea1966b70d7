"""The page of the API, in French, written from its own description (OpenAPI); how R or Python take a screen from it."""

from collections.abc import Mapping
from html import escape as html_escape
from typing import Any
from urllib.parse import parse_qs, urlencode

from data_loaders.francais import INSEC, echapper as escape
from data_loaders.requetes.requete import PARAMETRES
from pages.figures import theme
from pages.figures.api.catalogue import COURANT, MOTS, connus
from pages.figures.tables import Html, en_html, en_tetes

PROBLEME = {
    "type": "object",
    "title": "Problème (RFC 9457)",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "Ce qui manque ou ce qui est refusé, en français"},
    },
}
# Address, without that of the API, of what each example asks.
EXEMPLES = MOTS["exemples"]


# Screens of one indicator: its figures; the others: the dataset that they are drawn from.
D_UN_INDICATEUR = frozenset({"carte", "tendances", "explorer"})
JEU_D_UN_ECRAN = {
    "meteo": "bmo", "secteurs": "bmo", "formation": "insertion", "convention": "convention", "territoires": "bmo",
    "portrait": "bmo",
}  # fmt: skip

PREMIER_EXPLORE = "bmo_projets"
STYLE = (
    theme.page_seule()
    + """
body{font:1.05rem/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem}
body{color:var(--obs-encre);background:var(--obs-surface)}
h1,h2,h3{line-height:1.2}h3 code{font-size:1.05rem}
code,pre{background:var(--obs-creux);padding:.1em .3em;border-radius:3px}
pre{padding:.8rem;overflow:auto}table{border-collapse:collapse;width:100%;margin:.5rem 0}
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid var(--obs-filet);vertical-align:top}
a{color:var(--obs-action)}
"""
)

LIRE = (
    "<ul><li><code>au_moins</code>\u00a0: une partie de la somme est cachée par le secret, la valeur est un "
    "minimum\u202f; <code>borne_basse</code> et <code>borne_haute</code> disent entre quoi et quoi.</li>"
    "<li>Une valeur vide a toujours un <code>obs_status</code> et une <code>raison</code>\u202f; elle n’est jamais "
    "zéro.</li>"
    "<li><code>mention</code> dit «\u00a0Données de démonstration\u00a0» quand le chiffre est inventé.</li>"
    "<li>Toute réponse est entière\u202f; au-delà de 100\u202f000 chiffres, un CSV ou un Parquet. Un jeu "
    "que son producteur ne laisse pas donner n’est donné ni en fichier ni en chiffres.</li>"
    "<li><code>ETag</code> change avec les données\u202f; <code>If-None-Match</code> évite de tout relire.</li>"
    "<li>Un refus est un <code>application/problem+json</code>, en français.</li></ul>"
)


def html(description: dict[str, Any], prefixe: str) -> str:
    """The whole page; `description`: OpenAPI document; `prefixe`: address of the API."""
    adresses = "".join(
        _adresse(prefixe, chemin, operation["get"]) for chemin, operation in description["paths"].items()
    )
    exemples = "".join(
        f'<li>{escape(dit)}{INSEC}: <a href="{prefixe}/{a}"><code>{escape(a)}</code></a></li>'
        for dit, a in EXEMPLES.items()
    )
    adresse = f"https://SERVEUR{prefixe}/{next(iter(EXEMPLES.values()))}"
    en_sdmx = sdmx(f"https://SERVEUR{prefixe}", "indicateur=taux_chomage")
    codes = {"En Python": python(adresse), "En R": r(adresse), "En SDMX": en_sdmx}
    # French typography would change what is typed.
    extraits = "".join(f"<h3>{nom}</h3><pre>{html_escape(code, quote=False)}</pre>" for nom, code in codes.items())
    titre = escape(description["info"]["title"])
    return (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{titre}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body><main><h1>{titre}</h1>'
        f"<p>{escape(description['info']['description'])}</p>"
        f'<p>Description lisible par une machine (OpenAPI){INSEC}: <a href="{prefixe}/openapi.json">openapi.json</a>. '
        '<a href="../../">Retour à l’observatoire</a>.</p>'
        f"<h2>Essayer</h2><ul>{exemples}</ul>{extraits}"
        f"<h2>Ce que veut dire une réponse</h2>{LIRE}<h2>Adresses</h2>{adresses}</main></body></html>"
    )


def _adresse(prefixe: str, chemin: str, operation: dict[str, Any]) -> str:
    parametres = [
        [Html(f"<code>{escape(p['name'])}</code>"), "oui" if p.get("required") else "non", p.get("description", "")]
        for p in operation.get("parameters", [])
    ]
    entetes = en_tetes("Paramètre", "Obligatoire", "Ce qu’il dit")
    table = en_html((entetes, parametres), f"Paramètres de {chemin}") if parametres else ""
    return (
        f"<h3><code>GET {escape(prefixe + chemin)}</code></h3><p><strong>{escape(operation['summary'])}.</strong> "
        f"{escape(operation.get('description', ''))}</p>{table}"
    )


def python(adresse: str) -> str:
    """How pandas reads an address: codes and periods as text."""
    return f"""import pandas as pd
projets = pd.read_csv(
    "{adresse}",
    dtype={{"code_zone": str, "periode": str}},
)"""


def r(adresse: str) -> str:
    """How R reads the same."""
    return f"""projets <- read.csv(
  "{adresse}",
  colClasses = c(code_zone = "character", periode = "character")
)"""


def sdmx(api: str, question: str) -> str:
    """How sdmx1 2.28 reads a question with the structure that the API gives: it takes no structure by address."""
    return f"""import io, urllib.request, sdmx
def lire(adresse):
    return io.BytesIO(urllib.request.urlopen("{api}/" + adresse).read())
structures = sdmx.read_sdmx(lire("structure.xml"))
flux = structures.dataflow["CHIFFRES"]
flux.structure = structures.structure["CHIFFRES"]
message = sdmx.read_sdmx(lire("chiffres.sdmx?{question}"), format="csv", structure=flux)
chiffres = message.data[0].obs"""


def reprise(vue: str, habituels: Mapping[str, str], accueil: str) -> str:
    """What follows the address of the API for a view, « /carte?zonage=spo »; "" for a screen without figures;
    `habituels`: what the screen reads where its address says nothing; `accueil`: the screen of no name."""
    chemin, _, requete = vue.removeprefix("/").partition("?")
    ecran, choix = chemin or accueil, parse_qs(requete)
    if ecran in JEU_D_UN_ECRAN:
        return f"jeux/{JEU_D_UN_ECRAN[ecran]}/{COURANT}.csv"
    if ecran not in D_UN_INDICATEUR:
        return ""
    if ecran == "explorer" and choix.get("indicateur"):  # its address asks what the API answers
        return f"chiffres.csv?{urlencode([(n, v) for n in PARAMETRES for v in choix.get(n, ())], safe=':*.@')}"
    demande = choix.get("indicateur") or [PREMIER_EXPLORE if ecran == "explorer" else habituels["indicateur"]]
    ind = connus().get(demande[-1])
    if ind is None:
        return ""
    zonage = (choix.get("zonage") or [habituels["zonage"]])[-1]
    lus = {"indicateur": ind.code, "zonage": zonage if zonage in ind.zonages else ind.zonages[0]}
    if ecran == "carte" and choix.get("periode"):
        lus["periode"] = choix["periode"][-1]
    if ind.metiers and choix.get("metier"):
        lus["metier"] = choix["metier"][-1]
    return f"chiffres.csv?{urlencode(lus)}"
