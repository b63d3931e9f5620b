"""What is planned of a round: shops before doors, promises kept, places that no map knows."""

from dataclasses import replace

import pytest

from tests.conversation.desk import ROUND, TUESDAY, Chat, Desk, driver_chat
from tests.conversation.test_driver import CLOSED, NINE, accepted
from tournee.bot.conversation.driver_events import PlanWanted
from tournee.catalog.model import Place, PlaceSlug, Role, Village
from tournee.orders import services
from tournee.orders.planning.model import Problem, Stage


def problem_of(chat: Chat) -> Problem:
    (post,) = chat.posted(PlanWanted)
    assert isinstance(post.event, PlanWanted)
    return post.event.problem


@pytest.fixture
def desk(saint_aubin: Village) -> Desk:
    return Desk(village=saint_aubin)


def test_shops_come_first_and_not_before_they_open(desk: Desk) -> None:
    accepted(desk, "durand", comte_12="1", baguette="1")
    chat = driver_chat(desk)
    chat.hears(CLOSED)
    tasks = {t.key: t for t in problem_of(chat).tasks}
    assert tasks["shop:boulangerie"].stage is Stage.COLLECT
    assert tasks["shop:boulangerie"].earliest == 0
    assert tasks["shop:fromagerie"].earliest == 0, "open at nine, as the driver sets off at 9:15"
    late = replace(desk.village.shop_by_slug["fromagerie"], hours="Tu 10:00-12:00")
    shops = tuple(late if s.slug == "fromagerie" else s for s in desk.village.shops)
    desk.village = replace(desk.village, shops=shops)
    chat.hears(CLOSED)
    tasks = {t.key: t for t in problem_of(chat).tasks}
    assert tasks["shop:fromagerie"].earliest == 45 * 60
    assert chat.state.runs[0].shops == ("boulangerie", "fromagerie")


def test_what_residents_were_told_binds_later_plans(desk: Desk) -> None:
    accepted(desk, "durand", baguette="1")
    accepted(desk, "garnier", baguette="1")
    chat = driver_chat(desk)
    chat.hears(CLOSED)
    assert all(t.latest is None for t in problem_of(chat).tasks)
    desk.now = NINE
    chat.taps("depart")
    chat.types("recalcule")
    assert all(t.latest is not None for t in problem_of(chat).tasks)


def test_doors_of_one_place_follow_their_street(desk: Desk) -> None:
    people = {p.slug: p for p in desk.village.people}
    homes = {"garnier": "12 rue des Lilas", "fontaine": "9 rue des Lilas"}
    moved = tuple(
        replace(p, address=homes[p.slug]) if p.slug in homes else p for p in people.values()
    )
    desk.village = replace(desk.village, people=moved)
    for who in homes:
        accepted(desk, who, baguette="1")
    chat = driver_chat(desk)
    chat.hears(CLOSED)
    lines = chat.taps("list").splitlines()
    assert "9 rue des Lilas" in lines[1]
    assert "12 rue des Lilas" in lines[2]


@pytest.mark.parametrize(
    "place",
    [
        {"lat": None, "lon": None},
        {"lat": 3.4311, "lon": 46.8893},
    ],
    ids=["not on the map", "the wrong way round"],
)
def test_a_place_that_can_t_be_found_is_planned_and_named(
    desk: Desk, place: dict[str, float | None]
) -> None:
    places = tuple(
        replace(p, lat=place["lat"], lon=place["lon"]) if p.slug == "les-granges" else p
        for p in desk.village.places
    )
    desk.village = replace(desk.village, places=places)
    accepted(desk, "durand", baguette="1")
    accepted(desk, "benali", baguette="1")
    chat = driver_chat(desk)
    text = chat.hears(CLOSED)
    assert "📍 Pas sur la carte\xa0: Jeanne Durand." in text
    assert len(chat.taps("list").splitlines()) == 3
    desk.now = NINE
    chat.taps("depart")
    assert "n'est pas sur la carte" in chat.types("carte durand")


def test_a_village_without_any_coordinates_is_driven_all_the_same(saint_aubin: Village) -> None:
    bare = tuple(Place(slug=PlaceSlug(p.slug), name=p.name) for p in saint_aubin.places)
    desk = Desk(village=replace(saint_aubin, places=bare))
    accepted(desk, "durand", baguette="1")
    accepted(desk, "benali", baguette="1")
    chat = driver_chat(desk)
    assert "2 arrêts" in chat.hears(CLOSED)
    desk.now = NINE
    assert "Arrêt 1/2" in chat.taps("depart")


def test_a_driver_who_never_saw_the_list_gets_a_planned_round(desk: Desk) -> None:
    accepted(desk, "durand", baguette="1")
    accepted(desk, "garnier", baguette="1")
    chat = driver_chat(desk)
    desk.now = NINE
    events = desk.does(Role.DRIVER, services.depart, ROUND, TUESDAY)
    text = chat.hears(*events)
    assert "Arrêt 1/2 · Simone Garnier" in text
