"""What is said of the sectors: their list, then of one its findings, key figures, bars by département and trend."""

from itertools import groupby
from typing import Any

import pandas as pd

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.base import VIDES
from data_loaders.francais import FINE, INSEC, capitale, echapper as escape, nombre
from data_loaders.jeux.calculs import Metier
from data_loaders.measures import enonces, mots_estimation as mots, palmares
from data_loaders.metiers.secteurs import Releve
from data_loaders.parametres.secteurs import Secteur
from geo import lieux, zonages
from geo.territoire import NOM_REGION
from geo.zonages import REGION
from pages.figures import adresses, lecture, tuiles
from pages.figures.barres import Barre
from pages.figures.carte.vue import COMMENT_CHARGER, champ
from pages.figures.chiffres_cles import ChiffreCle
from pages.figures.estimees import detail, teinte
from pages.figures.tendances import series as tendances, vue as vue_tendances
from pages.figures.vues import BADGE_TRAVAIL, Vue, badges_demo, source_dite
from pages.parts.statement import Level, fit

PART, PROJETS, DIFFICILES = "bmo_part_difficiles", "bmo_projets", "bmo_projets_difficiles"
ESTIMEE = "bmo_part_difficiles_estimee"
# Why a sector has no figure, the survey being of demonstration or not.
MANQUE = {False: "Aucun métier dans les enquêtes chargées", True: "Aucun métier dans l’enquête de démonstration"}
SANS_TOTAL = "chacun avec ses chiffres, sans total pour la filière"
TOUS = "Tous métiers"
# In a title, beside all métiers of the region; « ? » names them.


def liste(
    secteurs: dict[str, Secteur], releves: dict[str, Releve | None], annee: str, demonstration: bool = False
) -> Vue:
    """The finding of the whole list: where the share of difficult projects is the highest and the lowest."""
    estimes = _estimes(releves, annee).items()
    connues = [(r.q_estimee, secteurs[code].ou) for code, r in estimes if r.certitude in enonces.SURS]
    sous_titre = f"{francais.avec_unite(len(secteurs), 'secteurs')} et filières de la convention, {NOM_REGION}, {annee}"
    badges = (*badges_demo(demonstration), BADGE_TRAVAIL)
    if len(connues) < 2:
        return Vue("Les secteurs et filières de la convention", sous_titre, badges=badges)
    haut, bas = max(connues), min(connues)
    dits = [mots.part_dite(q) for q, _ in (haut, bas)]
    constat = f"Embauches difficiles, région, {annee}, estimé{INSEC}: {dits[0]} {haut[1]}{FINE}; {dits[1]} {bas[1]}"
    return Vue(constat, sous_titre, badges=badges)


def _estimes(releves: dict[str, Releve | None], annee: str) -> dict[str, Any]:
    """code -> estimate in the region, of the sectors that have one."""
    lus = {code: releve.marche(annee) for code, releve in releves.items() if releve is not None}
    return {code: r for code, r in lus.items() if r is not None and r.statut == "estime"}


def ordonner(releves: dict[str, Releve | None], annee: str) -> list[str]:
    """Codes from the highest estimate to the lowest, then those without any."""
    estimes = _estimes(releves, annee)
    return sorted(releves, key=lambda c: (c not in estimes, -estimes[c].q_estimee if c in estimes else 0.0))


def carte_html(secteur: Secteur, releve: Releve | None, annee: str, demonstration: bool) -> str:
    """The card of a sector: its sky and its name, one finding and how sure it is; one without an estimate says why."""
    lien = adresses.lien(adresses.secteurs(secteur.code, annee), secteur.intitule)
    r = releve and releve.marche(annee)
    if r is not None and r.statut == "estime":
        sure = tuiles.certitude_html(r).partition(", ")[2] or escape(mots.A_CONFIRMER)
        dit = f"<b>{escape(mots.part_dite(r.q_estimee))}</b> d’embauches difficiles, {sure}"
        return tuiles.article(teinte(r), tuiles.ciel_html(int(r.classe)), lien, "", dit)
    if releve is None:
        raison = MANQUE[demonstration]
    elif secteur.sans:
        raison = f"{francais.avec_unite(len(releve.codes(annee)), 'métiers')}, {SANS_TOTAL}"
    else:
        raison = capitale(releve.tableau(ESTIMEE).periode(annee).loc[REGION, "raison"])
    return tuiles.article("", "", lien, f'<p class="obs-raison">{escape(raison)}.</p>')


