"""What every table is made of: the declarative base and the types of columns.

Each package's rows stand in its own `storage.py`. Every primary key starts with `village`, so
that a large deployment can partition by it and no query crosses villages.
"""
# ruff: noqa: ARG002 - column types take SQLAlchemy's arguments

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Generic, TypeVar

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    MetaData,
    String,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

E = TypeVar("E", bound=StrEnum)

THOUSANDTHS = Decimal(1000)


class Base(DeclarativeBase):
    """The one registry of tables; constraints are named so that migrations can drop them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Exact(TypeDecorator[Decimal]):
    """An exact amount of goods or a percentage, to the thousandth (a gram, a millilitre).

    Kept as an integer number of thousandths, so that both databases compare and add it exactly.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if not isinstance(value, Decimal):
            raise TypeError(f"an exact amount is a Decimal, not {type(value).__name__}")
        thousandths = value * THOUSANDTHS
        if thousandths != thousandths.to_integral_value():
            raise ValueError(f"{value} has more than three decimals")
        return int(thousandths)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else (Decimal(value) / THOUSANDTHS).normalize() + 0


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware when it goes in, UTC when it comes out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Word(TypeDecorator[E], Generic[E]):
    """A member of a StrEnum, kept as its text: new members need no migration."""

    impl = String(32)
    cache_ok = True

    def __init__(self, enum: type[E]) -> None:
        super().__init__()
        self.enum = enum

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        return None if value is None else str(self.enum(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        return None if value is None else self.enum(value)


Slug = Annotated[str, mapped_column(String(64))]
Cents = Annotated[int, mapped_column(BigInteger)]
"""Money in integer minor units of the village's currency."""
Texts = Annotated[list[str], mapped_column(JSON)]
"""Read whole, never searched."""
Document = Annotated[dict[str, Any], mapped_column(JSON)]
Moment = Annotated[datetime, mapped_column(UtcDateTime())]
Amount = Annotated[Decimal, mapped_column(Exact())]


class InVillage:
    """A row of one village: the first part of its key, gone when the village goes."""

    village: Mapped[str] = mapped_column(
        String(64),
        ForeignKey("villages.village", ondelete="CASCADE"),
        primary_key=True,
        sort_order=-10,
    )


class ListedRow(InVillage, Base):
    """A row that has its place in a list that people wrote."""

    __abstract__ = True

    position: Mapped[int] = mapped_column(sort_order=-5)
