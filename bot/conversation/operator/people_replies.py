"""What the bot says to operators about people."""

from dataclasses import dataclass
from typing import Literal

from tournee.bot.conversation.circle import Consent
from tournee.bot.conversation.model import Reply
from tournee.bot.conversation.townhall_events import Values
from tournee.catalog.model import Channel, Person, Role
from tournee.orders.model import OrderNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonShown(Reply):
    """All that operators may know of a person, as a card."""

    person: Person
    orders: tuple[OrderNumber, ...] = ()
    """Open ones."""
    helps: tuple[str, ...] = ()
    """Whom they order for."""
    helped_by: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    """With whom a link waits for an answer."""
    consent: Consent | None = None
    channel: Channel | None = None
    """By which they were last heard."""
    blocked: bool = False
    """They want no messages, or none arrive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleCounted(Reply):
    """Nobody was named."""

    counts: tuple[tuple[Role, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NobodyFound(Reply):
    text: str
    near: tuple[str, ...] = ()
    addable: bool = False
    """Whoever writes it may want to add somebody new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichPerson(Reply):
    people: tuple[Person, ...]
    more: int = 0
    """Further ones that are not listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEdited(Reply):
    """Before and after; can be taken back."""

    name: str
    before: Values
    after: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonIsNew(Reply):
    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingToChange(Reply):
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueUnfit(Reply):
    field: str
    value: str
    expected: str = ""
    """What the folder's rules say, in English, where no sentence of ours does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueWanted(Reply):
    """Somebody has a new number, say, and it was not told which."""

    person: Person
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinAsked(Reply):
    """Two entries side by side, before they become one."""

    gone: Person
    kept: Person
    orders: int
    """Open ones that go over."""
    settled: Literal["", "done", "dropped"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinRefused(Reply):
    """Two entries that can't become one."""

    why: Literal["same", "role"]
    names: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined(Reply):
    gone: str
    kept: str
    orders: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted(Reply):
    """A merge was taken back: two entries again."""

    gone: Person
    kept: Person
    by: str
    settles: bool = False
    """On the card of the merge, whose button goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseAsked(Reply):
    name: str
    settled: Literal["", "done", "dropped"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseRefused(Reply):
    name: str
    why: Literal["role", "open"]
    orders: tuple[OrderNumber, ...] = ()
    """Open ones; none where something is owed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataShown(Reply):
    """All that is held of a person, to be passed on to them."""

    person: Person
    orders: tuple[OrderNumber, ...]
    helps: tuple[str, ...]
    helped_by: tuple[str, ...]
    consent: Consent | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleMissing(Reply):
    """Which role, or which shop, is not clear."""

    name: str
    shops: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRefused(Reply):
    """Nobody would be left who runs the village."""

    name: str
    own: bool = False
    """Somebody takes it from themselves: another operator may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfDate(Reply):
    """A card that was settled, or is too old."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HowTo(Reply):
    """How a command is written."""

    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentWritten(Reply):
    name: str
    given: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitedBySms(Reply):
    name: str
    phone: str
    """Empty where there is none to write to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpLinkEnded(Reply):
    helper: str
    helped: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressTaken(Reply):
    """Another person has that number."""

    value: str
    owner: str


PeopleReply = (
    PersonShown
    | PeopleCounted
    | NobodyFound
    | WhichPerson
    | PersonEdited
    | PersonIsNew
    | NothingToChange
    | ValueUnfit
    | ValueWanted
    | JoinAsked
    | JoinRefused
    | Joined
    | Parted
    | EraseAsked
    | EraseRefused
    | DataShown
    | RoleMissing
    | RoleRefused
    | OutOfDate
    | HowTo
    | ConsentWritten
    | InvitedBySms
    | HelpLinkEnded
    | AddressTaken
)
