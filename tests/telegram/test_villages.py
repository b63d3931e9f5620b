"""Several villages in one process: each has its own bot, its own address and its own people."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import httpx
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.bot.flow import village
from tests.telegram.fake_bot_api import TOKEN, FakeBotApi
from tests.telegram.loopback import serving
from tests.telegram.scene import JEANNE, MONDAY, SAINT_AUBIN
from tournee.bot.app import App, build
from tournee.bot.channels.storage import Directory
from tournee.bot.channels.telegram import TelegramAdapter
from tournee.bot.channels.telegram.adapter import SECRET_HEADER
from tournee.bot.conversation.party import PartyKind
from tournee.bot.service import Service
from tournee.bot.settings import Settings
from tournee.bot.web import web
from tournee.catalog.model import Channel, VillageSlug

OTHER_TOKEN = "4712:FAKE-token-of-another-village"
VAL_FLEURI = VillageSlug("val-fleuri")
PUBLIC = "https://tournee.example"
Bots = dict[VillageSlug, FakeBotApi]


@contextmanager
def telegram() -> Iterator[tuple[str, Bots]]:
    """One server with two bots, as Telegram's own is; Jeanne has opened both."""
    bots = {
        SAINT_AUBIN: FakeBotApi(),
        VAL_FLEURI: FakeBotApi(token=OTHER_TOKEN, username="val_fleuri_bot"),
    }
    by_token = {bot.token: bot for bot in bots.values()}

    async def endpoint(request: Request) -> Response:
        return await by_token[request.path_params["token"]].endpoint(request)

    for bot in bots.values():
        bot.chats.person(JEANNE, "Jeanne")
    app = Starlette(routes=[Route("/bot{token}/{method}", endpoint, methods=["GET", "POST"])])
    with serving(app) as url:
        yield url, bots


@contextmanager
def served(database: Engine, api: str, public_url: str | None) -> Iterator[tuple[str, App]]:
    """`tournee serve` with two villages, each with a token of its own in the database."""
    found = village()
    first = build(database, {})
    other = replace(found, settings=replace(found.settings, slug=VAL_FLEURI, name="Val-Fleuri"))
    directory = Directory(database, Channel.TELEGRAM)
    for each, token in ((found, TOKEN), (other, OTHER_TOKEN)):
        first.workspaces.create_village(each, by="test", at=MONDAY)
        directory.set_token(each.settings.slug, token)
    settings = Settings(telegram_api=api, public_url=public_url)
    adapter = TelegramAdapter.of(settings, directory)
    app = build(database, {Channel.TELEGRAM: adapter})
    with serving(web(Service(app), [adapter])) as url:
        yield url, app


def wait_for_answers(bots: Bots) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if all(bot.chats.of_chat(JEANNE) for bot in bots.values()):
            return
        time.sleep(0.02)


def assert_each_village_answered_for_itself(bots: Bots, app: App) -> None:
    for slug, name in ((SAINT_AUBIN, "Saint-Aubin"), (VAL_FLEURI, "Val-Fleuri")):
        texts = [message["text"] for message in bots[slug].chats.of_chat(JEANNE)]
        assert any(name in text for text in texts), slug
        with app.workspaces.open(slug) as workspace:
            (state,) = [s for s in workspace.conversations.states(PartyKind.RESIDENT) if s[1]]
        assert state
    assert [bot.refusals for bot in bots.values() if "Unauthorized" in str(bot.refusals)] == []


def test_two_villages_poll_for_their_own_messages(sqlite_database: Engine) -> None:
    with telegram() as (api, bots):
        for bot in bots.values():
            bot.open()
        with served(sqlite_database, api, None) as (_, app):
            for bot in bots.values():
                bot.say(JEANNE, JEANNE, "2 baguettes")
            wait_for_answers(bots)
            assert_each_village_answered_for_itself(bots, app)


def test_two_villages_have_addresses_and_secrets_of_their_own(sqlite_database: Engine) -> None:
    with (
        telegram() as (api, bots),
        served(sqlite_database, api, PUBLIC) as (url, app),
        httpx.Client(base_url=url, timeout=60) as client,
    ):
        while not all(bot.webhook for bot in bots.values()):
            time.sleep(0.01)
        addresses = {slug: f"/telegram/{slug}" for slug in bots}
        assert {s: b.webhook["url"] for s, b in bots.items()} == {
            slug: f"{PUBLIC}{address}" for slug, address in addresses.items()
        }
        secrets = {slug: bot.webhook["secret_token"] for slug, bot in bots.items()}
        assert len(set(secrets.values())) == 2
        stolen = {SECRET_HEADER: secrets[SAINT_AUBIN]}
        assert client.post(addresses[VAL_FLEURI], json={}, headers=stolen).status_code == 403
        for slug, bot in bots.items():
            bot.say(JEANNE, JEANNE, "2 baguettes")
            assert bot.deliver(client, addresses[slug]) == 200
        wait_for_answers(bots)
        assert_each_village_answered_for_itself(bots, app)
