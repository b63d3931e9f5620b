"""What the operators' conversation remembers: the residents who wait for a person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from tournee.bot.conversation.operator.counter import Counter
from tournee.bot.conversation.operator.proposals import Proposal
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
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """One resident who wants a person."""

    number: int
    """Names its card."""
    resident: PersonSlug
    why: Why
    since: datetime
    texts: tuple[str, ...] = ()
    """What the resident wrote, the last of it."""
    taken_by: PersonSlug | None = None
    taken_name: str = ""

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
    counters: tuple[Counter, ...] = ()
    """Where operators order for residents, the one used last at the end."""
    served: int = 0
    """Of all counters so far."""

    def of_card(self, card: str | None) -> Thread | None:
        return next((t for t in self.threads if t.card == card), None)

    def of_resident(self, resident: PersonSlug) -> Thread | None:
        return next((t for t in self.threads if t.resident == resident), None)
