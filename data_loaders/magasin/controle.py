"""What is checked before a snapshot becomes current, against what is already loaded and known.

A contract says whether a table is possible by itself; the rules here say whether it is likely beside its neighbours.
Each may be confirmed by name (`--confirmer REGLE`), and the manifest then keeps what was overruled, and why. A total
that is known of an edition (`parametres/totaux_publies.toml`) and is nearly found again refuses nothing, since its
producer may have revised it: it is said, and kept with the snapshot.
"""

import itertools
import tomllib
from collections.abc import Collection, Mapping
from functools import cache, reduce
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from data_loaders import francais
from data_loaders.contracts.base import Contrat
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.erreurs import Constat, ErreurDonnees, constat
from data_loaders.measures import ressemblance, vraisemblance
from geo import zonages

ECART_LIGNES = 0.25
RYTHMES = ("annuel", "trimestriel", "mensuel")
ZONAGE_DE = {
    "code_bassin": "bassin",
    "code_departement": "departement",
    "code_epci": "epci",
    "siren_epci": "epci",
    "code_ze": "ze",
}
COLONNES_ZONE = (*ZONAGE_DE, "code_zone")
PERIODES = ("annee", "periode")


class Controle(NamedTuple):
    """What a publication keeps in its manifest: rules broken but confirmed, and notices that refuse nothing."""

    constats: tuple[Constat, ...] = ()
    remarques: tuple[str, ...] = ()


def observations(tables: Mapping[str, pa.Table]) -> tuple[str, pa.Table]:
    """The table that carries the figures of a snapshot, its name first."""
    nom = "observations" if "observations" in tables else next(iter(tables))
    return nom, tables[nom]


def etendue(table: pa.Table, millesime: str) -> dict[str, str]:
    """First and last period of a table; its millésime where it has no period."""
    periodes = [p for colonne in PERIODES for p in valeurs(table, colonne)]
    return {"debut": min(periodes, default=millesime), "fin": max(periodes, default=millesime)}


def zonages_lus(table: pa.Table) -> dict[str, dict[str, str]]:
    """Perimeter in force of each zoning whose codes a table holds: zoning -> millésime and checksum."""
    codes = {ZONAGE_DE[c] for c in table.column_names if c in ZONAGE_DE}
    codes |= {c.removeprefix("code_") for c in table.column_names} | valeurs(table, "zonage")
    connus = [z for c, z in zonages.zonages().items() if c in codes]
    return {z.code: {"millesime": z.millesime, "sha8": z.sha8} for z in connus}


def voisins(contrat: Contrat, millesime: str, en_place: list[str]) -> list[str]:
    """Millésimes in force to compare with: the edition in place of a series, else itself and the nearest each side."""
    tries = sorted(en_place)
    if contrat.serie:
        return tries[-1:]
    ici = [millesime] if millesime in tries else []
    return [*[m for m in tries if m < millesime][-1:], *ici, *[m for m in tries if m > millesime][:1]]


def constater(
    contrat: Contrat,
    millesime: str,
    table: pa.Table,
    proches: Mapping[str, pa.Table],
    en_place: list[str],
    doutes: tuple[Constat, ...] = (),
) -> Controle:
    """Compare observations to publish, valid under the contract, with those of its `voisins` that could be read.

    Nothing is refused here, see `refuser`; `en_place`: every current millésime; `doutes`: those of the reader.
    """
    constats, remarques = list(doutes), []
    for voisin, autre in proches.items():
        if not contrat.serie and voisin != millesime and _sans_periode(table) == _sans_periode(autre):
            constats.append(constat("contenu-repete", nb=table.num_rows, voisin=voisin))
        constats += _zones_absentes(table, voisin, autre)
        ecart = _lignes(contrat, millesime, table, voisin, autre)
        if ecart and _distance(contrat, millesime, voisin) <= 1:
            constats.append(ecart)
        elif ecart:
            remarques.append(f"{ecart.trouve} : simple remarque, car ce millésime n'est pas le précédent ni le suivant")
    if not proches:
        remarques += _zones_sans_ligne(table)
    constats += _zones_inconnues(table, proches)
    constats += _trous(contrat, millesime, table, en_place)
    constats += vraisemblance.constater(contrat.dataset, millesime, table, proches)
    constats += ressemblance.constater(contrat.dataset, millesime, table, proches)
    if contrat.serie and en_place and millesime < max(en_place):
        constats.append(constat("edition-ancienne", en_place=max(en_place)))
    return Controle(tuple(constats), tuple(remarques))


