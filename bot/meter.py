"""What a process counts of its work as it does it; `bot.metrics` is how Prometheus reads it."""

from typing import Protocol

from tournee.catalog.model import Channel


class Meter(Protocol):
    """Told of what happens; no call names a person, a shop or a text."""

    def parsed(self, seconds: float) -> None:
        """A text has been read."""

    def sent(self, channel: Channel, kind: str) -> None:
        """A channel took a message, which says this."""

    def failed(self, channel: Channel, code: str) -> None:
        """A channel did not take a message."""


class Unmetered:
    """Counts nothing: nobody reads the figures of a simulation."""

    def parsed(self, seconds: float) -> None: ...

    def sent(self, channel: Channel, kind: str) -> None: ...

    def failed(self, channel: Channel, code: str) -> None: ...
