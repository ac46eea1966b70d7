"""What is shipped under a name, then what descriptions of a data root add to it (`descriptions`)."""

from __future__ import annotations

from collections import UserDict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar


class Registre(UserDict):
    """Entries by name, those shipped first. What descriptions add is replaced at once: who goes through the entries
    meanwhile, in another thread, ends with those that it began with."""

    tous: ClassVar[list[Registre]] = []
    decrites: ClassVar[tuple[Any, ...]] = ()  # of `descriptions.Description`
    oublis: ClassVar[list[Callable[[], Any]]] = []  # what is called when they change: who kept something of them

    def __init__(self, livres: Mapping[str, Any], faire: Callable[[Any], Mapping[str, Any]]) -> None:
        """`faire`: the entries that a description adds."""
        super().__init__(livres)
        self._faire, self._ajoutees = faire, frozenset()
        Registre.tous.append(self)
        self._refaire()

    def items(self):
        return self.data.items()

    def values(self):
        return self.data.values()

    def __iter__(self) -> Iterator[str]:
        return iter(self.data)

    def __or__(self, autre: Mapping[str, Any]) -> dict[str, Any]:
        return {**self.data, **autre}

    def livre(self, nom: str) -> bool:
        """Whether the product ships an entry of this name."""
        return nom in self.data and nom not in self._ajoutees

    def _refaire(self) -> None:
        livres = {nom: entree for nom, entree in self.data.items() if nom not in self._ajoutees}
        ajouts = {nom: entree for d in self.decrites for nom, entree in self._faire(d).items()}
        self.data, self._ajoutees = livres | ajouts, frozenset(ajouts)

    @classmethod
    def inscrire(cls, decrites: tuple[Any, ...]) -> None:
        """Put these descriptions in the place of those before, in every registry."""
        if decrites != cls.decrites:
            cls.decrites = decrites
            for registre in cls.tous:
                registre._refaire()
            for oublier in cls.oublis:
                oublier()
