"""What an operator describes of a village: shops, products, places, rounds and people.

All of it is what a village folder holds (`catalog.folder`), as plain immutable values.
What happens in the village (baskets, orders, round dates, money owed) belongs to `orders`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import NewType
from zoneinfo import ZoneInfo

from tournee.catalog.quantity import Money, Unit

VillageSlug = NewType("VillageSlug", str)
ShopSlug = NewType("ShopSlug", str)
PlaceSlug = NewType("PlaceSlug", str)
RoundSlug = NewType("RoundSlug", str)
PersonSlug = NewType("PersonSlug", str)
Sku = NewType("Sku", str)


class Role(StrEnum):
    RESIDENT = "resident"
    SHOPKEEPER = "shopkeeper"
    OPERATOR = "operator"
    DRIVER = "driver"


class Channel(StrEnum):
    """How a person and the village write to each other."""

    SMS = "sms"
    WHATSAPP = "whatsapp"
    TELEGRAM = "telegram"

    @property
    def has_buttons(self) -> bool:
        return self is not Channel.SMS

    @property
    def has_files(self) -> bool:
        """Whether the bot can send what it has just drawn or written, without a link to it."""
        return self is Channel.TELEGRAM

    @property
    def has_edits(self) -> bool:
        """Whether people can reword what they have sent, and the bot too."""
        return self is Channel.TELEGRAM


class Weekday(StrEnum):
    """As `village.toml` writes days; the order is that of `date.weekday()`."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"

    @property
    def number(self) -> int:
        """0 for Monday, as `date.weekday()` counts."""
        return tuple(Weekday).index(self)


class PlaceKind(StrEnum):
    PLACE = "place"
    """People live there, and rounds go to their doors."""
    PICKUP = "pickup"
    """A point where bags wait for those who ordered: a town hall, a café."""


class Keep(StrEnum):
    """How goods are kept on their way."""

    DRY = "dry"
    CHILLED = "chilled"
    FROZEN = "frozen"


class OnHolidays(StrEnum):
    """What a round does on a public holiday."""

    OFF = "off"
    RUNS = "runs"
    BEFORE = "before"
    """It runs the day before."""
    AFTER = "after"
    """It runs the day after."""


