"""What shops answer, and what residents answer to that."""

from decimal import Decimal

import pytest

from tests.orders.market import Market
from tests.orders.village import (
    BAKER,
    BAKERY,
    BUTCHER,
    BUTCHER_MAN,
    DURAND,
    MR_MARTIN,
    MRS_DURAND,
    OPERATOR,
    VILLAGE,
    euros,
    item,
)
from tournee.catalog.model import Sku
from tournee.orders import errors, services
from tournee.orders.events import (
    LineMissing,
    LineWeighed,
    OrderAccepted,
    OrderRefused,
    SubstituteAnswered,
    SubstituteOffered,
)
from tournee.orders.model import Item, OrderNumber, OrderStatus, Price
from tournee.orders.pricing import order_price
from tournee.orders.services.lines import new_line, substitute_item

BAGUETTE, TRADITION, ROAST = Sku("baguette"), Sku("tradition"), Sku("roti-porc")


@pytest.fixture
def number(market: Market) -> OrderNumber:
    return market.place(item("baguette", "2"), item("tourte", "1"), item("roti-porc", "1.2"))


def _lines(market: Market, number: OrderNumber) -> list[str]:
    return [str(line.status) for line in market.order(number).lines]


def test_a_shop_accepts_its_own_part(market: Market, number: OrderNumber) -> None:
    assert market.do(BAKER, services.accept, number, BAKERY) == (
        OrderAccepted(number=number, shop=BAKERY, resident=DURAND, by="Marie"),
    )
    assert (market.status(number), market.order(number).answered_by) == ("accepted", "Marie")
    assert _lines(market, number) == ["accepted", "accepted"]
    assert market.status(number, BUTCHER) == "placed"


def test_a_second_tap_says_how_things_stand(market: Market, number: OrderNumber) -> None:
    market.do(BAKER, services.accept, number, BAKERY)
    for service in (services.accept, services.refuse):
        with pytest.raises(errors.WrongStateError) as refused:
            market.do(BAKER, service, number, BAKERY)
        assert refused.value.status is OrderStatus.ACCEPTED
        assert (refused.value.number, refused.value.shop) == (number, BAKERY)
    assert market.order(number).version == 1


def test_shops_answer_for_themselves_only(market: Market, number: OrderNumber) -> None:
    for actor in (BUTCHER_MAN, MRS_DURAND):
        with pytest.raises(errors.NotAllowedError):
            market.do(actor, services.accept, number, BAKERY)
    market.do(OPERATOR, services.accept, number, BAKERY)


def test_a_shop_without_such_an_order_is_told(market: Market) -> None:
    number = market.place(item("roti-porc", "1"))
    with pytest.raises(errors.UnknownOrderError):
        market.do(BAKER, services.accept, number, BAKERY)
    with pytest.raises(errors.UnknownOrderError):
        market.do(MRS_DURAND, services.answer_substitute, number, BAKERY, BAGUETTE, accepted=True)


def test_a_refused_order_gives_its_stock_back(market: Market, number: OrderNumber) -> None:
    events = market.do(BAKER, services.refuse, number, BAKERY, "four en panne")
    assert events == (
        OrderRefused(
            number=number, shop=BAKERY, resident=DURAND, by="Marie", reason="four en panne"
        ),
    )
    assert market.left("tourte") == 3


def test_reporting_a_missing_line_accepts_the_others(market: Market, number: OrderNumber) -> None:
    events = market.do(BAKER, services.report_missing, number, BAKERY, BAGUETTE)
    assert events == (
        LineMissing(number=number, shop=BAKERY, resident=DURAND, sku=BAGUETTE, by="Marie"),
    )
    assert market.status(number) == "partly_accepted"
    assert _lines(market, number) == ["missing", "accepted"]
    assert order_price((market.order(number),), "EUR").total == euros("5.90")


def test_an_order_of_which_nothing_is_left_is_refused(market: Market, number: OrderNumber) -> None:
    market.do(BAKER, services.report_missing, number, BAKERY, BAGUETTE)
    events = market.do(BAKER, services.report_missing, number, BAKERY, Sku("tourte"))
    assert [e.kind for e in events] == ["line_missing", "order_refused"]
    assert market.status(number) == "refused"
    assert market.left("tourte") == 2


def test_a_line_is_missing_once(market: Market, number: OrderNumber) -> None:
    market.do(BAKER, services.report_missing, number, BAKERY, BAGUETTE)
    with pytest.raises(errors.WrongStateError) as refused:
        market.do(BAKER, services.report_missing, number, BAKERY, BAGUETTE)
    assert (refused.value.sku, refused.value.status) == (BAGUETTE, "missing")
    with pytest.raises(errors.UnknownLineError):
        market.do(BAKER, services.report_missing, number, BAKERY, TRADITION)


