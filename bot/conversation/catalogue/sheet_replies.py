"""What the bot says of files with the catalogue."""

from dataclasses import dataclass

from tournee.bot.attachments import CatalogueSheet, PrintedSheet
from tournee.bot.conversation.model import Reply
from tournee.catalog.edits import Change
from tournee.catalog.errors import Fault
from tournee.catalog.model import Shop


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetOffered(Reply):
    """What a dropped sheet would change; nothing was changed yet."""

    name: str
    rows: int
    changes: tuple[Change, ...]
    """Of what is there, the fields that differ."""
    absent: int
    """Products that it does not hold and that may go with it."""
    faults: tuple[Fault, ...]
    """Rows that would be left out."""
    denied: int
    """Changes that a shop may not make."""
    ignored: tuple[str, ...]
    """Columns that mean nothing."""
    strange: tuple[Change, ...] = ()
    """Of `changes`, those whose price is likely a slip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRefused(Reply):
    name: str
    why: str
    """As `catalog.sheets.SheetError` says."""
    seen: tuple[str, ...] = ()
    """The headings that mean nothing here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSent(Reply):
    file: CatalogueSheet
    products: int
    shop: Shop | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintSent(Reply):
    """A leaflet or poster."""

    file: PrintedSheet


SheetReply = SheetOffered | SheetRefused | SheetSent | PrintSent
