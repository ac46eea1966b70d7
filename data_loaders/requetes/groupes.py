"""A reader's own group, of territories or of métiers: « Nom~commune:44036,44109 », as it travels in an address.

Counts of whole members are added up, between their bounds; a rate is that of a group only where what it divides is
known of each member. Nothing is estimated: a group that nothing answers for has a reason in place of a value.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from data_loaders.chiffres.tableau import Tableau, periodes_de
from data_loaders.contracts.base import PEU_FIABLE, VIDES
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.erreurs import DemandeInvalide
from data_loaders.francais import FINE
from data_loaders.jeux import calculs, enquete
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo
from data_loaders.measures.secret import RAISON_SANS_PART, RAISON_TOUT_CACHE, SEUIL
from geo import libre, zonages

LIBRE: Final = "libre"  # in place of a zoning, or of a level of métiers
NOM, ET = "~", ","
CLES: Final = ["cible", "_metier", "periode"]  # what tells sums apart: the group of places, that of métiers
LIEUX: Final = ["cible", "code_zone"]
VALEURS: Final = ["value", "borne_basse", "borne_haute"]
# Rates that are known of a group -> the count that says of which groups.
COMPTES: Final = {"densite": "population", "bmo_part_difficiles": "bmo_projets"}
MASQUES_SOUS_SEUIL: Final = ("bmo", "defm_epci")  # their producer hides what is under it, and says so
RAISON_TAUX: Final = (
    "n.d. : un taux ne s’additionne pas, et ce qu’il divise n’est pas publié pour chaque membre de ce groupe"
)
RAISON_ESTIMEE: Final = (
    "n.d. : la part estimée est celle d’un territoire et d’un métier de l’enquête ; celle d’un groupe est la part "
    "déclarée (bmo_part_difficiles)"
)


class Groupe(NamedTuple):
    """Members of one zoning, or of one level of métiers, under a name; `codes` in the order asked."""

    nom: str
    genre: str
    codes: tuple[str, ...]

    @property
    def membres(self) -> str:
        """The same without its name, in one order: what its figures depend on."""
        return self._replace(nom="", codes=tuple(sorted(self.codes))).texte

    @property
    def texte(self) -> str:
        """How an address says it, after `libre:`; `lire` gives it back."""
        return f"{self.nom}{NOM}{self.genre}:{ET.join(self.codes)}"


@lru_cache(maxsize=256)
def lire(texte: str) -> Groupe:
    """The group that a text says, whose members are not checked; the link of a composed territory is one of communes.
    DemandeInvalide: neither form."""
    nom, _, membres = texte.rpartition(NOM)
    genre, deux_points, codes = membres.partition(":")
    try:
        if not deux_points and NOM in nom:
            t = libre.decoder(texte)
            return Groupe(t.nom, "commune", t.communes)
        uniques = tuple(dict.fromkeys(filter(None, (c.strip() for c in codes.split(ET)))))
        if not uniques or len(texte) > libre.LONGUEUR_MAX:
            raise DemandeInvalide(
                f"groupe « {texte[:40]} » mal écrit. Forme : libre:Nom~commune:44036,44109 ou "
                f"libre:Nom~metier:V1Z80,V1Z81, {libre.LONGUEUR_MAX} caractères au plus."
            )
        return Groupe(libre.nommer(nom) if nom else f"Groupe de {len(uniques)}", genre, uniques)
    except zonages.ErreurZonage as e:
        raise DemandeInvalide(f"groupe{FINE}: {e}") from None


def entieres(ind: Indicateur, groupe: Groupe) -> tuple[str, tuple[str, ...]]:
    """The zoning of an indicator whose whole zones make a group, its own first, and these zones; "" when none does."""
    zonage = groupe.genre
    if zonage in ind.zonages:
        return zonage, groupe.codes
    communes = zonages.appartenance(zonage)
    dedans = set(communes.index[communes.isin(groupe.codes)])
    for autre in ind.zonages:
        a = zonages.appartenance(autre)
        codes = tuple(dict.fromkeys(a.reindex(sorted(dedans)).dropna()))
        if codes and set(a.index[a.isin(codes)]) == dedans:
            return autre, codes
    return "", ()


def calculer(
    d: Donnees,
    lu: Callable[..., Tableau],
    grouper: Callable[..., Tableau | None],
    ind: Indicateur,
    zonage: str,
    zones: Sequence[str],
    niveau: str | None,
    metiers: Sequence[str],
) -> Tableau:
    """Figures of groups at every loaded period, all added up at once: a row a zone, a métier (`_metier`), a period.

    `lu`, `grouper`: `tableau.calculer` and `tableau.calculer_groupes`, or the same kept for all readers; `zonage`,
    `niveau`: `LIBRE` where the texts are those of groups; `niveau` None, `metiers` ("",): all métiers together.
    """
    compte = COMPTES.get(ind.code, ind.code)
    faits = {z: entieres(ind, lire(z)) if zonage == LIBRE else (zonage, (z,)) for z in zones}
    par_niveau: dict[str | None, list[tuple[str, str]]] = {}
    for m in metiers:
        genre, codes = lire(m)[1:] if niveau == LIBRE else (niveau, (m,))
        par_niveau.setdefault(genre, []).extend((m, c) for c in codes)
    refus = "" if ind.genre == "compte" or compte != ind.code else RAISON_ESTIMEE if ind.estime else RAISON_TAUX
    parties, periodes = [], periodes_de(d, ind, ind.zonages[0] if zonage == LIBRE else zonage)
    decoupages = () if refus else dict.fromkeys(z for z, _ in faits.values() if z)
    for z, (genre, paires) in product(decoupages, par_niveau.items()):
        lieux = pd.DataFrame(
            [(t, c) for t, (autre, codes) in faits.items() for c in codes if autre == z], columns=LIEUX
        )
        codes = dict.fromkeys(c for _, c in paires)
        if len(codes) > 1 and (tous := grouper(d, compte, z, genre, (), False)):
            lues = tous.lignes
        else:
            trouvees = ((c, lu(d, compte, z, Metier(genre, c) if genre else None).lignes) for c in codes)
            lues = pd.concat([x.assign(code_groupe=c) for c, x in trouvees], ignore_index=True)
        lues = lues[lues["code_zone"].isin(lieux["code_zone"]) & lues["code_groupe"].isin(codes)]
        dits = pd.DataFrame(paires, columns=["_metier", "code_groupe"])
        membres = dits.merge(lues, on="code_groupe").merge(lieux, on="code_zone")
        nb = membres["cible"].map(lieux["cible"].value_counts()) * membres["_metier"].map(
            dits["_metier"].value_counts()
        )
        r = sommer(membres, nb, borne=ind.dataset in MASQUES_SOUS_SEUIL)
        if ind.code == "densite":
            aires = zonages.zones(z).set_index("code_zone")["surface_km2"]
            aires = lieux["code_zone"].map(aires).groupby(lieux["cible"]).sum()
            r[VALEURS] = r[VALEURS].div(r["cible"].map(aires), axis=0)
        elif compte != ind.code:
            r = _part_declaree(d, z, lieux, genre, paires, r)
        parties.append(r.rename(columns={"cible": "code_zone"})[[*calculs.COLONNES, "_metier"]])
    sans = [cible for cible, (z, _) in faits.items() if refus or not z]
    raison = refus or f"n.d. : ce groupe n’est pas fait de territoires entiers ; {ind.ailleurs}"
    if sans:
        parties.append(calculs.vides(sans, periodes, "L", raison).merge(pd.DataFrame({"_metier": metiers}), "cross"))
    lignes = pd.concat(parties, ignore_index=True)
    return Tableau(ind, zonage, None, lignes, periodes, d.est_demonstration(ind.dataset))


def sommer(membres: pd.DataFrame, nb: pd.Series, *, borne: bool) -> pd.DataFrame:
    """Sums by `CLES`, of `nb` figures for each row: what is hidden makes a minimum, what is unknown none.
    `borne`: a hidden figure is under `SEUIL` in each of its hidden cells; else nothing bounds it."""
    cache = membres["obs_status"].eq("Q")
    inconnu = membres["obs_status"].isin(VIDES - {"Q"})
    nul, minimum = membres["value"].eq(0), membres["minorant"].eq(True) & membres["obs_status"].eq(PEU_FIABLE)
    df = membres.assign(
        borne_basse=membres["borne_basse"].mask(cache, 0.0),
        borne_haute=membres["borne_haute"].mask(cache, SEUIL * membres["caches_nb"] if borne else np.nan),
        ouverte=membres["borne_haute"].mask(cache, 0.0 if borne else np.nan).isna(),
        cache=cache, inconnu=inconnu, nb=nb,
        autre=membres["obs_status"].where(~(membres["obs_status"].isin(["A", "Q"]) | minimum)),
        # That of a member that is unknown, or of those that have a value: a zero among others needs none.
        dite=membres["raison"].where(inconnu | ~(cache | nul)).replace("", None),
        nulle=membres["raison"].where(nul).replace("", None),
    )  # fmt: skip
    g = df.groupby(CLES, sort=False)
    r = g[["cellules_nb", "caches_nb", "borne_basse", "borne_haute"]].sum()
    r["value"] = g["value"].sum(min_count=1)
    manque, tout_cache = g["inconnu"].any() | (g.size() < g["nb"].first()), g["cache"].all()
    pourquoi = df[df["inconnu"]].groupby(CLES, sort=False)[["autre", "dite"]].first().reindex(r.index)
    motif = pourquoi["dite"].fillna("sans ligne").str.removeprefix("n.d. : ")
    r["obs_status"] = g["autre"].first().fillna("A").mask(tout_cache, "Q").mask(manque, pourquoi["autre"].fillna("L"))
    r["raison"] = (
        g["dite"].first().fillna(g["nulle"].first().where(r["value"].eq(0))).fillna("")
        .mask(tout_cache, RAISON_TOUT_CACHE).mask(manque, "n.d. : il manque un membre du groupe (" + motif + ")")
    )  # fmt: skip
    vide = manque | tout_cache
    r["borne_haute"] = r["borne_haute"].mask(g["ouverte"].any())
    r[VALEURS] = r[VALEURS].mask(vide)
    r["minorant"] = ~vide & (g["cache"].any() | g["minorant"].any())
    return r.reset_index()


def _part_declaree(
    d: Donnees,
    zonage: str,
    lieux: pd.DataFrame,
    niveau: str | None,
    paires: Sequence[tuple[str, str]],
    projets: pd.DataFrame,
) -> pd.DataFrame:
    cellules = bmo.zoner(enquete.cellules_bmo(d), zonage)
    cellules = cellules.assign(periode=cellules["annee"]).merge(lieux, on="code_zone")
    if niveau:  # a cell under two codes of one group counts once
        dits = dict.fromkeys((m, x) for m, c in paires for x in bmo.codes_prolonges(niveau, c))
        cellules = cellules.merge(pd.DataFrame(dits.keys(), columns=["_metier", niveau]), on=niveau)
    else:
        cellules = cellules.assign(_metier="")
    r = projets[CLES].merge(bmo.calculer(cellules, "part_difficiles", CLES), "left", on=CLES)
    sans = r["obs_status"].isna()
    r = r.assign(
        obs_status=r["obs_status"].fillna("M"), raison=r["raison"].mask(sans, RAISON_SANS_PART),
        minorant=False, cellules_nb=r["cellules_nb"].fillna(0), caches_nb=r["caches_nb"].fillna(0),
    )  # fmt: skip
    inconnus = projets["obs_status"].isin(VIDES - {"Q"})
    return r.where(~inconnus, projets.reindex(columns=r.columns))
