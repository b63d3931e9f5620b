"""Each value as the folder writes it: the keys of a table, the cells of a row.

The same records are what the history of edits keeps, so that it reads like the files.
"""

from collections.abc import Sequence
from datetime import time

from tournee.catalog.folder import fields
from tournee.catalog.model import (
    QUIET,
    Cutoff,
    OnHolidays,
    OptionRule,
    Person,
    Place,
    PlaceKind,
    Product,
    Round,
    Settings,
    Shop,
)
from tournee.catalog.quantity import Money

Value = str | int | float | Sequence[str] | None
Record = dict[str, Value]


def settings_record(found: Settings) -> Record:
    return {
        "slug": found.slug,
        "name": found.name,
        "timezone": found.timezone,
        "currency": found.currency,
        "locales": found.locales,
        "phone": found.phone,
        "telegram": found.telegram,
        "holidays": found.holidays,
        "quiet": None
        if found.quiet == QUIET
        else f"{_clock(found.quiet[0])}-{_clock(found.quiet[1])}",
        "tab_limit": _amount(found.tab_limit),
    }


def _clock(at: time) -> str:
    return f"{at:%H:%M}"


def _amount(money: Money | None) -> Value:
    """Whole units as a number, others as text: no amount is ever a float."""
    if money is None:
        return None
    whole = money.amount == money.amount.to_integral_value()
    return int(money.amount) if whole else str(money.rounded().amount)


def shop_record(shop: Shop) -> Record:
    return {
        "slug": shop.slug,
        "name": shop.name,
        "hours": shop.hours,
        "place": shop.place,
        "phone": shop.phone,
        "lead": shop.lead,
        "tab_limit": _amount(shop.tab_limit),
    }


def place_record(place: Place) -> Record:
    return {
        "slug": place.slug,
        "name": place.name,
        "aliases": place.aliases or None,
        "lat": place.lat,
        "lon": place.lon,
        "kind": None if place.kind is PlaceKind.PLACE else place.kind,
    }


def round_record(found: Round) -> Record:
    return {
        "slug": found.slug,
        "name": found.name,
        "days": found.days,
        "departs": f"{found.departs:%H:%M}",
        "ends": f"{found.ends:%H:%M}",
        "cutoff": cutoff_text(found.cutoff),
        "places": found.places,
        "capacity": found.capacity,
        "start": found.start,
        "crates": found.crates,
        "holidays": None if found.on_holidays is OnHolidays.OFF else found.on_holidays,
    }


def cutoff_text(cutoff: Cutoff) -> str:
    day = cutoff.weekday or f"{-cutoff.days_before}d"
    return f"{day} {cutoff.at:%H:%M}"


def person_record(person: Person) -> Record:
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
        "barred": person.barred or None,
    }


def product_record(product: Product) -> Record:
    return {
        "shop": product.shop,
        "sku": product.sku,
        "name": product.name,
        "aliases": "|".join(product.aliases),
        "category": product.category,
        "price": str(product.price.rounded().amount),
        "unit": product.unit,
        "stock": fields.plain(product.stock),
        "age_restricted": str(int(product.age_restricted)),
        "vat": fields.plain(product.vat),
        "allergens": "|".join(product.allergens),
        "available": "" if product.available else "0",
        "weight": fields.plain(product.weight),
        "lead": "" if product.lead is None else str(product.lead),
        "keep": product.keep or "",
        "crate": fields.plain(product.crate),
        "deposit": str(product.deposit.rounded().amount) if product.deposit else "",
    }


def option_record(rule: OptionRule) -> Record:
    surcharge = rule.option.surcharge.rounded()
    return {
        "shop": rule.shop,
        "group": rule.group,
        "code": rule.option.code,
        "name": rule.option.name,
        "aliases": "|".join(rule.option.aliases),
        "price": str(surcharge.amount) if surcharge else "0",
        "applies_to": "|".join(rule.applies_to),
        "required": str(int(rule.required)),
        "max": "" if rule.maximum is None else str(rule.maximum),
    }
