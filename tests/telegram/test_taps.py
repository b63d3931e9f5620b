"""Taps through the whole application: pages, answers in time, repeated queries."""

import asyncio

import pytest
from sqlalchemy import Engine

from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.scene import JEANNE, SAINT_AUBIN, Scene, scene
from tournee.bot.channels.telegram import intake
from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.messages import Draft, Inbound, Receipt
from tournee.bot.render.voice import Button
from tournee.catalog.model import Channel

TELEGRAMS_LIMIT = 15.0
"""Seconds after which the fake server takes no answer to a tap."""
DURAND = Party(kind=PartyKind.RESIDENT, slug="durand")


async def ask(made: Scene, buttons: int, card: str | None = None) -> None:
    """Let the bot send Jeanne a message with many buttons."""
    rows = tuple((Button(f"n° {n}", f"choose:{n}"),) for n in range(1, buttons + 1))
    draft = Draft(
        channel=Channel.TELEGRAM, to=str(JEANNE), text="Lequel ?", buttons=rows, card=card
    )
    with made.app.workspaces.open(SAINT_AUBIN) as workspace:
        workspace.conversations.lock(DURAND)
        number = workspace.conversations.number(DURAND)
        workspace.outbox.put(SAINT_AUBIN, DURAND, number, draft, made.clock())
        workspace.commit()
    await made.settle()


def labels(message: dict[str, object]) -> list[str]:
    markup = message["reply_markup"]
    assert isinstance(markup, dict)
    return [button["text"] for row in markup["inline_keyboard"] for button in row]


def test_a_page_is_turned_in_place(sqlite_database: Engine, fake: FakeBotApi) -> None:
    async def run() -> None:
        async with scene(sqlite_database, fake, groups=False) as made:
            await ask(made, 150, card="question:99")
            message = fake.chats.of_chat(JEANNE)[-1]
            data = message["reply_markup"]["inline_keyboard"][-1][-1]["callback_data"]
            assert await made.taps_data(JEANNE, JEANNE, message["message_id"], data) == ""
            (turned,) = fake.chats.of_chat(JEANNE)
            assert labels(turned)[0] == "n° 97"
            assert labels(turned)[-1] == "◀"

    asyncio.run(run())


def test_every_tap_is_answered_whatever_it_is(sqlite_database: Engine, fake: FakeBotApi) -> None:
    async def run() -> None:
        async with scene(sqlite_database, fake, groups=False) as made:
            await made.says(JEANNE, "2 baguettes pour mardi")
            message = fake.chats.of_chat(JEANNE)[-1]["message_id"]
            for data in ("accept", "b:1:99", "b:0:0", "p:99:9", "b:999999999:9999", "é" * 32):
                assert await made.taps_data(JEANNE, JEANNE, message, data) != "unanswered"

    asyncio.run(run())
    assert fake.refusals == [] or all("not modified" in refused for refused in fake.refusals)


def test_a_tap_is_answered_in_time_though_its_deed_takes_longer(
    sqlite_database: Engine, fake: FakeBotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert intake.ANSWER_SECONDS < TELEGRAMS_LIMIT
    answered = asyncio.Event()

    async def run() -> None:
        async with scene(sqlite_database, fake) as made:
            await made.says(JEANNE, "2 baguettes pour mardi")
            message, data = made.button(JEANNE, "confirm")
            receive = made.service.receive

            async def slowly(inbound: Inbound) -> Receipt:
                await answered.wait()
                return await receive(inbound)

            monkeypatch.setattr(made.service, "receive", slowly)
            monkeypatch.setattr(intake, "ANSWER_SECONDS", 0.2)
            number = fake.tap(JEANNE, JEANNE, message, data)
            async with asyncio.timeout(60):
                while not fake.answers:  # noqa: ASYNC110 - another thread's
                    await asyncio.sleep(0.01)
            answered.set()
            await made.settle(number)
            with made.app.workspaces.open(SAINT_AUBIN) as workspace:
                assert len(workspace.orders.every_order()) == 1

    asyncio.run(run())


def test_a_tap_that_comes_twice_places_one_order(sqlite_database: Engine, fake: FakeBotApi) -> None:
    async def run() -> None:
        async with scene(sqlite_database, fake) as made:
            await made.says(JEANNE, "2 baguettes pour mardi")
            message, data = made.button(JEANNE, "confirm")
            fake.tap(JEANNE, JEANNE, message, data)
            await made.settle(fake.tap(JEANNE, JEANNE, message, data))
            with made.app.workspaces.open(SAINT_AUBIN) as workspace:
                assert len(workspace.orders.every_order()) == 1

    asyncio.run(run())
