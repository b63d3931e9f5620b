"""What may follow what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournee.orders.errors import WrongStateError
from tournee.orders.life import (
    LINE_LIFE,
    ORDER_LIFE,
    LineStep,
    OrderStep,
    line_after,
    order_after,
)
from tournee.orders.model import LineStatus, OrderStatus

PACKED_OR_LATER = {
    OrderStatus.PACKED,
    OrderStatus.OUT_FOR_DELIVERY,
    OrderStatus.DELIVERED,
    OrderStatus.NOT_DELIVERED,
    OrderStatus.SETTLED,
}
CHANGES_OF_CONTENT = {OrderStep.AMEND, OrderStep.CANCEL, OrderStep.REOPEN, OrderStep.RUN_OUT}


@given(st.lists(st.sampled_from(OrderStep), max_size=30))
def test_no_walk_through_an_orders_life_leaves_the_table(steps: list[OrderStep]) -> None:
    status, packed = OrderStatus.PLACED, False
    for step in steps:
        if status not in ORDER_LIFE[step]:
            with pytest.raises(WrongStateError) as refused:
                order_after(status, step)
            assert refused.value.status is status
            continue
        following = order_after(status, step)
        if packed:
            assert step not in CHANGES_OF_CONTENT
            assert following in PACKED_OR_LATER or step is OrderStep.UNPACK
        if following is OrderStatus.DELIVERED:
            assert status in {OrderStatus.OUT_FOR_DELIVERY, OrderStatus.SETTLED}
        packed = (packed or following in PACKED_OR_LATER) and step is not OrderStep.UNPACK
        status = following


@given(st.lists(st.sampled_from(LineStep), max_size=30))
def test_a_line_that_is_gone_never_comes_back(steps: list[LineStep]) -> None:
    status = LineStatus.ASKED
    for step in steps:
        if status not in LINE_LIFE[step]:
            with pytest.raises(WrongStateError) as refused:
                line_after(status, step)
            assert refused.value.status is status
            continue
        following = line_after(status, step)
        assert status not in {LineStatus.MISSING, LineStatus.REMOVED}
        status = following


def test_every_step_and_every_status_has_its_use() -> None:
    reached = {after for table in ORDER_LIFE.values() for after in table.values()}
    assert reached == set(OrderStatus)
    assert set(ORDER_LIFE) == set(OrderStep)
    assert {after for table in LINE_LIFE.values() for after in table.values()} == set(LineStatus)
    assert set(LINE_LIFE) == set(LineStep)


@pytest.mark.parametrize("status", OrderStatus)
def test_an_order_is_cancelled_from_any_state_before_it_is_packed(status: OrderStatus) -> None:
    cancellable = {OrderStatus.PLACED, OrderStatus.ACCEPTED, OrderStatus.PARTLY_ACCEPTED}
    assert (status in ORDER_LIFE[OrderStep.CANCEL]) == (status in cancellable)


def test_a_settled_order_stays_so_unless_it_turns_out_to_be_paid_otherwise() -> None:
    after = [step for step, table in ORDER_LIFE.items() if OrderStatus.SETTLED in table]
    assert after == [OrderStep.UNSETTLE]
