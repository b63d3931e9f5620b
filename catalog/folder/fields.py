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

    def __init__(self, expected: str) -> None:
        super().__init__(expected)
        self.expected = expected


def text(value: object) -> str:
    found = optional_text(value)
    if not found:
        raise ExpectedError("some text")
    return found


def optional_text(value: object) -> str:
    if not isinstance(value, str):
        raise ExpectedError("text in quotes")
    found = value.strip()
    if CONTROL.search(found):
        raise ExpectedError("text on one line, without control characters")
    if len(found) > MAX_TEXT:
        raise ExpectedError(f"at most {MAX_TEXT} characters")
    return found


def _matching(pattern: re.Pattern[str], expected: str) -> Callable[[object], str]:
    def parse(value: object) -> str:
        found = value.strip() if isinstance(value, str) else ""
        if not pattern.fullmatch(found):
            raise ExpectedError(expected)
        return found

    return parse


_slug = _matching(SLUG, "a slug: a to z without accents, digits and single hyphens")
_code = _matching(CODE, "a code: letters, digits, hyphens, no spaces")
phone = _matching(PHONE, "a phone number in international form, such as +33639980001")
currency = _matching(CURRENCY, "a currency's three capitals, such as EUR")
locale = _matching(LOCALE, "a language code, such as fr")
telegram_name = _matching(TELEGRAM_NAME, "a bot's user name on Telegram, without @")


def slug(value: object) -> str:
    return _short(_slug(value))


def code(value: object) -> str:
    """An option's code: a parse writes signs before it and `*2` behind it."""
    return _short(_code(value))


def _short(found: str) -> str:
    if len(found) > MAX_SLUG:
        raise ExpectedError(f"at most {MAX_SLUG} characters")
    return found


def optional(parse: Callable[[object], T]) -> Callable[[object], T | None]:
    """The same field, where an empty cell means None."""
    return lambda value: None if value == "" else parse(value)


def parts(value: object) -> tuple[str, ...]:
    """A cell's texts, separated by `|`."""
    if not isinstance(value, str):
        raise ExpectedError("texts separated by |")
    return tuple(text(part) for part in value.split("|") if part.strip())


def texts(value: object) -> tuple[str, ...]:
    """A TOML array of texts."""
    return _array(text, value)


def _array(parse: Callable[[object], T], value: object) -> tuple[T, ...]:
    if not isinstance(value, list):
        raise ExpectedError("a list in square brackets")
    found = tuple(map(parse, value))
    if len(set(found)) < len(found):
        raise ExpectedError("each of the list once")
    return found


def filled(parse: Callable[[object], T]) -> Callable[[object], tuple[T, ...]]:
    """A TOML array of at least one."""

    def parse_array(value: object) -> tuple[T, ...]:
        found = _array(parse, value)
        if not found:
            raise ExpectedError("a list of at least one")
        return found

    return parse_array


def _decimal(pattern: re.Pattern[str], expected: str) -> Callable[[object], Decimal]:
    matching = _matching(pattern, expected)
    return lambda value: Decimal(matching(value))


price = _decimal(PRICE, "an amount such as 2.50 (a point, at most two decimals, not negative)")
amount = _decimal(AMOUNT, "a number such as 12 or 0.25 (a point, at most three decimals)")
percent = _decimal(PERCENT, "a percentage such as 5.5 (a point, below 100)")


def weight(value: object) -> Decimal:
    """Kilos of one piece."""
    found = amount(value)
    if not found:
        raise ExpectedError("a weight in kilos above 0, such as 0.25")
    return found


def flag(value: object) -> bool:
    if value not in {"0", "1"}:
        raise ExpectedError("0 or 1")
    return value == "1"


def truth(value: object) -> bool:
    """A TOML boolean."""
    if not isinstance(value, bool):
        raise ExpectedError("true or false, without quotes")
    return value


def count(value: object) -> int:
    """A CSV cell's whole number from 1."""
    if not isinstance(value, str) or not re.fullmatch(r"[1-9][0-9]{0,5}", value):
        raise ExpectedError("a whole number from 1")
    return int(value)


