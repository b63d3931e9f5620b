"""Residents who want a person: from the bot to an operator, and back.

A thread that nobody has answered reminds: after a quarter of an hour, after two hours more, then
each morning, and never in the quiet hours. One that an operator answers and then leaves for a day
goes back to the bot by itself.
"""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from tournee.bot.budgets import MOST
from tournee.bot.conversation import hours
from tournee.bot.conversation.commands import Command, Post, Schedule, Unschedule
from tournee.bot.conversation.events import (
    Due,
    HandedBack,
    HelpWanted,
    OperatorWrote,
    Pressed,
    Said,
)
from tournee.bot.conversation.model import Facts, Reply, Say, Turn
from tournee.bot.conversation.operator import announce, look
from tournee.bot.conversation.operator.replies import (
    MessagesStopped,
    NoThread,
    PassedOn,
    ResidentWrote,
    TakenAlready,
    ThreadShown,
    ThreadWaits,
    WhichThread,
)
from tournee.bot.conversation.operator.service_message import MessageTooLong
from tournee.bot.conversation.operator.state import BOT, State, Thread
from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.conversation.townhall_events import TakenOver
from tournee.bot.gsm7 import plain, segments
from tournee.catalog.model import Channel

MOST_TEXTS: Final = 6
"""What a card shows of a thread, the last of it."""

QUIETLY: Final = frozenset({"absent", "no_order", "not_delivered"})
"""Nobody waits for an answer: the card is shown once, and nobody is reminded of it."""
LONGEST_ON_CARD: Final = 200
LONGEST_OF_BOT: Final = 120
"""Characters of what the bot had said."""
LONGEST: Final = 2000
"""Characters of one text."""

REMINDERS: Final = (timedelta(minutes=15), timedelta(hours=2))
"""How long a resident waits before the operators are reminded, the first times."""
MORNING: Final = time(9)
"""When they are reminded after that."""
MOST_REMINDERS: Final = 5
LEFT_FOR: Final = timedelta(hours=24)
"""How long a thread stays with an operator who writes nothing more."""
REMINDER, END = "thread_reminder:", "thread_end:"


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


def in_thread(thread: Thread, reply: Reply, facts: Facts) -> Say:
    """Say something in a message of its own, which a forum shows in the thread's topic."""
    moment = int(facts.now.timestamp() * 1000)
    return Say(reply=reply, card=f"{thread.card}:{type(reply).__name__}:{moment}")


def changed(state: State, thread: Thread) -> State:
    threads = tuple(thread if t.number == thread.number else t for t in state.threads)
    return replace(state, threads=threads)


# --- what residents want -------------------------------------------------------------------------


def wanted(state: State, facts: Facts, event: HelpWanted) -> Turn[State]:
    """Open a thread, or add to the one that is open."""
    who = look.who(facts, event.resident)
    if event.why == "stopped":
        orders = look.open_numbers(facts, event.resident)
        return say(state, MessagesStopped(who=who, orders=orders))
    thread = state.of_resident(event.resident)
    if thread is None:
        return _opened(state, facts, event)
    new = event.texts[-1:]
    texts = (*thread.texts, *shortened(new))[-MOST_TEXTS:]
    waiting = thread.waiting_since or facts.now
    again = thread.waiting_since is None
    reminded = 0 if again else thread.reminded
    thread = replace(thread, texts=texts, waiting_since=waiting, reminded=reminded)
    taken = thread.taken_by is not None
    news = [
        in_thread(thread, ResidentWrote(who=who, text=t, taken=taken), facts)
        for t in shortened(new, LONGEST)
    ]
    return Turn(
        state=changed(state, thread),
        says=(card(facts, thread), *news),
        commands=(_reminder(thread, facts),) if again else (),
    )


def shortened(texts: tuple[str, ...], longest: int = LONGEST_ON_CARD) -> tuple[str, ...]:
    return tuple(t if len(t) <= longest else f"{t[: longest - 1].rstrip()}…" for t in texts)


def _end_of(text: str) -> str:
    """Keep how a long text ends: there it asks."""
    return text if len(text) <= LONGEST_OF_BOT else f"…{text[1 - LONGEST_OF_BOT :].lstrip()}"


def _opened(state: State, facts: Facts, event: HelpWanted) -> Turn[State]:
    said = [f"{BOT} {_end_of(' · '.join(t.splitlines()))}" for t in facts.answered]
    texts = shortened(event.texts)
    thread = Thread(
        number=state.count + 1,
        resident=event.resident,
        why=event.why,
        since=event.at or facts.now,
        texts=(*texts[:-1], *said, *texts[-1:])[-MOST_TEXTS:],
        waiting_since=event.at or facts.now,
    )
    state = replace(state, threads=(*state.threads, thread), count=thread.number)
    reminded = () if event.why in QUIETLY else (_reminder(thread, facts),)
    return Turn(state=state, says=(card(facts, thread),), commands=reminded)


# --- what time brings ----------------------------------------------------------------------------


