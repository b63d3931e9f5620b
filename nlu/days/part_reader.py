"""The parts of a day that may begin at a word: relative days, weekdays, weeks, feasts, counts.

Dates of the calendar are read by `written_dates`, hours by `clock`; `dates` puts parts together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from tournee.nlu.days.clock import Clock
from tournee.nlu.days.day_parts import NOON, Part, resolve
from tournee.nlu.days.day_words import Said, day_words
from tournee.nlu.days.feasts import upcoming
from tournee.nlu.days.written_dates import YEARS, WrittenDates
from tournee.nlu.model import Period
from tournee.nlu.quantity.numbers import NumberSpan
from tournee.nlu.words import grammar
from tournee.nlu.words.tokens import Token

_OPENED = 3
"""Words that an article or a preposition may have: 'aux alentours de 5h'."""
_SATURDAY = 5
_NTHS = range(1, 6)
_MOST = 1000
_UNITS = {"day": 1, "week": 7, "fortnight": 14}


class PartReader:
    """Reads one message; what begins at a token is read once."""

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

    def parts(self, i: int) -> tuple[Part, ...]:
        if not (0 <= i < len(self.tokens) and self.begins(i)):
            return ()
        if (known := self._known.get(i)) is None:
            known = self._known[i] = tuple(self._read(i))
        return known

    def begins(self, i: int) -> bool:
        """Tell cheaply whether a part may begin at `i`."""
        if self._says(i) or (i in self.counts and self._followed(i)):
            return True
        return self.norm(i) in self.words.openers and any(
            j in self.counts or self._says(j) for j in range(i + 1, i + 1 + _OPENED)
        )

    def _says(self, i: int) -> bool:
        norm = self.norm(i)
        return (
            norm in self.words.starts
            or (norm, self.norm(i + 1)) in self.words.pairs
            or (norm[-1:].isdecimal() and not norm.isdecimal())
            or self.words.mistyped(norm) is not None
        )

    def _followed(self, i: int) -> bool:
        """Tell whether something of a date or an hour follows a number: a month, an 'h'."""
        nexts = (self.norm(end) for end, _ in self.counts[i])
        return any(norm in self.words.followers or norm[:1].isdecimal() for norm in nexts)

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
            if end == i + 1 and grammar.is_small(self.tokens[i].norm, self.locale or "fr"):
                continue  # 'can we have ...'
            saturday = self.today + timedelta(_SATURDAY - self.today.weekday() + 7 * offset)
            yield Part(end=end, fixed=saturday, last=saturday + timedelta(1))
        for end, period in self.words.last_night.at(self.tokens, i):
            yield Part(end=end, fixed=self.today - timedelta(1), period=period)
        for end in self.phrase("today_noon", i):
            yield Part(end=end, fixed=self.today, hour=NOON)
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
        for end, day in self.durations(i):
            away = (day - self.today).days
            beside += [(after, away * sign) for after, sign in self.words.away.at(self.tokens, end)]
        for end, days in beside:
            for start in (end, *self.phrase("article", end)):
                for part in (*self.written.parts(start), *self._feasts(start)):
                    known, _ = resolve(part, self.today)
                    if known is not None and part.last is None:
                        yield Part(end=part.end, fixed=known + timedelta(days))

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
            counts += [(end, n) for end, n in self.counts.get(start, ()) if n in _NTHS]
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
        if not known and (meant := self.words.mistyped(self.norm(i))) is not None:
            yield i + 1, meant

    def _counted(self, i: int) -> Iterator[Part]:
        """'dans 3 jours', 'a week ago'."""
        for end in self.phrase("count_before", i):
            for after, days in self.durations(end):
                yield Part(end=after, fixed=days)
        for end in self.phrase("ago_before", i):
            for after, days in self.durations(end, back=True):
                yield Part(end=after, fixed=days)
        for key, back in (("count_after", False), ("ago_after", True)):
            for end, day in self.durations(i, back=back):
                for after in self.phrase(key, end):
                    yield Part(end=after, fixed=day)

    def durations(self, i: int, *, back: bool = False) -> Iterator[tuple[int, date]]:
        sign = -1 if back else 1
        for end, count in self.counts.get(i, ()):
            for after, unit in self.words.units.at(self.tokens, end):
                if count > _MOST:
                    continue
                if unit == "month":
                    yield after, _months(self.today, sign * count)
                else:
                    yield after, self.today + timedelta(sign * count * _UNITS[unit])

    def _periods(self, i: int) -> Iterator[Part]:
        for end, period in self.words.today_periods.at(self.tokens, i):
            yield Part(end=end, fixed=self.today, period=period)
        for end, period in self.words.periods.at(self.tokens, i):
            yield Part(end=end, period=period)


def _months(day: date, count: int) -> date:
    """The same day that many months on, or the last of a shorter month."""
    months = day.year * 12 + day.month - 1 + count
    first = date(months // 12, months % 12 + 1, 1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(day.day - 1), after - timedelta(1))
