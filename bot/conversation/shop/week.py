"""'/semaine', "combien j'ai vendu cette semaine": a shop's own week, to nobody but the shop.

A day is that of delivery, or of collecting. What is ordered for the rest of the week counts too,
since the shop prepares it; what was refused, cancelled or came back does not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final

from tournee.bot.conversation.model import Facts, Reply, Turn
from tournee.bot.conversation.shop import look
from tournee.bot.conversation.shop.doing import say
from tournee.bot.conversation.shop.state import State
from tournee.catalog.model import Sku
from tournee.catalog.quantity import Money, Unit
from tournee.nlu.words.phrases import LOCALES, load_words, norms
from tournee.nlu.words.tokens import tokenize
from tournee.orders.model import LineStatus, Order, OrderStatus
from tournee.orders.pricing import line_price, order_price

WEEK: Final = timedelta(days=7)
BEST: Final = 5
"""Products that are named."""
NOT_SOLD: Final = frozenset({OrderStatus.REFUSED, OrderStatus.CANCELLED, OrderStatus.NOT_DELIVERED})


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySold:
    """What a day's orders come to."""

    date: date
    orders: int
    worth: Money
    coming: bool
    """Something of it is still to be delivered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductSold:
    """What a week sold of one product."""

    name: str
    unit: Unit
    qty: Decimal
    """In `unit`, weighed where it was."""
    worth: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekShown(Reply):
    """A shop's week, from its Monday to its Sunday."""

    first: date
    """A Monday."""
    last: date
    days: tuple[DaySold, ...]
    """Those with an order, in order."""
    orders: int
    worth: Money
    """With expected amounts of what is not weighed yet."""
    best: tuple[ProductSold, ...]
    """By worth, the most first."""
    refused: int
    returned: int
    """Orders that nobody took."""
    missing: tuple[tuple[str, int], ...]
    """Products that an order had to do without, how often, the most first."""
    owed: Money
    """By residents, on the shop's tabs, as it stands now."""
    debtors: int


def asked(text: str) -> int | None:
    """Return how many weeks back a shop asks for: 0 or 1; None where it says something else."""
    said = tuple(t.norm for t in tokenize(text.lstrip().removeprefix("/")) if t.is_word)
    return _phrases().get(said)


def said(state: State, facts: Facts, text: str) -> Turn[State] | None:
    """Show the week that is asked for; None where something else is said."""
    back = asked(text)
    if back is None:
        return None
    today = facts.now.astimezone(facts.village.settings.zone).date()
    first = monday(today) - back * WEEK
    return say(state, shown(facts, first, today))


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def shown(facts: Facts, first: date, today: date) -> WeekShown:
    """Add up the shop's orders for the seven days from `first`."""
    last = first + WEEK - timedelta(days=1)
    shop, currency = look.shop_of(facts), facts.village.settings.currency
    mine = [o for o in facts.weeks if o.shop == shop and o.date and first <= o.date <= last]
    sold = [o for o in mine if o.status not in NOT_SOLD]
    days = sorted({o.date for o in sold if o.date is not None})
    owed = [tab.minor for tab in facts.books.tabs if tab.shop == shop and tab.minor > 0]
    return WeekShown(
        first=first,
        last=last,
        days=tuple(_day(day, sold, today, currency) for day in days),
        orders=len(sold),
        worth=order_price(sold, currency).total,
        best=_best(sold, currency),
        refused=sum(o.status is OrderStatus.REFUSED for o in mine),
        returned=sum(o.status is OrderStatus.NOT_DELIVERED for o in mine),
        missing=_missing(mine),
        owed=Money.of_minor(sum(owed), currency),
        debtors=len(owed),
    )


def _day(day: date, sold: Iterable[Order], today: date, currency: str) -> DaySold:
    orders = [o for o in sold if o.date == day]
    worth = order_price(orders, currency).total
    coming = day >= today and any(o.is_open for o in orders)
    return DaySold(date=day, orders=len(orders), worth=worth, coming=coming)


def _best(sold: Iterable[Order], currency: str) -> tuple[ProductSold, ...]:
    found: dict[Sku, ProductSold] = {}
    none = Money.of_minor(0, currency)
    for line in (line for order in sold for line in order.live_lines):
        sku = line.standing.sku
        before = found.get(sku)
        found[sku] = ProductSold(
            name=line.name,
            unit=line.unit,
            qty=(line.weight or line.quantity) + (before.qty if before else 0),
            worth=line_price(line).total + (before.worth if before else none),
        )
    best = sorted(found.values(), key=lambda p: (-p.worth.amount, p.name))
    return tuple(best[:BEST])


def _missing(orders: Iterable[Order]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for order in orders:
        if order.status in {OrderStatus.REFUSED, OrderStatus.CANCELLED}:
            continue
        for line in order.lines:
            if line.status is LineStatus.MISSING:
                counts[line.name] = counts.get(line.name, 0) + 1
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


@lru_cache(maxsize=1)
def _phrases() -> dict[tuple[str, ...], int]:
    """Return what asks for this week (0) and for the last (1), as the words of it."""
    found: dict[tuple[str, ...], int] = {}
    for locale in LOCALES:
        words = load_words(locale, "money")["week"]
        for phrase in words["asked"]:
            for back, ends in ((0, ["", *words["this"]]), (1, words["last"])):
                for end in ends:
                    found[norms(f"{phrase} {end}".strip())] = back
    return found
