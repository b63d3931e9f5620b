"""Prices, stocks and units as people write them."""

from decimal import Decimal

import pytest

from tournee.bot.conversation.catalogue import values
from tournee.bot.conversation.catalogue.naming import slug
from tournee.catalog.quantity import Unit


@pytest.mark.parametrize(
    ("text", "name", "price"),
    [
        ("baguette 1,15", "baguette", "1.15"),
        ("baguette à 1.15", "baguette", "1.15"),
        ("baguette : 1€15", "baguette", "1.15"),
        ("baguette 1 euro 15", "baguette", "1.15"),
        ("baguette 1 € 5", "baguette", "1.05"),
        ("baguette 15 centimes", "baguette", "0.15"),
        ("baguette €1.15", "baguette", "1.15"),
        ("baguette 1,15 €.", "baguette", "1.15"),
        ("baguette = 2", "baguette", "2"),
        ("gros pain 400 g 1,95", "gros pain 400 g", "1.95"),
        ("tarte aux pommes 6 personnes 15,50 €", "tarte aux pommes 6 personnes", "15.50"),
        ("baguette 0", "baguette", "0"),
        ("baguette 1000", "baguette", "1000"),
        ("merguez 12,50 le kilo", "merguez", "12.50"),
    ],
)
def test_a_price_stands_at_the_end_of_a_line(text: str, name: str, price: str) -> None:
    found = values.last_price(text)
    assert found is not None
    assert (found.before, found.amount) == (name, Decimal(price))


@pytest.mark.parametrize(
    "text",
    ["baguette", "baguette cher", "gros pain 400 g", "baguette 1,155", "baguette -1", "1,2,3"],
)
def test_what_is_no_price_is_none(text: str) -> None:
    assert values.last_price(text) is None


def test_a_price_may_say_its_unit() -> None:
    by_weight = values.last_price("merguez 12,50/kg")
    assert by_weight is not None
    assert by_weight.unit is Unit.KG


@pytest.mark.parametrize(
    ("text", "name", "price", "rest"),
    [
        ("Pain 400 g 3,20 pièce stock: 10", "Pain 400 g", "3.20", "stock: 10"),
        ("Cidre 75 cl 4,50", "Cidre 75 cl", "4.50", ""),
        ("lasagnes 8,50 la part", "lasagnes", "8.50", ""),
    ],
)
def test_a_size_in_a_name_is_no_price(text: str, name: str, price: str, rest: str) -> None:
    found = values.price_in(text)
    assert found is not None
    assert (found.before, found.amount, found.after) == (name, Decimal(price), rest)


@pytest.mark.parametrize(
    ("text", "stock"),
    [("12", "12"), ("2,5 kg", "2.5"), ("0", "0"), ("douze", None), ("12 chaussettes", None)],
)
def test_a_stock_is_a_number(text: str, stock: str | None) -> None:
    assert values.read_stock(text) == (None if stock is None else Decimal(stock))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("à la pièce", None),
        ("la pièce", Unit.PIECE),
        ("kg", Unit.KG),
        ("litre", Unit.LITRE),
        ("per kilo", Unit.KG),
    ],
)
def test_units_are_words(text: str, unit: Unit | None) -> None:
    assert values.read_unit(text) is unit


def test_a_list_may_be_empty_on_purpose() -> None:
    assert values.read_list("gluten, lait ,, gluten") == ("gluten", "lait")
    assert values.read_list("aucun") == ()


def test_short_names_are_unlike_those_that_are_taken() -> None:
    assert slug("Pain de seigle", ()) == "pain-seigle"
    assert slug("Pain de seigle", {"pain-seigle"}) == "pain-seigle-2"
    assert slug("Œufs à la neige !", ()) == "oeufs-neige"
    assert slug("???", ()) == "produit"
    assert len(slug("x" * 300, ())) <= 64
