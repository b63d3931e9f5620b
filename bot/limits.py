"""How often something may be done: one slot after the other, with room for a short burst.

The generic cell rate algorithm: one instant a key, the time at which all taken slots are used up.
"""

import math
import time
from collections.abc import Callable
from typing import Final, Protocol

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

MOST_KEYS: Final = 10_000
REDIS_SECONDS: Final = 2.0
"""How long a slot is waited for."""
ALONE_SECONDS: Final = 1.0
"""How long a Redis that is away is not asked again."""
CAREFUL: Final = 2
"""How many times as slow a process is while it can't know what the others send."""


class Limiter(Protocol):
    async def wait(self, key: str, *, every: float, burst: int = 1) -> float:
        """Take a slot of `key` and return 0, or return the seconds until one is free.

        A slot comes free `every` so many seconds; `burst` of them may be taken at once.
        """
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class MemoryLimiter:
    """For a single process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._used_up: dict[str, float] = {}

    async def wait(self, key: str, *, every: float, burst: int = 1) -> float:
        now = self._clock()
        used_up = max(self._used_up.get(key, now), now)
        wait = used_up - every * (burst - 1) - now
        if wait > 0:
            return wait
        if len(self._used_up) >= MOST_KEYS:
            self._used_up = {k: t for k, t in self._used_up.items() if t > now}
        self._used_up[key] = used_up + every
        return 0.0

    async def close(self) -> None:
        """Nothing is held."""


class RedisLimiter:
    """For any number of processes, by the clock of their Redis.

    While that is away each process keeps the limits by itself, and half as fast: better slow than
    silent, and what is too fast all the same the channels answer with 'retry after'.
    """

    _SCRIPT: Final = """
        local t = redis.call('TIME')
        local now = tonumber(t[1]) + tonumber(t[2]) / 1000000
        local used_up = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
        local every, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
        used_up = math.min(used_up, now + every * burst) -- clocks are put back, too
        local wait = used_up - every * (burst - 1) - now
        if wait > 0 then return tostring(wait) end
        local left = math.ceil((used_up + every - now) * 1000) + 1
        redis.call('SET', KEYS[1], string.format('%.6f', used_up + every), 'PX', left)
        return '0'
    """

    def __init__(self, url: str) -> None:
        self._alone = MemoryLimiter()
        self._alone_until = 0.0
        """By the monotonic clock."""
        self._redis = Redis.from_url(
            url,
            socket_timeout=REDIS_SECONDS,
            socket_connect_timeout=REDIS_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        self._take = self._redis.register_script(self._SCRIPT)

    async def wait(self, key: str, *, every: float, burst: int = 1) -> float:
        if time.monotonic() < self._alone_until:
            return await self._alone.wait(key, every=every * CAREFUL, burst=burst)
        try:
            answer = await self._take(keys=[f"tournee:limit:{key}"], args=[every, burst])
        except (RedisError, OSError):
            self._alone_until = time.monotonic() + ALONE_SECONDS
            return await self._alone.wait(key, every=every * CAREFUL, burst=burst)
        wait = float(answer)
        return wait if math.isfinite(wait) else 0.0

    async def close(self) -> None:
        await self._redis.aclose()


def limiter(redis_url: str | None) -> Limiter:
    return RedisLimiter(redis_url) if redis_url else MemoryLimiter()
