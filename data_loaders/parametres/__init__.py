"""Dated parameters, out of the formulas: each value is written in a TOML file with its ground."""

import dataclasses
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from data_loaders.erreurs import ErreurDonnees

METEO, TENSIONS = (Path(__file__).with_name(f"{nom}.toml") for nom in ("meteo", "tensions"))


@dataclass(frozen=True)
class ParametresMeteo:
    """Parameters of the météo des métiers; the meaning and ground of each are in `meteo.toml`.

    Attributes:
        version: version of the method.
        en_vigueur: date (ISO) from which these values apply.
    """

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
    """Read the parameter file of the météo des métiers.

    Raises:
        ErreurDonnees: a parameter is missing, unknown, or has no written ground.
    """
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
