"""One message, one transaction."""

import asyncio
import json
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from tests.bot.flow import MONDAY, Wire, app, sms
from tournee.bot import exchange
from tournee.bot.logs import Lines
from tournee.bot.storage import ConversationRow, InboundRow, NewsRow, OutgoingRow
from tournee.bot.workspace import Workspace
from tournee.orders.storage.rows import OrderRow

COMPLETE = "2 baguettes pour mardi"


def rows(database: Engine, table: type) -> int:
    with Session(database) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_message_that_is_repeated_has_one_effect(database: Engine) -> None:
    tournee = app(database, Wire())
    message = sms(COMPLETE, message_id="SM-twice")
    assert tournee.inbox.receive(message).handled
    answers = rows(database, OutgoingRow)
    assert answers > 0
    assert not tournee.inbox.receive(message).handled
    assert rows(database, OutgoingRow) == answers


def test_a_confirmed_order_and_its_news_are_committed_together(database: Engine) -> None:
    tournee = app(database, Wire())
    tournee.inbox.receive(sms(COMPLETE))
    tournee.inbox.receive(sms("oui", minutes=1))
    assert rows(database, OrderRow) == 1
    assert rows(database, NewsRow) >= 2  # the shop's, and the round's cut-off


def test_an_unknown_sender_becomes_a_resident_named_by_their_address(database: Engine) -> None:
    tournee = app(database, Wire())
    tournee.inbox.receive(sms("bonjour", sender="+33639980077"))
    with tournee.workspaces.open(sms("").village) as workspace:
        person = workspace.people.sender(sms("", sender="+33639980077"))
    assert (person.slug, person.phone) == ("+33639980077", "+33639980077")


def test_news_is_told_once_and_not_before_its_time(database: Engine) -> None:
    tournee = app(database, Wire())
    tournee.inbox.receive(sms(COMPLETE))
    tournee.inbox.receive(sms("oui", minutes=1))
    now = MONDAY + timedelta(minutes=1)
    assert tournee.inbox.tell_next(now)
    while tournee.inbox.tell_next(now):
        pass
    due = tournee.inbox.next_due()
    assert due is not None
    assert due > now
    assert not tournee.inbox.tell_next(now)


def test_the_shop_hears_of_the_order_and_the_resident_of_its_answer(database: Engine) -> None:
    wire = Wire()
    tournee = app(database, wire)

    async def settle(now_minutes: int) -> None:
        now = MONDAY + timedelta(minutes=now_minutes)
        while tournee.inbox.tell_next(now):
            pass
        while await tournee.relay.send_due(now):
            pass

    tournee.inbox.receive(sms(COMPLETE))
    tournee.inbox.receive(sms("oui", minutes=1))
    asyncio.run(settle(1))
    cards = [m for m in wire.delivered if m.draft.to == "shop:boulangerie"]
    assert len(cards) == 1
    assert "aguette" in cards[0].draft.text
    assert cards[0].draft.order is not None


def test_a_stranger_in_a_shops_group_is_not_heard(database: Engine) -> None:
    tournee = app(database, Wire())
    message = sms("ok 4821", sender="+33639980066")
    assert not tournee.inbox.receive(
        type(message)(
            village=message.village,
            channel=message.channel,
            message_id="SM-stranger",
            sender=message.sender,
            chat="shop:boulangerie",
            content=message.content,
            at=message.at,
        )
    ).handled
    assert rows(database, OutgoingRow) == 0
    assert rows(database, InboundRow) == 1


def test_a_fault_of_ours_is_told_to_the_sender_and_changes_nothing(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    tournee = app(database, Wire())
    tournee.inbox.receive(sms(COMPLETE))

    def broken(*_args: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(Workspace, "parse", broken)
        assert tournee.inbox.receive(sms("oui", minutes=1)).handled
    with Session(database) as session:
        last = session.scalars(select(OutgoingRow).order_by(OutgoingRow.number.desc())).first()
    assert last is not None
    assert "Excusez-moi" in last.text
    assert rows(database, OrderRow) == 0
    assert tournee.inbox.receive(sms("oui", minutes=2)).handled
    assert rows(database, OrderRow) == 1


def test_who_has_a_state_that_another_version_wrote_is_heard_all_the_same(
    database: Engine,
) -> None:
    tournee = app(database, Wire())
    tournee.inbox.receive(sms("2 baguettes"))
    with Session(database) as session, session.begin():
        session.execute(update(ConversationRow).values(state='{"pending": {"kind": "later"}}'))
    assert tournee.inbox.receive(sms(COMPLETE, minutes=1)).handled
    assert tournee.inbox.receive(sms("oui", minutes=2)).handled
    assert rows(database, OrderRow) == 1


def test_news_that_cannot_be_told_is_told_later(
    database: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tournee = app(database, Wire())
    tournee.inbox.receive(sms(COMPLETE))
    tournee.inbox.receive(sms("oui", minutes=1))
    now = MONDAY + timedelta(minutes=1)

    def broken(*_args: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(exchange.Exchange, "hear", broken)
        assert tournee.inbox.tell_next(now)
    (line,) = (Lines().format(r) for r in caplog.records if r.getMessage() == "news_failed")
    assert json.loads(line)["kind"] == "order_placed"
    assert "durand" not in line, "the log names nobody"
    before = rows(database, OutgoingRow)
    assert not tournee.inbox.tell_next(now)
    assert tournee.inbox.tell_next(now + timedelta(minutes=2))
    assert rows(database, OutgoingRow) == before + 1
