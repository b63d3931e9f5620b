"""`tournee demo`: plays a market day, then hands over the keyboard."""

import argparse
import asyncio
import logging
import sys
from pathlib import Path

from rich.console import Console

from tournee.bot import logs
from tournee.bot.cli import CommandError
from tournee.bot.demo.live import live
from tournee.bot.demo.play import SECONDS_A_MESSAGE, play
from tournee.bot.demo.stage import Stage
from tournee.bot.simulate import Simulation
from tournee.catalog.folder import FolderError, read

SAMPLE = Path(__file__).parents[1] / "demo" / "saint-aubin"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fast", action="store_true", help="do not pause between messages")
    parser.add_argument(
        "--only-watch", action="store_true", help="end when the day has been played"
    )


def run(args: argparse.Namespace) -> int:
    """Play the market day; on a terminal, then let the person at the keyboard order."""
    logs.configure(logging.WARNING)
    try:
        village = read(SAMPLE)
    except FolderError as error:
        raise CommandError(str(error)) from error
    stage = Stage(Console(highlight=False))
    on_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    pause = SECONDS_A_MESSAGE if on_terminal and not args.fast else 0.0

    async def show() -> None:
        await play(Simulation(village), stage, village.settings.zone, pause)
        if on_terminal and not args.only_watch:
            await live(Simulation(village), stage, village)

    asyncio.run(show())
    return 0
