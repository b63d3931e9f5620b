"""Rows from and to the catalogue's values."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar, cast

from sqlalchemy import Row

from tournee.catalog.edits import TABLES, option_key
from tournee.catalog.model import (
    QUIET,
    Cutoff,
    OnHolidays,
    Option,
    OptionRule,
    Person,
    PersonSlug,
    Place,
    PlaceKind,
    PlaceSlug,
    Product,
    Round,
    RoundSlug,
    Settings,
    Shop,
    ShopSlug,
    Sku,
    Village,
    VillageSlug,
    Weekday,
)
from tournee.catalog.quantity import Money
from tournee.catalog.storage.rows import (
    OptionRow,
    PersonRow,
    PlaceRow,
    ProductRow,
    RoundRow,
    ShopRow,
    VillageRow,
)
from tournee.storage.base import Base, ListedRow

Values = dict[str, Any]
"""Attributes of one row by name."""
KEYS: tuple[tuple[type[ListedRow], str], ...] = (
    (PlaceRow, "slug"),
    (ShopRow, "slug"),
    (RoundRow, "slug"),
    (PersonRow, "slug"),
    (ProductRow, "sku"),
    (OptionRow, "key"),
)
"""Each table of a village and what its rows are known by, those that others name first."""


def values_of(village: Village, listed: Mapping[Sku, Decimal | None]) -> Iterator[Sequence[Values]]:
    """The rows that each table of `KEYS` shall hold, in order; `listed` is the folder's stock."""
    for name, values in _VALUES:
        rows = [values(found) for found in TABLES[name][0](village).values()]
        for row in rows if name == "products" else ():
            row["stock_listed"] = listed[row["sku"]]
        yield rows


@dataclass(frozen=True, slots=True)
class Move:
    """What a row holds and what of it changes; None where it is new, or gone."""

    key: str
    was: Values | None
    now: Values | None


def moves(before: Village, after: Village) -> Iterator[Sequence[Move]]:
    """The rows of each table of `KEYS` that differ. A stock that is set is the last listed, too."""
    for name, values in _VALUES:
        rows = TABLES[name][0]
        old, new = rows(before), rows(after)
        keys = (*new, *(key for key in old if key not in new))
        found = (_move(key, old.get(key), new.get(key), values) for key in keys)
        yield [move for move in found if move is not None]


def _move(
    key: str, old: object | None, new: object | None, values: Callable[[Any], Values]
) -> Move | None:
    if old is new:
        return None
    was = None if old is None else values(old)
    if new is None:
        return Move(key, was, None)
    now = {k: v for k, v in values(new).items() if was is None or was[k] != v}
    if isinstance(new, Product) and "stock" in now:
        now["stock_listed"] = now["stock"]
    return Move(key, was, now) if now else None


def settings_values(found: Settings) -> Values:
    return {
        "name": found.name,
        "timezone": found.timezone,
        "currency": found.currency,
        "locales": list(found.locales),
        "phone": found.phone,
        "telegram": found.telegram,
        "holidays": found.holidays,
        "quiet": None if found.quiet == QUIET else "-".join(f"{at:%H:%M}" for at in found.quiet),
        "tab_limit": found.tab_limit.minor if found.tab_limit is not None else None,
    }


def settings_of(row: VillageRow) -> Settings:
    return Settings(
        slug=VillageSlug(row.village),
        name=row.name,
        timezone=row.timezone,
        currency=row.currency,
        locales=tuple(row.locales),
        phone=row.phone,
        telegram=row.telegram,
        holidays=row.holidays,
        quiet=_quiet(row.quiet),
        tab_limit=_money(row.tab_limit, row.currency),
    )


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money.of_minor(minor, currency)


def _quiet(text: str | None) -> tuple[time, time]:
    if text is None:
        return QUIET
    start, _, end = text.partition("-")
    return time.fromisoformat(start), time.fromisoformat(end)


def _place_values(place: Place) -> Values:
    return {
        "slug": place.slug,
        "name": place.name,
        "aliases": list(place.aliases),
        "lat": place.lat,
        "lon": place.lon,
        "kind": place.kind,
    }


def place_of(row: PlaceRow) -> Place:
    return Place(
        slug=PlaceSlug(row.slug),
        name=row.name,
        aliases=tuple(row.aliases),
        lat=row.lat,
        lon=row.lon,
        kind=row.kind or PlaceKind.PLACE,
    )


def _shop_values(shop: Shop) -> Values:
    return {
        "slug": shop.slug,
        "name": shop.name,
        "hours": shop.hours,
        "place": shop.place,
        "phone": shop.phone,
        "lead": shop.lead,
        "tab_limit": shop.tab_limit.minor if shop.tab_limit is not None else None,
    }


def shop_of(row: ShopRow, currency: str) -> Shop:
    return Shop(
        slug=ShopSlug(row.slug),
        name=row.name,
        hours=row.hours,
        place=PlaceSlug(row.place) if row.place else None,
        phone=row.phone,
        lead=row.lead,
        tab_limit=_money(row.tab_limit, currency),
    )


