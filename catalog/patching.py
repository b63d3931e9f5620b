"""A village with changes in it, checked as its folder would be.

A change is read like the row of a file, so that what an operator types, a sheet that is imported
and an undo are held to the same rules.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from tournee.catalog.edits import TABLES, Change, check_addresses, option_key
from tournee.catalog.errors import Fault, FolderError
from tournee.catalog.expected import Expected, Want
from tournee.catalog.folder import fields
from tournee.catalog.folder.choices import rule_of, target_of
from tournee.catalog.folder.faults import FaultLog
from tournee.catalog.folder.products import product_of
from tournee.catalog.folder.records import Record
from tournee.catalog.folder.sheet import Row
from tournee.catalog.model import OptionRule, Person, Product, Role, Shop, Village
from tournee.catalog.options import CATEGORY, RuleIndex, with_options

DRIFTING: Final = frozenset({"stock"})
"""Fields that sales move between two edits: nobody else's edit is lost by going on from there."""
_FILES: Final = {"products": "products.csv", "options": "options.csv", "shops": "village.toml"}


def patched(village: Village, changes: Iterable[Change]) -> Village:
    """Put changes into a village; only the fields that they name are touched.

    Raises:
        FolderError: all that would be wrong with it then; `Fault.file` names the table's file.
        KeyError: a table that is not edited by its rows.
    """
    tables = {name: dict(TABLES[name][0](village)) for name in (*_READERS, *_REMOVED, "people")}
    faults: list[Fault] = []
    for change in changes:
        put = _put_person if change.table == "people" else _put
        faults += put(tables[change.table], change, village)
    check_addresses(tables["people"].values())
    after = replace(
        village,
        people=tuple(tables["people"].values()),
        places=tuple(tables["places"].values()),
        rounds=tuple(tables["rounds"].values()),
        shops=tuple(tables["shops"].values()),
        products=tuple(tables["products"].values()),
        option_rules=tuple(tables["options"].values()),
    )
    faults += _loose_ends(village, after)
    if faults:
        raise FolderError(tuple(faults))
    return replace(after, products=_with_options(village, after))


def _with_options(before: Village, after: Village) -> tuple[Product, ...]:
    if before.option_rules != after.option_rules:
        return with_options(after.products, after.option_rules)
    known = before.product_by_sku
    changed = [p for p in after.products if known.get(p.sku) is not p]
    found = {p.sku: p for p in with_options(changed, after.option_rules)}
    return tuple(found.get(p.sku, p) for p in after.products)


def conflicts(village: Village, changes: Iterable[Change]) -> tuple[Change, ...]:
    """What of the village is no longer as changes found it: `before` is what they found."""
    found = []
    for change in changes:
        rows, record = TABLES[change.table]
        row = rows(village).get(change.key)
        now = None if row is None else record(row)
        if _moved(change, now):
            found.append(replace(change, after=_alike(change, now)))
    return tuple(found)


def _alike(change: Change, now: Record | None) -> Record | None:
    """Of a row as it is now the fields that a change is about; all of one that is back, or new."""
    if now is None or change.before is None or change.after is None:
        return now
    return {field: now.get(field) for field in change.fields}


def _moved(change: Change, now: Record | None) -> bool:
    if now is None or change.before is None:
        return now is not change.before
    return any(now.get(f) != change.before.get(f) for f in change.fields if f not in DRIFTING)


def _put(rows: dict[str, Any], change: Change, village: Village) -> Iterable[Fault]:
    if change.after is None:
        rows.pop(change.key, None)
        return ()
    if change.table not in _READERS:
        raise KeyError(change.table)
    present = rows.get(change.key)
    told = dict(TABLES[change.table][1](present)) if present is not None else {}
    told |= {f: change.after.get(f) for f in change.fields}
    log = FaultLog(_FILES[change.table])
    cells = {name: "" if value is None else str(value) for name, value in told.items()}
    row = _READERS[change.table](Row(line=0, cells=cells, log=log), village, present)
    if not log.faults:
        rows[change.key] = row
    return (replace(fault, line=None) for fault in log.faults)


