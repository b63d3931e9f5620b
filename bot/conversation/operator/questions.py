"""What operators ask in plain words: how many orders, who drives, whether there is room.

Their chat is for talk among them, too: see `bot.conversation.asked`.
"""

from datetime import date
from typing import Final

from tournee.bot.conversation import asked
from tournee.bot.conversation.asked import Question, Word
from tournee.bot.conversation.catalogue.finding import Scope, find
from tournee.bot.conversation.events import Said
from tournee.bot.conversation.model import Facts, Turn
from tournee.bot.conversation.operator import finding, look, people, shelves
from tournee.bot.conversation.operator.question_replies import (
    DriversOf,
    GoodsOf,
    OrderShown,
    OrdersOf,
    RoomLeft,
)
from tournee.bot.conversation.operator.replies import HelpGiven
from tournee.bot.conversation.operator.state import State
from tournee.bot.conversation.operator.threads import say
from tournee.catalog.model import Role
from tournee.nlu.words.tokens import tokenize
from tournee.orders.lists import picking_list
from tournee.orders.model import Order, OrderNumber, OrderStatus

MOST_SHOWN: Final = 3
"""Orders of one customer."""


def said(said: Said, state: State, facts: Facts) -> Turn[State] | None:
    """Answer a question; None where nothing is asked that the bot knows."""
    alone = said.text.strip(" .!?#")
    if alone.isdecimal() and (shown := _shown({alone}, facts)):
        return say(state, *shown)
    question = asked.read(said.text, facts)
    if question is None:
        return None
    words = question.words
    if Word.STATUS in words and question.rest:
        shown = _shown({t.norm for t in tokenize(question.rest) if t.is_word or t.is_number}, facts)
        return say(state, *shown) if shown else None
    if words & {Word.WHO_IS, Word.CONTACT} and question.rest:
        meant = words & {Word.TITLE, Word.CONTACT} or question.marked
        known = meant and finding.find(question.rest, facts)
        return people.about("person", question.rest, state, facts, said) if known else None
    if words == {Word.PRICE} and question.rest:
        return shelves.shown(state, facts, question.rest)
    if Word.NEW_SHOP in words:
        return say(state, HelpGiven(commands=("village",)))
    if question.rest:
        goods = _goods(question, facts) if words == {Word.HOW_MANY} else None
        return say(state, goods) if goods is not None else None
    if Word.FIGURES in words:
        return say(state, HelpGiven(commands=("stats", "accounts")))
    if Word.UNANSWERED in words:
        return say(state, look.day(state, facts))
    if Word.DRIVES in words:
        return say(state, _drivers(question.day, facts))
    if Word.ROOM in words:
        return say(state, _room(question.day, facts))
    if {Word.HOW_MANY, Word.ORDERS} <= words:
        return say(state, _orders(question, facts))
    return None


def _shown(named: set[str], facts: Facts) -> tuple[OrderShown, ...]:
    """Return the open orders of a number or a customer; none where other words are said, too."""
    found: dict[OrderNumber, list[Order]] = {}
    for order in facts.orders:
        who = {t.norm for t in tokenize(look.customer(facts, order).name)}
        if order.is_open and named and (named <= who or named == {str(order.number)}):
            found.setdefault(order.number, []).append(order)
    return tuple(_order(tuple(parts), facts) for parts in [*found.values()][:MOST_SHOWN])


def _order(parts: tuple[Order, ...], facts: Facts) -> OrderShown:
    who = look.customer(facts, parts[0])
    return OrderShown(orders=parts, name=who.name, place=who.place, phone=who.phone)


def _drivers(day: date | None, facts: Facts) -> DriversOf:
    runs = tuple(r for r in facts.rounds if not r.cancelled and day in {None, r.date})
    drivers = tuple(p for p in facts.village.people if p.role is Role.DRIVER)
    names = tuple((p.name, p.phone or p.whatsapp or "") for p in drivers)
    return DriversOf(date=day, rounds=runs if day else runs[:1], drivers=names)


def _room(day: date | None, facts: Facts) -> RoomLeft:
    runs = (r for r in facts.rounds if r.date == day) if day else look.coming_rounds(facts)
    return RoomLeft(date=day, rounds=tuple(runs))


def _orders(question: Question, facts: Facts) -> OrdersOf:
    open_now = [o for o in facts.orders if o.is_open and question.day in {None, o.date}]
    shops = facts.village.shops
    off = look.called_off(facts)
    waiting = [o for o in _waiting(open_now) if (o.round, o.date) not in off]
    return OrdersOf(
        date=question.day,
        called_off=bool(open_now) and all((o.round, o.date) in off for o in open_now),
        orders=len({o.number for o in open_now}),
        residents=len({o.resident for o in open_now}),
        shops=tuple((s.name, n) for s in shops if (n := _count(open_now, s.slug))),
        unanswered=tuple(
            (s.name, numbers)
            for s in shops
            if (numbers := tuple(o.number for o in waiting if o.shop == s.slug))
        ),
    )


def _goods(question: Question, facts: Facts) -> GoodsOf | None:
    found = find(question.rest, Scope(facts=facts))
    if not found.products or (not found.exact and found.one is None):
        return None
    skus = {p.sku for p in found.products}
    orders = [o for o in facts.orders if o.is_open and question.day in {None, o.date}]
    totals = tuple(t for t in picking_list(orders).totals if t.sku in skus)
    return GoodsOf(date=question.day, product=found.products[0], totals=totals)


def _count(orders: list[Order], shop: str) -> int:
    return sum(order.shop == shop for order in orders)


def _waiting(orders: list[Order]) -> list[Order]:
    waiting = [o for o in orders if o.status is OrderStatus.PLACED]
    return sorted(waiting, key=lambda o: o.number)
