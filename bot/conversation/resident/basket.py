"""Orders, additions, changes and removals as people write them, and 'the usual'.

With an empty basket, an addition or a change is to the order that can still be changed; if it no
longer can, that is said, and what was to be added makes a new basket for the next round.
"""

from dataclasses import replace
from decimal import Decimal

from tournee.bot.conversation.commands import AmendOrder, CancelOrder, Command
from tournee.bot.conversation.events import Said
from tournee.bot.conversation.model import Facts, Reply
from tournee.bot.conversation.resident import instead, look
from tournee.bot.conversation.resident import wants as algebra
from tournee.bot.conversation.resident.checks import checked
from tournee.bot.conversation.resident.cues import Habit, has
from tournee.bot.conversation.resident.declined import declined
from tournee.bot.conversation.resident.doubts import doubted
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies import (
    BasketEmpty,
    LeftOut,
    NothingUsual,
    NotInBasket,
    NotSold,
    ShopsShut,
    SoldByPiece,
    TooLate,
)
from tournee.bot.conversation.resident.state import Amended, AskProduct, State, Vague
from tournee.bot.conversation.resident.wants import Wants
from tournee.catalog.model import Product, Sku
from tournee.catalog.quantity import Unit
from tournee.nlu.model import Intent, Line, Parse, Reason, Unresolved
from tournee.nlu.words import grammar
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.tokens import fold, tokenize
from tournee.orders import rounds
from tournee.orders.habits import last_items, usual_items
from tournee.orders.model import Item, OrderNumber

EDITS = frozenset({Intent.ADD, Intent.CHANGE, Intent.REMOVE})
ORDERLIKE = EDITS | {Intent.ORDER}
RECENT = 5
_BEGINNING = 3
"""Words among which 'remettez' makes the rest an addition."""
MAY_CHANGE = 0.1
"""How likely a change has to be for an addition to change what the basket holds already."""

Mention = Line | Unresolved


