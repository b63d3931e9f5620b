"""One JSON object a line, with the cause of what happened and nothing private."""

import json
import logging
import sys

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

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


def test_an_error_is_written_with_where_it_came_from_and_without_its_words() -> None:
    try:
        try:
            int("2 baguettes")
        except ValueError as error:
            raise LookupError("+33639980001") from error
    except LookupError:
        told = str(line("news_failed", error=sys.exception())["exception"])
    assert told.endswith("\nLookupError")
    assert "\nValueError\n" in told
    assert 'int("2 baguettes")' in told, "our own code, not what somebody wrote"
    assert "invalid literal" not in told
    assert told.count("+33639980001") == 1, "our own code again"


def test_an_error_of_the_database_is_written_with_its_code_and_without_its_row(
    postgresql_database: Engine,
) -> None:
    name = "Zoé Martin"
    wanted = text("INSERT INTO villages (village) VALUES (CAST(:words AS integer))")
    try:
        with postgresql_database.connect() as connection:
            connection.execute(wanted, {"words": name})
    except DBAPIError:
        told = str(line("message_failed", error=sys.exception())["exception"])
    assert "sqlalchemy.exc.DataError 22P02" in told
    assert name not in told


def test_a_librarys_line_is_made_alike() -> None:
    record = logging.LogRecord("httpx", logging.ERROR, __file__, 1, "lost %s", ("it",), None)
    told = json.loads(Lines().format(record))
    assert (told["event"], told["level"]) == ("lost it", "error")
