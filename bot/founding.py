"""Changes what a village is, by the rules that its folder is read with.

The village as it would be is written as a folder and read again: whatever the import would refuse
is refused here, in the same words, and nothing is changed.
"""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, TypeVar

from tournee.bot.conversation.events import Event
from tournee.bot.conversation.townhall_commands import AddToVillage, SetVillage
from tournee.bot.conversation.townhall_events import VillageChanged, VillageFaulty
from tournee.bot.workspace import Workspace
from tournee.catalog import folder
from tournee.catalog.model import Place, Round, Shop, Village
from tournee.orders.model import Actor

T = TypeVar("T", bound=Place | Shop | Round)


def carry_out(
    command: SetVillage | AddToVillage, workspace: Workspace, actor: Actor, now: datetime
) -> tuple[Event, ...]:
    before = workspace.catalogue.hold(workspace.slug)
    after, told = _changed(command, before)
    if faults := faults_of(after):
        return (VillageFaulty(faults=faults),)
    workspace.catalogue.save(before, after, by=actor.person or actor.name, at=now)
    return (told,)


def _changed(command: SetVillage | AddToVillage, before: Village) -> tuple[Village, VillageChanged]:
    what: Literal["place", "shop", "round"]
    match command:
        case SetVillage():
            settings = before.settings
            name = command.name or settings.name
            phone = settings.phone if command.phone is None else command.phone or None
            after = replace(before, settings=replace(settings, name=name, phone=phone))
            return after, VillageChanged(what="village", slug=settings.slug, name=name)
        case AddToVillage(what=Place() as place):
            what, after = "place", replace(before, places=_with(before.places, place))
        case AddToVillage(what=Shop() as shop):
            what, after = "shop", replace(before, shops=_with(before.shops, shop))
        case AddToVillage(what=Round() as found):
            what, after = "round", replace(before, rounds=_with(before.rounds, found))
    return after, VillageChanged(what=what, slug=command.what.slug, name=command.what.name)


def _with(known: tuple[T, ...], new: T) -> tuple[T, ...]:
    """Put something in the place of what has its slug, or behind the others."""
    slugs = [_slug(one) for one in known]
    at = slugs.index(_slug(new)) if _slug(new) in slugs else len(slugs)
    return (*known[:at], new, *known[at + 1 :])


def _slug(one: Place | Shop | Round) -> str:
    return one.slug


def faults_of(village: Village) -> tuple[str, ...]:
    """Return what an import of this village would refuse, people apart."""
    bare = replace(village, people=())
    with TemporaryDirectory() as name:
        path = Path(name)
        folder.write(bare, path)
        try:
            folder.read(path)
        except folder.FolderError as error:
            return tuple(f"{f.column}: {f.value!r}, {f.expected}" for f in error.faults)
    return ()