def refuser(contrat: Contrat, millesime: str, constats: Collection[Constat], confirmees: Collection[str]) -> None:
    """Refuse what breaks a rule that is not confirmed; the remedy says how to confirm all those that are broken."""
    refuses = [c for c in constats if c.regle not in confirmees]
    if refuses:
        regle, trouve, *_ = refuses[0]
        regles = " ".join(f"--confirmer {r}" for r in dict.fromkeys(c.regle for c in refuses))
        verifier = "vérifier le fichier chez le producteur"
        if all(c.regle == "saut" for c in refuses):
            verifier = "demander à la partie qui transmet si la valeur est juste"
        trouve += f" ; aussi : {' ; '.join(c.trouve for c in refuses[1:4])}" if refuses[1:] else ""
        remede = f"{verifier} ; si c'est voulu, relancer avec {regles}, et --raison TEXTE pour dire pourquoi"
        dits = {champ: getattr(refuses[0], champ) for champ in ("nombre", "exemple", "cause", "lignes")}
        lieu = f"{contrat.dataset} {millesime}"
        raise ErreurDonnees(regle, lieu, trouve, remede=remede, confirmer=regles, **dits)


def _distance(contrat: Contrat, a: str, b: str) -> int:
    """Periods of the dataset's rhythm between two millésimes; 0 between an edition of a series and the one in place."""
    if contrat.serie or a == b:
        return 0
    if contrat.rythme == "annuel":
        return abs(int(a[:4]) - int(b[:4]))
    return abs(francais.numero_periode(a) - francais.numero_periode(b))


def _sans_periode(table: pa.Table) -> pa.Table:
    gardees = [c for c in table.column_names if c not in PERIODES]
    # The metadata of columns are words, not figures.
    return pa.table({c: table[c] for c in gardees}).sort_by([(c, "ascending") for c in gardees]).combine_chunks()


def _lignes(contrat: Contrat, millesime: str, table: pa.Table, voisin: str, autre: pa.Table) -> Constat | None:
    # An edition on demand may grow as it likes; the same edition read again does not shrink.
    if contrat.rythme not in RYTHMES and (contrat.serie or voisin != millesime or table.num_rows >= autre.num_rows):
        return None
    comparees = (table, autre)
    if contrat.serie:  # it grows, even by a period between two others; its past does not shrink
        fin = min(pc.max(t["periode"]).as_py() for t in comparees)
        connues = pc.unique(autre["periode"])
        ici = table.filter(pc.is_in(table["periode"], connues))
        comparees = (t.filter(pc.less_equal(t["periode"], fin)) for t in (ici, autre))
    lues, connues = (t.num_rows for t in comparees)
    ecart = lues / max(connues, 1) - 1
    if abs(ecart) <= ECART_LIGNES:
        return None
    place = "l'édition en place" if contrat.serie else "la version en place" if voisin == millesime else "le millésime"
    lignes, dit = francais.accorder("lignes", lues), francais.ecart(100 * ecart, "%", 0)
    return constat("lignes-25", lues=lues, lignes=lignes, connues=connues, place=place, voisin=voisin, ecart=dit)


def valeurs(table: pa.Table, colonne: str) -> set[str]:
    """Distinct values of a column; empty when the table does not have it."""
    return set(pc.unique(table[colonne]).to_pylist()) if colonne in table.column_names else set()


def _hors_decoupage(colonne: str) -> set[str]:
    """Codes of territories that a producer counts too some years, and that the zoning does not draw."""
    return {c for i in INDICATEURS.values() for c in i.complements.get(ZONAGE_DE.get(colonne), ())}


def _zones_absentes(table: pa.Table, voisin: str, autre: pa.Table) -> list[Constat]:
    constats = []
    for colonne in (c for c in COLONNES_ZONE if c in table.column_names):
        if absentes := sorted(valeurs(autre, colonne) - valeurs(table, colonne) - _hors_decoupage(colonne)):
            zones, noms = _citer(colonne, absentes)
            constats.append(constat("zone-absente", exemple=noms, zones=zones, voisin=voisin, colonne=colonne))
    return constats


def _zones_sans_ligne(table: pa.Table) -> list[str]:
    """Zones of the region that a first version lacks: nothing to compare it with, so it is said and not refused."""
    remarques = []
    for colonne in (c for c in ("code_bassin", "code_departement", "siren_epci") if c in table.column_names):
        debut = zonages.REGION if colonne == "code_bassin" else ""
        region = {c for c in zonages.zones(ZONAGE_DE[colonne])["code_zone"] if c.startswith(debut)}
        if absentes := sorted(region - valeurs(table, colonne)):
            zones, noms = _citer(colonne, absentes)
            dits = f"première version, et {zones} sans aucune ligne, colonne {colonne} : {noms}"
            remarques.append(f"{dits}{' …' * (len(absentes) > 5)} ; vérifier que le fichier est entier")
    return remarques


def _citer(colonne: str, codes: list[str]) -> tuple[str, str]:
    """« 2 zones », and the names of the first ones."""
    return f"{len(codes)} zone{'s' * (len(codes) > 1)}", ", ".join(nommer(colonne, c) for c in codes[:5])


def nommer(colonne: str, code: str) -> str:
    """« 5221 Saint-Nazaire », or the code alone when its zoning does not know it."""
    connus = zonages.noms(ZONAGE_DE[colonne]) if colonne in ZONAGE_DE else {}
    return f"{code} {connus[code]}" if code in connus else code


