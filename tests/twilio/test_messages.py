"""Messages in and out, over HTTP on both sides."""

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from tests.bot.flow import JEANNE
from tests.twilio.fake import OURS, Fault, buttons
from tests.twilio.house import MESSAGES, House, sms, whatsapp
from tournee.bot.gsm7 import is_plain
from tournee.bot.storage import InboundRow, OutgoingRow

EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'


def rows(database: Engine) -> list[OutgoingRow]:
    with Session(database) as session:
        return list(
            session.scalars(
                select(OutgoingRow)
                .where(OutgoingRow.channel != "telegram")
                .order_by(OutgoingRow.number)
            )
        )


def test_an_sms_is_answered_by_the_rest_api(place: House, sqlite_database: Engine) -> None:
    response = place.text("2 baguettes pour mardi")
    assert (response.status_code, response.text) == (200, EMPTY)
    assert response.headers["Content-Type"].startswith("text/xml")
    assert place.fake.messages == []
    place.send()
    [sent] = place.fake.messages
    assert (sent["To"], sent["From"]) == (JEANNE, OURS)
    assert "obligation de paiement" in sent["Body"]
    assert is_plain(sent["Body"])
    [row] = rows(sqlite_database)
    assert (row.status, row.channel_id, row.kind) == ("queued", sent["sid"], "RecapShown")
    assert row.segments == 2


def test_a_message_that_comes_twice_is_dealt_with_once(place: House) -> None:
    form = sms("2 baguettes pour mardi")
    assert place.post(MESSAGES, form).status_code == 200
    assert place.post(MESSAGES, form).status_code == 200
    place.send()
    assert len(place.fake.messages) == 1


def test_a_whatsapp_question_has_rows_to_tap_and_a_tap_is_an_answer(place: House) -> None:
    place.post(MESSAGES, whatsapp("du beurre et 2 baguettes pour mardi"))
    place.send()
    asked = place.fake.messages[-1]
    offered = buttons(asked, place.fake)
    assert asked["From"] == f"whatsapp:{OURS}"
    assert any("Beurre doux" in label for label, _ in offered)
    payload = next(payload for label, payload in offered if "Beurre doux" in label)
    place.post(MESSAGES, whatsapp("Beurre doux", ListId=payload, MessageType="interactive"))
    place.send()
    recap = place.fake.messages[-1]
    assert "Beurre doux" in place.fake.bodies[-1]
    labels = dict(buttons(recap, place.fake))
    order = next(payload for label, payload in labels.items() if "obligation" in label)
    place.post(MESSAGES, whatsapp("Commander", ButtonPayload=order, ButtonText="Commander"))
    place.send()
    assert "Commande 4821" in place.fake.bodies[-1]


def test_where_content_fails_choices_are_numbered(place: House) -> None:
    place.fake.content_fault = Fault(status=400, code=20001)
    place.post(MESSAGES, whatsapp("du beurre pour mardi"))
    place.send()
    assert "\n1 Beurre" in place.fake.bodies[-1]
    place.post(MESSAGES, whatsapp("1"))
    place.send()
    assert "obligation de paiement" in place.fake.bodies[-1]


@pytest.mark.parametrize(
    ("form", "answer"),
    [
        (sms(""), "vide"),
        (sms("😀"), "mots"),
        (whatsapp("", NumMedia="1", MediaContentType0="audio/ogg"), "vocaux"),
        (whatsapp("", NumMedia="1", MediaContentType0="image/jpeg"), "photos"),
        (whatsapp("", NumMedia="1", MediaContentType0="text/vcard"), "mots"),
        (whatsapp("1 croissant", NumMedia="1", MediaContentType0="image/jpeg"), "Croissant"),
        (whatsapp("", Latitude="46.87", Longitude="3.40"), "Bonjour"),
        (whatsapp("", Latitude="NaN", Longitude="1e999"), "vide"),
        (sms("Voudriez-vous m'apporter une baguette ? " * 20), "Baguette"),
    ],
)
def test_every_kind_of_message_gets_a_kind_answer(
    place: House, form: dict[str, str], answer: str
) -> None:
    assert place.post(MESSAGES, form).status_code == 200
    place.send()
    assert len(place.fake.messages) >= 1
    assert any(answer in body for body in place.fake.bodies)


@pytest.mark.parametrize("sender", ["36111", "+36111", "ORANGE", "whatsapp:FR.12345", ""])
def test_short_codes_and_names_never_get_an_answer(
    place: House, sqlite_database: Engine, sender: str
) -> None:
    assert place.text("2 baguettes", From=sender).status_code == 200
    place.send()
    assert place.fake.messages == []
    with Session(sqlite_database) as session:
        assert session.scalar(select(func.count()).select_from(InboundRow)) == 0


@pytest.mark.parametrize("word", ["STOP", "stop", "Arrêt", "STOPP", "Stop.", "UNSUBSCRIBE", "END"])
def test_stop_alone_stops_everything_but_its_confirmation(place: House, word: str) -> None:
    place.text("2 baguettes pour mardi")
    place.text("oui")
    place.send()
    place.text(word)
    place.send()
    last = place.fake.bodies[-1]
    assert "START" in last
    assert "4821" in last
    assert any("4821" in text for text in place.wire.texts if "🛑" in text)
    place.clock.pass_(hours=12)
    place.text("bonjour")
    place.send()
    assert place.fake.bodies[-1] == last
    place.text("REPRISE")
    place.send()
    assert place.fake.bodies[-1] != last


def test_stop_holds_back_what_already_waits(place: House) -> None:
    place.text("2 baguettes pour mardi")
    place.text("STOP")
    place.send()
    assert ["START" in body for body in place.fake.bodies] == [True]


def test_annuler_is_no_stop(place: House) -> None:
    place.text("2 baguettes pour mardi")
    place.text("annuler")
    place.text("1 croissant pour mardi")
    place.send()
    assert "Croissant" in place.fake.bodies[-1]


def test_where_twilio_stopped_by_itself_nothing_is_sent(place: House) -> None:
    place.text("2 baguettes pour mardi")
    place.text("oui")
    place.send()
    before = len(place.fake.messages)
    place.text("STOP", OptOutType="STOP")
    place.send()
    assert len(place.fake.messages) == before
    assert any("🛑" in text for text in place.wire.texts)
    place.text("START", OptOutType="START")
    place.send()
    assert len(place.fake.messages) == before + 1


def test_a_flood_gets_one_polite_sentence_then_silence(place: House) -> None:
    for _ in range(25):
        place.text("1 baguette")
    place.send()
    polite = [body for body in place.fake.bodies if "d'un coup" in body]
    assert len(polite) == 1
    assert place.fake.bodies[-1] == polite[0]
    place.clock.pass_(minutes=5)
    place.text("2 croissants pour mardi")
    place.send()
    assert "Croissant" in place.fake.bodies[-1]
