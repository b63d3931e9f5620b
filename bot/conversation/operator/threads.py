"""Residents who want a person: from the bot to an operator, and back."""

from dataclasses import replace
from typing import Final

from tournee.bot.conversation.commands import Post
from tournee.bot.conversation.events import HandedBack, HelpWanted, OperatorWrote, Pressed, Said
from tournee.bot.conversation.model import Facts, Reply, Say, Turn
from tournee.bot.conversation.operator import look
from tournee.bot.conversation.operator.replies import (
    MessagesStopped,
    NoThread,
    PassedOn,
    ResidentWrote,
    TakenAlready,
    ThreadShown,
    WhichThread,
)
from tournee.bot.conversation.operator.state import State, Thread
from tournee.bot.conversation.party import Party, PartyKind

MOST_TEXTS: Final = 6
"""What a card shows of a thread, the last of it."""

LONGEST_ON_CARD: Final = 200
LONGEST: Final = 2000
"""Characters of one text."""


def say(state: State, *replies: Reply) -> Turn[State]:
    return Turn(state=state, says=tuple(Say(reply=r) for r in replies))


def card(facts: Facts, thread: Thread, closed_by: str | None = None) -> Say:
    reply = ThreadShown(
        who=look.who(facts, thread.resident),
        why=thread.why,
        texts=thread.texts,
        orders=look.open_numbers(facts, thread.resident),
        taken_by=thread.taken_name,
        closed_by=closed_by,
    )
    return Say(reply=reply, card=thread.card)


def changed(state: State, thread: Thread) -> State:
    threads = tuple(thread if t.number == thread.number else t for t in state.threads)
    return replace(state, threads=threads)


def wanted(state: State, facts: Facts, event: HelpWanted) -> Turn[State]:
    """Open a thread, or add to the one that is open."""
    who = look.who(facts, event.resident)
    if event.why == "stopped":
        orders = look.open_numbers(facts, event.resident)
        return say(state, MessagesStopped(who=who, orders=orders))
    thread = state.of_resident(event.resident)
    if thread is None:
        return _opened(state, facts, event)
    texts = (*thread.texts, *shortened(event.texts))[-MOST_TEXTS:]
    thread = replace(thread, texts=texts)
    taken = thread.taken_by is not None
    news = [
        Say(reply=ResidentWrote(who=who, text=t, taken=taken))
        for t in shortened(event.texts, LONGEST)
    ]
    return Turn(state=changed(state, thread), says=(card(facts, thread), *news))


def shortened(texts: tuple[str, ...], longest: int = LONGEST_ON_CARD) -> tuple[str, ...]:
    return tuple(t if len(t) <= longest else f"{t[: longest - 1].rstrip()}…" for t in texts)


def _opened(state: State, facts: Facts, event: HelpWanted) -> Turn[State]:
    thread = Thread(
        number=state.count + 1,
        resident=event.resident,
        why=event.why,
        since=facts.now,
        texts=shortened(event.texts)[-MOST_TEXTS:],
    )
    state = replace(state, threads=(*state.threads, thread), count=thread.number)
    return Turn(state=state, says=(card(facts, thread),))


def take_over(state: State, facts: Facts, pressed: Pressed) -> Turn[State]:
    """Let the operator who tapped answer; the bot keeps quiet until it is handed back."""
    thread = _meant(state, pressed, waiting=True)
    if thread is None or facts.me is None:
        return say(state, NoThread())
    if thread.taken_by is not None and thread.taken_by != facts.me.slug:
        who = look.who(facts, thread.resident)
        return say(state, TakenAlready(who=who, by=thread.taken_name))
    thread = replace(thread, taken_by=facts.me.slug, taken_name=facts.me.name)
    return Turn(state=changed(state, thread), says=(card(facts, thread),))


def hand_back(state: State, facts: Facts, pressed: Pressed) -> Turn[State]:
    thread = _meant(state, pressed, waiting=False)
    if thread is None:
        return say(state, NoThread())
    left = tuple(t for t in state.threads if t.number != thread.number)
    by = facts.me.name if facts.me else ""
    resident = Party(kind=PartyKind.RESIDENT, slug=thread.resident)
    return Turn(
        state=replace(state, threads=left),
        says=(card(facts, thread, closed_by=by),),
        commands=(Post(to=resident, event=HandedBack()),),
    )


def _meant(state: State, pressed: Pressed, *, waiting: bool) -> Thread | None:
    """Return the thread of a card or, where the channel does not tell, the newest that fits."""
    if (found := state.of_card(pressed.card)) is not None:
        return found
    if pressed.card is not None and pressed.card.startswith("thread:"):
        return None
    fitting = [t for t in state.threads if (t.taken_by is None) is waiting]
    return next(reversed([*state.threads, *fitting]), None)


def written(state: State, facts: Facts, said: Said) -> Turn[State] | None:
    """Pass on what an operator writes to a resident; None where it is for nobody.

    A reply to a thread's card goes there, and takes it over; other messages go to the one resident
    whom the writer is answering.
    """
    if facts.me is None:
        return None
    replied = state.of_card(said.card)
    mine = [t for t in state.threads if t.taken_by == facts.me.slug]
    if replied is None and len(mine) > 1:
        names = tuple(look.who(facts, t.resident).name for t in mine)
        return say(state, WhichThread(names=names))
    thread = replied or (mine[0] if mine else None)
    return _passed_on(state, facts, thread, said.text) if thread else None


def _passed_on(state: State, facts: Facts, thread: Thread, text: str) -> Turn[State]:
    if facts.me is None:
        return Turn(state=state)
    says: list[Say] = []
    if thread.taken_by is None:
        thread = replace(thread, taken_by=facts.me.slug, taken_name=facts.me.name)
        says.append(card(facts, thread))
    says.append(Say(reply=PassedOn(who=look.who(facts, thread.resident))))
    event = OperatorWrote(name=facts.me.name, text=text)
    resident = Party(kind=PartyKind.RESIDENT, slug=thread.resident)
    return Turn(
        state=changed(state, thread),
        says=tuple(says),
        commands=(Post(to=resident, event=event),),
    )