def _put_person(rows: dict[str, Any], change: Change, village: Village) -> Iterable[Fault]:
    """Change an entry, or take out one that was added: what the history tells was checked once."""
    if change.after is None:
        rows.pop(change.key, None)
        return ()
    told: dict[str, Any] = {name: change.after.get(name) for name in change.fields}
    for name, known in (("place", village.place_by_slug), ("shop", village.shop_by_slug)):
        value = told.get(name)
        if value is not None and value not in known:
            want = Want.PLACE_OF_FILE if name == "place" else Want.SHOP_OF_FILE
            expected = Expected.of(want)
            fault = Fault(
                file=_FILES["shops"], line=None, column=name, value=str(value), expected=expected
            )
            return (fault,)
    if "role" in told:
        told["role"] = Role(str(told["role"]))
    if "barred" in told:
        told["barred"] = told["barred"] is True
    present = rows.get(change.key)
    rows[change.key] = replace(present, **told) if present is not None else Person(**told)
    return ()


def _product(row: Row, village: Village, present: Product | None) -> Product:  # noqa: ARG001
    if row.cells["shop"] not in village.shop_by_slug:
        row.fault("shop", Want.SHOP_OF_SETTINGS)
    ends, until = row.cells.get("sale_ends"), row.cells.get("off_sale_until")
    return replace(
        product_of(row, village.settings.currency),
        sale_ends=datetime.fromisoformat(ends) if ends else None,
        off_sale_until=datetime.fromisoformat(until) if until else None,
    )


def _rule(row: Row, village: Village, present: OptionRule | None) -> OptionRule:  # noqa: ARG001
    if row.cells["shop"] not in village.shop_by_slug:
        row.fault("shop", Want.SHOP_OF_SETTINGS)
    return rule_of(row, village.settings.currency)


def _shop(row: Row, village: Village, present: Shop | None) -> Shop | None:  # noqa: ARG001
    """A shop's name, hours and number; all else of it is the folder's to say."""
    if present is None:
        row.fault("slug", Want.SHOP_OF_SETTINGS)
        return None
    return replace(
        present,
        name=row.read("name", fields.text, ""),
        hours=row.read("hours", fields.hours, ""),
        phone=row.read_optional("phone", fields.phone),
    )


_READERS: Final[Mapping[str, Callable[[Row, Village, Any], Any]]] = {
    "shops": _shop,
    "products": _product,
    "options": _rule,
}


_REMOVED: Final = ("places", "rounds")
"""Tables of which rows may only go."""


# --- what rows say of each other ------------------------------------------------------------------


def _loose_ends(before: Village, after: Village) -> Iterator[Fault]:
    """Options of nothing, and codes that mean two things; only what has changed is looked at."""
    if before.option_rules == after.option_rules and _targets(before) == _targets(after):
        return
    targets = _targets(after)
    for rule in after.option_rules:
        for target in rule.applies_to:
            if (rule.shop, target) not in targets:
                yield _fault("applies_to", target, target_of(rule, target))
    index = RuleIndex(after.option_rules)
    for product in after.products:
        seen: dict[str, OptionRule] = {}
        for n in index.positions(product):
            rule = after.option_rules[n]
            if seen.setdefault(rule.option.code, rule) is not rule:
                group = seen[rule.option.code].group
                expected = Expected.of(Want.OWN_CODE, group=group, sku=product.sku)
                yield _fault("code", rule.option.code, expected)


def _fault(column: str, value: str, expected: Expected) -> Fault:
    file = _FILES["options"]
    return Fault(file=file, line=None, column=column, value=value, expected=expected)


def _targets(village: Village) -> frozenset[tuple[str, str]]:
    found = {(p.shop, str(p.sku)) for p in village.products}
    return frozenset(found | {(p.shop, CATEGORY + p.category) for p in village.products})


def is_torn(village: Village) -> bool:
    """Tell whether something is of a shop or a place that is not there."""
    shops, places = village.shop_by_slug, village.place_by_slug
    of_shops = (*(p.shop for p in village.products), *(p.shop for p in village.people))
    lived_in = (*(s.place for s in village.shops), *(p.place for p in village.people))
    served = (slug for run in village.rounds for slug in (*run.places, run.start))
    return any(slug is not None and slug not in shops for slug in of_shops) or any(
        slug is not None and slug not in places for slug in (*lived_in, *served)
    )


def tidied(village: Village) -> Village:
    """Take the options of products and categories that have gone out of a village."""
    targets = _targets(village)
    rules = {}
    for rule in village.option_rules:
        there = tuple(t for t in rule.applies_to if (rule.shop, t) in targets)
        if there:
            kept = rule if there == rule.applies_to else replace(rule, applies_to=there)
            rules[option_key(kept)] = kept
    if len(rules) == len(village.option_rules) and all(
        rules.get(option_key(rule)) is rule for rule in village.option_rules
    ):
        return village
    return replace(village, option_rules=tuple(rules.values()))
