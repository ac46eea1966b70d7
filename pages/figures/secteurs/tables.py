"""Tables of the portrait of a sector, and their CSV. Every empty cell says why."""

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.base import DEPARTEMENTS, VIDES
from data_loaders.contracts.interim import MESURES, TERRITOIRES
from data_loaders.contracts.metiers import FRANCE
from data_loaders.exports.ecriture import AU_PLUS
from data_loaders.francais import INSEC, capitale, echapper as escape, nombre
from data_loaders.measures import marches
from data_loaders.metiers.secteurs import Offres, Releve
from data_loaders.parametres import meteo
from data_loaders.parametres.secteurs import NOMENCLATURES, Secteur
from geo import zonages
from geo.territoire import NOM_REGION
from geo.zonages import REGION
from pages.figures import lecture
from pages.figures.estimees import ESTIMATION, estimation
from pages.figures.secteurs.vue import DIFFICILES, ESTIMEE, PART, PROJETS, TOUS, saison_dite
from pages.figures.tables import Table, csv_signe, en_tetes
from pages.figures.tendances.series import Tendance

METIERS_MONTRES = 12
_MASQUE = "s"
AUCUN_PROJET = "aucun projet déclaré dans la région"


def zones(releve: Releve, annee: str, zonage: str = "departement", code: str = "") -> Table:
    """One row a zone, or that of one alone, then the region: projects, share, class, seasons, what hides."""
    noms = {code: zonages.libelle_zone(zonage, code)} if code else zonages.noms(zonage)
    entetes = en_tetes("Code", "Territoire", "Projets #") + ESTIMATION
    entetes += en_tetes("Saisonniers #", "Métiers masqués #", "Remarque")
    corps = [_territoire(releve, annee, zonage, code, nom) for code, nom in noms.items()]
    return _sans_remarque(entetes, [*corps, _territoire(releve, annee, "region", REGION, NOM_REGION)])


def _sans_remarque(entetes: list[tuple[str, bool]], corps: list[list[str]]) -> Table:
    """The last column is left out when no row needs it."""
    if any(ligne[-1] for ligne in corps):
        return entetes, corps
    return entetes[:-1], [ligne[:-1] for ligne in corps]


def _territoire(releve: Releve, annee: str, zonage: str, code: str, nom: str) -> list[str]:
    projets, part = (releve.tableau(i, zonage).periode(annee).loc[code] for i in (PROJETS, ESTIMEE))
    r = releve.marche(annee, zonage, code)
    saison = saison_dite(releve.zones, (code, annee)) or lecture.SIGNES.get(projets["obs_status"], _MASQUE)
    dits = [*estimation(r), saison, "n.d."]
    if projets["value"] == 0 and not projets["minorant"]:  # there is no share, nor anything to hide
        dits = ["///"] * 4
    if (code, annee) in releve.zones.index:
        z = releve.zones.loc[(code, annee)]
        dits[-1] = f"{z['metiers_caches_nb']} sur {z['metiers_nb']}"
    return [code, nom, lecture.compte(projets), *dits, part["raison"]]


def metiers(releve: Releve, annee: str, maximum: int = METIERS_MONTRES) -> Table:
    """Métiers of the sector in the region, by visible projects; those without any row are real zeros."""
    entetes = [*en_tetes("Code", "Métier", "Projets #"), *ESTIMATION, *en_tetes("Saisonniers #", "Remarque")]
    listes = releve.metiers[releve.metiers["annee"] == annee]
    cles = pd.MultiIndex.from_frame(listes[["annee", "code_metier"]])
    listes = listes.assign(projets=releve.par_metier["projets"].reindex(cles).to_numpy())
    tries = listes.sort_values(["projets", "code_metier"], ascending=[False, True], na_position="last")
    corps = []
    for cle, nom in tries[:maximum].set_index(["annee", "code_metier"])["libelle_metier"].items():
        r = releve.par_metier.loc[cle] if cle in releve.par_metier.index else None
        if r is None:
            dits = ["0", "///", "///", "///", AUCUN_PROJET]
        elif pd.isna(r["projets"]):
            dits = [_MASQUE, *estimation(None), _MASQUE, marches.STATUTS["secret"][1]]
        else:
            estime, projets = releve.estimes_par_metier.loc[cle], lecture.au_moins(nombre(r["projets"]), r["minorant"])
            dits = [projets, *estimation(estime), saison_dite(releve.par_metier, cle) or _MASQUE, estime["raison"]]
        corps.append([cle[1], nom, *dits])
    return _sans_remarque(entetes, corps)


