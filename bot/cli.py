"""The `tournee` command: finds the sub-command and loads only what that one needs.

Exit status: 0 done, 1 the work failed, 2 wrong usage. An error is one readable line on
standard error.
"""

import argparse
import atexit
import gc
import sys
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from typing import Protocol, cast

from tournee.bot import collector

SUMMARY = "Orders from the shops of a village, by SMS, WhatsApp and Telegram."

COMMANDS = {
    "demo": "play a market day in a sample village, then order something yourself",
    "serve": "answer on every channel that the environment configures",
    "migrate": "bring the database's schema up to this program",
    "privacy": "show or erase what is held of a person, let old messages go",
    "village": "check, import or export a village folder",
    "telegram": "give a village its own bot, make one-time links",
    "print": "typeset the leaflet and the poster of a village",
    "accounts": "write receipts, envelopes and the ledger as CSV, for an accountant",
    "parse": "understand single messages: JSON lines in, JSON lines out",
    "simulate": "play whole conversations: JSON lines in, JSON lines out",
    "nlu": "train and measure the understanding, export it for Rasa",
}


class CommandError(Exception):
    """The work can't be done; its text is what the person at the terminal reads."""


def iso_day(text: str) -> date:
    """Read an argument that is a date; raises ArgumentTypeError with how one is written."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no date: write it as 2026-11-27") from error


class Command(Protocol):
    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...
    def run(self, args: argparse.Namespace) -> int: ...


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(prog="tournee", description=SUMMARY)
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, summary in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=summary, description=summary)
        if name in arguments[:1]:
            command = loaded(name)
            command.add_arguments(subparser)
    args = parser.parse_args(arguments)
    try:
        return command.run(args)
    except CommandError as error:
        print(f"tournee {args.command}: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print(file=sys.stderr)
    except BrokenPipeError:
        sys.stderr.close()
    return 1


def loaded(name: str) -> Command:
    """Import a command; what that makes stays, so the collector need not look at it.

    Nor need it look at anything when the process ends, as it would otherwise do several times.
    """
    collector.start()
    with collector.staying():
        command = cast("Command", import_module(f"tournee.bot.commands.{name}"))
    atexit.register(gc.freeze)
    return command


if __name__ == "__main__":
    sys.exit(main())
