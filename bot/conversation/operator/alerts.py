"""What reaches the operators' chat by itself, and when; and the summary of the morning.

Somebody who asks for a person or is angry always reaches it. What can wait is told when the quiet
hours end.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from tournee.bot.conversation import hours
from tournee.bot.conversation.commands import Command, Schedule, Unschedule
from tournee.bot.conversation.events import Due, Event, HelpWanted, LinkChanged, Pressed, ShopSilent
from tournee.bot.conversation.model import Facts, Reply, Say, Turn
from tournee.bot.conversation.operator import people_words as words
from tournee.nlu.words.tokens import tokenize

if TYPE_CHECKING:
    from tournee.bot.conversation.operator.state import State

Kind = Literal["silent", "misunderstood", "unreachable", "stopped", "links"]
KINDS: Final[tuple[Kind, ...]] = ("silent", "misunderstood", "unreachable", "stopped", "links")
SUMMARY: Final = "summary"
SUMMARY_AT: Final = time(7, 30)
SEGMENT_PRICE: Final = Decimal("0.08")
"""Of one segment of an SMS to France, near what Twilio lists; each village sets its own."""
CARD: Final = "alerts"
_TIME: Final = re.compile(r"\b([01]?\d|2[0-4])\s*(?:[h:]\s*([0-5]\d)?|\b)")
_PRICE: Final = re.compile(r"\d{1,2}(?:[.,]\d{1,4})?")
_HELD: Final = "held:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    off: tuple[Kind, ...] = ()
    """What the chat is not told of."""
    summary: time | None = None
    """When each morning's summary comes, in the village's time; None where it is not wanted."""
    quiet: tuple[time, time] | None = None
    """None for the village's own quiet hours; from and until the same time for none at all."""
    price: Decimal = SEGMENT_PRICE
    """Of an SMS segment, in the village's currency."""


USUAL: Final = Alerts()


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertsShown(Reply):
    alerts: Alerts
    quiet: tuple[time, time]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertUnknown(Reply):
    """A setting that there is none of, or a value that it can't have."""

    text: str


AlertsReply = AlertsShown | AlertUnknown


# --- what is held back ---------------------------------------------------------------------------


def kind_of(event: Event) -> Kind | None:
    """Return what can be switched off that an event is; None for what always comes."""
    match event:
        case ShopSilent():
            return "silent"
        case LinkChanged(what="bound"):
            return "links"
        case HelpWanted(why="not_understood"):
            return "misunderstood"
        case HelpWanted(why="unreachable" | "landline"):
            return "unreachable"
        case HelpWanted(why="stopped"):
            return "stopped"
    return None


def held_back(state: "State", facts: Facts, event: Event) -> Turn["State"] | None:
    """Drop what is not wanted, and put off what can wait in quiet hours; None lets it through."""
    kind = kind_of(event)
    if kind is not None and kind in state.alerts.off:
        return Turn(state=state)
    if not isinstance(event, ShopSilent | HelpWanted):
        return None
    if isinstance(event, HelpWanted):
        thread = state.of_resident(event.resident)
        if thread is not None and thread.taken_by is not None:
            return None  # somebody is talking with them
    if not hours.is_quiet(facts.now, facts.village, state.alerts.quiet):
        return None
    number = state.held + 1
    at = hours.awake(facts.now, facts.village, state.alerts.quiet)
    later = Schedule(key=f"{_HELD}{number:08}", at=at, event=event)
    return Turn(state=replace(state, held=number), commands=(later,))


# --- settings ------------------------------------------------------------------------------------


def run(argument: str, state: "State", facts: Facts) -> Turn["State"]:
    """'/alertes', '/alertes commerces non', '/alertes résumé 7h30', '/alertes silence 21h-7h'."""
    if not argument.strip():
        return shown(state, facts)
    tokens = tokenize(argument)
    found = words.at("alerts", tokens, 0)
    changed = None
    if found is not None:
        end, key = found
        changed = _changed(state.alerts, key, argument[tokens[end - 1].end :])
    if changed is None:
        return Turn(state=state, says=(Say(reply=AlertUnknown(text=argument[:60])),))
    state = replace(state, alerts=changed)
    return shown(state, facts, *summary(changed, facts))


def _changed(alerts: Alerts, key: str, value: str) -> Alerts | None:
    """Return the settings with one of them set; None where the value does not fit."""
    answer = words.first("yes_no", tokenize(value))
    yes = answer[2] == "yes" if answer else None
    times = times_of(value)
    match key:
        case "summary":
            if times:
                return replace(alerts, summary=times[0])
            return None if yes is None else replace(alerts, summary=SUMMARY_AT if yes else None)
        case "quiet":
            if len(times) == 2:  # noqa: PLR2004
                return replace(alerts, quiet=(times[0], times[1]))
            none = (time(0), time(0))
            return None if yes is None else replace(alerts, quiet=None if yes else none)
        case "price":
            price = _PRICE.search(value)
            return replace(alerts, price=Decimal(price[0].replace(",", "."))) if price else None
    return None if yes is None else switched(alerts, key, on=yes)


def switched(alerts: Alerts, key: str, *, on: bool) -> Alerts:
    off = tuple(k for k in KINDS if (k == key and not on) or (k != key and k in alerts.off))
    return replace(alerts, off=off)


def times_of(text: str) -> tuple[time, ...]:
    """Read '7h30', '21h-7h', '7:30'."""
    return tuple(time(int(h) % 24, int(m or 0)) for h, m in _TIME.findall(text))


def pressed(state: "State", facts: Facts, event: Pressed) -> Turn["State"]:
    """Switch what a button names."""
    key = event.action.removeprefix("alert:")
    alerts = state.alerts
    if key == SUMMARY:
        alerts = replace(alerts, summary=None if alerts.summary else SUMMARY_AT)
    else:
        alerts = switched(alerts, key, on=key in alerts.off)
    return shown(replace(state, alerts=alerts), facts, *summary(alerts, facts))


def shown(state: "State", facts: Facts, *commands: Command) -> Turn["State"]:
    quiet = state.alerts.quiet or facts.village.settings.quiet
    reply = AlertsShown(alerts=state.alerts, quiet=quiet)
    return Turn(state=state, says=(Say(reply=reply, card=CARD),), commands=commands)


def summary(alerts: Alerts, facts: Facts) -> tuple[Command, ...]:
    """Plan the next morning's summary, or none any more."""
    if alerts.summary is None:
        return (Unschedule(key=SUMMARY),)
    at: datetime = hours.next_at(facts.now, alerts.summary, facts.village)
    return (Schedule(key=SUMMARY, at=at, event=Due(what=SUMMARY)),)
