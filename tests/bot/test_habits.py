"""Rounds and habits through the whole application: what time brings, once, and never at night."""

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from tests.bot.flow import village
from tournee.bot import eventcodec
from tournee.bot.conversation.events import Event
from tournee.bot.conversation.habit_events import StandingDue, Unreached
from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.simulate import Simulation
from tournee.bot.storage import News
from tournee.catalog.model import (
    PersonSlug,
    Place,
    PlaceKind,
    PlaceSlug,
    ShopSlug,
    Village,
    VillageSlug,
)
from tournee.orders.events import OrderNotDelivered
from tournee.orders.model import Day, OrderNumber

JEANNE, ANDRE, SIMONE = "+33639980001", "+33639980002", "+33639980003"
Json = dict[str, Any]


class Street:
    """People who write in turn; the hours are the village's in winter."""

    def __init__(self, described: Village) -> None:
        self.simulation = Simulation(described)

    def says(self, who: str, at: str, text: str) -> list[str]:
        """Return what `who` is answered."""
        event = {"at": f"{at}+01:00", "via": "sms", "from": who, "text": text}
        return [sent["text"] for sent in self.play(event) if sent.get("to") == who]

    def until(self, at: str) -> list[Json]:
        return self.play({"at": f"{at}+01:00"})

    def play(self, event: Json) -> list[Json]:
        return asyncio.run(self.simulation.play(event))

    @property
    def orders(self) -> list[Json]:
        found: list[Json] = self.simulation.final()["final"]["orders"]
        return found

    def tell(self, event: Event, at: str, resident: str = "durand") -> None:
        """Let a resident's conversation hear an event of its own."""
        due = datetime.fromisoformat(f"{at}+01:00")
        app = self.simulation._app
        with app.workspaces.open(VillageSlug("saint-aubin")) as workspace:
            news = News(
                village=workspace.slug,
                key=f"again-{at}",
                party=Party(kind=PartyKind.RESIDENT, slug=resident),
                event=eventcodec.dump(event),
                due_at=due,
            )
            workspace.mailbox.post(news)
            workspace.commit()


@pytest.fixture
def street() -> Street:
    return Street(village())


def _with_capacity(capacity: int) -> Village:
    described = village()
    rounds = (replace(described.rounds[0], capacity=capacity), *described.rounds[1:])
    return replace(described, rounds=rounds)


def test_a_stop_that_comes_free_is_offered_in_turn_and_never_at_night() -> None:
    street = Street(_with_capacity(1))
    street.says(JEANNE, "2026-11-22T10:00", "2 baguettes pour mardi")
    street.says(JEANNE, "2026-11-22T10:01", "oui")
    for minute, who in ((2, ANDRE), (5, SIMONE)):
        street.says(who, f"2026-11-22T10:0{minute}", "1 croissant pour mardi")
        asked = street.says(who, f"2026-11-22T10:0{minute + 1}", "oui")
        assert any("était complète" in text for text in asked)
        street.says(who, f"2026-11-22T10:0{minute + 2}", "oui")
    street.says(JEANNE, "2026-11-22T22:30", "annulez la commande")
    offered = [s for s in street.until("2026-11-23T08:30") if s.get("to") == ANDRE]
    assert [s["at"][11:16] for s in offered] == ["08:00"]
    assert "Une place s'est libérée" in offered[0]["text"]
    passed = [s for s in street.until("2026-11-23T10:30") if s.get("to") == SIMONE]
    assert [s["at"][11:16] for s in passed] == ["10:00"]
    street.says(SIMONE, "2026-11-23T10:40", "oui")
    late = street.says(ANDRE, "2026-11-23T10:45", "oui")
    assert any("vient d'etre prise" in text for text in late)
    days = {o["resident"]: o["date"] for o in street.orders if o["status"] != "cancelled"}
    assert days == {"lefevre": "2026-11-26", "garnier": "2026-11-24"}


def test_a_turn_that_is_told_twice_orders_once(street: Street) -> None:
    street.says(JEANNE, "2026-11-19T10:00", "tous les mardis 2 baguettes")
    street.says(JEANNE, "2026-11-19T10:01", "oui")
    street.until("2026-11-22T20:00")
    street.tell(StandingDue(standing=1, day=Day(2026, 11, 24)), "2026-11-22T20:01")
    street.tell(StandingDue(standing=7, day=Day(2026, 11, 24)), "2026-11-22T20:02")
    street.until("2026-11-22T20:05")
    assert [o["date"] for o in street.orders] == ["2026-11-24"]


@pytest.mark.parametrize(
    ("begun", "ended", "expected"),
    [
        ("2026-10-15", "2026-11-05", ["2026-10-20", "2026-10-27", "2026-11-03"]),
        ("2027-03-18", "2027-04-08", ["2027-03-23", "2027-03-30", "2027-04-06"]),
    ],
)
def test_a_clock_change_in_the_night_loses_and_doubles_no_week(
    street: Street, begun: str, ended: str, expected: list[str]
) -> None:
    street.says(JEANNE, f"{begun}T10:00", "tous les mardis 1 baguette")
    street.says(JEANNE, f"{begun}T10:01", "oui")
    street.until(f"{ended}T12:00")
    assert [o["date"] for o in street.orders] == expected


def test_somebody_who_stopped_messages_gets_no_orders_until_they_start_again(
    street: Street,
) -> None:
    street.says(JEANNE, "2026-11-19T10:00", "tous les mardis 1 baguette")
    street.says(JEANNE, "2026-11-19T10:01", "oui")
    street.says(JEANNE, "2026-11-19T10:02", "STOP")
    street.until("2026-11-25T10:00")
    assert street.orders == []
    street.says(JEANNE, "2026-11-25T10:01", "START")
    street.until("2026-11-30T10:00")
    assert [o["date"] for o in street.orders] == ["2026-12-01"]


