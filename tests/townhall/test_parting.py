"""Two entries that were made one by mistake become two again; on both databases."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from tests.bot.flow import MONDAY, SAINT_AUBIN, Wire, app
from tests.townhall.test_people import CLAIRE, DURAND, NEWCOMER, VILLAGE, owes, say, where
from tournee.bot.app import App
from tournee.bot.channels.storage import FurtherAddressRow
from tournee.bot.conversation.catalogue_commands import ReadHistory, UndoEdit
from tournee.bot.conversation.catalogue_events import EditRefused, HistoryRead
from tournee.bot.conversation.events import Event
from tournee.bot.conversation.party import PartyKind
from tournee.bot.conversation.townhall_commands import (
    AddPerson,
    ChangePerson,
    ErasePerson,
    JoinPeople,
)
from tournee.bot.conversation.townhall_events import PeopleJoined, PeopleParted
from tournee.bot.deeds import catalogue, townhall
from tournee.bot.storage import JoinedRow
from tournee.catalog.folder import read
from tournee.catalog.model import PersonSlug, Role, ShopSlug
from tournee.orders.ledger import Account, LedgerEntry, Transaction, TransactionKind
from tournee.orders.model import Actor, OrderNumber
from tournee.orders.storage import ports
from tournee.orders.storage.rows import AuditRow, LedgerEntryRow, OrderRow

PAIR = (PersonSlug(NEWCOMER), PersonSlug("durand"))
BAKER = Actor(role=Role.SHOPKEEPER, person=PersonSlug("morel"), shop=ShopSlug("boulangerie"))
MERGED = MONDAY + timedelta(minutes=15)
LATER = MONDAY + timedelta(hours=1)


def held(tournee: App) -> dict[str, Any]:
    with tournee.workspaces.open(VILLAGE) as workspace:
        found = workspace.parting.held(PAIR)
        found["moved"] = {k: v for k, v in found["moved"].items() if "audit" not in k}
        return found


def merged(tournee: App) -> int:
    """Merge the newcomer into Mrs Durand; returns the number to undo it by."""
    with tournee.workspaces.open(VILLAGE) as workspace:
        command = JoinPeople(gone=PAIR[0], kept=PAIR[1])
        (done,) = townhall.carry_out(command, workspace, CLAIRE, None, MERGED)
        workspace.commit()
    assert isinstance(done, PeopleJoined)
    return done.number


def undone(
    tournee: App, number: int, actor: Actor = CLAIRE, now: datetime = LATER
) -> tuple[Event, ...]:
    with tournee.workspaces.open(VILLAGE) as workspace:
        done = catalogue.carry_out(UndoEdit(number=number), workspace, actor, now)
        workspace.commit()
        return done


def change(tournee: App, command: ChangePerson | AddPerson | ErasePerson) -> None:
    with tournee.workspaces.open(VILLAGE) as workspace:
        townhall.carry_out(command, workspace, CLAIRE, None, MERGED)
        workspace.commit()


def two_people(database: Engine) -> App:
    """A newcomer with an order, a basket, a regular order, a word on announcements, a debt."""
    tournee = app(database, Wire())
    say(tournee, "2 baguettes pour mardi", "Les Granges", "Zoé Martin", "oui", who=NEWCOMER)
    say(tournee, "oui aux annonces", "si plus de baguette alors une tradition", who=NEWCOMER)
    say(tournee, "2 croissants", who=NEWCOMER, minutes=10)
    say(tournee, "1 ficelle pour mardi", minutes=11)
    owes(database, NEWCOMER, 220)
    return tournee


def states(tournee: App) -> dict[str, str]:
    with tournee.workspaces.open(VILLAGE) as workspace:
        return {p.slug: text for p, text in workspace.conversations.states(PartyKind.RESIDENT)}


def test_each_has_all_again_that_was_theirs(database: Engine) -> None:
    tournee = two_people(database)
    before, said = held(tournee), states(tournee)
    number = merged(tournee)
    assert held(tournee) != before
    assert undone(tournee, number) == (
        PeopleParted(gone=PAIR[0], kept=PAIR[1], number=number, by="Claire Petit"),
    )
    assert held(tournee) == before
    assert states(tournee) == said
    with Session(database) as session:
        assert "people_parted" in set(session.scalars(select(AuditRow.what)))


def test_messages_find_their_own_person_again(database: Engine) -> None:
    wire = Wire()
    tournee = app(database, wire)
    say(tournee, "2 baguettes pour mardi", "Les Granges", "Zoé Martin", "oui", who=NEWCOMER)
    undone(tournee, merged(tournee))
    say(tournee, "où en est ma commande ?", who=NEWCOMER, minutes=80)
    assert "4821" in wire.texts[-1]
    say(tournee, "où en est ma commande ?", minutes=81)
    assert "4821" not in wire.texts[-1]


def test_what_was_booked_since_for_an_order_goes_back_with_it(database: Engine) -> None:
    tournee = two_people(database)
    number = merged(tournee)
    book(database, "due:durand/boulangerie", OrderNumber(4821))
    undone(tournee, number)
    with Session(database) as session:
        accounts = session.scalars(select(LedgerEntryRow.account))
        assert (
            sorted(a for a in accounts if a.startswith("due:"))
            == [f"due:{NEWCOMER}/boulangerie"] * 2
        )


def book(database: Engine, account: str, number: OrderNumber | None) -> None:
    """Book a euro between the merge and what follows."""
    with Session(database) as session:
        transaction = Transaction(
            key=f"since:{account}:{number}",
            kind=TransactionKind.DUE,
            at=MONDAY + timedelta(minutes=30),
            number=number,
            shop=ShopSlug("boulangerie"),
            entries=(
                LedgerEntry(account=Account(account), minor=100),
                LedgerEntry(account=Account("sales:boulangerie"), minor=-100),
            ),
        )
        ports(session, read(SAINT_AUBIN)).ledger.post(transaction)
        session.commit()


def refused(events: tuple[Event, ...]) -> str:
    (event,) = events
    assert isinstance(event, EditRefused)
    return event.code


def test_who_has_ordered_since_stays_one(database: Engine) -> None:
    tournee = two_people(database)
    number = merged(tournee)
    say(tournee, "1 pain complet pour mardi", "oui", minutes=20)
    assert refused(undone(tournee, number)) == "join_ordered"


def test_who_has_paid_on_account_since_stays_one(database: Engine) -> None:
    tournee = two_people(database)
    number = merged(tournee)
    book(database, "tab:durand/boulangerie", None)
    assert refused(undone(tournee, number)) == "join_paid"


def test_a_number_that_is_anothers_by_now_keeps_them_one(database: Engine) -> None:
    tournee = two_people(database)
    number = merged(tournee)
    with Session(database) as session:
        session.execute(update(FurtherAddressRow).values(person="fontaine"))
        session.commit()
    assert refused(undone(tournee, number)) == "join_changed"
    with Session(database) as session:
        session.execute(delete(FurtherAddressRow))
        session.commit()
    change(tournee, AddPerson(name="Odette Martin", phone=NEWCOMER))
    before = held(tournee)
    assert refused(undone(tournee, number)) == "join_changed"
    assert held(tournee) == before


def test_what_was_edited_since_stays_as_it_was_edited(database: Engine) -> None:
    tournee = two_people(database)
    number = merged(tournee)
    note = (("note", "sonnez deux fois"),)
    change(tournee, ChangePerson(person=PersonSlug("durand"), values=note))
    undone(tournee, number)
    with tournee.workspaces.open(VILLAGE) as workspace:
        kept, gone = workspace.people.known("durand"), workspace.people.known(NEWCOMER)
    assert kept is not None
    assert gone is not None
    assert (kept.note, kept.phone, gone.name) == ("sonnez deux fois", DURAND, "Zoé Martin")


def test_a_basket_that_was_gone_on_with_stays_with_the_one_who_was_kept(database: Engine) -> None:
    tournee = two_people(database)
    number = merged(tournee)
    say(tournee, "et 1 brioche à tête", minutes=20)
    undone(tournee, number)
    said = states(tournee)
    assert "brioche-tete" in said["durand"]
    assert json.loads(said[NEWCOMER])["wants"] == []


def test_it_can_be_undone_for_a_day_and_once(database: Engine) -> None:
    tournee = two_people(database)
    number = merged(tournee)
    late = MERGED + timedelta(hours=24, minutes=1)
    assert refused(undone(tournee, number, now=late)) == "unknown_edit"
    assert isinstance(undone(tournee, number)[0], PeopleParted)
    assert refused(undone(tournee, number)) == "undone_already"


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.SHOPKEEPER, Role.DRIVER])
def test_nobody_but_an_operator_undoes_it(database: Engine, role: Role) -> None:
    tournee = two_people(database)
    number = merged(tournee)
    actor = Actor(role=role, person=PersonSlug("morel"), shop=ShopSlug("boulangerie"))
    assert isinstance(undone(tournee, number, actor)[0], EditRefused)
    with Session(database) as session:
        assert set(session.scalars(select(OrderRow.resident))) == {"durand"}


def test_it_stands_among_what_can_be_undone(database: Engine) -> None:
    tournee = two_people(database)
    number = merged(tournee)
    for actor, wanted in ((CLAIRE, [number]), (BAKER, [])):
        with tournee.workspaces.open(VILLAGE) as workspace:
            (read_,) = catalogue.carry_out(ReadHistory(to_undo=True), workspace, actor, LATER)
        assert isinstance(read_, HistoryRead)
        assert [edit.number for edit in read_.edits] == wanted


def test_who_is_forgotten_is_forgotten_there_too(database: Engine) -> None:
    tournee = app(database, Wire())
    say(tournee, "bonjour, ici Zoé Martin", who=NEWCOMER)
    merged(tournee)
    assert where(database, NEWCOMER) >= {"joined_people"}
    change(tournee, ErasePerson(person=PersonSlug("durand")))
    with Session(database) as session:
        assert session.scalars(select(JoinedRow.number)).all() == []


def test_what_was_kept_goes_after_a_day(database: Engine) -> None:
    tournee = two_people(database)
    merged(tournee)
    with tournee.workspaces.open(VILLAGE) as workspace:
        workspace.privacy.let_go(MONDAY + timedelta(hours=25), timedelta(days=90))
        workspace.commit()
    with Session(database) as session:
        assert session.scalars(select(JoinedRow.number)).all() == []
