"""How often something may be done: shared by Redis while it answers, by each alone while not."""

import asyncio
import socket
import time
from contextlib import suppress
from pathlib import Path

import redis

from tests.servers import private_redis
from tournee.bot.limits import CAREFUL, MemoryLimiter, RedisLimiter, limiter

EVERY = 60.0


def named(url: str, name: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}client_name={name}"


def test_two_processes_share_their_slots(redis_url: str) -> None:
    async def run() -> tuple[float, float]:
        one, other = RedisLimiter(redis_url), RedisLimiter(redis_url)
        waits = await one.wait("shared", every=EVERY), await other.wait("shared", every=EVERY)
        await one.close()
        await other.close()
        return waits

    first, second = asyncio.run(run())
    assert first == 0
    assert 0 < second <= EVERY


def test_a_closed_limiter_keeps_no_connection(redis_url: str) -> None:
    def connected() -> list[str]:
        with redis.Redis.from_url(redis_url) as asking:
            return [c["name"] for c in asking.client_list() if c["name"] == "closing"]

    async def run() -> tuple[list[str], list[str]]:
        limits = RedisLimiter(named(redis_url, "closing"))
        await limits.wait("closing", every=EVERY)
        while_open = connected()
        await limits.close()
        return while_open, connected()

    while_open, after = asyncio.run(run())
    assert while_open == ["closing"]
    assert after == []


def test_without_redis_each_process_keeps_the_limits_by_itself_and_half_as_fast(
    tmp_path: Path,
) -> None:
    async def run() -> list[float]:
        limits = RedisLimiter(f"unix://{tmp_path / 'nobody.sock'}")
        waits = [await limits.wait("alone", every=EVERY, burst=2) for _ in range(3)]
        await limits.close()
        return waits

    first, second, third = asyncio.run(run())
    assert first == second == 0
    assert EVERY < third <= CAREFUL * EVERY


def test_a_redis_that_does_not_answer_holds_up_one_message_and_not_each() -> None:
    async def run(silent: socket.socket) -> int:
        limits = RedisLimiter(f"redis://127.0.0.1:{silent.getsockname()[1]}")
        waits = [await limits.wait(f"chat {n}", every=EVERY) for n in range(20)]
        await limits.close()
        assert waits == [0] * 20
        silent.settimeout(0)
        asked = 0
        with suppress(BlockingIOError):
            while True:
                silent.accept()[0].close()
                asked += 1
        return asked

    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(32)
        assert asyncio.run(run(silent)) < 10


def test_a_redis_that_is_back_is_asked_again(tmp_path: Path) -> None:
    async def run() -> float:
        limits = RedisLimiter(f"unix://{tmp_path / 'own.sock'}")
        await limits.wait("back", every=EVERY)
        with private_redis(tmp_path) as url, redis.Redis.from_url(url) as asking:
            async with asyncio.timeout(60):
                while not asking.exists("tournee:limit:back"):
                    await limits.wait("back", every=EVERY)
                    await asyncio.sleep(0.05)
            waits = await limits.wait("back", every=EVERY)
        await limits.close()
        return waits

    assert asyncio.run(run()) > 0


def test_a_redis_whose_clock_was_put_back_holds_no_chat_up_for_long(redis_url: str) -> None:
    tomorrow = time.time() + 86_400

    async def run() -> float:
        limits = RedisLimiter(redis_url)
        waits = await limits.wait("put back", every=EVERY)
        await limits.close()
        return waits

    with redis.Redis.from_url(redis_url) as asking:
        asking.set("tournee:limit:put back", f"{tomorrow:.6f}")
    assert 0 < asyncio.run(run()) <= EVERY


def test_one_process_needs_no_redis() -> None:
    assert isinstance(limiter(None), MemoryLimiter)
