"""What the town hall tells a resident: orders made for them, announcements, that a person answers.

Announcements reach only those who agreed to them, for that purpose and by a word of their own
('oui aux annonces'); the question is put once, with a delivery.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import Final, assert_never

from tournee.bot.conversation.commands import Command
from tournee.bot.conversation.events import Event, Located, Pressed, Said, Unreadable
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.resident import arriving, circle, look, people
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies.circle import (
    AnnouncementRead,
    AnnouncementsAsked,
    Barred,
    ConsentTaken,
    ForYou,
    InvitationRead,
    RoundMessage,
)
from tournee.bot.conversation.resident.state import State
from tournee.bot.conversation.townhall_commands import NoteConsent
from tournee.bot.conversation.townhall_events import (
    Announced,
    ConsentNoted,
    HelpAsked,
    HelpSettled,
    InvitedByMessage,
    OrderedForYou,
    TakenOver,
)
from tournee.nlu.model import Intent
from tournee.nlu.words.phrases import LOCALES, load_words
from tournee.nlu.words.tokens import fold
from tournee.orders.events import OrderDelivered

Heard = (
    Announced
    | ConsentNoted
    | HelpAsked
    | HelpSettled
    | InvitedByMessage
    | OrderedForYou
    | TakenOver
)
FIRST_CONTACT = (HelpAsked, OrderedForYou, InvitedByMessage)
"""What may be the first that somebody hears of the bot: it says who it is."""
ANSWERED_WITHIN: Final = timedelta(days=1)
"""How long a bare yes or no answers the question about announcements."""
MOST_WORDS: Final = 4
Reminding = Callable[[State, OrderedForYou, Facts], tuple[Command, ...]]


def heard(state: State, event: Heard, facts: Facts, reminding: Reminding) -> Outcome:
    """Let a resident hear what others have done; `reminding` plans the evening before."""
    match event:
        case HelpAsked():
            return circle.asked(state, event)
        case HelpSettled():
            return circle.settled(state, event)
        case OrderedForYou():
            return _ordered(state, event, facts, reminding)
        case Announced(text=text, round_of=day) if day is not None:
            message = RoundMessage(day=day, text=text)
            return Outcome(state=state, replies=(message,), asks=False)
        case Announced(text=text):
            agreed = any(c.given for c in facts.consents)
            replies = (AnnouncementRead(text=text),) if agreed else ()
            return Outcome(state=state, replies=replies, asks=False)
        case ConsentNoted(given=given):
            return Outcome(state=state, replies=(ConsentTaken(given=given),), asks=False)
        case InvitedByMessage(by=by, code=code):
            return Outcome(state=state, replies=(InvitationRead(by=by, code=code),), asks=False)
        case TakenOver():
            return Outcome(state=people.rested(state, facts), asks=False)
        case _:
            assert_never(event)


def _ordered(state: State, event: OrderedForYou, facts: Facts, reminding: Reminding) -> Outcome:
    told = arriving.first_time(state, f"for_{event.what}", event.number, facts)
    orders = look.of_number(facts, event.number)
    if told is None or not orders:
        return Outcome(state=state, asks=False)
    own = facts.me is not None and orders[0].resident == facts.me.slug
    reply = ForYou(
        number=event.number,
        by=event.by,
        what=event.what,
        lines=look.shown_order(facts, event.number),
        total=look.due(facts, event.number),
        round=look.round_date(facts, orders[0]),
        own=own,
    )
    commands = reminding(told, event, facts) if own and event.what == "placed" else ()
    return Outcome(state=told, replies=(reply,), commands=commands, asks=False)


# --- announcements -------------------------------------------------------------------------------


def consent(state: State, said: Said, facts: Facts) -> Outcome | None:
    """Take a word on announcements; None where a message is of something else."""
    given = _consents().get(_plain(said.text))
    given = _bare(state, said, facts) if given is None else given
    if given is None or facts.me is None:
        return None
    note = NoteConsent(person=facts.me.slug, given=given)
    state = replace(state, announcements_asked_at=None)
    return Outcome(state=state, commands=(note,), asks=False)


def _bare(state: State, said: Said, facts: Facts) -> bool | None:
    """Read a yes or no right after the question; None where it may answer something else."""
    at, parse = state.announcements_asked_at, said.parse
    if at is None or facts.now - at > ANSWERED_WITHIN or parse is None or parse.lines:
        return None
    if state.wants or state.asked or state.pending or len(said.text.split()) > MOST_WORDS:
        return None
    return {Intent.CONFIRM: True, Intent.DECLINE: False}.get(parse.intent)


def asking(outcome: Outcome, event: Event, facts: Facts) -> Outcome:
    """Ask with a delivery, once, whether announcements are welcome."""
    asked = outcome.state.asked_announcements
    if asked or not isinstance(event, OrderDelivered) or not outcome.replies:
        return outcome
    if not facts.announces or facts.consents:
        return outcome
    state = replace(outcome.state, asked_announcements=True, announcements_asked_at=facts.now)
    return replace(outcome, state=state, replies=(*outcome.replies, AnnouncementsAsked()))


def _plain(text: str) -> str:
    return " ".join(fold(text).replace("'", " ").strip(" .!").split())


@lru_cache(maxsize=1)
def _consents() -> dict[str, bool]:
    return {
        _plain(phrase): answer == "yes"
        for locale in LOCALES
        for answer, phrases in load_words(locale, "townhall")["consent"].items()
        for phrase in phrases
    }


# --- who is barred -------------------------------------------------------------------------------

ALLOWED = frozenset({Intent.STOP, Intent.HUMAN, Intent.COMPLAINT})


def barred(state: State, event: Event, facts: Facts) -> Outcome | None:
    """Answer somebody from whom the operators take no orders; a person still hears them."""
    if facts.me is None or not facts.me.barred or people.is_with_person(state, facts):
        return None
    match event:
        case Said(text=text, parse=parse):
            asks = people.about_data(state, text, facts) is not None
            if asks or (parse is not None and parse.intent in ALLOWED):
                return None
            if people.is_stop(text, facts.channel):
                return None
        case Pressed(action="person"):
            return None
        case Pressed() | Unreadable() | Located():
            pass
        case _:
            return None
    return Outcome(state=state, replies=(Barred(person=look.operator_name(facts)),), asks=False)
