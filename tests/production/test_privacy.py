"""What a person may ask of their data, by message and through the operator."""

import asyncio
import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import JSON, Engine, Table, inspect, select, table, text
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from tests.bot.flow import JEANNE, MONDAY, Wire, app, sms
from tournee.bot.app import App
from tournee.bot.attachments import DataFile
from tournee.bot.cli import main
from tournee.bot.storage import ConversationRow, OutgoingRow
from tournee.catalog.model import PersonSlug, VillageSlug
from tournee.catalog.storage.rows import PersonRow
from tournee.orders.storage.rows import OrderLineRow, OrderRow
from tournee.storage import schema
from tournee.storage.base import Exact, UtcDateTime, Word

NEWCOMER = "+33639980077"
VILLAGE = VillageSlug("saint-aubin")


def settle(tournee: App, minutes: int) -> None:
    now = MONDAY + timedelta(minutes=minutes)

    async def run() -> None:
        while tournee.inbox.tell_next(now):
            pass
        while await tournee.relay.send_due(now):
            pass

    asyncio.run(run())


def say(tournee: App, *texts: str, minutes: int = 0) -> None:
    for n, words in enumerate(texts):
        tournee.inbox.receive(sms(words, sender=NEWCOMER, minutes=minutes + n))
    settle(tournee, minutes + len(texts))


def where(database: Engine, words: str) -> set[str]:
    """The tables in which something is still written."""
    with database.connect() as connection:
        names = inspect(connection).get_table_names()
        every = {n: connection.execute(select(text("*")).select_from(table(n))) for n in names}
        return {name for name, rows in every.items() if words in str(rows.all())}


def test_my_data_tells_what_is_held(database: Engine) -> None:
    wire = Wire()
    tournee = app(database, wire)
    say(tournee, "2 baguettes pour mardi", "Le Bourg", "Zoé Martin", "mes données")
    assert "Zoé Martin" in wire.texts[-1]
    assert NEWCOMER in wire.texts[-1]


def test_the_file_says_what_was_ordered_and_taught(database: Engine) -> None:
    tournee = app(database, Wire())
    say(tournee, "2 baguettes pour mardi", "Le Bourg", "Zoé Martin", "oui")
    say(tournee, "tous les vendredis 1 pain de campagne et 2 baguettes", "oui", minutes=10)
    say(tournee, "s'il n'y a plus de croissants, des pains au chocolat", minutes=20)
    with tournee.workspaces.open(VILLAGE) as workspace:
        [person] = [p for p in workspace.people.everybody() if p.phone == NEWCOMER]
    wanted = DataFile(person=person.slug, locale="fr", name="mes-donnees.txt")
    made = tournee.workspaces.make_file(VILLAGE, wanted)
    told = made.data.decode("utf-8-sig")
    assert made.name == "mes-donnees.txt"
    for words in (
        "Zoé Martin",
        NEWCOMER[-2:],
        "Baguette",
        "2,20",
        "Boulangerie Morel",
        "chaque semaine, le vendredi",
    ):
        assert words in told
    assert str(person.slug) not in told.replace("Zoé Martin", "")


def test_no_file_is_made_of_somebody_who_is_forgotten(database: Engine) -> None:
    tournee = app(database, Wire())
    wanted = DataFile(person=PersonSlug("nobody"), locale="fr", name="mes-donnees.txt")
    with pytest.raises(LookupError):
        tournee.workspaces.make_file(VILLAGE, wanted)


@pytest.mark.parametrize("words", ["my data", "Show my data.", "mis datos", "¿Mis datos?"])
def test_my_data_are_told_in_every_language(database: Engine, words: str) -> None:
    wire = Wire()
    tournee = app(database, wire)
    say(tournee, "2 baguettes pour mardi", "Le Bourg", "Zoé Martin", words)
    assert "Zoé Martin" in wire.texts[-1]
    assert NEWCOMER in wire.texts[-1]


@pytest.mark.parametrize(
    "words",
    ["Oublie-moi", "oubliez moi !", "forget me", "Delete my data", "olvídame", "¡Olvídeme!",
     "borre mis datos"],
)  # fmt: skip
def test_forget_me_erases_all_but_the_answer_itself(database: Engine, words: str) -> None:
    wire = Wire()
    tournee = app(database, wire)
    say(tournee, "2 baguettes pour mardi", "Le Bourg", "Zoé Martin", words)
    assert len(wire.delivered) == 4
    settle(tournee, 10)
    assert where(database, NEWCOMER) == set()
    assert where(database, "Zoé") == set()
    say(tournee, "bonjour", minutes=20)
    assert len(wire.delivered) == 5  # as somebody new


def ordered(tournee: App) -> None:
    say(tournee, "2 baguettes pour mardi", "Le Bourg", "Zoé Martin", "oui")


def test_an_open_order_is_settled_first(database: Engine) -> None:
    wire = Wire()
    tournee = app(database, wire)
    ordered(tournee)
    with Session(database) as session:
        (number,) = session.scalars(select(OrderRow.number))
    say(tournee, "oublie-moi", minutes=10)
    settle(tournee, 30)
    assert str(number) in next(t for t in reversed(wire.texts) if "oublie" in t.lower())
    with Session(database) as session:
        assert session.scalars(select(PersonRow).where(PersonRow.phone == NEWCOMER)).first()


