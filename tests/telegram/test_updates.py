"""Every kind of update, in the shapes in which Telegram sends them, is read or left alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiogram import types
from telegram import Bot, Update

from tests.telegram.fake_bot_api import TOKEN
from tests.telegram.fixtures import MADE, NOTHING, RECORDED, UPDATES, load
from tests.telegram.record import write
from tests.telegram.scene import MONDAY, SAINT_AUBIN
from tournee.bot.channels.telegram.updates import NO_BUTTON, Reader
from tournee.bot.messages import ContactShared, Inbound, Room, RoomMoved

READER = Reader(village=SAINT_AUBIN, bot_id=4711, username="saint_aubin_bot")
GROUP = "-1001234567890"


def read(name: str) -> Inbound | None:
    return READER.read(Update.de_json(UPDATES[name].update, Bot(TOKEN)), MONDAY)


@pytest.mark.parametrize("name", UPDATES)
def test_an_update_is_read_as_what_it_is(name: str) -> None:
    found = read(name)
    kind = found.content.kind if found else NOTHING
    assert UPDATES[name].expect in {None, kind}


@pytest.mark.parametrize("name", UPDATES)
def test_the_shapes_are_those_of_the_bot_api(name: str) -> None:
    types.Update.model_validate(UPDATES[name].update)


def test_every_kind_of_update_is_among_them() -> None:
    kinds = {key for one in UPDATES.values() for key in one.update} - {"update_id"}
    assert set(types.Update.model_fields) - {"update_id"} <= kinds


def fields(told: Any, path: str = "") -> Iterator[str]:
    """Where something stands in an update: `message.from.id`."""
    if isinstance(told, dict):
        for key, value in told.items():
            yield from fields(value, f"{path}.{key}".lstrip("."))
    elif isinstance(told, list):
        for value in told:
            yield from fields(value, path)
    else:
        yield path


def test_what_was_recorded_has_no_field_that_ours_lack() -> None:
    ours = {field for _, one in load(MADE) for field in fields(one.update)}
    theirs = {field for _, one in load(RECORDED) for field in fields(one.update)}
    assert theirs - ours == set(), "add them to a file in made/"


def test_a_recording_keeps_the_shape_and_nobodys_data(tmp_path: Path) -> None:
    real = [one.update for _, one in load(MADE)]
    paths = write({"ok": True, "result": real}, tmp_path)
    assert len(paths) == len(real)
    told = "".join(path.read_text(encoding="utf-8") for path in paths)
    for word in ("Jeanne", "jeanne_d", "Odette", "baguette", "5001,", "39 98 00", "6043218877"):
        assert word not in told, word
    for name, one in load(tmp_path):
        types.Update.model_validate(one.update)
        READER.read(Update.de_json(one.update, Bot(TOKEN)), MONDAY)
        same = next(update for update in real if name.endswith(str(update["update_id"])))
        assert sorted(fields(one.update)) == sorted(fields(same))


def test_a_reply_names_the_message_it_answers() -> None:
    found = read("reply")
    assert found is not None
    replied = UPDATES["reply"].update["message"]["reply_to_message"]["message_id"]
    assert found.reply_to == f"5001:{replied}"


def test_a_topic_and_a_group_are_different_rooms() -> None:
    in_topic, in_group = read("topic-text"), read("general-topic-text")
    assert in_topic is not None
    assert in_group is not None
    assert (in_topic.room, in_group.room) == (Room(chat=GROUP, topic=11), Room(chat=GROUP))
    tap = read("tap-in-a-topic")
    assert tap is not None
    assert tap.room == in_topic.room


def test_an_admin_who_hides_goes_by_the_groups_name() -> None:
    found = read("hidden-admin")
    assert found is not None
    assert (found.sender, found.sender_name) == (GROUP, "Le patron")


def test_an_edit_has_a_name_of_its_own() -> None:
    found = read("edited-text")
    assert found is not None
    assert found.corrects is not None
    assert found.message_id == f"{found.corrects}:1795420809"


def test_forged_data_is_no_button() -> None:
    found = read("tap-with-made-up-data")
    assert found is not None
    assert found.content == NO_BUTTON


def test_both_ends_of_a_move_say_the_same() -> None:
    ends = [read("moved-from-the-old-group"), read("moved-to-the-new-group")]
    assert [end.room for end in ends if end] == [Room(chat="-4123456789")] * 2
    assert [end.content for end in ends if end] == [RoomMoved(to=GROUP)] * 2


def test_a_number_is_in_international_form() -> None:
    found = read("own-contact-by-the-button")
    assert found is not None
    assert found.content == ContactShared(phone="+33639980001")
