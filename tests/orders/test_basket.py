"""Adding, splitting, and what is refused."""

import pytest

from tests.orders.village import BAKERY, BUTCHER, MONDAY_MORNING, VILLAGE, item
from tournee.orders.basket import (
    BASKET_LINES,
    add,
    by_shop,
    check_item,
    check_quantity,
    check_size,
    check_stock,
    merged,
    missing_groups,
)
from tournee.orders.errors import OrderError, TooManyError
from tournee.orders.model import Item


def test_the_same_thing_twice_becomes_one_line() -> None:
    basket = merged([item("baguette", "2"), item("tradition", "1"), item("baguette", "1")])
    assert basket == (item("baguette", "3"), item("tradition", "1"))


def test_other_options_or_another_measure_stay_apart() -> None:
    basket = merged(
        [item("courgette", count="3"), item("courgette", "0.5"), item("courgette", count="1")]
    )
    assert basket == (item("courgette", count="4"), item("courgette", "0.5"))
    crusty = item("baguette", "1", "+bien-cuit")
    assert add((item("baguette", "2"),), crusty) == (item("baguette", "2"), crusty)
    assert merged([item("viande-hachee", amount="10"), item("viande-hachee", amount="5")]) == (
        item("viande-hachee", amount="15"),
    )


def test_a_basket_is_split_by_shop_in_the_order_it_was_said() -> None:
    wanted = (item("roti-porc", "1"), item("baguette", "2"), item("jambon", count="2"))
    assert by_shop(wanted, VILLAGE) == {
        BUTCHER: (wanted[0], wanted[2]),
        BAKERY: (wanted[1],),
    }


def test_a_required_group_is_missing_until_something_of_it_is_chosen() -> None:
    pizza = VILLAGE.product_by_sku["margherita"]
    assert [g.name for g in missing_groups(pizza, item("margherita", "1", "+oignons"))] == [
        "taille"
    ]
    assert missing_groups(pizza, item("margherita", "1", "+grande")) == ()
    assert missing_groups(pizza, item("margherita", "1", "?petite|grande"))


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (item("baguette", "0"), "quantity_impossible"),
        (item("baguette", "-3"), "quantity_impossible"),
        (item("baguette", "0.5"), "quantity_impossible"),
        (item("baguette", "NaN"), "quantity_impossible"),
        (item("baguette", amount="1"), "quantity_impossible"),
        (item("baguette"), "quantity_impossible"),
        (item("courgette", count="1.5"), "quantity_impossible"),
        (item("roti-porc", "0.001"), "quantity_impossible"),
        (item("roti-porc", "0.12345"), "quantity_impossible"),
        (item("baguette", "5000"), "too_many"),
        (item("baguette", "1E30"), "too_many"),
        (item("roti-porc", "51"), "too_many"),
        (item("roti-porc", amount="5000"), "too_many"),
        (item("piles", "1"), "unknown_product"),
        (item("brioche", "1"), "not_available"),
        (item("tourte", "4"), "out_of_stock"),
        (item("margherita", "1"), "option_missing"),
        (item("margherita", "1", "+petite", "+grande"), "too_many_options"),
        (item("margherita", "1", "+grande", "+truffe"), "unknown_option"),
    ],
)
def test_what_cannot_be_ordered_is_named(wanted: Item, code: str) -> None:
    with pytest.raises(OrderError) as refused:
        check_stock(check_item(VILLAGE, wanted, MONDAY_MORNING), wanted)
    assert (refused.value.code, refused.value.sku) == (code, wanted.sku)


@pytest.mark.parametrize(
    "wanted",
    [
        item("baguette", "200"),
        item("roti-porc", "0.015"),
        item("farine", "1.234"),
        item("viande-hachee", amount="7.50"),
        item("courgette", count="3"),
        item("margherita", "1", "+grande", "-oignons", "++fromage"),
    ],
)
def test_what_people_order_passes(wanted: Item) -> None:
    product = check_item(VILLAGE, wanted, MONDAY_MORNING)
    check_stock(product, wanted)
    assert product.sku == wanted.sku


def test_a_refusal_says_how_much_would_have_been_possible() -> None:
    with pytest.raises(TooManyError) as refused:
        check_quantity(VILLAGE.product_by_sku["baguette"], item("baguette", "5000"))
    assert refused.value.limit == 200
    assert str(refused.value) == "too_many sku=baguette limit=200"


def test_a_basket_of_too_many_lines_or_too_much_money_is_refused() -> None:
    lines = tuple(item("margherita", "1", "+grande", f"+{n}") for n in range(BASKET_LINES + 1))
    with pytest.raises(TooManyError) as refused:
        check_size(lines, VILLAGE)
    assert refused.value.limit == BASKET_LINES
    dear = (item("margherita", "150", "+grande"), item("roti-porc", "1"))
    with pytest.raises(TooManyError) as dearer:
        check_size(dear, VILLAGE)
    assert dearer.value.limit == 2000


def test_errors_are_of_one_family_with_codes_of_their_own() -> None:
    kinds = OrderError.__subclasses__()
    assert len({kind.code for kind in kinds}) == len(kinds)
