"""Taps through the whole application: pages, answers in time, repeated queries."""

import asyncio

from sqlalchemy import Engine

from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.scene import JEANNE, SAINT_AUBIN, Scene, scene
from tournee.bot.conversation.party import Channel, Party, PartyKind
from tournee.bot.messages import Draft
from tournee.bot.render.voice import Button

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
