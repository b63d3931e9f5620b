"""The tables of orders, round dates, the ledger and the audit trail.

Names, prices and slugs are those of the day: nothing here refers to the catalogue's tables, so that
a product or shop may go and the papers stay.
"""

from typing import Any

from sqlalchemy import JSON, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tournee.catalog.model import Role
from tournee.catalog.quantity import Unit
from tournee.orders.ledger import TransactionKind
from tournee.orders.model import Day, LineStatus, OrderStatus
from tournee.orders.receipts import ReceiptKind
from tournee.storage.base import Amount, Base, Cents, InVillage, Moment, Slug, Word

GONE = (OrderStatus.CANCELLED, OrderStatus.REFUSED)
"""They take up no stop."""


class OrderNumbersRow(InVillage, Base):
    """How many numbers the village has given out."""

    __tablename__ = "order_numbers"

    issued: Mapped[int]


class OrderRow(InVillage, Base):
    __tablename__ = "orders"
    __table_args__ = (
        Index("ix_orders_resident", "village", "resident", "status"),
        Index("ix_orders_shop", "village", "shop", "status"),
        Index("ix_orders_round", "village", "date", "round"),
        Index("ix_orders_status", "village", "status"),
        Index("ix_orders_state", "status"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    shop: Mapped[Slug] = mapped_column(primary_key=True)
    resident: Mapped[Slug]
    status: Mapped[OrderStatus] = mapped_column(Word(OrderStatus))
    version: Mapped[int]
    placed_at: Mapped[Moment]
    place: Mapped[Slug | None]
    beneficiary: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    round: Mapped[Slug | None]
    date: Mapped[Day | None]
    cutoff: Mapped[Moment | None]
    door: Mapped[str] = mapped_column(Text)
    """As `orders.rounds.door` names it: what counts as one stop."""
    answered_by: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    crates: Mapped[Amount | None]
    """What the order is taken to fill of the vehicle."""
    lines: Mapped[list["OrderLineRow"]] = relationship(
        lazy="raise", order_by="OrderLineRow.position", viewonly=True
    )


class OrderLineRow(InVillage, Base):
    __tablename__ = "order_lines"
    __table_args__ = (
        ForeignKeyConstraint(
            ["village", "number", "shop"],
            ["orders.village", "orders.number", "orders.shop"],
            ondelete="CASCADE",
        ),
        Index("ix_order_lines_sku", "village", "sku"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    shop: Mapped[Slug] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sku: Mapped[Slug]
    qty: Mapped[Amount | None]
    count: Mapped[Amount | None]
    amount: Mapped[Amount | None]
    options: Mapped[list[str]] = mapped_column(JSON)
    name: Mapped[str] = mapped_column(Text)
    unit: Mapped[Unit] = mapped_column(Word(Unit))
    unit_price: Mapped[Cents]
    total: Mapped[Cents]
    ceiling: Mapped[Cents]
    weighed: Mapped[bool]
    deposit: Mapped[Cents | None]
    """The part of `total` that comes back with the empty bottles."""
    vat: Mapped[Amount | None]
    status: Mapped[LineStatus] = mapped_column(Word(LineStatus))
    substitute: Mapped[Slug | None]
    weight: Mapped[Amount | None]
    quantity: Mapped[Amount]
    wanted: Mapped[Amount | None]
    """What was asked, where the shop has less."""


class RoundDateRow(InVillage, Base):
    """A round's day that orders were placed for, or to which something has happened."""

    __tablename__ = "round_dates"

    round: Mapped[Slug] = mapped_column(primary_key=True)
    date: Mapped[Day] = mapped_column(primary_key=True)
    closed_at: Mapped[Moment | None]
    departed_at: Mapped[Moment | None]
    cancelled_at: Mapped[Moment | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    added_at: Mapped[Moment | None]
    """It runs that day though its template does not say so."""
    departs_at: Mapped[Moment | None]
    ends_at: Mapped[Moment | None]
    cutoff_at: Mapped[Moment | None]
    moved_to: Mapped[Day | None]


class LedgerTransactionRow(InVillage, Base):
    __tablename__ = "ledger_transactions"

    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    kind: Mapped[TransactionKind] = mapped_column(Word(TransactionKind))
    at: Mapped[Moment]
    currency: Mapped[str] = mapped_column(String(3))
    number: Mapped[int | None]
    shop: Mapped[Slug | None]


class LedgerEntryRow(InVillage, Base):
    __tablename__ = "ledger_entries"
    __table_args__ = (
        ForeignKeyConstraint(
            ["village", "key"], ["ledger_transactions.village", "ledger_transactions.key"]
        ),
        Index("ix_ledger_entries_account", "village", "account"),
    )

    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account: Mapped[str] = mapped_column(String(200))
    minor: Mapped[Cents]


class TabLimitRow(InVillage, Base):
    """What a shop allows one resident on its tab."""

    __tablename__ = "tab_limits"

    shop: Mapped[Slug] = mapped_column(primary_key=True)
    resident: Mapped[Slug] = mapped_column(primary_key=True)
    minor: Mapped[Cents]
    by: Mapped[str] = mapped_column(Text)
    at: Mapped[Moment]


class ReceiptNumbersRow(InVillage, Base):
    """How many receipts a shop has given out: its lock orders them, its rollback leaves no gap."""

    __tablename__ = "receipt_numbers"

    shop: Mapped[Slug] = mapped_column(primary_key=True)
    issued: Mapped[int]


class ReceiptRow(InVillage, Base):
    """Never changed; a person who is forgotten becomes nobody in it."""

    __tablename__ = "receipts"
    __table_args__ = (
        Index("ix_receipts_order", "village", "order", "shop"),
        Index("ix_receipts_resident", "village", "resident", "at"),
        Index("ix_receipts_at", "village", "at"),
    )

    shop: Mapped[Slug] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    order: Mapped[int | None]
    resident: Mapped[Slug]
    at: Mapped[Moment]
    kind: Mapped[ReceiptKind] = mapped_column(Word(ReceiptKind))
    deposit: Mapped[Cents]
    cash: Mapped[Cents]
    cheque: Mapped[Cents]
    on_tab: Mapped[Cents]
    corrects: Mapped[int | None]
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class ClosingRow(InVillage, Base):
    """An envelope that has reached its shop."""

    __tablename__ = "closings"
    __table_args__ = (Index("ix_closings_at", "village", "at"),)

    round: Mapped[Slug] = mapped_column(primary_key=True)
    date: Mapped[Day] = mapped_column(primary_key=True)
    shop: Mapped[Slug] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cash: Mapped[Cents]
    cheques: Mapped[Cents]
    received: Mapped[Cents]
    at: Mapped[Moment]
    by: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)


class AuditRow(InVillage, Base):
    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_number", "village", "number"),
        Index("ix_audit_entries_at", "village", "at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    """Rises with the time of writing."""
    at: Mapped[Moment]
    role: Mapped[Role] = mapped_column(Word(Role))
    person: Mapped[Slug | None]
    name: Mapped[str] = mapped_column(Text)
    acting_for: Mapped[Slug | None]
    what: Mapped[str] = mapped_column(String(64))
    number: Mapped[int | None]
    shop: Mapped[Slug | None]
    sku: Mapped[Slug | None]
    round: Mapped[str | None] = mapped_column(String(80))
    why: Mapped[str] = mapped_column(Text)