def _reminder(thread: Thread, facts: Facts) -> Command:
    at = _next(thread.reminded, facts)
    event = Due(what=f"{REMINDER}{thread.number}")
    return Schedule(key=f"{REMINDER}{thread.number}", at=at, event=event)


def _next(reminded: int, facts: Facts) -> datetime:
    if reminded < len(REMINDERS):
        return hours.awake(facts.now + REMINDERS[reminded], facts.village)
    return hours.next_at(facts.now, MORNING, facts.village)


def due(state: State, facts: Facts, event: Due) -> Turn[State] | None:
    """Remind of a thread, or give it back; None where a time is for something else."""
    what, _, number = event.what.partition(":")
    if f"{what}:" not in {REMINDER, END} or not number.isdecimal():
        return None
    thread = next((t for t in state.threads if t.number == int(number)), None)
    if thread is None:
        return Turn(state=state)
    return _left(state, facts, thread) if f"{what}:" == END else _reminded(state, facts, thread)


def _reminded(state: State, facts: Facts, thread: Thread) -> Turn[State]:
    if thread.waiting_since is None or thread.reminded >= MOST_REMINDERS:
        return Turn(state=state)
    waits = ThreadWaits(
        who=look.who(facts, thread.resident),
        since=thread.waiting_since,
        text=thread.texts[-1] if thread.texts else "",
        taken_by=thread.taken_name,
    )
    thread = replace(thread, reminded=thread.reminded + 1)
    return Turn(
        state=changed(state, thread),
        says=(in_thread(thread, waits, facts), card(facts, thread)),
        commands=(_reminder(thread, facts),),
    )


def _left(state: State, facts: Facts, thread: Thread) -> Turn[State]:
    """Nobody has written for a day: the bot answers again."""
    if thread.taken_by is None:
        return Turn(state=state)
    return _closed(state, facts, thread, by="")


def _closed(state: State, facts: Facts, thread: Thread, by: str) -> Turn[State]:
    left = tuple(t for t in state.threads if t.number != thread.number)
    return Turn(
        state=replace(state, threads=left),
        says=(card(facts, thread, closed_by=by),),
        commands=(
            Post(to=_party(thread), event=HandedBack()),
            Unschedule(key=f"{REMINDER}{thread.number}"),
            Unschedule(key=f"{END}{thread.number}"),
        ),
    )


def _party(thread: Thread) -> Party:
    return Party(kind=PartyKind.RESIDENT, slug=thread.resident)


def _end(thread: Thread, facts: Facts) -> Command:
    event = Due(what=f"{END}{thread.number}")
    return Schedule(key=f"{END}{thread.number}", at=facts.now + LEFT_FOR, event=event)


# --- what operators do ---------------------------------------------------------------------------


def take_over(state: State, facts: Facts, pressed: Pressed) -> Turn[State]:
    """Let the operator who tapped answer; the bot keeps quiet until it is handed back."""
    thread = _meant(state, pressed, waiting=True)
    if thread is None or facts.me is None:
        return say(state, NoThread())
    if thread.taken_by is not None and thread.taken_by != facts.me.slug:
        who = look.who(facts, thread.resident)
        return say(state, TakenAlready(who=who, by=thread.taken_name))
    thread = replace(thread, taken_by=facts.me.slug, taken_name=facts.me.name)
    quiet = Post(to=_party(thread), event=TakenOver(name=facts.me.name))
    return Turn(
        state=changed(state, thread),
        says=(card(facts, thread),),
        commands=(quiet, _end(thread, facts)),
    )


def hand_back(state: State, facts: Facts, pressed: Pressed) -> Turn[State]:
    thread = _meant(state, pressed, waiting=False)
    if thread is None:
        return say(state, NoThread())
    return _closed(state, facts, thread, by=facts.me.name if facts.me else "")


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

    A reply to a thread's card, or a word in its topic, goes there and takes it over; other messages
    go to the one resident whom the writer is answering.
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
    if (count := _too_long(facts, thread, text)) is not None:
        return Turn(state=state, says=(in_thread(thread, MessageTooLong(segments=count), facts),))
    says: list[Say] = []
    takes = thread.taken_by is None
    if takes:
        thread = replace(thread, taken_by=facts.me.slug, taken_name=facts.me.name)
    thread = replace(thread, waiting_since=None, reminded=0)
    if takes:
        says.append(card(facts, thread))
    passed = PassedOn(who=look.who(facts, thread.resident))
    says.append(in_thread(thread, passed, facts))
    event = OperatorWrote(name=facts.me.name, text=text)
    return Turn(
        state=changed(state, thread),
        says=tuple(says),
        commands=(
            Post(to=_party(thread), event=event),
            _end(thread, facts),
            Unschedule(key=f"{REMINDER}{thread.number}"),
        ),
    )


def _too_long(facts: Facts, thread: Thread, text: str) -> int | None:
    """Return how many SMS the words would take, where that is more than one person may get."""
    person = next((p for p in facts.people if p.slug == thread.resident), None)
    if facts.me is None or person is None or announce.address(person, facts) is not Channel.SMS:
        return None
    count = segments(plain(f"{facts.me.name}: {text}"))
    return count if count > MOST else None