def test_no_reminders_for_those_who_want_none(street: Street) -> None:
    for who in (JEANNE, SIMONE):
        street.says(who, "2026-11-23T09:00", "1 baguette pour mardi")
        street.says(who, "2026-11-23T09:01", "oui")
    street.says(SIMONE, "2026-11-23T09:02", "pas de rappel")
    evening = street.until("2026-11-23T20:00")
    told = [s["to"] for s in evening if s["text"].startswith("Demain")]
    assert told == [JEANNE]


def test_what_waits_at_a_point_is_told_when_the_round_has_left_it_there() -> None:
    described = village()
    hall = Place(slug=PlaceSlug("mairie"), name="La mairie", kind=PlaceKind.PICKUP)
    rounds = tuple(replace(r, places=(*r.places, hall.slug)) for r in described.rounds)
    street = Street(replace(described, places=(*described.places, hall), rounds=rounds))
    recap = street.says(SIMONE, "2026-11-23T09:00", "1 baguette pour mardi à la mairie")
    assert any("La mairie" in text for text in recap)
    street.says(SIMONE, "2026-11-23T09:01", "oui")
    assert street.orders[0]["date"] == "2026-11-24"


def test_a_shop_that_is_closed_until_departure_is_reminded_the_evening_before() -> None:
    described = village()
    closed = tuple(
        replace(s, hours="Mo 08:00-18:00") if s.slug == "boulangerie" else s
        for s in described.shops
    )
    street = Street(replace(described, shops=closed))
    street.says(JEANNE, "2026-11-23T17:55", "1 baguette pour mardi")
    street.says(JEANNE, "2026-11-23T17:56", "oui")
    sent = street.until("2026-11-24T09:00")
    shop = [s["at"][:16] for s in sent if s.get("chat") == "shop:boulangerie"]
    silent = [s["at"][:16] for s in sent if "n'a pas répondu" in s["text"]]
    assert "2026-11-23T19:30" in shop
    assert len(silent) == 1
    assert silent[0] < "2026-11-24T09:30"


def test_a_yes_to_a_heavier_weight_is_said_while_others_are_open(street: Street) -> None:
    street.says(
        JEANNE, "2026-11-23T09:00", "300 g de comté 18 mois et 1 kg de rôti de porc pour mardi"
    )
    street.says(JEANNE, "2026-11-23T09:01", "oui")
    shop = {"via": "telegram", "from": 1401, "chat": "shop:fromagerie"}
    street.play({"at": "2026-11-23T09:02:00+01:00", "text": "ok"} | shop)
    street.play({"at": "2026-11-23T09:03:00+01:00", "text": "comté 4821 : 512 g"} | shop)
    answered = street.says(JEANNE, "2026-11-23T09:04", "oui")
    assert any("512 g, 12,24" in text for text in answered)


def test_a_shop_that_needs_notice_moves_the_order_to_a_later_round() -> None:
    described = village()
    slow = tuple(replace(s, lead=30) if s.slug == "boucherie" else s for s in described.shops)
    street = Street(replace(described, shops=slow))
    (recap,) = street.says(JEANNE, "2026-11-23T10:00", "4 tranches de jambon blanc pour mardi")
    assert "a besoin de plus de temps" in recap
    assert "jeudi 26/11" in recap


def test_what_the_van_cannot_hold_goes_with_a_later_round() -> None:
    described = village()
    rounds = (replace(described.rounds[0], crates=1), *described.rounds[1:])
    street = Street(replace(described, rounds=rounds))
    street.says(JEANNE, "2026-11-23T10:00", "40 baguettes pour mardi")
    street.says(JEANNE, "2026-11-23T10:01", "oui")
    (recap,) = street.says(SIMONE, "2026-11-23T10:02", "40 baguettes pour mardi")
    assert "est complète" in recap
    assert "jeudi 26/11" in recap


def _absent(street: Street, at: str) -> list[Json]:
    street.tell(
        OrderNotDelivered(
            number=OrderNumber(4821),
            shop=ShopSlug("boulangerie"),
            resident=PersonSlug("garnier"),
            reason="absent",
        ),
        at,
        "garnier",
    )
    return street.until(at)


@pytest.mark.parametrize(("failed", "told"), [(True, 1), (False, 0)])
def test_nobody_at_the_door_counts_only_after_a_message_that_failed(
    street: Street,
    failed: bool,  # noqa: FBT001 - a parameter of the table
    told: int,
) -> None:
    street.says(SIMONE, "2026-11-23T09:00", "veillez sur moi, prévenez Jeanne Durand")
    street.says(SIMONE, "2026-11-23T09:01", "oui")
    street.says(SIMONE, "2026-11-23T09:02", "1 baguette pour mardi")
    street.says(SIMONE, "2026-11-23T09:03", "oui")
    if failed:
        street.tell(Unreached(), "2026-11-24T08:00", "garnier")
    sent = _absent(street, "2026-11-24T10:00")
    asked = [s for s in sent if s.get("to") in {JEANNE, "5001"} and "Simone Garnier" in s["text"]]
    assert len(asked) == told


def test_nobody_is_told_of_somebody_who_never_asked_for_it(street: Street) -> None:
    street.says(SIMONE, "2026-11-23T09:02", "1 baguette pour mardi")
    street.says(SIMONE, "2026-11-23T09:03", "oui")
    street.tell(Unreached(), "2026-11-24T08:00", "garnier")
    sent = _absent(street, "2026-11-24T10:00")
    assert not [s for s in sent if "n'a pas ouvert" in s["text"]]
