"""Texts of the page À propos; HTML without any variable part but the version."""

from __future__ import annotations

import re

from data_loaders.francais import typographier
from pages.figures import ecrans

VERSION = "0.3"

# key of `ecrans.RUBRIQUES` -> text; line ends inside a text are only for the reader of this file.
_TEXTES = {
    "mentions": """
        <p>Cet observatoire met en œuvre, en logiciel libre, ce que prévoyait la convention signée le 27 août 2013 par
        la Région Pays de la Loire et Pôle emploi. Cette convention a pris fin au plus tard en août 2017 et Pôle emploi
        est devenu France Travail : le logiciel ne parle au nom d’aucun des signataires et ne porte aucun de leurs
        logos. L’organisme qui l’installe en est l’éditeur et complète ici son nom, son adresse et son directeur de
        publication.</p><p>Version {version}. Code sous licence EUPL-1.2. Contours : IGN, Admin Express. Communes et
        populations : Insee. Licence Ouverte 2.0. Trois statuts : un chiffre de producteur ne
        porte que sa source ; les estimations, la météo et les portraits sont un travail de l’Observatoire ; le travail
        commun des signataires (mesures, labellisation, comités) reste un document de travail tant que leurs deux
        approbations ne sont pas enregistrées.</p>
        """,
    "accessibilite": """
        <p><strong>Accessibilité : non conforme.</strong> Aucun audit RGAA 4.1 n’a encore été mené. Ce qui est fait :
        toute la carte se lit et se choisit au clavier (tabulation, flèches, Entrée), chaque figure est doublée d’une
        phrase et d’un tableau, la couleur n’est jamais seule, les textes tiennent à 320 pixels de large, les animations
        s’arrêtent si le système le demande. Ce qui reste : lecteurs d’écran non essayés, composants de tiers dont
        quelques libellés ne sont pas à notre main.</p>
        """,
    "personnelles": """
        <p>Aucun compte, aucun traceur, aucune mesure d’audience, aucune requête vers un autre site. Les chiffres
        affichés sont des agrégats publiés par leurs producteurs ; une cellule qu’ils masquent reste masquée. Les choix
        du lecteur sont dans l’adresse de la page et nulle part ailleurs. Un seul nom de personne peut figurer ici :
        celui de qui approuve un document pour un signataire, enregistré par l’organisme qui installe
        l’observatoire.</p>
        """,
}


def rubriques() -> dict[str, str]:
    """key -> HTML of each section, its title first, with an anchor for the links of the footer."""
    textes = {cle: _ligne(texte).replace("{version}", VERSION) for cle, texte in _TEXTES.items()}
    textes["plan"] = ecrans.plan_html()
    return {
        cle: f'<div class="obs-tete" id="{cle}"><h2>{titre}</h2></div>{textes[cle]}'
        for cle, titre in ecrans.RUBRIQUES.items()
    }


def _ligne(texte: str) -> str:
    # Not str.split(): it would eat the no-break spaces.
    return typographier(re.sub(r"[ \n]+", " ", texte).strip())
