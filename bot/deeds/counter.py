"""Prepares what an operator says in a resident's stead: that resident's facts, and the parse."""

from dataclasses import replace

from tournee.bot.conversation import resident
from tournee.bot.conversation.events import Event, Pressed, Said
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.operator import counter, finding, proposals
from tournee.bot.conversation.operator.commands import argument_of, spoken_for
from tournee.bot.conversation.operator.state import State
from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.conversation.resident.state import State as CustomerState
from tournee.bot.workspace import Workspace
from tournee.catalog.model import PersonSlug

Served = tuple[PersonSlug, str, CustomerState]
"""Who is served, the words to be understood (none for a tap), what was said so far."""


def prepared(workspace: Workspace, state: State, event: Event, facts: Facts) -> tuple[Facts, Event]:
    """Return facts and event with what a counter needs; as they were where none is concerned."""
    served = _served(state, event, facts)
    if served is None:
        return facts, event
    slug, text, customer = served
    person = workspace.people.known(slug)
    if person is None:
        return facts, event
    party = Party(kind=PartyKind.RESIDENT, slug=slug)
    theirs = workspace.facts(party, person, facts.channel, event, facts.now)
    facts = replace(facts, customer=theirs)
    if not text:
        return facts, event
    parse = workspace.parse(text, resident.context(customer, theirs))
    match event:
        case Said():
            return facts, replace(event, parse=parse)
        case Pressed():
            return replace(facts, heard=parse), event
    return facts, event


def _served(state: State, event: Event, facts: Facts) -> Served | None:
    found = counter.concerned(state, event, facts)
    if found is not None:
        text = event.text if isinstance(event, Said) else ""
        return found.resident, text, found.customer
    match event:
        case Said(text=text, card=card):
            argument = argument_of(text, "order_for") or ("" if card else spoken_for(text))
            people, rest = finding.leading(argument, facts) if argument else ((), "")
            return (people[0].slug, rest, CustomerState()) if len(people) == 1 else None
        case Pressed(action=action, card=card) if proposals.is_card(card):
            chosen = proposals.chosen(state, card, action, facts.now)
            if chosen is not None and chosen[1].command == "order_for":
                return chosen[0], chosen[1].rest, CustomerState()
    return None
