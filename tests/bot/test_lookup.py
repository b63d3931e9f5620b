"""Facts that are looked up only when they are read."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.bot.flow import MONDAY
from tournee.bot.conversation.model import Facts
from tournee.bot.facts.lookup import LookedUp
from tournee.catalog.folder import read
from tournee.catalog.model import Channel, Sku

KNOWN = Facts(now=MONDAY, village=read(Path("villages/saint-aubin")), channel=Channel.SMS)
TAUGHT = (("pain", Sku("pain-de-campagne")),)


def looked_up(asked: list[str]) -> LookedUp:
    def look() -> object:
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
