"""Tables for an accountant: columns that add up, cells that no spreadsheet takes for a formula."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from tournee.bot import accounting
from tournee.catalog.model import PersonSlug, RoundSlug, ShopSlug
from tournee.catalog.quantity import Money, Unit
from tournee.orders.closing import Closing
from tournee.orders.ledger import tab_paid
from tournee.orders.model import OrderNumber
from tournee.orders.receipts import Draft, Receipt, ReceiptLine

PARIS = ZoneInfo("Europe/Paris")
BAKERY, DURAND = ShopSlug("boulangerie"), PersonSlug("durand")
AT = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)


def line(total: str, vat: str | None) -> ReceiptLine:
    rate = None if vat is None else Decimal(vat)
    amount = Decimal(total)
    return ReceiptLine(
        name="Pain", quantity=Decimal(1), unit=Unit.PIECE, unit_price=amount, total=amount, vat=rate
    )


def receipt(*lines: ReceiptLine) -> Receipt:
    draft = Draft(
        shop=BAKERY,
        resident=DURAND,
        at=AT,
        order=OrderNumber(4821),
        lines=lines,
        cash=sum((x.total for x in lines), Decimal("0.00")),
    )
    return Receipt(number=7, draft=draft)


def test_receipts_have_columns_for_each_rate_of_the_period() -> None:
    made = [receipt(line("1.10", "5.5"), line("12.00", "20")), receipt(line("3.00", None))]
    rows = accounting.receipts_table(made, {DURAND: "Jeanne Durand"}, PARIS)
    columns = [str(name) for name in rows[0]]
    assert columns[-5:] == ["net_5.5", "vat_5.5", "net_20", "vat_20", "unknown_rate"]
    first = dict(zip(columns, rows[1], strict=True))
    assert (first["date"], first["time"], first["customer"]) == (
        "2026-11-01",
        "00:30",
        "Jeanne Durand",
    )
    assert first["net_20"] == Decimal("10.00")
    assert first["total"] == first["cash"] == Decimal("13.10")
    assert dict(zip(columns, rows[2], strict=True))["unknown_rate"] == Decimal("3.00")


def test_french_spreadsheets_get_semicolons_and_commas() -> None:
    rows = accounting.receipts_table([receipt(line("1.10", "5.5"))], {}, PARIS)
    text = accounting.csv_text(rows, french=True)
    assert text.startswith("\ufeffshop;receipt;")
    assert ";1,10;" in text
    assert ";1.10" not in text


def test_a_name_that_looks_like_a_formula_is_text() -> None:
    names = {DURAND: '=HYPERLINK("http://x")'}
    rows = accounting.receipts_table([receipt(line("1.10", "5.5"))], names, PARIS)
    read = list(csv.DictReader(io.StringIO(accounting.csv_text(rows))))
    assert read[0]["customer"] == '\'=HYPERLINK("http://x")'


def test_an_amount_below_nothing_stays_a_number() -> None:
    assert accounting.csv_text([(Decimal("-3.60"),)]).strip() == "-3.60"


def test_a_month_ends_at_the_villages_midnight_whatever_the_clocks_do() -> None:
    since, until = accounting.period(date(2026, 10, 1), date(2026, 10, 31), PARIS)
    assert since == datetime(2026, 9, 30, 22, tzinfo=UTC)
    assert until == datetime(2026, 10, 31, 23, tzinfo=UTC)


def test_the_ledgers_debits_and_credits_add_up() -> None:
    paid = tab_paid(DURAND, BAKERY, Money(amount=Decimal("23.40")), AT, key="boulangerie:1")
    rows = accounting.ledger_table([paid], PARIS)[1:]
    debits = sum(row[-2] for row in rows if isinstance(row[-2], Decimal))
    credits_ = sum(row[-1] for row in rows if isinstance(row[-1], Decimal))
    assert debits == credits_ == Decimal("23.40")


def test_an_envelope_says_who_counted_and_why_it_differs() -> None:
    closing = Closing(
        round=RoundSlug("mardi"),
        date=date(2026, 10, 27),
        shop=BAKERY,
        place=1,
        cash=Money(amount=Decimal("20.00")),
        cheques=Money(amount=Decimal("5.00")),
        received=Money(amount=Decimal("24.50")),
        at=AT,
        by="Marie",
        why="monnaie",
    )
    columns, row = accounting.envelopes_table([closing], PARIS)
    told = dict(zip(map(str, columns), row, strict=True))
    assert told["difference"] == Decimal("-0.50")
    assert (told["by"], told["why"]) == ("Marie", "monnaie")