def vide(secteur: Secteur, demonstration: bool) -> Vue:
    """Head of the portrait of a sector that the survey cannot tell."""
    titre = f"{secteur.convenu}{INSEC}: {francais.en_phrase(MANQUE[demonstration])}"
    return Vue(titre, f"Portrait de secteur, {NOM_REGION}", badges=badges_demo(demonstration))


def raison_vide(demonstration: bool) -> str:
    """Why, in a sentence, and what to do about it where something can be done."""
    return f"{MANQUE[demonstration]}.{f' {COMMENT_CHARGER}' if demonstration else ''}"


def source(t: Tableau, annee: str) -> str:
    """Producer and vintage, or what says that the figures are invented."""
    return source_dite(f"{t.indicateur.source}, {annee}", t.demonstration)


def tete(releve: Releve, annee: str) -> Vue:
    """Head of the page: the estimated share of the region, and where it stands among all métiers."""
    r, t, n = releve.marche(annee), releve.tableau(ESTIMEE), len(releve.codes(annee))
    metiers = f"{nombre(n)} {francais.accorder('métiers', n)} de l’enquête"
    sous_titre = f"{NOM_REGION}, {annee}, {metiers} Besoins en main-d’œuvre (BMO)"
    dit = detail(r, "de la région")  # what the estimate of the region leans on
    lue = f"{mots.MENTION} {dit}" if dit else f"{capitale(t.periode(annee).loc[REGION, 'raison'])}."
    titre = f"{capitale(releve.secteur.ou)}, la part de projets difficiles de {annee} n’est pas connue"
    if r is not None and r.statut == "estime":
        titre = fit(Level.estimated(r, "region", ("secteur", releve.secteur.code, releve.secteur.convenu)))
    badges = (*badges_demo(releve.demonstration), BADGE_TRAVAIL)
    return Vue(titre, sous_titre, lue, champ(t, annee), source(t, annee), badges)


def tete_sans_total(releve: Releve, annee: str) -> Vue:
    """Head of a filière that is no set of métiers: how many it calls on, and why they make no total."""
    n = len(releve.codes(annee))
    return Vue(
        f"{releve.secteur.libelle}{INSEC}: {nombre(n)} {francais.accorder('métiers', n)}, sans total pour la filière",
        f"{NOM_REGION}, {annee}, métiers de l’enquête Besoins en main-d’œuvre (BMO) auxquels la filière fait appel",
        badges=(*badges_demo(releve.demonstration), BADGE_TRAVAIL),
    )


def chiffres(releve: Releve, annee: str) -> list[ChiffreCle]:
    """The key figures of the sector in the region."""
    r, quand = releve.marche(annee), f"en {annee}"
    if r is None or r.statut != "estime":
        raison = "Aucun métier enquêté." if r is None else r.raison and f"{capitale(r.raison)}."
        estimee = ChiffreCle("Embauches difficiles", "n.d.", raison)
    else:
        dit = mots.enonce(int(r.classe), r.certitude, r.w)
        estimee = ChiffreCle("Embauches difficiles", mots.part_dite(r.q_estimee), quand, sens=dit, a_cote="estimé")
    n, sur = _difficiles(releve, annee)
    durs = ChiffreCle("Métiers difficiles à pourvoir", nombre(n), f"sur {nombre(sur)}, {quand}")
    return [estimee, _projets(releve, annee), durs, _saisonniers(releve, annee)]


