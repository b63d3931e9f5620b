"""Days that a message names beside the one it is to be delivered on.

The understanding gives the day of delivery only. A question about hours names the day it is about,
and a day that is over is worth a word.
"""

from dataclasses import replace
from datetime import date
from typing import Final

from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.resident import look
from tournee.bot.conversation.resident.cues import Habit, cues, has, tokens_of
from tournee.nlu.days import dates
from tournee.nlu.days.dates import DaySpan
from tournee.nlu.model import Parse
from tournee.nlu.words.tokens import Token

_WEEK: Final = frozenset({"semaine", "sem", "week", "semana"})
_FOR: Final = frozenset({"pour", "pr", "for", "para"})


def named(text: str, facts: Facts) -> date | None:
    """Return the first day that a message names."""
    spans = dates.spans(tokens_of(text), facts.now, facts.village.settings.zone)
    return next((s.day for s in spans if s.day is not None and not s.weak), None)


def asked_about(text: str, parse: Parse, facts: Facts) -> date | None:
    """Return the day from today on that a question names."""
    today = look.today(facts)
    days = (span.day for span in _spans(tokens_of(text), parse, facts) if not span.weak)
    return next((day for day in days if day is not None and day >= today), None)


def wished_too_late(text: str, parse: Parse, facts: Facts) -> date | None:
    """Return a day that is over, for which something is wanted: 'pour hier'."""
    tokens, today = tokens_of(text), look.today(facts)
    for span in _spans(tokens, parse, facts):
        wanted = span.start > 0 and tokens[span.start - 1].norm in _FOR
        if wanted and span.day is not None and span.day < today:
            return span.day
    return None


def _spans(tokens: tuple[Token, ...], parse: Parse, facts: Facts) -> tuple[DaySpan, ...]:
    return dates.spans(tokens, facts.now, facts.village.settings.zone, parse.locale)


def as_meant(text: str, parse: Parse, facts: Facts) -> Parse:
    """Take 'cette semaine', written on a Monday, for any day of the week and not for that one.

    Beside what was wrong this morning, the day that is wanted is another.
    """
    if parse.day is None or parse.day != look.today(facts):
        return parse
    tokens = tokens_of(text)
    if has(text, Habit.MISSED):
        days = (span.day for span in _spans(tokens, parse, facts) if span.day is not None)
        return replace(parse, day=next((d for d in days if d > parse.day), None), period=None)
    named = [span for span in _spans(tokens, parse, facts) if span.day == parse.day]
    weekly = [s for s in named if any(t.norm in _WEEK for t in tokens[s.start : s.end])]
    return replace(parse, day=None) if named and named == weekly else parse


def refuses_day(text: str, parse: Parse) -> bool:
    """Tell whether a message only says which day is not wanted: 'pas vendredi'."""
    first = [cue for cue in cues(tokens_of(text)) if cue.start == 0]
    longest = max((cue.end for cue in first), default=0)
    refused = any(cue.habit is Habit.NOT and cue.end == longest for cue in first)
    return refused and parse.day is not None
