"""What can be wrong with a catalogue: codes and fields; the edges choose words for them."""

from dataclasses import dataclass

from tournee.catalog.expected import Expected


class CatalogError(Exception):
    """The base of everything that this package raises for a broken rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing in one file that an operator has to put right."""

    file: str
    line: int | None
    """Counted from 1; None where the file itself is at fault."""
    column: str
    """A CSV file's column, or `table.key` of a TOML file; empty where no single one is."""
    value: str
    expected: Expected

    def __str__(self) -> str:
        """One line: `products.csv, line 48, price: '2,50', expected an amount such as 2.50`."""
        where = self.file if self.line is None else f"{self.file}, line {self.line}"
        named = f"{where}, {self.column}" if self.column else where
        return f"{named}: {self.value!r}, expected {self.expected}"


class FolderError(CatalogError):
    """A village folder can't be read; `faults` lists all that is wrong with it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))


class UnknownVillageError(CatalogError):
    """No village has this slug."""


class UnknownProductError(CatalogError):
    """The village has no product of this sku."""


class AddressTakenError(CatalogError):
    """Another person of the village has this phone number or account."""
