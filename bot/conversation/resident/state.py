"""What a resident's conversation remembers between two messages. The defaults are a new resident's.

`wants` is the basket in the order in which things were said: what is settled (an `Item` that can be
priced), and what still needs a word (a `Vague` mention, an `Item` without quantity or without a
required option). The next question follows from it, so no question can be lost. `asides` are
questions that others have raised (a substitute, say); they come first. `asked` is what the last
message asked, so that an answer is read against what the person saw.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from tournee.catalog.model import PlaceSlug, RoundSlug, ShopSlug, Sku
from tournee.catalog.quantity import Money, Unit
from tournee.nlu.model import Period
from tournee.orders.model import Beneficiary, Item, OrderNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Vague:
    """A mention that several products answer."""

    text: str
    skus: tuple[Sku, ...]
    qty: Decimal | None = None
    unit: Unit = Unit.PIECE
    options: tuple[str, ...] = ()
    amount: Decimal | None = None


Want = Item | Vague


@dataclass(frozen=True, slots=True, kw_only=True)
class AskProduct:
    vague: Vague
    kind: Literal["product"] = "product"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskOption:
    item: Item
    codes: tuple[str, ...]
    kind: Literal["option"] = "option"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskQuantity:
    item: Item
    kind: Literal["quantity"] = "quantity"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPlace:
    places: tuple[PlaceSlug, ...]
    kind: Literal["place"] = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskName:
    kind: Literal["name"] = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskConfirm:
    """The recap. A yes counts only while `seal`, made of all that it showed, still holds."""

    seal: str
    kind: Literal["confirm"] = "confirm"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSubstitute:
    number: OrderNumber
    shop: ShopSlug
    sku: Sku
    substitute: Sku
    kind: Literal["substitute"] = "substitute"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWeight:
    """A weighed line came out above its ceiling: does the resident still want it?"""

    number: OrderNumber
    shop: ShopSlug
    sku: Sku
    weight: Decimal
    total: Money
    kind: Literal["weight"] = "weight"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskMove:
    """May the order go with another round?"""

    number: OrderNumber
    round: RoundSlug
    date: date
    kind: Literal["move"] = "move"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskOrder:
    """Which of several open orders is to be cancelled?"""

    numbers: tuple[OrderNumber, ...]
    days: tuple[date, ...]
    kind: Literal["order"] = "order"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPerson:
    """Shall a person answer?"""

    texts: tuple[str, ...] = ()
    kind: Literal["person"] = "person"


Aside = AskSubstitute | AskWeight | AskMove | AskOrder | AskPerson
Ask = AskProduct | AskOption | AskQuantity | AskPlace | AskName | AskConfirm | Aside


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was announced last: an order of several shops gives as many events, but one sentence."""

    what: str
    number: OrderNumber
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    introduced: bool = False
    stopped: bool = False
    with_person_until: datetime | None = None
    """While a person answers, the bot keeps quiet."""
    misunderstood: int = 0
    """Messages in a row."""
    wants: tuple[Want, ...] = ()
    amending: OrderNumber | None = None
    """`wants` is the content of this order, which still can be changed."""
    day: date | None = None
    period: Period | None = None
    place: PlaceSlug | None = None
    """Where this order goes, if it was said."""
    name: str | None = None
    beneficiary: Beneficiary | None = None
    asides: tuple[Aside, ...] = ()
    asked: Ask | None = None
    card: int | None = None
    """The message that asked, where it can be edited once it is settled."""
    cards: int = 0
    """How many there were."""
    detailed: int = 0
    """Lines of the basket that DETAIL has shown."""
    recent: tuple[Sku, ...] = ()
    """Talked about last, the newest first."""
    pending: Literal["place", "amend", "cancel", "move"] | None = None
    """The command whose outcome is awaited."""
    told: Told | None = None
