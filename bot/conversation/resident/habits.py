"""How a resident wants things done: said once in a few words, kept until they say otherwise."""

from dataclasses import replace

from tournee.bot.conversation.events import Said
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.resident import (
    cadence,
    collecting,
    look,
    standing,
    steering,
    substitutes,
    watching,
)
from tournee.bot.conversation.resident.cues import Habit, cues, is_only, tokens_of
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies.habits import RemindersSet
from tournee.bot.conversation.resident.state import AskConfirm, AskName, AskPlace, State
from tournee.nlu.model import Intent, Parse

_WEEKS = frozenset({Habit.OTHER_WEEK, Habit.WEEKLY})
_OFTEN = _WEEKS | cadence.ROUNDS
_HOW_IT_COMES = _OFTEN | {
    Habit.COLLECT,
    Habit.DELIVER,
    Habit.EVERY,
    Habit.EVERY_OTHER,
    Habit.ALSO,
}


def plain(text: str) -> str:
    """Return what of a message the understanding shall read: without how often, and 'if none'."""
    rest = cadence.without(substitutes.without_clause(text))
    tokens = tokens_of(rest)
    often = next((c for c in cues(tokens) if c.habit in _OFTEN), None)
    if often is None:
        return rest if any(c.isalnum() for c in rest) else text
    before, after = rest[: tokens[often.start].start], rest[tokens[often.end - 1].end :]
    cut = f"{before.rstrip()} {after.lstrip()}"
    return cut.strip(" ,;:") if any(c.isalnum() for c in cut) else text


def is_of_habits(text: str) -> bool:
    """Tell whether something else than messages is to be stopped: reminders, a regular order."""
    found = {cue.habit for cue in cues(tokens_of(text))}
    return bool(found & _STOPPED) or {Habit.END, Habit.REGULAR} <= found


_STOPPED = frozenset({Habit.UNWATCH, Habit.NO_REMINDER, Habit.NEVER_SUBSTITUTE})


def heard(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome | None:
    """Take in a message that is about nothing else; None for any other."""
    if is_only(said.text, Habit.NO_REMINDER):
        return _reminders(state, on=False)
    if is_only(said.text, Habit.REMINDER):
        return _reminders(state, on=True)
    if (watched := watching.heard(state, said.text, facts)) is not None:
        return watched
    goods = bool(parse.lines or parse.unresolved) and not substitutes.is_only_clause(said.text)
    if not goods and (noted := substitutes.heard(state, said.text, facts)) is not None:
        return noted
    return steering.heard(state, said.text, parse, facts)


def _reminders(state: State, *, on: bool) -> Outcome:
    kept = replace(state, reminders=on)
    return Outcome(state=kept, replies=(RemindersSet(on=on),), answered=True)


def noted(state: State, said: Said, parse: Parse, facts: Facts) -> tuple[State, Parse, Outcome]:
    """Take in what a message with goods says besides: how often, collected, what if there is none.

    Returns the state and the parse as the rest of the message is to be read, and an outcome with
    the replies and commands that come with it.
    """
    held, before = state, parse
    named = frozenset(line.sku for line in parse.lines)
    beside = substitutes.heard(state, said.text, facts, named) or Outcome(state=state)
    state, parse, notes = standing.said(state, said.text, parse, facts)
    beside = beside.after(*notes)
    collected = collecting.said(state, said.text, parse.place, facts)
    if collected != state and (state.wants or parse.lines or parse.unresolved):
        state = collected
        if parse.intent is Intent.OTHER:
            parse = replace(parse, intent=Intent.SET_DELIVERY)
    if _is_more(said.text, state, parse, facts):
        parse = replace(parse, intent=Intent.ADD)
    read = _not_this_week(said.text, parse, facts)
    known = read != before or state != held
    return state, replace(read, confidence=1.0, intents=()) if known else read, beside


def _is_more(text: str, state: State, parse: Parse, facts: Facts) -> bool:
    """'PLUS 1 baguette', after a reminder: one more of what is ordered."""
    first = next(iter(cues(tokens_of(text)[:1])), None)
    counted = any(line.qty or line.count for line in parse.lines)
    return (
        first is not None
        and first.habit is Habit.PLUS
        and counted
        and not state.wants
        and look.newest_changeable(facts) is not None
    )


def _not_this_week(text: str, parse: Parse, facts: Facts) -> Parse:
    """'pas cette semaine': the first round of the next one."""
    if not any(c.habit is Habit.NOT_THIS_WEEK for c in cues(tokens_of(text))):
        return parse
    today = look.today(facts)
    coming = (r for r in facts.rounds if r.date.isocalendar()[:2] > today.isocalendar()[:2])
    run = next((r for r in coming if not r.cancelled and facts.now < r.cutoff), None)
    moved = replace(parse, day=run.date if run else None, period=None)
    if parse.lines or parse.unresolved or run is None:
        return moved
    return replace(moved, intent=Intent.SET_DELIVERY, answer=None)


def is_wish_for_basket(state: State, text: str) -> bool:
    """Tell whether a message only says how the basket that is shown shall come."""
    wished = any(c.habit in _HOW_IT_COMES for c in cues(tokens_of(text)))
    where = AskConfirm | AskPlace | AskName | None
    return wished and bool(state.wants) and isinstance(state.asked, where)
