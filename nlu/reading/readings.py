"""What a stretch of a message may be, and how well it is that."""

from enum import IntEnum, auto
from math import inf
from typing import NamedTuple

from tournee.nlu.days.dates import DaySpan
from tournee.nlu.quantity.amounts import AmountSpan
from tournee.nlu.quantity.numbers import NumberSpan
from tournee.nlu.words.grammar import Role


class Kind(IntEnum):
    THING = auto()
    OPTION = auto()
    NUMBER = auto()
    AMOUNT = auto()
    DAY = auto()
    ROLE = auto()
    BREAK = auto()
    WORD = auto()


class Level(IntEnum):
    """How well a mention fits the names that it may mean."""

    EXACT = auto()
    HEADED = auto()
    HELD = auto()


class Mention(NamedTuple):
    """Words of the catalogue in a message."""

    owners: tuple[int, ...]
    """The candidates: numbers of products or of options."""
    level: Level
    keys: tuple[str, ...]
    cost: float
    spelled: frozenset[int] = frozenset()
    """Owners with a name written just so."""
    packed: bool = False
    """A number that was said is one of its words."""
    aside: bool = False
    """It is only what the things come with, or what they are for: 'frites'."""
    small: bool = False
    """Its words are small words of the message's language too ('mince')."""
    rivals: tuple[int, ...] = ()
    """Other things that the same words may be, spelled otherwise, the likeliest."""
    lead: float = inf
    """By how much its score is better than theirs."""
    doubtful: bool = False
    """It is taken for a slip, and yet spelled well as another word."""
    meant: bool = False
    """No name has its words: 'hachis' for minced meat."""


class Reading(NamedTuple):
    start: int
    end: int
    kind: Kind
    score: float
    mention: Mention | None = None
    number: NumberSpan | None = None
    amount: AmountSpan | None = None
    role: Role | None = None
    day: DaySpan | None = None
    norm: str = ""
    goods: int = 0
    """Of a word that nothing explains here: 1 if shops sell it, -1 if nobody does."""
