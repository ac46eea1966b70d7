"""The map of the lens: the zones of a second zoning, by the share of the territory's people that each holds."""

from data_loaders import francais
from data_loaders.francais import INSEC, capitale
from geo import lieux, zonages
from geo.sujets import Sujet
from pages.figures.carte.dessin import EtatZone, Legende
from pages.figures.territoires.lieu import pourcent
from pages.figures.territoires.loupe import Croisement, hors_de

PERIODE = "2026"
LIMITES = (0.1, 0.5)


def etats(c: Croisement) -> dict[str, EtatZone]:
    """States of the map of the second zoning: share of the territory's people in each zone met."""
    parts = {r.code_zone: r.part_population for r in c.parts.itertuples() if r.code_zone}
    dits = {}
    for z in zonages.zones(c.zonage.code).itertuples():
        if z.code_zone not in parts:
            dits[z.code_zone] = EtatZone(None, "", f"{z.libelle_zone}{INSEC}: pas recoupé", "hors")
            continue
        part = parts[z.code_zone]
        classe = 1 + sum(part >= limite for limite in LIMITES)
        texte = pourcent(part)
        dits[z.code_zone] = EtatZone(
            classe,
            texte.removesuffix(f"{INSEC}%"),
            f"{z.libelle_zone}{INSEC}: {texte} des habitants du territoire choisi",
            nombre=100 * part,
        )
    return dits


def legende(sujet: Sujet, c: Croisement) -> Legende:
    """Words of the map of the second zoning."""
    mot = c.zonage.libelle_zone
    noms = {
        z.code_zone: capitale(lieux.locatif(c.zonage.code, z.code_zone))
        for z in zonages.zones(c.zonage.code).itertuples()
    }
    return Legende(
        classes=("moins de 10 % des habitants", "de 10 à 50 %", "50 % ou plus"),
        limites=(10, 50),
        limites_libelles=(f"10{INSEC}%", f"50{INSEC}%"),
        etendue=(0, 100),
        unite="%",
        lieux=noms,
        suite=f"des habitants {sujet.de_qui}",
        suites={PERIODE: {z: "rien de ce territoire" for z in noms if z not in set(c.parts["code_zone"])}},
        dits={PERIODE: _dits(sujet, c)},
        absences={"hors": "pas recoupé" if c.zonage.partition else f"pas recoupé, ou {hors_de(c.zonage.code)}"},
        zones=(mot, lieux.pluriel(mot)),
    )


def _dits(sujet: Sujet, c: Croisement) -> tuple[str, str, str]:
    nb = int((c.parts["code_zone"] != "").sum())
    mot = c.zonage.libelle_zone
    return f"{sujet.qui} rencontre", francais.nombre(nb), mot if nb < 2 else lieux.pluriel(mot)
