"""Answers to what a shop asks of its own orders."""

from collections.abc import Iterable
from datetime import date
from typing import assert_never

from tournee.bot.conversation.shop.question_replies import (
    CustomerShown,
    DriversNamed,
    GoodsCounted,
    NobodyOfThatName,
    OrdersCounted,
    QuestionReply,
)
from tournee.bot.conversation.shop.replies import Bag
from tournee.bot.render.goods import line_goods, total_line
from tournee.bot.render.resident.lines import joined, listed
from tournee.bot.render.voice import Voice
from tournee.orders.lists import ProductTotal


def words(reply: QuestionReply, voice: Voice) -> str:
    match reply:
        case OrdersCounted():
            return _orders(reply, voice)
        case GoodsCounted():
            return goods_counted(reply.date, reply.product.name, reply.totals, voice)
        case CustomerShown(bags=bags):
            return joined([_bag(bag, voice) for bag in bags])
        case NobodyOfThatName(name=name):
            return voice.text("No open order of yours is for “%(name)s”.", name=name)
        case DriversNamed():
            return drivers(reply, voice)
        case _:
            assert_never(reply)


def _orders(reply: OrdersCounted, voice: Voice) -> str:
    if reply.called_off and reply.date is not None:
        return voice.text(
            "❌ The round of %(day)s is called off: nothing to prepare.",
            day=voice.weekday(reply.date),
        )
    if not reply.days and reply.date is not None:
        return voice.text("No order for %(day)s so far.", day=voice.weekday(reply.date))
    if not reply.days:
        return voice.text("No order at the moment.")
    days = [
        voice.plural(
            "📦 %(day)s: %(count)s order",
            "📦 %(day)s: %(count)s orders",
            day.orders,
            day=voice.weekday(day.date),
        )
        for day in reply.days
    ]
    waiting = ""
    if reply.unanswered:
        numbers = ", ".join(map(str, reply.unanswered))
        waiting = voice.text("⏰ Not answered yet: %(numbers)s", numbers=numbers)
    return joined([*days, waiting])


def goods_counted(
    day: date | None, product: str, totals: Iterable[ProductTotal], voice: Voice
) -> str:
    """Also what operators are told."""
    lines = [total_line(total, voice) for total in totals]
    if not lines and day is not None:
        return voice.text(
            "Nobody has ordered %(product)s for %(day)s so far.",
            product=product,
            day=voice.weekday(day),
        )
    if not lines:
        return voice.text("No open order holds %(product)s.", product=product)
    heading = voice.text("In your open orders:")
    if day is not None:
        heading = voice.text("Ordered for %(day)s so far:", day=voice.weekday(day))
    return joined([heading, *lines])


def _bag(bag: Bag, voice: Voice) -> str:
    who = ", ".join(part for part in (bag.customer.name, bag.customer.place) if part)
    goods = listed([line_goods(line, voice) for line in bag.order.live_lines], voice)
    day = voice.weekday(bag.order.date) if bag.order.date else ""
    head = " · ".join(part for part in (who, str(bag.order.number), day) if part)
    return voice.text("👤 %(who)s: %(goods)s", who=head, goods=goods)


def drivers(reply: DriversNamed, voice: Voice) -> str:
    """Also what operators are told."""
    if reply.round is None and reply.date is not None:
        return voice.text("No round goes on %(day)s.", day=voice.weekday(reply.date))
    if reply.round is None:
        return voice.text("No round in the coming days.")
    when = f"{voice.weekday(reply.round.date)} {voice.hour(reply.round.departs)}"
    if not reply.names:
        return voice.text("🚚 %(when)s: the village has no driver yet.", when=when)
    return voice.text("🚚 %(when)s: %(names)s", when=when, names=", ".join(reply.names))
