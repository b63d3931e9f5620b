"""Tables for an accountant: receipts with VAT by rate, envelopes, the ledger itself.

Each is a list of rows, the first one the columns' names; amounts are decimals in the village's
currency, days and times are the village's. `csv_text` writes them for any spreadsheet, or as French
ones like them: semicolons, decimal commas, a byte order mark.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from tournee.catalog.model import PersonSlug
from tournee.orders.closing import Closing
from tournee.orders.ledger import Transaction
from tournee.orders.receipts import Receipt

Cell = str | int | Decimal | None
Row = Sequence[Cell]

RECEIPT_COLUMNS: Final = (
    *("shop", "receipt", "date", "time", "kind", "order", "customer", "goods", "deposits", "total"),
    *("cash", "cheque", "tab", "corrects"),
)
ENVELOPE_COLUMNS: Final = (
    *("round", "date", "shop", "received_at", "cash", "cheques", "expected", "received"),
    *("difference", "by", "why"),
)
LEDGER_COLUMNS: Final = (
    *("transaction", "date", "time", "kind", "shop", "order", "account", "debit", "credit"),
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def period(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the instants from the beginning of one day of the village to the end of another."""
    begins = datetime.combine(first, time(), tzinfo=zone)
    ends = datetime.combine(last + timedelta(days=1), time(), tzinfo=zone)
    return begins.astimezone(UTC), ends.astimezone(UTC)


def receipts_table(
    receipts: Iterable[Receipt], names: Mapping[PersonSlug, str], zone: ZoneInfo
) -> list[Row]:
    """One row for each receipt; after the fixed columns the net amount and VAT of each rate."""
    made = tuple(receipts)
    known = {share.rate for r in made for share in r.draft.vat if share.rate is not None}
    rates: list[Decimal | None] = [*sorted(known)]
    if any(share.rate is None for r in made for share in r.draft.vat):
        rates.append(None)
    columns = [name for rate in rates for name in _rate_columns(rate)]
    return [
        (*RECEIPT_COLUMNS, *columns),
        *((*_receipt(r, names, zone), *_shares(r, rates)) for r in made),
    ]


def _rate_columns(rate: Decimal | None) -> tuple[str, ...]:
    return ("unknown_rate",) if rate is None else (f"net_{rate}", f"vat_{rate}")


def _receipt(receipt: Receipt, names: Mapping[PersonSlug, str], zone: ZoneInfo) -> Row:
    draft = receipt.draft
    at = draft.at.astimezone(zone)
    return (
        *(draft.shop, receipt.number, at.date().isoformat(), f"{at:%H:%M}", str(draft.kind)),
        *(draft.order, names.get(draft.resident, draft.resident)),
        *(draft.goods, draft.deposit, draft.total, draft.cash, draft.cheque, draft.on_tab),
        draft.corrects,
    )


def _shares(receipt: Receipt, rates: Sequence[Decimal | None]) -> Row:
    shares = {share.rate: share for share in receipt.draft.vat}
    cells: list[Cell] = []
    for rate in rates:
        share = shares.get(rate)
        nothing = Decimal("0.00")
        cells.append(share.net if share else nothing)
        if rate is not None:
            cells.append(share.vat if share else nothing)
    return cells


def envelopes_table(closings: Iterable[Closing], zone: ZoneInfo) -> list[Row]:
    """One row for each envelope that has reached its shop."""
    rows: list[Row] = [ENVELOPE_COLUMNS]
    for closing in closings:
        at = closing.at.astimezone(zone)
        rows.append(
            (
                *(closing.round, closing.date.isoformat(), closing.shop, f"{at:%Y-%m-%d %H:%M}"),
                *(closing.cash.amount, closing.cheques.amount, closing.expected.amount),
                *(closing.received.amount, closing.difference.amount, closing.by, closing.why),
            )
        )
    return rows


def ledger_table(booked: Iterable[Transaction], zone: ZoneInfo) -> list[Row]:
    """One row for each entry; debits and credits of a transaction add up to the same."""
    rows: list[Row] = [LEDGER_COLUMNS]
    for transaction in booked:
        at = transaction.at.astimezone(zone)
        for entry in transaction.entries:
            amount = Decimal(abs(entry.minor)).scaleb(-2)
            debit, credit = (amount, None) if entry.minor > 0 else (None, amount)
            rows.append(
                (
                    *(transaction.key, at.date().isoformat(), f"{at:%H:%M:%S}"),
                    *(str(transaction.kind), transaction.shop, transaction.number),
                    *(entry.account, debit, credit),
                )
            )
    return rows


def csv_text(rows: Iterable[Row], *, french: bool = False) -> str:
    """Write a table; a cell that a spreadsheet would take for a formula is quoted as text."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if french else ",", lineterminator="\r\n")
    writer.writerows([_cell(cell, french=french) for cell in row] for row in rows)
    return f"\ufeff{text.getvalue()}" if french else text.getvalue()


def _cell(cell: Cell, *, french: bool) -> str:
    match cell:
        case None:
            return ""
        case Decimal():
            shown = f"{cell:.2f}"
            return shown.replace(".", ",") if french else shown
        case str() if cell.startswith(_FORMULA):
            return f"'{cell}"
        case _:
            return str(cell)
