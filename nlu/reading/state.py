"""A partial reading of a message: what was asked for so far, and what waits for its thing."""

from decimal import Decimal
from enum import IntEnum, auto
from math import inf
from typing import Any, NamedTuple

from tournee.nlu.days.dates import DaySpan
from tournee.nlu.reading.readings import Level, Mention, Reading


class Act(IntEnum):
    """What is to happen with a thing."""

    ORDER = auto()
    ADD = auto()
    REMOVE = auto()
    CHANGE = auto()
    SWAP = auto()
    """It makes room for another thing."""


class Last(IntEnum):
    """What stood before."""

    START = auto()
    BREAK = auto()
    COMMA = auto()
    AND = auto()
    VERB = auto()
    WITH = auto()
    THING = auto()
    OPTION = auto()
    QUANTITY = auto()
    DET = auto()
    PARTITIVE = auto()
    PACK = auto()
    QUALITY = auto()
    PREP = auto()
    POSS = auto()
    NAME = auto()
    """A title or 'I am': a name follows."""
    WORD = auto()
    OTHER = auto()
    CORR = auto()
    UNKNOWN = auto()


FREE = frozenset(
    {Last.START, Last.BREAK, Last.COMMA, Last.AND, Last.VERB, Last.WITH, Last.PARTITIVE}
    | {Last.DET, Last.CORR, Last.QUANTITY, Last.PACK}
)
"""What a thing without number may stand behind."""


class Amount(NamedTuple):
    """How much, as said."""

    number: Decimal | None = None
    measure: Decimal | None = None
    unit: str = ""
    """Of `measure`: kg or l."""
    money: Decimal | None = None
    pack: str = ""
    holds: Decimal | None = None
    """How many the pack holds: 'un pack de 12'."""
    indefinite: bool = False
    """The number was an article."""
    start: int = -1

    def __bool__(self) -> bool:
        return self.number is not None or self.measure is not None or self.money is not None


NOTHING = Amount()


class Choice(NamedTuple):
    """An option with what is said of it."""

    sign: str
    """'' or '-'."""
    degree: str
    """'', '++' or '~'."""
    mention: Mention
    times: int
    score: float
    before: bool = False
    """It stands before its thing: 'bean burrito'."""


class Item(NamedTuple):
    """Something asked for; `owners` is empty for what the catalogue lacks."""

    owners: tuple[int, ...]
    level: Level | None
    keys: tuple[str, ...]
    amount: Amount
    choices: tuple[Choice, ...]
    act: Act
    start: int
    end: int
    line: int = 0
    """Counts the breaks before it."""
    header: bool = False
    """Its parts follow: '2 pizzas: une reine et une calzone'."""
    part: bool = False
    refers: bool = False
    """It stands for a thing of the basket, which the message does not name."""
    implied: bool = False
    """No word names it, only its options."""
    negated: bool = False
    """It is not wanted ('pas de brioche'), though no verb takes it out."""
    replaced: bool = False
    """It stands in place of what the same message said before."""
    packed: bool = False
    """The number said is in its name: '6 œufs' is one box."""
    each: bool = False
    """So much for each of several people, who are not counted."""
    told: bool = False
    """Named where people tell of something."""
    guessed: float = 0.0
    """The cost of its misspellings."""
    rivals: tuple[int, ...] = ()
    lead: float = inf
    doubtful: bool = False
    """As in its mention."""
    score: float = 0.0


class State(NamedTuple):
    score: float = 0.0
    items: tuple[Item, ...] = ()
    pending: Amount = NOTHING
    held: tuple[Choice, ...] = ()
    """Options before their thing."""
    loose: bool = False
    """`held` stands where a thing may begin."""
    sign: str = ""
    degree: str = ""
    act: Act = Act.ORDER
    telling: bool = False
    """In a stretch that tells of something and orders nothing."""
    corrects: bool = False
    taken: bool = False
    """The last thing took one back: 'non, pas de ficelle'."""
    last: Last = Last.START
    topic: tuple[str, ...] = ()
    """The words of a heading: 'Café : 1 moulu, 1 en grains'."""
    unknown: int = -1
    """Where a thing that the catalogue lacks starts."""
    breaks: int = 0
    shared: bool = False
    """'tous les deux': the options that follow are for all things."""
    same: bool = False
    days: tuple[tuple[DaySpan, bool], ...] = ()
    """Days, and whether they were named in telling."""
    trail: tuple[Any, ...] = ()

    def to(self, reading: Reading | None = None, **changes: Any) -> "State":
        """Go on: like `_replace`, in half its time."""
        fields: list[Any] = [*self]
        if reading is not None:
            fields[-1] = (reading, self.trail)
        for name, value in changes.items():
            fields[_FIELD[name]] = value
        return tuple.__new__(State, fields)

    @property
    def position(self) -> int:
        """The token to be read next."""
        return self.trail[0].end if self.trail else 0

    @property
    def current(self) -> Item | None:
        return self.items[-1] if self.items else None

    def with_current(self, item: Item) -> tuple[Item, ...]:
        return (*self.items[:-1], item)


_FIELD = {name: i for i, name in enumerate(State._fields)}


def path(state: State) -> list[Reading]:
    """The readings of a whole message, in order."""
    readings: list[Reading] = []
    trail = state.trail
    while trail:
        reading, trail = trail
        readings.append(reading)
    return readings[::-1]
