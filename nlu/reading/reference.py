"""What a message means of the basket: 'une de plus', 'finalement 3', 'un de chaque'.

A reference is an item that stands for one of the basket, with what is to change of it.
"""

from collections.abc import Sequence
from decimal import Decimal

from tournee.catalog.model import Sku
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Line, Question
from tournee.nlu.reading.options import Options
from tournee.nlu.reading.readings import Level
from tournee.nlu.reading.state import NOTHING, Act, Amount, Item, State
from tournee.nlu.words import grammar
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.inflection import stem
from tournee.nlu.words.tokens import Token

_LEAST_NUMBER = 1000


def remembered(
    lexicon: Lexicon,
    basket: Sequence[Line],
    question: Question | None,
    recent: Sequence[Sku] = (),
    offered: Sku | None = None,
) -> tuple[Item, ...]:
    """Things of the basket, and what was asked about, as if they stood before the message.

    So does what the person has just asked for the price of.

    What was talked of last stands last: 'mettez-en 3' means that.
    """
    newest = next((sku for sku in recent if any(line.sku == sku for line in basket)), None)
    items = [
        _item(lexicon, (lexicon.number[line.sku],), _amount(line))
        for line in sorted(basket, key=lambda line: line.sku == newest)
        if line.sku in lexicon.number
    ]
    if question and question.skus:
        asked = tuple(lexicon.number[sku] for sku in question.skus if sku in lexicon.number)
        items += [_item(lexicon, asked, Amount(number=question.qty))] if asked else []
    if offered in lexicon.number and all(line.sku != offered for line in basket):
        items.append(_item(lexicon, (lexicon.number[offered],), NOTHING))
    return tuple(items)


def _item(lexicon: Lexicon, owners: tuple[int, ...], amount: Amount) -> Item:
    level = Level.EXACT if len(owners) == 1 else Level.HEADED
    keys = lexicon.head(owners[0])
    return Item(owners, level, keys, amount, (), Act.CHANGE, 0, 0, refers=True)


def _amount(line: Line) -> Amount:
    if line.amount is not None:
        return Amount(money=line.amount)
    if line.qty is not None and line.unit.value in {"kg", "l"}:
        return Amount(measure=line.qty, unit=line.unit.value)
    return Amount(number=line.qty if line.qty is not None else line.count)


def newest(state: State, before: Sequence[Item]) -> Item | None:
    """The thing that was named last."""
    items = [item for item in (*before, *state.items) if item.owners]
    return items[-1] if items else None


def with_amount(lexicon: Lexicon, state: State, before: Sequence[Item], act: Act) -> Item | None:
    """The newest thing in the amount that waits: rather one that comes in such amounts."""
    things = [item for item in (*before, *state.items) if item.owners]
    if not things or not state.pending or _numbers_an_order(state.pending):
        return None
    fitting = [item for item in things if _fits(lexicon, item, state.pending)]
    return _said(state, (fitting or things)[-1])._replace(amount=state.pending, act=act)


def _numbers_an_order(amount: Amount) -> bool:
    """Tell whether a figure is as long as an order's number: 'et la 4821 ?'."""
    counts = amount.measure is None and not amount.pack and amount.number is not None
    return counts and (amount.number or 0) >= _LEAST_NUMBER


def _fits(lexicon: Lexicon, item: Item, amount: Amount) -> bool:
    """Tell whether a thing is sold by such a measure, or is called so: 'two loaves'."""
    if amount.measure is not None:
        return any(_comes_in(lexicon, owner, amount) for owner in item.owners)
    key = stem(amount.pack)
    return not key or any(
        key in name.required and name.owner in item.owners for name in lexicon.things.names
    )


def _comes_in(lexicon: Lexicon, owner: int, amount: Amount) -> bool:
    """Tell whether a thing is sold by a measure, or in packs that come to it: milk of 1 l."""
    size = lexicon.sizes[owner].weight if amount.unit == "kg" else lexicon.sizes[owner].volume
    packed = bool(size) and amount.measure is not None and amount.measure % (size or 1) == 0
    return packed or lexicon.products[owner].unit.value == amount.unit