def test_a_substitute_stands_once_the_resident_agrees(market: Market, number: OrderNumber) -> None:
    events = market.do(BAKER, services.report_missing, number, BAKERY, BAGUETTE, TRADITION)
    assert events == (
        SubstituteOffered(
            number=number,
            shop=BAKERY,
            resident=DURAND,
            sku=BAGUETTE,
            substitute=TRADITION,
            by="Marie",
        ),
    )
    assert market.line(number, 1).offered
    assert market.status(number) == "partly_accepted"
    assert market.line(number, 1).price.total == euros("2.20")
    events = market.do(
        MRS_DURAND, services.answer_substitute, number, BAKERY, BAGUETTE, accepted=True
    )
    assert events == (
        SubstituteAnswered(
            number=number,
            shop=BAKERY,
            resident=DURAND,
            sku=BAGUETTE,
            substitute=TRADITION,
            accepted=True,
        ),
    )
    line = market.line(number, 1)
    assert (line.status, line.substitute, line.item.sku) == ("substituted", TRADITION, BAGUETTE)
    assert (line.name, line.price.total) == ("Tradition", euros("2.60"))
    assert line.standing == Item(sku=TRADITION, qty=Decimal(2))


def test_a_declined_substitute_leaves_the_line_missing(market: Market, number: OrderNumber) -> None:
    market.do(BAKER, services.report_missing, number, BAKERY, BAGUETTE, TRADITION)
    market.do(MRS_DURAND, services.answer_substitute, number, BAKERY, BAGUETTE, accepted=False)
    assert (market.line(number, 1).status, market.line(number, 1).substitute) == ("missing", None)
    assert (market.status(number), market.order(number).answered_by) == (
        "partly_accepted",
        "Marie",
    )


def test_declining_the_only_line_leaves_nothing(market: Market) -> None:
    number = market.place(item("baguette", "2"))
    market.do(BAKER, services.report_missing, number, BAKERY, BAGUETTE, TRADITION)
    events = market.do(
        MRS_DURAND, services.answer_substitute, number, BAKERY, BAGUETTE, accepted=False
    )
    assert [e.kind for e in events] == ["substitute_answered", "order_refused"]
    assert market.status(number) == "refused"


def test_an_offer_is_answered_once_and_by_the_one_who_ordered(
    market: Market, number: OrderNumber
) -> None:
    market.do(BAKER, services.report_missing, number, BAKERY, BAGUETTE, TRADITION)
    with pytest.raises(errors.NotAllowedError):
        market.do(MR_MARTIN, services.answer_substitute, number, BAKERY, BAGUETTE, accepted=True)
    market.do(MRS_DURAND, services.answer_substitute, number, BAKERY, BAGUETTE, accepted=True)
    with pytest.raises(errors.WrongStateError):
        market.do(MRS_DURAND, services.answer_substitute, number, BAKERY, BAGUETTE, accepted=False)


def test_a_shop_offers_only_what_it_sells(market: Market, number: OrderNumber) -> None:
    for substitute in (ROAST, Sku("piles"), BAGUETTE):
        with pytest.raises(errors.UnknownProductError):
            market.do(BAKER, services.report_missing, number, BAKERY, BAGUETTE, substitute)


def test_a_substitute_that_has_gone_meanwhile_is_refused(market: Market) -> None:
    number = market.place(item("baguette", "4"))
    market.do(BAKER, services.report_missing, number, BAKERY, BAGUETTE, Sku("tourte"))
    with pytest.raises(errors.OutOfStockError):
        market.do(MRS_DURAND, services.answer_substitute, number, BAKERY, BAGUETTE, accepted=True)
    assert market.line(number, 1).offered


@pytest.mark.parametrize(
    ("wanted", "substitute", "expected"),
    [
        (item("baguette", "2", "+bien-cuit"), "tradition", item("tradition", "2")),
        (item("roti-porc", "1.2"), "viande-hachee", item("viande-hachee", "1.2")),
        (item("roti-porc", amount="10"), "jambon", item("jambon", amount="10")),
        (item("courgette", count="3"), "jambon", item("jambon", count="3")),
        (item("courgette", count="3"), "tradition", item("tradition", "3")),
        (item("baguette", "2"), "farine", item("farine", count="2")),
        (item("farine", "1.1"), "baguette", item("baguette", "4")),
        (item("farine", "2"), "tradition", item("tradition", "1")),
    ],
)
def test_a_substitute_is_as_much_or_as_many(wanted: Item, substitute: str, expected: Item) -> None:
    line = new_line(VILLAGE.product_by_sku[wanted.sku], wanted, 1)
    assert substitute_item(line, VILLAGE.product_by_sku[substitute]) == expected


# --- weights -------------------------------------------------------------------------------------


