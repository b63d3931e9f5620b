"""A short soak: everything that `make soak` does, in less than half a minute."""

import asyncio

import pytest

from tests.production.soak import Plan, soak


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # connections of processes that were killed
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # as above
def test_killed_processes_lose_nothing_and_double_nothing(
    empty_postgresql_url: str, redis_url: str
) -> None:
    plan = Plan(villages=2, residents=8, processes=2, kills=2, writers=6)
    record, faults, _ = asyncio.run(soak(plan, empty_postgresql_url, redis_url))
    assert faults == []
    assert record.kills == 2
    assert record.repeated > 0
