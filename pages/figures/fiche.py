"""First figures of a place, each with the territory it speaks for: its finding, its cards.

Texts are ready to print, unescaped; the title says what is sought there, then how hard métiers are to fill.
"""

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.defm import PUBLICS
from data_loaders.francais import FINE, INSEC, capitale
from data_loaders.measures import mots_estimation as mots
from data_loaders.portraits.lieu import ChiffreLieu, Fiche, Part
from geo import lieux, recherche, sujets, zonages
from geo.sujets import Sujet, note_sur
from pages.figures import declares, lecture
from pages.figures.adresses import adresse
from pages.figures.chiffres_cles import ChiffreCle, sens_dit
from pages.figures.phrases import mouvement, mouvement_estime, part, publics, sans_estimation
from pages.figures.vues import MENTION_DEMONSTRATION
from pages.parts.statement import Counted, Sought, Statement, fit
from pages.words import sentences
from pages.words.sentences import Said

# Signs of the levels, on the map and beside each figure: one legend for both.
TITRES, SIGNES = (declares.de(declares.lire(__file__)["chiffre"], champ) for champ in ("titre", "signe"))
SEULE = 0.95  # share of the people of a place that a zone must hold to speak for it
AUTRES_MAX = 3
SANS_ENQUETE = "pas d’enquête d’embauche ici"
SANS_CHIFFRE = "pas de chiffre"


def titres(f: Fiche) -> tuple[Said, str]:
    """The two first findings: what is sought more there than elsewhere, how many métiers are hard to fill; of a place
    that no zone of the survey answers for alone, its unemployment, its people."""
    premier, *autres = constats(f)
    dits = [fit(premier), *(fit(s._replace(asked="")) for s in autres)]  # the title has said for which place
    if f.chiffres["projets"].periode and not f.chiffres["projets"].parts:
        dits.insert(1, Said(capitale(SANS_ENQUETE)))
    return dits[0], dits[1] if len(dits) > 1 else ""


def constats(f: Fiche) -> tuple[Statement, ...]:
    """What may be said first of a place, in order; a zone speaks for it where nearly all of its people live in it."""
    c, dits = f.ciel, []
    if c is not None and c.compte.estimes and _repond(f.chiffres["difficiles"]):
        pour = _pour(f.sujet, c.zonage, c.code)
        dits += [*Sought.of(c, pour), Counted.of(c.zonage, c.code, c.annee, "metier", c.compte, pour)]
    c = f.chiffres["chomage"]
    if _repond(c) and c.parts[0].connue:
        p = c.parts[0]
        dit = lecture.observee(c.ind, (p.zonage, p.code), c.periode, p.ligne, c.region)
        dits.append(dit._replace(move=sens_dit(p.evolution), asked=_pour(f.sujet, p.zonage, p.code)))
    c = f.chiffres["habitants"]
    p = c.parts[0]
    dits.append(lecture.observee(c.ind, (p.zonage, p.code), c.periode, p.ligne))
    return tuple(dits)


def _pour(sujet: Sujet, zonage: str, code: str) -> str:
    """The place asked, where the zone that speaks for it has another name."""
    return (
        "" if lieux.bref(zonages.libelle_zone(zonage, code)) == sujet.nom else sentences.place(sujet.zonage, sujet.code)
    )


def _repond(c: ChiffreLieu) -> bool:
    return bool(c.parts) and c.parts[0].part_population >= SEULE


def _qui(sujet: Sujet) -> str:
    return sujet.nom if sujet.zonage == "commune" else sujet.qui


def cartes(f: Fiche) -> tuple[ChiffreCle, ...]:
    """The four figures, in the order of `TITRES`."""
    return tuple(_carte(f, role) for role in TITRES)


def _carte(f: Fiche, role: str) -> ChiffreCle:
    """One figure of the place: the number, what became of it, one comparison; the rest in its « ? »."""
    c = f.chiffres[role]
    source = MENTION_DEMONSTRATION if c.demonstration else c.ind.source
    if not c.parts:
        raison = f"{_qui(f.sujet)} {c.raison}" if c.periode else capitale(c.raison)
        return ChiffreCle(TITRES[role], SANS_CHIFFRE, f"{raison}.", quoi=f"{source}. Aucun chiffre n’est estimé.")
    p = c.parts[0]
    faits = [*_faits(f, role, c, p), _niveau(f, c, p), *_autres(f, role, c), source]
    quoi = " ".join(f"{capitale(x).removesuffix('.')}." for x in faits if x)
    estimee = p.marche is None or role != "difficiles" or p.marche.statut == "estime"
    entier = sujets.de_zone(p.zonage, p.code).titre
    # A zone that does not hold the place whole speaks for the people that it has.
    coupe = sentences.coverage(p.zonage, p.code, p.ligne["obs_status"]) or lieux.part(entier)
    ou = lieux.bref(entier) + coupe + ("" if _repond(c) else f", {part(p.part_population)} des habitants")
    signe = "ici" if p.zonage == f.sujet.zonage else SIGNES[role]
    titre = lecture.court(c.ind) if c.ind.categorie else TITRES[role]
    carte = ChiffreCle(titre, SANS_CHIFFRE, "", quoi=quoi, ou=ou, signe=signe)
    if not (p.connue and estimee):
        raison = sans_estimation(p.marche) if not estimee else lecture.raison(p.ligne)
        return carte._replace(note=f"{capitale(raison)}.")
    a_cote = ""
    if role == "difficiles":
        ici = mots.tous_metiers_dits(p.marche._asdict()).partition(" · ")[2]
        a_cote = ", ".join(filter(None, ("estimé", ici or _position(p.marche))))
    elif role == "chomage" and c.region is not None:
        a_cote = f"région {lecture.valeur(c.ind, c.region)}"
    return carte._replace(
        valeur=lecture.valeur(c.ind, p.ligne),
        note=francais.mention_ancien(c.periode) or francais.en_periode(c.periode, flux=c.ind.flux),
        adresse=courbe_ou_ciel(f.sujet, role, c, p),
        prefixe="au moins" if p.ligne["minorant"] else "",
        sens=sens_dit(p.evolution) if p.evolution else "",
        a_cote=a_cote,
    )


