"""A short soak: everything that `make soak` does, in a minute."""

import asyncio
from collections.abc import Iterator

import psycopg
import pytest

from tests import servers
from tests.production.plan import Plan
from tests.production.soak import soak


@pytest.fixture
def own_servers() -> Iterator[tuple[str, str]]:
    """An empty database and a Redis, on servers that may be restarted."""
    with servers.session():
        admin = servers.postgresql().format(name="postgres")
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute("CREATE DATABASE soak")
        yield servers.postgresql().format(name="soak"), servers.redis()


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # connections of processes that were killed
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # as above
def test_whatever_dies_nothing_is_lost_nothing_doubled_and_the_books_agree(
    own_servers: tuple[str, str],
) -> None:
    plan = Plan(
        villages=2, residents=8, processes=2, kills=2, cuts=1, restarts=1, deliveries=2, writers=6
    )
    record, faults = asyncio.run(soak(plan, *own_servers))
    assert not faults, "\n".join(faults)
    assert (record.kills, record.cuts, record.restarts) == (3, 1, 2)
    assert record.repeated > 0
    assert record.late > 0
    assert len(record.handed_over) == 4
