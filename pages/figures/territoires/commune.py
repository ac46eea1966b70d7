"""« Ma commune »: the first figures of a place, each with the territory it speaks for, its métiers, where to go on.

Texts are ready to print, unescaped; the title says unemployment, then the métiers. Last, employers, job-seekers and
training in one table: each figure with its zone, its date, and what renews it.
"""

from collections.abc import Sequence
from datetime import date

from data_loaders import francais
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import VIDES
from data_loaders.francais import FINE, INSEC, avec_unite, capitale, echapper as escape, en_periode
from data_loaders.measures import mots_estimation as mots
from data_loaders.measures.palmares import RAISONS_VIDES
from data_loaders.portraits.lieu import Ciel, Fiche, Terme
from geo import lieux, recherche, sujets, zonages
from pages.figures import adresses, aide, lecture, tuiles
from pages.figures.adresses import adresse, lien
from pages.figures.carte.vue import FONDS
from pages.figures.fiche import AUTRES_MAX, TITRES, courbe_ou_ciel, titres
from pages.figures.phrases import part
from pages.figures.tables import Html, Table, en_tetes
from pages.figures.territoires.etats import ROLES
from pages.figures.territoires.lieu import confiance
from pages.figures.vues import MENTION_DEMONSTRATION, Vue, badges_demo
from pages.words import sentences

SUIVIS = ("spo", "zef", "gtec")
TETE = "Employeurs, demandeurs d’emploi, formation"
# What a title counts of a place.
COMPTES = {"bmo_projets": "projets d’embauche", "defm_a": "demandeurs d’emploi", "inscrits_a_e": "inscrits"}
COMPTES |= {"places_pro": "places en CAP et seconde"}
_ENTIER = 0.9  # share of the people of a place that a zone holds, for its figure to be in the title


def preparer(f: Fiche) -> Vue:
    """Words around the figures of a place, those of `fiche.cartes`."""
    lues = (MENTION_DEMONSTRATION if c.demonstration else c.ind.source for c in f.chiffres.values())
    source = f"{f'{FINE}; '.join(dict.fromkeys(lues))}. {FONDS}."
    badges = badges_demo(any(f.chiffres[role].demonstration for role in TITRES))
    return Vue(*titres(f), lecture=_lecture(f), source=source, badges=badges)


def ligne(sujet: sujets.Sujet, ancien: str, etat: str) -> str:
    """« Sarthe · 4 996 habitants · CC Maine Saosnois »; of a territory, what its perimeter is worth.

    `ancien`: former commune asked, or ""; `etat`: what is said of a SPO, ZEF or GTEC.
    """
    departements = sorted({c[:2] for c in sujet.communes})
    dits = [f"{capitale(ancien)} est aujourd’hui dans {sujet.nom}" if ancien else ""]
    habitants = francais.avec_unite(sujet.population_nb, "habitants") + sentences.coverage(sujet.zonage, sujet.code, "")
    if sujet.zonage == "commune":
        epci = sujet.recouper("epci")
        dits += [zonages.DEPARTEMENTS[departements[0]], habitants, *epci[epci["code_zone"] != ""]["libelle_zone"]]
    else:
        z = zonages.zonage(sujet.zonage)
        communes = francais.avec_unite(len(sujet.communes), "communes")
        perimetre = "découpage de travail" if z.decoupage_de_travail else f"périmètre {z.confiance}"
        dits += [z.libelle_zone, communes, habitants, perimetre if sujet.zonage in SUIVIS else "", etat]
    return " · ".join(filter(None, dits))


def _lecture(f: Fiche) -> str:
    c = f.chiffres["chomage"]
    if not c.parts or not c.parts[0].connue:
        return "Chaque chiffre dit le territoire dont il parle ; aucun n’est estimé pour la commune seule."
    p = c.parts[0]
    dit = lecture.lecture(c.ind, p.zonage, p.code, c.periode, p.ligne, c.region)
    if p.zonage == f.sujet.zonage:
        return dit
    ici = "pour la commune seule" if f.sujet.zonage == "commune" else "pour ce territoire"
    return f"{dit} Ce taux est celui {sujets.de_zone(p.zonage, p.code).de_qui}, il n’existe pas {ici}."


