"""What the days were worth, added up by the database."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from tests.orders.market import StoredMarket
from tests.orders.village import (
    BAKER,
    BAKERY,
    BUTCHER,
    BUTCHER_MAN,
    DURAND,
    MRS_DURAND,
    TUESDAY,
    TUESDAY_24,
    VILLAGE,
    item,
)
from tournee.catalog.model import Sku
from tournee.orders import services
from tournee.orders.figures import Figures, RunFigures
from tournee.orders.storage.figures import figures
from tournee.storage.unit_of_work import UnitOfWork

SUNDAY_29 = date(2026, 11, 29)
MONDAY_23 = date(2026, 11, 23)


@pytest.fixture
def market(database: Engine) -> StoredMarket:
    return StoredMarket(database)


def week(database: Engine) -> Figures:
    with UnitOfWork(database, read_only=True) as work:
        return figures(work.session, VILLAGE, MONDAY_23, SUNDAY_29)


def test_an_order_from_two_shops_is_one_order_worth_both(
    market: StoredMarket, database: Engine
) -> None:
    market.place(item("baguette", "2"), item("roti-porc", "1"))
    found = week(database)
    assert (found.orders, found.residents) == (1, (DURAND,))
    assert [(d.date, d.orders) for d in found.days if d.orders] == [(TUESDAY_24, 1)]
    assert len(found.days) == 7
    assert found.days[1].worth.amount == found.worth.amount == Decimal("14.10")
    assert [(s.shop, s.worth.amount) for s in found.shops] == [
        (BUTCHER, Decimal("11.90")),
        (BAKERY, Decimal("2.20")),
    ]
    assert found.runs == (RunFigures(round=TUESDAY, date=TUESDAY_24, stops=1, capacity=2),)


def test_what_is_missing_counts_for_the_shop_and_is_worth_nothing(
    market: StoredMarket, database: Engine
) -> None:
    number = market.place(item("baguette", "1"), item("tradition", "1"))
    market.do(BAKER, services.report_missing, number, BAKERY, Sku("tradition"))
    [bakery] = week(database).shops
    assert (bakery.orders, bakery.unfilled, bakery.worth.amount) == (1, 1, Decimal("1.10"))


def test_refused_and_cancelled_orders_are_no_orders(market: StoredMarket, database: Engine) -> None:
    refused = market.place(item("roti-porc", "1"))
    market.do(BUTCHER_MAN, services.refuse, refused, BUTCHER, "")
    cancelled = market.place(item("baguette", "3"))
    market.do(MRS_DURAND, services.cancel, cancelled)
    found = week(database)
    assert (found.orders, found.residents, found.runs) == (0, (), ())
    assert [(s.shop, s.orders, s.unfilled) for s in found.shops] == [(BUTCHER, 0, 1)]


def test_other_weeks_are_left_out(market: StoredMarket, database: Engine) -> None:
    market.place(item("baguette", "1"))
    with UnitOfWork(database, read_only=True) as work:
        later = figures(work.session, VILLAGE, date(2026, 11, 30), date(2026, 12, 6))
    assert (later.orders, later.shops) == (0, ())
