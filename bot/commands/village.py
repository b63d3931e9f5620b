"""`tournee village check|import|export DIR`: a village folder, and the same in the database."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tournee.bot.cli import CommandError
from tournee.bot.settings import Settings, SettingsError
from tournee.catalog import folder
from tournee.catalog.edits import Edit
from tournee.catalog.model import Village, VillageSlug
from tournee.catalog.storage import StoredCatalogue
from tournee.storage.errors import StorageError
from tournee.storage.schema import open_database
from tournee.storage.unit_of_work import UnitOfWork

BY = "import"
"""Who the history of edits names."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, summary in {
        "check": "list every fault of a folder; change nothing",
        "import": "bring the database to what a folder says",
        "export": "write a folder from the database",
    }.items():
        action = actions.add_parser(name, help=summary, description=summary)
        action.add_argument("directory", metavar="DIR", type=Path)
        if name == "export":
            action.add_argument("--village", metavar="SLUG", help="which, if there are several")


def run(args: argparse.Namespace) -> int:
    """Do one of the three; 1 where the folder has faults, each a line on standard error."""
    try:
        match args.action:
            case "check":
                print(f"{args.directory}: {_summary(folder.read(args.directory))}, no faults")
            case "import":
                _import(folder.read(args.directory))
            case _:
                _export(args.directory, args.village)
    except (SettingsError, StorageError) as error:
        raise CommandError(str(error)) from error
    except folder.FolderError as error:
        print(error, file=sys.stderr)
        faults = len(error.faults)
        print(f"{args.directory}: {faults} fault{'s' * (faults > 1)}", file=sys.stderr)
        return 1
    return 0


@contextmanager
def _catalogue(*, read_only: bool = False) -> Iterator[tuple[StoredCatalogue, UnitOfWork]]:
    engine = open_database(Settings.from_environment().database_url)
    try:
        with UnitOfWork(engine, read_only=read_only) as work:
            yield StoredCatalogue(work.session), work
    finally:
        engine.dispose()


def _summary(village: Village) -> str:
    return (
        f"{village.settings.name}, {len(village.shops)} shops, {len(village.products)} products, "
        f"{len(village.rounds)} rounds, {len(village.people)} people"
    )


def _import(village: Village) -> None:
    with _catalogue() as (catalogue, work):
        edit = catalogue.replace(village, by=BY, at=datetime.now(UTC))
        work.commit()
    print(f"{village.settings.slug}: {_counts(edit)}")


def _counts(edit: Edit | None) -> str:
    if edit is None:
        return "as it was"
    kinds = Counter(
        "new" if change.before is None else "gone" if change.after is None else "changed"
        for change in edit.changes
    )
    return ", ".join(f"{kinds[kind]} {kind}" for kind in ("new", "changed", "gone") if kinds[kind])


def _export(directory: Path, slug: str | None) -> None:
    with _catalogue(read_only=True) as (catalogue, _):
        village = catalogue.load(_choose(catalogue.village_slugs(), slug))
    try:
        folder.write(village, directory)
    except OSError as error:
        raise CommandError(f"{error.filename}: {error.strerror}") from error
    print(f"{directory}: {_summary(village)}")


def _choose(slugs: tuple[VillageSlug, ...], wanted: str | None) -> VillageSlug:
    if wanted is not None and wanted not in slugs:
        raise CommandError(f"no village {wanted}; there are: {', '.join(slugs) or 'none'}")
    if wanted is None and len(slugs) != 1:
        raise CommandError(f"say which with --village; there are: {', '.join(slugs) or 'none'}")
    return VillageSlug(wanted or slugs[0])
