"""Ask a Rasa server what a message says (`TOURNEE_NLU=http://...`).

A server that is down, slow or answers nonsense costs a message at most `TIMEOUT` seconds; after
`FAILURES` in a row it is left alone for `REST` seconds. The embedded models answer meanwhile.
"""

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from tournee.nlu.intents.hint import Entity, Hint
from tournee.nlu.intents.intents import Slot
from tournee.nlu.model import Intent

TIMEOUT = 0.3
"""Seconds for the whole answer; Rasa takes 20 ms."""
FAILURES = 3
REST = 30.0
"""Seconds until the server is tried again."""

_log = logging.getLogger(__name__)


class NonsenseError(ValueError):
    """The server's answer is not what Rasa answers for our training data."""


class RasaBackend:
    """A client of one server, which tells rather than raises that it can't be had."""

    def __init__(
        self,
        url: str,
        *,
        transport: httpx.BaseTransport | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = httpx.Client(base_url=url, timeout=TIMEOUT, transport=transport)
        self._clock = clock
        self._failures = 0
        self._rests_until = float("-inf")

    def hint(self, text: str) -> Hint | None:
        """Ask the server; None where it has no good answer in time."""
        if self._clock() < self._rests_until:
            return None
        try:
            response = self._client.post("/model/parse", json={"text": text})
            response.raise_for_status()
            found = read(response.json(), len(text))
        except (httpx.HTTPError, ValueError) as error:
            self._failed(error)
            return None
        self._recovered()
        return found

    def close(self) -> None:
        self._client.close()

    def _failed(self, error: Exception) -> None:
        self._failures += 1
        if self._failures >= FAILURES:
            self._rests_until = self._clock() + REST
        if self._failures == FAILURES:
            _log.warning("Rasa is left alone, embedded models answer: %r", error)

    def _recovered(self) -> None:
        if self._failures >= FAILURES:
            _log.warning("Rasa answers again")
        self._failures = 0


def read(answer: Any, length: int) -> Hint:
    """Read what `/model/parse` answered for a message of `length` characters.

    Raises:
        NonsenseError: fields are missing or of another kind, an intent or entity is not ours.

    """
    try:
        intents = {
            Intent(entry["name"]): _share(entry["confidence"]) for entry in answer["intent_ranking"]
        }
        entities = tuple(_entity(entry, length) for entry in answer["entities"])
    except (KeyError, TypeError, ValueError) as error:
        raise NonsenseError(str(error)) from error
    if not sum(intents.values()):
        raise NonsenseError("no intent")
    return Hint(intents=intents, entities=entities)


def _share(value: Any) -> float:
    share = float(value)
    if not 0 <= share <= 1:
        raise NonsenseError(f"confidence {share}")
    return share


def _entity(entry: Mapping[str, Any], length: int) -> Entity:
    start, end = int(entry["start"]), int(entry["end"])
    if not 0 <= start < end <= length:
        raise NonsenseError(f"entity from {start} to {end}")
    return Entity(Slot(entry["entity"]), start, end)
