"""The least that a bot can do: python-telegram-bot, one insert a message, the message sent back.

`python -m benchmarks.floor PORT` takes Telegram's updates at `/in`; `FLOOR_DATABASE` is the
SQLAlchemy URL of a PostgreSQL with the table `heard` (`HEARD`), `FLOOR_API` the Bot API that
answers go to. As the real bot does, it answers a request once the message is committed and sends
afterwards.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import sqlalchemy
import uvicorn
from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Message, Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

HEARD = Table(
    "heard",
    MetaData(),
    Column("update", Integer, primary_key=True, autoincrement=False),
    Column("chat", BigInteger),
    Column("text", String),
)


class Echo:
    """One process."""

    def __init__(self, database: str, api: str) -> None:
        self._engine = sqlalchemy.create_engine(database, pool_size=8)
        self._telegram = Application.builder().token("1:floor").base_url(api).updater(None).build()
        self._telegram.add_handler(MessageHandler(filters.TEXT, self._echo))

    @asynccontextmanager
    async def running(self, _: Starlette) -> AsyncIterator[None]:
        async with self._telegram:
            await self._telegram.start()
            yield
            await self._telegram.stop()

    async def take(self, request: Request) -> Response:
        update = Update.de_json(await request.json(), self._telegram.bot)
        await self._telegram.process_update(update)
        return Response()

    async def _echo(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        if message is None or message.text is None:
            return
        row = {"update": update.update_id, "chat": message.chat_id, "text": message.text}
        await asyncio.to_thread(self._keep, row)
        self._telegram.create_task(self._reply(message, message.text))

    def _keep(self, row: dict[str, Any]) -> None:
        with self._engine.begin() as connection:
            connection.execute(HEARD.insert(), row)

    async def _reply(self, message: Message, text: str) -> None:
        await message.reply_text(text)


def main(port: int) -> None:
    echo = Echo(os.environ["FLOOR_DATABASE"], os.environ["FLOOR_API"])
    app = Starlette(
        routes=[
            Route("/in", echo.take, methods=["POST"]),
            Route("/readyz", lambda _: Response()),
        ],
        lifespan=echo.running,
    )
    uvicorn.run(app, host="127.0.0.1", port=port, log_config=None, access_log=False)


if __name__ == "__main__":
    main(int(sys.argv[1]))
