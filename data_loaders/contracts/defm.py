"""Job-seekers: by EPCI, the priority publics among them, and the quarterly series of the region and of France (DARES).

The publics are told by age × sex, level of diploma and seniority, categories A and A+B+C, in whole EPCI.
"""

from dataclasses import replace

from data_loaders.contracts import declarations

FRANCE = "FR"
CATEGORIES, CATEGORIES_CVS = ("A", "B", "C", "D", "E"), ("A", "ABC")
SEXES = {"homme": "hommes", "femme": "femmes"}
AGES = {"moins_25": "moins de 25 ans", "25_49": "25 à 49 ans", "50_plus": "50 ans ou plus"}
# Former scale of the levels: V is a CAP, III a BTS.
DIPLOMES = {
    "diplome_1_2": "niveaux I et II (licence ou plus)",
    "diplome_3": "niveau III (bac + 2)",
    "diplome_4": "niveau IV (bac)",
    "diplome_5": "niveau V (CAP, BEP)",
    "diplome_5_bis": "niveau V bis (fin de collège)",
    "diplome_6": "niveau VI (sans diplôme)",
    "diplome_inconnu": "niveau indéterminé",
}
ANCIENNETES = {
    "anciennete_0_2": "inscrits depuis moins de 3 mois",
    "anciennete_3_5": "inscrits depuis 3 à 5 mois",
    "anciennete_6_11": "inscrits depuis 6 à 11 mois",
    "anciennete_12_23": "inscrits depuis 12 à 23 mois",
    "anciennete_24_35": "inscrits depuis 24 à 35 mois",
    "anciennete_36_plus": "inscrits depuis 36 mois ou plus",
}
AGES_SEXES = {f"{s}_{a}": f"{SEXES[s]}, {AGES[a]}" for s in SEXES for a in AGES}
ENSEMBLE = "ensemble"
# Each partition adds up to the whole of the EPCI.
PARTITIONS = (tuple(AGES_SEXES), tuple(DIPLOMES), tuple(ANCIENNETES))
CRITERES = {ENSEMBLE: "tous"} | AGES_SEXES | DIPLOMES | ANCIENNETES
# indicator -> (who, criteria added up)
PUBLICS = {
    "defm_jeunes": ("de moins de 25 ans", tuple(f"{s}_moins_25" for s in SEXES)),
    "defm_seniors": ("de 50 ans ou plus", tuple(f"{s}_50_plus" for s in SEXES)),
    "defm_femmes": ("femmes", tuple(f"femme_{a}" for a in AGES)),
    "defm_peu_diplomes": ("sans diplôme au-delà du collège", ("diplome_5_bis", "diplome_6")),
    "defm_longue_duree": (
        "inscrits depuis un an ou plus",
        ("anciennete_12_23", "anciennete_24_35", "anciennete_36_plus"),
    ),
}
# indicator -> (category, who, criteria): what a public is asked for; seniority is published for A+B+C alone.
PAR_PUBLIC = {code: ("ABC", *public) for code, public in PUBLICS.items()} | {
    code.replace("defm_", "defm_a_"): ("A", *public)
    for code, public in PUBLICS.items()
    if not set(public[1]) & set(ANCIENNETES)
}
_CATEGORIES = {
    "ABC": ("catégories A, B et C", "catégories A, B ou C", "A, B, C"),
    "A": (*["catégorie A"] * 2, "A"),
}
_PRECISIONS = (
    " ; niveaux V bis et VI de l’ancienne nomenclature, le producteur masquant le niveau VI de petits effectifs : la "
    "somme est alors un minorant"
)

INDICATEURS_PUBLICS = tuple(
    replace(
        declarations.lire("indicateurs").indicateurs["defm_a"],
        code=code,
        libelle=f"Demandeurs d’emploi {qui}, {_CATEGORIES[categorie][0]}",
        dataset="defm_publics",
        court=f"Inscrits {_CATEGORIES[categorie][2]}, {qui.removeprefix('inscrits ')}",
        categorie=_CATEGORIES[categorie][0],
        mesure=categorie,
        phrase=f"{qui}, inscrits en {_CATEGORIES[categorie][1]}",
        phrase_singulier="",
        champ=f"Inscrits à Pôle emploi, {_CATEGORIES[categorie][0]}, {qui}, données brutes en fin de mois"
        f"{_PRECISIONS if 'diplome_6' in criteres else ''}",
    )
    for code, (categorie, qui, criteres) in PAR_PUBLIC.items()
)
