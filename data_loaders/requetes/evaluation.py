"""From a question to its rows: one long table, under `lignes.COLONNES`, the same for every door."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from data_loaders import francais
from data_loaders.chiffres import tableau
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import LICENCE_OUVERTE, PEU_FIABLE, VIDES
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.contracts.indicateurs_detail import indicateur
from data_loaders.erreurs import DemandeInvalide
from data_loaders.jeux import calculs
from data_loaders.jeux.metiers import NIVEAUX_FAP
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo, evolutions
from data_loaders.metiers import nomenclatures
from data_loaders.requetes import groupes as groupes_libres, lignes as lignes_requetes
from data_loaders.requetes.groupes import LIBRE
from data_loaders.requetes.lignes import colonnes
from data_loaders.requetes.requete import DANS, DERNIERE, ENTRE, TOUT, TRIS, Requete
from geo import sujets, zonages

# Figures of one answer in JSON or on a screen, of one workbook from the server, of one piece of a file that leaves
# as it is made, and has no bound: what each costs is told in tests/bench/notes.md.
CELLULES_MAX: Final = 30_000
CLASSEUR_MAX: Final = 10_000
PIECE: Final = 10_000
EVOLUTIONS_MAX: Final = 2_000  # series whose moves are told in one answer
MOUVEMENT, RAPPORT = colonnes("mouvement"), colonnes("rapport")
_COTES = {  # dimension -> its columns, the last of them heads a column of the wide form
    "indicateur": ["libelle_indicateur", "unite", "code_indicateur"],
    "zone": ["zonage", "libelle_zone", "code_zone"],
    "metier": ["libelle_metier", "code_metier"],
    "periode": ["periode"],
}
_CLES: Final = ["_metier", "code_zone", "periode"]  # what tells apart the figures that a part reads
CODES: Final = {dimension: colonnes[-1] for dimension, colonnes in _COTES.items()}
MINIMUMS: Final = f"{francais.FINE}; écart{francais.INSEC}: rapport de ce qui est publié, entre des « au moins »"
LARGE = colonnes("large")
PERIODE_DE, DEPUIS_DE, STATUT_DE = LARGE  # before the heading of the column of values that they follow


class Croisement(NamedTuple):
    """Where each figure of the long rows stands once a dimension is in columns: `places` (rows by columns, -1 where
    there is none), under the headings `tetes`; `lignes`: the place of a figure that says what each row is."""

    lignes: np.ndarray
    tetes: list[str]
    places: np.ndarray


class Ferme(DemandeInvalide):
    """What is asked is of a dataset whose producer does not let it be given."""


class Partie(NamedTuple):
    """Rows of one indicator on one zoning at one level of métiers (None: all of them together); `zones`: None for all
    of the zoning and its complements; `periodes`: those asked, loaded or not."""

    ind: Indicateur
    zonage: str
    zones: tuple[str, ...] | None
    niveau: str | None
    metiers: tuple[str, ...]
    periodes: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Zones of the answer."""
        return tuple(zonages.noms(self.zonage)) if self.zones is None else self.zones


def statuts_mesures(df: pd.DataFrame, r: Requete) -> pd.Series:
    """Status of what is measured of each figure: of a move, that nothing is compared, or that it is one of minima."""
    statut = df["obs_status"].fillna("O")
    if r.mesure == "evolution":
        statut = statut.mask(df["ecart_bas"].ne(df["ecart_haut"]) & ~statut.isin(VIDES), PEU_FIABLE)
    return statut.mask(df[r.mesuree].isna() & ~statut.isin(VIDES), "O")


def diffusable(d: Donnees, dataset: str) -> bool:
    """True when the public may be given the dataset: loaded, and under open licence or invented."""
    libre = CONTRATS[dataset].licence == LICENCE_OUVERTE or d.est_demonstration(dataset)
    return libre and bool(d.millesimes(dataset))


