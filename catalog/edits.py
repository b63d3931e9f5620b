"""What an edit of a village changes: an import's preview, and the history that undo reads."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeVar

from tournee.catalog.errors import Fault, FolderError
from tournee.catalog.expected import Expected, Want
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
from tournee.catalog.model import OptionRule, Person, Product, Role, Sku, Village, VillageSlug

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One table or row of the folder, before and after; None where there was or is none.

    Where there was and is one, the two may hold only the fields that differ (`trimmed`).
    """

    table: str
    """As the folder calls it: `shops`, `products`, …"""
    key: str
    before: Record | None
    after: Record | None

    @property
    def fields(self) -> tuple[str, ...]:
        """What differs, in the order of the file; every field of what is new or gone."""
        old, new = self.before or {}, self.after or {}
        return tuple(f for f in dict.fromkeys((*old, *new)) if old.get(f) != new.get(f))


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One deed of one person; `number` is the catalogue's version after it."""

    village: VillageSlug
    number: int
    at: datetime
    by: str
    """A person's slug, or what stands for one (`import`)."""
    changes: tuple[Change, ...]
    undoes: int | None = None
    """The edit that this one took back."""


def diff(before: Village, after: Village) -> tuple[Change, ...]:
    """Every table and row that differs, in the folder's order; what went comes last."""
    return tuple(
        change
        for table, (rows, record) in TABLES.items()
        for change in _changes(table, rows(before), rows(after), record)
    )


def trimmed(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Keep of what was changed the fields that differ; what is new or gone stays whole."""
    return tuple(_trimmed(change) for change in changes)


def inverse(changes: Iterable[Change]) -> tuple[Change, ...]:
    """What takes changes back."""
    return tuple(replace(change, before=change.after, after=change.before) for change in changes)


def product_change(before: Product, after: Product) -> Change | None:
    """What differs between two states of one product; None where nothing does."""
    key, old, new = before.sku, product_state(before), product_state(after)
    change = Change(table="products", key=key, before=old, after=new)
    return _trimmed(change) if old != new else None


def product_state(product: Product) -> Record:
    """A row of `products.csv`, with what the folder does not know: for how long it is on sale."""
    times = {"off_sale_until": product.off_sale_until, "sale_ends": product.sale_ends}
    told = {name: moment.astimezone(UTC).isoformat() for name, moment in times.items() if moment}
    return product_record(product) | told


def option_key(rule: OptionRule) -> str:
    """What tells one row of `options.csv` from the others."""
    return f"{rule.shop}/{rule.group}/{rule.option.code}/{'|'.join(rule.applies_to)}"


Rows = Callable[[Village], Mapping[str, Any]]
TABLES: Mapping[str, tuple[Rows, Callable[[Any], Record]]] = {
    "village": (lambda v: {v.settings.slug: v.settings}, settings_record),
    "shops": (lambda v: v.shop_by_slug, shop_record),
    "places": (lambda v: v.place_by_slug, place_record),
    "rounds": (lambda v: {found.slug: found for found in v.rounds}, round_record),
    "people": (lambda v: {person.slug: person for person in v.people}, person_record),
    "products": (lambda v: v.product_by_sku, product_state),
    "options": (lambda v: {option_key(rule): rule for rule in v.option_rules}, option_record),
}
"""Each table of the folder: its rows by key, and what the history keeps of one."""


def _changes(
    table: str, before: Mapping[str, T], after: Mapping[str, T], record: Callable[[T], Record]
) -> Iterator[Change]:
    for key in (*after, *(key for key in before if key not in after)):
        was, now = before.get(key), after.get(key)
        if was is now:
            continue
        old = None if was is None else record(was)
        new = None if now is None else record(now)
        if old != new:
            yield Change(table=table, key=key, before=old, after=new)


def _trimmed(change: Change) -> Change:
    if change.before is None or change.after is None:
        return change
    old, new = change.before, change.after
    return replace(
        change,
        before={f: old.get(f) for f in change.fields},
        after={f: new.get(f) for f in change.fields},
    )


def merge(current: Village, wanted: Village, listed: Mapping[Sku, Decimal | None]) -> Village:
    """What an import makes of a village: the folder, and what went on since it was written.

    - Residents who are not in the folder stay: most joined by a message. Shopkeepers, operators
      and drivers who are not in it lose what they may do.
    - Stock is what is left now, unless the folder says another than it said before (`listed`).
    - A product that its shop took off sale for today stays off sale.
    - The specials of a day, which no folder holds, stay with their shop.
    """
    people = (*wanted.people, *_joined(current, wanted))
    check_addresses(people)
    old = current.product_by_sku
    products = []
    for product in wanted.products:
        if now := old.get(product.sku):
            same = product.sku in listed and listed[product.sku] == product.stock
            stock = now.stock if same else product.stock
            product = replace(  # noqa: PLW2901
                product,
                stock=stock,
                off_sale_until=now.off_sale_until,
                sale_ends=now.sale_ends,
            )
        products.append(product)
    products += _specials(current, wanted)
    return replace(wanted, products=tuple(products), people=people)


def _specials(current: Village, wanted: Village) -> Iterator[Product]:
    """The specials that the folder does not know, of shops that stay."""
    listed = {product.sku for product in wanted.products}
    for product in current.products:
        kept = product.shop in wanted.shop_by_slug and product.sku not in listed
        if product.sale_ends is not None and kept:
            yield product


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


def check_addresses(people: Iterable[Person]) -> None:
    """Raise a FolderError where two people have the same number or account."""
    owners: dict[tuple[str, object], Person] = {}
    faults = []
    for person in people:
        for key, address in ADDRESSES:
            value = address(person)
            owner = owners.setdefault((key, value), person) if value else person
            if owner is not person:
                expected = Expected.of(Want.KNOWN_ADDRESS, slug=person.slug)
                faults.append(_fault(owner, expected))
                break
    if faults:
        raise FolderError(tuple(faults))


def _fault(person: Person, expected: Expected) -> Fault:
    return Fault(
        file="village.toml", line=None, column="people.slug", value=person.slug, expected=expected
    )
