"""Standing orders, wishes and waiting in a database: what only the stores do."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from tests.orders.market import StoredMarket
from tests.orders.test_standing import EVERY_TUESDAY
from tests.orders.village import (
    BOURG,
    DURAND,
    MARTIN,
    MONDAY_MORNING,
    TUESDAY,
    TUESDAY_24,
    VILLAGE,
    item,
)
from tournee.catalog.model import PersonSlug, Sku
from tournee.orders.habits import SubstituteWish
from tournee.orders.model import Beneficiary, OrderNumber
from tournee.orders.standing import StandingOrder
from tournee.orders.storage import StoredOrders, StoredStanding, StoredSubstitutes, StoredWaiting
from tournee.orders.waiting import Waiting
from tournee.storage.unit_of_work import UnitOfWork

SLUG = VILLAGE.settings.slug
TRADITION, BAGUETTE = Sku("tradition"), Sku("baguette")


@pytest.fixture(params=["sqlite_database", "postgresql_database"])
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.getfixturevalue(request.param)
    StoredMarket(found)
    return found


def _waiting(who: PersonSlug, number: int) -> Waiting:
    return Waiting(
        round=TUESDAY,
        date=TUESDAY_24,
        resident=who,
        number=OrderNumber(number),
        since=MONDAY_MORNING,
    )


def test_a_standing_order_comes_back_as_it_was_put_in(engine: Engine) -> None:
    order = StandingOrder(
        resident=DURAND,
        items=(item("baguette", "2", "+bien-cuit"), item("roti-porc", amount="10.50")),
        since=TUESDAY_24,
        weeks=2,
        ceiling=EVERY_TUESDAY.ceiling,
        place=BOURG,
        beneficiary=Beneficiary(name="Odette Martin", place=BOURG),
        paused_until=date(2027, 1, 16),
        skipped=(TUESDAY_24,),
        last=TUESDAY_24,
    )
    with UnitOfWork(engine) as work:
        StoredStanding(work.session, VILLAGE).add(order)
        work.commit()
    with UnitOfWork(engine) as work:
        assert StoredStanding(work.session, VILLAGE).of(DURAND) == (replace(order, number=1),)


def test_two_people_who_prove_to_be_one_keep_what_both_wanted(engine: Engine) -> None:
    wish = SubstituteWish(resident=DURAND, sku=TRADITION, substitute=BAGUETTE, said=True)
    with UnitOfWork(engine) as work:
        standing = StoredStanding(work.session, VILLAGE)
        wishes, waiting = StoredSubstitutes(work.session, SLUG), StoredWaiting(work.session, SLUG)
        for who in (DURAND, MARTIN):
            standing.add(replace(EVERY_TUESDAY, resident=who))
            waiting.put(_waiting(who, 4821))
        wishes.put(wish, MONDAY_MORNING)
        wishes.put(replace(wish, resident=MARTIN, substitute=None), MONDAY_MORNING)
        wishes.put(replace(wish, sku=None, substitute=None), MONDAY_MORNING)
        for store in (standing, wishes, waiting):
            store.hand_over(DURAND, MARTIN)
        work.commit()
    with UnitOfWork(engine) as work:
        standing = StoredStanding(work.session, VILLAGE)
        wishes, waiting = StoredSubstitutes(work.session, SLUG), StoredWaiting(work.session, SLUG)
        assert [o.number for o in standing.of(MARTIN)] == [1, 2]
        assert standing.of(DURAND) == ()
        kept = {w.sku: w.substitute for w in wishes.of((DURAND, MARTIN))}
        assert kept == {TRADITION: None, None: None}
        assert [w.resident for w in waiting.of(TUESDAY, TUESDAY_24)] == [MARTIN]


def test_a_stop_that_is_held_counts_until_its_time_is_up(engine: Engine) -> None:
    until = MONDAY_MORNING + timedelta(hours=2)
    with UnitOfWork(engine) as work:
        waiting = StoredWaiting(work.session, SLUG)
        waiting.put(replace(_waiting(DURAND, 4821), held_until=until))
        waiting.put(_waiting(MARTIN, 8392))
        orders = StoredOrders(work.session, VILLAGE)
        taken = [
            next(run.taken for run in orders.upcoming(at) if run.date == TUESDAY_24)
            for at in (MONDAY_MORNING, until)
        ]
        assert taken == [1, 0]
