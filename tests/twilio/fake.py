"""A strict double of the few Twilio endpoints in use, over HTTP on the loopback.

It refuses what Twilio refuses (unknown fields too, which Twilio passes over), and fails as it is
told to. Shapes as in Twilio's published description of the Messages and Content resources.
"""

import base64
import json
import os
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

ACCOUNT = "AC" + "a1" * 16
TOKEN = "0123456789abcdef0123456789abcdef"
OURS = "+33937000001"

FIELDS = {"To", "From", "Body", "StatusCallback", "ContentSid", "ContentVariables"}
QUERY = {"To", "From", "PageSize", "DateSent", "Page", "PageToken"}
ADDRESS = re.compile(r"(whatsapp:)?\+[1-9]\d{6,14}")
LONGEST_BODY = 1600
MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"

RECORDING = os.environ.get("TOURNEE_TEST_TWILIO_RECORDING")
_WRITING = threading.Lock()

Json = dict[str, Any]


class RefusalError(Exception):
    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


@dataclass(frozen=True, slots=True)
class Fault:
    """What becomes of the next message that is posted."""

    status: int = 0
    code: int = 0
    lost: Literal["", "before", "after"] = ""
    """The connection breaks before, or after, the message was taken."""
    html: bool = False
    """The answer is not JSON, as from a proxy in between."""


@dataclass(slots=True)
class FakeTwilio:
    base: str = ""
    messages: list[Json] = field(default_factory=list)
    """In the order in which they were taken, with the fields that were posted."""
    contents: dict[str, Json] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    content_fault: Fault | None = None
    templates: set[str] = field(default_factory=set)
    """Content that was approved beforehand."""
    wordings: dict[str, str] = field(default_factory=dict)
    """What such content says."""
    requests: list[tuple[str, str]] = field(default_factory=list)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def bodies(self) -> list[str]:
        return [shown(message, self.wordings) for message in self.messages]

    def take(self, form: dict[str, str]) -> Json:
        """Check and keep a message. Raises RefusalError."""
        _check_message(form, self.contents.keys() | self.templates)
        sid = f"{'MM' if 'ContentSid' in form else 'SM'}{next(self._numbers):032x}"
        message = form | {"sid": sid, "status": "queued", "created": self.clock()}
        self.messages.append(message)
        return resource(message, self.wordings)

    def listed(self, query: dict[str, str]) -> Json:
        unknown = query.keys() - QUERY
        if unknown:
            raise RefusalError(400, 20001, f"unknown query {sorted(unknown)}")
        found = [
            resource(m, self.wordings)
            for m in reversed(self.messages)
            if all(query.get(k) in {None, m[k]} for k in ("To", "From"))
        ]
        page = {"first_page_uri": MESSAGES, "next_page_uri": None, "previous_page_uri": None}
        sizes = {"page": 0, "page_size": 50, "start": 0, "end": max(0, len(found) - 1)}
        return page | sizes | {"uri": MESSAGES, "messages": found}

    def keep(self, content: Json) -> Json:
        _check_content(content)
        sid = f"HX{next(self._numbers):032x}"
        self.contents[sid] = content
        now = datetime.now(UTC).isoformat()
        told = {"sid": sid, "account_sid": ACCOUNT, "date_created": now, "date_updated": now}
        return told | content | {"url": f"{self.base}/v1/Content/{sid}", "links": {}}


def shown(message: Json, wordings: Mapping[str, str] = MappingProxyType({})) -> str:
    """What the person reads."""
    if "Body" in message:
        return str(message["Body"])
    wording = wordings.get(message["ContentSid"])
    if wording is not None:
        return _filled(wording, json.loads(message["ContentVariables"]))
    return str(json.loads(message["ContentVariables"])["1"])


def buttons(message: Json, fake: FakeTwilio) -> list[tuple[str, str]]:
    """Labels and filled-in ids of a message's buttons."""
    types = fake.contents[message["ContentSid"]]["types"]
    variables = json.loads(message["ContentVariables"])
    replies = (types.get("twilio/quick-reply") or {}).get("actions", [])
    rows = (types.get("twilio/list-picker") or {}).get("items", [])
    told = [(r["title"], r["id"]) for r in replies]
    told += [(r.get("description") or r["item"], r["id"]) for r in rows]
    return [(label, _filled(payload, variables)) for label, payload in told]


def _filled(text: str, variables: dict[str, str]) -> str:
    return re.sub(r"\{\{(\w+)\}\}", lambda found: variables[found[1]], text)


def resource(message: Json, wordings: Mapping[str, str]) -> Json:
    """The Message resource."""
    created = format_datetime(message["created"])
    uri = MESSAGES.replace("Messages", f"Messages/{message['sid']}")
    return {
        "account_sid": ACCOUNT,
        "api_version": "2010-04-01",
        "body": shown(message, wordings),
        "date_created": created,
        "date_sent": None,
        "date_updated": created,
        "direction": "outbound-api",
        "error_code": None,
        "error_message": None,
        "from": message["From"],
        "messaging_service_sid": None,
        "num_media": "0",
        "num_segments": "1",
        "price": None,
        "price_unit": "USD",
        "sid": message["sid"],
        "status": message["status"],
        "subresource_uris": {"media": uri.replace(".json", "/Media.json")},
        "to": message["To"],
        "uri": uri,
    }


