"""Interim employment (DARES), quarterly and adjusted: the region by place of the agency or of the mission, sectors in
France only.

A sector of the region is published nowhere: none is estimated.
"""

FRANCE = "FR"
# ETU: where the mission is done; ETT: where the agency is. They are never added nor compared.
SERIES = {
    "effectif_etu": "intérimaires en fin de trimestre, région de l’établissement utilisateur",
    "effectif_ett": "intérimaires en fin de trimestre, région de l’agence",
    "etp_etu": "équivalents temps plein du trimestre, région de l’établissement utilisateur",
    "etp_ett": "équivalents temps plein du trimestre, région de l’agence",
}
MESURES_SECTEUR = {
    "effectif": "intérimaires en fin de trimestre",
    "etp": "équivalents temps plein du trimestre",
    "recours": "taux de recours, en %",
}
