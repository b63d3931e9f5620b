"""Every kind of update, in the shapes in which Telegram sends them, is read or left alone."""

import json
from pathlib import Path
from typing import Any

import pytest
from aiogram import types
from telegram import Bot, Update

from tests.telegram.fake_bot_api import TOKEN
from tests.telegram.scene import MONDAY, SAINT_AUBIN
from tournee.bot.channels.telegram.updates import NO_BUTTON, Reader
from tournee.bot.messages import ContactShared, Inbound, Room, RoomMoved

UPDATES: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent / "updates.json").read_text(encoding="utf-8")
)
READER = Reader(village=SAINT_AUBIN, bot_id=4711, username="saint_aubin_bot")
GROUP = "-1001234567890"


def read(name: str) -> Inbound | None:
    return READER.read(Update.de_json(UPDATES[name]["update"], Bot(TOKEN)), MONDAY)


@pytest.mark.parametrize("name", UPDATES)
def test_an_update_is_read_as_what_it_is(name: str) -> None:
    found = read(name)
    assert (found.content.kind if found else None) == UPDATES[name]["expect"]


@pytest.mark.parametrize("name", UPDATES)
def test_the_shapes_are_those_of_the_bot_api(name: str) -> None:
    types.Update.model_validate(UPDATES[name]["update"])


def test_a_reply_names_the_message_it_answers() -> None:
    found = read("reply")
    assert found is not None
    replied = UPDATES["reply"]["update"]["message"]["reply_to_message"]["message_id"]
    assert found.reply_to == f"5001:{replied}"


def test_a_topic_and_a_group_are_different_rooms() -> None:
    in_topic, in_group = read("topic_text"), read("group_text")
    assert in_topic is not None
    assert in_group is not None
    assert (in_topic.room, in_group.room) == (Room(chat=GROUP, topic=11), Room(chat=GROUP))
    tap = read("tap_in_topic")
    assert tap is not None
    assert tap.room == in_topic.room


def test_an_admin_who_hides_goes_by_the_groups_name() -> None:
    found = read("anonymous_admin")
    assert found is not None
    assert (found.sender, found.sender_name) == (GROUP, "Marie")


def test_an_edit_has_a_name_of_its_own() -> None:
    found = read("edited_text")
    assert found is not None
    assert found.corrects is not None
    assert found.message_id == f"{found.corrects}:1795420809"


def test_forged_data_is_no_button() -> None:
    found = read("tap_with_forged_data")
    assert found is not None
    assert found.content == NO_BUTTON


def test_both_ends_of_a_move_say_the_same() -> None:
    ends = [read("moved_from_old_group"), read("moved_to_new_group")]
    assert [end.room for end in ends if end] == [Room(chat="-4123456789")] * 2
    assert [end.content for end in ends if end] == [RoomMoved(to=GROUP)] * 2


def test_a_number_is_in_international_form() -> None:
    found = read("own_contact")
    assert found is not None
    assert found.content == ContactShared(phone="+33639980001")
