"""`tournee village check|import|export DIR|found SLUG NAME`: a village folder, or none to begin."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tournee.bot.channels.invitations import Invitations
from tournee.bot.cli import CommandError
from tournee.bot.settings import Settings, SettingsError
from tournee.catalog import folder
from tournee.catalog.edits import Edit
from tournee.catalog.folder import fields
from tournee.catalog.model import Person, PersonSlug, Role, Village, VillageSlug
from tournee.catalog.model import Settings as SettingsOfVillage
from tournee.catalog.storage import StoredCatalogue
from tournee.storage.errors import StorageError
from tournee.storage.schema import open_database
from tournee.storage.unit_of_work import UnitOfWork

BY = "import"
"""Who the history of edits names."""
FOUND = "found"
"""Likewise, where a village is begun from nothing."""


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
    _add_found(actions)


def _add_found(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    summary = "begin a village from nothing; print the link of its first operator"
    found = actions.add_parser("found", help=summary, description=summary)
    found.add_argument("slug", metavar="SLUG", help="short name, never changed afterwards")
    found.add_argument("operator", metavar="NAME", help="of the first operator")
    found.add_argument("--telegram", metavar="BOT", help="the bot's user name, without @")
    found.add_argument("--locale", metavar="CODE", default="fr", help="the village's language")
    found.add_argument("--timezone", metavar="ZONE", default="Europe/Paris")
    found.add_argument("--currency", metavar="CODE", default="EUR")


def run(args: argparse.Namespace) -> int:
    """Do one of them; 1 where the folder has faults, each a line on standard error."""
    try:
        match args.action:
            case "check":
                _check(args.directory)
            case "found":
                _found(args)
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


def _check(directory: Path) -> None:
    from tournee.bot.commands import landlines  # noqa: PLC0415 - numbering plans take time to load

    village = folder.read(directory)
    for warning in landlines.warnings(village):
        print(f"warning: {warning}", file=sys.stderr)
    print(f"{directory}: {_summary(village)}, no faults")


@contextmanager
def _catalogue(*, read_only: bool = False) -> Iterator[tuple[StoredCatalogue, UnitOfWork]]:
    engine = open_database(Settings.from_environment().database_url)
    try:
        with UnitOfWork(engine, read_only=read_only) as work:
            yield StoredCatalogue(work.session), work
    finally:
        engine.dispose()


def _found(args: argparse.Namespace) -> None:
    """Make a village that holds its first operator, or a new link where nobody came yet."""
    with _catalogue() as (catalogue, work):
        known = args.slug in catalogue.village_slugs()
        village = catalogue.load(VillageSlug(args.slug)) if known else _begun(args)
        operator = next((p for p in village.people if p.role is Role.OPERATOR), None)
        if operator is None or operator.telegram is not None:
            raise CommandError(
                f"{args.slug} is there already; links for more people: tournee telegram link"
            )
        if not known:
            catalogue.replace(village, by=FOUND, at=datetime.now(UTC))
        invitations = Invitations(work.session, village.settings.slug)
        code = invitations.invite(f"person:{operator.slug}", FOUND, datetime.now(UTC))
        work.commit()
    bot = village.settings.telegram or "BOT"
    print(f"{args.slug}: whoever opens this link first, within seven days, is {operator.name}:")
    print(f"https://t.me/{bot}?start={code}")
    print("Then write /village there.")


def _begun(args: argparse.Namespace) -> Village:
    """Check what was given by the rules of a village folder."""
    given = {
        "slug": (args.slug, fields.slug),
        "timezone": (args.timezone, fields.zone),
        "currency": (args.currency, fields.currency),
        "locale": (args.locale, fields.locale),
        "operator": (args.operator, fields.text),
    }
    if args.telegram:
        given["telegram"] = (args.telegram, fields.telegram_name)
    read = {}
    for name, (value, parse) in given.items():
        try:
            read[name] = parse(value)
        except fields.ExpectedError as error:
            raise CommandError(f"{name}: {value!r}, expected {error.expected}") from error
    locales = tuple(dict.fromkeys((read["locale"], "fr", "en", "es")))
    settings = SettingsOfVillage(
        slug=VillageSlug(read["slug"]),
        name=read["slug"],
        timezone=read["timezone"],
        currency=read["currency"],
        locales=locales,
        telegram=read.get("telegram"),
    )
    person = Person(slug=PersonSlug("operator"), role=Role.OPERATOR, name=read["operator"])
    return Village(settings=settings, people=(person,))


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