def _difficiles(releve: Releve, annee: str) -> tuple[int, int]:
    """How many of its métiers are hard to fill, sure enough, and how many have an estimate."""
    lus = releve.estimes_par_metier
    estimes = lus[(lus.index.get_level_values("annee") == annee) & (lus["statut"] == "estime")]
    return int((palmares.nets(estimes) == enonces.DIFFICILE).sum()), len(estimes)


def _projets(releve: Releve, annee: str) -> ChiffreCle:
    titre, t = "Projets d’embauche", releve.tableau(PROJETS)
    ligne = t.periode(annee).loc[REGION]
    if ligne["obs_status"] in VIDES:
        return ChiffreCle(titre, lecture.SIGNES[ligne["obs_status"]], f"{capitale(ligne['raison'])}.")
    # The vintage before, and whether it compares: « au moins 17 089 en 2023, dans une autre nomenclature ».
    avant = ""
    for veille in [a for a in releve.annees if a < annee][-1:]:
        lue, change = t.periode(veille).loc[REGION], releve.nomenclatures[veille] != releve.nomenclatures[annee]
        if lue["obs_status"] not in VIDES:
            avant = f"{FINE}; {'au moins ' * bool(lue['minorant'])}{nombre(lue['value'])} en {veille}"
            avant += ", dans une autre nomenclature" * change
    prefixe = "au moins" * bool(ligne["minorant"])
    return ChiffreCle(titre, nombre(ligne["value"]), f"en {annee}", prefixe=prefixe, quoi=f"En {annee}{avant}.")


def _saisonniers(releve: Releve, annee: str) -> ChiffreCle:
    titre, bornes = "Projets saisonniers", saison_dite(releve.zones, (REGION, annee))
    if bornes:
        quoi = "Ce qui est masqué laisse la part entre ces bornes." if " à " in bornes else ""
        return ChiffreCle(titre, bornes, f"en {annee}", quoi=quoi)
    ligne = releve.tableau("bmo_projets_saisonniers").periode(annee).loc[REGION]
    raison = ligne["raison"] and f"{capitale(ligne['raison'])}."
    return ChiffreCle(titre, lecture.SIGNES.get(ligne["obs_status"], "n.d."), raison)


def saison_dite(lignes: pd.DataFrame, cle: object) -> str:
    """« 2 à 18 % » of seasonal projects, « 27 % » when nothing hides; "" when it is unknown."""
    if cle not in lignes.index:
        return ""
    bas, haut = lignes.loc[cle, ["saison_basse", "saison_haute"]]
    return "" if pd.isna(bas) else f"{' à '.join(dict.fromkeys((nombre(bas), nombre(haut))))}{INSEC}%"


def departements(releve: Releve, annee: str) -> Vue:
    """The département figure: the finding is the range of the estimates, since hidden sums are not ranked."""
    t, lignes = releve.tableau(ESTIMEE, "departement"), releve.marches("departement")
    estimes = lignes[(lignes["annee"] == annee) & lignes["certitude"].isin(enonces.SURS)]["q_estimee"]
    projets = releve.tableau(PROJETS, "departement").periode(annee)
    connus = projets[~projets["obs_status"].isin(VIDES)]
    dite = f"En {annee}, aucun projet visible{INSEC}: secret statistique."
    if len(connus):
        code = connus["value"].idxmax()
        dite = _annoncent("departement", code, connus.loc[code], annee)
    if connus["minorant"].any():
        dite += f" Les barres s’arrêtent aux projets visibles{INSEC}: le secret statistique en cache d’autres, "
        dite += "ce sont des minimums."
    sous_titre = f"{releve.secteur.libelle}, projets d’embauche visibles (≥{INSEC}: au moins) et part jugée difficile, "
    sous_titre += f"estimée, par département, {annee}"
    titre = "La part de projets jugés difficiles n’est assez sûre que dans trop peu de départements"
    if len(estimes) > 1:
        # Départements are not set against one another on one group of métiers: the sign would not hold.
        bas, haut = (mots.part_dite(q) for q in (estimes.min(), estimes.max()))
        etendue = haut if bas == haut else f"De {bas.removesuffix(f'{INSEC}%')} à {haut}"
        titre = f"{etendue} de projets difficiles en {annee}, estimé, d’un département à l’autre"
    return Vue(titre, sous_titre, dite, champ(t, annee), source(t, annee))


