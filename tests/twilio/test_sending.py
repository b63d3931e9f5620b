"""Sending through the real client: what fails is tried again, or not, and never doubled."""

import asyncio
import json
import time

import pytest
from sqlalchemy import Engine

from tests.twilio.fake import Fault
from tests.twilio.house import MESSAGES, House, house, whatsapp
from tests.twilio.test_messages import rows
from tournee.bot.limits import MemoryLimiter, RedisLimiter


def ask(place: House) -> None:
    place.text("2 baguettes pour mardi")


@pytest.mark.parametrize(
    "fault", [Fault(408, 20408), Fault(429, 20429), Fault(503, 20503), Fault(401, 20003)]
)
def test_a_busy_or_broken_api_is_tried_again(
    place: House, sqlite_database: Engine, fault: Fault
) -> None:
    place.fake.faults = [fault, fault]
    ask(place)
    place.send()
    assert place.fake.messages == []
    for _ in range(2):
        place.clock.pass_(minutes=1)
        place.send()
    assert len(place.fake.messages) == 1
    assert [row.status for row in rows(sqlite_database)] == ["queued"]


@pytest.mark.parametrize("fault", [Fault(lost="after"), Fault(html=True)])
def test_a_send_whose_answer_was_lost_is_not_repeated(
    place: House, sqlite_database: Engine, fault: Fault
) -> None:
    place.fake.faults = [fault]
    ask(place)
    place.send()
    place.clock.pass_(minutes=1)
    place.send()
    [sent] = place.fake.messages
    [row] = rows(sqlite_database)
    assert (row.status, row.channel_id) == ("queued", sent["sid"])


def test_a_send_that_never_arrived_is_repeated(place: House) -> None:
    place.fake.faults = [Fault(lost="before")]
    ask(place)
    place.send()
    place.clock.pass_(minutes=1)
    place.send()
    assert len(place.fake.messages) == 1
    assert [method for method, _ in place.fake.requests] == ["POST", "GET", "POST"]


def test_the_same_words_sent_before_are_not_taken_for_the_lost_ones(place: House) -> None:
    place.text("merci")
    place.text("merci")
    place.send()
    place.text("merci")
    place.fake.faults = [Fault(lost="before")]
    place.send()
    place.clock.pass_(minutes=1)
    place.send()
    assert len(place.fake.messages) == 3


def test_a_report_that_is_faster_than_the_answer_counts(
    place: House, sqlite_database: Engine
) -> None:
    place.fake.faults = [Fault(lost="after")]
    ask(place)
    place.send()
    place.report(place.fake.messages[0], "delivered")
    place.clock.pass_(minutes=1)
    place.send()
    assert len(place.fake.messages) == 1
    assert [row.status for row in rows(sqlite_database)] == ["delivered"]


@pytest.mark.parametrize("code", [21211, 21408, 21614])
def test_what_will_never_arrive_is_given_up_and_the_operators_are_told(
    place: House, sqlite_database: Engine, code: int
) -> None:
    place.fake.faults = [Fault(400, code)]
    ask(place)
    place.send()
    place.clock.pass_(hours=1)
    place.send()
    assert place.fake.messages == []
    [row] = rows(sqlite_database)
    assert (row.status, row.error) == ("failed", str(code))
    word = "fixe" if code == 21614 else "joint"
    assert any(word in text for text in place.wire.texts)


def test_a_number_that_proved_useless_is_left_alone_until_it_writes(place: House) -> None:
    ask(place)
    place.text("oui")
    place.fake.faults = [Fault(400, 21614)]
    place.send()
    assert place.fake.messages == []
    place.clock.pass_(minutes=1)
    place.text("bonjour")
    place.send()
    assert len(place.fake.messages) == 1


