"""How often, in a message: 'tous les mardis et vendredis', 'à chaque tournée'.

    cadence = every days {[and] [every] days}      'chaque mardi et chaque vendredi'
            | days every-other                     'un mardi sur deux'
            | weekly days*                         'toutes les semaines, le mardi'
            | every round

Goods between two of them make two regular orders: the first is read, the second's day is told.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.resident.cues import Found, Habit, cues, tokens_of
from tournee.nlu.days import dates
from tournee.nlu.words import grammar
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.tokens import Token

_OF_EACH: Final = frozenset({"de", "of"})
_JOINED: Final = frozenset(
    {",", "&", "+", "et", "and", "y", "e", "puis", "le", "les", "los", "el", "un", "on", "the"}
)
"""What may stand between two weekdays of one cadence."""
_ARTICLES: Final = frozenset({"un", "le", "el"})
_WEEKS: Final = {Habit.WEEKLY: 1, Habit.OTHER_WEEK: 2, Habit.EVERY: 1, Habit.EVERY_OTHER: 2}
_SOME_DAY: Final = datetime(2026, 1, 1, tzinfo=UTC)
_SOMEWHERE: Final = ZoneInfo("UTC")
ROUNDS: Final = frozenset({Habit.EVERY_ROUND, Habit.DAILY})
"""Words for as often as somebody comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Often:
    """How often goods shall come, as a message says it."""

    weeks: int = 1
    days: tuple[date, ...] = ()
    """The next day of each weekday that is named, in their order."""
    each_round: bool = False
    also: date | None = None
    """A day of another regular order, with goods of its own."""
    start: int = 0
    """Where in the text the days stand, in characters."""
    end: int = 0
    another: int = 0
    """Where the other order's days begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chain:
    """Weekdays that belong together; tokens, the last one not counted."""

    weeks: int
    start: int
    end: int
    days: tuple[date, ...]


def read(text: str, facts: Facts) -> Often | None:
    """Return how often something is wanted; None where a message does not say."""
    tokens = tokens_of(text)
    found = tuple(
        cue
        for cue in cues(tokens)
        if (cue.habit in _WEEKS or cue.habit in ROUNDS) and not _is_taken_back(tokens, cue)
    )
    if any(cue.habit in ROUNDS for cue in found):
        return Often(each_round=True)
    if not found:
        return None
    known = _weekdays(tokens, facts.now, facts.village.settings.zone)
    chains = tuple(_chains(tokens, found, known))
    weekly = next((c for c in found if c.habit in {Habit.WEEKLY, Habit.OTHER_WEEK}), None)
    if weekly is not None:
        named = (day for i, day in known.items() if not weekly.start <= i < weekly.end)
        return Often(weeks=_WEEKS[weekly.habit], days=_in_order(named))
    if not chains:
        return None
    first, *others = chains
    new = [chain for chain in others if not set(chain.days) <= set(first.days)]
    return Often(
        weeks=first.weeks,
        days=_in_order(first.days),
        also=new[0].days[0] if new else None,
        start=tokens[first.start].start,
        end=tokens[first.end - 1].end,
        another=tokens[new[0].start].start if new else 0,
    )


def _is_taken_back(tokens: tuple[Token, ...], cue: Found) -> bool:
    """Tell whether it is put right at once: 'tous les jours, non pardon, juste demain'."""
    norms = [token.norm for token in tokens]
    behind = next((i for i in range(cue.end, len(norms)) if norms[i][0].isalnum()), None)
    return behind is not None and any(
        spoken.role is Role.CORR for _, spoken in grammar.at(norms, behind)
    )


def without(text: str) -> str:
    """Return what of a message the understanding shall read: 'every Friday 2' is no second day.

    Which days they are does not matter here, so neither does today.
    """
    tokens = tokens_of(text)
    found = tuple(
        cue for cue in cues(tokens) if cue.habit in _WEEKS and not _is_taken_back(tokens, cue)
    )
    if not found:
        return text
    for chain in reversed(tuple(_chains(tokens, found, _weekdays(tokens, _SOME_DAY, _SOMEWHERE)))):
        before, after = text[: tokens[chain.start].start], text[tokens[chain.end - 1].end :]
        text = f"{before.rstrip()} {after.lstrip()}"
    return text.strip()


def weekdays_in(text: str, facts: Facts) -> tuple[date, ...]:
    """Return the next day of each weekday that a message names, but for ends: 'jusqu'à mardi'."""
    tokens = tokens_of(text)
    ends = [
        span
        for span in _spans(tokens, facts.now, facts.village.settings.zone)
        if span.bound is not None
    ]
    named = _weekdays(tokens, facts.now, facts.village.settings.zone)
    return tuple(d for i, d in named.items() if not any(s.start <= i < s.end for s in ends))


