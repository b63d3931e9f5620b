"""Twilio's webhooks: who asks is checked over the public URL before anything else is believed."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final
from urllib.parse import parse_qs

from prometheus_client import Counter
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from twilio.request_validator import RequestValidator

from tournee.bot.channels.twilio import inbound
from tournee.bot.channels.twilio.inbound import Form
from tournee.bot.logs import log
from tournee.bot.service import Service, now
from tournee.catalog.errors import UnknownVillageError
from tournee.catalog.model import VillageSlug
from tournee.storage.errors import StorageError

LARGEST: Final = 64 * 1024
"""Bytes of a body; Twilio's own are a few thousand at most."""
MOST_FIELDS: Final = 200
PATIENCE: Final = 10.0
"""Seconds in which a body must have arrived."""
NOTHING_TO_SAY: Final = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'

REQUESTS = Counter("tournee_twilio_requests", "Requests of Twilio's", ["kind", "result"])

Handler = Callable[[VillageSlug, Form, Request], Awaitable[Response]]


class RefusedError(Exception):
    """The request is not one of Twilio's, or not one that can be read; `status` is the answer."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


class Webhooks:
    def __init__(
        self,
        *,
        account: str,
        token: str,
        public_url: str | None,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._clock = clock
        self._account = account
        self._validator = RequestValidator(token)
        self._public_url = public_url.rstrip("/") if public_url else None
        self.service: Service | None = None

    @property
    def routes(self) -> tuple[BaseRoute, ...]:
        return (
            Route(
                "/twilio/{village}/messages",
                self._guarded("message", self._message),
                methods=["POST"],
            ),
            Route(
                "/twilio/{village}/status/{mark}",
                self._guarded("status", self._status),
                methods=["POST"],
            ),
        )

    def _guarded(self, kind: str, handle: Handler) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                form = await self._trusted(request)
                response = await handle(VillageSlug(request.path_params["village"]), form, request)
            except RefusedError as refused:
                REQUESTS.labels(kind, refused.why).inc()
                return Response(refused.why, refused.status, media_type="text/plain")
            REQUESTS.labels(kind, "taken").inc()
            return response

        return endpoint

    async def _message(self, village: VillageSlug, form: Form, _request: Request) -> Response:
        message = inbound.message(form, village, self._clock())
        if message is None:
            log.info("twilio_sender_ignored", village=village)
        else:
            await self._kept(self._serving().receive(message))
        return Response(NOTHING_TO_SAY, media_type="text/xml")

    async def _status(self, village: VillageSlug, form: Form, request: Request) -> Response:
        report = inbound.report(form, village, request.path_params["mark"], self._clock())
        if report is not None:
            await self._kept(self._serving().report(report))
        return Response(status_code=204)

    def _serving(self) -> Service:
        if self.service is None:
            raise RefusedError(503, "starting")
        return self.service

    async def _kept(self, work: Awaitable[object]) -> None:
        """Wait until the database has it. Twilio delivers again what was answered with 503."""
        try:
            await work
        except UnknownVillageError as error:
            raise RefusedError(404, "unknown_village") from error
        except StorageError as error:
            raise RefusedError(503, "no_database") from error

    async def _trusted(self, request: Request) -> Form:
        """Return the form of a request that Twilio signed. Raises RefusedError."""
        signature = request.headers.get("X-Twilio-Signature")
        if not signature:
            raise RefusedError(403, "not_signed")
        form = _form(await _body(request))
        if not self._validator.validate(self._url(request), form, signature):
            raise RefusedError(403, "wrong_signature")
        if form.get("AccountSid") != self._account:
            raise RefusedError(403, "wrong_account")
        return form

    def _url(self, request: Request) -> str:
        """The address that Twilio called. Behind a proxy only the configuration knows it."""
        if self._public_url is None:
            return str(request.url)
        query = f"?{request.url.query}" if request.url.query else ""
        path = request.scope.get("raw_path", b"").decode("ascii") or request.url.path
        return f"{self._public_url}{path.partition('?')[0]}{query}"


async def _body(request: Request) -> bytes:
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise RefusedError(415, "not_a_form")
    length = request.headers.get("Content-Length", "0")
    if length.isdecimal() and int(length) > LARGEST:
        raise RefusedError(413, "too_large")
    try:
        async with asyncio.timeout(PATIENCE):
            return await _read(request)
    except TimeoutError as error:
        raise RefusedError(408, "too_slow") from error
    except ClientDisconnect as error:
        raise RefusedError(400, "cut_off") from error


async def _read(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise RefusedError(413, "too_large")
    return bytes(body)


def _form(body: bytes) -> dict[str, str]:
    """Parse a form; empty fields stay, since they are signed too. A repeated one keeps its last."""
    try:
        fields = parse_qs(
            body.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except UnicodeDecodeError as error:
        raise RefusedError(400, "not_utf8") from error
    except ValueError as error:
        raise RefusedError(400, "too_many_fields") from error
    return {name: values[-1] for name, values in fields.items()}
