"""People's own doors, the hours in which they open them, and what the vehicle holds."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from tests.conversation.desk import Chat, Desk, driver_chat
from tests.conversation.test_driver import CLOSED, NINE, accepted
from tests.conversation.test_driver_planning import problem_of
from tournee.bot.conversation.driver_events import DriverAlert
from tournee.bot.conversation.events import ArrivalExpected
from tournee.bot.conversation.party import OPERATORS
from tournee.catalog.model import Village
from tournee.orders.planning.model import Point

TEN = NINE.replace(hour=9, minute=0)
"""In the village, on the round's day."""


@pytest.fixture
def desk(saint_aubin: Village) -> Desk:
    return Desk(village=saint_aubin)


def let(desk: Desk, slug: str, **told: object) -> None:
    """Let somebody's entry say something more."""
    people = tuple(
        replace(p, **told) if p.slug == slug else p  # type: ignore[arg-type]
        for p in desk.village.people
    )
    desk.village = replace(desk.village, people=people)


def closed(desk: Desk) -> Chat:
    chat = driver_chat(desk)
    chat.hears(CLOSED)
    return chat


# --- where ---------------------------------------------------------------------------------------


def test_a_door_of_its_own_goes_before_its_place(desk: Desk) -> None:
    let(desk, "durand", lat=46.8950, lon=3.4400)
    number = accepted(desk, "durand", baguette="1")
    chat = closed(desk)
    door = next(t for t in problem_of(chat).tasks if t.key == str(number))
    assert door.point == Point(46.8950, 3.4400)
    desk.now = NINE
    chat.taps("depart")
    assert "46.89500%2C3.44000" in chat.taps("route", number)


@pytest.mark.parametrize("where", [(48.8566, 2.3522), (3.44, 46.895)], ids=["far", "turned"])
def test_a_door_that_can_t_be_is_looked_for_at_its_place(
    desk: Desk, where: tuple[float, float]
) -> None:
    let(desk, "durand", lat=where[0], lon=where[1])
    number = accepted(desk, "durand", baguette="1")
    door = next(t for t in problem_of(closed(desk)).tasks if t.key == str(number))
    assert door.point == Point(46.8893, 3.4311)


def test_a_door_is_found_where_its_place_is_on_no_map(desk: Desk) -> None:
    let(desk, "durand", lat=46.8950, lon=3.4400)
    places = tuple(
        replace(p, lat=None, lon=None) if p.slug == "les-granges" else p
        for p in desk.village.places
    )
    desk.village = replace(desk.village, places=places)
    accepted(desk, "durand", baguette="1")
    assert "Pas sur la carte" not in driver_chat(desk).hears(CLOSED)


# --- when ----------------------------------------------------------------------------------------


def told_to(chat: Chat, slug: str) -> tuple[datetime, datetime]:
    (event,) = (p.event for p in chat.posted(ArrivalExpected) if p.to.slug == slug)
    assert isinstance(event, ArrivalExpected)
    return event.earliest, event.latest


def test_who_is_there_later_comes_later_and_is_told_no_earlier_time(desk: Desk) -> None:
    let(desk, "garnier", hours="10:00-24:00")
    for who in ("garnier", "durand", "benali"):
        accepted(desk, who, baguette="1")
    chat = closed(desk)
    assert chat.taps("list").splitlines()[3].startswith("3. Simone Garnier")
    desk.now = NINE + timedelta(minutes=5)
    chat.taps("depart")
    earliest, latest = told_to(chat, "garnier")
    assert TEN <= earliest < latest


def test_who_leaves_early_is_not_last_and_is_told_no_later_time(desk: Desk) -> None:
    let(desk, "durand", hours="00:00-09:42")
    for who in ("garnier", "durand", "benali"):
        accepted(desk, who, baguette="1")
    chat = closed(desk)
    listed = chat.taps("list")
    assert listed.index("Jeanne Durand") < listed.index("Nadia Benali")
    desk.now = NINE - timedelta(minutes=5)
    chat.taps("depart")
    assert told_to(chat, "durand")[1] <= TEN - timedelta(minutes=15)


def test_a_driver_does_not_wait_for_hours_and_reads_who_is_not_there(desk: Desk) -> None:
    let(desk, "garnier", hours="12:00-24:00")
    accepted(desk, "garnier", baguette="1")
    accepted(desk, "benali", baguette="1")
    chat = driver_chat(desk)
    text = chat.hears(CLOSED)
    assert "🕐 Ne seront pas là à votre passage\xa0: Simone Garnier (à partir de 12h)." in text
    assert "retour vers 9h" in text


def test_whoever_is_never_there_on_such_a_day_is_marked(desk: Desk) -> None:
    let(desk, "garnier", hours="Mo,We-Su 00:00-24:00")
    number = accepted(desk, "garnier", baguette="1")
    chat = driver_chat(desk)
    assert "Simone Garnier." in chat.hears(CLOSED).splitlines()[-1]
    desk.now = NINE
    assert "🕐 D'habitude, personne ce jour-là" in chat.taps("depart")
    assert chat.taps("delivered", number)


def test_a_window_that_was_told_binds_more_than_hours_do(desk: Desk) -> None:
    let(desk, "garnier", hours="09:00-24:00")
    accepted(desk, "garnier", baguette="1")
    accepted(desk, "benali", baguette="1")
    chat = closed(desk)
    desk.now = NINE
    chat.taps("depart")
    chat.types("recalcule")
    assert all(t.patience is None and t.latest is not None for t in problem_of(chat).tasks)


# --- what the vehicle holds ----------------------------------------------------------------------


def test_what_does_not_fit_is_loaded_on_a_second_trip(desk: Desk) -> None:
    for who in ("garnier", "durand", "benali"):
        accepted(desk, who, baguette="1")
    held = desk.ports.orders.orders  # type: ignore[attr-defined]
    for key, order in held.items():
        held[key] = replace(order, crates=Decimal(3))
    small = replace(desk.village.rounds[0], crates=6)
    desk.village = replace(desk.village, rounds=(small, *desk.village.rounds[1:]))
    chat = driver_chat(desk)
    text = chat.hears(CLOSED)
    assert "📦 Trop pour un seul tour\xa0: revenez charger pour " in text
    (post,) = chat.posted(DriverAlert)
    last = chat.taps("list").splitlines()[3]
    name = last.split(",")[0].removeprefix("3. ")
    assert name in text
    assert isinstance(post.event, DriverAlert)
    assert post.to == OPERATORS
    assert (post.event.what, post.event.doors) == ("two_trips", (name,))
