"""Answers on métiers and sectors: the météo, the diplomas that lead there, the dossiers."""

from collections.abc import Iterator, Sequence

from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.metiers.recherche import Entree, Trouve
from data_loaders.parametres import secteurs
from data_loaders.parametres.secteurs import Secteur
from pages.figures.recherche import adresses, chiffres
from pages.figures.recherche.adresses import REGION, Reponse, reponse
from pages.figures.recherche.chiffres import cle
from pages.figures.recherche.demande import BMO_HABITUEL, METEO, Demande, Niveau, enumerer, nom_lieu


def repondre(d: Demande) -> Iterator[Reponse]:
    """The météo of each métier said, side by side first where that is asked."""
    annee, quand = d.annee_bmo()
    index = d.contexte.index(annee)
    groupes = d.metiers()
    if "comparer" not in d.verbes:  # « ouvrier espaces verts »: what is said most surely first
        groupes = [e.choix for e in sorted(d.lecture.de("metier"), key=lambda e: round(e.cout, 1))]
    premier = groupes[0][0]
    libelle = index.libelles[premier.niveau][premier.code]
    ou = d.zones_meteo()
    if "comparer" in d.verbes and len(groupes) > 1 and (autre := _du_niveau(groupes[1], premier)):
        avec = index.libelles[autre.niveau][autre.code]
        zone = ou[0].zone if ou else None
        yield reponse(
            adresses.comparer_metiers(cle(premier), cle(autre), zone, annee),
            f"Météo : {libelle}, et {avec}{quand}",
        )
    if len(d.lieux) > 1 and (places := d.places(METEO)) and len(places) > 1:
        dits = enumerer(places)
        vers = adresses.comparer_meteo([p.zone for p in places], cle(premier), annee)
        yield reponse(vers, f"Météo, comparer : {libelle}{quand}, {dits}")
    if d.evolution() and premier.niveau in ("famille", "metier"):
        yield from chiffres.evolution(
            d, INDICATEURS[next((c for c in d.chiffres if INDICATEURS[c].metiers), BMO_HABITUEL)]
        )
    for choix in groupes:
        for groupe in choix:
            nom_groupe = index.libelles[groupe.niveau][groupe.code]
            for n in ou or [Niveau(REGION, "Pays de la Loire")]:
                zone = n.zone if ou else None
                yield reponse(adresses.metier(cle(groupe), zone, annee), f"Météo : {nom_groupe}{quand}, {n.dit}")


def formations(d: Demande) -> Iterator[Reponse]:
    """How one trains for the métiers or the sectors said."""
    libelles = d.contexte.index("").libelles
    places = [n for n in d.zones_meteo() if n.zone != REGION]
    lieu = d.lieux[0][0] if d.lieux else None
    for groupe in (e.choix[0] for e in d.lecture.de("metier")):
        nom_groupe = libelles[groupe.niveau].get(groupe.code)
        if nom_groupe:
            ici = lieu.cle if lieu else None
            vers = adresses.formation_metier(cle(groupe), places[0].zone if places else None, ici)
            ou = d.contexte.ou_se_former(groupe.niveau, groupe.code, nom_groupe, ici or REGION)
            yield reponse(vers, ou or f"Formation : {nom_groupe}, les diplômes qui y mènent et leur insertion")
    connus = secteurs.lire().secteurs
    for code in d.lecture.premiers("secteur"):
        yield reponse(adresses.formation_secteur(code), f"Formation : {connus[code].intitule}, diplômes et insertion")


def formation_des_lieux(d: Demande) -> Iterator[Reponse]:
    """Training seen from the places said, the likeliest reading of each."""
    for choix in d.lieux:
        dit = f"Formation : {nom_lieu(choix[0])}, métiers difficiles, diplômes, apprentissage"
        yield reponse(adresses.formation_lieu(choix[0].cle), dit)


def dossiers(d: Demande) -> Iterator[Reponse]:
    """The dossiers of the sectors said, or their list."""
    connus = secteurs.lire().secteurs
    yield from (_dossier(connus[code]) for code in d.lecture.premiers("secteur"))
    if not d.lecture.de("secteur") and not d.metiers():
        yield reponse(adresses.dossier(), "Dossiers des secteurs et filières de la convention (Formation)")


def _dossier(s: Secteur) -> Reponse:
    return reponse(adresses.dossier(s.code), f"Dossier : {s.convenu} (Formation)")


def _du_niveau(choix: Sequence[Entree | Trouve], premier: Entree | Trouve) -> Entree | Trouve | None:
    return next((g for g in choix if g.niveau == premier.niveau and g.code != premier.code), None)


def par_secteur(d: Demande) -> Iterator[Reponse]:
    """Each sector said, then its dossier."""
    annee, quand = d.annee_bmo()
    connus = secteurs.lire().secteurs
    for code in d.lecture.premiers("secteur"):
        s = connus[code]
        yield reponse(adresses.secteurs(code, annee), f"Secteur : {s.intitule}{quand}, région et départements")
        yield _dossier(s)


def meteo(d: Demande) -> Iterator[Reponse]:
    """The météo of the places said, or of the region."""
    annee, quand = d.annee_bmo()
    places = d.places(METEO)
    if len(places) > 1:
        dits = enumerer(places)
        yield reponse(
            adresses.comparer_meteo([p.zone for p in places], periode=annee), f"Météo, comparer{quand} : {dits}"
        )
    for n in d.zones_meteo():
        yield reponse(adresses.meteo(n.zone, annee), f"Météo des métiers{quand} : {n.dit}")
    if not d.lieux:
        yield reponse(adresses.meteo(None, annee), f"Météo des métiers{quand} : Pays de la Loire")
