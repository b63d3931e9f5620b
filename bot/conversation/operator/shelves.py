"""The catalogue in the operators' chat: all shops' goods."""

from dataclasses import replace
from typing import cast

from tournee.bot.conversation.catalogue import answers, desk, missed, outcomes, sheets
from tournee.bot.conversation.catalogue.finding import Scope, find
from tournee.bot.conversation.catalogue.sheets import Print
from tournee.bot.conversation.catalogue.state import Shelves
from tournee.bot.conversation.catalogue_events import CatalogueEvent, PhraseMissed
from tournee.bot.conversation.events import Dropped, Pressed, Said
from tournee.bot.conversation.model import Facts, Turn
from tournee.bot.conversation.operator.state import State

KEYS = (
    *("shops", "products", "product", "price", "stock", "off", "on", "rename", "alias"),
    *("unit", "category", "option", "allergens", "vat", "remove", "special", "hours"),
    *("undo", "history", "phrases", "sheet", "leaflet", "poster"),
)
"""Commands, as `catalogue.yml` calls them, in the order of the help."""


def command(key: str, argument: str, state: State, facts: Facts) -> Turn[State]:
    scope = Scope(facts=facts)
    if key == "phrases":
        return _lift(state, missed.show(state.shelves, scope))
    if key in {"leaflet", "poster"}:
        return _lift(state, sheets.printed(cast("Print", key), state.shelves, scope))
    if key == "sheet":
        return _lift(state, sheets.export(argument, state.shelves, scope))
    return _lift(state, desk.command(key, argument, state.shelves, scope))


def shown(state: State, facts: Facts, name: str) -> Turn[State] | None:
    """Show a product with its price; None where nothing is called so."""
    found = find(name, Scope(facts=facts)).products
    return command("product", name, state, facts) if found else None


def dropped(state: State, facts: Facts, event: Dropped) -> Turn[State]:
    return _lift(state, sheets.dropped(event, state.shelves, Scope(facts=facts)))


def phrase_missed(state: State, event: PhraseMissed) -> Turn[State]:
    return _lift(state, missed.heard(event, state.shelves))


def answer(state: State, facts: Facts, said: Said) -> Turn[State] | None:
    """Read a typed word as the answer to what was asked; None where it is none."""
    return _lifted(state, answers.answer(said, state.shelves, Scope(facts=facts)))


def sentence(state: State, facts: Facts, said: Said) -> Turn[State] | None:
    """'mets la baguette à 1,15'; None where it is talk."""
    return _lifted(state, answers.sentence(said.text, state.shelves, Scope(facts=facts)))


def pressed(state: State, facts: Facts, event: Pressed) -> Turn[State]:
    turn = answers.pressed(event, state.shelves, Scope(facts=facts))
    return _lifted(state, turn) or Turn(state=state)


def heard(state: State, facts: Facts, event: CatalogueEvent) -> Turn[State]:
    return _lift(state, outcomes.heard(event, state.shelves, Scope(facts=facts)))


def _lift(state: State, turn: Turn[Shelves]) -> Turn[State]:
    after = replace(state, shelves=turn.state)
    return Turn(state=after, says=turn.says, commands=turn.commands)


def _lifted(state: State, turn: Turn[Shelves] | None) -> Turn[State] | None:
    return None if turn is None else _lift(state, turn)
