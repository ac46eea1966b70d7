"""Import a producer's file: read, check, publish, and say in French what was found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from data_loaders import francais
from data_loaders.contracts import CONTRATS, communes as contrats_communes
from data_loaders.contracts.convention import PARTIES, mesures
from data_loaders.convention import cadre, receptions
from data_loaders.erreurs import ErreurDonnees
from data_loaders.importation import interim, saisies, totaux
from data_loaders.importation.resumes import dire
from data_loaders.magasin import controle
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.store import Edition, Instantane, Source
from data_loaders.measures import meteo_complet
from data_loaders.parametres.tensions import abc_publies
from data_loaders.sources import (
    bmo,
    chomage_dep,
    chomage_ze,
    communes,
    convention,
    defm_cvs,
    defm_epci,
    formation,
    nomenclatures,
    stmt_dep,
    tension_fap,
    tension_rome,
)
from data_loaders.sources.classeur import Progres

LIBELLES = {"met": "projets", "xmet": "difficiles", "smet": "saisonniers"}


def importer_bmo(donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
    """Publish one vintage of the survey; returns the French summary."""
    lu = bmo.lire(chemin, progres)
    cause = "ancien fichier remis en ligne sous une autre année"
    doutes = (controle.Constat("millesime-contredit", lu.doute, cause=cause),) if lu.doute else ()
    retrouves, ecarts = totaux.comparer("bmo", lu.millesime, lu.totaux)
    source = Source.du_fichier(chemin, CONTRATS["bmo"].producteur, adresse or CONTRATS["bmo"].adresse)
    publie = donnees.officiel.publier(
        CONTRATS["bmo"], lu.millesime, lu.tables, [source], lu.notes, (*lu.remarques, *ecarts), doutes
    )
    au_moins = "au moins " if any(lu.caches.values()) else ""
    visibles = francais.enumeration([f"{au_moins}{francais.nombre(lu.totaux[m])} {LIBELLES[m]}" for m in LIBELLES])
    caches = francais.enumeration([f"{francais.nombre(lu.caches[m])} en {LIBELLES[m]}" for m in LIBELLES])
    deps = " · ".join(f"{d} : {francais.nombre(v)}" for d, v in lu.departements.items())
    france = ", celles de la France à part, pour l'estimation" if lu.france_nb else ""
    return [
        f"BMO {lu.millesime} : {francais.nombre(lu.lues_nb)} lignes lues, {francais.nombre(lu.gardees_nb)} gardées "
        f"(Pays de la Loire){france}",
        f"  cellules masquées par le producteur : {caches}",
        f"  totaux visibles : {visibles}",
        *(f"  {r}" for r in retrouves),
        f"  projets par département : {deps}",
        *(f"  {n}" for n in lu.notes),
        *dire(publie),
    ]


def importer_defm_epci(donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
    """Publish every period of the file, or none; returns the French summary."""
    contrat = CONTRATS["defm_epci"]
    lectures = defm_epci.lire(chemin)
    source = Source.du_fichier(chemin, contrat.producteur, adresse or contrat.adresse)
    editions = [Edition(lu.millesime, lu.tables, [source], lu.notes) for lu in lectures]
    publiees = donnees.officiel.publier_ensemble(contrat, editions)
    progres(1, 1)
    lignes = []
    for lu, publie in zip(lectures, publiees, strict=True):
        abc = sum(lu.totaux[c] for c in "ABC")
        lignes += [
            f"DEFM par EPCI, {francais.periode_libelle(lu.millesime)} : {lu.lues_nb} lignes lues, {lu.gardees_nb} "
            "EPCI, aucune cellule masquée",
            f"  catégorie A : {francais.nombre(lu.totaux['A'])} · catégories A, B, C : {francais.nombre(abc)} (EPCI "
            "entiers, dont communes hors région)",
            *(f"  {n}" for n in lu.notes),
            *dire(publie),
        ]
    return lignes


def importer_chomage_ze(donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
    """Publish an edition of the rates by zone d'emploi; returns the French summary."""
    lu = chomage_ze.lire(chemin, progres)
    return [
        f"Taux de chômage par zone d'emploi : {lu.lues_nb} zones lues, {lu.zones_nb} gardées (zones qui touchent la "
        "région, entières et parties régionales)",
        *_publier_serie(donnees, "chomage_ze", chemin, adresse, lu),
    ]


