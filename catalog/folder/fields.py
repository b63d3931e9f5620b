"""What each field of a village folder may hold, whichever file it stands in.

Each function takes the raw value (a CSV cell is text, a TOML value has a type) and returns the
parsed one, or raises `ExpectedError` with what was expected in its place.
"""

import re
from collections.abc import Callable
from datetime import time
from decimal import Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo

from tournee.catalog.expected import Expected, Value, Want
from tournee.catalog.hours import Hours, HoursError
from tournee.catalog.model import Cutoff, Keep, OnHolidays, PlaceKind, Role, Weekday
from tournee.catalog.quantity import Money, Unit

T = TypeVar("T")

MAX_TEXT = 255
"""Characters; also the longest `opening_hours` that OpenStreetMap keeps."""
MAX_SLUG = 64
MAX_CAPACITY = 9_999
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
CODE = re.compile(r"\w(?:[\w.-]*\w)?")
PRICE = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,2})?")
AMOUNT = re.compile(r"[0-9]{1,7}(?:\.[0-9]{1,3})?")
PERCENT = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2})?")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
PHONE = re.compile(r"\+(?:33[1-9][0-9]{8}|(?!33)[1-9][0-9]{7,14})")
CURRENCY = re.compile(r"[A-Z]{3}")
LOCALE = re.compile(r"[a-z]{2,3}(?:[-_][A-Z]{2})?")
TELEGRAM_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
CALENDAR = re.compile(r"[A-Z]{2}(?:-[A-Za-z0-9]{1,12})?|none")
CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
CUTOFF = re.compile(r"(?:(?P<weekday>[a-z]{3})|(?:-(?P<before>[0-9]{1,2})|0)d) (?P<at>[0-9:]{5})")


class ExpectedError(ValueError):
    """A value that its field can't hold."""

    def __init__(self, want: Want, **values: Value) -> None:
        self.expected = Expected.of(want, **values)
        super().__init__(str(self.expected))


def text(value: object) -> str:
    found = optional_text(value)
    if not found:
        raise ExpectedError(Want.TEXT)
    return found


def optional_text(value: object) -> str:
    if not isinstance(value, str):
        raise ExpectedError(Want.TEXT_IN_QUOTES)
    found = value.strip()
    if CONTROL.search(found):
        raise ExpectedError(Want.ONE_LINE)
    if len(found) > MAX_TEXT:
        raise ExpectedError(Want.SHORTER, most=MAX_TEXT)
    return found


def _matching(pattern: re.Pattern[str], want: Want) -> Callable[[object], str]:
    def parse(value: object) -> str:
        found = value.strip() if isinstance(value, str) else ""
        if not pattern.fullmatch(found):
            raise ExpectedError(want)
        return found

    return parse


_slug = _matching(SLUG, Want.SLUG)
_code = _matching(CODE, Want.CODE)
phone = _matching(PHONE, Want.PHONE)
currency = _matching(CURRENCY, Want.CURRENCY)
locale = _matching(LOCALE, Want.LOCALE)
telegram_name = _matching(TELEGRAM_NAME, Want.TELEGRAM_NAME)


def slug(value: object) -> str:
    return _short(_slug(value))


def code(value: object) -> str:
    """An option's code: a parse writes signs before it and `*2` behind it."""
    return _short(_code(value))


def _short(found: str) -> str:
    if len(found) > MAX_SLUG:
        raise ExpectedError(Want.SHORTER, most=MAX_SLUG)
    return found


def optional(parse: Callable[[object], T]) -> Callable[[object], T | None]:
    """The same field, where an empty cell means None."""
    return lambda value: None if value == "" else parse(value)


def parts(value: object) -> tuple[str, ...]:
    """A cell's texts, separated by `|`."""
    if not isinstance(value, str):
        raise ExpectedError(Want.PARTS)
    return tuple(text(part) for part in value.split("|") if part.strip())


def texts(value: object) -> tuple[str, ...]:
    """A TOML array of texts."""
    return _array(text, value)


def _array(parse: Callable[[object], T], value: object) -> tuple[T, ...]:
    if not isinstance(value, list):
        raise ExpectedError(Want.LIST)
    found = tuple(map(parse, value))
    if len(set(found)) < len(found):
        raise ExpectedError(Want.EACH_ONCE)
    return found


def filled(parse: Callable[[object], T]) -> Callable[[object], tuple[T, ...]]:
    """A TOML array of at least one."""

    def parse_array(value: object) -> tuple[T, ...]:
        found = _array(parse, value)
        if not found:
            raise ExpectedError(Want.LIST_FILLED)
        return found

    return parse_array


def _decimal(pattern: re.Pattern[str], want: Want) -> Callable[[object], Decimal]:
    matching = _matching(pattern, want)
    return lambda value: Decimal(matching(value))


price = _decimal(PRICE, Want.PRICE)
amount = _decimal(AMOUNT, Want.AMOUNT)
percent = _decimal(PERCENT, Want.PERCENT)


