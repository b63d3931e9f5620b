"""Sending: in order, later where the channel says so, never silently lost."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from tests.bot.flow import MONDAY, Wire, app, sms
from tournee.bot.app import App
from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.delivery import LONGEST_WAIT, back_off
from tournee.bot.messages import Draft, Outgoing
from tournee.bot.outbox import TryLaterError, UndeliverableError
from tournee.bot.storage import LEASE, Conversations, Outbox, OutgoingRow
from tournee.catalog.model import Channel, VillageSlug
from tournee.storage.unit_of_work import UnitOfWork


def send(tournee: App, minutes: int = 0) -> None:
    async def run() -> None:
        while await tournee.relay.send_due(MONDAY + timedelta(minutes=minutes)):
            pass

    asyncio.run(run())


def statuses(database: Engine) -> list[str]:
    with Session(database) as session:
        return list(session.scalars(select(OutgoingRow.status).order_by(OutgoingRow.number)))


def test_messages_of_one_chat_arrive_in_order(database: Engine) -> None:
    wire = Wire()
    tournee = app(database, wire)
    for minute in range(3):
        tournee.inbox.receive(sms(f"{minute + 1} baguettes", minutes=minute))
    send(tournee, 5)
    numbers = [message.id.number for message in wire.delivered]
    assert len(numbers) == 3
    assert numbers == sorted(numbers)


def test_a_busy_channel_holds_back_what_comes_after(database: Engine) -> None:
    wire = Wire()
    tournee = app(database, wire)
    tournee.inbox.receive(sms("1 baguette"))
    tournee.inbox.receive(sms("bonjour", minutes=1))
    wire.faults.append(TryLaterError("429", timedelta(minutes=10)))
    send(tournee, 1)
    assert wire.delivered == []
    send(tournee, 12)
    assert len(wire.delivered) == 2
    assert statuses(database) == ["queued", "queued"]


BAKERY = Party(kind=PartyKind.SHOP, slug="boulangerie")


def put(database: Engine, *texts: str, card: str | None, channel: Channel) -> None:
    """Write down a card's states for the bakery's group."""
    with UnitOfWork(database) as work:
        Conversations(work.session, VillageSlug("saint-aubin")).lock(BAKERY)
        last = work.session.scalar(select(func.max(OutgoingRow.number))) or 0
        for number, words in enumerate(texts, start=last + 1):
            draft = Draft(channel=channel, to="-100", text=words, card=card)
            outbox = Outbox(work.session)
            outbox.put(VillageSlug("saint-aubin"), BAKERY, number, draft, MONDAY)
        work.commit()


@pytest.mark.parametrize(
    ("channel", "card", "arrives"),
    [
        (Channel.TELEGRAM, "order:4821", ["new", "ready"]),
        (Channel.TELEGRAM, None, ["new", "accepted", "packed", "ready"]),
        (Channel.SMS, "order:4821", ["new", "accepted", "packed", "ready"]),
    ],
)
def test_an_edit_that_waited_is_left_out_where_a_newer_one_of_its_card_waits(
    database: Engine, channel: Channel, card: str | None, arrives: list[str]
) -> None:
    wire = Wire()
    tournee = app(database, wire)
    put(database, "new", card=card, channel=channel)
    send(tournee)
    wire.faults.append(TryLaterError("429", timedelta(minutes=1)))
    put(database, "accepted", "packed", "ready", card=card, channel=channel)
    send(tournee)
    assert wire.texts == ["new"]
    send(tournee, 2)
    assert wire.texts == arrives


def test_edits_that_need_not_wait_all_go(database: Engine) -> None:
    wire = Wire()
    tournee = app(database, wire)
    put(database, "new", "accepted", "packed", card="order:4821", channel=Channel.TELEGRAM)
    send(tournee)
    assert wire.texts == ["new", "accepted", "packed"]


def test_a_card_that_nobody_has_seen_is_not_left_out(database: Engine) -> None:
    wire = Wire()
    tournee = app(database, wire)
    put(database, "new", "accepted", "packed", card="order:4821", channel=Channel.TELEGRAM)
    send(tournee, 2)
    assert wire.texts == ["new", "packed"]


def test_what_can_never_arrive_is_given_up_and_the_next_goes_on(database: Engine) -> None:
    wire = Wire()
    tournee = app(database, wire)
    tournee.inbox.receive(sms("1 baguette"))
    tournee.inbox.receive(sms("bonjour", minutes=1))
    wire.faults.append(UndeliverableError("21211"))
    send(tournee, 1)
    assert statuses(database) == ["failed", "queued"]


def test_a_message_whose_relay_died_is_claimed_again_after_its_lease(database: Engine) -> None:
    wire = Wire()
    tournee = app(database, wire)
    tournee.inbox.receive(sms("1 baguette"))
    with UnitOfWork(database) as work:  # claims, then dies before it sends
        assert len(Outbox(work.session).claim(MONDAY, 10)) == 1
        work.commit()
    send(tournee)
    assert wire.delivered == []
    send(tournee, int(LEASE.total_seconds() // 60) + 1)
    assert len(wire.delivered) == 1
    assert wire.delivered[0].attempts == 2


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 5), (2, 10), (4, 40), (50, 900)])
def test_waits_double_up_to_a_quarter_of_an_hour(attempts: int, seconds: int) -> None:
    assert back_off(attempts) == min(timedelta(seconds=seconds), LONGEST_WAIT)


def test_what_stands_behind_a_message_that_waits_is_passed_over_by_no_claim(
    database: Engine,
) -> None:
    wire = Wire()
    tournee = app(database, wire)
    tournee.inbox.receive(sms("1 baguette"))
    tournee.inbox.receive(sms("bonjour", minutes=1))
    wire.faults.append(TryLaterError("429", timedelta(minutes=10)))
    send(tournee, 1)
    with Session(database) as session:
        due = set(session.scalars(select(OutgoingRow.due_at)))
    assert due == {MONDAY + timedelta(minutes=11)}


def test_messages_that_leave_together_are_noted_one_by_one(database: Engine) -> None:
    wire = Wire()
    tournee = app(database, wire)
    for number in range(5):
        tournee.inbox.receive(replace(sms("1 baguette"), sender=f"+3363998111{number}"))
    wire.faults.append(UndeliverableError("21211"))
    send(tournee, 1)
    assert sorted(statuses(database)) == ["failed", *["queued"] * 4]
    assert len(wire.delivered) == 4


def test_who_stopped_messages_keeps_nobody_else_from_theirs(database: Engine) -> None:
    wire = Wire()
    tournee = app(database, wire)
    tournee.inbox.receive(sms("STOP"))
    send(tournee, 1)
    tournee.inbox.receive(sms("bonjour", minutes=2, sender="+33639980002"))
    send(tournee, 3)
    assert statuses(database) == ["queued", "queued"]


def test_a_chat_whose_channel_is_slow_holds_up_no_other(database: Engine) -> None:
    slow, wire = "+33639980001", Wire()
    met, freed = asyncio.Event(), asyncio.Event()

    class Slow(Wire):
        async def send(self, message: Outgoing) -> str:
            if message.draft.to == slow:
                met.set()
                await freed.wait()
            return await wire.send(message)

    tournee = app(database, Slow())

    async def run() -> None:
        tournee.inbox.receive(sms("bonjour"))
        sending = asyncio.create_task(tournee.relay.send_all(lambda: MONDAY, lambda: None))
        await met.wait()
        tournee.inbox.receive(sms("bonjour", sender="+33639980009"))
        tournee.relay.look()
        while not wire.delivered:  # noqa: ASYNC110 - the relay tells nobody
            await asyncio.sleep(0.01)
        assert [m.draft.to for m in wire.delivered] == ["+33639980009"]
        freed.set()
        await sending

    asyncio.run(asyncio.wait_for(run(), 30))
    assert [m.draft.to for m in wire.delivered] == ["+33639980009", slow]
    assert set(statuses(database)) == {"queued"}


def test_whoever_has_more_to_send_than_room_asks_for_help(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tournee.bot.outbox.BATCH", 1)
    asked: list[bool] = []
    wire = Wire()
    tournee = app(database, wire)
    for number in range(3):
        tournee.inbox.receive(sms("bonjour", sender=f"+3363998010{number}"))
    asyncio.run(tournee.relay.send_all(lambda: MONDAY, lambda: asked.append(True)))
    assert len(wire.delivered) == len(asked) == 3


def known(tournee: App) -> None:
    """Let Jeanne have written, and been answered, before."""
    tournee.inbox.receive(sms("bonjour"))
    send(tournee)


def test_who_has_nothing_to_come_is_answered_without_a_claim(database: Engine) -> None:
    wire = Wire()
    tournee = app(database, wire)
    known(tournee)

    async def run() -> None:
        receipt = tournee.inbox.receive(sms("bonjour", minutes=1), taking=True)
        assert receipt.taken is not None
        assert not receipt.to_send
        assert await tournee.relay.send_due(MONDAY + timedelta(minutes=1)) == 0
        assert len(wire.delivered) == 1
        tournee.relay.take(receipt.taken, MONDAY + timedelta(minutes=1))
        await tournee.relay.send_all(lambda: MONDAY + timedelta(minutes=1), lambda: None)

    asyncio.run(run())
    assert len(wire.delivered) == 2
    assert statuses(database) == ["queued", "queued"]


def test_what_stands_behind_another_waits_to_be_claimed(database: Engine) -> None:
    wire = Wire()
    tournee = app(database, wire)
    known(tournee)
    first = tournee.inbox.receive(sms("1 baguette", minutes=1), taking=True)
    second = tournee.inbox.receive(sms("2 croissants", minutes=2), taking=True)
    assert first.taken is not None
    assert second.taken is None
    assert second.to_send
    assert statuses(database) == ["queued", "sending", "pending"]


def test_an_answer_whose_process_died_is_sent_by_another_and_marked(database: Engine) -> None:
    wire = Wire()
    tournee = app(database, wire)
    known(tournee)
    assert tournee.inbox.receive(sms("bonjour", minutes=1), taking=True).taken is not None
    send(tournee, 1)
    assert len(wire.delivered) == 1
    send(tournee, 1 + int(LEASE / timedelta(minutes=1)))
    assert len(wire.delivered) == 2
    with Session(database) as session:
        assert list(session.scalars(select(OutgoingRow.unsure))) == [False, True]


def test_a_person_who_stopped_messages_is_answered_by_a_claim(database: Engine) -> None:
    wire = Wire()
    tournee = app(database, wire)
    known(tournee)
    assert tournee.inbox.receive(sms("STOP", minutes=1), taking=True).taken is None
    send(tournee, 1)
    assert len(wire.delivered) == 2
