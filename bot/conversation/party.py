"""With whom the village talks, and by which channel."""

from dataclasses import dataclass
from enum import StrEnum


class PartyKind(StrEnum):
    RESIDENT = "resident"
    SHOP = "shop"
    OPERATORS = "operators"
    DRIVER = "driver"
    VILLAGE = "village"
    """Hears what concerns everybody, a round's cut-off say, and passes it on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """With whom a conversation is: a resident or driver by person, a shop by its group."""

    kind: PartyKind
    slug: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.slug}" if self.slug else str(self.kind)


OPERATORS = Party(kind=PartyKind.OPERATORS)

VILLAGE = Party(kind=PartyKind.VILLAGE)
