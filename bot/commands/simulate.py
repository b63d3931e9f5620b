"""`tournee simulate DIR`: JSON lines of events in, JSON lines of what the bot sends out."""

import argparse
import asyncio
import json
import logging
import sys
from pathlib import Path
from typing import Any

from tournee.bot import logs
from tournee.bot.cli import CommandError
from tournee.bot.simulate import EventError, Simulation
from tournee.catalog.folder import FolderError, read


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="a village folder")


def run(args: argparse.Namespace) -> int:
    """Play the events of standard input; what goes wrong inside is logged to standard error."""
    logs.configure(logging.WARNING)
    try:
        village = read(args.folder)
    except FolderError as error:
        raise CommandError(str(error)) from error
    return asyncio.run(_play(Simulation(village)))


async def _play(simulation: Simulation) -> int:
    status = 0
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            outputs = await simulation.play(_event(line))
        except (EventError, json.JSONDecodeError) as error:
            print(f"tournee simulate: line {number}: {error}", file=sys.stderr)
            status = 1
            continue
        for output in outputs:
            print(json.dumps(output, ensure_ascii=False))
    print(json.dumps(simulation.final(), ensure_ascii=False))
    return status


def _event(line: str) -> dict[str, Any]:
    event = json.loads(line)
    if not isinstance(event, dict):
        raise EventError("an event is a JSON object")
    return event
