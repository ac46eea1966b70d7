"""Ready-made agendas: for a kind of meeting and a place, views that have something to show there.

An agenda is a list of stages. A stage is said by the first of its views that shows something; one that none says is
left out. Screens are run by whoever asks (`jouer`): nothing here knows what a figure says before it is drawn.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import typographier
from data_loaders.parametres import secteurs
from geo import lieux as prepositions, zonages
from geo.rattachement import rattacher
from pages.figures.recherche import adresses
from pages.figures.recherche.adresses import ecran
from pages.figures.seance import Diapo
from pages.figures.seance.demande import FORMAT

VUES_MIN: Final = 4
# Where the screens read the survey and the rate of unemployment for a place, the finest zoning first.
_ENQUETE: Final = ("bassin", "departement", "region")
_CHOMAGE: Final = ("ze", "departement", "region")
_REGION: Final = ("region",)
_DEMANDEURS: Final = ("zef", "spo", "gtec", "epci")


class Proposee(NamedTuple):
    """A view that may be shown: the address of a screen, the key of a figure on it."""

    adresse: str
    cle: str


class Etape(NamedTuple):
    """A moment of a meeting: its minutes, and what it may show, the best first."""

    minutes: int
    vues: tuple[Proposee, ...]


class Lieu(NamedTuple):
    """What an agenda is made for: `zef:ancenis`, `secteur:numerique`, or "" for the region; its name in a list."""

    cle: str
    libelle: str


class Modele(NamedTuple):
    """A kind of meeting.

    Attributes:
        libelle: « Comité de concertation d’une ZEF ». choix: what is to be chosen, "" when it is for the whole region.
        lieux: what it may be made for. titre: a place -> title of the agenda. etapes: a place -> its stages.
    """

    libelle: str
    choix: str
    lieux: Callable[[], Sequence[Lieu]]
    titre: Callable[[str], str]
    etapes: Callable[[str], Sequence[Etape]]


def _zones(zonage: str) -> Callable[[], list[Lieu]]:
    def lister() -> list[Lieu]:
        z = zonages.zones(zonage)
        return [Lieu(f"{zonage}:{c}", nom) for c, nom in zip(z["code_zone"], z["libelle_zone"], strict=True)]

    return lister


def _secteurs() -> list[Lieu]:
    return [Lieu(f"secteur:{s.code}", s.intitule) for s in secteurs.lire().secteurs.values()]


def _de(lieu: str) -> str:
    """« d’Ancenis »."""
    zonage, _, code = lieu.partition(":")
    return prepositions.genitif(zonage, code)


def _lieu(lieu: str) -> tuple[Proposee, ...]:
    return (
        Proposee(ecran("territoires", lieu=lieu), "bloc-salle-commune"),
        *_carte("population", (lieu.partition(":")[0],), lieu),
    )


def _zonage(lieu: str, possibles: Sequence[str]) -> str:
    """The first zoning in which a zone speaks for a place; "" when none does."""
    zonage, _, code = lieu.partition(":")
    r = rattacher(zonage, code, possibles)
    return r.zonage if r else ""


def _carte(indicateur: str, possibles: Sequence[str], lieu: str) -> tuple[Proposee, ...]:
    zonage = _zonage(lieu, [z for z in possibles if z != "region"])
    return (Proposee(ecran("carte", indicateur=indicateur, zonage=zonage, lieu=lieu), "bloc-principale"),) * bool(
        zonage
    )


def _tendance(indicateur: str, possibles: Sequence[str], lieu: str) -> tuple[Proposee, ...]:
    zonage = _zonage(lieu, possibles)
    return (Proposee(ecran("tendances", indicateur=indicateur, zonage=zonage, lieu=lieu), "bloc-tendances"),) * bool(
        zonage
    )


def _meteo(lieu: str, cle: str) -> tuple[Proposee, ...]:
    niveaux = [_zonage(lieu, _ENQUETE[rang:]) for rang in range(len(_ENQUETE) - 1)]
    return tuple(
        Proposee(ecran("meteo", onglet="territoire", zonage=z, lieu=lieu), cle)
        for z in dict.fromkeys(niveaux)
        if z and z != "region"
    )


def _demandeurs(lieu: str) -> tuple[Proposee, ...]:
    return (*_carte("defm_abc", _DEMANDEURS, lieu), *_tendance("defm_abc", _DEMANDEURS, lieu))


def _apprentis() -> tuple[Proposee, ...]:
    return tuple(
        Proposee(ecran("tendances", indicateur=code, zonage="region"), "bloc-tendances")
        for code in ("emploi_6_apprentis", "apprentissage_entrees")
    )


def _convention(cle: str, rubrique: str = "suivi") -> Proposee:
    return Proposee(ecran("convention", rubrique=rubrique), cle)


def _tous_secteurs() -> Proposee:
    return Proposee(ecran("secteurs", secteur="tous"), "secteurs")


_COMPTES: Final = (_convention("bloc-convention-comptes"),)


def _fiche(code: str, cle: str) -> Proposee:
    """What the convention says of a dispositif."""
    return Proposee(adresses.fiche(code), cle)


def _public(indicateur: str, lieu: str, zonages_: Sequence[str] = _DEMANDEURS) -> tuple[Proposee, ...]:
    return (*_carte(indicateur, zonages_, lieu), *_tendance(indicateur, zonages_, lieu))


def _triangle(lieu: str) -> Etape:
    """Projects, job-seekers, places: what a committee compares."""
    return Etape(4, (Proposee(ecran("territoires", lieu=lieu), "bloc-triangle"),))


def _zef(lieu: str) -> list[Etape]:
    """What defines the needs of « Je m’oriente, je me prépare »: publics, métiers within reach, offer."""
    accessibles = Proposee(ecran("formation", entree="territoire", lieu=lieu), "bloc-territoire-metiers")
    return [
        Etape(3, _lieu(lieu)),
        _triangle(lieu),
        Etape(3, (_fiche("conseils", "bloc-fiche"),)),
        Etape(4, (*_tendance("taux_chomage", _CHOMAGE, lieu), *_demandeurs(lieu))),
        Etape(4, _public("defm_jeunes", lieu)),
        Etape(3, (Proposee(ecran("carte", indicateur="defm_jeunes", zonage="epci"), "bloc-principale"),)),
        Etape(4, _public("defm_peu_diplomes", lieu)),
        Etape(3, _public("rsa", lieu, ("departement",))),
        Etape(3, _public("cej", lieu, ("departement",))),
        Etape(5, (*_carte("bmo_part_difficiles_estimee", _ENQUETE, lieu), *_carte("bmo_projets", _ENQUETE, lieu))),
        Etape(5, _meteo(lieu, "meteo")),
        Etape(6, (accessibles, *_meteo(lieu, "bloc-quadrant"))),
        Etape(5, (_fiche("objectifs", "bloc-fiche-lignes"),)),
        Etape(4, (*_tendance("formation_eloignes", _REGION, adresses.REGION), *_apprentis())),
    ]


def _pilotage(_: str) -> list[Etape]:
    return [
        Etape(8, _COMPTES),
        Etape(7, (_convention("bloc-convention-grille"),)),
        Etape(7, (_convention("bloc-convention-themes", "engagements"),)),
        Etape(6, (_convention("bloc-convention-instances", "engagements"),)),
        Etape(7, (_tous_secteurs(),)),
        Etape(5, (_convention("bloc-convention-etapes", "publication"),)),
    ]


def _conseil(lieu: str) -> list[Etape]:
    code = lieu.partition(":")[2]

    def portrait(cle: str, *autres: Proposee) -> tuple[Proposee, ...]:
        return (Proposee(ecran("secteurs", secteur=code), cle), *autres)

    def du_dossier(cle: str) -> tuple[Proposee, ...]:
        return (Proposee(adresses.dossier(code), cle),)

    return [
        Etape(4, (_fiche("conseils", "bloc-fiche-texte"),)),
        Etape(4, du_dossier("bloc-dossier-convention")),
        Etape(4, (_tous_secteurs(),)),
        Etape(5, portrait("bloc-secteur-chiffres")),
        Etape(5, portrait("bloc-secteur-departements", *_tendance("bmo_projets", _REGION, adresses.REGION))),
        Etape(
            5,
            portrait("bloc-secteur-tendance", *_tendance("bmo_part_difficiles_estimee", _REGION, adresses.REGION)),
        ),
        Etape(7, du_dossier("bloc-dossier-metiers")),
        Etape(7, du_dossier("bloc-dossier-diplomes")),
        Etape(5, (*du_dossier("bloc-dossier-plan"), *du_dossier("bloc-dossier-2030"))),
        Etape(4, du_dossier("bloc-secteur-interim-publie")),
        Etape(5, du_dossier("bloc-dossier-inconnus")),
        Etape(5, _apprentis()),
    ]


def _spo(lieu: str) -> list[Etape]:
    return [
        Etape(3, _lieu(lieu)),
        Etape(4, (Proposee(ecran("territoires", volet="etats", etats="spo", lieu=lieu), "bloc-salle-etats"),)),
        Etape(4, (Proposee(ecran("territoires", volet="loupe", zonage="spo", lieu=lieu), "bloc-salle-croise"),)),
        _triangle(lieu),
        Etape(4, _demandeurs(lieu)),
        Etape(5, (*_meteo(lieu, "meteo"), *_carte("bmo_part_difficiles_estimee", _ENQUETE, lieu))),
    ]


def _commune(lieu: str) -> list[Etape]:
    return [
        Etape(3, _lieu(lieu)),
        Etape(4, _tendance("taux_chomage", _CHOMAGE, lieu)),
        Etape(4, _carte("defm_abc", ("epci",), lieu)),
        Etape(4, _carte("bmo_part_difficiles_estimee", _ENQUETE, lieu)),
        Etape(5, _meteo(lieu, "meteo")),
    ]


# What a meeting of any place may show, when a place has too little of its own.
_RESERVE: Final = (Etape(5, (_tous_secteurs(),)), Etape(5, _apprentis()), Etape(5, _COMPTES))
MODELES: Final[Mapping[str, Modele]] = {
    "zef": Modele(
        "Comité de concertation d’une ZEF",
        "Zone Emploi Formation",
        _zones("zef"),
        lambda lieu: f"Comité de concertation, ZEF {_de(lieu)}",
        _zef,
    ),
    "convention": Modele(
        "Comité de pilotage de la convention",
        "",
        lambda: [Lieu("", "Pays de la Loire")],
        lambda _: "Comité de pilotage de la convention",
        _pilotage,
    ),
    "secteur": Modele(
        "Conseil d’orientation d’un secteur",
        "Secteur ou filière",
        _secteurs,
        lambda lieu: f"Conseil d’orientation : {secteurs.lire().secteurs[lieu.partition(':')[2]].convenu}",
        _conseil,
    ),
    "spo": Modele(
        "Présentation d’un SPO",
        "Territoire SPO",
        _zones("spo"),
        lambda lieu: f"Présentation du SPO {_de(lieu)}",
        _spo,
    ),
    "commune": Modele(
        "Les chiffres d’une commune",
        "Commune",
        _zones("commune"),
        lambda lieu: f"Les chiffres {_de(lieu)}",
        _commune,
    ),
}


def montre(d: Diapo) -> bool:
    """Whether a figure has something to show: a title, a drawing or a table, and a value for the zone it is about."""
    dessine = d.table or d.cartes or d.graphiques
    if not d.vue.titre or not (d.elements or d.table) or ("obs-vide" in str(d.elements) and not dessine):
        return False
    zones = [(c["periodes"][c["periode"]], c["selection"]) for c in d.cartes if c["selection"]]
    return all(code in etats and etats[code].statut == "ok" for etats, code in zones)


def composer(nom: str, lieu: str, jouer: Callable[[str], Sequence[Diapo]]) -> dict[str, Any]:
    """The agenda of a meeting, as `static/seance/ordre.js` keeps it.

    Args:
        nom: key of `MODELES`. lieu: key of one of its places.
        jouer: an address -> its figures; raises ErreurDonnees where the screen has nothing to show.

    Raises:
        ErreurDonnees: no such meeting, or no such place for it.
    """
    modele = MODELES.get(nom)
    if modele is None or lieu not in {li.cle for li in modele.lieux()}:
        raise ErreurDonnees(
            "modele",
            "ordre du jour prêt",
            "il n’y a pas d’ordre du jour prêt pour cette réunion ou ce lieu",
            remede="en choisir un dans la liste de l’écran Séance",
        )
    joues: dict[str, list[Diapo]] = {}
    vues: list[dict[str, Any]] = []

    def dire(etape: Etape) -> None:
        for p in etape.vues:
            if any((v["adresse"], v["cle"]) == p for v in vues):
                continue
            if p.adresse not in joues:
                try:
                    joues[p.adresse] = list(jouer(p.adresse))
                except ErreurDonnees:
                    joues[p.adresse] = []
            if d := next((d for d in joues[p.adresse] if d.cle == p.cle and montre(d)), None):
                titre = typographier(d.vue.titre)
                vues.append({**p._asdict(), "message": "", "dit": titre, "minutes": etape.minutes})
                return

    for etape in modele.etapes(lieu):
        dire(etape)
    for etape in _RESERVE:
        if len(vues) < VUES_MIN:
            dire(etape)
    instantane = next((d.instantane for diapos in joues.values() for d in diapos), "")
    return {"format": FORMAT, "titre": typographier(modele.titre(lieu)), "vues": vues, "instantane": instantane}


def liste() -> list[dict[str, Any]]:
    """The kinds of meeting, the places of each, how many views and minutes each has for the first of them."""
    rendue = []
    for nom, m in MODELES.items():
        lieux = m.lieux()
        etapes = m.etapes(lieux[0].cle)
        rendue.append(
            {
                "nom": nom,
                "libelle": m.libelle,
                "choix": m.choix,
                "lieux": [list(li) for li in lieux],
                "vues": len(etapes),
                "minutes": sum(e.minutes for e in etapes),
            }
        )
    return rendue
