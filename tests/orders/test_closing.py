"""Envelopes, deposits, tabs at the shop and corrections, each with who may and what is refused."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.orders.market import MARDI, Market
from tests.orders.village import (
    BAKER,
    BAKERY,
    BUTCHER,
    BUTCHER_MAN,
    DRIVER,
    DURAND,
    GRANGES,
    MARTIN,
    MR_MARTIN,
    MRS_DURAND,
    OPERATOR,
    euros,
    item,
)
from tournee.orders import errors, ledger, services
from tournee.orders.events import EnvelopeReady, TabPaid
from tournee.orders.model import OrderNumber
from tournee.orders.payment import ON_TAB, Means, Payment
from tournee.orders.receipts import ReceiptKind


@pytest.fixture
def number(market: Market) -> OrderNumber:
    """Order 2.20 of the bakery and a roast of 14.28 of the butcher, both under way."""
    number = market.place(item("baguette", "2"), item("roti-porc", "1.2"))
    market.do(BAKER, services.accept, number, BAKERY)
    market.do(BUTCHER_MAN, services.accept, number, BUTCHER)
    market.do(DRIVER, services.depart, *MARDI)
    return number


def test_an_envelope_that_holds_less_is_the_shops_loss_with_a_reason(
    market: Market, number: OrderNumber
) -> None:
    market.do(DRIVER, services.deliver, (number,))
    told = market.do(
        BUTCHER_MAN, services.receive_envelope, MARDI, BUTCHER, euros("14"), "monnaie rendue"
    )
    assert (told[0].expected, told[0].received, told[0].by) == (
        euros("14.28"),
        euros("14"),
        "Marie",
    )
    assert market.look(lambda p: p.ledger.balance(ledger.lost_account(BUTCHER))) == 28
    assert market.look(lambda p: p.ledger.balance(ledger.till_account(BUTCHER))) == 1400
    closing = market.look(lambda p: p.closings.of_round(*MARDI))[0]
    assert (closing.difference, closing.why) == (euros("-0.28"), "monnaie rendue")
    assert market.status(number, BUTCHER) == "settled"
    assert market.status(number) == "delivered"


def test_another_count_puts_the_first_right(market: Market, number: OrderNumber) -> None:
    market.do(DRIVER, services.deliver, (number,))
    market.do(BAKER, services.receive_envelope, MARDI, BAKERY, euros("2"))
    with pytest.raises(errors.NothingToCloseError):
        market.do(BAKER, services.receive_envelope, MARDI, BAKERY)
    market.do(BAKER, services.receive_envelope, MARDI, BAKERY, euros("2.20"))
    assert market.look(lambda p: p.ledger.balance(ledger.till_account(BAKERY))) == 220
    assert market.look(lambda p: p.ledger.balance(ledger.lost_account(BAKERY))) == 0


def test_an_envelope_is_its_own_shops(market: Market, number: OrderNumber) -> None:
    market.do(DRIVER, services.deliver, (number,))
    for other in (BUTCHER_MAN, MRS_DURAND):
        with pytest.raises(errors.NotAllowedError):
            market.do(other, services.receive_envelope, MARDI, BAKERY)
    with pytest.raises(errors.PaymentTooLargeError):
        market.do(BAKER, services.receive_envelope, MARDI, BAKERY, euros("220"))
    assert market.do(DRIVER, services.receive_envelope, MARDI, BAKERY)


def test_cheques_are_counted_apart(market: Market, number: OrderNumber) -> None:
    payments = (Payment(means=Means.CHEQUE, shop=BUTCHER), Payment())
    market.do(DRIVER, services.deliver, (number,), payments)
    envelopes = market.look(services.envelopes)
    assert [(e.shop, e.cash, e.cheques) for e in envelopes] == [
        (BUTCHER, euros("0.00"), euros("14.28")),
        (BAKERY, euros("2.20"), euros("0.00")),
    ]


def test_a_tab_has_the_limit_that_its_shop_gives_it(market: Market, number: OrderNumber) -> None:
    with pytest.raises(errors.NotAllowedError):
        market.do(BUTCHER_MAN, services.limit_tab, DURAND, BAKERY, euros("80"))
    market.do(BAKER, services.limit_tab, DURAND, BAKERY, euros("0"))
    with pytest.raises(errors.PaymentTooSmallError) as refused:
        market.do(DRIVER, services.deliver, (number,), ON_TAB)
    assert (refused.value.shop, refused.value.name) == (BAKERY, "no_tab")
    assert refused.value.limit == Decimal("2.20")
    market.do(DRIVER, services.deliver, (number,), (Payment(amount=euros("2.20")),))
    assert market.owed(DURAND) == {BUTCHER: 1428}


def test_a_tab_of_fifty_days_takes_nothing_more(market: Market, number: OrderNumber) -> None:
    market.do(DRIVER, services.deliver, (number,), ON_TAB)
    old = market.look(lambda p: services.tab(p, DURAND, BUTCHER))
    assert old.since is not None
    assert old.room(old.since + timedelta(days=49)) is None
    assert old.room(old.since + timedelta(days=50)) == 0
    market.do(BUTCHER_MAN, services.pay_tab, DURAND, BUTCHER, euros("14.28"))
    assert market.look(lambda p: services.tab(p, DURAND, BUTCHER)).since is None


def test_a_payment_at_the_shop_has_a_receipt_and_may_be_a_part(
    market: Market, number: OrderNumber
) -> None:
    market.do(DRIVER, services.deliver, (number,), ON_TAB)
    for refused in (euros("500"), euros("0")):
        with pytest.raises(errors.PaymentTooLargeError):
            market.do(BUTCHER_MAN, services.pay_tab, DURAND, BUTCHER, refused)
    told = market.do(BUTCHER_MAN, services.pay_tab, DURAND, BUTCHER, euros("10"))
    assert isinstance(told[0], TabPaid)
    assert told[0].receipt == 2
    assert market.status(number, BUTCHER) == "delivered"
    market.do(BUTCHER_MAN, services.pay_tab, DURAND, BUTCHER)
    assert market.status(number, BUTCHER) == "settled"
    kinds = [r.draft.kind for r in market.look(lambda p: p.receipts.of_resident(DURAND, 9))]
    assert kinds.count(ReceiptKind.PAYMENT) == 2


def test_a_correction_reverses_and_books_anew(market: Market, number: OrderNumber) -> None:
    market.do(DRIVER, services.deliver, (number,))
    with pytest.raises(errors.NotAllowedError):
        market.do(BAKER, services.correct_payment, number, ON_TAB)
    market.do(OPERATOR, services.correct_payment, number, (Payment(amount=euros("10")),))
    assert market.owed(DURAND) == {BAKERY: 220, BUTCHER: 428}
    market.do(OPERATOR, services.correct_payment, number, (Payment(),))
    assert market.owed(DURAND) == {}
    cash = market.look(lambda p: p.ledger.cash_of_round(*MARDI))
    assert cash == {BAKERY: 220, BUTCHER: 1428}
    everything = market.look(lambda p: p.ledger.accounts(""))
    assert sum(everything.values()) == 0
    papers = market.look(lambda p: p.receipts.of_order(number, BAKERY))
    assert [(r.number, r.draft.kind, r.draft.corrects) for r in papers] == [
        (1, "sale", None),
        (2, "correction", 1),
        (3, "correction", 1),
    ]


def test_nothing_is_put_right_before_it_is_delivered(market: Market, number: OrderNumber) -> None:
    with pytest.raises(errors.WrongStateError):
        market.do(DRIVER, services.correct_payment, number, (Payment(),))


def test_bottles_of_which_nobody_knows_the_deposit_are_refused(
    market: Market, number: OrderNumber
) -> None:
    with pytest.raises(errors.UnknownReturnableError):
        market.do(DRIVER, services.give_back, DURAND, 3)
    with pytest.raises(errors.QuantityImpossibleError):
        market.do(DRIVER, services.give_back, DURAND, 0)
    with pytest.raises(errors.TooManyError):
        market.do(DRIVER, services.give_back, DURAND, 500)
    with pytest.raises(errors.NotAllowedError):
        market.do(MRS_DURAND, services.give_back, DURAND, 3)
    assert number


def test_a_last_bag_left_with_a_neighbour_ends_the_round_for_the_shops_too(market: Market) -> None:
    first = market.place(item("baguette", "2"))
    basket = [item("baguette", "1")]
    placed = market.do(MR_MARTIN, services.place, MARTIN, basket, MARDI, place=GRANGES)
    for number in (first, placed[0].number):
        market.do(BAKER, services.accept, number, BAKERY)
    market.do(DRIVER, services.depart, *MARDI)
    paid = market.do(DRIVER, services.deliver, (first,))
    assert not any(isinstance(e, EnvelopeReady) for e in paid)
    left = market.do(DRIVER, services.leave, (placed[0].number,), "Mme Roux")
    (ready,) = (e for e in left if isinstance(e, EnvelopeReady))
    assert (ready.shop, ready.amount) == (BAKERY, euros("2.20"))
