"""How the bot speaks to one reader: language, money, days, and what their channel can show."""

import gettext
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import IntEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal

from tournee.catalog.model import Channel, Village
from tournee.catalog.quantity import Money

if TYPE_CHECKING:
    from tournee.bot.attachments import Attachment

LOCALES = Path(__file__).parents[2] / "locales"


class Brevity(IntEnum):
    """How much of a sentence is left out, in this order.

    Prices, totals, the round, the law's words and how to answer stay at every length.
    """

    FULL = 0
    SHOPS = 1
    """Shops are not named."""
    COURTESY = 2
    """No pleasantries, nothing that goes without saying."""
    UNITS = 3
    """No currency beside single prices, no package sizes, no small words."""
    NAMES = 4
    """Long names lose their last words, more and more (`Voice.letters`); shorter small print."""
    SUMMARY = 5
    """Not every line of a list (`Voice.entries`); the rest can be asked for."""


@dataclass(frozen=True, slots=True)
class Button:
    """A choice that can be tapped."""

    label: str
    action: str
    """An action name of the message protocol: `confirm`, `choose:2`, `line:baguette`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A reply in one reader's words, for one channel."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    """Rows. Empty on a channel without buttons, where the text says how to answer."""
    attachment: "Attachment | None" = None
    """A picture or file that is made when it is sent, on a channel that takes such."""


@lru_cache(maxsize=16)
def _translations(locale: str) -> gettext.NullTranslations:
    return gettext.translation("messages", LOCALES, [locale], fallback=locale == "en")


@dataclass(frozen=True, kw_only=True)
class Voice:
    """`text` and `plural` are what `pybabel extract` looks for; placeholders are `%(name)s`."""

    locale: str
    channel: Channel
    village: Village
    brevity: Brevity = Brevity.FULL
    letters: int = 60
    """Of a product's name, from `Brevity.NAMES` on."""
    entries: int = 100
    """Of a list whose rest can be asked for."""

    def leaves_out(self, what: Brevity) -> bool:
        return self.brevity >= what

    def text(self, message: str, /, **values: object) -> str:
        return self._catalogue.gettext(message) % values if values else self._plain(message)

    def plural(self, one: str, many: str, count: int | Decimal, /, **values: object) -> str:
        """`%(count)s` is filled in; a fraction counts as many above one, as French does."""
        number = count if isinstance(count, int) else 1 if count < 2 else 2  # noqa: PLR2004
        sentence = self._catalogue.ngettext(one, many, number)
        return sentence % {"count": self.number(Decimal(count)), **values}

    def money(self, amount: Money) -> str:
        return _money(amount, self.locale)

    def price(self, amount: Money) -> str:
        """One price among others: its currency goes without saying where room is short."""
        if not self.leaves_out(Brevity.UNITS):
            return self.money(amount)
        return _short_price(amount.amount, self.locale)

    def number(self, value: Decimal) -> str:
        return _number(str(value), self.locale)

    def weekday(self, day: date) -> str:
        """'mardi 24/11'."""
        if self.locale != "en":
            return _day(day, "EEEE d/M", self.locale)
        pattern = "EEEE d MMM" if self.leaves_out(Brevity.UNITS) else "EEEE d MMMM"
        return _day(day, pattern, self.locale)

    def weekday_name(self, day: date) -> str:
        """'mardi'."""
        return _day(day, "EEEE", self.locale)

    def hour(self, moment: datetime | time) -> str:
        """'18h', '9h30'; an instant is shown in the village's zone."""
        local = moment.astimezone(self.zone).time() if isinstance(moment, datetime) else moment
        if self.locale == "fr":
            return f"{local.hour}h{local.minute:02}" if local.minute else f"{local.hour}h"
        return format_time(local, "short", locale=self.locale)

    @property
    def zone(self) -> ZoneInfo:
        return self.village.settings.zone

    @property
    def has_buttons(self) -> bool:
        return self.channel.has_buttons

    @property
    def has_files(self) -> bool:
        return self.channel.has_files

    @cached_property
    def _catalogue(self) -> gettext.NullTranslations:
        return _translations(self.locale)

    def _plain(self, message: str) -> str:
        return self._catalogue.gettext(message).replace("%%", "%")


# Prices, numbers and days are few and said over and over; Babel takes its time for each.


@lru_cache(maxsize=1024)
def _day(day: date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale=locale)


@lru_cache(maxsize=1024)
def _number(digits: str, locale: str) -> str:
    """Take digits rather than a value: 2 and 2.0 are equal, and said differently."""
    return format_decimal(Decimal(digits), locale=locale, decimal_quantization=False)


@lru_cache(maxsize=4096)
def _money(amount: Money, locale: str) -> str:
    return format_currency(amount.amount, amount.currency, locale=locale)


@lru_cache(maxsize=4096)
def _short_price(amount: Decimal, locale: str) -> str:
    return format_decimal(amount, "#,##0.00", locale=locale, decimal_quantization=True)
