"""What somebody types in a shop's group: commands, answers, phrases about orders and goods."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from tournee.bot.conversation.events import Said
from tournee.bot.conversation.model import Facts, Turn
from tournee.bot.conversation.phrases import Cue, Named, Phrase, bare
from tournee.bot.conversation.shop import (
    fewer,
    goods,
    lists,
    look,
    money,
    printing,
    questions,
    reading,
    shelves,
    telling,
    week,
)
from tournee.bot.conversation.shop.doing import ask, choose, do, pick, say
from tournee.bot.conversation.shop.reading import NOTHING, Understood
from tournee.bot.conversation.shop.replies import UnknownCommand
from tournee.bot.conversation.shop.state import (
    Doubt,
    Fewer,
    InStock,
    Missing,
    Picking,
    State,
    Weigh,
)
from tournee.bot.conversation.shop.understanding import understand
from tournee.orders.model import Order

LONGEST: Final = 500
"""Characters; a longer message is talk."""
ANSWERED_WITHIN: Final = timedelta(minutes=15)
"""After that a name or a number that is typed is talk again."""


def said(state: State, facts: Facts, said: Said) -> Turn[State]:
    state = replace(state, typed=())
    if len(said.text) > LONGEST:
        return Turn(state=state)
    printed = printing.said(state, facts, said.text)
    if printed is not None:
        return printed
    own_week = week.said(state, facts, said.text)
    if own_week is not None:
        return own_week
    about_goods = shelves.command(state, facts, said.text)
    if about_goods is not None:
        return about_goods
    about_money = money.said(state, facts, said)
    plain = replace(said, text=bare(said.text))
    part = fewer.understand(plain, facts)
    answered = _answer(state, facts, plain)
    if answered is None and part is not None and part.named:
        return _done(state, facts, plain, part.found)
    answered = answered or shelves.answer(state, facts, plain) or about_money
    answered = answered or questions.said(state, facts, plain.text)
    answered = answered or telling.said(state, facts, plain.text)
    answered = answered or _of_goods(state, facts, plain, part)
    turn = answered or _phrase(state, facts, plain)
    if said.text.lstrip().startswith("/") and not (turn.says or turn.commands):
        return say(turn.state, UnknownCommand(text=plain.text.split(maxsplit=1)[0]))
    return turn


def _of_goods(
    state: State, facts: Facts, said: Said, part: fewer.Part | None
) -> Turn[State] | None:
    """Read what is told of goods; how many are left may be of the shelf or of an order."""
    told = shelves.sentence(state, facts, said.text)
    found = part.found if part is not None else NOTHING
    options = found.options or ((found.wishes,) if found.wishes else ())
    if told is None or not options:
        return told
    return ask(state, facts, (*options, (InStock(text=said.text),)))


def _phrase(state: State, facts: Facts, said: Said) -> Turn[State]:
    return _done(state, facts, said, understand(said, facts))


def _done(state: State, facts: Facts, said: Said, found: Understood) -> Turn[State]:
    if found.wishes and "?" in said.text:
        return ask(state, facts, (found.wishes,))
    if found.wishes:
        return do(state, facts, found.wishes, typed=True)
    if found.picking is not None:
        return pick(state, facts, found.picking)
    if found.options:
        return ask(state, facts, found.options)
    if found.asks is Cue.LIST:
        return say(state, lists.of_next(facts))
    if found.asks is Cue.HELP:
        return say(state, reading.help_for(facts))
    return say(state, found.reply) if found.reply else Turn(state=state)


def _answer(state: State, facts: Facts, said: Said) -> Turn[State] | None:
    """Read a phrase as the answer to what the bot asked last; None where it is none."""
    if state.asked_at is None or facts.now - state.asked_at > ANSWERED_WITHIN:
        return None
    phrase = reading.read_phrase(said.text, facts)
    if state.weighing is not None and (weight := goods.only_weight(phrase)) is not None:
        wish = Weigh(number=state.weighing.number, sku=state.weighing.sku, weight=weight)
        return do(state, facts, (wish,), typed=True)
    if state.doubt is not None and not phrase.strange:
        if phrase.cues in {(Cue.YES,), (Cue.ACCEPT,)} and len(state.doubt.options) == 1:
            return choose(state, facts, 0)
        if phrase.cues in {(Cue.NO,), (Cue.NOTHING,)}:
            return choose(state, facts, None)
        if (chosen := _chosen(state.doubt, said.text)) is not None:
            return choose(state, facts, chosen)
    return _picked_by_name(state, facts, said, phrase) if state.picking else None


def _left_of(picked: Picking, order: Order, said: Said, facts: Facts) -> Fewer | Missing | None:
    """'2', 'il en reste 2' or '400 g', while the card asks how much of a line there is."""
    line = look.line_of(order, picked.sku) if picked.sku is not None else None
    saying = reading.read_phrase(said.text, facts, reading.CUES | {Cue.ONLY, Cue.THERE_ARE})
    if line is None or set(saying.cues) - {Cue.ONLY, Cue.THERE_ARE}:
        return None
    if any(isinstance(atom, Named) for atom in saying.atoms):
        return None
    left = fewer.left_of(line, saying)
    if left is None:
        return None
    if left <= 0:
        return Missing(number=order.number, sku=goods.called(line))
    return Fewer(number=order.number, sku=goods.called(line), left=left)


def _chosen(doubt: Doubt, text: str) -> int | None:
    """Return which option a bare number means: its place, or the order's own number."""
    figure = text.strip(" .!")
    if not figure.isdigit():
        return None
    for i, option in enumerate(doubt.options):
        if any(figure == str(getattr(wish, "number", "")) for wish in option):
            return i
    return int(figure) - 1 if int(figure) <= len(doubt.options) else None


def _picked_by_name(state: State, facts: Facts, said: Said, phrase: Phrase) -> Turn[State] | None:
    """'baguette', then 'baguette tradition' or 'rien', while a card asks for them."""
    picked = state.picked(said.about) if said.about is not None else state.picking[-1]
    order = look.order(facts, picked.number) if picked else None
    if picked is None or order is None:
        return None
    if (left := _left_of(picked, order, said, facts)) is not None:
        return do(state, facts, (left,), typed=True)
    if phrase.strange:
        return None
    named = [a for a in phrase.atoms if isinstance(a, Named)]
    if phrase.cues == (Cue.NOTHING,) and picked.sku is not None:
        return do(state, facts, (Missing(number=picked.number, sku=picked.sku),), typed=True)
    if phrase.cues or len(named) != 1:
        return None
    if picked.sku is None:
        line = goods.line_like(order, named[0])
        return pick(state, facts, replace(picked, sku=line.standing.sku)) if line else None
    line = look.line_of(order, picked.sku)
    offered = goods.substitute_like(facts, named[0], line) if line else None
    if offered is None:
        return None
    wish = Missing(number=picked.number, sku=picked.sku, substitute=offered)
    return do(state, facts, (wish,), typed=True)
