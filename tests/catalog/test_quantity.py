from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournee.catalog.quantity import Money, Quantity, Unit, UnitMismatchError


def euros(amount: str) -> Money:
    return Money(amount=Decimal(amount))


def test_like_quantities_add_and_unlike_ones_do_not() -> None:
    half = Quantity(value=Decimal("0.5"), unit=Unit.KG)
    assert half + half == Quantity(value=Decimal(1), unit=Unit.KG)
    with pytest.raises(UnitMismatchError):
        half + Quantity(value=Decimal(1), unit=Unit.PIECE)


def test_money_adds_subtracts_and_turns_exactly() -> None:
    assert euros("0.10") + euros("0.20") == euros("0.30")
    assert euros("1") - euros("0.90") == euros("0.10")
    assert -euros("1") == euros("-1")
    assert euros("2.90") * 3 == euros("8.70")
    assert euros("13.90") * Decimal("0.512") == euros("7.11680")
    assert not euros("0.00")


@pytest.mark.parametrize(
    ("amount", "cents"), [("1.005", 101), ("1.004", 100), ("-1.005", -101), ("0.615", 62)]
)
def test_money_rounds_half_up(amount: str, cents: int) -> None:
    assert euros(amount).minor == cents


@given(st.integers(-(10**9), 10**9))
def test_cents_come_back_as_they_were(cents: int) -> None:
    assert Money.of_minor(cents).minor == cents


def test_currencies_do_not_mix() -> None:
    for act in (Money.__add__, Money.__sub__):
        with pytest.raises(UnitMismatchError):
            act(euros("1"), Money(amount=Decimal(1), currency="CHF"))


def test_money_is_never_a_float() -> None:
    with pytest.raises(TypeError):
        Money(amount=0.1)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        euros("1") * 0.1  # type: ignore[operator]
