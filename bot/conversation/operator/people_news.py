"""What comes of commands about people, and what is tapped on their cards."""

from dataclasses import replace

from tournee.bot.conversation.events import Pressed
from tournee.bot.conversation.model import Facts, Reply, Say, Turn
from tournee.bot.conversation.operator import announce, finding, people, proposals, service_message
from tournee.bot.conversation.operator.people_replies import (
    AddressTaken,
    ConsentWritten,
    EraseAsked,
    HelpLinkEnded,
    InvitedBySms,
    JoinAsked,
    Joined,
    OutOfDate,
    Parted,
    PersonEdited,
    PersonIsNew,
    ValueUnfit,
)
from tournee.bot.conversation.operator.proposals import (
    Announcing,
    Choice,
    Erasing,
    Joining,
    Messaging,
    Proposal,
)
from tournee.bot.conversation.operator.state import State
from tournee.bot.conversation.townhall_commands import ErasePerson, JoinPeople
from tournee.bot.conversation.townhall_events import (
    ConsentNoted,
    HelpSettled,
    InvitedByMessage,
    PeopleJoined,
    PeopleParted,
    PersonAdded,
    PersonChanged,
    PersonErased,
    Unfit,
)

PeopleEvent = (
    PersonChanged
    | PersonAdded
    | PeopleJoined
    | PeopleParted
    | PersonErased
    | ConsentNoted
    | HelpSettled
    | Unfit
    | InvitedByMessage
)


def heard(state: State, facts: Facts, event: PeopleEvent) -> Turn[State]:
    match event:
        case PersonChanged():
            return _changed(state, facts, event)
        case PersonAdded(person=slug):
            person = finding.known(facts, slug)
            if person is None:
                return Turn(state=state)
            new = Say(reply=PersonIsNew(person=person), card=f"edit:{event.number}")
            return Turn(state=state, says=(new,))
        case PeopleJoined():
            kept = people.name(facts, event.kept)
            joined = Joined(gone=event.gone, kept=kept, orders=event.orders)
            return Turn(state=state, says=(Say(reply=joined, card=f"edit:{event.number}"),))
        case PeopleParted():
            return _parted(state, facts, event)
        case ConsentNoted():
            name = people.name(facts, event.person)
            return people.say(state, ConsentWritten(name=name, given=event.given))
        case HelpSettled():
            other = people.name(facts, event.other)
            pair = (event.name, other) if event.helps else (other, event.name)
            return people.say(state, HelpLinkEnded(helper=pair[0], helped=pair[1]))
        case Unfit():
            reply = ValueUnfit(field=event.field, value=event.value, expected=event.expected)
            return people.say(state, _taken(event, facts) or reply)
        case InvitedByMessage(person=slug):
            person = finding.known(facts, slug)
            phone = (person.phone if person else None) or ""
            return people.say(state, InvitedBySms(name=people.name(facts, slug), phone=phone))
        case PersonErased():
            return Turn(state=state)


def _parted(state: State, facts: Facts, event: PeopleParted) -> Turn[State]:
    gone, kept = finding.known(facts, event.gone), finding.known(facts, event.kept)
    if gone is None or kept is None:
        return Turn(state=state)
    told = Parted(gone=gone, kept=kept, by=event.by)
    settled = Say(reply=replace(told, settles=True), card=f"edit:{event.number}")
    return Turn(state=state, says=(settled, Say(reply=told)))


def _changed(state: State, facts: Facts, event: PersonChanged) -> Turn[State]:
    reply = PersonEdited(
        name=people.name(facts, event.person), before=event.before, after=event.after
    )
    return Turn(state=state, says=(Say(reply=reply, card=f"edit:{event.number}"),))


def _taken(event: Unfit, facts: Facts) -> Reply | None:
    if event.expected != "taken":
        return None
    owners = (p for p in finding.everybody(facts) if event.value in {p.phone, p.whatsapp})
    owner = next((p.name or p.slug for p in owners), "")
    return AddressTaken(value=event.value, owner=owner)


# --- taps ----------------------------------------------------------------------------------------


def pressed(state: State, facts: Facts, event: Pressed) -> Turn[State]:
    """Do what a card proposes, or drop it."""
    proposal = proposals.of_card(state, event.card, facts.now)
    if proposal is None:
        return people.say(state, OutOfDate())
    done = proposals.settled(state, proposal)
    match proposal.what:
        case Choice():
            return _chosen(state, done, facts, event)
        case Joining() if event.action in {"apply", "cancel"}:
            return _joined(done, facts, event, proposal, proposal.what)
        case Announcing() if event.action in {"apply", "cancel"}:
            return announce.pressed(done, facts, event, proposal, proposal.what)
        case Messaging() if event.action in {"apply", "cancel"}:
            return service_message.pressed(done, facts, event, proposal, proposal.what)
        case Erasing() if event.action in {"apply", "cancel"}:
            return _erased(done, facts, event, proposal, proposal.what)
    return Turn(state=state)


def _chosen(before: State, state: State, facts: Facts, event: Pressed) -> Turn[State]:
    chosen = proposals.chosen(before, event.card, event.action, facts.now)
    if chosen is None:
        return Turn(state=before)
    slug, choice = chosen
    person = finding.known(facts, slug)
    if person is None:
        return people.say(state, OutOfDate())
    turn = people.meant(choice.command, (person,), choice.rest, state, facts)
    return turn or Turn(state=state)


def _joined(
    state: State, facts: Facts, event: Pressed, proposal: Proposal, what: Joining
) -> Turn[State]:
    gone, kept = finding.known(facts, what.gone), finding.known(facts, what.kept)
    if gone is None or kept is None:
        return people.say(state, OutOfDate())
    apply = event.action == "apply"
    asked = JoinAsked(gone=gone, kept=kept, orders=0, settled="done" if apply else "dropped")
    commands = (JoinPeople(gone=what.gone, kept=what.kept),) if apply else ()
    says = (Say(reply=asked, card=proposal.card),)
    return Turn(state=state, says=says, commands=commands)


def _erased(
    state: State, facts: Facts, event: Pressed, proposal: Proposal, what: Erasing
) -> Turn[State]:
    apply = event.action == "apply"
    name = people.name(facts, what.person)
    asked = EraseAsked(name="" if apply else name, settled="done" if apply else "dropped")
    commands = (ErasePerson(person=what.person),) if apply else ()
    says = (Say(reply=asked, card=proposal.card),)
    return Turn(state=state, says=says, commands=commands)
