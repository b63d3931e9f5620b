"""What an edit of a village changes: an import's preview, and the history that undo reads."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from tournee.catalog.errors import Fault, FolderError
from tournee.catalog.folder.records import (
    Record,
    option_record,
    person_record,
    place_record,
    product_record,
    round_record,
    settings_record,
    shop_record,
)
from tournee.catalog.model import OptionRule, Person, Role, Sku, Village, VillageSlug

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One table or row of the folder, before and after; None where there was or is none."""

    table: str
    """As the folder calls it: `shops`, `products`, …"""
    key: str
    before: Record | None
    after: Record | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One deed of one person; `number` is the catalogue's version after it."""

    village: VillageSlug
    number: int
    at: datetime
    by: str
    """A person's slug, or what stands for one (`import`)."""
    changes: tuple[Change, ...]


def diff(before: Village, after: Village) -> tuple[Change, ...]:
    """Every table and row that differs, in the folder's order; what went comes last."""
    return tuple(
        change
        for table, old, new in zip(TABLES, _tables(before), _tables(after), strict=True)
        for change in _changes(table, old, new)
    )


TABLES = ("village", "shops", "places", "rounds", "people", "products", "options")


def _tables(village: Village) -> Iterator[Mapping[str, Record]]:
    yield {village.settings.slug: settings_record(village.settings)}
    yield {shop.slug: shop_record(shop) for shop in village.shops}
    yield {place.slug: place_record(place) for place in village.places}
    yield {found.slug: round_record(found) for found in village.rounds}
    yield {person.slug: person_record(person) for person in village.people}
    yield {product.sku: product_record(product) for product in village.products}
    yield {option_key(rule): option_record(rule) for rule in village.option_rules}


def option_key(rule: OptionRule) -> str:
    """What tells one row of `options.csv` from the others."""
    return f"{rule.shop}/{rule.group}/{rule.option.code}/{'|'.join(rule.applies_to)}"


def _changes(
    table: str, before: Mapping[str, Record], after: Mapping[str, Record]
) -> Iterator[Change]:
    for key in (*after, *(key for key in before if key not in after)):
        old, new = before.get(key), after.get(key)
        if old != new:
            yield Change(table=table, key=key, before=old, after=new)


def merge(current: Village, wanted: Village, listed: Mapping[Sku, Decimal | None]) -> Village:
    """What an import makes of a village: the folder, and what went on since it was written.

    - Residents who are not in the folder stay: most joined by a message. Shopkeepers, operators
      and drivers who are not in it lose what they may do.
    - Stock is what is left now, unless the folder says another than it said before (`listed`).
    - A product that its shop took off sale for today stays off sale.
    """
    people = (*wanted.people, *_joined(current, wanted))
    _check_addresses(people)
    old = current.product_by_sku
    products = []
    for product in wanted.products:
        if now := old.get(product.sku):
            same = product.sku in listed and listed[product.sku] == product.stock
            stock = now.stock if same else product.stock
            product = replace(product, stock=stock, off_sale_until=now.off_sale_until)  # noqa: PLW2901
        products.append(product)
    return replace(wanted, products=tuple(products), people=people)


def _joined(current: Village, wanted: Village) -> Iterator[Person]:
    """Residents to keep; one whose place is gone has none."""
    named = {person.slug for person in wanted.people}
    for person in current.people:
        if person.role is Role.RESIDENT and person.slug not in named:
            known = person.place in wanted.place_by_slug
            yield person if known else replace(person, place=None)


ADDRESSES: tuple[tuple[str, Callable[[Person], object]], ...] = (
    ("whatsapp", lambda person: person.whatsapp or person.phone),
    ("phone", lambda person: person.phone),
    ("telegram", lambda person: person.telegram),
)


def _check_addresses(people: Iterable[Person]) -> None:
    owners: dict[tuple[str, object], Person] = {}
    faults = []
    for person in people:
        for key, address in ADDRESSES:
            value = address(person)
            owner = owners.setdefault((key, value), person) if value else person
            if owner is not person:
                expected = f"the slug {person.slug}, by which the village knows this address"
                faults.append(_fault(owner, expected))
                break
    if faults:
        raise FolderError(tuple(faults))


def _fault(person: Person, expected: str) -> Fault:
    return Fault(
        file="village.toml", line=None, column="people.slug", value=person.slug, expected=expected
    )
