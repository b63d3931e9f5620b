"""Carries out edits of the catalogue, and finds out whom they concern."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from tournee.bot.conversation.catalogue_commands import (
    CatalogueCommand,
    EditCatalogue,
    ReadHistory,
    UndoEdit,
)
from tournee.bot.conversation.catalogue_events import (
    JOINED,
    CatalogueEdited,
    CatalogueUnchanged,
    EditRefused,
    HistoryRead,
    HoursClash,
    PastEdit,
)
from tournee.bot.conversation.events import Event
from tournee.bot.conversation.party import OPERATORS, Party, PartyKind
from tournee.bot.deeds import parting
from tournee.bot.roles import role_of
from tournee.bot.workspace import Workspace
from tournee.catalog import services
from tournee.catalog.aliases import LONGEST
from tournee.catalog.edits import Change, Edit
from tournee.catalog.errors import FolderError
from tournee.catalog.hours import Hours
from tournee.catalog.model import PersonSlug, Role, ShopSlug, Sku, Village
from tournee.catalog.options import CATEGORY
from tournee.catalog.services import Editor, Work
from tournee.catalog.services.errors import EditedSinceError, EditError, OperatorsOnlyError
from tournee.nlu.model import Parse, Reason
from tournee.nlu.quantity import amounts, numbers
from tournee.nlu.search.joints import SMALL
from tournee.nlu.words.tokens import tokenize
from tournee.orders.model import Actor, Order, OrderNumber

SHOWN = 20
"""Edits that are looked up at once."""
BY_SYSTEM = "import"
"""Who stands in the history for an import from a folder; it has no name of its own."""


def carry_out(
    command: CatalogueCommand, workspace: Workspace, actor: Actor, now: datetime
) -> tuple[Event, ...]:
    """Carry out one command; what is refused is an event too."""
    editor = Editor(slug=actor.person or actor.name, role=actor.role, shop=actor.shop)
    work = Work(catalogue=workspace.catalogue, village=workspace.slug, editor=editor, now=now)
    match command:
        case EditCatalogue():
            return _edit(command, work, workspace, actor)
        case UndoEdit():
            return _undo(command, work, workspace, actor)
        case ReadHistory():
            return (_history(command, work, workspace),)


def audience(event: Event, party: Party, village: Village) -> tuple[tuple[Party, Event], ...]:
    """Who else hears of an edit that was made in a party's chat, and what: a shop its own part."""
    if not isinstance(event, CatalogueEdited):
        return ()
    if party.kind is PartyKind.OPERATORS:
        parts: dict[str, list[Change]] = {}
        for change in event.changes:
            parts.setdefault(_shop_of(change, village), []).append(change)
        return tuple(
            (Party(kind=PartyKind.SHOP, slug=slug), replace(event, changes=tuple(changes)))
            for slug, changes in parts.items()
            if slug
        )
    closed = [c for c in event.changes if c.table == "shops" and "hours" in c.fields]
    if closed and event.orders:
        clash = HoursClash(shop=ShopSlug(closed[0].key), orders=event.orders, by=event.by)
        return ((OPERATORS, clash),)
    return ()


def missed(parse: Parse) -> tuple[str, ...]:
    """The words of a message that name nothing in the catalogue, where they may be a name."""
    texts = (_thing(m.text) for m in parse.unresolved if m.reason is Reason.UNKNOWN)
    return tuple(t for t in texts if any(map(str.isalpha, t)) and len(t) <= LONGEST)


def _thing(text: str) -> str:
    """A mention without how much of it: 'un paquet de steradent' is 'steradent'."""
    tokens = tokenize(text)
    ends = [s.end for s in numbers.spans(tokens) if s.start == 0]
    ends += [s.end for s in amounts.spans(tokens) if s.start == 0]
    start = max(ends, default=0)
    while start < len(tokens) - 1 and tokens[start].norm in SMALL:
        start += 1
    return text[tokens[start].start :].strip() if start < len(tokens) else ""


def _shop_of(change: Change, village: Village) -> str:
    """Whose goods or hours a change is about; empty where that cannot be told."""
    if change.table == "shops":
        return change.key
    if change.table == "options":
        return change.key.partition("/")[0]
    if change.table == "people":
        return ""
    record = change.after or change.before or {}
    product = village.product_by_sku.get(change.key)
    return product.shop if product is not None else str(record.get("shop") or "")


def _edit(
    command: EditCatalogue, work: Work, workspace: Workspace, actor: Actor
) -> tuple[Event, ...]:
    try:
        edit = services.apply(work, command.changes, force=command.force)
    except FolderError as error:
        refused = EditRefused(code="faulty", changes=command.changes, faults=error.faults)
        return (refused,)
    except EditError as error:
        return (_refused(error, workspace, changes=command.changes),)
    return (_outcome(edit, workspace, actor),)


def _undo(command: UndoEdit, work: Work, workspace: Workspace, actor: Actor) -> tuple[Event, ...]:
    if actor.role is Role.OPERATOR:
        parted = parting.part(workspace, command.number, actor, work.now)
        if parted is not None:
            return (parted,)
        if _has_come_to_life(command.number, workspace):
            return (EditRefused(code="person_busy", undo=command.number),)
    try:
        edit = services.undo(work, command.number, force=command.force)
    except FolderError as error:
        return (EditRefused(code="faulty", undo=command.number, faults=error.faults),)
    except EditError as error:
        return (_refused(error, workspace, undo=command.number),)
    return (_outcome(edit, workspace, actor),)


