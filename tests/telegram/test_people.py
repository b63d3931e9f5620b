"""Residents in their private chat: rewording, replies, contacts, positions, what has no words."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.bot.flow import MONDAY, sms, village
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.scene import (
    CLAIRE,
    JEANNE,
    MARIE,
    OPERATORS_GROUP,
    SAINT_AUBIN,
    STRANGER,
    Scene,
    scene,
)
from tournee.bot.account import account

Play = Callable[[Scene], Awaitable[None]]


@pytest.fixture
def play(sqlite_database: Engine, fake: FakeBotApi) -> Callable[[Play], None]:
    def run(act: Play) -> None:
        async def inside() -> None:
            async with scene(sqlite_database, fake) as made:
                await act(made)

        asyncio.run(inside())

    return run


def basket(made: Scene, resident: str) -> dict[str, Any]:
    with made.app.workspaces.open(SAINT_AUBIN) as workspace:
        baskets = account(workspace)["baskets"]
    found = next(b for b in baskets if b["resident"] == resident)
    return {line["sku"]: line["qty"] for line in found["lines"]}


def test_a_reworded_message_takes_the_place_of_the_first(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        await made.says(JEANNE, "2 baguettes et 3 croissants pour mardi")
        mine = max(
            n
            for chat, n in made.fake.chats.messages
            if chat == JEANNE and made.fake.chats.messages[chat, n]["from"]["id"] == JEANNE
        )
        cards = len(made.texts(JEANNE))
        await made.settle(made.fake.reword(JEANNE, mine, "4 baguettes pour mardi"))
        assert basket(made, "durand") == {"baguette": 4}
        assert len(made.texts(JEANNE)) == cards
        await made.settle(made.fake.reword(JEANNE, mine, "5 baguettes pour mardi"))
        assert basket(made, "durand") == {"baguette": 5}

    play(act)


def order_lines(made: Scene) -> dict[str, Any]:
    with made.app.workspaces.open(SAINT_AUBIN) as workspace:
        orders = account(workspace)["orders"]
    lines = [line for order in orders for line in order["lines"] if line["status"] != "removed"]
    return {line["sku"]: line["qty"] for line in lines}


@pytest.mark.parametrize("confirm", ["tapped", "typed", "accepted"])
def test_a_message_reworded_after_the_order_changes_the_order(
    confirm: str, play: Callable[[Play], None]
) -> None:
    async def act(made: Scene) -> None:
        mine = made.fake.chats.last + 1
        await made.says(JEANNE, "2 baguettes et 3 croissants pour mardi")
        if confirm == "typed":
            await made.says(JEANNE, "oui")
        else:
            await made.taps(JEANNE, "confirm")
        if confirm == "accepted":
            await made.taps(MARIE, "accept", made.groups["shop:boulangerie"])
        assert order_lines(made) == {"baguette": 2, "croissant": 3}
        await made.settle(made.fake.reword(JEANNE, mine, "4 baguettes et 1 ficelle pour mardi"))
        assert order_lines(made) == {"baguette": 4, "ficelle": 1}
        assert "4821" in made.texts(JEANNE)[-1]
        await made.settle(made.fake.reword(JEANNE, mine, "4 baguettes pour mardi"))
        assert order_lines(made) == {"baguette": 4}

    play(act)


def test_a_message_reworded_after_the_cut_off_changes_nothing_and_says_so(
    play: Callable[[Play], None],
) -> None:
    async def act(made: Scene) -> None:
        mine = made.fake.chats.last + 1
        await made.says(JEANNE, "2 baguettes et 3 croissants pour mardi")
        await made.taps(JEANNE, "confirm")
        await made.later(hours=12)
        await made.settle(made.fake.reword(JEANNE, mine, "1 baguette pour mardi"))
        assert order_lines(made) == {"baguette": 2, "croissant": 3}
        assert "4821" in made.texts(JEANNE)[-1]

    play(act)


def test_a_rewording_that_comes_first_is_heard_once(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        message = made.fake.chats.new_message(
            JEANNE, made.fake.chats.people[JEANNE], text="3 baguettes"
        )
        early = message | {"text": "2 baguettes", "edit_date": message["date"] + 5}
        made.fake.update(edited_message=early)
        await made.settle(made.fake.update(message=message))
        assert basket(made, "durand") == {"baguette": 2}

    play(act)


def test_a_repeated_update_has_one_effect(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        message = made.fake.chats.new_message(
            JEANNE, made.fake.chats.people[JEANNE], text="3 baguettes"
        )
        made.fake.update(message=message)
        await made.settle(made.fake.update(message=message))
        assert basket(made, "durand") == {"baguette": 3}

    play(act)


def test_a_shared_contact_makes_sms_and_telegram_one_basket(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        made.fake.chats.person(STRANGER, "Jean")
        phone = "+33639980044"
        made.app.inbox.receive(sms("2 baguettes", sender=phone))
        await made.says(STRANGER, "3 croissants")
        contact = {"phone_number": phone[1:], "first_name": "Jean", "user_id": STRANGER}
        await made.settle(made.fake.send(STRANGER, STRANGER, contact=contact))
        assert phone in made.texts(STRANGER)[-1]
        assert basket(made, phone) == {"baguette": 2, "croissant": 3}
        await made.says(STRANGER, "et 1 ficelle")
        assert basket(made, phone)["ficelle"] == 1

    play(act)


def keyboards(made: Scene, chat: int) -> list[Any]:
    """Buttons that share a number, in all that was sent to a chat."""
    sent = [call for name, call in made.fake.calls if int(call["chat_id"]) == chat]
    return [
        button
        for call in sent
        for row in (call.get("reply_markup") or {}).get("keyboard", [])
        for button in row
    ]


def test_who_has_no_number_is_offered_once_to_share_it(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        made.fake.chats.person(STRANGER, "Jean")
        for _ in range(2):
            await made.says(STRANGER, "2 baguettes pour mardi svp. mme lambert aux granges")
            await made.says(STRANGER, "oui")
        assert [button["request_contact"] for button in keyboards(made, STRANGER)] == [True]
        contact = {"phone_number": "33639980055", "first_name": "Jean", "user_id": STRANGER}
        await made.settle(made.fake.send(STRANGER, STRANGER, contact=contact))
        assert "+33639980055" in made.texts(STRANGER)[-1]

    play(act)


def test_who_has_a_number_is_not_asked_for_it(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        await made.says(JEANNE, "2 baguettes pour mardi")
        await made.says(JEANNE, "oui")
        assert keyboards(made, JEANNE) == []

    play(act)


def test_a_landlines_contact_is_told_so(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        made.fake.chats.person(STRANGER, "Jean")
        contact = {"phone_number": "33199000010", "first_name": "Jean", "user_id": STRANGER}
        await made.settle(made.fake.send(STRANGER, STRANGER, contact=contact))
        assert "fixe" in made.texts(STRANGER)[-1]

    play(act)


def test_somebody_elses_contact_links_nothing(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        made.fake.chats.person(STRANGER, "Jean")
        contact = {"phone_number": "33639980001", "first_name": "Jeanne", "user_id": JEANNE}
        await made.settle(made.fake.send(STRANGER, STRANGER, contact=contact))
        with made.app.workspaces.open(SAINT_AUBIN) as workspace:
            found = workspace.people.known(str(STRANGER))
        assert found is not None
        assert found.phone is None

    play(act)


def test_an_operators_number_is_not_taken_over_by_a_contact(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        made.fake.chats.person(STRANGER, "Malin")
        contact = {"phone_number": "33639980090", "first_name": "Malin", "user_id": STRANGER}
        await made.settle(made.fake.send(STRANGER, STRANGER, contact=contact))
        before = made.texts(STRANGER)
        await made.says(STRANGER, "/tournee mardi annulee neige")
        assert made.texts(OPERATORS_GROUP) == []
        assert "opérateur" in before[-1]

    play(act)


def test_a_personal_link_joins_the_household(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        made.fake.chats.person(STRANGER, "Luc")
        await made.says(CLAIRE, "/lien durand", OPERATORS_GROUP)
        code = made.texts(OPERATORS_GROUP)[-1].split("start=")[1].split()[0]
        await made.says(JEANNE, "2 baguettes")
        await made.says(STRANGER, f"/start {code}")
        await made.says(STRANGER, "et 1 ficelle")
        assert basket(made, "durand") == {"baguette": 2, "ficelle": 1}

    play(act)


def test_an_operator_who_tries_a_residents_link_stays_who_they_are(
    play: Callable[[Play], None],
) -> None:
    async def act(made: Scene) -> None:
        made.fake.chats.person(STRANGER, "Luc")
        await made.says(CLAIRE, "/lien durand", OPERATORS_GROUP)
        code = made.texts(OPERATORS_GROUP)[-1].split("start=")[1].split()[0]
        await made.says(CLAIRE, f"/start {code}")
        assert "Jeanne Durand" in made.texts(CLAIRE)[-1]
        await made.says(CLAIRE, "/jour")
        assert "📋" in made.texts(CLAIRE)[-1]
        await made.says(STRANGER, f"/start {code}")
        assert "Jeanne Durand" in made.texts(STRANGER)[-1]

    play(act)


@pytest.mark.parametrize(
    "content",
    [
        {"voice": {"file_id": "a", "file_unique_id": "b", "duration": 3}},
        {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9}]},
        {"sticker": {"file_id": "a", "file_unique_id": "b", "type": "regular", "width": 9, "height": 9, "is_animated": False, "is_video": False}},
    ],
    ids=lambda content: next(iter(content)),
)  # fmt: skip
def test_what_has_no_words_gets_a_kind_answer(
    content: dict[str, Any], play: Callable[[Play], None]
) -> None:
    async def act(made: Scene) -> None:
        await made.settle(made.fake.send(JEANNE, JEANNE, **content))
        assert made.texts(JEANNE)

    play(act)


def test_a_caption_is_read(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        photo = [{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9}]
        await made.settle(made.fake.send(JEANNE, JEANNE, photo=photo, caption="2 baguettes"))
        assert basket(made, "durand") == {"baguette": 2}

    play(act)


def test_a_position_names_the_nearest_place(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        made.fake.chats.person(STRANGER, "Jean")
        await made.says(STRANGER, "2 baguettes pour mardi")
        granges = next(p for p in village().places if p.slug == "les-granges")
        where = {"latitude": granges.lat, "longitude": granges.lon}
        await made.settle(made.fake.send(STRANGER, STRANGER, location=where))
        with made.app.workspaces.open(SAINT_AUBIN) as workspace:
            found = workspace.people.known(str(STRANGER))
        assert found is not None
        assert found.place == "les-granges"

    play(act)


def test_a_menu_command_is_understood(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        await made.says(JEANNE, "/commandes")
        await made.says(JEANNE, "/aide@saint_aubin_bot")
        assert len(made.texts(JEANNE)) >= 2
        await made.says(JEANNE, "/aide@another_bot")

    play(act)


def test_messages_by_telegram_and_sms_reach_one_person(play: Callable[[Play], None]) -> None:
    async def act(made: Scene) -> None:
        await made.says(JEANNE, "2 baguettes")
        late = sms("et 3 croissants", sender="+33639980001", minutes=2)
        assert made.app.inbox.receive(late).handled
        assert basket(made, "durand") == {"baguette": 2, "croissant": 3}
        assert made.clock() < MONDAY + timedelta(hours=1)

    play(act)
