"""Who may order for whom, and what people agreed to, beside what the folder says of them."""

from dataclasses import dataclass
from datetime import datetime

from tournee.catalog.model import Channel, PersonSlug


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """`helper` orders for `helped`, once both have agreed."""

    helper: PersonSlug
    helped: PersonSlug
    asked_by: PersonSlug
    """Who proposed it: the other one is asked."""
    agreed: bool = False

    def other(self, one: PersonSlug) -> PersonSlug:
        return self.helped if one == self.helper else self.helper


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Whether a person wants announcements; nobody who has not said so gets any."""

    person: PersonSlug
    given: bool
    at: datetime
    how: str = ""
    """The channel by which they said so, or which operator wrote it down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """By which channel a person is written to now, and whether they want no messages."""

    person: PersonSlug
    channel: Channel
    blocked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """A message that did not arrive."""

    party: str
    """A `Party.key`."""
    at: datetime
    why: str
    """The channel's code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """A text of the operators' to all who agreed to announcements, and how far it is."""

    number: int
    text: str
    by: str
    """A person's name."""
    at: datetime
    people: int
    waiting: int = 0
    """Not sent yet."""
    sent: int = 0
    failed: int = 0
    stopped: bool = False
