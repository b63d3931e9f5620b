"""What things cost."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.orders.village import VILLAGE, euros, item
from tournee.catalog.quantity import Unit
from tournee.orders.errors import UnknownProductError
from tournee.orders.model import Item
from tournee.orders.pricing import (
    basket_price,
    chosen_options,
    expected_quantity,
    per_kilo,
    price,
    sayable,
    unit_price,
)

PRODUCTS = VILLAGE.product_by_sku


def _price(wanted: Item) -> tuple[str, str, bool]:
    found = price(PRODUCTS[wanted.sku], wanted)
    return str(found.total.amount), str(found.ceiling.amount), found.weighed


@pytest.mark.parametrize(
    ("options", "amount"),
    [
        ((), "9.00"),
        (("+grande",), "15.00"),
        (("+petite", "+oignons"), "9.80"),
        (("++fromage",), "12.00"),
        (("+fromage*2",), "12.00"),
        (("-oignons", "~fromage", "-++fromage", "-~fromage"), "9.00"),
        (("?petite|grande",), "9.00"),
        (("+truffe",), "9.00"),
    ],
)
def test_options_add_their_surcharges(options: tuple[str, ...], amount: str) -> None:
    assert unit_price(PRODUCTS["margherita"], options) == euros(amount)


def test_only_what_is_chosen_counts_as_chosen() -> None:
    assert chosen_options(("+a", "++b", "+c*3", "-d", "~e", "-++f", "?g|h")) == (
        ("a", 1),
        ("b", 2),
        ("c", 3),
    )


@pytest.mark.parametrize(
    ("wanted", "total", "ceiling", "weighed"),
    [
        (item("baguette", "2"), "2.20", "2.20", False),
        (item("margherita", "2", "+grande"), "30.00", "30.00", False),
        (item("baguette", amount="5"), "4.40", "4.40", False),
        (item("roti-porc", "1.2"), "14.28", "16", True),
        (item("roti-porc", "0.1"), "1.19", "1.40", True),
        (item("jambon", count="1"), "1.35", "1.50", True),
        (item("jambon", count="4"), "5.40", "6.00", True),
        (item("courgette", count="3"), "1.56", "2.50", True),
        (item("viande-hachee", amount="10"), "10.00", "10.00", True),
    ],
)
def test_a_line_has_a_price_and_weighed_goods_a_ceiling(
    wanted: Item,
    total: str,
    ceiling: str,
    weighed: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert _price(wanted) == (total, ceiling, weighed)


def test_a_line_is_rounded_once_half_up() -> None:
    assert _price(item("roti-porc", "0.15"))[0] == "1.79"  # 1.785


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("1.485", "1.50"),
        ("2", "2.00"),
        ("2.01", "2.50"),
        ("10", "10.00"),
        ("15.7", "16"),
        ("0.01", "0.10"),
    ],
)
def test_a_ceiling_is_a_number_that_is_easily_said(amount: str, said: str) -> None:
    assert sayable(Decimal(amount)) == Decimal(said)


@given(st.decimals("0.01", 50, places=3))
def test_a_ceiling_allows_a_tenth_more_but_not_much(kilos: Decimal) -> None:
    found = price(PRODUCTS["roti-porc"], item("roti-porc", str(kilos)))
    exact = kilos * Decimal("11.90")
    assert exact * Decimal("1.1") <= found.ceiling.amount <= exact * Decimal("1.1") + 1


def test_money_buys_grams_of_what_is_weighed_and_whole_pieces_of_what_is_not() -> None:
    assert expected_quantity(
        PRODUCTS["viande-hachee"], item("viande-hachee", amount="10")
    ) == Decimal("0.671")
    assert expected_quantity(PRODUCTS["baguette"], item("baguette", amount="5")) == 4


def test_money_buys_millilitres_and_nothing_buys_nothing() -> None:
    milk = replace(PRODUCTS["baguette"], unit=Unit.LITRE, groups=())
    assert expected_quantity(milk, item("baguette", amount="2")) == Decimal("1.818")
    assert price(milk, item("baguette", "0.5")).weighed is False
    assert expected_quantity(milk, item("baguette")) == 0


def test_the_price_of_a_kilo_is_known_where_the_weight_is() -> None:
    assert per_kilo(PRODUCTS["baguette"]) == euros("4.40")
    assert per_kilo(PRODUCTS["roti-porc"]) == euros("11.90")
    assert per_kilo(PRODUCTS["tradition"]) is None


def test_a_basket_adds_up_and_is_weighed_if_anything_in_it_is() -> None:
    found = basket_price((item("baguette", "2"), item("roti-porc", "1.2")), PRODUCTS, "EUR")
    assert (found.total, found.ceiling, found.weighed) == (euros("16.48"), euros("18.20"), True)
    assert basket_price((), PRODUCTS, "EUR").total == euros("0")


def test_a_basket_of_something_unknown_has_no_price() -> None:
    with pytest.raises(UnknownProductError):
        basket_price((item("piles", "1"),), PRODUCTS, "EUR")
