"""What phrases in a shop's group say of how much there is: one case a phrase."""

from decimal import Decimal

import pytest

from tests.conversation.desk import Desk, shop_chat
from tests.conversation.test_shop_reading import numbers, read
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.shop.short_replies import NothingShort
from tournee.bot.conversation.shop.state import Fewer, Missing
from tournee.catalog.model import Sku, Village


@pytest.fixture(scope="module")
def bakery(saint_aubin: Village) -> Facts:
    """Two open orders: the first has croissants and baguettes, the other croissants and bread."""
    desk = Desk(village=saint_aubin)
    desk.place("durand", baguette="2", croissant="3")
    desk.place("benali", croissant="4", pain_campagne="1")
    return shop_chat(desk, "boulangerie").facts


@pytest.fixture(scope="module")
def short(saint_aubin: Village) -> Facts:
    """One open order, of which there are 2 croissants in place of 3."""
    desk = Desk(village=saint_aubin)
    number = desk.place("durand", baguette="2", croissant="3")
    chat = shop_chat(desk, "boulangerie")
    chat.types(f"{number} que 2 croissants")
    return chat.facts


@pytest.fixture(scope="module")
def cheese(saint_aubin: Village) -> Facts:
    desk = Desk(village=saint_aubin)
    desk.place("durand", comte_18="0.5", reblochon="2")
    return shop_chat(desk, "fromagerie").facts


@pytest.mark.parametrize(
    "text",
    [
        "#1 que 2 croissants",
        "4821 j'ai que 2 croissants",
        "je n'ai que 2 croissants pour Mme Durand",
        "Durand : il ne reste que deux croissants",
        "#1 il n'en reste que 2 des croissants",
        "2 croissants au lieu de 3 #1",
        "2 au lieu de 3 croissants pour durand",
        "#1 jai plus que 2 croissant",
        "ok #1 mais que 2 croissants",
        "il me manque 1 croissant sur la #1",
        "only 2 croissants left #1",
        "only two croissants #1",
        "solo me quedan 2 croissants #1",
        "#1 y'a que 2 croissants désolée",
        "il y en a que 2 des croissants #1",
        "plus que 2 croissants sur les 3 pour Mme Durand",
    ],
)
def test_there_are_two_of_three(text: str, bakery: Facts) -> None:
    first = numbers(bakery)[0]
    found = read(text.replace("4821", "#1"), bakery)
    assert found.wishes == (Fewer(number=first, sku=Sku("croissant"), left=Decimal(2)),)


@pytest.mark.parametrize(
    "text", ["2 au lieu de 3", "que 2 sur 3", "que 2 croissants", "j'en ai 2 des croissants"]
)
def test_in_reply_to_the_card(text: str, bakery: Facts) -> None:
    first = numbers(bakery)[0]
    found = read(text, bakery, about=first)
    assert found.wishes == (Fewer(number=first, sku=Sku("croissant"), left=Decimal(2)),)


def test_one_is_less_than_both_lines_hold(bakery: Facts) -> None:
    first = numbers(bakery)[0]
    found = read("il n'en reste qu'un", bakery, about=first)
    assert found.options == tuple(
        (Fewer(number=first, sku=Sku(sku), left=Decimal(1)),) for sku in ("baguette", "croissant")
    )


def test_without_an_order_it_is_asked_which(bakery: Facts) -> None:
    first, last = numbers(bakery)
    found = read("je n'ai que 2 croissants", bakery)
    assert {option[0].number for option in found.options} == {first, last}  # type: ignore[union-attr]
    found = read("je n'ai que 3 croissants", bakery)
    assert found.wishes == (Fewer(number=last, sku=Sku("croissant"), left=Decimal(3)),)


def test_several_products_at_once(bakery: Facts) -> None:
    first = numbers(bakery)[0]
    found = read("#1 : que 1 baguette et 2 croissants", bakery)
    assert found.wishes == (
        Fewer(number=first, sku=Sku("baguette"), left=Decimal(1)),
        Fewer(number=first, sku=Sku("croissant"), left=Decimal(2)),
    )


@pytest.mark.parametrize("text", ["#1 que 0 croissant", "manque 3 croissants #1"])
def test_none_of_it_is_missing(text: str, bakery: Facts) -> None:
    first = numbers(bakery)[0]
    assert read(text, bakery).wishes == (Missing(number=first, sku=Sku("croissant")),)


@pytest.mark.parametrize("text", ["#1 que 3 croissants", "que 5 croissants pour durand"])
def test_as_many_or_more_is_no_news(text: str, bakery: Facts) -> None:
    reply = read(text, bakery).reply
    assert isinstance(reply, NothingShort)
    assert reply.more is ("5" in text)


@pytest.mark.parametrize(
    "text",
    [
        "non, il y en a bien 3",
        "finalement j'ai les 3 croissants",
        "en fait il y a bien 3 croissants #1",
        "j'en ai retrouvé 3",
        "we do have 3 after all",
        "al final hay 3 croissants",
    ],
)
def test_there_are_three_after_all(text: str, short: Facts) -> None:
    first = numbers(short)[0]
    assert read(text, short).wishes == (Fewer(number=first, sku=Sku("croissant"), left=Decimal(3)),)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("plus que 400 g de comté", "0.4"),
        ("je n'ai que 300g de comté #1", "0.3"),
        ("#1 il reste que deux cents grammes de comté", "0.2"),
        ("comté : que 0,4 kg #1", "0.4"),
        ("que 400 g de comté au lieu de 500 g #1", "0.4"),
        ("il manque 100 g de comté #1", "0.4"),
        ("only 400 g of comté left #1", "0.4"),
    ],
)
def test_less_by_weight(text: str, left: str, cheese: Facts) -> None:
    first = numbers(cheese)[0]
    wish = Fewer(number=first, sku=Sku("comte-18"), left=Decimal(left))
    assert read(text, cheese).wishes == (wish,)


@pytest.mark.parametrize(
    "text",
    [
        "il y en a bien 3",
        "il en reste 5 à livrer",
        "j'en ai 2 minutes",
        "on n'a que 2 mains",
        "que 2 clients ce matin",
        "il en reste 2 pour nous ce midi",
        "plus que 2 jours avant Noël",
        "elle a que 12 ans",
    ],
)
def test_talk_is_left_alone(text: str, bakery: Facts) -> None:
    assert not read(text, bakery)


def test_a_unit_is_no_part_of_the_name(saint_aubin: Village) -> None:
    desk = Desk(village=saint_aubin)
    number = desk.place("durand", viande_hachee="0.5")
    found = read("il me reste que 300 g de haché", shop_chat(desk, "boucherie").facts)
    assert found.wishes == (Fewer(number=number, sku=Sku("viande-hachee"), left=Decimal("0.3")),)


def test_talk_in_reply_to_a_card_is_left_alone(bakery: Facts) -> None:
    first = numbers(bakery)[0]
    for text in ("j'en ai pour 2 minutes", "que 2 minutes stp", "elle en a que pour 2 euros"):
        assert not read(text, bakery, about=first)


def test_a_substitute_is_no_figure(bakery: Facts) -> None:
    first = numbers(bakery)[0]
    found = read("tradition au lieu de baguette #1", bakery)
    assert found.wishes == (
        Missing(number=first, sku=Sku("baguette"), substitute=Sku("baguette-tradition")),
    )
