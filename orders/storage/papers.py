"""One village's receipts, tab limits and closings: implements those ports of `orders.ports`."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tournee.catalog.model import PersonSlug, RoundSlug, ShopSlug, Village, VillageSlug
from tournee.catalog.quantity import Money, Unit
from tournee.orders.closing import Closing
from tournee.orders.model import OrderNumber
from tournee.orders.receipts import Draft, Receipt, ReceiptLine
from tournee.orders.storage.rows import ClosingRow, ReceiptNumbersRow, ReceiptRow, TabLimitRow
from tournee.storage.upsert import put


class StoredTabLimits:
    """Works in the session of one unit of work."""

    def __init__(self, session: Session, village: Village) -> None:
        self._session = session
        self._slug = village.settings.slug

    def limit(self, resident: PersonSlug, shop: ShopSlug) -> int | None:
        row = self._session.get(TabLimitRow, (self._slug, shop, resident), populate_existing=True)
        return None if row is None else row.minor

    def of_shop(self, shop: ShopSlug) -> Mapping[PersonSlug, int]:
        rows = self._session.execute(
            select(TabLimitRow.resident, TabLimitRow.minor).where(
                TabLimitRow.village == self._slug, TabLimitRow.shop == shop
            )
        )
        return {PersonSlug(resident): minor for resident, minor in rows}

    def put(
        self, resident: PersonSlug, shop: ShopSlug, minor: int, *, by: str, at: datetime
    ) -> None:
        key = {"village": self._slug, "shop": shop, "resident": resident}
        put(self._session, TabLimitRow, {**key, "minor": minor, "by": by, "at": at})


class StoredReceipts:
    """Works in the session of one unit of work. Nothing in it is ever changed or taken out.

    A shop's counter is a row that is locked by the first receipt of a transaction and free again
    at its end: a second transaction waits, and what is rolled back leaves no number out.
    """

    def __init__(self, session: Session, village: Village) -> None:
        self._session = session
        self._slug = village.settings.slug

    def issue(self, draft: Draft) -> Receipt:
        number = self._next(draft.shop)
        self._session.add(
            ReceiptRow(
                village=self._slug,
                shop=draft.shop,
                number=number,
                order=draft.order,
                resident=draft.resident,
                at=draft.at,
                kind=draft.kind,
                deposit=_minor(draft.deposit),
                cash=_minor(draft.cash),
                cheque=_minor(draft.cheque),
                on_tab=_minor(draft.on_tab),
                corrects=draft.corrects,
                lines=[_line_values(line) for line in draft.lines],
            )
        )
        self._session.flush()
        return Receipt(number=number, draft=draft)

    def _next(self, shop: ShopSlug) -> int:
        number = self._count(shop)
        if number is None:
            # another transaction may make it first
            with suppress(IntegrityError), self._session.begin_nested():
                self._session.add(ReceiptNumbersRow(village=self._slug, shop=shop, issued=0))
            number = self._count(shop)
        if number is None:
            raise LookupError(shop)
        return number

    def _count(self, shop: ShopSlug) -> int | None:
        return self._session.scalar(
            update(ReceiptNumbersRow)
            .where(ReceiptNumbersRow.village == self._slug, ReceiptNumbersRow.shop == shop)
            .values(issued=ReceiptNumbersRow.issued + 1)
            .returning(ReceiptNumbersRow.issued)
            .execution_options(synchronize_session=False)
        )

    def of_order(self, number: OrderNumber, shop: ShopSlug) -> tuple[Receipt, ...]:
        theirs = self._all().where(ReceiptRow.order == number, ReceiptRow.shop == shop)
        return self._read(theirs.order_by(ReceiptRow.number))

    def of_resident(self, resident: PersonSlug, most: int) -> tuple[Receipt, ...]:
        theirs = self._all().where(ReceiptRow.resident == resident)
        newest = (ReceiptRow.at.desc(), ReceiptRow.shop, ReceiptRow.number.desc())
        return self._read(theirs.order_by(*newest).limit(most))

    def between(
        self, since: datetime, until: datetime, shop: ShopSlug | None = None
    ) -> tuple[Receipt, ...]:
        made = self._all().where(ReceiptRow.at >= since, ReceiptRow.at < until)
        if shop is not None:
            made = made.where(ReceiptRow.shop == shop)
        return self._read(made.order_by(ReceiptRow.shop, ReceiptRow.number))

    def _all(self) -> Select[ReceiptRow]:
        return select(ReceiptRow).where(ReceiptRow.village == self._slug)

    def _read(self, wanted: Select[ReceiptRow]) -> tuple[Receipt, ...]:
        return tuple(_receipt(row) for row in self._session.scalars(wanted))


class StoredClosings:
    """Works in the session of one unit of work."""

    def __init__(self, session: Session, village: Village) -> None:
        self._session = session
        self._slug = village.settings.slug
        self._currency = village.settings.currency

    def add(self, closing: Closing) -> None:
        self._session.add(
            ClosingRow(
                village=self._slug,
                round=closing.round,
                date=closing.date,
                shop=closing.shop,
                place=closing.place,
                cash=closing.cash.minor,
                cheques=closing.cheques.minor,
                received=closing.received.minor,
                at=closing.at,
                by=closing.by,
                why=closing.why,
            )
        )
        self._session.flush()

    def of_round(self, slug: RoundSlug, day: date) -> tuple[Closing, ...]:
        return self._read(self._all().where(ClosingRow.round == slug, ClosingRow.date == day))

    def between(self, since: datetime, until: datetime) -> tuple[Closing, ...]:
        return self._read(self._all().where(ClosingRow.at >= since, ClosingRow.at < until))

    def _all(self) -> Select[ClosingRow]:
        return (
            select(ClosingRow)
            .where(ClosingRow.village == self._slug)
            .order_by(ClosingRow.at, ClosingRow.shop, ClosingRow.place)
        )

    def _read(self, wanted: Select[ClosingRow]) -> tuple[Closing, ...]:
        return tuple(self._closing(row) for row in self._session.scalars(wanted))

    def _closing(self, row: ClosingRow) -> Closing:
        return Closing(
            round=RoundSlug(row.round),
            date=row.date,
            shop=ShopSlug(row.shop),
            place=row.place,
            cash=Money.of_minor(row.cash, self._currency),
            cheques=Money.of_minor(row.cheques, self._currency),
            received=Money.of_minor(row.received, self._currency),
            at=row.at,
            by=row.by,
            why=row.why,
        )


def _receipt(row: ReceiptRow) -> Receipt:
    draft = Draft(
        shop=ShopSlug(row.shop),
        resident=PersonSlug(row.resident),
        at=row.at,
        kind=row.kind,
        order=OrderNumber(row.order) if row.order is not None else None,
        lines=tuple(_line(values) for values in row.lines),
        deposit=_major(row.deposit),
        cash=_major(row.cash),
        cheque=_major(row.cheque),
        on_tab=_major(row.on_tab),
        corrects=row.corrects,
    )
    return Receipt(number=row.number, draft=draft)


def _line_values(line: ReceiptLine) -> dict[str, Any]:
    found = {field.name: getattr(line, field.name) for field in fields(line)}
    return {k: None if v is None else str(v) for k, v in found.items()}


def _line(values: Mapping[str, str | None]) -> ReceiptLine:
    vat = values["vat"]
    return ReceiptLine(
        name=values["name"] or "",
        quantity=Decimal(values["quantity"] or 0),
        unit=Unit(values["unit"] or Unit.PIECE),
        unit_price=Decimal(values["unit_price"] or 0),
        total=Decimal(values["total"] or 0),
        vat=None if vat is None else Decimal(vat),
    )


def _minor(amount: Decimal) -> int:
    return int(amount.scaleb(2))


def _major(minor: int) -> Decimal:
    return Decimal(minor).scaleb(-2)


def rename(session: Session, village: VillageSlug, gone: PersonSlug, kept: PersonSlug) -> None:
    """Let receipts be about another person: whoever they are one with, or nobody."""
    session.execute(
        update(ReceiptRow)
        .where(ReceiptRow.village == village, ReceiptRow.resident == gone)
        .values(resident=kept)
    )


def move_limits(
    session: Session, village: VillageSlug, gone: PersonSlug, kept: PersonSlug | None
) -> None:
    """Give a person's tab limits to another who has none at that shop; without one they go."""
    rows = session.scalars(
        select(TabLimitRow).where(TabLimitRow.village == village, TabLimitRow.resident == gone)
    ).all()
    for row in rows:
        if kept is not None and session.get(TabLimitRow, (village, row.shop, kept)) is None:
            values = {"village": village, "shop": row.shop, "resident": kept}
            put(session, TabLimitRow, {**values, "minor": row.minor, "by": row.by, "at": row.at})
        session.delete(row)
    session.flush()
