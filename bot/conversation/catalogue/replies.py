"""Everything the bot says of the catalogue to those who keep it, as a closed union of values."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tournee.bot.conversation.catalogue.sheet_replies import SheetReply
from tournee.bot.conversation.catalogue.state import Verb
from tournee.bot.conversation.catalogue_events import CatalogueEdited, PastEdit
from tournee.bot.conversation.model import Reply
from tournee.catalog.edits import Change
from tournee.catalog.errors import Fault
from tournee.catalog.model import Product, Shop
from tournee.catalog.quantity import Money, Unit
from tournee.orders.model import OrderNumber

# --- what is there --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopsShown(Reply):
    shops: tuple[tuple[Shop, int], ...]
    """Each with how many products it has."""
    open: frozenset[str]
    """Slugs of those that are open now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductsShown(Reply):
    """One page of a shop's goods."""

    shop: Shop
    products: tuple[Product, ...]
    page: int
    """From 1."""
    pages: int
    total: int
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductShown(Reply):
    product: Product
    shop: Shop
    now: datetime
    own: bool = False
    """A shop's people look: what they may not change has no button."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursShown(Reply):
    shop: Shop
    days: tuple[tuple[date, tuple[tuple[datetime, datetime], ...]], ...]
    """The coming seven days, each with when the shop is open."""


# --- what was done --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited(Reply):
    event: CatalogueEdited
    undone_by: str | None = None
    """Who took it back; None while it stands."""
    own: bool = False
    """A shop's people did it: their shop goes without saying."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditHeard(Reply):
    """For a shop: the operators have changed something of its goods."""

    event: CatalogueEdited


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedOnOrders(Reply):
    """For the operators: a shop will be closed on days for which it has orders."""

    shop: Shop
    orders: tuple[OrderNumber, ...]
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged(Reply):
    """It was so already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryShown(Reply):
    edits: tuple[PastEdit, ...]
    to_undo: bool
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EditDeclined(Reply):
    """A service refused; nothing was changed."""

    code: str
    field: str = ""
    faults: tuple[Fault, ...] = ()


# --- questions ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichProduct(Reply):
    text: str
    products: tuple[Product, ...]
    near: bool
    """None is called so: these sound like it."""
    all: bool = False
    """They may all be meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SureAsked(Reply):
    """What is about to be done is strange, or somebody changed the same since."""

    changes: tuple[Change, ...]
    why: Literal["far", "free", "since", "ordered", "hours", "dated"]
    by: str = ""
    """Who changed it since."""
    orders: tuple[OrderNumber, ...] = ()
    """Open ones that hold what is to be removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichShop(Reply):
    """Something new was named, without its shop."""

    text: str
    shops: tuple[Shop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueAsked(Reply):
    verb: Verb
    product: Product


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseShown(Reply):
    """Words that name nothing: an operator may say which product they mean."""

    text: str
    count: int
    products: tuple[Product, ...]
    """What sounds like it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhrasesWait(Reply):
    """So many phrases were not understood."""

    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled(Reply):
    """A question is answered, or given up: its buttons go."""

    done: bool
    what: str = ""
    """The product that was chosen."""


# --- what is wrong --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class NoProduct(Reply):
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoShop(Reply):
    text: str
    shops: tuple[str, ...]
    """Their slugs, the nearest first."""
    near: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralFit(Reply):
    text: str
    names: tuple[str, ...]
    near: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OthersProduct(Reply):
    """A shop's people named another shop's product."""

    product: Product
    shop: Shop


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorsOnly(Reply):
    """A shop's people wished what the operators decide."""

    verb: Verb | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BadValue(Reply):
    """What was written is no price, unit, …; or nothing was."""

    verb: Verb
    text: str
    product: Product | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldBy(Reply):
    """A price by another measure than the product is sold in."""

    product: Product
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ThereAlready(Reply):
    """What was to be added is in the catalogue."""

    product: Product
    price: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NameTaken(Reply):
    """An alias or a name that another product has."""

    text: str
    product: Product


@dataclass(frozen=True, slots=True, kw_only=True)
class NoOption(Reply):
    text: str
    product: Product


@dataclass(frozen=True, slots=True, kw_only=True)
class HowTo(Reply):
    """A command without what it needs."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysUnclear(Reply):
    """Opening hours that could not be read."""

    text: str


LineFault = (
    NoProduct
    | NoShop
    | SeveralFit
    | OthersProduct
    | OperatorsOnly
    | BadValue
    | SoldBy
    | ThereAlready
    | NameTaken
    | NoOption
    | HowTo
    | DaysUnclear
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a message, and what is wrong with it or would come of it."""

    text: str
    changes: tuple[Change, ...] = ()
    fault: LineFault | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesShown(Reply):
    """Some lines can't be done: nothing was, until it is said to do the others."""

    lines: tuple[Line, ...]


CatalogueReply = (
    ShopsShown
    | ProductsShown
    | ProductShown
    | HoursShown
    | Edited
    | EditHeard
    | ClosedOnOrders
    | Unchanged
    | HistoryShown
    | EditDeclined
    | WhichProduct
    | SureAsked
    | WhichShop
    | ValueAsked
    | PhraseShown
    | PhrasesWait
    | Settled
    | LinesShown
    | LineFault
    | SheetReply
)
