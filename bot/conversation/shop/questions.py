"""What a shop asks of its own orders: how many, of what, for whom, on which day.

'j'ai combien de baguettes mardi', 'c'est qui Mme Garnier ?', 'c'est quoi la liste de vendredi ?'
"""

from datetime import date

from tournee.bot.conversation import asked
from tournee.bot.conversation.asked import Question, Word
from tournee.bot.conversation.model import Facts, Reply, Turn
from tournee.bot.conversation.phrases import Named
from tournee.bot.conversation.shop import goods, lists, look, reading, shelves
from tournee.bot.conversation.shop.doing import say
from tournee.bot.conversation.shop.question_replies import (
    CustomerShown,
    DayCount,
    DriversNamed,
    GoodsCounted,
    NobodyOfThatName,
    OrdersCounted,
)
from tournee.bot.conversation.shop.state import State
from tournee.catalog.model import Product, Role, Sku
from tournee.nlu.words.tokens import tokenize
from tournee.orders.lists import picking_list
from tournee.orders.model import Order, OrderStatus


def said(state: State, facts: Facts, text: str) -> Turn[State] | None:
    """Answer a question; None where nothing is asked that the bot knows."""
    question = asked.read(text, facts)
    if question is not None and question.words == {Word.PRICE} and question.rest:
        return shelves.shown(state, facts, question.rest)
    reply = _answer(question, facts) if question is not None else None
    return say(state, reply) if reply is not None else None


def _answer(question: Question, facts: Facts) -> Reply | None:
    words = question.words
    if question.rest:
        if words & {Word.WHO_IS, Word.STATUS}:
            return _who(question, facts)
        if words == {Word.LIST} and question.marked:
            return _who_ordered(question, facts)
        return _goods(question, facts) if words == {Word.HOW_MANY} else None
    if Word.DRIVES in words:
        return _drivers(question.day, facts)
    if {Word.HOW_MANY, Word.ORDERS} <= words:
        return _orders(question.day, facts)
    if Word.LIST in words and (question.day is not None or question.marked):
        return lists.of_day(facts, question.day)
    return None


def _of_day(day: date | None, facts: Facts) -> tuple[Order, ...]:
    return tuple(o for o in look.open_orders(facts) if day in {None, o.date})


def _orders(day: date | None, facts: Facts) -> OrdersCounted:
    orders = _of_day(day, facts)
    days = sorted({o.date for o in orders if o.date is not None})
    return OrdersCounted(
        date=day,
        called_off=not orders and look.is_called_off(facts, day),
        days=tuple(DayCount(date=d, orders=sum(o.date == d for o in orders)) for d in days),
        unanswered=tuple(o.number for o in orders if o.status is OrderStatus.PLACED),
    )


def _goods(question: Question, facts: Facts) -> GoodsCounted | None:
    product, meant = _meant(question, facts)
    if product is None:
        return None
    orders = _of_day(question.day, facts)
    totals = tuple(t for t in picking_list(orders).totals if t.sku in meant)
    return GoodsCounted(date=question.day, product=product, totals=totals)


def _who_ordered(question: Question, facts: Facts) -> CustomerShown | GoodsCounted | None:
    product, meant = _meant(question, facts)
    having = [
        o
        for o in _of_day(question.day, facts)
        if any(line.standing.sku in meant for line in o.live_lines)
    ]
    if product is None or having:
        return CustomerShown(bags=tuple(look.bag(facts, o) for o in having)) if having else None
    return GoodsCounted(date=question.day, product=product, totals=())


def _meant(question: Question, facts: Facts) -> tuple[Product | None, frozenset[Sku]]:
    """Return the product that is named best, and all that bear its name."""
    phrase = reading.read_phrase(question.rest, facts)
    named = [a for a in phrase.atoms if isinstance(a, Named)]
    if phrase.strange or phrase.cues or len(named) != 1:
        return None, frozenset()
    return look.product(facts, goods.best(named[0])), goods.alike(phrase, named[0], facts)


def _who(question: Question, facts: Facts) -> CustomerShown | NobodyOfThatName | None:
    """Tell what the group sees on its cards anyhow: name, place, goods; never a number."""
    said = {t.norm for t in tokenize(question.rest) if t.is_word}
    said |= {t.norm for t in tokenize(question.rest) if t.is_number}
    named = {o: look.name_words(facts, o) | {str(o.number)} for o in look.open_orders(facts)}
    found = [o for o, words in named.items() if said and said <= words]
    if found:
        return CustomerShown(bags=tuple(look.bag(facts, o) for o in found))
    titled = Word.TITLE in question.words
    return NobodyOfThatName(name=question.rest) if titled and len(said) < 3 else None  # noqa: PLR2004


def _drivers(day: date | None, facts: Facts) -> DriversNamed | None:
    runs = [r for r in facts.rounds if not r.cancelled and day in {None, r.date}]
    names = tuple(p.name for p in facts.village.people if p.role is Role.DRIVER)
    return DriversNamed(date=day, round=runs[0] if runs else None, names=names)
