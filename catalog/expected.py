"""What should stand where something else stands: a closed set, so that every edge can say it.

A member's value is its English sentence, which the command line says as it stands; a chat looks its
translation up. `%(name)s` is filled in from the values of an `Expected`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

Value = str | int | tuple[str, ...]


class Want(StrEnum):
    """What a field, a row, a table or a file should have been."""

    # texts
    TEXT = "some text"
    TEXT_IN_QUOTES = "text in quotes"
    ONE_LINE = "text on one line, without control characters"
    SHORTER = "at most %(most)s characters"
    SLUG = "a slug: a to z without accents, digits and single hyphens"
    CODE = "a code: letters, digits, hyphens, no spaces"
    PHONE = "a phone number in international form, such as +33639980001"
    CURRENCY = "a currency's three capitals, such as EUR"
    LOCALE = "a language code, such as fr"
    TELEGRAM_NAME = "a bot's user name on Telegram, without @"
    PARTS = "texts separated by |"
    CATEGORY = "a category without |"
    TARGETS = "a sku or category:NAME, several separated by |"
    LIST = "a list in square brackets"
    EACH_ONCE = "each of the list once"
    LIST_FILLED = "a list of at least one"

    # numbers
    PRICE = "an amount such as 2.50 (a point, at most two decimals, not negative)"
    AMOUNT = "a number such as 12 or 0.25 (a point, at most three decimals)"
    PERCENT = "a percentage such as 5.5 (a point, below 100)"
    WEIGHT = "a weight in kilos above 0, such as 0.25"
    MONEY = 'an amount such as 80 or "80.50"'
    COUNT = "a whole number from 1"
    WHOLE = "a whole number from 1, without quotes"
    PIECES = "a whole number of pieces"
    CAPACITY = "a number of stops up to %(most)s"
    LATITUDE = "a latitude between -90 and 90, such as 46.871"
    LONGITUDE = "a longitude between -180 and 180, such as 3.402"
    NOT_TURNED = "lat and lon the other way round"

    # one of a few
    FLAG = "0 or 1"
    TRUTH = "true or false, without quotes"
    UNIT = "piece, kg or l"
    ROLE = "resident, shopkeeper, operator or driver"
    WEEKDAY = "a weekday: mon, tue, wed, thu, fri, sat or sun"
    PLACE_KIND = "place, or pickup where bags wait for people"
    ON_HOLIDAYS = "off, runs, before or after (the day before or after)"
    KEEP = "chilled, frozen or dry"

    # times
    CLOCK = 'a time of day such as "09:30"'
    QUIET = 'hours such as "21:00-08:00", in which nobody is reminded'
    CALENDAR = "a country such as FR, one of its regions as FR-57, or none"
    CUTOFF = 'a cut-off such as "mon 18:00", or "-1d 18:00" for the day before'
    ZONE = "a time zone such as Europe/Paris"
    AFTER_DEPARTURE = "a time after the departure at %(at)s"
    BEFORE_DEPARTURE = "a moment before the departure at %(at)s"
    HOURS = (
        "opening hours such as Tu-Sa 07:00-13:00,16:00-19:00; Su 07:00-12:30; "
        "not so from '%(rest)s' on"
    )
    HOURS_WHOLE = (
        "opening hours such as Tu-Sa 07:00-13:00,16:00-19:00; Su 07:00-12:30; not so at the end"
    )

    # what other rows and tables say
    SHOP_OF_SETTINGS = "the slug of a shop in village.toml"
    SHOP_OF_FILE = "the slug of a shop of this file"
    PLACE_OF_FILE = "the slug of a place of this file"
    SHOP_OF_KEEPER = "the slug of the shopkeeper's shop"
    NO_SHOP = "no shop, which is for people whose role is shopkeeper"
    NO_DEPOSIT = "no deposit, which is for products sold by the piece"
    OWN_SKU = "a sku of its own; line %(line)s has the same"
    OWN_SLUG = "a slug of its own; the table in line %(line)s has the same"
    OWN_ADDRESS = "an address of their own; the table in line %(line)s has the same"
    KNOWN_ADDRESS = "the slug %(slug)s, by which the village knows this address"
    OWN_CODE = "a code of its own; group %(group)s has the same for %(sku)s"
    OWN_CODE_LINE = "a code of its own; line %(line)s (group %(group)s) has the same for %(sku)s"
    SAME_MAXIMUM = "%(most)s, as in line %(line)s: one for a group"
    SKU_OF_SHOP = "the sku of %(shop)s in products.csv"
    CATEGORY_OF_SHOP = "category:NAME of a category of %(shop)s in products.csv"
    PRODUCT_ONCE = "each product once; line %(line)s has the same"
    VALUE = "a value, not a formula"
    SHOP_NAME = "the name of a shop of the village"

    # columns, tables, files
    NAMES = "a column with the names"
    KNOWN = "a product that is known; or whose shop is told"
    ONE_MEANING = "one column for %(column)s"
    COLUMN = "a column named %(column)s"
    ONE_COLUMN = "one column named %(column)s"
    KNOWN_COLUMN = "a column's name: %(names)s"
    AS_HEADER = "%(count)s columns, as in the header; here are %(found)s"
    COMMAS = "columns separated by commas"
    QUOTES = 'quotes that close, and a quote in a text as ""'
    KEY = "a key named %(key)s in this table"
    KNOWN_KEY = "a known key: %(names)s"
    TABLE = "a table [%(name)s]"
    TABLES = "tables that each start with [[%(name)s]]"
    KNOWN_TABLE = "a known table: %(names)s"
    TOML = "TOML; %(message)s"
    UTF8 = "text in UTF-8 (a spreadsheet's 'CSV UTF-8'); this is Windows-1252 or Latin-1"
    BYTES = "at most %(most)s bytes"
    READABLE = "this file, readable"
    FOLDER = "a folder with %(settings)s and %(products)s"


@dataclass(frozen=True, slots=True)
class Expected:
    """One thing that is wanted, with what fills its sentence in."""

    want: Want
    values: tuple[tuple[str, Value], ...] = ()

    @classmethod
    def of(cls, want: Want, **values: Value) -> Self:
        return cls(want, tuple(values.items()))

    def __str__(self) -> str:
        """The English sentence."""
        told = {k: one_of(v) if isinstance(v, tuple) else v for k, v in self.values}
        return self.want.value % told if told else self.want.value


def one_of(words: Iterable[str]) -> str:
    """For a message: `piece, kg or l`."""
    *head, last = words
    return f"{', '.join(head)} or {last}" if head else last
