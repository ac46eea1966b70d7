"""Dated parameters, out of the formulas: each value in a TOML file with its ground; how editable files are read."""

import dataclasses
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from data_loaders.erreurs import ErreurDonnees

METEO, TENSIONS, PORTRAIT = (Path(__file__).with_name(f"{nom}.toml") for nom in ("meteo", "tensions", "portrait"))


@dataclass(frozen=True)
class ParametresMeteo:
    """Parameters of the météo des métiers; the meaning and ground of each are in `meteo.toml`."""

    version: str
    en_vigueur: str
    seuil_secret: float
    plafond_entier: float
    projets_caches: float
    difficiles_caches: float
    difficiles_seuls_caches: float
    poids_france: float
    bornes_part: tuple[float, float]
    variance: tuple[float, float]
    erreur_estimee: dict[str, list[float]] = dataclasses.field(hash=False)
    bruit_declaree: dict[str, list[float]] = dataclasses.field(hash=False)
    bruit_projets: dict[str, list[float]] = dataclasses.field(hash=False)
    erreur_france: dict[str, float] = dataclasses.field(hash=False)
    intervalle: float
    surete: float
    marge_maximale: float
    limites_classe: tuple[float, ...]
    chance_solide: float
    chance_assez_solide: float
    poids_faible: float
    projets_minimum: float
    ecart_grand: float
    enquetes_memoire: int
    porteur_part: float
    porteur_minimum: float
    saisonnier_part: float
    rapport_reference: dict[str, float] = dataclasses.field(hash=False)
    poids_offres: float
    poids_bmo: float
    lissage: float
    effectif_regional: float
    effectif_local: float
    couverture_groupe: float
    couverture_abc: tuple[float, float]


@lru_cache(maxsize=4)
def meteo(chemin: Path = METEO) -> ParametresMeteo:
    """Read the parameters of the météo; ErreurDonnees: one is missing, unknown, or has no written ground."""
    fichier = tomllib.loads(Path(chemin).read_text(encoding="utf-8"))
    tetes = {c: str(fichier.pop(c, "")) for c in ("version", "en_vigueur")}
    attendus = {f.name for f in dataclasses.fields(ParametresMeteo)} - set(tetes)
    if ecart := sorted(attendus ^ fichier.keys()):
        trouve, remede = "paramètres manquants ou inconnus", "repartir du fichier livré, et n'y changer que les valeurs"
        raise ErreurDonnees("parametres", Path(chemin).name, trouve, exemple=", ".join(ecart), remede=remede)
    fautifs = [n for n, t in fichier.items() if not isinstance(t, dict) or "valeur" not in t or not t.get("fondement")]
    if fautifs or not all(tetes.values()):
        trouve = "version, date, valeur ou fondement absent"
        remede = "écrire pour chaque paramètre une valeur et son fondement"
        raise ErreurDonnees(
            "parametres", Path(chemin).name, trouve, nombre=len(fautifs), exemple=", ".join(fautifs), remede=remede
        )
    valeurs = {n: tuple(v) if isinstance(v := t["valeur"], list) else v for n, t in fichier.items()}
    return ParametresMeteo(**tetes, **valeurs)


@cache
def abc_publies() -> dict[str, float]:
    """year -> job-seekers of the region, categories A, B, C, mean of the year; the ground is in `tensions.toml`.

    Tension files are weighed against it when the adjusted series is not loaded.
    """
    annees = tomllib.loads(TENSIONS.read_text("utf-8"))["abc_publies"]
    return {annee: a["valeur"] for annee, a in annees.items()}


class ParametresPortrait(NamedTuple):
    """Values of `portrait.toml`, where each has its ground.

    Attributes:
        seuil_taux: points, seuil_compte: %, up to which a rate, a count is stable over a year.
        part_minimale: share of the population under which a zone met is not named.
        themes: theme -> variables of the distance between territories.
        voisins: territories shown; ville, bourg: population limits of a commune.
    """

    seuil_taux: float
    seuil_compte: float
    part_minimale: float
    themes: dict[str, list[str]]
    voisins: int
    ville: int
    bourg: int


