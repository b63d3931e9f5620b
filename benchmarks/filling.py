"""What stands in a database before the load comes: many villages, a year's messages."""

import psycopg
from psycopg import sql

from tests.bot.flow import MONDAY
from tournee.storage.base import Base

HISTORY = (
    (
        "INSERT INTO conversations (village, party, kind, counter, burst)"
        " SELECT village, 'resident:' || slug, 'resident', %(each)s, 0 FROM people"
        " WHERE role = 'resident' AND village LIKE 'v%%'"
    ),
    (
        "INSERT INTO inbound_messages (village, channel, message_id, received_at)"
        " SELECT village, 'sms', party || '-' || n, %(now)s::timestamptz - n * interval '1 day'"
        " FROM conversations, generate_series(1, %(each)s) n"
    ),
    (
        "INSERT INTO outgoing_messages (village, party, number, channel, address, text, buttons,"
        " kind, status, created_at, due_at, attempts, mark, unsure, page, segments)"
        " SELECT village, party, n, 'sms', '+33', repeat('Bonjour ! ', 12), '[]', 'Greeted',"
        " 'sent', t, t, 1, md5(party || n), false, 0, 1"
        " FROM conversations, generate_series(1, %(each)s) n,"
        " LATERAL (SELECT %(now)s::timestamptz - n * interval '1 day' AS t) days"
    ),
)
"""Messages of earlier days, as many of each resident."""


def copy_villages(database: str, have: int, want: int) -> None:
    """Make more villages of the first one, which differ in their names alone."""
    with psycopg.connect(database, autocommit=True) as connection:
        for table in Base.metadata.sorted_tables:
            if have >= want or "village" not in table.c:
                continue
            others = [sql.Identifier(c.name) for c in table.c if c.name != "village"]
            connection.execute(
                sql.SQL(
                    "INSERT INTO {table} ({columns}) SELECT 'v' || n, {others}"
                    " FROM {table}, generate_series(%s::int, %s::int) n WHERE village = 'v0'"
                ).format(
                    table=sql.Identifier(table.name),
                    columns=sql.SQL(", ").join([sql.Identifier("village"), *others]),
                    others=sql.SQL(", ").join(others),
                ),
                [have, want - 1],
            )
        connection.execute("ANALYZE")


def remember(database: str, residents: int, number: int) -> None:
    """Put so many messages that came in, and as many answers, into the past."""
    told = {"each": number // residents, "now": MONDAY}
    with psycopg.connect(database, autocommit=True) as connection:
        for statement in HISTORY:
            connection.execute(statement, told)
        connection.execute("ANALYZE")


def row_bytes(database: str) -> str:
    """What a message takes on disk: its own row, its answers, indexes included."""
    told = []
    with psycopg.connect(database, autocommit=True) as connection:
        for table in ("inbound_messages", "outgoing_messages"):
            found = connection.execute(
                "SELECT n_live_tup, pg_total_relation_size(relid) FROM pg_stat_user_tables"
                " WHERE relname = %s",
                [table],
            ).fetchone()
            number, size = found or (0, 0)
            told.append(f"{table}: {size // max(1, number)} bytes a row")
    return "; ".join(told)
