"""A shop that has only a part of what was asked: told in one sentence, taken in silence, or not.

The order is as the shop can have it. Whoever does not want that says so in answer to the sentence
('non merci'), or by the product ('alors laissez tomber le comté') as long as it is not on its way.
"""

from dataclasses import replace

from tournee.bot.conversation.commands import DeclineRest
from tournee.bot.conversation.events import Said
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.resident import look, ordering, people
from tournee.bot.conversation.resident.cues import Habit, has, is_only, tokens_of
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies import (
    Acknowledged,
    LineShown,
    RestLeftOut,
    ShopShort,
)
from tournee.bot.conversation.resident.state import AskRest, State, Want
from tournee.catalog.model import Sku
from tournee.nlu.model import Intent, Parse
from tournee.nlu.words.phrases import LOCALES, load_words
from tournee.orders.events import LineShort, RestDeclined
from tournee.orders.life import ORDER_LIFE, OrderStep
from tournee.orders.model import Item, Order, OrderLine, OrderNumber
from tournee.orders.pricing import line_price

BUTTON = "leave"
"""'leave:4821:croissant' takes a line out; it holds whatever else is asked meanwhile."""
_REFUSING = frozenset({Intent.DECLINE, Intent.CANCEL})
_TAKING_OUT = frozenset({Intent.REMOVE, Intent.CANCEL, Intent.DECLINE})


def hear(state: State, event: LineShort | RestDeclined, facts: Facts) -> Outcome:
    """Tell what has become of a line; the question is open only where nothing else is."""
    line = _line(facts, event.number, event.sku)
    if isinstance(event, RestDeclined):
        left_out = RestLeftOut(
            number=event.number,
            product=look.product(facts, event.sku),
            total=look.due(facts, event.number),
        )
        return Outcome(state=state, replies=(left_out,))
    if line is None:
        return Outcome(state=state, asks=False)
    state = _reduced(state, event)
    free = not state.asides and not state.wants and isinstance(state.asked, AskRest | None)
    reply = ShopShort(
        number=event.number,
        shop=look.shop(facts, event.shop),
        line=_shown(line, line.standing, facts),
        wanted=_shown(line, _whole(line), facts),
        total=look.due(facts, event.number),
        made_good=event.made_good,
        answer=free and not event.made_good,
    )
    asked = AskRest(number=event.number, shop=event.shop, sku=event.sku)
    if event.made_good and state.asked == asked:
        state = replace(state, asked=None)
    elif free and not event.made_good:
        state = replace(state, asked=asked)
    return Outcome(state=state, replies=(reply,), asks=bool(state.asides))


def _shown(line: OrderLine, item: Item, facts: Facts) -> LineShown:
    product = look.product(facts, item.sku)
    return LineShown(product=product, item=item, price=line_price(line))


def _whole(line: OrderLine) -> Item:
    """Return what was asked, as an amount that a part of it can be told beside."""
    if line.standing.count is not None and line.item.count is not None:
        return line.item
    return Item(sku=line.standing.sku, qty=line.whole)


def _reduced(state: State, event: LineShort) -> State:
    """An order that is being changed holds no more of it either."""
    if state.amending != event.number:
        return state
    return replace(state, wants=tuple(_less(want, event) for want in state.wants))


def _less(want: Want, event: LineShort) -> Want:
    if not isinstance(want, Item) or want.sku != event.sku or want.qty is None:
        return want
    return replace(want, qty=event.left) if want.qty == event.wanted else want


# --- what the resident says to it ----------------------------------------------------------------


def heard(state: State, said: Said, facts: Facts) -> Outcome | None:
    """Read a message as a no to what is left; None where it is about something else."""
    parse = said.parse
    if parse is None or people.is_with_person(state, facts) or not _open(facts):
        return None
    if people.is_stop(said.text, facts.channel):
        return None
    state = people.noted(state, said)
    if named := _named(state, parse, facts):
        return _declined(state, named)
    asked = state.asked
    if not isinstance(asked, AskRest) or ordering.named_order(said, facts) is not None:
        return None
    if parse.intent is Intent.CANCEL and _of_all(said.text):
        return None
    refused = parse.answer is not None and (parse.answer.yes is False or parse.answer.none)
    refused = refused or parse.intent in _REFUSING or is_only(said.text, Habit.NOTHING)
    if parse.lines or parse.unresolved or not refused:
        return None
    return _declined(state, (asked,))


def _of_all(text: str) -> bool:
    """Tell whether a message calls the whole order off: 'annulez la commande', 'annulez tout'."""
    words = {word for locale in LOCALES for word in load_words(locale, "asked")["orders"]}
    return has(text, Habit.ALL) or not words.isdisjoint(t.norm for t in tokens_of(text))


def pressed(state: State, argument: str, facts: Facts) -> Outcome:
    number, _, sku = argument.partition(":")
    for order, line in _open(facts):
        if str(order.number) == number and line.standing.sku == sku:
            return _declined(state, (_ask(order, line),))
    known = next((o.number for o in facts.orders if o.is_open and str(o.number) == number), None)
    return Outcome(state=state, replies=(Acknowledged(order=known),))


def answered(state: State, asked: AskRest, *, yes: bool) -> Outcome:
    """Take a yes or no to what is left; a yes changes nothing."""
    if not yes:
        return _declined(state, (asked,))
    return Outcome(state=replace(state, asked=None), replies=(Acknowledged(order=asked.number),))


def _declined(state: State, asks: tuple[AskRest, ...]) -> Outcome:
    left = None if state.asked in asks else state.asked
    commands = tuple(DeclineRest(number=a.number, shop=a.shop, sku=a.sku) for a in asks)
    return Outcome(state=replace(state, asked=left), commands=commands, asks=False)


def _named(state: State, parse: Parse, facts: Facts) -> tuple[AskRest, ...]:
    """Return the short lines that a message takes out by name, where it names nothing else."""
    taken = [{line.sku} for line in parse.lines if not line.qty]
    if parse.intent not in _TAKING_OUT or len(taken) < len(parse.lines):
        return ()
    taken += [set(mention.skus) for mention in parse.unresolved]
    held = {want.sku for want in state.wants if isinstance(want, Item)}
    found = []
    for skus in taken:
        match = next(((o, x) for o, x in _open(facts) if x.standing.sku in skus - held), None)
        if match is None:
            return ()
        found.append(_ask(*match))
    return tuple(found)


def _ask(order: Order, line: OrderLine) -> AskRest:
    return AskRest(number=order.number, shop=order.shop, sku=line.standing.sku)


def _open(facts: Facts) -> tuple[tuple[Order, OrderLine], ...]:
    """Return the resident's short lines that still can be taken out, the newest order first."""
    states = ORDER_LIFE[OrderStep.CONFER]
    return tuple(
        (order, line)
        for order in facts.orders
        if order.status in states
        for line in order.live_lines
        if line.short
    )


def _line(facts: Facts, number: OrderNumber, sku: Sku) -> OrderLine | None:
    lines = (line for o in look.of_number(facts, number) for line in o.live_lines)
    return next((line for line in lines if line.standing.sku == sku), None)
