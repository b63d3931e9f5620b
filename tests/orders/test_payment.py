"""One sum for several shops: each gets what it must have, nothing is lost."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.orders.village import BAKERY, BUTCHER, DURAND, PIZZA, euros
from tournee.catalog.model import ShopSlug
from tournee.catalog.quantity import Money
from tournee.orders import errors
from tournee.orders.payment import ON_TAB, Bill, Means, Payment, share
from tournee.orders.tabs import Movement, Tab

TODAY = date(2026, 11, 24)


def bill(
    shop: ShopSlug, due: int, stands: int = 0, limit: int | None = None, days: int = 5
) -> Bill:
    left = (Movement(day=TODAY - timedelta(days=days), minor=stands),) if stands > 0 else ()
    tab = Tab(resident=DURAND, shop=shop, minor=stands, limit=limit, left=left)
    return Bill(tab=tab, due=due)


def cash(amount: str | None = None, shop: ShopSlug | None = None) -> Payment:
    return Payment(amount=None if amount is None else euros(amount), shop=shop)


def got(bills: tuple[Bill, ...]) -> list[int]:
    return [b.received for b in bills]


def test_what_is_due_is_paid_where_no_amount_is_said() -> None:
    bills = share([bill(BAKERY, 220), bill(BUTCHER, 1428)], [cash()], TODAY)
    assert got(bills) == [220, 1428]
    assert [b.on_tab for b in bills] == [0, 0]


def test_a_smaller_sum_pays_the_oldest_bill_first_and_the_rest_goes_on_the_tab() -> None:
    bills = share([bill(BAKERY, 220), bill(BUTCHER, 1428)], [cash("10")], TODAY)
    assert got(bills) == [220, 780]
    assert [b.on_tab for b in bills] == [0, 648]


def test_a_shop_without_a_tab_is_paid_first() -> None:
    bills = share([bill(BAKERY, 1000), bill(BUTCHER, 800, limit=0)], [cash("10")], TODAY)
    assert got(bills) == [200, 800]


def test_too_little_for_shops_without_room_is_refused_with_what_is_needed() -> None:
    for bills, why in (
        ([bill(BAKERY, 1000), bill(BUTCHER, 800, limit=0)], "no_tab"),
        ([bill(BAKERY, 1000), bill(BUTCHER, 1800, 7000, limit=8000)], "tab_full"),
        ([bill(BAKERY, 1000), bill(BUTCHER, 800, 7000, days=50)], "tab_old"),
    ):
        with pytest.raises(errors.PaymentTooSmallError) as refused:
            share(bills, [cash("5")], TODAY)
        assert (refused.value.shop, refused.value.name) == (BUTCHER, why)
        assert refused.value.limit == Decimal("8.00")
        with pytest.raises(errors.PaymentTooSmallError):
            share(bills, ON_TAB, TODAY)


def test_a_larger_sum_pays_off_old_tabs_and_is_a_credit_at_the_largest_bill() -> None:
    bills = [bill(BAKERY, 220, 500, days=3), bill(BUTCHER, 1428, 300, days=9)]
    paid = share(bills, [cash("30")], TODAY)
    assert [b.tab.minor + b.on_tab for b in paid] == [0, -552]
    assert sum(got(paid)) == 3000


def test_a_slip_of_the_finger_is_refused() -> None:
    for amount in ("234", "-5"):
        with pytest.raises(errors.PaymentTooLargeError) as refused:
            share([bill(BAKERY, 2340)], [cash(amount)], TODAY)
        assert refused.value.limit == Decimal("23.40")


def test_a_credit_pays_first() -> None:
    paid = share([bill(BAKERY, 1000, -360)], [cash()], TODAY)
    assert got(paid) == [640]
    assert paid[0].on_tab == 360
    nothing = share([bill(BAKERY, 200, -360, limit=0)], ON_TAB, TODAY)
    assert nothing[0].on_tab == 200


def test_a_cheque_is_for_one_shop() -> None:
    bills = [bill(BAKERY, 220), bill(BUTCHER, 1428)]
    cheque = Payment(means=Means.CHEQUE, amount=euros("16.48"))
    with pytest.raises(errors.ChequeSharedError):
        share(bills, [cheque], TODAY)
    paid = share(bills, [Payment(means=Means.CHEQUE, shop=BUTCHER), cash()], TODAY)
    assert [(b.cash, b.cheque) for b in paid] == [(220, 0), (0, 1428)]


def test_cash_and_a_cheque_may_pay_one_shop() -> None:
    payments = [
        Payment(means=Means.CHEQUE, amount=euros("10"), shop=BUTCHER),
        cash("2", BUTCHER),
        cash(None, BAKERY),
    ]
    paid = share([bill(BAKERY, 220), bill(BUTCHER, 1428)], payments, TODAY)
    assert [(b.cash, b.cheque, b.on_tab) for b in paid] == [(220, 0, 0), (200, 1000, 228)]


def test_a_shop_that_has_no_bag_there_is_paid_nothing() -> None:
    with pytest.raises(errors.PaymentTooLargeError):
        share([bill(BAKERY, 220)], [cash("5", PIZZA)], TODAY)


BILLS = st.lists(
    st.builds(
        bill,
        st.sampled_from([BAKERY, BUTCHER, PIZZA]),
        st.integers(0, 5000),
        st.integers(-2000, 9000),
        st.sampled_from([None, 0, 5000, 8000]),
        st.integers(0, 60),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda b: b.shop,
)
PAYMENTS = st.lists(
    st.builds(
        Payment,
        means=st.sampled_from(Means),
        amount=st.none() | st.integers(0, 30_000).map(Money.of_minor),
        shop=st.none() | st.sampled_from([BAKERY, BUTCHER, PIZZA]),
    ),
    max_size=3,
)


@given(BILLS, PAYMENTS)
def test_whatever_is_paid_every_cent_is_counted_once(
    bills: list[Bill], payments: list[Payment]
) -> None:
    try:
        paid = share(bills, payments, TODAY)
    except errors.OrderError:
        return
    handed = [p for p in payments if p.means is not Means.TAB]
    if all(p.amount is not None for p in handed):
        assert sum(got(paid)) == sum(p.amount.minor for p in handed if p.amount)
    for before, after in zip(bills, paid, strict=True):
        assert after.cash >= 0
        assert after.cheque >= 0
        assert after.received + after.on_tab == before.due
        room = before.tab.room(TODAY)
        assert room is None or after.on_tab <= max(room, 0)
