"""Groups that shut the bot out or know nothing of it, and people in them who have no say."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.telegram.api_rules import RefusedError
from tests.telegram.chats import HIDDEN_ADMIN
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
from tournee.bot.channels.storage import Directory
from tournee.catalog.model import Channel
from tournee.orders.storage.rows import AuditRow

BAKERY = "shop:boulangerie"
Play = Callable[[Scene], Awaitable[None]]


@pytest.fixture
def play(sqlite_database: Engine, fake: FakeBotApi) -> Callable[[Play], None]:
    def run(act: Play) -> None:
        async def inside() -> None:
            async with scene(sqlite_database, fake) as made:
                fake.chats.person(STRANGER, "Paul")
                fake.chats.people[HIDDEN_ADMIN] = {
                    "id": HIDDEN_ADMIN,
                    "is_bot": True,
                    "first_name": "Group",
                    "username": "GroupAnonymousBot",
                }
                await act(made)

        asyncio.run(inside())

    return run


def known(made: Scene, address: int) -> bool:
    with made.app.workspaces.open(SAINT_AUBIN) as workspace:
        return workspace.people.known(str(address)) is not None


# --- groups that are nobody's --------------------------------------------------------------------


def test_a_command_in_a_group_of_nobodys_is_told_so(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        made.fake.chats.group(-801, "Ailleurs", {MARIE})
        await made.says(MARIE, "quelqu'un a vu mes clefs ?", -801)
        await made.says(MARIE, "/aide", -801)
        (told,) = made.texts(-801)
        assert "relié à aucun commerce" in told

    play(act)


def test_a_link_that_was_used_is_told_so_in_the_group(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        await made.link(BAKERY, made.groups[BAKERY], MARIE)
        made.fake.chats.group(-801, "Ailleurs", {STRANGER})
        await made.says(STRANGER, "/start@saint_aubin_bot used-or-never-made", -801)
        (told,) = made.texts(-801)
        assert "déjà servi" in told
        assert not known(made, STRANGER)

    play(act)


# --- people without a say ------------------------------------------------------------------------


def test_who_is_no_operator_is_told_how_to_become_one_and_no_resident_is_made(
    play: Callable[[Play], None],
) -> None:
    async def act(made: Scene) -> None:
        await made.says(STRANGER, "bonjour à tous", OPERATORS_GROUP)
        assert made.texts(OPERATORS_GROUP) == []
        await made.says(STRANGER, "/jour", OPERATORS_GROUP)
        (told,) = made.texts(OPERATORS_GROUP)
        assert "lien à votre nom" in told
        assert not known(made, STRANGER)

    play(act)


def test_a_tap_of_who_is_no_operator_is_answered_by_a_toast(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        await made.says(JEANNE, "je veux parler à quelqu'un")
        toast = await made.taps(STRANGER, "take_over", OPERATORS_GROUP)
        assert "opérateur" in toast

    play(act)


def test_an_operator_who_hides_is_told_that_nobody_knows_them(
    play: Callable[[Play], None],
) -> None:
    async def act(made: Scene) -> None:
        await made.says(HIDDEN_ADMIN, "/jour", OPERATORS_GROUP)
        (told,) = made.texts(OPERATORS_GROUP)
        assert "Rester anonyme" in told
        assert not known(made, OPERATORS_GROUP)

    play(act)


def test_each_who_hides_in_a_shops_group_goes_by_the_title_they_show(
    play: Callable[[Play], None], sqlite_database: Engine
) -> None:
    async def act(made: Scene) -> None:
        await order(made)
        group = made.groups[BAKERY]
        for title, words in (("Le patron", "ok 4821"), ("L'apprenti", "4821 prêt")):
            number = made.fake.say(group, HIDDEN_ADMIN, words, author_signature=title)
            await made.settle(number)

    play(act)
    with Session(sqlite_database) as session:
        names = session.scalars(select(AuditRow.name).where(AuditRow.shop == "boulangerie")).all()
    assert {"Le patron", "L'apprenti"} <= set(names)


# --- groups that are closed to the bot -----------------------------------------------------------


def test_an_order_for_a_group_where_the_bot_may_not_write_waits_and_operators_hear(
    play: Callable[[Play], None],
) -> None:
    async def act(made: Scene) -> None:
        group = made.fake.chats.groups[made.groups[BAKERY]]
        group.muted = True
        await order(made)
        await made.settle()
        told = made.texts(OPERATORS_GROUP)[-1]
        assert "droit d'écrire" in told
        assert "4821" in told
        before = len(made.texts(OPERATORS_GROUP))
        await made.later(minutes=16)
        assert len(made.texts(OPERATORS_GROUP)) == before
        group.muted = False
        await made.later(minutes=16)
        assert "4821" in made.texts(made.groups[BAKERY])[-1]

    play(act)


def test_a_removal_that_nobody_told_of_is_found_when_an_order_comes(
    play: Callable[[Play], None],
) -> None:
    async def act(made: Scene) -> None:
        made.fake.chats.groups[made.groups[BAKERY]].has_bot = False
        await order(made)
        await made.settle()
        assert "4821" in made.texts(OPERATORS_GROUP)[-1]
        made.fake.chats.group(-800, "Le fournil", {MARIE})
        await made.link(BAKERY, -800, MARIE)
        await made.settle()
        assert any("4821" in text for text in made.texts(-800))

    play(act)


def test_operators_whose_group_is_closed_hear_in_private(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        made.fake.chats.groups[OPERATORS_GROUP].has_bot = False
        await made.says(JEANNE, "je veux parler à quelqu'un")
        assert "Jeanne Durand" in made.texts(CLAIRE)[-1]

    play(act)


def test_a_group_that_shut_the_bot_out_keeps_no_menu_from_the_others(
    sqlite_database: Engine, fake: FakeBotApi
) -> None:
    async def start(*, groups: bool) -> None:
        async with scene(sqlite_database, fake, groups=groups) as made:
            async with asyncio.timeout(20):
                while "description/" not in made.directory.menus(SAINT_AUBIN):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)

    async def run() -> None:
        await start(groups=True)
        fake.chats.groups[OPERATORS_GROUP].has_bot = False
        Directory(sqlite_database, Channel.TELEGRAM).set_menus(SAINT_AUBIN, {})
        fake.menus.clear()
        await start(groups=False)

    asyncio.run(run())
    assert f"chat:{OPERATORS_GROUP}" not in {scope for scope, _ in fake.menus}


def test_a_topic_that_was_deleted_loses_no_order(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        forum = made.fake.chats.group(-803, "Les Halles", {MARIE}, forum=True)
        code = made.directory.invite(SAINT_AUBIN, BAKERY, "test", made.clock())
        words = f"/start@saint_aubin_bot {code}"
        where = {"message_thread_id": 11, "is_topic_message": True}
        await made.settle(made.fake.say(-803, MARIE, words, **where))
        forum.topics.clear()
        await order(made)
        (card,) = [m for m in made.fake.chats.of_chat(-803) if "4821" in m["text"]]
        assert "message_thread_id" not in card

    play(act)


def test_an_order_waits_while_the_general_topic_is_closed(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        forum = made.fake.chats.group(-803, "Les Halles", {MARIE}, forum=True)
        await made.link(BAKERY, -803, MARIE)
        await made.settle()
        forum.closed = True
        await order(made)
        await made.settle()
        assert "4821" in made.texts(OPERATORS_GROUP)[-1]
        forum.closed = False
        await made.later(minutes=16)
        assert "4821" in made.texts(-803)[-1]

    play(act)


@pytest.mark.parametrize(
    "words",
    [
        "Bad Request: not enough rights to send text messages to the chat",
        "Bad Request: have no rights to send a message",
        "Bad Request: need administrator rights in the channel chat",
        "Bad Request: CHAT_WRITE_FORBIDDEN",
        "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN",
        "Bad Request: CHAT_RESTRICTED",
        "Bad Request: TOPIC_CLOSED",
        "Bad Request: message thread not found",
        "Bad Request: chat not found",
        "Forbidden: bot was kicked from the supergroup chat",
        "Forbidden: bot is not a member of the supergroup chat",
        "Forbidden: the group chat was deleted",
    ],
)
def test_an_order_outlives_every_way_to_shut_the_bot_out(
    words: str, play: Callable[[Play], None]
) -> None:
    code = 403 if words.startswith("Forbidden") else 400

    async def act(made: Scene) -> None:
        await made.says(JEANNE, "2 baguettes pour mardi")
        made.fake.faults_of[made.groups[BAKERY]] = RefusedError(code, words)
        await made.taps(JEANNE, "confirm")
        await made.settle()
        assert "4821" in made.texts(OPERATORS_GROUP)[-1]
        del made.fake.faults_of[made.groups[BAKERY]]
        await made.later(minutes=16)
        assert any("4821" in text for text in made.texts(made.groups[BAKERY]))

    play(act)


def test_in_the_general_topic_of_a_forum_no_topic_is_named(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        made.fake.chats.group(-803, "Les Halles", {MARIE}, forum=True)
        await made.link(BAKERY, -803, MARIE)
        await order(made)
        number = made.fake.say(-803, MARIE, "ok 4821", message_thread_id=88)  # of a reply
        await made.settle(number)
        assert any("Acceptée par Marie" in text for text in made.texts(-803))
        assert made.fake.refusals == []

    play(act)
