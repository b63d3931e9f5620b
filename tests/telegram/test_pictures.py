"""A way that is drawn when it is sent."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.test_sending import message, send
from tournee.bot.conversation.sketch import Mark, Sketch
from tournee.bot.messages import SKETCHES
from tournee.bot.render.drawing import draw

PNG = b"\x89PNG"
START = Mark(lat=46.871, lon=3.402, name="")


def door(number: int, lat: float = 46.88) -> Mark:
    return Mark(lat=lat, lon=3.40 + number / 100, name=f"Porte {number}", done=number == 1)


SKETCH = Sketch(start=START, shops=(replace(START, name="Boulangerie"),), doors=(door(1), door(2)))


def test_a_picture_goes_as_a_photo_with_its_words(
    fake: FakeBotApi, sqlite_database: Engine
) -> None:
    plain = message("🗺 mardi 24/11 : 2 arrêts")
    drawn = replace(plain, draft=replace(plain.draft, picture=SKETCH))
    send(fake, sqlite_database, drawn)
    (name, sent), *_ = fake.calls
    assert name == "sendPhoto"
    assert sent["caption"] == "🗺 mardi 24/11 : 2 arrêts"
    assert sent["photo"].startswith(PNG)


@pytest.mark.parametrize(
    "sketch",
    [
        SKETCH,
        Sketch(start=START),
        Sketch(start=START, doors=(replace(START, name="Ici"),)),
        Sketch(start=START, doors=tuple(door(2) for _ in range(30))),
        Sketch(start=Mark(lat=0.0, lon=0.0, name=""), doors=(door(3, 89.9),)),
    ],
    ids=["usual", "no stop", "one stop at the start", "all at one point", "at the pole"],
)
def test_any_way_can_be_drawn(sketch: Sketch) -> None:
    assert draw(sketch).startswith(PNG)


def test_what_is_drawn_waits_as_json() -> None:
    assert SKETCHES.validate_json(SKETCHES.dump_json(SKETCH)) == SKETCH
