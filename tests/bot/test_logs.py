"""One JSON object a line, with the cause of what happened and nothing private."""

import json
import logging
import sys

from tournee.bot.logs import Lines, caused_by, current_cause


def line(event: str, *, error: BaseException | None = None, **fields: object) -> dict[str, object]:
    trace = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("tournee", logging.WARNING, __file__, 1, event, (), trace)
    record.fields = fields
    found: dict[str, object] = json.loads(Lines().format(record))
    return found


def test_a_line_says_what_happened_how_bad_it_is_and_when() -> None:
    told = line("send_failed", channel="sms", code=21610)
    assert told.pop("timestamp", "")
    assert told == {"event": "send_failed", "level": "warning", "channel": "sms", "code": 21610}


def test_a_line_never_holds_what_is_private() -> None:
    told = line("message_received", text="2 baguettes", phone="+33639980001", kind="said")
    assert told.keys() == {"event", "level", "timestamp", "kind"}


def test_what_follows_from_a_message_carries_its_id_until_it_is_done() -> None:
    with caused_by("sms-1"):
        with caused_by(None):
            assert line("message_sent")["message"] == "sms-1"
        assert current_cause() == "sms-1"
    assert "message" not in line("message_sent")


def test_an_error_is_written_with_its_trace_on_one_line() -> None:
    try:
        int("no figure")
    except ValueError:
        told = line("news_failed", error=sys.exception())
    assert "ValueError: invalid literal" in str(told["exception"])


def test_a_librarys_line_is_made_alike() -> None:
    record = logging.LogRecord("httpx", logging.ERROR, __file__, 1, "lost %s", ("it",), None)
    told = json.loads(Lines().format(record))
    assert (told["event"], told["level"]) == ("lost it", "error")
