"""What real Telegram sends beside messages: albums, edits of nothing, odd names, kinds unasked for."""

import asyncio
import copy
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from telegram import Bot, Update

from tests.telegram.fake_bot_api import TOKEN, FakeBotApi
from tests.telegram.fixtures import UPDATES
from tests.telegram.scene import CLAIRE, JEANNE, KARIM, MARIE, MONDAY, STRANGER, Scene, scene
from tests.telegram.test_updates import READER
from tournee.bot.channels.telegram.updates import shown_name

BAKERY = "shop:boulangerie"
MALFORMED = (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError)
"""What a reader may raise: counted, and the update acknowledged."""
Play = Callable[[Scene], Awaitable[None]]


@pytest.fixture
def play(sqlite_database: Engine, fake: FakeBotApi) -> Callable[[Play], None]:
    def run(act: Play) -> None:
        async def inside() -> None:
            async with scene(sqlite_database, fake) as made:
                await act(made)

        asyncio.run(inside())

    return run


# --- edits and albums ----------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["resident", "shop"])
def test_an_edit_that_changes_no_word_is_nothing_new(
    who: str, play: Callable[[Play], None]
) -> None:
    async def act(made: Scene) -> None:
        mine = made.fake.chats.last + 1
        await made.says(JEANNE, "2 baguettes pour mardi")
        await made.taps(JEANNE, "confirm")
        chat, words = JEANNE, "2 baguettes pour mardi"
        if who == "shop":
            chat, words, mine = made.groups[BAKERY], "ok 4821", made.fake.chats.last + 1
            await made.says(MARIE, words, chat)
        calls = len(made.fake.calls)
        await made.settle(made.fake.reword(chat, mine, words))
        assert len(made.fake.calls) == calls

    play(act)


def test_an_album_gets_one_answer_and_its_caption_is_read(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        photo = [{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9}]
        for _ in range(4):
            number = made.fake.send(JEANNE, JEANNE, photo=photo, media_group_id="125")
        await made.settle(number)
        assert len(made.texts(JEANNE)) == 1
        number = made.fake.send(
            JEANNE, JEANNE, photo=photo, media_group_id="126", caption="2 baguettes pour mardi"
        )
        await made.settle(number)
        assert "Baguette" in made.texts(JEANNE)[-1]

    play(act)


def test_an_edit_that_changes_no_word_is_known_again_after_a_restart(
    sqlite_database: Engine, fake: FakeBotApi
) -> None:
    words = "2 baguettes pour mardi"

    async def before() -> int:
        async with scene(sqlite_database, fake) as made:
            mine = made.fake.chats.last + 1
            await made.says(JEANNE, words)
            await made.taps(JEANNE, "confirm")
            return mine

    async def after(mine: int) -> None:
        async with scene(sqlite_database, fake, groups=False) as made:
            calls = len(made.fake.calls)
            await made.settle(made.fake.reword(JEANNE, mine, words))
            assert len(made.fake.calls) == calls
            await made.settle(made.fake.reword(JEANNE, mine, "3 baguettes pour mardi"))
            assert len(made.fake.calls) > calls

    asyncio.run(after(asyncio.run(before())))


def test_an_album_with_words_gets_one_answer(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        photo = [{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9}]
        words = "2 baguettes pour mardi"
        made.fake.send(JEANNE, JEANNE, photo=photo, media_group_id="127", caption=words)
        for _ in range(3):
            number = made.fake.send(JEANNE, JEANNE, photo=photo, media_group_id="127")
        await made.settle(number)
        assert len(made.texts(JEANNE)) == 2  # the first contact's greeting, and the basket
        assert "Baguette" in made.texts(JEANNE)[-1]

    play(act)


def test_each_caption_of_an_album_is_read(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        photo = [{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9}]
        for words in ("2 baguettes pour mardi", "et 3 croissants"):
            number = made.fake.send(JEANNE, JEANNE, photo=photo, media_group_id="9", caption=words)
        await made.settle(number)
        assert "Croissant" in made.texts(JEANNE)[-1]

    play(act)


# --- the language of somebody's app --------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "greeting"),
    [("es", "Escriba"), ("en-GB", "Write"), ("fr", "Écrivez"), ("pt-br", "Écrivez")],
)
def test_who_never_wrote_is_met_in_the_language_of_their_app(
    language: str, greeting: str, play: Callable[[Play], None]
) -> None:
    async def act(made: Scene) -> None:
        made.fake.chats.person(STRANGER, "Iris", language)
        await made.says(STRANGER, "/start")
        assert greeting in made.texts(STRANGER)[-1]

    play(act)


@pytest.mark.parametrize(
    ("words", "answer"),
    [("2 baguettes svp", "Où"), ("two baguettes please", "Where")],
)
def test_what_somebody_writes_says_more_than_their_app(
    words: str, answer: str, play: Callable[[Play], None]
) -> None:
    async def act(made: Scene) -> None:
        made.fake.chats.person(STRANGER, "Iris", "es")
        await made.says(STRANGER, "/start")
        await made.says(STRANGER, words)
        assert answer in made.texts(STRANGER)[-1], made.texts(STRANGER)

    play(act)


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Marie", "Marie"),
        ("\u202eeiraM\u202c", "eiraM"),
        ("Marie\n4822 · ✅", "Marie 4822 · ✅"),
        ("מרים", "מרים"),
        ("👩\u200d🌾 Zoé", "👩\u200d🌾 Zoé"),
        ("\u2066\u200b\u3164 \u200d", ""),
        ("x" * 90, "x" * 64),
    ],
)
def test_a_name_stands_on_one_line_and_turns_nothing_around(name: str, shown: str) -> None:
    assert shown_name(name) == shown


