"""What the territories say of themselves: SPO labelling, GTEC state, comités de concertation of each ZEF.

Each reception adds rows to those already there: the last one of a territory is its state, the others its history. The
zones are those of the zoning in force, checked when a file is read: a contract cannot know a perimeter that changes.
"""

from data_loaders.contracts.base import ENVOYE, Colonne, Contrat, Table, entier

NIVEAUX = {
    "operateurs": "label de chaque opérateur",
    "partenariat": "label du partenariat entre opérateurs",
    "plan": "label du plan de professionnalisation",
}
ETATS = ("obtenu", "en cours", "non engagé")
ETATS_GTEC = ("conduite", "engagée", "à initier")
SITUATIONS = ("tenue", "prévue", "annulée")
OUI_NON = ("oui", "non")
NON_RENSEIGNE = "non renseigné"
DATE = r"^((19|20)\d\d(-(0[1-9]|1[0-2])(-([0-2]\d|3[01]))?)?)?$"
JOUR = r"^(19|20)\d\d-(0[1-9]|1[0-2])-([0-2]\d|3[01])$"
# dataset -> zoning whose zones it describes
ZONAGE = {"labellisation": "spo", "gtec": "gtec", "comites": "zef"}


def _zone(zonage: str) -> Colonne:
    # Not `code_zone`: a reception may speak of a few territories only, and no neighbour makes it incomplete.
    return Colonne(f"code_{zonage}", f"Zone du découpage {zonage}", motif=r"^[a-z0-9]+(-[a-z0-9]+)*$")


def _date(nom: str, description: str) -> Colonne:
    return Colonne(nom, f"{description} (AAAA, AAAA-MM ou AAAA-MM-JJ) ; vide si inconnue", motif=DATE)


def _choix(nom: str, description: str, valeurs: tuple[str, ...]) -> Colonne:
    return Colonne(nom, f"{description} ; vide si non renseigné", valeurs=("", *valeurs))


def _texte(nom: str, description: str) -> Colonne:
    return Colonne(nom, f"{description} ; vide si non renseigné")


def _nombre(nom: str, description: str, unite: str) -> Colonne:
    return entier(nom, f"{description} ; vide si non renseigné", unite, (0, 1e5), nulle=True)


_RECEPTION = (
    _texte("commentaire", "Précision de l’organisme qui transmet"),
    Colonne("source", "Document qui atteste la ligne", motif=r"\S"),
    Colonne("transmis_par", "Organisme qui transmet la ligne", motif=r"\S"),
    Colonne("recu_le", "Date de réception de la ligne", motif=JOUR),
    entier("reception", "Rang de la réception, la plus récente en dernier", "", (1, 1e6)),
)
LABELLISATION = Table.de(
    _zone("spo"),
    *(
        colonne
        for niveau, libelle in NIVEAUX.items()
        for colonne in (
            _choix(f"{niveau}_etat", f"État du {libelle}", ETATS),
            _date(f"{niveau}_date", f"Date de l’état du {libelle}"),
        )
    ),
    _date("date_labellisation", "Date de labellisation du territoire"),
    _texte("chef_de_file", "Organisme chef de file"),
    _nombre("reseaux_nb", "Réseaux d’accueil et d’orientation présents", "réseaux"),
    _nombre("sites_nb", "Sites d’accueil du public", "sites"),
    *_RECEPTION,
    cle=("code_spo", "reception"),
)
GTEC = Table.de(
    _zone("gtec"),
    _choix("etat", "État de la démarche", ETATS_GTEC),
    _date("date", "Date de l’état"),
    *_RECEPTION,
    cle=("code_gtec", "reception"),
)
COMITES = Table.de(
    _zone("zef"),
    _choix("existe", "Le comité existe", OUI_NON),
    _texte("nom", "Nom du comité"),
    *_RECEPTION,
    cle=("code_zef", "reception"),
)
REUNIONS = Table.de(
    _zone("zef"),
    Colonne("date", "Jour de la réunion", motif=JOUR),
    Colonne("objet", "Objet de la réunion", motif=r"\S"),
    Colonne("situation", "Réunion tenue, prévue ou annulée", valeurs=SITUATIONS),
    *_RECEPTION,
    cle=("code_zef", "date", "reception"),
)
_COMMUN = ENVOYE | {"secret": "Sans objet : états de territoires et d’organismes, aucune personne."}
CONTRATS = (
    Contrat(
        "labellisation",
        "Labellisation des territoires SPO",
        "Région, Carif-Oref ou chef de file de chaque territoire",
        tables={"etats": LABELLISATION},
        **_COMMUN,
    ),
    Contrat(
        "gtec",
        "État des démarches de GTEC",
        "Région, ou territoire qui conduit la démarche",
        tables={"etats": GTEC},
        **_COMMUN,
    ),
    Contrat(
        "comites",
        "Comités de concertation économie, emploi, formation",
        "Région, ou comité de chaque zone Emploi Formation",
        tables={"etats": COMITES, "reunions": REUNIONS},
        **_COMMUN,
    ),
)
