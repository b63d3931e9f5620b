"""A driver's chat, step by step, with the real services."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.conversation.desk import ROUND, TUESDAY, Chat, Desk, driver_chat
from tournee.bot.conversation.events import ArrivalExpected
from tournee.catalog.model import PersonSlug, Role, Village
from tournee.orders import services
from tournee.orders.events import RoundClosed
from tournee.orders.model import Beneficiary, OrderNumber, OrderStatus

CLOSED = RoundClosed(round=ROUND, date=TUESDAY)
NINE = datetime(2026, 11, 24, 8, 31, tzinfo=UTC)


@pytest.fixture
def desk(saint_aubin: Village) -> Desk:
    return Desk(village=saint_aubin)


@pytest.fixture
def driver(desk: Desk) -> Chat:
    return driver_chat(desk)


def accepted(desk: Desk, resident: str, **goods: str) -> OrderNumber:
    number = desk.place(resident, **goods)
    for order in desk.orders:
        if order.number == number:
            desk.does(Role.SHOPKEEPER, services.accept, number, order.shop, at=order.shop)
    return number


@pytest.fixture
def numbers(desk: Desk) -> tuple[OrderNumber, OrderNumber, OrderNumber]:
    """Les Granges (two shops), Port-de-Loire, Le Bourg."""
    return (
        accepted(desk, "durand", baguette="2", beurre_demi_sel="1"),
        accepted(desk, "benali", baguette="1"),
        accepted(desk, "garnier", croissant="4"),
    )


@pytest.fixture
def on_the_road(desk: Desk, driver: Chat, numbers: tuple[OrderNumber, ...]) -> Chat:
    driver.hears(CLOSED)
    desk.now = NINE
    driver.taps("depart")
    return driver


def test_the_cut_off_brings_what_to_collect_by_shop(
    desk: Desk, driver: Chat, numbers: tuple[OrderNumber, ...]
) -> None:
    waiting = desk.place("fontaine", baguette="1")
    text = driver.hears(CLOSED)
    assert text.startswith(
        "🚚 Tournée du mardi matin, mardi 24/11 · 4 arrêts · 10 km · départ 9h30"
    )
    assert f"▫️ Boulangerie Morel\xa0: 4 sacs (pas encore de réponse\xa0: {waiting})" in text
    assert "▫️ Épicerie du Pont\xa0: 1 sac" in text
    assert driver.buttons[-3:] == ["list", "depart", "picture"]


def test_a_round_without_orders_says_nothing(driver: Chat) -> None:
    assert driver.hears(CLOSED) == ""


def test_bags_are_ticked_off_shop_by_shop(driver: Chat, numbers: tuple[OrderNumber, ...]) -> None:
    driver.hears(CLOSED)
    text = driver.taps("collected:boulangerie")
    assert "☑️ Boulangerie Morel" in text
    assert "collected:boulangerie" not in driver.buttons
    assert driver.cards == ["round:mardi-matin:2026-11-24"]


def test_the_list_is_there_before_departure(driver: Chat, numbers: tuple[OrderNumber, ...]) -> None:
    driver.hears(CLOSED)
    lines = driver.taps("list").splitlines()
    assert lines[0] == "Arrêts de mardi 24/11\xa0:"
    assert lines[1].startswith("1. Simone Garnier, 12 rue des Lilas, Le Bourg · 1 sac · 4,80\xa0€")
    assert len(lines) == 4


def test_departure_shows_the_first_stop_and_tells_everybody_a_time(
    on_the_road: Chat, desk: Desk, numbers: tuple[OrderNumber, ...]
) -> None:
    told = on_the_road.posted(ArrivalExpected)
    assert {p.to.slug for p in told} == {"durand", "benali", "garnier"}
    first = next(p.event for p in told if p.to.slug == "garnier")
    assert isinstance(first, ArrivalExpected)
    assert desk.now - timedelta(minutes=5) <= first.earliest < first.latest
    assert on_the_road.cards == ["round:mardi-matin:2026-11-24", f"order:{numbers[2]}"]
    assert on_the_road.buttons == [
        "delivered",
        "on_tab",
        "absent",
        "refused_at_door",
        "route",
        "late",
        "more",
    ]


def test_a_stop_says_all_that_is_needed_at_the_door(on_the_road: Chat) -> None:
    on_the_road.taps("delivered")
    on_the_road.taps("delivered")
    text = on_the_road.types("suivant")
    assert "Arrêt 3/3 · Jeanne Durand, 3 chemin des Granges" in text
    assert "2 sacs (Boulangerie Morel, Épicerie du Pont)" in text
    assert "À encaisser\xa0: 5,00\xa0€" in text
    assert "❄️ Garder au frais" in text
    assert "📞 +33639980001" in text


def test_what_no_shop_has_accepted_is_not_on_the_van(
    desk: Desk, driver: Chat, numbers: tuple[OrderNumber, ...]
) -> None:
    desk.place("fontaine", baguette="1")
    driver.hears(CLOSED)
    desk.now = NINE
    assert "Arrêt 1/3" in driver.taps("depart")


def test_each_door_leads_to_the_next_and_the_last_to_the_money(
    on_the_road: Chat, desk: Desk, numbers: tuple[OrderNumber, ...]
) -> None:
    first = on_the_road.taps("delivered", numbers[2])
    assert first.startswith("Arrêt 1/3 · Simone Garnier · ✅ livré, payé 4,80\xa0€")
    assert "Arrêt 2/3 · Nadia Benali" in first
    assert on_the_road.cards == [f"order:{numbers[2]}", f"order:{numbers[1]}"]
    on_the_road.types("absent")
    text = on_the_road.types("livré, sur le compte")
    assert "🏁 La tournée de mardi 24/11 est finie." in text
    assert "Boulangerie Morel\xa0: 4,80\xa0€" in text
    assert "Jeanne Durand\xa0: 2,20\xa0€ à Boulangerie Morel" in text
    assert "Jeanne Durand\xa0: 2,80\xa0€ à Épicerie du Pont" in text
    assert f"{numbers[1]} · Nadia Benali → Boulangerie Morel" in text
    statuses = {o.number: o.status for o in desk.orders}
    assert statuses[numbers[1]] is OrderStatus.NOT_DELIVERED
    assert statuses[numbers[0]] is OrderStatus.DELIVERED


def test_a_door_may_be_reported_out_of_turn(
    on_the_road: Chat, numbers: tuple[OrderNumber, ...]
) -> None:
    text = on_the_road.types(f"livré {numbers[0]}")
    assert text == "Arrêt 3/3 · Jeanne Durand · ✅ livré, payé 5,00\xa0€"
    assert "Simone Garnier" in on_the_road.types("livré")


def test_a_door_may_be_named(on_the_road: Chat) -> None:
    assert "Nadia Benali · 🚪 absent" in on_the_road.types("absent mme benali")


def test_a_second_tap_changes_nothing(on_the_road: Chat, numbers: tuple[OrderNumber, ...]) -> None:
    on_the_road.taps("delivered", numbers[2])
    text = on_the_road.taps("absent", numbers[2])
    assert text == "Simone Garnier\xa0: déjà livré et payé. Rien n'a changé."
    assert not on_the_road.commands


def test_a_second_departure_says_so(on_the_road: Chat) -> None:
    assert on_the_road.taps("depart") == "Cette tournée est déjà partie."


def test_next_leaves_a_door_for_later(on_the_road: Chat) -> None:
    assert "Nadia Benali" in on_the_road.types("suivant")
    assert "Jeanne Durand" in on_the_road.types("suivant")
    assert "Simone Garnier" in on_the_road.types("suivant")


def test_being_late_tells_those_who_still_wait(
    on_the_road: Chat, numbers: tuple[OrderNumber, ...]
) -> None:
    on_the_road.taps("delivered", numbers[2])
    text = on_the_road.types("retard 20 min")
    assert text == "⏱ 20 minutes de retard\xa0: je préviens 2 arrêts."
    told = on_the_road.posted(ArrivalExpected)
    assert {p.to.slug for p in told} == {"durand", "benali"}
    assert all(isinstance(p.event, ArrivalExpected) and p.event.late for p in told)


def test_directions_are_a_link_that_names_nobody(on_the_road: Chat) -> None:
    text = on_the_road.taps("route")
    link = text.splitlines()[-1]
    assert link.startswith("https://")
    assert "Garnier" not in link


@pytest.mark.parametrize("action", ["delivered", "absent", "route", "late", "next"])
def test_nothing_is_reported_before_departure(
    action: str, driver: Chat, numbers: tuple[OrderNumber, ...]
) -> None:
    driver.hears(CLOSED)
    assert driver.taps(action).startswith("La tournée n'est pas encore partie.")
    assert not driver.commands


@pytest.mark.parametrize("text", ["livré", "bonjour", "je pars", "liste"])
def test_without_a_round_it_is_said_that_there_is_none(text: str, driver: Chat) -> None:
    assert driver.types(text).startswith("Pas de tournée pour le moment.")


def test_what_is_not_understood_gets_help(on_the_road: Chat) -> None:
    assert "suivant · liste · retard 20" in on_the_road.types("pouvez-vous répéter la question")


def test_a_called_off_round_is_told(desk: Desk, driver: Chat) -> None:
    desk.place("durand", baguette="1")
    driver.hears(CLOSED)
    events = desk.does(Role.OPERATOR, services.cancel_round, ROUND, TUESDAY, "neige")
    assert "n'a pas lieu (neige)" in driver.hears(*events)
    assert driver.taps("depart").startswith("Pas de tournée")


def test_the_phone_is_that_of_who_is_at_the_door(desk: Desk, driver: Chat) -> None:
    number = accepted(desk, "fontaine", baguette="1")
    order = desk.order(number, "boulangerie")
    garnier = Beneficiary(name="Simone Garnier", person=PersonSlug("garnier"))
    desk.ports.orders.save(replace(order, beneficiary=garnier), was=order.status)
    driver.hears(CLOSED)
    desk.now = NINE
    text = driver.taps("depart")
    assert "Arrêt 1/1 · Simone Garnier, 12 rue des Lilas" in text
    assert "📞 +33639980003" in text
