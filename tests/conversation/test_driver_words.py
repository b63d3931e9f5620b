"""What a driver types: which door, which sum, and what is asked before anything is noted."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.conversation.desk import Chat, Desk, driver_chat
from tests.conversation.test_driver import CLOSED, NINE, accepted
from tournee.bot.conversation.commands import DeliverOrder, ReportNotDelivered
from tournee.bot.conversation.driver_commands import LeaveOrder
from tournee.bot.conversation.driver_events import DriverAlert
from tournee.bot.conversation.events import Located, Said
from tournee.catalog.model import Village
from tournee.orders.model import Beneficiary, OrderNumber
from tournee.orders.payment import Means, Payment


@pytest.fixture
def desk(saint_aubin: Village) -> Desk:
    return Desk(village=saint_aubin)


@pytest.fixture
def numbers(desk: Desk) -> tuple[OrderNumber, OrderNumber, OrderNumber]:
    """Les Granges (two shops), Port-de-Loire, Le Bourg."""
    return (
        accepted(desk, "durand", baguette="2", beurre_demi_sel="1"),
        accepted(desk, "benali", baguette="1"),
        accepted(desk, "garnier", croissant="4"),
    )


@pytest.fixture
def driver(desk: Desk, numbers: tuple[OrderNumber, ...]) -> Chat:
    """On the road: Garnier, then Benali, then Durand."""
    chat = driver_chat(desk)
    chat.hears(CLOSED)
    desk.now = NINE
    chat.taps("depart")
    return chat


def delivered(chat: Chat) -> DeliverOrder:
    return next(c for c in chat.commands if isinstance(c, DeliverOrder))


@pytest.mark.parametrize(
    ("text", "door"),
    [
        ("livré", 2),
        ("livré durand", 0),
        ("livré mme durend", 0),
        ("livré arrêt 3", 0),
        ("livré 2", 1),
        ("c'est livré chez benali", 1),
        ("payé benali", 1),
        ("livré Nadia", 1),
    ],
)
def test_a_door_is_told_by_name_place_or_as_the_one_shown(
    text: str, door: int, driver: Chat, numbers: tuple[OrderNumber, ...]
) -> None:
    driver.types(text)
    assert delivered(driver).numbers == (numbers[door],)


@pytest.mark.parametrize("text", ["livré Mme Martin", "absent chez Lopez", "livré pour Zorro"])
def test_a_stranger_s_name_is_never_the_door_that_is_shown(text: str, driver: Chat) -> None:
    assert "rien n'est noté" in driver.types(text)
    assert not driver.commands


def test_a_name_that_two_doors_bear_is_asked_about(desk: Desk) -> None:
    first = accepted(desk, "garnier", baguette="1")
    second = accepted(desk, "fontaine", baguette="1")
    order = desk.order(second, "boulangerie")
    for_simone = replace(order, beneficiary=Beneficiary(name="Simone Petit", place=order.place))
    desk.ports.orders.save(for_simone, was=order.status)
    chat = driver_chat(desk)
    chat.hears(CLOSED)
    desk.now = NINE
    chat.taps("depart")
    text = chat.types("livré simone")
    assert text.startswith("C'est pour qui")
    assert not chat.commands
    chat.types("garnier")
    assert delivered(chat).numbers == (first,)


def test_words_out_of_a_tunnel_are_asked_about(
    driver: Chat, desk: Desk, numbers: tuple[OrderNumber, ...]
) -> None:
    driver.types("livré")
    desk.now += timedelta(seconds=2)
    text = driver.hears(Said(text="absent"))
    assert text.startswith("C'est pour qui")
    assert "Rien n'est encore noté." in text
    assert not driver.commands
    assert driver.buttons == ["choose:1", "choose:2"]
    driver.taps("choose:2")
    (command,) = driver.commands[:1]
    assert isinstance(command, ReportNotDelivered)
    assert command.number == numbers[0]


def test_the_question_can_be_answered_by_a_name(
    driver: Chat, desk: Desk, numbers: tuple[OrderNumber, ...]
) -> None:
    driver.types("livré")
    desk.now += timedelta(seconds=2)
    driver.hears(Said(text="sur le compte"))
    driver.types("durand")
    assert delivered(driver).numbers == (numbers[0],)
    assert delivered(driver).payments[0].means is Means.TAB


def test_words_that_say_which_come_in_any_order(
    driver: Chat, desk: Desk, numbers: tuple[OrderNumber, ...]
) -> None:
    for text in (f"absent {numbers[1]}", "livré durand", "livré garnier"):
        desk.now += timedelta(seconds=1)
        driver.hears(Said(text=text))
        assert driver.commands
    assert driver.state.under_way is None


def test_a_reply_to_a_card_is_about_that_card(
    driver: Chat, numbers: tuple[OrderNumber, ...]
) -> None:
    driver.types("livré", about=numbers[0])
    assert delivered(driver).numbers == (numbers[0],)


@pytest.mark.parametrize(
    ("text", "payments"),
    [
        ("livré, payé en espèces", (Payment(),)),
        ("chèque", (Payment(means=Means.CHEQUE),)),
        ("livré, chèque", (Payment(means=Means.CHEQUE),)),
        ("livré sur le compte", (Payment(means=Means.TAB),)),
    ],
)
def test_the_way_of_paying_is_understood(
    text: str, payments: tuple[Payment, ...], driver: Chat
) -> None:
    driver.types(text)
    assert delivered(driver).payments == payments


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("reçu 20 €", [("cash", "20")]),
        ("livré, payé 20", [("cash", "20")]),
        ("payé avec 10 euros", [("cash", "10")]),
        ("chèque 4,80", [("cheque", "4.80")]),
        ("livré, 3 € en espèces et 1,80 € en chèque", [("cash", "3"), ("cheque", "1.80")]),
    ],
)
def test_sums_that_differ_are_carried(text: str, sums: list[tuple[str, str]], driver: Chat) -> None:
    driver.types(text)
    payments = delivered(driver).payments
    assert [(p.means, str(p.amount.amount)) for p in payments if p.amount] == sums


def test_a_bag_that_is_refused_goes_back_alone(
    driver: Chat, numbers: tuple[OrderNumber, ...]
) -> None:
    driver.types("livré durand sans l'épicerie")
    back = next(c for c in driver.commands if isinstance(c, ReportNotDelivered))
    assert (back.number, back.shops) == (numbers[0], ("epicerie",))
    assert delivered(driver).numbers == (numbers[0],)


def test_a_shop_without_a_bag_at_this_door_is_asked_about(driver: Chat) -> None:
    text = driver.types("livré sans l'épicerie")
    assert "arrêt 3, Jeanne Durand" in text
    assert not driver.commands


def test_a_neighbour_is_named_at_once_or_asked_for(
    driver: Chat, numbers: tuple[OrderNumber, ...]
) -> None:
    driver.types("absent")
    assert driver.taps("neighbour", numbers[2]).startswith("Qui garde le sac de Simone Garnier")
    driver.types("M. Martin")
    assert driver.commands == [LeaveOrder(numbers=(numbers[2],), where="M. Martin")]


@pytest.mark.parametrize(
    "text",
    ["je suis inquiet pour Mme Durand", "Mme Durand est tombée", "inquiète pour durand"],
)
def test_a_worry_reaches_the_operators_with_who_and_where(text: str, driver: Chat) -> None:
    assert "112" in driver.types(text)
    (post,) = driver.posted(DriverAlert)
    assert isinstance(post.event, DriverAlert)
    assert post.event.resident == "durand"
    assert "3 chemin des Granges" in post.event.about
    assert post.event.text == text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("durand en premier", ["Durand", "Garnier", "Benali"]),
        ("garnier en dernier", ["Benali", "Durand", "Garnier"]),
        ("3 avant 2", ["Garnier", "Durand", "Benali"]),
        ("Garnier après Benali", ["Benali", "Garnier", "Durand"]),
    ],
)
def test_doors_are_put_in_order_by_hand(text: str, names: list[str], driver: Chat) -> None:
    lines = driver.types(text).splitlines()[1:4]
    assert [name for line, name in zip(lines, names, strict=True) if name in line] == names


def test_a_promise_is_kept_when_the_rest_is_planned_again(driver: Chat) -> None:
    driver.types("durand en premier")
    text = driver.types("recalcule")
    assert text.splitlines()[1].startswith("1. Jeanne Durand")


def test_who_is_made_to_wait_is_told_once_and_the_driver_warned(driver: Chat, desk: Desk) -> None:
    desk.now += timedelta(minutes=50)
    text = driver.types("garnier en dernier")
    assert "⚠️ On vous attend plus tôt" in text
    first = {p.to.slug for p in driver.posted(object)}
    assert "garnier" in first
    desk.now += timedelta(minutes=50)
    driver.types("durand en dernier")
    assert "garnier" not in {p.to.slug for p in driver.posted(object)}


def test_a_shared_position_counts_for_the_next_door(driver: Chat) -> None:
    text = driver.hears(Located(lat=46.88, lon=3.42))
    assert text.startswith("📍 C'est noté. Simone Garnier\xa0: vers ")
