"""Commands about people: find, correct, add, give a role, merge, bar, export, erase, invite.

Whom a command means is its first words; where these fit several people they are listed, and a tap
goes on with the command.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from tournee.bot.conversation import phone
from tournee.bot.conversation.commands import Command
from tournee.bot.conversation.events import Said
from tournee.bot.conversation.model import Facts, Reply, Say, Turn
from tournee.bot.conversation.operator import counter, finding, look, proposals
from tournee.bot.conversation.operator import people_words as words
from tournee.bot.conversation.operator.people_replies import (
    DataShown,
    EraseAsked,
    EraseRefused,
    HowTo,
    JoinAsked,
    JoinRefused,
    NobodyFound,
    NothingToChange,
    PeopleCounted,
    PersonShown,
    RoleMissing,
    RoleRefused,
    ValueUnfit,
    ValueWanted,
    WhichPerson,
)
from tournee.bot.conversation.operator.proposals import Choice, Erasing, Joining
from tournee.bot.conversation.operator.state import State
from tournee.bot.conversation.townhall_commands import (
    AddPerson,
    ChangePerson,
    EndHelp,
    InviteByMessage,
    NoteConsent,
)
from tournee.bot.conversation.townhall_events import Unfit
from tournee.catalog.model import Person, PlaceSlug, Role
from tournee.nlu.people import Gazetteer
from tournee.nlu.words.tokens import tokenize

JOINABLE: Final = frozenset({Role.RESIDENT, Role.SHOPKEEPER})
"""Operators and drivers are linked by a code: a mistake must not carry their powers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """A command about one person."""

    state: State
    facts: Facts
    person: Person
    rest: str
    """What it says beside the name."""


_OF: Final = re.compile(r"^(?:de la|de l'|del?|du|d'|of)\s*", re.IGNORECASE)
_NAME_ENDS: Final = re.compile(r"[,:;\n]|\s(?=\d)")
Handler = Callable[[About], Turn[State]]


def say(state: State, *replies: Reply) -> Turn[State]:
    return Turn(state=state, says=tuple(Say(reply=r) for r in replies))


def do(state: State, *commands: Command) -> Turn[State]:
    return Turn(state=state, commands=commands)


# --- whom ----------------------------------------------------------------------------------------


def about(key: str, argument: str, state: State, facts: Facts, said: Said) -> Turn[State]:
    """Carry out the command of a key for whom its argument begins with."""
    if not argument.strip():
        return say(state, _counted(facts) if key == "person" else HowTo(command=key))
    found, rest = _split(key, argument, facts)
    turn = meant(key, found, rest, state, replace(facts, heard=said.parse))
    if turn is not None:
        return turn
    if key != "order_for":
        return say(state, _nobody(argument, facts))
    return say(counter.left(state, facts), _nobody(_called(argument), facts, addable=True))


def _called(argument: str) -> str:
    """Return what must be the name in '/pour Mme Roux, 06 …: 2 baguettes'."""
    return _NAME_ENDS.split(argument.strip(), maxsplit=1)[0].strip() or argument


def meant(
    key: str, found: tuple[Person, ...], rest: str, state: State, facts: Facts
) -> Turn[State] | None:
    """Go on with the one who is meant, or let an operator choose; None where there is nobody."""
    if not found:
        return None
    if len(found) == 1:
        return HANDLERS[key](About(state=state, facts=facts, person=found[0], rest=rest))
    listed = found[: finding.MOST]
    choice = Choice(people=tuple(p.slug for p in listed), command=key, rest=rest)
    by = facts.me.slug if facts.me else listed[0].slug
    state, proposal = proposals.add(state, by, facts.now, choice)
    which = WhichPerson(people=listed, more=len(found) - len(listed))
    return Turn(state=state, says=(Say(reply=which, card=proposal.card),))


def _split(key: str, argument: str, facts: Facts) -> tuple[tuple[Person, ...], str]:
    match key:
        case "person":
            who, rest = words.before_field(argument)
        case "role":
            who, rest = words.before_role(argument)
        case "order_for":
            return finding.leading(argument, facts)
        case _:
            who, rest = argument, ""
    return finding.find(who, facts), rest


def _nobody(text: str, facts: Facts, *, addable: bool = False) -> NobodyFound:
    near = (p.name for p in finding.nearest(text, facts))
    return NobodyFound(text=text.partition("\n")[0][:60], near=tuple(near), addable=addable)


def _counted(facts: Facts) -> PeopleCounted:
    everybody = finding.everybody(facts)
    counts = tuple((role, sum(p.role is role for p in everybody)) for role in Role)
    return PeopleCounted(counts=counts)


