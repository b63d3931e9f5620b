"""Days and times of day in running text, as the village's calendar has them.

    day    = part {glue part}                      'mardi 24 décembre, vers 11h'
    part   = relative | weekday | number [month [year]] | figures | counted | week | feast
           | period | hour
    range  = day 'au' day                          'du 13 au 15 juillet'

A weekday alone is the next one after today, never today. 'mardi prochain' is the same day,
'mardi en huit' a week after the first that is not past; 'next Tuesday' is that of next week.
A date without a year is the coming one, or the last if it went by within a month.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tournee.nlu.days.day_parts import Part, merge, period_of, resolve, resolve_hour
from tournee.nlu.days.day_words import Bound, day_words
from tournee.nlu.days.part_reader import PartReader
from tournee.nlu.days.written_dates import DAYS
from tournee.nlu.model import Period
from tournee.nlu.quantity import numbers
from tournee.nlu.quantity.numbers import NumberSpan
from tournee.nlu.words.tokens import Token

_GLUE = 3
"""Words that may stand between two parts of one day."""
_PARTS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySpan:
    """A day, or a time of day, that a message names."""

    start: int
    end: int
    day: date | None = None
    """In the village's zone; None where only a time of day is said."""
    last: date | None = None
    """The last day of a stretch ('ce week-end', 'du 13 au 15'), the day itself left out."""
    period: Period | None = None
    """Said, or that of the hour."""
    hour: time | None = None
    until: time | None = None
    """The end of a stretch of hours ('entre 9h et 11h')."""
    bound: Bound | None = None
    """'avant jeudi', "d'ici jeudi" is before, 'à partir de 9h' after."""
    weak: bool = False
    """The words are more often something else: 'mer', 'le 2', '3 mars'."""


