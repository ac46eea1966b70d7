"""Slides about the convention: who owes what, what was signed, what is to be decided."""

import re
from collections import Counter
from itertools import accumulate, takewhile
from typing import Final

from data_loaders.contracts.convention import PARTIES, THEMES
from data_loaders.convention import cadre, dispositifs, etats, receptions, suivi
from data_loaders.francais import FINE, INSEC, capitale, date_libelle, enumeration
from data_loaders.portraits import Memoire
from data_loaders.versions import approbations
from geo import reglages
from pages.figures.diapos import LIGNES_MAX, Diapositive, Point, exiger, mots, rendu
from pages.figures.diapos.mots import diapositive, en_lettres

TEXTE: Final = "convention du 27 août 2013, résumée"
MOTS_MAX: Final = 25
# What the name of a body adds to the words by which it is known.
_SUITES: Final = re.compile(r" de la convention| de chaque| du CCREFP| économie-emploi| \(| de Pôle emploi")


def _suivis(m: Memoire) -> tuple[suivi.Suivi, ...]:
    return suivi.suivre(receptions.lire(m.donnees), cadre.lire(m.donnees.racine), reglages.jour())


def _dispositif(s: suivi.Suivi) -> str:
    return mots.COURTS.get(s.mesure.dispositif, s.mesure.dispositif)


def avancement(m: Memoire, _: str) -> Diapositive:
    """Measures of the annex received, by partner and dispositif; those without a due date are counted apart."""
    suivis = [s for s in _suivis(m) if s.mesure.rythme != suivi.SANS_RYTHME]
    exiger(suivis, "aucune mesure à date")
    sans = len(_suivis(m)) - len(suivis)
    colonnes = []
    for partie, nom in PARTIES.items():
        siennes = [s for s in suivis if s.proposition.partie == partie]
        tous, recues = (Counter(map(_dispositif, x)) for x in (siennes, (s for s in siennes if s.etat == "recu")))
        rangs = [(quoi, recues[quoi], n) for quoi, n in tous.most_common(LIGNES_MAX)]
        colonnes.append((nom, sum(f for _, f, _ in rangs), len(siennes), rangs))
    faits, dus = sum(c[1] for c in colonnes), len(suivis)
    aucune = f"aucune des {dus} mesures à date n’est transmise"
    reste = ", ".join(f"{nom} {d - f}" for nom, f, d, _ in colonnes if d > f)
    lignes = ((s.mesure.court, s.mesure.dispositif, suivi.ETATS[s.etat]) for s in suivis)
    table = mots.rangs(("Mesure", "Dispositif", "État"), lignes)
    dits = {
        "combien": f"{faits} des {dus} mesures à date transmises" if faits else aucune,
        "reste": f"{FINE}; attendues{INSEC}: {reste}" if reste else "",
        "sans": f"{FINE}; sans échéance écrite{INSEC}: {sans}" if sans else "",
    }
    return diapositive("avancement", rendu.avancement(colonnes, "attendue", "reçue"), table=table, **dits)


def attendues(m: Memoire, _: str) -> Diapositive:
    """Measures that are still awaited, by dispositif."""
    reste = Counter(_dispositif(s) for s in _suivis(m) if s.etat != "recu")
    exiger(reste, "aucune mesure n’est attendue")
    rangs = reste.most_common()
    autres = sum(n for _, n in rangs[LIGNES_MAX:])
    tetes = [nom for nom, n in rangs if n == rangs[0][1]]
    autant = f", autant pour {enumeration(tetes[1:])}" if tetes[1:] else ""
    premiers = f", {rangs[0][1]} pour {tetes[0]}{autant}" if len(tetes) < 4 else ""
    points = [Point(nom, n, str(n), i == 0) for i, (nom, n) in enumerate(rangs)]
    figure = rendu.barres(points[:LIGNES_MAX], f"et {autres} autres mesures" if autres else "")
    table = mots.rangs(("Dispositif", "Mesures attendues #"), ((p.nom, p.dit) for p in points))
    return diapositive("attendues", figure, table=table, combien=sum(reste.values()), premiers=premiers)


