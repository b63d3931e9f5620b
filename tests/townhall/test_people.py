"""People: merged, linked, asked for announcements, barred; on both databases."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, inspect, select, table, text
from sqlalchemy.orm import Session

from tests.bot.flow import MONDAY, SAINT_AUBIN, Wire, app, sms
from tournee.bot.app import App
from tournee.bot.conversation.events import Rejected
from tournee.bot.conversation.townhall_commands import (
    AddPerson,
    Announce,
    ChangePerson,
    ErasePerson,
    JoinPeople,
    NoteConsent,
    StopAnnouncement,
)
from tournee.bot.conversation.townhall_events import Unfit
from tournee.bot.deeds import townhall
from tournee.bot.storage.registry import AnnouncementRow, ConsentRow, LinkRow
from tournee.bot.timers import SYSTEM
from tournee.catalog.folder import read
from tournee.catalog.model import PersonSlug, Role, RoundSlug, VillageSlug
from tournee.orders.ledger import Account, LedgerEntry, Transaction, TransactionKind
from tournee.orders.model import Actor
from tournee.orders.storage import ports
from tournee.orders.storage.rows import AuditRow, LedgerEntryRow, OrderRow

NEWCOMER = "+33639980077"
DURAND, LEFEVRE, FONTAINE = "+33639980001", "+33639980002", "+33639980005"
VILLAGE = VillageSlug("saint-aubin")
TUESDAY = MONDAY.date() + timedelta(days=1)
CLAIRE = Actor(role=Role.OPERATOR, person=PersonSlug("operateur"), name="Claire Petit")


def settle(tournee: App, now: datetime) -> None:
    """Tell all news and send all messages that are due."""

    async def run() -> None:
        while tournee.inbox.tell_next(now):
            pass
        while await tournee.relay.send_due(now):
            pass

    asyncio.run(run())


def say(tournee: App, *texts: str, who: str = DURAND, minutes: int = 0) -> None:
    for n, words in enumerate(texts):
        tournee.inbox.receive(sms(words, sender=who, minutes=minutes + n))
        settle(tournee, MONDAY + timedelta(minutes=minutes + n))


def where(database: Engine, words: str) -> set[str]:
    """The tables in which something is written."""
    with database.connect() as connection:
        names = inspect(connection).get_table_names()
        every = {n: connection.execute(select(text("*")).select_from(table(n))) for n in names}
        return {name for name, rows in every.items() if words in str(rows.all())}


def carry_out(tournee: App, command: object, actor: Actor = CLAIRE) -> tuple[object, ...]:
    with tournee.workspaces.open(VILLAGE) as workspace:
        done = townhall.carry_out(command, workspace, actor, None, MONDAY)  # type: ignore[arg-type]
        workspace.commit()
        return done


# --- two entries that are one person -------------------------------------------------------------


def test_all_that_was_one_entrys_is_the_others(database: Engine) -> None:
    wire = Wire()
    tournee = app(database, wire)
    say(tournee, "2 baguettes pour mardi", "Les Granges", "Mme Durand", "oui", who=NEWCOMER)
    say(tournee, "1 lait entier", who=NEWCOMER, minutes=10)
    say(tournee, "oui aux annonces", who=NEWCOMER, minutes=11)
    owes(database, NEWCOMER, 220)
    done = carry_out(tournee, JoinPeople(gone=PersonSlug(NEWCOMER), kept=PersonSlug("durand")))
    assert [getattr(event, "orders", None) for event in done] == [1]
    with tournee.workspaces.open(VILLAGE) as workspace:
        assert workspace.people.known(NEWCOMER) is None
        assert workspace.privacy.owes("durand")
        kept = PersonSlug("durand")
        assert [c.given for c in workspace.registry.consents(kept)] == [True]
        assert {o.resident for o in workspace.orders.every_order()} == {"durand"}
    with Session(database) as session:
        assert set(session.scalars(select(OrderRow.resident))) == {"durand"}
        assert "due:durand/boulangerie" in set(session.scalars(select(LedgerEntryRow.account)))
        assert "people_joined" in set(session.scalars(select(AuditRow.what)))
    say(tournee, "où en est ma commande ?", who=NEWCOMER, minutes=20)
    assert "4821" in wire.texts[-1]


def test_a_merged_entry_leaves_its_number_only_as_an_address(database: Engine) -> None:
    tournee = app(database, Wire())
    say(tournee, "2 baguettes pour mardi", "Les Granges", "Zoé Martin", "oui", who=NEWCOMER)
    carry_out(tournee, JoinPeople(gone=PersonSlug(NEWCOMER), kept=PersonSlug("durand")))
    assert "people" not in where(database, NEWCOMER)
    assert "further_addresses" in where(database, NEWCOMER)
    assert "catalogue_edits" not in where(database, "Zoé")


@pytest.mark.parametrize("gone", ["operateur", "livreur", "durand", "nobody"])
def test_only_a_resident_is_merged_into_somebody_else(database: Engine, gone: str) -> None:
    tournee = app(database, Wire())
    done = carry_out(tournee, JoinPeople(gone=PersonSlug(gone), kept=PersonSlug("durand")))
    assert [type(event) for event in done] == [Rejected]


def owes(database: Engine, slug: str, minor: int) -> None:
    """Book that somebody owes the baker something."""
    with Session(database) as session:
        transaction = Transaction(
            key=f"due:1:{slug}",
            kind=TransactionKind.DUE,
            at=MONDAY,
            entries=(
                LedgerEntry(account=Account(f"due:{slug}/boulangerie"), minor=minor),
                LedgerEntry(account=Account("sales:boulangerie"), minor=-minor),
            ),
        )
        ports(session, read(SAINT_AUBIN)).ledger.post(transaction)
        session.commit()


# --- entries -------------------------------------------------------------------------------------


def test_a_number_belongs_to_one_person(database: Engine) -> None:
    tournee = app(database, Wire())
    taken = carry_out(tournee, AddPerson(name="Odette Martin", phone=DURAND))
    assert taken == (Unfit(field="phone", value=DURAND, expected="taken"),)
    change = ChangePerson(person=PersonSlug("durand"), values=(("phone", LEFEVRE),))
    assert carry_out(tournee, change) == (Unfit(field="phone", value=LEFEVRE, expected="taken"),)
    with tournee.workspaces.open(VILLAGE) as workspace:
        assert len(workspace.people.everybody()) == len(read(SAINT_AUBIN).people)


def test_somebody_always_runs_the_village(database: Engine) -> None:
    tournee = app(database, Wire())
    demoted = [
        carry_out(tournee, ChangePerson(person=PersonSlug(slug), values=(("role", "resident"),)))
        for slug in ("mairie", "operateur")
    ]
    assert [type(events[0]).__name__ for events in demoted] == ["PersonChanged", "Rejected"]


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.SHOPKEEPER, Role.DRIVER])
def test_nobody_else_changes_people(database: Engine, role: Role) -> None:
    tournee = app(database, Wire())
    actor = Actor(role=role, person=PersonSlug("durand"), name="Jeanne Durand")
    for command in (
        ErasePerson(person=PersonSlug("garnier")),
        AddPerson(name="X"),
        JoinPeople(gone=PersonSlug("garnier"), kept=PersonSlug("durand")),
        NoteConsent(person=PersonSlug("garnier"), given=True),
    ):
        assert carry_out(tournee, command, actor) == (Rejected(code="not_allowed"),)
    with Session(database) as session:
        assert session.scalars(select(ConsentRow.person)).all() == []


def test_what_is_changed_stands_in_the_history_and_goes_with_the_person(database: Engine) -> None:
    tournee = app(database, Wire())
    note = (("note", "le code est 4242"),)
    carry_out(tournee, ChangePerson(person=PersonSlug("garnier"), values=note))
    assert where(database, "4242") == {"people", "catalogue_edits"}
    carry_out(tournee, ErasePerson(person=PersonSlug("garnier")))
    assert where(database, "4242") == set()


# --- for each other ------------------------------------------------------------------------------


def test_a_link_is_made_by_the_others_yes_and_ended_by_either(database: Engine) -> None:
    tournee = app(database, Wire())
    say(tournee, "Sophie Fontaine peut commander pour moi")
    with Session(database) as session:
        assert [row.agreed_at for row in session.scalars(select(LinkRow))] == [None]
    say(tournee, "oui", who=FONTAINE, minutes=1)
    with Session(database) as session:
        assert [row.agreed_at is None for row in session.scalars(select(LinkRow))] == [False]
        assert "help_agreed" in set(session.scalars(select(AuditRow.what)))
    say(tournee, "je ne commande plus pour Jeanne Durand", who=FONTAINE, minutes=2)
    with Session(database) as session:
        assert session.scalars(select(LinkRow)).all() == []


def test_nobody_is_asked_more_often_than_three_times_a_week(database: Engine) -> None:
    wire = Wire()
    tournee = app(database, wire)
    for n in range(4):
        say(tournee, f"ma voisine 06 39 98 02 0{n} peut commander pour moi", minutes=n)
    with Session(database) as session:
        assert len(session.scalars(select(LinkRow)).all()) == 3
    assert "merci de les attendre" in wire.texts[-1]


# --- announcements -------------------------------------------------------------------------------


def test_announcements_reach_only_who_agreed_and_stop_when_stopped(database: Engine) -> None:
    wire = Wire()
    tournee = app(database, wire)
    for n, who in enumerate((DURAND, LEFEVRE, FONTAINE)):
        say(tournee, "oui aux annonces", who=who, minutes=n)
    say(tournee, "STOP", who=FONTAINE, minutes=5)
    before = len(wire.texts)
    carry_out(tournee, Announce(text="Le marché est dimanche."))
    settle(tournee, MONDAY)
    assert len(wire.texts) == before + 1
    carry_out(tournee, StopAnnouncement(number=1))
    settle(tournee, MONDAY + timedelta(hours=1))
    assert len(wire.texts) == before + 1
    with Session(database) as session:
        row = session.scalars(select(AnnouncementRow)).one()
        assert (row.people, row.stopped_at is not None) == (2, True)


def test_an_announcement_waits_for_the_morning(database: Engine) -> None:
    wire = Wire()
    tournee = app(database, wire)
    say(tournee, "oui aux annonces")
    night = MONDAY + timedelta(hours=14)
    with tournee.workspaces.open(VILLAGE) as workspace:
        townhall.carry_out(Announce(text="Le marché est dimanche."), workspace, SYSTEM, None, night)
        workspace.commit()
    before = len(wire.texts)
    settle(tournee, night + timedelta(hours=8))
    assert len(wire.texts) == before
    settle(tournee, night + timedelta(hours=9))
    assert len(wire.texts) == before + 1


def test_a_message_to_a_round_waits_for_the_morning(database: Engine) -> None:
    wire = Wire()
    tournee = app(database, wire)
    say(tournee, "2 baguettes pour mardi", "oui")
    night = MONDAY + timedelta(hours=14)
    tell = Announce(text="La rue est barrée.", round=RoundSlug("mardi-matin"), day=TUESDAY)
    with tournee.workspaces.open(VILLAGE) as workspace:
        townhall.carry_out(tell, workspace, SYSTEM, None, night)
        workspace.commit()
    settle(tournee, night)
    assert not [text for text in wire.texts if "La rue est barrée." in text]
    settle(tournee, night + timedelta(hours=9))
    assert [text for text in wire.texts if "La rue est barrée." in text]


def test_a_message_to_a_round_reaches_no_other_round_and_asks_nobody_for_consent(
    database: Engine,
) -> None:
    wire = Wire()
    tournee = app(database, wire)
    say(tournee, "2 baguettes pour mardi", "oui", who=DURAND)
    say(tournee, "2 baguettes pour vendredi", "oui", who=LEFEVRE, minutes=10)
    tell = Announce(text="La rue est barrée.", round=RoundSlug("mardi-matin"), day=TUESDAY)
    carry_out(tournee, tell)
    settle(tournee, MONDAY + timedelta(hours=1))
    told = [m for m in wire.delivered if "La rue est barrée." in m.draft.text]
    assert [m.draft.to for m in told] == [DURAND]
    with tournee.workspaces.open(VILLAGE) as workspace:
        assert not workspace.announcements.any()


def test_whoever_withdraws_meanwhile_hears_nothing(database: Engine) -> None:
    wire = Wire()
    tournee = app(database, wire)
    say(tournee, "oui aux annonces")
    carry_out(tournee, Announce(text="Le marché est dimanche."))
    carry_out(tournee, NoteConsent(person=PersonSlug("durand"), given=False))
    before = len(wire.texts)
    settle(tournee, MONDAY + timedelta(hours=1))
    assert len(wire.texts) == before
