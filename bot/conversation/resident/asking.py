"""Questions about prices, goods, opening hours, rounds and orders; none changes anything."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from tournee.bot.conversation import money_words
from tournee.bot.conversation.events import Said
from tournee.bot.conversation.model import Facts, Reply
from tournee.bot.conversation.resident import look
from tournee.bot.conversation.resident.basket import recently, unknown_replies
from tournee.bot.conversation.resident.cues import Habit, has
from tournee.bot.conversation.resident.days import asked_about
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies import (
    AllergensTold,
    AvailabilityTold,
    BasketEmpty,
    HoursTold,
    OrderSummary,
    PricesTold,
    ProductsTold,
    RoundsTold,
    ShopHours,
    ShopsTold,
    StatusTold,
    TotalSoFar,
    WhichPrice,
)
from tournee.bot.conversation.resident.state import AskConfirm, State
from tournee.bot.conversation.resident.wants import settled
from tournee.catalog.hours import Hours
from tournee.catalog.model import PlaceSlug, Product, Shop, Sku
from tournee.nlu.model import Intent, Parse, Reason
from tournee.nlu.words.tokens import fold, tokenize
from tournee.orders.model import Item, OrderNumber, RoundDate

_OF_GOODS = frozenset({Intent.ASK_PRICE, Intent.ASK_AVAILABILITY})
ALLERGENS = re.compile(
    r"\ball?erg|\balerg|\bgluten|\blacto|\bcontien|\bcontain|c(?:o?e|œ)liac|c(?:o?e|œ)liaq"
    r"|\barachide|\bcacahu|\bpeanut|fruits? a coque|\bfrutos secos|\bsulfit|\bsulphit"
)
"""'allergènes', 'alérgenos', 'y a du gluten dans', 'contient'; folded, without accents."""
_REQUESTING = frozenset(
    {"pouvez", "pourriez", "peux", "peut", "possible", "can", "could", "puede", "pueden", "podria"}
)
"""In a question these ask for something to be done."""
MOST_PRODUCTS = 8
MOST_ROUNDS = 3
CATEGORIES = 4


def asks_whether(text: str, parse: Parse) -> bool:
    """Tell whether somebody asks if a place is served: 'vous livrez aussi ma sœur à la Croix ?'."""
    requests = not _REQUESTING.isdisjoint(token.norm for token in tokenize(text))
    only_where = parse.place is not None and not (parse.day or parse.period)
    return "?" in text and only_where and not requests


def ask(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome:
    """Answer a question; the pending one is asked again after it."""
    day = parse.day or asked_about(said.text, parse, facts)
    if parse.intent is Intent.ASK_ROUND and state.wants and has(said.text, Habit.CLOCK):
        day = day or state.day
    parse = replace(parse, day=day)
    heard = replace(state, recent=recently(state, parse), place=_served_there(state, parse, facts))
    found = look.products(facts, _about(state, parse))
    if len(found) == 1 and parse.intent in _OF_GOODS:
        heard = replace(heard, offered=found[0].sku)
    if found and ALLERGENS.search(fold(said.text)):
        told = AllergensTold(products=found[:MOST_PRODUCTS])
        return Outcome(state=heard, replies=(told,), answered=True)
    if parse.intent is Intent.ASK_PRICE and _of_the_basket(state, said, parse, found):
        return Outcome(state=state, replies=_so_far(state, facts), answered=True)
    replies = (
        *_answer(state, said, parse, facts),
        *unknown_replies(_not_found(parse), parse, facts),
    )
    return Outcome(state=heard, replies=replies or (WhichPrice(),), answered=True)


def of_the_offer(state: State, said: Said, parse: Parse) -> Parse:
    """Take 'et y en a pour vendredi ?' for what the last question was about."""
    named = parse.lines or parse.unresolved or parse.about or parse.shops
    if named or "?" not in said.text or not state.recent or not has(said.text, Habit.OF_IT):
        return parse
    return replace(parse, intent=Intent.ASK_AVAILABILITY, about=state.recent[:1])


def _served_there(state: State, parse: Parse, facts: Facts) -> PlaceSlug | None:
    """Return where the basket goes: somebody new who asks for rounds to a place lives there."""
    new = look.place_of(facts, state) is None and state.beneficiary is None and not state.whom
    return parse.place if new and parse.intent is Intent.ASK_ROUND else state.place


def _answer(state: State, said: Said, parse: Parse, facts: Facts) -> tuple[Reply, ...]:
    found = look.products(facts, _about(state, parse))
    match parse.intent:
        case Intent.ASK_PRICE if _of_the_order(state, said, parse, found, facts):
            return (_status(state, parse, facts),)
        case Intent.ASK_PRICE:
            return (PricesTold(products=found[:MOST_PRODUCTS]),) if found else ()
        case Intent.ASK_AVAILABILITY:
            return _availability(found, parse, facts)
        case Intent.ASK_CATALOGUE:
            return _catalogue(found, parse, facts)
        case Intent.ASK_HOURS:
            return (_hours(found, parse, facts),)
        case Intent.ASK_ROUND:
            return (_rounds(state, parse, facts),)
        case Intent.ASK_STATUS if _of_elsewhere(parse, facts) or _still_to_order(state, facts):
            return (_rounds(state, parse, facts),)
        case Intent.ASK_STATUS:
            return (_status(state, parse, facts),)
    return ()


def _of_elsewhere(parse: Parse, facts: Facts) -> bool:
    """Tell whether 'vous passez quand au Port ?' is of no order: none goes there."""
    mine = (o for number in look.open_numbers(facts) for o in look.of_number(facts, number))
    return parse.place is not None and all(order.place != parse.place for order in mine)


def _still_to_order(state: State, facts: Facts) -> bool:
    """Tell whether 'c'est encore bon pour demain ?' is of a basket: nothing is ordered."""
    return bool(state.wants) and not look.open_numbers(facts)


