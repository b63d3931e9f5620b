"""Announcements: what would go to how many and for how much, then the sending itself, stoppable."""

from collections import Counter as Tally
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from tournee.bot.conversation.circle import Announcement
from tournee.bot.conversation.commands import Schedule, Unschedule
from tournee.bot.conversation.events import Due, Pressed
from tournee.bot.conversation.model import Facts, Reply, Say, Turn
from tournee.bot.conversation.operator import finding, proposals
from tournee.bot.conversation.operator.proposals import Announcing, Proposal
from tournee.bot.conversation.townhall_commands import (
    Announce,
    LookAtAnnouncement,
    StopAnnouncement,
)
from tournee.bot.conversation.townhall_events import AnnouncementMoved
from tournee.catalog.model import Channel, Person, Role
from tournee.catalog.quantity import Money

if TYPE_CHECKING:
    from tournee.bot.conversation.operator.state import State

LONGEST: Final = 1000
"""Characters of an announcement."""
SHORTEST: Final = 3
LOOK_EVERY: Final = timedelta(seconds=30)
DUE: Final = "announcement:"
Settled = Literal["", "sent", "dropped"]
READERS: Final = frozenset({Role.RESIDENT, Role.SHOPKEEPER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """How many read by one channel in one language."""

    channel: Channel
    locale: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementAsked(Reply):
    """The preview: nothing has gone out."""

    text: str
    readers: tuple[Readers, ...]
    price: Money
    """Of one segment."""
    undecided: int
    """Residents who have not said whether they want announcements."""
    first: bool
    """It is the village's first: from now on residents are asked."""
    settled: Settled = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementShown(Reply):
    """How far it is."""

    announcement: Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementUnfit(Reply):
    """Too long, or nothing to say."""

    length: int


AnnounceReply = AnnouncementAsked | AnnouncementShown | AnnouncementUnfit


def run(argument: str, state: "State", facts: Facts) -> Turn["State"]:
    """'/annonce Le marché de Noël a lieu dimanche sur la place.'."""
    text = argument.strip()
    if not SHORTEST <= len(text) <= LONGEST:
        return Turn(state=state, says=(Say(reply=AnnouncementUnfit(length=len(text))),))
    by = facts.me.slug if facts.me else finding.everybody(facts)[0].slug
    state, proposal = proposals.add(state, by, facts.now, Announcing(text=text))
    return Turn(
        state=state, says=(Say(reply=asked(text, state.alerts.price, facts), card=proposal.card),)
    )


def asked(text: str, price: Decimal, facts: Facts, settled: Settled = "") -> AnnouncementAsked:
    """Count who would read a text, as `announcing` will send it."""
    said = {c.person: c.given for c in facts.consents}
    people = [p for p in finding.everybody(facts) if p.role in READERS and address(p, facts)]
    tally = Tally(
        (channel, locale_of(p, facts))
        for p in people
        if said.get(p.slug) and (channel := address(p, facts))
    )
    return AnnouncementAsked(
        text=text,
        readers=tuple(
            Readers(channel=channel, locale=locale, people=count)
            for (channel, locale), count in sorted(tally.items())
        ),
        price=Money(amount=price, currency=facts.village.settings.currency),
        undecided=sum(p.role is Role.RESIDENT and p.slug not in said for p in people),
        first=not facts.announces,
        settled=settled,
    )


def address(person: Person, facts: Facts) -> Channel | None:
    """Return by which channel somebody is written to; None where nothing reaches them."""
    reached = next((r for r in facts.reached if r.person == person.slug), None)
    if reached is not None:
        return None if reached.blocked else reached.channel
    if person.telegram is not None:
        return Channel.TELEGRAM
    if person.phone is not None:
        return Channel.SMS
    return Channel.WHATSAPP if person.whatsapp is not None else None


def locale_of(person: Person, facts: Facts) -> str:
    locales = facts.village.settings.locales
    return person.locale if person.locale in locales else locales[0]


def pressed(
    state: "State", facts: Facts, event: Pressed, proposal: Proposal, what: Announcing
) -> Turn["State"]:
    """Send it, or leave it."""
    sends = event.action == "apply"
    shown = asked(what.text, state.alerts.price, facts, "sent" if sends else "dropped")
    commands = (Announce(text=what.text),) if sends else ()
    says = (Say(reply=shown, card=proposal.card),)
    return Turn(state=state, says=says, commands=commands)


def stop(state: "State", event: Pressed) -> Turn["State"]:
    """[Arrêter] under an announcement that is going out."""
    number = (event.card or "").removeprefix(DUE)
    if not number.isdecimal():
        return Turn(state=state)
    return Turn(state=state, commands=(StopAnnouncement(number=int(number)),))


def moved(state: "State", event: AnnouncementMoved, facts: Facts) -> Turn["State"]:
    """Show how far it is, and look again while something waits."""
    found = event.announcement
    if not found.people:
        return Turn(state=state)  # but from now on residents are asked
    card = f"{DUE}{found.number}"
    says = (Say(reply=AnnouncementShown(announcement=found), card=card),)
    if not found.waiting or found.stopped:
        return Turn(state=state, says=says, commands=(Unschedule(key=card),))
    look = Schedule(key=card, at=facts.now + LOOK_EVERY, event=Due(what=card))
    return Turn(state=state, says=says, commands=(look,))


def due(state: "State", event: Due) -> Turn["State"] | None:
    """Look how far an announcement is; None where a time is for something else."""
    what, _, number = event.what.partition(":")
    if f"{what}:" != DUE or not number.isdecimal():
        return None
    return Turn(state=state, commands=(LookAtAnnouncement(number=int(number)),))
