"""What a message means of the basket: 'une de plus', 'finalement 3', 'un de chaque'.

A reference is an item that stands for one of the basket, with what is to change of it.
"""

from collections.abc import Sequence
from decimal import Decimal

from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Line, Question
from tournee.nlu.options import Options
from tournee.nlu.readings import Level
from tournee.nlu.state import NOTHING, Act, Amount, Item, State


def remembered(
    lexicon: Lexicon, basket: Sequence[Line], question: Question | None
) -> tuple[Item, ...]:
    """Things of the basket, and what was asked about, as if they stood before the message."""
    items = [
        _item(lexicon, (lexicon.number[line.sku],), _amount(line))
        for line in basket
        if line.sku in lexicon.number
    ]
    if question and question.skus:
        offered = tuple(lexicon.number[sku] for sku in question.skus if sku in lexicon.number)
        items += [_item(lexicon, offered, Amount(number=question.qty))] if offered else []
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


def with_amount(state: State, before: Sequence[Item], act: Act) -> Item | None:
    """The newest thing in the amount that waits."""
    thing = newest(state, before)
    if thing is None or not state.pending:
        return None
    return _said(state, thing)._replace(amount=state.pending, act=act)


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


_KEPT = frozenset({Act.ADD, Act.REMOVE})


def swapped(lexicon: Lexicon, items: tuple[Item, ...], before: Sequence[Item]) -> tuple[Item, ...]:
    """'non, la gala plutôt': another sort stands in place of that of the basket, as much of it."""
    if len(items) != 1 or items[0].refers or items[0].amount or len(items[0].owners) != 1:
        return items
    item, head = items[0], lexicon.head(items[0].owners[0])
    held = [b for b in before if b.amount and len(b.owners) == 1]
    same = [b for b in held if lexicon.head(b.owners[0]) == head]
    if not same or any(b.owners == item.owners for b in held) or item.act in _KEPT:
        return items
    old = same[-1]._replace(act=Act.SWAP, amount=NOTHING, start=item.start, end=item.end)
    return (old, item._replace(amount=same[-1].amount))


def _said(state: State, item: Item) -> Item:
    """The thing as a mention at the end of what was read of the message."""
    start = state.pending.start if state.pending.start >= 0 else state.position - 1
    return item._replace(
        start=max(0, start), end=max(1, state.position), line=state.breaks, choices=(), refers=True
    )
