"""Dated parameters, out of the formulas: each value in a TOML file with its ground; how editable files are read."""

import tomllib
from collections.abc import Collection
from functools import cache, lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from data_loaders.erreurs import ErreurDonnees

METEO, TENSIONS, PORTRAIT, NOMS_COURTS = (
    Path(__file__).with_name(f"{nom}.toml") for nom in ("meteo", "tensions", "portrait", "noms_courts")
)


@lru_cache(maxsize=4)
def meteo(chemin: Path = METEO) -> SimpleNamespace:
    """Parameters of the météo, an attribute a table of the file, with `version` and `en_vigueur`; the meaning and
    ground of each are in `meteo.toml`. ErreurDonnees: one is missing, unknown (the shipped file has them all), or has
    no written ground."""
    livre, fichier = (tomllib.loads(Path(c).read_text("utf-8")) for c in (METEO, chemin))
    tetes = {c: str(fichier.pop(c, "")) for c in ("version", "en_vigueur")}
    if ecart := sorted((livre.keys() - tetes.keys()) ^ fichier.keys()):
        trouve, remede = "paramètres manquants ou inconnus", "repartir du fichier livré, et n'y changer que les valeurs"
        raise ErreurDonnees("parametres", Path(chemin).name, trouve, exemple=", ".join(ecart), remede=remede)
    fautifs = [n for n, t in fichier.items() if not isinstance(t, dict) or "valeur" not in t or not t.get("fondement")]
    if fautifs or not all(tetes.values()):
        trouve = "version, date, valeur ou fondement absent"
        remede = "écrire pour chaque paramètre une valeur et son fondement"
        dits = {"nombre": len(fautifs), "exemple": ", ".join(fautifs), "remede": remede}
        raise ErreurDonnees("parametres", Path(chemin).name, trouve, **dits)
    valeurs = {n: tuple(v) if isinstance(v := t["valeur"], list) else v for n, t in fichier.items()}
    return SimpleNamespace(**tetes, **valeurs)


@cache
def abc_publies() -> dict[str, float]:
    """year -> job-seekers of the region, categories A, B, C, mean of the year; the ground is in `tensions.toml`.

    Tension files are weighed against it when the adjusted series is not loaded.
    """
    annees = tomllib.loads(TENSIONS.read_text("utf-8"))["abc_publies"]
    return {annee: a["valeur"] for annee, a in annees.items()}


@cache
def portrait() -> SimpleNamespace:
    """Values of `portrait.toml`, where each has its ground: `seuil_taux` (points) and `seuil_compte` (%), up to which a
    rate, a count is stable over a year; `part_specifique`, `risque`: when a group is said more sought than elsewhere;
    `part_minimale`, share of the population under which a zone met is not named;
    `themes` (theme -> variables of the distance between territories), `voisins` (territories shown), `ville` and
    `bourg` (limits of the population of a commune)."""
    lu = tomllib.loads(PORTRAIT.read_text("utf-8"))
    seuils = {f"seuil_{genre}": seuil["valeur"] for genre, seuil in lu["evolution"].items()}
    dits = {"part_specifique": lu["specificite"]["part"], "risque": lu["specificite"]["risque"]}
    return SimpleNamespace(**seuils, **dits, part_minimale=lu["part_minimale"]["valeur"], **lu["semblables"])


@cache
def noms_courts() -> dict[str, str]:
    """Official name of a métier or family, one space between words -> its short name; a name that fits has none."""
    return tomllib.loads(NOMS_COURTS.read_text("utf-8"))


class Editable(NamedTuple):
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