def the_other(state: State, before: Sequence[Item]) -> Item | None:
    """'la reine en grande, l'autre en petite': what of the basket the message does not name."""
    named = {owner for item in state.items for owner in item.owners}
    others = [item for item in before if len(item.owners) == 1 and named.isdisjoint(item.owners)]
    if not others or not state.items:
        return None
    return _said(state, others[-1])._replace(amount=state.pending, act=Act.CHANGE)


def fewer(state: State, before: Sequence[Item]) -> Item | None:
    """'une de moins': what is left of the newest thing."""
    thing = newest(state, before)
    had, less = thing.amount.number if thing else None, state.pending.number
    if thing is None or had is None or less is None:
        return None
    left = Amount(number=max(Decimal(), had - less), start=state.pending.start)
    return _said(state, thing)._replace(amount=left, act=Act.CHANGE)


def with_choices(state: State, before: Sequence[Item], options: Options) -> tuple[Item, ...]:
    """The newest thing, or all things, that can have the options that wait."""
    fitting = [
        item
        for item in before
        if all(options.codes(choice.mention, item.owners) for choice in state.held)
    ]
    chosen = fitting if state.shared else fitting[-1:]
    return tuple(_said(state, item)._replace(choices=state.held, amount=NOTHING) for item in chosen)


def each(state: State, before: Sequence[Item]) -> tuple[Item, ...]:
    """'un de chaque': that amount of every thing of the basket."""
    return tuple(
        _said(state, item)._replace(amount=state.pending, act=Act.ADD)
        for item in before
        if len(item.owners) == 1
    )


def each_in_all(items: tuple[Item, ...], tokens: Sequence[Token]) -> tuple[Item, ...]:
    """'2 de chaque suffiront' says how many there shall be, and not how many more."""
    if not any(item.refers and item.act is Act.ADD for item in items):
        return items
    changes = any(grammar.has(tokens, r) for r in (Role.CHANGE, Role.INSTEAD, Role.CORR))
    if not (changes and grammar.has(tokens, Role.EACH)) or grammar.has(tokens, Role.ADD):
        return items
    return tuple(i._replace(act=Act.CHANGE) if i.refers and i.act is Act.ADD else i for i in items)


def doubled(
    tokens: Sequence[Token], items: tuple[Item, ...], before: Sequence[Item]
) -> tuple[Item, ...]:
    """'doublez les croissants': twice as many as the basket holds; of all, if none is named."""
    if not grammar.has(tokens, Role.DOUBLE) or any(item.amount for item in items):
        return items
    held = {item.owners: item.amount for item in before}
    meant = items or tuple(item for item in before if len(item.owners) == 1)
    return tuple(
        item._replace(amount=_twice(held.get(item.owners, NOTHING)), act=Act.CHANGE)
        for item in meant
    )


def _twice(amount: Amount) -> Amount:
    return amount._replace(
        number=amount.number and amount.number * 2,
        measure=amount.measure and amount.measure * 2,
        money=amount.money and amount.money * 2,
    )


_KEPT = frozenset({Act.ADD, Act.REMOVE})
_GOING = frozenset({Act.SWAP, Act.REMOVE})
_COMING = frozenset({Act.ORDER, Act.CHANGE})


def swapped(lexicon: Lexicon, items: tuple[Item, ...], before: Sequence[Item]) -> tuple[Item, ...]:
    """'non, la gala plutôt': another sort stands in place of that of the basket, as much of it."""
    if carried := _in_its_amount(lexicon, items, before):
        return carried
    if len(items) != 1 or items[0].refers or items[0].amount or len(items[0].owners) != 1:
        return items
    item, head = items[0], lexicon.head(items[0].owners[0])
    held = [b for b in before if b.amount and len(b.owners) == 1]
    same = [b for b in held if lexicon.head(b.owners[0]) == head]
    if not same or any(b.owners == item.owners for b in held) or item.act in _KEPT:
        return items
    old = same[-1]._replace(act=Act.SWAP, amount=NOTHING, start=item.start, end=item.end)
    return (old, item._replace(amount=same[-1].amount))


