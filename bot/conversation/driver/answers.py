"""What a driver answers: which door was meant, who keeps a bag."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from tournee.bot.conversation.driver import doing, planning
from tournee.bot.conversation.driver.doing import say
from tournee.bot.conversation.driver.replies import NameUnknown, NoSuchBag, WhichStop
from tournee.bot.conversation.driver.state import Ask, AskWhich, Run, State, Visit
from tournee.bot.conversation.driver.typed import Typed
from tournee.bot.conversation.model import Facts, Turn
from tournee.bot.conversation.phrases import Cue
from tournee.nlu.words.inflection import stem
from tournee.nlu.words.tokens import tokenize
from tournee.orders.model import OrderNumber

AT_ONCE: Final = timedelta(seconds=20)
"""Two doors are not done faster: such words come out of a tunnel, in any order."""
MOST_OPTIONS: Final = 6
_WORD: Final = 4
"""Letters of the shortest word that names goods."""


def which(state: State, facts: Facts, text: str, options: tuple[OrderNumber, ...]) -> Turn[State]:
    """Ask which door is meant, and keep what was written until that is known."""
    run = state.under_way or state.waiting
    doors = _doors(state, facts)
    shown = []
    for number in options[:MOST_OPTIONS]:
        place = next((i for i, v in enumerate(doors) if number in v.numbers), None)
        if place is not None:
            shown.append((place + 1, doors[place].name))
    if run is None or not shown:
        return doing.none_here(state)
    asks: tuple[Ask, ...] = (*state.asks, AskWhich(text=text, options=options[:MOST_OPTIONS]))
    return say(replace(state, asks=asks), WhichStop(doors=tuple(shown)))


def _doors(state: State, facts: Facts) -> tuple[Visit, ...]:
    run = state.under_way
    if run is not None:
        return run.visits
    return planning.doors_of(facts, state.waiting) if state.waiting is not None else ()


def doubtful(state: State, facts: Facts, typed: Typed, text: str) -> Turn[State] | None:
    """Ask where it is not certain which door is meant; None where it is."""
    if typed.vague:
        return which(state, facts, text, typed.doors)
    if typed.unknown:
        return say(state, NameUnknown(name=typed.unknown))
    run = state.under_way
    if typed.door is not None or run is None:
        return None
    if state.typed is not None and facts.now - state.typed < AT_ONCE:
        return which(state, facts, text, _near(state, run))
    return None


def of_other_shops(state: State, facts: Facts, typed: Typed, text: str) -> Turn[State] | None:
    """Ask which door is meant where the one at hand has no bag of the shop that is named."""
    run = state.under_way
    if run is None or Cue.WITHOUT not in typed.cues or not typed.shops:
        return None
    place = run.stop_of(typed.door) if typed.door is not None else doing.at(state, run)
    named = {shop.slug for shop in typed.shops}
    if place is None or named <= {b.shop for b in run.visits[place].left}:
        return None
    having = (v for v in run.visits if not v.done and named <= {b.shop for b in v.left})
    options = tuple(v.numbers[0] for v in having)
    return which(state, facts, text, options) if options else say(state, NoSuchBag())


def some_goods(state: State, facts: Facts, typed: Typed, text: str) -> Turn[State] | None:
    """Where goods are named that were refused, show which bag may be; None where none are.

    Goods that another door has ask which door is meant.
    """
    run = state.under_way
    if run is None:
        return None
    said = {stem(t.norm) for t in tokenize(text) if len(t.norm) >= _WORD}
    having = [v for v in run.visits if not v.done and said & _goods_of(v, facts)]
    place = run.stop_of(typed.door) if typed.door is not None else doing.at(state, run)
    here = run.visits[place] if place is not None else None
    if not having or here is None:
        return None
    if here not in having:
        return which(state, facts, text, tuple(v.numbers[0] for v in having))
    return None if _only_goods(here, facts) else doing.more(state, facts, here.numbers[0])


def _goods_of(visit: Visit, facts: Facts) -> set[str]:
    """Return the stems of the words for a door's goods."""
    lines = (x for o in facts.orders if o.number in visit.numbers for x in o.live_lines)
    return {stem(t.norm) for x in lines for t in tokenize(x.name) if len(t.norm) >= _WORD}


def _only_goods(visit: Visit, facts: Facts) -> bool:
    return sum(len(o.live_lines) for o in facts.orders if o.number in visit.numbers) < 2  # noqa: PLR2004


def _near(state: State, run: Run) -> tuple[OrderNumber, ...]:
    """Return the doors that words out of a tunnel may be about: the one shown, those after it."""
    here = doing.at(state, run)
    left = [v.numbers[0] for i, v in enumerate(run.visits) if not v.done and i >= (here or 0)]
    return tuple(left[:3])


def chosen(ask: AskWhich, typed: Typed, answer: str) -> OrderNumber | None:
    """Return the door that an answer names: by number of the list, by name, by 'oui'."""
    if typed.door is not None and typed.door in ask.options:
        return typed.door
    bare = answer.strip(" .)")
    if bare.isdecimal() and 1 <= int(bare) <= len(ask.options):
        return ask.options[int(bare) - 1]
    if Cue.YES in typed.cues and len(ask.options) == 1:
        return ask.options[0]
    return None


def first(state: State) -> tuple[Ask | None, State]:
    """Return the question that was asked first, and the state without it."""
    if not state.asks:
        return None, state
    return state.asks[0], replace(state, asks=state.asks[1:])
