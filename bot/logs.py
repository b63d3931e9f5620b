"""Structured logs: one JSON object a line, without message texts, names or phone numbers.

They are neither in what is passed nor in an error's own words, which are left out.

What follows from a message carries that message's id (`message`): bound where it is received, kept
with the news and the messages that it leads to, bound again where those are told and sent.

Made by the standard library alone: docs/adr/2026-11-23-figures-and-logs.md.
"""

import json
import logging
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

PRIVATE = frozenset({"text", "phone", "name", "address", "sender", "to"})
"""Keys that never reach a log, whoever passes them."""
_CAUSE: ContextVar[str | None] = ContextVar("cause", default=None)
_FIELDS = "fields"
"""The attribute of a record that holds what was passed beside the event."""


class Log:
    """Writes lines: an event in snake case, and what is to be known of it."""

    def __init__(self, name: str) -> None:
        self._logger = logging.getLogger(name)

    def info(self, event: str, **fields: object) -> None:
        self._logger.info(event, extra={_FIELDS: fields})

    def warning(self, event: str, **fields: object) -> None:
        self._logger.warning(event, extra={_FIELDS: fields})

    def error(self, event: str, **fields: object) -> None:
        self._logger.error(event, extra={_FIELDS: fields})

    def exception(self, event: str, **fields: object) -> None:
        """Write a line with the trace of the error that is being handled."""
        self._logger.exception(event, extra={_FIELDS: fields})  # noqa: LOG004 - who calls this is in one


log = Log("tournee")


class Lines(logging.Formatter):
    """Makes a line of a record, of a library's too."""

    def format(self, record: logging.LogRecord) -> str:
        fields: Mapping[str, object] = getattr(record, _FIELDS, {})
        cause = current_cause()
        line: dict[str, object] = {"message": cause} if cause else {}
        line |= {key: value for key, value in fields.items() if key not in PRIVATE}
        line["event"] = record.getMessage()
        line["level"] = record.levelname.lower()
        at = datetime.fromtimestamp(record.created, UTC)
        line["timestamp"] = at.isoformat().replace("+00:00", "Z")
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = trace(record.exc_info[1])
        return json.dumps(line, default=repr)


def trace(error: BaseException) -> str:
    """Where an error came from and what it is, after what led to it; never its own words.

    They may quote what somebody wrote, a name or a number.
    """
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    code = getattr(getattr(error, "orig", error), "sqlstate", None)
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    own = "".join(traceback.format_tb(error.__traceback__)) + name + (f" {code}" if code else "")
    return own if before is None else f"{trace(before)}\n\n{own}"


def configure(level: int = logging.INFO) -> None:
    """Set up logging for the whole process."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # its lines hold tokens


def current_cause() -> str | None:
    """The id of the message whose consequences are at work here."""
    return _CAUSE.get()


@contextmanager
def caused_by(message: str | None) -> Iterator[None]:
    """Within this, logs and what is written down carry the message's id."""
    if message is None:
        yield
        return
    token = _CAUSE.set(message)
    try:
        yield
    finally:
        _CAUSE.reset(token)
