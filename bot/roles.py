"""The four conversations behind one interface: state, step and words of each kind of party.

Each is loaded when its first message comes: a process that serves residents needs no driver's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from tournee.bot.conversation.events import Event
from tournee.bot.conversation.model import Facts, Turn
from tournee.bot.conversation.party import PartyKind
from tournee.bot.logs import log
from tournee.bot.render.voice import Rendered, Voice

# ruff: noqa: PLC0415 -- that is what this module is for

MOST_STATES = 500
"""Of each role, kept as they were read."""


@dataclass(frozen=True, kw_only=True)
class Role:
    """The state's type differs by role: it is opaque here and kept as JSON between messages."""

    state: type[Any]
    step: Callable[[Any, Event, Facts], Turn[Any]]
    render: Callable[[Any, Voice], Rendered]

    def load(self, text: str | None) -> Any:
        """Read a state; begin anew where another version wrote what this one can't read."""
        if text is None:
            return self.state()
        try:
            return self._read(text)
        except ValidationError:
            log.warning("state_unreadable", role=self.state.__module__)
            return self.state()

    def dump(self, state: Any) -> str:
        return self._adapter.dump_json(state).decode()

    @cached_property
    def _read(self) -> Callable[[str], Any]:
        """Many conversations stand at the same point, and a state never changes: it is shared."""
        return lru_cache(MOST_STATES)(self._adapter.validate_json)

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self.state)


@cache
def role_of(kind: PartyKind) -> Role:
    """Return the conversation of a kind of party; the village itself has none (KeyError)."""
    return _LOADERS[kind]()


def _resident() -> Role:
    from tournee.bot.conversation import resident
    from tournee.bot.render.resident import render

    return Role(state=resident.State, step=resident.step, render=render)


def _shop() -> Role:
    from tournee.bot.conversation import shop
    from tournee.bot.render.shop import render

    return Role(state=shop.State, step=shop.step, render=render)


def _operators() -> Role:
    from tournee.bot.conversation import operator
    from tournee.bot.render.operator import render

    return Role(state=operator.State, step=operator.step, render=render)


def _driver() -> Role:
    from tournee.bot.conversation import driver
    from tournee.bot.render.driver import render

    return Role(state=driver.State, step=driver.step, render=render)


_LOADERS: dict[PartyKind, Callable[[], Role]] = {
    PartyKind.RESIDENT: _resident,
    PartyKind.SHOP: _shop,
    PartyKind.OPERATORS: _operators,
    PartyKind.DRIVER: _driver,
}