def engagements(m: Memoire, _: str) -> Diapositive:
    """Engagements told, by part of the convention."""
    liste = cadre.lire(m.donnees.racine).engagements
    tous, dits = (Counter(e.theme for e in x) for x in (liste, (e for e in liste if e.etat != cadre.NON_RENSEIGNE)))
    rangs = [(THEMES[t], dits[t], tous[t]) for t in THEMES if tous[t]]
    combien = f"{dits.total()} états renseignés" if dits else "aucun état renseigné"
    detail = ", ".join(f"{n} sur {_theme(nom)}" for nom, _, n in sorted(rangs, key=lambda r: -r[2])[:2])
    colonne = "Les deux signataires", dits.total(), len(liste), rangs
    figure = rendu.avancement([colonne], "état non renseigné", "état renseigné")
    lignes = ((e.libelle, ", ".join(PARTIES[p] for p in e.parties), e.etat) for e in liste)
    table = mots.rangs(("Engagement", "Qui", "État"), lignes)
    return diapositive("engagements", figure, table=table, combien=f"{len(liste)} engagements, {combien}", suite=detail)


def _theme(nom: str) -> str:
    return next((dit for debut, dit in mots.THEMES.items() if nom.startswith(debut)), nom.lower())


def engagement(m: Memoire, _: str, code: str) -> Diapositive:
    """One engagement: who took it, for when, where it stands."""
    e = next((e for e in cadre.lire(m.donnees.racine).engagements if e.code == code), None)
    exiger(e, "cet engagement n’est pas dans la convention")
    qui = " et ".join(PARTIES[p] for p in e.parties)
    faits = [("Qui s’engage", qui), ("Échéance", e.date or "sans date écrite"), ("Où l’on en est", e.etat)]
    corps = rendu.engagement(f"{e.libelle}.", faits, cadre.NON_RENSEIGNE)
    return diapositive(code, corps, etat=e.etat, partie=e.theme, theme=_theme(THEMES[e.theme]))


def instances(m: Memoire, _: str) -> Diapositive:
    """Bodies of the convention: which have a written rhythm."""
    liste = cadre.lire(m.donnees.racine).instances
    rythmees = [i for i in liste if i.rythme != suivi.SANS_RYTHME]
    dites = [(i.libelle, i.rythme) for i in rythmees]
    dites += [(i.libelle, "rythme non écrit") for i in liste if i not in rythmees]
    reste = len(dites[LIGNES_MAX:])
    autres = f"et {en_lettres(reste)} autre{'s' if reste > 1 else ''}" if reste else ""
    figure = rendu.liste([(_SUITES.split(nom)[0], dit) for nom, dit in dites[:LIGNES_MAX]], autres)
    table = mots.rangs(("Instance", "Rythme", "Rôle"), ((i.libelle, i.rythme, i.role) for i in liste))
    ont = f"{en_lettres(len(rythmees))} {'ont' if len(rythmees) > 1 else 'a'}"
    return diapositive("instances", figure, table=table, toutes=capitale(en_lettres(len(liste))), rythmees=ont)


def publication(m: Memoire, _: str) -> Diapositive:
    """Approvals that a publication of the annex asks for."""
    d = m.donnees
    acquises = approbations.statut(receptions.DATASET, [receptions.instantane(d)], d.racine).parties
    faites = {nom: int(p in acquises) for p, nom in PARTIES.items()}
    rangs = tuple((nom, n, 1, (("Approbation des valeurs", n, 1),)) for nom, n in faites.items())
    restent = [nom for nom, n in faites.items() if not n]
    combien = f"approbation{'s' if len(restent) > 1 else ''} à recueillir"
    dites = f"{en_lettres(len(restent))} {combien}, {' et '.join(restent)}"
    reste = dites if restent else "les deux approbations sont données"
    return diapositive("publication", rendu.avancement(rangs, "à recueillir", "donnée"), reste=reste)


def decider(m: Memoire, _: str) -> Diapositive:
    """What the steering committee has to settle."""
    reste = Counter(s.proposition.partie for s in _suivis(m) if s.etat != "recu")
    qui = ((f"La {nom}" if nom == "Région" else nom, reste[p]) for p, nom in PARTIES.items())
    options = [(f"{nom} transmet ses mesures", f"{n} attendues") for nom, n in qui]
    sans = sum(e.etat == cadre.NON_RENSEIGNE for e in cadre.lire(m.donnees.racine).engagements)
    options.append(("Renseigner l’état des engagements", f"{sans} sans état"))
    return diapositive("decider", rendu.decision(options))


