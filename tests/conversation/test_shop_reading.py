"""What phrases typed in a shop's group are taken for: one case a phrase."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.conversation.desk import Desk, shop_chat
from tournee.bot.conversation.events import Said
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.shop.reading import Understood
from tournee.bot.conversation.shop.state import (
    Accept,
    Missing,
    OffSale,
    OnSale,
    Refuse,
    Weigh,
    Wish,
)
from tournee.bot.conversation.shop.understanding import understand
from tournee.catalog.model import Sku, Village
from tournee.orders.model import OrderNumber

NEXT_MORNING = datetime(2026, 11, 24, 5, 45, tzinfo=UTC)
THURSDAY = datetime(2026, 11, 26, 5, 45, tzinfo=UTC)


@pytest.fixture(scope="module")
def bakery(saint_aubin: Village) -> Facts:
    """Two open orders: the first has baguettes and croissants, the other croissants and a loaf."""
    desk = Desk(village=saint_aubin)
    desk.place("durand", baguette="2", croissant="4")
    desk.place("benali", croissant="1", pain_campagne="1")
    return shop_chat(desk, "boulangerie").facts


@pytest.fixture(scope="module")
def cheese(saint_aubin: Village) -> Facts:
    """One open order: 500 g of cheese to weigh, and a cheese by the piece."""
    desk = Desk(village=saint_aubin)
    desk.place("durand", comte_18="0.5", reblochon="1")
    return shop_chat(desk, "fromagerie").facts


def numbers(facts: Facts) -> tuple[OrderNumber, OrderNumber]:
    """The first order's number and the last one's."""
    ordered = [o.number for o in reversed(facts.orders)]
    return ordered[0], ordered[-1]


def read(text: str, facts: Facts, about: OrderNumber | None = None) -> Understood:
    """Understand a phrase; '#1' and '#2' stand for the orders' numbers."""
    first, last = numbers(facts)
    said = text.replace("#1", str(first)).replace("#2", str(last))
    return understand(Said(text=said, about=about), facts)


def missing(number: OrderNumber, sku: str, substitute: str | None = None) -> Missing:
    other = Sku(substitute) if substitute else None
    return Missing(number=number, sku=Sku(sku), substitute=other)


@pytest.mark.parametrize(
    "text", ["ok #1", "OK #1 merci", "#1 c'est bon", "👍 #1", "okay #1", "vale #1"]
)
def test_an_order_is_accepted(text: str, bakery: Facts) -> None:
    assert read(text, bakery).wishes == (Accept(number=numbers(bakery)[0]),)


def test_a_reply_to_a_card_needs_no_number(bakery: Facts) -> None:
    last = numbers(bakery)[1]
    assert read("ok", bakery, about=last).wishes == (Accept(number=last),)


def test_one_open_order_needs_no_number(cheese: Facts) -> None:
    assert read("ok", cheese).wishes == (Accept(number=numbers(cheese)[0]),)


def test_without_a_number_and_with_two_orders_it_is_asked_which(bakery: Facts) -> None:
    first, last = numbers(bakery)
    assert read("ok", bakery).options == ((Accept(number=first),), (Accept(number=last),))


def test_several_or_all_orders_are_accepted_at_once(bakery: Facts) -> None:
    both: tuple[Wish, ...] = tuple(Accept(number=n) for n in numbers(bakery))
    assert read("ok #1 et #2", bakery).wishes == both
    assert read("tout ok", bakery).wishes == both


@pytest.mark.parametrize(
    "text",
    [
        "#1 sans baguette",
        "manque baguette #1",
        "il manque la baguette pour la #1",
        "#1 plus de baguettes",
        "mank baguete #1",
        "missing baguette #1",
    ],
)
def test_a_line_is_missing(text: str, bakery: Facts) -> None:
    found = read(text, bakery)
    assert missing(numbers(bakery)[0], "baguette") in (*found.wishes, *sum(found.options, ()))


@pytest.mark.parametrize(
    "text",
    [
        "manque baguette, tradition à la place #1",
        "tradition à la place de la baguette #1",
        "#1 baguette remplacée par une tradition",
        "manque baguette, baguette tradition à la place",
    ],
)
def test_something_is_offered_instead(text: str, bakery: Facts) -> None:
    wish = missing(numbers(bakery)[0], "baguette", "baguette-tradition")
    assert read(text, bakery).wishes == (wish,)


def test_the_order_that_holds_it_is_meant(bakery: Facts) -> None:
    assert read("manque pain de campagne", bakery).wishes == (
        missing(numbers(bakery)[1], "pain-campagne"),
    )


def test_what_two_orders_hold_is_asked_for(bakery: Facts) -> None:
    first, last = numbers(bakery)
    options = ((missing(first, "croissant"),), (missing(last, "croissant"),))
    assert read("manque croissant", bakery).options == options


def test_two_lines_are_missing_at_once(bakery: Facts) -> None:
    first = numbers(bakery)[0]
    wishes = (missing(first, "baguette"), missing(first, "croissant"))
    assert read("manque baguette et croissants #1", bakery).wishes == wishes