def familles(releve: Releve, annee: str) -> Table:
    """Families of the survey inside the sector, with how many of its métiers each holds."""
    listes, lus = releve.metiers[releve.metiers["annee"] == annee], releve.par_famille
    lignes = []
    for (code, nom), groupe in listes.groupby(["code_famille", "libelle_famille"], sort=False):
        r = lus.loc[(annee, code)] if (annee, code) in lus.index else {"projets": 0.0, "minorant": False}
        masque = pd.isna(r["projets"])
        projets = _MASQUE if masque else lecture.au_moins(nombre(r["projets"]), r["minorant"])
        lignes.append((0.0 if masque else -r["projets"], [code, nom, nombre(len(groupe)), projets]))
    entetes = en_tetes("Code", "Famille de l’enquête", "Métiers #", "Projets #")
    return entetes, [ligne for _, ligne in sorted(lignes, key=lambda x: x[0])]


def tendance(releve: Releve, t: Tendance) -> Table:
    """One row a vintage, the newest first: projects, share of the sector, share of all métiers."""
    entetes = en_tetes(
        "Nomenclature", "Année", "Projets du secteur #", "Part estimée du secteur #", f"Part estimée, {TOUS.lower()} #"
    )
    projets = releve.tableau(PROJETS).lignes.set_index(["code_zone", "periode"])
    lus = {a: lecture.compte(projets.loc[(REGION, a)]) for a in reversed(releve.annees)}
    dits = [s.dits for s in t.series]
    return entetes, [[releve.nomenclatures[a], a, n, *(x.get(a, "n.d.") for x in dits)] for a, n in lus.items()]


def offres(o: Offres) -> Table:
    """One row a bassin: offers, job-seekers, offers for one job-seeker where there are enough of them."""
    entetes = en_tetes(
        "Code", "Bassin d’emploi", "Offres #", "Entre #", "Inscrits #", "Entre #", "Offres pour un inscrit #"
    )
    noms, corps = zonages.noms("bassin"), []
    for r in o.par_bassin.sort_values("offres", ascending=False).itertuples():
        assez = r.inscrits >= meteo().effectif_local
        rapport = nombre(r.offres / r.inscrits, 1) if assez else "n.s. : moins de dix inscrits"
        dits = []
        for bas, n, haut in ((r.offres_min, r.offres, r.offres_max), (r.inscrits_min, r.inscrits, r.inscrits_max)):
            dits += [nombre(n), "—" if nombre(bas) == nombre(haut) else f"{nombre(bas)} à {nombre(haut)}"]
        corps.append([r.code_bassin, noms.get(r.code_bassin, r.code_bassin), *dits, rapport])
    return entetes, corps


def classes(lignes: pd.DataFrame, libelles: dict[str, str]) -> Table:
    """Official classes: one row a group, one column a territory."""
    zones = (FRANCE, REGION, *DEPARTEMENTS)
    noms = {"FR": "France", REGION: "Région"} | zonages.noms("departement")
    corps = []
    for code, groupe in lignes.groupby("code_fap"):
        dites = {r.code_zone: "n.d." if r.obs_status in VIDES else nombre(r.value) for r in groupe.itertuples()}
        corps.append([code, libelles.get(code, code), *(dites.get(z, "absent du fichier") for z in zones)])
    return en_tetes("Code", "Groupe de métiers (FAP 2009)", *(f"{noms[z]} #" for z in zones)), corps


