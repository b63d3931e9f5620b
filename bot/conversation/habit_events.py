"""What is heard of residents' habits: a standing order's turn, somebody to look in on."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tournee.catalog.model import PersonSlug


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingDue:
    """It is time to order what a resident wants regularly."""

    standing: int
    """`StandingOrder.number`."""
    day: date
    """The day that it is for."""
    kind: Literal["standing_due"] = "standing_due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreached:
    """A message to this resident has not arrived."""

    kind: Literal["unreached"] = "unreached"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookInOn:
    """To the one whom a resident named: something is not as usual with them."""

    resident: PersonSlug
    name: str
    phone: str
    why: Literal["absent", "no_order"]
    since: date
    kind: Literal["look_in_on"] = "look_in_on"


HabitEvent = StandingDue | Unreached | LookInOn