def ciel_html(ciel: Ciel, lieu: str) -> str:
    """Métiers hard to fill, as the cards of the Météo, each a link that keeps the place; why there is none."""
    zone, ou = f"{ciel.zonage}:{ciel.code}", sujets.de_zone(ciel.zonage, ciel.code)
    titre, sous_titre = tuiles.LISTES["difficiles"], f"{capitale(ou.titre)}, {ciel.annee}"
    tous = lien(adresse("meteo", zone=zone, lieu=lieu), f"Météo des {avec_unite(ciel.compte.estimes, 'métiers')}")
    tete = (
        f'<div class="obs-tete"><h2>{titre}</h2><p class="obs-sous-titre">{escape(sous_titre)}</p>'
        f"{aide.quoi_html(titre, mots.MENTION, 'au moins 30 projets, sinon les cinq premiers')}"
        f'<p class="obs-vers">{tous}</p></div>'
    )
    if not ciel.metiers:
        return f'{tete}<p class="obs-note">{escape(capitale(ou.lieu))}, {escape(RAISONS_VIDES["difficiles"])}.</p>'
    return tete + tuiles.cartes_html(ciel.metiers, "metier", lambda m: adresse("meteo", zone=zone, metier=m, lieu=lieu))


def suivis(f: Fiche) -> tuple[str, str]:
    """« Dans la convention de 2013 : SPO Sarthe Nord, zone Emploi Formation d’Alençon », "" when it is in none of them;
    then, as markup, the SPO, ZEF and GTEC of the place, and what each of them is."""
    noms, blocs = [], ""
    for zonage in (z for z in SUIVIS if z != f.sujet.zonage):
        z, zones, dits = zonages.zonage(zonage), f.sujet.rencontrer(zonage), []
        sigle, n = zonage.upper(), len(zones)
        noms += [f"{n} {sigle}"] if n > 1 else [f"{sigle} {nom}" for nom in zones["libelle_zone"]]
        for r in zones.head(AUTRES_MAX).itertuples():
            habitants = "" if len(f.sujet.recouper(zonage)) == 1 else f" ({part(r.part_population)} des habitants)"
            dits.append(f"{lien(adresse('territoires', lieu=f'{zonage}:{r.code_zone}'), r.libelle_zone)}{habitants}")
        ici = francais.enumeration(dits) or capitale(recherche.hors(zonage))
        blocs += f"<li><h3>{escape(capitale(z.libelle_zone))} {aide.aide(zonage)}</h3><p>{ici}</p>"
        blocs += f'<p class="obs-note">{escape(ROLES[zonage])}</p><p>{confiance(z)}</p></li>'
    titre = f"Dans la convention de 2013{INSEC}: {', '.join(noms)}" if noms else ""
    return titre, f'<ul class="obs-suivis">{blocs}</ul>'


def actions_html(f: Fiche) -> str:
    """Where the line of the place leads: the same figure elsewhere, the two pages to print."""
    p = next((c.parts[0] for c in (f.chiffres["chomage"], f.chiffres["projets"]) if c.parts), None)
    role = "chomage" if f.chiffres["chomage"].parts else "projets"
    r = sujets.rattacher(f.sujet.zonage, f.sujet.code, f.chiffres["difficiles"].ind.zonages)
    liens = [(courbe_ou_ciel(f.sujet, role, f.chiffres[role], p), "Comparer avec…")] if p else []
    liens.append((adresse("portrait", zonage=r.zonage, zone=r.cle, lieu=f.sujet.identifiant), "Portrait en deux pages"))
    return " ".join(lien(*x) for x in liens)


def former_html(f: Fiche) -> str:
    """Where to train around the place: métier by métier, then all of them."""
    lieu, metiers = f.sujet.identifiant, f.ciel.metiers if f.ciel else ()
    liens = [(adresses.formation("metier", f"metier:{m.code_groupe}", lieu=lieu), m.nom) for m in metiers]
    liens.append((adresses.formation("territoire", lieu=lieu), "Tout ce qui se prépare autour"))
    return adresses.liens_html(liens)


