"""What an answer to the pending question does. A message's other goods are applied after it."""

from dataclasses import replace
from decimal import Decimal
from typing import assert_never

from tournee.bot.conversation.commands import (
    AnswerSubstitute,
    AnswerWeight,
    Command,
    MoveOrder,
    Teach,
    UpdatePerson,
)
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.resident import (
    cancelling,
    circle,
    look,
    ordering,
    questions,
    rest,
    waiting,
    watching,
    whom,
)
from tournee.bot.conversation.resident import wants as algebra
from tournee.bot.conversation.resident.basket import amend, measures
from tournee.bot.conversation.resident.checks import checked
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies import Acknowledged, BasketEmptied, NotSold
from tournee.bot.conversation.resident.state import (
    Aside,
    Ask,
    AskConfirm,
    AskHelper,
    AskMove,
    AskName,
    AskNumber,
    AskOption,
    AskOrder,
    AskPlace,
    AskProduct,
    AskQuantity,
    AskRest,
    AskStop,
    AskSubstitute,
    AskWait,
    AskWatch,
    AskWeight,
    AskWhom,
    Pending,
    State,
    Vague,
    Want,
)
from tournee.bot.conversation.round_commands import NoteSubstitute
from tournee.catalog.model import Product, Sku
from tournee.catalog.quantity import Unit
from tournee.nlu.model import Answer, Line, Parse
from tournee.nlu.words.tokens import fold
from tournee.orders.model import Item

LONGEST_NAME = 60

YesNo = (
    AskSubstitute
    | AskWeight
    | AskRest
    | AskMove
    | AskWait
    | AskStop
    | AskWatch
    | AskHelper
    | AskNumber
)


def answer(state: State, said: Answer, parse: Parse | None, facts: Facts) -> Outcome | None:
    """Apply an answer; None where it does not fit what was asked."""
    asked = state.asked
    match asked:
        case None:
            return None
        case AskProduct():
            return _product(state, asked, said, parse, facts)
        case AskOption():
            return _option(state, asked, said, facts)
        case AskQuantity():
            return _quantity(state, asked, said, parse, facts)
        case AskPlace():
            return _place(state, said)
        case AskName():
            return _name(state, said)
        case AskWhom():
            return None
        case AskConfirm():
            return _confirm(state, asked, said, parse, facts)
        case AskOrder():
            return _which_order(state, asked, said, facts)
    return _yes_no(state, asked, said, facts)


def pressed(asked: Ask | None, action: str) -> Answer | None:
    """Read a button as an answer to what was asked; None where it is none."""
    match action.partition(":"):
        case ("confirm" | "yes", _, _):
            return Answer(yes=True)
        case ("no", _, _):
            return Answer(yes=False)
        case ("none", _, _):
            return Answer(none=True)
        case ("choose", _, number) if number.isdecimal() and int(number) > 0:
            return _chosen(asked, int(number) - 1)
    return None


def _chosen(asked: Ask | None, index: int) -> Answer | None:
    match asked:
        case AskProduct(vague=vague):
            if index < len(vague.skus):
                return Answer(skus=(vague.skus[index],))
            return Answer(none=True) if index == len(vague.skus) else None
        case AskOption(codes=codes) if index < len(codes):
            return Answer(codes=(codes[index],))
        case AskPlace(places=places) if index < len(places):
            return Answer(place=places[index])
        case AskOrder(days=days) if index < len(days):
            return Answer(day=days[index], qty=None)
    return None


# --- the basket ----------------------------------------------------------------------------------


def _settle(
    state: State, open_want: Want, items: tuple[Item, ...], facts: Facts, *commands: Command
) -> Outcome:
    wants = algebra.merged(algebra.settle(state.wants, open_want, items))
    kept = tuple(w for w in state.wants if w != open_want)
    wants, notes = checked(kept, wants, facts)
    if not wants and state.amending is None and not state.later:
        notes = (*notes, BasketEmptied())
    outcome = Outcome(state=replace(state, wants=wants), replies=notes, commands=commands)
    return amend(outcome, facts)


def _product(
    state: State, asked: AskProduct, said: Answer, parse: Parse | None, facts: Facts
) -> Outcome | None:
    if said.none or said.yes is False:
        dropped = _settle(state, asked.vague, (), facts)
        if not asked.vague.doubted:
            return dropped
        return replace(dropped, replies=(NotSold(texts=(asked.vague.text,)),))
    skus = asked.vague.skus[:1] if said.yes and asked.vague.doubted else said.skus
    chosen = [p for p in look.products(facts, skus) if p.sku in asked.vague.skus]
    if not chosen and said.qty is None:
        return None
    if not chosen or said.either:
        return _still_open(state, asked.vague, said)
    shared = _shared(asked.vague, chosen, said, parse)
    items = tuple(
        _with_options(algebra.pick(asked.vague, product, shared.get(product.sku)), product, parse)
        for product in chosen
    )
    taught = (Teach(phrase=fold(asked.vague.text), sku=chosen[0].sku),) if len(chosen) == 1 else ()
    picked = replace(state, recent=(*(p.sku for p in chosen), *state.recent))
    return _settle(picked, asked.vague, items, facts, *taught)


