"""`tournee print DIR`: a village's leaflet and poster as PDF, in each of its languages.

With `--day` it is a day's picking lists and route sheets instead, of the orders in the database.
"""

import argparse
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_args

from tournee.bot.cli import CommandError, iso_day
from tournee.bot.prints.typeset import Sheet, typeset, worksheet
from tournee.bot.prints.worksheets import Worksheet
from tournee.bot.render.prints import flyer
from tournee.bot.render.voice import Voice
from tournee.catalog.folder import FolderError, read
from tournee.catalog.model import Channel, Village


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="a village folder")
    parser.add_argument("--into", type=Path, default=Path(), help="where the files go")
    parser.add_argument(
        "--day",
        type=iso_day,
        metavar="DATE",
        help="that day's picking lists and route sheets, from the database",
    )
    parser.add_argument("--png", action="store_true", help="pictures of the pages in place of PDF")


def run(args: argparse.Namespace) -> int:
    """Write `leaflet-fr.pdf`, `poster-fr.pdf` and so on, or a day's sheets; say which."""
    try:
        village = read(args.folder)
    except FolderError as error:
        raise CommandError(str(error)) from error
    if args.day is None and village.settings.phone is None and village.settings.telegram is None:
        raise CommandError(f"{args.folder}/village.toml: phone or telegram must say where to write")
    try:
        args.into.mkdir(parents=True, exist_ok=True)
        for name in _written(village, args):
            print(name)
    except OSError as error:
        raise CommandError(f"{args.into}: {error.strerror}") from error
    return 0


def _written(village: Village, args: argparse.Namespace) -> Iterator[Path]:
    if args.day is None:
        for locale in village.settings.locales:
            yield from _write(village, locale, args.into, png=args.png)
        return
    for sheet in _of_day(village, args.day):
        pages = worksheet(sheet, "png" if args.png else "pdf")
        yield from _pages(pages, args.into / Path(sheet.name).stem, png=args.png)


def _of_day(village: Village, day: date) -> list[Worksheet]:
    """Read what the sheets of a day say, in the village's first language."""
    from tournee.bot import worksheets  # noqa: PLC0415 - a leaflet needs no database

    return worksheets.of_day(village.settings.slug, day, datetime.now(UTC))


def _write(village: Village, locale: str, into: Path, *, png: bool) -> list[Path]:
    voice = Voice(locale=locale, channel=Channel.SMS, village=village)
    words = flyer(voice, datetime.now(UTC))
    written: list[Path] = []
    for sheet in get_args(Sheet):
        pages = typeset(sheet, words, "png" if png else "pdf")
        written += _pages(pages, into / f"{sheet}-{locale}", png=png)
    return written


def _pages(pages: list[bytes], stem: Path, *, png: bool) -> list[Path]:
    """Write one file, or one for each page where these are pictures."""
    written = []
    for number, page in enumerate(pages, 1):
        page_name = f"-{number}" if len(pages) > 1 else ""
        path = stem.with_name(f"{stem.name}{page_name}.{'png' if png else 'pdf'}")
        path.write_bytes(page)
        written.append(path)
    return written
