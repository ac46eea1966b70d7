"""What can honestly be said of a territory that a reader composed: sums of whole units, or nothing and why.

Population and density are sums of communes. Job-seekers are summed when the territory is made of whole EPCI. Every
other figure belongs to its producer's zones: those met are named, with the range of their rates, and nothing is
estimated for the territory itself.
"""

from dataclasses import replace

from data_loaders import francais
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.francais import FINE, INSEC
from data_loaders.portraits.memoire import Memoire
from data_loaders.portraits.territoire import Chiffre, chiffre
from geo import lieux, territoire, zonages
from geo.libre import Territoire

CITEES_MAX = 3


def chiffres(m: Memoire, t: Territoire) -> list[Chiffre]:
    """Every indicator on a composed territory, in the order of `INDICATEURS`.

    The `raison` of each is why it has no value, or what its value leaves out; "" otherwise.
    """
    sujet = t.sujet
    lus = (chiffre(m, sujet, code) for code in INDICATEURS)
    return [replace(c, raison=_raison(t, c)) for c in lus]


def _raison(t: Territoire, c: Chiffre) -> str:
    if not c.periode:
        return "aucun millésime chargé"
    if c.ligne is None:
        return _d_ailleurs(c)
    return _coupe(t) if c.ligne["obs_status"] == "L" else c.ligne["raison"]


def _coupe(t: Territoire) -> str:
    """Why it is not made of whole EPCI."""
    reste = [code for code in t.hors_epci_entiers if code != territoire.ILE]
    if not reste:
        return f"le fichier est diffusé par EPCI, et {territoire.NOM_ILE} n’est dans aucun"
    noms = [zonages.libelle_zone("commune", code) for code in reste[:CITEES_MAX]]
    if len(reste) > CITEES_MAX:
        noms.append(f"{francais.nombre(len(reste) - CITEES_MAX)} autres")
    sans = "y est sans le reste du sien" if len(reste) == 1 else "y sont sans le reste du leur"
    return f"le fichier est diffusé par EPCI entier{FINE}; {francais.enumeration(noms)} {sans}"


def _d_ailleurs(c: Chiffre) -> str:
    zone = zonages.zonage(c.zonage).libelle_zone
    if c.ind.genre == "compte":
        return f"effectif connu par {zone} seulement{INSEC}: aucun n’est partagé entre territoires"
    noms = lieux.pluriel(zone)
    return f"taux connu par {zone} seulement{INSEC}: la fourchette est celle des {noms} que le territoire rencontre"
