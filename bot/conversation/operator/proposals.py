"""What waits in the operators' chat for a tap or a word: each on a card of its own."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

from tournee.catalog.model import PersonSlug, RoundSlug

if TYPE_CHECKING:
    from tournee.bot.conversation.operator.state import State

MOST: Final = 30
"""Cards that still answer; the oldest makes room."""
GOOD_FOR: Final = timedelta(hours=24)
_PREFIX: Final = "proposal:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which of several people a command means."""

    people: tuple[PersonSlug, ...]
    command: str
    """Its key."""
    rest: str
    """What the command says beside the name."""
    kind: Literal["choice"] = "choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    gone: PersonSlug
    kept: PersonSlug
    kind: Literal["joining"] = "joining"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasing:
    person: PersonSlug
    kind: Literal["erasing"] = "erasing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcing:
    text: str
    kind: Literal["announcing"] = "announcing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Messaging:
    """A message to the customers of one round."""

    round: RoundSlug
    date: date
    text: str
    kind: Literal["messaging"] = "messaging"


What = Choice | Joining | Erasing | Announcing | Messaging


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    number: int
    by: PersonSlug
    at: datetime
    what: What

    @property
    def card(self) -> str:
        return f"{_PREFIX}{self.number}"


def is_card(card: str | None) -> bool:
    return card is not None and card.startswith(_PREFIX)


def add(state: "State", by: PersonSlug, at: datetime, what: What) -> tuple["State", Proposal]:
    proposal = Proposal(number=state.proposed + 1, by=by, at=at, what=what)
    kept = (*state.proposals, proposal)[-MOST:]
    return replace(state, proposals=kept, proposed=proposal.number), proposal


def of_card(state: "State", card: str | None, now: datetime) -> Proposal | None:
    """Return what a card stands for; None where it is settled, or too old to be meant."""
    found = next((p for p in state.proposals if p.card == card), None)
    return found if found is not None and now - found.at <= GOOD_FOR else None


def chosen(
    state: "State", card: str | None, action: str, now: datetime
) -> tuple[PersonSlug, Choice] | None:
    """Return who was tapped on a card that asks which person is meant."""
    proposal = of_card(state, card, now)
    name, _, number = action.partition(":")
    if proposal is None or not isinstance(proposal.what, Choice):
        return None
    people = proposal.what.people
    if name != "choose" or not number.isdecimal() or not 0 < int(number) <= len(people):
        return None
    return people[int(number) - 1], proposal.what


def settled(state: "State", proposal: Proposal) -> "State":
    kept = tuple(p for p in state.proposals if p.number != proposal.number)
    return replace(state, proposals=kept)