def test_a_real_weight_changes_what_is_due(market: Market, number: OrderNumber) -> None:
    market.do(BUTCHER_MAN, services.accept, number, BUTCHER)
    events = market.do(BUTCHER_MAN, services.weigh, number, BUTCHER, ROAST, Decimal("1.12"))
    assert events == (
        LineWeighed(
            number=number,
            shop=BUTCHER,
            resident=DURAND,
            sku=ROAST,
            weight=Decimal("1.12"),
            total=euros("13.33"),
        ),
    )
    assert market.line(number, 1, BUTCHER).status == "weighed"
    exact = Price(total=euros("13.33"), ceiling=euros("13.33"))
    assert order_price((market.order(number, BUTCHER),), "EUR") == exact


def test_a_weight_can_be_corrected(market: Market, number: OrderNumber) -> None:
    market.do(BUTCHER_MAN, services.weigh, number, BUTCHER, ROAST, Decimal("1.12"))
    market.do(BUTCHER_MAN, services.weigh, number, BUTCHER, ROAST, Decimal("1.2"))
    assert market.line(number, 1, BUTCHER).price.total == euros("14.28")


@pytest.mark.parametrize("before", [None, Decimal("1.1")])
def test_above_the_ceiling_the_resident_is_asked(
    market: Market, number: OrderNumber, before: Decimal | None
) -> None:
    market.do(BUTCHER_MAN, services.accept, number, BUTCHER)
    if before:
        market.do(BUTCHER_MAN, services.weigh, number, BUTCHER, ROAST, before)
    (event,) = market.do(BUTCHER_MAN, services.weigh, number, BUTCHER, ROAST, Decimal("1.5"))
    assert event.above_ceiling
    line = market.line(number, 1, BUTCHER)
    assert (line.too_heavy, line.status, line.price.ceiling) == (True, "accepted", euros("16"))
    (answer,) = market.do(MRS_DURAND, services.answer_weight, number, BUTCHER, ROAST, accepted=True)
    assert (answer.above_ceiling, answer.total) == (False, euros("17.85"))
    line = market.line(number, 1, BUTCHER)
    assert (line.status, line.price.total) == ("weighed", euros("17.85"))
    with pytest.raises(errors.WrongStateError):
        market.do(MRS_DURAND, services.answer_weight, number, BUTCHER, ROAST, accepted=False)


def test_a_declined_weight_is_weighed_again(market: Market, number: OrderNumber) -> None:
    market.do(BUTCHER_MAN, services.weigh, number, BUTCHER, ROAST, Decimal("1.5"))
    (event,) = market.do(MRS_DURAND, services.answer_weight, number, BUTCHER, ROAST, accepted=False)
    assert event.declined
    line = market.line(number, 1, BUTCHER)
    assert (line.weight, line.too_heavy, line.price.ceiling) == (None, False, euros("16"))
    market.do(BUTCHER_MAN, services.weigh, number, BUTCHER, ROAST, Decimal("1.3"))
    assert market.line(number, 1, BUTCHER).status == "weighed"


@pytest.mark.parametrize("weight", ["0", "-1", "NaN", "0.0001"])
def test_a_weight_is_more_than_nothing(market: Market, number: OrderNumber, weight: str) -> None:
    with pytest.raises(errors.QuantityImpossibleError):
        market.do(BUTCHER_MAN, services.weigh, number, BUTCHER, ROAST, Decimal(weight))


def test_nobody_weighs_a_baguette_or_a_ton_of_meat(market: Market, number: OrderNumber) -> None:
    with pytest.raises(errors.QuantityImpossibleError):
        market.do(BAKER, services.weigh, number, BAKERY, BAGUETTE, Decimal("0.25"))
    with pytest.raises(errors.TooManyError):
        market.do(BUTCHER_MAN, services.weigh, number, BUTCHER, ROAST, Decimal(512))


def test_what_is_missing_or_in_question_is_not_weighed(market: Market, number: OrderNumber) -> None:
    market.do(BUTCHER_MAN, services.report_missing, number, BUTCHER, ROAST, Sku("jambon"))
    with pytest.raises(errors.WrongStateError):
        market.do(BUTCHER_MAN, services.weigh, number, BUTCHER, ROAST, Decimal(1))
    market.do(MRS_DURAND, services.answer_substitute, number, BUTCHER, ROAST, accepted=True)
    market.do(BUTCHER_MAN, services.weigh, number, BUTCHER, Sku("jambon"), Decimal("1.1"))
    line = market.line(number, 1, BUTCHER)
    assert (line.status, line.standing.sku, line.price.total) == (
        "weighed",
        "jambon",
        euros("24.75"),
    )
    market.do(BUTCHER_MAN, services.report_missing, number, BUTCHER, Sku("jambon"))
    with pytest.raises(errors.WrongStateError):
        market.do(BUTCHER_MAN, services.weigh, number, BUTCHER, ROAST, Decimal(1))
