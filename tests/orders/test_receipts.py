"""Receipts: VAT by rate, and a number for each that leaves no gap, whatever happens."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from tests.orders.market import StoredMarket
from tests.orders.village import BAKERY, BUTCHER, DURAND, VILLAGE
from tournee.catalog.quantity import Unit
from tournee.orders.receipts import Draft, Receipt, ReceiptLine, VatShare, vat_of
from tournee.orders.storage import ports
from tournee.storage.unit_of_work import UnitOfWork, contested

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)


def sold(total: str, vat: str | None = "5.5") -> ReceiptLine:
    return ReceiptLine(
        name="Pain",
        quantity=Decimal(1),
        unit=Unit.PIECE,
        unit_price=Decimal(total),
        total=Decimal(total),
        vat=None if vat is None else Decimal(vat),
    )


def draft(*lines: ReceiptLine, at: datetime = NOON) -> Draft:
    return Draft(shop=BAKERY, resident=DURAND, at=at, lines=lines)


def test_vat_is_contained_in_the_price_and_rounded_once_for_each_rate() -> None:
    found = draft(sold("1.10"), sold("1.10"), sold("12.00", "20"), sold("9.80", "10")).vat
    assert found == (
        VatShare(rate=Decimal("5.5"), gross=Decimal("2.20"), vat=Decimal("0.11")),
        VatShare(rate=Decimal(10), gross=Decimal("9.80"), vat=Decimal("0.89")),
        VatShare(rate=Decimal(20), gross=Decimal("12.00"), vat=Decimal("2.00")),
    )
    assert [share.net for share in found] == [Decimal("2.09"), Decimal("8.91"), Decimal("10.00")]


def test_what_has_no_known_rate_is_told_apart() -> None:
    assert draft(sold("3.00", None)).vat == (
        VatShare(rate=None, gross=Decimal("3.00"), vat=Decimal("0.00")),
    )


@given(st.lists(st.tuples(st.integers(0, 20_000), st.sampled_from(["5.5", "10", "20", None]))))
def test_net_and_vat_add_up_to_what_was_paid(lines: list[tuple[int, str | None]]) -> None:
    one = draft(*(sold(str(Decimal(minor).scaleb(-2)), vat) for minor, vat in lines))
    assert sum((s.net + s.vat for s in one.vat), Decimal(0)) == one.goods
    both = vat_of([Receipt(number=1, draft=one), Receipt(number=2, draft=one)])
    assert sum((s.gross for s in both), Decimal(0)) == 2 * one.goods


def test_a_receipt_comes_back_as_it_was_made(database: Engine) -> None:
    market = StoredMarket(database)
    made = Draft(
        shop=BAKERY,
        resident=DURAND,
        at=NOON,
        lines=(sold("1.10"), sold("3.00", None)),
        deposit=Decimal("0.60"),
        cash=Decimal("4.00"),
        on_tab=Decimal("0.70"),
    )
    market.look(lambda p: p.receipts.issue(made))
    assert market.look(lambda p: p.receipts.of_resident(DURAND, 5)) == (
        Receipt(number=1, draft=made),
    )
    later = NOON + timedelta(hours=1)
    assert market.look(lambda p: p.receipts.between(NOON, later, BUTCHER)) == ()
    assert len(market.look(lambda p: p.receipts.between(NOON, later))) == 1
    assert market.look(lambda p: p.receipts.between(later, later + timedelta(days=1))) == ()


class GoneError(Exception):
    """The transaction is undone."""


def test_what_is_undone_leaves_no_gap(database: Engine) -> None:
    market = StoredMarket(database)
    for n in range(6):
        with suppress(GoneError), UnitOfWork(database) as work:
            ports(work.session, VILLAGE).receipts.issue(draft(sold("1.10")))
            if n % 2:
                raise GoneError
            work.commit()
    made = market.look(lambda p: p.receipts.between(NOON, NOON + timedelta(hours=1)))
    assert [r.number for r in made] == [1, 2, 3]


def test_many_at_once_leave_no_gap_and_share_no_number(database: Engine) -> None:
    market = StoredMarket(database)

    @contested
    def issue(n: int) -> None:
        with UnitOfWork(database) as work:
            ports(work.session, VILLAGE).receipts.issue(draft(sold("1.10")))
            if n % 5:
                work.commit()

    with ThreadPoolExecutor(max_workers=6) as pool:
        list(pool.map(issue, range(40)))
    made = market.look(lambda p: p.receipts.between(NOON, NOON + timedelta(hours=1)))
    assert [r.number for r in made] == list(range(1, 33))


def test_each_shop_counts_for_itself(database: Engine) -> None:
    market = StoredMarket(database)
    other = Draft(shop=BUTCHER, resident=DURAND, at=NOON)
    made = [draft(), other, draft(), other]
    numbers = market.look(lambda p: [p.receipts.issue(one).number for one in made])
    assert numbers == [1, 1, 2, 2]


def test_a_rate_of_nothing_is_no_division() -> None:
    assert draft(sold("3.00", "0")).vat[0].vat == Decimal("0.00")
