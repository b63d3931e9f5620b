"""What a shop's conversation remembers between two messages. The defaults are nothing going on."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal

from tournee.bot.conversation.catalogue.state import Shelves
from tournee.catalog.model import Sku
from tournee.orders.model import OrderNumber

# --- wishes: what a tap or a typed phrase asks for -----------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept:
    """All of the order can be had."""

    number: OrderNumber
    kind: Literal["accept"] = "accept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """Nothing of the order can be had."""

    number: OrderNumber
    reason: str = ""
    kind: Literal["refuse"] = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A line can't be had."""

    number: OrderNumber
    sku: Sku
    substitute: Sku | None = None
    kind: Literal["missing"] = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fewer:
    """There is so much of a line: less than was asked, or all of it after all."""

    number: OrderNumber
    sku: Sku
    left: Decimal
    """In the product's unit."""
    kind: Literal["fewer"] = "fewer"


@dataclass(frozen=True, slots=True, kw_only=True)
class InStock:
    """A sentence is about what is left in the shop, not about an order."""

    text: str
    kind: Literal["in_stock"] = "in_stock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weigh:
    """A line weighs so much."""

    number: OrderNumber
    sku: Sku
    weight: Decimal
    """In kilos."""
    kind: Literal["weigh"] = "weigh"


@dataclass(frozen=True, slots=True, kw_only=True)
class OffSale:
    """Nobody may order these for now."""

    skus: tuple[Sku, ...]
    until: datetime | None
    kind: Literal["off_sale"] = "off_sale"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnSale:
    """These may be ordered again."""

    skus: tuple[Sku, ...]
    kind: Literal["on_sale"] = "on_sale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """Say something of an order to whoever ordered."""

    number: OrderNumber
    text: str
    kind: Literal["tell"] = "tell"


Wish = Accept | Refuse | Missing | Fewer | Weigh | OffSale | OnSale | Tell | InStock
OfOrder = Accept | Refuse | Missing | Fewer | Weigh


# --- state ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Picking:
    """A card that shows which line is missing or, once it is known, what goes in its place."""

    number: OrderNumber
    sku: Sku | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """A weight that was asked for."""

    number: OrderNumber
    sku: Sku


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What a typed phrase may have meant; the group says which, or that none is right."""

    place: int
    """Counts from 1 and names its card."""
    options: tuple[tuple[Wish, ...], ...]

    @property
    def card(self) -> str:
        return f"doubt:{self.place}"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is remembered of a shop's group between two messages."""

    shelves: Shelves = field(default_factory=Shelves)
    """Questions about goods and hours."""
    picking: tuple[Picking, ...] = ()
    weighing: Weighing | None = None
    doubt: Doubt | None = None
    doubts: int = 0
    """How many there were."""
    asked_at: datetime | None = None
    """When the bot last asked something here: a typed answer counts for a while."""
    typed: tuple[OrderNumber, ...] = ()
    """Of commands that were typed and whose outcome is awaited: it is said aloud, since whoever
    types does not see the card change further up."""
    reminded: tuple[OrderNumber, ...] = ()
    """Orders whose live card is that of the reminder."""

    def picked(self, number: OrderNumber) -> Picking | None:
        return next((p for p in self.picking if p.number == number), None)
