"""`tournee parse DIR`: understand single messages, JSON lines in and out."""

import argparse
import gc
import os
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from tournee.bot.cli import CommandError
from tournee.catalog import folder
from tournee.nlu import wire
from tournee.nlu.intents.hint import source
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context
from tournee.nlu.parse import parse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="a village folder")


def run(args: argparse.Namespace) -> int:
    """Answer each line of the standard input with one line."""
    for stream in (sys.stdin, sys.stdout):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    understand(args.folder, sys.stdin, sys.stdout)
    return 0


def understand(directory: Path, lines: Iterable[str], out: TextIO) -> None:
    """Parse line by line; a line that is no message is answered with its error."""
    try:
        lexicon = Lexicon(folder.read(directory))
    except folder.FolderError as error:
        raise CommandError(str(error)) from None
    gc.freeze()
    settings = lexicon.village.settings
    hint = source(os.environ.get("TOURNEE_NLU", "embedded"))
    for line in lines:
        if not line.strip():
            continue
        try:
            message = wire.read(line)
        except wire.MessageError as error:
            print(wire.write_error(error), file=out, flush=True)
            continue
        now = message.now or datetime.now(tz=UTC)
        context = Context(
            now=now if now.tzinfo else now.replace(tzinfo=settings.zone),
            timezone=settings.timezone,
            locale=message.locale,
        )
        print(
            wire.write(message.id, parse(message.text, lexicon, context, hint(message.text))),
            file=out,
            flush=True,
        )
