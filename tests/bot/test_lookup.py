"""Facts that are looked up only when they are read."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.bot.flow import MONDAY, Wire, app, sms
from tournee.bot.conversation.events import Said
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.facts.lookup import LookedUp
from tournee.catalog.folder import read
from tournee.catalog.model import Channel, ShopSlug, Sku, VillageSlug
from tournee.orders.events import OrderPlaced

KNOWN = Facts(now=MONDAY, village=read(Path("villages/saint-aubin")), channel=Channel.SMS)
TAUGHT = (("pain", Sku("pain-de-campagne")),)


def looked_up(asked: list[str]) -> LookedUp:
    def look(_: Facts) -> object:
        asked.append("taught")
        return TAUGHT

    return LookedUp.of(KNOWN, {"taught": look})


def test_nothing_is_looked_up_before_it_is_read() -> None:
    asked: list[str] = []
    facts = looked_up(asked)
    assert facts.orders == ()
    assert "LookedUp" in repr(facts)
    assert asked == []


def test_what_is_read_twice_is_looked_up_once() -> None:
    asked: list[str] = []
    facts = looked_up(asked)
    assert (facts.taught, facts.taught) == (TAUGHT, TAUGHT)
    assert asked == ["taught"]


def test_a_copy_with_other_values_holds_all_of_them() -> None:
    copy = replace(looked_up([]), channel=Channel.TELEGRAM)
    assert (copy.taught, copy.channel) == (TAUGHT, Channel.TELEGRAM)


def test_what_is_no_fact_is_no_attribute() -> None:
    with pytest.raises(AttributeError):
        looked_up([]).weather  # noqa: B018


def test_a_shop_that_hears_of_an_order_is_shown_that_one_however_many_are_open(
    sqlite_database: Engine,
) -> None:
    tournee = app(sqlite_database, Wire())
    for number in range(1, 5):
        for text in ("Léa, aux Granges", "2 baguettes pour mardi", "oui"):
            tournee.inbox.receive(sms(text, sender=f"+3363999{number:04}"))
    bakery = Party(kind=PartyKind.SHOP, slug="boulangerie")
    with tournee.workspaces.open(VillageSlug("saint-aubin")) as workspace:
        placed = workspace.orders.of_shop(ShopSlug("boulangerie"))
        assert len(placed) == 4
        event = OrderPlaced(
            number=placed[1].number, shop=placed[1].shop, resident=placed[1].resident
        )
        facts = workspace.facts(bakery, None, Channel.TELEGRAM, event, MONDAY)
        assert facts.orders == (placed[1],)
        assert [person.slug for person in facts.people] == [placed[1].resident]
        facts = workspace.facts(bakery, None, Channel.TELEGRAM, Said(text="bonjour"), MONDAY)
        assert facts.orders == placed
        assert {person.slug for person in facts.people} == {order.resident for order in placed}
