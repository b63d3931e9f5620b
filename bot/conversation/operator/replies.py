"""Everything the bot says in the operators' chat, as a closed union of values."""

from dataclasses import dataclass
from datetime import date, datetime

from tournee.bot.conversation.catalogue.replies import CatalogueReply
from tournee.bot.conversation.driver_events import DriverAlert
from tournee.bot.conversation.events import LinkChanged
from tournee.bot.conversation.model import Reply, SmsSpent
from tournee.bot.conversation.operator.alerts import AlertsReply
from tournee.bot.conversation.operator.announce import AnnounceReply
from tournee.bot.conversation.operator.counter import CounterReply
from tournee.bot.conversation.operator.people_replies import PeopleReply
from tournee.bot.conversation.operator.question_replies import QuestionReply
from tournee.bot.conversation.operator.round_replies import RoundReply
from tournee.bot.conversation.operator.service_message import MessageReply
from tournee.bot.conversation.operator.state import Why
from tournee.bot.conversation.operator.walk import FoundingReply
from tournee.bot.conversation.worksheets import WorksheetReply
from tournee.catalog.model import Channel, Shop
from tournee.catalog.quantity import Money
from tournee.orders.figures import Figures
from tournee.orders.model import OrderLine, OrderNumber, RoundDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A resident, as operators may know them."""

    name: str
    place: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadShown(Reply):
    """A resident who wants a person: the card of the thread."""

    who: Who
    why: Why
    texts: tuple[str, ...]
    orders: tuple[OrderNumber, ...]
    taken_by: str = ""
    closed_by: str | None = None
    """Who gave it back to the bot, empty where time did; None while it is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadWaits(Reply):
    """Somebody still waits for an answer."""

    who: Who
    since: datetime
    text: str
    taken_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopHasNoGroup(Reply):
    """Orders that nobody at the shop can see: somebody has to tell it."""

    shop: Shop
    number: OrderNumber
    who: Who
    date: date | None
    lines: tuple[OrderLine, ...]
    shut_out: bool = False
    """There is a group, in which the bot may not write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagesStopped(Reply):
    """A resident wants no messages any more: somebody must phone about what is open."""

    who: Who
    orders: tuple[OrderNumber, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentWrote(Reply):
    who: Who
    text: str
    taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOn(Reply):
    """What an operator wrote is on its way to the resident."""

    who: Who


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenAlready(Reply):
    who: Who
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoThread(Reply):
    """Nobody waits for a person, or that thread was handed back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichThread(Reply):
    """An operator who answers several residents at once must reply to a card."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopIsSilent(Reply):
    shop: Shop
    number: OrderNumber
    who: Who
    date: date | None
    left: bool = False
    """The round is on its way without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundCalledOff(Reply):
    date: date
    reason: str
    orders: int
    residents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsShown(Reply):
    """What SMS cost in the last days, the newest first."""

    spent: tuple[SmsSpent, ...]
    price: Money
    """Of a segment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresShown(Reply):
    """The last days, also as a picture."""

    figures: Figures
    channels: tuple[tuple[Channel, int], ...]
    """Messages that came, the most first."""
    locales: tuple[tuple[str, int], ...]
    """Who ordered, by the language in which they are answered, the most first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundsShown(Reply):
    rounds: tuple[RoundDate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichRound(Reply):
    """Several rounds that day, or none."""

    day: date | None
    rounds: tuple[RoundDate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledOffAlready(Reply):
    round: RoundDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered(Reply):
    """Orders of one shop that nobody has answered."""

    shop: Shop
    numbers: tuple[OrderNumber, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsCost:
    """What SMS cost: segments, and money at the village's price for one."""

    day: int
    """Today's segments."""
    day_money: Money
    month: int
    """Those of the last thirty days."""
    month_money: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class DayShown(Reply):
    date: date
    orders: int
    """Open ones."""
    unanswered: tuple[Unanswered, ...]
    rounds: tuple[RoundDate, ...]
    waiting: tuple[str, ...]
    """Residents who wait for a person."""
    undelivered: tuple[str, ...] = ()
    """Who was not reached by a message in the last day."""
    cost: SmsCost | None = None
    """None where nothing went by SMS this month."""
    morning: bool = False
    """It comes by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkShown(Reply):
    """A link was made, used, or let go; or what it should be for is not known."""

    change: LinkChanged


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpGiven(Reply):
    commands: tuple[str, ...]
    """Their keys, in the order of the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownCommand(Reply):
    text: str
    nearest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(Reply):
    """A service refused a command; nothing was changed."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverAlerted(Reply):
    """A driver worries about somebody, can't finish, or misses a bag."""

    alert: DriverAlert


DeskReply = (
    ThreadShown
    | ThreadWaits
    | ShopHasNoGroup
    | MessagesStopped
    | ResidentWrote
    | PassedOn
    | TakenAlready
    | NoThread
    | WhichThread
    | ShopIsSilent
    | RoundCalledOff
    | RoundsShown
    | SmsShown
    | DriverAlerted
    | WhichRound
    | CalledOffAlready
    | DayShown
    | LinkShown
    | HelpGiven
    | UnknownCommand
    | Refused
)


OperatorReply = (
    RoundReply
    | QuestionReply
    | DeskReply
    | FiguresShown
    | CatalogueReply
    | PeopleReply
    | CounterReply
    | AlertsReply
    | AnnounceReply
    | MessageReply
    | FoundingReply
    | WorksheetReply
)