def composition(secteur: Secteur) -> Table:
    """Choices of the sector: reason, then codes in each nomenclature."""
    return en_tetes("Choix", "Motif", *(n.replace("FAP", "FAP ") for n in NOMENCLATURES)), [
        [str(i), c.motif, *(", ".join(c.codes[n]) or "pas de code séparé" for n in NOMENCLATURES)]
        for i, c in enumerate(secteur.choix, 1)
    ]


def hors_html(secteur: Secteur) -> str:
    """What is left out, as a list; "" when nothing is."""
    if not secteur.hors:
        return ""
    points = "".join(f"<li>{escape(capitale(h))}.</li>" for h in secteur.hors)
    return f"<p><strong>Laissé dehors.</strong></p><ul>{points}</ul>"


def interim(lignes: pd.DataFrame, secteur: Secteur) -> Table:
    """One row a period, code and territory: the newest period first, the region before its départements."""
    corps, rangs = [], list(TERRITOIRES)
    groupes = {cle: g.set_index("mesure") for cle, g in lignes.groupby(["periode", "code", "zonage", "code_zone"])}
    tries = sorted(groupes, key=lambda c: (c[1], rangs.index(c[2:])))
    for cle in sorted(tries, key=lambda c: c[0], reverse=True):  # stable: that order within a period
        periode, code, *zone = cle
        champ = secteur.libelle if code == secteur.code else f"FAP {code}"
        corps.append([francais.periode_libelle(periode), TERRITOIRES[tuple(zone)], champ])
        for mesure in MESURES:
            statut, valeur = groupes[cle].loc[mesure, ["obs_status", "value"]]
            dit = f"{lecture.SIGNES[statut]}{INSEC}: {lecture.MOTS_STATUT[statut]}" if statut in VIDES else ""
            corps[-1].append(dit or nombre(valeur, 0 if mesure == "missions" else 1))
    return en_tetes("Période", "Territoire", "Champ", *(f"{capitale(unite)} #" for unite in MESURES.values())), corps


def interim_publie(lignes: pd.DataFrame, trimestres_nb: int) -> Table:
    """One row a quarter and territory or activity: the last quarters, the newest first."""
    entetes = en_tetes("Période", "Champ", "Intérimaires #", "Équivalents temps plein #", "Taux de recours #")
    gardees = sorted(lignes["periode"].unique(), reverse=True)[:trimestres_nb]
    return entetes, [
        [
            francais.periode_libelle(p),
            r.libelle,
            *(nombre(v) if pd.notna(v) else "n.d." for v in (r.effectif, r.etp)),
            francais.avec_unite(r.recours, "%", 1) if pd.notna(r.recours) else "non publié",
        ]
        for p in gardees
        for r in lignes[lignes["periode"] == p].itertuples()
    ]


def csv_zones(releve: Releve, instantanes: dict[str, str], ou: tuple[str, str] | None = None) -> bytes:
    """The region, and its départements or `ou` alone (zoning, code), every vintage: projects, share, seasons, class,
    with status, source and snapshot."""
    parties = []
    for zonage in ("region", ou[0] if ou else "departement"):
        projets, part, difficiles = (
            releve.tableau(i, zonage).lignes.set_index(["code_zone", "periode"]) for i in (PROJETS, PART, DIFFICILES)
        )
        r, z = (lus.reindex(projets.index) for lus in (releve.marches(zonage), releve.zones))
        codes, annees = (projets.index.get_level_values(nom) for nom in projets.index.names)
        colonnes = {
            "zonage": zonage,
            "code_zone": codes,
            "libelle_zone": codes.map(zonages.noms(zonage)),
            "periode": annees,
            "secteur": releve.secteur.libelle,
            "projets": projets["value"],
            "au_moins": projets["minorant"].astype(bool),
            "projets_difficiles": difficiles["value"],
            "difficiles_au_moins": difficiles["minorant"].astype(bool),
            **_estimation(r),
            "part_declaree_pct": part["value"],
            "part_publiee_pct": 100 * r["publiee"],
            "marge_declaree_points": r["marge_points"],
            "secret_borne_basse_pct": part["borne_basse"],
            "secret_borne_haute_pct": part["borne_haute"],
            "saisonniers_bas_pct": z["saison_basse"],
            "saisonniers_haut_pct": z["saison_haute"],
            "metiers_masques": z["metiers_caches_nb"].map("{:.0f}".format, na_action="ignore"),
            "nomenclature": annees.map(releve.nomenclatures),
            **part[["obs_status", "raison"]],
        }
        parties.append(pd.DataFrame(colonnes).reset_index(drop=True))
    lignes = pd.concat(parties, ignore_index=True)
    if ou:
        lignes = lignes[lignes["zonage"].eq("region") | lignes["code_zone"].eq(ou[1])]
    return _csv(lignes, releve, instantanes)


