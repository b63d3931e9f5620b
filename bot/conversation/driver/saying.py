"""What a driver says in words, turned into what a tap would have done."""

from dataclasses import replace

from tournee.bot.conversation import phrases
from tournee.bot.conversation.driver import (
    answers,
    asking,
    doing,
    look,
    money,
    ordering,
    rounds,
    times,
    trouble,
    typed,
)
from tournee.bot.conversation.driver.doing import report, say
from tournee.bot.conversation.driver.replies import HelpGiven, NeighbourAsked, NoRound
from tournee.bot.conversation.driver.state import AskNeighbour, AskWhich, Deed, State
from tournee.bot.conversation.driver.typed import Typed
from tournee.bot.conversation.events import Said
from tournee.bot.conversation.model import Facts, Turn
from tournee.bot.conversation.phrases import Cue
from tournee.nlu.words.tokens import tokenize

DEEDS: dict[Cue, Deed] = {
    Cue.DELIVERED: "delivered",
    Cue.CASH: "delivered",
    Cue.CHEQUE: "delivered",
    Cue.RECEIVED: "delivered",
    Cue.ON_TAB: "on_tab",
    Cue.ABSENT: "absent",
    Cue.REFUSE: "refused_at_door",
}


def said(state: State, facts: Facts, event: Said) -> Turn[State]:
    """Take words about money first; what stands beside returned empties is read by itself."""
    back = money.empties(state, facts, event)
    if back is None:
        return money.said(state, facts, event) or _ordered(state, facts, event)
    given, rest = back
    beside = typed.read(rest, state, facts) if rest else Typed()
    only_whose = beside.cue is None and not beside.sums and bool(beside.shops)
    if only_whose or not rest:
        return Turn(state=state, commands=(given,))
    turn = said(state, facts, replace(event, text=rest))
    return replace(turn, commands=(given, *turn.commands))


def _ordered(state: State, facts: Facts, event: Said) -> Turn[State]:
    order = typed.read(event.text, state, facts)
    if event.about is not None and not order.doors:
        order = replace(order, doors=(event.about,), unknown="", vague=False)
    elif event.about is not None and order.vague and event.about in order.doors:
        order = replace(order, doors=(event.about,), vague=False)
    if order.cue is Cue.RECEIVED and state.under_way is None and order.shops:
        order = replace(order, cue=Cue.COLLECTED)  # 'got the bakery'
    answer = _answer(state, facts, event, order)
    if answer is not None:
        return answer
    if (asked := asking.said(state, facts, event.text)) is not None:
        return asked
    deed = DEEDS.get(order.cue) if order.cue is not None else None
    if order.cue is None and order.sums and state.under_way is not None:
        deed = "delivered"  # 'Durand 10 euros'
    if deed is not None:
        return _reported(state, facts, event.text, order, deed)
    return _asked_for(state, facts, event.text, order)


def _answer(state: State, facts: Facts, event: Said, order: Typed) -> Turn[State] | None:
    """Take words as the answer to a question, where they can be one."""
    asked, rest = answers.first(state)
    match asked:
        case AskNeighbour() if order.sums:
            return _paid_instead(state, asked, event.text, order)
        case AskNeighbour() if not order.exact or order.cue is Cue.NEIGHBOUR:
            return doing.leave(rest, asked.number, order.words or event.text)
        case AskWhich():
            number = answers.chosen(asked, order, event.text)
            told = order.cue is not None or bool(order.sums)
            new_order = told and Cue.YES not in order.cues
            if number is not None and (not new_order or order.door is None):
                return said(rest, facts, Said(text=asked.text, about=number))
    return None


def _paid_instead(state: State, asked: AskNeighbour, text: str, order: Typed) -> Turn[State] | None:
    """Ask for the neighbour again where only money is told: who has the bags is not known yet.

    None for what is about another door, or says that the bags were handed over after all.
    """
    words = {token.norm for token in tokenize(text)}
    handed = phrases.words_of(Cue.DELIVERED) - phrases.words_of(Cue.RECEIVED)
    if words & handed or order.unknown or (order.doors and order.door != asked.number):
        return None
    visits = (v for r in state.runs for v in r.visits if asked.number in v.numbers)
    visit = next(visits, None)
    return say(state, NeighbourAsked(name=visit.name, paid=True)) if visit else None


def _reported(state: State, facts: Facts, text: str, order: Typed, deed: Deed) -> Turn[State]:
    """Report a door in words; where it is not certain which, ask first."""
    doubt = answers.doubtful(state, facts, order, text)
    doubt = doubt or answers.of_other_shops(state, facts, order, text)
    if deed == "refused_at_door" and not order.shops:
        doubt = doubt or answers.some_goods(state, facts, order, text)
    if doubt is not None:
        return doubt
    if order.door is None and state.under_way is not None:
        state = replace(state, typed=facts.now)
    without = order.shops if Cue.WITHOUT in order.cues else ()
    return report(state, facts, deed, order.door, sums=order.sums, without=without)


def _asked_for(state: State, facts: Facts, text: str, order: Typed) -> Turn[State]:
    run = state.under_way or state.waiting
    match order.cue:
        case Cue.FIRST | Cue.LAST | Cue.BEFORE | Cue.AFTER:
            if order.vague:
                return answers.which(state, facts, text, order.doors)
            return ordering.move(state, facts, order.cue, order.doors)
        case Cue.LIST:
            return ordering.list_stops(state, facts, run)
        case Cue.PICTURE:
            return ordering.draw(state, facts, run)
        case Cue.LOCK:
            return ordering.lock(state, facts)
        case Cue.REPLAN:
            return ordering.again(state, facts)
        case Cue.COLLECTED:
            pickups = look.pickups(facts, run) if run else ()
            named = [p.shop for p in pickups if not order.shops or p.shop in order.shops]
            left = [s.slug for s in named if run and s.slug not in run.collected]
            return rounds.collected(state, facts, run, left)
        case Cue.DEPART:
            return rounds.depart(state, facts, state.waiting or state.under_way)
        case _:
            return _on_the_way(state, facts, text, order)


def _on_the_way(state: State, facts: Facts, text: str, order: Typed) -> Turn[State]:
    match order.cue:
        case Cue.NEXT | Cue.BACK_LATER:
            return doing.show_next(state, facts)
        case Cue.LATE:
            return times.late(state, facts, order.minutes)
        case Cue.ROUTE:
            return doing.way(state, facts, order.door)
        case Cue.NEIGHBOUR:
            stranger = order.unknown and order.unknown not in order.words
            doubt = answers.doubtful(state, facts, order, text) if stranger else None
            return doubt or doing.leave(state, order.door, order.words)
        case Cue.WORRIED:
            return trouble.worried(state, facts, order, text)
        case Cue.STOPPING:
            return trouble.stopping(state, facts, text)
        case Cue.SHUT if order.shops or state.under_way is None:
            return trouble.not_ready(state, facts, order, text)
        case Cue.MISSING:
            return trouble.bag_missing(state, facts, order, text)
        case Cue.SHARE:
            return trouble.share(state, facts)
        case _:
            return _not_understood(state, order)


def _not_understood(state: State, order: Typed) -> Turn[State]:
    if not state.runs and order.cue is not Cue.HELP:
        return say(state, NoRound())
    return say(state, HelpGiven(number=state.at or look.EXAMPLE))
