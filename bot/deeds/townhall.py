"""Carries out what operators, and residents for each other, want done to people.

Who may do what is checked here, by who acts: an operator everything, a resident what is their own.
What is changed of a person's entry stands in the catalogue's history, where it can be taken back;
what is done to people (merged, erased, linked, a consent) in the audit trail.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final, assert_never

from tournee.bot import privacy
from tournee.bot.conversation.events import Event, Rejected
from tournee.bot.conversation.operator.people import JOINABLE
from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.conversation.townhall_commands import (
    AddPerson,
    AddToVillage,
    Announce,
    AnswerHelp,
    AskHelp,
    ChangePerson,
    EndHelp,
    ErasePerson,
    InviteByMessage,
    JoinPeople,
    LookAtAnnouncement,
    NoteConsent,
    SetVillage,
    StopAnnouncement,
    TownhallCommand,
)
from tournee.bot.conversation.townhall_events import (
    ConsentNoted,
    InvitedByMessage,
    PeopleJoined,
    PersonAdded,
    PersonChanged,
    PersonErased,
    Unfit,
    Values,
)
from tournee.bot.deeds import announcing, circles, founding, parting
from tournee.bot.workspace import Workspace
from tournee.catalog.errors import AddressTakenError
from tournee.catalog.model import Person, PersonSlug, PlaceSlug, Role, ShopSlug
from tournee.orders.audit import AuditEntry
from tournee.orders.model import Actor

OWN: Final = (AskHelp, AnswerHelp, EndHelp, NoteConsent)
"""What residents may ask for themselves."""


def carry_out(
    command: TownhallCommand, workspace: Workspace, actor: Actor, me: Person | None, now: datetime
) -> tuple[Event, ...]:
    """Carry out one command; `me` is who speaks. What is refused is a `Rejected`, or an `Unfit`."""
    if actor.role is not Role.OPERATOR and not isinstance(command, OWN):
        return (Rejected(code="not_allowed"),)
    match command:
        case ChangePerson():
            return _change(command, workspace, actor, now)
        case AddPerson():
            return _add(command, workspace, actor, now)
        case JoinPeople():
            return _join(command, workspace, actor, now)
        case ErasePerson(person=slug):
            return _erase(slug, workspace, actor, now)
        case NoteConsent():
            return _consent(command, workspace, actor, now)
        case InviteByMessage(person=slug):
            return _invite(slug, workspace, actor, now)
        case AskHelp() | AnswerHelp() | EndHelp():
            return circles.carry_out(command, workspace, actor, me, now)
        case Announce() | StopAnnouncement() | LookAtAnnouncement():
            return announcing.carry_out(command, workspace, actor, now)
        case SetVillage() | AddToVillage():
            return founding.carry_out(command, workspace, actor, now)
        case _:
            assert_never(command)


def note(workspace: Workspace, actor: Actor, now: datetime, what: str, why: str = "") -> None:
    """Write down in the audit trail who did what."""
    workspace.ports.audit.record(AuditEntry(at=now, actor=actor, what=what, why=why))


# --- one person's entry --------------------------------------------------------------------------


def _change(
    command: ChangePerson, workspace: Workspace, actor: Actor, now: datetime
) -> tuple[Event, ...]:
    person = workspace.people.known(command.person)
    if person is None:
        return (Rejected(code="unknown_person"),)
    if _leaves_nobody(command.values, person, workspace):
        return (Rejected(code="last_operator"),)
    told: dict[str, Any] = {}
    for key, value in command.values:
        told |= _typed(key, value)
    changed = replace(person, **told)
    before: Values = tuple((key, _shown(getattr(person, key))) for key, _ in command.values)
    try:
        with workspace.savepoint():
            number = workspace.people.edit(changed, by=actor.person or actor.name, at=now)
    except AddressTakenError:
        return tuple(
            Unfit(field=key, value=value or "", expected="taken")
            for key, value in command.values
            if key in {"phone", "whatsapp"}
        )
    done = PersonChanged(
        person=person.slug, before=before, after=command.values, number=number or 0
    )
    return (done,)


def _leaves_nobody(values: Values, person: Person, workspace: Workspace) -> bool:
    """Whether nobody would be left who runs the village."""
    role = dict(values).get("role", Role.OPERATOR)
    if person.role is not Role.OPERATOR or role == Role.OPERATOR:
        return False
    operators = [p for p in workspace.people.everybody() if p.role is Role.OPERATOR]
    return len(operators) <= 1


def _typed(key: str, value: str | None) -> dict[str, Any]:
    """Return the fields of a person's entry that a value of the command sets."""
    match key:
        case "role":
            return {key: Role(value or Role.RESIDENT)}
        case "shop":
            return {key: ShopSlug(value) if value else None}
        case "place":
            return {key: PlaceSlug(value) if value else None}
        case "barred":
            return {key: value == "yes"}
        case "name":
            return {key: value or ""}
        case "door":
            lat, _, lon = (value or "").partition(",")
            return {"lat": float(lat), "lon": float(lon)} if lon else {"lat": None, "lon": None}
    return {key: value}


