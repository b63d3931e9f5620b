"""What operators, and residents for each other, want done to people, announcements, the village."""

from dataclasses import dataclass
from datetime import date

from tournee.bot.conversation.townhall_events import Values
from tournee.catalog.model import (
    PersonSlug,
    Place,
    PlaceSlug,
    Role,
    Round,
    RoundSlug,
    Shop,
    ShopSlug,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePerson:
    """Set fields of a person; None empties one."""

    person: PersonSlug
    values: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPerson:
    """Enter somebody whom the village does not know yet."""

    name: str
    role: Role = Role.RESIDENT
    shop: ShopSlug | None = None
    place: PlaceSlug | None = None
    address: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinPeople:
    """Make two entries one person, who is `kept`."""

    gone: PersonSlug
    kept: PersonSlug


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasePerson:
    """Forget somebody; their orders stay, without a name."""

    person: PersonSlug


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteConsent:
    """To announcements: the person's own word, or one that an operator writes down."""

    person: PersonSlug
    given: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AskHelp:
    """Propose that another resident orders for the one who speaks, or the other way round."""

    helps: bool
    """Whether the one who speaks shall be the helper."""
    person: PersonSlug | None = None
    phone: str | None = None
    """E.164, of somebody whom the village may not know yet."""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerHelp:
    """Agree, or not, that one orders for the other."""

    other: PersonSlug
    helps: bool
    """Whether the one who answers is the helper."""
    agreed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EndHelp:
    """One shall no longer order for the other."""

    helper: PersonSlug
    helped: PersonSlug


@dataclass(frozen=True, slots=True, kw_only=True)
class Announce:
    """Write to all who agreed to announcements."""

    text: str
    round: RoundSlug | None = None
    """Only to the customers of this round, who need not have agreed: it is about their order."""
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StopAnnouncement:
    """Keep an announcement from whoever has not got it yet."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAtAnnouncement:
    """Ask how far it is."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetVillage:
    """Set the `[village]` table's own fields; None leaves one as it is, empty takes it out."""

    name: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddToVillage:
    """Add places, shops or rounds, or put them in the place of those of the same slug."""

    what: tuple[Place | Shop | Round, ...]
    """All of one kind; at least one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteByMessage:
    """Send a person, by SMS, a code that links their account of Telegram's."""

    person: PersonSlug


TownhallCommand = (
    ChangePerson
    | AddPerson
    | JoinPeople
    | ErasePerson
    | NoteConsent
    | AskHelp
    | AnswerHelp
    | EndHelp
    | Announce
    | StopAnnouncement
    | LookAtAnnouncement
    | SetVillage
    | AddToVillage
    | InviteByMessage
)
