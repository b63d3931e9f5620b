"""What the operators' conversation looks up in its facts."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.operator.replies import DayShown, SmsCost, Unanswered, Who
from tournee.bot.conversation.operator.state import State
from tournee.bot.conversation.party import OPERATORS, PartyKind
from tournee.catalog.model import PersonSlug
from tournee.catalog.quantity import Money
from tournee.nlu.words.phrases import LOCALES, load_words
from tournee.nlu.words.tokens import fold
from tournee.orders.model import Order, OrderNumber, OrderStatus, RoundDate

DAYS_AHEAD: Final = 7
MONTH: Final = timedelta(days=30)


def who(facts: Facts, slug: PersonSlug) -> Who:
    people = (*facts.people, *facts.village.people)
    person = next((p for p in people if p.slug == slug), None)
    if person is None:
        return Who(name=slug)
    place = facts.village.place_by_slug.get(person.place) if person.place else None
    phone = person.phone or person.whatsapp or ""
    return Who(name=person.name or phone or slug, place=place.name if place else "", phone=phone)


def customer(facts: Facts, order: Order) -> Who:
    """Return for whom an order is, with the number of who ordered it."""
    found = who(facts, order.resident)
    if order.beneficiary is None:
        return found
    slug = order.beneficiary.place
    place = facts.village.place_by_slug.get(slug) if slug else None
    where = place.name if place else found.place
    return Who(name=order.beneficiary.name, place=where, phone=found.phone)


def open_numbers(facts: Facts, resident: PersonSlug) -> tuple[OrderNumber, ...]:
    mine = (o.number for o in facts.orders if o.resident == resident and o.is_open)
    return tuple(dict.fromkeys(mine))


def coming_rounds(facts: Facts) -> tuple[RoundDate, ...]:
    last = facts.now + timedelta(days=DAYS_AHEAD)
    return tuple(r for r in facts.rounds if r.departs <= last)


def subject(named: str, facts: Facts) -> str | None:
    """Return what a link is for: a shop, the operators or a person, by slug, name or number."""
    wanted = fold(named).strip(" .'\"")
    if not wanted:
        return None
    if wanted in _operators():
        return OPERATORS.key
    for shop in facts.village.shops:
        if wanted in {shop.slug, fold(shop.name)}:
            return f"shop:{shop.slug}"
    people = (*facts.people, *facts.village.people)
    found = {p.slug for p in people if wanted in {p.slug, fold(p.name), p.phone, p.whatsapp}}
    return f"person:{found.pop()}" if len(found) == 1 else None


@lru_cache(maxsize=1)
def _operators() -> frozenset[str]:
    words = (word for locale in LOCALES for word in load_words(locale, "roles")["operators"])
    return frozenset(fold(word) for word in words)


def day(state: State, facts: Facts, *, morning: bool = False) -> DayShown:
    """Return what is open now, what is coming, what went wrong, and what SMS cost."""
    off = called_off(facts)
    placed = (o for o in facts.orders if o.status is OrderStatus.PLACED)
    waiting = [o for o in placed if (o.round, o.date) not in off]
    unanswered = tuple(
        Unanswered(shop=shop, numbers=numbers)
        for shop in facts.village.shops
        if (numbers := tuple(sorted(o.number for o in waiting if o.shop == shop.slug)))
    )
    return DayShown(
        date=today(facts),
        orders=len({o.number for o in facts.orders if o.is_open}),
        unanswered=unanswered,
        rounds=coming_rounds(facts),
        waiting=tuple(who(facts, t.resident).name for t in state.threads if t.waiting_since),
        undelivered=tuple(dict.fromkeys(_reader(facts, u.party) for u in facts.undelivered)),
        cost=cost(state, facts),
        morning=morning,
    )


def called_off(facts: Facts) -> set[tuple[str | None, date | None]]:
    """Return the runs that do not take place: their shops need not answer any more."""
    return {(r.round, r.date) for r in facts.rounds if r.cancelled}


def today(facts: Facts) -> date:
    return facts.now.astimezone(facts.village.settings.zone).date()


def cost(state: State, facts: Facts) -> SmsCost | None:
    """Return what SMS cost today and in the last thirty days; None for nothing."""
    since, day = today(facts) - MONTH, today(facts)
    lately = [s for s in facts.sms if s.day > since]
    if not lately:
        return None
    month, own = sum(s.segments for s in lately), sum(s.segments for s in lately if s.day == day)
    currency = facts.village.settings.currency
    price = state.alerts.price
    return SmsCost(
        day=own,
        day_money=Money(amount=own * price, currency=currency).rounded(),
        month=month,
        month_money=Money(amount=month * price, currency=currency).rounded(),
    )


def _reader(facts: Facts, party: str) -> str:
    """Return who did not get a message."""
    kind, _, slug = party.partition(":")
    if kind == PartyKind.SHOP:
        shop = facts.village.shop_by_slug.get(slug)
        return shop.name if shop else slug
    return who(facts, PersonSlug(slug)).name