def product_values(product: Product) -> Values:
    """All but `stock_listed`, which says more than the product does."""
    return {
        "sku": product.sku,
        "shop": product.shop,
        "name": product.name,
        "aliases": list(product.aliases),
        "category": product.category,
        "price": product.price.minor,
        "unit": product.unit,
        "stock": product.stock,
        "age_restricted": product.age_restricted,
        "vat": product.vat,
        "allergens": list(product.allergens),
        "available": product.available,
        "off_sale_until": product.off_sale_until,
        "sale_ends": product.sale_ends,
        "weight": product.weight,
        "lead": product.lead,
        "keep": product.keep,
        "crate": product.crate,
        "deposit": product.deposit.minor if product.deposit else None,
    }


_H = TypeVar("_H", bound=Hashable)


def _shared(value: _H) -> _H:
    """Return the one object for equal values: a process keeps the catalogues of many villages."""
    return cast("_H", _first(value))


@lru_cache(maxsize=16384)
def _first(value: Hashable) -> Hashable:
    return value


@lru_cache(maxsize=16384)
def _price(minor: int, currency: str) -> Money:
    return Money.of_minor(minor, currency)


def product_of(row: ProductRow, currency: str) -> Product:
    """Without its option groups: see `catalog.options`."""
    return Product(
        shop=_shared(ShopSlug(row.shop)),
        sku=Sku(row.sku),
        name=row.name,
        aliases=tuple(row.aliases),
        category=_shared(row.category),
        price=_price(row.price, currency),
        unit=row.unit,
        stock=row.stock,
        age_restricted=row.age_restricted,
        vat=row.vat,
        allergens=_shared(tuple(row.allergens)),
        available=row.available,
        off_sale_until=row.off_sale_until,
        sale_ends=row.sale_ends,
        weight=row.weight,
        lead=row.lead,
        keep=row.keep,
        crate=row.crate,
        deposit=_money(row.deposit, currency),
    )


def _option_values(rule: OptionRule) -> Values:
    return {
        "key": option_key(rule),
        "shop": rule.shop,
        "group": rule.group,
        "code": rule.option.code,
        "name": rule.option.name,
        "aliases": list(rule.option.aliases),
        "surcharge": rule.option.surcharge.minor,
        "applies_to": list(rule.applies_to),
        "required": rule.required,
        "maximum": rule.maximum,
    }


def option_of(row: OptionRow, currency: str) -> OptionRule:
    option = Option(
        code=row.code,
        name=row.name,
        aliases=tuple(row.aliases),
        surcharge=Money.of_minor(row.surcharge, currency),
    )
    return OptionRule(
        shop=ShopSlug(row.shop),
        group=row.group,
        option=option,
        applies_to=tuple(row.applies_to),
        required=row.required,
        maximum=row.maximum,
    )


def _round_values(found: Round) -> Values:
    return {
        "slug": found.slug,
        "name": found.name,
        "days": list(found.days),
        "departs": found.departs,
        "ends": found.ends,
        "cutoff_at": found.cutoff.at,
        "cutoff_weekday": found.cutoff.weekday,
        "cutoff_days_before": found.cutoff.days_before,
        "places": list(found.places),
        "capacity": found.capacity,
        "start": found.start,
        "crates": found.crates,
        "on_holidays": found.on_holidays,
    }


def round_of(row: RoundRow) -> Round:
    return Round(
        slug=RoundSlug(row.slug),
        name=row.name,
        days=tuple(map(Weekday, row.days)),
        departs=row.departs,
        ends=row.ends,
        cutoff=Cutoff(
            at=row.cutoff_at, weekday=row.cutoff_weekday, days_before=row.cutoff_days_before
        ),
        places=tuple(map(PlaceSlug, row.places)),
        capacity=row.capacity,
        start=PlaceSlug(row.start) if row.start else None,
        crates=row.crates,
        on_holidays=row.on_holidays or OnHolidays.OFF,
    )


def person_values(person: Person) -> Values:
    return {
        "slug": person.slug,
        "role": person.role,
        "name": person.name,
        "shop": person.shop,
        "phone": person.phone,
        "whatsapp": person.whatsapp,
        "telegram": person.telegram,
        "place": person.place,
        "address": person.address,
        "locale": person.locale,
        "note": person.note,
        "lat": person.lat,
        "lon": person.lon,
        "hours": person.hours,
        "barred": person.barred,
    }


def person_of(row: PersonRow | Row[Any]) -> Person:
    return Person(
        slug=PersonSlug(row.slug),
        role=row.role,
        name=row.name,
        shop=ShopSlug(row.shop) if row.shop else None,
        phone=row.phone,
        whatsapp=row.whatsapp,
        telegram=row.telegram,
        place=PlaceSlug(row.place) if row.place else None,
        address=row.address,
        locale=row.locale,
        note=row.note,
        lat=row.lat,
        lon=row.lon,
        hours=row.hours,
        barred=row.barred,
    )


def set_values(row: Base, values: Mapping[str, object]) -> None:
    """Set a row's attributes; the session writes only those that differ."""
    for name, value in values.items():
        setattr(row, name, value)


_VALUES: tuple[tuple[str, Callable[[Any], Values]], ...] = (
    ("places", _place_values),
    ("shops", _shop_values),
    ("rounds", _round_values),
    ("people", person_values),
    ("products", product_values),
    ("options", _option_values),
)
"""The tables of `KEYS` as `catalog.edits.TABLES` names them, and the values of a row."""
