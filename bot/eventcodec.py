"""Events as JSON, as they are kept until they are told: each is read by its own `kind`.

One adapter for all of them would be built whole at every start, and most events are rare.
"""

import json
from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import Any, cast, get_args

from pydantic import TypeAdapter

from tournee.bot.conversation.events import Event


def dump(event: Event) -> str:
    """Return an event as JSON."""
    kind: Any = type(event)
    return _adapter(kind).dump_json(event).decode()


def load(text: str) -> Event:
    """Read an event back. Raises KeyError for a kind that this program does not know."""
    kind: Any = _kinds()[json.loads(text)["kind"]]
    return cast("Event", _adapter(kind).validate_json(text))


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


@cache
def _kinds() -> dict[str, type[Any]]:
    return {kind.__dataclass_fields__["kind"].default: kind for kind in _members(Event)}


def _members(union: Any) -> Iterator[type[Any]]:
    """The classes of a union, of the unions in it too."""
    if isinstance(union, UnionType):
        for part in get_args(union):
            yield from _members(part)
    else:
        yield union
