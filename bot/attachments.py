"""Files that go with messages: kept as what they hold, made when they are sent.

So a message's row stays small, a transaction draws nothing, and a second try makes the same file.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal, assert_never

from pydantic import TypeAdapter

from tournee.bot.conversation.chart import Chart
from tournee.bot.conversation.sketch import Sketch
from tournee.bot.prints.worksheets import PickingSheet, RouteSheet
from tournee.catalog.model import PersonSlug, ShopSlug, Village

# ruff: noqa: PLC0415 -- what draws and typesets is large, and few messages need it


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFile:
    """Text as it is, a CSV for an accountant say."""

    name: str
    text: str
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueSheet:
    """The catalogue as a sheet to edit, as it is when the message is sent."""

    form: Literal["xlsx", "csv"]
    locale: str
    shop: ShopSlug | None = None
    """Whose goods; None for all."""
    kind: Literal["sheet"] = "sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedSheet:
    """The leaflet or the poster."""

    sheet: Literal["leaflet", "poster"]
    locale: str
    kind: Literal["print"] = "print"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """All that is held of a person, as a text: read when it is sent, so no copy of it waits."""

    person: PersonSlug
    locale: str
    name: str
    kind: Literal["data"] = "data"


VillageFile = Sketch | Chart | TextFile | CatalogueSheet | PrintedSheet | PickingSheet | RouteSheet
"""What is made of itself and the catalogue."""
Attachment = VillageFile | DataFile


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFile:
    """A file as it is sent."""

    name: str
    data: bytes
    is_picture: bool = False
    """Shown in the chat, not as a file to open."""


def make(attachment: VillageFile, load: Callable[[], Village]) -> MadeFile:
    """Make a file; `load` returns the village as it is now. It takes up to a second or so."""
    match attachment:
        case Sketch():
            from tournee.bot.render import drawing

            return MadeFile(name="route.png", data=drawing.draw(attachment), is_picture=True)
        case Chart():
            from tournee.bot import charts

            return MadeFile(name="figures.png", data=charts.draw(attachment), is_picture=True)
        case TextFile(name=name, text=text):
            return MadeFile(name=name, data=text.encode("utf-8-sig"))
        case CatalogueSheet():
            return _sheet(attachment, load())
        case PrintedSheet():
            return _printed(attachment, load())
        case PickingSheet() | RouteSheet():
            from tournee.bot.prints.typeset import worksheet

            [data] = worksheet(attachment)
            return MadeFile(name=attachment.name, data=data)
        case _:
            assert_never(attachment)


def dump(attachment: Attachment) -> str:
    return _adapter().dump_json(attachment).decode()


def load(text: str) -> Attachment:
    return _adapter().validate_json(text)


@cache
def _adapter() -> TypeAdapter[Attachment]:
    return TypeAdapter(Attachment)


def _sheet(wanted: CatalogueSheet, village: Village) -> MadeFile:
    from tournee.catalog.sheets import write_csv, write_xlsx

    products = [p for p in village.products if wanted.shop in {None, p.shop}]
    write = write_xlsx if wanted.form == "xlsx" else write_csv
    name = f"{wanted.shop or village.settings.slug}.{wanted.form}"
    return MadeFile(name=name, data=write(village, products, wanted.locale))


def _printed(wanted: PrintedSheet, village: Village) -> MadeFile:
    from datetime import UTC, datetime

    from tournee.bot.prints.typeset import typeset
    from tournee.bot.render.prints import flyer
    from tournee.bot.render.voice import Voice
    from tournee.catalog.model import Channel

    voice = Voice(locale=wanted.locale, channel=Channel.SMS, village=village)
    [data] = typeset(wanted.sheet, flyer(voice, datetime.now(UTC)))
    return MadeFile(name=f"{wanted.sheet}-{village.settings.slug}-{wanted.locale}.pdf", data=data)
