"""What a resident's conversation remembers between two messages. The defaults are a new resident's.

`wants` is the basket in the order in which things were said: what is settled (an `Item` that can be
priced), and what still needs a word (a `Vague` mention, an `Item` without quantity or without a
required option). The next question follows from it, so no question can be lost. `asides` are
questions that others have raised (a substitute, say); they come first. `asked` is what the last
message asked, so that an answer is read against what the person saw.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from tournee.catalog.model import PersonSlug, PlaceSlug, RoundSlug, ShopSlug, Sku
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
    doubted: bool = False
    """The first of `skus` seems to be meant, but the words are unlike its name."""


Want = Item | Vague


@dataclass(frozen=True, slots=True, kw_only=True)
class AskProduct:
    """Which of the products that a mention fits?"""

    vague: Vague
    kind: Literal["product"] = "product"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskOption:
    """Which choice of a group that must have one?"""

    item: Item
    codes: tuple[str, ...]
    kind: Literal["option"] = "option"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskQuantity:
    """How much of it?"""

    item: Item
    kind: Literal["quantity"] = "quantity"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPlace:
    """To which place?"""

    places: tuple[PlaceSlug, ...]
    kind: Literal["place"] = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskName:
    """In whose name?"""

    kind: Literal["name"] = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWhom:
    """Who somebody's mother or neighbour is, and where they live."""

    kind: Literal["whom"] = "whom"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskConfirm:
    """The recap. A yes counts only while `seal`, made of all that it showed, still holds."""

    seal: str
    kind: Literal["confirm"] = "confirm"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSubstitute:
    """Is what the shop offers instead welcome?"""

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
class AskRest:
    """The shop has only a part of a line: a no takes it out, and nothing need be answered."""

    number: OrderNumber
    shop: ShopSlug
    sku: Sku
    kind: Literal["rest"] = "rest"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskMove:
    """May the order go with another round?"""

    number: OrderNumber
    round: RoundSlug
    date: date
    kind: Literal["move"] = "move"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskOrder:
    """Which of several open orders is to be cancelled; of one, whether it is?"""

    numbers: tuple[OrderNumber, ...]
    days: tuple[date, ...]
    kind: Literal["order"] = "order"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWait:
    """Shall we write when the round that was wished for has a stop again?"""

    number: OrderNumber
    round: RoundSlug
    date: date
    kind: Literal["wait"] = "wait"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskStop:
    """A stop that was waited for is free: may the order go there?"""

    number: OrderNumber
    round: RoundSlug
    date: date
    until: datetime
    kind: Literal["stop"] = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWatch:
    """May somebody be told when something is not as usual?"""

    relative: PersonSlug | None = None
    kind: Literal["watch"] = "watch"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskHelper:
    """Another resident proposes that one of the two orders for the other."""

    by: PersonSlug
    name: str
    helps: bool
    """Whether this resident would be the helper."""
    kind: Literal["helper"] = "helper"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskNumber:
    """By which number the other one can be asked."""

    name: str
    helps: bool
    kind: Literal["number"] = "number"


