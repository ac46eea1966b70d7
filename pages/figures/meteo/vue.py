"""What the météo says of a territory or of one métier: its words, its tables and their CSV, where to go on from there.

Rows are those of `measures.marches.decrire`. What turns with the point of view, skies and verbs, is written twice in
the markup, in `.obs-candidat` and `.obs-employeur`; the style sheet shows the one that is chosen, so that the switch is
answered in the browser and no figure can change with it.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data_loaders.francais import FINE, INSEC, avec_unite, capitale, echapper as escape, en_phrase, nombre
from data_loaders.measures import enonces, marches, mots_estimation as mots, palmares
from data_loaders.metiers import liens as liens_metiers
from data_loaders.metiers.liens import Part
from data_loaders.parametres import meteo
from geo import lieux, sujets, zonages
from pages.figures import estimees
from pages.figures.adresses import lien
from pages.figures.estimees import court, enonce, estimee, estimee_dite, motif, position_dite, projets_dits
from pages.figures.tables import Table, csv_signe, en_tetes
from pages.figures.vues import Vue, badges_demo
from pages.parts.statement import Counted, Hard, Level, fit
from pages.words import sentences

Noms = dict[str, str]  # of codes
SORTIES = "Offres et fiches de France Travail, métier ROME par métier ROME"
SANS_ROME = "La table de passage entre les métiers de l’enquête et les métiers ROME n’est pas chargée."


@dataclass(frozen=True, kw_only=True)
class VueMeteo(Vue):
    """What is said of one territory: the groups asked that year as `ranger`."""

    lignes: list[Any]


def preparer(
    indices: pd.DataFrame,
    libelles: Noms,
    niveau: str,
    zonage: str,
    zone: str,
    annee: str,
    demonstration: bool = False,
    asked: str = "",
) -> VueMeteo:
    """Everything about the groups of métiers of one zone of a `bassin`, `departement` or `region`, in a vintage.

    `indices`: rows of `measures.marches.decrire` for `niveau` and `zonage`; `libelles`: of the groups; `asked`: name of
    the place that the zone stands in for.
    """
    ici, ou = lignes_territoire(indices, libelles, zone, annee), sujets.de_zone(zonage, zone).titre
    connues, titre = [r for r in ici if estimee(r)], ""
    if connues:
        compte = palmares.compter(palmares.dans(indices, zone, annee))
        titre = fit(Counted.of(zonage, zone, annee, niveau, compte, asked))
    else:
        raisons = {motif(r.raison) for r in ici}
        seule = raisons.pop() if len(raisons) == 1 else "trop peu de projets, ou masqués, pour un chiffre par métier"
        titre = f"{sentences.place(zonage, zone)}, {annee}{INSEC}: {seule}"
    return VueMeteo(
        titre=titre,
        sous_titre=f"{capitale(ou)}, {annee}",
        lignes=ici,
        lecture=" ".join(explication(connues[0], f"{connues[0].nom}, {ou}", zonage)) if connues else "",
        champ=estimees.CHAMP,
        source=estimees.source(annee, demonstration),
        badges=badges_demo(demonstration),
    )


def lignes_territoire(indices: pd.DataFrame, libelles: Noms, zone: str, annee: str) -> list[Any]:
    """Rows of one territory and vintage; groups that the survey did not list that year are left out."""
    ici = palmares.dans(indices, zone, annee)
    ici = ici[ici["statut"] != "non_enquete"]
    return ranger(ici.assign(nom=ici["code_groupe"].map(libelles), net=palmares.nets(ici)))


def ranger(lignes: pd.DataFrame) -> list[Any]:
    """Estimated rows by decreasing share, then the others by name."""
    vide = lignes["statut"] != estimees.ESTIME
    ordre = lignes.assign(vide=vide, cle=-lignes["q_estimee"].where(~vide))
    return palmares.rangees(ordre.sort_values(["vide", "cle", "nom"]))


def titre_metier(r: Any, niveau: str, quoi: str, zonage: str) -> str:
    """The finding on one group in one place; without an estimate, why in a few words."""
    quoi = court(quoi)
    if not estimee(r):
        if r.statut == "sans_objet":
            dit = "aucun projet d’embauche"
        else:
            sans = {"secret": "chiffre masqué, trop peu de réponses", "effectif": "trop peu de projets"}
            dit = sans.get(r.statut) or motif(r.raison)
            if r.certitude_region and r.certitude_region != enonces.FRAGILE:
                dit += f"{FINE}; {mots.classe_dite(int(r.classe_region))} dans la région"
        return f"{quoi}, {sentences.inside(zonage, r.code_zone)}, {r.annee}{INSEC}: {dit}"
    if r.code_groupe == marches.ENSEMBLE:
        return fit(Level.estimated(r, zonage))
    return fit(Hard(quoi, niveau, zonage, r))


def explication(r: Any, quoi: str, zonage: str) -> list[str]:
    """What « ? » opens: the answers from here, what they are set beside, their weights, the margin.

    `quoi`: « Aides-soignants, bassin d’emploi de Mamers ».
    """
    debut = f"{quoi}, {r.annee}"
    if not estimee(r):
        return [f"{debut}{INSEC}: {motif(r.raison)}."]
    du_lieu = "de la région" if r.code_zone == zonages.REGION else lieux.genitif(zonage, r.code_zone)
    declaree = "La part déclarée ici est masquée par le secret statistique."
    if pd.notna(r.declaree):
        autre = f"{FINE}; {mots.PUBLIEE}{INSEC}: {mots.part_dite(r.publiee)}" if pd.notna(r.publiee) else ""
        declaree = f"{capitale(mots.DECLAREE)}{INSEC}: {estimees.declaree_dite(r)}, sur {projets_dits(r)}{autre}."
    dits = [f"{debut}.", declaree]
    if (r.code_groupe, r.code_zone) != (marches.ENSEMBLE, zonages.REGION):
        attendue, reste = "La France, ramenée au niveau de la région,", mots.NIVEAU_FRANCE
        if r.code_groupe == marches.ENSEMBLE:
            attendue, reste = "La région", "le niveau de la région"
        elif not r.annee_france:
            attendue, reste = f"La région, {mots.SANS_FRANCE},", "la région"
        dits.append(f"{attendue} est à {mots.part_dite(r.F_region)}.")
        dits += [mots.poids_dit(r.w, du_lieu, reste), f"Estimation{INSEC}: {estimee_dite(r)}."]
    dits.append(f"La part qui dure est {mots.intervalle_dit(r.borne_basse, r.borne_haute)}.")
    dits += [f"{capitale(x)}." for x in (position_dite(r), mots.memoire_dite(r.memoire)) if x]
    if r.fleche in ("hausse", "baisse"):
        dits.append(f"Depuis {r.annee_precedente}{INSEC}: {estimees.mouvement(r)}.")
    return dits


def tete(e: Any) -> list[str]:
    """First sentences on a place: projects, share of all métiers, movement; what cannot be said is left out."""
    if pd.isna(e.projets):
        return []
    dites = [f"En {e.annee}, {projets_dits(e).replace('projets', 'projets d’embauche')}"]
    if estimee(e):
        position = f", {position_dite(e)}" if position_dite(e) else ""
        dites[0] += f"{FINE}; jugés difficiles{INSEC}: {mots.tous_metiers_dits(e._asdict())}{position}"
        if e.fleche in ("hausse", "baisse"):
            dites.append(f"Depuis {e.annee_precedente}{INSEC}: {estimees.mouvement(e)}")
    if memoire := mots.memoire_dite(e.memoire):
        dites.append(capitale(memoire))
    return [f"{d}." for d in dites]


def groupes(v: VueMeteo, niveau: str, cherche: str, tri: str, adresse: Callable[[str], str]) -> tuple:
    """The groups of a territory as a table, by decreasing share, by `projets` or by `nom`.

    Finer than families, without a search, the estimated ones alone; `adresse` takes `niveau:code`.
    """
    lignes = v.lignes
    if niveau != "famille":
        voulus = _nu(cherche).split()  # every word, accents and case aside
        lignes = [r for r in lignes if all(m in _nu(r.nom) for m in voulus) and (cherche or estimee(r))]
    cle = {"projets": lambda r: -r.projets if estimee(r) else 1, "nom": lambda r: _nu(r.nom)}.get(tri)
    lignes = sorted(lignes, key=cle) if cle else lignes
    return estimees.table(lignes, capitale(estimees.UNITES[niveau][0]), lambda r: adresse(f"{niveau}:{r.code_groupe}"))


def sans_chiffre(v: VueMeteo, niveau: str) -> Table:
    """The groups that have no figure, each with its reason."""
    lignes = [[r.nom, capitale(r.raison)] for r in v.lignes if not estimee(r)]
    return Table(en_tetes(capitale(estimees.UNITES[niveau][0]), "Pourquoi"), lignes)


def sans_estimation(lignes: Sequence[Any]) -> str:
    """How many rows have no figure, by the first words of its reason: « 12 sans chiffre : masqué (8), … »."""
    causes = Counter(motif(r.raison).partition(",")[0] for r in lignes if not estimee(r))
    dites = ", ".join(f"{raison} ({nombre(n)})" for raison, n in causes.most_common())
    return f"{avec_unite(causes.total(), 'métiers')} sans chiffre{INSEC}: {dites}. " if dites else ""


def _nu(texte: str) -> str:
    return unicodedata.normalize("NFKD", texte.casefold()).encode("ascii", "ignore").decode()


def csv(
    parties: Sequence[tuple[str, pd.DataFrame]], libelles: Noms, instantanes: dict[str, str], demonstration: bool
) -> bytes:
    """CSV of cells of the météo, all vintages, with status, reason, source and snapshot on each row.

    `parties`: zoning and rows of `measures.marches.decrire` in it; `instantanes`: of the vintages. Filled sums are not
    written; the declared share of a cell that is one hidden count is left empty, and so is all of a row without an
    estimate.
    """
    lignes = pd.concat(
        [r.assign(zonage=z, libelle_zone=r["code_zone"].map(zonages.noms(z))) for z, r in parties], ignore_index=True
    )
    dit = lignes["statut"] == estimees.ESTIME
    declarees = lignes["declaree"].notna() & lignes["statut"].isin([estimees.ESTIME, "effectif"])

    def pct(ou: pd.Series, **colonnes: str) -> dict[str, pd.Series]:
        return {nom: (100 * lignes[c].astype(float)).where(ou) for nom, c in colonnes.items()}

    def dire(ecrire: Callable[[Any], str]) -> list[str]:
        return [ecrire(r) if estimee(r) else "" for r in lignes.itertuples()]

    def rang(r: Any) -> str:
        seul = pd.isna(r.rang_meilleur) or r.rangs_nb == 1
        return "" if seul else mots.rang_dit(r.rang_meilleur, r.rang_pire, r.rangs_nb)

    groupes = lignes["code_groupe"]
    dits = {**lignes[["zonage", "code_zone", "libelle_zone"]], "periode": lignes["annee"], "code_metier": groupes}
    dits |= {"libelle_metier": groupes.map(libelles)} | pct(dit, part_estimee_pct="q_estimee")
    dits |= pct(dit, estimee_borne_basse_pct="borne_basse", estimee_borne_haute_pct="borne_haute")
    dits |= {"classe": entiers(lignes["classe"]), "certitude": lignes["certitude"], "mots": dire(enonce)}
    dits |= {"position": dire(position_dite), "rang": dire(rang), "projets": lignes["projets"]}
    dits |= {"au_moins": lignes["minorant"].eq(True)}
    dits |= pct(declarees, part_declaree_pct="declaree")
    dits |= {"declaree_marge_points": lignes["marge_points"].where(declarees)}
    dits |= pct(declarees, declaree_secret_bas_pct="declaree_lo", declaree_secret_haut_pct="declaree_hi")
    dits |= pct(declarees, part_publiee_pct="publiee") | pct(dit, poids_local_pct="w")
    dits |= pct(lignes["q_region"].notna(), part_estimee_region_pct="q_region")
    dits |= {"saisonniers_au_moins_pct": 100 * lignes["part_saisonniers"], "porteur": lignes["porteur"]}
    dits |= {"evolution": dire(lambda r: mots.mouvement_dit(r.fleche, r.grand, r.fleche_raison))}
    dits |= {"evolution_points": 100 * lignes["delta"], "niveau_regional_points": 100 * lignes["delta_reference"]}
    df = pd.DataFrame(dits | {**lignes[["obs_status", "raison"]]})
    points = {c: 1 for c in df.columns if c.endswith(("_pct", "_points"))} | {"projets": 0}
    suite = {"complet": True, "methode": f"version {meteo().version}"}
    return csv_signe(df, estimees.IND.source, lignes["annee"].map(instantanes), demonstration, points, **suite)


def entiers(classes: pd.Series) -> list[str]:
    """Classes in a file, "" where there is none."""
    return ["" if pd.isna(n) else str(int(n)) for n in classes]


def sorties_html(romes: Sequence[Part], code_departement: str | None, ou: str) -> str:
    """Two links a ROME métier, the heaviest first; they leave the site and say so. `ou`: « en Mayenne », or ""."""
    if not romes:
        return f'<p class="obs-raison">{escape(SANS_ROME)}</p>'
    items = ""
    for r in romes[:4]:
        nom = r.libelle or r.code
        offres = _sortie(liens_metiers.offres(r.code, code_departement), "Voir les offres", f"{nom} {ou}".strip())
        fiche = _sortie(liens_metiers.fiche(r.code), "Lire la fiche métier", nom)
        items += f"<li><b>{escape(nom)}</b> ({escape(r.code)})<span>{offres} · {fiche}</span></li>"
    tete = f'<p class="obs-note">Offres {escape(ou)}, fiches métier nationales.</p>' if ou else ""
    suite = f" {nombre(len(romes) - 4)} autres métiers ROME pèsent moins." if len(romes) > 5 else ""
    note = f"Ces liens quittent l’observatoire pour le site de France Travail{FINE}; "
    note += f"rien n’y est envoyé tant qu’ils ne sont pas ouverts.{suite}"
    return f'<div class="obs-ecran">{tete}<ul class="obs-sorties">{items}</ul><p class="obs-note">{note}</p></div>'


def portes_html(
    former: str, romes: Sequence[Part], code_departement: str | None, ou: str, voisins: Sequence[tuple[str, str, str]]
) -> str:
    """Three doors: to train, to apply, to a near métier, of which `voisins` has address, name and what its sky says."""
    lignes = [("Se former", "les diplômes, l’emploi après, où se former", lien(former, "Formation"))]
    if romes:
        dit = f"{en_phrase(romes[0].libelle or romes[0].code)} {ou}".strip()
        offres = _sortie(liens_metiers.offres(romes[0].code, code_departement), "France Travail ↗", dit)
        lignes.append(("Postuler", escape(f"offres{INSEC}: {dit}"), offres))
    if voisins:
        dits = "<br>".join(f"{lien(vers, nom)}, {escape(dit)}" for vers, nom, dit in voisins)
        lignes.append(("Métiers voisins", dits, ""))
    items = "".join(f"<li><p><b>{quoi}</b><span>{dit}</span></p>{porte}</li>" for quoi, dit, porte in lignes)
    return f'<ul class="obs-trois obs-ecran">{items}</ul>'


def _sortie(adresse: str, texte: str, nom: str) -> str:
    """The name of the métier and the new tab are said to who does not see the line."""
    dit = f"{texte}{INSEC}: {nom}, nouvel onglet"
    vers = f'href="{escape(adresse)}" target="_blank" rel="noopener noreferrer"'
    return f'<a {vers} aria-label="{escape(dit)}">{escape(texte)}</a>'
