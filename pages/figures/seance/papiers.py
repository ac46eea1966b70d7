"""What a meeting is written as: its record, or the document that the convention asks of it.

A conseil d'orientation works out a « document d'orientation »: a shared diagnosis and proposals, under the five aims
that the text lists; a comité de concertation defines the needs of « Je m'oriente, je me prépare ». Each is filled with
what was shown and typed; what nobody said is said to be so, and left to be completed.
"""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from data_loaders.convention import dispositifs

RELEVE: Final = "releve"
A_COMPLETER: Final = "à compléter"
_LETTRES: Final = ("", "Une", "Deux", "Trois", "Quatre", "Cinq", "Six", "Sept", "Huit", "Neuf", "Dix")
_FICHE: Final = "conseils"
_VISEE: Final = "Visée"  # begins the name of each aim, in the sheet
_BESOINS: Final = (
    "Publics : moins de 25 ans",
    "Publics : sans qualification",
    "Publics : bénéficiaires du RSA",
    "Publics : jeunes en contrat d’engagement (CEJ)",
    "Métiers accessibles",
    "Offre de formation : manques et délais",
)


class Section(NamedTuple):
    """A part of a document, by what fills it: one of the `contenus` of `releve.Document`.

    `vide`: what is said where nothing fills it.
    """

    genre: str
    titre: str
    vide: str = ""


class Papier(NamedTuple):
    """A kind of document.

    Attributes:
        fichier: its name, without extension. intro: what it is, under its title.
        sections: its parts, in order; none for a record, whose parts are those that hold something.
        colonnes, modele: table to complete, the first column of each row.
    """

    titre: str
    fichier: str
    intro: str = ""
    sections: tuple[Section, ...] = ()
    colonnes: tuple[str, ...] = ()
    modele: Callable[[], tuple[str, ...]] = tuple


def _visees() -> tuple[str, ...]:
    return tuple(p.dit for p in dispositifs.lire().fiches[_FICHE].ecrit if p.quoi.startswith(_VISEE))


def _parties(diagnostic: str, propositions: str, modele: str) -> tuple[Section, ...]:
    return (
        Section("vues", diagnostic, "Aucune vue n’a été montrée."),
        Section("remarques", "Ce qui en a été dit", "Aucune remarque n’a été notée."),
        Section("questions", "Ce qui a été demandé", "Aucune question n’a été notée."),
        Section("decisions", propositions, "Rien n’a été noté comme décision."),
        Section("modele", modele),
        Section("taches", "Suites", "Aucune n’a été notée."),
    )


PAPIERS: Final[Mapping[str, Papier]] = {
    RELEVE: Papier("Relevé de séance", "releve-de-seance"),
    "orientation": Papier(
        "Document d’orientation",
        "document-d-orientation",
        "Ce à quoi aboutissent les travaux d’un conseil d’orientation, selon la convention du 27 août 2013 : un "
        "diagnostic partagé de la relation emploi-formation et des propositions. La Région peut s’en saisir pour "
        "adapter la réalisation du marché.",
        _parties("Diagnostic partagé", "Propositions", "Les cinq visées du conseil"),
        ("Visée", "Proposition", "Qui", "Pour quand"),
        _visees,
    ),
    "besoins": Papier(
        "Besoins de formation",
        "besoins-de-formation",
        "Ce que définit un comité de concertation économie, emploi, formation, selon la convention du 27 août 2013 : "
        "les besoins de formation des publics de « Je m’oriente, je me prépare ».",
        _parties("Publics, métiers, offre : ce qui a été montré", "Besoins retenus", "Les besoins, public par public"),
        ("Sujet", "Besoin", "Formation demandée", "Qui"),
        lambda: _BESOINS,
    ),
}


def du_releve(nb: Mapping[str, int], depuis: str) -> tuple[Section, ...]:
    """Parts of a record, those that hold something, decisions and tasks first.

    Args:
        nb: how much each holds. depuis: day of the former meeting, in words.
    """
    titres = {
        "decisions": compte(nb["decisions"], "décision", "décisions"),
        "taches": "À faire",
        "suites": f"Depuis le {depuis}",
        "remarques": compte(nb["remarques"], "remarque", "remarques"),
        "questions": compte(nb["questions"], "question de la salle", "questions de la salle"),
        "vues": "Ce qui a été montré",
    }
    return tuple(Section(genre, titre) for genre, titre in titres.items() if nb[genre])


def compte(n: int, un: str, plusieurs: str) -> str:
    """« Deux décisions », « 12 remarques »."""
    return f"{_LETTRES[n] if n < len(_LETTRES) else n} {un if n == 1 else plusieurs}"
