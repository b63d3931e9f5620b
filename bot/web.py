"""The web process: the channels' webhooks, health and figures, on one ASGI application."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tournee.bot.channels.adapter import Adapter
from tournee.bot.logs import log
from tournee.bot.service import Service
from tournee.storage.errors import StorageError

MOST_BYTES = 256 * 1024
"""Of a request's body: a webhook's is a few thousand."""
BODY_SECONDS = 10.0
"""Within which a request's body has to arrive."""
RETRY_SECONDS = 5


def web(service: Service, adapters: Sequence[Adapter]) -> Starlette:
    """Build the ASGI application; its lifespan starts and ends the service and the channels."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:  # ends in the opposite order
            for adapter in adapters:
                stack.push_async_callback(adapter.stop)
            await service.start()
            stack.push_async_callback(service.stop)
            for adapter in adapters:
                await adapter.start(service)
                stack.push_async_callback(adapter.stop_intake)
            yield

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_request: Request) -> Response:
        health = await service.health()
        told = {None: "", True: ", redis", False: ", no redis"}[health.redis]
        text = "ready" if health.database else "no database"
        return PlainTextResponse(text + told, 200 if health.database else 503)

    async def metrics(_request: Request) -> Response:
        await service.health()
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    routes: list[BaseRoute] = [
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/metrics", metrics),
    ]
    for adapter in adapters:
        routes += adapter.routes
    return Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[Middleware(BodyLimits)],
        exception_handlers={StorageError: _unavailable},
    )


async def _unavailable(_request: Request, error: Exception) -> Response:
    """Without its database nothing is accepted: the channel delivers the message again."""
    log.warning("database_away", why=str(error))
    return PlainTextResponse("no database", 503, {"Retry-After": str(RETRY_SECONDS)})


class _BodyRefusedError(Exception):
    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class BodyLimits:
    """Refuses bodies that are too large (413) or do not come (408)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answered = False

        async def note(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            await self._app(scope, _limited(scope, receive), note)
        except _BodyRefusedError as refused:
            if not answered:
                await PlainTextResponse("refused", refused.status)(scope, receive, send)


def _limited(scope: Scope, receive: Receive) -> Receive:
    deadline = asyncio.get_running_loop().time() + BODY_SECONDS
    taken = 0
    complete = False

    async def limited() -> Message:
        nonlocal taken, complete
        if complete:
            return await receive()  # waits for the caller to hang up
        if int(dict(scope["headers"]).get(b"content-length", b"0") or 0) > MOST_BYTES:
            raise _BodyRefusedError(413)
        try:
            async with asyncio.timeout_at(deadline):
                message = await receive()
        except TimeoutError:
            raise _BodyRefusedError(408) from None
        taken += len(message.get("body", b""))
        complete = not message.get("more_body", False)
        if taken > MOST_BYTES:
            raise _BodyRefusedError(413)
        return message

    return limited