QUIET = (time(21), time(8))
NO_HOLIDAYS = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The `[village]` table."""

    slug: VillageSlug
    name: str
    timezone: str = "Europe/Paris"
    currency: str = "EUR"
    locales: tuple[str, ...] = ("fr",)
    """The first is the default."""
    phone: str | None = None
    telegram: str | None = None
    holidays: str | None = None
    """Whose public holidays: `FR`, `FR-57`, `none`; None is the time zone's own country."""
    quiet: tuple[time, time] = QUIET
    """From and until which local time nobody is reminded of anything."""
    tab_limit: Money | None = None
    """How much may stand on a shop's tab for one resident, where the shop does not say."""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A commune, hamlet or street that rounds serve and residents name."""

    slug: PlaceSlug
    name: str
    aliases: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    kind: PlaceKind = PlaceKind.PLACE


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """A shop of the village."""

    slug: ShopSlug
    name: str
    hours: str
    """OpenStreetMap `opening_hours` syntax; see `catalog.hours`."""
    place: PlaceSlug | None = None
    phone: str | None = None
    lead: int | None = None
    """Hours before departure by which its goods must be ordered."""
    tab_limit: Money | None = None
    """How much may stand on its tab for one resident; nothing is no tab. None: the village's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice of a group: 'grande', 'sans oignons' negates one, 'double fromage' doubles one."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    surcharge: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionGroup:
    """Choices that go with a product, in the order of `options.csv`."""

    name: str
    options: tuple[Option, ...]
    required: bool = False
    """Exactly one must be chosen before the product can be ordered."""
    maximum: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionRule:
    """One row of `options.csv`: an option and the products of the shop that it goes with.

    `catalog.options.with_options` makes the groups of each product from these.
    """

    shop: ShopSlug
    group: str
    option: Option
    applies_to: tuple[str, ...]
    """Each a sku or `category:NAME`."""
    required: bool = False
    maximum: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """Something that a shop sells."""

    shop: ShopSlug
    sku: Sku
    name: str
    aliases: tuple[str, ...] = ()
    category: str = ""
    price: Money
    """For one of `unit`."""
    unit: Unit = Unit.PIECE
    stock: Decimal | None = None
    """In `unit`; None is unlimited."""
    age_restricted: bool = False
    vat: Decimal | None = None
    """In percent."""
    allergens: tuple[str, ...] = ()
    available: bool = True
    """The operator's word: False takes it off sale for good."""
    off_sale_until: datetime | None = None
    """The shop's word for today: not in the folder, ends by itself."""
    sale_ends: datetime | None = None
    """The day's special: on sale until then and no longer. Not in the folder."""
    weight: Decimal | None = None
    """Usual net weight of one piece in kg, where known."""
    lead: int | None = None
    """Hours before departure by which it must be ordered; None is the shop's own."""
    keep: Keep | None = None
    """None where the catalogue does not say: its category tells."""
    crate: Decimal | None = None
    """The part of a crate that one `unit` fills, where known."""
    deposit: Money | None = None
    """Charged beside the price of one piece, and given back with the empty bottle or crate."""
    groups: tuple[OptionGroup, ...] = ()

    def on_sale(self, now: datetime) -> bool:
        """Whether it may be ordered, whatever is left of it."""
        offered = self.off_sale_until is None or self.off_sale_until <= now
        return self.available and offered and (self.sale_ends is None or now < self.sale_ends)

    def option(self, code: str) -> Option | None:
        return next((o for g in self.groups for o in g.options if o.code == code), None)

    @property
    def required_groups(self) -> tuple[OptionGroup, ...]:
        return tuple(g for g in self.groups if g.required)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutoff:
    """The last moment to order for a round.

    Either a weekday (the latest such moment before departure) or a number of days before
    the round's own day.
    """

    at: time
    weekday: Weekday | None = None
    days_before: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A delivery round (tournée) as it recurs; one day's run is an `orders.rounds.RoundDate`."""

    slug: RoundSlug
    name: str
    days: tuple[Weekday, ...]
    departs: time
    ends: time
    cutoff: Cutoff
    places: tuple[PlaceSlug, ...]
    capacity: int | None = None
    """In stops; None is unlimited."""
    start: PlaceSlug | None = None
    crates: int | None = None
    """What the vehicle holds; None is unlimited."""
    on_holidays: OnHolidays = OnHolidays.OFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whom the village knows, in one of the four roles."""

    slug: PersonSlug
    role: Role
    name: str
    shop: ShopSlug | None = None
    phone: str | None = None
    """E.164."""
    whatsapp: str | None = None
    """E.164, where it differs from `phone`."""
    telegram: int | None = None
    place: PlaceSlug | None = None
    address: str | None = None
    locale: str | None = None
    note: str | None = None
    """For whoever stands at the door: 'sonner deux fois, le chien est gentil'."""
    lat: float | None = None
    """Degrees, of the door; None where only the place is known."""
    lon: float | None = None
    hours: str | None = None
    """When somebody is there, as `Shop.hours`; None is any time."""
    barred: bool = False
    """The operators take no orders from them any more."""

    @property
    def door(self) -> str | None:
        """Where their door is, as `46.88930, 3.43110`; None where only the place is known."""
        if self.lat is None or self.lon is None:
            return None
        return f"{self.lat:.5f}, {self.lon:.5f}"


@dataclass(frozen=True, kw_only=True)
class Village:
    """One village folder, or the same from the database. Sequences keep the files' order."""

    settings: Settings
    shops: tuple[Shop, ...] = ()
    products: tuple[Product, ...] = ()
    """With their option groups, which follow from `option_rules`."""
    option_rules: tuple[OptionRule, ...] = ()
    places: tuple[Place, ...] = ()
    rounds: tuple[Round, ...] = ()
    people: tuple[Person, ...] = ()

    @cached_property
    def product_by_sku(self) -> Mapping[str, Product]:
        return MappingProxyType({p.sku: p for p in self.products})

    @cached_property
    def shop_by_slug(self) -> Mapping[str, Shop]:
        return MappingProxyType({s.slug: s for s in self.shops})

    @cached_property
    def place_by_slug(self) -> Mapping[str, Place]:
        return MappingProxyType({p.slug: p for p in self.places})
