"""What the services refuse; the words are chosen at the edge."""

from typing import ClassVar

from tournee.catalog.edits import Change, Edit
from tournee.catalog.errors import CatalogError


class EditError(CatalogError):
    """Base of every refusal of an edit; nothing was changed."""

    code: ClassVar[str] = "not_possible"


class NotYoursError(EditError):
    """A shop may change its own goods and hours, and no others."""

    code = "not_yours"


class OperatorsOnlyError(EditError):
    """The operators decide this: names, categories, options, taxes; `field` says which."""

    code = "operators_only"

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class EditedSinceError(EditError):
    """Somebody has changed the same since; `now` says how it stands, `later` who did it last."""

    code = "edited_since"

    def __init__(self, now: tuple[Change, ...], later: Edit | None = None) -> None:
        super().__init__(now)
        self.now = now
        self.later = later


class UnknownEditError(EditError):
    """No such edit among those that are remembered."""

    code = "unknown_edit"


class UndoneAlreadyError(EditError):
    code = "undone_already"


class InUseError(EditError):
    """Goods, people or rounds are of the shop or place that would go."""

    code = "in_use"


class NobodyLeftError(EditError):
    """Nobody would run the village any more."""

    code = "last_operator"


class NotUndoableError(EditError):
    """It changed more than goods, options, shops or one person: an import of the folder."""

    code = "not_undoable"
