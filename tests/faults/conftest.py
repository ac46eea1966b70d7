"""The table of faults: what was done to a file or to the disk, and what the observatory answered."""

import pytest

TITRES = ("Panne ou défaut", "Commande", "Réponse")
CLE = "cas_de_panne"


@pytest.fixture
def cas(record_property):
    """Adds one line to the table printed at the end of the run: fault, command, answer."""

    def noter(panne: str, commande: str, reponse: str) -> None:
        record_property(CLE, (panne, commande, reponse.strip().splitlines()[0]))

    return noter


def pytest_terminal_summary(terminalreporter):
    """Print the table."""
    lignes = [
        valeur
        for rapport in terminalreporter.getreports("passed")
        if rapport.when == "call"
        for nom, valeur in rapport.user_properties
        if nom == CLE
    ]
    if lignes:
        largeurs = [max(len(ligne[i]) for ligne in (TITRES, *lignes)) for i in range(2)]
        terminalreporter.section("table des pannes")
        for ligne in (TITRES, *lignes):
            terminalreporter.write_line("  ".join((ligne[0].ljust(largeurs[0]), ligne[1].ljust(largeurs[1]), ligne[2])))
