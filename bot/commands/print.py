"""`tournee print DIR`: a village's leaflet and poster as PDF, in each of its languages."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

from tournee.bot.cli import CommandError
from tournee.bot.conversation.party import Channel
from tournee.bot.prints.typeset import Sheet, typeset
from tournee.bot.render.prints import flyer
from tournee.bot.render.voice import Voice
from tournee.catalog.folder import FolderError, read
from tournee.catalog.model import Village


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="a village folder")
    parser.add_argument("--into", type=Path, default=Path(), help="where the files go")
    parser.add_argument("--png", action="store_true", help="pictures of the pages in place of PDF")


def run(args: argparse.Namespace) -> int:
    """Write `leaflet-fr.pdf`, `poster-fr.pdf` and so on; say which."""
    try:
        village = read(args.folder)
    except FolderError as error:
        raise CommandError(str(error)) from error
    if village.settings.phone is None and village.settings.telegram is None:
        raise CommandError(f"{args.folder}/village.toml: phone or telegram must say where to write")
    try:
        args.into.mkdir(parents=True, exist_ok=True)
        for locale in village.settings.locales:
            for name in _write(village, locale, args.into, png=args.png):
                print(name)
    except OSError as error:
        raise CommandError(f"{args.into}: {error.strerror}") from error
    return 0


def _write(village: Village, locale: str, into: Path, *, png: bool) -> list[Path]:
    voice = Voice(locale=locale, channel=Channel.SMS, village=village)
    words = flyer(voice, datetime.now(UTC))
    written = []
    for sheet in get_args(Sheet):
        pages = typeset(sheet, words, "png" if png else "pdf")
        for number, page in enumerate(pages, 1):
            page_name = f"-{number}" if len(pages) > 1 else ""
            path = into / f"{sheet}-{locale}{page_name}.{'png' if png else 'pdf'}"
            path.write_bytes(page)
            written.append(path)
    return written
