"""What becomes of a message that a channel refused, or took and then lost."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from tournee.bot import eventcodec
from tournee.bot.conversation.events import Event, HelpWanted, OptedOut
from tournee.bot.conversation.habit_events import Unreached
from tournee.bot.conversation.party import OPERATORS, Party, PartyKind
from tournee.bot.conversation.townhall_events import ShopUnlinked
from tournee.bot.gsm7 import plain
from tournee.bot.messages import Draft, Fate, Outgoing, Report
from tournee.bot.storage import Conversations, Mailbox, News, Outbox, party_of_key
from tournee.catalog.model import Channel, PersonSlug, ShopSlug

MOST_ATTEMPTS = 12
MOST_LOST = 3
"""How often a message is paid for again that a channel took and then lost."""
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=15)
LOST_WAIT = timedelta(minutes=10)
"""A telephone that is off is not on again in a second."""
QUOTED = 200
LANDLINE = frozenset({"21614", "30006"})
"""Twilio's codes for a number that takes no messages."""


def settle(
    session: Session,
    message: Outgoing,
    fate: Fate,
    code: str,
    *,
    now: datetime,
    ways: Collection[Channel],
) -> None:
    """Write down what follows from a failure. `ways` are the channels that can send at all."""
    outbox = Outbox(session)
    match fate:
        case Fate.AGAIN if message.attempts <= MOST_LOST:
            outbox.again(message, now + LOST_WAIT * message.attempts, code)
        case Fate.ELSEWHERE if message.in_window and message.draft.channel is Channel.WHATSAPP:
            outbox.close_window(message, now)
        case Fate.ELSEWHERE if _may_go_by_sms(message, ways):
            outbox.by_sms(message, numbered(message.draft), now)
        case Fate.STOPPED:
            outbox.give_up(message, code)
            _post(session, message, party_of_key(message.id.party), OptedOut(), now)
        case _:
            outbox.give_up(message, code)
            if fate is Fate.UNREACHABLE:
                party = party_of_key(message.id.party)
                Conversations(session, message.village).block(party, code)
            _tell_operators(session, message, code, now)


def tell_unlinked(session: Session, message: Outgoing, now: datetime, *, shut_out: bool) -> None:
    """Tell the operators of an order that its shop's group can't see, at once.

    `shut_out`: the shop has a group, in which the bot may not write.
    """
    party = party_of_key(message.id.party)
    number = message.draft.order
    if party.kind is PartyKind.SHOP and number is not None:
        event = ShopUnlinked(shop=ShopSlug(party.slug), number=number, shut_out=shut_out)
        _post(session, message, OPERATORS, event, now)


def take_report(session: Session, report: Report, ways: Collection[Channel]) -> bool:
    """Move a message's status on; False where the report is late, repeated or of nothing known."""
    outbox = Outbox(session)
    message = outbox.of_mark(report.village, report.mark, report.at)
    if message is None or not outbox.moved(report):
        return False
    if report.fate is not None:
        settle(session, message, report.fate, report.code or "", now=report.at, ways=ways)
    return True


def numbered(draft: Draft) -> str:
    """The text with its choices as a numbered list, in the characters that cost least."""
    choices = [b.label for row in draft.buttons for b in row if b.action.startswith("choose:")]
    lines = [f"{number} {label}" for number, label in enumerate(choices, 1)]
    return plain("\n".join([draft.text, *lines]))


def back_off(attempts: int) -> timedelta:
    """Doubles from five seconds to a quarter of an hour; `attempts` counts from 1."""
    doublings = min(max(attempts - 1, 0), 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def _may_go_by_sms(message: Outgoing, ways: Collection[Channel]) -> bool:
    return message.draft.channel is Channel.WHATSAPP and Channel.SMS in ways


def _tell_operators(session: Session, message: Outgoing, code: str, now: datetime) -> None:
    """A resident who could not be reached is somebody to phone."""
    party = party_of_key(message.id.party)
    if party.kind is PartyKind.RESIDENT:
        wanted = HelpWanted(
            resident=PersonSlug(party.slug),
            why="landline" if code in LANDLINE else "unreachable",
            texts=(message.draft.text[:QUOTED],),
        )
        _post(session, message, OPERATORS, wanted, now)
        _post(session, message, party, Unreached(), now)


def _post(session: Session, message: Outgoing, to: Party, event: Event, now: datetime) -> None:
    Mailbox(session).post(
        News(
            village=message.village,
            key=f"delivery/{message.id.party}/{message.id.number:08}/{to.key}",
            party=to,
            event=eventcodec.dump(event),
            due_at=now,
        )
    )
