"""A short soak: everything that `make soak` does, in less than half a minute."""

import asyncio

from tests.production.soak import Plan, soak


def test_killed_processes_lose_nothing_and_double_nothing(
    empty_postgresql_url: str, redis_url: str
) -> None:
    plan = Plan(villages=2, residents=10, processes=2, kills=2, writers=6)
    record, faults, _ = asyncio.run(soak(plan, empty_postgresql_url, redis_url))
    assert faults == []
    assert record.kills == 2
    assert record.repeated > 0