def courbe_ou_ciel(sujet: Sujet, role: str, c: ChiffreLieu, p: Part) -> str:
    """The curve of the figure, or the sky of the zone."""
    lieu, zone = sujet.identifiant, f"{p.zonage}:{p.code}"
    if role == "difficiles":
        return adresse("meteo", zone=zone, lieu=lieu)
    return adresse("tendances", indicateur=c.ind.code, zonage=p.zonage, zones=zone, lieu=lieu)


def _position(r) -> str:
    return "" if pd.isna(r.position) else mots.POSITIONS[int(r.position)]


def _faits(f: Fiche, role: str, c: ChiffreLieu, p: Part) -> tuple[str, ...]:
    """Period and region, then what stands behind the figure."""
    quand, region = francais.en_periode(c.periode, flux=c.ind.flux), ""
    if c.region is not None:
        moins = "au moins " if c.region["minorant"] else ""
        region = f"{FINE}; région{INSEC}: {moins}{lecture.valeur(c.ind, c.region)}"
    elif f.sujet.zonage != "region" and c.ind.genre == "taux" and "region" in c.ind.zonages:
        region = f"{FINE}; région{INSEC}: aucun chiffre {francais.en_periode(c.periode)}, rien n’est comparé"
    if not p.connue:
        return (f"{quand}{INSEC}: {lecture.raison(p.ligne)}{region}",)
    bouge = "" if role == "difficiles" else mouvement(p.evolution, "points" if c.ind.genre == "taux" else "%")
    suite = _difficiles(p) if role == "difficiles" else ()
    if role == "inscrits":
        quand = f"{'catégories A à E' if c.ind.code == 'inscrits_a_e' else 'catégories A, B et C'}, {quand}"
        # Job-seekers of the same zone by public, at the last period that is known by public.
        lus = {code: x for code, x in f.chiffres.items() if code in PUBLICS}
        lignes = {n: x.ligne for n, lu in lus.items() for x in lu.parts if (x.zonage, x.code) == (p.zonage, p.code)}
        suite = (publics(lignes, next(iter(lus.values())).periode),) if lignes else ()
        if c.region is None and f.sujet.zonage != "region":
            suite = ("Ce fichier ne donne pas la région.", *suite)
    return (f"{', '.join(filter(None, (quand, bouge)))}{region}", *suite)


def _difficiles(p: Part) -> tuple[str, ...]:
    """The estimated share and its position, what became of it, its interval, the declared share of the place."""
    r = p.marche
    if r.statut != "estime":
        return (sans_estimation(r),)
    declaree = (
        "" if pd.isna(r.declaree) else f"{mots.DECLAREE}{INSEC}: {mots.declaree_dite(r.declaree, r.marge_points)}"
    )
    return (
        ", ".join(filter(None, (mots.tous_metiers_dits(r._asdict()), _position(r)))),
        mouvement_estime(r),
        mots.memoire_dite(r.memoire),
        f"la part qui dure est {mots.intervalle_dit(r.borne_basse, r.borne_haute)}",
        declaree,
    )


def _niveau(f: Fiche, c: ChiffreLieu, p: Part) -> str:
    """« chiffre du bassin d’emploi de Mamers, 82 communes »; with the share who live there when there are others."""
    dit = f"chiffre {sujets.de_zone(p.zonage, p.code).de_qui}"
    if p.zonage == "region":
        return dit
    z = zonages.zonage(p.zonage)
    deduit = f" (périmètre {z.confiance})" if z.decoupage_de_travail and z.confiance == "déduit" else ""
    if p.zonage == "epci" and p.code in zonages.epci_a_cheval():
        dedans, tout = zonages.epci_a_cheval()[p.code]
        communes = f"{francais.avec_unite(tout, 'communes')}, dont {dedans} dans la région"
    else:
        n = int(zonages.zones(p.zonage).set_index("code_zone").loc[p.code, "communes_nb"])
        communes = francais.avec_unite(n, "communes")
    dit = f"{dit}, {communes}{deduit}"
    seule = len(c.parts) == 1 and c.dehors <= 0
    return dit if seule else f"{dit}, où vivent {part(p.part_population)} des habitants"


def _autres(f: Fiche, role: str, c: ChiffreLieu) -> tuple[str, ...]:
    """The other zones that the place meets, each with its own figure and the share of the people who live there."""
    dits = []
    for p in c.parts[1 : 1 + AUTRES_MAX]:
        moins = "au moins " if p.connue and p.ligne["minorant"] else ""
        valeur = f"{moins}{lecture.valeur(c.ind, p.ligne)}"
        if role == "difficiles":
            valeur = _difficiles(p)[0]
        nom = capitale(sujets.de_zone(p.zonage, p.code).titre)
        dits.append(f"{nom}{INSEC}: {valeur} ({part(p.part_population)} des habitants)")
    reste = len(c.parts) - 1 - AUTRES_MAX
    if reste > 0:
        dits.append(f"et {francais.avec_unite(reste, 'autres zones')}, dans les découpages ci-dessous")
    if f.sujet.zonage == "commune" and (note := note_sur(c.zonage, f.sujet.code)):
        dits.append(note)
    if c.dehors > 0.0005:
        dits.append(f"{capitale(part(c.dehors))} des habitants {recherche.hors(c.zonage)}")
    return tuple(dits)
