"""Opening hours in OpenStreetMap's syntax: `Tu-Sa 07:00-13:00,16:00-19:00; Su 07:00-12:30`."""

import re
from typing import Self

from opening_hours import (  # type: ignore[attr-defined]  # its stub lacks the error
    OpeningHours,
    ParserError,
)

from tournee.catalog.errors import CatalogError

POSITION = re.compile(r"--> 1:(\d+)")


class HoursError(CatalogError):
    """Text that is not opening hours; `position` is where it stops being so, from 1."""

    def __init__(self, text: str, position: int) -> None:
        super().__init__(text, position)
        self.text = text
        self.position = position


class Hours:
    """When a shop is open."""

    def __init__(self, rules: OpeningHours) -> None:
        self._rules = rules

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the syntax; HoursError says where it is not."""
        try:
            return cls(OpeningHours(text))
        except ParserError as error:
            match = POSITION.search(str(error))
            raise HoursError(text, int(match[1]) if match else 1) from None
