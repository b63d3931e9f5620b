"""Applying changes, looking at what they would do, and taking them back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from tournee.catalog.edits import TABLES, Change, Edit, diff, inverse, trimmed
from tournee.catalog.folder.fields import plain
from tournee.catalog.model import Role, Village, VillageSlug
from tournee.catalog.patching import DRIFTING, conflicts, is_torn, patched
from tournee.catalog.ports import Editing
from tournee.catalog.services.errors import (
    EditedSinceError,
    InUseError,
    NobodyLeftError,
    NotUndoableError,
    NotYoursError,
    OperatorsOnlyError,
    UndoneAlreadyError,
    UnknownEditError,
)
from tournee.catalog.services.model import Editor, Past

LATELY: Final = 200
"""Edits that can be found again: half a year of a village where something changes each day."""
EDITED: Final = frozenset({"products", "options", "shops"})
"""Tables that are edited row by row; the others change by import alone."""
ADDED: Final = frozenset({"places", "rounds"})
"""Tables of which a chat adds rows; these can go again."""
OF_SHOPS: Final = {
    "products": frozenset({"price", "stock", "off_sale_until", "sale_ends"}),
    "shops": frozenset({"hours"}),
}
"""What a shop may change of its own."""
NEW_OF_SHOPS: Final = frozenset({"age_restricted", "vat", "allergens"})
"""What the day's special may leave to the operators."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What every service works with, inside one transaction."""

    catalogue: Editing
    village: VillageSlug
    editor: Editor
    now: datetime
    """Aware."""


def preview(
    work: Work, village: Village, changes: Iterable[Change], *, force: bool = False
) -> tuple[Change, ...]:
    """Return what changes would come to in a village, whole rows trimmed to what differs.

    Raises:
        NotYoursError, OperatorsOnlyError: the editor may not.
        FolderError: every fault of what would come of it.
        EditedSinceError: it is not as the changes found it; `force` goes on from what is there.
    """
    wanted = tuple(changes)
    for change in wanted:
        if (refusal := _refusal(change, work.editor, village)) is not None:
            raise refusal
    if not force and (moved := conflicts(village, wanted)):
        raise EditedSinceError(moved, _last_of(work, moved))
    return trimmed(diff(village, patched(village, wanted)))


def apply(work: Work, changes: Iterable[Change], *, force: bool = False) -> Edit | None:
    """Make changes, all of them or none; None where nothing differs. Raises as `preview`."""
    village = work.catalogue.hold(work.village)
    return _save(work, village, tuple(changes), force=force)


def undo(work: Work, number: int, *, force: bool = False) -> Edit | None:
    """Take an edit back; what others changed since stays, unless it is the same field.

    Raises:
        UnknownEditError: it is not remembered, or what it changed no longer is.
        UndoneAlreadyError: a second tap.
        NotUndoableError: it changed what is not edited row by row.
        EditedSinceError: the same was changed since; `force` takes that back as well.
        NotYoursError, OperatorsOnlyError: the editor may not.
    """
    village = work.catalogue.hold(work.village)
    past = next((p for p in history(work, village) if p.edit.number == number), None)
    if past is None:
        raise UnknownEditError(number)
    if past.undone:
        raise UndoneAlreadyError(number)
    if not past.edit.changes:
        raise UnknownEditError(number)
    if not is_undoable(past.edit):
        raise NotUndoableError(number)
    changes = tuple(_drifted(village, change) for change in inverse(past.edit.changes))
    return _save(work, village, changes, force=force, undoes=number)


def is_undoable(edit: Edit) -> bool:
    """Tell whether an edit can be taken back: of goods and hours, one person, what was added."""
    tables = {change.table for change in edit.changes}
    if tables <= EDITED or (tables == {"people"} and len(edit.changes) == 1):
        return True
    return len(tables) == 1 and tables <= ADDED and all(c.before is None for c in edit.changes)


def history(work: Work, village: Village, limit: int = LATELY) -> tuple[Past, ...]:
    """Return the last edits, the newest first; a shop's editor sees those of its own goods."""
    gone: set[int] = set()
    found = []
    for edit in work.catalogue.edits(work.village, limit=limit):
        if edit.undoes is not None and edit.number not in gone:
            gone.add(edit.undoes)
        if all(_refusal(change, work.editor, village) is None for change in edit.changes):
            found.append(Past(edit=edit, undone=edit.number in gone))
    return tuple(found)


def _save(
    work: Work,
    village: Village,
    changes: tuple[Change, ...],
    *,
    force: bool,
    undoes: int | None = None,
) -> Edit | None:
    preview(work, village, changes, force=force)
    after = patched(village, changes)
    if _runners(village) and not _runners(after):
        raise NobodyLeftError
    if is_torn(after):
        raise InUseError
    return work.catalogue.save(village, after, by=work.editor.slug, at=work.now, undoes=undoes)


def _runners(village: Village) -> int:
    return sum(person.role is Role.OPERATOR for person in village.people)


def _drifted(village: Village, change: Change) -> Change:
    """Take back a stock by as much as it was changed: what was sold since stays sold."""
    product = village.product_by_sku.get(change.key)
    whole = change.before is None or change.after is None
    if change.table != "products" or whole or product is None or product.stock is None:
        return change
    before, after = change.before or {}, change.after or {}
    if not DRIFTING & set(change.fields):
        return change
    try:
        step = Decimal(str(after["stock"])) - Decimal(str(before["stock"]))
    except InvalidOperation:  # one of them is unlimited
        return change
    left = max(product.stock + step, Decimal(0))
    return replace(change, after=after | {"stock": plain(left)})


def _last_of(work: Work, moved: tuple[Change, ...]) -> Edit | None:
    keys = {(change.table, change.key) for change in moved}
    edits = work.catalogue.edits(work.village, limit=LATELY)
    return next((e for e in edits if any((c.table, c.key) in keys for c in e.changes)), None)


# --- rights --------------------------------------------------------------------------------------


def _refusal(
    change: Change, editor: Editor, village: Village
) -> NotYoursError | OperatorsOnlyError | None:
    """Return why the editor may not make a change; a shop's may where it is of their own goods."""
    if editor.role is Role.OPERATOR:
        return None
    if editor.role is not Role.SHOPKEEPER or editor.shop is None:
        return NotYoursError(change.key)
    if _owners(change, village) != {editor.shop}:
        return NotYoursError(change.key)
    allowed = OF_SHOPS.get(change.table)
    if allowed is None:
        return OperatorsOnlyError(change.table)
    if change.before is None or change.after is None:
        return _of_special(change)
    beyond = [field for field in change.fields if field not in allowed]
    return OperatorsOnlyError(beyond[0]) if beyond else None


def _owners(change: Change, village: Village) -> set[str]:
    """Return whose a row is and was; nobody's where it has gone."""
    if change.table == "shops":
        return {change.key}
    row = TABLES[change.table][0](village).get(change.key)
    present = {str(row.shop)} if row is not None and hasattr(row, "shop") else set()
    return present | {str(r["shop"]) for r in (change.before, change.after) if r and r.get("shop")}


def _of_special(change: Change) -> OperatorsOnlyError | None:
    """A shop adds a special that ends by itself, and takes back its own; the rest is not its."""
    told = change.before or change.after or {}
    special = change.table == "products" and told.get("sale_ends")
    ordinary = all(told.get(f) in {"", "0", None} for f in NEW_OF_SHOPS)
    return None if special and ordinary else OperatorsOnlyError("name")
