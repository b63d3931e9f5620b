"""Exact amounts of goods and money. Neither is ever a float."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Self


class Unit(StrEnum):
    """What a product is priced by, as `products.csv` writes it."""

    PIECE = "piece"
    KG = "kg"
    LITRE = "l"


class UnitMismatchError(ValueError):
    """Two amounts of unlike units or currencies were mixed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """An exact amount in one unit: half a kilo is 0.5 of `Unit.KG`."""

    value: Decimal
    unit: Unit

    def __add__(self, other: Self) -> "Quantity":
        if self.unit is not other.unit:
            raise UnitMismatchError(f"{self.unit} and {other.unit}")
        return Quantity(value=self.value + other.value, unit=self.unit)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Money:
    """An exact amount of one currency, held in major units (euros) to the cent."""

    amount: Decimal
    currency: str = "EUR"

    def __post_init__(self) -> None:
        if isinstance(self.amount, float):  # a float that slipped past the type checker
            raise TypeError("money is never a float")

    @classmethod
    def of_minor(cls, minor: int, currency: str = "EUR") -> Self:
        """Build from integer cents, as the database keeps it."""
        return cls(amount=Decimal(minor).scaleb(-2), currency=currency)

    @property
    def minor(self) -> int:
        """The amount in integer cents."""
        return int(self.rounded().amount.scaleb(2))

    def rounded(self) -> "Money":
        """To the cent, half up: once for each order line, never on the way there."""
        cent = self.amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        return Money(amount=cent, currency=self.currency)

    def __add__(self, other: Self) -> "Money":
        self._check(other)
        return Money(amount=self.amount + other.amount, currency=self.currency)

    def __sub__(self, other: Self) -> "Money":
        self._check(other)
        return Money(amount=self.amount - other.amount, currency=self.currency)

    def __neg__(self) -> "Money":
        return Money(amount=-self.amount, currency=self.currency)

    def __mul__(self, factor: Decimal | int) -> "Money":
        if isinstance(factor, float):
            raise TypeError("money is never multiplied by a float")
        return Money(amount=self.amount * factor, currency=self.currency)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def _check(self, other: Self) -> None:
        if self.currency != other.currency:
            raise UnitMismatchError(f"{self.currency} and {other.currency}")
