"""When somebody is at home, in words."""

import re
from collections.abc import Iterable
from datetime import date, time
from typing import Final

from tournee.bot.render.voice import Voice
from tournee.catalog.hours import Hours, HoursError, Span

MIDNIGHT: Final = time()
_EVERY_DAY: Final = re.compile(r"[\d:,\s-]+")
_SOME_DAY: Final = date(2001, 1, 1)
"""Hours that are the same every day are those of any."""


def usual(hours: str, voice: Voice) -> str:
    """Return somebody's hours in words, those that differ by day as they are written."""
    if not _EVERY_DAY.fullmatch(hours):
        return hours
    try:
        spans = Hours.parse(hours, voice.zone).spans(_SOME_DAY)
    except HoursError:
        return hours
    return at_home(spans, voice)


def at_home(spans: Iterable[Span], voice: Voice) -> str:
    """Return 'from 17h on', 'from 8h to 12h, from 17h on'; empty where there are none."""
    return ", ".join(_one(span, voice) for span in spans)


def _one(span: Span, voice: Voice) -> str:
    start, end = (moment.astimezone(voice.zone) for moment in (span.start, span.end))
    if start.time() == end.time() == MIDNIGHT:
        return voice.text("all day")
    if start.time() == MIDNIGHT:
        return voice.text("until %(hour)s", hour=voice.hour(end))
    if end.time() == MIDNIGHT:
        return voice.text("from %(hour)s on", hour=voice.hour(start))
    return voice.text("from %(start)s to %(end)s", start=voice.hour(start), end=voice.hour(end))