def csv_metiers(releve: Releve, instantanes: dict[str, str]) -> bytes:
    """Every métier of the sector in the region, every vintage."""
    listes = releve.metiers.sort_values(["annee", "code_metier"]).reset_index(drop=True)
    cles = pd.MultiIndex.from_frame(listes[["annee", "code_metier"]])
    r = releve.par_metier.reindex(cles).reset_index(drop=True)
    absents = r["metiers_nb"].isna()
    estimes = releve.estimes_par_metier.reindex(cles).reset_index(drop=True)
    df = pd.DataFrame(
        {
            "periode": listes["annee"],
            "secteur": releve.secteur.libelle,
            **listes[["code_metier", "libelle_metier"]],
            "famille": listes["libelle_famille"],
            "projets": r["projets"].where(~absents, 0.0),
            "au_moins": r["minorant"].eq(True),
            **_estimation(estimes),
            "part_declaree_pct": r["part"],
            "part_publiee_pct": 100 * estimes["publiee"],
            "secret_borne_basse_pct": r["part_basse"],
            "secret_borne_haute_pct": r["part_haute"],
            "saisonniers_bas_pct": r["saison_basse"],
            "saisonniers_haut_pct": r["saison_haute"],
            "nomenclature": listes["nomenclature"],
            "raison": r["part_raison"].where(~absents, AUCUN_PROJET),
        }
    )
    return _csv(df, releve, instantanes)


def _estimation(lignes: pd.DataFrame) -> dict[str, pd.Series]:
    """Columns of the estimates; empty where there is none."""
    r = lignes.where(lignes["statut"] == "estime")
    return {
        "part_estimee_pct": 100 * r["q_estimee"],
        "basse_8_sur_10_pct": 100 * r["borne_basse"],
        "haute_8_sur_10_pct": 100 * r["borne_haute"],
        "classe": r["classe"].astype(object).map(str, na_action="ignore"),
        "certitude": r["certitude"],
    }


def _csv(df: pd.DataFrame, releve: Releve, instantanes: dict[str, str]) -> bytes:
    comptes = dict.fromkeys(df.columns.intersection(["projets", "projets_difficiles"]), AU_PLUS)
    decimales = {c: 2 for c in df.columns if c.endswith(("_pct", "_points"))} | comptes
    source, lus = releve.tableau(PROJETS).indicateur.source, df["periode"].map(instantanes)
    return csv_signe(df, source, lus, releve.demonstration, decimales, complet=True)


def csv_offres(o: Offres, instantane: str) -> bytes:
    """Offers and job-seekers by bassin, with their bounds."""
    df = o.par_bassin.assign(libelle_zone=o.par_bassin["code_bassin"].map(zonages.noms("bassin")), periode=o.annee)
    decimales = {c: 1 for c in df.columns if c.startswith(("offres", "inscrits"))}
    return csv_signe(df, "France Travail et Dares", instantane, o.demonstration, decimales, complet=True)


def csv_interim(lignes: pd.DataFrame, demonstration: bool, instantane: str) -> bytes:
    """Interim work as published: every quarter, the region whole, France and its activities; rates in %."""
    df = lignes.rename(columns={"libelle": "champ", "recours": "recours_pct"})
    decimales = {"effectif": 0, "etp": 0, "recours_pct": 2}
    return csv_signe(df, "Dares, emploi intérimaire", instantane, demonstration, decimales, complet=True)
