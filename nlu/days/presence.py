"""When somebody says that they are at home: 'je ne suis là qu'après 17h', 'pas avant 10h'.

    presence = [there | come | away] window*      in any order; a window alone says nothing, unless
                                                  'only' stands with it, or 'not before'
    window   = (after | before) TIME | between TIME and TIME | TIME '-' TIME | PART
    PART     = morning | afternoon | evening

Words are data (`presence.yml`) of every language. Hours come out in OpenStreetMap's syntax. What
is told of one day holds on that day; what was known of others stays.
"""

from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from tournee.nlu.days.timetable import items
from tournee.nlu.reading.sharing import counts_people
from tournee.nlu.words.phrases import spoken
from tournee.nlu.words.tokens import Token, tokenize

ANY_TIME: Final = "24/7"
_CUES: Final = ("there", "away", "come", "only", "all_day")
_WINDOWS: Final = ("after", "before", "between", "and", "morning", "afternoon", "evening")
_NOON, _SIX, _FIVE, _DAY = 12 * 60, 18 * 60, 17 * 60, 24 * 60
_PARTS: Final = {"morning": (0, _NOON), "afternoon": (_NOON, _SIX), "evening": (_FIVE, _DAY)}
_STRICT: Final = frozenset({"pas avant", "jamais avant", "pas apres", "jamais apres"})
LONGEST: Final = 300
"""Characters; who writes more speaks of something else."""
_MOST_DATED: Final = 10
_TOGETHER: Final = 20
"""Characters between the two times of a span at most."""

Span = tuple[int, int]
"""Minutes of the day."""


class _Mark(NamedTuple):
    at: int
    """Where in the text it begins, and ends."""
    end: int
    kind: str
    minutes: int = 0


def heard(text: str, *, goods: bool = False, one_day: bool = False) -> str | None:
    """Return the hours of day that a resident's message tells, for instance `17:00-24:00`.

    `ANY_TIME` where they are there all day; None where it tells nothing of that. Beside `goods`
    'seulement' is about them, and a part of the day about the round. Who is away on `one_day` may
    not get what is on its way: that is for a person to hear.
    """
    if len(text) > LONGEST or "?" in text:
        return None
    tokens = tokenize(text)
    if any(token.is_number and counts_people(tokens, i, i + 1) for i, token in enumerate(tokens)):
        return None  # 'on est 6' is no hour
    cues = _cues(tokens)
    if "away" in cues and one_day:
        return None
    if cues & {"there", "away"}:
        if "all_day" in cues and "away" not in cues:
            return ANY_TIME
        return _hours(text, away="away" in cues)
    marks = _marks(text)
    if any(mark.kind in _PARTS for mark in marks):
        return _hours(text, away=False) if "only" in cues and not goods else None
    told = "come" in cues or _is_strict(text) or ("only" in cues and not goods)
    return _hours(text, away=False) if told else None


def read(text: str) -> str | None:
    """Return the hours of day of words that are about nothing else: 'après 17h', 'le matin'."""
    if "all_day" in _cues(tokenize(text)):
        return ANY_TIME
    return _hours(text, away=False)


def _hours(text: str, *, away: bool) -> str | None:
    found = _spans(_marks(text))
    if away:
        found = _others(found)
    spans = [f"{_clock(start)}-{_clock(end)}" for start, end in found if start < end]
    return ",".join(spans) or None


def with_day(known: str | None, hours: str, day: date | None) -> str | None:
    """Return a person's hours with what was told now: of one day, or of all of them.

    None is any time.
    """
    if day is None:
        return None if hours == ANY_TIME else hours
    rules = [rule.strip() for rule in (known or ANY_TIME).split(";") if rule.strip()]
    dated = f"{day.year} {_MONTHS[day.month - 1]} {day.day:02}"
    usual = [rule for rule in rules if not rule[:4].isdigit()]
    others = [r for r in rules if r[:4].isdigit() and not r.startswith(dated)]
    told = "00:00-24:00" if hours == ANY_TIME else hours
    return "; ".join([*usual, *others[-_MOST_DATED:], f"{dated} {told}"])


_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905


# --- reading -------------------------------------------------------------------------------------


def _cues(tokens: tuple[Token, ...]) -> set[str]:
    words = spoken("presence", *_CUES)
    return {key for i in range(len(tokens)) for _, key in words.at(tokens, i)}


def _is_strict(text: str) -> bool:
    """Whether it refuses a time of day by itself: 'pas avant 10h'."""
    norms = " ".join(token.norm for token in tokenize(text))
    return any(f" {phrase} " in f" {norms} " for phrase in _strict())


@lru_cache(maxsize=1)
def _strict() -> frozenset[str]:
    return _STRICT | {"not before", "not after", "no antes de", "no despues de"}


def _marks(text: str) -> list[_Mark]:
    """Return times, parts of the day and the words between them, in their order."""
    tokens, words = tokenize(text), spoken("presence", *_WINDOWS)
    found, i = [], 0
    while i < len(tokens):
        here = words.at(tokens, i)
        if here:
            end, key = here[0]
            found.append(_Mark(tokens[i].start, tokens[end - 1].end, key))
        i = here[0][0] if here else i + 1
    taken = [(mark.at, mark.end) for mark in found]
    for item in items(text):
        inside = any(at <= item.at < end for at, end in taken)
        if item.kind in {"time", "dash"} and not inside:
            hour, _, minute = (item.value or "0:0").partition(":")
            found.append(_Mark(item.at, item.at, item.kind, int(hour) * 60 + int(minute)))
    return sorted(found)


def _spans(marks: list[_Mark]) -> list[Span]:
    spans: list[Span] = []
    before, opened = "", -1
    since = 0
    for mark in marks:
        if mark.kind in _PARTS:
            spans.append(_PARTS[mark.kind])
        elif mark.kind != "time":
            before = before if mark.kind in {"dash", "and"} else mark.kind
        elif before == "after":
            spans.append((mark.minutes, _DAY))
            before = ""
        elif before == "before":
            spans.append((0, mark.minutes))
            before = ""
        elif opened >= 0 and mark.at - since <= _TOGETHER:
            spans.append((opened, mark.minutes))
            before, opened = "", -1
        else:
            opened, since = mark.minutes, mark.at
    if opened >= 0 and before == "between":
        spans.append((opened, _DAY))
    return _merged(spans)


def _merged(spans: list[Span]) -> list[Span]:
    """Return spans in their order; 'après 10h et avant 12h' is what both leave."""
    after = [s for s in spans if s[1] == _DAY]
    until = [s for s in spans if s[0] == 0]
    if len(spans) == len(after) + len(until) == 2 and after and until:  # noqa: PLR2004 - one each
        start, end = after[0][0], until[0][1]
        if start < end:
            return [(start, end)]
    return sorted(spans)


def _others(spans: list[Span]) -> list[Span]:
    """Return the rest of the day."""
    rest, at = [], 0
    for start, end in spans:
        rest.append((at, start))
        at = max(at, end)
    return [(start, end) for start, end in (*rest, (at, _DAY)) if start < end] if spans else []


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
