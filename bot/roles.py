"""The four conversations behind one interface: state, step and words of each kind of party."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import TypeAdapter

from tournee.bot.conversation import driver, operator, resident, shop
from tournee.bot.conversation.events import Event
from tournee.bot.conversation.model import Facts, Turn
from tournee.bot.conversation.party import PartyKind
from tournee.bot.render import driver as driver_words
from tournee.bot.render import operator as operator_words
from tournee.bot.render import resident as resident_words
from tournee.bot.render import shop as shop_words
from tournee.bot.render.voice import Rendered, Voice


@dataclass(frozen=True, kw_only=True)
class Role:
    """The state's type differs by role: it is opaque here and kept as JSON between messages."""

    state: type[Any]
    step: Callable[[Any, Event, Facts], Turn[Any]]
    render: Callable[[Any, Voice], Rendered]

    def load(self, text: str | None) -> Any:
        return self.state() if text is None else self._adapter.validate_json(text)

    def dump(self, state: Any) -> str:
        return self._adapter.dump_json(state).decode()

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self.state)


ROLES = {
    PartyKind.RESIDENT: Role(
        state=resident.State, step=resident.step, render=resident_words.render
    ),
    PartyKind.SHOP: Role(state=shop.State, step=shop.step, render=shop_words.render),
    PartyKind.OPERATORS: Role(
        state=operator.State, step=operator.step, render=operator_words.render
    ),
    PartyKind.DRIVER: Role(state=driver.State, step=driver.step, render=driver_words.render),
}