def fiche(_m: Memoire, _lieu: str, code: str) -> Diapositive:
    """One dispositif: its number, then for whom, what it is, who pays or decides."""
    texte = dispositifs.lire()
    f = texte.fiches[code]
    nom = f.court or f.nom
    entier = f"{nom}{INSEC}: {f.constat[:1].lower()}{f.constat[1:]}"
    dits = [("Pour qui", ", ".join(f.pour)), ("Ce que c’est", f.resume)]
    dits += [(capitale(p.quoi), p.dit) for p in (*f.paie, *f.ecrit)]
    faits = [(quoi, _couper(dit)) for quoi, dit in dits if dit][:3]
    vedette = texte.chiffres.get(f.vedettes[0]) if f.vedettes else next(iter(texte.de(code)), None)
    numero = vedette.nombre if vedette and len(vedette.nombre) <= 8 else ""
    corps = rendu.fiche(numero, f"{vedette.avant} {vedette.suite}".strip() if numero else "", faits)
    table = mots.rangs(("Ce que dit le texte", ""), ((p.quoi, p.dit) for p in f.ecrit))
    titres = (*([entier] if len(nom) < 40 else []), f.constat, nom)
    theme = _theme(THEMES[f.theme])
    return diapositive(code, corps, table=table, titres=titres, partie=f.theme, theme=theme, resume=f.resume)


def _couper(texte: str) -> str:
    """Whole clauses, as many as `MOTS_MAX` words hold."""
    texte = texte.strip()
    if len(texte.split()) <= MOTS_MAX:
        return texte
    for fin in (". ", f"{FINE}; ", " ; ", f"{INSEC}: ", ", "):
        gardes = takewhile(
            lambda dit: len(dit.split()) <= MOTS_MAX, accumulate(texte.split(fin), f"{{}}{fin}{{}}".format)
        )
        if garde := "".join([*gardes][-1:]):
            return garde.rstrip(" .;,") + "…"
    return " ".join(texte.split()[:MOTS_MAX]) + "…"


def spo_2013(_m: Memoire, _lieu: str) -> Diapositive:
    """The public service of orientation as the convention writes it."""
    chiffres = dispositifs.lire().chiffres
    et_plus = {"plus de": ", et plus", "environ": ", environ", "au plus": ", au plus"}
    rs = [
        (c.nombre, "", c.carte or f"{c.unite}{et_plus.get(c.avant, '')}", "", c.date)
        for k in ("reseaux", "sites", "professionnels", "territoires_spo")
        if (c := chiffres.get(k))
    ]
    dit = [c.dit for k in ("reseaux", "sites", "professionnels") if (c := chiffres.get(k))]
    dits = {"tous": ", ".join(dit), "deux": ", ".join(dit[:2])}
    return diapositive("spo", rendu.reperes(rs[:4]), **dits)


def label(m: Memoire, lieu: str) -> Diapositive:
    """What is known of a SPO: its label, or that its approach is under way."""
    spo = mots.repondant(lieu, ("spo",))
    connus = etats.par_zone(m.donnees, "spo")
    ici = connus.get(spo.c)
    labellises = [k for k, e in connus.items() if e.date_labellisation]
    nom, combien = spo.nom, f"{len(labellises)} des {len(connus)}"
    titre = f"{nom}{INSEC}: démarche SPO engagée, sans date de label connue"
    etat = "démarche engagée, date de label non connue"
    if ici and ici.date_labellisation:
        etat = f"labellisé le {date_libelle(ici.date_labellisation)}"
        titre = f"{nom}, {etat}{FINE}; {combien} SPO {'a' if len(labellises) == 1 else 'ont'} un label daté"
    faits = [("Ici", capitale(etat)), ("Labels datés", f"{combien} territoires SPO")]
    faits.append(("D’où vient ce constat", ici.source if ici else TEXTE))
    corps = rendu.fiche(str(len(connus)), "territoires SPO couvrent la région", faits)
    return diapositive("label", corps, spo, lieu=nom, travail=True, titre=titre, nom=nom, etat=etat)
