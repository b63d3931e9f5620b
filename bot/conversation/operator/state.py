"""What the operators' conversation remembers: the residents who wait for a person."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tournee.bot.conversation.catalogue.state import Shelves
from tournee.bot.conversation.operator.alerts import USUAL, Alerts
from tournee.bot.conversation.operator.counter import Counter
from tournee.bot.conversation.operator.proposals import Proposal
from tournee.bot.conversation.operator.walk import Walk
from tournee.catalog.model import PersonSlug

Why = Literal[
    "asked",
    "not_understood",
    "complaint",
    "angry",
    "stopped",
    "too_late",
    "unreachable",
    "landline",
    "absent",
    "no_order",
    "not_delivered",
    "withdrawal",
]


BOT = "🤖"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """One resident who wants a person."""

    number: int
    """Names its card."""
    resident: PersonSlug
    why: Why
    since: datetime
    texts: tuple[str, ...] = ()
    """What the resident wrote, the last of it; what the bot said to it begins with `BOT`."""
    taken_by: PersonSlug | None = None
    taken_name: str = ""
    waiting_since: datetime | None = None
    """Since when the resident's last word waits for one of an operator's."""
    reminded: int = 0
    """How often operators were reminded of that."""

    @property
    def card(self) -> str:
        return f"thread:{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    threads: tuple[Thread, ...] = ()
    """The oldest first; one that was handed back is gone."""
    count: int = 0
    """Of all threads so far."""
    proposals: tuple[Proposal, ...] = ()
    """Cards that wait for a tap, the oldest first."""
    proposed: int = 0
    """Of all proposals so far."""
    alerts: Alerts = USUAL
    held: int = 0
    """How much has been put off in quiet hours so far."""
    unlinked: tuple[str, ...] = ()
    """Orders that were told of because their shop has no group, the last of them."""
    walks: tuple[Walk, ...] = ()
    """Operators who are setting the village up."""
    counters: tuple[Counter, ...] = ()
    """Where operators order for residents, the one used last at the end."""
    served: int = 0
    """Of all counters so far."""
    shelves: Shelves = field(default_factory=Shelves)
    """Questions about the catalogue."""

    def of_card(self, card: str | None) -> Thread | None:
        """Return the thread of its card, or of any message of it."""
        named = ":".join((card or "").split(":")[:2])
        return next((t for t in self.threads if t.card == named), None)

    def of_resident(self, resident: PersonSlug) -> Thread | None:
        return next((t for t in self.threads if t.resident == resident), None)