@dataclass(frozen=True)
class Reponse:
    """The answer to a question, read as it is asked for. `calculer`, `grouper`, `additionner`: those of `tableau` and
    of `groupes`, or the same kept for all readers; `a_plat`: one row a figure, in the order of the table, though the
    question has columns."""

    d: Donnees
    requete: Requete
    calculer: Callable[..., tableau.Tableau] = tableau.calculer
    grouper: Callable[..., tableau.Tableau | None] = tableau.calculer_groupes
    additionner: Callable[..., tableau.Tableau] = groupes_libres.calculer
    a_plat: bool = False

    @cached_property
    def parties(self) -> list[Partie]:
        """What is read, in order: by indicator, zoning, level of métiers; DemandeInvalide: a zone that a zoning no
        longer has, or nothing that answers at any of the periods asked."""
        r, trouvees = self.requete, []
        for ind in r.lus:
            lieux: dict[str, list[str]] = {}
            for z in r.zones or (f"{ind.zonages[0]}:{TOUT}",):
                zonage, _, code = z.partition(":")
                lieux.setdefault(zonage, []).append(code)
            for zonage, codes in lieux.items():
                periodes = self._periodes(ind, ind.zonages[0] if zonage == LIBRE else zonage)
                dits = ([x] if not x.startswith(DANS) else sujets.dedans(zonage, x.removeprefix(DANS)) for x in codes)
                zones = None if TOUT in codes else tuple(dict.fromkeys(c for x in dits for c in x))
                noms = codes if zonage == LIBRE else {**zonages.noms(zonage), **ind.complements.get(zonage, {})}
                if trop := [c for c in zones or () if c not in noms]:
                    raise DemandeInvalide(f"zone inconnue : « {zonage}:{trop[0][:40]} ».")
                for niveau, metiers in self._metiers(ind, periodes).items():
                    trouvees.append(Partie(ind, zonage, zones, niveau, metiers, periodes))
        if not any(p.periodes for p in trouvees):
            raise DemandeInvalide(f"aucune période chargée ne répond : {', '.join(r.periodes) or 'aucune demandée'}.")
        return trouvees

    @property
    def cellules_nb(self) -> int:
        """How many figures the whole answer has, before any choice among them."""
        return sum(len(p.codes) * len(p.metiers) * len(p.periodes) for p in self.parties)

    @property
    def demonstration(self) -> bool:
        """Whether one of the figures may be invented."""
        return any(self.d.est_demonstration(x) for p in self.parties for x in p.ind.datasets_pour(p.zonage))

    def exiger_taille(self, plus: int = 0, ou: str = "en JSON et à l’écran") -> None:
        """Refuse (DemandeInvalide), before any is computed, more figures than an answer in one piece may have; a file
        gives them all."""
        plus = plus or CELLULES_MAX
        if self.cellules_nb > plus:
            suite = self.requete.adresse()
            raise DemandeInvalide(
                f"{francais.nombre(self.cellules_nb)} chiffres demandés, {francais.nombre(plus)} au plus {ou} : en "
                f"demander moins, ou un fichier, qui les donne tous : /api/v1/chiffres.csv?{suite} ou "
                f"/api/v1/chiffres.parquet?{suite}"
            )

    @property
    def ferme(self) -> str:
        """Why the answer may not be given to the public, the rule of the datasets themselves; "" when it may."""
        for ind in (indicateur(c) for c in (*self.requete.indicateurs, self.requete.diviseur) if c):
            for dataset in {x for z in ind.zonages for x in ind.datasets_pour(z)}:
                if self.d.millesimes(dataset) and not diffusable(self.d, dataset):
                    return (
                        f"{ind.code} : le jeu « {CONTRATS[dataset].titre} » ({dataset}) n’est pas donné en fichier, ni "
                        f"ses chiffres ; licence du producteur : {CONTRATS[dataset].licence}."
                    )
        return ""

    def exiger_ouverts(self) -> None:
        """Refuse (`Ferme`, with the licence of the producer) what may not be given to the public."""
        if self.ferme:
            raise Ferme(self.ferme)

    @property
    def schema(self) -> dict[str, tuple[pa.DataType, str]]:
        """Columns of the answer: name -> (type, meaning)."""
        r, connus = self.requete, lignes_requetes.SCHEMA
        if r.colonnes and not self.a_plat:
            return {
                c: next((LARGE[x] for x in LARGE if c.startswith(x)), connus.get(c, (pa.float64(), "Valeur")))
                for c in self.table
            }
        sans = set() if any(i.incertaine for i in r.lus) and not r.par else set(lignes_requetes.PARTS)
        ajouts = MOUVEMENT if r.mesure == "evolution" else RAPPORT if r.diviseur else {}
        return {c: x for c, x in connus.items() if c not in sans} | ajouts

    def morceaux(self) -> Iterator[pd.DataFrame]:
        """The rows, a part at a time where nothing is asked of all of them together."""
        if not self.requete.entiere or "table" in self.__dict__:
            yield self.table
            return
        for p in self.parties:
            metiers_nb = max(2, PIECE // max(1, len(p.codes) * len(p.periodes)))  # one alone is read another way
            pieces_nb = 1 if self.requete.mesure == "evolution" else max(1, len(p.metiers) // metiers_nb)
            for metiers in np.array_split(np.array(p.metiers, dtype=object), pieces_nb):
                yield self._choisir(self._mesurer(p._replace(metiers=tuple(metiers)))).reindex(
                    columns=list(self.schema)
                )

    @cached_property
    def table(self) -> pd.DataFrame:
        """Every row of the answer; one dimension in columns where it is asked: what is measured, and its period where
        each figure has its own."""
        r = self.requete
        if not r.colonnes or self.a_plat:
            return self.longue
        df, x = self._rangee
        cotes = [c for dim, noms in _COTES.items() if dim != r.colonnes for c in noms]
        seules = r.colonnes == "indicateur" and r.dernieres
        cotes = [c for c in lignes_requetes.SCHEMA if c in cotes and not (seules and c == "periode")]
        sortie = df[cotes].iloc[x.lignes].reset_index(drop=True)
        for j, tete in enumerate(x.tetes):
            pris = df.reindex(x.places[:, j])
            sortie[tete] = pris[self.requete.mesuree].to_numpy()
            sortie[f"{STATUT_DE}{tete}"] = statuts_mesures(pris, r).to_numpy()
            for dit, nom, vrai in ((PERIODE_DE, "periode", seules), (DEPUIS_DE, "depuis", r.mesure == "evolution")):
                if vrai:
                    sortie[f"{dit}{tete}"] = pris[nom].fillna("").to_numpy()
        if r.mesure == "evolution" and "unite" in sortie:
            inds = [indicateur(c) for c in df["code_indicateur"].iloc[x.lignes]]
            sortie["unite"] = ["%" if i.genre == "compte" else i.unite_ecart for i in inds]
        return sortie

    @cached_property
    def longue(self) -> pd.DataFrame:
        """Every figure of the answer, one a row, in its order."""
        return self._rangee[0]

    @property
    def croisement(self) -> Croisement:
        """Where each figure stands once a dimension is in columns."""
        return self._rangee[1]

    @cached_property
    def _rangee(self) -> tuple[pd.DataFrame, Croisement | None]:
        r = self.requete
        df = pd.concat([self._mesurer(p) for p in self.parties], ignore_index=True)
        if r.diviseur:
            df = _diviser(df, self)
        elif r.par:
            df = _parmi(df, r)
        if not r.colonnes:
            return self._choisir(df).reindex(columns=list(self.schema)).reset_index(drop=True), None
        # A row of the table is kept, and stands, by its leading figure.
        x = _croiser(df, r)
        tetes = df.iloc[x.lignes].reset_index(drop=True)
        for nom in {"valeur", self.requete.mesuree} & set(df):
            tetes[nom] = df[nom].reindex(x.places[:, meneur(x, r)]).to_numpy()
        rangs = self._choisir(tetes, x.tetes).index.to_numpy()
        places = x.places[rangs]
        # A figure that stands on several rows is one row of the long form.
        gardees = list(dict.fromkeys(places[places >= 0].tolist()))
        nouvelles = np.full(len(df) + 1, -1)
        nouvelles[gardees] = np.arange(len(gardees))
        x = Croisement(nouvelles[x.lignes[rangs]], x.tetes, nouvelles[places])
        return df.iloc[gardees].reindex(columns=list(replace(self, a_plat=True).schema)).reset_index(drop=True), x

    def _choisir(self, df: pd.DataFrame, tetes: Sequence[str] = ()) -> pd.DataFrame:
        """Rows within the bounds, in the order asked, empty ones last whichever way; the first ones; `tetes`: headings
        of columns, of which a row has here the figure of the one that leads."""
        r, nom = self.requete, self.requete.tri.removeprefix("-")
        if r.minimum is not None:
            df = df[df[r.mesuree] >= r.minimum]
        if r.maximum is not None:
            df = df[df[r.mesuree] <= r.maximum]
        if nom:
            if nom not in (*TRIS, *tetes):
                raise DemandeInvalide(f"tri : « {nom[:40]} » inconnu. Valeurs : {', '.join((*TRIS, *tetes[:20]))}.")
            if nom in ("ecart", "ampleur") and "ecart" not in df:
                raise DemandeInvalide(f"tri={nom} : avec mesure=evolution.")
            colonnes = {"ampleur": "ecart", "zone": "libelle_zone", "metier": "libelle_metier"}
            colonne = r.mesuree if nom in tetes else colonnes.get(nom, nom)
            cle = {"ampleur": pd.Series.abs, "periode": lambda s: s.map(francais.rang_periode)}.get(nom)
            df = df.sort_values(colonne, ascending=r.tri == nom, key=cle, kind="stable", na_position="last")
        return df.head(r.premiers) if r.premiers else df

    def _metiers(self, ind: Indicateur, periodes: tuple[str, ...]) -> dict[str | None, tuple[str, ...]]:
        """Level -> codes; None -> all métiers together, which is what an indicator without any answers for."""
        trouves: dict[str | None, list[str]] = {}
        for m in (self.requete.metiers if ind.metiers else ()) or ("",):
            niveau, _, code = m.partition(":")
            codes = [code]
            if code == TOUT or code.startswith(DANS):
                lettre = code[1:].removeprefix("@fap22:")
                codes = [c for c in self._tous(ind, niveau, periodes) if c.startswith(lettre)]
            trouves.setdefault(niveau or None, []).extend(codes)
        return {n: tuple(dict.fromkeys(codes)) for n, codes in trouves.items()}

    def _tous(self, ind: Indicateur, niveau: str, periodes: tuple[str, ...] = ()) -> list[str]:
        """Every code that a level has in what is loaded, in the surveys of these periods where it is one."""
        if not self.d.millesimes(ind.dataset):
            return []
        if ind.dataset == "bmo":
            listes = self.d.lire("bmo", "metiers")
            listes = listes[listes["annee"].isin(periodes)] if periodes else listes
            code = listes["code_famille" if niveau == "famille" else "code_metier"]
            return sorted(set(code.str[: bmo.LONGUEURS.get(niveau)]))
        lues = self.d.lire(ind.dataset)
        if "niveau_fap" in lues:
            lues = lues[lues["niveau_fap"] == NIVEAUX_FAP[niveau]]
        colonne = next(c for c in ("code_rome", "code_fap87", "code_fap") if c in lues)
        return sorted(lues[colonne].unique())

    def _periodes(self, ind: Indicateur, zonage: str) -> tuple[str, ...]:
        chargees = tableau.periodes_de(self.d, ind, zonage)
        if not self.requete.periodes:
            return chargees
        prises: list[str] = []
        for p in self.requete.periodes:
            if p == DERNIERE:
                prises += chargees[-1:]
            elif ENTRE in p:
                bas, haut = (francais.rang_periode(b) if b else None for b in p.split(ENTRE, 1))
                fin = p.rpartition(ENTRE)[2]  # a period of the year that ends a range is inside it
                apres = (c for c in chargees if bas is None or francais.rang_periode(c) >= bas)
                prises += [c for c in apres if haut is None or francais.rang_periode(c) <= haut or c.startswith(fin)]
            elif p in chargees or not tableau.refus_de_periode(ind, p):
                prises.append(p)
        return tuple(sorted(set(prises), key=francais.rang_periode))

    def _mesurer(self, p: Partie) -> pd.DataFrame:
        df, t = self._lire(p)
        if self.requete.mesure != "evolution":
            return df
        series_nb = len(p.codes) * len(p.metiers)
        if series_nb > EVOLUTIONS_MAX:
            n, plus = francais.nombre(series_nb), francais.nombre(EVOLUTIONS_MAX)
            raise DemandeInvalide(f"evolution : {n} séries demandées, {plus} au plus. En demander moins.")
        return _bouger(df, t, self.requete.periodes != (), self.requete.depuis)

    def _lire(self, p: Partie) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Rows of a part under `lignes.COLONNES`, then those of the same métiers at every period, as they are read."""
        ind, brutes, t, libre = p.ind, [], None, LIBRE in (p.zonage, p.niveau)
        if len(p.metiers) > 1 and not libre:
            bouge = self.requete.mesure == "evolution"  # a move needs the period before
            t = self.grouper(self.d, ind.code, p.zonage, p.niveau, () if bouge else p.periodes, bouge)
        if libre:
            t, lignes = self._additionner(p)
            brutes = [lignes]
        elif t:
            connus = set(t.lignes["code_groupe"])
            if not connus.intersection(p.metiers):
                raise DemandeInvalide(f"métier inconnu de l’enquête : {p.niveau}:{p.metiers[0]}.")
            p = p._replace(metiers=tuple(m for m in p.metiers if m in connus))
            brutes = [
                x[x["code_groupe"].isin(p.metiers)].rename(columns={"code_groupe": "_metier"})
                for x in (t.lignes, t.complements)
            ]
        else:
            for m in p.metiers:
                t = self.calculer(self.d, ind.code, p.zonage, calculs.Metier(p.niveau, m) if m else None)
                brutes += [x.assign(_metier=m) for x in (t.lignes, t.complements) if len(x)]
        chargees, demonstration = (t.periodes, t.demonstration) if t else ((), False)
        toutes = pd.concat(brutes, ignore_index=True) if brutes else calculs.vides([], (), "L", "").assign(_metier="")
        compose = p.niveau == LIBRE
        noms = {m: groupes_libres.lire(m).nom for m in p.metiers} if compose else self._libelles(ind, p.niveau)
        codes = p.codes if p.zones is not None else [*p.codes, *ind.complements.get(p.zonage, {})]
        # In the order asked; a zone that the zoning does not draw has a row only where it has a figure.
        tenues = pd.concat([toutes, _manquantes(p, toutes, chargees)], ignore_index=True)
        ordre = pd.MultiIndex.from_product([p.metiers, codes, p.periodes])
        places = pd.MultiIndex.from_frame(tenues[_CLES]).get_indexer(ordre)
        prises = tenues.iloc[places[places >= 0]].reset_index(drop=True)
        instantanes = {
            x: tableau.provenance_de(self.d, ind, x, p.zonage)["instantane"] for x in p.periodes if x in chargees
        }
        code = prises["_metier"].map(lambda m: f"{p.niveau}:{m}" if m else "")
        metier = (code, prises["_metier"].map(noms).fillna(""))
        compose = {z: groupes_libres.lire(z).nom for z in p.codes} if p.zonage == LIBRE else ""
        dit = {"demonstration": demonstration, "metier": metier, "compose": compose, "derives": bool(self.requete.par)}
        return lignes_requetes.exportees(ind, p.zonage, prises, instantanes, **dit), toutes

    def _additionner(self, p: Partie) -> tuple[tableau.Tableau, pd.DataFrame]:
        """Figures of own groups, computed by their members whatever their names; then their rows under these."""
        noms = {
            cle: {x: groupes_libres.lire(x).membres if genre == LIBRE else x for x in textes}
            for cle, genre, textes in (("code_zone", p.zonage, p.codes), ("_metier", p.niveau, p.metiers))
        }
        zones, metiers = (tuple(dict.fromkeys(textes.values())) for textes in noms.values())
        t = self.additionner(self.d, self.calculer, self.grouper, p.ind, p.zonage, zones, p.niveau, metiers)
        lignes = t.lignes
        for cle, textes in noms.items():
            dits = pd.DataFrame(textes.items(), columns=["_dit", cle])
            lignes = lignes.merge(dits, on=cle).drop(columns=cle).rename(columns={"_dit": cle})
        return t, lignes

    def metiers_de(self, ind: Indicateur, niveau: str) -> dict[str, str]:
        """Code -> name of every métier that a level has in what is loaded."""
        noms = self._libelles(ind, niveau)
        return {c: noms.get(c, "") for c in self._tous(ind, niveau)}

    def _libelles(self, ind: Indicateur, niveau: str | None) -> dict[str, str]:
        if niveau is None:
            return {"": nomenclatures.TOUS if ind.metiers else ""}
        connus = nomenclatures.libelles(self.d, niveau) if niveau in nomenclatures.NIVEAUX else {}
        if niveau in bmo.NIVEAUX and self.d.millesimes("bmo"):
            connus = nomenclatures.libelles_enquete(self.d, niveau, self.d.periodes("bmo")[-1]) | connus
        return connus


def _manquantes(p: Partie, lues: pd.DataFrame, chargees: tuple[str, ...]) -> pd.DataFrame:
    grille = pd.MultiIndex.from_product([p.metiers, p.codes, p.periodes])
    absentes = grille.difference(pd.MultiIndex.from_frame(lues[_CLES]), sort=False).to_frame(index=False, name=_CLES)
    dits = {periode: tableau.absence(chargees, periode) for periode in p.periodes}
    statuts, raisons = (absentes["periode"].map(lambda periode, i=i: dits[periode][i]) for i in (0, 1))
    return calculs.completer(absentes, statuts, raisons)


def _bouger(df: pd.DataFrame, toutes: pd.DataFrame, dites: bool, depuis: str) -> pd.DataFrame:
    """The rows with what became of each; the last known of each series where no period is asked."""
    if not dites:
        connues = df[~df["obs_status"].isin(VIDES)]
        cles = ["code_zone", "code_metier"]
        df = df.loc[[*connues.groupby(cles, sort=False).tail(1).index]].reset_index(drop=True)
    ind = indicateur(df["code_indicateur"].iloc[0]) if len(df) else None
    toutes = toutes[toutes["code_zone"].isin(df["code_zone"])]
    series = {c: g.set_index("periode") for c, g in toutes.groupby(["_metier", "code_zone"], sort=False)}
    rien = toutes.iloc[:0].set_index("periode")
    trouvees = [
        evolutions.evolution(ind, series.get((m.partition(":")[2], z), rien), p, depuis=depuis)
        for m, z, p in zip(df["code_metier"], df["code_zone"], df["periode"], strict=True)
    ]
    ecarts = pd.DataFrame([(e.ecart, e.bas, e.haut) for e in trouvees], columns=["ecart", "ecart_bas", "ecart_haut"])
    return df.assign(
        depuis=[e.depuis for e in trouvees],
        **ecarts.astype(float).round(lignes_requetes.BRUIT),
        sens=[e.sens for e in trouvees],
        evolution=[e.mot for e in trouvees],
        constat=[f"{e.dit}{MINIMUMS}" if e.depuis and e.bas != e.haut else e.dit for e in trouvees],
    )


def _diviser(df: pd.DataFrame, reponse: Reponse) -> pd.DataFrame:
    """Each figure for a hundred of what divides: at the same period, else at the last of the same year."""
    r, par = reponse.requete, indicateur(reponse.requete.par)
    zones = tuple(dict.fromkeys(df["zonage"] + ":" + df["code_zone"]))
    q = Requete((par.code,), zones, r.metiers if par.metiers else ())
    cles = ["zonage", "code_zone", *(["code_metier"] if par.metiers else []), "periode"]
    b = replace(reponse, requete=q).table[lambda b: ~b["obs_status"].isin(VIDES)].reset_index(drop=True)
    index = {x: i for i, x in enumerate(b[cles].itertuples(index=False, name=None))}
    derniers = {(*k, p[:4]): i for (*k, p), i in index.items()}
    demandees = df[cles].itertuples(index=False, name=None)
    places = [index.get((*k, p), derniers.get((*k, p[:4]), -1)) for *k, p in demandees]
    div = b.astype(object).reindex(places).reset_index(drop=True)
    n, bas, haut = (pd.to_numeric(div[c], errors="coerce") for c in ("valeur", "borne_basse", "borne_haute"))
    n, bas, haut = (x.where(x > 0) for x in (n, bas, haut))
    valeur = (100 * df["valeur"] / n).round(lignes_requetes.BRUIT)
    manque = valeur.isna() & df["valeur"].notna()
    basse, haute = ((100 * x).round(lignes_requetes.BRUIT) for x in (df["borne_basse"] / haut, df["borne_haute"] / bas))
    sure = div["obs_status"].eq("A") | df["obs_status"].isin(VIDES) | manque
    statut = df["obs_status"].mask(manque, "O").where(sure, "E")
    return _refaire(df, valeur, basse, haute, statut).assign(
        libelle_indicateur=[f"{x} pour 100 {par.unite}" for x in df["libelle_indicateur"]],
        unite=f"pour 100 {par.unite}",
        raison=df["raison"].mask(manque, "n.d. : pas de diviseur connu à cette période, ou zéro"),
        au_moins=df["au_moins"] & div["au_moins"].eq(False),
        source=df["source"] + " ; " + div["source"].fillna(""),
        instantane=df["instantane"] + " ; " + div["instantane"].fillna(""),
        demonstration=df["demonstration"] | div["demonstration"].eq(True),
        code_diviseur=par.code,
        periode_diviseur=div["periode"].fillna(""),
        valeur_diviseur=n,
    )


def _refaire(
    df: pd.DataFrame, valeur: pd.Series, basse: pd.Series, haute: pd.Series, statut: pd.Series
) -> pd.DataFrame:
    bornes = {"borne_basse": basse, "borne_haute": haute}
    bornes |= {f"statut_{nom}": lignes_requetes.statuts(b, valeur, statut) for nom, b in bornes.items()}
    dit = statut.map(lignes_requetes.OBS_STATUS)
    return df.assign(valeur=valeur, obs_status=statut, libelle_obs_status=dit, **bornes, estimee=statut.eq("E"))


def meneur(x: Croisement, r: Requete) -> int:
    """The column that rows are ordered and kept by: the one that is named, else the first, or the last period."""
    nom = r.tri.removeprefix("-")
    return x.tetes.index(nom) if nom in x.tetes else -1 if r.colonnes == "periode" else 0


def _parmi(df: pd.DataFrame, r: Requete) -> pd.DataFrame:
    """Share of, or rank among, the figures that only a zone or a métier tells apart; between what secrecy allows."""
    cles = ["code_indicateur", "zonage", "periode", "code_metier" if r.par == "zone" else "code_zone"]
    if r.par == "metier":  # a total is none of its parts
        df = df[df["code_metier"].ne("") | ~df["code_indicateur"].map(lambda c: bool(indicateur(c).metiers))]
        df = df.reset_index(drop=True)
        if df.empty:
            raise DemandeInvalide("une part ou un rang entre métiers : choisir d’abord des métiers.")
    v, bas, haut = (df[c] for c in ("valeur", "borne_basse", "borne_haute"))
    raison = df["raison"]
    if r.mesure == "part":
        if any(indicateur(c).genre != "compte" for c in df["code_indicateur"].unique()):
            raise DemandeInvalide("mesure=part : un taux n’a pas de total ; choisir un indicateur qui se compte.")
        groupes = [df[c] for c in cles]
        tout, tout_bas, tout_haut = (
            s.groupby(groupes, sort=False).transform(lambda x: x.sum(skipna=False)) for s in (v, bas, haut)
        )
        valeur = 100 * v / tout
        basse, haute = 100 * bas / (bas + tout_haut - haut), 100 * haut / (haut + tout_bas - bas)
        raison = raison.mask(valeur.isna() & v.notna(), "n.d. : un des chiffres du total manque")
    else:
        valeur, basse, haute = (pd.Series(float("nan"), index=df.index) for _ in range(3))
        for places in df.groupby(cles, sort=False).indices.values():
            connus = places[v.notna().to_numpy()[places]]
            x, b, h = (s.to_numpy()[connus] for s in (v, bas.fillna(v), haut.fillna(v)))
            valeur.iloc[connus] = 1 + (x > x[:, None]).sum(axis=1)
            basse.iloc[connus] = 1 + (b > h[:, None]).sum(axis=1)
            haute.iloc[connus] = (h >= b[:, None]).sum(axis=1) + len(places) - len(connus)
    valeur, basse, haute = (s.round(lignes_requetes.BRUIT) for s in (valeur, basse, haute))
    ouverte = basse.ne(valeur) | haute.ne(valeur)
    ouverte &= valeur.notna() & (df["obs_status"].ne(PEU_FIABLE) | df["au_moins"])
    statut = (
        df["obs_status"]
        .mask(df["au_moins"] & df["obs_status"].eq(PEU_FIABLE), "A")
        .mask(ouverte, "E")
        .mask(valeur.isna() & v.notna(), "O")
    )
    dit = {"part": "part du total des", "rang": "rang parmi les"}[r.mesure]
    dit += {"zone": " territoires", "metier": " métiers"}[r.par]
    return _refaire(df, valeur, basse, haute, statut).assign(
        libelle_indicateur=df["libelle_indicateur"] + f", {dit}",
        unite="%" if r.mesure == "part" else "rang",
        raison=raison,
        au_moins=False,
    )


def _croiser(df: pd.DataFrame, r: Requete) -> Croisement:
    """One dimension in columns: a figure without métier stands beside every métier of its zone."""
    cles = [_COTES[dim][-1] for dim in _COTES if dim != r.colonnes]
    if r.colonnes != "zone":
        cles.insert(0, "zonage")
    if r.colonnes == "indicateur" and r.dernieres:
        cles.remove("periode")
    tetes = df[_COTES[r.colonnes][-1]]
    if r.colonnes == "zone" and df["zonage"].nunique() > 1:
        tetes = df["zonage"] + ":" + tetes
    if r.colonnes == "metier":
        tetes = tetes.replace("", "ensemble")
    # A figure without métier is no row of its own beside figures that have one.
    seuls = {i.code for i in r.lus if not i.metiers} if r.colonnes == "indicateur" and any(r.metiers) else set()
    seuls = set() if seuls == set(r.indicateurs) else seuls
    paires = list(zip(df[cles].itertuples(index=False, name=None), tetes, strict=True))
    ou = {paire: i for i, paire in enumerate(paires)}
    lignes: dict[tuple, int] = {}
    for i, (cote, t) in enumerate(paires):
        if t not in seuls:
            lignes.setdefault(cote, i)
    ordre = list(dict.fromkeys(tetes))
    if r.colonnes == "periode":
        ordre.sort(key=francais.rang_periode)
    m = cles.index("code_metier") if seuls else -1
    places = [
        [ou.get(((*cote[:m], "", *cote[m + 1 :]) if t in seuls else cote, t), -1) for t in ordre] for cote in lignes
    ]
    tenues = np.array(places, dtype=int).reshape(len(lignes), len(ordre))
    return Croisement(np.array(list(lignes.values()), dtype=int), ordre, tenues)
