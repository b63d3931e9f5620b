"""Answers to what operators ask in plain words."""

from typing import assert_never

from tournee.bot.conversation.operator.question_replies import (
    DriversOf,
    GoodsOf,
    OrderShown,
    OrdersOf,
    QuestionReply,
    RoomLeft,
    RoundOffered,
)
from tournee.bot.conversation.shop.replies import Customer
from tournee.bot.render import shop_card
from tournee.bot.render.goods import order_lines
from tournee.bot.render.resident.lines import joined
from tournee.bot.render.shop_questions import goods_counted
from tournee.bot.render.voice import Voice
from tournee.orders.model import RoundDate
from tournee.orders.pricing import order_price


def words(reply: QuestionReply, voice: Voice) -> str:
    match reply:
        case OrderShown():
            return _order(reply, voice)
        case OrdersOf():
            return _orders(reply, voice)
        case DriversOf():
            return _drivers(reply, voice)
        case RoomLeft():
            return _rooms(reply, voice)
        case GoodsOf():
            return goods_counted(reply.date, reply.product.name, reply.totals, voice)
        case RoundOffered():
            return _offered(reply, voice)
        case _:
            assert_never(reply)


def _order(reply: OrderShown, voice: Voice) -> str:
    """Each shop's part with its state; the header is that of a shop's card."""
    first, who = reply.orders[0], Customer(name=reply.name, place=reply.place)
    parts = []
    for order in reply.orders:
        shop = voice.village.shop_by_slug[order.shop].name
        state = shop_card.status(order, who, voice) or voice.text("has not answered yet")
        parts += [f"{shop} : {state}", order_lines(order, voice)]
    total = order_price(reply.orders, voice.village.settings.currency)
    due = voice.text("Total %(money)s", money=voice.money(total.total))
    if total.weighed:
        due = voice.text("Total: %(money)s at most", money=voice.money(total.ceiling))
    phone = f"📞 {reply.phone}" if reply.phone else ""
    return joined([shop_card.header(first, who, voice), *parts, due, phone])


def _orders(reply: OrdersOf, voice: Voice) -> str:
    if not reply.orders and reply.date is not None:
        return voice.text("No order for %(day)s so far.", day=voice.weekday(reply.date))
    if not reply.orders:
        return voice.text("No order at the moment.")
    count = voice.plural("%(count)s order", "%(count)s orders", reply.orders)
    people = voice.plural("%(count)s resident", "%(count)s residents", reply.residents)
    when = voice.weekday(reply.date) if reply.date else voice.text("All rounds")
    heading = voice.text(
        "📋 %(when)s: %(orders)s of %(people)s", when=when, orders=count, people=people
    )
    bags = [
        voice.plural("• %(shop)s: %(count)s bag", "• %(shop)s: %(count)s bags", count, shop=shop)
        for shop, count in reply.shops
    ]
    waiting = [
        voice.text(
            "⏰ %(shop)s has not answered: %(numbers)s",
            shop=shop,
            numbers=", ".join(map(str, numbers)),
        )
        for shop, numbers in reply.unanswered
    ]
    off = ""
    if reply.called_off:
        off = voice.text("❌ Their round is called off: they wait for another one.")
    return joined([heading, *bags, off, *waiting])


def _drivers(reply: DriversOf, voice: Voice) -> str:
    if not reply.rounds:
        return _no_round(reply, voice)
    rounds = [f"🚚 {_when(run, voice)}" for run in reply.rounds]
    drivers = [" · ".join(part for part in driver if part) for driver in reply.drivers]
    if not drivers:
        drivers = [
            voice.text("The village has no driver yet: /add NAME NUMBER, then /role NAME driver")
        ]
    return joined([*rounds, *drivers])


def _rooms(reply: RoomLeft, voice: Voice) -> str:
    return joined([_room(run, voice) for run in reply.rounds]) or _no_round(reply, voice)


def _room(run: RoundDate, voice: Voice) -> str:
    when = _when(run, voice)
    if run.cancelled:
        return voice.text("❌ %(when)s: called off", when=when)
    if run.capacity is None:
        stops = voice.plural("%(count)s stop", "%(count)s stops", run.taken)
        return voice.text("🚚 %(when)s: %(stops)s taken, without a limit", when=when, stops=stops)
    free = max(0, run.capacity - run.taken)
    if not free:
        return voice.text("🚚 %(when)s: full", when=when)
    return voice.plural(
        "🚚 %(when)s: %(count)s stop of %(capacity)s is free",
        "🚚 %(when)s: %(count)s stops of %(capacity)s are free",
        free,
        when=when,
        capacity=run.capacity,
    )


def _when(run: RoundDate, voice: Voice) -> str:
    return f"{voice.weekday(run.date)} {voice.hour(run.departs)}"


def _no_round(reply: DriversOf | RoomLeft, voice: Voice) -> str:
    if reply.date is None:
        return voice.text("No round in the coming days.")
    return voice.text("No round goes on %(day)s.", day=voice.weekday(reply.date))


def _offered(reply: RoundOffered, voice: Voice) -> str:
    day = f"{reply.date.day}/{reply.date.month}"
    match reply.verb:
        case "cancelled":
            heading = voice.text("To call that round off, and tell everybody, write:")
            command = voice.text("/round %(day)s cancelled %(reason)s", day=day, reason=reply.rest)
        case "moved":
            heading = voice.text("To move that round, and tell everybody, write:")
            to = reply.rest or voice.text("saturday 10am")
            command = voice.text("/round %(day)s moved %(to)s", day=day, to=to)
        case "added":
            heading = voice.text("To add that round, write:")
            hours = reply.rest or voice.text("10am-12pm")
            command = voice.text("/round %(day)s added %(hours)s", day=day, hours=hours)
    return joined([heading, command.strip()])
