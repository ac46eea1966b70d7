"""Diplomas: their nomenclatures (Base centrale des nomenclatures), what replaced them, and the ROME they lead to.

A millésime of `diplomes` is one nomenclature. Every crosswalk is many-to-many: it says what is possible, and no leaver
is ever split nor added up by métier along it.
"""

NOMENCLATURES = {
    "CFD": "diplômes",
    "MEFSTAT11": "formations des lycées",
    "NSF": "spécialités de formation",
    "NIVEAU": "types de diplôme",
}
# The European scale; in the files of job-seekers « niveau V » is the former one, where V is a CAP.
NIVEAUX = {
    "03": "CAP, BEP et équivalents",
    "04": "baccalauréat et équivalents",
    "05": "BTS et équivalents",
    "06": "licence et équivalents",
}
CFD = r"[0-9A-Z]{8}"
