"""'/village': an operator makes a village in chat, one question at a time, and goes on whenever.

What is asked next follows from what the village lacks, so nothing has to be remembered but the
answers of the one thing that is being described. Each answer is checked by the rules of the
village folder, and each thing is kept as soon as it is whole.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from tournee.bot.conversation.events import Event, Pressed, Said
from tournee.bot.conversation.model import Facts, Say, Turn
from tournee.bot.conversation.operator import finding, walk_answers
from tournee.bot.conversation.operator import people_words as words
from tournee.bot.conversation.operator.walk import (
    MAY_SKIP,
    StepKept,
    StepRefused,
    Walk,
    WalkPaused,
    asked,
    next_step,
    of_operator,
    refused,
    shown,
)
from tournee.bot.conversation.townhall_events import (
    PersonAdded,
    Unfit,
    VillageChanged,
    VillageFaulty,
)
from tournee.nlu.words.tokens import tokenize

if TYPE_CHECKING:
    from tournee.bot.conversation.operator.state import State


def run(state: "State", facts: Facts) -> Turn["State"]:
    """'/village': show what there is, and put the next question."""
    if facts.me is None:
        return Turn(state=state)
    before = next((w for w in state.walks if w.by == facts.me.slug), None)
    walk = before if before is not None else Walk(by=facts.me.slug, step="done")
    walk = replace(walk, paused=False)
    if walk.step == "done":
        walk = next_step(replace(walk, skipped=()), facts)
    return asked(state, walk, facts, shown(facts, complete=walk.step == "done"))


def answer(state: "State", facts: Facts, said: Said) -> Turn["State"] | None:
    """Take an answer to the question that is open; None where none is."""
    walk = of_operator(state, facts)
    if walk is None or said.card is not None:
        return None
    tokens = tokenize(said.text)
    found = words.at("walk", tokens, 0)
    whole = found is not None and found[0] >= len([t for t in tokens if t.norm not in ".!"])
    key = found[1] if found and whole else ""
    if key == "later":
        return _later(state, walk)
    if key in {"skip", "done"} and walk.step in MAY_SKIP:
        return _skipped(state, walk, facts)
    return walk_answers.ANSWERS[walk.step](state, walk, said.text.strip(), facts)


def pressed(state: "State", facts: Facts, event: Pressed) -> Turn["State"] | None:
    """[Passer], [Plus tard]; None for any other button."""
    walk = of_operator(state, facts)
    if event.action not in {"skip", "later"} or walk is None:
        return None
    if event.action == "later":
        return _later(state, walk)
    return _skipped(state, walk, facts)


def _later(state: "State", walk: Walk) -> Turn["State"]:
    others = tuple(w for w in state.walks if w.by != walk.by)
    paused = replace(state, walks=(*others, replace(walk, paused=True)))
    return Turn(state=paused, says=(Say(reply=WalkPaused()),))


def left(state: "State", facts: Facts) -> "State":
    """Leave the questions for a command that is about something else; '/village' goes on."""
    walk = of_operator(state, facts)
    if walk is None:
        return state
    others = tuple(w for w in state.walks if w.by != walk.by)
    return replace(state, walks=(*others, replace(walk, paused=True)))


def _skipped(state: "State", walk: Walk, facts: Facts) -> Turn["State"]:
    if walk.step not in MAY_SKIP:
        return refused(state, walk, "")
    match walk.step:
        case "shop_phone":
            return walk_answers.shop(state, walk, None)
        case "round_capacity":
            return walk_answers.round_(state, walk, None, facts)
        case "keeper":
            skipped = (*walk.skipped, f"keeper:{walk.shop}")
        case _:
            skipped = (*walk.skipped, walk.step)
    return asked(state, next_step(replace(walk, skipped=skipped), facts), facts)


def outcome(state: "State", facts: Facts, event: Event) -> Turn["State"] | None:
    """Say what was kept, and go on; None where nobody is on the way."""
    walk = of_operator(state, facts)
    match event:
        case VillageChanged() if walk is not None:
            kept = StepKept(what=event.what, name=event.name)
            return asked(state, next_step(walk, facts), facts, kept)
        case VillageChanged():
            return Turn(state=state, says=(Say(reply=StepKept(what=event.what, name=event.name)),))
        case VillageFaulty(faults=faults) if walk is not None:
            again = next_step(walk, facts)
            fault = StepRefused(step=again.step, value="", faults=faults)
            return asked(state, again, facts, fault)
        case VillageFaulty(faults=faults):
            reply = StepRefused(step="name", value="", faults=faults)
            return Turn(state=state, says=(Say(reply=reply),))
        case PersonAdded(person=slug) if walk is not None:
            person = finding.known(facts, slug)
            kept = StepKept(what="person", name=person.name if person else "")
            return asked(state, next_step(walk, facts), facts, kept)
        case Unfit(value=value) if walk is not None:
            return refused(state, walk, value)
    return None
