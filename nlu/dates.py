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
from tournee.nlu.written_dates import DAYS, YEARS, WrittenDates

_GLUE = 3
"""Words that may stand between two parts of one day."""
_PARTS = 6
_OPENED = 3
"""Words that an article or a preposition may have: 'aux alentours de 5h'."""


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
        """Whole numbers by their first token: (end, value), the longest first."""
        self.counts: dict[int, list[tuple[int, int]]] = {}
        """The same with the articles that may count: 'dans une semaine'."""
        for n in found:
            if n.value != n.value.to_integral_value() or n.value >= YEARS.stop or n.upper:
                continue
            if n.partitive or n.approximate or self._picked(n):
                continue
            self.counts.setdefault(n.start, []).append((n.end, int(n.value)))
            if not n.indefinite:
                self.small.setdefault(n.start, []).append((n.end, int(n.value)))
        for wholes in (*self.small.values(), *self.counts.values()):
            wholes.sort(reverse=True)
        self._known: dict[int, tuple[Part, ...]] = {}
        self.clock = Clock(tokens, self.words, self.small)
        self.written = WrittenDates(tokens, self.words, self.small, today, locale)

    def _picked(self, number: NumberSpan) -> bool:
        """'le 2' as an answer: here the article is read for itself."""
        first, last = self.tokens[number.start], self.tokens[number.end - 1]
        return number.ordinal and last.is_number and not first.is_number

    def norm(self, i: int) -> str:
        return self.tokens[i].norm if 0 <= i < len(self.tokens) else ""

    def phrase(self, key: str, i: int) -> list[int]:
        return [end for end, _ in self.words.lists[key].at(self.tokens, i)]

    def spans(self) -> Iterator[DaySpan]:
        i = 0
        while i < len(self.tokens):
            end = i + 1
            if not self._begins(i):
                i = end
                continue
            for start, bound in ((i, None), *self._bounds(i)):
                for part in self._days(start, bound):
                    yield self._span(i, part, bound)
                    end = end if part.weak or part.doubtful else max(end, part.end)
            for start in self.phrase("between", i):
                for part in self._days(start):
                    if part.last is not None:
                        yield self._span(i, part, None)
            i = end

    def _bounds(self, i: int) -> Iterator[tuple[int, Bound]]:
        """Yield where what a bound limits begins: after 'à partir du' with its article."""
        for end, bound in self.words.bounds.at(self.tokens, i):
            yield end, bound
            if any(True for _ in self.phrase("article", end - 1)):
                yield end - 1, bound

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

    def _days(self, i: int, bound: Bound | None = None) -> Iterator[Part]:
        """Yield the day that starts at `i`, and what shorter days its words could be."""
        if bound is not None:  # 'after 5 days': the bound stands for 'in'
            yield from (Part(end=end, fixed=day) for end, day in self._durations(i))
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
            for part in self._following(chain, i):
                if (merged := merge(chain, part)) is not None:
                    return merged
            if self.norm(i) not in self.words.glue:
                return None
            i += 1
        return None

    def _following(self, chain: Part, i: int) -> list[Part]:
        """The parts at `i`, the likeliest first: 'samedi 16 à 18h' is a date and an hour."""
        parts = sorted(self._parts(i), key=lambda part: -part.end)
        if chain.weekday is None or chain.number is not None or i > chain.end:
            return parts
        for end, number in self.small.get(i, ()):
            if number in DAYS and not self._counted_hour(end):
                day, _ = resolve(replace(chain, number=number), self.today)
                soon = day is not None and day - self.today < timedelta(14)
                first = soon and (not parts or parts[0].month is None)
                doubtful = self._before_noun(end) or self.norm(i - 1) == ":"
                part = Part(end=end, number=number, doubtful=doubtful)
                return [part, *parts] if first else [*parts, part]
        return parts

    def _counted_hour(self, i: int) -> bool:
        return self.norm(i) == ":" or any(True for _ in self.phrase("hour_words", i))

    def _before_noun(self, i: int) -> bool:
        """Tell whether a word follows that a number before it could count."""
        norm = self.norm(i)
        plain = bool(norm) and norm[0].isalpha() and norm not in self.words.glue
        return plain and self._longest(i) is None

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
                for end, number in self.small.get(i, ())
                if number in DAYS and number > first.number
            ),
            None,
        )

    def _parts(self, i: int) -> tuple[Part, ...]:
        if not (0 <= i < len(self.tokens) and self._begins(i)):
            return ()
        if (known := self._known.get(i)) is None:
            known = self._known[i] = tuple(self._read(i))
        return known

    def _begins(self, i: int) -> bool:
        """Tell cheaply whether a part may begin at `i`: an article does before a day only."""
        if i in self.counts or self._says(i):
            return True
        return self.norm(i) in self.words.openers and any(
            j in self.counts or self._says(j) for j in range(i + 1, i + 1 + _OPENED)
        )

    def _says(self, i: int) -> bool:
        norm = self.norm(i)
        return (
            norm in self.words.starts
            or (norm, self.norm(i + 1)) in self.words.pairs
            or norm[:1].isdecimal()
            or norm[-1:].isdecimal()
            or self.words.mistyped(norm) is not None
        )

    def _read(self, i: int) -> Iterator[Part]:
        norm = self.norm(i)
        counted = i in self.counts
        said = norm in self.words.starts or (norm, self.norm(i + 1)) in self.words.pairs
        if said or (not counted and self.words.mistyped(norm)):
            yield from self._relative(i)
            yield from self._weekdays(i)
            yield from self._week_edges(i)
            yield from self._periods(i)
        if counted or said or norm in self.words.openers:
            yield from self._nth(i)
            yield from self._beside(i)
            yield from self._counted(i)
            yield from self.clock.parts(i)
        yield from self.written.parts(i)

    def _relative(self, i: int) -> Iterator[Part]:
        for end, said in self.words.days.at(self.tokens, i):
            if self._readable(said):
                yield Part(end=end, fixed=self.today + timedelta(said.value), weak=said.weak)
        for end, offset in self.words.weeks.at(self.tokens, i):
            yield Part(end=end, week=offset)
            yield from self._week_of(end)
        for end, offset in self.words.weekends.at(self.tokens, i):
            saturday = self.today + timedelta(5 - self.today.weekday() + 7 * offset)
            yield Part(end=end, fixed=saturday, last=saturday + timedelta(1))
        for end, period in self.words.last_night.at(self.tokens, i):
            yield Part(end=end, fixed=self.today - timedelta(1), period=period)
        yield from self._feasts(i)

    def _week_of(self, i: int) -> Iterator[Part]:
        """'la semaine du 6 octobre'."""
        for start in (i, *self.phrase("month_of", i)):
            for part in self.written.parts(start):
                day, _ = resolve(part, self.today)
                if day is not None:
                    monday = day - timedelta(day.weekday())
                    yield Part(end=part.end, fixed=monday, last=monday + timedelta(6))

    def _beside(self, i: int) -> Iterator[Part]:
        """'le lendemain de Noël', 'two days after Easter'."""
        beside = [*self.words.beside.at(self.tokens, i)]
        for end, day in self._durations(i):
            away = (day - self.today).days
            beside += [(after, away * sign) for after, sign in self.words.away.at(self.tokens, end)]
        for end, days in beside:
            for start in (end, *self.phrase("article", end)):
                for part in (*self.written.parts(start), *self._feasts(start)):
                    day, _ = resolve(part, self.today)
                    if day is not None and part.last is None:
                        yield Part(end=part.end, fixed=day + timedelta(days))

    def _feasts(self, i: int) -> Iterator[Part]:
        for start, how in ((i, None), *self.words.before_weekday.at(self.tokens, i)):
            for end, feasts in self.words.feasts.at(self.tokens, start):
                part = Part(end=end, feasts=feasts, how=how)
                yield part
                for after, year in self.small.get(end, ()):
                    if year in YEARS:
                        yield replace(part, end=after, year=year)
        for start in self.phrase("feast_evening", i):
            for end, feasts in self.words.feasts.at(self.tokens, start):
                eve = upcoming(feasts, self.today) - timedelta(1)
                yield Part(end=end, fixed=eve, period=Period.EVENING)

    def _nth(self, i: int) -> Iterator[Part]:
        """'le premier mardi du mois', 'the last Friday of October', '3 Fridays from now'."""
        counts = [(end, -1) for end in self.phrase("last", i)]
        for start in (i, *self.phrase("article", i)):
            counts += [(end, n) for end, n in self.counts.get(start, ()) if n < 6]  # noqa: PLR2004
        for end, nth in counts:
            for after, weekday in self.words.weekdays.at(self.tokens, end):
                yield from self.written.nth(after, weekday.value, nth)
                ahead = (weekday.value - self.today.weekday()) % 7 or 7
                for last in self.phrase("count_after", after):
                    yield Part(end=last, fixed=self.today + timedelta(ahead + 7 * (nth - 1)))
                for last in self.phrase("ago_after", after):
                    yield Part(end=last, fixed=self.today + timedelta(ahead % 7 - 7 * nth))

    def _week_edges(self, i: int) -> Iterator[Part]:
        """'en début de semaine', 'at the end of next week'."""
        found = [(end, edge, 0) for end, edge in self.words.week_stretches.at(self.tokens, i)]
        for end, edge in self.words.week_edges.at(self.tokens, i):
            for start in (end, end + 1) if self.norm(end) in self.words.glue else (end,):
                weeks = self.words.weeks.at(self.tokens, start)
                found += [(after, edge, offset) for after, offset in weeks]
        for end, (first, last), offset in found:
            monday = self.today + timedelta(7 * offset - self.today.weekday())
            yield Part(end=end, fixed=monday + timedelta(first), last=monday + timedelta(last))

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
        for end, count in self.counts.get(i, ()):
            for after, unit in self.words.units.at(self.tokens, end):
                if count > 1000:  # noqa: PLR2004
                    continue
                if unit == "month":
                    yield after, _months(self.today, sign * count)
                else:
                    size = {"day": 1, "week": 7, "fortnight": 14}[unit]
                    yield after, self.today + timedelta(sign * count * size)

    def _periods(self, i: int) -> Iterator[Part]:
        for end, period in self.words.today_periods.at(self.tokens, i):
            yield Part(end=end, fixed=self.today, period=period)
        for end, period in self.words.periods.at(self.tokens, i):
            yield Part(end=end, period=period)


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
