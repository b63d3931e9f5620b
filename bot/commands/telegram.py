"""`tournee telegram token|link VILLAGE`: a village's own bot, and one-time links to begin with."""

import argparse
import getpass
import sys
from datetime import UTC, datetime

from tournee.bot.channels.storage import Directory
from tournee.bot.cli import CommandError
from tournee.bot.conversation.party import OPERATORS
from tournee.bot.settings import Settings, SettingsError
from tournee.catalog.errors import UnknownVillageError
from tournee.catalog.model import Channel, Village, VillageSlug
from tournee.storage.errors import StorageError
from tournee.storage.schema import open_database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    token = actions.add_parser("token", help="keep the token of a village's own bot")
    token.add_argument("village", metavar="VILLAGE")
    link = actions.add_parser("link", help="make a one-time link for a group or a person")
    link.add_argument("village", metavar="VILLAGE")
    link.add_argument("subject", metavar="SHOP|operators|PERSON", help="by slug")


def run(args: argparse.Namespace) -> int:
    try:
        engine = open_database(Settings.from_environment().database_url)
        directory = Directory(engine, Channel.TELEGRAM)
        village = directory.village(VillageSlug(args.village))
        if args.action == "token":
            directory.set_token(village.settings.slug, _token())
        else:
            print(_link(directory, village, args.subject))
    except UnknownVillageError as error:
        raise CommandError(f"no village {args.village!r}") from error
    except (SettingsError, StorageError) as error:
        raise CommandError(str(error)) from error
    return 0


def _token() -> str:
    """Read it from a pipe or, unseen, from the terminal: arguments stay in a shell's history."""
    found = getpass.getpass("Token: ") if sys.stdin.isatty() else sys.stdin.readline()
    if ":" not in found:
        raise CommandError("a token looks like 123456:ABC-DEF")
    return found.strip()


def _link(directory: Directory, village: Village, named: str) -> str:
    subject = _subject(village, named)
    code = directory.invite(village.settings.slug, subject, "command line", datetime.now(UTC))
    parameter = "start" if subject.startswith("person:") else "startgroup"
    return f"https://t.me/{village.settings.telegram or 'BOT'}?{parameter}={code}"


def _subject(village: Village, named: str) -> str:
    if named == OPERATORS.key:
        return named
    if named in village.shop_by_slug:
        return f"shop:{named}"
    if any(person.slug == named for person in village.people):
        return f"person:{named}"
    raise CommandError(f"{village.settings.name} has no shop or person {named!r}")
