"""`tournee privacy show|erase|expire`: what is held of people, for an operator and for cron."""

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from tournee.bot import privacy
from tournee.bot.app import build
from tournee.bot.cli import CommandError
from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.render import held
from tournee.bot.settings import Settings, SettingsError
from tournee.bot.workspace import Workspace
from tournee.bot.workspaces import Workspaces
from tournee.catalog.errors import UnknownVillageError
from tournee.catalog.model import Channel, Person, VillageSlug
from tournee.storage.errors import StorageError
from tournee.storage.schema import open_migrated


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, summary in {
        "show": "print all that is held of a resident, as JSON",
        "erase": "forget a resident; orders and accounts stay, without the name",
    }.items():
        action = actions.add_parser(name, help=summary, description=summary)
        action.add_argument("village", metavar="VILLAGE")
        action.add_argument(
            "person", metavar="PERSON", help="the slug, or a number they write from"
        )
        if name == "show":
            action.add_argument(
                "--text", action="store_true", help="for the resident to read, in their language"
            )
    summary = "delete messages older than TOURNEE_KEEP_DAYS, forget who left years ago"
    actions.add_parser("expire", help=summary, description=summary)


def run(args: argparse.Namespace) -> int:
    """Do one of the three."""
    try:
        settings = Settings.from_environment()
        with _workspaces(settings) as workspaces:
            if args.action == "expire":
                _expire(workspaces, timedelta(days=settings.keep_days))
            else:
                _about(workspaces, args)
    except (SettingsError, StorageError) as error:
        raise CommandError(str(error)) from error
    except UnknownVillageError as error:
        raise CommandError(f"no village {args.village!r}") from error
    except LookupError as error:
        raise CommandError(f"no resident {args.person!r}") from error
    except privacy.NotYetError as error:
        raise CommandError(f"not yet: still open are {error}") from error
    return 0


@contextmanager
def _workspaces(settings: Settings) -> Iterator[Workspaces]:
    engine = open_migrated(settings.database_url)
    try:
        yield build(engine, {}).workspaces
    finally:
        engine.dispose()


def _about(workspaces: Workspaces, args: argparse.Namespace) -> None:
    with workspaces.open(VillageSlug(args.village)) as workspace:
        person = _meant(workspace, args.person)
        if args.action == "erase":
            privacy.erase(workspace, person.slug, datetime.now(UTC))
            workspace.commit()
            print(f"{args.person} is forgotten")
        elif args.text:
            party = Party(kind=PartyKind.RESIDENT, slug=person.slug)
            voice = workspace.voice(party, person, Channel.TELEGRAM)
            today = datetime.now(voice.zone).date()
            print(held.text(privacy.gathered(workspace, person), voice, today))
        else:
            print(json.dumps(privacy.held(workspace, person), ensure_ascii=False, indent=2))


def _meant(workspace: Workspace, told: str) -> Person:
    """Who is called so, or writes from that number; raises LookupError where there is nobody."""
    people = workspace.people
    number = told.replace(" ", "")
    found = people.known(told) or people.find(Channel.SMS, number)
    found = found or people.find(Channel.WHATSAPP, number)
    if found is None and number.isdecimal():
        found = people.find(Channel.TELEGRAM, number)
    if found is None:
        raise LookupError(told)
    return found


def _expire(workspaces: Workspaces, keep: timedelta) -> None:
    now = datetime.now(UTC)
    for slug in workspaces.village_slugs():
        with workspaces.open(slug) as workspace:
            gone = workspace.privacy.let_go(now, keep)
            workspace.commit()
        print(f"{slug}: " + ", ".join(f"{count} {what}" for what, count in gone.items()))