class _Reader:
    """Reads one message."""

    def __init__(
        self,
        tokens: Sequence[Token],
        today: date,
        locale: str | None,
        found: Sequence[NumberSpan],
    ) -> None:
        self.tokens = tokens
        self.today = today
        self.words = day_words()
        self.reader = PartReader(tokens, today, locale, found)

    def norm(self, i: int) -> str:
        return self.reader.norm(i)

    def spans(self) -> Iterator[DaySpan]:
        i = 0
        while i < len(self.tokens):
            end = i + 1
            if not self.reader.begins(i):
                i = end
                continue
            for start, bound in ((i, None), *self._bounds(i)):
                reach = end if bound else i  # 'après demain' is a day, not a limit
                for part in self._days(start, bound):
                    if part.end <= reach:
                        continue
                    if (span := self._span(i, part, bound)) is not None:
                        yield span
                    end = end if part.weak or part.doubtful else max(end, part.end)
            for start in self.reader.phrase("between", i):
                for part in self._days(start):
                    span = self._span(i, part, None)
                    if span is not None and span.last is not None:
                        yield span
            i = end

    def _bounds(self, i: int) -> Iterator[tuple[int, Bound]]:
        """Yield where what a bound limits begins: after 'à partir du' with its article."""
        for end, bound in self.words.bounds.at(self.tokens, i):
            yield end, bound
            if any(True for _ in self.reader.phrase("article", end - 1)):
                yield end - 1, bound

    def _span(self, start: int, part: Part, bound: Bound | None) -> DaySpan | None:
        """Say what a part means; None for a day that no calendar has ('31/2')."""
        day, last = resolve(part, self.today)
        hour = resolve_hour(part)
        bound = bound or part.bound
        if day is None and hour is None and part.period is None:
            return None
        if bound == "before" and hour is not None and hour > time(0):
            period = part.period or period_of(_just_before(hour))
        else:
            period = part.period or period_of(hour)
        asked = start > 0 and self.norm(start - 1) in self.words.wishes
        return DaySpan(
            start=start,
            end=part.end,
            day=day,
            last=last,
            period=period,
            hour=hour,
            until=part.until,
            bound=bound,
            weak=part.doubtful or (part.weak and not asked),
        )

    def _days(self, i: int, bound: Bound | None = None) -> Iterator[Part]:
        """Yield the day that starts at `i`, and what shorter days its words could be."""
        if bound is not None:  # 'after 5 days': the bound stands for 'in'
            yield from (Part(end=end, fixed=day) for end, day in self.reader.durations(i))
        chain = self._longest(i)
        for _ in range(_PARTS):
            if chain is None:
                return
            yield chain
            yield from self._stretches(chain)
            chain = self._extended(chain)

    def _longest(self, i: int) -> Part | None:
        return max(self.reader.parts(i), key=lambda part: part.end, default=None)

    def _extended(self, chain: Part) -> Part | None:
        i = chain.end
        for _ in range(_GLUE + 1):
            for part in (*self._following(chain, i), *self._bounded_hours(i)):
                if (merged := merge(chain, part)) is not None:
                    return merged
            past = chain.week is not None and chain.week < 0
            if self.norm(i) not in self.words.glue or (past and self.norm(i) in self.words.wishes):
                return None  # 'la commande de la semaine passée pour jeudi'
            i += 1
        return None

    def _following(self, chain: Part, i: int) -> list[Part]:
        """The parts at `i`, the likeliest first: 'samedi 16 à 18h' is a date and an hour."""
        parts = sorted(self.reader.parts(i), key=lambda part: -part.end)
        if chain.weekday is None or chain.number is not None or i > chain.end:
            return parts
        for end, number in self.reader.small.get(i, ()):
            if number in DAYS and not self._counted_hour(end):
                day, _ = resolve(replace(chain, number=number), self.today)
                soon = day is not None and day - self.today < timedelta(14)
                first = soon and (not parts or parts[0].month is None)
                doubtful = self._before_noun(end) or self.norm(i - 1) == ":"
                part = Part(end=end, number=number, doubtful=doubtful)
                return [part, *parts] if first else [*parts, part]
        return parts

    def _bounded_hours(self, i: int) -> Iterator[Part]:
        """'avant 11h' after a day."""
        for end, bound in self.words.bounds.at(self.reader.tokens, i):
            for part in self.reader.clock.parts(end):
                if not part.weak:
                    yield replace(part, bound=bound)

    def _counted_hour(self, i: int) -> bool:
        return self.norm(i) == ":" or any(True for _ in self.reader.phrase("hour_words", i))

    def _before_noun(self, i: int) -> bool:
        """Tell whether a word follows that a number before it could count."""
        norm = self.norm(i)
        plain = bool(norm) and norm[0].isalpha() and norm not in self.words.glue
        return plain and self._longest(i) is None

    def _stretches(self, first: Part) -> Iterator[Part]:
        """'du 13 au 15 juillet', 'lundi à mercredi'."""
        joints = [first.end + 1] if self.norm(first.end) in {"-", "–", "—"} else []
        for key in ("range", "between_and"):
            joints += self.reader.phrase(key, first.end)
        for joint in joints:
            for i in (joint, joint + 1 if self.norm(joint) in self.words.glue else joint):
                if (stretch := self._stretch(first, i)) is not None:
                    yield stretch
                    return

    def _stretch(self, first: Part, i: int) -> Part | None:
        second = self._longest(i) or self._numbered(first, i)
        while second is not None and (more := self._extended(second)) is not None:
            second = more
        if second is None or first.hour or second.hour or first.period or second.period:
            return None
        if first.number is not None and first.month is None:
            first = replace(first, month=second.month, year=second.year)
        start, _ = resolve(first, self.today)
        end, _ = resolve(second, self.today)
        if start is None or end is None or not start < end:
            return None
        return Part(end=second.end, fixed=start, last=end)

    def _numbered(self, first: Part, i: int) -> Part | None:
        """'July 13-15': the end of a stretch in the same month."""
        if first.number is None:
            return None
        return next(
            (
                replace(first, end=end, number=number)
                for end, number in self.reader.small.get(i, ())
                if number in DAYS and number > first.number
            ),
            None,
        )


def _just_before(hour: time) -> time:
    return (datetime.combine(date(2000, 1, 2), hour) - timedelta(minutes=1)).time()


def spans(
    tokens: Sequence[Token],
    now: datetime,
    zone: ZoneInfo,
    locale: str | None = None,
    found: Sequence[NumberSpan] | None = None,
) -> tuple[DaySpan, ...]:
    """Find every reading of a day or a time of day.

    Args:
        tokens: the message.
        now: when it came; aware.
        zone: the village's, in which its days begin and end.
        locale: the message's language where it is known.
        found: its numbers (`numbers.spans`), if they have been read before.

    """
    if found is None:
        found = numbers.spans(tokens, locale)
    reader = _Reader(tokens, now.astimezone(zone).date(), locale, found)
    return tuple(dict.fromkeys(reader.spans()))