def hear(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome:
    """Apply what a message says of goods to the basket, or to the order that it is about."""
    parse = _goes_with_it(said, parse, facts)
    elsewhere = state.beneficiary is not None or bool(state.whom)
    if state.wants or parse.intent not in EDITS or (parse.intent is Intent.ADD and elsewhere):
        return apply(state, said, parse, facts)
    if look.was_dropped(state, facts) and (parse.only or parse.intent is Intent.REMOVE):
        return apply(replace(state, wants=state.former), said, parse, facts)
    number = look.newest_changeable(facts, _edited(parse))
    if number is not None and parse.intent is Intent.ADD:
        apart = _apart(state, number, parse, facts)
        if apart is not None:
            state, note = apart
            return apply(state, said, parse, facts).after(note)
    if number is not None:
        items = look.items_of(facts, number)
        return apply(replace(state, amending=number, wants=items), said, parse, facts)
    open_numbers = look.open_numbers(facts)
    if open_numbers:
        return _too_late(state, said, parse, facts, open_numbers[0])
    if parse.intent is Intent.REMOVE:
        return Outcome(state=state, replies=(BasketEmpty(),))
    return apply(state, said, parse, facts)


def _goes_with_it(said: Said, parse: Parse, facts: Facts) -> Parse:
    """Read 'et 1 croissant' or 'plutôt un croissant', soon after an order, as a word about it."""
    stands_for = instead.is_meant(said.text)
    soon = parse.intent is Intent.ORDER and parse.day is None
    soon = soon and (goes_on(said.text) or stands_for)
    newest = next((order for order in facts.orders if order.is_open), None)
    own = newest is not None and newest.beneficiary is None
    first = tokenize(said.text)[:_BEGINNING]
    if parse.intent is Intent.ORDER and own and grammar.has(first, Role.ADD) and not stands_for:
        return replace(parse, intent=Intent.ADD)
    if not (soon and own) or look.just_ordered(facts) is None:
        return parse
    return replace(parse, intent=Intent.CHANGE if stands_for else Intent.ADD)


def _apart(
    state: State, number: OrderNumber, parse: Parse, facts: Facts
) -> tuple[State, ShopsShut] | None:
    """Let what a shop can't have ready for an order's round be an order of its own, and say so."""
    run = look.round_date(facts, look.of_number(facts, number)[0])
    named = [line.sku for line in parse.lines]
    named += [mention.skus[0] for mention in parse.unresolved if mention.skus]
    goods = (Item(sku=sku, qty=Decimal(1)) for sku in named)
    needs = rounds.needs_of(goods, facts.village)
    closed = needs.closed_for(run, facts.now) if run is not None else ()
    if run is None or not closed:
        return None
    shops = tuple(look.shop(facts, slug) for slug in closed)
    place = look.place_of(facts, state)
    offer = rounds.choose(facts.rounds, place, run.date, None, facts.now, needs=needs)
    later = replace(state, day=offer.round.date if offer.round else None)
    return later, ShopsShut(shops=shops, day=run.date, number=number, apart=True)


def _edited(parse: Parse) -> frozenset[Sku]:
    """Return what an order has to hold for the message to be about it rather than another."""
    if parse.intent is Intent.ADD:
        return frozenset()
    named = {line.sku for line in parse.lines}
    return frozenset(named.union(*(mention.skus for mention in parse.unresolved)))


def _too_late(state: State, said: Said, parse: Parse, facts: Facts, number: OrderNumber) -> Outcome:
    offer = rounds.choose(facts.rounds, look.place_of(facts, state), None, None, facts.now)
    note = TooLate(
        number=number,
        cutoff=look.passed_cutoff(facts, number),
        next=offer.round,
        person=look.operator_name(facts),
    )
    if parse.intent is Intent.ADD:
        return apply(state, said, parse, facts).after(replace(note, next=None))
    return Outcome(state=state, replies=(note,))


def apply(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome:
    """Apply the message's mentions to the basket in the order in which they stand in it."""
    if parse.only:
        state = replace(state, wants=algebra.only(state.wants, _edited(parse)))
    if (vague := instead.answers(state, said.text, parse, facts)) is not None:
        state = instead.without(state, (vague,))
        parse = replace(parse, lines=tuple(_counted(line, vague) for line in parse.lines))
    gone = instead.left_out(state, said.text, parse, facts)
    state = instead.without(state, gone)
    parse = instead.counted(parse, gone, facts)
    notes: tuple[Reply, ...] = tuple(LeftOut(name=instead.name(w, facts)) for w in gone)
    wants = _undone(state, parse)
    unknown: list[str] = []
    for mention in in_order(said.text, parse):
        match mention:
            case Line():
                if doubt := doubted(mention, parse.intent):
                    wants = (*wants, doubt)
                    continue
                act = _act(mention, said, parse, state, wants)
                wants, said_of_it = _line(wants, mention, act, state, facts)
                notes = (*notes, *said_of_it)
            case Unresolved(reason=Reason.UNKNOWN):
                unknown.append(mention.text)
            case Unresolved():
                wants = _vague(wants, mention, parse.intent)
    wants = _of_each_one(wants, said.text, parse, facts)
    wants, mended = checked(state.wants, wants, facts)
    heard = replace(
        state, wants=wants, recent=recently(state, parse), remembered=_remembered(state, parse)
    )
    return amend(
        Outcome(state=heard, replies=(*notes, *mended, *unknown_replies(unknown, parse, facts))),
        facts,
    )


def _counted(line: Line, vague: Vague) -> Line:
    """Let a product that is named without a number be as many as were asked for: '2 pains'."""
    counts = vague.qty is not None and vague.unit is Unit.PIECE
    return replace(line, qty=vague.qty) if counts and not measures(line) else line


def _of_each_one(wants: Wants, text: str, parse: Parse, facts: Facts) -> Wants:
    """Leave open how many, where '2 par personne' are for nobody knows how many people."""
    if not has(text, Habit.PER_HEAD):
        return wants
    unsaid = {line.sku for line in parse.lines if not measures(line)}
    counted = {sku for sku in unsaid if look.product(facts, sku).unit is Unit.PIECE}
    return tuple(
        replace(want, qty=None) if isinstance(want, Item) and want.sku in counted else want
        for want in wants
    )


def _undone(state: State, parse: Parse) -> Wants:
    """Return the basket with what the last message changed by mistake as it was."""
    former = {w.sku: w for w in state.former if isinstance(w, Item) and w.sku in parse.denied}
    return tuple(former.get(w.sku, w) if isinstance(w, Item) else w for w in state.wants)


def amend(outcome: Outcome, facts: Facts) -> Outcome:
    """Where the basket is an order's new content, have the order changed at once.

    What was agreed with obligation to pay is only changed by the resident's own words, and what
    follows from it is shown at once; a question that is still open comes after that.
    """
    number = outcome.state.amending
    if number is None:
        return outcome
    items = algebra.settled(outcome.state.wants, facts.village.product_by_sku)
    if sorted(map(repr, items)) == sorted(map(repr, look.items_of(facts, number))):
        return outcome
    command: Command = AmendOrder(number=number, items=items)
    if not items and len(outcome.state.wants) == 0:
        command = CancelOrder(number=number)
    elif not items:
        return outcome
    former = look.items_of(facts, number)
    if items:
        before = Amended(number=number, items=former, at=facts.now)
        waiting = replace(outcome.state, pending="amend", amended=before)
    else:
        waiting = replace(outcome.state, pending="cancel", former=former, changed_at=facts.now)
    return replace(outcome, state=waiting, commands=(*outcome.commands, command), asks=False)


def in_order(text: str, parse: Parse) -> list[Mention]:
    """Return lines and open mentions as they follow each other in the text."""
    folded = fold(text)
    mentions: list[Mention] = [*parse.lines, *parse.unresolved]

    def position(mention: Mention) -> int:
        at = folded.find(fold(mention.text)) if mention.text else -1
        return at if at >= 0 else len(folded)

    ordered = sorted(mentions, key=position)
    return [m for i, m in enumerate(ordered) if not _is_heading(m, ordered[i + 1 :])]


def _is_heading(mention: Mention, rest: list[Mention]) -> bool:
    """Tell whether a mention only counts those after it: '2 pizzas : une reine, une calzone'."""
    if isinstance(mention, Line) or mention.qty is None:
        return False
    named = [m.qty or 1 for m in rest if isinstance(m, Line) and m.sku in mention.skus]
    return len(named) > 1 and sum(named) == mention.qty


def _act(line: Line, said: Said, parse: Parse, state: State, wants: Wants) -> Intent:
    """Return what a line does: 'finalement 3 baguettes et du lait' changes one and adds one."""
    if parse.intent is Intent.REMOVE and algebra.alters(wants, line):
        return Intent.CHANGE
    may_change = dict(parse.intents).get(Intent.CHANGE, 0.0) >= MAY_CHANGE
    if parse.intent is Intent.ADD and may_change and algebra.holds(wants, line.sku):
        return Intent.CHANGE
    if parse.intent is Intent.ORDER and algebra.holds(state.wants, line.sku):
        only_how = not measures(line) and bool(line.options)
        return Intent.ADD if goes_on(said.text) and not only_how else Intent.CHANGE
    return parse.intent


def measures(line: Line) -> bool:
    """Tell whether a line says how much: 'et la calzone sans olives' does not."""
    return line.qty is not None or line.count is not None or line.amount is not None


def goes_on(text: str) -> bool:
    """Tell whether a message begins as the end of the last one: 'et 2 croissants'.

    Without that, what is in the basket already is said again: '3 baguettes' are three in all.
    """
    first = tokenize(text)[:1]
    return grammar.has(first, Role.AND) or grammar.has(first, Role.ADD)


def _line(
    wants: Wants, line: Line, intent: Intent, state: State, facts: Facts
) -> tuple[Wants, tuple[Reply, ...]]:
    product = facts.village.product_by_sku.get(line.sku)
    if product is None:
        return wants, ()
    unfit = (SoldByPiece(product=product),) if line.unfit else ()
    match intent:
        case Intent.REMOVE:
            if not algebra.holds(wants, line.sku) and not algebra.vague_with(wants, line.sku):
                if (without := algebra.without_part(wants, line, facts.village)) is not None:
                    return without, ()
                return wants, (NotInBasket(names=(product.name,)),)
            return algebra.remove(wants, line), ()
        case Intent.CHANGE if old := _as_the_last_time(wants, product, state, facts):
            item = algebra.item_of(line, product)
            said = line.qty or line.count or line.amount
            item = item if said or not old.qty else replace(item, qty=old.qty)
            return algebra.settle(wants, old, (item,)), unfit
        case Intent.CHANGE:
            return algebra.change(wants, line, product), unfit
        case Intent.REPEAT:
            if algebra.holds(wants, line.sku) and line.qty is None and line.count is None:
                return algebra.remove(wants, line), ()
            return algebra.change(wants, line, product), ()
    if (back := _put_back(wants, line, intent, state)) is not None:
        return (*wants, back), unfit
    if (asked := _open_with(state, line)) is not None and asked in wants:
        item = algebra.pick(asked, product, line.qty)
        options = algebra.merge_options(item.options, line.options, product)
        return algebra.settle(wants, asked, (replace(item, options=options),)), ()
    return algebra.add(wants, algebra.item_of(line, product)), unfit


def _put_back(wants: Wants, line: Line, intent: Intent, state: State) -> Item | None:
    """Return what was just taken out, as it was: 'remettez les croissants'."""
    said = line.qty or line.count or line.amount or line.options
    if intent is not Intent.ADD or said or algebra.holds(wants, line.sku):
        return None
    return next((w for w in state.former if isinstance(w, Item) and w.sku == line.sku), None)


def _as_the_last_time(wants: Wants, product: Product, state: State, facts: Facts) -> Item | None:
    """Return what was chosen as the last time, and now is not: 'plutôt du lait entier'."""
    if algebra.holds(wants, product.sku):
        return None
    known = facts.village.product_by_sku
    for want in wants:
        if isinstance(want, Item) and want.sku in state.remembered:
            chosen = known[want.sku]
            if (chosen.category, chosen.unit) == (product.category, product.unit):
                return want
    return None


def _open_with(state: State, line: Line) -> Vague | None:
    """Return the open mention of an earlier message that this product answers, the asked first."""
    match state.asked:
        case AskProduct(vague=vague) if line.sku in vague.skus:
            return vague
    return algebra.vague_with(state.wants, line.sku)


def _vague(wants: Wants, mention: Unresolved, intent: Intent) -> Wants:
    if intent is Intent.CHANGE and mention.qty == 0:
        intent, mention = Intent.REMOVE, replace(mention, qty=None)
    if intent is Intent.REMOVE and (left := algebra.without_open(wants, mention.skus)) != wants:
        return left
    if intent in {Intent.REMOVE, Intent.REPEAT} and (
        held := [sku for sku in mention.skus if algebra.holds(wants, sku)]
    ):
        for sku in held[:1]:
            wants = algebra.remove(wants, Line(sku=sku, qty=mention.qty))
        return wants
    others = tuple(w for w in wants if not (isinstance(w, Vague) and w.skus == mention.skus))
    if intent is Intent.REMOVE:
        return others
    vague = Vague(
        text=mention.text,
        skus=mention.skus,
        qty=mention.qty,
        unit=mention.unit,
        options=mention.options,
        amount=mention.amount,
    )
    return (*others, vague)


def unknown_replies(texts: list[str], parse: Parse, facts: Facts) -> tuple[Reply, ...]:
    if parse.intent is Intent.REMOVE:
        return (NotInBasket(names=tuple(texts)),) if texts else ()
    refused = {text: replies for text in texts if (replies := declined(text, facts))}
    rest = tuple(text for text in texts if text not in refused)
    said = dict.fromkeys(reply for replies in refused.values() for reply in replies)
    return (*said, *((NotSold(texts=rest),) if rest else ()))


def recently(state: State, parse: Parse) -> tuple[Sku, ...]:
    """Return what was talked about last, with this message."""
    skus = [line.sku for line in reversed(parse.lines)]
    return tuple(dict.fromkeys([*skus, *parse.about, *state.recent]))[:RECENT]


def _remembered(state: State, parse: Parse) -> tuple[Sku, ...]:
    """Return what was chosen as the last time; a word that tells it now needs no such note."""
    told = {line.sku for line in parse.lines}
    kept = (sku for sku in state.remembered if sku not in told and state.wants)
    return (*kept, *(line.sku for line in parse.lines if line.known))


# --- the usual -----------------------------------------------------------------------------------


def repeat(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome:
    """Put what was had before into the basket, with the changes that the message names.

    'Comme d'habitude' is what was ordered most often, 'la même chose' what was ordered last.
    """
    had = last_items(facts.orders, facts.village)
    if has(said.text, Habit.USUAL):
        had = usual_items(facts.orders, facts.village)
    if not had:
        return Outcome(state=state, replies=(NothingUsual(),))
    wants = state.wants
    for item in had:
        wants = algebra.add(wants, item)
    wants, notes = checked(state.wants, wants, facts)
    return apply(replace(state, wants=wants), said, parse, facts).after(*notes)
