"""Picking lists and route sheets on paper: what stands on them, by operators' or a shop's wish.

A shop's list holds its own bags alone; a route sheet holds every door, for whoever drives.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from tournee.bot.conversation.model import Facts, Reply
from tournee.bot.conversation.shop import look
from tournee.bot.conversation.shop.replies import Bag, Instead
from tournee.bot.conversation.sketch import Sketch
from tournee.catalog.model import Shop
from tournee.nlu.words.phrases import LOCALES, load_words
from tournee.nlu.words.tokens import tokenize
from tournee.orders.lists import GOING, ProductTotal, picking_list, stops
from tournee.orders.model import Day, Order, OrderNumber, OrderStatus, Price, RoundDate


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopList:
    """What one shop prepares."""

    shop: Shop
    totals: tuple[ProductTotal, ...]
    bags: tuple[Bag, ...]
    wishes: tuple[tuple[OrderNumber, tuple[Instead, ...]], ...] = ()
    """What customers have said beforehand to take instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsPrinted(Reply):
    """Picking lists as a file, a shop on each page; they may still grow before the cut-off."""

    lists: tuple[ShopList, ...]
    date: Day | None
    round: RoundDate | None
    """None: to be collected at the shop."""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopDue:
    """A bag at a door, and what is to be paid for it."""

    shop: Shop
    number: OrderNumber
    due: Price


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Where the driver rings, and all that is to be known there."""

    name: str
    address: str
    phone: str
    note: str
    bags: tuple[ShopDue, ...]
    due: Price
    age_check: bool
    chilled: bool
    frozen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Collect:
    """What to fetch at a shop, and what it should get in the end."""

    shop: Shop
    bags: int
    unanswered: tuple[OrderNumber, ...]
    """Orders that the shop has not answered: their bags may not be there."""
    numbers: tuple[OrderNumber, ...]
    due: Price


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutePrinted(Reply):
    """One driver's sheet of a round as a file."""

    round: RoundDate
    driver: str
    """By name; empty where nobody has it alone."""
    collect: tuple[Collect, ...]
    doors: tuple[Door, ...]
    """In the order in which to drive where that is planned, else by place and name."""
    planned: bool
    sketch: Sketch | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingToPrint(Reply):
    """Nobody has ordered for that day, or for any."""

    date: Day | None


WorksheetReply = ListsPrinted | RoutePrinted | NothingToPrint


def is_asked(text: str) -> bool:
    """Whether a message begins with the word for printing, with a slash or without."""
    norms = [t.norm for t in tokenize(text.lstrip().removeprefix("/")) if t.is_word]
    return bool(norms) and norms[0] in _words()


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    told = (load_words(locale, "roles")["commands"]["print"] for locale in LOCALES)
    return frozenset(tokenize(word)[0].norm for words in told for word in words)


# --- picking lists -------------------------------------------------------------------------------


def lists(
    facts: Facts, orders: Iterable[Order], day: date | None, run: RoundDate | None
) -> ListsPrinted:
    """Return the lists of those shops that have something to prepare, in the village's order."""
    going = [o for o in orders if o.status in GOING and o.live_lines]
    shops = [s for s in facts.village.shops if any(o.shop == s.slug for o in going)]
    made = (_list(facts, s, [o for o in going if o.shop == s.slug]) for s in shops)
    return ListsPrinted(lists=tuple(made), date=day, round=run, at=facts.now)


def _list(facts: Facts, shop: Shop, orders: Sequence[Order]) -> ShopList:
    """Bags come as their doors do: by place, then by name."""
    doors = stops(orders, facts.people, facts.village)
    place = {number: i for i, stop in enumerate(doors) for number in stop.numbers}
    sorted_orders = sorted(orders, key=lambda o: (place.get(o.number, len(place)), o.number))
    wishes = ((o.number, look.wishes(facts, o)) for o in sorted_orders)
    return ShopList(
        shop=shop,
        totals=picking_list(sorted_orders).totals,
        bags=tuple(look.bag(facts, o) for o in sorted_orders),
        wishes=tuple((number, found) for number, found in wishes if found),
    )


# --- which round ---------------------------------------------------------------------------------


def of_round(facts: Facts, run: RoundDate) -> list[Order]:
    """Return what goes with a round's day."""
    return [o for o in facts.orders if (o.round, o.date) == (run.round, run.date) and o.is_open]


def next_round(facts: Facts, day: date | None) -> RoundDate | None:
    """Return the soonest round that somebody has ordered for, of one day where it is named."""
    runs = (r for r in facts.rounds if day in {None, r.date} and not r.cancelled)
    return next((r for r in runs if of_round(facts, r)), None)


def unanswered(shop_list: ShopList) -> tuple[OrderNumber, ...]:
    waiting = (b.order for b in shop_list.bags if b.order.status is OrderStatus.PLACED)
    return tuple(o.number for o in waiting)