def in_place(
    tokens: Sequence[Token], items: tuple[Item, ...], before: Sequence[Item]
) -> tuple[Item, ...]:
    """'plutôt 4 steaks à la place': what is named replaces the one thing of the basket."""
    held = [item for item in before if len(item.owners) == 1 and item.amount]
    if len(items) != 1 or len(held) != 1 or grammar.has(tokens, Role.SWAP):
        return items
    item, old = items[0], held[0]
    named = bool(item.amount) and not item.refers and not item.negated
    if not named or item.act not in _COMING or old.owners[0] in item.owners:
        return items
    beside = (tokens[max(0, item.start - 1) : item.start], tokens[item.end : item.end + 3])
    if not any(grammar.has(around, Role.INSTEAD) for around in beside):
        return items
    gone = old._replace(act=Act.SWAP, amount=NOTHING, start=item.start, end=item.end)
    return (gone, item)


def _in_its_amount(
    lexicon: Lexicon, items: tuple[Item, ...], before: Sequence[Item]
) -> tuple[Item, ...]:
    """'changez les 2 lasagnes contre de la choucroute', 'pas des pommes, des poires': as many.

    Both are to be sold alike, by the piece or by weight.
    """
    gone = [item for item in items if item.act in _GOING or item.negated]
    come = [item for item in items if item not in gone]
    if len(gone) != 1 or len(come) != 1 or len(come[0].owners) != 1:
        return ()
    item, went = come[0], gone[0]
    held = next((b for b in before if b.owners == went.owners and len(b.owners) == 1), None)
    if held is None or not held.amount or item.refers or item.amount or item.act is Act.ADD:
        return ()
    if any(b.owners == item.owners for b in before):
        return ()
    if len({lexicon.products[o].unit for o in (*went.owners, *item.owners)}) > 1:
        return ()
    return tuple(i if i is went else item._replace(amount=held.amount) for i in items)


def repacked(lexicon: Lexicon, items: tuple[Item, ...], before: Sequence[Item]) -> tuple[Item, ...]:
    """'6 œufs', then '12 plutôt': the box of 12 stands in place of that of 6."""
    if len(items) != 1 or not items[0].refers or items[0].act is not Act.CHANGE:
        return items
    item, number = items[0], items[0].amount.number
    held = [b.owners[0] for b in before if len(b.owners) == 1]
    if number is None or not item.owners or item.owners[0] not in held:
        return items
    if not lexicon.sizes[item.owners[0]].count:
        return items
    head = lexicon.head(item.owners[0])
    other = next(
        (
            o
            for o, size in enumerate(lexicon.sizes)
            if size.count == number and lexicon.head(o) == head
        ),
        item.owners[0],
    )
    if other in held:
        return items
    gone = item._replace(act=Act.SWAP, amount=NOTHING)
    return (gone, item._replace(owners=(other,), refers=False))


def ordered_rather(items: tuple[Item, ...], before: Sequence[Item]) -> tuple[Item, ...]:
    """'a burger with a salad instead of fries': no fries, where none were ordered before."""
    first = next((i for i, item in enumerate(items) if item.act is Act.SWAP), 0)
    plain = all(item.act is Act.ORDER and not item.negated for item in items[:first])
    if before or not plain or len({item.owners for item in items[:first]}) < _WITH_INSTEAD:
        return items
    return tuple(item for item in items if item.act is not Act.SWAP)


_WITH_INSTEAD = 2
"""Things of an order that has one rather than another: the dish and what comes with it."""


def _said(state: State, item: Item) -> Item:
    """The thing as a mention at the end of what was read of the message."""
    start = state.pending.start if state.pending.start >= 0 else state.position - 1
    return item._replace(
        start=max(0, start), end=max(1, state.position), line=state.breaks, choices=(), refers=True
    )
