"""Collecting every fault of a file while reading on."""

from collections.abc import Callable
from typing import TypeVar

from tournee.catalog.errors import Fault
from tournee.catalog.expected import Expected, Value, Want
from tournee.catalog.folder.fields import ExpectedError

T = TypeVar("T")


class FaultLog:
    """The faults of one file, in the order in which they were found."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def add(
        self, line: int | None, column: str, value: object, want: Want, /, **values: Value
    ) -> None:
        self.expect(line, column, value, Expected.of(want, **values))

    def expect(self, line: int | None, column: str, value: object, expected: Expected) -> None:
        fault = Fault(
            file=self.file,
            line=line,
            column=" ".join(column.split()),
            value=shown(value),
            expected=expected,
        )
        self.faults.append(fault)

    def read(
        self, line: int, column: str, value: object, parse: Callable[[object], T], otherwise: T
    ) -> T:
        """What `parse` makes of `value`; where it refuses, a fault and `otherwise`.

        The stand-in never gets out of the folder package: one fault refuses the folder.
        """
        try:
            return parse(value)
        except ExpectedError as error:
            self.expect(line, column, value, error.expected)
            return otherwise


def shown(value: object) -> str:
    """A value as a message can quote it: on one line, not endless."""
    match value:
        case bool():
            text = str(value).lower()
        case list() | tuple():
            text = ", ".join(map(shown, value))
        case _:
            text = str(value)
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"


MAX_SHOWN = 80
