"""A day's picking lists and route sheets from the database, for the command line."""

from datetime import date, datetime

from tournee.bot.app import build
from tournee.bot.cli import CommandError
from tournee.bot.conversation import worksheets
from tournee.bot.conversation.events import Said
from tournee.bot.conversation.operator import route_sheets
from tournee.bot.conversation.party import OPERATORS
from tournee.bot.facts.desk import with_desk
from tournee.bot.prints.worksheets import Worksheet
from tournee.bot.render.worksheets import picking, route
from tournee.bot.settings import Settings, SettingsError
from tournee.bot.workspace import Workspace
from tournee.catalog.errors import UnknownVillageError
from tournee.catalog.model import Channel, VillageSlug
from tournee.storage.errors import StorageError
from tournee.storage.schema import open_migrated

WISH = Said(text="/print")
"""What an operator would write: so the same is looked up."""


def of_day(village: VillageSlug, day: date, now: datetime) -> list[Worksheet]:
    """Return the sheets of every round of a day; a shop's list is a sheet of its own.

    Raises:
        CommandError: the database has no such village, or nobody has ordered for that day.
    """
    try:
        engine = open_migrated(Settings.from_environment().database_url)
        try:
            with build(engine, {}).workspaces.open(village) as workspace:
                sheets = _sheets(workspace, day, now)
        finally:
            engine.dispose()
    except (SettingsError, StorageError) as error:
        raise CommandError(str(error)) from error
    except UnknownVillageError as error:
        raise CommandError(f"the database has no village {village!r}: import it first") from error
    if not sheets:
        raise CommandError(f"nothing to print for {day}: nobody has ordered")
    return sheets


def _sheets(workspace: Workspace, day: date, now: datetime) -> list[Worksheet]:
    facts = workspace.facts(OPERATORS, None, Channel.TELEGRAM, WISH, now)
    facts = with_desk(facts, workspace, WISH)
    voice = workspace.voice(OPERATORS, None, Channel.TELEGRAM)
    sheets: list[Worksheet] = []
    for run in (r for r in facts.rounds if r.date == day and not r.cancelled):
        orders = worksheets.of_round(facts, run)
        sheets += [route(found, voice) for found in route_sheets.routes(facts, run)]
        for shop in workspace.village.shops:
            mine = [o for o in orders if o.shop == shop.slug]
            found = worksheets.lists(facts, mine, run.date, run)
            sheets += [picking(found, voice)] if found.lists else []
    return sheets