def _has_come_to_life(number: int, workspace: Workspace) -> bool:
    """Whether somebody whom an edit added has written or ordered since: they stay."""
    edits = workspace.catalogue.edits(workspace.slug, limit=services.LATELY)
    changes = next((e.changes for e in edits if e.number == number), ())
    added = (c.key for c in changes if c.table == "people" and c.before is None)
    return any(
        workspace.conversations.state(Party(kind=PartyKind.RESIDENT, slug=slug))
        or workspace.orders.of_resident(PersonSlug(slug))
        for slug in added
    )


def _refused(
    error: EditError,
    workspace: Workspace,
    *,
    changes: tuple[Change, ...] = (),
    undo: int | None = None,
) -> EditRefused:
    field = error.field if isinstance(error, OperatorsOnlyError) else ""
    now: tuple[Change, ...] = ()
    by = ""
    if isinstance(error, EditedSinceError):
        now, by = error.now, _name(workspace, error.later.by if error.later else "")
    return EditRefused(code=error.code, changes=changes, undo=undo, field=field, now=now, by=by)


def _outcome(edit: Edit | None, workspace: Workspace, actor: Actor) -> Event:
    if edit is None:
        return CatalogueUnchanged()
    before = workspace.village
    workspace.reload()
    goods = _goods(edit.changes, workspace.village)
    orders = [o.number for sku in goods for o in workspace.ports.orders.open_with(sku)]
    for change in edit.changes:
        whole = change.before is None or change.after is None
        if change.table == "shops" and "hours" in change.fields and not whole:
            was = before.shop_by_slug[change.key].hours
            orders += _meanwhile(workspace, ShopSlug(change.key), was)
    return CatalogueEdited(
        number=edit.number,
        by=actor.name,
        changes=edit.changes,
        baskets=_baskets(workspace, goods),
        orders=tuple(sorted(set(orders))),
        undoes=edit.undoes,
    )


def _goods(changes: Iterable[Change], village: Village) -> tuple[Sku, ...]:
    """The products that changes are about, those of an option too."""
    found: dict[Sku, None] = {}
    for change in changes:
        if change.table == "products":
            found[Sku(change.key)] = None
        elif change.table == "options":
            targets = set(change.key.rpartition("/")[2].split("|"))
            shop = _shop_of(change, village)
            mine = (p for p in village.products if p.shop == shop)
            found |= {p.sku: None for p in mine if targets & {p.sku, CATEGORY + p.category}}
    return tuple(found)


def _baskets(workspace: Workspace, goods: Iterable[Sku]) -> int:
    """How many residents have one of these in a basket that is not ordered yet."""
    role = role_of(PartyKind.RESIDENT)
    wanted = frozenset(goods)
    texts = {
        party: text
        for sku in wanted
        for party, text in workspace.conversations.states(PartyKind.RESIDENT, naming=sku)
    }
    states = (role.load(text) for text in texts.values())
    return sum(any(getattr(w, "sku", None) in wanted for w in s.wants) for s in states)


def _meanwhile(workspace: Workspace, shop: ShopSlug, was: str) -> list[OrderNumber]:
    """Open orders for a day on which the shop was to be open and now is not."""
    zone = workspace.village.settings.zone
    old = Hours.parse(was, zone)
    new = Hours.parse(workspace.village.shop_by_slug[shop].hours, zone)

    def closed(order: Order) -> bool:
        day = order.date
        return day is not None and bool(old.spans(day)) and not new.spans(day)

    return [o.number for o in workspace.orders.of_shop(shop) if o.is_open and closed(o)]


def _history(command: ReadHistory, work: Work, workspace: Workspace) -> HistoryRead:
    """The last edits, of one key where one is named; those taken back are not offered again."""
    found: list[PastEdit] = []
    for past in services.history(work, workspace.village):
        edit = past.edit
        about = tuple(c for c in edit.changes if command.key in {"", c.key})
        whole = services.is_undoable(edit)
        offered = not command.to_undo or (whole and not past.undone and not edit.undoes)
        if about and offered and len(found) < SHOWN:
            found.append(
                PastEdit(
                    number=edit.number,
                    at=edit.at,
                    by=_name(workspace, edit.by),
                    changes=about,
                    undone=past.undone,
                    undoes=edit.undoes,
                )
            )
    if work.editor.role is Role.OPERATOR:
        found = sorted((*found, *_joins(command.key, workspace, work.now)), key=_newest_first)
    return HistoryRead(edits=tuple(found[:SHOWN]), to_undo=command.to_undo, key=command.key)


def _newest_first(edit: PastEdit) -> int:
    return -edit.number


def _joins(key: str, workspace: Workspace, now: datetime) -> Iterator[PastEdit]:
    """The merges of the last day: they stand beside the history, which keeps nothing of them."""
    for join in workspace.parting.lately(now):
        if key in {"", join.kept}:
            kept = workspace.people.known(join.kept)
            name = kept.name if kept else join.kept
            change = Change(
                table=JOINED, key=join.kept, before={"name": join.name}, after={"name": name}
            )
            by = _name(workspace, join.by)
            yield PastEdit(number=join.number, at=join.at, by=by, changes=(change,), undone=False)


def _name(workspace: Workspace, slug: str) -> str:
    person = workspace.people.known(PersonSlug(slug)) if slug and slug != BY_SYSTEM else None
    return person.name if person is not None and person.name else slug
