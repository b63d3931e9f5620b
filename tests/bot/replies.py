"""Any reply to a resident, made of the sample village: what the SMS writer has to cope with."""

import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from tests.bot.flow import village
from tournee.bot.conversation.resident.replies import LineShown
from tournee.catalog.model import OptionGroup, Place, Product, RoundSlug, Shop, Weekday
from tournee.catalog.quantity import Money, Unit
from tournee.orders import pricing, rounds
from tournee.orders.model import Item, OrderNumber, Price, RoundDate

VILLAGE = village()
TUESDAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)
MOST_OF_A_LIST = 6

products = st.sampled_from(VILLAGE.products)
places = st.sampled_from(VILLAGE.places)


@st.composite
def lines(draw: st.DrawFn, most: int = 24) -> LineShown:
    """Any product with the options that it demands, in a likely amount."""
    product = draw(products)
    options = tuple(
        f"+{draw(st.sampled_from(group.options)).code}" for group in product.required_groups
    )
    if product.unit is Unit.KG:
        qty = Decimal(draw(st.integers(min_value=1, max_value=most + 6))) / 10
    else:
        qty = Decimal(draw(st.integers(min_value=1, max_value=most)))
    item = Item(sku=product.sku, qty=qty, options=options)
    return LineShown(product=product, item=item, price=pricing.price(product, item))


def baskets(most: int, most_of_each: int = 24) -> st.SearchStrategy[tuple[LineShown, ...]]:
    return st.lists(
        lines(most_of_each), min_size=1, max_size=most, unique_by=lambda i: i.product.sku
    ).map(tuple)


def totals() -> st.SearchStrategy[Price]:
    return baskets(4).map(lambda some: pricing.total((line.price for line in some), "EUR"))


def runs() -> st.SearchStrategy[RoundDate]:
    """Each round of the village on its next day."""
    return st.sampled_from(
        [
            rounds.round_date(VILLAGE, RoundSlug(run.slug), TUESDAY + timedelta(days=later))
            for run in VILLAGE.rounds
            for later in range(7)
            if list(Weekday)[(TUESDAY + timedelta(days=later)).weekday()] in run.days
        ]
    )


KNOWN: dict[Any, Callable[[], st.SearchStrategy[Any]]] = {
    Product: lambda: products,
    Place: lambda: places,
    Shop: lambda: st.sampled_from(VILLAGE.shops),
    LineShown: lines,
    Price: totals,
    RoundDate: runs,
    OptionGroup: lambda: st.sampled_from([g for p in VILLAGE.products for g in p.required_groups]),
    Money: lambda: products.map(lambda product: product.price),
    Decimal: lambda: st.integers(min_value=1, max_value=40).map(lambda n: Decimal(n) / 10),
    OrderNumber: lambda: st.integers(min_value=1000, max_value=99999).map(OrderNumber),
    datetime: lambda: st.just(NOON),
    date: lambda: st.just(TUESDAY),
    int: lambda: st.integers(min_value=0, max_value=40),
    bool: st.booleans,
    str: lambda: st.sampled_from(["", "Mme Durand", "du fromage de chèvre pas trop sec"]),
}


def of(hint: Any) -> st.SearchStrategy[Any]:
    """A strategy for a field of a reply, by its type."""
    if hint in KNOWN:
        return KNOWN[hint]()
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Literal:
        return st.sampled_from(inside)
    if origin in {Union, types.UnionType}:
        return st.one_of([st.none() if one is type(None) else of(one) for one in inside])
    if origin is tuple and inside[-1] is Ellipsis:
        if inside[0] is LineShown:
            return baskets(8)
        return st.lists(of(inside[0]), min_size=1, max_size=MOST_OF_A_LIST, unique=True).map(tuple)
    if origin is tuple:
        return st.tuples(*map(of, inside))
    if isinstance(hint, NewType):
        return of(hint.__supertype__)
    if isinstance(hint, type) and is_dataclass(hint):
        return replies(hint)
    return st.sampled_from(list(hint))  # an enumeration


def replies(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Any reply of one type."""
    hints = get_type_hints(kind)
    return st.builds(kind, **{one.name: of(hints[one.name]) for one in fields(kind)})