def _zones_inconnues(table: pa.Table, proches: Mapping[str, pa.Table]) -> list[Constat]:
    constats = []
    for colonne in set(ZONAGE_DE) & set(table.column_names):
        zonage = ZONAGE_DE[colonne]
        connus = {*zonages.zones(zonage)["code_zone"], *_hors_decoupage(colonne)}
        connus = connus.union(*(valeurs(t, colonne) for t in proches.values()))
        if inconnus := sorted(valeurs(table, colonne) - connus):
            fautives = pc.sum(pc.is_in(table[colonne], pa.array(inconnus))).as_py()
            cites = ", ".join(inconnus[:5])
            constats.append(constat("zone-inconnue", exemple=cites, nb=fautives, zonage=zonage, colonne=colonne))
    return constats


def _trous(contrat: Contrat, millesime: str, table: pa.Table, en_place: list[str]) -> list[Constat]:
    """Missing months or quarters: inside the edition of a series, or between the new millésime and its neighbours."""
    if contrat.rythme not in ("mensuel", "trimestriel"):
        return []
    lues = valeurs(table, "periode") if contrat.serie else voisins(contrat, millesime, [*en_place, millesime])
    periodes = sorted(lues, key=francais.numero_periode)
    paires = itertools.pairwise(periodes)
    trous = [(a, b) for a, b in paires if francais.numero_periode(b) - francais.numero_periode(a) > 1]
    cites = " ; ".join(f"{a} à {b}" for a, b in trous[:5])
    return [constat("periode-manquante", exemple=cites, avant=a, apres=b) for a, b in trous[:1]]


FICHIER = Path(__file__).parents[1] / "parametres" / "totaux_publies.toml"
ECARTS_DITS = 4
# What a total adds up or counts, where it is not the column `value`.
_RESERVES = ("total", "table", "colonne", "compte")


@cache
def totaux_connus(chemin: Path = FICHIER) -> dict[str, dict[str, dict[str, Any]]]:
    """dataset -> millésime -> `source` and `totaux`."""
    return tomllib.loads(chemin.read_text("utf-8"))


def comparer_totaux(
    dataset: str, millesime: str, tables: Mapping[str, pa.Table], serie: bool = False
) -> tuple[dict[str, Any], list[str], list[Constat]]:
    """How many of the known totals an edition gives again, and their source, for its manifest; a remark on others, or
    what is to be confirmed, where they are too far or too many (`parametres/ressemblance.toml`).

    An edition of a series that no total is known of is held against those of the last one before, by their periods.
    """
    connus = totaux_connus().get(dataset, {})
    avant = max((m for m in connus if m <= millesime), default="") if serie else millesime
    bloc, ecarts, fautes = connus.get(avant, {"totaux": (), "source": ""}), [], []
    dus = [a for a in bloc["totaux"] if avant == millesime or "periode" in a]
    for attendu in dus:
        lu, total = _lu(attendu, tables), attendu["total"]
        decimales = 0 if isinstance(total, int) else len(str(total).partition(".")[2])
        # Half of the last figure that is written, and what is lost in adding up.
        if lu is None or abs(lu - total) > 0.5 * 10**-decimales + 1e-9 * max(1.0, abs(total)):
            trouve = "aucune cellule" if lu is None else f"{francais.nombre(lu, decimales)} lus"
            dits = {c: v if isinstance(v, list) else [v] for c, v in attendu.items() if c not in ("total", "table")}
            ou = ", ".join(f"{c} {' + '.join(map(str, v))}" for c, v in dits.items())
            ecarts.append(f"{ou} : {trouve}, {francais.nombre(total, decimales)} attendus")
            fautes.append(100 * abs((lu or 0) - total) / max(1.0, abs(total)))
    suite = f" ; et {len(ecarts) - ECARTS_DITS} de plus" if len(ecarts) > ECARTS_DITS else ""
    dit = f"totaux connus non retrouvés : {len(ecarts)} sur {len(dus)} ({bloc['source']}), "
    dit += f"{' ; '.join(ecarts[:ECARTS_DITS])}{suite}"
    retrouves = {"retrouves": len(dus) - len(ecarts), "source": bloc["source"]}
    if ressemblance.totaux_a_confirmer(dataset, fautes, len(dus), observations(tables)[1], avant == millesime):
        return retrouves, [], [constat("totaux", dit=dit)]
    return retrouves, [dit] if ecarts else [], []


def _lu(attendu: Mapping[str, Any], tables: Mapping[str, pa.Table]) -> float | None:
    """Sum of the visible cells, or number of rows; None where no row is that of the total."""
    table = tables[attendu["table"]] if "table" in attendu else observations(tables)[1]
    criteres = {c: v if isinstance(v, list) else [v] for c, v in attendu.items() if c not in _RESERVES}
    if criteres:
        masques = (pc.is_in(table[c], pa.array(v, table[c].type)) for c, v in criteres.items())
        table = table.filter(reduce(pc.and_, masques))
    valeurs = table[attendu.get("colonne", "value")]
    comptes = {"visibles": len(valeurs) - valeurs.null_count, "vides": valeurs.null_count}
    return float(comptes[attendu["compte"]]) if "compte" in attendu else pc.sum(valeurs).as_py()
