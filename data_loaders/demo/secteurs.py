"""Métiers of the demonstration in each sector: its codes only look like FAP 2021 (see `demo_metiers`)."""

# A sector without any métier here is a state to draw: the demonstration survey does not ask for it.
METIERS = {
    "metallurgie": ("D1X40", "D2X40"),
    "numerique": ("M1X80",),
    "batiment": ("B0X20", "B1X40", "B2X40", "B3X40"),
    "aide_domicile": ("T2X60", "V0X60"),
    "agroalimentaire": ("E0X20",),
    "sport_animation": ("V5X82",),
    "vegetal": ("A1X40",),
    "culture": ("U1X80",),
    "aeronautique_navale_emr": ("D1X40", "D2X40", "G0X40", "H0X90"),
    "aeroportuaire": ("T4X60",),
    "lgv": ("B0X20",),
}
