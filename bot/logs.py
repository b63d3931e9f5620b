"""Structured logs: one JSON object a line, without message texts, names or phone numbers.

What follows from a message carries that message's id (`message`): bound where it is received, kept
with the news and the messages that it leads to, bound again where those are told and sent.
"""

import logging
from contextlib import AbstractContextManager, nullcontext

import structlog

PRIVATE = frozenset({"text", "phone", "name", "address", "sender", "to"})
"""Keys that never reach a log, whoever passes them."""


def configure(level: int = logging.INFO) -> None:
    """Set up logging for the whole process; library logs go through the same formatter."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _leave_out_private,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # its lines hold tokens


def current_cause() -> str | None:
    """The id of the message whose consequences are at work here."""
    cause = structlog.contextvars.get_contextvars().get("message")
    return None if cause is None else str(cause)


def caused_by(message: str | None) -> AbstractContextManager[None]:
    """Within this, logs and what is written down carry the message's id."""
    if message is None:
        return nullcontext()
    return structlog.contextvars.bound_contextvars(message=message)


def _leave_out_private(
    _logger: object, _method: str, event: structlog.types.EventDict
) -> structlog.types.EventDict:
    return {key: value for key, value in event.items() if key not in PRIVATE}
