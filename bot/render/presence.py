"""When somebody is at home, in words."""

from collections.abc import Iterable
from datetime import time
from typing import Final

from tournee.bot.render.voice import Voice
from tournee.catalog.hours import Span

MIDNIGHT: Final = time()


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