def _with_options(item: Item, product: Product, parse: Parse | None) -> Item:
    """Take how it shall be from the answer as well: 'un pain complet, tranché'."""
    lines = parse.lines if parse is not None else ()
    said = next((line.options for line in lines if line.sku == item.sku), ())
    return replace(item, options=algebra.merge_options(item.options, said, product))


def _shared(
    vague: Vague, chosen: list[Product], said: Answer, parse: Parse | None
) -> dict[Sku, Decimal | None]:
    """Return how much of each that was picked: '2 pains', 'un complet et un de campagne'."""
    if len(chosen) == 1:
        return {chosen[0].sku: None if _counts_others(chosen[0], said, parse) else said.qty}
    if vague.qty == len(chosen) and vague.unit is Unit.PIECE:
        return dict.fromkeys((product.sku for product in chosen), Decimal(1))
    told = {line.sku: line.qty for line in parse.lines} if parse else {}
    return {product.sku: told.get(product.sku, said.qty) for product in chosen}


def _counts_others(picked: Product, said: Answer, parse: Parse | None) -> bool:
    """Tell whether a number is of goods beside what was picked: 'doux, et 2 laits entiers'."""
    lines = parse.lines if parse is not None else ()
    own = any(line.sku == picked.sku and measures(line) for line in lines)
    bare = any(line.sku == picked.sku for line in lines) and not own
    return bare and any(line.qty == said.qty for line in lines if line.sku != picked.sku)


def _still_open(state: State, vague: Vague, said: Answer) -> Outcome:
    """Ask again for less: 'golden ou gala', or for more of it: 'j'en veux deux'."""
    left = tuple(sku for sku in vague.skus if sku in said.skus) or vague.skus
    qty = vague.qty if said.qty is None else said.qty
    narrower = replace(vague, skus=left, qty=qty, doubted=False)
    wants = tuple(narrower if want == vague else want for want in state.wants)
    return Outcome(state=replace(state, wants=wants))


def _option(state: State, asked: AskOption, said: Answer, facts: Facts) -> Outcome | None:
    if said.none:
        return _settle(state, asked.item, (), facts)
    codes = tuple(code for code in said.codes if code in asked.codes)
    if not codes:
        return None
    if len(codes) > 1:
        return _shared_out(state, asked, codes, facts)
    alike = questions.missing_same(state, facts, asked)
    together = said.qty is not None and len(alike) > 1 and said.qty == len(alike)
    wants = state.wants
    for item in alike if together else (asked.item,):
        product = look.product(facts, item.sku)
        options = algebra.merge_options(item.options, (f"+{codes[0]}",), product)
        qty = said.qty if said.qty is not None and not together and item.qty else item.qty
        wants = algebra.settle(wants, item, (replace(item, options=options, qty=qty),))
    wants, notes = checked(state.wants, algebra.merged(wants), facts)
    return amend(Outcome(state=replace(state, wants=wants), replies=notes), facts)


def _shared_out(
    state: State, asked: AskOption, codes: tuple[str, ...], facts: Facts
) -> Outcome | None:
    """'une grande et une petite', of two alike: each gets its own."""
    if asked.item.qty != len(codes):
        return None
    product = look.product(facts, asked.item.sku)
    items = tuple(
        replace(
            asked.item,
            options=algebra.merge_options(asked.item.options, (f"+{code}",), product),
            qty=Decimal(codes.count(code)),
        )
        for code in dict.fromkeys(codes)
    )
    return _settle(state, asked.item, items, facts)


def _quantity(
    state: State, asked: AskQuantity, said: Answer, parse: Parse | None, facts: Facts
) -> Outcome | None:
    if said.none or said.yes is False:
        return _settle(state, asked.item, (), facts)
    product = look.product(facts, asked.item.sku)
    line = next((line for line in parse.lines if line.sku == product.sku), None) if parse else None
    if line is None or not measures(line):
        line = Line(sku=product.sku, qty=said.qty)
    if not measures(line):
        return None
    if line.qty == 0:
        return _settle(state, asked.item, (), facts)
    item = replace(algebra.item_of(line, product), options=asked.item.options)
    return _settle(state, asked.item, (item,), facts)


