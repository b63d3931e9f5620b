"""The web process: the channels' webhooks, health and figures, on one ASGI application."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from tournee.bot.channels.adapter import Adapter
from tournee.bot.service import Service


def web(service: Service, adapters: Sequence[Adapter]) -> Starlette:
    """Build the ASGI application; its lifespan starts and ends the service and the channels."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await service.start()
            stack.push_async_callback(service.stop)
            for adapter in adapters:
                await adapter.start(service)
                stack.push_async_callback(adapter.stop)
            yield

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_request: Request) -> Response:
        ready = await asyncio.to_thread(service.ready)
        return PlainTextResponse("ready" if ready else "no database", 200 if ready else 503)

    async def metrics(_request: Request) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    routes: list[BaseRoute] = [
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/metrics", metrics),
    ]
    for adapter in adapters:
        routes += adapter.routes
    return Starlette(routes=routes, lifespan=lifespan)