def territoire(releve: Releve, annee: str, zonage: str, code: str) -> Vue:
    """One zone beside the region: its estimate, never set against that of another zone, then its projects."""
    t, r = releve.tableau(ESTIMEE, zonage), releve.marche(annee, zonage, code)
    projets = releve.tableau(PROJETS, zonage).periode(annee).loc[code]
    ou = capitale(lieux.locatif(zonage, code))
    if r is None or r.statut != "estime":
        raison = r.raison if r is not None and r.raison else projets["raison"] or "non estimée"
        titre = f"{ou}, part de projets jugés difficiles de ce secteur{INSEC}: {raison}"
    else:
        titre = f"{ou}, {annee}, estimé{INSEC}: {mots.part_dite(r.q_estimee)} de projets difficiles dans ce secteur"
    dite = [_annoncent(zonage, code, projets, annee)] if projets["obs_status"] not in VIDES else []
    dite.append(detail(r, lieux.genitif(zonage, code)))
    sous_titre = f"{releve.secteur.libelle}, {annee}, la région à côté"
    return Vue(titre, sous_titre, " ".join(filter(None, dite)), champ(t, annee), source(t, annee))


def _annoncent(zonage: str, code: str, ligne: pd.Series, annee: str) -> str:
    moins = "au moins " if ligne["minorant"] else ""
    return (
        f"{capitale(lieux.locatif(zonage, code))}, en {annee}, les employeurs annoncent {moins}"
        f"{francais.avec_unite(ligne['value'], 'projets')} d’embauche dans ces métiers."
    )


def metiers(releve: Releve, annee: str, montres: int) -> Vue:
    """The table of métiers: how many make half of the visible projects or, where they make no total, are difficult."""
    t = releve.tableau(PROJETS)
    lignes = releve.par_metier.loc[[annee]] if annee in releve.par_metier.index else releve.par_metier[:0]
    visibles = lignes["projets"].dropna().sort_values(ascending=False)
    n = len(releve.codes(annee))
    titre = "Aucun projet visible, métier par métier"
    if releve.secteur.sans:
        durs, sur = _difficiles(releve, annee)
        titre = "Aucun métier de la filière n’a assez de projets pour un chiffre"
        if sur:
            titre = f"{francais.avec_unite(durs, 'métiers')} sur {nombre(sur)} auxquels la filière fait appel, "
            titre += f"{francais.accorder('difficiles', durs)} à pourvoir en {annee}, estimé"
    elif visibles.sum() > 0:
        combien = int((visibles.cumsum() < visibles.sum() / 2).sum()) + 1
        sujet = "Un seul métier rassemble" if combien == 1 else f"{nombre(combien)} métiers rassemblent"
        titre = f"{sujet} la moitié des projets visibles du secteur en {annee}"
    montre = f", les {montres} premiers sur {nombre(n)}" if n > montres else ""
    noms = releve.metiers[releve.metiers["annee"] == annee].set_index("code_metier")["libelle_metier"]
    dite = ""
    if len(visibles):
        premier = (annee, visibles.index[0][1])
        saison = saison_dite(releve.par_metier, premier)
        dont = f", dont {saison} saisonniers" if saison else ""
        moins = "au moins " if lignes.loc[premier, "minorant"] else ""
        projets = f"{moins}{francais.avec_unite(lignes.loc[premier, 'projets'], 'projets')}"
        dite = f"« {noms[premier[1]]} »{INSEC}: {projets} d’embauche dans la région{dont}."
    if releve.secteur.sans:
        dite = (
            f"{dite} Correspondance de travail : chaque métier a ses propres chiffres, ceux de tous ses employeurs ; "
            f"l’enquête ne connaît pas leur activité. {releve.secteur.sans}"
        ).strip()
    sous_titre = f"Métiers de l’enquête, {NOM_REGION}, {annee}{montre}, par nombre de projets visibles"
    return Vue(titre, sous_titre, dite, champ(t, annee), source(t, annee))