def _place(state: State, said: Answer) -> Outcome | None:
    if said.place is None:
        return None
    if state.beneficiary is not None:
        return Outcome(state=whom.placed(state, said.place))
    here = replace(state, place=said.place)
    return Outcome(state=here, commands=(UpdatePerson(place=said.place),))


def _name(state: State, said: Answer) -> Outcome | None:
    name = look.proper(said.name or "")[:LONGEST_NAME]
    if not name:
        return None
    return Outcome(state=replace(state, name=name), commands=(UpdatePerson(name=name),))


def _confirm(
    state: State, asked: AskConfirm, said: Answer, parse: Parse | None, facts: Facts
) -> Outcome | None:
    if said.yes is None:
        return _only_how_many(state, said, facts)
    if not said.yes:
        return ordering.declined(state, facts)
    if parse is not None and (parse.lines or parse.unresolved):
        return None
    return ordering.confirm(state, asked, facts)


def _only_how_many(state: State, said: Answer, facts: Facts) -> Outcome | None:
    """'2', where one thing is in the basket and comes by the piece."""
    match state.wants:
        case (Item(qty=Decimal()) as item,) if said.qty is not None:
            if look.product(facts, item.sku).unit is Unit.PIECE:
                return _settle(state, item, (replace(item, qty=said.qty),), facts)
    return None


# --- asides --------------------------------------------------------------------------------------


def without(state: State, aside: Aside) -> State:
    """Take a question that is answered out."""
    return replace(
        state, asked=None, asides=tuple(other for other in state.asides if other != aside)
    )


def _which_order(state: State, asked: AskOrder, said: Answer, facts: Facts) -> Outcome | None:
    done = without(state, asked)
    if said.none or said.yes is False:
        kept = asked.numbers[0] if len(asked.numbers) == 1 else None
        return Outcome(state=done, replies=(Acknowledged(order=kept),))
    numbers = [n for n, day in zip(asked.numbers, asked.days, strict=True) if day == said.day]
    if said.yes and len(asked.numbers) == 1:
        numbers = [*asked.numbers]
    return cancelling.cancel_order(done, facts, numbers[0]) if numbers else None


def _yes_no(
    state: State,
    asked: YesNo,
    said: Answer,
    facts: Facts,
) -> Outcome | None:
    yes = False if said.none else said.yes
    if yes is None and isinstance(asked, AskSubstitute) and said.skus:
        yes = asked.substitute in said.skus
    if yes is None:
        return None
    if isinstance(asked, AskRest):
        return rest.answered(state, asked, yes=yes)
    done = without(state, asked)
    if isinstance(asked, AskHelper):
        return circle.answered(done, asked, yes=yes)
    if isinstance(asked, AskNumber):
        return None if yes else Outcome(state=done, replies=(Acknowledged(),))
    if isinstance(asked, AskWait | AskStop):
        return waiting.answered(done, asked, yes=yes)
    if isinstance(asked, AskWatch):
        return watching.answered(done, asked, facts, yes=yes)
    if isinstance(asked, AskMove) and not yes:
        return waiting.not_moved(done, asked, facts)
    command = _decision(asked, yes=yes)
    if command is None:
        return Outcome(state=done, replies=(Acknowledged(),))
    pending = _pending(asked, done, yes=yes)
    learned = _learned(asked) if yes else ()
    return Outcome(state=replace(done, pending=pending), commands=(command, *learned), asks=False)


def _pending(asked: AskSubstitute | AskWeight | AskMove, done: State, *, yes: bool) -> Pending:
    """Return what is awaited; a yes to a weight is said even where other weights are open."""
    if isinstance(asked, AskMove):
        return "move"
    return "weight" if isinstance(asked, AskWeight) and yes else done.pending


def _learned(asked: AskSubstitute | AskWeight | AskMove) -> tuple[Command, ...]:
    """What was taken once in place of something is taken again, if it costs no more."""
    if not isinstance(asked, AskSubstitute):
        return ()
    return (NoteSubstitute(sku=asked.sku, substitute=asked.substitute, said=False),)


def _decision(asked: AskSubstitute | AskWeight | AskMove, *, yes: bool) -> Command | None:
    """Return what follows from a yes or no; a round that is not wanted changes nothing."""
    match asked:
        case AskSubstitute(number=number, shop=shop, sku=sku):
            return AnswerSubstitute(number=number, shop=shop, sku=sku, accepted=yes)
        case AskWeight(number=number, shop=shop, sku=sku):
            return AnswerWeight(number=number, shop=shop, sku=sku, accepted=yes)
        case AskMove(number=number, round=run, date=day):
            return MoveOrder(number=number, round=run, date=day.isoformat()) if yes else None
        case _:
            assert_never(asked)