def voisins_html(codes: Sequence[str], zonage: str) -> str:
    """Links to the neighbours of the same zoning; "" when there is none."""
    noms = {c: zonages.libelle_zone(zonage, c) for c in codes}
    tries = sorted(noms.items(), key=lambda paire: zonages.slug(paire[1]))
    liens = ", ".join(lien(adresse("territoires", lieu=f"{zonage}:{c}"), nom) for c, nom in tries)
    quoi = "Communes voisines" if zonage == "commune" else "Voisins"
    return f'<p class="obs-note obs-voisins">{quoi}{INSEC}: {liens}.</p>' if codes else ""


def triangle(sujet: sujets.Sujet, termes: Sequence[Terme], jour: date) -> tuple[Vue, Table]:
    """The finding, the first two counts that are known for the whole place, each with its date; one row a figure."""
    dits = []
    for t in (t for t in termes if t.indicateur.code in COMPTES and t.statut not in VIDES and t.valeur):
        if _habitants(sujet, t) >= _ENTIER:
            dit = f"{avec_unite(t.valeur, COMPTES[t.indicateur.code])} {en_periode(t.periode, flux=t.indicateur.flux)}"
            dits.append(f"{'au moins ' if t.minorant else ''}{dit}")
    vieux = sum(francais.est_ancien(t.periode, jour) for t in termes)
    ages = f"{FINE}; {avec_unite(vieux, 'chiffres')} de plus de deux ans" if vieux else ""
    ou = f"Autour {lieux.genitif(sujet.zonage, sujet.code)}" if sujet.zonage == "commune" else capitale(sujet.lieu)
    v = Vue(
        f"{ou}{INSEC}: {', '.join(dits[:2])}" if dits else f"{TETE}{INSEC}: {sujet.nom}",
        f"{TETE}, le dernier chiffre connu de chacun{ages}",
        "Ces chiffres ont chacun leur date et leur territoire. Une offre ouverte un jour n’est pas un projet de "
        f"l’année entière{FINE}; un vœu n’est pas une personne.",
        source=f"{f'{FINE}; '.join(dict.fromkeys(t.indicateur.source for t in termes))}.",
        badges=badges_demo(any(t.demonstration for t in termes)),
    )
    lignes, dits = [], []
    for t in termes:
        cote = "" if t.cote in dits else Html(f"<b>{escape(t.cote)}</b>")
        dits.append(t.cote)
        quand, suite = francais.periode_libelle(t.periode), ""
        if francais.est_ancien(t.periode, jour):
            quand = Html(f'<span class="obs-ancien">ancien{INSEC}: {escape(quand)}</span>')
            site = CONTRATS[t.indicateur.datasets_pour(t.zonage)[0]].adresse.removeprefix("https://")
            suite = f"{t.producteur}, {site.removeprefix('www.').partition('/')[0]}"
        ou, habitants = sujets.de_zone(t.zonage, t.code_zone).titre, _habitants(sujet, t)
        ou = capitale(ou if habitants > _ENTIER else f"{ou} ({part(habitants)} des habitants)")
        lignes.append([cote, t.indicateur.libelle, _valeur(t), ou, quand, suite])
    return v, Table(en_tetes("", "Chiffre", "Valeur #", "De quel territoire", "Date", "Pour le renouveler"), lignes)


def _habitants(sujet: sujets.Sujet, t: Terme) -> float:
    r = sujets.rattacher(sujet.zonage, sujet.code, (t.zonage,))
    return r.part_population if r else 0.0


def _valeur(t: Terme) -> str:
    if t.statut in VIDES or (t.minorant and not t.valeur):
        return lecture.MOTS_STATUT[t.statut] if t.statut in VIDES else "aucune située"
    unite = f"{INSEC}{francais.accorder(t.indicateur.unite, t.valeur)}" if t.indicateur.genre == "taux" else ""
    return f"{'au moins ' if t.minorant else ''}{lecture.nombre(t.indicateur, t.valeur)}{unite}"
