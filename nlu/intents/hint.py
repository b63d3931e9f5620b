"""What another program, such as a Rasa server, has understood of a message's words.

It knows intents and entities. What they mean in this village stays with the parser: `guided`
makes it prefer that.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from tournee.nlu.intents.intents import Slot
from tournee.nlu.model import Intent
from tournee.nlu.reading.lattice import Lattice
from tournee.nlu.reading.readings import Kind, Reading

_AGREED = 0.5
"""Added for each token of a thing that was found there too, taken off where it was not."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of the message that names something."""

    slot: Slot
    start: int
    """Offset of the first character in the message."""
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """What a trained model takes a message for."""

    intents: Mapping[Intent, float]
    """Probabilities; those of intents that are not named are none."""
    entities: tuple[Entity, ...]


def guided(lattice: Lattice, hint: Hint) -> Lattice:
    """Favour the things that the other program found."""
    return replace(
        lattice, at=[[_weighed(lattice, r, hint) for r in readings] for readings in lattice.at]
    )


def _weighed(lattice: Lattice, reading: Reading, hint: Hint) -> Reading:
    if reading.kind is not Kind.THING:
        return reading
    first, last = lattice.tokens[reading.start], lattice.tokens[reading.end - 1]
    agreed = any(
        entity.slot is Slot.PRODUCT and entity.start < last.end and first.start < entity.end
        for entity in hint.entities
    )
    gain = (_AGREED if agreed else -_AGREED) * (reading.end - reading.start)
    return reading._replace(score=reading.score + gain)


def source(choice: str) -> Callable[[str], Hint | None]:
    """Make what is asked before the parser, by the value of `TOURNEE_NLU`."""
    if choice == "embedded":
        return lambda _text: None
    from tournee.nlu.rasa.backend import RasaBackend  # noqa: PLC0415 (httpx loads slowly)

    return RasaBackend(choice).hint