@cache
def portrait() -> ParametresPortrait:
    """Read the parameter file."""
    lu = tomllib.loads(PORTRAIT.read_text("utf-8"))
    s = lu["semblables"]
    return ParametresPortrait(
        lu["evolution"]["taux"]["valeur"],
        lu["evolution"]["compte"]["valeur"],
        lu["part_minimale"]["valeur"],
        s["themes"],
        s["voisins"],
        s["ville"],
        s["bourg"],
    )


@dataclass(frozen=True)
class Editable:
    """A kind of editable file, in TOML: `regle` of its refusals, `[[bloc]]` that each of its entries begins with."""

    regle: str
    bloc: str

    def erreur(self, lieu: str, trouve: str, exemple: str, attendu: str) -> ErreurDonnees:
        """The refusal of an entry."""
        cause, remede = f"attendu : {attendu}", "corriger cette entrée"
        return ErreurDonnees(self.regle, lieu, trouve, exemple=exemple, cause=cause, remede=remede)

    def lire(self, chemin: Path) -> dict[str, Any]:
        """The whole file; ErreurDonnees when it cannot be read."""
        try:
            return tomllib.loads(Path(chemin).read_text("utf-8"))
        except (OSError, ValueError) as e:
            attendu = f"un fichier TOML : chaque texte entre guillemets, chaque entrée sous [[{self.bloc}]]"
            raise self.erreur(Path(chemin).name, "fichier illisible", str(e), attendu) from e

    def entrees(self, chemin: Path) -> list[tuple[str, dict]]:
        """Place and content of each entry of a file that holds nothing else; ErreurDonnees where it cannot be read, or
        does."""
        lu = self.lire(chemin)
        if autres := sorted(set(lu) - {self.bloc}):
            raise self.erreur(chemin.name, "section inconnue", ", ".join(autres), self.bloc)
        return [(f"{chemin.name}, {self.bloc} {i}", e) for i, e in enumerate(lu.get(self.bloc, []), 1)]

    def champs(self, lieu: str, entree: dict, obligatoires: Collection[str], facultatifs: Collection[str] = ()) -> None:
        """ErreurDonnees where a field is missing, empty or unknown."""
        if manquants := [c for c in obligatoires if not entree.get(c)]:
            raise self.erreur(lieu, "champ manquant ou vide", ", ".join(manquants), ", ".join(obligatoires))
        admis = (*obligatoires, *facultatifs)
        if inconnus := sorted(set(entree) - set(admis)):
            raise self.erreur(lieu, "champ inconnu", ", ".join(inconnus), ", ".join(admis))

    def textes(self, lieu: str, entree: dict, champs: Collection[str]) -> dict[str, str]:
        """Some fields, "" for those that are not there; ErreurDonnees where one is no text."""
        lus = {c: entree.get(c, "") for c in champs}
        if faux := [c for c, v in lus.items() if not isinstance(v, str)]:
            raise self.erreur(lieu, "champ qui n'est pas un texte", ", ".join(faux), "un texte entre guillemets")
        return lus

    def liste(self, lieu: str, champ: str, valeur: object) -> tuple[str, ...]:
        """A field that is a list of texts; ErreurDonnees otherwise."""
        if not isinstance(valeur, list) or not all(isinstance(v, str) and v for v in valeur):
            raise self.erreur(lieu, f"{champ} n'est pas une liste de textes", str(valeur)[:80], '["…", "…"]')
        return tuple(valeur)

    def connus(self, lieu: str, quoi: str, lus: Collection[str], admis: Collection[str]) -> None:
        """ErreurDonnees where something is not among what is admitted."""
        if perdus := sorted(set(lus) - set(admis)):
            raise self.erreur(lieu, f"{quoi} inconnu", ", ".join(perdus)[:80], ", ".join(admis)[:300])