def test_a_refusal_keeps_its_reason(bakery: Facts) -> None:
    first = numbers(bakery)[0]
    assert read("refus #1 four en panne", bakery).wishes == (
        Refuse(number=first, reason="four en panne"),
    )


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("comté #1 : 512 g", "0.512"),
        ("comté 512g", "0.512"),
        ("comté 0,512", "0.512"),
        ("#1 comté 512", "0.512"),
        ("comté : 1 kg 020", "1.020"),
        ("ok, le comté fait 498 grammes", "0.498"),
    ],
)
def test_a_weight_is_entered(text: str, weight: str, cheese: Facts) -> None:
    wish = Weigh(number=numbers(cheese)[0], sku=Sku("comte-18"), weight=Decimal(weight))
    assert read(text, cheese).wishes[-1] == wish


def test_goods_are_taken_off_sale_until_the_next_day_of_opening(bakery: Facts) -> None:
    for text in (
        "plus de croissants aujourd'hui",
        "y'a plus de croissants",
        "pas de croissants aujourd'hui",
    ):
        wish = OffSale(skus=(Sku("croissant"),), until=NEXT_MORNING)
        assert read(text, bakery).wishes == (wish,), text


def test_a_kind_of_goods_goes_off_sale_as_a_whole_until_the_day_that_is_said(bakery: Facts) -> None:
    (wish,) = read("plus de pain jusqu'à jeudi", bakery).wishes
    assert isinstance(wish, OffSale)
    assert wish.until == THURSDAY
    assert set(wish.skus) == {
        p.sku for p in bakery.village.products if p.shop == "boulangerie" and p.category == "pain"
    }


def test_goods_come_back(bakery: Facts) -> None:
    assert read("à nouveau des croissants", bakery).wishes == (OnSale(skus=(Sku("croissant"),)),)


@pytest.mark.parametrize(
    "text",
    [
        "salut, qui ouvre demain matin ?",
        "ok je passe prendre le pain demain",
        "il manque du monde ce matin",
        "impossible de venir samedi, désolée",
        "merci Marie, à demain",
        "Paul a appelé, il arrive à 10h",
        "on a fait 12 clients ce matin",
        "non",
        "🥐",
    ],
)
def test_talk_among_people_is_left_alone(text: str, bakery: Facts) -> None:
    assert not read(text, bakery)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("mnaque baguette #1", "missing"),
        ("pluss de croissants", "off_sale"),
        ("refsu #1", "refuse"),
    ],
)
def test_a_slip_is_asked_about(text: str, wish: str, bakery: Facts) -> None:
    ((found,),) = read(text, bakery).options
    assert found.kind == wish


def test_a_wrong_digit_is_asked_about(bakery: Facts) -> None:
    first = numbers(bakery)[0]
    wrong = str(first)[:-1] + ("0" if str(first)[-1] != "0" else "1")
    assert read(f"ok {wrong}", bakery).options == ((Accept(number=first),),)


@pytest.mark.parametrize("text", ["ok pour Mme Durand", "durand ok"])
def test_a_customers_name_stands_for_the_order(text: str, bakery: Facts) -> None:
    assert read(text, bakery).wishes == (Accept(number=numbers(bakery)[0]),)


def test_a_line_of_a_named_customer_is_missing(bakery: Facts) -> None:
    last = numbers(bakery)[1]
    assert read("manque croissant pour Mme Benali", bakery).wishes == (missing(last, "croissant"),)


def test_more_for_a_customer_is_not_taken_for_none_left(bakery: Facts) -> None:
    assert not any(
        isinstance(w, OffSale) for w in read("plus de baguettes pour Paul", bakery).wishes
    )


@pytest.mark.parametrize(
    "text",
    ["ok #1, #2 sans croissant", "#1 ok\n#2 manque croissant", "ok #1 ; manque croissant #2"],
)
def test_each_order_has_its_own_part_of_a_message(text: str, bakery: Facts) -> None:
    first, last = numbers(bakery)
    assert read(text, bakery).wishes == (Accept(number=first), missing(last, "croissant"))


def test_lines_of_two_orders_are_missing_in_one_message(bakery: Facts) -> None:
    first, last = numbers(bakery)
    wishes = (missing(first, "croissant"), missing(last, "pain-campagne"))
    assert read("manque croissant #1, manque pain de campagne #2", bakery).wishes == wishes


def test_a_part_that_is_not_understood_leaves_the_rest_to_be_asked(bakery: Facts) -> None:
    found = read("ok #1\nle reste à voir avec le patron demain soir", bakery)
    assert found.options == ((Accept(number=numbers(bakery)[0]),),)


def test_an_order_of_a_day_gone_by_waits_no_longer(bakery: Facts) -> None:
    later = replace(bakery, now=bakery.now + timedelta(days=3))
    assert not understand(Said(text="ok"), later)


@pytest.mark.parametrize("text", ["pas de souci", "sans problème !", "oui"])
def test_a_yes_accepts_only_the_card_that_it_replies_to(text: str, bakery: Facts) -> None:
    first = numbers(bakery)[0]
    assert read(text, bakery, about=first).wishes == (Accept(number=first),)
    assert not read(text, bakery)