def test_twilios_word_that_a_person_stopped_counts_as_theirs(place: House) -> None:
    ask(place)
    place.text("oui")
    place.send()
    place.text("merci")
    place.fake.faults = [Fault(400, 21610)]
    place.send()
    assert any("🛑" in text for text in place.wire.texts)
    before = len(place.fake.messages)
    place.clock.pass_(hours=12)
    place.text("bonjour")
    place.send()
    assert len(place.fake.messages) == before


def test_outside_the_window_the_approved_template_goes(sqlite_database: Engine) -> None:
    template = "HX" + "0" * 32
    with house(sqlite_database, templates=f"Tomorrow={template}") as place:
        place.fake.templates.add(template)
        place.post(MESSAGES, whatsapp("2 baguettes pour jeudi"))
        place.post(MESSAGES, whatsapp("oui"))
        place.send()
        place.clock.pass_(days=2, hours=11)
        place.send()
        last = place.fake.messages[-1]
        assert last["ContentSid"] == template
        assert "Demain" in place.fake.bodies[-1]
        assert "\n" not in place.fake.bodies[-1]


@pytest.mark.parametrize("fault", [None, Fault(lost="after")])
def test_a_template_is_filled_fact_by_fact_and_not_repeated_where_its_answer_was_lost(
    sqlite_database: Engine, fault: Fault | None
) -> None:
    template = "HX" + "0" * 32
    with house(sqlite_database, templates=f"Tomorrow={template}:order|heures=hours") as place:
        place.fake.templates.add(template)
        place.fake.wordings[template] = "Demain {{heures}}, commande {{1}}. A bientot !"
        place.post(MESSAGES, whatsapp("2 baguettes pour jeudi"))
        place.post(MESSAGES, whatsapp("oui"))
        place.send()
        before = len(place.fake.messages)
        place.fake.faults = [fault] if fault else []
        place.clock.pass_(days=2, hours=11)
        place.send()
        place.clock.pass_(minutes=1)
        place.send()
        [sent] = place.fake.messages[before:]
        filled = json.loads(sent["ContentVariables"])
        assert filled["1"] == "4821"
        assert filled["heures"].startswith("entre 9h30")


def test_outside_the_window_without_a_template_an_sms_goes(
    place: House, sqlite_database: Engine
) -> None:
    place.post(MESSAGES, whatsapp("2 baguettes pour jeudi"))
    place.post(MESSAGES, whatsapp("oui"))
    place.send()
    place.clock.pass_(days=2, hours=11)
    place.send()
    last = place.fake.messages[-1]
    assert not last["To"].startswith("whatsapp:")
    assert "Demain" in last["Body"]
    assert "sms" in [row.channel for row in rows(sqlite_database)]


@pytest.mark.parametrize("code", [63016, 63003])
def test_twilios_word_on_the_window_counts_more_than_our_clock(place: House, code: int) -> None:
    place.fake.faults = [Fault(400, code)]
    place.post(MESSAGES, whatsapp("2 baguettes pour mardi"))
    place.send()
    [sent] = place.fake.messages
    assert not sent["To"].startswith("whatsapp:")
    assert "obligation de paiement" in sent["Body"]


def test_a_limit_gives_slots_out_one_after_the_other() -> None:
    now = [0.0]
    limits = MemoryLimiter(clock=lambda: now[0])

    async def take() -> float:
        return await limits.wait("x", every=1.0, burst=2)

    assert [asyncio.run(take()) for _ in range(3)] == [0.0, 0.0, 1.0]
    now[0] = 1.0
    assert [asyncio.run(take()) for _ in range(2)] == [0.0, 1.0]


def test_two_processes_share_a_limit(redis_url: str) -> None:
    async def run() -> list[float]:
        one, other = RedisLimiter(redis_url), RedisLimiter(redis_url)
        key = f"test-{time.monotonic_ns()}"
        waits = [await limiter.wait(key, every=600.0, burst=2) for limiter in (one, other, one)]
        await one.close()
        await other.close()
        return waits

    first, second, third = asyncio.run(run())
    assert (first, second) == (0.0, 0.0)
    assert 0 < third <= 600.0