def importer_chomage_dep(donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
    """Publish an edition of the rates by département and region; returns the French summary."""
    lu = chomage_dep.lire(chemin, progres)
    return [
        f"Taux de chômage par département et région : {lu.lues_nb} séries lues, 7 gardées (cinq départements, la "
        f"région, la France métropolitaine){', mises à jour le ' + lu.mise_a_jour if lu.mise_a_jour else ''}",
        *_publier_serie(donnees, "chomage_dep", chemin, adresse, lu),
    ]


def importer_stmt_dep(donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
    """Publish an edition of the monthly registrations; returns the French summary."""
    lu = stmt_dep.lire(chemin)
    progres(1, 1)
    deps = " · ".join(f"{d} : {francais.nombre(v)}" for d, v in lu.derniers.items())
    return [
        f"Inscrits en fin de mois par département, catégories A à E : {lu.lues_nb} lignes lues",
        f"  {francais.periode_libelle(lu.millesime)} : {deps}",
        *(f"  {n}" for n in lu.notes),
        *_publier_serie(donnees, "stmt_dep", chemin, adresse, lu, lu.notes),
    ]


def importer_defm_cvs(donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
    """Publish an edition of the adjusted quarterly series; returns the French summary."""
    lu = defm_cvs.lire(chemin, progres)
    derniers = " · ".join(
        f"catégorie{'s' if len(c) > 1 else ''} {c} : {francais.nombre(v)}" for c, v in lu.derniers.items()
    )
    return [
        f"Demandeurs d'emploi de la région, CVS-CJO : {len(lu.periodes)} trimestres lus",
        f"  {francais.periode_libelle(lu.millesime)} : {derniers}",
        *(f"  {n}" for n in lu.notes),
        *_publier_serie(donnees, "defm_cvs", chemin, adresse, lu, lu.notes),
    ]


def importer_tension_rome(donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
    """Publish one year of the tensions by ROME and bassin, once its job-seekers are plausible; French summary."""
    lu = tension_rome.lire(chemin)
    progres(1, 1)
    publies, origine = _abc_de(donnees, lu.millesime, chemin.name)
    part = meteo_complet.verifier_inscrits(lu.inscrits, publies, chemin.name)
    note = (
        f"Les inscrits du fichier font {francais.avec_unite(100 * part, '%', 0)} des catégories A, B et C publiées "
        f"({origine}) ; bassin de Redon (Bretagne) laissé de côté."
    )
    publie = _publier(donnees, "tension_rome", chemin, adresse, lu.millesime, lu.tables, (note,))
    return [
        f"Tensions {lu.millesime} par métier ROME : {francais.nombre(lu.lues_nb)} lignes lues, "
        f"{francais.nombre(lu.gardees_nb)} gardées ({lu.bassins_nb} bassins)",
        f"  offres de douze mois : {francais.nombre(lu.offres)} · inscrits en moyenne : {francais.nombre(lu.inscrits)}",
        f"  {note}",
        *dire(publie),
    ]


def _abc_de(donnees: Donnees, annee: str, nom: str) -> tuple[float, str]:
    """Published job-seekers A, B, C of the region, mean of a year, and where they come from.

    Raises:
        ErreurDonnees: neither the adjusted series nor the parameter knows this year.
    """
    if donnees.officiel.millesimes("defm_cvs"):
        lignes = donnees.lire("defm_cvs").query("categorie == 'ABC'")
        trimestres = lignes[lignes["periode"].str.startswith(annee)]["value"].dropna()
        if len(trimestres) == 4:
            return trimestres.mean(), "série CVS-CJO chargée"
    if annee in abc_publies():
        return abc_publies()[annee], "constante des paramètres"
    raise ErreurDonnees(
        "inscrits",
        nom,
        f"aucun total publié des inscrits en {annee} pour contrôler le fichier",
        remede="importer d'abord la série corrigée (importer defm-cvs)",
    )


def importer_tension_fap(donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
    """Publish one year of the tensions by FAP and territory, official classes only; returns the French summary."""
    lu = tension_fap.lire(chemin)
    progres(1, 1)
    note = (
        f"{francais.nombre(lu.sans_classe_nb)} lignes sans classe officielle, non disponibles : leur indice imputé "
        "n'est pas repris."
    )
    notes = (note,) if lu.sans_classe_nb else ()
    publie = _publier(donnees, "tension_fap", chemin, adresse, lu.millesime, lu.tables, notes)
    return [
        f"Tensions {lu.millesime} par famille professionnelle : {francais.nombre(lu.lues_nb)} lignes lues, "
        f"{francais.nombre(lu.gardees_nb)} gardées (France, région, départements)",
        f"  {note}",
        *dire(publie),
    ]


def importer_formation(donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
    """Publish an edition of one of the training series, cumulated counts turned into flows; returns the summary."""
    lu = formation.lire(chemin)
    progres(1, 1)
    ignorees = f" ; séries laissées de côté : {', '.join(lu.ignorees)}" if lu.ignorees else ""
    return [
        f"{CONTRATS[lu.dataset].titre} : {francais.nombre(lu.lues_nb)} lignes lues{ignorees}",
        *(f"  {n}" for n in lu.notes),
        *_publier_serie(donnees, lu.dataset, chemin, adresse, lu, lu.notes),
    ]


def importer_nomenclature(donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
    """Publish one nomenclature of métiers or one crosswalk; returns the French summary."""
    lu = nomenclatures.lire(chemin)
    progres(1, 1)
    publie = _publier(donnees, lu.dataset, chemin, adresse, lu.millesime, lu.tables, lu.notes)
    contenu = " · ".join(f"{niveau} : {francais.nombre(n)} postes" for niveau, n in lu.niveaux.items())
    multiples = f"{francais.nombre(lu.multiples_nb)} codes ROME vont vers plusieurs familles professionnelles"
    return [
        f"{CONTRATS[lu.dataset].titre}, {lu.millesime} : {francais.nombre(lu.lues_nb)} lignes lues",
        f"  {contenu or multiples}",
        *(f"  {n}" for n in lu.notes),
        *dire(publie),
    ]


def importer_communes(donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
    """Publish one table of communes or of labels of official zonings; returns the French summary."""
    lu = communes.lire(chemin)
    progres(1, 1)
    publie = _publier(donnees, lu.dataset, chemin, adresse, lu.edition, lu.tables, lu.notes)
    dehors = f", {francais.nombre(lu.dehors_nb)} d'autres régions laissées de côté" if lu.dehors_nb else ""
    niveaux = {**contrats_communes.NIVEAUX, "clpe": "comité local"}
    return [
        f"{CONTRATS[lu.dataset].titre}, édition {lu.edition} : {francais.nombre(lu.lues_nb)} lignes lues{dehors}",
        "  zones : " + " · ".join(f"{niveaux[n]} {francais.nombre(nb)}" for n, nb in lu.zones_nb.items()),
        *(f"  {n}" for n in lu.notes),
        *dire(publie),
    ]


def _publier(
    donnees: Donnees,
    dataset: str,
    chemin: Path,
    adresse: str,
    millesime: str,
    tables: dict[str, pa.Table],
    notes: tuple[str, ...] = (),
) -> Instantane:
    """Publish one millésime under the name of its producer and the address it came from, the usual one by default."""
    contrat = CONTRATS[dataset]
    source = Source.du_fichier(chemin, contrat.producteur, adresse or contrat.adresse)
    return donnees.officiel.publier(contrat, millesime, tables, [source], notes)


def _publier_serie(
    donnees: Donnees,
    dataset: str,
    chemin: Path,
    adresse: str,
    lu: chomage_ze.Lecture | chomage_dep.Lecture | stmt_dep.Lecture | defm_cvs.Lecture | formation.Lecture,
    notes: tuple[str, ...] = (),
) -> list[str]:
    """Publish an edition in place of the one in force."""
    publie = _publier(donnees, dataset, chemin, adresse, lu.millesime, lu.tables, notes)
    return [
        f"  série : {francais.periode_libelle(lu.periodes[0])} à {francais.periode_libelle(lu.periodes[-1])}",
        *dire(publie),
    ]


def importer_convention(
    donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "", recu_le: str = ""
) -> list[str]:
    """Add what a correspondent sent to the indicators of the convention; returns the French summary.

    Args:
        recu_le: ISO date on which the workbook reached the observatory, today by default: what came on paper in 2015
            and is entered later was in time then.
    """
    lu = convention.lire(chemin, cadre.lire(donnees.racine).fin)
    progres(1, 1)
    parties = francais.enumeration([PARTIES[p] for p in lu.parties])
    source = Source.du_fichier(chemin, f"correspondant : {parties}", adresse)
    with receptions.une_a_la_fois(donnees.racine):
        publie = _publier_convention(donnees, lu, source, recu_le or datetime.now(UTC).date().isoformat())
    valeurs_nb = lu.observations["value"].notna().sum()
    mesures_nb = lu.observations["code_mesure"].nunique()
    return [
        f"Convention : {lu.lignes_nb} lignes lues, {valeurs_nb} valeurs reçues, {mesures_nb} mesures sur "
        f"{len(mesures())}, de {parties}",
        f"  valeurs non disponibles : {lu.observations['obs_status'].eq('O').sum()} · effectifs de personnes masqués : "
        f"{lu.masquees_nb} · lignes sans valeur, laissées de côté : {lu.sans_valeur_nb}",
        *(dire(publie) if publie else ["  déjà reçu à l'identique : rien n'est ajouté"]),
    ]


def _publier_convention(donnees: Donnees, lu: convention.Lecture, source: Source, recu_le: str) -> Instantane | None:
    """Publish what is in force with what is received; None when nothing of it is new."""
    connus = donnees.officiel.millesimes("convention")
    precedentes = donnees.lire("convention") if connus else None
    historique = receptions.lire(donnees) if connus else None
    if convention.deja_recu(precedentes, lu) or convention.deja_recu(historique, lu, recu_le):
        return None
    table = convention.fusionner(precedentes, lu, recu_le)
    recues = convention.ajouter(historique, lu, recu_le, source.fichier)
    # The history never goes back in time, what is in force may: an old paper can replace nothing.
    millesime = max(recues["recu_le"].to_pylist())
    tables = {"observations": table, "receptions": recues}
    return donnees.officiel.publier(CONTRATS["convention"], millesime, tables, [source])


IMPORTEURS: dict[str, Callable[..., list[str]]] = {
    "bmo": importer_bmo,
    "defm-epci": importer_defm_epci,
    "chomage-ze": importer_chomage_ze,
    "chomage-dep": importer_chomage_dep,
    "stmt-dep": importer_stmt_dep,
    "defm-cvs": importer_defm_cvs,
    "tension-rome": importer_tension_rome,
    "tension-fap": importer_tension_fap,
    "formation": importer_formation,
    "nomenclature": importer_nomenclature,
    "communes": importer_communes,
    "convention": importer_convention,
    **saisies.IMPORTEURS,
    "interim": interim.importer_interim,
}