def _check_message(form: dict[str, str], contents: set[str]) -> None:
    unknown = form.keys() - FIELDS
    if unknown:
        raise RefusalError(400, 20001, f"unknown fields {sorted(unknown)}")
    to, from_ = form.get("To", ""), form.get("From", "")
    if not ADDRESS.fullmatch(to):
        raise RefusalError(400, 21211, "The 'To' number is not a valid phone number.")
    if from_.removeprefix("whatsapp:") != OURS:
        raise RefusalError(400, 21606, "The 'From' number is not one of this account's.")
    if to.startswith("whatsapp:") != from_.startswith("whatsapp:"):
        raise RefusalError(400, 21910, "Invalid 'From' and 'To' pair.")
    if len(form.get("Body", "")) > LONGEST_BODY:
        raise RefusalError(400, 21617, "The message body exceeds 1600 characters.")
    if not form.get("Body") and "ContentSid" not in form:
        raise RefusalError(400, 21619, "A text message body or media urls must be specified.")
    if "ContentSid" in form and form["ContentSid"] not in contents:
        raise RefusalError(400, 21655, "The ContentSid is invalid.")
    if "ContentVariables" in form:
        variables = json.loads(form["ContentVariables"])
        if not all(isinstance(v, str) and v for v in variables.values()):
            raise RefusalError(400, 21656, "The ContentVariables are invalid.")
    callback = form.get("StatusCallback")
    if callback is not None and not callback.startswith(("http://", "https://")):
        raise RefusalError(400, 21609, "Invalid 'StatusCallback' URL.")


def _check_content(content: Json) -> None:
    types = {name: told for name, told in content["types"].items() if told is not None}
    if not content["language"] or len(types) != 1:
        raise RefusalError(400, 20001, "one type and a language, please")
    [(name, told)] = types.items()
    match name:
        case "twilio/quick-reply":
            right = 1 <= len(told["actions"]) <= 3 and all(
                set(a) == {"type", "title", "id"} and 1 <= len(a["title"]) <= 20
                for a in told["actions"]
            )
        case "twilio/list-picker":
            right = (
                1 <= len(told["items"]) <= 10
                and 1 <= len(told["button"]) <= 20
                and all(1 <= len(i["item"]) <= 24 for i in told["items"])
                and all(len(i.get("description") or "") <= 72 for i in told["items"])
                and len({i["id"] for i in told["items"]}) == len(told["items"])
            )
        case _:
            right = False
    if not right:
        raise RefusalError(400, 20001, f"{name} is not as Twilio wants it")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    fake: FakeTwilio

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer("POST", body)

    def do_GET(self) -> None:
        self._answer("GET", b"")

    def _answer(self, method: str, body: bytes) -> None:
        self.fake.requests.append((method, self.path))
        self._body = body
        try:
            told = self._told(method, body)
        except RefusalError as refused:
            more = f"https://www.twilio.com/docs/errors/{refused.code}"
            text = {"code": refused.code, "message": str(refused), "more_info": more}
            self._write(refused.status, text | {"status": refused.status})
        else:
            if told is not None:
                self._write(201 if method == "POST" else 200, told)

    def _told(self, method: str, body: bytes) -> Json | None:
        expected = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {expected}":
            raise RefusalError(401, 20003, "Authenticate")
        address = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(address.query).items()}
        match method, address.path:
            case "POST", path if path == MESSAGES:
                return self._message(body)
            case "GET", path if path == MESSAGES:
                return self.fake.listed(query)
            case "POST", "/v1/Content":
                if self.fake.content_fault is not None:
                    raise RefusalError(
                        self.fake.content_fault.status, self.fake.content_fault.code, "told to"
                    )
                return self.fake.keep(json.loads(body))
        raise RefusalError(404, 20404, "The requested resource was not found")

    def _message(self, body: bytes) -> Json | None:
        form = parse_qs(body.decode(), keep_blank_values=True, strict_parsing=True)
        fault = self.fake.faults.pop(0) if self.fake.faults else Fault()
        if fault.status:
            raise RefusalError(fault.status, fault.code, "told to")
        if fault.lost == "before":
            self.close_connection = True
            return None
        told = self.fake.take({name: values[-1] for name, values in form.items()})
        if fault.lost == "after":
            self.close_connection = True
            return None
        if fault.html:
            self._send(201, "text/html", b"<html>created</html>")
            return None
        return told

    def _write(self, status: int, told: Json) -> None:
        self._send(status, "application/json", json.dumps(told).encode())

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self._record(status, kind, body)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _record(self, status: int, kind: str, answer: bytes) -> None:
        """Write down what was asked and answered, for `peers.py`."""
        if RECORDING is None:
            return
        line = {
            "method": self.command,
            "path": self.path,
            "type": self.headers.get("Content-Type", ""),
            "body": self._body.decode(),
            "status": status,
            "json": kind == "application/json",
            "answer": answer.decode(),
        }
        with _WRITING, Path(RECORDING).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep the tests' output readable."""


@contextmanager
def running() -> Iterator[FakeTwilio]:
    fake = FakeTwilio()
    handler = type("Handler", (_Handler,), {"fake": fake})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    fake.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