def tendance(releve: Releve, region: Tableau, bmo_metiers: pd.DataFrame) -> tendances.Tendance:
    """Estimated share over the vintages, all métiers as a reference; broken where the nomenclature changes."""
    t = releve.tableau(ESTIMEE)
    demandes = [
        tendances.DemandeSerie(nom, tableau.lignes[tableau.lignes["code_zone"] == REGION].set_index("periode"), ref)
        for nom, tableau, ref in (("Le secteur", t, False), (TOUS, region, True))
    ]
    ruptures = vue_tendances.nomenclature(bmo_metiers, Metier("secteur", releve.secteur.code))
    return tendances.preparer(t.indicateur, demandes, "annuel", ruptures=ruptures)


def tendance_bloc(releve: Releve) -> Vue:
    """Words around the trend: one stretch a nomenclature, never compared across."""
    t = releve.tableau(ESTIMEE)
    lignes = t.lignes[t.lignes["code_zone"] == REGION].set_index("periode")
    connues = [(a, float(lignes.loc[a, "value"])) for a in t.periodes if lignes.loc[a, "obs_status"] not in VIDES]
    morceaux, dits = [list(m) for _, m in groupby(connues, key=lambda c: releve.nomenclatures[c[0]])], []
    for (a0, v0), *_, (a1, v1) in ([m[0], *m] for m in morceaux):
        fin = f"{mots.part_dite(v1 / 100)} en {a1}"
        dits.append(fin if a0 == a1 else f"de {mots.part_dite(v0 / 100)} en {a0} à {fin}")
    titre = capitale(f"{FINE}; ".join(dits) or "Aucune part estimée")
    change = "La nomenclature des métiers change entre-temps, et la composition du secteur avec elle"
    rompue = f" {change} : la ligne s’arrête." if len(morceaux) > 1 else ""
    sous_titre = f"{releve.secteur.libelle}, projets d’embauche jugés difficiles, estimés, {NOM_REGION}, en %"
    lue = f"{titre}.{rompue} Les années non chargées restent des vides."
    return Vue(titre, sous_titre, lue, champ(t), source(t, francais.enumeration(t.periodes)))


def barres_departements(releve: Releve, annee: str) -> tuple[Barre, ...]:
    """Bars of the départements, the longest first, those without figure last with their reason."""
    projets, barres = releve.tableau(PROJETS, "departement").periode(annee), []
    for code, ligne in projets.iterrows():
        r, n = releve.marche(annee, "departement", code), nombre(ligne["value"])
        texte, court = (f"au moins {n}", f"≥{INSEC}{n}") if ligne["minorant"] else (n, n)
        if vide := ligne["obs_status"] in VIDES:
            texte = court = f"{lecture.SIGNES[ligne['obs_status']]}{INSEC}: {ligne['raison'].partition(' :')[0]}"
        elif r is not None and r.statut == "estime":
            difficiles = mots.part_dite(r.q_estimee)
            texte, court = f"{texte}, dont {difficiles} jugés difficiles, estimé", f"{court}, {difficiles}"
        barres.append(Barre(zonages.noms("departement")[code], None if vide else float(ligne["value"]), texte, court))
    return tuple(sorted(barres, key=lambda b: (b.valeur is None, -(b.valeur or 0.0), b.libelle)))