def weight(value: object) -> Decimal:
    """Kilos of one piece."""
    found = amount(value)
    if not found:
        raise ExpectedError(Want.WEIGHT)
    return found


def flag(value: object) -> bool:
    if value not in {"0", "1"}:
        raise ExpectedError(Want.FLAG)
    return value == "1"


def truth(value: object) -> bool:
    """A TOML boolean."""
    if not isinstance(value, bool):
        raise ExpectedError(Want.TRUTH)
    return value


def count(value: object) -> int:
    """A CSV cell's whole number from 1."""
    if not isinstance(value, str) or not re.fullmatch(r"[1-9][0-9]{0,5}", value):
        raise ExpectedError(Want.COUNT)
    return int(value)


def whole(value: object) -> int:
    """A TOML integer from 1."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**63:
        raise ExpectedError(Want.WHOLE)
    return value


def capacity(value: object) -> int:
    """Stops of one round."""
    found = whole(value)
    if found > MAX_CAPACITY:
        raise ExpectedError(Want.CAPACITY, most=MAX_CAPACITY)
    return found


def unit(value: object) -> Unit:
    return _member(Unit, value, Want.UNIT)


def role(value: object) -> Role:
    return _member(Role, value, Want.ROLE)


def weekday(value: object) -> Weekday:
    return _member(Weekday, value, Want.WEEKDAY)


def money(currency: str) -> Callable[[object], Money]:
    """An amount in a TOML file: a whole number, or text with decimals ("80.50")."""
    amount = _decimal(PRICE, Want.MONEY)

    def parse(value: object) -> Money:
        whole = isinstance(value, int) and not isinstance(value, bool)
        return Money(amount=amount(str(value) if whole else value), currency=currency)

    return parse


def place_kind(value: object) -> PlaceKind:
    return _member(PlaceKind, value, Want.PLACE_KIND)


def on_holidays(value: object) -> OnHolidays:
    return _member(OnHolidays, value, Want.ON_HOLIDAYS)


def keep(value: object) -> Keep:
    return _member(Keep, value, Want.KEEP)


E_ = TypeVar("E_", Unit, Role, Weekday, PlaceKind, OnHolidays, Keep)


def _member(enum: type[E_], value: object, want: Want) -> E_:
    if not isinstance(value, str) or value not in tuple(enum):
        raise ExpectedError(want)
    return enum(value)


def clock(value: object) -> time:
    """A time of day; TOML's own local times will do."""
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    match = CLOCK.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise ExpectedError(Want.CLOCK)
    return time(int(match[1]), int(match[2]))


def quiet(value: object) -> tuple[time, time]:
    """When nobody is reminded: '21:00-08:00'."""
    start, dash, end = value.partition("-") if isinstance(value, str) else ("", "", "")
    try:
        found = (clock(start), clock(end)) if dash else None
    except ExpectedError:
        found = None
    if found is None:
        raise ExpectedError(Want.QUIET)
    return found


calendar = _matching(CALENDAR, Want.CALENDAR)


def cutoff(value: object) -> Cutoff:
    match = CUTOFF.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise ExpectedError(Want.CUTOFF)
    try:
        at = clock(match["at"])
        if match["weekday"]:
            return Cutoff(at=at, weekday=weekday(match["weekday"]))
        return Cutoff(at=at, days_before=int(match["before"] or 0))
    except ExpectedError:
        raise ExpectedError(Want.CUTOFF) from None


def zone(value: object) -> str:
    """A time zone by its name in the tz database."""
    try:
        return ZoneInfo(text(value)).key
    except (KeyError, ValueError, OSError):
        raise ExpectedError(Want.ZONE) from None


def latitude(value: object) -> float:
    return _degrees(value, 90, Want.LATITUDE)


def longitude(value: object) -> float:
    return _degrees(value, 180, Want.LONGITUDE)


def _degrees(value: object, limit: int, want: Want) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ExpectedError(want)
    if not -limit <= value <= limit:
        raise ExpectedError(want)
    return float(value)


def category(value: object) -> str:
    """A category's name; options name it after `category:`, among others."""
    found = optional_text(value)
    if "|" in found:
        raise ExpectedError(Want.CATEGORY)
    return found


def filled_parts(value: object) -> tuple[str, ...]:
    found = parts(value)
    if not found:
        raise ExpectedError(Want.TARGETS)
    return found


def plain(value: Decimal | None) -> str:
    """A number as a cell holds it: no exponent, no trailing zeros; empty for None."""
    if value is None:
        return ""
    digits = f"{value:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def hours(value: object) -> str:
    """Opening hours, kept as they were written."""
    found = text(value)
    try:
        Hours.parse(found, ZoneInfo("UTC"))
    except HoursError as error:
        rest = found[error.position - 1 :]
        if not rest:
            raise ExpectedError(Want.HOURS_WHOLE) from None
        raise ExpectedError(Want.HOURS, rest=rest) from None
    return found