def _of_the_order(
    state: State, said: Said, parse: Parse, found: tuple[Product, ...], facts: Facts
) -> bool:
    """Tell whether 'combien je vous dois ?' means an order: nothing else is named or talked of.

    What was just taken out of an order is talk of the order, too.
    """
    if state.wants or parse.about or parse.lines or parse.unresolved or parse.shops:
        return False
    numbers = look.open_numbers(facts)
    mine = (o for o in facts.orders if o.number in numbers)
    ordered = {line.standing.sku for order in mine for line in order.lines}
    if money_words.asks_total(said.text):
        return bool(ordered)
    return bool(ordered) and all(product.sku in ordered for product in found)


def _of_the_basket(state: State, said: Said, parse: Parse, found: tuple[Product, ...]) -> bool:
    """Tell whether 'ça fait combien ?' means what the basket comes to, and no one product."""
    if not state.wants or parse.about or parse.lines or parse.unresolved or parse.shops:
        return False
    wanted = {want.sku for want in state.wants if isinstance(want, Item)}
    talked_of = bool(wanted) and all(product.sku in wanted for product in found)
    return talked_of or money_words.asks_total(said.text)


def _so_far(state: State, facts: Facts) -> tuple[Reply, ...]:
    """Return the total, unless the recap that is recalled next has it."""
    if isinstance(state.asked, AskConfirm):
        return ()
    items = settled(state.wants, facts.village.product_by_sku)
    return (TotalSoFar(total=look.total(facts, items)),)


def _about(state: State, parse: Parse) -> tuple[Sku, ...]:
    """Return the products in question; where none is named, those that were talked about last."""
    named = [*parse.about, *(line.sku for line in parse.lines)]
    vague = [sku for mention in parse.unresolved for sku in mention.skus]
    skus = tuple(dict.fromkeys([*named, *vague]))
    if skus or parse.unresolved or parse.shops or parse.intent not in _OF_GOODS:
        return skus
    return state.recent[:1]


def _not_found(parse: Parse) -> list[str]:
    return [m.text for m in parse.unresolved if m.reason is Reason.UNKNOWN]


def _availability(found: tuple[Product, ...], parse: Parse, facts: Facts) -> tuple[Reply, ...]:
    if found:
        return (AvailabilityTold(products=found[:MOST_PRODUCTS], now=facts.now),)
    return _catalogue(found, parse, facts) if parse.shops else ()


