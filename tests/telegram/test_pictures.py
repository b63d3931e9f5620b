"""Pictures and files that are made when they are sent."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.test_sending import message, send
from tournee.bot.attachments import (
    CatalogueSheet,
    PrintedSheet,
    TextFile,
    VillageFile,
    dump,
    load,
    make,
)
from tournee.bot.conversation.chart import Chart
from tournee.bot.conversation.sketch import Mark, Sketch
from tournee.bot.render.drawing import draw
from tournee.catalog.folder import read
from tournee.catalog.model import ShopSlug, Village

BAKERY = ShopSlug("boulangerie")
PNG = b"\x89PNG"
START = Mark(lat=46.871, lon=3.402, name="")


def door(number: int, lat: float = 46.88) -> Mark:
    return Mark(lat=lat, lon=3.40 + number / 100, name=f"Porte {number}", done=number == 1)


SKETCH = Sketch(start=START, shops=(replace(START, name="Boulangerie"),), doors=(door(1), door(2)))


def test_a_picture_goes_as_a_photo_with_its_words(
    fake: FakeBotApi, sqlite_database: Engine
) -> None:
    plain = message("🗺 mardi 24/11 : 2 arrêts")
    file = make(SKETCH, no_village)
    send(fake, sqlite_database, replace(plain, file=file))
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


def test_a_file_goes_as_a_document_its_long_words_before_it(
    fake: FakeBotApi, sqlite_database: Engine
) -> None:
    words = "Voici les comptes du mois.\n" * 60
    table = make(TextFile(name="comptes.csv", text="date;montant\n"), no_village)
    send(fake, sqlite_database, replace(message(words), file=table))
    assert [name for name, _ in fake.calls] == ["sendMessage", "sendDocument"]
    _, sent = fake.calls[-1]
    assert sent["document"] == b"\xef\xbb\xbfdate;montant\n"
    assert not sent.get("caption")


def no_village() -> Village:
    raise AssertionError("it needs no village")


def village() -> Village:
    return read(Path("villages/saint-aubin"))


@pytest.mark.parametrize(
    ("attachment", "begins", "name"),
    [
        (CatalogueSheet(form="xlsx", locale="fr"), b"PK", "saint-aubin.xlsx"),
        (CatalogueSheet(form="csv", locale="fr", shop=BAKERY), b"\xef\xbb\xbf", "boulangerie.csv"),
        (PrintedSheet(sheet="poster", locale="es"), b"%PDF", "poster-saint-aubin-es.pdf"),
        (Chart(title="Semaine", summary="", panels=()), PNG, "figures.png"),
    ],
    ids=["sheet", "a shop's sheet", "poster", "chart"],
)
def test_files_are_made_of_what_a_message_keeps(
    attachment: VillageFile, begins: bytes, name: str
) -> None:
    kept = load(dump(attachment))
    assert kept == attachment
    made = make(attachment, village)
    assert made.data.startswith(begins)
    assert made.name == name


def test_what_is_drawn_waits_as_json() -> None:
    assert load(dump(SKETCH)) == SKETCH