def test_who_shows_no_name_goes_by_another_one(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        made.fake.chats.people[MARIE] = {
            "id": 1999, "is_bot": False, "first_name": "\u3164\u200b", "username": "fournil",
        }  # fmt: skip
        await made.says(JEANNE, "2 baguettes pour mardi")
        await made.taps(JEANNE, "confirm")
        made.fake.chats.people[MARIE]["first_name"] = "\u200b"
        await made.says(MARIE, "ok 4821", made.groups[BAKERY])
        assert any("fournil" in text for text in made.texts(made.groups[BAKERY]))

    play(act)


# --- the first words -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "where", "words"),
    [
        (JEANNE, JEANNE, "Écrivez ce qu'il vous faut"),
        (CLAIRE, CLAIRE, "/jour"),
        (KARIM, KARIM, "arrêt"),
        (MARIE, -100, "ok 4821"),
    ],
)
def test_start_tells_each_role_what_to_write(
    who: int, where: int, words: str, play: Callable[[Play], None]
) -> None:
    async def act(made: Scene) -> None:
        await made.says(who, "/start" if who == where else "/start@saint_aubin_bot", where)
        assert any(words in text for text in made.texts(where))

    play(act)


# --- whatever comes ------------------------------------------------------------------------------


def test_kinds_that_were_not_asked_for_are_not_sent_and_do_nothing_if_they_are(
    play: Callable[[Play], None],
) -> None:
    async def act(made: Scene) -> None:
        await made.says(JEANNE, "bonjour")
        assert "message_reaction" not in made.fake.allowed
        assert "business_message" not in made.fake.allowed
        sent = len(made.fake.calls)
        for name in UPDATES:
            update = copy.deepcopy(UPDATES[name].update)
            if not set(update) & set(made.fake.allowed):
                made.fake.raw_update(update | {"update_id": made.fake.update()})
        await made.settle(made.fake.update(message=made.fake.chats.messages[JEANNE, 101]))
        assert len(made.fake.calls) == sent

    play(act)


def spoilt(value: Any, path: tuple[int, ...], with_what: Any) -> Any:
    """Put something else in one place of an update."""
    if not path or not isinstance(value, dict | list) or not value:
        return with_what
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    key = keys[path[0] % len(keys)]
    value[key] = spoilt(value[key], path[1:], with_what)
    return value


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    name=st.sampled_from(sorted(UPDATES)),
    path=st.lists(st.integers(0, 30), min_size=1, max_size=5).map(tuple),
    with_what=st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**70), 2**70),
        st.floats(allow_nan=False),
        st.text(max_size=3),
        st.just([]),
        st.just({}),
    ),
)
def test_an_update_that_is_spoilt_is_read_left_alone_or_counted(
    name: str, path: tuple[int, ...], with_what: Any
) -> None:
    update = spoilt(copy.deepcopy(UPDATES[name].update), path, with_what)
    try:
        READER.read(Update.de_json(update, Bot(TOKEN)), MONDAY)
    except MALFORMED:
        return