def told(text: str, state: State, facts: Facts) -> Turn[State] | None:
    """Read 'Mme Durand a changé de numéro : 06 …'; None for what is no change of an entry."""
    if (ordered := _ordered(text, state, facts)) is not None:
        return ordered
    found, rest = finding.leading(text, facts)
    tokens = tokenize(rest)
    changed = words.first("changed", tokens)
    if len(found) != 1 or changed is None or "?" in text:
        return None
    field = words.first("person_fields", tokens, changed[0])
    if field is None:
        return None
    _, end, key = field
    value = rest[tokens[end - 1].end :].strip(" :,=.")
    if not value and key == "note":
        return None  # 'Paul est le nouveau livreur' is talk
    if not value:
        return say(state, ValueWanted(person=found[0], field=key))
    word = rest[tokens[field[0]].start : tokens[end - 1].end]
    return _person(About(state=state, facts=facts, person=found[0], rest=f"{word} {value}"))


def _ordered(text: str, state: State, facts: Facts) -> Turn[State] | None:
    """Read 'change le numéro de Mme Durand : 06 …'."""
    tokens = tokenize(text)
    changed = words.first("changed", tokens)
    field = words.first("person_fields", tokens, 1) if changed and changed[0] == 0 else None
    if field is None or "?" in text or field[1] >= len(tokens):
        return None
    start, end, _ = field
    found, value = finding.leading(_OF.sub("", text[tokens[end].start :]), facts)
    if len(found) != 1 or not value:
        return None
    word = text[tokens[start].start : tokens[end - 1].end]
    rest = f"{word} {value.strip(' :,=.')}"
    return _person(About(state=state, facts=facts, person=found[0], rest=rest))


# --- one person ----------------------------------------------------------------------------------


def shown(facts: Facts, person: Person) -> PersonShown:
    mine = [link for link in facts.links if person.slug in {link.helper, link.helped}]
    agreed = [link for link in mine if link.agreed]
    reached = next((r for r in facts.reached if r.person == person.slug), None)
    return PersonShown(
        person=person,
        orders=look.open_numbers(facts, person.slug),
        helps=tuple(name(facts, k.helped) for k in agreed if k.helper == person.slug),
        helped_by=tuple(name(facts, k.helper) for k in agreed if k.helped == person.slug),
        asked=tuple(name(facts, k.other(person.slug)) for k in mine if not k.agreed),
        consent=next((c for c in facts.consents if c.person == person.slug), None),
        channel=reached.channel if reached else None,
        blocked=reached.blocked if reached else False,
    )


def name(facts: Facts, slug: str) -> str:
    found = next((p for p in finding.everybody(facts) if p.slug == slug), None)
    return (found.name or found.phone or slug) if found else slug


def _person(call: About) -> Turn[State]:
    """'/personne Durand', '/personne Durand téléphone 06 39 98 00 12'."""
    if not call.rest:
        return say(call.state, shown(call.facts, call.person))
    values: dict[str, str | None] = {}
    commands: list[Command] = []
    for key, text in words.fields_of(call.rest):
        value: str | Unfit | None = Unfit(field="", value=text)
        if key:
            value = words.value_of(key, text, call.facts)
        if isinstance(value, Unfit):
            return say(call.state, _unfit(value))
        if key == words.CONSENT:
            commands.append(NoteConsent(person=call.person.slug, given=value == "yes"))
        elif value != getattr(call.person, key):
            values[key] = value
    if values:
        changed = ChangePerson(person=call.person.slug, values=tuple(values.items()))
        commands.insert(0, changed)
    if not commands:
        return say(call.state, NothingToChange(name=call.person.name))
    return do(call.state, *commands)


def _unfit(found: Unfit) -> ValueUnfit:
    return ValueUnfit(field=found.field, value=found.value, expected=found.expected)


def _bar(call: About) -> Turn[State]:
    return _barred(call, "yes")


def _unbar(call: About) -> Turn[State]:
    return _barred(call, None)


def _barred(call: About, value: str | None) -> Turn[State]:
    if call.person.barred is (value == "yes"):
        return say(call.state, NothingToChange(name=call.person.name))
    if call.person.role is Role.OPERATOR:
        return say(call.state, RoleRefused(name=call.person.name))
    return do(call.state, ChangePerson(person=call.person.slug, values=(("barred", value),)))


def _role(call: About) -> Turn[State]:
    """'/role Luc Martin livreur', '/role Morel commerçant boulangerie', '/role Luc habitant'."""
    role, shop = words.role_of(call.rest, call.facts)
    if role is None or (role is Role.SHOPKEEPER and shop is None):
        shops = tuple(s.name for s in call.facts.village.shops) if role else ()
        return say(call.state, RoleMissing(name=call.person.name, shops=shops))
    shop = shop if role is Role.SHOPKEEPER else None
    if (role, shop) == (call.person.role, call.person.shop):
        return say(call.state, NothingToChange(name=call.person.name))
    if call.person.role is Role.OPERATOR and _is_last_operator(call):
        return say(call.state, RoleRefused(name=call.person.name))
    if call.facts.me is not None and call.person.slug == call.facts.me.slug:
        return say(call.state, RoleRefused(name=call.person.name, own=True))
    values = (("role", str(role)), ("shop", shop))
    return do(call.state, ChangePerson(person=call.person.slug, values=values))


