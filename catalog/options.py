"""Which options each product can have, from the rows of `options.csv`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from tournee.catalog.model import OptionGroup, OptionRule, Product

CATEGORY = "category:"
"""What a target starts with that names a category in place of a sku."""


def with_options(products: Iterable[Product], rules: Sequence[OptionRule]) -> tuple[Product, ...]:
    """Give each product the groups that go with it; products alike share the same tuple."""
    index = RuleIndex(rules)
    groups: dict[tuple[int, ...], tuple[OptionGroup, ...]] = {(): ()}
    found = []
    for product in products:
        positions = index.positions(product)
        if positions not in groups:
            groups[positions] = tuple(_groups([rules[n] for n in positions]))
        found.append(replace(product, groups=groups[positions]))
    return tuple(found)


class RuleIndex:
    """Finds the rules that go with a product without trying each."""

    def __init__(self, rules: Sequence[OptionRule]) -> None:
        self._positions: dict[tuple[str, str], list[int]] = defaultdict(list)
        for n, rule in enumerate(rules):
            for target in rule.applies_to:
                self._positions[rule.shop, target].append(n)

    def positions(self, product: Product) -> tuple[int, ...]:
        """Positions of the product's rules, in the file's order."""
        by_sku = self._positions.get((product.shop, product.sku), [])
        by_category = self._positions.get((product.shop, CATEGORY + product.category), [])
        return tuple(sorted({*by_sku, *by_category}))


def _groups(rules: Sequence[OptionRule]) -> Iterator[OptionGroup]:
    grouped: dict[str, list[OptionRule]] = defaultdict(list)
    for rule in rules:
        grouped[rule.group].append(rule)
    for name, members in grouped.items():
        yield OptionGroup(
            name=name,
            options=tuple(rule.option for rule in members),
            required=any(rule.required for rule in members),
            maximum=next((rule.maximum for rule in members if rule.maximum is not None), None),
        )
