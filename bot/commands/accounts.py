"""`tournee accounts receipts|envelopes|ledger VILLAGE`: tables for an accountant, as CSV."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from tournee.bot import accounting
from tournee.bot.app import build
from tournee.bot.cli import CommandError, iso_day
from tournee.bot.settings import Settings, SettingsError
from tournee.bot.workspace import Workspace
from tournee.bot.workspaces import Workspaces
from tournee.catalog.errors import UnknownVillageError
from tournee.catalog.model import ShopSlug, VillageSlug
from tournee.storage.errors import StorageError
from tournee.storage.schema import open_migrated

TABLES = {
    "receipts": "receipts of every shop, with VAT by rate and how they were paid",
    "envelopes": "what each shop should have got of each round, and what was counted",
    "ledger": "every entry of the books: debits and credits add up to the same",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    tables = parser.add_subparsers(dest="table", required=True, metavar="TABLE")
    for name, summary in TABLES.items():
        table = tables.add_parser(name, help=summary, description=summary)
        table.add_argument("village", metavar="VILLAGE")
        table.add_argument("--from", dest="first", type=iso_day, metavar="DATE", help="first day")
        table.add_argument("--to", dest="last", type=iso_day, metavar="DATE", help="last day")
        table.add_argument("--shop", help="one shop alone, by slug")
        table.add_argument(
            "--french", action="store_true", help="semicolons and decimal commas, for spreadsheets"
        )


def run(args: argparse.Namespace) -> int:
    """Print one table; without dates it is this month's."""
    try:
        with _workspace(args.village) as workspace:
            rows = _rows(workspace, args)
    except (SettingsError, StorageError) as error:
        raise CommandError(str(error)) from error
    except UnknownVillageError as error:
        raise CommandError(f"no village {args.village!r}") from error
    sys.stdout.write(accounting.csv_text(rows, french=args.french))
    return 0


@contextmanager
def _workspace(slug: str) -> Iterator[Workspace]:
    engine = open_migrated(Settings.from_environment().database_url)
    try:
        workspaces: Workspaces = build(engine, {}).workspaces
        with workspaces.open(VillageSlug(slug)) as workspace:
            yield workspace
    finally:
        engine.dispose()


def _rows(workspace: Workspace, args: argparse.Namespace) -> list[accounting.Row]:
    zone = workspace.village.settings.zone
    today = datetime.now(UTC).astimezone(zone).date()
    first, last = args.first or today.replace(day=1), args.last or today
    if first > last:
        raise CommandError(f"{first} is after {last}")
    shop = _shop(workspace, args.shop)
    since, until = accounting.period(first, last, zone)
    ports = workspace.ports
    match args.table:
        case "receipts":
            made = ports.receipts.between(since, until, shop)
            names = {r.draft.resident: _name(workspace, r.draft.resident) for r in made}
            return accounting.receipts_table(made, names, zone)
        case "envelopes":
            closed = ports.closings.between(since, until)
            return accounting.envelopes_table((c for c in closed if shop in {None, c.shop}), zone)
        case _:
            booked = ports.ledger.between(since, until)
            mine = (t for t in booked if shop in {None, t.shop})
            return accounting.ledger_table(mine, zone)


def _shop(workspace: Workspace, slug: str | None) -> ShopSlug | None:
    if slug is not None and slug not in workspace.village.shop_by_slug:
        known = ", ".join(workspace.village.shop_by_slug)
        raise CommandError(f"no shop {slug!r}; known are {known}")
    return ShopSlug(slug) if slug is not None else None


def _name(workspace: Workspace, slug: str) -> str:
    person = workspace.people.known(slug)
    return person.name if person is not None and person.name else slug