def _is_last_operator(call: About) -> bool:
    operators = [p for p in finding.everybody(call.facts) if p.role is Role.OPERATOR]
    return len(operators) <= 1


def _data(call: About) -> Turn[State]:
    about_them = shown(call.facts, call.person)
    reply = DataShown(
        person=call.person,
        orders=about_them.orders,
        helps=about_them.helps,
        helped_by=about_them.helped_by,
        consent=about_them.consent,
    )
    return say(call.state, reply)


def _erase(call: About) -> Turn[State]:
    if call.person.role is not Role.RESIDENT:
        return say(call.state, EraseRefused(name=call.person.name, why="role"))
    numbers = look.open_numbers(call.facts, call.person.slug)
    if numbers:
        refused = EraseRefused(name=call.person.name, why="open", orders=numbers)
        return say(call.state, refused)
    asked = EraseAsked(name=call.person.name or call.person.slug)
    return propose(call, Erasing(person=call.person.slug), asked)


def _invite(call: About) -> Turn[State]:
    return do(call.state, InviteByMessage(person=call.person.slug))


def _part(call: About) -> Turn[State]:
    """'/finaide Odette Martin': nobody orders for her any more, nor she for anybody."""
    mine = [k for k in call.facts.links if call.person.slug in {k.helper, k.helped}]
    if not mine:
        return say(call.state, NothingToChange(name=call.person.name))
    return do(call.state, *(EndHelp(helper=k.helper, helped=k.helped) for k in mine))


def propose(call: About, what: proposals.What, reply: Reply) -> Turn[State]:
    by = call.facts.me.slug if call.facts.me else call.person.slug
    state, proposal = proposals.add(call.state, by, call.facts.now, what)
    return Turn(state=state, says=(Say(reply=reply, card=proposal.card),))


# --- two people, or a new one --------------------------------------------------------------------


def merge(argument: str, state: State, facts: Facts) -> Turn[State]:
    """'/fusionner 5001 et Jeanne Durand': the first one goes into the second."""
    tokens = tokenize(argument)
    at = words.first("merge_with", tokens, 1)
    if at is None or at[1] >= len(tokens):
        return say(state, HowTo(command="merge"))
    halves = (argument[: tokens[at[0]].start], argument[tokens[at[1]].start :])
    found = [finding.find(half, facts) for half in halves]
    for half, people in zip(halves, found, strict=True):
        if not people:
            return say(state, _nobody(half, facts))
        if len(people) > 1:
            return say(state, WhichPerson(people=people[: finding.MOST]))
    return _merge_asked(found[0][0], found[1][0], state, facts)


def _merge_asked(gone: Person, kept: Person, state: State, facts: Facts) -> Turn[State]:
    names = (gone.name or gone.slug, kept.name or kept.slug)
    if gone.slug == kept.slug:
        return say(state, JoinRefused(why="same", names=names))
    if not {gone.role, kept.role} <= JOINABLE or gone.role is not Role.RESIDENT:
        return say(state, JoinRefused(why="role", names=names))
    numbers = look.open_numbers(facts, gone.slug)
    call = About(state=state, facts=facts, person=kept, rest="")
    asked = JoinAsked(gone=gone, kept=kept, orders=len(numbers))
    return propose(call, Joining(gone=gone.slug, kept=kept.slug), asked)


def add(argument: str, state: State, facts: Facts) -> Turn[State]:
    """'/habitant Odette Martin, La Croix Blanche, 06 39 98 00 44, 8 route de la Croix'."""
    if not argument.strip():
        return say(state, HowTo(command="add_person"))
    number = phone.find(argument, facts.village)
    rest = number.rest if number else argument
    parts = [p.strip() for p in rest.replace("\n", ",").replace(";", ",").split(",") if p.strip()]
    if not parts or not any(c.isalpha() for c in parts[0]):
        return say(state, HowTo(command="add_person"))
    place: PlaceSlug | None = None
    address: str | None = None
    for part in parts[1:]:
        found = Gazetteer(facts.village).place([t.norm for t in tokenize(part)])
        if found and place is None and not any(c.isdigit() for c in part):
            place = found
        else:
            address = f"{address}, {part}" if address else part
            place = place or found
    value = words.value_of("name", parts[0], facts)
    if isinstance(value, Unfit) or value is None:
        return say(state, ValueUnfit(field="name", value=parts[0][:60]))
    new = AddPerson(
        name=value, place=place, address=address, phone=number.number if number else None
    )
    return do(state, new)


def _order_for(call: About) -> Turn[State]:
    """'/pour Mme Durand 2 baguettes'."""
    said = Said(text=call.rest, parse=call.facts.heard)
    return counter.opened(call.state, call.facts, call.person, said)


HANDLERS: Mapping[str, Handler] = {
    "person": _person,
    "role": _role,
    "bar": _bar,
    "unbar": _unbar,
    "data": _data,
    "erase": _erase,
    "invite": _invite,
    "part": _part,
    "order_for": _order_for,
}
"""The commands about one person, by their keys."""