def _catalogue(found: tuple[Product, ...], parse: Parse, facts: Facts) -> tuple[Reply, ...]:
    if found:
        return (_some(found, facts),)
    if parse.unresolved:
        return ()
    shops = [s for s in facts.village.shops if s.slug in parse.shops]
    if len(shops) == 1:
        stock = tuple(p for p in facts.village.products if p.shop == shops[0].slug)
        return (_some(_spread(stock), facts, shops[0]),)
    return (
        ShopsTold(shops=tuple((s, _categories(facts, s)) for s in shops or facts.village.shops)),
    )


def _some(found: tuple[Product, ...], facts: Facts, shop: Shop | None = None) -> ProductsTold:
    there = tuple(p for p in found if p.on_sale(facts.now))
    more = max(0, len(there) - MOST_PRODUCTS)
    return ProductsTold(products=there[:MOST_PRODUCTS], more=more, shop=shop)


def _spread(products: tuple[Product, ...]) -> tuple[Product, ...]:
    """Order products so that the first of each category come first."""
    seen: dict[str, int] = {}
    ranked = []
    for product in products:
        rank = seen.get(product.category, 0)
        seen[product.category] = rank + 1
        ranked.append((rank, product))
    return tuple(product for _, product in sorted(ranked, key=lambda entry: entry[0]))


def _categories(facts: Facts, shop: Shop) -> tuple[str, ...]:
    """Return products that stand for a shop: the first of its first categories."""
    mine = tuple(p for p in facts.village.products if p.shop == shop.slug)
    return tuple(p.name for p in _spread(mine)[:CATEGORIES])


# --- hours ---------------------------------------------------------------------------------------


def _hours(found: tuple[Product, ...], parse: Parse, facts: Facts) -> HoursTold:
    wanted = {*parse.shops, *(p.shop for p in found)}
    day = parse.day or look.today(facts)
    shops = [s for s in facts.village.shops if not wanted or s.slug in wanted]
    return HoursTold(shops=tuple(_hours_of(s, day, facts) for s in shops), today=look.today(facts))


def _hours_of(shop: Shop, day: date, facts: Facts) -> ShopHours:
    hours = Hours.parse(shop.hours, facts.village.settings.zone)
    spans = tuple((span.start, span.end) for span in hours.spans(day))
    opens = None if spans else hours.first_opening(day)
    return ShopHours(shop=shop, day=day, spans=spans, next=opens)


# --- rounds and orders ---------------------------------------------------------------------------


def _rounds(state: State, parse: Parse, facts: Facts) -> RoundsTold:
    place = parse.place or look.place_of(facts, state)
    coming = [
        r
        for r in facts.rounds
        if not r.cancelled
        and not r.full
        and facts.now < r.cutoff
        and (place is None or place in r.places)
    ]
    that_day = [r for r in coming if r.date == parse.day]
    asked = parse.day if parse.day and not that_day else None
    return RoundsTold(
        rounds=tuple((that_day or coming)[:MOST_ROUNDS]),
        place=look.place(facts, place),
        asked=asked,
    )


def orders_told(state: State, parse: Parse, facts: Facts) -> Outcome:
    """Tell what is under way, where no more than a day is refused: 'pas vendredi'."""
    reply: Reply = BasketEmpty()
    if look.open_numbers(facts):
        reply = _status(state, parse, facts)
    return Outcome(state=state, replies=(reply,), answered=True)


def _status(state: State, parse: Parse, facts: Facts) -> Reply:
    numbers = look.open_numbers(facts)
    if not numbers:
        latest = tuple(o.number for o in facts.orders if o.date == look.today(facts))[:1]
        return StatusTold(orders=_summaries(latest, facts), next=_rounds(state, parse, facts))
    return StatusTold(orders=_summaries(reversed(numbers), facts))


def _summaries(numbers: Iterable[OrderNumber], facts: Facts) -> tuple[OrderSummary, ...]:
    return tuple(_summary(number, facts) for number in numbers)


def _summary(number: OrderNumber, facts: Facts) -> OrderSummary:
    orders = look.of_number(facts, number)
    first = orders[0]
    run: RoundDate | None = look.round_date(facts, first)
    return OrderSummary(
        number=number,
        round=run,
        day=first.date,
        total=look.due(facts, number),
        shops=tuple((look.shop(facts, o.shop), o.status) for o in orders),
        cutoff=first.cutoff if look.changeable(facts, number) else None,
    )
