"""Changes what a village is, by the rules that its folder is read with.

The village as it would be is written as a folder and read again: whatever the import would refuse
is refused here, in the same words, and nothing is changed.
"""

from collections.abc import Mapping
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
from tournee.catalog.errors import Fault
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
    workspace.reload()
    return (told,)


def _changed(command: SetVillage | AddToVillage, before: Village) -> tuple[Village, VillageChanged]:
    if isinstance(command, SetVillage):
        settings = before.settings
        name = command.name or settings.name
        phone = settings.phone if command.phone is None else command.phone or None
        after = replace(before, settings=replace(settings, name=name, phone=phone))
        said = command.name or phone or name
        return after, VillageChanged(what="village", slug=settings.slug, name=said)
    village, what = before, _KINDS[type(command.what[0])]
    for one in command.what:
        village = _with(village, one)
    names = ", ".join(one.name for one in command.what)
    return village, VillageChanged(what=what, slug=command.what[-1].slug, name=names)


_KINDS: Mapping[type[Place | Shop | Round], Literal["place", "shop", "round"]] = {
    Place: "place",
    Shop: "shop",
    Round: "round",
}


def _with(village: Village, one: Place | Shop | Round) -> Village:
    match one:
        case Place():
            return replace(village, places=_put(village.places, one))
        case Shop():
            return replace(village, shops=_put(village.shops, one))
        case Round():
            return replace(village, rounds=_put(village.rounds, one))


def _put(known: tuple[T, ...], new: T) -> tuple[T, ...]:
    """Put something in the place of what has its slug, or behind the others."""
    slugs = [_slug(one) for one in known]
    at = slugs.index(_slug(new)) if _slug(new) in slugs else len(slugs)
    return (*known[:at], new, *known[at + 1 :])


def _slug(one: Place | Shop | Round) -> str:
    return one.slug


def faults_of(village: Village) -> tuple[Fault, ...]:
    """Return what an import of this village would refuse, people apart."""
    bare = replace(village, people=())
    with TemporaryDirectory() as name:
        path = Path(name)
        folder.write(bare, path)
        try:
            folder.read(path)
        except folder.FolderError as error:
            return error.faults
    return ()
