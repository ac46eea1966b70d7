"""Tension file by ROME and bassin (France Travail, DARES), one CSV a year; region 52 only.

An earlier edition of the 2021 file holds values that are not totals of bassins: the importer weighs the regional sum of
job-seekers against what is published (`measures.meteo_complet.verifier_inscrits`). Redon (5313) belongs to Bretagne, as
in the BMO survey: it is left out, so that sums are those of the region's 26 bassins.
"""

from dataclasses import replace
from pathlib import Path

from data_loaders import francais
from data_loaders.contracts import tension_rome
from data_loaders.erreurs import REPRENDRE_ENTIER, ErreurDonnees
from data_loaders.jeux import Lecteur
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import meteo_complet
from data_loaders.parametres import abc_publies
from data_loaders.sources import classeur, ecriture, feuilles, series, tensions
from data_loaders.sources.extrait import Extrait
from geo import zonages


def lire(chemin: Path, progres: classeur.Progres | None = None) -> Extrait:
    """Read the bassins of the region.

    Raises:
        ErreurDonnees: unreadable, columns missing, no year, a bassin of the region missing, a class out of 1–5, a
            count that is not a number.
    """
    nom = Path(chemin).name
    lue = feuilles.lire(chemin, "tension_rome", progres)
    brut, annee, remarques = tensions.derniere_annee(lue)
    brut["code_bassin"] = classeur.codes(brut["code_bassin"], 4)
    df = brut[brut["code_bassin"].str.startswith(zonages.REGION)]
    attendus = {c for c in zonages.zones("bassin")["code_zone"] if c.startswith(zonages.REGION)}
    if absents := sorted(attendus - set(df["code_bassin"])):
        raise ErreurDonnees(
            "zone",
            nom,
            "bassins de la région absents du fichier",
            nombre=len(absents),
            exemple=", ".join(absents),
            cause="fichier d'une autre région, ou tronqué",
            remede=REPRENDRE_ENTIER,
        )
    df = df.assign(annee=annee, **ecriture.exiges(df, ["offres", "inscrits"], lue))
    df = tensions.statuer(df, lue)
    offres, inscrits = (df[c].sum() for c in ("offres", "inscrits"))
    return Extrait(
        dataset="tension_rome",
        millesime=annee,
        tables={"observations": series.table(df, tension_rome.OBSERVATIONS)},
        dit=(
            f"Tensions {annee} par métier ROME : {francais.nombre(len(brut))} lignes lues, "
            f"{francais.nombre(len(df))} gardées ({df['code_bassin'].nunique()} bassins)",
            f"offres de douze mois : {francais.nombre(offres)} · inscrits en moyenne : {francais.nombre(inscrits)}",
        ),
        remarques=remarques,
        faits={"inscrits": inscrits},
    )


def importer(donnees: Donnees, chemin: Path, progres: classeur.Progres, adresse: str = "") -> list[str]:
    """Publish one year of the tensions by ROME and bassin, once its job-seekers are plausible; French summary."""
    lu = lire(chemin, progres)
    publies, origine = _abc_de(donnees, lu.millesime, chemin.name)
    part = meteo_complet.verifier_inscrits(lu.faits["inscrits"], publies, chemin.name)
    note = (
        f"Les inscrits du fichier font {francais.avec_unite(100 * part, '%', 0)} des catégories A, B et C publiées "
        f"({origine}) ; bassin de Redon (Bretagne) laissé de côté."
    )
    return replace(lu, dit=(*lu.dit, note), notes=(note,)).publier(donnees, chemin, adresse)


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


LECTEUR = Lecteur(importer, tables=("tension_rome",))
