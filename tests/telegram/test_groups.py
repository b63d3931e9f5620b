"""Groups: bound by a one-time code, unbound, moved, split into topics; who acts in them."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.scene import (
    CLAIRE,
    JEANNE,
    MARIE,
    OPERATORS_GROUP,
    SAINT_AUBIN,
    STRANGER,
    Scene,
    order,
    scene,
)
from tournee.bot.channels.storage import ChatRow
from tournee.orders.storage.rows import AuditRow

BAKERY, BUTCHER = "shop:boulangerie", "shop:boucherie"
Play = Callable[[Scene], Awaitable[None]]


@pytest.fixture
def play(sqlite_database: Engine, fake: FakeBotApi) -> Callable[[Play], None]:
    def run(act: Play) -> None:
        async def inside() -> None:
            async with scene(sqlite_database, fake) as made:
                await act(made)

        asyncio.run(inside())

    return run


def test_an_operators_link_binds_a_group_once(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        old = made.groups[BAKERY]
        await made.says(CLAIRE, "/lien boulangerie", OPERATORS_GROUP)
        shown = made.texts(OPERATORS_GROUP)[-1]
        code = shown.split("startgroup=")[1].split()[0]
        made.fake.chats.group(-800, "Le fournil", {MARIE, STRANGER})
        made.fake.chats.person(STRANGER, "Paul")
        await made.says(MARIE, f"/start@saint_aubin_bot {code}", -800)
        assert "Boulangerie Morel" in made.texts(-800)[-1]
        assert "Marie" in made.texts(OPERATORS_GROUP)[-1]
        made.fake.chats.group(-801, "Ailleurs", {STRANGER})
        await made.says(STRANGER, f"/start@saint_aubin_bot {code}", -801)
        assert "déjà servi" in made.texts(-801)[-1]
        await order(made)
        assert "4821" in made.texts(-800)[-1]
        assert made.texts(old) == []

    play(act)


def test_a_member_whom_the_village_does_not_know_acts_under_their_own_name(
    play: Callable[[Play], None], sqlite_database: Engine
) -> None:
    async def act(made: Scene) -> None:
        made.fake.chats.person(STRANGER, "Paul")
        await order(made)
        await made.taps(STRANGER, "accept", made.groups[BAKERY])
        assert "Paul" in made.texts(made.groups[BAKERY])[-1]

    play(act)
    with Session(sqlite_database) as session:
        names = session.scalars(select(AuditRow.name).where(AuditRow.shop == "boulangerie")).all()
    assert "Paul" in names


def test_nobody_acts_in_a_group_that_is_not_linked(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        await order(made)
        made.fake.chats.group(-801, "Ailleurs", {MARIE})
        await made.says(MARIE, "ok 4821", -801)
        card = made.texts(made.groups[BAKERY])[-1]
        assert "Acceptée" not in card
        assert made.texts(-801) == []

    play(act)


def test_a_resident_in_the_operators_group_is_not_heard(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        await made.says(JEANNE, "/tournee mardi annulee neige", OPERATORS_GROUP)
        (told,) = made.texts(OPERATORS_GROUP)
        assert "lien à votre nom" in told
        await made.later(hours=1)
        assert made.texts(JEANNE) == []

    play(act)


def test_a_group_that_becomes_a_supergroup_stays_the_shops(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        new = -1_000_000_000_555
        await order(made)
        await made.settle(made.fake.move_group(made.groups[BAKERY], new))
        made.groups[BAKERY] = new
        await made.says(MARIE, "ok 4821", new)
        assert any("Acceptée par Marie" in text for text in made.texts(new))

    play(act)


def test_a_supergroup_that_only_an_error_tells_of_is_found(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        old, new = made.groups[BAKERY], -1_000_000_000_556
        made.fake.move_group(old, new)
        made.fake.forget_updates()
        await order(made)
        made.groups[BAKERY] = new
        await made.later(seconds=5)
        assert "4821" in made.texts(new)[-1]

    play(act)


def test_a_bot_that_is_removed_lets_the_group_go_and_says_so(
    play: Callable[[Play], None], sqlite_database: Engine
) -> None:
    async def act(made: Scene) -> None:
        await made.settle(made.fake.remove_bot(made.groups[BAKERY], MARIE))
        assert "Boulangerie Morel" in made.texts(OPERATORS_GROUP)[-1]
        await order(made)
        made.fake.chats.group(-802, "Le nouveau fournil", {MARIE})
        await made.link(BAKERY, -802, MARIE)
        assert any("4821" in text for text in made.texts(-802))

    play(act)
    with Session(sqlite_database) as session:
        rooms = session.scalars(select(ChatRow.chat).where(ChatRow.party == BAKERY)).all()
    assert rooms == ["-802"]


def test_an_operator_lets_a_group_go(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        await made.says(CLAIRE, "/delier boulangerie", OPERATORS_GROUP)
        await order(made)
        assert made.texts(made.groups[BAKERY]) == []

    play(act)


def test_two_shops_share_a_forum_by_its_topics(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        made.fake.chats.group(-803, "Les Halles", {MARIE, 1201}, forum=True)
        for subject, topic in ((BAKERY, 11), (BUTCHER, 12)):
            code = made.directory.invite(SAINT_AUBIN, subject, "test", made.clock())
            text = f"/start@saint_aubin_bot {code}"
            number = made.fake.say(
                -803, MARIE, text, message_thread_id=topic, is_topic_message=True
            )
            await made.settle(number)
        await order(made)
        sent = [m for m in made.fake.chats.of_chat(-803) if "4821" in m["text"]]
        assert [m["message_thread_id"] for m in sent] == [11]

    play(act)


def test_a_tap_from_another_chat_does_nothing(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        await order(made)
        chat = made.groups[BAKERY]
        _, data = made.button(chat, "accept")
        elsewhere = made.groups[BUTCHER]
        other = made.fake.chats.new_message(elsewhere, made.fake.chats.bot, text="…")
        toast = await made.taps_data(1201, elsewhere, other["message_id"], data)
        assert toast
        private = made.fake.chats.of_chat(JEANNE)[-1]["message_id"]
        await made.taps_data(JEANNE, JEANNE, private, data)
        assert "Acceptée" not in made.texts(chat)[-1]

    play(act)


def test_a_stale_tap_is_told_so_and_does_nothing_twice(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        await order(made)
        chat = made.groups[BAKERY]
        message, data = made.button(chat, "accept")
        assert await made.taps_data(MARIE, chat, message, data) == ""
        before = made.texts(chat)
        toast = await made.taps_data(MARIE, chat, message, data)
        assert "plus à jour" in toast
        assert made.texts(chat) == before

    play(act)


def test_operators_hear_at_once_of_an_order_for_a_shop_without_a_group(
    play: Callable[[Play], None],
) -> None:
    async def act(made: Scene) -> None:
        await made.says(CLAIRE, "/délier boulangerie", OPERATORS_GROUP)
        await order(made)
        await made.settle()
        told = made.texts(OPERATORS_GROUP)[-1]
        assert "Boulangerie Morel" in told
        assert "4821" in told
        assert "Baguette" in told
        before = len(made.texts(OPERATORS_GROUP))
        await made.later(minutes=20)
        assert len(made.texts(OPERATORS_GROUP)) == before

    play(act)


def test_in_a_forum_each_thread_has_a_topic_and_words_there_reach_the_resident(
    play: Callable[[Play], None],
) -> None:
    async def act(made: Scene) -> None:
        made.fake.chats.group(-950, "Mairie", {CLAIRE}, forum=True)
        await made.link("operators", -950, CLAIRE)
        await made.says(JEANNE, "je veux parler à quelqu'un")
        card = made.fake.chats.of_chat(-950)[-1]
        assert "Jeanne Durand" in card["text"]
        assert card["message_thread_id"] == 701
        number = made.fake.say(
            -950, CLAIRE, "Bonjour !", message_thread_id=701, is_topic_message=True
        )
        await made.settle(number)
        assert made.texts(JEANNE)[-1] == "Claire Petit\xa0: Bonjour\u202f!"
        await made.says(JEANNE, "merci")
        heard = [m for m in made.fake.chats.of_chat(-950) if m["text"].startswith("💬")]
        assert {m["message_thread_id"] for m in heard} == {701}
        assert made.fake.topics == 701

    play(act)
