"""Who may order for whom: proposed by one of the two, agreed to by the other on their own phone.

Either may end it at any time, and so may an operator; both are told. Until it is agreed, nobody
learns a name that they did not know: a number tells no more than the number.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, Literal

from tournee.bot.conversation import phone
from tournee.bot.conversation.circle import Link
from tournee.bot.conversation.events import Event, Rejected
from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.conversation.townhall_commands import AnswerHelp, AskHelp, EndHelp
from tournee.bot.conversation.townhall_events import HelpAsked, HelpSettled
from tournee.bot.workspace import Workspace
from tournee.catalog.model import Channel, Person, PersonSlug, Role
from tournee.orders.audit import AuditEntry
from tournee.orders.model import Actor

WEEK: Final = timedelta(days=7)
MOST_ASKED: Final = 3
"""Proposals of one person that nobody has answered: nobody is to be pestered."""
PRIVATE: Final = frozenset({Role.RESIDENT, Role.SHOPKEEPER})
"""Those whose private chat is a resident's."""


def carry_out(
    command: AskHelp | AnswerHelp | EndHelp,
    workspace: Workspace,
    actor: Actor,
    me: Person | None,
    now: datetime,
) -> tuple[Event, ...]:
    match command:
        case AskHelp() if me is not None:
            return (_ask(command, workspace, me, now),)
        case AnswerHelp() if me is not None:
            return (_answer(command, workspace, actor, me, now),)
        case EndHelp():
            return _end(command, workspace, actor, now)
    return (Rejected(code="not_allowed"),)


def _ask(command: AskHelp, workspace: Workspace, me: Person, now: datetime) -> Event:
    other = _other(command, workspace)
    if other is None or other.slug == me.slug:
        return Rejected(code="unknown_person")
    told = HelpSettled(
        other=other.slug,
        name=command.name or phone.spoken(command.phone or ""),
        helps=command.helps,
        what="asked",
        mine=True,
    )
    link = _link(me.slug, other.slug, helps=command.helps, asked_by=me.slug)
    known = next((k for k in workspace.registry.links(me.slug) if _same(k, link)), None)
    if known is not None:
        return replace(told, what="exists" if known.agreed else "asked")
    if workspace.registry.asked_since(me.slug, now - WEEK) >= MOST_ASKED:
        return replace(told, what="too_many")
    if not _is_reachable(other, workspace):
        return replace(told, what="unreachable")
    workspace.registry.ask(link, now)
    name = me.name or me.phone or ""
    asked = HelpAsked(by=me.slug, name=name, helps=not command.helps)
    _tell(workspace, other.slug, asked, now)
    return told


def _other(command: AskHelp, workspace: Workspace) -> Person | None:
    """Return who is meant; a number that nobody has is a new resident's."""
    if command.person is not None:
        return workspace.people.known(command.person)
    if command.phone is None:
        return None
    found = workspace.people.find(Channel.SMS, command.phone)
    return found or workspace.people.add(command.phone, command.name)


def _is_reachable(person: Person, workspace: Workspace) -> bool:
    has_address = bool(person.phone or person.whatsapp or person.telegram)
    party = Party(kind=PartyKind.RESIDENT, slug=person.slug)
    return person.role in PRIVATE and has_address and not workspace.conversations.blocked(party)


def _answer(
    command: AnswerHelp, workspace: Workspace, actor: Actor, me: Person, now: datetime
) -> Event:
    link = _link(me.slug, command.other, helps=command.helps, asked_by=command.other)
    known = next((k for k in workspace.registry.links(me.slug) if _same(k, link)), None)
    if known is None or known.asked_by != command.other:
        return Rejected(code="unknown_link")
    what: Literal["agreed", "refused"] = "agreed" if command.agreed else "refused"
    if command.agreed:
        workspace.registry.agree(known, now)
    else:
        workspace.registry.end(known)
    _note(workspace, actor, now, f"help_{what}", known)
    other = workspace.people.known(command.other)
    shown = _name(me) if command.agreed else phone.spoken(me.phone or "") or _name(me)
    settled = HelpSettled(other=me.slug, name=shown, helps=not command.helps, what=what)
    _tell(workspace, command.other, settled, now)
    name = _name(other) if other else ""
    return HelpSettled(other=command.other, name=name, helps=command.helps, what=what, mine=True)


def _end(command: EndHelp, workspace: Workspace, actor: Actor, now: datetime) -> tuple[Event, ...]:
    pair = (command.helper, command.helped)
    if actor.role is not Role.OPERATOR and actor.person not in pair:
        return (Rejected(code="not_allowed"),)
    link = next(
        (k for k in workspace.registry.links(pair[0]) if (k.helper, k.helped) == pair), None
    )
    if link is None:
        return (Rejected(code="unknown_link"),)
    workspace.registry.end(link)
    _note(workspace, actor, now, "help_ended", link)
    people = {slug: workspace.people.known(slug) for slug in pair}
    names = {slug: _name(person) if person else "" for slug, person in people.items()}
    for one in pair:
        if one == actor.person or not link.agreed:
            continue
        other = link.other(one)
        ended = HelpSettled(other=other, name=names[other], helps=one == link.helper, what="ended")
        _tell(workspace, one, ended, now)
    me = actor.person if actor.person in pair else link.helper
    other = link.other(PersonSlug(me))
    name = names[PersonSlug(me)] if actor.role is Role.OPERATOR else names[other]
    return (HelpSettled(other=other, name=name, helps=me == link.helper, what="ended", mine=True),)


def _link(me: PersonSlug, other: PersonSlug, *, helps: bool, asked_by: PersonSlug) -> Link:
    helper, helped = (me, other) if helps else (other, me)
    return Link(helper=helper, helped=helped, asked_by=asked_by)


def _same(one: Link, other: Link) -> bool:
    return (one.helper, one.helped) == (other.helper, other.helped)


def _name(person: Person) -> str:
    return person.name or person.phone or ""


def _tell(workspace: Workspace, to: PersonSlug, event: Event, now: datetime) -> None:
    party = Party(kind=PartyKind.RESIDENT, slug=to)
    if workspace.has_address(party):
        workspace.tell(party, event, f"help/{to}/{now.timestamp()}", now)


def _note(workspace: Workspace, actor: Actor, now: datetime, what: str, link: Link) -> None:
    entry = AuditEntry(at=now, actor=actor, what=what, why=f"{link.helper} > {link.helped}")
    workspace.ports.audit.record(entry)
