"""The basket, what is asked about it, and the recap."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tournee.bot.conversation.model import Reply
from tournee.catalog.model import OptionGroup, Place, Product, Shop
from tournee.orders.model import Item, Price, RoundDate
from tournee.orders.rounds import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class LineShown:
    """A line of a basket or an order, with its price."""

    product: Product
    item: Item
    price: Price
    given: Product | None = None
    """What stands in its place."""
    weight: Decimal | None = None
    """The real one, in the product's unit."""
    remembered: bool = False
    """Chosen among several as the last time, which the words alone did not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketShown(Reply):
    """What is in the basket so far, while something is still to be asked."""

    lines: tuple[LineShown, ...]
    then: tuple[str, ...] = ()
    """What was just named and is asked about after this question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailShown(Reply):
    """The lines that a summary left out, some at a time."""

    lines: tuple[LineShown, ...]
    more: int
    """How many are still to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductAsked(Reply):
    """Which of several products was meant?"""

    text: str
    choices: tuple[Product, ...]
    doubted: bool = False
    """The first of them seems to be meant, but the words are unlike its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionAsked(Reply):
    """Which choice of a required group?"""

    product: Product
    group: OptionGroup
    others: int = 0
    """How many more products of the basket miss the same choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityAsked(Reply):
    """How much of it?"""

    product: Product


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceAsked(Reply):
    """To which of the village's places shall it be brought?"""

    places: tuple[Place, ...]
    beneficiary: str = ""
    """For whom it is, if for somebody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameAsked(Reply):
    """Under which name the bags are packed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhomAsked(Reply):
    """Who the mother or neighbour is for whom it shall be, and where they live."""

    place: Place | None = None
    """Where it goes, if that was said: then only the name is asked."""
    example: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecapShown(Reply):
    """The message that asks for the binding yes."""

    lines: tuple[LineShown, ...]
    total: Price
    round: RoundDate
    place: Place | None
    wished: date | None = None
    why: Reason = "next"
    """Whether and why the round is not the one that was wished for."""
    missed: date | None = None
    """The day of an earlier round, for which `closed` are not open in time."""
    closed: tuple[Shop, ...] = ()
    beneficiary: str = ""
    name: str = ""
    """To greet by."""
    alcohol: bool = False
    settled: bool = False
    """Past: it no longer asks."""
    changed: bool = False
    """Prices or stock are no longer those of the last recap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmAwaited(Reply):
    """After a side question: the recap still waits for its yes."""

    total: Price


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalSoFar(Reply):
    """What a basket comes to before it is whole."""

    total: Price


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAwaited(Reply):
    """A no to the recap."""

    total: Price


@dataclass(frozen=True, slots=True, kw_only=True)
class NoRound(Reply):
    """No round of the coming days takes orders for the place."""

    place: Place | None
    why: Reason
    person: str = ""
    closed: tuple[Shop, ...] = ()
    """Shops that are not open in time for the rounds that come there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled(Reply):
    """A question as it stays in the chat once it is answered: without its buttons."""

    parts: tuple[Reply, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketEmptied(Reply):
    """Nothing was ordered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketEmpty(Reply):
    """There is nothing to change, to cancel or to confirm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingUsual(Reply):
    """'The usual' without any past order."""


BasketReply = (
    BasketShown
    | DetailShown
    | ProductAsked
    | OptionAsked
    | QuantityAsked
    | PlaceAsked
    | NameAsked
    | WhomAsked
    | RecapShown
    | ConfirmAwaited
    | ChangeAwaited
    | TotalSoFar
    | NoRound
    | BasketEmptied
    | BasketEmpty
    | NothingUsual
)
