"""Numbers that people can say."""

from tournee.orders.numbers import order_number


def test_every_number_of_four_digits_comes_once_before_any_of_five() -> None:
    assert {order_number(n) for n in range(9000)} == set(range(1000, 10_000))
    assert {order_number(9000 + n) for n in range(90_000)} == set(range(10_000, 100_000))


def test_numbers_tell_nobody_how_many_came_before() -> None:
    assert [order_number(n) for n in range(4)] == [4821, 8392, 2963, 6534]
