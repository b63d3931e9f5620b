"""What Twilio reports of a message moves it on, never back."""

import pytest
from sqlalchemy import Engine

from tests.bot.flow import CLAIRE
from tests.twilio.house import MESSAGES, House, whatsapp
from tests.twilio.test_messages import rows
from tournee.bot.conversation.events import Said
from tournee.bot.messages import Inbound
from tournee.catalog.model import Channel, VillageSlug


def sent_one(place: House) -> dict[str, str]:
    place.text("2 baguettes pour mardi")
    place.send()
    return place.fake.messages[-1]


@pytest.mark.parametrize(
    ("reports", "status"),
    [
        (["queued", "sending", "sent", "delivered"], "delivered"),
        (["delivered", "sent", "queued", "failed"], "delivered"),
        (["sent", "sent", "undelivered", "delivered"], "undelivered"),
        (["read"], "delivered"),
        (["accepted", "scheduled"], "queued"),
        (["sending", "queued"], "sent"),
        (["sent", "delivered", "sent", "queued", "accepted"], "delivered"),
    ],
)
def test_late_repeated_and_disordered_reports_never_move_a_message_back(
    place: House, sqlite_database: Engine, reports: list[str], status: str
) -> None:
    message = sent_one(place)
    for report in reports:
        code = 30007 if report in {"undelivered", "failed"} else None
        assert place.report(message, report, code).status_code == 204
    assert [row.status for row in rows(sqlite_database)][:1] == [status]


@pytest.mark.parametrize("code", [30003, 30008])
def test_what_a_telephone_missed_is_sent_again_a_few_times(place: House, code: int) -> None:
    sent_one(place)
    for _ in range(6):
        place.report(place.fake.messages[-1], "undelivered", code)
        place.clock.pass_(hours=1)
        place.send()
    assert 2 <= len(place.fake.messages) <= 4
    assert any("joint" in text for text in place.wire.texts)


@pytest.mark.parametrize("code", [30004, 30005, 30006, 30007])
def test_what_cannot_arrive_is_not_paid_for_again(
    place: House, sqlite_database: Engine, code: int
) -> None:
    message = sent_one(place)
    place.report(message, "undelivered", code)
    place.report(message, "undelivered", code)
    place.clock.pass_(hours=1)
    place.send()
    assert len(place.fake.messages) == 1
    assert [row.error for row in rows(sqlite_database)] == [str(code)]
    word = "fixe" if code == 30006 else "joint"
    assert sum(word in text for text in place.wire.texts) == 1


def test_a_report_that_the_person_stopped_stops_us(place: House) -> None:
    message = sent_one(place)
    place.report(message, "failed", 21610)
    place.send()
    place.text("bonjour")
    place.send()
    assert len(place.fake.messages) == 1


def test_a_closed_window_reported_later_sends_by_sms(place: House) -> None:
    place.post(MESSAGES, whatsapp("2 baguettes pour mardi"))
    place.send()
    place.report(place.fake.messages[-1], "undelivered", 63016)
    place.send()
    assert len(place.fake.messages) == 2
    assert not place.fake.messages[-1]["To"].startswith("whatsapp:")


def test_the_report_of_an_earlier_try_does_not_touch_the_next(
    place: House, sqlite_database: Engine
) -> None:
    first = sent_one(place)
    place.report(first, "undelivered", 30003)
    place.clock.pass_(hours=1)
    place.send()
    place.report(first, "delivered")
    assert [row.status for row in rows(sqlite_database)] == ["queued"]


def test_operators_see_what_sms_cost_by_day_and_by_kind(place: House) -> None:
    sent_one(place)
    place.clock.pass_(days=1)
    place.text("2 croissants et 1 baguette pour jeudi")
    place.send()
    place.app.inbox.receive(
        Inbound(
            village=VillageSlug("saint-aubin"),
            channel=Channel.TELEGRAM,
            message_id="1",
            sender=CLAIRE,
            content=Said(text="/sms"),
            at=place.clock(),
        )
    )
    place.send()
    shown = place.wire.texts[-1].replace("\u00a0", " ")
    assert "0,08 € le segment" in shown
    assert shown.index("mardi 24/11") < shown.index("lundi 23/11")
    assert "récapitulatifs avant OUI : 0,16 € (2 segments)" in shown
    assert "Shown" not in shown
