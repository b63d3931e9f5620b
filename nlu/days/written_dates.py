"""Dates of the calendar: 'le 24', '24 décembre 2026', '24/12', 'the first Tuesday of the month'."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from tournee.nlu.days.day_parts import Part, resolve
from tournee.nlu.days.day_words import DayWords
from tournee.nlu.days.feasts import nth_weekday
from tournee.nlu.words.tokens import Token

DAYS = range(1, 32)
_MONTHS = range(1, 13)
YEARS = range(1900, 2100)
_FIGURES = re.compile(
    r"(?P<a>[0-9]{1,4})(?P<sep>[-/. ])(?P<b>[0-9]{1,2}|[a-z]{3,10})(?:(?P=sep)(?P<c>[0-9]{1,4}))?"
)
_GLUED = re.compile(r"(?P<month>[a-z]{3,9})(?P<number>[0-9]{1,2})")
_FRACTIONS = frozenset({"1/2", "1/3", "1/4", "2/3", "3/4"})
"""Of a kilo or a litre, unless an article stands before."""
_TOKENS = 5
_SEPARATORS = frozenset("-/.–")


class WrittenDates:
    """Finds dates; `small` tells the whole numbers that start at a token."""

    def __init__(
        self,
        tokens: Sequence[Token],
        words: DayWords,
        small: Mapping[int, Sequence[tuple[int, int]]],
        today: date,
        locale: str | None,
    ) -> None:
        self.tokens = tokens
        self.words = words
        self.small = small
        self.today = today
        self.locale = locale

    def norm(self, i: int) -> str:
        return self.tokens[i].norm if 0 <= i < len(self.tokens) else ""

    def parts(self, i: int) -> Iterator[Part]:
        if self.norm(i) not in _FRACTIONS:
            yield from self._figures(i)
        for end, number in self.small.get(i, ()):
            if number in DAYS:
                yield from self._with_month(end, number, article=False)
                yield from self._first_of_stretch(end, number)
        for end in self._phrase("article", i):
            yield from self._after_article(end)
        yield from self._month_first(i)
        yield from self._glued(i)

    def _phrase(self, key: str, i: int) -> list[int]:
        return [end for end, _ in self.words.lists[key].at(self.tokens, i)]

    def _after_article(self, i: int) -> Iterator[Part]:
        yield from (replace(part, weak=False) for part in self._figures(i))
        for end, number in self.small.get(i, ()):
            if number in DAYS:
                yield Part(end=end, number=number, weak=True)
                yield from self._with_month(end, number, article=True)

    def _month_first(self, i: int) -> Iterator[Part]:
        """'December 24th'."""
        for end, month in self.words.months.at(self.tokens, i):
            if month.shy not in (None, self.locale):
                continue
            for start in (end, *self._phrase("article", end)):
                for after, number in self.small.get(start, ()):
                    if number in DAYS:
                        yield from self._with_year(
                            Part(end=after, number=number, month=month.value)
                        )

    def _glued(self, i: int) -> Iterator[Part]:
        """'Feb13'."""
        if match := _GLUED.fullmatch(self.norm(i)):
            month, number = self._month(match["month"]), int(match["number"])
            if month and number in DAYS:
                yield Part(end=i + 1, number=number, month=month, weak=True)

    def _first_of_stretch(self, i: int, number: int) -> Iterator[Part]:
        """'13 au 15 juillet': a number is a day where a range with a month follows."""
        for joint in [i + 1] if self.norm(i) in _SEPARATORS else [*self._phrase("range", i)]:
            for start in (joint, *self._phrase("article", joint)):
                for end, upper in self.small.get(start, ()):
                    if number < upper and upper in DAYS:
                        for part in self._with_month(end, upper, article=False):
                            first = resolve(replace(part, number=number), self.today)[0]
                            last = resolve(part, self.today)[0]
                            if first and last:
                                yield Part(end=part.end, fixed=first, last=last)

    def _with_month(self, i: int, number: int, *, article: bool) -> Iterator[Part]:
        for start in (i, *self._phrase("month_of", i)):
            for end, month in self.words.months.at(self.tokens, start):
                if month.shy not in (None, self.locale):
                    continue
                weak = month.weak and not article
                part = Part(end=end, number=number, month=month.value, weak=weak)
                yield from self._with_year(part)
        for start in self._phrase("month_of", i):
            for end, year, month_number in self._relative_month(start):
                yield Part(end=end, number=number, month=month_number, year=year)

    def _relative_month(self, i: int) -> Iterator[tuple[int, int, int]]:
        """'du mois prochain': the year and month."""
        for end, offset in self.words.relative_months.at(self.tokens, i):
            months = self.today.year * 12 + self.today.month - 1 + offset
            yield end, months // 12, months % 12 + 1

    def _with_year(self, part: Part) -> Iterator[Part]:
        yield part
        starts = [part.end, *self._phrase("month_of", part.end)]
        if self.norm(part.end) == ",":
            starts.append(part.end + 1)
        for i in starts:
            for end, year in self.small.get(i, ()):
                if year in YEARS:
                    yield replace(part, end=end, year=year, weak=False)

    def nth(self, i: int, weekday: int, nth: int) -> Iterator[Part]:
        """'the first Tuesday of the month': the month begins at `i`."""
        for start in (i, *self._phrase("month_of", i)):
            for end, year, month in self._relative_month(start):
                yield Part(end=end, fixed=nth_weekday(year, month, weekday, nth))
            for end, said in self.words.months.at(self.tokens, start):
                if said.shy not in (None, self.locale):
                    continue
                for part in self._with_year(Part(end=end, number=1, month=said.value)):
                    year = part.year or self.today.year
                    fixed = nth_weekday(year, said.value, weekday, nth)
                    if fixed < self.today and part.year is None:
                        fixed = nth_weekday(year + 1, said.value, weekday, nth)
                    yield Part(end=part.end, fixed=fixed)

    def _figures(self, i: int) -> Iterator[Part]:
        """'24/12', '24/12/26', '2026-12-24', '31.10.2026', '24 12 26'."""
        if not self.norm(i)[:1].isdecimal():
            return
        text, alone = self.norm(i), not self.norm(i - 1)[:1].isdecimal()
        for j in range(i + 1, i + _TOKENS + 1):
            match = _FIGURES.fullmatch(text)
            listed = " " in text and not (alone and not self.norm(j)[:1].isdecimal())
            if match and not listed:  # 'mon numéro : 06 12 34 56 78'
                yield from self._day_month(match, j)
            gap = self.tokens[j].start - self.tokens[j - 1].end if j < len(self.tokens) else 2
            if gap > 1 or (gap and not self.norm(j).isdecimal()):
                return
            text += " " * gap + self.norm(j).replace("–", "-")

    def _day_month(self, match: re.Match[str], end: int) -> Iterator[Part]:
        first, second, third = match["a"], match["b"], match["c"]
        if len(first) == 4 and third:  # noqa: PLR2004
            first, third = third, first
        day, month = int(first), self._month(second)
        if self.locale == "en" and month > 12 and day in _MONTHS:  # noqa: PLR2004
            day, month = month, day
        year = None if third is None else int(third)
        if year is not None and year < 100:  # noqa: PLR2004
            year += 2000 if year < self.today.year % 100 + 50 else 1900
        if day in DAYS and month in _MONTHS and (year is None or year in YEARS):
            slashed = match["sep"] == "/" and len(match.group()) > 3  # noqa: PLR2004
            weak = not slashed and (year is None or match["sep"] == " ")
            yield Part(end=end, number=day, month=month, year=year, weak=weak)

    def _month(self, text: str) -> int:
        if text.isdecimal():
            return int(text)
        return next((said.value for _, said in self.words.months.starting(text)), 0)
