"""What is known of a message's tokens before names are looked for in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tournee.nlu.words.tokens import Token

NUMBERED = frozenset({"n", "n°", "°", "no", "nº", "numero", "number"})
"""Words before the number of a sort: 'huîtres n°3'."""

DEGREES = frozenset({"bien", "tres", "trop", "assez", "plutot", "very", "too", "quite", "muy"})
"""What stands behind one says how a thing is: 'bien faits', 'bien rouges'."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What is known of the tokens before mentions are looked for; filled by `lattice`."""

    tokens: Sequence[Token]
    locale: str
    small: list[bool]
    """Small words of the message's language."""
    words: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    """By first token, numbers as words of names, each with its end."""
    measured: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    """The same of measures: options are called by them ('33 cl'), things come in them."""
    markers: set[int] = field(default_factory=set)
    """Figures that count nothing."""
    counting: set[int] = field(default_factory=set)
    """Words that numbers and amounts are made of: no misspelled things."""
    packs: set[int] = field(default_factory=set)
    """Words for packs: 'une plaquette de beurre' is any butter."""
