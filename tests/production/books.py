"""Whether the database says the same as the record of what was sent in and what arrived."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

import psycopg

from tests.bot.flow import village
from tests.production.plan import (
    PLENTY,
    SCARCE,
    Plan,
    Record,
    is_greedy,
    wanted,
)
from tournee.catalog.model import Sku

CENTS = {p.sku: p.price.minor for p in village().products if p.sku in {PLENTY, SCARCE}}


def faults(plan: Plan, record: Record, database: str, settled: datetime) -> list[str]:
    """Where the database and the record disagree on what was written or due by `settled`."""
    with psycopg.connect(database, autocommit=True) as connection:
        return [
            *_lost_messages(record, connection),
            *_wrong_orders(record, connection),
            *_oversold(plan, connection),
            *_untold(connection, settled),
            *_wrong_deliveries(record, connection, settled),
            *_wrong_books(record, connection),
        ]


def _lost_messages(record: Record, connection: psycopg.Connection) -> Iterator[str]:
    seen = [r[0] for r in connection.execute("SELECT message_id FROM inbound_messages")]
    if len(record.accepted) != len(record.meant):
        yield f"{len(record.accepted)} messages were accepted, not {len(record.meant)}"
    for lost in record.accepted.keys() - set(seen):
        yield f"message {lost} was accepted and is lost"
    if len(seen) != len(set(seen)):
        yield "a message was taken twice"


def _wrong_orders(record: Record, connection: psycopg.Connection) -> Iterator[str]:
    """Each resident has one order of the right goods at the right price, or of none left."""
    found = defaultdict(list)
    for where, resident, sku, thousandths, total in connection.execute(
        "SELECT o.village, o.resident, l.sku, l.quantity, l.total"
        " FROM orders o JOIN order_lines l USING (village, number, shop)"
    ):
        found[where, resident].append((sku, thousandths, total))
    for where, number in sorted(record.begun):
        lines = found.pop((f"v{where}", f"r{number}"), [])
        right = (
            ([], [_line(SCARCE, 1)]) if is_greedy(number) else ([_line(PLENTY, wanted(number))],)
        )
        if lines not in right:
            yield f"v{where} r{number}: ordered {lines}, not {right[-1]}"
    yield from (f"an order of nobody: {key}" for key in found)


def _line(sku: Sku, pieces: int) -> tuple[str, int, int]:
    return sku, 1000 * pieces, CENTS[sku] * pieces


def _wrong_books(record: Record, connection: psycopg.Connection) -> Iterator[str]:
    """Every transaction adds up to nothing, and what the driver was paid is in the till once."""
    for where, key, minor in connection.execute(
        "SELECT village, key, sum(minor) FROM ledger_entries GROUP BY 1, 2 HAVING sum(minor) <> 0"
    ):
        yield f"{where}: {key} adds up to {minor}"
    carried = {
        (where, number): total
        for where, number, total in connection.execute(
            "SELECT o.village, o.number, sum(l.total) FROM orders o"
            " JOIN order_lines l USING (village, number, shop)"
            " WHERE o.status IN ('delivered', 'settled') GROUP BY 1, 2"
        )
    }
    if carried.keys() != record.handed_over:
        yield f"delivered: {sorted(carried.keys() ^ record.handed_over)} on one side only"
    paid = sorted(
        (where, number, cash)
        for where, number, cash in connection.execute(
            'SELECT village, "order", cash FROM receipts WHERE "order" IS NOT NULL'
        )
    )
    if paid != sorted((where, number, total) for (where, number), total in carried.items()):
        yield f"receipts: {paid}, not {carried}"
    (cash,) = connection.execute(
        "SELECT coalesce(sum(minor), 0) FROM ledger_entries WHERE account LIKE 'cash:%'"
    ).fetchone() or (0,)
    if cash != sum(carried.values()):
        yield f"{cash} in envelopes, not {sum(carried.values())}"
    for where, shop in connection.execute(
        "SELECT village, shop FROM receipts GROUP BY 1, 2 HAVING max(number) <> count(*)"
    ):
        yield f"{where} {shop}: a number is missing among the receipts"


def _oversold(plan: Plan, connection: psycopg.Connection) -> Iterator[str]:
    begun = 1000 * max(1, plan.residents // 8)
    for where, left, sold in connection.execute(
        "SELECT p.village, p.stock, coalesce((SELECT sum(quantity) FROM order_lines l"
        " JOIN orders o USING (village, number, shop) WHERE l.village = p.village"
        " AND l.sku = p.sku AND o.status NOT IN ('refused', 'cancelled')), 0)"
        " FROM products p WHERE p.sku = %s AND p.village LIKE 'v%%'",
        [SCARCE],
    ):
        if left < 0 or left + sold != begun:
            yield f"{where}: {left} left and {sold} sold of {begun}"


def _untold(connection: psycopg.Connection, settled: datetime) -> Iterator[str]:
    for where, party, number, first in connection.execute(
        "SELECT village, party, count(*), min(due_at) FROM news WHERE due_at <= %s GROUP BY 1, 2",
        [settled],
    ):
        yield f"{where} {party}: {number} news untold since {first}"


def _wrong_deliveries(
    record: Record, connection: psycopg.Connection, settled: datetime
) -> Iterator[str]:
    chats = defaultdict(list)
    for where, party, number, status, unsure in connection.execute(
        "SELECT village, party, number, status, unsure FROM outgoing_messages"
        " WHERE created_at <= %s AND (status <> 'superseded' OR NOT EXISTS ("
        "SELECT FROM outgoing_messages newer WHERE newer.village = outgoing_messages.village"
        " AND newer.party = outgoing_messages.party AND newer.card = outgoing_messages.card"
        " AND newer.number > outgoing_messages.number AND newer.status IN ('queued', 'sent')))"
        " ORDER BY 1, 2, 3",
        [settled],
    ):
        chats[where, party].append(number)
        arrived = record.delivered[where, party].count(number)
        if status not in {"queued", "sent"}:
            yield f"{where} {party} {number}: {status}"
        if arrived == 0:
            yield f"{where} {party} {number}: never arrived"
        if arrived > 1 and not unsure:
            yield f"{where} {party} {number}: arrived {arrived} times, unmarked"
    for chat, numbers in chats.items():
        first = list(dict.fromkeys(record.delivered[chat]))
        if first[: len(numbers)] != numbers:
            yield f"{chat}: arrived as {first}"
