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

from tournee.nlu import numbers
from tournee.nlu.clock import Clock
from tournee.nlu.day_parts import Part, merge, period_of, resolve, resolve_hour
from tournee.nlu.day_words import Bound, Said, day_words
from tournee.nlu.feasts import upcoming
from tournee.nlu.model import Period
from tournee.nlu.numbers import NumberSpan
from tournee.nlu.text import Token

_GLUE = 3
"""Words that may stand between two parts of one day."""
_PARTS = 6
_SEPARATORS = frozenset("/-.–")


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySpan:
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
        self.locale = locale
        self.words = day_words()
        self.small: dict[int, list[tuple[int, int]]] = {}
        """Whole numbers by their first token: (end, value)."""
        for n in found:
            whole = n.value == n.value.to_integral_value() and not (n.upper or n.partitive)
            if whole and n.value <= 9999 and not n.approximate:  # noqa: PLR2004
                self.small.setdefault(n.start, []).append((n.end, int(n.value)))
        self.clock = Clock(tokens, self.words, self.small)

    def norm(self, i: int) -> str:
        return self.tokens[i].norm if 0 <= i < len(self.tokens) else ""

    def phrase(self, key: str, i: int) -> Iterator[int]:
        return (end for end, _ in self.words.lists[key].at(self.tokens, i))

    def spans(self) -> Iterator[DaySpan]:
        i = 0
        while i < len(self.tokens):
            end = i + 1
            for start, bound in ((i, None), *self._bounds(i)):
                for part in self._days(start):
                    yield self._span(i, part, bound)
                    end = max(end, part.end)
            i = end

    def _bounds(self, i: int) -> Iterator[tuple[int, Bound]]:
        yield from self.words.bounds.at(self.tokens, i)

    def _span(self, start: int, part: Part, bound: Bound | None) -> DaySpan:
        day, last = resolve(part, self.today)
        hour = resolve_hour(part)
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

    def _days(self, i: int) -> Iterator[Part]:
        """Yield the day that starts at `i`, and what shorter days its words could be."""
        chain = self._longest(i)
        for _ in range(_PARTS):
            if chain is None:
                return
            yield chain
            yield from self._stretches(chain)
            chain = self._extended(chain)

    def _longest(self, i: int) -> Part | None:
        return max(self._parts(i), key=lambda part: part.end, default=None)

    def _extended(self, chain: Part) -> Part | None:
        i = chain.end
        for _ in range(_GLUE + 1):
            for part in sorted(self._following(chain, i), key=lambda part: -part.end):
                if (merged := merge(chain, part)) is not None:
                    return merged
            if self.norm(i) not in self.words.glue:
                return None
            i += 1
        return None

    def _following(self, chain: Part, i: int) -> Iterator[Part]:
        yield from self._parts(i)
        if chain.weekday is not None and chain.number is None and i == chain.end:
            for end, number in self.small.get(i, ()):
                if 1 <= number <= 31 and not self._counted_hour(end):  # noqa: PLR2004
                    yield Part(end=end, number=number, doubtful=self._before_noun(end))

    def _counted_hour(self, i: int) -> bool:
        return self.norm(i) == ":" or any(True for _ in self.phrase("hour_words", i))

    def _before_noun(self, i: int) -> bool:
        """Tell whether a word follows that a number before it could count."""
        norm = self.norm(i)
        return bool(norm) and norm[0].isalpha() and norm not in self.words.glue

    def _stretches(self, first: Part) -> Iterator[Part]:
        """'du 13 au 15 juillet', 'lundi à mercredi'."""
        joints = [first.end + 1] if self.norm(first.end) in {"-", "–", "—"} else []
        for key in ("range", "between_and"):
            joints += self.phrase(key, first.end)
        for joint in joints:
            for i in (joint, joint + 1 if self.norm(joint) in self.words.glue else joint):
                if (stretch := self._stretch(first, i)) is not None:
                    yield stretch
                    return

    def _stretch(self, first: Part, i: int) -> Part | None:
        second = self._longest(i)
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

    def _parts(self, i: int) -> Iterator[Part]:
        if i >= len(self.tokens):
            return
        yield from self._relative(i)
        yield from self._weekdays(i)
        yield from self._dated(i)
        yield from self._counted(i)
        yield from self._times(i)

    def _relative(self, i: int) -> Iterator[Part]:
        for end, said in self.words.days.at(self.tokens, i):
            if self._readable(said):
                yield Part(end=end, fixed=self.today + timedelta(said.value), weak=said.weak)
        for end, offset in self.words.weeks.at(self.tokens, i):
            yield Part(end=end, week=offset)
        for end, offset in self.words.weekends.at(self.tokens, i):
            saturday = self.today + timedelta(5 - self.today.weekday() + 7 * offset)
            yield Part(end=end, fixed=saturday, last=saturday + timedelta(1))
        for end, feasts in self.words.feasts.at(self.tokens, i):
            yield Part(end=end, fixed=min(upcoming(feast, self.today) for feast in feasts))
        for end in self.phrase("feast_evening", i):
            for after, feasts in self.words.feasts.at(self.tokens, end):
                eve = min(upcoming(feast, self.today) for feast in feasts) - timedelta(1)
                yield Part(end=after, fixed=eve, period=Period.EVENING)

    def _readable(self, said: Said) -> bool:
        return said.shy is None or said.shy == self.locale

    def _weekdays(self, i: int) -> Iterator[Part]:
        for end, said in self._weekday_words(i):
            part = Part(end=end, weekday=said.value, weak=said.weak)
            yield part
            for after, how in self.words.after_weekday.at(self.tokens, end):
                yield replace(part, end=after, how=how, weak=False)
        for end, how in self.words.before_weekday.at(self.tokens, i):
            for after, said in self._weekday_words(end):
                yield Part(end=after, weekday=said.value, how=how)

    def _weekday_words(self, i: int) -> Iterator[tuple[int, Said]]:
        known = False
        for end, said in self.words.weekdays.at(self.tokens, i):
            known = True
            if self._readable(said):
                yield end, said
        if not known and (said := self.words.mistyped(self.norm(i))) is not None:
            yield i + 1, said

    def _dated(self, i: int) -> Iterator[Part]:
        yield from self._figures(i)
        for end, number in self.small.get(i, ()):
            yield from self._with_month(end, number, article=False)
            yield from self._first_of_stretch(end, number)
        for end in self.phrase("article", i):
            yield from self._figures(end)
            for after, number in self.small.get(end, ()):
                if 1 <= number <= 31:  # noqa: PLR2004
                    yield Part(end=after, number=number, weak=True)
                    yield from self._with_month(after, number, article=True)
        for end, month in self.words.months.at(self.tokens, i):
            for start in (end, *self.phrase("article", end)):
                for after, number in self.small.get(start, ()):
                    if 1 <= number <= 31 and self._readable(month):  # noqa: PLR2004
                        part = Part(end=after, number=number, month=month.value)
                        yield part
                        yield from self._with_year(part)

    def _first_of_stretch(self, i: int, number: int) -> Iterator[Part]:
        """'13 au 15 juillet': a number is a day where a range with a month follows."""
        for joint in [i + 1] if self.norm(i) in {"-", "–"} else [*self.phrase("range", i)]:
            for end, upper in self.small.get(joint, ()):
                if number < upper <= 31:  # noqa: PLR2004
                    for part in self._with_month(end, upper, article=False):
                        first = resolve(replace(part, number=number), self.today)[0]
                        last = resolve(part, self.today)[0]
                        if first and last:
                            yield Part(end=part.end, fixed=first, last=last)

    def _with_month(self, i: int, number: int, *, article: bool) -> Iterator[Part]:
        if not 1 <= number <= 31:  # noqa: PLR2004
            return
        for start in (i, *self.phrase("month_of", i)):
            for end, month in self.words.months.at(self.tokens, start):
                weak = month.weak and not article
                part = Part(end=end, number=number, month=month.value, weak=weak)
                yield part
                yield from self._with_year(part)

    def _with_year(self, part: Part) -> Iterator[Part]:
        starts = [part.end, *self.phrase("month_of", part.end)]
        if self.norm(part.end) == ",":
            starts.append(part.end + 1)
        for i in starts:
            for end, year in self.small.get(i, ()):
                if 1900 < year < 2100:  # noqa: PLR2004
                    yield replace(part, end=end, year=year, weak=False)

    def _figures(self, i: int) -> Iterator[Part]:
        """'24/12', '24/12/26', '2026-12-24', '24 12 26'."""
        norm = self.norm(i)
        if "/" in norm:
            if norm[0].isdigit() and self.norm(i + 1) != "/":
                yield from self._day_month(norm.split("/"), i + 1, weak=len(norm) < 4)  # noqa: PLR2004
            return
        if not norm.isdigit():
            if "." in norm and norm[0].isdigit():
                yield from self._day_month(norm.split("."), i + 1, weak=True)
            return
        figures, end = [norm], i + 1
        separator = self.norm(end) if self.norm(end) in _SEPARATORS else ""
        while len(figures) < 3 and self.norm(end) == separator if separator else False:  # noqa: PLR2004
            figures.append(self.norm(end + 1))
            end += 2
        if not separator:
            while len(figures) < 3 and self.norm(end).isdigit():  # noqa: PLR2004
                figures.append(self.norm(end))
                end += 1
                yield from self._day_month(figures, end, weak=True)
        elif all(f.isdigit() for f in figures):
            yield from self._day_month(figures, end, weak=len(figures) < 3)  # noqa: PLR2004

    def _day_month(self, figures: Sequence[str], end: int, *, weak: bool) -> Iterator[Part]:
        if not 2 <= len(figures) <= 3 or any(len(f) > 4 for f in figures):  # noqa: PLR2004
            return
        day, month, *rest = map(int, figures)
        year = rest[0] if rest else None
        if year is not None and len(figures[0]) == 4:  # noqa: PLR2004
            day, year = year, day
        if self.locale == "en" and month > 12 >= day:  # noqa: PLR2004
            day, month = month, day
        if year is not None and year < 100:  # noqa: PLR2004
            year += 2000 if year < self.today.year % 100 + 50 else 1900
        if 1 <= day <= 31 and 1 <= month <= 12 and (year is None or 1900 < year < 2100):  # noqa: PLR2004
            yield Part(end=end, number=day, month=month, year=year, weak=weak)

    def _counted(self, i: int) -> Iterator[Part]:
        """'dans 3 jours', 'a week ago'."""
        for end in self.phrase("count_before", i):
            for after, days in self._durations(end):
                yield Part(end=after, fixed=days)
        for end in self.phrase("ago_before", i):
            for after, days in self._durations(end, back=True):
                yield Part(end=after, fixed=days)
        for key, back in (("count_after", False), ("ago_after", True)):
            for end, day in self._durations(i, back=back):
                for after in self.phrase(key, end):
                    yield Part(end=after, fixed=day)

    def _durations(self, i: int, *, back: bool = False) -> Iterator[tuple[int, date]]:
        sign = -1 if back else 1
        for end, count in self.small.get(i, ()):
            for after, unit in self.words.units.at(self.tokens, end):
                if count > 1000:  # noqa: PLR2004
                    continue
                if unit == "month":
                    yield after, _months(self.today, sign * count)
                else:
                    size = {"day": 1, "week": 7, "fortnight": 14}[unit]
                    yield after, self.today + timedelta(sign * count * size)

    def _times(self, i: int) -> Iterator[Part]:
        for end, period in self.words.today_periods.at(self.tokens, i):
            yield Part(end=end, fixed=self.today, period=period)
        for end, period in self.words.periods.at(self.tokens, i):
            yield Part(end=end, period=period)
        yield from self.clock.parts(i)


def _just_before(hour: time) -> time:
    return (datetime.combine(date(2000, 1, 2), hour) - timedelta(minutes=1)).time()


def _months(day: date, count: int) -> date:
    """The same day that many months on, or the last of a shorter month."""
    months = day.year * 12 + day.month - 1 + count
    first = date(months // 12, months % 12 + 1, 1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(day.day - 1), after - timedelta(1))


def spans(
    tokens: Sequence[Token],
    now: datetime,
    zone: ZoneInfo,
    locale: str | None = None,
) -> tuple[DaySpan, ...]:
    """Find every reading of a day or a time of day.

    Args:
        tokens: the message.
        now: when it came; aware.
        zone: the village's, in which its days begin and end.
        locale: the message's language where it is known.

    """
    today = now.astimezone(zone).date()
    reader = _Reader(tokens, today, locale, numbers.spans(tokens, locale))
    return tuple(dict.fromkeys(reader.spans()))
