"""What operators and shops want done to the catalogue."""

from dataclasses import dataclass

from tournee.catalog.edits import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class EditCatalogue:
    """All of the changes, or none."""

    changes: tuple[Change, ...]
    force: bool = False
    """Even where somebody else has changed the same since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoEdit:
    """Take an edit back, by its number; `force` where later ones would be lost with it."""

    number: int
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadHistory:
    """Look up the last edits that whoever asks may see."""

    to_undo: bool
    """To choose one from; else to read."""
    key: str = ""
    """Of one product or shop; empty for all."""


CatalogueCommand = EditCatalogue | UndoEdit | ReadHistory
