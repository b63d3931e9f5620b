"""Several messages, relays and tellers at the same moment, on a real PostgreSQL."""

import asyncio
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event, Thread
from time import monotonic

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from tests.bot.flow import JEANNE, MONDAY, Wire, app, sms
from tournee.bot.app import App, build
from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.deeds import planning
from tournee.bot.inbox import Inbox
from tournee.bot.messages import Inbound, Outgoing
from tournee.bot.outbox import Relay
from tournee.bot.storage import (
    LEASE,
    ConversationRow,
    InboundRow,
    Mailbox,
    News,
    NewsRow,
    Outbox,
    OutgoingRow,
)
from tournee.catalog.model import Channel, VillageSlug
from tournee.catalog.storage.rows import PersonRow, ProductRow
from tournee.orders.planning.model import Plan, Problem
from tournee.orders.storage.rows import OrderLineRow, OrderNumbersRow, OrderRow
from tournee.storage.errors import ContestedError
from tournee.storage.unit_of_work import MOST_TRIES, UnitOfWork, contested

STRANGER = "+33639980077"
VILLAGE = VillageSlug("saint-aubin")


@pytest.fixture
def database(postgresql_database: Engine) -> Engine:
    return postgresql_database


def at_once(*works: Callable[[], object]) -> list[object]:
    """Do everything in threads that set off together; what each returned or raised."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        barrier.wait(60)
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result() for future in [pool.submit(run, work) for work in works]]


def receive(tournee: App, *messages: Inbound) -> list[object]:
    return at_once(*(lambda m=m: tournee.inbox.receive(m).handled for m in messages))


def count(database: Engine, table: type, **where: object) -> int:
    with Session(database) as session:
        return session.scalar(select(func.count()).select_from(table).filter_by(**where)) or 0


def test_one_message_delivered_many_times_at_once_has_one_effect(database: Engine) -> None:
    tournee = app(database, Wire())
    message = sms("2 baguettes pour mardi", message_id="SM-same")
    assert Counter(receive(tournee, *[message] * 5)) == {True: 1, False: 4}
    assert count(database, InboundRow) == 1
    assert count(database, OutgoingRow) == 1


def test_two_messages_of_one_person_at_once_follow_each_other(database: Engine) -> None:
    tournee = app(database, Wire())
    tournee.inbox.receive(sms("bonjour"))
    receive(tournee, sms("2 baguettes", minutes=1), sms("6 oeufs", minutes=1))
    tournee.inbox.receive(sms("mon panier ?", minutes=2))
    with Session(database) as session:
        state = session.get_one(ConversationRow, (VILLAGE, f"resident:{slug_of(database)}")).state
    assert state is not None
    assert "baguette" in state
    assert "oeuf" in state
    numbers = outgoing_numbers(database)
    assert numbers == sorted(set(numbers))


def slug_of(database: Engine, phone: str = JEANNE) -> str:
    with Session(database) as session:
        return session.scalars(select(PersonRow.slug).where(PersonRow.phone == phone)).one()


def outgoing_numbers(database: Engine) -> list[int]:
    with Session(database) as session:
        return list(session.scalars(select(OutgoingRow.number).order_by(OutgoingRow.created_at)))


def test_a_yes_said_twice_at_once_orders_once(database: Engine) -> None:
    tournee = app(database, Wire())
    tournee.inbox.receive(sms("2 baguettes pour mardi"))
    receive(tournee, sms("oui", minutes=1), sms("oui", minutes=1), sms("ok", minutes=1))
    assert count(database, OrderRow) == 1


def test_the_first_messages_of_an_unknown_person_at_once_are_one_person(database: Engine) -> None:
    tournee = app(database, Wire())
    hello = [sms(t, sender=STRANGER) for t in ("bonjour", "2 baguettes", "6 oeufs", "merci")]
    assert receive(tournee, *hello) == [True] * 4
    assert count(database, PersonRow, phone=STRANGER) == 1
    assert count(database, ConversationRow, party=f"resident:{STRANGER}") == 1
    assert count(database, InboundRow) == 4


def test_what_one_person_holds_up_does_not_hold_up_another(database: Engine) -> None:
    tournee = app(database, Wire())
    tournee.inbox.receive(sms("bonjour"))
    with UnitOfWork(database) as holder:
        row = select(ConversationRow).filter_by(party=f"resident:{slug_of(database)}")
        holder.session.scalars(row.with_for_update()).one()
        waiting = Thread(target=tournee.inbox.receive, args=(sms("6 oeufs", minutes=1),))
        waiting.start()
        assert tournee.inbox.receive(sms("bonjour", sender=STRANGER)).handled
        assert waiting.is_alive()
    waiting.join(60)
    assert not waiting.is_alive()


def test_the_last_of_something_is_sold_once(database: Engine) -> None:
    tournee = app(database, Wire())
    with Session(database) as session, session.begin():
        session.execute(
            text("UPDATE products SET stock = 3000, stock_listed = 3000 WHERE sku = 'baguette'")
        )
    people = [f"+3363998100{n}" for n in range(4)]
    for person in people:
        for minute, words in enumerate(("2 baguettes pour mardi", "Zoé Petit", "au bourg")):
            tournee.inbox.receive(sms(words, sender=person, minutes=minute))
    receive(tournee, *(sms("oui", sender=person, minutes=5) for person in people))
    with Session(database) as session:
        left = session.scalar(select(ProductRow.stock).where(ProductRow.sku == "baguette"))
        sold = session.scalar(select(func.sum(OrderLineRow.quantity))) or 0
    assert left is not None
    assert left >= 0
    assert sold + left == 3


def test_a_deadlock_is_done_again_and_both_succeed(database: Engine) -> None:
    tournee = app(database, Wire())
    tournee.inbox.receive(sms("2 baguettes pour mardi"))
    tournee.inbox.receive(sms("oui", minutes=1))  # makes the village's counter
    tried: Counter[str] = Counter()
    both_hold = Barrier(2)

    def cross(name: str, first: type, second: type) -> Callable[[], None]:
        @contested
        def work() -> None:
            tried[name] += 1
            with UnitOfWork(database) as unit:
                unit.session.scalars(select(first).with_for_update()).all()
                if tried[name] == 1:
                    both_hold.wait(60)
                unit.session.scalars(select(second).with_for_update()).all()
                unit.commit()

        return work

    at_once(cross("a", OrderNumbersRow, OrderRow), cross("b", OrderRow, OrderNumbersRow))
    assert sum(tried.values()) == 3


def test_work_that_is_always_contested_gives_up() -> None:
    tries = 0

    @contested
    def work() -> None:
        nonlocal tries
        tries += 1
        raise ContestedError("always")

    with pytest.raises(ContestedError):
        work()
    assert tries == MOST_TRIES


# --- news ----------------------------------------------------------------------------------------


def post(database: Engine, *items: tuple[str, str]) -> None:
    """Put in news by key and party, each a second after the one before it."""
    with UnitOfWork(database) as work:
        for second, (key, party) in enumerate(items):
            Mailbox(work.session).post(
                News(
                    village=VILLAGE,
                    key=key,
                    party=Party(kind=PartyKind.RESIDENT, slug=party),
                    event="{}",
                    due_at=MONDAY + timedelta(seconds=second),
                )
            )
        work.commit()


def test_tellers_take_different_news_and_of_each_party_the_first(database: Engine) -> None:
    app(database, Wire())
    post(database, ("1", "a"), ("2", "a"), ("3", "b"))
    now = MONDAY + timedelta(minutes=1)
    with UnitOfWork(database) as one, UnitOfWork(database) as two, UnitOfWork(database) as three:
        taken = [Mailbox(work.session).take(now) for work in (one, two, three)]
        assert [news.key if news else None for news in taken] == ["1", "3", None]
        one.commit()
        two.commit()
    with UnitOfWork(database) as work:
        second = Mailbox(work.session).take(now)
    assert second is not None
    assert second.key == "2"


def test_news_whose_teller_died_is_told_by_another(database: Engine) -> None:
    app(database, Wire())
    post(database, ("1", "a"))
    with UnitOfWork(database) as dies:
        assert Mailbox(dies.session).take(MONDAY) is not None
    with UnitOfWork(database) as other:
        assert Mailbox(other.session).take(MONDAY) is not None


def test_news_of_one_key_posted_at_once_is_there_once(database: Engine) -> None:
    app(database, Wire())
    at_once(*[lambda: post(database, ("round-closed/x", "a"))] * 4)
    assert count(database, NewsRow) == 1


def test_a_plan_that_comes_after_its_lease_has_passed_on_is_dropped(database: Engine) -> None:
    tournee = app(database, Wire())
    other = build(database, {}).inbox
    for minute, words in enumerate(("2 baguettes pour mardi", "oui")):
        tournee.inbox.receive(sms(words, minutes=minute))
    night = MONDAY + timedelta(hours=10)  # the round has closed
    plans = 0

    def plan_slowly(problem: Problem) -> Plan:
        nonlocal plans
        plans += 1
        while other.tell_next(night + planning.LEASE + timedelta(seconds=1)):
            pass
        return planning.planner()(problem)

    slow = Inbox(tournee.workspaces, plan_slowly)
    while slow.tell_next(night):
        pass
    assert plans == 1
    assert count(database, OutgoingRow, kind="RoundShown") == 1


# --- relays --------------------------------------------------------------------------------------


class SlowWire(Wire):
    """Takes a moment for each message, as channels do."""

    async def send(self, message: Outgoing) -> str:
        await asyncio.sleep(0.005)
        return await super().send(message)


def test_several_relays_send_everything_once_and_each_chat_in_order(database: Engine) -> None:
    wire = SlowWire()
    tournee = app(database, wire)
    people = [f"+3363998200{n}" for n in range(6)]
    for minute in range(4):
        for person in people:
            tournee.inbox.receive(sms("bonjour", sender=person, minutes=minute))
    relays = [build(database, dict.fromkeys(Channel, wire)).relay for _ in range(3)]
    now = MONDAY + timedelta(minutes=9)

    async def drain(relay: Relay) -> None:
        idle = 0
        while idle < 3:
            idle = 0 if await relay.send_due(now) else idle + 1
            await asyncio.sleep(0.01)

    async def run() -> None:
        await asyncio.gather(*(drain(relay) for relay in relays))

    asyncio.run(run())
    assert count(database, OutgoingRow, status="queued") == count(database, OutgoingRow)
    for person in people:
        chat = [m.id.number for m in wire.delivered if m.draft.to == person]
        assert chat == sorted(set(chat))
        assert len(chat) == 4


def test_a_relay_that_lost_its_lease_changes_nothing_any_more(database: Engine) -> None:
    tournee = app(database, Wire())
    tournee.inbox.receive(sms("bonjour"))
    late = MONDAY + LEASE + timedelta(seconds=1)
    with UnitOfWork(database) as work:
        (slow,) = Outbox(work.session).claim(MONDAY, 10)
        work.commit()
    with UnitOfWork(database) as work:
        (other,) = Outbox(work.session).claim(late, 10)
        work.commit()
    with UnitOfWork(database) as work:
        Outbox(work.session).sent([(other, "id-other")])
        Outbox(work.session).retry(slow, late, "timeout")
        work.commit()
    with Session(database) as session:
        row = session.scalars(select(OutgoingRow)).one()
    assert (row.status, row.channel_id) == ("queued", "id-other")


def test_a_message_that_takes_for_ever_is_tried_again(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    never = Event()

    class Stuck(Wire):
        async def send(self, message: Outgoing) -> str:
            if not never.is_set():
                never.set()
                await asyncio.sleep(60)
            return await super().send(message)

    monkeypatch.setattr("tournee.bot.outbox.SEND_SECONDS", 0.05)
    wire = Stuck()
    tournee = app(database, wire)
    tournee.inbox.receive(sms("bonjour"))
    begun = monotonic()
    asyncio.run(tournee.relay.send_due(MONDAY))
    assert monotonic() - begun < 30
    assert wire.delivered == []
    asyncio.run(tournee.relay.send_due(MONDAY + timedelta(minutes=1)))
    assert len(wire.delivered) == 1
