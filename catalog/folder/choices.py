"""`options.csv`: choices that go with products."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from tournee.catalog.expected import Expected, Want
from tournee.catalog.folder import fields
from tournee.catalog.folder.faults import FaultLog
from tournee.catalog.folder.sheet import Columns, Row, read_rows
from tournee.catalog.model import Option, OptionRule, Product, ShopSlug
from tournee.catalog.options import CATEGORY, RuleIndex
from tournee.catalog.quantity import Money

FILE = "options.csv"
COLUMNS = Columns(
    required=("shop", "group", "code", "name", "aliases", "price", "applies_to", "required"),
    optional=("max",),
)


def read_options(
    path: Path,
    currency: str,
    shops: Collection[str] | None,
    products: Sequence[Product] | None,
    log: FaultLog,
) -> tuple[OptionRule, ...]:
    """The file's rows; `shops` and `products` are None where they could not be read."""
    targets = None if products is None else _targets(products)
    rows, rules = [], []
    for row in read_rows(path, COLUMNS, log):
        rule = rule_of(row, currency)
        if shops is not None and rule.shop and rule.shop not in shops:
            row.fault("shop", Want.SHOP_OF_SETTINGS)
        elif targets is not None:
            _check_targets(row, rule, targets.get(rule.shop, frozenset()))
        rows.append(row)
        rules.append(rule)
    _check_clashes(rows, rules, products or ())
    return tuple(rules)


def rule_of(row: Row, currency: str) -> OptionRule:
    option = Option(
        code=row.read("code", fields.code, ""),
        name=row.read("name", fields.text, ""),
        aliases=row.read("aliases", fields.parts, ()),
        surcharge=Money(amount=row.read("price", fields.price, Decimal()), currency=currency),
    )
    return OptionRule(
        shop=ShopSlug(row.read("shop", fields.slug, "")),
        group=row.read("group", fields.text, ""),
        option=option,
        applies_to=row.read("applies_to", fields.filled_parts, ()),
        required=row.read("required", fields.flag, otherwise=False),
        maximum=row.read_optional("max", fields.count),
    )


def _targets(products: Iterable[Product]) -> Mapping[str, frozenset[str]]:
    """What the options of each shop can name."""
    found: dict[str, set[str]] = defaultdict(set)
    for product in products:
        found[product.shop] |= {product.sku, CATEGORY + product.category}
    return {shop: frozenset(names) for shop, names in found.items()}


def _check_targets(row: Row, rule: OptionRule, targets: Collection[str]) -> None:
    for target in rule.applies_to:
        if target not in targets:
            row.log.expect(row.line, "applies_to", target, target_of(rule, target))


def target_of(rule: OptionRule, target: str) -> Expected:
    """What an option's target should have been."""
    want = Want.CATEGORY_OF_SHOP if target.startswith(CATEGORY) else Want.SKU_OF_SHOP
    return Expected.of(want, shop=rule.shop)


def _check_clashes(
    rows: Sequence[Row], rules: Sequence[OptionRule], products: Iterable[Product]
) -> None:
    """A code must say which option is meant, for each product that can have it."""
    index = RuleIndex(rules)
    seen: set[tuple[int, ...]] = set()
    found: set[tuple[int, str]] = set()
    for product in products:
        positions = index.positions(product)
        if positions not in seen:
            seen.add(positions)
            for n, column, expected in _clashes(rows, rules, positions, product.sku):
                if (n, column) not in found:
                    found.add((n, column))
                    rows[n].expect(column, expected)


def _clashes(
    rows: Sequence[Row], rules: Sequence[OptionRule], positions: Iterable[int], sku: str
) -> Iterator[tuple[int, str, Expected]]:
    codes: dict[str, int] = {}
    maxima: dict[str, int] = {}
    for n in positions:
        rule = rules[n]
        if rule.option.code and (first := codes.setdefault(rule.option.code, n)) != n:
            line, group = rows[first].line, rules[first].group
            yield n, "code", Expected.of(Want.OWN_CODE_LINE, line=line, group=group, sku=sku)
        if rule.maximum is not None:
            first = maxima.setdefault(rule.group, n)
            if rules[first].maximum != rule.maximum:
                most, line = rules[first].maximum or 0, rows[first].line
                yield n, "max", Expected.of(Want.SAME_MAXIMUM, most=most, line=line)
