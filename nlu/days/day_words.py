"""The words for days and times of day in all languages, read once; see `nlu.days.dates`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from tournee.catalog.model import Weekday
from tournee.nlu.days.feasts import Feast, add_feasts
from tournee.nlu.model import Period
from tournee.nlu.words.phrases import LOCALES, Phrases, load_words
from tournee.nlu.words.slips import Slips
from tournee.nlu.words.tokens import fold

Bound = Literal["before", "after"]


@dataclass(frozen=True, slots=True)
class Said:
    """A number that a word stands for (a weekday, a month, an offset), and how sure it is."""

    value: int
    weak: bool = False
    """The word has another everyday sense: 'mer', 'may', 'sun'."""
    shy: str | None = None
    """The only language in which this word is read as a day at all."""


class DayWords:
    """Every language's words side by side."""

    def __init__(self) -> None:
        self.weekdays: Phrases[Said] = Phrases()
        self.months: Phrases[Said] = Phrases()
        self.days: Phrases[Said] = Phrases()
        self.weeks: Phrases[int] = Phrases()
        self.weekends: Phrases[int] = Phrases()
        self.units: Phrases[str] = Phrases()
        self.feasts: Phrases[tuple[Feast, ...]] = Phrases()
        self.periods: Phrases[Period] = Phrases()
        self.today_periods: Phrases[Period] = Phrases()
        self.before_weekday: Phrases[str] = Phrases()
        self.after_weekday: Phrases[str] = Phrases()
        self.marks: Phrases[Period] = Phrases()
        self.bounds: Phrases[Bound] = Phrases()
        self.past_minutes: Phrases[int] = Phrases()
        """'half' past an hour."""
        self.relative_months: Phrases[int] = Phrases()
        self.week_edges: Phrases[tuple[int, int]] = Phrases()
        """What stands before a week, as the first and last weekday: 'fin de'."""
        self.week_stretches: Phrases[tuple[int, int]] = Phrases()
        self.beside: Phrases[int] = Phrases()
        """Days from the day that follows: 'le lendemain de'."""
        self.away: Phrases[int] = Phrases()
        """1 for 'after', -1 for 'before'."""
        self.last_night: Phrases[Period] = Phrases()
        self.tails: Phrases[int] = Phrases()
        """Minutes that follow an hour: 'et quart'."""
        self.lists: dict[str, Phrases[None]] = {}
        self.glue: set[str] = {",", "(", ":"}
        self.wishes: set[str] = set()
        """Words before a day that leave no doubt that it is one: 'pour'."""
        self._names: list[tuple[str, Said]] = []
        for locale in LOCALES:
            self._read(locale, load_words(locale, "dates"))
        self._slips = Slips(self._names)
        openings = {opening for table in self._says() for opening in table.openings()}
        self.starts = frozenset(first for first, second in openings if not second)
        """Words that say a day or a time by themselves."""
        self.pairs = frozenset(opening for opening in openings if opening[1])
        """The first two tokens of phrases that do."""
        tables: tuple[Phrases[Any], ...] = (self.bounds, self.past_minutes)
        tables += tuple(self.lists[key] for key in _OPENERS)
        self.openers = frozenset(first for table in tables for first in table.firsts())
        """Tokens that a part begins with only if such a word or a number follows."""
        tables = (self.months, self.units, self.marks, self.weekdays)
        tables += tuple(self.lists[key] for key in _FOLLOWERS)
        self.followers = frozenset(first for table in tables for first in table.firsts()).union(
            "-–—:/.", ("minutes", "mins", "min")
        )
        """Tokens that make the number before them one of a date or an hour."""

    def _says(self) -> Iterator[Phrases[Any]]:
        yield from (self.weekdays, self.months, self.days, self.weeks, self.weekends)
        yield from (self.feasts, self.periods, self.today_periods, self.last_night)
        yield from (self.week_edges, self.week_stretches, self.beside, self.before_weekday)
        yield from (
            self.lists[key] for key in ("noon", "midnight", "feast_evening", "last", "today_noon")
        )

    def _read(self, locale: str, data: Mapping[str, Any]) -> None:
        weak = {fold(word) for word in data["weak"]}
        shy = {fold(word) for word in data["shy"]}

        def said(word: str, value: int) -> Said:
            plain = fold(word).rstrip(".")
            return Said(value, plain in weak, locale if plain in shy else None)

        for day, words in data["weekdays"].items():
            for word in words:
                self.weekdays.add(word, meaning := said(word, Weekday(day).number))
                self._names.append((fold(word), meaning))
        for key, table in (("months", self.months), ("days", self.days)):
            for value, words in data[key].items():
                for word in words:
                    table.add(word, said(word, int(value)))
        for key, offsets in (
            ("weeks", self.weeks),
            ("weekends", self.weekends),
            ("relative_months", self.relative_months),
            ("beside", self.beside),
            ("away", self.away),
            ("past_minutes", self.past_minutes),
        ):
            for value, words in data[key].items():
                for word in words:
                    offsets.add(word, int(value))
        self._read_periods(data)
        self._read_names(data)
        add_feasts(self.feasts, data)

    def _read_periods(self, data: Mapping[str, Any]) -> None:
        for key, table in (("periods", self.periods), ("today_periods", self.today_periods)):
            for value, words in data[key].items():
                for word in words:
                    table.add(word, Period(value))
        for word in data["last_night"]:
            self.last_night.add(word, Period.EVENING)
        for key, edges in (
            ("week_edges", self.week_edges),
            ("week_stretches", self.week_stretches),
        ):
            for days, words in data[key].items():
                first, last = map(int, days.split())
                for word in words:
                    edges.add(word, (first, last))
        for period in Period:
            for word in data[f"{period}_marks"]:
                self.marks.add(word, period)

    def _read_names(self, data: Mapping[str, Any]) -> None:
        for key, table in (
            ("weekday_before", self.before_weekday),
            ("weekday_after", self.after_weekday),
            ("units", self.units),
        ):
            for name, words in data[key].items():
                for word in words:
                    table.add(word, name)
        for bound in ("before", "after"):
            for word in data[bound]:
                self.bounds.add(word, "before" if bound == "before" else "after")
        for key, minutes in (("quarter", 15), ("half", 30), ("to_quarter", -15)):
            for word in data[key]:
                self.tails.add(word, minutes)
        for key in _LISTS:
            for word in data[key]:
                self.lists.setdefault(key, Phrases()).add(word, None)
        self.glue.update(map(fold, data["glue"]))
        self.wishes.update(map(fold, data["for"]))

    def mistyped(self, norm: str) -> Said | None:
        """A weekday with one slip of the finger: 'vendrdi', 'merrcedi', 'dimenche'."""
        return self._slips.meant(norm)


_OPENERS = ("article", "count_before", "ago_before", "clock_at", "between")
_FOLLOWERS = ("month_of", "hour_words", "range", "between_and", "past", "until")
_LISTS = (
    "article",
    "month_of",
    "count_before",
    "count_after",
    "ago_before",
    "ago_after",
    "hour_words",
    "clock_at",
    "noon",
    "midnight",
    "to",
    "range",
    "between",
    "between_and",
    "feast_evening",
    "last",
    "past",
    "today_noon",
    "until",
)


@lru_cache(maxsize=1)
def day_words() -> DayWords:
    return DayWords()
