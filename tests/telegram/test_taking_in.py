"""Long polling and webhooks: acknowledged once committed, refused before anything is believed."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from prometheus_client import REGISTRY
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from telegram import Bot
from telegram.error import Conflict

from tests.bot.flow import village
from tests.telegram.api_rules import RefusedError
from tests.telegram.fake_bot_api import TOKEN, FakeBotApi
from tests.telegram.loopback import serving
from tests.telegram.scene import JEANNE, MONDAY, SAINT_AUBIN, NoLimit, scene
from tournee.bot.app import build
from tournee.bot.channels.storage import Directory
from tournee.bot.channels.telegram import TelegramAdapter
from tournee.bot.channels.telegram.adapter import LARGEST, SECRET_HEADER
from tournee.bot.channels.telegram.menus import Digests, Menus, set_changed
from tournee.bot.channels.telegram.menus import of as menus_of
from tournee.bot.conversation.events import Said
from tournee.bot.logs import Lines
from tournee.bot.messages import Inbound, Receipt
from tournee.bot.service import Service
from tournee.bot.settings import Settings, SettingsError
from tournee.bot.storage import InboundRow
from tournee.bot.web import web
from tournee.catalog.model import Channel, Role
from tournee.storage.errors import StorageError

ADDRESS = "/telegram/saint-aubin"
PUBLIC = "https://tournee.example"


def messages_in(database: Engine) -> int:
    with Session(database) as session:
        return session.scalar(select(func.count()).select_from(InboundRow)) or 0


def adapter(database: Engine, fake: FakeBotApi, public_url: str | None = PUBLIC) -> TelegramAdapter:
    return TelegramAdapter(
        {SAINT_AUBIN: (TOKEN, village())},
        api=fake.url,
        public_url=public_url,
        directory=Directory(database, Channel.TELEGRAM),
        limiter=NoLimit(),
    )


class Hooked:
    """The web application behind a webhook that Telegram knows."""

    def __init__(self, client: httpx.Client, fake: FakeBotApi) -> None:
        self.client = client
        self.fake = fake

    def post(self, body: Any, secret: str | None = None) -> int:
        given = self.fake.webhook["secret_token"] if secret is None else secret
        content = body if isinstance(body, bytes) else None
        return self.client.post(
            ADDRESS,
            content=content,
            json=None if content is not None else body,
            headers={SECRET_HEADER: given},
        ).status_code


@contextmanager
def hooked(
    database: Engine, fake: FakeBotApi, spoil: Callable[[Service], None] = lambda _: None
) -> Iterator[Hooked]:
    fake.chats.person(JEANNE, "Jeanne")
    found = adapter(database, fake)
    app = build(database, {Channel.TELEGRAM: found})
    app.workspaces.create_village(village(), by="test", at=MONDAY)
    service = Service(app)
    spoil(service)
    with serving(web(service, [found])) as url, httpx.Client(base_url=url, timeout=60) as client:
        while not fake.webhook:
            time.sleep(0.01)
        yield Hooked(client, fake)


def test_a_webhook_is_registered_and_takes_messages(
    sqlite_database: Engine, fake: FakeBotApi
) -> None:
    with hooked(sqlite_database, fake) as hook:
        assert fake.webhook["url"] == f"{PUBLIC}{ADDRESS}"
        fake.say(JEANNE, JEANNE, "2 baguettes pour mardi")
        assert fake.deliver(hook.client, ADDRESS) == 200
        assert messages_in(sqlite_database) == 1


def test_a_wrong_secret_is_refused_before_the_body_is_read(
    sqlite_database: Engine, fake: FakeBotApi
) -> None:
    with hooked(sqlite_database, fake) as hook:
        assert hook.post({"update_id": 1}, secret="") == 403
        assert hook.post(b"{" * 2_000_000, secret="wrong") == 403
        assert hook.client.post("/telegram/elsewhere", json={}).status_code == 403


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{not json", 400),
        (b"\xff\xfe", 400),
        (b" " * (LARGEST + 1), 413),
        (b"[" * 100_000, 400),
        (b"[]", 200),
        (b"null", 200),
        (b'"text"', 200),
        (b"{}", 200),
        (b'{"update_id": "x", "message": {"text": 3}}', 200),
        (b'{"update_id": 5, "message": {"message_id": 1, "chat": {"id": "no"}, "date": -1}}', 200),
        (b'{"update_id": 6, "callback_query": {"id": "1"}}', 200),
        (b'{"update_id": 7, "from_the_future": {}}', 200),
    ],
    ids=lambda value: repr(value)[:28],
)
def test_bad_bodies_hurt_nobody(
    body: bytes, status: int, sqlite_database: Engine, fake: FakeBotApi
) -> None:
    with hooked(sqlite_database, fake) as hook:
        assert hook.post(body) == status
        assert messages_in(sqlite_database) == 0
        fake.say(JEANNE, JEANNE, "bonjour")
        assert fake.deliver(hook.client, ADDRESS) == 200


def counted(result: str) -> float:
    return REGISTRY.get_sample_value("tournee_telegram_updates_total", {"result": result}) or 0.0


@pytest.mark.parametrize(
    ("body", "secret", "result"),
    [
        (b"{not json", None, "refused_json"),
        (b"x" * 1_000_000, None, "refused_body"),
        (b"{}", "wrong", "refused_secret"),
        (b'{"update_id": "x", "message": {"text": 3}}', None, "malformed"),
        (b'{"update_id": 7, "from_the_future": {}}', None, "ignored"),
    ],
    ids=lambda value: repr(value)[:28],
)
def test_bad_input_is_counted(
    body: bytes, secret: str | None, result: str, sqlite_database: Engine, fake: FakeBotApi
) -> None:
    with hooked(sqlite_database, fake) as hook:
        before = counted(result)
        hook.post(body, secret)
        assert counted(result) == before + 1


def test_taken_repeated_and_forged_updates_are_counted(
    sqlite_database: Engine, fake: FakeBotApi
) -> None:
    with hooked(sqlite_database, fake) as hook:
        taken, dropped = counted("taken"), counted("dropped")
        fake.say(JEANNE, JEANNE, "bonjour")
        (update,) = fake.waiting
        assert [hook.post(update), hook.post(update)] == [200, 200]
        fake.forget_updates()
        message = fake.chats.new_message(JEANNE, fake.chats.bot, text="…")
        fake.tap(JEANNE, JEANNE, message["message_id"], "b:99999:0")
        assert fake.deliver(hook.client, ADDRESS) == 200
        assert (counted("taken"), counted("dropped")) == (taken + 1, dropped + 2)


def test_updates_out_of_order_all_count(sqlite_database: Engine, fake: FakeBotApi) -> None:
    with hooked(sqlite_database, fake) as hook:
        for text in ("2 baguettes", "3 croissants", "1 ficelle"):
            fake.say(JEANNE, JEANNE, text)
        for update in reversed(fake.waiting):
            assert hook.post(update) == 200
        assert messages_in(sqlite_database) == 3


def test_only_the_menus_that_changed_are_set(sqlite_database: Engine, fake: FakeBotApi) -> None:
    found = village()
    late = next(p for p in found.people if p.role is Role.DRIVER and p.telegram)

    async def start(menus: Menus, known: Digests) -> Digests:
        fake.menus.clear()
        async with Bot(TOKEN, base_url=f"{fake.url}/bot") as bot:
            done: dict[str, str] = {}
            await set_changed(bot, menus, known, done)
            return done

    wanted = menus_of(found, None)
    first = asyncio.run(start(wanted, {}))
    assert f"{late.telegram}/fr" not in first, "has not opened the bot's chat yet"
    fake.chats.person(late.telegram or 0, "Karim")
    second = asyncio.run(start(wanted, first))
    assert {scope for scope, _ in fake.menus} == {f"chat:{late.telegram}"}
    fewer = replace(
        wanted,
        menus=tuple(
            replace(m, entries=m.entries[:1]) if (m.scope, m.locale) == ("groups", "es") else m
            for m in wanted.menus
        ),
    )
    asyncio.run(start(fewer, second))
    assert list(fake.menus) == [("all_group_chats:", "es")]


def test_menus_that_telegram_refuses_or_puts_off_keep_nobody_waiting(
    sqlite_database: Engine, fake: FakeBotApi
) -> None:
    """After 'retry after' it goes on where it was; what is refused for good is left."""
    fake.menu_faults += [
        None,
        RefusedError(429, "Too Many Requests: retry after 1", retry_after=1),
        RefusedError(400, "Bad Request: BOT_COMMAND_INVALID"),
    ]

    async def run() -> None:
        async with scene(sqlite_database, fake, groups=False) as made:
            await made.says(JEANNE, "2 baguettes")
            assert made.texts(JEANNE)
            async with asyncio.timeout(20):
                while fake.menu_faults:  # noqa: ASYNC110 - another thread's
                    await asyncio.sleep(0.05)
            await asyncio.sleep(0.2)
            known = made.directory.menus(SAINT_AUBIN)
        assert "private/" in known
        assert len(fake.menus) == len(known)

    asyncio.run(run())


def test_an_update_waits_while_the_database_is_away(
    sqlite_database: Engine, fake: FakeBotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = [True]

    def spoil(service: Service) -> None:
        receive = service.receive

        async def failing(message: Inbound) -> Receipt:
            if away[0]:
                raise StorageError("away")
            return await receive(message)

        monkeypatch.setattr(service, "receive", failing)

    with hooked(sqlite_database, fake, spoil) as hook:
        fake.say(JEANNE, JEANNE, "bonjour")
        assert fake.deliver(hook.client, ADDRESS) == 503
        away[0] = False
        assert fake.deliver(hook.client, ADDRESS) == 200
        assert messages_in(sqlite_database) == 1


def test_an_update_that_our_code_fails_on_is_given_up_in_the_end(
    sqlite_database: Engine, fake: FakeBotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(service: Service) -> None:
        receive = service.receive

        async def failing(message: Inbound) -> Receipt:
            if message.content == Said(text="aïe"):
                raise RuntimeError(message.message_id)
            return await receive(message)

        monkeypatch.setattr(service, "receive", failing)

    with hooked(sqlite_database, fake, spoil) as hook:
        before = counted("failed")
        fake.say(JEANNE, JEANNE, "aïe")
        fake.say(JEANNE, JEANNE, "bonjour")
        assert [fake.deliver(hook.client, ADDRESS) for _ in range(3)] == [500, 500, 200]
        assert counted("failed") == before + 1
        assert messages_in(sqlite_database) == 1


@pytest.mark.parametrize(
    ("elsewhere", "told"),
    [("token", "telegram_token_refused"), ("webhook", "telegram_used_elsewhere")],
)
def test_what_keeps_the_bot_from_telegram_is_logged_without_its_token(
    elsewhere: str,
    told: str,
    sqlite_database: Engine,
    fake: FakeBotApi,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def run() -> None:
        if elsewhere == "token":
            fake.token = "4711:another-one"
        async with scene(sqlite_database, fake, groups=False):
            while elsewhere == "webhook" and not fake.polled:  # noqa: ASYNC110 - another thread's
                await asyncio.sleep(0.01)
            fake.webhook = {"url": "https://elsewhere.example"}
            fake.say(JEANNE, JEANNE, "bonjour")
            async with asyncio.timeout(20):
                while not any("Conflict" in r or "Unauth" in r for r in fake.refusals):  # noqa: ASYNC110 - another thread's
                    await asyncio.sleep(0.05)
            await asyncio.sleep(0.2)

    asyncio.run(run())
    logged = "\n".join(Lines().format(record) for record in caplog.records)
    assert told in logged
    assert TOKEN.partition(":")[2] not in logged


def test_two_who_ask_with_one_token_are_told_so(fake: FakeBotApi) -> None:
    fake.open()

    async def ask(bot: Bot) -> str:
        try:
            await bot.get_updates(timeout=3)
        except Conflict as error:
            return error.message
        return ""

    async def run() -> list[str]:
        async with (
            Bot(TOKEN, base_url=f"{fake.url}/bot") as one,
            Bot(TOKEN, base_url=f"{fake.url}/bot") as other,
        ):
            first = asyncio.ensure_future(ask(one))
            await asyncio.sleep(0.3)
            fake.chats.person(JEANNE, "Jeanne")
            second = asyncio.ensure_future(ask(other))
            return [await first, await second]

    first, second = asyncio.run(run())
    assert "terminated by other getUpdates" in first
    assert second == ""


def test_polling_acknowledges_after_the_commit_and_a_restart_doubles_nothing(
    sqlite_database: Engine, fake: FakeBotApi
) -> None:
    async def run() -> None:
        async with scene(sqlite_database, fake, groups=False) as made:
            number = fake.say(JEANNE, JEANNE, "2 baguettes")
            await made.settle(number)
            assert fake.polled[0] is None
            assert fake.polled[-1] == number + 1
        fake.raw_update({"update_id": number + 1, "message": {"nonsense": True}})
        last = fake.chats.messages[JEANNE, 101]
        fake.update(message=last)
        async with scene(sqlite_database, fake, groups=False) as made:
            await made.settle(number + 2)
            assert messages_in(sqlite_database) == 1

    asyncio.run(run())


def test_menus_are_set_at_the_start_and_only_when_they_changed(
    sqlite_database: Engine, fake: FakeBotApi
) -> None:
    async def run() -> None:
        async with scene(sqlite_database, fake, groups=False) as made:
            await made.says(JEANNE, "bonjour")
            async with asyncio.timeout(20):
                while "description/es" not in made.directory.menus(SAINT_AUBIN):  # noqa: ASYNC110 - set beside
                    await asyncio.sleep(0.02)

    asyncio.run(run())
    names = [command["command"] for command in fake.menus["all_private_chats:", "fr"]]
    assert "aide" in names
    shops = [command["command"] for command in fake.menus["all_group_chats:", "en"]]
    assert shops[:2] == ["help", "list"]
    assert ("chat:9001", "") in fake.menus
    fake.menus.clear()
    asyncio.run(run())
    assert fake.menus == {}


def test_a_token_without_one_village_is_named(sqlite_database: Engine) -> None:
    directory = Directory(sqlite_database, Channel.TELEGRAM)
    with pytest.raises(SettingsError, match="village import"):
        TelegramAdapter.of(Settings(telegram_token=TOKEN), directory)


def test_each_village_can_have_a_bot_of_its_own(sqlite_database: Engine) -> None:
    directory = Directory(sqlite_database, Channel.TELEGRAM)
    build(sqlite_database, {}).workspaces.create_village(village(), by="test", at=MONDAY)
    directory.set_token(SAINT_AUBIN, TOKEN)
    assert directory.tokens() == {SAINT_AUBIN: TOKEN}
    assert TelegramAdapter.of(Settings(), directory).routes
