"""An indicator by a file, without code: what a TOML says of a file of figures, checked whole before anything is read.

A description makes what `declarations` and the registry of datasets hold of the others: a contract, indicators. Its
text is kept in the manifest of what was published from it, which is where it is read again.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import pyarrow as pa

from data_loaders import francais
from data_loaders.contracts import CONTRATS, zones
from data_loaders.contracts.base import LICENCE_OUVERTE, VALEUR, Colonne, Contrat, Table
from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.contracts.indicateurs_detail import NATIONAUX, PAR_METIER, RENOMMES
from data_loaders.erreurs import ErreurDonnees

OCTETS_MAX, CORRIGER = 64 * 1024, "corriger cette ligne ; un texte s’écrit entre guillemets droits"
SOMME, JAMAIS = "somme", "jamais"
# Zoning of a file -> its words, the form of its codes, the zonings that its counts are summed to.
ZONAGES: Final = {
    "commune": ("commune", r"\d[\dAB]\d{3}", ("epci", "bassin", "ze", "zef", "spo", "gtec", "departement", "region")),
    "epci": ("EPCI", r"\d{9}", ()),
    "ze": ("zone d’emploi", r"\d{4}", ()),
    "bassin": ("bassin d’emploi", r"\d{4}", ()),
    "departement": ("département", r"\d[\dAB]", ("region",)),
    "region": ("région", r"\d{2}", ()),
}
# Rhythm -> the form of its periods, what a title of column writes in their place, how such a title makes one.
RYTHMES: Final = {
    "annuel": (r"(?:19|20)\d\d", ("aa",), "{aa}"),
    "trimestriel": (r"(?:19|20)\d\d-T[1-4]", ("aa", "t"), "{aa}-T{t}"),
    "mensuel": (r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])", ("aa", "m"), "{aa}-{m}"),
}
_REPERES: Final = {"aaaa": r"(?P<aa>(?:19|20)\d\d)", "aa": r"(?P<aa>\d\d)", "t": r"(?P<t>[1-4])", "m": r"(?P<m>\d\d)"}
_LICENCES: Final = {"licence ouverte", "licence ouverte 2.0", "licence ouverte v2.0", "etalab-2.0", "lov2"}
_INTERDITS: Final = re.compile(r"[<>{}\\`\[\]]")
_UN_TAUX: Final = re.compile(r"^(taux|part|pourcentage|proportion|indice|moyenne|médiane|densité|ratio)\b", re.I)


def _texte(maximum: int) -> Callable[[Any], str]:
    def juger(v: Any) -> str:
        if not isinstance(v, str) or not v.strip():
            return "un texte entre guillemets est attendu"
        if len(v) > maximum:
            return f"texte trop long : {maximum} caractères au plus"
        if _INTERDITS.search(v) or not v.isprintable() or francais.retourne(v):
            return "signe interdit dans un texte qui s’affiche : < > { } [ ] \\ `, retour à la ligne ou signe invisible"
        return ""

    return juger


def _parmi(*admis: str) -> Callable[[Any], str]:
    return lambda v: "" if v in admis else f"écrire l’un de ceux-ci : {', '.join(admis)}"


def _forme(motif: str, dit: str) -> Callable[[Any], str]:
    return lambda v: "" if isinstance(v, str) and re.fullmatch(motif, v, re.ASCII) else dit


def _liste(juste: Callable[[Any], bool], dit: str) -> Callable[[Any], str]:
    return lambda v: "" if isinstance(v, list) and v and all(map(juste, v)) else dit


def _nombre(v: Any) -> bool:
    return isinstance(v, int | float) and not isinstance(v, bool)


def _croissants(v: Any) -> str:
    return _liste(_nombre, dit := "une liste de nombres croissants")(v) or ("" if sorted(set(v)) == v else dit)


def _table(juste: Callable[[Any], bool], dit: str) -> Callable[[Any], str]:
    return lambda v: "" if isinstance(v, dict) and v and all(map(juste, v.values())) else dit


def _textes(**maxima: int) -> dict[str, Callable[[Any], str]]:
    return {cle: _texte(maximum) for cle, maximum in maxima.items()}


_TITRE: Final = lambda v: "" if isinstance(v, str) and v.strip() and v.isprintable() else "un titre de colonne"  # noqa: E731
_CODE: Final = _forme(r"[a-z][a-z0-9_]{2,39}", "un code : minuscules sans accent, chiffres et _, de 3 à 40 signes")
_SIGNES: Final = _liste(
    lambda v: isinstance(v, str) and not _texte(12)(v), 'une liste de signes, par exemple ["s", "K"]'
)
_VRAI: Final = lambda v: "" if isinstance(v, bool) else "écrire true ou false"  # noqa: E731
_UN_OU_PLUSIEURS: Final = lambda v: v and all(isinstance(x, str | int) for x in (v if isinstance(v, list) else [v]))  # noqa: E731
_FILTRES: Final = _table(_UN_OU_PLUSIEURS, "une table colonne = valeur")
# Key -> what is wrong with its value, "" when nothing is; those that a description needs come first.
_EXIGES: Final = _textes(titre=120, producteur=80, licence=80) | {
    "nom": _CODE,
    "adresse": _forme(r"https://[\w.-]+(?:/[\w./%?&=#~+:,-]*)?", "l’adresse de la page du producteur, https://…"),
    "rythme": _parmi(*RYTHMES),
    "zonage": _parmi(*ZONAGES),
    "zone": _TITRE,
    "indicateurs": lambda v: "" if isinstance(v, dict) and v else "au moins une table [indicateurs.CODE]",
}
_ADMIS: Final = _textes(feuille=60, secret_dit=300, theme=40, source=160, nature=160) | {
    "fichier": _forme(r"[^/\\]{1,120}", "un nom de fichier, sans dossier ; * y tient lieu de n’importe quels signes"),
    "periode_fixe": lambda v: "" if isinstance(v, str) and francais.rythme_periode(v) else "une période, « 2024 »",
    "decimale": _parmi(",", "."),
    "absent": _parmi("zero"),
    "filtres": _FILTRES,
    "secret_max": lambda v: "" if _nombre(v) and v > 0 else "le plus grand effectif que le producteur masque",
    **dict.fromkeys(("periode", "statut"), _TITRE),
    **dict.fromkeys(("secret", "manquant"), _SIGNES),
}
_INDICATEUR_EXIGES: Final = _textes(libelle=80, unite=40, phrase=160, champ=400) | {
    "valeur": _TITRE,
    "addition": _parmi(SOMME, JAMAIS),
}
_INDICATEUR_ADMIS: Final = _textes(phrase_singulier=160, court=60, colonne=40, denominateur=80, nature=160) | {
    "filtres": _FILTRES,
    "decimales": lambda v: "" if v in (0, 1, 2) and not isinstance(v, bool) else "0, 1 ou 2",
    "bornes": lambda v: _croissants(v) or ("" if len(v) == 2 else "[plus petit, plus grand]"),
    "limites": _croissants,
    "total": _table(_nombre, "une table période = total, par exemple { 2024 = 1168239 }"),
    **dict.fromkeys(("flux", "corrige"), _VRAI),
}
_DITES: Final = frozenset(f.name for f in fields(Indicateur)) & {*_INDICATEUR_EXIGES, *_INDICATEUR_ADMIS}


@dataclass(frozen=True)
class Mesure:
    """One indicator of a file: its column of values, which rows are its own, how it adds up, what it must give."""

    colonne: str  # title, or the form of titles that bear a period, `{aaaa}` in its place
    filtres: Mapping[str, tuple[str, ...]]
    somme: bool
    bornes: tuple[float, float]
    totaux: Mapping[str, float]  # period -> sum of all that is published
    annuelle: re.Pattern[str] | None  # of the titles, where there is one column a period


@dataclass(frozen=True)
class Description:
    """What is said of a file of figures, and what it makes; equal to another one of the same text."""

    texte: str
    nom: str = field(compare=False)
    lu: Mapping[str, Any] = field(compare=False)
    mesures: Mapping[str, Mesure] = field(compare=False)

    @property
    def zonage(self) -> str:
        """The zoning of the rows of the file."""
        return self.lu["zonage"]

    @property
    def nulles(self) -> bool:
        """A zone without a row, or with an empty cell, counts for zero."""
        return self.lu.get("absent") == "zero"

    @cached_property
    def contrat(self) -> Contrat:
        """The contract of its one table."""
        lu, (dit, forme, _) = self.lu, ZONAGES[self.zonage]
        bas, haut = zip(*(m.bornes for m in self.mesures.values()), strict=True)
        colonnes = (
            Colonne("periode", "Période", motif=f"^{RYTHMES[lu['rythme']][0]}$"),
            Colonne("code_zone", francais.capitale(dit), motif=f"^{forme}$"),
            Colonne("serie", "Indicateur", valeurs=tuple(self.mesures)),
            Colonne(
                "value", VALEUR[0].description, "celle de l’indicateur", pa.float64(), True, "", (min(bas), max(haut))
            ),
            *VALEUR[1:],
        )
        masque = f"Le producteur masque des effectifs ({', '.join(lu['secret'])})." if "secret" in lu else ""
        return Contrat(
            self.nom,
            lu["titre"],
            lu["producteur"],
            LICENCE_OUVERTE if lu["licence"].lower() in _LICENCES else lu["licence"],
            lu["rythme"],
            lu.get("secret_dit") or masque or "La description du fichier ne dit aucune marque de secret.",
            {"observations": Table(colonnes, ("periode", "code_zone", "serie"))},
            serie=True,
            retard_mois=18 if lu["rythme"] == "annuel" else 6,
            adresse=lu["adresse"],
            description=self.texte,
        )

    @cached_property
    def indicateurs(self) -> dict[str, Indicateur]:
        """Its indicators, by code."""
        lu, (dit, _, vers) = self.lu, ZONAGES[self.zonage]
        faits = {}
        for code, m in self.mesures.items():
            dits = {c: tuple(v) if c == "limites" else v for c, v in lu["indicateurs"][code].items() if c in _DITES}
            faits[code] = Indicateur(
                code=code,
                dataset=self.nom,
                mesure=code,
                zonages=(self.zonage, *(vers if m.somme else ())),
                source=lu.get("source") or f"{lu['producteur']}, {francais.en_phrase(lu['titre'])}",
                rythme=lu["rythme"],
                ailleurs=f"le fichier est diffusé par {dit} : aucun chiffre n’est estimé",
                genre="compte" if m.somme or _compte(dits["unite"], dits["libelle"]) else "taux",
                theme=lu.get("theme", "Emploi"),
                complements={"ze": zones.ZONES_ENTIERES} if self.zonage == "ze" else {},
                **({"nature": lu.get("nature", "")} | dits),
            )
        return faits


def _compte(unite: str, libelle: str) -> bool:
    """False for what is no count: it is drawn in classes and is never summed."""
    return not (re.search(r"%|‰|\bpour\b|\bpar\b|points|indice|sur \d|€|euros", unite, re.I) or _UN_TAUX.match(libelle))


def lire(chemin: Path) -> Description:
    """The description of a file; ErreurDonnees says all that is missing or wrong."""
    try:
        octets = chemin.read_bytes() if chemin.stat().st_size <= OCTETS_MAX else None
    except OSError:
        raise ErreurDonnees(
            "absent", chemin.name, "description introuvable", remede="vérifier le chemin donné"
        ) from None
    if octets is None:
        raise ErreurDonnees("taille", chemin.name, f"description de plus de {OCTETS_MAX >> 10} Kio")
    try:
        return analyser(octets.decode("utf-8"), chemin.name, _pris())
    except UnicodeDecodeError as e:
        raise ErreurDonnees("encodage", chemin.name, "accents illisibles", remede="l’enregistrer en UTF-8") from e


def _pris() -> dict[str, str]:
    """Names of datasets and indicators -> the description that has them, "" for those that are shipped."""
    decrits = {c: d.nom for d in CONTRATS.decrites for c in (d.nom, *d.mesures)}
    tous = {*CONTRATS, *INDICATEURS, *NATIONAUX, *RENOMMES, *(i.code for i in PAR_METIER)}
    return {nom: decrits.get(nom, "") for nom in tous}


def analyser(texte: str, ou: str, pris: Mapping[str, str] = MappingProxyType({})) -> Description:
    """The same, of a text; `ou` names it in a refusal. `pris`: names that are not free, and whose they are."""
    try:
        lu = tomllib.loads(texte)
    except (tomllib.TOMLDecodeError, RecursionError) as e:
        raise ErreurDonnees("description", ou, "ce n’est pas du TOML", cause=str(e)[:200], remede=CORRIGER) from e
    fautes = [*_fautes(lu, _EXIGES, _ADMIS), *_incoherences(lu)]
    mesures = {}
    for code, dit in lu["indicateurs"].items() if isinstance(lu.get("indicateurs"), dict) else ():
        ici = f"[indicateurs.{str(code)[:40]}] "
        siennes = ["une table est attendue"] if not isinstance(dit, dict) else []
        siennes += [f"code : {faute}"] if (faute := _CODE(code)) else []
        siennes = siennes or [*_fautes(dit, _INDICATEUR_EXIGES, _INDICATEUR_ADMIS)]
        siennes = siennes or [*_incoherences_de(dit, lu)]
        fautes += [ici + f for f in siennes]
        if not siennes:
            mesures[code] = _mesure(dit, lu)
    noms = dict.fromkeys(n for n in (lu.get("nom"), *mesures) if isinstance(n, str))
    fautes += [
        f"nom déjà pris par un autre jeu ou indicateur : {n}" for n in noms if pris.get(n, lu["nom"]) != lu["nom"]
    ]
    if fautes:
        trouve = f"{francais.avec_unite(len(fautes), 'fautes')} dans la description"
        remede = "corriger, puis : python -m data_loaders verifier-description FICHIER.toml"
        raise ErreurDonnees("description", ou, trouve, details=tuple(fautes), remede=remede)
    return Description(texte, lu["nom"], lu, mesures)


def _fautes(lu: Mapping[str, Any], exiges: Mapping[str, Callable], admis: Mapping[str, Callable]) -> Iterator[str]:
    juges = {**exiges, **admis}
    yield from (f"{c} manque" for c in exiges if c not in lu)
    for cle, valeur in lu.items():
        if cle not in juges:
            yield f"« {str(cle)[:40]} » n’est pas connu ; admis : {', '.join(juges)}"
        elif faute := juges[cle](valeur):
            yield f"{cle} : {faute}"


def _incoherences(lu: Mapping[str, Any]) -> Iterator[str]:
    if "periode" in lu and "periode_fixe" in lu:
        yield "periode et periode_fixe : l’une ou l’autre"


def _incoherences_de(dit: Mapping[str, Any], lu: Mapping[str, Any]) -> Iterator[str]:
    """What contradicts itself in an indicator, each key of which is right by itself."""
    reperes = re.findall(r"\{(\w*)\}", dit["valeur"])
    attendus = RYTHMES.get(lu.get("rythme"), ("", ("aa",), ""))[1]
    if reperes and {r[:2] for r in reperes} != set(attendus):
        dits = " et ".join("{" + a + "}" for a in attendus)
        yield f"valeur : de chaque période, le titre porte {dits} ({{aaaa}} pour l’année entière)"
    if not reperes and not {"periode", "periode_fixe"} & set(lu):
        yield "valeur : dire la colonne des périodes (periode), ou écrire {aaaa} à la place de l’année du titre"
    if dit["addition"] == SOMME and not _compte(dit["unite"], dit["libelle"]):
        yield f"addition : un taux ne s’additionne pas (« {dit['libelle']} », en {dit['unite']}) ; écrire jamais"
    if dit["addition"] == JAMAIS and "total" in dit:
        yield "total : ce qui ne s’additionne pas n’a pas de total"


def _mesure(dit: Mapping[str, Any], lu: Mapping[str, Any]) -> Mesure:
    morceaux = re.split(r"\{(\w+)\}", dit["valeur"])
    annuelle = None
    if morceaux[1:]:
        motif = "".join(_REPERES[m] if i % 2 else re.escape(m) for i, m in enumerate(morceaux))
        annuelle = re.compile(motif, re.I | re.ASCII)
    filtres = {
        c: tuple(map(str, v if isinstance(v, list) else [v]))
        for c, v in {**lu.get("filtres", {}), **dit.get("filtres", {})}.items()
    }
    bornes = tuple(dit.get("bornes", (0, 100) if dit["unite"] == "%" else (0, 1e8)))
    return Mesure(dit["valeur"], filtres, dit["addition"] == SOMME, bornes, dit.get("total", {}), annuelle)