Aside = (
    AskSubstitute
    | AskWeight
    | AskMove
    | AskOrder
    | AskWait
    | AskStop
    | AskWatch
    | AskHelper
    | AskNumber
)
Ask = (
    AskProduct
    | AskOption
    | AskQuantity
    | AskPlace
    | AskName
    | AskWhom
    | AskConfirm
    | AskRest
    | Aside
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """The basket is to come again and again."""

    weeks: int
    """Every so many."""
    ordered: date | None = None
    """The day that it is ordered for already; it comes from the next on."""
    days: tuple[date, ...] = ()
    """A day of each weekday that was named; none where one follows from the round."""
    each_round: bool = False
    """It comes with every round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Goods of another day, or for somebody else than the rest: the next order after this one."""

    wants: tuple[Want, ...]
    day: date | None = None
    other: bool = False
    """It is for somebody else than the list before it, as follows."""
    place: PlaceSlug | None = None
    beneficiary: Beneficiary | None = None
    whom: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """The resident is looked after: consent, as it was given."""

    since: datetime
    relative: PersonSlug | None = None
    """Who is told; the operators where nobody is named."""


Pending = (
    Literal["place", "amend", "cancel", "move", "stop", "standing", "regular", "weight"] | None
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was announced last: an order of several shops gives as many events, but one sentence."""

    what: str
    number: OrderNumber
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """What an order held before the message that changed it last."""

    number: OrderNumber
    items: tuple[Item, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is remembered of a resident between two messages."""

    introduced: bool = False
    contact_offered: bool = False
    """Whether they were told how to link their telephone number."""
    stopped: bool = False
    with_person_until: datetime | None = None
    """While a person answers, the bot keeps quiet."""
    misunderstood: int = 0
    """Messages in a row."""
    wants: tuple[Want, ...] = ()
    former: tuple[Want, ...] = ()
    """`wants` before the message that changed it last: what was taken out can come back."""
    changed_at: datetime | None = None
    """When that was."""
    amending: OrderNumber | None = None
    """`wants` is the content of this order, which still can be changed."""
    amended: Amended | None = None
    """What was taken out of an order can come back."""
    day: date | None = None
    period: Period | None = None
    place: PlaceSlug | None = None
    """Where this order goes, if it was said."""
    name: str | None = None
    beneficiary: Beneficiary | None = None
    whom: str = ""
    """For whom of their people it is, folded ('voisine'), as long as nobody knows who that is."""
    kin: tuple[tuple[str, Beneficiary], ...] = ()
    """Who these people are, as they were named before."""
    later: tuple[Later, ...] = ()
    """In the order in which the days were said."""
    asides: tuple[Aside, ...] = ()
    asked: Ask | None = None
    unanswered: int = 0
    """Messages in a row that left the question open and said nothing else."""
    card: int | None = None
    """The message that asked, where it can be edited once it is settled."""
    cards: int = 0
    """How many there were."""
    detailed: int = 0
    """Lines of the basket that DETAIL has shown."""
    recent: tuple[Sku, ...] = ()
    """Talked about last, the newest first."""
    offered: Sku | None = None
    """Of which the last message asked: 'c'est combien le reblochon ?'."""
    remembered: tuple[Sku, ...] = ()
    """Of the basket, what was chosen among several as the last time; the recap says so."""
    pending: Pending = None
    """The command whose outcome is awaited."""
    told: Told | None = None
    cadence: Cadence | None = None
    """The basket is a standing order in the making."""
    collect: bool = False
    """The basket is collected at its shops."""
    full: str | None = None
    """The run that was wished for and is full, as `RoundDate.key`, until the order is placed."""
    regular: OrderNumber | None = None
    """The last order that a standing one has made."""
    trying: int | None = None
    """The standing order whose turn is being ordered."""
    reminders: bool = True
    watch: Watch | None = None
    lately: tuple[str, ...] = ()
    """What they wrote last, for a person who takes over; the newest at the end."""
    asked_announcements: bool = False
    """The question was put; the answer stands elsewhere."""
    announcements_asked_at: datetime | None = None
    """While a bare yes or no may be the answer: until the next message."""
    shifted: OrderNumber | None = None
    """The order of which they were told last that its round goes another time."""
    unreached_at: datetime | None = None
    """When a message to them last failed."""


def emptied(state: State) -> State:
    """The state without the basket and all that was said of its delivery."""
    return replace(
        state,
        wants=(),
        later=(),
        amending=None,
        day=None,
        period=None,
        place=None,
        beneficiary=None,
        whom="",
        asked=None,
        pending=None,
        cadence=None,
        collect=False,
        full=None,
    )


def following(state: State) -> State:
    """Return the state without the basket, or with the next list in hand."""
    if not state.later:
        return emptied(state)
    first, *rest = state.later
    return replace(
        emptied(state),
        wants=first.wants,
        day=first.day,
        later=tuple(rest),
        place=first.place if first.other else state.place,
        beneficiary=first.beneficiary if first.other else state.beneficiary,
        whom=first.whom if first.other else state.whom,
        collect=state.collect,
    )