def whole(value: object) -> int:
    """A TOML integer from 1."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**63:
        raise ExpectedError("a whole number from 1, without quotes")
    return value


def capacity(value: object) -> int:
    """Stops of one round."""
    found = whole(value)
    if found > MAX_CAPACITY:
        raise ExpectedError(f"a number of stops up to {MAX_CAPACITY}")
    return found


def unit(value: object) -> Unit:
    return _member(Unit, value, "piece, kg or l")


def role(value: object) -> Role:
    return _member(Role, value, "resident, shopkeeper, operator or driver")


def weekday(value: object) -> Weekday:
    return _member(Weekday, value, "a weekday: mon, tue, wed, thu, fri, sat or sun")


def money(currency: str) -> Callable[[object], Money]:
    """An amount in a TOML file: a whole number, or text with decimals ("80.50")."""
    amount = _decimal(PRICE, 'an amount such as 80 or "80.50"')

    def parse(value: object) -> Money:
        whole = isinstance(value, int) and not isinstance(value, bool)
        return Money(amount=amount(str(value) if whole else value), currency=currency)

    return parse


def place_kind(value: object) -> PlaceKind:
    return _member(PlaceKind, value, "place, or pickup where bags wait for people")


def on_holidays(value: object) -> OnHolidays:
    return _member(OnHolidays, value, "off, runs, before or after (the day before or after)")


def keep(value: object) -> Keep:
    return _member(Keep, value, "chilled, frozen or dry")


E_ = TypeVar("E_", Unit, Role, Weekday, PlaceKind, OnHolidays, Keep)


def _member(enum: type[E_], value: object, expected: str) -> E_:
    if not isinstance(value, str) or value not in tuple(enum):
        raise ExpectedError(expected)
    return enum(value)


def clock(value: object) -> time:
    """A time of day; TOML's own local times will do."""
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    match = CLOCK.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise ExpectedError('a time of day such as "09:30"')
    return time(int(match[1]), int(match[2]))


def quiet(value: object) -> tuple[time, time]:
    """When nobody is reminded: '21:00-08:00'."""
    expected = 'hours such as "21:00-08:00", in which nobody is reminded'
    start, dash, end = value.partition("-") if isinstance(value, str) else ("", "", "")
    try:
        found = (clock(start), clock(end)) if dash else None
    except ExpectedError:
        found = None
    if found is None:
        raise ExpectedError(expected)
    return found


calendar = _matching(CALENDAR, "a country such as FR, one of its regions as FR-57, or none")


def cutoff(value: object) -> Cutoff:
    expected = 'a cut-off such as "mon 18:00", or "-1d 18:00" for the day before'
    match = CUTOFF.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise ExpectedError(expected)
    try:
        at = clock(match["at"])
        if match["weekday"]:
            return Cutoff(at=at, weekday=weekday(match["weekday"]))
        return Cutoff(at=at, days_before=int(match["before"] or 0))
    except ExpectedError:
        raise ExpectedError(expected) from None


def zone(value: object) -> str:
    """A time zone by its name in the tz database."""
    try:
        return ZoneInfo(text(value)).key
    except (KeyError, ValueError, OSError):
        raise ExpectedError("a time zone such as Europe/Paris") from None


def latitude(value: object) -> float:
    return _degrees(value, 90, "a latitude between -90 and 90, such as 46.871")


def longitude(value: object) -> float:
    return _degrees(value, 180, "a longitude between -180 and 180, such as 3.402")


def _degrees(value: object, limit: int, expected: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ExpectedError(expected)
    if not -limit <= value <= limit:
        raise ExpectedError(expected)
    return float(value)


def category(value: object) -> str:
    """A category's name; options name it after `category:`, among others."""
    found = optional_text(value)
    if "|" in found:
        raise ExpectedError("a category without |")
    return found


def filled_parts(value: object) -> tuple[str, ...]:
    found = parts(value)
    if not found:
        raise ExpectedError("a sku or category:NAME, several separated by |")
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
        rest = found[error.position - 1 :] or "the end"
        example = "Tu-Sa 07:00-13:00,16:00-19:00; Su 07:00-12:30"
        raise ExpectedError(f"opening hours such as {example}; not so from {rest!r} on") from None
    return found