def until(text: str, facts: Facts) -> date | None:
    """Return the day up to which something is to be: 'jusqu'au 20 décembre'."""
    ends = [
        s
        for s in _spans(tokens_of(text), facts.now, facts.village.settings.zone)
        if s.bound == "before"
    ]
    return max(ends, key=lambda span: span.end - span.start).day if ends else None


def _chains(
    tokens: tuple[Token, ...], found: tuple[Found, ...], known: dict[int, date]
) -> Iterator[_Chain]:
    behind = 0
    for cue in found:
        if cue.habit not in {Habit.EVERY, Habit.EVERY_OTHER} or cue.start < behind:
            continue
        if cue.habit is Habit.EVERY and cue.start and tokens[cue.start - 1].norm in _OF_EACH:
            continue  # 'une de chaque mardi': one of each
        end, days = _walk(tokens, cue.end, known, found)
        start = cue.start
        if cue.habit is Habit.EVERY_OTHER and not days:
            start, days = _walk_back(tokens, cue.start, known)
            end = cue.end
        if days:
            behind = end
            yield _Chain(weeks=_WEEKS[cue.habit], start=start, end=end, days=days)


def _walk(
    tokens: tuple[Token, ...], i: int, known: dict[int, date], found: tuple[Found, ...]
) -> tuple[int, tuple[date, ...]]:
    """Go over weekdays and what joins them; return where the last one ends."""
    every = {cue.start: cue.end for cue in reversed(found) if cue.habit is Habit.EVERY}
    days: list[date] = []
    end = i
    while i < len(tokens):
        if i in known:
            days.append(known[i])
            i = end = i + 1
        elif i in every:
            i = every[i]
        elif tokens[i].norm in _JOINED:
            i += 1
        else:
            break
    return end, tuple(days)


def _walk_back(
    tokens: tuple[Token, ...], i: int, known: dict[int, date]
) -> tuple[int, tuple[date, ...]]:
    days: list[date] = []
    start = i
    while i > 0 and (i - 1 in known or tokens[i - 1].norm in _JOINED):
        i -= 1
        if i in known:
            days.append(known[i])
            start = i
    if days and start and tokens[start - 1].norm in _ARTICLES:
        start -= 1
    return start, tuple(days)


def _weekdays(tokens: tuple[Token, ...], now: datetime, zone: ZoneInfo) -> dict[int, date]:
    """Return the coming day of each token that is a weekday by itself."""
    today = now.astimezone(zone).date()
    known: dict[int, date] = {}
    for i, token in enumerate(tokens):
        day = next((span.day for span in _spans((token,), now, zone)), None)
        if day is not None and day > today:
            known[i] = day
    return known


def _spans(tokens: tuple[Token, ...], now: datetime, zone: ZoneInfo) -> tuple[dates.DaySpan, ...]:
    found = dates.spans(tokens, now, zone)
    return tuple(s for s in found if s.day is not None and not s.weak)


def _in_order(days: Iterable[date]) -> tuple[date, ...]:
    return tuple(sorted(set(days)))