def _shown(value: object) -> str | None:
    if isinstance(value, bool):
        return "yes" if value else None
    return str(value) if value else None


def _add(
    command: AddPerson, workspace: Workspace, actor: Actor, now: datetime
) -> tuple[Event, ...]:
    person = Person(
        slug=workspace.people.free_slug(command.name),
        role=command.role,
        name=command.name,
        shop=command.shop,
        phone=command.phone,
        place=command.place,
        address=command.address,
    )
    try:
        with workspace.savepoint():
            number = workspace.people.edit(person, by=actor.person or actor.name, at=now)
    except AddressTakenError:
        return (Unfit(field="phone", value=command.phone or "", expected="taken"),)
    return (PersonAdded(person=person.slug, number=number or 0),)


# --- two that are one, and one that is none ------------------------------------------------------


def _join(
    command: JoinPeople, workspace: Workspace, actor: Actor, now: datetime
) -> tuple[Event, ...]:
    gone, kept = (workspace.people.known(slug) for slug in (command.gone, command.kept))
    if gone is None or kept is None or gone.slug == kept.slug:
        return (Rejected(code="unknown_person"),)
    if gone.role is not Role.RESIDENT or kept.role not in JOINABLE:
        return (Rejected(code="not_allowed"),)
    joined = parting.remembered(workspace, gone, kept, actor, now)
    note(workspace, actor, now, "people_joined", f"{gone.slug} > {kept.slug}")
    done = PeopleJoined(
        gone=gone.name or gone.slug, kept=kept.slug, orders=joined.orders, number=joined.number
    )
    return (done,)


def _erase(
    slug: PersonSlug, workspace: Workspace, actor: Actor, now: datetime
) -> tuple[Event, ...]:
    try:
        privacy.erase(workspace, slug, now)
    except LookupError:
        return (Rejected(code="unknown_person"),)
    except privacy.NotYetError:
        return (Rejected(code="not_yet"),)
    note(workspace, actor, now, "person_erased")
    return (PersonErased(),)


def _consent(
    command: NoteConsent, workspace: Workspace, actor: Actor, now: datetime
) -> tuple[Event, ...]:
    if actor.role is not Role.OPERATOR and actor.person != command.person:
        return (Rejected(code="not_allowed"),)
    own = actor.person == command.person
    how = "themselves" if own else f"operator {actor.person}"
    workspace.registry.note(command.person, now, given=command.given, how=how)
    what = "consent_given" if command.given else "consent_withdrawn"
    note(workspace, actor, now, what, command.person)
    return (ConsentNoted(person=command.person, given=command.given),)


def _invite(
    slug: PersonSlug, workspace: Workspace, actor: Actor, now: datetime
) -> tuple[Event, ...]:
    """Write a one-time code to a person's own number: only its owner reads it."""
    person = workspace.people.known(slug)
    if person is None:
        return (Rejected(code="unknown_person"),)
    if person.telegram is not None:
        return (Unfit(field="telegram", value=person.name or slug),)
    if person.phone is None:
        return (Unfit(field="phone", value=""),)
    code = workspace.invitations.invite(f"person:{slug}", actor.person or actor.name, now)
    event = InvitedByMessage(person=slug, code=code, by=actor.name)
    party = Party(kind=PartyKind.RESIDENT, slug=slug)
    workspace.tell(party, event, f"invited/{slug}/{code}", now)
    note(workspace, actor, now, "person_invited", slug)
    return (event,)
