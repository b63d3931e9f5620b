"""Who asks is checked first; everything else is answered as HTTP should."""

import threading

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from tests.bot.flow import MONDAY
from tests.twilio.fake import ACCOUNT, TOKEN
from tests.twilio.house import MESSAGES, PUBLIC, House, sms
from tests.twilio.signing import sign
from tournee.bot.storage import InboundRow

FORM = "application/x-www-form-urlencoded"


def heard(database: Engine) -> int:
    with Session(database) as session:
        return session.scalar(select(func.count()).select_from(InboundRow)) or 0


def test_the_signature_is_that_of_twilios_own_example() -> None:
    form = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+12349013030",
        "Digits": "1234",
        "From": "+12349013030",
        "To": "+18005551212",
    }
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert sign("12345", url, form) == "0/KCTR6DLpKmkAf8muzZqo1nDgQ="


@pytest.mark.parametrize("signature", ["", "nonsense", "RSOYDt4T1cUTdK1PDd93/VVr8B8=", "é"])
def test_what_twilio_did_not_sign_is_forbidden(
    place: House, sqlite_database: Engine, signature: str
) -> None:
    form = sms("2 baguettes")
    headers = {b"X-Twilio-Signature": signature.encode()} if signature else {}
    response = place.http.post(f"{place.base}{MESSAGES}", data=form, headers=headers)
    assert response.status_code == 403
    assert heard(sqlite_database) == 0


def test_a_signature_over_another_address_is_forbidden(place: House) -> None:
    form = sms("2 baguettes")
    elsewhere = sign(TOKEN, f"https://evil.example{MESSAGES}", form)
    assert place.post(MESSAGES, form, signature=elsewhere).status_code == 403
    assert place.post(f"{MESSAGES}?x=1", form, signature=sign(TOKEN, PUBLIC + MESSAGES, form)).status_code == 403  # fmt: skip
    forwarded = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    response = place.post(MESSAGES, form, signature=elsewhere, headers=forwarded)
    assert response.status_code == 403


def test_a_signature_with_the_query_of_the_address_holds(place: House) -> None:
    assert place.post(f"{MESSAGES}?x=1&y=", sms("2 baguettes")).status_code == 200


def test_a_changed_or_added_field_is_forbidden(place: House) -> None:
    form = sms("2 baguettes")
    signature = sign(TOKEN, PUBLIC + MESSAGES, form)
    for changed in ({"Body": "200 baguettes"}, {"Extra": ""}):
        assert place.post(MESSAGES, form | changed, signature=signature).status_code == 403


def test_another_accounts_message_is_forbidden(place: House) -> None:
    assert place.text("2 baguettes", AccountSid="AC" + "b2" * 16).status_code == 403


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"Body=" + b"x" * 1_000_000, FORM, 413),
        (b"Body=%ff%fe", FORM, 400),
        (b"Body=\xff\xfe", FORM, 400),
        (b"&".join(b"f%d=1" % n for n in range(1000)), FORM, 400),
        (b'{"Body": "2 baguettes"}', "application/json", 415),
        (b"", FORM, 403),
        (b"%%%=&&&==;", FORM, 403),
    ],
)
def test_what_cannot_be_read_is_answered_as_http_should(
    place: House, sqlite_database: Engine, body: bytes, kind: str, status: int
) -> None:
    headers = {"Content-Type": kind, "X-Twilio-Signature": "c2lnbmVk"}
    response = place.http.post(f"{place.base}{MESSAGES}", content=body, headers=headers)
    assert response.status_code == status
    assert heard(sqlite_database) == 0
    assert place.text("2 baguettes").status_code == 200


def test_a_body_without_a_length_is_cut_off_in_time(place: House) -> None:
    chunks = (b"x" * 10_000 for _ in range(100))
    headers = {"Content-Type": FORM, "X-Twilio-Signature": "c2lnbmVk"}
    response = place.http.post(f"{place.base}{MESSAGES}", content=chunks, headers=headers)
    assert response.status_code == 413


def test_other_methods_and_villages_are_refused(place: House) -> None:
    assert place.http.get(f"{place.base}{MESSAGES}").status_code == 405
    assert place.post("/twilio/atlantis/messages", sms("2 baguettes")).status_code == 404


def test_without_a_database_twilio_is_asked_to_come_again(
    place: House, sqlite_database: Engine
) -> None:
    form = sms("2 baguettes pour mardi")
    with sqlite_database.begin() as connection:
        connection.execute(text("ALTER TABLE inbound_messages RENAME TO gone"))
    assert place.post(MESSAGES, form).status_code == 503
    with sqlite_database.begin() as connection:
        connection.execute(text("ALTER TABLE gone RENAME TO inbound_messages"))
    assert place.post(MESSAGES, form).status_code == 200
    place.send()
    assert len(place.fake.messages) == 1


def test_a_hundred_at_once_are_all_taken_once(place: House, sqlite_database: Engine) -> None:
    forms = [sms("1 baguette") for _ in range(50)]
    answers: list[int] = []

    def post(form: dict[str, str]) -> None:
        answers.extend(place.post(MESSAGES, form).status_code for _ in range(2))

    threads = [threading.Thread(target=post, args=(form,)) for form in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 100
    assert heard(sqlite_database) == 50
    place.clock.now = MONDAY
    place.send()
    assert sum("d'un coup" in body for body in place.fake.bodies) == 1
    assert len(place.fake.messages) == 21


def test_an_unknown_status_or_mark_changes_nothing(place: House) -> None:
    form = {"AccountSid": ACCOUNT, "MessageSid": "SM1", "MessageStatus": "delivered"}
    assert place.post("/twilio/saint-aubin/status/unknown", form).status_code == 204
    odd = form | {"MessageStatus": "teleported"}
    assert place.post("/twilio/saint-aubin/status/unknown", odd).status_code == 204
