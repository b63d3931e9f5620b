"""Facts that are looked up when a conversation first asks for them.

A conversation may know much, and a message needs little of it: 'merci' needs no orders, no rounds
and no standing orders. All of it is of one transaction, so when it is read makes no difference.
"""

from collections.abc import Callable, Mapping
from typing import Any, Self

from tournee.bot.conversation.model import Facts


class LookedUp(Facts):
    """Facts of which some are functions until they are read; valid inside their transaction."""

    __slots__ = ("_looks",)

    @classmethod
    def of(cls, known: Facts, looks: Mapping[str, Callable[[Facts], Any]]) -> Self:
        """Return `known` with the fields of `looks` not read yet.

        A look is handed the facts that it adds to: one that kept them would keep its whole
        transaction in memory, until the collector of cycles comes by.
        """
        found = object.__new__(cls)
        for name in Facts.__dataclass_fields__:
            if name not in looks:
                object.__setattr__(found, name, getattr(known, name))
        object.__setattr__(found, "_looks", looks)
        return found

    def __getattr__(self, name: str) -> Any:
        """Look up a field that has no value yet: Python comes here only then."""
        if name not in Facts.__dataclass_fields__:
            raise AttributeError(name)
        value = self._looks[name](self)
        object.__setattr__(self, name, value)
        return value

    def __repr__(self) -> str:
        """Name whose facts they are: a log that shows them must not look anything up."""
        return f"LookedUp(party={self.party!r}, now={self.now!r})"
