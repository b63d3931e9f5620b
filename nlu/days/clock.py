"""Hours in running text: '14h30', 'midi et quart', "3 o'clock", 'a las tres y media'."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import time

from tournee.nlu.days.day_parts import NOON, Part
from tournee.nlu.days.day_words import DayWords
from tournee.nlu.model import Period
from tournee.nlu.words.tokens import Token

_HOURS = 24
_MINUTES = 60


class Clock:
    """Finds hours; `small` tells the whole numbers that start at a token."""

    def __init__(
        self, tokens: Sequence[Token], words: DayWords, small: dict[int, list[tuple[int, int]]]
    ) -> None:
        self.tokens = tokens
        self.words = words
        self.small = small

    def norm(self, i: int) -> str:
        return self.tokens[i].norm if 0 <= i < len(self.tokens) else ""

    def parts(self, i: int) -> Iterator[Part]:
        """Yield the hours that stand at `i`, with the preposition that makes a number one."""
        for end in self._phrase("between", i):
            yield from (part for part in self._plain(end) if part.until is not None)
        for end in self._phrase("clock_at", i):
            for after, value in self.small.get(end, ()):
                if value <= _HOURS:
                    yield from self._tailed(
                        Part(end=after, hour=time(value % 24), weak=True), value
                    )
            yield from self._plain(end)
        yield from self._plain(i)
        yield from self._past(i)

    def _plain(self, i: int) -> Iterator[Part]:
        for end, value in self.small.get(i, ()):
            if value <= _HOURS:
                yield from self._spelled(end, value)
                yield from self._colon(end, value)
                for part in self._marked(Part(end=end, hour=time(value % 24)), only=True):
                    yield part
                    yield from self._ranged(part)
                yield from self._up_to(end, value)
        for key, hour in (("noon", 12), ("midnight", 0)):
            for end in self._phrase(key, i):
                yield from self._tailed(Part(end=end, hour=time(hour)), hour)

    def _past(self, i: int) -> Iterator[Part]:
        """'half past three', 'a quarter to nine', '20 minutes past 3 pm'."""
        for end, minutes in self._minutes(i):
            for key, sign in (("past", 1), ("until", -1)):
                for start in self._phrase(key, end):
                    for part in self._whole(start):
                        hour = _shifted(part.hour or time(0), sign * minutes)
                        yield replace(part, hour=hour)

    def _minutes(self, i: int) -> Iterator[tuple[int, int]]:
        i += self.norm(i) in {"a", "at"}
        yield from self.words.past_minutes.at(self.tokens, i)
        for end, value in self.small.get(i, ()):
            if value < _MINUTES:
                yield end + (self.norm(end) in {"minutes", "mins", "min"}), value

    def _whole(self, i: int) -> Iterator[Part]:
        """A whole hour, with or without its word."""
        for end, value in self.small.get(i, ()):
            if value <= _HOURS:
                yield from self._marked(Part(end=end, hour=time(value % 24), sure=value > 12))  # noqa: PLR2004
                for after in self._phrase("hour_words", end):
                    yield Part(end=after, hour=time(value % 24), sure=value > 12)  # noqa: PLR2004
        for key, hour in (("noon", 12), ("midnight", 0)):
            for end in self._phrase(key, i):
                yield Part(end=end, hour=time(hour))

    def _spelled(self, i: int, hours: int) -> Iterator[Part]:
        for end in self._phrase("hour_words", i):
            part = Part(end=end, hour=time(hours % 24), sure=hours > 12)  # noqa: PLR2004
            for after, minutes in self.small.get(end, ()):
                if minutes < _MINUTES and not self._counts(after):
                    exact = replace(part, end=after, hour=time(hours % 24, minutes))
                    yield from self._marked(exact)
                    yield from self._ranged(exact)
            yield from self._tailed(part, hours)
            yield from self._ranged(part)

    def _counts(self, i: int) -> bool:
        """Tell whether a number before `i` counts a thing ('à 11h 2 baguettes')."""
        return self.tokens[i - 1].is_number and self.tokens[i - 1].start > self.tokens[i - 2].end

    def _colon(self, i: int, hours: int) -> Iterator[Part]:
        minutes = self.norm(i + 1)
        if (
            self.norm(i) == ":"
            and len(minutes) == 2  # noqa: PLR2004
            and minutes.isdigit()
            and int(minutes) < _MINUTES
            and self.tokens[i - 1].end == self.tokens[i].start
            and self.tokens[i].end == self.tokens[i + 1].start
        ):
            hour = time(hours % 24, int(minutes))
            part = Part(end=i + 2, hour=hour, sure=hours > 12 or self.norm(i - 1)[0] == "0")  # noqa: PLR2004
            yield from self._marked(part)
            yield from self._ranged(part)

    def _tailed(self, part: Part, hours: int) -> Iterator[Part]:
        """'et quart', 'moins le quart'."""
        hour = part.hour or time(0)
        sure = hours > 12 or hours in (0, 12)  # noqa: PLR2004
        part = replace(part, sure=sure)
        yield from self._marked(part)
        for end, minutes in self.words.tails.at(self.tokens, part.end):
            yield from self._marked(
                replace(part, end=end, hour=_shifted(hour, minutes), weak=False)
            )
        for end in self._phrase("to", part.end):
            for after, minutes in self.small.get(end, ()):
                if minutes < _MINUTES:
                    yield replace(part, end=after, hour=_shifted(hour, -minutes), weak=False)

    def _marked(self, part: Part, *, only: bool = False) -> Iterator[Part]:
        """'du soir', 'pm'. Args: only: do not yield the hour without such a mark."""
        for end, period in self.words.marks.at(self.tokens, part.end):
            if self._is_loose_letter(part.end):
                continue
            hour = part.hour or time(0)
            if period is Period.MORNING and hour.hour == 12:  # noqa: PLR2004
                hour = hour.replace(hour=0)
            elif period is not Period.MORNING and hour < NOON:
                hour = hour.replace(hour=hour.hour + 12)
            yield replace(part, end=end, hour=hour, sure=True, weak=False)
        if not only:
            yield part

    def _is_loose_letter(self, i: int) -> bool:
        """Tell whether a lone letter stands apart: '3p' is an hour, '3 à la fraise' is none."""
        token = self.tokens[i]
        return len(token.norm) == 1 and token.start > self.tokens[i - 1].end

    def _ranged(self, part: Part) -> Iterator[Part]:
        """'9h-12h', 'de 9h à 11h'."""
        for end in (part.end, *self._joints(part.end)):
            for until in self._simple(end):
                if until.hour is not None and part.hour is not None and until.hour > part.hour:
                    yield replace(part, end=until.end, until=until.hour)

    def _up_to(self, i: int, hours: int) -> Iterator[Part]:
        """'entre 10 et 11h': the first hour without its word."""
        for end in self._joints(i):
            for until in self._simple(end):
                if until.hour is not None and hours < (until.hour.hour or 24):
                    yield Part(
                        end=until.end, hour=time(hours % 24), until=until.hour, sure=until.sure
                    )

    def _simple(self, i: int) -> Iterator[Part]:
        for end, value in self.small.get(i, ()):
            if value <= _HOURS:
                yield from self._marked(Part(end=end, hour=time(value % 24)), only=True)
                yield from self._colon(end, value)
                for after in self._phrase("hour_words", end):
                    part = Part(end=after, hour=time(value % 24), sure=value > 12)  # noqa: PLR2004
                    yield part
                    for last, minutes in self.small.get(after, ()):
                        if minutes < _MINUTES and not self._counts(last):
                            yield replace(part, end=last, hour=time(value % 24, minutes))
        for key, hour in (("noon", 12), ("midnight", 0)):
            for end in self._phrase(key, i):
                yield Part(end=end, hour=time(hour))

    def _joints(self, i: int) -> Iterator[int]:
        if self.norm(i) in {"-", "–", "—"}:
            yield i + 1
        for key in ("range", "between_and"):
            yield from self._phrase(key, i)

    def _phrase(self, key: str, i: int) -> list[int]:
        return [end for end, _ in self.words.lists[key].at(self.tokens, i)]


def _shifted(hour: time, minutes: int) -> time:
    total = (hour.hour * 60 + hour.minute + minutes) % (24 * 60)
    return time(total // 60, total % 60)
