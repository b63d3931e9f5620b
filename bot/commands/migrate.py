"""`tournee migrate`: brings the database's schema up to this program, or back to a revision."""

import argparse

from tournee.bot.cli import CommandError
from tournee.bot.settings import Settings, SettingsError
from tournee.storage import schema
from tournee.storage.errors import StorageError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--down-to",
        metavar="REVISION",
        help="go back, losing what newer revisions hold; take a backup first",
    )


def run(args: argparse.Namespace) -> int:
    """Migrate; several processes may do so at the same time, one waits for the other."""
    try:
        url = Settings.from_environment().database_url
        if args.down_to:
            schema.step_back(url, args.down_to)
        else:
            schema.open_database(url).dispose()
    except (SettingsError, StorageError) as error:
        raise CommandError(str(error)) from error
    print(f"the schema is at {args.down_to or 'the newest revision'}")
    return 0