def test_what_was_ordered_stays_without_a_name(
    database: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    tournee = app(database, Wire())
    ordered(tournee)
    monkeypatch.setenv("TOURNEE_DATABASE_URL", database_url)
    monkeypatch.setattr("tournee.storage.schema._migrate_or_check", lambda _: None)
    assert main(["privacy", "erase", "saint-aubin", NEWCOMER]) == 1
    assert "not yet" in capsys.readouterr().err
    with Session(database) as session, session.begin():
        session.execute(text("UPDATE orders SET status = 'settled'"))
    assert main(["privacy", "show", "saint-aubin", NEWCOMER]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["person"]["name"] == "Zoé Martin"
    assert len(shown["orders"]) == 1
    assert main(["privacy", "erase", "saint-aubin", NEWCOMER]) == 0
    assert where(database, NEWCOMER) == set()
    assert where(database, "Zoé") == set()
    with Session(database) as session:
        assert session.scalars(select(OrderRow.resident)).one().startswith("nobody-")
        assert session.scalars(select(OrderLineRow.sku)).one() == "baguette"
    capsys.readouterr()
    assert main(["privacy", "erase", "saint-aubin", NEWCOMER]) == 1
    assert main(["privacy", "erase", "nowhere", NEWCOMER]) == 1
    errors = capsys.readouterr().err
    assert "no resident" in errors
    assert "no village" in errors


def test_an_operator_finds_somebody_by_slug_or_number_and_prints_what_they_can_read(
    database: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    tournee = app(database, Wire())
    tournee.inbox.receive(sms("2 baguettes pour mardi"))
    tournee.inbox.receive(sms("oui", minutes=1))
    monkeypatch.setenv("TOURNEE_DATABASE_URL", database_url)
    monkeypatch.setattr("tournee.storage.schema._migrate_or_check", lambda _: None)
    shown = []
    for called in ("durand", JEANNE, "+33 6 39 98 00 01", "5001"):
        assert main(["privacy", "show", "saint-aubin", called, "--text"]) == 0
        shown.append(capsys.readouterr().out)
    assert len(set(shown)) == 1
    for words in ("Jeanne Durand", "Ce qui est gardé", "Baguette", "2,20\N{NBSP}€"):
        assert words in shown[0], shown[0]
    assert main(["privacy", "show", "saint-aubin", "+33600000000"]) == 1
    assert "no resident" in capsys.readouterr().err


PERSONAL = dict.fromkeys(("person", "resident", "helper", "helped", "asked_by"), "{}") | {
    "acting_for": "{}", "party": "resident:{}", "subject": "person:{}",
}  # fmt: skip
"""Columns that say who is meant, and how."""
GROUPS = frozenset({"chats", "conversations"})
"""Tables whose parties are no residents, or that are filled by what was said."""


def row_about(slug: str, table: Table) -> dict[str, Any]:
    """A row in which every column that may say who is meant says it."""
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.name == "village":
            values[column.name] = "saint-aubin"
        elif column.name in PERSONAL:
            values[column.name] = PERSONAL[column.name].format(slug)
        elif not column.nullable:
            values[column.name] = _anything(column.type)
    return values


def _anything(kind: TypeEngine[Any]) -> object:
    match kind:
        case Word():
            return next(iter(kind.enum.__members__.values()))
        case Exact():
            return Decimal(1)
        case UtcDateTime():
            return MONDAY
        case JSON():
            return []
    return {bool: False, int: 700, date: MONDAY.date(), str: "x"}[kind.python_type]


def test_no_table_names_a_person_who_is_forgotten(database: Engine) -> None:
    tournee = app(database, Wire())
    ordered(tournee)
    say(tournee, "je voudrais parler à quelqu'un, ici Zoé Martin", "STOP", minutes=20)
    with Session(database) as session, session.begin():
        slug = session.scalars(select(PersonRow.slug).where(PersonRow.phone == NEWCOMER)).one()
        session.execute(text("UPDATE orders SET status = 'settled'"))
        unchecked = {
            "sqlite": "PRAGMA defer_foreign_keys = ON",
            "postgresql": "SET LOCAL session_replication_role = replica",
        }
        session.execute(text(unchecked[database.dialect.name]))
        for found in schema.metadata().sorted_tables:
            if PERSONAL.keys() & set(found.columns.keys()) and found.name not in GROUPS:
                session.execute(found.insert().values(row_about(slug, found)))
        visit = {"resident": slug, "name": "Zoé Martin", "phone": NEWCOMER, "numbers": [4821]}
        state = json.dumps({"visits": [visit, visit | {"resident": "durand", "name": "J. Durand"}]})
        session.add(ConversationRow(village=VILLAGE, party="driver:x", kind="driver", state=state))
    with tournee.workspaces.open(VILLAGE) as workspace:
        workspace.privacy.erase(slug, MONDAY + timedelta(days=1))
        workspace.commit()
    for name in (slug, "Zoé", NEWCOMER, "parler à quelqu"):
        assert where(database, name) == set(), name
    assert where(database, "J. Durand") == {"conversations"}


def test_old_messages_are_let_go_and_who_left_long_ago_is_forgotten(database: Engine) -> None:
    tournee = app(database, Wire())
    say(tournee, "bonjour")
    with tournee.workspaces.open(sms("").village) as workspace:
        kept = workspace.privacy.let_go(MONDAY + timedelta(days=80), timedelta(days=90))
        assert kept == {"received": 0, "sent": 0, "people": 0}
        gone = workspace.privacy.let_go(MONDAY + timedelta(days=100), timedelta(days=90))
        assert gone == {"received": 1, "sent": 1, "people": 0}
        later = workspace.privacy.let_go(MONDAY + timedelta(days=1200), timedelta(days=90))
        assert later["people"] == 1
        workspace.commit()
    with Session(database) as session:
        assert session.scalars(select(OutgoingRow)).all() == []
        assert session.scalars(select(PersonRow).where(PersonRow.phone == NEWCOMER)).all() == []
