"""Route sheets: every door of a round in the order in which to drive, for an operator to print."""

from collections.abc import Sequence

from tournee.bot.conversation.driver import geography
from tournee.bot.conversation.driver import look as roads
from tournee.bot.conversation.driver.planning import doors_of
from tournee.bot.conversation.driver.replies import Pickup
from tournee.bot.conversation.driver.state import Run, Visit
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.planned import PlannedRun
from tournee.bot.conversation.sketch import Mark, Sketch
from tournee.bot.conversation.worksheets import Collect, Door, RoutePrinted, ShopDue
from tournee.catalog.model import Keep
from tournee.orders.lists import GOING
from tournee.orders.model import Order, Price, RoundDate
from tournee.orders.planning.model import Point
from tournee.orders.pricing import order_price


def routes(facts: Facts, run: RoundDate) -> tuple[RoutePrinted, ...]:
    """Return a sheet for each driver who has a part of a round of their own, else one for all."""
    mine = [p for p in facts.planned if (p.round, p.date) == (run.round, run.date)]
    shared = [p for p in mine if p.share is not None]
    whole = max(mine, key=lambda p: len(p.order), default=None)
    found = shared or [whole or PlannedRun(driver="", round=run.round, date=run.date)]
    sheets = (_route(facts, run, plan) for plan in found)
    return tuple(sheet for sheet in sheets if sheet.doors)


def _route(facts: Facts, date_of: RoundDate, plan: PlannedRun) -> RoutePrinted:
    run = Run(
        round=plan.round, date=plan.date, order=plan.order, shops=plan.shops, share=plan.share
    )
    doors = doors_of(facts, run)
    return RoutePrinted(
        round=date_of,
        driver=plan.driver if plan.share is not None else "",
        collect=tuple(_collect(facts, run, pickup) for pickup in roads.pickups(facts, run)),
        doors=tuple(_door(facts, run, visit) for visit in doors),
        planned=bool(plan.order),
        sketch=_sketch(facts, run, doors),
        at=facts.now,
    )


def _going(facts: Facts, run: Run) -> list[Order]:
    return [o for o in roads.orders_of(facts, run) if o.status in GOING and o.live_lines]


def _collect(facts: Facts, run: Run, pickup: Pickup) -> Collect:
    orders = [o for o in _going(facts, run) if o.shop == pickup.shop.slug]
    numbers = tuple(sorted(o.number for o in orders))
    return Collect(
        shop=pickup.shop,
        bags=pickup.bags,
        unanswered=pickup.unanswered,
        numbers=numbers,
        due=_due(facts, orders),
    )


def _door(facts: Facts, run: Run, visit: Visit) -> Door:
    orders = [o for o in _going(facts, run) if o.number in visit.numbers]
    known = facts.village.product_by_sku
    skus = (line.standing.sku for o in orders for line in o.live_lines)
    goods = [known[sku] for sku in skus if sku in known]
    kept = {roads.kept(product) for product in goods}
    bags = tuple(
        ShopDue(shop=roads.shop(facts, o.shop), number=o.number, due=_due(facts, (o,)))
        for o in sorted(orders, key=lambda o: (o.number, o.shop))
    )
    return Door(
        name=visit.name,
        address=roads.where(facts, visit),
        phone=visit.phone,
        note=visit.note,
        bags=bags,
        due=_due(facts, orders),
        age_check=any(p.age_restricted for p in goods),
        chilled=Keep.CHILLED in kept,
        frozen=Keep.FROZEN in kept,
    )


def _due(facts: Facts, orders: Sequence[Order]) -> Price:
    currency = facts.village.settings.currency
    if not any(tab.credit for tab in facts.books.tabs):
        return order_price(orders, currency)
    return facts.books.to_collect(orders, currency)


def _sketch(facts: Facts, run: Run, doors: Sequence[Visit]) -> Sketch | None:
    """Return the way where the map knows where some door is."""
    if not any(geography.point_of(facts.village, door.place) for door in doors):
        return None
    start = geography.start_of(facts, run)
    shops = (p.shop for p in roads.pickups(facts, run))
    return Sketch(
        start=_mark(start, ""),
        shops=tuple(
            _mark(geography.point_of(facts.village, s.place) or start, s.name) for s in shops
        ),
        doors=tuple(_mark(geography.door(facts, run, door), door.name) for door in doors),
    )


def _mark(point: Point, name: str) -> Mark:
    return Mark(lat=point.lat, lon=point.lon, name=name)
